//! Finds the envelopes that an object fits: one visit of its members, whatever the number of APIs.
//!
//! Envelopes that require the same are one class. A class requires atoms, each a path and a type; the visit notes the atoms
//! that hold, and looks at the classes whose rarest atom is among them.

mod reads;
mod visit;

use std::sync::Arc;

use crate::catalog::class::{ClassRecord, Member, Required};
use crate::catalog::compiled::Compiled;
use crate::catalog::layers::Layers;
use crate::catalog::layout::Header;
use crate::catalog::{Place, Shape, Token};
use crate::doc::Node;
use crate::lazy::Lazy;
use crate::places::{self, Context};
pub(crate) use reads::{FieldsRead, Reads, ReadsId};
use visit::Visited;

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
    /// The places that classes name, by catalog.
    places: Vec<Lazy<Place>>,
}

impl Shapes {
    /// Prepares compiled catalogs; with `only`, no other API counts.
    pub(crate) fn new(layers: Arc<Layers>, only: Vec<usize>) -> Self {
        let counts = layers
            .iter()
            .map(|(layer, ..)| layer.header(Header::PlaceCount));
        Self {
            places: counts.map(|count| Lazy::new(count as usize)).collect(),
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

    /// Returns a place that classes of a catalog name; `None` only where the catalog is damaged.
    fn place(&self, layer: usize, place: u32) -> Option<&Place> {
        let (compiled, ..) = self.layer(layer)?;
        let is_known = place < compiled.header(Header::PlaceCount);
        is_known.then(|| self.places[layer].get(place as usize, || compiled.place(place)))
    }

    /// Returns where in a response the things of a class are.
    pub(crate) fn reads(&self, class: ClassId) -> Option<Reads<'_>> {
        let (record, ..) = self.record(class)?;
        Some(Reads::of(self, class.layer, record))
    }

    /// Iterates over what the classes of errors require, and over the names of the only members that each may have.
    #[cfg(feature = "scan")]
    pub(crate) fn required(&self) -> impl Iterator<Item = (Vec<(&Place, Shape)>, Vec<&str>)> {
        let layers = self.layers.iter().enumerate();
        layers.flat_map(move |(layer, (compiled, ..))| {
            let records = (0..compiled.header(Header::ClassCount)).map(|at| compiled.class(at));
            // What is not an error is not looked for.
            let is_error = |record: &ClassRecord<'_>| {
                let mut members = record.members();
                members.next().is_some_and(|member| !member.is_success())
            };
            records.filter(is_error).map(move |record| {
                let requires = record.requires().filter_map(|required| {
                    Some((self.place(layer, required.place)?, required.shape()))
                });
                (requires.collect(), record.only().collect())
            })
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
        let has_head = !context.headers.is_empty() || context.text.is_some();
        for (number, (layer, ..)) in self.layers.iter().enumerate() {
            let visited = Visited::new(layer, object);
            if object.is_cut() {
                self.fitting_cut((number, layer), &visited, context, &mut each);
                continue;
            }
            let filed = layer.header(Header::Atoms);
            for atom in visited.atoms() {
                for class in layer.list(layer.word(filed + atom * 4)).iter() {
                    let record = layer.class(class);
                    let holds = |required: &Required<'_>| {
                        let place = self.place(number, required.place);
                        place.is_none_or(|place| {
                            !is_apart(place)
                                || places::holds(object, place, &required.shape(), context)
                        })
                    };
                    if record.atoms.iter().all(|other| visited.has(other))
                        && (has_head || !record.needs_head())
                        && (!record.has_more() || record.requires().all(|more| holds(&more)))
                        && self.allows((number, record), &visited, context)
                    {
                        let class = ClassId {
                            layer: number,
                            class,
                        };
                        each(class, Fit::Whole);
                    }
                }
            }
        }
    }

    /// Calls `each` with every class that an object fits which the input ends within: something that it requires is there.
    fn fitting_cut(
        &self,
        (number, layer): (usize, &Compiled),
        visited: &Visited<'_>,
        context: &Context<'_>,
        each: &mut impl FnMut(ClassId, Fit),
    ) {
        let used = layer.header(Header::AtomUses);
        let using = |atom: u32| layer.list(layer.word(used + atom * 4)).iter();
        let apart = layer.list(layer.header(Header::Apart)).iter();
        let mut classes: Vec<u32> = visited.atoms().flat_map(using).chain(apart).collect();
        classes.sort_unstable();
        classes.dedup();
        for class in classes {
            let record = layer.class(class);
            let fit = self.cut_fit((number, record), visited.object, context);
            if let Some(fit) = fit.filter(|_| self.allows((number, record), visited, context)) {
                let class = ClassId {
                    layer: number,
                    class,
                };
                each(class, fit);
            }
        }
    }

    /// Calls `each` with every class that a response fits by its header fields or its text alone.
    pub(crate) fn fitting_bodiless(&self, context: &Context<'_>, mut each: impl FnMut(ClassId)) {
        let root = context.body;
        for (number, (layer, ..)) in self.layers.iter().enumerate() {
            for class in layer.list(layer.header(Header::Bodiless)).iter() {
                let record = layer.class(class);
                let holds = |required: Required<'_>| {
                    let place = self.place(number, required.place);
                    place.is_some_and(|place| {
                        places::holds_at(root, place, &required.shape(), context)
                    })
                };
                let allows = |root| {
                    let visited = Visited::new(layer, root);
                    self.allows((number, record), &visited, context)
                };
                if record.requires().all(holds) && root.is_none_or(allows) {
                    each(ClassId {
                        layer: number,
                        class,
                    });
                }
            }
        }
    }

    /// Returns true if an object has nothing that a class forbids.
    fn allows(
        &self,
        (layer, record): (usize, ClassRecord<'_>),
        visited: &Visited<'_>,
        context: &Context<'_>,
    ) -> bool {
        let is_forbidden = |place: u32| {
            self.place(layer, place)
                .is_some_and(|place| places::holds(visited.object, place, &Shape::Present, context))
        };
        if let Some(bits) = record.only_bits() {
            let names = visited.names();
            let mut all = names.all.iter();
            if names.bits & !bits != 0 || !all.all(|(hash, name)| record.may_have(*hash, name)) {
                return false;
            }
        }
        !record.forbids().iter().any(|atom| visited.has(atom))
            && !record.forbids_more().iter().any(is_forbidden)
    }

    /// Returns how an object that the input ends within fits, if it does.
    fn cut_fit(
        &self,
        (layer, record): (usize, ClassRecord<'_>),
        object: Node<'_>,
        context: &Context<'_>,
    ) -> Option<Fit> {
        let mut fit = Fit::Whole;
        let mut seen = 0;
        for required in record.requires() {
            let place = self.place(layer, required.place)?;
            let shape = required.shape();
            let Place::Body(tokens) = place else {
                if places::holds(object, place, &shape, context) {
                    seen += 1;
                    continue;
                }
                return None;
            };
            match places::first(object, tokens) {
                Some(found) if places::fits(&shape, found) => seen += 1,
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
        (seen > 0).then_some(fit)
    }
}

/// Returns true for a place that the visit of an object does not note.
fn is_apart(place: &Place) -> bool {
    match place {
        Place::Body(tokens) => tokens.contains(&Token::Deep),
        Place::Element(_) | Place::Header { .. } | Place::Text => true,
    }
}
