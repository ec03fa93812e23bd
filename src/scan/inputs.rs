//! Opens what a scan reads: files, compressed or not by what they hold, files that grow, and pipes.

use std::fs::File;
use std::io::{self, BufReader, Chain, Cursor, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::time::Duration;

/// How often a growing file is looked at, and how soon a stop is noticed.
const PATIENCE: Duration = Duration::from_millis(100);

/// How much a thread reads ahead at a time.
const CHUNK: usize = 64 * 1024;

/// How many bytes a growing file is known by.
const BEGINNING: usize = 1024;

/// Reads begin at the edge of a page.
const PAGE: usize = 4096;

/// How many compressions around each other are taken off.
const MAX_PACKED: usize = 4;

/// How much memory the tables of an xz stream may take, in KiB.
const MOST_XZ: u32 = 128 * 1024;

/// A stream that a scan reads.
pub type Input = Box<dyn Read + Send>;

/// How many bytes were read from files, before anything was unpacked.
pub type Meter = Arc<AtomicU64>;

/// Opens a file. What is compressed (gzip, zstd, bzip2, xz) is unpacked on a thread of its own.
///
/// # Errors
/// When it cannot be opened, or is a folder.
pub fn open(path: &Path, meter: &Meter, stop: &'static AtomicBool) -> io::Result<Input> {
    let is_plain = std::fs::metadata(path).is_ok_and(|meta| meta.is_file() || meta.is_dir());
    if !is_plain && path.exists() {
        // A pipe opens once someone writes to it: a stop is noticed meanwhile.
        let (path, meter) = (path.to_owned(), meter.clone());
        let make = move || {
            let mut file = Metered(File::open(path)?, meter);
            unpacked(Cursor::new(head(&mut file)?).chain(file))
        };
        return Ok(Box::new(Ahead::new(make, stop)));
    }
    let mut file = File::open(path)?;
    if file.metadata()?.is_dir() {
        return Err(io::Error::other("it is a folder; name a file in it"));
    }
    let head = head(&mut file)?;
    let is_packed = Packing::of(&head).is_some();
    if !is_packed && file.seek(SeekFrom::Start(0)).is_ok() {
        return Ok(Box::new(Metered(file, meter.clone())));
    }
    let whole = Cursor::new(head).chain(Metered(file, meter.clone()));
    Ok(Box::new(Ahead::new(move || unpacked(whole), stop)))
}

/// Opens a stream that may wait for a writer, so that a stop is noticed meanwhile.
#[must_use]
pub fn pipe(stream: impl Read + Send + 'static, stop: &'static AtomicBool) -> Input {
    let make = move || {
        let mut stream = stream;
        unpacked(Cursor::new(head(&mut stream)?).chain(stream))
    };
    Box::new(Ahead::new(make, stop))
}

/// Opens a file that others write to: it has no end until `stop`. A file that became shorter or begins with something else
/// is read from its start, and one that took its name is read after it, as `tail -F` does.
///
/// # Errors
/// When it cannot be opened.
pub fn follow(path: &Path, stop: &'static AtomicBool) -> io::Result<Input> {
    let file = File::open(path)?;
    if file.metadata()?.is_dir() {
        return Err(io::Error::other("it is a folder; name a file in it"));
    }
    Ok(Box::new(Growing {
        file,
        path: path.to_owned(),
        position: 0,
        beginning: Vec::new(),
        stop,
    }))
}

/// Unpacks an input that is compressed, up to a length; nothing where it is not. An error tells why it is not whole: what
/// came before it is returned with it.
#[must_use]
pub fn unpack(bytes: &[u8], most: usize) -> Option<(Vec<u8>, Option<io::Error>)> {
    Packing::of(bytes)?;
    let (head, rest) = bytes.split_at(bytes.len().min(6));
    let stream = Cursor::new(head.to_vec()).chain(Cursor::new(rest.to_vec()));
    let mut plain = Vec::new();
    let read = unpacked(stream).and_then(|stream| stream.take(most as u64).read_to_end(&mut plain));
    Some((plain, read.err()))
}

/// Reads the first bytes of a stream.
fn head(stream: &mut impl Read) -> io::Result<Vec<u8>> {
    let mut head = Vec::with_capacity(8);
    stream.take(6).read_to_end(&mut head)?;
    Ok(head)
}

/// How a stream is compressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Packing {
    Gzip,
    Zstd,
    Bzip2,
    Xz,
}

impl Packing {
    /// Knows a compression by its first bytes.
    fn of(head: &[u8]) -> Option<Self> {
        let is = |magic: &[u8]| head.starts_with(magic);
        if is(&[0x1f, 0x8b, 8]) {
            Some(Self::Gzip)
        } else if is(&[0x28, 0xb5, 0x2f, 0xfd]) {
            Some(Self::Zstd)
        } else if is(b"BZh") && head.get(3).is_some_and(u8::is_ascii_digit) {
            Some(Self::Bzip2)
        } else if is(&[0xfd, b'7', b'z', b'X', b'Z', 0]) {
            Some(Self::Xz)
        } else {
            None
        }
    }
}

/// Returns what a stream holds, unpacked; what was packed several times, too.
fn unpacked(stream: Chain<Cursor<Vec<u8>>, impl Read + Send + 'static>) -> io::Result<Input> {
    let is_packed = Packing::of(stream.get_ref().0.get_ref()).is_some();
    let mut plain = unpacked_once(stream)?;
    for _ in 0..if is_packed { MAX_PACKED } else { 0 } {
        let head = head(&mut plain)?;
        let is_packed = Packing::of(&head).is_some();
        plain = unpacked_once(Cursor::new(head).chain(plain))?;
        if !is_packed {
            break;
        }
    }
    Ok(plain)
}

/// Returns what a stream holds after one compression is taken off.
fn unpacked_once(stream: Chain<Cursor<Vec<u8>>, impl Read + Send + 'static>) -> io::Result<Input> {
    let packing = Packing::of(stream.get_ref().0.get_ref());
    Ok(match packing {
        None => Box::new(stream),
        Some(Packing::Gzip) => Box::new(flate2::bufread::MultiGzDecoder::new(
            BufReader::with_capacity(CHUNK, stream),
        )),
        Some(Packing::Zstd) => Box::new(Frames::new(BufReader::with_capacity(CHUNK, stream))?),
        Some(Packing::Bzip2) => Box::new(bzip2::bufread::MultiBzDecoder::new(
            BufReader::with_capacity(CHUNK, stream),
        )),
        Some(Packing::Xz) => Box::new(lzma_rust2::XzReader::new_mem_limit(
            BufReader::with_capacity(CHUNK, stream),
            true,
            MOST_XZ,
        )),
    })
}

/// Zstandard frames one after the other, as `zstd` and `cat` write them.
struct Frames<R: Read> {
    stream: Option<ruzstd::decoding::StreamingDecoder<R, ruzstd::decoding::FrameDecoder>>,
}

impl<R: io::BufRead> Frames<R> {
    fn new(stream: R) -> io::Result<Self> {
        Ok(Self {
            stream: Some(frame(stream)?),
        })
    }
}

/// Opens the next frame.
fn frame<R: Read>(
    stream: R,
) -> io::Result<ruzstd::decoding::StreamingDecoder<R, ruzstd::decoding::FrameDecoder>> {
    ruzstd::decoding::StreamingDecoder::new(stream)
        .map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error.to_string()))
}

impl<R: io::BufRead> Read for Frames<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            let Some(stream) = &mut self.stream else {
                return Ok(0);
            };
            let length = stream.read(buffer)?;
            if length > 0 || buffer.is_empty() {
                return Ok(length);
            }
            let Some(stream) = self.stream.take() else {
                return Ok(0);
            };
            let decoder = &stream.decoder;
            let sums = decoder
                .get_checksum_from_data()
                .zip(decoder.get_calculated_checksum());
            if sums.is_some_and(|(said, own)| said != own) {
                return Err(io::Error::new(
                    io::ErrorKind::InvalidData,
                    "corrupt zstd frame: its checksum does not match",
                ));
            }
            let mut rest = stream.into_inner();
            if rest.fill_buf()?.is_empty() {
                return Ok(0);
            }
            self.stream = Some(frame(rest)?);
        }
    }
}

/// Counts what is read.
struct Metered<R>(R, Meter);

impl<R: Read> Read for Metered<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let length = self.0.read(buffer)?;
        self.1.fetch_add(length as u64, Ordering::Relaxed);
        Ok(length)
    }
}

/// A file that grows.
struct Growing {
    file: File,
    path: PathBuf,
    position: u64,
    /// The first bytes that were read from it.
    beginning: Vec<u8>,
    stop: &'static AtomicBool,
}

impl Growing {
    /// Begins again where the file was cut, or where another took its name. What was read of the old one is all of it.
    fn renew(&mut self) -> io::Result<()> {
        // Between two names of a rotation there is none.
        let Ok(mut named) = File::open(&self.path) else {
            return Ok(());
        };
        let (old, new) = (self.file.metadata()?, named.metadata()?);
        let is_other = !is_same(&old, &new);
        // A file that was cut and written again may be as long as before.
        if !is_other && new.len() >= self.position && self.begins_like(&mut named)? {
            return Ok(());
        }
        if is_other && old.len() > self.position {
            // The old one has something left.
            return Ok(());
        }
        named.seek(SeekFrom::Start(0))?;
        self.file = named;
        self.position = 0;
        self.beginning.clear();
        Ok(())
    }

    /// Returns true if a file begins with what was read from this one.
    fn begins_like(&self, file: &mut File) -> io::Result<bool> {
        let mut beginning = Vec::with_capacity(self.beginning.len());
        file.take(self.beginning.len() as u64)
            .read_to_end(&mut beginning)?;
        Ok(beginning == self.beginning)
    }

    /// Keeps the first bytes that are read.
    fn note(&mut self, bytes: &[u8]) {
        let room = BEGINNING.saturating_sub(self.beginning.len());
        self.beginning.extend(bytes.iter().take(room));
    }
}

/// Returns true if two files are the same one.
#[cfg(unix)]
fn is_same(one: &std::fs::Metadata, other: &std::fs::Metadata) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    (one.dev(), one.ino()) == (other.dev(), other.ino())
}

/// Returns true if two files are the same one, as far as the time tells when they were made.
#[cfg(not(unix))]
fn is_same(one: &std::fs::Metadata, other: &std::fs::Metadata) -> bool {
    one.created().ok() == other.created().ok()
}

impl Read for Growing {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            let length = self.file.read(buffer)?;
            self.position += length as u64;
            self.note(&buffer[..length]);
            if length > 0 || self.stop.load(Ordering::Relaxed) {
                return Ok(length);
            }
            std::thread::sleep(PATIENCE);
            self.renew()?;
        }
    }
}

/// A stream that another thread reads ahead, so that neither waits for the other, and a stop ends the wait.
struct Ahead {
    full: Receiver<io::Result<Chunk>>,
    empty: SyncSender<Chunk>,
    current: Option<Chunk>,
    stop: &'static AtomicBool,
}

/// A part of a stream.
struct Chunk {
    bytes: Vec<u8>,
    base: usize,
    start: usize,
    end: usize,
}

impl Chunk {
    fn new() -> Self {
        let bytes = vec![0; CHUNK + PAGE];
        let base = (PAGE - bytes.as_ptr() as usize % PAGE) % PAGE;
        Self {
            bytes,
            base,
            start: base,
            end: base,
        }
    }
}

impl Ahead {
    fn new(
        make: impl FnOnce() -> io::Result<Input> + Send + 'static,
        stop: &'static AtomicBool,
    ) -> Self {
        let (full_end, full) = sync_channel(3);
        let (empty, empty_end) = sync_channel(4);
        for _ in 0..3 {
            // The channel has room for all of them.
            let _ = empty.try_send(Chunk::new());
        }
        std::thread::spawn(move || {
            let mut stream = match make() {
                Ok(stream) => stream,
                Err(error) => {
                    let _ = full_end.send(Err(error));
                    return;
                }
            };
            while let Ok(mut chunk) = empty_end.recv() {
                let base = chunk.base;
                let read = loop {
                    match stream.read(&mut chunk.bytes[base..base + CHUNK]) {
                        Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                        other => break other,
                    }
                };
                let message = read.map(|length| {
                    (chunk.start, chunk.end) = (base, base + length);
                    chunk
                });
                let is_end = !matches!(&message, Ok(chunk) if chunk.end > chunk.start);
                // Whoever reads may be gone; then there is nothing left to do.
                if full_end.send(message).is_err() || is_end {
                    return;
                }
            }
        });
        Self {
            full,
            empty,
            current: None,
            stop,
        }
    }
}

impl Read for Ahead {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let mut chunk = loop {
            if let Some(chunk) = self.current.take() {
                break chunk;
            }
            match self.full.recv_timeout(PATIENCE) {
                Ok(chunk) => break chunk?,
                Err(RecvTimeoutError::Timeout) if !self.stop.load(Ordering::Relaxed) => {}
                Err(_) => return Ok(0),
            }
        };
        let length = (chunk.end - chunk.start).min(buffer.len());
        buffer[..length].copy_from_slice(&chunk.bytes[chunk.start..chunk.start + length]);
        chunk.start += length;
        if chunk.start < chunk.end {
            self.current = Some(chunk);
        } else {
            // At the end of the stream nobody takes it.
            let _ = self.empty.try_send(chunk);
        }
        Ok(length)
    }
}

#[cfg(test)]
mod tests {
    use std::io::{self, Read, Write};
    use std::sync::atomic::AtomicBool;

    use super::{Packing, pipe};

    static NEVER: AtomicBool = AtomicBool::new(false);

    fn gzip(text: &[u8]) -> Vec<u8> {
        let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        packer.write_all(text).unwrap();
        packer.finish().unwrap()
    }

    #[test]
    fn a_stream_is_unpacked_by_what_it_holds() {
        let text = b"{\"error\":\"x\"}\n".repeat(20_000);
        let mut packer = bzip2::write::BzEncoder::new(Vec::new(), bzip2::Compression::fast());
        packer.write_all(&text).unwrap();
        let bz = packer.finish().unwrap();
        let zstd = ruzstd::encoding::compress_to_vec(
            &text[..],
            ruzstd::encoding::CompressionLevel::Fastest,
        );
        let twice = [gzip(&text), gzip(&text)].concat();
        let frames = [zstd.clone(), zstd].concat();
        for (packed, times) in [(text.clone(), 1), (bz, 1), (twice, 2), (frames, 2)] {
            let mut plain = Vec::new();
            pipe(io::Cursor::new(packed), &NEVER)
                .read_to_end(&mut plain)
                .unwrap();
            assert!(plain == text.repeat(times), "{} bytes", plain.len());
        }
        assert_eq!(Packing::of(b"\xfd7zXZ\0"), Some(Packing::Xz));
    }

    #[test]
    fn a_stream_that_breaks_off_gives_what_came_before() {
        let text: Vec<u8> = (0..200_000_u32).flat_map(|n| n.to_le_bytes()).collect();
        let packed = gzip(&text);
        let mut plain = Vec::new();
        let mut stream = pipe(io::Cursor::new(packed[..packed.len() / 2].to_vec()), &NEVER);
        let error = stream.read_to_end(&mut plain).unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::UnexpectedEof);
        assert!(!plain.is_empty() && text.starts_with(&plain));
    }
}
