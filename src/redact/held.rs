//! Finds the secrets of an input in a text: all of them at once, however many there are.

use std::borrow::Cow;

use super::mask_spans;

/// The shortest secret that is one within a word too.
const MIN_INNER: usize = 8;

/// The secrets of an input, in lower case and sorted: an API may repeat what it was sent in another case.
#[derive(Debug, Clone, Default)]
pub(super) struct Held {
    values: Vec<Box<str>>,
    /// For each value the longest other one that it begins with.
    prefixes: Vec<Option<u32>>,
    /// Which bytes a value begins with, one bit each.
    first: [u64; 4],
}

impl Held {
    /// Returns the secrets with these values.
    pub(super) fn new(values: Vec<String>) -> Self {
        let mut values: Vec<Box<str>> = values
            .into_iter()
            .filter(|value| !value.is_empty())
            .map(|value| value.to_ascii_lowercase().into_boxed_str())
            .collect();
        values.sort_unstable();
        values.dedup();
        let mut first = [0; 4];
        let mut prefixes: Vec<Option<u32>> = Vec::with_capacity(values.len());
        for at in 0..values.len() {
            let byte = usize::from(values[at].as_bytes()[0]);
            first[byte / 64] |= 1 << (byte % 64);
            // Sorted, a value comes right after those that it begins with, or after others that begin with them too.
            let mut before = at.checked_sub(1);
            while let Some(known) = before.filter(|known| !values[at].starts_with(&*values[*known]))
            {
                before = prefixes[known].map(|known| known as usize);
            }
            prefixes.push(before.and_then(|known| u32::try_from(known).ok()));
        }
        Self {
            values,
            prefixes,
            first,
        }
    }

    /// Returns true if a text holds one of the secrets.
    pub(super) fn is_in(&self, text: &str) -> bool {
        !self.values.is_empty() && self.next(&text.to_ascii_lowercase(), 0).is_some()
    }

    /// Masks the secrets in a text.
    pub(super) fn mask<'t>(&self, text: &'t str) -> Cow<'t, str> {
        if self.values.is_empty() {
            return Cow::Borrowed(text);
        }
        let lower = text.to_ascii_lowercase();
        mask_spans(text, |from| self.next(&lower, from))
    }

    /// Returns the start and end of the first secret at a place or after it, of several there the longest.
    fn next(&self, lower: &str, from: usize) -> Option<(usize, usize)> {
        let bytes = lower.as_bytes();
        let may_begin = |byte: u8| self.first[usize::from(byte) / 64] & (1 << (byte % 64)) != 0;
        (from..bytes.len())
            .filter(|at| may_begin(bytes[*at]))
            .find_map(|at| Some((at, self.at(lower, at)?)))
    }

    /// Returns the end of the longest secret at a place.
    fn at(&self, lower: &str, at: usize) -> Option<usize> {
        let rest = lower.as_bytes().get(at..)?;
        // All values that the rest begins with are prefixes of the last one that is not greater.
        let mut known = self
            .values
            .partition_point(|value| value.as_bytes() <= rest)
            .checked_sub(1);
        while let Some(position) = known {
            let value = &self.values[position];
            if rest.starts_with(value.as_bytes()) && stands_apart(lower.as_bytes(), at, value) {
                return Some(at + value.len());
            }
            known = self.prefixes[position].map(|known| known as usize);
        }
        None
    }
}

/// Returns true if a secret may count at a place: a short one and an ordinary word count as whole words only.
fn stands_apart(text: &[u8], at: usize, value: &str) -> bool {
    if value.len() >= MIN_INNER && value.bytes().any(|b| b.is_ascii_digit()) || value.len() >= 20 {
        return true;
    }
    let is_word = |byte: Option<&u8>| byte.is_some_and(|b| b.is_ascii_alphanumeric() || *b == b'_');
    let before = at.checked_sub(1).and_then(|before| text.get(before));
    !is_word(before) && !is_word(text.get(at + value.len()))
}

#[cfg(test)]
mod tests {
    use super::Held;

    fn masked(values: &[&str], text: &str) -> String {
        let values = values.iter().map(|value| (*value).to_owned()).collect();
        Held::new(values).mask(text).into_owned()
    }

    #[test]
    fn the_longest_secret_at_a_place_is_masked() {
        let values = ["abcd1234", "abcd12345678", "abcd1239", "zz"];
        for (text, said) in [
            ("x abcd12345678 y", "x [redacted] y"),
            ("x abcd1234567 y", "x [redacted]567 y"),
            ("ABCD12345678abcd1239", "[redacted][redacted]"),
            ("abcd123", "abcd123"),
            ("zz top, buzz", "[redacted] top, buzz"),
        ] {
            assert_eq!(masked(&values, text), said);
        }
    }

    #[test]
    fn a_word_is_a_secret_only_as_a_whole_word() {
        assert_eq!(
            masked(&["sunshine", "4821"], "sunshine sunshines 4821 48211 x4821"),
            "[redacted] sunshines [redacted] 48211 x4821"
        );
    }

    #[test]
    fn any_number_of_secrets_is_masked() {
        let values: Vec<String> = (0..20_000).map(|n| format!("k{n:09}")).collect();
        let text = values.join(" ");
        let said = Held::new(values).mask(&text).into_owned();
        assert!(!said.contains("k0"), "{}", &said[..80]);
    }
}
