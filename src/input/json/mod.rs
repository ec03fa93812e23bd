//! Finds JSON, and what is nearly JSON, inside text: bare, escaped inside a string, or written by another language.

mod escapes;
mod search;
mod starts;

pub(super) use escapes::unescape;

use serde_json::Value;

use super::{markers, packed};
pub(super) use search::MAX_VALUES;
use search::search;

/// Characters that take no room.
pub(crate) const INVISIBLE: [char; 5] =
    ['\u{200b}', '\u{200c}', '\u{200d}', '\u{2060}', '\u{feff}'];

/// A value in a text.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Found {
    /// The value: an object or a list.
    pub(crate) value: Value,
    /// Where it begins in the text.
    pub(crate) start: usize,
    /// Where it ends.
    pub(crate) end: usize,
    /// Whether the text ends before the value does.
    pub(crate) is_cut: bool,
    /// JSON Pointer of the string in which it is cut.
    pub(crate) cut_at: Option<String>,
}

/// Returns the objects and lists in a text from left to right. The time is linear in the text.
pub(crate) fn find(text: &str) -> Vec<Found> {
    if let Some(list) = whole_list(text) {
        return vec![list];
    }
    search(text)
}

/// Returns a text that begins with a member, or with the end of a member's name, with what is missing in front, and the values
/// in it: where the beginning of a body is cut off.
pub(crate) fn opened(text: &str) -> Option<(String, Vec<Found>)> {
    let body = text.trim_start();
    let name = body.trim_start_matches(['"', '\'']);
    let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-');
    let behind = name.trim_start_matches(is_name);
    let quote = behind.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let value = behind[1..].trim_start().strip_prefix(':')?.trim_start();
    let scalar = value.trim_start_matches(|c: char| c.is_ascii_alphanumeric());
    let is_value = value.starts_with(['"', '\'', '{', '['])
        || (scalar.len() < value.len() && scalar.trim_start().starts_with([',', '}']));
    let is_named = body.len() - name.len() <= 1 && behind.len() < name.len();
    let is_sent = || markers::label(&body[..body.len() - value.len()]) == markers::Label::Sent;
    if !is_named || !is_value || is_sent() {
        return None;
    }
    let missing = match name.len() == body.len() {
        true => format!("{{{quote}"),
        false => "{".to_owned(),
    };
    let open = missing + text.trim_start();
    // Where the end of the body is missing too, but nothing of what is in it.
    let closed = format!("{}}}", open.trim_end().trim_end_matches(','));
    let read = |text: String| {
        let values = find(&text);
        let first = values.first().filter(|first| first.start == 0)?;
        let is_read = first.value.as_object().is_some_and(|read| !read.is_empty());
        let is_cut = first.is_cut;
        is_read.then_some((text, values, is_cut))
    };
    let (text, values, is_cut) = read(open)?;
    let whole = is_cut.then(|| read(closed)).flatten();
    let (text, values) = match whole {
        Some((text, values, false)) => (text, values),
        _ => (text, values),
    };
    Some((text, values))
}

/// Returns the values inside a string of a document.
pub(crate) fn inside(text: &str) -> Vec<Found> {
    if memchr::memchr(b'{', text.as_bytes()).is_none() {
        return packed::plain(text).map_or_else(Vec::new, |plain| find(&plain));
    }
    find(text)
}

/// Returns the text that a list of bytes is, if it is one: so journald writes what it does not take for text.
pub(crate) fn text_of(items: &[Value]) -> Option<String> {
    let bytes = items.iter().map(|b| u8::try_from(b.as_u64()?).ok());
    let bytes: Vec<u8> = bytes.collect::<Option<_>>()?;
    bytes.contains(&b'{').then(|| super::decode(&bytes).text)
}

/// Reads a text that is one list and begins as one in prose would not be believed: empty, or with a word.
fn whole_list(text: &str) -> Option<Found> {
    let body = text.trim_start().strip_prefix('[')?.trim_start();
    if !body.starts_with([']', 't', 'f', 'n']) {
        return None;
    }
    Some(Found {
        value: serde_json::from_str(text).ok()?,
        start: text.len() - text.trim_start().len(),
        end: text.trim_end().len(),
        is_cut: false,
        cut_at: None,
    })
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use serde_json::{Value, json};

    use super::find;
    use crate::clock::running;

    fn values(text: &str) -> Vec<Value> {
        find(text).into_iter().map(|found| found.value).collect()
    }

    #[test]
    fn values_are_found_wherever_they_stand() {
        assert_eq!(
            values("got {\"a\":1}401 and [{\"b\":2}]"),
            [json!({"a": 1}), json!([{"b": 2}])]
        );
        assert_eq!(
            values("no json here, only {braces} and [INFO]"),
            [] as [Value; 0]
        );
    }

    #[test]
    fn escaped_values_are_found_at_every_depth() {
        let plain = json!({"error": {"code": "X_1", "message": "say \"hi\" \\ \n"}});
        let mut text = plain.to_string();
        for depth in 1..=4 {
            let quoted = Value::String(text.clone()).to_string();
            let bare = &quoted[1..quoted.len() - 1];
            assert_eq!(
                values(&format!("msg={quoted} end")),
                std::slice::from_ref(&plain),
                "{depth} quoted"
            );
            assert_eq!(
                values(&format!("msg={bare}")),
                std::slice::from_ref(&plain),
                "{depth} bare"
            );
            text = bare.to_owned();
        }
        let pretty = serde_json::to_string_pretty(&plain).unwrap();
        let quoted = Value::String(pretty).to_string();
        assert_eq!(values(&quoted), std::slice::from_ref(&plain));
        assert_eq!(values(&quoted.replace("\\\"", "\\u0022")), [plain]);
    }

    #[test]
    fn doubled_quotes_and_invisible_characters_are_no_trouble() {
        assert_eq!(
            values("1,\"{\"\"a\"\":{\"\"b\"\":\"\"c\"\"}}\",2"),
            [json!({"a": {"b": "c"}})]
        );
        assert_eq!(
            values("{\"\u{200b}a\": [{\"b\u{feff}\": 1}]}"),
            [json!({"a": [{"b": 1}]})]
        );
        assert_eq!(values("{\"\": 1}"), [json!({"": 1})]);
    }

    #[test]
    fn what_python_prints_of_a_text_or_its_bytes_is_read() {
        let plain = json!({"error": {"code": "X_1", "message": "it's \"hi\" \\ \n"}});
        let printed = plain.to_string().replace('\\', "\\\\").replace('\'', "\\'");
        for text in [format!("b'{printed}'"), format!("body = '{printed}', 1")] {
            assert_eq!(values(&text), std::slice::from_ref(&plain), "{text}");
        }
        // The quotes of a shell change nothing in what they hold.
        let shell = r#"echo '{"a": "\\"}' '{"a": "say \\"}'"#;
        assert_eq!(values(shell), [json!({"a": "\\"}), json!({"a": "say \\"})]);
    }

    #[test]
    fn the_beginning_of_an_object_is_a_cut_one() {
        for text in [
            "{\"err",
            "x: { \"errorCode\": 400",
            "{\\\"error\\\":",
            "{'a': ",
        ] {
            let found = find(text);
            assert_eq!(found.len(), 1, "{text}");
            assert!(found[0].is_cut && found[0].value == json!({}), "{text}");
        }
        for text in ["{", "{ name", "use {\"a, b; then c", "{\"a\" > b"] {
            assert_eq!(values(text), [] as [Value; 0], "{text}");
        }
    }

    #[test]
    fn the_beginning_of_an_object_behind_words_is_no_body() {
        for text in ["say {\"hello", "const x = {'a", "if (x) return {\"a"] {
            assert_eq!(values(text), [] as [Value; 0], "{text}");
        }
        for text in [
            "404 {\"hello",
            "body: {\"hello",
            "data={\"hello",
            "got {\"err\n",
        ] {
            assert_eq!(values(text), [json!({})], "{text}");
        }
    }

    #[test]
    fn the_text_behind_an_escaped_value_is_searched_too() {
        assert_eq!(
            values(r#"{"x": 1} "a {\"b\":2} c {\"d\":3}" {"e":4}"#),
            [
                json!({"x": 1}),
                json!({"b": 2}),
                json!({"d": 3}),
                json!({"e": 4})
            ]
        );
    }

    #[test]
    fn hostile_text_takes_linear_time() {
        for unit in [
            "{",
            "[",
            "\"",
            "\\",
            "{\"error\":",
            "{\\\"",
            "[{",
            "{\\",
            "{\"a\":{\"",
            "map[",
            "{a",
        ] {
            let text = unit.repeat(1024 * 1024 / unit.len());
            let start = running();
            let _ = find(&text);
            let taken = running() - start;
            assert!(taken < Duration::from_secs(10), "{unit}: {taken:?}");
        }
    }
}
