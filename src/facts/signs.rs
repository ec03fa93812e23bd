//! What the members of an object, by their names, say about it: that it was sent, that it is an error, which code it has.

use std::borrow::Cow;
use std::cell::LazyCell;

use serde_json::{Map, Value};

use super::{Facts, NamedCode};
use crate::doc::{Kind, Node};
use crate::input::carrier;
use crate::vocabulary::{Meaning, meanings, means};

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

/// How many members of an object that are called codes are read: each has the words beside it.
const MAX_CODES: usize = 8;

/// An object's members, as far as their direction depends on them.
trait Members {
    /// Returns true if a member has a name that passes the test and a value that may be a body.
    fn any_body(&self, test: &dyn Fn(&str) -> bool) -> bool;

    /// Returns true if all names pass the test.
    fn all_names(&self, test: &dyn Fn(&str) -> bool) -> bool;

    /// Returns the text of a member.
    fn text_of(&self, name: &str) -> Option<Cow<'_, str>>;
}

impl Members for &Map<String, Value> {
    fn any_body(&self, test: &dyn Fn(&str) -> bool) -> bool {
        let is_body = |value: &Value| match value {
            Value::String(text) => text.trim_start().starts_with('{'),
            other => other.is_object() || other.is_array(),
        };
        self.iter()
            .any(|(name, value)| is_body(value) && test(name))
    }

    fn all_names(&self, test: &dyn Fn(&str) -> bool) -> bool {
        self.keys().all(|name| test(name))
    }

    fn text_of(&self, name: &str) -> Option<Cow<'_, str>> {
        self.get(name)?.as_str().map(Cow::Borrowed)
    }
}

impl Members for Node<'_> {
    fn any_body(&self, test: &dyn Fn(&str) -> bool) -> bool {
        let is_body = |value: Node<'_>| match value.kind() {
            Kind::String => value.raw().trim_start().starts_with('{'),
            kind => matches!(kind, Kind::Object | Kind::Array),
        };
        self.children()
            .any(|member| is_body(member) && test(&member.name()))
    }

    fn all_names(&self, test: &dyn Fn(&str) -> bool) -> bool {
        self.children().all(|member| test(&member.name()))
    }

    fn text_of(&self, name: &str) -> Option<Cow<'_, str>> {
        self.get(name)?.text()
    }
}

/// Returns a test of an object's members, by their names, for whether they hold what was sent rather than what was answered.
/// What else the object holds is looked at once, however many of its members ask for it.
pub(crate) fn sent(members: &Map<String, Value>) -> impl Fn(&str) -> bool {
    sent_in(members)
}

/// Returns the test of [`sent`] for an object of a document.
pub(super) fn sent_of(object: Node<'_>) -> impl Fn(&str) -> bool {
    sent_in(object)
}

/// Returns the test of [`sent`].
fn sent_in(members: impl Members + Copy) -> impl Fn(&str) -> bool {
    let has_answer =
        LazyCell::new(move || members.any_body(&|name| means(name, Meaning::Answered)));
    let is_request = LazyCell::new(move || {
        let sends = |method: &str| {
            let mut sending = ["POST", "PUT", "PATCH"].iter();
            sending.any(|known| known.eq_ignore_ascii_case(method))
        };
        let is_its = |name: &str| means(name, Meaning::OfRequest) || means(name, Meaning::Body);
        // A record of an event, too, may name the method beside what was answered.
        let mut kinds = ["type", "direction", "kind"].iter();
        let is_sent = |kind: Cow<'_, str>| means(&kind, Meaning::Sent);
        members
            .text_of("method")
            .is_some_and(|method| sends(&method))
            && (kinds.any(|name| members.text_of(name).is_some_and(is_sent))
                || members.all_names(&is_its))
    });
    // `{"key": "http.request.body", "value": ...}`
    let is_pair = LazyCell::new(move || {
        let mut names = ["key", "name"]
            .iter()
            .filter_map(|name| members.text_of(name));
        names.any(|name| means(&name, Meaning::Sent))
    });
    move |name| {
        let own = meanings(name);
        own.contains(&Meaning::Sent)
            || (own.contains(&Meaning::Given) && *has_answer)
            || (own.contains(&Meaning::Body) && *is_request)
            || (name == "value" && *is_pair)
    }
}

/// Returns true if an object says of itself that it is a success.
pub(super) fn says_success(object: Node<'_>) -> bool {
    let is_true = |name: &&str| object.get(name).is_some_and(|v| v.kind() == Kind::True);
    ["success", "ok"].iter().any(is_true)
}

/// Returns what the members hold whose names end in `code` and are not that of a status.
pub(super) fn named(object: Node<'_>) -> Vec<NamedCode> {
    let is_code = |name: &str| {
        let end = name.len().checked_sub(4).and_then(|at| name.get(at..));
        end.is_some_and(|end| end.eq_ignore_ascii_case("code")) && {
            let name = name.to_ascii_lowercase();
            !name.contains("status") && !name.contains("http")
        }
    };
    let words = LazyCell::new(|| WORDS.iter().find_map(|name| object.get(name)));
    let mut found = Vec::new();
    for member in object.children() {
        let name = member.name();
        if !is_code(&name) || member.is_cut() {
            continue;
        }
        let Some(code) = member.plain() else {
            continue;
        };
        found.push(NamedCode {
            name: name.into_owned(),
            facts: Facts {
                code: Some(code.into_owned()),
                is_message_cut: words.is_some_and(Node::is_cut),
                message: words.and_then(Node::plain).map(Cow::into_owned),
                ..Facts::default()
            },
        });
        if found.len() >= MAX_CODES {
            break;
        }
    }
    found
}

/// Returns the error status that an object states about itself, or that of the error in it: beside words, since a number
/// alone may count anything.
pub(super) fn stated(object: Node<'_>) -> Option<u16> {
    let own = |object: Node<'_>| {
        let is_text = |value: Node<'_>| value.kind() == Kind::String;
        let says = |value: Node<'_>| {
            is_text(value) || (value.is_object() && value.children().any(is_text))
        };
        let has_words = WORDS.iter().any(|name| object.get(name).is_some_and(says));
        let mut statuses = carrier::STATUS.iter();
        statuses
            .find_map(|name| error_status(object.get(name)?))
            .filter(|_| has_words)
    };
    let inner = || {
        let list = object.get("errors").and_then(|errors| errors.step("0"));
        let named = ["error", "err"].iter().filter_map(|name| object.get(name));
        named.chain(list).chain(object.get("fault"))
    };
    own(object).or_else(|| inner().filter(|node| node.is_object()).find_map(own))
}

/// Reads the status of an error: a number or the digits of one.
fn error_status(value: Node<'_>) -> Option<u16> {
    let number = match value.kind() {
        Kind::Number => value.number()?,
        Kind::String => value.text()?.parse().ok()?,
        _ => return None,
    };
    u16::try_from(number)
        .ok()
        .filter(|n| (400..600).contains(n))
}

/// Returns true if an object looks like an error of whatever API: it names an error, says that it failed, or carries an
/// error status.
pub(super) fn is_error_like(object: Node<'_>) -> bool {
    let says_something = |value: Node<'_>| match value.kind() {
        Kind::Null | Kind::False => false,
        Kind::True => true,
        Kind::String => !value.raw().is_empty(),
        Kind::Array | Kind::Object => value.children().next().is_some(),
        Kind::Number => value.number() != Some(0),
    };
    let mut members = object.children();
    let only = members.next().filter(|_| members.next().is_none());
    let only_a_message = only.is_some_and(|member| {
        member.kind() == Kind::String && ["message", "detail", "msg"].contains(&&*member.name())
    });
    only_a_message
        || object.children().any(|member| {
            let name = member.name();
            let is_one_of = |known: &[&str]| known.iter().any(|k| k.eq_ignore_ascii_case(&name));
            let names_error = || {
                let start = name.get(..5);
                start.is_some_and(|start| start.eq_ignore_ascii_case("error"))
                    || is_one_of(&["err", "errcode", "err_code", "errno", "fault", "exception"])
            };
            match member.kind() {
                Kind::False => is_one_of(&["success", "ok"]),
                _ if names_error() && says_something(member) => true,
                _ => {
                    is_one_of(&["status", "statuscode", "status_code", "code"])
                        && error_status(member).is_some()
                }
            }
        })
}

/// Returns what a pointer (RFC 6901) points at. What `Value::pointer` returns, without a copy of each of its names.
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
