//! Sending again: the verdicts and waits that matter most.

use errdoc::catalog::Entry;

use crate::answers::{CATALOG, entry, http, name, only};
use crate::examples::SEED;
use crate::sent::v3;

#[test]
fn the_verdicts_that_keep_people_from_sending_twice() {
    let verdict = |api: &str, code: &str| entry(api, code).retry.verdict.id();
    assert_eq!(verdict("sendivent", "duplicate-request"), "done");
    assert_eq!(verdict("sinch-verification", "50301"), "no");
    assert_eq!(verdict("sent-v3", "RESOURCE_007"), "no");
    assert_eq!(verdict("sent-v3", "BUSINESS_004"), "no");
    assert_eq!(verdict("sent-v3", "ERR_CONSENT_BLOCKED"), "no");
    assert_eq!(verdict("sent-v3", "CONFLICT_001"), "wait");
    assert_eq!(verdict("sent-v3", "BUSINESS_002"), "wait");
    assert_eq!(verdict("sent-v3", "INTERNAL_003"), "wait");
    assert_eq!(verdict("sent-v2", "too-many-requests"), "wait");
    assert_eq!(verdict("michow", "RATE_LIMITED"), "wait");
    let advice = entry("sent-v3", "CONFLICT_001").retry.advice;
    assert!(advice.contains("same key"), "{advice}");
}

#[test]
fn no_client_error_is_sent_again_unchanged_but_for_limits_and_waits() {
    for id in SEED {
        for Entry {
            code,
            http_status,
            retry,
            ..
        } in CATALOG.entries(id).unwrap()
        {
            let verdict = retry.verdict.id();
            let http_status = http_status.usual().unwrap();
            if (400..500).contains(&http_status) && ["wait", "backoff"].contains(&verdict) {
                let name = format!("{id}:{code}");
                let passes = http_status == 429
                    || [
                        "sent-v3:CONFLICT_001",
                        "sent-v3:AUTH_005",
                        "sent-v3:BUSINESS_005",
                    ]
                    .contains(&name.as_str());
                assert!(passes, "{name} ({http_status}) is {verdict}");
            }
        }
    }
}

#[test]
fn where_the_first_send_may_have_gone_out_the_advice_says_to_check_or_to_keep_the_key() {
    for id in SEED {
        for entry in CATALOG.entries(id).unwrap() {
            if ![500, 502, 504].contains(&entry.http_status.usual().unwrap()) {
                continue;
            }
            let advice = entry.retry.advice.to_lowercase();
            let is_careful = ["check", "look", "idempotency-key"]
                .iter()
                .any(|word| advice.contains(word));
            assert!(is_careful, "{id}:{}: {advice}", entry.code);
        }
    }
    let http = CATALOG.http();
    for status in http.statuses.iter().chain(&http.classes) {
        if [500, 502, 504].contains(&status.status) {
            let advice = status.retry.advice.to_lowercase();
            assert!(
                advice.contains("check") || advice.contains("idempotency"),
                "{advice}"
            );
        }
    }
}

#[test]
fn a_wait_is_seconds_a_date_a_sentence_or_the_catalogs() {
    let limited = r#"{"error":"Rate limit exceeded"}"#;
    let date = "Date: Wed, 18 Nov 2026 09:41:27 GMT";
    for (headers, seconds) in [
        (vec!["Retry-After: 120"], Some(120)),
        (vec!["retry-after:  7 "], Some(7)),
        (
            vec![date, "Retry-After: Wed, 18 Nov 2026 09:42:10 GMT"],
            Some(43),
        ),
        (
            vec![date, "Retry-After: Wed, 18 Nov 2026 09:41:00 GMT"],
            Some(0),
        ),
        (vec!["Retry-After: Wed, 18 Nov 2026 09:42:10 GMT"], None),
        (vec!["Retry-After: soon"], None),
        (vec!["Retry-After: -5"], None),
        (vec!["Retry-After: 99999999999999999999999"], None),
        (vec![], None),
    ] {
        let d = only(&http(429, &headers, limited));
        assert_eq!(name(&d), "sendivent:rate-limited likely");
        assert_eq!(d.after_seconds, seconds, "{headers:?}");
    }
    let sentence = |n: u64| {
        format!(
            r#"{{"status":429,"title":"Too Many Requests","detail":"Rate limit exceeded. Please retry after {n} seconds."}}"#
        )
    };
    assert_eq!(only(&sentence(17)).after_seconds, Some(17));
    assert_eq!(
        only(&http(429, &["Retry-After: 5"], &sentence(17))).after_seconds,
        Some(5)
    );
    let michow = r#"{"error":{"code":"RATE_LIMITED","message":"Too many requests.","status":429}}"#;
    assert_eq!(only(michow).after_seconds, Some(60), "the catalog's");
    // What waiting does not cure has no wait, whatever the header says.
    let conflict = http(
        409,
        &["Retry-After: 9"],
        &v3("RESOURCE_007", "Resource already exists"),
    );
    assert_eq!(only(&conflict).after_seconds, None);
}
