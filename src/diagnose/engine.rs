//! Builds the report: ranks the candidates for each object of a body and keeps the best.

use std::collections::HashSet;
use std::sync::OnceLock;

use serde_json::Value;

use super::candidates::{Candidate, Ranked};
use super::forms::TextPattern;
use super::gateways::Gateways;
use super::merge::merged;
use super::rules::Rule;
use super::sender::Senders;
use super::unknown::body_id;
use super::words::{
    LEFT_OUT, beginning, cut_note, gateway_status, own_words, remark, said, said_words, whole,
};
use super::{
    Certainty, Diagnosis, Doubt, Evidence, LastPayload, Outcome, Report, Rival, prose, record,
};
use crate::catalog::{Api, Catalog, CatalogError, Http, Proof, Verdict};
#[cfg(feature = "scan")]
use crate::doc::Doc;
#[cfg(feature = "scan")]
use crate::facts::NamedCode;
use crate::facts::{self, BodyPart, Facts};
use crate::input::{Body, Extraction, Response, decode, extract};
use crate::lazy::Lazy;
use crate::pattern::Values;
use crate::redact::{self, Secrets};
use crate::retry_after;
use crate::shapes::{ClassId, MAX_MEMBERS, Shapes};

/// How many diagnoses of one body are kept before those of the same error become one.
const MOST_APART: usize = 1024;

/// Among how many diagnoses in front one that says the same is looked for.
const MOST_ECHOES: usize = 8;

/// How many bodies of no known API are quoted at most.
const MOST_QUOTES: usize = 3;

/// How many other readings are named at most.
const MOST_RIVALS: usize = 4;

/// What is said once of errors of APIs that the catalog does not have.
const KEEP: &str = "No API in the catalog matches. `errdoc catalog new ID --from FILE` starts a catalog file from this response.";

/// The catalog, ready for diagnosing.
#[derive(Debug)]
pub struct Engine {
    pub(super) shapes: Shapes,
    apis: Lazy<Api>,
    rules: Lazy<Rule>,
    pub(super) forms: Lazy<TextPattern>,
    http: OnceLock<Known>,
}

/// What is known of HTTP.
#[derive(Debug)]
struct Known {
    http: Http,
    gateways: Gateways,
}

impl Engine {
    /// Prepares a catalog. With `only`, no other API is considered.
    ///
    /// # Errors
    /// When a catalog file is broken.
    pub fn new(catalog: &Catalog, only: &[&str]) -> Result<Self, CatalogError> {
        let layers = catalog.layers().clone();
        let chosen = only.iter().filter_map(|id| layers.api_called(id)).collect();
        Ok(Self {
            apis: Lazy::new(layers.api_count()),
            rules: Lazy::new(layers.entry_count()),
            forms: Lazy::new(layers.form_count()),
            shapes: Shapes::new(layers, chosen),
            http: OnceLock::new(),
        })
    }

    /// Returns an API.
    pub(crate) fn api(&self, api: usize) -> &Api {
        self.apis.get(api, || self.shapes.layers().brief_api(api))
    }

    /// Returns an entry with its patterns.
    pub(super) fn rule(&self, entry: usize) -> &Rule {
        self.rules
            .get(entry, || Rule::new(self.shapes.layers().entry(entry)))
    }

    /// Returns the shapes of the catalog.
    #[cfg(feature = "scan")]
    pub(crate) fn shapes(&self) -> &Shapes {
        &self.shapes
    }

    /// Returns what is known of HTTP.
    fn known(&self) -> &Known {
        self.http.get_or_init(|| {
            let mut http = self.shapes.layers().http();
            Known {
                gateways: Gateways::new(std::mem::take(&mut http.gateways)),
                http,
            }
        })
    }

    /// Returns true if the caller chose the APIs.
    pub(super) fn is_chosen(&self) -> bool {
        self.shapes.is_chosen()
    }

    /// Diagnoses the bytes of an input, whatever they are: the whole way.
    #[must_use]
    pub fn diagnose_bytes(&self, bytes: &[u8]) -> Report<'_> {
        self.diagnose(&extract(&decode(bytes)))
    }

    /// Diagnoses everything that was found in an input.
    #[must_use]
    pub fn diagnose(&self, input: &Extraction) -> Report<'_> {
        let secrets = Secrets::new(input.secrets.clone());
        let mut found = self.found(input);
        let mut last = LastPayload::default();
        for diagnosis in &mut found.diagnoses {
            diagnosis.mask(&secrets, &mut last);
        }
        let outcome = found.outcome();
        let remarks = input.remarks.iter().map(|r| remark(r, &secrets));
        found.notes.extend(found.unsaid());
        let said = found.notes.iter().map(|note| secrets.mask(note));
        let mut notes: Vec<String> = remarks.chain(said).collect();
        let is_new = |d: &Diagnosis<'_>| d.certainty == Certainty::UnknownApi;
        if found.diagnoses.iter().any(is_new) {
            notes.push(KEEP.to_owned());
        }
        if outcome == Outcome::Unrecognized && found.diagnoses.is_empty() {
            notes.push(found.why_unknown().to_owned());
        }
        Report {
            outcome,
            diagnoses: found.diagnoses,
            notes,
            is_error_like: found.is_error_like,
        }
    }

    /// Returns false for a JSON document in which nothing has the shape of an envelope or a known code: it holds no error of the
    /// catalog, and reading it as an input would find that out at a higher cost.
    #[cfg(feature = "scan")]
    pub(crate) fn may_answer(&self, line: &str) -> bool {
        let line = line.trim();
        let Some(doc) = Doc::read(line).filter(|_| line.starts_with('{')) else {
            return true;
        };
        let layers = self.shapes.layers();
        let is_known = |code: &NamedCode| {
            let code = code.facts.code.as_deref();
            code.is_some_and(|code| layers.named(code).next().is_some())
        };
        let part = facts::read_doc(&doc, &self.shapes);
        part.any(&|part| !part.readings.is_empty() || part.named.iter().any(is_known))
    }

    /// Returns the errors in an input and whether something else looks like one, for callers that print nothing of them:
    /// secrets are not masked.
    #[cfg(feature = "scan")]
    pub(crate) fn count(&self, input: &Extraction) -> (Vec<Diagnosis<'_>>, bool) {
        let found = self.found(input);
        let is_other = found.outcome() == Outcome::Unrecognized && found.is_error_like;
        (found.diagnoses, is_other)
    }

    /// Returns what is found in an input, the same errors merged.
    fn found(&self, input: &Extraction) -> Findings<'_> {
        let mut found = self.findings(input);
        found.drop_asides();
        // Words count where there is no response, or only words about one.
        if !found.is_answered {
            found.diagnoses = self.with_words(input, found.diagnoses);
        }
        self.add_printed(input, &mut found);
        found.drop_repeats();
        found.diagnoses = merged(found.diagnoses);
        // An exception is the error itself where nothing else is.
        found.is_error_like |= found.has_exception && found.diagnoses.is_empty();
        found
    }

    /// Adds what the literal forms of programs tell where nothing else is likely: in the texts of bodies, and in what looks
    /// like a body itself.
    fn add_printed<'e>(&'e self, input: &Extraction, found: &mut Findings<'e>) {
        let is_told = found
            .diagnoses
            .iter()
            .any(|d| d.certainty >= Certainty::Likely);
        if is_told || found.has_success {
            return;
        }
        let bodies = input.responses.iter().filter_map(|r| match &r.body {
            Body::Json(body) => Some(record::words(body)),
            _ => None,
        });
        let texts: Vec<&str> = bodies.flatten().chain([input.printed.as_str()]).collect();
        let mut printed = prose::read_forms(self, &texts.join("\n"));
        // Beside an answer that may be an API's, what a program says counts where it says so too.
        let known = || found.diagnoses.iter().filter(|d| d.entry.is_some());
        let mut bodies = input.responses.iter().map(|response| &response.body);
        let has_body = bodies.any(|body| matches!(body, Body::Json(_)));
        if found.is_answered && has_body && known().next().is_some() {
            printed.retain(|told| {
                let Some(api) = told.api else {
                    return false;
                };
                known().any(|d| {
                    let is_its = d.api.is_some_and(|own| own.id == api.id);
                    is_its || d.rivals.iter().any(|rival| rival.provider == api.id)
                })
            });
        }
        if printed.is_empty() {
            return;
        }
        // What has no status is the body that holds these words.
        let mut told = std::mem::take(&mut found.diagnoses);
        told.retain(|d| d.entry.is_some() || d.http_status.is_some());
        found.is_error_like = false;
        found.diagnoses = joined(printed, told);
    }

    /// Gives what the responses of an input come to, one by one.
    fn findings(&self, input: &Extraction) -> Findings<'_> {
        let mut found = Findings::default();
        for response in &input.responses {
            let answer = self.response(response);
            let is_exception =
                matches!(&answer, Answer::Unclear { .. }) && is_of_program(&response.body);
            let is_beside = is_exception
                || matches!(
                    &answer,
                    Answer::Aside(_) | Answer::Unclear { is_error: false }
                );
            found.is_answered |= !response.is_told && !is_beside;
            match answer {
                Answer::Errors(errors) => found.diagnoses.extend(errors),
                Answer::Aside(status) => {
                    found
                        .asides
                        .extend(status.iter().map(|_| found.diagnoses.len()));
                    found.diagnoses.extend(status.map(|status| *status));
                }
                Answer::Success => {
                    found.has_success = true;
                    found.notes.extend(cut_note(response));
                }
                Answer::Unclear { is_error } => {
                    found.is_unclear = true;
                    found.is_cut |= response.is_cut;
                    found.is_elided |= response.is_elided;
                    let is_quiet =
                        matches!(&response.body, Body::Json(body) if record::is_quiet(body));
                    found.has_exception |= is_error && (is_exception || is_quiet);
                    found.is_error_like |= is_error && !is_exception && !is_quiet;
                    found.say(said(response));
                    found.notes.extend(self.gateway_note(&response.body));
                    found.notes.extend(cut_note(response));
                }
            }
        }
        // What stands beside the responses of a document counts where it says something that they do not.
        for response in &input.beside {
            let Answer::Errors(errors) = self.response(response) else {
                continue;
            };
            for error in errors {
                let mut known = found.diagnoses.iter();
                if error.entry.is_some() && !known.any(|k| k.identity() == error.identity()) {
                    found.diagnoses.push(error);
                    found.is_answered = true;
                }
            }
        }
        found
    }

    /// Diagnoses one message or code without a response around it: what a person has in hand.
    #[must_use]
    pub fn message(&self, text: &str) -> Vec<Diagnosis<'_>> {
        merged(prose::read(self, text))
    }

    /// Says what one response is.
    fn response<'e>(&'e self, response: &Response) -> Answer<'e> {
        let redirected = response.redirected();
        let response = redirected.as_ref().unwrap_or(response);
        let senders = Senders::of(&self.shapes, response);
        let place = facts::read(response, &self.shapes);
        let mut found = self.place(&place, response, &senders, Within::Answer);
        if !found.is_empty() {
            // A nested shape that merely resembles an error adds nothing next to one that is known.
            if found.iter().any(|d| d.certainty >= Certainty::Likely) {
                found.retain(|d| d.certainty > Certainty::StatusOnly);
            }
            return Answer::Errors(found);
        }
        if let Some(found) = self.named(&place, response, &senders) {
            // A code that several APIs use names none of them.
            let is_common = found.certainty == Certainty::Possible
                && found
                    .rivals
                    .iter()
                    .any(|r| found.api.is_none_or(|api| api.id != r.provider));
            let own = if is_common {
                self.unknown_api(response)
            } else {
                Vec::new()
            };
            return Answer::Errors(if own.is_empty() { vec![found] } else { own });
        }
        if let Some(found) = self.recorded(&place, response) {
            return Answer::Errors(found);
        }
        if let Body::Text(text) = &response.body
            && response.status.is_some_and(|status| status >= 400)
        {
            let facts = Facts {
                message: Some(beginning(text)),
                ..Facts::default()
            };
            let ranked = self.ranked_words(&facts, &senders, response);
            if let Some(found) = self.best(&ranked, response, &senders) {
                return Answer::Errors(vec![found]);
            }
        }
        match response.status {
            Some(status) if status >= 300 => {
                let mut errors = self.unknown_api(response);
                let found = match errors.len() {
                    0 => self.status_only(response, status, &senders),
                    1 => errors.remove(0),
                    _ => return Answer::Errors(errors),
                };
                // What stands beside a status in a line of words may be anything.
                let is_aside = response.headers.is_empty()
                    && matches!(response.body, Body::Json(_))
                    && !place.any(&|p| p.is_error_like);
                if is_aside {
                    Answer::Aside(Some(Box::new(found)))
                } else {
                    Answer::Errors(vec![found])
                }
            }
            Some(status) if (200..300).contains(&status) && !place.any(&|p| p.is_error_like) => {
                Answer::Success
            }
            Some(status) if status < 200 => Answer::Aside(None),
            _ => self.without_status(response, &place, &senders),
        }
    }

    /// Says what a response is that has no status that tells it, and no shape of an API.
    fn without_status<'e>(
        &'e self,
        response: &Response,
        place: &BodyPart,
        senders: &Senders,
    ) -> Answer<'e> {
        let with_status =
            |status| Answer::Errors(vec![self.status_only(response, status, senders)]);
        let is_bare = |value: &Value| match value {
            Value::Object(members) => members.is_empty() && !response.is_cut,
            Value::Array(items) => items.is_empty(),
            _ => true,
        };
        match &response.body {
            Body::Html(page) => {
                let sign = || self.known().gateways.of(&response.body)?.status;
                let status = gateway_status(page).or_else(sign);
                status.map_or(Answer::Aside(None), with_status)
            }
            Body::Json(_) if place.is_success => Answer::Success,
            Body::Json(value) if !is_bare(value) => {
                let errors = match is_of_program(&response.body) {
                    true => Vec::new(),
                    false => self.unknown_api(response),
                };
                if !errors.is_empty() {
                    return Answer::Errors(errors);
                }
                let unclear = || Answer::Unclear {
                    is_error: place.any(&|p| p.is_error_like),
                };
                self.stated_status(place)
                    .or_else(|| record::told_status(value))
                    .map_or_else(unclear, with_status)
            }
            Body::Json(_) | Body::Text(_) | Body::Empty => Answer::Aside(None),
        }
    }

    /// Diagnoses a code that a member is called, in no shape of an API: of a place, else of what is inside it.
    fn named<'e>(
        &'e self,
        place: &BodyPart,
        response: &Response,
        senders: &Senders,
    ) -> Option<Diagnosis<'e>> {
        if place.is_success || response.status.is_some_and(|s| s < 300) {
            return None;
        }
        let own = place.named.iter().find_map(|named| {
            let ranked = self.ranked_name(named, place.stated, senders, response);
            self.best(&ranked, response, senders)
        });
        let inner = || place.inner.iter();
        own.or_else(|| inner().find_map(|inner| self.named(inner, response, senders)))
    }

    /// Diagnoses what records of a log say in words: each text for itself. One that has a code of its own, or a status of
    /// another class, speaks of something else.
    fn recorded<'e>(&'e self, place: &BodyPart, response: &Response) -> Option<Vec<Diagnosis<'e>>> {
        let Body::Json(body) = &response.body else {
            return None;
        };
        let is_other = place.any(&|p| p.is_success || !p.named.is_empty());
        if response.status.is_some() || response.is_cut || is_other {
            return None;
        }
        let records = record::texts(body);
        let found = records
            .iter()
            .flat_map(|texts| self.of_record(texts, place.stated, response));
        let found = merged(found.collect());
        (!found.is_empty()).then_some(found)
    }

    /// Diagnoses the texts of a record of a log.
    fn of_record<'e>(
        &'e self,
        texts: &[String],
        stated: Option<u16>,
        response: &Response,
    ) -> Vec<Diagnosis<'e>> {
        let class = |status: u16| status / 100;
        let mut found: Vec<Diagnosis<'e>> = Vec::new();
        for text in texts {
            let secrets = Secrets::new(redact::collect(text));
            for mut diagnosis in prose::read_record(self, text) {
                let own = diagnosis.http_status.map(class);
                if stated.is_some_and(|stated| own != Some(class(stated))) {
                    continue;
                }
                diagnosis.http_status = stated.or(diagnosis.http_status);
                diagnosis.line = response.line;
                diagnosis.time = time(response);
                diagnosis.request = response.request.clone();
                diagnosis.mask(&secrets, &mut LastPayload::default());
                found.push(diagnosis);
            }
        }
        // A record says the same in several members.
        let mut found = merged(found);
        found.iter_mut().for_each(|diagnosis| diagnosis.count = 1);
        found
    }

    /// Diagnoses a place and what is inside it: the outermost reading that is likely counts, else what is inside.
    fn place<'e>(
        &'e self,
        place: &BodyPart,
        response: &Response,
        senders: &Senders,
        within: Within,
    ) -> Vec<Diagnosis<'e>> {
        let is_declared = response.status.is_some_and(|s| (200..300).contains(&s));
        let within = match within {
            Within::Answer if place.is_quoted && is_declared => Within::Quotation,
            // What a success holds in a string is its payload.
            Within::Success if place.is_quoted && is_declared => return Vec::new(),
            within => within,
        };
        let told = self.told(place, response, senders, within);
        let own = told.iter().map(|d| d.certainty).max();
        if own.is_some_and(|certainty| certainty >= Certainty::Likely) {
            return told;
        }
        let mut inner: Vec<Diagnosis<'e>> = Vec::new();
        let mut most = MOST_APART;
        for place_in in &place.inner {
            let within = if place.is_success {
                Within::Success
            } else {
                within
            };
            let mut told = self.place(place_in, response, senders, within);
            if place_in.is_quoted {
                // Loggers print an error's message and its stack: the same answer twice.
                told.retain(|d| !inner.iter().rev().take(MOST_ECHOES).any(|k| k.is_echo(d)));
            }
            inner.extend(told);
            // The same error hundreds of thousands of times is not kept as often.
            if inner.len() >= most {
                inner = merged(inner);
                most = MOST_APART.max(2 * inner.len());
            }
        }
        let mut own = told;
        // Something in a success is an error only where its form says so.
        let is_own = || {
            place
                .readings
                .iter()
                .any(|reading| self.is_own(reading.class))
        };
        if own.is_empty() && (within != Within::Success || is_own()) {
            own.extend(self.unknown_code(place, None, response, senders));
        }
        let most = own.iter().map(|d| d.certainty).max();
        match most {
            Some(most) if inner.iter().all(|d| d.certainty <= most) => own,
            _ => inner,
        }
    }

    /// Returns what a part of a body says by itself: one error, or where each element is one, these.
    fn told<'e>(
        &'e self,
        place: &BodyPart,
        response: &Response,
        senders: &Senders,
        within: Within,
    ) -> Vec<Diagnosis<'e>> {
        let ranked = |element| {
            let mut ranked = self.ranked(place, element, senders, response);
            if within != Within::Answer {
                ranked.iter_mut().for_each(Candidate::demote);
            }
            ranked
        };
        let first = ranked(Some(0));
        let Some(best) = first.first() else {
            return Vec::new();
        };
        if best.element.is_none() {
            return self.best(&first, response, senders).into_iter().collect();
        }
        let elements = place.readings.iter().filter_map(|reading| reading.element);
        let count = elements.max().map_or(0, |last| last + 1);
        let mut told: Vec<Diagnosis<'e>> = Vec::new();
        let mut first = Some(first);
        for element in 0..count {
            let mut own = first.take().unwrap_or_else(|| ranked(Some(element)));
            own.retain(|candidate| candidate.element.is_some());
            let known = self.best(&own, response, senders);
            let unknown = || self.unknown_code(place, Some(element), response, senders);
            told.extend(known.or_else(unknown));
        }
        told
    }

    /// Returns true if one API alone sends bodies of this shape.
    fn is_own(&self, class: ClassId) -> bool {
        let mut members = self.shapes.members(class);
        members.any(|(_, member)| member.proof() == Proof::Own)
    }

    /// Returns the error status that a body of no known API states about itself.
    fn stated_status(&self, part: &BodyPart) -> Option<u16> {
        let shared = part
            .readings
            .iter()
            .filter(|reading| !self.is_own(reading.class));
        let mut statuses = shared.filter_map(|reading| reading.facts.status);
        let first = statuses.next().filter(|status| *status >= 400);
        first.or(part.stated)
    }

    /// Turns the best candidate into a diagnosis, with the others as rivals.
    fn best<'e>(
        &'e self,
        ranked: &Ranked<'e, '_>,
        response: &Response,
        senders: &Senders,
    ) -> Option<Diagnosis<'e>> {
        let best = ranked.first()?;
        let facts = best.facts;
        let api = self.api(best.api);
        let entry = &best.rule.entry;
        let (http_status, differences) = best.status(response);
        let mut notes = best.notes.clone();
        notes.extend(differences);
        notes.extend(cut_note(response));
        if wait(entry.retry.verdict) {
            notes.extend(retry_after::uncounted(response).map(str::to_owned));
        }
        let is_sure = response.cut_at.is_none()
            || facts.code.is_some()
            || senders.about(&self.shapes, best.api).names_api();
        let most = if is_sure {
            Certainty::Certain
        } else {
            Certainty::Possible
        };
        let rivals = ranked[1..].iter().take(MOST_RIVALS);
        let rivals = rivals.map(|candidate| Rival {
            provider: self.shapes.layers().id(candidate.api),
            entry: &candidate.rule.entry,
            certainty: candidate.certainty,
        });
        let docs_url = [&facts.docs_url, &entry.docs_url, &api.docs_url];
        Some(Diagnosis {
            api: Some(api),
            code: Some(entry.code.clone()),
            entry: Some(entry),
            title: None,
            category: None,
            own_retry: None,
            analogies: Vec::new(),
            doubt: best.doubt.or((best.certainty > most).then_some(Doubt::Cut)),
            family: None,
            advice: None,
            has_body: true,
            certainty: best.certainty.min(most),
            evidence: best.evidence.clone(),
            http_status,
            message: facts.message.clone().or_else(|| facts.code_in.clone()),
            fields: facts.fields.clone(),
            values: best.values.clone(),
            request_id: request_id(facts, response, api),
            docs_url: docs_url.into_iter().flatten().next().cloned(),
            time: facts.time.clone().or_else(|| time(response)),
            after_seconds: best.after_seconds(response),
            rivals: rivals.collect(),
            notes,
            request: response.request.clone(),
            line: response.line,
            count: 1,
        })
    }

    /// Returns the diagnosis of a code that an API sends but the catalog lacks.
    fn unknown_code<'e>(
        &'e self,
        place: &BodyPart,
        element: Option<usize>,
        response: &Response,
        senders: &Senders,
    ) -> Option<Diagnosis<'e>> {
        let readings = place.readings.iter();
        let mut readings =
            readings.filter(|r| r.element.is_none() || element.is_none() || r.element == element);
        readings.find_map(|reading| {
            let code = reading
                .facts
                .code
                .as_deref()
                .filter(|_| !reading.is_partial)?;
            let members = self.shapes.members(reading.class).take(MAX_MEMBERS);
            let mut claims = members.filter_map(|(api, member)| {
                let sender = senders.about(&self.shapes, api);
                let proof = member.proof();
                if sender.is_foreign {
                    return None;
                }
                let is_known = proof == Proof::Own || self.is_known(&sender);
                // Most APIs of a shape that anybody sends are told apart without reading them.
                if !is_known && proof == Proof::Generic {
                    return None;
                }
                let mut families = self.api(api).families.iter();
                let family = families.find(|family| family.has(code));
                (is_known || family.is_some()).then_some((is_known, api, sender, family))
            });
            // Of several APIs that may have sent it the one that is known to have.
            let first = claims.next()?;
            let (_, api, sender, family) = match first.0 {
                true => first,
                false => claims.find(|claim| claim.0).unwrap_or(first),
            };
            let api = self.api(api);
            let facts = &reading.facts;
            let status = response.status.or(facts.status);
            let bare = self.bare(response, status, &[Some(code), facts.message.as_deref()]);
            let evidence = std::iter::once(Evidence::Envelope);
            Some(Diagnosis {
                api: Some(api),
                code: Some(code.to_owned()),
                family,
                certainty: Certainty::UnknownCode,
                evidence: evidence.chain(sender.evidence()).collect(),
                message: facts.message.clone(),
                fields: facts.fields.clone(),
                values: facts.extras.clone(),
                request_id: request_id(facts, response, api),
                docs_url: facts.docs_url.clone().or_else(|| api.docs_url.clone()),
                time: facts.time.clone().or_else(|| time(response)),
                // What a status says of a success is not true of an error that comes with it.
                advice: bare.advice.filter(|advice| advice.status >= 300),
                ..bare
            })
        })
    }

    /// Gives the diagnosis of a response of which only the status is known.
    fn status_only(&self, response: &Response, status: u16, senders: &Senders) -> Diagnosis<'_> {
        let own = own_words(response);
        let mut diagnosis = self.bare(response, Some(status), &[own.as_deref()]);
        diagnosis.rivals = self.of_host(senders, status);
        if !diagnosis.rivals.is_empty() {
            diagnosis.evidence.push(Evidence::Host);
        }
        match &response.body {
            Body::Html(_) => {}
            Body::Json(value) => {
                let is_whole = !response.is_elided && !response.is_cut;
                diagnosis.message = own.or_else(|| whole(value).filter(|_| is_whole));
                // What a cut body would have been is not known.
                if response.is_elided {
                    diagnosis.notes.push(LEFT_OUT.to_owned());
                } else if !response.is_cut {
                    diagnosis
                        .notes
                        .push("No API in the catalog matches this body.".to_owned());
                }
            }
            Body::Text(text) => diagnosis.message = Some(beginning(text)),
            Body::Empty => {}
        }
        diagnosis.notes.extend(self.gateway_note(&response.body));
        diagnosis
    }

    /// Adds what words name to what they tell of statuses.
    fn with_words<'e>(
        &'e self,
        input: &Extraction,
        told: Vec<Diagnosis<'e>>,
    ) -> Vec<Diagnosis<'e>> {
        let named = prose::read(self, &input.prose);
        if named.is_empty() {
            return self.gateways_words(input).map_or(told, |found| vec![found]);
        }
        joined(named, told)
    }

    /// Diagnoses words without a response around them as those of a gateway.
    fn gateways_words(&self, input: &Extraction) -> Option<Diagnosis<'_>> {
        let (at, (sign, words)) = input
            .prose
            .lines()
            .enumerate()
            .find_map(|(at, line)| Some((at, self.known().gateways.in_line(line)?)))?;
        let told = input.responses.first();
        let status = told.and_then(|told| told.status).or(sign.status)?;
        let response = Response {
            body: Body::Text(words.to_owned()),
            line: told.map_or(at + 1, |told| told.line),
            request: told.map(|told| told.request.clone()).unwrap_or_default(),
            time: told.and_then(|told| told.time.clone()),
            ..Response::default()
        };
        Some(self.status_only(&response, status, &Senders::default()))
    }

    /// Says that something in front of the API sent a body, where that is known.
    pub(super) fn gateway_note(&self, body: &Body) -> Option<String> {
        let name = self.known().gateways.of(body).map(|sign| sign.name);
        match (body, name) {
            (Body::Html(_), _) => Some(format!(
                "The body is a web page, not the API's own response: {} in front of the API sent it.",
                name.unwrap_or("a gateway, proxy or firewall")
            )),
            (_, Some(name)) => Some(format!(
                "{name} answers in these words in front of an API: the response did not come from the API itself."
            )),
            (_, None) => None,
        }
    }

    /// Gives a diagnosis that knows nothing but the status, and what is said in a document: codes and messages.
    pub(super) fn bare<'w>(
        &self,
        response: &'w Response,
        status: Option<u16>,
        said: &[Option<&'w str>],
    ) -> Diagnosis<'_> {
        let words = said.iter().flatten().copied().chain(said_words(response));
        let meant = status.and_then(|status| self.known().http.meant(status, words));
        let advice = meant.or_else(|| status.and_then(|status| self.known().http.advice(status)));
        let is_wait = advice.is_some_and(|advice| wait(advice.retry.verdict));
        let uncounted = retry_after::uncounted(response).filter(|_| is_wait);
        let mut notes: Vec<String> = cut_note(response).into_iter().collect();
        notes.extend(uncounted.map(str::to_owned));
        notes.extend(meant.map(|meant| {
            format!(
                "By its words this is what {} is for, {}: the advice is for that.",
                meant.status, meant.reason
            )
        }));
        Diagnosis {
            api: None,
            code: None,
            entry: None,
            title: None,
            category: None,
            own_retry: None,
            analogies: Vec::new(),
            doubt: None,
            family: None,
            advice,
            has_body: !matches!(response.body, Body::Empty),
            certainty: Certainty::StatusOnly,
            evidence: vec![Evidence::HttpStatus],
            http_status: status,
            message: None,
            fields: Vec::new(),
            values: Values::new(),
            request_id: response.header("x-request-id").map(str::to_owned),
            docs_url: None,
            time: time(response),
            after_seconds: retry_after::seconds(response),
            rivals: Vec::new(),
            notes,
            request: response.request.clone(),
            line: response.line,
            count: 1,
        }
    }
}

impl Candidate<'_, '_> {
    /// Gives the status of the error: the response's, else what the body states, else the entry's; and in which way these
    /// differ.
    fn status(&self, response: &Response) -> (Option<u16>, Vec<String>) {
        let expected = &self.rule.entry.http_status;
        let mut differences = Vec::new();
        let status = match (response.status, self.facts.status) {
            (Some(status), stated) => {
                if let Some(stated) = stated.filter(|stated| *stated != status) {
                    differences.push(format!(
                        "The body states status {stated}; the response itself came with {status}."
                    ));
                }
                Some(status)
            }
            (None, Some(stated)) if !self.is_status_quirk => Some(stated),
            (None, _) => expected.usual(),
        };
        if let (Some(status), Some(usual)) = (status, expected.usual())
            && !expected.is(status)
            && !self.is_status_quirk
        {
            differences.push(format!(
                "The status is {status}; the catalog has {usual} for this error."
            ));
        }
        (status, differences)
    }

    /// Gives how long to wait: as the header field says, else the body, else the entry.
    fn after_seconds(&self, response: &Response) -> Option<u64> {
        let retry = &self.rule.entry.retry;
        if !wait(retry.verdict) {
            return None;
        }
        // A date that cannot be counted from is no reason to fall back on the usual wait.
        if response.header("retry-after").is_some() {
            return retry_after::seconds(response);
        }
        let told = || self.values.get("retry_after_seconds")?.trim().parse().ok();
        let body = self.facts.retry_after.or_else(told);
        body.or_else(|| retry_after::seconds(response))
            .or(retry.after_seconds)
    }
}

/// What the responses of an input come to.
#[derive(Default)]
struct Findings<'e> {
    diagnoses: Vec<Diagnosis<'e>>,
    /// Where in the diagnoses those stand of which only words beside a body tell.
    asides: Vec<usize>,
    /// What is to be said besides.
    notes: Vec<String>,
    /// How many bodies of no known API were quoted, or might have been.
    quotes: usize,
    /// Whether an API answered, instead of words that tell of it.
    is_answered: bool,
    has_success: bool,
    /// Whether a body of no known API is there.
    is_unclear: bool,
    /// Whether such a body looks like an error.
    is_error_like: bool,
    /// Whether one is what a program logged of its own exception, or of no failure.
    has_exception: bool,
    /// Whether such a body is cut short.
    is_cut: bool,
    /// Whether parts of such a body were left out.
    is_elided: bool,
}

impl Findings<'_> {
    /// Quotes a body of no known API, unless so many were quoted already.
    fn say(&mut self, quote: Option<String>) {
        let Some(quote) = quote.filter(|quote| !self.notes.contains(quote)) else {
            return;
        };
        self.quotes += 1;
        if self.quotes <= MOST_QUOTES {
            self.notes.push(quote);
        }
    }

    /// Says how many bodies were not quoted.
    fn unsaid(&self) -> Option<String> {
        match self.quotes.saturating_sub(MOST_QUOTES) {
            0 => None,
            1 => Some("One more body of no API in the catalog says something else.".to_owned()),
            more => Some(format!(
                "{more} more bodies of no API in the catalog say something else."
            )),
        }
    }

    /// Drops what words beside a body tell where an answer stands elsewhere: they may be of that one.
    fn drop_asides(&mut self) {
        let known = self.diagnoses.iter().filter(|d| d.entry.is_some());
        let statuses: HashSet<Option<u16>> = known.map(|d| d.http_status).collect();
        let mut at = 0..;
        self.diagnoses.retain(|d| {
            let is_aside = at
                .next()
                .is_some_and(|at| self.asides.binary_search(&at).is_ok());
            !(is_aside && statuses.contains(&d.http_status))
        });
    }

    /// Drops a status that is told without anything else beside a known error with the same status: programs print the status
    /// of one failure in several places.
    fn drop_repeats(&mut self) {
        let is_its = |known: Option<&Diagnosis<'_>>, told: &Diagnosis<'_>| {
            known.is_some_and(|known| {
                let (host, other) = (&known.request.host, &told.request.host);
                let is_elsewhere = host.is_some() && other.is_some() && host != other;
                known.entry.is_some() && known.http_status == told.http_status && !is_elsewhere
            })
        };
        let is_bare = |d: &Diagnosis<'_>| {
            d.certainty == Certainty::StatusOnly && d.message.is_none() && d.code.is_none()
        };
        let found = &self.diagnoses;
        let is_repeat: Vec<bool> = (0..found.len())
            .map(|at| {
                let before = at.checked_sub(1).and_then(|at| found.get(at));
                let told = &found[at];
                is_bare(told) && (is_its(before, told) || is_its(found.get(at + 1), told))
            })
            .collect();
        let mut is_repeat = is_repeat.into_iter();
        self.diagnoses
            .retain(|_| !is_repeat.next().unwrap_or(false));
    }

    /// Says what the input comes to.
    fn outcome(&self) -> Outcome {
        let is_known = |d: &Diagnosis<'_>| d.entry.is_some();
        if !self.diagnoses.is_empty() {
            if self.diagnoses.iter().all(is_known) && !self.is_error_like {
                Outcome::Diagnosed
            } else {
                Outcome::Unrecognized
            }
        } else if self.is_unclear {
            Outcome::Unrecognized
        } else if self.has_success {
            Outcome::Success
        } else {
            Outcome::Empty
        }
    }

    /// Says why no body is known.
    fn why_unknown(&self) -> &'static str {
        if self.is_elided {
            LEFT_OUT
        } else if self.is_cut {
            "The body is too short to identify the error: paste all of it."
        } else {
            "No API in the catalog matches this body. `errdoc list` shows the APIs; `errdoc catalog new` starts a file for another one."
        }
    }
}

/// What a place stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Within {
    /// An answer, or nothing that says what it is.
    Answer,
    /// A string of an answer that came with a status of success.
    Quotation,
    /// What says of itself that it is a success.
    Success,
}

/// What one response is.
enum Answer<'e> {
    /// Errors, diagnosed or not.
    Errors(Vec<Diagnosis<'e>>),
    /// No error.
    Success,
    /// A body of no known API; whether it looks like an error.
    Unclear { is_error: bool },
    /// Nothing to speak of, but for a status that words name.
    Aside(Option<Box<Diagnosis<'e>>>),
}

/// Says whether a body is what a program logged of an exception of its own, which is no answer of an API.
fn is_of_program(body: &Body) -> bool {
    let Body::Json(Value::Object(members)) = body else {
        return false;
    };
    let signs = ["exception", "stack", "stacktrace", "stack_trace"];
    signs.iter().any(|sign| members.contains_key(*sign))
}

/// Returns true if a code that prose names can have come with a status that the prose mentions: with one of its class, with
/// any if the API reports it in a success, and if it has no status of its own, with one on the same line.
fn may_have(named: &Diagnosis<'_>, told: &Diagnosis<'_>) -> bool {
    let class = |d: &Diagnosis<'_>| d.http_status.map(|status| status / 100);
    class(named) == class(told)
        || class(named) == Some(2)
        || named.http_status.is_none() && named.line == told.line
}

/// Adds what words name to what they tell of statuses. A status next to a code that is named belongs to it: one error, not two.
/// One of another class is another's.
fn joined<'e>(mut named: Vec<Diagnosis<'e>>, told: Vec<Diagnosis<'e>>) -> Vec<Diagnosis<'e>> {
    let is_its = |told: &Diagnosis<'_>| named.iter().any(|d| may_have(d, told));
    let (its, others): (Vec<_>, Vec<_>) = told.into_iter().partition(is_its);
    for diagnosis in &mut named {
        let own = its.iter().find(|told| may_have(diagnosis, told));
        diagnosis.http_status = own.map_or(diagnosis.http_status, |told| told.http_status);
    }
    named.extend(others);
    named
}

/// Says whether a verdict has anything to do with time.
fn wait(verdict: Verdict) -> bool {
    matches!(verdict, Verdict::Wait | Verdict::Backoff | Verdict::Unknown)
}

/// Gives when a response came: as it says itself, else as what stands around it says.
fn time(response: &Response) -> Option<String> {
    let date = response.header("date").map(str::to_owned);
    date.or_else(|| response.time.clone())
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
            .or_else(|| body_id(response))
    })
}
