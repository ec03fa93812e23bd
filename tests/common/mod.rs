//! What the robustness tests share: every form of an answer in process, and what no answer may hold.

#[path = "../../src/render/mod.rs"]
#[allow(
    dead_code,
    unused_imports,
    unreachable_pub,
    reason = "the program uses the rest"
)]
mod render;

use errdoc::sanitize::is_unsafe;
use errdoc::support::{Payload, support_request};
use errdoc::{Catalog, Engine, Outcome, Report};

use render::style::{Links, Paint};
use render::{Look, github, json, markdown, support, text};

/// Gives the engine with the built-in catalog.
pub(crate) fn engine() -> Engine {
    Engine::new(&Catalog::builtin(), &[]).unwrap()
}

/// Gives the answer about an input in every form that the program has, each with its name.
pub(crate) fn answers(report: &Report<'_>) -> Vec<(&'static str, String)> {
    let look = Look {
        width: 80,
        paint: Paint::Plain,
        links: Links::Hidden,
    };
    let plain = if report.diagnoses.is_empty() && report.outcome != Outcome::Success {
        text::no_answer(report, look)
    } else {
        text::report(report, look)
    };
    let mut answers = vec![
        ("text", plain),
        ("json", json::report(report)),
        ("jsonl", json::report_lines(report)),
        ("markdown", markdown::report(report)),
        ("github", github::report(report)),
    ];
    if let Some(found) = report.diagnoses.first() {
        for payload in [Payload::LeftOut, Payload::Masked] {
            let request = support_request(found, payload);
            answers.push(("report text", support::text(&request)));
            answers.push(("report json", support::json(&request)));
            answers.push(("report markdown", support::markdown(&request)));
        }
    }
    answers
}

/// Returns the answer as JSON.
#[allow(dead_code, reason = "one test file compares whole answers")]
pub(crate) fn json(report: &Report<'_>) -> String {
    json::report(report)
}

/// Gives what is wrong with the answers about an input: a character that is not safe to print, a secret that is said.
pub(crate) fn leak(report: &Report<'_>, secrets: &[&str]) -> Option<String> {
    for (form, answer) in answers(report) {
        if let Some(c) = answer.chars().find(|c| is_unsafe(*c)) {
            return Some(format!("{form} has {c:?}"));
        }
        let is_command = |line: &str| {
            ["::error title=", "::warning title=", "::notice title="]
                .iter()
                .any(|command| line.starts_with(command))
        };
        if form == "github" && !answer.lines().all(is_command) {
            return Some(format!("github has a line of its own:\n{answer}"));
        }
        if let Some(secret) = secrets.iter().find(|secret| answer.contains(**secret)) {
            return Some(format!("{form} says {secret}:\n{answer}"));
        }
    }
    None
}
