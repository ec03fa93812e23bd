//! `errdoc explain --web`: the documentation of what was asked for, in a browser.

use errdoc::sanitize::safe_line;

use super::super::{Output, World};

/// How many other readings are listed.
const MAX_OTHERS: usize = 5;

/// What an answer is about, and its documentation if the catalog has it.
#[derive(Debug)]
pub(super) struct Documented {
    /// The API and the code, or the API.
    pub(super) name: String,
    /// The address.
    pub(super) url: Option<String>,
}

impl Documented {
    /// Returns the address if a browser may get it: a web page, and nothing that a program could take for something else.
    fn page(&self) -> Option<&str> {
        let url = self.url.as_deref()?;
        let is_web = url.starts_with("https://") || url.starts_with("http://");
        (is_web && url.chars().all(|c| c.is_ascii_graphic())).then_some(url)
    }
}

/// Opens the first page and lists the others; on a pipe, and without a browser, the address is the answer.
pub(super) fn show(all: &[Documented], misses: &str, world: &World<'_>) -> Output {
    let mut pages: Vec<(&str, &str)> = Vec::new();
    for one in all {
        let is_new = |url: &&str| pages.iter().all(|(_, known)| known != url);
        if let Some(url) = one.page().filter(is_new) {
            pages.push((&one.name, url));
        }
    }
    let mut output = Output {
        stderr: misses.to_owned(),
        exit: u8::from(!misses.is_empty()),
        ..Output::default()
    };
    let Some((_, first)) = pages.first() else {
        output.exit = 1;
        if let Some(one) = all.first() {
            let name = safe_line(&one.name);
            let said = format!(
                "The catalog has no documentation address for {name}. An API may: errdoc explain --web API:CODE\n"
            );
            output.stderr.push_str(&said);
        }
        return output;
    };
    if world.streams.is_terminal && (world.browse)(first) {
        output.stderr.push_str(&format!("Opened {first}\n"));
    } else {
        output.stdout = format!("{first}\n");
    }
    let others = &pages[1..];
    if !others.is_empty() {
        output.stderr.push_str("Other readings:\n");
    }
    for (name, url) in others.iter().take(MAX_OTHERS) {
        let line = format!("  {}  {url}\n", safe_line(name));
        output.stderr.push_str(&line);
    }
    if let Some(more @ 1..) = others.len().checked_sub(MAX_OTHERS) {
        output.stderr.push_str(&format!("  and {more} more\n"));
    }
    output
}
