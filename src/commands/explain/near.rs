//! What is near a text that names nothing in the catalog, and why it names nothing.

use errdoc::catalog::{Catalog, Found, Hit, Suggestion};
use errdoc::redact::Secrets;
use errdoc::search::search;

use super::super::{Call, Trouble};
use super::by_commonness;
use crate::render::json::Miss;

/// How many entries with the words that were typed are offered.
const MAX_FOUND: usize = 10;

/// Returns a miss without anything near.
pub(super) fn miss(typed: &str, catalog: &Catalog) -> Miss {
    Miss {
        query: Secrets::default().mask(typed.trim()),
        hint: hint(&Secrets::default().mask(typed.trim()), catalog),
        ..Miss::default()
    }
}

/// Returns why something is not in the catalog, where that can be seen from what was typed.
fn hint(typed: &str, catalog: &Catalog) -> Option<String> {
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    if typed.is_empty() {
        return Some("The code is empty. Is a variable unset?".to_owned());
    }
    if typed.len() == 3 && is_number(typed) {
        return Some("HTTP statuses are numbers from 100 to 599.".to_owned());
    }
    let class = typed.to_ascii_lowercase();
    if let Some(digit) = class.strip_suffix("xx")
        && is_number(digit)
    {
        return Some(format!(
            "The entries of a class: errdoc list --status {class}"
        ));
    }
    let (name, _) = typed.split_once(':')?;
    if let [id] = catalog.resolve_api(name)[..] {
        return Some(format!("All codes of this API: errdoc list {id}"));
    }
    let is_word = name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    let is_unknown = !name.is_empty() && is_word && catalog.resolve_api(name).is_empty();
    is_unknown.then(|| format!("No API is called `{name}`; errdoc catalog show lists all."))
}

/// Finds the entries with all the words that were typed; of one word, nothing.
pub(super) fn found(call: Call<'_>, typed: &str) -> Result<Vec<Hit>, Trouble> {
    if !typed.trim().contains(' ') {
        return Ok(Vec::new());
    }
    let found = search(call.catalog, call.only, &[typed.to_owned()])?.hits;
    let hits = found.into_iter().take(MAX_FOUND).map(|ranked| ranked.hit);
    Ok(hits.collect())
}

/// Returns the entries of a code after the misspelt name of an API.
pub(super) fn elsewhere(call: Call<'_>, typed: &str) -> Result<Vec<Suggestion>, Trouble> {
    if let Some((_, code)) = typed.split_once([':', '/'])
        && let Found::Entries(mut hits) = call.find(code)?
    {
        by_commonness(call.catalog, &mut hits);
        return Ok(hits.iter().take(MAX_FOUND).map(Hit::suggestion).collect());
    }
    Ok(Vec::new())
}

/// Finds the entries of what was copied together with what is around it: a code or title and its status, a name of an API
/// and a code, a status name. What is said of the status must agree.
pub(super) fn pasted(call: Call<'_>, typed: &str) -> Result<Option<Vec<Hit>>, Trouble> {
    let is_between = |c: char| c.is_whitespace() || "|()[]{}:,;=\"'`".contains(c);
    let words = typed.split(is_between).filter(|word| !word.is_empty());
    let is_status =
        |word: &&str| word.len() == 3 && word.parse().is_ok_and(|s: u16| (400..600).contains(&s));
    let (statuses, words): (Vec<&str>, Vec<&str>) = words.partition(is_status);
    let [first, rest @ ..] = words.as_slice() else {
        return Ok(None);
    };
    let is_named = |pair: &&[&str]| pair[0].to_ascii_lowercase().ends_with("code");
    let named = words.windows(2).find(is_named).map(|pair| pair[1]);
    let names = [
        Some(words.join(" ")),
        (!rest.is_empty()).then(|| format!("{first}:{}", rest.join(" "))),
        named.map(str::to_owned),
        (!statuses.is_empty() || !rest.is_empty()).then(|| (*first).to_owned()),
    ];
    for name in names.into_iter().flatten() {
        let mut hits = match call.find(&name)? {
            Found::Entries(hits) => hits,
            _ => with_status_name(call, &name)?,
        };
        let agrees = |hit: &Hit| {
            let is_its = |status: &str| {
                let status = status.parse();
                status.is_ok_and(|status| hit.entry.http_status.is(status))
            };
            let names = &hit.entry.matches.status_names;
            statuses.iter().any(|status| is_its(status))
                || rest.iter().any(|w| names.iter().any(|n| n == w))
        };
        // The first of several words is a code only where another one agrees.
        if !statuses.is_empty() || name == *first && !rest.is_empty() {
            hits.retain(agrees);
        }
        if !hits.is_empty() {
            return Ok(Some(hits));
        }
    }
    Ok(None)
}

/// Finds the entries with a status name.
fn with_status_name(call: Call<'_>, name: &str) -> Result<Vec<Hit>, Trouble> {
    let Call { catalog, only, .. } = call;
    let mut hits = Vec::new();
    let ids = catalog.ids();
    let ids = ids
        .iter()
        .filter(|id| only.is_empty() || only.contains(*id));
    for id in ids {
        for entry in catalog.entries(id)? {
            let mut names = entry.matches.status_names.iter();
            if names.any(|known| known.eq_ignore_ascii_case(name)) {
                hits.push(catalog.with_api(id, entry)?);
            }
        }
    }
    Ok(hits)
}
