//! Where a string, an unquoted text or a comment ends: what follows decides, since people and languages quote badly.

use serde::de::IgnoredAny;

use super::keys::{Sep, Spelling, word_end};
use super::lexis::{
    Quote, before_mark, is_blank, is_mark, past_blanks, past_char, past_ellipsis, past_spaces,
    scalar,
};
use super::{MAX_COMMENT, MAX_HEAD, MAX_SCALAR, Place, Reader, Shape, Style};
use crate::sanitize::char_floor;

/// How long JSON may be that a string holds with its quotes as they are.
const MAX_JSON: usize = 16 * 1024;

/// How unquoted text ends.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum End {
    /// Before a separator, a key or a closing bracket.
    Closed,
    /// Before the properties that node prints in braces after an error's stack.
    Group,
    /// At the end of the text, or of a line after which nothing fits.
    Cut,
}

impl<'t> Reader<'t> {
    /// Returns true if a quote opens a string: where texts have no quotes, only if the string ends where its quote closes first.
    pub(super) fn is_string(&self, quote: Quote, start: usize, place: Place<'t>) -> bool {
        match place.style {
            Style::Listed => false,
            _ if !place.is_unquoted() => true,
            _ => {
                let closer = quote.first_closer(self.text, start, usize::MAX);
                closer.is_none_or(|(_, after)| self.closes(after, place))
            }
        }
    }

    /// Returns where the string that begins at `start` ends, where the reading goes on, and whether the string is cut there.
    pub(super) fn string_end(
        &self,
        quote: Quote,
        start: usize,
        place: Place<'t>,
    ) -> (usize, usize, bool) {
        if let Some((end, after)) = self.json_end(quote, start, place) {
            return (end, after, false);
        }
        let mut at = start;
        let mut line = start;
        while let Some(next) = past_char(self.text, at) {
            if let Some(after) = quote.closer_end(self.text, at) {
                if self.closes(after, place) {
                    return (at, after, false);
                }
                if line > start && self.begins_member_value(after, place) {
                    // These are the quotes of a key on a later line: the string's own end was lost before.
                    return (line - 1, line - 1, true);
                }
            } else if self.byte(at) == Some(b'\n') {
                if let Some(kept) = before_mark(self.slice(line, at), false) {
                    return (line + kept.len(), at, true);
                }
                line = next;
            }
            at = next;
        }
        let end = self.text.len();
        let kept = before_mark(self.rest(line), true).map_or(end, |kept| line + kept.len());
        (kept, end, true)
    }

    /// Returns where a string ends, and where the reading goes on, that holds JSON whose own quotes are not escaped, as PHP and
    /// many loggers print a body.
    fn json_end(&self, quote: Quote, start: usize, place: Place<'t>) -> Option<(usize, usize)> {
        let inside = self.rest(start);
        let window = &inside[..char_floor(inside, MAX_JSON)];
        if !window.strip_prefix('{')?.trim_start().starts_with('"') {
            return None;
        }
        let mut values = serde_json::Deserializer::from_str(window).into_iter::<IgnoredAny>();
        values.next()?.ok()?;
        let end = start + values.byte_offset();
        let after = quote.closer_end(self.text, end)?;
        self.closes(after, place).then_some((end, after))
    }

    /// Returns the string that is joined to the one before: after `+` (node), or alone on the next line (Python's pprint).
    pub(super) fn next_piece(&self, place: Place<'t>) -> Option<(Quote, usize)> {
        let next = past_blanks(self.text, self.pos);
        if self.byte(next) == Some(b'+') {
            return self.string_at(past_blanks(self.text, next + 1));
        }
        let is_line = next > past_spaces(self.text, self.pos);
        if !is_line || self.key_at(next, place.shape).is_some() {
            return None;
        }
        let (quote, start) = self.string_at(next)?;
        // Without its end it is rather a key that was cut.
        quote.first_closer(self.text, start, usize::MAX)?;
        Some((quote, start))
    }

    /// Returns true if what follows a quote shows that it closes its string: people put quotes inside quotes.
    fn closes(&self, after: usize, place: Place<'t>) -> bool {
        let next = past_blanks(self.text, after);
        let Some(byte) = self.byte(next) else {
            return true;
        };
        if next > past_spaces(self.text, after) {
            return true;
        }
        let rest = self.rest(next);
        match byte {
            b'}' | b']' | b';' => true,
            b')' => self.is_open(b')'),
            b',' => place.key.is_none() || !self.is_prose(next + 1, place.shape),
            b'+' => self.string_at(past_blanks(self.text, next + 1)).is_some(),
            b':' | b'=' if place.key.is_none() => Sep::at(self.text, next).is_some(),
            b'/' => rest.starts_with("//") || rest.starts_with("/*"),
            b'.' => past_ellipsis(self.text, next) > next + "...".len(),
            _ if is_mark(rest) => true,
            _ if next == after => false,
            // A key on the same line, without a comma: quoted, or with a quoted value as in Go and protobuf texts.
            _ => self.key_at(next, place.shape).is_some_and(|key| {
                matches!(key.spelling, Spelling::Quoted | Spelling::Bracketed)
                    || self.string_at(key.end).is_some()
            }),
        }
    }

    /// Returns true if text rather than a key follows a comma in an object.
    fn is_prose(&self, at: usize, shape: Shape) -> bool {
        let at = past_blanks(self.text, at);
        let is_word = self.byte(at).is_some_and(|b| b.is_ascii_alphabetic());
        is_word && self.key_at(at, shape).is_none() && word_end(self.text, at) < self.text.len()
    }

    /// Returns true if a colon and the beginning of a member's value stand at `at`.
    fn begins_member_value(&self, at: usize, place: Place<'t>) -> bool {
        match Sep::at(self.text, past_spaces(self.text, at)) {
            Some((Sep::Colon, end)) if place.key.is_some() => {
                let value = self.byte(past_spaces(self.text, end));
                value.is_some_and(|b| b.is_ascii_digit() || b"\"'{[-tfn".contains(&b))
            }
            _ => false,
        }
    }

    /// Returns where the unquoted text at this place ends, and how.
    pub(super) fn unquoted_end(&self, place: Place<'t>) -> (usize, End) {
        let start = self.pos;
        let mut depth = [0_usize; 3];
        let mut is_stack = false;
        let mut at = start;
        while let Some(byte) = self.byte(at) {
            let is_flat = depth == [0; 3];
            let next = past_blanks(self.text, at);
            if next > at {
                let is_line = next > past_spaces(self.text, at);
                is_stack |= is_line && self.rest(next).starts_with("at ");
                let end = if next >= self.text.len() {
                    Some(End::Cut)
                } else if is_line {
                    self.line_end(at, next, place)
                } else if is_stack && self.byte(next) == Some(b'{') && self.is_body(next + 1) {
                    return (next, End::Group);
                } else {
                    let is_member = is_flat && self.separates_blank(next, place)
                        || self.is_scalar(start, at) && self.follows_scalar(next, place);
                    is_member.then_some(End::Closed)
                };
                if let Some(end) = end {
                    return (at, end);
                }
                at = next;
                continue;
            }
            let kind = match byte {
                b'(' | b')' => 0,
                b'[' | b']' => 1,
                _ => 2,
            };
            let is_end = match byte {
                b'(' | b'[' | b'{' => {
                    depth[kind] += 1;
                    false
                }
                b')' | b']' | b'}' if depth[kind] > 0 => {
                    depth[kind] -= 1;
                    false
                }
                b')' if place.style == Style::Listed => {
                    at > 0 && is_blank(self.text, at - 1) && self.is_open(byte)
                }
                b')' | b']' | b'}' => self.is_closer(byte, place),
                b',' | b';' if place.style != Style::Plain && place.shape != Shape::Brace => false,
                b',' | b';' if place.key.is_none() => is_flat,
                b',' | b';' => self.is_scalar(start, at) || self.separates_comma(at + 1, place),
                _ => false,
            };
            if is_end {
                return (at, End::Closed);
            }
            at += 1;
        }
        (self.text.len(), End::Cut)
    }

    /// Says how the line that ends at `at`, before `next`, ends an unquoted text; `None` where the text goes on.
    fn line_end(&self, at: usize, next: usize, place: Place<'t>) -> Option<End> {
        let is_listed = place.style == Style::Listed;
        let key = self.key_at(next, place.shape);
        let is_closed = place.key.is_none()
            || key.is_some_and(|key| place.is_sibling(key))
            || self
                .byte(next)
                .is_some_and(|b| matches!(b, b',' | b';') || self.is_closer(b, place))
            || !is_listed && self.is_aside(next);
        if is_closed {
            return Some(End::Closed);
        }
        let is_written_out = self.byte(at) == Some(b'\\');
        let goes_on = is_listed || is_written_out || self.rest(next).starts_with("at ");
        if goes_on { None } else { Some(End::Cut) }
    }

    /// Returns true if a comma in an object, before `after`, ends an unquoted text there: texts have commas of their own.
    fn separates_comma(&self, after: usize, place: Place<'t>) -> bool {
        let next = past_blanks(self.text, after);
        let key = self.key_at(next, place.shape);
        next > past_spaces(self.text, after)
            || matches!(self.byte(next), None | Some(b'}' | b']' | b')'))
            || key.is_some_and(|key| place.is_sibling(key))
            || word_end(self.text, next) == self.text.len()
    }

    /// Returns true if `next`, after a blank, begins the next member where no comma must stand before it.
    pub(super) fn separates_blank(&self, next: usize, place: Place<'t>) -> bool {
        let (Some(own), Some(key)) = (place.key, self.key_at(next, place.shape)) else {
            return false;
        };
        if key.spelling != Spelling::Bare {
            return place.is_sibling(key);
        }
        let is_next = if place.shape == Shape::GoMap {
            // Go prints the keys of a map in order: a word with a colon that would not be in order is text.
            key.raw > own.raw
        } else {
            let case = |text: &str| {
                text.bytes()
                    .next()
                    .map(|b| (b.is_ascii_alphabetic(), b.is_ascii_uppercase()))
            };
            case(key.raw) == case(own.raw)
        };
        let is_glued = key.sep == Sep::Colon && key.end == next + key.raw.len() + 1;
        // `key: ` is an empty member if another one follows, else a word of the text.
        let value = past_blanks(self.text, key.end);
        let is_empty =
            matches!(self.byte(value), None | Some(b']' | b'}')) || self.bare_key(value).is_some();
        place.style == Style::Spaced && is_next && is_glued && (value == key.end || is_empty)
    }

    /// Returns true if a short text is a number or literal by itself.
    fn is_scalar(&self, start: usize, end: usize) -> bool {
        end - start <= MAX_SCALAR && !scalar(self.slice(start, end).trim()).is_string()
    }

    /// Returns true if what is at `at`, after a blank, leaves a number or literal before it whole.
    fn follows_scalar(&self, at: usize, place: Place<'t>) -> bool {
        let key = self.key_at(at, place.shape);
        let is_member = place.key.is_some() && key.is_some_and(|key| place.is_sibling(key));
        place.style == Style::Plain && (is_member || self.comment_end(at).is_some())
    }

    /// Goes past what clutters the place between a value and the next separator, bracket or key.
    pub(super) fn pass_clutter(&mut self, place: Place<'t>) {
        let next = past_spaces(self.text, self.pos);
        let Some(byte) = self.byte(next).filter(|_| !self.ended) else {
            return;
        };
        let is_clear = matches!(byte, b',' | b';')
            || self.is_closer(byte, place)
            || is_blank(self.text, next)
            || self.is_aside(next)
            || self.key_at(next, place.shape).is_some()
            || place.key.is_none()
                && (self.opening(next, place).is_some() || self.string_at(next).is_some());
        if !is_clear {
            let (end, how) = self.unquoted_end(place);
            self.pos = end;
            self.ended = how != End::Closed;
        }
    }

    /// Returns true if this byte closes an open group at this place.
    pub(super) fn is_closer(&self, byte: u8, place: Place<'t>) -> bool {
        match byte {
            b']' | b'}' if place.style == Style::Plain || place.shape == Shape::Brace => true,
            b')' | b']' | b'}' => self.is_open(byte),
            _ => false,
        }
    }

    /// Returns true if a group is open that this byte closes.
    pub(super) fn is_open(&self, byte: u8) -> bool {
        self.open.iter().any(|shape| shape.closer() == byte)
    }

    /// Returns true if something is at `at` that belongs to no member: a comment, dots.
    fn is_aside(&self, at: usize) -> bool {
        past_ellipsis(self.text, at) > at || self.comment_end(at).is_some()
    }

    /// Returns where the blanks and the comments, a few, at `at` end.
    pub(super) fn past_noise(&self, at: usize) -> usize {
        let mut at = past_blanks(self.text, at);
        for _ in 0..MAX_HEAD {
            let Some(end) = self.comment_end(at) else {
                break;
            };
            at = past_blanks(self.text, end);
        }
        at
    }

    /// Returns where everything ends that can stand between members: separators, comments, `... 3 more items`, Symfony's `#123`.
    pub(super) fn past_separators(&self, at: usize) -> usize {
        let mut at = self.past_noise(at);
        loop {
            let next = match self.byte(at) {
                Some(b',' | b';') => at + 1,
                Some(b'#') => {
                    let digits = self
                        .rest(at + 1)
                        .bytes()
                        .take_while(u8::is_ascii_digit)
                        .count();
                    if digits > 0 { at + 1 + digits } else { at }
                }
                _ => past_ellipsis(self.text, at),
            };
            if next == at {
                return at;
            }
            at = self.past_noise(next);
        }
    }

    /// Returns where the short comment at `at` ends; after `#` a blank must follow.
    fn comment_end(&self, at: usize) -> Option<usize> {
        let rest = self.rest(at).as_bytes();
        let window = rest.get(..rest.len().min(MAX_COMMENT))?;
        match window {
            [b'/', b'*', inside @ ..] => {
                let len = inside.windows(2).position(|pair| pair == b"*/")?;
                Some(at + 2 + len + 2)
            }
            [b'/', b'/', ..] | [b'#', b' ', ..] => {
                let line = window.iter().position(|&b| b == b'\n');
                let end = line.or((window.len() == rest.len()).then_some(rest.len()))?;
                Some(at + end)
            }
            _ => None,
        }
    }
}
