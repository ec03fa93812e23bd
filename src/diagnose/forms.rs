//! Reads the literal forms in which SDKs, tools and servers print errors: `An error occurred ({code}) when calling ...`.

use super::rules::Rule;
use super::{Engine, closers};
use crate::catalog::Proof;
use crate::catalog::compiled::Compiled;
use crate::catalog::grams::form_keys;
use crate::input::markers::FRAMES;
use crate::pattern::{Message, Pattern, Values};

/// The least letters of literal text by which a form is recognized on its own.
const MIN_LETTERS: usize = 8;

/// The least literal text of a message that makes up for a form with fewer letters, where one API alone sends it.
const MIN_MESSAGE: usize = 12;

/// The least length of a code of several words by which a form with fewer letters is recognized.
const MIN_CODE: usize = 8;

/// How many lines a form may have.
pub(super) const MAX_LINES: usize = 4;

/// Returns how many line ends a pattern has: a placeholder takes none.
fn line_ends(pattern: &Pattern) -> usize {
    let pieces = pattern.literals();
    pieces.map(|(text, ..)| text.matches('\n').count()).sum()
}

/// What PHP writes between the message of an exception and the file that threw it.
const PLACES: [&str; 3] = [" thrown in /", " in /", " at /"];

/// Returns a message without the place in which it was thrown: PHP's ` in /var/www/vendor/a/b.php:38` behind it, and Ruby's
/// ``a.rb:60:in `call': `` before it.
pub(super) fn without_place(message: &str) -> &str {
    let frame = FRAMES.iter().filter_map(|sign| message.split_once(sign));
    let mut frame = frame.filter_map(|(_, rest)| rest.split_once("': "));
    if let Some((_, message)) = frame.next() {
        return message;
    }
    let ends = PLACES.iter().filter_map(|sign| message.rfind(sign));
    let mut ends = ends.filter(|at| message[*at..].contains(".php"));
    ends.next().map_or(message, |at| &message[..at])
}

/// Returns true if a code is the enhanced one of a reply whose own code begins with a digit: of three numbers, the first that
/// digit.
fn is_enhanced(code: &str, digit: Option<char>) -> bool {
    let is_number = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    digit.is_some()
        && code.chars().next() == digit
        && code.split('.').count() == 3
        && code.split('.').all(is_number)
}

/// Returns true if the reply that ends in an enhanced code is given as what a server said, not in the middle of a sentence:
/// `server message: 535 5.7.8 no`.
fn is_answered(text: &str, code: &str) -> bool {
    let mut starts = text.match_indices(code).map(|(at, _)| at);
    starts.any(|at| {
        let before = text[..at].trim_end_matches([' ', '-', '#']);
        let front = before.trim_end_matches(|c: char| c.is_ascii_digit());
        let front = front.trim_end_matches(' ');
        let signs = [':', '(', '"', '\'', '=', '>', '[', '|', '*', '\n'];
        before.len() > front.len() && (front.is_empty() || front.ends_with(signs))
    })
}

/// What Monolog writes between the class of an exception and its number.
const NUMBER: &str = "(code: ";

/// Returns a text without the number of the exception on its first line, as PHP prints it: `Acme\Failure(code: 0): ` is
/// `Acme\Failure: `; nothing where there is none.
pub(super) fn without_number(text: &str) -> Option<String> {
    let line = text.split('\n').next().unwrap_or_default();
    let (class, rest) = line.split_once(NUMBER)?;
    let (number, rest) = rest.split_once(')')?;
    let is_number = !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit());
    (is_number && rest.starts_with(": ")).then(|| format!("{class}{rest}"))
}

/// What PHP and Perl write between the class of an exception and its message.
const SAID: &str = "' with message '";

/// Returns a text in which the exception on the first line is printed as most languages do, `Acme\Failure: no`: as PHP prints
/// one that nobody caught, `exception 'Acme\Failure' with message 'no' in /app/a.php:3`, and as Rails prints one,
/// `Acme::Failure (no):`; nothing where there is none.
pub(super) fn unquoted(text: &str) -> Option<String> {
    let line = text.split('\n').next().unwrap_or_default();
    if let Some((before, message)) = line.split_once(SAID) {
        let class = before.rsplit('\'').next()?;
        // The quote that ends the message comes before the file.
        let end = PLACES.iter().find_map(|place| {
            let sign = format!("'{place}");
            message.rfind(sign.as_str())
        });
        let message = match end {
            Some(end) => &message[..end],
            None => message.trim_end().trim_end_matches('\''),
        };
        return Some(format!("{class}: {message}"));
    }
    if let Some((before, _)) = line.split_once(" Object") {
        return dumped(before, text);
    }
    let line = line.trim_end();
    let line = line.strip_suffix(':').unwrap_or(line).strip_suffix(')')?;
    let (before, message) = line.split_once(" (")?;
    let class = before.rsplit(' ').next()?;
    let is_class = class.contains("::") && class.starts_with(|c: char| c.is_ascii_uppercase());
    is_class.then(|| format!("{class}: {message}"))
}

/// What `print_r` of PHP writes before the message of an exception.
const MEMBER: &str = "[message:protected] => ";

/// Returns an exception that `print_r` has written, as `Acme\Failure: no`.
fn dumped(before: &str, text: &str) -> Option<String> {
    let class = before.rsplit(|c: char| c.is_whitespace()).next()?;
    let (_, message) = text.split_once(MEMBER)?;
    let message = message.split(['\n', '[']).next()?.trim_end();
    let message = message.strip_suffix(" )").unwrap_or(message);
    (!class.is_empty()).then(|| format!("{class}: {message}"))
}

/// How many lines in one are looked at, where a log writes the ends of lines as `\n`.
const MAX_ESCAPED: usize = 64;

/// Returns what is in a line in which quotes or the ends of other lines are escaped, from each of those lines on.
pub(super) fn unescaped(line: &str) -> Vec<String> {
    if !line.contains("\\n") && !line.contains("\\\"") {
        return Vec::new();
    }
    let whole = line.replace("\\n", "\n").replace("\\t", "\t");
    let whole = whole.replace("\\\"", "\"").replace("\\\\", "\\");
    let feeds = whole.match_indices('\n').map(|(at, _)| at + 1);
    let starts = std::iter::once(0).chain(feeds).take(MAX_ESCAPED);
    starts.map(|start| whole[start..].to_owned()).collect()
}

/// Placeholders that take one token rather than any text, and what it may have beside the characters of codes.
const TOKENS: [(&str, &str); 6] = [
    ("code", ""),
    ("name", ""),
    ("status", ""),
    ("subcode", ""),
    ("reply", ""),
    ("request_id", "=+"),
];

/// A form with its pattern parsed.
#[derive(Debug)]
pub(super) struct TextPattern {
    pub(super) api: usize,
    proof: Proof,
    http_status: Option<u16>,
    pattern: Option<Pattern>,
    /// Finds the literal pieces, where lines are looked at for them.
    #[cfg(feature = "scan")]
    pieces: std::sync::OnceLock<Vec<memchr::memmem::Finder<'static>>>,
}

impl TextPattern {
    /// Returns true if a line in lower case has the literal pieces, one behind the other.
    #[cfg(feature = "scan")]
    fn may_be_in(&self, lower: &[u8]) -> bool {
        let pieces = self.pieces.get_or_init(|| {
            let pieces = self.pattern.iter().flat_map(Pattern::literals);
            pieces
                .map(|(text, ..)| memchr::memmem::Finder::new(text).into_owned())
                .collect()
        });
        let mut rest = Some(lower);
        pieces.iter().all(|piece| {
            let found = rest.and_then(|rest| Some((rest, piece.find(rest)?)));
            rest = found.map(|(rest, at)| &rest[at + piece.needle().len()..]);
            rest.is_some()
        })
    }
}

/// An error that a form tells.
#[derive(Debug)]
pub(super) struct Printed<'e> {
    pub(super) api: usize,
    pub(super) entry: usize,
    pub(super) rule: &'e Rule,
    /// How much the form proves.
    pub(super) proof: Proof,
    pub(super) has_code: bool,
    pub(super) has_message: bool,
    /// How much literal text the form has.
    pub(super) weight: usize,
    /// How many lines the form has.
    pub(super) lines: usize,
    pub(super) message: Option<String>,
    pub(super) http_status: Option<u16>,
    pub(super) values: Values,
}

impl Engine {
    /// Returns true if a form that is filed under a key, and is at a position of a line, tells an error there; `texts` gives the
    /// line, and the same in lower case, as texts.
    #[cfg(feature = "scan")]
    pub(crate) fn prints<'l>(
        &self,
        key: u64,
        lower: &[u8],
        at: usize,
        texts: impl Fn() -> (&'l str, &'l str),
    ) -> bool {
        self.shapes.layers().forms().any(|(layer, api, first)| {
            layer.forms_at(key, lower, at).any(|form| {
                let known = self.form(layer, api, first, form);
                self.shapes.counts(known.api) && known.may_be_in(lower) && {
                    let (line, folded) = texts();
                    self.read_form(known, line, folded).is_some()
                }
            })
        })
    }

    /// Returns the errors that forms tell which begin on the first line of a text.
    pub(super) fn printed(&self, text: &str) -> Vec<Printed<'_>> {
        let mut found: Vec<Printed<'_>> = Vec::new();
        let mut seen: Vec<u32> = Vec::new();
        let mut feeds = memchr::memchr_iter(b'\n', text.as_bytes());
        let text = &text[..feeds.nth(MAX_LINES - 1).unwrap_or(text.len())];
        let folded = text.to_ascii_lowercase();
        for (layer, first_api, first_form) in self.shapes.layers().forms() {
            seen.clear();
            // The rarest word of a form may be on any of its lines.
            form_keys(&folded, |key, at| {
                for form in layer.forms_at(key, folded.as_bytes(), at) {
                    if seen.contains(&form) {
                        continue;
                    }
                    seen.push(form);
                    let known = self.form(layer, first_api, first_form, form);
                    if self.shapes.counts(known.api) {
                        found.extend(self.read_form(known, text, &folded));
                    }
                }
            });
        }
        // The form with the most literal text is read best; of each API one.
        found.sort_by_key(|printed| {
            let agrees = usize::from(printed.has_code) + usize::from(printed.has_message);
            std::cmp::Reverse((agrees, printed.weight))
        });
        let mut apis: Vec<usize> = Vec::new();
        found.retain(|printed| {
            let is_new = !apis.contains(&printed.api);
            apis.push(printed.api);
            is_new
        });
        found
    }

    /// Returns a form, its pattern parsed.
    fn form(
        &self,
        layer: &Compiled,
        first_api: usize,
        first_form: usize,
        form: u32,
    ) -> &TextPattern {
        self.forms.get(first_form + form as usize, || {
            let form = layer.form(form);
            TextPattern {
                api: first_api + form.api as usize,
                proof: form.proof,
                http_status: form.http_status,
                pattern: Pattern::parse(form.text).ok(),
                #[cfg(feature = "scan")]
                pieces: std::sync::OnceLock::new(),
            }
        })
    }

    /// Reads one form in a text, if it is there and tells an entry.
    fn read_form(&self, form: &TextPattern, text: &str, folded: &str) -> Option<Printed<'_>> {
        let pattern = form.pattern.as_ref()?;
        let mut values = pattern.find_in(text, folded, &TOKENS)?;
        // What takes several words may take what follows a quote, too.
        for value in values.values_mut().filter(|value| value.contains(' ')) {
            *value = closers::within(text, value).into_owned();
        }
        let message = values.remove("message");
        let code = values.remove("code");
        let name = values.remove("name");
        let subcode = values.remove("subcode");
        // A mail server's reply code is the status of its answer.
        let status = ["status", "reply"]
            .iter()
            .filter_map(|name| values.remove(*name))
            .find_map(|status| status.parse().ok().filter(|s| (100..600).contains(s)));
        let reply = code.as_deref().and_then(|code| code.parse().ok());
        let reply = reply.filter(|code| (400..600).contains(code) && self.api(form.api).is_mail());
        let http_status = status.or(form.http_status).or(reply);
        let is_its = |api: usize| api == form.api;
        let mut said = message.as_deref().and_then(|message| {
            let before = |sign: &str| message.split(sign).next().unwrap_or(message);
            let parts = [
                without_place(message),
                message,
                before(" ("),
                &message.replace("\\\"", "\""),
            ];
            let parts = parts.map(str::trim);
            let is_new = |(at, part): &(usize, &str)| !parts[..*at].contains(part);
            let new = parts.into_iter().enumerate().filter(is_new);
            let said = new.filter_map(|(_, part)| {
                let said = self.said_prepared(&Message::new(part), &is_its);
                said.into_iter().next()
            });
            // What has the most in common, of equals the first: a short template may take the rest of a line too.
            said.reduce(|best, next| {
                if next.weight > best.weight {
                    next
                } else {
                    best
                }
            })
        });
        let narrow = code.as_deref().zip(subcode.as_deref());
        let narrow = narrow.map(|(code, subcode)| format!("{code}/{subcode}"));
        let codes = [narrow.as_deref(), code.as_deref()];
        let by_code = codes
            .into_iter()
            .flatten()
            .find_map(|code| self.entry_of(form.api, code, said.as_ref().map(|s| s.entry)));
        let by_name = || {
            let name = name.as_deref()?;
            let short = name.rsplit(['.', ':', '\\']).next().unwrap_or(name);
            [name, short]
                .into_iter()
                .find_map(|name| self.entry_of(form.api, name, None))
        };
        let has_words = |named: usize| {
            let words = message.as_deref().map(without_place);
            words.is_some_and(|words| self.rule(named).read(words.trim()).is_some())
        };
        // A code decides; without one the message, which says more than the class of an exception, unless it is of that too.
        let entry = match (&code, by_code) {
            (Some(_), Some(entry)) => entry,
            (Some(_), None) => said.as_ref()?.entry,
            (None, _) => match &said {
                Some(said) => by_name()
                    .filter(|named| has_words(*named))
                    .unwrap_or(said.entry),
                None => by_name()?,
            },
        };
        let message = message.map(|message| without_place(&message).trim().to_owned());
        // A message may belong to several entries of an API.
        if let (Some(message), true) = (&message, said.as_ref().is_some_and(|s| s.entry != entry))
            && let Some(own) = self.rule(entry).read(message.trim())
            && let Some(said) = &mut said
        {
            (said.entry, said.values) = (entry, own);
        }
        let has_message = said.as_ref().is_some_and(|said| said.entry == entry);
        let is_weak = pattern.letters() < MIN_LETTERS;
        // What makes up for a form with few letters: a message with the code or name of its entry, or a long one with its
        // status or that no other API sends; or a code of this API alone that is not a word.
        let is_told = || {
            // The two codes of a mail server's reply: `550 5.1.1`.
            let is_reply = || {
                let digit = http_status.map(|status| char::from(b'0' + (status / 100 % 10) as u8));
                let code = code.as_deref().filter(|_| by_code.is_some());
                self.api(form.api).is_mail()
                    && code.is_some_and(|code| is_enhanced(code, digit) && is_answered(text, code))
            };
            let by_both = by_code.is_some() && by_code == by_name();
            let is_own = || {
                let code = code.as_deref().filter(|_| by_code.is_some());
                code.is_some_and(|code| self.is_own_code(form.api, code))
            };
            by_both
                || is_own()
                || is_reply()
                || said.as_ref().is_some_and(|said| {
                    let has_status =
                        || status.is_some_and(|s| self.rule(entry).entry.http_status.is(s));
                    let is_longest = || {
                        let message = message.as_deref().unwrap_or_default();
                        self.is_said_best(message, form.api, said.weight)
                    };
                    said.entry == entry
                        && (by_code.or_else(by_name) == Some(entry)
                            || said.weight >= MIN_MESSAGE && (has_status() || is_longest()))
                })
        };
        let is_told = is_weak && is_told();
        if let Some(said) = said.filter(|said| said.entry == entry) {
            values.extend(said.values);
        }
        let has_code = by_code.is_some() || code.is_none() && !has_message;
        Some(Printed {
            api: form.api,
            entry,
            rule: self.rule(entry),
            proof: match (is_weak, is_told) {
                (true, true) => form.proof.min(Proof::Shared),
                (true, false) => Proof::Generic,
                (false, _) => form.proof,
            },
            has_code,
            has_message,
            weight: pattern.weight(),
            lines: 1 + line_ends(pattern),
            message,
            http_status,
            values,
        })
    }

    /// Returns true if a code is of several words, and no other API has it.
    pub(super) fn is_own_code(&self, api: usize, code: &str) -> bool {
        let mut known = self.shapes.layers().named(code);
        code.len() >= MIN_CODE && code.contains('_') && known.all(|named| named.api == api)
    }

    /// Returns the entry of an API that a code or name means: spelled exactly so before any case, and the finer entry of a code
    /// where that is the one whose message is there.
    fn entry_of(&self, api: usize, code: &str, said: Option<usize>) -> Option<usize> {
        let layers = self.shapes.layers();
        let own: Vec<_> = layers
            .named(code)
            .filter(|named| named.api == api)
            .collect();
        if let Some(finer) = own.iter().find(|named| Some(named.entry) == said) {
            return Some(finer.entry);
        }
        let mut whole = own.iter().filter(|named| !named.needs_more);
        let exact = whole.clone().find(|named| {
            self.rule(named.entry)
                .entry
                .names()
                .any(|name| name == code)
        });
        exact.or(whole.next()).map(|named| named.entry)
    }
}

#[cfg(test)]
mod tests {
    use super::{line_ends, unescaped, unquoted};
    use crate::pattern::Pattern;

    #[test]
    fn exceptions_of_php_and_rails_read_as_those_of_other_languages() {
        for (text, expected) in [
            (
                "PHP Fatal error:  Uncaught exception 'Acme\\Failure' with message 'It's no' in /app/a.php:3",
                "Acme\\Failure: It's no",
            ),
            ("Acme::Failure (no (really)):", "Acme::Failure: no (really)"),
            ("E -- : Acme::Failure (no)", "Acme::Failure: no"),
            (
                "Acme\\Failure Object\n(\n    [message:protected] => no\n    [code] => 1",
                "Acme\\Failure: no",
            ),
            (
                "x Acme Object ( [a] => [message:protected] => no )",
                "Acme: no",
            ),
        ] {
            assert_eq!(unquoted(text).as_deref(), Some(expected), "{text}");
        }
        for text in ["Failure (no):", "acme::failure (no):", "f(x)", "An Object"] {
            assert_eq!(unquoted(text), None, "{text}");
        }
    }

    #[test]
    fn the_lines_of_a_form_are_those_of_its_literal_text() {
        for (form, ends) in [
            ("{name}: {message}", 0),
            ("error: {code}\n\n  at {place}\nx", 3),
        ] {
            let pattern = Pattern::parse(form).unwrap();
            assert_eq!(line_ends(&pattern), ends, "{form}");
        }
    }

    #[test]
    fn lines_that_a_log_escapes_are_read_one_by_one() {
        assert_eq!(unescaped("plain"), [""; 0]);
        assert_eq!(
            unescaped("err=\"a \\\"b\\\"\\n\\tc\""),
            ["err=\"a \"b\"\n\tc\"", "\tc\""]
        );
    }
}
