//! Words of clients around a body: the status they name, the commands that were typed, the failures without a response.

use crate::words::list;

mod chat;
mod command;
mod failure;
mod label;
mod near;
mod status;
mod wordings;

pub(super) use command::{command, is_producer, method};
pub(super) use failure::{client_failure, dropped_body, is_failure, is_frame};
pub(crate) use label::FRAMES;
pub(super) use label::{Label, is_asserted, is_compared, label, member, tells_of_answer};
pub(crate) use near::status_before;
pub(super) use near::{is_bare, logs_request, status_above, status_after};
pub(crate) use status::last_status;

/// Members under which clients keep a response's body.
pub(crate) const BODY: [&str; 18] = list("bodies");

/// The methods a command or log line may name.
const METHODS: [&str; 7] = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"];

/// Returns the method that comes right before a web address.
pub(super) fn method_before(text: &str) -> Option<&'static str> {
    let word = text
        .trim_end_matches(|c: char| !c.is_ascii_alphabetic())
        .rsplit(|c: char| !c.is_ascii_alphabetic())
        .next()?;
    METHODS.iter().copied().find(|method| *method == word)
}

/// Verbs that tell the reader which address to visit.
const ADVICE: [&str; 7] = list("advice");

/// Returns true if what comes before a web address makes it the request's: a method, `for url`, `to`.
pub(super) fn names_request(before: &str) -> bool {
    let words = before.trim_end_matches(|c: char| !c.is_ascii_alphabetic());
    let mut words = words.rsplit(|c: char| !c.is_ascii_alphabetic());
    let last = words.next().unwrap_or_default();
    // `head to https://...` sends the reader there.
    let mut is_advice = || {
        let verb = words.next().unwrap_or_default();
        last.eq_ignore_ascii_case("to") && ADVICE.iter().any(|own| verb.eq_ignore_ascii_case(own))
    };
    if is_advice() {
        return false;
    }
    METHODS.contains(&last)
        || ["url", "uri", "to"]
            .iter()
            .any(|word| last.eq_ignore_ascii_case(word))
}
