//! From bytes to responses: what came in is decoded, and the answers of an API are found in it.

#[cfg(feature = "scan")]
mod bare;
mod budget;
pub(crate) mod carrier;
pub(crate) mod control;
mod dialects;
mod elided;
mod encoding;
mod extract;
mod form_text;
mod forms;
#[cfg(fuzzing)]
pub mod fuzzing;
mod gutters;
mod http;
pub(crate) mod json;
mod lenient;
mod lines;
pub(crate) mod markers;
pub(crate) mod packed;
mod pairs;
pub(crate) mod prefixes;
mod printed;
pub(crate) mod programs;
mod quoted;
mod records;
mod sent;
mod transcript;
mod values;
mod whose;
pub(crate) mod wrapped;
pub(crate) mod xml;

#[cfg(feature = "scan")]
pub(crate) use bare::is_bare;
pub use encoding::{Text, decode};
#[cfg(feature = "scan")]
pub(crate) use extract::extract_bare;
pub(crate) use extract::shows_request;
pub use extract::{extract, secrets};
pub(crate) use form_text::form;

use std::sync::Arc;

use serde_json::Value;

/// The largest document that is read; what is longer is cut, and said to be.
pub const MOST_BYTES: usize = 16 * 1024 * 1024;

/// What was found in an input.
#[derive(Debug, Clone, Default)]
pub struct Extraction {
    /// The responses, in the order in which they stand.
    pub responses: Vec<Response>,
    /// What documents hold beside the responses in them.
    pub beside: Vec<Response>,
    /// A response of which only words tell, beside values that may be anything: it counts where nothing else does.
    pub told: Option<Box<Response>>,
    /// Text outside of responses and requests, in which a code may be named.
    pub prose: String,
    /// The text but for JSON and what was sent: what programs print may look like a body itself.
    pub printed: String,
    /// What is worth saying about the input as a whole.
    pub remarks: Vec<Remark>,
    /// Values that may never be said.
    pub secrets: Vec<String>,
}

/// Something worth saying about an input.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Remark {
    /// The client got no HTTP response; its own words, whole: they may hold secrets.
    NoResponse(String),
    /// The client threw the body away.
    BodyDropped,
    /// The input was longer than is read; how many bytes of text were.
    TooLong(usize),
    /// The input holds more responses than are read.
    TooMany,
    /// The input is binary.
    Binary,
    /// Only a request is there.
    OnlyRequest,
}

/// One answer of a server, as far as the input shows it.
#[derive(Debug, Clone, Default)]
pub struct Response {
    /// The status of the transport.
    pub status: Option<u16>,
    /// The header fields in order.
    pub headers: Vec<(String, String)>,
    /// What was sent.
    pub body: Body,
    /// The request it answers.
    pub request: Request,
    /// When it came, as what is around it says.
    pub time: Option<String>,
    /// The 1-based line on which it begins.
    pub line: usize,
    /// Whether only words tell of the response: no head, no body.
    pub is_told: bool,
    /// Whether the body ends before it is complete.
    pub is_cut: bool,
    /// JSON Pointer of the value in which a cut body ends.
    pub cut_at: Option<String>,
    /// Whether whoever printed the body left parts of it out: `[Object]`.
    pub is_elided: bool,
    /// What the program that printed it calls its own types and packages: `square.core.api_error.ApiError`.
    pub programs: Vec<String>,
}

/// What is known of the request.
#[derive(Debug, Clone, Default)]
pub struct Request {
    /// The method.
    pub method: Option<String>,
    /// The host, without a port.
    pub host: Option<String>,
    /// The path, without the query.
    pub path: Option<String>,
    /// The payload. Many responses may share one.
    pub payload: Option<Arc<str>>,
}

impl Request {
    /// Returns method and path, as far as they are known.
    #[must_use]
    pub fn endpoint(&self) -> Option<String> {
        match (&self.method, &self.path) {
            (Some(method), Some(path)) => Some(format!("{method} {path}")),
            (known, None) | (None, known) => known.clone(),
        }
    }
}

/// What a server sent.
#[derive(Debug, Clone, Default)]
pub enum Body {
    /// Nothing, or nothing that the input shows.
    #[default]
    Empty,
    /// JSON, or something read as such.
    Json(Value),
    /// A page for browsers.
    Html(String),
    /// Other text.
    Text(String),
}

impl Body {
    /// Returns a body in plain words as what it is: XML and forms that tell an error are objects, everything else is text.
    pub(crate) fn of_text(text: &str) -> Self {
        let xml = xml::find(text).filter(|xml| text[..xml.start].trim().is_empty());
        let object = xml.map(|xml| xml.value).or_else(|| form_text::read(text));
        object.map_or_else(|| Self::Text(text.to_owned()), Self::Json)
    }
}

impl Response {
    /// Returns the value of the first header field with this name.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(known, _)| known.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.as_str())
    }

    /// Returns the response to a redirect that carries an error in its `Location`, with that error as its body.
    pub(crate) fn redirected(&self) -> Option<Self> {
        let is_bare = !matches!(self.body, Body::Json(_));
        let location = self.header("location").filter(|_| is_bare)?;
        let error = form_text::of_location(self.status, location)?;
        Some(Self {
            body: Body::Json(error),
            ..self.clone()
        })
    }
}
