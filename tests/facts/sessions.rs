//! Terminal sessions: what a command is fed with is no answer, and what one exchange says is not the next one's.

use crate::answers::{name, names, only, report};

/// An answer, and a payload that would be an error too if it were one.
const ANSWER: &str = r#"{"success":false,"data":null,"error":{"code":"AUTH_002","message":"Invalid or expired API key"},"meta":{"request_id":"r","version":"v3"}}"#;
const PAYLOAD: &str =
    r#"{"success":false,"error":{"code":"RESOURCE_001","message":"Contact not found"}}"#;

/// A body that anybody sends.
const SHARED: &str = r#"{"status":403,"title":"Forbidden"}"#;

#[test]
fn what_a_command_is_fed_with_is_no_answer() {
    for fed in [
        format!("+ curl -s https://api.sent.dm/v3/messages -d '{PAYLOAD}'\n"),
        format!("$ curl https://api.sent.dm/v3/messages -d @- <<EOF\n{PAYLOAD}\nEOF\n"),
        format!(
            "$ curl https://api.sent.dm/v3/messages \\\n  -d @- <<-'JSON'\n\t{PAYLOAD}\n\tJSON\n"
        ),
        format!(
            "$ cat > body.json <<\"EOF\"\n> {PAYLOAD}\n> EOF\n$ curl https://api.sent.dm -d @body.json\n"
        ),
        format!("cat << EOF | curl https://api.sent.dm/v3/messages -d @-\n{PAYLOAD}\nEOF\n"),
        format!("tee body.json <<EOF\n{PAYLOAD}\nEOF\ncurl https://api.sent.dm -d @body.json\n"),
        format!(
            "PS C:\\> $body = @'\n{PAYLOAD}\n'@\nPS C:\\> irm https://api.sent.dm -Body $body\n"
        ),
        format!("echo '{PAYLOAD}' | http POST https://api.sent.dm/v3/messages\n"),
        format!(
            "ana@web-1:~$ echo '{PAYLOAD}' > body.json\nana@web-1:~$ curl https://api.sent.dm -d @body.json\n"
        ),
    ] {
        assert_eq!(names(&fed), [] as [String; 0], "{fed}");
        let input = format!("{fed}{ANSWER}\n");
        let found = only(&input);
        assert_eq!(found.code.as_deref(), Some("AUTH_002"), "{input}");
        assert_eq!(found.line, fed.lines().count() + 1, "{input}");
    }
    let cut = format!("$ curl https://api.sent.dm/v3/messages -d @- <<EOF\n{PAYLOAD}\n");
    assert_eq!(names(&cut), [] as [String; 0], "{cut}");
}

#[test]
fn what_looks_like_a_here_document_and_never_ends_hides_no_answer() {
    for words in ["see a <<b", "cout << code", "a here-string begins with @'"] {
        let input = format!("{words}\n{ANSWER}\n");
        assert_eq!(names(&input), ["sent-v3:AUTH_002 certain"], "{input}");
    }
}

#[test]
fn a_shift_of_bits_and_a_word_without_an_end_hide_no_answer() {
    let asked = format!("ana@h:~$ curl -s https://api.sent.dm/v3/me\n{ANSWER}\n");
    for input in [
        format!("ana@h:~$ echo $((1<<3))\n8\n{asked}"),
        format!("ana@h:~$ echo $((1<<n))\n8\n{asked}"),
        format!("ana@h:~$ let x=1<<3\n{asked}"),
        format!("ana@h:~$ cat <<EOF\nx\n{asked}"),
        format!("x << y\n{ANSWER}\ny\n"),
    ] {
        assert_eq!(names(&input), ["sent-v3:AUTH_002 certain"], "{input}");
    }
}

#[test]
fn a_comment_behind_a_command_is_no_part_of_it() {
    let input =
        format!("$ curl -s https://api.sent.dm/v3/me # the owner's \"new key \\\n{ANSWER}\n");
    assert_eq!(names(&input), ["sent-v3:AUTH_002 certain"]);
}

#[test]
fn a_request_that_reads_has_no_payload_to_hide_an_answer_in() {
    for request in [
        "GET /v3/me\n",
        "GET /v3/me\n\n",
        "GET /v3/me HTTP/1.1\nHost: api.sent.dm\n\n",
        "GET /v3/me HTTP/1.1\nHost: api.sent.dm\nContent-Length: 0\n\n",
    ] {
        let answered = format!("{request}{ANSWER}\n");
        assert_eq!(names(&answered), ["sent-v3:AUTH_002 certain"], "{answered}");
        let found = only(&answered);
        assert_eq!(found.request.method.as_deref(), Some("GET"), "{answered}");
        let another = format!("{answered}\nHTTP/1.1 403 Forbidden\n\n{SHARED}\n");
        assert_eq!(names(&another).len(), 2, "{another}");
    }
    for request in [
        "POST /v3/messages\nContent-Type: application/json\n\n",
        "POST /v3/messages\n",
        "POST /v3/messages HTTP/1.1\nHost: api.sent.dm\n\n",
        "GET /v3/search HTTP/1.1\nHost: api.sent.dm\nContent-Length: 90\n\n",
    ] {
        let input = format!("{request}{PAYLOAD}\n\nHTTP/1.1 401 Unauthorized\n\n{ANSWER}\n");
        assert_eq!(names(&input), ["sent-v3:AUTH_002 certain"], "{input}");
    }
}

#[test]
fn the_host_of_one_exchange_proves_nothing_for_the_next() {
    let first =
        format!("$ curl -si https://api.sent.dm/v3/me\nHTTP/1.1 401 Unauthorized\n\n{ANSWER}\n");
    for next in [
        format!("$ cat other.txt\nHTTP/1.1 403 Forbidden\n\n{SHARED}\n"),
        format!("$ cat other.txt\n{SHARED}\n"),
        format!("$ curl -si \"$OTHER\"\n{SHARED}\n"),
        format!("\nThe other service says:\n\nHTTP/1.1 403 Forbidden\n\n{SHARED}\n"),
        format!("C:\\Users\\ana>type other.txt\n{SHARED}\n"),
    ] {
        let input = format!("{first}{next}");
        let expected = ["sent-v3:AUTH_002 certain", "sent-v2:forbidden possible"];
        assert_eq!(names(&input), expected, "{input}");
    }
    let logged = format!("POST https://api.sent.dm/v3/messages 401 {ANSWER}\nother: {SHARED}\n");
    assert_eq!(
        names(&logged),
        ["sent-v3:AUTH_002 certain", "sent-v2:forbidden possible"]
    );
    let again = format!("{first}HTTP/1.1 403 Forbidden\n\n{SHARED}\n");
    assert_eq!(
        names(&again)[1],
        "sent-v2:forbidden likely",
        "the same request, tried again"
    );
}

#[test]
fn an_address_in_a_payload_is_not_where_the_request_went() {
    let input = format!(
        "$ curl -X POST https://api.sent.dm/v3/webhooks \\\n  -d '{{\"url\":\"https://hooks.acme.com/x\"}}'\n{SHARED}\n"
    );
    let found = only(&input);
    assert_eq!(found.request.host.as_deref(), Some("api.sent.dm"));
    assert_eq!(found.request.method.as_deref(), Some("POST"));
}

#[test]
fn what_is_called_a_requests_payload_is_no_answer() {
    for label in [
        "request=",
        "req: ",
        "Request body: ",
        "Request body:\n",
        "request_payload=",
        "\"requestBody\": ",
        "2026-11-18 sent payload: ",
        "ERROR post data: ",
        ">>> ",
        "  -d '",
        "r = requests.post(\"https://api.sent.dm/v3/messages\", json=",
        "body: JSON.stringify(",
    ] {
        let input = format!("{label}{PAYLOAD}\nanswer: {ANSWER}\n");
        assert_eq!(names(&input), ["sent-v3:AUTH_002 certain"], "{input}");
        let alone = crate::answers::report(&format!("{label}{PAYLOAD}\n"));
        assert_eq!(alone.outcome.id(), "empty", "{label}");
        assert!(alone.notes.concat().contains("request"), "{label}");
    }
    for record in [
        format!(r#"{{"payload":{PAYLOAD},"response":{ANSWER}}}"#),
        format!(r#"{{"requestPayload":{PAYLOAD},"responsePayload":{ANSWER}}}"#),
        format!(r#"{{"input":{PAYLOAD},"output":{ANSWER}}}"#),
        format!(
            r#"{{"call":{{"method":"POST","url":"https://api.sent.dm","body":{PAYLOAD}}},"result":{ANSWER}}}"#
        ),
        format!("payload={PAYLOAD} response={ANSWER}"),
        format!("[ERROR] request={PAYLOAD} response={ANSWER}"),
        format!("Sending message {PAYLOAD}\nGot {ANSWER}"),
        format!("Sending message {PAYLOAD}\n401 {ANSWER}"),
    ] {
        assert_eq!(names(&record), ["sent-v3:AUTH_002 certain"], "{record}");
    }
}

#[test]
fn words_that_speak_of_a_request_hide_no_answer() {
    for label in [
        "400 Bad Request: ",
        "failed request: ",
        "Error in request: ",
        "Unauthorized request: ",
        "401 for request: ",
        "Could not complete the request: ",
        "[ERROR] request=",
        "Response body: ",
        "body=",
        "<<< ",
        "client.post(\"https://api.sent.dm/v3/messages\") failed: ",
        "see the request.\n",
        "error payload: ",
        "payload: ",
        "Sending message: ",
        "Error sending message: ",
        "Exception calling the API: ",
        "[sent] data: ",
        "ERROR (post): body: ",
    ] {
        let found = names(&format!("{label}{ANSWER}\n"));
        assert!(
            found[0].starts_with("sent-v3:AUTH_002 "),
            "{label}: {found:?}"
        );
    }
    for record in [
        format!(r#"{{"event":"message.failed","payload":{ANSWER}}}"#),
        format!(r#"{{"result":"error","payload":{ANSWER}}}"#),
        format!(r#"{{"method":"POST","message":"send failed","body":{ANSWER}}}"#),
        format!(r#"{{"event":"send failed","method":"POST","path":"/v3/x","data":{ANSWER}}}"#),
        format!(r#"{{"method":"POST","url":"/v3/x","http":{{"status":401}},"body":{ANSWER}}}"#),
        format!("payload: {ANSWER}\npayload: {ANSWER}"),
    ] {
        assert_eq!(names(&record), ["sent-v3:AUTH_002 certain"], "{record}");
    }
}

#[test]
fn the_time_is_what_stands_around_a_response_where_it_says_none() {
    let body = r#"{"error":"Event 'x' not found"}"#;
    let told = serde_json::json!(body);
    let inspected = "{ status: 404, data: { error: 'Event not found' } }";
    for (input, time) in [
        (
            format!(
                r#"{{"log":{{"entries":[{{"startedDateTime":"2026-11-20T10:00:00Z","response":{{"status":404,"content":{{"mimeType":"x","text":{told}}}}}}}]}}}}"#
            ),
            Some("2026-11-20T10:00:00Z"),
        ),
        (
            format!("otp-6c otp 2026-11-20T10:00:05Z {{\"status\":404,\"body\":{told}}}\n"),
            Some("2026-11-20T10:00:05Z"),
        ),
        (
            format!("2026-11-20T09:12:47Z Error: 404\n2026-11-20T09:12:48Z {inspected}\n"),
            Some("2026-11-20T09:12:48Z"),
        ),
        (
            format!("2026-11-20 09:12:47 ERROR failed:\n{body}\n"),
            Some("2026-11-20 09:12:47"),
        ),
        (
            format!(
                "{{\n\"content\":{{\"timestamp\":\"2026-11-20T10:00:07Z\",\"response\":{body}}}\n}}"
            ),
            Some("2026-11-20T10:00:07Z"),
        ),
        (format!("2026-11-20 09:12:47 INFO up\n\n{body}\n"), None),
        (
            format!("HTTP/1.1 404 X\ndate: Fri, 20 Nov 2026 10:00:00 GMT\n\n{body}"),
            Some("Fri, 20 Nov 2026 10:00:00 GMT"),
        ),
    ] {
        assert_eq!(only(&input).time.as_deref(), time, "{input}");
    }
}

#[test]
fn a_body_that_was_printed_without_its_content_is_not_said_to_be_of_no_api() {
    let axios = |data: &str| {
        format!(
            "AxiosError: Request failed with status code 401 {{\n  config: {{ url: 'https://api.sent.dm/v3/me', transitional: [Object] }},\n  response: {{ status: 401, data: {data} }}\n}}"
        )
    };
    for (input, is_left_out) in [
        (
            axios("{ success: false, data: null, error: [Object], meta: [Object] }"),
            true,
        ),
        (axios("{ errors: [Array] }"), true),
        (axios("[Object]"), true),
        (axios("{ success: false, data: null, problem: 'x' }"), false),
        ("401 {'error': {...}}".to_owned(), true),
        ("401 {'error': {}}".to_owned(), false),
    ] {
        let found = only(&input);
        assert_eq!(found.http_status, Some(401));
        let notes = found.notes.concat();
        assert_eq!(
            notes.contains("left out parts of the body"),
            is_left_out,
            "{input}\n{notes}"
        );
        assert_eq!(
            notes.contains("matches this body"),
            !is_left_out,
            "{input}\n{notes}"
        );
    }
}

#[test]
fn an_error_of_a_client_that_holds_no_answer_is_no_body() {
    let stack = "HTTPError: Request failed with status code 402 (Payment Required): POST https://a.example/x\n    at Request.<anonymous> (index.js:98:42) ";
    for input in [
        format!("{stack}{{\n  code: 'ERR_NON_2XX_3XX_RESPONSE',\n  options: {{ body: '{{\"to\":\"1\"}}' }}\n}}"),
        r#"{"message":"Request failed with status code 402","name":"AxiosError","config":{"data":"{\"to\":\"1\"}"},"code":"ERR_BAD_REQUEST","status":402}"#.to_owned(),
        r#"Error: reqwest::Error { kind: Status(402, None), url: "https://a.example/x" }"#.to_owned(),
        "RetryError: (Caused by ResponseError('too many 402 error responses'))".to_owned(),
    ] {
        let found = only(&input);
        assert_eq!(name(&found), "-:- status_only", "{input}");
        assert_eq!(found.http_status, Some(402), "{input}");
        assert!(found.notes.is_empty(), "{input}\n{:?}", found.notes);
    }
    for (input, words) in [
        (
            "TypeError: fetch failed\n    at x (y.js:1:1) {\n  cause: Error: connect ECONNREFUSED 192.0.2.1:443\n      at z (net:1:1) {\n    code: 'ECONNREFUSED'\n  }\n}",
            "ECONNREFUSED",
        ),
        (
            r#"reqwest::Error { kind: Request, source: ConnectError("tcp connect error", Os { code: 111, message: "Connection refused" }) }"#,
            "Connection refused",
        ),
        (
            r#"Error Domain=NSURLErrorDomain Code=-1001 "The request timed out." UserInfo={NSLocalizedDescription=The request timed out.}"#,
            "request timed out",
        ),
    ] {
        let found = report(input);
        assert!(found.diagnoses.is_empty(), "{input}\n{found:#?}");
        assert!(found.notes[0].contains(words), "{input}\n{:?}", found.notes);
    }
    // What a program printed of an answer stays one, whatever it speaks of.
    let printed = "{ error: 'Email provider error: Connection timed out' }";
    assert_eq!(names(printed), ["sendivent:provider-error likely"]);
    let body = r#"{"error":{"code":"INTERNAL_001","message":"Connection refused"}}"#;
    for input in [
        format!("APIError {body}"),
        format!(
            r#"{{"name":"AxiosError","code":"ERR_BAD_RESPONSE","response":{{"data":{body}}}}}"#
        ),
    ] {
        let found = only(&input);
        assert_eq!(found.code.as_deref(), Some("INTERNAL_001"), "{input}");
    }
}

#[test]
fn a_body_beside_the_record_of_its_response_is_that_responses() {
    let body = r#"{"error":"Rate limit exceeded"}"#;
    for input in [
        format!(r#"{{"res":{{"statusCode":429,"headers":{{"retry-after":"7"}}}},"body":{body}}}"#),
        format!(r#"{{'_content': b'{}', 'headers': {{'retry-after': '7'}}, 'status_code': 429}}"#, body),
        r#"#<Response parsed_response={"error"=>"Rate limit exceeded"}, @response=#<Net::HTTPTooManyRequests 429 Too Many Requests readbody=true>, @headers={"content-type"=>["a"], "retry-after"=>["7"]}>"#.to_owned(),
    ] {
        let found = only(&input);
        assert_eq!(name(&found), "sendivent:rate-limited likely", "{input}");
        assert_eq!(found.http_status, Some(429), "{input}");
        assert_eq!(found.after_seconds, Some(7), "{input}");
    }
}

#[test]
fn what_a_document_holds_beside_its_responses_is_read_too() {
    let body = r#"{\"success\":false,\"error\":{\"code\":\"AUTH_002\",\"message\":\"m\"},\"meta\":{\"request_id\":\"r1\",\"version\":\"v3\"}}"#;
    let session = r#"{"error":{"code":"SESSION_NOT_CONNECTED","message":"m"}}"#;
    for (input, expected) in [
        (
            format!(
                r#"[{{"level":"error","msg":"failed: {body}"}},{{"res":{{"status":200,"body":{{"id":"m1"}}}}}}]"#
            ),
            vec!["sent-v3:AUTH_002 certain"],
        ),
        (
            format!(r#"[{{"msg":"failed: {body}"}},{{"status":422,"body":{session}}}]"#),
            vec![
                "michow:SESSION_NOT_CONNECTED possible",
                "sent-v3:AUTH_002 certain",
            ],
        ),
        (
            format!(
                r#"{{"err":{{"message":"failed: {body}"}},"res":{{"statusCode":500,"body":{{"error":"Internal"}}}}}}"#
            ),
            vec!["-:Internal unknown_api", "sent-v3:AUTH_002 certain"],
        ),
        // The same once more is no more.
        (
            format!(
                r#"{{"message":"failed: {body}","response":{{"status":401,"body":"{body}"}}}}"#
            ),
            vec!["sent-v3:AUTH_002 certain"],
        ),
        (
            r#"{"response":{"status":200,"body":{"id":"m1"}},"note":{"message":"x"}}"#.to_owned(),
            vec![],
        ),
    ] {
        assert_eq!(names(&input), expected, "{input}");
    }
    let logged = format!(
        r#"{{"err":{{"message":"failed: {body}","stack":"Error: {body}\n at x"}},"msg":"{body}"}}"#
    );
    assert_eq!(only(&logged).count, 1);
}

#[test]
fn in_the_record_of_an_exchange_the_body_is_what_was_sent() {
    let error = r#"{"error":{"code":"AUTH_002","message":"Invalid or expired API key"}}"#;
    for answer in ["response", "responseBody"] {
        let record = format!(
            r#"{{"method":"POST","url":"/v3/messages","body":{{"to":"1"}},"status":401,"{answer}":{error}}}"#
        );
        assert_eq!(names(&record), ["sent-v3:AUTH_002 certain"], "{record}");
    }
    let record = format!(r#"{{"method":"POST","url":"/v3/messages","body":{error},"status":401}}"#);
    assert_eq!(names(&record), ["sent-v3:AUTH_002 certain"], "{record}");
}

#[test]
fn what_a_test_expected_is_not_what_came_back() {
    let input = "expect(received).toEqual(expected)\n\n    - Expected  - 1\n    + Received  + 5\n\n      Object {\n    -   \"success\": true,\n    +   \"error\": Object {\n    +     \"code\": \"INVALID_API_KEY\",\n    +     \"message\": \"m\",\n    +     \"status\": 401,\n    +   },\n      }\n";
    assert_eq!(names(input), ["michow:INVALID_API_KEY likely"]);
}
