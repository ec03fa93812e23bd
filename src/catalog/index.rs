//! Finds where the members and entries of a catalog file are, so that a fault can be reported with its line.

use std::fmt;
use std::sync::Arc;

use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, Visitor};
use serde_json::Value;
use serde_json::value::RawValue;

use super::model::Entry;

/// A range of bytes in the catalog file.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

/// Where everything is in one catalog file.
#[derive(Debug, Clone, Default)]
pub struct Index {
    /// The API's id.
    pub id: String,
    /// The API that the file continues.
    pub extends: Option<String>,
    /// Other ids of the API.
    pub aliases: Vec<String>,
    /// The top-level members other than `entries`: name, and the value in the file.
    pub members: Vec<(String, Span)>,
    /// The entries in file order.
    pub slots: Vec<Slot>,
}

impl Index {
    /// Returns where the value of a member is.
    #[must_use]
    pub fn member(&self, name: &str) -> Option<Span> {
        let mut members = self.members.iter();
        members.find_map(|(known, at)| (known == name).then_some(*at))
    }

    /// Returns the code of the entry at a position of the slots.
    #[must_use]
    pub fn code(&self, slot: usize) -> &str {
        &self.slots[slot].code
    }
}

/// One entry: its code, and where it is.
#[derive(Debug, Clone)]
pub struct Slot {
    /// The entry's code.
    pub code: String,
    /// The entry's JSON text.
    pub span: Span,
    /// The entry; `None` if it is malformed.
    pub entry: Option<Arc<Entry>>,
}

/// A catalog file that cannot be indexed: the message and the line in the file.
#[derive(Debug)]
pub struct IndexError {
    /// What is wrong.
    pub message: String,
    /// 1-based line in the file.
    pub line: usize,
    /// The member or entry concerned, if known.
    pub member: Option<String>,
}

/// The top-level members in file order; serde's own maps would lose the order and accept doubles.
struct Members<'a>(Vec<(String, &'a RawValue)>);

impl<'de: 'a, 'a> Deserialize<'de> for Members<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Collect;
        impl<'de> Visitor<'de> for Collect {
            type Value = Members<'de>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a catalog object")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut members = Vec::new();
                while let Some((name, value)) = map.next_entry::<String, &RawValue>()? {
                    members.push((name, value));
                }
                Ok(Members(members))
            }
        }
        deserializer.deserialize_map(Collect)
    }
}

/// What can be read of a malformed entry.
#[derive(Deserialize)]
pub struct Head {
    #[serde(deserialize_with = "super::model::code")]
    code: String,
    #[serde(default)]
    title: Value,
}

impl From<Head> for Entry {
    fn from(head: Head) -> Self {
        Self {
            code: head.code,
            title: head.title.as_str().unwrap_or_default().to_owned(),
            ..Self::default()
        }
    }
}

/// Indexes the text of a catalog file.
///
/// # Errors
/// When the text is not JSON, or lacks `id` or `entries`, or an entry lacks `code`.
pub fn index(text: &str) -> Result<Index, IndexError> {
    let Members(members) =
        serde_json::from_str(text).map_err(|error| failure(text, 0, &error, None))?;
    let mut found = Index::default();
    let mut has_entries = false;
    for (name, value) in members {
        let at = span(text, value.get());
        if found.member(&name).is_some() || (name == "entries" && has_entries) {
            return Err(IndexError {
                message: format!("member `{name}` occurs twice"),
                line: line_of(text, at.start),
                member: Some(name),
            });
        }
        let fail = |error: &serde_json::Error| failure(text, at.start, error, Some(&name));
        match name.as_str() {
            "entries" => {
                has_entries = true;
                found.slots = slots(text, value)?;
                continue;
            }
            "id" => found.id = serde_json::from_str(value.get()).map_err(|e| fail(&e))?,
            "extends" => found.extends = serde_json::from_str(value.get()).map_err(|e| fail(&e))?,
            "aliases" => found.aliases = serde_json::from_str(value.get()).map_err(|e| fail(&e))?,
            _ => {}
        }
        found.members.push((name, at));
    }
    let missing = |member: &str| IndexError {
        message: format!("member `{member}` is missing"),
        line: 1,
        member: Some(member.to_owned()),
    };
    if found.id.is_empty() {
        return Err(missing("id"));
    }
    if !has_entries {
        return Err(missing("entries"));
    }
    Ok(found)
}

/// Finds the entries in the `entries` member.
fn slots(text: &str, value: &RawValue) -> Result<Vec<Slot>, IndexError> {
    let start = span(text, value.get()).start;
    let entries: Vec<&RawValue> = serde_json::from_str(value.get())
        .map_err(|error| failure(text, start, &error, Some("entries")))?;
    let slot = |(position, raw): (usize, &&RawValue)| {
        let at = span(text, raw.get());
        if let Ok(entry) = serde_json::from_str::<Entry>(raw.get()) {
            return Ok(Slot {
                code: entry.code.clone(),
                span: at,
                entry: Some(Arc::new(entry)),
            });
        }
        let head: Head = serde_json::from_str(raw.get()).map_err(|error| {
            let name = format!("entry {}", position + 1);
            failure(text, at.start, &error, Some(&name))
        })?;
        Ok(Slot {
            code: head.code,
            span: at,
            entry: None,
        })
    };
    entries.iter().enumerate().map(slot).collect()
}

/// Returns the range of `part`, which is borrowed from `text`.
fn span(text: &str, part: &str) -> Span {
    let start = (part.as_ptr() as usize).saturating_sub(text.as_ptr() as usize);
    Span {
        start,
        end: start + part.len(),
    }
}

/// Returns the 1-based line of a byte position.
#[must_use]
pub fn line_of(text: &str, position: usize) -> usize {
    let end = position.min(text.len());
    memchr::memchr_iter(b'\n', &text.as_bytes()[..end]).count() + 1
}

/// Turns serde's error about a part of the file into one about the file.
fn failure(
    text: &str,
    start: usize,
    error: &serde_json::Error,
    member: Option<&str>,
) -> IndexError {
    IndexError {
        message: strip_position(&error.to_string()),
        line: line_of(text, start) + error.line().saturating_sub(1),
        member: member.map(str::to_owned),
    }
}

/// Removes serde's own "at line 3 column 4", which counts from the part, from its message.
#[must_use]
pub fn strip_position(message: &str) -> String {
    match message.rfind(" at line ") {
        Some(end) => message[..end].to_owned(),
        None => message.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::{index, line_of};

    #[test]
    fn the_index_points_at_the_text_of_each_entry() {
        let text = "{\n \"id\": \"a\",\n \"name\": \"A\",\n \"entries\": [\n  {\"code\": \"E_1\", \"http_status\": 400},\n  {\"code\": \"E_2\", \"aliases\": [\"two\"]}\n ]\n}";
        let found = index(text).unwrap();
        assert_eq!(found.id, "a");
        assert_eq!(found.slots.len(), 2);
        let second = found.slots[1].span;
        assert_eq!(
            &text[second.start..second.end],
            "{\"code\": \"E_2\", \"aliases\": [\"two\"]}"
        );
        assert_eq!(line_of(text, second.start), 6);
    }

    #[test]
    fn a_broken_entry_is_named_with_its_line() {
        let text = "{\n \"id\": \"a\",\n \"entries\": [\n  {\"code\": \"E_1\"},\n  {\n   \"code\": true\n  }\n ]\n}";
        let error = index(text).unwrap_err();
        assert_eq!((error.line, error.member.as_deref()), (6, Some("entry 2")));
    }
}
