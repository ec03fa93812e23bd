//! What is installed beside errdoc.

use std::env;
use std::io::{self, Write as _};

/// Returns true if a program is installed, and says if it is not.
pub(crate) fn has(program: &str) -> bool {
    let paths = env::var_os("PATH").unwrap_or_default();
    let is_there = env::split_paths(&paths).any(|folder| folder.join(program).is_file());
    if !is_there {
        // Written past the test harness, which keeps what a passing test prints to itself.
        let _ = writeln!(io::stderr(), "SKIPPED: {program} is not installed");
    }
    is_there
}
