//! What one line of a log is, on one line.

use serde::Serialize;

use super::super::json::{DiagnosisView, diagnosis, line};
use crate::diagnose::Report;
use crate::sanitize::safe_cell;

/// The diagnoses of a line.
#[derive(Serialize)]
struct LineView<'a> {
    diagnoses: Vec<DiagnosisView<'a>>,
}

/// How many columns there are.
const COLUMNS: usize = 7;

/// Returns the answer to a line without an error.
pub(crate) fn nothing(is_tsv: bool) -> String {
    if is_tsv {
        "\t".repeat(COLUMNS - 1) + "\n"
    } else {
        "{\"diagnoses\":[]}\n".to_owned()
    }
}

/// Returns the diagnoses of a line as JSON.
pub(crate) fn json(report: &Report<'_>) -> String {
    line(&LineView {
        diagnoses: report.diagnoses.iter().map(diagnosis).collect(),
    })
}

/// Returns the first diagnosis of a line in columns: API, code, status, certainty, verdict, request id, quick fix.
pub(crate) fn tsv(report: &Report<'_>) -> String {
    let Some(first) = report.diagnoses.first() else {
        return nothing(true);
    };
    let status = first.http_status.map(|status| status.to_string());
    let verdict = first.retry().map(|retry| retry.verdict.id());
    let quick_fix = first.entry.map(|entry| entry.quick_fix.as_str());
    let cells: [Option<&str>; COLUMNS] = [
        first.api.map(|api| api.id.as_str()),
        first.code.as_deref(),
        status.as_deref(),
        Some(first.certainty.id()),
        verdict,
        first.request_id.as_deref(),
        quick_fix,
    ];
    let cells = cells.map(|cell| safe_cell(cell.unwrap_or_default()));
    cells.join("\t") + "\n"
}
