//! The forms in which programs print errors, line by line.

use super::{LEAST_WEIGHT, MOST_LINE, MOST_LINES, Mention};
use crate::catalog::Proof;
use crate::diagnose::forms::{MAX_LINES, Printed, unescaped, unquoted, without_number};
use crate::diagnose::{Engine, Evidence};
use crate::input::prefixes;
use crate::sanitize::char_floor;

/// Finds the literal forms in which programs print errors; they say whose error it is.
pub(super) fn printed<'e>(engine: &'e Engine, text: &str) -> Vec<Mention<'e>> {
    let mut found: Vec<Mention<'e>> = Vec::new();
    let lines: Vec<&str> = text.lines().take(MOST_LINES).collect();
    let mut start = 0;
    for (number, line) in text.split_inclusive('\n').enumerate().take(MOST_LINES) {
        let rest = &text[start..start + char_floor(&text[start..], MOST_LINE)];
        start += line.len();
        // A form of several lines may have a prefix on each.
        let plain = prefixes::without(&lines[number..], MAX_LINES);
        let plain = plain.iter().filter(|text| text.len() <= MOST_LINE);
        let (numbered, thrown) = (without_number(rest), unquoted(rest));
        let texts = plain.chain(&numbered).chain(&thrown);
        let texts = texts.map(String::as_str).chain([rest]);
        let mut told: Vec<Printed<'_>> = texts.flat_map(|text| engine.printed(text)).collect();
        // A form that proves little may be a part of one that has escapes in it.
        if told.iter().all(|printed| printed.proof == Proof::Generic) {
            let inner = unescaped(&lines[number][..char_floor(lines[number], MOST_LINE)]);
            told.splice(..0, inner.iter().flat_map(|text| engine.printed(text)));
        }
        for printed in told {
            let mut evidence = Vec::new();
            evidence.extend(printed.has_code.then_some(Evidence::Code));
            evidence.extend(printed.has_message.then_some(Evidence::Message));
            evidence.push(Evidence::Text);
            let mention = Mention {
                rule: printed.rule,
                entry: printed.entry,
                api: printed.api,
                is_api_named: true,
                is_own: false,
                evidence,
                message: printed.message,
                values: printed.values,
                line: number + 1,
                form: Some(printed.proof),
                weight: printed.weight,
                lines: printed.lines,
                http_status: printed.http_status,
            };
            // A traceback prints the same error several times: the form that proves most tells it.
            match found.iter_mut().find(|known| known.entry == mention.entry) {
                Some(known) if known.form >= mention.form => {}
                Some(known) => *known = mention,
                None => found.push(mention),
            }
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
