//! Tells a line that is read as one body, as it stands, from one that the whole way of reading has more to say about.

use std::sync::LazyLock;

use memchr::memmem::Finder;

use super::json::INVISIBLE;
use super::{carrier, markers};
use crate::doc::Node;

/// What tells that a line of JSON may be more than a body: a page or a form of a client in it, the head of a response, a wait.
static SIGNS: LazyLock<[Finder<'static>; 5]> =
    LazyLock::new(|| ["HTTP/", "etry-", "ETRY", "~~~", "{- "].map(Finder::new));

/// Characters that change how a line is read, as invisible ones do: edges of boxes.
const EDGES: [char; 2] = ['\u{2502}', '\u{250c}'];

/// Returns true if a line that is one JSON object is read as a body as it stands, and nothing beside that. What of it carries
/// a response is not looked at here.
pub(crate) fn is_bare(line: &str, root: Node<'_>) -> bool {
    let bytes = line.as_bytes();
    memchr::memchr2(b'<', b'>', bytes).is_none()
        && SIGNS.iter().all(|sign| sign.find(bytes).is_none())
        && (line.is_ascii() || !line.contains(|c| INVISIBLE.contains(&c) || EDGES.contains(&c)))
        && !carrier::is_report(root)
        && !is_failure(root)
        && !has_twice(root)
}

/// How many members an object may have in which none is looked for that is there twice.
const MAX_MEMBERS: usize = 64;

/// Returns true if an object at or below a node may have two members of the same name: of these the last counts.
fn has_twice(node: Node<'_>) -> bool {
    if node.is_object() {
        let names: Vec<_> = node.children().map(Node::name).collect();
        let is_known = |(at, name)| names[..at].contains(name);
        if names.len() > MAX_MEMBERS || names.iter().enumerate().any(is_known) {
            return true;
        }
    }
    node.children().any(has_twice)
}

/// Returns true if an object may be a client's error, of which the answer is not a part.
fn is_failure(root: Node<'_>) -> bool {
    markers::is_failure(|names| {
        let mut names = names.iter();
        names.try_fold(root, |node, name| node.get(name))?.text()
    })
}
