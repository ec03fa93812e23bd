//! `errdoc scan`: which API errors are in logs, how often, since when, and what to do.

use std::io::{self, ErrorKind, Write};
use std::mem::ManuallyDrop;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use errdoc::diagnose::Engine;
use errdoc::sanitize::safe_line;
use errdoc::scan::inputs::{self, Input, Meter};
use errdoc::scan::{By, Limits, Occurrence, Scanner, Tally, Watcher, blocks, time};

use super::{Call, Output, Trouble, World, unwritable};
use crate::cli::{Format, GroupBy, Scan, SortKey, file_name};
use crate::render::scan::progress::Progress;
use crate::render::wrap::rows;
use crate::render::{Look, scan as render};

/// How long a scan may take before its progress is shown.
const QUIET: Duration = Duration::from_secs(1);

/// How often the table of a growing file is drawn again.
const REDRAW: Duration = Duration::from_secs(1);

/// The most lines that a group takes: where the table is too high, a group at least goes for as many.
const MOST_LINES: usize = 8;

/// Runs the command.
pub(super) fn run(args: &Scan, call: Call<'_>, world: &mut World<'_>) -> Result<Output, Trouble> {
    let Call {
        catalog,
        only,
        format,
    } = call;
    let is_live = args.follow && world.streams.is_terminal;
    let unasked = (args.follow && !is_live).then_some(Format::Jsonl);
    let format = Call {
        format: format.or(unasked),
        ..call
    }
    .form("scan")?;
    if args.follow && !matches!(format, Format::Text | Format::Jsonl) {
        return Err(Trouble::Usage(
            "scan --follow has the forms text and jsonl".to_owned(),
        ));
    }
    let limits = limits(args, (world.streams.now)())?;
    // The program ends with it.
    let engine = ManuallyDrop::new(Engine::new(catalog, only)?);
    let scanner = Scanner::new(&engine, limits);
    let stdin = ["-".to_owned()];
    let names = match args.inputs.as_slice() {
        [] => &stdin,
        inputs => inputs,
    };
    if names.iter().any(|name| name == "-") && world.is_typed {
        (world.say)("Type or paste lines, then press Ctrl-D.\n");
    } else if is_live {
        (world.say)("Following the file; Ctrl-C stops.\n");
    }
    let stop = (world.streams.listen)();
    let meter = Meter::default();
    let streams = names
        .iter()
        .map(|name| open(name, args.follow, &meter, world, stop))
        .collect();
    let begin = Instant::now();
    let page = Page {
        names,
        http: catalog.http(),
        args,
        look: world.look,
    };
    let mut screen = Screen {
        page: &page,
        out: &mut *world.streams.out,
        format,
        is_live,
        drawn: (begin, String::new()),
        begin,
        size: world.streams.size,
        error_width: world.streams.error_width,
        say: &mut *world.say,
        has_progress: !args.follow && (format != Format::Jsonl || !world.streams.is_terminal),
        is_told: false,
        total: total(names),
        meter: &meter,
    };
    let outcome = scanner.run::<Input>(streams, stop, &mut screen);
    // The terminal shows the `^C` that ended it.
    screen.is_told |= stop.load(Ordering::Relaxed) && (screen.error_width)().is_some();
    screen.clear().map_err(|error| unwritable(&error))?;
    let look = Look {
        width: screen.size().0,
        ..world.look
    };
    let (tally, failures) = outcome.map_err(|error| unwritable(&error))?;
    let mut stderr: String = failures
        .iter()
        .map(|(at, error)| unread(&names[*at], error))
        .collect();
    let failures: Vec<(String, String)> = failures
        .into_iter()
        .map(|(at, error)| (names[at].clone(), error.to_string()))
        .collect();
    let is_stopped = stop.load(Ordering::Relaxed);
    if is_stopped && !args.follow {
        // What was read but not searched does not count, nor what a packed file unpacks to.
        let done = meter.load(Ordering::Relaxed).min(tally.bytes);
        let share = total(names).and_then(|total| (done * 100).checked_div(total));
        let at = share.map_or_else(String::new, |share| format!(" at {share}%"));
        stderr.push_str(&format!(
            "Interrupted{at}: what follows in the input was not read.\n"
        ));
    }
    // Where nothing could be read at all there is no answer.
    if tally.bytes == 0 && failures.len() == names.len() && !is_stopped {
        let (name, error) = &failures[0];
        let error = error.split(" (os error ").next().unwrap_or(error);
        return Err(Trouble::Input(format!("cannot read {name}: {error}")));
    }
    let answer = page.answer(&tally, begin.elapsed(), &failures);
    let exit = match () {
        () if is_stopped => 130,
        () if !failures.is_empty() => 2,
        () if args.exit_status && (tally.errors > 0 || !tally.unrecognized().is_empty()) => 3,
        () => 0,
    };
    Ok(Output {
        stdout: match format {
            Format::Json => render::json::document(&answer),
            Format::Jsonl => String::new(),
            Format::Tsv => render::tsv(&answer),
            Format::Markdown => render::markdown(&answer),
            Format::Html => render::html::page(&answer, limits.now),
            Format::Sarif => render::sarif::log(&answer),
            _ => render::text::text(&answer, look),
        },
        stderr,
        exit,
    })
}

/// Reads what the search is limited to.
fn limits(args: &Scan, now: i64) -> Result<Limits, Trouble> {
    let limit = |option: &str, text: &Option<String>| {
        let typed = text.as_deref().map(|text| time::typed(text, now));
        let fault = |fault: String| Trouble::Usage(format!("{option}: {fault}"));
        typed.transpose().map_err(fault)
    };
    let since = limit("--since", &args.since)?;
    let until = limit("--until", &args.until)?;
    if since
        .zip(until)
        .is_some_and(|(since, until)| since >= until)
    {
        return Err(Trouble::Usage(
            "--since is not before --until: no line can be between them".to_owned(),
        ));
    }
    Ok(Limits {
        since,
        until,
        now,
        threads: args.threads.map_or_else(processors, usize::from),
        block: blocks::BLOCK,
    })
}

/// Says that an input could not be read, or not to its end.
fn unread(name: &str, error: &io::Error) -> String {
    let much = match error.kind() {
        ErrorKind::NotFound | ErrorKind::PermissionDenied | ErrorKind::IsADirectory => "",
        _ => "all of ",
    };
    let line = format!("cannot read {much}{name}: {}", super::reason(error));
    format!("errdoc: {}\n", safe_line(&line))
}

/// Returns how many threads the machine runs at a time.
fn processors() -> usize {
    std::thread::available_parallelism().map_or(1, |n| n.get().min(16))
}

/// Opens an input.
fn open(
    name: &str,
    follow: bool,
    meter: &Meter,
    world: &World<'_>,
    stop: &'static AtomicBool,
) -> io::Result<Input> {
    if name == "-" {
        return Ok(inputs::pipe((world.streams.stdin)(), stop));
    }
    if follow {
        return inputs::follow(&file_name::path(name), stop);
    }
    inputs::open(&file_name::path(name), meter, stop)
}

/// Returns how many bytes the files have; `None` where standard input is among them.
fn total(names: &[String]) -> Option<u64> {
    names
        .iter()
        .map(|name| {
            let found = std::fs::metadata(file_name::path(name)).ok()?;
            found.is_file().then_some(found.len())
        })
        .sum()
}

/// What an answer is made with.
struct Page<'a> {
    names: &'a [String],
    http: errdoc::catalog::Http,
    args: &'a Scan,
    look: Look,
}

impl Page<'_> {
    /// Returns what is to be said about what was found.
    fn answer<'t, 'e>(
        &'t self,
        tally: &'t Tally<'e>,
        elapsed: Duration,
        failures: &'t [(String, String)],
    ) -> render::Answer<'t, 'e> {
        let by = match self.args.by {
            GroupBy::Code => By::Code,
            GroupBy::Provider => By::Provider,
            GroupBy::Status => By::Status,
        };
        let mut groups = tally.groups(by);
        match self.args.sort {
            SortKey::Count => {}
            SortKey::First => {
                groups.sort_by_key(|g| (g.first.time.is_none(), g.first.time, g.first.line));
            }
            SortKey::Last => groups.sort_by_key(|g| std::cmp::Reverse((g.last.time, g.last.line))),
            SortKey::Code => groups.sort_by(|a, b| {
                let key = |g: &errdoc::scan::Group<'_>| {
                    (
                        g.kind.provider.map(str::to_owned),
                        g.kind.code.clone(),
                        g.kind.http_status,
                    )
                };
                key(a).cmp(&key(b))
            }),
        }
        let most = self.args.top.unwrap_or(usize::MAX);
        let surplus = groups.len().saturating_sub(most);
        let mut answer = render::Answer {
            tally,
            groups,
            unrecognized: tally.unrecognized(),
            hidden: 0,
            by,
            names: self.names,
            http: &self.http,
            elapsed,
            failures,
        };
        answer.leave_out(surplus);
        answer
    }
}

/// Shows what is found while the scan runs.
struct Screen<'a> {
    page: &'a Page<'a>,
    out: &'a mut (dyn Write + Send),
    format: Format,
    is_live: bool,
    /// When the table was drawn, and how it looks.
    drawn: (Instant, String),
    begin: Instant,
    /// How large the terminal is now.
    size: fn() -> Option<(usize, usize)>,
    /// How wide the terminal of standard error is now.
    error_width: fn() -> Option<usize>,
    /// Writes to standard error.
    say: &'a mut (dyn FnMut(&str) + Send),
    /// Whether it is said how far the scan is, where somebody can see it.
    has_progress: bool,
    /// Whether it was said.
    is_told: bool,
    /// How many bytes there are, where that is known.
    total: Option<u64>,
    meter: &'a Meter,
}

impl Screen<'_> {
    /// Takes away what was only for the time being.
    fn clear(&mut self) -> io::Result<()> {
        if self.is_told {
            (self.say)("\r\x1b[K");
        }
        self.erase()
    }

    /// Takes the table off the terminal, which may be narrower by now than when it was drawn.
    fn erase(&mut self) -> io::Result<()> {
        let table = std::mem::take(&mut self.drawn.1);
        if !table.is_empty() {
            let (width, height) = self.size();
            let rows = rows(&table, width).min(height.saturating_sub(1));
            // Line by line: tmux keeps a screen that is cleared at once in its history.
            let blank = "\x1b[K\n".repeat(rows);
            write!(self.out, "\x1b[{rows}A\r{blank}\x1b[{rows}A")?;
        }
        Ok(())
    }

    /// Returns how many columns and lines there are now.
    fn size(&self) -> (usize, usize) {
        let unknown = (self.page.look.width, usize::MAX);
        (self.size)().unwrap_or(unknown)
    }

    /// Draws the table of a growing file again.
    fn redraw(&mut self, tally: &Tally<'_>) -> io::Result<()> {
        let is_early = self.drawn.0.elapsed() < REDRAW && !self.drawn.1.is_empty();
        if is_early {
            return Ok(());
        }
        let (width, height) = self.size();
        let look = Look {
            width,
            ..self.page.look
        };
        // What has left the screen at its top cannot be taken off it any more.
        let most = height.saturating_sub(1);
        let mut answer = self.page.answer(tally, self.begin.elapsed(), &[]);
        let mut text = render::text::text(&answer, look);
        while text.lines().count() > most && answer.groups.len() > 1 {
            let over = text.lines().count() - most;
            answer.leave_out(over.div_ceil(MOST_LINES).min(answer.groups.len() - 1));
            text = render::text::text(&answer, look);
        }
        let text: String = text.split_inclusive('\n').take(most).collect();
        self.erase()?;
        self.out.write_all(text.as_bytes())?;
        self.drawn = (Instant::now(), text);
        self.out.flush()
    }

    /// Says how far the scan is.
    fn progress(&mut self, tally: &Tally<'_>) {
        let elapsed = self.begin.elapsed();
        if elapsed < QUIET {
            return;
        }
        let Some(width) = (self.error_width)() else {
            return;
        };
        let progress = Progress {
            done: match self.total {
                Some(_) => self.meter.load(Ordering::Relaxed),
                None => tally.bytes,
            },
            total: self.total,
            errors: tally.errors,
            elapsed,
        };
        (self.say)(&format!("\r{}\x1b[K", progress.line(width)));
        self.is_told = true;
    }
}

impl<'e> Watcher<'e> for Screen<'_> {
    fn wants_occurrences(&self) -> bool {
        self.format == Format::Jsonl
    }

    fn occurrence(&mut self, occurrence: &Occurrence<'_, 'e>) -> io::Result<()> {
        let name = &self.page.names[occurrence.seen.input];
        let line = render::json::occurrence(occurrence, name);
        self.out.write_all(line.as_bytes())
    }

    fn flush(&mut self) -> io::Result<()> {
        if self.format == Format::Jsonl {
            self.out.flush()
        } else {
            Ok(())
        }
    }

    fn tick(&mut self, tally: &Tally<'e>) -> io::Result<()> {
        if self.is_live && self.format == Format::Text {
            self.redraw(tally)
        } else {
            if self.has_progress {
                self.progress(tally);
            }
            Ok(())
        }
    }
}
