//! Tables: entries in columns for a terminal, and as tab-separated values for scripts.

use std::fmt::Write as _;

use super::grid::{Column, Set, boxed};
use super::wrap::{columns_of, wrap};
use crate::catalog::Row;
use crate::sanitize::{safe_cell, safe_line};

/// The width from which there is room for titles.
const WIDE: usize = 150;

/// Returns the quick-reference table of some entries, drawn to a width. The API is named when there are several.
///
/// If the width is large, each entry has its title. If it is small, the API moves from a column to a line above its own table.
/// Then the category goes, then the retry verdict, and at last the box; words are never broken.
pub(crate) fn entries(rows: &[Row<'_>], width: usize) -> String {
    let lines: Vec<Line> = rows.iter().map(Line::of).collect();
    let apis: Vec<&[Line]> = lines.chunk_by(|a, b| a.provider == b.provider).collect();
    if let [api] = apis[..] {
        return one(api, width);
    }
    let titled = [&API, &CODE, &TITLE, &CATEGORY, &STATUS, &RETRY, &QUICK_FIX];
    let all = [&API, &CODE, &CATEGORY, &STATUS, &RETRY, &QUICK_FIX];
    wide(&lines, &titled, width)
        .or_else(|| boxed(&lines, &all, width))
        .unwrap_or_else(|| sections(&apis, |api| one(api, width)))
}

/// Returns the entries of one API with the columns that fit.
fn one(api: &[Line], width: usize) -> String {
    let titled = [&CODE, &TITLE, &CATEGORY, &STATUS, &RETRY, &QUICK_FIX];
    let whole = [&CODE, &CATEGORY, &STATUS, &RETRY, &QUICK_FIX];
    let without_category = [&CODE, &STATUS, &RETRY, &QUICK_FIX];
    let least = [&CODE, &STATUS, &QUICK_FIX];
    // Codes that take half of the width leave too little: below one another, the verdict has room.
    let codes = api.iter().map(|line| columns_of(&line.code));
    let has_room = codes.max().unwrap_or(0) <= width / 2;
    wide(api, &titled, width)
        .or_else(|| boxed(api, &whole, width))
        .or_else(|| boxed(api, &without_category, width))
        .or_else(|| boxed(api, &least, width).filter(|_| has_room))
        .unwrap_or_else(|| stacked(api, width))
}

/// Returns entries with columns that only a wide terminal has room for.
fn wide(lines: &[Line], columns: &[&Column<Line>], width: usize) -> Option<String> {
    (width >= WIDE).then(|| boxed(lines, columns, width))?
}

/// Returns each API's name with its entries below.
fn sections(apis: &[&[Line]], draw: impl Fn(&[Line]) -> String) -> String {
    let texts = apis.iter().map(|api| {
        let name = api.first().map_or("", |line| &line.provider);
        format!("{name}\n{}", draw(api))
    });
    texts.collect::<Vec<_>>().join("\n")
}

/// The columns of the table.
const API: Column<Line> = Column::new("API", Set::Left, |line| &line.provider);
const CODE: Column<Line> = Column::new("Code", Set::Left, |line| &line.code);
const TITLE: Column<Line> = Column::new("Title", Set::Wrapped, |line| &line.title);
const CATEGORY: Column<Line> = Column::new("Category", Set::Left, |line| line.category);
const STATUS: Column<Line> = Column::new("HTTP", Set::Left, |line| &line.status);
const RETRY: Column<Line> = Column::new("Retry", Set::Left, |line| line.retry);
const QUICK_FIX: Column<Line> = Column::new("Quick fix", Set::Wrapped, |line| &line.quick_fix);

/// A row, safe to print.
struct Line {
    provider: String,
    code: String,
    title: String,
    category: &'static str,
    status: String,
    retry: &'static str,
    quick_fix: String,
}

impl Line {
    /// Makes a row safe to print.
    fn of(row: &Row<'_>) -> Self {
        Self {
            provider: safe_line(row.provider),
            code: safe_line(row.code),
            title: safe_line(row.title),
            category: row.category.label(),
            status: row.http_status.map_or_else(String::new, |s| s.to_string()),
            retry: row.verdict.brief(),
            quick_fix: safe_line(row.quick_fix),
        }
    }
}

/// Writes entries below one another, for a terminal that is too narrow for a table.
fn stacked(lines: &[Line], width: usize) -> String {
    let mut text = String::new();
    for line in lines {
        let facts = [line.status.as_str(), line.retry];
        let facts = facts.into_iter().filter(|fact| !fact.is_empty());
        let mut used = columns_of(&line.code);
        text.push_str(&line.code);
        // What does not fit is left to the entry itself.
        for fact in facts {
            used += 3 + columns_of(fact);
            if used <= width {
                let _ = write!(text, " · {fact}");
            }
        }
        text.push('\n');
        for part in wrap(&line.quick_fix, width.saturating_sub(4)) {
            let _ = writeln!(text, "    {part}");
        }
    }
    text
}

/// Returns entries as tab-separated values with a header line.
pub(crate) fn tsv(rows: &[Row<'_>]) -> String {
    let mut text = String::from("provider\tcode\tcategory\thttp_status\tretry\tquick_fix\ttitle\n");
    for row in rows {
        let status = row.http_status.map_or_else(String::new, |s| s.to_string());
        let cells = [
            row.provider,
            row.code,
            row.category.id(),
            &status,
            row.verdict.id(),
            row.quick_fix,
            row.title,
        ];
        let cells: Vec<_> = cells.iter().map(|cell| safe_cell(cell)).collect();
        text.push_str(&cells.join("\t"));
        text.push('\n');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::super::wrap::columns_of;
    use super::entries;
    use crate::catalog::Catalog;

    #[test]
    fn no_width_breaks_a_word_or_is_exceeded() {
        let catalog = Catalog::builtin();
        for only in [
            &["sent-v3", "michow"][..],
            &["sent-v3"],
            &["sinch-verification"],
        ] {
            let rows = catalog.rows(only);
            for width in [40, 50, 59, 60, 70, 80, 90, 100, 140, 200] {
                let text = entries(&rows, width);
                for line in text.lines() {
                    assert!(columns_of(line) <= width, "{width}: {line}");
                }
                let words: Vec<&str> = text
                    .split(|c: char| c.is_whitespace() || "│┆".contains(c))
                    .collect();
                for row in &rows {
                    for word in row.quick_fix.split(' ').chain([row.code]) {
                        assert!(words.contains(&word), "{width} columns break {word}");
                    }
                }
            }
        }
    }

    #[test]
    fn what_does_not_fit_is_left_out_before_anything_is_squeezed() {
        let catalog = Catalog::builtin();
        let rows = catalog.rows(&["sent-v3", "michow"]);
        assert!(entries(&rows, 140).contains("┆ Category"));
        let middle = entries(&rows, 80);
        assert!(middle.starts_with("sent-v3\n┌") && middle.contains("┆ Retry"));
        let small = entries(&rows, 60);
        assert!(small.starts_with("sent-v3\n┌") && !small.contains("┆ Category"));
        let long = entries(&catalog.rows(&["stripe"]), 100);
        assert!(long.starts_with("resource_missing · 404 · after the fix\n    "));
        let narrow = entries(&rows, 40);
        assert!(narrow.starts_with("sent-v3\nAUTH_001 · 401 · after the fix\n    "));
        assert!(!narrow.contains('│'));
    }
}
