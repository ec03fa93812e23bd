//! What is said of fields, by their names.

use std::borrow::Cow;

use super::{MAX_KEPT, Part, Stated, is_error_name, local, step};
use crate::doc::{Kind, Node};
use crate::vocabulary::{Meaning, means};

/// What words have in them that say what is wrong with a field.
const WRONG: [&str; 16] = [
    "blank",
    "conflict",
    "duplicate",
    "empty",
    "exist",
    "format",
    "illegal",
    "incorrect",
    "invalid",
    "malformed",
    "missing",
    "must",
    "not",
    "required",
    "taken",
    "too",
];

impl Stated {
    /// Adds the messages of a field.
    pub(super) fn add_field(&mut self, name: &str, texts: Vec<String>) {
        let is_full = self.fields.len() >= MAX_KEPT;
        match self.fields.iter_mut().find(|(known, _)| known == name) {
            Some((_, known)) => known.extend(texts),
            None if !is_full => self.fields.push((name.to_owned(), texts)),
            None => {}
        }
    }

    /// Reads texts by the names of fields; returns whether they are such. What `is_beside` the error may say more than that:
    /// who asked, how long to wait, numbers.
    pub(super) fn map(&mut self, value: Node<'_>, at: &str, is_beside: bool) -> bool {
        let texts = |member: Node<'_>| -> Option<Vec<String>> {
            match member.kind() {
                Kind::Array => {
                    let items = member.children().take(MAX_KEPT);
                    let items = items.filter(|item| !item.is_cut());
                    items.map(|item| said(item).map(Cow::into_owned)).collect()
                }
                _ if member.is_cut() => Some(Vec::new()),
                _ => said(member).map(|text| vec![text.into_owned()]),
            }
        };
        // What has names of its own meaning is an error, not a list of fields.
        let is_error = |member: Node<'_>| {
            let name = member.name();
            let is_any = |all: &[Meaning]| all.iter().any(|meaning| means(&name, *meaning));
            let is_its = is_any(&[Meaning::Code, Meaning::Message, Meaning::Docs]);
            member.plain().is_some() && is_its
                || is_mere_word(member) && is_any(&[Meaning::Beside, Meaning::Outcome])
        };
        let is_service =
            |member: Node<'_>| member.is_object() && is_error_name(local(&member.name()));
        if value.children().any(is_error) || (is_beside && value.children().any(is_service)) {
            return false;
        }
        let is_aside = |member: &Node<'_>| is_beside && is_aside(*member);
        let is_void = |member: Node<'_>| {
            member.kind() == Kind::Array && !member.is_cut() && member.children().next().is_none()
        };
        let found: Option<Vec<_>> = value
            .children()
            .filter(|member| {
                !is_aside(member) && !is_void(*member) && !member.name().starts_with('@')
            })
            .take(MAX_KEPT)
            .map(|member| Some((member.name().into_owned(), texts(member)?)))
            .collect();
        let Some(found) = found else {
            return false;
        };
        for member in value.children().filter(is_aside) {
            self.aside(member, at);
        }
        if found.is_empty() {
            return false;
        }
        for (name, texts) in found {
            self.add_field(&name, texts);
        }
        self.fields_at.get_or_insert_with(|| at.to_owned());
        true
    }

    /// Reads an object of lists of messages, each by its field.
    pub(super) fn by_field(&mut self, object: Node<'_>) {
        for member in object.children() {
            let name = member.name();
            match means(&name, Meaning::Message) {
                true => self.array(&name, member, step(&name), Part::Around, 1),
                false => {
                    let texts = member.children().take(MAX_KEPT).filter_map(Node::plain);
                    self.add_field(&name, texts.map(Cow::into_owned).collect());
                }
            }
        }
        self.fields_at = Some(String::new());
    }

    /// Reads a member beside the error that is not the text of a field.
    fn aside(&mut self, member: Node<'_>, at: &str) {
        let full = member.name();
        let name = local(&full);
        let is_known = is_told_of_request(member);
        if is_known {
            self.scalar(name, member, at.to_owned() + &step(&full), Part::Beside, 1);
        } else if let Some(text) = member.plain().filter(|_| self.values.len() < MAX_KEPT) {
            self.values.push((name.to_owned(), text.into_owned()));
        }
    }
}

/// Returns true if an object is nothing but lists of messages by field.
pub(super) fn is_by_field(object: Node<'_>) -> bool {
    let is_texts = |member: Node<'_>| {
        let name = member.name();
        let is_list = [
            Meaning::Errors,
            Meaning::Fields,
            Meaning::Error,
            Meaning::Body,
        ];
        let mut items = member.children();
        member.kind() == Kind::Array
            && !is_list.iter().any(|meaning| means(&name, *meaning))
            && items.clone().next().is_some()
            && items.all(|item| item.kind() == Kind::String && item.raw().contains(' '))
    };
    object.is_object() && object.children().next().is_some() && object.children().all(is_texts)
}

/// Returns true if a member beside an error is not the text of a field: a number, a word that does not say what is wrong, or
/// what is known of the request.
fn is_aside(member: Node<'_>) -> bool {
    match member.kind() {
        Kind::Object | Kind::Array => false,
        Kind::String => is_mere_word(member) || is_told_of_request(member),
        Kind::Number | Kind::True | Kind::False | Kind::Null => true,
    }
}

/// Returns true if a member is a word that does not say what is wrong.
fn is_mere_word(member: Node<'_>) -> bool {
    member.kind() == Kind::String
        && member.plain().is_some_and(|text| {
            let text = text.to_ascii_lowercase();
            !text.contains(' ') && WRONG.iter().all(|wrong| !text.contains(wrong))
        })
}

/// Returns true if a member tells the id of the request, how long to wait or where the documentation is.
fn is_told_of_request(member: Node<'_>) -> bool {
    let full = member.name();
    let is = |meaning| means(local(&full), meaning);
    let Some(text) = member.plain().filter(|_| !member.is_cut()) else {
        return false;
    };
    let is_word = !text.is_empty() && !text.contains(char::is_whitespace);
    is_word
        && (is(Meaning::RequestId) && full.len() > 4
            || is(Meaning::Wait)
            || is(Meaning::WaitMillis)
            || is(Meaning::WaitUntil)
            || is(Meaning::Docs) && text.starts_with("http"))
}

/// Returns what an element of a list of messages says: its text, or the message in it.
fn said(item: Node<'_>) -> Option<Cow<'_, str>> {
    item.plain().or_else(|| {
        let mut members = item.children();
        members.find_map(|member| {
            member
                .plain()
                .filter(|_| means(local(&member.name()), Meaning::Message))
        })
    })
}
