//! The compiled catalogs in use: the built-in one, then a user's. Their APIs and entries are numbered one after the other;
//! an API that a later catalog has too counts there alone.

use super::compiled::Compiled;
use super::model::{Api, Entry, Family, Http};

/// An entry that a code leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct NamedEntry {
    /// The API.
    pub(crate) api: usize,
    /// The entry.
    pub(crate) entry: usize,
    /// Whether the code means the entry only together with its message or status.
    pub(crate) needs_more: bool,
}

/// The compiled catalogs in use.
#[derive(Debug)]
pub(crate) struct Layers {
    layers: Vec<Layer>,
    /// The APIs that a later catalog replaces.
    replaced: Vec<usize>,
    api_count: usize,
    entry_count: usize,
}

/// A compiled catalog, and what the numbers of its first API and entry are.
#[derive(Debug)]
struct Layer {
    compiled: Compiled,
    first_api: usize,
    first_entry: usize,
}

impl Layers {
    /// Joins compiled catalogs.
    pub(crate) fn new(compiled: Vec<Compiled>) -> Self {
        let mut layers: Vec<Layer> = Vec::with_capacity(compiled.len());
        let (mut api_count, mut entry_count) = (0, 0);
        let mut replaced = Vec::new();
        for compiled in compiled {
            for earlier in &layers {
                let own = 0..earlier.compiled.api_count();
                let known = own.filter(|api| {
                    let id = earlier.compiled.api_id(*api);
                    compiled.api_called(id).is_some()
                });
                replaced.extend(known.map(|api| earlier.first_api + api as usize));
            }
            let (first_api, first_entry) = (api_count, entry_count);
            api_count += compiled.api_count() as usize;
            entry_count += compiled.entry_count() as usize;
            layers.push(Layer {
                compiled,
                first_api,
                first_entry,
            });
        }
        Self {
            layers,
            replaced,
            api_count,
            entry_count,
        }
    }

    /// Leaves out the APIs of the first catalog.
    pub(crate) fn leave_out_first(&mut self) {
        if let Some(first) = self.layers.first() {
            self.replaced = (0..first.compiled.api_count() as usize).collect();
        }
    }

    /// Iterates over the compiled catalogs, each with the numbers of its first API and entry.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&Compiled, usize, usize)> {
        let layers = self.layers.iter();
        layers.map(|layer| (&layer.compiled, layer.first_api, layer.first_entry))
    }

    /// Iterates over the compiled catalogs, each with the numbers of its first API and text form.
    pub(crate) fn forms(&self) -> impl Iterator<Item = (&Compiled, usize, usize)> {
        let mut first_form = 0;
        self.layers.iter().map(move |layer| {
            let first = first_form;
            first_form += layer.compiled.form_count() as usize;
            (&layer.compiled, layer.first_api, first)
        })
    }

    /// Returns how many text forms there are.
    pub(crate) fn form_count(&self) -> usize {
        let counts = self.layers.iter().map(|layer| layer.compiled.form_count());
        counts.map(|count| count as usize).sum()
    }

    /// Reads what is known of HTTP, whatever the API.
    pub(crate) fn http(&self) -> Http {
        let first = self.layers.first();
        first.map(|layer| layer.compiled.http()).unwrap_or_default()
    }

    /// Iterates over the APIs that count, each in the place of the first that has its id.
    pub(crate) fn apis(&self) -> impl Iterator<Item = usize> {
        let counting = (0..self.api_count).filter(|api| !self.is_replaced(*api));
        let mut apis: Vec<usize> = counting.collect();
        if !self.replaced.is_empty() {
            apis.sort_by_cached_key(|api| self.first_of(*api));
        }
        apis.into_iter()
    }

    /// Returns the first API with the id of an API.
    fn first_of(&self, api: usize) -> usize {
        let id = self.id(api);
        let mut replaced = self.replaced.iter().copied();
        replaced.find(|first| self.id(*first) == id).unwrap_or(api)
    }

    /// Returns true if a later catalog replaces an API.
    #[inline]
    pub(crate) fn is_replaced(&self, api: usize) -> bool {
        !self.replaced.is_empty() && self.replaced.contains(&api)
    }

    /// Returns how many APIs are numbered.
    pub(crate) fn api_count(&self) -> usize {
        self.api_count
    }

    /// Returns how many entries are numbered.
    pub(crate) fn entry_count(&self) -> usize {
        self.entry_count
    }

    /// Returns the catalog of an API, and its number there.
    fn home(&self, api: usize) -> (&Layer, u32) {
        let is_before = |layer: &&Layer| layer.first_api <= api;
        let layer = self.layers.iter().rev().find(is_before);
        let layer = layer.unwrap_or(&self.layers[0]);
        (layer, (api - layer.first_api) as u32)
    }

    /// Returns the catalog of an entry, and its number there.
    #[inline]
    pub(crate) fn home_of(&self, entry: usize) -> (&Compiled, u32) {
        let is_before = |layer: &&Layer| layer.first_entry <= entry;
        let layer = self.layers.iter().rev().find(is_before);
        let layer = layer.unwrap_or(&self.layers[0]);
        (&layer.compiled, (entry - layer.first_entry) as u32)
    }

    /// Returns an API's id.
    pub(crate) fn id(&self, api: usize) -> &str {
        let (layer, at) = self.home(api);
        layer.compiled.api_id(at)
    }

    /// Returns an API's name.
    pub(crate) fn name(&self, api: usize) -> &str {
        let (layer, at) = self.home(api);
        layer.compiled.api_name(at)
    }

    /// Returns how common an API is: 1 everybody meets it, 3 rare, 0 unknown.
    pub(crate) fn rank(&self, api: usize) -> u8 {
        let (layer, at) = self.home(api);
        layer.compiled.api_rank(at)
    }

    /// Reads an API's aliases.
    pub(crate) fn aliases(&self, api: usize) -> Vec<String> {
        let (layer, at) = self.home(api);
        layer.compiled.aliases(at)
    }

    /// Reads an API without its texts, shapes and guide.
    pub(crate) fn brief_api(&self, api: usize) -> Api {
        let (layer, at) = self.home(api);
        layer.compiled.brief_api(at)
    }

    /// Reads an API.
    pub(crate) fn api(&self, api: usize) -> Api {
        let (layer, at) = self.home(api);
        layer.compiled.api(at)
    }

    /// Returns true if the catalog names hosts of an API.
    pub(crate) fn has_hosts(&self, api: usize) -> bool {
        let (layer, at) = self.home(api);
        layer.compiled.has_hosts(at)
    }

    /// Returns true if an API writes its codes in any case.
    pub(crate) fn has_any_case(&self, api: usize) -> bool {
        let (layer, at) = self.home(api);
        layer.compiled.has_any_case(at)
    }

    /// Reads an API's families.
    pub(crate) fn families(&self, api: usize) -> Vec<Family> {
        let (layer, at) = self.home(api);
        layer.compiled.families(at)
    }

    /// Returns the number of the API with an id.
    pub(crate) fn api_called(&self, id: &str) -> Option<usize> {
        self.layers.iter().rev().find_map(|layer| {
            let at = layer.compiled.api_called(id)?;
            Some(layer.first_api + at as usize)
        })
    }

    /// Returns true if an API has its codes in members of this name.
    pub(crate) fn calls_code(&self, api: usize, name: &str) -> bool {
        let (layer, at) = self.home(api);
        layer.compiled.calls_code(at, name)
    }

    /// Iterates over the entries of an API.
    pub(crate) fn entries(&self, api: usize) -> impl DoubleEndedIterator<Item = usize> + use<> {
        let (layer, at) = self.home(api);
        let first = layer.first_entry;
        let own = layer.compiled.entries(at);
        own.map(move |entry| first + entry as usize)
    }

    /// Returns the API of an entry.
    #[inline]
    pub(crate) fn api_of(&self, entry: usize) -> usize {
        let is_before = |layer: &&Layer| layer.first_entry <= entry;
        let layer = self.layers.iter().rev().find(is_before);
        let layer = layer.unwrap_or(&self.layers[0]);
        let own = (entry - layer.first_entry) as u32;
        layer.first_api + layer.compiled.api_of(own) as usize
    }

    /// Reads an entry.
    pub(crate) fn entry(&self, entry: usize) -> Entry {
        let (layer, at) = self.home_of(entry);
        layer.entry(at)
    }

    /// Iterates over the entries that a code, name or alias, whatever its case, leads to.
    pub(crate) fn named(&self, code: &str) -> impl Iterator<Item = NamedEntry> {
        self.layers.iter().flat_map(move |layer| {
            layer.compiled.named(code).map(|named| NamedEntry {
                api: layer.first_api + layer.compiled.api_of(named.entry) as usize,
                entry: layer.first_entry + named.entry as usize,
                needs_more: named.needs_more,
            })
        })
    }

    /// Iterates over the entries that a contradiction may make a code mean.
    pub(crate) fn quirks(&self, code: &str) -> impl Iterator<Item = usize> {
        self.layers.iter().flat_map(move |layer| {
            let own = layer.compiled.quirks(code);
            own.map(|entry| layer.first_entry + entry as usize)
        })
    }

    /// Iterates over the entries that a status name means.
    pub(crate) fn status_named(&self, name: &str) -> impl Iterator<Item = usize> {
        self.layers.iter().flat_map(move |layer| {
            let own = layer.compiled.status_named(name);
            own.map(|entry| layer.first_entry + entry as usize)
        })
    }

    /// Returns an entry's code.
    pub(crate) fn code(&self, entry: usize) -> &str {
        let (layer, at) = self.home_of(entry);
        layer.code(at)
    }

    /// Returns an entry's usual status.
    pub(crate) fn status(&self, entry: usize) -> Option<u16> {
        let (layer, at) = self.home_of(entry);
        layer.status(at)
    }
}
