//! Joins a body that a program logged line by line, where each line became a record of its own in JSON.

use serde_json::{Map, Value};

use super::lines::push_line;
use crate::words::list;

/// Members in which records keep the line that was logged.
const LINES: [&str; 8] = list("lines");

/// How the line of a record ends that opens an object or a list, in JSON.
const OPENS: [&str; 6] = ["{\"", "[\"", "{\\n\"", "[\\n\"", "(\"", "(\\n\""];

/// The most lines of a body that are joined.
const MAX_LINES: usize = 2000;

/// A record whose line opens what the next ones close.
struct Open<'t> {
    record: Map<String, Value>,
    name: &'static str,
    line: String,
    depth: usize,
    /// The records as they were written.
    written: Vec<&'t str>,
}

/// Returns a text with such records joined into the first of them; nothing where there are none. The others become empty lines.
pub(super) fn joined(text: &str) -> Option<String> {
    if !text.trim_end().contains('\n') {
        return None;
    }
    let mut lines = text.lines();
    let may_open = |line: &str| {
        let mut ends = OPENS.iter().flat_map(|end| {
            let found = line.match_indices(end);
            found.map(|(at, end)| line[at + end.len()..].trim_start())
        });
        line.starts_with('{') && ends.any(|rest| rest.starts_with([',', '}']))
    };
    if !lines.any(may_open) {
        return None;
    }
    let mut whole = String::with_capacity(text.len());
    let mut open: Option<Open<'_>> = None;
    let mut is_joined = false;
    for written in text.lines() {
        let read = read(written);
        if let Some(mut part) = open.take() {
            let next = read.as_ref().filter(|(name, _)| *name == part.name);
            let next = next.and_then(|(name, record)| record.get(*name)?.as_str());
            match next.filter(|line| goes_on(line) && part.written.len() < MAX_LINES) {
                Some(line) => {
                    part.line.push('\n');
                    part.line.push_str(line.trim_end_matches('\n'));
                    part.depth = depth(line, part.depth);
                    part.written.push(written);
                    match part.depth {
                        0 => {
                            is_joined = true;
                            part.close(&mut whole);
                        }
                        _ => open = Some(part),
                    }
                    continue;
                }
                None => part.give_up(&mut whole),
            }
        }
        open = read.and_then(|(name, record)| Open::of(name, record, written));
        if open.is_none() {
            push_line(written, &mut whole);
        }
    }
    if let Some(part) = open {
        part.give_up(&mut whole);
    }
    is_joined.then_some(whole)
}

impl<'t> Open<'t> {
    /// Returns a record whose line opens something.
    fn of(name: &'static str, record: Map<String, Value>, written: &'t str) -> Option<Self> {
        let line = record.get(name)?.as_str()?.trim_end();
        let depth = depth(line, 0);
        let is_open = line.ends_with(['{', '[', '(']) && depth > 0;
        let line = line.to_owned();
        is_open.then(|| Self {
            record,
            name,
            line,
            depth,
            written: vec![written],
        })
    }

    /// Writes the record with all of its lines.
    fn close(mut self, whole: &mut String) {
        self.record.insert(self.name.to_owned(), self.line.into());
        push_line(&Value::Object(self.record).to_string(), whole);
        whole.extend(self.written.iter().skip(1).map(|_| '\n'));
    }

    /// Writes the records as they were.
    fn give_up(self, whole: &mut String) {
        for written in self.written {
            push_line(written, whole);
        }
    }
}

/// Reads a line that is a record, and the member with the line that was logged.
fn read(written: &str) -> Option<(&'static str, Map<String, Value>)> {
    let is_object = written.starts_with('{') && written.trim_end().ends_with('}');
    let record: Map<String, Value> = serde_json::from_str(written).ok().filter(|_| is_object)?;
    let name = LINES
        .into_iter()
        .find(|name| record.get(*name).is_some_and(Value::is_string))?;
    Some((name, record))
}

/// Returns true if a line may be inside of an object or a list, or close one.
fn goes_on(line: &str) -> bool {
    line.trim().is_empty() || line.starts_with([' ', '\t', '"', '\'', '}', ']', ')', '{', '['])
}

/// Returns how many objects and lists are open behind a line.
fn depth(line: &str, before: usize) -> usize {
    let mut depth = before;
    let mut quote = None;
    let mut is_escaped = false;
    let mut before = ' ';
    for c in line.chars() {
        let is_plain = !is_escaped;
        is_escaped = c == '\\' && is_plain;
        // What is in a word is an apostrophe.
        let opens = quote.is_none() && (c == '"' || c == '\'' && !before.is_alphanumeric());
        before = c;
        match c {
            '"' | '\'' if is_plain && quote == Some(c) => quote = None,
            '"' | '\'' if is_plain && opens => quote = Some(c),
            _ if quote.is_some() => {}
            '{' | '[' | '(' => depth += 1,
            '}' | ']' | ')' => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    depth
}

#[cfg(test)]
mod tests {
    use super::joined;

    #[test]
    fn a_body_over_several_records_is_whole_again() {
        let text = "{\"msg\":\"it's: {\",\"t\":1}\n{\"msg\":\"  \\\"a\\\": [\",\"t\":1}\n{\"msg\":\"  ]\",\"t\":2}\n{\"msg\":\"}\",\"t\":2}\n{\"msg\":\"end\"}\n";
        assert_eq!(
            joined(text).as_deref(),
            Some(
                "{\"msg\":\"it's: {\\n  \\\"a\\\": [\\n  ]\\n}\",\"t\":1}\n\n\n\n{\"msg\":\"end\"}\n"
            )
        );
        let other = "{\"log\":\"a {\\n\"}\n{\"log\":\"other\\n\"}\n{\"log\":\"}\\n\"}\n";
        assert_eq!(joined(other), None);
    }
}
