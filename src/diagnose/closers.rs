//! Where a message ends that a program has put into quotes or brackets: `ClientError('no')`, `Failure (no):`, `err="no" key=a`.

use std::borrow::Cow;

/// The quotes in which programs and people put what another said.
const QUOTES: [char; 3] = ['"', '\'', '`'];

/// Returns a message that a text has without what follows the quote or bracket that is open where it begins, and without the
/// backslashes that such a quote needs.
pub(super) fn within<'t>(text: &str, message: &'t str) -> Cow<'t, str> {
    // What closes nothing needs no look at what is open.
    let closing = QUOTES.map(|quote| Some((closing(message, quote)?, quote)));
    let bracket = closing_bracket(message);
    if bracket.is_none() && closing == [None; 3] {
        return Cow::Borrowed(message);
    }
    // Most messages are the rest of a text.
    let rest = text.trim_end().strip_suffix(message).map(str::len);
    let found = || memchr::memmem::find(text.as_bytes(), message.as_bytes());
    let Some(at) = rest.or_else(found) else {
        return Cow::Borrowed(message);
    };
    let line = memchr::memrchr(b'\n', &text.as_bytes()[..at]).map_or(0, |feed| feed + 1);
    let before = &text[line..at];
    let is_open = |(_, quote): &(usize, char)| quotes(before, *quote).count() % 2 == 1;
    let quote = closing.into_iter().flatten().filter(is_open).min();
    let bracket = bracket.filter(|_| is_bracketed(before));
    let end = [quote.map(|(end, _)| end), bracket].into_iter().flatten();
    let Some(end) = end.min() else {
        return Cow::Borrowed(message);
    };
    let inner = message[..end].trim_end();
    match quote {
        Some((_, quote)) if inner.contains('\\') => {
            Cow::Owned(inner.replace(&format!("\\{quote}"), &quote.to_string()))
        }
        _ => Cow::Borrowed(inner),
    }
}

/// Iterates over where a quote is in a text, without those that are escaped and without apostrophes in words.
fn quotes(text: &str, quote: char) -> impl Iterator<Item = usize> {
    let bytes = text.as_bytes();
    let is_letter = |at: Option<usize>| {
        let byte = at.and_then(|at| bytes.get(at));
        byte.is_some_and(u8::is_ascii_alphanumeric)
    };
    memchr::memchr_iter(quote as u8, bytes).filter(move |at| {
        let before = at.checked_sub(1);
        let is_escaped = before.is_some_and(|at| bytes[at] == b'\\');
        let is_within = quote == '\'' && is_letter(before) && is_letter(Some(at + 1));
        !(is_escaped || is_within)
    })
}

/// Returns where the quote is that closes what was opened before a text: nothing goes on after it but another part.
fn closing(text: &str, quote: char) -> Option<usize> {
    quotes(text, quote).find(|at| {
        let behind = &text[at + 1..];
        !behind.starts_with(|c: char| c.is_alphanumeric())
    })
}

/// Returns true if a bracket is open at the end of a text.
fn is_bracketed(text: &str) -> bool {
    let count = |bracket| memchr::memchr_iter(bracket, text.as_bytes()).count();
    count(b'(') > count(b')')
}

/// Returns where the bracket is that closes what was opened before a text.
fn closing_bracket(text: &str) -> Option<usize> {
    let mut depth = 0_usize;
    text.char_indices().find_map(|(at, c)| {
        match c {
            '(' => depth += 1,
            ')' if depth == 0 => return Some(at),
            ')' => depth -= 1,
            _ => {}
        }
        None
    })
}

#[cfg(test)]
mod tests {
    use super::within;

    #[test]
    fn a_message_ends_where_what_holds_it_is_closed() {
        for (before, message, expected) in [
            (
                "raised: ClientError('An error: ",
                "It is gone')",
                "It is gone",
            ),
            (
                "RuntimeError (An error (E) when x: ",
                "Gone (a):",
                "Gone (a):",
            ),
            (
                "RuntimeError (An error (E) when x: ",
                "Gone (a)):",
                "Gone (a)",
            ),
            (
                "I get `Forbidden: ",
                "Missing it` when I sync",
                "Missing it",
            ),
            (
                "\"failed\" err=\"Error: ",
                "no \\\"x\\\"\" key=\"a\"",
                "no \"x\"",
            ),
            (
                "Error(Some(\"db: ",
                "no \\\"x\\\" there\"))', src/a.rs:1",
                "no \"x\" there",
            ),
            ("{~c\"a.b\", \"535 ", "No: \\r\\n\"}}", "No: \\r\\n"),
            ("Error: ", "It's (gone)", "It's (gone)"),
            (
                "can't go: Error: ",
                "they're gone' or so",
                "they're gone' or so",
            ),
            ("a\n\"b\n", "no\" more", "no\" more"),
        ] {
            let text = format!("{before}{message}");
            assert_eq!(within(&text, message), expected, "{text}");
        }
    }
}
