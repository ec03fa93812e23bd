//! A pattern somewhere in a text, not as the whole of a message.

use memchr::memmem;

use super::{Part, Pattern, Values};

impl Pattern {
    /// Returns what the placeholders took where the pattern is in a text, beginning on its first line. A placeholder takes no
    /// line feed, and one of `tokens` one token only, which may have its characters too; what follows the pattern may be anything.
    /// `folded` is the text in lower case.
    pub(crate) fn find_in(
        &self,
        text: &str,
        folded: &str,
        tokens: &[(&str, &str)],
    ) -> Option<Values> {
        let first_line = memchr::memchr(b'\n', folded.as_bytes()).unwrap_or(folded.len());
        let token = |name: &str| Some(tokens.iter().find(|(known, _)| *known == name)?.1);
        let (hole, literal, rest) = match self.parts.as_slice() {
            [Part::Literal(literal), rest @ ..] => (None, literal, rest),
            [Part::Hole(hole), Part::Literal(literal), rest @ ..] => (Some(hole), literal, rest),
            _ => return None,
        };
        let starts = memmem::find_iter(folded.as_bytes(), literal.as_bytes());
        let mut starts = starts.take_while(|at| *at <= first_line);
        starts.find_map(|start| {
            let mut values = Values::new();
            match hole {
                None => {
                    let is_word = |c: Option<u8>| c.is_some_and(|c| c.is_ascii_alphanumeric());
                    let before = folded[..start].bytes().next_back();
                    if is_word(before) && is_word(literal.bytes().next()) {
                        return None;
                    }
                }
                Some(hole) => {
                    let before = &text[..start];
                    let taken = match token(hole) {
                        Some(more) => {
                            let is_taken = |c| is_token_char(c, more);
                            &before[before.trim_end_matches(is_taken).len()..]
                        }
                        None => before.trim(),
                    };
                    if taken.is_empty() {
                        return None;
                    }
                    values.insert(hole.clone(), taken.to_owned());
                }
            }
            let end = start + literal.len();
            take_parts(rest, text, folded, end, &token, &mut values).then_some(values)
        })
    }
}

/// Returns true for a character of a token: a code, the name of a class; `more` are those that its kind may have too.
fn is_token_char(c: char, more: &str) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | ':' | '/' | '#' | '\\') || more.contains(c)
}

/// Takes the parts of a pattern one after the other from a position; returns false if they are not there.
fn take_parts<'t>(
    parts: &[Part],
    text: &str,
    folded: &str,
    mut at: usize,
    token: &dyn Fn(&str) -> Option<&'t str>,
    values: &mut Values,
) -> bool {
    let mut parts = parts.iter().peekable();
    while let Some(part) = parts.next() {
        match part {
            Part::Literal(literal) => {
                if !folded[at..].starts_with(literal.as_str()) {
                    return false;
                }
                at += literal.len();
            }
            Part::Hole(name) => {
                let feed = memchr::memchr(b'\n', &folded.as_bytes()[at..]);
                let line_end = feed.map_or(folded.len(), |end| at + end);
                let end = match parts.peek() {
                    Some(Part::Literal(literal)) => {
                        let Some(first) = folded[at..].chars().next() else {
                            return false;
                        };
                        let from = at + first.len_utf8();
                        match memmem::find(&folded.as_bytes()[from..], literal.as_bytes()) {
                            Some(end) if from + end <= line_end => from + end,
                            _ => return false,
                        }
                    }
                    _ => line_end,
                };
                let mut taken = text[at..end].trim();
                if let Some(more) = token(name) {
                    let length = taken
                        .find(|c: char| !is_token_char(c, more))
                        .unwrap_or(taken.len());
                    if parts.peek().is_some() && length < taken.len() {
                        return false;
                    }
                    taken = taken[..length].trim_end_matches(['.', ':', '-', '/']);
                }
                if taken.is_empty() {
                    return false;
                }
                values.insert(name.clone(), taken.to_owned());
                at = end;
            }
        }
    }
    true
}
