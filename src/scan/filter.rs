//! Passes the lines that may hold an error of the catalog, at a cost that does not grow with the catalog.
//!
//! One pass looks at colons, equal signs and line feeds. Before a sign the name that ends there is told from others by its
//! last bytes. Each class of envelopes has a key, a name that few other lines have: only of a line with a key all names are
//! looked at. A name that envelopes require, with a value of the required kind, sets bits for its line; a line with all the
//! bits of one class is a candidate, and so is one with a known code under a member that is called code. What a line says in
//! words is looked at where it is plain text, or a word tells of a failure: codes, and the forms in which programs print errors.

use std::ops::Range;

use aho_corasick::packed::{Config, MatchKind, Searcher};
use wide::u8x16;

use super::markup::{self, without_attributes};
#[cfg(test)]
use super::names::Names;
use super::needs::{KeyKind, Needs};
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
    elements: Option<Searcher>,
    colours: Option<Searcher>,
}

/// What is known of the line at hand.
#[derive(Debug, Clone, Copy, Default)]
struct Seen {
    has_key: bool,
    has_code: bool,
    has_brace: bool,
    /// Whether a name was seen since the last brace.
    has_name: bool,
}

impl<'e> Filter<'e> {
    /// Returns the filter for what an engine knows.
    #[must_use]
    pub fn new(engine: &'e Engine) -> Self {
        Self {
            needs: Needs::new(engine.shapes()),
            words: Words::new(engine),
            engine,
            telling: searcher(TELLING),
            elements: searcher([markup::END]),
            colours: searcher(COLOURS),
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
        let mut searches = Searches {
            telling: Search::skipping(self.telling.as_ref(), block, is_empty_member),
            elements: Search::new(self.elements.as_ref(), block),
            colours: Search::new(self.colours.as_ref(), block),
        };
        let mut at = 0;
        while at < block.len() {
            let mut signs = signs(block, at);
            while signs != 0 {
                let sign = at + signs.trailing_zeros() as usize;
                signs &= signs - 1;
                match block[sign] {
                    b'\n' => {
                        count += 1;
                        if let Some(found) =
                            self.sign(&block[line..sign], line, seen, &mut searches)
                        {
                            each(count, line..sign, found);
                        }
                        seen = Seen::default();
                        line = sign + 1;
                    }
                    b'{' => (seen.has_brace, seen.has_name) = (true, false),
                    _ if seen.has_code || (seen.has_key && seen.has_brace) => {}
                    _ => {
                        let is_first = !std::mem::replace(&mut seen.has_name, true);
                        let key = self.needs.key(block, line, sign, is_first);
                        seen.has_key |= key.is_some();
                        seen.has_code |= key == Some(KeyKind::Code);
                    }
                }
            }
            at += CHUNK;
        }
        if line < block.len() {
            count += 1;
            if let Some(found) = self.sign(&block[line..], line, seen, &mut searches) {
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
        searches: &mut Searches<'_>,
    ) -> Option<Sign> {
        let may_hold = || seen.has_brace || seen.has_code || has_opening(line);
        if seen.has_key && may_hold() && self.has_shape(line) {
            return Some(Sign::Shape);
        }
        let end = start + line.len();
        let is_telling = searches.telling.is_in(start, end) || !seen.has_brace;
        let is_marked = searches.elements.is_in(start, end);
        if (is_marked && self.has_xml(line)) || (is_telling && self.words.may_tell(line)) {
            return Some(Sign::Words);
        }
        if !searches.colours.is_in(start, end) {
            return None;
        }
        let plain = decode(line);
        let passes = plain.text.len() < line.len() && self.passes(plain.text.as_bytes());
        passes.then_some(Sign::Words)
    }

    /// Returns true if a line has what some envelope requires.
    fn has_shape(&self, line: &[u8]) -> bool {
        let line = without_attributes(line);
        let chunks = (0..line.len()).step_by(CHUNK);
        let signs = chunks.flat_map(|at| places(signs(&line, at), at));
        self.needs.are_met(self.needs.bits(&line, signs))
    }

    /// Returns true if a line that has the shape of an envelope tells an error in another way: in words, or in XML.
    pub(super) fn tells(&self, line: &[u8]) -> bool {
        let telling = || Search::skipping(self.telling.as_ref(), line, is_empty_member);
        let is_telling = || telling().is_in(0, line.len());
        let is_words = || memchr::memchr(b'{', line).is_none() || is_telling();
        self.has_xml(line) || (is_words() && self.words.may_tell(line))
    }

    /// Returns true if a line has the elements of XML that some envelope requires, and the end of one.
    fn has_xml(&self, line: &[u8]) -> bool {
        memchr::memmem::find(line, markup::END).is_some() && self.needs.has_document(line)
    }
}

/// What makes a line a candidate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sign {
    /// Members that some envelope requires.
    Shape,
    /// What is in words, or in XML.
    Words,
}

/// Returns true if a line has what a body that is not in braces begins with: a quote, a bracket, the separator of a form, a map
/// as Go prints it.
fn has_opening(line: &[u8]) -> bool {
    let is_opening = |byte: &u8| matches!(byte, b'"' | b'\'' | b'`' | b'(' | b'&' | b'?' | b'<');
    line.iter().any(is_opening) || memchr::memmem::find(line, b"map[").is_some()
}

/// How a colour begins, as terminals read it and as loggers write it out.
const COLOURS: [&str; 5] = ["\x1b[", "u001b[", "033[", "x1b[", "^[["];

/// Returns a search for some texts, if the machine has the instructions for it.
fn searcher<const N: usize>(texts: [impl AsRef<[u8]>; N]) -> Option<Searcher> {
    let config = Config::new().match_kind(MatchKind::LeftmostFirst).clone();
    config.builder().extend(texts).build()
}

/// Values of members that say of a failure that there was none.
const NOTHING: [&str; 6] = ["null", "false", "0,", "0}", "\"\"", "[]"];

/// Returns true for the end of a member's name with a value that tells of no failure: `rror":null`.
fn is_empty_member(rest: &[u8]) -> bool {
    let name = rest.iter().take_while(|byte| byte.is_ascii_alphabetic());
    let rest = &rest[name.count()..];
    let value = rest.strip_prefix(b"\":").map(<[u8]>::trim_ascii_start);
    value.is_some_and(|value| {
        NOTHING
            .iter()
            .any(|none| value.starts_with(none.as_bytes()))
    })
}

/// A search that goes on from one line to the next.
struct Search<'b> {
    searcher: Option<&'b Searcher>,
    block: &'b [u8],
    /// Where the next text begins that was searched for.
    next: Option<usize>,
    /// Returns true if a text that was found is none, by how the block goes on from it.
    skips: fn(&[u8]) -> bool,
}

impl<'b> Search<'b> {
    /// Begins at the start of a block.
    fn new(searcher: Option<&'b Searcher>, block: &'b [u8]) -> Self {
        Self::skipping(searcher, block, |_| false)
    }

    /// Begins at the start of a block, and skips some of what it finds.
    fn skipping(searcher: Option<&'b Searcher>, block: &'b [u8], skips: fn(&[u8]) -> bool) -> Self {
        let mut search = Self {
            searcher,
            block,
            next: None,
            skips,
        };
        search.next = search.find(0);
        search
    }

    /// Returns where the next text from a position on begins.
    fn find(&self, mut from: usize) -> Option<usize> {
        loop {
            let rest = (from..self.block.len()).into();
            let found = self.searcher?.find_in(self.block, rest)?;
            if !(self.skips)(&self.block[found.start()..]) {
                return Some(found.start());
            }
            from = found.end();
        }
    }

    /// Returns true if a text may be in a line; lines are asked for in their order.
    fn is_in(&mut self, start: usize, end: usize) -> bool {
        if self.searcher.is_none() {
            return true;
        }
        if self.next.is_some_and(|next| next < start) {
            self.next = self.find(start);
        }
        self.next.is_some_and(|next| next < end)
    }
}

/// The searches of a block.
struct Searches<'b> {
    telling: Search<'b>,
    elements: Search<'b>,
    colours: Search<'b>,
}

/// Iterates over the positions of bits, counted from `at`.
#[inline]
fn places(mut bits: u64, at: usize) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        let first = (bits != 0).then(|| at + bits.trailing_zeros() as usize);
        bits &= bits.wrapping_sub(1);
        first
    })
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

#[cfg(test)]
impl Names {
    /// Returns true if nothing is looked for.
    fn is_empty(&self) -> bool {
        self.count() == 0
    }
}

#[cfg(test)]
mod tests {
    use super::{Filter, is_empty_member};
    use crate::{Catalog, Engine};

    #[test]
    fn a_member_without_an_error_tells_of_none() {
        for (rest, is_empty) in [
            ("rror\":null,\"a\":1", true),
            ("rrors\": [],", true),
            ("rrorCount\":0}", true),
            ("rrors\":0.5", false),
            ("rror\":\"timed out\"", false),
            ("rror\":{\"code\":1}", false),
            ("rror\",\"msg\":null", false),
            ("rror: null", false),
        ] {
            assert_eq!(is_empty_member(rest.as_bytes()), is_empty, "{rest}");
        }
    }

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
