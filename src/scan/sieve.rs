//! Tells most of what is not in a table of the catalog from what is, by one look.

use crate::catalog::grams::Gram;
use crate::catalog::layers::Layers;
use crate::catalog::layout::Header;

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

/// The first bytes of words, as far as five bits of each tell.
#[derive(Debug)]
pub(super) struct Fronts {
    bits: Vec<u64>,
}

impl Fronts {
    /// How many bytes of a word count.
    const LENGTH: usize = 3;

    /// Adds the front of a text, with whatever comes after it if it is shorter.
    pub(super) fn add(&mut self, text: &[u8]) {
        let mut front = [0; 8];
        let kept = text.len().min(Self::LENGTH);
        front[..kept].copy_from_slice(&text[..kept]);
        if kept == Self::LENGTH {
            set(&mut self.bits, Gram::at(&front, 0).front());
            return;
        }
        for next in 1..=u8::MAX {
            front[kept] = next;
            self.add(&front[..=kept]);
        }
    }

    /// Returns false for a gram that does not begin as one of the texts does.
    #[inline]
    pub(super) fn may_have(&self, gram: Gram) -> bool {
        has(&self.bits, gram.front())
    }
}

impl Default for Fronts {
    fn default() -> Self {
        let slots = 1 << (5 * Self::LENGTH);
        Self {
            bits: vec![0; slots / 64],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Fronts;
    use crate::catalog::grams::Gram;

    #[test]
    fn words_are_told_by_how_they_begin() {
        let mut fronts = Fronts::default();
        fronts.add(b"curl: (");
        fronts.add(b"s3");
        let may_have = |text: &[u8]| fronts.may_have(Gram::at(text, 0));
        assert!(
            may_have(b"curl") && may_have(b"CURL: (6)") && may_have(b"S3: no") && may_have(b"s3x")
        );
        assert!(!may_have(b"cutting") && !may_have(b"total"));
    }
}
