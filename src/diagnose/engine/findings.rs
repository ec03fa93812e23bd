//! What the responses of an input come to, together.

use std::collections::HashSet;
use std::hash::{BuildHasher as _, RandomState};

use super::MOST_QUOTES;
use crate::diagnose::merge::merged;
use crate::diagnose::words::LEFT_OUT;
use crate::diagnose::{Certainty, Diagnosis, Evidence, Outcome};

/// How many different remarks are kept.
const MAX_NOTES: usize = 64;

/// Errors that were found and are not told.
#[derive(Default)]
pub(super) struct Left {
    /// What they are, by hash: only how many there are is said.
    identities: HashSet<u64>,
    hasher: RandomState,
    /// Whether one of them has no entry.
    has_unknown: bool,
}

impl Left {
    /// Returns how many different errors are not told.
    pub(super) fn count(&self) -> usize {
        self.identities.len()
    }

    /// Takes the diagnoses behind the first ones.
    pub(super) fn take(&mut self, diagnoses: &mut Vec<Diagnosis<'_>>, most: usize) {
        for diagnosis in diagnoses.drain(most.min(diagnoses.len())..) {
            let hash = self.hasher.hash_one(diagnosis.identity());
            self.identities.insert(hash);
            self.has_unknown |= diagnosis.entry.is_none();
        }
    }
}

/// What the responses of an input come to.
#[derive(Default)]
pub(super) struct Findings<'e> {
    pub(super) diagnoses: Vec<Diagnosis<'e>>,
    /// Where in the diagnoses those stand of which only words beside a body tell.
    pub(super) asides: Vec<usize>,
    /// What is to be said besides.
    pub(super) notes: Vec<String>,
    /// How many bodies of no known API were quoted, or might have been.
    pub(super) quotes: usize,
    /// Whether an API answered, instead of words that tell of it.
    pub(super) is_answered: bool,
    pub(super) has_success: bool,
    /// Whether a body of no known API is there.
    pub(super) is_unclear: bool,
    /// Whether such a body looks like an error.
    pub(super) is_error_like: bool,
    /// Whether one is what a program logged of its own exception, or of no failure.
    pub(super) has_exception: bool,
    /// Whether such a body is cut short.
    pub(super) is_cut: bool,
    /// Whether parts of such a body were left out.
    pub(super) is_elided: bool,
    /// How many readings of bodies were weighed.
    pub(super) work: usize,
    /// Whether that was too many, so that the rest of the input was not looked at.
    pub(super) is_stopped: bool,
    /// What is not told, because there is too much of it.
    pub(super) left: Left,
}

impl Findings<'_> {
    /// Quotes a body of no known API, unless so many were quoted already.
    pub(super) fn say(&mut self, quote: Option<String>) {
        let Some(quote) = quote.filter(|quote| !self.notes.contains(quote)) else {
            return;
        };
        self.quotes += 1;
        if self.quotes <= MOST_QUOTES {
            self.notes.push(quote);
        }
    }

    /// Adds remarks, each only once.
    pub(super) fn note(&mut self, notes: impl IntoIterator<Item = String>) {
        for note in notes {
            if self.notes.len() < MAX_NOTES && !self.notes.contains(&note) {
                self.notes.push(note);
            }
        }
    }

    /// Makes one diagnosis of the same error seen several times, and tells no more than so many.
    pub(super) fn compact(&mut self, most: usize) {
        self.drop_asides();
        self.asides.clear();
        self.drop_repeats();
        self.diagnoses = merged(std::mem::take(&mut self.diagnoses));
        self.left.take(&mut self.diagnoses, most);
    }

    /// Says how many bodies were not quoted.
    pub(super) fn unsaid(&self) -> Option<String> {
        match self.quotes.saturating_sub(MOST_QUOTES) {
            0 => None,
            1 => Some("One more body of no API in the catalog says something else.".to_owned()),
            more => Some(format!(
                "{more} more bodies of no API in the catalog say something else."
            )),
        }
    }

    /// Drops what words beside a body tell where an answer is elsewhere: they may be of that one.
    pub(super) fn drop_asides(&mut self) {
        let known = self.diagnoses.iter().filter(|d| d.entry.is_some());
        let statuses: HashSet<Option<u16>> = known.map(|d| d.http_status).collect();
        let mut at = 0..;
        self.diagnoses.retain(|d| {
            let is_aside = at
                .next()
                .is_some_and(|at| self.asides.binary_search(&at).is_ok());
            !(is_aside && statuses.contains(&d.http_status))
        });
    }

    /// Drops what an answer says already, and a status that is told without anything else beside a known error with the same status: programs print the status
    /// of one failure in several places.
    pub(super) fn drop_repeats(&mut self) {
        let is_its = |known: Option<&Diagnosis<'_>>, told: &Diagnosis<'_>| {
            known.is_some_and(|known| {
                let (host, other) = (&known.request.host, &told.request.host);
                let is_elsewhere = host.is_some() && other.is_some() && host != other;
                known.entry.is_some() && known.http_status == told.http_status && !is_elsewhere
            })
        };
        let is_bare = |d: &Diagnosis<'_>| {
            d.certainty == Certainty::StatusOnly && d.message.is_none() && d.code.is_none()
        };
        // A sentence of an answer, which a program repeats in its own words.
        let is_said_again = |told: &Diagnosis<'_>| {
            let is_words = told.evidence == [Evidence::Message];
            is_words
                && self.diagnoses.iter().any(|known| {
                    let is_its = known.api.map(|api| &api.id) == told.api.map(|api| &api.id);
                    is_its
                        && known.evidence.contains(&Evidence::Envelope)
                        && known.http_status == told.http_status
                })
        };
        let found = &self.diagnoses;
        let is_repeat: Vec<bool> = (0..found.len())
            .map(|at| {
                let before = at.checked_sub(1).and_then(|at| found.get(at));
                let told = &found[at];
                is_said_again(told)
                    || is_bare(told) && (is_its(before, told) || is_its(found.get(at + 1), told))
            })
            .collect();
        let mut is_repeat = is_repeat.into_iter();
        self.diagnoses
            .retain(|_| !is_repeat.next().unwrap_or(false));
    }

    /// Says what the input comes to.
    pub(super) fn outcome(&self) -> Outcome {
        let is_known = |d: &Diagnosis<'_>| d.entry.is_some();
        if !self.diagnoses.is_empty() {
            if self.diagnoses.iter().all(is_known) && !self.is_error_like && !self.left.has_unknown
            {
                Outcome::Diagnosed
            } else {
                Outcome::Unrecognized
            }
        } else if self.is_unclear {
            Outcome::Unrecognized
        } else if self.has_success {
            Outcome::Success
        } else {
            Outcome::Empty
        }
    }

    /// Says why no body is known, if it is not whole.
    pub(super) fn why_unknown(&self) -> Option<&'static str> {
        if self.is_elided {
            Some(LEFT_OUT)
        } else if self.is_cut {
            Some("The body is too short to identify the error: paste all of it.")
        } else {
            None
        }
    }
}

/// Returns true if a code that prose names can have come with a status that the prose mentions: with one of its class, with
/// any if the API reports it in a success, and if it has no status of its own, with one on the same line.
pub(super) fn may_have(named: &Diagnosis<'_>, told: &Diagnosis<'_>) -> bool {
    let class = |d: &Diagnosis<'_>| d.http_status.map(|status| status / 100);
    class(named) == class(told)
        || class(named) == Some(2)
        || named.http_status.is_none() && named.line == told.line
}

/// Adds what words name to what they tell of statuses. A status next to a code that is named belongs to it: one error, not two.
/// One of another class is another's.
pub(super) fn joined<'e>(
    mut named: Vec<Diagnosis<'e>>,
    told: Vec<Diagnosis<'e>>,
) -> Vec<Diagnosis<'e>> {
    let is_its = |told: &Diagnosis<'_>| named.iter().any(|d| may_have(d, told));
    let (its, others): (Vec<_>, Vec<_>) = told.into_iter().partition(is_its);
    for diagnosis in &mut named {
        let own = its.iter().find(|told| may_have(diagnosis, told));
        let status = own.and_then(|told| told.http_status);
        // `+CMS ERROR: 500`: the code is a number, not a status.
        let is_code = status.is_some_and(|status| diagnosis.code == Some(status.to_string()));
        if diagnosis.http_status.is_some() || !is_code {
            diagnosis.http_status = status.or(diagnosis.http_status);
        }
    }
    named.extend(others);
    named
}
