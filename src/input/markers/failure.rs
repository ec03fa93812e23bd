//! Clients' words about requests that no response came to.

use std::borrow::Cow;
use std::sync::LazyLock;

use memchr::memmem::Finder;

use crate::words::list;

/// How clients say, in small letters, that no response came.
const SIGNS: [&str; 57] = list("failures");

/// How much of the end of a text is searched for a client's words.
const MAX_SEARCHED: usize = 1024 * 1024;

/// How much of it is searched at once: where none of the signs is, no line is looked at.
const PART: usize = 16 * 1024;

/// Searches for the signs: making one ready costs more than to search a line.
static SIGN_FINDERS: LazyLock<[Finder<'static>; SIGNS.len()]> =
    LazyLock::new(|| SIGNS.map(Finder::new));

/// Returns a client's own words about a failure without a response.
pub(crate) fn client_failure(text: &str) -> Option<String> {
    let told = |line| Some((line, failure_at(line)?));
    let from = text.len() - text.len().min(MAX_SEARCHED);
    let mut end = text.len();
    let mut last = None;
    while end > from {
        let start = part_start(text, end);
        let part = &text[start..end];
        end = start;
        if !may_tell(part) {
            continue;
        }
        for (line, at) in part.lines().rev().filter_map(told) {
            // `code: 'ECONNRESET'` below the error says less than its message.
            if !line[..at].ends_with(['\'', '"']) {
                return Some(failure_words(&line[at..]));
            }
            last = last.or(Some(&line[at..]));
        }
    }
    last.map(failure_words)
}

/// Returns where the whole lines begin that are searched at once and end at a place.
fn part_start(text: &str, end: usize) -> usize {
    let bytes = &text.as_bytes()[..end];
    let from = end.saturating_sub(PART);
    let feed = memchr::memchr(b'\n', &bytes[from..end.saturating_sub(1)]);
    match feed {
        _ if from == 0 => 0,
        Some(feed) => from + feed + 1,
        None => memchr::memrchr(b'\n', &bytes[..from]).map_or(0, |feed| feed + 1),
    }
}

/// Returns true if a text may tell of a failure.
fn may_tell(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    let has = |sign: &str| memchr::memmem::find(lower.as_bytes(), sign.as_bytes()).is_some();
    has("curl: (") || has("timeout of ") || {
        let mut signs = SIGN_FINDERS.iter();
        signs.any(|sign| sign.find(lower.as_bytes()).is_some())
    }
}

/// Returns where in a line a client's words about a failure without a response begin.
fn failure_at(line: &str) -> Option<usize> {
    if is_frame(line) {
        return None;
    }
    let lower = line.to_ascii_lowercase();
    if lower.starts_with("curl: (") && !lower.starts_with("curl: (22)") {
        return line.find(") ").map(|at| at + 2);
    }
    // `ResourceNotFound` is not `ENOTFOUND`.
    let is_whole = |at: &usize| !lower[..*at].ends_with(|c: char| c.is_ascii_alphanumeric());
    let mut signs = SIGN_FINDERS.iter();
    let whole = |sign: &Finder<'_>| sign.find_iter(lower.as_bytes()).find(is_whole);
    timeout_of(&lower).or_else(|| signs.find_map(whole))
}

/// Returns a client's words at the beginning of a text.
fn failure_words(text: &str) -> String {
    // A quote that was opened in front ends what is said.
    let closing = text
        .find('"')
        .filter(|quote| !text[..*quote].ends_with(' '));
    let words = closing.map_or(text, |quote| &text[..quote]);
    let is_whole = words.contains('(');
    let is_end = |c: char| ".,'\"}".contains(c) || (c == ')' && !is_whole);
    words.trim_end_matches(is_end).to_owned()
}

/// Returns true if a line is a frame of a stack: it names functions and files, which may be called like a failure.
pub(in crate::input) fn is_frame(line: &str) -> bool {
    let line = line.trim_start();
    let at = line.strip_prefix("at ").map(str::as_bytes);
    at.is_some_and(|rest| rest.first().is_some_and(|b| !b.is_ascii_digit()))
        || line.starts_with("File \"")
        || line.starts_with("from /")
}

/// Returns true if a client names a failure without a response by such a code: `ECONNRESET`.
fn is_failure_code(code: &str) -> bool {
    let is_name = |c: char| c.is_ascii_uppercase() || c == '_';
    code.chars().all(is_name) && SIGNS.contains(&code.to_ascii_lowercase().as_str())
}

/// Returns where a line in small letters says that a limit of time was exceeded: `timeout of 5000ms exceeded`.
fn timeout_of(lower: &str) -> Option<usize> {
    let at = lower.find("timeout of ")?;
    let mut words = lower[at..].split_ascii_whitespace().skip(2);
    let is_limit = words
        .next()
        .is_some_and(|limit| limit.starts_with(|c: char| c.is_ascii_digit()));
    (is_limit && words.take(2).any(|word| word.starts_with("exceeded"))).then_some(at)
}

/// Returns true if the client threw the body away: curl's `--fail`, or only a status written out.
pub(crate) fn dropped_body(text: &str) -> bool {
    text.contains("The requested URL returned error") || {
        let text = text.trim();
        text.len() == 3 && text.bytes().all(|b| b.is_ascii_digit())
    }
}

/// Codes of clients for an answer that says of a failure.
const ANSWERED: [&str; 3] = [
    "ERR_BAD_REQUEST",
    "ERR_BAD_RESPONSE",
    "ERR_NON_2XX_3XX_RESPONSE",
];

/// Returns true if an object is a client's error by its code or that of its cause. Its texts are asked for by the names of the
/// members on the way to them.
pub(in crate::input) fn is_failure<'v>(text: impl Fn(&[&str]) -> Option<Cow<'v, str>>) -> bool {
    let is_code = |code: Cow<'_, str>| is_failure_code(&code) || ANSWERED.contains(&&*code);
    text(&["code"]).is_some_and(is_code)
        || text(&["cause", "code"]).is_some_and(is_code)
        || text(&["kind"]).is_some_and(|kind| kind.starts_with("Status("))
}

#[cfg(test)]
mod tests {
    use super::{client_failure, is_failure_code};

    #[test]
    fn a_failure_without_a_response_is_quoted() {
        assert_eq!(
            client_failure("curl: (6) Could not resolve host: x.invalid\n").as_deref(),
            Some("Could not resolve host: x.invalid")
        );
        assert_eq!(
            client_failure("curl: (22) The requested URL returned error: 401"),
            None
        );
    }

    #[test]
    fn every_clients_words_for_no_response_are_quoted() {
        for (text, words) in [
            (
                "ReadTimeout: HTTPSConnectionPool(host='x', port=443): Read timed out.",
                "Read timed out",
            ),
            (
                "ConnectionError: (Caused by NameResolutionError(\"Failed to resolve 'x'\"))",
                "Failed to resolve 'x",
            ),
            (
                "AxiosError: timeout of 5000ms exceeded\n  code: 'ECONNABORTED',",
                "timeout of 5000ms exceeded",
            ),
            (
                "Get \"https://x\": context deadline exceeded",
                "context deadline exceeded",
            ),
            (
                "java.net.SocketTimeoutException: Read timed out\n\tat java.base/x",
                "Read timed out",
            ),
            (
                "Error: connect ETIMEDOUT 192.0.2.1:443\n  code: 'ETIMEDOUT',",
                "ETIMEDOUT 192.0.2.1:443",
            ),
            ("  code: 'ECONNRESET',", "ECONNRESET"),
            (
                "reqwest::Error { kind: Request, source: Os { message: \"Connection refused\" } }",
                "Connection refused",
            ),
            (
                "{:error, %Req.TransportError{reason: :econnrefused}}",
                "econnrefused",
            ),
            (
                "[cause]: Error: getaddrinfo ENOTFOUND x\n    at GetAddrInfoReqWrap.onlookupall (node:dns:122:26) {",
                "ENOTFOUND x",
            ),
            (
                "socket.gaierror: [Errno -2] Name or service not known\n  File \"/app/getaddrinfo.py\", line 4",
                "Name or service not known",
            ),
        ] {
            assert_eq!(client_failure(text).as_deref(), Some(words), "{text}");
        }
        for text in ["a timeout of 30 s is set", "the timeout of the job"] {
            assert_eq!(client_failure(text), None, "{text}");
        }
        assert!(is_failure_code("ECONNRESET"));
        for code in ["AUTH_002", "connection refused", "econnreset", ""] {
            assert!(!is_failure_code(code), "{code}");
        }
    }
}
