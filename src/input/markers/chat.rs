//! What people say of statuses: which came earlier, which are only compared with, and whether a line is said by a person at all.

use crate::sanitize::{char_floor, tail};
use crate::words::list;

/// How far around a number people say when it came.
const MAX_CLAUSE: usize = 80;

/// Words before a number, in small letters, that tell of an earlier answer or of one that did not come.
const EARLIER: [&str; 19] = list("earlier");

/// Words after a number that do so.
const AGO: [&str; 9] = list("ago");

/// Words that only people use of themselves and what they deal with.
const PERSONS: [&str; 14] = [
    "i", "i'm", "i've", "we", "we're", "you", "they", "it", "it's", "my", "our", "their", "them",
    "us",
];

/// Words after which the next clause speaks of something else.
const TURNS: [&str; 3] = [" but ", " now ", " and "];

/// Where a clause ends.
const ENDS: [char; 8] = [',', '.', ';', '\n', '(', ')', '?', '!'];

/// Returns true if the clause around a number says that it came earlier, or that it did not come.
pub(super) fn is_of_earlier(before: &str, after: &str) -> bool {
    let front = tail(before, MAX_CLAUSE);
    let front = front.rsplit(ENDS).next().unwrap_or_default();
    let front = TURNS.iter().fold(front, |front, turn| {
        front.rsplit(turn).next().unwrap_or_default()
    });
    let behind = &after[..char_floor(after, MAX_CLAUSE)];
    let behind = behind.split(ENDS).next().unwrap_or_default();
    // What began then goes on.
    has_one(front, &EARLIER) && !has_one(front, &["since"]) || has_one(behind, &AGO)
}

/// Returns true if a person says a line.
pub(super) fn is_said(line: &str) -> bool {
    let is_part = |c: char| c.is_alphanumeric() || matches!(c, '\'' | '_' | '-');
    let mut words = line.split(|c: char| !is_part(c));
    words.any(|word| PERSONS.iter().any(|own| own.eq_ignore_ascii_case(word)))
}

/// Returns true if whole words are in a text, in whatever case.
fn has_one(text: &str, phrases: &[&str]) -> bool {
    let lower = text.to_ascii_lowercase();
    let is_apart = |at: usize, phrase: &str| {
        let is_letter = |c: char| c.is_alphanumeric() || c == '_';
        !lower[..at].ends_with(is_letter) && !lower[at + phrase.len()..].starts_with(is_letter)
    };
    let has = |phrase: &&str| {
        let mut found = lower.match_indices(*phrase);
        found.any(|(at, _)| is_apart(at, phrase))
    };
    phrases.iter().any(has)
}

#[cfg(test)]
mod tests {
    use super::{is_of_earlier, is_said};

    #[test]
    fn an_earlier_status_is_told_from_the_one_that_came() {
        for text in [
            "last week it was a |401| now this",
            "it used to be a |429|",
            "Last month the same call gave |401| Unauthorized",
            "unlike the |429| we had",
            "we got |503| yesterday, now",
            "not a |404| error",
        ] {
            let mut parts = text.split('|');
            let before = parts.next().unwrap_or_default();
            let after = parts.nth(1).unwrap_or_default();
            assert!(is_of_earlier(before, after), "{text}");
        }
        for (before, after) in [
            ("last week it was a 401, now it is a ", " error"),
            ("since yesterday we get ", ""),
            ("not a 403 but a ", " error"),
            ("we get ", " instead of 200"),
        ] {
            assert!(!is_of_earlier(before, after), "{before}");
        }
        assert!(is_said("bo: we get a 429") && !is_said("curl: (22) error: 401"));
    }
}
