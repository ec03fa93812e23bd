//! Responses that came before the answer.

use super::Block;

/// Leaves out what came before the answer: 1xx, replies to CONNECT, and redirects that were followed.
pub(super) fn without_intermediaries(blocks: Vec<Block>) -> Vec<Block> {
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

/// Returns true if a header field may stand in a proxy's reply to CONNECT.
fn is_of_proxy(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    name.starts_with("proxy-")
        || ["via", "date", "server", "connection", "x-proxy"].contains(&name.as_str())
}
