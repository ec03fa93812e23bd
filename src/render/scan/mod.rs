//! What a scan found, and its forms: as Markdown and as tab-separated values here, the others in files of their own.

pub(crate) mod html;
pub(crate) mod json;
pub(crate) mod line;
pub(crate) mod progress;
pub(crate) mod sarif;
pub(crate) mod text;

use std::fmt::Write as _;
use std::time::Duration;

use errdoc::scan::{By, Group, Seen, Tally, time};

use super::grouped;
use super::markdown::{code, words};
use crate::catalog::Http;
use crate::diagnose::Certainty;
use crate::sanitize::{safe_cell, safe_line};

/// What is to be said about a scan.
#[derive(Debug)]
pub(crate) struct Answer<'t, 'e> {
    /// What was counted.
    pub(crate) tally: &'t Tally<'e>,
    /// The errors of the catalog, in the order in which they are shown.
    pub(crate) groups: Vec<Group<'e>>,
    /// What the catalog does not have.
    pub(crate) unrecognized: Vec<Group<'e>>,
    /// How many groups are left out.
    pub(crate) hidden: usize,
    /// What groups are made by.
    pub(crate) by: By,
    /// The names of the inputs.
    pub(crate) names: &'t [String],
    /// What statuses mean.
    pub(crate) http: &'t Http,
    /// How long it took.
    pub(crate) elapsed: Duration,
    /// What could not be read, and why.
    pub(crate) failures: &'t [(String, String)],
}

impl Answer<'_, '_> {
    /// Leaves out so many groups, from the last.
    pub(crate) fn leave_out(&mut self, count: usize) {
        let left = self.groups.len().saturating_sub(count);
        self.hidden += self.groups.len() - left;
        self.groups.truncate(left);
    }

    /// Says that nothing was found.
    fn nothing(&self) -> &'static str {
        match self.unrecognized.is_empty() {
            true => "No API error was found.",
            false => "No API error of the catalog was found.",
        }
    }

    /// Returns what a group is called, in words.
    fn title(&self, group: &Group<'_>) -> String {
        match (group.entry, group.api, group.kind.http_status) {
            (Some(entry), ..) => entry.title.clone(),
            (None, Some(api), _) => api.name.clone(),
            (None, None, Some(status)) => self
                .http
                .advice(status)
                .map(|known| known.reason.clone())
                .unwrap_or_default(),
            _ => String::new(),
        }
    }

    /// Returns the fix in a few words, where the groups are errors.
    fn quick_fix(&self, group: &Group<'_>) -> Option<String> {
        group.entry.map(|entry| entry.quick_fix.clone())
    }

    /// Returns a group's part of all errors.
    fn share(&self, group: &Group<'_>) -> f64 {
        if self.tally.errors == 0 {
            return 0.0;
        }
        #[allow(
            clippy::cast_precision_loss,
            reason = "a share has three digits, a count of lines far fewer than 2^53"
        )]
        let share = group.count as f64 / self.tally.errors as f64;
        share
    }

    /// Returns a place: the line, with the file where there are several.
    fn place(&self, seen: &Seen) -> String {
        if self.names.len() > 1 {
            format!("{}:{}", safe_line(&self.names[seen.input]), seen.line)
        } else {
            format!("line {}", seen.line)
        }
    }

    /// Returns true if only some of the groups have a time: their lines are told in a column of their own then.
    fn is_mixed(&self) -> bool {
        let is_dated = |group: &Group<'_>| group.first.time.is_some();
        self.tally.span.is_some() && !self.groups.iter().all(is_dated)
    }

    /// Returns a time as short as the span of all errors allows.
    fn when(&self, seen: &Seen) -> String {
        let Some(at) = seen.time else {
            return self.place(seen);
        };
        let text = time::written(at);
        let day = |at: i64| at.div_euclid(86_400_000);
        let (from, to) = self.tally.span.unwrap_or((at, at));
        let part = if day(from) == day(to) {
            text.get(11..19)
        } else if text.get(..4) == time::written(from).get(..4)
            && text.get(..4) == time::written(to).get(..4)
        {
            text.get(5..16)
        } else {
            text.get(..16)
        };
        part.unwrap_or(&text).replace('T', " ")
    }

    /// Says in a sentence what was read.
    fn summary(&self) -> String {
        let tally = self.tally;
        let mut text = format!(
            "{}, {}, {} in {}",
            plural(tally.lines, "line"),
            size(tally.bytes),
            plural(tally.errors, "API error"),
            took(self.elapsed),
        );
        if tally.unreadable_lines > 0 {
            let _ = write!(
                text,
                "; {} could not be read",
                plural(tally.unreadable_lines, "line")
            );
        }
        if tally.undated > 0 {
            let _ = write!(
                text,
                "; {} left out: no time in the line",
                plural(tally.undated, "error")
            );
        }
        text.push('.');
        text
    }

    /// Says which errors are only possible: a code in a line of text, or a body that anybody may send.
    fn doubts(&self) -> Option<String> {
        let doubt = |group: &Group<'_>| {
            let what = match (
                group.kind.provider,
                &group.kind.code,
                group.kind.http_status,
            ) {
                (Some(provider), Some(code), _) => format!("{provider} {}", safe_line(code)),
                (Some(provider), None, _) => provider.to_owned(),
                (None, _, status) => format!("HTTP {}", status.unwrap_or_default()),
            };
            let (possible, all) = (grouped(group.possible), grouped(group.count));
            format!("{what} ({possible} of {all})")
        };
        let doubted = self.groups.iter().filter(|group| group.possible > 0);
        let doubts: Vec<String> = doubted.map(doubt).collect();
        (!doubts.is_empty()).then(|| format!("Low confidence: {}.", doubts.join(", ")))
    }

    /// Says what a group that was not recognized is.
    fn unknown(&self, group: &Group<'_>) -> String {
        let kind = &group.kind;
        let from = kind
            .host
            .as_ref()
            .map(|host| format!(" from {},", safe_line(host)));
        let from = from.unwrap_or_default();
        match (kind.provider, &kind.code, kind.http_status) {
            (Some(provider), Some(code), _) => {
                format!("{provider} {}: not in the catalog", safe_line(code))
            }
            (None, Some(code), Some(status)) => format!(
                "{} (HTTP {status}){from} of no API in the catalog",
                safe_line(code)
            ),
            (None, Some(code), None) => {
                format!("{}{from} of no API in the catalog", safe_line(code))
            }
            (_, _, Some(status)) => format!("HTTP {status}{from} without an API's error"),
            _ => "an error body of no API in the catalog".to_owned(),
        }
    }
}

/// Returns the status of a group, if it has one.
fn status(group: &Group<'_>) -> String {
    let status = group.kind.http_status;
    status.map_or_else(String::new, |status| status.to_string())
}

/// Returns what kind of thing was not recognized.
fn kind_of(group: &Group<'_>) -> &'static str {
    match (group.certainty, &group.kind.code, group.kind.http_status) {
        (Certainty::UnknownApi, ..) => "unknown_api",
        (_, Some(_), _) => "unknown_code",
        (Certainty::StatusOnly, None, Some(_)) => "status_only",
        _ => "other",
    }
}

/// Returns the answer as Markdown.
pub(crate) fn markdown(answer: &Answer<'_, '_>) -> String {
    let mut text = String::from("# API errors\n\n");
    let is_mixed = answer.is_mixed();
    let moment = |seen: &Seen| match seen.time {
        Some(at) => time::written(at),
        None if is_mixed => String::new(),
        None => words(&answer.place(seen)),
    };
    if answer.groups.is_empty() {
        let _ = writeln!(text, "{}", answer.nothing());
    } else {
        let (place, rule) = if is_mixed {
            (" Where |", "---|")
        } else {
            ("", "")
        };
        let _ = writeln!(
            text,
            "| API | Code | Title | HTTP | Count | Share | First | Last |{place} Quick fix |\n|---|---|---|---:|---:|---:|---|---|{rule}---|"
        );
    }
    for group in &answer.groups {
        let place = match is_mixed {
            true => format!(" {} |", words(&answer.place(&group.first))),
            false => String::new(),
        };
        let _ = writeln!(
            text,
            "| {} | {} | {} | {} | {} | {:.1}% | {} | {} |{place} {} |",
            words(group.kind.provider.unwrap_or_default()),
            group
                .kind
                .code
                .as_deref()
                .map(|text| format!("`{}`", code(text).replace('|', "\\|")))
                .unwrap_or_default(),
            words(&answer.title(group)),
            status(group),
            group.count,
            answer.share(group) * 100.0,
            moment(&group.first),
            moment(&group.last),
            words(&answer.quick_fix(group).unwrap_or_default()),
        );
    }
    if let Some(doubts) = answer.doubts() {
        let _ = writeln!(text, "\n{}", words(&doubts));
    }
    if !answer.unrecognized.is_empty() {
        text.push_str("\n## Not recognized\n\n");
        for group in &answer.unrecognized {
            let _ = writeln!(
                text,
                "- {} × {}, first at {}",
                group.count,
                words(&answer.unknown(group)),
                words(&answer.place(&group.first))
            );
        }
    }
    let _ = writeln!(text, "\n{}", words(&answer.summary()));
    text
}

/// Returns the groups as tab-separated values with a header line.
pub(crate) fn tsv(answer: &Answer<'_, '_>) -> String {
    let mut text = String::from(
        "provider\tcode\thttp_status\tcertainty\tcount\tshare\tfirst_time\tfirst_file\tfirst_line\tlast_time\tlast_file\tlast_line\tquick_fix\ttitle\n",
    );
    for group in &answer.groups {
        let place = |seen: &Seen| {
            [
                seen.time.map(time::written).unwrap_or_default(),
                answer.names[seen.input].clone(),
                seen.line.to_string(),
            ]
        };
        let [first_time, first_file, first_line] = place(&group.first);
        let [last_time, last_file, last_line] = place(&group.last);
        let cells = [
            group.kind.provider.unwrap_or_default().to_owned(),
            group.kind.code.clone().unwrap_or_default(),
            status(group),
            group.certainty.id().to_owned(),
            group.count.to_string(),
            format!("{:.6}", answer.share(group)),
            first_time,
            first_file,
            first_line,
            last_time,
            last_file,
            last_line,
            answer.quick_fix(group).unwrap_or_default(),
            answer.title(group),
        ];
        let cells: Vec<String> = cells.iter().map(|cell| safe_cell(cell)).collect();
        text.push_str(&cells.join("\t"));
        text.push('\n');
    }
    text
}

/// Writes a number of things.
pub(crate) fn plural(number: u64, thing: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{} {thing}{plural}", grouped(number))
}

/// Writes a number of bytes.
fn size(bytes: u64) -> String {
    const UNITS: [&str; 6] = ["KiB", "MiB", "GiB", "TiB", "PiB", "EiB"];
    let power = bytes.checked_ilog2().unwrap_or_default() / 10;
    let Some(below) = power.checked_sub(1) else {
        return format!("{bytes} B");
    };
    let thousandths = bytes >> (below * 10);
    let hundredths = (thousandths % 1024) * 100 / 1024;
    let unit = UNITS[below as usize];
    format!("{}.{hundredths:02} {unit}", thousandths / 1024)
}

/// Writes how long something took.
fn took(elapsed: Duration) -> String {
    match elapsed.as_secs() {
        ..10 => format!("{:.2} s", elapsed.as_secs_f64()),
        seconds => span(seconds),
    }
}

/// Writes a number of seconds.
fn span(seconds: u64) -> String {
    match seconds {
        ..60 => format!("{seconds} s"),
        60..3600 => format!("{} min {} s", seconds / 60, seconds % 60),
        _ => format!("{} h {} min", seconds / 3600, seconds / 60 % 60),
    }
}

/// Writes the width of a bucket.
fn step(seconds: i64) -> String {
    match seconds {
        ..60 => format!("{seconds} s"),
        60..3600 => format!("{} min", seconds / 60),
        3600..86_400 => format!("{} h", seconds / 3600),
        _ => format!("{} d", seconds / 86_400),
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::{grouped, size, took};

    #[test]
    fn thousands_stand_apart() {
        assert_eq!(grouped(1_234_567), "1,234,567");
        assert_eq!(grouped(999), "999");
    }

    #[test]
    fn sizes_are_in_units_that_people_read() {
        let sizes = [
            0,
            1023,
            1024,
            1536,
            1024 * 1024 - 1,
            1_000_000_000,
            u64::MAX,
        ];
        assert_eq!(
            sizes.map(size),
            [
                "0 B",
                "1023 B",
                "1.00 KiB",
                "1.50 KiB",
                "1023.99 KiB",
                "953.67 MiB",
                "15.99 EiB"
            ]
        );
    }

    #[test]
    fn a_short_time_is_told_exactly_and_a_long_one_roughly() {
        let times = [0.034, 9.999, 59.9, 61.0, 7_325.0];
        assert_eq!(
            times.map(|seconds| took(Duration::from_secs_f64(seconds))),
            ["0.03 s", "10.00 s", "59 s", "1 min 1 s", "2 h 2 min"]
        );
    }
}
