//! Records of logs: what a program says in one, as a log in plain text has it in a line.

use std::borrow::Cow;

use serde_json::{Map, Value};

use crate::facts;
use crate::input::markers;

/// Members that say how grave a record is.
pub(crate) const LEVELS: [&str; 10] = [
    "level",
    "lvl",
    "severity",
    "levelname",
    "level_name",
    "loglevel",
    "log.level",
    "@l",
    "severitytext",
    PRIORITY,
];

/// The level as journald writes it: a number of syslog.
const PRIORITY: &str = "priority";

/// The member that holds the words of an exception in a list of those.
pub(crate) const VALUE: &str = "value";

/// The member that says which of a program's streams a line was written to.
pub(crate) const STREAM: &str = "stream";

/// Those streams.
const STREAMS: [&str; 2] = ["stdout", "stderr"];

/// Members by which a function in a cloud says what it has thrown.
const THROWN: [&str; 2] = ["errorType", "errorMessage"];

/// How levels of failures and of warnings begin, in small letters.
const GRAVE: [&str; 10] = [
    "err", "fatal", "crit", "alert", "emerg", "panic", "severe", "warn", "dpanic", "ftl",
];

/// Levels of failures and warnings as pino and bunyan count them.
const GRAVE_NUMBERS: [u64; 3] = [40, 50, 60];

/// From this on a priority of syslog tells of no failure.
const LEAST_NOTICE: u64 = 5;

/// Members in which a record says in words what happened, in small letters.
pub(crate) const WORDS: [&str; 29] = [
    "msg",
    "@message",
    "stderr",
    "stringvalue",
    "message",
    "log",
    "@m",
    "@x",
    "short_message",
    "textpayload",
    "jsonpayload",
    "fields",
    "err",
    "error",
    "err.message",
    "error.message",
    "errormessage",
    "error_message",
    "errmsg",
    "reason",
    "cause",
    "exc_info",
    "exception",
    "exceptions",
    "thrown",
    "stack",
    "stack_trace",
    "stacktrace",
    "values",
];

/// How deep records and words are looked for.
const MOST_DEPTH: usize = 6;

/// How many records are read.
const MOST_RECORDS: usize = 1024;

/// How many texts of a record are read.
const MOST_TEXTS: usize = 64;

/// Returns the texts in which records tell of failures, record by record, of a value and what is inside it.
pub(super) fn texts(value: &Value) -> Vec<Vec<String>> {
    let mut found = Vec::new();
    records(value, MOST_DEPTH, &mut found);
    found
}

/// Returns the words of a value, whole, whether or not it is a record of a failure.
pub(super) fn words(value: &Value) -> Vec<Cow<'_, str>> {
    let mut found = Vec::new();
    whole_words(value, MOST_DEPTH, &mut found);
    found
}

/// Returns an exception whose class, module and words are members of their own as a program prints it: `acme.errors.Failure: no`.
fn exception(members: &Map<String, Value>) -> Option<String> {
    let text = |name: &str| members.get(name).and_then(Value::as_str);
    let (class, words) = text("type").zip(text(VALUE))?;
    Some(match text("module") {
        Some(module) => format!("{module}.{class}: {words}"),
        None => format!("{class}: {words}"),
    })
}

/// Collects the words of members that are called so, and of what is in a value; what was sent is none of them.
fn whole_words<'v>(value: &'v Value, depth: usize, found: &mut Vec<Cow<'v, str>>) {
    if depth == 0 || found.len() >= MOST_TEXTS {
        return;
    }
    match value {
        Value::Object(members) => {
            let is_sent = facts::sent(members);
            found.extend(exception(members).map(Cow::Owned));
            for (name, inner) in members.iter().filter(|(name, _)| !is_sent(name)) {
                let is_words = || WORDS.iter().any(|words| words.eq_ignore_ascii_case(name));
                match inner {
                    Value::String(text) if is_words() => found.push(Cow::Borrowed(text)),
                    Value::Object(_) | Value::Array(_) => whole_words(inner, depth - 1, found),
                    _ => {}
                }
            }
        }
        Value::Array(items) => {
            for item in items {
                whole_words(item, depth - 1, found);
            }
        }
        _ => {}
    }
}

/// Returns the status that a record of a failure names in words, the last line of an exception first.
pub(super) fn told_status(value: &Value) -> Option<u16> {
    texts(value)
        .iter()
        .flatten()
        .find_map(|text| markers::last_status(text))
}

/// Collects the texts of the records in a value.
fn records(value: &Value, depth: usize, found: &mut Vec<Vec<String>>) {
    if depth == 0 || found.len() >= MOST_RECORDS {
        return;
    }
    match value {
        Value::Object(members) if is_record(members) => {
            let mut texts = Vec::new();
            collect(members, depth, &mut texts);
            found.push(texts);
        }
        Value::Object(members) => {
            let is_sent = facts::sent(members);
            let is_sent = |name: &str| is_sent(name) || name.eq_ignore_ascii_case("params");
            for (_, inner) in members.iter().filter(|(name, _)| !is_sent(name)) {
                records(inner, depth - 1, found);
            }
        }
        Value::Array(items) => {
            for item in items {
                records(item, depth - 1, found);
            }
        }
        _ => {}
    }
}

/// Returns true if an object is a record that tells of a failure, or may do so in a line of its own.
fn is_record(members: &Map<String, Value>) -> bool {
    let mut levels = members.iter().filter_map(|(name, level)| {
        let known = LEVELS.iter().find(|known| known.eq_ignore_ascii_case(name));
        Some((*known?, level))
    });
    let inner = members.get("log").and_then(|log| log.get("level"));
    // GELF counts levels as syslog does.
    if let Some(level) = members.get("level").and_then(Value::as_u64)
        && members.contains_key("short_message")
    {
        return level < LEAST_NOTICE;
    }
    match levels.next().or(inner.map(|level| ("level", level))) {
        Some(first) => std::iter::once(first)
            .chain(levels)
            .any(|(name, level)| is_grave(name, level)),
        None => {
            let stream = members.get(STREAM).and_then(Value::as_str);
            let is_thrown = || THROWN.iter().all(|name| members.contains_key(*name));
            stream.is_some_and(|stream| STREAMS.contains(&stream)) || is_thrown()
        }
    }
}

/// Returns true if a value is an object with a log level.
pub(super) fn is_leveled(value: &Value) -> bool {
    let is_level = |name: &String| LEVELS.iter().any(|known| known.eq_ignore_ascii_case(name));
    let members = value.as_object();
    members.is_some_and(|members| members.len() > 1 && members.keys().any(is_level))
}

/// Returns true if a value is a record of a log whose level is not that of a failure or a warning.
pub(super) fn is_quiet(value: &Value) -> bool {
    is_leveled(value) && value.as_object().is_some_and(|members| !is_record(members))
}

/// Returns true if a level is that of a failure or a warning.
fn is_grave(name: &str, level: &Value) -> bool {
    let number = level.as_u64().or_else(|| level.as_str()?.parse().ok());
    match (number, level) {
        (Some(number), _) if name == PRIORITY => number < LEAST_NOTICE,
        (Some(number), _) => GRAVE_NUMBERS.contains(&number),
        (None, Value::String(level)) => {
            let level = level.trim_start_matches(['[', ' ']).to_ascii_lowercase();
            GRAVE.iter().any(|grave| level.starts_with(grave))
        }
        _ => false,
    }
}

/// Collects the words of members that are called so, and of what is in them.
fn collect(members: &Map<String, Value>, depth: usize, found: &mut Vec<String>) {
    let is_words = |name: &str| {
        let is_inner = depth < MOST_DEPTH && name == VALUE;
        is_inner || WORDS.iter().any(|words| words.eq_ignore_ascii_case(name))
    };
    for (_, value) in members.iter().filter(|(name, _)| is_words(name)) {
        said(value, depth, found);
    }
}

/// Collects the words of a value.
fn said(value: &Value, depth: usize, found: &mut Vec<String>) {
    if depth == 0 || found.len() >= MOST_TEXTS {
        return;
    }
    match value {
        Value::String(text) if text.trim_start().starts_with('{') => {
            // A record in a record, as a container's log holds it.
            if let Ok(inner) = serde_json::from_str::<Value>(text) {
                let mut inside = Vec::new();
                records(&inner, depth - 1, &mut inside);
                found.extend(inside.into_iter().flatten());
            }
        }
        Value::String(text) => {
            // What is in an object says itself what it is.
            let words = text.split('{').next().unwrap_or_default().trim();
            if !words.is_empty() {
                found.push(words.to_owned());
            }
        }
        Value::Object(inner) => collect(inner, depth - 1, found),
        Value::Array(items) => {
            for item in items {
                said(item, depth - 1, found);
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::{MOST_DEPTH, texts};

    fn said(record: &str) -> Vec<String> {
        texts(&serde_json::from_str(record).unwrap()).concat()
    }

    #[test]
    fn what_is_deeper_than_records_are_is_not_looked_at() {
        let record = r#"{"level":"error","msg":"a"}"#;
        let within = |lists: usize| format!("{}{record}{}", "[".repeat(lists), "]".repeat(lists));
        assert_eq!(said(&within(MOST_DEPTH - 1)), ["a"]);
        assert_eq!(said(&within(MOST_DEPTH)), [""; 0]);
    }

    #[test]
    fn what_records_of_failures_say_is_read() {
        for (record, expected) in [
            (
                r#"{"level":"error","msg":"a\nb","code":"c"}"#,
                &["a\nb"][..],
            ),
            (
                r#"{"level":50,"err":{"message":"a","stack":"b"},"msg":"c"}"#,
                &["a", "b", "c"],
            ),
            (r#"{"PRIORITY":"3","MESSAGE":"a"}"#, &["a"]),
            (r#"{"log":"a\n","stream":"stderr"}"#, &["a"]),
            (
                r#"{"log":"{\"level\":\"warn\",\"msg\":\"a\"}\n","stream":"stdout"}"#,
                &["a"],
            ),
            (
                r#"{"severity":"ERROR","jsonPayload":{"message":"a"}}"#,
                &["a"],
            ),
            (
                r#"{"log":{"level":"error"},"error":{"message":"a"}}"#,
                &["a"],
            ),
            (r#"{"LogLevel":"Error","Message":"a"}"#, &["a"]),
            (r#"{"version":"1.1","short_message":"a","level":3}"#, &["a"]),
            (r#"{"errorType":"Error","errorMessage":"a"}"#, &["a"]),
            (
                r#"[{"level":"info","msg":"a"},{"level":"fatal","msg":"b {\"c\":1}"}]"#,
                &["b"],
            ),
            (
                r#"{"level":"error","exception":{"values":[{"type":"T","value":"a"}]}}"#,
                &["a"],
            ),
            (
                r#"{"level_name":"ERROR","level":400,"message":"a"}"#,
                &["a"],
            ),
        ] {
            assert_eq!(said(record), expected, "{record}");
        }
    }

    #[test]
    fn what_is_no_record_of_a_failure_says_nothing() {
        for body in [
            r#"{"message":"a","status":401,"timestamp":"2026-11-18T11:06:40Z"}"#,
            r#"{"error":{"message":"a","code":"b"}}"#,
            r#"{"stream":"live","message":"a"}"#,
            r#"{"level":"error"}"#,
            r#"{"level":30,"msg":"a"}"#,
            r#"{"level":"Information","message":"a"}"#,
            r#"{"level":200,"level_name":"INFO","message":"a"}"#,
            r#"{"PRIORITY":"6","MESSAGE":"a"}"#,
            r#"{"version":"1.1","short_message":"a","level":6}"#,
            r#"{"errorMessage":"a"}"#,
            r#"{"level":7,"event":"a","message":"a"}"#,
            r#"{"severity":"major","message":"a"}"#,
            r#"{"level":"error","body":"a","request":{"message":"a"}}"#,
            r#"{"log":"{\"level\":30,\"msg\":\"a\"}\n","stream":"stdout"}"#,
            r#"{"level":"error","msg":"{\"note\":\"a\"}"}"#,
        ] {
            assert_eq!(said(body), [""; 0], "{body}");
        }
    }
}
