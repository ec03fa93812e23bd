//! Takes a text apart into responses, requests and what stands around them: the way clients print an exchange.

use super::carrier::{self, Carried};
use super::{Body, Extraction, Remark, Request, Response, Text, http, json, lines, markers};
use crate::redact;

/// How much prose is kept to look for codes named in it.
const MOST_PROSE: usize = 64 * 1024;

/// A stretch of lines that belong together.
#[derive(Debug, Default)]
struct Block {
    /// The head of the response, if the block has one.
    head: Option<Head>,
    /// What stands below the head, or all of it without one.
    body: String,
    /// The line on which the block begins.
    line: usize,
    /// The line on which the body begins.
    body_line: usize,
    /// What is known of the request it answers.
    request: Request,
}

/// The head of a response.
#[derive(Debug, Default)]
struct Head {
    status: u16,
    headers: Vec<(String, String)>,
}

/// Where in an exchange the reader is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    /// In the body of a response, or in text outside of an exchange.
    Body,
    /// In the head of a response.
    ResponseHead,
    /// In the head of a request.
    RequestHead,
    /// In the payload of a request.
    Payload,
    /// In a command that goes on over several lines; the quote that is open.
    Command(Option<char>),
}

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
    let mut reader = Reader::new(&prepared);
    for (number, line) in prepared.lines().enumerate() {
        reader.take(number + 1, line);
    }
    let (blocks, has_request) = reader.finish();
    for block in without_intermediaries(blocks) {
        read_block(block, &mut found);
    }
    conclude(&prepared, has_request, &mut found);
    found
}

/// Sorts lines into blocks.
struct Reader {
    blocks: Vec<Block>,
    current: Block,
    place: Place,
    /// The request that the next response answers.
    request: Request,
    /// Whether lines carry curl's `<`, `>` and `*`.
    is_verbose: bool,
    /// Whether a head of a response is still to come: only then is a bare request line one.
    heads_left: usize,
    has_request: bool,
}

impl Reader {
    fn new(text: &str) -> Self {
        let is_verbose = text.lines().any(|line| {
            line.strip_prefix("< ")
                .is_some_and(|rest| http::status_line(rest).is_some())
                || line
                    .strip_prefix("> ")
                    .and_then(http::request_line)
                    .is_some_and(|request| request.has_version)
        });
        let heads_left = text
            .lines()
            .filter(|line| http::status_line(bare(line)).is_some())
            .count();
        Self {
            blocks: Vec::new(),
            current: Block {
                line: 1,
                body_line: 1,
                ..Block::default()
            },
            place: Place::Body,
            request: Request::default(),
            is_verbose,
            heads_left,
            has_request: false,
        }
    }

    /// Takes the next line.
    fn take(&mut self, number: usize, line: &str) {
        if let Place::Command(quote) = self.place {
            self.note_command(line);
            self.place = after_command(line, quote);
            return;
        }
        let line = if self.is_verbose {
            match self.verbose(number, line) {
                Some(line) => line,
                None => return,
            }
        } else {
            line
        };
        if let Some(status) = http::status_line(bare(line)) {
            self.begin(
                number,
                Some(Head {
                    status,
                    headers: Vec::new(),
                }),
            );
            self.heads_left = self.heads_left.saturating_sub(1);
            self.place = Place::ResponseHead;
            return;
        }
        match self.place {
            Place::ResponseHead => self.response_head(number, line),
            Place::RequestHead => self.request_head(line),
            Place::Payload => self.payload(line),
            Place::Body | Place::Command(_) => self.body(number, line),
        }
    }

    /// Takes a line of `curl -v` apart; gives it back when it is part of a body.
    fn verbose<'l>(&mut self, number: usize, line: &'l str) -> Option<&'l str> {
        if let Some(rest) = line
            .strip_prefix("< ")
            .or_else(|| (line == "<").then_some(""))
        {
            if let Some(status) = http::status_line(rest) {
                self.begin(
                    number,
                    Some(Head {
                        status,
                        headers: Vec::new(),
                    }),
                );
                self.heads_left = self.heads_left.saturating_sub(1);
                self.place = Place::ResponseHead;
            } else if self.place == Place::ResponseHead {
                self.response_head(number, rest);
            }
            return None;
        }
        if let Some(rest) = line
            .strip_prefix("> ")
            .or_else(|| (line == ">").then_some(""))
        {
            match http::request_line(rest) {
                Some(request) => self.note_request(request.method, request.target),
                None => self.note_request_header(rest),
            }
            self.has_request = true;
            // Until the answer begins, what curl does not mark is the request's payload.
            self.place = if self.heads_left > 0 {
                Place::Payload
            } else {
                Place::Body
            };
            return None;
        }
        let is_meter =
            (line.starts_with("{ [") || line.starts_with("} [")) && line.ends_with("data]");
        if is_meter || line.starts_with("* ") {
            return None;
        }
        Some(line)
    }

    /// Takes a line of a response's head.
    fn response_head(&mut self, number: usize, line: &str) {
        let line = line.trim();
        if line.is_empty() {
            self.place = Place::Body;
            self.current.body_line = number + 1;
            return;
        }
        let is_json = line.starts_with(['{', '[', '<', '"']);
        match http::header_field(line).filter(|_| !is_json) {
            Some((name, value)) => {
                if let Some(head) = &mut self.current.head {
                    head.headers.push((name.to_owned(), value.to_owned()));
                }
            }
            None => {
                self.place = Place::Body;
                self.current.body_line = number;
                self.body(number, line);
            }
        }
    }

    /// Takes a line of a request's head.
    fn request_head(&mut self, line: &str) {
        let line = line.trim();
        if line.is_empty() {
            self.place = Place::Payload;
        } else {
            self.note_request_header(line);
        }
    }

    /// Takes a line of a request's payload.
    fn payload(&mut self, line: &str) {
        if line.starts_with("###") {
            self.place = Place::Body;
            return;
        }
        let payload = self.request.payload.get_or_insert_default();
        if payload.len() < MOST_PROSE {
            payload.push_str(line);
            payload.push('\n');
        }
    }

    /// Takes a line of a body, or of text outside of an exchange.
    fn body(&mut self, number: usize, line: &str) {
        if let Some(command) = markers::command(line) {
            // What stands in front of the prompt is the end of a body without a line feed.
            self.push(&line[..command]);
            self.begin(number, None);
            self.note_command(&line[command..]);
            self.place = after_command(&line[command..], None);
            return;
        }
        if let Some(request) = http::request_line(line.trim())
            && (request.has_version || self.heads_left > 0)
        {
            self.begin(number, None);
            self.note_request(request.method, request.target);
            self.has_request = true;
            self.place = Place::RequestHead;
            return;
        }
        self.push(line);
    }

    /// Adds a line to the current body.
    fn push(&mut self, line: &str) {
        self.current.body.push_str(line);
        self.current.body.push('\n');
    }

    /// Begins a new block.
    fn begin(&mut self, number: usize, head: Option<Head>) {
        let is_response = head.is_some();
        let block = Block {
            head,
            line: number,
            body_line: number,
            request: if is_response {
                self.request.clone()
            } else {
                Request::default()
            },
            ..Block::default()
        };
        let last = std::mem::replace(&mut self.current, block);
        if last.head.is_some() || !last.body.trim().is_empty() {
            self.blocks.push(last);
        }
    }

    /// Notes a request line.
    fn note_request(&mut self, method: &str, target: &str) {
        let host = self.request.host.take();
        self.request = Request {
            method: Some(method.to_owned()),
            ..Request::default()
        };
        match http::url(target) {
            Some((host, path)) => {
                self.request.host = Some(host);
                self.request.path = Some(path);
            }
            None => {
                self.request.host = host;
                self.request.path = target.split(['?', '#']).next().map(str::to_owned);
            }
        }
        // CONNECT names the proxy's target, not the request that goes through it.
        if method == "CONNECT" {
            self.request = Request::default();
        }
    }

    /// Notes a header field of a request; only the host is of use.
    fn note_request_header(&mut self, line: &str) {
        if let Some((name, value)) = http::header_field(line)
            && name.eq_ignore_ascii_case("host")
        {
            self.request.host = http::host(value);
        }
    }

    /// Notes what a command line says about the request.
    fn note_command(&mut self, line: &str) {
        if let Some((host, path)) = http::url(line) {
            self.request = Request {
                method: markers::method(line).map(str::to_owned),
                host: Some(host),
                path: Some(path),
                payload: None,
            };
        }
        self.current.request = self.request.clone();
    }

    /// Ends the last block.
    fn finish(mut self) -> (Vec<Block>, bool) {
        self.begin(0, None);
        (self.blocks, self.has_request)
    }
}

/// Takes the marks that clients put in front of a head line off.
fn bare(line: &str) -> &str {
    let line = line.trim_start();
    line.strip_prefix("< ").unwrap_or(line)
}

/// Says where the reader is after a line of a command: in it still when the line or a quote goes on.
fn after_command(line: &str, open: Option<char>) -> Place {
    let mut open = open;
    let mut escaped = false;
    for c in line.chars() {
        match open {
            _ if escaped => escaped = false,
            Some('\'') if c == '\'' => open = None,
            Some('\'') => {}
            _ if c == '\\' => escaped = true,
            Some(quote) if c == quote => open = None,
            Some(_) => {}
            None if c == '"' || c == '\'' => open = Some(c),
            None => {}
        }
    }
    let goes_on = line.ends_with(['\\', '`', '^']) || open.is_some();
    if goes_on {
        Place::Command(open)
    } else {
        Place::Body
    }
}

/// Leaves out what came before the answer: 1xx, replies to CONNECT, and redirects that were followed.
fn without_intermediaries(blocks: Vec<Block>) -> Vec<Block> {
    let mut kept: Vec<Block> = Vec::new();
    let mut blocks = blocks.into_iter().peekable();
    while let Some(block) = blocks.next() {
        let next_is_head = blocks.peek().is_some_and(|next| next.head.is_some());
        let is_passed = block.head.as_ref().is_some_and(|head| {
            let is_bare = block.body.trim().is_empty();
            match head.status {
                100..=199 => true,
                200..=299 => {
                    next_is_head
                        && is_bare
                        && head.headers.iter().all(|(name, _)| is_of_proxy(name))
                }
                300..=399 => next_is_head,
                // A proxy or server that asks for credentials before curl sends them.
                401 | 407 => {
                    next_is_head
                        && is_bare
                        && head.headers.iter().any(|(name, _)| {
                            name.eq_ignore_ascii_case("www-authenticate")
                                || name.eq_ignore_ascii_case("proxy-authenticate")
                        })
                }
                _ => false,
            }
        });
        if !is_passed || (block.head.is_some() && !block.body.trim().is_empty() && !next_is_head) {
            kept.push(block);
        }
    }
    kept
}

/// Says whether a header field may stand in a proxy's reply to CONNECT.
fn is_of_proxy(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    name.starts_with("proxy-")
        || ["via", "date", "server", "connection", "x-proxy"].contains(&name.as_str())
}

/// Reads the responses out of a block.
fn read_block(block: Block, found: &mut Extraction) {
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
    if carrier::looks_like_page(&body) {
        found.responses.push(Response {
            body: Body::Html(body.clone()),
            line: body_line,
            request: request.clone(),
            ..Response::default()
        });
    } else {
        read_values(&body, body_line, &request, found);
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
        response.status = Some(head.status);
        response.headers.splice(0..0, head.headers);
        response.line = line;
    } else if !is_response && found.responses.len() == first {
        // Words without a body: a client may still have named the status.
        if let Some(status) = markers::last_status(&body) {
            let at = body
                .lines()
                .position(|l| l.contains(&status.to_string()))
                .unwrap_or(0);
            found.responses.push(Response {
                status: Some(status),
                request: request_in(&body, &request),
                line: body_line + at,
                ..Response::default()
            });
        }
    }
}

/// Reads the values in a text, each with the status that is named next to it.
fn read_values(text: &str, first_line: usize, request: &Request, found: &mut Extraction) {
    let values = json::find(text);
    let mut gap_start = 0;
    let mut line = first_line;
    let mut counted = 0;
    let mut request = request.clone();
    let ends: Vec<usize> = values
        .iter()
        .skip(1)
        .map(|v| v.start)
        .chain([text.len()])
        .collect();
    let mut last: Option<usize> = None;
    for (value, next_start) in values.into_iter().zip(ends) {
        let gap = &text[gap_start.min(value.start)..value.start];
        push_prose(gap, found);
        request = request_in(gap, &request);
        line += text[counted..value.start].matches('\n').count();
        counted = value.start;
        let after = &text[value.end.min(next_start)..next_start];
        let before = markers::status_before(gap);
        let (behind, used) = match markers::status_after(after, next_start == text.len()) {
            Some((status, used)) if before.is_none() => (Some(status), used),
            _ => (None, 0),
        };
        gap_start = value.end + used;
        let status = before.or(behind);
        let place = |response: &mut Response| {
            response.line = line;
            if response.request.host.is_none() && response.request.path.is_none() {
                response.request = request.clone();
            }
        };
        match carrier::unpack(value.value) {
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
            Carried::Headers(headers) => {
                if let Some(at) = last {
                    found.responses[at].headers.extend(headers);
                }
            }
            Carried::Responses(responses) => {
                for mut response in responses {
                    place(&mut response);
                    found.responses.push(response);
                }
                last = None;
            }
            Carried::Body(body) => {
                let mut response = Response {
                    status,
                    body: Body::Json(body),
                    is_cut: value.is_cut,
                    cut_at: value.cut_at,
                    ..Response::default()
                };
                place(&mut response);
                last = Some(found.responses.len());
                found.responses.push(response);
            }
        }
    }
    push_prose(&text[gap_start.min(text.len())..], found);
}

/// Keeps prose, up to a limit.
fn push_prose(text: &str, found: &mut Extraction) {
    let room = MOST_PROSE.saturating_sub(found.prose.len());
    let text = text.trim();
    if room == 0 || text.is_empty() {
        return;
    }
    let end = text.floor_char_boundary(room);
    found.prose.push_str(&text[..end]);
    found.prose.push('\n');
}

/// Gives what a text says about the request: the last web address in it, else what was known.
fn request_in(text: &str, known: &Request) -> Request {
    let at = text.rfind("https://").max(text.rfind("http://"));
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
        let end = after.floor_char_boundary(size.min(after.len()));
        plain.push_str(&after[..end]);
        rest = after[end..].trim_start_matches('\n');
        if rest.is_empty() {
            return Some(plain);
        }
    }
}

/// Says what is to be said when an input has no response in it.
fn conclude(text: &str, has_request: bool, found: &mut Extraction) {
    let has_error = found
        .responses
        .iter()
        .any(|r| r.status.is_none_or(|s| s >= 400));
    if let Some(words) = markers::client_failure(text)
        && !has_error
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
