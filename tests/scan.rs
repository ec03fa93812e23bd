//! What a scan promises: it finds in a line what `parse` finds, and counts alike for any threads and block size.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod examples;
#[allow(dead_code, reason = "the secrets in them are looked for elsewhere")]
mod wrappers;

use std::collections::BTreeMap;
use std::io::Cursor;
use std::sync::atomic::AtomicBool;

use errdoc::diagnose::Outcome;
use errdoc::scan::filter::Filter;
use errdoc::scan::{By, Limits, Scanner, Watcher, blocks};
use errdoc::{Catalog, Certainty, Engine};
use serde_json::{Value, json};
use wrappers::{WRAPPERS, cases};

/// 2026-11-21T23:01:40Z
const NOW: i64 = 1_795_302_100_000;

/// What was found, by name: how often.
type Counts = BTreeMap<String, u64>;

struct Quiet;

impl Watcher<'_> for Quiet {}

fn limits(threads: usize, block: usize) -> Limits {
    Limits {
        since: None,
        until: None,
        now: NOW,
        threads,
        block,
    }
}

fn scan(engine: &Engine, text: &[u8], threads: usize, block: usize) -> Counts {
    scan_with(&Scanner::new(engine, limits(threads, block)), text)
}

/// Counts what a scanner finds in a text.
fn scan_with(scanner: &Scanner<'_>, text: &[u8]) -> Counts {
    let never = AtomicBool::new(false);
    let (tally, failures) = scanner
        .run(vec![Ok(Cursor::new(text))], &never, &mut Quiet)
        .unwrap();
    assert!(failures.is_empty());
    assert_eq!(tally.bytes, text.len() as u64);
    let groups = tally
        .groups(By::Code)
        .into_iter()
        .chain(tally.unrecognized());
    let mut counts: Counts = groups
        .map(|g| {
            let known = g.kind.is_known;
            let status = if known { None } else { g.kind.http_status };
            (
                format!(
                    "{known} {:?} {:?} {status:?} {:?}",
                    g.kind.provider, g.kind.code, g.kind.host
                ),
                g.count,
            )
        })
        .collect();
    counts.insert("lines".to_owned(), tally.lines);
    counts
}

/// Counts what the engine says of each candidate line, one after the other.
fn one_by_one(engine: &Engine, lines: &[String]) -> Counts {
    let filter = errdoc::scan::filter::Filter::new(engine);
    one_by_one_with(engine, &filter, lines)
}

/// Counts what the engine says of each line that passes a filter.
fn one_by_one_with(engine: &Engine, filter: &Filter<'_>, lines: &[String]) -> Counts {
    let mut counts = Counts::new();
    for line in lines.iter().filter(|line| filter.passes(line.as_bytes())) {
        for (name, count) in named(engine, line) {
            *counts.entry(name).or_default() += count;
        }
    }
    counts.insert("lines".to_owned(), lines.len() as u64);
    counts
}

/// Fails unless a scan counts what the engine says of each line, whichever comes first.
fn assert_scanned_as_diagnosed(engine: &Engine, mut lines: Vec<String>) {
    for _ in 0..2 {
        let found = scan(engine, lines.join("\n").as_bytes(), 1, blocks::BLOCK);
        assert_eq!(found, one_by_one(engine, &lines), "{lines:?}");
        lines.reverse();
    }
}

fn named(engine: &Engine, line: &str) -> Vec<(String, u64)> {
    let report = engine.diagnose_bytes(line.as_bytes());
    let mut found: Vec<(String, u64)> = report
        .diagnoses
        .iter()
        .map(|d| {
            let known = d.entry.is_some();
            let status = if known { None } else { d.http_status };
            let provider = d.api.map(|api| api.id.as_str());
            let code = d.code.as_deref().map(short);
            let host = d.request.host.as_deref().filter(|_| d.api.is_none());
            let host = host.map(short);
            (
                format!("{known} {provider:?} {code:?} {status:?} {host:?}"),
                d.count as u64,
            )
        })
        .collect();
    if found.is_empty() && report.outcome == Outcome::Unrecognized && report.is_error_like {
        let none: Option<&str> = None;
        let status: Option<u16> = None;
        found.push((format!("false {none:?} {none:?} {status:?} {none:?}"), 1));
    }
    found
}

/// Returns as much of a code as a scan keeps.
fn short(code: &str) -> &str {
    let mut ends = (0..=code.len().min(128)).rev();
    let end = ends.find(|end| code.is_char_boundary(*end));
    &code[..end.unwrap_or_default()]
}

struct Random(u64);

impl Random {
    fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % n as u64).unwrap()
    }
}

/// Gives a body in the forms in which logs hold them.
fn forms(body: &Value) -> Vec<String> {
    let plain = body.to_string();
    let pretty = serde_json::to_string_pretty(body).unwrap();
    let quoted = Value::String(plain.clone()).to_string();
    let line = |inner: Value| {
        json!({"ts": "2026-11-21T22:00:00Z", "level": "error", "user": 4711, "id": "a1b2c3", "took": 404,
               "msg": "call failed", "path": "/v3/messages/77", "error": null, "response": inner})
        .to_string()
    };
    let python = plain
        .replace('"', "'")
        .replace("null", "None")
        .replace("false", "False")
        .replace("true", "True");
    vec![
        plain.clone(),
        line(body.clone()),
        line(plain.clone().into()),
        line(plain.clone().into()).replace("\\\"", "\\u0022"),
        line(json!({"raw": plain}).to_string().into()),
        line(pretty.into()),
        format!("2026-11-21T22:00:00.123Z ERROR [mail-7] POST /v3/messages failed: {plain}"),
        format!("Nov 21 22:00:00 web-1 app[99]: got 404 {plain}"),
        format!("2026-11-21 22:00:00,404 ERROR [w-2] status=422 body={quoted} took=503ms"),
        format!("level=error url=https://api.sinch.com/x/7 error={quoted}"),
        format!("ERROR api.sendivent.com responded {plain} in 200 ms, HTTP 500"),
        format!(
            "{{\"status\": 409, \"headers\": {{\"x-request-id\": \"r1\"}}, \"body\": {quoted}}}"
        ),
        format!("worker-3 exception {python}"),
        format!("{{\"code\": 500, \"data\": {plain}}}"),
        format!("{plain} {plain}"),
        plain.chars().take(plain.chars().count() * 3 / 4).collect(),
    ]
}

/// Gives a line with two characters replaced.
fn bent(line: &str, random: &mut Random) -> String {
    let mut bent: Vec<char> = line.chars().collect();
    for _ in 0..2 {
        let at = random.below(bent.len());
        bent[at] = *[' ', '"', '\\', '{', '}', 'x', '7', ':', '\'', ',']
            .get(random.below(10))
            .unwrap();
    }
    bent.iter().collect()
}

/// Gives lines with every example of the catalog, and lines that differ from them a little.
fn lines(random: &mut Random) -> Vec<String> {
    let mut lines = vec![
        "level=warn error_code=AUTH_002 took=12ms".to_owned(),
        r#"{"level":"error","error":"dial tcp 10.0.0.7:5432: connection refused"}"#.to_owned(),
        r#"{"errorCode":49999,"message":"new in 2027"}"#.to_owned(),
        // Of two members with one name the last counts.
        r#"{"error":"Event 'welcome' not found","error":404}"#.to_owned(),
        r#"{"success":false,"error":{"code":"NEW_001","message":"m"},"meta":{"version":"v3"}}"#
            .to_owned(),
    ];
    lines.extend(cases().iter().flat_map(|case| forms(&case.body)));
    let mutants: Vec<String> = lines
        .iter()
        .flat_map(|line| {
            let digits: Vec<char> = line
                .chars()
                .map(|c| match c {
                    '0'..='9' if random.below(3) > 0 => {
                        char::from_digit(u32::try_from(random.below(10)).unwrap(), 10).unwrap()
                    }
                    c => c,
                })
                .collect();
            [digits.iter().collect::<String>(), bent(line, random)]
        })
        .collect();
    lines.extend(mutants.iter().map(|line| line.replace('\n', " ")));
    lines
}

#[test]
fn a_scan_finds_in_a_line_what_parse_finds() {
    let engine = Engine::new(&Catalog::builtin(), &[]).unwrap();
    let mut random = Random(0x5eed);
    let mut lines = lines(&mut random);
    // In any order: no line changes what is found in the next.
    for at in (1..lines.len()).rev() {
        lines.swap(at, random.below(at + 1));
    }
    // In parts: of what is unknown, only so many are kept apart.
    for part in lines.chunks(2500) {
        let text = part.join("\n") + "\n";
        let expected = one_by_one(&engine, part);
        let found = scan(&engine, text.as_bytes(), 1, blocks::BLOCK);
        if found != expected {
            let alone = |line: &String| {
                let one = std::slice::from_ref(line);
                scan(&engine, line.as_bytes(), 1, blocks::BLOCK) != one_by_one(&engine, one)
            };
            let differ: Vec<_> = expected
                .iter()
                .filter(|(name, count)| found.get(*name) != Some(count))
                .map(|(name, count)| (name, count, found.get(name)))
                .collect();
            let wrong = part.iter().find(|line| alone(line));
            panic!("expected and found {differ:?}, alone {wrong:?}");
        }
        assert!(found.len() > 100, "{}", found.len());
    }
}

/// How many lines of all APIs are tried; `ERRDOC_LINES=1000000` tries more.
const LINES: usize = 600;

#[test]
fn scan_and_parse_agree_on_lines_of_all_apis() {
    let catalog = Catalog::builtin();
    let engine = Engine::new(&catalog, &[]).unwrap();
    let cases = examples::cases(&catalog.ids());
    let scanner = Scanner::new(&engine, limits(1, blocks::BLOCK));
    let filter = scanner.filter();
    let most = std::env::var("ERRDOC_LINES").map_or(LINES, |lines| lines.parse().unwrap());
    let mut random = Random(0xa11);
    let mut tried = 0;
    while tried < most {
        let bodies = (0..20).map(|_| &cases[random.below(cases.len())].body);
        let plain: Vec<String> = bodies.flat_map(forms).collect();
        let part: Vec<String> = plain
            .iter()
            .flat_map(|line| [bent(line, &mut random), line.clone()])
            .map(|line| line.replace('\n', " "))
            .collect();
        for line in &part {
            let found = scan_with(&scanner, line.as_bytes());
            let own = std::slice::from_ref(line);
            assert_eq!(found, one_by_one_with(&engine, filter, own), "{line}");
        }
        tried += part.len();
    }
}

#[test]
fn lines_that_differ_in_one_text_are_counted_apart() {
    const TEXTS: [&str; 9] = [
        "hello",
        "hello 12345",
        "no such route",
        "Webhook not found",
        "Template not found",
        "sent-v3 AUTH_002",
        "hello code 40003",
        "cat x | wc -l",
        "error code: 1020",
    ];
    let engine = Engine::new(&Catalog::builtin(), &[]).unwrap();
    let error = r#""success":false,"error":{"code":"AUTH_002","message":"m"}"#;
    for name in [
        "body",
        "data",
        "content",
        "text",
        "responseBody",
        "response",
        "note",
        "message",
        "msg",
        "url",
    ] {
        for front in [
            r#""error":"x","statusCode":404,"#.to_owned(),
            r#""error":"x","status":404,"headers":{},"#.to_owned(),
            format!("{error},"),
        ] {
            assert_scanned_as_diagnosed(
                &engine,
                TEXTS
                    .map(|text| format!(r#"{{{front}"{name}":"{text}"}}"#))
                    .to_vec(),
            );
        }
    }
}

#[test]
fn lines_that_differ_in_what_says_who_spoke_are_counted_apart() {
    let engine = Engine::new(&Catalog::builtin(), &[]).unwrap();
    let error = |code: &str| {
        format!(r#"{{"success":false,"error":{{"code":"{code}","message":"Too many"}}}}"#)
    };
    let (one, other) = (error("AUTH_002"), error("BUSINESS_002"));
    for [first, second] in [
        // A body of a request, and of an answer.
        ["POST", "GET"]
            .map(|method| format!(r#"{{"method":"{method}","path":"/x","body":{one}}}"#)),
        ["payload", "seen"].map(|word| format!("{word}: {one} response: {other}")),
        ["sending", "seen"].map(|word| format!("{word}: {one} response: {other}")),
        // A code in a member of any name.
        ["AUTH_002", "BUSINESS_002"]
            .map(|code| format!(r#"{{"error":"x","vendorCode":"{code}"}}"#)),
        ["40003", "40301"].map(|code| format!(r#"{{"error":"x","FailureCode":{code}}}"#)),
        // Words of an entry beside such a code, and other words.
        ["Invalid or expired API key", "whatever"].map(|reason| {
            format!(r#"{{"error":{{"a":1}},"reason":"{reason}","vendorCode":"AUTH_002"}}"#)
        }),
    ] {
        assert_scanned_as_diagnosed(&engine, vec![first, second]);
    }
}

#[test]
fn records_that_differ_in_their_level_or_words_are_counted_apart() {
    let engine = Engine::new(&Catalog::builtin(), &[]).unwrap();
    let words = [
        "send failed: AUTH_002: Invalid or missing API key",
        "send failed: AUTH_002: whatever",
        "policy for AUTH_002 loaded",
        r"no luck:\nVALIDATION_002\nat send",
        r"no luck:\r\n\tVALIDATION_003 at send",
        "see AUTH_002",
    ];
    let mut lines = Vec::new();
    for word in words {
        for form in [
            r#"{"level":"error","msg":"W"}"#,
            r#"{"level":"info","msg":"W"}"#,
            r#"{"level":30,"msg":"W"}"#,
            r#"{"level":50,"err":{"stack":"W"}}"#,
            r#"{"PRIORITY":"3","MESSAGE":"W"}"#,
            r#"{"PRIORITY":"6","MESSAGE":"W"}"#,
            r#"{"log":"W","stream":"stderr"}"#,
            r#"{"log":"W","stream":"live"}"#,
            r#"{"log":{"level":"error"},"message":"W"}"#,
            r#"{"log":{"level":"debug"},"message":"W"}"#,
            r#"{"message":"W","note":"x"}"#,
            r#"{"short_message":"W","level":3}"#,
            r#"{"short_message":"W","level":6}"#,
            r#"{"errorType":"Error","errorMessage":"W"}"#,
            r#"{"errorKind":"Error","errorMessage":"W"}"#,
            r#"{"log":"{\"level\":\"error\",\"msg\":\"W\",\"vendor\":\"AUTH_002\"}\n","stream":"stderr"}"#,
            r#"{"level":"error","message":"Request failed: {\"vendor\":\"W\"}"}"#,
            r#"[{"level":"error","message":"W"},{"level":"info"}]"#,
        ] {
            lines.push(form.replace('W', word));
        }
    }
    assert_scanned_as_diagnosed(&engine, lines);
}

#[test]
fn a_word_that_looks_like_a_field_swallows_no_quote() {
    let engine = Engine::new(&Catalog::builtin(), &[]).unwrap();
    for forms in [
        [
            r#"{"path":"/x?status=a","level":30,"msg":"AUTH_002"}"#,
            r#"{"path":"/x?status=a","level":50,"msg":"AUTH_002"}"#,
        ],
        [
            r#"{"path":"/cb?code=ab","PRIORITY":"6","MESSAGE":"AUTH_002"}"#,
            r#"{"path":"/cb?code=ab","PRIORITY":"3","MESSAGE":"AUTH_002"}"#,
        ],
        [
            r#"{"msg":"request:\nAUTH_002 code=5","level":30}"#,
            r#"{"msg":"request:\nAUTH_002 code=5","level":50}"#,
        ],
        [
            r#"{"path":"/x?type=a","error":{"code":"AUTH_003","message":"x"},"success":false}"#,
            r#"{"path":"/x?type=a","error":{"code":"AUTH_002","message":"x"},"success":false}"#,
        ],
        [
            r#"web-1  |     "id": "AUTH_002","#,
            r#"web-1  |     "id": "BUSINESS_002","#,
        ],
        [
            r#"{ error: { code: "AUTH_903", message: "x" }, success: false, meta: {} }"#,
            r#"{ error: { code: "AUTH_904", message: "x" }, success: false, meta: {} }"#,
        ],
    ] {
        assert_scanned_as_diagnosed(&engine, forms.map(str::to_owned).to_vec());
    }
}

#[test]
fn colours_and_line_ends_make_no_difference() {
    let engine = Engine::new(&Catalog::builtin(), &[]).unwrap();
    let lines: Vec<String> = [
        r#"{"success":false,"error":{"code":"AUTH_002","message":"m"},"meta":{"version":"v3"}}"#,
        r#"2026-11-18T11:06:40Z ERROR {"error":{"code":"BUSINESS_002","message":"m"}}"#,
        "ERROR send failed: AUTH_001",
        r#"{"level":"error","msg":"AUTH_004 refused"}"#,
        "{ error: { code: 'VALIDATION_002', message: 'm' } }",
    ]
    .map(str::to_owned)
    .to_vec();
    let count = |text: String| {
        let mut counts = scan(&engine, text.as_bytes(), 1, blocks::BLOCK);
        counts.retain(|name, _| name.starts_with("true"));
        counts
    };
    let plain = count(lines.join("\n"));
    assert_eq!(plain.values().sum::<u64>(), 5, "{plain:?}");
    assert_eq!(count(lines.join("\r\n") + "\r\n"), plain);
    for escape in ["\u{1b}", r"\u001b", r"\x1b", "#033", "^["] {
        let paint = |line: &String| {
            let words = ["error", "AUTH_001", "AUTH_004", "BUSINESS_002"];
            let painted = words.iter().fold(line.clone(), |line, word| {
                line.replace(word, &format!("{escape}[31;1m{word}{escape}[0m"))
            });
            format!("{escape}[90m{painted}{escape}[39m")
        };
        let painted: Vec<String> = lines.iter().map(paint).collect();
        assert_eq!(count(painted.join("\n")), plain, "{escape}");
    }
}

#[test]
fn words_of_gateways_that_differ_in_digits_are_counted_apart() {
    let engine = Engine::new(&Catalog::builtin(), &[]).unwrap();
    for form in [
        r#"{"error":"x","body":"error code: N"}"#,
        r#"{"error":"x","statusCode":0,"body":"error code: N"}"#,
        r#"{"error":"x","response":{"body":"error code: N"}}"#,
        r#"{"error":"error code: N"}"#,
        r#"{"level":"error","error":"upstream failed: error code: N"}"#,
        "error=x upstream failed: error code: N",
        "2026-11-21T22:00:00Z error: upstream failed: error code: N",
        "<html><title>error: N</title><center>cloudflare</center></html>",
        "error: <html><head><title>N Forbidden</title></head><center>cloudflare</center></html>",
    ] {
        assert_scanned_as_diagnosed(
            &engine,
            ["1015", "1020", "1016", "1999", "502", "504", "12"]
                .map(|digits| form.replace('N', digits))
                .to_vec(),
        );
    }
}

#[test]
fn every_example_that_parse_likely_knows_passes_the_filter() {
    let engine = Engine::new(&Catalog::builtin(), &[]).unwrap();
    let filter = errdoc::scan::filter::Filter::new(&engine);
    let catalog = Catalog::builtin();
    // Of a body that is a sentence the filter knows no more than its codes and forms.
    let is_sentence = |body: &Value| body.as_str().is_some_and(|text| !text.starts_with('<'));
    let cases = examples::cases(&catalog.ids()).into_iter().step_by(23);
    for case in cases.filter(|case| !is_sentence(&case.body)) {
        let mut lines = forms(&case.body);
        // What a line that is cut lacks the filter cannot know.
        lines.pop();
        for line in lines {
            let report = engine.diagnose_bytes(line.as_bytes());
            let mut known = report.diagnoses.iter().filter(|d| d.entry.is_some());
            let is_known = known.any(|d| d.certainty >= Certainty::Likely);
            let name = format!("{}:{}", case.provider, case.code);
            assert!(!is_known || filter.passes(line.as_bytes()), "{name} {line}");
        }
    }
}

#[test]
fn bodies_in_whatever_wrapper_are_counted_apart() {
    let engine = Engine::new(&Catalog::builtin(), &[]).unwrap();
    let cases: Vec<_> = cases().into_iter().step_by(2).collect();
    let mut tried = 0;
    for wrapper in WRAPPERS {
        let wrapped = cases.iter().filter_map(|case| (wrapper.wrap)(case));
        let texts = wrapped.filter_map(|bytes| String::from_utf8(bytes).ok());
        // With a member that makes each a candidate.
        let lines: Vec<String> = texts
            .map(|text| format!("{} error=1", text.trim_end_matches('\n')))
            .filter(|line| !line.contains(['\n', '\r']))
            .collect();
        tried += usize::from(!lines.is_empty());
        let found = scan(&engine, lines.join("\n").as_bytes(), 1, blocks::BLOCK);
        assert_eq!(found, one_by_one(&engine, &lines), "{}", wrapper.name);
    }
    assert!(tried > 20, "{tried}");
}

/// Returns the codes of the seed APIs that a line can mention.
fn codes() -> Vec<String> {
    let entries = examples::SEED.map(|id| Catalog::builtin().entries(id).unwrap());
    let entries = entries.into_iter().flatten();
    entries
        .filter(|entry| !entry.own_name)
        .map(|entry| entry.code)
        .collect()
}

#[test]
fn codes_that_lines_name_in_words_are_found_as_parse_finds_them() {
    let engine = Engine::new(&Catalog::builtin(), &[]).unwrap();
    let mut lines = Vec::new();
    for code in codes() {
        lines.extend([
            format!("2026-11-18T11:00:00Z ERROR send failed: {code} please look"),
            format!("sdk.AuthenticationError: 401 ({code})"),
            format!("level=WARN msg=\"send failed\" api_code={code} status=404"),
            json!({"level": "error", "msg": "send failed", "code": code}).to_string(),
            json!({"level": 50, "err": {"message": "x", "code": code}}).to_string(),
            json!({"msg": format!("no luck:\n{code}\nat send"), "level": "error"}).to_string(),
            format!("2026-11-18T11:00:00Z INFO see {code}"),
            format!("2026-11-18T11:00:00Z ERROR MichoW send failed: {code}"),
        ]);
    }
    assert!(lines.len() > 200, "{}", lines.len());
    let filter = errdoc::scan::filter::Filter::new(&engine);
    for line in &lines {
        let passes = filter.passes(line.as_bytes());
        assert!(passes || named(&engine, line).is_empty(), "{line}");
    }
    assert_scanned_as_diagnosed(&engine, lines);
}

#[test]
fn counts_are_the_same_for_any_threads_and_block_size() {
    let engine = Engine::new(&Catalog::builtin(), &[]).unwrap();
    let lines: Vec<String> = lines(&mut Random(7)).into_iter().step_by(5).collect();
    let text = lines.join("\n");
    let expected = scan(&engine, text.as_bytes(), 1, blocks::BLOCK);
    for (threads, block) in [(1, 4096), (2, 1000), (4, 65_536), (3, blocks::BLOCK)] {
        assert_eq!(
            scan(&engine, text.as_bytes(), threads, block),
            expected,
            "{threads} {block}"
        );
    }
}

#[test]
fn an_api_that_is_added_at_run_time_is_found() {
    let mut catalog = Catalog::builtin();
    let template = include_str!("../catalog/template.json");
    catalog.add("template", template.to_owned()).unwrap();
    let engine = Engine::new(&catalog, &[]).unwrap();
    let example: Value = serde_json::from_str(template).unwrap();
    let body = example.pointer("/entries/0/examples/0/body").unwrap();
    let line = json!({"ts": 1, "out": body.to_string()}).to_string();
    let found = scan(&engine, line.as_bytes(), 1, blocks::BLOCK);
    assert!(
        found.keys().any(|name| name.starts_with("true")),
        "{found:?}"
    );
}

#[test]
fn a_line_of_any_length_is_searched_in_bounded_memory() {
    let engine = Engine::new(&Catalog::builtin(), &[]).unwrap();
    let body = r#"{"error":"Event 'welcome' not found"}"#;
    let filler = "x".repeat(700_000);
    let long = format!("{body} {filler} {filler} {filler} {body}\n{body}\n");
    for (threads, block) in [(1, 4096), (2, blocks::BLOCK)] {
        let scanner = Scanner::new(&engine, limits(threads, block));
        let never = AtomicBool::new(false);
        let (tally, _) = scanner
            .run(vec![Ok(Cursor::new(long.as_bytes()))], &never, &mut Quiet)
            .unwrap();
        assert_eq!(
            (tally.lines, tally.errors, tally.unreadable_lines),
            (2, 3, 1)
        );
        assert_eq!(tally.groups(By::Code)[0].last.line, 2);
    }
}
