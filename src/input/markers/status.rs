//! The status that the words around a number make it.

use super::{METHODS, chat, near, wordings};
use crate::sanitize::{char_floor, tail};
use crate::words::list;

/// Words before a number that make it a status.
const STATUS_WORDS: [&str; 15] = list("statuses");

/// Words that do so only where nothing else is counted after the number.
const WEAK_WORDS: [&str; 8] = [
    "returned", "got", "with", "a", "answered", "received", "failed", "reply",
];

/// Statuses with their reason phrases.
const REASONS: [(u16, &str); 14] = [
    (400, "Bad Request"),
    (401, "Unauthorized"),
    (402, "Payment Required"),
    (403, "Forbidden"),
    (404, "Not Found"),
    (405, "Method Not Allowed"),
    (409, "Conflict"),
    (410, "Gone"),
    (422, "Unprocessable"),
    (429, "Too Many Requests"),
    (500, "Internal Server Error"),
    (502, "Bad Gateway"),
    (503, "Service Unavailable"),
    (504, "Gateway Time"),
];

/// The first words of reason phrases, and of how clients class a status.
const PHRASES: [&str; 26] = list("phrases");

/// Words between a call and the status that it was answered with.
const ANSWERED: [&str; 5] = ["responded", "returned", "answered", "failed:", "status"];

/// Words after a number that make it a measure.
const UNITS: [&str; 12] = [
    "ms", "s", "bytes", "byte", "kb", "mb", "b", "files", "items", "lines", "seconds", "times",
];

/// How many numbers of a line are looked at: no sentence names as many statuses.
const MAX_NUMBERS: usize = 1024;

/// How far before a number the words are that are about it.
const MAX_NEAR: usize = 48;

/// How far before a number the call may begin that it answers.
const MAX_CALL: usize = 512;

/// A number of three digits with what is around it.
pub(super) struct Number<'a> {
    pub(super) value: u16,
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) before: &'a str,
    pub(super) after: &'a str,
}

/// Returns true if a number is a status that servers send: the registered ones, and those of the large gateways.
fn is_assigned(number: u16) -> bool {
    matches!(number, 200..=208 | 226 | 300..=308 | 400..=431 | 451 | 499 | 500..=511 | 520..=530)
}

/// Returns the word after a number and one blank, in brackets or not.
fn next_word(after: &str) -> &str {
    let rest = after.strip_prefix(' ').unwrap_or_default();
    let rest = rest.strip_prefix('(').unwrap_or(rest);
    &rest[..rest
        .find(|c: char| !c.is_ascii_alphabetic())
        .unwrap_or(rest.len())]
}

/// Returns the numbers that stand alone in a line and may be a status.
pub(super) fn numbers(line: &str) -> impl Iterator<Item = Number<'_>> {
    let bytes = line.as_bytes();
    let mut at = 0;
    std::iter::from_fn(move || {
        while at < bytes.len() {
            if !bytes[at].is_ascii_digit() {
                at += 1;
                continue;
            }
            let start = at;
            while bytes.get(at).is_some_and(u8::is_ascii_digit) {
                at += 1;
            }
            let joins = |b: Option<&u8>| b.is_some_and(|b| b.is_ascii_alphanumeric() || *b == b'_');
            let is_part = (start > 0
                && (joins(bytes.get(start - 1)) || matches!(bytes[start - 1], b'.' | b'-' | b'+')))
                || joins(bytes.get(at))
                || (matches!(bytes.get(at), Some(b'.' | b'-' | b','))
                    && bytes.get(at + 1).is_some_and(u8::is_ascii_digit));
            if at - start != 3 || is_part {
                continue;
            }
            if let Ok(value) = line[start..at].parse()
                && is_assigned(value)
            {
                return Some(Number {
                    value,
                    start,
                    end: at,
                    before: &line[..start],
                    after: &line[at..],
                });
            }
        }
        None
    })
    .take(MAX_NUMBERS)
}

impl Number<'_> {
    /// Returns true if the words around the number make it the status that came.
    pub(super) fn is_status(&self) -> bool {
        self.is_told() && !chat::is_of_earlier(self.before, self.after)
    }

    /// Returns true if the words around the number make it a status, whenever it came.
    fn is_told(&self) -> bool {
        let word = |c: char| c.is_alphanumeric() || c == '_';
        let behind = self.after.trim_start_matches(|c: char| !word(c));
        let unit: String = behind
            .chars()
            .take_while(|c| word(*c))
            .collect::<String>()
            .to_ascii_lowercase();
        // `status=503 bytes=0`, `503 b'Busy'`: what is given a value is not a unit, nor is what begins a text.
        let is_given = behind[unit.len()..].starts_with(['=', ':', '\'', '"']);
        if (UNITS.contains(&unit.as_str()) && self.after.starts_with(' ') && !is_given)
            || self.after.starts_with('%')
        {
            return false;
        }
        let before = self.before.trim_end_matches(|c: char| !word(c));
        let from = before.rfind(|c: char| !word(c)).map_or(0, |at| {
            at + before[at..].chars().next().map_or(1, char::len_utf8)
        });
        let last = before[from..].trim_matches('_').to_ascii_lowercase();
        let next = next_word(self.after);
        // `503 SERVICE_UNAVAILABLE`, as Java names it.
        let is_name =
            !self.after.starts_with(" (") && !next.contains(|c: char| c.is_ascii_lowercase());
        let is_phrase = PHRASES.iter().any(|phrase| {
            *phrase == next || (is_name && next.len() > 2 && phrase.eq_ignore_ascii_case(next))
        });
        let is_end = !self.after.contains(|c: char| c.is_alphanumeric());
        // `ClientResponseError: 429, ...`: not what any error is about, as in `KeyError: 404`.
        let is_class = ["error", "exception"].iter().any(|end| last.ends_with(end))
            && ["http", "response", "status", "api", "request"]
                .iter()
                .any(|word| last.contains(word));
        if self.is_worded() {
            return true;
        }
        if wordings::is_expected(self.before) || self.is_key() {
            return false;
        }
        if is_class
            || self.is_set_off()
            || self.is_listed()
            || self.is_after_reason()
            || self.is_of_path()
            || self.is_answer_to_call()
        {
            return true;
        }
        // `too many 503 error responses`, `it is a 403 error`
        let is_counted = unit == "error"
            && (last == "a" || behind[unit.len()..].trim_start().starts_with("response"));
        if STATUS_WORDS.contains(&last.as_str())
            || is_counted
            || (WEAK_WORDS.contains(&last.as_str()) && (is_phrase || is_end))
        {
            return true;
        }
        // `HTTP/1.1 404` in a sentence or a log line, with or without a quote.
        let head = self.before.trim_end().trim_end_matches('"');
        if ["HTTP/1.1", "HTTP/1.0", "HTTP/2", "HTTP/3", "HTTP/2.0"]
            .iter()
            .any(|v| head.ends_with(v))
        {
            return true;
        }
        // `'401 Unauthorized'`: the number with its reason phrase.
        let is_first = self.before.trim().is_empty();
        is_phrase
            && (is_first
                || self
                    .before
                    .ends_with(['\'', '"', '`', '(', '[', '<', ':', ' '])
                    && self.value >= 400)
    }

    /// Returns true if the number is set off as .NET does it in every language: `Le serveur a retourné une erreur : (401) ...`.
    fn is_set_off(&self) -> bool {
        self.value >= 400 && self.before.ends_with(": (") && self.after.starts_with(')')
    }

    /// Returns true if the number is in a wording of a status.
    fn is_worded(&self) -> bool {
        self.value >= 400 && wordings::is_status(self.before, self.after)
    }

    /// Returns true if the number is the name of a member: a table of reasons.
    fn is_key(&self) -> bool {
        self.before.ends_with('"') && self.after.starts_with("\":")
    }

    /// Returns the number's own reason, if it has one here.
    fn reason(&self) -> Option<&'static str> {
        let mut reasons = REASONS.iter();
        let own = reasons.find(|(value, _)| *value == self.value);
        own.map(|(_, reason)| *reason)
    }

    /// Returns true if the number's own reason comes after it: `404 Not Found`.
    fn has_reason(&self) -> bool {
        let next = next_word(self.after);
        let reason = self.reason();
        let first = reason.and_then(|reason| reason.split(' ').next());
        first.is_some_and(|first| first.eq_ignore_ascii_case(next))
    }

    /// Returns true if what follows the number is what was called, and nothing else: `422 from https://a.example/x: `.
    fn is_of_path(&self) -> bool {
        let after = self.after.trim();
        let mut called = ["from ", "for ", "on "].iter();
        let called = called
            .find_map(|word| after.strip_prefix(word))
            .unwrap_or(after);
        let is_called = called.starts_with(['/', 'h']) && called.contains('/');
        let is_method = METHODS
            .iter()
            .any(|method| self.before.trim_end().ends_with(method));
        self.value >= 400
            && !is_method
            && is_called
            && called
                .strip_suffix(':')
                .is_some_and(|path| !path.contains(char::is_whitespace))
    }

    /// Returns true if the number and its own reason are two parts of a list, or the reason is quoted:
    /// `{"HTTP/1.1",401,"Unauthorized"}`, `401 b'Unauthorized'`.
    fn is_listed(&self) -> bool {
        let after = self.after.trim_start_matches([',', ':', ' ']);
        let bytes = after.strip_prefix('b').unwrap_or(after);
        let quoted = bytes.strip_prefix(['"', '\'']);
        let is_item = self.after.starts_with([',', ':']);
        let Some(after) = quoted.or(is_item.then_some(after)) else {
            return false;
        };
        self.reason()
            .is_some_and(|reason| after.starts_with(reason))
    }

    /// Returns true if the number is in brackets after its own reason: `:not_found (404)`.
    fn is_after_reason(&self) -> bool {
        let before = tail(self.before, MAX_NEAR);
        let front = before.strip_suffix('(').unwrap_or_default();
        let words: Vec<&str> = front
            .rsplit(|c: char| !c.is_ascii_alphabetic())
            .filter(|word| !word.is_empty())
            .take(4)
            .collect();
        let words = words.into_iter().rev().collect::<String>();
        let words = words.to_ascii_lowercase();
        let is_its = |reason: &str| words.contains(&joined(reason).to_ascii_lowercase());
        self.after.starts_with(')') && self.reason().is_some_and(is_its)
    }

    /// Returns true if the number comes right after a method and a URL: `POST https://a.example/x -> 503 (182 ms)`.
    fn is_answer_to_call(&self) -> bool {
        let before = tail(self.before, MAX_CALL);
        let Some(at) = before.rfind("http").filter(|_| self.value >= 400) else {
            return false;
        };
        let (front, rest) = before.split_at(at);
        let is_called = METHODS
            .iter()
            .any(|method| front.trim_end_matches([' ', '"']).ends_with(method));
        let (url, between) = rest.split_once(' ').unwrap_or((rest, ""));
        let mut words = between.split_ascii_whitespace();
        let is_sign = |word: &str| !word.contains(char::is_alphanumeric);
        is_called
            && url.contains("://")
            && self.before.ends_with([' ', '[', '('])
            && words.all(|word| is_sign(word) || ANSWERED.contains(&word))
    }

    /// Returns true if a word that only a status has is near: without a body, `with 404` alone says little.
    fn has_strong_word(&self) -> bool {
        if self.is_set_off()
            || self.has_reason()
            || self.is_worded()
            || wordings::is_tested(self.before)
        {
            return true;
        }
        if next_word(self.after) == "error" {
            return true;
        }
        let near = tail(self.before, MAX_NEAR).to_ascii_lowercase();
        ["error", "status", "http", "response"]
            .iter()
            .any(|word| near.contains(word))
    }
}

/// What languages write before the name of a status: `HttpStatus.BAD_REQUEST`.
const ENUMS: [&str; 3] = ["HttpStatusCode.", "HttpStatus.", "HTTPStatus."];

/// What a status is called, after the word itself: `StatusCode`, `status code`.
const CODE: [&str; 4] = ["Code", "code", "_code", "-code"];

/// Returns words without what is between them: `Bad Request`, `BAD_REQUEST` and `BadRequest` are one name.
fn joined(words: &str) -> String {
    words.replace([' ', '_'], "")
}

/// A status that a line names by its reason, and whether what it is called or how it is written leaves no doubt.
struct Named {
    status: u16,
    is_clear: bool,
}

/// Returns the last status whose reason a line names in the place of the number: `StatusCode: ServiceUnavailable`,
/// `(status Service_unavailable)`, `status=HttpStatus.BAD_REQUEST`.
fn last_named(line: &str) -> Option<Named> {
    let words = line.match_indices("tatus").filter_map(|(at, word)| {
        let called = &line[at + word.len()..];
        let called = called.strip_prefix(' ').unwrap_or(called);
        let code = CODE.iter().find_map(|code| called.strip_prefix(code));
        let rest = code.unwrap_or(&line[at + word.len()..]);
        let value = rest.trim_start_matches([' ', ':', '=', '"', '\'']);
        if value.len() == rest.len() {
            return None;
        }
        let own = ENUMS.iter().find_map(|name| value.strip_prefix(name));
        let value = own.unwrap_or(value);
        let value = &value[..char_floor(value, MAX_NEAR)];
        let length = value
            .find(|c: char| !c.is_ascii_alphabetic() && c != '_')
            .unwrap_or(value.len());
        let name = &value[..length];
        let is_joined = name.contains('_') || name.chars().skip(1).any(char::is_uppercase);
        Some((joined(name), code.is_some() || own.is_some() || is_joined))
    });
    let named = words.filter_map(|(name, is_clear)| {
        let mut reasons = REASONS.iter();
        let found = reasons.find(|(_, reason)| {
            let reason = joined(reason);
            let start = name.get(..reason.len());
            start.is_some_and(|start| start.eq_ignore_ascii_case(&reason))
        });
        found.map(|(status, _)| Named {
            status: *status,
            is_clear,
        })
    });
    named.last()
}

/// Returns the status whose reason a line names in the place of the number.
pub(super) fn named(line: &str) -> Option<u16> {
    last_named(line).map(|named| named.status)
}

/// Returns the last error status that a text without a body names: how a program answered itself counts where nothing else does.
pub(crate) fn last_status(text: &str) -> Option<u16> {
    let mut lines = text.lines().filter(|line| !line.trim().is_empty());
    let is_single = lines.next().is_some() && lines.next().is_none();
    let of_lines = |are_own: bool| {
        let lines = text.lines().rev();
        let mut lines = lines.filter(move |line| near::logs_request(line) == are_own);
        lines.find_map(|line| status_of(line, is_single))
    };
    of_lines(false).or_else(|| of_lines(true))
}

/// Returns the last error status that a line names.
fn status_of(line: &str, is_single: bool) -> Option<u16> {
    let told = numbers(line).filter(|n| {
        let is_alone = n.before.trim().is_empty() && n.after.trim().is_empty();
        n.value >= 400 && (n.is_status() && n.has_strong_word() || (is_single && is_alone))
    });
    let named = || last_named(line).filter(|named| named.is_clear);
    let number = told.last().map(|number| number.value);
    number.or_else(|| named().map(|named| named.status))
}

#[cfg(test)]
mod tests {
    use super::last_status;

    #[test]
    fn a_text_without_a_body_may_still_name_a_status() {
        assert_eq!(
            last_status("curl: (22) The requested URL returned error: 401\n"),
            Some(401)
        );
        assert_eq!(
            last_status("httpx.HTTPStatusError: Client error '401 Unauthorized' for url"),
            Some(401)
        );
        assert_eq!(last_status("503\n"), Some(503));
        let aiohttp = "ClientResponseError: 429, message='x', url='https://x'";
        assert_eq!(last_status(aiohttp), Some(429));
        assert_eq!(last_status("KeyError: 404"), None);
        assert_eq!(last_status("at=error status=503 bytes=0"), Some(503));
        assert_eq!(last_status("we sold 404 shoes with 500 laces"), None);
    }
}
