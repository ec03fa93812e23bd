//! Entries as they are matched: codes, status texts, message patterns, and what an envelope means by itself.

use crate::catalog::{Entry, Envelope, Means, When};
use crate::facts::Facts;
use crate::pattern::{Message, Pattern, Values};

/// An entry with its patterns parsed.
#[derive(Debug)]
pub(super) struct Rule {
    pub(super) entry: Entry,
    pub(super) patterns: Vec<Pattern>,
}

impl Rule {
    /// Parses an entry's patterns; a bad one was refused when the catalog was checked.
    pub(super) fn new(entry: Entry) -> Self {
        let patterns = entry
            .matches
            .messages
            .iter()
            .filter_map(|text| Pattern::parse(text).ok())
            .collect();
        Self { entry, patterns }
    }

    /// Says whether words name this entry by its code or an alias, as the API writes them; one that may be an ordinary word
    /// counts where the API `is_known`.
    pub(super) fn is_named(&self, word: &str, is_known: bool) -> bool {
        let entry = &self.entry;
        let is_code = !entry.own_name && entry.code == word;
        (is_code && (is_known || is_distinctive(word)))
            || (entry.aliases.iter().any(|alias| alias == word) && is_distinctive(word))
    }

    /// Gives the code and aliases by which words name this entry where its API is known.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        let names = std::iter::once(&self.entry.code).chain(&self.entry.aliases);
        let names = names.map(String::as_str);
        names.filter(|name| self.is_named(name, true))
    }

    /// Says whether a contradiction of the API may make a code this entry's, once the status text is known.
    pub(super) fn may_take(&self, code: &str, facts: &Facts) -> bool {
        facts.status_name.is_none()
            && self.entry.matches.quirks.iter().any(|quirk| {
                quirk.when.status_name.is_some()
                    && quirk
                        .when
                        .code
                        .as_deref()
                        .is_some_and(|known| known.eq_ignore_ascii_case(code))
            })
    }

    /// Says whether a status text means this entry.
    pub(super) fn has_status_name(&self, name: &str) -> bool {
        self.entry
            .matches
            .status_names
            .iter()
            .any(|known| known.eq_ignore_ascii_case(name))
    }
}

impl When {
    /// Says whether everything that is asked for agrees with the facts.
    pub(super) fn agrees(&self, code: Option<&str>, facts: &Facts, transport: Option<u16>) -> bool {
        let is_asked = self.code.is_some() || self.status_name.is_some() || self.status.is_some();
        is_asked
            && self
                .code
                .as_deref()
                .is_none_or(|c| code.is_some_and(|k| k.eq_ignore_ascii_case(c)))
            && self.status_name.as_deref().is_none_or(|n| {
                facts
                    .status_name
                    .as_deref()
                    .is_some_and(|k| k.eq_ignore_ascii_case(n))
            })
            && self
                .status
                .is_none_or(|s| facts.status == Some(s) || transport == Some(s))
    }
}

/// Says whether a code could hardly be an ordinary word: it has letters and digits, or digits alone.
pub(super) fn is_distinctive(code: &str) -> bool {
    code.bytes().any(|b| b.is_ascii_digit()) && code.len() >= 4
}

/// Gives the entry whose pattern with the most literal text fits the whole message.
pub(super) fn longest<'e>(rules: &'e [Rule], message: &str) -> Option<(&'e Rule, Values)> {
    // A mail or a terminal may have folded it: at a blank, or within a word.
    if message.contains('\n') {
        let words: Vec<&str> = message.split_whitespace().collect();
        let joined = || message.lines().collect::<String>();
        return unfolded(rules, &Message::new(&words.join(" ")))
            .or_else(|| unfolded(rules, &Message::new(&joined())));
    }
    unfolded(rules, &Message::new(message))
}

/// Gives the entry whose pattern with the most literal text fits the whole message, which is on one line.
pub(super) fn unfolded<'e>(rules: &'e [Rule], message: &Message<'_>) -> Option<(&'e Rule, Values)> {
    let mut best: Option<(usize, &Rule, Values)> = None;
    for rule in rules {
        for pattern in &rule.patterns {
            let is_known = |(weight, ..): &(usize, _, _)| *weight >= pattern.weight();
            if pattern.begins_otherwise(message) || best.as_ref().is_some_and(is_known) {
                continue;
            }
            if let Some(values) = pattern.read(message) {
                best = Some((pattern.weight(), rule, values));
            }
        }
    }
    best.map(|(_, rule, values)| (rule, values))
}

/// Gives the only entry of whose messages a text may be the beginning.
pub(super) fn begun<'e>(rules: &'e [Rule], part: &str) -> Option<&'e Rule> {
    let mut begun = rules
        .iter()
        .filter(|rule| rule.patterns.iter().any(|p| p.begins(part)));
    begun.next().filter(|_| begun.next().is_none())
}

/// Gives the first word of a text that is a code of the API.
pub(super) fn code_in(text: &str, rules: &[Rule]) -> Option<String> {
    text.split(|c: char| !(c.is_alphanumeric() || c == '_' || c == '-'))
        .filter(|word| !word.is_empty())
        .find(|word| {
            rules
                .iter()
                .any(|rule| !rule.entry.own_name && rule.entry.code == **word)
        })
        .map(str::to_owned)
}

/// Gives the entry that an envelope stands for.
pub(super) fn meant<'e>(
    envelope: &Envelope,
    rules: &'e [Rule],
    status: Option<u16>,
) -> Option<&'e Rule> {
    let code = match envelope.means.as_ref()? {
        Means::Code(code) => code,
        Means::ByStatus(codes) => codes.get(&status?)?,
    };
    rules.iter().find(|rule| rule.entry.code == *code)
}
