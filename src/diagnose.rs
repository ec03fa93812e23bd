//! Holds facts against the catalog: which entry a response is, how sure that is, and why.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use crate::catalog::{
    Api, Catalog, CatalogError, Entry, Envelope, Family, Means, Proof, Retry, Status, Verdict,
};
use crate::facts::{self, Facts, Place, Reading};
use crate::input::{Body, Extraction, Remark, Request, Response};
use crate::pattern::{Pattern, Values, compute};
use crate::prose;
use crate::redact::{Secrets, personal};
use crate::retry_after;

/// How many other readings are named at most.
const MOST_RIVALS: usize = 4;

/// How sure a diagnosis is, the surest last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Certainty {
    /// Only an HTTP status is known.
    StatusOnly,
    /// The API is known, its code is not in the catalog.
    UnknownCode,
    /// Only a generic shape or a word in a text agrees.
    Possible,
    /// Code or message agree, but others answer in this shape too.
    Likely,
    /// The API's own shape and its code or message agree.
    Certain,
}

impl Certainty {
    /// Gives the certainty as it is written in JSON.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::StatusOnly => "status_only",
            Self::UnknownCode => "unknown_code",
            Self::Possible => "possible",
            Self::Likely => "likely",
            Self::Certain => "certain",
        }
    }

    /// Gives the next higher certainty.
    fn raised(self) -> Self {
        match self {
            Self::Possible => Self::Likely,
            Self::Likely => Self::Certain,
            other => other,
        }
    }
}

/// What agrees between a response and the catalog.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Evidence {
    /// The body has the API's shape.
    Envelope,
    /// The code.
    Code,
    /// The HTTP status.
    HttpStatus,
    /// The text behind the status.
    StatusName,
    /// The message.
    Message,
    /// The names of the fields at fault.
    Fields,
    /// The host that answered.
    Host,
    /// A response header.
    Header,
}

impl Evidence {
    /// Gives the evidence as it is written in JSON.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::Envelope => "envelope",
            Self::Code => "code",
            Self::HttpStatus => "http_status",
            Self::StatusName => "status_name",
            Self::Message => "message",
            Self::Fields => "fields",
            Self::Host => "host",
            Self::Header => "header",
        }
    }
}

/// What an input comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// Every error found has an entry.
    Diagnosed,
    /// At least one error has none.
    Unrecognized,
    /// A response that is no error.
    Success,
    /// Nothing that looks like a response.
    Empty,
}

impl Outcome {
    /// Gives the outcome as it is written in JSON.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::Diagnosed => "diagnosed",
            Self::Unrecognized => "unrecognized",
            Self::Success => "success",
            Self::Empty => "empty",
        }
    }
}

/// What an error is.
#[derive(Debug, Clone)]
pub struct Diagnosis<'e> {
    /// The API, unless only a status is known.
    pub api: Option<&'e Api>,
    /// The code: the catalog's, or as received when the catalog lacks it.
    pub code: Option<String>,
    /// The entry, if there is one.
    pub entry: Option<&'e Entry>,
    /// The family of a code that the catalog lacks.
    pub family: Option<&'e Family>,
    /// The advice for the status, where there is no entry.
    pub advice: Option<&'e Status>,
    /// How sure this is.
    pub certainty: Certainty,
    /// What agrees.
    pub evidence: Vec<Evidence>,
    /// The response's status; the entry's where the response does not say.
    pub http_status: Option<u16>,
    /// The message as received.
    pub message: Option<String>,
    /// The messages by field.
    pub fields: Vec<(String, Vec<String>)>,
    /// What was taken from the message, and computed from it.
    pub values: Values,
    /// The id that support asks for.
    pub request_id: Option<String>,
    /// Documentation of the error.
    pub docs_url: Option<String>,
    /// When the error occurred, as the response says it.
    pub time: Option<String>,
    /// The wait in seconds.
    pub after_seconds: Option<u64>,
    /// Other readings, the surest first.
    pub rivals: Vec<Rival<'e>>,
    /// What else is worth saying.
    pub notes: Vec<String>,
    /// What is known of the request.
    pub request: Request,
    /// The 1-based line on which the response begins.
    pub line: usize,
    /// How often it was seen.
    pub count: usize,
}

impl Diagnosis<'_> {
    /// Gives what is known about sending again.
    #[must_use]
    pub fn retry(&self) -> Option<&Retry> {
        self.entry
            .map(|entry| &entry.retry)
            .or_else(|| self.advice.map(|advice| &advice.retry))
    }

    /// Masks the secrets in every text that came from outside.
    fn mask(&mut self, secrets: &Secrets) {
        let mask = |text: &mut String| *text = secrets.mask(text);
        if self.entry.is_none() {
            self.code.as_mut().map(mask);
        }
        for text in [
            &mut self.message,
            &mut self.docs_url,
            &mut self.time,
            &mut self.request.method,
            &mut self.request.path,
            &mut self.request.payload,
        ] {
            text.as_mut().map(mask);
        }
        // An id may look like a key; only what is known to be secret is masked in it.
        if let Some(id) = &mut self.request_id
            && secrets.is_in(id)
        {
            Secrets::mark().clone_into(id);
        }
        for (name, texts) in &mut self.fields {
            mask(name);
            texts.iter_mut().for_each(mask);
        }
        self.values.values_mut().for_each(mask);
        self.notes.iter_mut().for_each(mask);
    }

    /// Masks phone numbers and e-mail addresses in every text that came from outside.
    pub fn mask_personal(&mut self) {
        let mask = |text: &mut String| *text = personal(text);
        for text in [
            &mut self.message,
            &mut self.request.path,
            &mut self.request.payload,
        ] {
            text.as_mut().map(mask);
        }
        for (name, texts) in &mut self.fields {
            mask(name);
            texts.iter_mut().for_each(mask);
        }
        self.values.values_mut().for_each(mask);
        self.notes.iter_mut().for_each(mask);
    }

    /// Says whether two diagnoses are of the same error.
    fn is_same(&self, other: &Self) -> bool {
        let id = |d: &Self| d.api.map(|api| api.id.clone());
        id(self) == id(other)
            && self.code == other.code
            && (self.code.is_some() || self.http_status == other.http_status)
            && (self.certainty >= Certainty::Possible) == (other.certainty >= Certainty::Possible)
    }
}

/// Another entry that a response may be.
#[derive(Debug, Clone)]
pub struct Rival<'e> {
    /// The API's id.
    pub provider: &'e str,
    /// The entry.
    pub entry: &'e Entry,
    /// How sure that reading is.
    pub certainty: Certainty,
}

/// The answer about one input.
#[derive(Debug, Clone)]
pub struct Report<'e> {
    /// What it comes to.
    pub outcome: Outcome,
    /// The errors, in the order in which they stand.
    pub diagnoses: Vec<Diagnosis<'e>>,
    /// What is worth saying about the input as a whole.
    pub notes: Vec<String>,
}

impl Report<'_> {
    /// Masks phone numbers and e-mail addresses in everything that came from outside.
    pub fn mask_personal(&mut self) {
        self.diagnoses.iter_mut().for_each(Diagnosis::mask_personal);
        for note in &mut self.notes {
            *note = personal(note);
        }
    }
}

/// The catalog, made ready for diagnosing.
#[derive(Debug)]
pub struct Engine {
    apis: Vec<Api>,
    rules: Vec<Vec<Rule>>,
    statuses: Vec<Status>,
    is_chosen: bool,
}

/// An entry with its patterns parsed.
#[derive(Debug)]
pub(crate) struct Rule {
    pub(crate) entry: Entry,
    pub(crate) patterns: Vec<Pattern>,
}

/// One entry that a reading leads to.
struct Candidate<'e> {
    rule: &'e Rule,
    certainty: Certainty,
    evidence: Vec<Evidence>,
    values: Values,
    notes: Vec<String>,
    is_status_quirk: bool,
}

/// What a place comes to: the candidates of all readings, the best first, each with the reading it is from.
type Ranked<'e, 'p> = Vec<(&'p Reading<'e>, Candidate<'e>)>;

/// What a response says besides its body about who sent it.
struct Sender {
    host: bool,
    header: bool,
    is_foreign: bool,
}

impl Engine {
    /// Makes the catalog ready. With `only`, no other API is considered.
    ///
    /// # Errors
    /// When a catalog file is broken.
    pub fn new(catalog: &Catalog, only: &[&str]) -> Result<Self, CatalogError> {
        let mut apis = Vec::new();
        let mut rules = Vec::new();
        for id in catalog.ids() {
            if !only.is_empty() && !only.contains(&id) {
                continue;
            }
            apis.extend(catalog.api(id)?);
            rules.push(catalog.entries(id)?.into_iter().map(Rule::new).collect());
        }
        Ok(Self {
            apis,
            rules,
            statuses: catalog.statuses()?,
            is_chosen: !only.is_empty(),
        })
    }

    /// Gives the APIs that are considered.
    #[must_use]
    pub fn apis(&self) -> &[Api] {
        &self.apis
    }

    /// Says whether the caller named the APIs.
    pub(crate) fn is_chosen(&self) -> bool {
        self.is_chosen
    }

    /// Gives the APIs with their rules.
    pub(crate) fn rules(&self) -> impl Iterator<Item = (&Api, &[Rule])> {
        self.apis.iter().zip(self.rules.iter().map(Vec::as_slice))
    }

    /// Diagnoses everything that was found in an input.
    #[must_use]
    pub fn diagnose(&self, input: &Extraction) -> Report<'_> {
        let secrets = Secrets::new(input.secrets.clone());
        let mut diagnoses: Vec<Diagnosis<'_>> = Vec::new();
        let mut succeeded = false;
        let mut is_unclear = false;
        for response in &input.responses {
            match self.response(response) {
                Answer::Errors(found) => diagnoses.extend(found),
                Answer::Success => succeeded = true,
                Answer::Unclear => is_unclear = true,
                Answer::Nothing => {}
            }
        }
        if diagnoses
            .iter()
            .all(|d| d.entry.is_none() && d.code.is_none())
            && !succeeded
        {
            let named = prose::read(self, &input.prose);
            // A status next to a code that is named belongs to it: one error, not two.
            if !named.is_empty() {
                let status = diagnoses.iter().find_map(|d| d.http_status);
                diagnoses = named;
                for diagnosis in &mut diagnoses {
                    diagnosis.http_status = status.or(diagnosis.http_status);
                }
            }
        }
        let mut diagnoses = merged(diagnoses);
        for diagnosis in &mut diagnoses {
            diagnosis.mask(&secrets);
        }
        let is_known = |d: &Diagnosis<'_>| d.entry.is_some();
        let outcome = if diagnoses.is_empty() {
            match (succeeded, is_unclear) {
                (_, true) => Outcome::Unrecognized,
                (true, false) => Outcome::Success,
                (false, false) => Outcome::Empty,
            }
        } else if diagnoses.iter().all(is_known) {
            Outcome::Diagnosed
        } else {
            Outcome::Unrecognized
        };
        let mut notes: Vec<String> = input
            .remarks
            .iter()
            .map(|r| secrets.mask(&remark(r)))
            .collect();
        if outcome == Outcome::Unrecognized && diagnoses.is_empty() {
            notes.push(
                "The body is no error of an API in the catalog. `errdoc list` shows what is; `errdoc catalog new` starts a file for another API."
                    .to_owned(),
            );
        }
        Report {
            outcome,
            diagnoses,
            notes,
        }
    }

    /// Diagnoses one message or code without a response around it: what a person has in hand.
    #[must_use]
    pub fn message(&self, text: &str) -> Vec<Diagnosis<'_>> {
        merged(prose::read(self, text))
    }

    /// Says what one response is.
    fn response<'e>(&'e self, response: &Response) -> Answer<'e> {
        let senders: Vec<Sender> = self.apis.iter().map(|api| sender(api, response)).collect();
        let place = facts::read(response, &self.apis);
        let mut found = self.place(&place, response, &senders);
        if !found.is_empty() {
            // A nested shape that merely resembles an error adds nothing next to one that is known.
            if found.iter().any(|d| d.certainty >= Certainty::Likely) {
                found.retain(|d| d.certainty > Certainty::StatusOnly);
            }
            return Answer::Errors(found);
        }
        match response.status {
            Some(status) if status >= 300 => {
                Answer::Errors(vec![self.status_only(response, status)])
            }
            Some(status) if (200..300).contains(&status) && !place.any(&|p| p.is_error_like) => {
                Answer::Success
            }
            Some(status) if status < 200 => Answer::Nothing,
            _ => match &response.body {
                Body::Html(page) => match gateway_status(page) {
                    Some(status) if status >= 400 => {
                        Answer::Errors(vec![self.status_only(response, status)])
                    }
                    _ => Answer::Nothing,
                },
                Body::Json(_) if place.is_success => Answer::Success,
                Body::Json(value) => match value {
                    serde_json::Value::Object(members) if members.is_empty() => Answer::Nothing,
                    serde_json::Value::Array(items) if items.is_empty() => Answer::Nothing,
                    serde_json::Value::Object(_) | serde_json::Value::Array(_) => {
                        match stated_status(&place) {
                            Some(status) => {
                                Answer::Errors(vec![self.status_only(response, status)])
                            }
                            None => Answer::Unclear,
                        }
                    }
                    _ => Answer::Nothing,
                },
                _ => Answer::Nothing,
            },
        }
    }

    /// Diagnoses a place and what is inside it: the outermost reading that is likely counts, else what is inside.
    fn place<'e>(
        &'e self,
        place: &Place<'e>,
        response: &Response,
        senders: &[Sender],
    ) -> Vec<Diagnosis<'e>> {
        let ranked = self.ranked(place, senders, response);
        let own = ranked.first().map(|(_, best)| best.certainty);
        if own.is_some_and(|certainty| certainty >= Certainty::Likely) {
            return self.best(&ranked, response, senders).into_iter().collect();
        }
        let inner: Vec<Diagnosis<'e>> = place
            .inner
            .iter()
            .flat_map(|inner| self.place(inner, response, senders))
            .collect();
        let own = self
            .best(&ranked, response, senders)
            .or_else(|| self.unknown_code(place, response, senders));
        match own {
            Some(own) if inner.iter().all(|d| d.certainty <= own.certainty) => vec![own],
            _ => inner,
        }
    }

    /// Gives the candidates of a place, the best first.
    fn ranked<'e, 'p>(
        &'e self,
        place: &'p Place<'e>,
        senders: &[Sender],
        response: &Response,
    ) -> Ranked<'e, 'p> {
        let mut ranked: Ranked<'e, 'p> = Vec::new();
        for reading in &place.readings {
            let sender = &senders[reading.api];
            // Of an API's envelopes the first that leads to an entry counts: its author puts the richest first.
            if sender.is_foreign || ranked.iter().any(|(known, _)| known.api == reading.api) {
                continue;
            }
            let candidates = self.candidates(reading, sender, response);
            ranked.extend(candidates.into_iter().map(|candidate| (reading, candidate)));
        }
        ranked.sort_by_key(|(_, candidate)| Reverse(rank(candidate)));
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
                    if carried.is_some() {
                        candidate.evidence.retain(|e| *e != Evidence::Code);
                    } else if rules.iter().any(|other| {
                        !std::ptr::eq(other, rule)
                            && quirk_of(other).is_some_and(|q| q.when.code.is_some())
                    }) {
                        candidate.certainty = Certainty::Possible;
                    }
                    found.push(candidate);
                }
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
        if found.is_empty() && code.is_none() && !reading.is_partial {
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

    /// Turns the best candidate into a diagnosis, with the others as rivals.
    fn best<'e>(
        &'e self,
        ranked: &Ranked<'e, '_>,
        response: &Response,
        senders: &[Sender],
    ) -> Option<Diagnosis<'e>> {
        let (reading, best) = ranked.first()?;
        let api = &self.apis[reading.api];
        let entry = &best.rule.entry;
        let facts = &reading.facts;
        let mut notes = best.notes.clone();
        let http_status = match (response.status, facts.status) {
            (Some(status), stated) => {
                if let Some(stated) = stated.filter(|s| *s != status) {
                    notes.push(format!(
                        "The body states status {stated}; the response itself came with {status}."
                    ));
                }
                status
            }
            (None, Some(stated)) if !best.is_status_quirk => stated,
            (None, _) => entry.http_status,
        };
        if http_status != entry.http_status && !best.is_status_quirk {
            notes.push(format!(
                "The status is {http_status}; the catalog has {} for this error.",
                entry.http_status
            ));
        }
        notes.extend(cut_note(response));
        let rivals = ranked[1..]
            .iter()
            .take(MOST_RIVALS)
            .map(|(reading, candidate)| Rival {
                provider: &self.apis[reading.api].id,
                entry: &candidate.rule.entry,
                certainty: candidate.certainty,
            })
            .collect();
        let sure = senders[reading.api].host || senders[reading.api].header;
        let certainty = if response.cut_at.is_some() && facts.code.is_none() && !sure {
            best.certainty.min(Certainty::Possible)
        } else {
            best.certainty
        };
        let after_seconds = wait(entry.retry.verdict)
            .then(|| {
                retry_after::seconds(response)
                    .or(facts.retry_after)
                    .or_else(|| best.values.get("retry_after_seconds")?.trim().parse().ok())
                    .or(entry.retry.after_seconds)
            })
            .flatten();
        Some(Diagnosis {
            api: Some(api),
            code: Some(entry.code.clone()),
            entry: Some(entry),
            family: None,
            advice: None,
            certainty,
            evidence: best.evidence.clone(),
            http_status: Some(http_status),
            message: facts.message.clone().or_else(|| facts.code_in.clone()),
            fields: facts.fields.clone(),
            values: best.values.clone(),
            request_id: request_id(facts, response, api),
            docs_url: facts
                .docs_url
                .clone()
                .or_else(|| entry.docs_url.clone())
                .or_else(|| api.docs_url.clone()),
            time: facts
                .time
                .clone()
                .or_else(|| response.header("date").map(str::to_owned)),
            after_seconds,
            rivals,
            notes,
            request: response.request.clone(),
            line: response.line,
            count: 1,
        })
    }

    /// Gives the diagnosis of a code that an API sends but the catalog lacks.
    fn unknown_code<'e>(
        &'e self,
        place: &Place<'e>,
        response: &Response,
        senders: &[Sender],
    ) -> Option<Diagnosis<'e>> {
        place.readings.iter().find_map(|reading| {
            let sender = &senders[reading.api];
            let code = reading.facts.code.as_deref()?;
            if sender.is_foreign || reading.is_partial {
                return None;
            }
            let api = &self.apis[reading.api];
            let family = api.families.iter().find(|family| family.has(code));
            let is_identified = sender.host || sender.header || self.is_chosen;
            let is_claimed = reading.envelope.proof == Proof::Own
                || is_identified
                || (family.is_some() && reading.envelope.proof > Proof::Generic);
            if !is_claimed {
                return None;
            }
            let status = response.status.or(reading.facts.status);
            let mut evidence = vec![Evidence::Envelope];
            if sender.host {
                evidence.push(Evidence::Host);
            }
            if sender.header {
                evidence.push(Evidence::Header);
            }
            Some(Diagnosis {
                api: Some(api),
                code: Some(code.to_owned()),
                family,
                certainty: Certainty::UnknownCode,
                evidence,
                message: reading.facts.message.clone(),
                fields: reading.facts.fields.clone(),
                values: reading.facts.extras.clone(),
                request_id: request_id(&reading.facts, response, api),
                docs_url: reading
                    .facts
                    .docs_url
                    .clone()
                    .or_else(|| api.docs_url.clone()),
                time: reading.facts.time.clone(),
                ..self.bare(response, status)
            })
        })
    }

    /// Gives the diagnosis of a response of which only the status is known.
    fn status_only(&self, response: &Response, status: u16) -> Diagnosis<'_> {
        let mut diagnosis = self.bare(response, Some(status));
        match &response.body {
            Body::Html(_) => diagnosis.notes.push(
                "The body is a web page, not an API's answer: a gateway, proxy or firewall in front of the API sent it."
                    .to_owned(),
            ),
            Body::Json(_) => diagnosis
                .notes
                .push("The body is no error of an API in the catalog.".to_owned()),
            Body::Empty | Body::Text(_) => {}
        }
        diagnosis
    }

    /// Gives a diagnosis that knows nothing but the status.
    pub(crate) fn bare(&self, response: &Response, status: Option<u16>) -> Diagnosis<'_> {
        let advice = status.and_then(|status| self.statuses.iter().find(|s| s.status == status));
        let after_seconds = advice
            .filter(|advice| wait(advice.retry.verdict))
            .and_then(|_| retry_after::seconds(response));
        Diagnosis {
            api: None,
            code: None,
            entry: None,
            family: None,
            advice,
            certainty: Certainty::StatusOnly,
            evidence: vec![Evidence::HttpStatus],
            http_status: status,
            message: None,
            fields: Vec::new(),
            values: Values::new(),
            request_id: response.header("x-request-id").map(str::to_owned),
            docs_url: None,
            time: response.header("date").map(str::to_owned),
            after_seconds,
            rivals: Vec::new(),
            notes: cut_note(response).into_iter().collect(),
            request: response.request.clone(),
            line: response.line,
            count: 1,
        }
    }
}

/// What one response is.
enum Answer<'e> {
    /// Errors, diagnosed or not.
    Errors(Vec<Diagnosis<'e>>),
    /// No error.
    Success,
    /// A body of no known API.
    Unclear,
    /// Nothing to speak of.
    Nothing,
}

/// By what a reading led to an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Agreement {
    Code,
    Message,
    Shape,
}

impl Rule {
    /// Parses an entry's patterns; a bad one was refused when the catalog was checked.
    fn new(entry: Entry) -> Self {
        let patterns = entry
            .matches
            .messages
            .iter()
            .filter_map(|text| Pattern::parse(text).ok())
            .collect();
        Self { entry, patterns }
    }

    /// Says whether a status text means this entry.
    fn has_status_name(&self, name: &str) -> bool {
        self.entry
            .matches
            .status_names
            .iter()
            .any(|known| known.eq_ignore_ascii_case(name))
    }
}

impl crate::catalog::When {
    /// Says whether everything that is asked for agrees with the facts.
    fn agrees(&self, code: Option<&str>, facts: &Facts, transport: Option<u16>) -> bool {
        let is_asked = self.code.is_some() || self.status_name.is_some() || self.status.is_some();
        is_asked
            && self
                .code
                .as_deref()
                .is_none_or(|c| code.is_some_and(|k| k.eq_ignore_ascii_case(c)))
            && self.status_name.as_deref().is_none_or(|n| {
                facts
                    .status_name
                    .as_deref()
                    .is_some_and(|k| k.eq_ignore_ascii_case(n))
            })
            && self
                .status
                .is_none_or(|s| facts.status == Some(s) || transport == Some(s))
    }
}

/// Gives what candidates are ranked by: certainty, then how much agrees.
fn rank(candidate: &Candidate<'_>) -> (Certainty, usize) {
    (candidate.certainty, candidate.evidence.len())
}

/// Gives the entry whose pattern with the most literal text fits the whole message.
pub(crate) fn longest<'e>(rules: &'e [Rule], message: &str) -> Option<(&'e Rule, Values)> {
    let mut best: Option<(usize, &Rule, Values)> = None;
    for rule in rules {
        for pattern in &rule.patterns {
            if best
                .as_ref()
                .is_some_and(|(weight, ..)| *weight >= pattern.weight())
            {
                continue;
            }
            if let Some(values) = pattern.read(message) {
                best = Some((pattern.weight(), rule, values));
            }
        }
    }
    best.map(|(_, rule, values)| (rule, values))
}

/// Gives the first word of a text that is a code of the API.
fn code_in(text: &str, rules: &[Rule]) -> Option<String> {
    text.split(|c: char| !(c.is_alphanumeric() || c == '_' || c == '-'))
        .filter(|word| !word.is_empty())
        .find(|word| {
            rules
                .iter()
                .any(|rule| !rule.entry.own_name && rule.entry.code == **word)
        })
        .map(str::to_owned)
}

/// Gives the entry that an envelope stands for.
fn meant<'e>(envelope: &Envelope, rules: &'e [Rule], status: Option<u16>) -> Option<&'e Rule> {
    let code = match envelope.means.as_ref()? {
        Means::Code(code) => code,
        Means::ByStatus(codes) => codes.get(&status?)?,
    };
    rules.iter().find(|rule| rule.entry.code == *code)
}

/// Says whether a verdict has anything to do with time.
fn wait(verdict: Verdict) -> bool {
    matches!(verdict, Verdict::Wait | Verdict::Backoff | Verdict::Unknown)
}

/// Gives what host and headers say about whether an API sent the response.
fn sender(api: &Api, response: &Response) -> Sender {
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
        is_foreign: host
            .is_some_and(|host| api.foreign_hosts.iter().any(|known| is_at(host, known))),
    }
}

/// Gives the id that support asks for: from the body, from the API's own header, else from the common one.
fn request_id(facts: &Facts, response: &Response, api: &Api) -> Option<String> {
    facts.request_id.clone().or_else(|| {
        api.request_id_headers
            .iter()
            .map(String::as_str)
            .chain(["x-request-id"])
            .find_map(|name| response.header(name))
            .map(str::to_owned)
    })
}

/// Says that a body is not whole.
fn cut_note(response: &Response) -> Option<String> {
    response
        .is_cut
        .then(|| "The body is cut short: what stands behind the cut is not known.".to_owned())
}

/// Gives the error status that a body of no known API states about itself.
fn stated_status(place: &Place<'_>) -> Option<u16> {
    place
        .readings
        .iter()
        .filter(|reading| reading.envelope.proof != Proof::Own)
        .find_map(|reading| reading.facts.status)
        .filter(|status| *status >= 400)
}

/// Finds the status that a gateway's page names in its title or heading.
fn gateway_status(page: &str) -> Option<u16> {
    let lower = page.to_ascii_lowercase();
    ["<title>", "<h1>", "<h2>", "error code"]
        .iter()
        .find_map(|mark| {
            let start = lower.find(mark)? + mark.len();
            let heading: String = lower[start..].chars().take(120).collect();
            let heading = heading.split("</").next().unwrap_or_default();
            heading
                .split(|c: char| !c.is_ascii_digit())
                .filter(|digits| digits.len() == 3)
                .find_map(|digits| digits.parse().ok())
                .filter(|status| (400..600).contains(status))
        })
}

/// Says a remark about the input in a sentence.
fn remark(remark: &Remark) -> String {
    match remark {
        Remark::NoResponse(words) => format!(
            "There was no HTTP response at all: {words}. Check the host name, the network and the proxy, then send again."
        ),
        Remark::BodyDropped => {
            "The client threw the body away. Use `curl --fail-with-body -i`, so that it is shown."
                .to_owned()
        }
        Remark::TooLong => "Only the first 16 MiB were read.".to_owned(),
        Remark::Binary => "The input is binary, not text.".to_owned(),
        Remark::OnlyRequest => {
            "This is a request; there is no response in it. Paste what the server answered."
                .to_owned()
        }
    }
}

/// Makes one diagnosis of the same error seen several times. The wait is the latest one's.
fn merged(diagnoses: Vec<Diagnosis<'_>>) -> Vec<Diagnosis<'_>> {
    let mut merged: Vec<Diagnosis<'_>> = Vec::new();
    for diagnosis in diagnoses {
        match merged.iter_mut().find(|known| known.is_same(&diagnosis)) {
            Some(known) => {
                known.count += diagnosis.count;
                known.after_seconds = diagnosis.after_seconds.or(known.after_seconds);
                for note in diagnosis.notes {
                    if !known.notes.contains(&note) {
                        known.notes.push(note);
                    }
                }
                let mut fields: BTreeMap<String, Vec<String>> =
                    diagnosis.fields.into_iter().collect();
                fields.retain(|name, _| known.fields.iter().all(|(field, _)| field != name));
                known.fields.extend(fields);
            }
            None => merged.push(diagnosis),
        }
    }
    merged
}
