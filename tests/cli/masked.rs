//! What never reaches an output: keys and personal data, whatever they stand in, and lines that a machine would obey.

use crate::program::{errdoc, errdoc_with, sample};

/// A 404 of an API behind a request for this path.
fn not_found(path: &str) -> String {
    format!(
        "> GET {path} HTTP/2\n> Host: api.sent.dm\n< HTTP/2 404\n<\n{}",
        r#"{"success":false,"error":{"code":"RESOURCE_001","message":"Contact not found"},"meta":{"version":"v3"}}"#
    )
}

#[test]
fn a_key_in_a_path_is_in_no_report() {
    for key in [
        "sk_live_51HqLyjWDarjtT1zdp7dcAAA",
        "test_q8w7e6r5t4y3u2i1o0p9",
        "Zx9Qw8Er7Ty6Ui5Op4As3Df2Gh1Jk0Lm",
    ] {
        let input = not_found(&format!("/v3/contacts/{key}/x"));
        for args in [
            ["report", "--format=text"],
            ["report", "--format=markdown"],
            ["report", "--json"],
            ["parse", "--json"],
        ] {
            let ran = errdoc_with(args, input.as_bytes());
            assert_eq!(ran.exit, Some(0), "{args:?} {ran:?}");
            assert!(!ran.stdout.contains(key), "{args:?} {ran:?}");
        }
        let letter = errdoc_with(["report", "--json"], input.as_bytes()).json();
        assert_eq!(
            letter["report"]["endpoint"],
            "GET /v3/contacts/[redacted]/x"
        );
    }
}

#[test]
fn the_words_of_a_client_are_masked_before_they_are_cut() {
    for (input, key) in [
        (
            "ECONNREFUSED key=sk_live_51H8xQ2eZvKYlo2C0a9b8c7d6e5f4g3h2i1j0kLmNoPq",
            "sk_live",
        ),
        (
            "ECONNREFUSED Authorization: Bearer abcdefghijklmnopqrstuvwxyz0123456789",
            "abcde",
        ),
        (
            "curl: (6) Could not resolve host: me:pw@api.x.example",
            "pw",
        ),
    ] {
        for args in [["parse", "--json"], ["parse", "--format=text"]] {
            let ran = errdoc_with(args, input.as_bytes());
            let said = ran.stdout + &ran.stderr;
            assert!(said.contains("[reda"), "{args:?} {said}");
            assert!(!said.contains(key), "{args:?} {said}");
        }
    }
}

#[test]
fn words_that_are_cut_end_in_no_part_of_a_key() {
    for length in (160..200).step_by(2) {
        let words = "a ".repeat(length / 2);
        let body = format!(
            r#"{{"error":{{"weird":true,"message":"{words}sk_live_4eC39HqLyjWDarjtT1zdp7dc"}}}}"#
        );
        let said = errdoc_with(["parse", "--json"], body.as_bytes()).stdout;
        assert!(said.contains("\"message\": \"a a"), "{said}");
        assert!(!said.contains("sk_"), "{said}");
    }
}

#[test]
fn a_report_without_an_answer_names_nobody() {
    let ran = errdoc_with(["report"], b"connect ECONNREFUSED +14155550123");
    assert_eq!(ran.exit, Some(1), "{ran:?}");
    assert!(ran.stderr.contains("[phone]"), "{ran:?}");
    assert!(!ran.stderr.contains("4155550123"), "{ran:?}");
}

#[test]
fn a_code_that_no_catalog_has_may_be_somebodys_number() {
    let body = r#"{"success":false,"error":{"code":"+14155550123","message":"x"},"meta":{"version":"v3"}}"#;
    for args in [
        ["parse", "--json", "--redact"].as_slice(),
        &["report", "--json"],
    ] {
        let ran = errdoc_with(args, body.as_bytes());
        assert!(ran.stdout.contains("[phone]"), "{args:?} {ran:?}");
        assert!(!ran.stdout.contains("4155550123"), "{args:?} {ran:?}");
    }
}

#[test]
fn words_of_a_body_begin_no_line() {
    let body = br#"{"error":{"weird":true,"message":"boom \n::warning::y"}}"#;
    for (args, words) in [
        (["parse", "--format=text"], "boom ::warning::y"),
        (["parse", "--format=jsonl"], r"boom \n::warning::y"),
        (["parse", "--format=markdown"], "boom ::warning::y"),
        (["report", "--format=text"], "boom ::warning::y"),
    ] {
        let ran = errdoc_with(args, body);
        let said = ran.stdout + &ran.stderr;
        assert!(said.contains(words), "{args:?} {said}");
        let mut lines = said.lines().map(str::trim_start);
        assert!(lines.all(|line| !line.starts_with("::")), "{args:?} {said}");
    }
    // Nor where a line is broken in front of them.
    for length in 40..100 {
        let body = format!(
            r#"{{"error":{{"weird":true,"message":"{} ::warning::{}"}}}}"#,
            "a ".repeat(length / 2),
            "y".repeat(40)
        );
        let said = errdoc_with(["parse"], body.as_bytes()).stdout;
        assert!(said.contains("::warning::y"), "{said}");
        let mut lines = said.lines().map(str::trim_start);
        assert!(lines.all(|line| !line.starts_with("::")), "{said}");
    }
}

#[test]
fn the_report_of_a_gateways_page_says_who_sent_it_and_what_is_missing() {
    let page = b"<html>\n<head><title>502 Bad Gateway</title></head>\n<body>\n<center><h1>502 Bad Gateway</h1></center>\n<hr><center>nginx</center>\n</body>\n</html>\n";
    for form in ["text", "markdown"] {
        let ran = errdoc_with(["report", "--format", form], page);
        assert_eq!(ran.exit, Some(0), "{ran:?}");
        for said in [
            "The body is a web page, not the API's own response: nginx",
            "Still missing",
            "[ ] The time of the request",
            "[ ] Method and path",
        ] {
            assert!(ran.stdout.contains(said), "{form}: {said} {ran:?}");
        }
    }
    let known = sample("004-v3-idempotency-format.txt");
    let known = std::fs::read(known).unwrap();
    let letter = errdoc_with(["report", "--json"], &known).json();
    assert_eq!(letter["report"]["notes"], serde_json::json!([]));
}

#[test]
fn a_request_does_not_ask_support_whether_support_was_asked() {
    let body = "{\"success\":false,\"error\":{\"code\":\"AUTH_005\",\"message\":\"x\"}}";
    let explained = errdoc(["explain", "sent-v3:AUTH_005"]).stdout;
    assert!(explained.contains("support@sent.dm"), "{explained}");
    let report = errdoc(["report", body]).stdout;
    let (_, tried) = report.split_once("## What was tried").unwrap();
    assert!(
        tried.contains("- [ ] Wait for Sent's activation e-mail."),
        "{report}"
    );
    assert!(!tried.contains("sent.dm"), "{report}");
}

#[test]
fn annotate_knows_the_secrets_of_the_lines_before() {
    let key = "q9Zp4Xw7Rt2Lk8Vb5Nm3";
    let body = format!(
        r#"{{"success":false,"error":{{"code":"AUTH_002","message":"The value {key} was refused"}},"meta":{{"version":"v3"}}}}"#
    );
    for request in [
        format!("> GET /v3/x HTTP/1.1\n> x-api-key: {key}\n>\n< HTTP/1.1 401 X\n<"),
        format!("$ curl -ume:{key} https://api.example/v1"),
        format!("POST /x HTTP/1.1\n\nclient_secret={key}&a=b\n\nHTTP/1.1 401 X\n"),
        format!("request:\n  headers:\n    x-api-key:\n    - {key}\nresponse:"),
    ] {
        let input = format!("{request}\n{body}\n{body}\n");
        for args in [
            ["annotate", "--json"],
            ["annotate", "--format=tsv"],
            ["annotate", "--short"],
        ] {
            let ran = errdoc_with(args, input.as_bytes());
            assert_eq!(ran.exit, Some(0), "{args:?} {ran:?}");
            assert!(!ran.stdout.contains(key), "{args:?} {ran:?}");
        }
        let said = errdoc_with(["annotate"], input.as_bytes()).stdout;
        assert_eq!(
            said.matches("The value [redacted] was refused").count(),
            2,
            "{said}"
        );
    }
}
