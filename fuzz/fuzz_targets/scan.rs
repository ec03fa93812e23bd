//! Lines of logs made from bodies of the catalog, with parts of them changed: a scan counts what `parse` says.
#![no_main]

#[path = "../../tests/clock/mod.rs"]
mod clock;

use std::collections::BTreeMap;
use std::io::Cursor;
use std::sync::LazyLock;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use errdoc::scan::{By, Limits, Scanner, Watcher, blocks};
use errdoc::{Catalog, Engine};
use libfuzzer_sys::arbitrary::{Arbitrary, Result, Unstructured};
use libfuzzer_sys::fuzz_target;
use serde_json::{Value, json};

static ENGINE: LazyLock<Engine> =
    LazyLock::new(|| Engine::new(&Catalog::builtin(), &[]).expect("the built-in catalog is whole"));

static SCANNER: LazyLock<Scanner<'static>> = LazyLock::new(|| {
    let limits = Limits {
        since: None,
        until: None,
        now: 0,
        threads: 1,
        block: blocks::BLOCK,
    };
    Scanner::new(&ENGINE, limits)
});

/// The bodies of the examples in the catalog's files.
static BODIES: LazyLock<Vec<Value>> = LazyLock::new(|| {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../catalog");
    let files = std::fs::read_dir(folder).expect("the catalog is there");
    let texts = files.filter_map(|file| std::fs::read_to_string(file.ok()?.path()).ok());
    let files = texts.filter_map(|text| serde_json::from_str::<Value>(&text).ok());
    let list = |value: &Value, name: &str| value[name].as_array().cloned().unwrap_or_default();
    let entries = files.flat_map(|file| list(&file, "entries"));
    let examples = entries.flat_map(|entry| list(&entry, "examples"));
    examples
        .filter_map(|example| example.get("body").cloned())
        .collect()
});

/// A line of a log.
#[derive(Debug)]
struct Line(String);

impl<'a> Arbitrary<'a> for Line {
    fn arbitrary(bytes: &mut Unstructured<'a>) -> Result<Self> {
        let mut body = bytes.choose(&BODIES)?.clone();
        for _ in 0..bytes.int_in_range(0..=3)? {
            change(&mut body, bytes)?;
        }
        let plain = body.to_string();
        let quoted = Value::String(plain.clone()).to_string();
        let status: u16 = bytes.int_in_range(200..=599)?;
        let mut line = match bytes.int_in_range(0..=9)? {
            0 => plain,
            1 => json!({"level": "error", "msg": "call failed", "response": body}).to_string(),
            2 => json!({"time": "2026-11-21T22:00:00Z", "body": plain, "took": 12}).to_string(),
            3 => json!({"status": status, "response": body, "path": "/v1/x"}).to_string(),
            4 => json!({"log": format!("failed: {plain}\n"), "stream": "stderr"}).to_string(),
            5 => format!("2026-11-21T22:00:00Z ERROR [w-7] POST /v1/x failed: {plain}"),
            6 => format!("level=error status={status} body={quoted}"),
            7 => json!({"request": body, "error": body}).to_string(),
            8 => json!([body, {"error": null}]).to_string(),
            _ => json!({"message": format!("{status} from the API: {plain}"), "code": status})
                .to_string(),
        };
        // What a line may be like where something went wrong on the way.
        for _ in 0..bytes.int_in_range(0..=2)? {
            let at = bytes.choose_index(line.len().max(1))?;
            if line.is_char_boundary(at) && at < line.len() {
                match bytes.int_in_range(0..=2)? {
                    0 => line.truncate(at),
                    1 => line.insert(
                        at,
                        *bytes.choose(&['"', '\\', '{', '}', ',', ':', ' ', '<'])?,
                    ),
                    _ => drop(line.remove(at)),
                }
            }
        }
        Ok(Self(line.replace(['\n', '\r'], " ")))
    }
}

/// Changes one member of a value.
fn change(value: &mut Value, bytes: &mut Unstructured<'_>) -> Result<()> {
    match value {
        Value::Object(members) if !members.is_empty() => {
            let names: Vec<String> = members.keys().cloned().collect();
            let name = bytes.choose(&names)?;
            match bytes.int_in_range(0..=4)? {
                0 => drop(members.remove(name)),
                1 => drop(members.insert(name.clone(), Value::Null)),
                2 => {
                    let inner = members.remove(name).unwrap_or_default();
                    members.insert(bytes.choose(&NAMES)?.to_string(), inner);
                }
                3 => drop(members.insert(bytes.choose(&NAMES)?.to_string(), json!(404))),
                _ => change(members.entry(name.clone()).or_insert(Value::Null), bytes)?,
            }
        }
        Value::Array(items) if !items.is_empty() => {
            let at = bytes.choose_index(items.len())?;
            change(&mut items[at], bytes)?;
        }
        other => {
            let texts = ["", "x", "{\"error\":1}", "AUTH_002", "card_declined", "401"];
            *other = (*bytes.choose(&texts)?).into();
        }
    }
    Ok(())
}

/// Names that members are given.
const NAMES: [&str; 14] = [
    "error",
    "errors",
    "code",
    "message",
    "status",
    "headers",
    "body",
    "data",
    "response",
    "request",
    "type",
    "detail",
    "success",
    "content-type",
];

struct Quiet;

impl Watcher<'_> for Quiet {}

/// What was found, by API, code and whether it is known: how often.
type Counts = BTreeMap<(Option<String>, Option<String>, bool), u64>;

/// Returns what a scan of a line counts.
fn scanned(line: &str) -> Counts {
    let (tally, _) = SCANNER
        .run(
            vec![Ok(Cursor::new(line))],
            &AtomicBool::new(false),
            &mut Quiet,
        )
        .expect("nothing is written");
    let groups = tally
        .groups(By::Code)
        .into_iter()
        .chain(tally.unrecognized());
    let mut counts = Counts::new();
    for group in groups {
        let provider = group.kind.provider.map(str::to_owned);
        let key = (provider, group.kind.code.clone(), group.kind.is_known);
        *counts.entry(key).or_default() += group.count;
    }
    counts.retain(|(_, code, _), _| code.is_some());
    counts
}

/// Returns what the whole way says of a line that passes the filter.
fn parsed(line: &str) -> Counts {
    let mut counts = Counts::new();
    if SCANNER.filter().passes(line.as_bytes()) {
        for found in ENGINE.diagnose_bytes(line.as_bytes()).diagnoses {
            if let Some(code) = found.code {
                let provider = found.api.map(|api| api.id.clone());
                let code: String = code.chars().take(128).collect();
                *counts
                    .entry((provider, Some(code), found.entry.is_some()))
                    .or_default() += found.count as u64;
            }
        }
    }
    counts
}

fuzz_target!(|line: Line| {
    let Line(line) = line;
    let start = clock::running();
    assert_eq!(scanned(&line), parsed(&line), "{line}");
    assert!(
        clock::running() - start < Duration::from_secs(2),
        "took {:?}",
        clock::running() - start
    );
});
