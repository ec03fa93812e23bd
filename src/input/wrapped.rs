//! Lines that a terminal broke at its width, or a program at its words, as they are copied: joined again.

use std::ops::RangeInclusive;

use super::markers;

/// How wide terminals are, in characters.
const WIDTHS: RangeInclusive<usize> = 40..=320;

/// The longest text that is joined, in bytes: nobody copies more by hand.
const MAX_TEXT: usize = 256 * 1024;

/// What ends a sentence.
const SENTENCE_ENDS: [char; 3] = ['.', '!', '?'];

/// What ends a sentence or a value, so that the next line hardly goes on with it.
const ENDS: [char; 9] = ['.', '!', '?', ':', ';', '}', ']', ')', '>'];

/// How lines begin that a program wrote below another.
const STARTS: [&str; 10] = [
    "at ",
    "# ",
    "##[",
    "::error",
    "Error:",
    "Error ",
    "Caused by",
    "Traceback ",
    "exit status ",
    "npm ERR!",
];

/// A text whose lines are joined.
#[derive(Debug)]
pub(crate) struct Unwrapped {
    /// The text.
    pub(crate) text: String,
    /// The number of each of its lines before they were joined.
    lines: Vec<usize>,
    /// The number of the last line that was joined.
    last: usize,
    /// The length of the lines that were joined, in characters.
    width: usize,
}

impl Unwrapped {
    /// Returns the number, before lines were joined, of the line with this number.
    pub(crate) fn line(&self, number: usize) -> usize {
        let known = self.lines.get(number.saturating_sub(1));
        known.copied().unwrap_or(number)
    }

    /// Returns true if the line with this number was joined, or one after it.
    pub(crate) fn has_joined_from(&self, number: usize) -> bool {
        self.last >= number
    }

    /// Returns true if one of the lines that are joined now ended with a text.
    pub(crate) fn has_broken(&self, before: &str, text: &str) -> bool {
        let mut lines = before.lines();
        !text.is_empty()
            && lines.any(|line| line.ends_with(text) && line.chars().count() == self.width)
    }
}

/// Returns a text with each line that is as long as the longest joined to the next one; nothing unless the longest is as long as
/// a terminal is wide. Whether a terminal broke them, the text does not tell: that is a guess.
pub(crate) fn at_width(text: &str) -> Option<Unwrapped> {
    if text.len() > MAX_TEXT {
        return None;
    }
    let length = |line: &str| line.chars().count();
    let width = text.lines().map(length).max()?;
    if !WIDTHS.contains(&width) {
        return None;
    }
    let mut found = Unwrapped {
        text: String::with_capacity(text.len()),
        lines: Vec::new(),
        last: 0,
        width,
    };
    let mut is_open = false;
    let mut before = "";
    for (number, line) in text.lines().enumerate() {
        let is_full = length(line) == width;
        let goes_on = is_open
            && !line.is_empty()
            && (is_full || !before.ends_with(ENDS))
            && !begins_anew(line);
        if goes_on {
            found.last = found.lines.len();
        } else {
            if number > 0 {
                found.text.push('\n');
            }
            found.lines.push(number + 1);
        }
        found.text.push_str(line);
        is_open = is_full;
        before = line;
    }
    (found.last > 0).then_some(found)
}

/// Returns true if a line begins as a program begins one: with a time, as a frame of a stack, or with a word for an error.
fn begins_anew(line: &str) -> bool {
    let own = line.trim_start();
    let digits = own.bytes().take_while(u8::is_ascii_digit).count();
    let is_date = digits == 4 && matches!(own.as_bytes().get(4), Some(b'-' | b'/'));
    let is_clock = digits == 2
        && own
            .get(2..6)
            .is_some_and(|rest| rest.starts_with(':') && rest.ends_with(':'));
    is_date
        || is_clock
        || markers::is_frame(line)
        || STARTS.iter().any(|start| own.starts_with(start))
}

/// The narrowest and the widest text that is wrapped at its words.
const WRAPPED: RangeInclusive<usize> = 60..=140;

/// Returns a text in which sentences that were wrapped at their words are whole again: a line goes on where the next word had no
/// room. What is indented was never wrapped.
pub(crate) fn at_words(text: &str) -> String {
    let is_prose = |line: &str| {
        line.starts_with(|c: char| c.is_ascii_alphanumeric() || matches!(c, '(' | '\'' | '`'))
    };
    let widths = text.lines().map(|line| line.trim_end().chars().count());
    let width = widths
        .filter(|width| WRAPPED.contains(width))
        .max()
        .unwrap_or(usize::MAX);
    let mut whole = String::with_capacity(text.len());
    let mut lines = text.lines().peekable();
    let mut is_inside = false;
    while let Some(line) = lines.next() {
        let line = line.trim_end();
        whole.push_str(line);
        let next = lines.peek().copied().unwrap_or_default();
        let word = next.split(' ').next().unwrap_or_default();
        let length = line.chars().count();
        let has_no_room = length <= width && length + 1 + word.chars().count() > width;
        is_inside = has_no_room
            && (is_inside || is_prose(line))
            && is_prose(next)
            && !line.ends_with(SENTENCE_ENDS);
        whole.push(match is_inside {
            true => ' ',
            false => '\n',
        });
    }
    whole
}

#[cfg(test)]
mod tests {
    use super::at_width;

    #[test]
    fn lines_of_the_full_width_are_joined_to_the_next() {
        let full = "x".repeat(60);
        let text = format!("a\n{full}\nrest\n\n{full}\n{full}\nend\n");
        let found = at_width(&text).unwrap();
        assert_eq!(found.text, format!("a\n{full}rest\n\n{full}{full}end"));
        let numbers: Vec<usize> = (1..=5).map(|line| found.line(line)).collect();
        assert_eq!(numbers, [1, 2, 4, 5, 5]);
        assert!(found.has_joined_from(4) && !found.has_joined_from(5));
        assert!(found.has_broken(&text, "xx") && !found.has_broken(&text, "rest"));
    }

    #[test]
    fn what_no_terminal_broke_is_left_alone() {
        let (full, long) = ("x".repeat(60), "x".repeat(400));
        for text in [
            "",
            "a\nb",
            &full,
            &format!("{long}\nb"),
            &format!("{full}\n\nb"),
            &format!("{full}\n\tat a.b(C.java:1)"),
            &format!("{full}\n2026-06-03T07:41:57Z b"),
            &format!("{full}\n07:41:57 b"),
            &format!("{full}\nError: Process completed with exit code 1."),
            &format!("{full}\n  File \"a.py\", line 3"),
        ] {
            assert!(at_width(text).is_none(), "{text}");
        }
    }
}
