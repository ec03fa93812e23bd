//! Secrets that stand behind the name of one.

use std::sync::LazyLock;

use memchr::memmem::Finder;

use super::forms::{is_code, is_mixed};
use super::{MASK, SHORTEST};
use crate::sanitize::char_floor;

/// Names whose values are secret, in lower case; `_` stands for `_`, `-` or nothing.
const SECRET_NAMES: [&str; 17] = [
    "authorization",
    "api_key",
    "access_key",
    "access_token",
    "refresh_token",
    "auth_token",
    "id_token",
    "token",
    "client_secret",
    "secret",
    "password",
    "passwd",
    "pwd",
    "private_key",
    "signature",
    "cookie",
    "session_id",
];

/// Options of clients that take a credential.
const CREDENTIAL_OPTIONS: [&str; 6] = [
    " -u ",
    " --user ",
    " -U ",
    " --proxy-user ",
    " --oauth2-bearer ",
    " --auth ",
];

/// Words in front of a credential in an `Authorization` value.
const SCHEMES: [&str; 6] = [
    "bearer",
    "basic",
    "application",
    "apikey",
    "token",
    "digest",
];

/// Members of a query whose long values are secret.
const QUERY_NAMES: [&str; 3] = ["key", "sig", "code"];

/// Collects the values that stand behind secret names in a text: header fields, JSON members, query parameters, options.
#[must_use]
pub fn collect(text: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let mut keep = |value: &str| {
        let is_secret = value.len() >= SHORTEST
            && (value.len() >= 20
                || value.bytes().any(|b| b.is_ascii_digit())
                || (value.bytes().any(|b| b.is_ascii_uppercase())
                    && value.bytes().any(|b| b.is_ascii_lowercase())));
        if is_secret && found.len() < 1000 && !found.iter().any(|known| known == value) {
            found.push(value.to_owned());
        }
    };
    let lower = text.to_ascii_lowercase();
    for (at, value) in named_values(&lower) {
        let rest = &text[at..at + value];
        // `Bearer abc`, `application key:signature`: the scheme is no secret, its parts are.
        for part in rest.split([' ', ';', ',']) {
            // The full stop of a sentence is no part of it.
            let part = part.trim_end_matches('.');
            if !SCHEMES.contains(&part.to_ascii_lowercase().as_str()) {
                keep(part);
                let half = part.split_once([':', '=']);
                if let Some((left, right)) = half {
                    keep(left);
                    keep(right);
                }
            }
        }
    }
    for option in CREDENTIAL_OPTIONS {
        for (at, _) in text.match_indices(option) {
            let rest = text[at + option.len()..].trim_start_matches(['=', ' ', '"', '\'']);
            let end = rest[..char_floor(rest, 4096)]
                .find([' ', '"', '\'', '\n'])
                .unwrap_or(char_floor(rest, 4096));
            let value = &rest[..end];
            keep(value);
            if let Some((_, password)) = value.split_once(':') {
                keep(password);
            }
        }
    }
    found.sort_by_key(|value| std::cmp::Reverse(value.len()));
    found
}

/// Searches for the first words of the secret names. Making one ready costs more than to search a line.
static FIRST_WORDS: LazyLock<[Finder<'static>; SECRET_NAMES.len()]> =
    LazyLock::new(|| SECRET_NAMES.map(|name| Finder::new(first_word(name))));

/// Gives what a name begins with.
fn first_word(name: &str) -> &str {
    name.split('_').next().unwrap_or(name)
}

/// Gives the start and length of the values behind secret names in a text in lower case, name by name.
fn named_values(lower: &str) -> impl Iterator<Item = (usize, usize)> + '_ {
    let names = SECRET_NAMES.into_iter().zip(FIRST_WORDS.iter());
    names.flat_map(|(name, search)| values_behind(lower, name, search))
}

/// Gives the start and length of the values behind one name.
fn values_behind<'t>(
    lower: &'t str,
    name: &'static str,
    search: &'static Finder<'_>,
) -> impl Iterator<Item = (usize, usize)> + 't {
    let first = first_word(name);
    let rest = name[first.len()..].trim_start_matches('_');
    search.find_iter(lower.as_bytes()).filter_map(move |at| {
        let mut end = at + first.len();
        if !rest.is_empty() {
            end += usize::from(lower[end..].starts_with(['_', '-', ' ']));
            lower[end..].starts_with(rest).then_some(())?;
            end += rest.len();
        }
        let quotes = |c: char| matches!(c, '"' | '\'' | '\\' | ' ' | '`' | ']');
        let behind = lower[end..].trim_start_matches(quotes);
        let sign = behind
            .strip_prefix("=>")
            .or_else(|| behind.strip_prefix([':', '=']))?;
        let value = opened(sign);
        let is_quoted =
            sign.len() > value.len() && sign[..sign.len() - value.len()].contains(['"', '\'']);
        let start = lower.len() - value.len();
        let ends = |c: char| match c {
            '"' | '\'' | '\\' | '\n' | '`' | '}' | '<' => true,
            '&' | ')' | ']' => !is_quoted,
            _ => false,
        };
        let near = &value[..char_floor(value, 4096)];
        let length = near.find(ends).unwrap_or(near.len());
        Some((start, length))
    })
}

/// Gives a value without what opens it: blanks and quotes, and line ends behind the bracket of a list.
fn opened(value: &str) -> &str {
    let signs = ['"', '\'', '\\', ' ', '`', '['];
    let mut inner = value.trim_start_matches(signs);
    if !value[..value.len() - inner.len()].contains('[') {
        return inner;
    }
    // A line end may stand there as it is, or written out behind a backslash.
    loop {
        let behind = inner.trim_start_matches(['\n', '\r', '\t']);
        let behind = behind
            .strip_prefix('n')
            .filter(|rest| {
                value[..value.len() - inner.len()].ends_with('\\') && rest.starts_with(signs)
            })
            .unwrap_or(behind)
            .trim_start_matches(signs);
        if behind.len() == inner.len() {
            return inner;
        }
        inner = behind;
    }
}

/// Masks the values that a text gives to secret names: `password=...`, `api_key: ...`.
pub(super) fn mask_named(text: &str) -> String {
    let lower = text.to_ascii_lowercase();
    if lower.len() != text.len() || !lower.contains(['=', ':']) {
        return text.to_owned();
    }
    let mut spans: Vec<(usize, usize)> = Vec::new();
    for (at, length) in named_values(&lower) {
        let value = &text[at..at + length];
        let mut start = at;
        // The scheme in front of a credential stays, and only words that could be one go.
        for word in value.split(' ').take(2) {
            let is_scheme = SCHEMES.contains(&word.to_ascii_lowercase().as_str());
            let is_given = text[..at].trim_end_matches(['"', '\'', ' ']).ends_with('=');
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
    spans.sort_unstable();
    let mut masked = String::with_capacity(text.len());
    let mut done = 0;
    for (start, end) in spans {
        if start >= done && end > start {
            masked.push_str(&text[done..start]);
            masked.push_str(MASK);
            done = end;
        }
    }
    masked.push_str(&text[done..]);
    masked
}

/// Gives the start and end of the long values in a query that are credentials by their name.
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

/// Says whether a member's name is that of a secret.
#[must_use]
pub(crate) fn is_secret_name(name: &str) -> bool {
    let letters = name.chars().filter(|c| !matches!(c, '_' | '-' | ' '));
    let letters: String = letters.map(|c| c.to_ascii_lowercase()).collect();
    letters.contains("key")
        || SECRET_NAMES
            .iter()
            .any(|known| letters.contains(&known.replace('_', "")))
}

#[cfg(test)]
mod tests {
    use super::collect;
    use crate::redact::Secrets;

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
            let secrets = Secrets {
                values: collect(text),
            };
            let said = secrets.mask("key 7f3c9a10-4b2e-4d58 is wrong");
            assert_eq!(said, "key [redacted] is wrong", "{text}");
        }
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
    }
}
