//! What a catalog file can say: the types that its JSON is read into. `catalog/README.md` is their documentation for people.

use std::collections::BTreeMap;
use std::fmt;

use serde::de::value::MapAccessDeserializer;
use serde::de::{MapAccess, Visitor};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use serde_json::value::RawValue;

/// One API: everything in its file but the entries.
#[derive(Debug, Clone)]
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
    pub success: Vec<BTreeMap<String, Shape>>,
    /// Groups of codes with advice for codes that the catalog lacks.
    pub families: Vec<Family>,
    /// What is worth knowing that is no single error.
    pub guide: Vec<Section>,
}

/// A response header that identifies an API.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HeaderMark {
    /// Field name, any case.
    pub name: String,
    /// The value it must have; presence is enough without.
    #[serde(default)]
    pub value: Option<String>,
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
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wanted {
    /// What it is called.
    pub item: String,
    /// The fact of a response that answers it, if one does.
    pub fact: Option<Fact>,
}

/// A fact of a response that a vendor may want to know.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fact {
    /// The id of the request.
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

/// A shape of an error body, and where things stand in it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Envelope {
    /// What people would call the shape.
    pub name: String,
    /// How much the shape alone proves.
    pub proof: Proof,
    /// What must be there: JSON Pointer and type.
    pub requires: BTreeMap<String, Shape>,
    /// What may not be there.
    #[serde(default)]
    pub forbids: Vec<String>,
    /// The top-level members that may be there; empty for any.
    #[serde(default)]
    pub only: Vec<String>,
    /// The entry this shape stands for.
    #[serde(default)]
    pub means: Option<Means>,
    /// Whether `means` counts only when a host or header names the API.
    #[serde(default)]
    pub identified: bool,
    /// Where things stand.
    #[serde(default)]
    pub read: Pointers,
}

/// How much a body's shape proves about who sent it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Proof {
    /// Anybody answers like this.
    Generic,
    /// Sister products with the same codes answer like this.
    Sibling,
    /// Some other APIs answer like this.
    Shared,
    /// This API alone answers like this.
    Own,
}

/// The type a member must have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Shape {
    /// Any string.
    String,
    /// Any number.
    Number,
    /// `true` or `false`.
    Boolean,
    /// An object.
    Object,
    /// An array.
    Array,
    /// `null`.
    Null,
    /// `true`.
    True,
    /// `false`.
    False,
    /// A number from 100 to 599.
    Status,
    /// A string or a whole number.
    Code,
    /// Anything but null.
    Present,
    /// This very string.
    Text(String),
}

impl Shape {
    /// Says whether `value` has this shape.
    #[must_use]
    pub fn fits(&self, value: &Value) -> bool {
        match self {
            Self::String => value.is_string(),
            Self::Number => value.is_number(),
            Self::Boolean => value.is_boolean(),
            Self::Object => value.is_object(),
            Self::Array => value.is_array(),
            Self::Null => value.is_null(),
            Self::True => value.as_bool() == Some(true),
            Self::False => value.as_bool() == Some(false),
            Self::Status => value.as_u64().is_some_and(|n| (100..600).contains(&n)),
            Self::Code => value.is_string() || value.as_f64().is_some_and(|n| n.fract() == 0.0),
            Self::Present => !value.is_null(),
            Self::Text(text) => value.as_str() == Some(text),
        }
    }
}

impl<'de> Deserialize<'de> for Shape {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Ok(match text.as_str() {
            "string" => Self::String,
            "number" => Self::Number,
            "boolean" => Self::Boolean,
            "object" => Self::Object,
            "array" => Self::Array,
            "null" => Self::Null,
            "true" => Self::True,
            "false" => Self::False,
            "status" => Self::Status,
            "code" => Self::Code,
            "present" => Self::Present,
            other => match other.strip_prefix('=') {
                Some(literal) => Self::Text(literal.to_owned()),
                None => {
                    return Err(serde::de::Error::custom(format!(
                        "`{other}` is no type: string, number, boolean, object, array, null, true, false, status, code, present or =text"
                    )));
                }
            },
        })
    }
}

/// The entry that a shape stands for, alone or by HTTP status.
#[derive(Debug, Clone)]
pub enum Means {
    /// Always this code.
    Code(String),
    /// A code for each status.
    ByStatus(BTreeMap<u16, String>),
}

impl<'de> Deserialize<'de> for Means {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(
            untagged,
            expecting = "`means` is a code, or an object from status to code"
        )]
        enum Form {
            Code(String),
            ByStatus(BTreeMap<String, String>),
        }
        Ok(match Form::deserialize(deserializer)? {
            Form::Code(code) => Self::Code(code),
            Form::ByStatus(codes) => Self::ByStatus(
                codes
                    .into_iter()
                    .map(|(status, code)| match status.parse() {
                        Ok(status) => Ok((status, code)),
                        Err(_) => Err(serde::de::Error::custom(format!(
                            "`{status}` in `means` is no HTTP status"
                        ))),
                    })
                    .collect::<Result<_, _>>()?,
            ),
        })
    }
}

/// Where things stand in a body: JSON Pointers (RFC 6901).
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Pointers {
    /// The code.
    pub code: Option<String>,
    /// Text that a code stands in.
    pub code_in: Option<String>,
    /// The message.
    pub message: Option<String>,
    /// The status: a number, or text that begins with one.
    pub status: Option<String>,
    /// Text behind a status number.
    pub status_name: Option<String>,
    /// The messages by field.
    pub fields: Option<FieldsAt>,
    /// The id that support asks for.
    pub request_id: Option<String>,
    /// Documentation of this error.
    pub docs_url: Option<String>,
    /// When the error occurred.
    pub time: Option<String>,
    /// Seconds to wait.
    pub retry_after: Option<String>,
    /// Further values, by the name under which they are shown.
    pub extras: BTreeMap<String, String>,
}

/// Where field messages stand.
#[derive(Debug, Clone, Deserialize)]
#[serde(
    untagged,
    expecting = "`fields` is a pointer, or an object with `at`, `name` and `text`"
)]
pub enum FieldsAt {
    /// At one pointer: an object by field, or one field's name.
    Pointer(String),
    /// In a list of objects.
    List(FieldList),
}

/// Where a list of field messages stands.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FieldList {
    /// The list.
    pub at: String,
    /// The field's name, from the list's element.
    pub name: String,
    /// The message, from the list's element.
    pub text: String,
}

/// A group of codes.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Family {
    /// The codes' form; `#` stands for one digit.
    pub codes: String,
    /// What the group is called.
    pub name: String,
    /// What to do about a code of this group that the catalog lacks.
    pub advice: String,
}

impl Family {
    /// Says whether `code` has the family's form, in any case.
    #[must_use]
    pub fn has(&self, code: &str) -> bool {
        code.len() == self.codes.len()
            && self
                .codes
                .bytes()
                .zip(code.bytes())
                .all(|(form, c)| match form {
                    b'#' => c.is_ascii_digit(),
                    _ => form.eq_ignore_ascii_case(&c),
                })
    }
}

/// A section of an API's guide.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Section {
    /// What it is about.
    pub title: String,
    /// What to do or know.
    pub steps: Vec<Step>,
}

/// One thing to do, maybe with the command that does it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// The sentence.
    pub text: String,
    /// A shell command.
    pub command: Option<String>,
}

impl<'de> Deserialize<'de> for Step {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        // By hand: there are hundreds, and an untagged enum tries each form on a copy.
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

/// One error of an API.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// The API's own code, or a kebab-case name of the catalog's.
    pub code: String,
    /// Whether the name is the catalog's because the API sends none.
    #[serde(default)]
    pub own_name: bool,
    /// Other codes that mean this entry.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// What is wrong, in a few words.
    pub title: String,
    /// The kind of error.
    pub category: Category,
    /// The HTTP status it comes with.
    pub http_status: u16,
    /// By what a response is recognized, besides the code.
    #[serde(default, rename = "match")]
    pub matches: Match,
    /// Values computed from holes: name and expression.
    #[serde(default)]
    pub values: BTreeMap<String, String>,
    /// Why it happened.
    pub cause: String,
    /// What to do, the likeliest first.
    pub remediation: Vec<Step>,
    /// The fix in a few words.
    pub quick_fix: String,
    /// Whether to send again.
    pub retry: Retry,
    /// Real answers.
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
    pub source: String,
    /// The edition or date that brought it.
    #[serde(default)]
    pub since: Option<String>,
}

impl Entry {
    /// Says whether `code` is this entry's code or an alias, whatever its case.
    #[must_use]
    pub fn is_called(&self, code: &str) -> bool {
        self.code.eq_ignore_ascii_case(code)
            || self.aliases.iter().any(|a| a.eq_ignore_ascii_case(code))
    }
}

/// By what a response is recognized, besides the code.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Match {
    /// Literal messages with `{holes}`.
    pub messages: Vec<String>,
    /// Status texts.
    pub status_names: Vec<String>,
    /// Field names that make a field error this API's.
    pub fields: Vec<String>,
    /// The API's contradictions.
    pub quirks: Vec<Quirk>,
}

/// A contradiction of an API: what a body carries, and what to say of it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Quirk {
    /// What the body carries.
    pub when: When,
    /// What to say of it.
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

/// Whether and how to send again.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Retry {
    /// The verdict.
    pub verdict: Verdict,
    /// The wait in seconds, if the API always wants the same.
    #[serde(default)]
    pub after_seconds: Option<u64>,
    /// What to mind, in one sentence.
    #[serde(default)]
    pub advice: String,
}

/// Whether the same request may be sent again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Sending again cannot help.
    No,
    /// Send again once you have changed something.
    AfterFix,
    /// Wait, then send the same.
    Wait,
    /// Transient: exponential backoff.
    Backoff,
    /// Not a failure: it already happened.
    Done,
    /// Nothing is known.
    Unknown,
}

impl Verdict {
    /// All verdicts, as they are written.
    pub const ALL: [Self; 6] = [
        Self::No,
        Self::AfterFix,
        Self::Wait,
        Self::Backoff,
        Self::Done,
        Self::Unknown,
    ];

    /// Gives the verdict as it is written in JSON.
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

    /// Gives the verdict as a person says it.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::No => "do not send again",
            Self::AfterFix => "send again after the fix",
            Self::Wait => "wait, then send again",
            Self::Backoff => "send again with backoff",
            Self::Done => "already done, do not send again",
            Self::Unknown => "not known whether to send again",
        }
    }
}

/// The kind of error.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
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
    Server,
}

impl Category {
    /// All categories, in the order in which they are listed.
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

    /// Gives the category as it is written in JSON.
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

    /// Gives the category as the vendors' tables write it.
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

/// A real answer of the API.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Example {
    /// The HTTP status.
    #[serde(default)]
    pub status: Option<u16>,
    /// Response headers.
    #[serde(default)]
    pub headers: BTreeMap<String, String>,
    /// The body as it is written. Nobody looks at it but whoever checks the catalog.
    body: Box<RawValue>,
}

impl Example {
    /// Gives the body.
    #[must_use]
    pub fn body(&self) -> Value {
        serde_json::from_str(self.body.get()).unwrap_or_default()
    }
}

/// What a bare HTTP status says.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Status {
    /// The status code.
    pub status: u16,
    /// The reason phrase.
    pub reason: String,
    /// What it says.
    pub meaning: String,
    /// What to do.
    pub remediation: Vec<String>,
    /// The fix in a few words.
    pub quick_fix: String,
    /// Whether to send again.
    pub retry: Retry,
    /// What a body says where an API sends another client error for this one: small letters, and nothing else.
    #[serde(default)]
    pub says: Vec<String>,
    /// Where this is from.
    pub source: String,
}

/// Something that stands in front of APIs and answers in their place, and the words it is known by.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Gateway {
    /// What people call it.
    pub name: String,
    /// Bodies in plain words, with `{holes}`.
    #[serde(default)]
    pub texts: Vec<Says>,
    /// Messages of JSON bodies that hold nothing else, with `{holes}`.
    #[serde(default)]
    pub messages: Vec<Says>,
    /// What stands somewhere in a page, in lower case.
    #[serde(default)]
    pub pages: Vec<Says>,
}

/// Words of a gateway.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Says {
    /// The words.
    pub says: String,
    /// The status they come with, if it is always the same.
    #[serde(default)]
    pub status: Option<u16>,
    /// Whether others say so too: then they count as a whole body or line, or right behind a status.
    #[serde(default)]
    pub alone: bool,
}
