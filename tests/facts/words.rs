//! Bodies in plain words: a known message is found in them, and what is not known is said as it came.

use crate::answers::{evidence, http, name, names, only, report, verbose};

#[test]
fn a_known_message_in_a_body_of_plain_words_is_likely_where_the_host_is_known_and_else_possible() {
    let words = "Too many requests. Please slow down.";
    let found = only(&http(429, &["Content-Type: text/plain"], words));
    assert_eq!(name(&found), "michow:RATE_LIMITED possible");
    assert_eq!(evidence(&found), ["http_status", "message"]);
    assert_eq!(found.message.as_deref(), Some(words));
    let found = only(&verbose(
        "wapi.michotech.me",
        "/api/v1/messages",
        429,
        words,
    ));
    assert_eq!(name(&found), "michow:RATE_LIMITED likely");
    assert_eq!(evidence(&found), ["http_status", "message", "host"]);
    for elsewhere in ["api.acme.com", "graph.facebook.com"] {
        let certainties = names(&verbose(elsewhere, "/x", 429, words));
        assert!(
            !certainties.iter().any(|name| name.contains("likely")),
            "{elsewhere}: {certainties:?}"
        );
    }
}

#[test]
fn a_message_that_several_apis_send_in_plain_words_names_them_all() {
    let found = only(&http(429, &["Retry-After: 7"], "Rate limit exceeded\n"));
    assert_eq!(name(&found), "sent-v3:BUSINESS_002 possible");
    assert_eq!(found.rivals.len(), 1);
    assert_eq!(found.rivals[0].provider, "sendivent");
    assert_eq!(found.after_seconds, Some(7));
    let found = only(&verbose(
        "api.sendivent.com",
        "/v1/send",
        429,
        "Rate limit exceeded",
    ));
    assert_eq!(name(&found), "sendivent:rate-limited likely");
    assert!(found.rivals.is_empty());
}

#[test]
fn words_that_no_api_sends_are_said_with_their_status_alone() {
    for (status, words) in [(404, "404 page not found"), (500, "Internal Server Error")] {
        let found = only(&http(status, &[], words));
        assert_eq!(name(&found), "-:- status_only");
        assert_eq!(found.message.as_deref(), Some(words));
    }
    assert_eq!(
        names(&http(200, &[], "Too many requests. Please slow down.")),
        [] as [String; 0],
        "a success says nothing of an error"
    );
}

#[test]
fn a_wait_that_cannot_be_counted_is_a_note_and_no_number() {
    for body in [r#"{"error":"Rate limit exceeded"}"#, "busy", ""] {
        let found = only(&http(
            429,
            &["Retry-After: Wed, 18 Nov 2026 09:42:10 GMT"],
            body,
        ));
        assert_eq!(found.after_seconds, None, "{body}");
        assert!(found.notes.concat().contains("`Retry-After`"), "{body}");
    }
    // Where waiting is no help, how long is no matter.
    let found = only(&http(404, &["Retry-After: soon"], ""));
    assert!(found.notes.is_empty(), "{:?}", found.notes);
}

#[test]
fn a_record_keeps_the_plain_words_of_its_body() {
    for record in [
        r#"{"statusCode":429,"body":"Too many requests. Please slow down."}"#,
        r#"{"status":429,"statusText":"","headers":{},"data":"Too many requests. Please slow down."}"#,
    ] {
        assert_eq!(names(record), ["michow:RATE_LIMITED possible"], "{record}");
    }
}

#[test]
fn what_a_success_lists_is_no_error_by_its_numbers() {
    for body in [
        r#"{"object":"list","data":[{"id":"SM1","code":404,"body":"Your code is 1234"}]}"#,
        r#"{"success":true,"data":[{"id":1,"status":500,"body":"a comment"}]}"#,
        r#"{"success":true,"data":[{"status":500,"headers":{},"body":"a comment"}]}"#,
    ] {
        assert_eq!(names(&http(200, &[], body)), [] as [String; 0], "{body}");
    }
}

#[test]
fn a_code_in_a_member_called_so_is_possible_however_it_is_printed() {
    for print in [
        r#"{"code":"BUSINESS_005"}"#,
        r#"{"error_code":"BUSINESS_005"}"#,
        "{ code: 'BUSINESS_005' }",
        "{ code: BUSINESS_005 }",
        "{'code': 'BUSINESS_005'}",
        r#"{:code=>"BUSINESS_005"}"#,
        r#"{code: "BUSINESS_005"}"#,
        r#"{"country_code":"DE","error_code":"BUSINESS_005"}"#,
        "map[code:BUSINESS_005]",
        "Array ( [code] => BUSINESS_005 )",
        "[code] => BUSINESS_005",
        "code: BUSINESS_005",
        r#""code":"BUSINESS_005","details":{"to":["x"]}"#,
        r#"ERROR send failed code=BUSINESS_005 attempt={"n":2}"#,
        r#"ERROR send failed status=422 code=BUSINESS_005 attempt={"n":2}"#,
        r#"{"level":50,"msg":"send failed","err":{"type":"ApiError","message":"422","stack":"x","code":"BUSINESS_005"}}"#,
    ] {
        assert_eq!(names(print), ["sent-v3:BUSINESS_005 possible"], "{print}");
    }
    assert_eq!(
        names(r#"{"errorCode":40003}"#),
        ["sinch-verification:40003 possible"]
    );
    let sent = verbose(
        "api.sent.dm",
        "/v3/messages",
        422,
        r#"{"code":"BUSINESS_005"}"#,
    );
    assert_eq!(names(&sent), ["sent-v3:BUSINESS_005 likely"]);
}

#[test]
fn a_code_in_a_member_called_so_is_none_where_something_speaks_against_it() {
    for body in [
        // A number under another name, an ordinary word, the content of a success.
        r#"{"code":40003,"message":"x"}"#,
        r#"{"code":"NOT_FOUND","message":"x"}"#,
        r#"{"success":true,"data":{"code":"AUTH_002"}}"#,
        r#"{"statusCode":"AUTH_002"}"#,
    ] {
        assert_eq!(names(body), [] as [String; 0], "{body}");
    }
    let body = r#"{"code":"AUTH_002","message":"x"}"#;
    assert_eq!(names(&http(500, &[], body)), ["-:AUTH_002 unknown_api"]);
    assert_eq!(names(&http(200, &[], body)), [] as [String; 0]);
    let elsewhere = verbose("api.parcels.io", "/x", 401, body);
    assert_eq!(names(&elsewhere), ["-:AUTH_002 unknown_api"]);
}

#[test]
fn a_part_of_a_body_is_read_as_what_its_name_says() {
    for part in [
        r#""error": {"code": "BUSINESS_005", "message": "x"}"#,
        r#""success":false,"error":{"code":"BUSINESS_005","message":"x"},"meta":{"request_id":"r"}}"#,
        r#"uccess":false,"error":{"code":"BUSINESS_005","message":"x"},"meta":{"request_id":"r"}}"#,
        "'error': {'code': 'BUSINESS_005', 'message': 'x'}",
        r#":error=>{:code=>"BUSINESS_005", :message=>"x"}"#,
        "[error] => Array ( [code] => BUSINESS_005 [message] => x )",
    ] {
        assert_eq!(names(part), ["sent-v3:BUSINESS_005 likely"], "{part}");
    }
    for (part, expected) in [
        // As whole as with its braces, and no more than that.
        (
            "'error': {'code': 'BUSINESS_005'}",
            "sent-v3:BUSINESS_005 possible",
        ),
        (
            r#""errorCode": 40003, "message": "x","#,
            "sinch-verification:40003 likely",
        ),
        (
            r#""error": {"code": "RATE_LIMITED", "message": "x", "status": 429}"#,
            "michow:RATE_LIMITED likely",
        ),
        // What the code's message quotes is no code of this error.
        (
            r#""code":"SEND_FAILED","message":"Failed to send message. It said AUTH_002","status":502}}"#,
            "michow:SEND_FAILED likely",
        ),
        (r#""error": 401 Unauthorized"#, "-:- status_only"),
    ] {
        assert_eq!(names(part), [expected], "{part}");
    }
    let cut = only(r#""error": {"code": "BUSINESS_005", "message": "Templ"#);
    assert!(cut.certainty <= errdoc::Certainty::Likely);
    assert!(cut.notes.concat().contains("truncated"), "{:?}", cut.notes);
}

#[test]
fn the_surest_of_what_tells_of_the_same_error_is_told() {
    let line = r#"{"level":"error","msg":"send failed","code":"AUTH_002"}"#;
    let body = r#"{"success":false,"error":{"code":"AUTH_002","message":"Invalid or expired API key"},"meta":{"request_id":"req_9","version":"v3"}}"#;
    for input in [format!("{line}\n{body}"), format!("{body}\n{line}")] {
        let found = only(&input);
        assert_eq!(name(&found), "sent-v3:AUTH_002 certain", "{input}");
        assert_eq!((found.count, found.line), (2, 1));
        assert_eq!(found.request_id.as_deref(), Some("req_9"));
    }
}

#[test]
fn an_error_that_a_clients_error_object_holds_is_read_with_its_status_and_header_fields() {
    let body =
        r#"{ success: false, error: { code: 'AUTH_002', message: 'x' }, meta: { version: 'v3' } }"#;
    for (error, expected) in [
        (body, "sent-v3:AUTH_002 certain"),
        (
            "{ code: 'AUTH_002', message: 'x' }",
            "sent-v3:AUTH_002 likely",
        ),
        ("{ type: 'x', reason: 'y' }", "-:y unknown_api"),
    ] {
        let print = format!(
            "AuthenticationError: 401 x\n    at f (a.js:1:1) {{\n  status: 401,\n  headers: Headers {{ 'x-request-id': 'req_7' }},\n  error: {error}\n}}"
        );
        let found = only(&print);
        assert_eq!(name(&found), expected, "{print}");
        assert_eq!(found.http_status, Some(401));
        assert_eq!(found.request_id.as_deref(), Some("req_7"));
    }
}

#[test]
fn a_status_below_a_heading_is_that_of_the_value_there() {
    let recorded = r#"- request:
    body: '{"to":["x"]}'
  response:
    status:
      code: 401
    body: '{"success":false,"error":{"code":"AUTH_002","message":"x"},"meta":{"version":"v3"}}'
"#;
    let found = only(recorded);
    assert_eq!(name(&found), "sent-v3:AUTH_002 certain");
}

#[test]
fn a_heading_between_two_bodies_is_not_the_status_of_one_that_states_another() {
    let page = |heading: &str| {
        format!(
            "{{\"status\":400,\"title\":\"Bad Request\",\"detail\":\"Template not found\"}}\n\n{heading}\n\n{{\"status\":401,\"title\":\"Unauthorized\",\"detail\":\"Invalid API credentials!\"}}"
        )
    };
    let statuses = |text: &str| -> Vec<Option<u16>> {
        let report = report(text);
        report.diagnoses.iter().map(|d| d.http_status).collect()
    };
    assert_eq!(statuses(&page("401 Unauthorized")), [Some(400), Some(401)]);
    // What curl writes out is no heading.
    assert_eq!(statuses(&page("404")), [Some(404), Some(401)]);
}

#[test]
fn a_status_in_the_words_of_clients_and_browsers_is_one_in_every_language() {
    for (line, status) in [
        (
            "POST https://api.sent.dm/v3/messages 429 (Too Many Requests)",
            429,
        ),
        (
            "Failed to load resource: the server responded with a status of 409 (Conflict)",
            409,
        ),
        ("RestClient::Unauthorized: 401 Unauthorized", 401),
        (
            "Le serveur distant a retourné une erreur : (401) Non autorisé.",
            401,
        ),
        (
            "Der Remoteserver hat einen Fehler zurückgegeben: (404) Nicht gefunden.",
            404,
        ),
    ] {
        let found = only(line);
        assert_eq!(name(&found), "-:- status_only", "{line}");
        assert_eq!(found.http_status, Some(status), "{line}");
    }
    for line in [
        "Error in main.js (404)",
        "we sold 500 units, 404 of them blue",
    ] {
        assert_eq!(names(line), [] as [String; 0], "{line}");
    }
}

#[test]
fn a_name_that_ends_like_a_failure_of_the_network_is_none() {
    let answer = r#"{"status":"404 ResourceNotFound","errorCode":40400,"message":"Requested resource not found"}"#;
    let record = format!("... [Invoke-WebRequest], WebException\n\n{answer}");
    assert_eq!(names(&record), names(answer));
    assert!(report("Azure said ResourceNotFound").notes.is_empty());
}

#[test]
fn where_words_are_another_entrys_than_their_code_the_code_decides() {
    let found = only("Sinch error 40003: Number +46700 is invalid");
    assert_eq!(name(&found), "sinch-verification:40003 possible");
    assert_eq!(found.rivals[0].entry.code, "40001");
}

#[test]
fn what_a_client_adds_to_a_message_is_no_part_of_it() {
    let found = only("vendor.NotFoundError: Event 'welcome' not found (status 404)");
    assert_eq!(name(&found), "sendivent:event-not-found possible");
    assert_eq!(found.values["event"], "welcome");
    let found = only("10:01 send: WARN: Slack provider error: channel_not_found");
    assert_eq!(found.values["provider"], "Slack");
    let found = only("- \"message\": \"Endpoint parameter is missing.\"");
    assert_eq!(found.values["parameter"], "Endpoint");
    let ends_quoted =
        "The SMS code is not valid. Maximum 10 characters. Valid characters: A-Z, a-z, 0-9, '-'";
    for quote in ["", "\"", "`"] {
        let found = only(&format!("error: {quote}{ends_quoted}{quote}"));
        assert_eq!(name(&found), "sinch-verification:40001 likely", "{quote}");
    }
}

#[test]
fn a_status_of_the_same_class_does_not_speak_against_a_code() {
    let print = "ApiException{code=BUSINESS_003, message=x, status=402}";
    assert_eq!(names(print), ["sent-v3:BUSINESS_003 possible"]);
}

#[test]
fn a_status_in_a_line_of_words_and_the_answer_below_are_one_error() {
    let answer = r#"{"success":false,"error":{"code":"BUSINESS_003","message":"x"},"meta":{"version":"v3"}}"#;
    for (line, expected) in [
        ("HTTP/1.1 422 Unprocessable Entity {\"attempt\": 1}", 1),
        ("HTTP/1.1 500 Internal Server Error {\"attempt\": 1}", 2),
    ] {
        let input = format!("log: \"{line}\"\nboom: {answer}");
        assert_eq!(names(&input).len(), expected, "{input}");
    }
}

#[test]
fn a_status_in_words_is_that_of_a_code_in_words_only_where_the_code_may_come_with_it() {
    use errdoc::resend::{Resend, Twice, resend};
    for (input, expected) in [
        ("GET /x: HTTP 503\nfailed: INTERNAL_005", 1),
        ("request failed with status 400: ERR_ROUTE_DENIED", 1),
        ("GET /x: HTTP 404\nsend failed: INTERNAL_005", 2),
    ] {
        let found = report(input);
        assert_eq!(found.diagnoses.len(), expected, "{input}");
        let again = resend(&found, Twice::Unknown);
        assert!(matches!(again, Resend::Not(_)), "{input}: {again:?}");
    }
    let words = "request failed with status 400: ERR_ROUTE_DENIED";
    assert_eq!(only(words).http_status, Some(400));
}

#[test]
fn characters_that_take_no_room_are_no_part_of_a_code() {
    let body = "{\"success\":false,\"error\":{\"code\":\"AUTH\u{200b}_002\",\"message\":\"x\"},\"meta\":{\"version\":\"v3\"}}";
    assert_eq!(names(body), ["sent-v3:AUTH_002 certain"]);
}

#[test]
fn why_no_answer_came_is_told_to_the_end_of_its_clause() {
    let tls = "SSLError(SSLCertVerificationError(1, '[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: certificate has expired (_ssl.c:1006)'))";
    let notes = report(tls).notes.concat();
    assert!(
        notes.contains("certificate verify failed: certificate has expired. Nothing was sent"),
        "{notes}"
    );
    let long = format!(
        "curl: (28) Operation timed out after {}",
        "long ".repeat(99)
    );
    let notes = report(&long).notes.concat();
    assert!(notes.contains("long…. The request"), "{notes}");
}

#[test]
fn a_code_that_a_line_merely_refers_to_is_no_error() {
    for line in [
        "2026-11-20T00:00:00Z INFO see AUTH_002 runbook; errorCode=40003 in metrics label",
        "2026-11-20T00:00:00Z WARN retries are off, see AUTH_002",
        "the retry policy handles AUTH_002, e.g. AUTH_003",
        "level=debug msg=\"policy for AUTH_002 loaded\"",
        "2026-11-20T00:00:00Z INFO sampled 0.401 of AUTH_002",
        "error_code: 40001 postgres serialization failure",
    ] {
        assert_eq!(names(line), [] as [String; 0], "{line}");
    }
    for (line, expected) in [
        ("AUTH_002", "sent-v3:AUTH_002 possible"),
        (
            "2026-11-20T00:00:00Z INFO the API returned AUTH_002",
            "sent-v3:AUTH_002 possible",
        ),
        (
            "2026-11-20T00:00:00Z INFO POST /send 401 AUTH_002",
            "sent-v3:AUTH_002 possible",
        ),
        (
            "2026-11-20T00:00:00Z ERROR AUTH_001, see AUTH_002",
            "sent-v3:AUTH_001 possible",
        ),
        ("WARN TRACE=7d AUTH_002", "sent-v3:AUTH_002 possible"),
        ("errorCode=40004", "sinch-verification:40004 possible"),
        (
            "failed with error code 40004",
            "sinch-verification:40004 possible",
        ),
    ] {
        assert_eq!(names(line), [expected], "{line}");
    }
}

#[test]
fn what_a_record_of_a_log_says_in_words_is_read_as_in_a_line() {
    for record in [
        r#"{"level":"error","msg":"send failed: AUTH_002: Invalid or expired API key"}"#,
        r#"{"level":50,"time":1763460000000,"err":{"type":"Error","message":"AUTH_002: Invalid or missing API key","stack":"Error: AUTH_002\n    at send (/app/x.js:1:2)"},"msg":"send failed"}"#,
        r#"{"levelname":"ERROR","message":"send failed","exc_info":"Traceback (most recent call last):\n  File \"a.py\", line 3\nsent.AuthError: AUTH_002: Invalid or missing API key"}"#,
        r#"{"log":"\u001b[31mERROR\u001b[0m AUTH_002: Invalid or missing API key\n","stream":"stderr","time":"2026-11-18T11:06:40Z"}"#,
        r#"{"severity":"ERROR","jsonPayload":{"message":"AUTH_002: Invalid or missing API key"}}"#,
        r#"{"timestamp":"2026-11-18T11:06:40Z","level":"ERROR","fields":{"message":"send failed","error":"AUTH_002: Invalid or missing API key"},"target":"app"}"#,
        r#"{"@l":"Error","@m":"AUTH_002: Invalid or missing API key"}"#,
        r#"{"log":{"level":"error"},"error":{"message":"AUTH_002: Invalid or missing API key"}}"#,
    ] {
        assert_eq!(names(record), ["sent-v3:AUTH_002 likely"], "{record}");
    }
    let found =
        only(r#"{"level":"error","time":"2026-11-18T11:06:40Z","msg":"AUTH_002","status":403}"#);
    assert_eq!(name(&found), "sent-v3:AUTH_002 possible");
    assert_eq!(found.time.as_deref(), Some("2026-11-18T11:06:40Z"));
    assert_eq!(found.http_status, Some(403));
    for record in [
        r#"[{"level":"error","msg":"AUTH_002"},{"level":"info","msg":"AUTH_004"}]"#,
        r#"{"events":[{"level":"error","msg":"a AUTH_002","err":"b AUTH_002"}]}"#,
        r#"{"LogLevel":"Error","Message":"AUTH_002"}"#,
        r#"{"log":"{\"level\":50,\"msg\":\"AUTH_002\"}\n","stream":"stdout"}"#,
        r#"{"level":"error","exception":{"values":[{"type":"SentError","value":"AUTH_002"}]}}"#,
    ] {
        let found = only(record);
        assert_eq!(name(&found), "sent-v3:AUTH_002 possible", "{record}");
        assert_eq!(found.count, 1, "{record}");
    }
    let twice = only(
        r#"[{"level":"error","msg":"AUTH_002","err":"AUTH_002"},{"level":"warn","msg":"AUTH_002"}]"#,
    );
    assert_eq!(twice.count, 2);
    let known = only(r#"{"level":"error","msg":"sendivent: Monthly notification quota exceeded"}"#);
    assert_eq!(name(&known), "sendivent:quota-exceeded likely");
}

#[test]
fn words_that_name_the_api_are_read_behind_a_status_in_quotes_and_with_bare_numbers() {
    for (line, expected) in [
        (
            "SendiventError: 404 Event 'order-shipped' not found",
            "sendivent:event-not-found likely",
        ),
        (
            "sendivent request failed: 409 Delivery already sent",
            "sendivent:duplicate-request likely",
        ),
        (
            r#"sendivent: status=402 error="Monthly notification quota exceeded""#,
            "sendivent:quota-exceeded likely",
        ),
        (
            r#"error="RATE_LIMITED: Too many requests. Please slow down." order=4711"#,
            "michow:RATE_LIMITED likely",
        ),
        (
            "SinchError: Service temporarily unavailable (50300)",
            "sinch-verification:50300 likely",
        ),
        (
            "Sinch API returned 401: 40102 Invalid signature",
            "sinch-verification:40102 likely",
        ),
    ] {
        assert_eq!(names(line), [expected], "{line}");
    }
    let bracketed = only("ERROR SinchApiError: [40102] Invalid signature (HTTP 401)");
    assert_eq!(name(&bracketed), "sinch-verification:40102 possible");
    for line in ["sinchy 40003", "message sent 40003", "the sent id 40102"] {
        assert_eq!(names(line), [] as [String; 0], "{line}");
    }
}

#[test]
fn an_exception_that_a_program_logs_beside_its_words_is_no_answer() {
    let line = r#"[2026-11-18 09:41:27] production.ERROR: AUTH_002: Invalid or expired API key {"userId":17,"exception":"[object] (App\\ApiException(code: 0): AUTH_002: refused at /app/Sms.php:41)"}"#;
    let found = report(line);
    assert_eq!(found.outcome.id(), "diagnosed");
    assert_eq!(names(line), ["sent-v3:AUTH_002 likely"]);
    let alone = report(r#"{"exception":"TypeError: x is undefined"}"#);
    assert_eq!(alone.outcome.id(), "unrecognized");
    assert!(alone.is_error_like);
}

#[test]
fn an_access_line_below_a_body_is_of_another_request() {
    let body =
        r#"{"success":false,"error":{"code":"AUTH_002","message":"m"},"meta":{"version":"v3"}}"#;
    for line in [
        r#"10.0.0.1 - - [18/Nov/2026:09:41:27 +0000] "POST /confirm HTTP/1.1" 500 42"#,
        r#"heroku[router]: at=info method=POST path="/confirm" status=500 bytes=42"#,
    ] {
        let found = only(&format!("{body}\n{line}"));
        assert_eq!(found.http_status, Some(401), "{line}");
    }
    let told = only(&format!("{body}\nHTTP status 403"));
    assert_eq!(told.http_status, Some(403));
}

#[test]
fn a_number_in_brackets_in_front_of_a_code_in_words_is_no_body() {
    for line in [
        "Nov 18 09:41:27 web-1 notify[4711]: SentApiError: [AUTH_002] refused (HTTP 401)",
        r#"2026-11-18T09:41:27Z {app="notify"} SentApiError: [AUTH_002] refused (HTTP 401)"#,
        "2026-11-18T09:41:27Z ERROR request{method=POST}: send failed: AUTH_002 (HTTP 401)",
        "notify[4711]: code=AUTH_002 status=401",
    ] {
        assert_eq!(names(line), ["sent-v3:AUTH_002 possible"], "{line}");
    }
}

#[test]
fn a_record_that_speaks_of_something_else_names_no_error() {
    for record in [
        r#"{"level":"info","msg":"policy for AUTH_002 loaded"}"#,
        r#"{"level":"information","msg":"send failed: AUTH_002"}"#,
        r#"{"level":20,"msg":"policy for AUTH_002 loaded"}"#,
        r#"{"level":200,"level_name":"INFO","message":"Mapping AUTH_002"}"#,
        r#"{"PRIORITY":"6","MESSAGE":"policy for AUTH_002 loaded"}"#,
        r#"{"level":"warn","msg":"retries are off, see AUTH_002"}"#,
        r#"{"severity":1,"source":"eslint","message":"'AUTH_002' is defined but never used."}"#,
        // A body says in its own form what it is.
        r#"{"message":"AUTH_002 Invalid or missing API key","timestamp":"2026-11-18T11:06:40Z"}"#,
        r#"{"level":"error","success":true,"msg":"AUTH_002"}"#,
        // Words that anybody may write.
        r#"{"level":"error","msg":"User not found"}"#,
        r#"{"level":"error","error":{"code":"rate_limit","message":"Too many requests. Please slow down."}}"#,
        r#"{"level":"error","code":"E404","message":"Requested resource not found"}"#,
        r#"{"level":"error","message":"discord: 401 {\"message\":\"Unauthorized\",\"code\":40001}"}"#,
        r#"{"level":"error","msg":"Rate limit exceeded"#,
        // What was sent.
        r#"{"level":"error","request":{"message":"AUTH_002"},"body":"AUTH_002"}"#,
    ] {
        assert_eq!(names(record), [] as [String; 0], "{record}");
    }
    // The status is that of another error.
    let other = r#"{"level":"error","statusCode":500,"msg":"AUTH_002"}"#;
    assert_eq!(names(other), ["-:- status_only"]);
}

#[test]
fn what_a_record_says_holds_no_secret_and_no_other_members() {
    for (record, secret) in [
        (
            r#"{"level":"error","message":"x-api-key: aB3\/Zx81mmPq22 sendivent AUTH_002: Invalid channel: timeout"}"#,
            "aB3",
        ),
        (
            r#"{"level":"error","msg":"Cookie: session\u003dZx81mmPq22 AUTH_002: provider error: x"}"#,
            "Zx81mmPq22",
        ),
        (
            r#"{"log":"{\"level\": \"error\", \"msg\": \"sent-v3 Contact not found: c1\", \"name\": \"John Doe\"}","stream":"stderr"}"#,
            "John",
        ),
        (
            r#"ERROR "msg": "Contact not found: c1", "name": "John Doe""#,
            "John",
        ),
    ] {
        let said = format!("{:?}", report(record));
        assert!(!said.contains(secret), "{said}");
    }
}

#[test]
fn what_a_log_says_of_no_failure_is_not_quoted() {
    let log = |level: &str| {
        let known = r#"{"errorCode":40200,"message":"Not enough credit.","reference":"a20"}"#;
        format!("{{\"level\":\"{level}\",\"msg\":\"listening\"}}\n402 {known}\n")
    };
    assert_eq!(report(&log("info")).notes, [] as [String; 0]);
    assert_eq!(report(&log("error")).notes, ["It says: listening"]);
}

#[test]
fn of_many_bodies_of_no_known_api_a_few_are_quoted() {
    let record = |n: usize| format!(r#"{{"level":"warn","msg":"slow query {n}"}}"#);
    let log = |count: usize| (0..count).map(record).collect::<Vec<_>>().join("\n");
    let quoted = |count: usize| -> Vec<String> {
        let notes = report(&log(count)).notes;
        let own = notes.len() - 1;
        notes.into_iter().take(own).collect()
    };
    let said = |n: usize| format!("It says: slow query {n}");
    assert_eq!(quoted(3), [said(0), said(1), said(2)]);
    let more = "6 more bodies of no API in the catalog say something else.";
    assert_eq!(quoted(9), [said(0), said(1), said(2), more.to_owned()]);
    assert_eq!(report(&[record(1), record(1)].join("\n")).notes.len(), 2);
}

#[test]
fn a_code_with_its_message_behind_it_is_likely() {
    for line in [
        "send failed: BUSINESS_003 Insufficient account balance",
        "2026-11-20 09:41:27 ERROR BUSINESS_003 Insufficient account balance",
        "[BUSINESS_003] Insufficient account balance",
        "BUSINESS_003: Insufficient account balance",
        "Insufficient account balance (BUSINESS_003)",
    ] {
        assert_eq!(names(line), ["sent-v3:BUSINESS_003 likely"], "{line}");
    }
    let other = "send failed: BUSINESS_003 somewhere else";
    assert_eq!(names(other), ["sent-v3:BUSINESS_003 possible"]);
}

#[test]
fn a_status_in_the_text_of_a_record_is_that_of_the_body_behind_it_alone() {
    let body = r#"{\"error\":{\"code\":\"AUTH_002\",\"message\":\"Invalid or expired API key\"}}"#;
    for (words, status) in [
        ("status=503 body=", 503),
        (r#"first {\"status\":503,\"x\":1}, then "#, 401),
        (r#"status=503 body={\"x\":1}, then "#, 401),
    ] {
        let found = only(&format!(r#"{{"level":"error","msg":"{words}{body}"}}"#));
        assert_eq!(found.http_status, Some(status), "{words}");
    }
}

#[test]
fn a_status_in_words_counts_beside_values_that_say_nothing() {
    for text in [
        "AxiosError: Request failed with status code 502\nconfig {\"a\":1,\"b\":2}",
        "HTTPError: 502 Server Error: Bad Gateway\ndone [1, 2, 3]",
    ] {
        let found = only(text);
        assert_eq!(found.http_status, Some(502), "{text}");
        assert_eq!(found.message, None, "{text}");
    }
    for text in [
        "loaded 404 items {\"a\":1,\"b\":2}",
        r#"{"level":"info","msg":"got status 404"}"#,
    ] {
        assert_eq!(names(text), [] as [String; 0], "{text}");
    }
}

#[test]
fn the_full_name_of_a_host_is_the_host() {
    let body = r#"{"code":"AUTH_002","message":"x"}"#;
    let of = |host| names(&verbose(host, "/x", 401, body));
    assert_eq!(of("api.sent.dm."), of("api.sent.dm"));
    assert_ne!(of("api.sent.dm."), of("api.parcels.io."));
}
