//! The names of members that lines are looked at for, and how a name and its value stand in a line.

use super::bits::FewBits;
use super::ends::Ends;
use crate::catalog::layout::seed;
use crate::catalog::table::hash;

/// How many bytes of a required text are compared.
pub(super) const TEXT: usize = 8;

/// Kinds of values, by how they begin.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Begin {
    Quote,
    Digit,
    Brace,
    Bracket,
    True,
    Word,
}

/// How many kinds of values there are.
pub(super) const KINDS: usize = 6;

/// A set of kinds.
pub(super) type Kinds = u8;

/// All kinds.
pub(super) const ANY: Kinds = (1 << KINDS) - 1;

/// A name that is looked for.
#[derive(Debug)]
pub(super) struct Known {
    pub(super) text: Vec<u8>,
    /// The bits that it sets, by the kind of its value.
    pub(super) bits: [FewBits; KINDS],
    /// The bits that it sets where its value begins with one of `texts`.
    pub(super) text_bits: FewBits,
    /// The first bytes of texts that envelopes require, as hashes in order.
    pub(super) texts: Vec<u64>,
    /// The bits that it sets where it is the first of its object.
    pub(super) first_bits: FewBits,
    /// Where it is the key of a class.
    pub(super) key: Key,
    /// The next name with the same last word, plus one; 0 for none.
    next: u16,
}

/// The names that are looked for, found by their last words.
#[derive(Debug)]
pub(super) struct Names {
    pub(super) ends: Ends,
    /// The ends of those that are keys wherever they stand.
    pub(super) key_ends: Ends,
    /// The ends of those that are keys where they are the first of their object.
    pub(super) first_ends: Ends,
    /// For the hash of the last word of a name the first name that may end in it, plus one; 0 for none.
    heads: Vec<u16>,
    pub(super) list: Vec<Known>,
}

/// Where a name is the key of a class: a member without which no body is of that class.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Key {
    /// With values of these kinds.
    pub(super) kinds: Kinds,
    /// With one of the texts that are required of it.
    pub(super) is_text: bool,
    /// As the first member of its object, with values of these kinds.
    pub(super) first: Kinds,
}

impl Key {
    /// Returns the key that a name is with values of some kinds.
    pub(super) fn of(kinds: Kinds) -> Self {
        Self {
            kinds,
            ..Self::default()
        }
    }

    /// Adds where the name is a key too.
    fn add(&mut self, other: Self) {
        self.kinds |= other.kinds;
        self.is_text |= other.is_text;
        self.first |= other.first;
    }
}

impl Names {
    /// Returns no names.
    pub(super) fn new() -> Self {
        Self {
            ends: Ends::new(),
            key_ends: Ends::new(),
            first_ends: Ends::new(),
            heads: vec![0; 1 << 16],
            list: Vec::new(),
        }
    }

    /// Returns how many there are.
    #[cfg(test)]
    pub(super) fn count(&self) -> usize {
        self.list.len()
    }

    /// Iterates over the names that may end in a word.
    pub(super) fn filed(&self, word: &[u8]) -> impl Iterator<Item = &Known> {
        let known = |next: u16| self.list.get(usize::from(next).checked_sub(1)?);
        std::iter::successors(known(self.heads[slot(word)]), move |last| known(last.next))
    }

    /// Calls `each` with what is known of the name that ends what precedes a sign, with what precedes it, and with its
    /// value.
    #[inline]
    pub(super) fn each(
        &self,
        before: &[u8],
        block: &[u8],
        sign: usize,
        mut each: impl FnMut(&Known, &[u8], Begin, &[u8]),
    ) {
        let mut value = None;
        for known in self.filed(last_word(before)) {
            let Some(front) = before.strip_suffix(known.text.as_slice()) else {
                continue;
            };
            // A part of a word is another name, but for a word that is glued to an escape.
            if front.last().is_some_and(is_in_word)
                && !ESCAPES.iter().any(|escape| front.ends_with(escape))
            {
                continue;
            }
            let Some((begin, text)) = *value.get_or_insert_with(|| value_after(block, sign)) else {
                return;
            };
            each(known, front, begin, text);
        }
    }

    /// Makes a name a key.
    pub(super) fn add_key(&mut self, name: &str, key: Key) {
        let ends = match key.first {
            0 => &mut self.key_ends,
            _ => &mut self.first_ends,
        };
        ends.add(name.as_bytes());
        let mut known = self.list.iter_mut();
        if let Some(known) = known.find(|known| known.text == name.as_bytes()) {
            known.key.add(key);
        }
    }

    /// Adds a name, and returns its position.
    pub(super) fn add(&mut self, name: &[u8]) -> usize {
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
            key: Key::default(),
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
pub(super) fn is_in_word(byte: &u8) -> bool {
    IS_IN_WORD[usize::from(*byte)]
}

/// Returns the last word of a name, without an escape that it is glued to.
#[inline]
pub(super) fn last_word(name: &[u8]) -> &[u8] {
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

/// Returns the name of the element of XML that a start tag opens, from behind its bracket on, without a prefix.
pub(super) fn element_name(tag: &[u8]) -> &[u8] {
    let end = |text: &[u8]| text.iter().take_while(|byte| is_in_word(byte)).count();
    let (name, rest) = tag.split_at(end(tag));
    rest.strip_prefix(b":").map_or(name, |own| &own[..end(own)])
}

/// Returns the slot of a name's last word.
#[inline]
fn slot(word: &[u8]) -> usize {
    (hash(seed::NAME, word) >> 48) as usize
}

/// Returns true if what precedes a name ends with an opening brace, but for blanks and quotes.
pub(super) fn is_first(front: &[u8]) -> bool {
    let is_between = |b: &u8| matches!(b, b' ' | b'\t' | b'"' | b'\'' | b'\\' | b'`' | b':');
    let mut before = front.iter().rev().skip_while(|b| is_between(b));
    // Quotes that are written out end in letters and digits; they are rare enough to pass.
    before
        .next()
        .is_none_or(|b| matches!(b, b'{' | b'2' | b'7' | b';' | b'n' | b't'))
}

/// Returns the hash of a text's first bytes; a quote or what else ends a value ends it.
pub(super) fn text_hash(text: &[u8]) -> u64 {
    let is_end = |b: &u8| matches!(b, b'"' | b'\'' | b'\\' | b'`' | b'&' | b',' | b'}' | b'\n');
    let length = text.iter().take(TEXT).take_while(|b| !is_end(b)).count();
    hash(seed::NAME, &text[..length])
}

/// Returns where the name before a sign ends.
#[inline]
pub(super) fn end_before(block: &[u8], line: usize, sign: usize) -> Option<usize> {
    // Most names end with a plain quote, and before the colons of times and addresses there are digits.
    match block.get(sign.wrapping_sub(1))? {
        b'"' if sign >= line + 5 && block[sign - 2] != b'\\' => Some(sign - 1),
        // A quote that is written out ends in digits: `\u0022`.
        b'0'..=b'9' if block[sign.saturating_sub(2)] != b'2' => None,
        _ => name_end(block, line, sign),
    }
}

/// Returns where the name before a sign ends: before blanks, quotes, and what quotes are written as.
#[inline(never)]
fn name_end(block: &[u8], line: usize, sign: usize) -> Option<usize> {
    let mut text = &block[line..sign];
    while let [rest @ .., b' ' | b'\t'] = text {
        text = rest;
    }
    if matches!(text.last(), Some(b';' | b'2' | b'7')) {
        for written in ["&quot;", "&#34;", "&#39;", "\\u0022", "\\x22", "\\u0027"] {
            if let Some(rest) = text.strip_suffix(written.as_bytes()) {
                text = rest;
            }
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
pub(super) fn value_after(block: &[u8], sign: usize) -> Option<(Begin, &[u8])> {
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
