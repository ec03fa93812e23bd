//! The status that words around a body name.

use super::{METHODS, wordings};
use crate::sanitize::char_floor;

/// Words before a number that make it a status.
const STATUS_WORDS: [&str; 14] = [
    "error",
    "code",
    "status",
    "statuscode",
    "status_code",
    "http_code",
    "http_status",
    "httpstatus",
    "response",
    "http",
    "https",
    "errors",
    "codes",
    "success",
];

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
const PHRASES: [&str; 26] = [
    "Bad",
    "Unauthorized",
    "Payment",
    "Forbidden",
    "Not",
    "Method",
    "Conflict",
    "Gone",
    "Unprocessable",
    "Too",
    "Internal",
    "Service",
    "Gateway",
    "OK",
    "Created",
    "Accepted",
    "No",
    "Precondition",
    "Request",
    "Locked",
    "Unsupported",
    "Proxy",
    "Client",
    "Server",
    "Found",
    "Moved",
];

/// Words after a number that make it a measure.
const UNITS: [&str; 12] = [
    "ms", "s", "bytes", "byte", "kb", "mb", "b", "files", "items", "lines", "seconds", "times",
];

/// How many lines with names are looked at before a value.
const MAX_LABELLED: usize = 3;

/// How many numbers of a line are looked at: no sentence names as many statuses.
const MAX_NUMBERS: usize = 1024;

/// The longest name of what clients print of a response: `HTTP response headers`.
const MAX_NAME: usize = 24;

/// A number of three digits with what is around it.
pub(super) struct Number<'a> {
    pub(super) value: u16,
    start: usize,
    end: usize,
    before: &'a str,
    after: &'a str,
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
    /// Returns true if the words around the number make it a status.
    fn is_status(&self) -> bool {
        let word = |c: char| c.is_alphanumeric() || c == '_';
        let next = self.after.trim_start_matches(|c: char| !word(c));
        let unit: String = next
            .chars()
            .take_while(|c| word(*c))
            .collect::<String>()
            .to_ascii_lowercase();
        // `status=503 bytes=0`: what is given a value is not a unit.
        let is_given = next[unit.len()..].starts_with(['=', ':']);
        if (UNITS.contains(&unit.as_str()) && self.after.starts_with(' ') && !is_given)
            || self.after.starts_with('%')
        {
            return false;
        }
        let before = self.before.trim_end_matches(|c: char| !word(c));
        let from = before.rfind(|c: char| !word(c)).map_or(0, |at| {
            at + before[at..].chars().next().map_or(1, char::len_utf8)
        });
        let last = before[from..].to_ascii_lowercase();
        let is_phrase = PHRASES.contains(&next_word(self.after));
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
        if is_class || self.is_set_off() || self.is_listed() || self.is_of_path() {
            return true;
        }
        // `too many 503 error responses`
        let is_counted = unit == "error" && next[unit.len()..].trim_start().starts_with("response");
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
                || self.before.ends_with(['\'', '"', '`', '(', '[', ':', ' ']) && self.value >= 400)
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

    /// Returns true if the number's own reason comes after it: `404 Not Found`.
    fn has_reason(&self) -> bool {
        let next = next_word(self.after);
        let is_its = |(value, reason): &(u16, &str)| {
            *value == self.value && reason.split(' ').next() == Some(next)
        };
        REASONS.iter().any(is_its)
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

    /// Returns true if the number and its own reason are two parts of a list: `{"HTTP/1.1",401,"Unauthorized"}`.
    fn is_listed(&self) -> bool {
        let after = self.after.strip_prefix(',').unwrap_or_default();
        let after = after.trim_start_matches([' ', '"', '\'']);
        let mut reasons = REASONS.iter().filter(|(value, _)| *value == self.value);
        reasons.any(|(_, reason)| after.starts_with(reason))
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
        let start = char_floor(self.before, self.before.len().saturating_sub(48));
        let near = self.before[start..].to_ascii_lowercase();
        ["error", "status", "http", "response"]
            .iter()
            .any(|word| near.contains(word))
    }
}

/// Returns the status that the words before a value name: on its own line, or on the one before.
pub(crate) fn status_before(gap: &str) -> Option<u16> {
    let mut lines = gap.rsplit('\n');
    let same = lines.next().unwrap_or_default();
    let on_same = numbers(same).filter(|n| {
        let is_first = n.before.trim().is_empty();
        // `404 {` and `response 403 {`: the number comes right before the value.
        let is_last = n.after.chars().all(|c| {
            matches!(
                c,
                ' ' | ':' | '-' | '=' | '>' | '(' | ',' | '`' | '\'' | '"' | 'b'
            )
        });
        n.is_status() || (is_first && is_last) || (is_last && n.value >= 400)
    });
    if let Some(number) = on_same.last() {
        return Some(number.value);
    }
    // What Python writes before the text of bytes says nothing, nor does the name of a type.
    let own = same.trim().trim_end_matches(['\'', '"']);
    let own = own.strip_suffix('(').map_or(own, |own| {
        own.trim_end_matches(|c: char| c.is_ascii_alphanumeric())
            .trim_end()
    });
    if !matches!(own, "" | "b" | "r" | "u") && !own.ends_with([':', '=', '>']) {
        return None;
    }
    let mut before = lines.filter(|line| !line.trim().is_empty());
    let mut line = before.next()?;
    // `body:` between the status and the body says nothing.
    if is_heading(line) {
        line = before.next()?;
    }
    for _ in 0..MAX_LABELLED {
        if logs_request(line) {
            return None;
        }
        let found = numbers(line)
            .filter(|n| n.is_status() || (n.before.trim().is_empty() && n.after.trim().is_empty()))
            .last();
        if found.is_some() || !is_labelled(line) {
            return found.map(|n| n.value);
        }
        line = before.next()?;
    }
    None
}

/// Returns true if a line is a name and what it has, as clients print what they know of a response: `Message: Bad Request`.
fn is_labelled(line: &str) -> bool {
    let name = line.trim_start().split_once(": ").map(|(name, _)| name);
    name.is_some_and(|name| name.starts_with(|c: char| c.is_ascii_uppercase()) && is_name(name))
}

/// Returns true if a line names what comes below it, and says nothing else: `Response:`.
fn is_heading(line: &str) -> bool {
    let line = line.trim();
    let name = line.strip_suffix(':');
    name.is_some_and(is_name) || line.eq_ignore_ascii_case("body")
}

/// Returns true if a text may be the name of what clients print of a response: a few words.
fn is_name(text: &str) -> bool {
    let is_part = |b: u8| b.is_ascii_alphabetic() || matches!(b, b'-' | b'_' | b' ');
    (1..=MAX_NAME).contains(&text.len()) && text.bytes().all(is_part)
}

/// Returns the status that comes after a value, and how many bytes were used: `}401`, or a line of its own.
/// `is_last` says that no other value follows; else words that name another status than the `stated` one of the value
/// itself are the heading of the next.
pub(crate) fn status_after(gap: &str, is_last: bool, stated: Option<u16>) -> Option<(u16, usize)> {
    let mut at = 0;
    for (number, line) in gap.split_inclusive('\n').enumerate() {
        let is_gaps_end = at + line.len() == gap.len() && !is_last;
        // What is on the line of the next value belongs to that one, unless it is glued to this.
        let is_shared = is_gaps_end && !line.ends_with('\n');
        // What is announced is that of the next value too.
        let is_heading = !is_last && number > 0 && line.trim_end().ends_with(':');
        if (is_shared && number > 0) || is_heading {
            return None;
        }
        let found = numbers(line).find(|n| {
            let is_glued = number == 0 && n.start == 0;
            let is_alone = n.before.trim().is_empty() && n.after.trim().is_empty();
            let is_agreed = stated.is_none_or(|stated| stated == n.value);
            let is_its = (is_last || is_agreed) && !(number > 0 && logs_request(line));
            is_glued || (!is_shared && (is_alone || (is_its && n.is_status())))
        });
        if let Some(found) = found {
            return Some((found.value, at + found.end));
        }
        at += line.len();
        if number >= 4 {
            break;
        }
    }
    None
}

/// Returns true if a line logs a request that the program itself was asked for: a method and a path without a host, or how it
/// was completed.
fn logs_request(line: &str) -> bool {
    let is_completed = line
        .split_once("Completed ")
        .is_some_and(|(_, rest)| rest.contains(" in "));
    is_completed
        || METHODS.iter().any(|method| {
            line.match_indices(method).any(|(at, _)| {
                let behind = &line[at + method.len()..];
                behind.starts_with(" /") || line[..at].ends_with("method=")
            })
        })
}

/// Returns the last error status that a text without a body names.
pub(crate) fn last_status(text: &str) -> Option<u16> {
    let mut lines = text.lines().filter(|line| !line.trim().is_empty());
    let is_single = lines.next().is_some() && lines.next().is_none();
    text.lines()
        .filter_map(|line| {
            numbers(line)
                .filter(|n| {
                    let is_alone = n.before.trim().is_empty() && n.after.trim().is_empty();
                    n.value >= 400
                        && (n.is_status() && n.has_strong_word() || (is_single && is_alone))
                })
                .last()
        })
        .next_back()
        .map(|n| n.value)
}

#[cfg(test)]
mod tests {
    use super::{last_status, status_after, status_before};

    #[test]
    fn the_status_in_front_of_a_value_is_found() {
        for (gap, status) in [
            ("Error: 422 ", Some(422)),
            ("sent_dm.InternalServerError: Error code: 502 - ", Some(502)),
            ("404 ", Some(404)),
            ("Acme 400 /messages: ", Some(400)),
            ("RuntimeError: 422 from https://a.example/x: ", Some(422)),
            ("HTTP Error 401: Unauthorized\nb'", Some(401)),
            ("  Status:  400\n  Response:\n    ", Some(400)),
            (
                "a.ForbiddenException: (403)\nReason: Forbidden\nHTTP response headers: HTTPHeaderDict(",
                Some(403),
            ),
            ("read 512 /var/log/a.log: ", None),
            ("response 403 ", Some(403)),
            (
                "resulted in a `422 Unprocessable Content` response:\n",
                Some(422),
            ),
            (
                "curl: (22) The requested URL returned error: 402\n",
                Some(402),
            ),
            ("took 412 ms: ", None),
            ("line 404, file x.py\nValueError: ", None),
            ("404 files changed ", None),
            ("port 8443 ", None),
            ("v1.500.2 ", None),
        ] {
            assert_eq!(status_before(gap), status, "{gap}");
        }
    }

    #[test]
    fn the_status_behind_a_value_is_found() {
        assert_eq!(status_after("401", true, None), Some((401, 3)));
        assert_eq!(status_after("\n422\n", true, None), Some((422, 4)));
        assert_eq!(
            status_after("\nHTTP 503 in 0.2s\n", true, None),
            Some((503, 9))
        );
        assert_eq!(status_after("\nstatus=429\n", true, None), Some((429, 11)));
        assert_eq!(
            status_after("\n404 ", false, None),
            None,
            "the next value's own status"
        );
        assert_eq!(
            status_after("\nresponse:\n  code: 401\n  body: ", false, None),
            None,
            "below a heading"
        );
        assert_eq!(status_after(" after 500 items", true, None), None);
    }

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
