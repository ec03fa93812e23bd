//! Codes and messages that are named in words: a sentence, an exception's text, a log line without a body.

mod codes;
mod forms;
mod messages;

use std::borrow::Cow;
use std::cell::LazyCell;
use std::cmp::Reverse;

use super::called::called;
use super::rules::{Rule, is_distinctive};
use super::{Certainty, Diagnosis, Engine, Evidence, Rival};
use crate::catalog::Proof;
use crate::input::{Response, programs, wrapped};
use crate::pattern::Values;
use crate::sanitize::char_floor;
pub(super) use codes::is_quiet_level;
use codes::{codes, is_quiet, words};
use forms::printed;
use messages::{messages, parts};

/// The longest line in which messages are looked for.
const MOST_LINE: usize = 2000;

/// How many lines are looked at.
const MOST_LINES: usize = 400;

/// A space at which no line is broken (U+00A0).
const NO_BREAK: char = '\u{a0}';

/// The least literal text of a message that is looked for in words.
const LEAST_WEIGHT: usize = 12;

/// The least literal text of a sentence that says by itself whose error it is.
const MIN_SENTENCE: usize = 45;

/// The least literal text of a message of one API alone that says whose it is where the text names that API.
const MIN_OWN: usize = 16;

/// A code or message found in a text.
#[derive(Debug)]
pub(super) struct Mention<'e> {
    pub(super) rule: &'e Rule,
    pub(super) entry: usize,
    pub(super) api: usize,
    /// Whether the text says, or it is known, whose error it is.
    is_api_named: bool,
    pub(super) evidence: Vec<Evidence>,
    message: Option<String>,
    pub(super) values: Values,
    line: usize,
    /// Whether nobody else in the catalog would say this, with what the text says besides.
    is_own: bool,
    /// How much a literal form proves that it is part of.
    form: Option<Proof>,
    /// How much literal text that form has.
    weight: usize,
    /// How many lines that form has.
    lines: usize,
    /// The status that the text states.
    http_status: Option<u16>,
}

/// Finds what a text names. A code that others use too is never more than possible alone.
#[must_use]
pub(super) fn read<'e>(engine: &'e Engine, text: &str) -> Vec<Diagnosis<'e>> {
    told(engine, find(engine, text, |_| engine.is_chosen()))
}

/// Finds what a text of a log's record names: a code, or a message where the text, or what the record says besides, says whose
/// it is.
#[must_use]
pub(super) fn read_record<'e>(engine: &'e Engine, text: &str, beside: &str) -> Vec<Diagnosis<'e>> {
    let named = LazyCell::new(|| named_apis(engine, beside, |_| true));
    let mut found = find(engine, text, |api| {
        engine.is_chosen() || named.contains(&api)
    });
    found.retain(|named| {
        named.is_own || named.is_api_named || named.evidence.contains(&Evidence::Code)
    });
    told(engine, found)
}

/// Finds the whole sentences of a text that one API alone sends.
#[must_use]
pub(super) fn read_sentences<'e>(engine: &'e Engine, text: &str) -> Vec<Diagnosis<'e>> {
    let mut found = find(engine, text, |_| engine.is_chosen());
    found.retain(|named| {
        named.form.is_none() && named.is_own && named.evidence.contains(&Evidence::Message)
    });
    told(engine, found)
}

/// Finds what literal forms tell that say whose error it is.
#[must_use]
pub(super) fn read_forms<'e>(engine: &'e Engine, text: &str) -> Vec<Diagnosis<'e>> {
    let text = &*with_spaces(text);
    let mut found = printed(engine, text);
    if is_doubtful(&found) {
        let whole = unwrapped(text).map(|whole| printed(engine, &whole));
        found = whole.filter(|whole| !is_doubtful(whole)).unwrap_or(found);
    }
    found.retain(|named| named.certainty() >= Certainty::Likely);
    told(engine, found)
}

/// Returns a text with spaces where it has no-break ones: web pages put them for two spaces, and they are copied with them.
fn with_spaces(text: &str) -> Cow<'_, str> {
    match text.contains(NO_BREAK) {
        true => text.replace(NO_BREAK, " ").into(),
        false => text.into(),
    }
}

/// Turns what was found into diagnoses.
fn told<'e>(engine: &'e Engine, mut found: Vec<Mention<'e>>) -> Vec<Diagnosis<'e>> {
    let mut diagnoses: Vec<Diagnosis<'e>> = Vec::new();
    // Where the words of a line are another entry's than its code, the code decides.
    found.sort_by_key(|named| {
        let has_code = named.evidence.contains(&Evidence::Code);
        let order = match named.form {
            Some(_) => Reverse((named.evidence.len(), named.weight)),
            None => Reverse((usize::from(has_code), named.weight)),
        };
        (named.line, Reverse(named.certainty()), order)
    });
    for named in found {
        let provider = engine.shapes.layers().id(named.api);
        let entry = &named.rule.entry;
        // What one line says is one error, whoever's it may be.
        match diagnoses.last_mut().filter(|d| d.line == named.line) {
            Some(known) => {
                // What an error quotes is its cause, not the error.
                let messages = known.message.as_deref().zip(named.message.as_deref());
                let most = match messages {
                    Some((text, part)) if is_quoted(text, part) => Certainty::Likely,
                    _ => Certainty::Certain,
                };
                known.rivals.push(Rival {
                    provider,
                    entry,
                    certainty: named.certainty().min(most),
                });
            }
            None => diagnoses.push(named.diagnosis(engine)),
        }
    }
    diagnoses
}

/// Returns true if a message is within another one, or begins within it and goes on as that does.
fn is_quoted(text: &str, part: &str) -> bool {
    if part.len() >= LEAST_WEIGHT && text.len() > part.len() && text.contains(part) {
        return true;
    }
    let start = part.get(..LEAST_WEIGHT);
    let at = start
        .and_then(|start| text.find(start))
        .filter(|at| *at > 0);
    at.is_some_and(|at| part.starts_with(&text[at..]) || text[at..].starts_with(part))
}

/// Finds the codes and messages in a text; `is_known` says of which APIs it is known that the text is theirs.
pub(super) fn find<'e>(
    engine: &'e Engine,
    text: &str,
    is_known: impl Fn(usize) -> bool,
) -> Vec<Mention<'e>> {
    let text = &*with_spaces(text);
    let found = find_in(engine, text, &is_known);
    if !is_doubtful(&found) {
        return found;
    }
    // Sentences that a terminal or a mail has wrapped are read whole where their lines say nothing sure.
    let whole = unwrapped(text).map(|whole| find_in(engine, &whole, &is_known));
    whole.filter(|whole| !is_doubtful(whole)).unwrap_or(found)
}

/// Returns true if nothing of what was found is likely.
fn is_doubtful(found: &[Mention<'_>]) -> bool {
    !found
        .iter()
        .any(|named| named.certainty() >= Certainty::Likely)
}

/// Returns what a text may have been before it was wrapped at its words, if it may have been.
fn unwrapped(text: &str) -> Option<String> {
    // What is beyond the lines that are read is not put together.
    let end = text.match_indices('\n').nth(MOST_LINES).map(|(at, _)| at);
    let text = text[..end.unwrap_or(text.len())].trim_end();
    let whole = text.contains('\n').then(|| wrapped::at_words(text))?;
    (whole.trim_end() != text).then_some(whole)
}

/// Finds the codes and messages in the lines of a text.
fn find_in<'e>(
    engine: &'e Engine,
    text: &str,
    is_known: &dyn Fn(usize) -> bool,
) -> Vec<Mention<'e>> {
    let mut found: Vec<Mention<'e>> = Vec::new();
    // Most texts mention nothing, and nobody asks.
    let named = LazyCell::new(|| named_apis(engine, text, |_| true));
    let is_named = |api: usize| is_known(api) || named.contains(&api);
    let mut doubtful = Vec::new();
    let mut printed = printed(engine, text);
    // The name of a protocol is in the host names of all who speak it.
    let hosts = LazyCell::new(|| named_apis(engine, text, |name| name.contains('.')));
    if !printed.is_empty() {
        prefer_named(&mut printed, |api| hosts.contains(&api));
        return printed;
    }
    for (number, line) in text.lines().enumerate().take(MOST_LINES) {
        let line = &line[..char_floor(line, MOST_LINE)];
        let earlier = found.len();
        messages(engine, &parts(engine, line), number + 1, &mut found);
        if !is_quiet(line) {
            codes(
                engine,
                line,
                number + 1,
                is_named,
                &mut found,
                &mut doubtful,
            );
        }
        found[earlier..].sort_by_key(|named| named.api);
    }
    // A word that is a code too counts where the message of its entry is somewhere in the text.
    for (at, word, line, is_own) in doubtful {
        // One that is in the message says nothing more than it.
        let is_apart = |known: &Mention<'_>| {
            let message = known.message.as_deref().unwrap_or_default();
            !words(message).any(|own| own.eq_ignore_ascii_case(word))
        };
        if let Some(known) = found.iter_mut().find(|known| known.entry == at)
            && known.rule.is_named(word, true)
            && is_apart(known)
        {
            known.line = known.line.min(line);
            let at = (known.api, known.entry, known.rule);
            note(&mut found, at, Evidence::Code, line, None);
        } else if is_own {
            // A code that one API alone has says more than a sentence of that API, which others of its entries share.
            let api = engine.shapes.layers().api_of(at);
            let is_sentence = |known: &Mention<'_>| {
                known.api == api && known.entry != at && known.is_own_message(engine, || true)
            };
            if found.iter().any(is_sentence) {
                found.retain(|known| !is_sentence(known));
                let at = (api, at, engine.rule(at));
                note(&mut found, at, Evidence::Code, line, None).is_own = true;
            }
        }
    }
    let around = LazyCell::new(|| named_by_programs(engine, text));
    for mention in &mut found {
        mention.is_api_named = is_named(mention.api);
        mention.is_own |= mention.is_own_message(engine, || is_named(mention.api));
        if mention.evidence != [Evidence::Message] {
            continue;
        }
        if hosts.contains(&mention.api) {
            mention.evidence.push(Evidence::Host);
        } else if around.contains(&mention.api) {
            mention.evidence.push(Evidence::Text);
        }
    }
    // Where a line has a code of the API as well, the code decides.
    let coded: Vec<_> = found
        .iter()
        .filter(|named| named.evidence == [Evidence::Code])
        .map(|named| (named.api, named.line))
        .collect();
    for mention in &mut found {
        let is_coded = coded.contains(&(mention.api, mention.line));
        mention.is_own &= !is_coded || mention.evidence != [Evidence::Message];
    }
    found.retain(|named| {
        let is_alone = named.evidence == [Evidence::Code];
        !is_alone || named.is_own || named.is_api_named || is_distinctive(&named.rule.entry.code)
    });
    // What every server writes behind a status is nobody's message, unless it is all there is.
    found.retain(|named| {
        let message = named.message.as_deref().unwrap_or_default();
        let is_alone = named.evidence == [Evidence::Message] && !named.is_api_named;
        let is_whole = || text.trim().trim_matches('"') == message;
        let is_reason = || engine.is_reason(message) && !is_whole();
        !is_alone || !(is_reason() || engine.is_status_name(message))
    });
    let has_both = |n: &Mention<'_>| n.evidence.len() > 1;
    if found.iter().any(has_both) {
        found.retain(has_both);
    }
    if found.iter().any(|named| named.is_api_named) {
        found.retain(|named| named.is_api_named);
    }
    found
}

/// Lowers what a line says about other APIs where forms of several read it as surely, and the text names a host of one.
fn prefer_named(printed: &mut [Mention<'_>], is_named: impl Fn(usize) -> bool) {
    let place = |m: &Mention<'_>| (m.line, m.api, m.form, m.message.clone());
    let places: Vec<_> = printed.iter().map(place).collect();
    for mention in printed {
        // What an error quotes is its cause, and not a rival.
        let quotes = |part: &Option<String>| {
            let messages = mention.message.as_deref().zip(part.as_deref());
            messages.is_some_and(|(text, part)| is_quoted(text, part))
        };
        let is_rival = |(line, api, form, message): &&(usize, usize, _, _)| {
            let is_other = *line == mention.line && *api != mention.api && *form == mention.form;
            is_other && !quotes(message)
        };
        let mut rivals = places.iter().filter(is_rival).peekable();
        if rivals.peek().is_some()
            && !is_named(mention.api)
            && rivals.any(|(_, api, ..)| is_named(*api))
        {
            mention.form = mention.form.map(|form| match form {
                Proof::Own => Proof::Shared,
                _ => Proof::Generic,
            });
        }
    }
}

impl<'e> Mention<'e> {
    /// Returns how sure the find is: a code or a message alone is at most possible.
    pub(super) fn certainty(&self) -> Certainty {
        match self.form {
            Some(Proof::Own) => Certainty::Certain,
            Some(Proof::Shared | Proof::Sibling) => Certainty::Likely,
            Some(Proof::Generic) => Certainty::Possible,
            None if self.is_own || self.evidence.len() > 1 => Certainty::Likely,
            None => Certainty::Possible,
        }
    }

    /// Returns true if the message is a whole sentence that no other API in the catalog sends, or a shorter one where the
    /// text names the API.
    fn is_own_message(&self, engine: &Engine, is_named: impl Fn() -> bool) -> bool {
        let is_long = self.weight >= MIN_SENTENCE;
        self.evidence.contains(&Evidence::Message)
            && (is_long || self.weight >= MIN_OWN && is_named())
            && engine.is_said_by_one(self.message.as_deref())
    }

    /// Turns the find into a diagnosis.
    fn diagnosis(self, engine: &'e Engine) -> Diagnosis<'e> {
        let response = Response {
            line: self.line,
            ..Response::default()
        };
        let entry = &self.rule.entry;
        let api = engine.api(self.api);
        Diagnosis {
            api: Some(api),
            code: Some(entry.code.clone()),
            entry: Some(entry),
            certainty: self.certainty(),
            evidence: self.evidence,
            message: self.message,
            values: self.values,
            docs_url: entry.docs_url.clone().or_else(|| api.docs_url.clone()),
            after_seconds: entry.retry.after_seconds,
            ..engine.bare(
                &response,
                self.http_status.or(entry.http_status.usual()),
                &[],
            )
        }
    }
}

/// Returns the APIs that a text names, by names that count.
fn named_apis(engine: &Engine, text: &str, counts: impl Fn(&str) -> bool) -> Vec<usize> {
    let named = called(engine.shapes.layers(), text, counts);
    named.into_iter().map(|(_, api)| api).collect()
}

/// Returns the APIs that the packages and resources of the program that printed a text name.
fn named_by_programs(engine: &Engine, text: &str) -> Vec<usize> {
    let layers = engine.shapes.layers();
    let names = programs::named_around(text);
    // A protocol is spoken by the programs of all; of a vendor's names the last is the nearest.
    let named = names.iter().filter_map(|name| {
        let named = called(layers, name, |_| true).into_iter();
        named.filter(|(_, api)| layers.has_hosts(*api)).max()
    });
    named.map(|(_, api)| api).collect()
}

/// Adds a find, to the same entry's earlier one if there is one.
fn note<'f, 'e>(
    found: &'f mut Vec<Mention<'e>>,
    (api, entry, rule): (usize, usize, &'e Rule),
    evidence: Evidence,
    line: usize,
    message: Option<(&str, Values)>,
) -> &'f mut Mention<'e> {
    let at = found.iter().position(|n| n.entry == entry);
    let named = match at {
        Some(at) => &mut found[at],
        None => {
            found.push(Mention {
                rule,
                entry,
                api,
                is_api_named: false,
                is_own: false,
                evidence: Vec::new(),
                message: None,
                values: Values::new(),
                line,
                form: None,
                weight: 0,
                lines: 1,
                http_status: None,
            });
            let last = found.len() - 1;
            &mut found[last]
        }
    };
    if !named.evidence.contains(&evidence) {
        named.evidence.push(evidence);
        named.evidence.sort_unstable();
    }
    if let Some((text, values)) = message
        && named.message.is_none()
    {
        named.message = Some(text.to_owned());
        named.values = values;
    }
    named
}
