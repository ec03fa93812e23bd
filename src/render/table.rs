//! Tables: entries in columns for a terminal, and as tab-separated values for scripts.

use comfy_table::presets::UTF8_FULL_CONDENSED;
use comfy_table::{ContentArrangement, Table};

use crate::catalog::Hit;
use crate::sanitize::safe_line;

/// The columns of tab-separated output.
const COLUMNS: [&str; 7] = [
    "provider",
    "code",
    "category",
    "http_status",
    "retry",
    "quick_fix",
    "title",
];

/// Gives the quick-reference table of some entries, drawn to a width. The API is named when there are several.
#[must_use]
pub(crate) fn entries(hits: &[Hit], width: usize) -> String {
    let has_several = hits.iter().any(|hit| hit.provider != hits[0].provider);
    let mut table = Table::new();
    table
        .load_style(UTF8_FULL_CONDENSED)
        .set_content_arrangement(ContentArrangement::Dynamic)
        .set_width(u16::try_from(width).unwrap_or(u16::MAX));
    let mut header = vec!["Code", "Category", "HTTP", "Quick fix"];
    if has_several {
        header.insert(0, "API");
    }
    table.set_header(header);
    for hit in hits {
        let mut row = vec![
            safe_line(&hit.entry.code),
            hit.entry.category.to_string(),
            hit.entry.http_status.to_string(),
            safe_line(&hit.entry.quick_fix),
        ];
        if has_several {
            row.insert(0, safe_line(&hit.provider));
        }
        table.add_row(row);
    }
    format!("{table}\n")
}

/// Gives entries as tab-separated values with a header line.
#[must_use]
pub(crate) fn tsv(hits: &[Hit]) -> String {
    let mut text = COLUMNS.join("\t");
    text.push('\n');
    for hit in hits {
        let status = hit.entry.http_status.to_string();
        let cells = [
            &hit.provider,
            &hit.entry.code,
            hit.entry.category.id(),
            &status,
            hit.entry.retry.verdict.id(),
            &hit.entry.quick_fix,
            &hit.entry.title,
        ];
        let cells: Vec<String> = cells.iter().map(|cell| safe_line(cell)).collect();
        text.push_str(&cells.join("\t"));
        text.push('\n');
    }
    text
}
