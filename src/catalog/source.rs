//! One catalog file: its text, its index, and reading one part of it at a time.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;

use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::index::{
    Brief, Index, IndexError, Key, Slot, Span, fold, index, line_of, strip_position,
};
use super::model::{Entry, Envelope, Family, Gateway, HeaderMark, Section, Shape, Status, Support};
use crate::sanitize::{window, windowed};

include!(concat!(env!("OUT_DIR"), "/builtin.rs"));

/// Says what is wrong with a member of a file, if anything is.
type Check = fn(&Source, &str) -> Option<CatalogError>;

/// The members that a catalog file may have besides those that its index is made of, each with its type.
const MEMBERS: [(&str, Check); 15] = [
    ("name", fault::<String>),
    ("summary", fault::<String>),
    ("docs_url", fault::<String>),
    ("base_url", fault::<String>),
    ("authentication", fault::<String>),
    ("hosts", fault::<Vec<String>>),
    ("foreign_hosts", fault::<Vec<String>>),
    ("headers", fault::<Vec<HeaderMark>>),
    ("request_id_headers", fault::<Vec<String>>),
    ("support", fault::<Support>),
    ("status_page", fault::<String>),
    ("envelopes", fault::<Vec<Envelope>>),
    ("success", fault::<Vec<BTreeMap<String, Shape>>>),
    ("families", fault::<Vec<Family>>),
    ("guide", fault::<Vec<Section>>),
];

/// The members that an index is made of, and the one that is for editors.
const INDEXED: [&str; 4] = ["id", "aliases", "entries", "$schema"];

/// Says what is wrong with a member of a type.
fn fault<T: DeserializeOwned>(source: &Source, name: &str) -> Option<CatalogError> {
    source.member::<T>(name).err()
}

/// A catalog file in memory.
#[derive(Debug, Clone)]
pub struct Source {
    /// What messages call the file.
    pub name: String,
    /// Its text.
    pub text: Cow<'static, str>,
    /// Where things stand in the text.
    pub index: Index,
}

/// What is wrong with a catalog file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CatalogError {
    /// The file.
    pub file: String,
    /// 1-based line.
    pub line: usize,
    /// The entry's code, if the trouble is in one.
    pub entry: Option<String>,
    /// The member concerned, if known.
    pub field: Option<String>,
    /// What is wrong, as a clause.
    pub message: String,
}

impl fmt::Display for CatalogError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: ", self.file, self.line)?;
        if let Some(entry) = &self.entry {
            write!(f, "{}: ", window(entry))?;
        }
        if let Some(field) = &self.field {
            write!(f, "{}: ", window(field))?;
        }
        f.write_str(&windowed(&self.message))
    }
}

impl std::error::Error for CatalogError {}

/// Gives the built-in files; only pointers are copied.
pub(super) fn builtin_sources() -> Vec<Source> {
    BUILTIN
        .iter()
        .map(|(name, text, index)| Source {
            name: (*name).to_owned(),
            text: Cow::Borrowed(text),
            index: index.clone(),
        })
        .collect()
}

/// What is known of HTTP, whatever the API.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Http {
    /// The advice for bare statuses.
    pub statuses: Vec<Status>,
    /// The advice for a status that has none of its own: by its first digit (RFC 9110, section 15).
    pub classes: Vec<Status>,
    /// What answers in an API's place.
    pub gateways: Vec<Gateway>,
}

impl Http {
    /// Gives the advice for a bare status: its own, else that of its class.
    #[must_use]
    pub fn advice(&self, status: u16) -> Option<&Status> {
        let own = self.statuses.iter().find(|known| known.status == status);
        own.or_else(|| {
            let class = status / 100 * 100;
            self.classes.iter().find(|known| known.status == class)
        })
    }

    /// Gives the advice for what a body says in words, where that is another than its status: some APIs send one client
    /// error for all.
    #[must_use]
    pub fn meant<'w>(&self, status: u16, words: impl Iterator<Item = &'w str>) -> Option<&Status> {
        let mut words = words.filter(|_| (400..500).contains(&status));
        words
            .find_map(|words| self.statuses.iter().find(|known| known.is_said(words)))
            .filter(|known| known.status != status)
    }
}

/// What a sentence that speaks of a limit says of it where it was too much.
const TOO_MUCH: [&str; 5] = ["exceed", "reach", "toomany", "limited", "throttled"];

impl Status {
    /// Says whether these words mean this status, whatever status comes with them: the name of an error, or a sentence that
    /// does more than speak of such things.
    #[must_use]
    pub fn is_said(&self, words: &str) -> bool {
        if self.says.is_empty() {
            return false;
        }
        let letters = words.chars().filter(char::is_ascii_alphabetic);
        let letters: String = letters.map(|c| c.to_ascii_lowercase()).collect();
        let is_name = !words.trim().contains(char::is_whitespace);
        self.says.iter().any(|says| letters.contains(says.as_str()))
            && (is_name || TOO_MUCH.iter().any(|told| letters.contains(told)))
    }
}

/// Reads what is known of HTTP.
pub(super) fn http() -> Result<Http, CatalogError> {
    serde_json::from_str(include_str!("../../catalog/http.json")).map_err(|error| CatalogError {
        file: "catalog/http.json".to_owned(),
        line: error.line(),
        entry: None,
        field: None,
        message: strip_position(&error.to_string()),
    })
}

impl Source {
    /// Indexes the text of a catalog file.
    ///
    /// # Errors
    /// When it is not JSON, or lacks `id`, `entries` or a code.
    pub fn read(name: &str, text: String) -> Result<Self, CatalogError> {
        let text = match text.strip_prefix('\u{feff}') {
            Some(rest) => rest.to_owned(),
            None => text,
        };
        match index(&text) {
            Ok(index) => Ok(Self {
                name: name.to_owned(),
                text: Cow::Owned(text),
                index,
            }),
            Err(IndexError {
                message,
                line,
                member,
            }) => Err(CatalogError {
                file: name.to_owned(),
                line,
                entry: None,
                field: member,
                message,
            }),
        }
    }

    /// Gives the API's id.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.index.id
    }

    /// Gives all names of the API that the file knows.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        let aliases = self.index.aliases.iter().map(AsRef::as_ref);
        std::iter::once(self.id()).chain(aliases)
    }

    /// Gives the path of the file, unless it is built in.
    #[must_use]
    pub(super) fn path(&self) -> Option<&str> {
        matches!(self.text, Cow::Owned(_)).then_some(self.name.as_str())
    }

    /// Gives the members and entries with another text than those of an earlier file: they take the place of those.
    pub(super) fn replaces<'s>(
        &'s self,
        earlier: &'s Self,
    ) -> impl Iterator<Item = CatalogError> + 's {
        let members = self.index.named_members().filter_map(|(name, span)| {
            let known = earlier.index.member(name);
            let differs = known.is_some_and(|at| earlier.slice(at) != self.slice(span));
            // Of these there is no more than one to a file, or all count.
            let is_own = ["id", "$schema", "aliases"].contains(&name);
            (differs && !is_own).then(|| (span, None, Some(name.to_owned())))
        });
        let entries = self.index.slots.iter().filter_map(|slot| {
            let code = self.index.name(slot.code);
            let known = earlier.slot_of(code)?;
            let known = earlier.slice(earlier.index.slots[known].span);
            (known != self.slice(slot.span)).then(|| (slot.span, Some(code.to_owned()), None))
        });
        members
            .chain(entries)
            .map(|(span, entry, field)| CatalogError {
                file: self.name.clone(),
                line: line_of(&self.text, span.start),
                entry,
                field,
                message: String::new(),
            })
    }

    /// Reads the entry at a position of the index.
    ///
    /// # Errors
    /// When the entry lacks a member, has an unknown one, or one of the wrong type.
    pub fn entry(&self, slot: usize) -> Result<Entry, CatalogError> {
        let span = self.index.slots[slot].span;
        let text = self.slice(span);
        serde_json::from_str(text).map_err(|error| {
            let mut trouble = self.trouble(span, &error, Some(self.index.code(slot)));
            // Reading once more tells which member it is; a right entry is read without that cost.
            let again = &mut serde_json::Deserializer::from_str(text);
            if let Err(error) = serde_path_to_error::deserialize::<_, Entry>(again) {
                let path = error.path().to_string();
                let is_named = path == "." || trouble.message.starts_with("unknown field");
                trouble.field = (!is_named).then_some(path);
            }
            trouble
        })
    }

    /// Reads a top-level member, if the file has it with a value other than null.
    ///
    /// # Errors
    /// When it is not of the type asked for.
    pub fn member<T: DeserializeOwned>(&self, name: &str) -> Result<Option<T>, CatalogError> {
        let Some(span) = self.index.member(name) else {
            return Ok(None);
        };
        serde_json::from_str::<Option<T>>(self.slice(span)).map_err(|error| {
            let mut trouble = self.trouble(span, &error, None);
            trouble.field = Some(name.to_owned());
            trouble
        })
    }

    /// Gives the position of the entry with exactly this code.
    pub(super) fn slot_of(&self, code: &str) -> Option<usize> {
        self.keys(&fold(code))
            .map(|key| key.slot)
            .find(|slot| self.index.code(*slot) == code)
    }

    /// Gives the codes and aliases with this folded form.
    pub(super) fn keys<'a>(&'a self, folded: &'a str) -> impl Iterator<Item = &'a Key> {
        let keys = &self.index.keys;
        let first = keys.partition_point(|key| self.index.name(key.folded) < folded);
        keys[first..]
            .iter()
            .take_while(move |key| self.index.name(key.folded) == folded)
    }

    /// Reads everything once, and gives whatever is malformed.
    /// `known` says that the id is an API's that exists already, so that the file may hold entries alone.
    pub fn faults(&self, known: bool) -> impl Iterator<Item = CatalogError> + '_ {
        let names = || MEMBERS.iter().map(|(name, _)| *name);
        let unknown = self
            .index
            .named_members()
            .filter(move |(name, _)| !INDEXED.contains(name) && !names().any(|n| n == *name))
            .map(move |(name, _)| {
                let near = nearest(name, names());
                let hint = near.map(|name| format!("; did you mean `{name}`?"));
                self.at_member(name, format!("unknown member{}", hint.unwrap_or_default()))
            });
        let is_plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
        let id = (!self.id().bytes().all(is_plain))
            .then(|| self.at_member("id", "only a to z, 0 to 9 and `-` make an id".to_owned()));
        let missing = ["name", "envelopes"]
            .into_iter()
            .filter(move |name| !known && self.index.member(name).is_none())
            .map(|name| self.at_member(name, "missing for a new API".to_owned()));
        let members = MEMBERS.iter().filter_map(|(name, check)| check(self, name));
        let entries = (0..self.index.slots.len()).filter_map(|slot| self.entry(slot).err());
        unknown
            .chain(id)
            .chain(missing)
            .chain(members)
            .chain(entries)
    }

    /// Gives the error that something is wrong with a top-level member.
    pub(crate) fn at_member(&self, name: &str, message: String) -> CatalogError {
        let at = self.index.member(name);
        CatalogError {
            file: self.name.clone(),
            line: at.map_or(1, |at| line_of(&self.text, at.start)),
            entry: None,
            field: Some(name.to_owned()),
            message,
        }
    }

    /// Gives the text of a span.
    pub(super) fn slice(&self, span: Span) -> &str {
        &self.text[span.start..span.end]
    }

    /// Turns serde's error about a span into one about the file.
    fn trouble(&self, span: Span, error: &serde_json::Error, entry: Option<&str>) -> CatalogError {
        CatalogError {
            file: self.name.clone(),
            line: line_of(&self.text, span.start) + error.line().saturating_sub(1),
            entry: entry.map(str::to_owned),
            field: None,
            message: plain_words(&strip_position(&error.to_string())),
        }
    }
}

/// Says what serde expected in the words of a catalog.
fn plain_words(message: &str) -> String {
    if let Some((unknown, known)) = message
        .strip_prefix("unknown field `")
        .and_then(|rest| rest.split_once("`, expected "))
    {
        let known = known.split('`').skip(1).step_by(2);
        if let Some(name) = nearest(unknown, known) {
            return format!("unknown field `{unknown}`; did you mean `{name}`?");
        }
    }
    message
        .replace("expected u16", "expected a number")
        .replace("expected u64", "expected a number")
        .replace("expected a sequence", "expected a list")
        .replace("expected a map", "expected an object")
}

/// Gives the known name that an unknown one may be meant for.
fn nearest<'n>(unknown: &str, known: impl Iterator<Item = &'n str>) -> Option<&'n str> {
    known
        .map(|name| (strsim::osa_distance(unknown, name), name))
        .filter(|(distance, _)| *distance <= 2)
        .min()
        .map(|(_, name)| name)
}
