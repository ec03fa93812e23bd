//! What a line may say in words: a code, or a form in which programs print errors.

use std::cell::{LazyCell, RefCell};
use std::ops::RangeInclusive;

use super::marks::{MAX_LINE, Marks};
use super::sieve::Sieve;
use crate::catalog::layers::Layers;
use crate::catalog::layout::{Header, seed};
use crate::catalog::table::{hash, pair};
use crate::catalog::words::{separated, word_hash, words};
use crate::diagnose::Engine;

/// Room for a line in lower case, and for what is read behind its last word.
type Lower = [u8; MAX_LINE + 8];

thread_local! {
    static LOWER: RefCell<Box<Lower>> = RefCell::new(Box::new([0; MAX_LINE + 8]));
}

/// How long the words are that may be codes.
const CODE: RangeInclusive<usize> = 4..=64;

/// The codes and forms of a catalog.
#[derive(Debug)]
pub(super) struct Words<'e> {
    engine: &'e Engine,
    /// The anchors of forms.
    anchors: Sieve,
    /// The parts that words have in them, by how they begin.
    parts: Vec<u8>,
    /// The first words of the names of APIs, alone or with the byte behind them.
    names: Sieve,
    /// The codes in lower case.
    codes: Sieve,
}

impl<'e> Words<'e> {
    /// Prepares the codes and forms of a catalog.
    pub(super) fn new(engine: &'e Engine) -> Self {
        let layers = engine.shapes().layers();
        let mut names = Sieve::default();
        Self {
            engine,
            anchors: Sieve::of(layers, Header::FormAnchors),
            parts: parts(layers, &mut names),
            names,
            codes: Sieve::of(layers, Header::Codes),
        }
    }

    /// Returns true if a line may tell an error in words.
    pub(super) fn may_tell(&self, line: &[u8]) -> bool {
        let line = &line[..line.len().min(MAX_LINE)];
        let marks = Marks::of(line);
        self.has_code(line, &marks) || self.has_form(line, &marks)
    }

    /// Returns true if a word of a line is a code that could hardly be an ordinary word: it has digits and letters.
    fn has_code(&self, line: &[u8], marks: &Marks) -> bool {
        marks.any_mixed(|start, end| {
            if !CODE.contains(&(end - start)) {
                return false;
            }
            let word = &line[start..end];
            // A line feed that is written out is not part of the word behind it.
            let is_escape = matches!(word[0], b'n' | b't' | b'r');
            let is_glued = is_escape && start > 0 && line[start - 1] == b'\\';
            self.is_code(word) || (is_glued && self.is_code(&word[1..]))
        })
    }

    /// Returns false for most words that are no code.
    fn may_be_code(&self, word: &[u8]) -> bool {
        let mut lower = [0; *CODE.end()];
        let Some(lower) = lower.get_mut(..word.len()) else {
            return false;
        };
        lower.copy_from_slice(word);
        lower.make_ascii_lowercase();
        self.codes.may_have(hash(seed::CODE, lower))
    }

    /// Returns true if a word is a code, in the case in which the API writes it.
    fn is_code(&self, word: &[u8]) -> bool {
        if !self.may_be_code(word) {
            return false;
        }
        let layers = self.engine.shapes().layers();
        let word = std::str::from_utf8(word).unwrap_or_default();
        layers.named(word).any(|named| {
            let code = layers.code(named.entry);
            code == word || !code.eq_ignore_ascii_case(word)
        })
    }

    /// Returns true if a word of a line is a code of one of the APIs that the line names.
    fn has_code_of(&self, apis: &[usize], line: &[u8], marks: &Marks) -> bool {
        let layers = self.engine.shapes().layers();
        let is_its = |word: &str| layers.named(word).any(|named| apis.contains(&named.api));
        !apis.is_empty()
            && marks.any_joined(|start, end| {
                let word = &line[start..end];
                self.may_be_code(word) && std::str::from_utf8(word).is_ok_and(is_its)
            })
    }

    /// Adds the APIs whose names begin with the word of a line, in lower case, that begins at a position.
    fn add_named(&self, lower: &[u8], start: usize, word: u64, apis: &mut Vec<usize>) {
        for (layer, first_api, _) in self.engine.shapes().layers().iter() {
            let called = layer.called(word);
            let called = called.filter(|(_, name)| lower[start..].starts_with(name.as_bytes()));
            apis.extend(called.map(|(api, _)| first_api + api as usize));
        }
    }

    /// Returns true if a form that is filed under an anchor in a line tells an error there, or the line names an API and a code.
    fn has_form(&self, line: &[u8], marks: &Marks) -> bool {
        LOWER.with_borrow_mut(|lower| {
            lower[..line.len()].copy_from_slice(line);
            lower[..line.len()].make_ascii_lowercase();
            lower[line.len()..line.len() + 8].fill(0);
            let text = LazyCell::new(|| String::from_utf8_lossy(line));
            let folded = LazyCell::new(|| text.to_ascii_lowercase());
            let lower = &**lower;
            let is_in = |anchor: u64| {
                self.anchors.may_have(anchor)
                    && self.engine.has_form(anchor)
                    && self
                        .engine
                        .prints(anchor, &lower[..line.len()], || (&text, &folded))
            };
            let mut last = (0, 0, 0);
            let mut apis = Vec::new();
            let is_printed = marks.any_word(|start, end| {
                let parts = self.parts[slot(lower, start, end)];
                let (from, to, before) = std::mem::replace(&mut last, (start, end, parts));
                if parts == 0 {
                    return false;
                }
                let is_pair = parts & SECOND != 0 && before & FIRST != 0;
                if parts & (ALONE | SEPARATED | NAME) == 0 && !is_pair {
                    return false;
                }
                let word = word_hash(lower, start, end);
                let may_name = |key| self.names.may_have(key);
                if parts & NAME != 0 && (may_name(word) || may_name(separated(word, lower[end]))) {
                    self.add_named(lower, start, word, &mut apis);
                }
                let is_separated = parts & SEPARATED != 0 && end < line.len();
                (parts & ALONE != 0 && is_in(word))
                    || (is_separated && is_in(separated(word, lower[end])))
                    || (is_pair && is_in(pair(word_hash(lower, from, to), word)))
            });
            is_printed || self.has_code_of(&apis, line, marks)
        })
    }
}

/// How many slots there are for the beginnings of words.
const SLOTS: usize = 1 << 16;

/// A word that is an anchor.
const ALONE: u8 = 1;

/// A word that is one with the byte behind it.
const SEPARATED: u8 = 8;

/// The first word of a pair that is one.
const FIRST: u8 = 2;

/// The second word of a pair.
const SECOND: u8 = 4;

/// The first word of an API's name.
const NAME: u8 = 16;

/// Returns the parts that words which begin so have in the anchors of forms, and in the names of APIs; adds the first words of
/// these to `names`.
fn parts(layers: &Layers, names: &mut Sieve) -> Vec<u8> {
    let mut parts = vec![0; SLOTS];
    for (layer, ..) in layers.iter() {
        for (_, name) in layer
            .keys(Header::Names)
            .flat_map(|word| layer.called(word))
        {
            let text = format!("{name}    ");
            let mut is_first = true;
            words(&text, |word, start, end| {
                if std::mem::take(&mut is_first) {
                    parts[slot(text.as_bytes(), start, end)] |= NAME;
                    names.add(match name.as_bytes().get(end) {
                        Some(next) => separated(word, *next),
                        None => word,
                    });
                }
            });
        }
    }
    for (layer, ..) in layers.forms() {
        let is_anchor = |key: u64| layer.find(Header::FormAnchors, key).is_some();
        for form in 0..layer.form_count() {
            let text = layer.form(form).text.to_ascii_lowercase() + "    ";
            let text = text.as_bytes();
            let mut last: Option<(u64, usize, usize)> = None;
            words(text, |word, start, end| {
                if is_anchor(word) {
                    parts[slot(text, start, end)] |= ALONE;
                }
                let next = text.get(end);
                if next.is_some_and(|next| is_anchor(separated(word, *next))) {
                    parts[slot(text, start, end)] |= SEPARATED;
                }
                if let Some((first, from, to)) = last.replace((word, start, end))
                    && is_anchor(pair(first, word))
                {
                    parts[slot(text, from, to)] |= FIRST;
                    parts[slot(text, start, end)] |= SECOND;
                }
            });
        }
    }
    parts
}

/// Returns the slot of a word's length and first letters; the text is in lower case, and goes on behind the word.
#[inline]
fn slot(text: &[u8], start: usize, end: usize) -> usize {
    let first = text.get(start..).and_then(|rest| rest.first_chunk());
    let first = first.map_or(0, |four| u32::from_le_bytes(*four));
    let length = (end - start) as u32;
    let own = u32::MAX.unbounded_shr(32 - 8 * length.min(4));
    let key = (first & own) ^ length.min(15) << 28;
    (key.wrapping_mul(0x9e37_79b1) >> 16) as usize
}
