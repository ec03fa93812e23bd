//! `errdoc search`: entries by words.

use errdoc::catalog::{Catalog, Hit, Row};
use errdoc::redact::Secrets;
use errdoc::search::search;

use super::{Output, Trouble, World, form};
use crate::cli::{Format, Search};
use crate::render::{json, json::Miss, markdown, table, text};

/// Runs the command.
pub(super) fn run(
    args: &Search,
    catalog: &Catalog,
    only: &[&str],
    format: Option<Format>,
    world: &World<'_>,
) -> Result<Output, Trouble> {
    let found = search(catalog, only, &args.words)?;
    let is_empty = found.hits.is_empty();
    let rows: Vec<Row<'_>> = found.hits.iter().map(Hit::row).collect();
    let missed = Vec::from_iter(is_empty.then(|| Miss {
        query: Secrets::default().mask(&args.words.join(" ")),
        suggestions: found.near.iter().map(Hit::suggestion).collect(),
        families: Vec::new(),
    }));
    let stdout = match form("search", format)? {
        Format::Json => json::entries(&found.hits, &[], &missed),
        Format::Jsonl => json::entry_lines(&found.hits),
        Format::Tsv => table::tsv(&rows),
        Format::Markdown if !is_empty => markdown::table(&rows),
        Format::Markdown => String::new(),
        _ => text::brief(&found.hits, world.look),
    };
    let mut stderr = String::new();
    if is_empty && format != Some(Format::Json) {
        stderr.push_str("No entry has all of these words.\n");
        if !found.near.is_empty() {
            stderr.push_str("Near it:\n");
            stderr.push_str(&text::brief(&found.near, world.error_look));
        }
    }
    Ok(Output {
        stdout,
        stderr,
        exit: u8::from(is_empty),
    })
}
