//! `errdoc explain`: what codes, statuses and messages mean.

mod asked;
mod near;
mod web;

pub(super) use asked::is_known;

use std::collections::HashMap;

use errdoc::catalog::{Catalog, Found, Hit, Row, Status};
use errdoc::diagnose::Engine;
use errdoc::pattern::Values;
use errdoc::redact::Secrets;

use super::{Call, Output, Trouble, World};
use crate::cli::{Explain, Format};
use crate::render::{json, json::Miss, markdown, short, table, text};
use asked::{apis, asked, first_api};
use near::{elsewhere, found, miss, pasted};
use web::Documented;

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
    documented: Vec<Documented>,
}

/// Runs the command.
pub(super) fn run(args: &Explain, call: Call<'_>, world: &World<'_>) -> Result<Output, Trouble> {
    let Call { catalog, only, .. } = call;
    let format = call.form("explain")?;
    let mut answers = Answers {
        catalog,
        is_markdown: format == Format::Markdown,
        is_short: args.short && format == Format::Text,
        parts: Vec::new(),
        misses: Vec::new(),
        hits: Vec::new(),
        statuses: Vec::new(),
        not_found: Vec::new(),
        documented: Vec::new(),
    };
    let named = first_api(&args.codes, call)?;
    let (codes, only) = match &named {
        Some(id) => (&args.codes[1..], std::slice::from_ref(id)),
        None => (args.codes.as_slice(), only),
    };
    let call = Call { only, ..call };
    for typed in asked(codes, call)? {
        answers.answer(&typed, call, world)?;
    }
    if args.web {
        return Ok(web::show(
            &answers.documented,
            &answers.misses.concat(),
            world,
        ));
    }
    Ok(answers.output(format))
}

/// Returns an entry with its documentation.
fn documented(hit: &Hit) -> Documented {
    Documented {
        name: format!("{} {}", hit.provider, hit.entry.code),
        url: hit.docs_url.clone(),
    }
}

/// Sorts entries by how common their APIs and they are.
fn by_commonness(catalog: &Catalog, hits: &mut [Hit]) {
    hits.sort_by_cached_key(|hit| catalog.commonness(&hit.row()));
}

impl Answers<'_> {
    /// Adds the answer to what was typed.
    fn answer(&mut self, typed: &str, call: Call<'_>, world: &World<'_>) -> Result<(), Trouble> {
        match call.find(typed)? {
            Found::Entries(mut hits) => {
                // Words may be a message too that reads like one of the catalog's own names.
                for (hit, _) in message(call, typed)? {
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
                let ids = apis(typed, call);
                if !ids.is_empty() {
                    return self.apis(&ids, world);
                }
                let message = message(call, typed)?;
                if !message.is_empty() {
                    self.message(typed, message, world);
                    return Ok(());
                }
                if let Some(hits) = pasted(call, typed)? {
                    self.entries(typed, hits, world);
                    return Ok(());
                }
                let found = found(call, typed)?;
                if suggestions.is_empty() && !found.is_empty() {
                    self.found(typed, found, world);
                    return Ok(());
                }
                let suggestions = match suggestions.is_empty() {
                    true => elsewhere(call, typed)?,
                    false => suggestions,
                };
                let miss = Miss {
                    suggestions,
                    families,
                    ..miss(typed, call.catalog)
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
        // The advice of a class is given for this number.
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
            // One of each API before a second of any.
            let mut counts = HashMap::new();
            let turns = sorted.iter().map(|hit| {
                let count = counts.entry(hit.provider.as_str()).or_insert(0);
                *count += 1;
                (*count, hit.row())
            });
            let mut turns: Vec<(usize, Row<'_>)> = turns.collect();
            turns.sort_by_key(|(turn, _)| *turn);
            let rows: Vec<Row<'_>> = turns.into_iter().map(|(_, row)| row).collect();
            let shown = &rows[..rows.len().min(MAX_OF_STATUS)];
            let more = rows.len() - shown.len();
            text::status(number, status.as_ref(), shown, more, world.look)
        });
        // Of a status that many APIs have, none of their pages tells more.
        let documented = match hits.len() {
            1..=MAX_WHOLE => hits.iter().map(documented).collect(),
            _ => vec![Documented {
                name: format!("HTTP {number}"),
                url: None,
            }],
        };
        self.documented.extend(documented);
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
                self.documented.push(Documented {
                    name: (*id).to_owned(),
                    url: api.docs_url.clone(),
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
        self.documented.extend(hits.iter().map(documented));
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
        self.documented.extend(hits.iter().map(documented));
        self.hits.extend(hits);
    }

    /// Adds one entry whole, or in a line.
    fn entry(&mut self, hit: &Hit, values: &Values, world: &World<'_>) {
        self.parts.push(if self.is_markdown {
            markdown::entry(hit)
        } else if self.is_short {
            short::entry(hit, world.look)
        } else {
            text::entry(hit, values, &self.related(hit), world.look)
        });
    }

    /// Returns the related codes of an entry, each with its title where the catalog has it.
    fn related(&self, hit: &Hit) -> Vec<(String, Option<String>)> {
        let title = |code: &String| {
            let own = [hit.provider.as_str()];
            let query = self.catalog.query(code, &[]);
            let ids = match query.providers.is_empty() {
                true => &own[..],
                false => &query.providers,
            };
            // Of the compiled catalog, without reading an entry.
            let mut labels = self.catalog.labels(ids);
            let label = labels.find(|label| label.code == query.name);
            label.map(|label| label.title.to_owned())
        };
        let codes = hit.entry.see_also.iter();
        codes.map(|code| (code.clone(), title(code))).collect()
    }

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
        self.documented.extend(hits.iter().map(documented));
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

    /// Returns everything in the form asked for.
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

/// Finds the entries that a literal message belongs to.
fn message(call: Call<'_>, typed: &str) -> Result<Vec<(Hit, Values)>, Trouble> {
    if !typed.contains(' ') {
        return Ok(Vec::new());
    }
    let engine = Engine::new(call.catalog, call.only)?;
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
                call.catalog.with_api(provider, entry.clone())?,
                diagnosis.values.clone(),
            ));
        }
    }
    Ok(hits)
}
