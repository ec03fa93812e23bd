//! Trouble, and no answer, in the forms for programs.

use crate::program::{errdoc, folder, sample, write};

#[test]
fn trouble_with_json_is_an_object_on_stdout_and_nothing_else() {
    let folder = folder("cli-trouble");
    let bad = write(
        &folder,
        "bad.json",
        "{\"id\": \"bad\",\n\"nope\": 7,\n\"entries\": []}",
    );
    let bad = bad.to_str().unwrap();
    for (kind, args) in [
        ("usage", ["explain", "--json"].as_slice()),
        ("usage", &["--json", "--nope"]),
        ("usage", &["list", "--format", "json", "--status", "abc"]),
        ("usage", &["list", "-fjson", "--provider", "nope"]),
        ("usage", &["guide", "--format=json", "nope"]),
        ("usage", &["catalog", "new", "A", "--json"]),
        ("input", &["parse", "--json", "/no/such/file"]),
        ("input", &["parse", "-f", "json", "/"]),
        ("catalog", &["--catalog", bad, "list", "--json"]),
        (
            "catalog",
            &["--catalog", "/no/such/file", "parse", "--json"],
        ),
        ("catalog", &["catalog", "check", "/no/such/file", "--json"]),
    ] {
        let ran = errdoc(args);
        assert_eq!(ran.exit, Some(2), "{args:?} {ran:?}");
        assert!(ran.stderr.is_empty(), "{args:?} {ran:?}");
        let json = ran.json();
        assert_eq!(json["schema_version"], 1, "{args:?}");
        assert_eq!(json["error"]["kind"], kind, "{args:?} {ran:?}");
        assert!(!json["error"]["message"].as_str().unwrap().is_empty());
    }
}

#[test]
fn no_answer_with_json_is_an_object_too() {
    let miss = errdoc(["explain", "NOPE_9999", "--json"]);
    assert_eq!(miss.exit, Some(1));
    assert_eq!(miss.json()["not_found"][0]["query"], "NOPE_9999");
    let none = errdoc(["list", "-p", "michow", "-c", "conflict", "--json"]);
    assert_eq!(none.exit, Some(1));
    assert_eq!(none.json()["entries"], serde_json::json!([]));
    let empty = sample("160-empty.txt");
    let empty = errdoc(["parse", "--json", empty.to_str().unwrap()]);
    assert_eq!(empty.exit, Some(1));
    assert_eq!(empty.json()["outcome"], "empty");
}

#[test]

fn no_answer_is_said_in_every_form() {
    for form in ["jsonl", "markdown"] {
        for input in ["{}", r#"{"weird":1}"#, r#"{"success":true,"error":null}"#] {
            let ran = errdoc(["parse", "--format", form, input]);
            assert!(
                !(ran.stdout + &ran.stderr).trim().is_empty(),
                "{form} {input}"
            );
        }
    }
    let unknown = errdoc(["explain", "--format", "jsonl", "418"]);
    assert!(!unknown.stderr.is_empty(), "{unknown:?}");
}

#[test]

fn a_form_that_a_command_does_not_have_is_refused() {
    for args in [
        ["catalog", "show", "--json"].as_slice(),
        &["catalog", "new", "--format", "tsv"],
        &["completions", "bash", "--json"],
        &["schema", "parse", "--format", "markdown"],
    ] {
        let ran = errdoc(args);
        assert!(
            ran.exit == Some(2) || serde_json::from_str::<serde_json::Value>(&ran.stdout).is_ok(),
            "{args:?}: {}",
            &ran.stdout[..40]
        );
    }
}

#[test]
fn no_more_than_forty_characters_of_what_fails_are_said_again() {
    let folder = folder("cli-window");
    let long = "Q".repeat(300);
    let catalog = format!(
        r#"{{"id": "acme", "name": "A", "envelopes": [], "entries": [{{"code": "X", "http_status": "{long}"}}]}}"#
    );
    let catalog = write(&folder, "acme.json", &catalog);
    let catalog = catalog.to_str().unwrap();
    let spaced = format!("{long} {long}");
    for args in [
        vec!["parse", &long],
        vec!["parse", &spaced],
        vec!["report", &long],
        vec![&long],
        vec!["list", "--provider", &long],
        vec!["list", "--format", &long],
        vec!["guide", &long],
        vec!["catalog", "new", &long],
        vec!["catalog", "check", catalog],
        vec!["list", "--catalog", catalog],
    ] {
        for form in ["text", "json"] {
            let ran = errdoc([&args[..], &["--format", form]].concat());
            let said = format!("{}{}", ran.stdout, ran.stderr);
            assert!(!said.contains(&"Q".repeat(41)), "{args:?}: {said}");
            assert_ne!(ran.exit, Some(0), "{args:?}");
        }
    }
}

#[test]
fn a_code_that_is_no_file_is_told_where_it_is_explained() {
    for code in ["AUTH_002", "auth2", "sinch:40005", "429"] {
        let ran = errdoc(["parse", code]);
        assert_eq!(ran.exit, Some(2));
        let hint = format!("errdoc explain {code}");
        assert!(ran.stderr.contains(&hint), "{ran:?}");
    }
    let ran = errdoc(["parse", "nowhere.txt"]);
    assert!(!ran.stderr.contains("explain"), "{ran:?}");
}
