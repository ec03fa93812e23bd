//! Finds entries by words: in codes, titles, messages, fixes, causes and steps.

mod any_case;

use std::borrow::Cow;
use std::collections::HashMap;

use any_case::AnyCase;

use crate::catalog::compiled::Compiled;
use crate::catalog::{Api, Catalog, CatalogError, Entry, Hit, Row};
use crate::sanitize::char_floor;

/// How many entries are offered when nothing has all the words.
const MAX_NEAR: usize = 5;

/// How many characters of a text are shown around what matched.
const MAX_EXCERPT: usize = 70;

/// How many typed words a phrase of the synonyms has at most.
const MAX_PHRASE: usize = 3;

/// Words that people use for one another.
static SYNONYMS: &str = include_str!("synonyms.txt");

/// The result of a search.
#[derive(Debug, Clone)]
pub struct Results {
    /// Entries that have all the words, the best first.
    pub hits: Vec<Ranked>,
    /// Where there is none: entries that have some of the words, or words like them.
    pub near: Vec<Hit>,
}

/// An entry that has all the words.
#[derive(Debug, Clone)]
pub struct Ranked {
    /// The entry.
    pub hit: Hit,
    /// Where the words are.
    pub matched: Vec<Matched>,
}

/// A text of an entry that has a word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Matched {
    /// The name of the text: `title`, `message`, `cause`.
    pub field: &'static str,
    /// The text around the word.
    pub excerpt: String,
}

/// A word that was typed, in lower case, and what means the same.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Term {
    forms: Vec<String>,
}

/// A text of an entry, and how much a word in it counts.
struct Field<'e> {
    name: &'static str,
    weight: u32,
    text: Cow<'e, str>,
    lower: String,
}

/// By what results are ordered: the score, and the ranks of API and entry.
type Order = (u32, u8, u8);

/// Searches the entries of the given APIs, or of all.
///
/// Only the entries in whose stored form all the words occur are read: reading all would take several times as long.
///
/// # Errors
/// When a catalog file is broken.
pub fn search(catalog: &Catalog, only: &[&str], words: &[String]) -> Result<Results, CatalogError> {
    let typed: Vec<String> = words
        .iter()
        .flat_map(|text| text.split_whitespace())
        .map(str::to_lowercase)
        .collect();
    let terms = terms(&typed);
    let mut ranked: Vec<(Order, usize, Entry, Vec<Matched>)> = Vec::new();
    let layers = catalog.layers();
    if !terms.is_empty() {
        let phrase = typed.join(" ");
        for at in candidates(catalog, only, &terms) {
            let api = layers.api_of(at);
            let entry = layers.entry(at);
            let fields = fields(&entry, layers.id(api), layers.name(api));
            let best: Option<Vec<(u32, Matched)>> =
                terms.iter().map(|term| best(term, &fields)).collect();
            let Some(best) = best else { continue };
            let mut score: u32 = best.iter().map(|(score, _)| score).sum();
            let is_phrase = |field: &&Field<'_>| field.lower.contains(&phrase);
            if typed.len() > 1 {
                let weights = fields.iter().filter(is_phrase).map(|field| field.weight);
                score += 16 * weights.max().unwrap_or_default();
            }
            let (common, own) = commonness(layers.rank(api), entry.rank);
            let mut matched: Vec<Matched> = Vec::new();
            for (_, one) in best {
                if !matched.contains(&one) {
                    matched.push(one);
                }
            }
            let score = score * u32::from(20 - common - own);
            ranked.push(((u32::MAX - score, common, own), at, entry, matched));
        }
    }
    ranked.sort_by_key(|(key, at, ..)| (*key, *at));
    // An API is read once, not for each of its entries.
    let mut apis: HashMap<usize, Api> = HashMap::new();
    let hits = ranked.into_iter().map(|(_, at, entry, matched)| {
        let number = layers.api_of(at);
        let api = apis
            .entry(number)
            .or_insert_with(|| layers.brief_api(number));
        Ranked {
            hit: Hit {
                docs_url: entry.docs_url.clone().or_else(|| api.docs_url.clone()),
                provider: api.id.clone(),
                api_name: api.name.clone(),
                entry,
            },
            matched,
        }
    });
    let hits: Vec<Ranked> = hits.collect();
    let near = match hits.is_empty() {
        true => near(catalog, only, &typed),
        false => Vec::new(),
    };
    Ok(Results { hits, near })
}

/// Returns how common an API and its entry are, what is unknown as common: 1 daily to 3 rare.
pub(crate) fn commonness(api: u8, entry: u8) -> (u8, u8) {
    (api.clamp(1, 3), entry.clamp(1, 3))
}

/// Returns what was typed as words and phrases, each with what means the same.
fn terms(typed: &[String]) -> Vec<Term> {
    let mut terms = Vec::new();
    let mut at = 0;
    while at < typed.len() {
        let longest = (1..=MAX_PHRASE.min(typed.len() - at)).rev();
        let known = longest.map(|length| (length, typed[at..at + length].join(" ")));
        let known = known.filter_map(|(length, phrase)| {
            let same = same(&phrase);
            (!same.is_empty() || length == 1).then_some((length, phrase, same))
        });
        let Some((length, phrase, same)) = known.into_iter().next() else {
            break;
        };
        let others = same.into_iter().filter(|form| *form != phrase);
        let others: Vec<&str> = others.collect();
        let mut forms = vec![phrase.clone()];
        forms.extend(others.into_iter().map(str::to_owned));
        terms.push(Term { forms });
        at += length;
    }
    terms
}

/// Returns the forms that mean the same as a word; empty for one without any.
fn same(phrase: &str) -> Vec<&'static str> {
    let groups = SYNONYMS.lines().filter(|line| !line.starts_with('#'));
    let groups = groups.map(|line| line.split(',').map(str::trim));
    groups
        .filter(|group| group.clone().any(|form| form == phrase))
        .flatten()
        .collect()
}

/// Returns the entries in which a form of every term may occur.
fn candidates(catalog: &Catalog, only: &[&str], terms: &[Term]) -> Vec<usize> {
    let layers = catalog.layers();
    let terms: Vec<(&Term, AnyCase<'_>)> = terms
        .iter()
        .map(|term| (term, AnyCase::new(term.forms.iter().map(String::as_str))))
        .collect();
    let mut found = Vec::new();
    for api in layers.apis() {
        let id = layers.id(api);
        if !only.is_empty() && !only.contains(&id) {
            continue;
        }
        let name = format!("{id} {}", layers.name(api)).to_lowercase();
        let open: Vec<_> = terms
            .iter()
            .filter(|(term, _)| !name.contains(&term.forms[0]))
            .collect();
        for at in layers.entries(api) {
            let (layer, entry) = layers.home_of(at);
            let may_have = |(term, forms): &&(&Term, AnyCase<'_>)| {
                may_have(layer, entry, &term.forms[0], forms)
            };
            if open.iter().all(may_have) {
                found.push(at);
            }
        }
    }
    found
}

/// Returns true if a form of what was typed occurs in an entry, whatever it means there.
fn may_have(layer: &Compiled, entry: u32, typed: &str, forms: &AnyCase<'_>) -> bool {
    let is_status = || layer.status(entry).is_some_and(|s| s.to_string() == typed);
    let is_category = || layer.category(entry).id().contains(typed);
    forms.is_in(layer.stored(entry)) || is_category() || is_status()
}

/// Returns the texts of an entry with their weights.
fn fields<'e>(entry: &'e Entry, provider: &str, api_name: &str) -> Vec<Field<'e>> {
    let steps = entry.remediation.iter().map(|step| {
        let command = step.command.as_deref().unwrap_or_default();
        format!("{} {command}", step.text)
    });
    let steps: Vec<String> = steps.collect();
    let names: Vec<&str> = entry.names().collect();
    let (category, statuses) = (entry.category, statuses(entry));
    let kind = format!(
        "{api_name} {category} {} {provider} {statuses}",
        category.id()
    );
    let matches = &entry.matches;
    [
        ("code", 12, Cow::Owned(names.join(" "))),
        ("title", 12, entry.title.as_str().into()),
        ("message", 8, matches.messages.join(" · ").into()),
        ("status name", 6, matches.status_names.join(" ").into()),
        ("fix", 5, entry.quick_fix.as_str().into()),
        ("API", 4, kind.into()),
        ("cause", 3, entry.cause.as_str().into()),
        ("steps", 2, steps.join(" ").into()),
        ("notes", 1, entry.notes.join(" ").into()),
    ]
    .into_iter()
    .filter(|(_, _, text)| !text.is_empty())
    .map(|(name, weight, text)| Field {
        name,
        weight,
        lower: text.to_lowercase(),
        text,
    })
    .collect()
}

/// Returns an entry's statuses, separated by blanks.
fn statuses(entry: &Entry) -> String {
    let statuses = entry.http_status.0.iter().map(u16::to_string);
    statuses.collect::<Vec<_>>().join(" ")
}

/// Returns how well a term is found, and where it is found best; `None` if it is nowhere.
fn best(term: &Term, fields: &[Field<'_>]) -> Option<(u32, Matched)> {
    let mut sum = 0;
    let mut best: Option<(u32, &Field<'_>, usize)> = None;
    for (position, form) in term.forms.iter().enumerate() {
        // What was typed counts more than what means the same.
        let factor = if position == 0 { 4 } else { 2 };
        for field in fields {
            let Some((quality, at)) = occurrence(form, &field.lower) else {
                continue;
            };
            let score = quality * field.weight * factor;
            sum += score / 8;
            if best.is_none_or(|(known, ..)| score > known) {
                best = Some((score, field, at));
            }
        }
    }
    let (score, field, at) = best?;
    let matched = Matched {
        field: field.name,
        excerpt: excerpt(&field.text, at),
    };
    Some((score + sum, matched))
}

/// Returns how well a text has a word, and where: whole, at the start of a longer one, inside one.
fn occurrence(word: &str, text: &str) -> Option<(u32, usize)> {
    let found = text.match_indices(word).filter_map(|(at, _)| {
        let is_start = !text[..at].ends_with(char::is_alphanumeric);
        let is_end = !text[at + word.len()..].starts_with(char::is_alphanumeric);
        match (is_start, is_end) {
            (true, true) => Some((4, at)),
            (true, false) => Some((2, at)),
            // Three letters inside another word are chance.
            (false, _) if word.len() > 3 => Some((1, at)),
            (false, _) => None,
        }
    });
    found.max_by_key(|(quality, at)| (*quality, usize::MAX - at))
}

/// Returns the words of a text around a position.
fn excerpt(text: &str, at: usize) -> String {
    // Lower case may be longer than the text it was made of.
    let at = char_floor(text, at);
    if text.chars().count() <= MAX_EXCERPT {
        return text.to_owned();
    }
    let before = text[..at]
        .char_indices()
        .rev()
        .take(MAX_EXCERPT / 3)
        .last()
        .map_or(at, |(start, _)| start);
    let start = match text[before..at].find(' ') {
        Some(blank) if before > 0 => before + blank + 1,
        _ => before,
    };
    let end = text[start..].char_indices().nth(MAX_EXCERPT);
    let end = end.map_or(text.len(), |(end, _)| start + end);
    let end = match text[start..end].rfind(' ') {
        Some(blank) if end < text.len() && start + blank > at => start + blank,
        _ => end,
    };
    let mark = |is_cut| if is_cut { "…" } else { "" };
    format!(
        "{}{}{}",
        mark(start > 0),
        &text[start..end],
        mark(end < text.len())
    )
}

/// Returns entries whose code, title or fix has some of the words, or words like them.
fn near(catalog: &Catalog, only: &[&str], typed: &[String]) -> Vec<Hit> {
    let layers = catalog.layers();
    let apis = layers.apis();
    let apis = apis.filter(|api| only.is_empty() || only.contains(&layers.id(*api)));
    let mut found: Vec<(u32, (u8, u8), usize)> = Vec::new();
    for at in apis.flat_map(|api| layers.entries(api)) {
        let row = layers.row(at);
        let score: u32 = typed.iter().map(|word| resemblance(word, &row)).sum();
        if score > 0 {
            let rank = commonness(layers.rank(layers.api_of(at)), row.rank);
            found.push((u32::MAX - score, rank, at));
        }
    }
    found.sort_unstable();
    found.truncate(MAX_NEAR);
    found.iter().map(|(_, _, at)| catalog.hit(*at)).collect()
}

/// Returns the weight of the best text with a word that is the same, or one or two letters off.
fn resemblance(word: &str, row: &Row<'_>) -> u32 {
    let length = word.chars().count();
    let most = match length {
        0..4 => 0,
        4..8 => 1,
        _ => 2,
    };
    let is_like = |text: &str| {
        let mut words = text.split(|c: char| !c.is_alphanumeric());
        words.any(|known| {
            known.chars().count().abs_diff(length) <= most
                && !known.is_empty()
                && strsim::osa_distance(word, &known.to_lowercase()) <= most
        })
    };
    let texts = [(12, row.code), (9, row.title), (5, row.quick_fix)];
    let found = texts.into_iter().filter(|(_, text)| is_like(text));
    found.map(|(weight, _)| weight).max().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::{excerpt, search};
    use crate::catalog::Catalog;

    fn codes(words: &[&str]) -> (Vec<String>, Vec<String>) {
        let words: Vec<String> = words.iter().map(|w| (*w).to_owned()).collect();
        let found = search(&Catalog::builtin(), &[], &words).unwrap();
        let hits = found.hits.into_iter().map(|one| one.hit.entry.code);
        let near = found.near.into_iter().map(|hit| hit.entry.code);
        (hits.collect(), near.collect())
    }

    #[test]
    fn all_words_must_be_there_and_the_title_counts_most() {
        let (hits, near) = codes(&["opted out"]);
        assert_eq!(hits.first().map(String::as_str), Some("BUSINESS_004"));
        assert!(near.is_empty());
        let (balance, _) = codes(&["BALANCE"]);
        assert!(
            balance.iter().any(|code| code == "insufficient-balance"),
            "{balance:?}"
        );
    }

    #[test]
    fn a_word_that_is_nowhere_gets_near_ones() {
        let (hits, near) = codes(&["balence"]);
        assert!(hits.is_empty());
        assert!(
            near.iter().any(|code| code == "insufficient-balance"),
            "{near:?}"
        );
        assert_eq!(codes(&["xyzzyx"]), (vec![], vec![]));
    }

    #[test]
    fn words_that_mean_the_same_are_found() {
        for words in [&["unsubscribed"][..], &["opt", "out"]] {
            let (hits, _) = codes(words);
            assert!(hits.iter().any(|code| code == "BUSINESS_004"), "{words:?}");
        }
    }

    #[test]
    fn a_search_says_what_matched() {
        let words = ["insufficient account balance".to_owned()];
        let found = search(&Catalog::builtin(), &["sent-v3"], &words).unwrap();
        let first = &found.hits[0];
        assert_eq!(first.hit.entry.code, "BUSINESS_003");
        assert!(!first.matched.is_empty());
    }

    #[test]
    fn an_excerpt_is_cut_between_words_around_what_matched() {
        assert_eq!(excerpt("short", 2), "short");
        let long = "one two three four five six seven eight nine ten ".repeat(4);
        let cut = excerpt(&long, 100);
        assert!(cut.starts_with('…') && cut.ends_with('…'), "{cut}");
        assert!(cut.chars().count() <= 73, "{cut}");
    }
}
