//! What viewers put at the side of each line: numbers that count up, the signs of a difference, the edge of a box.

use super::lines::joined;
use super::wrapped;

/// Takes off what viewers put before each line: numbers that count up, the `+` of a difference, the edge of a box.
pub(super) fn plain(text: &str) -> Option<String> {
    let is_numbered = counts_up(text);
    let is_added = text.lines().any(|line| line.trim_end() == "+{");
    let is_boxed = text.matches('│').nth(1).is_some();
    if let Some(new) = received(text) {
        return Some(new);
    }
    if !is_numbered && !is_added && !is_boxed {
        return None;
    }
    let number = |line: &str| numbered(line).map_or(0, |(number, _)| number);
    let mut before = 0;
    let mut lines = text.lines().peekable();
    let mut plain = String::with_capacity(text.len());
    while let Some(line) = lines.next() {
        let own = number(line);
        let after = lines.peek().map_or(0, |next| number(next));
        let counts = own > 0 && (own == before + 1 || after == own + 1);
        before = own;
        let line = match numbered(line) {
            Some((_, rest)) if is_numbered && counts => rest,
            _ => line,
        };
        let boxed = is_boxed.then(|| unboxed(line)).flatten();
        let added = line.strip_prefix('+').filter(|rest| !rest.starts_with('+'));
        plain.push_str(match (boxed, added) {
            (Some(rest), _) => rest,
            (_, Some(rest)) if is_added => rest,
            _ => line,
        });
        plain.push('\n');
    }
    Some(match is_boxed {
        true => wrapped::at_words(&plain),
        false => plain,
    })
}

/// Takes the edges of boxes off a line that begins with one: rich draws boxes in boxes, and guides of indents.
fn unboxed(line: &str) -> Option<&str> {
    let mut rest = line.trim_start().strip_prefix('│')?;
    while let Some(inner) = rest.trim_start().strip_prefix('│') {
        rest = inner;
    }
    let rest = rest.strip_prefix(' ').unwrap_or(rest);
    Some(rest.trim_end_matches(['│', ' ']))
}

/// Returns what was received where a test shows how it differs from what was expected: lines with a `-` in one column, and lines
/// with a `+` in it right below.
fn received(text: &str) -> Option<String> {
    // PHPUnit says which is which, and puts no blank after the sign.
    let is_headed = text.contains("--- Expected\n") && text.contains("+++ Actual\n");
    let column = |line: &str, mark: char| {
        let behind = line.trim_start().strip_prefix(mark)?;
        (is_headed || behind.starts_with([' ', '{'])).then(|| line.len() - behind.len() - 1)
    };
    let mut pairs = text.lines().zip(text.lines().skip(1));
    let at = pairs.find_map(|(first, second)| {
        let at = column(first, '-')?;
        (column(second, '+') == Some(at)).then_some(at)
    })?;
    // mocha marks what came with the sign with which others mark what was expected.
    let is_reversed = text.contains("+ expected - actual");
    let (old, new) = if is_reversed { ('+', '-') } else { ('-', '+') };
    // `expected { a: 1, …(2) } to equal ...`: what differs is shown below.
    let is_preview = |line: &str| line.contains("expected ") && line.contains("…(");
    let lines = text
        .lines()
        .filter(|line| column(line, old) != Some(at) && !is_preview(line));
    Some(joined(lines.map(|line| match column(line, new) {
        Some(own) if own == at => &line[at + 1..],
        _ => line,
    })))
}

/// Returns true if three lines in a row are numbered one up from the other.
fn counts_up(text: &str) -> bool {
    let mut run = 0;
    let mut last = 0;
    text.lines().any(|line| {
        let number = numbered(line).map_or(0, |(number, _)| number);
        run = match number {
            0 => 0,
            _ if number == last + 1 => run + 1,
            _ => 1,
        };
        last = number;
        run == 3
    })
}

/// Takes the number off a line that begins with one: `12  text`, `12: text`, `12 | text`.
fn numbered(line: &str) -> Option<(usize, &str)> {
    let rest = line.trim_start();
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let number: usize = rest.get(..digits)?.parse().ok()?;
    if number == usize::MAX {
        return None;
    }
    let behind = &rest[digits..];
    let gutter = behind.trim_start_matches(' ');
    let content = ["│ ", "│", "| ", "|", "\t", ":"]
        .iter()
        .find_map(|sign| gutter.strip_prefix(sign))
        .or_else(|| (behind.len() > gutter.len() + 1).then_some(gutter))
        .or_else(|| behind.is_empty().then_some(""))?;
    Some((number, content))
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn a_sentence_that_a_box_wraps_is_whole_again() {
        let text = "│ Error: Client.Post(): unexpected status 403 with the words of the API\n\
                    │ error: Denied: No privileges to complete the operation that was asked\n\
                    │ for.\n│ \n│   with acme_thing.x,\n";
        let whole = "Error: Client.Post(): unexpected status 403 with the words of the API \
                     error: Denied: No privileges to complete the operation that was asked \
                     for.\n\n  with acme_thing.x,\n";
        assert_eq!(plain(text).as_deref(), Some(whole));
        let short = "│ Error: no\n│ Second line\n";
        assert_eq!(plain(short).as_deref(), Some("Error: no\nSecond line\n"));
    }
}
