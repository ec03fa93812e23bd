//! Words of clients around a body: the status they name, the commands that were typed, the failures without a response.

use std::sync::LazyLock;

use memchr::memmem::Finder;

use crate::sanitize::char_floor;

/// Members under which clients keep a response's body.
pub(crate) const BODY: [&str; 13] = [
    "body",
    "_content",
    "data",
    "content",
    "text",
    "responseBody",
    "response_body",
    "response_data",
    "rawBody",
    "responseText",
    "Content",
    "response",
    "stream",
];

/// Words in front of a number that make it a status.
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

/// Words that do so only where nothing else is counted behind the number.
const WEAK_WORDS: [&str; 8] = [
    "returned", "got", "with", "a", "answered", "received", "failed", "reply",
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

/// Words behind a number that make it a measure.
const UNITS: [&str; 12] = [
    "ms", "s", "bytes", "byte", "kb", "mb", "b", "files", "items", "lines", "seconds", "times",
];

/// Programs that send requests: a line that runs one is a command, not an answer.
const CLIENTS: [&str; 12] = [
    "curl",
    "http",
    "https",
    "xh",
    "xhs",
    "wget",
    "httpie",
    "curlie",
    "invoke-restmethod",
    "invoke-webrequest",
    "irm",
    "iwr",
];

/// Programs that write what a pipe or a here-document feeds to a client.
const PRODUCERS: [&str; 16] = [
    "echo", "cat", "printf", "jq", "yq", "tee", "base64", "envsubst", "sed", "awk", "grep", "head",
    "tail", "gzip", "python3", "node",
];

/// How many words a prompt may have that says more than who is where.
const MOST_PLACES: usize = 8;

/// How much of a line in front of a value is looked at for what it calls it.
const MOST_LABEL: usize = 200;

/// In how many words the client that a command runs is looked for.
const MOST_SETTINGS: usize = 8;

/// How clients say, in small letters, that no response came.
const SIGNS: [&str; 57] = [
    "could not resolve host",
    "failed to connect to",
    "couldn't connect to server",
    "connection refused",
    "connection reset",
    "connection timed out",
    "operation timed out",
    "empty reply from server",
    "econnrefused",
    "econnreset",
    "enotfound",
    "etimedout",
    "eai_again",
    "getaddrinfo",
    "name or service not known",
    "nodename nor servname",
    "temporary failure in name resolution",
    "no route to host",
    "network is unreachable",
    "ssl certificate problem",
    "certificate verify failed",
    "unable to resolve host",
    "unable to connect to the remote server",
    "the remote name could not be resolved",
    "no such host",
    "i/o timeout",
    "read timed out",
    "connect timed out",
    "write timed out",
    "request timed out",
    "handshake timed out",
    "failed to resolve",
    "nameresolutionerror",
    "unknownhostexception",
    "econnaborted",
    "und_err_connect_timeout",
    "und_err_headers_timeout",
    "und_err_body_timeout",
    "und_err_socket",
    "err_network",
    "cert_has_expired",
    "depth_zero_self_signed_cert",
    "unable_to_verify_leaf_signature",
    "socket hang up",
    "context deadline exceeded",
    "aborted due to timeout",
    "configured httpclient.timeout",
    "remote end closed connection",
    "server disconnected without sending a response",
    "tls handshake timeout",
    "failed to verify certificate",
    "self-signed certificate",
    "unable to verify the first certificate",
    "certificate has expired",
    "pkix path building failed",
    "actively refused it",
    "forcibly closed by the remote host",
];

/// The methods a command or log line may name.
const METHODS: [&str; 7] = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"];

/// A number of three digits with what stands around it.
struct Number<'a> {
    value: u16,
    start: usize,
    end: usize,
    before: &'a str,
    after: &'a str,
}

/// Says whether a number is a status that servers send: the registered ones, and those of the large gateways.
fn is_assigned(number: u16) -> bool {
    matches!(number, 200..=208 | 226 | 300..=308 | 400..=431 | 451 | 499 | 500..=511 | 520..=530)
}

/// Gives the word behind a number and one blank.
fn next_word(after: &str) -> &str {
    let rest = after.strip_prefix(' ').unwrap_or_default();
    &rest[..rest
        .find(|c: char| !c.is_ascii_alphabetic())
        .unwrap_or(rest.len())]
}

/// Gives the numbers that stand alone in a line and may be a status.
fn numbers(line: &str) -> impl Iterator<Item = Number<'_>> {
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
}

impl Number<'_> {
    /// Says whether the words around the number make it a status.
    fn is_status(&self) -> bool {
        let word = |c: char| c.is_alphanumeric() || c == '_';
        let next = self.after.trim_start_matches(|c: char| !word(c));
        let unit: String = next
            .chars()
            .take_while(|c| word(*c))
            .collect::<String>()
            .to_ascii_lowercase();
        // `status=503 bytes=0`: what is given a value is no unit.
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
        if is_class {
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
}

/// Gives the status that the words in front of a value name: on its own line, or on the one before.
pub(super) fn status_before(gap: &str) -> Option<u16> {
    let mut lines = gap.rsplit('\n');
    let same = lines.next().unwrap_or_default();
    let on_same = numbers(same).filter(|n| {
        let is_first = n.before.trim().is_empty();
        // `404 {` and `response 403 {`: the number stands right in front of the value.
        let is_last = n.after.chars().all(|c| " :-=>(,`'\"b".contains(c));
        n.is_status() || (is_first && is_last) || (is_last && n.value >= 400)
    });
    if let Some(number) = on_same.last() {
        return Some(number.value);
    }
    if !same.trim().is_empty() && !same.trim().ends_with([':', '=', '>']) {
        return None;
    }
    let before = lines.find(|line| !line.trim().is_empty())?;
    numbers(before)
        .filter(|n| n.is_status() || (n.before.trim().is_empty() && n.after.trim().is_empty()))
        .last()
        .map(|n| n.value)
}

/// Gives the status that stands behind a value, and how many bytes were used: `}401`, or a line of its own.
/// `is_last` says that no other value follows.
pub(super) fn status_after(gap: &str, is_last: bool) -> Option<(u16, usize)> {
    let mut at = 0;
    for (number, line) in gap.split_inclusive('\n').enumerate() {
        let is_gaps_end = at + line.len() == gap.len() && !is_last;
        // What stands on the line of the next value belongs to that one, unless it is glued to this.
        let is_shared = is_gaps_end && !line.ends_with('\n');
        // What is announced is that of the next value too.
        let is_heading = !is_last && number > 0 && line.trim_end().ends_with(':');
        if (is_shared && number > 0) || is_heading {
            return None;
        }
        let found = numbers(line).find(|n| {
            let is_glued = number == 0 && n.start == 0;
            let is_alone = n.before.trim().is_empty() && n.after.trim().is_empty();
            is_glued || (!is_shared && (is_alone || n.is_status()))
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

/// Gives the last error status that a text without a body names.
pub(super) fn last_status(text: &str) -> Option<u16> {
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

impl Number<'_> {
    /// Says whether a word that only a status has is near: without a body, `with 404` alone says little.
    fn has_strong_word(&self) -> bool {
        let start = char_floor(self.before, self.before.len().saturating_sub(48));
        let near = self.before[start..].to_ascii_lowercase();
        ["error", "status", "http", "response"]
            .iter()
            .any(|word| near.contains(word))
    }
}

/// Gives where a command begins in a line: at a prompt, or at the start of a line that runs an HTTP client.
pub(super) fn command(line: &str) -> Option<usize> {
    if runs_client(line) && !is_logged(line) {
        return Some(line.len() - line.trim_start().len());
    }
    // `+ curl ...`: what a shell prints of the commands it runs.
    let traced = line.trim_start_matches('+');
    let is_traced = || traced.len() < line.len() && traced.starts_with(' ') && runs_client(traced);
    // A prompt on the line: `$ `, `# `, `% `, `> `.
    signs(line)
        .find(|sign| sign.is_spaced && runs_client(sign.behind))
        .filter(|sign| !is_logged(sign.behind))
        .map(|sign| sign.start)
        .or_else(|| prompt(line))
        .or_else(|| (is_piped(line) || is_traced()).then_some(0))
}

/// A sign in which a prompt may end.
struct Sign<'a> {
    sign: char,
    /// Where the prompt may begin: after the JSON that may stand in front.
    start: usize,
    /// What stands in front of the sign, from there.
    front: &'a str,
    /// What stands behind it.
    behind: &'a str,
    /// Whether a blank or nothing follows.
    is_spaced: bool,
}

/// Gives the signs in a line that stand in no bracket and in no quote.
fn signs(line: &str) -> impl Iterator<Item = Sign<'_>> {
    // Most lines of a log hold none; 0xE2 begins the two that are not ASCII.
    let is_sign = |byte: u8| matches!(byte, b'$' | b'#' | b'%' | b'>' | 0xE2);
    let line = if line.bytes().any(is_sign) { line } else { "" };
    let mut depth = 0_usize;
    let mut is_quoted = false;
    let mut is_escaped = false;
    let mut start = 0;
    line.char_indices().filter_map(move |(at, c)| {
        if std::mem::take(&mut is_escaped) {
            return None;
        }
        match c {
            '\\' if is_quoted => is_escaped = true,
            '"' => is_quoted = !is_quoted,
            '{' | '[' if !is_quoted => depth += 1,
            '}' | ']' if !is_quoted => depth = depth.saturating_sub(1),
            _ => {}
        }
        if is_quoted || depth > 0 {
            return None;
        }
        if matches!(c, '"' | '}' | ']') {
            start = at + 1;
        }
        if !matches!(c, '$' | '#' | '%' | '>' | '❯' | '➜') {
            return None;
        }
        let behind = &line[at + c.len_utf8()..];
        Some(Sign {
            sign: c,
            start,
            front: line[start..at].trim(),
            behind,
            is_spaced: behind.is_empty() || behind.starts_with(' '),
        })
    })
}

/// Gives the characters of a command that stand in none of a shell's quotes.
fn unquoted(text: &str) -> impl Iterator<Item = (usize, char)> {
    let mut open = None;
    let mut is_escaped = false;
    text.char_indices().filter(move |(_, c)| {
        if std::mem::take(&mut is_escaped) {
            return false;
        }
        match open {
            Some(quote) => {
                is_escaped = quote == '"' && *c == '\\';
                if quote == *c {
                    open = None;
                }
                false
            }
            None => {
                is_escaped = *c == '\\';
                if matches!(c, '"' | '\'') {
                    open = Some(*c);
                }
                true
            }
        }
    })
}

/// Says whether a text holds an object as an answer stands in a line: alone, and in none of a shell's quotes.
fn holds_object(text: &str) -> bool {
    unquoted(text).any(|(at, c)| {
        c == '{'
            && (at == 0 || text[..at].ends_with([' ', '\t', '[', ',']))
            && text[at + 1..].trim_start().starts_with(['"', '\''])
    })
}

/// Says whether a line in which `http` is the program logs a request and its answer.
fn is_logged(text: &str) -> bool {
    text.trim_start().starts_with("http") && holds_object(text)
}

/// Says whether a line begins with a program whose output is the input of another.
pub(super) fn is_producer(line: &str) -> bool {
    let text = line.trim_start_matches(['$', '#', '%', '>', ' ']);
    let first = text.split_ascii_whitespace().next().unwrap_or_default();
    PRODUCERS.contains(&first)
}

/// Says whether what a line writes is piped into a client.
fn is_piped(line: &str) -> bool {
    let is_pipe = |at: usize| line[..at].ends_with(' ') && runs_client(&line[at + 1..]);
    is_producer(line)
        && unquoted(line)
            .find(|(at, c)| *c == '|' && is_pipe(*at))
            .is_some_and(|(at, _)| !holds_object(&line[..at]))
}

/// Says whether a text begins by running an HTTP client, behind `sudo`, `time` and what is set for it alone.
fn runs_client(text: &str) -> bool {
    let words = text.split_ascii_whitespace().take(MOST_SETTINGS);
    let mut words = words.skip_while(|word| {
        let is_set = word.split_once('=').is_some_and(|(name, _)| {
            !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
        });
        is_set || ["sudo", "time", "env"].contains(word)
    });
    let Some(first) = words.next() else {
        return false;
    };
    let is_client = CLIENTS.iter().any(|client| {
        first
            .strip_suffix(".exe")
            .unwrap_or(first)
            .eq_ignore_ascii_case(client)
    });
    // `curl: (6) ...` is curl speaking; `http error` is prose.
    is_client
        && words.next().is_some_and(|word| {
            word.starts_with(['-', '$', '"', '\'', '/'])
                || word
                    .strip_prefix(':')
                    .is_some_and(|rest| rest.starts_with(|c: char| c == '/' || c.is_ascii_digit()))
                || word.contains("://")
                || METHODS.contains(&word)
                || (word.contains('.') && word.contains('/'))
        })
}

/// Gives where the prompt of a shell begins in a line, whatever is run behind it.
fn prompt(line: &str) -> Option<usize> {
    let found = signs(line)
        .find(|sign| sign.is_spaced)
        .or_else(|| signs(line).find(|sign| sign.sign == '>'))?;
    let front = found.front;
    let is_shell = match found.sign {
        '❯' | '➜' => front.is_empty() || is_place(front, MOST_PLACES),
        '$' if front.is_empty() => !found.behind.trim().is_empty(),
        '$' | '#' | '%' => is_place(front, 2),
        // `PS C:\\> ` and `C:\\Users\\ana>`.
        _ => {
            let folder = front.strip_prefix("PS ").unwrap_or(front);
            folder.starts_with(|c: char| c.is_ascii_alphabetic())
                && folder.get(1..3) == Some(":\\")
                && !folder.contains(['"', '{'])
        }
    };
    // A log line may have such a sign as well: no program is called `POST`, and no command is an answer.
    let first = found.behind.split_ascii_whitespace().next();
    let is_log = first.is_some_and(|word| METHODS.contains(&word)) || holds_object(found.behind);
    (is_shell && !is_log).then_some(found.start)
}

/// Says whether what stands in front of a prompt's sign says who is where: `(venv) ana@web-1:~/app`, `ana@mac ~`.
fn is_place(front: &str, most: usize) -> bool {
    let mut words = front
        .split_ascii_whitespace()
        .skip_while(|word| word.starts_with('('));
    let first = words.next().unwrap_or_default();
    let is_plain = |word: &str| !word.contains(['{', '}', '"', '\'', ',', ';', '=', '<', '>']);
    let is_home = first
        .strip_prefix('~')
        .is_some_and(|rest| !rest.starts_with(|c: char| c.is_ascii_digit()));
    let is_who = first.contains('@') || first.starts_with('/') || is_home;
    is_who
        && is_plain(first)
        && words.by_ref().take(most - 1).all(is_plain)
        && words.next().is_none()
}

/// Gives the method that a command line names.
pub(super) fn method(line: &str) -> Option<&'static str> {
    let words: Vec<&str> = line.split_ascii_whitespace().collect();
    let named = METHODS.iter().find(|method| {
        words.iter().enumerate().any(|(at, word)| {
            let word = word.trim_start_matches("-X").trim_matches(['"', '\'']);
            word.eq_ignore_ascii_case(method)
                && (at == 1
                    || words[at].starts_with("-X")
                    || (at > 1 && words[at - 1].starts_with('-')))
        })
    });
    let has_data = words.iter().any(|w| {
        [
            "-d",
            "--data",
            "--json",
            "-F",
            "--form",
            "--data-raw",
            "--data-binary",
        ]
        .contains(w)
    });
    named
        .copied()
        .or(if has_data { Some("POST") } else { None })
}

/// Gives the method that stands right in front of a web address.
pub(super) fn method_before(text: &str) -> Option<&'static str> {
    let word = text
        .trim_end_matches(|c: char| !c.is_ascii_alphabetic())
        .rsplit(|c: char| !c.is_ascii_alphabetic())
        .next()?;
    METHODS.iter().copied().find(|method| *method == word)
}

/// Says whether what stands in front of a web address makes it the request's: a method, `for url`, `to`.
pub(super) fn names_request(before: &str) -> bool {
    let words = before.trim_end_matches(|c: char| !c.is_ascii_alphabetic());
    let last = words
        .rsplit(|c: char| !c.is_ascii_alphabetic())
        .next()
        .unwrap_or_default();
    METHODS.contains(&last)
        || ["url", "uri", "to"]
            .iter()
            .any(|word| last.eq_ignore_ascii_case(word))
}

/// What the words right in front of a value call it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Label {
    /// What was sent: `request body: `, `--data `.
    Sent,
    /// A payload, whoever's: what was sent where an answer follows.
    Payload,
    /// What is being sent, or what came of it: what was sent where anything follows on another line.
    Sending,
    /// What was answered: `response: `.
    Answered,
    /// Nothing that says so.
    Other,
}

/// Gives what the words right in front of a value call it: on its own line, or on the one before where that ends in a colon.
pub(super) fn label(gap: &str) -> Label {
    const WHOSE: [&str; 6] = ["request", "req", "sent", "sending", "outgoing", "post"];
    const WHAT: [&str; 7] = [
        "body", "payload", "data", "json", "content", "params", "options",
    ];
    const SENDS: [&str; 6] = [
        "sending",
        "posting",
        "calling",
        "submitting",
        "publishing",
        "requesting",
    ];
    const OPTIONS: [&str; 7] = [
        "-d",
        "--data",
        "--data-raw",
        "--data-binary",
        "--json",
        "-body",
        "--body",
    ];
    const ANSWERS: [&str; 8] = [
        "response", "resp", "res", "answer", "reply", "result", "received", "got",
    ];
    const FAILS: [&str; 20] = [
        "fail", "err", "bad", "invalid", "reject", "refus", "return", "respon", "receiv", "unauth",
        "forbid", "denied", "unproc", "except", "abort", "exceed", "not", "could", "unable",
        "problem",
    ];
    let bare = gap.trim_end();
    let line = bare.rsplit('\n').next().unwrap_or_default();
    let line = &line[char_floor(line, line.len().saturating_sub(MOST_LABEL))..];
    let is_below = gap[bare.len()..].contains('\n');
    if is_below && !line.ends_with([':', '=']) {
        return Label::Other;
    }
    let lower = line.to_ascii_lowercase();
    let front = lower.trim_end_matches(|c: char| ":=('\"`\\ @$".contains(c));
    let is_called = |call: &&str| {
        let at = front.rfind(*call);
        at.is_some_and(|at| !front[at..].contains(')'))
    };
    if OPTIONS
        .iter()
        .any(|option| front.rsplit(' ').next() == Some(option))
        || front.ends_with("json.stringify")
        || [".post(", ".put(", ".patch("].iter().any(is_called)
        || front.trim_start().starts_with(">>>")
    {
        return Label::Sent;
    }
    let is_marked = front.len() < lower.trim_end().len();
    let words: Vec<&str> = front
        .rsplit(|c: char| !c.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    let [last, rest @ ..] = words.as_slice() else {
        return Label::Other;
    };
    let before = rest.first().copied().unwrap_or_default();
    let is_joined = WHOSE.iter().any(|whose| {
        let what = last.strip_prefix(whose);
        what.is_some_and(|what| WHAT.contains(&what))
    });
    // `request body`, `sent.payload`: what stands in brackets in front is a tag.
    let own = front.strip_suffix(last).unwrap_or(front);
    let is_next = own.trim_end_matches([' ', '.', '_', '-']).ends_with(before);
    if is_joined || (WHAT.contains(last) && WHOSE.contains(&before) && is_next) {
        return Label::Sent;
    }
    if ANSWERS.contains(last) || (WHAT.contains(last) && ANSWERS.contains(&before)) {
        return Label::Answered;
    }
    let is_answer =
        |word: &&str| ANSWERS.contains(word) || FAILS.iter().any(|fail| word.starts_with(fail));
    let is_request = is_marked && ["request", "req"].contains(last);
    let has_status = numbers(line).any(|number| number.value >= 400);
    let is_answer_told = has_status || words.iter().any(is_answer);
    if is_request && !is_answer_told {
        Label::Sent
    } else if is_request || (is_marked && *last == "payload" && !is_answer(&before)) {
        Label::Payload
    } else if words.iter().any(|word| SENDS.contains(word)) && !is_answer_told {
        Label::Sending
    } else {
        Label::Other
    }
}

/// Gives the name of the member that a value behind these words is, as JSON, Python, Ruby or PHP write it: `"error": `,
/// `'error': `, `:error=>`, `[error] => `. What clients call a body so is a label, and no member of it.
pub(super) fn member(before: &str) -> Option<&str> {
    let before = before.trim_end();
    let is_name = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let (front, is_arrow) = match before.strip_suffix("=>") {
        Some(front) => (front.trim_end(), true),
        None => (before.strip_suffix(':')?.trim_end(), false),
    };
    let inner = front
        .strip_suffix(['"', '\'', ']'])
        .map(|inner| inner.trim_end_matches('\\'));
    let named = inner.unwrap_or(front);
    let (front, name) = named.split_at(named.trim_end_matches(is_name).len());
    let is_set_off = match inner {
        Some(_) => front.ends_with(['"', '\'']) || (is_arrow && front.ends_with('[')),
        None => is_arrow && front.ends_with(':'),
    };
    let is_label = BODY.contains(&name);
    (is_set_off && !name.is_empty() && !is_label).then_some(name)
}

/// Searches for the signs: making one ready costs more than to search a line.
static SIGN_FINDERS: LazyLock<[Finder<'static>; SIGNS.len()]> =
    LazyLock::new(|| SIGNS.map(Finder::new));

/// Gives a client's own words about a failure without a response.
pub(super) fn client_failure(text: &str) -> Option<String> {
    let told = |line| Some((line, failure_at(line)?));
    let mut last = None;
    for (line, at) in text.lines().rev().filter_map(told) {
        // `code: 'ECONNRESET'` below the error says less than its message.
        if !line[..at].ends_with(['\'', '"']) {
            return Some(failure_words(&line[at..]));
        }
        last = last.or(Some(&line[at..]));
    }
    last.map(failure_words)
}

/// Gives where in a line a client's words about a failure without a response begin.
fn failure_at(line: &str) -> Option<usize> {
    if is_frame(line) {
        return None;
    }
    let lower = line.to_ascii_lowercase();
    if lower.starts_with("curl: (") && !lower.starts_with("curl: (22)") {
        return line.find(") ").map(|at| at + 2);
    }
    let mut signs = SIGN_FINDERS.iter();
    timeout_of(&lower).or_else(|| signs.find_map(|sign| sign.find(lower.as_bytes())))
}

/// Gives a client's words at the beginning of a text.
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

/// Says whether a line is a frame of a stack: it names functions and files, which may be called like a failure.
fn is_frame(line: &str) -> bool {
    let line = line.trim_start();
    let at = line.strip_prefix("at ").map(str::as_bytes);
    at.is_some_and(|rest| rest.first().is_some_and(|b| !b.is_ascii_digit()))
        || line.starts_with("File \"")
        || line.starts_with("from /")
}

/// Says whether a client names a failure without a response by such a code: `ECONNRESET`.
pub(super) fn is_failure_code(code: &str) -> bool {
    let is_name = |c: char| c.is_ascii_uppercase() || c == '_';
    code.chars().all(is_name) && SIGNS.contains(&code.to_ascii_lowercase().as_str())
}

/// Gives where a line in small letters says that a limit of time was exceeded: `timeout of 5000ms exceeded`.
fn timeout_of(lower: &str) -> Option<usize> {
    let at = lower.find("timeout of ")?;
    let mut words = lower[at..].split_ascii_whitespace().skip(2);
    let is_limit = words
        .next()
        .is_some_and(|limit| limit.starts_with(|c: char| c.is_ascii_digit()));
    (is_limit && words.take(2).any(|word| word.starts_with("exceeded"))).then_some(at)
}

/// Says whether the client threw the body away: curl's `--fail`, or only a status written out.
pub(super) fn dropped_body(text: &str) -> bool {
    text.contains("The requested URL returned error") || {
        let text = text.trim();
        text.len() == 3 && text.bytes().all(|b| b.is_ascii_digit())
    }
}

#[cfg(test)]
mod tests {
    use super::{
        client_failure, command, is_failure_code, last_status, method, status_after, status_before,
    };

    #[test]
    fn the_status_in_front_of_a_value_is_found() {
        for (gap, status) in [
            ("Error: 422 ", Some(422)),
            ("sent_dm.InternalServerError: Error code: 502 - ", Some(502)),
            ("404 ", Some(404)),
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
        assert_eq!(status_after("401", true), Some((401, 3)));
        assert_eq!(status_after("\n422\n", true), Some((422, 4)));
        assert_eq!(status_after("\nHTTP 503 in 0.2s\n", true), Some((503, 9)));
        assert_eq!(status_after("\nstatus=429\n", true), Some((429, 11)));
        assert_eq!(
            status_after("\n404 ", false),
            None,
            "the next value's own status"
        );
        assert_eq!(
            status_after("\nresponse:\n  code: 401\n  body: ", false),
            None,
            "below a heading"
        );
        assert_eq!(status_after(" after 500 items", true), None);
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

    #[test]
    fn a_command_begins_at_its_prompt() {
        assert_eq!(command("curl -s https://x"), Some(0));
        assert_eq!(command("ana@web-1:~$ curl -s https://x"), Some(0));
        assert_eq!(command("{\"a\":1}ana@web-1:~$ curl -s https://x"), Some(7));
        assert_eq!(
            command("PS C:\\> Invoke-RestMethod -Uri https://x"),
            Some(0)
        );
        for (line, at) in [
            ("$ cat other.json", 0),
            ("{\"a\":1}ana@web-1:~$ ", 7),
            ("(venv) ana@web-1:~/app$ python send.py", 0),
            ("ana@mac ~ % open x", 0),
            ("root@4f2a:/app# env", 0),
            ("C:\\Users\\ana>type x.json", 0),
            ("PS C:\\app> $body = @'", 0),
            ("echo '{\"a\": 1}' | curl https://x -d @-", 0),
            ("KEY=a sudo curl -s https://x", 0),
            ("++ curl -s https://x", 0),
        ] {
            assert_eq!(command(line), Some(at), "{line}");
        }
        for prose in [
            "curl: (6) Could not resolve host",
            "an http error occurred",
            "cost 5 $ in all",
            "  % Total    % Received % Xferd  Average Speed",
            "> quoted",
            "# Heading",
            "see https://x | curl",
            "| curl | a client |",
            "ana, 5 $ for {\"a\":1} @ home",
        ] {
            assert_eq!(command(prose), None, "{prose}");
        }
        assert_eq!(method("curl -XDELETE https://x"), Some("DELETE"));
        assert_eq!(method("curl https://x -d '{}'"), Some("POST"));
        assert_eq!(method("http PUT https://x"), Some("PUT"));
        // A prompt that ends in a word: what is in front of the client is no method of its.
        assert_eq!(method("GET curl https://x"), None);
    }

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
    fn a_pipe_makes_a_command_only_of_what_writes_into_it() {
        for line in [
            "echo '{\"a\": 1}' | curl https://x -d @-",
            "cat body.json | http POST https://x",
        ] {
            assert_eq!(command(line), Some(0), "{line}");
        }
        for line in [
            r#"{"message":"x | wget -q y","code":"A"}"#,
            r#"web-1  | http GET https://x/me 401 {"code":"A"}"#,
            r#"http GET https://x/me 401 {"code":"A"}"#,
            r#"echo {"message":"x | wget -q y"}"#,
            r#"echo 'a | wget -q y'"#,
        ] {
            assert_eq!(command(line), None, "{line}");
        }
    }

    #[test]
    fn a_sign_of_a_prompt_in_a_log_line_or_a_body_is_none() {
        for line in [
            r#"[12:00] ➜ POST https://x/messages 401 {"code":"A"}"#,
            "[12:00] ➜ POST https://x/messages 401",
            r#"  ❯ test/send.test.ts:10:5 {"code":"A"}"#,
            r#"ana@example.com # {"code":"A"}"#,
            r#"/v3/messages % {"code":"A"}"#,
            "~50% done",
            r#"$ {"code":"A"}"#,
            "$ {'code': 'A'}",
            r#"{"error":"Event 'Home ❯ Keys' not found"}"#,
            r#"{"message":"run $ curl -s https://x","code":"A"}"#,
            r#"  "message": "run $ curl -s https://x","#,
            "Settings ❯ API keys",
        ] {
            assert_eq!(command(line), None, "{line}");
        }
        for (line, at) in [
            ("[ana@web-1 app]$ cat x", 15),
            ("~/app main ❯ cat x", 0),
            ("➜  app curl -s https://x", 0),
            ("$ send '{\"a\": 1}'", 0),
            (r#"$ send "{\"a\": 1}""#, 0),
        ] {
            assert_eq!(command(line), Some(at), "{line}");
        }
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
