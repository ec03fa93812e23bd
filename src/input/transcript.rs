//! Takes a text apart into exchanges: heads and bodies of responses, requests and commands, the way clients print them.

use std::collections::{HashMap, VecDeque};

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
    /// In a here-document: what a command is fed with.
    Here,
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
            is_bare: false,
            here: VecDeque::new(),
            ends: here_ends(text),
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
            // What stands in front of the prompt is the end of a body without a line feed.
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
                // Only a label: what stands below is what was answered.
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

    /// Says whether a here-document that begins on a line ends below it.
    fn is_ended(&self, word: &str, number: usize) -> bool {
        self.ends.get(word).is_some_and(|end| *end > number)
    }

    /// Takes a line of a here-document.
    fn here(&mut self, number: usize, line: &str) {
        if self.here.front().map(String::as_str) != here_end(line) {
            // A word that ends nowhere was none, or its end is cut off: the next command is no part of it.
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
        // CONNECT names the proxy's target, not the request that goes through it; of `*` nothing is known.
        if method == "CONNECT" || target == "*" {
            self.request = Request::default();
        }
    }

    /// Notes what a header field of a request says about it.
    fn note_request_header(&mut self, line: &str) {
        let Some((name, value)) = http::header_field(line) else {
            return;
        };
        match name.to_ascii_lowercase().as_str() {
            "host" => self.request.host = http::host(value),
            "content-length" => self.is_bare &= value == "0",
            "transfer-encoding" => self.is_bare = false,
            _ => {}
        }
    }

    /// Notes what a line of a command says about the request: the first address is where it goes.
    fn note_command(&mut self, line: &str) {
        if self.request.method.is_none() {
            self.request.method = markers::method(line).map(str::to_owned);
        }
        if self.request.host.is_none()
            && let Some((host, path)) = http::url(line)
        {
            self.request.host = Some(host);
            self.request.path = Some(path);
        }
        self.current.request = self.request.clone();
    }

    /// Notes the address that wget says it fetches: `--2026-11-21 20:43:24--  https://...`.
    fn note_fetched(&mut self, number: usize, line: &str) {
        let Some((host, path)) = line
            .strip_prefix("--")
            .and_then(|rest| rest.split_once("--  "))
            .and_then(|(_, address)| http::url(address))
        else {
            return;
        };
        // Where the command is there it says more.
        if self.request.host.as_ref() == Some(&host) {
            return;
        }
        self.begin(number, None);
        self.payload.clear();
        self.request = Request {
            host: Some(host),
            path: Some(path).filter(|path| !path.is_empty()),
            ..Request::default()
        };
        self.current.request = self.request.clone();
    }

    /// Ends the last block.
    fn finish(mut self) -> (Vec<Block>, bool) {
        self.begin(0, None);
        (self.blocks, self.has_request)
    }
}

/// Takes the marks that clients put in front of a head line off.
pub(super) fn bare(line: &str) -> &str {
    let line = line.trim_start();
    line.strip_prefix("< ").unwrap_or(line)
}

/// Says whether a body is followed by words that are not part of it: what comes behind them is another exchange.
fn goes_on_in_words(body: &str) -> bool {
    body.rfind(['}', ']', '>'])
        .is_some_and(|end| body[end..].contains(char::is_alphabetic))
}

/// What a line of a shell leaves open.
#[derive(Debug, Default)]
pub(super) struct Shell {
    /// Whether the command goes on in the next line.
    pub(super) goes_on: bool,
    /// The quote that is open.
    pub(super) open: Option<char>,
    /// The words that end its here-documents.
    here: VecDeque<String>,
}

/// Reads a line of a command, in which a quote may be open already.
pub(super) fn shell(line: &str, open: Option<char>) -> Shell {
    let mut shell = Shell {
        open,
        ..Shell::default()
    };
    // A here-string of PowerShell is open at the end of its line.
    if let Some(quote) = ["'", "\""]
        .iter()
        .find(|q| line.ends_with(&format!("@{q}")))
    {
        shell.here.push_back(format!("{quote}@"));
        return shell;
    }
    let mut escaped = false;
    // In how many `((` of arithmetic the reader is: there `<<` moves bits.
    let mut sums = 0_usize;
    let mut previous = ' ';
    let mut rest = line.char_indices().peekable();
    while let Some((at, c)) = rest.next() {
        let next = rest.peek().map(|(_, next)| *next);
        // `doesn't`: a quote between two letters is an apostrophe.
        let is_apostrophe = c == '\''
            && shell.open.is_none()
            && previous.is_alphabetic()
            && next.is_some_and(char::is_alphabetic);
        let before = std::mem::replace(&mut previous, c);
        if is_apostrophe {
            continue;
        }
        match shell.open {
            _ if escaped => escaped = false,
            Some('\'') if c == '\'' => shell.open = None,
            Some('\'') => {}
            _ if c == '\\' => escaped = true,
            Some(quote) if c == quote => shell.open = None,
            Some(_) => {}
            None if c == '"' || c == '\'' => shell.open = Some(c),
            // The rest is a comment.
            None if c == '#' && before.is_whitespace() => return shell,
            None if c == '(' && before == '(' => sums += 1,
            None if c == ')' && before == ')' => sums = sums.saturating_sub(1),
            None if c == '<' && sums == 0 && before != '<' => {
                shell.here.extend(here_word(&line[at..]))
            }
            None => {}
        }
    }
    // PowerShell shows no more of a long line.
    let is_clipped = line.ends_with(" ...");
    shell.goes_on = !is_clipped && (line.ends_with(['\\', '`', '^']) || shell.open.is_some());
    shell
}

/// Gives the word that ends the here-document which a text begins with: `<<EOF`, `<<-'EOF'`; not `<<<`.
fn here_word(text: &str) -> Option<String> {
    let rest = text.strip_prefix("<<")?;
    let rest = rest.strip_prefix('-').unwrap_or(rest).trim_start();
    let word = rest.trim_start_matches(['\'', '"', '\\']);
    if word.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let end = word
        .find(|c: char| !(c.is_alphanumeric() || c == '_'))
        .unwrap_or(word.len());
    (end > 0).then(|| word[..end].to_owned())
}

/// Gives what a line ends if it ends a here-document: a word alone, or the mark of PowerShell.
fn here_end(line: &str) -> Option<&str> {
    let line = line.trim_start_matches("> ").trim();
    if line.starts_with("'@") || line.starts_with("\"@") {
        return Some(&line[..2]);
    }
    let is_word = !line.is_empty() && line.chars().all(|c| c.is_alphanumeric() || c == '_');
    is_word.then_some(line)
}

/// Gives what may end a here-document in a text, each with the last line on which it stands.
fn here_ends(text: &str) -> HashMap<&str, usize> {
    if !text.contains("<<") && !text.contains("@'") && !text.contains("@\"") {
        return HashMap::new();
    }
    let lines = text.lines().enumerate();
    lines
        .filter_map(|(at, line)| Some((here_end(line)?, at + 1)))
        .collect()
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
