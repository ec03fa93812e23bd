//! What a document says about the request beside its response: the method, where it went, what was sent.

use serde_json::{Map, Value};

use crate::input::{Request, http};
use crate::vocabulary::{Meaning, means};

/// The longest word that is taken for a method.
pub(super) const MOST_METHOD: usize = 32;

/// Reads what the client sent from a member next to the response, if there is one.
pub(super) fn request_of(members: &Map<String, Value>) -> Option<Request> {
    let mut sent = members
        .iter()
        .filter(|(name, _)| means(name, Meaning::Sent));
    let (sent, url) = sent.find_map(|(_, sent)| {
        let sent = sent.as_object()?;
        Some((sent, sent.get("url").or_else(|| sent.get("uri"))?))
    })?;
    let url = match url {
        Value::String(url) => url.clone(),
        Value::Object(parts) => parts.get("raw").and_then(Value::as_str)?.to_owned(),
        _ => return None,
    };
    let (host, path) = match http::url(&url) {
        Some((host, path)) => (Some(host), path),
        None => (None, http::path(&url).to_owned()),
    };
    let payload = sent
        .get("postData")
        .and_then(|data| data.get("text"))
        .or_else(|| sent.get("data"))
        .or_else(|| sent.get("body"))
        .and_then(|data| match data {
            Value::String(text) => Some(text.as_str().into()),
            Value::Object(parts) => Some(match parts.get("raw").and_then(Value::as_str) {
                Some(raw) => raw.into(),
                None => data.to_string().into(),
            }),
            _ => None,
        });
    Some(Request {
        method: method(sent),
        host,
        path: (!path.is_empty()).then_some(path),
        payload,
    })
}

/// Reads the request from the members of a record: where it went is beside what came back.
pub(super) fn named_request(members: &Map<String, Value>) -> Option<Request> {
    let mut urls = members.iter().filter(|(name, _)| means(name, Meaning::Url));
    let (host, path) = urls.find_map(|(_, url)| http::url(url.as_str()?))?;
    Some(Request {
        method: method(members),
        host: Some(host),
        path: (!path.is_empty()).then_some(path),
        payload: None,
    })
}

/// Reads the method of a request.
fn method(sent: &Map<String, Value>) -> Option<String> {
    sent.get("method")
        .and_then(Value::as_str)
        .filter(|method| method.len() <= MOST_METHOD)
        .map(str::to_ascii_uppercase)
}
