//! What the lines before an error tell of secrets that it quotes: an exchange has several lines.

use std::collections::HashMap;

use memchr::memmem;

use super::blocks::MAX_BEFORE;
use crate::input::{decode, secrets};
use crate::redact::Secrets;

/// How many secrets of earlier lines are known.
const MAX_KNOWN: usize = 4096;

/// How many bytes a word has at least that may be a secret.
const MIN_WORD: usize = 6;

/// The bytes that were read so far, and the secrets that those near the present line tell.
pub(super) struct Before<'b> {
    /// The lines before the block, and the block.
    parts: [&'b [u8]; 2],
    /// Where the present line begins and ends, after the lines before the block.
    line: (usize, usize),
    /// The place up to which lines were read for secrets.
    read: usize,
    /// Secrets with the end of the last text that told each.
    known: HashMap<String, usize>,
}

impl<'b> Before<'b> {
    /// Begins with a block.
    pub(super) fn new(before: &'b [u8], bytes: &'b [u8]) -> Self {
        Self {
            parts: [before, bytes],
            line: (0, 0),
            read: 0,
            known: HashMap::new(),
        }
    }

    /// Takes the line that begins at a place of the block for the present one.
    pub(super) fn begin(&mut self, at: usize, length: usize) {
        let start = self.parts[0].len() + at;
        self.line = (start, start + length);
    }

    /// Returns the secrets that the present line tells, and those of the lines near before it where a word of a text is in these.
    pub(super) fn secrets_in(&mut self, text: &str) -> Secrets {
        if self.has_word_of(text) {
            return Secrets::new(self.told().map(str::to_owned).collect());
        }
        let (start, end) = self.line;
        let middle = self.parts[0].len();
        let line = &self.parts[1][start - middle..end - middle];
        Secrets::new(secrets(&decode(line)))
    }

    /// Returns true if a word of a text that is long enough for a secret is in the lines near before the present one.
    fn has_word_of(&self, text: &str) -> bool {
        let [before, bytes] = self.parts;
        let (start, _) = self.line;
        let first = start.saturating_sub(MAX_BEFORE);
        let middle = before.len();
        let near = [
            &before[first.min(middle)..],
            &bytes[first.saturating_sub(middle)..start - middle],
        ];
        let is_within = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-');
        let mut words = text
            .split(|c| !is_within(c))
            .filter(|w| w.len() >= MIN_WORD);
        words.any(|word| {
            near.iter()
                .any(|part| memmem::find(part, word.as_bytes()).is_some())
        })
    }

    /// Returns the secrets that the present line and the lines near before it tell together.
    pub(super) fn told(&mut self) -> impl Iterator<Item = &str> {
        let (start, end) = self.line;
        let first = start.saturating_sub(MAX_BEFORE);
        if end > self.read {
            let text = self.lines(self.read.max(first), end);
            let own = secrets(&decode(&text));
            if self.known.len() + own.len() > MAX_KNOWN {
                self.known.clear();
            }
            let own = own.into_iter().take(MAX_KNOWN);
            self.known.extend(own.map(|secret| (secret, end)));
        }
        self.read = self.read.max(end);
        self.known.retain(|_, last| *last >= first);
        self.known.keys().map(String::as_str)
    }

    /// Returns the whole lines between two places.
    fn lines(&self, from: usize, to: usize) -> Vec<u8> {
        let [before, bytes] = self.parts;
        let middle = before.len();
        let mut text = before[from.min(middle)..to.min(middle)].to_vec();
        text.extend_from_slice(&bytes[from.saturating_sub(middle)..to.saturating_sub(middle)]);
        if from > self.read {
            let cut = memchr::memchr(b'\n', &text).map_or(0, |feed| feed + 1);
            text.drain(..cut);
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::Before;

    const KEY: &str = "> x-api-key: q9Zp4Xw7Rt2Lk8Vb5Nm3\n";

    /// Returns the secrets that are known at the last line.
    fn told(before: &str, bytes: &str) -> Vec<String> {
        let mut known = Before::new(before.as_bytes(), bytes.as_bytes());
        let last = bytes.lines().last().unwrap_or_default();
        known.begin(bytes.len() - last.len() - 1, last.len());
        known.told().map(str::to_owned).collect()
    }

    #[test]
    fn secrets_of_the_lines_before_are_known() {
        let said = ["q9Zp4Xw7Rt2Lk8Vb5Nm3"];
        assert_eq!(told("", &format!("{KEY}{{}}\n")), said);
        assert_eq!(told(KEY, "{}\n"), said);
        assert_eq!(told("> x-api-key:", " q9Zp4Xw7Rt2Lk8Vb5Nm3\n{}\n"), said);
    }

    #[test]
    fn lines_before_are_read_where_they_have_what_is_asked_for() {
        let text = format!("{KEY}{{}}\n");
        let mut known = Before::new(b"", text.as_bytes());
        known.begin(KEY.len(), 2);
        let hidden = known
            .secrets_in("key q9Zp4Xw7Rt2Lk8Vb5Nm3")
            .mask_id("q9Zp4Xw7Rt2Lk8Vb5Nm3");
        assert!(!hidden.contains("q9Zp"), "{hidden}");
        assert!(!known.has_word_of("req_7f3a5b") && !known.has_word_of("x-api"));
    }

    #[test]
    fn secrets_of_lines_far_before_are_not() {
        let far = "a line without one\n".repeat(1000);
        assert!(told(KEY, &format!("{far}{{}}\n")).is_empty());
        assert!(told("", &format!("{KEY}{far}{{}}\n")).is_empty());
    }

    #[test]
    fn what_was_read_once_is_kept_for_the_lines_near() {
        let text = format!("{KEY}one\ntwo\n");
        let mut known = Before::new(b"", text.as_bytes());
        for (at, length) in [(0, KEY.len() - 1), (KEY.len(), 3), (KEY.len() + 4, 3)] {
            known.begin(at, length);
            assert_eq!(known.told().count(), 1, "{at}");
        }
    }
}
