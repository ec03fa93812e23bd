//! The objects that `curl -w` writes about a transfer, and header fields printed as an object.

use serde_json::{Map, Value};

use super::request::MOST_METHOD;
use super::response::{headers, status};
#[cfg(feature = "scan")]
use crate::doc::Node;
use crate::input::{Request, Response, http};

/// Members by one of which curl's report of a transfer is known.
const REPORTED: [&str; 2] = ["url_effective", "curl_version"];

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
    REPORTED.iter().find_map(|name| members.get(*name))?;
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
pub(super) fn header_json(members: &Map<String, Value>) -> Option<Vec<(String, String)>> {
    let is_list = |value: &Value| {
        value
            .as_array()
            .is_some_and(|items| !items.is_empty() && items.iter().all(Value::is_string))
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
