//! What `parse` answers: diagnoses.

use std::collections::BTreeMap;

use serde::Serialize;

use super::super::steps;
use super::{RetryView, StepView, VERSION, document, line, step, texts};
use crate::catalog::Verdict;
use crate::diagnose::{Diagnosis, Report};
use crate::pattern::Values;

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
pub(in super::super) struct DiagnosisView<'a> {
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
    pub(in super::super) line: usize,
    count: usize,
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

/// Returns `parse`'s answer as one object.
pub(crate) fn report(report: &Report<'_>) -> String {
    document(&ReportView {
        schema_version: VERSION,
        outcome: report.outcome.id(),
        diagnoses: report.diagnoses.iter().map(diagnosis).collect(),
        notes: &report.notes,
    })
}

/// Returns `parse`'s diagnoses one a line.
pub(crate) fn report_lines(report: &Report<'_>) -> String {
    let lines = report.diagnoses.iter().map(|d| line(&diagnosis(d)));
    lines.collect()
}

/// Returns the view of a diagnosis.
pub(in super::super) fn diagnosis<'a>(d: &'a Diagnosis<'_>) -> DiagnosisView<'a> {
    let remediation = match (d.entry, d.family, d.advice) {
        (Some(entry), ..) => texts(&steps(entry, &d.values)),
        (None, Some(family), _) => vec![family.advice.clone()],
        (None, None, Some(_)) => d.status_steps().into_iter().map(str::to_owned).collect(),
        (None, None, None) => analogous_steps(d),
    };
    let sentence = |text: &String| StepView {
        text: text.clone(),
        command: None,
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
            None => remediation.iter().map(sentence).collect(),
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

/// Returns what helps with the same code of other APIs.
pub(in super::super) fn analogous_steps(d: &Diagnosis<'_>) -> Vec<String> {
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
