//! Secrets that have the form of one.

use std::borrow::Cow;

use super::names::{Kind, kind};
use super::{MASK, SHORTEST, mask_spans};
use crate::sanitize::char_floor;
use crate::words::list;

/// Words before a credential in an `Authorization` value.
pub(super) const SCHEMES: [&str; 7] = list("schemes");

/// The fewest characters of a secret that only its place tells, and the most.
const MIN_TOLD: usize = 4;
const MAX_TOLD: usize = 1024;

/// Prefixes of keys that many services give out; `catalog/keys.json` has the others.
const KEY_PREFIXES: [&str; 10] = [
    "sk_", "pk_", "rk_", "live_", "test_", "key_", "api_", "secret_", "token_", "whsec_",
];

/// Names that a secret may stand right after, and the fewest characters that it has there.
const CALLED: [(&str, usize); 8] = [
    ("password", 6),
    ("passwd", 6),
    ("passphrase", 6),
    ("pwd", 6),
    ("secret", 6),
    ("key", 12),
    ("token", 12),
    ("session", 12),
];

/// Words that may stand between a name and the secret.
const FILLERS: [&str; 9] = [
    "id", "is", "was", "of", "provided", "given", "supplied", "received", "used",
];

/// Ends of names whose long values are ids and digests, and no passwords.
const NO_USERS: [&str; 9] = list("no users");

/// Words that a host comes after where a client fails to reach it.
const HOST_WORDS: [&str; 6] = [
    "host",
    "to",
    "lookup",
    "enotfound",
    "eai_again",
    "econnrefused",
];

/// How a private key begins, and what ends its first line.
const PEM: (&str, &str, &str) = ("-----BEGIN ", "PRIVATE KEY-----", "-----END ");

/// The fewest characters of a key after its prefix.
const LEAST_KEY: usize = 12;

/// Masks the bodies of private keys.
pub(super) fn mask_pem(text: &str) -> Cow<'_, str> {
    let (begin, key, end) = PEM;
    mask_spans(text, |from| {
        let mut keys = text[from..].match_indices(begin);
        keys.find_map(|(at, _)| {
            let behind = from + at + begin.len();
            let near = &text[behind..char_floor(text, behind + 64)];
            let start = behind + near.find(key)? + key.len();
            let length = text[start..].find(end);
            Some((start, length.map_or(text.len(), |length| start + length)))
        })
    })
}

/// Masks what has the form of a secret: JSON Web Tokens, credentials after a scheme, vendors' keys, userinfo in a URL.
pub(super) fn mask_forms(text: &str) -> String {
    let mut masked = String::with_capacity(text.len());
    let mut previous = String::new();
    // The fewest characters of a secret at this place, after a name.
    let mut called: Option<usize> = None;
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        if let Some(length) = called.and_then(|least| quoted_secret(rest, least)) {
            masked.push_str(&rest[..1]);
            masked.push_str(MASK);
            rest = &rest[1 + length..];
            called = None;
            continue;
        }
        let is_word = |c: char| {
            c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.' | '+' | '/' | '=' | '~' | '%')
        };
        let length = rest.find(|c: char| !is_word(c)).unwrap_or(rest.len());
        if length == 0 {
            if c == '@' {
                if let Some(start) = userinfo(&masked) {
                    masked.truncate(start);
                    masked.push_str(MASK);
                }
            } else if !matches!(c, ' ' | ':' | '\'' | '"' | '`') {
                called = None;
            }
            masked.push(c);
            rest = &rest[c.len_utf8()..];
            continue;
        }
        // The full stop of a sentence is not part of its last word.
        let word = rest[..length].trim_end_matches('.');
        let is_secret = is_secret_word(word, &previous)
            || called.is_some_and(|least| is_called(word, least))
            || is_password(word, &masked)
            || is_signature(word, &masked);
        let given = word.split_once('=').filter(|(name, value)| {
            least_behind(name).is_some_and(|least| is_called(value, least))
        });
        if is_secret {
            masked.push_str(MASK);
        } else if let Some((name, _)) = given {
            masked.push_str(name);
            masked.push('=');
            masked.push_str(MASK);
        } else {
            push_parts(&mut masked, word);
        }
        masked.push_str(&rest[word.len()..length]);
        let is_last = word.len() < length;
        previous = rest[..length].to_ascii_lowercase();
        rest = &rest[length..];
        if !FILLERS.contains(&previous.as_str()) {
            called = least_behind(&previous);
        } else if is_last {
            called = None;
        }
    }
    masked
}

/// Returns the fewest characters of a secret right after a word that names one.
fn least_behind(word: &str) -> Option<usize> {
    let word = word.to_ascii_lowercase();
    let mut known = CALLED.iter().filter(|(name, _)| word.ends_with(name));
    known.next().map(|(_, least)| *least)
}

/// Adds a word without its parts that are tokens or vendors' keys: segments of a path, values after `=`.
fn push_parts(masked: &mut String, word: &str) {
    let signs = ['/', '=', '+', '~', '%', '.'];
    let is_key = |part: &str| is_token(part) || has_key_prefix(part) || is_long_key(part);
    for part in word.split_inclusive(&signs[..5]) {
        let core = part.trim_end_matches(signs);
        if is_key(core) {
            masked.push_str(MASK);
            masked.push_str(&part[core.len()..]);
            continue;
        }
        for part in part.split_inclusive('.') {
            let core = part.trim_end_matches(signs);
            masked.push_str(if is_key(core) { MASK } else { core });
            masked.push_str(&part[core.len()..]);
        }
    }
}

/// Returns the length of the secret in quotes at the start of a text.
fn quoted_secret(text: &str, least: usize) -> Option<usize> {
    let quote = text
        .chars()
        .next()
        .filter(|c| matches!(c, '\'' | '"' | '`'))?;
    let inner = &text[1..];
    let near = &inner[..char_floor(inner, 256)];
    let ends = |c: char| c == quote || c.is_whitespace();
    let length = near
        .find(ends)
        .filter(|at| near[*at..].starts_with(quote))?;
    is_called(&near[..length], least).then_some(length)
}

/// Returns true if a word after the name of a secret is one.
fn is_called(word: &str, least: usize) -> bool {
    // Names of keys and tokens are long as well: a short secret has no `_`.
    let is_plain = least < 12 || word.len() >= 20 || !word.contains(['_', '.', '/', '=']);
    word.len() >= least && is_mixed(word) && is_plain && !is_code(word)
}

/// Returns true if a word is the password right after a name: `AC0123...:0123...`, `api.user:0123...`. Behind what is called
/// an id or a digest it is that.
fn is_password(word: &str, before: &str) -> bool {
    let hex = word.bytes().take_while(u8::is_ascii_hexdigit).count();
    let is_key = hex >= 32 && !word[hex..].starts_with(|c: char| c.is_ascii_alphanumeric());
    let Some(before) = before.strip_suffix(':').filter(|_| is_key) else {
        return false;
    };
    let is_name = |b: &u8| b.is_ascii_alphanumeric() || b"_-.".contains(b);
    let length = before.bytes().rev().take(64).take_while(is_name).count();
    let name = before[before.len() - length..].to_ascii_lowercase();
    let is_plain = !NO_USERS.iter().any(|known| name.ends_with(known));
    length >= 16 || (length >= 3 && is_plain && !name.starts_with("sha"))
}

/// Returns true if a word is the signature of a signed request: `application KEY:SIGNATURE`, whatever is before it.
fn is_signature(word: &str, before: &str) -> bool {
    let Some(before) = before.strip_suffix(':').filter(|_| word.len() >= LEAST_KEY) else {
        return false;
    };
    let (front, key) = match before.rsplit_once([' ', '"', '\'']) {
        Some(parts) => parts,
        None => return false,
    };
    let scheme = "application";
    let last = front.trim_end_matches(['"', '\'', ' ']);
    let last = last
        .get(last.len().saturating_sub(scheme.len())..)
        .unwrap_or_default();
    last.eq_ignore_ascii_case(scheme) && is_mixed(key) && (is_mixed(word) || word.ends_with('='))
}

/// Returns where the credentials of a URL, or of a host that a client names, begin at the end of a text.
fn userinfo(text: &str) -> Option<usize> {
    // Credentials are short; the whole text is not searched for each `@`.
    let from = char_floor(text, text.len().saturating_sub(256));
    let near = &text[from..];
    let is_user = |user: &str| !user.is_empty() && !user.contains(['/', ' ', '?', '#']);
    if let Some(at) = near.rfind("://").filter(|at| is_user(&near[at + 3..])) {
        return Some(from + at + 3);
    }
    let at = near.rfind(' ')? + 1;
    let (user, password) = near[at..].split_once(':')?;
    let before = near[..at].trim_end_matches([' ', ':']);
    let last = before.rsplit(' ').next()?.to_ascii_lowercase();
    let is_host = HOST_WORDS.contains(&last.as_str()) && is_user(user) && is_user(password);
    is_host.then_some(from + at)
}

/// Returns true if a word is a secret by its form or by the word before it.
fn is_secret_word(word: &str, previous: &str) -> bool {
    if is_token(word) || has_key_prefix(word) || is_long_key(word) {
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
        && has_digit
        && !is_code(word);
    is_credential || is_called
}

/// Returns true if a word is a short prefix with 32 characters or more after it: a key of whatever vendor.
fn is_long_key(word: &str) -> bool {
    word.split_once('_').is_some_and(|(prefix, key)| {
        prefix.len() <= 6
            && key.len() >= 32
            && key.bytes().all(|b| b.is_ascii_alphanumeric())
            && word.bytes().any(|b| b.is_ascii_digit())
    })
}

/// Returns true if a word has letters and digits.
pub(super) fn is_mixed(word: &str) -> bool {
    word.bytes().any(|b| b.is_ascii_digit()) && word.bytes().any(|b| b.is_ascii_alphabetic())
}

/// Returns true if a word looks like the code of an error or the name of a method: capitals, digits and `_`.
pub(super) fn is_code(word: &str) -> bool {
    let is_plain = |b: u8| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'_';
    word.bytes().all(is_plain) && (word.contains('_') || word.len() < 12)
}

/// Returns true if a word looks drawn by lot: a long run of letters and digits that is not a ULID and has no id's prefix.
pub(super) fn is_drawn(word: &str) -> bool {
    let is_prefixed = word.split_once('_').is_some_and(|(prefix, _)| {
        (1..=6).contains(&prefix.len()) && prefix.bytes().all(|b| b.is_ascii_lowercase())
    });
    let is_ulid = |run: &str| {
        let is_sign = |b: u8| b.is_ascii_uppercase() || b.is_ascii_digit();
        run.len() == 26
            && run.starts_with(|c: char| ('0'..='7').contains(&c))
            && run.bytes().all(is_sign)
    };
    !is_prefixed
        && word
            .split(|c: char| !c.is_ascii_alphanumeric())
            .any(|run| run.len() >= 20 && is_mixed(run) && !is_ulid(run))
}

/// Returns true if a word is a JSON Web Token.
pub(super) fn is_token(word: &str) -> bool {
    word.starts_with("eyJ") && word.len() >= 16
}

/// Returns true if a word begins like the keys that vendors give out, and is as long.
pub(super) fn has_key_prefix(word: &str) -> bool {
    if word.len() < LEAST_KEY {
        return false;
    }
    let lower = word.to_ascii_lowercase();
    KEY_PREFIXES.iter().any(|prefix| {
        lower.strip_prefix(prefix).is_some_and(|key| {
            key.len() >= LEAST_KEY
                && key
                    .bytes()
                    .all(|b| b.is_ascii_alphanumeric() || b"_-".contains(&b))
        })
    })
}

/// Returns true if what follows a secret's name says something about it: `access token: Session has expired`, `token: 403 No`.
pub(super) fn is_sentence(value: &str) -> bool {
    let mut words = value.split_ascii_whitespace();
    let first = words.next().unwrap_or_default();
    let is_word = !first.is_empty() && first.bytes().all(|b| b.is_ascii_alphabetic());
    let is_status = first.len() == 3 && first.bytes().all(|b| b.is_ascii_digit());
    let is_scheme = SCHEMES.contains(&first.to_ascii_lowercase().as_str());
    let next = words.next().unwrap_or_default();
    // `Key abc123`: a scheme that few know, and what is secret.
    let is_pair = words.next().is_none() && next.len() >= SHORTEST && is_mixed(next) && is_word;
    (is_word || is_status)
        && !is_scheme
        && !is_pair
        && next.starts_with(|c: char| c.is_ascii_alphabetic())
}

/// Returns true if a value in a secret's place is a secret by itself: it is long, or no ordinary word.
pub(super) fn is_secret(value: &str) -> bool {
    value.len() >= SHORTEST
        && (value.len() >= 20
            || value.bytes().any(|b| b.is_ascii_digit())
            || (value.bytes().any(|b| b.is_ascii_uppercase())
                && value.bytes().any(|b| b.is_ascii_lowercase())))
}

/// Returns true if a value may be a secret that only its place tells: a short one, or an ordinary word.
pub(super) fn may_be_told(value: &str) -> bool {
    let is_word = value.bytes().all(|b| b.is_ascii_alphabetic());
    let most = if is_word { 6 } else { MIN_TOLD };
    value.len() >= most && value.len() <= MAX_TOLD && kind(value, false) == Kind::Open
}

#[cfg(test)]
mod tests {
    use super::mask_forms;
    use crate::redact::known::mask_known;

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
            (
                "Invalid header: Application 6531f9a0-55aa:Hk7Lm2Np9Qr4St6V==",
                "Invalid header: Application 6531f9a0-55aa:[redacted]",
            ),
            ("Pass it as a Bearer token.", "Pass it as a Bearer token."),
            (
                "Template 9b1f0c52-77aa-4d58-9c61-2f0a8be41d77 not found",
                "Template 9b1f0c52-77aa-4d58-9c61-2f0a8be41d77 not found",
            ),
        ] {
            assert_eq!(mask_forms(&mask_known(text)), said);
        }
    }

    #[test]
    fn a_key_at_the_end_of_a_sentence_is_masked_and_the_full_stop_stays() {
        for (text, said) in [
            (
                "Bad sk_live_4eC39HqLyjWDarjtT1zdp7dc. Try",
                "Bad [redacted]. Try",
            ),
            (
                "Bad sk_live_4eC39HqLyjWDarjtT1zdp7dc...",
                "Bad [redacted]...",
            ),
            ("jwt eyJhbGciOiJIUzI1NiJ9.e30.c2ln.", "jwt [redacted]."),
            (
                "at /v3/keys/sk_live_4eC39HqLyjWDarjtT1zdp7dc/x.",
                "at /v3/keys/[redacted]/x.",
            ),
            ("id=sk_live_4eC39HqLyjWDarjtT1zdp7dc", "id=[redacted]"),
        ] {
            assert_eq!(mask_forms(text), said);
        }
    }
}
