//! Ranks the entries that could explain a body by the evidence for each.

use std::cmp::Reverse;
use std::collections::HashSet;

use super::messages::Said;
use super::rules::Rule;
use super::sender::{Sender, Senders};
use super::{Certainty, Doubt, Engine, Evidence, prose};
use crate::catalog::Proof;
use crate::catalog::compiled::Member;
use crate::facts::{BodyPart, Facts, NamedCode, Reading};
use crate::input::Response;
use crate::pattern::{Values, compute};

/// The least literal text of a sentence that says by itself whose error it is.
const MIN_SENTENCE: usize = 60;

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
        self.share_doubt(&mut ranked);
        ranked
    }

    /// Makes the best candidates of several APIs possible where nothing tells which it is.
    fn share_doubt(&self, ranked: &mut Ranked<'_, '_>) {
        let [first, second, ..] = ranked.as_slice() else {
            return;
        };
        let best = strength(first);
        if first.certainty != Certainty::Likely
            || strength(second) != best
            || self.is_same_vendor(first.api, second.api)
        {
            return;
        }
        for candidate in ranked.iter_mut() {
            if strength(candidate) == best {
                candidate.certainty = Certainty::Possible;
            }
        }
    }

    /// Returns true if two entries are of one API, or of two that name each other's hosts.
    fn is_same_vendor(&self, one: usize, other: usize) -> bool {
        one == other
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
            if is_known || read.is_some() {
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

    /// Adds the entries of the codes: of each API those of the first code that it has.
    fn of_codes(&self, ranked: &mut Ranked<'e, 'p>) {
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
    fn of_code(&self, code: &str, is_known: &dyn Fn(usize) -> bool, ranked: &mut Ranked<'e, 'p>) {
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

    /// Adds the entries of a code that a text contains.
    fn of_text_with_code(&self, ranked: &mut Ranked<'e, 'p>) {
        let text = self.facts.code_in.as_deref().unwrap_or_default();
        let words = text.split(|c: char| !(c.is_alphanumeric() || c == '_' || c == '-'));
        for word in words.filter(|word| !word.is_empty()) {
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
            if ranked.len() > from {
                return;
            }
        }
    }

    /// Adds the entries whose message the body has, and where an API has none those whose status text it has.
    fn of_words(&self, ranked: &mut Ranked<'e, 'p>) {
        let from = ranked.len();
        let is_member = |api: usize| self.member(api).is_some();
        if let Some(message) = self.facts.whole_message() {
            for said in self.engine.said(message, &is_member) {
                if let Some((member, sender)) = self.member(said.api) {
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
            candidate.certainty = Certainty::Possible;
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

    /// Weighs the evidence for one entry.
    fn weigh(
        &self,
        entry: usize,
        api: usize,
        member: Member,
        sender: Sender,
        agreement: Agreement,
    ) -> Candidate<'e, 'p> {
        let rule = self.engine.rule(entry);
        let read = self.facts.whole_message().and_then(|text| rule.weigh(text));
        let evidence = self.evidence(rule, &sender, agreement, read.is_some());
        let (weight, values) = read.unwrap_or_default();
        let view = View {
            case: self,
            api,
            rule,
            proof: member.proof(),
            sender,
            agreement,
            evidence: &evidence,
            weight,
        };
        let full = view.certainty();
        let (most, doubt) = view.most();
        let certainty = full.min(most);
        Candidate {
            api,
            entry,
            rule,
            facts: self.facts,
            order: member.order,
            element: self.reading.element,
            certainty,
            evidence,
            values,
            weight,
            notes: Vec::new(),
            is_status_quirk: false,
            doubt: doubt.filter(|_| most < full),
        }
    }

    /// Collects the evidence that links an entry to the body; `has_message` says that the message is the entry's.
    fn evidence(
        &self,
        rule: &Rule,
        sender: &Sender,
        agreement: Agreement,
        has_message: bool,
    ) -> Vec<Evidence> {
        let (facts, entry) = (self.facts, &rule.entry);
        let names = || facts.status_name.as_deref();
        // A field that is not the API's is somebody else's form.
        let is_its = |name: &str| {
            let mut known = entry.matches.fields.iter();
            known.any(|known| known.eq_ignore_ascii_case(name))
        };
        let mut evidence = vec![Evidence::Envelope];
        let mut add = |holds: bool, kind: Evidence| evidence.extend(holds.then_some(kind));
        add(agreement == Agreement::Code, Evidence::Code);
        add(
            self.status
                .is_some_and(|status| entry.http_status.is(status)),
            Evidence::HttpStatus,
        );
        add(
            names().is_some_and(|name| rule.has_status_name(name)),
            Evidence::StatusName,
        );
        add(has_message, Evidence::Message);
        add(
            !facts.fields.is_empty() && facts.fields.iter().all(|(name, _)| is_its(name)),
            Evidence::Fields,
        );
        evidence.extend(sender.evidence());
        evidence
    }
}

/// What links an entry to a body, seen as a whole.
struct View<'v, 'e, 'p> {
    case: &'v Case<'e, 'p>,
    api: usize,
    rule: &'v Rule,
    proof: Proof,
    sender: Sender,
    agreement: Agreement,
    evidence: &'v [Evidence],
    weight: usize,
}

impl View<'_, '_, '_> {
    /// Returns true if a kind of evidence is there.
    fn has(&self, kind: Evidence) -> bool {
        self.evidence.contains(&kind)
    }

    /// Returns how certain the evidence makes an entry, where nothing contradicts it.
    fn certainty(&self) -> Certainty {
        let agreement = self.agreement;
        let is_double = agreement == Agreement::Code
            && (self.has(Evidence::Message) || self.has(Evidence::StatusName));
        let mut certainty = match (self.proof, agreement) {
            (Proof::Own, _) => Certainty::Certain,
            (Proof::Shared, _) if is_double => Certainty::Certain,
            (Proof::Shared, _) => Certainty::Likely,
            (Proof::Generic, _) if self.has_own_sentence() => Certainty::Likely,
            (Proof::Sibling, Agreement::Shape) | (Proof::Generic, _) => Certainty::Possible,
            (Proof::Sibling, _) => Certainty::Likely,
        };
        if self.sender.names_api() {
            certainty = certainty.raised();
        }
        if agreement == Agreement::Shape && self.has(Evidence::Fields) {
            certainty = certainty.raised();
        }
        certainty
    }

    /// Returns true if the body has a whole sentence of the entry's that no other API in the catalog sends.
    fn has_own_sentence(&self) -> bool {
        self.has(Evidence::Message)
            && self.weight >= MIN_SENTENCE
            && self
                .case
                .engine
                .is_said_by_one(self.case.facts.whole_message())
    }

    /// Returns how certain an entry can be at most, by what contradicts it.
    fn most(&self) -> (Certainty, Option<Doubt>) {
        let case = self.case;
        let has = |kind| self.has(kind);
        let mut most = Certainty::Certain;
        let mut doubt = None;
        // A message alone, with the status of another error.
        let statuses = &self.rule.entry.http_status;
        if self.agreement == Agreement::Message
            && case.status.is_some()
            && !statuses.0.is_empty()
            && !has(Evidence::HttpStatus)
            && !has(Evidence::StatusName)
            && !self.sender.names_api()
        {
            most = Certainty::Possible;
            doubt = Some(Doubt::Status);
        }
        // A code that others use too, with a status and a message that are not this entry's.
        let agrees = [
            Evidence::HttpStatus,
            Evidence::StatusName,
            Evidence::Message,
            Evidence::Host,
            Evidence::Header,
        ];
        if self.proof != Proof::Own
            && case.facts.whole_message().is_some()
            && case.status.is_some()
            && !self.has_quirk()
            && !agrees.into_iter().any(has)
        {
            most = Certainty::Possible;
            doubt = Some(Doubt::Words);
        }
        // A code that is this entry's but for its case.
        if self.agreement == Agreement::Code
            && self.proof != Proof::Own
            && !has(Evidence::Message)
            && !self.sender.names_api()
            && self.is_other_case()
        {
            most = Certainty::Possible;
            doubt = Some(Doubt::Case);
        }
        // On an unrelated host a message is no evidence, and a code is weak if the message differs. A code may still come
        // through a proxy of one's own.
        if self.sender.is_elsewhere && !self.sender.header {
            let is_own = self.proof == Proof::Own && self.rule.patterns().next().is_none();
            let is_other =
                case.facts.whole_message().is_some() && !has(Evidence::Message) && !is_own;
            doubt = doubt.or(Some(Doubt::Elsewhere));
            most = most.min(match self.agreement {
                Agreement::Code if !is_other => Certainty::Likely,
                _ => Certainty::Possible,
            });
        }
        // A code that follows the cut would decide.
        if case.reading.is_partial {
            doubt = doubt.or(Some(Doubt::Cut));
            most = most.min(match self.agreement {
                Agreement::Code => Certainty::Likely,
                Agreement::Message | Agreement::Shape => Certainty::Possible,
            });
        }
        (most, doubt)
    }

    /// Returns true if the body has a name of the entry in another case only than the API writes it.
    fn is_other_case(&self) -> bool {
        let mut is_spelled = false;
        for code in self.case.facts.codes() {
            for name in self.rule.entry.names() {
                if *name == *code {
                    return false;
                }
                is_spelled |= name.eq_ignore_ascii_case(&code);
            }
        }
        let layers = self.case.engine.shapes.layers();
        is_spelled && !layers.has_any_case(self.api)
    }

    /// Returns true if a contradiction of the entry agrees with the body.
    fn has_quirk(&self) -> bool {
        let facts = self.case.facts;
        let mut quirks = self.rule.entry.matches.quirks.iter();
        quirks.any(|quirk| {
            quirk
                .when
                .agrees(facts.code.as_deref(), facts, self.case.declared)
        })
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

/// Returns what candidates are ranked by: certainty, then a code before words, then how much agrees.
fn strength(candidate: &Candidate<'_, '_>) -> (Certainty, bool, usize) {
    (
        candidate.certainty,
        candidate.evidence.contains(&Evidence::Code),
        candidate.evidence.len(),
    )
}

/// Keeps of each entry the best candidate: a code may lead to one by several of its names.
fn keep_once(ranked: &mut Ranked<'_, '_>) {
    let mut seen: HashSet<(usize, Option<usize>)> = HashSet::new();
    ranked.retain(|candidate| seen.insert((candidate.entry, candidate.element)));
}

/// Makes candidates of a vendor's other APIs less certain where the host is listed by the API of one that is as certain.
fn prefer_nearest(ranked: &mut Ranked<'_, '_>, senders: &Senders) {
    let Some(best) = ranked.first().map(|best| best.certainty) else {
        return;
    };
    let is_best = |candidate: &Candidate<'_, '_>| candidate.certainty == best;
    let is_nearest = |candidate: &Candidate<'_, '_>| senders.is_nearest(candidate.api);
    if !ranked.iter().any(|c| is_best(c) && is_nearest(c)) {
        return;
    }
    let is_other = |candidate: &&mut Candidate<'_, '_>| {
        is_best(candidate) && !is_nearest(candidate) && candidate.evidence.contains(&Evidence::Host)
    };
    for other in ranked.iter_mut().filter(is_other) {
        other.certainty = other.certainty.min(Certainty::Likely);
    }
    sort(ranked);
}

/// Makes candidates less certain that nothing but the body speaks for, where host or header fields name the API of the best.
fn prefer_sender(ranked: &mut Ranked<'_, '_>) {
    let is_named = |candidate: &Candidate<'_, '_>| {
        let mut evidence = candidate.evidence.iter();
        evidence.any(|kind| matches!(kind, Evidence::Host | Evidence::Header))
    };
    let Some(best) = ranked.first().filter(|best| is_named(best)) else {
        return;
    };
    let api = best.api;
    if best.certainty != Certainty::Likely {
        return;
    }
    let others = ranked.iter_mut().skip(1);
    for other in others.filter(|other| other.api != api && !is_named(other)) {
        other.certainty = other.certainty.min(Certainty::Possible);
    }
}

/// Sorts candidates, the best first; of equals that of the API that comes first in the catalog.
fn sort(ranked: &mut Ranked<'_, '_>) {
    ranked.sort_by_key(|candidate| (Reverse(strength(candidate)), candidate.api));
}
