//! Reads the responses out of a text: bodies in whatever form they stand, with the status and request that belong to them.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, LazyLock};

use memchr::memmem::Finder;
use serde_json::Value;

use super::transcript::{self, Block, Head, Transcript};
use super::{
    Body, Extraction, Remark, Request, Response, Text, budget, carrier, form_text, lines, markers,
    pairs, programs, sent, values, xml,
};
use crate::redact;
use crate::sanitize::char_floor;
use crate::stamp;

/// How much may precede an XML body of a response with a head.
const MAX_PREFIX: usize = 16;

/// The header field that says how long to wait.
const WAIT: &str = "retry-after";

/// Searches for its spellings, without the first letter.
static WAITS: LazyLock<[Finder<'static>; 5]> = LazyLock::new(|| {
    [
        "etry-after",
        "etry-After",
        "ETRY-AFTER",
        "ETRY_AFTER",
        "etry_after",
    ]
    .map(Finder::new)
});

/// How many signs and blanks may be between the name of a header field and its value in whatever spelling.
const MAX_SIGNS: usize = 40;

/// Finds the responses in a text, and the secrets that may never be said. The time is linear in the text.
#[must_use]
pub fn extract(text: &Text) -> Extraction {
    let prepared = lines::prepare(&text.text);
    // What was encoded may be more than the text itself.
    let end = budget::end(&prepared);
    let is_cut = end < prepared.len();
    let prepared = &prepared[..end];
    let mut found = responses(text, prepared);
    if is_cut && !text.is_too_long {
        found.remarks.push(Remark::TooLong(end));
    }
    found.secrets = told_secrets(prepared);
    add_payloads(&mut found);
    found
}

/// Returns the secrets in a text with plain lines.
fn told_secrets(prepared: &str) -> Vec<String> {
    redact::collect_with(prepared, sent::sent)
}

/// Returns the secrets that a text tells: what it gives to the names of secrets, and what a request holds.
#[must_use]
pub fn secrets(text: &Text) -> Vec<String> {
    told_secrets(&lines::prepare(&text.text))
}

/// Returns true if a text shows something that was sent.
pub(crate) fn shows_request(text: &Text) -> bool {
    !sent::sent(&lines::prepare(&text.text)).is_empty()
}

/// Finds the responses in a text, for callers that quote nothing of it.
#[cfg(feature = "scan")]
pub(crate) fn extract_bare(text: &Text) -> Extraction {
    responses(text, &lines::prepare(&text.text))
}

/// Finds the responses in a text, whose lines are plain in `prepared`.
fn responses(text: &Text, prepared: &str) -> Extraction {
    let mut found = Extraction::default();
    if text.is_binary {
        found.remarks.push(Remark::Binary);
        return found;
    }
    if text.is_too_long {
        found.remarks.push(Remark::TooLong(text.text.len()));
    }
    let Transcript {
        blocks,
        mut has_request,
        has_more,
    } = transcript::read(prepared);
    if has_more {
        found.remarks.push(Remark::TooMany);
    }
    for block in blocks {
        has_request |= read_block(block, &mut found);
    }
    join_told(&mut found.responses);
    join_heads(&mut found.responses);
    drop_echoes(&mut found.responses);
    drop_own(&mut found.responses);
    note_wait(prepared, &mut found.responses);
    note_times(&text.text, prepared, &mut found.responses);
    conclude(prepared, has_request, &mut found);
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
    let prose = found.prose.len();
    let first = found.responses.len();
    let mut has_request = false;
    let bare = |value: Value, offset: usize| Response {
        programs: programs::names(&body[..offset], "", &body[offset..]),
        body: Body::Json(value),
        line: body_line + body[..offset].matches('\n').count(),
        request: values::request_in(&body[..offset], &request),
        status: markers::last_status(&body[..offset]),
        ..Response::default()
    };
    let is_xml = |xml: &xml::Found| match head {
        Some(_) => xml.start < MAX_PREFIX,
        // An element of a log around JSON.
        None => !body[xml.start..xml.end].contains("={\""),
    };
    if let Some(xml) = xml::find(&body).filter(is_xml) {
        let mut response = bare(xml.value, xml.start);
        if let Body::Json(document) = &response.body
            && let Some(received) = carrier::recorded(document)
        {
            response.status = markers::last_status(&body[..xml.end]);
            response.request = values::request_in(&body[..xml.end], &response.request);
            response.body = received;
        }
        found.responses.push(response);
    } else if let Some(form) = form_text::read(&body).filter(|_| head.is_some()) {
        found.responses.push(bare(form, 0));
    } else if let Some((form, start)) = form_text::find(&body).filter(|_| !body.contains('{')) {
        found.responses.push(bare(form, start));
    } else if carrier::looks_like_page(&body) && !carrier::shows_json(&body) {
        values::push(&body, &mut found.printed);
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
            let text = without_macros(&body);
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
    } else if let Some((front, page)) =
        carrier::page_behind(&body).filter(|_| found.responses.len() == first)
    {
        found.responses.push(Response {
            status: markers::status_before(front),
            body: Body::Html(page.to_owned()),
            line: body_line + front.matches('\n').count(),
            request: values::request_in(front, &request),
            ..Response::default()
        });
    } else if let Some((status, word)) = status_and_word(&body)
        && !is_response
        && found.responses.len() == first
    {
        found.responses.push(Response {
            status: Some(status),
            body: Body::of_text(word),
            line: body_line,
            request,
            ..Response::default()
        });
    } else if found.responses.len() == first
        && let told = pairs::responses(&body, body_line, &request)
        && !told.is_empty()
    {
        found.responses.extend(told);
    } else {
        // Words without a body, or with values that have no status: a client may still have named it.
        let is_bare = found.responses.len() == first;
        let may_tell = is_bare || found.responses[first..].iter().all(|r| r.status.is_none());
        let words = match is_bare {
            true => &*body,
            false => found.prose.get(prose..).unwrap_or_default(),
        };
        let status = may_tell.then(|| markers::last_status(words));
        let told = status.flatten().map(|status| {
            let number = status.to_string();
            let at = body.lines().position(|line| line.contains(&number));
            Response {
                status: Some(status),
                is_told: true,
                request: values::request_in(&body, &request),
                line: body_line + at.unwrap_or(0),
                ..Response::default()
            }
        });
        match is_bare {
            true => found.responses.extend(told),
            false => found.told = found.told.take().or_else(|| told.map(Box::new)),
        }
    }
    has_request
}

/// Reads a text that is a status and a body of one word, as a client prints both: `404 no_service`.
fn status_and_word(text: &str) -> Option<(u16, &str)> {
    let (status, word) = text.trim().split_once(' ')?;
    let is_word = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.');
    let is_code = word.contains('_') && word.bytes().all(is_word);
    let status = status
        .parse()
        .ok()
        .filter(|_| status.len() == 3 && is_code)?;
    (400..600).contains(&status).then_some((status, word))
}

/// Returns a text without the macros of a wiki around it: `{noformat}`.
fn without_macros(text: &str) -> &str {
    let is_macro = |line: &str| {
        let name = line
            .trim()
            .strip_prefix('{')
            .and_then(|rest| rest.strip_suffix('}'));
        name.is_some_and(|name| !name.is_empty() && name.bytes().all(|b| b.is_ascii_lowercase()))
    };
    let text = text.trim();
    let last = text.rsplit('\n').next().unwrap_or_default();
    match is_macro(last) {
        true => text[..text.len() - last.len()].trim(),
        false => text,
    }
}

/// Returns a body without a status that of the words before it: a client that names it, and is then asked for the body.
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

/// Attaches a head below a body to it, if the body has none and states the same status.
fn join_heads(responses: &mut Vec<Response>) {
    let mut joined: Vec<Response> = Vec::with_capacity(responses.len());
    for response in responses.drain(..) {
        let is_empty = matches!(&response.body, Body::Empty) && !response.is_told;
        let is_its = |before: &&mut Response| match &before.body {
            Body::Json(body) => before.status.is_none() && values::stated(body) == response.status,
            _ => false,
        };
        match joined.last_mut().filter(is_its) {
            Some(before) if is_empty && response.status.is_some() => {
                before.status = response.status;
                before.headers.splice(0..0, response.headers);
            }
            _ => joined.push(response),
        }
    }
    *responses = joined;
}

/// Notes the wait that a text names in whatever spelling of header fields, where it can only be that of one response.
fn note_wait(text: &str, responses: &mut [Response]) {
    // What has no status beside one that has is not told to be a response, and a body may be printed twice.
    let is_only = responses.len() == 1;
    let mut told: Vec<&mut Response> = responses
        .iter_mut()
        .filter(|response| is_only || response.status.is_some())
        .collect();
    told.dedup_by(|again, first| match (&again.body, &first.body) {
        (Body::Json(again), Body::Json(first)) => again == first,
        _ => false,
    });
    let [response] = told.as_mut_slice() else {
        return;
    };
    if response.is_told || response.header(WAIT).is_some() {
        return;
    }
    let mut waits: Vec<&str> = WAITS
        .iter()
        .flat_map(|name| name.find_iter(text.as_bytes()))
        .filter_map(|at| {
            let behind = text.get(at + WAIT.len() - 1..)?;
            let value = behind.trim_start_matches(|c: char| " \t\n\"':=-<>,[(\\".contains(c));
            let digits = value.bytes().take_while(u8::is_ascii_digit).count();
            let is_near = (1..=MAX_SIGNS).contains(&(behind.len() - value.len()));
            // A body has such a member too, and not as text.
            let signs = &behind[..behind.len() - value.len()];
            let is_field = !text[at..].starts_with("etry_") || signs.ends_with(['"', '\'']);
            let is_whole = !value[digits..]
                .starts_with(|c: char| c.is_alphanumeric() || matches!(c, '.' | '-'));
            (is_near && is_field && is_whole && (1..=6).contains(&digits)).then(|| &value[..digits])
        })
        .collect();
    waits.dedup();
    if let [wait] = waits.as_slice() {
        response.headers.push((WAIT.to_owned(), (*wait).to_owned()));
    }
}

/// Drops how a program answered itself, where an answer that it got is there: a path without a host, and no body.
fn drop_own(responses: &mut Vec<Response>) {
    let is_other = |response: &Response| match &response.body {
        Body::Json(body) => !carrier::is_own_record(body),
        _ => false,
    };
    if responses.iter().any(is_other) {
        responses.retain(|response| {
            let Request { host, path, .. } = &response.request;
            let is_own = host.is_none() && path.is_some() && response.headers.is_empty();
            match &response.body {
                Body::Empty => !is_own || response.is_told,
                Body::Json(record) => !carrier::is_own_record(record),
                Body::Html(_) | Body::Text(_) => true,
            }
        });
    }
}

/// Notes when responses came: the time before the line on which one begins, or of the line that it goes on from.
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

/// Drops what says again what the response before it says: a trace and the output itself, an exchange and the words about it.
fn drop_echoes(responses: &mut Vec<Response>) {
    let mut kept: Vec<Response> = Vec::with_capacity(responses.len());
    for response in responses.drain(..) {
        if !kept.last().is_some_and(|known| is_echo(known, &response)) {
            kept.push(response);
        }
    }
    *responses = kept;
}

/// Returns true if a response without a head says again what the one before it says.
fn is_echo(known: &Response, response: &Response) -> bool {
    if known.status.is_none() || !response.headers.is_empty() {
        return false;
    }
    let is_same_body = match (&known.body, &response.body) {
        (Body::Json(a), Body::Json(b)) => a == b,
        _ => false,
    };
    let is_same_status = known.status == response.status;
    let is_elsewhere = matches!(
        (&known.request.host, &response.request.host),
        (Some(host), Some(other)) if host != other
    );
    let has_head = !known.headers.is_empty();
    match response.status {
        None => is_same_body,
        Some(_) if response.is_told => has_head && is_same_status && !is_elsewhere,
        Some(_) => has_head && is_same_body && is_same_status,
    }
}

/// Returns true if a head announces chunks.
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
