//! How a compiled catalog stores values: lengths as varints, texts as UTF-8, enums by number. Nothing is self-describing.

use std::collections::BTreeMap;

use super::model::{
    Api, Category, Entry, Envelope, Fact, Family, FieldList, FieldsAt, Gateway, HeaderMark, Http,
    HttpStatus, Match, Means, Place, Places, Pointers, Proof, Quirk, Retry, Says, Section, Shape,
    Status, Step, Support, TextForm, Token, Unit, Verdict, Wait, Wanted, When,
};

/// A value that a compiled catalog stores.
pub(super) trait Stored: Sized {
    /// Appends the value.
    fn store(&self, out: &mut Vec<u8>);

    /// Reads the value from the beginning of `bytes` and moves past it; `None` if they are not such a value.
    fn load(bytes: &mut &[u8]) -> Option<Self>;
}

/// Returns the stored form of a value.
pub(super) fn stored<T: Stored>(value: &T) -> Vec<u8> {
    let mut out = Vec::new();
    value.store(&mut out);
    out
}

impl Stored for u64 {
    fn store(&self, out: &mut Vec<u8>) {
        let mut rest = *self;
        while rest >= 0x80 {
            out.push(rest as u8 | 0x80);
            rest >>= 7;
        }
        out.push(rest as u8);
    }

    #[inline]
    fn load(bytes: &mut &[u8]) -> Option<Self> {
        // Most lengths are of one byte.
        if let Some((first, rest)) = bytes.split_first().filter(|(first, _)| **first < 0x80) {
            *bytes = rest;
            return Some(u64::from(*first));
        }
        let mut value = 0;
        for shift in (0..64).step_by(7) {
            let (first, rest) = bytes.split_first()?;
            *bytes = rest;
            value |= u64::from(first & 0x7f) << shift;
            if *first < 0x80 {
                return Some(value);
            }
        }
        None
    }
}

impl Stored for u16 {
    fn store(&self, out: &mut Vec<u8>) {
        u64::from(*self).store(out);
    }

    fn load(bytes: &mut &[u8]) -> Option<Self> {
        u64::load(bytes)?.try_into().ok()
    }
}

impl Stored for u8 {
    fn store(&self, out: &mut Vec<u8>) {
        out.push(*self);
    }

    fn load(bytes: &mut &[u8]) -> Option<Self> {
        let (first, rest) = bytes.split_first()?;
        *bytes = rest;
        Some(*first)
    }
}

impl Stored for bool {
    fn store(&self, out: &mut Vec<u8>) {
        out.push(u8::from(*self));
    }

    fn load(bytes: &mut &[u8]) -> Option<Self> {
        Some(u8::load(bytes)? != 0)
    }
}

/// For how many values there is room from the start: a damaged catalog may claim to have more.
const MOST_AT_ONCE: usize = 64;

/// Reads a length that the rest of the bytes can hold.
fn length(bytes: &mut &[u8]) -> Option<usize> {
    let length = usize::try_from(u64::load(bytes)?).ok()?;
    (length <= bytes.len()).then_some(length)
}

impl Stored for String {
    fn store(&self, out: &mut Vec<u8>) {
        (self.len() as u64).store(out);
        out.extend_from_slice(self.as_bytes());
    }

    fn load(bytes: &mut &[u8]) -> Option<Self> {
        let length = length(bytes)?;
        let (text, rest) = bytes.split_at(length);
        *bytes = rest;
        std::str::from_utf8(text).ok().map(str::to_owned)
    }
}

impl<T: Stored> Stored for Option<T> {
    fn store(&self, out: &mut Vec<u8>) {
        self.is_some().store(out);
        if let Some(value) = self {
            value.store(out);
        }
    }

    fn load(bytes: &mut &[u8]) -> Option<Self> {
        match bool::load(bytes)? {
            true => T::load(bytes).map(Some),
            false => Some(None),
        }
    }
}

impl<T: Stored> Stored for Vec<T> {
    fn store(&self, out: &mut Vec<u8>) {
        (self.len() as u64).store(out);
        self.iter().for_each(|value| value.store(out));
    }

    fn load(bytes: &mut &[u8]) -> Option<Self> {
        let length = length(bytes)?;
        let mut values = Self::with_capacity(length.min(MOST_AT_ONCE));
        for _ in 0..length {
            values.push(T::load(bytes)?);
        }
        Some(values)
    }
}

impl<K: Stored + Ord, V: Stored> Stored for BTreeMap<K, V> {
    fn store(&self, out: &mut Vec<u8>) {
        (self.len() as u64).store(out);
        for (key, value) in self {
            key.store(out);
            value.store(out);
        }
    }

    fn load(bytes: &mut &[u8]) -> Option<Self> {
        let length = length(bytes)?;
        let pair = |_| Some((K::load(bytes)?, V::load(bytes)?));
        (0..length).map(pair).collect()
    }
}

/// Stores structs member by member, without what only the files need.
macro_rules! structs {
    ($($name:ident { $($member:ident),* $(,)? $(; without $left_out:ident)? })*) => {
        $(impl Stored for $name {
            fn store(&self, out: &mut Vec<u8>) {
                $(self.$member.store(out);)*
            }

            fn load(bytes: &mut &[u8]) -> Option<Self> {
                Some(Self { $($member: Stored::load(bytes)?,)* $($left_out: Default::default(),)? })
            }
        })*
    };
}

/// Returns the number of a value among all that a compiled catalog numbers.
pub(super) fn number_of<T: PartialEq>(all: &[T], value: &T) -> u32 {
    let at = all.iter().position(|known| known == value);
    at.unwrap_or_default() as u32
}

/// Stores enums without values by their place in `ALL`.
macro_rules! enums {
    ($($name:ident)*) => {
        $(impl Stored for $name {
            fn store(&self, out: &mut Vec<u8>) {
                out.push(number_of(&Self::ALL, self) as u8);
            }

            fn load(bytes: &mut &[u8]) -> Option<Self> {
                Self::ALL.get(usize::from(u8::load(bytes)?)).copied()
            }
        })*
    };
}

enums! { Category Fact Proof Unit Verdict }

structs! {
    Api {
        id, name, aliases, summary, docs_url, base_url, authentication, hosts, foreign_hosts, headers,
        request_id_headers, support, status_page, envelopes, success, families, guide, texts, rank,
        protocol, extends, case_insensitive_codes,
    }
    Entry {
        code, own_name, name, aliases, title, category, http_status, rank, brief, matches, values, cause,
        remediation, quick_fix, retry, valid_examples, see_also, notes, docs_url, source, since; without examples
    }
    Envelope {
        name, proof, requires, forbids, only, each, means, identified, code_after, code_before,
        code_prefix, read,
    }
    Family { codes, name, advice }
    FieldList { at, name, text }
    Gateway { name, texts, messages, pages, framework }
    HeaderMark { name, value }
    Http { statuses, classes, gateways }
    Match { codes, messages, status_names, fields, quirks }
    Pointers {
        code, subcode, code_in, message, status, status_name, fields, request_id, docs_url, time,
        retry_after, extras,
    }
    Quirk { when, note }
    Retry { verdict, after_seconds, not_carried_out, advice }
    Says { says, status, alone }
    Section { title, steps }
    Status { status, reason, former_reasons, meaning, look, remediation, quick_fix, retry, says, source }
    Step { text, command }
    Support { contact, include, notes }
    TextForm { text, proof, http_status }
    Wait { at, unit }
    Wanted { item, fact }
    When { code, status_name, status }
}

impl Stored for HttpStatus {
    fn store(&self, out: &mut Vec<u8>) {
        self.0.store(out);
    }

    fn load(bytes: &mut &[u8]) -> Option<Self> {
        Vec::load(bytes).map(Self)
    }
}

impl Stored for Places {
    fn store(&self, out: &mut Vec<u8>) {
        self.0.store(out);
    }

    fn load(bytes: &mut &[u8]) -> Option<Self> {
        Vec::load(bytes).map(Self)
    }
}

impl Stored for Token {
    fn store(&self, out: &mut Vec<u8>) {
        match self {
            Self::Name(name) => {
                out.push(0);
                name.store(out);
            }
            Self::Any => out.push(1),
            Self::Deep => out.push(2),
        }
    }

    fn load(bytes: &mut &[u8]) -> Option<Self> {
        Some(match u8::load(bytes)? {
            0 => Self::Name(String::load(bytes)?),
            1 => Self::Any,
            2 => Self::Deep,
            _ => return None,
        })
    }
}

impl Stored for Place {
    fn store(&self, out: &mut Vec<u8>) {
        match self {
            Self::Body(tokens) => {
                out.push(0);
                tokens.store(out);
            }
            Self::Element(tokens) => {
                out.push(1);
                tokens.store(out);
            }
            Self::Header { name, parameter } => {
                out.push(2);
                name.store(out);
                parameter.store(out);
            }
            Self::Text => out.push(3),
        }
    }

    fn load(bytes: &mut &[u8]) -> Option<Self> {
        Some(match u8::load(bytes)? {
            0 => Self::Body(Vec::load(bytes)?),
            1 => Self::Element(Vec::load(bytes)?),
            2 => Self::Header {
                name: Stored::load(bytes)?,
                parameter: Stored::load(bytes)?,
            },
            3 => Self::Text,
            _ => return None,
        })
    }
}

impl Stored for Shape {
    fn store(&self, out: &mut Vec<u8>) {
        let at = Self::NAMED.iter().position(|(_, known)| known == self);
        out.push(at.unwrap_or(Self::NAMED.len()) as u8);
        if let Self::Text(text) = self {
            text.store(out);
        }
    }

    fn load(bytes: &mut &[u8]) -> Option<Self> {
        let at = usize::from(u8::load(bytes)?);
        match Self::NAMED.get(at) {
            Some((_, shape)) => Some(shape.clone()),
            None => String::load(bytes).map(Self::Text),
        }
    }
}

impl Stored for FieldsAt {
    fn store(&self, out: &mut Vec<u8>) {
        match self {
            Self::Pointer(place) => {
                out.push(0);
                place.store(out);
            }
            Self::List(list) => {
                out.push(1);
                list.store(out);
            }
        }
    }

    fn load(bytes: &mut &[u8]) -> Option<Self> {
        Some(match u8::load(bytes)? {
            0 => Self::Pointer(Place::load(bytes)?),
            1 => Self::List(FieldList::load(bytes)?),
            _ => return None,
        })
    }
}

impl Stored for Means {
    fn store(&self, out: &mut Vec<u8>) {
        match self {
            Self::Code(code) => {
                out.push(0);
                code.store(out);
            }
            Self::ByStatus(codes) => {
                out.push(1);
                codes.store(out);
            }
        }
    }

    fn load(bytes: &mut &[u8]) -> Option<Self> {
        Some(match u8::load(bytes)? {
            0 => Self::Code(String::load(bytes)?),
            1 => Self::ByStatus(BTreeMap::load(bytes)?),
            _ => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::{Entry, Stored, stored};

    #[test]
    fn what_is_stored_is_read_again() {
        let text = r#"{"code": 7, "title": "T", "category": "billing", "http_status": [402, 400], "cause": "C", "remediation": ["A", {"text": "B", "command": "c"}], "quick_fix": "Q", "retry": {"verdict": "wait", "after_seconds": 5, "advice": "R"}, "match": {"messages": ["m {x}"], "quirks": [{"when": {"code": "9"}, "note": "N"}]}, "source": "S"}"#;
        let entry: Entry = serde_json::from_str(text).unwrap();
        let bytes = stored(&entry);
        let mut rest = bytes.as_slice();
        let again = Entry::load(&mut rest).unwrap();
        assert!(rest.is_empty());
        assert_eq!(format!("{entry:?}"), format!("{again:?}"));
        for end in 0..bytes.len() {
            assert!(Entry::load(&mut &bytes[..end]).is_none(), "{end}");
        }
    }
}
