//! Tells most names in a log from those that are looked for, by the bytes in which they end.

use super::names::is_in_word;
use super::needs::CODE_NAME;
use super::sieve::{has, set};

/// A byte in each byte of a word.
const ONES: u64 = 0x0101_0101_0101_0101;

/// The highest bit of each byte of a word.
const HIGH: u64 = ONES << 7;

/// The odd constant that spreads the bytes of a name (the golden ratio in 64 bits).
const GOLDEN: u64 = 0x9e37_79b9_7f4a_7c15;

/// How many bits a set has.
const BITS: usize = 1 << 16;

/// The ends of names, as bits.
#[derive(Debug)]
pub(super) struct Ends {
    /// The last eight bytes of names, or the whole of shorter ones: of names in quotes.
    quoted: Vec<u64>,
    /// The last four bytes of names, whatever their case: of names without quotes.
    four: Vec<u64>,
    /// The last two bytes of names that are shorter than that.
    two: Vec<u64>,
}

impl Ends {
    /// Returns the end that names of members with codes have.
    pub(super) fn new() -> Self {
        let [quoted, four, two] = [(); 3].map(|()| vec![0; BITS / 64]);
        let mut ends = Self { quoted, four, two };
        ends.add(CODE_NAME);
        ends
    }

    /// Adds the end of a name.
    pub(super) fn add(&mut self, name: &[u8]) {
        let mut last = [0; 8];
        let kept = name.len().min(8);
        last[..kept].copy_from_slice(&name[name.len() - kept..]);
        set(&mut self.quoted, slot(u64::from_le_bytes(last)));
        match (name.last_chunk(), name.last_chunk()) {
            (Some(four), _) => set(&mut self.four, slot_of_four(four)),
            (None, Some(two)) => set(&mut self.two, slot_of_two(two)),
            // What precedes a name of one letter may be anything.
            (None, None) => {
                let last = name.last().copied().unwrap_or_default();
                (0..=u8::MAX).for_each(|front| set(&mut self.two, slot_of_two(&[front, last])));
            }
        }
    }

    /// Returns false if what precedes a sign ends in none of the names, nor as a name of codes does.
    #[inline]
    pub(super) fn may_end(&self, before: &[u8]) -> bool {
        let Some(last) = before.last_chunk::<8>() else {
            return true;
        };
        let word = u64::from_le_bytes(*last);
        let is_quote = |quote: u8| {
            let differs = word ^ (ONES * u64::from(quote));
            differs.wrapping_sub(ONES) & !differs & HIGH
        };
        // The bits of quotes; one right before another may be set by the borrow, which does not matter to the last.
        let quotes = is_quote(b'"') | is_quote(b'\'');
        let four = [last[4], last[5], last[6], last[7]];
        let is_code = || four.eq_ignore_ascii_case(CODE_NAME);
        if quotes != 0 {
            let length = quotes.leading_zeros() & !7;
            let own = word.unbounded_shr(64 - length);
            return has(&self.quoted, slot(own)) || is_code();
        }
        if has(&self.quoted, slot(word)) {
            return true;
        }
        // A shorter name without quotes is not part of a word, but for one that is glued to an escape.
        let is_edge = |byte: &u8| !is_in_word(byte) || matches!(byte, b'2' | b'7');
        let is_glued = matches!(last[0], b'n' | b't')
            && before.get(before.len().wrapping_sub(9)) == Some(&b'\\');
        let is_apart = || is_glued || last[..4].iter().any(is_edge);
        (has(&self.four, slot_of_four(&four)) && (is_apart() || is_code()))
            || (has(&self.two, slot_of_two(&[four[2], four[3]])) && last[4..7].iter().any(is_edge))
    }
}

/// Returns the bit of up to eight bytes.
#[inline]
fn slot(last: u64) -> usize {
    (last.wrapping_mul(GOLDEN) >> 48) as usize
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
        let names = [
            "e",
            "ok",
            "msg",
            "code",
            "error",
            "errors",
            "failure",
            "error_in",
            "error_description",
        ];
        let mut ends = Ends::new();
        for name in names {
            ends.add(name.as_bytes());
        }
        let fronts = [
            "",
            "{",
            "{\"",
            "x,'",
            "{ ",
            "x: {\\\"",
            "long words in front &",
            "\\n",
            "\\u0022",
            "\\x22",
            "{\"errors\":{\"",
        ];
        for (front, name) in fronts
            .iter()
            .flat_map(|f| names.iter().map(move |n| (f, n)))
        {
            let before = format!("{front}{name}");
            assert!(ends.may_end(before.as_bytes()), "{before}");
        }
        for before in ["{\"vendorCode", "x vendor_CODE=", "{\"x\":1,\"errorcode"] {
            assert!(
                ends.may_end(before.trim_end_matches('=').as_bytes()),
                "{before}"
            );
        }
        for before in [
            "{\"a\":1,\"service",
            "2026-11-30T12:04",
            "{\"a\":1,\"trace_id",
            "x service",
            "{\"x\":\"y\",\"ms",
        ] {
            assert!(!ends.may_end(before.as_bytes()), "{before}");
        }
    }
}
