//! Finds where the members and entries of a catalog file stand, so that one entry can be read without reading the rest.
//!
//! The build script compiles this file too: built-in catalogs are indexed at compile time and a user's
//! at run time by the same code.

use std::borrow::Cow;
use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

/// Text that is static for a built-in catalog and owned for one read at run time.
pub type Text = Cow<'static, str>;

/// A range of bytes, in the catalog file unless it is said otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

/// Where everything stands in one catalog file.
#[derive(Debug, Clone)]
pub struct Index {
    /// The API's id.
    pub id: Text,
    /// Other ids of the API.
    pub aliases: Cow<'static, [Text]>,
    /// The names that [`Index::name`] gives, one behind the other: in a built-in catalog one text to be found at start, not
    /// hundreds.
    pub names: Text,
    /// The top-level members other than `entries`: where the name stands among the names, and the value in the file.
    pub members: Cow<'static, [(Span, Span)]>,
    /// The entries in file order.
    pub slots: Cow<'static, [Slot]>,
    /// Codes and aliases, folded and sorted, for binary search.
    pub keys: Cow<'static, [Key]>,
}

impl Index {
    /// Gives a name.
    #[must_use]
    pub fn name(&self, at: Span) -> &str {
        &self.names[at.start..at.end]
    }

    /// Gives the code of the entry at a position of the slots.
    #[must_use]
    pub fn code(&self, slot: usize) -> &str {
        self.name(self.slots[slot].code)
    }

    /// Gives the names of the members with where their values stand.
    pub fn named_members(&self) -> impl Iterator<Item = (&str, Span)> {
        self.members
            .iter()
            .map(|(name, at)| (self.name(*name), *at))
    }

    /// Gives where the value of a member stands.
    #[must_use]
    pub fn member(&self, name: &str) -> Option<Span> {
        let mut members = self.named_members();
        members.find_map(|(known, at)| (known == name).then_some(at))
    }

    /// Puts a name behind the others, and gives where it stands.
    fn note(&mut self, name: &str) -> Span {
        let names = self.names.to_mut();
        let start = names.len();
        names.push_str(name);
        Span {
            start,
            end: names.len(),
        }
    }
}

/// One entry: what look-ups need, and where the rest stands.
#[derive(Debug, Clone)]
pub struct Slot {
    /// The entry's code as written, among the names.
    pub code: Span,
    /// The entry's HTTP status; 0 when the entry has none.
    pub http_status: u16,
    /// The entry's JSON text.
    pub span: Span,
    /// What a table needs of the entry.
    pub brief: Brief,
}

/// Where the values that a table needs stand, as JSON; empty where the entry lacks one.
#[derive(Debug, Clone, Copy)]
pub struct Brief {
    /// The title.
    pub title: Span,
    /// The category.
    pub category: Span,
    /// The verdict about sending again.
    pub verdict: Span,
    /// The fix in a few words.
    pub quick_fix: Span,
}

/// A code or alias by which an entry is found.
#[derive(Debug, Clone)]
pub struct Key {
    /// The name after [`fold`], among the names.
    pub folded: Span,
    /// The name as written, among the names.
    pub name: Span,
    /// Position in [`Index::slots`].
    pub slot: usize,
}

/// A catalog file that cannot be indexed: the message and the line and column in the file.
#[derive(Debug)]
pub struct IndexError {
    /// What is wrong.
    pub message: String,
    /// 1-based line in the file.
    pub line: usize,
    /// The member or entry concerned, if known.
    pub member: Option<String>,
}

/// Gives the form under which codes are compared when the exact spelling finds nothing:
/// upper case, letters and digits only, each number without leading zeros.
/// `auth2`, `Auth 002` and `AUTH_002` fold to the same text.
#[must_use]
pub fn fold(code: &str) -> String {
    let mut folded = String::with_capacity(code.len());
    let mut in_number = false;
    for c in code.chars().filter(|c| c.is_alphanumeric()) {
        if c.is_ascii_digit() {
            if in_number && folded.ends_with('0') && !number_has_value(&folded) {
                folded.pop();
            }
            in_number = true;
            folded.push(c);
        } else {
            in_number = false;
            folded.extend(c.to_uppercase());
        }
    }
    folded
}

/// Says whether the number at the end of `text` has a digit other than zero.
fn number_has_value(text: &str) -> bool {
    text.bytes()
        .rev()
        .take_while(u8::is_ascii_digit)
        .any(|b| b != b'0')
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

/// What the index reads of an entry.
#[derive(Deserialize)]
struct Head<'a> {
    code: String,
    #[serde(default)]
    aliases: Vec<String>,
    /// Of whatever type: what is wrong with it is said when the entry is read.
    #[serde(default)]
    http_status: serde_json::Value,
    #[serde(borrow)]
    title: Option<&'a RawValue>,
    #[serde(borrow)]
    category: Option<&'a RawValue>,
    #[serde(borrow)]
    quick_fix: Option<&'a RawValue>,
    #[serde(borrow, default)]
    retry: RetryHead<'a>,
}

/// What the index reads of an entry's retry advice.
#[derive(Default, Deserialize)]
struct RetryHead<'a> {
    #[serde(borrow)]
    verdict: Option<&'a RawValue>,
}

/// Indexes the text of a catalog file.
///
/// # Errors
/// When the text is not JSON, or lacks `id` or `entries`, or an entry lacks `code`.
pub fn index(text: &str) -> Result<Index, IndexError> {
    let Members(members) =
        serde_json::from_str(text).map_err(|error| failure(text, 0, &error, None))?;
    let mut found = Index {
        id: Cow::Borrowed(""),
        aliases: Cow::Borrowed(&[]),
        names: Cow::Borrowed(""),
        members: Cow::Borrowed(&[]),
        slots: Cow::Borrowed(&[]),
        keys: Cow::Borrowed(&[]),
    };
    let mut has_entries = false;
    for (name, value) in &members {
        let at = span(text, value.get());
        if name != "entries" && found.member(name).is_some() {
            return Err(IndexError {
                message: format!("member `{name}` occurs twice"),
                line: line_of(text, at.start),
                member: Some(name.clone()),
            });
        }
        let fail = |error: &serde_json::Error| failure(text, at.start, error, Some(name));
        match name.as_str() {
            "entries" => {
                has_entries = true;
                read_entries(text, value, &mut found).map_err(|error| *error)?;
                continue;
            }
            "id" => found.id = Cow::Owned(serde_json::from_str(value.get()).map_err(|e| fail(&e))?),
            "aliases" => {
                let names: Vec<String> = serde_json::from_str(value.get()).map_err(|e| fail(&e))?;
                found.aliases = names.into_iter().map(Cow::Owned).collect();
            }
            _ => {}
        }
        let name = found.note(name);
        found.members.to_mut().push((name, at));
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

/// Fills in the slots and keys from the `entries` member.
fn read_entries(text: &str, value: &RawValue, found: &mut Index) -> Result<(), Box<IndexError>> {
    let list_start = span(text, value.get()).start;
    let entries: Vec<&RawValue> = serde_json::from_str(value.get())
        .map_err(|error| Box::new(failure(text, list_start, &error, Some("entries"))))?;
    let mut slots = Vec::with_capacity(entries.len());
    let mut keys = Vec::with_capacity(entries.len());
    for (position, raw) in entries.iter().enumerate() {
        let at = span(text, raw.get());
        let head: Head<'_> = serde_json::from_str(raw.get()).map_err(|error| {
            let name = format!("entry {}", position + 1);
            Box::new(failure(text, at.start, &error, Some(&name)))
        })?;
        for name in std::iter::once(&head.code).chain(&head.aliases) {
            keys.push(Key {
                folded: found.note(&fold(name)),
                name: found.note(name),
                slot: position,
            });
        }
        slots.push(Slot {
            code: found.note(&head.code),
            http_status: head
                .http_status
                .as_u64()
                .and_then(|status| u16::try_from(status).ok())
                .unwrap_or(0),
            span: at,
            brief: Brief {
                title: place(text, head.title),
                category: place(text, head.category),
                verdict: place(text, head.retry.verdict),
                quick_fix: place(text, head.quick_fix),
            },
        });
    }
    keys.sort_by_key(|key| (found.name(key.folded), key.slot));
    found.slots = Cow::Owned(slots);
    found.keys = Cow::Owned(keys);
    Ok(())
}

/// Gives the range of `part`, which is borrowed from `text`.
fn span(text: &str, part: &str) -> Span {
    let start = (part.as_ptr() as usize).saturating_sub(text.as_ptr() as usize);
    Span {
        start,
        end: start + part.len(),
    }
}

/// Gives the range of a member's value, empty without one.
fn place(text: &str, value: Option<&RawValue>) -> Span {
    value.map_or(Span { start: 0, end: 0 }, |value| span(text, value.get()))
}

/// Gives the 1-based line of a byte position.
#[must_use]
pub fn line_of(text: &str, position: usize) -> usize {
    let end = position.min(text.len());
    text.as_bytes()[..end]
        .iter()
        .filter(|b| **b == b'\n')
        .count()
        + 1
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

/// Takes serde's own "at line 3 column 4", which counts from the part, off its message.
#[must_use]
pub fn strip_position(message: &str) -> String {
    match message.rfind(" at line ") {
        Some(end) => message[..end].to_owned(),
        None => message.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::{fold, index, line_of};

    #[test]
    fn codes_that_differ_in_case_separator_or_leading_zeros_fold_alike() {
        for form in [
            "AUTH_002",
            "auth_002",
            "Auth 002",
            "auth2",
            "AUTH-2",
            "auth_0002",
        ] {
            assert_eq!(fold(form), "AUTH2", "{form}");
        }
        assert_eq!(fold("40005"), "40005");
        assert_eq!(fold("10200"), "10200");
        assert_eq!(fold("E_000"), "E0");
        assert_eq!(fold("E_100"), "E100");
        assert_eq!(fold("insufficient-balance"), "INSUFFICIENTBALANCE");
    }

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
        let names: Vec<_> = found.keys.iter().map(|k| found.name(k.folded)).collect();
        assert_eq!(names, ["E1", "E2", "TWO"]);
    }

    #[test]
    fn a_broken_entry_is_named_with_its_line() {
        let text = "{\n \"id\": \"a\",\n \"entries\": [\n  {\"code\": \"E_1\"},\n  {\n   \"code\": 7\n  }\n ]\n}";
        let error = index(text).unwrap_err();
        assert_eq!((error.line, error.member.as_deref()), (6, Some("entry 2")));
    }
}
