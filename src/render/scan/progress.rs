//! How far a scan is, on one line of a terminal.

use std::time::Duration;

use super::{plural, size, span};

/// The least and the most columns of a bar.
const BAR: (usize, usize) = (10, 30);

/// How far a scan is.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Progress {
    /// How many bytes were read.
    pub(crate) done: u64,
    /// How many there are, where that is known.
    pub(crate) total: Option<u64>,
    /// How many errors were found.
    pub(crate) errors: u64,
    /// How long it runs.
    pub(crate) elapsed: Duration,
}

impl Progress {
    /// Says as much as fits in less than `width` columns: some terminals go on to the next line after the last one.
    pub(crate) fn line(&self, width: usize) -> String {
        let room = width.saturating_sub(1);
        let speed = part(self.done, 1_000, self.elapsed.as_millis());
        // Where there is little room, what is last goes first.
        let parts = [
            self.total
                .map(|total| format!("{}%", part(self.done, 100, total.into()).min(100))),
            Some(plural(self.errors, "error")),
            self.left().map(|seconds| format!("{} left", span(seconds))),
            Some(match self.total {
                Some(total) => format!("{} of {}", size(self.done), size(total)),
                None => size(self.done),
            }),
            Some(format!("{}/s", size(speed))),
        ];
        let mut line = String::new();
        for part in parts.into_iter().flatten() {
            let comma = if line.is_empty() { "" } else { ", " };
            if line.len() + comma.len() + part.len() > room {
                break;
            }
            line += comma;
            line += &part;
        }
        let columns = (room - line.len()).saturating_sub(1).min(BAR.1);
        match self.total {
            Some(total) if columns >= BAR.0 => {
                let full = part(self.done, columns as u64, total.into());
                let full = usize::try_from(full).map_or(columns, |full| full.min(columns));
                let bar = "█".repeat(full) + &"░".repeat(columns - full);
                format!("{bar} {line}")
            }
            _ => line,
        }
    }

    /// Returns how many seconds the rest takes at the speed so far.
    fn left(&self) -> Option<u64> {
        let rest = self.total?.saturating_sub(self.done);
        let seconds = part(rest, self.elapsed.as_secs().max(1), self.done.into());
        (self.done > 0).then_some(seconds)
    }
}

/// Returns a number times `times` over `whole`.
fn part(number: u64, times: u64, whole: u128) -> u64 {
    let part = u128::from(number) * u128::from(times) / whole.max(1);
    u64::try_from(part).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::Progress;

    const HALF: Progress = Progress {
        done: 512 * 1024 * 1024,
        total: Some(1024 * 1024 * 1024),
        errors: 1_234,
        elapsed: Duration::from_secs(4),
    };

    #[test]
    fn a_line_says_what_is_left_and_fits() {
        assert_eq!(
            HALF.line(100),
            "███████████████░░░░░░░░░░░░░░░ 50%, 1,234 errors, 4 s left, 512.00 MiB of 1.00 GiB, 128.00 MiB/s"
        );
        assert_eq!(HALF.line(40), "█████░░░░░░ 50%, 1,234 errors, 4 s left");
        for width in 0..120 {
            let line = HALF.line(width);
            assert!(line.chars().count() < width.max(1), "{width}: {line}");
        }
    }

    #[test]
    fn a_pipe_has_no_end_that_is_known() {
        let pipe = Progress {
            total: None,
            ..HALF
        };
        assert_eq!(pipe.line(80), "1,234 errors, 512.00 MiB, 128.00 MiB/s");
    }

    #[test]
    fn a_file_that_grew_is_done() {
        let grown = Progress {
            done: u64::MAX,
            ..HALF
        };
        assert_eq!(grown.line(32), "100%, 1,234 errors, 0 s left");
        let none = Progress {
            done: 0,
            total: Some(0),
            ..HALF
        };
        assert_eq!(none.line(20), "0%, 1,234 errors");
    }
}
