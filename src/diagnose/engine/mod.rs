//! Builds the report: ranks the candidates for each object of a body and keeps the best.

mod answer;
mod findings;
mod parts;
#[cfg(feature = "scan")]
mod quick;
mod received;
mod responses;
mod status;

#[cfg(feature = "scan")]
pub(crate) use quick::Quick;

use std::borrow::Cow;
use std::collections::HashSet;
use std::sync::OnceLock;

use serde_json::Value;

use super::doubt::{CHOSEN, Doubt};
use super::forms::TextPattern;
use super::gateways::Gateways;
use super::merge::merged;
use super::rules::Rule;
use super::words::{cut_note, is_plain_failure, remark, said};
use super::{
    Certainty, Diagnosis, Evidence, Identity, LastPayload, Outcome, Report, prose, record,
};
use crate::catalog::{Api, Catalog, CatalogError, Http};
use crate::input::wrapped::{self, Unwrapped};
use crate::input::{Body, Extraction, Remark, Response, Text, decode, extract, shows_request};
use crate::lazy::Lazy;
use crate::redact::Secrets;
use crate::shapes::Shapes;
use answer::Answer;
use findings::{Findings, joined};

/// How many diagnoses of one body are kept before those of the same error become one.
const MOST_APART: usize = 1024;

/// How many different errors of one input are told.
const MAX_TOLD: usize = 1000;

/// How many readings of bodies are weighed: those of tens of thousands of errors.
const MAX_READINGS: usize = 400_000;

/// How many texts of one input are read as outputs of their own.
const MAX_OUTPUTS: usize = 8;

/// Among how many diagnoses in front one that says the same is looked for.
const MOST_ECHOES: usize = 8;

/// How many bodies of no known API are quoted at most.
const MOST_QUOTES: usize = 3;

/// How many other readings are named at most.
const MOST_RIVALS: usize = 4;

/// What is said once of errors of APIs that the catalog does not have.
const KEEP: &str = "No API in the catalog matches. `errdoc catalog new ID --from FILE` starts a catalog file from this response.";

/// What is said of a whole body of no API in the catalog.
const UNMATCHED: &str = "No API in the catalog matches this body. `errdoc list` shows the APIs; `errdoc catalog new` starts a file for another one.";

/// The catalog, ready for diagnosing.
#[derive(Debug)]
pub struct Engine {
    pub(in crate::diagnose) shapes: Shapes,
    apis: Lazy<Api>,
    rules: Lazy<Rule>,
    pub(in crate::diagnose) forms: Lazy<TextPattern>,
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
    pub(in crate::diagnose) fn rule(&self, entry: usize) -> &Rule {
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
    pub(in crate::diagnose) fn is_chosen(&self) -> bool {
        self.shapes.is_chosen()
    }

    /// Diagnoses the bytes of an input, whatever they are: the whole way.
    #[must_use]
    pub fn diagnose_bytes(&self, bytes: &[u8]) -> Report<'_> {
        self.diagnose_text(&decode(bytes))
    }

    /// Diagnoses a text: as it is, and where that leaves doubt, with the lines joined that a terminal may have broken.
    #[must_use]
    pub fn diagnose_text(&self, text: &Text) -> Report<'_> {
        let report = self.diagnose(&extract(text));
        let is_broken = |unwrapped: &Unwrapped| {
            let messages = report.diagnoses.iter().filter_map(|d| d.message.as_deref());
            let mut last_lines = messages.filter_map(|message| message.lines().last());
            last_lines.any(|line| unwrapped.has_broken(&text.text, line))
        };
        let Some(mut unwrapped) = wrapped::at_width(&text.text) else {
            return report;
        };
        let is_broken = is_broken(&unwrapped);
        // Where something was sent, a line that is joined may hide what says so.
        if report.is_certain() && !is_broken || shows_request(text) {
            return report;
        }
        let joined = Text {
            text: std::mem::take(&mut unwrapped.text),
            ..*text
        };
        let mut again = self.diagnose(&extract(&joined));
        let is_likely = |strength: &(Certainty, usize)| strength.0 >= Certainty::Likely;
        let strength = again.strength().filter(is_likely);
        let is_better = match is_broken {
            true => strength.is_some() && strength >= report.strength(),
            false => strength > report.strength(),
        };
        // What lines say that are as they were, they say by chance.
        let is_of_joined = |told: &Diagnosis<'_>| unwrapped.has_joined_from(told.line);
        if !is_better || !again.diagnoses.iter().all(is_of_joined) {
            return report;
        }
        for diagnosis in &mut again.diagnoses {
            diagnosis.line = unwrapped.line(diagnosis.line);
        }
        again
    }

    /// Diagnoses everything that was found in an input.
    #[must_use]
    pub fn diagnose(&self, input: &Extraction) -> Report<'_> {
        let secrets = Secrets::new(input.secrets.clone());
        let mut found = self.found(input, MAX_TOLD);
        let mut last = LastPayload::default();
        for diagnosis in &mut found.diagnoses {
            diagnosis.mask(&secrets, &mut last);
        }
        let outcome = found.outcome();
        let left_out = found.left.count();
        // Words that are an entry's message are told with it.
        let is_told = |said: &Remark| match said {
            Remark::NoResponse(words) if is_plain_failure(words) => {
                found.diagnoses.iter().any(|d| {
                    let message = d.message.as_deref().filter(|_| d.entry.is_some());
                    message.is_some_and(|message| words.contains(message))
                })
            }
            _ => false,
        };
        let remarks = input.remarks.iter().filter(|said| !is_told(said));
        let remarks: Vec<String> = remarks.map(|r| remark(r, &secrets)).collect();
        found.notes.extend(found.unsaid());
        let said = found.notes.iter().map(|note| secrets.mask(note));
        let mut notes: Vec<String> = remarks.into_iter().chain(said).collect();
        let is_new = |d: &Diagnosis<'_>| d.certainty == Certainty::UnknownApi;
        if self.is_chosen() {
            // Another API of the catalog may match: it was left out.
            let others = found.diagnoses.iter_mut().filter(|d| is_new(d));
            others.for_each(|d| d.doubt = Some(Doubt::Chosen));
        } else if found.diagnoses.iter().any(is_new) {
            notes.push(KEEP.to_owned());
        }
        if outcome == Outcome::Unrecognized && found.diagnoses.is_empty() {
            let whole = if self.is_chosen() { CHOSEN } else { UNMATCHED };
            notes.push(found.why_unknown().unwrap_or(whole).to_owned());
        }
        let mut report = Report {
            outcome,
            diagnoses: found.diagnoses,
            left_out,
            has_more: found.is_stopped,
            notes,
            is_error_like: found.is_error_like,
        };
        report.notes.extend(report.said_of_left_out());
        report
    }

    /// Returns the errors in an input and whether something else looks like one, for callers that print nothing of them:
    /// secrets are not masked.
    #[cfg(feature = "scan")]
    pub(crate) fn count(&self, input: &Extraction) -> (Vec<Diagnosis<'_>>, bool) {
        let found = self.found(input, usize::MAX);
        let is_other = found.outcome() == Outcome::Unrecognized && found.is_error_like;
        (found.diagnoses, is_other)
    }

    /// Returns what is found in an input, the same errors merged: at most so many different ones.
    fn found(&self, input: &Extraction, most: usize) -> Findings<'_> {
        let mut found = self.findings(input, most);
        found.drop_asides();
        // Words count where there is no response, or only words about one.
        if !found.is_answered {
            found.diagnoses = self.with_words(input, found.diagnoses);
        }
        self.add_printed(input, &mut found);
        if found.diagnoses.is_empty()
            && !found.has_success
            && let Some(told) = &input.told
        {
            self.find(told, &mut found);
        }
        found.drop_repeats();
        found.diagnoses = merged(found.diagnoses);
        found.left.take(&mut found.diagnoses, most);
        // An exception is the error itself where nothing else is.
        found.is_error_like |= found.has_exception && found.diagnoses.is_empty();
        found
    }

    /// Adds what the literal forms of programs tell where nothing else is likely: in the texts of bodies, and in what looks
    /// like a body itself.
    fn add_printed<'e>(&'e self, input: &Extraction, found: &mut Findings<'e>) {
        // Words alone are told more surely by a form, if there is one.
        let is_told = found.diagnoses.iter().any(|d| {
            let is_words = [Evidence::Envelope, Evidence::Text]
                .iter()
                .all(|kind| !d.evidence.contains(kind));
            d.certainty == Certainty::Certain || d.certainty == Certainty::Likely && !is_words
        });
        if is_told || found.has_success {
            return;
        }
        let bodies = input.responses.iter().filter_map(|r| match &r.body {
            Body::Json(body) => Some(record::words(body)),
            _ => None,
        });
        let printed = Cow::Borrowed(input.printed.as_str());
        let texts: Vec<Cow<'_, str>> = bodies.flatten().chain([printed]).collect();
        let mut printed = prose::read_forms(self, &texts.join("\n"));
        if printed.is_empty() && found.diagnoses.is_empty() {
            printed = self.within(input);
        }
        // Beside an answer that may be an API's, what a program says counts where it says so too. In a form that one API alone
        // has it counts anyway: then the answer is nobody else's.
        let known = || found.diagnoses.iter().filter(|d| d.entry.is_some());
        let mut bodies = input.responses.iter().map(|response| &response.body);
        let has_body = bodies.any(|body| matches!(body, Body::Json(_)));
        let mut is_corrected = false;
        if found.is_answered && has_body && known().next().is_some() {
            let is_its = |told: &Diagnosis<'_>| {
                told.api.is_some_and(|api| {
                    known().any(|d| {
                        let is_own = d.api.is_some_and(|own| own.id == api.id);
                        is_own || d.rivals.iter().any(|rival| rival.provider == api.id)
                    })
                })
            };
            let is_sure = |told: &Diagnosis<'_>| told.certainty == Certainty::Certain;
            is_corrected = printed.iter().any(|told| is_sure(told) && !is_its(told));
            printed.retain(|told| is_sure(told) || is_its(told));
        }
        if printed.is_empty() {
            return;
        }
        // What has no status is the body that holds these words.
        let mut told = std::mem::take(&mut found.diagnoses);
        let is_sure = printed
            .iter()
            .any(|form| form.certainty == Certainty::Certain);
        told.retain(|d| match d.entry {
            Some(_) => {
                let is_words = d.evidence.iter().eq([&Evidence::Message]);
                !(is_corrected || is_sure && is_words)
            }
            None => d.http_status.is_some(),
        });
        found.is_error_like = false;
        found.diagnoses = joined(printed, told);
    }

    /// Returns what is likely in the texts of log records that each hold a whole output of a program.
    fn within(&self, input: &Extraction) -> Vec<Diagnosis<'_>> {
        let records = input.responses.iter().filter_map(|r| match &r.body {
            Body::Json(body) if record::is_leveled(body) => Some(record::words(body)),
            _ => None,
        });
        let is_output = |text: &Cow<'_, str>| text.trim_end().contains('\n') || text.contains('{');
        let outputs = records.flatten().filter(is_output).take(MAX_OUTPUTS);
        let told = outputs.flat_map(|text| {
            let inner = extract(&Text {
                text: text.to_string(),
                ..Text::default()
            });
            self.findings(&inner, MAX_TOLD).diagnoses
        });
        let is_likely = |told: &Diagnosis<'_>| told.certainty >= Certainty::Likely;
        told.filter(is_likely).collect()
    }

    /// Returns what the responses of an input come to, one by one.
    fn findings(&self, input: &Extraction, most: usize) -> Findings<'_> {
        let mut found = Findings::default();
        let mut full = MOST_APART;
        for response in &input.responses {
            parts::each(response, |part| {
                // The same error hundreds of thousands of times is not kept as often.
                if found.diagnoses.len() >= full {
                    found.compact(most);
                    full = MOST_APART.max(2 * found.diagnoses.len());
                }
                self.find(part, &mut found);
            });
        }
        // What is beside the responses of a document counts where it says something that they do not.
        let mut known: HashSet<Identity<'_>> = HashSet::new();
        if !input.beside.is_empty() {
            known.extend(found.diagnoses.iter().map(Diagnosis::identity));
        }
        for response in &input.beside {
            let Answer::Errors(errors) = self.response(response, &mut found.work) else {
                continue;
            };
            for error in errors {
                if error.entry.is_some() && known.insert(error.identity()) {
                    found.diagnoses.push(error);
                    found.is_answered = true;
                }
            }
        }
        found
    }

    /// Adds what a response, or a part of one, is.
    fn find<'e>(&'e self, response: &Response, found: &mut Findings<'e>) {
        if found.work >= MAX_READINGS {
            found.is_stopped = true;
            return;
        }
        let answer = self.response(response, &mut found.work);
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
                found.note(cut_note(response));
            }
            Answer::Unclear { is_error } => {
                found.is_unclear = true;
                found.is_cut |= response.is_cut;
                found.is_elided |= response.is_elided;
                let is_quiet = matches!(&response.body, Body::Json(body) if record::is_quiet(body));
                found.has_exception |= is_error && (is_exception || is_quiet);
                found.is_error_like |= is_error && !is_exception && !is_quiet;
                found.say(said(response));
                found.note(self.gateway_note(&response.body));
                found.note(cut_note(response));
            }
        }
    }

    /// Diagnoses one message or code without a response around it: what a person has in hand.
    #[must_use]
    pub fn message(&self, text: &str) -> Vec<Diagnosis<'_>> {
        merged(prose::read(self, text))
    }
}

/// Returns true if a body is what a program logged of an exception of its own, which an API did not answer.
fn is_of_program(body: &Body) -> bool {
    let Body::Json(Value::Object(members)) = body else {
        return false;
    };
    let signs = ["exception", "stack", "stacktrace", "stack_trace"];
    signs.iter().any(|sign| members.contains_key(*sign))
}
