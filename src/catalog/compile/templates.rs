//! Writes the templates of messages and the forms of texts, each filed under its rarest words.

use std::collections::HashMap;

use super::super::grams::{ANYWHERE, Gram, bits};
use super::super::layout::Header;
use super::super::words::{Anchor, anchors_of_literal};
use super::{Compiler, Lists};
use crate::pattern::Pattern;

impl Compiler {
    /// Writes the templates, each filed under its rarest anchor.
    pub(super) fn write_templates(&mut self) {
        let templates = std::mem::take(&mut self.templates);
        let mut rows = Vec::new();
        let mut whole = Lists::new();
        let mut beginnings = Lists::new();
        let with_placeholders = templates.iter().filter(|t| t.whole.is_none());
        let uses = uses(with_placeholders.map(|t| t.anchors.as_slice()));
        let mut anchored = Lists::new();
        let mut unanchored = Vec::new();
        for (number, template) in (0_u32..).zip(&templates) {
            rows.extend([template.entry, template.position]);
            if let Some(key) = template.beginning {
                beginnings.entry(key).or_default().push(number);
            }
            if let Some(key) = template.whole {
                whole.entry(key).or_default().push(number);
                continue;
            }
            match rarest(&template.anchors, &uses) {
                Some(anchor) => anchored.entry(anchor).or_default().push(number),
                None => unanchored.push(number),
            }
        }
        self.header[Header::Templates as usize] = self.words(&rows);
        self.header[Header::Messages as usize] = self.table(whole);
        self.header[Header::Beginnings as usize] = self.table(beginnings);
        self.header[Header::Anchors as usize] = self.table(anchored);
        self.header[Header::Unanchored as usize] = self.list(&unanchored);
    }

    /// Writes the text forms, each filed under its rarest gram.
    pub(super) fn write_forms(&mut self) {
        let grams = std::mem::take(&mut self.form_grams);
        let mut uses: HashMap<Gram, u32> = HashMap::new();
        for form_gram in grams.iter().flatten() {
            *uses.entry(form_gram.gram).or_default() += 1;
        }
        let mut rows = std::mem::take(&mut self.form_rows);
        let mut filed = Lists::new();
        for (number, (row, grams)) in (0_u32..).zip(rows.iter_mut().zip(&grams)) {
            // Each doubling of the forms that have a gram takes a bit from what it tells.
            let tells = |form_gram: &&FormGram| {
                let uses = uses.get(&form_gram.gram).copied().unwrap_or(1);
                let literal = &form_gram.literal[form_gram.start..];
                bits(literal).saturating_sub(2 * uses.ilog2())
            };
            let rarest = grams.iter().max_by_key(tells);
            if let Some(FormGram { literal, start, .. }) = rarest {
                let [text, length] = self.text(literal);
                [row[5], row[6], row[7]] = [text, length, *start as u32];
            }
            let key = rarest.map_or(ANYWHERE, |form_gram| form_gram.gram.key());
            filed.entry(key).or_default().push(number);
        }
        self.header[Header::FormGrams as usize] = self.table(filed);
        self.header[Header::FormCount as usize] = rows.len() as u32;
        self.header[Header::Forms as usize] = self.words(rows.as_flattened());
    }
}

/// Counts how many templates have each anchor.
fn uses<'t>(all: impl Iterator<Item = &'t [Anchor]>) -> HashMap<u64, u32> {
    let mut uses = HashMap::new();
    for anchor in all.flatten() {
        *uses.entry(anchor.key).or_insert(0) += 1;
    }
    uses
}

/// Returns the anchor that the fewest texts and templates have; of equals the last.
fn rarest(anchors: &[Anchor], uses: &HashMap<u64, u32>) -> Option<u64> {
    let rarity = |anchor: &&Anchor| {
        let uses = uses.get(&anchor.key).copied().unwrap_or_default();
        uses.saturating_mul(anchor.commonness)
    };
    let rarest = anchors.iter().rev().min_by_key(rarity);
    rarest.map(|anchor| anchor.key)
}

/// Returns the anchors of a pattern's literal pieces.
pub(super) fn pattern_anchors(pattern: &Pattern) -> Vec<Anchor> {
    let literals = pattern.literals();
    literals
        .flat_map(|(text, follows, precedes)| anchors_of_literal(text, follows, precedes))
        .collect()
}

/// A gram of a form.
pub(super) struct FormGram {
    gram: Gram,
    /// The literal piece that has it.
    literal: String,
    /// Where it begins there.
    start: usize,
}

/// Returns the grams of a form's literal pieces.
pub(super) fn form_grams(pattern: &Pattern) -> Vec<FormGram> {
    let literals = pattern.literals();
    let grams = literals.flat_map(|(literal, follows, _)| {
        let grams = Gram::of_literal(literal, !follows);
        grams.map(|(gram, start)| FormGram {
            gram,
            literal: literal.to_owned(),
            start,
        })
    });
    grams.collect()
}
