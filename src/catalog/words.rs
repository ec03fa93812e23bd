//! Words of messages, as compiled catalogs file templates under them.

use super::layout::seed;
use super::table::{hash, pair};

/// Returns true for a byte of a word.
fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte >= 0x80
}

/// Calls `each` with the hash and the span of every word of a text in lower case.
pub(crate) fn words(text: &str, mut each: impl FnMut(u64, usize, usize)) {
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        if !is_word(bytes[at]) {
            at += 1;
            continue;
        }
        let start = at;
        while at < bytes.len() && is_word(bytes[at]) {
            at += 1;
        }
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

/// Returns the anchors of a literal piece of a template; words that touch a placeholder may be longer in a message.
pub(crate) fn anchors_of_literal(
    literal: &str,
    follows_placeholder: bool,
    precedes_placeholder: bool,
) -> Vec<u64> {
    let mut whole: Vec<Option<u64>> = Vec::new();
    words(literal, |word, start, end| {
        let is_open =
            (follows_placeholder && start == 0) || (precedes_placeholder && end == literal.len());
        whole.push((!is_open).then_some(word));
    });
    let pairs = whole
        .windows(2)
        .filter_map(|two| Some(pair(two[0]?, two[1]?)));
    let pairs: Vec<u64> = pairs.collect();
    whole.into_iter().flatten().chain(pairs).collect()
}
