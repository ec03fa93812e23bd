//! The index beside a large catalog file: it finds an entry with a few short reads, whatever the size of the file.
//!
//! `errdoc catalog index` writes it, from what [`index`](super::index::index) finds. It holds a copy of all members but
//! the entries, and a table from the hash of a code's folded form to where its entry stands, sorted for binary search.
//! It belongs to a file of one length and one time of change; the parts that are read carry hashes, so that what is
//! torn or was changed behind its back is found when it is read. Who does not trust it reads the whole file.

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use serde::Deserialize;
use serde_json::value::RawValue;

use super::index::fold;
use super::source::Source;

/// What an index begins with; the number is the form's.
const MAGIC: &[u8; 16] = b"errdoc index 1\n\0";

/// The length of what stands in front of the members: the magic and six numbers.
const HEADER: usize = 16 + 6 * 8;

/// The length of a row of the table: key, start and hash of the entry, its length, and a check of the row.
const ROW: usize = 3 * 8 + 2 * 4;

/// How many rows are read at once where binary search ends.
const BLOCK: usize = 128;

/// What can be read at any place.
pub trait ReadAt {
    /// Fills `buffer` with what stands at `position`.
    ///
    /// # Errors
    /// When it cannot be read, or there is not that much.
    fn read_at(&self, buffer: &mut [u8], position: u64) -> io::Result<()>;
}

impl ReadAt for File {
    #[cfg(unix)]
    fn read_at(&self, buffer: &mut [u8], position: u64) -> io::Result<()> {
        std::os::unix::fs::FileExt::read_exact_at(self, buffer, position)
    }

    #[cfg(not(unix))]
    fn read_at(&self, buffer: &mut [u8], position: u64) -> io::Result<()> {
        use std::io::{Read, Seek, SeekFrom};
        let mut file = self;
        file.seek(SeekFrom::Start(position))?;
        file.read_exact(buffer)
    }
}

impl ReadAt for &[u8] {
    fn read_at(&self, buffer: &mut [u8], position: u64) -> io::Result<()> {
        let start = usize::try_from(position).unwrap_or(usize::MAX);
        let part = start
            .checked_add(buffer.len())
            .and_then(|end| self.get(start..end))
            .ok_or(io::ErrorKind::UnexpectedEof)?;
        buffer.copy_from_slice(part);
        Ok(())
    }
}

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

    /// Gives the stamp as it is written: the length and the nanoseconds since 1970; `None` for an older file.
    fn numbers(self) -> Option<[u64; 2]> {
        let since = self.changed.duration_since(SystemTime::UNIX_EPOCH).ok()?;
        Some([self.length, u64::try_from(Duration::as_nanos(&since)).ok()?])
    }
}

/// Gives the path of the index of a catalog file.
#[must_use]
pub fn path_of(catalog: &Path) -> PathBuf {
    let mut name = catalog.as_os_str().to_owned();
    name.push(".index");
    PathBuf::from(name)
}

/// Says whether a file begins like an index, so that it may be replaced by a newer one.
#[must_use]
pub fn is_index(bytes: &impl ReadAt) -> bool {
    let mut start = [0; MAGIC.len()];
    bytes.read_at(&mut start, 0).is_ok() && start == *MAGIC
}

/// Gives the index of a catalog file that has this stamp; `None` if it is too old or too large to have one.
#[must_use]
pub fn build(source: &Source, stamp: Stamp) -> Option<Vec<u8>> {
    let skipped = stamp.length.checked_sub(source.text.len() as u64)?;
    let members = members(source);
    let mut rows = Vec::with_capacity(source.index.keys.len());
    for key in source.index.keys.iter() {
        let span = source.index.slots[key.slot].span;
        let text = source.slice(span).as_bytes();
        let start = span.start as u64 + skipped;
        let folded = source.index.name(key.folded);
        rows.push((hash(folded.as_bytes()), start, hash(text), text.len()));
    }
    rows.sort_unstable();
    let [length, changed] = stamp.numbers()?;
    let mut bytes = Vec::with_capacity(HEADER + members.len() + ROW * rows.len());
    bytes.extend_from_slice(MAGIC);
    let numbers = [
        length,
        changed,
        members.len() as u64,
        hash(members.as_bytes()),
        rows.len() as u64,
    ];
    for number in numbers {
        bytes.extend_from_slice(&number.to_le_bytes());
    }
    bytes.extend_from_slice(&hash(&bytes).to_le_bytes());
    bytes.extend_from_slice(members.as_bytes());
    for (key, start, text, length) in rows {
        let row = bytes.len();
        for number in [key, start, text] {
            bytes.extend_from_slice(&number.to_le_bytes());
        }
        bytes.extend_from_slice(&u32::try_from(length).ok()?.to_le_bytes());
        let check = short(&bytes[row..]);
        bytes.extend_from_slice(&check.to_le_bytes());
    }
    Some(bytes)
}

/// Gives all members but the entries, as they are written inside an object.
fn members(source: &Source) -> String {
    let mut text = String::new();
    for (name, span) in source.index.named_members() {
        text.push_str(&serde_json::Value::from(name).to_string());
        text.push(':');
        text.push_str(source.slice(span));
        text.push(',');
    }
    text
}

/// A part of a catalog file that is a catalog itself: everything but the entries that were not asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Excerpt {
    /// Its text.
    pub text: String,
    /// The codes of its entries.
    pub codes: Vec<String>,
}

/// An index that belongs to a file as it is.
#[derive(Debug)]
pub struct Beside<I, F> {
    index: I,
    file: F,
    members: String,
    rows: u64,
    table: u64,
}

/// Opens the index beside a catalog file, if there is one that may be trusted.
#[must_use]
pub fn open(path: &Path) -> Option<Beside<File, File>> {
    let index = File::open(path_of(path)).ok()?;
    let file = File::open(path).ok()?;
    let (own, stamp) = (Stamp::of(&index).ok()?, Stamp::of(&file).ok()?);
    // A file that was changed in the same tick of the clock as the index was written may have changed behind it.
    if own.changed <= stamp.changed {
        return None;
    }
    Beside::new(index, own.length, file, stamp)
}

impl<I: ReadAt, F: ReadAt> Beside<I, F> {
    /// Takes an index of this length for a file with this stamp; `None` if it is another's, or torn.
    #[must_use]
    pub fn new(index: I, length: u64, file: F, stamp: Stamp) -> Option<Self> {
        let mut header = [0; HEADER];
        index.read_at(&mut header, 0).ok()?;
        let (checked, check) = header.split_at(HEADER - 8);
        if &checked[..MAGIC.len()] != MAGIC || number(check)? != hash(checked) {
            return None;
        }
        let mut numbers = checked[MAGIC.len()..].chunks_exact(8).map(number);
        let mut next = || numbers.next().flatten();
        let (stamped, changed, size, text, rows) = (next()?, next()?, next()?, next()?, next()?);
        let table = (HEADER as u64).checked_add(size)?;
        let end = rows
            .checked_mul(ROW as u64)
            .and_then(|all| all.checked_add(table))?;
        if stamp.numbers()? != [stamped, changed] || end != length {
            return None;
        }
        let mut members = vec![0; usize::try_from(size).ok()?];
        index.read_at(&mut members, HEADER as u64).ok()?;
        if hash(&members) != text {
            return None;
        }
        Some(Self {
            index,
            file,
            members: String::from_utf8(members).ok()?,
            rows,
            table,
        })
    }

    /// Gives the file without the entries that have none of these names in any spelling; `None` if something read
    /// is not what was indexed.
    #[must_use]
    pub fn excerpt<'n>(&self, names: impl IntoIterator<Item = &'n str>) -> Option<Excerpt> {
        #[derive(Deserialize)]
        struct Head {
            code: String,
        }
        let mut found = Vec::new();
        for name in names {
            self.find(hash(fold(name).as_bytes()), &mut found)?;
        }
        // The order of the file, which is that of its answers.
        found.sort_unstable();
        found.dedup();
        let mut entries = Vec::with_capacity(found.len());
        let mut codes = Vec::with_capacity(found.len());
        for (start, length, text) in found {
            let mut bytes = vec![0; length as usize];
            self.file.read_at(&mut bytes, start).ok()?;
            if hash(&bytes) != text {
                return None;
            }
            let entry: Box<RawValue> = serde_json::from_slice(&bytes).ok()?;
            codes.push(serde_json::from_str::<Head>(entry.get()).ok()?.code);
            entries.push(entry);
        }
        let entries: Vec<&str> = entries.iter().map(|entry| entry.get()).collect();
        let text = format!("{{{}\"entries\":[{}]}}", self.members, entries.join(","));
        Some(Excerpt { text, codes })
    }

    /// Adds start, length and hash of the entries with a key.
    fn find(&self, key: u64, found: &mut Vec<(u64, u32, u64)>) -> Option<()> {
        let (mut low, mut high) = (0, self.rows);
        // The first row with the key is in low..=high all the time.
        while high - low > BLOCK as u64 {
            let middle = low + (high - low) / 2;
            let mut row = [0; ROW];
            self.read_rows(middle, &mut row)?;
            if number(row.get(..8)?)? < key {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        while low < self.rows {
            let count = (self.rows - low).min(BLOCK as u64);
            let mut block = [0; ROW * BLOCK];
            let block = &mut block[..ROW * usize::try_from(count).ok()?];
            self.read_rows(low, block)?;
            for row in block.chunks_exact(ROW) {
                let own = number(&row[..8])?;
                if own > key {
                    return Some(());
                }
                if own == key {
                    let length = u32::from_le_bytes(row[24..28].try_into().ok()?);
                    found.push((number(&row[8..16])?, length, number(&row[16..24])?));
                }
            }
            low += count;
        }
        Some(())
    }

    /// Reads whole rows from a position of the table, each with its check.
    fn read_rows(&self, position: u64, rows: &mut [u8]) -> Option<()> {
        self.index
            .read_at(rows, self.table + position * ROW as u64)
            .ok()?;
        rows.chunks_exact(ROW)
            .all(|row| short(&row[..ROW - 4]).to_le_bytes() == row[ROW - 4..])
            .then_some(())
    }
}

/// Reads a number.
fn number(bytes: &[u8]) -> Option<u64> {
    Some(u64::from_le_bytes(bytes.try_into().ok()?))
}

/// Gives the check of a row.
#[allow(clippy::cast_possible_truncation, reason = "half of a hash is a hash")]
fn short(bytes: &[u8]) -> u32 {
    hash(bytes) as u32
}

/// Gives the FNV-1a hash of 64 bits: it finds accidents, and whoever can forge the index can forge the file.
fn hash(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, SystemTime};

    use super::{Beside, Stamp, build};
    use crate::catalog::{Catalog, Found, Source};

    fn stamp(length: usize) -> Stamp {
        Stamp {
            length: length as u64,
            changed: SystemTime::UNIX_EPOCH + Duration::from_nanos(1_763_458_887_123_456_789),
        }
    }

    /// A catalog with so many entries, in the code's order backwards.
    fn file(entries: usize) -> String {
        let entries: Vec<String> = (0..entries)
            .rev()
            .map(|n| {
                format!(
                    r#"{{"code": "E_{n}", "aliases": ["other-{n}"], "title": "Title {n}", "category": "server",
                    "http_status": 500, "cause": "C", "remediation": ["R"], "quick_fix": "Q",
                    "retry": {{"verdict": "no"}}, "examples": [], "source": "S"}}"#
                )
            })
            .collect();
        format!(
            "\u{feff}{{\"id\": \"acme\", \"entries\": [{}], \"name\": \"Acme \\u00dc\", \"envelopes\": []}}",
            entries.join(",\n")
        )
    }

    fn indexed(file: &str) -> Vec<u8> {
        let source = Source::read("acme.json", file.to_owned()).unwrap();
        build(&source, stamp(file.len())).unwrap()
    }

    fn titles(text: String, name: &str) -> Vec<String> {
        let mut catalog = Catalog::builtin();
        catalog.add("acme.json", text).unwrap();
        match catalog.find(name).unwrap() {
            Found::Entries(hits) => hits.into_iter().map(|hit| hit.entry.title).collect(),
            _ => Vec::new(),
        }
    }

    #[test]
    fn every_entry_is_found_by_every_name_in_every_spelling() {
        let file = file(700);
        let index = indexed(&file);
        let beside = Beside::new(
            &index[..],
            index.len() as u64,
            file.as_bytes(),
            stamp(file.len()),
        );
        let beside = beside.unwrap();
        for n in 0..700 {
            for name in [format!("E_{n}"), format!("e{n}"), format!("Other {n}")] {
                let excerpt = beside.excerpt([name.as_str()]).unwrap();
                assert_eq!(excerpt.codes, [format!("E_{n}")], "{name}");
                assert_eq!(titles(excerpt.text, &name), [format!("Title {n}")]);
            }
        }
        let none = beside.excerpt(["E_700", ""]).unwrap();
        assert!(none.codes.is_empty());
        assert!(titles(none.text, "E_700").is_empty());
        let both = beside.excerpt(["E_3", "E_5", "other-3"]).unwrap();
        assert_eq!(both.codes, ["E_5", "E_3"]);
    }

    #[test]
    fn an_index_of_another_length_or_time_is_not_trusted() {
        let file = file(3);
        let index = indexed(&file);
        let trusted = |length: u64, stamp: Stamp| {
            Beside::new(&index[..], length, file.as_bytes(), stamp).is_some()
        };
        let good = stamp(file.len());
        let length = index.len() as u64;
        assert!(trusted(length, good));
        assert!(!trusted(length - 1, good));
        assert!(!trusted(length, stamp(file.len() + 1)));
        let changed = good.changed + Duration::from_micros(1);
        assert!(!trusted(length, Stamp { changed, ..good }));
        let changed = SystemTime::UNIX_EPOCH - Duration::from_secs(1);
        assert!(!trusted(length, Stamp { changed, ..good }));
    }

    #[test]
    fn no_byte_of_the_index_or_the_entry_can_change_an_answer() {
        let file = file(9);
        let index = indexed(&file);
        let good = stamp(file.len());
        let read = |index: &[u8], file: &[u8]| {
            Beside::new(index, index.len() as u64, file, good)?.excerpt(["E_4"])
        };
        let due = read(&index, file.as_bytes()).unwrap();
        let mut refused = 0;
        for position in 0..index.len() {
            let mut torn = index.clone();
            torn[position] ^= 0x41;
            match read(&torn, file.as_bytes()) {
                None => refused += 1,
                Some(excerpt) => assert_eq!(excerpt, due, "byte {position}"),
            }
        }
        assert_eq!(
            refused,
            index.len(),
            "a table of one block is checked whole"
        );
        for length in 0..index.len() {
            assert!(read(&index[..length], file.as_bytes()).is_none());
        }
        let start = file.find(r#"{"code": "E_4""#).unwrap();
        for position in start..start + due.text.len() - 80 {
            let mut changed = file.clone().into_bytes();
            changed[position] ^= 1;
            if let Some(excerpt) = read(&index, &changed) {
                assert_eq!(excerpt, due, "byte {position}");
            }
        }
        let mut changed = file.clone().into_bytes();
        changed[start + 12] = b'X';
        assert!(read(&index, &changed).is_none());
    }
}
