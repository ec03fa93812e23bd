//! The visit of an object: which atoms hold for it, each a path and a type.

use std::borrow::Cow;
use std::cell::OnceCell;

use crate::catalog::compiled::Compiled;
use crate::catalog::layout::{Header, path_flag};
use crate::catalog::{Shape, any, name_bit, name_hash, named, root, texted};
use crate::doc::{Kind, Node};
use crate::places;

/// How many atoms most objects have at most.
const USUAL: usize = 64;

/// An object with the atoms that hold for it.
#[derive(Debug)]
pub(super) struct Visited<'d> {
    pub(super) object: Node<'d>,
    /// In order, each once however many members hold it.
    atoms: Vec<u32>,
    /// The same as bits that several may share.
    bits: [u64; 4],
    names: OnceCell<Names<'d>>,
}

/// The names of an object's members.
#[derive(Debug, Default)]
pub(super) struct Names<'d> {
    /// Each with its hash.
    pub(super) all: Vec<(u32, Cow<'d, str>)>,
    /// The bits of these hashes.
    pub(super) bits: u64,
}

impl<'d> Visited<'d> {
    /// Visits an object.
    pub(super) fn new(layer: &Compiled, object: Node<'d>) -> Self {
        let mut atoms = Vec::with_capacity(USUAL);
        visit(layer, object, root(), &mut atoms);
        atoms.sort_unstable();
        atoms.dedup();
        let mut bits = [0; 4];
        for atom in &atoms {
            bits[(atom / 64 % 4) as usize] |= 1 << (atom % 64);
        }
        Self {
            object,
            atoms,
            bits,
            names: OnceCell::new(),
        }
    }

    /// Iterates over the atoms.
    pub(super) fn atoms(&self) -> impl Iterator<Item = u32> {
        self.atoms.iter().copied()
    }

    /// Returns true if an atom holds.
    #[inline]
    pub(super) fn has(&self, atom: u32) -> bool {
        let bits = self.bits[(atom / 64 % 4) as usize];
        bits >> (atom % 64) & 1 != 0 && self.atoms.binary_search(&atom).is_ok()
    }

    /// Returns the names of the members, without what only repeats the request.
    pub(super) fn names(&self) -> &Names<'d> {
        self.names.get_or_init(|| {
            let members = self.object.children().map(|member| (member.name(), member));
            let members = members.filter(|(name, member)| !is_echo(name, *member));
            let all: Vec<_> = members.map(|(name, _)| (name_hash(&name), name)).collect();
            let bits = all.iter().fold(0, |bits, (hash, _)| bits | name_bit(*hash));
            Names { all, bits }
        })
    }
}

/// Returns true for a member that holds the request that an answer, or the program that printed it, repeats.
fn is_echo(name: &str, value: Node<'_>) -> bool {
    let parts = ["headers", "body", "method", "url"];
    name == "request" && parts.iter().any(|part| value.get(part).is_some())
}

/// Notes the atoms that hold at a container and below it.
fn visit(layer: &Compiled, container: Node<'_>, path: u64, atoms: &mut Vec<u32>) {
    let is_array = container.kind() == Kind::Array;
    let wildcard = layer
        .find(Header::Paths, path)
        .is_some_and(|at| layer.word(at) & path_flag::ANY != 0);
    for (position, child) in container.children().enumerate() {
        // Only the first elements are asked for by number.
        if is_array && position > 0 && !wildcard {
            break;
        }
        let below = if is_array {
            let mut digits = itoa(position);
            named(path, digits.text())
        } else {
            named(path, child.name().as_bytes())
        };
        note(layer, child, below, atoms);
        if wildcard {
            note(layer, child, any(path), atoms);
        }
    }
}

/// Notes the atoms that hold for a value at a path, and below it.
#[inline]
fn note(layer: &Compiled, value: Node<'_>, path: u64, atoms: &mut Vec<u32>) {
    let Some(at) = layer.find(Header::Paths, path) else {
        return;
    };
    let flags = layer.word(at);
    note_held(layer, value, at, atoms);
    if flags & path_flag::TEXTS != 0
        && let Some(text) = value.text()
        && let Some(at) = layer.find(Header::Paths, texted(path, &text))
    {
        note_held(layer, value, at, atoms);
    }
    if flags & (path_flag::NAMES | path_flag::ANY) != 0 && value.is_container() {
        visit(layer, value, path, atoms);
    }
}

/// Notes those of the atoms in a row of a path that hold for a value.
#[inline]
fn note_held(layer: &Compiled, value: Node<'_>, at: u32, atoms: &mut Vec<u32>) {
    let rows = layer.part(at + 8, layer.word(at + 4).saturating_mul(16));
    for row in rows.as_chunks::<16>().0 {
        let (&[kind, text, length, atom], _) = row.as_chunks::<4>() else {
            continue;
        };
        let [kind, text, length, atom] = [kind, text, length, atom].map(u32::from_le_bytes);
        let holds = match Shape::NAMED.get(kind as usize) {
            Some((_, shape)) => places::fits(shape, value),
            None => value.may_be_text(length as usize) && value.is_text(layer.text(text, length)),
        };
        if holds {
            atoms.push(atom);
        }
    }
}

/// The digits of a small number.
struct Digits([u8; 20], usize);

impl Digits {
    /// Returns the digits.
    fn text(&mut self) -> &[u8] {
        &self.0[self.1..]
    }
}

/// Returns the digits of a number.
fn itoa(mut number: usize) -> Digits {
    let mut digits = [0; 20];
    let mut at = digits.len();
    loop {
        at -= 1;
        digits[at] = b'0' + (number % 10) as u8;
        number /= 10;
        if number == 0 {
            return Digits(digits, at);
        }
    }
}
