//! What a line needs to hold a body of some envelope: derived from the envelopes themselves, never written by hand beside them.

use std::collections::{BTreeMap, HashMap};

use super::bits::{BITS, Bits, CODE, FIRST, FewBits, RARE, put};
use super::ends::Ends;
use crate::catalog::layers::Layers;
use crate::catalog::layout::{Header, seed};
use crate::catalog::table::hash;
use crate::catalog::{Envelope, Place, Shape, Token};
use crate::shapes::Shapes;

/// How many names of one class are looked for: the rarest.
const MAX_NAMES: usize = 6;

/// How many bytes of a required text are compared.
const TEXT: usize = 8;

/// Names of members that carry a status, and those that carry header fields: beside each other they are a recorded response.
const STATUSES: [&str; 4] = ["status", "statusCode", "status_code", "StatusCode"];

/// Kinds of values, by how they begin.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Begin {
    Quote,
    Digit,
    Brace,
    Bracket,
    True,
    Word,
}

/// How many kinds of values there are.
const KINDS: usize = 6;

/// A set of kinds.
type Kinds = u8;

/// All kinds.
const ANY: Kinds = (1 << KINDS) - 1;

/// A name that is looked for.
#[derive(Debug)]
struct Known {
    text: Vec<u8>,
    /// The bits that it sets, by the kind of its value.
    bits: [FewBits; KINDS],
    /// The bits that it sets where its value begins with one of `texts`.
    text_bits: FewBits,
    /// The first bytes of texts that envelopes require, as hashes in order.
    texts: Vec<u64>,
    /// The bits that it sets where it is the first of its object.
    first_bits: FewBits,
    /// The next name with the same last word, plus one; 0 for none.
    next: u16,
}

/// The names that are looked for, found by their last words.
#[derive(Debug)]
pub(super) struct Names {
    ends: Ends,
    /// For the hash of the last word of a name the first name that may end in it, plus one; 0 for none.
    heads: Vec<u16>,
    list: Vec<Known>,
}

impl Names {
    /// Returns how many there are.
    #[cfg(test)]
    pub(super) fn count(&self) -> usize {
        self.list.len()
    }
}

/// What lines need.
#[derive(Debug)]
pub(super) struct Needs<'e> {
    names: Names,
    /// The bits of classes, by the highest of them.
    masks: Vec<Vec<FewBits>>,
    /// Where codes are looked up.
    layers: &'e Layers,
}

/// Returns the bit of each need: its own for those that most classes share.
fn numbers<'n>(classes: impl Iterator<Item = &'n [Need]>) -> HashMap<(String, Kinds, bool), usize> {
    let mut uses: BTreeMap<(String, Kinds, bool), usize> = BTreeMap::new();
    for (name, kinds, text) in classes.flatten() {
        *uses
            .entry((name.clone(), *kinds, text.is_some()))
            .or_default() += 1;
    }
    // The two names of a recorded response are no envelope's needs.
    for name in STATUSES.into_iter().chain(["headers"]) {
        uses.insert((name.to_owned(), ANY, false), usize::MAX);
    }
    let mut needs: Vec<_> = uses.into_iter().collect();
    needs.sort_by_key(|(_, uses)| std::cmp::Reverse(*uses));
    let bit = |at: usize| match at + 1 {
        own if own < RARE => own,
        shared => RARE + shared % (FIRST - RARE),
    };
    let needs = needs.into_iter().enumerate();
    needs.map(|(at, (need, _))| (need, bit(at))).collect()
}

/// What a line needs of one name: the name, the kinds that its value may have, and a required text.
type Need = (String, Kinds, Option<String>);

/// How many digits a number has at least that is a code under any name.
const LONG_CODE: usize = 4;

/// The name that ends names of members with codes.
pub(super) const CODE_NAME: &[u8; 4] = b"code";

impl<'e> Needs<'e> {
    /// Derives what lines need from the envelopes.
    pub(super) fn new(shapes: &'e Shapes) -> Self {
        // One line shows header fields in a recorded response only, which is looked for below.
        let is_body = |place: &Place| matches!(place, Place::Body(_) | Place::Element(_));
        let envelopes = shapes.envelopes();
        let envelopes = envelopes.filter(|envelope| envelope.requires.keys().all(is_body));
        let classes: Vec<(Vec<Need>, &[String])> = envelopes
            .map(|envelope| (needs_of(envelope), envelope.only.as_slice()))
            .collect();
        let mut uses: HashMap<String, usize> = HashMap::new();
        for (name, ..) in classes.iter().flat_map(|(needs, _)| needs) {
            *uses.entry(name.clone()).or_default() += 1;
        }
        let mut needs = Self {
            names: Names {
                ends: Ends::new(),
                heads: vec![0; 1 << 16],
                list: Vec::new(),
            },
            masks: vec![Vec::new(); BITS],
            layers: shapes.layers(),
        };
        let numbers = numbers(classes.iter().map(|(needs, _)| needs.as_slice()));
        let mut known: HashMap<String, usize> = HashMap::new();
        let mut firsts: BTreeMap<&[String], usize> = BTreeMap::new();
        let mut add =
            |needs: &mut Self, class: &[Need], only: &'_ [String], first: Option<usize>| {
                let mut mask = FewBits::new();
                let mut highest = 0;
                for (name, kinds, text) in class {
                    let key = (name.clone(), *kinds, text.is_some());
                    let bit = numbers.get(&key).copied().unwrap_or(RARE);
                    put(&mut mask, bit);
                    highest = highest.max(bit);
                    let at = *known
                        .entry(name.clone())
                        .or_insert_with(|| needs.names.add(name.as_bytes()));
                    let entry = &mut needs.names.list[at];
                    match text {
                        Some(text) => {
                            put(&mut entry.text_bits, bit);
                            let text = text_hash(text.as_bytes());
                            if let Err(at) = entry.texts.binary_search(&text) {
                                entry.texts.insert(at, text);
                            }
                        }
                        None => {
                            for kind in (0..KINDS).filter(|kind| kinds >> kind & 1 != 0) {
                                put(&mut entry.bits[kind], bit);
                            }
                        }
                    }
                }
                // Of an object that may have these members alone, one of them is the first.
                if let Some(first) = first {
                    put(&mut mask, first);
                    highest = highest.max(first);
                    for name in only {
                        let at = *known
                            .entry(name.clone())
                            .or_insert_with(|| needs.names.add(name.as_bytes()));
                        put(&mut needs.names.list[at].first_bits, first);
                    }
                }
                mask.sort_unstable();
                needs.masks[highest].push(mask);
            };
        for (mut class, only) in classes {
            class.sort_by_key(|(name, ..)| uses.get(name.as_str()).copied().unwrap_or_default());
            class.truncate(MAX_NAMES);
            if !class.is_empty() {
                let next = FIRST + firsts.len() % (BITS - FIRST);
                let first = (!only.is_empty()).then(|| *firsts.entry(only).or_insert(next));
                add(&mut needs, &class, only, first);
            }
        }
        for status in STATUSES {
            let recorded = [
                (status.to_owned(), ANY, None),
                ("headers".to_owned(), ANY, None),
            ];
            add(&mut needs, &recorded, &[], None);
        }
        needs.masks[CODE].push(vec![CODE as u16]);
        // What includes another's needs finds nothing that the other does not.
        for masks in &mut needs.masks {
            masks.sort_unstable_by(|a, b| a.len().cmp(&b.len()).then_with(|| a.cmp(b)));
            masks.dedup();
        }
        needs
    }

    /// Returns the names.
    #[cfg(test)]
    pub(super) fn names(&self) -> &Names {
        &self.names
    }

    /// Returns true if a line has all the bits of a class.
    pub(super) fn are_met(&self, seen: Bits) -> bool {
        seen.0.iter().enumerate().any(|(word, bits)| {
            let mut rest = *bits;
            while rest != 0 {
                let bit = word * 64 + rest.trailing_zeros() as usize;
                rest &= rest - 1;
                if self.masks[bit].iter().any(|mask| seen.has(mask)) {
                    return true;
                }
            }
            false
        })
    }

    /// Returns true if a text begins with the name of an element that some envelope requires.
    pub(super) fn has_element(&self, text: &[u8]) -> bool {
        let length = text.iter().take_while(|byte| is_in_word(byte)).count();
        let name = &text[..length];
        self.names.filed(name).any(|known| known.text == name)
    }

    /// Adds the bits of the name that ends before a sign.
    #[inline]
    pub(super) fn look(&self, block: &[u8], line: usize, sign: usize, bits: &mut Bits) {
        // Most names end with a plain quote, and before the colons of times and addresses there are digits.
        let end = match block.get(sign.wrapping_sub(1)) {
            Some(b'"') if sign >= line + 5 && block[sign - 2] != b'\\' => sign - 1,
            // A quote that is written out ends in digits: `\u0022`.
            Some(b'0'..=b'9') if block[sign.saturating_sub(2)] != b'2' => return,
            None => return,
            _ => match name_end(block, line, sign) {
                Some(end) => end,
                None => return,
            },
        };
        let before = &block[line..end];
        if !self.names.ends.may_end(before) {
            return;
        }
        self.name(before, block, sign, bits);
        let is_code = before
            .last_chunk::<4>()
            .is_some_and(|last| last.eq_ignore_ascii_case(CODE_NAME));
        if is_code
            && let Some((_, value)) = value_after(block, sign)
            && self.is_code(before, value)
        {
            bits.set(CODE);
        }
    }

    /// Adds the bits of the name that ends at a position.
    #[inline(never)]
    fn name(&self, before: &[u8], block: &[u8], sign: usize, bits: &mut Bits) {
        for known in self.names.filed(last_word(before)) {
            let Some(front) = before.strip_suffix(known.text.as_slice()) else {
                continue;
            };
            // A part of a word is another name, but for a word that is glued to an escape.
            if front.last().is_some_and(is_in_word)
                && !ESCAPES.iter().any(|escape| front.ends_with(escape))
            {
                continue;
            }
            let Some((begin, value)) = value_after(block, sign) else {
                return;
            };
            bits.add(&known.bits[begin as usize]);
            if !known.first_bits.is_empty() && is_first(front) {
                bits.add(&known.first_bits);
            }
            let is_text = |hash: &u64| known.texts.binary_search(hash).is_ok();
            if !known.texts.is_empty() && is_text(&text_hash(value)) {
                bits.add(&known.text_bits);
            }
        }
    }

    /// Returns true if the value of a member that is called code is a known code; a number counts under the API's own name.
    fn is_code(&self, name: &[u8], value: &[u8]) -> bool {
        let is_part = |b: &u8| b.is_ascii_alphanumeric() || b"_-./:#".contains(b);
        let length = value.iter().take_while(|b| is_part(b)).count();
        let Ok(code) = std::str::from_utf8(&value[..length.min(64)]) else {
            return false;
        };
        if code.is_empty() || self.layers.named(code).next().is_none() {
            return false;
        }
        let is_name = |b: &u8| b.is_ascii_alphanumeric() || *b == b'_';
        let own = name.iter().rev().take_while(|b| is_name(b)).count();
        let own = &name[name.len() - own..];
        let is_own_name = || {
            let name = hash(seed::CODE_NAME, own);
            let mut layers = self.layers.iter();
            layers.any(|(layer, ..)| layer.find(Header::CodeNames, name).is_some())
        };
        // A short number is a status more often than a code.
        code.len() >= LONG_CODE || !code.bytes().all(|b| b.is_ascii_digit()) || is_own_name()
    }
}

impl Names {
    /// Iterates over the names that may end in a word.
    fn filed(&self, word: &[u8]) -> impl Iterator<Item = &Known> {
        let known = |next: u16| self.list.get(usize::from(next).checked_sub(1)?);
        std::iter::successors(known(self.heads[slot(word)]), move |last| known(last.next))
    }

    /// Adds a name, and returns its position.
    fn add(&mut self, name: &[u8]) -> usize {
        let at = self.list.len();
        self.ends.add(name);
        let head = &mut self.heads[slot(last_word(name))];
        let next = std::mem::replace(head, u16::try_from(at + 1).unwrap_or_default());
        self.list.push(Known {
            text: name.to_vec(),
            bits: Default::default(),
            text_bits: FewBits::new(),
            texts: Vec::new(),
            first_bits: FewBits::new(),
            next,
        });
        at
    }
}

/// Escapes that stand for a quote or a blank, to which a name is glued.
const ESCAPES: [&[u8]; 5] = [b"\\u0022", b"\\x22", b"\\u0027", b"\\n", b"\\t"];

/// Whether a byte is one of a word in a name.
const IS_IN_WORD: [bool; 256] = {
    let mut is_in_word = [false; 256];
    let mut byte = 0;
    while byte < 256 {
        let own = byte as u8;
        is_in_word[byte] = own.is_ascii_alphanumeric() || matches!(own, b'_' | b'-');
        byte += 1;
    }
    is_in_word
};

/// Returns true for a byte of a word in a name.
#[inline]
fn is_in_word(byte: &u8) -> bool {
    IS_IN_WORD[usize::from(*byte)]
}

/// Returns the last word of a name, without an escape that it is glued to.
#[inline]
fn last_word(name: &[u8]) -> &[u8] {
    let mut start = name.len();
    while start > 0 && is_in_word(&name[start - 1]) {
        start -= 1;
    }
    let (before, word) = name.split_at(start);
    if before.last() != Some(&b'\\') {
        return word;
    }
    let mut escapes = ESCAPES.iter();
    let glued = escapes.find_map(|escape| word.strip_prefix(&escape[1..]));
    glued.unwrap_or(word)
}

/// Returns the slot of a name's last word.
#[inline]
fn slot(word: &[u8]) -> usize {
    (hash(seed::NAME, word) >> 48) as usize
}

/// Returns true if what precedes a name ends with an opening brace, but for blanks and quotes.
fn is_first(front: &[u8]) -> bool {
    let is_between = |b: &u8| matches!(b, b' ' | b'\t' | b'"' | b'\'' | b'\\' | b'`' | b':');
    let mut before = front.iter().rev().skip_while(|b| is_between(b));
    // Quotes that are written out end in letters and digits; they are rare enough to pass.
    before
        .next()
        .is_none_or(|b| matches!(b, b'{' | b'2' | b'7' | b';' | b'n' | b't'))
}

/// Returns the hash of a text's first bytes; a quote or what else ends a value ends it.
fn text_hash(text: &[u8]) -> u64 {
    let is_end = |b: &u8| matches!(b, b'"' | b'\'' | b'\\' | b'`' | b'&' | b',' | b'}' | b'\n');
    let length = text.iter().take(TEXT).take_while(|b| !is_end(b)).count();
    hash(seed::NAME, &text[..length])
}

/// Returns where the name before a sign ends: before blanks, quotes, and what quotes are written as.
#[inline(never)]
fn name_end(block: &[u8], line: usize, sign: usize) -> Option<usize> {
    let mut text = &block[line..sign];
    while let [rest @ .., b' ' | b'\t'] = text {
        text = rest;
    }
    for written in ["&quot;", "&#34;", "&#39;", "\\u0022", "\\x22", "\\u0027"] {
        if let Some(rest) = text.strip_suffix(written.as_bytes()) {
            text = rest;
        }
    }
    while let [rest @ .., b'"' | b'\'' | b'`' | b'\\' | b']'] = text {
        text = rest;
    }
    // Before a colon of a time or an address there is no name.
    let last = text.last()?;
    (last.is_ascii_alphabetic() || *last == b'_').then(|| line + text.len())
}

/// Returns how the value after a sign begins, and its text without quotes; `None` for null and what says nothing.
fn value_after(block: &[u8], sign: usize) -> Option<(Begin, &[u8])> {
    let mut rest = block.get(sign + 1..)?;
    while let [b' ' | b'\t' | b'>', more @ ..] = rest {
        rest = more;
    }
    let begin = match rest.first()? {
        b'"' | b'\'' | b'\\' | b'`' | b'&' => Begin::Quote,
        b'0'..=b'9' | b'-' => Begin::Digit,
        b'{' => Begin::Brace,
        b'[' => Begin::Bracket,
        b't' | b'T' => Begin::True,
        b'n' | b'N'
            if rest.starts_with(b"null")
                || rest.starts_with(b"None")
                || rest.starts_with(b"nil") =>
        {
            return None;
        }
        b',' | b'}' | b']' | b'\n' => return None,
        _ => Begin::Word,
    };
    if matches!(rest[0], b'&' | b'\\') {
        for written in ["&quot;", "&#34;", "\\u0022", "\\x22"] {
            if let Some(more) = rest.strip_prefix(written.as_bytes()) {
                rest = more;
            }
        }
    }
    while let [b'"' | b'\'' | b'`' | b'\\', more @ ..] = rest {
        rest = more;
    }
    Some((begin, rest))
}

/// Returns the names that an envelope requires in a body, with the kinds that their values may have, and a required text.
fn needs_of(envelope: &Envelope) -> Vec<Need> {
    let kinds = |begins: &[Begin]| begins.iter().fold(0, |all, begin| all | 1 << *begin as u8);
    let container = kinds(&[Begin::Brace, Begin::Bracket, Begin::Quote, Begin::Word]);
    let mut needs: Vec<Need> = Vec::new();
    for (place, shape) in &envelope.requires {
        let Place::Body(tokens) = place else { continue };
        for (at, token) in tokens.iter().enumerate() {
            let Token::Name(name) = token else { continue };
            if name.bytes().all(|b| b.is_ascii_digit()) {
                continue;
            }
            let is_last = at + 1 == tokens.len();
            let (kinds, text) = match shape {
                _ if !is_last => (container, None),
                // Programs print texts without quotes, too.
                Shape::Text(text) => (ANY, Some(text.chars().take(TEXT).collect())),
                Shape::String => (
                    kinds(&[Begin::Quote, Begin::Word, Begin::True, Begin::Digit]),
                    None,
                ),
                Shape::Number | Shape::Status => (kinds(&[Begin::Digit]), None),
                Shape::Boolean => (kinds(&[Begin::True, Begin::Word]), None),
                Shape::True => (kinds(&[Begin::True]), None),
                Shape::False => (kinds(&[Begin::Word]), None),
                Shape::Object | Shape::Array => (container, None),
                Shape::Null => continue,
                Shape::Code | Shape::Present => (ANY, None),
            };
            let is_known = |(known, known_kinds, known_text): &Need| {
                known == name && *known_kinds == kinds && *known_text == text
            };
            // Structs of programs write the same names in other cases; these lines have brackets of their own.
            if !needs.iter().any(is_known) {
                needs.push((name.clone(), kinds, text));
            }
        }
    }
    needs
}
