//! What is known of HTTP, whatever the API: `catalog/http.json`.

use serde::Deserialize;

use super::entry::Retry;

/// What is known of HTTP, whatever the API.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Http {
    /// The advice for bare statuses.
    pub statuses: Vec<Status>,
    /// The advice for a status that has none of its own: by its first digit (RFC 9110, section 15).
    pub classes: Vec<Status>,
    /// What answers in an API's place.
    pub gateways: Vec<Gateway>,
}

/// Words of a sentence about a limit that say that it was exceeded.
const TOO_MUCH: [&str; 5] = ["exceed", "reach", "toomany", "limited", "throttled"];

impl Http {
    /// Returns the advice for a bare status: its own, else that of its class.
    #[must_use]
    pub fn advice(&self, status: u16) -> Option<&Status> {
        let own = self.statuses.iter().find(|known| known.status == status);
        own.or_else(|| {
            let class = status / 100 * 100;
            self.classes.iter().find(|known| known.status == class)
        })
    }

    /// Returns the reason phrases of all statuses, those of earlier standards too.
    fn reasons(&self) -> impl Iterator<Item = &String> {
        let statuses = self.statuses.iter();
        statuses.flat_map(|known| std::iter::once(&known.reason).chain(&known.former_reasons))
    }

    /// Returns true if a text, whatever its case, is the reason phrase of a status.
    #[must_use]
    pub fn has_reason(&self, text: &str) -> bool {
        self.reasons()
            .any(|reason| reason.eq_ignore_ascii_case(text))
    }

    /// Returns true if a text is the name that programs make of the reason phrase of a status: `TooManyRequests`.
    #[must_use]
    pub fn has_name(&self, text: &str) -> bool {
        let is_name = |reason: &str| {
            let parts = reason.split(' ');
            reason.contains(' ') && parts.flat_map(str::chars).eq(text.chars())
        };
        self.reasons().any(|reason| is_name(reason))
    }

    /// Returns the advice for what a body says in words, where that is another than its status: some APIs send one client
    /// error for all.
    #[must_use]
    pub fn meant<'w>(
        &self,
        status: Option<u16>,
        words: impl Iterator<Item = &'w str>,
    ) -> Option<&Status> {
        let may_mean = status.is_none_or(|status| (400..500).contains(&status));
        let mut words = words.filter(|_| may_mean);
        words
            .find_map(|words| self.statuses.iter().find(|known| known.is_said(words)))
            .filter(|known| Some(known.status) != status)
    }
}

/// What a bare HTTP status says.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Status {
    /// The status code.
    pub status: u16,
    /// The reason phrase.
    pub reason: String,
    /// The reason phrases that earlier standards gave it.
    #[serde(default)]
    pub former_reasons: Vec<String>,
    /// What it says.
    pub meaning: String,
    /// How to see the body, where that decides what to do: not said of a body that is there.
    #[serde(default)]
    pub look: Option<String>,
    /// What to do.
    pub remediation: Vec<String>,
    /// The fix in a few words.
    pub quick_fix: String,
    /// Whether to retry.
    pub retry: Retry,
    /// What a body says where an API sends another client error for this one: lower-case letters, and nothing else.
    #[serde(default)]
    pub says: Vec<String>,
    /// Where this is from.
    pub source: String,
}

impl Status {
    /// Returns what to do, the look at the body first.
    pub fn steps(&self) -> impl Iterator<Item = &str> {
        let look = self.look.as_deref().into_iter();
        look.chain(self.remediation.iter().map(String::as_str))
    }

    /// Returns true if these words mean this status, whatever status comes with them: the name of an error, or a sentence
    /// that says that a limit was exceeded.
    #[must_use]
    pub fn is_said(&self, words: &str) -> bool {
        if self.says.is_empty() {
            return false;
        }
        let letters = words.chars().filter(char::is_ascii_alphabetic);
        let letters: String = letters.map(|c| c.to_ascii_lowercase()).collect();
        let is_name = !words.trim().contains(char::is_whitespace);
        self.says.iter().any(|says| letters.contains(says.as_str()))
            && (is_name || TOO_MUCH.iter().any(|word| letters.contains(word)))
    }
}

/// What answers in an API's place, a gateway before it or the framework it is written in, and the words it is known by.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Gateway {
    /// What people call it.
    pub name: String,
    /// Bodies in plain words, with `{placeholders}`.
    #[serde(default)]
    pub texts: Vec<Says>,
    /// Messages of JSON bodies that hold nothing else, with `{placeholders}`.
    #[serde(default)]
    pub messages: Vec<Says>,
    /// What is somewhere in a page, in lower case.
    #[serde(default)]
    pub pages: Vec<Says>,
    /// Whether it is the framework in which the service itself is written, and not a gateway.
    #[serde(default)]
    pub framework: bool,
}

/// Words of a gateway.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Says {
    /// The words.
    pub says: String,
    /// The status they come with, if it is always the same.
    #[serde(default)]
    pub status: Option<u16>,
    /// Whether others say so too: then they count as a whole body or line, or right after a status.
    #[serde(default)]
    pub alone: bool,
}
