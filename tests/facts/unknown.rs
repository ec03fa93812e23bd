//! Errors of APIs that no catalog knows: `tests/unknown/answers.json` holds what must be told of each input.

use errdoc::catalog::Catalog;
use errdoc::diagnose::Engine;
use serde_json::Value;

use crate::answers::{http, only};

#[test]
fn what_an_unknown_api_says_is_told_in_full() {
    let cases = include_str!("../unknown/answers.json");
    let cases: Vec<Value> = serde_json::from_str(cases).unwrap();
    for case in &cases {
        let input = case["input"].as_str().unwrap();
        let found = only(input);
        assert_eq!(found.certainty.id(), "unknown_api", "{input}");
        for (member, text) in [
            ("code", &found.code),
            ("title", &found.title),
            ("message", &found.message),
            ("request_id", &found.request_id),
        ] {
            if let Some(expected) = case[member].as_str() {
                assert_eq!(text.as_deref(), Some(expected), "{input}");
            }
        }
        if let Some(names) = case["fields"].as_array() {
            let found: Vec<&str> = found.fields.iter().map(|(name, _)| name.as_str()).collect();
            assert_eq!(
                found,
                names
                    .iter()
                    .map(|n| n.as_str().unwrap())
                    .collect::<Vec<_>>()
            );
        }
        if let Some(verdict) = case["verdict"].as_str() {
            let retry = found.retry().unwrap();
            assert_eq!(retry.verdict.id(), verdict, "{input}");
        }
        let status = found.http_status.map(u64::from);
        assert_eq!(status, case["status"].as_u64(), "{input}");
        assert_eq!(found.after_seconds, case["after"].as_u64(), "{input}");
    }
}

#[test]
fn a_code_of_other_apis_is_told_as_analogy_and_decides_the_verdict() {
    let body = r#"{"code":"insufficient_quota","message":"You have used all of it"}"#;
    let catalog = Catalog::builtin();
    let engine = Engine::new(&catalog, &[]).unwrap();
    let report = engine.diagnose_bytes(http(429, &[], body).as_bytes());
    let [found] = report.diagnoses.as_slice() else {
        panic!("{report:#?}");
    };
    assert!(found.api.is_none() && !found.analogies.is_empty());
    assert_eq!(found.retry().unwrap().verdict.id(), "after_fix");
}
