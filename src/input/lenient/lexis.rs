//! The smallest parts of almost-JSON (blanks, quotes, escapes, scalars, truncation marks), apart from the grammar that joins them.

use serde_json::{Number, Value};

/// Bytes from the end of a line in which the words of a truncation mark must stand.
const MARK_WINDOW: usize = 48;
const MAX_ELISION: usize = 100;

/// Unquoted words that are a value of their own, in the languages that print them.
const TRUE: [&str; 3] = ["true", "True", "TRUE"];
const FALSE: [&str; 3] = ["false", "False", "FALSE"];
const NULL: [&str; 12] = [
    "null",
    "NULL",
    "None",
    "nil",
    "<nil>",
    "<null>",
    "undefined",
    "undef",
    "NaN",
    "nan",
    "Infinity",
    "-Infinity",
];

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
    /// The opening mark itself is always one, so that looking ahead for a closer never passes another opening.
    closers: &'static [char],
    /// Backslashes before each mark: 1 where the text was itself a string once, 3 where it was one twice.
    slashes: usize,
    /// Bytes of the opening mark, backslashes included.
    pub(super) width: usize,
}

/// What a place inside a string is.
pub(super) enum Spot {
    /// A mark that may close the string; the string goes on, if it does, at this offset.
    Closer(usize),
    /// The end of the string that the whole text stood in.
    Outer,
    /// Anything else; the next place is at this offset.
    Inside(usize),
}

impl Quote {
    /// The quotation mark at `at`, if one is there.
    pub(super) fn at(text: &str, at: usize) -> Option<Self> {
        let slashes = slashes_at(text, at);
        let mark = char_at(text, at + slashes)?;
        let closers: &'static [char] = match mark {
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
        matches!(slashes, 0 | 1 | 3 | 7).then_some(Self {
            closers,
            slashes,
            width: slashes + mark.len_utf8(),
        })
    }

    /// What stands at `at` in a string that this mark opened; None at the end of the text.
    pub(super) fn spot(self, text: &str, at: usize) -> Option<Spot> {
        let byte = *text.as_bytes().get(at)?;
        if byte.is_ascii() && byte != b'\\' && !self.closers.contains(&char::from(byte)) {
            return Some(Spot::Inside(at + 1));
        }
        let run = slashes_at(text, at);
        let Some(mark) = char_at(text, at + run) else {
            return Some(Spot::Inside(at + run.max(1)));
        };
        if !self.closers.contains(&mark) {
            return Some(Spot::Inside(
                at + if run > 0 { run } else { mark.len_utf8() },
            ));
        }
        let after = at + run + mark.len_utf8();
        let (escapes, rest) = (run / (self.slashes + 1), run % (self.slashes + 1));
        Some(match () {
            () if escapes % 2 == 1 => Spot::Inside(after),
            () if rest < self.slashes => Spot::Outer,
            () => Spot::Closer(after),
        })
    }

    /// The first mark that can close a string begun at `start`, within `limit` bytes: where it begins and where it ends.
    pub(super) fn first_closer(
        self,
        text: &str,
        start: usize,
        limit: usize,
    ) -> Option<(usize, usize)> {
        let mut at = start;
        while at - start <= limit {
            match self.spot(text, at)? {
                Spot::Closer(after) => return Some((self.mark_start(text, at, after), after)),
                Spot::Inside(next) => at = next,
                Spot::Outer => return None,
            }
        }
        None
    }

    /// Where the closing mark that ends at `after` begins: escapes of the string itself may stand before it.
    pub(super) fn mark_start(self, text: &str, at: usize, after: usize) -> usize {
        let run = slashes_at(text, at);
        let mark = after - at - run;
        after - mark - self.slashes.min(run)
    }

    /// The string that stands between two of these marks.
    pub(super) fn unescape(self, raw: &str) -> String {
        let mut out = String::with_capacity(raw.len());
        let mut rest = raw;
        while let Some(slash) = rest.find('\\') {
            out.push_str(rest.get(..slash).unwrap_or_default());
            let run = slashes_at(rest, slash);
            let (escapes, extra) = (run / (self.slashes + 1), run % (self.slashes + 1));
            out.extend(std::iter::repeat_n('\\', escapes / 2));
            rest = rest.get(slash + run..).unwrap_or_default();
            if escapes % 2 == 1 || (extra > 0 && Self::at(rest, 0).is_none()) {
                rest = unescape_one(rest, &mut out);
            }
        }
        out.push_str(rest);
        out
    }
}

/// Writes the character that the escape `after` its backslash stands for and returns what follows; a half escape at the end is dropped.
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
            let digits = after
                .bytes()
                .take(3)
                .take_while(|b| matches!(b, b'0'..=b'7'))
                .count();
            let (code, rest) = radix(after, digits, 8);
            return push_code(code, rest, out);
        }
        'x' => return unescape_bytes(after, out),
        'U' => {
            let (code, rest) = radix(rest, 8, 16);
            return push_code(code, rest, out);
        }
        'u' => return unescape_utf16(rest, out),
        other => other,
    };
    out.push(plain);
    rest
}

/// Reads `\xHH`; a run of them that is UTF-8 (a repr of bytes) becomes the character that it spells.
fn unescape_bytes<'t>(after: &'t str, out: &mut String) -> &'t str {
    let mut bytes = Vec::new();
    let mut rest = after;
    while bytes.len() < 4 {
        let next = if bytes.is_empty() {
            rest.strip_prefix('x')
        } else {
            rest.strip_prefix("\\x")
        };
        let Some((Some(byte), tail)) = next.map(|digits| radix(digits, 2, 16)) else {
            break;
        };
        bytes.push(u8::try_from(byte).unwrap_or_default());
        rest = tail;
        if bytes[0] < 0x80 {
            break;
        }
        if let Ok(spelled) = std::str::from_utf8(&bytes) {
            out.push_str(spelled);
            return rest;
        }
    }
    let (code, rest) = radix(after.get(1..).unwrap_or_default(), 2, 16);
    push_code(code, rest, out)
}

/// Reads the digits of `\uHHHH` or `\u{H..}`; the halves of a pair are joined, a half alone becomes U+FFFD.
fn unescape_utf16<'t>(digits: &'t str, out: &mut String) -> &'t str {
    if let Some((code, rest)) = digits.strip_prefix('{').and_then(|braced| {
        let end = braced.as_bytes().iter().take(9).position(|&b| b == b'}')?;
        Some((radix(braced, end, 16).0, braced.get(end + 1..)?))
    }) {
        return push_code(code, rest, out);
    }
    let (code, rest) = radix(digits, 4, 16);
    if let Some(high @ 0xD800..=0xDBFF) = code
        && let Some(second) = rest.trim_start_matches('\\').strip_prefix('u')
        && let (Some(low @ 0xDC00..=0xDFFF), rest) = radix(second, 4, 16)
    {
        return push_code(
            Some(0x1_0000 + ((high - 0xD800) << 10) + (low - 0xDC00)),
            rest,
            out,
        );
    }
    push_code(code, rest, out)
}

/// The number that the first `count` digits of `text` write, and what follows them.
fn radix(text: &str, count: usize, base: u32) -> (Option<u32>, &str) {
    let code = text
        .get(..count)
        .filter(|digits| !digits.starts_with('+'))
        .and_then(|digits| u32::from_str_radix(digits, base).ok());
    match code {
        Some(_) => (code, text.get(count..).unwrap_or_default()),
        // Digits are missing: at the end of a cut text they are the rest of the escape, elsewhere they are text.
        None if text.len() < count => (Some(u32::MAX), ""),
        None => (None, text),
    }
}

/// Writes one code point (U+FFFD where it is none) and returns `rest`; u32::MAX stands for an escape that was cut.
fn push_code<'t>(code: Option<u32>, rest: &'t str, out: &mut String) -> &'t str {
    if code != Some(u32::MAX) {
        out.push(
            code.and_then(char::from_u32)
                .unwrap_or(char::REPLACEMENT_CHARACTER),
        );
    }
    rest
}

/// The character at byte `at`; None past the end and inside a character.
pub(super) fn char_at(text: &str, at: usize) -> Option<char> {
    text.get(at..)?.chars().next()
}

/// How many backslashes stand at `at`.
fn slashes_at(text: &str, at: usize) -> usize {
    let bytes = text.as_bytes().get(at..).unwrap_or_default();
    bytes.iter().take_while(|&&b| b == b'\\').count()
}

/// Whether `c` has no width: pasted text carries such characters where nobody sees them.
pub(super) fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}' | '\u{2066}'..='\u{2069}' | '\u{feff}' | '\u{ad}')
}

/// The blank at `at`: its length in bytes, and whether it begins a new line. A written-out `\n` (a repr of indented JSON) and the fold arrows of a browser's dump count.
fn blank(text: &str, at: usize) -> Option<(usize, bool)> {
    match *text.as_bytes().get(at)? {
        b'\n' => Some((1, true)),
        b'\\' => {
            // Two and four backslashes are what a string in a string has; more is none of this and would be counted again and again.
            let run = text
                .as_bytes()
                .iter()
                .skip(at)
                .take(5)
                .take_while(|&&b| b == b'\\')
                .count();
            let kind = text.as_bytes().get(at + run)?;
            matches!(kind, b'n' | b'r' | b't').then_some((run + 1, *kind == b'n'))
        }
        byte if byte.is_ascii() => (byte <= b' ' || byte == 0x7f).then_some((1, false)),
        _ => {
            let c = char_at(text, at)?;
            let skipped =
                c.is_whitespace() || c.is_control() || is_invisible(c) || matches!(c, '▼' | '▶');
            skipped.then_some((c.len_utf8(), false))
        }
    }
}

/// Where the blanks at `at` end.
pub(super) fn past_blanks(text: &str, mut at: usize) -> usize {
    while let Some((width, _)) = blank(text, at) {
        at += width;
    }
    at
}

/// Where the blanks at `at` end, on the same line.
pub(super) fn past_spaces(text: &str, mut at: usize) -> usize {
    while let Some((width, false)) = blank(text, at) {
        at += width;
    }
    at
}

/// Whether a blank, of a line's end or not, stands at `at`.
pub(super) fn is_blank(text: &str, at: usize) -> bool {
    blank(text, at).is_some()
}

/// Where something that node left out (`[Circular *1]`) ends, if that stands at `at`.
pub(super) fn elision_end(text: &str, at: usize) -> Option<usize> {
    let inside = text.get(at..)?.strip_prefix('[')?;
    let is_word = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'$' | b'/');
    let word = inside.bytes().take(MAX_ELISION).take_while(is_word).count();
    if inside.starts_with(|c: char| c.is_ascii_uppercase())
        && inside.as_bytes().get(word) == Some(&b']')
    {
        return Some(at + word + 2);
    }
    ELISIONS.iter().find(|start| inside.starts_with(**start))?;
    Some(at + inside.bytes().take(MAX_ELISION).position(|b| b == b']')? + 2)
}

/// The part of `line` before a truncation mark (`(truncated...)`, `[truncated]`, `…`) at its end; at the end of the whole text three dots are one too.
pub(super) fn before_mark(line: &str, at_end: bool) -> Option<&str> {
    let line = line.trim_end_matches([' ', '\t', '\r']);
    let kept = if let Some(kept) = line.strip_suffix('…') {
        kept
    } else if line.ends_with([')', ']', '>']) {
        let tail = line.char_indices().rev().take(MARK_WINDOW);
        let (open, _) = tail
            .into_iter()
            .find(|(_, c)| matches!(c, '(' | '[' | '<'))?;
        if !is_mark(line.get(open..)?) {
            return None;
        }
        let kept = line.get(..open)?.trim_end_matches(' ');
        kept.strip_suffix("...")
            .or_else(|| kept.strip_suffix('…'))
            .unwrap_or(kept)
    } else if at_end {
        line.strip_suffix("...")?
    } else {
        return None;
    };
    Some(kept.trim_end_matches(' '))
}

/// Whether `text` begins with a bracketed truncation mark.
pub(super) fn is_mark(text: &str) -> bool {
    let inside = text.strip_prefix(['(', '[', '<']).unwrap_or_default();
    let word = inside.trim_start_matches(['.', '…', ' ']).get(..9);
    word.is_some_and(|word| word.eq_ignore_ascii_case("truncated"))
}

/// The value that unquoted text is: a literal, a number, else the text itself.
pub(super) fn scalar(text: &str) -> Value {
    match text {
        _ if TRUE.contains(&text) => Value::Bool(true),
        _ if FALSE.contains(&text) => Value::Bool(false),
        _ if NULL.contains(&text) => Value::Null,
        _ => number(text).unwrap_or_else(|| Value::from(symbol(text))),
    }
}

/// The name of a Ruby symbol, or the text.
fn symbol(text: &str) -> &str {
    match text.strip_prefix(':') {
        Some(name) if name.starts_with(|c: char| c.is_ascii_alphabetic()) => name,
        _ => text,
    }
}

/// The number that `text` is. A leading zero or plus keeps its text: it belongs to a code or a telephone number.
fn number(text: &str) -> Option<Value> {
    if !text.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '-' | '.')) {
        return None;
    }
    if let Ok(number) = serde_json::from_str::<Number>(text) {
        return Some(Value::Number(number));
    }
    let digits = text.strip_suffix('n').unwrap_or(text);
    if let Some(hex) = digits.strip_prefix("0x") {
        return u64::from_str_radix(hex, 16).ok().map(Value::from);
    }
    if digits.bytes().all(|b| b.is_ascii_digit() || b == b'_') && !digits.starts_with('0') {
        return serde_json::from_str(&digits.replace('_', ""))
            .ok()
            .map(Value::Number);
    }
    let decimal = (text.starts_with('.') || text.ends_with('.'))
        && text.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    if decimal {
        text.parse::<f64>().ok().map(Value::from)
    } else {
        None
    }
}

/// Whether text that the end of the input cut may be the beginning of a number or literal: nobody can tell which.
pub(super) fn is_half_scalar(text: &str) -> bool {
    let numeric = text
        .trim_start_matches('\\')
        .bytes()
        .all(|b| b.is_ascii_digit() || matches!(b, b'-' | b'+' | b'.' | b'_' | b'e' | b'E'));
    numeric
        || text.starts_with("0x")
        || TRUE
            .iter()
            .chain(&FALSE)
            .chain(&NULL)
            .any(|word| word.starts_with(text))
}

/// A code without the line folds that a console put into it; None for text that is no folded code.
pub(super) fn unfold(text: &str) -> Option<String> {
    text.contains('\n').then_some(())?;
    let is_code = |line: &str| {
        line.bytes()
            .all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || matches!(b, b'_' | b'-'))
    };
    let lines = || {
        text.split('\n')
            .map(|line| line.trim_matches([' ', '\t', '\r']))
    };
    lines()
        .all(|line| !line.is_empty() && is_code(line))
        .then(|| lines().collect())
}
