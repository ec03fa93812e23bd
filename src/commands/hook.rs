//! `errdoc hook`: the script with which a shell explains the last command.

use super::Output;
use crate::cli::{Hook, HookShell};

/// Runs the command.
pub(super) fn run(args: &Hook) -> Output {
    Output::answer(match args.shell {
        HookShell::Bash => include_str!("../../hooks/why.bash"),
        HookShell::Zsh => include_str!("../../hooks/why.zsh"),
        HookShell::Fish => include_str!("../../hooks/why.fish"),
    })
}
