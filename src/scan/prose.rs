//! What a line may say in words: a code, or a form in which programs print errors.

use std::cell::RefCell;
use std::ops::RangeInclusive;

use super::marks::{MAX_LINE, Marks, any_span, slice};
use super::sieve::Sieve;
use crate::catalog::layout::{Header, seed};
use crate::catalog::table::{hash, pair};
use crate::catalog::words::word_hash;
use crate::diagnose::Engine;

thread_local! {
    /// Room for a line in lower case.
    static LOWER: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
}

/// How long the words are that may be codes.
const CODE: RangeInclusive<usize> = 4..=64;

/// The codes and forms of a catalog.
#[derive(Debug)]
pub(super) struct Words<'e> {
    engine: &'e Engine,
    /// The anchors of forms.
    anchors: Sieve,
    /// The codes in lower case.
    codes: Sieve,
}

impl<'e> Words<'e> {
    /// Prepares the codes and forms of a catalog.
    pub(super) fn new(engine: &'e Engine) -> Self {
        let layers = engine.shapes().layers();
        Self {
            engine,
            anchors: Sieve::of(layers, Header::FormAnchors),
            codes: Sieve::of(layers, Header::Codes),
        }
    }

    /// Returns true if a line may tell an error in words.
    pub(super) fn may_tell(&self, line: &[u8]) -> bool {
        let line = &line[..line.len().min(MAX_LINE)];
        let marks = Marks::of(line);
        let is_printed = || self.engine.is_printed(&String::from_utf8_lossy(line));
        self.has_code(line, &marks) || (self.has_anchor(line, &marks) && is_printed())
    }

    /// Returns true if a word of a line is a code that could hardly be an ordinary word: it has digits and letters.
    fn has_code(&self, line: &[u8], marks: &Marks) -> bool {
        any_span(&marks.joined, |start, end| {
            if !CODE.contains(&(end - start)) {
                return false;
            }
            let digits = slice(&marks.digit, start, end);
            if digits == 0 || digits == slice(&marks.joined, start, end) {
                return false;
            }
            let word = &line[start..end];
            // A line feed that is written out is no part of the word behind it.
            let is_escape = matches!(word[0], b'n' | b't' | b'r');
            let is_glued = is_escape && start > 0 && line[start - 1] == b'\\';
            self.is_code(word) || (is_glued && self.is_code(&word[1..]))
        })
    }

    /// Returns true if a word is a code, in the case in which the API writes it.
    fn is_code(&self, word: &[u8]) -> bool {
        let mut lower = [0; *CODE.end()];
        let Some(lower) = lower.get_mut(..word.len()) else {
            return false;
        };
        lower.copy_from_slice(word);
        lower.make_ascii_lowercase();
        if !self.codes.may_have(hash(seed::CODE, lower)) {
            return false;
        }
        let layers = self.engine.shapes().layers();
        let word = std::str::from_utf8(word).unwrap_or_default();
        layers.named(word).any(|named| {
            let code = layers.code(named.entry);
            code == word || !code.eq_ignore_ascii_case(word)
        })
    }

    /// Returns true if a line has an anchor of a form, and its longest piece.
    fn has_anchor(&self, line: &[u8], marks: &Marks) -> bool {
        let mut last: Option<u64> = None;
        let mut is_lower = false;
        let mut is_in = |anchor: u64| {
            self.anchors.may_have(anchor)
                && self.engine.has_form(anchor)
                && LOWER.with_borrow_mut(|lower| {
                    if !is_lower {
                        lower.clear();
                        lower.extend_from_slice(line);
                        lower.make_ascii_lowercase();
                        is_lower = true;
                    }
                    self.engine.may_print(anchor, lower)
                })
        };
        any_span(&marks.word, |start, end| {
            let word = word_hash(line, start, end);
            let last = last.replace(word);
            is_in(word) || last.is_some_and(|last| is_in(pair(last, word)))
        })
    }
}
