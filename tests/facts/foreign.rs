//! Answers of other vendors, which are never taken for one of the built-in APIs.

use crate::answers::{http, name, names, only, report, verbose};

/// Error bodies of other vendors, in the words of their documentation, with their HTTP status.
const FOREIGN: &[(&str, u16, &str)] = &[
    (
        "Twilio",
        401,
        r#"{"code":20003,"message":"Authenticate","more_info":"https://www.twilio.com/docs/errors/20003","status":401}"#,
    ),
    (
        "Twilio, number",
        400,
        r#"{"code":21211,"message":"The 'To' number +1555 is not a valid phone number.","more_info":"https://www.twilio.com/docs/errors/21211","status":400}"#,
    ),
    (
        "Discord",
        401,
        r#"{"message":"401: Unauthorized","code":0}"#,
    ),
    (
        "Discord, numbered like Sinch",
        401,
        r#"{"message":"Unauthorized. Provide a valid token and try again","code":40001}"#,
    ),
    (
        "Discord, form",
        400,
        r#"{"code":50035,"errors":{"content":{"_errors":[{"code":"BASE_TYPE_REQUIRED","message":"This field is required"}]}},"message":"Invalid Form Body"}"#,
    ),
    (
        "Discord, rate limit",
        429,
        r#"{"message":"You are being rate limited.","retry_after":64.57,"global":false}"#,
    ),
    (
        "Meta Graph",
        400,
        r#"{"error":{"message":"(#131030) Recipient phone number not in allowed list","type":"OAuthException","code":131030,"error_data":{"messaging_product":"whatsapp","details":"Recipient phone number not in allowed list"},"fbtrace_id":"AbCdEf"}}"#,
    ),
    (
        "Meta Graph, token",
        401,
        r#"{"error":{"message":"Invalid OAuth access token.","type":"OAuthException","code":190,"fbtrace_id":"AbCdEf"}}"#,
    ),
    (
        "GitHub",
        404,
        r#"{"message":"Not Found","documentation_url":"https://docs.github.com/rest","status":"404"}"#,
    ),
    (
        "GitHub, validation",
        422,
        r#"{"message":"Validation Failed","errors":[{"resource":"Issue","field":"title","code":"missing_field"}],"documentation_url":"https://docs.github.com/rest/issues","status":"422"}"#,
    ),
    (
        "Stripe",
        404,
        r#"{"error":{"code":"resource_missing","doc_url":"https://stripe.com/docs/error-codes/resource-missing","message":"No such customer: 'cus_1'","param":"customer","type":"invalid_request_error"}}"#,
    ),
    (
        "Stripe, rate limit",
        429,
        r#"{"error":{"code":"rate_limit","doc_url":"https://stripe.com/docs/error-codes/rate-limit","message":"Request rate limit exceeded","type":"invalid_request_error"}}"#,
    ),
    (
        "OpenAI, coded like Sendivent",
        401,
        r#"{"error":{"message":"Incorrect API key provided","type":"invalid_request_error","param":null,"code":"invalid_api_key"}}"#,
    ),
    ("Slack", 200, r#"{"ok":false,"error":"invalid_auth"}"#),
    (
        "Slack, rate limit",
        429,
        r#"{"ok":false,"error":"rate_limited"}"#,
    ),
    (
        "Google",
        403,
        r#"{"error":{"code":403,"message":"The caller does not have permission","status":"PERMISSION_DENIED","details":[]}}"#,
    ),
    (
        "Google, quota",
        429,
        r#"{"error":{"code":429,"message":"Quota exceeded","errors":[{"message":"Quota exceeded","domain":"usageLimits","reason":"rateLimitExceeded"}],"status":"RESOURCE_EXHAUSTED"}}"#,
    ),
    (
        "AWS DynamoDB, in the words of Sinch",
        400,
        r#"{"__type":"com.amazonaws.dynamodb.v20120810#ResourceNotFoundException","message":"Requested resource not found"}"#,
    ),
    ("AWS API Gateway", 403, r#"{"message":"Forbidden"}"#),
    (
        "AWS API Gateway, token",
        403,
        r#"{"message":"Missing Authentication Token"}"#,
    ),
    (
        "stock ASP.NET, validation",
        400,
        r#"{"type":"https://tools.ietf.org/html/rfc9110#section-15.5.1","title":"One or more validation errors occurred.","status":400,"errors":{"Email":["The Email field is required."]},"traceId":"00-1f-1f-00"}"#,
    ),
    (
        "stock ASP.NET, with Sent's field names",
        400,
        r#"{"type":"https://tools.ietf.org/html/rfc9110#section-15.5.1","title":"One or more validation errors occurred.","status":400,"errors":{"phoneNumber":["The phoneNumber field is required."]},"traceId":"00-1f-1f-00"}"#,
    ),
    (
        "stock ASP.NET, not found",
        404,
        r#"{"type":"https://tools.ietf.org/html/rfc9110#section-15.5.5","title":"Not Found","status":404,"traceId":"00-1f-1f-00"}"#,
    ),
    (
        "stock ASP.NET, exception",
        500,
        r#"{"type":"https://tools.ietf.org/html/rfc9110#section-15.6.1","title":"An error occurred while processing your request.","status":500,"detail":"Object reference not set","traceId":"00-1f-1f-00"}"#,
    ),
    (
        "Laravel, validation",
        422,
        r#"{"message":"The email has already been taken.","errors":{"email":["The email has already been taken."]}}"#,
    ),
    (
        "Laravel, signed out",
        401,
        r#"{"message":"Unauthenticated."}"#,
    ),
    (
        "Laravel, throttled",
        429,
        r#"{"message":"Too Many Attempts."}"#,
    ),
    (
        "Spring Boot",
        404,
        r#"{"timestamp":"2026-01-01T10:00:00.000+00:00","status":404,"error":"Not Found","path":"/api/x"}"#,
    ),
    (
        "Spring Boot, exception",
        500,
        r#"{"timestamp":"2026-01-01T10:00:00.000+00:00","status":500,"error":"Internal Server Error","message":"boom","path":"/api/x"}"#,
    ),
    (
        "Sinch SMS",
        400,
        r#"{"code":"syntax_invalid_parameter_format","text":"Invalid 'to' format"}"#,
    ),
    (
        "Sinch Numbers",
        404,
        r#"{"error":{"code":404,"message":"Resource not found","status":"NOT_FOUND","details":[{"type":"ResourceInfo","resourceType":"PhoneNumber","resourceName":"+1"}]}}"#,
    ),
    (
        "Sinch Conversation",
        400,
        r#"{"error":{"code":400,"message":"Invalid argument","status":"INVALID_ARGUMENT","details":[{"@type":"type.googleapis.com/google.rpc.BadRequest","field_violations":[{"field":"app_id","description":"required"}]}]}}"#,
    ),
    (
        "YCloud",
        400,
        r#"{"error":{"status":400,"code":"PARAM_INVALID","message":"The 'to' is invalid.","target":"to","requestId":"C85FB8DA","docUrl":"https://docs.ycloud.com/reference/errors"}}"#,
    ),
    (
        "YCloud, coded like MichoW",
        401,
        r#"{"error":{"status":401,"code":"UNAUTHORIZED","message":"Unauthorized","requestId":"C85FB8DA"}}"#,
    ),
    (
        "Telnyx, numbered like Sinch",
        400,
        r#"{"errors":[{"code":"40001","title":"Not deliverable","detail":"The message is not deliverable."}]}"#,
    ),
    (
        "OAuth",
        400,
        r#"{"error":"invalid_grant","error_description":"Bad credentials"}"#,
    ),
    (
        "Kubernetes",
        404,
        r#"{"kind":"Status","apiVersion":"v1","metadata":{},"status":"Failure","message":"pods \"x\" not found","reason":"NotFound","details":{"name":"x","kind":"pods"},"code":404}"#,
    ),
    (
        "Shopify",
        401,
        r#"{"errors":"[API] Invalid API key or access token (unrecognized login or wrong password)"}"#,
    ),
    (
        "JSON-RPC",
        200,
        r#"{"jsonrpc":"2.0","error":{"code":-32601,"message":"Method not found"},"id":1}"#,
    ),
    (
        "GraphQL",
        200,
        r#"{"data":null,"errors":[{"message":"Not found","extensions":{"code":"NOT_FOUND"}}]}"#,
    ),
];

#[test]
fn another_vendors_body_is_never_more_than_a_possibility() {
    let mut faults = Vec::new();
    for (vendor, status, body) in FOREIGN {
        for input in [(*body).to_owned(), http(*status, &[], body)] {
            for name in names(&input) {
                let is_none = name.starts_with("-:");
                if !(name.ends_with(" possible") || is_none) {
                    faults.push(format!("{vendor}: {name}"));
                }
            }
        }
    }
    assert!(faults.is_empty(), "{faults:#?}");
}

#[test]
fn another_vendors_failure_is_never_a_success() {
    for (vendor, status, body) in FOREIGN.iter().filter(|(_, status, _)| *status >= 400) {
        for input in [(*body).to_owned(), http(*status, &[], body)] {
            let outcome = report(&input).outcome.id();
            assert!(
                ["unrecognized", "diagnosed"].contains(&outcome),
                "{vendor}: {outcome}"
            );
        }
    }
}

#[test]
fn only_shapes_that_a_built_in_api_shares_are_a_possibility_at_all() {
    let possible: Vec<&str> = FOREIGN
        .iter()
        .filter(|(_, _, body)| !names(body).is_empty())
        .filter(|(_, _, body)| names(body)[0].ends_with(" possible"))
        .map(|(vendor, ..)| *vendor)
        .collect();
    assert_eq!(
        possible,
        [
            "stock ASP.NET, validation",
            "stock ASP.NET, with Sent's field names",
            "Laravel, validation",
        ]
    );
}

#[test]
fn a_code_from_another_vendors_host_is_not_certain_and_with_other_words_only_possible() {
    for (body, expected) in [
        (
            r#"{"success":false,"error":{"code":"RESOURCE_001","message":"Order not found"},"meta":{"version":"v3"}}"#,
            "sent-v3:RESOURCE_001 possible",
        ),
        (
            r#"{"errorCode":40400,"message":"Order not found"}"#,
            "sinch-verification:40400 possible",
        ),
        (
            r#"{"success":false,"error":{"code":"AUTH_002","message":"Invalid or expired API key"},"meta":{"version":"v3"}}"#,
            "sent-v3:AUTH_002 likely",
        ),
        (
            r#"{"error":{"code":"VALIDATION_ERROR","message":"Order total is wrong","status":422}}"#,
            "michow:VALIDATION_ERROR possible",
        ),
    ] {
        assert_eq!(
            names(&verbose("api.parcels.io", "/x", 404, body)),
            [expected],
            "{body}"
        );
    }
}

#[test]
fn the_address_that_wget_fetches_says_whose_answer_it_is() {
    let fetched = |address: &str| {
        format!(
            "--2026-11-21 20:43:24--  {address}\nHTTP request sent, awaiting response... \n  HTTP/1.1 429 Too Many Requests\n  content-type: application/json\nSaving to: 'STDOUT'\n{{\"error\":\"Rate limit exceeded\"}}\n2026-11-21 20:43:24 ERROR 429: Too Many Requests.\n"
        )
    };
    for (address, expected) in [
        ("https://api.parcels.io/x", "possible"),
        ("https://203.0.113.24/x", "likely"),
        ("https://api.sendivent.com/v1/send/x", "certain"),
    ] {
        let found = only(&fetched(address));
        assert_eq!(
            name(&found),
            format!("sendivent:rate-limited {expected}"),
            "{address}"
        );
    }
    // Each of the addresses to which one leads to the next.
    let moved = "--2026-11-21 20:43:23--  https://api.sendivent.com/x\nHTTP request sent, awaiting response... \n  HTTP/1.1 302 Found\n  location: https://api.parcels.io/x\n";
    let both = format!("{moved}{}", fetched("https://api.parcels.io/x"));
    let names = names(&both);
    assert_eq!(
        names.last().map(String::as_str),
        Some("sendivent:rate-limited possible")
    );
}

#[test]
fn plain_words_with_the_status_of_something_else_name_no_error() {
    assert_eq!(
        names(&http(500, &[], "Delivery already sent")),
        ["-:- status_only"]
    );
}

#[test]
fn an_error_that_comes_with_a_success_is_not_told_off_as_one() {
    let body = r#"{"success":false,"deliveries":[],"errors":[{"code":"CHANNEL_OFF","message":"Channel is off"}]}"#;
    let found = only(&http(200, &[], body));
    assert_eq!(name(&found), "sendivent:CHANNEL_OFF unknown_code");
    assert!(found.advice.is_none());
    let batch = r#"{"success":true,"results":[{"success":false,"error":{"code":"BUSINESS_994","message":"m"},"meta":{"version":"v3"}}]}"#;
    assert_eq!(names(batch), ["sent-v3:BUSINESS_994 unknown_code"]);
}

#[test]
fn after_a_time_out_sending_again_is_no_advice() {
    for (words, again) in [
        ("curl: (6) Could not resolve host: api.sent.dn", true),
        (
            "curl: (28) Operation timed out after 30001 milliseconds with 0 bytes received",
            false,
        ),
        ("curl: (52) Empty reply from server", false),
        (
            "curl: (60) SSL certificate problem: unable to get local issuer certificate",
            false,
        ),
    ] {
        let said = report(words).notes.concat();
        assert_eq!(said.contains("then retry"), again, "{said}");
    }
}

#[test]
fn an_error_of_no_known_api_is_still_an_error() {
    let found = report(r#"{"errcode":40029,"errmsg":"invalid code"}"#);
    assert_eq!(name(&found.diagnoses[0]), "-:40029 unknown_api");
    assert!(found.has_error());
    assert!(!report(r#"{"errcode":0,"errmsg":"ok"}"#).has_error());
}

#[test]
fn an_error_of_no_known_api_that_states_its_status_gets_the_advice_for_it() {
    for body in [
        r#"{"message":"Bad credentials","documentation_url":"https://docs.parcels.io","status":"401"}"#,
        r#"{"code":20003,"message":"Authenticate","more_info":"https://parcels.io/20003","status":401}"#,
        r#"{"error":{"code":401,"status":"UNAUTHENTICATED","message":"No credentials."}}"#,
        r#"{"timestamp":"2026-01-01T10:00:00Z","status":401,"error":"Unauthorized","path":"/x"}"#,
        r#"{"errors":[{"status":"401","title":"Unauthorized","detail":"No token."}]}"#,
    ] {
        let found = only(body);
        assert_eq!(found.certainty.id(), "unknown_api", "{body}");
        assert_eq!(found.http_status, Some(401), "{body}");
        assert!(found.advice.is_some(), "{body}");
    }
    // A number of an error's size that nothing calls one.
    for body in [
        r#"{"id":7,"code":404,"title":"Room 404"}"#,
        r#"{"items":[{"status":500,"message":"a comment"}]}"#,
        r#"{"success":true,"data":[{"status":500,"body":"x"}]}"#,
    ] {
        assert_eq!(names(body), [] as [String; 0], "{body}");
    }
}

#[test]
fn a_client_error_that_speaks_of_a_rate_limit_is_not_said_to_be_refused_again() {
    let throttled = r#"{"__type":"ThrottlingException","message":"Rate exceeded"}"#;
    for (status, headers, body) in [
        (400, &[] as &[&str], throttled),
        (400, &["x-amzn-ErrorType: ThrottlingException"], "{}"),
        (
            403,
            &[],
            r#"{"message":"API rate limit exceeded for 192.0.2.1"}"#,
        ),
        (400, &[], "<Error><Code>Throttling</Code></Error>"),
    ] {
        let found = only(&http(status, headers, body));
        assert_eq!(found.http_status, Some(status), "{body}");
        let retry = found.retry().unwrap();
        assert_eq!(retry.verdict.id(), "wait", "{body}");
        assert!(!retry.advice.contains("refused"), "{body}");
        assert!(found.notes.concat().contains("429"), "{:?}", found.notes);
    }
    for (status, body) in [
        (400, r#"{"message":"Bad number"}"#),
        (500, throttled),
        // Of limits, and not that one was exceeded.
        (400, r#"{"message":"rate_limit must be a number"}"#),
        (
            403,
            r#"{"message":"You may not change throttling settings"}"#,
        ),
        (
            409,
            r#"{"message":"Slow down: the order is being processed"}"#,
        ),
    ] {
        let found = only(&http(status, &[], body));
        assert_eq!(found.advice.unwrap().status, status, "{body}");
    }
    let both = format!(
        "{}\n{}",
        http(400, &[], r#"{"message":"Bad number"}"#),
        http(400, &[], throttled)
    );
    assert_eq!(
        names(&both).len(),
        2,
        "two errors, each with its own advice"
    );
}

#[test]
fn the_address_in_a_record_is_the_requests() {
    for (url, certainty) in [
        ("https://api.acme.io/x", "possible"),
        ("http://localhost:8080/x", "likely"),
        ("http://sender.svc/x", "likely"),
        ("https://api.sendivent.com/v1/send/x", "certain"),
    ] {
        let record = format!(
            r#"{{"method":"post","url":"{url}","status":429,"body":{{"error":"Rate limit exceeded"}}}}"#
        );
        let found = only(&record);
        assert_eq!(name(&found), format!("sendivent:rate-limited {certainty}"));
        assert_eq!(found.request.method.as_deref(), Some("POST"));
        assert!(found.request.path.is_some_and(|path| path.ends_with("/x")));
    }
}
