//! A support request, built as an allow-list: only what is named here ever gets into one.

use crate::catalog::{Api, Entry, Fact, Step};
use crate::diagnose::{Certainty, Diagnosis};
use crate::pattern::{Values, fill, fill_command};
use crate::redact::{personal, personal_id};
use crate::retry_after;

/// What any support asks for, where no API is known that says it.
const ANYBODY_WANTS: [(&str, Fact); 3] = [
    ("The request id", Fact::RequestId),
    ("The time of the request", Fact::Time),
    ("Method and path of the request", Fact::Endpoint),
];

/// Whether the request's payload goes into a support request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Payload {
    /// It is left out.
    #[default]
    LeftOut,
    /// Its shape goes in: names, kinds and lengths, no texts and no numbers.
    Masked,
}

/// What support needs to know, without secrets and personal data.
#[derive(Debug, Clone)]
pub struct SupportRequest<'e> {
    /// The API, unless only a status is known.
    pub api: Option<&'e Api>,
    /// The code.
    pub code: Option<String>,
    /// What is wrong, in a few words.
    pub title: Option<String>,
    /// How sure the diagnosis is.
    pub certainty: Certainty,
    /// The API's message, masked.
    pub message: Option<String>,
    /// The HTTP status.
    pub http_status: Option<u16>,
    /// The id of the request.
    pub request_id: Option<String>,
    /// When it happened.
    pub time: Option<String>,
    /// Method and path, masked.
    pub endpoint: Option<String>,
    /// The names of the fields at fault.
    pub fields: Vec<String>,
    /// How often it was seen.
    pub count: usize,
    /// What the vendor asks for, each with the answer if there is one.
    pub wanted: Vec<(String, Option<String>)>,
    /// What else is worth saying, where no API is known: who sent the answer in its place.
    pub notes: Vec<String>,
    /// What to try first.
    pub steps: Vec<Step>,
    /// The shape of the payload.
    pub payload: Option<String>,
}

/// Builds the support request for a diagnosis.
#[must_use]
pub fn support_request<'e>(d: &Diagnosis<'e>, payload: Payload) -> SupportRequest<'e> {
    let text = |text: &Option<String>| text.as_deref().map(personal);
    let is_shown = payload == Payload::Masked;
    let mut request = SupportRequest {
        api: d.api,
        code: match d.entry {
            Some(_) => d.code.clone(),
            None => d.code.as_deref().map(personal_id),
        },
        title: d
            .entry
            .map(|entry| entry.title.clone())
            .or_else(|| d.title.as_deref().map(personal))
            .or_else(|| d.advice.map(|advice| advice.reason.clone())),
        certainty: d.certainty,
        message: text(&d.message),
        http_status: d.http_status,
        request_id: d.request_id.as_deref().map(personal_id),
        time: d.time.clone().filter(|time| is_time(time)),
        endpoint: text(&d.request.endpoint()),
        fields: d.fields.iter().map(|(name, _)| personal(name)).collect(),
        count: d.count,
        wanted: Vec::new(),
        notes: match d.api {
            Some(_) => Vec::new(),
            None => d.notes.iter().map(|note| personal(note)).collect(),
        },
        steps: d
            .entry
            .map_or_else(Vec::new, |entry| steps(entry, &d.values))
            .into_iter()
            .filter(|step| !is_to_ask(&step.text, d.api))
            .collect(),
        payload: d
            .request
            .payload
            .as_deref()
            .filter(|_| is_shown)
            .map(str::to_owned),
    };
    request.wanted = request.answers();
    request
}

/// Returns true if a step is to ask the vendor's support: that is what a request does.
fn is_to_ask(step: &str, api: Option<&Api>) -> bool {
    let contact = api.and_then(|api| api.support.contact.as_deref());
    let is_named = contact.is_some_and(|contact| step.contains(contact));
    let mut words = step.split(|c: char| !c.is_alphanumeric());
    let is_asked = ["contact", "ask", "write", "tell"];
    is_named
        || words.any(|word| word.eq_ignore_ascii_case("support"))
            && step
                .split(' ')
                .any(|word| is_asked.contains(&&*word.to_ascii_lowercase()))
}

/// Returns an entry's steps with what is known of the error in them, masked.
fn steps(entry: &Entry, values: &Values) -> Vec<Step> {
    let values = values.iter();
    let values: Values = values
        .map(|(name, value)| (name.clone(), personal(value)))
        .collect();
    let filled = |step: &Step| Step {
        text: fill(&step.text, &values),
        command: step
            .command
            .as_ref()
            .map(|command| fill_command(command, &values)),
    };
    entry.remediation.iter().map(filled).collect()
}

impl SupportRequest<'_> {
    /// Returns what the vendor asks for, each with the answer if there is one.
    fn answers(&self) -> Vec<(String, Option<String>)> {
        let Some(api) = self.api else {
            let wanted = ANYBODY_WANTS.into_iter();
            return wanted
                .map(|(item, fact)| (item.to_owned(), self.answer(fact)))
                .collect();
        };
        let wanted = api.support.include.iter();
        wanted
            .map(|wanted| {
                let answer = wanted.fact.and_then(|fact| self.answer(fact));
                (wanted.item.clone(), answer)
            })
            .collect()
    }

    /// Returns the answer to what a vendor wants to know, if there is one.
    fn answer(&self, fact: Fact) -> Option<String> {
        match fact {
            Fact::RequestId => self.request_id.clone(),
            Fact::Code => self.code.clone(),
            Fact::Message => self.message.clone(),
            Fact::Time => self.time.clone(),
            Fact::Endpoint => self
                .endpoint
                .clone()
                .filter(|endpoint| endpoint.contains(' ')),
            Fact::Payload => self.payload.as_ref().map(|_| "below, masked".to_owned()),
        }
    }
}

/// Returns true if a text is a point in time and nothing else.
fn is_time(text: &str) -> bool {
    text.parse::<jiff::Timestamp>().is_ok()
        || text.parse::<jiff::civil::DateTime>().is_ok()
        || retry_after::date(text).is_some()
}
