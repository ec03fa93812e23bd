//! Answers that stand in a text in another alphabet: base64, percent signs, hexadecimal digits, the numbers of bytes.

use base64::Engine as _;
use base64::alphabet;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};

use crate::redact::percent_bytes;

/// How long a line of base64 is that goes on in the next: in mails, and in keys and certificates.
const FOLDED: [usize; 2] = [76, 64];

/// Base64 as it comes: the last bits and the padding do not matter.
const BASE64: GeneralPurpose = GeneralPurpose::new(
    &alphabet::STANDARD,
    GeneralPurposeConfig::new()
        .with_decode_allow_trailing_bits(true)
        .with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// How bytes are written.
#[derive(Clone, Copy, PartialEq)]
enum Alphabet {
    Base64,
    Percent,
    Hex,
    /// Numbers of a base with blanks or commas between them.
    Numbers(u32),
}

/// How an object, a head of HTTP, or something packed with gzip begins in each alphabet.
const BEGINNINGS: [(&str, Alphabet); 10] = [
    ("eyJ", Alphabet::Base64),
    ("ewog", Alphabet::Base64),
    ("SFRUUC8", Alphabet::Base64),
    ("H4sI", Alphabet::Base64),
    ("%7B", Alphabet::Percent),
    ("%7b", Alphabet::Percent),
    ("7b22", Alphabet::Hex),
    ("[123 34 ", Alphabet::Numbers(10)),
    ("<Buffer 7b ", Alphabet::Numbers(16)),
    ("<<123,", Alphabet::Numbers(10)),
];

/// The shortest text that an answer may be packed in: no member's value is told from a word by less.
const LEAST: usize = 16;

/// Returns a text without an object in it with what is in another alphabet made plain; nothing where there is none.
pub(super) fn plain(text: &str) -> Option<String> {
    let bytes = text.as_bytes();
    if text.len() < LEAST || memchr::memchr(b'{', bytes).is_some() || !may_begin(bytes) {
        return None;
    }
    BEGINNINGS.iter().find_map(|(beginning, alphabet)| {
        let mut plain = String::new();
        let mut done = 0;
        let mut tried = 0;
        for (at, _) in text.match_indices(beginning) {
            let front = text[..at].chars().next_back();
            if at < tried || front.is_some_and(|c| alphabet.goes_on(c)) {
                continue;
            }
            tried = at + alphabet.length(&text[at..]);
            let Some(answer) = alphabet.decode(&text[at..tried]) else {
                continue;
            };
            plain.push_str(&text[done..at]);
            // A head begins a line.
            if answer.starts_with("HTTP/") {
                plain.push('\n');
            }
            plain.push_str(&answer);
            done = tried;
        }
        plain.push_str(&text[done..]);
        (done > 0).then_some(plain)
    })
}

/// Returns true if one of the beginnings is in a text: nearly no line of a log without an object has one.
fn may_begin(text: &[u8]) -> bool {
    text.iter().enumerate().any(|(at, byte)| {
        let begins_so = |(beginning, _): &(&str, _)| text[at..].starts_with(beginning.as_bytes());
        FIRST[usize::from(*byte)] && BEGINNINGS.iter().any(begins_so)
    })
}

/// Which bytes the beginnings begin with.
const FIRST: [bool; 256] = {
    let mut table = [false; 256];
    let mut at = 0;
    while at < BEGINNINGS.len() {
        table[BEGINNINGS[at].0.as_bytes()[0] as usize] = true;
        at += 1;
    }
    table
};

impl Alphabet {
    /// Returns true if a character in front is one of the same value: then it does not begin after it.
    fn goes_on(self, c: char) -> bool {
        match self {
            // The parts of a token are joined by dots.
            Self::Base64 => c.is_ascii_alphanumeric() || "+/_-.".contains(c),
            Self::Hex => c.is_ascii_hexdigit(),
            Self::Percent | Self::Numbers(_) => false,
        }
    }

    /// Returns how long the value at the start of a text is.
    fn length(self, text: &str) -> usize {
        let until = |is_end: fn(char) -> bool| text.find(is_end).unwrap_or(text.len());
        match self {
            Self::Base64 => {
                let mut length = 0;
                // Line by line, so that what is below a value is not looked at for each.
                for line in text.split_inclusive('\n') {
                    let is_own = |c: char| c.is_ascii_alphanumeric() || "+/_-=\n".contains(c);
                    let end = line.find(|c| !is_own(c));
                    length += end.unwrap_or(line.len());
                    if end.is_some() || !FOLDED.contains(&(line.len() - 1)) {
                        break;
                    }
                }
                text[..length].trim_end().len()
            }
            Self::Percent => until(|c| c.is_whitespace() || "\"'<>&;)]".contains(c)),
            Self::Hex => until(|c| !c.is_ascii_hexdigit()),
            Self::Numbers(_) => {
                let start = until(|c| c.is_ascii_digit());
                let is_end = |c: char| !c.is_ascii_hexdigit() && !", \n".contains(c);
                let numbers = &text[start..];
                start + numbers.find(is_end).unwrap_or(numbers.len())
            }
        }
    }

    /// Reads a value; nothing where it is not an answer.
    fn decode(self, text: &str) -> Option<String> {
        let bytes = match self {
            Self::Base64 => {
                let plain = |c: char| match c {
                    '-' => '+',
                    '_' => '/',
                    _ => c,
                };
                let text: String = text.chars().filter(|c| *c != '\n').map(plain).collect();
                BASE64.decode(text).ok()?
            }
            // In an address that has blanks as `%20` a plus is a plus.
            Self::Percent => percent_bytes(text, if text.contains("%20") { b'+' } else { b' ' }),
            Self::Hex => {
                let pairs = text.as_bytes().as_chunks::<2>().0.iter();
                let byte = |pair| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok();
                pairs.map(|pair| byte(pair)).collect::<Option<_>>()?
            }
            Self::Numbers(base) => {
                let start = text.find(|c: char| c.is_ascii_digit())?;
                let numbers = text[start..].split([' ', ',', '\n']);
                let numbers = numbers.filter(|number| !number.is_empty());
                numbers
                    .map(|number| u8::from_str_radix(number, base).ok())
                    .collect::<Option<_>>()?
            }
        };
        let text = super::decode(&bytes).text;
        let is_error = ["\"error", "\"detail"]
            .iter()
            .any(|name| text.contains(name));
        let is_answer = text.starts_with('{') && is_error || text.starts_with("HTTP/");
        is_answer.then_some(text)
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use base64::Engine as _;
    use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};

    use super::{BEGINNINGS, plain};
    use crate::clock::running;

    /// An answer.
    const ANSWER: &str =
        r#"{"error":{"code":"X_1","message":"Größe: a+b, no?"},"meta":{"id":"1234567890"}}"#;

    fn numbers(base: fn(u8) -> String, separator: &str) -> String {
        ANSWER.bytes().map(base).collect::<Vec<_>>().join(separator)
    }

    #[test]
    fn an_answer_in_another_alphabet_is_made_plain() {
        let percent: String = ANSWER.bytes().map(|b| format!("%{b:02X}")).collect();
        let base64 = STANDARD.encode(ANSWER);
        let folded = format!("{}\n{}", &base64[..76], &base64[76..]);
        let hex = numbers(|b| format!("{b:02x}"), "");
        for (packed, plainly) in [
            (base64, ANSWER.to_owned()),
            (folded, ANSWER.to_owned()),
            (URL_SAFE_NO_PAD.encode(ANSWER), ANSWER.to_owned()),
            (percent, ANSWER.to_owned()),
            (hex, ANSWER.to_owned()),
            (
                format!(
                    "{}]",
                    &numbers(|b| b.to_string(), " ").replacen("123", "[123", 1)
                ),
                format!("{ANSWER}]"),
            ),
            (
                format!(
                    "<Buffer {} ... 9 more bytes>",
                    numbers(|b| format!("{b:02x}"), " ")
                ),
                format!("{ANSWER}... 9 more bytes>"),
            ),
            (
                format!("<<{}>>", numbers(|b| b.to_string(), ",")),
                format!("{ANSWER}>>"),
            ),
        ] {
            let text = format!("401 body={packed}\nmore\n");
            assert_eq!(
                plain(&text),
                Some(format!("401 body={plainly}\nmore\n")),
                "{text}"
            );
        }
        let exchange = format!("HTTP/1.1 401 Unauthorized\r\n\r\n{ANSWER}");
        let text = format!("<![CDATA[{}]]>", STANDARD.encode(exchange));
        let plainly = format!("<![CDATA[\nHTTP/1.1 401 Unauthorized\n\n{ANSWER}]]>");
        assert_eq!(plain(&text), Some(plainly));
    }

    #[test]
    fn hostile_text_takes_linear_time() {
        let units = BEGINNINGS.map(|(unit, _)| [unit.to_owned(), format!("{unit}\n")]);
        for unit in units.iter().flatten() {
            let text = unit.repeat(1024 * 1024 / unit.len());
            let start = running();
            drop(plain(&text));
            assert!(running() - start < Duration::from_secs(10), "{unit}");
        }
    }

    #[test]
    fn what_is_no_answer_is_left_alone() {
        let token = format!(
            "{}.eyJzdWIiOiI0MiJ9.c2ln",
            STANDARD.encode(r#"{"alg":"HS256"}"#)
        );
        let claims = STANDARD.encode(r#"{"error":1}"#);
        for text in [
            format!("Authorization: Bearer {token}"),
            format!("a.{claims}"),
            format!("cursor={}", STANDARD.encode(r#"{"id":1}"#)),
            "q=%7B%22to%22%3A%221%22%7D".to_owned(),
            "id 7b22e01".to_owned(),
            "[123 34 56]".to_owned(),
            "%7B%+7: \"error\"".to_owned(),
            format!("{{\"a\": 1}} {claims}"),
        ] {
            assert_eq!(plain(&text), None, "{text}");
        }
    }
}
