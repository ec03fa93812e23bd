//! The shapes of error bodies, and where in them things are.

use std::collections::BTreeMap;
use std::fmt;

use serde::Deserialize;
use serde::de::{SeqAccess, Visitor};

/// A shape of an error body, and where in it things are.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Envelope {
    /// What people would call the shape.
    pub name: String,
    /// How much the shape alone proves.
    pub proof: Proof,
    /// What must be there: place and type.
    pub requires: BTreeMap<Place, Shape>,
    /// What may not be there.
    #[serde(default)]
    pub forbids: Vec<Place>,
    /// The top-level members that may be there; empty for any.
    #[serde(default)]
    pub only: Vec<String>,
    /// The elements that are errors of their own.
    #[serde(default)]
    pub each: Option<Place>,
    /// The default entry of this shape.
    #[serde(default)]
    pub means: Option<Means>,
    /// Whether `means` counts only when a host or header names the API.
    #[serde(default)]
    pub identified: bool,
    /// What of a code is kept: what follows the last of this text.
    #[serde(default)]
    pub code_after: Option<String>,
    /// What of a code is kept: what precedes the first of this text.
    #[serde(default)]
    pub code_before: Option<String>,
    /// What the catalog puts before the codes of this shape.
    #[serde(default)]
    pub code_prefix: Option<String>,
    /// Where things are.
    #[serde(default)]
    pub read: Pointers,
}

/// How much a body's shape proves about who sent it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Proof {
    /// Anybody answers like this.
    #[default]
    Generic,
    /// Sister products with the same codes answer like this.
    Sibling,
    /// Some other APIs answer like this.
    Shared,
    /// This API alone answers like this.
    Own,
}

impl Proof {
    /// All proofs, in the order in which a compiled catalog numbers them.
    pub const ALL: [Self; 4] = [Self::Generic, Self::Sibling, Self::Shared, Self::Own];
}

/// A step on the way to a place in a body.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Token {
    /// A member, or an element by its number.
    Name(String),
    /// Any element or member.
    Any,
    /// Any depth, the deepest first.
    Deep,
}

/// A place in a response: in the body (a JSON Pointer, RFC 6901), in an element of `each`, in a header field, or the text body.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Place {
    /// In the body.
    Body(Vec<Token>),
    /// In the element at hand.
    Element(Vec<Token>),
    /// A header field, or a parameter in it.
    Header {
        /// The field's name in lower case.
        name: String,
        /// The parameter.
        parameter: Option<String>,
    },
    /// The whole of a plain-text body.
    Text,
}

impl Default for Place {
    fn default() -> Self {
        Self::Body(Vec::new())
    }
}

impl Place {
    /// Reads a place as a catalog file writes it.
    ///
    /// # Errors
    /// When it is neither a JSON Pointer nor one of the other forms.
    pub fn parse(text: &str) -> Result<Self, String> {
        if text == "text:" {
            return Ok(Self::Text);
        }
        if let Some(field) = text.strip_prefix("header:") {
            let (name, parameter) = match field.split_once('#') {
                Some((name, parameter)) => (name, Some(parameter.to_owned())),
                None => (field, None),
            };
            if name.is_empty() {
                return Err(format!("`{text}` names no header field"));
            }
            return Ok(Self::Header {
                name: name.to_ascii_lowercase(),
                parameter,
            });
        }
        if text == "." {
            return Ok(Self::Element(Vec::new()));
        }
        if let Some(rest) = text.strip_prefix('.') {
            return tokens(rest).map(Self::Element);
        }
        tokens(text).map(Self::Body)
    }

    /// Returns the last member's name, if the place has one.
    #[must_use]
    pub fn last_name(&self) -> Option<&str> {
        let (Self::Body(tokens) | Self::Element(tokens)) = self else {
            return None;
        };
        match tokens.last()? {
            Token::Name(name) => Some(name),
            Token::Any | Token::Deep => None,
        }
    }
}

/// Splits a JSON Pointer into its tokens.
fn tokens(text: &str) -> Result<Vec<Token>, String> {
    let Some(rest) = text.strip_prefix('/') else {
        return Err(format!(
            "`{text}` is not a place: a JSON Pointer begins with `/`, the others with `./`, `header:` or `text:`"
        ));
    };
    let token = |part: &str| match part {
        "*" => Token::Any,
        "**" => Token::Deep,
        name => Token::Name(name.replace("~1", "/").replace("~0", "~")),
    };
    Ok(rest.split('/').map(token).collect())
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text => f.write_str("text:"),
            Self::Header { name, parameter } => {
                write!(f, "header:{name}")?;
                parameter.iter().try_for_each(|p| write!(f, "#{p}"))
            }
            Self::Body(tokens) | Self::Element(tokens) => {
                if matches!(self, Self::Element(_)) {
                    f.write_str(".")?;
                }
                tokens.iter().try_for_each(|token| match token {
                    Token::Any => f.write_str("/*"),
                    Token::Deep => f.write_str("/**"),
                    Token::Name(name) => {
                        write!(f, "/{}", name.replace('~', "~0").replace('/', "~1"))
                    }
                })
            }
        }
    }
}

impl<'de> Deserialize<'de> for Place {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Text;
        impl Visitor<'_> for Text {
            type Value = Place;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a place in a response")
            }

            fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Place, E> {
                Place::parse(text).map_err(E::custom)
            }
        }
        deserializer.deserialize_str(Text)
    }
}

/// Places in the order in which they are tried: one, or a list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Places(pub Vec<Place>);

impl Places {
    /// Iterates over the places.
    pub fn iter(&self) -> std::slice::Iter<'_, Place> {
        self.0.iter()
    }

    /// Returns true if there is no place.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl<'de> Deserialize<'de> for Places {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct OneOrMany;
        impl<'de> Visitor<'de> for OneOrMany {
            type Value = Places;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a place, or a list of places")
            }

            fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Places, E> {
                let place = Place::parse(text).map_err(E::custom)?;
                Ok(Places(vec![place]))
            }

            fn visit_none<E: serde::de::Error>(self) -> Result<Places, E> {
                Ok(Places::default())
            }

            fn visit_unit<E: serde::de::Error>(self) -> Result<Places, E> {
                Ok(Places::default())
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Places, A::Error> {
                let mut places = Vec::new();
                while let Some(place) = seq.next_element()? {
                    places.push(place);
                }
                Ok(Places(places))
            }
        }
        deserializer.deserialize_any(OneOrMany)
    }
}

/// The type a member must have.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
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
    /// A string that begins with a number from 100 to 599: `404 Not Found`.
    StatusText,
    /// A string or a whole number.
    Code,
    /// Anything but null.
    #[default]
    Present,
    /// This exact string.
    Text(String),
}

impl Shape {
    /// The shapes without a text of their own, in the order in which a compiled catalog numbers them.
    pub const NAMED: [(&'static str, Self); 12] = [
        ("string", Self::String),
        ("number", Self::Number),
        ("boolean", Self::Boolean),
        ("object", Self::Object),
        ("array", Self::Array),
        ("null", Self::Null),
        ("true", Self::True),
        ("false", Self::False),
        ("status", Self::Status),
        ("status_text", Self::StatusText),
        ("code", Self::Code),
        ("present", Self::Present),
    ];
}

impl<'de> Deserialize<'de> for Shape {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        if let Some(literal) = text.strip_prefix('=') {
            return Ok(Self::Text(literal.to_owned()));
        }
        let known = Self::NAMED.into_iter().find(|(name, _)| *name == text);
        known.map(|(_, shape)| shape).ok_or_else(|| {
            serde::de::Error::custom(format!(
                "`{text}` is not a type: string, number, boolean, object, array, null, true, false, status, status_text, code, present or =text"
            ))
        })
    }
}

/// The default entry of a shape, alone or by HTTP status.
#[derive(Debug, Clone)]
pub enum Means {
    /// Always this code.
    Code(String),
    /// A code for each status.
    ByStatus(BTreeMap<u16, String>),
}

impl Default for Means {
    fn default() -> Self {
        Self::Code(String::new())
    }
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
                            "`{status}` in `means` is not an HTTP status"
                        ))),
                    })
                    .collect::<Result<_, _>>()?,
            ),
        })
    }
}

/// Where things are in a response.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Pointers {
    /// The code.
    pub code: Places,
    /// What narrows the code down.
    pub subcode: Places,
    /// Text that contains a code.
    pub code_in: Places,
    /// The message.
    pub message: Places,
    /// The status: a number, or text that begins with one.
    pub status: Places,
    /// Text after a status number.
    pub status_name: Places,
    /// The messages by field.
    pub fields: Option<FieldsAt>,
    /// The id that support asks for.
    pub request_id: Places,
    /// Documentation of this error.
    pub docs_url: Places,
    /// When the error occurred.
    pub time: Places,
    /// How long to wait.
    #[serde(deserialize_with = "waits")]
    pub retry_after: Vec<Wait>,
    /// Further values, by the name under which they are shown.
    pub extras: BTreeMap<String, Place>,
}

/// Where a waiting time is, and how it is written.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wait {
    /// Where it is.
    pub at: Place,
    /// How it is written.
    pub unit: Unit,
}

/// How a waiting time is written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Unit {
    /// Seconds.
    #[default]
    Seconds,
    /// Milliseconds.
    Milliseconds,
    /// A date (RFC 9110, section 5.6.7, or RFC 3339).
    Date,
    /// Seconds since 1970.
    Unix,
    /// Text such as `34s`, `6m0s` or `PT30S`.
    Duration,
}

impl Unit {
    /// All units, in the order in which a compiled catalog numbers them.
    pub const ALL: [Self; 5] = [
        Self::Seconds,
        Self::Milliseconds,
        Self::Date,
        Self::Unix,
        Self::Duration,
    ];
}

/// Reads one waiting time's place, or a list of them.
fn waits<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Vec<Wait>, D::Error> {
    #[derive(Deserialize)]
    #[serde(
        untagged,
        expecting = "`retry_after` is a place, an object with `at` and `unit`, or a list of these"
    )]
    enum Form {
        None(()),
        One(One),
        Many(Vec<One>),
    }
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum One {
        Place(Place),
        Whole(Whole),
    }
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Whole {
        at: Place,
        #[serde(default)]
        unit: Unit,
    }
    let wait = |one| match one {
        One::Place(at) => Wait {
            at,
            unit: Unit::Seconds,
        },
        One::Whole(Whole { at, unit }) => Wait { at, unit },
    };
    Ok(match Form::deserialize(deserializer)? {
        Form::None(()) => Vec::new(),
        Form::One(one) => vec![wait(one)],
        Form::Many(many) => many.into_iter().map(wait).collect(),
    })
}

/// Where field messages are.
#[derive(Debug, Clone, Deserialize)]
#[serde(
    untagged,
    expecting = "`fields` is a place, or an object with `at`, `name` and `text`"
)]
pub enum FieldsAt {
    /// At one place: an object by field, or one field's name.
    Pointer(Place),
    /// In a list of objects.
    List(FieldList),
}

impl Default for FieldsAt {
    fn default() -> Self {
        Self::Pointer(Place::default())
    }
}

/// Where a list of field messages is.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FieldList {
    /// The list.
    pub at: Place,
    /// The field's name, from the list's element.
    pub name: Place,
    /// The message, from the list's element.
    pub text: Place,
}
