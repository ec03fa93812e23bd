//! The classes of a compiled catalog: envelopes that require, forbid and read the same.

use super::compiled::{Compiled, List};
use super::layout::{
    CLASS_ROW, ClassRow, Header, MEMBER_ROW, READ_ROW, ReadRow, member_flag, more_flag,
};
use super::model::{Place, Proof, Shape, Unit};
use super::table::NONE;

/// An API that answers in the shape of a class.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Member {
    /// The API.
    pub(crate) api: u32,
    /// The position among the API's envelopes.
    pub(crate) order: u32,
    /// Flags of [`member_flag`](super::layout::member_flag).
    pub(crate) flags: u32,
    /// The list of what the shape means.
    pub(crate) means: u32,
}

impl Member {
    /// Returns true if the shape is that of a success.
    pub(crate) fn is_success(self) -> bool {
        self.flags & member_flag::SUCCESS != 0
    }

    /// Returns true if the default entry counts only when a host or header names the API.
    pub(crate) fn is_identified(self) -> bool {
        self.flags & member_flag::IDENTIFIED != 0
    }

    /// Returns how much the shape proves.
    pub(crate) fn proof(self) -> Proof {
        Proof::ALL[self.flags as usize & 3]
    }
}

/// Something that a class requires.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Required<'c> {
    /// The number of the place.
    pub(crate) place: u32,
    kind: usize,
    text: &'c str,
}

impl<'c> Required<'c> {
    /// Returns the type.
    pub(crate) fn shape(self) -> Shape {
        match Shape::NAMED.get(self.kind) {
            Some((_, shape)) => shape.clone(),
            None => Shape::Text(self.text.to_owned()),
        }
    }
}

/// A class of a compiled catalog.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ClassRecord<'c> {
    compiled: &'c Compiled,
    /// What it requires of a JSON body.
    pub(crate) atoms: List<'c>,
}

impl Compiled {
    /// Returns the record of a class.
    pub(crate) fn class(&self, class: u32) -> ClassRecord<'_> {
        let at = self.word(self.header(Header::Classes).saturating_add(class * 4));
        ClassRecord {
            compiled: self,
            atoms: self.list(at),
        }
    }

    /// Reads a place.
    pub(crate) fn place(&self, place: u32) -> Place {
        let at = self.header(Header::Places).saturating_add(place * 8);
        self.load(self.word(at), self.word(at.saturating_add(4)))
    }
}

impl<'c> ClassRecord<'c> {
    /// Returns a word behind the atoms.
    #[inline]
    fn row(self, column: ClassRow) -> u32 {
        let at = self.atoms.at + (self.atoms.length + column as usize) * 4;
        self.compiled.word(at as u32)
    }

    /// Returns a list behind the atoms.
    fn list(self, column: ClassRow) -> List<'c> {
        self.compiled.list(self.row(column))
    }

    /// Returns true if the class requires something that no atom says.
    pub(crate) fn has_more(self) -> bool {
        self.row(ClassRow::Flags) & more_flag::SOME != 0
    }

    /// Returns true if the class requires something that is not in a JSON body.
    pub(crate) fn needs_head(self) -> bool {
        self.row(ClassRow::Flags) & more_flag::HEAD != 0
    }

    /// Iterates over all that the class requires.
    pub(crate) fn requires(self) -> impl Iterator<Item = Required<'c>> {
        self.list(ClassRow::Requires)
            .rows()
            .map(move |[place, at, length]| Required {
                place: place >> 8,
                kind: (place & 0xff) as usize,
                text: self.compiled.text(at, length),
            })
    }

    /// Returns the atoms that the class forbids.
    pub(crate) fn forbids(self) -> List<'c> {
        self.list(ClassRow::Forbids)
    }

    /// Returns the places that the class forbids and no atom says.
    pub(crate) fn forbids_more(self) -> List<'c> {
        self.list(ClassRow::ForbidsMore)
    }

    /// Returns the bits of the names of the only members that the class may have, see [`name_bit`](super::name_bit); `None` if
    /// it may have any.
    pub(crate) fn only_bits(self) -> Option<u64> {
        let high = u64::from(self.row(ClassRow::OnlyBitsHigh));
        let bits = high << 32 | u64::from(self.row(ClassRow::OnlyBits));
        (self.row(ClassRow::Only) != NONE).then_some(bits)
    }

    /// Returns true if a member's name, with its hash, is among the only ones that the class may have.
    #[inline]
    pub(crate) fn may_have(self, hash: u32, name: &str) -> bool {
        let mut only = self.list(ClassRow::Only).rows();
        only.any(|[known, at, length]| {
            known == hash && self.compiled.part(at, length) == name.as_bytes()
        })
    }

    /// Iterates over the names of the only members that the class may have; none for any.
    #[cfg(feature = "scan")]
    pub(crate) fn only(self) -> impl Iterator<Item = &'c str> {
        self.list(ClassRow::Only)
            .rows()
            .map(move |[_, at, length]| self.compiled.text(at, length))
    }

    /// Returns the place of the elements that are errors of their own.
    pub(crate) fn each(self) -> Option<u32> {
        let each = self.row(ClassRow::Each);
        (each != NONE).then_some(each)
    }

    /// Returns where in a response things are.
    pub(crate) fn reads(self) -> ReadRecord<'c> {
        let at = self.row(ClassRow::Reads);
        ReadRecord {
            compiled: self.compiled,
            at,
            row: self.compiled.list(at),
        }
    }

    /// Returns how many APIs answer like this.
    #[inline]
    pub(crate) fn member_count(self) -> usize {
        self.row(ClassRow::MemberCount) as usize
    }

    /// Returns the member at a position; they are in the order of APIs.
    #[inline]
    pub(crate) fn member(self, position: usize) -> Member {
        let words = self.atoms.length + CLASS_ROW + position * MEMBER_ROW;
        let at = (self.atoms.at + words * 4) as u32;
        Member {
            api: self.compiled.word(at),
            order: self.compiled.word(at + 4),
            flags: self.compiled.word(at + 8),
            means: self.compiled.word(at + 12),
        }
    }

    /// Iterates over the members of an API.
    pub(crate) fn members_of(self, api: u32) -> impl Iterator<Item = Member> {
        let (mut low, mut high) = (0, self.member_count());
        while low < high {
            let middle = usize::midpoint(low, high);
            if self.member(middle).api < api {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        (low..self.member_count())
            .map(move |at| self.member(at))
            .take_while(move |member| member.api == api)
    }

    /// Iterates over all members.
    pub(crate) fn members(self) -> impl Iterator<Item = Member> {
        (0..self.member_count()).map(move |at| self.member(at))
    }
}

/// Where in a response things are, for all classes that read the same. Places are told by their numbers.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ReadRecord<'c> {
    compiled: &'c Compiled,
    /// Where the record is: it tells one from others of the same catalog.
    pub(crate) at: u32,
    row: List<'c>,
}

impl<'c> ReadRecord<'c> {
    /// Returns a word; none of a damaged record.
    fn word(self, column: ReadRow) -> u32 {
        match self.row.length {
            READ_ROW => self.row.get(column as usize),
            _ => NONE,
        }
    }

    /// Returns the places of something.
    #[inline]
    pub(crate) fn places(self, column: ReadRow) -> List<'c> {
        self.compiled.list(self.word(column))
    }

    /// Iterates over the places of a waiting time, each with its unit.
    pub(crate) fn waits(self) -> impl Iterator<Item = (u32, Unit)> {
        let unit = |number: u32| Unit::ALL.get(number as usize).copied();
        self.places(ReadRow::RetryAfter)
            .rows()
            .map(move |[place, number]| (place, unit(number).unwrap_or_default()))
    }

    /// Iterates over further values, each with its name and place.
    pub(crate) fn extras(self) -> impl Iterator<Item = (&'c str, u32)> {
        self.places(ReadRow::Extras)
            .rows()
            .map(move |[at, length, place]| (self.compiled.text(at, length), place))
    }

    /// Returns a text that is about codes.
    fn text(self, at: ReadRow, length: ReadRow) -> Option<&'c str> {
        let at = self.word(at);
        (at != NONE).then(|| self.compiled.text(at, self.word(length)))
    }

    /// Returns the text whose last one what is kept of a code follows.
    pub(crate) fn code_after(self) -> Option<&'c str> {
        self.text(ReadRow::CodeAfter, ReadRow::CodeAfterLength)
    }

    /// Returns the text whose first one what is kept of a code precedes.
    pub(crate) fn code_before(self) -> Option<&'c str> {
        self.text(ReadRow::CodeBefore, ReadRow::CodeBeforeLength)
    }

    /// Returns what the catalog puts before codes.
    pub(crate) fn code_prefix(self) -> Option<&'c str> {
        self.text(ReadRow::CodePrefix, ReadRow::CodePrefixLength)
    }
}
