//! What one response is: the best candidates for each object of its body.

use std::borrow::Cow;

use serde_json::Value;

use super::answer::{Answer, Within};
use super::received::{request_id, time};
use super::status::wait;
use super::{Engine, MOST_APART, MOST_ECHOES, MOST_RIVALS, is_of_program};
use crate::catalog::Proof;
use crate::diagnose::candidates::{Candidate, Ranked};
use crate::diagnose::clip;
use crate::diagnose::merge::merged;
use crate::diagnose::sender::Senders;
use crate::diagnose::words::{beginning, cut_note, gateway_status};
use crate::diagnose::{Certainty, Diagnosis, Doubt, Evidence, LastPayload, Rival, prose, record};
use crate::facts::{self, BodyPart, Facts};
use crate::input::{Body, Response};
use crate::redact::{self, Secrets};
use crate::retry_after;
use crate::shapes::{ClassId, MAX_MEMBERS};

/// How much of what a record says besides is looked at for names of APIs.
const MAX_BESIDE: usize = 4096;

/// How many readings are as much work as a text of a record.
const WORK_OF_TEXT: usize = 4;

impl Engine {
    /// Says what one response is.
    pub(super) fn response<'e>(&'e self, response: &Response, work: &mut usize) -> Answer<'e> {
        let redirected = response.redirected();
        let response = redirected.as_ref().unwrap_or(response);
        let senders = Senders::of(&self.shapes, response);
        let place = facts::read(response, &self.shapes, self.text_of(&response.body));
        *work += readings(&place);
        let mut found = self.place(&place, response, &senders, Within::Answer);
        // A struct whose names are those of another shape that says nothing.
        if found.is_empty()
            && let Some(named) = facts::read_as_struct(response, &self.shapes)
        {
            found = self.place(&named, response, &senders, Within::Answer);
        }
        if let Body::Html(html) = &response.body {
            found.iter_mut().for_each(|told| told.tell_page(html));
        }
        if !found.is_empty() {
            // A nested shape that merely resembles an error adds nothing next to one that is known.
            if found.iter().any(|d| d.certainty >= Certainty::Likely) {
                found.retain(|d| d.certainty > Certainty::StatusOnly);
            }
            return Answer::Errors(self.with_stated(found, response));
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
        if let Some(found) = self.recorded(&place, response, work) {
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
                // What is beside a status in a line of words may be anything.
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
                // Some APIs say in a success that something failed.
                let errors = self.unknown_api(response);
                match errors.is_empty() {
                    true => Answer::Success,
                    false => Answer::Errors(errors),
                }
            }
            Some(status) if status < 200 => Answer::Aside(None),
            _ => self.without_status(response, &place, &senders),
        }
    }

    /// Says what a response is that has no status that tells it, and no shape of an API.
    pub(super) fn without_status<'e>(
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
    pub(super) fn named<'e>(
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
    pub(super) fn recorded<'e>(
        &'e self,
        place: &BodyPart,
        response: &Response,
        work: &mut usize,
    ) -> Option<Vec<Diagnosis<'e>>> {
        let Body::Json(body) = &response.body else {
            return None;
        };
        let is_other = place.any(&|p| p.is_success || !p.named.is_empty());
        if is_other {
            return None;
        }
        let mut found = Vec::new();
        if response.status.is_none() && !response.is_cut {
            let records = record::texts(body);
            *work += WORK_OF_TEXT * records.iter().map(Vec::len).sum::<usize>();
            // What one record says besides is about the same failure.
            let beside = match records.len() {
                1 => clip::begun(&body.to_string(), MAX_BESIDE),
                _ => String::new(),
            };
            for texts in &records {
                let told = |text: &str| prose::read_record(self, text, &beside);
                found.extend(self.of_texts(texts, place.stated, response, told));
            }
        }
        if found.is_empty() && !response.is_cut {
            let texts: Vec<String> = record::words(body)
                .into_iter()
                .map(Cow::into_owned)
                .collect();
            *work += WORK_OF_TEXT * texts.len();
            let stated = response.status.or(place.stated);
            let told = |text: &str| prose::read_sentences(self, text);
            found.extend(self.of_texts(&texts, stated, response, told));
        }
        let found = merged(found);
        (!found.is_empty()).then_some(found)
    }

    /// Diagnoses texts of a body by what each tells.
    fn of_texts<'e>(
        &'e self,
        texts: &[String],
        stated: Option<u16>,
        response: &Response,
        told: impl Fn(&str) -> Vec<Diagnosis<'e>>,
    ) -> Vec<Diagnosis<'e>> {
        let class = |status: u16| status / 100;
        let mut found: Vec<Diagnosis<'e>> = Vec::new();
        for text in texts {
            let secrets = Secrets::new(redact::collect(text));
            for mut diagnosis in told(text) {
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
    pub(super) fn place<'e>(
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
    pub(super) fn told<'e>(
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
    pub(super) fn is_own(&self, class: ClassId) -> bool {
        let mut members = self.shapes.members(class);
        members.any(|(_, member)| member.proof() == Proof::Own)
    }

    /// Returns the error status that a body of no known API states about itself.
    pub(super) fn stated_status(&self, part: &BodyPart) -> Option<u16> {
        let shared = part
            .readings
            .iter()
            .filter(|reading| !self.is_own(reading.class));
        let mut statuses = shared.filter_map(|reading| reading.facts.status);
        let first = statuses.next().filter(|status| *status >= 400);
        first.or(part.stated)
    }

    /// Turns the best candidate into a diagnosis, with the others as rivals.
    pub(super) fn best<'e>(
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
    pub(super) fn unknown_code<'e>(
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
                let is_known = proof == Proof::Own || self.is_known(&sender) || sender.program;
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
}

/// Returns in how many ways a body and what is inside it can be read.
fn readings(place: &BodyPart) -> usize {
    let inner: usize = place.inner.iter().map(readings).sum();
    place.readings.len() + inner
}
