//! Finds entries by what a person types: a code, `api:code`, a status, or something near a code.

use std::cmp::Reverse;

use super::index::fold;
use super::model::{Entry, Family};
use super::{Catalog, CatalogError};

/// How many near codes are offered at most.
const MOST_SUGGESTIONS: usize = 3;

/// How many codes are offered for their beginning at most, and how long that is at least.
const MOST_BEGUN: usize = 10;
const LEAST_BEGUN: usize = 3;

/// How near an entry is to a code: the distance, whether it is of another family, the beginning that both have, and where
/// the entry stands. The least is the nearest.
type Near = (usize, bool, Reverse<usize>, (usize, usize));

/// What was typed, taken apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Query<'a> {
    /// The APIs asked for; empty for all.
    pub providers: Vec<&'a str>,
    /// The code, status or text.
    pub name: &'a str,
}

impl<'a> From<&'a str> for Query<'a> {
    fn from(name: &'a str) -> Self {
        Self {
            providers: Vec::new(),
            name: name.trim(),
        }
    }
}

impl<'a> From<&Query<'a>> for Query<'a> {
    fn from(query: &Query<'a>) -> Self {
        query.clone()
    }
}

/// An entry together with its API.
#[derive(Debug, Clone)]
pub struct Hit {
    /// The API's id.
    pub provider: String,
    /// The API's name.
    pub api_name: String,
    /// The entry's own page, else the API's.
    pub docs_url: Option<String>,
    /// The entry.
    pub entry: Entry,
}

/// What a query found.
#[derive(Debug, Clone)]
pub enum Found {
    /// Entries with this code, alias, or form of a code; the nearest reading first.
    Entries(Vec<Hit>),
    /// It is an HTTP status: what each API means by it.
    Status(u16, Vec<Hit>),
    /// No such code: near ones, and the families whose form it has.
    Nothing {
        /// Near codes, the nearest first.
        suggestions: Vec<Suggestion>,
        /// Families that the code would belong to, by API id.
        families: Vec<(String, Family)>,
    },
}

/// A code near the one typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggestion {
    /// The API's id.
    pub provider: String,
    /// The code.
    pub code: String,
    /// The entry's title.
    pub title: String,
}

impl Catalog {
    /// Takes `api:code` or `api/code` apart; what is in front must name an API, else all is the code.
    #[must_use]
    pub fn query<'a>(&'a self, typed: &'a str, only: &[&'a str]) -> Query<'a> {
        let typed = typed.trim();
        if let Some((name, code)) = typed.split_once([':', '/']) {
            let mut providers = self.resolve_api(name.trim());
            if !only.is_empty() {
                providers.retain(|id| only.contains(id));
            }
            if !providers.is_empty() && !name.trim().is_empty() && !code.trim().is_empty() {
                return Query {
                    providers,
                    name: code.trim(),
                };
            }
        }
        Query {
            providers: only.to_vec(),
            name: typed,
        }
    }

    /// Finds what a query means: what was typed (`AUTH_002`, `auth2`, `sinch:40005`, `429`), or a [`Query`].
    ///
    /// # Errors
    /// When an entry that is found is broken.
    pub fn find<'a>(&'a self, query: impl Into<Query<'a>>) -> Result<Found, CatalogError> {
        let query = query.into();
        if query.providers.is_empty() {
            self.look_up(&self.query(query.name, &[]))
        } else {
            self.look_up(&query)
        }
    }

    /// Finds what a query means that has been taken apart.
    fn look_up(&self, query: &Query<'_>) -> Result<Found, CatalogError> {
        let folded = fold(query.name);
        let mut exact = Vec::new();
        let mut readings = Vec::new();
        if !folded.is_empty() {
            for (position, source) in self.sources.iter().enumerate() {
                if !query.allows(source.id()) {
                    continue;
                }
                for key in source.keys(&folded) {
                    let at = (position, key.slot);
                    if self.is_replaced(position, key.slot) {
                        continue;
                    }
                    let name = source.index.name(key.name);
                    let is_code = name == source.index.code(key.slot);
                    let is_literal = name.eq_ignore_ascii_case(query.name);
                    if is_code && is_literal && !exact.contains(&at) {
                        exact.push(at);
                    }
                    // An alias to the letter comes before another code in another form, and that before an alias in another form.
                    let rank = match (is_literal, is_code) {
                        (true, _) => 0,
                        (false, true) => 1,
                        (false, false) => 2,
                    };
                    readings.push((rank, at));
                }
            }
        }
        if let Some(status) = status_of(query.name) {
            // A code that looks like a status does not hide what the others mean by that status.
            let mut hits = self.with_status(query, status)?;
            for at in exact {
                let hit = self.hit(at)?;
                hits.retain(|h| (&h.provider, &h.entry.code) != (&hit.provider, &hit.entry.code));
                hits.insert(0, hit);
            }
            return Ok(Found::Status(status, hits));
        }
        if exact.is_empty() {
            // A code that has the form of one API's family but is not in it is not another API's in another form.
            if self.families(query)?.iter().any(|(id, _)| {
                readings
                    .iter()
                    .all(|(_, (source, _))| self.sources[*source].id() != id)
            }) {
                readings.retain(|(rank, _)| *rank == 0);
            }
            readings.sort_by_key(|(rank, _)| *rank);
            for (_, at) in readings {
                if !exact.contains(&at) {
                    exact.push(at);
                }
            }
        }
        if exact.is_empty() {
            return self.nothing(query);
        }
        let hits = exact.into_iter().map(|at| self.hit(at));
        Ok(Found::Entries(hits.collect::<Result<_, _>>()?))
    }

    /// Reads the entries with an HTTP status.
    fn with_status(&self, query: &Query<'_>, status: u16) -> Result<Vec<Hit>, CatalogError> {
        let mut hits = Vec::new();
        for id in self.ids().into_iter().filter(|id| query.allows(id)) {
            for (source, slot) in self.slots(id) {
                if self.sources[source].index.slots[slot].http_status == status {
                    hits.push(self.hit((source, slot))?);
                }
            }
        }
        Ok(hits)
    }

    /// Reads one entry with what belongs to it.
    fn hit(&self, (source, slot): (usize, usize)) -> Result<Hit, CatalogError> {
        let entry = self.sources[source].entry(slot)?;
        self.with_api(self.sources[source].id(), entry)
    }

    /// Puts an entry together with its API.
    ///
    /// # Errors
    /// When the API's file is broken.
    pub fn with_api(&self, id: &str, entry: Entry) -> Result<Hit, CatalogError> {
        let docs_url = match &entry.docs_url {
            Some(url) => Some(url.clone()),
            None => self.member(id, "docs_url")?,
        };
        Ok(Hit {
            provider: id.to_owned(),
            api_name: self.member(id, "name")?.unwrap_or_else(|| id.to_owned()),
            docs_url,
            entry,
        })
    }

    /// Reads all entries of the given APIs, or of all, in the catalog's order.
    ///
    /// # Errors
    /// When a catalog file is broken.
    pub fn hits(&self, only: &[&str]) -> Result<Vec<Hit>, CatalogError> {
        let mut hits = Vec::new();
        for id in self.ids() {
            if only.is_empty() || only.contains(&id) {
                for entry in self.entries(id)? {
                    hits.push(self.with_api(id, entry)?);
                }
            }
        }
        Ok(hits)
    }

    /// Gives the families whose form a code has, by API.
    fn families(&self, query: &Query<'_>) -> Result<Vec<(String, Family)>, CatalogError> {
        let mut families = Vec::new();
        for id in self.ids().into_iter().filter(|id| query.allows(id)) {
            let all: Vec<Family> = self.member(id, "families")?.unwrap_or_default();
            families.extend(
                all.into_iter()
                    .filter(|family| family.has(query.name))
                    .map(|family| (id.to_owned(), family)),
            );
        }
        Ok(families)
    }

    /// Says what is near a code that does not exist.
    fn nothing(&self, query: &Query<'_>) -> Result<Found, CatalogError> {
        let families = self.families(query)?;
        let mut near: Vec<Near> = Vec::new();
        let wanted = sound(query.name);
        for id in self.ids().into_iter().filter(|id| query.allows(id)) {
            let is_in_family = families.iter().any(|(family, _)| family == id);
            for (source, slot) in self.slots(id) {
                let code = sound(self.sources[source].index.code(slot));
                if let Some(distance) = nearness(&wanted, &code) {
                    let common = wanted
                        .chars()
                        .zip(code.chars())
                        .take_while(|(a, b)| a == b)
                        .count();
                    near.push((distance, !is_in_family, Reverse(common), (source, slot)));
                }
            }
        }
        near.sort();
        let best = near.first().map(|(distance, ..)| *distance);
        let mut found: Vec<(usize, usize)> = near
            .into_iter()
            .take_while(|(distance, ..)| best == Some(*distance))
            .take(MOST_SUGGESTIONS)
            .map(|(_, _, _, at)| at)
            .collect();
        if found.is_empty() {
            found = self.begun(query, &wanted);
        }
        let suggestions = found
            .into_iter()
            .map(|at| {
                self.hit(at).map(|hit| Suggestion {
                    provider: hit.provider,
                    code: hit.entry.code,
                    title: hit.entry.title,
                })
            })
            .collect::<Result<_, _>>()?;
        Ok(Found::Nothing {
            suggestions,
            families,
        })
    }

    /// Gives where the codes stand that begin as a query does.
    fn begun(&self, query: &Query<'_>, wanted: &str) -> Vec<(usize, usize)> {
        if wanted.len() < LEAST_BEGUN {
            return Vec::new();
        }
        let ids = self.ids().into_iter().filter(|id| query.allows(id));
        ids.flat_map(|id| self.slots(id))
            .filter(|(source, slot)| {
                sound(self.sources[*source].index.code(*slot)).starts_with(wanted)
            })
            .take(MOST_BEGUN)
            .collect()
    }
}

impl Query<'_> {
    /// Says whether the query asks for this API too.
    fn allows(&self, id: &str) -> bool {
        self.providers.is_empty() || self.providers.contains(&id)
    }
}

/// Reads `429`, `HTTP 429` or `429 Too Many Requests` as a status.
fn status_of(text: &str) -> Option<u16> {
    let text = text.trim();
    let text = match text.get(..4) {
        Some(start) if start.eq_ignore_ascii_case("http") => {
            text[4..].trim_start_matches(['/', ' ', '_'])
        }
        _ => text,
    };
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let rest = &text[digits..];
    let is_phrase = rest.is_empty()
        || (rest.starts_with(' ') && rest.chars().all(|c| c.is_alphabetic() || " -'".contains(c)));
    if digits != 3 || !is_phrase {
        return None;
    }
    text[..digits]
        .parse()
        .ok()
        .filter(|n| (100..600).contains(n))
}

/// Gives a code the way it looks at a glance: upper case, and letters that pass for digits as those digits.
fn sound(code: &str) -> String {
    let has_digit = code.bytes().any(|b| b.is_ascii_digit());
    code.chars()
        .map(|c| match c.to_ascii_uppercase() {
            'O' if has_digit => '0',
            'I' | 'L' if has_digit => '1',
            ' ' | '-' | '.' => '_',
            c => c,
        })
        .collect()
}

/// Gives the distance between two codes when they are near enough to be offered.
fn nearness(wanted: &str, code: &str) -> Option<usize> {
    let longest = wanted.chars().count().max(code.chars().count());
    if longest > 64 {
        return None;
    }
    let most = match longest {
        0..=3 => 0,
        4..=7 => 1,
        _ => 2,
    };
    let distance = strsim::osa_distance(wanted, code);
    (distance <= most).then_some(distance)
}

#[cfg(test)]
mod tests {
    use super::{nearness, sound, status_of};

    #[test]
    fn a_status_is_three_digits_maybe_with_its_words() {
        assert_eq!(status_of("429"), Some(429));
        assert_eq!(status_of("HTTP 503"), Some(503));
        assert_eq!(status_of("http/404"), Some(404));
        assert_eq!(status_of("429 Too Many Requests"), Some(429));
        for no in ["4290", "42", "700", "404abc", "40005", "", "HTTP"] {
            assert_eq!(status_of(no), None, "{no}");
        }
    }

    #[test]
    fn far_codes_are_not_near() {
        assert_eq!(nearness(&sound("AUTH_0O2"), &sound("AUTH_002")), Some(0));
        assert_eq!(nearness(&sound("AUHT_002"), &sound("AUTH_002")), Some(1));
        assert_eq!(nearness(&sound("FOO_BAR"), &sound("NOT_FOUND")), None);
        assert_eq!(nearness(&sound("40009"), &sound("40005")), Some(1));
    }
}
