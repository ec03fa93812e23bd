//! Lines that come again and again: programs in a loop log the same ones, and what they hold is known.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use super::tally::Finding;
use crate::redact::may_be_key;

/// How many lines are remembered.
const LINES: usize = 64;

/// The longest line that is.
const MAX_LINE: usize = 4096;

/// Lines with what was found in them.
#[derive(Default)]
pub(super) struct Again<'e> {
    lines: Vec<(Vec<u8>, Vec<Finding<'e>>)>,
}

impl<'e> Again<'e> {
    /// Returns what is known to be in a line.
    pub(super) fn found(&self, line: &[u8]) -> Option<&[Finding<'e>]> {
        if line.is_empty() || line.len() > MAX_LINE {
            return None;
        }
        let (known, found) = self.lines.get(place(line))?;
        (known == line).then_some(found)
    }

    /// Remembers a line, unless what is said of it depends on others: an id is kept for the first ones only, and a code may be
    /// a secret of the lines before.
    pub(super) fn keep(&mut self, line: &[u8], found: &[Finding<'e>]) {
        let is_fixed = |finding: &Finding<'_>| {
            let code = finding.kind.code.as_deref();
            finding.request_id.is_none() && (finding.kind.is_known || !code.is_some_and(may_be_key))
        };
        if line.is_empty() || line.len() > MAX_LINE || !found.iter().all(is_fixed) {
            return;
        }
        if self.lines.is_empty() {
            self.lines.resize_with(LINES, Default::default);
        }
        let slot = &mut self.lines[place(line)];
        slot.0.clear();
        slot.0.extend_from_slice(line);
        slot.1.clear();
        slot.1.extend_from_slice(found);
    }
}

/// Returns the place of a line.
fn place(line: &[u8]) -> usize {
    let mut hasher = DefaultHasher::new();
    line.hash(&mut hasher);
    usize::try_from(hasher.finish() % LINES as u64).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::{Again, MAX_LINE};

    #[test]
    fn a_line_is_known_when_it_comes_again() {
        let mut again = Again::default();
        assert!(again.found(b"a").is_none());
        again.keep(b"a", &[]);
        assert!(again.found(b"a").is_some_and(<[_]>::is_empty));
        assert!(again.found(b"b").is_none());
        for line in [&b""[..], &[b'a'; MAX_LINE + 1]] {
            again.keep(line, &[]);
            assert!(again.found(line).is_none());
        }
    }
}
