//! `errdoc completions`: the script that asks errdoc for candidates from inside a shell.

use super::Output;
use crate::cli::{Completions, Shell};

/// Runs the command.
pub(super) fn run(args: &Completions) -> Output {
    Output::answer(match args.shell {
        Shell::Bash => include_str!("../../completions/errdoc.bash"),
        Shell::Zsh => include_str!("../../completions/_errdoc"),
        Shell::Fish => include_str!("../../completions/errdoc.fish"),
        Shell::Elvish => include_str!("../../completions/errdoc.elv"),
        Shell::Nushell => include_str!("../../completions/errdoc.nu"),
        Shell::Powershell => include_str!("../../completions/_errdoc.ps1"),
    })
}
