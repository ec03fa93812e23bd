//! Whose a value is, by the words around it and the type it is printed with: what was sent, or what was received.

use serde_json::{Map, Value};

use super::markers::Label;
use super::{http, markers};

/// Returns true if a value is what was sent, by what the words before it and after it call it and what follows.
pub(super) fn is_sent(gap: &str, after: &str, is_last: bool) -> bool {
    match markers::label(gap) {
        Label::Sent => true,
        Label::Payload => markers::label(after) == Label::Answered,
        Label::Sending => {
            let next = markers::label(after);
            !is_last && after.contains('\n') && [Label::Answered, Label::Other].contains(&next)
        }
        Label::Answered | Label::Other => false,
    }
}

/// Returns true if a value is printed with the name of a type that is a request's: `SendRequest(to=..., message=...)`, and
/// `HttpExceptionRequest Request { ...` of Haskell.
pub(super) fn is_request_type(gap: &str, written: &str) -> bool {
    let name = written.split(['(', '[', '{']).next().unwrap_or_default();
    let is_error = ["Bad", "Invalid"]
        .iter()
        .any(|start| name.starts_with(start));
    let ends = ["Request", "Req", "Payload", "Command"];
    (!is_error && ends.iter().any(|end| name.ends_with(end))) || gap.ends_with("Request Request ")
}

/// Returns true if a value is printed with the name of a type that is a response's: `HTTPResponse(code=404, ...)`.
pub(super) fn is_response_type(gap: &str, written: &str) -> bool {
    let name = written.split(['(', '{']).next().unwrap_or_default();
    let name = if name.is_empty() { gap } else { name };
    name.trim_end().ends_with("Response")
}

/// Returns true if a value comes right after the one before it: on the next line, and announced at most.
pub(super) fn is_next(gap: &str) -> bool {
    let (front, same) = gap.rsplit_once('\n').unwrap_or(("", gap));
    // What closes what a program printed, and where it was.
    let is_closed = |line: &str| {
        !line.contains(|c: char| c.is_ascii_alphanumeric()) || line.trim_start().starts_with("at ")
    };
    front.lines().all(is_closed) && markers::is_bare(same)
}

/// Returns true if words say that a value is being sent: before it, or a method and a URL, while what follows tells how
/// that went.
pub(super) fn is_sending(gap: &str, after: &str) -> bool {
    let line = gap.rsplit('\n').next().unwrap_or_default();
    let is_target = http::url(line).is_some()
        && ["POST ", "PUT ", "PATCH "]
            .iter()
            .any(|method| line.contains(method))
        && markers::status_before(gap).is_none();
    let is_labelled = [Label::Payload, Label::Sending].contains(&markers::label(gap));
    (is_labelled || is_target) && after.trim_start_matches(['"', '\'', ' ']).starts_with('\n')
}

/// Returns true if a value may be an answer: it has a member that answers have and messages that are sent have not.
pub(super) fn is_answer_like(value: &Value) -> bool {
    let names = [
        "error",
        "errors",
        "code",
        "status",
        "statusCode",
        "success",
        "errorCode",
        "detail",
        "title",
        "fault",
    ];
    let has = |members: &Map<String, Value>| names.iter().any(|name| members.contains_key(*name));
    match value {
        Value::Object(members) => members.len() < 2 || has(members),
        _ => true,
    }
}
