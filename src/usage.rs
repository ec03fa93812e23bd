//! What is said about a command line that is not a command: help, or what is wrong with it and what to type instead.

mod mistake;

use std::ffi::OsString;
use std::mem::ManuallyDrop;

use clap::builder::styling::{AnsiColor, Style, Styles};
use clap::error::{ContextKind, ContextValue, Error, ErrorKind};
use clap::{Arg, ColorChoice, Command, CommandFactory, FromArgMatches};
use errdoc::catalog::Catalog;
use errdoc::sanitize::safe;

use crate::cli::{self, Cli, MORE, TEMPLATE, file_name, with_forms};
use crate::commands::{Output, Trouble, near, trouble};
use crate::render::Look;
use crate::render::style::{Paint, Wish};
use crate::render::text::entries;
use crate::render::wrap::wrap;
use mistake::mistake;

/// The widest help.
const MOST_WIDTH: usize = 100;

/// The narrowest column of words; where less is left, they go below what they are about.
const LEAST_WORDS: usize = 24;

/// The colours of help: those of answers, for the same reasons.
const STYLES: Styles = Styles::plain()
    .header(Style::new().bold())
    .usage(Style::new().bold())
    .literal(AnsiColor::Green.on_default())
    .error(AnsiColor::Red.on_default().bold())
    .invalid(AnsiColor::Magenta.on_default())
    .valid(AnsiColor::Green.on_default());

/// What the long help of a command ends with.
const ELSEWHERE: &str = "Exit status and environment: errdoc --help";

/// Commands that the short help leaves to the long one.
const RARE: [&str; 4] = ["completions", "hook", "schema", "help"];

/// What `help` explains besides commands: exit status and environment.
const TOPICS: [&str; 5] = ["exit", "exit-status", "exit-codes", "environment", "env"];

/// Reads the command line. Help and version are an answer, a mistake is trouble.
pub(crate) fn read(
    args: &[OsString],
    look: impl FnOnce() -> Look,
    is_piped: bool,
) -> Result<Cli, Output> {
    if let Some(cli) = plain(args) {
        return Ok(cli);
    }
    if let [_, help, topic] = args
        && help == "help"
        && TOPICS.iter().any(|known| topic == known)
    {
        let look = look();
        let text = hanging(MORE, look.width.min(MOST_WIDTH)) + "\n";
        return Err(Output::answer(match look.paint {
            Paint::Colored => headed(&headed(&text, "Exit status:"), "Environment:"),
            Paint::Plain => text,
        }));
    }
    match parsed(args) {
        Ok(cli) if cli.command.is_some() => Ok(cli),
        // Plain whatever the terminal, and asked for by scripts: it does without the description of everything.
        Err(error) if error.kind() == ErrorKind::DisplayVersion => {
            Err(Output::answer(version(args, &error)))
        }
        Ok(_) if is_piped => {
            let whole = with(args, args.len(), "parse");
            parsed(&whole).map_err(|_| say(args, look()))
        }
        Err(error) => guess(args, &error, is_piped).ok_or_else(|| say(args, look())),
        Ok(_) => Err(say(args, look())),
    }
}

/// Parses a command line.
fn parsed(args: &[OsString]) -> Result<Cli, Error> {
    // The program ends soon: taking the description of the command line apart would cost a tenth of a short run.
    let mut command = ManuallyDrop::new(Cli::command());
    let matches = command.try_get_matches_from_mut(args)?;
    Cli::from_arg_matches(&matches)
}

/// Returns the version, and in long what is compiled in.
fn version(args: &[OsString], error: &Error) -> String {
    let mut text = error.to_string();
    if args.iter().any(|arg| arg == "--version") {
        let catalog = Catalog::builtin();
        let ids = catalog.ids();
        let count: usize = ids.iter().map(|id| catalog.entry_count(id)).sum();
        let (apis, count) = (ids.len(), entries(count));
        // A release says what it is built from.
        if let Some(commit) = option_env!("ERRDOC_COMMIT").filter(|commit| !commit.is_empty()) {
            text.push_str(&format!("commit: {commit}\n"));
        }
        text.push_str(&format!("catalog: {apis} APIs, {count}\n"));
    }
    text
}

/// Returns a command line with a command put in at a position.
fn with(args: &[OsString], at: usize, command: &str) -> Vec<OsString> {
    let mut whole = args.to_vec();
    whole.insert(at, command.into());
    whole
}

/// Reads a command line without a command as one: what is a file or JSON is parsed, anything else explained if that is
/// possible.
fn guess(args: &[OsString], error: &Error, is_piped: bool) -> Option<Cli> {
    let is_input = |word: &str| word.starts_with(['{', '[']) || file_name::path(word).is_file();
    match error.kind() {
        ErrorKind::InvalidSubcommand => {
            let Some(ContextValue::String(word)) = error.get(ContextKind::InvalidSubcommand) else {
                return None;
            };
            let at = args
                .iter()
                .skip(1)
                .position(|arg| arg.to_string_lossy() == word.as_str())?
                + 1;
            if at > 1 && args[1] == "help" {
                return None;
            }
            if is_input(&file_name::text(args[at].clone())) {
                return parsed(&with(args, at, "parse")).ok();
            }
            // A command that is misspelt is one, whatever follows.
            let command = Cli::command();
            let names = command.get_subcommands().map(Command::get_name);
            let is_plain = word.chars().all(|c| c.is_ascii_lowercase());
            if is_plain && near(word, names).is_some() {
                return None;
            }
            explained(&with(args, at, "explain"))
        }
        // An option of `parse` or `explain` itself.
        ErrorKind::UnknownArgument => {
            let command = Cli::command();
            let is_command = |arg: &OsString| {
                arg.to_str()
                    .is_some_and(|word| word == "help" || command.find_subcommand(word).is_some())
            };
            if args.iter().skip(1).any(is_command) {
                return None;
            }
            let cli = parsed(&with(args, 1, "parse")).ok();
            let is_parse = |cli: &Cli| match &cli.command {
                Some(cli::Command::Parse(args)) if args.inputs.is_empty() => is_piped,
                Some(cli::Command::Parse(args)) => args.inputs.iter().all(|word| is_input(word)),
                _ => false,
            };
            cli.filter(is_parse)
                .or_else(|| explained(&with(args, 1, "explain")))
        }
        _ => None,
    }
}

/// Reads a command line that explains, though nobody typed so.
fn explained(args: &[OsString]) -> Option<Cli> {
    let cli = parsed(args).ok()?;
    Some(Cli {
        is_guess: true,
        ..cli
    })
}

/// Reads codes to explain or inputs to parse without an option, what is typed most: describing the command line costs a
/// quarter of such a run's instructions.
fn plain(args: &[OsString]) -> Option<Cli> {
    let (command, words) = args.get(1..)?.split_first()?;
    let words = words.iter().map(|word| word.to_str().map(str::to_owned));
    let words: Vec<String> = words.collect::<Option<_>>()?;
    let is_option = |word: &String| word.starts_with('-') && word != "-";
    match command.to_str()? {
        _ if words.iter().any(is_option) => None,
        "explain" if !words.is_empty() && !words.iter().any(|word| word == "-") => {
            Some(Cli::explain(words))
        }
        "parse" => Some(Cli::parse(words)),
        _ => None,
    }
}

/// Returns what there is to say about a command line that is not a command.
pub(crate) fn say(args: &[OsString], look: Look) -> Output {
    let width = look.width.min(MOST_WIDTH);
    let choice = match look.paint {
        Paint::Colored => ColorChoice::Always,
        Paint::Plain => ColorChoice::Never,
    };
    let mut command = Cli::command()
        .color(choice)
        .styles(STYLES)
        .term_width(width);
    command.build();
    let is_long = |arg: &OsString| arg == "--help" || arg == "help";
    let mut command =
        told(with_forms(command), width, !args.iter().any(is_long)).after_long_help(headed(
            &headed(&hanging(MORE, width), "Exit status:"),
            "Environment:",
        ));
    let answer = match command.try_get_matches_from_mut(args) {
        Ok(_) => command.render_help(),
        Err(error) if !error.use_stderr() => error.render(),
        // The help of a command that only has commands.
        Err(error) if error.kind() == ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            return Output::failure(error.render().to_string().trim_end().to_owned() + "\n", 2);
        }
        Err(error) => {
            let text = mistake(error, &command, args);
            if wants_json(args) {
                return trouble(&Trouble::Usage(text), true);
            }
            return Output::failure(format!("errdoc: {}\n", safe(&text)), 2);
        }
    };
    Output::answer(match look.paint {
        Paint::Colored => answer.ansi().to_string(),
        Paint::Plain => answer.to_string(),
    })
}

/// Returns the description of the command line with all that help and mistakes say: what a run that is right does without. The
/// short help fits on a screen of 80 columns and 24 lines.
fn told(command: Command, width: usize, is_short: bool) -> Command {
    let examples = command.get_before_help().map(ToString::to_string);
    let mut command = command
        .help_template(TEMPLATE)
        .after_long_help(ELSEWHERE)
        .mut_subcommands(|command| told(command, width, is_short));
    if let Some(examples) = examples {
        let is_root = command.get_name() == "errdoc";
        // The heading comes first.
        let most = match is_short {
            true if is_root => 4,
            true => 3,
            false => usize::MAX,
        };
        let examples: Vec<&str> = examples.lines().take(most).collect();
        let examples = hanging(&examples.join("\n"), width);
        command = command.before_help(headed(&examples, "Examples:"));
    }
    match is_short {
        true => shortened(command, width),
        false => command,
    }
}

/// Returns the description of a command whose help has the options that all commands have in one row.
fn shortened(command: Command, width: usize) -> Command {
    let name = command.get_bin_name().unwrap_or_default();
    let is_root = !name.contains(' ');
    let is_common =
        |arg: &&Arg| arg.is_global_set() || ["help", "version"].contains(&arg.get_id().as_str());
    let options = command.get_arguments().filter(is_common);
    let options = options.filter(|arg| !arg.is_hide_set() && arg.get_id() != "help");
    let mut names: Vec<String> = options
        .map(|arg| {
            let sign = match arg.get_short() {
                Some(short) => format!("-{short}"),
                None => format!("--{}", arg.get_long().unwrap_or_default()),
            };
            let values = arg
                .get_value_names()
                .filter(|_| arg.get_action().takes_values());
            let value = values.and_then(<[_]>::first);
            value.map_or(sign.clone(), |value| format!("{sign} {value}"))
        })
        .collect();
    names.retain(|name| is_root || name != "-V");
    let row = match names.is_empty() {
        true => String::new(),
        false => format!("Also:  {}\n", names.join(", ")),
    };
    let more = match is_root {
        true => "More:  errdoc --help, errdoc help COMMAND, errdoc help exit".to_owned(),
        false => format!("More:  {name} --help"),
    };
    let after = hanging(&(row + &more), width);
    let after = headed(&headed(&after, "Also:"), "More:");
    command
        .mut_args(|arg| match is_common(&&arg) {
            true => arg.hide_short_help(true),
            false => with_values(arg),
        })
        .mut_subcommands(|command| match RARE.contains(&command.get_name()) {
            true => command.hide(true),
            false => command,
        })
        .after_help(after)
}

/// Returns a text with one of its words as help styles headings; where there are no colours, clap takes them off again.
fn headed(text: &str, heading: &str) -> String {
    let style = STYLES.get_header();
    // clap counts the columns of a line from the last line feed within a style.
    let below = format!("\n{heading}");
    let heading = match text.contains(&below) {
        true => &below,
        false => heading,
    };
    text.replacen(heading, &format!("{style}{heading}{style:#}"), 1)
}

/// Returns an argument whose description ends with the values that it takes.
fn with_values(arg: Arg) -> Arg {
    let values = arg.get_possible_values();
    if values.is_empty() || !arg.get_action().takes_values() {
        return arg;
    }
    let names: Vec<&str> = values.iter().map(|value| value.get_name()).collect();
    let about = arg.get_help().map(ToString::to_string).unwrap_or_default();
    let about = format!("{about}: {}", names.join(", "));
    arg.help(about).hide_possible_values(true)
}

/// Sets rows of a term and, two blanks after it, what it means to a width: what does not fit goes on below its beginning.
fn hanging(text: &str, width: usize) -> String {
    let set = |line: &str| -> String {
        let start = line.len() - line.trim_start().len();
        if line.len() <= width {
            return line.to_owned();
        }
        let gap = line[start..].find("  ").map_or(start, |at| start + at);
        let meaning = line[gap..].trim_start();
        let column = line.len() - meaning.len();
        let (term, indent) = if column + LEAST_WORDS <= width {
            (line[..column].to_owned(), column)
        } else {
            (format!("{}\n{:6}", &line[..gap], ""), 6)
        };
        let lines = wrap(meaning, width.saturating_sub(indent));
        term + &lines.join(&format!("\n{:indent$}", ""))
    };
    text.lines().map(set).collect::<Vec<_>>().join("\n")
}

/// Reads `--color` before the command line is parsed, for help.
pub(crate) fn early_wish(args: &[OsString]) -> Wish {
    let mut words = args.iter().filter_map(|arg| arg.to_str());
    while let Some(word) = words.next() {
        let value = match word.strip_prefix("--color") {
            Some("") => words.next(),
            Some(rest) => rest.strip_prefix('='),
            None => continue,
        };
        return match value {
            Some("always") => Wish::Always,
            Some("never") => Wish::Never,
            _ => Wish::Auto,
        };
    }
    Wish::Auto
}

/// Returns true if JSON was asked for on a command line that cannot be parsed.
fn wants_json(args: &[OsString]) -> bool {
    let words: Vec<&str> = args.iter().filter_map(|arg| arg.to_str()).collect();
    words
        .iter()
        .any(|w| ["--json", "--format=json", "-fjson"].contains(w))
        || words
            .windows(2)
            .any(|w| ["--format", "-f"].contains(&w[0]) && w[1] == "json")
}

#[cfg(test)]
mod tests {
    use std::ffi::OsString;

    use clap::Parser;

    use super::{Cli, hanging, plain};

    /// Returns a command line as it is typed, divided at blanks.
    fn args(typed: &str) -> Vec<OsString> {
        let line = format!("errdoc {typed}");
        line.split(' ').map(Into::into).collect()
    }

    #[test]
    fn codes_alone_are_read_as_the_whole_command_line_reads_them() {
        for typed in [
            "explain AUTH_002",
            "explain AUTH_002 sinch:40005 429",
            "explain help",
            "explain explain",
            "explain ",
            "explain a=b @c :d",
            "parse",
            "parse x.txt",
            "parse - {\"a\":1}",
            "parse help parse",
        ] {
            let args = args(typed);
            let read = plain(&args).unwrap();
            let parsed = Cli::try_parse_from(&args).unwrap();
            assert_eq!(format!("{read:?}"), format!("{parsed:?}"), "{typed}");
        }
    }

    #[test]
    fn what_is_more_than_codes_needs_the_whole_command_line() {
        for typed in [
            "",
            "explain",
            "explain --json",
            "explain AUTH_002 -f json",
            "explain -- -1",
            "--json explain AUTH_002",
            "explain -",
            "parse --short",
            "parse x.txt -q",
            "parse -- -x",
        ] {
            let args = args(typed);
            assert!(plain(&args).is_none(), "{typed}");
        }
    }

    #[test]
    fn rows_are_set_to_the_width_below_their_beginning_or_below_their_term() {
        let text = "Rows:\n  0  one two three four five six\n  errdoc explain AUTH_002    what a code means";
        assert_eq!(hanging(text, 80), text);
        assert_eq!(
            hanging(text, 30),
            "Rows:\n  0  one two three four five\n     six\n  errdoc explain AUTH_002\n      what a code means"
        );
    }
}
