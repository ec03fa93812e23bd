//! The compiled form of a catalog file is read in its place, and changes no answer.
#![allow(clippy::unwrap_used)]

use std::fmt::Write as _;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::time::{Duration, SystemTime};

/// What a person may ask `explain`, found or not, and options that choose among APIs.
const TYPED: [&[&str]; 16] = [
    &["GROWN_1"],
    &["grown 0002"],
    &["grown:GROWN_0003", "AUTH_002"],
    &["alias-4"],
    &["GROWN_5", "GROWN_5"],
    &["RESOURCE_002"],
    &["sent-v3:RESOURCE_002"],
    &["AUTH_002"],
    &["AUTH_999"],
    &["GROWN_7", "--provider", "sent-v3"],
    &["GROWN_7", "--provider", "grown"],
    &["404"],
    &["GROWN_99999"],
    &["GROWN_1", "nothing-like-it"],
    &["Thing 6 not found"],
    &["", "  "],
];

/// Other commands.
const OTHERS: [&[&str]; 5] = [
    &["list", "--json", "-p", "grown"],
    &["search", "thing", "6", "-p", "grown"],
    &["guide", "grown"],
    &["parse", "send failed: GROWN_5: Thing 5 not found"],
    &["catalog", "show"],
];

/// Gives an empty folder for a test.
fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"))
        .join("indexed")
        .join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    folder
}

/// Runs errdoc with the catalogs of a folder.
fn errdoc(folder: &Path, args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_errdoc"))
        .args(args)
        .current_dir(folder)
        .env("XDG_CONFIG_HOME", env!("CARGO_TARGET_TMPDIR"))
        .env("ERRDOC_CATALOG_PATH", folder)
        .output()
        .unwrap()
}

fn entry(code: &str, alias: &str, title: &str) -> String {
    format!(
        r#"{{"code": "{code}", "aliases": ["{alias}"], "title": "{title}", "category": "resource", "http_status": 404,
        "match": {{"messages": ["{title} not found"]}}, "cause": "C", "remediation": ["R"], "quick_fix": "Q",
        "retry": {{"verdict": "no"}}, "examples": [], "source": "S"}}"#
    )
}

/// Writes a catalog of so many entries, the first with another title, and as much blank space.
fn write(folder: &Path, entries: usize, title: &str, blank: usize) {
    let mut text = format!(
        r#"{{"id": "grown", "name": "Grown", "envelopes": [], {}
        "families": [{{"codes": "GROWN_#####", "name": "Grown", "advice": "Grow."}}], "entries": ["#,
        " ".repeat(blank)
    );
    for n in 1..=entries {
        let title = if n == 1 {
            title.to_owned()
        } else {
            format!("Thing {n}")
        };
        let comma = if n == 1 { "" } else { "," };
        let _ = write!(
            text,
            "{comma}{}",
            entry(&format!("GROWN_{n}"), &format!("alias-{n}"), &title)
        );
    }
    text.push_str("]}");
    fs::write(folder.join("a.json"), text).unwrap();
}

/// Returns the answers to everything that may be typed, and of the other commands.
fn answers(folder: &Path) -> Vec<Output> {
    let explained = TYPED.iter().map(|typed| [&["explain"], *typed].concat());
    let others = OTHERS.iter().map(|typed| typed.to_vec());
    explained
        .chain(others)
        .map(|args| errdoc(folder, &args))
        .collect()
}

fn title(folder: &Path) -> String {
    let output = errdoc(folder, &["explain", "GROWN_1"]);
    let text = String::from_utf8(output.stdout).unwrap();
    let line = text.lines().nth(1).unwrap_or_default();
    line.split(" (").next().unwrap_or_default().to_owned()
}

#[test]
fn every_answer_is_the_same_with_and_without_an_index() {
    let folder = folder("same");
    write(&folder, 400, "Thing 1", 0);
    // Later files replace entries of the first and of a built-in API, one of them found by an alias of the first's.
    let over = |id: &str, code: &str| {
        format!(
            r#"{{"id": "{id}", "entries": [{}]}}"#,
            entry(code, "over", "Replaced")
        )
    };
    fs::write(folder.join("b.json"), over("grown", "GROWN_4")).unwrap();
    fs::write(folder.join("c.json"), over("sent-v3", "RESOURCE_002")).unwrap();
    let without = answers(&folder);
    // The entry with this alias is replaced by one without it.
    assert_eq!(without[3].status.code(), Some(1));
    let output = errdoc(&folder, &["catalog", "index", "a.json", "c.json"]);
    let said = String::from_utf8(output.stdout).unwrap();
    assert_eq!(said, "a.json.index: 400 entries\nc.json.index: 1 entry\n");
    // What adds to another file's API is read on top of that.
    let refused = errdoc(&folder, &["catalog", "index", "b.json"]);
    assert_eq!(refused.status.code(), Some(2), "{refused:?}");
    let typed = TYPED.iter().chain(&OTHERS);
    for (typed, (without, with)) in typed.zip(without.iter().zip(answers(&folder))) {
        assert_eq!(*without, with, "{typed:?}");
    }
}

#[test]
fn an_index_is_used_as_long_as_its_file_does_not_change() {
    let folder = folder("stale");
    write(&folder, 20, "First", 0);
    errdoc(&folder, &["catalog", "index", "a.json"]);
    assert_eq!(title(&folder), "First");
    // Only the index can answer now: the file has another byte where no entry stands, and the old time.
    let path = folder.join("a.json");
    let changed = fs::metadata(&path).unwrap().modified().unwrap();
    let text = fs::read_to_string(&path).unwrap();
    fs::write(&path, text.replace("{\"id\"", "!\"id\"")).unwrap();
    let set = |time: SystemTime| {
        File::options()
            .write(true)
            .open(&path)
            .unwrap()
            .set_modified(time)
    };
    set(changed).unwrap();
    assert_eq!(title(&folder), "First");
    set(changed + Duration::from_nanos(1000)).unwrap();
    assert_eq!(
        errdoc(&folder, &["explain", "GROWN_1"]).status.code(),
        Some(2)
    );
    // Another text of the same length: the time tells.
    fs::write(&path, text.replace("First", "Other")).unwrap();
    assert_eq!(title(&folder), "Other");
    errdoc(&folder, &["catalog", "index", "a.json"]);
    assert_eq!(title(&folder), "Other");
}

#[test]
fn a_torn_index_is_as_good_as_none() {
    let folder = folder("torn");
    write(&folder, 20, "First", 0);
    errdoc(&folder, &["catalog", "index", "a.json"]);
    let index = folder.join("a.json.index");
    let whole = fs::read(&index).unwrap();
    for length in [0, 1, 16, 64, whole.len() / 2, whole.len() - 1] {
        fs::write(&index, &whole[..length]).unwrap();
        assert_eq!(title(&folder), "First", "{length} bytes");
    }
}

#[test]
fn a_file_too_large_to_be_read_whole_is_read_by_its_index() {
    let folder = folder("large");
    write(&folder, 20, "First", 17 * 1024 * 1024);
    assert_eq!(
        errdoc(&folder, &["explain", "GROWN_1"]).status.code(),
        Some(2)
    );
    let output = errdoc(&folder, &["catalog", "index", "a.json"]);
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    assert_eq!(title(&folder), "First");
    let output = errdoc(&folder, &["explain", "GROWN_12345"]);
    assert_eq!(output.status.code(), Some(1));
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains("Grow."), "{said}");
    let listed = errdoc(&folder, &["list", "-p", "grown", "-f", "tsv"]);
    assert_eq!(
        String::from_utf8(listed.stdout).unwrap().lines().count(),
        21
    );
}

#[test]
fn only_an_index_is_replaced_by_an_index() {
    let folder = folder("other");
    write(&folder, 2, "First", 0);
    fs::write(folder.join("a.json.index"), "mine").unwrap();
    let output = errdoc(&folder, &["catalog", "index", "a.json"]);
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(fs::read(folder.join("a.json.index")).unwrap(), b"mine");
    fs::write(folder.join("a.json"), "{").unwrap();
    fs::remove_file(folder.join("a.json.index")).unwrap();
    let output = errdoc(&folder, &["catalog", "index", "a.json"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(!folder.join("a.json.index").exists());
}
