//! Passes the lines that may hold an error of the catalog, at the speed of a substring search.
//!
//! An envelope counts only when its required members are there. So every line with an error holds, as bare words, the
//! members that its envelope requires: one word an envelope is looked for, and where it stands as a member with a value,
//! the line is a candidate. So is a line that names a code in words: looked for is what many codes have in common.
//! Whether there is an error in a candidate, the engine says.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap, HashSet};

use aho_corasick::packed::{Config, MatchKind, Searcher};
use memchr::memmem::Finder;

use crate::catalog::{Envelope, Shape};
use crate::diagnose::Engine;
use crate::input::control;

/// Members that stand in nearly every log line, and so tell little. They are looked for where nothing better is there.
const COMMON: [&str; 24] = [
    "message",
    "status",
    "code",
    "type",
    "name",
    "data",
    "id",
    "time",
    "level",
    "success",
    "meta",
    "text",
    "msg",
    "ok",
    "result",
    "request",
    "response",
    "body",
    "path",
    "method",
    "timestamp",
    "version",
    "user",
    "value",
];

/// How far behind a member's name its value may begin.
const MOST_GAP: usize = 64;

/// How many parts of codes are looked for at most. Each makes the search slower, and most catalogs need a few.
const MOST_PARTS: usize = 16;

/// How quotes are written behind a backslash.
const QUOTES: [&[u8]; 3] = [b"u0022", b"u0027", b"x22"];

/// The bytes of a part.
const PART: usize = 3;

/// Finds candidate lines.
#[derive(Debug)]
pub struct Filter {
    /// The words that are looked for, none a prefix of another; what has no keys is a part of codes.
    words: Vec<Word>,
    /// The codes that are known wherever they stand, in lower case.
    codes: HashSet<Vec<u8>>,
    search: Option<Searcher>,
    /// Whether a catalog's shapes leave no word to look for: then a line with an opening brace is a candidate.
    is_open: bool,
}

/// A word that is looked for.
#[derive(Debug)]
struct Word {
    text: String,
    keys: Vec<Key>,
}

/// A member that begins with a word.
#[derive(Debug)]
struct Key {
    /// What of its name stands behind the word.
    rest: String,
    /// Whether it is a required value rather than a member's name.
    is_value: bool,
    /// For each shape, the other words that must be in the line; an empty list where nothing else must.
    along: Vec<Vec<Finder<'static>>>,
}

/// What one shape asks for.
struct Need {
    name: String,
    is_value: bool,
    along: Vec<String>,
}

impl Need {
    /// Says whether it asks for all that another asks for.
    fn includes(&self, other: &Self) -> bool {
        let is_same = self.name == other.name && self.is_value == other.is_value;
        is_same && other.along.iter().all(|word| self.along.contains(word))
    }
}

impl Filter {
    /// Makes the filter of what an engine knows.
    #[must_use]
    pub fn new(engine: &Engine) -> Self {
        let mut needs = Vec::new();
        let mut is_open = false;
        let envelopes = || engine.apis().iter().flat_map(|api| &api.envelopes);
        let mut uses: HashMap<String, usize> = HashMap::new();
        for (word, _) in envelopes().flat_map(words_of) {
            *uses.entry(word).or_default() += 1;
        }
        for envelope in envelopes() {
            match need(envelope, &uses) {
                Some(need) => needs.push(need),
                None => is_open = true,
            }
        }
        // What asks for all that another asks for, and more, finds nothing that the other does not.
        needs.sort_by_key(|need| need.along.len());
        let mut least: Vec<Need> = Vec::new();
        for need in needs {
            if !least.iter().any(|less| need.includes(less)) {
                least.push(need);
            }
        }
        let needs = least;
        let mut names: Vec<&str> = needs.iter().map(|need| need.name.as_str()).collect();
        names.sort_unstable();
        let mut words: Vec<Word> = Vec::new();
        for name in names {
            // Sorted, a prefix comes right before what it begins.
            if !words.last().is_some_and(|w| name.starts_with(&w.text)) {
                words.push(Word {
                    text: name.to_owned(),
                    keys: Vec::new(),
                });
            }
        }
        for need in needs {
            let Some(word) = words.iter_mut().find(|w| need.name.starts_with(&w.text)) else {
                continue;
            };
            let along = need
                .along
                .iter()
                .map(|text| Finder::new(text.as_bytes()).into_owned())
                .collect();
            let rest = &need.name[word.text.len()..];
            match word
                .keys
                .iter_mut()
                .find(|k| k.rest == rest && k.is_value == need.is_value)
            {
                Some(key) => key.along.push(along),
                None => word.keys.push(Key {
                    rest: rest.to_owned(),
                    is_value: need.is_value,
                    along: vec![along],
                }),
            }
        }
        let is_free = |part: &str| {
            let mut texts = words.iter().map(|word| word.text.as_str());
            !texts.any(|text| text.starts_with(part) || part.starts_with(text))
        };
        let parts = parts(engine.names_in_words().collect(), is_free);
        words.extend(parts.into_iter().map(|text| Word {
            text,
            keys: Vec::new(),
        }));
        let search = Config::new()
            .match_kind(MatchKind::LeftmostFirst)
            .builder()
            .extend(words.iter().map(|word| word.text.as_bytes()))
            .build();
        is_open |= search.is_none() && !words.is_empty();
        let codes = engine.names_in_words();
        Self {
            words,
            codes: codes.map(|code| code.to_ascii_lowercase().into()).collect(),
            search,
            is_open,
        }
    }

    /// Gives the words that are looked for.
    #[must_use]
    pub fn words(&self) -> Vec<&str> {
        self.words.iter().map(|word| word.text.as_str()).collect()
    }

    /// Gives the span of the next candidate line in a block that begins and ends at a line's edge.
    pub fn next(&self, block: &[u8], from: usize) -> Option<(usize, usize)> {
        if self.is_open {
            let brace = memchr::memchr(b'{', &block[from..])?;
            return Some(line_around(block, from + brace, from));
        }
        let search = self.search.as_ref()?;
        let mut at = from;
        while at < block.len() {
            let found = search.find_in(block, (at..block.len()).into())?;
            let start = found.start();
            let word = &self.words[found.pattern().as_usize()];
            if word.keys.is_empty() {
                if self.codes.contains(&word_around(block, start)) {
                    return Some(line_around(block, start, from));
                }
            } else if let Some(key) = word.key_at(block, start) {
                let line = line_around(block, start, from);
                if key.has_company(block, start, line) {
                    return Some(line);
                }
            }
            at = start + 1;
        }
        None
    }
}

/// Gives the span of the line around a position, without its line feed.
fn line_around(block: &[u8], at: usize, from: usize) -> (usize, usize) {
    let start = memchr::memrchr(b'\n', &block[from..at]).map_or(from, |feed| from + feed + 1);
    let end = memchr::memchr(b'\n', &block[at..]).map_or(block.len(), |feed| at + feed);
    (start, end)
}

/// Gives the word around a position in lower case, as the engine reads words.
fn word_around(block: &[u8], at: usize) -> Vec<u8> {
    let is_sign = |b: &&u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-');
    let before = block[..at].iter().rev().take(MOST_GAP).take_while(is_sign);
    let start = at - before.count();
    let behind = block[at..].iter().take(MOST_GAP).take_while(is_sign);
    let word = &block[start..at + behind.count()];
    // Behind a backslash it begins with an escape, in a colour with the end of it.
    let escape = match block[..start].last() {
        Some(b'\\') => escape_length(word),
        Some(b'[' | b';' | b':') => word
            .iter()
            .position(|b| matches!(b, b'm' | b'K'))
            .map(|sign| sign + 1)
            .filter(|end| control::ends_with_sequence(&block[..start + end]))
            .unwrap_or(0),
        _ => 0,
    };
    let word = word.get(escape..).unwrap_or_default();
    word.to_ascii_lowercase()
}

impl Word {
    /// Gives the key that the word at a position is: a member's name with a value that says something, or such a value.
    fn key_at(&self, block: &[u8], start: usize) -> Option<&Key> {
        let behind = &block[start + self.text.len()..];
        // Most often the word is a value, as in `"level":"error",`.
        let is_value = matches!(behind, [b'"', b',' | b'}' | b']', ..]);
        if is_value && !self.keys.iter().any(|key| key.is_value) || !begins_word(block, start) {
            return None;
        }
        let length = behind
            .iter()
            .position(|b| !(b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-')))
            .unwrap_or(behind.len());
        let (rest, value) = behind.split_at(length);
        // Not as slices: comparing with an empty one costs a hundred times more, as it has no address of its own.
        let is_name = |key: &&Key| key.rest.bytes().eq(rest.iter().copied());
        match self.keys.iter().find(is_name) {
            Some(key) => (key.is_value || has_value(value)).then_some(key),
            // A code that is named in a field of its own, `error_code=...`.
            None if matches!(rest, [.., b'c' | b'C', b'o', b'd', b'e']) => self
                .keys
                .iter()
                .find(|key| !key.is_value)
                .filter(|_| has_value(value)),
            None => None,
        }
    }
}

impl Key {
    /// Says whether the line holds what else a shape requires, or is cut before it could.
    fn has_company(&self, block: &[u8], start: usize, line: (usize, usize)) -> bool {
        let is_cut = || memchr::memchr(b'}', &block[start..line.1]).is_none();
        let line = &block[line.0..line.1];
        self.along
            .iter()
            .any(|words| words.iter().all(|word| word.find(line).is_some()))
            || (!self.is_value && is_cut())
    }
}

/// Says whether a word begins at a position: nothing in front, or an escape.
fn begins_word(block: &[u8], start: usize) -> bool {
    let before = &block[..start];
    match before.last() {
        Some(b) if b.is_ascii_alphanumeric() || *b == b'_' => {
            let ends: [&[u8]; 3] = [b"\\n", b"\\t", b"\\r"];
            let mut escapes = QUOTES.iter().chain(&ends);
            escapes.any(|escape| before.ends_with(escape)) || control::ends_with_sequence(before)
        }
        _ => true,
    }
}

/// Says whether a value that says something follows a member's name: no null, false, 0, nothing empty.
fn has_value(rest: &[u8]) -> bool {
    let Some(sign) = behind_quotes(rest, 0) else {
        return false;
    };
    if !matches!(rest[sign], b':' | b'=') {
        return false;
    }
    let arrow = sign + 1 + usize::from(rest[sign] == b'=' && rest.get(sign + 1) == Some(&b'>'));
    let Some(value) = behind_blanks(rest, arrow) else {
        return false;
    };
    let text = &rest[value..];
    // The word, where nothing follows it that makes it a longer one.
    let is_word = |length: usize| {
        !text
            .get(length)
            .is_some_and(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'-'))
    };
    let says_nothing = match text {
        [b'n', b'u', b'l', b'l', ..] | [b'N', b'o', b'n', b'e', ..] => is_word(4),
        [b'f' | b'F', b'a', b'l', b's', b'e', ..] => is_word(5),
        [b'n', b'i', b'l', ..] => is_word(3),
        [b'0', ..] => is_word(1),
        [b'[', b']', ..] | [b'{', b'}', ..] => true,
        _ => false,
    };
    if says_nothing {
        return false;
    }
    // A pair of quotes with nothing between them.
    match quote(text) {
        Some(length) => quote(&text[length..]).is_none_or(|second| second != length),
        None => !matches!(text[0], b',' | b'}' | b']' | b'&' | b';'),
    }
}

/// Gives the length of the escape that a text behind a backslash begins with: a word may follow it at once.
pub(super) fn escape_length(text: &[u8]) -> usize {
    match text {
        [b'n' | b'r' | b't' | b'b' | b'f', ..] => 1,
        [b'u', a, b, c, d, ..] if [a, b, c, d].into_iter().all(u8::is_ascii_hexdigit) => 5,
        _ => escaped_quote(text).unwrap_or(0),
    }
}

/// Gives the length of a quote that is written so behind a backslash.
fn escaped_quote(text: &[u8]) -> Option<usize> {
    let written = QUOTES.iter().find(|written| text.starts_with(written));
    written.map(|written| written.len())
}

/// Gives the length of a quote with the backslashes in front of it.
fn quote(text: &[u8]) -> Option<usize> {
    let run = text.iter().take_while(|b| **b == b'\\').count();
    let rest = &text[run..];
    match rest.first()? {
        b'"' | b'\'' => Some(run + 1),
        b'u' | b'x' if run > 0 => Some(run + escaped_quote(rest)?),
        _ => None,
    }
}

/// Gives the position behind blanks and colours.
fn behind_blanks(text: &[u8], from: usize) -> Option<usize> {
    let mut at = from;
    while at < from + MOST_GAP {
        at += match text.get(at)? {
            b' ' | b'\t' => 1,
            _ => match control::sequence_length(&text[at..]) {
                0 => return Some(at),
                length => length,
            },
        };
    }
    None
}

/// Gives the position behind the quotes, brackets and blanks that end a member's name.
fn behind_quotes(text: &[u8], from: usize) -> Option<usize> {
    let end = text.len().min(MOST_GAP);
    let mut at = from;
    while at < end {
        let rest = &text[at..end];
        let colour = control::sequence_length(rest);
        if colour > 0 {
            at += colour;
            continue;
        }
        at += match rest[0] {
            b'\\' => 1 + escaped_quote(&rest[1..]).unwrap_or(0),
            b'&' => ["&quot;", "&#34;", "&#39;", "&#x22;", "&#x27;", "&apos;"]
                .iter()
                .find(|entity| rest.starts_with(entity.as_bytes()))?
                .len(),
            b'"' | b'\'' | b'`' | b']' | b' ' | b'\t' | 0x80..=0xff => 1,
            _ => return Some(at),
        };
    }
    None
}

/// Gives the bare words that a shape requires, and whether each is a value rather than a member's name.
fn words_of(envelope: &Envelope) -> Vec<(String, bool)> {
    let mut words: Vec<(String, bool)> = Vec::new();
    for (pointer, shape) in &envelope.requires {
        for token in pointer.split('/').skip(1) {
            words.push((token.to_owned(), false));
        }
        if let Shape::Text(text) = shape {
            words.push((text.clone(), true));
        }
    }
    words.retain(|(word, _)| is_bare(word));
    words.dedup();
    words
}

/// Gives the word to look for in lines with a shape; `None` where it requires no word. The fewer words, the faster the
/// search: one that more shapes require goes before others.
fn need(envelope: &Envelope, uses: &HashMap<String, usize>) -> Option<Need> {
    let words = words_of(envelope);
    let read = &envelope.read;
    let codes = [&read.code, &read.code_in];
    let words_of_people = [&read.message, &read.status_name];
    let is_in = |pointers: [&Option<String>; 2], word: &str| {
        pointers
            .iter()
            .filter_map(|pointer| pointer.as_deref())
            .any(|pointer| pointer.split('/').any(|token| token == word))
    };
    let cost = |(word, is_value): &(String, bool)| {
        (
            COMMON.contains(&word.as_str()),
            *is_value,
            !is_in(codes, word),
            !is_in(words_of_people, word),
            Reverse(uses.get(word)),
            Reverse(word.len()),
        )
    };
    let (name, is_value) = words.iter().min_by_key(|word| cost(word))?.clone();
    // A body that is cut behind its code is still known by it, whatever else the shape requires.
    let along = if is_in(codes, &name) || (is_in(words_of_people, &name) && words.len() == 1) {
        Vec::new()
    } else {
        words
            .into_iter()
            .map(|(word, _)| word)
            .filter(|word| *word != name)
            .collect()
    };
    Some(Need {
        name,
        is_value,
        along,
    })
}

/// Gives a few parts that stand in all codes, as far as a few are enough. None is a number or of small letters alone:
/// logs are full of those.
fn parts(mut codes: Vec<&str>, is_free: impl Fn(&str) -> bool) -> Vec<String> {
    let mut parts: Vec<String> = Vec::new();
    while !codes.is_empty() && parts.len() < MOST_PARTS {
        let mut uses: BTreeMap<&str, usize> = BTreeMap::new();
        for code in &codes {
            let mut seen: Vec<&str> = Vec::new();
            for part in (PART..=code.len()).filter_map(|end| code.get(end - PART..end)) {
                let is_common = part.bytes().all(|b| b.is_ascii_digit())
                    || part.bytes().all(|b| b.is_ascii_lowercase());
                if !is_common && part.is_ascii() && !seen.contains(&part) && is_free(part) {
                    seen.push(part);
                    *uses.entry(part).or_default() += 1;
                }
            }
        }
        // A part with a sign is the rarest in other words.
        let has_sign = |part: &str| part.bytes().any(|b| !b.is_ascii_alphanumeric());
        let best = uses
            .iter()
            .max_by_key(|(part, uses)| (has_sign(part), **uses));
        let Some((&best, _)) = best else {
            break;
        };
        codes.retain(|code| !code.contains(best));
        parts.push(best.to_owned());
    }
    parts
}

/// Says whether a word is written in JSON as it is, and long enough to be looked for.
fn is_bare(word: &str) -> bool {
    word.len() >= 2
        && word.bytes().any(|b| b.is_ascii_alphabetic())
        && word
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-'))
}

#[cfg(test)]
mod tests {
    use super::Filter;
    use crate::catalog::Catalog;
    use crate::diagnose::Engine;

    fn filter() -> Filter {
        Filter::new(&Engine::new(&Catalog::builtin(), &[]).unwrap())
    }

    fn passes(line: &str) -> bool {
        filter().next(line.as_bytes(), 0).is_some()
    }

    #[test]
    fn a_member_is_found_however_it_is_quoted() {
        for line in [
            r#"{"error":{"code":"X"}}"#,
            r#"{"body":"{\"error\":{\"code\":\"X\"}}"}"#,
            r#"{"body":"{\\\"error\\\": {\\\"code\\\": 1"}"#,
            r#"{"body":"{\u0022error\u0022:\u0022x\u0022}"}"#,
            r"{\x22error\x22:\x22x\x22}",
            r#"{"body":"{\n  \"error\": \"x\"\n}"}"#,
            "{'error': {'code': 'X'}}",
            "level=warn error_code=AUTH_002",
            "map[error:map[code:X]]",
            r#"{"status":403,"title":"Forbidden"}"#,
            "\u{1b}[34;1m\"error\"\u{1b}[0m\u{1b}[1;39m:\u{1b}[0m \u{1b}[32m\"x\"\u{1b}[0m",
            r#"{"log":"{ \u001b[32m'error'\u001b[39m: \u001b[32m'x'\u001b[39m }"}"#,
            "app: #033[31merror#033[0m=x",
        ] {
            assert!(passes(line), "{line}");
        }
    }

    #[test]
    fn a_member_that_says_nothing_is_passed_over() {
        for line in [
            r#"{"error":null}"#,
            r#"{"error":false,"a":1}"#,
            r#"{"error": {}, "errors":[]}"#,
            r#"{"error":""}"#,
            r#"{"body":"{\"error\":\"\"}"}"#,
            "done errors=0 warnings=2",
            r#"{"level":"error","msg":"x"}"#,
            "an error occurred, terrors=1",
            r#"{"title":"Dune"}"#,
            r#"{"terror":"x"}"#,
        ] {
            assert!(!passes(line), "{line}");
        }
    }

    #[test]
    fn a_code_is_found_wherever_it_stands_as_a_word() {
        for line in [
            "ERROR send failed: AUTH_002 Invalid or expired API key",
            "WARN retrying (BUSINESS_002)",
            r#"{"vendorCode":"AUTH_002"}"#,
            r#"{"body":"first\nAUTH_002\nlast"}"#,
            r#"{"body":"{\u0022vendorCode\u0022:\u0022AUTH_002\u0022}"}"#,
            r"{\x22vendorCode\x22:\x22AUTH_002\x22}",
            r#"{"msg":"\u003cAUTH_002\u003e code\u003dAUTH_002 \\AUTH_002"}"#,
            "refused: AUTH-001",
            "\u{1b}[31mAUTH_002\u{1b}[0m refused",
            r#"{"log":"\u001b[31;1mAUTH_002\u001b[0m"}"#,
            "MichoW: NO_SESSION",
        ] {
            assert!(passes(line), "{line}");
        }
        for line in [
            "id 8ba7b832-9dad-11d1-80b4-00c04fd430c8",
            "req_00ab12 done",
            "XAUTH_002 and AUTH_0022",
            "took 40005 ms",
        ] {
            assert!(!passes(line), "{line}");
        }
    }

    #[test]
    fn codes_have_few_parts_that_stand_in_all_of_them() {
        let parts = |codes: &[&str]| super::parts(codes.to_vec(), |_| true);
        assert_eq!(
            parts(&["AUTH_001", "BUSINESS_002", "BUSINESS_003"]),
            ["_00"]
        );
        assert_eq!(parts(&["E1001", "E1002"]), ["E10"]);
        assert_eq!(parts(&["err1", "q-12"]), ["q-1", "rr1"]);
        assert_eq!(parts(&[]), [""; 0]);
        let few = super::parts(vec!["AUTH_001"], |part| !part.contains('_'));
        assert_eq!(few, ["UTH"]);
    }

    #[test]
    fn only_the_line_with_the_member_is_a_candidate() {
        let block = b"one\n{\"error\":\"x\"}\nthree\n";
        let filter = filter();
        assert_eq!(filter.next(block, 0), Some((4, 17)));
        assert_eq!(filter.next(block, 18), None);
    }
}
