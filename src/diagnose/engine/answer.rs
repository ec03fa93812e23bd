//! What a response is, and what a place in it is in.

use crate::diagnose::Diagnosis;

/// What a place is in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Within {
    /// An answer, or nothing that says what it is.
    Answer,
    /// A string of an answer that came with a status of success.
    Quotation,
    /// What says of itself that it is a success.
    Success,
}

/// What one response is.
pub(super) enum Answer<'e> {
    /// Errors, diagnosed or not.
    Errors(Vec<Diagnosis<'e>>),
    /// No error.
    Success,
    /// A body of no known API; whether it looks like an error.
    Unclear { is_error: bool },
    /// Nothing to speak of, but for a status that words name.
    Aside(Option<Box<Diagnosis<'e>>>),
}
