//! Finds the entries that a message belongs to, by its words: one look-up for each, whatever the number of entries.

use std::cmp::Reverse;

use super::Engine;
use super::rules::{Rule, unfolded};
use crate::catalog::compiled::Compiled;
use crate::catalog::layout::{Header, seed};
use crate::catalog::table::hash;
use crate::catalog::words::{anchors, beginnings};
use crate::pattern::{Message, Values};

/// The longest message whose words are looked up.
const MAX_MESSAGE: usize = 4096;

/// An entry that a message belongs to.
#[derive(Debug)]
pub(super) struct Said<'e> {
    pub(super) api: usize,
    pub(super) entry: usize,
    pub(super) rule: &'e Rule,
    /// How much literal text the pattern has.
    pub(super) weight: usize,
    /// What the placeholders took.
    pub(super) values: Values,
}

impl Engine {
    /// Returns the entries that a message belongs to, of each API that passes the test the one with the most literal text.
    pub(super) fn said(&self, message: &str, is_wanted: &dyn Fn(usize) -> bool) -> Vec<Said<'_>> {
        for text in unfolded(message) {
            let found = self.said_prepared(&Message::new(&text), is_wanted);
            if !found.is_empty() {
                return found;
            }
        }
        Vec::new()
    }

    /// Returns the entries that a message on one line belongs to.
    pub(super) fn said_prepared(
        &self,
        message: &Message<'_>,
        is_wanted: &dyn Fn(usize) -> bool,
    ) -> Vec<Said<'_>> {
        let mut found: Vec<Said<'_>> = Vec::new();
        for (layer, first_api, first_entry) in self.shapes.layers().iter() {
            templates(layer, message.folded(), &mut |template| {
                let (own, position) = layer.template(template);
                let api = first_api + layer.api_of(own) as usize;
                if !self.shapes.counts(api) || !is_wanted(api) {
                    return;
                }
                let entry = first_entry + own as usize;
                let rule = self.rule(entry);
                let read = rule.pattern(position).and_then(|pattern| {
                    let values = pattern.read(message)?;
                    Some((pattern.weight(), values))
                });
                if let Some((weight, values)) = read {
                    found.push(Said {
                        api,
                        entry,
                        rule,
                        weight,
                        values,
                    });
                }
            });
        }
        // Of each API the longest, of equals the first.
        found.sort_by_key(|said| (said.api, Reverse(said.weight), said.entry));
        found.dedup_by_key(|said| said.api);
        found
    }

    /// Returns true if a message is in the catalog for one API alone: what it has in common with those of others is less than
    /// two thirds of it.
    pub(super) fn is_said_by_one(&self, message: Option<&str>) -> bool {
        message.is_some_and(|message| {
            let said = self.said(message.trim(), &|_| true);
            let best = said.iter().max_by_key(|said| said.weight);
            best.is_some_and(|best| {
                let mut others = said.iter().filter(|said| said.api != best.api);
                others.all(|other| is_far_less(other.weight, best.weight))
            })
        })
    }

    /// Returns true if a message has far more in common with an entry of another API than so much.
    pub(super) fn is_said_elsewhere(&self, message: &str, weight: usize) -> bool {
        let said = self.said(message.trim(), &|_| true);
        said.iter().any(|said| is_far_less(weight, said.weight))
    }

    /// Returns true if a message has more in common with an entry of an API, so much, than with those of all others.
    pub(super) fn is_said_best(&self, message: &str, api: usize, weight: usize) -> bool {
        let said = self.said(message.trim(), &|_| true);
        said.iter()
            .all(|said| said.api == api || said.weight < weight)
    }

    /// Returns the only entry of an API one of whose messages a text may be the beginning of.
    pub(super) fn begun(&self, api: usize, beginning: &str) -> Option<usize> {
        let folded = beginning.trim_start().to_ascii_lowercase();
        let mut begun: Vec<usize> = Vec::new();
        for (layer, first_api, first_entry) in self.shapes.layers().iter() {
            let filed =
                beginnings(&folded).flat_map(|key| layer.listed(Header::Beginnings, key).iter());
            for template in filed {
                let (own, position) = layer.template(template);
                if first_api + layer.api_of(own) as usize != api {
                    continue;
                }
                let entry = first_entry + own as usize;
                let pattern = self.rule(entry).pattern(position);
                if pattern.is_some_and(|pattern| pattern.begins(beginning)) {
                    begun.push(entry);
                }
            }
        }
        begun.sort_unstable();
        begun.dedup();
        match begun.as_slice() {
            [only] => Some(*only),
            _ => None,
        }
    }
}

/// Returns true if so much literal text says far less about a message than that much.
fn is_far_less(weight: usize, other: usize) -> bool {
    3 * weight < 2 * other
}

/// Calls `each` with the templates that a message in lower case may fit.
fn templates(layer: &Compiled, folded: &str, each: &mut dyn FnMut(u32)) {
    let whole = hash(seed::MESSAGE, folded.as_bytes());
    for template in layer.listed(Header::Messages, whole).iter() {
        each(template);
    }
    if folded.len() > MAX_MESSAGE {
        return;
    }
    anchors(folded, |anchor| {
        for template in layer.listed(Header::Anchors, anchor).iter() {
            each(template);
        }
    });
    for template in layer.list(layer.header(Header::Unanchored)).iter() {
        each(template);
    }
}
