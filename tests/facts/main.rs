//! What the vendors' pages and repositories say, held against the built-in catalog: in process, one answer at a time.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod answers;
#[path = "../examples/mod.rs"]
mod examples;
mod exchanges;
mod foreign;
mod gateways;
mod sending;
mod sendivent;
mod sent;
mod sessions;
mod shapes;
mod sinch;
mod tables;
mod unknown;
mod words;
