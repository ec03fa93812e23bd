//! What of a line decides its diagnosis: logs repeat themselves, and what was diagnosed once need not be again.
//!
//! The shape of a line is the line without what no diagnosis looks at: numbers, ids, and the values of members that
//! neither an envelope nor a client's record of a response reads. Two lines of one shape hold the same errors; what
//! differs is only what is not counted, such as request ids. Whatever is not plainly beside the point stays.

use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasherDefault, Hasher};

use crate::catalog::{Api, Entry, FieldsAt, Shape};
use crate::input::carrier::{BODY, STATUS};

/// The longest line whose shape is taken.
const MOST_LINE: usize = 8 * 1024;

/// Members beside the status in a client's record of a response that say how it is to be read.
const RECORD: [&str; 7] = [
    "statuscode",
    "http_code",
    "statusText",
    "encoding",
    "type",
    "success",
    "ok",
];

/// Members that say where a request went.
const PLACES: [&str; 5] = ["url", "uri", "raw", "url_effective", "host"];

/// What in a shape stands for a body that it does not show: packed, as a list of bytes, in entities.
const HIDDEN: [&[u8]; 4] = [b"ase64", b"Buffer", b"&quot", b"&#"];

/// What the value of a member can do to a diagnosis.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Weight {
    /// Everything.
    Whole,
    /// Its words.
    Words,
    /// Nothing, but for what is nested in it.
    None,
}

/// Takes the shapes of lines.
#[derive(Debug)]
pub(super) struct Shapes {
    members: HashMap<Vec<u8>, Weight, BuildHasherDefault<Mix>>,
    /// Keeps out most names that are none of them.
    member_sieve: Sieve,
    /// Words with digits that mean something: codes, and what stands in messages and names.
    words: HashSet<Vec<u8>, BuildHasherDefault<Mix>>,
    /// Keeps out most words that are none of them.
    word_sieve: Sieve,
    /// Words of messages that a hole touches: what follows may be glued to them.
    glued: Vec<Vec<u8>>,
}

/// A hash for short texts that need no defence: a collision only costs a comparison.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Mix(u64);

impl Hasher for Mix {
    fn finish(&self) -> u64 {
        self.0 ^ (self.0 >> 32)
    }

    #[inline]
    fn write(&mut self, bytes: &[u8]) {
        let (words, rest) = bytes.as_chunks::<8>();
        for word in words {
            self.write_u64(u64::from_le_bytes(*word));
        }
        let mut last = [0; 8];
        last[..rest.len()].copy_from_slice(rest);
        self.write_u64(u64::from_le_bytes(last) ^ ((rest.len() as u64) << 56));
    }

    #[inline]
    fn write_u64(&mut self, word: u64) {
        self.0 = (self.0.rotate_left(23) ^ word).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    }

    #[inline]
    fn write_usize(&mut self, number: usize) {
        self.write_u64(number as u64);
    }

    fn write_u8(&mut self, byte: u8) {
        self.write_u64(u64::from(byte));
    }
}

/// Says of most texts that are not in a set that they are not, whatever their case: by their length and three bytes.
#[derive(Debug, Clone, Copy)]
struct Sieve([u64; 64]);

impl Sieve {
    /// Gives the bit of a text, and the word that it stands in.
    fn place(text: &[u8]) -> (usize, u64) {
        let byte = |at: usize| u32::from(text.get(at).map_or(0, |b| b | 0x20));
        let ends = byte(0) | byte(1) << 8 | byte(text.len().wrapping_sub(1)) << 16;
        #[allow(clippy::cast_possible_truncation, reason = "any bits of it will do")]
        let mixed = (ends ^ (text.len() as u32) << 24).wrapping_mul(0x9e37_79b1);
        ((mixed >> 26) as usize, 1 << (mixed >> 20 & 63))
    }

    fn add(&mut self, text: &[u8]) {
        let (at, bit) = Self::place(text);
        self.0[at] |= bit;
    }

    fn may_hold(&self, text: &[u8]) -> bool {
        let (at, bit) = Self::place(text);
        self.0[at] & bit != 0
    }
}

/// Classes of bytes.
const WORD: u8 = 1;
const DIGIT: u8 = 2;
const HARMLESS: u8 = 4;
const CONTROL: u8 = 8;

/// The classes of each byte. Harmless is what says nothing between two quotes: no quotes, brackets, prompts or markup.
const CLASS: [u8; 256] = classes();

const fn classes() -> [u8; 256] {
    let mut table = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        #[allow(clippy::cast_possible_truncation, reason = "below 256")]
        let b = byte as u8;
        if b.is_ascii_alphanumeric() || b == b'_' {
            table[byte] |= WORD | HARMLESS;
        }
        if b.is_ascii_digit() {
            table[byte] |= DIGIT;
        }
        if matches!(
            b,
            b' ' | b'.'
                | b','
                | b':'
                | b';'
                | b'/'
                | b'+'
                | b'-'
                | b'@'
                | b'*'
                | b'?'
                | b'!'
                | b'|'
                | b'~'
        ) {
            table[byte] |= HARMLESS;
        }
        if b < 0x20 && b != b'\t' || b == 0x7f {
            table[byte] |= CONTROL;
        }
        byte += 1;
    }
    table
}

/// Says whether a byte is of a class.
fn is(byte: u8, class: u8) -> bool {
    CLASS[usize::from(byte)] & class != 0
}

/// Gives how many bytes at the beginning of a text are of a class.
fn run(text: &[u8], class: u8) -> usize {
    let is_of = |bytes: &[u8; 8]| {
        bytes
            .iter()
            .fold(class, |common, b| common & CLASS[usize::from(*b)])
            != 0
    };
    let (eights, _) = text.as_chunks::<8>();
    let whole = 8 * eights.iter().take_while(|bytes| is_of(bytes)).count();
    let rest = &text[whole..];
    whole
        + rest
            .iter()
            .position(|b| !is(*b, class))
            .unwrap_or(rest.len())
}

impl Shapes {
    /// Learns from a catalog what matters.
    pub(super) fn new<'a>(apis: &[Api], entries: impl Iterator<Item = &'a Entry>) -> Self {
        let mut shapes = Self {
            members: HashMap::default(),
            member_sieve: Sieve([0; 64]),
            words: HashSet::default(),
            word_sieve: Sieve([0; 64]),
            glued: Vec::new(),
        };
        for name in RECORD.iter().chain(&STATUS) {
            shapes.weigh(name, Weight::Whole);
        }
        // A body of plain words may say what it is.
        for name in BODY {
            shapes.weigh(name, Weight::Words);
        }
        // What says that a body is packed must be seen.
        shapes.learn("base64 isBase64Encoded");
        for name in PLACES {
            shapes.weigh(name, Weight::Words);
        }
        for api in apis {
            shapes.learn(&api.id);
            shapes.learn(&api.name);
            for host in api.hosts.iter().chain(&api.foreign_hosts) {
                shapes.learn(host);
            }
            for header in &api.headers {
                shapes.weigh(&header.name, Weight::Whole);
                shapes.weigh(&header.name.to_ascii_lowercase(), Weight::Whole);
            }
            let required = api
                .envelopes
                .iter()
                .map(|envelope| &envelope.requires)
                .chain(&api.success);
            for (pointer, shape) in required.flatten() {
                if matches!(
                    shape,
                    Shape::Text(_) | Shape::Status | Shape::True | Shape::False
                ) {
                    shapes.weigh(last(pointer), Weight::Whole);
                }
            }
            for envelope in &api.envelopes {
                let read = &envelope.read;
                for pointer in [&read.code, &read.status, &read.status_name]
                    .into_iter()
                    .flatten()
                {
                    shapes.weigh(last(pointer), Weight::Whole);
                }
                for pointer in [&read.message, &read.code_in].into_iter().flatten() {
                    shapes.weigh(last(pointer), Weight::Words);
                }
                match &read.fields {
                    Some(FieldsAt::Pointer(pointer)) => shapes.weigh(last(pointer), Weight::Whole),
                    Some(FieldsAt::List(list)) => shapes.weigh(last(&list.name), Weight::Whole),
                    None => {}
                }
            }
        }
        for entry in entries {
            shapes.learn(&entry.code);
            for text in entry.aliases.iter().chain(&entry.matches.status_names) {
                shapes.learn(text);
            }
            for text in &entry.matches.messages {
                shapes.learn(text);
                shapes.learn_glued(text);
            }
        }
        shapes
    }

    /// Notes what a member can do; the more counts.
    fn weigh(&mut self, name: &str, weight: Weight) {
        self.member_sieve.add(name.as_bytes());
        let known = self
            .members
            .entry(name.as_bytes().to_vec())
            .or_insert(weight);
        if weight == Weight::Whole {
            *known = weight;
        }
    }

    /// Gives what a member can do.
    fn weight(&self, name: &[u8]) -> Weight {
        if !self.member_sieve.may_hold(name) {
            return Weight::None;
        }
        self.members.get(name).copied().unwrap_or(Weight::None)
    }

    /// Notes the words with digits of a text.
    fn learn(&mut self, text: &str) {
        for word in text.as_bytes().split(|b| !is(*b, WORD)) {
            if word.iter().any(|b| is(*b, DIGIT)) {
                self.word_sieve.add(word);
                self.words.insert(word.to_ascii_lowercase());
            }
        }
    }

    /// Notes the words of a message that a hole touches.
    fn learn_glued(&mut self, text: &str) {
        let bytes = text.as_bytes();
        for (at, byte) in bytes.iter().enumerate() {
            let word = match byte {
                b'{' => {
                    let start = bytes[..at]
                        .iter()
                        .rposition(|b| !is(*b, WORD))
                        .map_or(0, |p| p + 1);
                    &bytes[start..at]
                }
                b'}' => {
                    let rest = &bytes[at + 1..];
                    &rest[..rest.iter().take_while(|b| is(**b, WORD)).count()]
                }
                _ => continue,
            };
            if !word.is_empty() {
                self.glued.push(word.to_ascii_lowercase());
            }
        }
    }

    /// Writes the shape of a line; says whether it has one.
    pub(super) fn take(&self, line: &[u8], shape: &mut Vec<u8>) -> bool {
        shape.clear();
        if line.len() > MOST_LINE {
            return false;
        }
        let mut at = 0;
        let mut after = None;
        // The strings that are open, by the backslashes in front of their quotes.
        let mut open: Vec<usize> = Vec::new();
        while at < line.len() {
            let byte = line[at];
            if is(byte, WORD) {
                at = self.word(line, at, Weight::None, shape);
                after = None;
                continue;
            }
            let quote = quote(line, at);
            if quote == 0 {
                if is(byte, CONTROL) {
                    return false;
                }
                // A value that is no string ends the name's say; blanks and signs do not.
                if !matches!(byte, b' ' | b'-' | b'.') {
                    after = None;
                }
                shape.push(byte);
                at += 1;
                continue;
            }
            let depth = line[at..at + quote]
                .iter()
                .take_while(|b| **b == b'\\')
                .count();
            while open.last().is_some_and(|top| *top > depth) {
                open.pop();
            }
            if open.last() == Some(&depth) {
                open.pop();
                shape.extend_from_slice(&line[at..at + quote]);
                (at, after) = (at + quote, None);
                continue;
            }
            let (next, state, is_open) = self.string(line, at, quote, after, shape);
            (at, after) = (next, state);
            if is_open {
                open.push(depth);
            }
            // A number or a bare word behind a name: it counts as much as the name does.
            if let Some(weight) = after
                && let Some(first) = line.get(at)
                && (is(*first, WORD) || *first == b'-')
            {
                at = self.bare(line, at, weight, shape);
                after = None;
            }
        }
        true
    }

    /// Says whether lines of a shape hold the same whatever was left out of it.
    pub(super) fn is_telling(shape: &[u8]) -> bool {
        !HIDDEN
            .iter()
            .any(|mark| memchr::memmem::find(shape, mark).is_some())
    }

    /// Takes a string that begins at a quote; gives where to go on, the weight of the member whose name it is, and
    /// whether its end is still to come.
    fn string(
        &self,
        line: &[u8],
        at: usize,
        quote_length: usize,
        after: Option<Weight>,
        shape: &mut Vec<u8>,
    ) -> (usize, Option<Weight>, bool) {
        let mark = &line[at..at + quote_length];
        let start = at + quote_length;
        let end = start + run(&line[start..], HARMLESS);
        let content = &line[start..end];
        let is_closed = match mark {
            [_] => line.get(end) == Some(&b'"'),
            mark => line[end..].starts_with(mark),
        };
        if !is_closed {
            shape.extend_from_slice(mark);
            // Something else than plain words is in it.
            return match after {
                Some(Weight::Whole) => {
                    let end = string_end(line, start, quote_length);
                    shape.extend_from_slice(&line[start..end]);
                    (end, None, true)
                }
                Some(Weight::Words) => (self.words_until_quote(line, start, shape), None, true),
                Some(Weight::None) | None => (start, None, true),
            };
        }
        let behind = end + quote_length;
        let blanks = line[behind..].iter().take_while(|b| **b == b' ').count();
        if line.get(behind + blanks) == Some(&b':') {
            shape.extend_from_slice(&line[at..behind + blanks + 1]);
            let weight = self.weight(content);
            let value = behind + blanks + 1;
            let blanks = line[value..].iter().take_while(|b| **b == b' ').count();
            shape.extend_from_slice(&line[value..value + blanks]);
            return (value + blanks, Some(weight), false);
        }
        shape.extend_from_slice(mark);
        match after {
            Some(Weight::None) if !content.starts_with(b"HTTP/") => {
                if !content.is_empty() {
                    shape.push(b'S');
                }
            }
            Some(Weight::Whole) => shape.extend_from_slice(content),
            Some(Weight::Words) => {
                self.text(line, start, end, Weight::Words, shape);
            }
            Some(Weight::None) | None => {
                self.text(line, start, end, Weight::None, shape);
            }
        }
        shape.extend_from_slice(mark);
        (behind, None, false)
    }

    /// Takes words up to the next quote.
    fn words_until_quote(&self, line: &[u8], start: usize, shape: &mut Vec<u8>) -> usize {
        let rest = &line[start..];
        let end = start + memchr::memchr3(b'"', b'\\', b'{', rest).unwrap_or(rest.len());
        self.text(line, start, end, Weight::Words, shape);
        end
    }

    /// Takes a stretch of text.
    fn text(&self, line: &[u8], start: usize, end: usize, weight: Weight, shape: &mut Vec<u8>) {
        let line = &line[..end];
        let mut at = start;
        while at < end {
            if is(line[at], WORD) {
                at = self.word(line, at, weight, shape);
            } else {
                shape.push(line[at]);
                at += 1;
            }
        }
    }

    /// Takes a number or a bare word behind a member's name.
    fn bare(&self, line: &[u8], at: usize, weight: Weight, shape: &mut Vec<u8>) -> usize {
        let length = line[at..]
            .iter()
            .take_while(|b| is(**b, WORD) || matches!(b, b'.' | b'-' | b'+'))
            .count();
        let token = &line[at..at + length];
        let digits = token.iter().take_while(|b| is(**b, DIGIT)).count();
        let is_plain = digits == length && (token[0] != b'0' || length == 1) && length < 19;
        match weight {
            Weight::None if is_plain && token != b"0" => shape.push(b'N'),
            Weight::Whole => shape.extend_from_slice(token),
            Weight::None | Weight::Words => self.text(line, at, at + length, weight, shape),
        }
        at + length
    }

    /// Takes a word. One with digits that means nothing is left out but for what kind of word it is.
    fn word(&self, line: &[u8], at: usize, weight: Weight, shape: &mut Vec<u8>) -> usize {
        let mut seen = 0;
        let mut length = 0;
        for byte in &line[at..] {
            let class = CLASS[usize::from(*byte)];
            if class & WORD == 0 {
                break;
            }
            seen |= class;
            length += 1;
        }
        let word = &line[at..at + length];
        let end = at + length;
        if seen & DIGIT == 0 {
            shape.extend_from_slice(word);
            // Outside of quoted members a name may still have a value: a code is kept as it is.
            if weight == Weight::None && self.weight(word) == Weight::Whole {
                return self.rest_of_field(line, end, shape);
            }
            return end;
        }
        let before = at.checked_sub(1).map(|at| line[at]);
        let is_number = word.iter().all(|b| is(*b, DIGIT));
        let may_be_status = is_number
            && length == 3
            && (b'2'..=b'5').contains(&word[0])
            && !matches!(before, Some(b'.' | b'-' | b'+'));
        let is_known = may_be_status || word == b"0" || self.means_something(word);
        if is_known {
            shape.extend_from_slice(word);
        } else if weight == Weight::Words || self.is_glued(word) {
            let mut is_in_digits = false;
            for byte in word {
                let is_digit = is(*byte, DIGIT);
                match (is_digit, is_in_digits) {
                    (false, _) => shape.push(*byte),
                    (true, false) => shape.push(b'1'),
                    (true, true) => {}
                }
                is_in_digits = is_digit;
            }
        } else {
            let kind = match (is_number, word[0]) {
                (true, b'0') => 1,
                (true, _) => 2,
                (false, b'0'..=b'9') => 3,
                (false, _) => 4,
            };
            shape.push(kind);
        }
        end
    }

    /// Says whether a word with digits stands in the catalog.
    fn means_something(&self, word: &[u8]) -> bool {
        self.word_sieve.may_hold(word) && self.words.contains(&word.to_ascii_lowercase())
    }

    /// Says whether a word may begin or end a text that a hole of a message took.
    fn is_glued(&self, word: &[u8]) -> bool {
        !self.glued.is_empty() && {
            let lower = word.to_ascii_lowercase();
            self.glued
                .iter()
                .any(|part| memchr::memmem::find(&lower, part).is_some())
        }
    }

    /// Keeps what follows a name outside of quotes as it is, up to the end of the field.
    fn rest_of_field(&self, line: &[u8], from: usize, shape: &mut Vec<u8>) -> usize {
        let rest = &line[from..];
        let sign = rest
            .iter()
            .take(8)
            .take_while(|b| !is(**b, WORD))
            .any(|b| matches!(b, b':' | b'='));
        if !sign || rest[0] == b'"' || rest[0] == b'\\' {
            return from;
        }
        let length = rest
            .iter()
            .position(|b| matches!(b, b',' | b'}' | b']' | b'{' | b';' | b'&'))
            .unwrap_or(rest.len());
        // A line end or another control character is seen by whoever asked.
        let length = rest[..length]
            .iter()
            .position(|b| is(*b, CONTROL))
            .unwrap_or(length);
        shape.extend_from_slice(&rest[..length]);
        from + length
    }
}

/// Gives the length of a quote at a position: a run of backslashes and `"` or `u0022`; 0 where there is none.
fn quote(line: &[u8], at: usize) -> usize {
    match line[at] {
        b'"' => 1,
        b'\\' => {
            let run = line[at..].iter().take_while(|b| **b == b'\\').count();
            let rest = &line[at + run..];
            if rest.first() == Some(&b'"') {
                run + 1
            } else if rest.starts_with(b"u0022") {
                run + 5
            } else {
                0
            }
        }
        _ => 0,
    }
}

/// Gives where a string ends whose quote has a length: at the first quote that is no longer.
fn string_end(line: &[u8], start: usize, quote_length: usize) -> usize {
    let mut at = start;
    while let Some(step) = memchr::memchr2(b'"', b'\\', &line[at..]) {
        at += step;
        match quote(line, at) {
            0 => at += line[at..].iter().take_while(|b| **b == b'\\').count(),
            length if length <= quote_length => return at,
            length => at += length,
        }
    }
    line.len()
}

/// Gives the last name of a pointer.
fn last(pointer: &str) -> &str {
    pointer.rsplit('/').next().unwrap_or(pointer)
}
