//! An entry in brief: what a table or a list of candidates needs, without reading the entry.

use super::layers::Layers;
use super::model::{Category, Verdict};
use super::{Catalog, Hit, Suggestion};
use crate::search::commonness;

/// An entry in brief.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Row<'c> {
    /// The API's id.
    pub provider: &'c str,
    /// The entry's code.
    pub code: &'c str,
    /// What is wrong, in a few words.
    pub title: &'c str,
    /// The kind of error.
    pub category: Category,
    /// The HTTP status it usually comes with.
    pub http_status: Option<u16>,
    /// Whether to retry.
    pub verdict: Verdict,
    /// The fix in a few words.
    pub quick_fix: &'c str,
    /// How common it is: 1 daily, 3 rare, 0 unknown.
    pub rank: u8,
}

/// An entry's name, and what it is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Label<'c> {
    /// The entry's code.
    pub code: &'c str,
    /// What is wrong, in a few words.
    pub title: &'c str,
    /// The HTTP status it usually comes with.
    pub http_status: Option<u16>,
    /// How common it is: 1 daily, 3 rare, 0 unknown.
    pub rank: u8,
}

impl Catalog {
    /// Iterates over the entries of the given APIs, or of all, in the catalog's order.
    fn ids_of<'c>(&'c self, only: &[&str]) -> impl Iterator<Item = usize> + use<'c> {
        let layers = self.layers();
        let is_wanted = |api: &usize| only.is_empty() || only.contains(&layers.id(*api));
        let apis: Vec<usize> = layers.apis().filter(is_wanted).collect();
        apis.into_iter().flat_map(|api| layers.entries(api))
    }

    /// Iterates over the names of all entries of the given APIs, or of all, in the catalog's order.
    pub fn labels<'c>(&'c self, only: &[&str]) -> impl Iterator<Item = Label<'c>> + use<'c> {
        let layers = self.layers();
        self.ids_of(only).map(|entry| {
            let (layer, at) = layers.home_of(entry);
            Label {
                code: layer.code(at),
                title: layer.title(at),
                http_status: layer.status(at),
                rank: layer.rank(at),
            }
        })
    }

    /// Returns how common the API and the error of an entry are, what is unknown as common: 1 daily to 3 rare.
    #[must_use]
    pub fn commonness(&self, row: &Row<'_>) -> (u8, u8) {
        let layers = self.layers();
        let api = layers.api_called(row.provider);
        commonness(api.map_or(0, |api| layers.rank(api)), row.rank)
    }

    /// Returns how many entries an API has.
    #[must_use]
    pub fn entry_count(&self, id: &str) -> usize {
        let layers = self.layers();
        let api = layers.api_called(id);
        api.map_or(0, |api| layers.entries(api).count())
    }

    /// Returns all entries of the given APIs, or of all, in brief and in the catalog's order.
    #[must_use]
    pub fn rows(&self, only: &[&str]) -> Vec<Row<'_>> {
        let layers = self.layers();
        self.ids_of(only).map(|entry| layers.row(entry)).collect()
    }
}

impl Layers {
    /// Returns an entry in brief.
    pub(crate) fn row(&self, entry: usize) -> Row<'_> {
        let (layer, at) = self.home_of(entry);
        Row {
            provider: layer.api_id(layer.api_of(at)),
            code: layer.code(at),
            title: layer.title(at),
            category: layer.category(at),
            http_status: layer.status(at),
            verdict: layer.verdict(at),
            quick_fix: layer.quick_fix(at),
            rank: layer.rank(at),
        }
    }
}

impl Hit {
    /// Returns the entry as something near what was asked for.
    #[must_use]
    pub fn suggestion(&self) -> Suggestion {
        Suggestion {
            provider: self.provider.clone(),
            code: self.entry.code.clone(),
            title: self.entry.title.clone(),
        }
    }

    /// Returns the entry in brief.
    #[must_use]
    pub fn row(&self) -> Row<'_> {
        Row {
            provider: &self.provider,
            code: &self.entry.code,
            title: &self.entry.title,
            category: self.entry.category,
            http_status: self.entry.http_status.usual(),
            verdict: self.entry.retry.verdict,
            quick_fix: &self.entry.quick_fix,
            rank: self.entry.rank,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::Catalog;

    #[test]
    fn a_row_says_what_its_entry_says() {
        let catalog = Catalog::builtin();
        let rows = catalog.rows(&["sent-v3"]);
        let hits = catalog.hits(&["sent-v3"]).unwrap();
        assert_eq!(rows.len(), hits.len());
        for (row, hit) in rows.iter().zip(&hits) {
            assert_eq!(*row, hit.row());
        }
    }
}
