//! `errdoc hook`: the script with which a shell explains the last command.

use super::Output;
use crate::cli::{Hook, HookShell};

/// What bash and zsh have in common; each looks for the line in its own history.
const COMMON: &str = include_str!("../../hooks/why.sh");

/// Runs the command.
pub(super) fn run(args: &Hook) -> Output {
    Output::answer(match args.shell {
        HookShell::Bash => include_str!("../../hooks/why.bash").to_owned() + COMMON,
        HookShell::Zsh => include_str!("../../hooks/why.zsh").to_owned() + COMMON,
        HookShell::Fish => include_str!("../../hooks/why.fish").to_owned(),
    })
}
