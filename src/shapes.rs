//! Finds the envelopes that an object fits: one visit of its members, whatever the number of APIs.
//!
//! Envelopes that require the same are one class. A class requires atoms, each a path and a type; the visit notes the atoms
//! that hold, and looks at the classes whose rarest atom is among them.

use std::cell::LazyCell;
use std::sync::Arc;

use crate::catalog::compiled::{ClassRecord, Compiled, Member};
use crate::catalog::layers::Layers;
use crate::catalog::layout::{Header, path_flag};
use crate::catalog::{Envelope, Place, Shape, Token, any, name_hash, named, root, texted};
use crate::doc::{Kind, Node};
use crate::lazy::Lazy;
use crate::places::{self, Context};

/// How many members of the same class are asked one by one.
pub(crate) const MAX_MEMBERS: usize = 64;

/// A class of one of the compiled catalogs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct ClassId {
    layer: usize,
    class: u32,
}

/// How an object fits an envelope.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fit {
    /// Everything that is required is there.
    Whole,
    /// What is there fits, and the rest may follow a cut.
    Partial,
}

/// The compiled catalogs, ready to find shapes in.
#[derive(Debug)]
pub(crate) struct Shapes {
    layers: Arc<Layers>,
    /// The only APIs that count; empty for all.
    only: Vec<usize>,
    /// The shapes of classes, by catalog.
    envelopes: Vec<Lazy<Envelope>>,
}

impl Shapes {
    /// Prepares compiled catalogs; with `only`, no other API counts.
    pub(crate) fn new(layers: Arc<Layers>, only: Vec<usize>) -> Self {
        let counts = layers
            .iter()
            .map(|(layer, ..)| layer.header(Header::ClassCount));
        Self {
            envelopes: counts.map(|count| Lazy::new(count as usize)).collect(),
            layers,
            only,
        }
    }

    /// Returns the compiled catalogs.
    pub(crate) fn layers(&self) -> &Layers {
        &self.layers
    }

    /// Returns true if an API is considered.
    #[inline]
    pub(crate) fn counts(&self, api: usize) -> bool {
        (self.only.is_empty() || self.only.contains(&api)) && !self.layers.is_replaced(api)
    }

    /// Returns true if the caller chose the APIs.
    pub(crate) fn is_chosen(&self) -> bool {
        !self.only.is_empty()
    }

    /// Returns a catalog with the number of its first API and entry.
    fn layer(&self, layer: usize) -> Option<(&Compiled, usize, usize)> {
        self.layers.iter().nth(layer)
    }

    /// Returns the record of a class.
    fn record(&self, class: ClassId) -> Option<(ClassRecord<'_>, usize, usize)> {
        let (layer, first_api, first_entry) = self.layer(class.layer)?;
        Some((layer.class(class.class), first_api, first_entry))
    }

    /// Returns the shape of a class.
    #[inline]
    pub(crate) fn envelope(&self, class: ClassId) -> &Envelope {
        self.envelopes[class.layer].get(class.class as usize, || {
            let record = self.record(class);
            record
                .map(|(record, ..)| record.envelope())
                .unwrap_or_default()
        })
    }

    /// Iterates over the shapes of all classes.
    #[cfg(feature = "scan")]
    pub(crate) fn envelopes(&self) -> impl Iterator<Item = &Envelope> {
        let layers = self.layers.iter().enumerate();
        layers.flat_map(move |(layer, (compiled, ..))| {
            let classes = 0..compiled.header(Header::ClassCount);
            let classes = classes.map(move |class| ClassId { layer, class });
            // What is not an error is not looked for.
            let is_error = |class: &ClassId| {
                let first = self.members(*class).next();
                first.is_some_and(|(_, member)| !member.is_success())
            };
            classes.filter(is_error).map(|class| self.envelope(class))
        })
    }

    /// Iterates over the members of a class whose APIs count, with the number of each API.
    pub(crate) fn members(&self, class: ClassId) -> impl Iterator<Item = (usize, Member)> {
        let record = self.record(class).into_iter();
        record.flat_map(move |(record, first_api, _)| {
            let members = record
                .members()
                .map(move |m| (first_api + m.api as usize, m));
            members.filter(|(api, _)| self.counts(*api))
        })
    }

    /// Iterates over an API's members of a class.
    pub(crate) fn members_of(&self, class: ClassId, api: usize) -> impl Iterator<Item = Member> {
        let record = self.record(class).filter(|_| self.counts(api));
        let record = record.filter(|(_, first_api, _)| api >= *first_api);
        record
            .into_iter()
            .flat_map(move |(record, first_api, _)| record.members_of((api - first_api) as u32))
    }

    /// Returns the default entry of a class's member for a status.
    pub(crate) fn meant(
        &self,
        class: ClassId,
        member: Member,
        status: Option<u16>,
    ) -> Option<usize> {
        let (layer, _, first_entry) = self.layer(class.layer)?;
        let means = layer.list(member.means);
        let status = status.map_or(0, u32::from);
        let pairs = (0..means.length / 2).map(|at| (means.get(at * 2), means.get(at * 2 + 1)));
        let mut meant = pairs.filter(|(at, _)| *at == 0 || *at == status);
        meant.next().map(|(_, entry)| first_entry + entry as usize)
    }

    /// Calls `each` with every class that an object fits.
    pub(crate) fn fitting(
        &self,
        object: Node<'_>,
        context: &Context<'_>,
        mut each: impl FnMut(ClassId, Fit),
    ) {
        // What an object has beside what an envelope allows is told from the hashes of names for most.
        let names = LazyCell::new(|| {
            let members = object.children().map(|member| (member.name(), member));
            let members = members.filter(|(name, member)| !is_echo(name, *member));
            let names: Vec<u32> = members.map(|(name, _)| name_hash(&name)).collect();
            names
        });
        let has_head = !context.headers.is_empty() || context.text.is_some();
        for (number, (layer, ..)) in self.layers.iter().enumerate() {
            let mut atoms = Vec::new();
            visit(layer, object, root(), &mut atoms);
            if object.is_cut() {
                self.fitting_cut((number, layer), &atoms, object, context, &mut each);
                continue;
            }
            // An atom holds once however many members hold it.
            atoms.sort_unstable();
            atoms.dedup();
            let filed = layer.header(Header::Atoms);
            let mut held = Held::default();
            atoms.iter().for_each(|atom| held.add(*atom));
            for atom in &atoms {
                for class in layer.list(layer.word(filed + atom * 4)).iter() {
                    let class_id = ClassId {
                        layer: number,
                        class,
                    };
                    let record = layer.class(class);
                    let mut others = record.atoms.iter();
                    if !others.all(|other| held.has(other) && atoms.binary_search(&other).is_ok()) {
                        continue;
                    }
                    if record.needs_head() && !has_head {
                        continue;
                    }
                    let only = record.only();
                    let is_among = |name: &u32| only.iter().any(|known| known == *name);
                    if only.length > 0 && !names.iter().all(is_among) {
                        continue;
                    }
                    let envelope = self.envelope(class_id);
                    let has_more = || {
                        let more = envelope.requires.iter();
                        more.filter(|(place, _)| is_apart(place))
                            .all(|(place, shape)| places::holds(object, place, shape, context))
                    };
                    if (!record.has_more() || has_more()) && is_allowed(envelope, object, context) {
                        each(class_id, Fit::Whole);
                    }
                }
            }
        }
    }

    /// Calls `each` with every class that an object fits which the input ends within: something that it requires is there.
    fn fitting_cut(
        &self,
        (number, layer): (usize, &Compiled),
        atoms: &[u32],
        object: Node<'_>,
        context: &Context<'_>,
        each: &mut impl FnMut(ClassId, Fit),
    ) {
        let used = layer.header(Header::AtomUses);
        let using = |atom: &u32| layer.list(layer.word(used + atom * 4)).iter();
        let apart = layer.list(layer.header(Header::Apart)).iter();
        let mut classes: Vec<u32> = atoms.iter().flat_map(using).chain(apart).collect();
        classes.sort_unstable();
        classes.dedup();
        for class in classes {
            let class_id = ClassId {
                layer: number,
                class,
            };
            let envelope = self.envelope(class_id);
            if let Some(fit) = cut_fit(envelope, object, context) {
                each(class_id, fit);
            }
        }
    }

    /// Calls `each` with every class that a response fits by its header fields or its text alone.
    pub(crate) fn fitting_bodiless(&self, context: &Context<'_>, mut each: impl FnMut(ClassId)) {
        for (number, (layer, ..)) in self.layers.iter().enumerate() {
            for class in layer.list(layer.header(Header::Bodiless)).iter() {
                let class_id = ClassId {
                    layer: number,
                    class,
                };
                let envelope = self.envelope(class_id);
                let mut requires = envelope.requires.iter();
                let root = context.body;
                if requires.all(|(place, shape)| places::holds_at(root, place, shape, context))
                    && root.is_none_or(|root| is_allowed(envelope, root, context))
                {
                    each(class_id);
                }
            }
        }
    }
}

/// The atoms that hold for an object, as bits that several may share.
#[derive(Debug, Default)]
struct Held([u64; 4]);

impl Held {
    /// Adds an atom.
    #[inline]
    fn add(&mut self, atom: u32) {
        self.0[(atom / 64 % 4) as usize] |= 1 << (atom % 64);
    }

    /// Returns false for an atom that was not added.
    #[inline]
    fn has(&self, atom: u32) -> bool {
        self.0[(atom / 64 % 4) as usize] >> (atom % 64) & 1 != 0
    }
}

/// Returns true for a place that the visit of an object does not note.
fn is_apart(place: &Place) -> bool {
    match place {
        Place::Body(tokens) => tokens.contains(&Token::Deep),
        Place::Element(_) | Place::Header { .. } | Place::Text => true,
    }
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
    for atom in 0..layer.word(at + 4) {
        let row = at + 8 + atom * 16;
        let kind = layer.word(row) as usize;
        let holds = match Shape::NAMED.get(kind) {
            Some((_, shape)) => places::fits(shape, value),
            None => {
                let (text, length) = (layer.word(row + 4), layer.word(row + 8));
                value.may_be_text(length as usize) && value.is_text(layer.text(text, length))
            }
        };
        if holds {
            atoms.push(layer.word(row + 12));
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

/// Returns true if an object has nothing that an envelope forbids.
fn is_allowed(envelope: &Envelope, object: Node<'_>, context: &Context<'_>) -> bool {
    let is_forbidden = |place: &Place| places::holds(object, place, &Shape::Present, context);
    if envelope.forbids.iter().any(is_forbidden) {
        return false;
    }
    envelope.only.is_empty()
        || object.children().all(|member| {
            let name = member.name();
            envelope.only.iter().any(|known| *known == name) || is_echo(&name, member)
        })
}

/// Returns true for a member that holds the request that an answer, or the program that printed it, repeats.
fn is_echo(name: &str, value: Node<'_>) -> bool {
    let parts = ["headers", "body", "method", "url"];
    name == "request" && parts.iter().any(|part| value.get(part).is_some())
}

/// Returns how an object that the input ends within fits, if it does.
fn cut_fit(envelope: &Envelope, object: Node<'_>, context: &Context<'_>) -> Option<Fit> {
    let mut fit = Fit::Whole;
    let mut seen = 0;
    for (place, shape) in &envelope.requires {
        let Place::Body(tokens) = place else {
            if places::holds(object, place, shape, context) {
                seen += 1;
                continue;
            }
            return None;
        };
        match places::first(object, tokens) {
            Some(found) if places::fits(shape, found) => seen += 1,
            // Of a required text only the beginning is there.
            Some(found) if found.is_cut() => {
                let part = found.text()?;
                let Shape::Text(text) = shape else {
                    return None;
                };
                if !text.starts_with(part.trim_end()) {
                    return None;
                }
                fit = Fit::Partial;
            }
            None if places::may_follow(object, tokens) => fit = Fit::Partial,
            _ => return None,
        }
    }
    (seen > 0 && is_allowed(envelope, object, context)).then_some(fit)
}
