//! `errdoc explain`: what codes, statuses and messages mean.

use std::borrow::Cow;

use errdoc::catalog::{Catalog, Found, Hit, Row, Status, Suggestion};
use errdoc::diagnose::Engine;
use errdoc::pattern::Values;
use errdoc::redact::Secrets;
use errdoc::search::search;

use super::{Output, Trouble, World, form};
use crate::cli::{Explain, Format};
use crate::render::{json, json::Miss, markdown, short, table, text};

/// How many entries with the words that were typed are offered.
const MAX_FOUND: usize = 10;

/// How many readings are shown whole; of more, each gets one line.
const MAX_WHOLE: usize = 3;

/// How many entries a status lists on a terminal.
const MAX_OF_STATUS: usize = 12;

/// Collects the answers to several codes.
struct Answers<'c> {
    catalog: &'c Catalog,
    is_markdown: bool,
    is_short: bool,
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
    let mut answers = Answers {
        catalog,
        is_markdown: format == Format::Markdown,
        is_short: args.short && format == Format::Text,
        parts: Vec::new(),
        misses: Vec::new(),
        hits: Vec::new(),
        statuses: Vec::new(),
        not_found: Vec::new(),
    };
    let named = first_api(&args.codes, catalog, only)?;
    let (codes, only) = match &named {
        Some(id) => (&args.codes[1..], std::slice::from_ref(id)),
        None => (args.codes.as_slice(), only),
    };
    for typed in asked(codes, catalog, only)? {
        answers.answer(&typed, only, world)?;
    }
    Ok(answers.output(format))
}

/// Returns the API that the first of several words names, where the others are about it: neither APIs nor, with the first,
/// a code or message.
fn first_api<'c>(
    codes: &[String],
    catalog: &'c Catalog,
    only: &[&str],
) -> Result<Option<&'c str>, Trouble> {
    let Some((first, others)) = codes.split_first() else {
        return Ok(None);
    };
    let [id] = apis(first, catalog, only)[..] else {
        return Ok(None);
    };
    let is_code = |typed: &str| -> Result<bool, Trouble> {
        let found = catalog.find(catalog.query(typed, only))?;
        Ok(matches!(found, Found::Entries(_)))
    };
    if others.is_empty() || is_code(first)? {
        return Ok(None);
    }
    let mut has_code = false;
    for other in others {
        let is_whole = !catalog.query(other, &[]).providers.is_empty();
        if is_whole || !apis(other, catalog, only).is_empty() {
            return Ok(None);
        }
        has_code |= is_name(other, catalog, &[id])?;
    }
    let is_about = has_code || !is_known(&codes.join(" "), catalog, only)?;
    Ok(is_about.then_some(id))
}

/// Returns what is asked for: each argument, or all of them as one text where they mean something together or are
/// plain words that mean nothing alone.
fn asked<'a>(
    codes: &'a [String],
    catalog: &Catalog,
    only: &[&str],
) -> Result<Vec<Cow<'a, str>>, Trouble> {
    let each = || codes.iter().map(|code| Cow::Borrowed(code.as_str()));
    if codes.len() < 2 {
        return Ok(each().collect());
    }
    let known = codes
        .iter()
        .map(|code| is_name(code, catalog, only))
        .collect::<Result<Vec<bool>, _>>()?;
    if known.iter().all(|is_known| *is_known) {
        return Ok(each().collect());
    }
    let joined = codes.join(" ");
    let is_word = |code: &String| code.chars().all(|c| c.is_alphabetic() || c == '\'');
    let is_one = is_name(&joined, catalog, only)?
        || !known.contains(&true)
            && (codes.iter().all(is_word) || !message(catalog, only, &joined)?.is_empty());
    Ok(match is_one {
        true => vec![joined.into()],
        false => each().collect(),
    })
}

/// Returns true if a text is a code, a status or an API.
pub(super) fn is_name(typed: &str, catalog: &Catalog, only: &[&str]) -> Result<bool, Trouble> {
    let found = catalog.find(catalog.query(typed, only))?;
    Ok(match found {
        Found::Entries(_) | Found::Status(..) => true,
        Found::Nothing { .. } => !apis(typed, catalog, only).is_empty(),
    })
}

/// Returns true if a text is something that is explained: a name, or the message of an error.
pub(super) fn is_known(typed: &str, catalog: &Catalog, only: &[&str]) -> Result<bool, Trouble> {
    Ok(is_name(typed, catalog, only)? || !message(catalog, only, typed)?.is_empty())
}

/// Returns the APIs that are called what was typed: by a whole name, before `:` by its beginning too.
fn apis<'c>(typed: &str, catalog: &'c Catalog, only: &[&str]) -> Vec<&'c str> {
    let typed = typed.trim();
    let mut ids = match typed.strip_suffix([':', '/']) {
        Some(name) => catalog.resolve_api(name),
        None => catalog.called(typed),
    };
    ids.retain(|id| only.is_empty() || only.contains(id));
    ids
}

/// Sorts entries by how common their APIs and they are.
fn by_commonness(catalog: &Catalog, hits: &mut [Hit]) {
    hits.sort_by_cached_key(|hit| catalog.commonness(&hit.row()));
}

impl Answers<'_> {
    /// Adds the answer to what was typed.
    fn answer(&mut self, typed: &str, only: &[&str], world: &World<'_>) -> Result<(), Trouble> {
        let catalog = self.catalog;
        match catalog.find(catalog.query(typed, only))? {
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
                self.entries(typed, hits, world);
            }
            Found::Status(number, hits) => self.status(typed, number, hits, world),
            Found::Nothing {
                suggestions,
                families,
            } => {
                let ids = apis(typed, catalog, only);
                if !ids.is_empty() {
                    return self.apis(&ids, world);
                }
                let message = message(catalog, only, typed)?;
                if !message.is_empty() {
                    self.message(typed, message, world);
                    return Ok(());
                }
                if let Some(hits) = pasted(catalog, only, typed)? {
                    self.entries(typed, hits, world);
                    return Ok(());
                }
                let found = found(catalog, only, typed)?;
                if suggestions.is_empty() && !found.is_empty() {
                    self.found(typed, found, world);
                    return Ok(());
                }
                let suggestions = match suggestions.is_empty() {
                    true => elsewhere(catalog, only, typed)?,
                    false => suggestions,
                };
                let miss = Miss {
                    suggestions,
                    families,
                    ..miss(typed, catalog)
                };
                self.miss(miss, world);
            }
        }
        Ok(())
    }

    /// Adds what a status says, and what each API means by it.
    fn status(&mut self, typed: &str, number: u16, mut hits: Vec<Hit>, world: &World<'_>) {
        let status = self.catalog.http().advice(number).cloned();
        if status.is_none() && hits.is_empty() {
            self.miss(miss(typed, self.catalog), world);
            return;
        }
        // The advice of a class is said of this very number.
        let status = status.map(|advice| Status {
            status: number,
            ..advice
        });
        self.parts.push(if self.is_markdown {
            markdown::status(number, status.as_ref(), &hits)
        } else if self.is_short {
            short::status(number, status.as_ref(), world.look)
        } else {
            let mut sorted = hits.clone();
            by_commonness(self.catalog, &mut sorted);
            let rows: Vec<Row<'_>> = sorted.iter().map(Hit::row).collect();
            let shown = &rows[..rows.len().min(MAX_OF_STATUS)];
            let more = rows.len() - shown.len();
            text::status(number, status.as_ref(), shown, more, world.look)
        });
        self.statuses.extend(status);
        self.hits.append(&mut hits);
    }

    /// Adds the entries of APIs.
    fn apis(&mut self, ids: &[&str], world: &World<'_>) -> Result<(), Trouble> {
        for id in ids {
            let rows = self.catalog.rows(&[id]);
            if let Some(api) = self.catalog.api(id)? {
                self.parts.push(if self.is_markdown {
                    markdown::table(&rows)
                } else {
                    let table = table::entries(&rows, world.look.width);
                    text::api(&api, rows.len(), &table, world.look)
                });
            }
            self.hits.extend(self.catalog.hits(&[id])?);
        }
        Ok(())
    }

    /// Adds the entries that a message belongs to.
    fn message(&mut self, typed: &str, found: Vec<(Hit, Values)>, world: &World<'_>) {
        if found.len() > MAX_WHOLE {
            let hits = found.into_iter().map(|(hit, _)| hit).collect();
            self.entries(typed, hits, world);
            return;
        }
        let hits: Vec<Hit> = found.iter().map(|(hit, _)| hit.clone()).collect();
        self.readings(typed, &hits, world);
        for (hit, values) in found {
            self.entry(&hit, &values, world);
            self.hits.push(hit);
        }
    }

    /// Adds entries that have the words that were typed.
    fn found(&mut self, typed: &str, hits: Vec<Hit>, world: &World<'_>) {
        let typed = Secrets::default().mask(typed.trim());
        let rows: Vec<Row<'_>> = hits.iter().map(Hit::row).collect();
        self.parts.push(if self.is_markdown {
            markdown::table(&rows)
        } else {
            text::found(&typed, &rows, world.look)
        });
        self.hits.extend(hits);
    }

    /// Adds one entry whole, or in a line.
    fn entry(&mut self, hit: &Hit, values: &Values, world: &World<'_>) {
        self.parts.push(if self.is_markdown {
            markdown::entry(hit)
        } else if self.is_short {
            short::entry(hit, world.look)
        } else {
            text::entry(hit, values, world.look)
        });
    }
}

/// Returns a miss without anything near.
fn miss(typed: &str, catalog: &Catalog) -> Miss {
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
fn found(catalog: &Catalog, only: &[&str], typed: &str) -> Result<Vec<Hit>, Trouble> {
    if !typed.trim().contains(' ') {
        return Ok(Vec::new());
    }
    let found = search(catalog, only, &[typed.to_owned()])?.hits;
    let hits = found.into_iter().take(MAX_FOUND).map(|ranked| ranked.hit);
    Ok(hits.collect())
}

/// Returns the entries of a code after the misspelt name of an API.
fn elsewhere(catalog: &Catalog, only: &[&str], typed: &str) -> Result<Vec<Suggestion>, Trouble> {
    if let Some((_, code)) = typed.split_once([':', '/'])
        && let Found::Entries(mut hits) = catalog.find(catalog.query(code, only))?
    {
        by_commonness(catalog, &mut hits);
        return Ok(hits.iter().take(MAX_FOUND).map(Hit::suggestion).collect());
    }
    Ok(Vec::new())
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

impl Answers<'_> {
    /// Adds the readings of one code: whole where they are few, else in a line each, the most common first.
    fn entries(&mut self, typed: &str, mut hits: Vec<Hit>, world: &World<'_>) {
        if hits.len() <= MAX_WHOLE {
            self.readings(typed, &hits, world);
            for hit in &hits {
                self.entry(hit, &Values::new(), world);
            }
        } else {
            by_commonness(self.catalog, &mut hits);
            let rows: Vec<Row<'_>> = hits.iter().map(Hit::row).collect();
            let typed = Secrets::default().mask(typed.trim());
            self.parts.push(if self.is_markdown {
                markdown::many(&typed, &rows)
            } else {
                text::many(&typed, &rows, world.look)
            });
        }
        self.hits.extend(hits);
    }

    /// Adds which readings something has, where it has several.
    fn readings(&mut self, typed: &str, hits: &[Hit], world: &World<'_>) {
        if hits.len() < 2 || self.is_short {
            return;
        }
        let typed = Secrets::default().mask(typed.trim());
        self.parts.push(if self.is_markdown {
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
            _ => {
                let sign = if self.is_short { "" } else { "\n" };
                (self.parts.join(sign), self.misses.concat())
            }
        };
        Output {
            stdout,
            stderr,
            exit,
        }
    }
}
