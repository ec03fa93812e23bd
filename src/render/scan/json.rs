//! The JSON contract of a scan.

use errdoc::scan::{Group, Occurrence, Seen, time};
use serde::Serialize;

use super::super::json::{DiagnosisView, diagnosis, document as write, line};
use super::{Answer, kind_of};
use crate::catalog::Verdict;

/// What `scan` answers.
#[derive(Serialize)]
struct ScanView<'a> {
    schema_version: u32,
    lines: u64,
    bytes: u64,
    unreadable_lines: u64,
    undated_errors: u64,
    errors: u64,
    from: Option<String>,
    to: Option<String>,
    bucket_seconds: Option<i64>,
    groups: Vec<GroupView<'a>>,
    unrecognized: Vec<UnknownView<'a>>,
    unreadable_files: Vec<FileView<'a>>,
}

/// All occurrences of one error.
#[derive(Serialize)]
struct GroupView<'a> {
    provider: Option<&'a str>,
    code: Option<&'a str>,
    title: String,
    category: Option<&'static str>,
    http_status: Option<u16>,
    certainty: &'static str,
    quick_fix: Option<&'a str>,
    retry: RetryView,
    count: u64,
    share: f64,
    first: SeenView<'a>,
    last: SeenView<'a>,
    request_ids: &'a [String],
    timeline: Vec<u64>,
}

/// Whether to retry.
#[derive(Serialize)]
struct RetryView {
    verdict: &'static str,
}

/// When and where.
#[derive(Serialize)]
struct SeenView<'a> {
    time: Option<String>,
    file: &'a str,
    line: u64,
}

/// What the catalog does not have.
#[derive(Serialize)]
struct UnknownView<'a> {
    kind: &'static str,
    provider: Option<&'a str>,
    code: Option<&'a str>,
    http_status: Option<u16>,
    #[serde(skip_serializing_if = "Option::is_none")]
    host: Option<&'a str>,
    count: u64,
    first: SeenView<'a>,
    last: SeenView<'a>,
}

/// An input that could not be read to its end.
#[derive(Serialize)]
struct FileView<'a> {
    file: &'a str,
    message: &'a str,
}

/// One occurrence: where it is, and what `parse` says of it.
#[derive(Serialize)]
struct OccurrenceView<'a> {
    file: &'a str,
    time: Option<String>,
    #[serde(flatten)]
    diagnosis: DiagnosisView<'a>,
}

/// Returns the answer as one object.
pub(crate) fn document(answer: &Answer<'_, '_>) -> String {
    let tally = answer.tally;
    let seen = |seen: &Seen| SeenView {
        time: seen.time.map(time::written),
        file: &answer.names[seen.input],
        line: seen.line,
    };
    write(&ScanView {
        schema_version: 1,
        lines: tally.lines,
        bytes: tally.bytes,
        unreadable_lines: tally.unreadable_lines,
        undated_errors: tally.undated,
        errors: tally.errors,
        from: tally.span.map(|(from, _)| time::written(from)),
        to: tally.span.map(|(_, to)| time::written(to)),
        bucket_seconds: tally.bucket_seconds(),
        groups: answer
            .groups
            .iter()
            .map(|group| GroupView {
                provider: group.kind.provider,
                code: group.kind.code.as_deref(),
                title: answer.title(group),
                category: group.entry.map(|entry| entry.category.id()),
                http_status: group.kind.http_status,
                certainty: group.certainty.id(),
                quick_fix: group.entry.map(|entry| entry.quick_fix.as_str()),
                retry: RetryView {
                    verdict: verdict(group).id(),
                },
                count: group.count,
                share: answer.share(group),
                first: seen(&group.first),
                last: seen(&group.last),
                request_ids: &group.request_ids,
                timeline: tally.timeline(group),
            })
            .collect(),
        unrecognized: answer
            .unrecognized
            .iter()
            .map(|group| UnknownView {
                kind: kind_of(group),
                provider: group.kind.provider,
                code: group.kind.code.as_deref(),
                http_status: group.kind.http_status,
                host: group.kind.host.as_deref(),
                count: group.count,
                first: seen(&group.first),
                last: seen(&group.last),
            })
            .collect(),
        unreadable_files: answer
            .failures
            .iter()
            .map(|(file, message)| FileView { file, message })
            .collect(),
    })
}

/// Returns the verdict of a group of one error.
fn verdict(group: &Group<'_>) -> Verdict {
    group
        .entry
        .map_or(Verdict::Unknown, |entry| entry.retry.verdict)
}

/// Returns one occurrence on a line.
pub(crate) fn occurrence(occurrence: &Occurrence<'_, '_>, file: &str) -> String {
    let mut view = diagnosis(occurrence.diagnosis);
    view.line = usize::try_from(occurrence.seen.line).unwrap_or(usize::MAX);
    line(&OccurrenceView {
        file,
        time: occurrence.seen.time.map(time::written),
        diagnosis: view,
    })
}
