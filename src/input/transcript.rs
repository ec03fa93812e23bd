//! Takes a text apart into exchanges: heads and bodies of responses, requests and commands, the way clients print them.

use super::{Request, http, markers};
use crate::sanitize::char_floor;

/// How much of a request's payload is kept.
const MOST_PAYLOAD: usize = 64 * 1024;

/// A stretch of lines that belong together.
#[derive(Debug, Default)]
pub(super) struct Block {
    /// The head of the response, if the block has one.
    pub(super) head: Option<Head>,
    /// What stands below the head, or all of it without one.
    pub(super) body: String,
    /// The line on which the block begins.
    pub(super) line: usize,
    /// The line on which the body begins.
    pub(super) body_line: usize,
    /// What is known of the request it answers.
    pub(super) request: Request,
}

/// The head of a response.
#[derive(Debug, Default)]
pub(super) struct Head {
    pub(super) status: u16,
    pub(super) headers: Vec<(String, String)>,
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

/// A text taken apart.
pub(super) struct Transcript {
    /// The responses, and what stands outside of exchanges, in order.
    pub(super) blocks: Vec<Block>,
    /// Whether there is a request in it.
    pub(super) has_request: bool,
}

/// Takes a text with plain lines apart.
pub(super) fn read(text: &str) -> Transcript {
    let mut reader = Reader::new(text);
    for (number, line) in text.lines().enumerate() {
        reader.take(number + 1, line);
    }
    let (blocks, has_request) = reader.finish();
    Transcript {
        blocks: without_intermediaries(blocks),
        has_request,
    }
}

/// Sorts lines into blocks.
struct Reader {
    blocks: Vec<Block>,
    current: Block,
    place: Place,
    /// The request that the next response answers.
    request: Request,
    /// Its payload, as far as it was seen.
    payload: String,
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
            payload: String::new(),
            is_verbose,
            heads_left,
            has_request: false,
        }
    }

    /// Takes the next line.
    fn take(&mut self, number: usize, line: &str) {
        if let Place::Command(quote) = self.place
            && http::status_line(bare(line)).is_none()
        {
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
            self.begin_response(number, status);
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
                self.begin_response(number, status);
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
            self.place = Place::Payload;
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
        let room = MOST_PAYLOAD.saturating_sub(self.payload.len());
        if room > 0 {
            self.payload.push_str(&line[..char_floor(line, room)]);
            self.payload.push('\n');
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

    /// Begins a response.
    fn begin_response(&mut self, number: usize, status: u16) {
        let head = Head {
            status,
            headers: Vec::new(),
        };
        self.begin(number, Some(head));
        self.heads_left = self.heads_left.saturating_sub(1);
        self.place = Place::ResponseHead;
    }

    /// Begins a new block.
    fn begin(&mut self, number: usize, head: Option<Head>) {
        let is_response = head.is_some();
        if is_response && !self.payload.is_empty() {
            self.request.payload = Some(std::mem::take(&mut self.payload).into());
        }
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
        self.payload.clear();
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
                self.request.path = Some(http::path(target).to_owned());
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
            self.payload.clear();
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
    let mut previous = ' ';
    let mut rest = line.chars().peekable();
    while let Some(c) = rest.next() {
        // `doesn't`: a quote between two letters is an apostrophe.
        let is_apostrophe = c == '\''
            && open.is_none()
            && previous.is_alphabetic()
            && rest.peek().is_some_and(|next| next.is_alphabetic());
        previous = c;
        if is_apostrophe {
            continue;
        }
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
