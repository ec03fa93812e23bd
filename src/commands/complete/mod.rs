//! `errdoc __complete`: what a shell offers at a Tab. The scripts in `completions/` ask it: every shell knows the same
//! candidates, a user's own codes included. No script has to be printed again when a catalog changes.

mod candidates;
mod line;

use std::cell::OnceCell;
use std::mem::ManuallyDrop;
use std::path::{Path, PathBuf};

use clap::{Arg, Command, CommandFactory, ValueEnum};
use errdoc::catalog::Catalog;

use super::{Output, indexed};
use crate::cli::{Cli, forms, idle};
use candidates::{Candidate, apis, begins, candidate, codes, status_filters};
use line::Line;

/// The first argument of a line that a completion script runs.
pub(crate) const NAME: &str = "__complete";

/// How much of a word is typed before codes are offered where a command could be.
const LEAST_TYPED: usize = 2;

/// What is printed in place of candidates where the shell is to offer names of files.
const FILES: &str = ":files\n";

/// Runs the command: the shell's name, then the words after `errdoc` as that shell has them, the one at the cursor last.
///
/// One candidate a line, a tab and a few words about it behind. A catalog that cannot be read is left out without a word:
/// whatever is printed now would end up in the line that somebody types.
pub(crate) fn run(typed: &[String], home: Option<&Path>, paths: &[PathBuf]) -> Output {
    let line = Line::read(typed);
    // The program ends soon: taking these apart would cost a part of the wait at a Tab.
    let root = ManuallyDrop::new(described(Cli::command(), &line.before));
    let place = Place::find(&root, &line.before);
    let asked = place.values_of("catalog").map(PathBuf::from);
    let paths: Vec<PathBuf> = paths.iter().cloned().chain(asked).collect();
    let catalog = ManuallyDrop::new(OnceCell::new());
    let offer = place.offer(&line.current, &|| {
        catalog.get_or_init(|| indexed(home, &paths))
    });
    Output::answer(match offer {
        Offer::Files => FILES.to_owned(),
        Offer::Values(values) => line.print(&values),
    })
}

/// Has the commands that some words name described in full: the others' arguments are not asked for.
fn described(mut root: Command, words: &[String]) -> Command {
    let global: Vec<Arg> = root
        .get_arguments()
        .filter(|arg| arg.is_global_set())
        .cloned()
        .collect();
    for word in words {
        if let Some(command) = root.find_subcommand_mut(word) {
            *command = std::mem::take(command)
                .args(&global)
                .disable_help_flag(true)
                .disable_version_flag(true)
                .disable_help_subcommand(true);
            command.build();
        }
    }
    root
}

/// What a shell can offer.
#[derive(Debug)]
enum Offer<'c> {
    /// These.
    Values(Vec<Candidate<'c>>),
    /// Names of files.
    Files,
}

/// Where on the command line the cursor is.
#[derive(Debug)]
struct Place<'c> {
    command: &'c Command,
    /// The option whose value comes next.
    option: Option<&'c Arg>,
    /// How many arguments that are not options come before, and the first of them.
    arguments: usize,
    first: Option<String>,
    /// Whether a `--` comes before.
    is_escaped: bool,
    /// Whether `help` comes before.
    is_help: bool,
    /// Values of options that stand before.
    given: Vec<(&'c Arg, String)>,
}

impl<'c> Place<'c> {
    /// Follows the words before the cursor.
    fn find(root: &'c Command, words: &[String]) -> Self {
        let mut place = Self {
            command: root,
            option: None,
            arguments: 0,
            first: None,
            is_escaped: false,
            is_help: false,
            given: Vec::new(),
        };
        for word in words {
            place.pass(word);
        }
        place
    }

    /// Goes on by one word.
    fn pass(&mut self, word: &str) {
        if let Some(option) = self.option.take() {
            self.given.push((option, word.to_owned()));
        } else if self.is_escaped || word == "-" || !word.starts_with('-') {
            self.pass_argument(word);
        } else if word == "--" {
            self.is_escaped = true;
        } else if let Some(long) = word.strip_prefix("--") {
            let (name, value) = match long.split_once('=') {
                Some((name, value)) => (name, Some(value)),
                None => (long, None),
            };
            let found = self.options().find(|arg| arg.get_long() == Some(name));
            self.pass_option(found, value);
        } else {
            for (at, letter) in word.char_indices().skip(1) {
                let found = self.options().find(|arg| arg.get_short() == Some(letter));
                if found.is_some_and(takes_value) {
                    let value = &word[at + letter.len_utf8()..];
                    self.pass_option(found, (!value.is_empty()).then_some(value));
                    break;
                }
            }
        }
    }

    /// Goes on by an option, maybe with its value in the same word.
    fn pass_option(&mut self, option: Option<&'c Arg>, value: Option<&str>) {
        match (option.filter(|arg| takes_value(arg)), value) {
            (Some(option), Some(value)) => self.given.push((option, value.to_owned())),
            (option, _) => self.option = option,
        }
    }

    /// Goes on by a word that is not an option.
    fn pass_argument(&mut self, word: &str) {
        let called = |command: &&Command| {
            command.get_name() == word || command.get_all_aliases().any(|alias| alias == word)
        };
        match self.command.get_subcommands().find(called) {
            Some(command) if self.arguments == 0 => self.command = command,
            _ if word == "help" && self.command.has_subcommands() => self.is_help = true,
            _ => {
                self.arguments += 1;
                self.first.get_or_insert_with(|| word.to_owned());
            }
        }
    }

    /// Returns the options that can stand here.
    fn options(&self) -> impl Iterator<Item = &'c Arg> + use<'c> {
        let arguments = self.command.get_arguments();
        let idle = idle(self.command.get_name());
        arguments.filter(move |arg| {
            let is_idle = idle.contains(&arg.get_id().as_str());
            !arg.is_positional() && !arg.is_hide_set() && !is_idle
        })
    }

    /// Returns the values that an option has so far.
    fn values_of<'p>(&'p self, id: &'p str) -> impl Iterator<Item = &'p str> {
        self.given
            .iter()
            .filter(move |(arg, _)| arg.get_id() == id)
            .map(|(_, value)| value.as_str())
    }

    /// Returns what can stand at the cursor and begins with `typed`, in any case. The catalog is loaded only where it is needed.
    fn offer(&self, typed: &str, catalog: &dyn Fn() -> &'c Catalog) -> Offer<'c> {
        if let Some(option) = self.option {
            return self.values(option, typed, catalog);
        }
        if typed.starts_with('-') && !self.is_escaped {
            if let Some((name, value)) = typed.split_once('=') {
                let long = name.strip_prefix("--");
                let option = self.options().find(|arg| arg.get_long() == long);
                return match option.map(|option| self.values(option, value, catalog)) {
                    Some(Offer::Values(mut values)) => {
                        for candidate in &mut values {
                            let whole = format!("{}{}", &typed[..=name.len()], candidate.value);
                            candidate.value = whole.into();
                        }
                        Offer::Values(values)
                    }
                    Some(Offer::Files) => Offer::Files,
                    None => Offer::Values(Vec::new()),
                };
            }
            return Offer::Values(self.option_names(typed));
        }
        if self.command.has_subcommands() {
            let names = match self.arguments {
                0 => self.command_names(typed),
                _ => Vec::new(),
            };
            let is_root = self.command.get_name() == env!("CARGO_PKG_NAME");
            return match names.is_empty() && is_root && !self.is_help {
                true => self.bare(typed, catalog),
                false => Offer::Values(names),
            };
        }
        let mut arguments = self.command.get_positionals();
        let argument = arguments
            .nth(self.arguments)
            .or_else(|| self.command.get_positionals().last().filter(is_repeated));
        match argument {
            Some(argument) if !self.is_help => self.values(argument, typed, catalog),
            _ => Offer::Values(Vec::new()),
        }
    }

    /// Returns what can stand without a command: codes, else files.
    fn bare(&self, typed: &str, catalog: &dyn Fn() -> &'c Catalog) -> Offer<'c> {
        // After a code or an API there may be another code, after a file another file.
        let is_known = |first: &String| {
            let named = self.codes(first, catalog()).into_iter();
            let mut named = named.chain(apis(catalog(), first));
            named.any(|known| known.value.eq_ignore_ascii_case(first))
        };
        if let Some(first) = &self.first
            && !is_known(first)
        {
            return match Path::new(first).is_file() {
                true => Offer::Files,
                false => Offer::Values(Vec::new()),
            };
        }
        let codes = match typed.contains('.') || typed.len() < LEAST_TYPED {
            true => Vec::new(),
            false => self.codes(typed, catalog()),
        };
        match codes.is_empty() {
            true => Offer::Files,
            false => Offer::Values(codes),
        }
    }

    /// Returns the codes of the APIs that are considered.
    fn codes(&self, typed: &str, catalog: &'c Catalog) -> Vec<Candidate<'c>> {
        let only: Vec<&str> = self
            .values_of("provider")
            .flat_map(|names| names.split(','))
            .flat_map(|name| catalog.resolve_api(name))
            .collect();
        codes(catalog, &only, typed)
    }

    /// Returns the names of commands.
    fn command_names(&self, typed: &str) -> Vec<Candidate<'c>> {
        let help = (!self.is_help).then(|| candidate("help", "Print help for a command"));
        self.command
            .get_subcommands()
            .filter(|command| !command.is_hide_set())
            .map(|command| candidate(command.get_name(), first_line(command.get_about())))
            .chain(help)
            .filter(|candidate| begins(&candidate.value, typed))
            .collect()
    }

    /// Returns the names of options.
    fn option_names(&self, typed: &str) -> Vec<Candidate<'c>> {
        self.options()
            .filter_map(|arg| {
                let name = format!("--{}", arg.get_long()?);
                Some(candidate(name, first_line(arg.get_help())))
            })
            .chain([
                candidate("--help", "Print help"),
                candidate("--version", "Print version"),
            ])
            .filter(|candidate| begins(&candidate.value, typed))
            .collect()
    }

    /// Returns the values of an option or argument. What it takes is told by its own list, else by what help calls it.
    fn values(&self, arg: &'c Arg, typed: &str, catalog: &dyn Fn() -> &'c Catalog) -> Offer<'c> {
        let listed = arg.get_possible_values();
        if !listed.is_empty() {
            let forms = forms(self.command.get_name());
            let is_form = |name: &str| {
                forms
                    .iter()
                    .filter_map(ValueEnum::to_possible_value)
                    .any(|form| form.get_name() == name)
            };
            let is_due = |name: &str| arg.get_id() != "format" || is_form(name);
            let values = listed
                .iter()
                .filter(|value| !value.is_hide_set() && is_due(value.get_name()));
            let values = values.filter(|value| begins(value.get_name(), typed));
            return Offer::Values(
                values
                    .map(|value| {
                        candidate(value.get_name().to_owned(), first_line(value.get_help()))
                    })
                    .collect(),
            );
        }
        let name = arg.get_value_names().and_then(<[_]>::first);
        match name.map_or("", |name| name.as_str()) {
            "CODE" => Offer::Values(self.codes(typed, catalog())),
            "API" => {
                let list = arg.get_value_delimiter().and_then(|sign| typed.rfind(sign));
                let (before, typed) = typed.split_at(list.map_or(0, |at| at + 1));
                let mut found = apis(catalog(), typed);
                for api in &mut found {
                    api.value = format!("{before}{}", api.value).into();
                }
                Offer::Values(found)
            }
            "STATUS" => Offer::Values(status_filters(catalog(), typed)),
            "FILE" | "FILE|JSON" | "PATH" => Offer::Files,
            _ => Offer::Values(Vec::new()),
        }
    }
}

/// Returns true if an option takes a value.
fn takes_value(arg: &Arg) -> bool {
    arg.get_action().takes_values()
}

/// Returns true if an argument can stand several times.
fn is_repeated(arg: &&Arg) -> bool {
    arg.get_num_args()
        .is_some_and(|count| count.max_values() > 1)
        || matches!(arg.get_action(), clap::ArgAction::Append)
}

/// Returns the first line of a help text.
fn first_line(text: Option<&clap::builder::StyledStr>) -> String {
    let text = text.map(ToString::to_string).unwrap_or_default();
    text.lines().next().unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::run;

    /// Returns what a shell is offered, one a line, without descriptions.
    fn offered(words: &[&str]) -> Vec<String> {
        let words: Vec<String> = words.iter().map(|&word| word.to_owned()).collect();
        let output = run(&words, None, &[]);
        assert_eq!((output.exit, output.stderr.as_str()), (0, ""));
        let lines = output.stdout.lines();
        lines
            .map(|line| line.split('\t').next().unwrap().to_owned())
            .collect()
    }

    #[test]
    fn without_a_command_codes_are_offered_and_else_files() {
        assert_eq!(offered(&["fish", "cata"]), ["catalog"]);
        let codes = offered(&["fish", "card_decl"]);
        assert!(codes.contains(&"card_declined".to_owned()), "{codes:?}");
        let codes = offered(&["fish", "twilio:2000"]);
        assert!(codes.contains(&"twilio:20003".to_owned()), "{codes:?}");
        let codes = offered(&["fish", "stripe", "card_decl"]);
        assert!(codes.contains(&"card_declined".to_owned()), "{codes:?}");
        let codes = offered(&["fish", "AUTH_002", "auth_00"]);
        assert!(codes.contains(&"AUTH_001".to_owned()), "{codes:?}");
        for files in [
            &["fish", "response.t"][..],
            &["fish", "zzzz"],
            &["fish", "AUTH_002", ""],
        ] {
            assert_eq!(offered(files), [":files"], "{files:?}");
        }
        assert!(offered(&["fish", "help", "card_decl"]).is_empty());
        let options = offered(&["fish", "catalog", "check", "--"]);
        assert!(options.contains(&"--verbose".to_owned()), "{options:?}");
        assert!(!options.contains(&"--provider".to_owned()), "{options:?}");
    }

    #[test]
    fn words_that_bash_breaks_are_one_word_again_and_only_the_last_piece_is_replaced() {
        let codes = offered(&["bash", "409", "explain", "sinch-verification", ":", "409"]);
        assert_eq!(codes, ["40900"]);
        let codes = offered(&["bash", "", "explain", "sinch-verification", ":"]);
        assert!(codes.contains(&"40900".to_owned()), "{codes:?}");
        // Without the colon in COMP_WORDBREAKS.
        let whole = "sinch-verification:409";
        assert_eq!(
            offered(&["bash", whole, "explain", whole]),
            ["sinch-verification:40900"]
        );
        assert_eq!(
            offered(&["bash", "js", "parse", "--format", "=", "js"]),
            ["json", "jsonl"]
        );
        assert_eq!(offered(&["bash", "", "parse", "--color", "="]).len(), 3);
    }

    #[test]
    fn options_before_the_cursor_count() {
        for words in [
            &["zsh", "-p", "sinch-verification", "explain", "409"][..],
            &["zsh", "explain", "--provider=sinch-verification", "409"],
            &["zsh", "explain", "-psinch-verification", "--json", "409"],
            &["zsh", "e", "-p", "sinch-verification", "AUTH_002", "409"],
            &["zsh", "explain", "-p", "sinch-verification", "--", "409"],
        ] {
            assert_eq!(offered(words), ["40900"], "{words:?}");
        }
        assert!(offered(&["zsh", "-p", "sent-v3", "explain", "409"]).is_empty());
        assert_eq!(offered(&["zsh", "parse", "--output", "x"]), [":files"]);
    }

    #[test]
    fn a_number_that_is_a_status_is_described_as_one_once() {
        let words = ["fish", "explain", "40"].map(str::to_owned);
        let output = run(&words, None, &[]).stdout;
        for (status, about) in [("404", "HTTP: Not Found"), ("401", "HTTP: Unauthorized")] {
            let lines = output
                .lines()
                .filter(|line| line.split('\t').next() == Some(status));
            assert_eq!(lines.collect::<Vec<_>>(), [format!("{status}\t{about}")]);
        }
        // After the name of an API the number is its code.
        let words = ["fish", "explain", "aws-s3:404"].map(str::to_owned);
        let output = run(&words, None, &[]).stdout;
        assert!(output.contains("aws-s3:404\tHEAD:"), "{output}");
    }

    #[test]
    fn a_shell_that_wants_the_letters_as_typed_gets_them() {
        assert_eq!(offered(&["elvish", "explain", "auth_002"]), ["auth_002"]);
        assert_eq!(offered(&["zsh", "explain", "auth_002"]), ["AUTH_002"]);
    }

    #[test]
    fn every_place_on_the_command_line_has_its_own_candidates() {
        for (words, some) in [
            (&["fish", ""][..], "explain"),
            (&["fish", "help", "ca"], "catalog"),
            (&["fish", "help", "catalog", ""], "check"),
            (&["fish", "catalog", ""], "new"),
            (&["fish", "catalog", "show", ""], "michow"),
            (&["fish", "explain", "sinch-v"], "sinch-verification:"),
            (&["fish", "list", "--status", "4"], "4xx"),
            (&["fish", "list", "--category", "b"], "billing"),
            (&["fish", "completions", "nu"], "nushell"),
            (&["fish", "schema", ""], "entry"),
            (&["fish", "report", "--w"], "--with-payload"),
            (&["fish", "list", "--prov"], "--provider"),
            (&["powershell", "guide", "=SENT-V3"], "sent-v3"),
        ] {
            let offered = offered(words);
            assert!(offered.iter().any(|v| v == some), "{words:?}: {offered:?}");
        }
        for nothing in [
            &["fish", "search", ""][..],
            &["fish", "guide", "sent-v3", ""],
            &["fish", "help", "explain", "AUTH"],
            &["fish", "nonsense", "AUTH"],
            &["fish", "explain", ":4"],
            &["fish", "--nonsense=A"],
        ] {
            assert!(offered(nothing).is_empty(), "{nothing:?}");
        }
    }
}
