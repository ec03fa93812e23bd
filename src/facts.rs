//! What a body says, in API-neutral words: each object in it is read through every envelope that fits.

use std::cell::LazyCell;
use std::collections::{BTreeMap, HashMap};

use serde_json::{Map, Value};

use crate::catalog::{Api, Envelope, FieldList, FieldsAt, Pointers, Shape};
use crate::input::{Body, Response, carrier, json};
use crate::pattern::Values;
use crate::vocabulary::{Meaning, means};

/// Members in which errors of whatever API say in words what they are.
const WORDS: [&str; 8] = [
    "message",
    "msg",
    "detail",
    "error",
    "error_description",
    "error_message",
    "errorMessage",
    "reason",
];

/// How often JSON may stand in a string of JSON: each time the rest of the text is searched again.
const MOST_LEVELS: usize = 8;

/// How many members of an object that are called codes are read: each has the words beside it.
const MOST_CODES: usize = 8;

/// What a body says through one envelope.
#[derive(Debug, Clone, Default)]
pub struct Facts {
    /// The code as received, without blanks around it.
    pub code: Option<String>,
    /// Text that names a code somewhere.
    pub code_in: Option<String>,
    /// The status that the body states.
    pub status: Option<u16>,
    /// The text behind that status.
    pub status_name: Option<String>,
    /// The message.
    pub message: Option<String>,
    /// Whether the input ends within the message.
    pub is_message_cut: bool,
    /// The messages by field.
    pub fields: Vec<(String, Vec<String>)>,
    /// The id that support asks for.
    pub request_id: Option<String>,
    /// Documentation of the error.
    pub docs_url: Option<String>,
    /// Seconds to wait.
    pub retry_after: Option<u64>,
    /// When the error occurred.
    pub time: Option<String>,
    /// Further values.
    pub extras: Values,
}

impl Facts {
    /// Gives the message, unless the input ends within it: a part of a message fits patterns that the whole does not.
    #[must_use]
    pub fn whole_message(&self) -> Option<&str> {
        self.message.as_deref().filter(|_| !self.is_message_cut)
    }
}

/// Where a body ends before it is complete.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Cut<'p> {
    /// Nowhere.
    Whole,
    /// Somewhere in it, between two values.
    Somewhere,
    /// In the string that this JSON Pointer points at.
    At(&'p str),
}

impl<'p> Cut<'p> {
    /// Gives the cut of a body.
    fn of(is_cut: bool, at: Option<&'p str>) -> Self {
        match at {
            Some(pointer) => Self::At(pointer),
            None if is_cut => Self::Somewhere,
            None => Self::Whole,
        }
    }

    /// Gives the cut as it is for a member.
    fn below(self, name: &str) -> Self {
        match self {
            Self::At(pointer) => {
                let token = name.replace('~', "~0").replace('/', "~1");
                let rest = pointer
                    .strip_prefix('/')
                    .and_then(|p| p.strip_prefix(token.as_str()));
                match rest {
                    Some(rest) if rest.is_empty() || rest.starts_with('/') => Self::At(rest),
                    _ => Self::Whole,
                }
            }
            other => other,
        }
    }

    /// Says whether the value at a pointer is incomplete.
    fn is_in(self, pointer: &str) -> bool {
        matches!(self, Self::At(at) if at == pointer)
    }

    /// Says whether what is missing at a pointer may stand behind the cut: its nearest container is still open.
    fn may_hide(self, value: &Value, pointer: &str) -> bool {
        if self == Self::Whole {
            return false;
        }
        let mut open = pointer;
        while let Some((parent, _)) = open.rsplit_once('/') {
            open = parent;
            if at_pointer(value, open).is_some() {
                break;
            }
        }
        match self {
            Self::Whole => false,
            Self::Somewhere => true,
            Self::At(at) => at
                .strip_prefix(open)
                .is_some_and(|rest| rest.starts_with('/')),
        }
    }
}

/// How an object fits an envelope.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fit {
    /// Everything that is required is there.
    Whole,
    /// What is there fits, and the rest may stand behind a cut.
    Partial,
}

/// A body, or an object in it, read through one envelope of one API.
#[derive(Debug, Clone)]
pub struct Reading<'a> {
    /// Position of the API in the list that was asked.
    pub api: usize,
    /// The envelope that fits.
    pub envelope: &'a Envelope,
    /// Whether the input ends before all that the envelope requires was seen.
    pub is_partial: bool,
    /// Whether the object itself may go on behind the input's end.
    pub is_open: bool,
    /// What it says.
    pub facts: Facts,
}

/// A code under a name that says that it is one.
#[derive(Debug, Clone)]
pub struct Named {
    /// The member's name.
    pub name: String,
    /// The code and the message beside it.
    pub facts: Facts,
}

/// An object in a body: how it reads, and what is inside it.
#[derive(Debug, Clone, Default)]
pub struct Place<'a> {
    /// The readings, in the order of APIs and envelopes.
    pub readings: Vec<Reading<'a>>,
    /// Whether an API says of this shape that it is no error, or it says so itself.
    pub is_success: bool,
    /// Whether it stands in a string: somebody else's answer, maybe, that is told of.
    pub is_quoted: bool,
    /// Whether it looks like an error at all, of whatever API.
    pub is_error_like: bool,
    /// The error status that an error of whatever API states about itself.
    pub stated: Option<u16>,
    /// What members that are called codes hold, whatever stands around them.
    pub named: Vec<Named>,
    /// The places inside this one.
    pub inner: Vec<Place<'a>>,
}

impl Place<'_> {
    /// Gives the place with readings that do not prove as much.
    fn softened(mut self) -> Self {
        for reading in &mut self.readings {
            reading.is_partial = true;
        }
        self.inner = self.inner.into_iter().map(Self::softened).collect();
        self
    }

    /// Says whether this place or one inside it passes the test.
    pub fn any(&self, test: &dyn Fn(&Self) -> bool) -> bool {
        test(self) || self.inner.iter().any(|place| place.any(test))
    }
}

/// Reads the body of a response through the envelopes of all APIs.
#[must_use]
pub fn read<'a>(response: &Response, apis: &'a [Api]) -> Place<'a> {
    match &response.body {
        Body::Json(value) => {
            let cut = Cut::of(response.is_cut, response.cut_at.as_deref());
            let place = read_value(value, apis, cut, MOST_LEVELS);
            let is_read = |place: &Place<'_>| place.any(&|p| !p.readings.is_empty());
            if is_read(&place) || response.is_cut || !is_struct(value) {
                return place;
            }
            // A struct of a program, printed with the program's names for its members.
            let styles: [fn(&str) -> String; 2] = [camel_case, snake_case];
            styles
                .into_iter()
                .map(|style| read_value(&renamed(value, style), apis, cut, MOST_LEVELS))
                .find(is_read)
                .map_or(place, Place::softened)
        }
        Body::Empty | Body::Html(_) | Body::Text(_) => Place::default(),
    }
}

/// Says whether the members of an object are named as types of programs name theirs: `Success`, `ErrorCode`.
fn is_struct(value: &Value) -> bool {
    let is_name = |name: &String| name.starts_with(|c: char| c.is_ascii_uppercase());
    value
        .as_object()
        .is_some_and(|members| !members.is_empty() && members.keys().all(is_name))
}

/// Gives a value with other names for the members of its objects.
fn renamed(value: &Value, rename: fn(&str) -> String) -> Value {
    match value {
        Value::Object(members) => members
            .iter()
            .map(|(name, inner)| (rename(name), renamed(inner, rename)))
            .collect(),
        Value::Array(items) => items.iter().map(|item| renamed(item, rename)).collect(),
        other => other.clone(),
    }
}

/// Gives `errorCode` for `ErrorCode`.
fn camel_case(name: &str) -> String {
    let mut rest = name.chars();
    let first = rest.next().map(|c| c.to_ascii_lowercase());
    first.into_iter().chain(rest).collect()
}

/// Gives `request_id` for `RequestId` and `RequestID`.
fn snake_case(name: &str) -> String {
    let mut snake = String::with_capacity(name.len() + 4);
    let mut was_lower = false;
    for c in name.chars() {
        if c.is_ascii_uppercase() && was_lower {
            snake.push('_');
        }
        was_lower = c.is_ascii_lowercase() || c.is_ascii_digit();
        snake.push(c.to_ascii_lowercase());
    }
    snake
}

/// Reads a value and what is inside it, going through at most so many levels of strings.
fn read_value<'a>(value: &Value, apis: &'a [Api], cut: Cut<'_>, levels: usize) -> Place<'a> {
    match value {
        Value::Object(members) => {
            let mut place = read_object(value, members, apis, cut);
            let is_sent = sent(members);
            place.inner = members
                .iter()
                .filter(|(name, _)| !is_sent(name))
                .map(|(name, inner)| read_value(inner, apis, cut.below(name), levels))
                .filter(is_worth_keeping)
                .collect();
            place
        }
        Value::Array(items) => match json::text_of(items).filter(|_| levels > 0) {
            Some(text) => read_value(&Value::String(text), apis, Cut::Whole, levels),
            None => Place {
                inner: items
                    .iter()
                    .enumerate()
                    .map(|(at, item)| read_value(item, apis, cut.below(&at.to_string()), levels))
                    .filter(is_worth_keeping)
                    .collect(),
                ..Place::default()
            },
        },
        Value::String(text) if levels > 0 => Place {
            is_quoted: true,
            inner: json::inside(text)
                .iter()
                .map(|found| {
                    read_value(
                        &found.value,
                        apis,
                        Cut::of(found.is_cut, found.cut_at.as_deref()),
                        levels - 1,
                    )
                })
                .filter(is_worth_keeping)
                .collect(),
            ..Place::default()
        },
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => Place::default(),
    }
}

/// Returns a test for the names of an object's members: true if one holds what was sent rather than what was answered. What
/// else the object holds is looked at once, however many of its members ask for it.
pub(crate) fn sent(members: &Map<String, Value>) -> impl Fn(&str) -> bool {
    let has_answer = LazyCell::new(move || {
        let is_body = |value: &Value| match value {
            Value::String(text) => text.trim_start().starts_with('{'),
            other => other.is_object() || other.is_array(),
        };
        let mut members = members.iter();
        members.any(|(other, value)| means(other, Meaning::Answered) && is_body(value))
    });
    let text = |name: &str| members.get(name).and_then(Value::as_str);
    let is_request = LazyCell::new(move || {
        let sends = |method: &str| {
            let sending = ["POST", "PUT", "PATCH"];
            sending
                .iter()
                .any(|known| known.eq_ignore_ascii_case(method))
        };
        let is_its = |name: &String| means(name, Meaning::OfRequest) || means(name, Meaning::Body);
        // A record of an event, too, may name the method beside what was answered.
        let is_named = ["type", "direction", "kind"]
            .iter()
            .any(|name| text(name).is_some_and(|kind| means(kind, Meaning::Sent)));
        text("method").is_some_and(sends) && (is_named || members.keys().all(is_its))
    });
    // `{"key": "http.request.body", "value": ...}`
    let is_pair = LazyCell::new(move || {
        let mut names = ["key", "name"].iter().filter_map(|name| text(name));
        names.any(|name| means(name, Meaning::Sent))
    });
    move |name| {
        means(name, Meaning::Sent)
            || (means(name, Meaning::Given) && *has_answer)
            || (means(name, Meaning::Body) && *is_request)
            || (name == "value" && *is_pair)
    }
}

/// Says whether a place tells anything.
fn is_worth_keeping(place: &Place<'_>) -> bool {
    place.is_error_like
        || place.is_success
        || !place.named.is_empty()
        || !place.readings.is_empty()
        || !place.inner.is_empty()
}

/// Reads one object through every envelope that fits.
fn read_object<'a>(
    value: &Value,
    members: &Map<String, Value>,
    apis: &'a [Api],
    cut: Cut<'_>,
) -> Place<'a> {
    let is_error_like = is_error_like(members);
    let mut place = Place {
        is_error_like,
        is_success: !is_error_like && carrier::says_success(members),
        stated: is_error_like.then(|| stated(value, members)).flatten(),
        named: named(members, cut),
        ..Place::default()
    };
    let names = Names::of(members);
    let may_have = |required: &BTreeMap<String, Shape>| {
        let mut pointers = required.keys();
        pointers.all(|pointer| names.may_have(pointer))
    };
    for (position, api) in apis.iter().enumerate() {
        place.is_success |= api.success.iter().any(|shapes| {
            may_have(shapes)
                && shapes
                    .iter()
                    .all(|(pointer, shape)| has_shape(value, pointer, shape))
        });
        for envelope in &api.envelopes {
            // Most envelopes are ruled out by the names alone, unless more of them may stand behind the cut.
            if cut == Cut::Whole && !may_have(&envelope.requires) {
                continue;
            }
            let Some(fit) = envelope.fit(value, members, cut) else {
                continue;
            };
            place.readings.push(Reading {
                api: position,
                envelope,
                is_partial: fit == Fit::Partial,
                is_open: cut != Cut::Whole,
                facts: facts(value, &envelope.read, cut),
            });
        }
    }
    // A body may hold hundreds of thousands of objects, and room for four readings is more than most of them need.
    place.readings.shrink_to_fit();
    place
}

/// The names of an object's members, as a set that may seem to have more than it has.
#[derive(Clone, Copy)]
struct Names(u64);

impl Names {
    /// Gives the names of an object.
    fn of(members: &Map<String, Value>) -> Self {
        Self(members.keys().fold(0, |all, name| all | Self::bit(name)))
    }

    /// Says whether what a pointer begins with may be among them.
    fn may_have(self, pointer: &str) -> bool {
        let names = pointer.strip_prefix('/').unwrap_or_default();
        let end = names.bytes().position(|b| matches!(b, b'/' | b'~'));
        let (name, behind) = names.split_at(end.unwrap_or(names.len()));
        name.is_empty() || behind.starts_with('~') || self.0 & Self::bit(name) != 0
    }

    /// Gives the place of a name in the set: by its length and ends.
    fn bit(name: &str) -> u64 {
        let ends = match name.as_bytes() {
            [first, .., last] => usize::from(*first) * 5 + usize::from(*last) * 11,
            _ => 0,
        };
        1 << ((name.len() + ends) % 64)
    }
}

/// Says whether a member holds the request that an answer, or who printed it, repeats.
fn is_echo(name: &str, value: &Value) -> bool {
    let parts = ["headers", "body", "method", "url"];
    name == "request" && parts.iter().any(|part| value.get(part).is_some())
}

impl Envelope {
    /// Says how an object fits, if it does.
    fn fit(&self, value: &Value, members: &Map<String, Value>, cut: Cut<'_>) -> Option<Fit> {
        let mut fit = Fit::Whole;
        let mut seen = 0;
        for (pointer, shape) in &self.requires {
            match at_pointer(value, pointer) {
                Some(found) if shape.fits(found) => seen += 1,
                // Of a text that is asked for only the beginning is there.
                Some(Value::String(part))
                    if cut.is_in(pointer)
                        && matches!(shape, Shape::Text(text) if text.starts_with(part.trim_end())) =>
                {
                    fit = Fit::Partial;
                }
                None if cut.may_hide(value, pointer) => fit = Fit::Partial,
                _ => return None,
            }
        }
        let is_forbidden = self
            .forbids
            .iter()
            .any(|pointer| at_pointer(value, pointer).is_some_and(|v| !v.is_null()));
        let mut others = members.iter().filter(|(name, _)| !self.only.contains(name));
        let is_only = self.only.is_empty() || others.all(|(name, value)| is_echo(name, value));
        (seen > 0 && !is_forbidden && is_only).then_some(fit)
    }
}

/// Gives what a pointer (RFC 6901) points at. What `Value::pointer` gives, without a copy of each of its names.
pub(crate) fn at_pointer<'v>(value: &'v Value, pointer: &str) -> Option<&'v Value> {
    let (mut value, mut rest) = (value, pointer);
    while let Some(names) = rest.strip_prefix('/') {
        // Names are short: looking at each byte costs less than a search that is made for long texts.
        let end = names.bytes().position(|b| matches!(b, b'/' | b'~'));
        let (name, behind) = names.split_at(end.unwrap_or(names.len()));
        if behind.starts_with('~') {
            return value.pointer(rest);
        }
        value = match value {
            Value::Object(members) => members.get(name),
            Value::Array(items) if name == "0" || !name.starts_with(['0', '+']) => {
                items.get(name.parse::<usize>().ok()?)
            }
            _ => None,
        }?;
        rest = behind;
    }
    rest.is_empty().then_some(value)
}

/// Says whether what a pointer points at is there and has a shape.
fn has_shape(value: &Value, pointer: &str, shape: &Shape) -> bool {
    at_pointer(value, pointer).is_some_and(|found| shape.fits(found))
}

/// Reads an object through an envelope's pointers. A member of the wrong type is ignored (RFC 9457, section 3.1).
/// What the input cuts is not known, but for the message: a part of it is of use to people.
fn facts(value: &Value, at: &Pointers, cut: Cut<'_>) -> Facts {
    let is_cut = |pointer: &Option<String>| pointer.as_ref().is_some_and(|p| cut.is_in(p));
    let find = |pointer: &Option<String>| pointer.as_ref().and_then(|p| at_pointer(value, p));
    let text = |pointer: &Option<String>| {
        find(pointer)
            .filter(|_| !is_cut(pointer))
            .and_then(plain_text)
    };
    let message = find(&at.message).and_then(plain_text);
    Facts {
        code: text(&at.code).map(|mut code| {
            // They come along with what is copied from a web page.
            code.retain(|c| !json::INVISIBLE.contains(&c));
            code
        }),
        code_in: text(&at.code_in),
        is_message_cut: is_cut(&at.message),
        status: find(&at.status).and_then(status),
        status_name: text(&at.status_name)
            .map(|name| behind_number(&name))
            .filter(|n| !n.is_empty()),
        fields: at
            .fields
            .as_ref()
            .map(|fields_at| fields(value, fields_at, message.as_deref()))
            .unwrap_or_default(),
        message,
        request_id: text(&at.request_id),
        docs_url: text(&at.docs_url),
        retry_after: find(&at.retry_after)
            .and_then(|v| v.as_u64().or_else(|| v.as_str()?.trim().parse().ok())),
        time: text(&at.time),
        extras: at
            .extras
            .iter()
            .filter_map(|(name, pointer)| {
                Some((name.clone(), plain_text(at_pointer(value, pointer)?)?))
            })
            .collect(),
    }
}

/// Gives a string without blanks around it, or a number as text; nothing for what is empty or of another type.
fn plain_text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => {
            let text = text.trim();
            (!text.is_empty()).then(|| text.to_owned())
        }
        Value::Number(number) => {
            let text = number.to_string();
            Some(text.strip_suffix(".0").map(str::to_owned).unwrap_or(text))
        }
        _ => None,
    }
}

/// Reads a status from a number or from text that begins with one.
fn status(value: &Value) -> Option<u16> {
    let number = match value {
        Value::String(text) => {
            let text = text.trim_start();
            let digits = text.bytes().take_while(u8::is_ascii_digit).count();
            text[..digits].parse().ok()?
        }
        other => u16::try_from(other.as_u64()?).ok()?,
    };
    (100..600).contains(&number).then_some(number)
}

/// Gives the text behind a leading number.
fn behind_number(text: &str) -> String {
    text.trim_start()
        .trim_start_matches(|c: char| c.is_ascii_digit())
        .trim()
        .to_owned()
}

/// Reads field messages in whichever of the three forms they stand.
fn fields(value: &Value, at: &FieldsAt, message: Option<&str>) -> Vec<(String, Vec<String>)> {
    match at {
        FieldsAt::Pointer(pointer) => match at_pointer(value, pointer) {
            Some(Value::Object(members)) => members
                .iter()
                .map(|(name, texts)| (name.clone(), texts_of(texts)))
                .filter(|(_, texts)| !texts.is_empty())
                .collect(),
            Some(Value::String(name)) if !name.trim().is_empty() => vec![(
                name.trim().to_owned(),
                message.map(str::to_owned).into_iter().collect(),
            )],
            _ => Vec::new(),
        },
        FieldsAt::List(FieldList { at, name, text }) => {
            let mut found: Vec<(String, Vec<String>)> = Vec::new();
            let mut places: HashMap<String, usize> = HashMap::new();
            let items = at_pointer(value, at).and_then(Value::as_array);
            for item in items.into_iter().flatten() {
                let Some(field) = at_pointer(item, name).and_then(plain_text) else {
                    continue;
                };
                let texts = at_pointer(item, text).map(texts_of).unwrap_or_default();
                let at = *places.entry(field.clone()).or_insert(found.len());
                match found.get_mut(at) {
                    Some((_, known)) => known.extend(texts),
                    None => found.push((field, texts)),
                }
            }
            found
        }
    }
}

/// Gives the texts of a string, or of a list of strings.
fn texts_of(value: &Value) -> Vec<String> {
    match value {
        Value::Array(items) => items.iter().filter_map(plain_text).collect(),
        other => plain_text(other).into_iter().collect(),
    }
}

/// Gives what the members hold whose names end in `code` and are not that of a status.
fn named(members: &Map<String, Value>, cut: Cut<'_>) -> Vec<Named> {
    let is_code = |name: &str| {
        let end = name.len().checked_sub(4).and_then(|at| name.get(at..));
        end.is_some_and(|end| end.eq_ignore_ascii_case("code")) && {
            let name = name.to_ascii_lowercase();
            !name.contains("status") && !name.contains("http")
        }
    };
    let is_cut = |name: &str| matches!(cut, Cut::At(at) if at.strip_prefix('/') == Some(name));
    let words = || WORDS.iter().find(|name| members.contains_key(**name));
    let codes = members
        .iter()
        .filter(|(name, _)| is_code(name) && !is_cut(name));
    let read = |(name, value): (&String, &Value)| {
        let code = plain_text(value)?;
        Some(Named {
            name: name.clone(),
            facts: Facts {
                code: Some(code),
                is_message_cut: words().is_some_and(|name| is_cut(name)),
                message: words().and_then(|name| plain_text(members.get(*name)?)),
                ..Facts::default()
            },
        })
    };
    let mut found: Vec<Named> = codes.filter_map(read).take(MOST_CODES).collect();
    found.shrink_to_fit();
    found
}

/// Gives the error status that an object states about itself, or of the error in it: beside words, since a number alone
/// may count anything.
fn stated(value: &Value, members: &Map<String, Value>) -> Option<u16> {
    let own = |members: &Map<String, Value>| {
        let says = |value: &Value| {
            let inner = value.as_object();
            value.is_string() || inner.is_some_and(|inner| inner.values().any(Value::is_string))
        };
        WORDS
            .iter()
            .any(|name| members.get(*name).is_some_and(says))
            .then(|| {
                carrier::STATUS
                    .iter()
                    .find_map(|name| error_status(members.get(*name)?))
            })
            .flatten()
    };
    let inner = ["/error", "/err", "/errors/0", "/fault"].iter();
    own(members).or_else(|| {
        inner
            .filter_map(|at| at_pointer(value, at)?.as_object())
            .find_map(own)
    })
}

/// Reads the status of an error: a number or the digits of one.
fn error_status(value: &Value) -> Option<u16> {
    let number = value.as_u64().or_else(|| value.as_str()?.parse().ok())?;
    u16::try_from(number)
        .ok()
        .filter(|n| (400..600).contains(n))
}

/// Says whether an object looks like an error of whatever API: it names an error, says that it failed, or carries an error status.
fn is_error_like(members: &Map<String, Value>) -> bool {
    let says_something = |value: &Value| match value {
        Value::Null | Value::Bool(false) => false,
        Value::String(text) => !text.is_empty(),
        Value::Array(items) => !items.is_empty(),
        Value::Object(inner) => !inner.is_empty(),
        Value::Number(number) => number.as_u64() != Some(0),
        Value::Bool(true) => true,
    };
    let only_a_message = members.len() == 1
        && ["message", "detail", "msg"]
            .iter()
            .any(|name| members.get(*name).is_some_and(Value::is_string));
    only_a_message
        || members.iter().any(|(name, value)| {
            let is_one_of = |known: &[&str]| known.iter().any(|k| k.eq_ignore_ascii_case(name));
            let names_error = || {
                let start = name.get(..5);
                start.is_some_and(|start| start.eq_ignore_ascii_case("error"))
                    || is_one_of(&["err", "errcode", "err_code", "errno", "fault", "exception"])
            };
            match value {
                Value::Bool(false) => is_one_of(&["success", "ok"]),
                _ if says_something(value) && names_error() => true,
                _ => {
                    error_status(value).is_some()
                        && is_one_of(&["status", "statuscode", "status_code", "code"])
                }
            }
        })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{behind_number, camel_case, snake_case, status};

    #[test]
    fn names_of_a_programs_members_are_turned_into_those_of_json() {
        for (name, camel, snake) in [
            ("Success", "success", "success"),
            ("ErrorCode", "errorCode", "error_code"),
            ("RequestID", "requestID", "request_id"),
        ] {
            assert_eq!(
                (camel_case(name).as_str(), snake_case(name).as_str()),
                (camel, snake)
            );
        }
    }

    #[test]
    fn a_status_is_a_number_or_begins_a_text() {
        assert_eq!(status(&json!(404)), Some(404));
        assert_eq!(status(&json!("400 InvalidRequest")), Some(400));
        for no in [
            json!("x"),
            json!([400]),
            json!(-1),
            json!(7),
            json!("99999"),
            json!(4.5),
        ] {
            assert_eq!(status(&no), None, "{no}");
        }
        assert_eq!(behind_number("400 InvalidRequest"), "InvalidRequest");
        assert_eq!(behind_number("400"), "");
    }
}
