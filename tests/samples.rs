//! Real inputs, each with the answer due: `samples/INDEX.tsv` says which.
#![allow(clippy::unwrap_used)]

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::time::{Duration, Instant};

use errdoc::sanitize::is_unsafe;
use serde_json::Value;

/// A row of the index.
struct Row {
    file: String,
    expected: Vec<String>,
    statuses: Vec<String>,
    secrets: Vec<String>,
    personal: Vec<String>,
}

/// Gives the folder of samples.
fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/samples")
}

/// Reads the index.
fn rows() -> Vec<Row> {
    let index = fs::read_to_string(folder().join("INDEX.tsv")).unwrap();
    let split = |text: &str, by: &str| -> Vec<String> {
        text.split(by)
            .map(|part| part.trim().to_owned())
            .filter(|p| !p.is_empty())
            .collect()
    };
    index
        .lines()
        .skip(1)
        .map(|line| {
            let cells: Vec<&str> = line.split('\t').collect();
            Row {
                file: cells[0].to_owned(),
                expected: split(cells[2], ";"),
                statuses: split(cells[3], ";"),
                secrets: split(cells[5], "|"),
                personal: split(cells[6], "|"),
            }
        })
        .collect()
}

/// Runs a command of the program on a sample.
fn run(row: &Row, command: &str, args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_errdoc"))
        .arg(command)
        .args(args)
        .arg(folder().join(&row.file))
        .env("XDG_CONFIG_HOME", "/nonexistent")
        .env_remove("ERRDOC_CATALOG_PATH")
        .output()
        .unwrap()
}

/// Gives what a JSON answer says, in the words of the index.
fn answer(answer: &Value) -> (Vec<String>, Vec<String>) {
    let diagnoses = answer["diagnoses"].as_array().unwrap();
    let names = diagnoses
        .iter()
        .map(|d| match (d["provider"].as_str(), d["code"].as_str()) {
            (Some(provider), Some(code)) if d["certainty"] != "unknown_code" => {
                format!("{provider}/{code}")
            }
            _ if d["certainty"] == "status_only" || d["certainty"] == "unknown_api" => {
                "status-only".to_owned()
            }
            _ => format!("unknown {}", d["code"]),
        })
        .collect();
    let statuses = diagnoses
        .iter()
        .map(|d| d["http_status"].to_string())
        .collect();
    (names, statuses)
}

/// Gives what an output says that it may not say: control characters, and the texts that are forbidden.
fn spills(name: &str, output: &Output, forbidden: &[String]) -> String {
    let mut faults = String::new();
    for (stream, bytes) in [("stdout", &output.stdout), ("stderr", &output.stderr)] {
        let text = String::from_utf8_lossy(bytes);
        if let Some(c) = text.chars().find(|c| is_unsafe(*c)) {
            let _ = writeln!(faults, "  {name}: {stream} has {c:?}");
        }
        for secret in forbidden
            .iter()
            .filter(|secret| text.contains(secret.as_str()))
        {
            let _ = writeln!(faults, "  {name}: {stream} says {secret}");
        }
    }
    faults
}

/// Gives everything that is wrong with the answers to a sample.
fn faults(row: &Row) -> String {
    let mut faults = String::new();
    let start = Instant::now();
    let output = run(row, "parse", &["--json"]);
    if start.elapsed() > Duration::from_secs(1) {
        let _ = writeln!(faults, "  took {:?}", start.elapsed());
    }
    let json: Value = match serde_json::from_slice(&output.stdout) {
        Ok(json) => json,
        Err(error) => return format!("  no JSON: {error}\n"),
    };
    let (names, statuses) = answer(&json);
    let expected: Vec<&str> = row
        .expected
        .iter()
        .map(|name| name.strip_prefix("possible: ").unwrap_or(name))
        .collect();
    let none = row.expected == ["none"];
    if none {
        if names.iter().any(|name| name != "status-only") {
            let _ = writeln!(faults, "  none expected, got {names:?}");
        }
    } else if names != expected {
        let _ = writeln!(faults, "  expected {expected:?}, got {names:?}");
    } else if statuses != row.statuses {
        let _ = writeln!(
            faults,
            "  expected statuses {:?}, got {statuses:?}",
            row.statuses
        );
    }
    for (diagnosis, expected) in json["diagnoses"]
        .as_array()
        .unwrap()
        .iter()
        .zip(&row.expected)
    {
        if expected.starts_with("possible: ") != (diagnosis["certainty"] == "possible")
            && expected != "sent-v2/forbidden"
        {
            let _ = writeln!(faults, "  {expected} is {}", diagnosis["certainty"]);
        }
    }
    let is_known = !none && row.expected != ["status-only"];
    let exit = if is_known || json["outcome"] == "success" {
        0
    } else {
        1
    };
    if output.status.code() != Some(exit) {
        let _ = writeln!(
            faults,
            "  exit {:?} instead of {exit}",
            output.status.code()
        );
    }
    for form in ["text", "json", "jsonl", "markdown"] {
        let output = run(row, "parse", &["--format", form]);
        faults.push_str(&spills(&format!("parse {form}"), &output, &row.secrets));
    }
    let private: Vec<String> = row.secrets.iter().chain(&row.personal).cloned().collect();
    for form in ["text", "json", "markdown"] {
        let output = run(row, "report", &["--format", form, "--with-payload"]);
        faults.push_str(&spills(&format!("report {form}"), &output, &private));
    }
    faults
}

#[test]
fn every_sample_gets_the_answer_due() {
    let rows = rows();
    assert!(rows.len() >= 66, "the index has lost rows");
    let mut all = String::new();
    for row in &rows {
        let faults = faults(row);
        if !faults.is_empty() {
            let _ = writeln!(all, "{}\n{faults}", row.file);
        }
    }
    assert!(all.is_empty(), "{all}");
}
