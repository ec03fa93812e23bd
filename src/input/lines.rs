//! Makes the lines of a text plain: what logs, mails and traces put before each line is taken off, and what they fold is joined.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{dialects, forms, gutters, http, packed, prefixes, printed, quoted, records};
use crate::sanitize::char_floor;

/// How much of a line shows whether it is a status line: `HTTP/1.1 404` and the blank after it.
const STATUS_LINE: usize = 13;

/// The longest reason phrase after which a body is looked for.
const MAX_REASON: usize = 64;

/// How many spaces code in a mail or a page is indented by at least.
const INDENT: usize = 4;

/// What is done to a text, one after the other; nothing comes back where there is nothing to do.
const LAYERS: [fn(&str) -> Option<String>; 22] = [
    packed::plain,
    rejoined,
    records::joined,
    |text| gutters::plain(text).or_else(|| dedented(text)),
    printed::without_sent,
    printed::without_code,
    printed::without_summaries,
    printed::without_prompts,
    printed::without_previews,
    printed::without_examples,
    printed::structures,
    |text| forms::plain(text).or_else(|| dialects::plain(text)),
    // So Spring writes the line ends of a body.
    |text| replaced(text, "<EOL>"),
    // So Mojolicious writes the carriage returns of what it sends and receives.
    |text| replaced(text, "\\x0d\n"),
    quoted::plain,
    without_entities,
    unfolded,
    unquoted,
    events,
    unprefixed,
    prefixes::plain,
    split_heads,
];

/// Returns the text with plain lines.
pub(super) fn prepare(text: &str) -> Cow<'_, str> {
    let mut text = Cow::Borrowed(text);
    for layer in LAYERS {
        if let Some(plain) = layer(&text) {
            text = Cow::Owned(plain);
        }
    }
    text
}

/// Puts line ends in the place of a sign for them.
fn replaced(text: &str, sign: &str) -> Option<String> {
    text.contains(sign).then(|| text.replace(sign, "\n"))
}

/// A line of docker's json-file.
#[derive(Deserialize, Serialize)]
struct Logged {
    log: String,
    #[serde(default)]
    stream: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    time: Option<Value>,
}

/// Joins the long lines that docker's json-file keeps in parts: what does not end in a line feed goes on in the next of its stream.
fn rejoined(text: &str) -> Option<String> {
    if !text.starts_with("{\"log\":") || !text.trim_end().contains('\n') {
        return None;
    }
    let mut open: BTreeMap<String, Logged> = BTreeMap::new();
    let mut is_joined = false;
    let mut whole = String::with_capacity(text.len());
    for line in text.lines() {
        let Ok(part) = serde_json::from_str::<Logged>(line) else {
            push_line(line, &mut whole);
            continue;
        };
        let is_end = part.log.ends_with('\n');
        match open.remove(&part.stream) {
            None if is_end => push_line(line, &mut whole),
            None => drop(open.insert(part.stream.clone(), part)),
            Some(mut before) => {
                is_joined = true;
                before.log.push_str(&part.log);
                if is_end {
                    push_line(&json!(before).to_string(), &mut whole);
                } else {
                    open.insert(part.stream, before);
                }
            }
        }
    }
    for unended in open.values() {
        push_line(&json!(unended).to_string(), &mut whole);
    }
    is_joined.then_some(whole)
}

/// Puts a line after others.
pub(super) fn push_line(line: &str, text: &mut String) {
    text.push_str(line);
    text.push('\n');
}

/// Puts a status line that is glued to the body before it on a line of its own, and a body that is on a status line below it.
fn split_heads(text: &str) -> Option<String> {
    let mut split = String::new();
    let mut done = 0;
    for (at, _) in text.match_indices("HTTP/") {
        // No more of the line is looked at than the status needs: it may be as long as the text.
        let line = &text[at..char_floor(text, at + STATUS_LINE)];
        if http::status_line(line).is_none() {
            continue;
        }
        if text[..at].ends_with(['}', ']', '>']) {
            split.push_str(&text[done..at]);
            split.push('\n');
            done = at;
        }
        let reason = &text[at + line.len()..char_floor(text, at + STATUS_LINE + MAX_REASON)];
        let reason = reason.split('\n').next().unwrap_or_default();
        let is_first = text[..at].is_empty() || text[..at].ends_with('\n');
        if let Some(body) = reason.find(['{', '[', '<']).filter(|_| is_first) {
            let body = at + line.len() + body;
            split.push_str(&text[done..body]);
            split.push_str("\n\n");
            done = body;
        }
    }
    (done > 0).then(|| {
        split.push_str(&text[done..]);
        split
    })
}

/// The entities that HTML writers use for quotes, braces and brackets.
const ENTITIES: [(&str, &str); 12] = [
    ("&quot;", "\""),
    ("&#34;", "\""),
    ("&#x22;", "\""),
    ("&#39;", "'"),
    ("&#x27;", "'"),
    ("&apos;", "'"),
    ("&#123;", "{"),
    ("&#125;", "}"),
    ("&lt;", "<"),
    ("&gt;", ">"),
    ("&nbsp;", " "),
    ("&amp;", "&"),
];

/// Replaces entities where quotes are written so, or all the tags of a document. Plain JSON may quote a page: only where its own
/// quotes are entities is the whole text one.
fn without_entities(text: &str) -> Option<String> {
    let has = |entity: &str| text.contains(entity);
    let is_written =
        ["&quot;", "&#34;", "&#x22;", "&#39;"].into_iter().any(has) || has("&lt;/") && !has("<");
    (is_written && !has("\":")).then(|| {
        let plain = |text: String, (entity, sign): &(&str, &str)| match text.contains(entity) {
            true => text.replace(entity, sign),
            false => text,
        };
        ENTITIES.iter().fold(text.to_owned(), plain)
    })
}

/// Takes the sign off with which a page of documentation folds a member: `{- "status": 400,` is what is copied from it.
fn unfolded(text: &str) -> Option<String> {
    let is_member = |rest: &str| rest.trim_start().starts_with(['"', '{']);
    let mut opens = memchr::memchr2_iter(b'{', b'[', text.as_bytes());
    let sign = opens.find_map(|open| {
        let inside = text[open + 1..].trim_start();
        let mut signs = ["- ", "* ", "• ", "− "].into_iter();
        signs.find(|sign| inside.strip_prefix(sign).is_some_and(is_member))
    })?;
    let mut plain = String::with_capacity(text.len());
    let mut done = 0;
    for (at, _) in text.match_indices(sign) {
        let front = text[done..at].trim_end_matches([' ', '\t']);
        let begins = front.is_empty() || front.ends_with(['{', '[', ',', '\n']);
        if begins && is_member(&text[at + sign.len()..]) {
            plain.push_str(&text[done..at]);
            done = at + sign.len();
        }
    }
    plain.push_str(&text[done..]);
    Some(plain)
}

/// Takes the spaces off with which all lines begin, as code in a mail or a page does.
fn dedented(text: &str) -> Option<String> {
    if !text.starts_with(' ') {
        return None;
    }
    let indent = |line: &str| line.bytes().take_while(|b| *b == b' ').count();
    let filled = text.lines().filter(|line| !line.trim().is_empty());
    let least = filled.map(indent).min().filter(|least| *least >= INDENT)?;
    let plain = text
        .lines()
        .map(|line| line.get(least..).unwrap_or_default());
    Some(joined(plain))
}

/// Takes the `>` of quoted mail off, unless it is curl's.
fn unquoted(text: &str) -> Option<String> {
    let is_quote = |line: &str| line.starts_with('>');
    let quoted = text.lines().filter(|line| is_quote(line)).count();
    let is_request = text.lines().any(|line| {
        line.strip_prefix("> ")
            .and_then(http::request_line)
            .is_some_and(|request| request.has_version)
    });
    if quoted < 2 || is_request {
        return None;
    }
    let plain = text.lines().map(|line| {
        let mut rest = line;
        while let Some(inner) = rest.strip_prefix('>') {
            rest = inner.strip_prefix(' ').unwrap_or(inner);
        }
        rest
    });
    Some(joined(plain))
}

/// Takes the field names of server-sent events off, where an event's data goes over several lines.
fn events(text: &str) -> Option<String> {
    let data = |line: &'_ str| line.starts_with("data:");
    let mut pairs = text.lines().zip(text.lines().skip(1));
    if !pairs.any(|(line, next)| data(line) && data(next)) {
        return None;
    }
    Some(joined(
        text.lines()
            .map(|line| line.strip_prefix("data:").unwrap_or(line)),
    ))
}

/// Takes the stamps of log carriers off: where two lines or more have one, each line's content is what follows it.
fn unprefixed(text: &str) -> Option<String> {
    let stamped = text
        .lines()
        .filter(|line| stamp(line).is_some())
        .take(2)
        .count();
    if stamped < 2 {
        return None;
    }
    let mut plain = String::with_capacity(text.len());
    for line in text.lines() {
        let (content, is_partial) = stamp(line).unwrap_or((line, false));
        plain.push_str(content);
        if !is_partial {
            plain.push('\n');
        }
    }
    Some(plain)
}

/// Returns what follows the stamp of a log carrier: Kubernetes CRI, GitHub Actions, journald and syslog, docker compose; and
/// whether the carrier says that the line goes on in the next (CRI).
fn stamp(line: &str) -> Option<(&str, bool)> {
    let whole = |content| (content, false);
    if let Some(rest) = after_timestamp(line) {
        for stream in ["stdout ", "stderr "] {
            if let Some(rest) = rest.strip_prefix(stream) {
                return match rest.split_at_checked(2)? {
                    ("F ", content) => Some(whole(content)),
                    ("P ", content) => Some((content, true)),
                    _ => None,
                };
            }
        }
        return Some(whole(rest));
    }
    if let Some(content) = after_syslog(line) {
        return Some(whole(content));
    }
    // `kubectl logs --prefix`
    if let Some((_, content)) = line.strip_prefix("[pod/").and_then(|l| l.split_once("] ")) {
        return Some(whole(after_timestamp(content).unwrap_or(content)));
    }
    // pytest marks what failed so.
    if let Some(content) = line.strip_prefix("E   ") {
        return Some(whole(content));
    }
    // `job<tab>step<tab>time`: the log of a run of GitHub Actions.
    if let Some(content) = line.splitn(3, '\t').nth(2).and_then(after_timestamp) {
        return Some(whole(content));
    }
    let (service, content) = line.split_once("| ")?;
    let service = after_time(service).unwrap_or(service);
    let is_service = service.ends_with(' ')
        && service
            .trim_end()
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b"-_.".contains(&b))
        && !service.trim().is_empty();
    // Either may write its own time after it.
    is_service.then(|| whole(after_timestamp(content).unwrap_or(content)))
}

/// Returns what follows an RFC 3339 timestamp and a blank.
fn after_timestamp(line: &str) -> Option<&str> {
    let bytes = line.as_bytes();
    let is_date = bytes.len() > 20
        && bytes[..19].iter().enumerate().all(|(at, b)| match at {
            4 | 7 => *b == b'-',
            10 => *b == b'T',
            13 | 16 => *b == b':',
            _ => b.is_ascii_digit(),
        });
    if !is_date {
        return None;
    }
    let (stamp, rest) = line.split_at_checked(line.find(' ')?)?;
    let is_zoned = stamp[19..]
        .bytes()
        .all(|b| b.is_ascii_digit() || b".,Z+-:".contains(&b));
    is_zoned.then(|| &rest[1..])
}

/// Returns what follows a time of day and a blank.
fn after_time(line: &str) -> Option<&str> {
    let (time, rest) = line.split_at_checked(9)?;
    let is_time = time.bytes().enumerate().all(|(at, b)| match at {
        2 | 5 => b == b':',
        8 => b == b' ',
        _ => b.is_ascii_digit(),
    });
    is_time.then_some(rest)
}

/// Returns what follows `Nov 18 09:41:27 host program[12]: `.
fn after_syslog(line: &str) -> Option<&str> {
    let month = line.get(..4)?;
    let is_month = [
        "Jan ", "Feb ", "Mar ", "Apr ", "May ", "Jun ", "Jul ", "Aug ", "Sep ", "Oct ", "Nov ",
        "Dec ",
    ]
    .contains(&month);
    let time = line.get(7..15)?.as_bytes();
    if !is_month || time[2] != b':' || time[5] != b':' {
        return None;
    }
    let (head, content) = line.split_once(": ")?;
    (head.split_ascii_whitespace().count() == 5).then_some(content)
}

/// Joins lines.
pub(super) fn joined<'a>(lines: impl Iterator<Item = &'a str>) -> String {
    let mut text = String::new();
    for line in lines {
        push_line(line, &mut text);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::prepare;

    #[test]
    fn what_carriers_put_in_front_of_lines_is_taken_off() {
        for (text, expected) in [
            ("> {\n> \"a\": 1\n> }\n", "{\n\"a\": 1\n}\n"),
            (
                "2026-11-18T09:41:27.1234567Z {\n2026-11-18T09:41:27.1234567Z  \"a\": 1}\n",
                "{\n \"a\": 1}\n",
            ),
            (
                "2026-11-18T09:41:27.331Z stderr P {\"a\":\n2026-11-18T09:41:27.331Z stderr F 1}\n",
                "{\"a\":1}\n",
            ),
            (
                "Nov 18 09:41:27 web-1 app[17]: {\nNov 18 09:41:27 web-1 app[17]: }\n",
                "{\n}\n",
            ),
            ("web-1  | {\nweb-1  | }\n", "{\n}\n"),
            (
                "{\"log\":\"a \",\"stream\":\"e\"}\n{\"log\":\"x\\n\",\"stream\":\"o\"}\n{\"log\":\"b\\n\",\"stream\":\"e\"}\n",
                "{\"log\":\"x\\n\",\"stream\":\"o\"}\n{\"log\":\"a b\\n\",\"stream\":\"e\"}\n",
            ),
            (
                "{\"log\":\"a \",\"time\":\"1\"}\n{\"log\":\"b \",\"time\":2}\n{\"log\":\"c\",\"time\":\"3\"}\n",
                "{\"log\":\"a b c\",\"stream\":\"\",\"time\":\"1\"}\n",
            ),
            ("09:41:27 web.1  | {\n09:41:28 web.1  | }\n", "{\n}\n"),
            (
                "send\tRun curl\t2026-11-18T09:41:27.12Z {\nsend\tRun curl\t2026-11-18T09:41:27.12Z }\n",
                "{\n}\n",
            ),
            ("E       {\nE        'a': 7}\n", "    {\n     'a': 7}\n"),
            (
                "  - Expected  - 1\n  + Received  + 2\n\n    Object {\n  -   \"ok\": true,\n  +   \"a\": 7,\n    }\n",
                " Received  + 2\n\n    Object {\n   \"a\": 7,\n    }\n",
            ),
            ("- a\n- b\n+ c\n", " c\n"),
            ("- a\n  + b\n", "- a\n  + b\n"),
            ("event: error\ndata: {\ndata: }\n", "event: error\n {\n }\n"),
            ("{&quot;a&quot;: 1}", "{\"a\": 1}"),
            (
                "so:{- \"a\": \"b - \\\"c\",\n- \"d\": [- {- \"e\": -1, - \"f\": 2}]\n}\n",
                "so:{\"a\": \"b - \\\"c\",\n\"d\": [{\"e\": -1, \"f\": 2}]\n}\n",
            ),
            ("- \"a\": {}\n- \"b\"\n", "- \"a\": {}\n- \"b\"\n"),
            ("{<EOL>  \"a\": 1<EOL>}", "{\n  \"a\": 1\n}"),
            ("  1\t{\n  2\t\"a\": 7\n  3\t}\n", "{\n\"a\": 7\n}\n"),
            (" 7 │ {\n 8 │  \"a\": 7\n 9 │ }\n", "{\n \"a\": 7\n}\n"),
            ("41:{\n42: \"a\": 7\n43:}\n", "{\n \"a\": 7\n}\n"),
            (
                "@@ -0,0 +1 @@\n+{\n+ \"a\": 7\n+}\n",
                "@@ -0,0 +1 @@\n{\n \"a\": 7\n}\n",
            ),
            (
                "│ Error: 401\n│ {\"a\": 1}\n╵\n",
                "Error: 401\n{\"a\": 1}\n╵\n",
            ),
            (
                "│ │ a = {      │ │\n│ │     │  7   │ │\n│ │     }      │ │\n",
                "a = {\n 7\n    }\n",
            ),
            ("400 a\n{\"b\": 1}\n401 c\n", "400 a\n{\"b\": 1}\n401 c\n"),
            ("{\"a\":1}HTTP/2 503 \nx: y", "{\"a\":1}\nHTTP/2 503 \nx: y"),
        ] {
            assert_eq!(prepare(text), expected);
        }
    }

    #[test]
    fn curls_own_marks_are_left_alone() {
        let text = "> GET /v3/me HTTP/1.1\n> Host: x\n>\n< HTTP/1.1 401 Unauthorized\n";
        assert_eq!(prepare(text), text);
    }
}
