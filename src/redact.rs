//! Secrets and personal data: found by name and by form, and masked in everything that is said.

use crate::sanitize::char_floor;

/// What stands in the place of a secret.
const MASK: &str = "[redacted]";

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

/// Prefixes of keys that vendors give out.
const KEY_PREFIXES: [&str; 10] = [
    "sk_", "pk_", "rk_", "live_", "test_", "key_", "api_", "secret_", "token_", "whsec_",
];

/// Beginnings of well-known vendors' keys, in their case.
const VENDOR_PREFIXES: [&str; 11] = [
    "AKIA",
    "ASIA",
    "AIza",
    "SG.",
    "glpat-",
    "ghp_",
    "gho_",
    "ghs_",
    "github_pat_",
    "xoxb-",
    "sk-",
];

/// The shortest text that is taken for a secret.
const SHORTEST: usize = 8;

/// The secrets of one input.
#[derive(Debug, Clone, Default)]
pub struct Secrets {
    values: Vec<String>,
}

impl Secrets {
    /// Gives the secrets with these values.
    #[must_use]
    pub fn new(values: Vec<String>) -> Self {
        Self { values }
    }

    /// Says whether a text holds a secret that is known from the input.
    #[must_use]
    fn is_in(&self, text: &str) -> bool {
        self.values
            .iter()
            .any(|secret| text.contains(secret.as_str()))
    }

    /// Masks every secret in a text: those known from the input, and what has the form of one.
    #[must_use]
    pub fn mask(&self, text: &str) -> String {
        let mut masked = text.to_owned();
        for secret in &self.values {
            if masked.contains(secret.as_str()) {
                masked = masked.replace(secret.as_str(), MASK);
            }
        }
        mask_forms(&mask_named(&masked))
    }

    /// Masks an id where it is a secret: known from the input, a token, or a vendor's key. Ids are long by nature.
    #[must_use]
    pub fn mask_id(&self, id: &str) -> String {
        if self.is_in(id) || is_token(id) || has_key_prefix(id) {
            MASK.to_owned()
        } else {
            id.to_owned()
        }
    }
}

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
    for name in SECRET_NAMES {
        for (at, value) in named_values(&lower, name) {
            let rest = &text[at..at + value];
            // `Bearer abc`, `application key:signature`: the scheme is no secret, its parts are.
            for part in rest.split([' ', ';', ',']) {
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

/// Gives the start and length of the values behind a name in a text in lower case.
fn named_values<'t>(
    lower: &'t str,
    name: &'static str,
) -> impl Iterator<Item = (usize, usize)> + 't {
    let first = name.split('_').next().unwrap_or(name);
    let rest = name
        .strip_prefix(first)
        .unwrap_or_default()
        .trim_start_matches('_');
    lower.match_indices(first).filter_map(move |(at, _)| {
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
        let value = sign.trim_start_matches(['"', '\'', '\\', ' ', '`', '[']);
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

/// Masks the values that a text gives to secret names: `password=...`, `api_key: ...`.
fn mask_named(text: &str) -> String {
    let lower = text.to_ascii_lowercase();
    if lower.len() != text.len() || !lower.contains(['=', ':']) {
        return text.to_owned();
    }
    let mut spans: Vec<(usize, usize)> = Vec::new();
    for name in SECRET_NAMES {
        for (at, length) in named_values(&lower, name) {
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
    }
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

/// Says whether a word is a JSON Web Token.
fn is_token(word: &str) -> bool {
    word.starts_with("eyJ") && word.len() >= 16
}

/// Says whether a word begins like the keys that vendors give out, and is as long.
fn has_key_prefix(word: &str) -> bool {
    let lower = word.to_ascii_lowercase();
    let is_generic = KEY_PREFIXES.iter().any(|prefix| {
        lower.strip_prefix(prefix).is_some_and(|key| {
            key.len() >= 12
                && key
                    .bytes()
                    .all(|b| b.is_ascii_alphanumeric() || b"_-".contains(&b))
        })
    });
    let is_vendor = VENDOR_PREFIXES
        .iter()
        .any(|prefix| word.starts_with(prefix) && word.len() >= 16);
    is_vendor || is_generic
}

/// Masks what has the form of a secret: JSON Web Tokens, credentials behind a scheme, vendors' keys, userinfo in a URL.
fn mask_forms(text: &str) -> String {
    let mut masked = String::with_capacity(text.len());
    let mut previous = String::new();
    let mut rest = text;
    while !rest.is_empty() {
        let is_word = |c: char| c.is_ascii_alphanumeric() || "_-.+/=~%".contains(c);
        let length = rest.find(|c: char| !is_word(c)).unwrap_or(rest.len());
        if length == 0 {
            let c = rest.chars().next().map_or(1, char::len_utf8);
            if rest.starts_with('@') && ends_in_userinfo(&masked) {
                let start = masked.rfind("://").map_or(masked.len(), |at| at + 3);
                masked.truncate(start);
                masked.push_str(MASK);
            }
            masked.push_str(&rest[..c]);
            rest = &rest[c..];
            continue;
        }
        let word = &rest[..length];
        if is_secret_word(word, &previous) {
            masked.push_str(MASK);
        } else {
            masked.push_str(word);
        }
        previous = word.to_ascii_lowercase();
        rest = &rest[length..];
    }
    masked
}

/// Says whether a text ends in the credentials of a URL.
fn ends_in_userinfo(text: &str) -> bool {
    // Credentials are short; the whole text is not searched for each `@`.
    let text = &text[char_floor(text, text.len().saturating_sub(256))..];
    text.rfind("://").is_some_and(|at| {
        let user = &text[at + 3..];
        !user.is_empty() && !user.contains(['/', ' ', '?', '#'])
    })
}

/// Says whether a word is a secret by its form or by the word before it.
fn is_secret_word(word: &str, previous: &str) -> bool {
    if is_token(word) || has_key_prefix(word) {
        return true;
    }
    let has_digit = word.bytes().any(|b| b.is_ascii_digit());
    let has_upper = word.bytes().any(|b| b.is_ascii_uppercase());
    // `Bearer abc1`, `Basic dXNlcjpwYXNz`; `Bearer token` is prose.
    let is_credential = ["bearer", "basic"].contains(&previous)
        && word.len() >= SHORTEST
        && (has_digit || has_upper || word.len() >= 24);
    let is_called = ["key", "token", "secret", "password"]
        .iter()
        .any(|name| previous.ends_with(name))
        && word.len() >= 16
        && has_digit;
    // A short prefix with 32 characters or more behind it is a key of whatever vendor.
    let is_long_key = word.split_once('_').is_some_and(|(prefix, key)| {
        prefix.len() <= 6
            && key.len() >= 32
            && key.bytes().all(|b| b.is_ascii_alphanumeric())
            && has_digit
    });
    is_credential || is_called || is_long_key
}

/// Masks mail addresses and international phone numbers in an id; other digits are what ids are made of.
#[must_use]
pub fn personal_id(id: &str) -> String {
    let is_number = id.len() >= 10 && phone_number(id) == Some(id.len());
    if id.contains('@') || id.starts_with('+') || is_number {
        personal(id)
    } else {
        id.to_owned()
    }
}

/// Masks phone numbers and e-mail addresses in a text.
#[must_use]
pub fn personal(text: &str) -> String {
    let mut masked = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let is_inside = masked.ends_with(|c: char| c.is_alphanumeric() || c == '_');
        if is_inside {
            masked.push(c);
            rest = &rest[c.len_utf8()..];
        } else if let Some(length) = mail_address(rest) {
            masked.push_str("[e-mail]");
            rest = &rest[length..];
        } else if let Some(length) = phone_number(rest) {
            masked.push_str("[phone]");
            rest = &rest[length..];
        } else {
            masked.push(c);
            rest = &rest[c.len_utf8()..];
        }
    }
    masked
}

/// Gives the length of the mail address at the start of a text.
fn mail_address(text: &str) -> Option<usize> {
    let local = |c: char| c.is_alphanumeric() || "._%+-".contains(c);
    let near = &text[..char_floor(text, 65)];
    let at = near.find(|c: char| !local(c)).filter(|at| *at > 0)?;
    let domain = text[at..].strip_prefix('@')?;
    let domain = &domain[..char_floor(domain, 255)];
    let length = domain
        .find(|c: char| !(c.is_alphanumeric() || ".-".contains(c)))
        .unwrap_or(domain.len());
    let domain = domain[..length].trim_end_matches(['.', '-']);
    let is_domain = domain
        .split_once('.')
        .is_some_and(|(name, top)| !name.is_empty() && top.len() >= 2);
    is_domain.then_some(at + 1 + domain.len())
}

/// Gives the length of the phone number at the start of a text: 8 to 15 digits, with or without `+` and separators.
fn phone_number(text: &str) -> Option<usize> {
    if !text.starts_with(|c: char| c == '+' || c == '(' || c.is_ascii_digit()) {
        return None;
    }
    let least = if text.starts_with('+') { 7 } else { 8 };
    let mut digits = 0;
    let mut end = 0;
    let mut longest = None;
    for (at, c) in text.char_indices() {
        if c.is_ascii_digit() {
            digits += 1;
            end = at + 1;
            if digits > 15 {
                break;
            }
            if digits >= least && ends_number(&text[end..]) && !is_date_or_decimal(&text[..end]) {
                longest = Some(end);
            }
        } else if !(" -.()/\u{a0}".contains(c) || (c == '+' && at == 0))
            || at - end > 2
            || begins_date(&text[at + c.len_utf8()..])
        {
            break;
        }
    }
    longest
}

/// Says whether a text begins with a date: the number in front of it has ended.
fn begins_date(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.len() > 4 && bytes[4] == b'-' && bytes[..4].iter().all(u8::is_ascii_digit)
}

/// Says whether what follows leaves a number complete.
fn ends_number(rest: &str) -> bool {
    let mut next = rest.chars();
    match next.next() {
        Some(':') => !next.next().is_some_and(|c| c.is_ascii_digit()),
        Some(c) => !(c.is_alphanumeric() || c == '_'),
        None => true,
    }
}

/// Says whether digits are a date (2026-11-18) or a decimal (0.0050) rather than a number to call.
fn is_date_or_decimal(text: &str) -> bool {
    let bytes = text.as_bytes();
    let is_date = bytes.len() == 10
        && bytes.iter().enumerate().all(|(at, b)| match at {
            4 | 7 => matches!(b, b'-' | b'/'),
            _ => b.is_ascii_digit(),
        });
    let is_decimal = text.matches('.').count() == 1 && !text.contains([' ', '-', '(']);
    is_date || is_decimal
}

#[cfg(test)]
mod tests {
    use super::{Secrets, collect, mask_forms, personal};

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
    fn secrets_are_found_by_their_form() {
        for (text, said) in [
            (
                "jwt eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiI0MiJ9.c2ln",
                "jwt [redacted]",
            ),
            ("Bearer abcdef0123456", "Bearer [redacted]"),
            (
                "Authorization: Basic dXNlcjpwYXNz",
                "Authorization: Basic [redacted]",
            ),
            (
                "x-api-key 7f3c9a10-4b2e-4d58-9c61-2f0a8be41d77 rejected",
                "x-api-key [redacted] rejected",
            ),
            (
                "glpat-abcdefghijklmnop1234 AKIAABCDEFGHIJKLMNOP",
                "[redacted] [redacted]",
            ),
            (
                "key sk_live_abcdef0123456 is revoked",
                "key [redacted] is revoked",
            ),
            (
                "see https://me:pw@x.example/y",
                "see https://[redacted]@x.example/y",
            ),
            ("Pass it as a Bearer token.", "Pass it as a Bearer token."),
            (
                "Template 9b1f0c52-77aa-4d58-9c61-2f0a8be41d77 not found",
                "Template 9b1f0c52-77aa-4d58-9c61-2f0a8be41d77 not found",
            ),
        ] {
            assert_eq!(mask_forms(text), said);
        }
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

    #[test]
    fn an_id_is_masked_only_where_it_is_a_secret() {
        let secrets = Secrets::default();
        assert_eq!(
            secrets.mask_id("req_01HXAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA1"),
            "req_01HXAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA1"
        );
        assert_eq!(secrets.mask_id("eyJhbGciOiJIUzI1NiJ9.e30.x"), "[redacted]");
        assert_eq!(super::personal_id("max@example.org"), "[e-mail]");
        assert_eq!(
            super::personal_id("202611180941271234"),
            "202611180941271234"
        );
    }

    #[test]
    fn personal_data_is_masked() {
        for (text, said) in [
            ("+1 (415) 555-0123 is not E.164", "[phone] is not E.164"),
            (
                "Sender '+14155551234' is not verified.",
                "Sender '[phone]' is not verified.",
            ),
            ("no contact ana.lopez@example.com.", "no contact [e-mail]."),
            ("+14155550123: not reachable", "[phone]: not reachable"),
            (
                "Sender +14155550123 10DLC campaign missing",
                "Sender [phone] 10DLC campaign missing",
            ),
            (
                "Opted out: +14155550123 2026-11-18T09:41:27Z",
                "Opted out: [phone] 2026-11-18T09:41:27Z",
            ),
            ("14155550123 14155559876", "[phone] [phone]"),
            (
                "balance: 0.0050, cost: 10000",
                "balance: 0.0050, cost: 10000",
            ),
            ("at 2026-11-18T09:41:27Z", "at 2026-11-18T09:41:27Z"),
            ("req_5fQ1mZ8vLc12345678", "req_5fQ1mZ8vLc12345678"),
        ] {
            assert_eq!(personal(text), said);
        }
    }
}
