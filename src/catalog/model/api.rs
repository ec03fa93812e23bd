//! One API: everything in its file but the entries.

use std::collections::BTreeMap;
use std::fmt;

use serde::de::value::MapAccessDeserializer;
use serde::de::{MapAccess, Visitor};
use serde::{Deserialize, Serialize};

use super::envelope::{Envelope, Place, Proof, Shape};

/// One API: everything in its file but the entries.
#[derive(Debug, Clone, Default)]
pub struct Api {
    /// Short kebab-case name: `provider` in every answer.
    pub id: String,
    /// The name people use.
    pub name: String,
    /// Other ids by which the API is found.
    pub aliases: Vec<String>,
    /// What the API is for, in one sentence.
    pub summary: Option<String>,
    /// The vendor's error page.
    pub docs_url: Option<String>,
    /// Where requests go.
    pub base_url: Option<String>,
    /// Which header carries which credential.
    pub authentication: Option<String>,
    /// Host names on which only this API (and its editions) answers.
    pub hosts: Vec<String>,
    /// Hosts of sister products: an answer from one is never this API's.
    pub foreign_hosts: Vec<String>,
    /// Response headers that identify the API.
    pub headers: Vec<HeaderMark>,
    /// Response headers that carry the id support asks for.
    pub request_id_headers: Vec<String>,
    /// Where help is, and what to send there.
    pub support: Support,
    /// The vendor's status page.
    pub status_page: Option<String>,
    /// The shapes of an error body.
    pub envelopes: Vec<Envelope>,
    /// Shapes of a body that is plainly no error.
    pub success: Vec<BTreeMap<Place, Shape>>,
    /// Groups of codes with advice for codes that the catalog lacks.
    pub families: Vec<Family>,
    /// What is worth knowing that is not a single error.
    pub guide: Vec<Section>,
    /// How the API's SDKs, tools and servers print its errors.
    pub texts: Vec<TextForm>,
    /// How common the API is: 1 everybody meets it, 3 rare.
    pub rank: u8,
    /// The protocol it speaks; `None` for HTTP.
    pub protocol: Option<String>,
    /// The API that this file continues.
    pub extends: Option<String>,
    /// Whether the API ignores the case of its codes.
    pub case_insensitive_codes: bool,
}

/// The shortest alias of an API that is taken for its name in prose: shorter ones are words of the language.
const MIN_ALIAS: usize = 5;

impl Api {
    /// Returns true if the API is that of mail servers, whose answers have reply codes for statuses.
    #[must_use]
    pub fn is_mail(&self) -> bool {
        self.protocol.as_deref() == Some("smtp")
    }

    /// Iterates over what prose calls the API: its id, its name, aliases that are not ordinary words, and its hosts.
    pub(crate) fn called(&self) -> impl Iterator<Item = &str> {
        let aliases = self.aliases.iter().filter(|alias| alias.len() >= MIN_ALIAS);
        let names = [&self.id, &self.name].into_iter().chain(aliases);
        names.chain(&self.hosts).map(String::as_str)
    }
}

/// A response header that identifies an API.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HeaderMark {
    /// Field name, any case.
    pub name: String,
    /// The value it must have; presence is enough without.
    #[serde(default)]
    pub value: Option<String>,
}

/// A literal form in which a program prints an API's errors.
#[derive(Debug, Clone, Default)]
pub struct TextForm {
    /// The text, with placeholders.
    pub text: String,
    /// How much the form alone proves.
    pub proof: Proof,
    /// The status it implies, if it always comes with the same.
    pub http_status: Option<u16>,
}

impl<'de> Deserialize<'de> for TextForm {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(
            untagged,
            expecting = "a text form is a text, or an object with `text`, `proof` and `http_status`"
        )]
        enum Form {
            Text(String),
            Whole(Whole),
        }
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        struct Whole {
            text: String,
            #[serde(default = "own")]
            proof: Proof,
            #[serde(default)]
            http_status: Option<u16>,
        }
        fn own() -> Proof {
            Proof::Own
        }
        Ok(match Form::deserialize(deserializer)? {
            Form::Text(text) => Self {
                text,
                proof: Proof::Own,
                http_status: None,
            },
            Form::Whole(Whole {
                text,
                proof,
                http_status,
            }) => Self {
                text,
                proof,
                http_status,
            },
        })
    }
}

/// Where help is, and what the vendor wants to know.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Support {
    /// Mail address or URL.
    #[serde(default)]
    pub contact: Option<String>,
    /// What to include in a support request, one item each.
    #[serde(default)]
    pub include: Vec<Wanted>,
    /// What else is worth knowing before writing, or about where to write.
    #[serde(default)]
    pub notes: Vec<String>,
}

/// One thing that a vendor wants to know.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wanted {
    /// What it is called.
    pub item: String,
    /// The fact of a response that answers it, if one does.
    pub fact: Option<Fact>,
}

/// A fact of a response that a vendor may want to know.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fact {
    /// The id of the request.
    #[default]
    RequestId,
    /// The code.
    Code,
    /// The message.
    Message,
    /// When it happened.
    Time,
    /// Method and path.
    Endpoint,
    /// What was sent.
    Payload,
}

impl Fact {
    /// All facts, in the order in which a compiled catalog numbers them.
    pub const ALL: [Self; 6] = [
        Self::RequestId,
        Self::Code,
        Self::Message,
        Self::Time,
        Self::Endpoint,
        Self::Payload,
    ];
}

impl<'de> Deserialize<'de> for Wanted {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(
            untagged,
            expecting = "an item is a text, or an object with `item` and `fact`"
        )]
        enum Form {
            Text(String),
            Known(Known),
        }
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        struct Known {
            item: String,
            fact: Fact,
        }
        Ok(match Form::deserialize(deserializer)? {
            Form::Text(item) => Self { item, fact: None },
            Form::Known(Known { item, fact }) => Self {
                item,
                fact: Some(fact),
            },
        })
    }
}

/// A group of codes.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Family {
    /// The codes' form: `#` is one digit, `*` at either end any text.
    pub codes: String,
    /// What the group is called.
    pub name: String,
    /// What to do about a code of this group that the catalog lacks.
    pub advice: String,
}

impl Family {
    /// Returns true if `code` has the family's form, in any case.
    #[must_use]
    pub fn has(&self, code: &str) -> bool {
        let fits = |form: &str, code: &str| {
            form.len() == code.len()
                && form.bytes().zip(code.bytes()).all(|(form, c)| match form {
                    b'#' => c.is_ascii_digit(),
                    _ => form.eq_ignore_ascii_case(&c),
                })
        };
        if let Some(prefix) = self.codes.strip_suffix('*') {
            let start = code.get(..prefix.len());
            return code.len() > prefix.len() && start.is_some_and(|start| fits(prefix, start));
        }
        if let Some(suffix) = self.codes.strip_prefix('*') {
            let end = code.len().checked_sub(suffix.len());
            let end = end.filter(|at| *at > 0).and_then(|at| code.get(at..));
            return end.is_some_and(|end| fits(suffix, end));
        }
        fits(&self.codes, code)
    }
}

/// A section of an API's guide.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Section {
    /// What it is about.
    pub title: String,
    /// What to do or know.
    pub steps: Vec<Step>,
}

/// One thing to do, maybe with the command that does it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Step {
    /// The sentence.
    pub text: String,
    /// A shell command.
    pub command: Option<String>,
}

impl<'de> Deserialize<'de> for Step {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        // By hand: there are thousands, and an untagged enum tries each form on a copy.
        deserializer.deserialize_any(StepForm)
    }
}

/// Reads both forms of a step.
struct StepForm;

impl<'de> Visitor<'de> for StepForm {
    type Value = Step;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a sentence, or an object with `text` and `command`")
    }

    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Step, E> {
        Ok(Step {
            text: text.to_owned(),
            command: None,
        })
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Step, A::Error> {
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        struct WithCommand {
            text: String,
            command: String,
        }
        let WithCommand { text, command } =
            WithCommand::deserialize(MapAccessDeserializer::new(map))?;
        Ok(Step {
            text,
            command: Some(command),
        })
    }
}

impl Serialize for Step {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match &self.command {
            None => serializer.serialize_str(&self.text),
            Some(command) => serializer.collect_str(&format_args!("{}\n{command}", self.text)),
        }
    }
}
