//! Cuts streams into blocks of whole lines, in memory that does not grow with the length of a stream or of a line.

use std::io::{self, Read};

/// How long a line may be to be read as a whole. What is longer is read in pieces of this length: what is found in a
/// line takes a hundred times its length.
pub const MOST_LINE: usize = 128 * 1024;

/// How many bytes before a line are looked at for what they tell of secrets.
pub const MAX_BEFORE: usize = 16 * 1024;

/// Reads begin at the edge of a page: an odd address makes the copy out of the kernel three times slower.
const PAGE: usize = 4096;

/// The size of a block unless asked otherwise: it fits the second cache level.
pub const BLOCK: usize = MOST_LINE;

/// A buffer that a part of a stream is read into.
#[derive(Debug)]
pub struct Block {
    buffer: Vec<u8>,
    /// Where reads go: on a page's edge, with room for what was left of the last block in front.
    base: usize,
    size: usize,
    start: usize,
    end: usize,
    /// The place of the block in the order of all.
    pub number: u64,
    /// The position of the stream in the list of inputs.
    pub input: usize,
    /// Whether the first line is longer than is read as a whole, or a piece of such a line.
    pub is_long: bool,
    /// Whether the block ends within a line.
    pub is_unfinished: bool,
    /// How many lines that are too long were first seen in this block.
    pub too_long: u64,
    /// The whole lines of the same stream right before the block.
    pub before: Vec<u8>,
}

impl Block {
    /// Makes a buffer for blocks of a size.
    #[must_use]
    pub fn new(size: usize) -> Self {
        let size = size.clamp(1, MOST_LINE);
        // Pages that are never written to cost no memory.
        let buffer = vec![0; MOST_LINE + size + PAGE];
        let address = buffer.as_ptr() as usize + MOST_LINE;
        let base = MOST_LINE + (PAGE - address % PAGE) % PAGE;
        Self {
            buffer,
            base,
            size,
            start: base,
            end: base,
            number: 0,
            input: 0,
            is_long: false,
            is_unfinished: false,
            too_long: 0,
            before: Vec::new(),
        }
    }

    /// Returns the bytes: whole lines, but for a line that is too long.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.buffer[self.start..self.end]
    }

    /// Returns how many lines end in the block.
    #[must_use]
    pub fn lines(&self) -> u64 {
        let bytes = self.bytes();
        let feeds = memchr::memchr_iter(b'\n', bytes).count() as u64;
        let is_open = !self.is_unfinished && bytes.last().is_some_and(|b| *b != b'\n');
        feeds + u64::from(is_open)
    }
}

/// One stream after the other, as blocks.
pub struct Blocks<R> {
    inputs: std::vec::IntoIter<io::Result<R>>,
    current: Option<R>,
    input: usize,
    number: u64,
    /// What comes after the last whole line.
    rest: Vec<u8>,
    /// The last lines that were given out.
    before: Vec<u8>,
    /// Whether a part of that line was given out.
    is_within_line: bool,
    /// What went wrong, by position of the input.
    pub failures: Vec<(usize, io::Error)>,
}

impl<R: Read> Blocks<R> {
    /// Begins with the first of some streams; one that could not be opened is a failure.
    #[must_use]
    pub fn new(inputs: Vec<io::Result<R>>) -> Self {
        Self {
            inputs: inputs.into_iter(),
            current: None,
            input: 0,
            number: 0,
            rest: Vec::new(),
            before: Vec::new(),
            is_within_line: false,
            failures: Vec::new(),
        }
    }

    /// Fills a buffer with the next block; says whether there is one.
    pub fn next(&mut self, block: &mut Block) -> bool {
        loop {
            if self.current.is_none() && !self.open() {
                return false;
            }
            block.before.clone_from(&self.before);
            if self.fill(block) {
                self.keep(block);
                block.number = self.number;
                block.input = self.input - 1;
                self.number += 1;
                return true;
            }
            self.current = None;
        }
    }

    /// Opens the next stream.
    fn open(&mut self) -> bool {
        for input in self.inputs.by_ref() {
            self.input += 1;
            match input {
                Ok(stream) => {
                    self.before.clear();
                    self.current = Some(stream);
                    return true;
                }
                Err(error) => self.failures.push((self.input - 1, error)),
            }
        }
        false
    }

    /// Keeps the last lines of a block for the next one.
    fn keep(&mut self, block: &Block) {
        let bytes = block.bytes();
        if bytes.len() < MAX_BEFORE {
            self.before.extend_from_slice(bytes);
        } else {
            self.before.clear();
            self.before
                .extend_from_slice(&bytes[bytes.len() - MAX_BEFORE..]);
        }
        let surplus = self.before.len().saturating_sub(MAX_BEFORE);
        if surplus > 0 || bytes.len() > MAX_BEFORE {
            let end = memchr::memchr(b'\n', &self.before[surplus..]);
            let end = end.map_or(self.before.len(), |end| surplus + end + 1);
            self.before.drain(..end);
        }
    }

    /// Fills a buffer from the current stream; says whether there was anything left.
    fn fill(&mut self, block: &mut Block) -> bool {
        block.start = block.base - self.rest.len();
        block.buffer[block.start..block.base].copy_from_slice(&self.rest);
        block.end = block.base;
        block.too_long = 0;
        block.is_unfinished = false;
        block.is_long = self.is_within_line;
        self.rest.clear();
        loop {
            let limit = block.base + block.size;
            if block.end == limit {
                return self.give_piece(block);
            }
            let read = match &mut self.current {
                Some(stream) => stream.read(&mut block.buffer[block.end..limit]),
                None => Ok(0),
            };
            let length = match read {
                Ok(length) => length,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => {
                    self.failures.push((self.input - 1, error));
                    0
                }
            };
            let seen = block.end;
            block.end += length;
            if length == 0 {
                // The last line has no line feed; whatever the kind of input, it counts.
                self.note_length(block, block.end - block.start);
                self.is_within_line = false;
                return block.end > block.start;
            }
            if let Some(feed) = memchr::memrchr(b'\n', &block.buffer[seen..block.end]) {
                let whole = seen + feed + 1;
                self.rest.extend_from_slice(&block.buffer[whole..block.end]);
                block.end = whole;
                if whole - block.start > MOST_LINE {
                    let first = memchr::memchr(b'\n', block.bytes()).unwrap_or(0);
                    self.note_length(block, first);
                }
                self.is_within_line = false;
                return true;
            }
        }
    }

    /// Returns out pieces of a line that does not end in a full buffer, or keeps it for the next.
    fn give_piece(&mut self, block: &mut Block) -> bool {
        let length = block.end - block.start;
        // At least a byte stays: only so is it known that the line is longer.
        let whole = (length - 1) / MOST_LINE * MOST_LINE;
        let kept = block.start + whole..block.end;
        self.rest.extend_from_slice(&block.buffer[kept.clone()]);
        if whole == 0 {
            return self.fill(block);
        }
        self.note_length(block, length);
        block.end = kept.start;
        block.is_unfinished = true;
        self.is_within_line = true;
        true
    }

    /// Notes the length of the first line of a block.
    fn note_length(&mut self, block: &mut Block, length: usize) {
        if length > MOST_LINE {
            block.too_long = u64::from(!self.is_within_line);
            block.is_long = true;
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::{self, Read};

    use super::{Block, Blocks, MOST_LINE};

    /// A stream that gives a few bytes at a time.
    struct Drip<'a>(&'a [u8], usize);

    impl Read for Drip<'_> {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            let length = self.1.min(self.0.len()).min(buffer.len());
            buffer[..length].copy_from_slice(&self.0[..length]);
            self.0 = &self.0[length..];
            Ok(length)
        }
    }

    fn read(texts: &[&[u8]], size: usize, drip: usize) -> (Vec<u8>, u64, u64) {
        let mut blocks = Blocks::new(texts.iter().map(|text| Ok(Drip(text, drip))).collect());
        let mut block = Block::new(size);
        let (mut all, mut lines, mut too_long) = (Vec::new(), 0, 0);
        while blocks.next(&mut block) {
            all.extend_from_slice(block.bytes());
            lines += block.lines();
            too_long += block.too_long;
        }
        (all, lines, too_long)
    }

    #[test]
    fn every_byte_and_line_is_given_once_whatever_the_size() {
        let long = [b"x".repeat(MOST_LINE), b"\n".to_vec()].concat();
        let longer = [b"y".repeat(MOST_LINE * 2 + 7), b"\nz".to_vec()].concat();
        let texts: [&[u8]; 5] = [b"a\nbb\n\nccc", b"", b"d\n", &long, &longer];
        for (size, drip) in [(3, 1), (4, 100), (65_536, 70_000), (MOST_LINE, MOST_LINE)] {
            if size < 100 {
                assert_eq!(read(&texts[..3], size, drip), (texts[..3].concat(), 5, 0));
            } else {
                assert_eq!(read(&texts, size, drip), (texts.concat(), 8, 1), "{size}");
            }
        }
    }

    #[test]
    fn a_stream_that_cannot_be_read_does_not_stop_the_others() {
        let mut blocks = Blocks::new(vec![Err(io::Error::other("gone")), Ok(Drip(b"a\n", 9))]);
        let mut block = Block::new(16);
        assert!(blocks.next(&mut block));
        assert_eq!((block.bytes(), block.input), (&b"a\n"[..], 1));
        assert!(!blocks.next(&mut block));
        assert_eq!(blocks.failures[0].0, 0);
    }

    #[test]
    fn reads_begin_at_a_page() {
        let block = Block::new(super::BLOCK);
        assert_eq!(
            (block.buffer.as_ptr() as usize + block.base) % super::PAGE,
            0
        );
    }
}
