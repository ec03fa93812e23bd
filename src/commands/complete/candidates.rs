//! The candidates at the cursor, and those that a catalog has: codes, APIs and statuses.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use errdoc::catalog::{Catalog, Label};

/// How many codes there is room for from the start: more than most catalogs have, so that nothing is moved about at a Tab.
const MOST_KNOWN: usize = 256;

/// How many codes and APIs are offered at most: nobody reads more.
const MAX_OFFERED: usize = 200;

/// One candidate at the cursor.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Candidate<'c> {
    pub(super) value: Cow<'c, str>,
    pub(super) about: Cow<'c, str>,
}

/// Returns the codes that begin as typed, after `api:` that API's, and the names of APIs; at most [`MAX_OFFERED`].
pub(super) fn codes<'c>(catalog: &'c Catalog, only: &[&str], typed: &str) -> Vec<Candidate<'c>> {
    let (name, code) = match typed.split_once([':', '/']) {
        Some((name, code)) if !name.is_empty() => (&typed[..=name.len()], code),
        _ => ("", typed),
    };
    let mut ids: Vec<&str> = only.to_vec();
    if !name.is_empty() {
        ids = catalog.resolve_api(&name[..name.len() - 1]);
        ids.retain(|id| only.is_empty() || only.contains(id));
        if ids.is_empty() {
            return Vec::new();
        }
    }
    let mut apis = Vec::new();
    let mut numbers = HashSet::new();
    if name.is_empty() {
        let ids = catalog.ids().into_iter();
        let ids = ids.filter(|id| only.is_empty() && is_plain(id) && begins(id, typed));
        apis.extend(ids.map(|id| candidate(format!("{id}:"), "Codes of this API alone")));
        if only.is_empty() && !typed.is_empty() {
            let statuses: Vec<_> = statuses(catalog, typed).collect();
            numbers.extend(statuses.iter().map(|status| status.value.clone()));
            apis.extend(statuses);
        }
    }
    let mut known = HashSet::with_capacity(MOST_KNOWN);
    let mut found: Vec<Label<'_>> = Vec::with_capacity(MOST_KNOWN);
    for label in catalog.labels(&ids) {
        // A number that is a status is explained as one.
        let is_status = numbers.contains(label.code);
        if begins(label.code, code)
            && is_plain(label.code)
            && !is_status
            && known.insert(label.code)
        {
            found.push(label);
        }
    }
    let room = MAX_OFFERED.saturating_sub(apis.len());
    if found.len() > room {
        found = spread(found, code.len(), room);
    }
    let codes = found.into_iter().map(|label| Candidate {
        value: match name {
            "" => label.code.into(),
            name => format!("{name}{}", label.code).into(),
        },
        about: label.title.into(),
    });
    codes.chain(apis).collect()
}

/// Returns some of many codes: of each character that may come next equally many, those of a user and the common ones first. A shell that
/// inserts what all candidates have in common is right then, too.
fn spread(mut labels: Vec<Label<'_>>, typed: usize, room: usize) -> Vec<Label<'_>> {
    labels.sort_by_key(|label| label.rank);
    let mut turns: HashMap<Option<char>, usize> = HashMap::new();
    let mut order: Vec<(usize, usize)> = Vec::with_capacity(labels.len());
    for (position, label) in labels.iter().enumerate() {
        let next = label.code.get(typed..).and_then(|rest| rest.chars().next());
        let turn = turns.entry(next).or_default();
        order.push((*turn, position));
        *turn += 1;
    }
    order.sort_unstable();
    order.truncate(room);
    order.into_iter().map(|(_, at)| labels[at]).collect()
}

/// Returns the ids of APIs with their names.
pub(super) fn apis<'c>(catalog: &'c Catalog, typed: &str) -> Vec<Candidate<'c>> {
    let ids = catalog.ids().into_iter();
    ids.filter(|id| is_plain(id) && begins(id, typed))
        .map(|id| candidate(id, catalog.name(id).unwrap_or_default()))
        .collect()
}

/// Returns the statuses that entries have, with what they are called.
fn statuses(catalog: &Catalog, typed: &str) -> impl Iterator<Item = Candidate<'static>> {
    let http = catalog.http();
    let found = known_statuses(catalog).into_iter();
    let found = found.filter(move |status| begins(&status.to_string(), typed));
    found.map(move |status| {
        let reason = http.advice(status).map(|known| &known.reason);
        let about = reason.map_or("HTTP status".to_owned(), |reason| format!("HTTP: {reason}"));
        candidate(status.to_string(), about)
    })
}

/// Returns the statuses that entries have, in order.
fn known_statuses(catalog: &Catalog) -> Vec<u16> {
    let labels = catalog.labels(&[]);
    let mut statuses: Vec<u16> = labels.filter_map(|label| label.http_status).collect();
    statuses.sort_unstable();
    statuses.dedup();
    statuses
}

/// Returns the statuses that entries have, and their classes.
pub(super) fn status_filters(catalog: &Catalog, typed: &str) -> Vec<Candidate<'static>> {
    let statuses = known_statuses(catalog);
    let mut classes: Vec<u16> = statuses.iter().map(|status| status / 100).collect();
    classes.dedup();
    let classes = classes.into_iter().map(|digit| format!("{digit}xx"));
    classes
        .chain(statuses.iter().map(u16::to_string))
        .filter(|value| begins(value, typed))
        .map(|value| candidate(value, ""))
        .collect()
}

/// Makes a candidate.
pub(super) fn candidate<'c>(
    value: impl Into<Cow<'c, str>>,
    about: impl Into<Cow<'c, str>>,
) -> Candidate<'c> {
    Candidate {
        value: value.into(),
        about: about.into(),
    }
}

/// Returns true if a value begins with what was typed, in any case.
pub(super) fn begins(value: &str, typed: &str) -> bool {
    value
        .get(..typed.len())
        .is_some_and(|start| start.eq_ignore_ascii_case(typed))
}

/// Returns true if a value is safe on a command line without quotes. A catalog may be another person's, and what a shell inserts
/// runs at Enter: a code such as `$(reboot)` is not offered.
fn is_plain(value: &str) -> bool {
    value.starts_with(char::is_alphanumeric)
        && value
            .chars()
            .all(|c| c.is_alphanumeric() || "_-.".contains(c))
}
