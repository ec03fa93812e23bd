//! Long answers on a terminal go through a pager, as with git.

use std::env;
use std::io::Write as _;
use std::process::{Command, Stdio};
use std::sync::atomic::AtomicBool;

use signal_hook::consts::SIGINT;
use signal_hook::flag;

/// What pages where nobody says what does.
const DEFAULT: &str = "less";

/// Whether Ctrl-C was pressed in the pager. Nothing reads it: what the key does there, the pager decides.
static PRESSED: AtomicBool = AtomicBool::new(false);

/// Shows a text in the pager; returns false where there is none, or it cannot be started.
pub(crate) fn show(text: &str) -> bool {
    let value = |name| env::var(name).ok();
    let Some(pager) = command(value("ERRDOC_PAGER"), value("PAGER")) else {
        return false;
    };
    let mut words = pager.split_whitespace();
    let Some(program) = words.next() else {
        return false;
    };
    let mut command = Command::new(program);
    command.args(words).stdin(Stdio::piped());
    if env::var_os("LESS").is_none() {
        // Quit if it fits, pass colours on, leave the text on the screen.
        command.env("LESS", "FRX");
    }
    // Ctrl-C reaches errdoc too. If it ended, the shell and the pager would share the terminal.
    let _ = flag::register(SIGINT, &PRESSED);
    let Ok(mut child) = command.spawn() else {
        return false;
    };
    if let Some(mut stdin) = child.stdin.take() {
        // Whoever leaves the pager early has read enough.
        let _ = stdin.write_all(text.as_bytes());
    }
    let _ = child.wait();
    true
}

/// Returns the command to run: errdoc's own variable comes first, and an empty one or `cat` means none.
fn command(own: Option<String>, common: Option<String>) -> Option<String> {
    let pager = own.or(common).unwrap_or_else(|| DEFAULT.to_owned());
    let pager = pager.trim();
    (!pager.is_empty() && pager != "cat").then(|| pager.to_owned())
}

#[cfg(test)]
mod tests {
    use super::command;

    #[test]
    fn the_own_variable_comes_first_and_an_empty_one_means_none() {
        let some = |text: &str| Some(text.to_owned());
        assert_eq!(command(None, None), some("less"));
        assert_eq!(command(None, some("more")), some("more"));
        assert_eq!(command(some("bat -p"), some("more")), some("bat -p"));
        assert_eq!(command(some(""), some("more")), None);
        assert_eq!(command(None, some("cat")), None);
    }
}
