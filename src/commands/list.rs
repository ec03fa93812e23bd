//! `errdoc list`: the quick-reference table.

use errdoc::catalog::{Catalog, Row};

use super::{Output, Trouble, World, form};
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
    let format = form("list", format)?;
    let mut rows = catalog.rows(only);
    rows.retain(|row| args.allows(row));
    let stdout = match format {
        // JSON says everything about an entry; the other forms need no more than the index has.
        Format::Json | Format::Jsonl => {
            let mut hits = catalog.hits(only)?;
            hits.retain(|hit| args.allows(&hit.row()));
            match format {
                Format::Json => json::entries(&hits, &[], &[]),
                _ => json::entry_lines(&hits),
            }
        }
        Format::Tsv => table::tsv(&rows),
        _ if rows.is_empty() => String::new(),
        Format::Markdown => markdown::table(&rows),
        _ => table::entries(&rows, world.look.width),
    };
    let is_empty = rows.is_empty();
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
    fn allows(&self, row: &Row<'_>) -> bool {
        self.category
            .as_deref()
            .is_none_or(|id| row.category.id() == id)
            && self
                .retry
                .as_deref()
                .is_none_or(|id| row.verdict.id() == id)
            && self.status.is_none_or(|filter| match filter {
                StatusFilter::Exactly(status) => row.http_status == Some(status),
                StatusFilter::Class(digit) => row.http_status.is_some_and(|s| s / 100 == digit),
            })
    }
}
