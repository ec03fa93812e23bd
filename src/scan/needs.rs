//! What a line needs to hold a body of some envelope: derived from the envelopes themselves, never written by hand beside them.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};

use super::bits::{BITS, Bits, CODE, FIRST, FewBits, RARE, put};
use super::names::{
    ANY, Begin, KINDS, Key, Kinds, Names, TEXT, element_name, end_before, is_first, last_word,
    text_hash, value_after,
};
use crate::catalog::layers::Layers;
use crate::catalog::layout::{Header, seed};
use crate::catalog::table::hash;
use crate::catalog::{Place, Shape, Token};
use crate::input::xml::is_markup;
use crate::shapes::Shapes;

/// How many names of one class are looked for: the rarest.
const MAX_NAMES: usize = 6;

/// Names of members that carry a status, and those that carry header fields: beside each other they are a recorded response.
const STATUSES: [&str; 4] = ["status", "statusCode", "status_code", "StatusCode"];

/// What lines need.
#[derive(Debug)]
pub(super) struct Needs<'e> {
    names: Names,
    /// The bits of classes, by the highest of them.
    masks: Vec<Vec<FewBits>>,
    /// Where codes are looked up.
    layers: &'e Layers,
}

/// Pairs of names in the struct of an error as programs print it, whatever the API, the rarer one first: in capitals, since the
/// catalog has names of JSON.
const STRUCTS: [[&str; 2]; 4] = [
    ["Code", "StatusCode"],
    ["Code", "Message"],
    ["ErrorCode", "StatusCode"],
    ["ErrorCode", "Message"],
];

/// Returns the bit of each need: its own for those that most classes share.
fn numbers<'n>(classes: impl Iterator<Item = &'n [Need]>) -> HashMap<(String, Kinds, bool), usize> {
    let mut uses: BTreeMap<(String, Kinds, bool), usize> = BTreeMap::new();
    for (name, kinds, text) in classes.flatten() {
        *uses
            .entry((name.clone(), *kinds, text.is_some()))
            .or_default() += 1;
    }
    // The two names of a recorded response are no envelope's needs.
    let names = STATUSES.into_iter().chain(["headers"]);
    for name in names.chain(STRUCTS.into_iter().flatten()) {
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

/// Names that members of everyday records have, the most common first: these are keys of a class only where it has no other.
const EVERYDAY: [&str; 44] = [
    "level",
    "msg",
    "message",
    "time",
    "timestamp",
    "ts",
    "name",
    "service",
    "host",
    "hostname",
    "path",
    "url",
    "uri",
    "method",
    "status",
    "id",
    "type",
    "data",
    "user",
    "user_id",
    "trace_id",
    "span_id",
    "request_id",
    "requestId",
    "version",
    "source",
    "event",
    "action",
    "kind",
    "text",
    "title",
    "success",
    "ok",
    "result",
    "results",
    "code",
    "statusCode",
    "status_code",
    "request",
    "response",
    "meta",
    "description",
    "details",
    "reason",
];

/// What makes a name a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum KeyKind {
    /// It is that of a code, and its value one that is known.
    Code,
    /// It is one that a class requires.
    Name,
}

/// How many classes a name is of at least that is a key because other classes have it.
const FEW: usize = 8;

/// Returns the names that are the key of a class, one of which each of its bodies has.
fn key_of<'n>(
    class: &'n [Need],
    only: &[&'n str],
    uses: &HashMap<String, usize>,
) -> Vec<(&'n str, Key)> {
    let commonness = |name: &str| {
        let place = EVERYDAY.iter().position(|known| *known == name);
        place.map_or(0, |place| EVERYDAY.len() - place)
    };
    // The fewer names are keys, the more of a log's names are told from them at once; of those of few classes a long one is rare.
    let order = |(name, _, text): &&Need| {
        let common = commonness(name);
        let is_free = common > 0 && text.is_none();
        let uses = uses.get(name).map_or(0, |uses| uses / FEW);
        (is_free, common, Reverse(uses), Reverse(name.len()))
    };
    let Some((name, kinds, text)) = class.iter().min_by_key(order) else {
        return Vec::new();
    };
    let key = match text {
        Some(_) => Key {
            is_text: true,
            ..Key::default()
        },
        None => Key::of(*kinds),
    };
    if commonness(name) == 0 || text.is_some() || only.is_empty() {
        return vec![(name, key)];
    }
    // What the class requires of a member holds for the first, too.
    let first = |name: &str| {
        let required = class.iter().filter(|(known, ..)| known == name);
        let kinds = required.fold(0, |all, (_, kinds, _)| all | kinds);
        let first = if kinds == 0 { ANY } else { kinds };
        Key {
            first,
            ..Key::default()
        }
    };
    only.iter().map(|name| (*name, first(name))).collect()
}

impl<'e> Needs<'e> {
    /// Derives what lines need from the envelopes.
    pub(super) fn new(shapes: &'e Shapes) -> Self {
        // One line shows header fields in a recorded response only, which is looked for below.
        let is_body = |place: &Place| matches!(place, Place::Body(_) | Place::Element(_));
        let required = shapes.required();
        let classes = required.filter(|(all, _)| all.iter().all(|(place, _)| is_body(place)));
        let classes: Vec<(Vec<Need>, Vec<&str>)> =
            classes.map(|(all, only)| (needs_of(&all), only)).collect();
        let mut uses: HashMap<String, usize> = HashMap::new();
        for (name, ..) in classes.iter().flat_map(|(needs, _)| needs) {
            *uses.entry(name.clone()).or_default() += 1;
        }
        let mut needs = Self {
            names: Names::new(),
            masks: vec![Vec::new(); BITS],
            layers: shapes.layers(),
        };
        let keys = classes.iter();
        let keys = keys.flat_map(|(class, only)| key_of(class, only, &uses));
        let mut keys: Vec<_> = keys.map(|(name, key)| (name.to_owned(), key)).collect();
        let numbers = numbers(classes.iter().map(|(needs, _)| needs.as_slice()));
        let mut known: HashMap<String, usize> = HashMap::new();
        let mut firsts: BTreeMap<Vec<&str>, usize> = BTreeMap::new();
        let mut add = |needs: &mut Self, class: &[Need], only: &[&str], first: Option<usize>| {
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
                        .entry((*name).to_owned())
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
                let first = (!only.is_empty()).then(|| *firsts.entry(only.clone()).or_insert(next));
                add(&mut needs, &class, &only, first);
            }
        }
        for status in STATUSES {
            let recorded = [
                (status.to_owned(), ANY, None),
                ("headers".to_owned(), ANY, None),
            ];
            add(&mut needs, &recorded, &[], None);
        }
        keys.push(("headers".to_owned(), Key::of(ANY)));
        for pair in STRUCTS {
            add(
                &mut needs,
                &pair.map(|name| (name.to_owned(), ANY, None)),
                &[],
                None,
            );
            keys.push((pair[0].to_owned(), Key::of(ANY)));
        }
        for (name, key) in &keys {
            needs.names.add_key(name, *key);
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

    /// Returns what kind of a key the name is that ends before a sign: one that no body of its class is without. `is_first` says
    /// that nothing but a brace or the beginning of the line may stand before it.
    #[inline]
    pub(super) fn key(
        &self,
        block: &[u8],
        line: usize,
        sign: usize,
        is_first: bool,
    ) -> Option<KeyKind> {
        let before = &block[line..end_before(block, line, sign)?];
        let Names {
            key_ends,
            first_ends,
            ..
        } = &self.names;
        let may_be = key_ends.may_end(before) || (is_first && first_ends.may_end(before));
        // Null says nothing, and most records of a log that name an error say so of it.
        match may_be && !block[sign + 1..].starts_with(b"null") {
            true => self.key_named(before, block, sign),
            false => None,
        }
    }

    /// Returns what kind of a key a name is that may be one, with the value that it has.
    #[inline(never)]
    fn key_named(&self, before: &[u8], block: &[u8], sign: usize) -> Option<KeyKind> {
        if self.has_code(before, block, sign) {
            return Some(KeyKind::Code);
        }
        let mut is_key = false;
        self.names
            .each(before, block, sign, |known, front, begin, value| {
                let key = known.key;
                is_key |= key.kinds >> begin as usize & 1 != 0
                    || (key.first >> begin as usize & 1 != 0 && is_first(front))
                    || (key.is_text && known.texts.binary_search(&text_hash(value)).is_ok());
            });
        is_key.then_some(KeyKind::Name)
    }

    /// Returns the bits that the names in a line set.
    pub(super) fn bits(&self, line: &[u8], signs: impl Iterator<Item = usize>) -> Bits {
        let mut bits = Bits::default();
        for sign in signs {
            self.look(line, 0, sign, &mut bits);
        }
        bits
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

    /// Returns true if a line has a document of XML with the elements and attributes that some envelope requires. Their values
    /// may be anything.
    pub(super) fn has_document(&self, line: &[u8]) -> bool {
        // What the line begins with says whether it is a page.
        let starts = memchr::memchr_iter(b'<', line);
        let mut names = starts.map(|at| element_name(&line[at + 1..]));
        if names.find(|name| !name.is_empty()).is_none_or(is_markup) {
            return false;
        }
        let mut bits = Bits::default();
        let mut add = |mark: &[u8], word: &[u8]| {
            let known = self.names.filed(word);
            for known in known.filter(|known| known.text.strip_prefix(mark) == Some(word)) {
                known.bits.iter().for_each(|few| bits.add(few));
                bits.add(&known.text_bits);
                bits.add(&known.first_bits);
            }
        };
        add(b"#", b"text");
        for sign in memchr::memchr2_iter(b'<', b'=', line) {
            match line[sign] {
                b'<' => add(b"", element_name(&line[sign + 1..])),
                _ => add(b"@", last_word(&line[..sign])),
            }
        }
        self.are_met(bits)
    }

    /// Adds the bits of the name that ends before a sign.
    fn look(&self, block: &[u8], line: usize, sign: usize, bits: &mut Bits) {
        let Some(end) = end_before(block, line, sign) else {
            return;
        };
        let before = &block[line..end];
        if !self.names.ends.may_end(before) {
            return;
        }
        self.names
            .each(before, block, sign, |known, front, begin, value| {
                bits.add(&known.bits[begin as usize]);
                if !known.first_bits.is_empty() && is_first(front) {
                    bits.add(&known.first_bits);
                }
                let is_text = |hash: &u64| known.texts.binary_search(hash).is_ok();
                if !known.texts.is_empty() && is_text(&text_hash(value)) {
                    bits.add(&known.text_bits);
                }
            });
        if self.has_code(before, block, sign) {
            bits.set(CODE);
        }
    }

    /// Returns true if a name is that of a code, and its value one that is known.
    fn has_code(&self, before: &[u8], block: &[u8], sign: usize) -> bool {
        let last = before.last_chunk::<4>();
        last.is_some_and(|last| last.eq_ignore_ascii_case(CODE_NAME))
            && value_after(block, sign).is_some_and(|(_, value)| self.is_code(before, value))
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

/// Returns the names of what is required in a body, with the kinds that their values may have, and a required text.
fn needs_of(requires: &[(&Place, Shape)]) -> Vec<Need> {
    let kinds = |begins: &[Begin]| begins.iter().fold(0, |all, begin| all | 1 << *begin as u8);
    let container = kinds(&[Begin::Brace, Begin::Bracket, Begin::Quote, Begin::Word]);
    let mut needs: Vec<Need> = Vec::new();
    for (place, shape) in requires {
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
                Shape::String | Shape::StatusText => (
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
