//! Secrets that come after their name without a sign of the notations: in tables, pairs, elements, calls and written types.

use super::names::{Kind, MAX_NAME, kind};
use super::written::{is_filler, is_value, tag};
use crate::sanitize::char_floor;

/// How far after its name a secret may be.
const MAX_NEAR: usize = 192;

/// The most words between a name and its secret.
const MAX_WORDS: usize = 6;

/// The most line ends between a name and its secret.
const MAX_LINES: usize = 4;

/// The longest secret.
const MAX_SECRET: usize = 4096;

/// Words that end a name only together with the one before: `API key`.
const SECOND: [(&str, &[&str]); 2] = [
    (
        "key",
        &[
            "api",
            "access",
            "secret",
            "private",
            "subscription",
            "account",
            "auth",
            "license",
            "master",
            "signing",
        ],
    ),
    ("by", &["identified"]),
];

/// Names in prose and in logs of which what follows is more often no secret.
const VAGUE: [&str; 11] = [
    "auth",
    "pass",
    "pin",
    "pat",
    "sas",
    "cvv",
    "cvc",
    "key",
    "session",
    "authentication",
    "otp",
];

/// Ends of the names of functions and lists that take a user and a password, or a secret alone; in small letters without signs.
const CALLS: [&str; 10] = [
    "basicauth",
    "digestauth",
    "bearerauth",
    "securestring",
    "keycredential",
    "tokencredential",
    "networkcredential",
    "userpwd",
    "identifiedby",
    "usernamepassword",
];

/// What was found near a name.
pub(super) struct Near<'t> {
    pub(super) kind: Kind,
    /// The secret.
    pub(super) value: &'t str,
    pub(super) at: usize,
}

/// Calls back with each value near the name of a secret.
pub(super) fn near<'t>(text: &'t str, mut found: impl FnMut(Near<'t>)) {
    let bytes = text.as_bytes();
    let mut at = 0;
    // What was taken for a secret does not name another one.
    let mut done = 0;
    // The end of the last word without quotes: no part of a text is read again and again.
    let mut seen = 0;
    while at < bytes.len() {
        if !is_name(bytes[at]) {
            at += 1;
            continue;
        }
        let start = at;
        while at < bytes.len() && is_name(bytes[at]) {
            at += 1;
        }
        let length = at - start;
        if !(2..=MAX_NAME).contains(&length) || start < done {
            continue;
        }
        let name = &text[start..at];
        // A part of a form has a name and no prose around it.
        if is_part(text, start) {
            let kind = kind(name, false);
            let value = part(text, at).filter(|_| matches!(kind, Kind::Secret | Kind::Mixed));
            if let Some((at, value)) = value {
                done = at + value.len();
                found(Near { kind, value, at });
                continue;
            }
        }
        if !may_end(name.as_bytes()) {
            continue;
        }
        if is_call(name) {
            for (at, value) in arguments(text, at) {
                found(Near {
                    kind: Kind::Secret,
                    value,
                    at,
                });
            }
            continue;
        }
        let Some(kind) = named(text, start, name) else {
            continue;
        };
        let value = if is_element(bytes, start) {
            element(text, at)
        } else {
            // What a name is given is not the name of what follows.
            let is_given = text[..start].ends_with(['=', '/', '?', '&']);
            after(text, at, &mut seen).filter(|_| !is_given)
        };
        if let Some((at, value)) = value {
            done = at + value.len();
            found(Near { kind, value, at });
        }
    }
}

/// Returns true if a byte may be in a name.
fn is_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-')
}

/// Returns true if a name may be one of a secret: most are not, by their last letters.
fn may_end(name: &[u8]) -> bool {
    let letters = name.iter().rev().filter(|b| b.is_ascii_alphabetic());
    let mut last = [0; 2];
    for (place, byte) in last.iter_mut().rev().zip(letters) {
        *place = byte.to_ascii_lowercase();
    }
    let is_joined = || name.iter().any(|b| matches!(*b, b'-' | b'_'));
    match &last {
        b"ey" | b"en" | b"et" | b"rd" | b"wd" | b"se" | b"de" | b"re" | b"gn" | b"on" | b"al"
        | b"ls" | b"ie" | b"es" | b"wt" | b"rf" | b"ys" | b"ns" | b"ts" | b"ds" | b"id" | b"er"
        | b"ac" | b"th" | b"ng" | b"by" | b"pi" | b"ed" | b"ol" | b"rl" | b"ig" | b"ha" => true,
        b"at" | b"ss" | b"in" | b"as" | b"vv" | b"vc" | b"tp" => is_joined(),
        _ => false,
    }
}

/// Returns how much the name at a place says of a secret near it.
fn named(text: &str, start: usize, name: &str) -> Option<Kind> {
    let is = |word: &&str| name.eq_ignore_ascii_case(word);
    if let Some((_, firsts)) = SECOND.iter().find(|(second, _)| is(second)) {
        let before = text[..start].strip_suffix([' ', '_', '-'])?;
        let first = before.rsplit(|c: char| !c.is_ascii_alphanumeric()).next()?;
        let is_whole = firsts.iter().any(|word| first.eq_ignore_ascii_case(word));
        return is_whole.then_some(Kind::Secret);
    }
    let kind = kind(name, false);
    (!VAGUE.iter().any(is) && matches!(kind, Kind::Secret | Kind::Mixed)).then_some(kind)
}

/// Returns true if a name is that of a function that takes credentials.
fn is_call(name: &str) -> bool {
    let letters = name.bytes().rev().filter(u8::is_ascii_alphanumeric);
    let letters = letters.map(|b| b.to_ascii_lowercase());
    let last = letters.clone().next();
    let ends = |end: &&str| {
        let mut rest = letters.clone();
        end.bytes().next_back() == last && end.bytes().rev().all(|b| rest.next() == Some(b))
    };
    CALLS.iter().any(ends)
}

/// Returns the first two arguments of a call: `("me", "secret")`, `"me", "secret"`, `] me: secret`.
fn arguments(text: &str, at: usize) -> Vec<(usize, &str)> {
    let near = &text[at..char_floor(text, at + MAX_NEAR)];
    let mut found = Vec::new();
    let mut from = 0;
    while found.len() < 2 {
        let signs = |c: char| c.is_whitespace() || "([{,:=>@;\\".contains(c);
        from += near[from..]
            .find(|c: char| !signs(c))
            .unwrap_or(near.len() - from);
        let rest = &near[from..];
        let Some(first) = rest.chars().next() else {
            break;
        };
        if matches!(first, '"' | '\'' | '`') {
            let Some(length) = rest[1..].find([first, '\n']) else {
                break;
            };
            let value = rest[1..=length].trim_end_matches('\\');
            found.push((at + from + 1, value));
            from += length + 2;
            continue;
        }
        let ends = |c: char| c.is_whitespace() || "\"'`,()[]{}:;".contains(c);
        let length = rest.find(ends).unwrap_or(rest.len());
        if length == 0 {
            // The end of a list may come before what it has.
            if first != ']' {
                break;
            }
            from += 1;
            continue;
        }
        let word = &rest[..length];
        if !is_filler(word) {
            found.push((at + from, word));
        }
        from += length;
    }
    found
}

/// Returns true if a name is that of an element: `<Password `, `<ns:Password>`.
fn is_element(bytes: &[u8], start: usize) -> bool {
    let from = start.saturating_sub(MAX_NAME);
    let before = &bytes[from..start];
    let Some(before) = before.strip_suffix(b":") else {
        return before.ends_with(b"<");
    };
    let length = before.iter().rev().take_while(|b| is_name(**b)).count();
    before[..before.len() - length].ends_with(b"<")
}

/// Returns the text of an element, after the attributes of its tag.
fn element(text: &str, at: usize) -> Option<(usize, &str)> {
    let near = &text[at..char_floor(text, at + MAX_NEAR)];
    let mut start = at + near.find('>')? + 1;
    let opener = "<![CDATA[";
    if text[start..].starts_with(opener) {
        start += opener.len();
    }
    let near = &text[start..char_floor(text, start + MAX_SECRET)];
    let value = &near[..near.find(['<', '\n']).unwrap_or(near.len())];
    let value = value.trim_end_matches("]]>").trim_end_matches("]]");
    (!value.trim().is_empty()).then_some((start, value))
}

/// Returns true if a name is that of a part of a form: `name="password"`.
fn is_part(text: &str, start: usize) -> bool {
    let before = &text.as_bytes()[start.saturating_sub(16)..start];
    let signs = |b: &&u8| matches!(**b, b'"' | b'\\');
    let length = before.len() - before.iter().rev().take_while(signs).count();
    before[..length].ends_with(b"name=")
}

/// Returns the part of a form after its name: its first line after an empty one.
fn part(text: &str, at: usize) -> Option<(usize, &str)> {
    let near = &text[at..char_floor(text, at + MAX_NEAR)];
    let empty = ["\r\n\r\n", "\n\n"];
    let (end, sign) = empty
        .iter()
        .filter_map(|sign| Some((near.find(sign)?, *sign)))
        .min()?;
    let start = at + end + sign.len();
    let near = &text[start..char_floor(text, start + MAX_SECRET)];
    let value = near.lines().next()?;
    (!value.starts_with("--")).then_some((start, value))
}

/// Returns the secret after a name, behind signs and words that only say how it is written.
fn after<'t>(text: &'t str, at: usize, seen: &mut usize) -> Option<(usize, &'t str)> {
    let near = &text[at..char_floor(text, at + MAX_NEAR)];
    let bytes = near.as_bytes();
    let (mut here, mut words, mut lines) = (0, 0, 0);
    let mut quote = None;
    while here < near.len() {
        let byte = bytes[here];
        match byte {
            b'\n' => {
                lines += 1;
                let is_blank = near[here + 1..].starts_with(['\n', '\r']);
                if lines > MAX_LINES || is_blank {
                    return None;
                }
                quote = None;
            }
            b'"' | b'\'' | b'`' => quote = Some(byte),
            b'<' => {
                if let Some(length) = tag(&near[here..]) {
                    here += length;
                    // The text of an element ends where the next tag begins.
                    quote = Some(b'<');
                    continue;
                }
                // Another element has another name; a sign before a secret has none.
                if near[here + 1..].starts_with(|c: char| c.is_ascii_alphabetic())
                    && near[here..].contains("</")
                {
                    return None;
                }
                quote = None;
            }
            // A full stop ends a sentence.
            b'.' if text[..at + here].ends_with(is_word)
                && !near[here + 1..].starts_with(|c: char| c.is_ascii_alphanumeric()) =>
            {
                return None;
            }
            b' ' | b'\t' | b'\r' => quote = None,
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | 0x80.. | b'+' | b'/' | b'_' => {
                let start = at + here;
                if quote.is_none() && start < *seen {
                    return None;
                }
                let length = word(&text[start..], quote);
                if quote.is_none() && length > MAX_NAME {
                    *seen = start + length;
                }
                let word = &text[start..start + length];
                if is_value(word, quote) {
                    return Some((start, word));
                } else if !is_filler(word) {
                    return None;
                }
                words += 1;
                if words > MAX_WORDS {
                    return None;
                }
                here += length;
                quote = None;
                continue;
            }
            b'\\' => {}
            _ => quote = None,
        }
        here += 1;
    }
    None
}

/// Returns true if a character may be in a word.
fn is_word(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '"' | '\'' | '`')
}

/// Returns the length of the word at the start of a text; what a quote opens ends with it.
fn word(text: &str, quote: Option<u8>) -> usize {
    let near = &text[..char_floor(text, MAX_SECRET)];
    let ends = |c: char| match quote {
        Some(quote) => c == char::from(quote) || c == '\n',
        None => c.is_whitespace() || "\"'`<>()[]{}|,;&".contains(c),
    };
    let length = near.find(ends).unwrap_or(near.len());
    let word = near[..length].trim_end_matches(['\\', '.', ':', '^']);
    word.len().max(1)
}

#[cfg(test)]
mod tests {
    use super::near;

    fn found(text: &str) -> Vec<&str> {
        let mut found = Vec::new();
        near(text, |near| found.push(near.value));
        found
    }

    #[test]
    fn a_secret_near_its_name_is_found_in_every_notation() {
        for text in [
            "| X-Api-Key | q9Zp4Xw7Rt2L |",
            "**X-Api-Key:** `q9Zp4Xw7Rt2L`",
            "My API key is q9Zp4Xw7Rt2L and",
            "X-Api-Key\tq9Zp4Xw7Rt2L",
            "x-api-key\nq9Zp4Xw7Rt2L\naccept",
            "X-Api-Key -> q9Zp4Xw7Rt2L)",
            "\"X-Api-Key\" to \"q9Zp4Xw7Rt2L\"",
            "{\"x-api-key\" \"q9Zp4Xw7Rt2L\"}",
            "{:api-key \"q9Zp4Xw7Rt2L\"}",
            "((\"x-api-key\" . \"q9Zp4Xw7Rt2L\"))",
            "(b'x-api-key', b'q9Zp4Xw7Rt2L')",
            "{<<\"x-api-key\">>,<<\"q9Zp4Xw7Rt2L\">>}",
            "[\"X-Api-Key\"]=>\n  array(1) {\n    [0]=>\n    string(12) \"q9Zp4Xw7Rt2L\"",
            "[X-Api-Key] => Array\n  (\n   [0] => q9Zp4Xw7Rt2L\n",
            "s:9:\"X-Api-Key\";s:12:\"q9Zp4Xw7Rt2L\";",
            "x-api-key: Str(q9Zp4Xw7Rt2L)",
            "\"key\":\"a.x-api-key\",\"value\":{\"stringValue\":\"q9Zp4Xw7Rt2L\"}",
            "- name: SENT_API_KEY\n  value: q9Zp4Xw7Rt2L\n",
            "<key>ApiKey</key>\n  <string>q9Zp4Xw7Rt2L</string>",
            "<td>X-Api-Key</td><td>q9Zp4Xw7Rt2L</td>",
            "<ns:Password Type=\"x#PasswordText\">q9Zp4Xw7Rt2L</ns:Password>",
            "<password><![CDATA[q9Zp4Xw7Rt2L]]></password>",
            "setx SENT_API_KEY \"q9Zp4Xw7Rt2L\"",
            "WITH PASSWORD 'q9Zp4Xw7Rt2L'",
            "name=\"password\"\r\nContent-Type: text/plain\r\n\r\nq9Zp4Xw7Rt2L\r\n",
            "name=password\n\nq9Zp4Xw7Rt2L\n",
            "[X-Api-Key, q9Zp4Xw7Rt2L]",
            "[X-Pat, q9Zp4Xw7Rt2L]",
            "<td>Authorization</td><td>Bearer q9Zp4Xw7Rt2L</td>",
            "Authorization: Bearer <q9Zp4Xw7Rt2L>",
            "IDENTIFIED BY 'q9Zp4Xw7Rt2L'",
        ] {
            assert_eq!(found(text), ["q9Zp4Xw7Rt2L"], "{text}");
        }
        for text in [
            "HTTPBasicAuth('me', 'q9Zp4Xw7Rt2L')",
            "basic_auth(\"me\", Some(\"q9Zp4Xw7Rt2L\"))",
            "basic_auth 'me', 'q9Zp4Xw7Rt2L'",
            ":basic-auth [\"me\" \"q9Zp4Xw7Rt2L\"]",
            "[BasicAuth]\nme: q9Zp4Xw7Rt2L\n",
        ] {
            assert_eq!(found(text), ["me", "q9Zp4Xw7Rt2L"], "{text}");
        }
    }

    #[test]
    fn what_is_said_of_a_secret_is_none() {
        for text in [
            "API key missing or invalid1 AUTH_001",
            "password is at least 8 characters, see v3policies2",
            "The token expired at 2026-11-18T09:41:27Z",
            "at getToken (/srv/app/node_modules/x1/y2.js:10:5)",
            "duplicate key value violates unique constraint \"users_email_key2\"",
            "primary key users2024pk",
            "invalid token. request42abc failed",
            "Invalid signature., reference=0f8fad5b-d9cb",
            "Invalid authorization key reference:0f8fad5b-d9cb",
            "https://x.example/?p=BadCredentials a1-20020a170902",
            "access credentials</Message></Error><RequestID>7a62c49f-347e-4fc4</RequestID>",
            "no token time=2026-11-20T09:41:20Z",
            "no token 2026-11-20T09:41:20Z",
            "token\n\nrequest42abc",
            "token TOKEN_EXPIRED_02",
            "Idempotency-Key | order20261201",
        ] {
            assert!(found(text).is_empty(), "{text}: {:?}", found(text));
        }
    }
}
