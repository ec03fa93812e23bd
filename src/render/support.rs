//! A support request as a letter to send, in Markdown or plain text, and as JSON.

use std::fmt::Write as _;

use errdoc::support::SupportRequest;
use serde::Serialize;

use super::json::{self, VERSION};
use super::markdown::{code, words};
use super::status_of;
use crate::sanitize::{safe, safe_line};

/// A support request's JSON.
#[derive(Serialize)]
struct SupportView<'a> {
    schema_version: u32,
    report: LetterView<'a>,
}

/// What is in it.
#[derive(Serialize)]
struct LetterView<'a> {
    to: Option<&'a str>,
    provider: Option<&'a str>,
    code: Option<&'a str>,
    title: Option<&'a str>,
    certainty: &'static str,
    message: Option<&'a str>,
    http_status: Option<u16>,
    request_id: Option<&'a str>,
    time: Option<&'a str>,
    endpoint: Option<&'a str>,
    fields: &'a [String],
    count: usize,
    notes: &'a [String],
    wanted: Vec<WantedView<'a>>,
    missing: Vec<&'a str>,
    steps: Vec<&'a str>,
    payload: Option<&'a str>,
}

/// What the vendor asks for.
#[derive(Serialize)]
struct WantedView<'a> {
    item: &'a str,
    value: Option<&'a str>,
}

/// Returns support requests as JSON, one object.
pub(crate) fn json(request: &SupportRequest<'_>) -> String {
    let missing = request.wanted.iter().filter(|(_, value)| value.is_none());
    json::document(&SupportView {
        schema_version: VERSION,
        report: LetterView {
            to: contact(request),
            provider: request.api.map(|api| api.id.as_str()),
            code: request.code.as_deref(),
            title: request.title.as_deref(),
            certainty: request.certainty.id(),
            message: request.message.as_deref(),
            http_status: request.http_status,
            request_id: request.request_id.as_deref(),
            time: request.time.as_deref(),
            endpoint: request.endpoint.as_deref(),
            fields: &request.fields,
            count: request.count,
            notes: &request.notes,
            wanted: request
                .wanted
                .iter()
                .map(|(item, value)| WantedView {
                    item,
                    value: value.as_deref(),
                })
                .collect(),
            missing: missing.map(|(item, _)| item.as_str()).collect(),
            steps: request
                .steps
                .iter()
                .map(|step| step.text.as_str())
                .collect(),
            payload: request.payload.as_deref(),
        },
    })
}

/// Returns where to send it.
fn contact<'a>(request: &'a SupportRequest<'_>) -> Option<&'a str> {
    request.api?.support.contact.as_deref()
}

/// Returns the subject line.
fn subject(request: &SupportRequest<'_>) -> String {
    let name = match (&request.code, request.http_status) {
        (Some(code), Some(status)) => format!("{code} ({})", status_of(request.api, status)),
        (Some(code), None) => code.clone(),
        (None, Some(status)) => format!("HTTP {status}"),
        (None, None) => "An error".to_owned(),
    };
    match &request.title {
        Some(title) => safe_line(&format!("{name}: {title}")),
        None => safe_line(&name),
    }
}

/// Returns the facts with their labels, those that are known.
fn facts(request: &SupportRequest<'_>) -> Vec<(&'static str, String)> {
    let known =
        |label: &'static str, value: Option<String>| value.map(|value| (label, safe_line(&value)));
    [
        known("API", request.api.map(|api| api.name.clone())),
        known("Code", request.code.clone()),
        known(
            match request.api {
                Some(api) if api.is_mail() => "Reply code",
                _ => "HTTP status",
            },
            request.http_status.map(|status| status.to_string()),
        ),
        known("Message", request.message.clone()),
        known(
            "Fields",
            Some(request.fields.join(", ")).filter(|fields| !fields.is_empty()),
        ),
        known("Request id", request.request_id.clone()),
        known("Time", request.time.clone()),
        known("Endpoint", request.endpoint.clone()),
        known(
            "Seen",
            (request.count > 1).then(|| format!("{} times", request.count)),
        ),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// Returns the catalog's address of support as Markdown that can also be read and copied as it is.
fn address(to: &str) -> String {
    let is_mail = to.matches('@').count() == 1 && !to.contains(['/', ':']);
    let is_plain = |c: char| c.is_ascii_graphic() && !"<>`\"\\".contains(c);
    match (is_mail || to.starts_with("https://")) && to.chars().all(is_plain) {
        true => format!("<{to}>"),
        false => words(to),
    }
}

/// Returns a support request in Markdown.
pub(crate) fn markdown(request: &SupportRequest<'_>) -> String {
    let mut text = format!("# {}\n\n", words(&subject(request)));
    if let Some(to) = contact(request) {
        let _ = writeln!(text, "To: {}\n", address(to));
    }
    text.push_str("| | |\n|---|---|\n");
    for (label, value) in facts(request) {
        let _ = writeln!(text, "| {label} | `{}` |", code(&value).replace('|', "\\|"));
    }
    for note in &request.notes {
        let _ = writeln!(text, "\n{}", words(note));
    }
    let missing: Vec<&String> = missing(request);
    if !missing.is_empty() {
        let _ = writeln!(text, "\n## Still missing: {} asks for it\n", asker(request));
        for item in missing {
            let _ = writeln!(text, "- [ ] {}", words(item));
        }
    }
    if !request.steps.is_empty() {
        text.push_str("\n## What was tried (tick what you did)\n\n");
        for step in &request.steps {
            let _ = writeln!(text, "- [ ] {}", words(&step.text));
        }
    }
    if let Some(payload) = &request.payload {
        let _ = writeln!(
            text,
            "\n## Request payload, masked\n\n```json\n{}\n```",
            safe(payload).replace("```", "'''")
        );
    }
    text
}

/// Returns a support request as plain text, for a mail.
pub(crate) fn text(request: &SupportRequest<'_>) -> String {
    let mut text = String::new();
    if let Some(to) = contact(request) {
        let _ = writeln!(text, "To: {}", safe_line(to));
    }
    let _ = writeln!(text, "Subject: {}\n", subject(request));
    for (label, value) in facts(request) {
        let _ = writeln!(text, "{:<13}{value}", format!("{label}:"));
    }
    for note in &request.notes {
        let _ = writeln!(text, "\n{}", safe_line(note));
    }
    let missing = missing(request);
    if !missing.is_empty() {
        let _ = writeln!(text, "\nStill missing, {} asks for it:", asker(request));
        for item in missing {
            let _ = writeln!(text, "[ ] {}", safe_line(item));
        }
    }
    if !request.steps.is_empty() {
        text.push_str("\nWhat was tried (tick what you did):\n");
        for step in &request.steps {
            let _ = writeln!(text, "[ ] {}", safe_line(&step.text));
        }
    }
    if let Some(payload) = &request.payload {
        let _ = writeln!(text, "\nRequest payload, masked:\n{}", safe(payload));
    }
    text
}

/// Returns who asks for what is missing.
fn asker(request: &SupportRequest<'_>) -> &'static str {
    match request.api {
        Some(_) => "the vendor",
        None => "any support",
    }
}

/// Returns what the vendor asks for and the input does not say.
fn missing<'a>(request: &'a SupportRequest<'_>) -> Vec<&'a String> {
    request
        .wanted
        .iter()
        .filter(|(_, value)| value.is_none())
        .map(|(item, _)| item)
        .collect()
}
