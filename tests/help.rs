//! Help teaches: examples come first, a mistake is told what to type instead, and colours are decided alike everywhere.
#![allow(clippy::unwrap_used)]

use std::process::{Command, Output};

/// The commands that people type.
const COMMANDS: [&str; 8] = [
    "explain", "parse", "report", "list", "search", "guide", "catalog", "schema",
];

/// Runs errdoc with these variables, and no others that count.
fn errdoc(args: &[&str], around: &[(&str, &str)]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_errdoc"));
    for name in ["NO_COLOR", "CLICOLOR_FORCE", "ERRDOC_CATALOG_PATH"] {
        command.env_remove(name);
    }
    command
        .env("XDG_CONFIG_HOME", env!("CARGO_TARGET_TMPDIR"))
        .args(args)
        .envs(around.iter().copied())
        .output()
        .unwrap()
}

/// Gives what errdoc answers.
fn stdout(args: &[&str]) -> String {
    String::from_utf8(errdoc(args, &[]).stdout).unwrap()
}

/// Gives what errdoc says about a mistake.
fn mistake(args: &[&str]) -> String {
    let output = errdoc(args, &[]);
    assert_eq!(output.status.code(), Some(2), "{args:?}");
    String::from_utf8(output.stderr).unwrap()
}

#[test]
fn examples_come_before_usage_and_options() {
    let whole = stdout(&[]);
    for text in [whole, stdout(&["-h"]), stdout(&["--help"])] {
        assert!(
            text.find("Examples:\n") < text.find("Usage: errdoc"),
            "{text}"
        );
    }
    for command in COMMANDS {
        let text = stdout(&["help", command]);
        let examples = text.find("Examples:\n").unwrap_or(usize::MAX);
        assert!(examples < text.find("Usage:").unwrap(), "{text}");
        assert!(stdout(&[command, "-h"]).len() < text.len(), "{command}");
    }
}

#[test]
fn long_help_has_exit_codes_and_environment_and_short_help_has_not() {
    for command in COMMANDS {
        let long = stdout(&[command, "--help"]);
        assert!(long.contains("Exit status:") && long.contains("NO_COLOR"));
        assert!(!stdout(&[command, "-h"]).contains("Exit status:"));
    }
}

#[test]
fn a_mistake_is_told_what_to_type() {
    for (args, near) in [
        (&["explain"][..], "errdoc explain AUTH_002"),
        (&["search"], "errdoc search opted out"),
        (&["AUTH_002"], "tip: errdoc explain AUTH_002"),
        (&["Cargo.toml"], "tip: errdoc parse Cargo.toml"),
        (&["explian", "AUTH_002"], "'explain'"),
        (&["parse", "--formt", "json"], "'--format'"),
        (&["list", "--category", "bill"], "'billing'"),
        (&["guide", "sentv3"], "sent-v3"),
    ] {
        let said = mistake(args);
        assert!(said.contains(near), "{args:?}: {said}");
    }
}

#[test]
fn help_and_answers_agree_about_colours() {
    for (args, around, is_colored) in [
        (&[][..], &[][..], false),
        (&[], &[("CLICOLOR_FORCE", "1")], true),
        (&[], &[("CLICOLOR_FORCE", "0")], false),
        (&[], &[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")], false),
        (&[], &[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "")], true),
        (&["--color", "always"], &[("NO_COLOR", "1")], true),
        (&["--color=never"], &[("CLICOLOR_FORCE", "1")], false),
    ] {
        for command in [&["help"][..], &["explain", "AUTH_002"], &["guide"]] {
            if command == ["help"] && !args.is_empty() {
                continue;
            }
            let output = errdoc(&[command, args].concat(), around);
            let has_escapes = output.stdout.contains(&0x1b);
            assert_eq!(has_escapes, is_colored, "{command:?} {args:?} {around:?}");
            // Never a link where nobody clicks.
            assert!(!String::from_utf8_lossy(&output.stdout).contains("\x1b]8"));
        }
        let table = errdoc(&[&["list"], args].concat(), around);
        assert!(!table.stdout.contains(&0x1b));
    }
}
