//! Heads of responses that a program printed as one string, with their line ends escaped: `"HTTP/1.1 404 Not Found\\r\\n..."`.

use super::{http, json};

/// The escaped line end of a head.
const END: &str = "\\r\\n";

/// Returns a text in which such strings are on lines of their own, without quotes and escapes; nothing where there is none.
pub(super) fn plain(text: &str) -> Option<String> {
    if !text.contains(END) {
        return None;
    }
    let mut plain = String::with_capacity(text.len());
    let mut done = 0;
    for (at, _) in text.match_indices("\"HTTP/") {
        if at < done {
            continue;
        }
        let Some(inside) = string(&text[at + 1..]).filter(|inside| is_head(inside)) else {
            continue;
        };
        plain.push_str(&text[done..at]);
        if !plain.is_empty() && !plain.ends_with('\n') {
            plain.push('\n');
        }
        plain.push_str(&json::unescape(inside).replace('\r', ""));
        plain.push('\n');
        done = at + inside.len() + 2;
    }
    (done > 0).then(|| {
        plain.push_str(&text[done..]);
        plain
    })
}

/// Returns the inside of a string whose first quote was read.
fn string(text: &str) -> Option<&str> {
    let mut is_escaped = false;
    let end = text.bytes().position(|byte| {
        let ends = !is_escaped && matches!(byte, b'"' | b'\n');
        is_escaped = !is_escaped && byte == b'\\';
        ends
    })?;
    text[end..].starts_with('"').then(|| &text[..end])
}

/// Returns true if an escaped text is a status line and a header field at least.
fn is_head(text: &str) -> bool {
    let mut lines = text.split(END);
    let is_status = lines
        .next()
        .is_some_and(|line| http::status_line(line).is_some());
    is_status
        && lines
            .next()
            .is_some_and(|line| http::header_field(line).is_some())
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn a_head_in_quotes_is_put_on_lines_of_its_own() {
        for (text, expected) in [
            (
                "\"HTTP/1.1 404 Not Found\\r\\nRetry-After: 33\\r\\n\\r\\n{\\\"a\\\":1}\"\n",
                Some("HTTP/1.1 404 Not Found\nRetry-After: 33\n\n{\"a\":1}\n\n"),
            ),
            (
                "@headers=\"HTTP/1.1 404 X\\r\\nA: b\\r\\n\", @body=\"c\"",
                Some("@headers=\nHTTP/1.1 404 X\nA: b\n\n, @body=\"c\""),
            ),
            (":status_line => \"HTTP/1.1 404 Not Found\\r\\n\"", None),
            ("\"HTTP/1.1 404 Not Found\\r\\nA: b", None),
        ] {
            assert_eq!(plain(text).as_deref(), expected, "{text}");
        }
    }
}
