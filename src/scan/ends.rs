//! Tells most names in a log from those that are looked for, by the bytes in which they end.

use super::needs::CODE_NAME;

/// The last bytes of names, whatever their case, as bits.
#[derive(Debug)]
pub(super) struct Ends {
    /// Those of four bytes, as bits.
    four: Vec<u64>,
    /// Those of two bytes, of shorter names.
    two: Vec<u64>,
}

impl Ends {
    /// Returns the end that names of members with codes have.
    pub(super) fn new() -> Self {
        let mut ends = Self {
            four: vec![0; 1 << 10],
            two: vec![0; 1 << 10],
        };
        ends.add(CODE_NAME);
        ends
    }

    /// Adds the end of a name.
    pub(super) fn add(&mut self, name: &[u8]) {
        match (name.last_chunk(), name.last_chunk()) {
            (Some(four), _) => set(&mut self.four, slot_of_four(four)),
            (None, Some(two)) => set(&mut self.two, slot_of_two(two)),
            // What stands in front of a name of one letter may be anything.
            (None, None) => {
                let last = name.last().copied().unwrap_or_default();
                (0..=u8::MAX).for_each(|front| set(&mut self.two, slot_of_two(&[front, last])));
            }
        }
    }

    /// Returns false if what stands before a sign ends in none of the names.
    #[inline]
    pub(super) fn may_end(&self, before: &[u8]) -> bool {
        let Some(four) = before.last_chunk() else {
            return true;
        };
        has(&self.four, slot_of_four(four)) || has(&self.two, slot_of_two(&[four[2], four[3]]))
    }
}

/// Sets one of the bits.
fn set(bits: &mut [u64], at: usize) {
    bits[at / 64] |= 1 << (at % 64);
}

/// Returns true if one of the bits is set.
#[inline]
fn has(bits: &[u64], at: usize) -> bool {
    bits.get(at / 64)
        .is_some_and(|bits| bits >> (at % 64) & 1 != 0)
}

/// Returns the bit of four bytes, whatever their case.
#[inline]
fn slot_of_four(four: &[u8; 4]) -> usize {
    ((u32::from_le_bytes(*four) | 0x2020_2020).wrapping_mul(0x9e37_79b1) >> 16) as usize
}

/// Returns the bit of two bytes, whatever their case.
#[inline]
fn slot_of_two(two: &[u8; 2]) -> usize {
    usize::from(u16::from_le_bytes(*two) | 0x2020)
}

#[cfg(test)]
mod tests {
    use super::Ends;

    #[test]
    fn a_name_that_is_looked_for_is_never_turned_away() {
        let mut ends = Ends::new();
        for name in ["errors", "ok", "msg", "e"] {
            ends.add(name.as_bytes());
        }
        for before in [
            r#"{"errors"#,
            r#"{"ok"#,
            r#"{"msg"#,
            r#"{"e"#,
            "Errors",
            "error_Code",
            "e",
        ] {
            assert!(ends.may_end(before.as_bytes()), "{before}");
        }
        for before in [r#"{"service"#, "12:04", r#"{"trace_id"#] {
            assert!(!ends.may_end(before.as_bytes()), "{before}");
        }
    }
}
