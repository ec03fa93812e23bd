//! Reads the responses out of a text: bodies in whatever form they stand, with the status and request that belong to them.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::transcript::{self, Block, Head, Transcript};
use super::{Body, Extraction, Remark, Response, Text, carrier, lines, markers, sent, values};
use crate::redact;
use crate::sanitize::char_floor;
use crate::stamp;

/// Finds the responses in a text. The time is linear in the text.
#[must_use]
pub fn extract(text: &Text) -> Extraction {
    let mut found = Extraction::default();
    if text.is_binary {
        found.remarks.push(Remark::Binary);
        return found;
    }
    if text.is_too_long {
        found.remarks.push(Remark::TooLong);
    }
    let prepared = lines::prepare(&text.text);
    found.secrets = redact::collect_with(&prepared, sent::sent);
    let Transcript {
        blocks,
        mut has_request,
    } = transcript::read(&prepared);
    for block in blocks {
        has_request |= read_block(block, &mut found);
    }
    join_told(&mut found.responses);
    drop_echoes(&mut found.responses);
    note_times(&text.text, &prepared, &mut found.responses);
    add_payloads(&mut found);
    conclude(&prepared, has_request, &mut found);
    found
}

/// Adds the secrets in what was sent: what several responses answer is read once.
fn add_payloads(found: &mut Extraction) {
    let mut last: Option<&Arc<str>> = None;
    let payloads = found
        .responses
        .iter()
        .filter_map(|response| response.request.payload.as_ref());
    for payload in payloads {
        if !last.is_some_and(|known| Arc::ptr_eq(known, payload)) {
            found.secrets.extend(redact::collect_sent(payload));
        }
        last = Some(payload);
    }
}

/// Reads the responses out of a block, and says whether a request is in its body.
fn read_block(block: Block, found: &mut Extraction) -> bool {
    let Block {
        head,
        body,
        line,
        body_line,
        request,
    } = block;
    let body = match &head {
        Some(head) if is_chunked(head) => dechunked(&body).unwrap_or(body),
        _ => body,
    };
    let is_response = head.is_some();
    let first = found.responses.len();
    let mut has_request = false;
    if carrier::looks_like_page(&body) && !carrier::shows_json(&body) {
        found.responses.push(Response {
            body: Body::Html(body.clone()),
            line: body_line,
            request: request.clone(),
            ..Response::default()
        });
    } else {
        let declared = head.as_ref().map(|head| head.status);
        has_request = values::read(&body, body_line, &request, declared, found);
    }
    if let Some(head) = head {
        if found.responses.len() == first {
            let text = body.trim();
            found.responses.push(Response {
                body: if text.is_empty() {
                    Body::Empty
                } else {
                    Body::Text(text.to_owned())
                },
                request,
                ..Response::default()
            });
        }
        let response = &mut found.responses[first];
        // A success that lists records of failed requests: what they say of themselves is theirs.
        let is_listed =
            (200..300).contains(&head.status) && response.status.is_some_and(|s| s >= 400);
        if !is_listed {
            response.status = Some(head.status);
            response.headers.splice(0..0, head.headers);
            response.line = line;
        }
    } else if !is_response && found.responses.len() == first {
        // Words without a body: a client may still have named the status.
        if let Some(status) = markers::last_status(&body) {
            let at = body
                .lines()
                .position(|l| l.contains(&status.to_string()))
                .unwrap_or(0);
            found.responses.push(Response {
                status: Some(status),
                is_told: true,
                request: values::request_in(&body, &request),
                line: body_line + at,
                ..Response::default()
            });
        }
    }
    has_request
}

/// Gives a body without a status that of the words in front of it: a client that names it, and is then asked for the body.
fn join_told(responses: &mut Vec<Response>) {
    let mut joined: Vec<Response> = Vec::with_capacity(responses.len());
    for mut response in responses.drain(..) {
        let is_asked_for = !response.is_told
            && response.status.is_none()
            && response.request.host.is_none()
            && matches!(response.body, Body::Json(_));
        // Words that name the status of the exchange below them.
        let is_same = |told: &Response| {
            let (host, other) = (&told.request.host, &response.request.host);
            let is_elsewhere = host.is_some() && other.is_some() && host != other;
            !response.is_told && told.status == response.status && !is_elsewhere
        };
        if let Some(told) = joined
            .pop_if(|told| told.is_told && told.status.is_some() && (is_asked_for || is_same(told)))
        {
            response.status = told.status;
            if response.request.host.is_none() {
                response.request = told.request;
            }
        }
        joined.push(response);
    }
    *responses = joined;
}

/// Notes when responses came: the time in front of the line on which one begins, or of the line that it goes on from.
fn note_times(text: &str, prepared: &str, responses: &mut [Response]) {
    // Where lines were joined or split, their numbers are not those of the text.
    if responses.iter().all(|response| response.time.is_some())
        || text.lines().count() != prepared.lines().count()
    {
        return;
    }
    let lines = |response: &Response| [response.line, response.line.saturating_sub(1)];
    let wanted: HashSet<usize> = responses.iter().flat_map(lines).collect();
    let numbered = text.lines().enumerate().map(|(at, line)| (at + 1, line));
    let times: HashMap<usize, String> = numbered
        .filter(|(number, _)| wanted.contains(number))
        .filter_map(|(number, line)| Some((number, stamp::said_in_front(line)?)))
        .collect();
    for response in responses {
        let said = lines(response)
            .iter()
            .find_map(|line| times.get(line))
            .cloned();
        response.time = response.time.take().or(said);
    }
}

/// Drops bodies without a status that a response with one has too: a trace and the output itself, printed both.
fn drop_echoes(responses: &mut Vec<Response>) {
    let mut kept: Vec<Response> = Vec::with_capacity(responses.len());
    for response in responses.drain(..) {
        let is_bare = response.status.is_none() && response.headers.is_empty();
        let is_echo = is_bare
            && kept.last().is_some_and(|known| {
                known.status.is_some()
                    && match (&known.body, &response.body) {
                        (Body::Json(a), Body::Json(b)) => a == b,
                        _ => false,
                    }
            });
        if !is_echo {
            kept.push(response);
        }
    }
    *responses = kept;
}

/// Says whether a head announces chunks.
fn is_chunked(head: &Head) -> bool {
    head.headers.iter().any(|(name, value)| {
        name.eq_ignore_ascii_case("transfer-encoding")
            && value.to_ascii_lowercase().contains("chunked")
    })
}

/// Puts the chunks of `curl --raw` together; `None` when they are none, as where curl has done it.
fn dechunked(body: &str) -> Option<String> {
    let mut plain = String::new();
    let mut rest = body.trim_start();
    loop {
        let (size, after) = rest.split_once('\n')?;
        let size = usize::from_str_radix(size.trim().split(';').next()?.trim(), 16).ok()?;
        if size == 0 {
            return Some(plain);
        }
        // Line ends inside were normalized, so a chunk may be shorter than announced.
        let end = char_floor(after, size);
        plain.push_str(&after[..end]);
        rest = after[end..].trim_start_matches('\n');
        if rest.is_empty() {
            return Some(plain);
        }
    }
}

/// Says what is to be said when an input has no response in it.
fn conclude(text: &str, has_request: bool, found: &mut Extraction) {
    if found.responses.is_empty()
        && let Some(words) = markers::client_failure(text)
    {
        found.remarks.push(Remark::NoResponse(words));
    }
    let is_bare = found
        .responses
        .iter()
        .all(|r| matches!(r.body, Body::Empty));
    if !found.responses.is_empty() && is_bare && markers::dropped_body(text) {
        found.remarks.push(Remark::BodyDropped);
    }
    if found.responses.is_empty() && has_request {
        found.remarks.push(Remark::OnlyRequest);
    }
}
