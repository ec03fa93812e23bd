//! Writes what a client logged in its own form as the HTTP exchanges that it tells of.

use super::read::{Line, header, header_list, lines, status, wire};
use super::{Form, Role};
use crate::input::http::{METHODS, request_line};

/// The longest line that a string in lines is put together to.
const MAX_WRAPPED: usize = 4096;

/// Where in an exchange the writer is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    /// Outside of exchanges.
    Outside,
    /// Among the header fields of a request.
    SentHead,
    /// In the body of a request.
    SentBody,
    /// Among the header fields of a response.
    Head,
    /// In the body of a response.
    Body,
    /// In what is of no use.
    Nothing,
}

impl Part {
    /// Returns true if the part is one of a request.
    fn is_sent(self) -> bool {
        matches!(self, Self::SentHead | Self::SentBody)
    }
}

/// Returns a text that is in a form as exchanges.
pub(super) fn exchanges(form: &Form, text: &str) -> String {
    let lines = lines(form, text);
    let mut writer = Writer {
        form,
        lines: &lines,
        text: String::with_capacity(text.len()),
        part: Part::Outside,
        is_open: false,
        is_sending: false,
        status: None,
        name: "",
    };
    for at in 0..lines.len() {
        writer.take(at);
    }
    if !writer.text.ends_with('\n') {
        writer.text.push('\n');
    }
    writer.text
}

/// Writes exchanges.
struct Writer<'f, 't> {
    form: &'f Form,
    lines: &'f [Line<'t>],
    text: String,
    part: Part,
    /// Whether a request was written to which no response was yet.
    is_open: bool,
    /// Whether what was begun last is a request.
    is_sending: bool,
    /// The status that stood by itself since the last request.
    status: Option<&'t str>,
    /// A header field whose value is on the next line.
    name: &'t str,
}

impl<'t> Writer<'_, 't> {
    /// Takes a line.
    fn take(&mut self, at: usize) {
        let line = self.lines[at];
        let Some(role) = line.role else {
            return self.plain(line);
        };
        match role {
            Role::Request => self.request(at),
            Role::Response => self.response(at),
            Role::Status => self.status = status(line.rest).or(self.status),
            Role::Method | Role::Url | Role::Skip => {}
            Role::Headers => {
                self.begin_headers();
                for (name, value) in header_list(line.rest) {
                    self.push(&format!("{name}: {value}"));
                }
            }
            Role::Header => {
                self.begin_headers();
                self.header(line.rest);
            }
            Role::Body => self.body(self.is_sending, line.rest),
            Role::SentBody => self.body(true, line.rest),
            Role::ReceivedBody => self.body(false, line.rest),
            Role::Sent => self.wire(true, line.rest),
            Role::Received => self.wire(false, line.rest),
            Role::End => self.end(line.whole),
        }
    }

    /// Writes a line without a mark as part of what was begun.
    fn plain(&mut self, line: Line<'t>) {
        match self.part {
            Part::Outside => self.push(line.whole),
            Part::SentHead | Part::Head if line.rest.trim().is_empty() => {
                // Where header fields have a heading, the body has one too.
                if !self.form.has(Role::Headers) {
                    self.begin_body();
                }
            }
            Part::Head if self.begins_body(line.rest) => {
                self.begin_body();
                self.push(line.rest);
            }
            Part::SentHead | Part::Head => self.header(line.rest),
            Part::SentBody | Part::Body => self.push_part(line.rest),
            Part::Nothing => {}
        }
    }

    /// Returns true if a line among header fields is the first of a body.
    fn begins_body(&self, line: &str) -> bool {
        self.form.has(Role::Header)
            || (line.trim_start().starts_with(['{', '[', '<']) && header(line).is_none())
    }

    /// Begins a request; what is said of it below is looked for up to its response.
    fn request(&mut self, at: usize) {
        self.close();
        let answered = self.lines[at].rest.rsplit_once(" -> ");
        self.status = answered.and_then(|(_, rest)| status(rest));
        let (method, url) = self.target(at);
        self.begin_request(method.unwrap_or("POST"), url.unwrap_or("*"));
    }

    /// Returns what a line below the one that begins a request or a response, and still of it, says in a role.
    fn below(&self, at: usize, role: Role) -> Option<&'t str> {
        let is_next = |line: &&Line<'_>| matches!(line.role, Some(Role::Request | Role::Response));
        let mut own = self.lines[at + 1..]
            .iter()
            .take_while(|line| !is_next(line));
        own.find(|line| line.role == Some(role))
            .map(|line| line.rest)
    }

    /// Returns method and URL that a line, or one below it, names.
    fn target(&self, at: usize) -> (Option<&'t str>, Option<&'t str>) {
        let rest = self.lines[at].rest;
        let words = |text: &'t str| text.split_ascii_whitespace();
        let own = words(rest).find(|word| word.starts_with("http") || word.starts_with('/'));
        let below = || words(self.below(at, Role::Url)?).next();
        let next = || words(self.lines.get(at + 1)?.rest).find(|word| word.starts_with("http"));
        let url = below().or(own).or_else(next);
        // `HttpMethod(value=POST)`
        let method = |text: &'t str| {
            let mut words = text.split(|c: char| !c.is_ascii_alphabetic());
            words.find(|word| METHODS.contains(word))
        };
        let method = method(rest).or_else(|| method(self.below(at, Role::Method)?));
        (method, url)
    }

    /// Writes the first line of a request.
    fn begin_request(&mut self, method: &str, url: &str) {
        self.push(&format!("{method} {url} HTTP/1.1"));
        self.part = Part::SentHead;
        self.is_open = true;
        self.is_sending = true;
        // That there is a body although such a request has none otherwise.
        if method == "GET" {
            self.push("transfer-encoding: identity");
        }
    }

    /// Begins a response: with the status after its mark, else below it, else the one before it.
    fn response(&mut self, at: usize) {
        let below = || status(self.below(at, Role::Status)?);
        let line = self.lines[at];
        let status = status(line.rest).or_else(below).or(self.status.take());
        // Where it came from, unless the request is known.
        if let (false, (method, Some(url))) = (self.is_sending, self.target(at))
            && url.starts_with("http")
        {
            self.begin_request(method.unwrap_or("POST"), url);
        }
        self.is_sending = false;
        match status {
            Some(status) => self.begin_response(status),
            None => {
                self.close();
                self.part = Part::Outside;
                self.push(line.whole);
            }
        }
    }

    /// Writes the first line of a response.
    fn begin_response(&mut self, status: &str) {
        self.push(&format!("HTTP/1.1 {status}"));
        self.is_open = true;
        self.is_sending = false;
        self.part = Part::Head;
    }

    /// Goes to the header fields of what was begun.
    fn begin_headers(&mut self) {
        self.part = match self.part {
            Part::SentHead | Part::Head => self.part,
            Part::SentBody | Part::Outside | Part::Body | Part::Nothing => Part::Nothing,
        };
    }

    /// Writes a header field.
    fn header(&mut self, line: &'t str) {
        if self.part == Part::Nothing {
            return;
        }
        let item = line.trim().strip_prefix("- ");
        let below = item.map(|value| {
            (
                std::mem::take(&mut self.name),
                value.trim_matches(['"', '\'', ' ']),
            )
        });
        let below = below.filter(|(name, _)| !name.is_empty());
        match below.or_else(|| header(line)) {
            Some((name, "")) => self.name = name,
            Some((name, value)) => self.push(&format!("{name}: {value}")),
            None => {}
        }
    }

    /// Ends the header fields of what was begun.
    fn begin_body(&mut self) {
        self.part = match self.part {
            Part::SentHead => Part::SentBody,
            _ => Part::Body,
        };
        self.push("");
    }

    /// Begins a body, whose first line may follow its mark.
    fn body(&mut self, is_sent: bool, rest: &str) {
        match (is_sent, self.part) {
            (true, Part::SentHead) | (false, Part::Head) => self.begin_body(),
            (true, Part::SentBody) | (false, Part::Body) => {}
            (true, _) => {
                self.begin_request("POST", "*");
                self.begin_body();
            }
            (false, _) => match self.status.take() {
                Some(status) => {
                    self.begin_response(status);
                    self.begin_body();
                }
                None => {
                    self.close();
                    self.part = Part::Body;
                }
            },
        }
        if !rest.trim().is_empty() && rest.trim() != "None" {
            self.push(rest.trim_start());
        }
    }

    /// Writes text as it was sent or received.
    fn wire(&mut self, is_sent: bool, rest: &str) {
        let (mut plain, is_quoted) = wire(rest, self.form.is_bracketed);
        // Where a form leaves the version out.
        if is_sent && request_line(&plain).is_some_and(|request| !request.has_version) {
            plain.push_str(" HTTP/1.1");
        } else if !is_sent && status(&plain) == Some(plain.as_str()) {
            plain.insert_str(0, "HTTP/1.1 ");
        }
        let is_turn = self.part.is_sent() != is_sent || self.part == Part::Outside;
        if is_turn && !self.text.is_empty() && !self.text.ends_with('\n') {
            self.text.push('\n');
        }
        if is_sent {
            if is_turn && !plain.contains(" HTTP/1.") {
                self.begin_request("POST", "*");
                self.text.push('\n');
            }
            self.part = Part::SentBody;
            self.is_sending = true;
        } else {
            if is_turn && plain.trim().is_empty() {
                return;
            }
            if is_turn && !plain.starts_with("HTTP/") {
                self.close();
            }
            self.part = Part::Body;
            self.is_sending = false;
        }
        self.is_open = true;
        self.text.push_str(&plain);
        if !is_quoted {
            self.text.push('\n');
        }
    }

    /// Ends a part with a line that may say how the exchange ended.
    fn end(&mut self, line: &str) {
        self.close();
        self.part = Part::Outside;
        self.push(line);
    }

    /// Closes the exchange that is open: what follows is not part of it.
    fn close(&mut self) {
        if self.is_open {
            self.push("###");
            self.is_open = false;
        }
    }

    /// Writes a line of a body, joined to the one before where a string in that goes on.
    fn push_part(&mut self, line: &str) {
        let last = self
            .text
            .trim_end_matches('\n')
            .rsplit('\n')
            .next()
            .unwrap_or_default();
        let is_open =
            self.form.is_wrapped && last.len() < MAX_WRAPPED && last.matches('"').count() % 2 == 1;
        if !is_open {
            return self.push(line);
        }
        self.text.truncate(self.text.trim_end().len());
        self.text.push_str(line.trim_start());
        self.text.push('\n');
    }

    /// Writes a line.
    fn push(&mut self, line: &str) {
        if !self.text.is_empty() && !self.text.ends_with('\n') {
            self.text.push('\n');
        }
        self.text.push_str(line);
        self.text.push('\n');
    }
}
