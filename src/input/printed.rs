//! What programs print around a value, or in its place: code in a traceback, previews in a console, structures of R.

use std::sync::LazyLock;

use memchr::memmem::Finder;

use super::lines::joined;
use super::markers;
use crate::words::list;

/// What programs call a text that they send, in small letters, where nothing says that it came.
const SENT_TEXTS: [&str; 7] = list("sent texts");

/// Searches for these names, without the first letter.
static SENT_FINDERS: LazyLock<[Finder<'static>; SENT_TEXTS.len()]> =
    LazyLock::new(|| SENT_TEXTS.map(|name| Finder::new(&name[1..])));

/// Takes out the texts that a program says it sends: `prompt: ...`, `mail body: "..."`. Values in them are looked at elsewhere.
pub(super) fn without_sent(text: &str) -> Option<String> {
    let bytes = text.as_bytes();
    let part = |line: &str| SENT_TEXTS.iter().find_map(|name| sent_text(line, name));
    let mut finders = SENT_FINDERS.iter();
    let may_have = finders.any(|name| name.find(bytes).is_some());
    if !may_have || !text.lines().any(|line| part(line).is_some()) {
        return None;
    }
    let mut plain = String::with_capacity(text.len());
    for line in text.lines() {
        let (start, end) = part(line).unwrap_or((line.len(), line.len()));
        plain.push_str(&line[..start]);
        plain.push_str(&line[end..]);
        plain.push('\n');
    }
    Some(plain)
}

/// Returns where in a line a text begins and ends that is called by a name.
fn sent_text(line: &str, name: &str) -> Option<(usize, usize)> {
    let lower = line.to_ascii_lowercase();
    let at = lower.find(name)?;
    let behind = &line[at + name.len()..];
    let value = behind.strip_prefix([':', '='])?.trim_start();
    let is_word = !lower[..at]
        .ends_with(|c: char| c.is_alphanumeric() || matches!(c, '_' | '"' | '\'' | '-'));
    // `Invalid prompt: ...` is what was answered.
    let mut front = lower[..at].split(|c: char| !c.is_ascii_alphanumeric());
    let is_answer = front.any(markers::tells_of_answer);
    let start = line.len() - value.len();
    let is_text = !value.is_empty() && !value.starts_with(['{', '[', '<']);
    let end = match value.strip_prefix('"') {
        Some(inner) => inner.find('"').map_or(line.len(), |end| start + end + 2),
        None => line.len(),
    };
    (is_word && is_text && !is_answer).then_some((start, end))
}

/// What RSpec writes before the line of code that failed.
const FAILED_CODE: &str = "Failure/Error: ";

/// Takes the lines of code out of tracebacks of Python and of RSpec: what is in them was written, and not received.
pub(super) fn without_code(text: &str) -> Option<String> {
    if !text.contains("  File \"") && !text.contains(FAILED_CODE) {
        return None;
    }
    let indent = |line: &str| line.len() - line.trim_start().len();
    let mut frame = None;
    Some(joined(text.lines().map(|line| {
        if is_frame(line) {
            frame = Some(indent(line));
            return line;
        }
        let is_code = frame.is_some_and(|frame| indent(line) > frame)
            || line.trim_start().starts_with(FAILED_CODE);
        if is_code {
            return "";
        }
        frame = None;
        line
    })))
}

/// What pytest writes above its list of the tests that failed.
const SUMMARY: &str = " short test summary info ";

/// Takes out pytest's list of the tests that failed, where what it cuts short is in the text in full: in lines that begin with `E`.
pub(super) fn without_summaries(text: &str) -> Option<String> {
    let (before, _) = text.split_once(SUMMARY)?;
    let is_told = before.lines().any(|line| line.starts_with("E  "));
    let is_listed = |line: &str| line.starts_with("FAILED ") || line.starts_with("ERROR ");
    let mut is_below = false;
    is_told.then(|| {
        joined(text.lines().map(|line| {
            is_below |= line.contains(SUMMARY);
            if is_below && is_listed(line) {
                ""
            } else {
                line
            }
        }))
    })
}

/// Returns true if a line of a traceback says where the code below it is.
fn is_frame(line: &str) -> bool {
    let behind = line.trim_start().strip_prefix("File \"");
    behind.is_some_and(|rest| rest.contains("\", line "))
}

/// Takes out what was typed at the prompt of an interpreter, where what it printed is on lines of its own.
pub(super) fn without_prompts(text: &str) -> Option<String> {
    let typed = |line: &str| {
        let rest = line.strip_prefix("> ")?;
        let is_call = rest.contains('(') && rest.trim_end().ends_with([')', ';', ',', '{']);
        (is_call && super::http::header_field(rest).is_none()).then_some(())
    };
    let is_printed = text.lines().any(|line| line.starts_with(['{', '[']));
    let is_typed = text.lines().any(|line| typed(line).is_some());
    (is_printed && is_typed).then(|| {
        joined(
            text.lines()
                .map(|line| if typed(line).is_some() { "" } else { line }),
        )
    })
}

/// Takes out the one-line previews of objects that a browser's console shows opened below them: `{error: {…}}`.
pub(super) fn without_previews(text: &str) -> Option<String> {
    if !text.contains("{…}") || !text.contains("[[Prototype]]") {
        return None;
    }
    Some(joined(text.lines().map(|line| {
        let start = line
            .find('{')
            .filter(|_| line.contains("{…}") && line.trim_end().ends_with('}'));
        start.map_or(line, |start| &line[..start])
    })))
}

/// Takes the examples out of a description of an API in YAML: nobody answered so.
pub(super) fn without_examples(text: &str) -> Option<String> {
    let is_description = |line: &str| {
        ["openapi: ", "swagger: "]
            .iter()
            .any(|start| line.starts_with(start))
    };
    if !text.lines().any(is_description) {
        return None;
    }
    let mut example = None;
    Some(joined(text.lines().map(|line| {
        let indent = line.len() - line.trim_start().len();
        if example.is_some_and(|example| indent > example) {
            return "";
        }
        let name = line.trim().trim_start_matches("- ");
        let is_example = ["example:", "examples:"]
            .iter()
            .any(|start| name.starts_with(start));
        example = is_example.then_some(indent);
        if is_example { "" } else { line }
    })))
}

/// Writes what `str()` of R prints as objects: ` $ status: chr "404"`, and ` ..$ code: int 7` in a list.
pub(super) fn structures(text: &str) -> Option<String> {
    let mut members = text.lines().filter(|line| member(line).is_some());
    if !text.contains("List of ") || members.nth(1).is_none() {
        return None;
    }
    let mut plain = String::with_capacity(text.len());
    let mut open = 0;
    let close = |plain: &mut String, open: &mut usize, depth: usize| {
        while *open > depth {
            plain.push_str("}, ");
            *open -= 1;
        }
    };
    for line in text.lines() {
        let Some((depth, name, value)) = member(line) else {
            close(&mut plain, &mut open, 0);
            plain.push_str(line);
            plain.push('\n');
            continue;
        };
        close(&mut plain, &mut open, depth);
        while open < depth {
            plain.push('{');
            open += 1;
        }
        plain.push_str(&format!("{name}: "));
        if !value.starts_with("List of") {
            plain.push_str(&format!(
                "{}, ",
                value.split_once(' ').map_or("null", |(_, value)| value)
            ));
        }
        plain.push('\n');
    }
    close(&mut plain, &mut open, 0);
    Some(plain)
}

/// Returns how deep a member in a structure of R is, its name, and its kind and value.
fn member(line: &str) -> Option<(usize, &str, &str)> {
    let (dots, rest) = line.strip_prefix(' ')?.split_once("$ ")?;
    let is_indent = dots.split(' ').all(|dots| dots.is_empty() || dots == "..");
    let (name, value) = rest.split_once(':')?;
    let depth = 1 + dots.matches("..").count();
    is_indent.then_some((depth, name.trim(), value.trim()))
}

#[cfg(test)]
mod tests {
    use super::{
        structures, without_code, without_examples, without_previews, without_prompts,
        without_sent, without_summaries,
    };

    #[test]
    fn a_text_that_is_sent_is_left_out() {
        assert_eq!(
            without_sent("a prompt: what is 401?\nmail body: \"no {x}\" status=503\n").as_deref(),
            Some("a prompt: \nmail body:  status=503\n")
        );
        for text in [
            "prompt: {\"a\": 1}",
            "\"prompt\": \"x\"",
            "Invalid prompt: it was flagged",
            "prompt:\n",
        ] {
            assert_eq!(without_sent(text), None, "{text}");
        }
    }

    #[test]
    fn code_in_a_traceback_is_left_out() {
        assert_eq!(
            without_code("Traceback:\n  File \"a.py\", line 7, in send\n    post(json={\"to\": [1]})\n    ^^^^\n  File \"b.py\", line 1, in <module>\n    raise E(\nE: 404\n  a: 1\n").as_deref(),
            Some("Traceback:\n  File \"a.py\", line 7, in send\n\n\n  File \"b.py\", line 1, in <module>\n\nE: 404\n  a: 1\n")
        );
        assert_eq!(without_code("{\"a\": \"File\"}"), None);
    }

    #[test]
    fn a_preview_is_left_out_where_the_object_is_opened_below() {
        assert_eq!(
            without_previews(
                "x.js:1 {ok: false, error: {…}}\nerror:\ncode: 7\n[[Prototype]]: Object\n"
            )
            .as_deref(),
            Some("x.js:1 \nerror:\ncode: 7\n[[Prototype]]: Object\n")
        );
        assert_eq!(without_previews("{error: {…}}\n"), None);
    }

    #[test]
    fn a_list_of_failed_tests_repeats_what_is_above() {
        let (told, summary) = (
            "E       Exception: 403: no right to do so\n",
            "=== short test summary info ===\nFAILED a.py::b - Exception: 403: no ri...\n",
        );
        assert_eq!(
            without_summaries(&format!("{told}{summary}")).as_deref(),
            Some("E       Exception: 403: no right to do so\n=== short test summary info ===\n\n")
        );
        assert_eq!(without_summaries(summary), None);
    }

    #[test]
    fn an_example_in_a_description_is_left_out() {
        assert_eq!(
            without_examples("openapi: 3.1.0\na:\n  example:\n    error:\n      code: X\n  b: 7\n")
                .as_deref(),
            Some("openapi: 3.1.0\na:\n\n\n\n  b: 7\n")
        );
        assert_eq!(without_examples("example:\n  a: 7\n"), None);
    }

    #[test]
    fn what_was_typed_is_left_out() {
        assert_eq!(
            without_prompts("> await send({ to: 1 })\n{\n  a: 1\n}\n> \n").as_deref(),
            Some("\n{\n  a: 1\n}\n> \n")
        );
        for text in ["> {\n> a(1)\n> }\n", "> Host: a (b)\n{}\n"] {
            assert_eq!(without_prompts(text), None, "{text}");
        }
    }

    #[test]
    fn a_structure_of_r_reads_as_an_object() {
        assert_eq!(
            structures("List of 2\n $ error: List of 2\n  ..$ code : chr \"X\"\n  ..$ n: int 7\n $ m: NULL\nend\n").as_deref(),
            Some("List of 2\n{error: \n{code: \"X\", \nn: 7, \n}, m: null, \n}, end\n")
        );
        assert_eq!(structures("List of 2\n"), None);
    }
}
