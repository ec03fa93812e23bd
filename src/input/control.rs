//! Terminal control sequences (ECMA-48): as they are, and as loggers write them out.

/// How the character that begins a sequence is written in JSON, by Python, in C, in Rust, by a shell, by rsyslog and by
/// `cat -v`. In front of the first five stand backslashes, and as many as there are levels of quoting.
const WRITTEN: [&[u8]; 7] = [b"u001b", b"x1b", b"033", b"u{1b}", b"e", b"#033", b"^["];

/// How many of them a backslash begins.
const BEHIND_BACKSLASH: usize = 5;

/// The longest parameters of a sequence that is written out.
const MOST_PARAMETERS: usize = 24;

/// Takes the control sequences out of a text.
pub(super) fn without_sequences(text: String) -> String {
    without_written(without_plain(text))
}

/// Takes out the sequences that are written out.
fn without_written(text: String) -> String {
    let mut at = 0;
    let mut plain = String::new();
    while let Some((start, end)) = next_written(text.as_bytes(), at) {
        plain.push_str(&text[at..start]);
        at = end;
    }
    if at == 0 {
        return text;
    }
    plain.push_str(&text[at..]);
    plain
}

/// Returns the span of the next sequence that is written out: colours, and what clears a line.
fn next_written(text: &[u8], from: usize) -> Option<(usize, usize)> {
    memchr::memchr_iter(b'[', &text[from..]).find_map(|place| {
        let bracket = from + place;
        let length = introducer(&text[from..bracket]);
        let end = parameters(&text[bracket + 1..]).filter(|_| length > 0)?;
        Some((bracket - length, bracket + 1 + end))
    })
}

/// Returns how long what begins a sequence and ends a text is, when it is written out; 0 where nothing is.
fn introducer(text: &[u8]) -> usize {
    if !matches!(text.last(), Some(b'b' | b'B' | b'3' | b'}' | b'e' | b'[')) {
        return 0;
    }
    for (place, written) in WRITTEN.iter().enumerate() {
        let Some(start) = text.len().checked_sub(written.len()) else {
            continue;
        };
        if !text[start..].eq_ignore_ascii_case(written) {
            continue;
        }
        let front = text[..start].iter().rev();
        let run = front.take_while(|b| **b == b'\\').count();
        if place >= BEHIND_BACKSLASH {
            return written.len();
        }
        if run > 0 {
            return run + written.len();
        }
    }
    0
}

/// Returns where the parameters end that a text begins with, their last sign included.
fn parameters(text: &[u8]) -> Option<usize> {
    let length = text
        .iter()
        .take(MOST_PARAMETERS)
        .take_while(|b| b.is_ascii_digit() || matches!(b, b';' | b':'))
        .count();
    matches!(text.get(length)?, b'm' | b'K').then_some(length + 1)
}

/// Takes out what begins with a control character: colours, cursor movements, titles, links.
fn without_plain(text: String) -> String {
    // The first byte of each, in UTF-8.
    if memchr::memchr2(0x1b, 0xc2, text.as_bytes()).is_none() {
        return text;
    }
    let mut plain = String::with_capacity(text.len());
    let mut rest = text.as_str();
    while let Some(at) = rest.find(['\u{1b}', '\u{9b}', '\u{9d}']) {
        plain.push_str(&rest[..at]);
        let sequence = &rest[at..];
        let (is_csi, is_osc, intro) = match sequence.as_bytes() {
            [0x1b, b'[', ..] => (true, false, 2),
            [0x1b, b']' | b'P' | b'X' | b'^' | b'_', ..] => (false, true, 2),
            [0x1b, ..] => (false, false, 1),
            _ if sequence.starts_with('\u{9b}') => (true, false, 2),
            _ => (false, true, 2),
        };
        let body = &sequence[intro..];
        rest = if is_csi {
            let end = body
                .find(|c: char| !(' '..='?').contains(&c))
                .unwrap_or(body.len());
            let closes = body[end..]
                .chars()
                .next()
                .is_some_and(|c| ('@'..='~').contains(&c));
            &body[end + usize::from(closes)..]
        } else if is_osc {
            after_string(body)
        } else {
            let skip = body
                .chars()
                .next()
                .filter(char::is_ascii)
                .map_or(0, char::len_utf8);
            &body[skip..]
        };
    }
    plain.push_str(rest);
    plain
}

/// Returns what follows a control string; one that is not closed on its line ends there.
fn after_string(body: &str) -> &str {
    match body.find(['\u{7}', '\u{1b}', '\u{9c}', '\n']) {
        Some(end) => {
            let close = &body[end..];
            if close.starts_with('\n') {
                close
            } else if let Some(rest) = close.strip_prefix("\u{1b}\\") {
                rest
            } else if close.starts_with('\u{1b}') {
                close
            } else {
                let mut rest = close.chars();
                rest.next();
                rest.as_str()
            }
        }
        None => "",
    }
}

#[cfg(test)]
mod tests {
    use super::without_sequences;

    /// How the character that begins a sequence may be written out.
    const ESCAPES: [&str; 9] = [
        r"\u001b", r"\u001B", r"\\u001b", r"\x1b", r"\033", r"\u{1b}", r"\e", "#033", "^[",
    ];

    /// What only looks like a sequence.
    const OTHERS: [&str; 4] = [
        "node[3m], u001b[31m, e[0m, 033[1m",
        r"\u001b[31x \u001b[",
        r"items\e[a]m",
        "[12m]",
    ];

    #[test]
    fn sequences_are_taken_out() {
        for (text, plain) in [
            ("\u{1b}[1;31mred\u{1b}[0m", "red"),
            ("\u{1b}]0;title\u{7}text\u{9b}31m!", "text!"),
            ("a\u{1b}]8;;http://x\u{1b}\\b\u{1b}(Bc", "abBc"),
            ("open \u{1b}[", "open "),
        ] {
            assert_eq!(without_sequences(text.to_owned()), plain);
        }
    }

    #[test]
    fn sequences_that_are_written_out_are_taken_out() {
        for escape in ESCAPES {
            let text = format!("a {escape}[31;1mAUTH_002{escape}[0m\n[info] {escape}[2Kb");
            assert_eq!(without_sequences(text), "a AUTH_002\n[info] b", "{escape}");
        }
    }

    #[test]
    fn what_only_looks_like_a_sequence_stays() {
        for text in OTHERS {
            assert_eq!(without_sequences(text.to_owned()), text);
        }
    }
}
