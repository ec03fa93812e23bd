//! Sendivent: texts, the codes that newer answers carry, and answers that are no JSON object.

use crate::answers::{http, name, names, only, report};

#[test]
fn every_body_of_the_sendivent_page_is_diagnosed() {
    for (code, body) in [
        ("invalid-api-key", r#"{"error":"Invalid API key"}"#),
        (
            "event-not-found",
            r#"{"error":"Event 'welcome' not found"}"#,
        ),
        (
            "contact-not-found",
            r#"{"error":"Contact not found: user_123"}"#,
        ),
        (
            "validation-error",
            r#"{"error":"Phone number must be in E.164 format","field":"to"}"#,
        ),
        (
            "quota-exceeded",
            r#"{"error":"Monthly notification quota exceeded","current":10000,"limit":10000}"#,
        ),
        (
            "no-template-for-channel",
            r#"{"error":"Event \"reminder\" has no sms template configured"}"#,
        ),
        (
            "unverified-sender",
            r#"{"error":"Sender '+14155551234' is not verified. Register and verify it first in your dashboard."}"#,
        ),
        (
            "subscription-inactive",
            r#"{"error":"Subscription is not active"}"#,
        ),
        ("duplicate-request", r#"{"error":"Delivery already sent"}"#),
        (
            "provider-error",
            r#"{"error":"Email provider error: Service temporarily unavailable"}"#,
        ),
    ] {
        assert_eq!(names(body), [format!("sendivent:{code} likely")], "{body}");
    }
}

#[test]
fn a_few_words_that_others_send_too_are_possible_until_a_status_or_a_host_agrees() {
    let body = r#"{"error":"Rate limit exceeded"}"#;
    assert_eq!(names(body), ["sendivent:rate-limited possible"]);
    let likely = ["sendivent:rate-limited likely"];
    assert_eq!(names(&http(429, &[], body)), likely);
    let said = format!("curl https://api.sendivent.com/v1/send\n{body}\n");
    assert_ne!(names(&said), ["sendivent:rate-limited possible"]);
}

#[test]
fn a_code_that_sendivent_sends_counts_before_the_text() {
    for (status, body, expected) in [
        (
            402,
            r#"{"error":"Rate limit exceeded","code":"quota_exceeded"}"#,
            "quota-exceeded",
        ),
        (
            422,
            r#"{"error":{"message":"Delivery already sent","code":"event_not_found"}}"#,
            "event-not-found",
        ),
    ] {
        assert_eq!(
            names(&http(status, &[], body)),
            [format!("sendivent:{expected} likely")]
        );
    }
}

#[test]
fn what_sendivent_says_in_fields_and_numbers_is_kept() {
    let quota =
        only(r#"{"error":"Monthly notification quota exceeded","current":10000,"limit":9000}"#);
    assert_eq!(quota.values["current"], "10000");
    assert_eq!(quota.values["limit"], "9000");
    let field = only(r#"{"error":"Phone number must be in E.164 format","field":"to"}"#);
    assert_eq!(field.fields[0].0, "to");
    let template = only(r#"{"error":"Event \"reminder\" has no sms template configured"}"#);
    assert_eq!(
        (&*template.values["event"], &*template.values["channel"]),
        ("reminder", "sms")
    );
    let sender = only(
        r#"{"error":"Sender '+14155551234' is not verified. Register and verify it first in your dashboard."}"#,
    );
    assert_eq!(sender.values["sender"], "+14155551234");
}

#[test]
fn the_nasty_answers_of_sendivent_are_survived() {
    for (status, body) in [
        (
            502,
            "<html><head><title>502 Bad Gateway</title></head><body></body></html>",
        ),
        (401, ""),
        (500, "\"oops\""),
        (500, "[1, 2]"),
        (500, "42"),
        (500, "{}"),
    ] {
        let d = only(&http(status, &[], body));
        assert_eq!(name(&d), "-:- status_only", "{status} {body}");
        assert_eq!(d.http_status, Some(status));
    }
    let cut = report(r#"{"error":"Event 'welco"#);
    assert!(
        cut.diagnoses.is_empty(),
        "{:?}",
        names(r#"{"error":"Event 'welco"#)
    );
}
