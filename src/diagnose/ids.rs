//! The id of a request, as header fields and bodies of whatever API name it.

use serde_json::Value;

#[cfg(feature = "scan")]
use crate::doc::Node;
use crate::input::{Body, Response};
use crate::sanitize::begins_with;
use crate::vocabulary::{Meaning, means};

/// Returns the id of the request that header fields name: the one that is named best.
pub(super) fn header_id(response: &Response) -> Option<&str> {
    let ids = response.headers.iter().filter_map(|(name, value)| {
        let value = value.trim();
        let rank = id_rank(name).filter(|_| !value.is_empty())?;
        Some((rank, value))
    });
    ids.min_by_key(|(rank, _)| *rank).map(|(_, value)| value)
}

/// Returns how good a header field is for the id of the request, the least the best. Before the words for the id may be those
/// of a vendor: `x-acme-request-id`.
fn id_rank(name: &str) -> Option<usize> {
    if name.eq_ignore_ascii_case("x-request-id") {
        return Some(0);
    }
    let own = without_x(name);
    // A single word after those of a vendor may say anything, unless it says that it is an id.
    let is_id = |words: &str| {
        let words = words.to_ascii_lowercase();
        let is_clear = words.contains('-') || (words.len() > 5 && words.ends_with("id"));
        is_clear && means(&words, Meaning::RequestId)
    };
    let is_vendors = || own.match_indices('-').any(|(at, _)| is_id(&own[at + 1..]));
    let is_other = !own.to_ascii_lowercase().contains("req");
    let rank = if means(own, Meaning::RequestId) {
        1
    } else {
        is_vendors().then_some(2)?
    };
    Some(rank + 2 * usize::from(is_other))
}

/// Returns the name of a header field without the prefix of those that are no standard.
pub(super) fn without_x(name: &str) -> &str {
    if begins_with(name, "x-") {
        &name[2..]
    } else {
        name
    }
}

/// Returns the id of the request that a body names beside its error.
pub(super) fn body_id(response: &Response) -> Option<String> {
    let Body::Json(Value::Object(members)) = &response.body else {
        return None;
    };
    let inner = members.iter().filter(|(name, _)| is_around(name));
    let inner = inner.filter_map(|(_, value)| value.as_object());
    let mut found = std::iter::once(members).chain(inner).flatten();
    found.find_map(|(name, value)| id(name, value.as_str()?))
}

/// Returns the id of the request that a document names beside its error.
#[cfg(feature = "scan")]
pub(super) fn document_id(root: Node<'_>) -> Option<String> {
    let members = |object: Node<'_>| {
        let mut members = object.children();
        members.find_map(|member| id(&member.name(), &member.text()?))
    };
    let mut inner = root
        .children()
        .filter(|member| member.is_object() && is_around(&member.name()));
    members(root).or_else(|| inner.find_map(members))
}

/// Returns true if a member with a name holds the error, or what is said beside it.
fn is_around(name: &str) -> bool {
    means(name, Meaning::Error) || means(name, Meaning::Beside)
}

/// Returns true if a member with a name holds the id of a request.
fn is_id(name: &str) -> bool {
    let is_other = || means(name, Meaning::Docs) || means(name, Meaning::Message);
    name.len() > 4 && means(name, Meaning::RequestId) && !is_other()
}

/// Returns the text of a member as the id of a request, if it is one.
fn id(name: &str, text: &str) -> Option<String> {
    let is_word = !text.is_empty() && !text.starts_with('/') && !text.contains(char::is_whitespace);
    (is_word && is_id(name)).then(|| text.to_owned())
}
