//! The codes that a line names.

use super::messages::is_status;
use super::{Mention, note};
use crate::diagnose::rules::is_distinctive;
use crate::diagnose::{Engine, Evidence};

/// Words behind which a code is referred to rather than reported; `g` ends `e.g.`.
const REFERENCES: [&str; 9] = [
    "see", "cf", "like", "docs", "runbook", "handle", "handles", "handling", "g",
];

/// Words after which code of a program has what it compares with.
const COMPARES: [&str; 3] = ["case", "when", "in"];

/// Levels of lines that tell of no failure of their own accord, as logs write them.
const QUIET: [&str; 3] = ["INFO", "DEBUG", "TRACE"];

/// Words after which a code is what was answered.
const ANSWERS: [&str; 6] = ["response", "body", "error", "code", "returned", "reason"];

/// In how many words a line's level is looked for.
const MOST_FRONT: usize = 12;

/// How words begin that tell of a failure or of an answer.
const TELLING: [&str; 21] = [
    "err",
    "warn",
    "crit",
    "fatal",
    "fail",
    "exception",
    "reject",
    "refus",
    "denied",
    "invalid",
    "unauthori",
    "forbid",
    "could",
    "cannot",
    "unable",
    "return",
    "respon",
    "answer",
    "receiv",
    "got",
    "status",
];

/// Returns the words of a line.
pub(super) fn words(line: &str) -> impl DoubleEndedIterator<Item = &str> {
    line.split(|c: char| !(c.is_alphanumeric() || c == '_' || c == '-'))
        .filter(|word| !word.is_empty())
}

/// Returns true if a level, in whatever case, is that of a line that tells of no failure.
pub(in crate::diagnose) fn is_quiet_level(level: &str) -> bool {
    QUIET.iter().any(|known| known.eq_ignore_ascii_case(level))
}

/// Returns true if a line's own level is that of no failure, and nothing in it tells of one but for a code's name.
pub(super) fn is_quiet(line: &str) -> bool {
    let is_level = |(before, word): (&str, &str)| {
        let is_given = ["level", "lvl", "severity"].contains(&before);
        QUIET.contains(&word) || (is_given && is_quiet_level(word))
    };
    let is_telling = |word: &str| {
        let word = word.to_ascii_lowercase();
        TELLING.iter().any(|w| word.starts_with(w)) && !word.ends_with("code")
    };
    // `0.401` is none.
    let has_status = || {
        let mut numbers =
            line.split(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '+')));
        numbers.any(is_status)
    };
    let front = std::iter::once("").chain(words(line)).zip(words(line));
    front.take(MOST_FRONT).any(is_level) && !words(line).any(is_telling) && !has_status()
}

/// Returns where in a line a word of it begins.
fn start_of(line: &str, word: &str) -> usize {
    word.as_ptr() as usize - line.as_ptr() as usize
}

/// Returns true if a word of a line is a part of a longer number: of a time, a date, an address, a fraction.
fn is_within_number(line: &str, word: &str) -> bool {
    let start = start_of(line, word);
    let (before, behind) = (&line[..start], &line[start + word.len()..]);
    let joins = |c: char| matches!(c, ':' | '.' | ',' | '/' | '-');
    let goes_on = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    // The number of a process, as syslog writes it: `smtp[450]:`.
    let is_process = before.strip_suffix('[').is_some_and(|rest| {
        rest.ends_with(|c: char| c.is_ascii_alphanumeric()) && behind.starts_with("]:")
    });
    is_process
        || before
            .strip_suffix(joins)
            .is_some_and(|rest| goes_on(rest.chars().next_back()))
        || behind
            .strip_prefix(joins)
            .is_some_and(|rest| goes_on(rest.chars().next()))
}

/// The fewest digits of a code that is told by its brackets.
const MIN_ADDED: usize = 4;

/// Returns true if a word of a line is all that is in brackets.
fn is_in_brackets(line: &str, word: &str) -> bool {
    let start = start_of(line, word);
    let (before, behind) = (&line[..start], &line[start + word.len()..]);
    before.ends_with(['(', '[']) && behind.starts_with([')', ']'])
}

/// Returns true if a word of a line is given as what something is or was answered, not mentioned in a sentence. It is the whole
/// line, or it follows a colon, an equals sign, a quote or a word for answers, and nothing but another part goes on after it.
fn is_given(line: &str, word: &str) -> bool {
    let start = start_of(line, word);
    let (before, after) = (&line[..start], &line[start + word.len()..]);
    let front = before.trim_end();
    let last = words(front).next_back().unwrap_or_default();
    let is_answer = front.ends_with(last) && ANSWERS.iter().any(|a| a.eq_ignore_ascii_case(last));
    let is_begun =
        front.is_empty() || front.ends_with([':', '=', '"', '\'', '`', '(']) || is_answer;
    let is_ended = after.trim().is_empty()
        || after.starts_with([',', '"', '\'', '`', ')', ']', '}', ';', ':', '\\'])
        || after.starts_with(" - ")
        || after.trim() == ".";
    is_begun && is_ended
}

/// Returns true if a word of a line is what code of a program compares with: `if e.code == 'gone'`, `case 'gone'`.
fn is_compared(line: &str, word: &str) -> bool {
    let start = start_of(line, word);
    let quoted = line[..start].trim_end();
    let front = quoted.trim_end_matches(['"', '\'', '`']);
    if front.len() == quoted.len() {
        return false;
    }
    let front = front.trim_end_matches([' ', '(', '[']);
    let last = words(front).next_back().unwrap_or_default();
    let is_word = front.ends_with(last) && COMPARES.contains(&last);
    is_word || front.ends_with("==") || front.ends_with("!=")
}

/// Finds codes: whole words, in the case in which the API writes them; `is_named` says which APIs the text mentions. Words that
/// may be ordinary ones are put aside with their line, and with whether they are given as a code that one API alone has.
pub(super) fn codes<'e, 't>(
    engine: &'e Engine,
    line: &'t str,
    number: usize,
    is_named: impl Fn(usize) -> bool,
    found: &mut Vec<Mention<'e>>,
    doubtful: &mut Vec<(usize, &'t str, usize, bool)>,
) {
    let mut previous = "";
    let mut was_referred = false;
    for word in words(line) {
        let before = std::mem::replace(&mut previous, word);
        let is_behind = |names: &[&str]| names.iter().any(|n| n.eq_ignore_ascii_case(before));
        let is_number = || {
            let digits = word.strip_prefix("0x").unwrap_or(word);
            digits.bytes().all(|b| b.is_ascii_digit())
                || digits.len() < word.len() && digits.bytes().all(|b| b.is_ascii_hexdigit())
        };
        // What is referred to may be a list.
        let is_next = || {
            let end = start_of(line, before) + before.len();
            let start = start_of(line, word);
            let between = line.get(end..start).unwrap_or_default();
            between.contains(',') && between.chars().all(|c| ", '\"`".contains(c))
        };
        let is_referred =
            is_behind(&REFERENCES) || is_compared(line, word) || was_referred && is_next();
        was_referred = is_referred;
        let layers = engine.shapes.layers();
        for known in layers.named(word) {
            // Most words that are codes too are told from them without reading an entry.
            let is_code = || {
                let is_called =
                    || is_behind(&["code", "error"]) || layers.calls_code(known.api, before);
                // A bare number is a code only where it is called one, in words or by the API's own name for it. Of other
                // words it is asked once all is found whether their API is named.
                !is_number() || is_called() || is_named(known.api) && !is_within_number(line, word)
            };
            // Behind a message of its entry a number in brackets is one too.
            let is_added = || word.len() >= MIN_ADDED && is_in_brackets(line, word);
            let may_count = || is_distinctive(word) || is_named(known.api);
            let counts = !known.needs_more && engine.shapes.counts(known.api);
            let is_code = is_code();
            if !counts || is_referred || !(is_code || is_added()) {
                continue;
            }
            if !is_code {
                doubtful.push((known.entry, word, number, false));
                continue;
            }
            if !may_count() {
                let is_own = is_given(line, word) && engine.is_own_code(known.api, word);
                doubtful.push((known.entry, word, number, is_own));
                continue;
            }
            let rule = engine.rule(known.entry);
            if rule.is_named(word, true) {
                let at = (known.api, known.entry, rule);
                let is_own = is_named(known.api)
                    && is_given(line, word)
                    && engine.is_own_code(known.api, word);
                note(found, at, Evidence::Code, number, None).is_own |= is_own;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{is_compared, is_given};

    #[test]
    fn what_a_program_compares_with_is_told_from_what_it_reports() {
        let is = |line: &str| is_compared(line, &line[line.find("gone").unwrap()..][..4]);
        for line in [
            "if e.code == 'gone':",
            "raise unless e.code === \"gone\"",
            "case 'gone':",
            "when \"gone\"",
            "if code in ('gone', 'away')",
        ] {
            assert!(is(line), "{line}");
        }
        for line in [
            "code = 'gone'",
            "in case gone",
            "error: 'gone'",
            "code == gone",
        ] {
            assert!(!is(line), "{line}");
        }
    }

    #[test]
    fn a_word_is_given_where_nothing_but_another_part_goes_on_behind_it() {
        let is = |line: &str| is_given(line, &line[line.find("gone").unwrap()..][..4]);
        for line in [
            "gone",
            "error: gone",
            "said 'gone', then",
            "code=gone",
            "returned gone.",
        ] {
            assert!(is(line), "{line}");
        }
        for line in [
            "error: gone fishing",
            "it has gone",
            "gone away",
            "they, gone; away",
        ] {
            assert!(!is(line), "{line}");
        }
    }
}
