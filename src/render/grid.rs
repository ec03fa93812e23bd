//! Rows in a box, drawn to a width.

use std::borrow::Cow;

use comfy_table::presets::UTF8_FULL_CONDENSED;
use comfy_table::{CellAlignment, ColumnConstraint, Table, Width};

use super::wrap::{columns_of, wrap};

/// What a border and the blanks beside a cell take.
const FRAME: usize = 3;

/// The least that is left for a sentence, lest a table becomes a column of single words.
const LEAST_SENTENCE: usize = 16;

/// A column of rows of the type `R`.
pub(super) struct Column<R> {
    /// What is above it.
    pub(super) heading: &'static str,
    /// How it is set.
    pub(super) set: Set,
    /// Returns what is in it, safe to print.
    pub(super) cell: fn(&R) -> &str,
}

impl<R> Column<R> {
    /// Returns a column with a heading.
    pub(super) const fn new(heading: &'static str, set: Set, cell: fn(&R) -> &str) -> Self {
        Self { heading, set, cell }
    }
}

/// How a column is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Set {
    /// As it is, from the left.
    Left,
    /// As it is, to the right: numbers.
    Right,
    /// Over several lines where there is little room.
    Wrapped,
}

/// Draws a table, or nothing where it is too wide; words are never broken.
///
/// The library draws the frame with one blank row, and the rows are written into copies of that: laying out and measuring
/// each cell would take three times as long as all the rest of a short run.
pub(super) fn boxed<R>(rows: &[R], columns: &[&Column<R>], width: usize) -> Option<String> {
    let widths = widths(rows, columns, width)?;
    let frame = frame(columns, &widths);
    let (above, bottom) = frame.rsplit_once('\n')?;
    let (above, blank) = above.rsplit_once('\n')?;
    let rules: Vec<char> = blank.chars().filter(|c| *c != ' ').collect();
    let mut table = String::with_capacity(frame.len() * (rows.len() + 8));
    table.push_str(above);
    for row in rows {
        let lines = columns.iter().zip(&widths).map(|(column, width)| {
            let is_wrapped = column.set == Set::Wrapped;
            let lines = is_wrapped.then(|| wrap((column.cell)(row), *width));
            lines.unwrap_or_default()
        });
        let lines: Vec<Vec<Cow<'_, str>>> = lines.collect();
        let height = lines.iter().map(Vec::len).fold(1, usize::max);
        for line in 0..height {
            table.push('\n');
            for (at, (column, width)) in columns.iter().zip(&widths).enumerate() {
                let text = match column.set {
                    Set::Wrapped => lines[at].get(line).map_or("", |text| text),
                    Set::Left | Set::Right if line == 0 => (column.cell)(row),
                    Set::Left | Set::Right => "",
                };
                let blanks = width.saturating_sub(columns_of(text));
                let (before, behind) = match column.set {
                    Set::Right => (blanks + 1, 1),
                    Set::Left | Set::Wrapped => (1, blanks + 1),
                };
                table.extend(rules.get(at));
                table.extend(std::iter::repeat_n(' ', before));
                table.push_str(text);
                table.extend(std::iter::repeat_n(' ', behind));
            }
            table.extend(rules.last());
        }
    }
    Some(format!("{table}\n{bottom}\n"))
}

/// Returns the width of each column, or nothing where there is no room: as wide as what is in it, and the wrapped ones
/// narrower, the widest of them first.
fn widths<R>(rows: &[R], columns: &[&Column<R>], width: usize) -> Option<Vec<usize>> {
    let room = width.checked_sub(columns.len() * FRAME + 1)?;
    let widest = |column: &Column<R>, measure: fn(&str) -> usize| {
        let cells = rows.iter().map(|row| measure((column.cell)(row)));
        cells.fold(column.heading.len(), usize::max)
    };
    let word = |text: &str| text.split(' ').map(columns_of).max().unwrap_or(0);
    let whole: Vec<usize> = columns.iter().map(|c| widest(c, columns_of)).collect();
    if whole.iter().sum::<usize>() <= room {
        return Some(whole);
    }
    let least = columns.iter().zip(&whole).map(|(column, whole)| {
        let least = match column.set {
            Set::Wrapped => widest(column, word).max(LEAST_SENTENCE),
            Set::Left | Set::Right => *whole,
        };
        least.min(*whole)
    });
    let least: Vec<usize> = least.collect();
    let capped = |most: usize| {
        least
            .iter()
            .zip(&whole)
            .map(move |(l, w)| *l.max(w.min(&most)))
    };
    let most = (0..room)
        .rev()
        .find(|most| capped(*most).sum::<usize>() <= room)?;
    Some(capped(most).collect())
}

/// Draws the frame of a table: its head, and one blank row.
fn frame<R>(columns: &[&Column<R>], widths: &[usize]) -> String {
    let mut table = Table::new();
    table.load_style(UTF8_FULL_CONDENSED);
    table.set_header(columns.iter().map(|column| column.heading));
    table.add_row(vec![""; widths.len()]);
    for ((drawn, column), width) in table.column_iter_mut().zip(columns).zip(widths) {
        let with_blanks = u16::try_from(width + 2).unwrap_or(u16::MAX);
        drawn.set_constraint(ColumnConstraint::Absolute(Width::Fixed(with_blanks)));
        if column.set == Set::Right {
            drawn.set_cell_alignment(CellAlignment::Right);
        }
    }
    table.to_string()
}
