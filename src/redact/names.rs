//! Names of secrets, and the values that a text gives to names: in JSON, YAML, XML, header fields, queries, lists and literals.

use super::values::{Around, value_after};
use crate::words::list;

/// Ends of names whose values are secret, in small letters without `_` and `-`.
const SECRET_ENDS: [&str; 63] = list("secret ends");

/// Last words of names whose values are secret.
const SECRET_NAMES: [&str; 10] = [
    "auth", "pass", "pin", "bearer", "cvv", "cvc", "pat", "sas", "sig", "tokens",
];

/// Ends of names whose long mixed values are secret.
const MIXED_ENDS: [&str; 1] = ["websocketprotocol"];

/// What is before `key` in names of keys that are not secret.
const OPEN_KEYS: [&str; 11] = list("open keys");

/// Members of a query whose long values are secret.
pub(super) const QUERY_NAMES: [&str; 4] = ["key", "sig", "code", "appid"];

/// The longest name.
pub(super) const MAX_NAME: usize = 48;

/// How much a name says of its value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Nothing.
    Open,
    /// It may be secret: what is long and drawn by lot is.
    Drawn,
    /// It may be secret: what is long and mixed is.
    Mixed,
    /// It is secret.
    Secret,
}

/// A value that a text gives to a name.
#[derive(Debug)]
pub(super) struct Given<'t> {
    /// The name.
    pub(super) name: &'t str,
    /// How much the name says of the value.
    pub(super) kind: Kind,
    /// The sign between the two.
    pub(super) sign: Sign,
    /// Where the value begins and ends; of a list or an object its first value.
    pub(super) value: (usize, usize),
    /// The end of a list or an object; that of the value where it is none.
    pub(super) end: usize,
    /// Whether the value is in quotes.
    pub(super) is_quoted: bool,
}

/// The sign between a name and its value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sign {
    /// `=`
    Equals,
    /// `=>`
    Arrow,
    /// The `>` of the tag of an element.
    Tag,
    /// `:`
    Colon,
    /// The comma between two texts of a list.
    Comma,
}

/// Returns the values that a text gives to names.
pub(super) fn given(text: &str) -> impl Iterator<Item = Given<'_>> {
    let bytes = text.as_bytes();
    let mut container = 0;
    // The end of the last value without quotes and of its first word: no part of a text is read again and again.
    let (mut line, mut word) = (0, 0);
    memchr::memchr3_iter(b':', b'=', b',', bytes)
        .chain(memchr::memchr_iter(b'>', bytes).filter(|at| is_element(bytes, *at)))
        .filter_map(move |at| {
            let (name, start) = name_before(text, at)?;
            let kind = kind(name, text[..start].ends_with(['?', '&']));
            if kind == Kind::Open && (bytes[at] == b',' || pair(name).is_none()) {
                return None;
            }
            let sign = match bytes[at] {
                b':' => Sign::Colon,
                b',' => Sign::Comma,
                b'>' => Sign::Tag,
                _ if bytes.get(at + 1) == Some(&b'>') => Sign::Arrow,
                _ => Sign::Equals,
            };
            if sign != Sign::Tag && start < word {
                return None;
            }
            let after = at + 1 + usize::from(sign == Sign::Arrow);
            let around = Around {
                is_inside: at < container,
                line: (sign == Sign::Colon && after < line).then_some(line),
            };
            let value = value_after(text, after, sign, kind, &around)?;
            if value.end > value.last {
                container = container.max(value.end);
            }
            if !value.is_quoted && sign != Sign::Tag {
                let near = &bytes[value.first..value.last];
                let is_end = |b: &u8| matches!(*b, b' ' | b'\t' | b',' | b';' | b'&');
                word = value.first + near.iter().position(is_end).unwrap_or(near.len());
                if sign == Sign::Colon {
                    line = value.last;
                }
            }
            Some(Given {
                name,
                kind,
                sign,
                value: (value.first, value.last),
                end: value.end,
                is_quoted: value.is_quoted,
            })
        })
}

/// Returns true if a `>` ends the opening tag of an element without attributes.
fn is_element(bytes: &[u8], at: usize) -> bool {
    let from = at.saturating_sub(MAX_NAME);
    let name = bytes[from..at]
        .iter()
        .rev()
        .take_while(|b| is_name(**b) || **b == b':')
        .count();
    name > 0 && at > name && bytes[at - name - 1] == b'<'
}

/// Returns true if a byte may be in a name.
fn is_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-')
}

/// Returns the name right before a sign, and where it begins.
fn name_before(text: &str, at: usize) -> Option<(&str, usize)> {
    let bytes = text.as_bytes();
    let around = |b: &&u8| matches!(**b, b'"' | b'\'' | b'\\' | b' ' | b'`' | b']' | b')');
    let from = at.saturating_sub(8);
    let closing = bytes[from..at].iter().rev().take_while(around).count();
    // A comma separates two texts of a list.
    let is_text = || {
        bytes[at - closing..at]
            .iter()
            .any(|b| matches!(b, b'"' | b'\''))
    };
    if bytes[at] == b',' && !is_text() {
        return None;
    }
    let end = at - closing;
    let from = end.saturating_sub(MAX_NAME);
    let length = bytes[from..end]
        .iter()
        .rev()
        .take_while(|b| is_name(**b))
        .count();
    (length > 0).then(|| (&text[end - length..end], end - length))
}

/// Returns the letters and digits of a name in small letters, and how many there are. Digits at its end are left out.
fn letters(name: &str) -> ([u8; MAX_NAME], usize) {
    let mut letters = [0; MAX_NAME];
    let mut length = 0;
    let name = name.trim_end_matches(|c: char| c.is_ascii_digit() || matches!(c, '-' | '_'));
    // `X-Hub-Signature-256`, `x_signature_sha256`.
    let name = name.strip_suffix("sha").unwrap_or(name);
    for byte in name
        .bytes()
        .filter(u8::is_ascii_alphanumeric)
        .take(MAX_NAME)
    {
        letters[length] = byte.to_ascii_lowercase();
        length += 1;
    }
    (letters, length)
}

/// Returns how much a name says of its value.
pub(super) fn kind(name: &str, is_in_query: bool) -> Kind {
    // Most names are seen not to be one of a secret's by their last letter.
    let last = name.bytes().rev().find(u8::is_ascii_alphabetic);
    if !last.is_some_and(|b| b"nteydesfphrgailWTEYDNSFPHRGAILcCvV".contains(&b)) {
        return Kind::Open;
    }
    let last_word = name.rsplit(['-', '_']).next().unwrap_or(name);
    let (letters, length) = letters(name);
    let name = &letters[..length];
    // The last letter tells most ends from a name's without a call.
    let last = name.last();
    let ends = |end: &str| end.as_bytes().last() == last && name.ends_with(end.as_bytes());
    if SECRET_ENDS.iter().any(|end| ends(end))
        || SECRET_NAMES
            .iter()
            .any(|whole| last_word.eq_ignore_ascii_case(whole))
    {
        return Kind::Secret;
    }
    if is_in_query && QUERY_NAMES.iter().any(|whole| name == whole.as_bytes()) {
        return Kind::Mixed;
    }
    match name.strip_suffix(b"key") {
        Some(b"") => Kind::Drawn,
        Some(front)
            if OPEN_KEYS
                .iter()
                .any(|open| front.ends_with(open.as_bytes())) =>
        {
            Kind::Open
        }
        Some(_) => Kind::Mixed,
        None if name == b"session" || MIXED_ENDS.iter().any(|end| ends(end)) => Kind::Mixed,
        None => Kind::Open,
    }
}

/// The part of a pair that is told apart from its name: `{"name": "x-api-key", "value": "..."}`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Pair {
    /// What is called so is the name.
    Name,
    /// What is called so is the value.
    Value,
}

/// Returns which part of a pair a member of this name is.
pub(super) fn pair(name: &str) -> Option<Pair> {
    let is = |known: &str| name.eq_ignore_ascii_case(known);
    if ["name", "key", "header", "field", "k"]
        .iter()
        .any(|known| is(known))
    {
        Some(Pair::Name)
    } else if ["value", "val", "v", "text"].iter().any(|known| is(known)) {
        Some(Pair::Value)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::{Kind, given, kind};

    #[test]
    fn names_say_what_their_values_are() {
        for name in [
            "x-api-key",
            "Ocp-Apim-Subscription-Key",
            "x-functions-key",
            "AccountKey",
            "X-Hub-Signature-256",
            "clientSecret",
            "db_password",
            "refreshToken",
            "Set-Cookie",
            "Authorization",
        ] {
            assert_eq!(kind(name, false), Kind::Secret, "{name}");
        }
        for name in [
            "message",
            "Idempotency-Key",
            "primary_key",
            "token_type",
            "status",
            "author",
        ] {
            assert_eq!(kind(name, false), Kind::Open, "{name}");
        }
        assert_eq!(kind("key", true), Kind::Mixed);
        assert_eq!(kind("key", false), Kind::Drawn);
        assert_eq!(kind("x-acme-key", false), Kind::Mixed);
    }

    #[test]
    fn a_value_is_found_in_every_notation() {
        for text in [
            "api_key=VALUE&a=b",
            "api_key: VALUE\n",
            "{\"apiKey\":\"VALUE\"}",
            "{\\\"api_key\\\": \\\"VALUE\\\"}",
            "'api-key' => 'VALUE'",
            "http.Header{\"X-Api-Key\":[]string{\"VALUE\"}}",
            "map[string][]string{\"X-Api-Key\":{\"VALUE\"}}",
            "map[X-Api-Key:[VALUE]]",
            "{x-api-key=[VALUE]}",
            "['x-api-key', 'VALUE']",
            "<ApiKey>VALUE</ApiKey>",
            "<add apiKey=\"VALUE\"/>",
            "api_key:\n    VALUE\nnext: x",
            "api_key: >-\n  VALUE\n",
            "api_key:\t\"VALUE\"",
            "user[password]=VALUE",
            "AccountName=x;AccountKey=VALUE;Suffix=y",
            "{\"token\":[\n  \"VALUE\"\n]}",
            "password: String(\"VALUE\")",
        ] {
            let found = given(text)
                .filter(|given| given.kind == Kind::Secret)
                .map(|given| &text[given.value.0..given.value.1]);
            let found: Vec<&str> = found.collect();
            assert_eq!(found, ["VALUE"], "{text}");
        }
    }
}
