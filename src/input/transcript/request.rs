//! What the lines of a text say about the request that the next response answers.

use super::Reader;
use crate::input::{Request, http, markers};

impl Reader<'_> {
    /// Notes a request line.
    pub(super) fn note_request(&mut self, method: &str, target: &str) {
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
    pub(super) fn note_request_header(&mut self, line: &str) {
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
    pub(super) fn note_command(&mut self, line: &str) {
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
    pub(super) fn note_fetched(&mut self, number: usize, line: &str) {
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
}
