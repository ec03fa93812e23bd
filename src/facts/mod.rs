//! What a body says, in API-neutral words: each object in it is read through every envelope that it fits.

mod read;
mod signs;
pub(crate) mod stated;

use std::borrow::Cow;
use std::rc::Rc;

use serde_json::Value;

pub(crate) use signs::{at_pointer, sent};

use crate::doc::{Doc, Kind, Node};
use crate::input::{Body, Response, carrier, json, markers};
use crate::pattern::Values;
use crate::places::Context;
use crate::shapes::{ClassId, Fit, ReadsId, Shapes};

/// How often JSON may be nested in strings of JSON: each time the rest of the text is searched again.
const MAX_LEVELS: usize = 8;

/// How many elements of a list are read as errors of their own.
const MAX_ELEMENTS: usize = 1024;

/// What a body says through one envelope.
#[derive(Debug, Clone, Default)]
pub struct Facts {
    /// The code as received, without blanks around it.
    pub code: Option<String>,
    /// Further codes, in the order in which the envelope prefers them.
    pub other_codes: Vec<String>,
    /// What narrows the code down.
    pub subcode: Option<String>,
    /// Text that contains a code.
    pub code_in: Option<String>,
    /// The status that the body states.
    pub status: Option<u16>,
    /// The text after that status.
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
    /// Returns the message, unless the input ends within it: a part of a message fits patterns that the whole does not.
    #[must_use]
    pub fn whole_message(&self) -> Option<&str> {
        self.message.as_deref().filter(|_| !self.is_message_cut)
    }

    /// Iterates over the codes in the order in which they are looked up, the narrowest first.
    pub fn codes(&self) -> impl Iterator<Item = Cow<'_, str>> {
        let narrow = self.code.as_ref().zip(self.subcode.as_ref());
        let narrow = narrow.map(|(code, subcode)| Cow::Owned(format!("{code}/{subcode}")));
        let codes = self.code.iter().chain(&self.other_codes);
        narrow
            .into_iter()
            .chain(codes.map(|code| Cow::Borrowed(code.as_str())))
    }
}

/// A body, or an object in it, read through the envelopes of one class.
#[derive(Debug, Clone)]
pub(crate) struct Reading {
    /// The class.
    pub(crate) class: ClassId,
    /// The position of the element that is read, where every element is an error of its own.
    pub(crate) element: Option<usize>,
    /// Whether the input ends before all that the envelope requires was seen.
    pub(crate) is_partial: bool,
    /// Whether the object itself may go on after the input's end.
    pub(crate) is_open: bool,
    /// What tells where its facts are from where those of other classes are.
    reads: ReadsId,
    /// What it says.
    pub(crate) facts: Rc<Facts>,
}

/// A code under a name that says that it is one.
#[derive(Debug, Clone)]
pub(crate) struct NamedCode {
    /// The member's name.
    pub(crate) name: String,
    /// The code and the message beside it.
    pub(crate) facts: Facts,
}

/// An object or list in a body: how it reads, and what is inside it.
#[derive(Debug, Clone, Default)]
pub(crate) struct BodyPart {
    /// The readings, one for each class that fits, or for each element of one.
    pub(crate) readings: Vec<Reading>,
    /// Whether an API says of this shape that it is not an error, or it says so itself.
    pub(crate) is_success: bool,
    /// Whether it was found inside a JSON string, so it may be a quoted third-party response.
    pub(crate) is_quoted: bool,
    /// Whether it looks like an error at all, of whatever API.
    pub(crate) is_error_like: bool,
    /// The error status that an error of whatever API states about itself.
    pub(crate) stated: Option<u16>,
    /// Whether the object may be a record of a response, so that more belongs to it than its body says.
    pub(crate) may_carry: bool,
    /// What members that are called codes hold, whatever is around them.
    pub(crate) named: Vec<NamedCode>,
    /// The parts inside this one.
    pub(crate) inner: Vec<BodyPart>,
}

impl BodyPart {
    /// Returns the part with readings that do not prove as much.
    fn softened(mut self) -> Self {
        for reading in &mut self.readings {
            reading.is_partial = true;
        }
        self.inner = self.inner.into_iter().map(Self::softened).collect();
        self
    }

    /// Puts a status that is told beside the part where its readings have none.
    fn put_status(&mut self, status: u16) {
        for reading in &mut self.readings {
            Rc::make_mut(&mut reading.facts)
                .status
                .get_or_insert(status);
        }
        let inner = self.inner.iter_mut();
        inner.for_each(|part| part.put_status(status));
    }

    /// Returns true if this part or one inside it passes the test.
    pub(crate) fn any(&self, test: &dyn Fn(&Self) -> bool) -> bool {
        test(self) || self.inner.iter().any(|part| part.any(test))
    }

    /// Returns true if the part tells anything.
    fn is_worth_keeping(&self) -> bool {
        self.is_error_like
            || self.is_success
            || !self.named.is_empty()
            || self.may_carry
            || !self.readings.is_empty()
            || !self.inner.is_empty()
    }
}

/// Reads the body of a response through the envelopes of all APIs; `text` is a body in plain words, or a page that counts as one.
pub(crate) fn read(response: &Response, shapes: &Shapes, text: Option<&str>) -> BodyPart {
    let doc;
    let mut context = Context {
        headers: &response.headers,
        text,
        ..Context::default()
    };
    let mut part = match &response.body {
        Body::Json(value) => {
            doc = {
                let mut doc = Doc::from(value);
                if response.is_cut || response.cut_at.is_some() {
                    doc.cut(response.cut_at.as_deref());
                }
                doc
            };
            context.body = Some(doc.root());
            let part = read_node(doc.root(), shapes, &context, MAX_LEVELS);
            if response.is_cut {
                part
            } else {
                read_struct(part, value, shapes, &context)
            }
        }
        Body::Text(_) | Body::Empty | Body::Html(_) => BodyPart::default(),
    };
    if !context.headers.is_empty() || context.text.is_some() {
        shapes.fitting_bodiless(&context, |class| {
            push(&mut part, shapes, class, Fit::Whole, context.body, &context);
        });
    }
    part
}

/// Reads a document that is a body without a head.
#[cfg(feature = "scan")]
pub(crate) fn read_doc(doc: &Doc<'_>, shapes: &Shapes) -> BodyPart {
    let context = Context {
        body: Some(doc.root()),
        ..Context::default()
    };
    read_node(doc.root(), shapes, &context, MAX_LEVELS)
}

/// Reads a struct that a program printed with the program's names for its members, where it says nothing as it is.
fn read_struct(part: BodyPart, value: &Value, shapes: &Shapes, context: &Context<'_>) -> BodyPart {
    if is_read(&part) {
        return part;
    }
    named_as_json(value, shapes, context).unwrap_or(part)
}

/// Returns true if a part, or one inside it, reads as an envelope.
fn is_read(part: &BodyPart) -> bool {
    part.any(&|p| !p.readings.is_empty())
}

/// Reads the body of a response as a struct that a program printed, with the names that its members have in JSON.
pub(crate) fn read_as_struct(response: &Response, shapes: &Shapes) -> Option<BodyPart> {
    let Body::Json(value) = &response.body else {
        return None;
    };
    let context = Context {
        headers: &response.headers,
        ..Context::default()
    };
    let is_whole = !response.is_cut && response.cut_at.is_none();
    named_as_json(value, shapes, &context).filter(|_| is_whole)
}

/// Reads a struct that a program printed, with the names that its members have in JSON.
fn named_as_json(value: &Value, shapes: &Shapes, context: &Context<'_>) -> Option<BodyPart> {
    let styles: [fn(&str) -> String; 2] = [camel_case, snake_case];
    let mut parts = styles.into_iter().map(|style| {
        let doc = Doc::from(&renamed(value, style));
        read_node(doc.root(), shapes, context, MAX_LEVELS)
    });
    let part = is_struct(value).then(|| parts.find(is_read)).flatten();
    part.map(BodyPart::softened)
}

/// Returns true if the members of an object are named as types of programs name theirs: `Success`, `ErrorCode`.
fn is_struct(value: &Value) -> bool {
    let is_name = |name: &String| name.starts_with(|c: char| c.is_ascii_uppercase());
    value
        .as_object()
        .is_some_and(|members| !members.is_empty() && members.keys().all(is_name))
}

/// Returns a value with other names for the members of its objects.
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

/// Returns `errorCode` for `ErrorCode`.
fn camel_case(name: &str) -> String {
    let mut rest = name.chars();
    let first = rest.next().map(|c| c.to_ascii_lowercase());
    first.into_iter().chain(rest).collect()
}

/// Returns `request_id` for `RequestId` and `RequestID`.
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
fn read_node(node: Node<'_>, shapes: &Shapes, context: &Context<'_>, levels: usize) -> BodyPart {
    match node.kind() {
        Kind::Object => {
            let mut part = read_object(node, shapes, context);
            let is_sent = signs::sent_of(node);
            for member in node.children() {
                let is_inside = member.is_container() || member.kind() == Kind::String;
                if is_inside && !is_sent(&member.name()) {
                    keep(&mut part, read_node(member, shapes, context, levels));
                }
            }
            part
        }
        Kind::Array => match bytes_of(node).filter(|_| levels > 0) {
            Some(text) => read_text(&text, shapes, context, levels),
            None => {
                let mut part = BodyPart::default();
                for item in node.children() {
                    keep(&mut part, read_node(item, shapes, context, levels));
                }
                part
            }
        },
        Kind::String if levels > 0 => match node.text() {
            Some(text) => read_text(&text, shapes, context, levels),
            None => BodyPart::default(),
        },
        _ => BodyPart::default(),
    }
}

/// Adds a part inside another, unless it tells nothing.
fn keep(part: &mut BodyPart, inner: BodyPart) {
    if inner.is_worth_keeping() {
        part.inner.push(inner);
    }
}

/// Returns the text that a list of bytes is, if it is one.
fn bytes_of(list: Node<'_>) -> Option<String> {
    let first = list.children().next()?;
    u8::try_from(first.number()?).ok()?;
    let bytes: Option<Vec<Value>> = list
        .children()
        .map(|item| Some(item.number()?.into()))
        .collect();
    json::text_of(&bytes?)
}

/// Reads the values inside a string.
fn read_text(text: &str, shapes: &Shapes, context: &Context<'_>, levels: usize) -> BodyPart {
    let mut part = BodyPart {
        is_quoted: true,
        ..BodyPart::default()
    };
    let trimmed = text.trim();
    if trimmed.starts_with('{')
        && let Some(doc) = Doc::read(trimmed)
    {
        keep(
            &mut part,
            read_node(doc.root(), shapes, context, levels - 1),
        );
        return part;
    }
    let mut end = 0;
    for found in json::inside(text) {
        let mut doc = Doc::from(&found.value);
        if found.is_cut || found.cut_at.is_some() {
            doc.cut(found.cut_at.as_deref());
        }
        let mut inner = read_node(doc.root(), shapes, context, levels - 1);
        let before = text.get(end..found.start).unwrap_or_default();
        end = found.end;
        if let Some(status) = markers::status_before(before).filter(|status| *status >= 400) {
            inner.put_status(status);
        }
        keep(&mut part, inner);
    }
    part
}

/// Reads one object through every envelope that it fits.
fn read_object(node: Node<'_>, shapes: &Shapes, context: &Context<'_>) -> BodyPart {
    let is_error_like = signs::is_error_like(node);
    let mut part = BodyPart {
        is_error_like,
        is_success: !is_error_like && signs::says_success(node),
        stated: is_error_like.then(|| signs::stated(node)).flatten(),
        named: signs::named(node),
        may_carry: carrier::may_carry(node),
        ..BodyPart::default()
    };
    shapes.fitting(node, context, |class, fit| {
        push(&mut part, shapes, class, fit, Some(node), context);
    });
    part
}

/// Adds the readings of a class that fits.
fn push(
    part: &mut BodyPart,
    shapes: &Shapes,
    class: ClassId,
    fit: Fit,
    node: Option<Node<'_>>,
    context: &Context<'_>,
) {
    let Some((_, first)) = shapes.members(class).next() else {
        return;
    };
    if first.is_success() {
        part.is_success |= fit == Fit::Whole;
        return;
    }
    let Some(reads) = shapes.reads(class) else {
        return;
    };
    // Of the classes that fit, many read the same.
    let mut readings = part.readings.iter();
    let first = readings.position(|known| known.reads == reads.id());
    let mut add = |element: Option<usize>, item: Option<Node<'_>>| {
        let known = first.and_then(|at| part.readings.get(at + element.unwrap_or_default()));
        let facts = match known {
            Some(known) => Rc::clone(&known.facts),
            None => Rc::new(read::facts(node, item, reads, context)),
        };
        part.readings.push(Reading {
            class,
            reads: reads.id(),
            element,
            is_partial: fit == Fit::Partial,
            is_open: node.is_some_and(Node::is_cut),
            facts,
        });
    };
    let Some(each) = reads.each() else {
        return add(None, None);
    };
    let mut number = 0;
    crate::places::any_at(node, node, each, context, &mut |found| {
        if let crate::places::Found::Value(item) = found {
            add(Some(number), Some(item));
            number += 1;
        }
        number >= MAX_ELEMENTS
    });
}

#[cfg(test)]
mod tests {
    use super::{camel_case, snake_case};

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
}
