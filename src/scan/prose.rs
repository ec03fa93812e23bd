//! What a line may say in words: a code, or a form in which programs print errors.

use std::cell::{LazyCell, RefCell};
use std::ops::RangeInclusive;

use aho_corasick::packed::{self, Searcher};

use super::marks::{MAX_LINE, Marks};
use super::sieve::{Sieve, Starts};
use crate::catalog::grams::{ANYWHERE, Gram};
use crate::catalog::layout::{Header, seed};
use crate::catalog::table::hash;
use crate::catalog::words::word_hash;
use crate::diagnose::Engine;
use crate::pattern::Pattern;

/// How many bytes are read from the start of a line's last word on.
const ROOM: usize = 16;

/// Room for a line in lower case, and for what is read behind its last word.
type Lower = [u8; MAX_LINE + ROOM];

thread_local! {
    static LOWER: RefCell<Box<Lower>> = RefCell::new(Box::new([0; MAX_LINE + ROOM]));
}

/// How long the words are that may be codes.
const CODE: RangeInclusive<usize> = 4..=64;

/// The codes and forms of a catalog.
#[derive(Debug)]
pub(super) struct Words<'e> {
    engine: &'e Engine,
    /// How forms and the names of APIs begin.
    starts: Starts,
    /// Finds the forms without a key.
    anywhere: Option<Searcher>,
    /// The codes in lower case.
    codes: Sieve,
}

impl<'e> Words<'e> {
    /// Prepares the codes and forms of a catalog.
    pub(super) fn new(engine: &'e Engine) -> Self {
        let layers = engine.shapes().layers();
        let mut starts = Starts::default();
        for (layer, ..) in layers.iter() {
            let called = layer.names();
            called.for_each(|name| starts.add_name(name.as_bytes()));
            let literals = layer.form_literals();
            literals.for_each(|literal| starts.add_form(literal));
        }
        Self {
            engine,
            starts,
            anywhere: anywhere(engine),
            codes: Sieve::of(layers, Header::Codes),
        }
    }

    /// Returns true if a line may tell an error in words.
    pub(super) fn may_tell(&self, line: &[u8]) -> bool {
        let line = &line[..line.len().min(MAX_LINE)];
        let marks = Marks::of(line);
        LOWER.with_borrow_mut(|lower| {
            let lower = &mut lower[..line.len() + ROOM];
            let (text, rest) = lower.split_at_mut(line.len());
            text.copy_from_slice(line);
            text.make_ascii_lowercase();
            rest.fill(0);
            self.has_code(line, lower, &marks) || self.has_form(line, lower, &marks)
        })
    }

    /// Returns true if a word of a line is a code that could hardly be an ordinary word: it has digits and letters.
    fn has_code(&self, line: &[u8], lower: &[u8], marks: &Marks) -> bool {
        marks.any_mixed(|start, end| {
            if !CODE.contains(&(end - start)) {
                return false;
            }
            let is_code = |start| {
                self.codes.may_have(hash(seed::CODE, &lower[start..end]))
                    && self.is_code(&line[start..end])
            };
            // A line feed that is written out is not part of the word behind it.
            let is_escape = matches!(line[start], b'n' | b't' | b'r');
            let is_glued = is_escape && start > 0 && line[start - 1] == b'\\';
            is_code(start) || (is_glued && is_code(start + 1))
        })
    }

    /// Returns true if a word is a code, in the case in which the API writes it.
    fn is_code(&self, word: &[u8]) -> bool {
        let layers = self.engine.shapes().layers();
        let word = std::str::from_utf8(word).unwrap_or_default();
        layers.named(word).any(|named| {
            let code = layers.code(named.entry);
            code == word || !code.eq_ignore_ascii_case(word)
        })
    }

    /// Returns true if a word of a line is a code of one of the APIs that the line names.
    fn has_code_of(&self, apis: &[usize], line: &[u8], lower: &[u8], marks: &Marks) -> bool {
        let layers = self.engine.shapes().layers();
        let is_its = |word: &str| layers.named(word).any(|named| apis.contains(&named.api));
        !apis.is_empty()
            && marks.any_joined(|start, end| {
                self.codes.may_have(hash(seed::CODE, &lower[start..end]))
                    && std::str::from_utf8(&line[start..end]).is_ok_and(is_its)
            })
    }

    /// Adds the APIs whose names a line, in lower case, has from a word's start on.
    fn add_named(&self, lower: &[u8], start: usize, end: usize, apis: &mut Vec<usize>) {
        let word = word_hash(lower, start, end);
        for (layer, first_api, _) in self.engine.shapes().layers().iter() {
            for (api, _) in layer.called(word, &lower[start..]) {
                apis.push(first_api + api as usize);
            }
        }
    }

    /// Returns true if a form tells an error in a line, or the line names an API and a code; `padded` is the line in lower case,
    /// with [`ROOM`] behind it.
    fn has_form(&self, line: &[u8], padded: &[u8], marks: &Marks) -> bool {
        let lower = &padded[..line.len()];
        let text = LazyCell::new(|| String::from_utf8_lossy(line));
        let folded = LazyCell::new(|| text.to_ascii_lowercase());
        let texts = || (&**text, folded.as_str());
        let prints = |key, at| self.engine.prints(key, lower, at, texts);
        let mut apis = Vec::new();
        let is_printed = marks.any_start(|start| {
            let gram = Gram::at(padded, start);
            if !self.starts.may_begin(gram) {
                return false;
            }
            if self.starts.may_name(gram) {
                self.add_named(lower, start, marks.end(start), &mut apis);
            }
            let mut keys = self.starts.forms(gram);
            keys.any(|key| prints(key, start))
        });
        let is_anywhere = || {
            self.anywhere
                .as_ref()
                .is_some_and(|s| s.find(lower).is_some())
        };
        is_printed
            || (is_anywhere() && prints(ANYWHERE, 0))
            || self.has_code_of(&apis, line, lower, marks)
    }
}

/// Returns a search for the forms that have no gram, each by its longest literal text.
fn anywhere(engine: &Engine) -> Option<Searcher> {
    let forms = engine.shapes().layers().forms();
    let texts = forms.flat_map(|(layer, ..)| {
        let listed = layer.listed(Header::FormGrams, ANYWHERE).iter();
        listed.map(|form| layer.form(form).text)
    });
    let patterns: Vec<Pattern> = texts.flat_map(Pattern::parse).collect();
    let longest = patterns.iter().filter_map(|pattern| {
        let literals = pattern.literals().map(|(text, ..)| text);
        literals.max_by_key(|text| text.len())
    });
    packed::Config::new().builder().extend(longest).build()
}
