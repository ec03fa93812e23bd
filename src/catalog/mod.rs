//! The catalog: APIs and their errors, from the files compiled in and from a user's.

pub mod beside;
mod find;
pub mod index;
mod model;
mod row;
mod source;

pub use find::{Found, Hit, Query, Suggestion};
pub use model::{
    Api, Category, Entry, Envelope, Example, Fact, Family, FieldList, FieldsAt, Gateway,
    HeaderMark, Match, Means, Pointers, Proof, Quirk, Retry, Says, Section, Shape, Status, Step,
    Support, Verdict, Wanted, When,
};
pub use row::{Label, Row};
pub use source::{CatalogError, Http, Source};

use std::sync::{Arc, OnceLock};

use crate::diagnose::Engine;
use source::builtin_sources;

/// Every API that is known: the built-in ones, then a user's on top.
#[derive(Debug, Clone)]
pub struct Catalog {
    sources: Vec<Source>,
    /// The catalog made ready. A report borrows from it, so that it has to live as long as the catalog does.
    engine: OnceLock<Arc<Engine>>,
}

impl Default for Catalog {
    fn default() -> Self {
        Self::builtin()
    }
}

impl Catalog {
    /// Gives the catalog that is part of the program. Nothing is parsed yet.
    #[must_use]
    pub fn builtin() -> Self {
        Self {
            sources: builtin_sources(),
            engine: OnceLock::new(),
        }
    }

    /// Adds the text of a catalog file; `name` is what messages call it.
    ///
    /// ```
    /// let mut catalog = errdoc::Catalog::builtin();
    /// catalog.add("acme.json", include_str!("../../catalog/template.json").to_owned())?;
    /// let body = br#"{"acme_error": {"code": "ACME_002", "text": "Slow down, try again in 30 s"}}"#;
    /// let report = errdoc::diagnose(body, &catalog)?;
    /// assert_eq!(report.diagnoses[0].after_seconds, Some(30));
    /// # Ok::<(), errdoc::CatalogError>(())
    /// ```
    ///
    /// # Errors
    /// When the text is no catalog: the first thing that is wrong, with file, line, entry and field.
    pub fn add(&mut self, name: &str, text: String) -> Result<(), CatalogError> {
        let source = Source::read(name, text)?;
        if let Some(error) = self.faults(&source).next() {
            return Err(error);
        }
        self.push(source);
        Ok(())
    }

    /// Adds a file in which nothing is wrong.
    pub(crate) fn push(&mut self, source: Source) {
        self.sources.push(source);
        self.engine = OnceLock::new();
    }

    /// Gives whatever keeps a file from coming on top of these.
    pub fn faults<'s>(&'s self, source: &'s Source) -> impl Iterator<Item = CatalogError> + 's {
        let is_other = |known: &&Source| known.id() != source.id();
        let taken = move |name: &str| {
            let is_called = |known: &&Source| known.names().any(|n| n.eq_ignore_ascii_case(name));
            let known = self.sources.iter().filter(is_other).find(is_called)?;
            let member = if name == source.id() { "id" } else { "aliases" };
            let message = format!("`{name}` names {} already", known.id());
            Some(source.at_member(member, message))
        };
        let is_known = self.sources.iter().any(|s| s.id() == source.id());
        let faults = source.faults(is_known);
        faults.chain(source.names().filter_map(taken))
    }

    /// Gives the whole catalog made ready for diagnosing, at the first call by making it so.
    ///
    /// # Errors
    /// When a catalog file is broken.
    pub fn engine(&self) -> Result<&Engine, CatalogError> {
        if let Some(engine) = self.engine.get() {
            return Ok(engine);
        }
        let engine = Arc::new(Engine::new(self, &[])?);
        Ok(self.engine.get_or_init(|| engine))
    }

    /// Adds the text of a catalog file without reading its entries: enough for [`labels`](Self::labels), and nothing is
    /// known about the rest.
    ///
    /// # Errors
    /// When the text cannot be indexed.
    pub fn add_index(&mut self, name: &str, text: String) -> Result<(), CatalogError> {
        self.sources.push(Source::read(name, text)?);
        Ok(())
    }

    /// Gives the ids of all APIs, built-in ones first.
    #[must_use]
    pub fn ids(&self) -> Vec<&str> {
        let mut ids: Vec<&str> = Vec::with_capacity(self.sources.len());
        for source in &self.sources {
            if !ids.contains(&source.id()) {
                ids.push(source.id());
            }
        }
        ids
    }

    /// Reads all of an API but its entries; `None` for an unknown id.
    ///
    /// # Errors
    /// When its file is broken.
    pub fn api(&self, id: &str) -> Result<Option<Api>, CatalogError> {
        if !self.sources.iter().any(|s| s.id() == id) {
            return Ok(None);
        }
        Ok(Some(Api {
            id: id.to_owned(),
            name: self.member(id, "name")?.unwrap_or_else(|| id.to_owned()),
            aliases: self.aliases(id).map(str::to_owned).collect(),
            summary: self.member(id, "summary")?,
            docs_url: self.member(id, "docs_url")?,
            base_url: self.member(id, "base_url")?,
            authentication: self.member(id, "authentication")?,
            hosts: self.member(id, "hosts")?.unwrap_or_default(),
            foreign_hosts: self.member(id, "foreign_hosts")?.unwrap_or_default(),
            headers: self.member(id, "headers")?.unwrap_or_default(),
            request_id_headers: self.member(id, "request_id_headers")?.unwrap_or_default(),
            support: self.member(id, "support")?.unwrap_or_default(),
            status_page: self.member(id, "status_page")?,
            envelopes: self.member(id, "envelopes")?.unwrap_or_default(),
            success: self.member(id, "success")?.unwrap_or_default(),
            families: self.member(id, "families")?.unwrap_or_default(),
            guide: self.member(id, "guide")?.unwrap_or_default(),
        }))
    }

    /// Reads one top-level member of an API's file; a later file's member counts before an earlier one's.
    ///
    /// # Errors
    /// When the member is not of the type asked for.
    pub fn member<T: serde::de::DeserializeOwned>(
        &self,
        id: &str,
        name: &str,
    ) -> Result<Option<T>, CatalogError> {
        for source in self.sources.iter().rev().filter(|s| s.id() == id) {
            if let Some(value) = source.member(name)? {
                return Ok(Some(value));
            }
        }
        Ok(None)
    }

    /// Reads all entries of an API in file order, a later file's in place of an earlier one's.
    ///
    /// # Errors
    /// When an entry is broken.
    pub fn entries(&self, id: &str) -> Result<Vec<Entry>, CatalogError> {
        self.slots(id)
            .into_iter()
            .map(|(source, slot)| self.sources[source].entry(slot))
            .collect()
    }

    /// Gives the texts of an API's files.
    pub fn files(&self, id: &str) -> impl Iterator<Item = &str> {
        self.sources
            .iter()
            .filter(move |s| s.id() == id)
            .map(|s| s.text.as_ref())
    }

    /// Gives where an API's files are from, in the order in which they count: a path, or nothing where it is built in.
    pub fn origins(&self, id: &str) -> impl Iterator<Item = Option<&str>> {
        self.sources
            .iter()
            .filter(move |s| s.id() == id)
            .map(Source::path)
    }

    /// Gives what another file says differently of an API that is known: members and codes it takes the place of.
    #[must_use]
    pub fn replaced(&self, by: &Source) -> Vec<CatalogError> {
        let mut replaced = Vec::new();
        for known in self.sources.iter().filter(|known| known.id() == by.id()) {
            let place = match known.path() {
                Some(path) => format!("the one in {path}"),
                None => "the built-in one".to_owned(),
            };
            replaced.extend(by.replaces(known).map(|at| CatalogError {
                message: format!("takes the place of {place}"),
                ..at
            }));
        }
        replaced
    }

    /// Gives the positions of an API's entries, without those that a later file replaces.
    fn slots(&self, id: &str) -> Vec<(usize, usize)> {
        let mut slots = Vec::new();
        for (position, source) in self.sources.iter().enumerate() {
            if source.id() != id {
                continue;
            }
            for slot in 0..source.index.slots.len() {
                if !self.is_replaced(position, slot) {
                    slots.push((position, slot));
                }
            }
        }
        slots
    }

    /// Says whether a later file has an entry of the same API and code.
    fn is_replaced(&self, source: usize, slot: usize) -> bool {
        let earlier = &self.sources[source];
        let code = earlier.index.code(slot);
        self.sources[source + 1..]
            .iter()
            .any(|later| later.id() == earlier.id() && later.slot_of(code).is_some())
    }

    /// Gives an API's other names.
    fn aliases<'a>(&'a self, id: &'a str) -> impl Iterator<Item = &'a str> {
        self.sources
            .iter()
            .filter(move |s| s.id() == id)
            .flat_map(|s| s.index.aliases.iter().map(AsRef::as_ref))
    }

    /// Gives the ids of the APIs that `name` may mean: an id or alias, else every API that begins so.
    #[must_use]
    pub fn resolve_api(&self, name: &str) -> Vec<&str> {
        let ids = self.ids();
        let is_called =
            |id: &str, test: &dyn Fn(&str) -> bool| test(id) || self.aliases(id).any(test);
        let exact: Vec<&str> = ids
            .iter()
            .copied()
            .filter(|id| is_called(id, &|n| n.eq_ignore_ascii_case(name)))
            .collect();
        if !exact.is_empty() {
            return exact;
        }
        // An empty name would be the beginning of every other.
        if name.is_empty() {
            return Vec::new();
        }
        let lower = name.to_ascii_lowercase();
        ids.into_iter()
            .filter(|id| is_called(id, &|n| n.to_ascii_lowercase().starts_with(&lower)))
            .collect()
    }

    /// Reads what is known of HTTP, whatever the API: advice for bare statuses, and what answers in an API's place.
    ///
    /// # Errors
    /// When the built-in file is broken, which the tests rule out.
    pub fn http(&self) -> Result<Http, CatalogError> {
        source::http()
    }
}
