//! Reads form bodies and queries of redirects as objects of strings: `error=access_denied&error_description=...`.

use serde_json::{Map, Value};

use crate::redact::percent_bytes;

/// Names of which one must be there for a query to tell an error.
const TELLING: [&str; 4] = ["error", "error_code", "errorCode", "ErrorCode"];

/// How many such names are looked at in a text.
const MAX_STARTS: usize = 16;

/// The most members of a form.
const MAX_MEMBERS: usize = 64;

/// Reads a text that is a form body and tells an error.
pub(super) fn read(text: &str) -> Option<Value> {
    let text = text.trim();
    let is_form = text.len() < 4096 && text.contains('=') && !text.contains(char::is_whitespace);
    is_form.then(|| members(text)).flatten()
}

/// Finds the query or fragment of a redirect that tells an error, or a form that does, in a text; returns it with its position.
pub(super) fn find(text: &str) -> Option<(Value, usize)> {
    let signs = memchr::memchr_iter(b'=', text.as_bytes());
    let starts = signs.filter_map(|sign| {
        let mut names = TELLING.iter();
        let name = names.find(|name| text[..sign].ends_with(**name))?;
        Some(sign - name.len())
    });
    starts.take(MAX_STARTS).find_map(|at| {
        let is_outside = |c: char| c.is_whitespace() || "\"'<>".contains(c);
        let start = text[..at].trim_end_matches(|c| !is_outside(c)).len();
        let url = &text[start..at];
        if !url.contains(['?', '/', '#']) {
            let form = &text[start..];
            let end = form.find(is_outside).unwrap_or(form.len());
            let value = members(&form[..end])?;
            let is_number = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
            let is_told = !value[TELLING[0]].as_str().is_some_and(is_number);
            return is_told.then_some((value, start));
        }
        // The fragment of a page may itself have a path and a query.
        let query = url.rfind(['?', '#'])?;
        if !url.contains("://") && !url.starts_with('/') {
            return None;
        }
        let rest = &text[start + query + 1..];
        let end = rest.find(is_outside);
        let value = members(&rest[..end.unwrap_or(rest.len())])?;
        (!is_own_number(&value)).then_some((value, start))
    })
}

/// Returns true if a query has nothing but a number for its error: that of a page of one's own.
fn is_own_number(value: &Value) -> bool {
    let mut told = TELLING.iter().filter_map(|name| value[*name].as_str());
    let has_words = value.as_object().is_some_and(|members| {
        let mut names = members.keys();
        names.any(|name| name.starts_with("error_") && name != TELLING[1])
    });
    !has_words && told.all(|code| code.bytes().all(|b| b.is_ascii_digit()))
}

/// Returns the error that a redirect carries in the query or fragment of the URL that it leads to.
pub(super) fn of_location(status: Option<u16>, location: &str) -> Option<Value> {
    let is_redirect = status.is_some_and(|status| (300..400).contains(&status));
    let (value, start) = find(location.trim()).filter(|_| is_redirect)?;
    (start == 0).then_some(value)
}

/// Reads the members of a form that tells an error.
fn members(text: &str) -> Option<Value> {
    let form = pairs(text)?;
    let is_filled = |name: &&str| form.get(*name).is_some_and(|value| value != "");
    let is_telling = TELLING.iter().any(is_filled);
    is_telling.then_some(form)
}

/// Reads a text that is a form body of at least two members, whatever they are.
pub(crate) fn form(text: &str) -> Option<Value> {
    let is_form = text.contains('=') && !text.contains(char::is_whitespace);
    is_form.then(|| pairs(text)).flatten()
}

/// Reads the members of a form.
fn pairs(text: &str) -> Option<Value> {
    let mut members = Map::new();
    for pair in text
        .split(['&', '#'])
        .filter(|pair| !pair.is_empty())
        .take(MAX_MEMBERS)
    {
        let (name, value) = pair.split_once('=')?;
        let is_name = |c: char| c.is_ascii_alphanumeric() || "_-.[]".contains(c);
        if name.is_empty() || !name.chars().all(is_name) {
            return None;
        }
        let value = percent_bytes(value, b' ');
        members.insert(name.to_owned(), String::from_utf8_lossy(&value).into());
    }
    (members.len() > 1).then_some(Value::Object(members))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{find, of_location, read};

    #[test]
    fn forms_and_redirects_that_tell_an_error_are_read() {
        let expected = json!({"error": "access_denied", "error_description": "The user said no", "state": "x"});
        let form = "error=access_denied&error_description=The+user%20said+no&state=x";
        assert_eq!(read(form).unwrap(), expected);
        let text = format!("Location: https://app.example/cb?{form} HTTP/1.1");
        let (value, start) = find(&text).unwrap();
        assert_eq!((value, start), (expected, 10));
        let callback = "it sent Status=failed&ErrorCode=30003&To=%2B1 to us";
        let (value, start) = find(callback).unwrap();
        assert_eq!(
            value,
            json!({"Status": "failed", "ErrorCode": "30003", "To": "+1"})
        );
        assert_eq!(start, 8);
        // A space of more than one byte before the address.
        let (_, start) = find(&format!("a\u{a0}https://app.example/cb?{form}")).unwrap();
        assert_eq!(start, 3);
        for no in [
            "error=1",
            "a=b&c=d",
            "error = x & y",
            "the error=x",
            "Status=sent&ErrorCode=",
            "to=%2B1&text=hello",
        ] {
            assert_eq!(read(no), None, "{no}");
            assert_eq!(find(no), None, "{no}");
        }
    }

    #[test]
    fn the_number_of_a_page_of_ones_own_is_no_error() {
        assert_eq!(find("page=2&error=404"), None);
    }

    #[test]
    fn a_redirect_carries_an_error_in_the_query_or_fragment_of_its_location() {
        let expected = json!({"error": "login_required", "state": "x"});
        for location in [
            "https://app.example/cb?error=login_required&state=x",
            "https://app.example/cb?lang=en#error=login_required&state=x",
            "https://app.example/#/cb?state=x&error=login_required",
            " /cb#error=login_required&state=x",
        ] {
            let found = of_location(Some(302), location);
            assert_eq!(found.as_ref(), Some(&expected), "{location}");
            assert_eq!(of_location(Some(201), location), None, "{location}");
            assert_eq!(of_location(None, location), None, "{location}");
        }
        for location in [
            "https://app.example/cb?code=x&state=y",
            "/login?error=404&to=x",
        ] {
            assert_eq!(of_location(Some(302), location), None, "{location}");
        }
    }
}
