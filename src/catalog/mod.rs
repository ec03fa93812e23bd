//! The catalog: APIs and their errors, from the files compiled in and from a user's.

mod binary;
pub(crate) mod class;
mod compile;
pub(crate) mod compiled;
pub(crate) mod filed;
mod find;
mod fold;
pub(crate) mod grams;
pub mod index;
pub(crate) mod layers;
pub(crate) mod layout;
mod model;
mod row;
pub mod sidecar;
mod source;
pub(crate) mod table;
pub(crate) mod words;

pub(crate) use compile::{any, name_bit, name_hash, named, root, texted};
pub use find::{Found, Hit, Query, Suggestion};
pub use model::{
    Api, Category, Entry, Envelope, Example, Fact, Family, FieldList, FieldsAt, Gateway,
    HeaderMark, Http, HttpStatus, Match, Means, Place, Places, Pointers, Proof, Quirk, Retry, Says,
    Section, Shape, Status, Step, Support, TextForm, Token, Unit, Verdict, Wait, Wanted, When,
};
pub use row::{Label, Row};
pub use source::{CatalogError, Source};

use std::io::Read;
use std::sync::{Arc, OnceLock};

use compile::{Whole, compile};
use compiled::Compiled;
use layers::Layers;

use crate::diagnose::Engine;

/// The built-in catalog as the build script compiled it.
static BUILTIN: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/catalog.bin"));

include!(concat!(env!("OUT_DIR"), "/sources.rs"));

/// Every API that is known: the built-in ones, then a user's on top.
#[derive(Debug, Clone, Default)]
pub struct Catalog {
    /// Whether the built-in APIs are left out.
    is_bare: bool,
    /// Large files by their compiled form, with their names.
    sidecars: Vec<(String, Compiled)>,
    sources: Vec<Source>,
    layers: OnceLock<Arc<Layers>>,
    /// A report borrows from the engine, so that it has to live as long as the catalog does.
    engine: OnceLock<Arc<Engine>>,
}

/// The built-in catalog alone.
fn builtin() -> Option<Compiled> {
    Compiled::new(BUILTIN)
}

impl Catalog {
    /// Returns the catalog that is part of the program. Nothing is read yet.
    #[must_use]
    pub fn builtin() -> Self {
        Self::default()
    }

    /// Returns a catalog without APIs, for callers who want none but their own. What is known of HTTP is there.
    #[must_use]
    pub fn bare() -> Self {
        Self {
            is_bare: true,
            ..Self::default()
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
    /// When the text is not a catalog: the first fault, with file, line, entry and field.
    pub fn add(&mut self, name: &str, text: String) -> Result<(), CatalogError> {
        let source = Source::read(name, text)?;
        if let Some(error) = self.faults(&source).next() {
            return Err(error);
        }
        self.push(source);
        Ok(())
    }

    /// Adds a file that has no faults.
    pub(crate) fn push(&mut self, source: Source) {
        self.sources.push(source);
        self.layers = OnceLock::new();
        self.engine = OnceLock::new();
    }

    /// Adds whatever of a file can be read, of a malformed entry its code and title; for completion, which has no way to report
    /// faults.
    ///
    /// # Errors
    /// When the text cannot be indexed.
    pub fn add_readable(&mut self, name: &str, text: String) -> Result<(), CatalogError> {
        let mut source = Source::read(name, text)?;
        source.fill();
        self.push(source);
        Ok(())
    }

    /// Iterates over whatever keeps a file from being added.
    pub fn faults<'s>(&'s self, source: &'s Source) -> impl Iterator<Item = CatalogError> + 's {
        let layers = self.layers();
        let own = layers.api_called(source.id());
        let is_taken = move |name: &str| {
            let layers = self.layers();
            let mut others = layers.apis().filter(|api| Some(*api) != own);
            let is_called = |api: &usize| {
                let mut aliases = layers.aliases(*api).into_iter();
                layers.id(*api).eq_ignore_ascii_case(name)
                    || aliases.any(|alias| alias.eq_ignore_ascii_case(name))
            };
            let known = layers.id(others.find(is_called)?);
            let member = if name == source.id() { "id" } else { "aliases" };
            Some(source.at_member(member, format!("`{name}` already names {known}")))
        };
        let faults = source.faults(own.is_some());
        faults.chain(source.names().filter_map(is_taken))
    }

    /// Returns the compiled catalogs, a user's files compiled at the first call.
    pub(crate) fn layers(&self) -> &Arc<Layers> {
        self.layers.get_or_init(|| {
            let mut layers = self.below();
            if !self.sources.is_empty() {
                layers.extend(Compiled::new(compile(&self.wholes(), None)));
            }
            let mut layers = Layers::new(layers);
            if self.is_bare {
                layers.leave_out_first();
            }
            Arc::new(layers)
        })
    }

    /// Returns the catalogs that are compiled already.
    fn below(&self) -> Vec<Compiled> {
        let sidecars = self.sidecars.iter().map(|(_, compiled)| compiled.clone());
        builtin().into_iter().chain(sidecars).collect()
    }

    /// Forgets a user's files that are not compiled.
    fn forget(&mut self) {
        self.sources.clear();
        self.layers = OnceLock::new();
        self.engine = OnceLock::new();
    }

    /// Adds the compiled form of a file; returns false if it is another file's, or damaged.
    pub fn add_sidecar(&mut self, name: &str, bytes: Vec<u8>, stamp: sidecar::Stamp) -> bool {
        let Some(compiled) = sidecar::read(bytes, stamp) else {
            return false;
        };
        self.sidecars.push((name.to_owned(), compiled));
        self.layers = OnceLock::new();
        self.engine = OnceLock::new();
        true
    }

    /// Reads the APIs of a user's files, each on top of what is known of it.
    fn wholes(&self) -> Vec<Whole> {
        let below = Layers::new(self.below());
        let mut wholes: Vec<Whole> = Vec::new();
        for source in &self.sources {
            let id = source.id();
            let at = wholes.iter().position(|(api, _)| api.id == id);
            let at = at.unwrap_or_else(|| {
                wholes.push(match below.api_called(id) {
                    Some(known) => {
                        let entries = below.entries(known);
                        let entries = entries.map(|entry| Arc::new(below.entry(entry)));
                        (below.api(known), entries.collect())
                    }
                    None => (
                        Api {
                            id: id.to_owned(),
                            name: id.to_owned(),
                            rank: 1,
                            ..Api::default()
                        },
                        Vec::new(),
                    ),
                });
                wholes.len() - 1
            });
            let (api, entries) = &mut wholes[at];
            source.put_on(api, entries);
        }
        wholes
    }

    /// Returns the whole catalog ready for diagnosing, made at the first call.
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

    /// Returns the ids of all APIs, built-in ones first.
    #[must_use]
    pub fn ids(&self) -> Vec<&str> {
        let layers = self.layers();
        layers.apis().map(|api| layers.id(api)).collect()
    }

    /// Returns the name of an API.
    #[must_use]
    pub fn name(&self, id: &str) -> Option<&str> {
        let layers = self.layers();
        Some(layers.name(layers.api_called(id)?))
    }

    /// Reads all of an API but its entries; `None` for an unknown id.
    ///
    /// # Errors
    /// When its file is broken.
    pub fn api(&self, id: &str) -> Result<Option<Api>, CatalogError> {
        let layers = self.layers();
        Ok(layers.api_called(id).map(|api| layers.api(api)))
    }

    /// Reads all entries of an API in file order, a later file's in place of an earlier one's. Their examples are only in
    /// its [files](Self::files).
    ///
    /// # Errors
    /// When an entry is broken.
    pub fn entries(&self, id: &str) -> Result<Vec<Entry>, CatalogError> {
        let layers = self.layers();
        let api = layers.api_called(id);
        let entries = api.into_iter().flat_map(|api| layers.entries(api));
        Ok(entries.map(|entry| layers.entry(entry)).collect())
    }

    /// Returns true if an API has an entry with a code, name or alias.
    #[must_use]
    pub fn has(&self, id: &str, code: &str) -> bool {
        let layers = self.layers();
        let api = layers.api_called(id);
        let mut named = layers.named(code);
        named.any(|named| Some(named.api) == api && !named.needs_more)
    }

    /// Iterates over the texts of an API's files, in the order in which they count.
    pub fn files(&self, id: &str) -> impl Iterator<Item = String> {
        let own = self.sources.iter().filter(move |source| source.id() == id);
        builtin_file(id)
            .into_iter()
            .chain(own.map(|source| source.text.clone()))
    }

    /// Iterates over where an API's files are from, in the order in which they count: a path, or `None` for a built-in one.
    pub fn origins(&self, id: &str) -> impl Iterator<Item = Option<&str>> {
        let builtin = FILES.iter().filter(move |(known, ..)| *known == id);
        let large = self.sidecars.iter();
        let large = large.filter(move |(_, compiled)| compiled.api_called(id).is_some());
        let own = self.sources.iter().filter(move |source| source.id() == id);
        builtin
            .map(|_| None)
            .chain(large.map(|(name, _)| Some(name.as_str())))
            .chain(own.map(|source| Some(source.name.as_str())))
    }

    /// Returns what another file says differently of a known API: members and codes that it replaces.
    #[must_use]
    pub fn replaced(&self, by: &Source) -> Vec<CatalogError> {
        let builtin = builtin_file(by.id()).and_then(|text| Source::read("", text).ok());
        let own = self.sources.iter().filter(|known| known.id() == by.id());
        let mut replaced = Vec::new();
        for known in builtin.iter().chain(own) {
            let place = match known.name.as_str() {
                "" => "the built-in one".to_owned(),
                path => format!("the one in {path}"),
            };
            replaced.extend(by.replaces(known).map(|at| CatalogError {
                message: format!("takes the place of {place}"),
                ..at
            }));
        }
        replaced
    }

    /// Returns the ids of the APIs that `name` may mean: an id or alias, else every API whose id or alias begins with it.
    #[must_use]
    pub fn resolve_api(&self, name: &str) -> Vec<&str> {
        let layers = self.layers();
        let exact = self.called(name);
        // An empty name would be the beginning of every other.
        if !exact.is_empty() || name.is_empty() {
            return exact;
        }
        let begins = |known: &str| {
            let start = known.get(..name.len());
            start.is_some_and(|start| start.eq_ignore_ascii_case(name))
        };
        let is_called = |api: &usize| {
            begins(layers.id(*api)) || layers.aliases(*api).iter().any(|alias| begins(alias))
        };
        let apis = layers.apis().filter(is_called);
        apis.map(|api| layers.id(api)).collect()
    }

    /// Returns the ids of the APIs that have `name` as their id or alias, in any case.
    #[must_use]
    pub fn called(&self, name: &str) -> Vec<&str> {
        let layers = self.layers();
        let is_name = |known: &str| known.eq_ignore_ascii_case(name);
        let is_its = |api: &usize| {
            is_name(layers.id(*api)) || layers.aliases(*api).iter().any(|alias| is_name(alias))
        };
        let apis = layers.iter().flat_map(|(layer, first_api, _)| {
            let own = layer.with_name(name);
            own.map(move |api| first_api + api as usize)
        });
        let apis = apis.filter(|api| !layers.is_replaced(*api)).filter(is_its);
        apis.map(|api| layers.id(api)).collect()
    }

    /// Reads what is known of HTTP, whatever the API: advice for bare statuses, and what answers in an API's place.
    #[must_use]
    pub fn http(&self) -> Http {
        self.layers().http()
    }
}

/// Returns the text of a built-in API's file.
fn builtin_file(id: &str) -> Option<String> {
    let (_, packed) = FILES.iter().find(|(known, _)| *known == id)?;
    let mut text = String::new();
    lzma_rust2::XzReader::new(*packed, false)
        .read_to_string(&mut text)
        .ok()?;
    Some(text)
}
