//! The command line alone, without a catalog: what `errdoc` is held against in `benches/instructions.sh`.

#[path = "../src/cli/mod.rs"]
#[allow(
    dead_code,
    unused_imports,
    reason = "nothing is done with what was typed"
)]
mod cli;

use clap::Parser;

fn main() {
    let typed = <cli::Cli as Parser>::parse();
    std::process::exit(i32::from(typed.command.is_none()));
}
