//! What is said where no entry is known: of a status, of words, of what answers in an API's place.

use super::Engine;
use super::findings::joined;
use super::received::time;
use crate::catalog::Verdict;
use crate::diagnose::doubt::CHOSEN;
use crate::diagnose::gateways::Sign;
use crate::diagnose::ids::header_id;
use crate::diagnose::sender::Senders;
use crate::diagnose::words::{LEFT_OUT, beginning, cut_note, own_words, said_words, whole};
use crate::diagnose::{Certainty, Diagnosis, Evidence, page, prose};
use crate::input::{Body, Extraction, Response};
use crate::pattern::Values;
use crate::retry_after;

impl Engine {
    /// Returns the diagnosis of a response of which only the status is known.
    pub(super) fn status_only(
        &self,
        response: &Response,
        status: u16,
        senders: &Senders,
    ) -> Diagnosis<'_> {
        let own = own_words(response);
        let sign = self.known().gateways.of(&response.body);
        let mut diagnosis = self.bare(response, Some(status), &[own.as_deref()]);
        diagnosis.rivals = self.of_host(senders, status);
        if !diagnosis.rivals.is_empty() {
            diagnosis.evidence.push(Evidence::Host);
        }
        match &response.body {
            Body::Html(html) => {
                // What a gateway's page says is in the advice.
                let shown = is_of_service(sign).then(|| page::shown(html));
                let is_more = |shown: &String| {
                    let number = |c: char| c.is_ascii_digit() || c.is_whitespace();
                    let words = shown.trim_start_matches(number);
                    !words.is_empty() && !self.is_reason(words)
                };
                let shown = shown.filter(is_more);
                diagnosis.message = shown.map(|shown| beginning(&shown));
            }
            Body::Json(value) => {
                let is_whole = !response.is_elided && !response.is_cut;
                diagnosis.message = own.or_else(|| whole(value).filter(|_| is_whole));
                // What a cut body would have been is not known.
                if response.is_elided {
                    diagnosis.notes.push(LEFT_OUT.to_owned());
                } else if !response.is_cut {
                    let said = match self.is_chosen() {
                        true => CHOSEN,
                        false => "No API in the catalog matches this body.",
                    };
                    diagnosis.notes.push(said.to_owned());
                }
            }
            Body::Text(text) => diagnosis.message = Some(beginning(text)),
            Body::Empty => {}
        }
        diagnosis.notes.extend(note(&response.body, sign));
        diagnosis
    }

    /// Returns true if a text is the reason phrase of a status, and nothing else.
    pub(in crate::diagnose) fn is_reason(&self, text: &str) -> bool {
        self.known().http.has_reason(text.trim_end_matches('.'))
    }

    /// Returns true if a text is what programs call a status: `TooManyRequests`.
    pub(in crate::diagnose) fn is_status_name(&self, text: &str) -> bool {
        self.known().http.has_name(text)
    }

    /// Adds what words name to what they tell of statuses.
    pub(super) fn with_words<'e>(
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
    pub(super) fn gateways_words(&self, input: &Extraction) -> Option<Diagnosis<'_>> {
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

    /// Returns the text of a body in plain words, or of a page that is not a gateway's: what that says is not an error of an API.
    pub(super) fn text_of<'r>(&self, body: &'r Body) -> Option<&'r str> {
        match body {
            Body::Text(text) => Some(text),
            Body::Html(page) => is_of_service(self.known().gateways.of(body)).then_some(page),
            Body::Json(_) | Body::Empty => None,
        }
    }

    /// Says that something in front of the API sent a body, where that is known.
    pub(in crate::diagnose) fn gateway_note(&self, body: &Body) -> Option<String> {
        note(body, self.known().gateways.of(body))
    }

    /// Returns a diagnosis that knows nothing but the status, and what is said in a document: codes and messages.
    pub(in crate::diagnose) fn bare<'w>(
        &self,
        response: &'w Response,
        status: Option<u16>,
        said: &[Option<&'w str>],
    ) -> Diagnosis<'_> {
        let words = said.iter().flatten().copied().chain(said_words(response));
        let meant = self.known().http.meant(status, words);
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
            request_id: header_id(response).map(str::to_owned),
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

/// Returns true unless a body is that of a known gateway.
fn is_of_service(sign: Option<Sign<'_>>) -> bool {
    sign.is_none_or(|sign| sign.is_framework)
}

/// Says who sent a body, by the sign that it has.
fn note(body: &Body, sign: Option<Sign<'_>>) -> Option<String> {
    match (body, sign) {
        (_, Some(sign)) if sign.is_framework => Some(format!(
            "This is the default error page of {}: the service's own code is not in it.",
            sign.name
        )),
        (Body::Html(_), _) => Some(format!(
            "The body is a web page, not the API's own response: {} in front of the API sent it.",
            sign.map_or("a gateway, proxy or firewall", |sign| sign.name)
        )),
        (_, Some(sign)) => Some(format!(
            "{} answers in these words in front of an API: the response did not come from the API itself.",
            sign.name
        )),
        (_, None) => None,
    }
}

impl Diagnosis<'_> {
    /// Tells what a page shows, and not how it is written.
    pub(super) fn tell_page(&mut self, html: &str) {
        self.message = Some(beginning(&page::shown(html)));
        self.values.retain(|_, value| !value.contains(['<', '>']));
    }
}

/// Returns true if a verdict has anything to do with time.
pub(super) fn wait(verdict: Verdict) -> bool {
    matches!(verdict, Verdict::Wait | Verdict::Backoff | Verdict::Unknown)
}
