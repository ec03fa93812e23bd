//! Where in a text an object or a list may begin, and whether what begins there may be a body.

use crate::input::{lenient, markers};
use crate::sanitize::char_floor;
use crate::words::list;

/// How deep lists are read: the limit of serde_json.
const MOST_DEPTH: usize = 127;

/// The longest text that may be an object's beginning: its first name, and some of its value.
const MOST_BEGINNING: usize = 120;

/// How far into a printed value a member is looked for that shows what it is.
const MAX_TYPED: usize = 400;

/// Names with which the envelopes of errors begin.
const ENVELOPE: [&str; 18] = list("envelopes");

/// Returns how many of the brackets at the start of a text are too deep for any value that begins with them.
pub(super) fn hopeless(text: &str) -> usize {
    let run = text.bytes().take_while(|b| *b == b'[').count();
    run.saturating_sub(MOST_DEPTH)
}

/// Finds the next place where an object or a list may begin.
pub(super) fn next_start(text: &str, from: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut at = from;
    loop {
        let start = at + memchr::memchr3(b'{', b'[', b'(', bytes.get(at..)?)?;
        if let Some(named) =
            named_start(text, start, from).or_else(|| typed_start(text, start, from))
        {
            return Some(named);
        }
        let next = text[start + 1..].trim_start().chars().next();
        let may_begin = match (bytes[start], next) {
            (b'{', Some('[')) => lenient::heading_length(&text[start + 1..]) > 0,
            (b'{', Some(c)) => !"{]),;(".contains(c),
            (b'[', Some(c)) => "{[\"'\\“”‘’-0123456789(".contains(c),
            _ => false,
        };
        if may_begin {
            return Some(start);
        }
        at = start + 1;
    }
}

/// Returns where a value begins whose bracket has words in front: `map[` of Go, `Array (`, `array(3) {` and `array:3 [` of PHP.
fn named_start(text: &str, bracket: usize, from: usize) -> Option<usize> {
    const NAMES: [&str; 5] = [
        "Array",
        "array",
        "stdClass Object",
        "object(stdClass)",
        "map",
    ];
    let front = text.get(from..bracket)?;
    let words = match text.as_bytes()[bracket] {
        b'(' => front.trim_end(),
        b'[' => front
            .trim_end_matches(' ')
            .trim_end_matches(|c: char| c.is_ascii_digit())
            .trim_end_matches(':'),
        _ => front
            .trim_end_matches(' ')
            .strip_suffix(')')?
            .trim_end_matches(|c: char| c.is_ascii_digit())
            .strip_suffix('(')?,
    };
    // `object(stdClass)#3 (4) {`
    let words = words
        .trim_end()
        .trim_end_matches(|c: char| c.is_ascii_digit() || c == '#');
    let name = NAMES.iter().find(|name| words.ends_with(**name))?;
    Some(from + words.len() - name.len())
}

/// Returns where a value begins that a language prints with the name of its type: `ApiError(code=X, status=401)` of Kotlin and
/// Python, `ApiError[code=X]` of Java. One of its members is called as an error's are.
fn typed_start(text: &str, bracket: usize, from: usize) -> Option<usize> {
    let inside = text.get(bracket + 1..)?;
    let is_name = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let first = &inside[..inside.find(|c: char| !is_name(c))?];
    if text.as_bytes()[bracket] == b'{'
        || first.is_empty()
        || !inside[first.len()..].starts_with('=')
    {
        return None;
    }
    let front = text.get(from..bracket)?;
    let name = &front[front.trim_end_matches(is_name).len()..];
    let near = &inside[..char_floor(inside, MAX_TYPED)];
    let is_member = |known: &str| {
        let mut found = near.match_indices(known);
        found.any(|(at, _)| {
            near[at + known.len()..].starts_with('=') && !near[..at].ends_with(is_name)
        })
    };
    let is_typed = name.starts_with(|c: char| c.is_ascii_uppercase())
        && ENVELOPE.iter().any(|known| is_member(known));
    is_typed.then(|| bracket - name.len())
}

/// Returns true if a text is the beginning of an object and no more: it ends before the first value does.
pub(super) fn is_beginning(text: &str) -> bool {
    let is_part = |c: char| c.is_alphanumeric() || c.is_whitespace() || "_-.:\\\"'“”‘’".contains(c);
    text.len() <= MOST_BEGINNING
        && text.strip_prefix('{').is_some_and(|rest| {
            rest.trim_start().starts_with(['"', '\'', '“', '\\']) && rest.chars().all(is_part)
        })
}

/// Returns true if an object that only begins may be a body: a status or a label comes before it, or nothing,
/// or the name that it begins with is one of those that envelopes have.
pub(super) fn is_told_of(front: &str, text: &str) -> bool {
    let line = &front[front.rfind('\n').map_or(0, |at| at + 1)..];
    let label = line.trim_end_matches(['\'', '"', '`', 'b', '(', ' ']);
    let is_set = label
        .strip_suffix('=')
        .is_some_and(|name| name.ends_with(|c: char| c.is_alphanumeric()));
    let is_labelled = label.is_empty() || label.ends_with(':') || is_set;
    let name = text
        .trim_end()
        .trim_start_matches(|c: char| !c.is_alphanumeric());
    let end = name
        .find(|c: char| !(c.is_alphanumeric() || c == '_'))
        .unwrap_or(name.len());
    let is_known = |known: &&str| {
        if end == name.len() {
            known.starts_with(name)
        } else {
            **known == name[..end]
        }
    };
    is_labelled
        || markers::status_before(line).is_some()
        || (end > 0 && ENVELOPE.iter().any(is_known))
}

/// Returns true if a text begins like strict JSON.
pub(super) fn is_json_start(text: &str) -> bool {
    let mut rest = text.bytes();
    let open = rest.next();
    let next = rest.find(|b| !b.is_ascii_whitespace());
    match open {
        Some(b'{') => matches!(next, Some(b'"' | b'}')),
        Some(b'[') => matches!(
            next,
            Some(b'"' | b'{' | b'[' | b']' | b'-' | b'0'..=b'9' | b't' | b'f' | b'n')
        ),
        _ => false,
    }
}
