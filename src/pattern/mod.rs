//! Message patterns: literal text with `{holes}`, what the holes took, and what can be computed from it.
//!
//! There are no regular expressions here on purpose: nothing to escape in a catalog, and matching is linear.

mod compute;
mod fill;
mod find;

pub use compute::{compute, split_expression};
pub use fill::{fill, fill_command, open_holes};

use std::collections::BTreeMap;

/// The least literal text of a message's beginning that tells of it.
const LEAST_BEGUN: usize = 12;

/// A literal message with holes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pattern {
    parts: Vec<Part>,
    weight: usize,
}

/// A message to match patterns against, prepared once for all of them.
#[derive(Debug)]
pub struct Message<'m> {
    text: &'m str,
    /// The text in lower case, with a full stop at its end.
    folded: String,
    /// Without that full stop.
    bare: &'m str,
}

impl<'m> Message<'m> {
    /// Makes a message ready.
    #[must_use]
    pub fn new(text: &'m str) -> Self {
        let text = text.trim();
        let bare = text.strip_suffix('.').unwrap_or(text);
        let mut folded = String::with_capacity(bare.len() + 1);
        folded.push_str(bare);
        folded.make_ascii_lowercase();
        folded.push('.');
        Self { text, folded, bare }
    }

    /// Returns the text in lower case, without a full stop at its end.
    pub(crate) fn folded(&self) -> &str {
        &self.folded[..self.bare.len()]
    }
}

/// A piece of a pattern.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Part {
    /// Text in lower case: messages are compared without regard to ASCII case.
    Literal(String),
    /// A hole, by name; it takes at least one character.
    Hole(String),
}

/// What holes took, by name.
pub type Values = BTreeMap<String, String>;

impl Pattern {
    /// Reads a pattern: `{name}` is a hole, `{{` and `}}` are braces.
    ///
    /// # Errors
    /// When a brace is left open, a hole has no proper name, or two holes touch.
    pub fn parse(text: &str) -> Result<Self, String> {
        let mut parts = Vec::new();
        let mut literal = String::new();
        let mut rest = text;
        while let Some(at) = rest.find(['{', '}']) {
            literal.push_str(&rest[..at]);
            let brace = &rest[at..];
            if let Some(after) = brace
                .strip_prefix("{{")
                .or_else(|| brace.strip_prefix("}}"))
            {
                literal.push_str(&brace[..1]);
                rest = after;
                continue;
            }
            let Some((name, after)) = brace.strip_prefix('{').and_then(|b| b.split_once('}'))
            else {
                return Err(format!(
                    "unbalanced brace in `{text}` (write `{{{{` for a brace)"
                ));
            };
            if name.is_empty() || !name.bytes().all(|b| b.is_ascii_lowercase() || b == b'_') {
                return Err(format!(
                    "`{{{name}}}` is not a valid placeholder: use a-z and `_`"
                ));
            }
            if literal.is_empty() && matches!(parts.last(), Some(Part::Hole(_))) {
                return Err(format!("the hole `{{{name}}}` touches the one before it"));
            }
            push_literal(&mut parts, &mut literal);
            parts.push(Part::Hole(name.to_owned()));
            rest = after;
        }
        literal.push_str(rest);
        push_literal(&mut parts, &mut literal);
        let lengths = parts.iter().map(|part| match part {
            Part::Literal(text) => text.len(),
            Part::Hole(_) => 0,
        });
        match lengths.sum() {
            0 => Err("a pattern needs some literal text".to_owned()),
            weight => Ok(Self { weight, parts }),
        }
    }

    /// Returns what the holes took if the whole of a message fits, else `None`.
    /// A full stop at the end more or less makes no difference.
    #[must_use]
    pub fn read(&self, message: &Message<'_>) -> Option<Values> {
        let Message { text, folded, bare } = message;
        // What begins or ends otherwise does not fit.
        if let Some(Part::Literal(first)) = self.parts.first()
            && !folded.starts_with(first.as_str())
        {
            return None;
        }
        if let Some(Part::Literal(last)) = self.parts.last()
            && !folded.ends_with(last.as_str())
            && !folded[..bare.len()].ends_with(last.as_str())
        {
            return None;
        }
        let stopped = || self.read_exactly(&format!("{bare}."), folded);
        let bare = || self.read_exactly(bare, &folded[..bare.len()]);
        if text.ends_with('.') {
            self.read_exactly(text, folded).or_else(bare)
        } else {
            bare().or_else(stopped)
        }
    }

    /// Returns true if a text may be the beginning of a message that fits, and has enough of it to tell.
    #[must_use]
    pub fn begins(&self, text: &str) -> bool {
        let folded = text.trim_end().to_ascii_lowercase();
        let mut rest = folded.as_str();
        let mut seen = 0;
        let mut is_open = false;
        for part in &self.parts {
            let Part::Literal(literal) = part else {
                is_open = true;
                continue;
            };
            let at = if is_open {
                rest.find(literal.as_str())
            } else {
                Some(0)
            };
            let Some(after) = at.map(|at| &rest[at..]) else {
                return seen >= LEAST_BEGUN;
            };
            let common = literal.len().min(after.len());
            if after.as_bytes()[..common] != literal.as_bytes()[..common] {
                return false;
            }
            seen += common;
            rest = &after[common..];
            if rest.is_empty() {
                return seen >= LEAST_BEGUN;
            }
            is_open = false;
        }
        is_open && seen >= LEAST_BEGUN
    }

    /// Returns what the holes took, with the end taken as it is; `folded` is the message in lower case.
    fn read_exactly(&self, message: &str, folded: &str) -> Option<Values> {
        let mut values = Values::new();
        let mut at = 0;
        let mut hole: Option<&str> = None;
        for (position, part) in self.parts.iter().enumerate() {
            match part {
                Part::Hole(name) => hole = Some(name),
                Part::Literal(text) => {
                    let start = match hole {
                        None => folded[at..].starts_with(text).then_some(at)?,
                        Some(_) if position + 1 == self.parts.len() => {
                            let start = folded.len().checked_sub(text.len())?;
                            (start > at && folded.is_char_boundary(start) && folded.ends_with(text))
                                .then_some(start)?
                        }
                        Some(_) => {
                            let first = at + folded[at..].chars().next()?.len_utf8();
                            first + folded[first..].find(text.as_str())?
                        }
                    };
                    if let Some(name) = hole.take() {
                        values.insert(name.to_owned(), message[at..start].to_owned());
                    }
                    at = start + text.len();
                }
            }
        }
        match hole {
            Some(name) if at < message.len() => {
                let rest = behind_separator(&message[at..]);
                if !rest.is_empty() {
                    values.insert(name.to_owned(), rest.to_owned());
                }
                Some(values)
            }
            None if at == message.len() => Some(values),
            _ => None,
        }
    }

    /// Returns the text of a pattern without placeholders.
    pub(crate) fn whole(&self) -> Option<&str> {
        match self.parts.as_slice() {
            [Part::Literal(text)] => Some(text),
            _ => None,
        }
    }

    /// Returns the literal text that the pattern begins with.
    pub(crate) fn beginning(&self) -> Option<&str> {
        match self.parts.first() {
            Some(Part::Literal(text)) => Some(text),
            _ => None,
        }
    }

    /// Iterates over the literal pieces, each with whether it follows and whether it precedes a placeholder.
    pub(crate) fn literals(&self) -> impl Iterator<Item = (&str, bool, bool)> {
        let last = self.parts.len() - 1;
        let parts = self.parts.iter().enumerate();
        parts.filter_map(move |(at, part)| match part {
            Part::Literal(text) => Some((text.as_str(), at > 0, at < last)),
            Part::Hole(_) => None,
        })
    }

    /// Returns how many letters the literal text has.
    pub(crate) fn letters(&self) -> usize {
        let literals = self.parts.iter().map(|part| match part {
            Part::Literal(text) => text.bytes().filter(u8::is_ascii_alphabetic).count(),
            Part::Hole(_) => 0,
        });
        literals.sum()
    }

    /// Returns the number of literal bytes: the longer pattern says more.
    #[must_use]
    pub fn weight(&self) -> usize {
        self.weight
    }

    /// Returns the holes' names.
    pub fn holes(&self) -> impl Iterator<Item = &str> {
        self.parts.iter().filter_map(|part| match part {
            Part::Hole(name) => Some(name.as_str()),
            Part::Literal(_) => None,
        })
    }
}

/// Returns what a hole at the end took without what sets it off from the text in front: `. `, `: `, ` - `.
fn behind_separator(rest: &str) -> &str {
    let words = rest.trim_start_matches([' ', ',', ';', ':', '.']);
    // `.5` and `-5` are what they are.
    if words.starts_with(|c: char| c.is_ascii_digit()) && rest.trim_start().starts_with('.') {
        return rest.trim_start();
    }
    words.strip_prefix("- ").unwrap_or(words)
}

/// Moves collected literal text into the parts.
fn push_literal(parts: &mut Vec<Part>, literal: &mut String) {
    if !literal.is_empty() {
        parts.push(Part::Literal(literal.to_ascii_lowercase()));
        literal.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::{Message, Pattern, Values};

    fn find_in(pattern: &Pattern, text: &str, tokens: &[(&str, &str)]) -> Option<Values> {
        pattern.find_in(text, &text.to_ascii_lowercase(), tokens)
    }

    fn read(pattern: &Pattern, message: &str) -> Option<Values> {
        pattern.read(&Message::new(message))
    }

    pub(super) fn values(pairs: &[(&str, &str)]) -> Values {
        pairs
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect()
    }

    #[test]
    fn holes_take_what_stands_between_the_literals() {
        let pattern = Pattern::parse(
            "Insufficient balance. Current balance: {balance}, estimated cost: {cost}",
        )
        .unwrap();
        let found = read(
            &pattern,
            "insufficient balance. Current balance: 0.0050, estimated cost: 0.0200",
        )
        .unwrap();
        assert_eq!(found, values(&[("balance", "0.0050"), ("cost", "0.0200")]));
        assert_eq!(
            read(&pattern, "Insufficient balance. Current balance: 0.0050"),
            None
        );
    }

    #[test]
    fn a_form_is_found_anywhere_in_a_line() {
        let pattern = Pattern::parse(
            "An error occurred ({code}) when calling the {operation} operation: {message}",
        )
        .unwrap();
        let text = "botocore.exceptions.ClientError: An error occurred (AccessDenied) when calling the GetObject operation: Access Denied\nnext";
        let found = find_in(&pattern, text, &[("code", "")]).unwrap();
        assert_eq!(
            found,
            values(&[
                ("code", "AccessDenied"),
                ("operation", "GetObject"),
                ("message", "Access Denied")
            ])
        );
        let named = Pattern::parse("{name}: Request {request_id}: {message}").unwrap();
        let text = "stripe.error.CardError: Request req_1: Your card was declined.";
        let found = find_in(&named, text, &[("name", "")]).unwrap();
        assert_eq!(found["name"], "stripe.error.CardError");
        let reply = Pattern::parse("550 {code} {message}").unwrap();
        assert!(find_in(&reply, "x1550 5.1.1 no", &[("code", "")]).is_none());
        assert_eq!(
            find_in(&reply, "said: 550 5.1.1 no", &[("code", "")]).unwrap()["code"],
            "5.1.1"
        );
        assert!(find_in(&reply, "550 no such (user) here", &[("code", "")]).is_some());
        assert!(find_in(&reply, "550 (user) here", &[("code", "")]).is_none());
        let id = Pattern::parse("(id {request_id}): {message}").unwrap();
        let found = |more| find_in(&id, "(id Root=1-6a): no", &[("request_id", more)]);
        assert_eq!(
            found("="),
            Some(values(&[("request_id", "Root=1-6a"), ("message", "no")]))
        );
        assert_eq!(found(""), None);
    }

    #[test]
    fn the_whole_message_must_fit_but_for_a_full_stop() {
        let pattern = Pattern::parse("Event '{event}' not found").unwrap();
        assert!(read(&pattern, "Event 'welcome' not found").is_some());
        assert!(read(&pattern, " Event 'it's' not found. ").is_some());
        assert!(read(&pattern, "Event '' not found").is_none());
        assert!(read(&pattern, "Sorry: Event 'welcome' not found").is_none());
        assert!(read(&pattern, "Event 'welcome' not found today").is_none());
        let stop = Pattern::parse("Retry after {n} seconds.").unwrap();
        assert!(read(&stop, "Retry after 60 seconds").is_some());
    }

    #[test]
    fn what_sets_off_the_rest_of_a_message_is_no_part_of_it() {
        let pattern = Pattern::parse("Not enough{details}").unwrap();
        for (message, details) in [
            ("Not enough. Required: 5.", "Required: 5."),
            ("Not enough . Required: 5", "Required: 5"),
            ("Not enough: 5 left", "5 left"),
            ("Not enough - top up", "top up"),
            ("Not enough (5 left)", "(5 left)"),
            ("Not enough -5", "-5"),
            ("Not enough .5", ".5"),
        ] {
            let found = read(&pattern, message).unwrap();
            assert_eq!(found, values(&[("details", details)]), "{message}");
        }
        // Nothing but a separator is nothing.
        assert_eq!(read(&pattern, "Not enough ..."), Some(Values::new()));
    }

    #[test]
    fn multibyte_text_in_holes_is_no_trouble() {
        let pattern = Pattern::parse("{a}é{b}").unwrap();
        assert_eq!(
            read(&pattern, "日本é語"),
            Some(values(&[("a", "日本"), ("b", "語")]))
        );
        assert_eq!(read(&pattern, "é"), None);
    }

    #[test]
    fn broken_patterns_say_why() {
        for bad in ["{", "a {b", "a } b", "{a}{b} c", "{A} b", "{} b", "{only}"] {
            assert!(Pattern::parse(bad).is_err(), "{bad}");
        }
        assert!(
            Pattern::parse("a {{literal}} b")
                .unwrap()
                .read(&Message::new("a {literal} b"))
                .is_some()
        );
    }
}
