//! The words of a line as bits, one for each of its bytes.

use wide::u8x16;

/// How many bytes of a line are marked.
pub(super) const MAX_LINE: usize = 2048;

/// How many bytes are marked together.
const CHUNK: usize = 64;

/// Bits by the bytes of a line.
pub(super) type Bitmap = [u64; MAX_LINE / CHUNK];

/// Which bytes of a line are in words.
#[derive(Debug)]
pub(super) struct Marks {
    /// Letters, digits, and what is not ASCII.
    pub(super) word: Bitmap,
    /// These, and what joins the words of a code: `_` and `-`.
    pub(super) joined: Bitmap,
    /// Digits.
    pub(super) digit: Bitmap,
}

impl Marks {
    /// Returns the marks of a line, or of its first bytes.
    pub(super) fn of(line: &[u8]) -> Self {
        let mut marks = Self {
            word: [0; MAX_LINE / CHUNK],
            joined: [0; MAX_LINE / CHUNK],
            digit: [0; MAX_LINE / CHUNK],
        };
        let line = &line[..line.len().min(MAX_LINE)];
        let (chunks, rest) = line.as_chunks::<CHUNK>();
        for (number, chunk) in chunks.iter().enumerate() {
            marks.mark(number, chunk);
        }
        if !rest.is_empty() {
            let mut last = [b' '; CHUNK];
            last[..rest.len()].copy_from_slice(rest);
            marks.mark(chunks.len(), &last);
        }
        marks
    }

    /// Marks one chunk of a line.
    #[inline]
    fn mark(&mut self, number: usize, chunk: &[u8; CHUNK]) {
        let (parts, _) = chunk.as_chunks::<16>();
        let (mut word, mut joined, mut digit) = (0, 0, 0);
        for (at, part) in parts.iter().enumerate() {
            let bytes = u8x16::new(*part);
            let mask = |found: u8x16| u64::from(found.move_mask() as u16) << (at * 16);
            // A byte is at most the end of a range where the least of both is the byte.
            let is_within = |bytes: u8x16, last: u8| bytes.cmp_eq(bytes.min(u8x16::splat(last)));
            let lower = (bytes | u8x16::splat(0x20)) - u8x16::splat(b'a');
            let digits = mask(is_within(bytes - u8x16::splat(b'0'), 9));
            let letters = mask(is_within(lower, 25) | bytes);
            let signs = bytes.cmp_eq(u8x16::splat(b'_')) | bytes.cmp_eq(u8x16::splat(b'-'));
            word |= digits | letters;
            joined |= digits | letters | mask(signs);
            digit |= digits;
        }
        self.word[number] = word;
        self.joined[number] = joined;
        self.digit[number] = digit;
    }
}

/// Returns true if one of the spans of bits that stand next to each other passes the test.
#[inline]
pub(super) fn any_span(bits: &Bitmap, mut test: impl FnMut(usize, usize) -> bool) -> bool {
    let mut open = None;
    let mut last = 0;
    for (number, bits) in bits.iter().enumerate() {
        // Where a bit differs from the one before it, a span begins or ends.
        let mut edges = bits ^ (bits << 1 | last);
        last = bits >> 63;
        while edges != 0 {
            let at = number * CHUNK + edges.trailing_zeros() as usize;
            edges &= edges - 1;
            match open.take() {
                None => open = Some(at),
                Some(start) if test(start, at) => return true,
                Some(_) => {}
            }
        }
    }
    open.is_some_and(|start| test(start, MAX_LINE))
}

/// Returns the bits of a span of at most 64 bytes, the first of it the lowest.
#[inline]
pub(super) fn slice(bits: &Bitmap, start: usize, end: usize) -> u64 {
    let (number, shift) = (start / CHUNK, start % CHUNK);
    let low = bits.get(number).map_or(0, |bits| bits >> shift);
    let high = bits
        .get(number + 1)
        .map_or(0, |bits| bits << 1 << (63 - shift));
    (low | high) & u64::MAX.unbounded_shr((CHUNK - (end - start).min(CHUNK)) as u32)
}

#[cfg(test)]
mod tests {
    use super::{Bitmap, MAX_LINE, Marks, any_span, slice};

    fn spans(bits: &Bitmap) -> Vec<(usize, usize)> {
        let mut found = Vec::new();
        any_span(bits, |start, end| {
            found.push((start, end));
            false
        });
        found
    }

    #[test]
    fn words_are_found_wherever_chunks_end() {
        for shift in 0..70 {
            let line = format!("{}AUTH_002 é; 7-b.", " ".repeat(shift));
            let marks = Marks::of(line.as_bytes());
            let texts = |bits| {
                let found = spans(bits)
                    .into_iter()
                    .map(|(start, end)| &line[start..end]);
                found.collect::<Vec<_>>()
            };
            assert_eq!(
                texts(&marks.word),
                ["AUTH", "002", "é", "7", "b"],
                "{shift}"
            );
            assert_eq!(texts(&marks.joined), ["AUTH_002", "é", "7-b"], "{shift}");
            assert_eq!(
                slice(&marks.digit, shift, shift + 8),
                0b1110_0000,
                "{shift}"
            );
        }
        let long = "a".repeat(MAX_LINE + 100);
        let marks = Marks::of(long.as_bytes());
        assert_eq!(spans(&marks.word), [(0, MAX_LINE)]);
    }
}
