//! The entries that a reading of a body leads to, each weighed by what agrees.

use std::cmp::Reverse;

use super::rules::{Rule, begun, code_in, longest, meant};
use super::{Certainty, Engine, Evidence, prose};
use crate::catalog::{Api, Proof, Quirk};
use crate::facts::{Facts, Named, Place, Reading};
use crate::input::Response;
use crate::pattern::{Values, compute};

/// One entry that a reading leads to.
pub(super) struct Candidate<'e> {
    pub(super) rule: &'e Rule,
    pub(super) certainty: Certainty,
    pub(super) evidence: Vec<Evidence>,
    pub(super) values: Values,
    pub(super) notes: Vec<String>,
    pub(super) is_status_quirk: bool,
}

/// What a place comes to: the candidates of all readings, the best first, each with the API and the facts it is from.
pub(super) type Ranked<'e, 'p> = Vec<(usize, &'p Facts, Candidate<'e>)>;

/// What a response says besides its body about who sent it.
pub(super) struct Sender {
    pub(super) host: bool,
    pub(super) header: bool,
    pub(super) is_foreign: bool,
    /// A host on the internet that is none of the API's.
    pub(super) is_elsewhere: bool,
}

impl Sender {
    /// Says whether host or headers name the API.
    pub(super) fn names_api(&self) -> bool {
        self.host || self.header
    }

    /// Gives what of host and headers names the API.
    pub(super) fn evidence(&self) -> impl Iterator<Item = Evidence> {
        let host = self.host.then_some(Evidence::Host);
        let header = self.header.then_some(Evidence::Header);
        host.into_iter().chain(header)
    }
}

impl Engine {
    /// Gives the candidates of a place, the best first.
    pub(super) fn ranked<'e, 'p>(
        &'e self,
        place: &'p Place<'e>,
        senders: &[Sender],
        response: &Response,
    ) -> Ranked<'e, 'p> {
        let mut ranked: Ranked<'e, 'p> = Vec::new();
        for reading in &place.readings {
            let sender = &senders[reading.api];
            // Of an API's envelopes the first that leads to an entry counts: its author puts the richest first.
            if sender.is_foreign || ranked.iter().any(|(known, ..)| *known == reading.api) {
                continue;
            }
            let candidates = self.candidates(reading, sender, response);
            let facts = &reading.facts;
            ranked.extend(candidates.into_iter().map(|c| (reading.api, facts, c)));
        }
        ranked.sort_by_key(|(.., candidate)| Reverse(rank(candidate)));
        ranked
    }

    /// Gives the candidates of a body in plain words, the best first. Words have no shape, so that none is certain.
    pub(super) fn ranked_words<'e, 'p>(
        &'e self,
        facts: &'p Facts,
        senders: &[Sender],
        response: &Response,
    ) -> Ranked<'e, 'p> {
        let is_known = |api: usize| self.is_known(&senders[api]);
        let text = facts.message.as_deref().unwrap_or_default();
        let mut ranked: Ranked<'e, 'p> = prose::find(self, text, is_known)
            .into_iter()
            .filter(|named| !senders[named.api].is_foreign)
            // Words that anybody may write, and with the status of something else.
            .filter(|named| {
                is_known(named.api) || response.status == Some(named.rule.entry.http_status)
            })
            .map(|named| {
                let sender = &senders[named.api];
                let mut certainty = named.certainty();
                if is_known(named.api) {
                    certainty = certainty.raised().min(Certainty::Likely);
                }
                if sender.is_elsewhere && !sender.header {
                    certainty = Certainty::Possible;
                }
                let mut evidence = named.evidence;
                let agrees = response.status == Some(named.rule.entry.http_status);
                evidence.extend(agrees.then_some(Evidence::HttpStatus));
                evidence.extend(sender.evidence());
                evidence.sort_unstable();
                let candidate = Candidate {
                    values: named.values,
                    ..Candidate::new(named.rule, certainty, evidence)
                };
                (named.api, facts, candidate)
            })
            .collect();
        ranked.sort_by_key(|(.., candidate)| Reverse(rank(candidate)));
        ranked
    }

    /// Gives the candidates of a code under a name that says that it is one, the best first. A number is a code only under
    /// the API's own name for it. Others use the same codes: alone, in no shape, one is never more than possible.
    pub(super) fn ranked_name<'e, 'p>(
        &'e self,
        named: &'p Named,
        stated: Option<u16>,
        senders: &[Sender],
        response: &Response,
    ) -> Ranked<'e, 'p> {
        let facts = &named.facts;
        let code = facts.code.as_deref().unwrap_or_default();
        let is_number = code.bytes().all(|b| b.is_ascii_digit());
        let status = response.status.or(stated);
        let mut ranked: Ranked<'e, 'p> = Vec::new();
        for (api, (known, rules)) in self.rules().enumerate() {
            let sender = &senders[api];
            let is_known = self.is_known(sender);
            let is_own_name = || known.calls_code(&named.name);
            if sender.is_foreign || sender.is_elsewhere || (is_number && !is_own_name()) {
                continue;
            }
            let read = |rule: &'e Rule| {
                let message = facts.whole_message()?;
                longest(std::slice::from_ref(rule), message)
            };
            let rules = rules.iter().filter(|rule| {
                rule.is_named(code, is_known || read(rule).is_some())
                    && (is_known || status.is_none_or(|s| s / 100 == rule.entry.http_status / 100))
            });
            ranked.extend(rules.map(|rule| {
                let read = read(rule);
                let mut certainty = Certainty::Possible;
                if is_known || read.is_some() {
                    certainty = certainty.raised();
                }
                let mut evidence = vec![Evidence::Code];
                let agrees = status == Some(rule.entry.http_status);
                evidence.extend(agrees.then_some(Evidence::HttpStatus));
                evidence.extend(read.is_some().then_some(Evidence::Message));
                evidence.extend(sender.evidence());
                let candidate = Candidate {
                    values: read.map(|(_, values)| values).unwrap_or_default(),
                    ..Candidate::new(rule, certainty, evidence)
                };
                (api, facts, candidate)
            }));
        }
        ranked.sort_by_key(|(.., candidate)| Reverse(rank(candidate)));
        ranked
    }

    /// Gives the entries that one reading leads to.
    fn candidates<'e>(
        &'e self,
        reading: &Reading<'e>,
        sender: &Sender,
        response: &Response,
    ) -> Vec<Candidate<'e>> {
        let rules = &self.rules[reading.api];
        let facts = &reading.facts;
        let code_in = || code_in(facts.code_in.as_deref()?, rules);
        let case = Case {
            rules,
            reading,
            facts,
            sender,
            is_known: self.is_known(sender),
            code: facts.code.clone().or_else(code_in),
            declared: response.status,
            status: response.status.or(facts.status),
        };
        let mut found = match &case.code {
            Some(code) => case.of_code(code),
            None => {
                let found = case.of_words();
                if found.is_empty() {
                    let hint = case.of_beginning().or_else(|| case.of_shape());
                    hint.into_iter().collect()
                } else {
                    found
                }
            }
        };
        for candidate in &mut found {
            case.note(candidate);
            case.compute(candidate);
        }
        found
    }

    /// Says whether the API of a response is known from somewhere else than its body.
    pub(super) fn is_known(&self, sender: &Sender) -> bool {
        sender.names_api() || self.is_chosen()
    }
}

/// A reading of a body, with what is known beside it.
struct Case<'e, 'p> {
    rules: &'e [Rule],
    reading: &'p Reading<'e>,
    facts: &'p Facts,
    sender: &'p Sender,
    /// Whether the API is known from somewhere else.
    is_known: bool,
    code: Option<String>,
    /// The status of the response itself.
    declared: Option<u16>,
    /// That status, else the one that the body states.
    status: Option<u16>,
}

impl<'e> Case<'e, '_> {
    /// Gives the entries of a code, and as a rival the one whose message stands beside the code of another.
    fn of_code(&self, code: &str) -> Vec<Candidate<'e>> {
        let mut found = Vec::new();
        for rule in self.rules {
            let is_called = rule.entry.is_called(code);
            if !is_called && !self.is_contradicted(rule) {
                continue;
            }
            let mut candidate = self.weigh(rule, Agreement::Code);
            // The page's own contradiction: the entry that the quirk names comes before the code's.
            if !is_called {
                candidate.evidence.retain(|e| *e != Evidence::Code);
            } else if self.is_contested(rule, code) {
                candidate.certainty = Certainty::Possible;
            }
            found.push(candidate);
        }
        let is_new = |rule: &Rule| {
            let mut known = found.iter().map(|known| known.rule);
            !found.is_empty() && known.all(|known| !std::ptr::eq(known, rule))
        };
        // The code decides, the other is named.
        if let Some(rule) = self.said().filter(|rule| is_new(rule)) {
            let mut rival = self.weigh(rule, Agreement::Message);
            rival.certainty = Certainty::Possible;
            found.push(rival);
        }
        found
    }

    /// Gives the entry whose message the body has, else those whose status text it has.
    fn of_words(&self) -> Vec<Candidate<'e>> {
        let weigh = |rule| self.weigh(rule, Agreement::Message);
        if let Some(rule) = self.said() {
            return vec![weigh(rule)];
        }
        let name = self.facts.status_name.as_deref();
        let has_name = |rule: &&Rule| name.is_some_and(|name| rule.has_status_name(name));
        let mut found: Vec<_> = self.rules.iter().filter(has_name).map(weigh).collect();
        // A name of several entries does not say which.
        if found.len() > 1 {
            let unsure = |c: &mut Candidate<'_>| c.certainty = Certainty::Possible;
            found.iter_mut().for_each(unsure);
        }
        found
    }

    /// Gives the only entry of whose messages one that is cut may be the beginning: a hint.
    fn of_beginning(&self) -> Option<Candidate<'e>> {
        let message = self.facts.message.as_deref();
        let beginning = message.filter(|_| self.facts.is_message_cut)?;
        let rule = begun(self.rules, beginning)?;
        let mut candidate = self.weigh(rule, Agreement::Message);
        candidate.certainty = Certainty::Possible;
        candidate.evidence.push(Evidence::Message);
        candidate.evidence.sort_unstable();
        Some(candidate)
    }

    /// Gives the entry that the shape means by itself. What a cut body would have turned into is not guessed: a shape must
    /// be whole to stand for an entry.
    fn of_shape(&self) -> Option<Candidate<'e>> {
        let envelope = self.reading.envelope;
        if self.reading.is_open || (envelope.identified && !self.is_known) {
            return None;
        }
        let rule = meant(envelope, self.rules, self.status)?;
        Some(self.weigh(rule, Agreement::Shape))
    }

    /// Gives the entry whose message the body has.
    fn said(&self) -> Option<&'e Rule> {
        let (rule, _) = longest(self.rules, self.facts.whole_message()?)?;
        Some(rule)
    }

    /// Gives the contradiction of an entry that the body shows.
    fn quirk(&self, rule: &'e Rule) -> Option<&'e Quirk> {
        let code = self.code.as_deref();
        let mut quirks = rule.entry.matches.quirks.iter();
        quirks.find(|quirk| quirk.when.agrees(code, self.facts, self.declared))
    }

    /// Says whether a contradiction makes the code of the body this entry's.
    fn is_contradicted(&self, rule: &'e Rule) -> bool {
        self.quirk(rule)
            .is_some_and(|quirk| quirk.when.code.is_some())
    }

    /// Says whether the code of an entry is, or behind the cut may turn out to be, another's.
    fn is_contested(&self, rule: &'e Rule, code: &str) -> bool {
        let mut others = self.rules.iter().filter(|o| !std::ptr::eq(*o, rule));
        others.any(|other| {
            self.is_contradicted(other)
                || (self.reading.is_open && other.may_take(code, self.facts))
        })
    }

    /// Notes the contradiction that a candidate is known for; without one, doubts a code that others use too, with a status
    /// and a message that are not this entry's.
    fn note(&self, candidate: &mut Candidate<'e>) {
        if let Some(quirk) = self.quirk(candidate.rule) {
            candidate.notes.push(quirk.note.clone());
            candidate.is_status_quirk = quirk.when.status.is_some();
            return;
        }
        let agrees = |e: &Evidence| {
            matches!(
                e,
                Evidence::HttpStatus
                    | Evidence::StatusName
                    | Evidence::Message
                    | Evidence::Host
                    | Evidence::Header
            )
        };
        if self.reading.envelope.proof != Proof::Own
            && self.facts.whole_message().is_some()
            && self.status.is_some()
            && !candidate.evidence.iter().any(agrees)
        {
            candidate.certainty = candidate.certainty.min(Certainty::Possible);
        }
    }

    /// Takes the values of a candidate from the body, and computes those that follow from them.
    fn compute(&self, candidate: &mut Candidate<'e>) {
        let rule = candidate.rule;
        let message = self.facts.whole_message();
        let read = message.and_then(|message| longest(std::slice::from_ref(rule), message));
        if let Some((_, values)) = read {
            candidate.values.extend(values);
        }
        candidate.values.extend(self.facts.extras.clone());
        for (name, expression) in &rule.entry.values {
            if let Some(value) = compute(expression, &candidate.values) {
                candidate.values.insert(name.clone(), value);
            }
        }
    }

    /// Weighs the evidence for one entry.
    fn weigh(&self, rule: &'e Rule, agreement: Agreement) -> Candidate<'e> {
        let evidence = self.evidence(rule, agreement);
        let certainty = self.certainty(agreement, &evidence);
        let most = self.most(rule, agreement, &evidence);
        Candidate::new(rule, certainty.min(most), evidence)
    }

    /// Gives what of an entry agrees with the body.
    fn evidence(&self, rule: &Rule, agreement: Agreement) -> Vec<Evidence> {
        let (facts, entry) = (self.facts, &rule.entry);
        let reads = |text: &str| longest(std::slice::from_ref(rule), text).is_some();
        let names = || facts.status_name.as_deref();
        // One that is not the API's is somebody else's form.
        let is_its = |name: &str| {
            let mut known = entry.matches.fields.iter();
            known.any(|known| known.eq_ignore_ascii_case(name))
        };
        let mut evidence = vec![Evidence::Envelope];
        let mut add = |holds: bool, kind: Evidence| evidence.extend(holds.then_some(kind));
        add(agreement == Agreement::Code, Evidence::Code);
        add(self.status == Some(entry.http_status), Evidence::HttpStatus);
        add(
            names().is_some_and(|name| rule.has_status_name(name)),
            Evidence::StatusName,
        );
        add(facts.whole_message().is_some_and(reads), Evidence::Message);
        add(
            !facts.fields.is_empty() && facts.fields.iter().all(|(name, _)| is_its(name)),
            Evidence::Fields,
        );
        evidence.extend(self.sender.evidence());
        evidence
    }

    /// Says how sure evidence makes an entry, where nothing speaks against it.
    fn certainty(&self, agreement: Agreement, evidence: &[Evidence]) -> Certainty {
        let has = |kind| evidence.contains(&kind);
        let is_double =
            agreement == Agreement::Code && (has(Evidence::Message) || has(Evidence::StatusName));
        let mut certainty = match (self.reading.envelope.proof, agreement) {
            (Proof::Own, _) => Certainty::Certain,
            (Proof::Shared, _) if is_double => Certainty::Certain,
            (Proof::Shared, _) => Certainty::Likely,
            (Proof::Sibling, Agreement::Shape) | (Proof::Generic, _) => Certainty::Possible,
            (Proof::Sibling, _) => Certainty::Likely,
        };
        if self.sender.names_api() {
            certainty = certainty.raised();
        }
        if agreement == Agreement::Shape && has(Evidence::Fields) {
            certainty = certainty.raised();
        }
        certainty
    }

    /// Says how sure an entry can be at most, by what speaks against it.
    fn most(&self, rule: &Rule, agreement: Agreement, evidence: &[Evidence]) -> Certainty {
        let has = |kind| evidence.contains(&kind);
        let mut most = Certainty::Certain;
        // A message alone, with the status of another error.
        if agreement == Agreement::Message
            && self.status.is_some()
            && !has(Evidence::HttpStatus)
            && !has(Evidence::StatusName)
            && !self.sender.names_api()
        {
            most = Certainty::Possible;
        }
        // From somebody else's host, words say nothing, and a code little where the message is another. A code may still
        // come through a proxy of one's own.
        if self.sender.is_elsewhere && !self.sender.header {
            let is_own = self.reading.envelope.proof == Proof::Own && rule.patterns.is_empty();
            let is_other =
                self.facts.whole_message().is_some() && !has(Evidence::Message) && !is_own;
            most = most.min(match agreement {
                Agreement::Code if !is_other => Certainty::Likely,
                _ => Certainty::Possible,
            });
        }
        // A code that stands behind the cut would decide.
        if self.reading.is_partial {
            most = most.min(match agreement {
                Agreement::Code => Certainty::Likely,
                Agreement::Message | Agreement::Shape => Certainty::Possible,
            });
        }
        most
    }
}

impl Api {
    /// Says whether the API has its codes in members of this name.
    pub(super) fn calls_code(&self, name: &str) -> bool {
        self.envelopes.iter().any(|envelope| {
            let at = envelope.read.code.as_deref();
            at.and_then(|at| at.rsplit('/').next()) == Some(name)
        })
    }
}

impl<'e> Candidate<'e> {
    /// Makes a candidate of which nothing else is known yet.
    fn new(rule: &'e Rule, certainty: Certainty, evidence: Vec<Evidence>) -> Self {
        Self {
            rule,
            certainty,
            evidence,
            values: Values::new(),
            notes: Vec::new(),
            is_status_quirk: false,
        }
    }

    /// Takes an error as one that a success merely tells of, unless it is known to come with a success.
    pub(super) fn tell(&mut self) {
        if self.rule.entry.http_status >= 300 {
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

/// Gives what candidates are ranked by: certainty, then a code before words, then how much agrees.
fn rank(candidate: &Candidate<'_>) -> (Certainty, bool, usize) {
    (
        candidate.certainty,
        candidate.evidence.contains(&Evidence::Code),
        candidate.evidence.len(),
    )
}

/// Gives what host and headers say about whether an API sent the response.
pub(super) fn sender(api: &Api, response: &Response) -> Sender {
    let is_at = |host: &str, known: &String| {
        host.eq_ignore_ascii_case(known)
            || (host.len() > known.len()
                && host.as_bytes()[host.len() - known.len() - 1] == b'.'
                && host
                    .to_ascii_lowercase()
                    .ends_with(&known.to_ascii_lowercase()))
    };
    let host = response.request.host.as_deref();
    Sender {
        host: host.is_some_and(|host| api.hosts.iter().any(|known| is_at(host, known))),
        header: api.headers.iter().any(|mark| {
            response.header(&mark.name).is_some_and(|value| {
                mark.value
                    .as_deref()
                    .is_none_or(|wanted| wanted.eq_ignore_ascii_case(value.trim()))
            })
        }),
        is_elsewhere: host.is_some_and(is_public)
            && !host.is_some_and(|host| api.hosts.iter().any(|known| is_at(host, known)))
            && !api.hosts.is_empty(),
        is_foreign: host
            .is_some_and(|host| api.foreign_hosts.iter().any(|known| is_at(host, known))),
    }
}

/// Says whether a host is a name on the internet: a test's address, a machine's or a cluster's own name says nothing about the API.
fn is_public(host: &str) -> bool {
    let last = host.rsplit('.').next().unwrap_or_default();
    // RFC 2606 keeps these free for documents.
    let is_reserved = ["example.com", "example.net", "example.org"]
        .iter()
        .any(|name| host == *name || host.ends_with(&format!(".{name}")));
    host.contains('.')
        && !is_reserved
        && last.bytes().all(|b| b.is_ascii_alphabetic())
        && ![
            "local",
            "internal",
            "localhost",
            "test",
            "example",
            "invalid",
            "lan",
            "svc",
        ]
        .contains(&last.to_ascii_lowercase().as_str())
}
