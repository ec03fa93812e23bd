//! The forms in which clients log an exchange, one file each: what marks the request, what marks the response.
//!
//! A file begins with a sentence, then come rows of a role and a mark, then an example and the exchange that it is. A line that
//! begins with a mark plays that role, and the lines below it go on until the next mark. In a mark `#` is any number. Some marks
//! are whole lines: `{number}` has nothing but a status, `{status}` a status and its reason. `{method}` has a method and a URL,
//! `{call}` also an arrow and the status. To add a form, write a file and name it in [`FILES`].

mod read;
mod write;

use std::sync::LazyLock;

use memchr::memmem::Finder;

/// The files, the more specific before the more general.
const FILES: [&str; 30] = [
    include_str!("apache-wire.txt"),
    include_str!("apache-headers.txt"),
    include_str!("curl-trace-time.txt"),
    include_str!("faraday.txt"),
    include_str!("httparty.txt"),
    include_str!("http-rb.txt"),
    include_str!("feign.txt"),
    include_str!("httpx-ruby.txt"),
    include_str!("r-httr.txt"),
    include_str!("ruby-net-http.txt"),
    include_str!("python-http-client.txt"),
    include_str!("ktor.txt"),
    include_str!("dio.txt"),
    include_str!("pretty-dio.txt"),
    include_str!("alamofire.txt"),
    include_str!("mitmproxy.txt"),
    include_str!("postman-console.txt"),
    include_str!("cypress.txt"),
    include_str!("api-gateway.txt"),
    include_str!("moya.txt"),
    include_str!("jersey.txt"),
    include_str!("rest-assured.txt"),
    include_str!("requests-toolbelt.txt"),
    include_str!("micronaut.txt"),
    include_str!("cxf.txt"),
    include_str!("gatling.txt"),
    include_str!("tesla.txt"),
    include_str!("robot-requests.txt"),
    include_str!("excon.txt"),
    include_str!("vcr.txt"),
];

/// The forms, read once.
static FORMS: LazyLock<Vec<Form>> =
    LazyLock::new(|| FILES.iter().map(|file| Form::of(file)).collect());

/// What a line that begins with a mark is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Role {
    /// A request begins; the method and the URL may follow.
    Request,
    /// The method of the request.
    Method,
    /// The URL of the request.
    Url,
    /// A response begins; its status may follow.
    Response,
    /// The status of the response, on a line of its own.
    Status,
    /// Header fields of what was begun last: after the mark, or below it.
    Headers,
    /// One header field after the mark.
    Header,
    /// The body of what was begun last: after the mark, or below it.
    Body,
    /// The body of the request, whatever was begun last.
    SentBody,
    /// The body of the response, whatever was begun last.
    ReceivedBody,
    /// Text as it was sent, after the mark.
    Sent,
    /// Text as it was received, after the mark.
    Received,
    /// The part ends: what follows is none of it.
    End,
    /// A line that says nothing of the exchange.
    Skip,
}

/// The roles by the names that they have in the files.
const ROLES: [(&str, Role); 14] = [
    ("request", Role::Request),
    ("method", Role::Method),
    ("url", Role::Url),
    ("response", Role::Response),
    ("status", Role::Status),
    ("headers", Role::Headers),
    ("header", Role::Header),
    ("body", Role::Body),
    ("sent-body", Role::SentBody),
    ("received-body", Role::ReceivedBody),
    ("sent", Role::Sent),
    ("received", Role::Received),
    ("end", Role::End),
    ("skip", Role::Skip),
];

/// A form.
#[derive(Debug, Default)]
struct Form {
    /// What a text in this form has, each of them.
    signatures: Vec<Finder<'static>>,
    /// The marks, the first that fits counts.
    marks: Vec<(&'static str, Role)>,
    /// Whether a logger may have written words of its own before a mark.
    has_prefix: bool,
    /// What is drawn at the side of each line.
    edges: Vec<&'static str>,
    /// Whether a string that is too long for a line goes on in the next.
    is_wrapped: bool,
    /// Whether a text in this form has both a request and a response.
    is_whole: bool,
    /// Whether text as sent has its line ends in brackets, and nothing else of it escaped.
    is_bracketed: bool,
}

impl Form {
    /// Reads a form from its file.
    fn of(file: &'static str) -> Self {
        let mut form = Self::default();
        for row in file.lines().take_while(|row| !row.starts_with("===")) {
            let (name, mark) = row.split_once(' ').unwrap_or((row, ""));
            let mark = mark.trim();
            let role = ROLES.iter().find(|(known, _)| *known == name);
            match (role, name) {
                (Some((_, role)), _) => form.marks.push((mark, *role)),
                (None, "signature") => form.signatures.push(Finder::new(mark)),
                (None, "prefix") => form.has_prefix = true,
                (None, "edge") => form.edges.push(mark),
                (None, "wrapped") => form.is_wrapped = true,
                (None, "whole") => form.is_whole = true,
                (None, "brackets") => form.is_bracketed = true,
                _ => {}
            }
        }
        form
    }

    /// Returns true if one of the marks has a role.
    fn has(&self, role: Role) -> bool {
        self.marks.iter().any(|(_, own)| *own == role)
    }

    /// Returns true if a text has all that a text in this form has.
    fn is_of(&self, text: &str) -> bool {
        let mut signatures = self.signatures.iter();
        signatures.all(|signature| signature.find(text.as_bytes()).is_some())
            && (!self.is_whole || read::has_both(self, text))
    }
}

/// Returns a text in the form of HTTP exchanges; nothing where it is in none of the forms.
pub(super) fn plain(text: &str) -> Option<String> {
    // An exchange has several lines.
    memchr::memchr(b'\n', text.trim_end().as_bytes())?;
    let form = FORMS.iter().find(|form| form.is_of(text))?;
    Some(write::exchanges(form, text))
}

#[cfg(test)]
mod tests {
    use super::{FILES, plain};

    #[test]
    fn every_forms_example_is_the_exchange_that_its_file_says() {
        for file in FILES {
            let (name, rest) = file.split_once('\n').unwrap();
            let (_, rest) = rest.split_once("=== example\n").expect(name);
            let (example, exchange) = rest.split_once("=== exchange\n").expect(name);
            assert_eq!(plain(example).as_deref(), Some(exchange), "{name}");
        }
    }

    #[test]
    fn a_text_in_no_form_is_left_alone() {
        for text in [
            "",
            "{\"error\":\n1}\n",
            "-> a\n<- b\n",
            "Response Body\n{}\n",
        ] {
            assert_eq!(plain(text), None, "{text}");
        }
    }
}
