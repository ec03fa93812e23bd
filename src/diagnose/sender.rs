//! What host and header fields say about who sent a response.

use super::Evidence;
use super::called::called;
use crate::catalog::layout::{Header, seed};
use crate::catalog::table::{NONE, hash_folded};
use crate::input::Response;
use crate::shapes::Shapes;

/// Names that RFC 2606 keeps free for documents.
const RESERVED: [&str; 3] = ["example.com", "example.net", "example.org"];

/// Ends of host names that are not names on the internet.
const LOCAL: [&str; 8] = [
    "local",
    "internal",
    "localhost",
    "test",
    "example",
    "invalid",
    "lan",
    "svc",
];

/// What a response says besides its body about whether an API sent it.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Sender {
    pub(super) host: bool,
    pub(super) header: bool,
    /// A type or package of the program that printed it names the API.
    pub(super) program: bool,
    /// A type or package of the program that printed it names another API.
    pub(super) other_program: bool,
    pub(super) is_foreign: bool,
    /// A host on the internet that is none of the API's.
    pub(super) is_elsewhere: bool,
}

impl Sender {
    /// Returns true if host or headers name the API.
    pub(super) fn names_api(&self) -> bool {
        self.host || self.header
    }

    /// Iterates over what names the API beside the body.
    pub(super) fn evidence(&self) -> impl Iterator<Item = Evidence> {
        let host = self.host.then_some(Evidence::Host);
        let header = self.header.then_some(Evidence::Header);
        let program = self.program.then_some(Evidence::Text);
        host.into_iter().chain(header).chain(program)
    }
}

/// What a response says about all APIs.
#[derive(Debug, Default)]
pub(super) struct Senders {
    /// The APIs of the host.
    host: Vec<usize>,
    /// Those of them that list the host, or the most of its name.
    nearest: Vec<usize>,
    /// The APIs whose answers never come from the host.
    foreign: Vec<usize>,
    /// The APIs that header fields identify.
    header: Vec<usize>,
    /// The APIs that types and packages of the program that printed it name.
    program: Vec<usize>,
    /// Whether the host is a name on the internet.
    is_public: bool,
}

impl Senders {
    /// Looks up host and header fields of a response.
    pub(super) fn of(shapes: &Shapes, response: &Response) -> Self {
        let mut senders = Self::default();
        let layers = shapes.layers();
        // The full name of a host ends in a dot (RFC 1034, section 3.1).
        let host = response.request.host.as_deref();
        if let Some(host) = host.map(|host| host.strip_suffix('.').unwrap_or(host)) {
            senders.is_public = is_public(host);
            let dots = host.match_indices('.').map(|(at, _)| at + 1);
            for start in std::iter::once(0).chain(dots) {
                if senders.nearest.is_empty() {
                    senders.nearest.clone_from(&senders.host);
                }
                let key = hash_folded(seed::HOST, &host[start..]);
                for (layer, first_api, _) in layers.iter() {
                    for value in layer.listed(Header::Hosts, key).iter() {
                        let api = first_api + (value >> 1) as usize;
                        match value & 1 {
                            0 => senders.host.push(api),
                            _ => senders.foreign.push(api),
                        }
                    }
                }
            }
        }
        for (name, text) in &response.headers {
            let key = hash_folded(seed::HEADER, name);
            for (layer, first_api, _) in layers.iter() {
                let marks = layer.listed(Header::Headers, key);
                for mark in 0..marks.length / 3 {
                    let (value, length) = (marks.get(mark * 3 + 1), marks.get(mark * 3 + 2));
                    let agrees = value == NONE
                        || layer.text(value, length).eq_ignore_ascii_case(text.trim());
                    if agrees {
                        senders
                            .header
                            .push(first_api + marks.get(mark * 3) as usize);
                    }
                }
            }
        }
        for name in &response.programs {
            // A protocol is spoken by the programs of all; of a vendor's names the last is the nearest.
            let named = called(layers, name, |_| true).into_iter();
            let named = named.filter(|(_, api)| layers.has_hosts(*api));
            senders.program.extend(named.max().map(|(_, api)| api));
        }
        senders
    }

    /// Iterates over the APIs of the host that count.
    pub(super) fn hosts(&self, shapes: &Shapes) -> impl Iterator<Item = usize> {
        self.host.iter().copied().filter(|api| shapes.counts(*api))
    }

    /// Returns true if the host is that of an API, and none lists more of its name.
    pub(super) fn is_nearest(&self, api: usize) -> bool {
        self.nearest.contains(&api)
    }

    /// Returns what the response says about an API.
    pub(super) fn about(&self, shapes: &Shapes, api: usize) -> Sender {
        let host = self.host.contains(&api);
        Sender {
            host,
            header: self.header.contains(&api),
            program: self.program.contains(&api),
            other_program: !self.program.is_empty() && !self.program.contains(&api),
            is_foreign: self.foreign.contains(&api),
            is_elsewhere: self.is_public && !host && shapes.layers().has_hosts(api),
        }
    }
}

/// Returns true if a host is a name on the internet: a test's address, a machine's or a cluster's own name says nothing
/// about the API.
fn is_public(host: &str) -> bool {
    let last = host.rsplit('.').next().unwrap_or_default();
    let is_reserved = RESERVED
        .iter()
        .any(|name| host == *name || host.ends_with(&format!(".{name}")));
    host.contains('.')
        && !is_reserved
        && last.bytes().all(|b| b.is_ascii_alphabetic())
        && !LOCAL.contains(&last.to_ascii_lowercase().as_str())
}
