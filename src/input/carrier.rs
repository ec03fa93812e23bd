//! Documents that carry a response: HAR, exports of HTTP clients, gateway and proxy events, error objects of SDKs, `curl -w`.
//!
//! A carrier is an object with a status and a body next to each other. What its members are called is the
//! clients' convention, not an API's.

use std::borrow::Cow;

use base64::Engine as _;
use serde_json::{Map, Value, json};

use super::markers::BODY;
use super::{Body, Request, Response, http, json};
use crate::sanitize::char_floor;
use crate::stamp;
use crate::vocabulary::{Meaning, means};

/// Members under which clients keep the status of a response.
pub(crate) const STATUS: [&str; 10] = [
    "status",
    "statusCode",
    "status_code",
    "StatusCode",
    "http_status",
    "httpStatus",
    "responseStatus",
    "response_code",
    "responseCode",
    "code",
];

/// Of the members for a body, the ones that only clients use: no API calls a text of its own so.
const BODY_OF_CLIENTS: [&str; 7] = [
    "responseBody",
    "response_body",
    "response_data",
    "responsePayload",
    "response_payload",
    "rawBody",
    "responseText",
];

/// Members in which an error object keeps the response.
const RESPONSES: [&str; 2] = ["response", "res"];

/// Members for the body of a request as well as for that of a response.
const OF_EITHER: [&str; 2] = ["body", "data"];

/// Members that hold what the client sent.
pub(super) const SENT: [&str; 6] = [
    "request",
    "originalRequest",
    "req",
    "config",
    "_request",
    "requestBody",
];

/// Members of streams.
const STREAM: [&str; 4] = ["locked", "_readableState", "readableFlowing", "_events"];

/// The longest word that is taken for a method.
const MOST_METHOD: usize = 32;

/// How far behind the beginning of a tag its content is looked for.
const MOST_TAG: usize = 200;

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
    /// A body.
    Body(Value),
}

/// Says what a value that was found in a text is. `is_success` says that it stands below the head of a success;
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

/// Says whether an object says of itself that it is a success.
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

/// Gives the time of an event that may hold a body: its own, else that of an object in it that holds others.
pub(super) fn time_of_event(members: &Map<String, Value>) -> Option<String> {
    let inner = members.values().filter_map(Value::as_object);
    let mut events = inner.filter(|members| members.values().any(Value::is_object));
    time(members).or_else(|| events.find_map(time))
}

/// Gives the time that an object has as a member.
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

/// Reads an object with a status and a body as a response.
fn response(members: &Map<String, Value>, request: &Request) -> Option<Response> {
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
    let status = STATUS
        .iter()
        .find_map(|name| members.get(*name).and_then(status))?;
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
    let (body, is_cut, cut_at) = match read {
        Some(read) => read,
        // A record of a response whose body is empty or plain words still has its status.
        None => {
            let is_record = ["headers", "header"]
                .iter()
                .any(|name| members.contains_key(*name))
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
        headers: members
            .get("headers")
            .or_else(|| members.get("header"))
            .map(headers)
            .unwrap_or_default(),
        body,
        request: match &request.host {
            None => named_request(members).unwrap_or_else(|| request.clone()),
            Some(_) => request.clone(),
        },
        time: None,
        line: 0,
        is_told: false,
        is_cut,
        cut_at,
        is_elided: false,
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

/// Says whether a value may be a body.
fn is_content(value: &Value) -> bool {
    match value {
        Value::String(text) => !text.trim().is_empty(),
        Value::Object(members) => !members.is_empty(),
        _ => false,
    }
}

/// Says whether an object has a status and a body and nothing else: `code` is the name of too much to be a status here.
fn is_only_record(members: &Map<String, Value>) -> bool {
    members.contains_key("body")
        && members.keys().map(String::as_str).all(|name| {
            let is_body = ["body", "isBase64Encoded"].contains(&name);
            name != "code" && (is_body || STATUS.contains(&name) || means(name, Meaning::Sent))
        })
}

/// Reads a status: a number, or a string of three digits.
fn status(value: &Value) -> Option<u16> {
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

/// Reads a body: JSON as such or as text, a page, HAR's `content`, base64, a list of bytes.
fn body(value: &Value, is_base64: bool) -> Option<(Body, bool, Option<String>)> {
    match value {
        Value::String(text) if is_base64 => {
            let bytes = base64::engine::general_purpose::STANDARD
                .decode(text.trim())
                .ok()?;
            body_of_text(&super::decode(&bytes).text)
        }
        Value::String(text) => body_of_text(text),
        Value::Object(members) => {
            if let Some(text) = members.get("text").and_then(Value::as_str)
                && (members.contains_key("mimeType") || members.contains_key("size"))
            {
                let encoded = members.get("encoding").and_then(Value::as_str) == Some("base64");
                return body(&Value::String(text.to_owned()), encoded);
            }
            if let Some(Value::Array(bytes)) = members.get("data")
                && members.get("type").and_then(Value::as_str) == Some("Buffer")
            {
                return body_of_text(&json::text_of(bytes)?);
            }
            // A stream that is still to be read, as consoles print it.
            let is_stream = STREAM.iter().any(|name| members.contains_key(*name));
            (!members.is_empty() && !is_stream).then(|| (Body::Json(value.clone()), false, None))
        }
        Value::Array(items) if items.iter().any(Value::is_object) => {
            Some((Body::Json(value.clone()), false, None))
        }
        _ => None,
    }
}

/// Reads a body from text; nothing when it is plain words.
fn body_of_text(text: &str) -> Option<(Body, bool, Option<String>)> {
    if looks_like_page(text) {
        return Some((Body::Html(text.to_owned()), false, None));
    }
    let found = json::inside(text).into_iter().next()?;
    Some((Body::Json(found.value), found.is_cut, found.cut_at))
}

/// Reads a body in plain words: where the object is a record of a response by its other members, or only clients call a member so.
fn words(members: &Map<String, Value>, is_record: bool) -> Option<Body> {
    let text = BODY
        .iter()
        .filter(|name| is_record || BODY_OF_CLIENTS.contains(*name))
        .find_map(|name| members.get(*name)?.as_str())
        .map(str::trim)
        .filter(|text| !text.is_empty());
    match text {
        Some(text) => Some(Body::of_text(text)),
        None => is_record.then_some(Body::Empty),
    }
}

/// Says whether a text is a page for browsers.
pub(super) fn looks_like_page(text: &str) -> bool {
    let text = text.trim_start();
    // XHTML begins with the declaration of XML.
    let declared = text.strip_prefix("<?xml");
    let start: String = declared
        .and_then(|rest| rest.split_once("?>"))
        .map_or(text, |(_, rest)| rest.trim_start())
        .chars()
        .take(64)
        .collect::<String>()
        .to_ascii_lowercase();
    start.starts_with("<!doctype html")
        || start.starts_with("<html")
        || start.starts_with("<head")
        || start.starts_with("<center>")
        || start.starts_with("<body")
}

/// Says whether a page shows JSON as such, in preformatted text: then it was made for a person, and not by a gateway.
pub(super) fn shows_json(page: &str) -> bool {
    page.match_indices("<pre").any(|(at, _)| {
        let near = &page[at..char_floor(page, at + MOST_TAG)];
        let inside = near.split_once('>').map_or("", |(_, rest)| rest);
        inside.trim_start().starts_with(['{', '['])
    })
}

/// Reads header fields from an object, or from a list of `{name, value}` or `{key, value}`.
fn headers(value: &Value) -> Vec<(String, String)> {
    let text = |value: &Value| match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Array(items) => items.first().and_then(Value::as_str).map(str::to_owned),
        _ => None,
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

/// Reads what the client sent from a member next to the response, if there is one.
fn request_of(members: &Map<String, Value>) -> Option<Request> {
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

/// Reads the request from the members of a record: where it went stands beside what came back.
fn named_request(members: &Map<String, Value>) -> Option<Request> {
    let mut urls = members.iter().filter(|(name, _)| means(name, Meaning::Url));
    let (host, path) = urls.find_map(|(_, url)| http::url(url.as_str()?))?;
    Some(Request {
        method: method(members),
        host: Some(host),
        path: (!path.is_empty()).then_some(path),
        payload: None,
    })
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
    let is_named = text("method").is_some() && path.is_some_and(|path| path.starts_with('/'));
    is_named && has_status && !has_host && !is_content(answered) && !members.contains_key("err")
}

/// Reads the method of a request.
fn method(sent: &Map<String, Value>) -> Option<String> {
    sent.get("method")
        .and_then(Value::as_str)
        .filter(|method| method.len() <= MOST_METHOD)
        .map(str::to_ascii_uppercase)
}

/// Reads the object of curl's `-w '%{json}'`.
fn write_out(members: &Map<String, Value>) -> Option<Response> {
    members
        .get("url_effective")
        .or_else(|| members.get("curl_version"))?;
    let code = members
        .get("http_code")
        .or_else(|| members.get("response_code"))?;
    let url = members
        .get("url_effective")
        .or_else(|| members.get("url"))
        .and_then(Value::as_str)
        .and_then(http::url);
    Some(Response {
        status: status(code),
        request: Request {
            method: members
                .get("method")
                .and_then(Value::as_str)
                .filter(|method| method.len() <= MOST_METHOD)
                .map(str::to_owned),
            host: url.as_ref().map(|(host, _)| host.clone()),
            path: url.map(|(_, path)| path).filter(|path| !path.is_empty()),
            payload: None,
        },
        ..Response::default()
    })
}

/// Reads the object of curl's `-w '%{header_json}'`, every member a list of strings, and what consoles print of header fields.
fn header_json(members: &Map<String, Value>) -> Option<Vec<(String, String)>> {
    let is_list = |value: &Value| {
        value
            .as_array()
            .is_some_and(|items| !items.is_empty() && items.iter().all(Value::is_string))
    };
    let has = |names: &[&str]| {
        let is_one = |name: &String| names.iter().any(|known| known.eq_ignore_ascii_case(name));
        members.keys().any(is_one)
    };
    let is_listed =
        has(&["content-type", "date", "content-length", "server"]) && members.values().all(is_list);
    let is_plain = has(&["content-type"])
        && !has(&["body", "data", "error", "message", "status", "url"])
        && members
            .values()
            .all(|value| value.is_string() || value.is_number());
    (is_listed || is_plain).then(|| headers(&Value::Object(members.clone())))
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
