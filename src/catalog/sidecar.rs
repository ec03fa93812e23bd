//! The compiled form beside a large catalog file: `errdoc catalog index` writes it, and every command reads it in place of
//! the file.
//!
//! It belongs to a file of one length and one time of change. It carries a hash of all its bytes, so that a torn or damaged one
//! is not used.

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use super::Catalog;
use super::compile::compile;
use super::compiled::Compiled;
use super::source::Source;
use super::table::hash;

/// What a sidecar file ends with; the number is the edition of its form.
const MAGIC: &[u8; 8] = b"errdoc 2";

/// The length of what follows the compiled catalog: length and time of the file, the hash, the magic.
const TRAILER: usize = 3 * 8 + MAGIC.len();

/// The seed of the hash.
const SEED: u64 = 29;

/// By what a file is known to be unchanged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stamp {
    /// Its length in bytes.
    pub length: u64,
    /// When it was changed.
    pub changed: SystemTime,
}

impl Stamp {
    /// Reads the stamp of an open file.
    ///
    /// # Errors
    /// When the system does not tell.
    pub fn of(file: &File) -> io::Result<Self> {
        let about = file.metadata()?;
        Ok(Self {
            length: about.len(),
            changed: about.modified()?,
        })
    }

    /// Returns the length and the nanoseconds since 1970; `None` for an older file.
    fn numbers(self) -> Option<[u64; 2]> {
        let since = self.changed.duration_since(SystemTime::UNIX_EPOCH).ok()?;
        Some([self.length, u64::try_from(since.as_nanos()).ok()?])
    }
}

/// Returns the path of the sidecar of a catalog file.
#[must_use]
pub fn path_of(catalog: &Path) -> PathBuf {
    let mut name = catalog.as_os_str().to_owned();
    name.push(".index");
    PathBuf::from(name)
}

/// Returns true if a file ends as a sidecar does, so that it may be replaced by a newer one.
#[must_use]
pub fn is_sidecar(bytes: &[u8]) -> bool {
    bytes.ends_with(MAGIC)
}

/// Returns the sidecar of a catalog file with a stamp, compiled on top of a catalog; `None` if the file is older than 1970.
#[must_use]
pub fn build(source: &Source, stamp: Stamp, catalog: &Catalog) -> Option<Vec<u8>> {
    let mut alone = catalog.clone();
    alone.forget();
    alone.push(source.clone());
    let mut bytes = compile(&alone.wholes(), None);
    for number in stamp.numbers()? {
        bytes.extend_from_slice(&number.to_le_bytes());
    }
    let check = hash(SEED, &bytes);
    bytes.extend_from_slice(&check.to_le_bytes());
    bytes.extend_from_slice(MAGIC);
    Some(bytes)
}

/// Reads a sidecar for a file with a stamp; `None` if it is another's, or damaged.
pub(super) fn read(mut bytes: Vec<u8>, stamp: Stamp) -> Option<Compiled> {
    let end = bytes.len().checked_sub(TRAILER)?;
    let (body, check) = bytes.split_at(bytes.len() - MAGIC.len() - 8);
    let number = |at: usize| Some(u64::from_le_bytes(*bytes.get(at..)?.first_chunk()?));
    let is_its = stamp.numbers()? == [number(end)?, number(end + 8)?];
    let known = u64::from_le_bytes(*check.first_chunk()?);
    if !is_sidecar(&bytes) || !is_its || hash(SEED, body) != known {
        return None;
    }
    bytes.truncate(end);
    Compiled::new(bytes)
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, SystemTime};

    use super::{Stamp, build, read};
    use crate::catalog::{Catalog, Source};

    #[test]
    fn a_sidecar_is_read_for_its_own_file_and_whole() {
        let stamp = Stamp {
            length: 7,
            changed: SystemTime::UNIX_EPOCH + Duration::from_nanos(1_763_458_887_123_456_789),
        };
        let text = include_str!("../../catalog/template.json").to_owned();
        let source = Source::read("acme.json", text).unwrap();
        let bytes = build(&source, stamp, &Catalog::builtin()).unwrap();
        let compiled = read(bytes.clone(), stamp).unwrap();
        assert_eq!(compiled.api_id(0), "acme");
        let other = Stamp { length: 8, ..stamp };
        assert!(read(bytes.clone(), other).is_none());
        for at in (0..bytes.len()).step_by(17) {
            let mut damaged = bytes.clone();
            damaged[at] ^= 1;
            assert!(read(damaged, stamp).is_none(), "byte {at}");
        }
        assert!(read(bytes[..bytes.len() - 1].to_vec(), stamp).is_none());
    }
}
