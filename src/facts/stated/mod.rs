//! What a body of whatever API says about its error, by the names of its members: the vocabulary tells what each name means.

mod scalar;

use std::borrow::Cow;

use super::signs;
use crate::doc::{Kind, Node};
use crate::vocabulary::{Meaning, means};

/// How deep errors are looked for.
const MAX_DEPTH: usize = 10;

/// How many errors of one body, and how many fields of one error, are kept.
const MAX_KEPT: usize = 64;

/// The longest code.
const MAX_CODE: usize = 120;

/// How codes and outcomes say that all went well, in lower case. A number of zeros does so, too.
const WELL: [&str; 8] = [
    "ok",
    "success",
    "succeeded",
    "successful",
    "true",
    "none",
    "null",
    "200",
];

/// How outcomes and types say that something failed without saying what, in lower case.
const FAILED: [&str; 9] = [
    "about:blank",
    "error",
    "errors",
    "fail",
    "failed",
    "failure",
    "false",
    "ng",
    "exception",
];

/// The outcome of a request with invalid fields (JSend, section "Fail").
const FAILED_BY_FIELD: &str = "fail";

/// What the codes of SOAP faults end in that the sender of the request has to mend (SOAP 1.1, section 4.4.1; SOAP 1.2, part 1,
/// section 5.4.6).
const SENDER_FAULTS: [&str; 2] = [":client", ":sender"];

/// The same where the receiver has to. Either only says whose fault it is.
const RECEIVER_FAULTS: [&str; 2] = [":server", ":receiver"];

/// A text, and where in the body it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Found {
    /// The text.
    pub(crate) text: String,
    /// JSON Pointer.
    pub(crate) at: String,
    /// How good a place it is for what it is taken for; the least is the best.
    rank: u32,
}

/// What a body says about one error.
#[derive(Debug, Clone, Default)]
pub(crate) struct Stated {
    /// The code as received.
    pub(crate) code: Option<Found>,
    /// The type, where it is an address.
    pub(crate) kind: Option<Found>,
    /// The error in a few words.
    pub(crate) title: Option<Found>,
    /// The message.
    pub(crate) message: Option<Found>,
    /// The id that support asks for.
    pub(crate) request_id: Option<Found>,
    /// Documentation.
    pub(crate) docs_url: Option<Found>,
    /// The HTTP status.
    pub(crate) status: Option<u16>,
    /// Where that is.
    pub(crate) status_at: Option<String>,
    /// Seconds to wait.
    pub(crate) wait: Option<u64>,
    /// The messages by field.
    pub(crate) fields: Vec<(String, Vec<String>)>,
    /// Where those are.
    pub(crate) fields_at: Option<String>,
    /// Whether a retry may help, as the body says it.
    pub(crate) is_retryable: Option<bool>,
    /// Whether the body says itself that something failed.
    pub(crate) is_failure: bool,
    /// The name of the field at fault.
    field: Option<String>,
    /// What lists of errors and fields in it say.
    items: Vec<Self>,
}

/// Where a member is, seen from the error.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    /// In the object that is the error.
    Error,
    /// In what holds that object.
    Around,
    /// In what says more about it.
    Beside,
    /// In a list of errors or fields.
    Item,
}

/// Returns the errors that a document states; none where it says nothing.
pub(crate) fn stated(root: Node<'_>) -> Vec<Stated> {
    let mut outer = Stated::default();
    match root.kind() {
        // A list of words may be anything.
        Kind::Array if root.children().all(Node::is_object) => {
            outer.list(root, String::new(), false, MAX_DEPTH);
        }
        _ => outer.read(root, "", Part::Around, MAX_DEPTH),
    }
    outer.settled()
}

impl Stated {
    /// Returns true if it says anything about an error.
    pub(crate) fn says_something(&self) -> bool {
        self.code.is_some()
            || self.message.is_some()
            || self.title.is_some()
            || !self.fields.is_empty()
    }

    /// Returns the errors: each element of a list with a code of its own is one where nothing is said around the list.
    fn settled(mut self) -> Vec<Self> {
        let items = std::mem::take(&mut self.items);
        let is_said = self.code.is_some() || self.message.is_some() || self.title.is_some();
        let is_apart = !is_said && items.iter().any(|item| item.code.is_some());
        if is_apart {
            let each = items.into_iter().flat_map(|mut item| {
                if let Some(name) = item.field.take() {
                    let text = item.message.as_ref().or(item.title.as_ref());
                    let texts = text.map(|found| found.text.clone()).into_iter().collect();
                    item.fields.push((name, texts));
                }
                item.fill(&self);
                item.is_failure = true;
                item.settled()
            });
            return each.take(MAX_KEPT).collect();
        }
        let mut words: Vec<String> = Vec::new();
        for item in items {
            let text = [&item.message, &item.title, &item.code];
            let text = text.into_iter().flatten().next();
            let text = text.map(|found| found.text.clone());
            match &item.field {
                Some(name) => self.add_field(name, text.into_iter().collect()),
                None => words.extend(text),
            }
            // A field's own code and id are not those of the error.
            if item.field.is_none() {
                self.fill(&item);
            }
            for (name, texts) in item.fields {
                self.add_field(&name, texts);
            }
        }
        if !is_said && !words.is_empty() {
            let at = self.message.take().map(|found| found.at);
            self.message = Some(Found {
                text: words.join("; "),
                at: at.unwrap_or_default(),
                rank: 0,
            });
        }
        if let Some(name) = self.field.take() {
            let text = self.message.as_ref().map(|found| found.text.clone());
            self.add_field(&name, text.into_iter().collect());
        }
        vec![self]
    }

    /// Takes from another what it does not say itself.
    fn fill(&mut self, other: &Self) {
        let fill = |own: &mut Option<Found>, other: &Option<Found>| {
            if own.is_none() {
                own.clone_from(other);
            }
        };
        fill(&mut self.code, &other.code);
        fill(&mut self.kind, &other.kind);
        fill(&mut self.title, &other.title);
        fill(&mut self.message, &other.message);
        fill(&mut self.request_id, &other.request_id);
        fill(&mut self.docs_url, &other.docs_url);
        self.status = self.status.or(other.status);
        self.wait = self.wait.or(other.wait);
        self.is_retryable = self.is_retryable.or(other.is_retryable);
        self.is_failure |= other.is_failure;
    }

    /// Adds the messages of a field.
    fn add_field(&mut self, name: &str, texts: Vec<String>) {
        let is_full = self.fields.len() >= MAX_KEPT;
        match self.fields.iter_mut().find(|(known, _)| known == name) {
            Some((_, known)) => known.extend(texts),
            None if !is_full => self.fields.push((name.to_owned(), texts)),
            None => {}
        }
    }

    /// Reads an object.
    fn read(&mut self, object: Node<'_>, at: &str, part: Part, depth: usize) {
        if depth == 0 || !object.is_object() {
            return;
        }
        let is_sent = signs::sent_of(object);
        let is_wrapper = object
            .children()
            .filter(|c| !c.name().starts_with('@'))
            .count()
            == 1;
        // JSend puts messages by field into the `data` of what failed so.
        let is_by_field = object.children().any(|member| {
            means(&member.name(), Meaning::Outcome) && member.is_text(FAILED_BY_FIELD)
        });
        for member in object
            .children()
            .filter(|member| !member.is_cut() || member.is_container())
        {
            let full = member.name();
            if is_sent(&full) {
                continue;
            }
            let at = at.to_owned() + &step(&full);
            let name = local(&full);
            match member.kind() {
                Kind::Object
                    if is_by_field && means(name, Meaning::Body) && self.map(member, &at) => {}
                Kind::True | Kind::False => self.flag(name, member.kind() == Kind::True),
                Kind::String | Kind::Number => self.scalar(name, member, at, part, depth),
                Kind::Object => self.object(name, member, at, (part, is_wrapper), depth),
                Kind::Array => self.array(name, member, at, part, depth),
                Kind::Null => {}
            }
        }
    }

    /// Reads a member that is true or false.
    fn flag(&mut self, name: &str, is_true: bool) {
        if means(name, Meaning::Succeeded) {
            self.is_failure |= !is_true;
        } else if means(name, Meaning::Error) {
            self.is_failure |= is_true;
        } else if means(name, Meaning::Retryable) {
            self.is_retryable.get_or_insert(is_true);
        }
    }

    /// Reads a member that is an object.
    fn object(
        &mut self,
        name: &str,
        value: Node<'_>,
        at: String,
        (part, is_wrapper): (Part, bool),
        depth: usize,
    ) {
        let is = |meaning| means(name, meaning);
        if value.children().next().is_none() {
            return;
        }
        // The message of what is an error itself is not what that error is called.
        let is_own = |inner: Node<'_>| is(Meaning::Error) && means(&inner.name(), Meaning::Message);
        if (is(Meaning::Message) || is(Meaning::Title) || is(Meaning::Code))
            && let Some((inner, step)) = inner_text(value).filter(|(inner, _)| !is_own(*inner))
        {
            self.scalar(name, inner, format!("{at}{step}"), part, depth);
            self.read(value, &at, Part::Beside, depth - 1);
        } else if is(Meaning::Fields) && self.map(value, &at) {
            self.is_failure |= is(Meaning::Errors);
        } else if is(Meaning::Error) {
            self.is_failure = true;
            self.read(value, &at, Part::Error, depth - 1);
        } else if is(Meaning::Beside) || part == Part::Item {
            self.read(value, &at, Part::Beside, depth - 1);
        } else if is_wrapper || is(Meaning::Answered) || is(Meaning::Body) {
            self.read(value, &at, part, depth - 1);
        }
    }

    /// Reads texts by the names of fields; returns whether they are such.
    fn map(&mut self, value: Node<'_>, at: &str) -> bool {
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
            member.plain().is_some()
                && [Meaning::Code, Meaning::Message, Meaning::Docs]
                    .iter()
                    .any(|meaning| means(&name, *meaning))
        };
        if value.children().any(is_error) {
            return false;
        }
        let found: Option<Vec<_>> = value
            .children()
            .take(MAX_KEPT)
            .map(|member| Some((member.name().into_owned(), texts(member)?)))
            .collect();
        let Some(found) = found.filter(|found| !found.is_empty()) else {
            return false;
        };
        for (name, texts) in found {
            self.add_field(&name, texts);
        }
        self.fields_at.get_or_insert_with(|| at.to_owned());
        true
    }

    /// Reads a member that is a list.
    fn array(&mut self, name: &str, list: Node<'_>, at: String, part: Part, depth: usize) {
        let is = |meaning| means(name, meaning);
        if is(Meaning::Message) && self.sentences(list, &at, part) {
            return;
        }
        if is(Meaning::Field) && part == Part::Item {
            let steps: Vec<_> = list.children().filter_map(Node::plain).collect();
            self.field.get_or_insert(steps.join("."));
        } else if is(Meaning::Errors) || is(Meaning::Error) {
            self.list(list, at, true, depth);
        } else if is(Meaning::Fields) || is(Meaning::Message) || is(Meaning::Beside) {
            self.list(list, at, false, depth);
        }
    }

    /// Reads a list of errors, fields or words.
    fn list(&mut self, list: Node<'_>, at: String, is_errors: bool, depth: usize) {
        if depth == 0 {
            return;
        }
        for (position, item) in list.children().enumerate().take(MAX_KEPT) {
            let mut inner = Self::default();
            let place = format!("{at}/{position}");
            match item.kind() {
                Kind::Object => inner.read(item, &place, Part::Item, depth - 1),
                _ => {
                    inner.message = item.plain().map(|text| Found {
                        text: text.into_owned(),
                        at: place,
                        rank: 0,
                    })
                }
            }
            if inner.field.is_some() {
                self.fields_at.get_or_insert_with(|| at.clone());
            }
            self.is_failure |= is_errors;
            self.items.push(inner);
        }
    }
}

/// Returns the step to a member in a JSON Pointer (RFC 6901).
fn step(name: &str) -> String {
    format!("/{}", name.replace('~', "~0").replace('/', "~1"))
}

/// Returns the text of an object that holds nothing but a text, its language and the like, and the step to it.
fn inner_text(value: Node<'_>) -> Option<(Node<'_>, String)> {
    text_within(value, 2)
}

/// Returns such a text at most so many steps down: in XML an element with an attribute holds its text one step further down.
fn text_within(value: Node<'_>, steps: usize) -> Option<(Node<'_>, String)> {
    value.children().find_map(|member| {
        let full = member.name();
        let is_text = ["value", "text", "message", "content"]
            .iter()
            .any(|known| known.eq_ignore_ascii_case(local(&full)));
        let member = is_text.then_some(member)?;
        let step = step(&full);
        match member.plain() {
            Some(_) => Some((member, step)),
            None if member.is_object() && steps > 1 => {
                let (found, rest) = text_within(member, steps - 1)?;
                Some((found, step + &rest))
            }
            None => None,
        }
    })
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

/// Returns a name without the prefix of its namespace and without marks.
fn local(name: &str) -> &str {
    let name = name.rsplit_once(':').map_or(name, |(_, local)| local);
    name.trim_start_matches(['@', '$', '#'])
}
