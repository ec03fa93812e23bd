//! Answers in one line each: what it is, whether to retry, and the quick fix.

use super::text::unmatched;
use super::{Again, Look, status_of};
use crate::catalog::{Hit, Status, Verdict};
use crate::diagnose::{Certainty, Diagnosis, Report};
use crate::sanitize::safe_line;

/// The parts of a line, each as it is and as it is painted.
type Parts = Vec<(String, String)>;

/// Returns the parts of a line.
fn parts(name: &str, facts: &[String], again: Option<Again>, fix: &str, look: Look) -> Parts {
    let plain = |text: &str| (safe_line(text), safe_line(text));
    let name = safe_line(name);
    let mut parts = vec![(name.clone(), look.paint.name(&name))];
    parts.extend(facts.iter().map(|fact| plain(fact)));
    if let Some(again) = again {
        let text = again.to_string();
        parts.push((text.clone(), look.paint.verdict(again.verdict, &text)));
    }
    parts.extend((!fix.is_empty()).then(|| plain(fix)));
    parts
}

/// Joins the parts of a line.
fn line(parts: Parts) -> String {
    let painted: Vec<String> = parts.into_iter().map(|(_, painted)| painted).collect();
    painted.join(" · ") + "\n"
}

/// Returns one entry.
pub(crate) fn entry(hit: &Hit, look: Look) -> String {
    let entry = &hit.entry;
    let usual = entry.http_status.usual();
    let facts = usual.map(|status| format!("HTTP {status}"));
    line(parts(
        &format!("{} {}", hit.provider, entry.code),
        &Vec::from_iter(facts),
        Some(Again::usual(&entry.retry, usual)),
        &entry.quick_fix,
        look,
    ))
}

/// Returns what a status says.
pub(crate) fn status(number: u16, status: Option<&Status>, look: Look) -> String {
    let facts = status.map(|status| status.reason.clone());
    let again = status.map(|status| Again::usual(&status.retry, Some(number)));
    let fix = status.map_or("", |status| status.quick_fix.as_str());
    line(parts(
        &format!("HTTP {number}"),
        &Vec::from_iter(facts),
        again,
        fix,
        look,
    ))
}

/// Returns the diagnoses of a report.
pub(crate) fn report(report: &Report<'_>, look: Look) -> String {
    let lines = report.diagnoses.iter().map(|d| diagnosis(d, look));
    lines.map(line).collect()
}

/// Returns the parts of the line of one diagnosis; a doubt is one of them.
pub(super) fn diagnosis(d: &Diagnosis<'_>, look: Look) -> Parts {
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
    parts(&name, &facts, again, fix, look)
}
