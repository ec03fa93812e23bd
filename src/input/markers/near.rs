//! The status that the lines around a value name: before it or after it.

use super::status::{Number, named, numbers};
use super::{METHODS, chat};
use crate::stamp;

/// How many lines are looked at before a value.
const MAX_ABOVE: usize = 40;

/// The levels of loggers, which come right before what was logged.
const LEVELS: [&str; 12] = [
    "trace", "debug", "info", "notice", "log", "warn", "warning", "error", "err", "severe",
    "critical", "fatal",
];

/// The levels that .NET writes on a line of its own, with the name of the logger.
const SHORT_LEVELS: [&str; 6] = ["trce", "dbug", "info", "warn", "fail", "crit"];

/// The longest name of what clients print of a response: `HTTP response headers`.
const MAX_NAME: usize = 24;

/// Returns the status that the words before a value name: on its own line, or on the one before.
pub(crate) fn status_before(gap: &str) -> Option<u16> {
    status_above(gap, None)
}

/// Returns the status that the words before a value name, which states one itself or not: then people speak of another answer
/// where they name another.
pub(in crate::input) fn status_above(gap: &str, stated: Option<u16>) -> Option<u16> {
    let is_of_value = |n: &Number<'_>| is_of_value(n, stated);
    let mut lines = gap.rsplit('\n');
    let same = lines.next().unwrap_or_default();
    let on_same = numbers(same).filter(is_of_value).filter(|n| {
        let is_first = n.before.trim().is_empty();
        // `404 {` and `response 403 {`: the number comes right before the value.
        let is_last = n.after.chars().all(|c| {
            matches!(
                c,
                ' ' | ':' | '-' | '=' | '>' | '(' | ',' | '`' | '\'' | '"' | 'b'
            )
        });
        n.is_status() || (is_first && is_last) || (is_last && n.value >= 400)
    });
    let on_same = on_same.last().map(|number| number.value);
    if let Some(status) = on_same.or_else(|| named(same)) {
        return Some(status);
    }
    if !is_bare(same) {
        return None;
    }
    let above = lines.filter(|line| !line.trim().is_empty());
    for line in above.take(MAX_ABOVE) {
        if logs_request(line) {
            return None;
        }
        let is_alone = |before: &str| matches!(before.trim(), "" | "[1]");
        let found = numbers(line)
            .filter(|n| !is_compared(n.before) && is_of_value(n))
            .filter(|n| n.is_status() || (is_alone(n.before) && n.after.trim().is_empty()))
            .last();
        let found = found.map(|n| n.value).or_else(|| named(line));
        if found.is_some() || !is_between(line) {
            return found;
        }
    }
    None
}

/// Returns true unless a person tells of a number, and the value next to it states another status.
fn is_of_value(number: &Number<'_>, stated: Option<u16>) -> bool {
    let is_said = || chat::is_said(number.before) || chat::is_said(number.after);
    stated.is_none_or(|stated| stated == number.value) || !is_said()
}

/// Returns true if a number after these words is one that a program compares a status with: code around a stack.
fn is_compared(before: &str) -> bool {
    ["==", "!="]
        .iter()
        .any(|sign| before.trim_end().ends_with(sign))
}

/// Returns true if what is on the line of a value before it says nothing, or announces the value.
pub(in crate::input) fn is_bare(same: &str) -> bool {
    // What Python writes before the text of bytes says nothing, nor does the name of a type, with a length or without one.
    let own = same.trim().trim_end_matches(['\'', '"']).trim_end();
    let length = own.strip_suffix(')').unwrap_or_default();
    let typed = length.trim_end_matches(|c: char| c.is_ascii_digit());
    let own = if typed.ends_with('(') { typed } else { own };
    let own = own.strip_suffix('(').map_or(own, |own| {
        own.trim_end_matches(|c: char| c.is_ascii_alphanumeric())
            .trim_end()
    });
    let own = own
        .strip_suffix(['b', 'r', 'u'])
        .filter(|front| !front.ends_with(char::is_alphanumeric))
        .unwrap_or(own)
        .trim_end();
    let mut words = own.rsplit(|c: char| !c.is_alphanumeric());
    let last = words.find(|word| !word.is_empty()).unwrap_or_default();
    own.is_empty()
        || own == "[1]"
        || own.ends_with([':', '=', '>', '<'])
        || !own.contains(|c: char| c.is_ascii_alphanumeric())
        || (own.ends_with(']') && stamp::said_in_front(own).is_some())
        || LEVELS.iter().any(|level| level.eq_ignore_ascii_case(last))
}

/// Returns true if a line may be between a status and the body: part of a structure or a stack, a name and what it has, where in a
/// program something was.
fn is_between(line: &str) -> bool {
    let text = line.trim();
    // What begins with a time is a record of its own.
    if stamp::said_in_front(line).is_some() {
        return false;
    }
    let is_part = text.ends_with([',', ';', ']', '}', ')', '>', '[', '{', '(', '"', '\'', '=']);
    let is_inside = line.starts_with([' ', '\t', '+', '|', '$'])
        || (is_part && line.starts_with(['<', '[', '(', '{']));
    let is_sign = !text.contains(|c: char| c.is_alphanumeric());
    let front = text.trim_end_matches(|c: char| c.is_ascii_digit());
    let is_place = front.len() < text.len() && front.trim_end().ends_with(':');
    is_inside || is_sign || is_place || is_labelled(line) || is_heading(line)
}

/// Returns true if a line is a name and what it has, as clients print what they know of a response: `Message: Bad Request`,
/// `content-type: text/html`.
fn is_labelled(line: &str) -> bool {
    let name = line.trim_start().split_once(": ").map(|(name, _)| name);
    name.is_some_and(|name| {
        let is_label = name.starts_with(|c: char| c.is_ascii_uppercase()) || name.contains('-');
        SHORT_LEVELS.contains(&name) || (is_label && is_name(name))
    })
}

/// Returns true if a line names what comes below it, and says nothing else: `Response:`.
fn is_heading(line: &str) -> bool {
    let line = line.trim();
    let name = line.strip_suffix(':');
    name.is_some_and(is_name) || line.eq_ignore_ascii_case("body")
}

/// Returns true if a text may be the name of what clients print of a response: a few words.
fn is_name(text: &str) -> bool {
    let is_part = |b: u8| b.is_ascii_alphabetic() || matches!(b, b'-' | b'_' | b' ');
    (1..=MAX_NAME).contains(&text.len()) && text.bytes().all(is_part)
}

/// Returns the status that comes after a value, and how many bytes were used: `}401`, or a line of its own.
/// `is_last` says that no other value follows; else words that name another status than the `stated` one of the value
/// itself are the heading of the next.
pub(crate) fn status_after(gap: &str, is_last: bool, stated: Option<u16>) -> Option<(u16, usize)> {
    let mut at = 0;
    for (number, line) in gap.split_inclusive('\n').enumerate() {
        let is_gaps_end = at + line.len() == gap.len() && !is_last;
        // What is on the line of the next value belongs to that one, unless it is glued to this.
        let is_shared = is_gaps_end && !line.ends_with('\n');
        // What is announced is that of the next value too.
        let is_heading = !is_last && number > 0 && line.trim_end().ends_with(':');
        if (is_shared && number > 0) || is_heading {
            return None;
        }
        let found = numbers(line).find(|n| {
            let is_glued = number == 0 && n.start == 0;
            let is_alone = n.before.trim().is_empty() && n.after.trim().is_empty();
            let is_agreed = stated.is_none_or(|stated| stated == n.value);
            let is_its = (is_last && is_of_value(n, stated) || is_agreed)
                && !(number > 0 && logs_request(line));
            is_glued || (!is_shared && (is_alone || (is_its && n.is_status())))
        });
        if let Some(found) = found {
            return Some((found.value, at + found.end));
        }
        at += line.len();
        if number >= 4 {
            break;
        }
    }
    None
}

/// Returns true if a line logs a request that the program itself was asked for: a method and a path without a host, or how it
/// was completed.
pub(in crate::input) fn logs_request(line: &str) -> bool {
    let is_completed = line
        .split_once("Completed ")
        .is_some_and(|(_, rest)| rest.contains(" in "));
    is_completed
        || METHODS.iter().any(|method| {
            line.match_indices(method).any(|(at, _)| {
                let behind = &line[at + method.len()..];
                // `https://a.example:443 "POST /x HTTP/1.1" 503`: with a host it was the program that asked.
                let is_own = behind.starts_with(" /") && !line[..at].contains("://");
                is_own || line[..at].ends_with("method=")
            })
        })
}

#[cfg(test)]
mod tests {
    use super::{status_after, status_before};

    #[test]
    fn the_status_in_front_of_a_value_is_found() {
        for (gap, status) in [
            ("Error: 422 ", Some(422)),
            ("sent_dm.InternalServerError: Error code: 502 - ", Some(502)),
            ("404 ", Some(404)),
            (
                "[2026-11-20 09:41:20] ERROR a failed with status 503\n[2026-11-20 09:41:27] ERROR b failed:\n",
                None,
            ),
            ("(1) a failed with status 503\n(2) b failed:\n", None),
            (
                "<13>Nov 20 app: a failed with status 503\n<13>Nov 20 app: b\n",
                None,
            ),
            ("Acme 400 /messages: ", Some(400)),
            ("RuntimeError: 422 from https://a.example/x: ", Some(422)),
            ("HTTP Error 401: Unauthorized\nb'", Some(401)),
            ("  Status:  400\n  Response:\n    ", Some(400)),
            (
                "a.ForbiddenException: (403)\nReason: Forbidden\nHTTP response headers: HTTPHeaderDict(",
                Some(403),
            ),
            (
                "{ok,{{\"HTTP/1.1\",401,\"Unauthorized\"},\n     [{\"connection\",\"keep-alive\"},\n      {\"x\",\"1\"}],\n     \"",
                Some(401),
            ),
            (
                "{ok,404,\n    [{<<\"Server\">>,<<\"x\">>}],\n    <<\"",
                Some(404),
            ),
            (
                "FlurlHttpException: Call failed with status code 422 (X): POST https://a.example/x\n   at A.B(C call)\n",
                Some(422),
            ),
            (
                "Invoke-RestMethod : Error en el servidor remoto: (403) Prohibido.\nEn C:\\a.ps1: 4 Carácter: 1\n+ Invoke-RestMethod -Uri https://a.example/x\n",
                Some(403),
            ),
            (
                "Received HTTP response headers after 9.4ms - 503\nfail: Acme.Sender[0]\n      ",
                Some(503),
            ),
            ("#<Response 404>\nstring(21) \"", Some(404)),
            ("[1] 409\n\n$content\n[1] \"", Some(409)),
            ("! HTTP 404 Not Found.\nℹ ", Some(404)),
            (
                "send failed: status 503, will retry\n[error] it said: \"",
                Some(503),
            ),
            ("404 b'Not Found'\nb'", Some(404)),
            (
                "  https://a.example:443 \"POST /x HTTP/1.1\" 503 9\n",
                Some(503),
            ),
            ("10.0.0.1 \"POST /x HTTP/1.1\" 503 9\n", None),
            (
                "POST https://a.example/x -> 503 (182 ms)\nERROR  ",
                Some(503),
            ),
            ("POST https://a.example/x 404 (318ms)\n  LOG  ", Some(404)),
            ("POST https://a.example/x took 404 rows\n", None),
            ("StatusCode: ServiceUnavailable, Length: 9)\n", Some(503)),
            ("((status Not_found) (flush false))\n", Some(404)),
            ("<503 SERVICE_UNAVAILABLE Service Unavailable,", Some(503)),
            (
                "status code: 503\n2026-11-20 09:41:27.319 App[4211:90] ",
                Some(503),
            ),
            ("failed: service unavailable (503).\npayload: ", Some(503)),
            ("it was :not_found (404)\n", Some(404)),
            ("AirflowException: 409:Conflict\n", Some(409)),
            (" WARN  [404] POST https://a.example/x\n WARN  ", Some(404)),
            (
                "      11 |   if (res.status === 404) {\n    > 12 |     fail()\n",
                None,
            ),
            ("    at f (/a.js:500:12)\n", None),
            ("read 512 /var/log/a.log: ", None),
            ("response 403 ", Some(403)),
            (
                "resulted in a `422 Unprocessable Content` response:\n",
                Some(422),
            ),
            (
                "curl: (22) The requested URL returned error: 402\n",
                Some(402),
            ),
            ("took 412 ms: ", None),
            ("line 404, file x.py\nValueError: ", None),
            ("404 files changed ", None),
            ("port 8443 ", None),
            ("v1.500.2 ", None),
        ] {
            assert_eq!(status_before(gap), status, "{gap}");
        }
    }

    #[test]
    fn the_status_behind_a_value_is_found() {
        assert_eq!(status_after("401", true, None), Some((401, 3)));
        assert_eq!(status_after("\n422\n", true, None), Some((422, 4)));
        assert_eq!(
            status_after("\nHTTP 503 in 0.2s\n", true, None),
            Some((503, 9))
        );
        assert_eq!(status_after("\nstatus=429\n", true, None), Some((429, 11)));
        assert_eq!(
            status_after("\n404 ", false, None),
            None,
            "the next value's own status"
        );
        assert_eq!(
            status_after("\nresponse:\n  code: 401\n  body: ", false, None),
            None,
            "below a heading"
        );
        assert_eq!(status_after(" after 500 items", true, None), None);
    }
}
