//! Errors in lines of names and values, as loggers and programs write them: `status=409 error_code=SEAT_TAKEN`.

use serde_json::{Map, Value};

use super::{Body, Request, Response, values};
use crate::sanitize::{begins_with, quoted_end};
use crate::vocabulary::{Meaning, means};

/// How many pairs of a line are read.
const MAX_PAIRS: usize = 64;

/// How many lines of one text are read so.
const MAX_LINES: usize = 256;

/// What a line with an error status has in it.
const SIGNS: [&str; 4] = ["=4", "=5", "=\"4", "=\"5"];

/// Returns the responses that lines tell with a status of an error and a code, the first of them in line `first`.
pub(super) fn responses(text: &str, first: usize, request: &Request) -> Vec<Response> {
    let lines = text.lines().enumerate();
    let may_tell = |line: &str| SIGNS.iter().any(|sign| line.contains(sign));
    let told = lines.filter(|(_, line)| may_tell(line)).take(MAX_LINES);
    let read = told.filter_map(|(at, line)| {
        let (status, error) = error(line)?;
        Some(Response {
            status: Some(status),
            body: Body::Json(error),
            line: first + at,
            request: values::request_in(line, request),
            ..Response::default()
        })
    });
    read.collect()
}

/// Returns the status and the error that the pairs of a line tell.
fn error(line: &str) -> Option<(u16, Value)> {
    let found = pairs(line);
    let is_of_error = |name: &str| begins_with(name, "err");
    let mut statuses = found
        .iter()
        .filter(|(name, _)| means(name, Meaning::Status));
    let status = statuses.find_map(|(_, value)| {
        let status = value.parse().ok()?;
        (400..600).contains(&status).then_some(status)
    })?;
    // The words of a record are the program's own, where it says how grave it is.
    let is_record = found
        .iter()
        .any(|(name, _)| name == "level" || name == "lvl");
    let is_words = |name: &str| means(name, Meaning::Message) && (is_of_error(name) || !is_record);
    // A code that is not called that of an error may say anything, unless words are beside it.
    let has_words = found.iter().any(|(name, _)| is_words(name));
    let is_code = |name: &str, value: &str| {
        means(name, Meaning::Code)
            && value.bytes().any(|b| b.is_ascii_alphabetic())
            && (has_words || is_of_error(name))
    };
    if !found.iter().any(|(name, value)| is_code(name, value)) {
        return None;
    }
    let is_told = |(name, _): &(String, String)| {
        let is = |meaning| means(name, meaning);
        (is(Meaning::Code) && !is(Meaning::Status) || name == "code")
            || is_words(name)
            || is(Meaning::RequestId)
            || is(Meaning::Docs) && is_of_error(name)
            || is(Meaning::Wait)
            || is(Meaning::WaitMillis)
    };
    let members = found.into_iter().filter(is_told);
    let members: Map<String, Value> = members.map(|(name, value)| (name, value.into())).collect();
    Some((status, Value::Object(members)))
}

/// Returns the pairs of a line: a name, `=` and a word or a text in quotes.
fn pairs(line: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut rest = line;
    while let Some((before, after)) = rest.split_once('=') {
        let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.');
        let name = before.rsplit(|c| !is_name(c)).next().unwrap_or_default();
        let value;
        match after.strip_prefix('"') {
            Some(quoted) => {
                let end = quoted_end(quoted);
                if end == quoted.len() {
                    break;
                }
                value = quoted[..end].replace("\\\"", "\"");
                rest = &quoted[end + 1..];
            }
            None => {
                let is_end = |c: char| c.is_whitespace() || ",;)>}]".contains(c);
                let end = after.find(is_end).unwrap_or(after.len());
                value = after[..end].to_owned();
                rest = &after[end..];
            }
        }
        if !name.is_empty() {
            found.push((name.to_owned(), value));
        }
        if found.len() >= MAX_PAIRS {
            break;
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::{error, pairs};

    #[test]
    fn names_and_values_are_read() {
        let found = pairs(r#"#<Kino::Error a="b \"c\" d" x.y=7, url=https://a.example/?q=1>"#);
        let expected = [
            ("a", "b \"c\" d"),
            ("x.y", "7"),
            ("url", "https://a.example/?q=1"),
        ];
        assert!(
            found
                .iter()
                .map(|(n, v)| (n.as_str(), v.as_str()))
                .eq(expected)
        );
    }

    #[test]
    fn a_line_with_a_status_and_a_code_tells_an_error() {
        let line = r#"level=error msg="call failed" status=409 error_code=TAKEN error_message="Seat 4" trace_id=t"#;
        let (status, told) = error(line).unwrap();
        assert_eq!(status, 409);
        let expected = r#"{"error_code":"TAKEN","error_message":"Seat 4","trace_id":"t"}"#;
        assert_eq!(told.to_string(), expected);
        for line in [
            "status=200 error_code=TAKEN",
            "status=409 msg=taken",
            "status=409 code=TAKEN",
            "error_code=TAKEN",
            "level=error status=409 code=7",
        ] {
            assert_eq!(error(line), None, "{line}");
        }
    }
}
