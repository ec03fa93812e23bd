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

#[cfg(unix)]
#[test]
fn a_file_whose_name_is_no_utf_8_can_be_named() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt as _;

    let folder = folder("cli-names");
    let file = folder.join(OsStr::from_bytes(b"a\xffb.json"));
    std::fs::write(&file, b"{\"error\":\"Rate limit exceeded\"}\n").unwrap();
    for command in ["parse", "report", "scan"] {
        let ran = errdoc([OsStr::new(command), OsStr::new("--json"), file.as_os_str()]);
        assert_eq!(ran.exit, Some(0), "{command} {ran:?}");
    }
    let ran = errdoc([file.as_os_str()]);
    assert_eq!(ran.exit, Some(0), "{ran:?}");
    let gone = folder.join(OsStr::from_bytes(b"\xfe.json"));
    let ran = errdoc([OsStr::new("parse"), gone.as_os_str()]);
    assert_eq!(ran.exit, Some(2), "{ran:?}");
    assert!(ran.stderr.contains("\u{fffd}.json"), "{ran:?}");
}

#[cfg(target_os = "linux")]
#[test]
fn without_memory_the_program_says_so_and_ends_with_2() {
    let folder = folder("cli-memory");
    let file = folder.join("large.json");
    std::fs::write(&file, "{}".repeat(512 * 1024)).unwrap();
    let limited = |kilobytes: usize, words: &str| {
        let line = format!("ulimit -v {kilobytes}; exec \"$0\" {words}");
        let mut shell = std::process::Command::new("sh");
        shell
            .arg("-c")
            .arg(line)
            .arg(env!("CARGO_BIN_EXE_errdoc"))
            .arg(&file);
        shell.env_remove("RUST_BACKTRACE").output().unwrap()
    };
    // The least with which it runs at all.
    let least = (1..80)
        .map(|n| n * 8 * 1024)
        .find(|n| limited(*n, "--version").status.success());
    let output = limited(least.unwrap() + 16 * 1024, "parse \"$1\"");
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{said}");
    assert!(said.contains("memory allocation"), "{said}");
}
