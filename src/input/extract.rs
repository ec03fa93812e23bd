//! Reads the responses out of a text: bodies in whatever form they stand, with the status and request that belong to them.

use std::collections::{HashMap, HashSet};

use serde_json::{Map, Value};

use super::carrier::{self, Carried};
use super::markers::Label;
use super::transcript::{self, Block, Head, Transcript};
use super::{Body, Extraction, Remark, Request, Response, Text, http, json, lines, markers};
use crate::redact;
use crate::sanitize::char_floor;
use crate::stamp;

/// How much prose is kept to look for codes named in it.
const MOST_PROSE: usize = 64 * 1024;

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
    found.secrets = redact::collect(&prepared);
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
    conclude(&prepared, has_request, &mut found);
    found
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
        has_request = read_values(&body, body_line, &request, declared, found);
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
                request: request_in(&body, &request),
                line: body_line + at,
                ..Response::default()
            });
        }
    }
    has_request
}

/// Reads the values in a text, each with the status that is named next to it. `declared` is that of a head above. Says
/// whether one of them is what was sent.
fn read_values(
    text: &str,
    first_line: usize,
    own: &Request,
    declared: Option<u16>,
    found: &mut Extraction,
) -> bool {
    let opened = json::opened(text);
    let (text, values) = match &opened {
        Some((text, values)) => (text.as_str(), values.clone()),
        None => (text, json::find(text)),
    };
    let is_success = declared.is_some_and(|status| (200..300).contains(&status));
    let mut gap_start = 0;
    let mut line = first_line;
    let mut counted = 0;
    let mut request = own.clone();
    let ends: Vec<usize> = values
        .iter()
        .skip(1)
        .map(|v| v.start)
        .chain([text.len()])
        .collect();
    let mut last: Option<usize> = None;
    let mut has_payload = false;
    for (value, next_start) in values.into_iter().zip(ends) {
        let gap = &text[gap_start.min(value.start)..value.start];
        push_prose(gap, found);
        // An address that is named in front of a value is that of what stands on the same line too, and of nothing below.
        let known = if gap.contains('\n') { own } else { &request };
        request = request_in(gap, known);
        line += text[counted..value.start].matches('\n').count();
        counted = value.start;
        let after = &text[value.end.min(next_start)..next_start];
        let is_sent = match markers::label(gap) {
            Label::Sent => true,
            Label::Payload => markers::label(after) == Label::Answered,
            Label::Sending => {
                let is_last = next_start == text.len();
                let next = markers::label(after);
                !is_last && after.contains('\n') && [Label::Answered, Label::Other].contains(&next)
            }
            Label::Answered | Label::Other => false,
        };
        if is_sent {
            has_payload = true;
            gap_start = value.end;
            continue;
        }
        let before = markers::status_before(gap);
        let (behind, used) = match markers::status_after(after, next_start == text.len()) {
            Some((status, used)) if before.is_none() => (Some(status), used),
            _ => (None, 0),
        };
        gap_start = value.end + used;
        let status = before.or(behind);
        let left_out = left_out(&text[value.start..value.end]);
        let place = |response: &mut Response| {
            response.line = line;
            response.is_elided =
                matches!(&response.body, Body::Json(body) if lacks(body, &left_out));
            if response.request.host.is_none() && response.request.path.is_none() {
                response.request = request.clone();
            }
        };
        let (body, cut_at) = match markers::member(gap) {
            Some(name) => within(name, value.value, value.cut_at),
            None => (value.value, value.cut_at),
        };
        match carrier::unpack(body, is_success) {
            Carried::WriteOut(mut report) => match last {
                Some(at) => {
                    let response = &mut found.responses[at];
                    response.status = response.status.or(report.status);
                    if report.request.host.is_some() {
                        response.request = report.request;
                    }
                }
                None => {
                    place(&mut report);
                    found.responses.push(report);
                }
            },
            Carried::Headers(headers) => match (last, status) {
                // With a status in front they are those of the response to come.
                // Behind a body on its line they are that one's.
                (Some(at), Some(_))
                    if !gap.contains('\n')
                        && found.responses[at].status.is_none()
                        && found.responses[at].headers.is_empty() =>
                {
                    found.responses[at].status = status;
                    found.responses[at].headers = headers;
                }
                (_, Some(_)) => {
                    let mut response = Response {
                        status,
                        headers,
                        ..Response::default()
                    };
                    place(&mut response);
                    last = Some(found.responses.len());
                    found.responses.push(response);
                }
                (Some(at), None) => found.responses[at].headers.extend(headers),
                (None, None) => {}
            },
            Carried::Responses(responses) => {
                for mut response in responses {
                    place(&mut response);
                    found.responses.push(response);
                }
                last = found.responses.len().checked_sub(1);
            }
            // A client's error object about a failure without a response.
            Carried::Body(body)
                if declared.or(status).is_none()
                    && (is_failure(&body)
                        || fails(&text[..value.start], &text[value.start..value.end])) => {}
            Carried::Body(body) => {
                // A client's record of a response whose body is printed behind it.
                if let Some(open) = last.and_then(|at| found.responses.get_mut(at))
                    && matches!(open.body, Body::Empty)
                    && !open.headers.is_empty()
                    && (status.is_none() || status == open.status)
                {
                    open.body = Body::Json(body);
                    open.is_cut = value.is_cut;
                    open.cut_at = cut_at;
                    continue;
                }
                // Of an object that ends before its first value nothing is known but that it is there.
                let is_told = value.is_cut && body.as_object().is_some_and(Map::is_empty);
                let mut response = Response {
                    time: body.as_object().and_then(carrier::time_of_event),
                    status,
                    is_told,
                    body: Body::Json(body),
                    is_cut: value.is_cut,
                    cut_at,
                    ..Response::default()
                };
                place(&mut response);
                last = Some(found.responses.len());
                found.responses.push(response);
            }
        }
    }
    push_prose(&text[gap_start.min(text.len())..], found);
    has_payload
}

/// Gives the names of the members whose values a program left out when it printed them: `error: [Object]`.
fn left_out(text: &str) -> HashSet<&str> {
    const SIGNS: [&str; 4] = ["[Object]", "[Array]", "{...}", "[...]"];
    let signs = SIGNS.iter().flat_map(|sign| text.match_indices(sign));
    let name = |at: usize| {
        let before = text[..at].trim_end().strip_suffix(':')?.trim_end();
        let before = before.trim_end_matches(['\'', '"']);
        let front = before.trim_end_matches(|c: char| c.is_alphanumeric() || c == '_');
        Some(&before[front.len()..])
    };
    signs.filter_map(|(at, _)| name(at)).collect()
}

/// Says whether a value has nothing in a member of one of these names.
fn lacks(value: &Value, names: &HashSet<&str>) -> bool {
    let is_empty = |value: &Value| match value {
        Value::Null => true,
        Value::Object(members) => members.is_empty(),
        Value::Array(items) => items.is_empty(),
        Value::Bool(_) | Value::Number(_) | Value::String(_) => false,
    };
    let mut members = value.as_object().into_iter().flatten();
    !names.is_empty()
        && members.any(|(name, inner)| {
            (names.contains(name.as_str()) && is_empty(inner)) || lacks(inner, names)
        })
}

/// Puts a value back into the object of which it is a member: where only a part of a body was pasted.
fn within(name: &str, value: Value, cut_at: Option<String>) -> (Value, Option<String>) {
    let cut_at = cut_at.map(|at| format!("/{name}{at}"));
    let members = Map::from_iter([(name.to_owned(), value)]);
    (Value::Object(members), cut_at)
}

/// Says whether an object is a client's error, of which the answer is no part, by its code or that of its cause.
fn is_failure(body: &Value) -> bool {
    let answer = body.get("response").and_then(Value::as_object);
    if answer.is_some_and(|answer| !answer.is_empty()) {
        return false;
    }
    /// Codes of clients for an answer that says of a failure.
    const ANSWERED: [&str; 3] = [
        "ERR_BAD_REQUEST",
        "ERR_BAD_RESPONSE",
        "ERR_NON_2XX_3XX_RESPONSE",
    ];
    let code = |value: &Value| {
        let code = value.get("code").and_then(Value::as_str);
        code.is_some_and(|code| markers::is_failure_code(code) || ANSWERED.contains(&code))
    };
    let kind = body.get("kind").and_then(Value::as_str);
    code(body)
        || body.get("cause").is_some_and(code)
        || kind.is_some_and(|kind| kind.starts_with("Status("))
}

/// Says whether a program printed an error of its own about a failure without a response: `reqwest::Error { kind: Request, ...`.
/// The names in it stand in no quotes, as those in a body do.
fn fails(front: &str, text: &str) -> bool {
    let (name, members) = text.split_once('{').unwrap_or((text, ""));
    let name = if name.is_empty() { front } else { name }.trim_end();
    ["Error", "Exception", "UserInfo="]
        .iter()
        .any(|end| name.ends_with(end))
        && !members.trim_start().starts_with(['"', '\''])
        && markers::client_failure(text).is_some()
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

/// Keeps prose, up to a limit.
fn push_prose(text: &str, found: &mut Extraction) {
    let room = MOST_PROSE.saturating_sub(found.prose.len());
    let text = text.trim();
    if room == 0 || text.is_empty() {
        return;
    }
    let end = char_floor(text, room);
    found.prose.push_str(&text[..end]);
    found.prose.push('\n');
}

/// Gives what a text says about the request: the last web address in it, else what was known.
fn request_in(text: &str, known: &Request) -> Request {
    // The address that is said to be the request's, else the first: what follows is documentation.
    let starts = || {
        text.match_indices("http").map(|(at, _)| at).filter(|at| {
            ["http://", "https://"]
                .iter()
                .any(|scheme| text[*at..].starts_with(scheme))
        })
    };
    let at = starts()
        .filter(|at| markers::names_request(&text[..*at]))
        .last()
        .or_else(|| starts().next());
    match at.and_then(|at| http::url(&text[at..])) {
        Some((host, path)) => Request {
            method: at
                .and_then(|at| markers::method_before(&text[..at]))
                .map(str::to_owned),
            host: Some(host),
            path: Some(path).filter(|path| !path.is_empty()),
            payload: None,
        },
        None => known.clone(),
    }
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
