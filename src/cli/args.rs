//! The arguments of each command.

use std::path::PathBuf;

use clap::builder::{OsStringValueParser, PossibleValuesParser, TypedValueParser};
use clap::{Args, Subcommand, ValueEnum};
use errdoc::catalog::{Category, Verdict};

use super::file_name;

/// The members of a JSON answer that are asked for.
#[derive(Debug, Default, Args)]
pub(crate) struct Fields {
    /// JSON with only these members: code,retry.verdict
    #[arg(long = "fields", value_name = "NAMES", value_delimiter = ',')]
    pub(crate) names: Vec<String>,
}

/// Arguments of `explain`.
#[derive(Debug, Args)]
pub(crate) struct Explain {
    /// A code (AUTH_002, twilio:20003), a status (429), an API (stripe), or a message
    #[arg(required = true, value_name = "CODE")]
    pub(crate) codes: Vec<String>,
    /// One line each: code, verdict and quick fix
    #[arg(short = 'S', long)]
    pub(crate) short: bool,
    /// Open the error's documentation in the browser
    ///
    /// The browser is $BROWSER, or the system's. Without one, and on a pipe, the address is printed.
    #[arg(short, long, conflicts_with_all = ["short", "names", "format", "json"])]
    pub(crate) web: bool,
    /// Members of the JSON answer to leave in
    #[command(flatten)]
    pub(crate) fields: Fields,
}

/// Arguments of `parse`.
#[derive(Debug, Default, Args)]
pub(crate) struct Parse {
    /// Files, - for standard input, or the JSON text itself
    #[arg(value_name = "FILE|JSON", value_parser = OsStringValueParser::new().map(file_name::text))]
    pub(crate) inputs: Vec<String>,
    /// The text itself, if it was typed without a command.
    #[arg(skip)]
    pub(crate) text: Option<String>,
    /// Exit with 3 when an error was found
    #[arg(short, long)]
    pub(crate) exit_status: bool,
    /// One line per error: code, verdict and quick fix
    #[arg(short = 'S', long)]
    pub(crate) short: bool,
    /// Mask personal data too, for public logs
    ///
    /// Phone numbers, card numbers and e-mail addresses. Keys, tokens and passwords are always masked.
    #[arg(long)]
    pub(crate) redact: bool,
    /// No output, exit status only
    ///
    /// With --retry-after, the seconds are still printed, and the reason why not is left out.
    #[arg(short, long)]
    pub(crate) quiet: bool,
    /// Print the seconds to wait; exit with 1 if not to retry
    #[arg(long, conflicts_with_all = ["exit_status", "format", "json"])]
    pub(crate) retry_after: bool,
    /// Treat the request as safe to repeat
    ///
    /// It is read-only, or each attempt carries the same idempotency key.
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
    #[arg(value_name = "FILE|JSON", default_value = "-", value_parser = OsStringValueParser::new().map(file_name::text))]
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
    /// Files, plain or compressed, or - for standard input
    ///
    /// gzip, zstd, bzip2 and xz are unpacked.
    #[arg(value_name = "FILE", value_parser = OsStringValueParser::new().map(file_name::text))]
    pub(crate) inputs: Vec<String>,
    /// What to sort by
    #[arg(long, value_enum, value_name = "KEY", default_value_t)]
    pub(crate) sort: SortKey,
    /// Show at most N groups
    #[arg(long, value_name = "N", allow_negative_numbers = true)]
    pub(crate) top: Option<usize>,
    /// Only errors at or after this time: 2h, 7d, 2026-11-21
    ///
    /// A span back from now (2h, 7d), a day, or a time such as 2026-11-21T23:00:00Z.
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
    /// For people, as on a terminal: only lines with an error, each as its number, code, verdict and quick fix
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
    #[arg(short, long, value_name = "CATEGORY", value_parser = PossibleValuesParser::new(Category::ALL.map(Category::id)))]
    pub(crate) category: Option<String>,
    /// Only this HTTP status: 404 or 4xx
    #[arg(short, long, value_name = "STATUS", value_parser = status_filter)]
    pub(crate) status: Option<StatusFilter>,
    /// Only this retry verdict
    #[arg(short, long, value_name = "VERDICT", value_parser = PossibleValuesParser::new(Verdict::ALL.map(Verdict::id)))]
    pub(crate) retry: Option<String>,
    /// Members of the JSON answer to leave in
    #[command(flatten)]
    pub(crate) fields: Fields,
}

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
    /// Check catalog files: syntax, completeness, and their examples
    ///
    /// Each example must be diagnosed as its own entry.
    #[command(before_help = "Examples:\n  errdoc catalog check acme.json")]
    Check {
        /// Catalog files
        #[arg(required = true, value_name = "FILE")]
        files: Vec<PathBuf>,
        /// Say how sure each example is diagnosed, and why it is not certain
        #[arg(short, long)]
        verbose: bool,
    },
    /// Compile large catalog files, so that `explain` stays fast
    ///
    /// It then reads a few of their entries instead of all.
    #[command(before_help = "Examples:\n  errdoc catalog index large.json")]
    Index {
        /// Catalog files; the index of FILE is FILE.index, and is used as long as FILE does not change
        #[arg(required = true, value_name = "FILE")]
        files: Vec<PathBuf>,
    },
    /// Print the catalog file of an API; without one, list the APIs
    ///
    /// The list says where each API comes from.
    #[command(before_help = "Examples:\n  errdoc catalog show michow")]
    Show {
        /// The API
        #[arg(value_name = "API")]
        api: Option<String>,
    },
    /// Print a catalog file to start from
    ///
    /// It is small and passes the check; with --from it is drafted from what you have.
    #[command(
        before_help = "Examples:\n  errdoc catalog new acme > acme.json\n  errdoc catalog new acme --from response.json > acme.json\n  errdoc catalog new acme --from codes.csv > acme.json"
    )]
    New {
        /// The id of the new API
        #[arg(value_name = "ID", default_value = "acme")]
        id: String,
        /// Draft it from a response, a CSV of codes, or an OpenAPI file
        ///
        /// `-` is standard input. OpenAPI documents may be JSON or YAML.
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

/// Arguments of `hook`.
#[derive(Debug, Args)]
pub(crate) struct Hook {
    /// The shell
    #[arg(value_enum)]
    pub(crate) shell: HookShell,
}

/// The shells that have a hook.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum HookShell {
    /// 3.2 or newer
    Bash,
    /// 5 or newer
    Zsh,
    /// 3.1 or newer
    Fish,
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
    use super::{StatusFilter, status_filter};

    #[test]
    fn a_status_filter_is_a_status_or_a_class() {
        assert_eq!(status_filter("404"), Ok(StatusFilter::Exactly(404)));
        assert_eq!(status_filter("4xx"), Ok(StatusFilter::Class(4)));
        for bad in ["9xx", "4x", "40", "600", "xx", "abc"] {
            assert!(status_filter(bad).is_err(), "{bad}");
        }
    }
}
