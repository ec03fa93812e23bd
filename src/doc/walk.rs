//! The fast walk: strict JSON (RFC 8259) into cells, in one pass and without recursion. What it takes serde takes too, and
//! the other way round.

use super::{Cell, Kind, NONE};

/// How deeply containers may be nested.
pub(crate) const MAX_DEPTH: usize = 127;

/// A container that is open.
struct Open {
    /// The container.
    at: u32,
    /// Its last child so far.
    last: u32,
}

/// Appends the JSON value that begins at a position, and returns where it ends; `None` if there is no such value, or it is
/// nested too deeply.
pub(crate) fn walk(text: &str, start: usize, cells: &mut Vec<Cell>) -> Option<usize> {
    // Positions are kept in 32 bits.
    u32::try_from(text.len()).ok()?;
    let bytes = text.as_bytes();
    let mut open: Vec<Open> = Vec::with_capacity(8);
    let mut at = blanks(bytes, start);
    loop {
        // A value, or a member with its name, or the end of a container.
        let mut name = Name::default();
        if let Some(top) = open.last() {
            let is_object = cells[top.at as usize].kind == Kind::Object;
            let close = if is_object { b'}' } else { b']' };
            if top.last == NONE && bytes.get(at) == Some(&close) {
                at = end(&mut open, cells, bytes, at)?;
                match next(&mut open, cells, bytes, at)? {
                    Next::Value(value) => at = value,
                    Next::End(end) => return Some(end),
                }
                continue;
            }
            if is_object {
                if bytes.get(at) != Some(&b'"') {
                    return None;
                }
                let (close, is_escaped) = string_end(bytes, at + 1)?;
                name = Name {
                    start: at as u32 + 1,
                    end: close as u32,
                    is_escaped,
                };
                at = blanks(bytes, close + 1);
                if bytes.get(at) != Some(&b':') {
                    return None;
                }
                at = blanks(bytes, at + 1);
            }
        }
        let number = cells.len() as u32;
        if let Some(top) = open.last_mut() {
            if top.last != NONE {
                cells[top.last as usize].next = number;
            }
            top.last = number;
        }
        let (kind, span, behind, is_escaped) = match bytes.get(at)? {
            b'"' => {
                let (close, is_escaped) = string_end(bytes, at + 1)?;
                (Kind::String, at + 1..close, close + 1, is_escaped)
            }
            b'{' => (Kind::Object, at..at + 1, at + 1, false),
            b'[' => (Kind::Array, at..at + 1, at + 1, false),
            b't' => (Kind::True, at..at + 4, word(bytes, at, b"true")?, false),
            b'f' => (Kind::False, at..at + 5, word(bytes, at, b"false")?, false),
            b'n' => (Kind::Null, at..at + 4, word(bytes, at, b"null")?, false),
            _ => {
                let end = number_end(bytes, at)?;
                (Kind::Number, at..end, end, false)
            }
        };
        cells.push(Cell {
            start: span.start as u32,
            end: span.end as u32,
            name_start: name.start,
            name_end: name.end,
            next: NONE,
            kind,
            is_escaped,
            is_name_escaped: name.is_escaped,
            is_cut: false,
        });
        if matches!(kind, Kind::Object | Kind::Array) {
            if open.len() >= MAX_DEPTH {
                return None;
            }
            open.push(Open {
                at: number,
                last: NONE,
            });
            at = blanks(bytes, behind);
            continue;
        }
        match next(&mut open, cells, bytes, behind)? {
            Next::Value(value) => at = value,
            Next::End(end) => return Some(end),
        }
    }
}

/// What follows a value.
enum Next {
    /// Another value or member, at this position.
    Value(usize),
    /// Nothing: the outermost value ends here.
    End(usize),
}

/// Returns what follows the value that ends at a position: a comma and another value, or the end of its container, and of
/// those around it.
#[inline]
fn next(open: &mut Vec<Open>, cells: &mut [Cell], bytes: &[u8], from: usize) -> Option<Next> {
    let mut at = from;
    while !open.is_empty() {
        at = blanks(bytes, at);
        if bytes.get(at) == Some(&b',') {
            return Some(Next::Value(blanks(bytes, at + 1)));
        }
        at = end(open, cells, bytes, at)?;
    }
    Some(Next::End(at))
}

/// A member's name.
#[derive(Default)]
struct Name {
    start: u32,
    end: u32,
    is_escaped: bool,
}

/// Closes the innermost container, and returns the position after it.
fn end(open: &mut Vec<Open>, cells: &mut [Cell], bytes: &[u8], at: usize) -> Option<usize> {
    let top = open.pop()?;
    let cell = &mut cells[top.at as usize];
    let close = if cell.kind == Kind::Object {
        b'}'
    } else {
        b']'
    };
    if bytes.get(at) != Some(&close) {
        return None;
    }
    cell.end = at as u32 + 1;
    Some(at + 1)
}

/// Returns the position after blanks.
#[inline]
fn blanks(bytes: &[u8], mut at: usize) -> usize {
    while matches!(bytes.get(at), Some(b' ' | b'\n' | b'\r' | b'\t')) {
        at += 1;
    }
    at
}

/// Returns the position after a word.
#[inline]
fn word(bytes: &[u8], at: usize, word: &[u8]) -> Option<usize> {
    let end = at + word.len();
    (bytes.get(at..end) == Some(word)).then_some(end)
}

/// Returns the position of the quote that ends a string, and whether the string has escapes.
#[inline]
fn string_end(bytes: &[u8], from: usize) -> Option<(usize, bool)> {
    let mut at = from;
    let mut is_escaped = false;
    loop {
        at = plain_end(bytes, at);
        match bytes.get(at)? {
            b'"' => return Some((at, is_escaped)),
            b'\\' => {
                is_escaped = true;
                at = escape_end(bytes, at)?;
            }
            // A control character may not be in a string as it is.
            _ => return None,
        }
    }
}

/// Returns the position of the next quote, backslash or control character.
#[inline]
fn plain_end(bytes: &[u8], mut at: usize) -> usize {
    const ONES: u64 = 0x0101_0101_0101_0101;
    const HIGH: u64 = 0x8080_8080_8080_8080;
    // Eight bytes at a time: a byte is found where subtracting borrows from its highest bit.
    while let Some(eight) = bytes.get(at..).and_then(|rest| rest.first_chunk::<8>()) {
        let eight = u64::from_le_bytes(*eight);
        let zero = |x: u64| x.wrapping_sub(ONES) & !x;
        let found = (zero(eight ^ (ONES * 0x22))
            | zero(eight ^ (ONES * 0x5c))
            | (eight.wrapping_sub(ONES * 0x20) & !eight))
            & HIGH;
        if found != 0 {
            return at + (found.trailing_zeros() / 8) as usize;
        }
        at += 8;
    }
    while bytes
        .get(at)
        .is_some_and(|b| !matches!(b, b'"' | b'\\' | 0..=0x1f))
    {
        at += 1;
    }
    at
}

/// Returns the position after an escape; of a surrogate pair, after both.
fn escape_end(bytes: &[u8], at: usize) -> Option<usize> {
    match bytes.get(at + 1)? {
        b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't' => Some(at + 2),
        b'u' => match hex(bytes, at + 2)? {
            0xd800..=0xdbff => {
                let is_pair = bytes.get(at + 6..at + 8) == Some(b"\\u");
                let low = hex(bytes, at + 8).filter(|_| is_pair)?;
                (0xdc00..=0xdfff).contains(&low).then_some(at + 12)
            }
            0xdc00..=0xdfff => None,
            _ => Some(at + 6),
        },
        _ => None,
    }
}

/// Reads four hexadecimal digits.
fn hex(bytes: &[u8], at: usize) -> Option<u32> {
    let digits = bytes.get(at..at + 4)?;
    digits.iter().try_fold(0, |value, digit| {
        Some(value << 4 | char::from(*digit).to_digit(16)?)
    })
}

/// Returns the position after a number (RFC 8259, section 6).
fn number_end(bytes: &[u8], from: usize) -> Option<usize> {
    let digits = |mut at: usize| {
        while bytes.get(at).is_some_and(u8::is_ascii_digit) {
            at += 1;
        }
        at
    };
    let first = from + usize::from(bytes.get(from) == Some(&b'-'));
    let mut at = digits(first);
    if at == first || (bytes[first] == b'0' && at > first + 1) {
        return None;
    }
    if bytes.get(at) == Some(&b'.') {
        let fraction = at + 1;
        at = digits(fraction);
        if at == fraction {
            return None;
        }
    }
    let mut is_long = at - from > 300;
    if matches!(bytes.get(at), Some(b'e' | b'E')) {
        let sign = usize::from(matches!(bytes.get(at + 1), Some(b'+' | b'-')));
        let exponent = at + 1 + sign;
        at = digits(exponent);
        if at == exponent {
            return None;
        }
        is_long |= at > exponent + 2;
    }
    // Serde takes no number that is out of the range of 64 bits of floating point.
    if is_long {
        let number = std::str::from_utf8(&bytes[from..at]).ok()?;
        number
            .parse()
            .ok()
            .filter(|number: &f64| number.is_finite())?;
    }
    Some(at)
}

/// Returns a string without its escapes, which the walk has found to be well-formed.
pub(super) fn unescaped(raw: &str) -> String {
    let mut text = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some(at) = memchr::memchr(b'\\', rest.as_bytes()) {
        text.push_str(&rest[..at]);
        let bytes = rest.as_bytes();
        let Some(end) = escape_end(bytes, at) else {
            break;
        };
        text.push(match bytes[at + 1] {
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'u' => {
                let high = hex(bytes, at + 2).unwrap_or_default();
                let code = match hex(bytes, at + 8).filter(|_| end == at + 12) {
                    Some(low) => 0x10000 + ((high & 0x3ff) << 10 | (low & 0x3ff)),
                    None => high,
                };
                char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER)
            }
            other => char::from(other),
        });
        rest = &rest[end..];
    }
    text.push_str(rest);
    text
}

#[cfg(test)]
mod tests {
    use super::walk;
    use crate::doc::Doc;

    #[test]
    fn the_walk_takes_what_serde_takes() {
        for text in [
            "{}",
            "[]",
            "0",
            "-0",
            "1.5e3",
            "01",
            "1.",
            "-",
            "1e",
            "\"\\u00e9\"",
            "\"\\ud83d\\ude00\"",
            "\"\\ud83d\"",
            "\"\\ude00\"",
            "\"\\x\"",
            "\"a\tb\"",
            "[1,]",
            "[,1]",
            "{\"a\"}",
            "{\"a\":}",
            "{a:1}",
            "{\"a\":1,}",
            "{\"a\":1 \"b\":2}",
            "[1 2]",
            "tru",
            "nul",
            "[[[]]]",
            "{\"a\":{\"b\":[{}]}}",
            "[1}",
            "\"",
            "",
            " [ 1 , 2 ] ",
            "1\u{c}",
            "{\"a\" : 1}",
            "1e400",
            "1e-400",
            "[123.456e-789]",
            "1e0007",
            "123456789012345678901234567890",
            "\"\u{7f}\"",
            "\"\\\"\"",
        ] {
            let is_json = serde_json::from_str::<serde_json::Value>(text).is_ok();
            assert_eq!(Doc::read(text).is_some(), is_json, "{text}");
        }
        let deep = |depth: usize| "[".repeat(depth) + &"]".repeat(depth);
        for depth in [126, 127, 128, 129] {
            let is_json = serde_json::from_str::<serde_json::Value>(&deep(depth)).is_ok();
            assert_eq!(
                walk(&deep(depth), 0, &mut Vec::new()).is_some(),
                is_json,
                "{depth}"
            );
        }
    }

    #[test]
    fn escapes_are_read_as_serde_reads_them() {
        for text in [
            r#""a\"b\\c\/d\n\r\t\b\f""#,
            r#""\u00e9\ud83d\ude00x""#,
            r#""\\u0041""#,
        ] {
            let known: String = serde_json::from_str(text).unwrap();
            let doc = Doc::read(text).unwrap();
            assert_eq!(doc.root().text().unwrap(), known, "{text}");
        }
    }
}
