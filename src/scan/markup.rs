//! Pages for people in a log: what their tags say tells nothing of errors.

use std::borrow::Cow;

use super::names::element_name;
use crate::input::xml::is_markup;

/// How the end of an element begins.
pub(super) const END: &[u8] = b"</";

/// Returns a line without the attributes of the elements of pages for people. A tag that holds a brace stays: it may hold JSON.
pub(super) fn without_attributes(line: &[u8]) -> Cow<'_, [u8]> {
    if memchr::memmem::find(line, END).is_none() {
        return Cow::Borrowed(line);
    }
    let mut plain = Vec::with_capacity(line.len());
    let mut at = 0;
    for start in memchr::memchr_iter(b'<', line) {
        let Some(tag) = line.get(start + 1..).filter(|_| start >= at) else {
            continue;
        };
        let name = element_name(tag);
        let length = memchr::memchr2(b'>', b'{', tag).unwrap_or(tag.len());
        let is_whole = tag.get(length) == Some(&b'>');
        if is_whole && is_markup(name) {
            plain.extend_from_slice(&line[at..=start + name.len()]);
            at = start + 1 + length;
        }
    }
    plain.extend_from_slice(&line[at..]);
    Cow::Owned(plain)
}

#[cfg(test)]
mod tests {
    use super::without_attributes;

    #[test]
    fn what_tags_of_pages_say_is_left_out() {
        for (line, plain) in [
            (
                r#"<a title="x" id='2'>code=5</a><br/>"#,
                "<a>code=5</a><br>",
            ),
            (
                r#"<Error code="5">no</Error>"#,
                r#"<Error code="5">no</Error>"#,
            ),
            (r#"<p x='{"a":1}'>no</p>"#, r#"<p x='{"a":1}'>no</p>"#),
            (r#"a < b title="x""#, r#"a < b title="x""#),
            (r#"</p> 1 <a title="x"#, r#"</p> 1 <a title="x"#),
        ] {
            let own = without_attributes(line.as_bytes());
            assert_eq!(own, plain.as_bytes(), "{line}");
        }
    }
}
