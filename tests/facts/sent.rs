//! Sent v3 and v2: messages, envelopes, the dash trap, statuses that differ.

use errdoc::catalog::Found;

use crate::answers::{CATALOG, evidence, http, name, names, only};
use crate::sinch::sinch;
use crate::tables::SENT_V3;

/// Gives the whole v3 envelope around an error.
pub(crate) fn v3(code: &str, message: &str) -> String {
    format!(
        r#"{{"success":false,"data":null,"error":{{"code":"{code}","message":"{message}","details":null,"doc_url":null}},"meta":{{"request_id":"req_1","timestamp":"2026-01-01T00:00:00Z","version":"v3"}}}}"#
    )
}

#[test]
fn every_message_of_the_v3_page_is_diagnosed_in_the_whole_envelope_and_alone() {
    for (code, message) in [
        ("AUTH_001", "User is not authenticated"),
        ("AUTH_002", "Invalid or expired API key"),
        ("AUTH_002", "Invalid or missing API key"),
        ("AUTH_004", "Insufficient permissions for this operation"),
        ("VALIDATION_001", "Request validation failed"),
        ("VALIDATION_002", "Invalid phone number format"),
        ("VALIDATION_003", "Invalid GUID format"),
        ("VALIDATION_004", "Required field is missing"),
        ("VALIDATION_007", "Invalid Idempotency-Key format"),
        ("RESOURCE_001", "Contact not found"),
        ("RESOURCE_002", "Template not found"),
        ("RESOURCE_003", "Message not found"),
        ("RESOURCE_007", "Resource already exists"),
        ("RESOURCE_008", "Webhook not found"),
        ("BUSINESS_002", "Rate limit exceeded"),
        ("BUSINESS_003", "Insufficient account balance"),
        ("BUSINESS_004", "Contact has opted out of messaging"),
        ("BUSINESS_005", "Template not approved for sending"),
        ("BUSINESS_007", "Channel not available for this contact"),
        ("CONFLICT_001", "Concurrent idempotent request in progress"),
        ("INTERNAL_001", "Unexpected internal server error"),
        (
            "INTERNAL_003",
            "External service error (SMS/WhatsApp provider)",
        ),
        ("INTERNAL_005", "Service temporarily unavailable"),
    ] {
        let expected = [format!("sent-v3:{code} certain")];
        assert_eq!(names(&v3(code, message)), expected);
        let alone = format!(r#"{{"error":{{"code":"{code}","message":"{message}"}}}}"#);
        assert_eq!(names(&alone), expected);
        let d = only(&alone);
        assert!(
            evidence(&d).contains(&"message"),
            "{code}: {:?}",
            evidence(&d)
        );
    }
}

#[test]
fn every_body_of_the_v2_page_is_diagnosed() {
    for (code, body) in [
        (
            "validation-errors",
            r#"{"status":400,"errors":{"phoneNumber":["Phone number is required"],"templateId":["TemplateId is required"]}}"#,
        ),
        (
            "invalid-phone-number",
            r#"{"status":400,"title":"Bad Request","detail":"Invalid phone number"}"#,
        ),
        (
            "insufficient-balance",
            r#"{"status":400,"title":"Bad Request","detail":"Insufficient balance. Current balance: 0.0050, estimated cost: 0.0200"}"#,
        ),
        (
            "template-not-found",
            r#"{"status":400,"title":"Bad Request","detail":"Template not found"}"#,
        ),
        (
            "invalid-channel",
            r#"{"status":400,"title":"Bad Request","detail":"Invalid channel: email. Supported channels are: sms, whatsapp"}"#,
        ),
        (
            "missing-headers",
            r#"{"status":401,"title":"Unauthorized","detail":"Header x-api-key not found"}"#,
        ),
        (
            "missing-headers",
            r#"{"status":401,"title":"Unauthorized","detail":"Header x-sender-id not found"}"#,
        ),
        (
            "invalid-credentials",
            r#"{"status":401,"title":"Unauthorized","detail":"Invalid API credentials!"}"#,
        ),
        (
            "too-many-requests",
            r#"{"status":429,"title":"Too Many Requests","detail":"Rate limit exceeded. Please retry after 60 seconds."}"#,
        ),
        (
            "internal-server-error",
            r#"{"status":500,"title":"Internal Server Error","detail":"An unexpected error occurred"}"#,
        ),
    ] {
        assert_eq!(names(body), [format!("sent-v2:{code} likely")], "{body}");
    }
    let errors_as_a_list = r#"{"status":400,"title":"One or more validation errors occurred","errors":[{"name":"phoneNumber","reason":"is required"}]}"#;
    let d = only(errors_as_a_list);
    assert_eq!(name(&d), "sent-v2:validation-errors likely");
    assert_eq!(
        d.fields,
        [("phoneNumber".to_owned(), vec!["is required".to_owned()])]
    );
}

#[test]
fn a_status_that_differs_from_the_catalogs_is_a_note_and_no_mismatch() {
    for (code, message, status, other) in [
        ("BUSINESS_003", "Insufficient account balance", 402, "422"),
        ("VALIDATION_001", "Request validation failed", 422, "400"),
        ("RESOURCE_001", "Contact not found", 410, "404"),
    ] {
        let d = only(&http(status, &[], &v3(code, message)));
        assert_eq!(name(&d), format!("sent-v3:{code} certain"));
        assert_eq!(d.http_status, Some(status));
        let note = d.notes.join(" ");
        assert!(note.contains(other), "{code}: {note}");
    }
    let d = only(&http(
        422,
        &[],
        r#"{"error":{"message":"Event 'x' not found","code":"event_not_found"}}"#,
    ));
    assert_eq!(name(&d), "sendivent:event-not-found certain");
    assert!(d.notes.join(" ").contains("404"), "{:?}", d.notes);
}

#[test]

fn a_code_that_agrees_is_evidence_whatever_the_status() {
    for (code, message, status) in [
        ("BUSINESS_003", "Insufficient account balance", 402),
        ("VALIDATION_001", "Request validation failed", 422),
    ] {
        let d = only(&http(status, &[], &v3(code, message)));
        assert!(evidence(&d).contains(&"code"), "{code}: {:?}", evidence(&d));
    }
    let d = only(&sinch(
        "401 RestrictedAction",
        "40303",
        "No verification method available",
    ));
    assert!(evidence(&d).contains(&"code"), "{:?}", evidence(&d));
}

#[test]
fn the_v3_envelope_gives_fields_id_and_documentation() {
    let body = r#"{"success":false,"error":{"code":"VALIDATION_001","message":"Request validation failed","details":{"phone_number":["is required","is short"],"template_id":"is no UUID"},"doc_url":"https://docs.sent.dm/errors/VALIDATION_001"},"meta":{"request_id":"req_7","version":"v3"}}"#;
    let d = only(&http(
        400,
        &["X-Request-Id: req_head", "X-API-Version: v3"],
        body,
    ));
    assert_eq!(name(&d), "sent-v3:VALIDATION_001 certain");
    assert_eq!(
        d.fields,
        [
            (
                "phone_number".to_owned(),
                vec!["is required".to_owned(), "is short".to_owned()]
            ),
            ("template_id".to_owned(), vec!["is no UUID".to_owned()]),
        ]
    );
    assert_eq!(d.request_id.as_deref(), Some("req_7"));
    assert_eq!(
        d.docs_url.as_deref(),
        Some("https://docs.sent.dm/errors/VALIDATION_001")
    );
    let without = only(&http(
        409,
        &["X-Request-Id: req_head"],
        r#"{"error":{"code":"CONFLICT_001","message":"Concurrent idempotent request in progress"}}"#,
    ));
    assert_eq!(without.request_id.as_deref(), Some("req_head"));
}

#[test]
fn a_failed_message_in_a_success_is_found() {
    for code in [
        "ERR_CONSENT_BLOCKED",
        "ERR_ROUTE_DENIED",
        "ERR_TEMPLATE_PARAMS_INVALID",
    ] {
        let message = format!(
            r#"{{"id":"m-1","status":"FAILED","channel":"sms","description":"{code}: reason"}}"#
        );
        let answer = format!(
            r#"{{"success":true,"data":{message},"error":null,"meta":{{"version":"v3"}}}}"#
        );
        for input in [message, http(200, &[], &answer)] {
            let d = only(&input);
            assert_eq!(name(&d), format!("sent-v3:{code} likely"), "{input}");
            assert_eq!(d.http_status, Some(200));
            assert_eq!(d.values["message_id"], "m-1");
        }
    }
}

#[test]
fn a_dashed_code_of_v2_is_its_own() {
    for (dashed, code) in [
        ("AUTH-001", "missing-headers"),
        ("AUTH-002", "missing-headers"),
        ("AUTH-003", "invalid-credentials"),
        ("AUTH-004", "invalid-credentials"),
    ] {
        let Found::Entries(hits) = CATALOG.find(CATALOG.query(dashed, &[])).unwrap() else {
            panic!("{dashed} is not found");
        };
        let first = (&*hits[0].provider, &*hits[0].entry.code);
        assert_eq!(first, ("sent-v2", code), "{dashed}");
        let underscored = dashed.replace('-', "_");
        let has_v3 = SENT_V3.iter().any(|(known, _)| *known == underscored);
        let others: Vec<&str> = hits[1..].iter().map(|hit| &*hit.entry.code).collect();
        let expected: Vec<&str> = if has_v3 { vec![&underscored] } else { vec![] };
        assert_eq!(others, expected, "{dashed} shows both readings");
    }
}
