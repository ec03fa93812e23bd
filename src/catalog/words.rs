//! Words of messages, as compiled catalogs file templates under them.

use super::layout::seed;
use super::table::{GOLDEN, hash, mixed, pair};

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

/// Returns true for a byte of a word: a letter, a digit, or a part of a character that is not ASCII.
#[inline]
pub(crate) fn is_word(byte: u8) -> bool {
    IS_WORD[usize::from(byte)]
}

/// The bit in which the cases of a letter differ, in eight bytes.
const CASE: u64 = 0x2020_2020_2020_2020;

/// Returns the hash of the word at a span of a text, whatever its case; a span is never empty.
#[inline]
pub(crate) fn word_hash(text: &[u8], start: usize, end: usize) -> u64 {
    let length = end.saturating_sub(start);
    let mut x = seed::WORD ^ (length as u64).wrapping_mul(GOLDEN);
    let mut at = start;
    let eight = |at: usize| text.get(at..).and_then(|rest| rest.first_chunk::<8>());
    while end.saturating_sub(at) > 8
        && let Some(eight) = eight(at)
    {
        x = (x ^ (u64::from_le_bytes(*eight) | CASE))
            .wrapping_mul(GOLDEN)
            .rotate_left(29);
        at += 8;
    }
    // What comes after the word in the last eight bytes does not count.
    let last = match eight(at) {
        Some(eight) => {
            u64::from_le_bytes(*eight) & u64::MAX.unbounded_shr(64 - 8 * (end - at) as u32)
        }
        None => {
            let rest = text[at..end].iter().rev();
            rest.fold(0, |last, byte| last << 8 | u64::from(*byte))
        }
    };
    mixed(x ^ (last | CASE))
}

/// Calls `each` with the hash and the span of every word of a text, whatever its case.
#[inline]
pub(crate) fn words(text: impl AsRef<[u8]>, mut each: impl FnMut(u64, usize, usize)) {
    let bytes = text.as_ref();
    let is_word = |byte: &u8| IS_WORD[usize::from(*byte)];
    let mut at = 0;
    while let Some(skipped) = bytes[at..].iter().position(is_word) {
        let start = at + skipped;
        let length = bytes[start..].iter().position(|byte| !is_word(byte));
        at = length.map_or(bytes.len(), |length| start + length);
        each(word_hash(bytes, start, at), start, at);
    }
}

/// Calls `each` with the anchors of a text, whatever its case: every word, and every pair of neighbours.
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
        whole.push((!is_open).then_some(Anchor { key, commonness }));
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

#[cfg(test)]
mod tests {
    use super::word_hash;

    #[test]
    fn a_word_has_the_same_hash_wherever_it_stands_and_whatever_its_case() {
        for word in [
            "a",
            "error",
            "unavail",
            "declined",
            "unavailable",
            "insufficient_quota",
        ] {
            let alone = word_hash(word.as_bytes(), 0, word.len());
            let text = format!("an {}: {word}", word.to_ascii_uppercase());
            let first = word_hash(text.as_bytes(), 3, 3 + word.len());
            let second = word_hash(text.as_bytes(), text.len() - word.len(), text.len());
            assert_eq!((first, second), (alone, alone), "{word}");
        }
        assert_ne!(word_hash(b"ab", 0, 1), word_hash(b"ab", 0, 2));
    }
}
