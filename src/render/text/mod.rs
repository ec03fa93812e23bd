//! Answers for people on a terminal: the most useful first, no longer than a screen.

mod diagnosis;
mod page;
mod rows;

pub(crate) use diagnosis::{agreement, no_answer, report};
pub(super) use diagnosis::{analogy, rivals, seen, unmatched, values};
pub(super) use rows::several;
pub(crate) use rows::{brief, found, many, ranked, readings};

use super::json::{Miss, message};
use super::{Again, Look, contradictions, grouped, help, steps};
use crate::catalog::{Api, Entry, Hit, HttpStatus, Row, Section, Status, Step};
use crate::pattern::{Values, fill, open_holes};
use crate::sanitize::safe_line;
use page::Page;
use rows::{LEAST_TITLE, rows};

/// How much of what was typed is said again.
const MOST_ECHO: usize = 40;

/// Returns what was typed as an answer repeats it.
fn echo(typed: &str) -> String {
    clipped(&safe_line(typed), MOST_ECHO)
}

/// How many lines a screen has at least.
const SCREEN: usize = 24;

/// How many notes are shown.
const MOST_NOTES: usize = 4;

/// Returns an API's name and code for the head line.
fn name(provider: &str, code: &str) -> String {
    safe_line(&format!("{provider} {code}"))
}

/// Returns one entry in full, with the related codes and their titles.
pub(crate) fn entry(
    hit: &Hit,
    values: &Values,
    related: &[(String, Option<String>)],
    look: Look,
) -> String {
    let mut page = Page::new(look);
    let entry = &hit.entry;
    page.head(
        &name(&hit.provider, &entry.code),
        &statuses(&entry.http_status),
        Some(Again::usual(&entry.retry, entry.http_status.usual())),
    );
    let origin = if entry.own_name {
        format!("{}; errdoc's own name, the API sends no code", hit.api_name)
    } else {
        format!("{}, {}", hit.api_name, entry.category)
    };
    let title = safe_line(&entry.title);
    let origin = format!("({})", safe_line(&origin));
    page.chain(
        &[
            (title.clone(), look.paint.strong(&title)),
            (origin.clone(), look.paint.faint(&origin)),
        ],
        " ",
    );
    page.gap();
    advice(&mut page, entry, values);
    if let Some(sent) = message(entry) {
        page.labelled("Message", &open_holes(&fill(sent, values)));
    }
    if !entry.valid_examples.is_empty() {
        page.labelled("Accepts", &entry.valid_examples.join("  "));
    }
    notes(&mut page, &entry.notes);
    for said in contradictions(entry) {
        page.labelled("Exception", &said);
    }
    if !entry.aliases.is_empty() {
        page.labelled("Aliases", &entry.aliases.join(", "));
    }
    // An answer that fills a screen already does without the titles.
    let is_long = page.text.lines().count() >= SCREEN;
    let related: Vec<String> = related
        .iter()
        .map(|(code, title)| match title {
            Some(title) if !is_long => format!("{code} ({title})"),
            _ => code.clone(),
        })
        .collect();
    if !related.is_empty() {
        page.labelled("See also", &related.join(", "));
    }
    if let Some(url) = &hit.docs_url {
        page.address("Docs", url);
    }
    page.text
}

/// Returns what the head of an entry says of its statuses.
fn statuses(status: &HttpStatus) -> Vec<String> {
    let all: Vec<String> = status.0.iter().map(u16::to_string).collect();
    match all.is_empty() {
        true => Vec::new(),
        false => vec![format!("HTTP {}", all.join(", "))],
    }
}

/// Adds cause, steps and retry advice.
fn advice(page: &mut Page, entry: &Entry, values: &Values) {
    page.labelled("Why", &entry.cause);
    page.steps("Fix", &steps(entry, values));
    if !entry.retry.advice.is_empty() {
        page.labelled("Retry", &entry.retry.advice);
    }
}

/// Adds notes.
fn notes(page: &mut Page, notes: &[String]) {
    for note in notes.iter().take(MOST_NOTES) {
        page.labelled("Note", note);
    }
}

/// Cuts a text to a width, with a mark where something is missing.
fn clipped(text: &str, width: usize) -> String {
    if text.chars().count() <= width {
        return text.to_owned();
    }
    let mut cut: String = text.chars().take(width.saturating_sub(1)).collect();
    cut.push('…');
    cut
}

/// Returns an API's entries, headed with what it is.
pub(crate) fn api(api: &Api, count: usize, table: &str, look: Look) -> String {
    let mut page = Page::new(look);
    let title = safe_line(&format!("{} ({})", api.name, api.id));
    page.line(&format!(
        "{} · {}",
        look.paint.strong(&title),
        entries(count)
    ));
    if let Some(summary) = &api.summary {
        page.item("", summary);
    }
    page.gap();
    page.text.push_str(table);
    page.gap();
    let id = safe_line(&api.id);
    for (what, command) in [
        ("One of them:", format!("errdoc explain {id}:CODE")),
        ("Limits, keys, help:", format!("errdoc guide {id}")),
    ] {
        page.line(&format!("{what:21}{}", look.paint.command(&command)));
    }
    page.text
}

/// Returns a count of entries in words.
pub(crate) fn entries(count: usize) -> String {
    match count {
        1 => "1 entry".to_owned(),
        count => format!("{} entries", grouped(count)),
    }
}

/// Returns the APIs with what they are for and how many entries each has, and how to go on.
pub(crate) fn apis(apis: &[(Api, usize)], look: Look) -> String {
    let mut page = Page::new(Look {
        width: look.width.max(40),
        ..look
    });
    let total: usize = apis.iter().map(|(_, count)| count).sum();
    let total = format!("{} APIs, {}.", apis.len(), entries(total));
    page.line(&look.paint.strong(&total));
    page.gap();
    let ids = apis.iter().map(|(api, _)| api.id.chars().count());
    let widest = ids.max().unwrap_or(0);
    let mut sorted: Vec<&(Api, usize)> = apis.iter().collect();
    sorted.sort_by_key(|(api, _)| &api.id);
    for (api, count) in sorted {
        let lead = format!("{:>6}  ", grouped(*count));
        let name = safe_line(&api.id);
        let blanks = " ".repeat(widest.saturating_sub(api.id.chars().count()) + 2);
        let about = match &api.summary {
            Some(summary) => format!("{}: {summary}", api.name),
            None => api.name.clone(),
        };
        let room = page.look.width.saturating_sub(lead.len() + widest + 2);
        // A word and a half says nothing.
        let about = match room >= LEAST_TITLE {
            true => blanks + &clipped(&safe_line(&about), room),
            false => String::new(),
        };
        page.line(&format!("{lead}{}{about}", look.paint.name(&name)));
    }
    page.gap();
    let first = apis.first().map_or("", |(api, _)| api.id.as_str());
    for (what, command) in [
        ("One API:", format!("errdoc list {first}")),
        ("One error:", format!("errdoc explain {first}:CODE")),
        ("By words:", "errdoc search card declined".to_owned()),
        ("By status:", "errdoc list --status 429".to_owned()),
        ("All of it:", "errdoc list --all".to_owned()),
    ] {
        page.line(&format!("{what:12}{}", look.paint.command(&command)));
    }
    page.text
}

/// Returns what a bare status says, and what each API means by it; `more` entries are left out.
pub(crate) fn status(
    number: u16,
    status: Option<&Status>,
    found: &[Row<'_>],
    more: usize,
    look: Look,
) -> String {
    let mut page = Page::new(look);
    match status {
        Some(status) => {
            page.head(
                &format!("HTTP {number}"),
                std::slice::from_ref(&status.reason),
                Some(Again::usual(&status.retry, Some(number))),
            );
            page.gap();
            page.labelled("Why", &status.meaning);
            page.steps("Fix", &numbered(status.steps()));
            page.labelled("Retry", &status.retry.advice);
            page.labelled("Source", &status.source);
        }
        None => page.line(&look.paint.name(&format!("HTTP {number}"))),
    }
    if !found.is_empty() {
        page.gap();
        page.line(&look.paint.strong("What each API means by it"));
        rows(&mut page, found);
        if more > 0 {
            let command = look
                .paint
                .command(&format!("errdoc list --status {number}"));
            page.line(&format!("{} more: {command}", grouped(more)));
        }
    }
    page.text
}

/// Returns sentences as steps.
fn numbered<'a>(texts: impl Iterator<Item = &'a str>) -> Vec<Step> {
    let step = |text: &str| Step {
        text: text.to_owned(),
        command: None,
    };
    texts.map(step).collect()
}

/// Where else to look for what is not in the catalog.
const MORE_WAYS: &str = "`errdoc search WORDS` finds entries by words, `errdoc list` shows all, `errdoc parse` reads a response.";

/// Says that there is no such code, and what is near.
pub(crate) fn miss(miss: &Miss, look: Look) -> String {
    let mut page = Page::new(look);
    if !miss.query.is_empty() {
        page.line(&format!(
            "No entry for {}.",
            look.paint.name(&echo(&miss.query))
        ));
    }
    if let Some(hint) = &miss.hint {
        page.item("", hint);
    }
    for (provider, family) in &miss.families {
        page.item(
            "",
            &format!(
                "It has the form of {provider}'s {} codes ({}). {}",
                family.codes, family.name, family.advice
            ),
        );
    }
    if miss.suggestions.is_empty() && miss.families.is_empty() && miss.hint.is_none() {
        page.item("", MORE_WAYS);
    }
    if !miss.suggestions.is_empty() {
        page.line("Did you mean:");
        page.names(miss.suggestions.iter().map(|near| {
            let name = name(&near.provider, &near.code);
            (format!("  {name}"), near.title.clone())
        }));
    }
    page.text
}

/// Returns a guide's sections.
pub(crate) fn guide(api: &Api, look: Look) -> String {
    let mut page = Page::new(look);
    page.line(
        &look
            .paint
            .strong(&safe_line(&format!("{} ({})", api.name, api.id))),
    );
    page.gap();
    for (label, text) in [
        ("About", &api.summary),
        ("Base URL", &api.base_url),
        ("Sign in", &api.authentication),
    ] {
        if let Some(text) = text {
            page.labelled(label, text);
        }
    }
    for (label, url) in [("Errors", &api.docs_url), ("Status", &api.status_page)] {
        if let Some(url) = url {
            page.address(label, url);
        }
    }
    for Section { title, steps } in &api.guide {
        page.gap();
        page.line(&look.paint.strong(&safe_line(title)));
        for step in steps {
            page.item("  - ", &step.text);
            if let Some(command) = &step.command {
                page.command(4, command);
            }
        }
    }
    page.gap();
    page.line(&look.paint.strong("Getting help"));
    for line in help(api) {
        page.item("  - ", &line);
    }
    page.text
}

/// Returns the head line of one input among several.
pub(crate) fn heading(name: &str, look: Look) -> String {
    format!(
        "{}\n",
        look.paint.faint(&safe_line(&format!("==> {name} <==")))
    )
}

/// Returns the APIs that there are, one a line, each with what is said of it after its name.
pub(crate) fn overview(apis: &[(Api, String)], look: Look) -> String {
    let mut page = Page::new(look);
    page.names(apis.iter().map(|(api, more)| {
        // A path is to be copied: such a line is not wrapped.
        let about = match more.as_str() {
            "" => api.name.clone(),
            more => format!("{}{more}", api.name).replace(' ', "\u{a0}"),
        };
        (safe_line(&api.id), about)
    }));
    page.text
}
