//! The smallest parts of almost-JSON, apart from the grammar that joins them: blanks, quotes, escapes, scalars and truncation marks.

use serde_json::{Number, Value};

use crate::words::list;

/// Characters from the end of a line in which the words of a truncation mark must stand.
const MAX_MARK: usize = 48;
/// The longest thing in brackets that node left out, in bytes.
const MAX_ELISION: usize = 100;

/// Unquoted words that are a value of their own, in the languages that print them.
const TRUE: [&str; 3] = ["true", "True", "TRUE"];
const FALSE: [&str; 3] = ["false", "False", "FALSE"];
const NULL: [&str; 12] = list("nulls");

/// How node begins what it leaves out; a class's name alone, as in `[Object]`, is the other way.
const ELISIONS: [&str; 8] = [
    "Array(",
    "Object:",
    "Function:",
    "Function (",
    "AsyncFunction",
    "Circular",
    "Symbol(",
    "class ",
];

/// A quotation mark that opens a string.
#[derive(Clone, Copy)]
pub(super) struct Quote {
    /// The marks that close the string. The opening mark itself is always one, so that a look ahead
    /// for a closer never passes another opening: this keeps all such looks linear together.
    closers: &'static [char],
    /// Bytes of the opening mark.
    pub(super) width: usize,
}

impl Quote {
    /// Returns the quotation mark at `at`.
    pub(super) fn at(text: &str, at: usize) -> Option<Self> {
        let mark = char_at(text, at)?;
        let closers: &[char] = match mark {
            '"' => &['"'],
            '\'' => &['\''],
            '`' => &['`'],
            '“' => &['”', '“', '"'],
            '”' => &['”'],
            '„' => &['“', '”', '„'],
            '‘' => &['’', '‘'],
            '’' => &['’'],
            '‚' => &['‘', '’', '‚'],
            '«' => &['»', '«'],
            '»' => &['«', '»'],
            _ => return None,
        };
        let width = mark.len_utf8();
        Some(Self { closers, width })
    }

    /// Returns the end of the closing mark at `at`.
    pub(super) fn closer_end(self, text: &str, at: usize) -> Option<usize> {
        let mark = char_at(text, at)?;
        self.closers.contains(&mark).then(|| at + mark.len_utf8())
    }

    /// Finds the first mark within `limit` bytes that can close a string begun at `start`: gives where it begins and ends.
    pub(super) fn first_closer(
        self,
        text: &str,
        start: usize,
        limit: usize,
    ) -> Option<(usize, usize)> {
        let mut at = start;
        while at - start <= limit {
            if let Some(after) = self.closer_end(text, at) {
                return Some((at, after));
            }
            at = past_char(text, at)?;
        }
        None
    }
}

/// Returns the character at byte `at`; `None` past the end and inside a character.
pub(super) fn char_at(text: &str, at: usize) -> Option<char> {
    match *text.as_bytes().get(at)? {
        byte if byte.is_ascii() => Some(char::from(byte)),
        _ => text.get(at..)?.chars().next(),
    }
}

/// Returns where the character at `at` ends, or the backslash there with what it escapes.
pub(super) fn past_char(text: &str, at: usize) -> Option<usize> {
    let width = char_at(text, at)?.len_utf8();
    let escaped = match text.as_bytes().get(at)? {
        b'\\' => char_at(text, at + 1).map_or(0, char::len_utf8),
        _ => 0,
    };
    Some(at + width + escaped)
}

/// Takes the escapes of all languages off a string; an escape that is unknown keeps its character.
pub(super) fn unescape(raw: &str) -> String {
    let mut out = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some((plain, after)) = rest.split_once('\\') {
        out.push_str(plain);
        rest = unescape_one(after, &mut out);
    }
    out.push_str(rest);
    out
}

/// Writes the character that the escape `after` its backslash stands for and gives what follows.
fn unescape_one<'t>(after: &'t str, out: &mut String) -> &'t str {
    let mut chars = after.chars();
    let Some(kind) = chars.next() else { return "" };
    let rest = chars.as_str();
    let plain = match kind {
        'n' => '\n',
        't' => '\t',
        'r' => '\r',
        'b' => '\u{8}',
        'f' => '\u{c}',
        'e' => '\u{1b}',
        '\n' => return rest,
        '0'..='7' => {
            let is_octal = |b: &u8| matches!(b, b'0'..=b'7');
            let digits = after.bytes().take(3).take_while(is_octal).count();
            return push_code(digits_at(after, digits, 8), out);
        }
        'x' => return unescape_bytes(rest, out),
        'u' => return unescape_utf16(rest, out),
        'U' => return push_code(digits_at(rest, 8, 16), out),
        other => other,
    };
    out.push(plain);
    rest
}

/// Reads `\xHH`; a run of them that is UTF-8 (a repr of bytes) becomes the character that it spells.
fn unescape_bytes<'t>(digits: &'t str, out: &mut String) -> &'t str {
    let first = digits_at(digits, 2, 16);
    let mut bytes = Vec::new();
    let mut next = first;
    while let (Code::Point(code), rest) = next {
        bytes.push(u8::try_from(code).unwrap_or_default());
        if let Ok(spelled) = std::str::from_utf8(&bytes) {
            out.push_str(spelled);
            return rest;
        }
        match rest.strip_prefix("\\x") {
            Some(digits) if bytes.len() < 4 => next = digits_at(digits, 2, 16),
            _ => break,
        }
    }
    push_code(first, out)
}

/// Reads what follows `\u`: `HHHH` or `{H..}`. The halves of a pair are joined; a half alone becomes U+FFFD.
fn unescape_utf16<'t>(digits: &'t str, out: &mut String) -> &'t str {
    if let Some(braced) = digits.strip_prefix('{')
        && let Some(end) = braced.bytes().take(9).position(|b| b == b'}')
    {
        let (code, _) = digits_at(braced, end, 16);
        return push_code((code, braced.get(end + 1..).unwrap_or_default()), out);
    }
    let (code, rest) = digits_at(digits, 4, 16);
    if let Code::Point(high @ 0xD800..=0xDBFF) = code
        && let Some(second) = rest.strip_prefix("\\u")
        && let (Code::Point(low @ 0xDC00..=0xDFFF), rest) = digits_at(second, 4, 16)
    {
        let joined = 0x1_0000 + ((high - 0xD800) << 10) + (low - 0xDC00);
        return push_code((Code::Point(joined), rest), out);
    }
    push_code((code, rest), out)
}

/// What the digits of an escape say.
#[derive(Clone, Copy)]
enum Code {
    Point(u32),
    /// No digits.
    Wrong,
    /// The text ends within them.
    Cut,
}

/// Reads the number that the first `count` digits of `text` write and gives what follows them.
fn digits_at(text: &str, count: usize, base: u32) -> (Code, &str) {
    let digits = text.get(..count).filter(|digits| !digits.starts_with('+'));
    match digits.and_then(|digits| u32::from_str_radix(digits, base).ok()) {
        Some(code) => (Code::Point(code), text.get(count..).unwrap_or_default()),
        None if text.len() < count => (Code::Cut, ""),
        None => (Code::Wrong, text),
    }
}

/// Writes one code point, U+FFFD where it is none and nothing where it is cut, and gives what follows it.
fn push_code<'t>((code, rest): (Code, &'t str), out: &mut String) -> &'t str {
    match code {
        Code::Point(code) => out.push(char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER)),
        Code::Wrong => out.push(char::REPLACEMENT_CHARACTER),
        Code::Cut => {}
    }
    rest
}

/// Returns true if a character has no width: pasted text carries such characters where nobody sees them.
pub(super) fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

/// Returns the bytes of the blank at `at`, and whether it ends a line.
/// A written-out `\n` (a repr of indented JSON) and the fold arrows of a browser's dump are blanks too.
fn blank(text: &str, at: usize) -> Option<(usize, bool)> {
    match *text.as_bytes().get(at)? {
        b'\n' => Some((1, true)),
        b'\\' => {
            let kind = *text.as_bytes().get(at + 1)?;
            matches!(kind, b'n' | b'r' | b't').then_some((2, kind == b'n'))
        }
        byte if byte.is_ascii() => (byte <= b' ' || byte == 0x7f).then_some((1, false)),
        _ => {
            let c = char_at(text, at)?;
            let is_control = c.is_control() || is_invisible(c) || matches!(c, '▼' | '▶');
            (is_control || c.is_whitespace()).then_some((c.len_utf8(), false))
        }
    }
}

/// Returns true if a blank is at `at`.
pub(super) fn is_blank(text: &str, at: usize) -> bool {
    blank(text, at).is_some()
}

/// Returns where the blanks at `at` end.
pub(super) fn past_blanks(text: &str, mut at: usize) -> usize {
    while let Some((width, _)) = blank(text, at) {
        at += width;
    }
    at
}

/// Returns where the blanks at `at` end on the same line.
pub(super) fn past_spaces(text: &str, mut at: usize) -> usize {
    while let Some((width, false)) = blank(text, at) {
        at += width;
    }
    at
}

/// Returns where something that node left out (`[Circular *1]`) ends, if that is at `at`.
pub(super) fn elision_end(text: &str, at: usize) -> Option<usize> {
    let inside = text.get(at..)?.strip_prefix('[')?;
    let is_word = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'$' | b'/');
    let word = inside.bytes().take(MAX_ELISION).take_while(is_word).count();
    let is_class = inside.starts_with(|c: char| c.is_ascii_uppercase())
        && inside
            .get(..word)
            .is_some_and(|word| scalar(word).is_string());
    if is_class && inside.as_bytes().get(word) == Some(&b']') {
        return Some(at + word + 2);
    }
    ELISIONS.iter().find(|start| inside.starts_with(**start))?;
    let end = inside.bytes().take(MAX_ELISION).position(|b| b == b']')?;
    Some(at + end + 2)
}

/// Returns where dots that stand for something left out end, with the count that node writes after them;
/// `at` where there are none.
pub(super) fn past_ellipsis(text: &str, at: usize) -> usize {
    let rest = text.get(at..).unwrap_or_default();
    let dots = rest.strip_prefix("...").or_else(|| rest.strip_prefix('…'));
    let Some(after) = dots else { return at };
    let count = after.trim_start_matches(' ');
    let unit = count.trim_start_matches(|c: char| c.is_ascii_digit());
    let rest_len = match unit.strip_prefix(" more ") {
        Some(unit) if unit.len() + " more ".len() < count.len() => unit
            .trim_start_matches(|c: char| c.is_ascii_lowercase())
            .len(),
        _ => after.len(),
    };
    text.len() - rest_len
}

/// Returns the part of a line before a truncation mark (`(truncated...)`, `[truncated]`, `…`) at its end;
/// at the end of the whole text three dots are one too.
pub(super) fn before_mark(line: &str, is_last: bool) -> Option<&str> {
    let line = line.trim_end_matches([' ', '\t', '\r']);
    let kept = if let Some(kept) = line.strip_suffix('…') {
        kept
    } else if line.ends_with([')', ']', '>']) {
        let mut tail = line.char_indices().rev().take(MAX_MARK);
        let (open, _) = tail.find(|(_, c)| matches!(c, '(' | '[' | '<'))?;
        let (kept, mark) = line.split_at_checked(open)?;
        if !is_mark(mark) {
            return None;
        }
        let kept = kept.trim_end_matches(' ');
        let dots = kept.strip_suffix("...").or_else(|| kept.strip_suffix('…'));
        dots.unwrap_or(kept)
    } else if is_last {
        line.strip_suffix("...")?
    } else {
        return None;
    };
    Some(kept.trim_end_matches(' '))
}

/// Returns true if a text begins with a truncation mark in brackets.
pub(super) fn is_mark(text: &str) -> bool {
    let inside = text.strip_prefix(['(', '[', '<']).unwrap_or_default();
    let word = inside.trim_start_matches(['.', '…', ' ']).get(..9);
    word.is_some_and(|word| word.eq_ignore_ascii_case("truncated"))
}

/// Returns the value that unquoted text is: a literal, a number, else the text itself.
pub(super) fn scalar(text: &str) -> Value {
    match text {
        _ if TRUE.contains(&text) => Value::Bool(true),
        _ if FALSE.contains(&text) => Value::Bool(false),
        _ if NULL.contains(&text) => Value::Null,
        _ => number(text).unwrap_or_else(|| Value::from(symbol(text))),
    }
}

/// Returns the name of a Ruby symbol, or the text.
fn symbol(text: &str) -> &str {
    match text.strip_prefix(':') {
        Some(name) if name.starts_with(|c: char| c.is_ascii_alphabetic()) => name,
        _ => text,
    }
}

/// Returns the number that a text is. What has a leading zero or plus stays text: it is a code or a telephone number.
fn number(text: &str) -> Option<Value> {
    if !text.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '-' | '.')) {
        return None;
    }
    if let Ok(number) = serde_json::from_str::<Number>(text) {
        return Some(Value::Number(number));
    }
    let digits = text.strip_suffix('n').unwrap_or(text);
    let is_all = |extra: u8| digits.bytes().all(|b| b.is_ascii_digit() || b == extra);
    if let Some(hex) = digits.strip_prefix("0x") {
        u64::from_str_radix(hex, 16).ok().map(Value::from)
    } else if is_all(b'_') && !digits.starts_with('0') {
        let plain = digits.replace('_', "");
        serde_json::from_str(&plain).ok().map(Value::Number)
    } else if is_all(b'.') && (text.starts_with('.') || text.ends_with('.')) {
        text.parse::<f64>().ok().map(Value::from)
    } else {
        None
    }
}

/// Returns true if text that the end of the input cut may be the beginning of a number or literal: nobody can tell which.
pub(super) fn is_half_scalar(text: &str) -> bool {
    let is_numeric = |b: u8| b.is_ascii_digit() || b"-+._eE".contains(&b);
    let mut words = TRUE.iter().chain(&FALSE).chain(&NULL);
    text.bytes().all(is_numeric)
        || text.starts_with("0x")
        || words.any(|word| word.starts_with(text))
}

/// Takes the line folds that a console put into a code out of it; `None` for text that is not folded code.
pub(super) fn unfold(text: &str) -> Option<String> {
    text.contains('\n').then_some(())?;
    let is_code = |b: u8| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'_' || b == b'-';
    let lines = || {
        text.split('\n')
            .map(|line| line.trim_matches([' ', '\t', '\r']))
    };
    let mut codes = lines().map(|line| !line.is_empty() && line.bytes().all(is_code));
    codes.all(|is_code| is_code).then(|| lines().collect())
}

/// Returns a text without the quotes around all of it.
pub(super) fn without_quotes(text: &str) -> &str {
    let inside = |quote: char| text.strip_prefix(quote)?.strip_suffix(quote);
    inside('"').or_else(|| inside('\'')).unwrap_or(text)
}
