//! What a program left out when it printed a value: `error: [Object]`.

use std::collections::HashSet;
use std::sync::LazyLock;

use memchr::memmem::Finder;
use serde_json::Value;

/// Searches for what a program prints in the place of a value.
static LEFT_OUT: LazyLock<[Finder<'static>; 4]> =
    LazyLock::new(|| ["[Object]", "[Array]", "{...}", "[...]"].map(Finder::new));

/// Returns the names of the members whose values a program left out when it printed them: `error: [Object]`.
pub(super) fn left_out(text: &str) -> HashSet<&str> {
    let signs = LEFT_OUT
        .iter()
        .flat_map(|sign| sign.find_iter(text.as_bytes()));
    let name = |at: usize| {
        let before = text[..at].trim_end().strip_suffix(':')?.trim_end();
        let before = before.trim_end_matches(['\'', '"']);
        let front = before.trim_end_matches(|c: char| c.is_alphanumeric() || c == '_');
        Some(&before[front.len()..])
    };
    signs.filter_map(name).collect()
}

/// Returns true if a value has nothing in a member of one of these names.
pub(super) fn lacks(value: &Value, names: &HashSet<&str>) -> bool {
    let is_empty = |value: &Value| match value {
        Value::Null => true,
        Value::Object(members) => members.is_empty(),
        Value::Array(items) => items.is_empty(),
        Value::Bool(_) | Value::Number(_) | Value::String(_) => false,
    };
    let mut members = value.as_object().into_iter().flatten();
    !names.is_empty()
        && members.any(|(name, inner)| {
            (names.contains(name.as_str()) && is_empty(inner)) || lacks(inner, names)
        })
}
