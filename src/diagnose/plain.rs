//! What a body in plain words says about an error: a form, a few lines of YAML, a code before a message.

use serde_json::Value;

use crate::input::form;
use crate::sanitize::begins_with;

/// The shortest code.
const MIN_CODE: usize = 4;

/// The longest code.
const MAX_CODE: usize = 64;

/// The longest text that is read as a document.
const MAX_DOCUMENT: usize = 16 * 1024;

/// What comes before the code of an error, in lower case: longer ones first.
const LABELS: [&str; 5] = ["error code", "errorcode", "error", "err", "code"];

/// What a code begins with that only a blank parts from the message, before its digits.
const CLEAR_STARTS: [&str; 4] = ["ERR-", "ERR_", "ERR", "E"];

/// What parts a code from the message.
const ENDS: [&str; 4] = [": ", " - ", " – ", " | "];

/// Returns the document that a text is: a form, or YAML of nothing but names and values.
pub(super) fn document(text: &str) -> Option<Value> {
    let text = text.trim();
    if text.len() > MAX_DOCUMENT {
        return None;
    }
    form(text).or_else(|| {
        // Anchors may stand for far more than they are long.
        let is_member = |line: &str| {
            let line = line.trim();
            let is_name = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b' ');
            let name = line.split_once(':').map(|(name, _)| name);
            line.is_empty()
                || line == "---"
                || (name.is_some_and(|name| !name.is_empty() && name.bytes().all(is_name))
                    && !line.contains(": &")
                    && !line.contains(": *"))
        };
        let is_yaml = text.lines().count() > 1 && text.lines().all(is_member);
        let value: Value = is_yaml.then(|| yaml_serde::from_str(text).ok())??;
        value.is_object().then_some(value)
    })
}

/// Returns the code before a message in plain words: `ERR-2207: voucher already redeemed`, `[CARD_LOCKED] The card is locked`,
/// `Error 1042: no such seat`.
pub(super) fn code_before(text: &str) -> Option<&str> {
    let text = text.trim();
    let has_more = |rest: &str| rest.contains(|c: char| c.is_alphabetic());
    if let Some(inner) = text.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        let (code, rest) = inner;
        return (is_code(code) && has_more(rest)).then_some(code);
    }
    let label = LABELS.iter().find_map(|label| {
        let called = begins_with(text, label).then(|| &text[label.len()..])?;
        let rest = called.trim_start_matches([' ', ':', '#', '=']);
        (rest.len() < called.len()).then_some(rest)
    });
    if let Some(rest) = label {
        let end = rest.find(|c: char| c.is_whitespace() || ",;:)".contains(c))?;
        let code = &rest[..end];
        // A number of three digits may be the status.
        let is_number = code.len() > 1 && code.bytes().all(|b| b.is_ascii_digit());
        let is_other = code.len() != 3 || rest[end..].starts_with(',');
        return ((is_number && is_other || is_code(code)) && has_more(&rest[end..]))
            .then_some(code);
    }
    let parted = ENDS.iter().filter_map(|end| text.split_once(end));
    let (code, _) = parted.min_by_key(|(code, _)| code.len()).unzip();
    code.map(|code| code.trim())
        .filter(|code| is_code(code))
        .or_else(|| {
            let (code, rest) = text.split_once(' ')?;
            let is_clear = CLEAR_STARTS.iter().any(|start| {
                let digits = code.strip_prefix(start);
                digits.is_some_and(|d| d.len() > 2 && d.bytes().all(|b| b.is_ascii_digit()))
            });
            (is_clear && has_more(rest)).then_some(code)
        })
}

/// Returns true if a word looks like a code and like nothing else: capitals with digits or marks.
fn is_code(code: &str) -> bool {
    let is_its =
        |b: u8| b.is_ascii_uppercase() || b.is_ascii_digit() || matches!(b, b'_' | b'-' | b'.');
    let has = |test: fn(u8) -> bool| code.bytes().any(test);
    (MIN_CODE..=MAX_CODE).contains(&code.len())
        && code.bytes().all(is_its)
        && has(|b| b.is_ascii_uppercase())
        && has(|b| b.is_ascii_digit() || matches!(b, b'_' | b'-'))
}

#[cfg(test)]
mod tests {
    use super::{code_before, document};

    #[test]
    fn a_code_before_a_message_is_found() {
        for (text, code) in [
            ("ERR-2207: voucher redeemed", "ERR-2207"),
            ("[E_GONE]: no more", "E_GONE"),
            ("[CARD_LOCKED] The card is locked", "CARD_LOCKED"),
            ("CARD_LOCKED - The card: locked", "CARD_LOCKED"),
            ("ERROR 1042: no such seat", "1042"),
            ("ERR: 105, no such seat", "105"),
            ("Error code: SEAT_17, it is taken", "SEAT_17"),
            ("E1042 the seat is taken", "E1042"),
        ] {
            assert_eq!(code_before(text), Some(code), "{text}");
        }
        for text in [
            "Error: no more",
            "Error 404: no more",
            "HTTP: no",
            "12:30: no",
            "x",
            "A-1:b",
            "UTF8 expected",
            "SHA256 of the body is wrong",
            "Errors in 1042 rows",
        ] {
            assert_eq!(code_before(text), None, "{text}");
        }
    }

    #[test]
    fn forms_and_members_in_yaml_are_documents() {
        let code = |text: &str| Some(document(text)?["code"].as_str()?.to_owned());
        assert_eq!(code("code=E1&message=a+b"), Some("E1".to_owned()));
        assert_eq!(code("code: E1\nmessage: a b"), Some("E1".to_owned()));
        for text in ["code: E1", "a: &x b\nc: *x", "a b\nc: d", "code=E1"] {
            assert_eq!(document(text), None, "{text}");
        }
    }
}
