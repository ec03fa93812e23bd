//! What a line may say in words: a code, or a form in which programs print errors.

use std::cell::RefCell;
use std::ops::RangeInclusive;

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
    static LOWER: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
}

/// How long the words are that may be codes.
const CODE: RangeInclusive<usize> = 4..=64;

/// A digit in a word that may be a code.
const DIGIT: u8 = 1;

/// What else may be in one.
const OTHER: u8 = 2;

/// Returns what a byte is in a word that may be a code; 0 for what ends one.
#[inline]
fn part(byte: u8) -> u8 {
    PARTS[usize::from(byte)]
}

/// What bytes are in a word that may be a code; 0 for what ends one.
const PARTS: [u8; 256] = {
    let mut parts = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        parts[byte] = match byte as u8 {
            b'0'..=b'9' => DIGIT,
            b'a'..=b'z' | b'A'..=b'Z' | b'_' | b'-' | 0x80.. => OTHER,
            _ => 0,
        };
        byte += 1;
    }
    parts
};

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
        let is_printed = || self.engine.is_printed(&String::from_utf8_lossy(line));
        self.has_code(line) || (self.has_anchor(line) && is_printed())
    }

    /// Returns true if a word of a line is a code that could hardly be an ordinary word.
    fn has_code(&self, line: &[u8]) -> bool {
        let mut rest = line;
        while let Some(start) = rest.iter().position(|byte| part(*byte) != 0) {
            rest = &rest[start..];
            let mut parts = 0;
            let mut length = 0;
            for byte in rest {
                let part = part(*byte);
                if part == 0 {
                    break;
                }
                parts |= part;
                length += 1;
            }
            let (word, behind) = rest.split_at(length);
            if parts == DIGIT | OTHER && CODE.contains(&length) {
                let start = line.len() - rest.len();
                let is_escaped = start > 0 && line[start - 1] == b'\\';
                // A line feed that is written out is no part of the word behind it.
                let glued =
                    (is_escaped && matches!(word[0], b'n' | b't' | b'r')).then(|| &word[1..]);
                if self.is_code(word) || glued.is_some_and(|word| self.is_code(word)) {
                    return true;
                }
            }
            rest = behind;
        }
        false
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

    /// Returns true if a line has an anchor of a form, and its longest piece.
    fn has_anchor(&self, line: &[u8]) -> bool {
        LOWER.with_borrow_mut(|lower| {
            lower.clear();
            lower.extend(line.iter().map(u8::to_ascii_lowercase));
            let mut last: Option<u64> = None;
            let mut found = false;
            let is_in = |anchor: u64| {
                let at = slot(anchor);
                self.anchors[at / 64] >> (at % 64) & 1 != 0 && self.engine.may_print(anchor, lower)
            };
            words(&*lower, |word, _, _| {
                found = found || is_in(word) || last.is_some_and(|last| is_in(pair(last, word)));
                last = Some(word);
            });
            found
        })
    }
}

/// Returns the slot of an anchor in the sieve.
fn slot(anchor: u64) -> usize {
    (anchor >> 40) as usize % SIEVE
}
