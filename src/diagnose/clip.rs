//! What is said of texts that are longer than a screen: how they begin, and how long they are.

use crate::sanitize::{char_floor, tail};

/// The longest code, id, name or address that is said whole.
pub(super) const MAX_WORD: usize = 512;

/// The longest message that is said whole.
pub(super) const MAX_MESSAGE: usize = 4096;

/// What is between the beginning of a text and its length.
const ELLIPSIS: &str = "… [";

/// What is after its length.
const CHARACTERS: &str = " characters]";

/// How many fields of one error are said.
pub(super) const MAX_FIELDS: usize = 1000;

/// How much of a text is searched for secrets: more than is said, since what is masked is shorter.
const MAX_MASKED: usize = 2 * MAX_MESSAGE;

/// Returns a text without its secrets; one that is longer than `most` ends there, with the length of the whole.
pub(super) fn said(text: &str, most: usize, mask: impl FnOnce(&str) -> String) -> String {
    let near = &text[..char_floor(text, MAX_MASKED)];
    let masked = mask(near);
    let is_part = near.len() < text.len();
    let mut shown = masked.as_str();
    if is_part && shown.len() <= most {
        // What is at the end of a part may be half of a secret that is known only as a whole.
        let whole_words = shown.rsplit_once([' ', '\n']);
        shown = whole_words.map_or("", |(words, _)| words);
    } else if shown.len() <= most {
        return masked;
    }
    let shown = &shown[..char_floor(shown, most)];
    format!("{shown}{ELLIPSIS}{}{CHARACTERS}", length(text))
}

/// Returns how a long text begins, with its length.
pub(super) fn begun(text: &str, most: usize) -> String {
    let shown = &text[..char_floor(text, most)];
    format!("{shown}{ELLIPSIS}{}{CHARACTERS}", length(text))
}

/// Returns how many characters a text has, or had before it was cut.
fn length(text: &str) -> usize {
    let near = tail(text, 48);
    let said = near.strip_suffix(CHARACTERS);
    let said = said.and_then(|front| front.rsplit_once(ELLIPSIS)?.1.parse().ok());
    said.unwrap_or_else(|| text.chars().count())
}

#[cfg(test)]
mod tests {
    use super::{MAX_MASKED, said};

    #[test]
    fn a_long_text_ends_with_its_length() {
        let plain = |text: &str| text.to_owned();
        assert_eq!(said("short", 8, plain), "short");
        assert_eq!(said("a long text", 6, plain), "a long… [11 characters]");
        assert_eq!(said("ééééé", 5, plain), "éé… [5 characters]");
        let begun = super::begun(&"x".repeat(100_000), 9000);
        assert!(said(&begun, 6, plain).ends_with("x… [100000 characters]"));
    }

    #[test]
    fn a_secret_at_the_end_of_the_part_that_is_searched_is_not_said() {
        let text = format!(
            "{} {}",
            "secret ".repeat(MAX_MASKED / 7 - 1),
            "k7".repeat(99)
        );
        let mask = |text: &str| {
            text.replace("secret ", "")
                .replace(&"k7".repeat(99), "[redacted]")
        };
        let shown = said(&text, 4096, mask);
        assert!(!shown.contains("k7"), "{shown}");
        assert!(shown.ends_with("characters]"), "{shown}");
    }
}
