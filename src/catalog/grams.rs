//! The bytes under which forms of texts are filed: the first ones of a rare word, and what follows it.

use super::table::GOLDEN;
use super::words::is_word;

/// How many bytes a form may be filed under: as many of these as it has from the word's start on.
const LENGTHS: [usize; 4] = [16, 8, 6, 4];

/// The key of forms without such a word: they are looked for everywhere.
pub(crate) const ANYWHERE: u64 = 0;

/// The bit in which the cases of a letter differ, in each byte of a gram.
const CASE: u128 = 0x2020_2020_2020_2020_2020_2020_2020_2020;

/// An odd constant that spreads the second half of a gram.
const SECOND: u64 = 0xff51_afd7_ed55_8ccd;

/// The first sixteen bytes from a word's start on, or fewer of them with zeros behind, whatever their case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Gram(u128);

impl Gram {
    /// Returns what a text has from a word's start on; its end counts as blanks.
    #[inline]
    pub(crate) fn at(text: &[u8], start: usize) -> Self {
        let rest = text.get(start..).unwrap_or_default();
        let bytes = match rest.first_chunk() {
            Some(bytes) => u128::from_le_bytes(*bytes),
            None => last_bytes(rest),
        };
        Self(bytes | CASE)
    }

    /// Returns the keys under which forms are filed that may begin so.
    #[inline]
    pub(crate) fn keys(self) -> [u64; LENGTHS.len()] {
        let [_, eight, six, four] = LENGTHS;
        let key = |length| self.first(length).key();
        [self.key(), key(eight), key(six), key(four)]
    }

    /// Returns the first bytes alone.
    #[inline]
    pub(crate) fn first(self, length: usize) -> Self {
        Self(self.0 & u128::MAX.unbounded_shr((128 - 8 * length) as u32))
    }

    /// Returns the key of exactly these bytes.
    #[inline]
    pub(crate) fn key(self) -> u64 {
        let (first, second) = (self.0 as u64, (self.0 >> 64) as u64);
        let key = first.wrapping_mul(GOLDEN) ^ second.wrapping_mul(SECOND);
        key ^ key >> 32
    }

    /// Returns hashes of the first eight, six and four bytes.
    #[cfg(feature = "scan")]
    #[inline]
    pub(crate) fn starts(self) -> [usize; 3] {
        let eight = self.0 as u64;
        let hash = |bytes: u64| (bytes.wrapping_mul(GOLDEN) >> 48) as usize;
        [hash(eight), hash(eight << 16), hash(eight << 32)]
    }

    /// Returns the gram of a text, if it has as many bytes as one has.
    pub(crate) fn of(text: &[u8]) -> Option<Self> {
        Self::with_length(text).map(|(gram, _)| gram)
    }

    /// Returns the gram of a text, and how many bytes it has.
    pub(crate) fn with_length(text: &[u8]) -> Option<(Self, usize)> {
        let length = LENGTHS.into_iter().find(|length| *length <= text.len())?;
        Some((Self::at(text, 0).first(length), length))
    }

    /// Returns the grams of a form's literal piece, each with where it begins. Where a word begins is sure behind a blank or a
    /// sign, and at the beginning of the form.
    pub(crate) fn of_literal(literal: &str, is_first: bool) -> impl Iterator<Item = (Self, usize)> {
        let bytes = literal.as_bytes();
        let begins = move |at: &usize| {
            let is_start = match at.checked_sub(1) {
                Some(before) => !is_word(bytes[before]),
                None => is_first,
            };
            is_start && is_word(bytes[*at])
        };
        let starts = (0..bytes.len()).filter(begins);
        starts.filter_map(move |start| Some((Self::of(&bytes[start..])?, start)))
    }
}

/// Returns the bytes of a text that is shorter than a gram.
#[inline(never)]
fn last_bytes(text: &[u8]) -> u128 {
    let bytes = text.iter().rev();
    bytes.fold(0, |all, byte| all << 8 | u128::from(*byte))
}

/// How many bits less the beginning of one word tells than what goes on behind a word's end.
const ONE_WORD: u32 = 8;

/// How many bytes of a literal piece count for what it tells.
const TELLING: usize = 32;

/// Returns how much a literal piece tells from a word's start on, in bits: the rarer its bytes are in texts, the more. Those that
/// are looked up count twice, since the others are compared only where these are.
pub(crate) fn bits(literal: &str) -> u32 {
    let bits = |byte: &u8| match byte {
        b' ' | b'e' | b't' | b'a' => 3,
        b'o' | b'i' | b'n' | b's' | b'r' | b'h' | b'd' | b'l' => 4,
        b'v' | b'k' => 7,
        b'j' | b'x' | b'q' | b'z' => 9,
        b'a'..=b'y' | b'0'..=b'9' => 5,
        _ => 7,
    };
    let bytes = &literal.as_bytes()[..literal.len().min(TELLING)];
    let (first, rest) = bytes.split_at(bytes.len().min(LENGTHS[0]));
    let word = first
        .iter()
        .take_while(|byte| byte.is_ascii_alphabetic())
        .count();
    let is_one_word = word + 1 >= first.len().min(LENGTHS[1]);
    let all = 2 * first.iter().map(bits).sum::<u32>() + rest.iter().map(bits).sum::<u32>();
    all.saturating_sub(if is_one_word { 2 * ONE_WORD } else { 0 })
}

/// Calls `each` with every key under which forms of a text may be filed, and where they are looked for.
pub(crate) fn form_keys(text: &str, mut each: impl FnMut(u64, usize)) {
    each(ANYWHERE, 0);
    let bytes = text.as_bytes();
    let mut was_word = false;
    for (at, byte) in bytes.iter().enumerate() {
        let is_start = is_word(*byte) && !was_word;
        was_word = is_word(*byte);
        if is_start {
            for key in Gram::at(bytes, at).keys() {
                each(key, at);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Gram, bits, form_keys};

    #[test]
    fn a_form_is_found_by_the_first_bytes_of_its_words() {
        let grams_of = |literal: &str, is_first| Gram::of_literal(literal, is_first).count();
        assert_eq!(grams_of("An error occurred (", true), 3);
        assert_eq!(grams_of("An error occurred (", false), 2);
        assert_eq!(grams_of("(a): ", false), 1);
        assert_eq!(grams_of("a", true), 0);
        for literal in ["An error occurred (", "421 ", "curl: ("] {
            for (form, start) in Gram::of_literal(literal, true) {
                let text = format!("x, {}5", literal.to_ascii_uppercase());
                let mut is_there = false;
                form_keys(&text, |key, at| {
                    is_there |= key == form.key() && at == start + 3
                });
                assert!(is_there, "{literal}");
            }
        }
        for (more, less) in [
            ("quota ex", "the erro"),
            ("error co", "internal"),
            ("request failed: [", "request "),
        ] {
            assert!(bits(more) > bits(less), "{more}");
        }
    }
}
