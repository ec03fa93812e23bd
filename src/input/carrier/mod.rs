//! Documents that carry a response: HAR, exports of HTTP clients, gateway and proxy events, error objects of SDKs, `curl -w`.
//!
//! A carrier is an object with a status and a body next to each other. What its members are called is the
//! clients' convention, not an API's.

mod body;
mod curl;
mod exchange;
mod request;
mod response;

pub(super) use body::{looks_like_page, page_behind, shows_json};
#[cfg(feature = "scan")]
pub(super) use curl::is_report;
pub(super) use exchange::recorded;
pub(crate) use response::may_carry;

use std::borrow::Cow;

use serde_json::{Map, Value};

use super::markers::{BODY, logs_request};
use super::{Body, Request, Response, json};
use crate::stamp;
use crate::vocabulary::{Meaning, means};
use crate::words::list;
use curl::{head_lines, header_json, header_pairs, write_out};
use request::request_of;
use response::{is_content, response, status};

/// Members under which clients keep the status of a response.
pub(crate) const STATUS: [&str; 11] = list("status members");

/// Members under which clients keep the header fields of a response.
pub(crate) const HEADERS: [&str; 5] = ["headers", "header", "Headers", "Header", "_headers"];

/// Members in which an error object keeps the response.
const RESPONSES: [&str; 2] = ["response", "res"];

/// How deep carriers are looked for.
const MOST_DEPTH: usize = 24;

/// What a found value is.
pub(super) enum Carried {
    /// Responses with their own status, and what the document holds beside them.
    Responses(Vec<Response>, Value),
    /// What `curl -w` reports of the transfer before it.
    WriteOut(Response),
    /// The header fields of the response before it.
    Headers(Vec<(String, String)>),
    /// The head of the response whose body comes after it.
    Head(Response),
    /// A body.
    Body(Value),
}

/// Says what a value that was found in a text is. `is_success` says that it is below the head of a success;
/// it may say so itself.
pub(super) fn unpack(mut value: Value, is_success: bool) -> Carried {
    if let Value::Object(members) = &value {
        if let Some(response) = write_out(members) {
            return Carried::WriteOut(response);
        }
        if let Some(headers) = header_json(members) {
            return Carried::Headers(headers);
        }
    }
    if let Some(head) = head_lines(&value) {
        return Carried::Head(head);
    }
    if let Some(headers) = value.as_array().and_then(|items| header_pairs(items)) {
        return Carried::Headers(headers);
    }
    let is_success = is_success || value.as_object().is_some_and(says_success);
    let mut responses = Vec::new();
    collect(&value, &Around::default(), MOST_DEPTH, &mut responses);
    // In the answer of a success a status with plain words is more likely its content than a record.
    let is_words = |response: &Response| matches!(response.body, Body::Text(_) | Body::Empty);
    if responses.is_empty() || (is_success && responses.iter().all(is_words)) {
        Carried::Body(value)
    } else {
        drop_responses(&mut value, MOST_DEPTH);
        Carried::Responses(responses, value)
    }
}

/// Returns true if an object says of itself that it is a success.
pub(crate) fn says_success(members: &Map<String, Value>) -> bool {
    ["success", "ok"]
        .iter()
        .any(|name| members.get(*name).and_then(Value::as_bool) == Some(true))
}

/// What the objects around a response say about it.
#[derive(Clone, Default)]
struct Around {
    request: Request,
    time: Option<String>,
}

/// Returns the time of an event that may hold a body: its own, else that of an object in it that holds others.
pub(super) fn time_of_event(members: &Map<String, Value>) -> Option<String> {
    let inner = members.values().filter_map(Value::as_object);
    let mut events = inner.filter(|members| members.values().any(Value::is_object));
    time(members).or_else(|| events.find_map(time))
}

/// Returns the time that an object has as a member.
fn time(members: &Map<String, Value>) -> Option<String> {
    let times = members
        .iter()
        .filter(|(name, _)| stamp::is_name(name.as_bytes()));
    times
        .filter_map(|(_, value)| match value {
            Value::String(text) => stamp::said(text),
            Value::Number(number) => stamp::said(&number.to_string()),
            _ => None,
        })
        .next()
}

/// Collects the responses that a value carries.
fn collect(value: &Value, around: &Around, depth: usize, found: &mut Vec<Response>) {
    if depth == 0 {
        return;
    }
    match value {
        Value::Object(members) => {
            let around = &match (request_of(members), time(members)) {
                (None, None) => Cow::Borrowed(around),
                (request, time) => Cow::Owned(Around {
                    request: request.unwrap_or_else(|| around.request.clone()),
                    time: time.or_else(|| around.time.clone()),
                }),
            };
            if let Some(response) = response(members, &around.request) {
                found.push(Response {
                    time: around.time.clone(),
                    ..response
                });
                return;
            }
            for (name, inner) in members {
                if !means(name, Meaning::Sent) {
                    collect(inner, around, depth - 1, found);
                }
            }
        }
        Value::Array(items) => {
            if let Some(text) = json::text_of(items) {
                return collect(&Value::String(text), around, depth - 1, found);
            }
            for item in items {
                collect(item, around, depth - 1, found);
            }
        }
        Value::String(text) => {
            for inner in json::inside(text) {
                collect(&inner.value, around, depth - 1, found);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// Drops from a value the responses that it carries.
fn drop_responses(value: &mut Value, depth: usize) {
    if depth == 0 {
        return;
    }
    match value {
        Value::Object(members) => {
            if response(members, &Request::default()).is_some() {
                let is_inner = |name: &&str| members.get(*name).is_some_and(Value::is_object);
                if !RESPONSES.iter().any(is_inner) {
                    *value = Value::Null;
                    return;
                }
                let parts = RESPONSES.iter().chain(&STATUS).chain(&BODY);
                for name in parts {
                    members.remove(*name);
                }
            }
            for (name, inner) in members {
                if !means(name, Meaning::Sent) {
                    drop_responses(inner, depth - 1);
                }
            }
        }
        Value::Array(items) => {
            for item in items {
                drop_responses(item, depth - 1);
            }
        }
        _ => {}
    }
}

/// Returns true if a value is a program's record of how it answered itself: the request's path has no host, and the response no
/// body.
pub(super) fn is_own_record(value: &Value) -> bool {
    let Some(members) = value.as_object() else {
        return false;
    };
    let inner = |meaning| {
        let mut found = members.iter().filter(move |(name, _)| means(name, meaning));
        found.find_map(|(_, value)| value.as_object())
    };
    let sent = inner(Meaning::Sent).unwrap_or(members);
    let text = |name: &str| sent.get(name).and_then(Value::as_str);
    let path = ["url", "uri", "path"].iter().find_map(|name| text(name));
    let has_host = ["host", "hostname", "baseURL", "baseUrl"]
        .iter()
        .any(|name| sent.contains_key(*name));
    let answered = inner(Meaning::Answered).unwrap_or(members);
    let has_status = STATUS
        .iter()
        .any(|name| answered.get(*name).and_then(status).is_some());
    let is_content = |members: &Map<String, Value>| {
        BODY.iter()
            .chain(&["err", "error"])
            .any(|name| members.get(*name).is_some_and(is_content))
    };
    // A line of a server's access log in a record.
    let is_access = |line: &str| logs_request(line) && line.contains(" HTTP/");
    let mut lines = ["log", "message", "msg", "line"]
        .iter()
        .filter_map(|name| members.get(*name)?.as_str());
    if lines.any(|line| is_access(line) && !line.contains('{')) {
        return true;
    }
    let is_named = text("method").is_some() && path.is_some_and(|path| path.starts_with('/'));
    is_named && has_status && !has_host && !is_content(answered) && !members.contains_key("err")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{Body, Carried, unpack};

    #[test]
    fn a_status_next_to_a_body_is_a_response() {
        let Carried::Responses(found, _) = unpack(
            json!([
                {"status": 404, "body": {"error": "a"}},
                {"statusCode": 429, "headers": {"Retry-After": "5"}, "body": "{\"error\":\"b\"}"},
                {"response": {"status": 502, "content": {"size": 9, "encoding": "base64", "text": "eyJlIjoxfQ=="}},
                 "request": {"method": "post", "url": "https://api.example/v1/x?k=1"}},
            ]),
            false,
        ) else {
            panic!("no responses")
        };
        let statuses: Vec<_> = found.iter().map(|r| r.status).collect();
        assert_eq!(statuses, [Some(404), Some(429), Some(502)]);
        assert_eq!(found[1].header("retry-after"), Some("5"));
        assert_eq!(found[2].request.host.as_deref(), Some("api.example"));
        assert!(matches!(&found[2].body, Body::Json(value) if *value == json!({"e": 1})));
    }

    #[test]
    fn an_error_body_with_a_status_of_its_own_is_no_carrier() {
        for body in [
            json!({"status": 400, "title": "Bad Request", "detail": "x"}),
            json!({"error": {"code": "X", "message": "m", "status": 422}}),
            json!({"status": "400 X", "errorCode": 1, "message": "m"}),
        ] {
            assert!(
                matches!(unpack(body.clone(), false), Carried::Body(_)),
                "{body}"
            );
        }
    }

    #[test]
    fn plain_words_are_a_body_only_in_what_is_a_record() {
        for data in [
            json!({"id": 7, "code": 404, "body": "our room is 404", "title": "mail"}),
            json!({"success": true, "data": [{"status": 500, "body": "a comment"}]}),
            json!({"code": 404, "body": "a"}),
            json!({"status": 404}),
        ] {
            assert!(
                matches!(unpack(data.clone(), false), Carried::Body(_)),
                "{data}"
            );
        }
        for record in [
            json!({"statusCode": 502, "body": "busy"}),
            json!({"code": 502, "status": "Bad Gateway", "header": [], "body": "busy"}),
            json!({"id": 7, "status": 502, "responseBody": "busy"}),
        ] {
            let found = unpack(record.clone(), false);
            assert!(
                matches!(&found, Carried::Responses(r, _) if r[0].status == Some(502)),
                "{record}"
            );
            assert!(
                matches!(unpack(record.clone(), true), Carried::Body(_)),
                "{record}"
            );
        }
    }
}
