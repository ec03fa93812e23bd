//! Answers in Markdown: for issues, chats, wikis and screen readers.

use std::fmt::Write as _;

use super::json::message;
use super::text::{agreement, analogy, rivals, seen, several, values};
use super::{Again, contradictions, help, status_and_sign, status_of, steps};
use crate::catalog::{Api, Hit, Row, Status, Step};
use crate::diagnose::{Diagnosis, Report};
use crate::pattern::Values;
use crate::sanitize::{safe, safe_line};

/// Returns one entry.
pub(crate) fn entry(hit: &Hit) -> String {
    let entry = &hit.entry;
    let mut text = format!(
        "## `{}` {} ({})\n\n{} · {}{} · {}\n\n",
        code(&entry.code),
        words(&entry.title),
        words(&hit.api_name),
        entry.category,
        status_and_sign(&entry.http_status),
        Again::usual(&entry.retry, entry.http_status.usual()),
        if entry.own_name {
            "errdoc's own name"
        } else {
            "the API's code"
        },
    );
    if let Some(sent) = message(entry) {
        let _ = writeln!(text, "**Message:** `{}`\n", code(sent));
    }
    let _ = writeln!(text, "**Cause:** {}\n\n**Fix:**\n", words(&entry.cause));
    numbered(&mut text, &steps(entry, &Values::new()));
    let _ = writeln!(text, "\n**Retry:** {}", words(&entry.retry.advice));
    if !entry.valid_examples.is_empty() {
        let valid: Vec<String> = entry
            .valid_examples
            .iter()
            .map(|v| format!("`{}`", code(v)))
            .collect();
        let _ = writeln!(text, "\n**Valid:** {}", valid.join(", "));
    }
    for note in &entry.notes {
        let _ = writeln!(text, "\n**Note:** {}", words(note));
    }
    for said in contradictions(entry) {
        let _ = writeln!(text, "\n**Exception:** {}", words(&said));
    }
    if !entry.see_also.is_empty() {
        let related: Vec<String> = entry
            .see_also
            .iter()
            .map(|c| format!("`{}`", code(c)))
            .collect();
        let _ = writeln!(text, "\n**See also:** {}", related.join(", "));
    }
    if let Some(url) = &hit.docs_url {
        let _ = writeln!(text, "\n**Docs:** {}", address(url));
    }
    text
}

/// Returns entries as a table.
pub(crate) fn table(rows: &[Row<'_>]) -> String {
    let has_several = rows.iter().any(|row| row.provider != rows[0].provider);
    let mut text = String::new();
    if has_several {
        text.push_str(
            "| API | Code | Category | HTTP status | Quick fix |\n|---|---|---|---|---|\n",
        );
    } else {
        text.push_str("| Code | Category | HTTP status | Quick fix |\n|---|---|---|---|\n");
    }
    for row in rows {
        if has_several {
            let _ = write!(text, "| {} ", words(row.provider));
        }
        let _ = writeln!(
            text,
            "| {} | {} | {} | {} |",
            words(row.code),
            row.category,
            row.http_status.map_or_else(String::new, |s| s.to_string()),
            words(row.quick_fix)
        );
    }
    text
}

/// Returns the readings of a code that has many.
pub(crate) fn many(typed: &str, rows: &[Row<'_>]) -> String {
    let count = rows.len();
    let said = format!("`{typed}` is ambiguous: {count} errors have this name.");
    format!("{}\n\n{}", words(&said), table(rows))
}

/// Says that what was typed has several readings, and which.
pub(crate) fn readings(typed: &str, hits: &[Hit]) -> String {
    format!("{}\n", words(&several(typed, hits)))
}

/// Returns what a bare status says.
pub(crate) fn status(number: u16, status: Option<&Status>, hits: &[Hit]) -> String {
    let mut text = match status {
        Some(status) => {
            let mut text = format!(
                "## HTTP {number} {}\n\n{}\n\n",
                status.reason, status.meaning
            );
            for (position, step) in status.steps().enumerate() {
                let _ = writeln!(text, "{}. {step}", position + 1);
            }
            let _ = writeln!(text, "\n**Retry:** {}", status.retry.advice);
            text
        }
        None => format!("## HTTP {number}\n"),
    };
    if !hits.is_empty() {
        text.push('\n');
        let rows: Vec<Row<'_>> = hits.iter().map(Hit::row).collect();
        text.push_str(&table(&rows));
    }
    text
}

/// Returns the APIs that there are, as a list.
pub(crate) fn overview(apis: &[Api]) -> String {
    let item = |api: &Api| format!("- `{}`: {}\n", code(&api.id), words(&api.name));
    apis.iter().map(item).collect()
}

/// Returns a guide.
pub(crate) fn guide(api: &Api) -> String {
    let mut text = format!("# {}\n", words(&api.name));
    for line in [&api.summary, &api.authentication].into_iter().flatten() {
        let _ = writeln!(text, "\n{}", words(line));
    }
    for (label, url) in [
        ("Base URL", &api.base_url),
        ("Errors", &api.docs_url),
        ("Status", &api.status_page),
    ] {
        if let Some(url) = url {
            let _ = writeln!(text, "\n{label}: {}", address(url));
        }
    }
    for section in &api.guide {
        let _ = writeln!(text, "\n## {}\n", words(&section.title));
        for step in &section.steps {
            let _ = writeln!(text, "- {}", words(&step.text));
            fenced(&mut text, "  ", step);
        }
    }
    text.push_str("\n## Getting help\n\n");
    for line in help(api) {
        let _ = writeln!(text, "- {}", words(&line));
    }
    text
}

/// Returns the answer about an input.
pub(crate) fn report(report: &Report<'_>) -> String {
    let mut text = String::new();
    for found in &report.diagnoses {
        if !text.is_empty() {
            text.push('\n');
        }
        diagnosis(&mut text, found);
    }
    for note in report.notes.iter().filter(|_| !report.diagnoses.is_empty()) {
        let _ = writeln!(text, "\n{}", words(note));
    }
    text
}

/// Adds one diagnosis.
fn diagnosis(text: &mut String, d: &Diagnosis<'_>) {
    let name = match (d.api, &d.code) {
        (Some(api), Some(found)) => format!("`{}` of {}", code(found), words(&api.name)),
        (None, Some(found)) => format!("`{}` of an unknown API", code(found)),
        _ => d
            .http_status
            .map_or_else(|| "An error".to_owned(), |s| format!("HTTP {s}")),
    };
    let title = d
        .entry
        .map(|entry| entry.title.as_str())
        .or(d.title.as_deref())
        .or_else(|| d.advice.map(|advice| advice.reason.as_str()));
    let _ = writeln!(
        text,
        "## {name}{}\n",
        title.map(|t| format!(": {}", words(t))).unwrap_or_default()
    );
    let certainty = match d.entry {
        Some(_) => format!("{} ({})", d.certainty.id(), agreement(&d.evidence)),
        None => d.certainty.id().to_owned(),
    };
    let certainty = match d.not_certain_because() {
        Some(because) if d.entry.is_some() => format!("{certainty}. {}", words(&because)),
        _ => certainty,
    };
    let mut facts = vec![format!("Certainty: {certainty}")];
    facts.extend(d.http_status.map(|status| status_of(d.api, status)));
    facts.extend(Again::now(d).map(|again| again.to_string()));
    facts.extend(
        d.request_id
            .as_ref()
            .map(|id| format!("Request `{}`", code(id))),
    );
    let _ = writeln!(text, "{}\n", facts.join(" · "));
    if let Some(message) = &d.message {
        let _ = writeln!(text, "**Message:** {}\n", words(message));
    }
    for (field, texts) in &d.fields {
        let _ = writeln!(text, "- `{}`: {}", code(field), words(&texts.join(" ")));
    }
    if !d.fields.is_empty() {
        text.push('\n');
    }
    if let Some(values) = values(d) {
        let _ = writeln!(text, "**Values:** {}\n", words(&values));
    }
    if let Some(said) = analogy(d) {
        let _ = writeln!(text, "**Like:** {}\n", words(&said));
    }
    if let Some(entry) = d.entry {
        let _ = writeln!(text, "**Cause:** {}\n\n**Fix:**\n", words(&entry.cause));
        numbered(text, &steps(entry, &d.values));
    } else if let Some(family) = d.family {
        let _ = writeln!(text, "{}", words(&family.advice));
    } else if let Some(advice) = d.advice {
        let _ = writeln!(text, "**Cause:** {}\n", advice.meaning);
        for (position, step) in d.status_steps().iter().enumerate() {
            let _ = writeln!(text, "{}. {step}", position + 1);
        }
    }
    if let Some(retry) = d.retry() {
        let _ = writeln!(text, "\n**Retry:** {}", words(&retry.advice));
    }
    for note in &d.notes {
        let _ = writeln!(text, "\n**Note:** {}", words(note));
    }
    for (label, said) in [("Seen", seen(d)), ("Or", rivals(d))] {
        if let Some(said) = said {
            let _ = writeln!(text, "\n**{label}:** {}", words(&said));
        }
    }
    if let Some(url) = &d.docs_url {
        // Where the input leads is for the reader to see before going there.
        let known = [
            d.entry.and_then(|entry| entry.docs_url.as_ref()),
            d.api.and_then(|api| api.docs_url.as_ref()),
        ];
        let is_known = known.into_iter().flatten().any(|known| known == url);
        let said = match is_known {
            true => address(url),
            false => format!("`{}`", code(url)),
        };
        let _ = writeln!(text, "\n**Docs:** {said}");
    }
}

/// Adds numbered steps.
fn numbered(text: &mut String, steps: &[Step]) {
    for (position, step) in steps.iter().enumerate() {
        let _ = writeln!(text, "{}. {}", position + 1, words(&step.text));
        fenced(text, "   ", step);
    }
}

/// Adds a step's command as a code block.
fn fenced(text: &mut String, indent: &str, step: &Step) {
    if let Some(command) = &step.command {
        let _ = writeln!(text, "\n{indent}```sh");
        for line in command.lines() {
            let _ = writeln!(text, "{indent}{}", safe(line));
        }
        let _ = writeln!(text, "{indent}```");
    }
}

/// Makes text from outside plain words: no line breaks, and no markup of its own but code in single backticks.
pub(super) fn words(text: &str) -> String {
    let line = safe_line(text);
    let mut escaped = String::with_capacity(line.len());
    let mut rest = line.as_str();
    while let Some(c) = rest.chars().next() {
        if let Some(span) = code_span(rest).filter(|_| !escaped.ends_with('`')) {
            escaped.push_str(&rest[..span]);
            rest = &rest[span..];
            continue;
        }
        rest = &rest[c.len_utf8()..];
        let is_in_word =
            escaped.ends_with(char::is_alphanumeric) && rest.starts_with(char::is_alphanumeric);
        match c {
            // An underscore within a word is not markup.
            '_' if is_in_word => {}
            '<' | '>' | '[' | ']' | '*' | '_' | '`' | '\\' | '#' | '|' | '~' => escaped.push('\\'),
            // Platforms make links and mentions of these by themselves.
            '&' if is_entity(rest) => {
                escaped.push_str("&amp;");
                continue;
            }
            '@' => {
                escaped.push_str("&#64;");
                continue;
            }
            ':' if rest.starts_with("//") => {
                escaped.push_str("&#58;");
                continue;
            }
            _ => {}
        }
        escaped.push(c);
    }
    escaped
}

/// Returns true if what is after an ampersand makes it an entity.
fn is_entity(rest: &str) -> bool {
    let name = rest.trim_start_matches(|c: char| c.is_ascii_alphanumeric() || c == '#');
    name.len() < rest.len() && name.starts_with(';')
}

/// Returns the length of the code at the start of a text: in one backtick on each side, with nothing in it that is markup
/// where a reader of Markdown takes it for none.
fn code_span(text: &str) -> Option<usize> {
    let inner = text.strip_prefix('`')?;
    let length = inner.find('`').filter(|length| *length > 0)?;
    let is_single = !inner[length + 1..].starts_with('`');
    let is_plain = !inner[..length].contains(['<', '>', '[', ']', '|', '\\']);
    (is_single && is_plain).then_some(length + 2)
}

/// Returns an address as a link; what is none of the web stays words.
fn address(url: &str) -> String {
    let is_web = ["https://", "http://"]
        .iter()
        .any(|scheme| url.starts_with(scheme));
    if is_web && !url.contains(|c: char| c.is_whitespace() || c == '<' || c == '>') {
        format!("<{}>", safe_line(url))
    } else {
        words(url)
    }
}

/// Makes text from outside fit between two backticks.
pub(super) fn code(text: &str) -> String {
    safe_line(text).replace('`', "'")
}
