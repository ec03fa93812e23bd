//! Reads the lines of a form: the mark that one begins with, a logger's prefix, header fields and text as it was sent.

use super::{Form, Role};
use crate::input::http::{request_line, status_line};
use crate::input::prefixes::is_same;

/// A line with its role.
#[derive(Debug, Clone, Copy)]
pub(super) struct Line<'t> {
    /// The line as it is written.
    pub(super) whole: &'t str,
    /// The role of its mark, if it has one.
    pub(super) role: Option<Role>,
    /// What follows the mark, or the line without a logger's prefix.
    pub(super) rest: &'t str,
}

/// Returns the lines of a text with their roles.
pub(super) fn lines<'t>(form: &Form, text: &'t str) -> Vec<Line<'t>> {
    let mut prefix = "";
    let mut lines = Vec::new();
    for whole in text.lines() {
        let at_start = marked(form, whole.trim_start());
        let found = match at_start {
            Some((role, rest)) => Some((0, role, rest)),
            None if form.has_prefix => behind_prefix(form, whole),
            None => None,
        };
        lines.push(match found {
            Some((at, role, rest)) => {
                if at > 0 {
                    prefix = &whole[..at];
                }
                Line {
                    whole,
                    role: Some(role),
                    rest,
                }
            }
            None => Line {
                whole,
                role: None,
                rest: without_edge(form, without_prefix(whole, prefix)),
            },
        });
    }
    lines
}

/// Returns true if a text has lines that begin a request and lines that begin a response.
pub(super) fn has_both(form: &Form, text: &str) -> bool {
    let lines = lines(form, text);
    let has = |role: Role| lines.iter().any(|line| line.role == Some(role));
    (has(Role::Request) || has(Role::Sent)) && (has(Role::Response) || has(Role::Received))
}

/// Returns the role of the mark that a text begins with, and what follows it.
fn marked<'t>(form: &Form, text: &'t str) -> Option<(Role, &'t str)> {
    let mut marks = form.marks.iter();
    marks.find_map(|(mark, role)| Some((*role, after(mark, text)?)))
}

/// Returns what follows a mark at the beginning of a text.
fn after<'t>(mark: &str, text: &'t str) -> Option<&'t str> {
    match mark {
        "{number}" => {
            let number = text.trim();
            let is_number = number.len() == 3 && number.bytes().all(|b| b.is_ascii_digit());
            return is_number.then_some(number);
        }
        "{status}" => return status_line(&format!("HTTP/1.1 {}", text.trim())).map(|_| text),
        "{call}" => return request_line(text.split_once(" -> ")?.0).map(|_| text),
        "{method}" => return request_line(text.trim()).map(|_| text),
        _ => {}
    }
    let mut rest = text;
    for (at, part) in mark.split('#').enumerate() {
        if at > 0 {
            let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
            rest = rest.get(digits..).filter(|_| digits > 0)?;
        }
        rest = rest.strip_prefix(part)?;
    }
    // A quote at the end of a mark is that of what follows.
    let is_quote = mark.ends_with(['"', '\'']);
    text.get(text.len() - rest.len() - usize::from(is_quote)..)
}

/// How much of a line may be a logger's prefix.
const MAX_PREFIX: usize = 240;

/// Returns where in a line a mark is after a logger's prefix, with its role and what follows it.
fn behind_prefix<'t>(form: &Form, line: &'t str) -> Option<(usize, Role, &'t str)> {
    let blanks = line.bytes().enumerate().take(MAX_PREFIX);
    let starts = blanks.filter(|(_, b)| *b == b' ').map(|(at, _)| at + 1);
    starts
        .filter(|at| is_prefix(&line[..*at]))
        .find_map(|at| marked(form, &line[at..]).map(|(role, rest)| (at, role, rest)))
}

/// Returns true if a text before a mark may be what a logger writes before a line: it ends in a sign.
fn is_prefix(text: &str) -> bool {
    text.trim_end()
        .ends_with([']', ')', ':', '-', '|', '>', '║'])
}

/// Returns a line without the prefix that the last marked line had: the same but for its digits, or at least its last word.
fn without_prefix<'t>(line: &'t str, prefix: &str) -> &'t str {
    if prefix.is_empty() {
        return line;
    }
    if let Some(own) = line.get(..prefix.len())
        && is_same(own, prefix)
    {
        return &line[prefix.len()..];
    }
    let last = prefix.trim_end().rsplit(' ').next().unwrap_or_default();
    match line.split_once(last) {
        Some((front, rest)) if last.len() > 2 && front.len() <= MAX_PREFIX => {
            rest.strip_prefix(' ').unwrap_or(rest)
        }
        _ => line,
    }
}

/// Returns a line without what a form draws at its side.
fn without_edge<'t>(form: &Form, line: &'t str) -> &'t str {
    let mut edges = form.edges.iter();
    edges
        .find_map(|edge| line.trim_start().strip_prefix(edge))
        .unwrap_or(line)
}

/// Returns the status that a text names: its first number of three digits, after the word for it if that is there.
pub(super) fn status(text: &str) -> Option<&str> {
    let text = text.rfind("tatus").map_or(text, |at| &text[at..]);
    let words = text
        .split_ascii_whitespace()
        .filter(|word| !word.contains("://"));
    words
        .flat_map(|word| word.split(|c: char| !c.is_ascii_alphanumeric() && c != '.'))
        .filter(|word| word.len() == 3 && word.bytes().all(|b| b.is_ascii_digit()))
        .find(|word| (b'1'..=b'5').contains(&word.as_bytes()[0]))
}

/// Returns the header field that a line is, in the spelling of HTTP: `name: value`, `name -> value`, `"name" = "value";`.
pub(super) fn header(line: &str) -> Option<(&str, &str)> {
    let line = line.trim().trim_end_matches([';', ',']);
    let line = line
        .trim_start_matches("-> ")
        .trim_start_matches("- ")
        .trim_start_matches("║ ");
    let signs = [" -> ", "=>", ":", "="].iter();
    let (at, sign) = signs
        .filter_map(|sign| Some((line.find(sign)?, sign)))
        .min_by_key(|(at, _)| *at)?;
    let name = bare(&line[..at]);
    let value = bare(&line[at + sign.len()..]);
    let is_url = value.starts_with("//");
    let is_name = !is_url
        && !name.is_empty()
        && name
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b"-_.".contains(&b));
    is_name.then_some((name, value))
}

/// Takes blanks, quotes and the brackets of a list off a text.
fn bare(text: &str) -> &str {
    let text = text.trim();
    let list = text
        .strip_prefix('[')
        .and_then(|rest| rest.strip_suffix(']'));
    list.unwrap_or(text).trim().trim_matches(['"', '\''])
}

/// Returns the header fields of an object in one line: `{A=b, C=d}`, `{"a": "b"}`, `Map(a -> b)`.
pub(super) fn header_list(text: &str) -> Vec<(&str, &str)> {
    let inside = text.trim().trim_start_matches("Map");
    let inside = inside
        .trim_start_matches(['{', '[', '('])
        .trim_end_matches(['}', ']', ')']);
    let mut fields: Vec<(&str, &str)> = Vec::new();
    let mut start = 0;
    let bounds = inside
        .match_indices(", ")
        .map(|(at, _)| at)
        .chain([inside.len()]);
    for end in bounds {
        // A comma within a value: what follows it is not a field.
        let rest = inside.get(end + 2..).unwrap_or_default();
        let is_bound =
            rest.is_empty() || header(rest.split(", ").next().unwrap_or_default()).is_some();
        if is_bound {
            fields.extend(header(&inside[start..end]));
            start = (end + 2).min(inside.len());
        }
    }
    fields
}

/// Returns the text that a wire log shows, without its quotes and escapes, and true if it was in quotes.
pub(super) fn wire(text: &str, is_bracketed: bool) -> (String, bool) {
    let text = text.trim();
    let inside = text.strip_prefix('b').unwrap_or(text);
    let quoted = ['"', '\''].iter().find_map(|quote| {
        let rest = inside.strip_prefix(*quote)?;
        Some(rest.strip_suffix(*quote).unwrap_or(rest))
    });
    match quoted {
        None => (text.to_owned(), false),
        Some(inside) if is_bracketed => {
            let plain = inside.replace("[\\r]", "").replace("[\\n]", "\n");
            (plain, true)
        }
        Some(inside) => (crate::input::json::unescape(inside).replace('\r', ""), true),
    }
}
