//! Bytes through the whole program: no panic, no stall, nothing unsafe to print, and never the secret that is planted.
#![no_main]

#[path = "../../tests/clock/mod.rs"]
mod clock;

#[path = "../../src/render/mod.rs"]
#[allow(
    dead_code,
    unused_imports,
    unreachable_pub,
    reason = "the program uses the rest"
)]
mod render;

use std::sync::LazyLock;
use std::time::Duration;

use errdoc::support::{Payload, support_request};
use errdoc::{Catalog, Engine};
pub(crate) use errdoc::{catalog, diagnose, pattern, sanitize};
use libfuzzer_sys::fuzz_target;
use render::style::{Links, Paint};
use render::{Look, github, json, markdown, support, text};

static ENGINE: LazyLock<Engine> =
    LazyLock::new(|| Engine::new(&Catalog::builtin(), &[]).expect("the built-in catalog is whole"));

/// What may never be said.
const SECRET: &str = "kT7vQ2mZ9xLc4RbN8wPd3HsF6yJg1UaE";

/// Lines in which people hand secrets to a program.
const PLANTS: [&str; 8] = [
    "> x-api-key: ",
    "> Authorization: Bearer ",
    "* [HTTP/2] [1] [x-api-key: ",
    "$ curl https://api.example/v1/x -H 'x-api-key: ",
    "{\"request\":{\"headers\":{\"api_key\":\"",
    "GET https://api.example/v1/x?token=",
    "Cookie: session_id=",
    "password: ",
];

/// Plants the secret on a line of its own; the first two bytes say how and where.
fn plant(data: &[u8]) -> Vec<u8> {
    let [how, place, rest @ ..] = data else {
        return data.to_vec();
    };
    let lines: Vec<usize> = std::iter::once(0)
        .chain(
            rest.iter()
                .enumerate()
                .filter(|(_, b)| **b == b'\n')
                .map(|(at, _)| at + 1),
        )
        .collect();
    let at = lines[usize::from(*place) % lines.len()];
    let mut planted = rest[..at].to_vec();
    planted.extend(PLANTS[usize::from(*how) % PLANTS.len()].bytes());
    planted.extend(SECRET.bytes());
    planted.push(b'\n');
    planted.extend(&rest[at..]);
    planted
}

fuzz_target!(|data: &[u8]| {
    let start = clock::running();
    let mut report = ENGINE.diagnose_bytes(&plant(data));
    let look = Look {
        width: 80,
        paint: Paint::Plain,
        links: Links::Hidden,
    };
    for _ in 0..2 {
        let mut answers = vec![
            text::report(&report, look),
            text::no_answer(&report, look),
            json::report(&report),
            json::report_lines(&report),
            markdown::report(&report),
            github::report(&report),
        ];
        for found in report.diagnoses.iter().take(2) {
            let request = support_request(found, Payload::Masked);
            answers.push(support::text(&request));
            answers.push(support::json(&request));
            answers.push(support::markdown(&request));
        }
        for answer in &answers {
            assert!(!answer.contains(SECRET), "the secret is said: {answer}");
            assert!(
                !answer.contains(sanitize::is_unsafe),
                "unsafe to print: {answer:?}"
            );
        }
        let read: serde_json::Value = serde_json::from_str(&answers[2]).expect("JSON is JSON");
        assert_eq!(
            read["diagnoses"].as_array().map(Vec::len),
            Some(report.diagnoses.len())
        );
        report.mask_personal();
    }
    assert!(
        clock::running() - start < Duration::from_secs(1),
        "took {:?}",
        clock::running() - start
    );
});
