//! Words of messages, as compiled catalogs file templates under them.

use super::layout::seed;
use super::table::{hash, pair};

/// Whether a byte is one of a word.
const IS_WORD: [bool; 256] = {
    let mut is_word = [false; 256];
    let mut byte = 0;
    while byte < 256 {
        is_word[byte] = byte >= 0x80 || (byte as u8).is_ascii_alphanumeric();
        byte += 1;
    }
    is_word
};

/// Calls `each` with the hash and the span of every word of a text in lower case.
#[inline]
pub(crate) fn words(text: impl AsRef<[u8]>, mut each: impl FnMut(u64, usize, usize)) {
    let bytes = text.as_ref();
    let is_word = |byte: &u8| IS_WORD[usize::from(*byte)];
    let mut at = 0;
    while let Some(skipped) = bytes[at..].iter().position(is_word) {
        let start = at + skipped;
        let length = bytes[start..].iter().position(|byte| !is_word(byte));
        at = length.map_or(bytes.len(), |length| start + length);
        each(hash(seed::WORD, &bytes[start..at]), start, at);
    }
}

/// Calls `each` with the anchors of a text in lower case: every word, and every pair of neighbours.
pub(crate) fn anchors(text: &str, mut each: impl FnMut(u64)) {
    let mut last = None;
    words(text, |word, _, _| {
        each(word);
        if let Some(last) = last.replace(word) {
            each(pair(last, word));
        }
    });
}

/// How many bytes of its beginning a template is filed under.
const BEGINNING: usize = 12;

/// Iterates over the hashes of a text's beginning, which is in lower case: of its first bytes, then of its first word. A template
/// is filed under the first of them.
pub(crate) fn beginnings(text: &str) -> impl Iterator<Item = u64> {
    let bytes = text.as_bytes();
    let word = bytes.iter().position(|byte| !IS_WORD[usize::from(*byte)]);
    let starts = [bytes.get(..BEGINNING), word.map(|end| &bytes[..end])];
    let starts = starts.into_iter().flatten();
    starts.map(|start| hash(seed::BEGINNING, start))
}

/// An anchor of a template.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Anchor {
    /// What it is looked up by.
    pub(crate) key: u64,
    /// How many texts at large have it, roughly: short words and numbers are in many, pairs of words in few.
    pub(crate) commonness: u32,
}

/// How much rarer than the rarer of its words a pair is.
const PAIR: u32 = 8;

/// How common a word is.
const WORD: u32 = 8;

/// How common a number or a word of up to [`SHORT`] letters is.
const SHORT_WORD: u32 = 64;

/// How common a word is that every log is full of.
const LOG_WORD: u32 = 256;

/// The most letters of a short word.
const SHORT: usize = 4;

/// Words that every log is full of.
const LOG_WORDS: [&str; 14] = [
    "code",
    "connect",
    "details",
    "error",
    "errors",
    "exception",
    "failed",
    "internal",
    "level",
    "message",
    "request",
    "response",
    "status",
    "validation",
];

/// Returns the anchors of a literal piece of a template; words that touch a placeholder may be longer in a message.
pub(crate) fn anchors_of_literal(
    literal: &str,
    follows_placeholder: bool,
    precedes_placeholder: bool,
) -> Vec<Anchor> {
    let mut whole: Vec<Option<Anchor>> = Vec::new();
    words(literal, |key, start, end| {
        let is_open =
            (follows_placeholder && start == 0) || (precedes_placeholder && end == literal.len());
        let word = &literal[start..end];
        let is_short = word.len() <= SHORT || word.starts_with(|c: char| c.is_ascii_digit());
        let commonness = match is_short {
            _ if LOG_WORDS.contains(&word) => LOG_WORD,
            true => SHORT_WORD,
            false => WORD,
        };
        let anchor = Anchor { key, commonness };
        whole.push((!is_open).then_some(anchor));
    });
    let pairs = whole.windows(2).filter_map(|two| {
        let (first, second) = (two[0]?, two[1]?);
        Some(Anchor {
            key: pair(first.key, second.key),
            commonness: first.commonness.min(second.commonness) / PAIR,
        })
    });
    let pairs: Vec<Anchor> = pairs.collect();
    whole.into_iter().flatten().chain(pairs).collect()
}
