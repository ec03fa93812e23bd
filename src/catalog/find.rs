//! Finds entries by what a person types: a code, `api:code`, a status, or something near a code.

use std::cmp::Reverse;

use super::model::{Entry, Family};
use super::{Catalog, CatalogError};

/// How many near codes are offered at most.
const MOST_SUGGESTIONS: usize = 3;

/// How many codes are offered for their beginning at most, and how long that is at least.
const MOST_BEGUN: usize = 10;
const LEAST_BEGUN: usize = 3;

/// The largest difference in bytes between a code and one near it: two letters.
const MAX_DISTANCE: usize = 8;

/// How near an entry is to a code: the distance, whether it is of another family, the beginning that both have, and where
/// the entry stands. The least is the nearest.
type Near = (usize, bool, Reverse<usize>, usize);

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
    /// Takes `api:code` or `api/code` apart; what comes before the sign must name an API, else all is the code.
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
        let layers = self.layers();
        let mut exact = Vec::new();
        let mut readings = Vec::new();
        for (layer, first_api, first_entry) in layers.iter() {
            for (entry, name) in layer.folded(query.name) {
                let api = first_api + layer.api_of(entry) as usize;
                if !query.allows(layers.id(api)) || layers.is_replaced(api) {
                    continue;
                }
                let at = first_entry + entry as usize;
                let is_code = name == layer.code(entry);
                let is_literal = name.eq_ignore_ascii_case(query.name);
                if is_code && is_literal && !exact.contains(&at) {
                    exact.push(at);
                }
                // An exact alias comes before another code in another form, and that before an alias in another form.
                let rank = match (is_literal, is_code) {
                    (true, _) => 0,
                    (false, true) => 1,
                    (false, false) => 2,
                };
                readings.push((rank, at));
            }
        }
        if let Some(status) = status_of(query.name) {
            // A code that looks like a status does not hide what the others mean by that status.
            let mut found = self.with_status(query, status);
            for at in exact {
                found.retain(|known| *known != at);
                found.insert(0, at);
            }
            let hits = found.into_iter().map(|at| self.hit(at));
            return Ok(Found::Status(status, hits.collect()));
        }
        if exact.is_empty() {
            // A code that has the form of one API's family but is not in it is not another API's in another form.
            if !readings.is_empty()
                && self
                    .families(query)
                    .iter()
                    .any(|(api, _)| readings.iter().all(|(_, at)| layers.api_of(*at) != *api))
            {
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
            return Ok(self.nothing(query));
        }
        Ok(Found::Entries(
            exact.into_iter().map(|at| self.hit(at)).collect(),
        ))
    }

    /// Returns the APIs that a query asks for.
    fn apis<'q>(&'q self, query: &'q Query<'_>) -> impl Iterator<Item = usize> + 'q {
        let layers = self.layers();
        layers.apis().filter(|api| query.allows(layers.id(*api)))
    }

    /// Returns the entries with an HTTP status.
    fn with_status(&self, query: &Query<'_>, status: u16) -> Vec<usize> {
        let layers = self.layers();
        let entries = self.apis(query).flat_map(|api| layers.entries(api));
        entries
            .filter(|entry| layers.status(*entry) == Some(status))
            .collect()
    }

    /// Reads one entry with what belongs to it.
    pub(crate) fn hit(&self, at: usize) -> Hit {
        let layers = self.layers();
        let api = layers.api_of(at);
        let entry = layers.entry(at);
        let own = entry.docs_url.clone();
        Hit {
            docs_url: own.or_else(|| layers.brief_api(api).docs_url),
            provider: layers.id(api).to_owned(),
            api_name: layers.name(api).to_owned(),
            entry,
        }
    }

    /// Puts an entry together with its API.
    ///
    /// # Errors
    /// When the API's file is broken.
    pub fn with_api(&self, id: &str, entry: Entry) -> Result<Hit, CatalogError> {
        let layers = self.layers();
        let api = layers.api_called(id).map(|api| layers.brief_api(api));
        let api = api.unwrap_or_default();
        Ok(Hit {
            docs_url: entry.docs_url.clone().or(api.docs_url),
            provider: id.to_owned(),
            api_name: api.name,
            entry,
        })
    }

    /// Reads all entries of the given APIs, or of all, in the catalog's order.
    ///
    /// # Errors
    /// When a catalog file is broken.
    pub fn hits(&self, only: &[&str]) -> Result<Vec<Hit>, CatalogError> {
        let layers = self.layers();
        let mut hits = Vec::new();
        for api in layers.apis() {
            if !only.is_empty() && !only.contains(&layers.id(api)) {
                continue;
            }
            let known = layers.brief_api(api);
            hits.extend(layers.entries(api).map(|at| {
                let entry = layers.entry(at);
                Hit {
                    docs_url: entry.docs_url.clone().or_else(|| known.docs_url.clone()),
                    provider: known.id.clone(),
                    api_name: known.name.clone(),
                    entry,
                }
            }));
        }
        Ok(hits)
    }

    /// Returns the families whose form a code has, by API.
    fn families(&self, query: &Query<'_>) -> Vec<(usize, Family)> {
        let layers = self.layers();
        let families = |api| {
            let own = layers.families(api).into_iter();
            own.filter(|family| family.has(query.name))
                .map(move |family| (api, family))
        };
        self.apis(query).flat_map(families).collect()
    }

    /// Returns what is near a code that does not exist.
    fn nothing(&self, query: &Query<'_>) -> Found {
        let layers = self.layers();
        let families = self.families(query);
        let mut near: Vec<Near> = Vec::new();
        let wanted = sound(query.name);
        for api in self.apis(query) {
            let is_in_family = families.iter().any(|(family, _)| *family == api);
            for entry in layers.entries(api) {
                let code = layers.code(entry);
                // Most codes differ in length by more than any near one may.
                if code.len().abs_diff(wanted.len()) > MAX_DISTANCE {
                    continue;
                }
                let code = sound(code);
                if let Some(distance) = nearness(&wanted, &code) {
                    let common = wanted
                        .chars()
                        .zip(code.chars())
                        .take_while(|(a, b)| a == b)
                        .count();
                    near.push((distance, !is_in_family, Reverse(common), entry));
                }
            }
        }
        near.sort();
        let best = near.first().map(|(distance, ..)| *distance);
        let mut found: Vec<usize> = near
            .into_iter()
            .take_while(|(distance, ..)| best == Some(*distance))
            .take(MOST_SUGGESTIONS)
            .map(|(_, _, _, at)| at)
            .collect();
        if found.is_empty() {
            found = self.begun(query);
        }
        let suggestions = found.into_iter().map(|at| {
            let row = layers.row(at);
            Suggestion {
                provider: row.provider.to_owned(),
                code: row.code.to_owned(),
                title: row.title.to_owned(),
            }
        });
        Found::Nothing {
            suggestions: suggestions.collect(),
            families: families
                .into_iter()
                .map(|(api, family)| (layers.id(api).to_owned(), family))
                .collect(),
        }
    }

    /// Returns the entries whose codes begin as a query does.
    fn begun(&self, query: &Query<'_>) -> Vec<usize> {
        // After the name of an API one character says enough.
        let least = match query.providers.is_empty() {
            true => LEAST_BEGUN,
            false => 1,
        };
        let wanted = look(query.name);
        if wanted.len() < least {
            return Vec::new();
        }
        let layers = self.layers();
        let entries = self.apis(query).flat_map(|api| layers.entries(api));
        entries
            .filter(|entry| look(layers.code(*entry)).starts_with(&wanted))
            .take(MOST_BEGUN)
            .collect()
    }
}

impl Query<'_> {
    /// Returns true if the query asks for this API too.
    fn allows(&self, id: &str) -> bool {
        self.providers.is_empty() || self.providers.contains(&id)
    }
}

/// Reads `429`, `HTTP 429`, `HTTP/1.1 429` or `429 Too Many Requests` as a status.
fn status_of(text: &str) -> Option<u16> {
    let text = text.trim();
    let text = match text.get(..4) {
        Some(start) if start.eq_ignore_ascii_case("http") => {
            let rest = text[4..].trim_start_matches(['/', ' ', '_']);
            match rest.split_once(' ') {
                Some(("1.0" | "1.1" | "2" | "2.0" | "3", rest)) => rest.trim_start(),
                _ => rest,
            }
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

/// Returns a code in upper case with one separator.
fn look(code: &str) -> String {
    let letters = code.chars().map(|c| match c.to_ascii_uppercase() {
        ' ' | '-' | '.' => '_',
        c => c,
    });
    letters.collect()
}

/// Returns a code the way it looks at a glance: as [`look`] does, and letters that pass for digits as those digits.
fn sound(code: &str) -> String {
    let mut looks = look(code);
    if looks.bytes().any(|b| b.is_ascii_digit()) {
        looks = looks.replace('O', "0").replace(['I', 'L'], "1");
    }
    looks
}

/// Returns the distance between two codes when they are near enough to be offered.
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
        assert_eq!(status_of("HTTP/1.1 404 Not Found"), Some(404));
        assert_eq!(status_of("HTTP/2 503"), Some(503));
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
