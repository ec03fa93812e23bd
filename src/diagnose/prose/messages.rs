//! The messages that a line tells.

use super::{LEAST_WEIGHT, MIN_OWN, Mention, note};
use crate::diagnose::forms::without_place;
use crate::diagnose::messages::Said;
use crate::diagnose::rules::is_distinctive;
use crate::diagnose::{Engine, Evidence};
use crate::pattern::{Message, Pattern};

/// How many words the value of a short template may have in a line of words.
const MAX_WORDS: usize = 3;

/// How many words of a part may come before its message: a level, a code.
const MOST_FRONT: usize = 3;

/// Returns where in a line a message may begin: the whole line, what follows one of its colons, and the same of what is in
/// quotes; a status or a code in front and what a client adds in brackets is left out.
pub(super) fn parts<'l>(engine: &Engine, line: &'l str) -> Vec<(&'l str, Message<'l>)> {
    let layers = engine.shapes.layers();
    let is_code = |word: &str| {
        let word = word.trim_matches(['[', ']']);
        (word.contains('_') || is_distinctive(word)) && layers.named(word).next().is_some()
    };
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
        let mut blanks = part.match_indices(' ').take(MOST_FRONT);
        let behind_code = blanks.find_map(|(at, _)| {
            let word = part[..at].rsplit(' ').next().filter(|word| is_code(word));
            word.map(|_| &part[at + 1..])
        });
        [
            Some(part),
            Some(without_place(part)).filter(|own| own.len() < part.len()),
            added.map(|(front, _)| front.trim_end()),
            behind.map(|(_, words)| words),
            behind_code,
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

/// Returns true if a word is the status of an error.
pub(super) fn is_status(word: &str) -> bool {
    word.len() == 3
        && word
            .parse()
            .is_ok_and(|status: u16| (400..600).contains(&status))
}

/// Finds messages in the parts of a line: of each API the entry of the first part that has one. Of the parts that say the same
/// the shortest counts, as what precedes the message is not a value.
pub(super) fn messages<'e>(
    engine: &'e Engine,
    parts: &[(&str, Message<'_>)],
    number: usize,
    found: &mut Vec<Mention<'e>>,
) {
    let mut best: Vec<(Said<'e>, &str)> = Vec::new();
    for (part, message) in parts {
        for said in engine.said_prepared(message, &|_| true) {
            let is_loose = said.weight < MIN_OWN && said.values.values().any(|v| is_sentence(v));
            if is_loose || said.values.values().any(|value| is_of_members(value)) {
                continue;
            }
            let mut patterns = said.rule.patterns();
            let is_long = |p: &Pattern| p.weight() >= LEAST_WEIGHT && p.read(message).is_some();
            if !patterns.any(is_long) {
                continue;
            }
            match best.iter_mut().find(|(known, _)| known.api == said.api) {
                Some(known) if known.0.entry == said.entry => *known = (said, part),
                // A short template took the whole of a message for its value.
                Some(known) if said.weight > known.0.weight && known.1.contains(part) => {
                    *known = (said, part);
                }
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

/// Returns true if a value has so many words that what a short template says of it may be said of anything.
fn is_sentence(value: &str) -> bool {
    value.split_whitespace().nth(MAX_WORDS).is_some()
}

/// Returns true if a text holds members of an object, or goes on behind a tag: no value of a message does.
fn is_of_members(text: &str) -> bool {
    let signs = ["\":", "':", "{"];
    signs.iter().any(|sign| text.contains(sign)) || text.starts_with('>')
}

/// Takes quotes off a text, unless it ends in a quoted word of its own.
fn unquoted(text: &str) -> &str {
    let quotes = ['"', '\'', '`'];
    let quote = text.chars().next().filter(|first| quotes.contains(first));
    match quote {
        // What follows the closing quote is not in it, nor is the line end that a program escapes before it.
        Some(quote) => {
            let inside = text[1..]
                .rsplit_once(quote)
                .map_or(&text[1..], |(inside, _)| inside);
            inside.trim_end_matches("\\n").trim_matches(quote)
        }
        None if text.matches(quotes).count().is_multiple_of(2) => text,
        None => text.trim_end_matches(quotes),
    }
}
