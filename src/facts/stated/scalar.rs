//! What a member with one value says about an error, by its name.

use super::{
    FAILED, Found, MAX_CODE, MAX_KEPT, Part, RECEIVER_FAULTS, SENDER_FAULTS, Stated, WELL,
};
use crate::doc::{Doc, Kind, Node};
use crate::retry_after;
use crate::sanitize::begins_with;
use crate::vocabulary::{Meaning, means};

/// The rank of what is a code only where nothing else is one.
const WEAK: u32 = 64;

/// The rank of a text that is called nothing but an error: often a title.
const OF_ERROR: u32 = 8;

/// The longest text that is told beside the message.
const MAX_TEXT: usize = 1024;

impl Found {
    /// Returns true for a code that is one only where nothing else is.
    pub(super) fn is_weak(&self) -> bool {
        self.rank >= WEAK
    }
}

impl Stated {
    /// Reads a member that is a text or a number.
    pub(super) fn scalar(
        &mut self,
        name: &str,
        value: Node<'_>,
        at: String,
        part: Part,
        depth: usize,
    ) {
        let Some(text) = value.plain() else { return };
        let is = |meaning| means(name, meaning);
        if text.starts_with('{')
            && (is(Meaning::Body)
                || is(Meaning::Answered)
                || is(Meaning::Error)
                || is(Meaning::Message))
            && let Some(doc) = Doc::read(&text)
        {
            self.read(doc.root(), &at, part, depth - 1);
            return;
        }
        let is_number = value.kind() == Kind::Number;
        let folded = text.to_ascii_lowercase();
        let is_well = WELL.contains(&folded.as_str()) || text.bytes().all(|b| b == b'0');
        let is_failed = FAILED.contains(&folded.as_str());
        // In XML all values are texts.
        if let Ok(is_true) = folded.parse()
            && (is(Meaning::Succeeded) || is(Meaning::Retryable))
        {
            self.flag(name, is_true);
            return;
        }
        let is_fault = |faults: &[&str]| faults.iter().any(|fault| folded.ends_with(fault));
        let is_sender = is_fault(&SENDER_FAULTS);
        let is_side = is_sender || is_fault(&RECEIVER_FAULTS);
        if (is(Meaning::Code) || is(Meaning::WeakCode)) && is_sender {
            self.is_retryable.get_or_insert(false);
        }
        if is(Meaning::Outcome) && is_failed {
            self.is_failure = true;
            return;
        }
        if is(Meaning::Status)
            && let Some(status) = status(&text)
        {
            self.status.get_or_insert(status);
            self.status_at.get_or_insert(at);
            return;
        }
        if is(Meaning::Wait) || is(Meaning::WaitMillis) {
            let wait = if is(Meaning::WaitMillis) {
                retry_after::milliseconds(&text)
            } else {
                retry_after::span(&text)
            };
            self.wait = self.wait.or(wait);
            if wait.is_none() {
                self.wait_until.get_or_insert(text.into_owned());
            }
            return;
        }
        if is(Meaning::WaitUntil) {
            self.wait_until.get_or_insert(text.into_owned());
            return;
        }
        let place = place(part);
        let is_url = text.starts_with("http://") || text.starts_with("https://");
        let is_word = text.len() <= MAX_CODE
            && !text.contains(char::is_whitespace)
            && !is_url
            && !text.starts_with(['{', '[', '<']);
        let is_letters = is_word && text.bytes().any(|b| b.is_ascii_alphabetic());
        // Between elements of XML in a string there are line ends and blanks, written out.
        let has_words = text
            .split("\\n")
            .any(|part| part.contains(|c: char| !c.is_whitespace()));
        let text = text.into_owned();
        let mut put = |slot: fn(&mut Self) -> &mut Option<Found>, rank: u32| {
            let slot = slot(self);
            let rank = rank + place * 16;
            if slot.as_ref().is_none_or(|known| rank < known.rank) {
                *slot = Some(Found {
                    text: text.clone(),
                    at: at.clone(),
                    rank,
                });
            }
        };
        let is_told = !is_well && !is_failed;
        let starts = |start: &str| begins_with(name, start);
        let is_of_error = starts("err") || starts("fault") || starts("exception");
        let mut is_failure = false;
        if is_url && is(Meaning::WeakCode) && !is_number {
            put(|s| &mut s.kind, 0);
            if part != Part::Item {
                put(|s| &mut s.docs_url, 15);
            }
        } else if is_url && is(Meaning::Docs) {
            put(|s| &mut s.docs_url, 0);
        } else if is(Meaning::Field) && part == Part::Item && !(is(Meaning::Parameter) && is_number)
        {
            self.field.get_or_insert(text);
        } else if is(Meaning::Parameter)
            && part == Part::Beside
            && !is_number
            && !is(Meaning::RequestId)
        {
            // The `source` of an element.
            self.field.get_or_insert(text);
        } else if is(Meaning::Parameter)
            && part != Part::Beside
            && is_word
            && !is(Meaning::Code)
            && !is(Meaning::RequestId)
            && !is(Meaning::OfRequest)
        {
            self.field.get_or_insert(text);
        } else if is(Meaning::RequestId)
            && is_word
            && !text.starts_with('/')
            && !(is(Meaning::Code) || is(Meaning::Message))
        {
            let rank = if is(Meaning::Docs) {
                8
            } else {
                u32::from(!starts("req"))
            };
            put(|s| &mut s.request_id, rank);
        } else if is(Meaning::Code) && is_word && (is_told || is_letters && !is_well) {
            let rank = match is_letters {
                true if is_side => WEAK + 1,
                true => 0,
                false => 1,
            };
            put(|s| &mut s.code, rank);
            is_failure = is_of_error;
        } else if is(Meaning::Reason) && is_letters && is_told {
            put(|s| &mut s.code, 2);
        } else if is(Meaning::WeakCode) && is_letters && is_told && is_weak_code(name, &text, part)
        {
            put(
                |s| &mut s.code,
                if starts("error") && part == Part::Around {
                    1
                } else {
                    WEAK
                },
            );
            is_failure = is_of_error;
        } else if is(Meaning::Title) && !is_number {
            put(|s| &mut s.title, 0);
        } else if is(Meaning::Message) && !is_number && has_words && !is_well {
            let rank = if starts("message")
                || starts("msg")
                || starts("error_d")
                || starts("errord")
                || starts("errorm")
            {
                0
            } else {
                2
            };
            let is_error = starts("error") && name.len() <= 5;
            let rank = if is_error { OF_ERROR } else { rank };
            let is_more = part != Part::Beside || rank == 0 || is_of_error || is(Meaning::Fields);
            let found = Found {
                text,
                at,
                rank: rank + place * 16,
            };
            self.say(found, is_more && !is_failed);
            is_failure = is_of_error && !is_failed;
        }
        self.is_failure |= is_failure;
    }

    /// Takes a text for the message, or for what is said beside it.
    fn say(&mut self, found: Found, is_more: bool) {
        let Some(known) = &mut self.message else {
            self.message = Some(found);
            return;
        };
        let mut other = found;
        if other.rank < known.rank {
            std::mem::swap(known, &mut other);
        }
        if other.rank % 16 == OF_ERROR {
            // What is said twice is told twice: the shorter as the title.
            self.title.get_or_insert(other);
        } else if is_more && other.text.len() <= MAX_TEXT {
            self.more.push(other);
        }
    }

    /// Takes a list of texts under the name of a message for one message; returns whether it is such a list.
    pub(super) fn sentences(&mut self, list: Node<'_>, at: &str, part: Part) -> bool {
        let Some(text) = list.texts(MAX_KEPT) else {
            return false;
        };
        let found = Found {
            text,
            at: at.to_owned(),
            rank: place(part) * 16,
        };
        self.say(found, true);
        true
    }
}

/// Returns how far from the error itself a part is.
fn place(part: Part) -> u32 {
    match part {
        Part::Error | Part::Item => 0,
        Part::Around => 1,
        Part::Beside => 2,
    }
}

/// Returns true if a text that has no better name may be the error's code.
fn is_weak_code(name: &str, text: &str, part: Part) -> bool {
    if means(name, Meaning::Status) || means(name, Meaning::Outcome) {
        return text
            .bytes()
            .all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || matches!(b, b'_' | b'-'));
    }
    part == Part::Error || !means(name, Meaning::Field)
}

/// Reads the status of an error.
fn status(text: &str) -> Option<u16> {
    let digits = text.get(..3).filter(|_| {
        let rest = &text[3..];
        rest.is_empty() || rest.starts_with(char::is_whitespace)
    })?;
    digits
        .parse()
        .ok()
        .filter(|status| (400..600).contains(status))
}
