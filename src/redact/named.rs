//! Masks the values that a text gives to names of secrets.

use super::forms::{SCHEMES, is_code, is_mixed, is_sentence};
use super::mask_spans;
use super::names::{Kind, QUERY_NAMES, Sign, given, kind};
use crate::sanitize::char_floor;

/// Masks the values that a text gives to secret names: `password=...`, `api_key: ...`.
pub(super) fn mask_named(text: &str) -> String {
    if !text.contains(['=', ':']) {
        return text.to_owned();
    }
    let mut spans: Vec<(usize, usize)> = Vec::new();
    for given in given(text) {
        if given.kind != Kind::Secret || given.sign == Sign::Comma {
            continue;
        }
        let (at, end) = given.value;
        let is_given = given.sign != Sign::Colon;
        if !is_given && is_sentence(&text[at..end]) {
            continue;
        }
        let mut start = at;
        // The scheme before a credential stays, and only words that could be one go.
        for word in text[at..end].split(' ').take(2) {
            let is_scheme = SCHEMES.contains(&word.to_ascii_lowercase().as_str());
            let is_odd = word.bytes().any(|b| b.is_ascii_digit()) || word.len() >= 16;
            if !is_scheme {
                if word.len() >= 3 && (is_given || is_odd) {
                    spans.push((start, start + word.trim_end_matches([',', ';', '.']).len()));
                }
                break;
            }
            start += word.len() + 1;
        }
    }
    spans.extend(query_values(text));
    spans.retain(|(start, end)| start < end);
    spans.sort_unstable();
    let next = |from: usize| {
        let at = spans.partition_point(|(start, _)| *start < from);
        spans.get(at).copied()
    };
    mask_spans(text, next).into_owned()
}

/// Returns the start and end of the long values in a query that are credentials by their name.
fn query_values(text: &str) -> impl Iterator<Item = (usize, usize)> + '_ {
    text.match_indices(['?', '&']).filter_map(|(at, sign)| {
        let (name, start) = QUERY_NAMES.iter().find_map(|name| {
            let start = at + sign.len() + name.len() + 1;
            let given = text.get(at + sign.len()..start)?;
            let given = given.strip_suffix('=')?;
            given.eq_ignore_ascii_case(name).then_some((name, start))
        })?;
        let value = &text[start..start + char_floor(&text[start..], 4096)];
        let ends = |c: char| {
            c.is_whitespace()
                || matches!(
                    c,
                    '&' | '#' | '"' | '\'' | '`' | '<' | '>' | ')' | ']' | '}'
                )
        };
        let value = &value[..value.find(ends).unwrap_or(value.len())];
        let value = value.trim_end_matches(['.', ',', ';']);
        let is_name = *name == "code" && is_code(value);
        (value.len() >= 12 && is_mixed(value) && !is_name).then_some((start, start + value.len()))
    })
}

/// Returns true if a member's name is that of a secret.
pub(crate) fn is_secret_name(name: &str) -> bool {
    let is_key = name.to_ascii_lowercase().contains("key");
    is_key || kind(name, false) == Kind::Secret
}

#[cfg(test)]
mod tests {
    use crate::redact::{Secrets, collect};

    #[test]
    fn secrets_are_found_by_their_names() {
        for text in [
            "> x-api-key: 7f3c9a10-4b2e-4d58",
            "* [HTTP/2] [1] [x-api-key: 7f3c9a10-4b2e-4d58]",
            "{\"apiKey\":\"7f3c9a10-4b2e-4d58\"}",
            "{\\\"api_key\\\": \\\"7f3c9a10-4b2e-4d58\\\"}",
            "curl -H 'Authorization: Bearer 7f3c9a10-4b2e-4d58' x",
            "Authorization: application 7f3c9a10-4b2e-4d58:c2lnbmF0dXJl0",
            "https://x/y?token=7f3c9a10-4b2e-4d58&a=b",
            "['password' => '7f3c9a10-4b2e-4d58']",
            "Bad: Authorization: Application x1:7f3c9a10-4b2e-4d58. Use another.",
        ] {
            let secrets = Secrets::new(collect(text));
            let said = secrets.mask("key 7f3c9a10-4b2e-4d58 is wrong");
            assert_eq!(said, "key [redacted] is wrong", "{text}");
        }
        // A sentence about a secret tells none, unless what is in it could be nothing else.
        let told =
            "Error validating access token: Session has expired on Monday, 12-Jan-26 10:00:00 PST";
        assert_eq!(collect(told), [] as [String; 0]);
        let told = "access token: Session is 7f3c9a10-4b2e-4d58";
        assert_eq!(collect(told), ["7f3c9a10-4b2e-4d58"]);
        assert_eq!(
            collect("{\"errors\":{\"token\":[\"The token field is required.\"]}}"),
            [] as [String; 0]
        );
    }

    #[test]
    fn values_given_to_secret_names_are_masked_in_a_message() {
        let said = |text| Secrets::default().mask(text);
        assert_eq!(
            said("api_key=abc123 and password=zzz9"),
            "api_key=[redacted] and password=[redacted]"
        );
        assert_eq!(
            said("password: hunter2 is wrong"),
            "password: [redacted] is wrong"
        );
        assert_eq!(
            said("token: The token field is required."),
            "token: The token field is required."
        );
        let told = "POST https://a.example/token: 403 Forbidden";
        assert_eq!(said(told), told);
    }
}
