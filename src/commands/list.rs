//! `errdoc list`: the quick-reference table.

use errdoc::catalog::{Catalog, Hit};

use super::{Output, Trouble, World, wrong_format};
use crate::cli::{Format, List, StatusFilter};
use crate::render::{json, markdown, table};

/// Runs the command.
pub(super) fn run(
    args: &List,
    catalog: &Catalog,
    only: &[&str],
    format: Option<Format>,
    world: &World<'_>,
) -> Result<Output, Trouble> {
    let mut hits = catalog.hits(only)?;
    hits.retain(|hit| args.allows(hit));
    let is_empty = hits.is_empty();
    let format = format.unwrap_or(Format::Text);
    let stdout = match format {
        Format::Json => json::entries(&hits, &[], &[]),
        Format::Jsonl => json::entry_lines(&hits),
        Format::Tsv => table::tsv(&hits),
        Format::Markdown if !is_empty => markdown::table(&hits),
        Format::Text if !is_empty => table::entries(&hits, world.look.width),
        Format::Text | Format::Markdown => String::new(),
        Format::Github => {
            return Err(wrong_format(
                "list",
                Format::Github,
                "text, json, jsonl, markdown and tsv",
            ));
        }
    };
    let stderr = if is_empty {
        "No entry is like that.\n".to_owned()
    } else {
        String::new()
    };
    Ok(Output {
        stdout,
        stderr,
        exit: u8::from(is_empty),
    })
}

impl List {
    /// Says whether an entry passes all filters.
    fn allows(&self, hit: &Hit) -> bool {
        let entry = &hit.entry;
        self.category
            .as_deref()
            .is_none_or(|id| entry.category.id() == id)
            && self
                .retry
                .as_deref()
                .is_none_or(|id| entry.retry.verdict.id() == id)
            && self.status.is_none_or(|filter| match filter {
                StatusFilter::Exactly(status) => entry.http_status == status,
                StatusFilter::Class(digit) => entry.http_status / 100 == digit,
            })
    }
}
