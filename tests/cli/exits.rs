//! The exit status of every command and case, and which stream carries what.

use crate::program::{errdoc, folder, write};

/// A body that is diagnosed.
const KNOWN: &str = r#"{"error":"Delivery already sent"}"#;

/// A body of a known API with a code that the catalog lacks.
const UNKNOWN_CODE: &str = r#"{"error":{"code":"AUTH_099","message":"?"}}"#;

/// A body of which only the status is known.
const STATUS_ONLY: &str = r#"[{"status":502,"body":"<html></html>"}]"#;

/// A body of no known API.
const STRANGE: &str = r#"{"weird":1}"#;

/// A success.
const SUCCESS: &str = r#"{"success":true,"error":null}"#;

/// What a stream has to say.
#[derive(Debug, Clone, Copy)]
enum Says {
    /// Nothing at all.
    Nothing,
    /// This, among other things.
    This(&'static str),
}

use Says::{Nothing, This};

impl Says {
    /// Says whether a stream's text is as it should be.
    fn fits(self, text: &str) -> bool {
        match self {
            Nothing => text.is_empty(),
            This(part) => text.contains(part),
        }
    }
}

/// Fails unless each call ends with its status and says what it should on both streams.
fn hold(rows: &[(&[&str], i32, Says, Says)]) {
    let mut faults = Vec::new();
    for (args, exit, stdout, stderr) in rows {
        let ran = errdoc(*args);
        if ran.exit != Some(*exit) || !stdout.fits(&ran.stdout) || !stderr.fits(&ran.stderr) {
            faults.push(format!(
                "errdoc {}\n  expected {exit}, stdout {stdout:?}, stderr {stderr:?}\n  got {:?}\n  stdout: {}\n  stderr: {}",
                args.join(" "),
                ran.exit,
                ran.stdout,
                ran.stderr
            ));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn explain_ends_with_0_1_or_2() {
    hold(&[
        (
            &["explain", "AUTH_002"],
            0,
            This("sent-v3 AUTH_002"),
            Nothing,
        ),
        (&["e", "AUTH_002"], 0, This("sent-v3 AUTH_002"), Nothing),
        (&["explain", "429"], 0, This("HTTP 429"), Nothing),
        (
            &["explain", "Delivery already sent"],
            0,
            This("sendivent duplicate-request"),
            Nothing,
        ),
        (
            &["explain", "NOPE_9999"],
            1,
            Nothing,
            This("No entry for NOPE_9999"),
        ),
        (
            &["explain", "AUTH_002", "NOPE_9999"],
            1,
            This("sent-v3 AUTH_002"),
            This("No entry for NOPE_9999"),
        ),
        (
            &["explain", "--provider", "michow", "AUTH_002"],
            1,
            Nothing,
            This("No entry for AUTH_002"),
        ),
        (&["explain"], 2, Nothing, This("needs")),
        (
            &["explain", "--format", "tsv", "AUTH_002"],
            2,
            Nothing,
            This("no tsv form"),
        ),
        (
            &["explain", "--format", "yaml", "AUTH_002"],
            2,
            Nothing,
            This("yaml"),
        ),
        (
            &["explain", "--json", "--format", "text", "AUTH_002"],
            2,
            This("\"usage\""),
            Nothing,
        ),
        (
            &["explain", "--provider", "nope", "AUTH_002"],
            2,
            Nothing,
            This("`nope`"),
        ),
    ]);
}

#[test]
fn parse_ends_with_0_1_or_2() {
    hold(&[
        (
            &["parse", KNOWN],
            0,
            This("sendivent duplicate-request"),
            Nothing,
        ),
        (
            &["p", KNOWN],
            0,
            This("sendivent duplicate-request"),
            Nothing,
        ),
        (&["parse", SUCCESS], 0, This("success"), Nothing),
        (
            &["parse", UNKNOWN_CODE],
            1,
            This("sent-v3 AUTH_099"),
            Nothing,
        ),
        (&["parse", STATUS_ONLY], 1, This("HTTP 502"), Nothing),
        (
            &["parse", STRANGE],
            1,
            Nothing,
            This("No API in the catalog matches this body"),
        ),
        (
            &["parse", "{}"],
            1,
            Nothing,
            This("Nothing here looks like"),
        ),
        (&["parse"], 1, Nothing, This("Nothing here looks like")),
        (&["parse", "-"], 1, Nothing, This("Nothing here looks like")),
        (
            &["parse", KNOWN, STRANGE],
            1,
            This("duplicate-request"),
            This("No API in the catalog matches this body"),
        ),
        (
            &["parse", KNOWN, SUCCESS],
            0,
            This("duplicate-request"),
            Nothing,
        ),
        (
            &["parse", "/no/such/file"],
            2,
            Nothing,
            This("cannot read /no/such/file"),
        ),
        (&["parse", "/"], 2, Nothing, This("/ is a folder")),
        (
            &["parse", KNOWN, "/no/such/file"],
            2,
            This("duplicate-request"),
            This("cannot read"),
        ),
        (
            &["parse", "--format", "tsv", KNOWN],
            2,
            Nothing,
            This("no tsv form"),
        ),
        (&["parse", "--nope"], 2, Nothing, This("--nope")),
    ]);
}

#[test]
fn parse_with_exit_status_ends_with_3_where_an_error_is() {
    hold(&[
        (
            &["parse", "-e", KNOWN],
            3,
            This("duplicate-request"),
            Nothing,
        ),
        (
            &["parse", "--exit-status", UNKNOWN_CODE],
            3,
            This("AUTH_099"),
            Nothing,
        ),
        (&["parse", "-e", STATUS_ONLY], 3, This("HTTP 502"), Nothing),
        (
            &["parse", "-e", SUCCESS, KNOWN],
            3,
            This("duplicate-request"),
            Nothing,
        ),
        (
            &["parse", "-e", "--json", KNOWN],
            3,
            This("\"diagnosed\""),
            Nothing,
        ),
        (&["parse", "-e", SUCCESS], 0, This("success"), Nothing),
        (
            &["parse", "-e"],
            1,
            Nothing,
            This("Nothing here looks like"),
        ),
        (
            &["parse", "-e", "/no/such/file"],
            2,
            Nothing,
            This("cannot read"),
        ),
    ]);
}

#[test]
fn report_ends_with_0_1_or_2() {
    let folder = folder("cli-report");
    let taken = write(&folder, "taken.md", "mine");
    let free = folder.join("free.md");
    let (taken, free) = (taken.to_str().unwrap(), free.to_str().unwrap());
    hold(&[
        (&["report", KNOWN], 0, This("duplicate-request"), Nothing),
        (&["report", STATUS_ONLY], 0, This("502"), Nothing),
        (&["report", KNOWN, "-o", free], 0, Nothing, This("Wrote ")),
        (
            &["report", STRANGE],
            1,
            Nothing,
            This("No API in the catalog matches this body"),
        ),
        (&["report"], 1, Nothing, This("Nothing here looks like")),
        (
            &["report", "/no/such/file"],
            2,
            Nothing,
            This("cannot read"),
        ),
        (
            &["report", KNOWN, "-o", taken],
            2,
            Nothing,
            This("--force replaces it"),
        ),
        (&["report", KNOWN, "--force"], 2, Nothing, This("--output")),
        (
            &["report", KNOWN, "--format", "tsv"],
            2,
            Nothing,
            This("no tsv form"),
        ),
    ]);
    assert_eq!(std::fs::read_to_string(taken).unwrap(), "mine");
}

#[test]
fn list_search_and_guide_end_with_0_1_or_2() {
    hold(&[
        (&["list"], 0, This("AUTH_002"), Nothing),
        (&["table"], 0, This("AUTH_002"), Nothing),
        (
            &["list", "--provider", "michow", "--category", "conflict"],
            1,
            Nothing,
            This("No entries match"),
        ),
        (
            &["list", "--category", "nope"],
            2,
            Nothing,
            This("possible values"),
        ),
        (
            &["list", "--retry", "later"],
            2,
            Nothing,
            This("possible values"),
        ),
        (
            &["list", "--status", "6xx"],
            2,
            Nothing,
            This("three digits"),
        ),
        (
            &["search", "opted", "out"],
            0,
            This("BUSINESS_004"),
            Nothing,
        ),
        (&["search", "xyzzyx"], 1, Nothing, This("No entry")),
        (&["search"], 2, Nothing, This("needs")),
        (&["guide"], 0, This("michow"), Nothing),
        (&["guide", "michow"], 0, This("Getting help"), Nothing),
        (&["guide", "nope"], 2, Nothing, This("errdoc catalog show")),
        (
            &["guide", "--format", "tsv"],
            2,
            Nothing,
            This("no tsv form"),
        ),
    ]);
}

#[test]
fn catalog_completions_and_schema_end_with_0_or_2() {
    let folder = folder("cli-exits");
    let good = write(&folder, "good.json", &errdoc(["catalog", "new"]).stdout);
    let bad = write(&folder, "bad.json", "{\"id\": \"bad\",\n\"entries\": 7}");
    let (good, bad) = (good.to_str().unwrap(), bad.to_str().unwrap());
    hold(&[
        (
            &["catalog", "new"],
            0,
            This("\"acme\""),
            This("errdoc schema catalog"),
        ),
        (
            &["catalog", "new", "my-api"],
            0,
            This("\"my-api\""),
            This("errdoc schema catalog"),
        ),
        (
            &["catalog", "new", "My API"],
            2,
            Nothing,
            This("invalid id"),
        ),
        (&["catalog", "show"], 0, This("sinch-verification"), Nothing),
        (
            &["catalog", "show", "michow"],
            0,
            This("SESSION_NOT_CONNECTED"),
            Nothing,
        ),
        (&["catalog", "show", "nope"], 2, Nothing, This("`nope`")),
        (&["catalog", "check", good], 0, This("no problem"), Nothing),
        (
            &["catalog", "check", bad],
            2,
            Nothing,
            This("bad.json:2: entries"),
        ),
        (
            &["catalog", "check", good, bad],
            2,
            Nothing,
            This("bad.json:2"),
        ),
        (
            &["catalog", "check", "/no/such/file"],
            2,
            Nothing,
            This("cannot read"),
        ),
        (&["catalog", "check"], 2, Nothing, This("needs")),
        (&["catalog"], 2, Nothing, This("Usage: errdoc catalog")),
        (&["completions", "bash"], 0, This("_errdoc"), Nothing),
        (
            &["completions", "nope"],
            2,
            Nothing,
            This("possible values"),
        ),
        (&["hook", "zsh"], 0, This("why() {"), Nothing),
        (&["hook", "nope"], 2, Nothing, This("possible values")),
        (
            &["hook", "zsh", "--format", "tsv"],
            2,
            Nothing,
            This("one form only"),
        ),
        (&["schema", "parse"], 0, This("\"certainty\""), Nothing),
        (&["schema", "nope"], 2, Nothing, This("possible values")),
    ]);
}

#[test]
fn help_and_version_are_answers_and_a_wrong_word_is_trouble() {
    hold(&[
        (&[], 0, This("Usage: errdoc"), Nothing),
        (&["help"], 0, This("Usage: errdoc"), Nothing),
        (&["--help"], 0, This("Exit status:"), Nothing),
        (&["-h"], 0, This("Usage: errdoc"), Nothing),
        (&["help", "parse"], 0, This("Usage: errdoc parse"), Nothing),
        (
            &["parse", "--help"],
            0,
            This("Usage: errdoc parse"),
            Nothing,
        ),
        (&["--version"], 0, This(env!("CARGO_PKG_VERSION")), Nothing),
        (
            &["explain", "--version"],
            0,
            This(env!("CARGO_PKG_VERSION")),
            Nothing,
        ),
        (&["explan", "AUTH_002"], 2, Nothing, This("explain")),
        (&["--nope"], 2, Nothing, This("--nope")),
        (&["--color", "blue", "list"], 2, Nothing, This("blue")),
    ]);
}
