//! The words of a line as bits, one for each of its bytes.

use wide::u8x16;

/// How many bytes of a line are marked.
pub(super) const MAX_LINE: usize = 2048;

/// How many bytes are marked together.
const CHUNK: usize = 64;

/// Bits by the bytes of a line.
type Bitmap = [u64; MAX_LINE / CHUNK];

/// Which bytes of a line are in words.
#[derive(Debug)]
pub(super) struct Marks {
    /// Letters, digits, and what is not ASCII.
    word: Bitmap,
    /// These, and what joins the words of a code: `_` and `-`.
    joined: Bitmap,
    /// Digits.
    digit: Bitmap,
    /// How many chunks of a bitmap the line has.
    chunks: usize,
}

impl Marks {
    /// Returns the marks of a line, or of its first bytes.
    pub(super) fn of(line: &[u8]) -> Self {
        let line = &line[..line.len().min(MAX_LINE)];
        let mut marks = Self {
            word: [0; MAX_LINE / CHUNK],
            joined: [0; MAX_LINE / CHUNK],
            digit: [0; MAX_LINE / CHUNK],
            chunks: line.len().div_ceil(CHUNK),
        };
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

    /// Returns true if one of the words passes a test of where it begins.
    #[inline]
    pub(super) fn any_start(&self, mut test: impl FnMut(usize) -> bool) -> bool {
        let mut last = 0;
        for (number, bits) in self.word[..self.chunks].iter().enumerate() {
            let mut starts = bits & !(bits << 1 | last);
            last = bits >> 63;
            while starts != 0 {
                let at = number * CHUNK + starts.trailing_zeros() as usize;
                starts &= starts - 1;
                if test(at) {
                    return true;
                }
            }
        }
        false
    }

    /// Returns where a word ends that begins at a position.
    pub(super) fn end(&self, start: usize) -> usize {
        next(&self.word, start, u64::MAX).unwrap_or(MAX_LINE)
    }

    /// Returns true if one of the joined words passes a test of where it begins and ends.
    pub(super) fn any_joined(&self, test: impl FnMut(usize, usize) -> bool) -> bool {
        any_span(&self.joined, test)
    }

    /// Returns true if one of the joined words with digits and something else in it passes a test of where it begins and ends.
    #[inline]
    pub(super) fn any_mixed(&self, mut test: impl FnMut(usize, usize) -> bool) -> bool {
        let mut last = (0, 0);
        let mut done = 0;
        let joined = &self.joined[..self.chunks];
        for (number, (joined, digit)) in joined.iter().zip(&self.digit).enumerate() {
            let other = joined & !digit;
            let mut mixed = (digit & (other << 1 | last.0)) | (other & (digit << 1 | last.1));
            last = (other >> 63, digit >> 63);
            while mixed != 0 {
                let at = number * CHUNK + mixed.trailing_zeros() as usize;
                mixed &= mixed - 1;
                if at < done {
                    continue;
                }
                done = next(&self.joined, at, u64::MAX).unwrap_or(MAX_LINE);
                if test(start(&self.joined, at), done) {
                    return true;
                }
            }
        }
        false
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

/// Returns true if one of the spans of bits that stand next to each other passes a test of where it begins and ends.
#[inline]
fn any_span(bits: &Bitmap, mut test: impl FnMut(usize, usize) -> bool) -> bool {
    let mut open = None;
    let mut last = 0;
    for (number, bits) in bits.iter().enumerate() {
        // Where a bit differs from the one before it, a word begins or ends.
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

/// Returns the position of the next bit that is set, where `flip` is 0, or that is not, where it is all ones.
#[inline]
fn next(bits: &Bitmap, from: usize, flip: u64) -> Option<usize> {
    let mut number = from / CHUNK;
    let mut rest = (bits.get(number)? ^ flip) & u64::MAX << (from % CHUNK);
    while rest == 0 {
        number += 1;
        rest = bits.get(number)? ^ flip;
    }
    Some(number * CHUNK + rest.trailing_zeros() as usize)
}

/// Returns where the span of bits begins that goes on to a position.
#[inline]
fn start(bits: &Bitmap, at: usize) -> usize {
    let mut number = at / CHUNK;
    let mut unset = !bits[number] & !(u64::MAX << (at % CHUNK));
    while unset == 0 {
        let Some(before) = number.checked_sub(1) else {
            return 0;
        };
        number = before;
        unset = !bits[number];
    }
    number * CHUNK + CHUNK - unset.leading_zeros() as usize
}

#[cfg(test)]
mod tests {
    use super::{MAX_LINE, Marks};

    #[test]
    fn words_are_found_wherever_chunks_end() {
        for shift in 0..70 {
            let line = format!("{}AUTH_002 é; 7-b. 12 no", " ".repeat(shift));
            let marks = Marks::of(line.as_bytes());
            let mut words = Vec::new();
            marks.any_start(|start| {
                words.push(&line[start..marks.end(start)]);
                false
            });
            assert_eq!(words, ["AUTH", "002", "é", "7", "b", "12", "no"], "{shift}");
            let mut mixed = Vec::new();
            marks.any_mixed(|start, end| {
                mixed.push(&line[start..end]);
                false
            });
            assert_eq!(mixed, ["AUTH_002", "7-b"], "{shift}");
        }
        let long = "a1".repeat(MAX_LINE);
        let marks = Marks::of(long.as_bytes());
        let is_all = |start, end| (start, end) == (0, MAX_LINE);
        assert!(marks.any_joined(is_all) && marks.any_mixed(is_all));
        assert!(marks.any_start(|start| is_all(start, marks.end(start))));
    }
}
