//! Secrets of a request that an API quotes: kinds x carriers x places, drawn with a seed. No answer holds one.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod carriers;
#[path = "../common/mod.rs"]
#[allow(dead_code, reason = "other tests use the rest")]
mod common;
mod kinds;
mod places;

use std::collections::BTreeMap;

pub(crate) use errdoc::{catalog, diagnose, pattern, sanitize};

/// How many characters in a row of a secret are a leak.
const LEAK: usize = 10;

/// Numbers drawn by lot, the same for the same seed.
pub(crate) struct Lot(u64);

impl Lot {
    /// Returns the next number below a limit.
    pub(crate) fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 33).unwrap() % limit
    }

    /// Returns characters of an alphabet.
    pub(crate) fn text(&mut self, alphabet: &str, length: usize) -> String {
        let signs: Vec<char> = alphabet.chars().collect();
        (0..length)
            .map(|_| signs[self.below(signs.len())])
            .collect()
    }
}

/// Where an answer quotes a secret.
const PLACES: [(&str, &str); 12] = [
    (
        "message",
        r#"{"success":false,"data":null,"error":{"code":"AUTH_002","message":"The credentials SECRET are not valid"},"meta":{"request_id":"r","version":"v3"}}"#,
    ),
    (
        "in quotes",
        r#"{"success":false,"data":null,"error":{"code":"AUTH_002","message":"Value 'SECRET' refused."},"meta":{"request_id":"r","version":"v3"}}"#,
    ),
    (
        "end of a sentence",
        r#"{"success":false,"data":null,"error":{"code":"AUTH_002","message":"Refused: SECRET."},"meta":{"request_id":"r","version":"v3"}}"#,
    ),
    (
        "code",
        r#"{"success":false,"data":null,"error":{"code":"SECRET","message":"m"},"meta":{"request_id":"r","version":"v3"}}"#,
    ),
    (
        "request id",
        r#"{"success":false,"data":null,"error":{"code":"AUTH_002","message":"m"},"meta":{"request_id":"SECRET","version":"v3"}}"#,
    ),
    (
        "field",
        r#"{"success":false,"data":null,"error":{"code":"VALIDATION_001","message":"m","details":{"to":["SECRET is not valid"]}},"meta":{"request_id":"r","version":"v3"}}"#,
    ),
    (
        "name of a field",
        r#"{"success":false,"data":null,"error":{"code":"VALIDATION_001","message":"m","details":{"SECRET":["is not valid"]}},"meta":{"request_id":"r","version":"v3"}}"#,
    ),
    (
        "twice",
        r#"{"success":false,"data":null,"error":{"code":"AUTH_002","message":"SECRET: SECRET"},"meta":{"request_id":"r","version":"v3"}}"#,
    ),
    (
        "path",
        r#"{"success":false,"data":null,"error":{"code":"RESOURCE_001","message":"No route /v3/keys/SECRET/x"},"meta":{"request_id":"r","version":"v3"}}"#,
    ),
    ("another API", r#"{"error":"Event 'SECRET' not found"}"#),
    (
        "address",
        r#"{"success":false,"data":null,"error":{"code":"AUTH_002","message":"m","doc_url":"https://x.example/SECRET"},"meta":{"request_id":"r","version":"v3"}}"#,
    ),
    (
        "generic",
        r#"{"status":401,"title":"Unauthorized","detail":"SECRET is unknown"}"#,
    ),
];

/// Returns a text as it is inside a JSON string.
pub(crate) fn in_json(text: &str) -> String {
    let quoted = serde_json::to_string(text).unwrap();
    quoted[1..quoted.len() - 1].to_owned()
}

/// Returns true if a text holds enough of a secret to be a leak. What is one word of an answer anyway is none.
fn is_said(answer: &str, secret: &str) -> bool {
    let signs: Vec<char> = secret.chars().collect();
    let is_in = |part: &[char]| {
        let part: String = part.iter().collect();
        answer.contains(&part) || answer.contains(&in_json(&part))
    };
    if signs.len() <= LEAK {
        is_in(&signs)
    } else {
        signs.windows(LEAK).any(is_in)
    }
}

#[test]
fn no_answer_holds_a_secret_of_the_request() {
    let engine = common::engine();
    let mut lot = Lot(0x5EED_2026);
    let mut leaks: BTreeMap<(&str, &str), Vec<String>> = BTreeMap::new();
    let mut total = 0;
    for kind in kinds::KINDS {
        for (carrier, wrap) in carriers::CARRIERS {
            let secret = (kind.draw)(&mut lot);
            let (place, body) = PLACES[lot.below(PLACES.len())];
            let answer = body.replace("SECRET", &in_json(&secret));
            let Some(input) = wrap(kind, &secret, &answer) else {
                continue;
            };
            total += 1;
            let report = engine.diagnose_bytes(input.as_bytes());
            let said = common::answers(&report);
            if let Some((form, _)) = said.iter().find(|(_, text)| is_said(text, &secret)) {
                let list = leaks.entry((kind.name, *carrier)).or_default();
                list.push(format!("{form}, {place}: {input}"));
            }
        }
    }
    let mut faults = String::new();
    for ((kind, carrier), list) in &leaks {
        faults += &format!("{kind} in {carrier}: {}\n", list[0]);
    }
    assert!(
        leaks.is_empty(),
        "{} of {total} leak\n{faults}",
        leaks.len()
    );
    assert!(total >= 2000, "only {total} inputs");
}

/// Returns true if a secret could be nothing else: long, of letters and digits, and of no signs that a carrier would escape.
fn is_plain(secret: &str) -> bool {
    let is_sign = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    secret.len() >= 12
        && secret.chars().all(is_sign)
        && secret.contains(|c: char| c.is_ascii_digit())
        && secret.contains(|c: char| c.is_ascii_lowercase())
}

#[test]
fn no_answer_holds_a_secret_of_a_text_around_it() {
    let engine = common::engine();
    let mut lot = Lot(0x5EED_2027);
    let mut faults = String::new();
    let mut total = 0;
    for (carrier, text) in places::PLACES {
        for kind in kinds::KINDS {
            let secret = (kind.draw)(&mut lot);
            let (place, body) = PLACES[lot.below(PLACES.len())];
            if !is_plain(&secret) || kind.member == "key" {
                continue;
            }
            let shown = text
                .replace("NAME", kind.header.0)
                .replace("MEMBER", kind.member)
                .replace("SECRET", &secret)
                .replace("BASIC", &carriers::encoded(&format!("me:{secret}")))
                .replace("ENCODED", &carriers::encoded(&secret));
            let answer = carriers::answered(&body.replace("SECRET", &secret));
            let input = format!("{shown}{answer}");
            total += 1;
            let report = engine.diagnose_bytes(input.as_bytes());
            let said = common::answers(&report);
            if let Some((form, _)) = said.iter().find(|(_, text)| is_said(text, &secret)) {
                faults += &format!("{} in {carrier}, {form}, {place}: {input}\n", kind.name);
            }
        }
    }
    assert!(faults.is_empty(), "{faults}");
    assert!(total >= 1500, "only {total} inputs");
}
