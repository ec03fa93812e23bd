//! Named members of a JSON answer alone, for `--fields`.

use errdoc::sanitize::safe_json;
use serde_json::{Map, Value};

/// The members of an answer whose elements are cut down to the named ones.
const LISTS: [&str; 2] = ["diagnoses", "entries"];

/// Returns an answer in JSON or JSON Lines with the named members of each diagnosis or entry alone, `retry.verdict` for
/// one of a member; the name that no element has if there is one.
pub(crate) fn only(answer: &str, names: &[String]) -> Result<String, String> {
    let mut text = String::new();
    // One document over several lines, or one on each line.
    let values = serde_json::Deserializer::from_str(answer).into_iter::<Value>();
    let mut values: Vec<Value> = values.flatten().collect();
    let is_lines = answer.lines().count() == values.len();
    let mut elements: Vec<&mut Value> = Vec::new();
    for value in &mut values {
        let list = LISTS.iter().find(|list| value[**list].is_array());
        match list {
            Some(list) => elements.extend(value[*list].as_array_mut().into_iter().flatten()),
            None => elements.push(value),
        }
    }
    for name in names {
        let is_known = elements
            .iter()
            .any(|element| found(element, name).is_some());
        if !is_known && !elements.is_empty() {
            return Err(name.clone());
        }
    }
    for element in elements {
        let named = names.iter().map(|name| {
            let value = found(element, name).cloned().unwrap_or_default();
            (name.clone(), value)
        });
        *element = Value::Object(named.collect::<Map<_, _>>());
    }
    for value in values {
        let written = match is_lines {
            true => serde_json::to_string(&value),
            false => serde_json::to_string_pretty(&value),
        };
        text.push_str(&safe_json(written.unwrap_or_default()));
        text.push('\n');
    }
    Ok(text)
}

/// Returns the value of a name whose parts are joined by dots.
fn found<'v>(value: &'v Value, name: &str) -> Option<&'v Value> {
    name.split('.')
        .try_fold(value, |value, part| value.get(part))
}

#[cfg(test)]
mod tests {
    use super::only;

    #[test]
    fn named_members_are_left_in_the_order_asked_for() {
        let names = ["retry.verdict".to_owned(), "code".to_owned()];
        let document = "{\n\"schema_version\":1,\"entries\":[{\"code\":\"A\",\"title\":\"x\",\"retry\":{\"verdict\":\"no\"}}]}\n";
        let left: serde_json::Value =
            serde_json::from_str(&only(document, &names).unwrap()).unwrap();
        assert_eq!(
            left.to_string(),
            r#"{"schema_version":1,"entries":[{"retry.verdict":"no","code":"A"}]}"#
        );
        let lines =
            "{\"code\":\"A\",\"retry\":null}\n{\"code\":null,\"retry\":{\"verdict\":\"no\"}}\n";
        assert_eq!(
            only(lines, &names).unwrap(),
            "{\"retry.verdict\":null,\"code\":\"A\"}\n{\"retry.verdict\":\"no\",\"code\":null}\n"
        );
        assert_eq!(only(lines, &["nope".to_owned()]), Err("nope".to_owned()));
    }
}
