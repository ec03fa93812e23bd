//! A user's catalog through loading, checking and use: whatever it says, it is refused with a place or it works.
#![no_main]

#[path = "../../tests/clock/mod.rs"]
mod clock;

use std::sync::LazyLock;
use std::time::Duration;

use errdoc::check::check;
use errdoc::{Catalog, Engine};
use libfuzzer_sys::fuzz_target;

static BUILTIN: LazyLock<Catalog> = LazyLock::new(Catalog::builtin);

/// Bodies that the fuzzed catalog is tried on.
const BODIES: [&str; 3] = [
    r#"{"error":{"code":"ACME_001","message":"No order 4711"}}"#,
    r#"{"acme_error":{"code":"ACME_002","text":"Slow down, try again in 30 s"}}"#,
    "HTTP/1.1 429 Too Many Requests\n\n{\"status\":429,\"title\":\"x\"}",
];

fuzz_target!(|text: &str| {
    let start = clock::running();
    let problems = check(&BUILTIN, "fuzz.json", text.to_owned());
    for problem in &problems {
        assert!(
            problem.line >= 1 && problem.line <= text.lines().count().max(1) + 1,
            "{problem}"
        );
        assert!(!problem.message.is_empty());
    }
    let mut catalog = BUILTIN.clone();
    if let Err(error) = catalog.add("fuzz.json", text.to_owned()) {
        assert!(!problems.is_empty(), "refused, but nothing to say: {error}");
        return;
    }
    let engine = Engine::new(&catalog, &[]).expect("what was added can be used");
    for body in BODIES {
        let _ = engine.diagnose_bytes(body.as_bytes());
    }
    let _ = engine.message("Slow down, try again in 30 s");
    assert!(
        clock::running() - start < Duration::from_secs(1),
        "took {:?}",
        clock::running() - start
    );
});
