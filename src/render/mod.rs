//! From answers to text: each form of output is a file here, and each function gives a `String`.

pub(crate) mod github;
mod grid;
pub(crate) mod json;
pub(crate) mod markdown;
pub(crate) mod scan;
pub(crate) mod style;
pub(crate) mod support;
pub(crate) mod table;
pub(crate) mod text;
pub(crate) mod wrap;

use crate::catalog::{Api, Entry, Step, Verdict};
use crate::pattern::{Values, fill, fill_command, open_holes};

/// How output for people looks.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Look {
    /// How many columns there are.
    pub(crate) width: usize,
    /// Whether and how to colour.
    pub(crate) paint: style::Paint,
    /// Whether addresses can be clicked.
    pub(crate) links: style::Links,
}

/// Gives what a person calls the verdict, with the wait if it is known.
#[must_use]
pub(crate) fn verdict(verdict: Verdict, after_seconds: Option<u64>) -> String {
    match (verdict, after_seconds) {
        (Verdict::No, _) => "do not retry".to_owned(),
        (Verdict::AfterFix, _) => "retry after the fix".to_owned(),
        (Verdict::Wait, Some(seconds)) => format!("wait {}, then retry", span(seconds)),
        (Verdict::Wait, None) => "wait, then retry".to_owned(),
        (Verdict::Backoff, Some(seconds)) => format!("retry in {}, with backoff", span(seconds)),
        (Verdict::Backoff, None) => "retry with backoff".to_owned(),
        (Verdict::Done, _) => "already done, do not retry".to_owned(),
        (Verdict::Unknown, _) => "retry: not known".to_owned(),
    }
}

/// Gives a wait in the unit in which a person thinks of it.
fn span(seconds: u64) -> String {
    match seconds {
        0..=180 => format!("{seconds} s"),
        181..=7200 => format!("{} min", seconds.div_ceil(60)),
        _ => format!("{} h", seconds.div_ceil(3600)),
    }
}

/// Gives what there is to know about getting help with an API, one thing a line.
fn help(api: &Api) -> Vec<String> {
    let support = &api.support;
    let mut lines = Vec::new();
    match &support.contact {
        Some(contact) => lines.push(format!("Write to {contact}.")),
        None if support.notes.is_empty() => lines.push(
            "The vendor's error page names no support address: use the dashboard.".to_owned(),
        ),
        None => {}
    }
    lines.extend(support.notes.iter().cloned());
    let include = support.include.iter();
    lines.extend(include.map(|wanted| format!("Include: {}", wanted.item)));
    lines.push("`errdoc report` writes that from the response, without secrets.".to_owned());
    lines
}

/// Gives an entry's steps with the values of the message filled in.
fn steps(entry: &Entry, values: &Values) -> Vec<Step> {
    entry
        .remediation
        .iter()
        .map(|step| Step {
            text: open_holes(&fill(&step.text, values)).into_owned(),
            command: step
                .command
                .as_ref()
                .map(|command| fill_command(command, values)),
        })
        .collect()
}
