//! The entries that a body's codes lead to.

use super::{Agreement, Case, MAX_CANDIDATES, Ranked};
use crate::diagnose::messages::Said;
use crate::diagnose::{Certainty, Evidence};

impl<'e, 'p> Case<'e, 'p> {
    /// Adds the entries of the codes: of each API those of the first code that it has.
    pub(super) fn of_codes(&self, ranked: &mut Ranked<'e, 'p>) {
        let from = ranked.len();
        for code in self.facts.codes() {
            let known: Vec<usize> = ranked[from..].iter().map(|c| c.api).collect();
            self.of_code(&code, &|api| known.contains(&api), ranked);
        }
        // The code decides; the entry whose message is beside it is a rival.
        if ranked.len() > from
            && let Some(message) = self.facts.whole_message()
        {
            let has_code = |api: usize| ranked[from..].iter().any(|c| c.api == api);
            let rivals: Vec<Said<'e>> = self
                .engine
                .said(message, &has_code)
                .into_iter()
                .filter(|said| ranked[from..].iter().all(|c| c.entry != said.entry))
                .collect();
            for said in rivals {
                if let Some((member, sender)) = self.member(said.api) {
                    let mut rival =
                        self.weigh(said.entry, said.api, member, sender, Agreement::Message);
                    rival.certainty = Certainty::Possible;
                    ranked.push(rival);
                }
            }
        }
    }

    /// Adds the entries of a code.
    pub(super) fn of_code(
        &self,
        code: &str,
        is_known: &dyn Fn(usize) -> bool,
        ranked: &mut Ranked<'e, 'p>,
    ) {
        let layers = self.engine.shapes.layers();
        let mut found: Vec<(usize, usize, bool)> = layers
            .named(code)
            .map(|named| (named.api, named.entry, named.needs_more))
            .filter(|(api, ..)| self.engine.shapes.counts(*api) && !is_known(*api))
            .filter(|(api, ..)| self.member(*api).is_some())
            .collect();
        if found.len() > MAX_CANDIDATES {
            self.narrow(&mut found);
        }
        self.prefer_exact(code, &mut found);
        let mut quirks: Vec<usize> = layers.quirks(code).collect();
        quirks.retain(|entry| {
            let api = layers.api_of(*entry);
            self.engine.shapes.counts(api)
                && !is_known(api)
                && found.iter().all(|(_, known, _)| known != entry)
                && self.is_contradicted(self.engine.rule(*entry), code)
        });
        let from = ranked.len();
        for (api, entry, needs_more) in found {
            let Some((member, sender)) = self.member(api) else {
                continue;
            };
            let mut candidate = self.weigh(entry, api, member, sender, Agreement::Code);
            // The finer entry of a code needs its message, or where it has none its status.
            if needs_more {
                let has = |kind| candidate.evidence.contains(&kind);
                let agrees = match candidate.rule.entry.matches.messages.is_empty() {
                    true => has(Evidence::HttpStatus),
                    false => has(Evidence::Message),
                };
                if !agrees {
                    continue;
                }
            }
            if !needs_more && self.is_contested(entry, api, code) {
                candidate.certainty = Certainty::Possible;
            }
            ranked.push(candidate);
        }
        // The API's own contradiction: the entry that the quirk names comes before the code's.
        for entry in quirks {
            let api = layers.api_of(entry);
            if let Some((member, sender)) = self.member(api) {
                let mut candidate = self.weigh(entry, api, member, sender, Agreement::Code);
                candidate.evidence.retain(|e| *e != Evidence::Code);
                ranked.push(candidate);
            }
        }
        self.prefer_finer(from, ranked);
    }

    /// Lowers the code's entries where the message has more in common with another entry of the same code.
    fn prefer_finer(&self, from: usize, ranked: &mut Ranked<'e, 'p>) {
        let own: Vec<(usize, usize)> = ranked[from..].iter().map(|c| (c.api, c.weight)).collect();
        for candidate in &mut ranked[from..] {
            let is_finer = |(api, weight): &(usize, usize)| {
                *api == candidate.api && *weight > candidate.weight
            };
            if own.iter().any(is_finer) && candidate.evidence.contains(&Evidence::Code) {
                candidate.certainty = candidate.certainty.min(Certainty::Possible);
            }
        }
    }

    /// Drops an API's entries whose names differ from the code in case where it has one that does not.
    fn prefer_exact(&self, code: &str, found: &mut Vec<(usize, usize, bool)>) {
        if found.len() < 2 {
            return;
        }
        let is_exact = |entry: usize| {
            let mut names = self.engine.rule(entry).entry.names();
            names.any(|name| name == code)
        };
        let exact: Vec<usize> = found
            .iter()
            .filter(|(_, entry, needs_more)| !needs_more && is_exact(*entry))
            .map(|(api, ..)| *api)
            .collect();
        found.retain(|(api, entry, needs_more)| {
            *needs_more || !exact.contains(api) || is_exact(*entry)
        });
    }

    /// Keeps of the entries of a common code those whose message agrees, else the first.
    fn narrow(&self, found: &mut Vec<(usize, usize, bool)>) {
        if let Some(message) = self.facts.whole_message() {
            let said = self.engine.said(message, &|_| true);
            let is_said = |entry: usize| said.iter().any(|said| said.entry == entry);
            if found.iter().any(|(_, entry, _)| is_said(*entry)) {
                found.retain(|(_, entry, _)| is_said(*entry));
            }
        }
        let is_known = |api: usize| self.senders.about(&self.engine.shapes, api).names_api();
        if found.iter().any(|(api, ..)| is_known(*api)) {
            found.retain(|(api, ..)| is_known(*api));
        }
        found.truncate(MAX_CANDIDATES);
    }

    /// Adds the entries of a code that a text contains: where the text does not begin with it, they are possible at most.
    pub(super) fn of_text_with_code(&self, ranked: &mut Ranked<'e, 'p>) {
        let text = self.facts.code_in.as_deref().unwrap_or_default();
        let words = text.split(|c: char| !(c.is_alphanumeric() || c == '_' || c == '-'));
        for (position, word) in words.filter(|word| !word.is_empty()).enumerate() {
            let from = ranked.len();
            self.of_code(word, &|_| false, ranked);
            let mut at = from;
            while at < ranked.len() {
                let entry = &ranked[at].rule.entry;
                if entry.own_name || entry.code != word {
                    ranked.remove(at);
                } else {
                    at += 1;
                }
            }
            if position > 0 {
                for candidate in &mut ranked[from..] {
                    candidate.certainty = candidate.certainty.min(Certainty::Possible);
                }
            }
            if ranked.len() > from {
                return;
            }
        }
    }
}
