//! Where in a response things are, for the classes that read the same.

use super::Shapes;
use crate::catalog::class::{ClassRecord, ReadRecord};
use crate::catalog::layout::ReadRow;
use crate::catalog::{Place, Unit};

/// Where in a response things are.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Reads<'s> {
    shapes: &'s Shapes,
    layer: usize,
    /// The elements that are errors of their own, as the number of their place.
    each: Option<u32>,
    pub(crate) record: ReadRecord<'s>,
}

/// What tells the places of some classes from those of others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct ReadsId {
    layer: usize,
    each: Option<u32>,
    record: u32,
}

/// Where the messages by field are.
#[derive(Debug, Clone, Copy)]
pub(crate) enum FieldsRead<'s> {
    /// At one place: an object by field, or one field's name.
    Pointer(&'s Place),
    /// In a list of objects.
    List {
        at: &'s Place,
        /// The field's name, from the list's element.
        name: &'s Place,
        /// The message, from the list's element.
        text: &'s Place,
    },
}

impl<'s> Reads<'s> {
    /// Returns where the things of a class are.
    pub(super) fn of(shapes: &'s Shapes, layer: usize, class: ClassRecord<'s>) -> Self {
        Self {
            shapes,
            layer,
            each: class.each(),
            record: class.reads(),
        }
    }

    /// Returns what tells these places from those of other classes.
    pub(crate) fn id(self) -> ReadsId {
        ReadsId {
            layer: self.layer,
            each: self.each,
            record: self.record.at,
        }
    }

    /// Returns the place of the elements that are errors of their own.
    pub(crate) fn each(self) -> Option<&'s Place> {
        self.shapes.place(self.layer, self.each?)
    }

    /// Iterates over the places of something, in the order in which they are tried.
    pub(crate) fn places(self, column: ReadRow) -> impl Iterator<Item = &'s Place> {
        let places = self.record.places(column).iter();
        places.filter_map(move |place| self.shapes.place(self.layer, place))
    }

    /// Iterates over the places of a waiting time, each with its unit.
    pub(crate) fn waits(self) -> impl Iterator<Item = (&'s Place, Unit)> {
        let waits = self.record.waits();
        waits.filter_map(move |(place, unit)| Some((self.shapes.place(self.layer, place)?, unit)))
    }

    /// Iterates over further values, each with its name.
    pub(crate) fn extras(self) -> impl Iterator<Item = (&'s str, &'s Place)> {
        let extras = self.record.extras();
        extras.filter_map(move |(name, place)| Some((name, self.shapes.place(self.layer, place)?)))
    }

    /// Returns where the messages by field are.
    pub(crate) fn fields(self) -> Option<FieldsRead<'s>> {
        let mut places = self.places(ReadRow::Fields);
        let at = places.next()?;
        Some(match (places.next(), places.next()) {
            (Some(name), Some(text)) => FieldsRead::List { at, name, text },
            _ => FieldsRead::Pointer(at),
        })
    }
}
