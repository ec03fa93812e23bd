//! Answers in one line each: what it is, whether to retry, and the quick fix.

use super::text::unmatched;
use super::{Again, Look, status_of};
use crate::catalog::{Hit, Status, Verdict};
use crate::diagnose::{Certainty, Diagnosis, Report};
use crate::sanitize::safe_line;

/// Joins the parts of a line.
fn line(name: &str, facts: &[String], again: Option<Again>, fix: &str, look: Look) -> String {
    let mut parts = vec![look.paint.name(&safe_line(name))];
    parts.extend(facts.iter().map(|fact| safe_line(fact)));
    if let Some(again) = again {
        parts.push(look.paint.verdict(again.verdict, &again.to_string()));
    }
    let fix = safe_line(fix);
    parts.extend((!fix.is_empty()).then_some(fix));
    format!("{}\n", parts.join(" · "))
}

/// Returns one entry.
pub(crate) fn entry(hit: &Hit, look: Look) -> String {
    let entry = &hit.entry;
    let usual = entry.http_status.usual();
    let facts = usual.map(|status| format!("HTTP {status}"));
    line(
        &format!("{} {}", hit.provider, entry.code),
        &Vec::from_iter(facts),
        Some(Again::usual(&entry.retry, usual)),
        &entry.quick_fix,
        look,
    )
}

/// Returns what a status says.
pub(crate) fn status(number: u16, status: Option<&Status>, look: Look) -> String {
    let facts = status.map(|status| status.reason.clone());
    let again = status.map(|status| Again::usual(&status.retry, Some(number)));
    let fix = status.map_or("", |status| status.quick_fix.as_str());
    line(
        &format!("HTTP {number}"),
        &Vec::from_iter(facts),
        again,
        fix,
        look,
    )
}

/// Returns the diagnoses of a report.
pub(crate) fn report(report: &Report<'_>, look: Look) -> String {
    let lines = report.diagnoses.iter().map(|d| diagnosis(d, look));
    lines.collect()
}

/// Returns one diagnosis; a doubt is part of it.
fn diagnosis(d: &Diagnosis<'_>, look: Look) -> String {
    let status = d.http_status.map(|status| status_of(d.api, status));
    let name = match (d.api, &d.code) {
        (Some(api), Some(code)) => format!("{} {code}", api.id),
        (Some(api), None) => api.id.clone(),
        (None, Some(code)) => code.clone(),
        _ => status.clone().unwrap_or_default(),
    };
    let mut facts = Vec::new();
    if d.api.is_some() || d.code.is_some() {
        facts.extend(status);
    }
    if d.api.is_none() {
        facts.push(match d.certainty {
            Certainty::UnknownApi => unmatched(d).to_owned(),
            _ => "only the status is known".to_owned(),
        });
    }
    if d.certainty == Certainty::Possible {
        facts.push("low confidence".to_owned());
    }
    let fix = match (d.entry, d.advice) {
        (Some(entry), _) => entry.quick_fix.as_str(),
        (None, Some(advice)) => advice.quick_fix.as_str(),
        (None, None) => "",
    };
    let again = Again::now(d).filter(|again| again.verdict != Verdict::Unknown);
    line(&name, &facts, again, fix, look)
}
