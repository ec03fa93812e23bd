//! Diagnoses as workflow commands of GitHub Actions: one annotation an error.

use super::Again;
use crate::diagnose::{Diagnosis, Outcome, Report};
use crate::sanitize::safe;

/// Returns one line per error, `::error title=...::...`, and one for what is to be said of the input as a whole.
///
/// Whatever is printed in a run is read for commands, wherever in it a line begins: no text is on a line of its own here.
pub(crate) fn report(report: &Report<'_>) -> String {
    let mut lines: String = report.diagnoses.iter().map(line).collect();
    let (command, said) = match report.outcome {
        Outcome::Success => (
            "notice",
            "A success, not an error: there is nothing to fix.",
        ),
        Outcome::Empty if report.notes.is_empty() => {
            ("warning", "Nothing here looks like an API's response.")
        }
        _ => ("warning", ""),
    };
    let said: Vec<&str> = std::iter::once(said)
        .chain(report.notes.iter().map(String::as_str))
        .filter(|text| !text.is_empty())
        .collect();
    if !said.is_empty() {
        let said = data(&safe(&said.join("\n")));
        lines.push_str(&format!("::{command} title=errdoc::{said}\n"));
    }
    lines
}

/// Returns the line about one error. GitHub cuts long annotations, so that it has the short form of everything.
fn line(d: &Diagnosis<'_>) -> String {
    let mut title = match (d.api, d.code.as_deref(), d.http_status) {
        (Some(api), Some(code), _) => format!("{} {code}", api.id),
        (_, Some(code), _) => code.to_owned(),
        (_, None, Some(status)) => format!("HTTP {status}"),
        (_, None, None) => "API error".to_owned(),
    };
    let what = d
        .entry
        .map(|entry| entry.title.as_str())
        .or_else(|| d.family.map(|family| family.name.as_str()))
        .or_else(|| d.advice.map(|advice| advice.reason.as_str()));
    if let Some(what) = what {
        title.push_str(": ");
        title.push_str(what);
    }
    let mut lines = Vec::new();
    lines.extend(d.message.clone());
    let advice = d
        .entry
        .map(|entry| (entry.cause.as_str(), entry.quick_fix.as_str()))
        .or_else(|| {
            d.advice
                .map(|advice| (advice.meaning.as_str(), advice.quick_fix.as_str()))
        });
    if let Some((cause, fix)) = advice {
        lines.push(format!("Why: {cause}"));
        lines.push(format!("Fix: {fix}"));
    } else if let Some(family) = d.family {
        lines.push(format!("Fix: {}", family.advice));
    }
    if let Some(again) = Again::now(d) {
        let again = again.to_string();
        // Without the word twice.
        let again = again.strip_prefix("retry: ").unwrap_or(&again);
        let again = again.strip_prefix("retry ").unwrap_or(again);
        lines.push(format!("Retry: {again}"));
    }
    if let Some(id) = &d.request_id {
        lines.push(format!("Request: {id}"));
    }
    format!(
        "::error title={}::{}\n",
        property(&safe(&title)),
        data(&safe(&lines.join("\n")))
    )
}

/// Escapes the text of a workflow command, as the runner reads it back (`escapeData` of its toolkit).
fn data(text: &str) -> String {
    text.replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

/// Escapes a property of a workflow command (`escapeProperty` of its toolkit).
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::{property, report};

    #[test]
    fn a_property_holds_nothing_that_ends_it() {
        assert_eq!(property("50%: a, b\r\n"), "50%25%3A a%2C b%0D%0A");
    }

    #[test]
    fn a_message_cannot_give_the_runner_another_command() {
        let catalog = errdoc::Catalog::builtin();
        let body = br#"{"error":"Event 'a\n::stop-commands::x%0A' not found"}"#;
        let found = errdoc::diagnose(body, &catalog).unwrap();
        let lines = report(&found);
        assert_eq!(lines.lines().count(), 1, "{lines}");
        assert!(lines.contains("a%0A::stop-commands::x%250A"), "{lines}");
    }

    #[test]
    fn what_is_said_without_an_error_is_one_command_too() {
        let catalog = errdoc::Catalog::builtin();
        for (input, command) in [
            (String::new(), "warning"),
            (r#"{"success":true,"error":null}"#.to_owned(), "notice"),
        ] {
            let found = errdoc::diagnose(input.as_bytes(), &catalog).unwrap();
            assert!(found.diagnoses.is_empty(), "{input}");
            let lines = report(&found);
            assert_eq!(lines.lines().count(), 1, "{input}: {lines}");
            let start = format!("::{command} title=errdoc::");
            assert!(lines.starts_with(&start), "{input}: {lines}");
            assert!(!lines.contains("%0A::error::z"), "{lines}");
        }
    }

    #[test]
    fn each_error_is_a_line_with_its_name_and_fix() {
        let catalog = errdoc::Catalog::builtin();
        let found = errdoc::diagnose(b"HTTP/1.1 502 Bad Gateway\r\n\r\n", &catalog).unwrap();
        let lines = report(&found);
        assert!(
            lines.starts_with("::error title=HTTP 502%3A Bad Gateway::Why: "),
            "{lines}"
        );
        assert!(
            lines.ends_with("%0ARetry: check, then retry with backoff\n"),
            "{lines}"
        );
    }
}
