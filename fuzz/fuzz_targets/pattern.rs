//! Patterns against messages: what the holes took stands in the message, and filling it in gives no more than it took.
#![no_main]

#[path = "../../tests/clock/mod.rs"]
mod clock;

use std::time::Duration;

use errdoc::pattern::{Message, Pattern, compute, fill, fill_command};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|parts: (&str, &str)| {
    let (template, message) = parts;
    let start = clock::running();
    let Ok(pattern) = Pattern::parse(template) else {
        return;
    };
    let Some(values) = pattern.read(&Message::new(message)) else {
        return;
    };
    let names: Vec<&str> = pattern.holes().collect();
    for (name, value) in &values {
        assert!(names.contains(&name.as_str()), "{name} is no hole");
        assert!(!value.is_empty(), "{name} took nothing");
        // A full stop more or less makes no difference to what fits.
        assert!(
            format!("{message}.").contains(value.trim_end_matches('.')),
            "{name} took {value:?}"
        );
    }
    let command = fill_command(template, &values);
    let plain = fill(template, &values);
    assert!(plain.len() <= template.len() + template.len() * message.len());
    for sign in ["`", "$(", ";", "|", "\n"] {
        assert!(
            command.matches(sign).count() <= template.matches(sign).count(),
            "{command}"
        );
    }
    let _ = compute(template, &values);
    assert!(
        clock::running() - start < Duration::from_secs(1),
        "took {:?}",
        clock::running() - start
    );
});
