//! The keys of almost-JSON and the separators after them: what tells a member from text.

use super::lexis::{Quote, is_invisible, past_blanks, past_spaces, unescape};
use super::{MAX_KEY, MAX_NAME, Reader, Shape};

/// What is between a key and its value.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Sep {
    Colon,
    Equals,
    Arrow,
}

impl Sep {
    /// Returns the separator at `at`, and where it ends.
    pub(super) fn at(text: &str, at: usize) -> Option<(Self, usize)> {
        match text.as_bytes().get(at..)? {
            [b'=', b'>', ..] => Some((Self::Arrow, at + 2)),
            [b'=', b'=' | b'~', ..] | [b':', b':', ..] => None,
            [b'=', ..] => Some((Self::Equals, at + 1)),
            [b':', ..] => Some((Self::Colon, at + 1)),
            _ => None,
        }
    }
}

/// How a key is written.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Spelling {
    Quoted,
    Bare,
    /// `[key] =>` of PHP, `[Symbol(key)]:` of node
    Bracketed,
    /// `:key =>` of Ruby
    Symbol,
}

/// A key with its separator.
#[derive(Clone, Copy)]
pub(super) struct Key<'t> {
    pub(super) raw: &'t str,
    pub(super) spelling: Spelling,
    pub(super) sep: Sep,
    /// Where the separator ends.
    pub(super) end: usize,
}

impl<'t> Key<'t> {
    /// Returns a key whose separator is at `at`, if there is one.
    fn before(at: usize, text: &str, raw: &'t str, spelling: Spelling) -> Option<Self> {
        let (sep, end) = Sep::at(text, at)?;
        Some(Self {
            raw,
            spelling,
            sep,
            end,
        })
    }

    /// Returns the name that the key spells, without the folds and the invisible characters of a paste.
    pub(super) fn name(&self) -> String {
        let name = match self.spelling {
            Spelling::Quoted if self.raw.contains('\n') => {
                let lines: String = self.raw.split('\n').map(str::trim_ascii).collect();
                unescape(&lines)
            }
            Spelling::Quoted => unescape(self.raw),
            // print_r adds the visibility of a property: `[code:protected]`.
            Spelling::Bracketed if self.sep == Sep::Arrow => {
                let name = self.raw.split(':').next().unwrap_or_default();
                name.trim_matches(['"', '\'']).to_string()
            }
            _ => self.raw.trim_matches(['"', '\'']).to_string(),
        };
        match name.trim_matches(is_invisible) {
            trimmed if trimmed.len() == name.len() => name,
            trimmed => trimmed.to_string(),
        }
    }
}

/// Returns where the unquoted key at `at` ends.
pub(super) fn word_end(text: &str, at: usize) -> usize {
    let rest = text.get(at..).unwrap_or_default();
    let is_word = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '$' | '@');
    at + rest.find(|c| !is_word(c)).unwrap_or(rest.len())
}

impl<'t> Reader<'t> {
    /// Returns the key that is at `at` in a group of this shape.
    pub(super) fn key_at(&self, at: usize, shape: Shape) -> Option<Key<'t>> {
        if shape == Shape::GoList {
            return None;
        }
        // Symfony's dump marks the visibility of a property: `+"code"`, `#message`.
        let is_marked =
            shape == Shape::Brace && matches!(self.byte(at), Some(b'+' | b'#' | b'-' | b'~'));
        let at = at + usize::from(is_marked);
        if let Some(quote) = Quote::at(self.text, at) {
            let start = at + quote.width;
            let (end, after) = quote.first_closer(self.text, start, MAX_KEY)?;
            let sign = past_blanks(self.text, after);
            return Key::before(sign, self.text, self.slice(start, end), Spelling::Quoted);
        }
        match self.byte(at)? {
            b'[' => self.bracketed_key(at),
            b':' => self.symbol_key(at),
            _ => {
                let key = self.bare_key(at)?;
                // `[note: text]` is prose; `[code: "X"]` and `[code => X]` are members.
                let value = past_spaces(self.text, key.end);
                let may_be_prose = key.sep == Sep::Colon && shape == Shape::Bracket;
                (!may_be_prose || self.string_at(value).is_some()).then_some(key)
            }
        }
    }

    /// Returns the unquoted key at `at`.
    pub(super) fn bare_key(&self, at: usize) -> Option<Key<'t>> {
        let raw = self.slice(at, word_end(self.text, at));
        if raw.is_empty() || raw.len() > MAX_KEY {
            return None;
        }
        let sign = past_spaces(self.text, at + raw.len());
        let key = Key::before(sign, self.text, raw, Spelling::Bare)?;
        let is_address = key.sep == Sep::Colon && self.rest(key.end).starts_with("//");
        (!is_address).then_some(key)
    }

    /// Returns the key of PHP's `[key] =>` and node's `[Symbol(key)]:` at `at`.
    fn bracketed_key(&self, at: usize) -> Option<Key<'t>> {
        let start = at + 1;
        let window = self.rest(start).bytes().take(MAX_NAME);
        let len = window.into_iter().position(|b| b"]}[{\n".contains(&b))?;
        if len == 0 || self.byte(start + len) != Some(b']') {
            return None;
        }
        let sign = past_spaces(self.text, start + len + 1);
        let raw = self.slice(start, start + len);
        Key::before(sign, self.text, raw, Spelling::Bracketed)
    }

    /// Returns the key of Ruby's `:key =>` and `:"key" =>` at `at`.
    fn symbol_key(&self, at: usize) -> Option<Key<'t>> {
        let key = match Quote::at(self.text, at + 1) {
            Some(_) => self.key_at(at + 1, Shape::Brace)?,
            None => Key {
                spelling: Spelling::Symbol,
                ..self.bare_key(at + 1)?
            },
        };
        (key.sep == Sep::Arrow).then_some(key)
    }
}
