//! Words: those of bodies that no API of the catalog sends, as far as they are shown, and what is said about an input.

use serde_json::Value;

use super::prose;
use crate::facts::at_pointer;
use crate::input::{Body, Remark, Response};
use crate::redact::Secrets;
use crate::sanitize::{char_floor, safe_line};

/// How much of an unknown API's words is shown.
const MOST_WORDS: usize = 200;

/// What is said of a body that was printed without what it says.
pub(super) const LEFT_OUT: &str = "The program that printed this left out parts of the body, so the error cannot be identified. Print the whole body: in JavaScript with `JSON.stringify(error.response.data)`.";

/// Returns the words of a body of no known API: where most APIs put them.
pub(super) fn own_words(response: &Response) -> Option<String> {
    const PLACES: [&str; 8] = [
        "/error/message",
        "/message",
        "/detail",
        "/error_description",
        "/errors/0/message",
        "/error",
        "/title",
        "/msg",
    ];
    let Body::Json(value) = &response.body else {
        return None;
    };
    let words = PLACES
        .iter()
        .find_map(|place| at_pointer(value, place)?.as_str())?
        .trim();
    (!words.is_empty()).then(|| beginning(words))
}

/// Returns a body as it is, if it is short and says anything: a part of a longer one may be a part of a secret.
pub(super) fn whole(value: &Value) -> Option<String> {
    fn says_something(value: &Value) -> bool {
        match value {
            Value::Object(members) => members.values().any(says_something),
            Value::Array(elements) => elements.iter().any(says_something),
            Value::Null => false,
            Value::Bool(_) | Value::Number(_) | Value::String(_) => true,
        }
    }
    let is_container = value.is_object() || value.is_array();
    let text = (is_container && says_something(value)).then(|| value.to_string())?;
    (text.len() <= MOST_WORDS).then_some(text)
}

/// Returns the words besides a document in which a response may say what it is, whatever its status.
pub(super) fn said_words(response: &Response) -> impl Iterator<Item = &str> {
    let text = match &response.body {
        Body::Text(text) => Some(&text[..char_floor(text, MOST_WORDS)]),
        _ => None,
    };
    let headers = ["x-amzn-errortype", "x-error-code"];
    let headers = headers.into_iter().filter_map(|name| response.header(name));
    text.into_iter().chain(headers)
}

/// Returns as much of an unknown API's words as is shown: whole words, since a part of a secret is not known as one.
pub(super) fn beginning(words: &str) -> String {
    let (near, rest) = words.split_at(char_floor(words, MOST_WORDS));
    let is_whole = rest.is_empty() || rest.starts_with(char::is_whitespace);
    let end = near.rfind(char::is_whitespace).filter(|_| !is_whole);
    near[..end.unwrap_or(near.len())].to_owned()
}

/// Returns the first clause of a client's words about a failure: what follows says where in the client it was noticed.
pub(super) fn clause(words: &str) -> String {
    let ends = [" (", "; ", ". ", "')"].iter();
    let end = ends
        .filter_map(|sign| words.find(sign))
        .filter(|at| *at > 0);
    let clause = &words[..end.min().unwrap_or(words.len())];
    let near = beginning(clause);
    let sign = if near.len() < clause.len() { "…" } else { "" };
    near + sign
}

/// Quotes a body of no known API, unless it is a record of a log that tells of no failure.
pub(super) fn said(response: &Response) -> Option<String> {
    let is_quiet = |value: &Value| {
        let places = ["/level", "/severity", "/lvl"].iter();
        let mut level = places.filter_map(|at| at_pointer(value, at)?.as_str());
        level.any(prose::is_quiet_level)
    };
    if matches!(&response.body, Body::Json(value) if is_quiet(value)) {
        return None;
    }
    own_words(response).map(|words| format!("It says: {}", safe_line(&words)))
}

/// Says that a body is not whole.
pub(super) fn cut_note(response: &Response) -> Option<String> {
    response
        .is_cut
        .then(|| "The body is truncated; anything after the cut is unknown.".to_owned())
}

/// Finds the status that a gateway's page names in its title or heading.
pub(super) fn gateway_status(page: &str) -> Option<u16> {
    let lower = page.to_ascii_lowercase();
    ["<title>", "<h1>", "<h2>", "error code", "http error"]
        .iter()
        .find_map(|mark| {
            let start = lower.find(mark)? + mark.len();
            let heading: String = lower[start..].chars().take(120).collect();
            let heading = heading.split("</").next().unwrap_or_default();
            heading
                .split(|c: char| !c.is_alphanumeric())
                .filter(|word| word.len() == 3)
                .find_map(|word| word.parse().ok())
                .filter(|status| (400..600).contains(status))
        })
}

/// Returns a number with commas between its thousands.
fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let groups: Vec<&str> = digits
        .as_bytes()
        .rchunks(3)
        .rev()
        .filter_map(|group| std::str::from_utf8(group).ok())
        .collect();
    groups.join(",")
}

/// Says how many errors are told, and how many there are, or at least.
pub(super) fn left_out_note(told: usize, left_out: usize, has_more: bool) -> String {
    if left_out == 0 {
        return "The input has more in it than is looked at here, and only its first part was; `errdoc scan` counts all errors."
            .to_owned();
    }
    format!(
        "These are the first {} of {} errors{}; `errdoc scan` counts them all.",
        grouped(told),
        grouped(told + left_out),
        if has_more { " or more" } else { "" }
    )
}

/// How clients say that no answer came to a request that may have arrived, in lower case.
const LATE: [&str; 10] = [
    "timed out",
    "timeout",
    "etimedout",
    "reset",
    "hang up",
    "aborted",
    "deadline exceeded",
    "empty reply",
    "transfer closed",
    "connection closed",
];

/// How they say that the other side could not prove who it is.
const UNTRUSTED: [&str; 4] = ["certificate", "ssl", "tls", "pkix"];

/// Returns true if all that is to be said about the words of a client is to look at the connection.
pub(super) fn is_plain_failure(words: &str) -> bool {
    let lower = words.to_ascii_lowercase();
    let mut signs = UNTRUSTED.iter().chain(&LATE);
    !signs.any(|sign| lower.contains(sign))
}

/// Says a remark about the input in a sentence.
pub(super) fn remark(remark: &Remark, secrets: &Secrets) -> String {
    match remark {
        Remark::NoResponse(words) => {
            let lower = words.to_ascii_lowercase();
            let says = |signs: &[&str]| signs.iter().any(|sign| lower.contains(sign));
            let next = if says(&UNTRUSTED) {
                "Nothing was sent: the certificate was not accepted. Check the host name, the machine's clock and its certificates, and whether there is a proxy in between."
            } else if says(&LATE) {
                "The request may have been carried out anyway. A read can be retried; for a send, check in the API or the dashboard first."
            } else {
                "Check the host name, the network and the proxy, then retry."
            };
            // Cut first, a secret would lose what it is known by.
            let masked = secrets.mask(words);
            format!(
                "There was no HTTP response at all: {}. {next}",
                clause(&masked)
            )
        }
        Remark::BodyDropped => {
            "The client discarded the body. Use `curl --fail-with-body -i` to see it.".to_owned()
        }
        Remark::TooLong(bytes) => {
            let tenths = bytes * 10 / (1024 * 1024);
            let part = match tenths % 10 {
                0 => String::new(),
                part => format!(".{part}"),
            };
            format!(
                "Only the first {}{part} MiB were read; `errdoc scan` reads logs of any size.",
                tenths / 10
            )
        }
        Remark::TooMany => {
            "The input holds more values than are read at once; `errdoc scan` reads logs of any size."
                .to_owned()
        }
        Remark::Binary => "The input is binary, not text.".to_owned(),
        Remark::OnlyRequest => {
            "This is a request without a response. Paste the server's response.".to_owned()
        }
    }
}
