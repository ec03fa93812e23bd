//! What a line may say in words: a code, or a form in which programs print errors.

use std::cell::RefCell;

use crate::catalog::layout::Header;
use crate::catalog::table::pair;
use crate::catalog::words::words;
use crate::diagnose::Engine;

/// The longest line that is looked at.
const MAX_LINE: usize = 2000;

/// The bits of the sieve.
const SIEVE: usize = 1 << 18;

thread_local! {
    /// Room for a line in lower case.
    static LOWER: RefCell<String> = const { RefCell::new(String::new()) };
}

/// The codes and forms of a catalog.
#[derive(Debug)]
pub(super) struct Words<'e> {
    engine: &'e Engine,
    /// Bits of the anchors of forms: most words and pairs are told from them by one look.
    anchors: Vec<u64>,
}

impl<'e> Words<'e> {
    /// Prepares the codes and forms of a catalog.
    pub(super) fn new(engine: &'e Engine) -> Self {
        let mut anchors = vec![0; SIEVE / 64];
        for anchor in engine
            .shapes()
            .layers()
            .iter()
            .flat_map(|(layer, ..)| layer.keys(Header::FormAnchors))
        {
            let at = slot(anchor);
            anchors[at / 64] |= 1 << (at % 64);
        }
        Self { engine, anchors }
    }

    /// Returns true if a line may tell an error in words.
    pub(super) fn may_tell(&self, line: &[u8]) -> bool {
        let line = &line[..line.len().min(MAX_LINE)];
        let text = String::from_utf8_lossy(line);
        LOWER.with_borrow_mut(|lower| {
            lower.clear();
            lower.push_str(&text);
            lower.make_ascii_lowercase();
            self.has_code(&text) || (self.has_anchor(lower) && self.engine.is_printed(&text))
        })
    }

    /// Returns true if a word of a line is a code that could hardly be an ordinary word.
    fn has_code(&self, text: &str) -> bool {
        let is_part = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-') || b >= 0x80;
        let layers = self.engine.shapes().layers();
        text.as_bytes().split(|b| !is_part(*b)).any(|word| {
            let has_digit = || word.iter().any(u8::is_ascii_digit);
            let has_other = || !word.iter().all(u8::is_ascii_digit);
            if word.len() < 4 || word.len() > 64 || !has_digit() || !has_other() {
                return false;
            }
            let word = std::str::from_utf8(word).unwrap_or_default();
            layers.named(word).any(|named| {
                let entry = named.entry;
                layers.code(entry) == word || !layers.code(entry).eq_ignore_ascii_case(word)
            })
        })
    }

    /// Returns true if a line has an anchor of a form.
    fn has_anchor(&self, lower: &str) -> bool {
        let mut last: Option<u64> = None;
        let mut found = false;
        let layers = self.engine.shapes().layers();
        let is_in = |anchor: u64| {
            let at = slot(anchor);
            self.anchors[at / 64] >> (at % 64) & 1 != 0
                && layers
                    .iter()
                    .any(|(layer, ..)| layer.find(Header::FormAnchors, anchor).is_some())
        };
        words(lower, |word, _, _| {
            found = found || is_in(word) || last.is_some_and(|last| is_in(pair(last, word)));
            last = Some(word);
        });
        found
    }
}

/// Returns the slot of an anchor in the sieve.
fn slot(anchor: u64) -> usize {
    (anchor >> 40) as usize % SIEVE
}
