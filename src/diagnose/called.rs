//! Which APIs a text calls by name.

use crate::catalog::layers::Layers;
use crate::catalog::words::words;

/// What a program's types for an API are called behind its name.
const TYPES: [&str; 4] = ["error", "api", "exception", "client"];

/// Returns the APIs that a text names: by id, name, an alias that is not a common word, or a host, as words of their own or in
/// the name of a program's error; of these names those that count. Each comes with where its name begins.
pub(super) fn called(
    layers: &Layers,
    text: &str,
    counts: impl Fn(&str) -> bool,
) -> Vec<(usize, usize)> {
    let lower = text.to_ascii_lowercase();
    let mut named = Vec::new();
    let mut look = |first_word: u64, start: usize| {
        for (layer, first_api, _) in layers.iter() {
            for (api, name) in layer.called(first_word, &lower.as_bytes()[start..]) {
                let behind = &lower[start + name.len()..];
                let is_type = TYPES.iter().any(|of_type| behind.starts_with(of_type));
                let goes_on = behind.starts_with(|c: char| c.is_ascii_alphanumeric());
                if (is_type || !goes_on) && counts(name) {
                    named.push((start, first_api + api as usize));
                }
            }
        }
    };
    let types = TYPES.iter().filter(|of_type| lower.contains(**of_type));
    let types: Vec<&str> = types.copied().collect();
    words(&lower, |word, start, end| {
        look(word, start);
        // `SinchError` begins with a name.
        for of_type in &types {
            if let Some(at) = lower[start..end].find(of_type).filter(|at| *at > 0) {
                words(&lower[start..start + at], |word, _, _| look(word, start));
            }
        }
    });
    named
}
