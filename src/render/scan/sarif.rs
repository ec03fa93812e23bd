//! What a scan found as SARIF 2.1.0, for code scanning and editors: a rule per API and code, a result per error with its place.

use errdoc::scan::{Group, Seen, time};
use serde_json::{Value, json};

use super::super::json::document as write;
use super::super::{markdown, steps};
use super::{Answer, kind_of, plural};
use crate::diagnose::Certainty;
use crate::pattern::{Values, open_holes};
use crate::sanitize::{safe, safe_line};

/// The schema of the format.
const SCHEMA: &str = "https://json.schemastore.org/sarif-2.1.0.json";

/// Returns the answer as one log with one run.
pub(crate) fn log(answer: &Answer<'_, '_>) -> String {
    let mut rules: Vec<Value> = Vec::new();
    let mut results: Vec<Value> = Vec::new();
    for group in answer.groups.iter().chain(&answer.unrecognized) {
        let id = id(group);
        let known = rules.iter().position(|rule| rule["id"] == id.as_str());
        let at = known.unwrap_or_else(|| {
            rules.push(rule(answer, group, &id));
            rules.len() - 1
        });
        results.push(result(answer, group, &id, at));
    }
    let failures: Vec<Value> = answer
        .failures
        .iter()
        .map(|(name, reason)| {
            let text = said(&format!("cannot read all of {name}: {reason}"));
            json!({ "level": "error", "message": { "text": text } })
        })
        .collect();
    write(&json!({
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{
            "tool": {
                "driver": {
                    "name": "errdoc",
                    "version": env!("CARGO_PKG_VERSION"),
                    "rules": rules,
                },
            },
            "invocations": [{
                "executionSuccessful": failures.is_empty(),
                "toolExecutionNotifications": failures,
            }],
            "results": results,
        }],
    }))
}

/// Returns the id of the rule for a group.
fn id(group: &Group<'_>) -> String {
    let kind = &group.kind;
    let id = match (kind.provider, &kind.code, kind.http_status) {
        (Some(provider), Some(code), _) => format!("{provider}/{code}"),
        (Some(provider), None, _) => provider.to_owned(),
        (None, Some(code), _) => code.clone(),
        (None, None, Some(status)) => format!("http/{status}"),
        (None, None, None) => kind_of(group).to_owned(),
    };
    unlinked(&safe_line(&id))
}

/// Returns how serious a group is: surely an error, or worth a look.
fn level(group: &Group<'_>) -> &'static str {
    match group.certainty {
        Certainty::Certain | Certainty::Likely => "error",
        _ => "warning",
    }
}

/// Returns what a group is called, in words.
fn title(answer: &Answer<'_, '_>, group: &Group<'_>) -> String {
    let title = match group.kind.is_known {
        true => answer.title(group),
        false => String::new(),
    };
    match title.is_empty() {
        true => answer.unknown(group).replacen("an error", "An error", 1),
        false => title,
    }
}

/// Returns the rule for a group: what the catalog says of it.
fn rule(answer: &Answer<'_, '_>, group: &Group<'_>, id: &str) -> Value {
    let mut rule = json!({
        "id": id,
        "shortDescription": { "text": said(&title(answer, group)) },
        "defaultConfiguration": { "level": level(group) },
    });
    let Some(entry) = group.entry else {
        return rule;
    };
    let cause = open_holes(&entry.cause);
    let (mut plain, mut marked) = (cause.to_string(), markdown::words(&cause));
    for (at, step) in (1..).zip(steps(entry, &Values::new())) {
        plain.push_str(&format!("\n{at}. {}", step.text));
        marked.push_str(&format!("\n{at}. {}", markdown::words(&step.text)));
    }
    if !entry.retry.advice.is_empty() {
        plain.push_str(&format!("\nRetry: {}", entry.retry.advice));
        marked.push_str(&format!(
            "\n\n**Retry:** {}",
            markdown::words(&entry.retry.advice)
        ));
    }
    rule["fullDescription"] = json!({ "text": said(&cause) });
    rule["help"] = json!({ "text": said(&plain), "markdown": braced(&marked) });
    rule["properties"] = json!({ "tags": [entry.category.id()] });
    let own = entry.docs_url.as_ref();
    let url = own.or_else(|| group.api.and_then(|api| api.docs_url.as_ref()));
    if let Some(url) = url.filter(|url| url.starts_with("https://")) {
        rule["helpUri"] = json!(url);
    }
    rule
}

/// Returns the result for a group: where it is first and last, and how often.
fn result(answer: &Answer<'_, '_>, group: &Group<'_>, id: &str, rule: usize) -> Value {
    let mut text = title(answer, group);
    if group.kind.is_known {
        let status = group.kind.http_status;
        let status = status.map_or_else(String::new, |status| format!(", HTTP {status}"));
        text.push_str(&format!(" ({}{status})", id.replacen('/', " ", 1)));
    }
    text.push_str(&format!(". {}", plural(group.count, "time")));
    let times = match group.count {
        1 => &[("at", &group.first)][..],
        _ => &[("first at", &group.first), ("last at", &group.last)],
    };
    for (word, seen) in times {
        if let Some(at) = seen.time {
            text.push_str(&format!(", {word} {}", time::written(at)));
        }
    }
    text.push('.');
    if group.possible > 0 && group.kind.is_known {
        text.push_str(&format!(" Low confidence: {} of these.", group.possible));
    }
    if let Some(fix) = answer.quick_fix(group) {
        text.push_str(&format!(" Fix: {fix}."));
    }
    let mut result = json!({
        "ruleId": id,
        "ruleIndex": rule,
        "level": level(group),
        "message": { "text": said(&text) },
        "locations": [location(answer, &group.first)],
        "occurrenceCount": group.count,
        "partialFingerprints": { "error/v1": id },
        "properties": {
            "certainty": group.certainty.id(),
            "requestIds": group.request_ids,
        },
    });
    if group.count > 1 {
        let mut last = location(answer, &group.last);
        last["message"] = json!({ "text": "The last of these." });
        result["relatedLocations"] = json!([last]);
    }
    result
}

/// Returns a place in an input.
fn location(answer: &Answer<'_, '_>, seen: &Seen) -> Value {
    json!({
        "physicalLocation": {
            "artifactLocation": { "uri": uri(&answer.names[seen.input]) },
            "region": { "startLine": seen.line.max(1) },
        },
    })
}

/// Returns the name of an input as an address, which is relative if the name is.
fn uri(name: &str) -> String {
    if name == "-" {
        return "stdin".to_owned();
    }
    let name = match cfg!(windows) {
        true => name.replace('\\', "/"),
        false => name.to_owned(),
    };
    let drive = cfg!(windows) && name.get(1..3) == Some(":/");
    let (start, path) = match name.as_str() {
        path if drive => ("file:///", path),
        path if path.starts_with('/') => ("file://", path),
        path => ("", path.strip_prefix("./").unwrap_or(path)),
    };
    let mut uri = start.to_owned();
    for byte in path.bytes() {
        match byte {
            b'/' | b'-' | b'.' | b'_' | b'~' => uri.push(char::from(byte)),
            byte if byte.is_ascii_alphanumeric() => uri.push(char::from(byte)),
            byte => uri.push_str(&format!("%{byte:02X}")),
        }
    }
    uri
}

/// Makes a text a message: without control characters, links and placeholders.
fn said(text: &str) -> String {
    unlinked(&braced(&safe(text)))
}

/// Takes the links out of a message.
fn unlinked(text: &str) -> String {
    text.replace("](", "] (")
}

/// Doubles the braces of a message, of which one alone begins a placeholder.
fn braced(text: &str) -> String {
    text.replace('{', "{{").replace('}', "}}")
}

#[cfg(test)]
mod tests {
    use super::{said, uri};

    #[test]
    fn a_name_is_an_address_that_leads_nowhere_else() {
        assert_eq!(uri("./logs/a b#1.log"), "logs/a%20b%231.log");
        assert_eq!(uri("https://a.example/x"), "https%3A//a.example/x");
        assert_eq!(uri("-"), "stdin");
        assert_eq!(uri("ü.log"), "%C3%BC.log");
        #[cfg(not(windows))]
        assert_eq!(uri("/var/log/a.log"), "file:///var/log/a.log");
    }

    #[test]
    fn nothing_from_outside_is_a_link_or_a_placeholder() {
        assert_eq!(said("[a](b) {0} \u{1b}"), "[a] (b) {{0}} \u{fffd}");
    }
}
