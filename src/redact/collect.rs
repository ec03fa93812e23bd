//! Collects the secrets that a text tells: what it gives to their names, to options of clients, and what is in addresses.

use std::collections::HashSet;

use base64::Engine as _;

use super::forms::{SCHEMES, is_code, is_drawn, is_mixed, is_secret, is_sentence, may_be_told};
use super::names::{Given, Kind, Pair, Sign, given, kind, pair};
use super::near::near;
use super::readings::{has_percent_sign, percent_decoded, percent_encoded, readings};
use crate::sanitize::char_floor;

/// How far apart the two parts of a pair may be.
pub(super) const MAX_APART: usize = 256;

/// The longest value of an option.
pub(super) const MAX_OPTION: usize = 1024;

/// How many signs of a value may be one between a name and what is secret.
const MAX_SIGNS: usize = 4;

/// How many bytes of encoded texts are read.
const MAX_ENCODED: usize = 256 * 1024;

/// The fewest characters of a text in base64 that is read.
const MIN_ENCODED: usize = 24;

/// The fewest characters of credentials in base64 that no scheme announces.
const MIN_BASIC: usize = 12;

/// The longest part of a line that is looked at for texts in quotes.
const MAX_LINE: usize = 2048;

/// The fewest characters of a secret in a sentence about it.
const MIN_IN_SENTENCE: usize = 16;

/// Returns the secrets in a text that is not certainly a request. `sent` returns where it shows one: there a short word in a
/// secret's place is one too.
pub(crate) fn collect_with(
    text: &str,
    sent: impl FnOnce(&str) -> Vec<(usize, usize)>,
) -> Vec<String> {
    let mut found = Collector::new(text);
    found.read();
    let told = std::mem::take(&mut found.told);
    if !told.is_empty() {
        let spans = sent(text);
        for (at, value) in told {
            let next = spans.partition_point(|(start, _)| *start <= at);
            if next > 0 && at < spans[next - 1].1 {
                found.keep(&value);
            }
        }
    }
    found.with_encoded();
    found.found.into_iter().collect()
}

/// Returns the secrets that a text tells, whatever it is.
#[must_use]
pub fn collect(text: &str) -> Vec<String> {
    collect_with(text, |_| Vec::new())
}

/// Returns the secrets that a request tells.
pub(crate) fn collect_sent(text: &str) -> Vec<String> {
    collect_with(text, |text| vec![(0, text.len())])
}

/// What was found in a text.
#[derive(Default)]
pub(super) struct Collector<'t> {
    pub(super) text: &'t str,
    found: HashSet<String>,
    /// What only its place tells, and where that is.
    told: Vec<(usize, String)>,
    /// Whether the name that is looked at is one of a request for sure.
    pub(super) is_sure: bool,
    /// The end of the last word that was read on behind the sign at which its value ends.
    read_on: usize,
    /// The end of the last line that was looked at for texts in quotes.
    quoted_to: usize,
    /// How many more bytes of encoded texts are read.
    budget: usize,
}

/// The last part of a pair.
struct Half {
    value: (usize, usize),
    pair: Pair,
    kind: Kind,
}

impl<'t> Collector<'t> {
    fn new(text: &'t str) -> Self {
        Self {
            text,
            budget: MAX_ENCODED,
            ..Self::default()
        }
    }

    /// Reads the whole text.
    fn read(&mut self) {
        let text = self.text;
        let mut last: Option<Half> = None;
        // The end of what the last value without quotes was looked at to: a line may name many.
        let mut seen = 0;
        for given in given(text) {
            if let Some(half) = half(text, &given) {
                self.pair(last.as_ref(), &half);
                self.form_data(&half);
                last = Some(half);
            }
            if given.kind != Kind::Open {
                // No API calls a field so of which it says something: a header field, an attribute.
                self.is_sure = given.name.contains('-')
                    || given.sign == Sign::Tag
                    || (given.sign == Sign::Equals && given.is_quoted);
                self.given(&given, &mut seen);
                self.is_sure = false;
            }
        }
        self.options();
        self.logins();
        self.addresses();
        self.users();
        self.protocols();
        near(text, |near| {
            self.value(near.value, near.kind, near.at, true)
        });
        self.encoded();
        if let Some(plain) = percent_decoded(text).filter(|_| has_percent_sign(text)) {
            let mut inner = Collector::new(&plain);
            inner.read();
            let found = inner.found;
            self.found.extend(found);
            self.told
                .extend(inner.told.into_iter().map(|(_, value)| (0, value)));
        }
    }

    /// Keeps what a name is given.
    fn given(&mut self, given: &Given<'_>, seen: &mut usize) {
        let (start, end) = given.value;
        let value = &self.text[start..end];
        if given.end > end {
            self.value(value, given.kind, start, true);
            self.texts(end, given.end, given.kind);
            return;
        }
        if !given.is_quoted && given.sign == Sign::Colon && end <= *seen {
            // Its line was looked at; what is left is the word right after the name.
            let word = value.split([' ', ',', ';']).next().unwrap_or_default();
            self.value(word, given.kind, start, false);
            return;
        }
        *seen = end;
        self.value(value, given.kind, start, given.is_quoted);
        if !given.is_quoted && start >= self.read_on {
            self.on(given);
            let is_field = given.kind == Kind::Secret && given.sign == Sign::Colon;
            if is_field && (value.ends_with('=') || !is_sentence(value)) {
                self.parameters(end);
            }
        }
    }

    /// Keeps a word that has a quote or a backslash in it and is in no quotes itself: `X-Password: a"b`.
    fn on(&mut self, given: &Given<'_>) {
        let (start, end) = given.value;
        let value = &self.text[start..end];
        let (scheme, word) = value.rsplit_once(' ').unwrap_or(("", value));
        let near = &self.text[end..char_floor(self.text, end + MAX_OPTION)];
        // What a quote ends is followed by a sign, and not by a letter.
        let goes_on = near.starts_with(['\\', '"', '\'', '`'])
            && near[1..].starts_with(|c: char| c.is_ascii_alphanumeric());
        let is_scheme = SCHEMES.contains(&scheme.to_ascii_lowercase().as_str());
        if given.kind != Kind::Secret || !goes_on || !(scheme.is_empty() || is_scheme) {
            return;
        }
        let length = near.find(char::is_whitespace).unwrap_or(near.len());
        self.read_on = end + length;
        let whole = &self.text[end - word.len()..end + length];
        let whole = whole.trim_end_matches(['"', '\'', '`', ',', ';', ')', ']', '}']);
        if is_secret(whole) {
            self.keep(whole);
        }
    }

    /// Keeps the texts in quotes of a line: `Digest username="me", response="..."`, `Bearer ${'...'}`.
    fn parameters(&mut self, from: usize) {
        if from < self.quoted_to {
            return;
        }
        let near = &self.text[from..char_floor(self.text, from + MAX_LINE)];
        let near = &near[..near.find('\n').unwrap_or(near.len())];
        self.quoted_to = from + near.len();
        let mut rest = near;
        while let Some(at) = rest.find(['"', '\'']) {
            let quote = char::from(rest.as_bytes()[at]);
            let Some(length) = rest[at + 1..].find(quote) else {
                break;
            };
            let text = rest[at + 1..at + 1 + length].trim_end_matches('\\');
            if !text.contains([' ', '{', '[']) && !text.starts_with('/') && !text.contains("://") {
                self.value(text, Kind::Secret, from, true);
            }
            rest = &rest[at + length + 2..];
        }
    }

    /// Keeps the texts of a list or an object, without the names in it.
    fn texts(&mut self, from: usize, to: usize, kind: Kind) {
        let inner = &self.text[from..char_floor(self.text, to)];
        let quote = inner.trim_start_matches('\\').chars().next();
        let quote = quote.filter(|c| *c == '\'').unwrap_or('"');
        // The first text is open still.
        let texts = inner.split(quote).skip(2).step_by(2);
        let mut behind = inner.split(quote).skip(3).step_by(2);
        for text in texts {
            let is_name = behind
                .next()
                .is_some_and(|rest| rest.trim_start().starts_with(':'));
            if !is_name {
                self.value(text, kind, from, true);
            }
        }
    }

    /// Keeps a value, in all forms in which it may be repeated.
    pub(super) fn value(&mut self, value: &str, kind: Kind, at: usize, is_quoted: bool) {
        let is_prose = !is_quoted && !self.is_sure && is_sentence(value);
        // A header field that ends in `-Key` has a key.
        let least = if self.is_sure { 8 } else { 12 };
        let is_secret = |text: &str| match kind {
            Kind::Secret if is_prose => text.len() >= MIN_IN_SENTENCE && is_mixed(text),
            Kind::Secret => is_secret(text),
            Kind::Mixed => text.len() >= least && is_mixed(text) && !is_code(text),
            Kind::Drawn => is_drawn(text),
            Kind::Open => false,
        };
        for value in readings(value) {
            let mut is_basic = false;
            // `Bearer abc`, `application key:signature`: the scheme is not a secret, its parts are.
            for part in value.split([' ', '\t', ';', ',']) {
                // The full stop of a sentence is not part of it.
                let part = part
                    .trim_end_matches('.')
                    .trim_end_matches(['"', '\'', '^']);
                let lower = part.to_ascii_lowercase();
                if SCHEMES.contains(&lower.as_str()) {
                    is_basic = lower == "basic";
                    continue;
                }
                if is_basic || (kind == Kind::Secret && part.len() >= MIN_BASIC) {
                    self.basic(part, at);
                }
                // `sid=s:abc`: each sign may be one between a name and what is secret.
                let signs = part.match_indices([':', '=']).take(MAX_SIGNS);
                let rests = signs.map(|(at, _)| &part[at + 1..]);
                let first = part.split_once([':', '=']).map(|(left, _)| left);
                for text in first.into_iter().chain(rests).chain([part]) {
                    let text = text.trim_matches('"');
                    if is_secret(text) {
                        self.keep(text);
                    }
                }
            }
            let word = value.split_once(' ').map_or(&*value, |(first, rest)| {
                let is_scheme = SCHEMES.contains(&first.to_ascii_lowercase().as_str());
                if is_scheme { rest } else { first }
            });
            let word = if is_quoted && word.len() < value.len() {
                &*value
            } else {
                word
            };
            if kind == Kind::Secret && !is_prose && !value.contains(['\n', '<']) {
                self.tell(word, at);
            } else if kind != Kind::Secret && is_quoted && is_mixed(word) && !is_code(word) {
                self.told.push((at, word.to_owned()));
            } else if is_secret(&value) && !value.contains(' ') {
                self.keep(&value);
            }
        }
    }

    /// Keeps what only its place tells.
    pub(super) fn tell(&mut self, value: &str, at: usize) {
        let value = value
            .trim_matches(['"', '\'', ' '])
            .trim_end_matches([',', ';', '.']);
        let is_whole = !value.contains([' ', ',', ';']);
        // Sentences rarely have digits, and nobody puts one in a header field.
        let is_plain = is_whole || value.bytes().any(|b| b.is_ascii_digit());
        let is_sure = self.is_sure && is_plain && may_be_told(value);
        if is_sure || (is_whole && is_secret(value)) {
            self.keep(value);
        } else if may_be_told(value) {
            self.told.push((at, value.to_owned()));
        }
    }

    /// Keeps a secret.
    pub(super) fn keep(&mut self, value: &str) {
        if !self.found.contains(value) {
            self.found.insert(value.to_owned());
        }
    }

    /// Keeps the parts of credentials in base64: `user:password`.
    pub(super) fn basic(&mut self, encoded: &str, at: usize) {
        let encoded = encoded.trim_end_matches('=');
        let decoded = base64::engine::general_purpose::STANDARD_NO_PAD
            .decode(encoded)
            .or_else(|_| base64::engine::general_purpose::URL_SAFE_NO_PAD.decode(encoded));
        let text = decoded.ok().and_then(|bytes| String::from_utf8(bytes).ok());
        let Some(text) = text.filter(|text| !text.chars().any(|c| c.is_control() && c != '\0'))
        else {
            return;
        };
        // SMTP's form has the sign that ends texts in C between the parts.
        let pair = text.trim_start_matches('\0').replace('\0', ":");
        self.credentials(&pair, at, true);
    }

    /// Keeps what texts in base64 tell: bodies and requests that a tool recorded so.
    fn encoded(&mut self) {
        let text = self.text;
        let bytes = text.as_bytes();
        let is_sign = |b: &u8| b.is_ascii_alphanumeric() || matches!(*b, b'+' | b'/');
        let mut at = 0;
        while at < bytes.len() && self.budget > 0 {
            let length = bytes[at..].iter().take_while(|b| is_sign(b)).count();
            if length >= MIN_ENCODED {
                let run = &bytes[at..at + length.min(self.budget) / 4 * 4];
                self.budget -= run.len();
                let start = base64::engine::general_purpose::STANDARD_NO_PAD.decode(&run[..16]);
                let is_text = start.is_ok_and(|start| start.iter().all(|b| is_printed(*b)));
                let decoded =
                    is_text.then(|| base64::engine::general_purpose::STANDARD_NO_PAD.decode(run));
                if let Some(Ok(plain)) = decoded {
                    let plain = String::from_utf8_lossy(&plain);
                    let mut inner = Collector::new(&plain);
                    inner.budget = self.budget;
                    inner.read();
                    self.budget = inner.budget;
                    self.found.extend(inner.found);
                    self.told
                        .extend(inner.told.into_iter().map(|(_, value)| (at, value)));
                }
            }
            at += length + 1;
        }
    }

    /// Keeps `user:password`; without a colon the whole. What is sure to be credentials may be any word.
    pub(super) fn credentials(&mut self, text: &str, at: usize, is_sure: bool) {
        for text in readings(text) {
            let Some((user, password)) = text.split_once(':') else {
                if is_secret(&text) {
                    self.keep(&text);
                }
                continue;
            };
            if is_secret(user) {
                self.keep(user);
            }
            if is_secret(password) || (is_sure && may_be_told(password)) {
                self.keep(password);
            } else {
                self.tell(password, at);
            }
        }
    }

    /// Keeps the value of a pair whose name says that it is secret.
    fn pair(&mut self, last: Option<&Half>, half: &Half) {
        let Some(last) = last.filter(|last| last.pair != half.pair) else {
            return;
        };
        let (from, to) = (last.value.1, half.value.0);
        let is_near = from <= to && to - from <= MAX_APART;
        // Other objects begin and end with brackets.
        if !is_near || self.text[from..to].contains(['{', '}']) {
            return;
        }
        let (name, value) = match half.pair {
            Pair::Value => (last, half),
            Pair::Name => (half, last),
        };
        if matches!(name.kind, Kind::Secret | Kind::Mixed) {
            let text = self.text;
            let (start, end) = name.value;
            self.is_sure = text[start..end].contains('-');
            let (start, end) = value.value;
            self.value(&text[start..end], name.kind, start, true);
            self.is_sure = false;
        }
    }

    /// Keeps the part of a form whose name says that it is secret: it begins after an empty line.
    fn form_data(&mut self, half: &Half) {
        let text = self.text;
        let after = text[half.value.1..].trim_start_matches(['"', '\\']);
        let after = after.strip_prefix('\r').unwrap_or(after);
        let body = ["\n\r\n", "\n\n"]
            .iter()
            .find_map(|end| after.strip_prefix(end));
        let is_named = half.pair == Pair::Name && matches!(half.kind, Kind::Secret | Kind::Mixed);
        if let Some(body) = body.filter(|_| is_named) {
            let at = text.len() - body.len();
            let line = body[..char_floor(body, MAX_OPTION)].lines().next();
            self.value(line.unwrap_or_default(), half.kind, at, true);
        }
    }

    /// Adds the forms in which a secret is in an address and in JSON.
    fn with_encoded(&mut self) {
        let encoded: Vec<String> = self
            .found
            .iter()
            .filter_map(|value| percent_encoded(value))
            .collect();
        self.found.extend(encoded);
    }
}

/// Returns true if a byte is one of a text.
fn is_printed(byte: u8) -> bool {
    matches!(byte, b' '..=b'~' | b'\n' | b'\r' | b'\t')
}

/// Returns a value as a part of a pair.
fn half(text: &str, given: &Given<'_>) -> Option<Half> {
    let pair = pair(given.name).filter(|_| given.is_quoted || given.sign == Sign::Equals)?;
    let (start, end) = given.value;
    let kind = match pair {
        Pair::Name if end - start <= MAX_APART => kind(&text[start..end], false),
        _ => Kind::Open,
    };
    Some(Half {
        value: given.value,
        pair,
        kind,
    })
}
