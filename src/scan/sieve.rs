//! Tells most keys that are not in a table of the catalog from those that are, by one look.

use crate::catalog::layers::Layers;
use crate::catalog::layout::Header;

/// The bits of a sieve.
const BITS: usize = 1 << 18;

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
        let at = slot(key);
        self.bits[at / 64] |= 1 << (at % 64);
    }

    /// Returns false for a key that is not in the table.
    #[inline]
    pub(super) fn may_have(&self, key: u64) -> bool {
        let at = slot(key);
        self.bits[at / 64] >> (at % 64) & 1 != 0
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
