//! The objects that `curl -w` writes about a transfer, and header fields printed as an object.

use serde_json::{Map, Value};

use super::request::MOST_METHOD;
use super::response::{headers, status};
#[cfg(feature = "scan")]
use crate::doc::Node;
use crate::input::{Request, Response, http};

/// Members by one of which curl's report of a transfer is known.
const REPORTED: [&str; 2] = ["url_effective", "curl_version"];

/// Members that only a report of curl has beside the status and the URL, in whatever language curl was called from.
const MEASURED: [&str; 4] = [
    "total_time",
    "header_size",
    "namelookup_time",
    "response_headers",
];

/// Header fields by which an object that holds them is known.
const FIELDS: [&str; 4] = ["content-type", "date", "content-length", "server"];

/// Returns true if an object may be one of those that are read here.
#[cfg(feature = "scan")]
pub(crate) fn is_report(object: Node<'_>) -> bool {
    object.children().any(|member| {
        let name = member.name();
        let mut fields = FIELDS.iter();
        REPORTED.contains(&&*name) || fields.any(|field| field.eq_ignore_ascii_case(&name))
    })
}

/// Reads the object of curl's `-w '%{json}'`.
pub(super) fn write_out(members: &Map<String, Value>) -> Option<Response> {
    let is_reported = |names: &[&str]| names.iter().any(|name| members.contains_key(*name));
    let is_report = is_reported(&REPORTED)
        || (is_reported(&MEASURED) && is_reported(&["http_code"]) && is_reported(&["url"]));
    if !is_report {
        return None;
    }
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
        headers: members
            .get("response_headers")
            .and_then(head_lines)
            .map(|head| head.headers)
            .unwrap_or_default(),
        ..Response::default()
    })
}

/// Reads a list of the lines of a head, as PHP keeps it: `["HTTP/1.1 404 Not Found", "Retry-After: 33"]`.
pub(super) fn head_lines(value: &Value) -> Option<Response> {
    let lines: Vec<&str> = match value {
        Value::Array(items) => items.iter().map_while(Value::as_str).collect(),
        Value::Object(members) => {
            let is_listed = members
                .keys()
                .enumerate()
                .all(|(at, name)| name.parse() == Ok(at));
            let lines = members.values().map_while(Value::as_str);
            lines.filter(|_| is_listed).collect()
        }
        _ => return None,
    };
    http::status_line(lines.first()?)?;
    // After a redirect the lines of every head are in the list.
    let last = lines
        .iter()
        .rposition(|line| http::status_line(line).is_some())?;
    let fields = lines[last + 1..]
        .iter()
        .filter_map(|line| http::header_field(line));
    Some(Response {
        status: http::status_line(lines[last]),
        headers: fields
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect(),
        ..Response::default()
    })
}

/// Reads a list of pairs as header fields, as Erlang and Python print them: `[("Content-Type", "text/html")]`.
pub(super) fn header_pairs(items: &[Value]) -> Option<Vec<(String, String)>> {
    let pairs = items
        .iter()
        .map(|item| match item.as_array().map(Vec::as_slice) {
            Some([Value::String(name), Value::String(value)]) => {
                Some((name.clone(), value.clone()))
            }
            _ => None,
        });
    let pairs: Vec<(String, String)> = pairs.collect::<Option<_>>()?;
    let is_known = |name: &str| FIELDS.iter().any(|field| field.eq_ignore_ascii_case(name));
    pairs
        .iter()
        .any(|(name, _)| is_known(name))
        .then_some(pairs)
}

/// Reads the object of curl's `-w '%{header_json}'`, every member a list of strings, and what consoles print of header fields.
pub(super) fn header_json(members: &Map<String, Value>) -> Option<Vec<(String, String)>> {
    let is_list = |value: &Value| {
        value.as_array().is_some_and(|items| {
            let is_text = |item: &Value| item.is_string() || item.is_number();
            !items.is_empty() && items.iter().all(is_text)
        })
    };
    let has = |names: &[&str]| {
        let is_one = |name: &String| names.iter().any(|known| known.eq_ignore_ascii_case(name));
        members.keys().any(is_one)
    };
    let is_listed = has(&FIELDS) && members.values().all(is_list);
    let is_plain = has(&FIELDS[..1])
        && !has(&["body", "data", "error", "message", "status", "url"])
        && members
            .values()
            .all(|value| value.is_string() || value.is_number());
    (is_listed || is_plain).then(|| headers(&Value::Object(members.clone())))
}
