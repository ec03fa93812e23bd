//! The entries that a reading of a body leads to, each weighed by what agrees.

use std::cmp::Reverse;

use super::rules::{Rule, code_in, longest, meant};
use super::{Certainty, Engine, Evidence, prose};
use crate::catalog::{Api, Proof};
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
        let is_known = |api: usize| senders[api].host || senders[api].header || self.is_chosen;
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
                evidence.extend(sender.host.then_some(Evidence::Host));
                evidence.extend(sender.header.then_some(Evidence::Header));
                evidence.sort_unstable();
                let candidate = Candidate {
                    rule: named.rule,
                    certainty,
                    evidence,
                    values: named.values,
                    notes: Vec::new(),
                    is_status_quirk: false,
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
            let is_known = sender.host || sender.header || self.is_chosen;
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
                evidence.extend(sender.host.then_some(Evidence::Host));
                evidence.extend(sender.header.then_some(Evidence::Header));
                let candidate = Candidate {
                    rule,
                    certainty,
                    evidence,
                    values: read.map(|(_, values)| values).unwrap_or_default(),
                    notes: Vec::new(),
                    is_status_quirk: false,
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
        let status = response.status.or(facts.status);
        let code = facts.code.clone().or_else(|| {
            facts
                .code_in
                .as_deref()
                .and_then(|text| code_in(text, rules))
        });
        let mut found = Vec::new();
        let quirk_of = |rule: &'e Rule| {
            rule.entry
                .matches
                .quirks
                .iter()
                .find(|quirk| quirk.when.agrees(code.as_deref(), facts, response.status))
        };
        if let Some(code) = &code {
            for rule in rules {
                let is_called = rule.entry.is_called(code);
                let carried = quirk_of(rule).filter(|quirk| quirk.when.code.is_some());
                if is_called || carried.is_some() {
                    let mut candidate = self.weigh(rule, reading, sender, status, Agreement::Code);
                    // The page's own contradiction: the entry that the quirk names comes before the code's.
                    if carried.is_some() && !is_called {
                        candidate.evidence.retain(|e| *e != Evidence::Code);
                    } else if rules.iter().any(|other| {
                        !std::ptr::eq(other, rule)
                            && (quirk_of(other).is_some_and(|q| q.when.code.is_some())
                                || reading.is_open && other.may_take(code, facts))
                    }) {
                        candidate.certainty = Certainty::Possible;
                    }
                    found.push(candidate);
                }
            }
            // The message of another entry next to this code: the code decides, the other is named.
            let said = facts.whole_message().and_then(|m| longest(rules, m));
            if let Some((rule, _)) = said
                && !found.is_empty()
                && found.iter().all(|known| !std::ptr::eq(known.rule, rule))
            {
                let mut rival = self.weigh(rule, reading, sender, status, Agreement::Message);
                rival.certainty = Certainty::Possible;
                found.push(rival);
            }
        } else if let Some((rule, _)) = facts
            .whole_message()
            .and_then(|message| longest(rules, message))
        {
            found.push(self.weigh(rule, reading, sender, status, Agreement::Message));
        } else if let Some(rule) = facts
            .status_name
            .as_deref()
            .and_then(|name| rules.iter().find(|rule| rule.has_status_name(name)))
        {
            found.push(self.weigh(rule, reading, sender, status, Agreement::Message));
        }
        // What a cut body would have turned into is not guessed: a shape must be whole to stand for an entry.
        if found.is_empty() && code.is_none() && !reading.is_open {
            let is_identified = sender.host || sender.header || self.is_chosen;
            if let Some(rule) = meant(reading.envelope, rules, status)
                && (!reading.envelope.identified || is_identified)
            {
                found.push(self.weigh(rule, reading, sender, status, Agreement::Shape));
            }
        }
        for candidate in &mut found {
            if let Some(quirk) = quirk_of(candidate.rule) {
                candidate.notes.push(quirk.note.clone());
                candidate.is_status_quirk = quirk.when.status.is_some();
            } else if reading.envelope.proof != Proof::Own
                && facts.whole_message().is_some()
                && !candidate.rule.patterns.is_empty()
                && status.is_some()
                && !candidate.evidence.iter().any(|e| {
                    matches!(
                        e,
                        Evidence::HttpStatus
                            | Evidence::StatusName
                            | Evidence::Message
                            | Evidence::Host
                            | Evidence::Header
                    )
                })
            {
                // A code that others use too, with a status and a message that are not this entry's.
                candidate.certainty = candidate.certainty.min(Certainty::Possible);
            }
            let values = facts
                .whole_message()
                .and_then(|message| longest(std::slice::from_ref(candidate.rule), message));
            if let Some((_, values)) = values {
                candidate.values.extend(values);
            }
            candidate.values.extend(facts.extras.clone());
            for (name, expression) in &candidate.rule.entry.values {
                if let Some(value) = compute(expression, &candidate.values) {
                    candidate.values.insert(name.clone(), value);
                }
            }
        }
        found
    }

    /// Weighs the evidence for one entry.
    fn weigh<'e>(
        &self,
        rule: &'e Rule,
        reading: &Reading<'e>,
        sender: &Sender,
        status: Option<u16>,
        agreement: Agreement,
    ) -> Candidate<'e> {
        let facts = &reading.facts;
        let entry = &rule.entry;
        let message = facts
            .whole_message()
            .is_some_and(|text| rule.patterns.iter().any(|p| p.read(text).is_some()));
        let name = facts
            .status_name
            .as_deref()
            .is_some_and(|name| rule.has_status_name(name));
        let fields = facts.fields.iter().any(|(field, _)| {
            entry
                .matches
                .fields
                .iter()
                .any(|known| known.eq_ignore_ascii_case(field))
        });
        let mut evidence = vec![Evidence::Envelope];
        let mut add = |holds: bool, kind: Evidence| {
            if holds {
                evidence.push(kind);
            }
        };
        add(agreement == Agreement::Code, Evidence::Code);
        add(status == Some(entry.http_status), Evidence::HttpStatus);
        add(name, Evidence::StatusName);
        add(message, Evidence::Message);
        add(fields, Evidence::Fields);
        add(sender.host, Evidence::Host);
        add(sender.header, Evidence::Header);
        let is_double = agreement == Agreement::Code && (message || name);
        let mut certainty = match (reading.envelope.proof, agreement) {
            (Proof::Own, _) => Certainty::Certain,
            (Proof::Shared, _) if is_double => Certainty::Certain,
            (Proof::Shared, _) => Certainty::Likely,
            (Proof::Sibling, Agreement::Shape) | (Proof::Generic, _) => Certainty::Possible,
            (Proof::Sibling, _) => Certainty::Likely,
        };
        if sender.host || sender.header {
            certainty = certainty.raised();
        }
        if agreement == Agreement::Shape && fields {
            certainty = certainty.raised();
        }
        // A message alone, with the status of another error.
        if agreement == Agreement::Message
            && status.is_some_and(|status| status != entry.http_status)
            && !name
            && !(sender.host || sender.header)
        {
            certainty = certainty.min(Certainty::Possible);
        }
        // From somebody else's host, words say nothing, and a code little where the message is another. A code may still
        // come through a proxy of one's own.
        if sender.is_elsewhere && !sender.header {
            let is_other = facts.whole_message().is_some() && !message && !rule.patterns.is_empty();
            certainty = certainty.min(match agreement {
                Agreement::Code if !is_other => Certainty::Likely,
                _ => Certainty::Possible,
            });
        }
        if reading.is_partial {
            // A code that stands behind the cut would decide.
            certainty = certainty.min(match agreement {
                Agreement::Code => Certainty::Likely,
                Agreement::Message | Agreement::Shape => Certainty::Possible,
            });
        }
        Candidate {
            rule,
            certainty,
            evidence,
            values: Values::new(),
            notes: Vec::new(),
            is_status_quirk: false,
        }
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

impl Candidate<'_> {
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
