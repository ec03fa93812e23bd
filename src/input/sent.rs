//! Where a text shows what a client sent: commands, heads of requests, members that hold a request.

use memchr::memmem;

use super::transcript::{Shell, bare, shell};
use super::{http, markers};
use crate::redact::container_end;

/// Members that hold what the client sent.
const SENT: [&str; 6] = [
    "request",
    "originalRequest",
    "req",
    "config",
    "_request",
    "requestBody",
];

/// What the reader is in.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    /// In neither of these.
    Outside,
    /// In a request, until the answer begins.
    Request,
    /// In a command that goes on over several lines; the quote that is open.
    Command(Option<char>),
}

/// Returns the start and end of every part of a text that was sent, in order and apart.
pub(super) fn sent(text: &str) -> Vec<(usize, usize)> {
    let mut spans = lines(text);
    spans.extend(members(text));
    spans.sort_unstable();
    let mut apart: Vec<(usize, usize)> = Vec::with_capacity(spans.len());
    for (start, end) in spans {
        match apart.last_mut() {
            Some(last) if start <= last.1 => last.1 = last.1.max(end),
            _ => apart.push((start, end)),
        }
    }
    apart
}

/// Returns the lines of a text that were sent.
fn lines(text: &str) -> Vec<(usize, usize)> {
    let mut spans = Vec::new();
    let mut place = Place::Outside;
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let end = start + line.len();
        let plain = line.trim_end();
        if http::status_line(bare(plain)).is_some() || plain.starts_with("< ") {
            place = Place::Outside;
        } else if let Place::Command(open) = place {
            spans.push((start, end));
            place = after_command(plain, open);
        } else if http::request_line(plain.trim()).is_some_and(|request| request.has_version) {
            spans.push((start, end));
            place = Place::Request;
        } else if let Some(at) = markers::command(plain) {
            spans.push((start + at, end));
            place = after_command(&plain[at..], None);
        } else if place == Place::Request || plain.starts_with('>') {
            spans.push((start, end));
        }
        start = end;
    }
    spans
}

/// Returns what a line of a command leaves the reader in.
fn after_command(line: &str, open: Option<char>) -> Place {
    let Shell { goes_on, open, .. } = shell(line, open);
    if goes_on {
        Place::Command(open)
    } else {
        Place::Outside
    }
}

/// Returns the objects in a text that members named like a request hold.
fn members(text: &str) -> Vec<(usize, usize)> {
    let bytes = text.as_bytes();
    let mut spans = Vec::new();
    for name in SENT {
        let mut done = 0;
        for at in memmem::find_iter(bytes, name) {
            let is_whole = at == 0 || !bytes[at - 1].is_ascii_alphanumeric();
            if at < done || !is_whole {
                continue;
            }
            let signs = bytes[at + name.len()..].iter().take(12);
            let length = signs.take_while(|b| b"\"'\\:=> \t\n".contains(*b)).count();
            let open = at + name.len() + length;
            if length > 0 && matches!(bytes.get(open), Some(b'{' | b'[')) {
                done = container_end(bytes, open);
                spans.push((at, done));
            }
        }
    }
    // The words of a command as a list: `["curl", "-u", ...]`.
    for list in ["[\"curl\"", "['curl'", "[\"http\""] {
        let found = memmem::find_iter(bytes, list);
        spans.extend(found.map(|at| (at, container_end(bytes, at))));
    }
    spans
}

#[cfg(test)]
mod tests {
    use super::sent;

    #[test]
    fn what_was_sent_is_told_from_what_came_back() {
        for text in [
            "$ curl -u me:SENT \\\n  -d 'x=SENT\n SENT' https://x\n{\"a\": 1}",
            "> POST / HTTP/1.1\n> x-api-key: SENT\n>\n< HTTP/1.1 401 X\n< a: b\n",
            "POST /x HTTP/1.1\nA: SENT\n\npassword=SENT\nHTTP/1.1 401 X\nSet: b",
            "{\"request\": {\"headers\": {\"a\": \"SENT\"}}, \"response\": {\"body\": 1}}",
            "{ config: { auth: 'SENT' }, data: 1 }",
        ] {
            let spans = sent(text);
            let is_in = |at: usize| {
                spans
                    .iter()
                    .any(|(start, end)| (*start..*end).contains(&at))
            };
            for (at, _) in text.match_indices("SENT") {
                assert!(is_in(at), "{text}: {at} {spans:?}");
            }
            assert!(!is_in(text.len() - 1), "{text}: {spans:?}");
        }
    }
}
