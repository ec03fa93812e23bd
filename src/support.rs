//! A support request, built as an allow-list: only what is named here ever gets into one.

use serde_json::Value;

use crate::catalog::{Api, Fact, Step};
use crate::diagnose::{Certainty, Diagnosis};
use crate::input::json;
use crate::pattern::{Values, fill, fill_command};
use crate::redact::{personal, personal_id};
use crate::retry_after;
use crate::sanitize::char_floor;

/// How much of a payload is shown.
const MOST_PAYLOAD: usize = 4000;

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
    /// Its shape goes in: names and kinds, no texts and no numbers.
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
    let endpoint = match (&d.request.method, &d.request.path) {
        (None, None) => None,
        (method, path) => {
            let path = path.as_deref().map(|path| personal(&plain_path(path)));
            let words = [method.as_deref(), path.as_deref()];
            Some(words.into_iter().flatten().collect::<Vec<_>>().join(" "))
        }
    };
    let values: Values = d
        .values
        .iter()
        .map(|(name, value)| (name.clone(), personal(value)))
        .collect();
    let shape = match payload {
        Payload::LeftOut => None,
        Payload::Masked => d.request.payload.as_deref().map(payload_shape),
    };
    let mut request = SupportRequest {
        api: d.api,
        code: match d.entry {
            Some(_) => d.code.clone(),
            None => d.code.as_deref().map(personal_id),
        },
        title: d
            .entry
            .map(|entry| entry.title.clone())
            .or_else(|| d.advice.map(|advice| advice.reason.clone())),
        certainty: d.certainty,
        message: text(&d.message),
        http_status: d.http_status,
        request_id: d.request_id.as_deref().map(personal_id),
        time: d
            .time
            .as_deref()
            .filter(|time| is_time(time))
            .map(str::to_owned),
        endpoint,
        fields: d.fields.iter().map(|(name, _)| personal(name)).collect(),
        count: d.count,
        wanted: Vec::new(),
        notes: match d.api {
            Some(_) => Vec::new(),
            None => d.notes.iter().map(|note| personal(note)).collect(),
        },
        steps: d
            .entry
            .map(|entry| {
                entry
                    .remediation
                    .iter()
                    .map(|step| Step {
                        text: fill(&step.text, &values),
                        command: step
                            .command
                            .as_ref()
                            .map(|command| fill_command(command, &values)),
                    })
                    .collect()
            })
            .unwrap_or_default(),
        payload: shape,
    };
    request.wanted = match d.api {
        Some(api) => api
            .support
            .include
            .iter()
            .map(|wanted| {
                let answer = wanted.fact.and_then(|fact| request.answer(fact));
                (wanted.item.clone(), answer)
            })
            .collect(),
        None => ANYBODY_WANTS
            .iter()
            .map(|(item, fact)| ((*item).to_owned(), request.answer(*fact)))
            .collect(),
    };
    request
}

impl SupportRequest<'_> {
    /// Gives the answer to what a vendor wants to know, if there is one.
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

/// Says whether a text is a point in time and nothing else.
fn is_time(text: &str) -> bool {
    text.parse::<jiff::Timestamp>().is_ok()
        || text.parse::<jiff::civil::DateTime>().is_ok()
        || retry_after::date(text).is_some()
}

/// Gives a path with the signs that phone numbers and mail addresses are recognized by.
fn plain_path(path: &str) -> String {
    path.replace("%2B", "+")
        .replace("%2b", "+")
        .replace("%40", "@")
}

/// Gives the shape of a payload: member names, kinds and lengths. Texts and numbers may be somebody's message or code.
fn payload_shape(payload: &str) -> String {
    let Some(found) = json::find(payload).into_iter().next() else {
        return format!("[{} characters]", payload.trim().chars().count());
    };
    let mut value = found.value;
    mask(&mut value);
    let mut text = serde_json::to_string_pretty(&value).unwrap_or_default();
    text.truncate(char_floor(&text, MOST_PAYLOAD));
    text
}

/// Replaces every text and number of a value by its kind and length. Ids in the form of a UUID stay: support looks them up.
fn mask(value: &mut Value) {
    match value {
        Value::String(text) if is_uuid(text) => {}
        Value::String(text) => *text = format!("[text, {} characters]", text.chars().count()),
        Value::Number(_) => *value = Value::String("[number]".to_owned()),
        Value::Array(items) => items.iter_mut().for_each(mask),
        Value::Object(members) => {
            let masked = std::mem::take(members)
                .into_iter()
                .map(|(name, mut inner)| {
                    let is_secret = ["key", "token", "secret", "password", "authorization"]
                        .iter()
                        .any(|word| name.to_ascii_lowercase().contains(word));
                    if is_secret {
                        inner = Value::String("[redacted]".to_owned());
                    }
                    mask(&mut inner);
                    (personal(&name), inner)
                });
            *members = masked.collect();
        }
        Value::Null | Value::Bool(_) => {}
    }
}

/// Says whether a text is a UUID.
fn is_uuid(text: &str) -> bool {
    text.len() == 36
        && text.bytes().enumerate().all(|(at, b)| match at {
            8 | 13 | 18 | 23 => b == b'-',
            _ => b.is_ascii_hexdigit(),
        })
}

#[cfg(test)]
mod tests {
    use super::payload_shape;

    #[test]
    fn a_payload_keeps_its_shape_and_nothing_else() {
        let shape = payload_shape(
            r#"{"to": "+14155550123", "text": "your code is 482913", "code": 482913, "sandbox": true,
                "template_id": "9b1f0c52-77aa-4d58-9c61-2f0a8be41d77", "api_key": "9b1f0c52-77aa-4d58-9c61-2f0a8be41d77"}"#,
        );
        for gone in ["4155550123", "482913"] {
            assert!(!shape.contains(gone), "{shape}");
        }
        assert!(
            shape.contains("\"template_id\": \"9b1f0c52-77aa-4d58-9c61-2f0a8be41d77\""),
            "{shape}"
        );
        assert!(
            shape.contains("\"to\": \"[text, 12 characters]\""),
            "{shape}"
        );
        assert_eq!(shape.matches("9b1f0c52").count(), 1, "{shape}");
    }
}
