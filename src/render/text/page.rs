//! An answer as it grows: head lines, labels, items, steps and columns, wrapped to the width of the terminal.

use std::fmt::Write as _;

use super::super::shell::broken;
use super::super::wrap::wrap;
use super::super::{Again, Look};
use crate::catalog::Step;
use crate::sanitize::{safe, safe_line};

/// How wide labels are, with the blank after them.
const LABEL: usize = 11;

/// The widest text that reads well.
const MOST_WIDTH: usize = 100;

/// Below this width a label is on a line of its own, so that its text has nearly all of the width.
const NARROW: usize = 50;

/// The narrowest column of words after names, and how far the words are set in where they stand below.
const LEAST_WORDS: usize = 40;
pub(super) const NAME_INDENT: usize = 4;

/// Collects an answer.
pub(super) struct Page {
    pub(super) text: String,
    pub(super) look: Look,
}

impl Page {
    pub(super) fn new(look: Look) -> Self {
        let look = Look {
            width: look.width.clamp(30, MOST_WIDTH),
            ..look
        };
        Self {
            text: String::new(),
            look,
        }
    }

    /// Adds a line as it is.
    pub(super) fn line(&mut self, line: &str) {
        self.text.push_str(line);
        self.text.push('\n');
    }

    /// Adds a blank line.
    pub(super) fn gap(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with("\n\n") {
            self.text.push('\n');
        }
    }

    /// Adds wrapped text after a label.
    pub(super) fn labelled(&mut self, label: &str, text: &str) {
        let lead = self.label(label);
        self.item(&lead, text);
    }

    /// Begins a labelled line, and returns what comes before its text: the label, or blanks where it has a line of its own.
    fn label(&mut self, label: &str) -> String {
        if self.look.width >= NARROW {
            return format!("{label:LABEL$}");
        }
        if !label.is_empty() {
            let label = self.look.paint.faint(label);
            self.line(&label);
        }
        "  ".to_owned()
    }

    /// Adds an address after a label. It is never wrapped, and can be clicked where the terminal lets it.
    pub(super) fn address(&mut self, label: &str, url: &str) {
        let lead = self.label(label);
        let label = self.look.paint.faint(&lead);
        let url = self.look.links.link(&safe_line(url));
        self.line(&format!("{label}{url}"));
    }

    /// Adds wrapped text after a lead, with the following lines under its start.
    pub(super) fn item(&mut self, lead: &str, text: &str) {
        let indent = lead.chars().count();
        let text = safe(text);
        let lines = wrap(&text, self.look.width.saturating_sub(indent).max(20));
        for (position, line) in lines.iter().enumerate() {
            if position == 0 {
                self.text.push_str(&self.look.paint.faint(lead));
            } else if line.trim_start().starts_with("::") {
                // At the start of a line it would be a command to a runner that reads this.
                self.text.pop();
                self.text.push(' ');
            } else {
                self.text.extend(std::iter::repeat_n(' ', indent));
            }
            self.text.push_str(line);
            self.text.push('\n');
        }
    }

    /// Adds numbered steps after a label, each with its command.
    pub(super) fn steps(&mut self, label: &str, steps: &[Step]) {
        for (position, step) in steps.iter().enumerate() {
            let label = if position == 0 { label } else { "" };
            let lead = format!("{}{}. ", self.label(label), position + 1);
            self.item(&lead, &step.text);
            if let Some(command) = &step.command {
                self.command(lead.chars().count(), command);
            }
        }
    }

    /// Adds a command. A long one goes on after a `\`, so that a copy of it still runs.
    pub(super) fn command(&mut self, indent: usize, command: &str) {
        let command = safe(command);
        for line in broken(&command, self.look.width.saturating_sub(indent)) {
            let line = self.look.paint.command(&line);
            let _ = writeln!(self.text, "{:indent$}{line}", "");
        }
    }

    /// Adds names, each with a few words in a column after it, or below it where that column would be narrow.
    pub(super) fn names(&mut self, items: impl Iterator<Item = (String, String)>) {
        let items: Vec<_> = items.collect();
        let widths = items.iter().map(|(name, _)| name.chars().count());
        let widest = widths.max().unwrap_or(0);
        let is_beside = widest + 2 + LEAST_WORDS <= self.look.width;
        for (name, about) in items {
            let (end, indent) = if is_beside {
                let blanks = widest - name.chars().count() + 2;
                (" ".repeat(blanks), widest + 2)
            } else {
                ("\n".to_owned() + &" ".repeat(NAME_INDENT), NAME_INDENT)
            };
            self.text.push_str(&self.look.paint.name(&name));
            self.text.push_str(&end);
            let lines = wrap(&safe_line(&about), self.look.width.saturating_sub(indent)).join("\n");
            let below = format!("\n{:indent$}", "");
            self.line(&lines.replace('\n', &below).replace('\u{a0}', " "));
        }
    }

    /// Adds the head line of an answer: what it is, and whether to retry.
    pub(super) fn head(&mut self, name: &str, facts: &[String], again: Option<Again>) {
        let paint = self.look.paint;
        let mut parts = vec![(name.to_owned(), paint.name(name))];
        parts.extend(facts.iter().map(|fact| (fact.clone(), fact.clone())));
        if let Some(again) = again {
            let text = again.to_string();
            parts.push((text.clone(), paint.verdict(again.verdict, &text)));
        }
        self.chain(&parts, " · ");
    }

    /// Adds parts in a row, as they are and as they are painted, with a sign between them; what does not fit goes on the next line.
    pub(super) fn chain(&mut self, parts: &[(String, String)], sign: &str) {
        let mut used = 0;
        for (position, (plain, painted)) in parts.iter().enumerate() {
            let width = plain.chars().count();
            if position > 0 {
                if used + sign.chars().count() + width > self.look.width {
                    self.text.push_str("\n  ");
                    used = 2;
                } else {
                    self.text.push_str(sign);
                    used += sign.chars().count();
                }
            }
            self.text.push_str(painted);
            used += width;
        }
        self.text.push('\n');
    }
}
