//! Entries in a line each: what a search found, the readings of a code, what each API means by a status.

use errdoc::search::Ranked;

use super::super::{Look, grouped};
use super::page::{NAME_INDENT, Page};
use super::{clipped, echo, name};
use crate::catalog::{Hit, Row};
use crate::sanitize::safe_line;

/// Returns entries in a line each, and below those whose title and code lack the words, the text that has them.
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
pub(crate) fn brief(hits: &[Hit], look: Look) -> String {
    let mut page = Page::new(look);
    let found: Vec<Row<'_>> = hits.iter().map(Hit::row).collect();
    rows(&mut page, &found);
    page.text
}

/// The narrowest title in a row of entries; where less is left, it goes below the code.
pub(super) const LEAST_TITLE: usize = 16;

/// The widest code that the titles beside it are lined up with.
const MOST_CODE: usize = 36;

/// Adds a line per entry: API, code, title, status and verdict.
pub(super) fn rows(page: &mut Page, rows: &[Row<'_>]) {
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

/// Returns the readings of a code that has many, the most common first, and how to see one.
pub(crate) fn many(typed: &str, found: &[Row<'_>], look: Look) -> String {
    let typed = echo(typed);
    let count = found.len();
    let head =
        format!("`{typed}` is ambiguous: {count} errors have this name, the most common first.");
    headed(&head, found, look)
}

/// Returns entries that have the words of a text that is nothing by itself.
pub(crate) fn found(typed: &str, found: &[Row<'_>], look: Look) -> String {
    let typed = echo(typed);
    let head = format!("No code or message is `{typed}`; these entries have its words:");
    headed(&head, found, look)
}

/// Returns a sentence, entries in a line each, and how to see one.
fn headed(head: &str, found: &[Row<'_>], look: Look) -> String {
    let mut page = Page::new(look);
    page.item("", head);
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

/// Says that what was typed has several readings, and which.
pub(crate) fn readings(typed: &str, hits: &[Hit], look: Look) -> String {
    let mut page = Page::new(look);
    let typed = echo(typed);
    page.item("", &format!("`{typed}` is ambiguous:"));
    let found: Vec<Row<'_>> = hits.iter().map(Hit::row).collect();
    let column = column(&found);
    for found in &found {
        row(&mut page, found, column);
        // All verdicts and fixes are on the first screen.
        page.item(&" ".repeat(NAME_INDENT), found.quick_fix);
    }
    page.text
}

/// Says in a sentence which readings something has.
pub(in super::super) fn several(typed: &str, hits: &[Hit]) -> String {
    let names: Vec<String> = hits
        .iter()
        .map(|hit| format!("{} {}", hit.provider, hit.entry.code))
        .collect();
    let typed = echo(typed);
    format!("`{typed}` is ambiguous: {}.", names.join(", "))
}
