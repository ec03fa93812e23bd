//! Writes the classes of envelopes, the atoms that they require, and the paths that lead to these.

use std::collections::BTreeMap;

use super::super::layout::{Header, more_flag, path_flag, seed};
use super::super::model::{Place, Shape, Token};
use super::super::table::{self, hash, pair};
use super::Compiler;

impl Compiler {
    /// Writes classes, the atoms they require, and the paths that lead to these.
    pub(super) fn write_classes(&mut self) {
        let classes = std::mem::take(&mut self.classes);
        let mut atoms: BTreeMap<(&[Token], &Shape), (u32, u32)> = BTreeMap::new();
        for class in &classes {
            for (place, shape) in &class.requires {
                if let Some(tokens) = atom(place) {
                    let next = atoms.len() as u32;
                    atoms.entry((tokens, shape)).or_insert((next, 0)).1 += 1;
                }
            }
        }
        let mut filed: Vec<Vec<u32>> = vec![Vec::new(); atoms.len()];
        let mut uses = filed.clone();
        let mut apart = Vec::new();
        let mut bodiless = Vec::new();
        let mut records = Vec::new();
        for (number, class) in classes.iter().enumerate() {
            let own = class.requires.iter().filter_map(|(place, shape)| {
                let tokens = atom(place)?;
                atoms.get(&(tokens, shape)).copied()
            });
            let own: Vec<(u32, u32)> = own.collect();
            match own.iter().min_by_key(|(_, uses)| *uses) {
                Some((rarest, _)) => filed[*rarest as usize].push(number as u32),
                None => bodiless.push(number as u32),
            }
            for (atom, _) in &own {
                uses[*atom as usize].push(number as u32);
            }
            let has_more = own.len() < class.requires.len();
            apart.extend(has_more.then_some(number as u32));
            let stored = self.bytes(&class.stored);
            let only = self.list(&class.only);
            let mut record = vec![own.len() as u32];
            record.extend(own.iter().map(|(atom, _)| *atom));
            record.extend(stored);
            let has_head = class.requires.iter().any(|(place, _)| is_head(place));
            let flag = |is_set: bool, flag: u32| if is_set { flag } else { 0 };
            record.push(flag(has_more, more_flag::SOME) | flag(has_head, more_flag::HEAD));
            record.push(only);
            record.push(class.members.len() as u32);
            record.extend(class.members.as_flattened());
            records.push(self.words(&record));
        }
        self.header[Header::ClassCount as usize] = records.len() as u32;
        self.header[Header::Classes as usize] = self.words(&records);
        self.header[Header::Bodiless as usize] = self.list(&bodiless);
        let filed: Vec<u32> = filed.iter().map(|list| self.list(list)).collect();
        self.header[Header::Atoms as usize] = self.words(&filed);
        let uses: Vec<u32> = uses.iter().map(|list| self.list(list)).collect();
        self.header[Header::AtomUses as usize] = self.words(&uses);
        self.header[Header::Apart as usize] = self.list(&apart);
        // Path to flags and atoms.
        let mut paths: BTreeMap<u64, (u32, Vec<[u32; 4]>)> = BTreeMap::new();
        for ((tokens, shape), (number, _)) in &atoms {
            let mut path = root();
            for token in *tokens {
                let flag = match token {
                    Token::Name(_) => path_flag::NAMES,
                    Token::Any | Token::Deep => path_flag::ANY,
                };
                paths.entry(path).or_default().0 |= flag;
                path = step(path, token);
            }
            let (kind, text) = match shape {
                Shape::Text(text) => {
                    paths.entry(path).or_default().0 |= path_flag::TEXTS;
                    path = texted(path, text);
                    (Shape::NAMED.len() as u32, self.text(text))
                }
                named => {
                    let kind = Shape::NAMED.iter().position(|(_, known)| known == *named);
                    (kind.unwrap_or_default() as u32, [0, 0])
                }
            };
            let atom = [kind, text[0], text[1], *number];
            paths.entry(path).or_default().1.push(atom);
        }
        let mut pairs = Vec::new();
        for (path, (flags, atoms)) in paths {
            let at = self.words(&[flags, atoms.len() as u32]);
            self.words(atoms.as_flattened());
            pairs.push((path, at));
        }
        self.header[Header::Paths as usize] = self.at();
        table::write(&mut self.out, &pairs);
    }
}

/// Returns the path to a place if a walk through an object can note it.
fn atom(place: &Place) -> Option<&[Token]> {
    match place {
        Place::Body(tokens) if !tokens.contains(&Token::Deep) => Some(tokens),
        Place::Body(_) | Place::Element(_) | Place::Header { .. } | Place::Text => None,
    }
}

/// Returns true for a place outside a JSON body.
fn is_head(place: &Place) -> bool {
    matches!(place, Place::Header { .. } | Place::Text)
}

/// Returns the hash of the empty path.
pub(crate) fn root() -> u64 {
    seed::NAME
}

/// Returns the hash of a path with one more token.
fn step(path: u64, token: &Token) -> u64 {
    match token {
        Token::Name(name) => named(path, name.as_bytes()),
        Token::Any | Token::Deep => any(path),
    }
}

/// Returns the hash of a member's name by which most others are told from it.
#[inline]
pub(crate) fn name_hash(name: &str) -> u32 {
    hash(seed::NAME, name.as_bytes()) as u32
}

/// Returns the hash of a path with one more name.
#[inline]
pub(crate) fn named(path: u64, name: &[u8]) -> u64 {
    pair(path, hash(seed::NAME, name))
}

/// Returns the hash of a path to a certain text.
#[inline]
pub(crate) fn texted(path: u64, text: &str) -> u64 {
    pair(path, hash(seed::TEXT, text.as_bytes()))
}

/// Returns the hash of a path with any element or member.
#[inline]
pub(crate) fn any(path: u64) -> u64 {
    pair(path, seed::ANY)
}
