//! `errdoc explain`: what codes, statuses and messages mean.

use errdoc::catalog::{Catalog, Found, Hit, Status, Suggestion};
use errdoc::diagnose::Engine;
use errdoc::pattern::Values;
use errdoc::redact::Secrets;
use errdoc::search::search;

use super::{Output, Trouble, World, form};
use crate::cli::{Explain, Format};
use crate::render::{json, json::Miss, markdown, text};

/// How many entries with the words that were typed are offered.
const MOST_TITLES: usize = 3;

/// From how many readings on only the first is shown in full.
const MOST_FULL: usize = 3;

/// Collects the answers to several codes.
#[derive(Default)]
struct Answers {
    parts: Vec<String>,
    misses: Vec<String>,
    hits: Vec<Hit>,
    statuses: Vec<Status>,
    not_found: Vec<Miss>,
}

/// Runs the command.
pub(super) fn run(
    args: &Explain,
    catalog: &Catalog,
    only: &[&str],
    format: Option<Format>,
    world: &World<'_>,
) -> Result<Output, Trouble> {
    let format = form("explain", format)?;
    let is_markdown = format == Format::Markdown;
    let mut answers = Answers::default();
    for typed in &args.codes {
        let query = catalog.query(typed, only);
        match catalog.find(&query)? {
            Found::Entries(mut hits) => {
                // Words may be a message too that reads like one of the catalog's own names.
                for (hit, _) in message(catalog, only, typed)? {
                    let is_known = |known: &Hit| {
                        known.provider == hit.provider && known.entry.code == hit.entry.code
                    };
                    if !hits.iter().any(is_known) {
                        hits.push(hit);
                    }
                }
                answers.entries(typed, hits, is_markdown, world);
            }
            Found::Status(number, hits) => {
                let status = catalog.http().advice(number).cloned();
                if status.is_none() && hits.is_empty() {
                    answers.miss(miss(typed), world);
                    continue;
                }
                // The advice of a class is said of this very number.
                let status = status.map(|advice| Status {
                    status: number,
                    ..advice
                });
                answers.parts.push(if is_markdown {
                    markdown::status(number, status.as_ref(), &hits)
                } else {
                    text::status(number, status.as_ref(), &hits, world.look)
                });
                answers.statuses.extend(status);
                answers.hits.extend(hits);
            }
            Found::Nothing {
                suggestions,
                families,
            } => {
                let message = message(catalog, only, typed)?;
                if message.is_empty()
                    && let Some(hits) = pasted(catalog, only, typed)?
                {
                    answers.entries(typed, hits, is_markdown, world);
                    continue;
                }
                if message.is_empty() {
                    let suggestions = if suggestions.is_empty() {
                        elsewhere(catalog, only, typed)?
                    } else {
                        suggestions
                    };
                    let miss = Miss {
                        suggestions,
                        families,
                        ..miss(typed)
                    };
                    answers.miss(miss, world);
                }
                let hits: Vec<Hit> = message.iter().map(|(hit, _)| hit.clone()).collect();
                answers.readings(typed, &hits, is_markdown, world);
                for (hit, values) in message {
                    answers.parts.push(if is_markdown {
                        markdown::entry(&hit)
                    } else {
                        text::entry(&hit, &values, world.look)
                    });
                    answers.hits.push(hit);
                }
            }
        }
    }
    Ok(answers.output(format))
}

/// Gives a miss without anything near.
fn miss(typed: &str) -> Miss {
    Miss {
        query: Secrets::default().mask(typed.trim()),
        suggestions: Vec::new(),
        families: Vec::new(),
    }
}

/// Gives the entries of a code behind the misspelt name of an API, else those that have all the words that were typed:
/// people know an error by its title too.
fn elsewhere(catalog: &Catalog, only: &[&str], typed: &str) -> Result<Vec<Suggestion>, Trouble> {
    if let Some((_, code)) = typed.split_once([':', '/'])
        && let Found::Entries(hits) = catalog.find(catalog.query(code, only))?
    {
        return Ok(hits.iter().map(Hit::suggestion).collect());
    }
    if !typed.trim().contains(' ') {
        return Ok(Vec::new());
    }
    let mut found = search(catalog, only, &[typed.to_owned()])?.hits;
    found.truncate(MOST_TITLES);
    Ok(found.iter().map(Hit::suggestion).collect())
}

/// Finds the entries of what was copied together with what stands around it: a code or title and its status, a name of an API
/// and a code, a status name. What is said of the status must agree.
fn pasted(catalog: &Catalog, only: &[&str], typed: &str) -> Result<Option<Vec<Hit>>, Trouble> {
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
        let mut hits = match catalog.find(catalog.query(&name, only))? {
            Found::Entries(hits) => hits,
            _ => with_status_name(catalog, only, &name)?,
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
fn with_status_name(catalog: &Catalog, only: &[&str], name: &str) -> Result<Vec<Hit>, Trouble> {
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

/// Finds the entries that a literal message belongs to.
fn message(catalog: &Catalog, only: &[&str], typed: &str) -> Result<Vec<(Hit, Values)>, Trouble> {
    if !typed.contains(' ') {
        return Ok(Vec::new());
    }
    let engine = Engine::new(catalog, only)?;
    let found = engine.message(typed);
    let mut hits = Vec::new();
    for diagnosis in &found {
        let first = diagnosis
            .api
            .zip(diagnosis.entry)
            .map(|(api, entry)| (api.id.as_str(), entry));
        let others = diagnosis
            .rivals
            .iter()
            .map(|rival| (rival.provider, rival.entry));
        for (provider, entry) in first.into_iter().chain(others) {
            hits.push((
                catalog.with_api(provider, entry.clone())?,
                diagnosis.values.clone(),
            ));
        }
    }
    Ok(hits)
}

impl Answers {
    /// Adds the readings of one code: in full where they are few, else the first in full and the others in a line each.
    fn entries(&mut self, typed: &str, hits: Vec<Hit>, is_markdown: bool, world: &World<'_>) {
        self.readings(typed, &hits, is_markdown, world);
        let full = if hits.len() > MOST_FULL {
            1
        } else {
            hits.len()
        };
        for hit in &hits[..full] {
            self.parts.push(if is_markdown {
                markdown::entry(hit)
            } else {
                text::entry(hit, &Values::new(), world.look)
            });
        }
        if hits.len() > full {
            self.parts.push(if is_markdown {
                markdown::table(&hits[full..].iter().map(Hit::row).collect::<Vec<_>>())
            } else {
                text::brief(&hits[full..], world.look)
            });
        }
        self.hits.extend(hits);
    }

    /// Adds which readings something has, where it has several.
    fn readings(&mut self, typed: &str, hits: &[Hit], is_markdown: bool, world: &World<'_>) {
        if hits.len() < 2 {
            return;
        }
        let typed = Secrets::default().mask(typed.trim());
        self.parts.push(if is_markdown {
            markdown::readings(&typed, hits)
        } else {
            text::readings(&typed, hits, world.look)
        });
    }

    /// Adds a code that is not in the catalog.
    fn miss(&mut self, miss: Miss, world: &World<'_>) {
        self.misses.push(text::miss(&miss, world.error_look));
        self.not_found.push(miss);
    }

    /// Gives everything in the form asked for.
    fn output(self, format: Format) -> Output {
        let exit = u8::from(!self.not_found.is_empty());
        let (stdout, stderr) = match format {
            Format::Json => (
                json::entries(&self.hits, &self.statuses, &self.not_found),
                String::new(),
            ),
            // A status without entries has no line; a person still wants to know what it means.
            Format::Jsonl if self.hits.is_empty() => {
                (String::new(), self.parts.concat() + &self.misses.concat())
            }
            Format::Jsonl => (json::entry_lines(&self.hits), self.misses.concat()),
            Format::Text | Format::Markdown | Format::Tsv | Format::Github | Format::Html => {
                (self.parts.join("\n"), self.misses.concat())
            }
        };
        Output {
            stdout,
            stderr,
            exit,
        }
    }
}
