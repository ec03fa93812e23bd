//! `errdoc completions`: the script of a shell, with the codes in it where the shell's scripts can list values.

use std::path::PathBuf;

use clap::builder::{PossibleValue, PossibleValuesParser};
use clap::{Command, CommandFactory};
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
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut command(&catalog)?, "errdoc", &mut script);
    Ok(Output {
        stdout: String::from_utf8_lossy(&script).into_owned(),
        stderr: warnings,
        exit: 0,
    })
}

/// Gives the command line with codes and ids as the values of their arguments: for scripts only, since `explain`
/// takes other forms of a code too.
fn command(catalog: &Catalog) -> Result<Command, Trouble> {
    let mut codes: Vec<PossibleValue> = Vec::new();
    for hit in catalog.hits(&[])? {
        if !codes.iter().any(|known| known.get_name() == hit.entry.code) {
            codes.push(PossibleValue::new(hit.entry.code).help(hit.entry.title));
        }
    }
    let mut ids: Vec<PossibleValue> = Vec::new();
    for id in catalog.ids() {
        let name: Option<String> = catalog.member(id, "name")?;
        ids.push(PossibleValue::new(id.to_owned()).help(name.unwrap_or_default()));
    }
    let ids = PossibleValuesParser::new(ids);
    Ok(Cli::command()
        .mut_arg("provider", |arg| arg.value_parser(ids.clone()))
        .mut_subcommand("explain", |explain| {
            explain.mut_arg("codes", |arg| {
                arg.value_parser(PossibleValuesParser::new(codes))
            })
        })
        .mut_subcommand("guide", |guide| {
            guide.mut_arg("api", |arg| arg.value_parser(ids.clone()))
        })
        .mut_subcommand("catalog", |group| {
            group.mut_subcommand("show", |show| {
                show.mut_arg("api", |arg| arg.value_parser(ids))
            })
        }))
}
