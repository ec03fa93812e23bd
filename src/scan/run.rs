//! Runs a scan: several threads take blocks, what they find is put together in the order of the log.

use std::collections::{BTreeMap, HashMap};
use std::io::{self, Read};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use super::before::Before;
use super::blocks::{Block, Blocks, MOST_LINE};
use super::filter::{Filter, Sign};
use super::tally::{Finding, ID_SAMPLES, Kind, Seen, Tally};
use super::time;
use crate::diagnose::{Diagnosis, Engine, Outcome, Quick};
use crate::input::{decode, extract, extract_bare};

/// How often whoever watches a scan is told about it.
const TICK: Duration = Duration::from_millis(100);

/// How many finished blocks may wait for an earlier one.
const MOST_WAITING: usize = 64;

/// What a scan is limited to, and how it runs.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Only errors at or after this time, in milliseconds since 1970.
    pub since: Option<i64>,
    /// Only errors before this time.
    pub until: Option<i64>,
    /// The present, for timestamps without a year.
    pub now: i64,
    /// How many threads search.
    pub threads: usize,
    /// How large blocks are.
    pub block: usize,
}

/// One error, as it is found.
#[derive(Debug)]
pub struct Occurrence<'a, 'e> {
    /// When and where.
    pub seen: Seen,
    /// What it is; nothing for a body that only looks like an error.
    pub diagnosis: &'a Diagnosis<'e>,
}

/// Whoever wants to know how a scan goes.
pub trait Watcher<'e>: Send {
    /// Whether each occurrence is to be shown.
    fn wants_occurrences(&self) -> bool {
        false
    }

    /// Takes one occurrence, in the order of the log.
    ///
    /// # Errors
    /// When it cannot be written; then the scan ends.
    fn occurrence(&mut self, _occurrence: &Occurrence<'_, 'e>) -> io::Result<()> {
        Ok(())
    }

    /// Takes note that everything read so far was shown.
    ///
    /// # Errors
    /// When it cannot be written; then the scan ends.
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }

    /// Looks at what was found so far; called a few times a second.
    ///
    /// # Errors
    /// When it cannot be written; then the scan ends.
    fn tick(&mut self, _tally: &Tally<'e>) -> io::Result<()> {
        Ok(())
    }
}

/// Searches logs for the errors of a catalog.
#[derive(Debug)]
pub struct Scanner<'e> {
    engine: &'e Engine,
    filter: Filter<'e>,
    limits: Limits,
}

/// What a block came to.
struct Yield<'e> {
    input: usize,
    lines: u64,
    bytes: u64,
    unreadable: u64,
    undated: u64,
    found: Vec<(u64, Option<i64>, Finding<'e>)>,
}

/// What threads share.
struct Shared<'w, 'e> {
    tally: Tally<'e>,
    watcher: &'w mut dyn Watcher<'e>,
    next: u64,
    /// The input that line numbers count in, and its lines so far.
    input: usize,
    lines: u64,
    waiting: BTreeMap<u64, Yield<'e>>,
    error: Option<io::Error>,
}

/// Locks, whatever happened to another thread.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl<'e> Scanner<'e> {
    /// Makes a scanner for what an engine knows.
    #[must_use]
    pub fn new(engine: &'e Engine, limits: Limits) -> Self {
        Self {
            engine,
            filter: Filter::new(engine),
            limits,
        }
    }

    /// Returns the filter that lines must pass.
    #[must_use]
    pub fn filter(&self) -> &Filter<'e> {
        &self.filter
    }

    /// Searches some streams, one after the other, until their end or until `stop`.
    /// Returns what was found, and what could not be read by position of the stream.
    ///
    /// # Errors
    /// When the watcher could not write.
    pub fn run<R: Read + Send>(
        &self,
        inputs: Vec<io::Result<R>>,
        stop: &AtomicBool,
        watcher: &mut dyn Watcher<'e>,
    ) -> io::Result<(Tally<'e>, Vec<(usize, io::Error)>)> {
        let source = Mutex::new(Blocks::new(inputs));
        let wants_each = watcher.wants_occurrences();
        let shared = Mutex::new(Shared {
            tally: Tally::default(),
            watcher,
            next: 0,
            input: 0,
            lines: 0,
            waiting: BTreeMap::new(),
            error: None,
        });
        let turn = Condvar::new();
        let end = Condvar::new();
        let running = AtomicUsize::new(self.limits.threads.max(1));
        let is_over = AtomicBool::new(false);
        let work = || {
            let mut worker = Worker::new(self, wants_each);
            let mut block = Block::new(self.limits.block);
            while !stop.load(Ordering::Relaxed) && !is_over.load(Ordering::Relaxed) {
                if !lock(&source).next(&mut block) {
                    break;
                }
                let found = worker.search(&block);
                let mut shared = lock(&shared);
                while shared.waiting.len() >= MOST_WAITING && shared.next != block.number {
                    shared = turn.wait(shared).unwrap_or_else(PoisonError::into_inner);
                }
                shared.take(block.number, found);
                if shared.error.is_some() {
                    is_over.store(true, Ordering::Relaxed);
                }
                turn.notify_all();
            }
            running.fetch_sub(1, Ordering::Relaxed);
            let _held = lock(&shared);
            end.notify_all();
        };
        std::thread::scope(|scope| {
            for _ in 0..self.limits.threads.max(1) {
                scope.spawn(work);
            }
            let mut held = lock(&shared);
            while running.load(Ordering::Relaxed) > 0 {
                held = end
                    .wait_timeout(held, TICK)
                    .map_or_else(|error| error.into_inner().0, |(held, _)| held);
                let Shared { tally, watcher, .. } = &mut *held;
                if let Err(error) = watcher.tick(tally) {
                    held.error.get_or_insert(error);
                    is_over.store(true, Ordering::Relaxed);
                }
            }
        });
        let shared = shared.into_inner().unwrap_or_else(PoisonError::into_inner);
        let source = source.into_inner().unwrap_or_else(PoisonError::into_inner);
        match shared.error {
            Some(error) => Err(error),
            None => Ok((shared.tally, source.failures)),
        }
    }
}

impl<'e> Shared<'_, 'e> {
    /// Takes what a block came to, in its turn.
    fn take(&mut self, number: u64, found: Yield<'e>) {
        self.waiting.insert(number, found);
        while let Some(found) = self.waiting.remove(&self.next) {
            self.next += 1;
            if found.input != self.input {
                self.input = found.input;
                self.lines = 0;
            }
            let shown = self.put(&found);
            if let Err(error) = shown {
                self.error.get_or_insert(error);
            }
            self.lines += found.lines;
            self.tally.lines += found.lines;
            self.tally.bytes += found.bytes;
            self.tally.unreadable_lines += found.unreadable;
            self.tally.undated += found.undated;
        }
    }

    /// Counts and shows what a block came to.
    fn put(&mut self, found: &Yield<'e>) -> io::Result<()> {
        for (line, time, finding) in &found.found {
            let seen = Seen {
                time: *time,
                input: found.input,
                line: self.lines + line,
            };
            self.tally.add(finding, seen);
            if let Some(diagnosis) = &finding.diagnosis {
                self.watcher.occurrence(&Occurrence { seen, diagnosis })?;
            }
        }
        self.watcher.flush()
    }
}

/// What one thread keeps between blocks.
struct Worker<'s, 'e> {
    scanner: &'s Scanner<'e>,
    wants_each: bool,
    /// How many request ids were kept, by kind.
    ids: HashMap<Kind<'e>, u64>,
}

impl<'s, 'e> Worker<'s, 'e> {
    fn new(scanner: &'s Scanner<'e>, wants_each: bool) -> Self {
        Self {
            scanner,
            wants_each,
            ids: HashMap::new(),
        }
    }

    /// Searches a block.
    fn search(&mut self, block: &Block) -> Yield<'e> {
        let bytes = block.bytes();
        let mut before = Before::new(&block.before, bytes);
        let mut found = Yield {
            input: block.input,
            lines: 0,
            bytes: bytes.len() as u64,
            unreadable: block.too_long,
            undated: 0,
            found: Vec::new(),
        };
        let mut at = 0;
        // A line that is too long is searched in pieces that begin at fixed places of the line, not of the block.
        if block.is_long {
            let end = memchr::memchr(b'\n', bytes).unwrap_or(bytes.len());
            for (number, piece) in bytes[..end].chunks(MOST_LINE).enumerate() {
                if self.scanner.filter.passes(piece) {
                    before.begin(number * MOST_LINE, piece.len());
                    self.line(piece, 1, Sign::Words, &mut before, &mut found);
                }
            }
            at = (end + 1).min(bytes.len());
        }
        let rest = &bytes[at..];
        let is_ended = bytes[..at].last() == Some(&b'\n');
        let first = u64::from(at > 0 && (is_ended || !block.is_unfinished));
        let filter = &self.scanner.filter;
        let lines = filter.lines(rest, |number, span, sign| {
            before.begin(at + span.start, span.len());
            self.line(&rest[span], first + number, sign, &mut before, &mut found);
        });
        found.lines = first + lines;
        // The rest of a line that goes on in the next block is counted there.
        if block.is_unfinished && rest.last().is_some_and(|b| *b != b'\n') {
            found.lines -= 1;
        }
        found
    }

    /// Finds out what a candidate line holds.
    fn line(
        &mut self,
        line: &[u8],
        number: u64,
        sign: Sign,
        before: &mut Before<'_>,
        found: &mut Yield<'e>,
    ) {
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        if sign == Sign::Shape {
            match self.scanner.engine.quick(line) {
                Quick::Nothing if !self.scanner.filter.tells(line) => return,
                Quick::Unsure | Quick::Nothing => {}
                Quick::Errors(_) if self.wants_each => {}
                Quick::Errors(mut diagnoses) => {
                    mask_codes(&mut diagnoses, before);
                    let mut findings: Vec<_> = diagnoses.iter().map(Finding::new).collect();
                    self.mask_ids(&mut findings, before);
                    put(findings, line, number, &self.scanner.limits, found);
                    return;
                }
            }
        }
        let text = decode(line);
        if text.is_binary {
            found.unreadable += 1;
            return;
        }
        let engine = self.scanner.engine;
        let mut findings: Vec<Finding<'e>>;
        let is_other;
        if self.wants_each {
            let mut exchange = extract(&text);
            exchange.secrets.extend(before.told().map(str::to_owned));
            let report = engine.diagnose(&exchange);
            findings = report.diagnoses.iter().map(Finding::new).collect();
            is_other = report.outcome == Outcome::Unrecognized && report.is_error_like;
            for (finding, diagnosis) in findings.iter_mut().zip(report.diagnoses) {
                finding.diagnosis = Some(Box::new(diagnosis));
            }
        } else {
            let (mut diagnoses, has_other) = engine.count(&extract_bare(&text));
            mask_codes(&mut diagnoses, before);
            findings = diagnoses.iter().map(Finding::new).collect();
            is_other = has_other;
            self.mask_ids(&mut findings, before);
        }
        if findings.is_empty() && is_other {
            findings.push(Finding::other());
        }
        put(findings, line, number, &self.scanner.limits, found);
    }
}

impl<'e> Worker<'_, 'e> {
    /// Keeps the request ids of the first errors of each kind, without secrets, and drops the others.
    fn mask_ids(&mut self, findings: &mut [Finding<'e>], before: &mut Before<'_>) {
        for finding in findings {
            let Some(id) = finding.request_id.take() else {
                continue;
            };
            let taken = self.ids.entry((*finding.kind).clone()).or_default();
            if *taken < ID_SAMPLES {
                *taken += 1;
                finding.request_id = Some(before.secrets_in(&id).mask_id(&id));
            }
        }
    }
}

/// Masks codes that the catalog does not have: what a line has as a code may be a secret of it, or of the lines before.
fn mask_codes(diagnoses: &mut [Diagnosis<'_>], before: &mut Before<'_>) {
    let unknown = diagnoses.iter_mut().filter(|told| told.entry.is_none());
    for code in unknown.filter_map(|told| told.code.as_mut()) {
        *code = before.secrets_in(code).mask(code);
    }
}

/// Puts what a line holds to what was found, unless its time is out of the limits.
fn put<'e>(
    findings: Vec<Finding<'e>>,
    line: &[u8],
    number: u64,
    limits: &Limits,
    found: &mut Yield<'e>,
) {
    if findings.is_empty() {
        return;
    }
    let time = time::of_line(line, limits.now);
    if limits.since.is_some() || limits.until.is_some() {
        let Some(time) = time else {
            found.undated += findings.iter().map(|f| f.count).sum::<u64>();
            return;
        };
        if limits.since.is_some_and(|since| time < since)
            || limits.until.is_some_and(|until| time >= until)
        {
            return;
        }
    }
    let places = findings.into_iter();
    found
        .found
        .extend(places.map(|finding| (number, time, finding)));
}
