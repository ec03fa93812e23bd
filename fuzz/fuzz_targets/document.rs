//! Text through the fast reader of JSON and through serde: what one takes the other takes, and they read the same.
#![no_main]

use errdoc::input::fuzzing::document;
use libfuzzer_sys::fuzz_target;
use serde_json::Value;

fuzz_target!(|text: &str| {
    let known = serde_json::from_str::<Value>(text).ok();
    assert_eq!(document(text), known, "{text}");
});
