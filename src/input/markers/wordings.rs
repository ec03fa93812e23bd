//! How clients and tests word a status, and what tests say of a number.

use std::sync::LazyLock;

use super::label::STUBS;
use crate::sanitize::{begins_with, tail};

/// How clients and tests word a status: what they write right before the number and right after it, in small letters, and an
/// example with it.
static WORDINGS: LazyLock<Vec<(&str, &str, &str)>> = LazyLock::new(|| {
    let rows = include_str!("wordings.txt").lines();
    rows.filter_map(|row| {
        let (start, rest) = row.strip_prefix('`')?.split_once("` `")?;
        let (end, example) = rest.split_once("` ")?;
        Some((start, end, example))
    })
    .collect()
});

/// How far before a number a test may say what the number is.
const MAX_NEAR: usize = 160;

/// How far before a number a stub may begin that it is a status of.
const MAX_CALL: usize = 512;

/// Words of a test for what it expects: a number after one was not received.
const EXPECTS: [&str; 6] = [
    "expected",
    "expecting",
    "expects",
    "should",
    "want",
    "wanted",
];

/// Words after which a test says what came.
const CAME: [&str; 8] = [
    "got", "received", "but", "found", "was", "actual", "actually", "returned",
];

/// Returns true if a text ends in words, in whatever case, and not within one.
fn ends_in(text: &str, end: &str) -> bool {
    let mut chars = text.chars().rev();
    let is_same = |own: char| {
        let c = chars.next();
        c.is_some_and(|c| c == own || c.to_lowercase().eq(own.to_lowercase()))
    };
    let is_word = end.starts_with(|c: char| c.is_ascii_alphabetic());
    end.chars().rev().all(is_same)
        && !(is_word && chars.next().is_some_and(|c| c.is_ascii_alphabetic()))
}

/// Returns true if the text around a number is a wording of a status.
pub(super) fn is_status(before: &str, after: &str) -> bool {
    let is_sign = |c: char| c.is_whitespace() || matches!(c, ':' | '：' | '=');
    WORDINGS.iter().any(|(start, end, _)| {
        let is_word = start.ends_with(char::is_alphabetic);
        // Behind a word may be a sign and blanks, after a sign blanks.
        let front = match is_word {
            true => before.trim_end_matches(is_sign),
            false if start.ends_with([':', '-', '>', ']']) => before.trim_end(),
            false => before,
        };
        // Scripts without small letters need no blank.
        let is_apart = front.len() < before.len() || !start.ends_with(char::is_lowercase);
        is_apart && ends_in(front, start) && begins_with(after, end)
    })
}

/// Returns true if a test says before a number that it expected it, and not that it came.
pub(super) fn is_expected(before: &str) -> bool {
    let near = near(before);
    let mut words = near.rsplit(|c: char| !c.is_ascii_alphabetic());
    let said = words.find_map(|word| match (is_one(word, &EXPECTS), is_one(word, &CAME)) {
        (false, false) => None,
        (expects, _) => Some(expects),
    });
    let is_right = [" == ", " != "].iter().any(|sign| near.ends_with(sign));
    let lower = near.to_ascii_lowercase();
    said == Some(true) || (is_right && lower.contains("assert")) || is_stubbed(before)
}

/// Returns true if a test says before a number what it is to be answered.
fn is_stubbed(before: &str) -> bool {
    let line = tail(before, MAX_CALL).to_ascii_lowercase();
    STUBS.iter().any(|call| line.contains(call))
}

/// Returns true if a test says before a number what it expected: it speaks of statuses.
pub(super) fn is_tested(before: &str) -> bool {
    let mut words = near(before).split(|c: char| !c.is_ascii_alphabetic());
    words.any(|word| is_one(word, &EXPECTS))
}

/// Returns true if a word is one of some, in whatever case.
fn is_one(word: &str, words: &[&str]) -> bool {
    words.iter().any(|known| known.eq_ignore_ascii_case(word))
}

/// Returns the words before a number that may be about it.
fn near(before: &str) -> &str {
    tail(before, MAX_NEAR)
}

#[cfg(test)]
mod tests {
    use super::WORDINGS;
    use crate::input::markers::last_status;

    #[test]
    fn the_wordings_of_clients_and_tests_are_read() {
        assert_eq!(WORDINGS.len(), 81);
        for (.., example) in WORDINGS.iter() {
            assert!(last_status(example).is_some(), "{example}");
        }
        assert_eq!(last_status("expected 404, got 401"), Some(401));
        assert_eq!(last_status("Expected: 404\nReceived: 401"), Some(401));
        assert_eq!(last_status("assert 401 == 404"), Some(401));
        assert_eq!(
            last_status("Expected status code <404> but was <200>."),
            None
        );
        assert_eq!(
            last_status("status 502 {\"501\":\"Not Implemented\"}"),
            Some(502)
        );
    }
}
