//! Counts what was found, by error, in memory bounded by the number of different errors.

use std::collections::HashMap;

use crate::catalog::{Api, Entry};
use crate::diagnose::{Certainty, Diagnosis};
use crate::sanitize::char_floor;

/// How many request ids a group keeps.
const MOST_IDS: usize = 5;

/// From how many occurrences those ids are taken.
pub(super) const ID_SAMPLES: u64 = 6;

/// How many different things that were not recognized are kept apart.
const MOST_UNKNOWN: usize = 1000;

/// The longest text from outside that is kept.
const MOST_TEXT: usize = 128;

/// How many buckets a timeline has at most.
pub const MOST_BUCKETS: i64 = 60;

/// The widths of buckets in seconds; each divides the next, so that a finer timeline becomes a coarser one exactly.
const WIDTHS: [i64; 14] = [
    1,
    10,
    60,
    300,
    1800,
    3600,
    21_600,
    86_400,
    604_800,
    2_419_200,
    9_676_800,
    38_707_200,
    387_072_000,
    387_072_000_000,
];

/// What one diagnosis of a line counts as.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Kind<'e> {
    /// The API.
    pub provider: Option<&'e str>,
    /// The code, in the catalog or not.
    pub code: Option<String>,
    /// The status.
    pub http_status: Option<u16>,
    /// Whether the catalog has it.
    pub is_known: bool,
    /// The host, where no API of the catalog is known.
    pub host: Option<String>,
}

/// Something found in a line.
#[derive(Debug, Clone)]
pub(super) struct Finding<'e> {
    pub(super) kind: std::sync::Arc<Kind<'e>>,
    pub(super) api: Option<&'e Api>,
    pub(super) entry: Option<&'e Entry>,
    pub(super) certainty: Certainty,
    pub(super) count: u64,
    pub(super) request_id: Option<String>,
    pub(super) diagnosis: Option<Box<Diagnosis<'e>>>,
}

impl<'e> Finding<'e> {
    /// Returns what a diagnosis counts as.
    pub(super) fn new(diagnosis: &Diagnosis<'e>) -> Self {
        let host = diagnosis.request.host.as_deref();
        let host = host.filter(|_| diagnosis.api.is_none());
        Self {
            kind: std::sync::Arc::new(Kind {
                provider: diagnosis.api.map(|api| api.id.as_str()),
                code: diagnosis.code.as_deref().map(short),
                http_status: diagnosis.http_status,
                is_known: diagnosis.entry.is_some(),
                host: host.map(short),
            }),
            api: diagnosis.api,
            entry: diagnosis.entry,
            certainty: diagnosis.certainty,
            count: diagnosis.count as u64,
            request_id: diagnosis.request_id.as_deref().map(short),
            diagnosis: None,
        }
    }

    /// Returns a body that looks like an error of no known API.
    pub(super) fn other() -> Self {
        Self {
            kind: std::sync::Arc::new(Kind {
                provider: None,
                code: None,
                http_status: None,
                is_known: false,
                host: None,
            }),
            api: None,
            entry: None,
            certainty: Certainty::StatusOnly,
            count: 1,
            request_id: None,
            diagnosis: None,
        }
    }
}

/// Returns at most so much of a text from outside as is kept.
fn short(text: &str) -> String {
    text[..char_floor(text, MOST_TEXT)].to_owned()
}

/// Where and when something was seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Seen {
    /// Milliseconds since 1970, if the line says when it was written.
    pub time: Option<i64>,
    /// The position of the input.
    pub input: usize,
    /// The 1-based line.
    pub line: u64,
}

impl Seen {
    /// Returns what decides which comes first: the time where there is one, then the place.
    fn early(&self) -> (bool, Option<i64>, usize, u64) {
        (self.time.is_none(), self.time, self.input, self.line)
    }

    /// Returns what decides which comes last.
    fn late(&self) -> (Option<i64>, usize, u64) {
        (self.time, self.input, self.line)
    }
}

/// All occurrences of one error.
#[derive(Debug, Clone)]
pub struct Group<'e> {
    /// What it is.
    pub kind: Kind<'e>,
    /// The API, if known.
    pub api: Option<&'e Api>,
    /// The entry, if the catalog has it.
    pub entry: Option<&'e Entry>,
    /// The lowest certainty.
    pub certainty: Certainty,
    /// How often.
    pub count: u64,
    /// How often of these it is only a possibility.
    pub possible: u64,
    /// The first.
    pub first: Seen,
    /// The last.
    pub last: Seen,
    /// Ids for support.
    pub request_ids: Vec<String>,
    samples: u64,
    buckets: Vec<(i64, u64)>,
}

impl<'e> Group<'e> {
    fn new(finding: &Finding<'e>, seen: Seen) -> Self {
        Self {
            kind: (*finding.kind).clone(),
            api: finding.api,
            entry: finding.entry,
            certainty: finding.certainty,
            count: 0,
            possible: 0,
            first: seen,
            last: seen,
            request_ids: Vec::new(),
            samples: 0,
            buckets: Vec::new(),
        }
    }

    /// Counts an occurrence.
    fn add(&mut self, finding: &Finding<'e>, seen: Seen, width: i64) {
        self.count += finding.count;
        self.note(seen, seen);
        // What is not recognized has no timeline; there may be no end of it.
        if !finding.kind.is_known {
            return;
        }
        self.certainty = self.certainty.min(finding.certainty);
        if finding.certainty == Certainty::Possible {
            self.possible += finding.count;
        }
        if let Some(time) = seen.time {
            self.bucket(time.div_euclid(width * 1000), finding.count);
        }
        // From the first occurrences only: so the ids are the same for any number of threads.
        if let Some(id) = &finding.request_id
            && self.samples < ID_SAMPLES
        {
            self.samples += 1;
            self.keep_id(id);
        }
    }

    /// Keeps an id, unless there are enough.
    fn keep_id(&mut self, id: &str) {
        if self.request_ids.len() < MOST_IDS && !self.request_ids.iter().any(|known| known == id) {
            self.request_ids.push(id.to_owned());
        }
    }

    /// Widens the span to what was seen.
    fn note(&mut self, first: Seen, last: Seen) {
        if first.early() < self.first.early() {
            self.first = first;
        }
        if last.late() > self.last.late() {
            self.last = last;
        }
    }

    /// Counts into a bucket.
    fn bucket(&mut self, number: i64, count: u64) {
        match self.buckets.binary_search_by_key(&number, |(at, _)| *at) {
            Ok(at) => self.buckets[at].1 += count,
            Err(at) => self.buckets.insert(at, (number, count)),
        }
    }

    /// Makes the buckets coarser.
    fn coarsen(&mut self, factor: i64) {
        for (number, count) in std::mem::take(&mut self.buckets) {
            self.bucket(number.div_euclid(factor), count);
        }
    }

    /// Adds another group.
    fn join(&mut self, other: Self) {
        self.count += other.count;
        self.possible += other.possible;
        self.certainty = self.certainty.min(other.certainty);
        self.note(other.first, other.last);
        for id in &other.request_ids {
            self.keep_id(id);
        }
        for (number, count) in other.buckets {
            self.bucket(number, count);
        }
    }
}

/// What groups are made by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum By {
    /// The error.
    #[default]
    Code,
    /// The API.
    Provider,
    /// The HTTP status.
    Status,
}

/// What was found in all inputs.
#[derive(Debug, Clone, Default)]
pub struct Tally<'e> {
    /// How many lines there are.
    pub lines: u64,
    /// How many bytes.
    pub bytes: u64,
    /// Lines that could not be read, or not as a whole.
    pub unreadable_lines: u64,
    /// Errors left out under a limit in time because their line has no time.
    pub undated: u64,
    /// The errors of the catalog that were found.
    pub errors: u64,
    /// The time of the first and the last error.
    pub span: Option<(i64, i64)>,
    width: usize,
    groups: HashMap<Kind<'e>, Group<'e>>,
    unknown: usize,
}

impl<'e> Tally<'e> {
    /// Counts an occurrence.
    pub(super) fn add(&mut self, finding: &Finding<'e>, seen: Seen) {
        if finding.kind.is_known {
            self.errors += finding.count;
            if let Some(time) = seen.time {
                self.stretch(time);
            }
        }
        let width = WIDTHS[self.width];
        if let Some(group) = self.groups.get_mut(&*finding.kind) {
            group.add(finding, seen, width);
            return;
        }
        let mut new = Group::new(finding, seen);
        if !finding.kind.is_known && self.unknown < MOST_UNKNOWN {
            self.unknown += 1;
        } else if !finding.kind.is_known {
            // Beyond a number all share one.
            new.kind = (*Finding::other().kind).clone();
        }
        let group = self.groups.entry(new.kind.clone()).or_insert(new);
        group.add(finding, seen, width);
    }

    /// Widens the span of time, and the buckets with it.
    fn stretch(&mut self, time: i64) {
        let (from, to) = self.span.unwrap_or((time, time));
        let (from, to) = (from.min(time), to.max(time));
        self.span = Some((from, to));
        let old = WIDTHS[self.width];
        while self.width + 1 < WIDTHS.len() {
            let width = WIDTHS[self.width] * 1000;
            if to.div_euclid(width) - from.div_euclid(width) < MOST_BUCKETS {
                break;
            }
            self.width += 1;
        }
        let factor = WIDTHS[self.width] / old;
        if factor > 1 {
            for group in self.groups.values_mut() {
                group.coarsen(factor);
            }
        }
    }

    /// Returns the width of a bucket in seconds; `None` where no error has a time.
    #[must_use]
    pub fn bucket_seconds(&self) -> Option<i64> {
        self.span.map(|_| WIDTHS[self.width])
    }

    /// Returns when the first bucket begins, in milliseconds since 1970.
    #[must_use]
    pub fn first_bucket(&self) -> Option<i64> {
        let width = WIDTHS[self.width] * 1000;
        self.span.map(|(from, _)| from.div_euclid(width) * width)
    }

    /// Returns a group's count by bucket, from the first bucket of all to the last.
    #[must_use]
    pub fn timeline(&self, group: &Group<'_>) -> Vec<u64> {
        let Some((from, to)) = self.span else {
            return Vec::new();
        };
        let width = WIDTHS[self.width] * 1000;
        let first = from.div_euclid(width);
        let count = usize::try_from(to.div_euclid(width) - first + 1).unwrap_or(1);
        let mut timeline = vec![0; count];
        for (number, count) in &group.buckets {
            let slot = usize::try_from(number - first)
                .ok()
                .and_then(|at| timeline.get_mut(at));
            if let Some(slot) = slot {
                *slot += count;
            }
        }
        timeline
    }

    /// Returns the groups of errors that the catalog has, the most frequent first.
    #[must_use]
    pub fn groups(&self, by: By) -> Vec<Group<'e>> {
        type Key<'k> = (Option<&'k str>, Option<&'k str>, Option<u16>);
        let mut joined: HashMap<Key<'_>, Group<'e>> = HashMap::new();
        for group in self.groups.values().filter(|group| group.kind.is_known) {
            let kind = &group.kind;
            let key = match by {
                By::Code => (kind.provider, kind.code.as_deref(), None),
                By::Provider => (kind.provider, None, None),
                By::Status => (None, None, kind.http_status),
            };
            let group = group.clone();
            match joined.get_mut(&key) {
                // Ids in the order in which they were seen, whatever the order of the map.
                Some(known) if known.first.early() <= group.first.early() => known.join(group),
                Some(known) => {
                    let earlier = std::mem::replace(known, group);
                    known.join(earlier);
                }
                None => {
                    joined.insert(key, group);
                }
            }
        }
        let mut groups: Vec<Group<'e>> = joined.into_values().collect();
        for group in &mut groups {
            match by {
                By::Code => {
                    group.kind.http_status =
                        group.entry.and_then(|entry| entry.http_status.usual());
                }
                By::Provider => {
                    (group.kind.code, group.kind.http_status, group.entry) = (None, None, None);
                }
                By::Status => {
                    (group.kind.code, group.kind.provider) = (None, None);
                    (group.entry, group.api) = (None, None);
                }
            }
        }
        sort(&mut groups);
        groups
    }

    /// Returns what looked like an error and is not in the catalog, the most frequent first.
    #[must_use]
    pub fn unrecognized(&self) -> Vec<Group<'e>> {
        let unknown = self.groups.values().filter(|group| !group.kind.is_known);
        let mut groups: Vec<Group<'e>> = unknown.cloned().collect();
        sort(&mut groups);
        groups
    }
}

/// Sorts groups: the most frequent first, then by name.
fn sort(groups: &mut [Group<'_>]) {
    groups.sort_by(|a, b| {
        let name = |g: &Group<'_>| {
            (
                g.kind.provider.map(str::to_owned),
                g.kind.code.clone(),
                g.kind.http_status,
                g.kind.host.clone(),
            )
        };
        b.count.cmp(&a.count).then_with(|| name(a).cmp(&name(b)))
    });
}

#[cfg(test)]
mod tests {
    use super::{By, Finding, MOST_BUCKETS, Seen, Tally};
    use crate::catalog::Catalog;
    use crate::diagnose::Engine;

    fn seen(time: Option<i64>, line: u64) -> Seen {
        Seen {
            time,
            input: 0,
            line,
        }
    }

    #[test]
    fn a_timeline_keeps_every_count_however_far_it_stretches() {
        let engine = Engine::new(&Catalog::builtin(), &[]).unwrap();
        let report = engine.diagnose_bytes(br#"{"error":"Event 'welcome' not found"}"#);
        let finding = Finding::new(&report.diagnoses[0]);
        let mut tally = Tally::default();
        let mut time = 1_795_302_100_000;
        for step in 0..40 {
            tally.add(&finding, seen(Some(time), step));
            time += 1 << step;
        }
        let groups = tally.groups(By::Code);
        let timeline = tally.timeline(&groups[0]);
        assert_eq!(timeline.iter().sum::<u64>(), 40);
        assert!(timeline.len() <= usize::try_from(MOST_BUCKETS).unwrap());
        assert_eq!(timeline[0], timeline.iter().copied().max().unwrap());
    }

    #[test]
    fn the_first_is_the_earliest_and_a_line_without_a_time_is_neither() {
        let engine = Engine::new(&Catalog::builtin(), &[]).unwrap();
        let report = engine.diagnose_bytes(br#"{"error":"Event 'welcome' not found"}"#);
        let finding = Finding::new(&report.diagnoses[0]);
        let mut tally = Tally::default();
        for (time, line) in [(None, 1), (Some(500), 2), (Some(100), 3), (None, 4)] {
            tally.add(&finding, seen(time, line));
        }
        let group = &tally.groups(By::Code)[0];
        assert_eq!((group.first.line, group.last.line), (3, 2));
    }

    #[test]
    fn there_is_an_end_to_what_is_kept_of_the_unknown() {
        let mut tally = Tally::default();
        for number in 0..5000_u64 {
            let mut finding = Finding::other();
            let kind = std::sync::Arc::make_mut(&mut finding.kind);
            kind.code = Some(format!("X_{number}"));
            tally.add(&finding, seen(None, number));
        }
        let unknown = tally.unrecognized();
        assert_eq!(unknown.len(), 1001);
        assert_eq!(unknown.iter().map(|g| g.count).sum::<u64>(), 5000);
    }
}
