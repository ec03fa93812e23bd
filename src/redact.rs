//! Secrets and personal data: found by name and by form, and masked in everything that is said.

use std::borrow::Cow;
use std::sync::LazyLock;

use memchr::memmem::Finder;

use crate::sanitize::char_floor;

/// What stands in the place of a secret.
pub(crate) const MASK: &str = "[redacted]";

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

/// Names that a secret may stand right behind, and the fewest characters that it has there.
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
const NO_USERS: [&str; 9] = [
    "id",
    "trace",
    "span",
    "hash",
    "digest",
    "etag",
    "md5",
    "commit",
    "fingerprint",
];

/// Members of a query whose long values are secret.
const QUERY_NAMES: [&str; 3] = ["key", "sig", "code"];

/// Words that a host stands behind where a client fails to reach it.
const HOST_WORDS: [&str; 6] = [
    "host",
    "to",
    "lookup",
    "enotfound",
    "eai_again",
    "econnrefused",
];

/// How an e-mail address has its sign: as it is, in a URL, and in a URL in a URL.
const AT: [&str; 3] = ["@", "%40", "%2540"];

/// How an international phone number has its sign.
const PLUS: [&str; 5] = ["+", "%2B", "%2b", "%252B", "%252b"];

/// How a private key begins, and what ends its first line.
const PEM: (&str, &str, &str) = ("-----BEGIN ", "PRIVATE KEY-----", "-----END ");

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
        let mut masked = mask_pem(text).into_owned();
        for secret in &self.values {
            if masked.contains(secret.as_str()) {
                masked = masked.replace(secret.as_str(), MASK);
            }
        }
        mask_forms(&mask_named(&masked))
    }

    /// Masks the secrets in a path. A long segment that looks drawn by lot is one too, unless it has the form of an id.
    #[must_use]
    pub fn mask_path(&self, path: &str) -> String {
        let masked = self.mask(path);
        let parts = masked.split_inclusive(['/', '?', '&', '=', ':', ';', ',', '.']);
        parts
            .map(|part| {
                let core = part.trim_end_matches(['/', '?', '&', '=', ':', ';', ',', '.']);
                if is_drawn(core) {
                    format!("{MASK}{}", &part[core.len()..])
                } else {
                    part.to_owned()
                }
            })
            .collect()
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
    for (at, value) in named_values(&lower) {
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
        let ends = |c: char| c.is_whitespace() || "&#\"'`<>)]}".contains(c);
        let value = &value[..value.find(ends).unwrap_or(value.len())];
        let value = value.trim_end_matches(['.', ',', ';']);
        let is_name = *name == "code" && is_code(value);
        (value.len() >= 12 && is_mixed(value) && !is_name).then_some((start, start + value.len()))
    })
}

/// Masks the bodies of private keys.
fn mask_pem(text: &str) -> Cow<'_, str> {
    let (begin, key, end) = PEM;
    let mut masked = String::new();
    let mut rest = text;
    while let Some(at) = rest.find(begin) {
        let behind = at + begin.len();
        let near = &rest[behind..behind + char_floor(&rest[behind..], 64)];
        let Some(length) = near.find(key).map(|start| start + key.len()) else {
            masked.push_str(&rest[..behind]);
            rest = &rest[behind..];
            continue;
        };
        masked.push_str(&rest[..behind + length]);
        masked.push_str(MASK);
        let body = &rest[behind + length..];
        rest = &body[body.find(end).unwrap_or(body.len())..];
    }
    if masked.is_empty() {
        return Cow::Borrowed(text);
    }
    masked.push_str(rest);
    Cow::Owned(masked)
}

/// Says whether a word has letters and digits.
fn is_mixed(word: &str) -> bool {
    word.bytes().any(|b| b.is_ascii_digit()) && word.bytes().any(|b| b.is_ascii_alphabetic())
}

/// Says whether a word looks like the code of an error or the name of a method: capitals, digits and `_`.
fn is_code(word: &str) -> bool {
    let is_plain = |b: u8| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'_';
    word.bytes().all(is_plain) && (word.contains('_') || word.len() < 12)
}

/// Says whether a word looks drawn by lot: a long run of letters and digits that is no ULID and has no id's prefix.
fn is_drawn(word: &str) -> bool {
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

/// Says whether a word is a JSON Web Token.
fn is_token(word: &str) -> bool {
    word.starts_with("eyJ") && word.len() >= 16
}

/// The fewest characters of a key behind its prefix.
const LEAST_KEY: usize = 12;

/// Says whether a word begins like the keys that vendors give out, and is as long.
fn has_key_prefix(word: &str) -> bool {
    if word.len() < LEAST_KEY {
        return false;
    }
    let lower = word.to_ascii_lowercase();
    let is_generic = KEY_PREFIXES.iter().any(|prefix| {
        lower.strip_prefix(prefix).is_some_and(|key| {
            key.len() >= LEAST_KEY
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
    // The fewest characters of a secret at this place, behind a name.
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
        let is_word = |c: char| c.is_ascii_alphanumeric() || "_-.+/=~%".contains(c);
        let length = rest.find(|c: char| !is_word(c)).unwrap_or(rest.len());
        if length == 0 {
            if c == '@' {
                if let Some(start) = userinfo(&masked) {
                    masked.truncate(start);
                    masked.push_str(MASK);
                }
            } else if !" :'\"`".contains(c) {
                called = None;
            }
            masked.push(c);
            rest = &rest[c.len_utf8()..];
            continue;
        }
        // The full stop of a sentence is no part of its last word.
        let word = rest[..length].trim_end_matches('.');
        let is_secret = is_secret_word(word, &previous)
            || called.is_some_and(|least| is_called(word, least))
            || is_password(word, &masked);
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

/// Gives the fewest characters of a secret right behind a word that names one.
fn least_behind(word: &str) -> Option<usize> {
    let word = word.to_ascii_lowercase();
    let mut known = CALLED.iter().filter(|(name, _)| word.ends_with(name));
    known.next().map(|(_, least)| *least)
}

/// Adds a word without its parts that are tokens or vendors' keys: segments of a path, values behind `=`.
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

/// Gives the length of the secret in quotes at the start of a text.
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

/// Says whether a word behind the name of a secret is one.
fn is_called(word: &str, least: usize) -> bool {
    // Names of keys and tokens are long as well: a short secret has no `_`.
    let is_plain = least < 12 || word.len() >= 20 || !word.contains(['_', '.', '/', '=']);
    word.len() >= least && is_mixed(word) && is_plain && !is_code(word)
}

/// Says whether a word is the password right behind a name: `AC0123...:0123...`, `api.user:0123...`. Behind what is called
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

/// Gives where the credentials of a URL, or of a host that a client names, begin at the end of a text.
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

/// Says whether a word is a secret by its form or by the word before it.
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

/// Says whether a word is a short prefix with 32 characters or more behind it: a key of whatever vendor.
fn is_long_key(word: &str) -> bool {
    word.split_once('_').is_some_and(|(prefix, key)| {
        prefix.len() <= 6
            && key.len() >= 32
            && key.bytes().all(|b| b.is_ascii_alphanumeric())
            && word.bytes().any(|b| b.is_ascii_digit())
    })
}

/// Masks mail addresses and international phone numbers in an id; other digits are what ids are made of.
#[must_use]
pub fn personal_id(id: &str) -> String {
    let is_number = id.len() >= 10 && phone_number(id) == Some(id.len());
    let has = |signs: &[&str]| signs.iter().any(|sign| id.contains(sign));
    if is_number || has(&AT) || has(&PLUS) {
        personal(id)
    } else {
        id.to_owned()
    }
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

/// Masks phone numbers, card numbers and e-mail addresses in a text, as they are written and as they stand in a URL.
#[must_use]
pub fn personal(text: &str) -> String {
    let mut masked = String::with_capacity(text.len());
    let mut rest = text;
    // What a number or an address may be glued to, and still be one.
    let mut previous = ' ';
    while let Some(c) = rest.chars().next() {
        let is_inside = previous.is_alphanumeric();
        let (mask, length) = if let Some(length) = mail_address(rest)
            && !is_inside
            && previous != '_'
        {
            ("[e-mail]", length)
        } else if let Some(length) = card_number(rest).filter(|_| !is_inside) {
            ("[card]", length)
        } else if let Some(length) = phone_number(rest)
            && (!is_inside || plus(rest) > 0)
        {
            ("[phone]", length)
        } else {
            let length = escape(rest).unwrap_or(c.len_utf8());
            masked.push_str(&rest[..length]);
            previous = c;
            rest = &rest[length..];
            continue;
        };
        masked.push_str(mask);
        previous = ']';
        rest = &rest[length..];
    }
    masked
}

/// Gives the length of the escape of a URL at the start of a text: `%20`.
fn escape(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let is_escape =
        bytes.len() > 2 && bytes[0] == b'%' && bytes[1..3].iter().all(u8::is_ascii_hexdigit);
    is_escape.then_some(3)
}

/// Gives the length of the `+` at the start of a text.
fn plus(text: &str) -> usize {
    let sign = PLUS.iter().find(|sign| text.starts_with(**sign));
    sign.map_or(0, |sign| sign.len())
}

/// Gives the length of the mail address at the start of a text.
fn mail_address(text: &str) -> Option<usize> {
    let local = |c: char| c.is_alphanumeric() || "._%+-".contains(c);
    let near = &text[..char_floor(text, 67)];
    let end = near.find(|c: char| !local(c)).unwrap_or(near.len());
    let (at, sign) = AT
        .iter()
        .filter_map(|sign| Some((near.find(sign)?, *sign)))
        .min()
        .filter(|(at, _)| (1..=end.min(64)).contains(at))?;
    let domain = &text[at + sign.len()..];
    let domain = &domain[..char_floor(domain, 255)];
    let length = domain
        .find(|c: char| !(c.is_alphanumeric() || ".-".contains(c)))
        .unwrap_or(domain.len());
    let domain = domain[..length].trim_end_matches(['.', '-']);
    let is_domain = domain
        .split_once('.')
        .is_some_and(|(name, top)| !name.is_empty() && top.len() >= 2);
    is_domain.then_some(at + sign.len() + domain.len())
}

/// Gives the length of the number of a payment card at the start of a text: 16 digits in groups of four, or in one whose
/// last digit is right for the others (ISO/IEC 7812).
fn card_number(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let separator = *bytes.get(4)?;
    let is_grouped = matches!(separator, b' ' | b'-');
    let length = if is_grouped { 19 } else { 16 };
    let run = bytes.get(..length)?;
    let is_run = run.iter().enumerate().all(|(at, b)| match at % 5 {
        4 if is_grouped => *b == separator,
        _ => b.is_ascii_digit(),
    });
    let sum = || -> u32 {
        let digits = run.iter().rev().enumerate();
        digits
            .map(|(at, b)| u32::from(b - b'0') * if at % 2 == 1 { 2 } else { 1 })
            .map(|digit| digit / 10 + digit % 10)
            .sum()
    };
    (is_run && ends_number(&text[length..]) && (is_grouped || sum() % 10 == 0)).then_some(length)
}

/// Gives the length of the phone number at the start of a text: 8 to 15 digits, with or without `+` and separators.
fn phone_number(text: &str) -> Option<usize> {
    let plus = plus(text);
    if plus == 0 && !text.starts_with(|c: char| c == '(' || c.is_ascii_digit()) {
        return None;
    }
    let least = if plus > 0 { 7 } else { 8 };
    let mut digits = 0;
    let mut end = plus;
    let mut longest = None;
    for (at, c) in text.char_indices().skip_while(|(at, _)| *at < plus) {
        if c.is_ascii_digit() {
            digits += 1;
            end = at + 1;
            if digits > 15 {
                break;
            }
            if digits >= least && ends_number(&text[end..]) && !is_date_or_decimal(&text[..end]) {
                longest = Some(end);
            }
        } else if !" -.()/\u{a0}".contains(c)
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
        Some(c) => !c.is_alphanumeric(),
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

    #[test]
    fn a_secret_behind_its_name_in_prose_is_masked() {
        for (text, said) in [
            (
                "password 'Tr0ub4dor&3' wrong",
                "password '[redacted]' wrong",
            ),
            ("with password hunter2", "with password [redacted]"),
            (
                "Wrong API key provided: q8w7e6r5t4y3u2i1.",
                "Wrong API key provided: [redacted].",
            ),
            (
                "Api-Key q8w7e6r5t4y3u2 unknown",
                "Api-Key [redacted] unknown",
            ),
            ("secret q8w7e6r5t4y3 rejected", "secret [redacted] rejected"),
            (
                "session id q8w7e6r5t4y3u2i1 expired",
                "session id [redacted] expired",
            ),
            (
                "AC00112233445566778899aabbccddeeff:0123456789abcdef0123456789abcdef",
                "AC00112233445566778899aabbccddeeff:[redacted]",
            ),
            ("bad key=7f3c9a104b2e4d58.", "bad key=[redacted]."),
            ("secret_key=7f3c9a10+4b2e/4d58==;", "secret_key=[redacted];"),
            (
                "(api.user:0123456789abcdef0123456789abcdef.x)",
                "(api.user:[redacted])",
            ),
            (
                "Could not resolve host: user:pw@api.x.example",
                "Could not resolve host: [redacted]@api.x.example",
            ),
            (
                "https://x.example/a?b=1&key=q8w7e6r5t4y3u2i1&c=2",
                "https://x.example/a?b=1&key=[redacted]&c=2",
            ),
            ("x?sig=q8w7%2Be6r5t4y3u2i1%3D, see", "x?sig=[redacted], see"),
            (
                "-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY----- left",
                "-----BEGIN RSA PRIVATE KEY-----[redacted]-----END RSA PRIVATE KEY----- left",
            ),
            (
                "-----BEGIN PRIVATE KEY-----MIIE cut",
                "-----BEGIN PRIVATE KEY-----[redacted]",
            ),
        ] {
            assert_eq!(Secrets::default().mask(text), said);
        }
    }

    #[test]
    fn prose_about_secrets_is_not_masked() {
        for text in [
            "The password is wrong. user2 is locked",
            "API key missing or invalid",
            "Pass the API key in x-api-key, see AUTH_001",
            "Wrong password AUTH_001, token TOKEN_EXPIRED_02",
            "Unknown key contact_line_2 in template v3",
            "request id 9b1f0c52-77aa-4d58-9c61-2f0a8be41d77",
            "request id 0123456789abcdef0123456789abcdef",
            "request_id:0123456789abcdef0123456789abcdef",
            "sha256:0123456789abcdef0123456789abcdef",
            "https://x.example/errors?code=INVALID_PHONE_0001&key=name",
            "-----BEGIN CERTIFICATE-----MIIE-----END CERTIFICATE-----",
            "mailto:max@example.org",
        ] {
            assert_eq!(Secrets::default().mask(text), text);
        }
    }

    #[test]
    fn a_path_keeps_its_ids_and_loses_its_keys() {
        for (path, said) in [
            (
                "/v3/contacts/sk_live_51HqLyjWDarjtT1zdp7dcAAA",
                "/v3/contacts/[redacted]",
            ),
            ("/v3/x/test_q8w7e6r5t4y3u2i1o0p9/y", "/v3/x/[redacted]/y"),
            (
                "/v3/keys/Zx9Qw8Er7Ty6Ui5Op4As3Df2Gh1Jk0Lm",
                "/v3/keys/[redacted]",
            ),
            (
                "/bot123456:AAHq8w7e6r5t4y3u2i1o0p9a8s7d6f5g4/send",
                "/bot123456:[redacted]/send",
            ),
            (
                "/v3/templates/9b1f0c52-77aa-4d58-9c61-2f0a8be41d77?page=2",
                "/v3/templates/9b1f0c52-77aa-4d58-9c61-2f0a8be41d77?page=2",
            ),
            (
                "/v1/messages/msg_01HX7f3c9a104b2e4d589c61/01HXYZ8Q4R5S6T7V8W9X0Y1Z2A",
                "/v1/messages/msg_01HX7f3c9a104b2e4d589c61/01HXYZ8Q4R5S6T7V8W9X0Y1Z2A",
            ),
            ("/v3/contact-attributes/v2", "/v3/contact-attributes/v2"),
        ] {
            assert_eq!(Secrets::default().mask_path(path), said);
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
        for id in ["req_Ab12_+4915112345678", "req_Ab12_%2B4915112345678"] {
            assert_eq!(super::personal_id(id), "req_Ab12_[phone]");
        }
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

    #[test]
    fn personal_data_in_a_url_or_glued_to_a_name_is_masked() {
        for (text, said) in [
            ("/c?to=%2B4915112345678&a=1", "/c?to=[phone]&a=1"),
            ("q%3D%224915112345678%22", "q%3D%22[phone]%22"),
            ("/c/jo.doe%40example.org/x", "/c/[e-mail]/x"),
            ("/to?u=%2Fc%2F%252B4915112345678", "/to?u=%2Fc%2F[phone]"),
            ("/to?u=jo.doe%2540example.org", "/to?u=[e-mail]"),
            ("no user_4915112345678", "no user_[phone]"),
            ("user_4915112345678_eu", "user_[phone]_eu"),
            ("Ab12+4915112345678", "Ab12[phone]"),
            ("a%20b%2Fc 100%", "a%20b%2Fc 100%"),
        ] {
            assert_eq!(personal(text), said);
        }
    }

    #[test]
    fn a_card_number_is_masked_whole() {
        for (text, said) in [
            ("card 4242 4242 4242 4242 declined", "card [card] declined"),
            ("card 4242-4242-4242-4242.", "card [card]."),
            ("card 4242424242424242", "card [card]"),
            ("message 4242424242424241", "message 4242424242424241"),
        ] {
            assert_eq!(personal(text), said);
        }
    }
}
