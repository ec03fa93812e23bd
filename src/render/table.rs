//! Tables: entries in columns for a terminal, and as tab-separated values for scripts.

use std::fmt::Write as _;

use comfy_table::presets::UTF8_FULL_CONDENSED;
use comfy_table::{ColumnConstraint, Table, Width};

use crate::catalog::Row;
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

/// What a border and the blanks beside a cell take.
const FRAME: usize = 3;

/// The least that is left for a sentence, lest a table becomes a column of single words.
const LEAST_SENTENCE: usize = 16;

/// Gives the quick-reference table of some entries, drawn to a width. The API is named when there are several.
///
/// Where the width is small, the API moves from a column to a line above its own table, then the category goes, and at last
/// the box; words are never broken.
#[must_use]
pub(crate) fn entries(rows: &[Row<'_>], width: usize) -> String {
    let lines: Vec<Line> = rows.iter().map(Line::of).collect();
    let apis: Vec<&[Line]> = lines.chunk_by(|a, b| a.provider == b.provider).collect();
    let with_category = [Column::Code, Column::Category, Column::Status];
    let without = [Column::Code, Column::Status];
    if let [api] = apis[..] {
        boxed(api, &with_category, width)
            .or_else(|| boxed(api, &without, width))
            .unwrap_or_else(|| stacked(api, width))
    } else {
        let all = [Column::Api, Column::Code, Column::Category, Column::Status];
        boxed(&lines, &all, width)
            .or_else(|| sections(&apis, |api| boxed(api, &with_category, width)))
            .or_else(|| sections(&apis, |api| boxed(api, &without, width)))
            .or_else(|| sections(&apis, |api| Some(stacked(api, width))))
            .unwrap_or_default()
    }
}

/// Gives each API's name with its entries below, or nothing where one does not fit.
fn sections(apis: &[&[Line]], draw: impl Fn(&[Line]) -> Option<String>) -> Option<String> {
    let texts = apis.iter().map(|api| {
        let name = api.first().map_or("", |line| &line.provider);
        Some(format!("{name}\n{}", draw(api)?))
    });
    Some(texts.collect::<Option<Vec<_>>>()?.join("\n"))
}

/// A column in front of the quick fix.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Column {
    Api,
    Code,
    Category,
    Status,
}

impl Column {
    /// Gives the column's heading.
    fn heading(self) -> &'static str {
        match self {
            Self::Api => "API",
            Self::Code => "Code",
            Self::Category => "Category",
            Self::Status => "HTTP",
        }
    }
}

/// A row, safe to print.
struct Line {
    provider: String,
    code: String,
    category: &'static str,
    status: String,
    quick_fix: String,
}

impl Line {
    /// Makes a row safe to print.
    fn of(row: &Row<'_>) -> Self {
        Self {
            provider: safe_line(row.provider),
            code: safe_line(row.code),
            category: row.category.label(),
            status: row.http_status.to_string(),
            quick_fix: safe_line(&row.quick_fix),
        }
    }

    /// Gives what stands in a column.
    fn cell(&self, column: Column) -> &str {
        match column {
            Column::Api => &self.provider,
            Column::Code => &self.code,
            Column::Category => self.category,
            Column::Status => &self.status,
        }
    }
}

/// Draws a table with these columns and the quick fix, or nothing where that is too wide.
///
/// The library draws the frame with one blank row, and the entries are written into copies of that row: laying out and
/// measuring each cell would take three times as long as all the rest of the command.
fn boxed(lines: &[Line], columns: &[Column], width: usize) -> Option<String> {
    let widths = columns.iter().map(|column| {
        let cells = lines.iter().map(|line| columns_of(line.cell(*column)));
        cells.fold(column.heading().len(), usize::max)
    });
    let mut widths: Vec<usize> = widths.collect();
    let taken: usize = widths.iter().map(|width| width + FRAME).sum();
    let room = width.checked_sub(taken + FRAME + 1)?;
    let fixes = || lines.iter().map(|line| line.quick_fix.as_str());
    let longest = fixes().map(columns_of).fold("Quick fix".len(), usize::max);
    let word = || fixes().flat_map(|fix| fix.split(' ')).map(columns_of).max();
    if longest > room && LEAST_SENTENCE.max(word().unwrap_or(0)) > room {
        return None;
    }
    widths.push(longest.min(room));
    let frame = frame(columns, &widths);
    let (above, rest) = frame.rsplit_once('\n').and_then(|(above, bottom)| {
        let (above, blank) = above.rsplit_once('\n')?;
        Some((above, (blank, bottom)))
    })?;
    let (blank, bottom) = rest;
    let rules: Vec<char> = blank.chars().filter(|c| *c != ' ').collect();
    let mut table = String::with_capacity(frame.len() * (lines.len() + 8));
    table.push_str(above);
    for line in lines {
        let fix = wrapped(&line.quick_fix, room);
        for (position, part) in fix.lines().enumerate() {
            let cells = columns.iter().map(|column| match position {
                0 => line.cell(*column),
                _ => "",
            });
            table.push('\n');
            for ((cell, width), rule) in cells.chain([part]).zip(&widths).zip(&rules) {
                table.push(*rule);
                table.push(' ');
                table.push_str(cell);
                let padding = width.saturating_sub(columns_of(cell)) + 1;
                table.extend(std::iter::repeat_n(' ', padding));
            }
            table.extend(rules.last());
        }
    }
    Some(format!("{table}\n{bottom}\n"))
}

/// Draws the frame of a table: its head, and one blank row.
fn frame(columns: &[Column], widths: &[usize]) -> String {
    let mut table = Table::new();
    table.load_style(UTF8_FULL_CONDENSED);
    let headings = columns.iter().map(|column| column.heading());
    table.set_header(headings.chain(["Quick fix"]));
    table.add_row(vec![""; widths.len()]);
    for (column, width) in table.column_iter_mut().zip(widths) {
        let with_blanks = u16::try_from(width + 2).unwrap_or(u16::MAX);
        column.set_constraint(ColumnConstraint::Absolute(Width::Fixed(with_blanks)));
    }
    table.to_string()
}

/// Writes entries below one another, for a terminal that is too narrow for a table.
fn stacked(lines: &[Line], width: usize) -> String {
    let mut text = String::new();
    for line in lines {
        let _ = writeln!(text, "{} · {}", line.code, line.status);
        for part in wrapped(&line.quick_fix, width.saturating_sub(4)).lines() {
            let _ = writeln!(text, "    {part}");
        }
    }
    text
}

/// Gives how many columns a text takes on a terminal.
fn columns_of(text: &str) -> usize {
    if text.is_ascii() {
        text.len()
    } else {
        textwrap::core::display_width(text)
    }
}

/// Breaks a text between words into lines of at most a width; a word that is wider stays whole.
fn wrapped(text: &str, width: usize) -> String {
    if columns_of(text) <= width {
        return text.to_owned();
    }
    let mut lines = String::with_capacity(text.len() + 4);
    let mut used = 0;
    for word in text.split(' ') {
        let wide = columns_of(word);
        if !lines.is_empty() {
            let fits = used + 1 + wide <= width;
            lines.push(if fits { ' ' } else { '\n' });
            used = if fits { used + 1 } else { 0 };
        }
        lines.push_str(word);
        used += wide;
    }
    lines
}

/// Gives entries as tab-separated values with a header line.
#[must_use]
pub(crate) fn tsv(rows: &[Row<'_>]) -> String {
    let mut text = COLUMNS.join("\t");
    text.push('\n');
    for row in rows {
        let status = row.http_status.to_string();
        let cells = [
            row.provider,
            row.code,
            row.category.id(),
            &status,
            row.verdict.id(),
            &row.quick_fix,
            &row.title,
        ];
        let cells: Vec<_> = cells.iter().map(|cell| safe_line(cell)).collect();
        text.push_str(&cells.join("\t"));
        text.push('\n');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{columns_of, entries};
    use crate::catalog::Catalog;

    #[test]
    fn no_width_breaks_a_word_or_is_exceeded() {
        let catalog = Catalog::builtin();
        for only in [&[][..], &["sent-v3"], &["sinch-verification"]] {
            let rows = catalog.rows(only).unwrap();
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
        let rows = catalog.rows(&[]).unwrap();
        assert!(entries(&rows, 140).contains("┆ Category"));
        let middle = entries(&rows, 80);
        assert!(middle.starts_with("sent-v3\n┌") && middle.contains("┆ Category"));
        let small = entries(&rows, 60);
        assert!(small.starts_with("sent-v3\n┌") && !small.contains("┆ Category"));
        let narrow = entries(&rows, 40);
        assert!(narrow.starts_with("sent-v3\nAUTH_001 · 401\n    "));
        assert!(!narrow.contains('│'));
    }
}
