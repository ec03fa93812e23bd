//! Long answers on a terminal: what is paged, what is not, and who is left when Ctrl-C is pressed.
#![cfg(target_os = "linux")]

use std::io;
use std::process::{Command, Stdio};

use crate::program::{folder, nowhere, write};

/// A pager that marks each line.
const MARKS: &str = "sed s/^/PAGED:/";

/// Runs a line of a shell on a terminal of 80 columns and 24 lines; returns nothing if that is not possible here.
fn on_a_terminal(line: &str, pager: &str) -> Option<String> {
    let mut script = Command::new("script");
    script
        .args([
            "-qec",
            &format!("stty rows 24 cols 80; {line}"),
            "/dev/null",
        ])
        .env("ERRDOC", env!("CARGO_BIN_EXE_errdoc"))
        .env("ERRDOC_PAGER", pager)
        .env("XDG_CONFIG_HOME", nowhere())
        .env_remove("COLUMNS")
        .stdin(Stdio::null());
    let Ok(output) = script.output() else {
        let _ = io::Write::write_all(&mut io::stderr(), b"SKIPPED: script is not installed\n");
        return None;
    };
    Some(String::from_utf8_lossy(&output.stdout).into_owned())
}

#[test]
fn what_is_longer_than_the_terminal_is_paged_whatever_is_piped_in() {
    for (line, is_paged) in [
        (r#""$ERRDOC" explain AUTH_002 AUTH_001"#, true),
        (r#""$ERRDOC" list"#, true),
        (r#""$ERRDOC" --help"#, true),
        (r#""$ERRDOC" help scan"#, true),
        (
            r#"cat tests/samples/015-sendivent-event-not-found.txt tests/samples/141-nginx-502.txt | "$ERRDOC""#,
            true,
        ),
        (
            r#""$ERRDOC" parse < tests/samples/141-nginx-502.txt"#,
            false,
        ),
        (r#""$ERRDOC" -h"#, false),
        (r#""$ERRDOC" --no-pager list"#, false),
        (r#""$ERRDOC" --help --no-pager"#, false),
        (r#""$ERRDOC" list | cat"#, false),
    ] {
        let Some(shown) = on_a_terminal(line, MARKS) else {
            return;
        };
        assert!(shown.lines().count() > 10, "{line}\n{shown}");
        assert_eq!(shown.contains("PAGED:"), is_paged, "{line}\n{shown}");
    }
}

#[test]
fn the_pager_outlives_ctrl_c_and_errdoc_waits_for_it() {
    let folder = folder("pager");
    // As the terminal does, it tells errdoc too.
    let pager = write(
        &folder,
        "pager",
        "kill -INT $PPID; sleep 0.3; kill -0 $PPID && sed s/^/PAGED:/",
    );
    let Some(shown) = on_a_terminal(
        r#""$ERRDOC" list; echo "exit status $?""#,
        &format!("sh {}", pager.display()),
    ) else {
        return;
    };
    assert!(shown.contains("PAGED:"), "{shown}");
    assert!(shown.trim_end().ends_with("exit status 0"), "{shown}");
}

#[test]
fn a_person_who_watches_annotate_gets_lines_for_people() {
    let body = r#"{"error":{"type":"card_error","code":"card_declined","message":"Your card was declined."}}"#;
    for (options, is_short) in [("", true), ("-f jsonl", false), ("| cat", false)] {
        let line = format!(r#"printf '%s\n' fine '{body}' | "$ERRDOC" annotate {options}"#);
        let Some(shown) = on_a_terminal(&line, "") else {
            return;
        };
        let has_line = shown.contains("stripe card_declined") && shown.contains("2: ");
        assert_eq!(has_line, is_short, "{line}\n{shown}");
        assert_eq!(
            shown.contains("\"diagnoses\""),
            !is_short,
            "{line}\n{shown}"
        );
    }
}
