//! Breaks text between words, for terminals.

use std::borrow::Cow;

use textwrap::{Options, WordSplitter};

/// Wraps text to a width; words too long for a line, such as URLs, stay whole.
pub(crate) fn wrap(text: &str, width: usize) -> Vec<Cow<'_, str>> {
    // Nearly all text is plain, and the general way costs a short run a tenth of its instructions.
    if let Some(lines) = wrap_plain(text, width) {
        return lines;
    }
    let options = Options::new(width)
        .break_words(false)
        .word_splitter(WordSplitter::NoHyphenation);
    textwrap::wrap(text, options)
}

/// Returns how many columns a text takes on a terminal.
pub(super) fn columns_of(text: &str) -> usize {
    if text.is_ascii() {
        text.len()
    } else {
        textwrap::core::display_width(text)
    }
}

/// Returns how many rows of a terminal a text takes that has no more columns than `width`.
pub(crate) fn rows(text: &str, width: usize) -> usize {
    let rows = text.lines().map(|line| {
        let columns = textwrap::core::display_width(line);
        columns.div_ceil(width.max(1)).max(1)
    });
    rows.sum()
}

/// Wraps text in which each byte is a column, as [`wrap`] does; `None` for other text.
fn wrap_plain(text: &str, width: usize) -> Option<Vec<Cow<'_, str>>> {
    let is_plain = |b: u8| (0x20..0x7f).contains(&b) || b == b'\n';
    if !text.bytes().all(is_plain) {
        return None;
    }
    let mut lines = Vec::new();
    for line in text.split('\n') {
        if line.starts_with(' ') {
            return None;
        }
        let (mut start, mut end, mut at) = (0, 0, 0);
        for word in line.split(' ') {
            let behind = at + word.len();
            if !word.is_empty() {
                if behind - start > width && end > start {
                    lines.push(Cow::Borrowed(&line[start..end]));
                    start = at;
                }
                end = behind;
            }
            at = behind + 1;
        }
        lines.push(Cow::Borrowed(&line[start..end]));
    }
    Some(lines)
}

#[cfg(test)]
mod tests {
    use super::{Options, WordSplitter, wrap, wrap_plain};
    use crate::catalog::Catalog;

    #[test]
    fn plain_text_is_wrapped_as_all_text_is() {
        let mut texts: Vec<String> = [
            "",
            " ",
            "a",
            "a ",
            "a\n\nb \n",
            "a  b   c d",
            "wordlongerthanall a",
        ]
        .map(str::to_owned)
        .into();
        for hit in Catalog::builtin().hits(&[]).unwrap() {
            texts.push(hit.entry.cause);
            texts.push(hit.entry.retry.advice);
            texts.extend(hit.entry.remediation.into_iter().map(|step| step.text));
        }
        let mut plain = 0;
        for text in &texts {
            for width in [1, 7, 20, 40, 80, 90] {
                let options = Options::new(width)
                    .break_words(false)
                    .word_splitter(WordSplitter::NoHyphenation);
                assert_eq!(wrap(text, width), textwrap::wrap(text, options), "{text:?}");
            }
            plain += usize::from(wrap_plain(text, 20).is_some());
        }
        assert!(plain * 2 > texts.len(), "{plain} of {}", texts.len());
        assert!(wrap_plain("caf\u{e9}", 20).is_none());
    }
}
