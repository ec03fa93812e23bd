//! Shapes that others share, and bodies that are no error.

use crate::answers::{http, names, report, verbose};
use crate::tables::MICHOW;

#[test]
fn bodies_that_anybody_sends_are_at_most_possible() {
    for (body, expected) in [
        (r#"{"status":403,"title":"Forbidden"}"#, "sent-v2:forbidden"),
        (r#"{"status":404,"title":"Not Found"}"#, "sent-v2:not-found"),
    ] {
        assert_eq!(names(body), [format!("{expected} possible")]);
        let status = if expected.ends_with("forbidden") {
            403
        } else {
            404
        };
        assert_eq!(
            names(&http(status, &[], body)),
            [format!("{expected} possible")]
        );
        let from_sent = verbose("api.sent.dm", "/v2/contacts/id", status, body);
        assert_eq!(names(&from_sent), [format!("{expected} likely")]);
    }
    let laravel = |field: &str| {
        format!(
            r#"{{"message":"The {field} field is required.","errors":{{"{field}":["The {field} field is required."]}}}}"#
        )
    };
    for field in ["to", "message"] {
        assert_eq!(
            names(&laravel(field)),
            ["michow:VALIDATION_ERROR likely"],
            "{field}"
        );
    }
    for field in ["email", "password"] {
        assert_eq!(
            names(&laravel(field)),
            ["michow:VALIDATION_ERROR possible"],
            "{field}"
        );
    }
    // One field of the API's among others is a form of somebody else's.
    let form = r#"{"message":"The email field is required. (and 1 more error)","errors":{"email":["The email field is required."],"message":["The message field is required."]}}"#;
    assert_eq!(names(form), ["michow:VALIDATION_ERROR possible"]);
    // A code that many use, with a status that this API does not give it.
    let other =
        r#"{"error":{"code":"VALIDATION_ERROR","message":"Order total is wrong","status":400}}"#;
    assert_eq!(names(other), ["michow:VALIDATION_ERROR possible"]);
    let from_michow = verbose(
        "wapi.michotech.me",
        "/api/v1/messages/text",
        422,
        &laravel("media"),
    );
    assert_eq!(names(&from_michow), ["michow:VALIDATION_ERROR likely"]);
}

#[test]
fn only_the_nine_codes_are_michows() {
    for (code, status) in MICHOW {
        let body =
            format!(r#"{{"error":{{"code":"{code}","message":"Some text.","status":{status}}}}}"#);
        assert_eq!(names(&body), [format!("michow:{code} likely")]);
    }
    for code in [
        "PARAM_INVALID",
        "FORBIDDEN",
        "INTERNAL_ERROR",
        "unauthorised",
    ] {
        let body =
            format!(r#"{{"error":{{"code":"{code}","message":"Some text.","status":400}}}}"#);
        assert!(
            report(&body).diagnoses.iter().all(|d| d.api.is_none()),
            "{:?}",
            names(&body)
        );
    }
}

/// An answer of Sent, as an object and as JSON in a string.
const NESTED: &str = r#"{"success":false,"data":null,"error":{"code":"AUTH_002","message":"Invalid or expired API key"},"meta":{"request_id":"r","version":"v3"}}"#;

#[test]
fn what_a_success_holds_in_a_string_is_its_payload() {
    let quoted = serde_json::Value::from(NESTED).to_string();
    for body in [
        format!(r#"{{"success":true,"data":{{"body":{quoted}}}}}"#),
        format!(r#"{{"success":true,"data":[{{"id":1,"payload":{{"log":{quoted}}}}}]}}"#),
        format!(r#"{{"ok":true,"result":{quoted}}}"#),
    ] {
        assert_eq!(report(&http(200, &[], &body)).outcome.id(), "success");
        assert_eq!(names(&http(200, &[], &body)), [] as [String; 0], "{body}");
        // Without a status it may be a log that tells of a failure: never more than possible.
        assert_eq!(names(&body), ["sent-v3:AUTH_002 possible"], "{body}");
    }
    for body in [
        format!(r#"{{"success":true,"data":{{"last_error":{NESTED}}}}}"#),
        format!(r#"{{"items":[{{"id":1,"log":{quoted}}}]}}"#),
    ] {
        let found = names(&http(200, &[], &body));
        assert_eq!(found, ["sent-v3:AUTH_002 possible"], "{body}");
    }
}

#[test]
fn a_record_that_a_success_lists_has_its_own_status() {
    let body = format!(r#"{{"success":true,"data":[{{"status":401,"response":{NESTED}}}]}}"#);
    let found = crate::answers::only(&http(200, &["Retry-After: 7"], &body));
    assert_eq!(found.http_status, Some(401));
    assert!(found.notes.is_empty(), "{:?}", found.notes);
}

#[test]
fn a_success_is_no_error() {
    for body in [
        r#"{"success":true,"data":{"id":"c"},"error":null,"meta":{"request_id":"r","version":"v3"}}"#,
        r#"{"success":true,"data":null,"error":null}"#,
        r#"{"items":[],"totalCount":0,"pageSize":10}"#,
        r#"{"success":true,"deliveries":[{"id":"d"}]}"#,
        r#"{"id":"d","event":"welcome","status":"accepted"}"#,
        r#"{"id":"v","sms":{"template":"Your code is {{CODE}}"},"_links":[{"rel":"status"}]}"#,
        r#"{"id":"v","method":"sms","status":"SUCCESSFUL"}"#,
        r#"{"id":"v","method":"sms","status":"PENDING"}"#,
        r#"{"data":{"message_id":"m","status":"queued"}}"#,
    ] {
        for input in [body.to_owned(), http(200, &[], body)] {
            let report = report(&input);
            assert_eq!(report.outcome.id(), "success", "{input}");
            assert!(report.diagnoses.is_empty(), "{input}");
        }
    }
    assert_eq!(
        report("HTTP/1.1 204 No Content\r\n\r\n").outcome.id(),
        "success"
    );
}

#[test]
fn a_struct_of_a_program_is_likely_at_most() {
    for printed in [
        "&{Success:false Error:{Code:AUTH_002 Message:Invalid or expired API key} Meta:{RequestID:r Version:v3}}",
        r#"{"Success":false,"Error":{"Code":"AUTH_002","Message":"Invalid or expired API key"},"Meta":{"RequestId":"r","Version":"v3"}}"#,
    ] {
        assert_eq!(names(printed), ["sent-v3:AUTH_002 likely"], "{printed}");
    }
    let sinch = r#"{"ErrorCode":40003,"Message":"Phone number invalid","Reference":"x"}"#;
    assert_eq!(names(sinch), ["sinch-verification:40003 likely"]);
    let foreign = r#"{"Error":{"Code":"AccessDenied","Message":"Access Denied"}}"#;
    assert_eq!(names(foreign), ["-:AccessDenied unknown_api"]);
}

#[test]
fn a_message_that_was_folded_is_the_same_message() {
    let body = r#"{"error":"Event 'order shipped' not found"}"#;
    let folded = body.replace("' not found", "'\n  not found");
    assert_eq!(names(&folded), names(body));
    assert!(!names(body).is_empty());
}

#[test]
fn a_message_that_was_wrapped_within_a_word_is_the_same_message() {
    let body =
        r#"{"status":500,"title":"Internal Server Error","detail":"An unexpected error occurred"}"#;
    for at in 60..85 {
        let wrapped = format!("{}\n{}", &body[..at], &body[at..]);
        assert_eq!(names(&wrapped), names(body), "{wrapped}");
    }
}

#[test]
fn the_beginning_of_a_message_that_only_one_entry_has_is_possible() {
    for (cut, expected) in [
        (
            r#"{"error":"Monthly notification qu"#,
            "sendivent:quota-exceeded possible",
        ),
        (
            r#"{"status":400,"title":"Bad Request","detail":"Insufficient balance. Current balance: 0.0"#,
            "sent-v2:insufficient-balance possible",
        ),
        (
            r#"{"error":"Event \"otp\" has no sms tem"#,
            "sendivent:no-template-for-channel possible",
        ),
    ] {
        assert_eq!(names(cut), [expected], "{cut}");
    }
    // Too little, another message, and what two entries begin with.
    for cut in [
        r#"{"error":"Monthly no"#,
        r#"{"error":"Monthly notification of a qu"#,
        r#"{"error":"Event 'otp' not"#,
    ] {
        assert_eq!(names(cut), [] as [String; 0], "{cut}");
    }
}

#[test]
fn the_request_that_an_answer_repeats_does_not_make_it_another() {
    let body = r#"{"error":"Subscription is not active"}"#;
    let echoed = r#"{"error":"Subscription is not active","request":{"method":"POST","body":{"to":"+15550100"}}}"#;
    assert_eq!(names(echoed), names(body));
    let other = r#"{"error":"Subscription is not active","request":"r1"}"#;
    assert_eq!(names(other), ["-:- unknown_api"]);
}
