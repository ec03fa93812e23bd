//! Sinch Verification: numbers, status names, two editions, and the contradictions of its own page.

use crate::answers::{entry, evidence, http, name, names, only, verbose};
use crate::tables::{SINCH, status_in};

/// Gives a Sinch body with its status text.
pub(crate) fn sinch(status: &str, code: &str, message: &str) -> String {
    format!(r#"{{"status":"{status}","errorCode":{code},"message":"{message}"}}"#)
}

#[test]
fn every_sample_of_the_sinch_page_is_diagnosed_by_its_code() {
    for (code, message) in [
        (
            "40001",
            "Supplied SMS code invalid format / The SMS code is not valid. Maximum 10 characters. Valid characters: A-Z, a-z, 0-9, '-'",
        ),
        ("40002", "Endpoint parameter is missing."),
        ("40003", "Phone number invalid"),
        ("40100", "Invalid authorization header"),
        ("40101", "X-Timestamp required"),
        ("40102", "Invalid signature"),
        ("40104", "Authorization required"),
        ("40107", "Invalid authorization"),
        ("40200", "Not enough credit"),
        (
            "40300",
            "Seamless not available / Seamless verification not available for given destination",
        ),
        ("40303", "No verification method available"),
        ("40400", "Requested resource not found"),
        ("40900", "Reference already defined"),
        ("42200", "Application name has not been configured"),
        ("42201", "Destination denied"),
        ("42900", "Request capacity exceeded"),
        (
            "42901",
            "Cannot initiate verification to the same number too quickly",
        ),
        ("50000", "General error; try submitting request again"),
        (
            "50301",
            "Server configuration error; please contact support",
        ),
    ] {
        let (_, status_name) = SINCH.iter().find(|(known, _)| *known == code).unwrap();
        let d = only(&sinch(
            &format!("{} {status_name}", status_in(code)),
            code,
            message,
        ));
        assert_eq!(name(&d), format!("sinch-verification:{code} likely"));
        assert_eq!(d.http_status, Some(status_in(code)), "{code}");
        for kind in ["code", "status_name", "message"] {
            assert!(evidence(&d).contains(&kind), "{code}: no {kind}");
        }
    }
}

#[test]
fn every_status_name_of_sinch_is_known() {
    for (code, status_name) in SINCH {
        let status = format!("{} {status_name}", status_in(code));
        let d = only(&sinch(&status, code, "some text"));
        assert_eq!(name(&d), format!("sinch-verification:{code} likely"));
        assert!(
            evidence(&d).contains(&"status_name"),
            "{code}: {status_name}"
        );
    }
}

#[test]
fn both_editions_of_sinch_are_read() {
    for (code, message) in [
        ("40003", "Invalid identity or code."),
        ("40300", "Identity is blacklisted."),
        ("42201", "No route to destination."),
    ] {
        let body = format!(r#"{{"errorCode":{code},"message":"{message}","reference":"ref-1"}}"#);
        let d = only(&body);
        assert_eq!(name(&d), format!("sinch-verification:{code} likely"));
        assert!(evidence(&d).contains(&"message"), "{code}");
        assert_eq!(d.http_status, Some(status_in(code)));
        assert_eq!(d.request_id.as_deref(), Some("ref-1"));
    }
}

#[test]
fn a_sinch_code_is_a_number_or_a_text() {
    for code in ["40102", "\"40102\""] {
        let d = only(&sinch("401 InvalidSignature", code, "Invalid signature"));
        assert_eq!(name(&d), "sinch-verification:40102 likely", "{code}");
        let bare = format!(r#"{{"errorCode":{code},"message":"Invalid signature"}}"#);
        assert_eq!(
            name(&only(&bare)),
            "sinch-verification:40102 likely",
            "{code}"
        );
    }
}

#[test]
fn sinch_is_sure_only_by_its_host_and_never_for_a_sister_product() {
    let body = sinch("401 InvalidSignature", "40102", "Invalid signature");
    let from = |host: &str| names(&verbose(host, "/v1/x", 401, &body));
    assert_eq!(
        from("verification.api.sinch.com"),
        ["sinch-verification:40102 certain"]
    );
    for sister in [
        "calling.api.sinch.com",
        "calling-euc1.api.sinch.com",
        "sms.api.sinch.com",
    ] {
        assert_eq!(from(sister), ["-:40102 unknown_api"], "{sister}");
    }
}

#[test]
fn where_number_and_status_name_disagree_as_on_the_page_the_name_decides() {
    for code in ["40002", "\"40002\""] {
        let d = only(&sinch(
            "400 NumberMissingLeadingPlus",
            code,
            "Phone number missing leading plus sign",
        ));
        assert_eq!(name(&d), "sinch-verification:40005 likely");
        assert_eq!(d.http_status, Some(400));
        let note = d.notes.join(" ");
        assert!(note.contains("40002") && note.contains("40005"), "{note}");
        let rivals: Vec<&str> = d.rivals.iter().map(|r| r.entry.code.as_str()).collect();
        assert_eq!(rivals, ["40002"]);
    }
    let d = only(&sinch(
        "503 TemporaryDown",
        "50500",
        "Service temporarily unavailable",
    ));
    assert_eq!(name(&d), "sinch-verification:50300 likely");
    assert_eq!(d.http_status, Some(503));
    assert!(d.notes.join(" ").contains("50500"), "{:?}", d.notes);
    let d = only(&http(
        503,
        &[],
        r#"{"errorCode":50500,"message":"Service temporarily unavailable"}"#,
    ));
    assert_eq!(name(&d), "sinch-verification:50300 likely");
    assert!(d.notes.join(" ").contains("50500"), "{:?}", d.notes);
}

#[test]
fn elsewhere_the_number_decides() {
    let d = only(&sinch(
        "401 InvalidSignature",
        "40002",
        "Endpoint parameter is missing.",
    ));
    assert_eq!(name(&d), "sinch-verification:40002 likely");
    let d = only(&sinch(
        "401 RestrictedAction",
        "40303",
        "No verification method available",
    ));
    assert_eq!(name(&d), "sinch-verification:40303 likely");
    assert_eq!(
        d.http_status,
        Some(403),
        "the text says 401, the number 403"
    );
    assert!(d.notes.join(" ").contains("401"), "{:?}", d.notes);
}

#[test]
fn the_422_codes_are_422_whatever_the_heading_says() {
    let d = only(&sinch(
        "422 ApplicationConfiguration",
        "42200",
        "Application name has not been configured",
    ));
    assert_eq!(d.http_status, Some(422));
    assert_eq!(
        entry("sinch-verification", "42200").http_status.usual(),
        Some(422)
    );
    assert_eq!(
        entry("sinch-verification", "42201").http_status.usual(),
        Some(422)
    );
}

#[test]
fn a_parameter_validation_is_not_explained_as_a_wrong_method_alone() {
    let entry = entry("sinch-verification", "40001");
    assert!(
        entry.title.to_lowercase().contains("validation"),
        "{}",
        entry.title
    );
    let all = format!("{} {:?}", entry.cause, entry.remediation).to_lowercase();
    assert!(
        all.contains("phone number") && all.contains("the code"),
        "{all}"
    );
}

#[test]
fn a_status_name_of_several_entries_names_them_all() {
    let found = only(r#"{"status":"401 AuthorizationHeader","errorCode":4010"#);
    assert_eq!(name(&found), "sinch-verification:40100 possible");
    let rivals: Vec<&str> = found.rivals.iter().map(|r| r.entry.code.as_str()).collect();
    assert_eq!(rivals, ["40101"]);
}
