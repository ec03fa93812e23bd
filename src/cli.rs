//! What can be typed. It does nothing.

use std::ops::Deref;
use std::path::PathBuf;

use clap::builder::{PossibleValuesParser, Resettable};
use clap::{Arg, ArgMatches, Args, FromArgMatches, Parser, Subcommand, ValueEnum};

/// Explains API errors: the cause, the fix, and whether to retry.
#[derive(Debug, Parser)]
#[command(
    name = "errdoc",
    version,
    propagate_version = true,
    disable_help_subcommand = false,
    before_help = EXAMPLES,
    after_help = "`errdoc --help` has exit codes and environment, `errdoc help parse` more about a command."
)]
pub(crate) struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub(crate) command: Option<Command>,
    /// Options that every command takes.
    #[command(flatten)]
    pub(crate) global: Global,
    /// Whether `explain` was not typed: a first word that means nothing is a mistake then.
    #[arg(skip)]
    pub(crate) is_guess: bool,
}

impl Cli {
    /// Returns true if the answer is one text that may be long.
    pub(crate) fn is_paged(&self) -> bool {
        use Command::{Catalog, Explain, Guide, List, Parse, Search};
        let command = self.command.as_ref();
        command.is_some_and(|command| {
            matches!(
                command,
                Catalog(_) | Explain(_) | Guide(_) | List(_) | Parse(_) | Search(_)
            )
        })
    }

    /// Returns the members of a JSON answer that are asked for.
    pub(crate) fn fields(&self) -> &[String] {
        match &self.command {
            Some(Command::Explain(args)) => &args.fields.names,
            Some(Command::Parse(args)) => &args.fields.names,
            Some(Command::List(args)) => &args.fields.names,
            Some(Command::Search(args)) => &args.fields.names,
            _ => &[],
        }
    }

    /// Gives what is typed to explain codes, without any option.
    pub(crate) fn explain(codes: Vec<String>) -> Self {
        Self {
            command: Some(Command::Explain(OnCall(Explain {
                codes,
                short: false,
                fields: Fields::default(),
            }))),
            global: Global::default(),
            is_guess: false,
        }
    }
}

/// Examples shown at the top of the help.
const EXAMPLES: &str = "Examples:
  curl -si URL | errdoc            what just happened
  errdoc run -- curl URL           run it, and explain what fails
  errdoc card_declined             what a code, status or message means
  errdoc response.txt              diagnose a file
  errdoc search opted out          find an entry by words
  errdoc list                      the APIs, and the errors of each";

/// What the long help adds. Man pages end with the same.
pub(crate) const MORE: &str = "Exit status:
  0  answered: explained, every error diagnosed, something found, or a success
  1  no answer: not in the catalog, or nothing that looks like a response
  2  an error: usage, unreadable input, a broken catalog, output that cannot be written
  3  parse --exit-status or scan --exit-status found an error
  130  scan was stopped by Ctrl-C

Environment:
  ERRDOC_PROVIDER      APIs to consider if --provider is not given, separated by commas
  ERRDOC_CATALOG_PATH  catalog files and folders, separated like PATH
  ERRDOC_PAGER, PAGER  the pager for long answers on a terminal; empty or cat: none
  XDG_CONFIG_HOME      errdoc/config.toml and errdoc/catalog/*.json below it are read; default ~/.config
  NO_COLOR             not empty: no colours
  CLICOLOR_FORCE       not 0: colours in files and pipes too
  TERM                 dumb: no colours
  COLUMNS              the width when output is not a terminal";

/// The order of help: examples first.
pub(crate) const TEMPLATE: &str = "{about-with-newline}
{before-help}{usage-heading} {usage}

{all-args}{after-help}";

/// Options that every command takes.
#[derive(Debug, Default, Args)]
pub(crate) struct Global {
    /// Consider only these APIs, separated by commas (id, alias or prefix; all for every API)
    #[arg(short, long, global = true, value_name = "API", value_delimiter = ',')]
    pub(crate) provider: Vec<String>,
    /// Read a catalog file or folder on top of the built-in catalog; repeatable
    #[arg(long, global = true, value_name = "PATH")]
    pub(crate) catalog: Vec<PathBuf>,
    /// Output format
    #[arg(short, long, global = true, value_enum, value_name = "FORM")]
    pub(crate) format: Option<Format>,
    /// Short for --format json
    #[arg(long, global = true, conflicts_with = "format")]
    pub(crate) json: bool,
    /// Do not page long answers
    #[arg(long, global = true)]
    pub(crate) no_pager: bool,
    /// When to use colours
    #[arg(long, global = true, value_enum, value_name = "WHEN", default_value_t)]
    pub(crate) color: Color,
}

/// The forms of an answer. Each command takes those that make sense for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For people on a terminal
    Text,
    /// One JSON object
    Json,
    /// One JSON object per line
    #[value(alias = "ndjson")]
    Jsonl,
    /// For issues, chats and wikis
    #[value(alias = "md")]
    Markdown,
    /// Tab-separated values
    Tsv,
    /// Workflow commands of GitHub Actions: an annotation per error
    Github,
    /// One page for a browser
    Html,
}

/// Gives the forms that the answer of a command has, the one it has unasked first; none where it prints a file.
pub(crate) fn forms(command: &str) -> &'static [Format] {
    use Format::{Github, Html, Json, Jsonl, Markdown, Text, Tsv};
    match command {
        "run" => &[Text, Json, Markdown],
        "explain" => &[Text, Json, Jsonl, Markdown],
        "parse" => &[Text, Json, Jsonl, Markdown, Github],
        "scan" => &[Text, Json, Jsonl, Markdown, Tsv, Html],
        "annotate" => &[Jsonl, Json, Tsv],
        "report" => &[Markdown, Text, Json],
        "list" => &[Text, Json, Jsonl, Markdown, Tsv, Html],
        "search" => &[Text, Json, Jsonl, Markdown, Tsv],
        "guide" => &[Text, Json, Markdown],
        "check" | "catalog" => &[Text, Json],
        "index" | "show" | "new" | "completions" | "schema" => &[],
        _ => Format::value_variants(),
    }
}

/// Gives the description of the command line, built, in which each command's `--format` names the forms that this command has.
/// Only help needs it.
pub(crate) fn with_forms(command: clap::Command) -> clap::Command {
    let forms = forms(command.get_name());
    let idle = idle(command.get_name());
    let set = |arg: Arg| match arg.get_id().as_str() {
        id if idle.contains(&id) => arg.hide(true),
        "format" => {
            let names = forms.iter().filter_map(ValueEnum::to_possible_value);
            arg.value_parser(PossibleValuesParser::new(names))
                .hide(forms.is_empty())
        }
        "json" => arg.hide(!forms.contains(&Format::Json)),
        _ => arg,
    };
    command.mut_args(set).mut_subcommands(with_forms)
}

/// Returns the options that do nothing for a command.
fn idle(command: &str) -> &'static [&'static str] {
    match command {
        "completions" | "schema" => &["provider", "catalog", "no_pager", "color"],
        "check" | "new" | "index" | "show" => &["provider", "no_pager", "color"],
        "run" | "scan" | "annotate" | "report" => &["no_pager"],
        _ => &[],
    }
}

/// When to use colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(crate) enum Color {
    /// On a terminal
    #[default]
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Explain error codes, HTTP statuses or messages
    #[command(
        visible_alias = "e",
        before_help = "Examples:
  errdoc explain AUTH_002
  errdoc explain twilio:20003 429
  errdoc explain stripe
  errdoc explain \"Event 'welcome' not found\""
    )]
    Explain(OnCall<Explain>),
    /// Diagnose an API response
    #[command(
        visible_alias = "p",
        before_help = "Examples:
  curl -si https://api.sent.dm/v3/me | errdoc parse
  errdoc parse response.txt other.har
  errdoc parse '{\"error\":\"Rate limit exceeded\"}'"
    )]
    Parse(OnCall<Parse>),
    /// Run a command, and explain what fails
    #[command(before_help = "Examples:
  errdoc run -- curl https://api.sent.dm/v3/me
  errdoc run -- node send.js")]
    Run(OnCall<Run>),
    /// Find API errors in logs: counts, first seen, fixes
    #[command(before_help = "Examples:
  errdoc scan app.ndjson.gz
  kubectl logs deploy/api | errdoc scan --since 2h
  errdoc scan --format html app.log > report.html
  errdoc scan --follow --format jsonl app.log")]
    Scan(OnCall<Scan>),
    /// Diagnose each line of a stream: one line in, one line out
    #[command(before_help = "Examples:
  errdoc annotate < app.ndjson
  tail -f app.log | errdoc annotate --short
  errdoc annotate --format tsv < app.log | cut -f1,2 | sort | uniq -c")]
    Annotate(OnCall<Annotate>),
    /// Write a support request, without secrets and personal data
    #[command(before_help = "Examples:
  errdoc report response.txt
  curl -sv https://api.sent.dm/v3/me 2>&1 | errdoc report -o request.md")]
    Report(OnCall<Report>),
    /// Show the quick-reference table
    #[command(
        visible_alias = "table",
        before_help = "Examples:
  errdoc list
  errdoc list stripe --status 4xx
  errdoc list --retry backoff --format tsv"
    )]
    List(OnCall<List>),
    /// Find entries by words
    #[command(before_help = "Examples:
  errdoc search opted out
  errdoc search balance --json")]
    Search(OnCall<Search>),
    /// Show an API's troubleshooting guide, and where to get help
    #[command(before_help = "Examples:
  errdoc guide
  errdoc guide sent-v3")]
    Guide(OnCall<Guide>),
    /// Write, check and show catalog files
    #[command(
        subcommand,
        before_help = "Examples:
  errdoc catalog new acme > acme.json
  errdoc catalog check acme.json
  errdoc explain --catalog acme.json ACME_001"
    )]
    Catalog(OnCall<CatalogCommand>),
    /// Print the completion script of a shell
    #[command(before_help = "Examples:
  eval \"$(errdoc completions bash)\"
  errdoc completions zsh > ~/.zfunc/_errdoc
  errdoc completions fish > ~/.config/fish/completions/errdoc.fish")]
    Completions(OnCall<Completions>),
    /// Print the JSON Schema of an answer or a file
    #[command(before_help = "Examples:
  errdoc schema parse
  errdoc schema entry
  errdoc schema catalog > catalog.schema.json")]
    Schema(OnCall<Schema>),
}

/// Arguments that are described only when their command is called: the others' descriptions cost as much as an answer.
#[derive(Debug)]
pub(crate) struct OnCall<T>(T);

impl<T> Deref for OnCall<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T: FromArgMatches> FromArgMatches for OnCall<T> {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        T::from_arg_matches(matches).map(Self)
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        self.0.update_from_arg_matches(matches)
    }
}

impl<T: Args> Args for OnCall<T> {
    fn augment_args(command: clap::Command) -> clap::Command {
        command.defer(|command| {
            // What the command says of itself stays, whatever its arguments say of themselves.
            let short = Resettable::from(command.get_about().cloned());
            let long = Resettable::from(command.get_long_about().cloned());
            T::augment_args(command).about(short).long_about(long)
        })
    }

    fn augment_args_for_update(command: clap::Command) -> clap::Command {
        Self::augment_args(command)
    }
}

impl<T: Subcommand> Subcommand for OnCall<T> {
    fn augment_subcommands(command: clap::Command) -> clap::Command {
        command.defer(|command| {
            let short = Resettable::from(command.get_about().cloned());
            let long = Resettable::from(command.get_long_about().cloned());
            T::augment_subcommands(command)
                .about(short)
                .long_about(long)
        })
    }

    fn augment_subcommands_for_update(command: clap::Command) -> clap::Command {
        Self::augment_subcommands(command)
    }

    fn has_subcommand(name: &str) -> bool {
        T::has_subcommand(name)
    }
}

/// The members of a JSON answer that are asked for.
#[derive(Debug, Default, Args)]
pub(crate) struct Fields {
    /// JSON with only these members of each error, separated by commas: code,retry.verdict
    #[arg(long = "fields", value_name = "NAMES", value_delimiter = ',')]
    pub(crate) names: Vec<String>,
}

/// Arguments of `explain`.
#[derive(Debug, Args)]
pub(crate) struct Explain {
    /// Codes (AUTH_002, twilio:20003), HTTP statuses (429), an API (stripe), or a message
    #[arg(required = true, value_name = "CODE")]
    pub(crate) codes: Vec<String>,
    /// One line each: code, verdict and quick fix
    #[arg(short = 'S', long)]
    pub(crate) short: bool,
    /// Members of the JSON answer to leave in
    #[command(flatten)]
    pub(crate) fields: Fields,
}

/// Arguments of `parse`.
#[derive(Debug, Args)]
pub(crate) struct Parse {
    /// Files, - for standard input, or the JSON text itself
    #[arg(value_name = "FILE|JSON")]
    pub(crate) inputs: Vec<String>,
    /// Exit with 3 when an error was found
    #[arg(short, long)]
    pub(crate) exit_status: bool,
    /// One line per error: code, verdict and quick fix
    #[arg(short = 'S', long)]
    pub(crate) short: bool,
    /// Mask phone numbers, card numbers and e-mail addresses too, for public logs
    #[arg(long)]
    pub(crate) redact: bool,
    /// No output, exit status only; with --retry-after, only the seconds
    #[arg(short, long)]
    pub(crate) quiet: bool,
    /// Print the seconds to wait, and exit with 0 if retrying is right, else 1
    #[arg(long, conflicts_with_all = ["exit_status", "format", "json"])]
    pub(crate) retry_after: bool,
    /// Treat the request as safe to repeat (read-only, or with an idempotency key)
    #[arg(long, requires = "retry_after")]
    pub(crate) idempotent: bool,
    /// Members of the JSON answer to leave in
    #[command(flatten)]
    pub(crate) fields: Fields,
}

/// Arguments of `run`.
#[derive(Debug, Args)]
pub(crate) struct Run {
    /// The command with its arguments
    #[arg(
        required = true,
        trailing_var_arg = true,
        allow_hyphen_values = true,
        value_name = "COMMAND"
    )]
    pub(crate) command: Vec<std::ffi::OsString>,
}

/// Arguments of `report`.
#[derive(Debug, Args)]
pub(crate) struct Report {
    /// A file, - for standard input, or the JSON text itself
    #[arg(value_name = "FILE|JSON", default_value = "-")]
    pub(crate) input: String,
    /// Add the shape of the request's payload: names and types, without its values
    #[arg(long)]
    pub(crate) with_payload: bool,
    /// Create this file instead of printing
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
    /// Replace the file if it exists
    #[arg(long, requires = "output")]
    pub(crate) force: bool,
}

/// Arguments of `scan`.
#[derive(Debug, Args)]
pub(crate) struct Scan {
    /// Files (gzip, zstd, bzip2 and xz are unpacked), or - for standard input
    #[arg(value_name = "FILE")]
    pub(crate) inputs: Vec<String>,
    /// What to sort by
    #[arg(long, value_enum, value_name = "KEY", default_value_t)]
    pub(crate) sort: SortKey,
    /// Show at most N groups
    #[arg(long, value_name = "N", allow_negative_numbers = true)]
    pub(crate) top: Option<usize>,
    /// Only errors at or after this time: 2026-11-21T23:00:00Z, 2026-11-21, or a span back from now (2h, 7d)
    #[arg(long, value_name = "TIME")]
    pub(crate) since: Option<String>,
    /// Only errors before this time
    #[arg(long, value_name = "TIME")]
    pub(crate) until: Option<String>,
    /// What to group by
    #[arg(long, value_enum, value_name = "WHAT", default_value_t)]
    pub(crate) by: GroupBy,
    /// Keep reading a file that grows, until Ctrl-C
    #[arg(long)]
    pub(crate) follow: bool,
    /// Exit with 3 when errors were found
    #[arg(short, long)]
    pub(crate) exit_status: bool,
    /// Search threads [default: all cores]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=64))]
    pub(crate) threads: Option<u16>,
}

/// What the groups of a scan are sorted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(crate) enum SortKey {
    /// The most frequent first
    #[default]
    Count,
    /// The earliest first
    First,
    /// The latest first
    Last,
    /// API and code
    Code,
}

/// What the groups of a scan are made by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(crate) enum GroupBy {
    /// The error
    #[default]
    Code,
    /// The API
    Provider,
    /// The HTTP status
    Status,
}

/// Arguments of `annotate`.
#[derive(Debug, Args)]
pub(crate) struct Annotate {
    /// For people: only lines with an error, each as its number, code, verdict and quick fix
    #[arg(short = 'S', long, conflicts_with_all = ["format", "json", "chunk_header"])]
    pub(crate) short: bool,
    /// Flush after each line, as on a terminal
    #[arg(long)]
    pub(crate) line_buffered: bool,
    /// Read ClickHouse chunk headers (the line count before each chunk), and flush after each chunk
    #[arg(long)]
    pub(crate) chunk_header: bool,
}

/// Arguments of `list`.
#[derive(Debug, Args)]
pub(crate) struct List {
    /// Only these APIs
    #[arg(value_name = "API")]
    pub(crate) apis: Vec<String>,
    /// Show all entries, also on a terminal
    #[arg(short, long)]
    pub(crate) all: bool,
    /// Only this category
    #[arg(short, long, value_name = "CATEGORY", value_parser = PossibleValuesParser::new(CATEGORIES))]
    pub(crate) category: Option<String>,
    /// Only this HTTP status: 404 or 4xx
    #[arg(short, long, value_name = "STATUS", value_parser = status_filter)]
    pub(crate) status: Option<StatusFilter>,
    /// Only this retry verdict
    #[arg(short, long, value_name = "VERDICT", value_parser = PossibleValuesParser::new(VERDICTS))]
    pub(crate) retry: Option<String>,
    /// Members of the JSON answer to leave in
    #[command(flatten)]
    pub(crate) fields: Fields,
}

/// The category ids that `list` takes.
const CATEGORIES: [&str; 10] = [
    "authentication",
    "authorization",
    "validation",
    "resource",
    "conflict",
    "billing",
    "rate-limit",
    "business-rule",
    "provider",
    "server",
];

/// The verdicts that `list` takes.
const VERDICTS: [&str; 6] = ["no", "after_fix", "wait", "backoff", "done", "unknown"];

/// A status, or all of a hundred.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum StatusFilter {
    /// This status.
    Exactly(u16),
    /// All that begin with this digit.
    Class(u16),
}

/// Reads `404` or `4xx`.
fn status_filter(text: &str) -> Result<StatusFilter, String> {
    let class = text.strip_suffix("xx").or_else(|| text.strip_suffix("XX"));
    let found = match class {
        Some(digit) => digit
            .parse()
            .ok()
            .filter(|d| (1..=5).contains(d))
            .map(StatusFilter::Class),
        None => text
            .parse()
            .ok()
            .filter(|s| (100..600).contains(s))
            .map(StatusFilter::Exactly),
    };
    found.ok_or_else(|| "a status is three digits (404) or a class (4xx)".to_owned())
}

/// Arguments of `search`.
#[derive(Debug, Args)]
pub(crate) struct Search {
    /// Words to find (all must match)
    #[arg(required = true, value_name = "WORD")]
    pub(crate) words: Vec<String>,
    /// Show all entries, not only the best
    #[arg(short, long)]
    pub(crate) all: bool,
    /// Members of the JSON answer to leave in
    #[command(flatten)]
    pub(crate) fields: Fields,
}

/// Arguments of `guide`.
#[derive(Debug, Args)]
pub(crate) struct Guide {
    /// API to show (default: list all)
    #[arg(value_name = "API")]
    pub(crate) api: Option<String>,
}

/// The commands about catalog files.
#[derive(Debug, Subcommand)]
pub(crate) enum CatalogCommand {
    /// Check catalog files: syntax, completeness, and that each example matches its entry
    #[command(before_help = "Examples:\n  errdoc catalog check acme.json")]
    Check {
        /// Catalog files
        #[arg(required = true, value_name = "FILE")]
        files: Vec<PathBuf>,
    },
    /// Compile large catalog files, so that `explain` reads a few of their entries instead of all
    #[command(before_help = "Examples:\n  errdoc catalog index large.json")]
    Index {
        /// Catalog files; the index of FILE is FILE.index, and is used as long as FILE does not change
        #[arg(required = true, value_name = "FILE")]
        files: Vec<PathBuf>,
    },
    /// Print the catalog file of an API, or list the APIs and where each comes from
    #[command(before_help = "Examples:\n  errdoc catalog show michow")]
    Show {
        /// The API
        #[arg(value_name = "API")]
        api: Option<String>,
    },
    /// Print a small catalog file that passes the check, to start your own
    #[command(
        before_help = "Examples:\n  errdoc catalog new acme > acme.json\n  errdoc catalog new acme --from response.json > acme.json\n  errdoc catalog new acme --from codes.csv > acme.json"
    )]
    New {
        /// The id of the new API
        #[arg(value_name = "ID", default_value = "acme")]
        id: String,
        /// Draft it from a response, a CSV file of codes, or an OpenAPI document in JSON (- is standard input)
        #[arg(long, value_name = "FILE")]
        from: Option<String>,
    },
}

/// Arguments of `completions`.
#[derive(Debug, Args)]
pub(crate) struct Completions {
    /// The shell
    #[arg(value_enum)]
    pub(crate) shell: Shell,
}

/// The shells that can ask for candidates.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Shell {
    /// 3.2 or newer
    Bash,
    /// 5 or newer
    Zsh,
    /// 3.1 or newer
    Fish,
    /// 0.18 or newer
    Elvish,
    /// 0.90 or newer
    #[value(alias = "nu")]
    Nushell,
    /// 5.1 or newer
    #[value(alias = "pwsh")]
    Powershell,
}

/// Arguments of `schema`.
#[derive(Debug, Args)]
pub(crate) struct Schema {
    /// The answer of a command, or a catalog file
    #[arg(value_enum, value_name = "OF")]
    pub(crate) of: SchemaName,
}

/// The schemas that ship with the program.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum SchemaName {
    /// What `parse`, `annotate` and `scan --format jsonl` print
    #[value(alias = "annotate")]
    Parse,
    /// What `explain`, `list` and `search` print
    #[value(aliases = ["explain", "list", "search"])]
    Entry,
    /// What `scan` prints
    Scan,
    /// What `guide` prints
    Guide,
    /// What `report` prints
    Report,
    /// What `catalog check` prints
    Check,
    /// A catalog file
    Catalog,
}

#[cfg(test)]
mod tests {
    use clap::{CommandFactory, ValueEnum};

    use super::{CATEGORIES, Cli, StatusFilter, VERDICTS, forms, status_filter, with_forms};
    use errdoc::catalog::{Category, Verdict};

    #[test]
    fn the_command_line_is_well_formed() {
        Cli::command().debug_assert();
    }

    #[test]
    fn help_names_the_forms_that_a_command_has() {
        let mut command = Cli::command();
        command.build();
        let command = with_forms(command);
        for sub in command.get_subcommands() {
            let format = sub.get_arguments().find(|arg| arg.get_id() == "format");
            let Some(format) = format else { continue };
            let told: Vec<_> = format.get_possible_values();
            let told: Vec<_> = told.iter().map(|value| value.get_name()).collect();
            let forms = forms(sub.get_name()).iter();
            let values: Vec<_> = forms.filter_map(ValueEnum::to_possible_value).collect();
            let names: Vec<_> = values.iter().map(|value| value.get_name()).collect();
            assert_eq!(told, names, "{}", sub.get_name());
            assert_eq!(format.is_hide_set(), names.is_empty());
        }
        command.debug_assert();
    }

    #[test]
    fn the_filters_take_every_category_and_verdict() {
        assert_eq!(CATEGORIES, Category::ALL.map(Category::id));
        assert_eq!(VERDICTS, Verdict::ALL.map(Verdict::id));
    }

    #[test]
    fn a_status_filter_is_a_status_or_a_class() {
        assert_eq!(status_filter("404"), Ok(StatusFilter::Exactly(404)));
        assert_eq!(status_filter("4xx"), Ok(StatusFilter::Class(4)));
        for bad in ["9xx", "4x", "40", "600", "xx", "abc"] {
            assert!(status_filter(bad).is_err(), "{bad}");
        }
    }
}
