//! Ranks the entries that could explain a body by the evidence for each.

mod certainty;
mod codes;
mod ranking;

use super::rules::Rule;
use super::sender::{Sender, Senders};
use super::{Certainty, Doubt, Engine, Evidence, prose};
use crate::catalog::Proof;
use crate::catalog::class::Member;
use crate::facts::{BodyPart, Facts, NamedCode, Reading};
use crate::input::Response;
use crate::pattern::{Values, compute};
use certainty::MIN_WORDS;
use ranking::{is_named, keep_once, prefer_nearest, prefer_sender, sort, strength};

/// How many candidates of one code are looked at one by one.
const MAX_CANDIDATES: usize = 64;

/// One entry that a reading leads to.
#[derive(Debug)]
pub(super) struct Candidate<'e, 'p> {
    pub(super) api: usize,
    pub(super) entry: usize,
    pub(super) rule: &'e Rule,
    /// What the body says through the envelope.
    pub(super) facts: &'p Facts,
    /// The position of the envelope among the API's.
    order: u32,
    /// The element of the body, where each is an error of its own.
    pub(super) element: Option<usize>,
    pub(super) certainty: Certainty,
    pub(super) evidence: Vec<Evidence>,
    pub(super) values: Values,
    /// How much literal text the message has in common with the entry's.
    weight: usize,
    pub(super) notes: Vec<String>,
    pub(super) is_status_quirk: bool,
    /// What limits the certainty.
    pub(super) doubt: Option<Doubt>,
}

/// Candidates, the best first.
pub(super) type Ranked<'e, 'p> = Vec<Candidate<'e, 'p>>;

impl Engine {
    /// Returns the candidates of a part of a body, the best first.
    pub(super) fn ranked<'e, 'p>(
        &'e self,
        part: &'p BodyPart,
        element: Option<usize>,
        senders: &'p Senders,
        response: &Response,
    ) -> Ranked<'e, 'p> {
        let mut ranked: Ranked<'e, 'p> = Vec::new();
        for reading in &part.readings {
            if reading.element.is_none() || reading.element == element {
                self.candidates(reading, senders, response, &mut ranked);
            }
        }
        // Of an API's envelopes the first that leads to an entry counts: its author puts the richest first.
        let firsts: Vec<(usize, u32)> = ranked.iter().map(|c| (c.api, c.order)).collect();
        ranked.retain(|candidate| {
            let mut others = firsts.iter();
            !others.any(|(api, order)| *api == candidate.api && *order < candidate.order)
        });
        sort(&mut ranked);
        keep_once(&mut ranked);
        prefer_nearest(&mut ranked, senders);
        prefer_sender(&mut ranked);
        self.prefer_sentence(&mut ranked);
        self.share_doubt(&mut ranked);
        ranked
    }

    /// Puts the entry first whose sentence the body has, and no other API's, where its API reads no code in this shape: a
    /// vendor's words say more than the number that all who speak a protocol use.
    fn prefer_sentence(&self, ranked: &mut Ranked<'_, '_>) {
        let Some(best) = ranked.first().filter(|best| !is_named(best)) else {
            return;
        };
        let (api, certainty, weight) = (best.api, best.certainty, best.weight);
        let is_its = |other: &Candidate<'_, '_>| {
            other.api != api
                && !other.evidence.contains(&Evidence::Code)
                && other.certainty >= Certainty::Likely
                && other.weight >= MIN_WORDS.max(2 * weight)
                && self.is_said_by_one(other.facts.whole_message())
        };
        let heaviest = ranked.iter().map(|other| other.weight).max();
        let mut others = ranked.iter();
        if let Some(at) = others.position(|other| Some(other.weight) == heaviest && is_its(other)) {
            let mut own = ranked.remove(at);
            own.certainty = own.certainty.max(certainty);
            ranked.insert(0, own);
        }
    }

    /// Makes the best candidates of several APIs possible where nothing tells which it is.
    fn share_doubt(&self, ranked: &mut Ranked<'_, '_>) {
        let [first, second, ..] = ranked.as_slice() else {
            return;
        };
        let best = strength(first);
        if first.certainty != Certainty::Likely
            || strength(second) != best
            || first.api == second.api
        {
            return;
        }
        for candidate in ranked.iter_mut() {
            if strength(candidate) == best {
                candidate.certainty = Certainty::Possible;
            }
        }
    }

    /// Returns the candidates of a body in plain words, the best first. Words have no shape, so that none is certain.
    pub(super) fn ranked_words<'e, 'p>(
        &'e self,
        facts: &'p Facts,
        senders: &Senders,
        response: &Response,
    ) -> Ranked<'e, 'p> {
        let sender = |api: usize| senders.about(&self.shapes, api);
        let is_known = |api: usize| self.is_known(&sender(api));
        let text = facts.message.as_deref().unwrap_or_default();
        let is_its = |named: &prose::Mention<'_>| {
            let agrees = |status| named.rule.entry.http_status.is(status);
            response.status.is_some_and(agrees)
        };
        let mut ranked: Ranked<'e, 'p> = prose::find(self, text, is_known)
            .into_iter()
            .filter(|named| !sender(named.api).is_foreign)
            // Words that anybody may write, and with the status of something else.
            .filter(|named| is_known(named.api) || is_its(named))
            .map(|named| {
                let sender = sender(named.api);
                let mut certainty = named.certainty();
                if is_known(named.api) {
                    certainty = certainty.raised().min(Certainty::Likely);
                }
                if sender.is_elsewhere && !sender.header {
                    certainty = Certainty::Possible;
                }
                let mut evidence = named.evidence.clone();
                evidence.extend(is_its(&named).then_some(Evidence::HttpStatus));
                evidence.extend(sender.evidence());
                evidence.sort_unstable();
                Candidate {
                    api: named.api,
                    entry: named.entry,
                    rule: named.rule,
                    facts,
                    order: 0,
                    element: None,
                    certainty,
                    evidence,
                    values: named.values,
                    weight: 0,
                    notes: Vec::new(),
                    is_status_quirk: false,
                    doubt: None,
                }
            })
            .collect();
        sort(&mut ranked);
        ranked
    }

    /// Returns the candidates of a code under a name that says that it is one, the best first. A number is a code only under
    /// the API's own name for it. Others use the same codes: alone, in no shape, one is never more than possible.
    pub(super) fn ranked_name<'e, 'p>(
        &'e self,
        named: &'p NamedCode,
        stated: Option<u16>,
        senders: &Senders,
        response: &Response,
    ) -> Ranked<'e, 'p> {
        let facts = &named.facts;
        let code = facts.code.as_deref().unwrap_or_default();
        let is_number = code.bytes().all(|b| b.is_ascii_digit());
        let status = response.status.or(stated);
        let mut ranked: Ranked<'e, 'p> = Vec::new();
        let layers = self.shapes.layers();
        for found in layers.named(code).take(MAX_CANDIDATES) {
            let sender = senders.about(&self.shapes, found.api);
            let is_known = self.is_known(&sender);
            let is_own_name = || layers.calls_code(found.api, &named.name);
            if found.needs_more
                || !self.shapes.counts(found.api)
                || sender.is_foreign
                || sender.is_elsewhere
                || (is_number && !is_own_name())
            {
                continue;
            }
            let rule = self.rule(found.entry);
            let read = facts.whole_message().and_then(|message| rule.read(message));
            let statuses = &rule.entry.http_status;
            let is_class = |status: u16| statuses.0.iter().any(|own| own / 100 == status / 100);
            let fits_status = || is_known || statuses.0.is_empty() || status.is_none_or(is_class);
            if !rule.is_named(code, is_known || read.is_some()) || !fits_status() {
                continue;
            }
            let mut certainty = Certainty::Possible;
            if is_known || read.is_some() || sender.program {
                certainty = certainty.raised();
            }
            let mut evidence = vec![Evidence::Code];
            let agrees = status.is_some_and(|status| statuses.is(status));
            evidence.extend(agrees.then_some(Evidence::HttpStatus));
            evidence.extend(read.is_some().then_some(Evidence::Message));
            evidence.extend(sender.evidence());
            ranked.push(Candidate {
                api: found.api,
                entry: found.entry,
                rule,
                facts,
                order: 0,
                element: None,
                certainty,
                evidence,
                values: read.unwrap_or_default(),
                weight: 0,
                notes: Vec::new(),
                is_status_quirk: false,
                doubt: None,
            });
        }
        sort(&mut ranked);
        self.share_doubt(&mut ranked);
        ranked
    }

    /// Adds the entries that one reading leads to.
    fn candidates<'e, 'p>(
        &'e self,
        reading: &'p Reading,
        senders: &'p Senders,
        response: &Response,
        ranked: &mut Ranked<'e, 'p>,
    ) {
        let facts = &reading.facts;
        let case = Case {
            engine: self,
            reading,
            facts,
            senders,
            declared: response.status,
            status: response.status.or(facts.status),
        };
        let from = ranked.len();
        case.of_codes(ranked);
        if facts.code.is_none() && facts.code_in.is_some() {
            case.of_text_with_code(ranked);
        }
        if facts.code.is_none() && ranked.len() == from {
            case.of_words(ranked);
            case.of_beginning(from, ranked);
            case.of_shape(from, ranked);
        }
        for candidate in &mut ranked[from..] {
            case.note(candidate);
            case.compute(candidate);
        }
    }

    /// Returns true if the API of a response is known from somewhere else than its body.
    pub(super) fn is_known(&self, sender: &Sender) -> bool {
        sender.names_api() || self.shapes.is_chosen()
    }
}

/// A reading of a body, with what is known beside it.
struct Case<'e, 'p> {
    engine: &'e Engine,
    reading: &'p Reading,
    facts: &'p Facts,
    senders: &'p Senders,
    /// The status of the response itself.
    declared: Option<u16>,
    /// That status, else the one that the body states.
    status: Option<u16>,
}

impl<'e, 'p> Case<'e, 'p> {
    /// Returns the class's member of an API, unless the API never answers from this host.
    fn member(&self, api: usize) -> Option<(Member, Sender)> {
        let sender = self.senders.about(&self.engine.shapes, api);
        if sender.is_foreign {
            return None;
        }
        let mut members = self.engine.shapes.members_of(self.reading.class, api);
        Some((members.next()?, sender))
    }

    /// Adds the entries whose message the body has, and where an API has none those whose status text it has.
    fn of_words(&self, ranked: &mut Ranked<'e, 'p>) {
        let from = ranked.len();
        let is_member = |api: usize| self.member(api).is_some();
        if let Some(message) = self.facts.whole_message() {
            for said in self.engine.said(message, &is_member) {
                if let Some((member, sender)) = self.member(said.api) {
                    // Words that are another API's, which a short template happens to fit.
                    if member.proof() != Proof::Own
                        && !self.engine.is_known(&sender)
                        && self.engine.is_said_elsewhere(message, said.weight)
                    {
                        continue;
                    }
                    ranked.push(self.weigh(
                        said.entry,
                        said.api,
                        member,
                        sender,
                        Agreement::Message,
                    ));
                }
            }
        }
        let Some(name) = &self.facts.status_name else {
            return;
        };
        let layers = self.engine.shapes.layers();
        let known = ranked.len();
        for entry in layers.status_named(name) {
            let api = layers.api_of(entry);
            if !self.engine.shapes.counts(api) || ranked[from..known].iter().any(|c| c.api == api) {
                continue;
            }
            if let Some((member, sender)) = self.member(api) {
                ranked.push(self.weigh(entry, api, member, sender, Agreement::Message));
            }
        }
        // A name of several entries does not say which.
        let apis: Vec<usize> = ranked[known..].iter().map(|c| c.api).collect();
        for candidate in &mut ranked[known..] {
            if apis.iter().filter(|api| **api == candidate.api).count() > 1 {
                candidate.certainty = Certainty::Possible;
            }
        }
    }

    /// Iterates over the members of the class whose APIs have no candidate yet.
    fn others(&self, known: &[Candidate<'e, 'p>]) -> Vec<(usize, Member, Sender)> {
        let members = self.engine.shapes.members(self.reading.class);
        let others = members.filter(|(api, _)| known.iter().all(|c| c.api != *api));
        others
            .map(|(api, member)| {
                let sender = self.senders.about(&self.engine.shapes, api);
                (api, member, sender)
            })
            .filter(|(.., sender)| !sender.is_foreign)
            .collect()
    }

    /// Adds of each API the only entry of whose messages one that is cut may be the beginning: a hint.
    fn of_beginning(&self, from: usize, ranked: &mut Ranked<'e, 'p>) {
        let message = self.facts.message.as_deref();
        let Some(beginning) = message.filter(|_| self.facts.is_message_cut) else {
            return;
        };
        for (api, member, sender) in self.others(&ranked[from..]) {
            let Some(entry) = self.engine.begun(api, beginning) else {
                continue;
            };
            let mut candidate = self.weigh(entry, api, member, sender, Agreement::Message);
            // With the host and the status of the entry so many words leave little doubt.
            let has_status = candidate.evidence.contains(&Evidence::HttpStatus);
            let is_told = is_named(&candidate) && has_status && beginning.len() >= MIN_WORDS;
            candidate.certainty = match is_told {
                true => Certainty::Likely,
                false => Certainty::Possible,
            };
            candidate.evidence.push(Evidence::Message);
            candidate.evidence.sort_unstable();
            ranked.push(candidate);
        }
    }

    /// Adds the default entries of the shape. What a cut body would have turned into is not guessed: a shape must be whole to
    /// mean an entry.
    fn of_shape(&self, from: usize, ranked: &mut Ranked<'e, 'p>) {
        if self.reading.is_open {
            return;
        }
        let shapes = &self.engine.shapes;
        for (api, member, sender) in self.others(&ranked[from..]) {
            if member.is_identified() && !self.engine.is_known(&sender) {
                continue;
            }
            if let Some(entry) = shapes.meant(self.reading.class, member, self.status) {
                ranked.push(self.weigh(entry, api, member, sender, Agreement::Shape));
            }
        }
    }

    /// Returns true if a contradiction makes the code of the body this entry's.
    fn is_contradicted(&self, rule: &Rule, code: &str) -> bool {
        let mut quirks = rule.entry.matches.quirks.iter();
        let quirk = quirks.find(|q| q.when.agrees(Some(code), self.facts, self.declared));
        quirk.is_some_and(|quirk| quirk.when.code.is_some())
    }

    /// Returns true if the code of an entry is, or after the cut may turn out to be, another's.
    fn is_contested(&self, entry: usize, api: usize, code: &str) -> bool {
        let layers = self.engine.shapes.layers();
        layers.quirks(code).any(|other| {
            other != entry && layers.api_of(other) == api && {
                let rule = self.engine.rule(other);
                self.is_contradicted(rule, code)
                    || (self.reading.is_open && rule.may_take(code, self.facts))
            }
        })
    }

    /// Notes the contradiction that a candidate is known for; without one, doubts a code that others use too, with a status
    /// and a message that are not this entry's.
    fn note(&self, candidate: &mut Candidate<'e, 'p>) {
        let code = self.facts.code.as_deref();
        let mut quirks = candidate.rule.entry.matches.quirks.iter();
        if let Some(quirk) = quirks.find(|q| q.when.agrees(code, self.facts, self.declared)) {
            candidate.notes.push(quirk.note.clone());
            candidate.is_status_quirk = quirk.when.status.is_some();
        }
    }

    /// Takes further values of a candidate from the body, and computes those that follow from them.
    fn compute(&self, candidate: &mut Candidate<'e, 'p>) {
        candidate.values.extend(self.facts.extras.clone());
        for (name, expression) in &candidate.rule.entry.values {
            if let Some(value) = compute(expression, &candidate.values) {
                candidate.values.insert(name.clone(), value);
            }
        }
    }
}

impl Candidate<'_, '_> {
    /// Demotes an error that a success merely mentions, unless it is known to come with a success.
    pub(super) fn demote(&mut self) {
        let statuses = &self.rule.entry.http_status.0;
        if statuses.iter().all(|status| *status >= 300) {
            self.certainty = self.certainty.min(Certainty::Possible);
        }
    }
}

/// By what a reading led to an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Agreement {
    Code,
    Message,
    Shape,
}
