//! Opens the search for values in text to the targets in `fuzz/`, which see no more of the library than anyone.

use serde_json::Value;

use super::json;
use crate::doc::{Doc, Kind, Node};

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

/// Reads a text that is one JSON value with the fast reader; `None` for any other.
#[must_use]
pub fn document(text: &str) -> Option<Value> {
    let doc = Doc::read(text)?;
    Some(value(doc.root()))
}

/// Returns a node as a value.
fn value(node: Node<'_>) -> Value {
    match node.kind() {
        Kind::Null => Value::Null,
        Kind::True => true.into(),
        Kind::False => false.into(),
        Kind::Number => serde_json::from_str(node.raw()).unwrap_or_default(),
        Kind::String => node.text().unwrap_or_default().into(),
        Kind::Array => node.children().map(value).collect(),
        Kind::Object => {
            let members = node.children();
            let members = members.map(|member| (member.name().into_owned(), value(member)));
            Value::Object(members.collect())
        }
    }
}
