//! `errdoc completions`: the script of a shell, with the codes in it for bash, zsh and fish.

use std::path::PathBuf;

use clap::builder::{PossibleValue, PossibleValuesParser};
use clap::{Command, CommandFactory};
use clap_complete::Shell;
use errdoc::catalog::Catalog;

use super::{Output, Trouble, World, load};
use crate::cli::{Cli, Completions};

/// Runs the command.
pub(super) fn run(
    args: &Completions,
    world: &World<'_>,
    asked: &[PathBuf],
) -> Result<Output, Trouble> {
    let (catalog, warnings) = load(world, asked)?;
    let candidates = Candidates::of(&catalog)?;
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut candidates.command(), "errdoc", &mut script);
    let mut stdout = String::from_utf8_lossy(&script).into_owned();
    if args.shell == Shell::Fish {
        stdout.push_str(&candidates.fish());
    }
    Ok(Output {
        stdout,
        stderr: warnings,
        exit: 0,
    })
}

/// What a shell can offer: values, each with a few words about it.
#[derive(Debug)]
struct Candidates {
    codes: Vec<(String, String)>,
    ids: Vec<(String, String)>,
}

impl Candidates {
    /// Gives the codes and ids of a catalog that stand in a script as they are.
    fn of(catalog: &Catalog) -> Result<Self, Trouble> {
        let mut codes: Vec<(String, String)> = Vec::new();
        for hit in catalog.hits(&[])? {
            let code = hit.entry.code;
            if is_plain(&code) && codes.iter().all(|(known, _)| *known != code) {
                codes.push((code, plain(&hit.entry.title)));
            }
        }
        let mut ids = Vec::new();
        for id in catalog.ids().into_iter().filter(|id| is_plain(id)) {
            let name: Option<String> = catalog.member(id, "name")?;
            ids.push((id.to_owned(), plain(&name.unwrap_or_default())));
        }
        Ok(Self { codes, ids })
    }

    /// Gives the command line with codes and ids as the values of their arguments: for scripts only, since `explain`
    /// takes other forms of a code too.
    fn command(&self) -> Command {
        let ids = parser(&self.ids);
        Cli::command()
            .mut_arg("provider", |arg| arg.value_parser(ids.clone()))
            .mut_subcommand("explain", |explain| {
                explain.mut_arg("codes", |arg| arg.value_parser(parser(&self.codes)))
            })
            .mut_subcommand("guide", |guide| {
                guide.mut_arg("api", |arg| arg.value_parser(ids.clone()))
            })
            .mut_subcommand("catalog", |group| {
                group.mut_subcommand("show", |show| {
                    show.mut_arg("api", |arg| arg.value_parser(ids))
                })
            })
    }

    /// Gives what `clap_complete` leaves out of its script for fish: the values of arguments that are no options.
    fn fish(&self) -> String {
        let ids = fish_values(&self.ids);
        [
            ("explain e", &fish_values(&self.codes)),
            ("guide", &ids),
            ("catalog; and __fish_seen_subcommand_from show", &ids),
        ]
        .map(|(command, values)| {
            format!("complete -c errdoc -n \"__fish_errdoc_using_subcommand {command}\" -f -a \"{values}\"\n")
        })
        .concat()
    }
}

/// Gives candidates as clap takes them.
fn parser(candidates: &[(String, String)]) -> PossibleValuesParser {
    let values = candidates
        .iter()
        .map(|(value, about)| PossibleValue::new(value.clone()).help(about.clone()));
    PossibleValuesParser::new(values)
}

/// Gives candidates as fish takes them, one a line.
fn fish_values(candidates: &[(String, String)]) -> String {
    let lines: Vec<String> = candidates
        .iter()
        .map(|(value, about)| format!("{value}\\t'{}'", about.replace('\'', "\\'")))
        .collect();
    lines.join("\n")
}

/// Says whether a value can stand in a script as it is. `clap_complete` does not quote values, and a catalog may be
/// another person's: a code such as `$(reboot)` must not run when the script is sourced.
fn is_plain(value: &str) -> bool {
    value.starts_with(char::is_alphanumeric)
        && value
            .chars()
            .all(|c| c.is_alphanumeric() || "_-.".contains(c))
}

/// Gives a text without what a shell expands inside quotes.
fn plain(text: &str) -> String {
    text.chars()
        .filter(|c| !c.is_control() && !"$`\"\\".contains(*c))
        .collect()
}
