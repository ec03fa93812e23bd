//! Opens the search for values in text to the targets in `fuzz/`, which see no more of the library than anyone.

use serde_json::Value;

use super::json;

/// A value in a text.
#[derive(Debug)]
pub struct Found {
    /// The value: an object or a list.
    pub value: Value,
    /// Where it begins in the text.
    pub start: usize,
    /// Where it ends.
    pub end: usize,
    /// Whether the text ends before the value does.
    pub is_cut: bool,
    /// JSON Pointer of the string in which it is cut.
    pub cut_at: Option<String>,
}

/// Returns the objects and lists in a text from left to right.
#[must_use]
pub fn find(text: &str) -> Vec<Found> {
    json::find(text)
        .into_iter()
        .map(|found| Found {
            value: found.value,
            start: found.start,
            end: found.end,
            is_cut: found.is_cut,
            cut_at: found.cut_at,
        })
        .collect()
}
