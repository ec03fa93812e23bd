//! The JSON contract: view structs apart from the domain types, so that the contract changes only on purpose.

mod diagnosis;
mod entries;

pub(super) use diagnosis::{DiagnosisView, analogous_steps, diagnosis};
pub(crate) use diagnosis::{report, report_lines};
pub(super) use entries::message;
pub(crate) use entries::{Miss, entries, entry_lines};

use std::borrow::Cow;

use serde::Serialize;

use crate::catalog::{Api, CatalogError, Retry, Section, Step};
use crate::sanitize::{safe_json, window, windowed};

/// The version of the contract; it only grows.
pub(super) const VERSION: u32 = 1;

/// What to do, and a command that helps.
#[derive(Serialize)]
struct StepView {
    text: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    command: Option<String>,
}

/// Whether to retry.
#[derive(Serialize)]
struct RetryView<'a> {
    verdict: &'static str,
    after_seconds: Option<u64>,
    advice: Option<&'a str>,
}

/// Trouble, as an object.
#[derive(Serialize)]
struct TroubleView<'a> {
    schema_version: u32,
    error: TroubleBody<'a>,
}

/// What is wrong.
#[derive(Serialize)]
struct TroubleBody<'a> {
    kind: &'a str,
    message: &'a str,
}

/// What `catalog check` answers.
#[derive(Serialize)]
struct ProblemsView<'a> {
    schema_version: u32,
    problems: Vec<ProblemView<'a>>,
    warnings: Vec<ProblemView<'a>>,
}

/// One problem of a catalog file.
#[derive(Serialize)]
struct ProblemView<'a> {
    file: &'a str,
    line: usize,
    entry: Option<Cow<'a, str>>,
    field: Option<Cow<'a, str>>,
    message: String,
}

/// What `guide` answers.
#[derive(Serialize)]
struct GuidesView<'a> {
    schema_version: u32,
    guides: Vec<GuideView<'a>>,
}

/// One API's guide.
#[derive(Serialize)]
struct GuideView<'a> {
    provider: &'a str,
    name: &'a str,
    summary: Option<&'a str>,
    base_url: Option<&'a str>,
    authentication: Option<&'a str>,
    docs_url: Option<&'a str>,
    status_page: Option<&'a str>,
    support_contact: Option<&'a str>,
    support_include: Vec<&'a str>,
    support_notes: &'a [String],
    sections: &'a [Section],
}

/// Returns what is wrong with catalog files, and what is worth a look.
pub(crate) fn problems(problems: &[CatalogError], warnings: &[CatalogError]) -> String {
    document(&ProblemsView {
        schema_version: VERSION,
        problems: problems.iter().map(problem).collect(),
        warnings: warnings.iter().map(problem).collect(),
    })
}

/// Returns the view of a problem.
fn problem(problem: &CatalogError) -> ProblemView<'_> {
    ProblemView {
        file: &problem.file,
        line: problem.line,
        entry: problem.entry.as_deref().map(window),
        field: problem.field.as_deref().map(window),
        message: windowed(&problem.message),
    }
}

/// Returns the guides of some APIs.
pub(crate) fn guides(apis: &[Api]) -> String {
    document(&GuidesView {
        schema_version: VERSION,
        guides: apis
            .iter()
            .map(|api| GuideView {
                provider: &api.id,
                name: &api.name,
                summary: api.summary.as_deref(),
                base_url: api.base_url.as_deref(),
                authentication: api.authentication.as_deref(),
                docs_url: api.docs_url.as_deref(),
                status_page: api.status_page.as_deref(),
                support_contact: api.support.contact.as_deref(),
                support_include: api
                    .support
                    .include
                    .iter()
                    .map(|wanted| wanted.item.as_str())
                    .collect(),
                support_notes: &api.support.notes,
                sections: &api.guide,
            })
            .collect(),
    })
}

/// Returns trouble as an object.
pub(crate) fn trouble(kind: &str, message: &str) -> String {
    document(&TroubleView {
        schema_version: VERSION,
        error: TroubleBody { kind, message },
    })
}

/// Writes an object for people and programs.
pub(super) fn document<T: Serialize>(view: &T) -> String {
    let mut text = safe_json(serde_json::to_string_pretty(view).unwrap_or_default());
    text.push('\n');
    text
}

/// Writes an object on one line.
pub(super) fn line<T: Serialize>(view: &T) -> String {
    let mut text = safe_json(serde_json::to_string(view).unwrap_or_default());
    text.push('\n');
    text
}

/// Returns the view of a step.
fn step(step: Step) -> StepView {
    StepView {
        text: step.text,
        command: step.command,
    }
}

/// Returns the view of a retry verdict.
fn retry(retry: &Retry) -> RetryView<'_> {
    RetryView {
        verdict: retry.verdict.id(),
        after_seconds: retry.after_seconds,
        advice: Some(&retry.advice),
    }
}

/// Returns steps as texts, a command on lines of its own.
fn texts(steps: &[Step]) -> Vec<String> {
    steps
        .iter()
        .map(|step| match &step.command {
            Some(command) => format!("{}\n{command}", step.text),
            None => step.text.clone(),
        })
        .collect()
}
