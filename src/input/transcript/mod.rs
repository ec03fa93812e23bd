//! Takes a text apart into exchanges: heads and bodies of responses, requests and commands, the way clients print them.

mod intermediaries;
mod request;
mod shell;

pub(super) use shell::{Shell, shell};

use std::collections::{HashMap, VecDeque};

use super::{Request, http, markers};
use crate::sanitize::char_floor;
use intermediaries::without_intermediaries;
use shell::{here_end, here_ends};

/// How much of a request's payload is kept.
const MOST_PAYLOAD: usize = 64 * 1024;

/// How many responses and texts between them are read.
const MAX_BLOCKS: usize = 100_000;

/// What Hurl writes above a body whose lines carry its own sign.
const SIGNED_BODY: &str = "* Response body:";

/// A stretch of lines that belong together.
#[derive(Debug, Default)]
pub(super) struct Block {
    /// The head of the response, if the block has one.
    pub(super) head: Option<Head>,
    /// What is below the head, or all of it without one.
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
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Place {
    /// In the body of a response, or in text outside of an exchange.
    #[default]
    Body,
    /// In the head of a response.
    ResponseHead,
    /// In the head of a request.
    RequestHead,
    /// In the payload of a request.
    Payload,
    /// In a command that goes on over several lines; the quote that is open.
    Command(Option<char>),
    /// In a here-document: what a command is fed with.
    Here,
}

/// A text taken apart.
pub(super) struct Transcript {
    /// The responses, and what is outside of exchanges, in order.
    pub(super) blocks: Vec<Block>,
    /// Whether there is a request in it.
    pub(super) has_request: bool,
    /// Whether there are more blocks than are read.
    pub(super) has_more: bool,
}

/// Takes a text with plain lines apart.
pub(super) fn read(text: &str) -> Transcript {
    let mut reader = Reader::new(text);
    let mut has_more = false;
    for (number, line) in text.lines().enumerate() {
        has_more = reader.blocks.len() >= MAX_BLOCKS;
        if has_more {
            break;
        }
        reader.take(number + 1, line);
    }
    let (blocks, has_request) = reader.finish();
    Transcript {
        blocks: without_intermediaries(blocks),
        has_request,
        has_more,
    }
}

/// Sorts lines into blocks.
#[derive(Default)]
struct Reader<'t> {
    blocks: Vec<Block>,
    current: Block,
    place: Place,
    /// The request that the next response answers.
    request: Request,
    /// Its payload, as far as it was seen.
    payload: String,
    /// Whether lines carry curl's `<`, `>` and `*`.
    is_verbose: bool,
    /// Whether the lines of a body carry the `*`.
    is_signed: bool,
    /// Whether a head of a response is still to come: only then is a bare request line one.
    heads_left: usize,
    has_request: bool,
    /// Whether the last request is of a kind that has no payload.
    is_bare: bool,
    /// The words that end the here-documents of the last command, the next first.
    here: VecDeque<String>,
    /// What may end a here-document, with the last line on which it stands.
    ends: HashMap<&'t str, usize>,
}

impl<'t> Reader<'t> {
    fn new(text: &'t str) -> Self {
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
            current: Block {
                line: 1,
                body_line: 1,
                ..Block::default()
            },
            is_verbose,
            heads_left,
            ends: here_ends(text),
            ..Self::default()
        }
    }

    /// Takes the next line.
    fn take(&mut self, number: usize, line: &str) {
        if http::status_line(bare(line)).is_none() {
            match self.place {
                Place::Command(open) => return self.command(number, line, open),
                Place::Here => return self.here(number, line),
                _ => {}
            }
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
            Place::RequestHead => self.request_head(number, line),
            Place::Payload => self.payload(line),
            Place::Body | Place::Command(_) | Place::Here => self.body(number, line),
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
        let is_below = std::mem::replace(&mut self.is_signed, line == SIGNED_BODY);
        if let Some(signed) = line.strip_prefix("* ").filter(|_| is_below) {
            self.is_signed = true;
            return Some(signed);
        }
        let is_sign = line == "*" || line.starts_with("* ");
        (!is_meter && !is_sign).then_some(line)
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
        // `data: {...}` is what a program calls the body, and no field.
        let is_body = |name: &str| {
            markers::BODY
                .iter()
                .any(|own| own.eq_ignore_ascii_case(name))
        };
        let field = http::header_field(line)
            .filter(|(name, value)| !(is_json || value.starts_with('{') && is_body(name)));
        match field {
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
    fn request_head(&mut self, number: usize, line: &str) {
        let is_field = !line.trim().is_empty() && !line.trim_start().starts_with(['{', '[', '<']);
        if is_field {
            self.note_request_header(line.trim());
        } else if self.is_bare {
            self.place = Place::Body;
            self.current.body_line = number;
            self.current.request = self.request.clone();
            self.push(line);
        } else {
            self.place = Place::Payload;
            self.payload(line);
        }
    }

    /// Takes a line of a request's payload.
    fn payload(&mut self, line: &str) {
        if line.starts_with("###") {
            self.place = Place::Body;
            return;
        }
        self.keep_payload(line);
    }

    /// Keeps a line of a payload, up to a limit.
    fn keep_payload(&mut self, line: &str) {
        let room = MOST_PAYLOAD.saturating_sub(self.payload.len());
        if room > 0 {
            self.payload.push_str(&line[..char_floor(line, room)]);
            self.payload.push('\n');
        }
    }

    /// Takes a line of a body, or of text outside of an exchange.
    fn body(&mut self, number: usize, line: &str) {
        // What follows the exchange is none of its body.
        if line.starts_with("###") && self.current.head.is_some() {
            self.begin(number, None);
            self.current.body_line = number + 1;
            return;
        }
        if let Some(command) = markers::command(line) {
            // What comes before the prompt is the end of a body without a line feed.
            self.push(&line[..command]);
            self.begin(number, None);
            self.request = Request::default();
            self.payload.clear();
            self.command(number, &line[command..], None);
            return;
        }
        if let Some(request) = http::request_line(line.trim()) {
            self.begin(number, None);
            self.note_request(request.method, request.target);
            self.is_bare = ["GET", "HEAD"].contains(&request.method);
            if request.has_version || (self.heads_left > 0 && !self.is_bare) {
                self.has_request = true;
                self.place = Place::RequestHead;
            } else {
                // Only a label: what is below is what was answered.
                self.current.body_line = number + 1;
                self.current.request = self.request.clone();
            }
            return;
        }
        self.note_fetched(number, line);
        self.push(line);
        // Of what may be no command only a here-document that ends is believed.
        if !self.ends.is_empty() {
            let here = shell(line, None).here;
            let is_shouted = |word: &str| !word.contains(char::is_lowercase);
            let is_command = markers::is_producer(line) || here.iter().all(|w| is_shouted(w));
            let is_ended = here.iter().all(|word| self.is_ended(word, number));
            if !here.is_empty() && is_command && is_ended {
                self.here = here;
                self.place = Place::Here;
            }
        }
    }

    /// Takes a line of a command.
    fn command(&mut self, number: usize, line: &str, open: Option<char>) {
        self.note_command(line);
        self.current.body_line = number + 1;
        let Shell {
            goes_on,
            open,
            here,
        } = shell(line, open);
        for word in here {
            // `@'` may end a quote as well.
            if !word.ends_with('@') || self.is_ended(&word, number) {
                self.here.push_back(word);
            }
        }
        self.place = if goes_on {
            Place::Command(open)
        } else if self.here.is_empty() {
            Place::Body
        } else {
            Place::Here
        };
    }

    /// Returns true if a here-document that begins on a line ends below it.
    fn is_ended(&self, word: &str, number: usize) -> bool {
        self.ends.get(word).is_some_and(|end| *end > number)
    }

    /// Takes a line of a here-document.
    fn here(&mut self, number: usize, line: &str) {
        if self.here.front().map(String::as_str) != here_end(line) {
            // A word that ends nowhere was none, or its end is cut off: the next command is not part of it.
            let is_ended = |word| self.is_ended(word, number);
            if !self.here.front().is_some_and(|w| is_ended(w)) && markers::command(line).is_some() {
                self.here.clear();
                self.place = Place::Body;
                return self.body(number, line);
            }
            self.keep_payload(line);
            return;
        }
        self.here.pop_front();
        if self.here.is_empty() {
            self.place = Place::Body;
            self.current.body_line = number + 1;
            self.request.payload = Some(std::mem::take(&mut self.payload).into());
            self.current.request = self.request.clone();
        }
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
        if self.current.head.is_some() && goes_on_in_words(&self.current.body) {
            self.request = Request::default();
        }
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

    /// Ends the last block.
    fn finish(mut self) -> (Vec<Block>, bool) {
        self.begin(0, None);
        (self.blocks, self.has_request)
    }
}

/// Takes the marks that clients put before a head line off.
pub(super) fn bare(line: &str) -> &str {
    let line = line.trim_start();
    line.strip_prefix("< ").unwrap_or(line)
}

/// Returns true if a body is followed by words that are not part of it: what comes after them is another exchange.
fn goes_on_in_words(body: &str) -> bool {
    body.rfind(['}', ']', '>'])
        .is_some_and(|end| body[end..].contains(char::is_alphabetic))
}
