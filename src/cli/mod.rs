//! What can be typed. It does nothing.

mod args;
pub(crate) mod file_name;
mod forms;
mod on_call;

pub(crate) use args::{
    Annotate, CatalogCommand, Completions, Explain, Fields, GroupBy, Guide, Hook, HookShell, List,
    Parse, Report, Run, Scan, Schema, SchemaName, Search, Shell, SortKey, StatusFilter,
};
pub(crate) use forms::{Format, forms, idle, with_forms};

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

use on_call::OnCall;

/// Explains API errors: the cause, the fix, and whether to retry.
#[derive(Debug, Parser)]
#[command(
    name = "errdoc",
    version,
    propagate_version = true,
    disable_help_subcommand = false,
    before_help = EXAMPLES
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

    /// Returns what is typed to explain codes, without any option.
    pub(crate) fn explain(codes: Vec<String>) -> Self {
        Self::plain(Command::Explain(OnCall(Explain {
            codes,
            short: false,
            web: false,
            fields: Fields::default(),
        })))
    }

    /// Returns what is typed to diagnose inputs, without any option.
    pub(crate) fn parse(inputs: Vec<String>) -> Self {
        Self::plain(Command::Parse(OnCall(Parse {
            inputs,
            ..Parse::default()
        })))
    }

    /// Returns a command without any option.
    fn plain(command: Command) -> Self {
        Self {
            command: Some(command),
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
  XDG_CONFIG_HOME      errdoc/config.toml (provider, format) and errdoc/catalog/*.json below it are read; default ~/.config
  BROWSER              what explain --web opens addresses with; several are separated by colons
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
    /// Consider only these APIs, separated by commas
    ///
    /// An API is an id, an alias or a prefix; `all` considers every API, whatever is set elsewhere.
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
  errdoc explain --web card_declined
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
    /// Print a shell function that explains the last command: why
    ///
    /// `why` reads the screen in tmux, kitty and WezTerm. Elsewhere it runs the last command again, and asks first unless that
    /// plainly only reads.
    #[command(before_help = "Examples:
  eval \"$(errdoc hook bash)\"
  eval \"$(errdoc hook zsh)\"
  errdoc hook fish | source")]
    Hook(OnCall<Hook>),
    /// Print the JSON Schema of an answer or a file
    #[command(before_help = "Examples:
  errdoc schema parse
  errdoc schema entry
  errdoc schema catalog > catalog.schema.json")]
    Schema(OnCall<Schema>),
}

#[cfg(test)]
mod tests {
    use clap::{CommandFactory, ValueEnum};

    use super::{Cli, forms, with_forms};

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
}
