//! What `errdoc scan` and `errdoc annotate` promise as programs: exit status, streams, broken inputs.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;
use sha2::{Digest, Sha256};

const ERROR: &str = r#"{"error":"Event 'welcome' not found"}"#;

fn run(args: &[&str], input: &[u8]) -> Output {
    run_at(args, input, None)
}

/// Runs the program in so many columns.
fn run_at(args: &[&str], input: &[u8], columns: Option<usize>) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_errdoc"))
        .args(args)
        .env("XDG_CONFIG_HOME", "/nonexistent")
        .envs(columns.map(|columns| ("COLUMNS", columns.to_string())))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let input = input.to_vec();
    let feed = std::thread::spawn(move || {
        // A program that does not read its input is judged by what it says.
        let _ = stdin.write_all(&input);
    });
    let output = child.wait_with_output().unwrap();
    feed.join().unwrap();
    output
}

fn file(name: &str, bytes: &[u8]) -> String {
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    std::fs::write(&path, bytes).unwrap();
    path.to_str().unwrap().to_owned()
}

fn json(output: &Output) -> Value {
    serde_json::from_slice(&output.stdout).unwrap()
}

fn log() -> String {
    let mut log = String::new();
    for second in 0..50 {
        log.push_str(&format!("2026-11-21T22:00:{second:02}Z INFO errors=0\n"));
        if second % 5 == 0 {
            log.push_str(&format!(
                "2026-11-21T22:00:{second:02}Z ERROR upstream: {ERROR}\n"
            ));
        }
    }
    log
}

#[test]
fn the_exit_status_says_what_came_of_it() {
    let log = log();
    assert_eq!(run(&["scan"], log.as_bytes()).status.code(), Some(0));
    assert_eq!(run(&["scan"], b"nothing\n").status.code(), Some(0));
    assert_eq!(run(&["scan", "-e"], log.as_bytes()).status.code(), Some(3));
    assert_eq!(run(&["scan", "-e"], b"nothing\n").status.code(), Some(0));
    // An error that the catalog does not have is one too, as it is for `parse -e`.
    let unknown =
        br#"{"success":false,"error":{"code":"AUTH_999","message":"x"},"meta":{"version":"v3"}}"#;
    let ran = run(&["scan", "-e"], unknown);
    assert_eq!(ran.status.code(), Some(3));
    let said = String::from_utf8_lossy(&ran.stdout).into_owned();
    assert!(said.starts_with("No API error of the catalog"), "{said}");
    assert_eq!(run(&["scan", "/nonexistent"], b"").status.code(), Some(2));
    assert_eq!(
        run(&["scan", "--since", "yesterday"], b"").status.code(),
        Some(2)
    );
    assert_eq!(run(&["parse", "-f", "html"], b"{}").status.code(), Some(2));
}

#[test]
fn the_answer_counts_what_is_within_the_limits() {
    let log = log();
    let all = json(&run(&["scan", "--json"], log.as_bytes()));
    assert_eq!(all["errors"], 10);
    assert_eq!(all["lines"], 60);
    assert_eq!(all["from"], "2026-11-21T22:00:00Z");
    assert_eq!(all["groups"][0]["first"]["line"], 2);
    assert_eq!(all["groups"][0]["last"]["time"], "2026-11-21T22:00:45Z");
    let timeline = all["groups"][0]["timeline"].as_array().unwrap();
    assert_eq!(timeline.iter().filter_map(Value::as_u64).sum::<u64>(), 10);
    let args = [
        "scan",
        "--json",
        "--since",
        "2026-11-21T22:00:20Z",
        "--until",
        "2026-11-21T22:00:40Z",
    ];
    assert_eq!(json(&run(&args, log.as_bytes()))["errors"], 4);
    let lines = run(&["scan", "-f", "jsonl"], log.as_bytes());
    assert_eq!(String::from_utf8(lines.stdout).unwrap().lines().count(), 10);
}

#[test]
fn no_width_is_exceeded_and_no_word_broken() {
    let other = r#"{"success":false,"data":null,"error":{"code":"VALIDATION_007","message":"m"},"meta":{"request_id":"r","version":"v3"}}"#;
    let one = log();
    let two = format!("{one}2026-11-21T22:00:50Z {other}\n");
    let undated = format!("{ERROR}\n{other}\n{{\"weird\":1,\"error\":\"x\"}}\n");
    for (log, by, words) in [
        (&one, "code", &["sendivent", "event-not-found"][..]),
        (
            &two,
            "code",
            &["sendivent", "event-not-found", "VALIDATION_007"],
        ),
        (
            &undated,
            "code",
            &["sendivent", "event-not-found", "VALIDATION_007"],
        ),
        (&two, "provider", &["sendivent", "sent-v3"]),
        (&two, "status", &["404", "400"]),
    ] {
        for columns in [30, 40, 60, 72, 80, 100, 140, 200] {
            let args = ["scan", "--by", by];
            let output = run_at(&args, log.as_bytes(), Some(columns));
            let text = String::from_utf8(output.stdout).unwrap();
            for line in text.lines() {
                assert!(line.chars().count() <= columns, "{columns}: {line}\n{text}");
            }
            let told: Vec<&str> = text.split(|c: char| c.is_whitespace()).collect();
            for word in words {
                assert!(told.contains(word), "{columns}: no {word}\n{text}");
            }
        }
    }
}

#[test]
fn the_step_of_the_timeline_is_that_of_its_characters() {
    let text = |columns| {
        let output = run_at(&["scan"], log().as_bytes(), Some(columns));
        String::from_utf8(output.stdout).unwrap()
    };
    // 46 seconds in buckets of one, three in a character.
    let wide = text(140);
    assert!(wide.contains("timeline: 3 s per step"), "{wide}");
    let bars = |c: &char| ('\u{2581}'..='\u{2588}').contains(c) || *c == '\u{b7}';
    assert_eq!(wide.chars().filter(bars).count(), 16, "{wide}");
    let narrow = text(72);
    assert!(
        !narrow.contains("step") && narrow.chars().filter(bars).count() == 0,
        "{narrow}"
    );
}

#[test]
fn times_and_line_numbers_are_in_columns_of_their_own() {
    let dated = format!("2026-11-21T22:00:00Z ERROR upstream: {ERROR}\n");
    let undated = r#"{"error":{"code":"BUSINESS_004","message":"Contact has opted out"}}"#;
    let row = |log: &str, name: &str| {
        let output = run_at(&["scan"], log.as_bytes(), Some(120));
        let table = String::from_utf8(output.stdout).unwrap();
        let row = table.lines().find(|line| line.contains(name)).unwrap();
        row.split('┆').map(|cell| cell.trim().to_owned()).collect()
    };
    let cells: Vec<String> = row(&format!("{dated}{undated}\n"), "Count");
    assert!(cells.contains(&"Where".to_owned()), "{cells:?}");
    let cells: Vec<String> = row(&format!("{dated}{undated}\n"), "BUSINESS_004");
    assert!(cells.contains(&"line 2".to_owned()), "{cells:?}");
    assert!(!cells.iter().any(|cell| cell.contains(':')), "{cells:?}");
    // Where nothing has a time, the lines take its place.
    let cells: Vec<String> = row(undated, "BUSINESS_004");
    assert_eq!(
        cells.iter().filter(|cell| *cell == "line 1").count(),
        2,
        "{cells:?}"
    );
    let cells: Vec<String> = row(&dated, "Count");
    assert!(!cells.contains(&"Where".to_owned()), "{cells:?}");
    // In the other forms for people too.
    for (form, heading, cells) in [
        ("markdown", "| Where |", "|  |  | line 2 |"),
        (
            "html",
            "<th>Where</th>",
            "<td></td><td></td><td>line 2</td>",
        ),
    ] {
        let scanned = |log: &str| {
            let output = run_at(&["scan", "-f", form], log.as_bytes(), Some(120));
            String::from_utf8(output.stdout).unwrap()
        };
        let page = scanned(&format!("{dated}{undated}\n"));
        assert!(page.contains(heading) && page.contains(cells), "{page}");
        for log in [dated.as_str(), undated] {
            assert!(!scanned(log).contains(heading), "{form}");
        }
    }
}

#[test]
fn a_file_that_breaks_off_is_answered_as_far_as_it_goes() {
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    let text: String = (0..20_000)
        .map(|n| format!("{ERROR} {}\n", n * 7919))
        .collect();
    packer.write_all(text.as_bytes()).unwrap();
    let packed = packer.finish().unwrap();
    let whole = file("whole.gz", &packed);
    let half = file("half.gz", &packed[..packed.len() / 2]);
    let binary = file(
        "binary",
        &(0..=255).cycle().take(100_000).collect::<Vec<u8>>(),
    );
    assert_eq!(
        json(&run(&["scan", "--json", &whole, &binary], b""))["errors"],
        20_000
    );
    let output = run(&["scan", "--json", &half, &whole, "/nonexistent"], b"");
    assert_eq!(output.status.code(), Some(2));
    let answer = json(&output);
    assert!(answer["errors"].as_u64().unwrap() > 20_000);
    assert_eq!(answer["unreadable_files"].as_array().unwrap().len(), 2);
}

/// Returns the hash of a text as a Content Security Policy writes it.
fn hash(text: &str) -> String {
    format!("'sha256-{}'", STANDARD.encode(Sha256::digest(text)))
}

/// Asserts that a page loads nothing, and that a browser runs in it only the style and the script of this program.
fn assert_sealed(page: &str, style: &str, script: &str) {
    let policy = format!(
        "content=\"default-src 'none'; style-src {}; script-src {}\"",
        hash(style),
        hash(script)
    );
    // Before anything that a browser could run.
    let head = page.split("<style").next().unwrap();
    assert!(head.contains(&policy), "{head}");
    assert_eq!(page.matches("Content-Security-Policy").count(), 1);
    assert!(page.contains(&format!("<style>{style}</style>")));
    assert!(page.contains(&format!("<script>{script}</script>")));
    for once in ["<script", "<style"] {
        assert_eq!(page.matches(once).count(), 1, "{once}");
    }
    let rest = page.replace(script, "").replace(style, "");
    for sign in [
        "src=",
        "url(",
        "@import",
        "<link",
        "<base",
        "<iframe",
        "<object",
        "style=",
        "javascript:",
    ] {
        assert!(!rest.contains(sign), "{sign}");
    }
    for sign in [
        "fetch(",
        "XMLHttpRequest",
        "import",
        "eval",
        "Function(",
        "innerHTML",
        "document.write",
        "http",
    ] {
        assert!(!script.contains(sign), "{sign}");
    }
    assert!(!style.contains("url(") && !style.contains("@import"));
}

#[test]
fn a_page_loads_nothing_and_holds_no_markup_from_outside() {
    let code = "<script>alert(1)</script>";
    let line = format!(
        r#"{{"error":{{"code":"{code}","message":"m"}},"success":false,"meta":{{"version":"v3"}}}}"#
    );
    let text = format!("{}{line}\n", log());
    let page = run(&["scan", "-f", "html"], text.as_bytes());
    let page = String::from_utf8(page.stdout).unwrap();
    assert!(page.contains("<svg") && page.contains("event-not-found"));
    assert!(page.contains("&lt;script&gt;") && !page.contains(code));
    assert_sealed(
        &page,
        include_str!("../src/render/scan/report.css"),
        include_str!("../src/render/scan/report.js"),
    );
}

#[test]
fn the_page_of_the_catalog_is_sealed_too() {
    let page = run(&["list", "-p", "sent-v3", "-f", "html"], b"");
    assert_sealed(
        &String::from_utf8(page.stdout).unwrap(),
        include_str!("../src/render/site.css"),
        include_str!("../src/render/site.js"),
    );
}

#[test]
fn a_page_is_readable_without_its_script() {
    let page = run(&["scan", "-f", "html"], log().as_bytes());
    let page = String::from_utf8(page.stdout).unwrap();
    // What needs the script is hidden until it runs; nothing else is.
    assert_eq!(page.matches(" hidden>").count(), 1);
    assert!(page.contains("<form role=\"search\" hidden>"));
    let rows = page.matches("<tr data-api=").count();
    assert!(rows > 0);
    // A timeline in each row.
    assert_eq!(page.matches("<svg class=\"trend\"").count(), rows);
}

#[cfg(unix)]
#[test]
fn ctrl_c_answers_with_what_was_seen() {
    let mut child = Command::new(env!("CARGO_BIN_EXE_errdoc"))
        .args(["scan", "--json"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    stdin.write_all(log().as_bytes()).unwrap();
    std::thread::sleep(std::time::Duration::from_millis(800));
    let id = child.id().to_string();
    assert!(
        Command::new("kill")
            .args(["-INT", &id])
            .status()
            .unwrap()
            .success()
    );
    let output = child.wait_with_output().unwrap();
    drop(stdin);
    assert_eq!(output.status.code(), Some(130));
    assert_eq!(json(&output)["errors"], 10);
}

#[test]
fn annotate_answers_each_line_in_its_place() {
    let input = format!("x\n{ERROR}\n\n{ERROR}");
    let output = run(&["annotate"], input.as_bytes());
    assert!(output.stderr.is_empty());
    let text = String::from_utf8(output.stdout).unwrap();
    let answers: Vec<Value> = text
        .lines()
        .map(|l| serde_json::from_str(l).unwrap())
        .collect();
    let codes: Vec<_> = answers
        .iter()
        .map(|a| a.pointer("/diagnoses/0/code").and_then(Value::as_str))
        .collect();
    assert_eq!(
        codes,
        [None, Some("event-not-found"), None, Some("event-not-found")]
    );
}

#[test]
fn what_cannot_be_between_two_times_is_told_and_not_scanned() {
    let output = run(
        &["scan", "--since", "2026-11-22", "--until", "2026-11-21"],
        log().as_bytes(),
    );
    assert_eq!(output.status.code(), Some(2));
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains("--since is not before --until"), "{said}");
}

#[test]
fn a_file_that_is_not_there_is_not_said_to_be_read_in_part() {
    let there = file("there.log", log().as_bytes());
    let output = run(&["scan", "no-such.log", &there], b"");
    assert_eq!(output.status.code(), Some(2));
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(
        said.starts_with("errdoc: cannot read no-such.log: "),
        "{said}"
    );
    assert!(
        String::from_utf8(output.stdout)
            .unwrap()
            .contains("event-not-found")
    );
}

#[test]
fn a_table_says_what_of_it_is_only_possible() {
    let log = format!("{}ERROR the call failed: errorCode=40003\n", log());
    for form in ["text", "markdown", "html"] {
        let output = run(&["scan", "--format", form], log.as_bytes());
        let text = String::from_utf8(output.stdout).unwrap();
        assert!(
            text.contains("Low confidence: sinch-verification 40003 (1 of 1)."),
            "{form}: {text}"
        );
        assert!(!text.contains("event-not-found ("), "{form}: {text}");
    }
}

/// Fails unless a log has the members of SARIF that it should have, and no others.
fn assert_sarif(log: &Value) {
    let mut schemas = boon::Schemas::new();
    let mut compiler = boon::Compiler::new();
    let schema = serde_json::from_str(include_str!("sarif.schema.json")).unwrap();
    compiler.add_resource("sarif.json", schema).unwrap();
    let index = compiler.compile("sarif.json", &mut schemas).unwrap();
    if let Err(error) = schemas.validate(log, index) {
        panic!("{error:#}\n{log:#}");
    }
    let run = &log["runs"][0];
    for result in run["results"].as_array().unwrap() {
        let at = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
        assert_eq!(run["tool"]["driver"]["rules"][at]["id"], result["ruleId"]);
    }
}

#[test]
fn sarif_has_a_rule_per_error_and_says_where_each_is() {
    let other =
        r#"{"success":false,"error":{"code":"AUTH_999","message":"x"},"meta":{"version":"v3"}}"#;
    let log = log() + other + "\n" + "HTTP/1.1 502 Bad Gateway\n";
    let path = file("sarif log.txt", log.as_bytes());
    let log = json(&run(&["scan", "-f", "sarif", &path], b""));
    assert_sarif(&log);
    let run_of = &log["runs"][0];
    let rule = &run_of["tool"]["driver"]["rules"][0];
    assert_eq!(rule["id"], "sendivent/event-not-found");
    assert!(rule["help"]["markdown"].as_str().unwrap().contains("\n1. "));
    let result = &run_of["results"][0];
    assert_eq!(result["occurrenceCount"], 10);
    let place = |location: &Value| location["physicalLocation"].clone();
    let first = place(&result["locations"][0]);
    assert_eq!(first["region"]["startLine"], 2);
    let uri = first["artifactLocation"]["uri"].as_str().unwrap();
    assert!(
        uri.starts_with("file:///") && uri.ends_with("/sarif%20log.txt"),
        "{uri}"
    );
    assert_eq!(
        place(&result["relatedLocations"][0])["region"]["startLine"],
        56
    );
    let text = result["message"]["text"].as_str().unwrap();
    let times = "10 times, first at 2026-11-21T22:00:00Z, last at 2026-11-21T22:00:45Z.";
    assert!(text.contains(times) && text.contains(" Fix: "), "{text}");
    assert_eq!(run_of["results"][1]["ruleId"], "sent-v3/AUTH_999");
    assert_eq!(run_of["results"][1]["level"], "warning");

    for by in ["provider", "status"] {
        assert_sarif(&json(&run(
            &["scan", "-f", "sarif", "--by", by, &path],
            b"",
        )));
    }
    let none = json(&run(&["scan", "-f", "sarif"], b"nothing\n"));
    assert_sarif(&none);
    assert_eq!(none["runs"][0]["results"], Value::Array(Vec::new()));
    assert_eq!(
        none["runs"][0]["invocations"][0]["executionSuccessful"],
        true
    );
    let read = run(&["scan", "-f", "sarif", &path, "/nonexistent"], b"");
    assert_sarif(&json(&read));
    assert_eq!(
        json(&read)["runs"][0]["invocations"][0]["executionSuccessful"],
        false
    );
}

#[test]
fn sarif_holds_no_secret_and_nothing_that_a_viewer_obeys() {
    let key = "sk_live_0123456789abcdefABCDEF01";
    let code = r"[click](https://evil.example) {0} \u001b[31m";
    let line = format!(
        r#"{{"success":false,"error":{{"code":"{code}","message":"api_key={key}"}},"meta":{{"version":"v3"}}}}"#
    );
    let read = run(
        &["scan", "-f", "sarif"],
        format!("{line}\n{key}\n").as_bytes(),
    );
    let text = String::from_utf8_lossy(&read.stdout);
    assert_sarif(&json(&read));
    assert!(!text.contains("](") && !text.contains(key), "{text}");
    assert!(
        !text.contains("\\u001b") && !text.contains('\u{1b}'),
        "{text}"
    );
}
