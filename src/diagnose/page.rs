//! What a web page says to the person who looks at it.

use std::borrow::Cow;

/// Elements whose content is not shown in the page.
const HIDDEN: [&str; 5] = ["head", "title", "style", "script", "svg"];

/// Elements at whose ends a line ends.
const BLOCKS: [&str; 12] = [
    "h1", "h2", "h3", "p", "pre", "div", "li", "br", "hr", "tr", "center", "address",
];

/// How much of a page is looked at.
const MAX_PAGE: usize = 64 * 1024;

/// How much of what it shows is put together: more than is said.
const MAX_SHOWN: usize = 1024;

/// Returns the text that a page shows first, its lines joined; empty for a page without any.
pub(super) fn shown(page: &str) -> String {
    let page = &page[..crate::sanitize::char_floor(page, MAX_PAGE)];
    // What follows a page is not part of it.
    let mut rest = page.split("</html>").next().unwrap_or(page);
    let mut text = String::new();
    while let Some(at) = rest.find('<') {
        text.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        if let Some(comment) = rest.strip_prefix("!--") {
            rest = comment.split_once("-->").map_or("", |(_, rest)| rest);
            continue;
        }
        let name_at = usize::from(rest.starts_with('/'));
        let name = rest[name_at..].split(|c: char| !c.is_ascii_alphanumeric());
        let name = name.take(1).collect::<String>().to_ascii_lowercase();
        rest = rest.split_once('>').map_or("", |(_, rest)| rest);
        if name_at == 0 && HIDDEN.contains(&name.as_str()) {
            rest = behind(rest, &name);
        }
        text.push(match BLOCKS.contains(&name.as_str()) {
            true => '\n',
            false => ' ',
        });
    }
    text.push_str(rest);
    let plain = quick_xml::escape::unescape_with(&text, entity);
    let plain = plain.unwrap_or(Cow::Borrowed(text.as_str()));
    let mut lines: Vec<String> = Vec::new();
    let mut length = 0;
    for line in plain.lines() {
        if length > MAX_SHOWN {
            break;
        }
        let words: Vec<&str> = line.split_whitespace().collect();
        let line = words.join(" ");
        // Pages say in a paragraph what their heading says.
        if !line.is_empty() && !lines.contains(&line) {
            length += line.len();
            lines.push(line);
        }
    }
    lines.iter().fold(String::new(), |mut text, line| {
        if !text.is_empty() {
            text.push_str(match text.ends_with(['.', ':', '!', '?', ';']) {
                true => " ",
                false => "; ",
            });
        }
        text + line
    })
}

/// Returns what follows the end of an element.
fn behind<'t>(rest: &'t str, name: &str) -> &'t str {
    let mut ends = rest.match_indices("</").map(|(at, _)| at);
    let end = ends.find(|at| {
        let there = rest[at + 2..].get(..name.len());
        there.is_some_and(|there| there.eq_ignore_ascii_case(name))
    });
    let rest = end.map_or("", |at| &rest[at..]);
    rest.split_once('>').map_or("", |(_, rest)| rest)
}

/// Returns what an entity of a page means, of those that pages of errors use.
fn entity(name: &str) -> Option<&'static str> {
    let known = match name {
        "nbsp" => " ",
        "mdash" | "ndash" => "–",
        "rsquo" | "lsquo" => "'",
        "copy" => "©",
        name => return quick_xml::escape::resolve_predefined_entity(name),
    };
    Some(known)
}

#[cfg(test)]
mod tests {
    use super::shown;

    #[test]
    fn a_page_says_what_it_shows() {
        for (page, text) in [
            (
                "<!DOCTYPE html>\n<html><head><title>Error</title></head><body>\n<pre>Cannot POST /v1/orderz</pre>\n</body></html>",
                "Cannot POST /v1/orderz",
            ),
            (
                "<html lang=en><title>405 No</title><h1>Method Not Allowed</h1><p>It&#39;s &lt;not&gt;&nbsp;allowed.<!-- <p>x --></p>",
                "Method Not Allowed; It's <not> allowed.",
            ),
            (
                "<h1>Gone</h1><p>Gone</p><script>var a = '<p>no</p>';</script><STYLE>p{}</style>",
                "Gone",
            ),
            ("<p>a & b &unknown; c</p>", "a & b &unknown; c"),
            ("<html><script>x", ""),
            ("<html><p>a</p></html> at line 1", "a"),
            ("", ""),
        ] {
            assert_eq!(shown(page), text, "{page}");
        }
    }
}
