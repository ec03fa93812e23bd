//! One short file a subcommand: arguments in, output and exit status out. None prints, none reads the environment.

pub(crate) mod again;
mod annotate;
mod apis;
mod catalog;
pub(crate) mod complete;
mod completions;
mod explain;
mod guide;
mod hook;
mod indexed;
mod list;
mod parse;
mod report;
mod run;
mod scan;
mod schema;
mod search;
mod told;

use std::fs;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;

use errdoc::catalog::{Catalog, CatalogError, Found};
use errdoc::redact::Secrets;
use errdoc::sanitize::{safe_line, windowed};

use self::apis::{considered, no_api};
use crate::cli::{CatalogCommand, Cli, Command, Format, forms};
use crate::render::{Look, fields, json};
use crate::settings::Settings;

/// The longest word that is taken for a code whether it is known or not.
const MAX_CODE: usize = 64;

/// The largest catalog file that is read.
const MOST_CATALOG: u64 = 16 * 1024 * 1024;

/// What a command gives: text for the two streams, and the exit status.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Output {
    /// The answer.
    pub(crate) stdout: String,
    /// Everything else.
    pub(crate) stderr: String,
    /// The exit status.
    pub(crate) exit: u8,
}

impl Output {
    /// Returns an answer, and nothing else.
    pub(crate) fn answer(stdout: impl Into<String>) -> Self {
        Self {
            stdout: stdout.into(),
            ..Self::default()
        }
    }

    /// Returns an output without an answer: what is said on standard error, and the exit status.
    pub(crate) fn failure(stderr: impl Into<String>, exit: u8) -> Self {
        Self {
            stderr: stderr.into(),
            exit,
            ..Self::default()
        }
    }
}

/// What stops a command: exit status 2.
#[derive(Debug)]
pub(crate) enum Trouble {
    /// Something was typed that makes no sense.
    Usage(String),
    /// An input could not be read.
    Input(String),
    /// A catalog is broken.
    Catalog(String),
    /// The answer could not be written.
    Output(String),
    /// The reader of the answer went away, which is not an error.
    Closed,
    /// The first word is not a command, nor anything that is explained.
    Unmeant,
}

impl Trouble {
    /// Returns the kind as it is written in JSON.
    pub(crate) fn kind(&self) -> &'static str {
        match self {
            Self::Usage(_) | Self::Unmeant => "usage",
            Self::Input(_) => "input",
            Self::Catalog(_) => "catalog",
            Self::Output(_) | Self::Closed => "output",
        }
    }

    /// Returns the message.
    pub(crate) fn message(&self) -> &str {
        match self {
            Self::Usage(text) | Self::Input(text) | Self::Catalog(text) | Self::Output(text) => {
                text
            }
            Self::Closed => "the reader went away",
            Self::Unmeant => "not a command",
        }
    }
}

impl From<CatalogError> for Trouble {
    fn from(error: CatalogError) -> Self {
        Self::Catalog(error.to_string())
    }
}

/// What a command may use of the world.
pub(crate) struct World<'w> {
    /// Standard input.
    pub(crate) stdin: &'w mut dyn Read,
    /// Whether a person types at standard input.
    pub(crate) is_typed: bool,
    /// How output for people looks, on standard output.
    pub(crate) look: Look,
    /// How output for people looks on standard error.
    pub(crate) error_look: Look,
    /// The paths in `ERRDOC_CATALOG_PATH`.
    pub(crate) catalog_paths: Vec<PathBuf>,
    /// The folder of catalogs that are merely found.
    pub(crate) catalog_home: Option<PathBuf>,
    /// What a person has set.
    pub(crate) settings: Settings,
    /// Says something on standard error before the answer is there.
    pub(crate) say: &'w mut (dyn FnMut(&str) + Send),
    /// Opens an address in a browser; returns false if nothing can.
    pub(crate) browse: fn(&str) -> bool,
    /// What commands that run on and on may use.
    pub(crate) streams: Streams<'w>,
}

/// What a command that answers while it reads may use of the world.
pub(crate) struct Streams<'w> {
    /// Standard output.
    pub(crate) out: &'w mut (dyn Write + Send),
    /// Returns standard input, for a thread of its own.
    pub(crate) stdin: fn() -> Box<dyn Read + Send>,
    /// Returns standard error, for a thread of its own.
    pub(crate) stderr: fn() -> Box<dyn Write + Send>,
    /// Whether standard output is a terminal.
    pub(crate) is_terminal: bool,
    /// Returns the columns and lines of the terminal that standard output is now.
    pub(crate) size: fn() -> Option<(usize, usize)>,
    /// Returns the columns of the terminal that standard error is now, if it is one that can go back in a line.
    pub(crate) error_width: fn() -> Option<usize>,
    /// Listens for Ctrl-C, and gives what it sets.
    pub(crate) listen: fn() -> &'static AtomicBool,
    /// Returns the present in milliseconds since 1970.
    pub(crate) now: fn() -> i64,
}

/// What a command that explains or finds something is called with, whatever its arguments are.
#[derive(Clone, Copy)]
struct Call<'c> {
    catalog: &'c Catalog,
    /// The APIs to consider; empty for all.
    only: &'c [&'c str],
    /// The form that was asked for.
    format: Option<Format>,
}

impl Call<'_> {
    /// Finds what was typed among what is considered.
    fn find(&self, typed: &str) -> Result<Found, CatalogError> {
        self.catalog.find(self.catalog.query(typed, self.only))
    }

    /// Returns the form that was asked for, else the command's own, and refuses one that it does not have.
    fn form(&self, command: &str) -> Result<Format, Trouble> {
        let forms = forms(command);
        let own = forms.first().copied();
        let format = self.format.or(own).unwrap_or(Format::Text);
        if forms.contains(&format) {
            return Ok(format);
        }
        let name = |form: &Format| format!("{form:?}").to_lowercase();
        let known: Vec<String> = forms.iter().map(name).collect();
        Err(Trouble::Usage(format!(
            "{command} has no {} form; it has {}",
            name(&format),
            known.join(", ")
        )))
    }
}

/// Runs what was typed.
pub(crate) fn run(cli: Cli, world: &mut World<'_>) -> Result<Output, Trouble> {
    let format = if cli.global.json {
        Some(Format::Json)
    } else {
        cli.global.format
    };
    let names = cli.fields().to_vec();
    let format = format.or((!names.is_empty()).then_some(Format::Json));
    if !names.is_empty() && !matches!(format, Some(Format::Json | Format::Jsonl)) {
        return Err(Trouble::Usage(
            "--fields is for JSON: leave --format out, or take json or jsonl".to_owned(),
        ));
    }
    let Some(mut command) = cli.command else {
        return Ok(Output::default());
    };
    let format = format.or_else(|| world.settings.format(&command));
    match &command {
        Command::Completions(_) | Command::Hook(_) | Command::Schema(_) if format.is_some() => {
            return Err(Trouble::Usage(
                "what this prints has one form only".to_owned(),
            ));
        }
        Command::Completions(args) => return Ok(completions::run(args)),
        Command::Hook(args) => return Ok(hook::run(args)),
        Command::Schema(args) => return Ok(schema::run(args)),
        _ => {}
    }
    if let Command::Catalog(args) = &command
        && let CatalogCommand::Index { files } = &**args
    {
        return indexed::write(files, world, &cli.global.catalog);
    }
    let (catalog, mut warnings) = load(world, &cli.global.catalog)?;
    if let Some(warning) = &world.settings.warning {
        let warning = safe_line(warning);
        warnings.push_str(&format!("errdoc: warning: skipped settings: {warning}\n"));
    }
    let providers = considered(&cli.global.provider, &command, &catalog, world)?;
    let only: Vec<&str> = providers.iter().map(String::as_str).collect();
    let call = Call {
        catalog: &catalog,
        only: &only,
        format,
    };
    if cli.is_guess
        && let Command::Explain(args) = &command
        && !is_meant(&args.codes, call)?
    {
        let args = parse::of_text(args, &catalog, &only)?.ok_or(Trouble::Unmeant)?;
        command = Command::Parse(args.into());
    }
    let is_told = matches!(
        command,
        Command::Explain(_) | Command::Parse(_) | Command::Search(_) | Command::List(_)
    );
    let mut output = match command {
        Command::Explain(args) => explain::run(&args, call, world),
        Command::Parse(args) => parse::run(&args, call, world),
        Command::Report(args) => report::run(&args, call, world),
        Command::Run(args) => run::run(&args, call, world),
        Command::Scan(args) => scan::run(&args, call, world),
        Command::Annotate(args) => annotate::run(&args, call, world),
        Command::List(args) => list::run(&args, call, world),
        Command::Search(args) => search::run(&args, call, world),
        Command::Guide(args) => guide::run(&args, call, world),
        Command::Catalog(args) => catalog::run(&args, call, world),
        Command::Completions(_) | Command::Hook(_) | Command::Schema(_) => Ok(Output::default()),
    }?;
    if !names.is_empty() && !output.stdout.is_empty() {
        output.stdout = fields::only(&output.stdout, &names).map_err(|name| {
            Trouble::Usage(format!("no member of the answer is called `{name}`"))
        })?;
    }
    output.stderr.insert_str(0, &warnings);
    let is_silent = output.stdout.is_empty() && output.stderr.is_empty();
    if is_told && output.exit == 1 && !only.is_empty() && !is_silent {
        let from = match cli.global.provider.is_empty() {
            true => safe_line(&world.settings.origin),
            false => "--provider".to_owned(),
        };
        let were = if only.len() == 1 { "was" } else { "were" };
        let only = only.join(", ");
        let said =
            format!("Only {only} {were} considered ({from}); `-p all` considers every API.\n");
        output.stderr.push_str(&said);
    }
    Ok(output)
}

/// Returns true if words that no command precedes are something to explain: the first by its form or because it is known,
/// or all together.
fn is_meant(codes: &[String], call: Call<'_>) -> Result<bool, Trouble> {
    let Some(first) = codes.first() else {
        return Ok(false);
    };
    // A path that is not a file is a mistake, whatever it is called.
    if ["./", "../", "/", "~/"]
        .iter()
        .any(|begin| first.starts_with(begin))
    {
        return Ok(false);
    }
    let has_digit = first.contains(|c: char| c.is_ascii_digit());
    let is_code = !first.contains(char::is_whitespace)
        && !first.starts_with('-')
        && (has_digit || first.contains(['_', ':']) || first.chars().all(char::is_uppercase))
        && (2..=MAX_CODE).contains(&first.len());
    if is_code || explain::is_known(first, call)? {
        return Ok(true);
    }
    Ok(codes.len() > 1 && explain::is_known(&codes.join(" "), call)?)
}

/// Returns the answer to trouble.
pub(crate) fn trouble(trouble: &Trouble, is_json: bool) -> Output {
    if matches!(trouble, Trouble::Closed) {
        return Output::default();
    }
    if is_json {
        let masked = windowed(&Secrets::default().mask(trouble.message()));
        Output {
            stdout: json::trouble(trouble.kind(), &masked),
            stderr: String::new(),
            exit: 2,
        }
    } else {
        Output::failure(said(trouble), 2)
    }
}

/// Returns the line about trouble for standard error.
fn said(trouble: &Trouble) -> String {
    // What was typed may hold a key, and messages quote it.
    let masked = windowed(&Secrets::default().mask(trouble.message()));
    format!("errdoc: {}\n", safe_line(&masked))
}

/// Says that an answer could not be written while a command ran.
fn unwritable(error: &std::io::Error) -> Trouble {
    if error.kind() == std::io::ErrorKind::BrokenPipe {
        Trouble::Closed
    } else {
        Trouble::Output(format!("cannot write the answer: {error}"))
    }
}

/// Loads the built-in catalog and a user's, of a file with an index that. A broken file that was merely found is a warning;
/// one that was asked for is trouble.
fn load(world: &World<'_>, asked: &[PathBuf]) -> Result<(Catalog, String), Trouble> {
    let add = |catalog: &mut Catalog, path: &Path| -> Result<(), Trouble> {
        if !indexed::add(catalog, path) {
            catalog.add(&path.display().to_string(), catalog_text(path)?)?;
        }
        Ok(())
    };
    let mut catalog = Catalog::builtin();
    let mut warnings = String::new();
    if let Some(home) = &world.catalog_home {
        for path in json_files(home).unwrap_or_default() {
            if let Err(trouble) = add(&mut catalog, &path) {
                warnings.push_str(&format!(
                    "errdoc: warning: skipped catalog: {}\n",
                    safe_line(trouble.message())
                ));
            }
        }
    }
    for path in world.catalog_paths.iter().chain(asked) {
        if path.is_dir() {
            let files = json_files(path).map_err(|error| unreadable(path, &error))?;
            for file in files {
                add(&mut catalog, &file)?;
            }
        } else {
            add(&mut catalog, path)?;
        }
    }
    Ok((catalog, warnings))
}

/// Indexes the built-in catalog and whatever of a user's can be indexed.
fn indexed(home: Option<&Path>, paths: &[PathBuf]) -> Catalog {
    let mut catalog = Catalog::builtin();
    for path in home.into_iter().chain(paths.iter().map(PathBuf::as_path)) {
        let files = json_files(path).unwrap_or_else(|_| vec![path.to_owned()]);
        for file in files {
            if let Ok(text) = catalog_text(&file) {
                let _ = catalog.add_readable(&file.display().to_string(), text);
            }
        }
    }
    catalog
}

/// Returns the `*.json` of a folder in the order of their names, without the schema that an editor may find beside them.
fn json_files(folder: &Path) -> std::io::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        // A pipe or a device that bears the name would never end.
        let is_json = path.extension().is_some_and(|end| end == "json");
        let is_schema = path.to_string_lossy().ends_with(".schema.json");
        if is_json && !is_schema && path.is_file() {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

/// Reads a catalog file.
fn catalog_text(path: &Path) -> Result<String, Trouble> {
    // Read up to the limit, not by the size: a device has none, and a file may grow.
    let mut text = String::new();
    fs::File::open(path)
        .and_then(|file| file.take(MOST_CATALOG + 1).read_to_string(&mut text))
        .map_err(|error| unreadable(path, &error))?;
    if text.len() as u64 > MOST_CATALOG {
        return Err(Trouble::Catalog(format!(
            "{}: more than a catalog may have (16 MiB)",
            path.display()
        )));
    }
    Ok(text)
}

/// Says that a catalog file cannot be read.
fn unreadable(path: &Path, error: &std::io::Error) -> Trouble {
    let reason = reason(error);
    Trouble::Catalog(format!("cannot read {}: {reason}", path.display()))
}

/// Returns what went wrong with a file, without the number that the system has for it.
fn reason(error: &std::io::Error) -> String {
    let text = error.to_string();
    match text.find(" (os error ") {
        Some(end) => text[..end].to_owned(),
        None => text,
    }
}

/// Returns the one that was meant, where one is near: a beginning, or a word with a letter in three mistyped.
pub(crate) fn near<'n>(typed: &str, names: impl Iterator<Item = &'n str>) -> Option<&'n str> {
    let typed = typed.to_lowercase();
    let most = typed.chars().count().div_ceil(3);
    names
        .filter_map(|name| {
            let is_beginning = typed.len() > 1 && name.starts_with(&typed);
            let distance = if is_beginning {
                0
            } else {
                strsim::osa_distance(&typed, name)
            };
            (distance <= most).then_some((distance, name))
        })
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, name)| name)
}
