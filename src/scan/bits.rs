//! The bits that a line has, and the few that a class needs.

/// How many bits a line has: first those of needs that many classes share, one each; then those that rare needs share, since a
/// line rarely has one by chance; then those of members that begin their object.
pub(super) const BITS: usize = 1024;

/// The bit of a known code under a member that is called code.
pub(super) const CODE: usize = 0;

/// Where the bits that rare needs share begin.
pub(super) const RARE: usize = 640;

/// Where the bits of members that begin their object begin.
pub(super) const FIRST: usize = 768;

/// The bits that names and their values set for a line.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Bits(pub(super) [u64; BITS / 64]);

/// A few bits by their numbers.
pub(super) type FewBits = Vec<u16>;

/// Adds a bit to a few.
pub(super) fn put(few: &mut FewBits, bit: usize) {
    let bit = bit as u16;
    if !few.contains(&bit) {
        few.push(bit);
    }
}

impl Bits {
    /// Sets a bit.
    #[inline]
    pub(super) fn set(&mut self, bit: usize) {
        self.0[bit / 64 % (BITS / 64)] |= 1 << (bit % 64);
    }

    /// Sets a few bits.
    #[inline]
    pub(super) fn add(&mut self, few: &[u16]) {
        for bit in few {
            self.set(usize::from(*bit));
        }
    }

    /// Returns true if a few bits are all set.
    #[inline]
    pub(super) fn has(&self, few: &[u16]) -> bool {
        few.iter().all(|bit| {
            let bit = usize::from(*bit);
            self.0[bit / 64 % (BITS / 64)] >> (bit % 64) & 1 != 0
        })
    }
}
