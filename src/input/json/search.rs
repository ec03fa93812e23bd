//! The search for values in a text, with a limit to the work that may come to nothing.

use serde_json::{Map, Value};

use super::escapes::{escape_depth, quoted_length, region_end, unescape};
use super::starts::{hopeless, is_beginning, is_json_start, is_told_of, next_start};
use super::{Found, INVISIBLE};
use crate::input::lenient;

/// How often a text may be unescaped: JSON in a string in JSON in a string ...
const MOST_LEVELS: usize = 6;

/// How many bytes of failed attempts are paid for, by byte of text: keeps the search linear.
const PATIENCE: usize = 6;

/// How many values of a text are read; what follows them is left.
pub(crate) const MAX_VALUES: usize = 150_000;

/// Returns the values in a text from left to right.
pub(super) fn search(text: &str) -> Vec<Found> {
    Search {
        patience: text.len().saturating_mul(PATIENCE) + 65_536,
    }
    .run(text, MOST_LEVELS)
}

/// A search with a limit to the work that may come to nothing.
struct Search {
    patience: usize,
}

impl Search {
    /// Searches a text, going at most so many levels of escaping deep.
    fn run(&mut self, text: &str, levels: usize) -> Vec<Found> {
        let mut found = Vec::new();
        let mut at = 0;
        while let Some(start) = next_start(text, at) {
            if self.patience == 0 || found.len() >= MAX_VALUES {
                break;
            }
            let rest = &text[start..];
            let quoted = quoted_length(text, start).filter(|_| levels > 0);
            let mut values = self.read(rest, quoted, levels);
            values.retain(|value| !is_bare_cut(value) || is_told_of(&text[..start], rest));
            match values.last() {
                Some(last) => {
                    at = start + last.end.max(1);
                    for value in &mut values {
                        value.start += start;
                        value.end += start;
                    }
                    found.append(&mut values);
                }
                None => at = start + 1 + hopeless(rest),
            }
        }
        found
    }

    /// Reads what begins at the start of a text: as JSON, as escaped JSON, or leniently.
    /// `quoted` is how long it is where it may stand in single quotes with its backslashes doubled.
    fn read(&mut self, text: &str, quoted: Option<usize>, levels: usize) -> Vec<Found> {
        let body = text.get(1..).unwrap_or_default();
        let next = body.trim_start().bytes().next();
        let doubled = body.trim_start().strip_prefix("\"\"");
        if levels > 0 && doubled.is_some_and(|name| name.starts_with(char::is_alphabetic)) {
            return self.doubled(text, levels);
        }
        if next == Some(b'\\') && levels > 0 {
            let found = self.escaped(text, levels);
            if !found.is_empty() {
                return found;
            }
        }
        if is_json_start(text) {
            let mut stream = serde_json::Deserializer::from_str(text).into_iter::<Value>();
            match stream.next() {
                Some(Ok(mut value)) => {
                    if text[..stream.byte_offset()].contains(INVISIBLE) {
                        plain_names(&mut value);
                    }
                    return vec![Found {
                        value,
                        start: 0,
                        end: stream.byte_offset(),
                        is_cut: false,
                        cut_at: None,
                    }];
                }
                Some(Err(error)) => self.spend(16 + reach(text, &error)),
                None => self.spend(16),
            }
        }
        if let Some(length) = quoted {
            // A language printed it in single quotes: backslashes are doubled there.
            let values = self.unwrapped(&text[..length], unescape, levels);
            if !values.is_empty() {
                return values;
            }
        }
        match lenient::read(text) {
            Some(found) => vec![found],
            None if is_beginning(text) => vec![Found {
                value: Value::Object(Map::new()),
                start: 0,
                end: text.len(),
                is_cut: true,
                cut_at: None,
            }],
            None => {
                self.spend(64);
                Vec::new()
            }
        }
    }

    /// Reads JSON whose quotes are escaped, `{\"error\": ...}`: takes one level of escapes off and looks again.
    fn escaped(&mut self, text: &str, levels: usize) -> Vec<Found> {
        let Some(depth) = escape_depth(text) else {
            self.spend(16);
            return Vec::new();
        };
        let region = &text[..region_end(text, depth)];
        let is_open = region.len() == text.len();
        let mut values = self.unwrapped(region, unescape, levels);
        for value in &mut values {
            value.is_cut &= is_open || value.cut_at.is_some();
        }
        values
    }

    /// Reads JSON in a cell of comma-separated values, `{""error"": ...}`: quotes are doubled there.
    fn doubled(&mut self, text: &str, levels: usize) -> Vec<Found> {
        let length = memchr::memchr(b'\n', text.as_bytes()).unwrap_or(text.len());
        self.unwrapped(&text[..length], |text| text.replace("\"\"", "\""), levels)
    }

    /// Searches a region without the escapes that `plain` takes off; each value takes the whole region.
    fn unwrapped(
        &mut self,
        region: &str,
        plain: impl Fn(&str) -> String,
        levels: usize,
    ) -> Vec<Found> {
        if self.patience < region.len() {
            self.patience = 0;
            return Vec::new();
        }
        self.spend(region.len());
        let mut values = self.run(&plain(region), levels - 1);
        for value in &mut values {
            value.start = 0;
            value.end = region.len();
        }
        values
    }

    /// Takes work that came to nothing off the patience.
    fn spend(&mut self, bytes: usize) {
        self.patience = self.patience.saturating_sub(bytes);
    }
}

/// Takes invisible characters out of member names: they come along with what is copied from a web page.
fn plain_names(value: &mut Value) {
    match value {
        Value::Object(members) => {
            let plain = std::mem::take(members)
                .into_iter()
                .map(|(mut name, mut inner)| {
                    name.retain(|c| !INVISIBLE.contains(&c));
                    plain_names(&mut inner);
                    (name, inner)
                });
            *members = plain.collect();
        }
        Value::Array(items) => items.iter_mut().for_each(plain_names),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// Returns how far into a text a parser came.
fn reach(text: &str, error: &serde_json::Error) -> usize {
    let mut at = 0;
    for _ in 1..error.line() {
        match memchr::memchr(b'\n', &text.as_bytes()[at..]) {
            Some(length) => at += length + 1,
            None => return text.len(),
        }
    }
    at + error.column()
}

/// Returns true if of a value nothing was read but that it begins.
fn is_bare_cut(value: &Found) -> bool {
    value.is_cut && value.value.as_object().is_some_and(Map::is_empty)
}
