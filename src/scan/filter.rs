//! Passes the lines that may hold an error of the catalog, at a cost that does not grow with the catalog.
//!
//! One pass looks at colons, equal signs and line feeds. Before a sign the name that ends there is told from others by its
//! last bytes; a name that envelopes require, with a value of the required kind, sets bits for its line. A line with all the
//! bits of one class is a candidate, and so is one with a known code under a member that is called code. What a line says in
//! words is looked at where it is plain text, or a word tells of a failure: codes, and the forms in which programs print errors.

use std::ops::Range;

use aho_corasick::packed::{Config, MatchKind, Searcher};
use memchr::memmem::Finder;
use wide::u8x16;

use super::bits::Bits;
use super::needs::{Names, Needs};
use super::prose::Words;
use crate::diagnose::Engine;
use crate::input::decode;

/// How many bytes are looked at together.
const CHUNK: usize = 64;

/// Parts of words that tell of a failure, or of a level of failures: in records only these have words that count.
const TELLING: [&str; 22] = [
    "rror", "RROR", "xcept", "XCEPT", "ailed", "AILED", "fatal", "FATAL", "Fatal", "warn", "WARN",
    "Warn", "crit", "CRIT", "alert", "ALERT", "emerg", "panic", "PANIC", "severe", "SEVERE", ":50",
];

/// Finds candidate lines.
#[derive(Debug)]
pub struct Filter<'e> {
    needs: Needs<'e>,
    words: Words<'e>,
    engine: &'e Engine,
    telling: Option<Searcher>,
    /// Finds the ends of elements of XML.
    elements: Finder<'static>,
}

/// What is known of the line at hand.
#[derive(Debug, Clone, Copy, Default)]
struct Seen {
    bits: Bits,
    has_brace: bool,
}

impl<'e> Filter<'e> {
    /// Returns the filter for what an engine knows.
    #[must_use]
    pub fn new(engine: &'e Engine) -> Self {
        let telling = Config::new()
            .match_kind(MatchKind::LeftmostFirst)
            .builder()
            .extend(TELLING)
            .build();
        Self {
            needs: Needs::new(engine.shapes()),
            words: Words::new(engine),
            engine,
            telling,
            elements: Finder::new("</"),
        }
    }

    /// Returns true if a line may hold an error. A line of JSON does only where an object in it has the shape of an envelope or
    /// a known code, or where its words tell.
    #[must_use]
    pub fn passes(&self, line: &[u8]) -> bool {
        let mut passes = false;
        self.lines(line, |_, _, sign| {
            let may_answer = || {
                let text = std::str::from_utf8(line);
                text.map_or(true, |text| self.engine.may_answer(text))
            };
            passes = sign == Sign::Words || may_answer() || self.tells(line);
        });
        passes
    }

    /// Calls `each` with the 1-based number and the span of each candidate line of a block that begins and ends at a line's
    /// edge, and with what makes it one; returns how many lines the block has.
    pub(super) fn lines(&self, block: &[u8], mut each: impl FnMut(u64, Range<usize>, Sign)) -> u64 {
        let mut line = 0;
        let mut count = 0;
        let mut seen = Seen::default();
        let mut telling = Telling::new(self.telling.as_ref(), block);
        let mut at = 0;
        while at < block.len() {
            let mut signs = signs(block, at);
            while signs != 0 {
                let sign = at + signs.trailing_zeros() as usize;
                signs &= signs - 1;
                match block[sign] {
                    b'\n' => {
                        count += 1;
                        if let Some(found) = self.sign(&block[line..sign], line, seen, &mut telling)
                        {
                            each(count, line..sign, found);
                        }
                        seen = Seen::default();
                        line = sign + 1;
                    }
                    b'{' => seen.has_brace = true,
                    _ => self.needs.look(block, line, sign, &mut seen.bits),
                }
            }
            at += CHUNK;
        }
        if line < block.len() {
            count += 1;
            if let Some(found) = self.sign(&block[line..], line, seen, &mut telling) {
                each(count, line..block.len(), found);
            }
        }
        count
    }

    /// Returns what makes a line a candidate, whatever its colours.
    fn sign(
        &self,
        line: &[u8],
        start: usize,
        seen: Seen,
        telling: &mut Telling<'_>,
    ) -> Option<Sign> {
        if seen.bits != Bits::default()
            && (seen.has_brace || has_opening(line) || seen.bits.has_code())
            && self.needs.are_met(seen.bits)
        {
            return Some(Sign::Shape);
        }
        // The search for telling words goes on from line to line.
        let is_telling = telling.is_in(start, start + line.len());
        let is_told = self.has_element(line)
            || ((is_telling || !seen.has_brace) && self.words.may_tell(line));
        if is_told {
            return Some(Sign::Words);
        }
        if !has_colours(line) {
            return None;
        }
        let plain = decode(line);
        let passes = plain.text.len() < line.len() && self.passes(plain.text.as_bytes());
        passes.then_some(Sign::Words)
    }

    /// Returns true if a line that has the shape of an envelope tells an error in another way: in words, or in XML.
    pub(super) fn tells(&self, line: &[u8]) -> bool {
        let is_telling = || Telling::new(self.telling.as_ref(), line).is_in(0, line.len());
        let is_words = || memchr::memchr(b'{', line).is_none() || is_telling();
        self.has_element(line) || (is_words() && self.words.may_tell(line))
    }

    /// Returns true if a line has an element of XML that some envelope requires.
    fn has_element(&self, line: &[u8]) -> bool {
        let mut ends = self.elements.find_iter(line);
        ends.any(|at| self.needs.has_element(&line[at + 2..]))
    }
}

/// What makes a line a candidate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sign {
    /// Members that some envelope requires.
    Shape,
    /// What stands in words, or in XML.
    Words,
}

/// Returns true if a line has what a body that is not in braces begins with: a quote, a bracket, the separator of a form, a map
/// as Go prints it.
fn has_opening(line: &[u8]) -> bool {
    let is_opening = |byte: &u8| matches!(byte, b'"' | b'\'' | b'`' | b'(' | b'&' | b'?' | b'<');
    line.iter().any(is_opening) || memchr::memmem::find(line, b"map[").is_some()
}

/// What stands before the bracket with which a colour begins, as terminals read it and as loggers write it out.
const COLOURS: [&[u8]; 5] = [b"\x1b", b"u001b", b"033", b"x1b", b"^["];

/// Returns true if a line may have colours.
fn has_colours(line: &[u8]) -> bool {
    let mut brackets = memchr::memchr_iter(b'[', line);
    brackets.any(|at| COLOURS.iter().any(|begin| line[..at].ends_with(begin)))
}

/// Finds telling words, from one line to the next.
struct Telling<'b> {
    search: Option<&'b Searcher>,
    block: &'b [u8],
    /// Where the next one begins.
    next: Option<usize>,
}

impl<'b> Telling<'b> {
    /// Begins at the start of a block.
    fn new(search: Option<&'b Searcher>, block: &'b [u8]) -> Self {
        let mut telling = Self {
            search,
            block,
            next: None,
        };
        telling.next = telling.find(0);
        telling
    }

    /// Returns where the first one from a position on begins.
    fn find(&self, from: usize) -> Option<usize> {
        let found = self
            .search?
            .find_in(self.block, (from..self.block.len()).into())?;
        Some(found.start())
    }

    /// Returns true if one is in a line; lines are asked for in their order.
    fn is_in(&mut self, start: usize, end: usize) -> bool {
        if self.search.is_none() {
            return true;
        }
        if self.next.is_some_and(|next| next < start) {
            self.next = self.find(start);
        }
        self.next.is_some_and(|next| next < end)
    }
}

/// Returns the positions of signs among the next bytes of a block, one bit for each.
#[inline]
fn signs(block: &[u8], at: usize) -> u64 {
    let is_sign = |byte: u8| matches!(byte, b':' | b'=' | b'\n' | b'{');
    match block.get(at..).and_then(|rest| rest.first_chunk::<CHUNK>()) {
        Some(chunk) => {
            let (parts, _) = chunk.as_chunks::<16>();
            let [colon, equal, feed, brace] = [b':', b'=', b'\n', b'{'].map(u8x16::splat);
            let mask = |part: &[u8; 16]| {
                let part = u8x16::new(*part);
                let found = part.cmp_eq(colon)
                    | part.cmp_eq(equal)
                    | part.cmp_eq(feed)
                    | part.cmp_eq(brace);
                u64::from(found.move_mask() as u16)
            };
            let masks = parts.iter().enumerate();
            masks.fold(0, |all, (number, part)| all | mask(part) << (number * 16))
        }
        None => {
            let rest = block[at..].iter().enumerate();
            rest.fold(0, |all, (number, byte)| {
                all | u64::from(is_sign(*byte)) << number
            })
        }
    }
}

impl Names {
    /// Returns true if nothing is looked for.
    #[cfg(test)]
    fn is_empty(&self) -> bool {
        self.count() == 0
    }
}

#[cfg(test)]
mod tests {
    use super::Filter;
    use crate::{Catalog, Engine};

    #[test]
    fn lines_that_may_hold_an_error_pass() {
        let engine = Engine::new(&Catalog::builtin(), &["sent-v3", "sinch-verification"]).unwrap();
        let filter = Filter::new(&engine);
        assert!(!filter.needs.names().is_empty());
        for line in [
            r#"{"success":false,"error":{"code":"AUTH_002","message":"x"}}"#,
            r#"t body="{\"success\":false,\"error\":{\"code\":\"AUTH_002\",\"message\":\"x\"}}""#,
            r#"{"m":"{\u0022success\u0022:false,\u0022error\u0022:{\u0022code\u0022:\u0022X\u0022,\u0022message\u0022:\u0022x\u0022}}"}"#,
            "{'success': False, 'error': {'code': 'AUTH_002', 'message': 'x'}}",
            "{ success: false, error: { code: 'AUTH_002', message: 'x' } }",
            r#"{"success"=>false, "error"=>{"code"=>"AUTH_002", "message"=>"x"}}"#,
            "call failed: AUTH_002",
            r#"{"level":"error","msg":"call failed: AUTH_002"}"#,
            r#"{"error_code":"AUTH_002"}"#,
        ] {
            assert!(filter.passes(line.as_bytes()), "{line}");
        }
        for line in [
            r#"{"level":"info","msg":"request completed","status":200,"duration_ms":12}"#,
            r#"{"level":"error","msg":"disk is full"}"#,
            "2026-01-01 10:00:00 INFO request completed in 12 ms",
            "GET /v3/messages HTTP/1.1 200",
            "",
        ] {
            assert!(!filter.passes(line.as_bytes()), "{line}");
        }
    }
}
