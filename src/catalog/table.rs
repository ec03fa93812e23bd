//! The tables of a compiled catalog: open addressing over little-endian words, read in place.

/// An empty slot, and the absence of an offset.
pub(crate) const NONE: u32 = u32::MAX;

/// The odd constant that spreads hashes (the golden ratio in 64 bits).
pub(crate) const GOLDEN: u64 = 0x9e37_79b9_7f4a_7c15;

/// Returns the hash of a text; `seed` keeps the keys of one table from those of another.
#[inline]
pub(crate) fn hash(seed: u64, text: &[u8]) -> u64 {
    let mut x = seed ^ (text.len() as u64).wrapping_mul(GOLDEN);
    let (words, rest) = text.as_chunks::<8>();
    for word in words {
        x = (x ^ u64::from_le_bytes(*word))
            .wrapping_mul(GOLDEN)
            .rotate_left(29);
    }
    let mut last = 0;
    for byte in rest {
        last = last << 8 | u64::from(*byte);
    }
    mixed(x ^ last)
}

/// Returns the hash of a text in lower case (ASCII).
pub(crate) fn hash_folded(seed: u64, text: &str) -> u64 {
    if text.bytes().any(|b| b.is_ascii_uppercase()) {
        hash(seed, text.to_ascii_lowercase().as_bytes())
    } else {
        hash(seed, text.as_bytes())
    }
}

/// Spreads the bits of a number.
#[inline]
pub(crate) fn mixed(x: u64) -> u64 {
    let mut x = x.wrapping_mul(GOLDEN);
    x ^= x >> 32;
    x = x.wrapping_mul(GOLDEN);
    x ^ (x >> 29)
}

/// Returns the hash of two things in this order.
#[inline]
pub(crate) fn pair(first: u64, second: u64) -> u64 {
    mixed(first.rotate_left(23) ^ second)
}

/// Reads the word at a byte offset.
#[inline]
pub(crate) fn word(bytes: &[u8], at: usize) -> u32 {
    match bytes.get(at..).and_then(|rest| rest.first_chunk()) {
        Some(word) => u32::from_le_bytes(*word),
        None => NONE,
    }
}

/// Returns the value of a key in the table at a byte offset, which begins with its mask.
#[inline]
pub(crate) fn find(bytes: &[u8], table: usize, hash: u64) -> Option<u32> {
    let mask = u64::from(word(bytes, table));
    let (low, high) = (hash as u32, (hash >> 32) as u32);
    let mut slot = (hash >> 7) & mask;
    // A table is never full, so that a search ends at an empty slot; a damaged one must not hang.
    for _ in 0..=mask {
        let at = table + 4 + slot as usize * 12;
        let value = word(bytes, at + 8);
        if value == NONE {
            return None;
        }
        if word(bytes, at) == low && word(bytes, at + 4) == high {
            return Some(value);
        }
        slot = (slot + 1) & mask;
    }
    None
}

/// Iterates over the keys of the table at a byte offset.
#[cfg(feature = "scan")]
pub(crate) fn keys(bytes: &[u8], table: usize) -> impl Iterator<Item = u64> {
    let slots = word(bytes, table).saturating_add(1) as usize;
    let slots = slots.min(bytes.len() / 12);
    (0..slots).filter_map(move |slot| {
        let at = table + 4 + slot * 12;
        let key = u64::from(word(bytes, at)) | u64::from(word(bytes, at + 4)) << 32;
        (word(bytes, at + 8) != NONE).then_some(key)
    })
}

/// Appends a table of keys and values.
pub(crate) fn write(out: &mut Vec<u8>, pairs: &[(u64, u32)]) {
    let slots = (pairs.len() * 2).next_power_of_two().max(4);
    let mut table = vec![(0, NONE); slots];
    for (key, value) in pairs {
        let mut slot = (key >> 7) as usize & (slots - 1);
        while table[slot].1 != NONE {
            slot = (slot + 1) & (slots - 1);
        }
        table[slot] = (*key, *value);
    }
    out.extend_from_slice(&(slots as u32 - 1).to_le_bytes());
    for (key, value) in table {
        out.extend_from_slice(&key.to_le_bytes());
        out.extend_from_slice(&value.to_le_bytes());
    }
}
