//! How a secret is written: what comes between its name and the secret itself, and what could be one.

use super::forms::{SCHEMES, is_code, is_drawn, is_mixed};
use super::names::{Kind, kind};

/// The longest tag.
const MAX_TAG: usize = 96;

/// The fewest characters of a secret.
const MIN_SECRET: usize = 8;

/// Words between a name and its secret that only say what the secret is written as.
const FILLERS: [&str; 36] = [
    "value",
    "values",
    "val",
    "string",
    "str",
    "text",
    "chr",
    "char",
    "array",
    "list",
    "slice",
    "some",
    "bytes",
    "stringvalue",
    "arrayvalue",
    "bytesvalue",
    "to",
    "is",
    "was",
    "of",
    "set",
    "name",
    "type",
    "secret",
    "object",
    "vec",
    "tuple",
    "map",
    "nil",
    "none",
    "num",
    "id",
    "data",
    "equalto",
    "plain",
    "key",
];

/// Elements that say only how their text is shown or written.
const TAGS: [&str; 20] = [
    "string",
    "stringprop",
    "value",
    "name",
    "key",
    "data",
    "text",
    "td",
    "th",
    "dd",
    "dt",
    "code",
    "span",
    "strong",
    "b",
    "em",
    "i",
    "p",
    "li",
    "pre",
];

/// Returns the length of the tag at the start of a text: `</key>`, `<string>`, `<td class="a">`.
pub(super) fn tag(text: &str) -> Option<usize> {
    let inner = text[1..].strip_prefix('/').unwrap_or(&text[1..]);
    let name = inner.find(|c: char| !c.is_ascii_alphabetic() && c != ':')?;
    let end = text.find('>')?;
    let is_end = inner.len() + 1 < text.len();
    let is_known = || {
        let name = inner[..name].rsplit(':').next().unwrap_or_default();
        TAGS.iter().any(|tag| name.eq_ignore_ascii_case(tag))
    };
    let is_tag = name > 0 && inner[name..].starts_with([' ', '>', '/']) && (is_end || is_known());
    (is_tag && end < MAX_TAG).then_some(end + 1)
}

/// Returns true if a word only says how what follows is written: a type, a length, a letter, a scheme.
pub(super) fn is_filler(word: &str) -> bool {
    word.len() == 1
        || SCHEMES.iter().any(|known| word.eq_ignore_ascii_case(known))
        || (word.len() <= 4 && word.bytes().all(|b| b.is_ascii_digit()))
        || word.split([':', '=']).all(|part| {
            part.len() <= 1
                || part.bytes().all(|b| b.is_ascii_digit())
                || FILLERS.iter().any(|known| part.eq_ignore_ascii_case(known))
        })
}

/// Returns true if a word near a secret's name is the secret: letters and digits, and neither a path, a place nor a code.
pub(super) fn is_value(word: &str, quote: Option<u8>) -> bool {
    let is_path =
        (word.starts_with('/') && !is_drawn(word)) || word.contains("://") || word.contains("...");
    let is_place = word
        .rsplit_once(':')
        .is_some_and(|(_, line)| line.len() < 6 && line.bytes().all(|b| b.is_ascii_digit()));
    // `time=2026-11-20`, `reference:0f8f`: the next pair of a line.
    let is_pair = word.split_once(['=', ':']).is_some_and(|(name, rest)| {
        name.bytes().all(|b| b.is_ascii_alphabetic() || b == b'_')
            && rest.contains(|c: char| c.is_ascii_alphanumeric())
    });
    word.len() >= MIN_SECRET
        && is_mixed(word)
        && !is_pair
        && !is_date(word)
        && !is_path
        && !is_place
        && !is_code(word)
        && (quote.is_none() || !word.contains(' '))
        && kind(word, false) == Kind::Open
}

/// Returns true if a word begins with a date.
fn is_date(word: &str) -> bool {
    let bytes = word.as_bytes();
    bytes.len() >= 10
        && (bytes[4], bytes[7]) == (b'-', b'-')
        && bytes[..4]
            .iter()
            .chain(&bytes[5..7])
            .all(u8::is_ascii_digit)
}
