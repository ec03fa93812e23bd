//! `errdoc search`: entries by words.

use errdoc::catalog::{Hit, Row};
use errdoc::redact::Secrets;
use errdoc::search::search;

use super::{Call, Output, Trouble, World};
use crate::cli::{Format, Search};
use crate::render::{json, json::Miss, markdown, table, text};

/// How many entries are shown to a person who did not ask for all.
const MAX_SHOWN: usize = 20;

/// Runs the command.
pub(super) fn run(args: &Search, call: Call<'_>, world: &World<'_>) -> Result<Output, Trouble> {
    let Call { catalog, only, .. } = call;
    let format = call.form("search")?;
    let found = search(catalog, only, &args.words)?;
    let is_empty = found.hits.is_empty();
    let rows: Vec<Row<'_>> = found.hits.iter().map(|one| one.hit.row()).collect();
    let hits = || -> Vec<Hit> { found.hits.iter().map(|one| one.hit.clone()).collect() };
    let missed = Vec::from_iter(is_empty.then(|| Miss {
        query: Secrets::default().mask(&args.words.join(" ")),
        suggestions: found.near.iter().map(Hit::suggestion).collect(),
        ..Miss::default()
    }));
    let stdout = match format {
        Format::Json => json::entries(&hits(), &[], &missed),
        Format::Jsonl => json::entry_lines(&hits()),
        Format::Tsv => table::tsv(&rows),
        Format::Markdown if !is_empty => markdown::table(&rows),
        Format::Markdown => String::new(),
        _ => {
            let shown = match args.all {
                true => rows.len(),
                false => rows.len().min(MAX_SHOWN),
            };
            let more = rows.len() - shown;
            text::ranked(&found.hits[..shown], more, world.look)
        }
    };
    let mut stderr = String::new();
    if is_empty && format != Format::Json {
        stderr.push_str("No entry matches all of these words.\n");
        if !found.near.is_empty() {
            stderr.push_str("Did you mean:\n");
            stderr.push_str(&text::brief(&found.near, world.error_look));
        }
    }
    Ok(Output {
        stdout,
        stderr,
        exit: u8::from(is_empty),
    })
}
