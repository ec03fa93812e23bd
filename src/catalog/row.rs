//! An entry in brief: what a table or a list of candidates needs, read from the index without parsing the entry.

use std::borrow::Cow;

use super::index::Span;
use super::model::{Category, Verdict};
use super::source::Source;
use super::{Catalog, CatalogError, Hit, Suggestion};

/// An entry in brief.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row<'c> {
    /// The API's id.
    pub provider: &'c str,
    /// The entry's code.
    pub code: &'c str,
    /// What is wrong, in a few words.
    pub title: Cow<'c, str>,
    /// The kind of error.
    pub category: Category,
    /// The HTTP status it comes with.
    pub http_status: u16,
    /// Whether to send again.
    pub verdict: Verdict,
    /// The fix in a few words.
    pub quick_fix: Cow<'c, str>,
}

/// An entry's name, and what it is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label<'c> {
    /// The entry's code.
    pub code: &'c str,
    /// What is wrong, in a few words.
    pub title: Cow<'c, str>,
    /// The HTTP status it comes with.
    pub http_status: u16,
}

impl Catalog {
    /// Gives the names of all entries of the given APIs, or of all, in the catalog's order. No entry is read.
    pub fn labels<'c>(&'c self, only: &[&str]) -> impl Iterator<Item = Label<'c>> + use<'c> {
        let mut ids = self.ids();
        ids.retain(|id| only.is_empty() || only.contains(id));
        ids.into_iter()
            .flat_map(|id| self.slots(id))
            .map(|(source, position)| {
                let source = &self.sources[source];
                let slot = &source.index.slots[position];
                Label {
                    code: source.index.code(position),
                    title: source.text(slot.brief.title),
                    http_status: slot.http_status,
                }
            })
    }

    /// Gives all entries of the given APIs, or of all, in brief and in the catalog's order.
    ///
    /// # Errors
    /// When a catalog file is broken.
    pub fn rows(&self, only: &[&str]) -> Result<Vec<Row<'_>>, CatalogError> {
        let mut rows = Vec::new();
        for id in self.ids() {
            if only.is_empty() || only.contains(&id) {
                for (source, slot) in self.slots(id) {
                    rows.push(self.sources[source].row(slot)?);
                }
            }
        }
        Ok(rows)
    }
}

impl Hit {
    /// Gives the entry as something near what was asked for.
    #[must_use]
    pub fn suggestion(&self) -> Suggestion {
        Suggestion {
            provider: self.provider.clone(),
            code: self.entry.code.clone(),
            title: self.entry.title.clone(),
        }
    }

    /// Gives the entry in brief.
    #[must_use]
    pub fn row(&self) -> Row<'_> {
        Row {
            provider: &self.provider,
            code: &self.entry.code,
            title: Cow::Borrowed(&self.entry.title),
            category: self.entry.category,
            http_status: self.entry.http_status,
            verdict: self.entry.retry.verdict,
            quick_fix: Cow::Borrowed(&self.entry.quick_fix),
        }
    }
}

impl Source {
    /// Reads the entry at a position of the index in brief.
    ///
    /// # Errors
    /// When the entry is broken.
    fn row(&self, position: usize) -> Result<Row<'_>, CatalogError> {
        let slot = &self.index.slots[position];
        let brief = slot.brief;
        let category = self.word(brief.category);
        let verdict = self.word(brief.verdict);
        let read = (
            Category::ALL.into_iter().find(|c| c.id() == category),
            Verdict::ALL.into_iter().find(|v| v.id() == verdict),
        );
        let (category, verdict) = match read {
            (Some(category), Some(verdict)) => (category, verdict),
            // The whole entry says what is wrong with it, and where.
            _ => {
                let entry = self.entry(position)?;
                (entry.category, entry.retry.verdict)
            }
        };
        Ok(Row {
            provider: self.id(),
            code: self.index.code(position),
            title: self.text(brief.title),
            category,
            http_status: slot.http_status,
            verdict,
            quick_fix: self.text(brief.quick_fix),
        })
    }

    /// Gives what stands between the quotes of a JSON string.
    fn word(&self, at: Span) -> &str {
        self.slice(at).trim_matches('"')
    }

    /// Reads a JSON string; most need no copy.
    fn text(&self, at: Span) -> Cow<'_, str> {
        let raw = self.slice(at);
        match raw.strip_prefix('"').and_then(|raw| raw.strip_suffix('"')) {
            Some(text) if !text.contains('\\') => Cow::Borrowed(text),
            _ => Cow::Owned(serde_json::from_str(raw).unwrap_or_default()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::Catalog;

    #[test]
    fn a_row_says_what_its_entry_says() {
        let catalog = Catalog::builtin();
        let rows = catalog.rows(&[]).unwrap();
        let hits = catalog.hits(&[]).unwrap();
        assert_eq!(rows.len(), hits.len());
        for (row, hit) in rows.iter().zip(&hits) {
            assert_eq!(*row, hit.row());
        }
    }

    #[test]
    fn escapes_and_blanks_in_a_file_do_not_show_in_a_row() {
        let mut catalog = Catalog::builtin();
        let text = include_str!("../../catalog/template.json").replace(
            "\"Order not found\"",
            "  \"Order \\\"7\\\" n\\u006ft found\"",
        );
        catalog.add("own.json", text).unwrap();
        let rows = catalog.rows(&["acme"]).unwrap();
        assert_eq!(rows[0].title, "Order \"7\" not found");
    }
}
