//! The text forms of a compiled catalog, as they are filed.

use super::compiled::Compiled;
use super::layout::{FORM_ROW, Header};
use super::model::Proof;

/// A text form of an API.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Form<'c> {
    /// The API.
    pub(crate) api: u32,
    /// How much the form proves.
    pub(crate) proof: Proof,
    /// The status it implies.
    pub(crate) http_status: Option<u16>,
    /// The text.
    pub(crate) text: &'c str,
}

impl Compiled {
    /// Returns how many text forms there are.
    pub(crate) fn form_count(&self) -> u32 {
        self.header(Header::FormCount)
    }

    /// Returns where the row of a text form is.
    fn form_row(&self, form: u32) -> u32 {
        self.header(Header::Forms) + form * FORM_ROW as u32 * 4
    }

    /// Returns a text form.
    pub(crate) fn form(&self, form: u32) -> Form<'_> {
        let row = self.form_row(form);
        let status = self.word(row + 8) as u16;
        Form {
            api: self.word(row),
            proof: Proof::ALL[self.word(row + 4) as usize & 3],
            http_status: (status > 0).then_some(status),
            text: self.text(self.word(row + 12), self.word(row + 16)),
        }
    }

    /// Returns the literal piece that a text form is filed under, and where its gram begins there; empty for a form without.
    fn filed_literal(&self, form: u32) -> (&[u8], usize) {
        let row = self.form_row(form);
        let literal = self.part(self.word(row + 20), self.word(row + 24));
        (literal, self.word(row + 28) as usize)
    }

    /// Iterates over the literal pieces that text forms are filed under, from their grams on; empty for those without.
    #[cfg(feature = "scan")]
    pub(crate) fn form_literals(&self) -> impl Iterator<Item = &[u8]> {
        (0..self.form_count()).map(|form| {
            let (literal, start) = self.filed_literal(form);
            literal.get(start..).unwrap_or_default()
        })
    }

    /// Iterates over the text forms that are filed under a key and whose literal piece a text in lower case has around a position.
    pub(crate) fn forms_at(&self, key: u64, lower: &[u8], at: usize) -> impl Iterator<Item = u32> {
        let is_there = move |form: &u32| {
            let (literal, start) = self.filed_literal(*form);
            let there = at.checked_sub(start).and_then(|start| lower.get(start..));
            there.is_some_and(|there| there.starts_with(literal))
        };
        self.listed(Header::FormGrams, key).iter().filter(is_there)
    }
}
