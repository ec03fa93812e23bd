//! The forms of an answer, which command has which, and the help that says so.

use clap::builder::PossibleValuesParser;
use clap::{Arg, ValueEnum};

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
    /// SARIF 2.1.0, for code scanning
    Sarif,
}

/// Returns the forms of a command's answer, the default first; none if the command prints a file.
pub(crate) fn forms(command: &str) -> &'static [Format] {
    use Format::{Github, Html, Json, Jsonl, Markdown, Sarif, Text, Tsv};
    match command {
        "run" => &[Text, Json, Markdown],
        "explain" => &[Text, Json, Jsonl, Markdown],
        "parse" => &[Text, Json, Jsonl, Markdown, Github],
        "scan" => &[Text, Json, Jsonl, Markdown, Tsv, Html, Sarif],
        "annotate" => &[Jsonl, Json, Tsv],
        "report" => &[Markdown, Text, Json],
        "list" => &[Text, Json, Jsonl, Markdown, Tsv, Html],
        "search" => &[Text, Json, Jsonl, Markdown, Tsv],
        "guide" => &[Text, Json, Markdown],
        "check" | "catalog" => &[Text, Json],
        "index" | "show" | "new" | "completions" | "hook" | "schema" => &[],
        _ => Format::value_variants(),
    }
}

/// Returns the description of the command line, built, in which each command's `--format` names the forms that this command has.
/// Only help needs it.
pub(crate) fn with_forms(command: clap::Command) -> clap::Command {
    let is_root = command.get_name() == "errdoc";
    let forms = forms(command.get_name());
    let idle = idle(command.get_name());
    let set = |arg: Arg| match arg.get_id().as_str() {
        id if idle.contains(&id) => arg.hide(true),
        // Each command has its own.
        "format" if is_root => arg
            .help("Output format; the help of a command lists its own")
            .hide_possible_values(true),
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
pub(crate) fn idle(command: &str) -> &'static [&'static str] {
    match command {
        "completions" | "hook" | "schema" => &["provider", "catalog", "no_pager", "color"],
        "catalog" | "check" | "new" | "index" | "show" => &["provider", "no_pager", "color"],
        "run" | "scan" | "annotate" | "report" => &["no_pager"],
        _ => &[],
    }
}
