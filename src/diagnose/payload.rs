//! The shape of a request's payload: what may be said of it.

use serde_json::Value;

use crate::input::json;
use crate::redact::{MASK, Secrets, is_secret_name, personal};
use crate::sanitize::char_floor;

/// How much of a shape is kept.
const MOST_SHAPE: usize = 4000;

/// Returns the shape of a payload: member names, kinds and lengths. Texts and numbers may be somebody's message or code.
pub(super) fn shape(payload: &str, secrets: &Secrets) -> String {
    let Some(found) = json::find(payload).into_iter().next() else {
        let payload = payload.trim();
        return sized("", payload, secrets);
    };
    let mut value = found.value;
    mask(&mut value, secrets);
    let mut text = serde_json::to_string_pretty(&value).unwrap_or_default();
    text.truncate(char_floor(&text, MOST_SHAPE));
    text
}

/// Replaces every text and number of a value by its kind and length. Ids in the form of a UUID stay: support looks them up.
fn mask(value: &mut Value, secrets: &Secrets) {
    match value {
        Value::String(text) if is_uuid(text) && secrets.mask(text) == *text => {}
        Value::String(text) => *text = sized("text, ", text, secrets),
        Value::Number(_) => *value = Value::String("[number]".to_owned()),
        Value::Array(items) => items.iter_mut().for_each(|item| mask(item, secrets)),
        Value::Object(members) => {
            let masked = std::mem::take(members)
                .into_iter()
                .map(|(name, mut inner)| {
                    if is_secret_name(&name) && !inner.is_null() {
                        inner = Value::String(MASK.to_owned());
                    } else {
                        mask(&mut inner, secrets);
                    }
                    (personal(&secrets.mask(&name)), inner)
                });
            *members = masked.collect();
        }
        Value::Null | Value::Bool(_) => {}
    }
}

/// Returns what stands for a text: its length as sent, unless a secret is in it, whose length is nobody's business either.
fn sized(kind: &str, text: &str, secrets: &Secrets) -> String {
    if secrets.mask(text) == text {
        format!("[{kind}{} characters]", text.chars().count())
    } else {
        MASK.to_owned()
    }
}

/// Returns true if a text is a UUID.
fn is_uuid(text: &str) -> bool {
    text.len() == 36
        && text.bytes().enumerate().all(|(at, b)| match at {
            8 | 13 | 18 | 23 => b == b'-',
            _ => b.is_ascii_hexdigit(),
        })
}

#[cfg(test)]
mod tests {
    use super::{Secrets, shape};

    #[test]
    fn a_payload_keeps_its_shape_and_nothing_else() {
        let shape = shape(
            r#"{"to": "+14155550123", "text": "your code is 482913", "code": 482913, "sandbox": true,
                "template_id": "9b1f0c52-77aa-4d58-9c61-2f0a8be41d77", "api_key": "9b1f0c52-77aa-4d58-9c61-2f0a8be41d77"}"#,
            &Secrets::default(),
        );
        for gone in ["4155550123", "482913"] {
            assert!(!shape.contains(gone), "{shape}");
        }
        for kept in [
            r#""template_id": "9b1f0c52-77aa-4d58-9c61-2f0a8be41d77""#,
            r#""to": "[text, 12 characters]""#,
            r#""api_key": "[redacted]""#,
        ] {
            assert!(shape.contains(kept), "{shape}");
        }
        assert_eq!(shape.matches("9b1f0c52").count(), 1, "{shape}");
    }

    #[test]
    fn the_length_of_a_secret_is_not_said() {
        let secrets = Secrets::new(vec!["7f3c9a10-4b2e-4d58".to_owned()]);
        let payload = r#"{"note": "use 7f3c9a10-4b2e-4d58", "session-id": "x", "sentKey": ["ab", {"c": "d"}]}"#;
        let shape_of = |text| shape(text, &secrets);
        assert!(
            !shape_of(payload).contains("characters"),
            "{}",
            shape_of(payload)
        );
        assert_eq!(shape_of("a=7f3c9a10-4b2e-4d58"), "[redacted]");
        assert_eq!(shape_of("to=%2B4915112345678"), "[19 characters]");
    }
}
