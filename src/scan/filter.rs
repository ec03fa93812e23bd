//! Passes the lines that may hold an error of the catalog.

use crate::diagnose::Engine;

/// Finds candidate lines.
#[derive(Debug)]
pub struct Filter {}

impl Filter {
    /// Makes the filter of what an engine knows.
    #[must_use]
    pub fn new(_engine: &Engine) -> Self {
        Self {}
    }

    /// Returns the span of the next candidate line in a block that begins and ends at a line's edge.
    pub fn next(&self, block: &[u8], from: usize) -> Option<(usize, usize)> {
        if from >= block.len() {
            return None;
        }
        let start = if from > 0 && block[from] == b'\n' {
            from + 1
        } else {
            from
        };
        let end =
            memchr::memchr(b'\n', block.get(start..)?).map_or(block.len(), |feed| start + feed);
        (start < block.len()).then_some((start, end))
    }
}
