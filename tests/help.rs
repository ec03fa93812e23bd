//! Help teaches: examples come first, a mistake is told what to type instead, and colours are decided alike everywhere.
#![allow(clippy::unwrap_used)]

use std::process::{Command, Output};

/// The commands that people type.
const COMMANDS: [&str; 13] = [
    "explain",
    "parse",
    "run",
    "scan",
    "annotate",
    "report",
    "list",
    "search",
    "guide",
    "catalog",
    "completions",
    "hook",
    "schema",
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
fn long_help_has_exit_codes_and_environment_once() {
    let long = stdout(&["--help"]);
    assert!(long.contains("Exit status:") && long.contains("NO_COLOR"));
    assert!(!stdout(&["-h"]).contains("Exit status:"));
    for command in COMMANDS {
        let long = stdout(&[command, "--help"]);
        assert!(long.contains("environment: errdoc --help"), "{long}");
        assert!(!long.contains("Exit status:"), "{long}");
    }
}

#[test]
fn options_that_do_nothing_are_not_listed() {
    for (command, option) in [
        (&["completions"][..], "--provider"),
        (&["hook"], "--provider"),
        (&["schema"], "--catalog"),
        (&["schema"], "--color"),
        (&["catalog", "new"], "--provider"),
        (&["scan"], "--no-pager"),
    ] {
        let help = stdout(&[command, &["--help"]].concat());
        assert!(!help.contains(option), "{command:?}: {help}");
    }
}

#[test]
fn the_short_help_of_every_command_is_one_screen() {
    // 80 columns and 24 lines, the last for the prompt.
    let catalog = ["new", "check", "show", "index"].map(|command| vec!["catalog", command]);
    let commands = COMMANDS.map(|command| vec![command]);
    let mut all = [&commands[..], &catalog[..]].concat();
    all.push(Vec::new());
    for command in all {
        let args = [&command[..], &["-h"]].concat();
        let output = errdoc(&args, &[("COLUMNS", "80")]);
        let help = String::from_utf8(output.stdout).unwrap();
        assert!(help.lines().count() <= 23, "{help}");
        assert!(
            help.lines().all(|line| line.chars().count() <= 80),
            "{help}"
        );
        assert!(help.contains("\nMore:  errdoc"), "{help}");
        let long = stdout(&[&command[..], &["--help"]].concat());
        assert!(!long.contains("\nMore:  errdoc"), "{long}");
    }
    for command in COMMANDS {
        let is_rare = ["completions", "hook", "schema"].contains(&command);
        assert_eq!(
            stdout(&["-h"]).contains(&format!("\n  {command} ")),
            !is_rare
        );
        assert!(stdout(&["--help"]).contains(&format!("\n  {command} ")));
    }
}

#[test]
fn a_mistake_is_told_what_to_type() {
    for (args, near) in [
        (&["explain"][..], "errdoc explain AUTH_002"),
        (&["search"], "errdoc search opted out"),
        (&["ls"], "tip: errdoc list"),
        (&["version"], "tip: errdoc --version"),
        (&["nonsense"], "tip: errdoc search nonsense"),
        (&["catalog", "check"], "errdoc catalog check acme.json"),
        (&["list", "opted", "out"], "errdoc search opted out"),
        (&["guide", "nonsense"], "`errdoc catalog show` lists all"),
        (
            &["annotate", "Cargo.toml"],
            "tip: errdoc annotate < Cargo.toml",
        ),
        (&["scan", "--top", "-1"], "invalid value '-1'"),
        (&["explian", "AUTH_002"], "subcommand exists: 'explain'"),
        (&["help", "explian"], "subcommand exists: 'explain'"),
        (&["catalog", "chekc"], "subcommand exists: 'check'"),
        (&["parse", "--formt", "json"], "'--format'"),
        (&["parse", "--format", "jsn"], "'json'"),
        (
            &["guide", "--format", "tsv"],
            "guide has no tsv form; it has text, json, markdown",
        ),
        (&["list", "--category", "bill"], "'billing'"),
        (&["list", "--retry", "backof"], "'backoff'"),
        (&["completions", "zhs"], "'zsh'"),
        (&["schema", "entyr"], "'entry'"),
        (&["guide", "sentv3"], "did you mean sent-v3?"),
        (&["list", "--provider", "mchow"], "did you mean michow?"),
    ] {
        let said = mistake(args);
        assert!(said.contains(near), "{args:?}: {said}");
    }
    assert!(!mistake(&["list", "-p", "zzz"]).contains("did you mean"));
    assert!(!mistake(&["help", "nope"]).contains("tip:"));
    assert!(mistake(&["catalog"]).starts_with("Write, check"));
    // It does not read standard input.
    assert!(!mistake(&["list", "Cargo.toml"]).contains("< Cargo.toml"));
}

#[test]
fn what_was_typed_in_the_wrong_place_is_neither_said_in_full_nor_with_its_secrets() {
    let body = format!(
        "{{\"api_key\": \"sk_live_0123456789abcdef\", \"x\": \"{}\"}}",
        "y".repeat(400)
    );
    for args in [
        &["list", body.as_str()][..],
        &["--api-key=sk_live_0123456789abcdef"],
    ] {
        let said = mistake(args);
        assert!(
            !said.contains("0123456789") && !said.contains(&"y".repeat(40)),
            "{said}"
        );
    }
}

#[test]
fn a_command_takes_the_forms_that_its_help_names_and_no_others() {
    let all = [
        "text", "json", "jsonl", "markdown", "tsv", "github", "html", "sarif",
    ];
    for command in COMMANDS {
        let help = stdout(&["help", command]);
        let named = |form: &&&str| help.contains(&format!("- {form}:"));
        let args: &[&str] = match command {
            "explain" => &["AUTH_002"],
            "parse" | "report" => &["{\"error\":\"Rate limit exceeded\"}"],
            "search" => &["balance"],
            "guide" => &["michow"],
            "scan" => &["/dev/null"],
            // What follows belongs to the command that is run.
            "catalog" | "run" => continue,
            "completions" | "hook" => &["bash"],
            "schema" => &["parse"],
            _ => &[],
        };
        for form in &all {
            let asked = [&[command], args, &["--format", form]].concat();
            let status = errdoc(&asked, &[]).status.code();
            // Its schemas are called as commands are, its forms are none.
            let is_taken = named(&form) && !["completions", "hook", "schema"].contains(&command);
            assert_eq!(status == Some(0), is_taken, "{asked:?}");
        }
    }
}

/// Returns a text without its colours.
fn plain(text: &str) -> String {
    let mut parts = text.split('\x1b');
    let first = parts.next().unwrap_or_default().to_owned();
    let rest = parts.map(|part| part.split_once('m').unwrap().1);
    first + &rest.collect::<String>()
}

#[test]
fn colours_change_nothing_else_of_help_and_of_mistakes() {
    for args in [
        &["-h"][..],
        &["--help"],
        &["parse", "-h"],
        &["help", "exit"],
    ] {
        let around = [("COLUMNS", "60")];
        let stdout = |around: &[_]| String::from_utf8(errdoc(args, around).stdout).unwrap();
        let colored = stdout(&[around[0], ("CLICOLOR_FORCE", "1")]);
        assert!(colored.contains("\x1b[1m"), "{args:?}");
        assert_eq!(plain(&colored), stdout(&around), "{args:?}");
    }
    for args in [&["lst"][..], &["parse", "nofile"], &["-p", "strpe", "402"]] {
        let stderr = |around: &[_]| String::from_utf8(errdoc(args, around).stderr).unwrap();
        let colored = stderr(&[("CLICOLOR_FORCE", "1")]);
        assert!(
            colored.starts_with("\x1b[1;31merrdoc:\x1b[0m "),
            "{colored:?}"
        );
        assert_eq!(plain(&colored), stderr(&[]), "{args:?}");
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
        let table = errdoc(&[&["list", "michow"], args].concat(), around);
        assert!(!table.stdout.contains(&0x1b));
    }
}
