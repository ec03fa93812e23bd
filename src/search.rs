//! Finds entries by words: in codes, titles, messages, fixes, causes and steps.

use crate::catalog::{Catalog, CatalogError, Entry, Hit};

/// How many entries are offered when nothing has all the words.
const MOST_NEAR: usize = 5;

/// What a search gives.
#[derive(Debug, Clone)]
pub struct Results {
    /// Entries that have all the words, the best first.
    pub hits: Vec<Hit>,
    /// Where there is none: entries that have some of the words, or words like them.
    pub near: Vec<Hit>,
}

/// Searches the entries of the given APIs, or of all.
///
/// # Errors
/// When a catalog file is broken.
pub fn search(catalog: &Catalog, only: &[&str], words: &[String]) -> Result<Results, CatalogError> {
    let words: Vec<String> = words
        .iter()
        .flat_map(|text| text.split_whitespace())
        .map(str::to_lowercase)
        .collect();
    let mut hits = Vec::new();
    let mut near = Vec::new();
    for hit in catalog.hits(only)? {
        let fields = fields(&hit);
        let scores: Vec<u32> = words.iter().map(|word| score(word, &fields)).collect();
        if scores.is_empty() {
            continue;
        }
        if scores.iter().all(|score| *score > 0) {
            hits.push((scores.iter().sum::<u32>(), hit));
            continue;
        }
        let resembling = words.iter().zip(&scores).map(|(word, score)| match score {
            0 => resemblance(word, &fields),
            score => *score,
        });
        let resembling: u32 = resembling.sum();
        if resembling > 0 {
            near.push((resembling, hit));
        }
    }
    let ranked = |mut list: Vec<(u32, Hit)>| {
        list.sort_by_key(|(score, _)| std::cmp::Reverse(*score));
        list.into_iter().map(|(_, hit)| hit)
    };
    let is_empty = hits.is_empty();
    Ok(Results {
        hits: ranked(hits).collect(),
        near: if is_empty {
            ranked(near).take(MOST_NEAR).collect()
        } else {
            Vec::new()
        },
    })
}

/// Gives the texts of an entry with their weights, in lower case.
fn fields(hit: &Hit) -> Vec<(u32, String)> {
    let entry = &hit.entry;
    let steps: Vec<String> = entry
        .remediation
        .iter()
        .map(|step| {
            format!(
                "{} {}",
                step.text,
                step.command.as_deref().unwrap_or_default()
            )
        })
        .collect();
    [
        (12, entry.names().collect::<Vec<_>>().join(" ")),
        (9, entry.title.clone()),
        (7, entry.matches.messages.join(" ")),
        (6, entry.matches.status_names.join(" ")),
        (5, entry.quick_fix.clone()),
        (
            4,
            format!("{} {} {}", entry.category, hit.provider, statuses(entry)),
        ),
        (3, entry.cause.clone()),
        (2, steps.join(" ")),
        (1, entry.notes.join(" ")),
    ]
    .into_iter()
    .map(|(weight, text)| (weight, text.to_lowercase()))
    .collect()
}

/// Returns an entry's statuses, separated by blanks.
fn statuses(entry: &Entry) -> String {
    let statuses = entry.http_status.0.iter().map(u16::to_string);
    statuses.collect::<Vec<_>>().join(" ")
}

/// Gives how well a word is found: the sum of the weights of the texts that have it, double at the start of a word.
fn score(word: &str, fields: &[(u32, String)]) -> u32 {
    fields
        .iter()
        .map(|(weight, text)| {
            let best = text.match_indices(word).map(|(at, _)| {
                let is_start = !text[..at].ends_with(char::is_alphanumeric);
                let is_end = !text[at + word.len()..].starts_with(char::is_alphanumeric);
                match (is_start, is_end) {
                    (true, true) => 4,
                    (true, false) => 2,
                    // Three letters inside another word are chance.
                    (false, _) if word.len() > 3 => 1,
                    (false, _) => 0,
                }
            });
            best.max().unwrap_or(0) * weight
        })
        .sum()
}

/// Gives the weight of the best text with a word that is one or two letters off.
fn resemblance(word: &str, fields: &[(u32, String)]) -> u32 {
    let length = word.chars().count();
    if length < 4 {
        return 0;
    }
    let most = if length < 8 { 1 } else { 2 };
    fields
        .iter()
        .filter(|(_, text)| {
            text.split(|c: char| !c.is_alphanumeric()).any(|known| {
                known.chars().count().abs_diff(length) <= most
                    && strsim::osa_distance(word, known) <= most
            })
        })
        .map(|(weight, _)| *weight)
        .max()
        .unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::search;
    use crate::catalog::Catalog;

    fn codes(words: &[&str]) -> (Vec<String>, Vec<String>) {
        let words: Vec<String> = words.iter().map(|w| (*w).to_owned()).collect();
        let found = search(&Catalog::builtin(), &[], &words).unwrap();
        let names =
            |hits: Vec<crate::catalog::Hit>| hits.into_iter().map(|h| h.entry.code).collect();
        (names(found.hits), names(found.near))
    }

    #[test]
    fn all_words_must_be_there_and_the_title_counts_most() {
        let (hits, near) = codes(&["opted out"]);
        assert_eq!(hits.first().map(String::as_str), Some("BUSINESS_004"));
        assert!(near.is_empty());
        let (balance, _) = codes(&["BALANCE"]);
        assert!(
            balance
                .iter()
                .take(3)
                .any(|code| code == "insufficient-balance"),
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
}
