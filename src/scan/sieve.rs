//! Tells most of what is not in a table of the catalog from what is, by one look.

use crate::catalog::grams::Gram;
use crate::catalog::layers::Layers;
use crate::catalog::layout::Header;
use crate::catalog::words::is_word;

/// The bits of a sieve.
const BITS: usize = 1 << 19;

/// The bits of the keys of a table.
#[derive(Debug)]
pub(super) struct Sieve {
    bits: Vec<u64>,
}

impl Sieve {
    /// Returns the sieve for the keys of a table of all catalogs.
    pub(super) fn of(layers: &Layers, table: Header) -> Self {
        let mut sieve = Self::default();
        for key in layers.iter().flat_map(|(layer, ..)| layer.keys(table)) {
            sieve.add(key);
        }
        sieve
    }

    /// Adds a key.
    pub(super) fn add(&mut self, key: u64) {
        set(&mut self.bits, slot(key));
    }

    /// Returns false for a key that is not in the table.
    #[inline]
    pub(super) fn may_have(&self, key: u64) -> bool {
        has(&self.bits, slot(key))
    }
}

impl Default for Sieve {
    fn default() -> Self {
        Self {
            bits: vec![0; BITS / 64],
        }
    }
}

/// Returns the bit of a key.
#[inline]
fn slot(key: u64) -> usize {
    (key >> 40) as usize % BITS
}

/// Sets one of some bits.
pub(super) fn set(bits: &mut [u64], at: usize) {
    bits[at / 64] |= 1 << (at % 64);
}

/// Returns true if one of some bits is set.
#[inline]
pub(super) fn has(bits: &[u64], at: usize) -> bool {
    let bits = bits.get(at / 64);
    bits.is_some_and(|bits| bits >> (at % 64) & 1 != 0)
}

/// Forms of texts and names of APIs, by how they begin at a word's start.
#[derive(Debug)]
pub(super) struct Starts {
    forms: Sieve,
    names: Sieve,
    /// The first eight, six or four bytes of both: as many of these as they have.
    begins: [Vec<u64>; 3],
}

impl Default for Starts {
    fn default() -> Self {
        Self {
            forms: Sieve::default(),
            names: Sieve::default(),
            begins: [(); 3].map(|()| vec![0; (1 << 16) / 64]),
        }
    }
}

impl Starts {
    /// Adds a form from its rare word on.
    pub(super) fn add_form(&mut self, text: &[u8]) {
        if let Some((gram, length)) = Gram::with_length(text) {
            self.forms.add(gram.key());
            self.begin(gram, length);
        }
    }

    /// Adds a name; one that is shorter than a gram with each byte behind it that ends a word.
    pub(super) fn add_name(&mut self, name: &[u8]) {
        if let Some((gram, length)) = Gram::with_length(name) {
            self.names.add(gram.key());
            self.begin(gram, length);
        } else if !name.is_empty() {
            let ends = (0..=u8::MAX).filter(|byte| !is_word(*byte));
            ends.for_each(|end| self.add_name(&[name, &[end]].concat()));
        }
    }

    /// Adds how a text begins whose gram has so many bytes.
    fn begin(&mut self, gram: Gram, length: usize) {
        let at = match length {
            8.. => 0,
            6.. => 1,
            _ => 2,
        };
        set(&mut self.begins[at], gram.starts()[at]);
    }

    /// Returns false if nothing begins as a gram does: so it is with most.
    #[inline]
    pub(super) fn may_begin(&self, gram: Gram) -> bool {
        let [eight, six, four] = gram.starts();
        has(&self.begins[0], eight) || has(&self.begins[1], six) || has(&self.begins[2], four)
    }

    /// Iterates over the keys of the forms that may begin as a gram does.
    pub(super) fn forms(&self, gram: Gram) -> impl Iterator<Item = u64> {
        let keys = gram.keys().into_iter();
        keys.filter(|key| self.forms.may_have(*key))
    }

    /// Returns true if a name may begin as a gram does.
    pub(super) fn may_name(&self, gram: Gram) -> bool {
        gram.keys().iter().any(|key| self.names.may_have(*key))
    }
}

#[cfg(test)]
mod tests {
    use super::Starts;
    use crate::catalog::grams::Gram;

    #[test]
    fn texts_are_told_by_how_they_begin() {
        let mut starts = Starts::default();
        starts.add_form(b"curl: (");
        starts.add_name(b"s3");
        let gram = |text: &str| Gram::at(text.as_bytes(), 0);
        for text in ["curl: (6)", "CURL: (6)"] {
            let gram = gram(text);
            assert!(
                starts.may_begin(gram) && starts.forms(gram).next().is_some(),
                "{text}"
            );
        }
        for text in ["S3: no", "s3", "s3)."] {
            let gram = gram(text);
            assert!(starts.may_begin(gram) && starts.may_name(gram), "{text}");
        }
        for text in ["curling", "curl", "s3x", "total"] {
            assert!(!starts.may_begin(gram(text)), "{text}");
        }
    }
}
