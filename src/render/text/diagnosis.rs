//! The parts of a diagnosis: what an error is, what to do, what the response said, and what else it may be.

use std::collections::HashMap;
use std::fmt::Write as _;

use super::super::json::analogous_steps;
use super::super::{Again, Look, short, status_of};
use super::page::Page;
use super::{advice, clipped, name, notes, numbered};
use crate::catalog::Family;
use crate::diagnose::{Certainty, Diagnosis, Doubt, Evidence, Outcome, Report};
use crate::sanitize::safe_line;

/// The longest message that is said whole: the answer begins on the same screen.
const MAX_SHOWN: usize = 600;

/// How many errors are listed before the first is told in full.
const MAX_LISTED: usize = 12;

/// How much of a request is said as the place of an error.
const MOST_PLACE: usize = 70;

/// Returns the answer about an input, or nothing when there is none to give.
pub(crate) fn report(report: &Report<'_>, look: Look) -> String {
    let mut text = String::new();
    let total = report.diagnoses.len();
    if total > 1 {
        text = overview(report, look);
    }
    let mut on_line: HashMap<usize, usize> = HashMap::new();
    for found in &report.diagnoses {
        *on_line.entry(found.line).or_default() += 1;
    }
    for (position, found) in report.diagnoses.iter().enumerate() {
        if total > 1 {
            let place = place(found, on_line[&found.line]);
            let mark = format!("{} of {total} · {place}", position + 1);
            let _ = writeln!(
                text,
                "{}{}",
                if position > 0 { "\n" } else { "" },
                look.paint.faint(&mark)
            );
        }
        text.push_str(&diagnosis(found, look));
    }
    let mut page = Page::new(look);
    if report.outcome == Outcome::Success {
        page.line(
            &look
                .paint
                .strong("A success, not an error: there is nothing to fix."),
        );
    }
    notes(&mut page, &report.notes);
    text + &page.text
}

/// Returns all errors of a report in a line each: what they are and what to do about them is on the first screen.
fn overview(report: &Report<'_>, look: Look) -> String {
    let total = report.diagnoses.len();
    let mut page = Page::new(look);
    page.line(&look.paint.strong(&format!("{total} errors")));
    for found in report.diagnoses.iter().take(MAX_LISTED) {
        page.chain(&short::diagnosis(found, look), " · ");
    }
    if total > MAX_LISTED {
        page.item("", &format!("and {} more", total - MAX_LISTED));
    }
    page.gap();
    page.text
}

/// Returns where an error stands: its line, or the request where the line has several.
fn place(found: &Diagnosis<'_>, on_line: usize) -> String {
    match found.request.endpoint() {
        Some(endpoint) if on_line > 1 && found.request.path.is_some() => {
            clipped(&safe_line(&endpoint), MOST_PLACE)
        }
        _ => format!("line {}", found.line),
    }
}

/// Says that an input has no error that errdoc could name.
pub(crate) fn no_answer(report: &Report<'_>, look: Look) -> String {
    let mut page = Page::new(look);
    if report.outcome == Outcome::Success {
        page.item("", "A success, not an error: there is nothing to fix.");
    } else if report.outcome == Outcome::Empty && report.notes.is_empty() {
        page.item(
            "",
            "Nothing here looks like an API's response. Try: curl -sSi URL | errdoc",
        );
    }
    for note in &report.notes {
        page.item("", note);
    }
    page.text
}

/// Returns one diagnosis.
fn diagnosis(d: &Diagnosis<'_>, look: Look) -> String {
    let mut page = Page::new(look);
    head(&mut page, d);
    page.gap();
    said(&mut page, d);
    // Who answered in the API's place is the answer, where only the status is known.
    let is_bare = d.certainty == Certainty::StatusOnly;
    if is_bare {
        notes(&mut page, &d.notes);
    }
    match (d.entry, d.advice) {
        (Some(entry), _) => advice(&mut page, entry, &d.values),
        (None, Some(status)) if d.certainty == Certainty::UnknownApi => {
            analogies(&mut page, d);
            page.labelled("Why", &status.meaning);
            page.steps("Fix", &numbered(d.status_steps().into_iter()));
            own_advice(&mut page, d);
        }
        (None, None) if d.certainty == Certainty::UnknownApi => {
            analogies(&mut page, d);
            own_advice(&mut page, d);
        }
        (None, Some(status)) => {
            if let Some(Family { advice, .. }) = d.family {
                page.labelled("Advice", advice);
            }
            page.labelled("Why", &status.meaning);
            page.steps("Fix", &numbered(d.status_steps().into_iter()));
            page.labelled("Retry", &status.retry.advice);
        }
        (None, None) => {
            if let Some(family) = d.family {
                page.labelled("Advice", &family.advice);
            }
        }
    }
    if !is_bare {
        notes(&mut page, &d.notes);
    }
    if let Some(id) = &d.request_id {
        page.labelled("Request", &safe_line(id));
    }
    if let Some(seen) = seen(d) {
        page.labelled("Seen", &seen);
    }
    if let Some(rivals) = rivals(d) {
        let label = if d.entry.is_some() { "Or" } else { "Maybe" };
        page.labelled(label, &rivals);
    }
    if let Some(url) = &d.docs_url {
        page.address("Docs", url);
    }
    page.text
}

/// Adds the head line of a diagnosis, and what the error is called.
fn head(page: &mut Page, d: &Diagnosis<'_>) {
    let status = d.http_status.map(|status| status_of(d.api, status));
    let paint = page.look.paint;
    let again = Again::now(d);
    match (d.entry, d.api, &d.code) {
        (Some(entry), Some(api), _) => {
            page.head(&name(&api.id, &entry.code), &Vec::from_iter(status), again);
            let doubt = match d.certainty {
                Certainty::Possible => paint.warning(" (low confidence)"),
                _ => String::new(),
            };
            page.line(&format!(
                "{}{doubt}",
                paint.strong(&safe_line(&entry.title))
            ));
        }
        (None, Some(api), Some(code)) => {
            let mut facts = Vec::from_iter(status);
            facts.push("not in the catalog".to_owned());
            page.head(&name(&api.id, code), &facts, again);
            if let Some(family) = d.family {
                page.line(&paint.strong(&safe_line(&format!(
                    "Unknown code of the group {}",
                    family.name
                ))));
            }
        }
        _ if d.certainty == Certainty::UnknownApi => {
            let mut facts = Vec::from_iter(status.clone().filter(|_| d.code.is_some()));
            facts.push(unmatched(d).to_owned());
            let code = d.code.as_deref().map(safe_line);
            let head = code.or(status).unwrap_or_else(|| "An error".to_owned());
            page.head(&head, &facts, again);
            let title = d.title.clone();
            if let Some(title) = title.or_else(|| d.advice.map(|advice| advice.reason.clone())) {
                page.line(&paint.strong(&safe_line(&title)));
            }
        }
        _ => {
            let mut facts = Vec::from_iter(d.advice.map(|advice| advice.reason.clone()));
            facts.push("only the status is known".to_owned());
            page.head(&status.unwrap_or_default(), &facts, again);
        }
    }
}

/// Says that no API is known for a body.
pub(in super::super) fn unmatched(d: &Diagnosis<'_>) -> &'static str {
    match d.doubt {
        Some(Doubt::Chosen) => "none of the APIs considered matches",
        _ => "no API in the catalog matches",
    }
}

/// Adds what other APIs mean by the same code.
fn analogies(page: &mut Page, d: &Diagnosis<'_>) {
    if let Some(said) = analogy(d) {
        page.labelled("Like", &said);
    }
    if d.advice.is_none() {
        for (position, step) in analogous_steps(d).iter().enumerate() {
            let label = if position == 0 { "Fix" } else { "" };
            page.labelled(label, step);
        }
    }
}

/// Adds the advice about a retry that is not an entry's.
fn own_advice(page: &mut Page, d: &Diagnosis<'_>) {
    if let Some(retry) = d.retry().filter(|retry| !retry.advice.is_empty()) {
        page.labelled("Retry", &retry.advice);
    }
}

/// Returns in a sentence what other APIs mean by the same code.
pub(in super::super) fn analogy(d: &Diagnosis<'_>) -> Option<String> {
    let first = d.analogies.first()?;
    let mut names: Vec<&str> = d.analogies.iter().map(|analogy| analogy.provider).collect();
    names.dedup();
    let what = first.entry.title.trim_end_matches('.');
    Some(match names.as_slice() {
        [only] => format!("{only} uses this code for: {what}."),
        several => format!(
            "{} APIs use this code ({}), {} for: {what}.",
            several.len(),
            several.join(", "),
            first.provider
        ),
    })
}

/// Adds what the response said, and how sure the reading is.
fn said(page: &mut Page, d: &Diagnosis<'_>) {
    if let Some(message) = &d.message
        && d.entry.is_none_or(|entry| {
            !entry
                .title
                .eq_ignore_ascii_case(message.trim_end_matches('.'))
        })
    {
        page.labelled("Message", &begun(&safe_line(message)));
    }
    for (position, (field, texts)) in d.fields.iter().enumerate() {
        let label = if position == 0 { "Fields" } else { "" };
        let text =
            if texts.is_empty() || (d.fields.len() == 1 && Some(&texts[0]) == d.message.as_ref()) {
                field.clone()
            } else {
                format!("{field}: {}", texts.join(" "))
            };
        page.labelled(label, &safe_line(&text));
    }
    if let Some(values) = values(d) {
        page.labelled("Values", &safe_line(&values));
    }
    if d.entry.is_some() {
        page.labelled(
            "Confidence",
            &format!("{}: {}", d.certainty.id(), agreement(&d.evidence)),
        );
        if let Some(mut because) = d.not_certain_because() {
            if let Some(surer) = d.surer_with() {
                because = format!("{because} {surer}");
            }
            page.labelled("Because", &because);
        }
    }
}

/// Returns how a message begins that would fill a screen, with its length.
fn begun(message: &str) -> String {
    let Some((end, _)) = message.char_indices().nth(MAX_SHOWN) else {
        return message.to_owned();
    };
    let begin = &message[..end];
    // One that is cut already says its length.
    let length = message
        .rfind("… [")
        .filter(|_| message.ends_with(" characters]"));
    match length {
        Some(length) => begin.to_owned() + &message[length..],
        None => format!("{begin}… [{} characters]", message.chars().count()),
    }
}

/// Returns what was taken from the message, without the wait: that is in the head line.
pub(in super::super) fn values(d: &Diagnosis<'_>) -> Option<String> {
    let values: Vec<String> = d
        .values
        .iter()
        .filter(|(name, _)| *name != "retry_after_seconds")
        .map(|(name, value)| format!("{name} {value}"))
        .collect();
    (!values.is_empty()).then(|| values.join(", "))
}

/// Returns how often an error was seen, if more than once.
pub(in super::super) fn seen(d: &Diagnosis<'_>) -> Option<String> {
    (d.count > 1).then(|| format!("{} times, first on line {}", d.count, d.line))
}

/// Returns what else a response may be.
pub(in super::super) fn rivals(d: &Diagnosis<'_>) -> Option<String> {
    let rivals: Vec<String> = d
        .rivals
        .iter()
        .map(|rival| {
            let certainty = rival.certainty.id();
            format!("{} {} ({certainty})", rival.provider, rival.entry.code)
        })
        .collect();
    (!rivals.is_empty()).then(|| rivals.join(", "))
}

/// Says what agrees between a response and its entry.
pub(crate) fn agreement(evidence: &[Evidence]) -> String {
    let reasons: Vec<&str> = evidence
        .iter()
        .map(|evidence| match evidence {
            Evidence::Envelope => "shape",
            Evidence::Code => "code",
            Evidence::HttpStatus => "HTTP status",
            Evidence::StatusName => "status name",
            Evidence::Message => "message",
            Evidence::Fields => "field names",
            Evidence::Host => "host",
            Evidence::Header => "header",
            Evidence::Text => "the program's own wording",
        })
        .collect();
    match reasons.split_last() {
        Some((last, [])) => format!("the {last} agrees"),
        Some((last, first)) => format!("{} and {last} agree", first.join(", ")),
        None => String::new(),
    }
}
