//! Where the value is that comes after a name and its sign: a text in quotes, the rest of a line, the first text of a list.

use super::names::{Kind, MAX_NAME, Sign};
use crate::sanitize::char_floor;

/// The longest value.
const MAX_VALUE: usize = 16 * 1024;

/// The longest list or object that a name is given.
const MAX_CONTAINER: usize = 64 * 1024;

/// Where a value is.
pub(super) struct Value {
    pub(super) first: usize,
    pub(super) last: usize,
    pub(super) end: usize,
    pub(super) is_quoted: bool,
}

/// What is known of the text around a value.
pub(super) struct Around {
    /// Whether a list or object around it was measured.
    pub(super) is_inside: bool,
    /// The end of the line that it is in, as far as it was looked for.
    pub(super) line: Option<usize>,
}

/// Returns the value after a sign; nothing where there is none.
pub(super) fn value_after(
    text: &str,
    after: usize,
    sign: Sign,
    kind: Kind,
    around: &Around,
) -> Option<Value> {
    let bytes = text.as_bytes();
    let mut at = after + blanks(&bytes[after..]);
    // What has no line of its own may have the next one, if it is indented.
    if sign == Sign::Colon && kind != Kind::Open {
        at = next_line(bytes, at);
    }
    // A list may have each of its texts on a line of its own.
    if matches!(sign, Sign::Comma | Sign::Arrow) {
        at = below(bytes, at);
    }
    let opener = at;
    at += opened(&bytes[at..]);
    let (backslashes, quote) = quote_at(bytes, at);
    // `hunter(2`: only what is in quotes is the argument of a call.
    let is_list = opener < at && (quote.is_some() || matches!(bytes[opener], b'[' | b'{' | b'('));
    if sign == Sign::Comma && quote.is_none() {
        return None;
    }
    let Some(quote) = quote else {
        if kind == Kind::Open {
            return None;
        }
        let start = if is_list { at } else { opener };
        let near = &text[start..char_floor(text, start + MAX_VALUE)];
        let ends = |c: char| match c {
            '"' | '\'' | '\\' | '\n' | '`' | '}' | '<' => true,
            _ if sign == Sign::Tag => false,
            ')' | ']' => true,
            _ if is_list || sign != Sign::Equals => false,
            '&' | ',' | ';' => true,
            c => c.is_whitespace(),
        };
        let last = match around.line.filter(|line| *line > start && !is_list) {
            Some(line) => line,
            None => start + near.find(ends).unwrap_or(near.len()),
        };
        return Some(Value {
            first: start,
            last,
            end: last,
            is_quoted: false,
        });
    };
    let first = at + backslashes + 1;
    let last = first + quoted(&bytes[first..], quote, backslashes, kind)?;
    let end = if is_list && kind != Kind::Open && !around.is_inside {
        container_end(bytes, opener).max(last)
    } else {
        last
    };
    Some(Value {
        first,
        last,
        end,
        is_quoted: true,
    })
}

/// Returns how many blanks a text begins with.
fn blanks(bytes: &[u8]) -> usize {
    let is_blank = |b: &&u8| matches!(**b, b' ' | b'\t');
    bytes.iter().take(64).take_while(is_blank).count()
}

/// Returns the first place on the next line that is not blank, where this one ends.
fn below(bytes: &[u8], at: usize) -> usize {
    let rest = &bytes[at..];
    let end = match rest {
        [b'\n', ..] => 1,
        [b'\r', b'\n', ..] | [b'\\', b'n', ..] => 2,
        _ => return at,
    };
    at + end + blanks(&rest[end..])
}

/// Returns where the value is that a line without one has on the next: indented, perhaps after the sign of a block.
fn next_line(bytes: &[u8], at: usize) -> usize {
    let rest = &bytes[at..];
    let block = rest
        .iter()
        .take(2)
        .take_while(|b| matches!(**b, b'|' | b'>' | b'-' | b'+'))
        .count();
    let mut here = block;
    here += usize::from(rest.get(here) == Some(&b'\r'));
    if rest.get(here) != Some(&b'\n') {
        return at;
    }
    let indent = blanks(&rest[here + 1..]);
    let inner = here + 1 + indent;
    // A member below, and not a value, has a sign of its own.
    let line = rest[inner..].iter().take(MAX_NAME);
    let is_member = line
        .take_while(|b| **b != b'\n')
        .zip(rest[inner..].iter().skip(1))
        .any(|(sign, next)| *sign == b':' && matches!(*next, b' ' | b'\n' | b'\r'));
    if indent == 0 || is_member {
        return at;
    }
    at + inner
        + if rest[inner..].starts_with(b"- ") {
            2
        } else {
            0
        }
}

/// Returns the length of what opens a list, an object or a call before a value: `[`, `[]string{`, `String(`, `{ "`.
fn opened(bytes: &[u8]) -> usize {
    let near = &bytes[..bytes.len().min(64)];
    let mut length = 0;
    for (at, byte) in near.iter().enumerate() {
        match byte {
            b'[' | b'{' | b'(' => length = at + 1,
            b']' if length == at && at > 0 => length = at + 1,
            // `string(40) "..."`: the length proves nothing.
            b')' if length > 0 && near[length..at].iter().all(u8::is_ascii_digit) => {
                length = at + 1;
            }
            b' ' | b'\t' | b'\n' | b'\r' if length > 0 => {}
            // A line end that is written out, within a text.
            b'\\' if length > 0 => match near.get(at + 1) {
                Some(b'n' | b't' | b'r') => {}
                _ => break,
            },
            b if b.is_ascii_alphanumeric() || matches!(b, b'_' | b'.' | b'&' | b'*') => {}
            _ => break,
        }
    }
    // Blanks and written line ends after the bracket.
    while length > 0 {
        match near.get(length..) {
            Some([b' ' | b'\n' | b'\r' | b'\t', ..]) => length += 1,
            Some([b'\\', b'n' | b'r' | b't', ..]) => length += 2,
            _ => break,
        }
    }
    length
}

/// Returns the quote at a place, and how many backslashes are before it.
fn quote_at(bytes: &[u8], at: usize) -> (usize, Option<u8>) {
    // `b'..'`, `r"..."`, `$'..'`: a letter before the quote.
    let backslashes = bytes[at..]
        .iter()
        .take(8)
        .take_while(|b| **b == b'\\')
        .count();
    let quote = bytes.get(at + backslashes).copied();
    let quote = quote.filter(|b| matches!(b, b'"' | b'\'' | b'`'));
    (backslashes, quote)
}

/// Returns the length of a text up to its closing quote, which has no more backslashes before it than the opening one.
fn quoted(bytes: &[u8], quote: u8, backslashes: usize, kind: Kind) -> Option<usize> {
    // What is in no secret's name is only a name itself, and short.
    let most = if kind == Kind::Open { 256 } else { MAX_VALUE };
    let near = &bytes[..bytes.len().min(most)];
    let mut escapes = 0;
    for (at, byte) in near.iter().enumerate() {
        if *byte == b'\\' {
            escapes += 1;
            continue;
        }
        if *byte == quote && escapes <= backslashes {
            return Some(at - escapes);
        }
        // A text that nothing closes ends with its line.
        if *byte == b'\n' && kind != Kind::Open {
            return Some(at);
        }
        escapes = 0;
    }
    (kind != Kind::Open).then(|| {
        let is_start = |at: &usize| near.len() == bytes.len() || (bytes[*at] & 0xC0) != 0x80;
        (0..=near.len()).rev().find(is_start).unwrap_or(0)
    })
}

/// Returns the end of the list or object whose brackets are opened at a place.
pub(crate) fn container_end(bytes: &[u8], at: usize) -> usize {
    let near = &bytes[at..bytes.len().min(at + MAX_CONTAINER)];
    let mut depth = 0_usize;
    let mut quote = None;
    for (position, byte) in near.iter().enumerate() {
        match (byte, quote) {
            (b'"', None) => quote = Some(b'"'),
            (b'"', Some(_)) if near[position - 1] != b'\\' => quote = None,
            (b'[' | b'{' | b'(', None) => depth += 1,
            (b']' | b'}' | b')', None) => {
                depth = depth.saturating_sub(1);
                let is_type = *byte == b']'
                    && near
                        .get(position + 1)
                        .is_some_and(|b| b.is_ascii_alphabetic() || *b == b'{');
                if depth == 0 && !is_type {
                    return at + position;
                }
            }
            _ => {}
        }
    }
    at + near.len()
}

#[cfg(test)]
mod tests {
    use super::opened;

    #[test]
    fn what_opens_a_value_is_skipped_to_its_first_sign() {
        for (text, rest) in [
            (r#"["a"#, r#""a"#),
            (r#"[\n  { "a"#, r#""a"#),
            (r#"[]string{"a"#, r#""a"#),
            (r#"string(40) "a"#, r#""a"#),
            (r#"String("a"#, r#""a"#),
            (r#"[\x"a"#, r#"\x"a"#),
            ("a", "a"),
        ] {
            assert_eq!(&text[opened(text.as_bytes())..], rest, "{text}");
        }
    }
}
