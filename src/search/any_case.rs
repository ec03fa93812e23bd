//! Finds texts in bytes, whatever the case of their ASCII letters: all of them in one pass.

use aho_corasick::packed::{Config, MatchKind, Searcher};

/// Letters of English texts, the rarest first.
const RAREST: &[u8] = b"zqxjkvbywgpfmudhclrnsoiate";

/// How many bytes of a text the pass looks for; each letter of them doubles the number of patterns.
const MAX_PART: usize = 3;

/// Texts that are looked for together.
#[derive(Debug)]
pub(super) struct AnyCase<'t> {
    /// The texts, in lower case.
    texts: Vec<&'t str>,
    /// For each pattern of the pass, the texts that it is a part of, and where in them.
    parts: Vec<Vec<(usize, usize)>>,
    /// `None` where the processor has no instructions for such a pass.
    searcher: Option<Searcher>,
}

impl<'t> AnyCase<'t> {
    /// Prepares texts in lower case. An empty one is nowhere.
    pub(super) fn new(texts: impl IntoIterator<Item = &'t str>) -> Self {
        let mut texts: Vec<&str> = texts.into_iter().filter(|text| !text.is_empty()).collect();
        // What holds a shorter text is found with it.
        texts.sort_by_key(|text| text.len());
        let mut kept: Vec<&str> = Vec::new();
        for text in texts {
            if !kept.iter().any(|known| text.contains(known)) {
                kept.push(text);
            }
        }
        let shortest = kept.first().map_or(0, |text| text.len());
        let length = shortest.min(MAX_PART);
        let mut patterns: Vec<Vec<u8>> = Vec::new();
        let mut parts: Vec<Vec<(usize, usize)>> = Vec::new();
        for (number, text) in kept.iter().enumerate() {
            let at = rarest(text.as_bytes(), length);
            for pattern in cases(&text.as_bytes()[at..at + length]) {
                match patterns.iter().position(|known| *known == pattern) {
                    Some(known) => parts[known].push((number, at)),
                    None => {
                        patterns.push(pattern);
                        parts.push(vec![(number, at)]);
                    }
                }
            }
        }
        let mut builder = Config::new().match_kind(MatchKind::LeftmostFirst).builder();
        let searcher = builder.extend(&patterns).build();
        Self {
            texts: kept,
            parts,
            searcher,
        }
    }

    /// Returns true if one of the texts is in the bytes.
    pub(super) fn is_in(&self, bytes: &[u8]) -> bool {
        let is_at = |text: &str, at: usize| {
            let part = bytes.get(at..at + text.len());
            part.is_some_and(|part| part.eq_ignore_ascii_case(text.as_bytes()))
        };
        let Some(searcher) = &self.searcher else {
            let is_any = |at: usize| self.texts.iter().any(|text| is_at(text, at));
            return (0..bytes.len()).any(is_any);
        };
        let mut from = 0;
        while let Some(found) = searcher.find_in(bytes, (from..bytes.len()).into()) {
            let of = &self.parts[found.pattern().as_usize()];
            let mut starts = of.iter().filter_map(|(text, offset)| {
                let at = found.start().checked_sub(*offset)?;
                Some((self.texts[*text], at))
            });
            if starts.any(|(text, at)| is_at(text, at)) {
                return true;
            }
            from = found.start() + 1;
        }
        false
    }
}

/// Returns where the part of so many bytes begins whose letters are rarest.
fn rarest(text: &[u8], length: usize) -> usize {
    let commonness = |byte: &u8| {
        let at = RAREST.iter().position(|known| known == byte);
        at.map_or(0, |at| at + 1)
    };
    let sum = |part: &[u8]| part.iter().map(commonness).sum::<usize>();
    let parts = text.windows(length.max(1)).enumerate();
    let least = parts.min_by_key(|(_, part)| sum(part));
    least.map_or(0, |(at, _)| at)
}

/// Returns bytes in lower case in every mixture of cases.
fn cases(bytes: &[u8]) -> Vec<Vec<u8>> {
    let mut all = vec![Vec::new()];
    for byte in bytes {
        let upper = byte.to_ascii_uppercase();
        let further: Vec<Vec<u8>> = all
            .iter()
            .filter(|_| upper != *byte)
            .map(|front| [front.as_slice(), &[upper]].concat())
            .collect();
        all.iter_mut().for_each(|front| front.push(*byte));
        all.extend(further);
    }
    all
}

#[cfg(test)]
mod tests {
    use super::AnyCase;

    #[test]
    fn texts_are_found_whatever_their_case() {
        for (bytes, texts, has) in [
            ("Rate Limit", &["limit"][..], true),
            ("RATE", &["rate"], true),
            ("rat", &["rate"], false),
            ("e", &["rate"], false),
            ("", &["a"], false),
            ("a", &[""], false),
            ("a", &[], false),
            ("no such Slow-Down here", &["rate limit", "slow-down"], true),
            // The part of one text overlaps that of another.
            ("thrott throttle", &["throttle", "hrottling"], true),
            ("ababac", &["abac", "x"], true),
            ("Ünter", &["nter"], true),
            ("5", &["5", "too many requests"], true),
        ] {
            let found = AnyCase::new(texts.iter().copied()).is_in(bytes.as_bytes());
            assert_eq!(found, has, "{bytes} {texts:?}");
        }
    }

    #[test]
    fn a_pass_finds_what_a_comparison_at_each_place_finds() {
        let texts = ["ab", "bca", "cab", "aacb"];
        let any_case = AnyCase::new(texts);
        for number in 0..6561_u32 {
            let digits = (0..8).map(|place| number / 3_u32.pow(place) % 3);
            let text: String = digits
                .map(|digit| ['a', 'B', 'c'][digit as usize])
                .collect();
            let lower = text.to_lowercase();
            let expected = texts.iter().any(|known| lower.contains(known));
            assert_eq!(any_case.is_in(text.as_bytes()), expected, "{text}");
        }
    }
}
