//! Whose a value is, by the words around it and the type it is printed with: what was sent, or what was received.

use serde_json::{Map, Value};

use super::markers::Label;
use super::{http, markers};
use crate::vocabulary::{Meaning, means};
use crate::words::list;

/// The fewest digits of a phone number.
const MIN_DIGITS: usize = 6;

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

/// Returns true if a value is a message that is being sent, whatever it is called: it says to whom and what,
/// and nothing that answers say.
pub(super) fn is_message(value: &Value) -> bool {
    let is_address = |value: &Value| {
        value.as_str().is_some_and(|text| {
            let digits = text.bytes().filter(u8::is_ascii_digit).count();
            digits >= MIN_DIGITS || text.contains('@')
        })
    };
    let is_recipient = |value: &Value| match value {
        Value::Array(items) => items.first().is_some_and(is_address),
        value => is_address(value),
    };
    let Some(members) = value.as_object() else {
        return false;
    };
    let has = |meaning| members.keys().any(|name| means(name, meaning));
    let mut recipients = members
        .iter()
        .filter(|(name, _)| means(name, Meaning::Recipient));
    let is_of_answer = [
        Meaning::Code,
        Meaning::Status,
        Meaning::Reason,
        Meaning::Outcome,
        Meaning::RequestId,
    ];
    recipients.any(|(_, value)| is_recipient(value))
        && (has(Meaning::Message) || has(Meaning::Body) || has(Meaning::Given))
        && !is_of_answer.into_iter().any(has)
        && !is_answer_like(value)
}

/// Members that answers have.
const OF_ANSWERS: [&str; 10] = list("members of answers");

/// Returns true if a value may be an answer: it has a member that answers have and messages that are sent have not.
pub(super) fn is_answer_like(value: &Value) -> bool {
    let has =
        |members: &Map<String, Value>| OF_ANSWERS.iter().any(|name| members.contains_key(*name));
    match value {
        Value::Object(members) => members.len() < 2 || has(members),
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::is_message;

    #[test]
    fn a_message_that_is_sent_says_to_whom_and_what() {
        for value in [
            json!({"to": "+14155550177", "message": "Your code is 804213"}),
            json!({"recipients": ["a@b.example"], "body": "x"}),
            json!({"phoneNumber": "14155550177", "text": "x", "from": "y"}),
        ] {
            assert!(is_message(&value), "{value}");
        }
        for value in [
            // Errors by field, resources, events.
            json!({"to": ["This field is required."], "message": ["No blank."]}),
            json!({"to": "+14155550177", "body": "x", "status": "failed"}),
            json!({"recipient": "a@b.example", "reason": "bounced", "message": "x"}),
            json!({"to": "+14155550177", "message_uuid": "x", "units": 1}),
            json!({"to": "everybody", "message": "x"}),
            json!({"message": "x"}),
        ] {
            assert!(!is_message(&value), "{value}");
        }
    }
}
