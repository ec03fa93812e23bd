//! Codes and messages that are named in words: a sentence, an exception's text, a log line without a body.

use std::cell::LazyCell;
use std::cmp::Reverse;

use super::forms::MAX_LINES;
use super::messages::Said;
use super::rules::{Rule, is_distinctive};
use super::{Certainty, Diagnosis, Engine, Evidence, Rival};
use crate::catalog::Proof;
use crate::catalog::words::words as hashed_words;
use crate::input::{Response, prefixes};
use crate::pattern::{Message, Pattern, Values};
use crate::sanitize::char_floor;

/// The longest line in which messages are looked for.
const MOST_LINE: usize = 2000;

/// How many lines are looked at.
const MOST_LINES: usize = 400;

/// The least literal text of a message that is looked for in words.
const LEAST_WEIGHT: usize = 12;

/// Words behind which a code is referred to rather than told of; `g` ends `e.g.`.
const REFERENCES: [&str; 9] = [
    "see", "cf", "like", "docs", "runbook", "handle", "handles", "handling", "g",
];

/// Levels of lines that tell of no failure of their own accord, as logs write them.
const QUIET: [&str; 3] = ["INFO", "DEBUG", "TRACE"];

/// In how many words a line's level is looked for.
const MOST_FRONT: usize = 12;

/// How words begin that tell of a failure or of an answer.
const TELLING: [&str; 21] = [
    "err",
    "warn",
    "crit",
    "fatal",
    "fail",
    "exception",
    "reject",
    "refus",
    "denied",
    "invalid",
    "unauthori",
    "forbid",
    "could",
    "cannot",
    "unable",
    "return",
    "respon",
    "answer",
    "receiv",
    "got",
    "status",
];

/// What a program's types for an API are called behind its name.
const TYPES: [&str; 4] = ["error", "api", "exception", "client"];

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
    /// How much a literal form proves that it is part of.
    form: Option<Proof>,
    /// How much literal text that form has.
    weight: usize,
    /// How many lines that form has.
    lines: usize,
    /// The status that the text states.
    http_status: Option<u16>,
}

/// Finds what a text names. A code alone is never more than possible: others use the same codes.
#[must_use]
pub(super) fn read<'e>(engine: &'e Engine, text: &str) -> Vec<Diagnosis<'e>> {
    told(engine, find(engine, text, |_| engine.is_chosen()))
}

/// Finds what a text of a log's record names: a code, or a message where the text says whose it is.
#[must_use]
pub(super) fn read_record<'e>(engine: &'e Engine, text: &str) -> Vec<Diagnosis<'e>> {
    let mut found = find(engine, text, |_| engine.is_chosen());
    found.retain(|named| named.is_api_named || named.evidence.contains(&Evidence::Code));
    told(engine, found)
}

/// Finds what literal forms tell that say whose error it is.
#[must_use]
pub(super) fn read_forms<'e>(engine: &'e Engine, text: &str) -> Vec<Diagnosis<'e>> {
    let mut found = forms(engine, text);
    found.retain(|named| named.certainty() >= Certainty::Likely);
    told(engine, found)
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

/// Returns true if a message begins within another one, and goes on as that does.
fn is_quoted(text: &str, part: &str) -> bool {
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
    let mut found: Vec<Mention<'e>> = Vec::new();
    // Most texts mention nothing, and nobody asks.
    let named = LazyCell::new(|| named_apis(engine, text, |_| true));
    let is_named = |api: usize| is_known(api) || named.contains(&api);
    let mut doubtful = Vec::new();
    let mut printed = forms(engine, text);
    if !printed.is_empty() {
        // The name of a protocol is in the host names of all who speak it.
        let hosts = LazyCell::new(|| named_apis(engine, text, |name| name.contains('.')));
        prefer_named(&mut printed, |api| hosts.contains(&api));
        return printed;
    }
    for (number, line) in text.lines().enumerate().take(MOST_LINES) {
        let line = &line[..char_floor(line, MOST_LINE)];
        let earlier = found.len();
        messages(engine, &parts(line), number + 1, &mut found);
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
    for (at, word, line) in doubtful {
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
        }
    }
    for mention in &mut found {
        mention.is_api_named = is_named(mention.api);
    }
    found.retain(|named| {
        let is_alone = named.evidence == [Evidence::Code];
        !is_alone || named.is_api_named || is_distinctive(&named.rule.entry.code)
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
    let places: Vec<_> = printed.iter().map(|m| (m.line, m.api, m.form)).collect();
    for mention in printed {
        let is_rival = |(line, api, form): &&(usize, usize, Option<Proof>)| {
            *line == mention.line && *api != mention.api && *form == mention.form
        };
        let mut rivals = places.iter().filter(is_rival).peekable();
        if rivals.peek().is_some()
            && !is_named(mention.api)
            && rivals.any(|(_, api, _)| is_named(*api))
        {
            mention.form = mention.form.map(|form| match form {
                Proof::Own => Proof::Shared,
                _ => Proof::Generic,
            });
        }
    }
}

/// Finds the literal forms in which programs print errors; they say whose error it is.
fn forms<'e>(engine: &'e Engine, text: &str) -> Vec<Mention<'e>> {
    let mut found: Vec<Mention<'e>> = Vec::new();
    let lines: Vec<&str> = text.lines().take(MOST_LINES).collect();
    let mut start = 0;
    for (number, line) in text.split_inclusive('\n').enumerate().take(MOST_LINES) {
        let rest = &text[start..start + char_floor(&text[start..], MOST_LINE)];
        start += line.len();
        // A form of several lines may have a prefix on each.
        let plain = prefixes::without(&lines[number..], MAX_LINES);
        let plain = plain.iter().filter(|text| text.len() <= MOST_LINE);
        let texts = plain.map(String::as_str).chain([rest]);
        for printed in texts.flat_map(|text| engine.printed(text)) {
            let mut evidence = Vec::new();
            evidence.extend(printed.has_code.then_some(Evidence::Code));
            evidence.extend(printed.has_message.then_some(Evidence::Message));
            evidence.push(Evidence::Text);
            // A traceback prints the same error several times.
            if found.iter().any(|known| known.entry == printed.entry) {
                continue;
            }
            found.push(Mention {
                rule: printed.rule,
                entry: printed.entry,
                api: printed.api,
                is_api_named: true,
                evidence,
                message: printed.message,
                values: printed.values,
                line: number + 1,
                form: Some(printed.proof),
                weight: printed.weight,
                lines: printed.lines,
                http_status: printed.http_status,
            });
        }
    }
    // What a form of several lines has read is not read again by one that begins within it.
    let spans: Vec<_> = found.iter().map(|f| (f.line, f.lines, f.form)).collect();
    found.retain(|told| {
        let is_within = |(line, lines, form): &(usize, usize, Option<Proof>)| {
            (line + 1..line + lines).contains(&told.line) && *form >= told.form
        };
        !spans.iter().any(is_within)
    });
    // An exception that was raised for another repeats its message: one error, told twice.
    for at in 1..found.len() {
        let (before, rest) = found.split_at_mut(at);
        let told = &rest[0];
        let is_same = |known: &&mut Mention<'_>| {
            let is_long = |text: &String| text.len() >= LEAST_WEIGHT;
            known.api != told.api
                && known.message == told.message
                && told.message.as_ref().is_some_and(is_long)
        };
        if let Some(known) = before.iter_mut().find(is_same) {
            rest[0].line = known.line;
        }
    }
    // What a weak form tells counts where no other does.
    let best = found.iter().filter_map(|found| found.form).max();
    found.retain(|found| found.form == best || found.form > Some(Proof::Generic));
    found
}

impl<'e> Mention<'e> {
    /// Gives how sure the find is: a code or a message alone is no more than possible.
    pub(super) fn certainty(&self) -> Certainty {
        match self.form {
            Some(Proof::Own) => Certainty::Certain,
            Some(Proof::Shared | Proof::Sibling) => Certainty::Likely,
            Some(Proof::Generic) => Certainty::Possible,
            None if self.evidence.len() > 1 => Certainty::Likely,
            None => Certainty::Possible,
        }
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

/// Gives where in a line a message may stand: the whole line, what stands behind one of its colons, and the same of what is in
/// quotes; a status in front and what a client adds in brackets is left out.
fn parts(line: &str) -> Vec<(&str, Message<'_>)> {
    let quoted = line.split('"').skip(1).step_by(2);
    let quoted = quoted.filter(|text| text.len() >= LEAST_WEIGHT).take(8);
    let starts = std::iter::once(line).chain(quoted).flat_map(|text| {
        let colons = text.match_indices(": ").map(|(at, _)| at + 2);
        let starts = [0, stamp_length(text)].into_iter().chain(colons).take(12);
        starts.map(|start| text[start..].trim())
    });
    let parts = starts.flat_map(|part| {
        let added = part.strip_suffix(')').and_then(|p| p.rsplit_once(" ("));
        let behind = part.split_once(' ').filter(|(front, _)| is_status(front));
        [
            Some(part),
            added.map(|(front, _)| front.trim_end()),
            behind.map(|(_, words)| words),
        ]
    });
    let parts = parts.flatten().map(unquoted);
    parts.map(|part| (part, Message::new(part))).collect()
}

/// Returns the length of the date and the time that a log writes before its words.
fn stamp_length(line: &str) -> usize {
    let is_part = |word: &str| {
        word.starts_with(|c: char| c.is_ascii_digit())
            && word.contains([':', '/', '-'])
            && word
                .bytes()
                .all(|b| b.is_ascii_digit() || b":/-.,TZ+".contains(&b))
    };
    let words = line.split_inclusive(' ').take(2);
    words
        .take_while(|word| is_part(word.trim_end()))
        .map(str::len)
        .sum()
}

/// Says whether a word is the status of an error.
fn is_status(word: &str) -> bool {
    word.len() == 3
        && word
            .parse()
            .is_ok_and(|status: u16| (400..600).contains(&status))
}

/// Finds messages in the parts of a line: of each API the entry of the first part that has one, and of the parts that say
/// the same the shortest, as what precedes the message is not a value.
fn messages<'e>(
    engine: &'e Engine,
    parts: &[(&str, Message<'_>)],
    number: usize,
    found: &mut Vec<Mention<'e>>,
) {
    let mut best: Vec<(Said<'e>, &str)> = Vec::new();
    for (part, message) in parts {
        for said in engine.said_prepared(message, &|_| true) {
            if said.values.values().any(|value| is_of_members(value)) {
                continue;
            }
            let mut patterns = said.rule.patterns();
            let is_long = |p: &Pattern| p.weight() >= LEAST_WEIGHT && p.read(message).is_some();
            if !patterns.any(is_long) {
                continue;
            }
            match best.iter_mut().find(|(known, _)| known.api == said.api) {
                Some(known) if known.0.entry == said.entry => *known = (said, part),
                Some(_) => {}
                None => best.push((said, part)),
            }
        }
    }
    for (said, part) in best {
        let message = Some((part, said.values));
        let at = (said.api, said.entry, said.rule);
        note(found, at, Evidence::Message, number, message);
        if let Some(known) = found.iter_mut().find(|known| known.entry == said.entry) {
            known.weight = known.weight.max(said.weight);
        }
    }
}

/// Says whether a text holds members of an object: no value of a message does.
fn is_of_members(text: &str) -> bool {
    text.contains("\":") || text.contains("':") || text.contains('{')
}

/// Takes quotes off a text, unless it ends in a quoted word of its own.
fn unquoted(text: &str) -> &str {
    let quotes = ['"', '\'', '`'];
    let quote = text.chars().next().filter(|first| quotes.contains(first));
    match quote {
        Some(quote) => text.trim_matches(quote),
        None if text.matches(quotes).count().is_multiple_of(2) => text,
        None => text.trim_end_matches(quotes),
    }
}

/// Returns the APIs that a text names: by id, name, an alias that is not a common word, or a host, as words of their own or in
/// the name of a program's error; of these names those that count.
fn named_apis(engine: &Engine, text: &str, counts: impl Fn(&str) -> bool) -> Vec<usize> {
    let lower = text.to_ascii_lowercase();
    let mut named = Vec::new();
    let mut look = |first_word: u64, start: usize| {
        for (layer, first_api, _) in engine.shapes.layers().iter() {
            for (api, name) in layer.called(first_word) {
                let Some(behind) = lower[start..].strip_prefix(name) else {
                    continue;
                };
                let is_type = TYPES.iter().any(|of_type| behind.starts_with(of_type));
                let goes_on = behind.starts_with(|c: char| c.is_ascii_alphanumeric());
                if (is_type || !goes_on) && counts(name) {
                    named.push(first_api + api as usize);
                }
            }
        }
    };
    let types = TYPES.iter().filter(|of_type| lower.contains(**of_type));
    let types: Vec<&str> = types.copied().collect();
    hashed_words(&lower, |word, start, end| {
        look(word, start);
        // `SinchError` begins with a name.
        for of_type in &types {
            if let Some(at) = lower[start..end].find(of_type).filter(|at| *at > 0) {
                hashed_words(&lower[start..start + at], |word, _, _| look(word, start));
            }
        }
    });
    named
}

/// Gives the words of a line.
fn words(line: &str) -> impl Iterator<Item = &str> {
    line.split(|c: char| !(c.is_alphanumeric() || c == '_' || c == '-'))
        .filter(|word| !word.is_empty())
}

/// Says whether a level, in whatever case, is that of a line that tells of no failure.
pub(super) fn is_quiet_level(level: &str) -> bool {
    QUIET.iter().any(|known| known.eq_ignore_ascii_case(level))
}

/// Says whether a line's own level is that of no failure, and nothing in it tells of one but for a code's name.
fn is_quiet(line: &str) -> bool {
    let is_level = |(before, word): (&str, &str)| {
        let is_given = ["level", "lvl", "severity"].contains(&before);
        QUIET.contains(&word) || (is_given && is_quiet_level(word))
    };
    let is_telling = |word: &str| {
        let word = word.to_ascii_lowercase();
        TELLING.iter().any(|w| word.starts_with(w)) && !word.ends_with("code")
    };
    // `0.401` is none.
    let has_status = || {
        let mut numbers =
            line.split(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '+')));
        numbers.any(is_status)
    };
    let front = std::iter::once("").chain(words(line)).zip(words(line));
    front.take(MOST_FRONT).any(is_level) && !words(line).any(is_telling) && !has_status()
}

/// Returns true if a word of a line is a part of a longer number: of a time, a date, an address, a fraction.
fn is_within_number(line: &str, word: &str) -> bool {
    let start = word.as_ptr() as usize - line.as_ptr() as usize;
    let (before, behind) = (&line[..start], &line[start + word.len()..]);
    let joins = |c: char| matches!(c, ':' | '.' | ',' | '/' | '-');
    let goes_on = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    before
        .strip_suffix(joins)
        .is_some_and(|rest| goes_on(rest.chars().next_back()))
        || behind
            .strip_prefix(joins)
            .is_some_and(|rest| goes_on(rest.chars().next()))
}

/// Finds codes: whole words, in the case in which the API writes them; `is_named` says which APIs the text mentions. Words that
/// may be ordinary ones are put aside with their line.
fn codes<'e, 't>(
    engine: &'e Engine,
    line: &'t str,
    number: usize,
    is_named: impl Fn(usize) -> bool,
    found: &mut Vec<Mention<'e>>,
    doubtful: &mut Vec<(usize, &'t str, usize)>,
) {
    let mut previous = "";
    for word in words(line) {
        let before = std::mem::replace(&mut previous, word);
        let is_behind = |names: &[&str]| names.iter().any(|n| n.eq_ignore_ascii_case(before));
        let is_number = || {
            let digits = word.strip_prefix("0x").unwrap_or(word);
            digits.bytes().all(|b| b.is_ascii_digit())
                || digits.len() < word.len() && digits.bytes().all(|b| b.is_ascii_hexdigit())
        };
        let is_referred = is_behind(&REFERENCES);
        let layers = engine.shapes.layers();
        for known in layers.named(word) {
            // Most words that are codes too are told from them without reading an entry.
            let is_code = || {
                let is_called =
                    || is_behind(&["code", "error"]) || layers.calls_code(known.api, before);
                // A bare number is a code only where it is called one, in words or by the API's own name for it. Of other
                // words it is asked once all is found whether their API is named.
                !is_number() || is_called() || is_named(known.api) && !is_within_number(line, word)
            };
            let may_count = || is_distinctive(word) || is_named(known.api);
            let counts = !known.needs_more && engine.shapes.counts(known.api);
            if !counts || is_referred || !is_code() {
                continue;
            }
            if !may_count() {
                doubtful.push((known.entry, word, number));
                continue;
            }
            let rule = engine.rule(known.entry);
            if rule.is_named(word, true) {
                let at = (known.api, known.entry, rule);
                note(found, at, Evidence::Code, number, None);
            }
        }
    }
}

/// Adds a find, to the same entry's earlier one if there is one.
fn note<'e>(
    found: &mut Vec<Mention<'e>>,
    (api, entry, rule): (usize, usize, &'e Rule),
    evidence: Evidence,
    line: usize,
    message: Option<(&str, Values)>,
) {
    let at = found.iter().position(|n| n.entry == entry);
    let named = match at {
        Some(at) => &mut found[at],
        None => {
            found.push(Mention {
                rule,
                entry,
                api,
                is_api_named: false,
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
}
