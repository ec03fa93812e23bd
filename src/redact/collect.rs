//! Collects the secrets that a text tells: what it gives to their names, to options of clients, and what is in addresses.

use std::collections::HashSet;

use base64::Engine as _;

use super::forms::{SCHEMES, is_code, is_drawn, is_mixed, is_secret, is_sentence, may_be_told};
use super::names::{Given, Kind, Pair, Sign, given, kind, pair};
use super::readings::{has_percent_sign, percent_decoded, percent_encoded, readings};
use crate::sanitize::char_floor;

/// Options of clients that take a credential, in one letter: curl's `-u`, `-U` and `-b`, HTTPie's `-a`.
const CREDENTIAL_LETTERS: [u8; 4] = *b"uUba";

/// The same written out, where their names do not say that they are secret.
const CREDENTIAL_OPTIONS: [&str; 5] = ["user", "proxy-user", "oauth2-bearer", "auth", "cookie"];

/// How far apart the two parts of a pair may be.
const MAX_APART: usize = 256;

/// The longest credentials in an address.
const MAX_USERINFO: usize = 256;

/// The longest value of an option.
const MAX_OPTION: usize = 1024;

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
struct Collector<'t> {
    text: &'t str,
    found: HashSet<String>,
    /// What only its place tells, and where that is.
    told: Vec<(usize, String)>,
    /// Whether the name that is looked at is one of a request for sure.
    is_sure: bool,
    /// The end of the last word that was read on behind the sign at which its value ends.
    read_on: usize,
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

    /// Keeps the texts of a list or an object, without the names in it.
    fn texts(&mut self, from: usize, to: usize, kind: Kind) {
        let inner = &self.text[from..char_floor(self.text, to)];
        // The first text is open still.
        let texts = inner.split('"').skip(2).step_by(2);
        let mut behind = inner.split('"').skip(3).step_by(2);
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
    fn value(&mut self, value: &str, kind: Kind, at: usize, is_quoted: bool) {
        let is_prose = !is_quoted && !self.is_sure && is_sentence(value);
        let is_secret = |text: &str| match kind {
            Kind::Secret if is_prose => text.len() >= MIN_IN_SENTENCE && is_mixed(text),
            Kind::Secret => is_secret(text),
            Kind::Mixed => text.len() >= 12 && is_mixed(text) && !is_code(text),
            Kind::Drawn => is_drawn(text),
            Kind::Open => false,
        };
        for value in readings(value) {
            let mut is_basic = false;
            // `Bearer abc`, `application key:signature`: the scheme is not a secret, its parts are.
            for part in value.split([' ', '\t', ';', ',']) {
                // The full stop of a sentence is not part of it.
                let part = part.trim_end_matches('.').trim_end_matches(['"', '\'']);
                let lower = part.to_ascii_lowercase();
                if SCHEMES.contains(&lower.as_str()) {
                    is_basic = lower == "basic";
                    continue;
                }
                if is_basic {
                    self.basic(part, at);
                }
                let halves = part.split_once([':', '=']);
                let halves = halves.into_iter().flat_map(|(left, right)| [left, right]);
                for text in halves.chain([part]) {
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
            } else if is_secret(&value) && !value.contains(' ') {
                self.keep(&value);
            }
        }
    }

    /// Keeps what only its place tells.
    fn tell(&mut self, value: &str, at: usize) {
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
    fn keep(&mut self, value: &str) {
        if !self.found.contains(value) {
            self.found.insert(value.to_owned());
        }
    }

    /// Keeps the parts of credentials in base64: `user:password`.
    fn basic(&mut self, encoded: &str, at: usize) {
        let encoded = encoded.trim_end_matches('=');
        let decoded = base64::engine::general_purpose::STANDARD_NO_PAD
            .decode(encoded)
            .or_else(|_| base64::engine::general_purpose::URL_SAFE_NO_PAD.decode(encoded));
        if let Some(text) = decoded.ok().and_then(|bytes| String::from_utf8(bytes).ok()) {
            self.credentials(&text, at, true);
        }
    }

    /// Keeps `user:password`; without a colon the whole. What is sure to be credentials may be any word.
    fn credentials(&mut self, text: &str, at: usize, is_sure: bool) {
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

    /// Keeps what options of clients are given.
    fn options(&mut self) {
        let text = self.text;
        let bytes = text.as_bytes();
        // The end of the last value: what is in it is looked at once.
        let mut done = 0;
        for at in memchr::memchr_iter(b'-', bytes) {
            if at < done {
                continue;
            }
            let is_start = at == 0 || b" \t\n\"'`,([=".contains(&bytes[at - 1]);
            if !is_start
                || bytes
                    .get(at + 1)
                    .is_none_or(|b| !b.is_ascii_alphabetic() && *b != b'-')
            {
                continue;
            }
            let near = &text[at..char_floor(text, at + 64)];
            let length = near
                .find(|c: char| !c.is_ascii_alphanumeric() && c != '-' && c != '_')
                .unwrap_or(near.len());
            let option = &near[..length];
            let name = option.trim_start_matches('-');
            let letter = option.bytes().last().unwrap_or_default();
            let is_short = !option.starts_with("--");
            let is_credential = CREDENTIAL_OPTIONS.contains(&name)
                || (is_short && name.len() <= 4 && CREDENTIAL_LETTERS.contains(&letter));
            if is_credential || (kind(name, false) == Kind::Secret && name.len() > 1) {
                let value = argument(&text[at + length..]);
                done = at + length + value.len();
                if is_credential {
                    self.credential(value, name, at);
                } else {
                    self.value(value, Kind::Secret, at, true);
                }
            }
            // `-uname:password`
            let glued = near.strip_prefix("-u").or_else(|| near.strip_prefix("-U"));
            if glued.is_some_and(|rest| rest.contains(':')) {
                let value = argument(&text[at + 1..]);
                let value = value.get(1..).unwrap_or_default();
                self.credential(value, "u", at);
            }
        }
    }

    /// Keeps what a file of logins says: `machine HOST login USER password PASSWORD`.
    fn logins(&mut self) {
        let text = self.text;
        let sign = " password ";
        for at in memchr::memmem::find_iter(text.as_bytes(), sign) {
            let front = &text[char_floor(text, at.saturating_sub(MAX_APART))..at];
            let has_login = front
                .rsplit('\n')
                .next()
                .is_some_and(|l| l.contains("login "));
            if has_login {
                self.is_sure = true;
                self.value(argument(&text[at + sign.len()..]), Kind::Secret, at, true);
                self.is_sure = false;
            }
        }
    }

    /// Keeps the credentials that an option is given.
    fn credential(&mut self, value: &str, name: &str, at: usize) {
        if name.ends_with('b') || name == "cookie" {
            for part in value.split([';', ' ']) {
                if let Some((_, value)) = part.split_once('=') {
                    self.value(value, Kind::Secret, at, true);
                }
            }
        } else if name.contains("bearer") {
            self.value(value, Kind::Secret, at, true);
        } else {
            self.credentials(value, at, false);
        }
    }

    /// Keeps the credentials in addresses: `https://user:password@host`.
    fn addresses(&mut self) {
        let text = self.text;
        for at in memchr::memmem::find_iter(text.as_bytes(), "://") {
            let near = &text[at + 3..char_floor(text, at + 3 + MAX_USERINFO)];
            let ends = |c: char| {
                c.is_whitespace()
                    || matches!(c, '/' | '"' | '\'' | '`' | '<' | '>' | '\\' | '?' | '#')
            };
            let near = &near[..near.find(ends).unwrap_or(near.len())];
            if let Some((user, _)) = near.rsplit_once('@') {
                self.credentials(user, at, true);
            }
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

/// Returns the word after an option: in quotes, after `=`, on the next line of a command, or the next text of a list.
fn argument(text: &str) -> &str {
    let signs = [
        ' ', '\t', '=', '\\', '\n', '\r', '"', '\'', ',', '$', '^', '`',
    ];
    let near = &text[..char_floor(text, MAX_OPTION)];
    let inner = near.trim_start_matches(signs);
    let before = &near[..near.len() - inner.len()];
    let quote = before.chars().rev().find(|c| matches!(c, '"' | '\''));
    let is_open = quote.is_some_and(|quote| before.ends_with(quote));
    let end = match quote.filter(|_| is_open) {
        Some(quote) => inner.find([quote, '\n']),
        None => inner.find(|c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '`')),
    };
    &inner[..end.unwrap_or(inner.len())]
}
