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
        for (name, value) in case["values"].as_object().into_iter().flatten() {
            let found = found.values.get(name).map(String::as_str);
            assert_eq!(found, value.as_str(), "{input}");
        }
        let status = found.http_status.map(u64::from);
        assert_eq!(status, case["status"].as_u64(), "{input}");
        assert_eq!(found.after_seconds, case["after"].as_u64(), "{input}");
    }
}

#[test]
fn what_is_no_answer_of_an_api_is_not_told_as_one() {
    let catalog = Catalog::builtin();
    let engine = Engine::new(&catalog, &[]).unwrap();
    for input in [
        // A program's own failure, a failure of yesterday, what was asked for, a record of no failure.
        r#"{"level":"error","msg":"a","err":{"code":"ENOENT","message":"no such file","errno":-2}}"#,
        r#"{"id":3,"state":"ok","lastError":{"code":"E1","message":"x","statusCode":500}}"#,
        r#"{"level":"error","msg":"a","req":{"body":{"code":"TAKEN","message":"x"}},"res":{"statusCode":200}}"#,
        r#"{"level":"info","msg":"a","error":{"code":"E1","message":"x","request_id":"r"}}"#,
        "HTTP/1.1 200 OK\n\ncode=E1&message=fine",
        "HTTP/1.1 200 OK\n\ncode: E1\nmessage: fine",
        "HTTP/1.1 404 Not Found\n\n{\"shoes\":[\"a red one\",\"a blue one\"]}",
        "level=info msg=done status=404 code=TAKEN",
        "code=E1&message=fine",
    ] {
        let report = engine.diagnose_bytes(input.as_bytes());
        let mut told = report.diagnoses.iter();
        let is_new = told.any(|d| d.certainty.id() == "unknown_api");
        assert!(!is_new, "{input}");
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
