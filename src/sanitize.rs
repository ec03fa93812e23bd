//! What is safe to print on a terminal: everything that came from outside passes through here once, before it is styled.

use std::borrow::Cow;

/// How many characters of a text from outside are said again when something fails.
const MOST_WINDOW: usize = 40;

/// Marks that fold the log of a runner, before a colon: GitLab's and Travis CI's.
const MARKS: [&str; 4] = ["section_start", "section_end", "travis_fold", "travis_time"];

/// Makes text from outside safe to print: what could move the cursor, hide text or turn it around becomes U+FFFD.
#[must_use]
pub fn safe(text: &str) -> Cow<'_, str> {
    match without_commands(text, |_| "\u{fffd}".to_owned()) {
        Some(text) => Cow::Owned(plain(&text).into_owned()),
        None => plain(text),
    }
}

/// Replaces a sign of every command to a runner, so that none knows it; nothing where there is none.
fn without_commands(text: &str, replaced: impl Fn(u8) -> String) -> Option<String> {
    let mut next = Some(runner_command(text, 0)?);
    let mut broken = String::with_capacity(text.len() + 8);
    let mut done = 0;
    while let Some(at) = next {
        broken.push_str(&text[done..at]);
        broken.push_str(&replaced(text.as_bytes()[at]));
        done = at + 1;
        next = runner_command(text, done);
    }
    broken.push_str(&text[done..]);
    Some(broken)
}

/// Returns the place of a sign without which the next command to a runner is none: the second one of `##[` of GitHub Actions,
/// `##vso[` of Azure Pipelines and `##teamcity[`, the line of `section_start:`. They count anywhere in a line.
fn runner_command(text: &str, from: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let is_command = |at: &usize| {
        let rest = bytes[*at..].iter().skip(1).take(32);
        let mut rest = rest.skip_while(|b| b.is_ascii_alphanumeric() || **b == b'#');
        at.checked_sub(1)
            .is_some_and(|before| before >= from && bytes[before] == b'#')
            && rest.next() == Some(&b'[')
    };
    let is_mark = |at: &usize| {
        MARKS.iter().any(|mark| {
            let start = at.checked_sub(mark.find('_').unwrap_or_default());
            let rest = start.and_then(|start| text.get(start..));
            let rest = rest.and_then(|rest| rest.strip_prefix(mark));
            rest.is_some_and(|rest| rest.starts_with(':'))
        })
    };
    memchr::memchr2_iter(b'#', b'_', &bytes[from..])
        .map(|at| from + at)
        .find(|at| match bytes[*at] {
            b'#' => is_command(at),
            _ => is_mark(at),
        })
}

/// Returns true if a text may hold a command to a runner.
fn may_command(text: &str) -> bool {
    text.contains("##") || MARKS.iter().any(|mark| text.contains(mark))
}

/// Returns a text in which what could move the cursor, hide text or turn it around is U+FFFD.
fn plain(text: &str) -> Cow<'_, str> {
    if has_unsafe(text) {
        Cow::Owned(
            text.chars()
                .map(|c| {
                    if is_unsafe(c) {
                        char::REPLACEMENT_CHARACTER
                    } else {
                        c
                    }
                })
                .collect(),
        )
    } else {
        Cow::Borrowed(text)
    }
}

/// Makes text safe and puts it on one line.
#[must_use]
pub fn safe_line(text: &str) -> String {
    if is_plain_line(text) && !may_command(text) {
        return text.to_owned();
    }
    let words: Vec<&str> = text.split_ascii_whitespace().collect();
    safe(&words.join(" ")).into_owned()
}

/// Makes text safe and fit for a cell of tab-separated values: no spreadsheet takes it for a formula.
#[must_use]
pub fn safe_cell(text: &str) -> String {
    let cell = safe_line(text);
    if cell.starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠']) {
        format!("'{cell}")
    } else {
        cell
    }
}

/// Returns true if a text is ASCII on one line with single blanks between its words: most lines are, and need no other look.
fn is_plain_line(text: &str) -> bool {
    let bytes = text.as_bytes();
    let mut is_blank = true;
    for byte in bytes {
        if !(0x20..0x7f).contains(byte) || (is_blank && *byte == b' ') {
            return false;
        }
        is_blank = *byte == b' ';
    }
    !is_blank || bytes.is_empty()
}

/// Returns true if a text has a character that may not be printed as it is. Plain ASCII, the common case, is seen at a glance.
fn has_unsafe(text: &str) -> bool {
    let is_plain = |b: &u8| (0x20..0x7f).contains(b) || matches!(*b, b'\n' | b'\t');
    !text.as_bytes().iter().all(is_plain) && text.chars().any(is_unsafe)
}

/// Returns true if a character may not be printed as it is.
#[must_use]
pub fn is_unsafe(c: char) -> bool {
    matches!(c,
        '\0'..='\u{8}' | '\u{b}'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{61c}'
        | '\u{200b}'..='\u{200f}' | '\u{2028}' | '\u{2029}' | '\u{202a}'..='\u{202e}'
        | '\u{2066}'..='\u{2069}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}'
        | '\u{e0000}'..='\u{e007f}' | '\u{10ff00}'..='\u{10ffff}')
}

/// Returns the last place in a text, at most `most` bytes in, where it can be cut between two characters.
#[must_use]
pub(crate) fn char_floor(text: &str, most: usize) -> usize {
    // `str::floor_char_boundary` does this from Rust 1.91 on.
    let most = most.min(text.len());
    (0..=most)
        .rev()
        .find(|at| text.is_char_boundary(*at))
        .unwrap_or(0)
}

/// Returns the end of a text: at most so many bytes, and whole characters.
pub(crate) fn tail(text: &str, most: usize) -> &str {
    &text[char_floor(text, text.len().saturating_sub(most))..]
}

/// Returns at most as much of a text from outside as is said again when something fails.
#[must_use]
pub fn window(text: &str) -> Cow<'_, str> {
    match text.char_indices().nth(MOST_WINDOW) {
        Some((end, _)) => Cow::Owned(format!("{}…", &text[..end])),
        None => Cow::Borrowed(text),
    }
}

/// Cuts what a message quotes: messages of serde and clap repeat the whole of what they do not understand.
#[must_use]
pub fn windowed(message: &str) -> String {
    let mut cut = String::with_capacity(message.len());
    let mut rest = message;
    while let Some(start) = rest.find(['`', '"', '\'']) {
        let quote = &rest[start..=start];
        let inner = &rest[start + 1..];
        let is_opening = !rest[..start].ends_with(char::is_alphanumeric);
        let end = inner.find(quote).filter(|_| is_opening);
        cut.push_str(&rest[..=start]);
        rest = match end {
            Some(end) => {
                cut.push_str(&window(&inner[..end]));
                cut.push_str(quote);
                &inner[end + 1..]
            }
            None => inner,
        };
    }
    cut.push_str(rest);
    cut
}

/// Writes unsafe characters of a JSON text as `\uXXXX`; they can only stand inside its strings.
#[must_use]
pub fn safe_json(json: String) -> String {
    // What a runner obeys in a log, it obeys in JSON too.
    let json = without_commands(&json, |sign| format!("\\u{sign:04x}")).unwrap_or(json);
    if !has_unsafe(&json) {
        return json;
    }
    let mut escaped = String::with_capacity(json.len() + 16);
    let mut units = [0; 2];
    for c in json.chars() {
        if is_unsafe(c) {
            for unit in c.encode_utf16(&mut units) {
                escaped.push_str(&format!("\\u{unit:04x}"));
            }
        } else {
            escaped.push(c);
        }
    }
    escaped
}

/// Returns true if a text begins with words, in whatever case.
pub(crate) fn begins_with(text: &str, start: &str) -> bool {
    let first = text.get(..start.len());
    first.is_some_and(|first| first.eq_ignore_ascii_case(start))
}

/// Returns true if a text ends with a word, in whatever case.
pub(crate) fn ends_with(text: &str, end: &str) -> bool {
    let start = text.len().checked_sub(end.len());
    let last = start.and_then(|start| text.get(start..));
    last.is_some_and(|last| last.eq_ignore_ascii_case(end))
}

/// Returns where a text ends whose opening quote was read: at its closing quote, or where there is none at its end.
pub(crate) fn quoted_end(text: &str) -> usize {
    let mut is_escaped = false;
    let end = text.bytes().position(|b| {
        let is_end = b == b'"' && !is_escaped;
        is_escaped = b == b'\\' && !is_escaped;
        is_end
    });
    end.unwrap_or(text.len())
}

#[cfg(test)]
mod tests {
    use super::{char_floor, safe, safe_cell, safe_json, safe_line, window, windowed};

    #[test]
    fn what_moves_or_hides_text_is_replaced() {
        assert_eq!(
            safe("a\u{1b}[2Jb\u{202e}c\u{9b}d\re\u{200b}"),
            "a\u{fffd}[2Jb\u{fffd}c\u{fffd}d\u{fffd}e\u{fffd}"
        );
        assert_eq!(safe("tab\tline\nüñí日本"), "tab\tline\nüñí日本");
        assert_eq!(safe_line(" a\n  b\tc "), "a b c");
    }

    #[test]
    fn no_command_to_a_runner_is_left() {
        for (text, said) in [
            ("x ##[add-mask]e y", "x #\u{fffd}[add-mask]e y"),
            (
                "##vso[task.x]a ##teamcity[b]",
                "#\u{fffd}vso[task.x]a #\u{fffd}teamcity[b]",
            ),
            ("###[a]", "#\u{fffd}#[a]"),
            ("## A heading, #1", "## A heading, #1"),
            (
                "section_start:1:a section_end:1:a, ##[b]",
                "section\u{fffd}start:1:a section\u{fffd}end:1:a, #\u{fffd}[b]",
            ),
            ("travis_fold:end:a", "travis\u{fffd}fold:end:a"),
            ("a_section_start, error_code", "a_section_start, error_code"),
        ] {
            assert_eq!(safe(text), said);
            assert_eq!(safe_line(text), said);
        }
        let json = safe_json(serde_json::to_string("a ##[b]").unwrap());
        assert_eq!(json, "\"a #\\u0023[b]\"");
        let json = safe_json("\"section_end:1:a\"".to_owned());
        assert_eq!(json, "\"section\\u005fend:1:a\"");
    }

    #[test]
    fn a_cell_is_no_formula() {
        for text in ["=1+1", "+1", "-1", "@a", "＝1+1", "＠a"] {
            assert_eq!(safe_cell(text), format!("'{text}"));
        }
        assert_eq!(safe_cell("AUTH_002"), "AUTH_002");
    }

    #[test]
    fn a_text_is_cut_between_two_characters() {
        let cut = |most| char_floor("aé日", most);
        assert_eq!([0, 1, 2, 3, 4, 5, 6, 99].map(cut), [0, 1, 1, 3, 3, 3, 6, 6]);
    }

    #[test]
    fn what_is_quoted_is_no_longer_than_a_window() {
        let long = "é".repeat(60);
        let cut = format!("{}…", "é".repeat(40));
        assert_eq!(window(&long), cut);
        assert_eq!(window(&long[..80]), &long[..80]);
        for message in [
            "unknown field `{}`, expected one of `a`, `b`",
            "invalid type: string \"{}\", expected a number",
            "unexpected argument '{}' found; don't",
        ] {
            let said = windowed(&message.replace("{}", &long));
            assert_eq!(said, message.replace("{}", &cut));
        }
        assert_eq!(windowed("it's \"open"), "it's \"open");
    }

    #[test]
    fn json_keeps_its_meaning() {
        let text = "x\u{202e}\u{e0001}y";
        let json = safe_json(serde_json::to_string(text).unwrap());
        assert!(json.is_ascii(), "{json}");
        assert_eq!(serde_json::from_str::<String>(&json).unwrap(), text);
    }
}
