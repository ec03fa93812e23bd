//! What `explain`, `list` and `search` answer: entries, statuses, and what was not found.

use serde::Serialize;

use super::super::contradictions;
use super::{RetryView, StepView, VERSION, document, line, retry, step, texts};
use crate::catalog::{Entry, Family, Hit, Status, Suggestion};

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
    #[serde(skip_serializing_if = "Vec::is_empty")]
    contradictions: Vec<String>,
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

/// Returns entries, statuses and misses as one object.
pub(crate) fn entries(hits: &[Hit], statuses: &[Status], misses: &[Miss]) -> String {
    document(&EntriesView {
        schema_version: VERSION,
        entries: hits.iter().map(entry).collect(),
        statuses: statuses.iter().map(status).collect(),
        not_found: misses.iter().map(miss).collect(),
    })
}

/// Returns entries one a line.
pub(crate) fn entry_lines(hits: &[Hit]) -> String {
    hits.iter().map(|hit| line(&entry(hit))).collect()
}

/// Returns the view of an entry.
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
        contradictions: contradictions(entry),
        aliases: &entry.aliases,
        docs_url: docs_url.as_deref(),
        source: &entry.source,
        since: entry.since.as_deref(),
    }
}

/// Returns the message that an entry is known by.
pub(in super::super) fn message(entry: &Entry) -> Option<&str> {
    entry.matches.messages.first().map(String::as_str)
}

/// Returns the view of a status.
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

/// Returns the view of a miss.
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
