//! Tells what an API's error response means, why it happened, what to do now and whether to send again.
//!
//! The way is one straight line: bytes become [text](input::decode), text becomes [responses](input::extract), what a
//! response says becomes [facts], and facts held against the [catalog] become a [diagnosis](mod@diagnose).
//!
//! ```
//! use errdoc::{Catalog, Engine};
//!
//! let catalog = Catalog::builtin();
//! let engine = Engine::new(&catalog, &[])?;
//! let report = errdoc::diagnose(&engine, br#"{"error":"Event 'welcome' not found"}"#);
//! assert_eq!(report.diagnoses[0].code.as_deref(), Some("event-not-found"));
//! assert_eq!(report.diagnoses[0].values["event"], "welcome");
//! # Ok::<(), errdoc::CatalogError>(())
//! ```
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

pub mod catalog;
pub mod check;
pub mod diagnose;
pub mod facts;
pub mod input;
pub mod pattern;
pub mod redact;
pub mod retry_after;
pub mod sanitize;
pub mod search;
pub mod support;

pub use catalog::{Catalog, CatalogError};
pub use diagnose::{Certainty, Diagnosis, Engine, Outcome, Report};

/// Diagnoses the bytes of an input: the whole way from what was pasted to what it is.
#[must_use]
pub fn diagnose<'e>(engine: &'e Engine, bytes: &[u8]) -> Report<'e> {
    engine.diagnose(&input::extract(&input::decode(bytes)))
}
