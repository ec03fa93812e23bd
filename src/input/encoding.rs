//! From bytes to text: compression, byte order marks, UTF-16, stray bytes, terminal colours, line ends.

use std::borrow::Cow;
use std::io::Read;

use super::{MOST_BYTES, budget, control};

/// How many bytes are looked at to guess an encoding.
const SAMPLE: usize = 4096;

/// An input as text, with LF line ends and without terminal control sequences.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Text {
    /// The text.
    pub text: String,
    /// Whether the bytes are no text at all; then there is no text.
    pub is_binary: bool,
    /// Whether only the first part was read.
    pub is_too_long: bool,
}

/// Decodes an input, whatever encoding it is in.
#[must_use]
pub fn decode(bytes: &[u8]) -> Text {
    let mut is_too_long = bytes.len() > MOST_BYTES;
    let bytes = &bytes[..bytes.len().min(MOST_BYTES)];
    let bytes = match gunzip(bytes).or_else(|| packed_body(bytes)) {
        Some(plain) => {
            is_too_long |= plain.len() > MOST_BYTES;
            Cow::Owned(plain)
        }
        None => Cow::Borrowed(bytes),
    };
    let text = match utf32(&bytes).or_else(|| utf16(&bytes)) {
        Some(text) => text,
        None if is_binary(&bytes) => {
            return Text {
                text: String::new(),
                is_binary: true,
                is_too_long,
            };
        }
        None => utf8(&bytes),
    };
    let mut text = plain_lines(control::without_sequences(text));
    let end = budget::end(&text);
    is_too_long |= end < text.len();
    if end < text.len() {
        text.truncate(end);
        text.shrink_to_fit();
    }
    Text {
        text,
        is_binary: false,
        is_too_long,
    }
}

/// Unpacks gzip, as far as it goes; `None` for anything else.
fn gunzip(bytes: &[u8]) -> Option<Vec<u8>> {
    if !bytes.starts_with(&[0x1f, 0x8b, 8]) {
        return None;
    }
    let mut plain = Vec::new();
    let limit = MOST_BYTES as u64 + 1;
    let read = flate2::read::MultiGzDecoder::new(bytes)
        .take(limit)
        .read_to_end(&mut plain);
    // A stream that breaks off still gives what came before.
    (read.is_ok() || !plain.is_empty()).then_some(plain)
}

/// Unpacks the body after the last head: what `curl -i` shows of a compressed answer without `--compressed`.
fn packed_body(bytes: &[u8]) -> Option<Vec<u8>> {
    let is_head = bytes.starts_with(b"HTTP/");
    let end = memchr::memmem::find(bytes, b"\r\n\r\n\x1f\x8b").filter(|_| is_head)? + 4;
    let mut plain = [&bytes[..end], &gunzip(&bytes[end..])?].concat();
    plain.truncate(MOST_BYTES + 1);
    Some(plain)
}

/// Decodes UTF-32, with a byte order mark or where the first character shows the order.
fn utf32(bytes: &[u8]) -> Option<String> {
    let is_little = match bytes {
        [0xff, 0xfe, 0, 0, ..] | [b'\n'..=b'~', 0, 0, 0, ..] => true,
        [0, 0, 0xfe, 0xff, ..] | [0, 0, 0, b'\n'..=b'~', ..] => false,
        _ => return None,
    };
    let units = bytes.as_chunks::<4>().0.iter().map(|unit| {
        let unit = if is_little {
            u32::from_le_bytes(*unit)
        } else {
            u32::from_be_bytes(*unit)
        };
        char::from_u32(unit)
    });
    let text: String = units.collect::<Option<_>>()?;
    Some(text.trim_start_matches('\u{feff}').to_owned())
}

/// Decodes UTF-16, with a byte order mark or where every other byte is zero.
fn utf16(bytes: &[u8]) -> Option<String> {
    let (rest, is_little) = match bytes {
        [0xff, 0xfe, rest @ ..] => (rest, true),
        [0xfe, 0xff, rest @ ..] => (rest, false),
        _ => {
            let sample = &bytes[..bytes.len().min(SAMPLE)];
            memchr::memchr(0, sample)?;
            let zeros = |start: usize| {
                let all = sample.iter().skip(start).step_by(2);
                let total = all.len();
                (all.filter(|b| **b == 0).count(), total)
            };
            let (even, evens) = zeros(0);
            let (odd, odds) = zeros(1);
            if odds >= 2 && odd * 10 >= odds * 8 && even * 10 <= evens {
                (bytes, true)
            } else if evens >= 2 && even * 10 >= evens * 8 && odd * 10 <= odds {
                (bytes, false)
            } else {
                return None;
            }
        }
    };
    let units = rest.as_chunks::<2>().0.iter().map(|pair| {
        if is_little {
            u16::from_le_bytes(*pair)
        } else {
            u16::from_be_bytes(*pair)
        }
    });
    Some(
        char::decode_utf16(units)
            .map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER))
            .collect(),
    )
}

/// Returns true if bytes are no text: many control characters that no text holds.
fn is_binary(bytes: &[u8]) -> bool {
    let sample = &bytes[..bytes.len().min(SAMPLE)];
    let odd = sample
        .iter()
        .filter(|b| **b < 0x20 && !matches!(**b, b'\t' | b'\n' | b'\r' | 0x0b | 0x0c | 0x1b))
        .count();
    odd * 10 > sample.len()
}

/// Decodes UTF-8; bytes that are none are taken as Latin-1, and a byte order mark and NULs are dropped.
fn utf8(bytes: &[u8]) -> String {
    let bytes = bytes.strip_prefix(&[0xef, 0xbb, 0xbf]).unwrap_or(bytes);
    let mut text = String::with_capacity(bytes.len());
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        text.extend(chunk.invalid().iter().map(|b| char::from(*b)));
    }
    if text.contains('\0') {
        text.retain(|c| c != '\0');
    }
    text
}

/// Makes CRLF and bare CR line feeds: progress meters use the latter.
fn plain_lines(text: String) -> String {
    if !text.contains('\r') {
        return text;
    }
    text.replace("\r\n", "\n").replace('\r', "\n")
}

#[cfg(test)]
mod tests {
    use super::{MOST_BYTES, decode};

    fn text(bytes: &[u8]) -> String {
        decode(bytes).text
    }

    #[test]
    fn every_encoding_gives_the_same_text() {
        let expected = "{\"a\": \"é\"}\n";
        let utf16 = |order: fn(u16) -> [u8; 2], mark: bool| {
            let units = mark
                .then_some(0xfeff)
                .into_iter()
                .chain(expected.encode_utf16());
            units.flat_map(order).collect::<Vec<u8>>()
        };
        let utf32 = |order: fn(u32) -> [u8; 4], mark: bool| {
            let units = mark.then_some('\u{feff}').into_iter();
            let units = units.chain(expected.chars()).map(u32::from);
            units.flat_map(order).collect::<Vec<u8>>()
        };
        let mut marked = vec![0xef, 0xbb, 0xbf];
        marked.extend(expected.bytes());
        for bytes in [
            expected.as_bytes().to_vec(),
            marked,
            utf16(u16::to_le_bytes, true),
            utf16(u16::to_be_bytes, true),
            utf16(u16::to_le_bytes, false),
            utf16(u16::to_be_bytes, false),
            utf32(u32::to_le_bytes, true),
            utf32(u32::to_be_bytes, true),
            utf32(u32::to_le_bytes, false),
            utf32(u32::to_be_bytes, false),
            expected.replace('\n', "\r\n").into_bytes(),
            b"{\"a\": \"\xe9\"}\n".to_vec(),
            b"{\"a\"\0: \"\xc3\xa9\"}\n".to_vec(),
        ] {
            assert_eq!(text(&bytes), expected, "{bytes:x?}");
        }
    }

    #[test]
    fn gzip_is_unpacked_even_when_it_breaks_off() {
        use std::io::Write;
        let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
        packer
            .write_all("{\"error\": 1}".repeat(500).as_bytes())
            .unwrap();
        let packed = packer.finish().unwrap();
        assert_eq!(text(&packed), "{\"error\": 1}".repeat(500));
        assert!(text(&packed[..packed.len() - 9]).starts_with("{\"error\": 1}"));
    }

    #[test]
    fn a_packed_body_is_unpacked_behind_its_heads_and_no_further_than_is_read() {
        use std::io::Write;
        let pack = |plain: &[u8]| {
            let mut packer =
                flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
            packer.write_all(plain).unwrap();
            packer.finish().unwrap()
        };
        let head = "HTTP/1.1 404 Not Found\r\nContent-Encoding: gzip\r\n\r\n";
        let proxy = "HTTP/1.1 200 Connection established\r\n\r\n";
        let plain = "{\"error\": 1}";
        for front in [head.to_owned(), format!("{proxy}{head}")] {
            let shown = text(&[front.as_bytes(), &pack(plain.as_bytes())].concat());
            assert!(shown.ends_with("gzip\n\n{\"error\": 1}"), "{shown}");
        }
        let bomb = [head.as_bytes(), &pack(&vec![b'x'; MOST_BYTES + 9])].concat();
        let decoded = decode(&bomb);
        assert!(decoded.is_too_long && decoded.text.len() <= MOST_BYTES + 1);
    }

    #[test]
    fn bytes_that_are_no_text_are_said_to_be_binary() {
        assert!(decode(b"\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0\x03\0>\0").is_binary);
        assert!(!decode("plain\ttext\r\n".as_bytes()).is_binary);
    }
}
