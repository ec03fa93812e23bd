//! Reads the values of a text, one after the other: which are answers, and which status, request and header fields are theirs.

use std::borrow::Cow;
use std::collections::HashSet;

use serde_json::{Map, Value};

use super::carrier::{self, Carried};
use super::elided::{lacks, left_out};
use super::json::Found;
use super::whose::{
    is_answer_like, is_message, is_next, is_request_type, is_response_type, is_sending, is_sent,
};
use super::{Body, Extraction, Remark, Request, Response, http, json, markers, programs};
use crate::sanitize::char_floor;

/// How much prose is kept to look for codes named in it.
const MOST_PROSE: usize = 64 * 1024;

/// Reads the values in a text, each with the status that is named next to it. `declared` is that of a head above. Returns
/// true if one of them is what was sent.
pub(super) fn read(
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
    if values.len() >= json::MAX_VALUES {
        found.remarks.push(Remark::TooMany);
    }
    // `[40102]`: a code or a status in brackets is a word of its sentence.
    let mut values = values;
    values.retain(|value| {
        let is_alone = || text.trim().len() == value.end - value.start;
        value.is_cut || !is_number_in_brackets(&value.value) || is_alone()
    });
    let is_success = declared.is_some_and(|status| (200..300).contains(&status));
    let starts = values.iter().skip(1).map(|value| value.start);
    let ends: Vec<usize> = starts.chain([text.len()]).collect();
    let mut answers = Answers {
        responses: &mut found.responses,
        beside: &mut found.beside,
        last: None,
        is_head: false,
    };
    let mut request = own.clone();
    let mut line = first_line;
    let mut counted = 0;
    let mut gap_start = 0;
    // Where the text begins that no response has been read from.
    let mut told = 0;
    let mut has_payload = false;
    // Whether the line on which a value is asserts something.
    let mut is_asserted = false;
    for (value, next_start) in values.into_iter().zip(ends) {
        let gap = &text[gap_start.min(value.start)..value.start];
        let after = &text[value.end.min(next_start)..next_start];
        let is_last = next_start == text.len();
        push_prose(gap, &mut found.prose);
        // An address that is named before a value is that of what is on the same line too, and of nothing below.
        let known = if gap.contains('\n') { own } else { &request };
        request = request_in(gap, known);
        line += text[counted..value.start].matches('\n').count();
        counted = value.start;
        let written = &text[value.start..value.end];
        is_asserted = markers::is_asserted(gap, is_asserted);
        let is_told_sent = is_last && !is_answer_like(&value.value) && is_sending(gap, after);
        push(gap, &mut found.printed);
        if is_sent(gap, after, is_last)
            || is_told_sent
            || is_asserted && markers::is_compared(gap)
            || declared.is_none() && is_message(&value.value)
            || is_request_type(gap, written)
        {
            has_payload = true;
            push("\n", &mut found.printed);
            gap_start = value.end;
            continue;
        }
        // The texts in JSON are read from its members.
        let members = written.strip_prefix('{').unwrap_or_default();
        if !members.trim_start().starts_with('"') {
            push(written, &mut found.printed);
        }
        let (status, used) = status_beside(gap, after, is_last, stated(&value.value));
        // What names a status may name a code too.
        push_prose(&after[..used], &mut found.prose);
        push(&after[..used], &mut found.printed);
        gap_start = value.end + used;
        if is_number_in_brackets(&value.value) {
            push_prose(written, &mut found.prose);
        }
        let before = &text[told.min(value.start)..value.start];
        let value = match markers::member(gap) {
            Some(name) => within(name, value),
            None => value,
        };
        let end = value.end;
        let carried = carrier::unpack(value.value, is_success);
        // Header fields without a status are those of a response that was read.
        let is_part = matches!(carried, Carried::Headers(_)) && status.is_none();
        let spot = Spot {
            gap,
            written,
            programs: match is_part {
                true => Vec::new(),
                false => programs::names(before, written, after),
            },
            left_out: left_out(written),
            status,
            request: &request,
            line,
        };
        match carried {
            Carried::WriteOut(report) => answers.report(report, &spot),
            Carried::Head(head) => answers.open_head(spot.place(head)),
            Carried::Headers(headers) => {
                answers.headers(headers, &spot);
                continue;
            }
            Carried::Responses(records, rest) => {
                answers.records(records, rest, &spot);
                answers.is_head = answers.last.is_some() && !written.starts_with("{\"");
            }
            Carried::Body(_) if !is_last && is_response_type(gap, written) && is_next(after) => {
                answers.open_head(spot.place(Response {
                    status: spot.status.or(markers::last_status(written)),
                    ..Response::default()
                }));
            }
            Carried::Body(body) if declared.is_none() && spot.tells_of_no_answer(&body) => {}
            Carried::Body(body) => {
                let body = with_heading(body, gap);
                answers.body(body, value.is_cut, value.cut_at, &spot);
            }
        }
        told = end;
    }
    let rest = &text[gap_start.min(text.len())..];
    push(rest, &mut found.printed);
    push("\n", &mut found.printed);
    push_prose(rest, &mut found.prose);
    has_payload
}

/// Returns the status that is named before a value, else after it, and how many bytes after it were used.
fn status_beside(
    gap: &str,
    after: &str,
    is_last: bool,
    stated: Option<u16>,
) -> (Option<u16>, usize) {
    let before = markers::status_above(gap, stated);
    match markers::status_after(after, is_last, stated) {
        Some((status, used)) if before.is_none() => (Some(status), used),
        _ => (before, 0),
    }
}

/// Returns true if a value is a number in brackets.
fn is_number_in_brackets(value: &Value) -> bool {
    matches!(value, Value::Array(items) if matches!(items.as_slice(), [Value::Number(_)]))
}

/// Where a value stands.
struct Spot<'t> {
    /// What is between it and the value in front.
    gap: &'t str,
    /// The value as it is written.
    written: &'t str,
    /// What the program that printed it calls its own types and packages.
    programs: Vec<String>,
    /// The members whose values were left out when it was printed.
    left_out: HashSet<&'t str>,
    /// The status that is named next to it.
    status: Option<u16>,
    /// The request that is named before it.
    request: &'t Request,
    /// The number of its line.
    line: usize,
}

impl Spot<'_> {
    /// Returns a response what this spot says of it.
    fn place(&self, response: Response) -> Response {
        let is_elided = matches!(&response.body, Body::Json(body) if lacks(body, &self.left_out));
        let Request { host, path, .. } = &response.request;
        let request = match (host, path) {
            (None, None) => self.request.clone(),
            _ => response.request,
        };
        Response {
            line: self.line,
            is_elided,
            request,
            programs: self.programs.clone(),
            ..response
        }
    }

    /// Returns true if a value is a client's error object about a failure without a response.
    fn tells_of_no_answer(&self, body: &Value) -> bool {
        self.status.is_none() && (is_failure(body) || fails(self.gap, self.written))
    }
}

/// The responses that values come to, one after the other.
struct Answers<'f> {
    responses: &'f mut Vec<Response>,
    /// What is beside those that values carry.
    beside: &'f mut Vec<Response>,
    /// Where the one is that the next value may be a part of.
    last: Option<usize>,
    /// Whether that one is what a program prints of a response instead of its body, which is on the next line then.
    is_head: bool,
}

impl Answers<'_> {
    /// Adds a response to which the next value may add.
    fn open(&mut self, response: Response) {
        self.last = Some(self.responses.len());
        self.is_head = false;
        self.responses.push(response);
    }

    /// Adds a response whose body comes on the next line.
    fn open_head(&mut self, response: Response) {
        self.open(response);
        self.is_head = true;
    }

    /// Takes what `curl -w` reports: it is of the response in front, if there is one.
    fn report(&mut self, report: Response, spot: &Spot<'_>) {
        let Some(at) = self.last else {
            return self.open_head(spot.place(report));
        };
        let response = &mut self.responses[at];
        response.status = response.status.or(report.status);
        if report.request.host.is_some() {
            response.request = report.request;
        }
    }

    /// Takes header fields: with a status in front they are those of the response to come, and after a body on its line
    /// that one's.
    fn headers(&mut self, headers: Vec<(String, String)>, spot: &Spot<'_>) {
        let last = self.last.map(|at| &mut self.responses[at]);
        match (last, spot.status) {
            (Some(last), Some(_))
                if !spot.gap.contains(['\n', '{'])
                    && last.status.is_none()
                    && last.headers.is_empty() =>
            {
                last.status = spot.status;
                last.headers = headers;
            }
            (_, Some(_)) => self.open(spot.place(Response {
                status: spot.status,
                headers,
                ..Response::default()
            })),
            (Some(last), None) => last.headers.extend(headers),
            (None, None) => {}
        }
    }

    /// Takes the responses that a value carries, and what it holds beside them.
    fn records(&mut self, mut records: Vec<Response>, rest: Value, spot: &Spot<'_>) {
        // What repeats the status of a record with a body, and has none, is the same response.
        let is_body = |record: &Response| matches!(record.body, Body::Json(_));
        let told: HashSet<_> = records
            .iter()
            .filter(|r| is_body(r))
            .map(|r| r.status)
            .collect();
        records.retain(|record| is_body(record) || !told.contains(&record.status));
        let records = records.into_iter().map(|record| spot.place(record));
        self.responses.extend(records);
        self.last = self.responses.len().checked_sub(1);
        if !rest.is_null() {
            self.beside.push(Response {
                body: Body::Json(rest),
                line: spot.line,
                ..Response::default()
            });
        }
    }

    /// Takes a body: that of the record in front, where a client prints it after the record, else a response of its own.
    fn body(&mut self, body: Value, is_cut: bool, cut_at: Option<String>, spot: &Spot<'_>) {
        if let Some(open) = self.last.and_then(|at| self.responses.get_mut(at))
            && matches!(open.body, Body::Empty)
            && (!open.headers.is_empty()
                || (open.status.is_some() && !spot.gap.contains('\n'))
                || (self.is_head && is_next(spot.gap)))
            && (spot.status.is_none() || spot.status == open.status)
        {
            open.body = Body::Json(body);
            open.is_cut = is_cut;
            open.cut_at = cut_at;
            return;
        }
        let members = body.as_object();
        self.open(spot.place(Response {
            time: members.and_then(carrier::time_of_event),
            status: spot.status,
            // Of an object that ends before its first value nothing is known but that it is there.
            is_told: is_cut && members.is_some_and(Map::is_empty),
            body: Body::Json(body),
            is_cut,
            cut_at,
            ..Response::default()
        }));
    }
}

/// Adds to an inspected error the message of its heading, where its members have none: `ApiError: no such key`, then the stack,
/// then `{ code: 'X' }`.
fn with_heading(mut body: Value, gap: &str) -> Value {
    let Some(members) = body.as_object_mut() else {
        return body;
    };
    let is_stack = gap
        .trim_end()
        .lines()
        .next_back()
        .is_some_and(|line| line.trim_start().starts_with("at "));
    let is_plain = members
        .values()
        .all(|value| !value.is_object() || value.as_object().is_some_and(Map::is_empty));
    let is_own = ["message", "error", "errors", "body", "data", "response"];
    let is_bare =
        members.contains_key("code") && !is_own.iter().any(|name| members.contains_key(*name));
    if is_stack && is_bare && (is_plain || members.contains_key("status")) {
        let before = gap
            .lines()
            .rev()
            .skip_while(|line| line.trim_start().starts_with("at ") || line.trim().is_empty());
        let heading = before.take(1).find_map(|line| line.split_once(": "));
        if let Some((_, message)) = heading {
            members.insert("message".to_owned(), Value::from(message.trim()));
        }
    }
    body
}

/// Returns the status that a body states about itself, in a number or before a name.
pub(super) fn stated(body: &Value) -> Option<u16> {
    let places = [
        body.get("status"),
        body.get("error").and_then(|e| e.get("status")),
    ];
    let status = places
        .into_iter()
        .flatten()
        .find_map(|status| match status {
            Value::String(text) => text.split(' ').next()?.parse().ok(),
            number => u16::try_from(number.as_u64()?).ok(),
        });
    status.filter(|status| (400..600).contains(status))
}

/// Puts a value back into the object of which it is a member: where only a part of a body was pasted.
fn within(name: &str, found: Found) -> Found {
    let members = Map::from_iter([(name.to_owned(), found.value)]);
    Found {
        value: Value::Object(members),
        cut_at: found.cut_at.map(|at| format!("/{name}{at}")),
        ..found
    }
}

/// Returns true if an object is a client's error, of which the answer is not a part.
fn is_failure(body: &Value) -> bool {
    let answer = body.get("response").and_then(Value::as_object);
    let text = |names: &[&str]| {
        let mut names = names.iter();
        let value = names.try_fold(body, |value, name| value.get(name))?;
        value.as_str().map(Cow::Borrowed)
    };
    answer.is_none_or(Map::is_empty) && markers::is_failure(text)
}

/// Returns true if a program printed an error of its own about a failure without a response: `reqwest::Error { kind: Request, ...`.
/// The names in it stand in no quotes, as those in a body do.
fn fails(front: &str, text: &str) -> bool {
    let (name, members) = text.split_once('{').unwrap_or((text, ""));
    let line = front.rsplit('\n').next().unwrap_or_default();
    let name = if name.is_empty() { line } else { name }.trim_end();
    ["Error", "Exception", "UserInfo="]
        .iter()
        .any(|end| name.ends_with(end))
        && !members.trim_start().starts_with(['"', '\''])
        && markers::client_failure(text).is_some()
}

/// Keeps text as it is, up to the limit of prose.
pub(super) fn push(text: &str, kept: &mut String) {
    let room = MOST_PROSE.saturating_sub(kept.len());
    kept.push_str(&text[..char_floor(text, room)]);
}

/// Keeps prose, up to a limit.
fn push_prose(text: &str, prose: &mut String) {
    let text = text.trim();
    if prose.len() < MOST_PROSE && !text.is_empty() {
        push(text, prose);
        prose.push('\n');
    }
}

/// Returns what a text says about the request: the last web address in it, else what was known.
pub(super) fn request_in(text: &str, known: &Request) -> Request {
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
