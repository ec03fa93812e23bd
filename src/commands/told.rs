//! What the lines of a log tell of secrets before the line that quotes one: an exchange has several lines.

use std::collections::HashMap;

use errdoc::input::{decode, secrets};

/// How many bytes of the lines before an answer are looked at.
const MAX_LINES: usize = 16 * 1024;

/// How many secrets of earlier lines are known.
const MAX_KNOWN: usize = 4096;

/// How many lines a secret is known after the one that tells it.
const MAX_AGE: u64 = 1000;

/// The secrets that the last lines tell.
#[derive(Default)]
pub(super) struct Told {
    /// The lines since the last answer.
    lines: Vec<u8>,
    /// Secrets with the number of the last line by which each was told.
    known: HashMap<String, u64>,
}

impl Told {
    /// Keeps a line without an answer: only if one comes is it read.
    pub(super) fn keep(&mut self, line: &[u8]) {
        if self.lines.len() > 2 * MAX_LINES {
            self.shorten();
        }
        self.lines
            .extend_from_slice(&line[..line.len().min(MAX_LINES)]);
        self.lines.push(b'\n');
    }

    /// Returns what the lines before an answer tell, that of the line itself included.
    pub(super) fn known(&mut self, number: u64, line: &[u8]) -> impl Iterator<Item = &str> {
        if !self.lines.is_empty() {
            self.keep(line);
            self.shorten();
            let told = secrets(&decode(&self.lines));
            self.add(number, told);
            self.lines.clear();
        }
        let first = number.saturating_sub(MAX_AGE);
        self.known.retain(|_, last| *last >= first);
        self.known.keys().map(String::as_str)
    }

    /// Keeps secrets that a line tells; of too many only those.
    pub(super) fn add(&mut self, number: u64, own: Vec<String>) {
        if self.known.len() + own.len() > MAX_KNOWN {
            self.known.clear();
        }
        let own = own.into_iter().take(MAX_KNOWN);
        self.known.extend(own.map(|secret| (secret, number)));
    }

    /// Returns true if an answer depends on its line alone.
    pub(super) fn is_empty(&self) -> bool {
        self.lines.is_empty() && self.known.is_empty()
    }

    /// Drops the first lines of those that are more than is looked at.
    fn shorten(&mut self) {
        let surplus = self.lines.len().saturating_sub(MAX_LINES);
        let end = self.lines[surplus..].iter().position(|b| *b == b'\n');
        if surplus > 0 {
            self.lines.drain(..surplus + end.map_or(0, |end| end + 1));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{MAX_AGE, Told};

    #[test]
    fn secrets_of_the_lines_before_are_known_and_those_long_before_are_not() {
        let mut told = Told::default();
        told.keep(b"> x-api-key: q9Zp4Xw7Rt2Lk8Vb5Nm3");
        let known = |told: &mut Told, number| {
            told.known(number, b"{}")
                .map(str::to_owned)
                .collect::<Vec<_>>()
        };
        assert_eq!(known(&mut told, 2), ["q9Zp4Xw7Rt2Lk8Vb5Nm3"]);
        assert_eq!(known(&mut told, 3).len(), 1);
        assert_eq!(known(&mut told, 3 + MAX_AGE), [] as [&str; 0]);
    }

    #[test]
    fn what_is_kept_of_many_lines_is_bounded() {
        let mut told = Told::default();
        for _ in 0..10_000 {
            told.keep(&[b'x'; 100]);
            assert!(told.lines.len() < 64 * 1024);
        }
        told.keep(b"password=q9Zp4Xw7Rt2Lk8Vb5Nm3");
        assert_eq!(told.known(1, b"{}").count(), 1);
    }
}
