//! Known values in the place of placeholders, and what is left of those whose value is not known.

use std::borrow::Cow;

use super::Values;

/// Puts known values in the place of `{name}`; what is not known stays as it is.
#[must_use]
pub fn fill(template: &str, values: &Values) -> String {
    fill_where(template, values, |_| true)
}

/// Writes the holes that are left in a text as people write a blank to be filled: `<name>`.
#[must_use]
pub fn open_holes(text: &str) -> Cow<'_, str> {
    if !text.contains('{') {
        return Cow::Borrowed(text);
    }
    let mut written = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(open) = rest.find('{') {
        let (before, hole) = rest.split_at(open);
        written.push_str(before);
        let name = hole[1..].split_once('}').filter(|(name, _)| {
            !name.is_empty() && name.bytes().all(|b| b.is_ascii_lowercase() || b == b'_')
        });
        match name {
            Some((name, after)) => {
                written.push('<');
                written.push_str(&name.replace('_', " "));
                written.push('>');
                rest = after;
            }
            None => {
                written.push('{');
                rest = &hole[1..];
            }
        }
    }
    written.push_str(rest);
    Cow::Owned(written)
}

/// Puts known values into a shell command, but only such as no shell takes for anything but a word.
#[must_use]
pub fn fill_command(template: &str, values: &Values) -> String {
    fill_where(template, values, |value| {
        !value.starts_with('-')
            && value
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b"_-.+:@".contains(&b))
    })
}

/// Puts the values that `is_fit` allows in the place of `{name}`.
fn fill_where(template: &str, values: &Values, is_fit: impl Fn(&str) -> bool) -> String {
    let mut filled = String::with_capacity(template.len());
    let mut rest = template;
    while let Some(open) = rest.find('{') {
        filled.push_str(&rest[..open]);
        let value = rest[open + 1..]
            .find('}')
            .and_then(|length| values.get(&rest[open + 1..open + 1 + length]));
        match value {
            Some(value) if is_fit(value) => {
                filled.push_str(value);
                rest = &rest[open..];
                rest = &rest[rest.find('}').map_or(rest.len(), |end| end + 1)..];
            }
            _ => {
                filled.push('{');
                rest = &rest[open + 1..];
            }
        }
    }
    filled.push_str(rest);
    filled
}

#[cfg(test)]
mod tests {
    use super::super::tests::values;
    use super::{fill, fill_command, open_holes};

    #[test]
    fn holes_that_are_left_are_shown_as_blanks() {
        assert_eq!(
            open_holes("Create '{event}' for {contact_id}"),
            "Create '<event>' for <contact id>"
        );
        assert_eq!(open_holes("{\"a\": {}} and { x }"), "{\"a\": {}} and { x }");
    }

    #[test]
    fn only_known_names_are_filled_in() {
        let known = values(&[("event", "welcome"), ("evil", "x; rm -rf ~")]);
        assert_eq!(
            fill("Create '{event}' via /v3/{id}", &known),
            "Create 'welcome' via /v3/{id}"
        );
        assert_eq!(
            fill_command("curl /{event}/{evil}", &known),
            "curl /welcome/{evil}"
        );
    }
}
