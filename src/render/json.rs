//! The JSON contract: view structs apart from the domain types, so that the contract changes only on purpose.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::Serialize;

use super::steps;
use crate::catalog::{
    Api, CatalogError, Entry, Family, Hit, Retry, Section, Status, Step, Suggestion, Verdict,
};
use crate::diagnose::{Diagnosis, Report};
use crate::pattern::Values;
use crate::sanitize::{safe_json, window, windowed};

/// The version of the contract; it only grows.
pub(super) const VERSION: u32 = 1;

/// What `parse` answers.
#[derive(Serialize)]
struct ReportView<'a> {
    schema_version: u32,
    outcome: &'static str,
    diagnoses: Vec<DiagnosisView<'a>>,
    notes: &'a [String],
}

/// One diagnosis.
#[derive(Serialize)]
pub(super) struct DiagnosisView<'a> {
    provider: Option<&'a str>,
    code: Option<&'a str>,
    certainty: &'static str,
    not_certain_because: Option<String>,
    matched_by: Vec<&'static str>,
    title: Option<String>,
    category: Option<&'static str>,
    cause: Option<&'a str>,
    remediation: Vec<String>,
    steps: Vec<StepView>,
    quick_fix: Option<&'a str>,
    message: Option<&'a str>,
    http_status: Option<u16>,
    retry: RetryView<'a>,
    fields: BTreeMap<&'a str, &'a [String]>,
    values: &'a Values,
    request_id: Option<&'a str>,
    docs_url: Option<&'a str>,
    alternatives: Vec<RivalView<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    analogies: Vec<AnalogyView<'a>>,
    notes: &'a [String],
    pub(super) line: usize,
    count: usize,
}

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

/// Another reading.
#[derive(Serialize)]
struct RivalView<'a> {
    provider: &'a str,
    code: &'a str,
    certainty: &'static str,
}

/// An entry of another API with the same code.
#[derive(Serialize)]
struct AnalogyView<'a> {
    provider: &'a str,
    code: &'a str,
}

/// What `explain`, `list` and `search` answer.
#[derive(Serialize)]
struct EntriesView<'a> {
    schema_version: u32,
    entries: Vec<EntryView<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    statuses: Vec<StatusView<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    not_found: Vec<MissView<'a>>,
}

/// One entry.
#[derive(Serialize)]
struct EntryView<'a> {
    provider: &'a str,
    code: &'a str,
    own_name: bool,
    title: &'a str,
    category: &'static str,
    http_status: Option<u16>,
    message: Option<&'a str>,
    cause: &'a str,
    remediation: Vec<String>,
    steps: Vec<StepView>,
    quick_fix: &'a str,
    retry: RetryView<'a>,
    valid_examples: &'a [String],
    see_also: &'a [String],
    notes: &'a [String],
    aliases: &'a [String],
    docs_url: Option<&'a str>,
    source: &'a str,
    since: Option<&'a str>,
}

/// What a bare status says.
#[derive(Serialize)]
struct StatusView<'a> {
    http_status: u16,
    reason: &'a str,
    meaning: &'a str,
    remediation: Vec<&'a str>,
    quick_fix: &'a str,
    retry: RetryView<'a>,
    source: &'a str,
}

/// A code that is not in the catalog.
#[derive(Serialize)]
struct MissView<'a> {
    query: &'a str,
    suggestions: Vec<SuggestionView<'a>>,
    families: Vec<FamilyView<'a>>,
}

/// A near code.
#[derive(Serialize)]
struct SuggestionView<'a> {
    provider: &'a str,
    code: &'a str,
    title: &'a str,
}

/// The family of a missing code.
#[derive(Serialize)]
struct FamilyView<'a> {
    provider: &'a str,
    codes: &'a str,
    name: &'a str,
    advice: &'a str,
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

/// A query that found nothing, with what is near.
#[derive(Debug, Clone, Default)]
pub(crate) struct Miss {
    /// What was typed.
    pub(crate) query: String,
    /// Why there is nothing, where that is known.
    pub(crate) hint: Option<String>,
    /// Near codes.
    pub(crate) suggestions: Vec<Suggestion>,
    /// Families that the code would belong to.
    pub(crate) families: Vec<(String, Family)>,
}

/// Gives `parse`'s answer as one object.
#[must_use]
pub(crate) fn report(report: &Report<'_>) -> String {
    document(&ReportView {
        schema_version: VERSION,
        outcome: report.outcome.id(),
        diagnoses: report.diagnoses.iter().map(diagnosis).collect(),
        notes: &report.notes,
    })
}

/// Gives `parse`'s diagnoses one a line.
#[must_use]
pub(crate) fn report_lines(report: &Report<'_>) -> String {
    let lines = report.diagnoses.iter().map(|d| line(&diagnosis(d)));
    lines.collect()
}

/// Gives entries, statuses and misses as one object.
#[must_use]
pub(crate) fn entries(hits: &[Hit], statuses: &[Status], misses: &[Miss]) -> String {
    document(&EntriesView {
        schema_version: VERSION,
        entries: hits.iter().map(entry).collect(),
        statuses: statuses.iter().map(status).collect(),
        not_found: misses.iter().map(miss).collect(),
    })
}

/// Gives entries one a line.
#[must_use]
pub(crate) fn entry_lines(hits: &[Hit]) -> String {
    hits.iter().map(|hit| line(&entry(hit))).collect()
}

/// Gives what is wrong with catalog files, and what is worth a look.
#[must_use]
pub(crate) fn problems(problems: &[CatalogError], warnings: &[CatalogError]) -> String {
    document(&ProblemsView {
        schema_version: VERSION,
        problems: problems.iter().map(problem).collect(),
        warnings: warnings.iter().map(problem).collect(),
    })
}

/// Gives the view of a problem.
fn problem(problem: &CatalogError) -> ProblemView<'_> {
    ProblemView {
        file: &problem.file,
        line: problem.line,
        entry: problem.entry.as_deref().map(window),
        field: problem.field.as_deref().map(window),
        message: windowed(&problem.message),
    }
}

/// Gives the guides of some APIs.
#[must_use]
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

/// Gives trouble as an object.
#[must_use]
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

/// Gives the view of a diagnosis.
pub(super) fn diagnosis<'a>(d: &'a Diagnosis<'_>) -> DiagnosisView<'a> {
    let remediation = match (d.entry, d.family, d.advice) {
        (Some(entry), ..) => texts(&steps(entry, &d.values)),
        (None, Some(family), _) => vec![family.advice.clone()],
        (None, None, Some(_)) => d.status_steps().into_iter().map(str::to_owned).collect(),
        (None, None, None) => analogous_steps(d),
    };
    DiagnosisView {
        provider: d.api.map(|api| api.id.as_str()),
        code: d.code.as_deref(),
        certainty: d.certainty.id(),
        not_certain_because: d.not_certain_because(),
        matched_by: d.evidence.iter().map(|e| e.id()).collect(),
        title: d
            .entry
            .map(|entry| entry.title.clone())
            .or_else(|| d.title.clone())
            .or_else(|| d.family.map(|family| family.name.clone()))
            .or_else(|| d.advice.map(|advice| advice.reason.clone())),
        category: d
            .entry
            .map(|entry| entry.category)
            .or(d.category)
            .map(|category| category.id()),
        cause: d
            .entry
            .map(|entry| entry.cause.as_str())
            .or_else(|| d.advice.map(|advice| advice.meaning.as_str())),
        steps: match d.entry {
            Some(entry) => steps(entry, &d.values).into_iter().map(step).collect(),
            None => remediation.iter().map(|text| sentence(text)).collect(),
        },
        remediation,
        quick_fix: d
            .entry
            .map(|entry| entry.quick_fix.as_str())
            .or_else(|| d.advice.map(|advice| advice.quick_fix.as_str())),
        message: d.message.as_deref(),
        http_status: d.http_status,
        retry: RetryView {
            verdict: d
                .retry()
                .map_or(Verdict::Unknown, |retry| retry.verdict)
                .id(),
            after_seconds: d.after_seconds,
            advice: d.retry().map(|retry| retry.advice.as_str()),
        },
        fields: d
            .fields
            .iter()
            .map(|(name, texts)| (name.as_str(), texts.as_slice()))
            .collect(),
        values: &d.values,
        request_id: d.request_id.as_deref(),
        docs_url: d.docs_url.as_deref(),
        alternatives: d
            .rivals
            .iter()
            .map(|rival| RivalView {
                provider: rival.provider,
                code: &rival.entry.code,
                certainty: rival.certainty.id(),
            })
            .collect(),
        analogies: d
            .analogies
            .iter()
            .map(|analogy| AnalogyView {
                provider: analogy.provider,
                code: &analogy.entry.code,
            })
            .collect(),
        notes: &d.notes,
        line: d.line,
        count: d.count,
    }
}

/// Returns a step without a command.
fn sentence(text: &str) -> StepView {
    StepView {
        text: text.to_owned(),
        command: None,
    }
}

/// Returns the view of a step.
fn step(step: Step) -> StepView {
    StepView {
        text: step.text,
        command: step.command,
    }
}

/// Returns what helps with the same code of other APIs.
pub(super) fn analogous_steps(d: &Diagnosis<'_>) -> Vec<String> {
    let mut steps: Vec<String> = Vec::new();
    for analogy in &d.analogies {
        let step = format!(
            "With {}: {}.",
            analogy.provider,
            analogy.entry.quick_fix.trim_end_matches('.')
        );
        if !steps.contains(&step) {
            steps.push(step);
        }
    }
    steps
}

/// Gives the view of an entry.
fn entry(hit: &Hit) -> EntryView<'_> {
    let Hit {
        provider,
        docs_url,
        entry,
        ..
    } = hit;
    EntryView {
        provider,
        code: &entry.code,
        own_name: entry.own_name,
        title: &entry.title,
        category: entry.category.id(),
        http_status: entry.http_status.usual(),
        message: message(entry),
        cause: &entry.cause,
        remediation: texts(&entry.remediation),
        steps: entry.remediation.iter().cloned().map(step).collect(),
        quick_fix: &entry.quick_fix,
        retry: retry(&entry.retry),
        valid_examples: &entry.valid_examples,
        see_also: &entry.see_also,
        notes: &entry.notes,
        aliases: &entry.aliases,
        docs_url: docs_url.as_deref(),
        source: &entry.source,
        since: entry.since.as_deref(),
    }
}

/// Gives the message that an entry is known by.
pub(super) fn message(entry: &Entry) -> Option<&str> {
    entry.matches.messages.first().map(String::as_str)
}

/// Gives the view of a retry verdict.
fn retry(retry: &Retry) -> RetryView<'_> {
    RetryView {
        verdict: retry.verdict.id(),
        after_seconds: retry.after_seconds,
        advice: Some(&retry.advice),
    }
}

/// Gives the view of a status.
fn status(status: &Status) -> StatusView<'_> {
    StatusView {
        http_status: status.status,
        reason: &status.reason,
        meaning: &status.meaning,
        remediation: status.steps().collect(),
        quick_fix: &status.quick_fix,
        retry: retry(&status.retry),
        source: &status.source,
    }
}

/// Gives the view of a miss.
fn miss(miss: &Miss) -> MissView<'_> {
    MissView {
        query: &miss.query,
        suggestions: miss
            .suggestions
            .iter()
            .map(|s| SuggestionView {
                provider: &s.provider,
                code: &s.code,
                title: &s.title,
            })
            .collect(),
        families: miss
            .families
            .iter()
            .map(|(provider, family)| FamilyView {
                provider,
                codes: &family.codes,
                name: &family.name,
                advice: &family.advice,
            })
            .collect(),
    }
}

/// Gives steps as texts, a command on lines of its own.
fn texts(steps: &[Step]) -> Vec<String> {
    steps
        .iter()
        .map(|step| match &step.command {
            Some(command) => format!("{}\n{command}", step.text),
            None => step.text.clone(),
        })
        .collect()
}
