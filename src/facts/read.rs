//! Reads an object through one envelope. A member of the wrong type is ignored (RFC 9457, section 3.1).

use std::borrow::Cow;
use std::collections::HashMap;

use super::Facts;
use crate::catalog::layout::ReadRow;
use crate::catalog::{Place, Unit};
use crate::doc::{Kind, Node};
use crate::input::json;
use crate::places::{Context, Found, find_at, leading_status};
use crate::retry_after;
use crate::shapes::{FieldsRead, Reads};

/// How many codes of one object are kept.
const MAX_CODES: usize = 8;

/// What is read, and where in it things are.
struct Source<'d, 'c> {
    object: Option<Node<'d>>,
    element: Option<Node<'d>>,
    context: &'c Context<'d>,
    reads: Reads<'c>,
}

impl<'d> Source<'d, '_> {
    /// Returns the first thing at some places that `read` makes something of.
    fn find<T>(&self, at: ReadRow, read: impl Fn(Found<'d>) -> Option<T>) -> Option<T> {
        let mut places = self.reads.places(at);
        places.find_map(|place| self.find_at(place, &read))
    }

    /// Returns the first thing at a place that `read` makes something of.
    fn find_at<T>(&self, place: &Place, read: impl Fn(Found<'d>) -> Option<T>) -> Option<T> {
        find_at(self.object, self.element, place, self.context, read)
    }

    /// Returns the text at some places. What the input ends within is unknown.
    fn text(&self, at: ReadRow) -> Option<String> {
        let whole = |found: Found<'d>| {
            let text = found.plain().filter(|_| !found.is_cut())?;
            Some(text.into_owned())
        };
        self.find(at, whole)
    }
}

/// Reads an object, or an element of it, by where in it things are. Of a message that the input ends within the part is kept: it is
/// of use to people.
pub(super) fn facts(
    object: Option<Node<'_>>,
    element: Option<Node<'_>>,
    reads: Reads<'_>,
    context: &Context<'_>,
) -> Facts {
    let source = Source {
        object,
        element,
        context,
        reads,
    };
    let message = reads.places(ReadRow::Message).find_map(|place| {
        let may_be_list = place.last_name().is_some();
        source.find_at(place, |found| {
            Some((said(&found, may_be_list)?, found.is_cut()))
        })
    });
    let (message, is_message_cut) = message.unzip();
    let mut codes = codes(&source).into_iter();
    Facts {
        code: codes.next(),
        other_codes: codes.collect(),
        subcode: source.text(ReadRow::Subcode),
        code_in: source.text(ReadRow::CodeIn),
        is_message_cut: is_message_cut.unwrap_or_default(),
        status: source.find(ReadRow::Status, |found| status(&found)),
        status_name: source
            .text(ReadRow::StatusName)
            .map(|name| after_number(&name))
            .filter(|name| !name.is_empty()),
        fields: reads
            .fields()
            .map(|at| fields(&source, at, message.as_deref()))
            .unwrap_or_default(),
        message,
        request_id: source.text(ReadRow::RequestId),
        docs_url: source.text(ReadRow::DocsUrl),
        retry_after: reads
            .waits()
            .find_map(|(place, unit)| seconds(&source, place, unit)),
        time: source.text(ReadRow::Time),
        extras: reads
            .extras()
            .filter_map(|(name, place)| {
                let value = source.find_at(place, |found| Some(found.plain()?.into_owned()))?;
                Some((name.to_owned(), value))
            })
            .collect(),
    }
}

/// How many texts of a list are told as one message.
const MAX_TEXTS: usize = 20;

/// Returns the message that a text is, or, where it may be one, a list of texts.
fn said(found: &Found<'_>, may_be_list: bool) -> Option<String> {
    if let Found::Value(list) = found
        && list.kind() == Kind::Array
        && may_be_list
    {
        return list.texts(MAX_TEXTS);
    }
    Some(found.plain()?.into_owned())
}

/// Returns the codes, in the order in which they are preferred.
fn codes(source: &Source<'_, '_>) -> Vec<String> {
    let mut codes: Vec<String> = Vec::new();
    for place in source.reads.places(ReadRow::Code) {
        let mut add = |found: Found<'_>| {
            if let Some(code) = found.plain().filter(|_| !found.is_cut()) {
                let code = trimmed(&code, source.reads);
                if !code.is_empty() && !codes.contains(&code) {
                    codes.push(code);
                }
            }
            codes.len() >= MAX_CODES
        };
        crate::places::any_at(
            source.object,
            source.element,
            place,
            source.context,
            &mut add,
        );
    }
    codes
}

/// Returns a code as the catalog has it: without what comes along when it is copied from a web page, and without what the
/// API puts around it.
fn trimmed(code: &str, reads: Reads<'_>) -> String {
    let mut code = Cow::Borrowed(code);
    if code.contains(&json::INVISIBLE[..]) {
        code.to_mut().retain(|c| !json::INVISIBLE.contains(&c));
    }
    let mut part: &str = &code;
    if let Some(sign) = reads.record.code_before() {
        part = part.split_once(sign).map_or(part, |(before, _)| before);
    }
    if let Some(sign) = reads.record.code_after() {
        part = part.rsplit_once(sign).map_or(part, |(_, after)| after);
    }
    match reads.record.code_prefix() {
        Some(prefix) if !part.is_empty() => format!("{prefix}{}", part.trim()),
        _ => part.trim().to_owned(),
    }
}

/// Reads a status from a number or from text that begins with one.
fn status(found: &Found<'_>) -> Option<u16> {
    let number = match found {
        Found::Value(value) if value.kind() == Kind::Number => {
            u16::try_from(value.number()?).ok()?
        }
        Found::Value(value) => leading_status(&value.text()?)?,
        Found::Text(text) => leading_status(text)?,
    };
    (100..600).contains(&number).then_some(number)
}

/// Returns the text after a leading number.
fn after_number(text: &str) -> String {
    text.trim_start()
        .trim_start_matches(|c: char| c.is_ascii_digit())
        .trim()
        .to_owned()
}

/// Reads a waiting time in seconds.
fn seconds(source: &Source<'_, '_>, place: &Place, unit: Unit) -> Option<u64> {
    let text = source.find_at(place, |found| Some(found.plain()?.into_owned()))?;
    let number = || text.parse::<f64>().ok().filter(|n| *n >= 0.0 && *n < 1e15);
    // Rounded up: a second too late is better than a request too early.
    #[allow(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "the number is checked to be in range"
    )]
    let whole = |seconds: f64| seconds.ceil() as u64;
    match unit {
        Unit::Seconds => number().map(whole),
        Unit::Milliseconds => number().map(|milliseconds| whole(milliseconds / 1000.0)),
        Unit::Duration => retry_after::duration(&text),
        Unit::Date | Unit::Unix => {
            let until = match unit {
                Unit::Unix => number().map(whole)?,
                _ => u64::try_from(retry_after::date(&text)?.as_second()).ok()?,
            };
            let date = source.context.headers.iter();
            let mut date = date.filter(|(name, _)| name.eq_ignore_ascii_case("date"));
            let sent = retry_after::date(&date.next()?.1)?.as_second();
            Some(until.saturating_sub(u64::try_from(sent).ok()?))
        }
    }
}

/// Reads field messages in whichever of the three forms they are.
fn fields(
    source: &Source<'_, '_>,
    at: FieldsRead<'_>,
    message: Option<&str>,
) -> Vec<(String, Vec<String>)> {
    let value_at = |place: &Place| {
        source.find_at(place, |found| match found {
            Found::Value(value) => Some(value),
            Found::Text(_) => None,
        })
    };
    match at {
        FieldsRead::Pointer(place) => match value_at(place) {
            Some(value) if value.is_object() => value
                .children()
                .map(|member| (member.name().into_owned(), texts_of(member)))
                .filter(|(_, texts)| !texts.is_empty())
                .collect(),
            Some(value) if value.kind() == Kind::String => match value.plain() {
                Some(name) => vec![(
                    name.into_owned(),
                    message.map(str::to_owned).into_iter().collect(),
                )],
                None => Vec::new(),
            },
            _ => Vec::new(),
        },
        FieldsRead::List { at, name, text } => {
            let mut found: Vec<(String, Vec<String>)> = Vec::new();
            let mut known: HashMap<String, usize> = HashMap::new();
            let list = value_at(at).filter(|list| list.kind() == Kind::Array);
            for item in list.iter().flat_map(|list| list.children()) {
                let inside = |place: &Place| {
                    find_at(
                        Some(item),
                        Some(item),
                        place,
                        source.context,
                        |found| match found {
                            Found::Value(value) => Some(value),
                            Found::Text(_) => None,
                        },
                    )
                };
                let Some(field) = inside(name).and_then(Node::plain) else {
                    continue;
                };
                let texts = inside(text).map(texts_of).unwrap_or_default();
                let at = *known
                    .entry(field.clone().into_owned())
                    .or_insert(found.len());
                match found.get_mut(at) {
                    Some((_, known)) => known.extend(texts),
                    None => found.push((field.into_owned(), texts)),
                }
            }
            found
        }
    }
}

/// Returns the texts of a string, or of a list of strings.
fn texts_of(value: Node<'_>) -> Vec<String> {
    let plain = |node: Node<'_>| node.plain().map(Cow::into_owned);
    match value.kind() {
        Kind::Array => value.children().filter_map(plain).collect(),
        _ => plain(value).into_iter().collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::{Found, after_number, status};
    use crate::doc::Doc;

    #[test]
    fn a_status_is_a_number_or_begins_a_text() {
        let read = |json: &str| {
            let doc = Doc::read(json).unwrap();
            status(&Found::Value(doc.root()))
        };
        assert_eq!(read("404"), Some(404));
        assert_eq!(read(r#""400 InvalidRequest""#), Some(400));
        for no in [r#""x""#, "[400]", "-1", "7", r#""99999""#, "4.5"] {
            assert_eq!(read(no), None, "{no}");
        }
        assert_eq!(after_number("400 InvalidRequest"), "InvalidRequest");
        assert_eq!(after_number("400"), "");
    }
}
