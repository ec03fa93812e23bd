//! Breaks shell commands between arguments, for terminals.

use super::wrap::columns_of;

/// How far the following lines of a command are indented.
const INDENT: &str = "  ";

/// What a line that continues ends with.
const CONTINUED: &str = " \\";

/// Breaks a command into lines of a width, each but the last ending in `\`: a copy of them runs as the whole does. An
/// argument too long for a line stays whole, and so do lines with a here-document or a comment.
pub(super) fn broken(command: &str, width: usize) -> Vec<String> {
    if command.contains("<<") {
        return command.lines().map(str::to_owned).collect();
    }
    command
        .lines()
        .flat_map(|line| broken_line(line, width))
        .collect()
}

/// Breaks one line.
fn broken_line(line: &str, width: usize) -> Vec<String> {
    let words = words(line);
    if columns_of(line) <= width || words.iter().any(|word| word.starts_with('#')) {
        return vec![line.to_owned()];
    }
    let mut lines = Lines {
        room: width.saturating_sub(CONTINUED.len()),
        done: Vec::new(),
        current: String::new(),
    };
    for segment in segments(&words) {
        let whole = segment.join(" ");
        if columns_of(&whole) + INDENT.len() <= lines.room {
            lines.add(&whole);
        } else {
            groups(segment).iter().for_each(|group| lines.add(group));
        }
    }
    lines.done.push(lines.current);
    lines.done
}

/// The lines of a command that is broken.
struct Lines {
    room: usize,
    done: Vec<String>,
    current: String,
}

impl Lines {
    /// Adds words that stay together: on the line if they fit, else on the next.
    fn add(&mut self, words: &str) {
        if self.current.is_empty() {
            self.current.push_str(words);
            return;
        }
        if columns_of(&self.current) + 1 + columns_of(words) > self.room {
            let line = std::mem::replace(&mut self.current, INDENT.to_owned());
            self.done.push(line + CONTINUED);
        } else {
            self.current.push(' ');
        }
        self.current.push_str(words);
    }
}

/// Splits a line into its commands, each with the operator before it or the `;` after it.
fn segments<'a, 'w>(words: &'a [&'w str]) -> Vec<&'a [&'w str]> {
    let mut segments = Vec::new();
    let mut start = 0;
    for (at, word) in words.iter().enumerate() {
        let is_operator = matches!(*word, "|" | "&&" | "||");
        if at > start && (is_operator || words[at - 1].ends_with(';')) {
            segments.push(&words[start..at]);
            start = at;
        }
    }
    segments.push(&words[start..]);
    segments
}

/// Joins each option with its value, and each operator with the command after it: a line breaks before them.
fn groups(words: &[&str]) -> Vec<String> {
    let mut groups: Vec<String> = Vec::new();
    let mut is_open = false;
    for word in words {
        let is_operator = matches!(*word, "|" | "&&" | "||");
        let is_option = word.starts_with('-') && word.len() > 1;
        match groups.last_mut() {
            Some(last) if is_open && !is_operator && !is_option => {
                last.push(' ');
                last.push_str(word);
                is_open = false;
            }
            _ => {
                groups.push((*word).to_owned());
                is_open = is_operator || is_option;
            }
        }
    }
    groups
}

/// Splits a line at the blanks outside quotes and `$(...)`.
fn words(line: &str) -> Vec<&str> {
    let mut words = Vec::new();
    let (mut start, mut depth, mut quote, mut is_escaped) = (0, 0_usize, None, false);
    for (at, c) in line.char_indices() {
        match c {
            _ if is_escaped => {
                is_escaped = false;
                continue;
            }
            '\\' if quote != Some('\'') => is_escaped = true,
            '\'' | '"' if quote.is_none() => quote = Some(c),
            _ if quote == Some(c) => quote = None,
            '(' if quote != Some('\'') => depth += 1,
            ')' if quote != Some('\'') => depth = depth.saturating_sub(1),
            ' ' if quote.is_none() && depth == 0 => {
                if start < at {
                    words.push(&line[start..at]);
                }
                start = at + 1;
            }
            _ => {}
        }
    }
    if start < line.len() {
        words.push(&line[start..]);
    }
    words
}

#[cfg(test)]
mod tests {
    use super::{broken, words};
    use crate::catalog::Catalog;

    #[test]
    fn a_long_command_breaks_before_its_options() {
        let command = r#"curl -sS -o /dev/null -D - https://api.acme.example/v1/me -H "x-api-key: $ACME_KEY" | grep -iE '^(retry-after|x-ratelimit-)'"#;
        assert_eq!(
            broken(command, 64),
            [
                r"curl -sS -o /dev/null -D - https://api.acme.example/v1/me \",
                r#"  -H "x-api-key: $ACME_KEY" \"#,
                r"  | grep -iE '^(retry-after|x-ratelimit-)'",
            ]
        );
        assert_eq!(broken("printf %s a | wc -c", 64), ["printf %s a | wc -c"]);
        assert_eq!(broken("cat <<END\na b c\nEND", 4).len(), 3);
    }

    #[test]
    fn every_command_of_the_catalog_keeps_its_words() {
        for hit in Catalog::builtin().hits(&[]).unwrap() {
            for command in hit.entry.remediation.into_iter().filter_map(|s| s.command) {
                let lines = broken(&command, 60).join("\n");
                let whole = lines.replace(" \\\n", " ").replace('\n', " ");
                let flat = command.replace(" \\\n", " ").replace('\n', " ");
                assert_eq!(words(&whole), words(&flat), "{command}");
            }
        }
    }
}
