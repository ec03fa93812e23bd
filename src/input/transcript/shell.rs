//! Lines of a shell: whether a command goes on, and the here-documents that feed it.

use std::collections::{HashMap, VecDeque};

/// What a line of a shell leaves open.
#[derive(Debug, Default)]
pub(in crate::input) struct Shell {
    /// Whether the command goes on in the next line.
    pub(in crate::input) goes_on: bool,
    /// The quote that is open.
    pub(in crate::input) open: Option<char>,
    /// The words that end its here-documents.
    pub(super) here: VecDeque<String>,
}

/// Reads a line of a command, in which a quote may be open already.
pub(in crate::input) fn shell(line: &str, open: Option<char>) -> Shell {
    let mut shell = Shell {
        open,
        ..Shell::default()
    };
    // A here-string of PowerShell is open at the end of its line.
    if let Some(quote) = ["'", "\""]
        .iter()
        .find(|q| line.ends_with(&format!("@{q}")))
    {
        shell.here.push_back(format!("{quote}@"));
        return shell;
    }
    let mut escaped = false;
    // In how many `((` of arithmetic the reader is: there `<<` moves bits.
    let mut sums = 0_usize;
    let mut previous = ' ';
    let mut rest = line.char_indices().peekable();
    while let Some((at, c)) = rest.next() {
        let next = rest.peek().map(|(_, next)| *next);
        // `doesn't`: a quote between two letters is an apostrophe.
        let is_apostrophe = c == '\''
            && shell.open.is_none()
            && previous.is_alphabetic()
            && next.is_some_and(char::is_alphabetic);
        let before = std::mem::replace(&mut previous, c);
        if is_apostrophe {
            continue;
        }
        match shell.open {
            _ if escaped => escaped = false,
            Some('\'') if c == '\'' => shell.open = None,
            Some('\'') => {}
            _ if c == '\\' => escaped = true,
            Some(quote) if c == quote => shell.open = None,
            Some(_) => {}
            None if c == '"' || c == '\'' => shell.open = Some(c),
            // The rest is a comment.
            None if c == '#' && before.is_whitespace() => return shell,
            None if c == '(' && before == '(' => sums += 1,
            None if c == ')' && before == ')' => sums = sums.saturating_sub(1),
            None if c == '<' && sums == 0 && before != '<' => {
                shell.here.extend(here_word(&line[at..]))
            }
            None => {}
        }
    }
    // PowerShell shows no more of a long line.
    let is_clipped = line.ends_with(" ...");
    shell.goes_on = !is_clipped && (line.ends_with(['\\', '`', '^']) || shell.open.is_some());
    shell
}

/// Returns the word that ends the here-document which a text begins with: `<<EOF`, `<<-'EOF'`; not `<<<`.
fn here_word(text: &str) -> Option<String> {
    let rest = text.strip_prefix("<<")?;
    let rest = rest.strip_prefix('-').unwrap_or(rest).trim_start();
    let word = rest.trim_start_matches(['\'', '"', '\\']);
    if word.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let end = word
        .find(|c: char| !(c.is_alphanumeric() || c == '_'))
        .unwrap_or(word.len());
    (end > 0).then(|| word[..end].to_owned())
}

/// Returns what a line ends if it ends a here-document: a word alone, or the mark of PowerShell.
pub(super) fn here_end(line: &str) -> Option<&str> {
    let line = line.trim_start_matches("> ").trim();
    if line.starts_with("'@") || line.starts_with("\"@") {
        return Some(&line[..2]);
    }
    let is_word = !line.is_empty() && line.chars().all(|c| c.is_alphanumeric() || c == '_');
    is_word.then_some(line)
}

/// Returns what may end a here-document in a text, each with the last line on which it stands.
pub(super) fn here_ends(text: &str) -> HashMap<&str, usize> {
    if !text.contains("<<") && !text.contains("@'") && !text.contains("@\"") {
        return HashMap::new();
    }
    let lines = text.lines().enumerate();
    lines
        .filter_map(|(at, line)| Some((here_end(line)?, at + 1)))
        .collect()
}
