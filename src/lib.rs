//! Tells what an API's error response means, why it happened, what to do now and whether to retry.
//!
//! The way is one straight line: bytes become [text](input::decode), text becomes [responses](input::extract), what a
//! response says becomes [facts], and facts compared with the [catalog] become a [diagnosis](mod@diagnose).
//!
//! ```
//! let catalog = errdoc::Catalog::builtin();
//! let report = errdoc::diagnose(br#"{"error":"Event 'welcome' not found"}"#, &catalog)?;
//! assert_eq!(report.diagnoses[0].code.as_deref(), Some("event-not-found"));
//! assert_eq!(report.diagnoses[0].values["event"], "welcome");
//! # Ok::<(), errdoc::CatalogError>(())
//! ```
//!
//! A code is looked up without a response:
//!
//! ```
//! use errdoc::catalog::{Catalog, Found, Verdict};
//!
//! let catalog = Catalog::builtin();
//! let Found::Entries(hits) = catalog.find("auth 2")? else {
//!     unreachable!("AUTH_002 is built in")
//! };
//! assert_eq!(hits[0].entry.code, "AUTH_002");
//! assert_eq!(hits[0].entry.retry.verdict, Verdict::AfterFix);
//! # Ok::<(), errdoc::CatalogError>(())
//! ```
//!
//! The program's own needs (command line, colours, tables) need the feature `cli`, which is on by default:
//! `default-features = false` leaves the library alone.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

pub mod catalog;
pub mod check;
#[cfg(test)]
#[path = "../tests/clock/mod.rs"]
mod clock;
pub mod diagnose;
mod doc;
pub mod draft;
pub mod facts;
pub mod input;
mod lazy;
pub mod pattern;
mod places;
pub mod redact;
pub mod resend;
pub mod retry_after;
pub mod sanitize;
#[cfg(feature = "scan")]
pub mod scan;
pub mod search;
mod shapes;
mod stamp;
pub mod support;
mod vocabulary;
mod words;

pub use catalog::{Catalog, CatalogError};
pub use diagnose::{Certainty, Diagnosis, Engine, Outcome, Report};

/// Diagnoses the bytes of an input: the whole way from what was pasted to what it is.
///
/// The catalog is made ready at the first call and kept ready in it. [`Engine`] is the same by hand: for some of the
/// APIs only, or to know before the first input that the catalog is whole.
///
/// ```
/// use errdoc::{Catalog, Engine, Outcome};
///
/// let body = br#"{"success":false,"error":{"code":"AUTH_002","message":"Invalid or expired API key"}}"#;
/// let catalog = Catalog::builtin();
/// let report = errdoc::diagnose(body, &catalog)?;
/// assert_eq!(report.outcome, Outcome::Diagnosed);
///
/// let engine = Engine::new(&catalog, &["sent-v3"])?;
/// let report = engine.diagnose_bytes(body);
/// assert_eq!(report.diagnoses[0].code.as_deref(), Some("AUTH_002"));
/// # Ok::<(), errdoc::CatalogError>(())
/// ```
///
/// # Errors
/// When a catalog file is broken.
pub fn diagnose<'c>(bytes: &[u8], catalog: &'c Catalog) -> Result<Report<'c>, CatalogError> {
    Ok(catalog.engine()?.diagnose_bytes(bytes))
}
