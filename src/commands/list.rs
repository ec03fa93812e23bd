//! `errdoc list`: the APIs, and the quick-reference table of their entries.

use errdoc::catalog::{Catalog, Row};

use super::{Call, Output, Trouble, World, no_api};
use crate::cli::{Format, List, StatusFilter};
use crate::render::{json, markdown, site, table, text};

/// Runs the command.
pub(super) fn run(args: &List, call: Call<'_>, world: &World<'_>) -> Result<Output, Trouble> {
    let Call {
        catalog,
        only,
        format,
    } = call;
    let is_overview =
        args.is_everything() && only.is_empty() && format.is_none() && world.streams.is_terminal;
    let format = call.form("list")?;
    if is_overview {
        return overview(catalog, world);
    }
    let asked = asked(args, catalog, only)?;
    let only = asked.as_slice();
    let mut rows = catalog.rows(only);
    rows.retain(|row| args.allows(row));
    let hits = || {
        let mut hits = catalog.hits(only)?;
        hits.retain(|hit| args.allows(&hit.row()));
        Ok::<_, Trouble>(hits)
    };
    let stdout = match format {
        // These say everything about an entry; the others need no more than the rows.
        Format::Json => json::entries(&hits()?, &[], &[]),
        Format::Jsonl => json::entry_lines(&hits()?),
        Format::Tsv => table::tsv(&rows),
        _ if rows.is_empty() => String::new(),
        Format::Html => {
            let mut apis = Vec::new();
            for id in catalog.ids() {
                if rows.iter().any(|row| row.provider == id) {
                    apis.extend(catalog.api(id)?);
                }
            }
            site::page(&apis, &hits()?)
        }
        Format::Markdown => markdown::table(&rows),
        _ => table::entries(&rows, world.look.width),
    };
    let is_empty = rows.is_empty();
    let stderr = if is_empty {
        "No entries match these filters.\n".to_owned()
    } else {
        String::new()
    };
    Ok(Output {
        stdout,
        stderr,
        exit: u8::from(is_empty),
    })
}

/// Returns the APIs that the arguments and the options ask for; empty for all.
fn asked<'c>(args: &List, catalog: &'c Catalog, only: &[&'c str]) -> Result<Vec<&'c str>, Trouble> {
    if args.apis.is_empty() {
        return Ok(only.to_vec());
    }
    let mut ids = Vec::new();
    for name in &args.apis {
        let found = catalog.resolve_api(name.trim_end_matches(':'));
        if found.is_empty() {
            let is_word = |word: &String| word.len() < 20 && !word.contains(['{', '"']);
            return Err(match no_api(catalog, name) {
                Trouble::Usage(text) if args.apis.iter().all(is_word) => {
                    let words = args.apis.join(" ");
                    Trouble::Usage(format!("{text} To find words: errdoc search {words}"))
                }
                other => other,
            });
        }
        ids.extend(found);
    }
    ids.retain(|id| only.is_empty() || only.contains(id));
    if ids.is_empty() {
        return Err(Trouble::Usage(format!(
            "`{}` is not one of {}, which --provider allows",
            args.apis.join(" "),
            only.join(", ")
        )));
    }
    Ok(ids)
}

/// Returns the APIs with what they are for.
fn overview(catalog: &Catalog, world: &World<'_>) -> Result<Output, Trouble> {
    let mut apis = Vec::new();
    for id in catalog.ids() {
        let count = catalog.entry_count(id);
        apis.extend(catalog.api(id)?.map(|api| (api, count)));
    }
    Ok(Output::answer(text::apis(&apis, world.look)))
}

impl List {
    /// Returns true if nothing narrows the list, and it was not asked for whole.
    fn is_everything(&self) -> bool {
        let has_filter = self.category.is_some() || self.status.is_some() || self.retry.is_some();
        self.apis.is_empty() && !has_filter && !self.all
    }

    /// Returns true if an entry passes all filters.
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
