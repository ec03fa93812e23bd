//! The lines of HTTP messages as clients print them: status lines, header fields, request lines, URLs.
//!
//! A strict parser such as httparse refuses what people paste: indented by wget, prefixed by curl, without the
//! carriage returns, `HTTP/2 429` without a minor version. The forms here are those of RFC 9112, read tolerantly.

use crate::sanitize::char_floor;

/// The longest host name (RFC 1035).
const MOST_HOST: usize = 255;

/// The longest path that is kept: every response of an exchange has a copy.
const MOST_PATH: usize = 2048;

/// The methods that begin a request line.
pub(super) const METHODS: [&str; 8] = [
    "GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "CONNECT",
];

/// A request line, or what a client shows in its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct RequestLine<'a> {
    pub(super) method: &'a str,
    pub(super) target: &'a str,
    pub(super) has_version: bool,
}

/// Reads `HTTP/1.1 404 Not Found` at the start of a line; gives the status.
pub(super) fn status_line(line: &str) -> Option<u16> {
    // The first field of a head in HTTP/2. A success is one only there: gRPC says what failed in its trailers.
    if let Some(status) = line.strip_prefix(":status: ") {
        let status = status.trim().parse().ok();
        return status.filter(|status| (400..600).contains(status));
    }
    let rest = line.strip_prefix("HTTP/")?;
    let (version, rest) = rest.split_once(' ')?;
    let is_version = (1..=3).contains(&version.len())
        && version.bytes().all(|b| b.is_ascii_digit() || b == b'.')
        && version.starts_with(|c: char| c.is_ascii_digit());
    let digits = rest.get(..3)?;
    let ends = rest[3..].chars().next().is_none_or(char::is_whitespace);
    let status: u16 = digits.parse().ok()?;
    (is_version && ends && (100..600).contains(&status)).then_some(status)
}

/// Reads `name: value`, and `name: "value"` as Ruby prints it; a name is a token of RFC 9110.
pub(super) fn header_field(line: &str) -> Option<(&str, &str)> {
    let (name, value) = line.split_once(':')?;
    let name = name.trim_end();
    let is_token = !name.is_empty()
        && name
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&b));
    is_token.then(|| (name, unquoted(value.trim())))
}

/// Returns a value without the quotes around the whole of it.
fn unquoted(value: &str) -> &str {
    let inner = value
        .strip_prefix('"')
        .and_then(|rest| rest.strip_suffix('"'));
    inner.filter(|inner| !inner.contains('"')).unwrap_or(value)
}

/// Reads `POST /v3/messages HTTP/1.1`, with or without the version.
pub(super) fn request_line(line: &str) -> Option<RequestLine<'_>> {
    let mut words = line.split_ascii_whitespace();
    let method = words.next().filter(|word| METHODS.contains(word))?;
    let target = words.next()?;
    let version = words.next();
    let is_target = target.starts_with('/')
        || target.starts_with("http://")
        || target.starts_with("https://")
        || method == "CONNECT"
        || target == "*";
    let has_version = version.is_some_and(|v| v.starts_with("HTTP/"));
    if !is_target || (version.is_some() && !has_version) || words.next().is_some() {
        return None;
    }
    Some(RequestLine {
        method,
        target,
        has_version,
    })
}

/// Returns host and path of the first web address in a text, without port, credentials, query and fragment.
pub(super) fn url(text: &str) -> Option<(String, String)> {
    let start = text
        .find("https://")
        .map(|at| at + 8)
        .or_else(|| text.find("http://").map(|at| at + 7))?;
    let end = text[start..]
        .find(|c: char| c.is_whitespace() || "\"'`<>\\|{}^()[],;".contains(c))
        .map_or(text.len(), |length| start + length);
    let address = &text[start..end];
    let (authority, path) = match address.find(['/', '?', '#']) {
        Some(at) => address.split_at(at),
        None => (address, ""),
    };
    let authority = authority.rsplit('@').next().unwrap_or_default();
    Some((host(authority)?, self::path(path).to_owned()))
}

/// Returns the path of a request target, without query and fragment, as far as a path is of use.
pub(super) fn path(target: &str) -> &str {
    let path = target.split(['?', '#']).next().unwrap_or_default();
    &path[..char_floor(path, MOST_PATH)]
}

/// Returns the host of a `Host` header field or an authority: without the port.
pub(super) fn host(authority: &str) -> Option<String> {
    let host = authority.trim().split(':').next().unwrap_or_default();
    let host = &host[..char_floor(host, MOST_HOST)];
    (!host.is_empty()).then(|| host.to_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::{header_field, request_line, status_line, url};

    #[test]
    fn status_lines_are_read_in_every_version() {
        for (line, status) in [
            ("HTTP/1.1 404 Not Found", 404),
            ("HTTP/2 429 ", 429),
            ("HTTP/2 429", 429),
            ("HTTP/1.0 200 Connection established", 200),
        ] {
            assert_eq!(status_line(line), Some(status), "{line}");
        }
        for line in [
            "HTTP/1.1 4040",
            "HTTP/1.1\" 404",
            "HTTP/x 404",
            "HTTP/2 999",
            "HTTP/1.1",
        ] {
            assert_eq!(status_line(line), None, "{line}");
        }
    }

    #[test]
    fn a_header_name_is_a_token() {
        assert_eq!(header_field("X-Id: a:b"), Some(("X-Id", "a:b")));
        assert_eq!(header_field("x-id: \"33\""), Some(("x-id", "33")));
        let policy = "\"a\";r=0;t=1, \"b\"";
        let line = format!("RateLimit: {policy}");
        assert_eq!(header_field(&line), Some(("RateLimit", policy)));
        assert_eq!(header_field("Saving to: x"), None);
        assert_eq!(header_field("{\"a\": 1}"), None);
    }

    #[test]
    fn a_request_line_ends_with_its_target_or_version() {
        assert!(request_line("POST /v3/messages HTTP/1.1").is_some_and(|r| r.has_version));
        assert!(request_line("GET https://a.example/x").is_some_and(|r| !r.has_version));
        assert_eq!(request_line("POST /v3/messages gives an error"), None);
        assert_eq!(request_line("GET ready"), None);
    }

    #[test]
    fn a_url_gives_host_and_path_only() {
        let (host, path) = url("see https://me:pw@API.example:8443/v1/x?token=1#a now").unwrap();
        assert_eq!((host.as_str(), path.as_str()), ("api.example", "/v1/x"));
        assert_eq!(url("nothing here"), None);
    }
}
