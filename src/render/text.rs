//! Answers for people on a terminal: the most useful first, no longer than a screen.

use std::collections::HashMap;
use std::fmt::Write as _;

use super::json::{Miss, analogous_steps, message};
use super::shell::broken;
use super::wrap::wrap;
use super::{Again, Look, help, status_of, steps};
use crate::catalog::{Api, Entry, Family, Hit, HttpStatus, Row, Section, Status, Step};
use crate::diagnose::{Certainty, Diagnosis, Evidence, Outcome, Report};
use crate::pattern::{Values, fill, open_holes};
use crate::sanitize::{safe, safe_line};
use errdoc::search::Ranked;

/// How wide labels are, with the blank behind them.
const LABEL: usize = 11;

/// The widest text that reads well.
const MOST_WIDTH: usize = 100;

/// The narrowest column of words behind names, and how far the words are set in where they stand below.
const LEAST_WORDS: usize = 40;
const NAME_INDENT: usize = 4;

/// How much of a request is said as the place of an error.
const MOST_PLACE: usize = 70;

/// How much of what was typed is said again.
const MOST_ECHO: usize = 40;

/// How many notes are shown.
const MOST_NOTES: usize = 4;

/// Collects an answer.
struct Page {
    text: String,
    look: Look,
}

impl Page {
    fn new(look: Look) -> Self {
        let look = Look {
            width: look.width.clamp(30, MOST_WIDTH),
            ..look
        };
        Self {
            text: String::new(),
            look,
        }
    }

    /// Adds a line as it is.
    fn line(&mut self, line: &str) {
        self.text.push_str(line);
        self.text.push('\n');
    }

    /// Adds a blank line.
    fn gap(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with("\n\n") {
            self.text.push('\n');
        }
    }

    /// Adds wrapped text behind a label.
    fn labelled(&mut self, label: &str, text: &str) {
        self.item(&format!("{label:LABEL$}"), text);
    }

    /// Adds an address behind a label. It is never wrapped, and can be clicked where the terminal lets it.
    fn address(&mut self, label: &str, url: &str) {
        let label = self.look.paint.faint(&format!("{label:LABEL$}"));
        let url = self.look.links.link(&safe_line(url));
        self.line(&format!("{label}{url}"));
    }

    /// Adds wrapped text behind a lead, with the following lines under its start.
    fn item(&mut self, lead: &str, text: &str) {
        let indent = lead.chars().count();
        let text = safe(text);
        let lines = wrap(&text, self.look.width.saturating_sub(indent).max(20));
        for (position, line) in lines.iter().enumerate() {
            if position == 0 {
                self.text.push_str(&self.look.paint.faint(lead));
            } else if line.trim_start().starts_with("::") {
                // At the start of a line it would be a command to a runner that reads this.
                self.text.pop();
                self.text.push(' ');
            } else {
                self.text.extend(std::iter::repeat_n(' ', indent));
            }
            self.text.push_str(line);
            self.text.push('\n');
        }
    }

    /// Adds numbered steps behind a label, each with its command.
    fn steps(&mut self, label: &str, steps: &[Step]) {
        for (position, step) in steps.iter().enumerate() {
            let label = if position == 0 { label } else { "" };
            let lead = format!("{label:LABEL$}{}. ", position + 1);
            self.item(&lead, &step.text);
            if let Some(command) = &step.command {
                self.command(lead.chars().count(), command);
            }
        }
    }

    /// Adds a command. A long one goes on after a `\`, so that a copy of it still runs.
    fn command(&mut self, indent: usize, command: &str) {
        let command = safe(command);
        for line in broken(&command, self.look.width.saturating_sub(indent)) {
            let line = self.look.paint.command(&line);
            let _ = writeln!(self.text, "{:indent$}{line}", "");
        }
    }

    /// Adds names, each with a few words in a column behind it, or below it where that column would be narrow.
    fn names(&mut self, items: impl Iterator<Item = (String, String)>) {
        let items: Vec<_> = items.collect();
        let widths = items.iter().map(|(name, _)| name.chars().count());
        let widest = widths.max().unwrap_or(0);
        let is_beside = widest + 2 + LEAST_WORDS <= self.look.width;
        for (name, about) in items {
            let (end, indent) = if is_beside {
                let blanks = widest - name.chars().count() + 2;
                (" ".repeat(blanks), widest + 2)
            } else {
                ("\n".to_owned() + &" ".repeat(NAME_INDENT), NAME_INDENT)
            };
            self.text.push_str(&self.look.paint.name(&name));
            self.text.push_str(&end);
            let lines = wrap(&safe_line(&about), self.look.width.saturating_sub(indent)).join("\n");
            let below = format!("\n{:indent$}", "");
            self.line(&lines.replace('\n', &below).replace('\u{a0}', " "));
        }
    }

    /// Adds the head line of an answer: what it is, and what to do about sending again.
    fn head(&mut self, name: &str, facts: &[String], again: Option<Again>) {
        let paint = self.look.paint;
        let mut parts = vec![(name.to_owned(), paint.name(name))];
        parts.extend(facts.iter().map(|fact| (fact.clone(), fact.clone())));
        if let Some(again) = again {
            let text = again.to_string();
            parts.push((text.clone(), paint.verdict(again.verdict, &text)));
        }
        self.chain(&parts, " · ");
    }

    /// Adds parts in a row, as they are and as they are painted, with a sign between them; what does not fit goes on the next line.
    fn chain(&mut self, parts: &[(String, String)], sign: &str) {
        let mut used = 0;
        for (position, (plain, painted)) in parts.iter().enumerate() {
            let width = plain.chars().count();
            if position > 0 {
                if used + sign.chars().count() + width > self.look.width {
                    self.text.push_str("\n  ");
                    used = 2;
                } else {
                    self.text.push_str(sign);
                    used += sign.chars().count();
                }
            }
            self.text.push_str(painted);
            used += width;
        }
        self.text.push('\n');
    }
}

/// Gives an API's name and code for the head line.
fn name(provider: &str, code: &str) -> String {
    safe_line(&format!("{provider} {code}"))
}

/// Gives one entry in full.
#[must_use]
pub(crate) fn entry(hit: &Hit, values: &Values, look: Look) -> String {
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
    if !entry.aliases.is_empty() {
        page.labelled("Aliases", &entry.aliases.join(", "));
    }
    if !entry.see_also.is_empty() {
        page.labelled("See also", &entry.see_also.join(", "));
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

/// Returns entries in a line each, and below those whose title and code lack the words, the text that has them.
#[must_use]
pub(crate) fn ranked(hits: &[Ranked], more: usize, look: Look) -> String {
    let mut page = Page::new(look);
    let found: Vec<Row<'_>> = hits.iter().map(|one| one.hit.row()).collect();
    let column = column(&found);
    for (one, found) in hits.iter().zip(&found) {
        row(&mut page, found, column);
        let is_seen = |field: &str| ["code", "title", "API"].contains(&field);
        let below = one.matched.iter().find(|matched| !is_seen(matched.field));
        if let Some(matched) = below {
            let text = format!("{}: {}", matched.field, matched.excerpt);
            let room = page.look.width.saturating_sub(NAME_INDENT);
            let text = clipped(&safe_line(&text), room);
            let text = look.paint.faint(&text);
            page.line(&format!("{:NAME_INDENT$}{text}", ""));
        }
    }
    if more > 0 {
        page.gap();
        let more = grouped(more);
        page.item(
            "",
            &format!("{more} more; another word or --provider narrows it, --all shows them."),
        );
    }
    page.text
}

/// Returns entries in a line each: API, code, title, status and verdict.
#[must_use]
pub(crate) fn brief(hits: &[Hit], look: Look) -> String {
    let mut page = Page::new(look);
    let found: Vec<Row<'_>> = hits.iter().map(Hit::row).collect();
    rows(&mut page, &found);
    page.text
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

/// The narrowest title in a row of entries; where less is left, it goes below the code.
const LEAST_TITLE: usize = 16;

/// The widest code that the titles beside it are lined up with.
const MOST_CODE: usize = 36;

/// Adds a line per entry: API, code, title, status and verdict.
fn rows(page: &mut Page, rows: &[Row<'_>]) {
    let column = column(rows);
    for row in rows {
        self::row(page, row, column);
    }
}

/// Returns where the titles of rows are lined up.
fn column(rows: &[Row<'_>]) -> usize {
    let widths = rows
        .iter()
        .map(|row| name(row.provider, row.code).chars().count());
    widths.filter(|w| *w <= MOST_CODE).max().unwrap_or(0) + 2
}

/// Adds the line of an entry, its title lined up in a column where there is room.
fn row(page: &mut Page, row: &Row<'_>, column: usize) {
    let paint = page.look.paint;
    {
        let name = name(row.provider, row.code);
        let status = row.http_status.map(|status| format!(" · {status}"));
        let status = status.unwrap_or_default();
        let verdict = row.verdict.brief();
        let lead = column.max(name.chars().count() + 2);
        let facts = status.chars().count() + 3 + verdict.chars().count();
        let room = page.look.width.saturating_sub(lead + facts);
        let title = safe_line(row.title);
        let (end, room) = if room >= LEAST_TITLE {
            (" ".repeat(lead - name.chars().count()), room)
        } else {
            let room = page.look.width.saturating_sub(NAME_INDENT + facts);
            (format!("\n{:NAME_INDENT$}", ""), room)
        };
        let line = format!(
            "{}{end}{}{status} · {}",
            paint.name(&name),
            clipped(&title, room.max(LEAST_TITLE)),
            paint.verdict(row.verdict, verdict)
        );
        page.line(&line);
    }
}

/// Returns the readings of a code that has many, the most common first, and how to see one.
#[must_use]
pub(crate) fn many(typed: &str, found: &[Row<'_>], look: Look) -> String {
    let mut page = Page::new(look);
    let typed = clipped(&safe_line(typed), MOST_ECHO);
    let count = found.len();
    page.item(
        "",
        &format!("`{typed}` is ambiguous: {count} errors have this name, the most common first."),
    );
    rows(&mut page, found);
    see_one(&mut page, found);
    page.text
}

/// Returns entries that have the words of a text that is nothing by itself.
#[must_use]
pub(crate) fn found(typed: &str, found: &[Row<'_>], look: Look) -> String {
    let mut page = Page::new(look);
    let typed = clipped(&safe_line(typed), MOST_ECHO);
    page.item(
        "",
        &format!("No code or message is `{typed}`; these entries have its words:"),
    );
    rows(&mut page, found);
    see_one(&mut page, found);
    page.text
}

/// Adds how to see one of several entries.
fn see_one(page: &mut Page, rows: &[Row<'_>]) {
    if let Some(first) = rows.first() {
        let name = safe_line(&format!("{}:{}", first.provider, first.code));
        let command = page.look.paint.command(&format!("errdoc explain {name}"));
        page.gap();
        page.line(&format!("To see one: {command}"));
    }
}

/// Returns an API's entries, headed with what it is.
#[must_use]
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

/// Returns a number with commas between its thousands.
pub(crate) fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (position, digit) in digits.chars().enumerate() {
        if position > 0 && (digits.len() - position).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// Returns the APIs with what they are for and how many entries each has, and how to go on.
#[must_use]
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
    for (api, count) in apis {
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

/// Gives what a bare status says, and what each API means by it; `more` entries are left out.
#[must_use]
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

/// Says that what was typed has several readings, and which.
#[must_use]
pub(crate) fn readings(typed: &str, hits: &[Hit], look: Look) -> String {
    let mut page = Page::new(look);
    let typed = clipped(&safe_line(typed), MOST_ECHO);
    page.item("", &format!("`{typed}` is ambiguous:"));
    let found: Vec<Row<'_>> = hits.iter().map(Hit::row).collect();
    rows(&mut page, &found);
    page.text
}

/// Says in a sentence which readings something has.
pub(super) fn several(typed: &str, hits: &[Hit]) -> String {
    let names: Vec<String> = hits
        .iter()
        .map(|hit| format!("{} {}", hit.provider, hit.entry.code))
        .collect();
    let typed = clipped(&safe_line(typed), MOST_ECHO);
    format!("`{typed}` is ambiguous: {}.", names.join(", "))
}

/// Where else to look for what is not in the catalog.
const MORE_WAYS: &str = "`errdoc search WORDS` finds entries by words, `errdoc list` shows all, `errdoc parse` reads a response.";

/// Says that there is no such code, and what is near.
#[must_use]
pub(crate) fn miss(miss: &Miss, look: Look) -> String {
    let mut page = Page::new(look);
    page.line(&format!(
        "No entry for {}.",
        look.paint
            .name(&clipped(&safe_line(&miss.query), MOST_ECHO))
    ));
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

/// Gives a guide's sections.
#[must_use]
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

/// Gives the answer about an input, or nothing when there is none to give.
#[must_use]
pub(crate) fn report(report: &Report<'_>, look: Look) -> String {
    let mut text = String::new();
    let total = report.diagnoses.len();
    let mut on_line: HashMap<usize, usize> = HashMap::new();
    for found in &report.diagnoses {
        *on_line.entry(found.line).or_default() += 1;
    }
    for (position, found) in report.diagnoses.iter().enumerate() {
        if total > 1 {
            let place = place(found, on_line[&found.line]);
            let mark = format!("{} of {total} · {place}", position + 1);
            let _ = writeln!(
                text,
                "{}{}",
                if position > 0 { "\n" } else { "" },
                look.paint.faint(&mark)
            );
        }
        text.push_str(&diagnosis(found, look));
    }
    let mut page = Page::new(look);
    if report.outcome == Outcome::Success {
        page.line(
            &look
                .paint
                .strong("A success, not an error: there is nothing to fix."),
        );
    }
    notes(&mut page, &report.notes);
    text + &page.text
}

/// Gives where an error stands: its line, or the request where the line has several.
fn place(found: &Diagnosis<'_>, on_line: usize) -> String {
    match found.request.endpoint() {
        Some(endpoint) if on_line > 1 && found.request.path.is_some() => {
            clipped(&safe_line(&endpoint), MOST_PLACE)
        }
        _ => format!("line {}", found.line),
    }
}

/// Says that an input has no error that errdoc could name.
#[must_use]
pub(crate) fn no_answer(report: &Report<'_>, look: Look) -> String {
    let mut page = Page::new(look);
    if report.outcome == Outcome::Success {
        page.item("", "A success, not an error: there is nothing to fix.");
    } else if report.outcome == Outcome::Empty && report.notes.is_empty() {
        page.item(
            "",
            "Nothing here looks like an API's response. Try: curl -si URL | errdoc parse",
        );
    }
    for note in &report.notes {
        page.item("", note);
    }
    page.text
}

/// Gives the head line of one input among several.
#[must_use]
pub(crate) fn heading(name: &str, look: Look) -> String {
    format!(
        "{}\n",
        look.paint.faint(&safe_line(&format!("==> {name} <==")))
    )
}

/// Gives the APIs that there are, one a line, each with what is said of it behind its name.
#[must_use]
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

/// Gives one diagnosis.
fn diagnosis(d: &Diagnosis<'_>, look: Look) -> String {
    let mut page = Page::new(look);
    let status = d.http_status.map(|status| status_of(d.api, status));
    let again = Again::now(d);
    match (d.entry, d.api, &d.code) {
        (Some(entry), Some(api), _) => {
            page.head(&name(&api.id, &entry.code), &Vec::from_iter(status), again);
            let doubt = match d.certainty {
                Certainty::Possible => look.paint.warning(" (low confidence)"),
                _ => String::new(),
            };
            page.line(&format!(
                "{}{doubt}",
                look.paint.strong(&safe_line(&entry.title))
            ));
        }
        (None, Some(api), Some(code)) => {
            let mut facts = Vec::from_iter(status);
            facts.push("not in the catalog".to_owned());
            page.head(&name(&api.id, code), &facts, again);
            if let Some(family) = d.family {
                page.line(&look.paint.strong(&safe_line(&format!(
                    "Unknown code of the group {}",
                    family.name
                ))));
            }
        }
        _ if d.certainty == Certainty::UnknownApi => {
            let mut facts = Vec::from_iter(status.clone().filter(|_| d.code.is_some()));
            facts.push("no API in the catalog matches".to_owned());
            let code = d.code.as_deref().map(safe_line);
            let head = code.or(status).unwrap_or_else(|| "An error".to_owned());
            page.head(&head, &facts, again);
            let title = d.title.clone();
            if let Some(title) = title.or_else(|| d.advice.map(|advice| advice.reason.clone())) {
                page.line(&look.paint.strong(&safe_line(&title)));
            }
        }
        _ => {
            let mut facts = Vec::from_iter(d.advice.map(|advice| advice.reason.clone()));
            facts.push("only the status is known".to_owned());
            page.head(&status.unwrap_or_default(), &facts, again);
        }
    }
    page.gap();
    said(&mut page, d);
    // Who answered in the API's place is the answer, where only the status is known.
    let is_bare = d.certainty == Certainty::StatusOnly;
    if is_bare {
        notes(&mut page, &d.notes);
    }
    match (d.entry, d.advice) {
        (Some(entry), _) => advice(&mut page, entry, &d.values),
        (None, Some(status)) if d.certainty == Certainty::UnknownApi => {
            analogies(&mut page, d);
            page.labelled("Why", &status.meaning);
            page.steps("Fix", &numbered(d.status_steps().into_iter()));
            own_advice(&mut page, d);
        }
        (None, None) if d.certainty == Certainty::UnknownApi => {
            analogies(&mut page, d);
            own_advice(&mut page, d);
        }
        (None, Some(status)) => {
            if let Some(Family { advice, .. }) = d.family {
                page.labelled("Advice", advice);
            }
            page.labelled("Why", &status.meaning);
            page.steps("Fix", &numbered(d.status_steps().into_iter()));
            page.labelled("Retry", &status.retry.advice);
        }
        (None, None) => {
            if let Some(family) = d.family {
                page.labelled("Advice", &family.advice);
            }
        }
    }
    if !is_bare {
        notes(&mut page, &d.notes);
    }
    if let Some(id) = &d.request_id {
        page.labelled("Request", &safe_line(id));
    }
    if let Some(seen) = seen(d) {
        page.labelled("Seen", &seen);
    }
    if let Some(rivals) = rivals(d) {
        let label = if d.entry.is_some() { "Or" } else { "Maybe" };
        page.labelled(label, &rivals);
    }
    if let Some(url) = &d.docs_url {
        page.address("Docs", url);
    }
    page.text
}

/// Adds what other APIs mean by the same code.
fn analogies(page: &mut Page, d: &Diagnosis<'_>) {
    if let Some(said) = analogy(d) {
        page.labelled("Like", &said);
    }
    if d.advice.is_none() {
        for (position, step) in analogous_steps(d).iter().enumerate() {
            let label = if position == 0 { "Fix" } else { "" };
            page.labelled(label, step);
        }
    }
}

/// Adds the advice about a retry that is not an entry's.
fn own_advice(page: &mut Page, d: &Diagnosis<'_>) {
    if let Some(retry) = d.retry().filter(|retry| !retry.advice.is_empty()) {
        page.labelled("Retry", &retry.advice);
    }
}

/// Returns in a sentence what other APIs mean by the same code.
pub(super) fn analogy(d: &Diagnosis<'_>) -> Option<String> {
    let first = d.analogies.first()?;
    let mut names: Vec<&str> = d.analogies.iter().map(|analogy| analogy.provider).collect();
    names.dedup();
    let what = first.entry.title.trim_end_matches('.');
    Some(match names.as_slice() {
        [only] => format!("{only} uses this code for: {what}."),
        several => format!(
            "{} APIs use this code ({}), {} for: {what}.",
            several.len(),
            several.join(", "),
            first.provider
        ),
    })
}

/// Adds what the response said, and how sure the reading is.
fn said(page: &mut Page, d: &Diagnosis<'_>) {
    if let Some(message) = &d.message
        && d.entry.is_none_or(|entry| {
            !entry
                .title
                .eq_ignore_ascii_case(message.trim_end_matches('.'))
        })
    {
        page.labelled("Message", &safe_line(message));
    }
    for (position, (field, texts)) in d.fields.iter().enumerate() {
        let label = if position == 0 { "Fields" } else { "" };
        let text =
            if texts.is_empty() || (d.fields.len() == 1 && Some(&texts[0]) == d.message.as_ref()) {
                field.clone()
            } else {
                format!("{field}: {}", texts.join(" "))
            };
        page.labelled(label, &safe_line(&text));
    }
    if let Some(values) = values(d) {
        page.labelled("Values", &safe_line(&values));
    }
    if d.entry.is_some() {
        page.labelled(
            "Confidence",
            &format!("{}: {}", d.certainty.id(), agreement(d)),
        );
        if let Some(because) = d.not_certain_because() {
            page.labelled("Because", &because);
        }
    }
}

/// Gives what was taken from the message, without the wait: that stands in the head line.
pub(super) fn values(d: &Diagnosis<'_>) -> Option<String> {
    let values: Vec<String> = d
        .values
        .iter()
        .filter(|(name, _)| *name != "retry_after_seconds")
        .map(|(name, value)| format!("{name} {value}"))
        .collect();
    (!values.is_empty()).then(|| values.join(", "))
}

/// Gives how often an error was seen, if more than once.
pub(super) fn seen(d: &Diagnosis<'_>) -> Option<String> {
    (d.count > 1).then(|| format!("{} times, first on line {}", d.count, d.line))
}

/// Gives what else a response may be.
pub(super) fn rivals(d: &Diagnosis<'_>) -> Option<String> {
    let rivals: Vec<String> = d
        .rivals
        .iter()
        .map(|rival| {
            let certainty = rival.certainty.id();
            format!("{} {} ({certainty})", rival.provider, rival.entry.code)
        })
        .collect();
    (!rivals.is_empty()).then(|| rivals.join(", "))
}

/// Says what agrees between a response and its entry.
pub(super) fn agreement(d: &Diagnosis<'_>) -> String {
    let reasons: Vec<&str> = d
        .evidence
        .iter()
        .map(|evidence| match evidence {
            Evidence::Envelope => "shape",
            Evidence::Code => "code",
            Evidence::HttpStatus => "HTTP status",
            Evidence::StatusName => "status name",
            Evidence::Message => "message",
            Evidence::Fields => "field names",
            Evidence::Host => "host",
            Evidence::Header => "header",
            Evidence::Text => "the program's own wording",
        })
        .collect();
    match reasons.split_last() {
        Some((last, [])) => format!("the {last} agrees"),
        Some((last, first)) => format!("{} and {last} agree", first.join(", ")),
        None => String::new(),
    }
}
