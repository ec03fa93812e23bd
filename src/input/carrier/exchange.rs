//! A whole exchange that a tool recorded in XML, such as a line of JMeter's results.

use serde_json::Value;

use crate::input::Body;
use crate::vocabulary::{Meaning, means};

/// Returns what was received by the record of an exchange, unless it may be JSON: the record has an element for what was
/// answered and one for what was sent.
pub(in crate::input) fn recorded(document: &Value) -> Option<Body> {
    let (_, record) = document.as_object()?.iter().next()?;
    let members = record.as_object()?;
    let has = |meaning| members.keys().any(|name| means(name, meaning));
    let received = members
        .iter()
        .find(|(name, _)| means(name, Meaning::Answered))
        .filter(|_| has(Meaning::Sent) || has(Meaning::OfRequest))?;
    let text = text_of(received.1)?.trim();
    match text {
        "" => Some(Body::Empty),
        _ if text.contains('{') => None,
        _ => Some(Body::of_text(text)),
    }
}

/// Returns the text of an element, with or without attributes; nothing of one with elements in it.
fn text_of(element: &Value) -> Option<&str> {
    let is_plain = |name: &String| name.starts_with(['@', '#']);
    match element {
        Value::Object(members) if members.keys().all(is_plain) => {
            let text = members.get("#text").and_then(Value::as_str);
            Some(text.unwrap_or_default())
        }
        other => other.as_str(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::recorded;
    use crate::input::Body;

    #[test]
    fn an_exchange_in_xml_has_what_was_received() {
        let with = |received| {
            let record = json!({"httpSample": {"@rc": "502", "responseData": received, "queryString": "a=b"}});
            recorded(&record)
        };
        for empty in [json!({"@class": "String"}), json!("")] {
            assert!(matches!(with(empty), Some(Body::Empty)));
        }
        let words = json!({"@class": "String", "#text": "no route"});
        assert!(matches!(with(words), Some(Body::Text(text)) if text == "no route"));
        for other in [json!("{\"error\":1}"), json!({"Code": "a"}), json!([1])] {
            assert!(with(other).is_none());
        }
        assert!(recorded(&json!({"Response": {"Result": "a"}})).is_none());
        assert!(recorded(&json!({"Error": {"Code": "a"}})).is_none());
    }
}
