//! Names of files as text: a byte outside UTF-8 is a character of its own, so that the file can still be opened.

use std::ffi::OsString;
use std::path::PathBuf;

/// The first of the characters, the last of the private ones: they are shown as U+FFFD.
#[cfg(unix)]
const FIRST: u32 = 0x10_FF00;

/// Returns what was typed as text.
#[cfg(unix)]
pub(crate) fn text(typed: OsString) -> String {
    use std::os::unix::ffi::OsStringExt as _;

    let bytes = match typed.into_string() {
        Ok(text) => return text,
        Err(typed) => typed.into_vec(),
    };
    let mut text = String::with_capacity(bytes.len() * 2);
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        let odd = chunk.invalid().iter();
        text.extend(odd.filter_map(|byte| char::from_u32(FIRST + u32::from(*byte))));
    }
    text
}

/// Returns the path of a file whose name was typed.
#[cfg(unix)]
pub(crate) fn path(text: &str) -> PathBuf {
    use std::os::unix::ffi::OsStringExt as _;

    let mut bytes = Vec::with_capacity(text.len());
    for c in text.chars() {
        match u32::from(c).checked_sub(FIRST).map(u8::try_from) {
            Some(Ok(byte)) => bytes.push(byte),
            _ => bytes.extend(c.encode_utf8(&mut [0; 4]).bytes()),
        }
    }
    OsString::from_vec(bytes).into()
}

/// Returns what was typed as text.
#[cfg(not(unix))]
pub(crate) fn text(typed: OsString) -> String {
    typed.to_string_lossy().into_owned()
}

/// Returns the path of a file whose name was typed.
#[cfg(not(unix))]
pub(crate) fn path(text: &str) -> PathBuf {
    text.into()
}

#[cfg(all(test, unix))]
mod tests {
    use std::ffi::OsString;
    use std::os::unix::ffi::OsStringExt as _;

    use super::{path, text};

    #[test]
    fn every_name_leads_to_its_file() {
        for name in [&b"plain"[..], "größe".as_bytes(), b"a\xffb\xc3", b"\x80"] {
            let typed = OsString::from_vec(name.to_vec());
            assert_eq!(path(&text(typed.clone())), typed, "{name:?}");
        }
    }
}
