//! One catalog file of a user's: its text, its index, and reading one part of it at a time.

use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::sync::Arc;

use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::index::{Head, Index, IndexError, Slot, Span, index, line_of, strip_position};
use super::model::{
    Api, Entry, Envelope, Family, HeaderMark, Place, Section, Shape, Support, TextForm,
};
use crate::sanitize::{window, windowed};

/// Says what is wrong with a member of a file, if anything is.
type Check = fn(&Source, &str) -> Option<CatalogError>;

/// The members that a catalog file may have besides those that its index is made of, each with its type.
const MEMBERS: [(&str, Check); 19] = [
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
    ("success", fault::<Vec<BTreeMap<Place, Shape>>>),
    ("families", fault::<Vec<Family>>),
    ("guide", fault::<Vec<Section>>),
    ("texts", fault::<Vec<TextForm>>),
    ("rank", fault::<u8>),
    ("protocol", fault::<String>),
    ("case_insensitive_codes", fault::<bool>),
];

/// The members that an index is made of, and the one that is for editors.
const INDEXED: [&str; 5] = ["id", "extends", "aliases", "entries", "$schema"];

/// The most faults of one entry that are said at once.
const MAX_FAULTS: usize = 16;

/// An entry with right values of all members that one needs.
const RIGHT: &str = r#"{"code": "A", "title": "A", "category": "server", "http_status": 500, "cause": "A", "remediation": ["A"],
    "quick_fix": "A", "retry": {"verdict": "no", "advice": "A"}, "examples": [], "source": "A"}"#;

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
    pub text: String,
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
                text,
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

    /// Takes of each malformed entry what can be read of it.
    pub(super) fn fill(&mut self) {
        for slot in &mut self.index.slots {
            let text = &self.text[slot.span.start..slot.span.end];
            let head = || serde_json::from_str::<Head>(text).ok();
            slot.entry = slot.entry.take().or_else(|| Some(Arc::new(head()?.into())));
        }
    }

    /// Returns the id of the API: of a file that continues another API, that one's.
    #[must_use]
    pub fn id(&self) -> &str {
        self.index.extends.as_ref().unwrap_or(&self.index.id)
    }

    /// Iterates over all names of the API that the file knows.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        let aliases = self.index.aliases.iter().map(String::as_str);
        std::iter::once(self.id()).chain(aliases)
    }

    /// Returns the members and entries with another text than those of an earlier file: they take the place of those.
    pub(super) fn replaces<'s>(
        &'s self,
        earlier: &'s Self,
    ) -> impl Iterator<Item = CatalogError> + 's {
        let members = self.index.members.iter().filter_map(|(name, span)| {
            let known = earlier.index.member(name);
            let differs = known.is_some_and(|at| earlier.slice(at) != self.slice(*span));
            // Of these there is no more than one to a file, or all count.
            let is_own = INDEXED.contains(&name.as_str());
            (differs && !is_own).then(|| (*span, None, Some(name.clone())))
        });
        let entries = self.index.slots.iter().filter_map(|slot| {
            let known = earlier.slot_of(&slot.code)?;
            let known = earlier.slice(earlier.index.slots[known].span);
            (known != self.slice(slot.span)).then(|| (slot.span, Some(slot.code.clone()), None))
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
    pub fn entry(&self, slot: usize) -> Result<Arc<Entry>, CatalogError> {
        let Slot { span, entry, .. } = &self.index.slots[slot];
        if let Some(entry) = entry {
            return Ok(entry.clone());
        }
        let text = self.slice(*span);
        serde_json::from_str(text).map(Arc::new).map_err(|error| {
            let mut trouble = self.trouble(*span, &error, Some(self.index.code(slot)));
            // Reading once more tells which member it is; a right entry is read without that cost.
            let again = &mut serde_json::Deserializer::from_str(text);
            if let Err(error) = serde_path_to_error::deserialize::<_, Entry>(again) {
                let path = error.path().to_string();
                let is_named = path == "." || trouble.message.starts_with("unknown member");
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

    /// Returns the position of the entry with exactly this code.
    pub(super) fn slot_of(&self, code: &str) -> Option<usize> {
        self.index.slots.iter().position(|slot| slot.code == code)
    }

    /// Puts what the file says on top of an API and its entries; what is malformed counts as absent.
    pub(super) fn put_on(&self, api: &mut Api, entries: &mut Vec<Arc<Entry>>) {
        fn put<T: DeserializeOwned>(source: &Source, name: &str, value: &mut T) {
            if let Ok(Some(own)) = source.member(name) {
                *value = own;
            }
        }
        put(self, "name", &mut api.name);
        put(self, "summary", &mut api.summary);
        put(self, "docs_url", &mut api.docs_url);
        put(self, "base_url", &mut api.base_url);
        put(self, "authentication", &mut api.authentication);
        put(self, "hosts", &mut api.hosts);
        put(self, "foreign_hosts", &mut api.foreign_hosts);
        put(self, "headers", &mut api.headers);
        put(self, "request_id_headers", &mut api.request_id_headers);
        put(self, "support", &mut api.support);
        put(self, "status_page", &mut api.status_page);
        put(self, "envelopes", &mut api.envelopes);
        put(self, "success", &mut api.success);
        put(self, "families", &mut api.families);
        put(self, "guide", &mut api.guide);
        put(self, "texts", &mut api.texts);
        put(self, "rank", &mut api.rank);
        put(self, "protocol", &mut api.protocol);
        put(
            self,
            "case_insensitive_codes",
            &mut api.case_insensitive_codes,
        );
        for alias in &self.index.aliases {
            if !api.aliases.contains(alias) {
                api.aliases.push(alias.clone());
            }
        }
        let mut places: HashMap<String, usize> = HashMap::with_capacity(entries.len());
        places.extend(
            entries
                .iter()
                .enumerate()
                .map(|(at, e)| (e.code.clone(), at)),
        );
        for entry in (0..self.index.slots.len()).filter_map(|slot| self.entry(slot).ok()) {
            match places.get(&entry.code) {
                Some(at) => entries[*at] = entry,
                None => {
                    places.insert(entry.code.clone(), entries.len());
                    entries.push(entry);
                }
            }
        }
    }

    /// Reads everything once, and gives whatever is malformed.
    /// `known` says that the id is an API's that exists already, so that the file may hold entries alone.
    pub fn faults(&self, known: bool) -> impl Iterator<Item = CatalogError> + '_ {
        let names = || MEMBERS.iter().map(|(name, _)| *name);
        let unknown = self
            .index
            .members
            .iter()
            .map(|(name, at)| (name.as_str(), at))
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
        let entries = (0..self.index.slots.len()).flat_map(|slot| self.malformed(slot));
        unknown
            .chain(id)
            .chain(missing)
            .chain(members)
            .chain(entries)
    }

    /// Returns what is malformed in an entry: the first fault as the reader says it, and those of its other members.
    fn malformed(&self, slot: usize) -> Vec<CatalogError> {
        let Err(first) = self.entry(slot) else {
            return Vec::new();
        };
        let text = self.slice(self.index.slots[slot].span);
        let (Ok(mut members), Ok(right)) = (
            serde_json::from_str::<Map<String, Value>>(text),
            serde_json::from_str::<Map<String, Value>>(RIGHT),
        ) else {
            return vec![first];
        };
        let mut faults = Vec::new();
        // Each turn puts one member right, so that the next fault is found.
        for _ in 0..MAX_FAULTS {
            let mended = Value::Object(members.clone()).to_string();
            let read = &mut serde_json::Deserializer::from_str(&mended);
            let Err(error) = serde_path_to_error::deserialize::<_, Entry>(read) else {
                break;
            };
            let path = error.path().to_string();
            let message = plain_words(&strip_position(&error.inner().to_string()));
            let quoted = message.split('`').nth(1).unwrap_or_default().to_owned();
            let is_named = path == "." || message.starts_with("unknown member");
            let member = match path.split(['.', '[']).next() {
                Some(member) if members.contains_key(member) => member.to_owned(),
                _ => quoted,
            };
            match right.get(&member) {
                Some(value) => members.insert(member.clone(), value.clone()),
                None => members.remove(&member),
            };
            let at = text.find(&format!("\"{member}\"")).unwrap_or(0);
            faults.push(CatalogError {
                file: self.name.clone(),
                line: line_of(&self.text, self.index.slots[slot].span.start + at),
                entry: Some(self.index.code(slot).to_owned()),
                field: (!is_named).then_some(path),
                message,
            });
        }
        match faults.first_mut() {
            Some(fault) => *fault = first,
            None => faults.push(first),
        }
        faults
    }

    /// Returns the error that something is wrong with a top-level member.
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

    /// Returns the text of a span.
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
            return format!("unknown member `{unknown}`; did you mean `{name}`?");
        }
    }
    message
        .replace("invalid type: string", "invalid: the string")
        .replace("invalid type: integer", "invalid: the number")
        .replace("invalid type: floating point", "invalid: the number")
        .replace("invalid type: boolean", "invalid:")
        .replace("invalid type: sequence", "invalid: a list")
        .replace("invalid type: map", "invalid: an object")
        .replace("invalid type: null", "invalid: null")
        .replace("unknown field", "unknown member")
        .replace("missing field", "missing member")
        .replace("unknown variant", "unknown value")
        .replace("expected u16", "expected a number")
        .replace("expected u64", "expected a number")
        .replace("expected a sequence", "expected a list")
        .replace("expected a map", "expected an object")
}

/// Returns the known name that an unknown one may be meant for.
fn nearest<'n>(unknown: &str, known: impl Iterator<Item = &'n str>) -> Option<&'n str> {
    known
        .map(|name| (strsim::osa_distance(unknown, name), name))
        .filter(|(distance, _)| *distance <= 2)
        .min()
        .map(|(_, name)| name)
}
