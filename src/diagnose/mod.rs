//! Holds facts against the catalog: which entry a response is, how sure that is, and why.

mod called;
mod candidates;
mod clip;
mod closers;
mod doubt;
mod engine;
mod forms;
mod gateways;
mod ids;
mod merge;
mod messages;
mod page;
mod payload;
mod plain;
mod prose;
pub(crate) mod record;
mod rules;
mod sender;
mod unknown;
mod words;

pub use doubt::Doubt;
pub use engine::Engine;
#[cfg(feature = "scan")]
pub(crate) use engine::Quick;

use clip::{MAX_FIELDS, MAX_MESSAGE, MAX_WORD, said};

use std::sync::Arc;

use crate::catalog::{Api, Category, Entry, Family, Retry, Status};
use crate::input::Request;
use crate::pattern::Values;
use crate::redact::{MASK, Secrets, personal, personal_id};

/// How sure a diagnosis is, the surest last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Certainty {
    /// Only an HTTP status is known.
    StatusOnly,
    /// The body states an error, and no API of the catalog sends it.
    UnknownApi,
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
    /// Returns the certainty as it is written in JSON.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::StatusOnly => "status_only",
            Self::UnknownApi => "unknown_api",
            Self::UnknownCode => "unknown_code",
            Self::Possible => "possible",
            Self::Likely => "likely",
            Self::Certain => "certain",
        }
    }

    /// Returns the next higher certainty.
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
    /// A literal form in which a program prints the API's errors.
    Text,
}

impl Evidence {
    /// Returns the evidence as it is written in JSON.
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
            Self::Text => "text",
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
    /// A response that is not an error.
    Success,
    /// Nothing that looks like a response.
    Empty,
}

impl Outcome {
    /// Returns the outcome as it is written in JSON.
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
    /// The title as received, where no API is known.
    pub title: Option<String>,
    /// The kind of error, where no API is known.
    pub category: Option<Category>,
    /// What is known about a retry from the body or from analogies, where no API is known.
    pub own_retry: Option<Retry>,
    /// Entries of other APIs with the same code.
    pub analogies: Vec<Rival<'e>>,
    /// Why the reading is not certain, where that is more than what the certainty says itself.
    pub doubt: Option<Doubt>,
    /// The family of a code that the catalog lacks.
    pub family: Option<&'e Family>,
    /// The advice for the status, where there is no entry.
    pub advice: Option<&'e Status>,
    /// Whether the response's body is there.
    pub has_body: bool,
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

impl<'e> Diagnosis<'e> {
    /// Returns what to do about the status; a body that is there was looked at.
    #[must_use]
    pub fn status_steps(&self) -> Vec<&'e str> {
        let Some(advice) = self.advice else {
            return Vec::new();
        };
        let looks = usize::from(self.has_body && advice.look.is_some());
        advice.steps().skip(looks).collect()
    }

    /// Returns what is known about sending again.
    #[must_use]
    pub fn retry(&self) -> Option<&Retry> {
        self.entry
            .map(|entry| &entry.retry)
            .or(self.own_retry.as_ref())
            .or_else(|| self.advice.map(|advice| &advice.retry))
    }

    /// Masks the secrets in every text that came from outside, and cuts what is longer than a screen; of the payload only its
    /// shape is left.
    fn mask(&mut self, secrets: &Secrets, last: &mut LastPayload) {
        let mask_most =
            |text: &mut String, most| *text = said(text, most, |text| secrets.mask(text));
        let mask = |text: &mut String| mask_most(text, MAX_WORD);
        let message = self.message.clone().filter(|_| !self.values.is_empty());
        if self.entry.is_none() {
            self.code.as_mut().map(mask);
        }
        // What the catalog says holds no secret.
        let known = [
            self.entry.and_then(|entry| entry.docs_url.as_ref()),
            self.api.and_then(|api| api.docs_url.as_ref()),
        ];
        if !known.contains(&self.docs_url.as_ref()) {
            self.docs_url.as_mut().map(mask);
        }
        for text in [&mut self.title, &mut self.time, &mut self.request.method] {
            text.as_mut().map(mask);
        }
        if let Some(message) = &mut self.message {
            mask_most(message, MAX_MESSAGE);
        }
        if let Some(path) = &mut self.request.path {
            *path = said(path, MAX_MESSAGE, |path| secrets.mask_path(path));
        }
        last.change(&mut self.request.payload, |payload| {
            payload::shape(payload, secrets)
        });
        if let Some(id) = &mut self.request_id {
            *id = said(id, MAX_WORD, |id| secrets.mask_id(id));
        }
        if self.fields.len() > MAX_FIELDS {
            self.fields.truncate(MAX_FIELDS);
            self.notes
                .push("There are more fields than the 1,000 here.".to_owned());
        }
        for (name, texts) in &mut self.fields {
            for text in texts {
                *text = said(text, MAX_MESSAGE, |text| secrets.mask_field(name, text));
            }
            mask(name);
        }
        // A value may be a secret only by the words around it.
        let masked = self.message.as_deref().unwrap_or_default();
        for value in self.values.values_mut() {
            let is_said = |text: &str| text.contains(value.as_str());
            if message.as_deref().is_some_and(is_said) && !is_said(masked) {
                MASK.clone_into(value);
            }
            mask_most(value, MAX_MESSAGE);
        }
        for note in &mut self.notes {
            mask_most(note, MAX_MESSAGE);
        }
    }

    /// Masks phone numbers and e-mail addresses in every text that came from outside.
    pub fn mask_personal(&mut self) {
        let mask = |text: &mut String| *text = personal(text);
        if let Some(code) = self.code.as_mut().filter(|_| self.entry.is_none()) {
            *code = personal_id(code);
        }
        for text in [&mut self.message, &mut self.title, &mut self.request.path] {
            text.as_mut().map(mask);
        }
        if let Some(id) = &mut self.request_id {
            *id = personal_id(id);
        }
        for (name, texts) in &mut self.fields {
            mask(name);
            texts.iter_mut().for_each(mask);
        }
        self.values.values_mut().for_each(mask);
        self.notes.iter_mut().for_each(mask);
    }

    /// Returns true if another diagnosis says the same of the same request.
    fn is_echo(&self, other: &Self) -> bool {
        self.request_id == other.request_id
            && self.message == other.message
            && self.identity() == other.identity()
    }

    /// Returns what two diagnoses of the same error have in common.
    fn identity(&self) -> Identity<'e> {
        Identity {
            provider: self.api.map(|api| api.id.as_str()),
            code: self.code.clone(),
            status: self.http_status.filter(|_| self.code.is_none()),
            advice: self
                .advice
                .filter(|_| self.code.is_none())
                .map(|a| a.status),
            is_known: self.certainty >= Certainty::Possible,
        }
    }
}

/// The payload that was changed last, before and after: thousands of diagnoses in a row may share a long one.
#[derive(Debug, Default)]
struct LastPayload(Option<(Arc<str>, Arc<str>)>);

impl LastPayload {
    /// Changes a payload, each only once in a row.
    fn change(&mut self, payload: &mut Option<Arc<str>>, change: impl Fn(&str) -> String) {
        let Some(payload) = payload else {
            return;
        };
        let changed = match self.0.take() {
            Some((before, after)) if Arc::ptr_eq(&before, payload) => after,
            _ => change(payload).into(),
        };
        self.0 = Some((std::mem::replace(payload, changed.clone()), changed));
    }
}

/// What makes two diagnoses the same error.
#[derive(Debug, PartialEq, Eq, Hash)]
struct Identity<'e> {
    provider: Option<&'e str>,
    code: Option<String>,
    status: Option<u16>,
    advice: Option<u16>,
    is_known: bool,
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
    /// How many different errors are not among these, because there are too many.
    pub left_out: usize,
    /// Whether there were so many that the rest of the input was not looked at.
    pub has_more: bool,
    /// What is worth saying about the input as a whole.
    pub notes: Vec<String>,
    /// Whether a body of no known API is there that names an error or says that it failed.
    pub is_error_like: bool,
}

impl Report<'_> {
    /// Returns true if an error was found, diagnosed or not.
    #[must_use]
    pub fn has_error(&self) -> bool {
        self.is_error_like || !self.diagnoses.is_empty()
    }

    /// Returns true if there are errors, and nothing leaves doubt about which they are.
    pub(crate) fn is_certain(&self) -> bool {
        let is_certain = |told: &Diagnosis<'_>| told.certainty == Certainty::Certain;
        !self.diagnoses.is_empty() && self.diagnoses.iter().all(is_certain)
    }

    /// Returns the certainty of the surest diagnosis, and how much evidence it has.
    pub(crate) fn strength(&self) -> Option<(Certainty, usize)> {
        let told = self.diagnoses.iter();
        told.map(|told| (told.certainty, told.evidence.len())).max()
    }

    /// Returns a sentence about the errors that are not told, if there are any.
    #[must_use]
    pub fn said_of_left_out(&self) -> Option<String> {
        let told = self.diagnoses.len();
        (self.left_out > 0 || self.has_more)
            .then(|| words::left_out_note(told, self.left_out, self.has_more))
    }

    /// Masks phone numbers and e-mail addresses in everything that came from outside.
    pub fn mask_personal(&mut self) {
        for diagnosis in &mut self.diagnoses {
            diagnosis.mask_personal();
        }
        for note in &mut self.notes {
            *note = personal(note);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    #[test]
    fn a_payload_becomes_its_shape_once_and_stays_shared() {
        let catalog = crate::Catalog::builtin();
        let answers = ["AUTH_901", "AUTH_902", "AUTH_903"].map(|code| {
            format!(
                r#"{{"success":false,"error":{{"code":"{code}","message":"x"}},"meta":{{"version":"v3"}}}}"#
            )
        });
        let input = format!(
            "POST / HTTP/1.1\nx-api-key: 7f3c9a10-4b2e-4d58\n\n{{\"key\":\"7f3c9a10-4b2e-4d58\",\"to\":\"+14155550123\"}}\n\nHTTP/1.1 400 X\n\n{}",
            answers.join("\n")
        );
        let report = crate::diagnose(input.as_bytes(), &catalog).unwrap();
        let is_shared = |report: &super::Report<'_>| {
            let payloads = report
                .diagnoses
                .iter()
                .map(|d| d.request.payload.clone().unwrap());
            let payloads: Vec<_> = payloads.collect();
            assert_eq!(payloads.len(), 3);
            assert!(!payloads[0].contains("7f3c9a10"), "{}", payloads[0]);
            payloads
                .iter()
                .all(|payload| Arc::ptr_eq(payload, &payloads[0]))
        };
        assert!(is_shared(&report));
        let payload = report.diagnoses[2].request.payload.as_deref().unwrap();
        assert!(payload.contains("[text, 12 characters]"), "{payload}");
    }
}
