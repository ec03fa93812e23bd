//! From answers to text: each form of output is a file here, and each function gives a `String`.

pub(crate) mod fields;
pub(crate) mod github;
mod grid;
pub(crate) mod json;
pub(crate) mod markdown;
pub(crate) mod scan;
mod sealed;
mod shell;
pub(crate) mod short;
pub(crate) mod site;
pub(crate) mod style;
pub(crate) mod support;
pub(crate) mod table;
pub(crate) mod text;
pub(crate) mod wrap;

use std::fmt;

use errdoc::resend::{Twice, harm};

use crate::catalog::{Api, Entry, HttpStatus, Retry, Step, Verdict};
use crate::diagnose::Diagnosis;
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

/// What a head line says about a retry.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Again {
    /// The verdict.
    pub(crate) verdict: Verdict,
    /// The wait in seconds, if it is known.
    after_seconds: Option<u64>,
    /// Whether the request may have been carried out already.
    twice: Twice,
}

/// Returns the status of an answer as people write it: a mail server's is its reply code.
fn status_of(api: Option<&Api>, status: u16) -> String {
    match api {
        Some(api) if api.is_mail() => format!("SMTP {status}"),
        _ => format!("HTTP {status}"),
    }
}

/// Returns an entry's usual status with what separates it from what follows; nothing for an entry without one.
fn status_and_sign(status: &HttpStatus) -> String {
    let usual = status.usual();
    usual.map_or_else(String::new, |status| format!("HTTP {status} · "))
}

impl Again {
    /// Returns what is known without a response.
    fn usual(retry: &Retry, status: Option<u16>) -> Self {
        Self {
            verdict: retry.verdict,
            after_seconds: retry.after_seconds,
            twice: harm(retry, status, None),
        }
    }

    /// Returns what a response says.
    fn now(d: &Diagnosis<'_>) -> Option<Self> {
        d.retry().map(|retry| Self {
            verdict: retry.verdict,
            after_seconds: d.after_seconds,
            twice: harm(retry, d.http_status, d.request.method.as_deref()),
        })
    }
}

impl fmt::Display for Again {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let check = match (self.verdict, self.twice) {
            (Verdict::Wait, Twice::Harmless) => "then ",
            (_, Twice::Harmless) => "",
            (_, Twice::Unknown) => "check, then ",
        };
        match (self.verdict, self.after_seconds.map(span)) {
            (Verdict::No, _) => f.write_str("do not retry"),
            (Verdict::AfterFix, _) => f.write_str("retry after the fix"),
            (Verdict::Wait, Some(span)) => write!(f, "wait {span}, {check}retry"),
            (Verdict::Wait, None) => write!(f, "wait, {check}retry"),
            (Verdict::Backoff, Some(span)) => write!(f, "{check}retry in {span}, with backoff"),
            (Verdict::Backoff, None) => write!(f, "{check}retry with backoff"),
            (Verdict::Done, _) => f.write_str("already done, do not retry"),
            (Verdict::Unknown, _) => f.write_str("retry: not known"),
        }
    }
}

/// Returns a wait in the unit in which a person thinks of it.
fn span(seconds: u64) -> String {
    match seconds {
        0..=180 => format!("{seconds} s"),
        181..=7200 => format!("{} min", seconds.div_ceil(60)),
        _ => format!("{} h", seconds.div_ceil(3600)),
    }
}

/// Writes a number with its thousands apart.
fn grouped(number: impl fmt::Display) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// Returns what there is to know about getting help with an API, one thing a line.
fn help(api: &Api) -> Vec<String> {
    let support = &api.support;
    let mut lines = Vec::new();
    match &support.contact {
        Some(contact) => lines.push(format!("Write to {contact}.")),
        None if support.notes.is_empty() => {
            lines.push("The catalog names no support address.".to_owned());
        }
        None => {}
    }
    lines.extend(support.notes.iter().cloned());
    let include = support.include.iter();
    lines.extend(include.map(|wanted| format!("Include: {}", wanted.item)));
    lines.push("`errdoc report` writes the request from the response, without secrets.".to_owned());
    lines
}

/// Returns an entry's contradictions: what a body may carry, and what that means.
fn contradictions(entry: &Entry) -> Vec<String> {
    let quirks = entry.matches.quirks.iter();
    let said = quirks.map(|quirk| {
        let when = &quirk.when;
        let parts = [
            when.code.as_ref().map(|code| format!("code `{code}`")),
            when.status.map(|status| format!("HTTP {status}")),
            when.status_name
                .as_ref()
                .map(|name| format!("status name `{name}`")),
        ];
        let parts: Vec<String> = parts.into_iter().flatten().collect();
        format!("With {}: {}", parts.join(" and "), quirk.note)
    });
    said.collect()
}

/// Returns an entry's steps with the values of the message filled in.
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
