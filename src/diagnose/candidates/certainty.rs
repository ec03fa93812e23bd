//! How certain an entry is: the evidence that links it to a body, and what contradicts it.

use super::{Agreement, Candidate, Case};
use crate::catalog::Proof;
use crate::catalog::class::Member;
use crate::diagnose::rules::Rule;
use crate::diagnose::sender::Sender;
use crate::diagnose::{Certainty, Doubt, Evidence};
use crate::pattern::Values;

/// The least literal text of a sentence that says by itself whose error it is.
const MIN_SENTENCE: usize = 60;

/// The least literal text of a message that is more than a few words.
pub(super) const MIN_WORDS: usize = 24;

impl<'e, 'p> Case<'e, 'p> {
    /// Weighs the evidence for one entry.
    pub(super) fn weigh(
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
            values: &values,
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
    /// What the placeholders of the entry's message took.
    values: &'v Values,
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
        // The program of an API may be used for others that answer as it does.
        if self.sender.program && agreement != Agreement::Shape {
            certainty = certainty.max(certainty.raised().min(Certainty::Likely));
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
        // A few words that others say too, in a body that others send too: with a code or a host they would count.
        if self.agreement == Agreement::Message
            && self.proof != Proof::Own
            && !self.sender.names_api()
            && !has(Evidence::HttpStatus)
            && self.weight < MIN_WORDS
            && !case.engine.is_said_by_one(case.facts.whole_message())
        {
            most = Certainty::Possible;
        }
        // Any service may put the error of another into a sentence of this kind.
        if self.agreement == Agreement::Message
            && self.proof != Proof::Own
            && !self.sender.names_api()
            && self.quotes_other()
        {
            most = Certainty::Possible;
            doubt = Some(Doubt::Quoted);
        }
        // A code that others use too, with a status or a message that is not this entry's.
        let agrees = [
            Evidence::HttpStatus,
            Evidence::StatusName,
            Evidence::Message,
            Evidence::Host,
            Evidence::Header,
        ];
        let is_other = |message: &str| {
            // Where no status says so, it has no word in common with what is known of the code.
            let is_about_it = || {
                self.agreement != Agreement::Code
                    || has(Evidence::Fields)
                    || self.sender.program
                    || self.rule.has_word_of(message)
            };
            case.status.is_some() || !is_about_it()
        };
        if self.proof != Proof::Own
            && !agrees.into_iter().any(has)
            && !self.has_quirk()
            && case.facts.whole_message().is_some_and(is_other)
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
        // On an unrelated host a message proves nothing, and a code is weak if the message differs. A code may still come
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
        // A code that follows the cut would decide; one that is a status, or comes with another message, may be anybody's.
        if case.reading.is_partial {
            let is_status = || case.facts.code.as_deref().is_some_and(is_status);
            let is_reworded = || {
                (self.proof != Proof::Own || self.sender.other_program)
                    && case.facts.whole_message().is_some()
                    && !has(Evidence::Message)
                    && !self.sender.names_api()
                    && case.facts.codes().any(|code| self.is_of_others(&code))
            };
            doubt = doubt.or(Some(Doubt::Cut));
            // What a host or a program of the API said with this status, word for word, is not another error of it.
            let is_its =
                || (self.sender.names_api() || self.sender.program) && has(Evidence::HttpStatus);
            most = most.min(match self.agreement {
                Agreement::Code if !is_status() && !is_reworded() => Certainty::Likely,
                Agreement::Message if is_its() => Certainty::Likely,
                _ => Certainty::Possible,
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

    /// Returns true if a placeholder of the message took a code of several words that is another API's.
    fn quotes_other(&self) -> bool {
        let mut codes = self.values.values().filter(|value| value.contains('_'));
        codes.any(|value| self.is_of_others(value))
    }

    /// Returns true if another API has a code, too.
    fn is_of_others(&self, code: &str) -> bool {
        let mut named = self.case.engine.shapes.layers().named(code);
        named.any(|named| named.api != self.api)
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

/// Returns true if a code, without what its envelope puts in front, is the number of an HTTP status.
fn is_status(code: &str) -> bool {
    let number = code.rsplit(':').next().unwrap_or(code);
    let status = number.parse().unwrap_or(0_u16);
    number.len() == 3 && (100..600).contains(&status)
}
