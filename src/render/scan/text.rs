//! What a scan found, for people on a terminal.

use std::fmt::Write as _;

use errdoc::scan::{By, Group, Seen, time};

use super::super::grid::{Column, Set, boxed};
use super::super::wrap::wrap;
use super::super::{Look, grouped};
use super::{Answer, status, step};
use crate::sanitize::safe_line;

/// How many characters a timeline has at most.
const SPARKS: usize = 16;

/// How many of what was not recognized are shown.
const MOST_UNKNOWN: usize = 10;

/// Returns the answer for a terminal.
pub(crate) fn text(answer: &Answer<'_, '_>, look: Look) -> String {
    let paint = look.paint;
    let mut page = Page {
        text: String::new(),
        width: look.width,
    };
    // Times and line numbers are not mixed in one column.
    let is_mixed = answer.is_mixed();
    let groups = answer.groups.iter();
    let lines: Vec<Line> = groups.map(|g| Line::of(g, answer, is_mixed)).collect();
    let table = table(&lines, answer, look.width);
    let has_timeline = table.as_ref().is_none_or(|(_, has_timeline)| *has_timeline);
    match table {
        None if lines.is_empty() => page.say(0, answer.nothing(), |t| paint.strong(t)),
        Some((table, _)) => page.text.push_str(&table),
        None => lines.iter().for_each(|line| page.stack(line, answer, look)),
    }
    if answer.hidden > 0 {
        let more = format!("{} more.", grouped(answer.hidden));
        page.say(0, &more, str::to_owned);
    }
    if let (Some((from, to)), Some(bucket)) = (answer.tally.span, answer.tally.bucket_seconds()) {
        let mut span = format!("{} to {} (UTC)", time::written(from), time::written(to));
        if has_timeline && let Some(group) = answer.groups.first() {
            let buckets = answer.tally.timeline(group).len();
            let each = i64::try_from(each(buckets)).unwrap_or(1);
            let _ = write!(span, ", timeline: {} per step", step(bucket * each));
        }
        page.say(0, &span, |t| paint.faint(t));
    }
    if let Some(doubts) = answer.doubts() {
        page.say(0, &doubts, |t| paint.warning(t));
    }
    if !answer.unrecognized.is_empty() {
        page.text.push('\n');
        page.say(0, "Not recognized", |t| paint.strong(t));
        for group in answer.unrecognized.iter().take(MOST_UNKNOWN) {
            let count = grouped(group.count);
            let what = answer.unknown(group);
            let place = answer.place(&group.first);
            page.say(
                11,
                &format!("{count:>9}  {what}, first at {place}"),
                str::to_owned,
            );
        }
        if answer.unrecognized.len() > MOST_UNKNOWN {
            let more = answer.unrecognized.len() - MOST_UNKNOWN;
            page.say(
                11,
                &format!("           and {} more", grouped(more)),
                str::to_owned,
            );
        }
    }
    page.text.push('\n');
    page.say(0, &answer.summary(), |t| paint.faint(t));
    page.text
}

/// Collects lines that are not wider than the terminal.
struct Page {
    text: String,
    width: usize,
}

impl Page {
    /// Adds a text, what does not fit in lines that are set in.
    fn say(&mut self, indent: usize, text: &str, paint: impl Fn(&str) -> String) {
        // Blanks in front would be taken for a word.
        let bare = text.trim_start();
        let before = text.len() - bare.len();
        for (position, line) in wrap(bare, self.width.saturating_sub(indent))
            .iter()
            .enumerate()
        {
            let blanks = if position == 0 { before } else { indent };
            let _ = writeln!(self.text, "{:blanks$}{}", "", paint(line));
        }
    }

    /// Adds what a row of the table says in lines below one another, for a terminal that is too narrow for a table.
    fn stack(&mut self, line: &Line, answer: &Answer<'_, '_>, look: Look) {
        let name = match answer.by {
            By::Code => line.error.clone(),
            By::Provider => line.api.clone(),
            By::Status => format!("HTTP {}", line.status),
        };
        self.say(4, &name, |t| look.paint.name(t));
        let status = match answer.by {
            By::Code => format!("{} (HTTP {})", line.title, line.status),
            By::Provider | By::Status => line.title.clone(),
        };
        let mut times = format!("{} ({})", line.count, line.share);
        if !line.first.is_empty() {
            let _ = write!(times, ", {}", line.first);
        }
        if line.first != line.last {
            let _ = write!(times, " to {}", line.last);
        }
        if !line.place.is_empty() {
            let _ = write!(times, ", {}", line.place);
        }
        for text in [&status, &times, &line.timeline, &line.quick_fix] {
            if !text.is_empty() {
                self.say(4, &format!("    {text}"), str::to_owned);
            }
        }
    }
}

/// A group, in words that are safe to print.
struct Line {
    api: String,
    code: String,
    error: String,
    title: String,
    status: String,
    count: String,
    share: String,
    first: String,
    last: String,
    /// Where it is first, if only some of the errors have a time.
    place: String,
    timeline: String,
    quick_fix: String,
}

impl Line {
    /// Puts a group in words; `is_mixed` says that only some of the groups have a time.
    fn of(group: &Group<'_>, answer: &Answer<'_, '_>, is_mixed: bool) -> Self {
        let api = safe_line(group.kind.provider.unwrap_or_default());
        let code = safe_line(group.kind.code.as_deref().unwrap_or_default());
        let when = |seen: &Seen| match seen.time {
            None if is_mixed => String::new(),
            _ => answer.when(seen),
        };
        Self {
            error: format!("{api} {code}"),
            api,
            code,
            title: safe_line(&answer.title(group)),
            status: status(group),
            count: grouped(group.count),
            share: format!("{:.1}%", answer.share(group) * 100.0),
            first: when(&group.first),
            last: when(&group.last),
            place: if is_mixed {
                answer.place(&group.first)
            } else {
                String::new()
            },
            timeline: match group.first.time {
                None if is_mixed => String::new(),
                _ => sparks(&answer.tally.timeline(group)),
            },
            quick_fix: safe_line(&answer.quick_fix(group).unwrap_or_default()),
        }
    }
}

/// The columns of the table.
const API: Column<Line> = Column::new("API", Set::Left, |line| &line.api);
const CODE: Column<Line> = Column::new("Code", Set::Left, |line| &line.code);
const ERROR: Column<Line> = Column::new("Error", Set::Wrapped, |line| &line.error);
const NAME: Column<Line> = Column::new("Name", Set::Wrapped, |line| &line.title);
const TITLE: Column<Line> = Column::new("Title", Set::Wrapped, |line| &line.title);
const STATUS: Column<Line> = Column::new("HTTP", Set::Left, |line| &line.status);
const COUNT: Column<Line> = Column::new("Count", Set::Right, |line| &line.count);
const SHARE: Column<Line> = Column::new("Share", Set::Right, |line| &line.share);
const FIRST: Column<Line> = Column::new("First", Set::Left, |line| &line.first);
const LAST: Column<Line> = Column::new("Last", Set::Left, |line| &line.last);
const PLACE: Column<Line> = Column::new("Where", Set::Left, |line| &line.place);
const TIMELINE: Column<Line> = Column::new("Timeline", Set::Left, |line| &line.timeline);
const QUICK_FIX: Column<Line> = Column::new("Quick fix", Set::Wrapped, |line| &line.quick_fix);

/// What goes where there is little room, one after the other.
const GOING: [&str; 7] = [
    "Name", "Title", "Share", "Timeline", "HTTP", "Last", "Where",
];

/// Returns the table of groups and whether it has a timeline, or nothing where there is no room for one.
fn table(lines: &[Line], answer: &Answer<'_, '_>, width: usize) -> Option<(String, bool)> {
    let api = &lines.first()?.api;
    let has_several = lines.iter().any(|line| line.api != *api);
    let mut columns = match answer.by {
        By::Code if has_several => vec![&ERROR, &TITLE, &STATUS],
        By::Code => vec![&CODE, &TITLE, &STATUS],
        By::Provider => vec![&API, &NAME],
        By::Status => vec![&STATUS, &TITLE],
    };
    columns.extend([&COUNT, &SHARE, &FIRST, &LAST]);
    let has_places = lines.iter().any(|line| !line.place.is_empty());
    columns.extend(has_places.then_some(&PLACE));
    columns.extend(answer.tally.span.is_some().then_some(&TIMELINE));
    columns.extend((answer.by == By::Code).then_some(&QUICK_FIX));
    (0..=GOING.len()).find_map(|gone| {
        let is_left = |column: &&Column<Line>| !GOING[..gone].contains(&column.heading);
        let (name, rest) = columns.split_first()?;
        let rest = rest.iter().copied().filter(is_left);
        let left: Vec<_> = [*name].into_iter().chain(rest).collect();
        let mut table = boxed(lines, &left, width)?;
        // One API is named once.
        if answer.by == By::Code && !has_several {
            table.insert_str(0, &format!("{api}\n"));
        }
        let has_timeline = left.iter().any(|c| c.heading == TIMELINE.heading);
        Some((table, has_timeline))
    })
}

/// Returns how many buckets a character of a timeline stands for.
fn each(buckets: usize) -> usize {
    buckets.div_ceil(SPARKS).max(1)
}

/// Draws a timeline in block characters; a dot is a step without an error.
fn sparks(timeline: &[u64]) -> String {
    const BLOCKS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
    let sums: Vec<u64> = timeline
        .chunks(each(timeline.len()))
        .map(|part| part.iter().sum())
        .collect();
    let most = sums.iter().copied().max().unwrap_or(0).max(1);
    sums.iter()
        .map(|sum| match sum {
            0 => '·',
            sum => {
                let height = (sum * 8).div_ceil(most).clamp(1, 8);
                BLOCKS[usize::try_from(height - 1).unwrap_or(0)]
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::sparks;

    #[test]
    fn a_timeline_shows_where_nothing_happened() {
        assert_eq!(sparks(&[0, 1, 4, 8]), "·▁▄█");
        assert_eq!(sparks(&[]), "");
        assert_eq!(sparks(&[1; 60]).chars().count(), 15);
    }
}
