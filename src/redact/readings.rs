//! The ways in which the same value is written: with the escapes of JSON, of an address, of XML.

use std::borrow::Cow;

/// How often a value may be escaped.
const MAX_ESCAPES: usize = 4;

/// Returns the ways in which a value can be read: as it is, without the escapes of JSON, of an address, of XML.
pub(super) fn readings(value: &str) -> Vec<Cow<'_, str>> {
    let mut readings = vec![Cow::Borrowed(value)];
    // A text in a text in a text: a backslash that is left may be one of the value.
    for _ in 0..MAX_ESCAPES {
        let plain = match readings.last() {
            Some(last) if last.contains('\\') => unescaped(last),
            _ => break,
        };
        readings.push(Cow::Owned(plain));
    }
    if let Some(mut plain) = percent_decoded(value) {
        // In a form a plus is a blank.
        if plain.contains('+') {
            readings.push(Cow::Owned(plain.replace('+', " ")));
        }
        // An address in an address is encoded twice.
        for _ in 1..MAX_ESCAPES {
            let Some(inner) = percent_decoded(&plain) else {
                break;
            };
            readings.push(Cow::Owned(std::mem::replace(&mut plain, inner)));
        }
        readings.push(Cow::Owned(plain));
    } else if value.contains('+') {
        readings.push(Cow::Owned(value.replace('+', " ")));
    }
    if value.contains('&') && value.contains(';') {
        let entities = [
            ("&lt;", "<"),
            ("&gt;", ">"),
            ("&quot;", "\""),
            ("&#39;", "'"),
            ("&apos;", "'"),
            ("&amp;", "&"),
        ];
        let plain = entities
            .iter()
            .fold(value.to_owned(), |text, (entity, sign)| {
                text.replace(entity, sign)
            });
        readings.push(Cow::Owned(plain));
    }
    readings
}

/// Returns a text without the escapes of JSON.
fn unescaped(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('\\') {
        plain.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        let unit = rest
            .strip_prefix('u')
            .and_then(|digits| u32::from_str_radix(digits.get(..4)?, 16).ok())
            .and_then(char::from_u32);
        if let Some(c) = unit {
            plain.push(c);
            rest = &rest[5..];
        } else if let Some(c) = rest.chars().next() {
            plain.push(match c {
                'n' => '\n',
                't' => '\t',
                c => c,
            });
            rest = &rest[c.len_utf8()..];
        }
    }
    plain.push_str(rest);
    plain
}

/// Returns true if a text has signs that only an encoded text has encoded.
pub(super) fn has_percent_sign(text: &str) -> bool {
    ["%3A", "%3a", "%3D", "%3d", "%22", "%5D", "%5d"]
        .iter()
        .any(|sign| text.contains(sign))
}

/// Returns a text with `%2F` and the like decoded; nothing where it has none.
pub(crate) fn percent_decoded(text: &str) -> Option<String> {
    memchr::memchr(b'%', text.as_bytes())?;
    let plain = percent_bytes(text, b'+');
    (plain.len() < text.len()).then(|| String::from_utf8_lossy(&plain).into_owned())
}

/// Returns the bytes of a text with `%2F` and the like decoded, and with `plus` for each `+`.
pub(crate) fn percent_bytes(text: &str, plus: u8) -> Vec<u8> {
    let hex = |byte: u8| char::from(byte).to_digit(16);
    let mut plain = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, behind @ ..] = rest {
        let pair = match rest {
            [b'%', high, low, ..] => hex(*high).zip(hex(*low)),
            _ => None,
        };
        let byte = pair.and_then(|(high, low)| u8::try_from(high * 16 + low).ok());
        rest = if byte.is_some() { &behind[2..] } else { behind };
        let own = if *first == b'+' { plus } else { *first };
        plain.push(byte.unwrap_or(own));
    }
    plain
}

/// Returns a text as it is written in an address; nothing where it is the same there.
pub(super) fn percent_encoded(text: &str) -> Option<String> {
    let is_plain = |b: u8| b.is_ascii_alphanumeric() || b"-._~".contains(&b);
    // What has an escape is encoded.
    if text.bytes().all(is_plain) || percent_decoded(text).is_some() {
        return None;
    }
    let mut encoded = String::with_capacity(text.len() + 8);
    for byte in text.bytes() {
        if is_plain(byte) {
            encoded.push(byte.into());
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    Some(encoded)
}
