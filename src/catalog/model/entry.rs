//! One error of an API.

use std::collections::BTreeMap;
use std::fmt;

use serde::de::{SeqAccess, Visitor};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use serde_json::value::RawValue;

use super::api::Step;

/// One error of an API.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// The API's own code, or a kebab-case name of the catalog's.
    #[serde(deserialize_with = "code")]
    pub code: String,
    /// Whether the name is the catalog's because the API sends none.
    #[serde(default)]
    pub own_name: bool,
    /// The symbolic name beside a number.
    #[serde(default)]
    pub name: Option<String>,
    /// Other codes that mean this entry.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// What is wrong, in a few words.
    pub title: String,
    /// The kind of error.
    pub category: Category,
    /// The HTTP status it comes with.
    pub http_status: HttpStatus,
    /// How common it is: 1 daily, 3 rare.
    #[serde(default)]
    pub rank: u8,
    /// Whether it is code and title alone, with its family's advice.
    #[serde(default)]
    pub brief: bool,
    /// By what a response is recognized, besides the code.
    #[serde(default, rename = "match")]
    pub matches: Match,
    /// Values computed from placeholders: name and expression.
    #[serde(default)]
    pub values: BTreeMap<String, String>,
    /// Why it happened.
    #[serde(default)]
    pub cause: String,
    /// What to do, the likeliest first.
    #[serde(default)]
    pub remediation: Vec<Step>,
    /// The fix in a few words.
    #[serde(default)]
    pub quick_fix: String,
    /// Whether to retry.
    #[serde(default)]
    pub retry: Retry,
    /// Real answers. A compiled catalog leaves them out.
    #[serde(default)]
    pub examples: Vec<Example>,
    /// Values the API accepts.
    #[serde(default)]
    pub valid_examples: Vec<String>,
    /// Related codes.
    #[serde(default)]
    pub see_also: Vec<String>,
    /// What does not fit elsewhere.
    #[serde(default)]
    pub notes: Vec<String>,
    /// The error's own page.
    #[serde(default)]
    pub docs_url: Option<String>,
    /// Where the facts are from.
    #[serde(default)]
    pub source: String,
    /// The edition or date that brought it.
    #[serde(default)]
    pub since: Option<String>,
}

impl Entry {
    /// Returns true if `code` is this entry's code, name or an alias, whatever its case.
    #[must_use]
    pub fn is_called(&self, code: &str) -> bool {
        self.names().any(|name| name.eq_ignore_ascii_case(code))
    }

    /// Iterates over code, symbolic name and aliases.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        let others = self.name.iter().chain(&self.aliases);
        std::iter::once(&self.code)
            .chain(others)
            .map(String::as_str)
    }
}

/// Reads a code: text, or a whole number.
pub(crate) fn code<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    struct Code;
    impl Visitor<'_> for Code {
        type Value = String;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a code: text or a whole number")
        }

        fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<String, E> {
            Ok(text.to_owned())
        }

        fn visit_u64<E: serde::de::Error>(self, number: u64) -> Result<String, E> {
            Ok(number.to_string())
        }

        fn visit_i64<E: serde::de::Error>(self, number: i64) -> Result<String, E> {
            Ok(number.to_string())
        }
    }
    deserializer.deserialize_any(Code)
}

/// The HTTP statuses that an error comes with, the usual one first; none where the protocol or the API has none.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct HttpStatus(pub Vec<u16>);

impl HttpStatus {
    /// Returns the usual status.
    #[must_use]
    pub fn usual(&self) -> Option<u16> {
        self.0.first().copied()
    }

    /// Returns true if the error comes with `status`.
    #[must_use]
    pub fn is(&self, status: u16) -> bool {
        self.0.contains(&status)
    }
}

impl<'de> Deserialize<'de> for HttpStatus {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Statuses;
        impl<'de> Visitor<'de> for Statuses {
            type Value = HttpStatus;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an HTTP status, a list of them, or null")
            }

            fn visit_u64<E: serde::de::Error>(self, number: u64) -> Result<HttpStatus, E> {
                let status = u16::try_from(number);
                let status = status.map_err(|_| E::custom(format!("{number} is out of range")))?;
                Ok(HttpStatus(vec![status]))
            }

            fn visit_unit<E: serde::de::Error>(self) -> Result<HttpStatus, E> {
                Ok(HttpStatus::default())
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<HttpStatus, A::Error> {
                let mut statuses = Vec::new();
                while let Some(status) = seq.next_element()? {
                    statuses.push(status);
                }
                Ok(HttpStatus(statuses))
            }
        }
        deserializer.deserialize_any(Statuses)
    }
}

/// By what a response is recognized, besides the code.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Match {
    /// Received codes that mean this entry where one of its messages, or without any its status, agrees.
    pub codes: Vec<String>,
    /// Literal messages with `{placeholders}`.
    pub messages: Vec<String>,
    /// Status texts.
    pub status_names: Vec<String>,
    /// Field names that make a field error this API's.
    pub fields: Vec<String>,
    /// The API's contradictions.
    pub quirks: Vec<Quirk>,
}

/// A contradiction of an API: what a body carries, and what to say about it.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Quirk {
    /// What the body carries.
    pub when: When,
    /// What to say about it.
    pub note: String,
}

/// The facts a quirk asks for; all that are given must agree.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct When {
    /// The code in the body.
    pub code: Option<String>,
    /// The status text in the body.
    pub status_name: Option<String>,
    /// The status of the response or in the body.
    pub status: Option<u16>,
}

/// Whether and how to retry.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Retry {
    /// The verdict.
    pub verdict: Verdict,
    /// The wait in seconds, if the API always wants the same.
    #[serde(default)]
    pub after_seconds: Option<u64>,
    /// Whether the request was surely not carried out, whatever the status: a retry does no harm.
    #[serde(default)]
    pub not_carried_out: bool,
    /// What to note, in one sentence.
    #[serde(default)]
    pub advice: String,
}

/// Whether the same request may be sent again.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Sending it again cannot help.
    No,
    /// Retry once you have changed something.
    AfterFix,
    /// Wait, then send the same.
    Wait,
    /// Transient: exponential backoff.
    Backoff,
    /// Not a failure: it already happened.
    Done,
    /// Nothing is known.
    #[default]
    Unknown,
}

impl Verdict {
    /// All verdicts, in the order in which a compiled catalog numbers them.
    pub const ALL: [Self; 6] = [
        Self::No,
        Self::AfterFix,
        Self::Wait,
        Self::Backoff,
        Self::Done,
        Self::Unknown,
    ];

    /// Returns the verdict as it is written in JSON.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::No => "no",
            Self::AfterFix => "after_fix",
            Self::Wait => "wait",
            Self::Backoff => "backoff",
            Self::Done => "done",
            Self::Unknown => "unknown",
        }
    }

    /// Returns the verdict in one or two words, for tables.
    #[must_use]
    pub fn brief(self) -> &'static str {
        match self {
            Self::No => "do not retry",
            Self::AfterFix => "after the fix",
            Self::Wait => "wait",
            Self::Backoff => "backoff",
            Self::Done => "done",
            Self::Unknown => "unknown",
        }
    }

    /// Returns the verdict as a person says it.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::No => "do not retry",
            Self::AfterFix => "retry after the fix",
            Self::Wait => "wait, then retry",
            Self::Backoff => "retry with backoff",
            Self::Done => "already done, do not retry",
            Self::Unknown => "not known whether to retry",
        }
    }
}

/// The kind of error.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize,
)]
#[serde(rename_all = "kebab-case")]
pub enum Category {
    /// Who are you?
    Authentication,
    /// You may not.
    Authorization,
    /// The request is malformed.
    Validation,
    /// The thing is not there.
    Resource,
    /// The thing is in another state.
    Conflict,
    /// Money.
    Billing,
    /// Too many requests.
    RateLimit,
    /// A rule of the business.
    BusinessRule,
    /// The vendor's own supplier.
    Provider,
    /// The vendor's server.
    #[default]
    Server,
}

impl Category {
    /// All categories, in the order in which they are listed and a compiled catalog numbers them.
    pub const ALL: [Self; 10] = [
        Self::Authentication,
        Self::Authorization,
        Self::Validation,
        Self::Resource,
        Self::Conflict,
        Self::Billing,
        Self::RateLimit,
        Self::BusinessRule,
        Self::Provider,
        Self::Server,
    ];

    /// Returns the category as it is written in JSON.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::Authentication => "authentication",
            Self::Authorization => "authorization",
            Self::Validation => "validation",
            Self::Resource => "resource",
            Self::Conflict => "conflict",
            Self::Billing => "billing",
            Self::RateLimit => "rate-limit",
            Self::BusinessRule => "business-rule",
            Self::Provider => "provider",
            Self::Server => "server",
        }
    }

    /// Returns the category as the vendors' tables write it.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Authentication => "Authentication",
            Self::Authorization => "Authorization",
            Self::Validation => "Validation",
            Self::Resource => "Resource",
            Self::Conflict => "Conflict",
            Self::Billing => "Billing",
            Self::RateLimit => "Rate Limit",
            Self::BusinessRule => "Business Rule",
            Self::Provider => "Provider",
            Self::Server => "Server",
        }
    }
}

impl fmt::Display for Category {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.label())
    }
}

/// A real answer of the API: a response, or a text that a program printed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Example {
    /// The HTTP status.
    #[serde(default)]
    pub status: Option<u16>,
    /// The host that answered.
    #[serde(default)]
    pub host: Option<String>,
    /// Response headers.
    #[serde(default)]
    pub headers: BTreeMap<String, String>,
    /// The body as it is written.
    #[serde(default)]
    pub(crate) body: Option<Box<RawValue>>,
    /// What a program printed instead of a response.
    #[serde(default)]
    pub text: Option<String>,
}

impl Example {
    /// Returns the body, `None` for an example without one.
    #[must_use]
    pub fn body(&self) -> Option<Value> {
        let body = self.body.as_ref()?;
        Some(serde_json::from_str(body.get()).unwrap_or_default())
    }
}
