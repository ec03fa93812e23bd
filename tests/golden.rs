//! What people see, kept as files: one of each kind, read by a person before it was accepted.
//!
//! `ERRDOC_ACCEPT=1 cargo test --test golden` accepts what the program prints now; read the difference before you commit it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod examples;
mod program;

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::PathBuf;
use std::{env, fs};

use errdoc::catalog::{Catalog, Entry};
use program::{Ran, command, root, run};
use serde_json::{Value, json};

/// The width of the sessions in the golden files.
const WIDTH: &str = "80";

/// A whole v3 answer with a code that the catalog lacks.
const UNKNOWN_CODE: &str = r#"{"success":false,"data":null,"error":{"code":"BUSINESS_099","message":"Too many chickens","details":null},"meta":{"request_id":"req_9","timestamp":"2026-01-01T00:00:00Z","version":"v3"}}"#;

/// An error of an API that the catalog lacks.
const FOREIGN: &str = r#"{"fault":{"reason":"The parcel is too heavy","depot":7},"trace":"t-1"}"#;

/// The golden files: name without its ending, and the arguments. Samples are named without their folder.
const TEXTS: &[(&str, &[&str])] = &[
    ("explain-code", &["explain", "AUTH_002"]),
    ("explain-own-name", &["explain", "insufficient-balance"]),
    ("explain-status", &["explain", "429", "-p", "michow"]),
    ("explain-dash-trap", &["explain", "AUTH-002"]),
    ("explain-message", &["explain", "Event 'welcome' not found"]),
    (
        "explain-unknown",
        &[
            "explain", "40006", "AUHT_002", "F4O1", "-p", "sinch", "-p", "sent",
        ],
    ),
    (
        "parse-fields",
        &["parse", "002-seed-validation001-verbatim.txt"],
    ),
    (
        "parse-values",
        &["parse", "007-legacy-insufficient-balance.txt"],
    ),
    ("parse-headers", &["parse", "048-curl-i-http2-date.txt"]),
    (
        "parse-contradiction",
        &["parse", "028-sinch-40005-json-conflict.txt"],
    ),
    ("parse-done", &["parse", "021-sendivent-duplicate.txt"]),
    ("parse-cut", &["parse", "138-truncated-after-code.txt"]),
    ("parse-status-only", &["parse", "141-nginx-502.txt"]),
    ("parse-unknown-code", &["parse", UNKNOWN_CODE]),
    ("parse-possible", &["parse", "150-foreign-laravel.txt"]),
    ("parse-several", &["parse", "125-ndjson-three.txt"]),
    ("parse-repeated", &["parse", "054-curl-retry-three.txt"]),
    ("parse-no-response", &["parse", "071-curl-dns.txt"]),
    ("parse-foreign", &["parse", FOREIGN]),
    ("parse-success", &["parse", "155-success-body.txt"]),
    ("parse-empty", &["parse", "160-empty.txt"]),
    ("list", &["list", "--provider", "michow"]),
    (
        "list-several",
        &["list", "--status", "404", "-p", "sent", "-p", "michow"],
    ),
    (
        "search",
        &[
            "search",
            "balance",
            "-p",
            "sent",
            "-p",
            "sinch-verification",
        ],
    ),
    ("search-near", &["search", "balence", "-p", "sent"]),
    ("guide", &["guide", "michow"]),
    ("guide-all", &["guide"]),
];

/// Golden files in Markdown.
const MARKDOWNS: &[(&str, &[&str])] = &[
    ("explain", &["explain", "AUTH_002", "-f", "markdown"]),
    (
        "explain-status",
        &["explain", "429", "-p", "michow", "-f", "markdown"],
    ),
    (
        "parse",
        &[
            "parse",
            "002-seed-validation001-verbatim.txt",
            "-f",
            "markdown",
        ],
    ),
    (
        "parse-status-only",
        &["parse", "141-nginx-502.txt", "-f", "markdown"],
    ),
    ("list", &["list", "--provider", "michow", "-f", "markdown"]),
    ("guide", &["guide", "michow", "-f", "markdown"]),
    ("guide-all", &["guide", "-f", "markdown"]),
];

/// Golden files in JSON.
const JSONS: &[(&str, &[&str])] = &[
    ("explain", &["explain", "AUTH_002", "--json"]),
    ("explain-unknown", &["explain", "sinch:40006", "--json"]),
    (
        "explain-status",
        &["explain", "429", "--provider", "michow", "--json"],
    ),
    (
        "parse",
        &["parse", "002-seed-validation001-verbatim.txt", "--json"],
    ),
    (
        "parse-status-only",
        &["parse", "141-nginx-502.txt", "--json"],
    ),
    ("trouble", &["list", "--provider", "nope", "--json"]),
];

/// Gives the folder of golden files.
fn folder() -> PathBuf {
    root().join("tests/golden")
}

/// Runs a golden file's command among the samples.
fn golden_run(args: &[&str]) -> Ran {
    run(command(args)
        .env("COLUMNS", WIDTH)
        .current_dir(root().join("tests/samples")))
}

/// Gives a run as a terminal session: what was typed, both streams, the exit status if it is not 0.
fn session(args: &[&str]) -> String {
    let ran = golden_run(args);
    let typed: Vec<String> = args
        .iter()
        .map(|arg| match arg.contains([' ', '\'', '"', '{']) {
            true if arg.contains('\'') => format!("\"{arg}\""),
            true => format!("'{arg}'"),
            false => (*arg).to_owned(),
        })
        .collect();
    let mut text = format!("$ errdoc {}\n{}", typed.join(" "), ran.stdout);
    for line in ran.stderr.lines() {
        let _ = writeln!(text, "[stderr] {line}");
    }
    if ran.exit != Some(0) {
        let _ = writeln!(text, "[exit {}]", ran.exit.unwrap());
    }
    text
}

/// Compares a text with its golden file, or accepts it; gives what differs.
fn compare(name: &str, actual: &str) -> Option<String> {
    let path = folder().join(name);
    if env::var_os("ERRDOC_ACCEPT").is_some() {
        fs::create_dir_all(folder()).unwrap();
        fs::write(&path, actual).unwrap();
        return None;
    }
    let kept = fs::read_to_string(&path).unwrap_or_default();
    let kept = kept.replace("\r\n", "\n");
    if kept == actual {
        return None;
    }
    let mut report = format!("--- {name}\n");
    let (kept, actual): (Vec<&str>, Vec<&str>) = (kept.lines().collect(), actual.lines().collect());
    let same = kept.iter().zip(&actual).take_while(|(a, b)| a == b).count();
    let tail = kept[same..]
        .iter()
        .rev()
        .zip(actual[same..].iter().rev())
        .take_while(|(a, b)| a == b)
        .count();
    let _ = writeln!(report, "line {}", same + 1);
    for line in &kept[same..kept.len() - tail] {
        let _ = writeln!(report, "-{line}");
    }
    for line in &actual[same..actual.len() - tail] {
        let _ = writeln!(report, "+{line}");
    }
    Some(report)
}

/// Gives every golden file's name with what the program prints now.
fn all() -> Vec<(String, String)> {
    let mut all = Vec::new();
    for (name, args) in TEXTS {
        all.push((format!("{name}.txt"), session(args)));
    }
    for (name, args) in MARKDOWNS {
        all.push((format!("{name}.md"), golden_run(args).stdout));
    }
    for (name, args) in JSONS {
        all.push((format!("{name}.json"), golden_run(args).stdout));
    }
    all
}

#[test]
fn what_people_see_is_what_was_accepted() {
    let all = all();
    let faults: Vec<String> = all
        .iter()
        .filter_map(|(name, actual)| compare(name, actual))
        .collect();
    assert!(
        faults.is_empty(),
        "{}\nERRDOC_ACCEPT=1 accepts this",
        faults.join("\n")
    );
    let kept: BTreeSet<String> = fs::read_dir(folder())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    let made: BTreeSet<String> = all.into_iter().map(|(name, _)| name).collect();
    assert_eq!(
        kept, made,
        "a golden file that nothing makes, or the reverse"
    );
}

/// Returns every entry of the seed APIs with its API's id.
fn entries() -> Vec<(String, Entry)> {
    let catalog = Catalog::builtin();
    let of_api = |id: &str| {
        let entries = catalog.entries(id).unwrap().into_iter();
        entries.map(|entry| (id.to_owned(), entry)).collect()
    };
    examples::SEED
        .iter()
        .flat_map(|id: &&str| -> Vec<_> { of_api(id) })
        .collect()
}

/// Gives the lines of an entry's commands: they are to be copied, so they are broken only after a `\` and never filled with doubtful values.
fn command_lines(entry: &Entry) -> Vec<String> {
    entry
        .remediation
        .iter()
        .filter_map(|step| step.command.as_ref())
        .flat_map(|command| command.lines().map(|line| line.trim().to_owned()))
        .collect()
}

/// Returns true if a line is one of the commands or a part of one that goes on after `\`; a value may have been filled in.
fn is_command(line: &str, commands: &[String]) -> bool {
    if line.ends_with(" \\") {
        return true;
    }
    let line = line.trim();
    commands.iter().any(|command| {
        let fixed = command.split(['{', '<']).next().unwrap_or(command);
        line == command
            || (fixed.len() > 8 && line.starts_with(fixed))
            || (!line.is_empty() && command.contains(line))
    })
}

/// Gives what is wrong with the look of a text answer of this width.
fn faults(text: &str, width: usize, commands: &[String]) -> Vec<String> {
    let mut faults = Vec::new();
    let mut before = "";
    for line in text.lines() {
        let length = line.chars().count();
        let is_free = is_command(line, commands) || line.contains("://");
        if length > width && !is_free {
            faults.push(format!("{length} wide: {line}"));
        }
        if line != line.trim_end() {
            faults.push(format!("blanks at the end: {line:?}"));
        }
        if line.is_empty() && before.is_empty() {
            faults.push("two blank lines, or one at the start".to_owned());
        }
        let is_label = line.split_whitespace().count() == 1 && !line.starts_with(' ');
        if is_label && !line.is_empty() && line.len() <= 10 && line != line.to_uppercase() {
            faults.push(format!("a label with nothing behind it: {line}"));
        }
        before = line;
    }
    if !text.ends_with('\n') || text.ends_with("\n\n") {
        faults.push("does not end with one line break".to_owned());
    }
    for word in ["None", "Some(", "[]", "\u{fffd}"] {
        if text.split_whitespace().any(|w| w == word) {
            faults.push(format!("says {word}"));
        }
    }
    faults
}

/// Gives the text lines that are no command.
fn prose<'t>(text: &'t str, commands: &[String]) -> Vec<&'t str> {
    text.lines()
        .filter(|line| !is_command(line, commands))
        .collect()
}

#[test]
fn every_entry_is_explained_in_text_of_any_width() {
    let mut all = Vec::new();
    for (id, entry) in entries() {
        let name = format!("{id}:{}", entry.code);
        for width in [60, 80, 100] {
            let ran = run(command(["explain", &name]).env("COLUMNS", width.to_string()));
            assert_eq!(ran.exit, Some(0), "{name}");
            let commands = command_lines(&entry);
            let (head, body) = ran.stdout.split_once("\n\n").unwrap();
            assert!((2..=4).contains(&head.lines().count()), "{name}: {head}");
            let found = faults(body, width, &commands);
            all.extend(
                found
                    .into_iter()
                    .map(|fault| format!("{name} at {width}: {fault}")),
            );
            for label in ["Why", "Fix", "Retry"] {
                let start = format!("\n{label:10}");
                assert_eq!(ran.stdout.matches(&start).count(), 1, "{name}: {label}");
            }
            for line in prose(&ran.stdout, &commands) {
                let is_open = line.contains('{') && !line.contains('`') && !line.contains('"');
                if is_open {
                    all.push(format!("{name}: an open brace: {line}"));
                }
            }
            let lines = ran.stdout.lines().count();
            assert!(
                width < 80 || lines <= 32,
                "{name} has {lines} lines at {width}"
            );
        }
    }
    assert!(all.is_empty(), "{}", all.join("\n"));
}

#[test]

fn the_head_lines_are_as_wide_as_asked_too() {
    for (id, entry) in entries() {
        for width in [60, 80] {
            let name = format!("{id}:{}", entry.code);
            let text = run(command(["explain", &name]).env("COLUMNS", width.to_string())).stdout;
            for line in text.lines().take(2) {
                assert!(line.chars().count() <= width, "{line}");
            }
        }
    }
}

#[test]

fn entries_one_a_line_are_as_wide_as_asked() {
    for args in [["search", "balance"], ["explain", "429"], ["search", "key"]] {
        let text = run(command(args)
            .args(["-p", "sent", "-p", "michow"])
            .env("COLUMNS", WIDTH))
        .stdout;
        for line in text.lines() {
            assert!(line.chars().count() <= 80, "{line}");
        }
    }
}

#[test]
fn every_entry_is_explained_in_markdown() {
    for (id, entry) in entries() {
        let name = format!("{id}:{}", entry.code);
        let ran = run(&mut command(["explain", &name, "--format", "markdown"]));
        let text = ran.stdout;
        assert!(text.starts_with(&format!("## `{}` ", entry.code)), "{text}");
        for part in ["\n**Cause:** ", "\n**Fix:**\n\n1. ", "\n**Retry:** "] {
            assert_eq!(text.matches(part).count(), 1, "{name}: {part}\n{text}");
        }
        assert_eq!(text.matches("```").count() % 2, 0, "{name}: an open fence");
        assert!(!text.contains("\n\n\n"), "{name}: two blank lines");
        for line in text.lines() {
            let is_bare = line.starts_with("**") && line.ends_with(":**") && line != "**Fix:**";
            assert!(!is_bare, "{name}: nothing behind {line}");
        }
    }
}

#[test]
fn every_entry_is_explained_in_json_as_the_catalog_has_it() {
    let json = run(&mut command(["list", "--json"])).json();
    let list = json["entries"].as_array().unwrap();
    let entries = entries();
    assert!(list.len() > entries.len());
    for (view, (id, entry)) in list.iter().zip(&entries) {
        assert_eq!(view["provider"], **id);
        assert_eq!(view["code"], entry.code);
        assert_eq!(view["title"], entry.title);
        assert_eq!(view["cause"], entry.cause);
        assert_eq!(view["http_status"], json!(entry.http_status.usual()));
        assert_eq!(view["retry"]["verdict"], entry.retry.verdict.id());
        assert_eq!(view["source"], entry.source);
        let steps = view["remediation"].as_array().unwrap();
        assert_eq!(steps.len(), entry.remediation.len());
        for (shown, step) in steps.iter().zip(&entry.remediation) {
            let shown = shown.as_str().unwrap();
            assert_eq!(
                shown.lines().next(),
                Some(&*step.text),
                "{id}:{}",
                entry.code
            );
            if let Some(command) = &step.command {
                assert!(shown.ends_with(&format!("\n{command}")), "{shown}");
            }
        }
    }
}

#[test]
fn every_example_is_answered_with_its_values_filled_in() {
    for (id, entry) in entries() {
        let commands = command_lines(&entry);
        let own = examples::cases(&[&id])
            .into_iter()
            .filter(|case| case.code == entry.code);
        for case in own {
            let body = case.body.to_string();
            let name = format!("{id}:{} {body}", entry.code);
            let in_form = |form: &str| {
                let mut command = command(["parse", "--format", form, &body]);
                run(command.env("COLUMNS", WIDTH)).stdout
            };
            let (text, markdown) = (in_form("text"), in_form("markdown"));
            let json: Value = serde_json::from_str(&in_form("json")).unwrap();
            let d = &json["diagnoses"][0];
            let sentences: Vec<&str> = d["remediation"]
                .as_array()
                .unwrap_or_else(|| panic!("{name} is not diagnosed"))
                .iter()
                .filter_map(|step| step.as_str()?.lines().next())
                .collect();
            let shown = [
                prose(&text, &commands),
                prose(&markdown, &commands),
                sentences,
            ]
            .concat();
            for value in d["values"].as_object().unwrap().keys() {
                for open in [format!("{{{value}}}"), format!("<{value}>")] {
                    let line = shown.iter().find(|line| line.contains(&open));
                    assert_eq!(line, None, "{name}");
                }
            }
            let faults = faults(&text, 80, &commands);
            assert!(faults.is_empty(), "{name}: {faults:#?}");
        }
    }
}
