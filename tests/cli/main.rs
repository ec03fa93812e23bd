//! The command line as users and scripts rely on it: exit statuses, streams, forms, and what each command takes.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod catalogs;
mod door;
mod exits;
mod explain;
mod listing;
mod masked;
mod pager;
mod parse;
#[path = "../program/mod.rs"]
mod program;
mod streams;
mod trouble;
