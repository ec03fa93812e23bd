//! Finds JSON, and what is nearly JSON, inside text: bare, escaped inside a string, or written by another language.

use serde_json::{Map, Value};

use super::{lenient, markers, packed};
use crate::sanitize::char_floor;

/// How often a text may be unescaped: JSON in a string in JSON in a string ...
const MOST_LEVELS: usize = 6;

/// How many bytes of failed attempts are paid for, by byte of text: keeps the search linear.
const PATIENCE: usize = 6;

/// How deep lists are read: the limit of serde_json.
const MOST_DEPTH: usize = 127;

/// The longest text that may be an object's beginning: its first name, and some of its value.
const MOST_BEGINNING: usize = 120;

/// How far into a printed value a member is looked for that shows what it is.
const MAX_TYPED: usize = 400;

/// Names with which the envelopes of errors begin.
const ENVELOPE: [&str; 18] = [
    "error",
    "errors",
    "errorCode",
    "error_code",
    "code",
    "message",
    "success",
    "status",
    "statusCode",
    "detail",
    "title",
    "type",
    "fault",
    "meta",
    "data",
    "reason",
    "requestId",
    "request_id",
];

/// Characters that take no room.
pub(crate) const INVISIBLE: [char; 5] =
    ['\u{200b}', '\u{200c}', '\u{200d}', '\u{2060}', '\u{feff}'];

/// A value in a text.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Found {
    /// The value: an object or a list.
    pub(crate) value: Value,
    /// Where it begins in the text.
    pub(crate) start: usize,
    /// Where it ends.
    pub(crate) end: usize,
    /// Whether the text ends before the value does.
    pub(crate) is_cut: bool,
    /// JSON Pointer of the string in which it is cut.
    pub(crate) cut_at: Option<String>,
}

/// Gives the objects and lists in a text from left to right. The time is linear in the text.
#[must_use]
pub(crate) fn find(text: &str) -> Vec<Found> {
    if let Some(list) = whole_list(text) {
        return vec![list];
    }
    Search {
        patience: text.len().saturating_mul(PATIENCE) + 65_536,
    }
    .run(text, MOST_LEVELS)
}

/// Gives a text that begins with a member, or with the end of a member's name, with what is missing in front, and the values
/// in it: where the beginning of a body is cut off.
#[must_use]
pub(crate) fn opened(text: &str) -> Option<(String, Vec<Found>)> {
    let body = text.trim_start();
    let name = body.trim_start_matches(['"', '\'']);
    let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-');
    let behind = name.trim_start_matches(is_name);
    let quote = behind.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let value = behind[1..].trim_start().strip_prefix(':')?.trim_start();
    let scalar = value.trim_start_matches(|c: char| c.is_ascii_alphanumeric());
    let is_value = value.starts_with(['"', '\'', '{', '['])
        || (scalar.len() < value.len() && scalar.trim_start().starts_with([',', '}']));
    let is_named = body.len() - name.len() <= 1 && behind.len() < name.len();
    let is_sent = || markers::label(&body[..body.len() - value.len()]) == markers::Label::Sent;
    if !is_named || !is_value || is_sent() {
        return None;
    }
    let missing = match name.len() == body.len() {
        true => format!("{{{quote}"),
        false => "{".to_owned(),
    };
    let open = missing + text.trim_start();
    // Where the end of the body is missing too, but nothing of what stands in it.
    let closed = format!("{}}}", open.trim_end().trim_end_matches(','));
    let read = |text: String| {
        let values = find(&text);
        let first = values.first().filter(|first| first.start == 0)?;
        let is_read = first.value.as_object().is_some_and(|read| !read.is_empty());
        let is_cut = first.is_cut;
        is_read.then_some((text, values, is_cut))
    };
    let (text, values, is_cut) = read(open)?;
    let whole = is_cut.then(|| read(closed)).flatten();
    let (text, values) = match whole {
        Some((text, values, false)) => (text, values),
        _ => (text, values),
    };
    Some((text, values))
}

/// Gives the values inside a string of a document.
#[must_use]
pub(crate) fn inside(text: &str) -> Vec<Found> {
    if memchr::memchr(b'{', text.as_bytes()).is_none() {
        return packed::plain(text).map_or_else(Vec::new, |plain| find(&plain));
    }
    find(text)
}

/// Gives the text that a list of bytes is, if it is one: so journald writes what it does not take for text.
#[must_use]
pub(crate) fn text_of(items: &[Value]) -> Option<String> {
    let bytes = items.iter().map(|b| u8::try_from(b.as_u64()?).ok());
    let bytes: Vec<u8> = bytes.collect::<Option<_>>()?;
    bytes.contains(&b'{').then(|| super::decode(&bytes).text)
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
            if self.patience == 0 {
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
            let values = self.quoted(&text[..length], levels);
            if !values.is_empty() {
                return values;
            }
        }
        match lenient::read(text) {
            Some(lenient) => vec![Found {
                value: lenient.value,
                start: 0,
                end: lenient.len,
                is_cut: lenient.cut,
                cut_at: lenient.cut_at,
            }],
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
        if self.patience < region.len() {
            self.patience = 0;
            return Vec::new();
        }
        self.spend(region.len());
        let plain = unescape(region);
        let is_open = region.len() == text.len();
        let mut values = self.run(&plain, levels - 1);
        for value in &mut values {
            value.start = 0;
            value.end = region.len();
            value.is_cut &= is_open || value.cut_at.is_some();
        }
        values
    }

    /// Reads JSON in a cell of comma-separated values, `{""error"": ...}`: quotes are doubled there.
    fn doubled(&mut self, text: &str, levels: usize) -> Vec<Found> {
        let length = memchr::memchr(b'\n', text.as_bytes()).unwrap_or(text.len());
        if self.patience < length {
            self.patience = 0;
            return Vec::new();
        }
        self.spend(length);
        let mut values = self.run(&text[..length].replace("\"\"", "\""), levels - 1);
        for value in &mut values {
            value.start = 0;
            value.end = length;
        }
        values
    }

    /// Reads JSON that a language printed in single quotes, `'{"error": "say \\"hi\\""}'`: backslashes are doubled there.
    fn quoted(&mut self, text: &str, levels: usize) -> Vec<Found> {
        if self.patience < text.len() {
            self.patience = 0;
            return Vec::new();
        }
        self.spend(text.len());
        let mut values = self.run(&unescape(text), levels - 1);
        for value in &mut values {
            value.start = 0;
            value.end = text.len();
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

/// Reads a text that is one list and begins as one in prose would not be believed: empty, or with a word.
fn whole_list(text: &str) -> Option<Found> {
    let body = text.trim_start().strip_prefix('[')?.trim_start();
    if !body.starts_with([']', 't', 'f', 'n']) {
        return None;
    }
    Some(Found {
        value: serde_json::from_str(text).ok()?,
        start: text.len() - text.trim_start().len(),
        end: text.trim_end().len(),
        is_cut: false,
        cut_at: None,
    })
}

/// Gives how many of the brackets at the start of a text are too deep for any value that begins with them.
fn hopeless(text: &str) -> usize {
    let run = text.bytes().take_while(|b| *b == b'[').count();
    run.saturating_sub(MOST_DEPTH)
}

/// Gives how far into a text a parser came.
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

/// Finds the next place where an object or a list may begin.
fn next_start(text: &str, from: usize) -> Option<usize> {
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

/// Gives where a value begins whose bracket has words in front: `map[` of Go, `Array (`, `array(3) {` and `array:3 [` of PHP.
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

/// Says whether a text is the beginning of an object and no more: it ends before the first value does.
fn is_beginning(text: &str) -> bool {
    let is_part = |c: char| c.is_alphanumeric() || c.is_whitespace() || "_-.:\\\"'“”‘’".contains(c);
    text.len() <= MOST_BEGINNING
        && text.strip_prefix('{').is_some_and(|rest| {
            rest.trim_start().starts_with(['"', '\'', '“', '\\']) && rest.chars().all(is_part)
        })
}

/// Says whether of a value nothing was read but that it begins.
fn is_bare_cut(value: &Found) -> bool {
    value.is_cut && value.value.as_object().is_some_and(Map::is_empty)
}

/// Says whether an object that only begins may be a body: a status or a label stands in front of it, or nothing,
/// or the name that it begins with is one of those that envelopes have.
fn is_told_of(front: &str, text: &str) -> bool {
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

/// Says whether a text begins like strict JSON.
fn is_json_start(text: &str) -> bool {
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

/// Gives the length of JSON in single quotes that begins at a place in a text, if backslashes are doubled in it.
fn quoted_length(text: &str, start: usize) -> Option<usize> {
    let front = text[..start].strip_suffix('\'')?;
    if front.ends_with('\\') || !text[start..].starts_with("{\"") {
        return None;
    }
    let bytes = &text.as_bytes()[start..];
    let mut is_doubled = false;
    let mut at = 0;
    while let Some(step) = memchr::memchr2(b'\'', b'\\', &bytes[at..]) {
        at += step;
        if bytes[at] == b'\'' {
            return is_doubled.then_some(at);
        }
        is_doubled |= bytes.get(at + 1) == Some(&b'\\') && bytes.get(at + 2) == Some(&b'"');
        at = (at + 2).min(bytes.len());
    }
    is_doubled.then_some(bytes.len())
}

/// Gives how many backslashes stand before the first quote behind an opening bracket;
/// `None` when something else than blanks, escaped line ends or an escaped quote stands there.
fn escape_depth(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut at = 1;
    loop {
        while at < 256 && bytes.get(at).is_some_and(u8::is_ascii_whitespace) {
            at += 1;
        }
        let run = bytes.get(at..)?.iter().take_while(|b| **b == b'\\').count();
        if run == 0 || run > 63 {
            return None;
        }
        at += run;
        match bytes.get(at)? {
            b'"' => return Some(run),
            b'u' if text.get(at..at + 5)? == "u0022" => return Some(run),
            // So nginx writes it.
            b'x' if text.get(at..at + 3)? == "x22" => return Some(run),
            b'n' | b'r' | b't' if at < 256 => at += 1,
            _ => return None,
        }
    }
}

/// Gives where a region of escaped text ends: at the first quote with fewer backslashes, or at the end of the text.
fn region_end(text: &str, depth: usize) -> usize {
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(step) = memchr::memchr2(b'"', b'\\', &bytes[at..]) {
        let start = at + step;
        let run = bytes[start..].iter().take_while(|b| **b == b'\\').count();
        at = start + run;
        match bytes.get(at) {
            Some(b'"') if run < depth => return start,
            Some(_) => at += 1,
            None => return bytes.len(),
        }
    }
    bytes.len()
}

/// Takes one level of JSON string escapes off. Unknown escapes are kept as they are.
pub(super) fn unescape(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = memchr::memchr(b'\\', rest.as_bytes()) {
        plain.push_str(&rest[..at]);
        let escape = &rest[at + 1..];
        let (c, length) = match escape.as_bytes().first() {
            Some(b'n') => ('\n', 1),
            Some(b'r') => ('\r', 1),
            Some(b't') => ('\t', 1),
            Some(b'b') => ('\u{8}', 1),
            Some(b'f') => ('\u{c}', 1),
            Some(b'"') => ('"', 1),
            Some(b'/') => ('/', 1),
            Some(b'\'') => ('\'', 1),
            Some(b'\\') => ('\\', 1),
            Some(b'u') => match escape
                .get(1..5)
                .and_then(|hex| u32::from_str_radix(hex, 16).ok())
            {
                Some(unit) => match (char::from_u32(unit), low_surrogate(unit, &escape[5..])) {
                    (Some(c), _) => (c, 5),
                    (None, Some(c)) => (c, 11),
                    (None, None) => (char::REPLACEMENT_CHARACTER, 5),
                },
                None => ('\\', 0),
            },
            Some(b'x') => match escape
                .get(1..3)
                .and_then(|hex| u8::from_str_radix(hex, 16).ok())
            {
                Some(byte) if byte.is_ascii() => (char::from(byte), 3),
                _ => ('\\', 0),
            },
            _ => ('\\', 0),
        };
        plain.push(c);
        rest = &escape[length..];
    }
    plain.push_str(rest);
    plain
}

/// Joins a high surrogate with the `\uXXXX` that follows it.
fn low_surrogate(high: u32, rest: &str) -> Option<char> {
    let low = u32::from_str_radix(rest.strip_prefix("\\u")?.get(..4)?, 16).ok()?;
    let is_pair = (0xd800..0xdc00).contains(&high) && (0xdc00..0xe000).contains(&low);
    is_pair
        .then(|| 0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00))
        .and_then(char::from_u32)
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use serde_json::{Value, json};

    use super::find;
    use crate::clock::running;

    fn values(text: &str) -> Vec<Value> {
        find(text).into_iter().map(|found| found.value).collect()
    }

    #[test]
    fn values_are_found_wherever_they_stand() {
        assert_eq!(
            values("got {\"a\":1}401 and [{\"b\":2}]"),
            [json!({"a": 1}), json!([{"b": 2}])]
        );
        assert_eq!(
            values("no json here, only {braces} and [INFO]"),
            [] as [Value; 0]
        );
    }

    #[test]
    fn escaped_values_are_found_at_every_depth() {
        let plain = json!({"error": {"code": "X_1", "message": "say \"hi\" \\ \n"}});
        let mut text = plain.to_string();
        for depth in 1..=4 {
            let quoted = Value::String(text.clone()).to_string();
            let bare = &quoted[1..quoted.len() - 1];
            assert_eq!(
                values(&format!("msg={quoted} end")),
                std::slice::from_ref(&plain),
                "{depth} quoted"
            );
            assert_eq!(
                values(&format!("msg={bare}")),
                std::slice::from_ref(&plain),
                "{depth} bare"
            );
            text = bare.to_owned();
        }
        let pretty = serde_json::to_string_pretty(&plain).unwrap();
        let quoted = Value::String(pretty).to_string();
        assert_eq!(values(&quoted), std::slice::from_ref(&plain));
        assert_eq!(values(&quoted.replace("\\\"", "\\u0022")), [plain]);
    }

    #[test]
    fn doubled_quotes_and_invisible_characters_are_no_trouble() {
        assert_eq!(
            values("1,\"{\"\"a\"\":{\"\"b\"\":\"\"c\"\"}}\",2"),
            [json!({"a": {"b": "c"}})]
        );
        assert_eq!(
            values("{\"\u{200b}a\": [{\"b\u{feff}\": 1}]}"),
            [json!({"a": [{"b": 1}]})]
        );
        assert_eq!(values("{\"\": 1}"), [json!({"": 1})]);
    }

    #[test]
    fn what_python_prints_of_a_text_or_its_bytes_is_read() {
        let plain = json!({"error": {"code": "X_1", "message": "it's \"hi\" \\ \n"}});
        let printed = plain.to_string().replace('\\', "\\\\").replace('\'', "\\'");
        for text in [format!("b'{printed}'"), format!("body = '{printed}', 1")] {
            assert_eq!(values(&text), std::slice::from_ref(&plain), "{text}");
        }
        // The quotes of a shell change nothing in what they hold.
        let shell = r#"echo '{"a": "\\"}' '{"a": "say \\"}'"#;
        assert_eq!(values(shell), [json!({"a": "\\"}), json!({"a": "say \\"})]);
    }

    #[test]
    fn the_beginning_of_an_object_is_a_cut_one() {
        for text in [
            "{\"err",
            "x: { \"errorCode\": 400",
            "{\\\"error\\\":",
            "{'a': ",
        ] {
            let found = find(text);
            assert_eq!(found.len(), 1, "{text}");
            assert!(found[0].is_cut && found[0].value == json!({}), "{text}");
        }
        for text in ["{", "{ name", "use {\"a, b; then c", "{\"a\" > b"] {
            assert_eq!(values(text), [] as [Value; 0], "{text}");
        }
    }

    #[test]
    fn the_beginning_of_an_object_behind_words_is_no_body() {
        for text in ["say {\"hello", "const x = {'a", "if (x) return {\"a"] {
            assert_eq!(values(text), [] as [Value; 0], "{text}");
        }
        for text in [
            "404 {\"hello",
            "body: {\"hello",
            "data={\"hello",
            "got {\"err\n",
        ] {
            assert_eq!(values(text), [json!({})], "{text}");
        }
    }

    #[test]
    fn the_text_behind_an_escaped_value_is_searched_too() {
        assert_eq!(
            values(r#"{"x": 1} "a {\"b\":2} c {\"d\":3}" {"e":4}"#),
            [
                json!({"x": 1}),
                json!({"b": 2}),
                json!({"d": 3}),
                json!({"e": 4})
            ]
        );
    }

    #[test]
    fn hostile_text_takes_linear_time() {
        for unit in [
            "{",
            "[",
            "\"",
            "\\",
            "{\"error\":",
            "{\\\"",
            "[{",
            "{\\",
            "{\"a\":{\"",
            "map[",
            "{a",
        ] {
            let text = unit.repeat(1024 * 1024 / unit.len());
            let start = running();
            let _ = find(&text);
            let taken = running() - start;
            assert!(taken < Duration::from_secs(10), "{unit}: {taken:?}");
        }
    }
}
