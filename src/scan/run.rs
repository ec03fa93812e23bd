//! Runs a scan: several threads take blocks, what they find is put together in the order of the log.

use std::collections::{BTreeMap, HashMap};
use std::hash::BuildHasherDefault;
use std::io::{self, Read};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use super::blocks::{Block, Blocks, MOST_LINE};
use super::filter::Filter;
use super::shape::{Mix, Shapes};
use super::tally::{Finding, ID_SAMPLES, Kind, Seen, Tally};
use super::time;
use crate::diagnose::{Diagnosis, Engine, Evidence, Outcome};
use crate::input::control::may_hold_sequences;
use crate::input::{Body, decode, extract};

/// How often whoever watches a scan is told about it.
const TICK: Duration = Duration::from_millis(100);

/// How many finished blocks may wait for an earlier one.
const MOST_WAITING: usize = 64;

/// How many shapes of lines a thread remembers, and how many bytes they may have.
const MOST_SHAPES: (usize, usize) = (4096, 1024 * 1024);

/// The longest line in which the engine looks for codes that are named in words.
const MOST_PROSE: usize = 2000;

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
    filter: Filter,
    shapes: Shapes,
    limits: Limits,
}

/// What a block came to.
struct Yield<'e> {
    input: usize,
    lines: u64,
    bytes: u64,
    unreadable: u64,
    undated: u64,
    found: Vec<(u64, Option<i64>, Arc<Finding<'e>>)>,
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
            shapes: Shapes::new(engine.apis(), engine.entries()),
            limits,
        }
    }

    /// Gives the filter that lines must pass.
    #[must_use]
    pub fn filter(&self) -> &Filter {
        &self.filter
    }

    /// Searches some streams, one after the other, until their end or until `stop`.
    /// Gives what was found, and what could not be read by position of the stream.
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
        let taught = Mutex::new(Taught::default());
        let running = AtomicUsize::new(self.limits.threads.max(1));
        let is_over = AtomicBool::new(false);
        let work = || {
            let mut worker = Worker::new(self, wants_each);
            let mut block = Block::new(self.limits.block);
            while !stop.load(Ordering::Relaxed) && !is_over.load(Ordering::Relaxed) {
                if !lock(&source).next(&mut block) {
                    break;
                }
                worker.exchange(&taught);
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

/// What is known of texts by their shape, in bounded memory.
struct Memo<V> {
    known: HashMap<Arc<[u8]>, V, BuildHasherDefault<Mix>>,
    bytes: usize,
    /// What other threads do not know yet.
    news: Vec<(Arc<[u8]>, V)>,
    /// How much was taken of what they know; `None` once there was too much to remember.
    taken: Option<usize>,
}

impl<V: Clone> Memo<V> {
    fn new() -> Self {
        Self {
            known: HashMap::default(),
            bytes: 0,
            news: Vec::new(),
            taken: Some(0),
        }
    }

    /// Remembers something new.
    fn learn(&mut self, shape: &[u8], value: V) {
        let shape: Arc<[u8]> = shape.into();
        self.keep(shape.clone(), value.clone());
        if self.taken.is_some() {
            self.news.push((shape, value));
        }
    }

    /// Remembers, and forgets all before it where that is too much.
    fn keep(&mut self, shape: Arc<[u8]>, value: V) {
        if self.known.len() >= MOST_SHAPES.0 || self.bytes >= MOST_SHAPES.1 {
            self.known.clear();
            self.bytes = 0;
            self.taken = None;
        }
        self.bytes += shape.len();
        self.known.insert(shape, value);
    }

    /// Takes what other threads have learned, and tells them what is new.
    fn exchange(&mut self, taught: &mut Vec<(Arc<[u8]>, V)>) {
        let from = self.taken.unwrap_or(taught.len());
        for (shape, value) in &taught[from..] {
            if !self.known.contains_key(shape) {
                self.keep(shape.clone(), value.clone());
            }
        }
        taught.append(&mut self.news);
        self.taken = self.taken.map(|_| taught.len());
    }
}

/// What threads have learned for each other.
#[derive(Default)]
struct Taught<'e> {
    lines: Vec<(Arc<[u8]>, Known<'e>)>,
    fronts: Vec<(Arc<[u8]>, Option<Front>)>,
}

/// What one thread keeps between blocks.
struct Worker<'s, 'e> {
    scanner: &'s Scanner<'e>,
    wants_each: bool,
    /// What lines of a shape hold.
    lines: Memo<Known<'e>>,
    /// What the text in front of a body says.
    fronts: Memo<Option<Front>>,
    shape: Vec<u8>,
    /// How many request ids were taken, by kind.
    samples: HashMap<Kind<'e>, u64>,
}

/// What lines of a shape hold.
#[derive(Clone)]
struct Known<'e> {
    findings: Vec<Arc<Finding<'e>>>,
    /// Whether a request id is still wanted of one of them.
    wants_ids: bool,
    /// Whether it depends on words that are looked for in short lines only.
    is_prose: bool,
}

/// What the text in front of a body says about it.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Front {
    status: Option<u16>,
    host: Option<String>,
}

impl<'s, 'e> Worker<'s, 'e> {
    fn new(scanner: &'s Scanner<'e>, wants_each: bool) -> Self {
        Self {
            scanner,
            wants_each,
            lines: Memo::new(),
            fronts: Memo::new(),
            shape: Vec::new(),
            samples: HashMap::new(),
        }
    }

    /// Takes what other threads have learned, and tells them what is new.
    fn exchange(&mut self, taught: &Mutex<Taught<'e>>) {
        let mut taught = lock(taught);
        self.lines.exchange(&mut taught.lines);
        self.fronts.exchange(&mut taught.fronts);
    }

    /// Searches a block.
    fn search(&mut self, block: &Block) -> Yield<'e> {
        let bytes = block.bytes();
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
            for piece in bytes[..end].chunks(MOST_LINE) {
                if self.scanner.filter.next(piece, 0).is_some() {
                    self.line(piece, 1, &mut found);
                }
            }
            at = end;
        }
        let count = |part: &[u8]| memchr::memchr_iter(b'\n', part).count() as u64;
        let mut number = 1;
        let mut counted = 0;
        while let Some((start, end)) = self.scanner.filter.next(bytes, at) {
            number += count(&bytes[counted..start]);
            counted = start;
            self.line(&bytes[start..end], number, &mut found);
            at = end;
        }
        let is_open = !block.is_unfinished && bytes.last().is_some_and(|b| *b != b'\n');
        found.lines = number - 1 + count(&bytes[counted..]) + u64::from(is_open);
        found
    }

    /// Finds out what a candidate line holds, whatever its colours and its end.
    fn line(&mut self, line: &[u8], number: u64, found: &mut Yield<'e>) {
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        if !may_hold_sequences(line) {
            self.plain_line(line, number, found);
            return;
        }
        let text = decode(line);
        if text.is_binary {
            found.unreadable += 1;
        } else {
            self.plain_line(text.text.as_bytes(), number, found);
        }
    }

    /// Finds out what a candidate line holds.
    fn plain_line(&mut self, line: &[u8], number: u64, found: &mut Yield<'e>) {
        // Every occurrence is wanted with its own words: then nothing is known beforehand.
        if self.wants_each {
            self.diagnose(line, number, Keyed::No, found);
            return;
        }
        let body = memchr::memchr(b'{', line).unwrap_or(0);
        if body > 0 && self.take_body(line, body) && self.is_known(line, number, found) {
            return;
        }
        if !self.scanner.shapes.take(line, &mut self.shape) {
            self.diagnose(line, number, Keyed::No, found);
        } else if !self.is_known(line, number, found) {
            let keyed = if body > 0 {
                Keyed::Text(body)
            } else {
                Keyed::Line
            };
            self.diagnose(line, number, keyed, found);
        }
    }

    /// Takes the shape of a body, with what the text in front of it says in the place of that text.
    fn take_body(&mut self, line: &[u8], body: usize) -> bool {
        let shapes = &self.scanner.shapes;
        if !shapes.take(&line[..body], &mut self.shape) {
            return false;
        }
        if !self.fronts.known.contains_key(&*self.shape) {
            self.fronts.learn(&self.shape, front(&line[..body]));
        }
        let Some(Some(front)) = self.fronts.known.get(&*self.shape) else {
            return false;
        };
        if !shapes.take(&line[body..], &mut self.shape) {
            return false;
        }
        // Behind a control character, which no shape holds.
        self.shape.push(0x1f);
        self.shape
            .extend_from_slice(&front.status.unwrap_or(0).to_le_bytes());
        self.shape
            .extend_from_slice(front.host.as_deref().unwrap_or_default().as_bytes());
        true
    }

    /// Counts what is known of lines of the shape; says whether it is.
    fn is_known(&mut self, line: &[u8], number: u64, found: &mut Yield<'e>) -> bool {
        let Some(known) = self.lines.known.get_mut(&*self.shape) else {
            return false;
        };
        if known.is_prose && line.len() > MOST_PROSE {
            return false;
        }
        if known.wants_ids {
            known.wants_ids = wants_ids(&known.findings, &self.samples);
        }
        if known.wants_ids {
            return false;
        }
        put(&known.findings, line, number, &self.scanner.limits, found);
        true
    }

    /// Diagnoses a line, and remembers what lines of its shape hold.
    fn diagnose(&mut self, line: &[u8], number: u64, keyed: Keyed, found: &mut Yield<'e>) {
        let text = decode(line);
        if text.is_binary {
            found.unreadable += 1;
            return;
        }
        let report = self.scanner.engine.diagnose(&extract(&text));
        let mut findings: Vec<Finding<'e>> = report.diagnoses.iter().map(Finding::new).collect();
        if findings.is_empty() && report.outcome == Outcome::Unrecognized && report.is_error_like {
            findings.push(Finding::other());
        }
        if self.wants_each {
            for (finding, diagnosis) in findings.iter_mut().zip(report.diagnoses) {
                finding.diagnosis = Some(Box::new(diagnosis));
            }
        } else {
            let in_body = |d: &Diagnosis<'_>| d.evidence.contains(&Evidence::Envelope);
            let is_prose = report.diagnoses.is_empty() || !report.diagnoses.iter().all(in_body);
            let is_settled = report
                .diagnoses
                .iter()
                .any(|d| d.entry.is_some() && in_body(d));
            for finding in findings.iter().filter(|f| f.request_id.is_some()) {
                *self.samples.entry((*finding.kind).clone()).or_default() += 1;
            }
            let has_key = match keyed {
                Keyed::No => false,
                Keyed::Line => true,
                Keyed::Text(body) => {
                    !is_settled
                        || self.take_body(line, body)
                        || self.scanner.shapes.take(line, &mut self.shape)
                }
            };
            if has_key && (!is_prose || line.len() <= MOST_PROSE) {
                self.remember(&findings, is_prose);
            }
        }
        let findings: Vec<_> = findings.into_iter().map(Arc::new).collect();
        put(&findings, line, number, &self.scanner.limits, found);
    }

    /// Remembers what lines of the shape hold.
    fn remember(&mut self, findings: &[Finding<'e>], is_prose: bool) {
        if self.lines.known.contains_key(&*self.shape) || !Shapes::is_telling(&self.shape) {
            return;
        }
        let has_ids = findings.iter().any(|f| f.request_id.is_some());
        let findings = findings.iter().map(|finding| {
            Arc::new(Finding {
                // Another line's request is another.
                request_id: None,
                ..finding.clone()
            })
        });
        let known = Known {
            findings: findings.collect(),
            wants_ids: has_ids,
            is_prose,
        };
        self.lines.learn(&self.shape, known);
    }
}

/// By what a line is remembered.
#[derive(Debug, Clone, Copy)]
enum Keyed {
    /// Not at all.
    No,
    /// By its whole shape, which was taken.
    Line,
    /// By the shape of the body that begins at a position, where the body settles it; else by its whole shape.
    Text(usize),
}

/// Gives what a text says about a body behind it; `None` where it does more than stand in front.
fn front(text: &[u8]) -> Option<Front> {
    // With an answer behind it: in front of one, a body may be what was sent.
    let line = [text, br#"{"a":1} response: {"b":1}"#].concat();
    let found = extract(&decode(&line));
    let [response, _] = found.responses.as_slice() else {
        return None;
    };
    let is_bare = response.headers.is_empty() && !response.is_cut;
    let is_whole =
        matches!(&response.body, Body::Json(value) if *value == serde_json::json!({"a": 1}));
    (is_bare && is_whole).then(|| Front {
        status: response.status,
        host: response.request.host.clone(),
    })
}

/// Says whether request ids of some findings are still wanted.
fn wants_ids(findings: &[Arc<Finding<'_>>], samples: &HashMap<Kind<'_>, u64>) -> bool {
    findings
        .iter()
        .any(|f| f.kind.is_known && samples.get(&*f.kind).is_none_or(|n| *n < ID_SAMPLES))
}

/// Puts what a line holds to what was found, unless its time is out of the limits.
fn put<'e>(
    findings: &[Arc<Finding<'e>>],
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
    let places = findings
        .iter()
        .map(|finding| (number, time, finding.clone()));
    found.found.extend(places);
}
