//! Records of logs: what a program says in one, line by line, as a log in plain text has it.

use serde_json::{Map, Value};

use super::prose::is_quiet_level;

/// Members that say how grave a record is.
pub(crate) const LEVELS: [&str; 11] = [
    "level",
    "lvl",
    "severity",
    "levelname",
    "level_name",
    "loglevel",
    "log.level",
    "@l",
    "PRIORITY",
    "syslog_severity",
    "severityText",
];

/// The member that says which of a program's streams a line was written to.
pub(crate) const STREAM: &str = "stream";

/// Those streams.
const STREAMS: [&str; 2] = ["stdout", "stderr"];

/// Members in which a record says in words what happened.
pub(crate) const WORDS: [&str; 29] = [
    "msg",
    "message",
    "log",
    "MESSAGE",
    "@m",
    "@x",
    "text",
    "event",
    "textPayload",
    "jsonPayload",
    "fields",
    "err",
    "error",
    "err.message",
    "error.message",
    "errorMessage",
    "error_message",
    "errmsg",
    "reason",
    "cause",
    "detail",
    "exc_info",
    "exception",
    "Exception",
    "stack",
    "stack_trace",
    "stacktrace",
    "trace",
    "body",
];

/// How deep words are looked for.
const MOST_DEPTH: usize = 4;

/// Below this a level of pino or bunyan tells of no failure.
const LEAST_WARNING: u64 = 40;

/// From this on a priority of syslog tells of no failure.
const LEAST_NOTICE: u64 = 5;

/// Gives what a record of a log says in words, a level that tells of no failure in front of each line; `None` for an
/// object that is none.
pub(super) fn words(body: &Value) -> Option<String> {
    let members = body.as_object()?;
    let is_quiet = is_quiet(members)?;
    let front = if is_quiet { "INFO: " } else { "" };
    let mut said = String::new();
    collect(members, front, MOST_DEPTH, &mut said);
    (!said.is_empty()).then_some(said)
}

/// Says whether a record tells of no failure; `None` where nothing says that an object is one.
fn is_quiet(members: &Map<String, Value>) -> Option<bool> {
    let level = LEVELS
        .iter()
        .find_map(|name| Some((*name, members.get(*name)?)))
        .or_else(|| Some(("level", members.get("log")?.get("level")?)));
    match level {
        Some((_, Value::String(level))) if level.parse::<u64>().is_err() => {
            Some(is_quiet_level(level))
        }
        Some((name, level)) => {
            let number = match level {
                Value::String(text) => text.parse().ok(),
                other => other.as_u64(),
            };
            let is_priority = name == "PRIORITY" || name == "syslog_severity";
            number.map(|number| {
                if is_priority {
                    number >= LEAST_NOTICE
                } else {
                    (10..LEAST_WARNING).contains(&number)
                }
            })
        }
        None => {
            let stream = members.get(STREAM).and_then(Value::as_str);
            stream
                .is_some_and(|stream| STREAMS.contains(&stream))
                .then_some(false)
        }
    }
}

/// Collects the words of members that are called so, and of what is in them.
fn collect(members: &Map<String, Value>, front: &str, depth: usize, said: &mut String) {
    if depth == 0 {
        return;
    }
    for name in WORDS {
        match members.get(name) {
            Some(Value::String(text)) => {
                for line in text.lines() {
                    said.push_str(front);
                    said.push_str(line);
                    said.push('\n');
                }
            }
            Some(Value::Object(inner)) => collect(inner, front, depth - 1, said),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::words;

    fn said(record: &str) -> Option<String> {
        words(&serde_json::from_str(record).unwrap())
    }

    #[test]
    fn the_words_of_a_record_are_lines_with_their_level() {
        for (record, lines) in [
            (r#"{"level":"error","msg":"a\nb","code":"c"}"#, "a\nb\n"),
            (r#"{"level":"Info","message":"a"}"#, "INFO: a\n"),
            (r#"{"level":30,"msg":"a"}"#, "INFO: a\n"),
            (
                r#"{"level":50,"err":{"message":"a","stack":"b"},"msg":"c"}"#,
                "c\na\nb\n",
            ),
            (r#"{"PRIORITY":"3","MESSAGE":"a"}"#, "a\n"),
            (r#"{"PRIORITY":"6","MESSAGE":"a"}"#, "INFO: a\n"),
            (r#"{"log":"a\n","stream":"stderr"}"#, "a\n"),
            (
                r#"{"severity":"ERROR","jsonPayload":{"message":"a"}}"#,
                "a\n",
            ),
            (
                r#"{"log":{"level":"error"},"error":{"message":"a"}}"#,
                "a\n",
            ),
        ] {
            assert_eq!(said(record).as_deref(), Some(lines), "{record}");
        }
    }

    #[test]
    fn a_body_is_no_record() {
        for body in [
            r#"{"message":"a","status":401,"timestamp":"2026-11-18T11:06:40Z"}"#,
            r#"{"error":{"message":"a","code":"b"}}"#,
            r#"{"stream":"live","message":"a"}"#,
            r#"{"level":"error"}"#,
            r#"["level"]"#,
        ] {
            assert_eq!(said(body), None, "{body}");
        }
    }
}
