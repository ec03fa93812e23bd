//! What a body of whatever API says about its error, by the names of its members: the vocabulary tells what each name means.

mod fields;
mod scalar;

use fields::is_by_field;

use super::signs;
use crate::doc::{Doc, Kind, Node};
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

/// What the names of objects end in that are errors of a service itself, in lower case.
const ERROR_ENDS: [&str; 4] = ["error", "exception", "fault", "failure"];

/// Members that only errors of GraphQL have (GraphQL, section 7.1.2).
const GRAPHQL: [&str; 2] = ["extensions", "locations"];

/// How many texts beside the message are told.
const MAX_MORE: usize = 8;

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
    /// When a retry may succeed, as the body says it.
    pub(crate) wait_until: Option<String>,
    /// Numbers that say more about the error.
    pub(crate) values: Vec<(String, String)>,
    /// The messages by field.
    pub(crate) fields: Vec<(String, Vec<String>)>,
    /// Where those are.
    pub(crate) fields_at: Option<String>,
    /// Whether a retry may help, as the body says it.
    pub(crate) is_retryable: Option<bool>,
    /// Whether the body says itself that something failed.
    pub(crate) is_failure: bool,
    /// What is said beside the message.
    more: Vec<Found>,
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
        _ if is_by_field(root) => outer.by_field(root),
        _ => outer.read(root, "", Part::Around, MAX_DEPTH),
    }
    outer.settled()
}

impl Stated {
    /// Returns what a body in plain words says: its message, at the place of the whole body.
    pub(crate) fn of_text(text: &str) -> Self {
        let message = Found {
            text: text.to_owned(),
            at: String::new(),
            rank: 0,
        };
        Self {
            message: Some(message),
            ..Self::default()
        }
    }

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
        for mut item in flat(items) {
            item.join_texts();
            // A code alone says more than nothing.
            let code = item
                .code
                .clone()
                .filter(|_| !is_said || item.field.is_some());
            let text = item.message.clone().or_else(|| item.title.clone()).or(code);
            match &item.field {
                Some(name) => {
                    let texts = text.map(|found| found.text).into_iter().collect();
                    self.add_field(name, texts);
                }
                None => {
                    self.more.extend(text);
                    // A field's own code and id are not those of the error.
                    self.fill(&item);
                }
            }
            for (name, texts) in item.fields {
                self.add_field(&name, texts);
            }
        }
        self.join_texts();
        if let Some(name) = self.field.take() {
            let text = self.message.as_ref().map(|found| found.text.clone());
            self.add_field(&name, text.into_iter().collect());
        }
        vec![self]
    }

    /// Makes one message of all that is said, each text once.
    fn join_texts(&mut self) {
        let mut found = self.message.take();
        for other in self.more.drain(..).take(MAX_MORE) {
            let text = &other.text;
            let is_title = self.title.as_ref().is_some_and(|title| title.text == *text);
            match &mut found {
                _ if is_title => {}
                Some(message) if message.text.contains(text) => {}
                Some(message) if text.contains(&message.text) => message.text = other.text,
                Some(message) => {
                    let is_sentence = message.text.ends_with(['.', '!', '?']);
                    message.text.push_str(if is_sentence { " " } else { "; " });
                    message.text.push_str(text);
                }
                None => found = Some(other),
            }
        }
        self.message = found;
    }

    /// Takes from another what it does not say itself.
    fn fill(&mut self, other: &Self) {
        let fill = |own: &mut Option<Found>, other: &Option<Found>| {
            if own.is_none() {
                own.clone_from(other);
            }
        };
        let is_weak = |code: &Option<Found>| code.as_ref().is_some_and(Found::is_weak);
        if is_weak(&self.code) && other.code.is_some() && !is_weak(&other.code) {
            self.code = None;
        }
        fill(&mut self.code, &other.code);
        fill(&mut self.kind, &other.kind);
        fill(&mut self.title, &other.title);
        fill(&mut self.message, &other.message);
        fill(&mut self.request_id, &other.request_id);
        fill(&mut self.docs_url, &other.docs_url);
        self.status = self.status.or(other.status);
        self.wait = self.wait.or(other.wait);
        if self.wait_until.is_none() {
            self.wait_until.clone_from(&other.wait_until);
        }
        self.is_retryable = self.is_retryable.or(other.is_retryable);
        self.is_failure |= other.is_failure;
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
            // A logger's wrapper around a body.
            let inner = member
                .text()
                .filter(|text| is_wrapper && text.starts_with('{'));
            if let Some(doc) = inner.as_deref().and_then(Doc::read) {
                self.read(doc.root(), &at, part, depth - 1);
                continue;
            }
            match member.kind() {
                Kind::Object
                    if is_by_field
                        && means(name, Meaning::Body)
                        && self.map(member, &at, false) => {}
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
        } else if is(Meaning::Errors)
            && let Some((item, step)) = only_error(value)
        {
            // In XML a list is an element that holds others of one name.
            self.is_failure = true;
            let at = format!("{at}{step}");
            match item.kind() {
                Kind::Array => self.list(item, at, true, depth),
                _ => self.item(item, at, depth),
            }
        } else if is(Meaning::Fields) && self.map(value, &at, is(Meaning::Beside)) {
            self.is_failure |= is(Meaning::Errors);
        } else if (is(Meaning::Error) || is(Meaning::Body)) && is_by_field(value) {
            self.is_failure |= is(Meaning::Error);
            self.map(value, &at, false);
        } else if is(Meaning::Error) {
            self.is_failure = true;
            self.read(value, &at, Part::Error, depth - 1);
        } else if is(Meaning::Beside) || part == Part::Item {
            self.read(value, &at, Part::Beside, depth - 1);
        } else if is_wrapper
            || is(Meaning::Answered)
            || is(Meaning::Body)
            || is_error_name(name) && (part != Part::Around || self.is_failure)
        {
            self.read(value, &at, part, depth - 1);
        }
    }

    /// Reads a member that is a list.
    fn array(&mut self, name: &str, list: Node<'_>, at: String, part: Part, depth: usize) {
        let is = |meaning| means(name, meaning);
        if is(Meaning::Message) && self.sentences(list, &at, part) {
            self.is_failure |= is(Meaning::Error);
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
            self.is_failure |= is_errors;
            self.item(item, format!("{at}/{position}"), depth);
        }
    }

    /// Reads an element of a list of errors, fields or words.
    fn item(&mut self, item: Node<'_>, at: String, depth: usize) {
        let mut inner = Self::default();
        match item.kind() {
            Kind::Object => inner.read(item, &at, Part::Item, depth - 1),
            _ => {
                inner.message = item.plain().map(|text| Found {
                    text: text.into_owned(),
                    at: at.clone(),
                    rank: 0,
                });
            }
        }
        // In GraphQL the path leads to what was not answered, and not to what was sent.
        let is_graphql = GRAPHQL.iter().any(|name| item.get(name).is_some());
        if is_graphql && item.get("path").is_some() {
            inner.field = None;
        }
        if inner.field.is_some() {
            let list = at.rsplit_once('/').map_or("", |(list, _)| list);
            self.fields_at.get_or_insert_with(|| list.to_owned());
        }
        self.items.push(inner);
    }
}

/// Returns elements of lists with those of the lists in them behind each.
fn flat(items: Vec<Stated>) -> Vec<Stated> {
    let inner = items.into_iter().flat_map(|mut item| {
        let inner = flat(std::mem::take(&mut item.items));
        std::iter::once(item).chain(inner)
    });
    inner.collect()
}

/// Returns true if the name of an object says that it is the error of a service.
fn is_error_name(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    ERROR_ENDS.iter().any(|end| name.ends_with(end))
}

/// Returns what an object holds if that is nothing but one error or a list of them, and the step to it.
fn only_error(value: Node<'_>) -> Option<(Node<'_>, String)> {
    let mut members = value.children().filter(|c| !c.name().starts_with('@'));
    let only = members.next().filter(|_| members.next().is_none())?;
    let full = only.name();
    let is_list = only.is_container() || only.plain().is_some();
    (is_list && means(local(&full), Meaning::Error)).then(|| (only, step(&full)))
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

/// Returns a name without the prefix of its namespace and without marks.
fn local(name: &str) -> &str {
    let name = name.rsplit_once(':').map_or(name, |(_, local)| local);
    name.trim_start_matches(['@', '$', '#'])
}
