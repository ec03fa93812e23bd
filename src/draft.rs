//! A first catalog file for an API, drafted from one of its responses.

mod listed;
mod openapi;

use serde_json::{Map, Value, json};

use openapi::About;

use crate::catalog::Catalog;
use crate::check::check;
use crate::diagnose::{Certainty, Diagnosis, Engine};
use crate::doc::{Doc, Node};
use crate::facts::stated::{Found, Stated, stated};
use crate::input::{Body, Response, decode, extract};
use crate::redact::{Secrets, personal};
use crate::vocabulary::{Meaning, means};

pub use listed::{Drafted, listed};

/// The longest title, quick fix and message of a draft.
const MAX_TITLE: usize = 60;
const MAX_MESSAGE: usize = 200;

/// The name that an error without a code gets in a draft.
const OWN_NAME: &str = "first-error";

/// Where a body in plain words is read.
const WHOLE_TEXT: &str = "text:";

/// Why no file can be drafted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NoDraft {
    /// An OpenAPI document is not the JSON or YAML that it should be.
    Unreadable(String),
    /// No error response of an OpenAPI document has a body that could be drafted from.
    NoResponses,
    /// No response in the input has a body that states an error.
    NoError,
    /// The catalog knows the error.
    Known,
    /// The draft would not pass the check: the body has too little of its own.
    TooLittle,
}

/// Drafts a catalog file from a response of an API that the catalog does not have: its envelope and its first entry. Secrets
/// and personal data are masked. The file passes the check.
///
/// # Errors
/// When the input states no error, one of a known API, or too little to tell it from others.
pub fn draft(id: &str, bytes: &[u8], catalog: &Catalog) -> Result<String, NoDraft> {
    let input = extract(&decode(bytes));
    let engine = Engine::new(catalog, &[]).map_err(|_| NoDraft::NoError)?;
    let is_known = |d: &Diagnosis<'_>| d.certainty >= Certainty::Likely;
    let report = engine.diagnose(&input);
    if report.diagnoses.iter().any(is_known) {
        return Err(NoDraft::Known);
    }
    let secrets = Secrets::new(input.secrets.clone());
    let told = report.diagnoses.first();
    let found = input.responses.iter().find_map(|response| {
        let (body, error) = match &response.body {
            Body::Json(body) => {
                let error = stated(Doc::from(body).root()).into_iter().next();
                (body.clone(), error?)
            }
            Body::Text(text) if response.status.is_some_and(|status| status >= 400) => {
                (Value::from(text.trim()), Stated::of_text(text.trim()))
            }
            _ => return None,
        };
        let is_said = error.code.is_some() || error.message.is_some();
        is_said.then_some((response, body, error))
    });
    let (response, body, error) = found.ok_or(NoDraft::NoError)?;
    let masked = masked(&body, &secrets);
    let envelopes = vec![envelope(&masked, &error)];
    let entries = vec![entry(response, &masked, &error, told)];
    let api = About {
        name: None,
        hosts: response.request.host.iter().cloned().collect(),
    };
    match file(id, &api, envelopes, &entries, catalog) {
        Some((text, true)) => Ok(text),
        _ => Err(NoDraft::TooLittle),
    }
}

/// Returns the text of a file, and true if it passes the check.
fn file(
    id: &str,
    api: &About,
    mut envelopes: Vec<Value>,
    entries: &[Value],
    catalog: &Catalog,
) -> Option<(String, bool)> {
    let mut last = None;
    // A shape that others have too is shared; one that is refused so may be the API's own.
    for proof in ["shared", "own"] {
        for envelope in &mut envelopes {
            envelope["proof"] = proof.into();
        }
        let mut file = json!({
            "$schema": "./catalog.schema.json",
            "id": id,
            "name": api.name.clone().unwrap_or_else(|| format!("The {id} API")),
            "envelopes": envelopes,
            "entries": entries,
        });
        if !api.hosts.is_empty() {
            file["hosts"] = json!(api.hosts);
        }
        let text = serde_json::to_string_pretty(&file).ok()? + "\n";
        let is_whole = check(catalog, id, text.clone()).is_empty();
        last = Some((text, is_whole));
        if is_whole {
            break;
        }
    }
    last
}

/// Returns the envelope of a body; what it proves is still to be said.
fn envelope(body: &Value, error: &Stated) -> Value {
    let mut requires = Map::new();
    let mut read = Map::new();
    let places = [
        ("code", &error.code, Some("code")),
        ("message", &error.message, Some("string")),
        ("request_id", &error.request_id, None),
        ("docs_url", &error.docs_url, None),
    ];
    for (what, found, shape) in places {
        let at = found.as_ref().map(|found| found.at.clone());
        let Some(at) = at.filter(|at| body.pointer(at).is_some()) else {
            continue;
        };
        let at = if at.is_empty() {
            WHOLE_TEXT.to_owned()
        } else {
            at
        };
        if let Some(shape) = shape {
            requires.insert(at.clone(), shape.into());
        }
        read.insert(what.to_owned(), at.into());
    }
    if let Some(at) = error
        .status_at
        .as_ref()
        .filter(|at| body.pointer(at).is_some())
    {
        read.insert("status".to_owned(), at.as_str().into());
    }
    if let Some(fields) = error
        .fields_at
        .as_ref()
        .and_then(|at| fields(at, body.pointer(at)?))
    {
        read.insert("fields".to_owned(), fields);
    }
    json!({"name": "the error body", "proof": "", "requires": requires, "read": read})
}

/// Returns where field messages are.
fn fields(at: &str, value: &Value) -> Option<Value> {
    let Value::Array(items) = value else {
        return Some(at.into());
    };
    let doc = Doc::from(items.first()?);
    let called = |meaning: Meaning, node: Node<'_>| {
        let mut members = node.children();
        let found = members.find(|m| m.plain().is_some() && means(&m.name(), meaning))?;
        Some(format!("./{}", found.name()))
    };
    let name = called(Meaning::Field, doc.root())?;
    let text = called(Meaning::Message, doc.root())
        .or_else(|| called(Meaning::Reason, doc.root()))
        .or_else(|| called(Meaning::Code, doc.root()))?;
    Some(json!({"at": at, "name": name, "text": text}))
}

/// Returns the first entry.
fn entry(response: &Response, body: &Value, error: &Stated, told: Option<&Diagnosis<'_>>) -> Value {
    let text = |found: &Option<Found>| {
        let found = found.as_ref()?;
        body.pointer(&found.at)?.as_str().map(str::to_owned)
    };
    let status = response
        .status
        .filter(|status| *status >= 400)
        .or(error.status);
    let message = text(&error.message);
    let title = text(&error.title).or_else(|| message.clone());
    let retry = told.and_then(Diagnosis::retry);
    let category = told.and_then(|told| told.category);
    let mut entry = json!({
        "code": error.code.as_ref().map_or(OWN_NAME, |code| &code.text),
        "title": clipped(title.as_deref().unwrap_or("First error"), MAX_TITLE),
        "category": category.map_or("server", |category| category.id()),
        "http_status": status,
        "cause": "Write here in one sentence what is wrong.",
        "remediation": ["Write here what to do first."],
        "quick_fix": "Write here the fix in a few words",
        "retry": {
            "verdict": retry.map_or("unknown", |retry| retry.verdict.id()),
            "advice": retry.map_or("Write here whether a retry helps.", |retry| &retry.advice),
        },
        "examples": [{"status": status, "body": body}],
        "source": "A response of the API",
    });
    if status.is_none() {
        entry["http_status"] = Value::Array(Vec::new());
        entry["examples"] = json!([{"body": body}]);
    }
    let message =
        message.filter(|text| text.len() <= MAX_MESSAGE && !text.contains(['{', '}', '\n']));
    if let Some(message) = message {
        entry["match"] = json!({"messages": [message]});
    }
    if error.code.is_none() {
        entry["own_name"] = true.into();
    }
    entry
}

/// Returns the beginning of a text, at the end of a word, without a full stop.
fn clipped(text: &str, most: usize) -> String {
    let line = text
        .lines()
        .next()
        .unwrap_or_default()
        .trim_end_matches('.');
    if line.chars().count() <= most {
        return line.to_owned();
    }
    let near: String = line.chars().take(most).collect();
    let end = near.rfind(char::is_whitespace).unwrap_or(near.len());
    near[..end].to_owned()
}

/// Returns a body without secrets and personal data.
fn masked(value: &Value, secrets: &Secrets) -> Value {
    match value {
        Value::String(text) => personal(&secrets.mask(text)).into(),
        Value::Array(items) => items.iter().map(|item| masked(item, secrets)).collect(),
        Value::Object(members) => members
            .iter()
            .map(|(name, inner)| (name.clone(), masked(inner, secrets)))
            .collect(),
        other => other.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::{NoDraft, draft};
    use crate::Catalog;

    #[test]
    fn a_draft_of_a_response_passes_the_check_and_holds_no_personal_data() {
        let catalog = Catalog::builtin();
        let body = r#"{"shipErr":1,"error":{"code":"SHIP_204","message":"No carrier for ann@acme.example","trace_id":"t-1"}}"#;
        let response = format!("HTTP/1.1 422 Unprocessable Content\r\n\r\n{body}");
        let text = draft("parcel", response.as_bytes(), &catalog).unwrap();
        assert!(
            text.contains("SHIP_204") && text.contains("/error/trace_id"),
            "{text}"
        );
        assert!(!text.contains("ann@acme.example"), "{text}");
        let words = "HTTP/1.1 409 Conflict\r\n\r\nParcel 7 is on its way";
        let text = draft("parcel", words.as_bytes(), &catalog).unwrap();
        assert!(text.contains("\"text:\": \"string\""), "{text}");
        let list = r#"{"title":"Not accepted","errors":["Parcel 7 is too heavy","No stamp"]}"#;
        let response = format!("HTTP/1.1 422 Unprocessable Content\r\n\r\n{list}");
        let text = draft("parcel", response.as_bytes(), &catalog).unwrap();
        assert!(text.contains("/errors/0"), "{text}");
        assert_eq!(draft("parcel", b"hello", &catalog), Err(NoDraft::NoError));
    }
}
