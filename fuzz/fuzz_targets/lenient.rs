//! Text through the search for values: positions are in order, and what was read reads the same when written as JSON.
#![no_main]

#[path = "../../tests/clock/mod.rs"]
mod clock;

use std::time::Duration;

use errdoc::input::fuzzing::find;
use libfuzzer_sys::fuzz_target;

/// Characters that are taken out of the names of members.
const INVISIBLE: [char; 5] = ['\u{200b}', '\u{200c}', '\u{200d}', '\u{2060}', '\u{feff}'];

fuzz_target!(|text: &str| {
    let start = clock::running();
    let found = find(text);
    assert!(
        clock::running() - start < Duration::from_secs(1),
        "took {:?}",
        clock::running() - start
    );
    let mut last = 0;
    for value in found {
        assert!(value.start >= last && value.start < value.end, "{value:?}");
        assert!(text.get(value.start..value.end).is_some(), "{value:?}");
        last = value.start;
        if let Some(pointer) = &value.cut_at {
            assert!(value.is_cut, "{value:?}");
            let cut = value.value.pointer(pointer);
            assert!(cut.is_some_and(serde_json::Value::is_string), "{value:?}");
        }
        // Written as JSON it is one value, and the one that any reader of JSON takes it for.
        let json = value.value.to_string();
        let Ok(strict) = serde_json::from_str::<serde_json::Value>(&json) else {
            // Deeper than serde_json reads.
            continue;
        };
        if json.contains(INVISIBLE) {
            continue;
        }
        let again = find(&json);
        assert_eq!(again.len(), 1, "{value:?}: {again:?}");
        assert_eq!(again[0].value, strict);
    }
});
