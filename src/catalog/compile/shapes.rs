//! Writes the classes of envelopes, the atoms that they require and forbid, the paths that lead to these, and where in a
//! response things are.

use std::collections::BTreeMap;

use super::super::binary::{number_of, stored};
use super::super::layout::{CLASS_ROW, Header, READ_ROW, ReadRow, more_flag, path_flag, seed};
use super::super::model::{Envelope, FieldList, FieldsAt, Place, Shape, Token, Unit};
use super::super::table::{self, NONE, hash, pair};
use super::{Class, Compiler};

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
        for tokens in classes
            .iter()
            .flat_map(|class| &class.forbids)
            .filter_map(atom)
        {
            let next = atoms.len() as u32;
            atoms.entry((tokens, &Shape::Present)).or_insert((next, 0));
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
            let mut own: Vec<(u32, u32)> = own.collect();
            // The rarest first: what does not fit is found out early.
            own.sort_by_key(|(_, uses)| *uses);
            match own.first() {
                Some((rarest, _)) => filed[*rarest as usize].push(number as u32),
                None => bodiless.push(number as u32),
            }
            for (atom, _) in &own {
                uses[*atom as usize].push(number as u32);
            }
            let has_more = own.len() < class.requires.len();
            apart.extend(has_more.then_some(number as u32));
            let mut record = vec![own.len() as u32];
            record.extend(own.iter().map(|(atom, _)| *atom));
            record.extend(self.class_row(class, has_more, &atoms));
            record.extend(class.members.as_flattened());
            records.push(self.words(&record));
        }
        self.header[Header::ClassCount as usize] = records.len() as u32;
        self.header[Header::Classes as usize] = self.words(&records);
        self.header[Header::Bodiless as usize] = self.list(&bodiless);
        self.write_places();
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
            if let Shape::Text(text) = shape {
                paths.entry(path).or_default().0 |= path_flag::TEXTS;
                path = texted(path, text);
            }
            let (kind, text) = self.shape(shape);
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

    /// Returns the words of a class behind its atoms.
    fn class_row(
        &mut self,
        class: &Class,
        has_more: bool,
        atoms: &BTreeMap<(&[Token], &Shape), (u32, u32)>,
    ) -> [u32; CLASS_ROW] {
        let mut requires = Vec::new();
        for (place, shape) in &class.requires {
            let (kind, text) = self.shape(shape);
            requires.extend([self.place(place) << 8 | kind, text[0], text[1]]);
        }
        let mut forbids = Vec::new();
        let mut forbids_more = Vec::new();
        for place in &class.forbids {
            let number = |tokens| atoms.get(&(tokens, &Shape::Present));
            match atom(place).and_then(number) {
                Some((atom, _)) => forbids.push(*atom),
                None => forbids_more.push(self.place(place)),
            }
        }
        let mut only = Vec::new();
        let mut bits = 0;
        for name in &class.only {
            let text = self.text(name);
            let hash = name_hash(name);
            only.extend([hash, text[0], text[1]]);
            bits |= name_bit(hash);
        }
        let has_head = class.requires.iter().any(|(place, _)| is_head(place));
        let flag = |is_set: bool, flag: u32| if is_set { flag } else { 0 };
        [
            flag(has_more, more_flag::SOME) | flag(has_head, more_flag::HEAD),
            self.shared(&requires),
            self.shared(&forbids),
            self.shared(&forbids_more),
            self.shared(&only),
            bits as u32,
            (bits >> 32) as u32,
            class.each.as_ref().map_or(NONE, |each| self.place(each)),
            class.reads,
            class.members.len() as u32,
        ]
    }

    /// Returns the number of a type, and the text that it asks for.
    fn shape(&mut self, shape: &Shape) -> (u32, [u32; 2]) {
        match shape {
            Shape::Text(text) => (Shape::NAMED.len() as u32, self.text(text)),
            named => {
                let kind = Shape::NAMED.iter().position(|(_, known)| known == named);
                (kind.unwrap_or_default() as u32, [0, 0])
            }
        }
    }

    /// Returns the number of a place.
    fn place(&mut self, place: &Place) -> u32 {
        let next = self.places.len() as u32;
        *self.places.entry(place.clone()).or_insert(next)
    }

    /// Appends a list unless the same one is known; an empty one is none.
    fn shared(&mut self, items: &[u32]) -> u32 {
        if items.is_empty() {
            return NONE;
        }
        if let Some(at) = self.lists.get(items) {
            return *at;
        }
        let at = self.list(items);
        self.lists.insert(items.to_vec(), at);
        at
    }

    /// Appends where an envelope has things unless another has them there too.
    pub(super) fn reads(&mut self, envelope: &Envelope) -> u32 {
        let read = &envelope.read;
        let mut row = [NONE; READ_ROW];
        for (column, places) in [
            (ReadRow::Code, &read.code),
            (ReadRow::Subcode, &read.subcode),
            (ReadRow::CodeIn, &read.code_in),
            (ReadRow::Message, &read.message),
            (ReadRow::Status, &read.status),
            (ReadRow::StatusName, &read.status_name),
            (ReadRow::RequestId, &read.request_id),
            (ReadRow::DocsUrl, &read.docs_url),
            (ReadRow::Time, &read.time),
        ] {
            let places: Vec<u32> = places.iter().map(|place| self.place(place)).collect();
            row[column as usize] = self.shared(&places);
        }
        let mut waits = Vec::new();
        for wait in &read.retry_after {
            waits.extend([self.place(&wait.at), number_of(&Unit::ALL, &wait.unit)]);
        }
        row[ReadRow::RetryAfter as usize] = self.shared(&waits);
        let mut extras = Vec::new();
        for (name, place) in &read.extras {
            let name = self.text(name);
            extras.extend([name[0], name[1], self.place(place)]);
        }
        row[ReadRow::Extras as usize] = self.shared(&extras);
        let fields: Vec<u32> = match &read.fields {
            None => Vec::new(),
            Some(FieldsAt::Pointer(place)) => vec![self.place(place)],
            Some(FieldsAt::List(FieldList { at, name, text })) => {
                [at, name, text].map(|place| self.place(place)).to_vec()
            }
        };
        row[ReadRow::Fields as usize] = self.shared(&fields);
        for (column, text) in [
            (ReadRow::CodeAfter, &envelope.code_after),
            (ReadRow::CodeBefore, &envelope.code_before),
            (ReadRow::CodePrefix, &envelope.code_prefix),
        ] {
            if let Some(text) = text {
                let at = column as usize;
                [row[at], row[at + 1]] = self.text(text);
            }
        }
        self.shared(&row)
    }

    /// Writes the places that classes name.
    fn write_places(&mut self) {
        let mut places: Vec<(Place, u32)> = std::mem::take(&mut self.places).into_iter().collect();
        places.sort_unstable_by_key(|(_, number)| *number);
        let rows: Vec<[u32; 2]> = places
            .iter()
            .map(|(place, _)| self.bytes(&stored(place)))
            .collect();
        self.header[Header::PlaceCount as usize] = rows.len() as u32;
        self.header[Header::Places as usize] = self.words(rows.as_flattened());
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

/// Returns the bit of 64 that the hash of a name sets.
#[inline]
pub(crate) fn name_bit(hash: u32) -> u64 {
    1 << (hash % 64)
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
