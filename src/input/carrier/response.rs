//! An object with a status and a body next to each other, read as a response.

use serde_json::{Map, Value, json};

use super::body::{body, words};
use super::request::named_request;
use super::{HEADERS, RESPONSES, STATUS};
use crate::doc::{Kind, Node};
use crate::input::markers::{self, BODY};
use crate::input::{Body, Request, Response};
use crate::vocabulary::{Meaning, means};
use crate::words::list;

/// Of the members for a body, the ones that only clients use: no API calls a text of its own so.
pub(super) const BODY_OF_CLIENTS: [&str; 7] = list("bodies of clients");

/// Members for the body of a request as well as for that of a response.
const OF_EITHER: [&str; 2] = ["body", "data"];

/// Members that only the error of a client has beside a message.
const CLIENTS: [&str; 5] = ["headers", "header", "config", "request", "statusText"];

/// Returns true if there is a text in an object, or an object is empty.
fn has_words(value: &Value) -> bool {
    match value {
        Value::String(_) => true,
        Value::Array(items) => items.iter().any(has_words),
        Value::Object(members) => members.is_empty() || members.values().any(has_words),
        _ => false,
    }
}

/// Reads an object with a status and a body as a response.
pub(super) fn response(members: &Map<String, Value>, request: &Request) -> Option<Response> {
    // An error object that repeats the status of the response in it: the inner one has the headers.
    let inner = RESPONSES
        .iter()
        .find_map(|name| members.get(*name)?.as_object());
    if let Some(found) = inner.and_then(|inner| response(inner, request)) {
        let beside = || {
            BODY.iter()
                .find_map(|name| body(members.get(*name)?, false))
        };
        // Loggers keep the body beside the record of its response.
        return Some(match &found.body {
            Body::Empty => match beside() {
                Some((body, is_cut, cut_at)) => Response {
                    body,
                    is_cut,
                    cut_at,
                    ..found
                },
                None => found,
            },
            _ => found,
        });
    }
    let own = STATUS
        .iter()
        .find_map(|name| members.get(*name).and_then(status));
    let Some(status) = own else {
        return logged(members, request);
    };
    let is_base64 = members.get("isBase64Encoded").and_then(Value::as_bool) == Some(true);
    // In a record of the whole exchange `body` is what was sent, where the answer has a name of its own.
    let is_exchange = members.contains_key("method")
        && RESPONSES
            .iter()
            .chain(&BODY_OF_CLIENTS)
            .any(|name| members.get(*name).is_some_and(is_content));
    // Beside what only a response has, a payload is the response's.
    let is_received = !members.contains_key("method")
        && members.contains_key("headers")
        && members.keys().any(|name| means(name, Meaning::OfResponse));
    let payload = is_received.then_some("payload");
    let read = BODY
        .iter()
        .chain(&payload)
        .filter(|name| !is_exchange || !OF_EITHER.contains(*name))
        .filter_map(|name| members.get(*name))
        .find_map(|value| body(value, is_base64));
    // An object without a word in it says nothing beside a message: the message is the API's.
    let is_mute = matches!(&read, Some((Body::Json(inner), ..)) if !has_words(inner));
    let is_said = |members: &Map<String, Value>| {
        members.get("message").is_some_and(Value::is_string)
            && members.keys().all(|name| !CLIENTS.contains(&name.as_str()))
    };
    if is_mute && is_said(members) {
        return None;
    }
    let (body, is_cut, cut_at) = match read {
        Some(read) => read,
        // A record of a response whose body is empty or plain words still has its status.
        None => {
            let is_record = HEADERS.iter().any(|name| members.contains_key(*name))
                || members.keys().any(|name| means(name, Meaning::OfResponse))
                || is_only_record(members);
            let error = members
                .get("error")
                .filter(|error| is_record && error.is_object());
            let body = match error {
                // Clients keep a body that is an error, or the error in it, under this name.
                Some(error) => Body::Json(json!({ "error": error })),
                None => match words(members, is_record)? {
                    // The error object of an SDK: its own members say what the body said.
                    Body::Empty if is_error(members) => Body::Json(Value::Object(members.clone())),
                    body => body,
                },
            };
            (body, false, None)
        }
    };
    Some(Response {
        status: Some(status),
        headers: HEADERS
            .iter()
            .find_map(|name| members.get(*name))
            .map(headers)
            .unwrap_or_default(),
        body,
        request: match &request.host {
            None => named_request(members).unwrap_or_else(|| request.clone()),
            Some(_) => request.clone(),
        },
        is_cut,
        cut_at,
        ..Response::default()
    })
}

/// Reads a logger's record of a client's error, which states the status in words, and of the body beside it:
/// `{"err": {"message": "Request failed with status code 404", "stack": ...}, "body": {...}}`.
fn logged(members: &Map<String, Value>, request: &Request) -> Option<Response> {
    let told = ["err", "error", "exception"].iter().find_map(|name| {
        let error = members.get(*name)?;
        let text = error.as_str().or_else(|| {
            let is_thrown = error.get("stack").is_some() || error.get("name").is_some();
            error.get("message").filter(|_| is_thrown)?.as_str()
        })?;
        text.contains("status code")
            .then(|| markers::last_status(text))?
    })?;
    let mut kept = ["body", "response", "responseBody", "data"].iter();
    let (body, is_cut, cut_at) = kept.find_map(|name| body(members.get(*name)?, false))?;
    matches!(body, Body::Json(_)).then(|| Response {
        status: Some(told),
        body,
        is_cut,
        cut_at,
        request: request.clone(),
        ..Response::default()
    })
}

/// Returns false for an object that is not read as a response, whatever its members hold.
pub(crate) fn may_carry(object: Node<'_>) -> bool {
    let is_status = |member: Node<'_>| match member.kind() {
        Kind::Number => member.number().is_some_and(|n| (100..600).contains(&n)),
        Kind::String => member.may_be_text(3),
        kind => kind == Kind::Object,
    };
    let is_body = |member: Node<'_>| match member.kind() {
        Kind::String => !member.raw().is_empty(),
        kind => matches!(kind, Kind::Object | Kind::Array),
    };
    let mut members = object.children();
    members.any(|member| is_status(member) && STATUS.contains(&&*member.name()))
        && object.children().any(|member| {
            let name = &*member.name();
            (is_body(member) && BODY.contains(&name))
                || HEADERS.contains(&name)
                || means(name, Meaning::OfResponse)
        })
}

/// Returns true if an object says in its own members which error it is: with a type and words, its own or those of the
/// error as it was received.
fn is_error(members: &Map<String, Value>) -> bool {
    let says = |members: &Map<String, Value>| {
        let is_text = |value: &Value| value.as_str().is_some_and(|text| !text.is_empty());
        let is_type = |name: &str| {
            (means(name, Meaning::Code) || means(name, Meaning::WeakCode))
                && !means(name, Meaning::Status)
        };
        let mut kinds = members.iter().filter(|(name, _)| is_type(name));
        let mut words = members
            .iter()
            .filter(|(name, _)| means(name, Meaning::Message));
        kinds.any(|(_, kind)| is_text(kind)) && words.any(|(_, words)| is_text(words))
    };
    says(members)
        || members
            .get("raw")
            .and_then(Value::as_object)
            .is_some_and(says)
}

/// Returns true if a value may be a body.
pub(super) fn is_content(value: &Value) -> bool {
    match value {
        Value::String(text) => !text.trim().is_empty(),
        Value::Object(members) => !members.is_empty(),
        _ => false,
    }
}

/// Returns true if an object has a status and a body and nothing else: `code` is the name of too much to be a status here.
fn is_only_record(members: &Map<String, Value>) -> bool {
    members.contains_key("body")
        && members.keys().map(String::as_str).all(|name| {
            let is_body = ["body", "isBase64Encoded"].contains(&name);
            name != "code" && (is_body || STATUS.contains(&name) || means(name, Meaning::Sent))
        })
}

/// Reads a status: a number, or a string of three digits.
pub(super) fn status(value: &Value) -> Option<u16> {
    let number = match value {
        Value::Number(number) => u16::try_from(number.as_u64()?).ok()?,
        Value::String(text) if text.len() == 3 => text.parse().ok()?,
        // `responseStatus = Status {statusCode = 401, ...}`
        Value::Object(members) => {
            let inner = members
                .get("statusCode")
                .filter(|inner| inner.is_number())?;
            return status(inner);
        }
        _ => return None,
    };
    (100..600).contains(&number).then_some(number)
}

/// Reads header fields from an object, or from a list of `{name, value}` or `{key, value}`.
pub(super) fn headers(value: &Value) -> Vec<(String, String)> {
    let scalar = |value: &Value| match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    };
    let text = |value: &Value| match value {
        Value::Array(items) => scalar(items.first()?),
        value => scalar(value),
    };
    match value {
        Value::Object(members) => members
            .iter()
            .filter_map(|(name, value)| Some((name.clone(), text(value)?)))
            .collect(),
        Value::Array(items) => items
            .iter()
            .filter_map(|item| {
                // `{"Retry-After", "33"}`, a pair.
                if let Some([Value::String(name), value]) = item.as_array().map(Vec::as_slice) {
                    return Some((name.clone(), text(value)?));
                }
                let name = item.get("name").or_else(|| item.get("key"))?.as_str()?;
                Some((name.to_owned(), text(item.get("value")?)?))
            })
            .collect(),
        _ => Vec::new(),
    }
}
