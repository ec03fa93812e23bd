//! Finds what catalogs call places: in a body, in an element of it, in header fields, in a text.

use std::borrow::Cow;

use crate::catalog::{Place, Shape, Token};
use crate::doc::{Kind, Node};
use crate::redact::percent_decoded;
use crate::sanitize::quoted_end;

/// What places are looked up in besides the object at hand.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Context<'c> {
    /// The header fields of the response.
    pub(crate) headers: &'c [(String, String)],
    /// The text of a body in plain words.
    pub(crate) text: Option<&'c str>,
    /// The root of a JSON body.
    pub(crate) body: Option<Node<'c>>,
}

/// What is at a place.
#[derive(Debug, Clone)]
pub(crate) enum Found<'d> {
    /// A value of the body.
    Value(Node<'d>),
    /// Text of a header field, or of a body in plain words.
    Text(Cow<'d, str>),
}

impl<'d> Found<'d> {
    /// Returns the text of a string, number or header field, without blanks around it.
    pub(crate) fn plain(&self) -> Option<Cow<'d, str>> {
        match self {
            Self::Value(value) => value.plain(),
            Self::Text(text) => (!text.is_empty()).then(|| text.clone()),
        }
    }

    /// Returns true if the input ends within what was found.
    pub(crate) fn is_cut(&self) -> bool {
        matches!(self, Self::Value(value) if value.is_cut())
    }
}

/// Calls `each` with everything at a place, until it returns true; returns whether it did.
pub(crate) fn any_at<'d>(
    object: Option<Node<'d>>,
    element: Option<Node<'d>>,
    place: &Place,
    context: &Context<'d>,
    each: &mut dyn FnMut(Found<'d>) -> bool,
) -> bool {
    let mut value = |node| each(Found::Value(node));
    match place {
        Place::Body(tokens) => object.is_some_and(|object| walk(object, tokens, &mut value)),
        Place::Element(tokens) => element.is_some_and(|element| walk(element, tokens, &mut value)),
        Place::Header { name, parameter } => context
            .headers
            .iter()
            .filter(|(known, _)| known.eq_ignore_ascii_case(name))
            .any(|(_, text)| match parameter {
                None => each(Found::Text(unencoded(text.trim()))),
                Some(parameter) => {
                    parameter_of(text, parameter).is_some_and(|text| each(Found::Text(text)))
                }
            }),
        Place::Text => context
            .text
            .is_some_and(|text| each(Found::Text(Cow::Borrowed(text.trim())))),
    }
}

/// Returns the text of a header field without percent-encoding, where it has no blank and so is encoded: gRPC's messages are
/// (gRPC over HTTP/2, Responses).
fn unencoded(text: &str) -> Cow<'_, str> {
    let is_encoded = text.contains('%') && !text.contains(char::is_whitespace);
    let plain = is_encoded.then(|| percent_decoded(text)).flatten();
    plain.map_or(Cow::Borrowed(text), Cow::Owned)
}

/// Returns the first thing at a place that `read` makes something of.
pub(crate) fn find_at<'d, T>(
    object: Option<Node<'d>>,
    element: Option<Node<'d>>,
    place: &Place,
    context: &Context<'d>,
    read: impl Fn(Found<'d>) -> Option<T>,
) -> Option<T> {
    let mut found = None;
    any_at(object, element, place, context, &mut |at| {
        found = read(at);
        found.is_some()
    });
    found
}

/// Calls `each` with every value that tokens lead to, until it returns true; returns whether it did.
pub(crate) fn walk<'d>(
    from: Node<'d>,
    tokens: &[Token],
    each: &mut dyn FnMut(Node<'d>) -> bool,
) -> bool {
    let Some((token, rest)) = tokens.split_first() else {
        return each(from);
    };
    match token {
        Token::Name(name) => from.step(name).is_some_and(|next| walk(next, rest, each)),
        Token::Any => from.children().any(|child| walk(child, rest, each)),
        // The deepest first.
        Token::Deep => {
            from.children()
                .filter(|child| child.is_container())
                .any(|child| walk(child, tokens, each))
                || walk(from, rest, each)
        }
    }
}

/// Returns the first value that tokens lead to.
pub(crate) fn first<'d>(from: Node<'d>, tokens: &[Token]) -> Option<Node<'d>> {
    let mut found = None;
    walk(from, tokens, &mut |node| {
        found = Some(node);
        true
    });
    found
}

/// Returns true if what tokens lead to is absent, but may follow the input's end: the innermost container on the way that is
/// there is still open.
pub(crate) fn may_follow(from: Node<'_>, tokens: &[Token]) -> bool {
    let mut node = from;
    for token in tokens {
        let Token::Name(name) = token else {
            return node.is_cut();
        };
        match node.step(name) {
            Some(next) => node = next,
            None => return node.is_cut(),
        }
    }
    false
}

/// Returns true if something at a place of an object has a shape.
pub(crate) fn holds(object: Node<'_>, place: &Place, shape: &Shape, context: &Context<'_>) -> bool {
    holds_at(Some(object), place, shape, context)
}

/// Returns true if something at a place has a shape.
pub(crate) fn holds_at(
    object: Option<Node<'_>>,
    place: &Place,
    shape: &Shape,
    context: &Context<'_>,
) -> bool {
    any_at(object, object, place, context, &mut |found| match found {
        Found::Value(value) => fits(shape, value),
        Found::Text(text) => fits_text(shape, &text),
    })
}

/// Returns true if a value has a shape.
#[inline]
pub(crate) fn fits(shape: &Shape, value: Node<'_>) -> bool {
    let kind = value.kind();
    match shape {
        Shape::String => kind == Kind::String,
        Shape::Number => kind == Kind::Number,
        Shape::Boolean => matches!(kind, Kind::True | Kind::False),
        Shape::Object => kind == Kind::Object,
        Shape::Array => kind == Kind::Array,
        Shape::Null => kind == Kind::Null,
        Shape::True => kind == Kind::True,
        Shape::False => kind == Kind::False,
        Shape::Status => value.number().is_some_and(|n| (100..600).contains(&n)),
        Shape::StatusText => {
            kind == Kind::String
                && value
                    .text()
                    .is_some_and(|text| leading_status(&text).is_some())
        }
        Shape::Code => kind == Kind::String || (kind == Kind::Number && is_whole(value.raw())),
        Shape::Present => kind != Kind::Null,
        Shape::Text(text) => value.is_text(text),
    }
}

/// Returns true if a number has no fraction but zeros.
fn is_whole(number: &str) -> bool {
    let parsed = || number.parse::<f64>().is_ok_and(|n| n.fract() == 0.0);
    number.bytes().all(|b| b.is_ascii_digit() || b == b'-') || parsed()
}

/// Returns the status that a text begins with.
pub(crate) fn leading_status(text: &str) -> Option<u16> {
    let text = text.trim_start();
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let number = text[..digits].parse().ok()?;
    (100..600).contains(&number).then_some(number)
}

/// Returns true if text outside a JSON body has a shape.
fn fits_text(shape: &Shape, text: &str) -> bool {
    match shape {
        Shape::String | Shape::Code | Shape::Present => !text.is_empty(),
        Shape::Number => text.parse::<f64>().is_ok(),
        Shape::Status => text.parse().is_ok_and(|n: u16| (100..600).contains(&n)),
        Shape::StatusText => leading_status(text).is_some(),
        Shape::Text(known) => known == text,
        Shape::Boolean
        | Shape::Object
        | Shape::Array
        | Shape::Null
        | Shape::True
        | Shape::False => false,
    }
}

/// Returns a parameter of a header field (RFC 9110, section 5.6.6), such as `error` of `Bearer error="invalid_token"`.
fn parameter_of<'t>(field: &'t str, name: &str) -> Option<Cow<'t, str>> {
    let mut rest = field;
    while let Some(at) = rest.find('=') {
        let (before, value) = (&rest[..at], rest[at + 1..].trim_start());
        let is_its = before
            .rsplit([' ', ',', ';', '\t'])
            .next()
            .is_some_and(|word| word.eq_ignore_ascii_case(name));
        let (text, behind) = match value.strip_prefix('"') {
            Some(quoted) => {
                let end = quoted_end(quoted);
                (&quoted[..end], quoted.get(end + 1..).unwrap_or_default())
            }
            None => value.split_at(value.find([',', ';', ' ']).unwrap_or(value.len())),
        };
        if is_its {
            let text = if text.contains('\\') {
                Cow::Owned(text.replace("\\\"", "\"").replace("\\\\", "\\"))
            } else {
                Cow::Borrowed(text)
            };
            return Some(text);
        }
        rest = behind;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::{first, parameter_of, unencoded};
    use crate::catalog::Place;
    use crate::doc::Doc;

    #[test]
    fn places_are_found_by_name_wildcard_and_depth() {
        let doc = Doc::read(
            r#"{"error":{"code":"a","innererror":{"code":"b","innererror":{"code":"c"}}},"list":[{"x":1},{"y":2}]}"#,
        )
        .unwrap();
        for (place, expected) in [
            ("/error/code", Some("a")),
            ("/error/**/code", Some("c")),
            ("/error/**/innererror/code", Some("c")),
            ("/list/*/y", Some("2")),
            ("/list/1/y", Some("2")),
            ("/list/*/z", None),
        ] {
            let Place::Body(tokens) = Place::parse(place).unwrap() else {
                panic!("{place}");
            };
            let found = first(doc.root(), &tokens).and_then(|node| node.plain());
            assert_eq!(found.as_deref(), expected, "{place}");
        }
    }

    #[test]
    fn a_field_without_blanks_may_be_percent_encoded() {
        for (text, plain) in [
            ("unknown%20service%20a.B", "unknown service a.B"),
            ("50% of it", "50% of it"),
            ("plain", "plain"),
            ("100%", "100%"),
        ] {
            assert_eq!(unencoded(text), plain);
        }
    }

    #[test]
    fn parameters_of_header_fields_are_found() {
        let field =
            r#"Bearer realm="a, b", error="invalid_token", error_description="It \"expired\"""#;
        for (name, expected) in [
            ("error", Some("invalid_token")),
            ("error_description", Some("It \"expired\"")),
            ("realm", Some("a, b")),
            ("scope", None),
        ] {
            assert_eq!(parameter_of(field, name).as_deref(), expected, "{name}");
        }
    }
}
