//! What the member for a body holds: JSON, text, a page, an encoding of one of them, or nothing that can be read.

use base64::Engine as _;
use serde_json::{Map, Value};

use super::response::BODY_OF_CLIENTS;
use crate::input::markers::BODY;
use crate::input::{Body, decode, json};
use crate::sanitize::char_floor;

/// Members of streams.
const STREAM: [&str; 5] = [
    "locked",
    "_readableState",
    "readableFlowing",
    "_events",
    "reader",
];

/// How pages begin.
const PAGES: [&str; 5] = ["<!doctype html", "<html", "<head", "<center>", "<body"];

/// How far after the beginning of a tag its content is looked for.
const MOST_TAG: usize = 200;

/// Reads a body: JSON as such or as text, a page, HAR's `content`, base64, a list of bytes.
pub(super) fn body(value: &Value, is_base64: bool) -> Option<(Body, bool, Option<String>)> {
    match value {
        Value::String(text) if is_base64 => {
            let bytes = base64::engine::general_purpose::STANDARD
                .decode(text.trim())
                .ok()?;
            body_of_text(&decode(&bytes).text)
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
pub(super) fn words(members: &Map<String, Value>, is_record: bool) -> Option<Body> {
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

/// Returns true if a text is a page for browsers.
pub(in crate::input) fn looks_like_page(text: &str) -> bool {
    let text = text.trim_start();
    // XHTML begins with the declaration of XML.
    let declared = text.strip_prefix("<?xml");
    let start = declared
        .and_then(|rest| rest.split_once("?>"))
        .map_or(text, |(_, rest)| rest.trim_start())
        .as_bytes();
    PAGES.iter().any(|tag| {
        start
            .get(..tag.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(tag.as_bytes()))
    })
}

/// Returns true if a page shows JSON as such, in preformatted text: then it was made for a person, and not by a gateway.
pub(in crate::input) fn shows_json(page: &str) -> bool {
    page.match_indices("<pre").any(|(at, _)| {
        let near = &page[at..char_floor(page, at + MOST_TAG)];
        let inside = near.split_once('>').map_or("", |(_, rest)| rest);
        inside.trim_start().starts_with(['{', '['])
    })
}

/// Returns a page that begins after words of a program, and those words.
pub(in crate::input) fn page_behind(text: &str) -> Option<(&str, &str)> {
    let mut tags = memchr::memchr_iter(b'<', text.as_bytes());
    // The letters that the tags and declarations of a page begin with.
    let may_begin = |at: &usize| {
        let next = text.as_bytes().get(at + 1);
        next.is_some_and(|byte| b"!?hcb".contains(&byte.to_ascii_lowercase()))
    };
    let is_page = |at: &usize| looks_like_page(&text[*at..char_floor(text, at + 512)]);
    let at = tags.find(|at| may_begin(at) && is_page(at))?;
    Some(text.split_at(at))
}
