//! A command line up to the cursor, as each shell has it, and candidates as each shell takes them.

use errdoc::sanitize::safe_line;

use super::candidates::Candidate;

/// A command line up to the cursor.
#[derive(Debug)]
pub(super) struct Line {
    /// The words before the one at the cursor.
    pub(super) before: Vec<String>,
    /// The word at the cursor, up to it.
    pub(super) current: String,
    /// How much of that word the shell takes for words of its own.
    cut: usize,
    /// How the shell takes candidates.
    form: Form,
}

/// How a shell takes candidates.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    /// Alone: it shows nothing else.
    Bare,
    /// With a few words about them.
    Described,
    /// The same, and only those that begin as it was typed, in that very case.
    Literal,
}

impl Line {
    /// Reads what a shell says.
    pub(super) fn read(typed: &[String]) -> Self {
        let (shell, words) = match typed {
            [] => ("", &[][..]),
            [shell, words @ ..] => (shell.as_str(), words),
        };
        match (shell, words) {
            ("bash", [current, raw @ ..]) => Self::read_bash(current, raw),
            (_, words) => {
                let (current, before) = match words {
                    [before @ .., current] => (current.as_str(), before),
                    [] => ("", &[][..]),
                };
                Self {
                    before: before.to_vec(),
                    // Older versions of PowerShell drop an empty argument, so the script puts a sign before each.
                    current: match shell {
                        "powershell" => current.strip_prefix('=').unwrap_or(current),
                        _ => current,
                    }
                    .to_owned(),
                    cut: 0,
                    form: match shell {
                        "elvish" => Form::Literal,
                        _ => Form::Described,
                    },
                }
            }
        }
    }

    /// Reads the words of bash, which are raw, and which it breaks at `:` and `=` too (`COMP_WORDBREAKS`).
    /// `current` is what it is going to replace.
    fn read_bash(current: &str, raw: &[String]) -> Self {
        let is_break = |word: &str| !word.is_empty() && word.chars().all(|c| ":=".contains(c));
        let mut words: Vec<String> = Vec::new();
        let mut is_joined = false;
        let last = raw.len().saturating_sub(1);
        for (position, word) in raw.iter().enumerate() {
            let word = match position {
                _ if is_break(word) => word,
                _ if position == last => current,
                _ => word,
            };
            let bare: String = word.chars().filter(|c| !"\"'\\".contains(*c)).collect();
            match words.last_mut() {
                Some(before) if is_joined || is_break(word) => before.push_str(&bare),
                _ => words.push(bare),
            }
            is_joined = is_break(word);
        }
        let whole = words.pop().unwrap_or_default();
        let replaced = current.chars().filter(|c| !"\"'\\".contains(*c)).count();
        let cut = whole.char_indices().rev().take(replaced).last();
        Self {
            before: words,
            cut: cut.map_or(whole.len(), |(at, _)| at),
            current: whole,
            form: Form::Bare,
        }
    }

    /// Writes candidates the way the shell takes them.
    pub(super) fn print(&self, candidates: &[Candidate<'_>]) -> String {
        let mut text = String::with_capacity(candidates.len() * 48);
        for candidate in candidates {
            let rest = candidate.value.get(self.current.len()..);
            match rest.filter(|_| self.form == Form::Literal) {
                Some(rest) => {
                    text.push_str(&self.current);
                    text.push_str(rest);
                }
                None => text.push_str(candidate.value.get(self.cut..).unwrap_or_default()),
            }
            if self.form != Form::Bare {
                text.push('\t');
                text.push_str(&safe_line(&candidate.about));
            }
            text.push('\n');
        }
        text
    }
}
