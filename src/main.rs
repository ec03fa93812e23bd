//! The program: argv, environment, standard streams, terminal and exit status are touched here and nowhere else.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

mod browser;
mod cli;
mod commands;
mod pager;
mod render;
mod settings;
mod usage;

use std::ffi::OsString;
use std::io::{self, BufRead, IsTerminal, Write};
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::atomic::AtomicBool;
use std::time::SystemTime;
use std::{env, fmt};

use anyhow::Context;
pub(crate) use errdoc::{catalog, diagnose, pattern, sanitize};

use cli::{Cli, Color};
use commands::{Output, Streams, Trouble, World, again, complete};
use render::Look;
use render::style::{Links, Paint, Stream, Surroundings, Wish};
use settings::Settings;
use signal_hook::consts::TERM_SIGNALS;
use signal_hook::flag;
use terminal_size::{Height, Width as Columns, terminal_size_of};

/// The default width of output.
const DEFAULT_WIDTH: usize = 100;

fn main() -> ExitCode {
    // The Windows console prints ANSI codes literally unless virtual terminal mode is on.
    #[cfg(windows)]
    let _ = colored::control::set_virtual_terminal(true);
    // Without memory the runtime says so and aborts: trouble as any other, and no crash that leaves a core behind.
    #[cfg(unix)]
    let _ = flag::register_conditional_shutdown(signal_hook::consts::SIGABRT, 2, &ALWAYS);
    let args: Vec<OsString> = env::args_os().collect();
    let mut is_paged = false;
    let output = match args.get(1) {
        // A shell asks at a Tab, and somebody waits: nothing of the command line proper is needed for that.
        Some(first) if first == complete::NAME => candidates(&args[2..]),
        Some(first) if first == again::NAME => allowed(&args[2..]),
        _ => {
            let look = || look(usage::early_wish(&args), &io::stdout(), out_size());
            match usage::read(&args, look, is_piped()) {
                Ok(cli) => {
                    is_paged = !cli.global.no_pager && cli.is_paged();
                    answer(cli, || usage::say(&args, look()))
                }
                // Help is an answer too.
                Err(output) => {
                    is_paged = output.exit == 0 && !args.iter().any(|arg| arg == "--no-pager");
                    output
                }
            }
        }
    };
    let exit = output.exit;
    let output = match exit {
        2 => Output {
            stderr: error_look(&args).paint.trouble(&output.stderr),
            ..output
        },
        _ => output,
    };
    match write(output, is_paged) {
        Ok(()) => ExitCode::from(exit),
        Err(error) if is_closed_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            let trouble = commands::trouble(&Trouble::Output(format!("{error:#}")), false);
            // Nothing is left to be done if this cannot be written either.
            let _ = io::stderr().lock().write_all(trouble.stderr.as_bytes());
            ExitCode::from(2)
        }
    }
}

/// Returns how standard error looks.
fn error_look(args: &[OsString]) -> Look {
    let size = terminal_size_of(io::stderr());
    look(usage::early_wish(args), &io::stderr(), size)
}

/// Returns what a shell can offer.
fn candidates(words: &[OsString]) -> Output {
    let words: Vec<String> = words
        .iter()
        .map(|word| word.to_string_lossy().into_owned())
        .collect();
    complete::run(&words, catalog_home().as_deref(), &catalog_paths())
}

/// Returns whether and how a hook may run a line again, which a person at the terminal is asked.
fn allowed(words: &[OsString]) -> Output {
    let line = words.first().map(|line| line.to_string_lossy());
    let mut stdin = io::stdin().lock();
    let is_typed = stdin.is_terminal();
    let answers = is_typed.then_some(&mut stdin as &mut dyn BufRead);
    again::run(&line.unwrap_or_default(), answers, &mut |text| {
        // A question that cannot be shown is not answered either.
        let _ = io::stderr().write_all(text.as_bytes());
    })
}

/// Returns true if something waits on standard input: a pipe or a file, but neither a terminal nor `/dev/null`.
fn is_piped() -> bool {
    if io::stdin().is_terminal() {
        return false;
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::FileTypeExt;
        let kind = std::fs::metadata("/dev/stdin").map(|about| about.file_type());
        kind.is_ok_and(|kind| kind.is_fifo() || kind.is_file() || kind.is_socket())
    }
    #[cfg(not(unix))]
    true
}

/// Returns what a person has set.
fn settings() -> Settings {
    let variable = env::var("ERRDOC_PROVIDER").ok();
    let path = config_home().map(|home| home.join("errdoc").join("config.toml"));
    let text = path
        .as_ref()
        .and_then(|path| std::fs::read_to_string(path).ok());
    let path = path.map(|path| path.display().to_string());
    Settings::read(variable.as_deref(), path.as_deref().zip(text.as_deref()))
}

/// Runs what was typed; `mistake` answers what turns out to be neither a command nor a code.
fn answer(cli: Cli, mistake: impl FnOnce() -> Output) -> Output {
    let is_json = cli.global.json || cli.global.format == Some(cli::Format::Json);
    let wish = match cli.global.color {
        Color::Auto => Wish::Auto,
        Color::Always => Wish::Always,
        Color::Never => Wish::Never,
    };
    let mut stdin = io::stdin();
    let mut stdout = io::stdout();
    let is_typed = stdin.is_terminal();
    let mut say = |text: &str| {
        // Whether the hint can be shown changes nothing about the answer.
        let _ = io::stderr().write_all(text.as_bytes());
    };
    let mut world = World {
        is_typed,
        stdin: &mut stdin,
        look: look(wish, &io::stdout(), out_size()),
        error_look: look(wish, &io::stderr(), terminal_size_of(io::stderr())),
        catalog_paths: catalog_paths(),
        catalog_home: catalog_home(),
        settings: settings(),
        say: &mut say,
        browse: browser::open,
        streams: Streams {
            is_terminal: stdout.is_terminal(),
            out: &mut stdout,
            stdin: || Box::new(io::stdin()),
            stderr: || Box::new(io::stderr()),
            size: || {
                let (Columns(columns), Height(lines)) = terminal_size_of(io::stdout())?;
                Some((columns.into(), lines.into()))
            },
            error_width: || {
                let (Columns(columns), _) = terminal_size_of(io::stderr())?;
                let is_dumb = env::var_os("TERM").is_some_and(|term| term == "dumb");
                (!is_dumb).then_some(columns.into())
            },
            listen,
            now,
        },
    };
    match commands::run(cli, &mut world) {
        Ok(output) => output,
        Err(Trouble::Unmeant) => mistake(),
        Err(trouble) => commands::trouble(&trouble, is_json),
    }
}

/// Returns the present in milliseconds since 1970.
fn now() -> i64 {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
    let millis = since
        .ok()
        .and_then(|since| i64::try_from(since.as_millis()).ok());
    millis.unwrap_or_default()
}

/// Ends the program at the first signal.
#[cfg(unix)]
static ALWAYS: AtomicBool = AtomicBool::new(true);

/// Whether Ctrl-C was pressed.
static STOP: AtomicBool = AtomicBool::new(false);

/// Listens for Ctrl-C and what else asks a program to end: the first asks the command to come to an end, the second ends
/// the program.
fn listen() -> &'static AtomicBool {
    for signal in TERM_SIGNALS {
        // Where nobody can listen, Ctrl-C ends the program as ever.
        let _ = flag::register_conditional_shutdown(*signal, 130, &STOP);
        let _ = flag::register(*signal, &STOP);
    }
    &STOP
}

/// Writes both streams and flushes them: a buffer that is dropped would swallow a full disk.
fn write(output: Output, is_paged: bool) -> anyhow::Result<()> {
    let is_long = || {
        let size = terminal_size_of(io::stdout());
        let width = size.map_or(DEFAULT_WIDTH, |(Columns(columns), _)| columns.into());
        size.is_some_and(|(_, Height(lines))| {
            render::wrap::rows(&output.stdout, width) >= usize::from(lines)
        })
    };
    // A pager reads its keys from the terminal, whatever is piped into errdoc.
    let is_terminal = io::stdout().is_terminal();
    if is_paged && is_terminal && is_long() && pager::show(&output.stdout) {
        let _ = io::stderr().lock().write_all(output.stderr.as_bytes());
        return Ok(());
    }
    let mut stdout = io::stdout().lock();
    stdout
        .write_all(output.stdout.as_bytes())
        .and_then(|()| stdout.flush())
        .context("cannot write the answer")?;
    // The answer is out; a closed standard error does not take it back.
    let _ = io::stderr().lock().write_all(output.stderr.as_bytes());
    Ok(())
}

/// Returns true if the reader of the answer went away, which is not an error.
fn is_closed_pipe(error: &anyhow::Error) -> bool {
    error
        .chain()
        .filter_map(|cause| cause.downcast_ref::<io::Error>())
        .any(|cause| cause.kind() == io::ErrorKind::BrokenPipe)
}

/// Returns the size of the terminal where standard output is read: through a pager, standard error still tells it.
fn out_size() -> Option<(Columns, Height)> {
    terminal_size_of(io::stdout()).or_else(|| terminal_size_of(io::stderr()))
}

/// Decides how a stream looks, once for everything that is written to it.
fn look(wish: Wish, stream: &impl IsTerminal, size: Option<(Columns, Height)>) -> Look {
    let value = |name| env::var(name).ok();
    let around = Surroundings {
        no_color: value("NO_COLOR"),
        clicolor_force: value("CLICOLOR_FORCE"),
        term: value("TERM"),
        term_program: value("TERM_PROGRAM"),
        vte_version: value("VTE_VERSION"),
        konsole_version: value("KONSOLE_VERSION"),
        wt_session: value("WT_SESSION"),
    };
    let stream = if stream.is_terminal() {
        Stream::Terminal
    } else {
        Stream::Other
    };
    let paint = Paint::decide(wish, &around, stream);
    let seen = size
        .map(|(Columns(columns), _)| usize::from(columns))
        .filter(|columns| *columns > 0);
    let told = || {
        value("COLUMNS")?
            .parse()
            .ok()
            .filter(|columns| *columns > 0)
    };
    let width = match stream {
        Stream::Terminal => seen.or_else(told),
        Stream::Other => told().or(seen),
    };
    Look {
        width: width.unwrap_or(DEFAULT_WIDTH),
        paint,
        links: Links::decide(paint, &around, stream),
    }
}

/// Returns the paths in `ERRDOC_CATALOG_PATH`.
fn catalog_paths() -> Vec<PathBuf> {
    let paths = env::var_os("ERRDOC_CATALOG_PATH").unwrap_or_default();
    env::split_paths(&paths)
        .filter(|path| !path.as_os_str().is_empty())
        .collect()
}

/// Returns the folder of catalogs that are merely found.
fn catalog_home() -> Option<PathBuf> {
    config_home().map(|home| home.join("errdoc").join("catalog"))
}

/// Returns the folder of a user's settings: `XDG_CONFIG_HOME`, which must be absolute, else `~/.config`.
fn config_home() -> Option<PathBuf> {
    env::var_os("XDG_CONFIG_HOME")
        .map(PathBuf::from)
        .filter(|path| path.is_absolute())
        .or_else(|| env::home_dir().map(|home| home.join(".config")))
}

impl fmt::Debug for World<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("World")
            .field("look", &self.look)
            .finish_non_exhaustive()
    }
}
