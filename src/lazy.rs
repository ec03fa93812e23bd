//! Values that are made when somebody first asks for them, by number.

use std::sync::OnceLock;

/// How many values are allocated together.
const CHUNK: usize = 64;

/// Values by number, each made at its first use and kept. Unused ones cost next to nothing, however many there are.
#[derive(Debug)]
pub(crate) struct Lazy<T> {
    chunks: Vec<OnceLock<Box<[OnceLock<T>]>>>,
}

impl<T> Lazy<T> {
    /// Returns room for so many values.
    pub(crate) fn new(count: usize) -> Self {
        let chunks = std::iter::repeat_with(OnceLock::new);
        Self {
            chunks: chunks.take(count.div_ceil(CHUNK)).collect(),
        }
    }

    /// Returns the value with a number, made at the first call.
    #[inline]
    pub(crate) fn get(&self, at: usize, make: impl FnOnce() -> T) -> &T {
        let chunk = self.chunks[at / CHUNK].get_or_init(|| {
            let values = std::iter::repeat_with(OnceLock::new);
            values.take(CHUNK).collect()
        });
        chunk[at % CHUNK].get_or_init(make)
    }
}
