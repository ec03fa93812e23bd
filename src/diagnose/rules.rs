//! Entries as they are matched: codes, status texts and message patterns.

use crate::catalog::{Entry, When};
use crate::facts::Facts;
use crate::pattern::{Message, Pattern, Values};

/// An entry with its patterns parsed.
#[derive(Debug)]
pub(super) struct Rule {
    pub(super) entry: Entry,
    /// In the order of the entry's messages; `None` for one that is malformed, which `catalog check` reports.
    patterns: Vec<Option<Pattern>>,
}

/// How many letters of a word say what a message is about: shorter words do not.
const STEM: usize = 4;

/// How words begin that messages of all errors have.
const OF_ALL: [&str; 5] = ["erro", "fail", "requ", "this", "with"];

impl Rule {
    /// Parses an entry's patterns.
    pub(super) fn new(entry: Entry) -> Self {
        let messages = entry.matches.messages.iter();
        let patterns = messages.map(|text| Pattern::parse(text).ok()).collect();
        Self { entry, patterns }
    }

    /// Iterates over the patterns.
    pub(super) fn patterns(&self) -> impl Iterator<Item = &Pattern> {
        self.patterns.iter().flatten()
    }

    /// Returns the pattern of the message at a position.
    pub(super) fn pattern(&self, position: u32) -> Option<&Pattern> {
        self.patterns.get(position as usize)?.as_ref()
    }

    /// Returns true if words name this entry by its code or an alias, as the API writes them; one that may be an ordinary
    /// word counts where the API `is_known`.
    pub(super) fn is_named(&self, word: &str, is_known: bool) -> bool {
        let entry = &self.entry;
        let is_code =
            !entry.own_name && (entry.code == word || entry.name.as_deref() == Some(word));
        (is_code && (is_known || is_distinctive(word)))
            || (entry.aliases.iter().any(|alias| alias == word) && is_distinctive(word))
    }

    /// Returns true if a contradiction of the API may make a code this entry's, once the status text is known.
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

    /// Returns true if a message has a word in common with what the entry says of itself; words as short as `not` do not count.
    /// An entry whose messages are not known agrees with all, and every entry with a message without words.
    pub(super) fn has_word_of(&self, message: &str) -> bool {
        let entry = &self.entry;
        if entry.matches.messages.is_empty() {
            return true;
        }
        // How a word begins says what it is about: `polling` is about a poll.
        let words = |text: &str| -> Vec<String> {
            let words = text.split(|c: char| !c.is_alphanumeric());
            let stems = words.filter_map(|word| word.get(..STEM));
            let stems = stems.map(str::to_ascii_lowercase);
            stems
                .filter(|stem| !OF_ALL.contains(&stem.as_str()))
                .collect()
        };
        let said = words(message);
        if said.is_empty() {
            return true;
        }
        let own = [&entry.code, &entry.title, &entry.cause];
        let mut own = own.into_iter().chain(&entry.matches.messages);
        own.any(|text| words(text).iter().any(|word| said.contains(word)))
    }

    /// Returns true if a status text means this entry.
    pub(super) fn has_status_name(&self, name: &str) -> bool {
        self.entry
            .matches
            .status_names
            .iter()
            .any(|known| known.eq_ignore_ascii_case(name))
    }

    /// Returns what the placeholders of the longest pattern took that fits the whole message.
    pub(super) fn read(&self, message: &str) -> Option<Values> {
        Some(self.weigh(message)?.1)
    }

    /// Returns how much literal text the longest pattern has that fits the whole message, and what its placeholders took.
    pub(super) fn weigh(&self, message: &str) -> Option<(usize, Values)> {
        let texts = unfolded(message);
        let mut texts = texts.iter().map(|text| Message::new(text));
        texts.find_map(|text| self.weigh_prepared(&text))
    }

    /// Returns the same for a message on one line.
    fn weigh_prepared(&self, message: &Message<'_>) -> Option<(usize, Values)> {
        let fitting = self.patterns().filter_map(|pattern| {
            let values = pattern.read(message)?;
            Some((pattern.weight(), values))
        });
        // Of equals the first.
        fitting.reduce(|best, next| if next.0 > best.0 { next } else { best })
    }
}

impl When {
    /// Returns true if everything that is asked for agrees with the facts.
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

/// Returns true if a code could hardly be an ordinary word: it has letters and digits, or digits alone.
pub(super) fn is_distinctive(code: &str) -> bool {
    code.bytes().any(|b| b.is_ascii_digit()) && code.len() >= 4
}

/// Returns the readings of a message on one line: a mail or a terminal may have folded it at a blank, or within a word.
pub(super) fn unfolded(message: &str) -> Vec<std::borrow::Cow<'_, str>> {
    if message.contains('\n') {
        let words: Vec<&str> = message.split_whitespace().collect();
        return vec![
            words.join(" ").into(),
            message.lines().collect::<String>().into(),
        ];
    }
    vec![message.into()]
}
