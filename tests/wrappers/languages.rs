//! Writes a JSON value the way the consoles of other languages print it.

use serde_json::Value;

/// Gives Python's `repr`, as `print(response.json())` shows it.
pub(crate) fn python(value: &Value) -> String {
    match value {
        Value::Null => "None".to_owned(),
        Value::Bool(true) => "True".to_owned(),
        Value::Bool(false) => "False".to_owned(),
        Value::Number(number) => number.to_string(),
        Value::String(text) => quoted(
            text,
            if text.contains('\'') && !text.contains('"') {
                '"'
            } else {
                '\''
            },
        ),
        Value::Array(items) => format!("[{}]", joined(items.iter().map(python), ", ")),
        Value::Object(members) => {
            let members = members.iter().map(|(name, inner)| {
                format!("{}: {}", python(&Value::from(name.as_str())), python(inner))
            });
            format!("{{{}}}", joined(members, ", "))
        }
    }
}

/// Gives Node's `util.inspect` without a limit to the depth.
pub(crate) fn node(value: &Value) -> String {
    match value {
        Value::String(text) => {
            let quotes = ['\'', '"', '`'];
            quoted(
                text,
                quotes
                    .into_iter()
                    .find(|quote| !text.contains(*quote))
                    .unwrap_or('\''),
            )
        }
        Value::Array(items) if items.is_empty() => "[]".to_owned(),
        Value::Array(items) => format!("[ {} ]", joined(items.iter().map(node), ", ")),
        Value::Object(members) if members.is_empty() => "{}".to_owned(),
        Value::Object(members) => {
            let members = members.iter().map(|(name, inner)| {
                let is_bare = !name.starts_with(|c: char| c.is_ascii_digit())
                    && name
                        .chars()
                        .all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '$');
                let name = if is_bare {
                    name.clone()
                } else {
                    quoted(name, '\'')
                };
                format!("{name}: {}", node(inner))
            });
            format!("{{ {} }}", joined(members, ", "))
        }
        other => other.to_string(),
    }
}

/// Gives Ruby's `inspect`.
pub(crate) fn ruby(value: &Value) -> String {
    match value {
        Value::Null => "nil".to_owned(),
        Value::String(_) => value.to_string().replace("#{", "\\#{"),
        Value::Array(items) => format!("[{}]", joined(items.iter().map(ruby), ", ")),
        Value::Object(members) => {
            let members = members
                .iter()
                .map(|(name, inner)| format!("{name:?}=>{}", ruby(inner)));
            format!("{{{}}}", joined(members, ", "))
        }
        other => other.to_string(),
    }
}

/// Gives a Go map as `%v` prints it; `None` where that has more than one reading: Go quotes nothing.
pub(crate) fn go(value: &Value) -> Option<String> {
    Some(match value {
        Value::Null => "<nil>".to_owned(),
        Value::String(text) => {
            let has_key = text.split(' ').skip(1).any(|word| word.contains(':'));
            let is_plain = !text.is_empty() && !has_key && !text.contains(['[', ']', '\n']);
            is_plain.then(|| text.clone())?
        }
        Value::Array(items) => format!(
            "[{}]",
            items.iter().map(go).collect::<Option<Vec<_>>>()?.join(" ")
        ),
        Value::Object(members) => {
            // It prints a map in the order of its keys.
            let mut members: Vec<_> = members.iter().collect();
            members.sort_by_key(|(name, _)| *name);
            let members: Option<Vec<_>> = members
                .into_iter()
                .map(|(name, inner)| Some(format!("{name}:{}", go(inner)?)))
                .collect();
            format!("map[{}]", members?.join(" "))
        }
        other => other.to_string(),
    })
}

/// Gives PHP's `print_r`; `None` where something is lost: false, null and the empty text look the same.
pub(crate) fn php(value: &Value) -> Option<String> {
    print_r(value, 0).map(|text| text + "\n")
}

/// Gives `print_r` of a value that stands so many blanks to the right.
fn print_r(value: &Value, indent: usize) -> Option<String> {
    let members: Vec<(String, &Value)> = match value {
        Value::Null | Value::Bool(false) => return None,
        Value::Bool(true) => return Some("1".to_owned()),
        Value::String(text) => return (!text.is_empty()).then(|| text.clone()),
        Value::Number(number) => return Some(number.to_string()),
        Value::Array(items) => items
            .iter()
            .enumerate()
            .map(|(at, item)| (at.to_string(), item))
            .collect(),
        Value::Object(members) => members
            .iter()
            .map(|(name, inner)| (name.clone(), inner))
            .collect(),
    };
    let blanks = " ".repeat(indent);
    let mut text = format!("Array\n{blanks}(\n");
    for (name, inner) in members {
        text += &format!("{blanks}    [{name}] => {}\n", print_r(inner, indent + 8)?);
    }
    Some(format!("{text}{blanks})\n"))
}

/// Gives Java's `Map.toString`; `None` where that has more than one reading: Java quotes nothing.
pub(crate) fn java(value: &Value) -> Option<String> {
    Some(match value {
        Value::String(text) => (!text.is_empty() && !text.contains([',', '=', '{', '}', '[', ']']))
            .then(|| text.clone())?,
        Value::Array(items) => format!(
            "[{}]",
            items
                .iter()
                .map(java)
                .collect::<Option<Vec<_>>>()?
                .join(", ")
        ),
        Value::Object(members) => {
            let members: Option<Vec<_>> = members
                .iter()
                .map(|(name, inner)| Some(format!("{name}={}", java(inner)?)))
                .collect();
            format!("{{{}}}", members?.join(", "))
        }
        other => other.to_string(),
    })
}

/// Gives a text in quotes, with backslashes before what needs one.
fn quoted(text: &str, quote: char) -> String {
    let mut written = String::from(quote);
    for c in text.chars() {
        match c {
            '\n' => written.push_str("\\n"),
            '\\' => written.push_str("\\\\"),
            c if c == quote => written.extend(['\\', c]),
            c => written.push(c),
        }
    }
    written.push(quote);
    written
}

/// Gives parts with a separator between them.
fn joined(parts: impl Iterator<Item = String>, separator: &str) -> String {
    parts.collect::<Vec<_>>().join(separator)
}
