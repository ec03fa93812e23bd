//! Keys in the forms that vendors give them, as the table `catalog/keys.json` describes them.

use std::borrow::Cow;
use std::sync::OnceLock;

use super::mask_spans;

/// The longest run of a class without an upper limit that is not the last of its form: what follows it is searched for in
/// bounded time.
const MAX_INNER_RUN: usize = 256;

/// The forms of the table, one on each line after its first sign and in the order of these, each line after a line feed: the
/// build script leaves out what only people read.
static FORMS: &str = include_str!(concat!(env!("OUT_DIR"), "/keys.txt"));

/// Characters of one class in a row.
#[derive(Debug, Clone)]
struct Run {
    /// The ASCII characters of the class, one bit each.
    class: u128,
    least: usize,
    most: usize,
}

/// The form of a key: runs, of which those from `open` to `close` are the secret.
#[derive(Debug, Clone, Default)]
struct Form {
    runs: Vec<Run>,
    open: usize,
    close: usize,
}

/// How long a key is at least, whatever its form: most words are shorter.
const SHORTEST: usize = 15;

/// A form of the table.
#[derive(Debug)]
struct Row {
    /// The characters that every key of the form begins with.
    start: &'static str,
    text: &'static str,
    /// The form, read when a word first begins so.
    form: OnceLock<Option<Form>>,
}

impl Row {
    /// Returns the row of a form.
    fn of(text: &'static str) -> Self {
        let end = text.find(['[', '(', '{']).unwrap_or(text.len());
        // What is counted may be there more often.
        let is_counted = text[end..].starts_with('{');
        let end = end.saturating_sub(usize::from(is_counted));
        Self {
            start: &text[..end],
            text,
            form: OnceLock::new(),
        }
    }

    /// Returns the start and end of the secret where a text has this form at a place.
    fn at(&self, bytes: &[u8], at: usize) -> Option<(usize, usize)> {
        if !bytes[at..].starts_with(self.start.as_bytes()) {
            return None;
        }
        let form = self.form.get_or_init(|| Form::parse(self.text));
        form.as_ref()?.at(bytes, at)
    }
}

/// Iterates over the forms that may begin with a byte.
fn beginning(byte: u8) -> impl Iterator<Item = &'static Row> {
    static BY_FIRST: [OnceLock<Vec<Row>>; 128] = [const { OnceLock::new() }; 128];
    static BY_CLASS: OnceLock<Vec<Row>> = OnceLock::new();
    let read = |first: u8| {
        let start = memchr::memmem::find(FORMS.as_bytes(), &[b'\n', first]);
        let lines = start.map(|start| FORMS[start + 1..].lines());
        let forms = lines.into_iter().flatten();
        let forms = forms.map_while(|line| line.strip_prefix(first as char));
        forms.map(Row::of).collect::<Vec<Row>>()
    };
    let own = BY_FIRST.get(usize::from(byte));
    let own = own.map(|known| known.get_or_init(|| read(byte)).as_slice());
    let classed = BY_CLASS.get_or_init(|| read(b'['));
    own.unwrap_or_default().iter().chain(classed)
}

impl Form {
    /// Reads a form: characters stand for themselves, `[A-Za-z0-9_-]` for one of a class, `{32}`, `{8,12}` and `{20,}` for how
    /// many of them. Parentheses enclose the secret where the form is more than that.
    fn parse(text: &str) -> Option<Self> {
        let mut form = Self::default();
        let mut close = None;
        let mut rest = text;
        while let Some(c) = rest.chars().next() {
            rest = &rest[c.len_utf8()..];
            match c {
                '(' => form.open = form.runs.len(),
                ')' => close = Some(form.runs.len()),
                '{' => {
                    let (count, after) = rest.split_once('}')?;
                    let (least, most) = count.split_once(',').unwrap_or((count, count));
                    let run = form.runs.last_mut()?;
                    run.least = least.parse().ok()?;
                    run.most = match most {
                        "" => usize::MAX,
                        most => most.parse().ok()?,
                    };
                    rest = after;
                }
                '[' => {
                    let (class, after) = rest.split_once(']')?;
                    form.runs.push(Run::one_of(parse_class(class.as_bytes())?));
                    rest = after;
                }
                c if c.is_ascii() => form.runs.push(Run::one_of(1 << (c as u32))),
                _ => return None,
            }
        }
        let last = form.runs.len().checked_sub(1)?;
        for run in &mut form.runs[..last] {
            if run.most == usize::MAX {
                run.most = run.least.max(MAX_INNER_RUN);
            }
        }
        form.close = close.unwrap_or(form.runs.len());
        Some(form)
    }

    /// Returns the start and end of the secret where a text has this form at a place.
    fn at(&self, bytes: &[u8], at: usize) -> Option<(usize, usize)> {
        let mut here = at;
        let (mut start, mut end) = (at, at);
        for (number, run) in self.runs.iter().enumerate() {
            if number == self.open {
                start = here;
            }
            let length = bytes[here..]
                .iter()
                .take(run.most)
                .take_while(|byte| run.has(**byte))
                .count();
            if length < run.least {
                return None;
            }
            here += length;
            if number + 1 == self.close {
                end = here;
            }
        }
        let is_ended = !bytes.get(here).is_some_and(u8::is_ascii_alphanumeric);
        // The full stop of a sentence is not part of it.
        end -= bytes[start..end]
            .iter()
            .rev()
            .take_while(|b| **b == b'.')
            .count();
        // What begins with no sign of its own has letters and digits, as what is drawn by lot has.
        let secret = &bytes[start..end];
        let is_drawn =
            || secret.iter().any(u8::is_ascii_digit) && secret.iter().any(u8::is_ascii_alphabetic);
        let is_plain = self.runs[0].class.count_ones() > 1;
        (is_ended && (!is_plain || is_drawn())).then_some((start, end))
    }
}

impl Run {
    /// Returns the run of one character of a class.
    fn one_of(class: u128) -> Self {
        Self {
            class,
            least: 1,
            most: 1,
        }
    }

    /// Returns true if a byte is of the class.
    fn has(&self, byte: u8) -> bool {
        byte < 128 && self.class & (1 << byte) != 0
    }
}

/// Reads the inside of `[...]`: characters and ranges.
fn parse_class(text: &[u8]) -> Option<u128> {
    let mut class = 0;
    let mut at = 0;
    while let Some(first) = text.get(at).filter(|byte| byte.is_ascii()) {
        let last = match text.get(at + 1..at + 3) {
            Some([b'-', last]) if last.is_ascii() => *last,
            _ => *first,
        };
        at += if last == *first { 1 } else { 3 };
        for sign in *first..=last {
            class |= 1 << sign;
        }
    }
    (at == text.len() && class != 0).then_some(class)
}

/// Returns true if a word may begin at a place: after what is not part of a word, or after an escape.
fn begins_word(bytes: &[u8], at: usize) -> bool {
    let Some(before) = at.checked_sub(1).map(|at| bytes[at]) else {
        return true;
    };
    // The `n` of a line end that is written out.
    if before == b'\\' && b"nrt".contains(&bytes[at]) {
        return false;
    }
    if !before.is_ascii_alphanumeric() || !bytes[at].is_ascii_alphanumeric() {
        return true;
    }
    let is_line_end = at > 1 && bytes[at - 2] == b'\\' && b"nrt".contains(&before);
    let is_percent = at > 2 && bytes[at - 3] == b'%' && bytes[at - 2].is_ascii_hexdigit();
    is_line_end || is_percent
}

/// Returns the start and end of the first key at a place or after it.
fn next_key(text: &str, from: usize) -> Option<(usize, usize)> {
    let bytes = text.as_bytes();
    let mut end = from;
    (from..bytes.len()).find_map(|at| {
        // No form has blanks.
        if at >= end {
            let length = bytes[at..].iter().position(u8::is_ascii_whitespace);
            end = length.map_or(bytes.len(), |length| at + length.max(1));
        }
        if end - at < SHORTEST || !begins_word(bytes, at) {
            return None;
        }
        beginning(bytes[at])
            .filter_map(|form| form.at(bytes, at))
            .max_by_key(|(_, end)| *end)
    })
}

/// Masks the keys of known forms in a text.
pub(super) fn mask_known(text: &str) -> Cow<'_, str> {
    mask_spans(text, |from| next_key(text, from))
}

/// Returns true if a text holds a key of a known form.
pub(super) fn has_known(text: &str) -> bool {
    next_key(text, 0).is_some()
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::{FORMS, Form, SHORTEST, mask_known};

    /// Returns all forms of the table.
    fn forms() -> impl Iterator<Item = Form> {
        let lines = FORMS.lines().filter(|line| !line.is_empty());
        lines.filter_map(|line| Form::parse(&line[1..]))
    }

    /// Returns a key of a form, with as few characters as it has at least.
    fn example(form: &Form, seed: usize) -> String {
        let mut key = String::new();
        for run in &form.runs {
            for _ in 0..run.least {
                let signs: Vec<u8> = (32..127).filter(|sign| run.has(*sign)).collect();
                // Digits and letters by turns, wherever the class has both.
                let wanted = |sign: &&u8| sign.is_ascii_digit() == key.len().is_multiple_of(2);
                let fitting: Vec<&u8> = signs.iter().filter(wanted).collect();
                let at = seed.wrapping_mul(31) + key.len() * 7;
                let sign = match fitting.len() {
                    0 => signs[at % signs.len()],
                    count => *fitting[at % count],
                };
                key.push(sign.into());
            }
        }
        key
    }

    #[test]
    fn every_row_of_the_table_is_a_form_and_names_its_source() {
        let table: Value = serde_json::from_str(include_str!("../../catalog/keys.json")).unwrap();
        let rows = table["keys"].as_array().unwrap();
        assert_eq!(rows.len(), forms().count());
        let mut forms: Vec<&str> = Vec::new();
        for row in rows {
            let form = row["form"].as_str().unwrap();
            let runs = Form::parse(form).unwrap().runs;
            let shortest: usize = runs.iter().map(|run| run.least).sum();
            assert!(shortest >= SHORTEST, "{form}");
            assert!(!runs.iter().any(|run| run.has(b' ')), "{form}");
            assert!(!row["of"].as_str().unwrap().is_empty(), "{form}");
            assert!(row["source"].as_str().unwrap().len() > 8, "{form}");
            assert!(!forms.contains(&form), "{form} is there twice");
            forms.push(form);
        }
    }

    #[test]
    fn a_key_of_every_form_is_masked_wherever_it_is() {
        for form in forms() {
            let key = example(&form, 5);
            for (before, after) in [
                ("", ""),
                ("Rejected ", "."),
                ("(\"", "\")"),
                ("x\\n", "\\n"),
                ("a%20", "%20b"),
            ] {
                let text = format!("{before}{key}{after}");
                let masked = mask_known(&text);
                assert!(masked.contains("[redacted]"), "{text}");
                assert!(
                    masked.starts_with(before.trim_end_matches("%20"))
                        && masked.ends_with(after.trim_start_matches("%20b")),
                    "{text}: {masked}"
                );
            }
        }
    }

    #[test]
    fn what_only_resembles_a_key_stays() {
        for text in [
            "SK0123456789abcdef0123456789abcdef01",
            "task-management-with-many-words",
            "keys.api.example.com",
            "sk-learn is not installed",
            "9b1f0c52-77aa-4d58-9c61-2f0a8be41d77",
            "0123456789abcdef0123456789abcdef",
            "com.example.service.SomeVeryLongClassName.method",
            "The price is $1$ or $2a",
        ] {
            assert_eq!(mask_known(text), text);
        }
    }
}
