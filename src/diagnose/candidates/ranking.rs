//! The order of candidates, and what the best of them says about the others.

use std::cmp::Reverse;
use std::collections::HashSet;

use super::{Candidate, Ranked};
use crate::diagnose::sender::Senders;
use crate::diagnose::{Certainty, Evidence};

/// Returns what candidates are ranked by: certainty, then a code before words, then how much agrees.
pub(super) fn strength(candidate: &Candidate<'_, '_>) -> (Certainty, bool, usize) {
    (
        candidate.certainty,
        candidate.evidence.contains(&Evidence::Code),
        candidate.evidence.len(),
    )
}

/// Keeps of each entry the best candidate: a code may lead to one by several of its names.
pub(super) fn keep_once(ranked: &mut Ranked<'_, '_>) {
    let mut seen: HashSet<(usize, Option<usize>)> = HashSet::new();
    ranked.retain(|candidate| seen.insert((candidate.entry, candidate.element)));
}

/// Makes candidates of a vendor's other APIs less certain where the host is listed by the API of one that is as certain.
pub(super) fn prefer_nearest(ranked: &mut Ranked<'_, '_>, senders: &Senders) {
    let Some(best) = ranked.first().map(|best| best.certainty) else {
        return;
    };
    let is_best = |candidate: &Candidate<'_, '_>| candidate.certainty == best;
    let is_nearest = |candidate: &Candidate<'_, '_>| senders.is_nearest(candidate.api);
    if !ranked.iter().any(|c| is_best(c) && is_nearest(c)) {
        return;
    }
    let is_other = |candidate: &&mut Candidate<'_, '_>| {
        is_best(candidate) && !is_nearest(candidate) && candidate.evidence.contains(&Evidence::Host)
    };
    for other in ranked.iter_mut().filter(is_other) {
        other.certainty = other.certainty.min(Certainty::Likely);
    }
    sort(ranked);
}

/// Returns true if something besides the body names the API of a candidate.
pub(super) fn is_named(candidate: &Candidate<'_, '_>) -> bool {
    let mut evidence = candidate.evidence.iter();
    evidence.any(|kind| matches!(kind, Evidence::Host | Evidence::Header | Evidence::Text))
}

/// Makes candidates less certain that nothing but the body speaks for, where something else names the API of the best.
pub(super) fn prefer_sender(ranked: &mut Ranked<'_, '_>) {
    let Some(best) = ranked.first().filter(|best| is_named(best)) else {
        return;
    };
    let api = best.api;
    if best.certainty != Certainty::Likely {
        return;
    }
    let others = ranked.iter_mut().skip(1);
    for other in others.filter(|other| other.api != api && !is_named(other)) {
        other.certainty = other.certainty.min(Certainty::Possible);
    }
}

/// Sorts candidates, the best first; of equals that of the API that comes first in the catalog.
pub(super) fn sort(ranked: &mut Ranked<'_, '_>) {
    ranked.sort_by_key(|candidate| (Reverse(strength(candidate)), candidate.api));
}
