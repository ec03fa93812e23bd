//! JSON inside strings: how far the escaped text goes, and what it is without its escapes.

/// Returns the length of JSON in single quotes that begins at a place in a text, if backslashes are doubled in it.
pub(super) fn quoted_length(text: &str, start: usize) -> Option<usize> {
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

/// Returns how many backslashes stand before the first quote after an opening bracket;
/// `None` when something else than blanks, escaped line ends or an escaped quote is there.
pub(super) fn escape_depth(text: &str) -> Option<usize> {
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

/// Returns where a region of escaped text ends: at the first quote with fewer backslashes, or at the end of the text.
pub(super) fn region_end(text: &str, depth: usize) -> usize {
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
pub(in crate::input) fn unescape(text: &str) -> String {
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
            Some(own @ (b'"' | b'/' | b'\'' | b'\\')) => (char::from(*own), 1),
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
