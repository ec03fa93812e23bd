//! Addresses open in the browser that a person has set, else in what the system opens them with.

use std::env;
use std::process::Command;

/// What the system opens an address with: the first that works.
const OPENERS: &[&str] = if cfg!(windows) {
    &["rundll32 url.dll,FileProtocolHandler"]
} else if cfg!(target_os = "macos") {
    &["open"]
} else {
    &["xdg-open", "wslview"]
};

/// Opens an address; returns false if nothing can.
pub(crate) fn open(url: &str) -> bool {
    commands(env::var("BROWSER").ok(), url).iter().any(|words| {
        let Some((program, rest)) = words.split_first() else {
            return false;
        };
        let status = Command::new(program).args(rest).status();
        status.is_ok_and(|status| status.success())
    })
}

/// Returns the commands that may open an address, the first that works to be taken. `BROWSER` may list several, and say with
/// `%s` where the address goes.
fn commands(browser: Option<String>, url: &str) -> Vec<Vec<String>> {
    let set = browser.unwrap_or_default();
    let is_list = !cfg!(windows);
    let all: Vec<&str> = match set.trim() {
        "" => OPENERS.to_vec(),
        set if is_list => set.split(':').collect(),
        set => vec![set],
    };
    let words = |command: &str| {
        let mut words: Vec<String> = command
            .split_whitespace()
            .map(|word| word.replace("%s", url))
            .collect();
        if !words.is_empty() && !command.contains("%s") {
            words.push(url.to_owned());
        }
        words
    };
    all.into_iter().map(words).collect()
}

#[cfg(test)]
mod tests {
    use super::{OPENERS, commands};

    #[test]
    fn the_variable_comes_first_and_the_system_after_it() {
        let words = |browser: Option<&str>| commands(browser.map(str::to_owned), "https://a");
        assert_eq!(words(Some("firefox")), [["firefox", "https://a"]]);
        assert_eq!(
            words(Some("open -a %s -n")),
            [["open", "-a", "https://a", "-n"]]
        );
        assert_eq!(words(None).len(), OPENERS.len());
        assert_eq!(words(Some(" ")), words(None));
        #[cfg(not(windows))]
        assert_eq!(
            words(Some("lynx:w3m -4")),
            [&["lynx", "https://a"][..], &["w3m", "-4", "https://a"]]
        );
    }
}
