//! What of a line decides its diagnosis: logs repeat themselves, and what was diagnosed once need not be again.
//!
//! The shape of a line is the line without what no diagnosis looks at: numbers, ids, and the values of members that
//! neither an envelope nor a client's record of a response reads. Two lines of one shape hold the same errors; what
//! differs is only what is not counted, such as request ids. Whatever is not plainly beside the point stays.

use std::hash::Hasher;

use aho_corasick::packed::Searcher;

use super::filter::escape_length;
use crate::catalog::{Api, Entry, FieldsAt, Shape};
use crate::diagnose::record;
use crate::input::carrier::STATUS;
use crate::input::markers::BODY;
use crate::input::packed;

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

/// Members that say what a request was and where it went.
const PLACES: [&str; 6] = ["method", "url", "uri", "raw", "url_effective", "host"];

/// What in a shape stands for a body that it does not show: packed, as a list of bytes, in entities.
const HIDDEN: [&[u8]; 6] = [
    b"ase64",
    b"Buffer",
    b"&quot",
    b"&#",
    b"\x02,\x02,\x02,\x02,\x02,\x02,\x02,\x02",
    b"\x02, \x02, \x02, \x02, \x02, \x02, \x02, \x02",
];

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
    members: Lexicon<Weight>,
    /// Words with digits that mean something: codes, and what stands in messages and names.
    words: Lexicon<()>,
    /// Codes, whatever they are made of.
    codes: Lexicon<()>,
    /// Words of messages that a hole touches: what follows may be glued to them.
    glued: Vec<Vec<u8>>,
    /// Finds what may be an answer in another alphabet.
    packed: Option<Searcher>,
}

/// Texts with what they mean, whatever their case, in 256 lists: most texts that are not among them meet an empty list.
#[derive(Debug)]
struct Lexicon<T>([Vec<(Key, Vec<u8>, T)>; 256]);

/// The beginning of a text in small letters and its length: all of it, where it is short.
type Key = (u64, u64, usize);

impl<T: Copy> Lexicon<T> {
    fn new() -> Self {
        Self([const { Vec::new() }; 256])
    }

    /// Gives the list that a text belongs in, and its key.
    #[inline]
    fn place(text: &[u8]) -> (usize, Key) {
        let (first, second) = match text.as_chunks::<8>() {
            ([], rest) => (word_of(rest), 0),
            ([first], rest) => (u64::from_le_bytes(*first), word_of(rest)),
            ([first, second, ..], _) => (u64::from_le_bytes(*first), u64::from_le_bytes(*second)),
        };
        // Other bytes that this makes the same stand in no name.
        let key = (first | SMALL, second | SMALL, text.len());
        let mixed = (key.0 ^ key.1.rotate_left(29)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        (usize::from(mixed.to_le_bytes()[7]), key)
    }

    fn get(&self, text: &[u8]) -> Option<T> {
        let (place, key) = Self::place(text);
        let mut list = self.0[place].iter();
        let is_same = |known: &[u8]| text.len() <= 16 || known.eq_ignore_ascii_case(text);
        let found = list.find(|(other, known, _)| *other == key && is_same(known));
        found.map(|(.., meaning)| *meaning)
    }

    /// Notes what a text means.
    fn set(&mut self, text: &[u8], meaning: T) {
        let (place, key) = Self::place(text);
        let list = &mut self.0[place];
        list.retain(|(_, known, _)| !known.eq_ignore_ascii_case(text));
        list.push((key, text.to_vec(), meaning));
    }
}

/// What makes letters small, eight at a time.
const SMALL: u64 = u64::from_le_bytes([0x20; 8]);

/// Gives up to seven bytes as a number.
#[inline]
fn word_of(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0, |word, b| word << 8 | u64::from(*b))
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
        let last = rest
            .iter()
            .fold(rest.len() as u64, |last, b| last << 8 | u64::from(*b));
        self.write_u64(last);
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

/// Classes of bytes.
const WORD: u8 = 1;
const DIGIT: u8 = 2;
const HARMLESS: u8 = 4;
const CONTROL: u8 = 8;
const QUOTE: u8 = 16;

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
        if matches!(b, b'"' | b'\\') {
            table[byte] |= QUOTE;
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
    let end = text.iter().position(|b| !is(*b, class));
    end.unwrap_or(text.len())
}

impl Shapes {
    /// Learns from a catalog what matters.
    pub(super) fn new<'a>(apis: &[Api], entries: impl Iterator<Item = &'a Entry>) -> Self {
        let mut shapes = Self {
            members: Lexicon::new(),
            words: Lexicon::new(),
            codes: Lexicon::new(),
            glued: Vec::new(),
            packed: Searcher::new(packed::beginnings()),
        };
        for name in RECORD.iter().chain(&STATUS) {
            shapes.weigh(name, Weight::Whole);
        }
        // A body of plain words may say what it is.
        for name in BODY.iter().chain(&record::WORDS).chain([&record::VALUE]) {
            shapes.weigh(name, Weight::Words);
        }
        for name in record::LEVELS.iter().chain([&record::STREAM]) {
            shapes.weigh(name, Weight::Whole);
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
            for code in std::iter::once(&entry.code).chain(&entry.aliases) {
                shapes.codes.set(code.as_bytes(), ());
            }
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
        if weight == Weight::Whole || self.weight(name.as_bytes()) == Weight::None {
            self.members.set(name.as_bytes(), weight);
        }
    }

    /// Gives what a member can do. What is called a code may be one, whoever calls it so.
    fn weight(&self, name: &[u8]) -> Weight {
        let is_code = || {
            let end = name.last_chunk::<4>();
            end.is_some_and(|end| end.eq_ignore_ascii_case(b"code"))
        };
        match self.members.get(name) {
            None if is_code() => Weight::Words,
            known => known.unwrap_or(Weight::None),
        }
    }

    /// Notes the words with digits of a text.
    fn learn(&mut self, text: &str) {
        for word in text.as_bytes().split(|b| !is(*b, WORD)) {
            if word.iter().any(|b| is(*b, DIGIT)) {
                self.words.set(word, ());
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
                self.glued.push(word.to_vec());
            }
        }
    }

    /// Writes the shape of a line; says whether it has one.
    pub(super) fn take(&self, line: &[u8], shape: &mut Vec<u8>) -> bool {
        shape.clear();
        if line.len() > MOST_LINE || self.may_be_packed(line) {
            return false;
        }
        let mut sketch = Sketch {
            line,
            copied: 0,
            shape,
        };
        let mut at = 0;
        let mut after = None;
        // The strings that are open: a bit for the number of backslashes in front of their quotes.
        let mut open = 0_u64;
        while let Some(byte) = line.get(at) {
            let class = CLASS[usize::from(*byte)];
            if class & WORD != 0 {
                (at, after) = self.word(&mut sketch, at, Weight::None);
                continue;
            }
            if class & QUOTE == 0 {
                if class & CONTROL != 0 {
                    return false;
                }
                // A value that is no string ends the name's say; blanks and signs do not.
                if !matches!(byte, b' ' | b'-' | b'.') {
                    after = None;
                }
                at += 1;
                continue;
            }
            let quote = quote(line, at);
            if quote == 0 {
                at += backslashes(&line[at..]);
                at += escape_length(&line[at..]);
                after = None;
                continue;
            }
            let depth = match quote {
                1 => 0,
                _ => backslashes(&line[at..at + quote]),
            };
            if depth >= 63 {
                return false;
            }
            open &= (2 << depth) - 1;
            if open & 1 << depth != 0 {
                open ^= 1 << depth;
                (at, after) = (at + quote, None);
                continue;
            }
            let (next, state, is_open) = self.string(&mut sketch, at, quote, after);
            (at, after) = (next, state);
            open |= u64::from(is_open) << depth;
            // A number or a bare word behind a name: it counts as much as the name does.
            if let Some(weight) = after
                && let Some(first) = line.get(at)
                && (is(*first, WORD) || *first == b'-')
            {
                at = self.bare(&mut sketch, at, weight);
                after = None;
            }
        }
        sketch.copy(line.len());
        true
    }

    /// Says whether a line may hold an answer in another alphabet, of which a shape shows nothing.
    fn may_be_packed(&self, line: &[u8]) -> bool {
        let Some(search) = &self.packed else {
            return true;
        };
        let mut at = 0;
        while let Some(found) = search.find_in(line, (at..line.len()).into()) {
            at = found.start();
            if packed::begins(found.pattern().as_usize(), line, at) {
                return true;
            }
            at += 1;
        }
        false
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
        sketch: &mut Sketch<'_>,
        at: usize,
        quote_length: usize,
        after: Option<Weight>,
    ) -> (usize, Option<Weight>, bool) {
        let line = sketch.line;
        let start = at + quote_length;
        let mark = &line[at..start];
        let Some(end) = plain_end(line, start, mark) else {
            // Something else than plain words is in it.
            return match after {
                Some(Weight::Whole) => (string_end(line, start, quote_length), None, true),
                Some(Weight::Words) => (self.words_until_quote(sketch, start), None, true),
                Some(Weight::None) | None => (start, None, true),
            };
        };
        let Some(value) = value_behind(line, end + quote_length) else {
            self.value(sketch, start, end, after);
            return (end + quote_length, None, false);
        };
        let weight = self.weight(&line[start..end]);
        // Most values are plain words in the same quotes.
        let start = value + quote_length;
        if line[value..].starts_with(mark)
            && let Some(end) = plain_end(line, start, mark)
            && value_behind(line, end + quote_length).is_none()
        {
            self.value(sketch, start, end, Some(weight));
            return (end + quote_length, None, false);
        }
        (value, Some(weight), false)
    }

    /// Takes plain words in quotes, behind a name of a weight or behind none.
    fn value(&self, sketch: &mut Sketch<'_>, start: usize, end: usize, after: Option<Weight>) {
        match after {
            Some(Weight::None) if !sketch.line[start..].starts_with(b"HTTP/") => {
                // In a text that is no JSON a code counts whatever it stands behind.
                if end > start && self.codes.get(&sketch.line[start..end]).is_none() {
                    sketch.replace(start, end, b'S');
                }
            }
            Some(Weight::Whole) => {}
            Some(Weight::Words) => self.text(sketch, start, end, Weight::Words),
            Some(Weight::None) | None => self.text(sketch, start, end, Weight::None),
        }
    }

    /// Takes words up to the next quote.
    fn words_until_quote(&self, sketch: &mut Sketch<'_>, start: usize) -> usize {
        let rest = &sketch.line[start..];
        let end = start + memchr::memchr3(b'"', b'\\', b'{', rest).unwrap_or(rest.len());
        self.text(sketch, start, end, Weight::Words);
        end
    }

    /// Takes a stretch of text.
    fn text(&self, sketch: &mut Sketch<'_>, start: usize, end: usize, weight: Weight) {
        let line = sketch.line;
        // Without a digit nothing is left out of it.
        if weight == Weight::Words && !has_digit(&line[start..end]) {
            return;
        }
        sketch.line = &line[..end];
        let mut at = start;
        while at < end {
            if is(line[at], WORD) {
                (at, _) = self.word(sketch, at, weight);
            } else {
                at += 1;
            }
        }
        sketch.line = line;
    }

    /// Takes a number or a bare word behind a member's name.
    fn bare(&self, sketch: &mut Sketch<'_>, at: usize, weight: Weight) -> usize {
        let rest = &sketch.line[at..];
        let length = rest
            .iter()
            .take_while(|b| is(**b, WORD) || matches!(b, b'.' | b'-' | b'+'))
            .count();
        let token = &rest[..length];
        let is_plain = token[0] != b'0' && length < 19 && token.iter().all(|b| is(*b, DIGIT));
        match weight {
            Weight::None if is_plain => sketch.replace(at, at + length, b'N'),
            Weight::Whole => {}
            Weight::None | Weight::Words => self.text(sketch, at, at + length, weight),
        }
        at + length
    }

    /// Takes a word. One with digits that means nothing is left out but for what kind of word it is. Gives where to go on,
    /// and the weight of what stands there in quotes, where the word is its name.
    fn word(&self, sketch: &mut Sketch<'_>, at: usize, weight: Weight) -> (usize, Option<Weight>) {
        let line = sketch.line;
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
        let end = at + length;
        let word = &line[at..end];
        if seen & DIGIT == 0 {
            // Outside of quoted members a name may still have a value: a code is kept as it is.
            if weight != Weight::None || self.weight(word) != Weight::Whole {
                return (end, None);
            }
            return match field_end(line, end) {
                Ok(value) => (value, None),
                Err(quote) => (quote, Some(Weight::Whole)),
            };
        }
        let before = at.checked_sub(1).map(|at| line[at]);
        let is_number = word.iter().all(|b| is(*b, DIGIT));
        let may_be_status = is_number
            && length == 3
            && (b'2'..=b'5').contains(&word[0])
            && !matches!(before, Some(b'.' | b'-' | b'+'));
        if may_be_status || word == b"0" || self.words.get(word).is_some() {
            return (end, None);
        }
        if weight == Weight::Words || self.is_glued(word) {
            let mut start = at;
            while let Some(first) = line[start..end].iter().position(|b| is(*b, DIGIT)) {
                let digits = start + first;
                start = digits + run(&line[digits..end], DIGIT);
                sketch.replace(digits, start, b'1');
            }
        } else {
            let kind = match (is_number, word[0]) {
                (true, b'0') => 1,
                (true, _) => 2,
                (false, b'0'..=b'9') => 3,
                (false, _) => 4,
            };
            sketch.replace(at, end, kind);
        }
        (end, None)
    }

    /// Says whether a word may begin or end a text that a hole of a message took.
    fn is_glued(&self, word: &[u8]) -> bool {
        let is_in = |part: &Vec<u8>| {
            let mut places = word.windows(part.len());
            places.any(|place| place.eq_ignore_ascii_case(part))
        };
        self.glued.iter().any(is_in)
    }
}

/// A shape as far as it is written: what is not replaced is copied in whole stretches.
struct Sketch<'a> {
    line: &'a [u8],
    /// How much of the line is in the shape.
    copied: usize,
    shape: &'a mut Vec<u8>,
}

impl Sketch<'_> {
    /// Copies the line up to a position.
    fn copy(&mut self, end: usize) {
        self.shape.extend_from_slice(&self.line[self.copied..end]);
        self.copied = end;
    }

    /// Writes a byte in the place of a part of the line.
    fn replace(&mut self, start: usize, end: usize, byte: u8) {
        self.copy(start);
        self.shape.push(byte);
        self.copied = end;
    }
}

/// Gives where the field ends that a name outside of quotes begins: behind the name, where it has no value; as an error where
/// its value begins, when it stands in quotes.
fn field_end(line: &[u8], from: usize) -> Result<usize, usize> {
    let rest = &line[from..];
    let gap = rest.iter().take(8).take_while(|b| !is(**b, WORD));
    let gap = &rest[..gap.count()];
    let Some(sign) = gap.iter().position(|b| matches!(b, b':' | b'=')) else {
        return Ok(from);
    };
    match gap.iter().position(|b| is(*b, QUOTE)) {
        // The quote closes what the name stands in.
        Some(quote) if quote < sign => return Ok(from),
        Some(quote) => return Err(from + quote),
        None => {}
    }
    // A line end or another control character is seen by whoever asked.
    let length = rest.iter().position(|b| {
        matches!(b, b',' | b'}' | b']' | b'{' | b';' | b'&') || is(*b, CONTROL | QUOTE)
    });
    Ok(from + length.unwrap_or(rest.len()))
}

/// Gives where a string of plain words ends that begins at a position, before the mark that closes it.
fn plain_end(line: &[u8], start: usize, mark: &[u8]) -> Option<usize> {
    let end = start + run(&line[start..], HARMLESS);
    let is_closed = match mark {
        [_] => line.get(end) == Some(&b'"'),
        mark => line[end..].starts_with(mark),
    };
    is_closed.then_some(end)
}

/// Gives where the value begins of which a name ends at a position.
fn value_behind(line: &[u8], end: usize) -> Option<usize> {
    let colon = end + blanks(&line[end..]);
    let is_name = line.get(colon) == Some(&b':');
    is_name.then(|| colon + 1 + blanks(&line[colon + 1..]))
}

/// Says whether a text has a digit: without a branch, compilers look at many bytes at once.
fn has_digit(text: &[u8]) -> bool {
    text.iter().fold(false, |has, b| has | b.is_ascii_digit())
}

/// Gives how many blanks a text begins with.
fn blanks(text: &[u8]) -> usize {
    text.iter().take_while(|b| **b == b' ').count()
}

/// Gives how many backslashes a text begins with.
fn backslashes(text: &[u8]) -> usize {
    text.iter().take_while(|b| **b == b'\\').count()
}

/// Gives the length of a quote at a position: a run of backslashes and `"`, `u0022` or `x22`; 0 where there is none.
#[inline]
fn quote(line: &[u8], at: usize) -> usize {
    match line[at] {
        b'"' => 1,
        b'\\' => {
            let run = backslashes(&line[at..]);
            let rest = &line[at + run..];
            if rest.first() == Some(&b'"') {
                run + 1
            } else if rest.starts_with(b"u0022") {
                run + 5
            } else if rest.starts_with(b"x22") {
                run + 3
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
            0 => at += backslashes(&line[at..]),
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
