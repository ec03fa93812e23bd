//! Reads objects that are almost JSON: what a console, a REPL or a chat window made of an error body.
//!
//! One grammar for all languages: a group is a bracket, members and the bracket that closes it; a member is a value,
//! with or without a key; a value is a group, a string or unquoted text. What differs is how they are written
//! (`keys`, `openings`) and how one tells where they end (`endings`).

mod endings;
mod keys;
mod lexis;
mod members;
mod openings;
#[cfg(test)]
mod tests;

pub(super) use openings::heading_length;

use serde_json::Value;

use endings::End;
use keys::{Key, Sep, Spelling};
use lexis::{
    Quote, before_mark, elision_end, is_blank, is_half_scalar, is_invisible, is_mark, past_blanks,
    past_spaces, scalar, unescape, unfold, without_quotes,
};
use members::Members;
use openings::Opening;

use super::json::Found;

/// The deepest nesting that is read, serde_json's own limit; what lies deeper counts as null.
const MAX_DEPTH: usize = 128;
/// How many comments, parts of a type's name, or arrays inside each other may come before what shows that a text is not prose.
const MAX_HEAD: usize = 4;
/// The longest key, comment and type's name, in bytes: a look ahead for one that does not end stays cheap.
const MAX_KEY: usize = 512;
const MAX_COMMENT: usize = 200;
const MAX_NAME: usize = 100;
/// The longest number or literal after which a separator needs no look at what follows it.
const MAX_SCALAR: usize = 40;

/// Reads the object-like value (object, array, list) that begins at the start of a text; `None` when this does not read as one.
///
/// The time is linear in the bytes consumed; a refusal looks no further than the first member.
pub(crate) fn read(text: &str) -> Option<Found> {
    let mut reader = Reader {
        text,
        pos: 0,
        open: Vec::new(),
        ended: false,
        cut_at: None,
    };
    let opening = reader.root()?;
    if !reader.promises(opening) {
        return None;
    }
    let value = reader.group(opening);
    let cut_at = reader.cut_at.map(|path| pointer(&path));
    Some(Found {
        value,
        start: 0,
        end: reader.pos,
        is_cut: reader.ended,
        cut_at,
    })
}

/// Writes a path, given from its innermost step outwards, as a JSON Pointer (RFC 6901).
fn pointer(path: &[String]) -> String {
    let escaped = |step: &String| format!("/{}", step.replace('~', "~0").replace('/', "~1"));
    path.iter().rev().map(escaped).collect()
}

/// The bracket that a group is in, and with it how its members are written.
#[derive(Clone, Copy, PartialEq)]
enum Shape {
    Brace,
    Bracket,
    Paren,
    /// `map[key:value key:value]`
    GoMap,
    /// `[value value]` inside a Go map
    GoList,
    /// `Name(argument, name=argument)`
    Call,
}

impl Shape {
    /// Returns the bracket that closes the group.
    fn closer(self) -> u8 {
        match self {
            Self::Brace => b'}',
            Self::Bracket | Self::GoMap | Self::GoList => b']',
            Self::Paren | Self::Call => b')',
        }
    }

    /// Returns true if blanks alone stand between the members.
    fn is_go(self) -> bool {
        matches!(self, Self::GoMap | Self::GoList)
    }
}

/// How members without quotes are kept apart.
#[derive(Clone, Copy, PartialEq)]
enum Style {
    /// By commas, semicolons or line ends.
    Plain,
    /// By blanks before `key:`, as Go prints structs and maps.
    Spaced,
    /// By `[key] =>`, as PHP's print_r does.
    Listed,
}

/// Where a value stands; that decides where it ends when no quotes say so.
#[derive(Clone, Copy)]
struct Place<'t> {
    shape: Shape,
    /// The member's key; `None` for an element of a list.
    key: Option<Key<'t>>,
    style: Style,
}

impl<'t> Place<'t> {
    /// Returns the place of a value without a key.
    fn element(shape: Shape) -> Self {
        let style = if shape.is_go() {
            Style::Spaced
        } else {
            Style::Plain
        };
        Self {
            shape,
            key: None,
            style,
        }
    }

    /// Returns the separator before the value.
    fn sep(&self) -> Option<Sep> {
        self.key.map(|key| key.sep)
    }

    /// Returns true if text that begins with a quote or a bracket may be unquoted text anyway.
    fn is_unquoted(&self) -> bool {
        self.style != Style::Plain || self.sep() == Some(Sep::Equals)
    }

    /// Returns true if a key is written like the one of this place.
    fn is_sibling(&self, key: Key<'t>) -> bool {
        let is_alike = self.style != Style::Listed || key.spelling == Spelling::Bracketed;
        is_alike && self.sep().is_none_or(|sep| sep == key.sep)
    }
}

/// One reading of a text. Offsets are bytes; every slice is checked.
struct Reader<'t> {
    text: &'t str,
    pos: usize,
    /// The groups that are open at `pos`, outermost first.
    open: Vec<Shape>,
    /// The text ended or nothing fits any more: every open group closes.
    ended: bool,
    /// The path to a cut string, innermost step first; each group adds its step as it closes.
    cut_at: Option<Vec<String>>,
}

impl<'t> Reader<'t> {
    fn byte(&self, at: usize) -> Option<u8> {
        self.text.as_bytes().get(at).copied()
    }

    fn rest(&self, at: usize) -> &'t str {
        self.text.get(at..).unwrap_or_default()
    }

    fn slice(&self, from: usize, to: usize) -> &'t str {
        self.text.get(from..to).unwrap_or_default()
    }

    /// Returns true if nothing but blanks is left.
    fn is_at_end(&self) -> bool {
        past_blanks(self.text, self.pos) >= self.text.len()
    }

    /// Adds a step to the path of the cut string, if there is one.
    fn extend_path(&mut self, step: String) {
        if let Some(path) = &mut self.cut_at {
            path.push(step);
        }
    }

    /// Reads the group that begins at `opening` up to and with its closing bracket.
    fn group(&mut self, opening: Opening) -> Value {
        let Opening {
            start,
            inside,
            shape,
        } = opening;
        self.pos = inside;
        if self.open.len() >= MAX_DEPTH {
            self.skip_group();
            return Value::Null;
        }
        self.open.push(shape);
        let mut members = Members::default();
        while self.continues(shape) {
            let at = self.pos;
            match self.key_at(at, shape) {
                Some(key) => self.member(key, shape, &mut members),
                None => self.element(shape, &mut members),
            }
            // Nothing can be made of what is here.
            self.ended |= self.pos == at;
        }
        self.open.pop();
        if shape != Shape::Call {
            return members.into_value(shape);
        }
        let argument = members.into_argument(self.slice(start, self.pos));
        if let (Some(path), true) = (&mut self.cut_at, argument.is_string()) {
            path.clear();
        }
        argument
    }

    /// Goes to the next member of a group; says no, past its closing bracket, where there is none.
    fn continues(&mut self, shape: Shape) -> bool {
        if self.ended {
            return false;
        }
        self.pos = self.past_separators(self.pos);
        match self.byte(self.pos) {
            Some(byte) if byte == shape.closer() => {
                self.pos += 1;
                false
            }
            // The bracket of a group further out closes this one too; nobody's bracket ends the reading.
            Some(byte @ (b'}' | b']' | b')')) => {
                self.ended = !self.is_open(byte);
                false
            }
            Some(_) if !is_mark(self.rest(self.pos)) => true,
            _ => {
                self.ended = true;
                false
            }
        }
    }

    /// Goes past a group without reading it, counting brackets: this bounds the depth of the recursion.
    fn skip_group(&mut self) {
        let mut depth = 1;
        let mut before = b'[';
        while depth > 0 {
            let Some(byte) = self.byte(self.pos) else {
                self.ended = true;
                return;
            };
            match byte {
                b'{' | b'[' | b'(' => depth += 1,
                b'}' | b']' | b')' => depth -= 1,
                // A quote opens a string only where a value or key can begin: others are apostrophes.
                _ if b"{[(,:=>".contains(&before)
                    && let Some(quote) = Quote::at(self.text, self.pos) =>
                {
                    let start = self.pos + quote.width;
                    let closer = quote.first_closer(self.text, start, usize::MAX);
                    self.pos = closer.map_or(self.text.len(), |(_, after)| after);
                    before = b'"';
                    continue;
                }
                _ => {}
            }
            if byte > b' ' {
                before = byte;
            }
            self.pos += 1;
        }
    }

    /// Reads the value of a key and what clutters it, up to the next separator.
    fn member(&mut self, key: Key<'t>, shape: Shape, members: &mut Members) {
        // The first member shows how all are written: a later one may be empty.
        let style = *members.style.get_or_insert_with(|| match key.spelling {
            _ if shape.is_go() => Style::Spaced,
            Spelling::Bracketed if shape == Shape::Paren => Style::Listed,
            Spelling::Bare
                if shape == Shape::Brace
                    && key.sep == Sep::Colon
                    && !is_blank(self.text, key.end) =>
            {
                Style::Spaced
            }
            _ => Style::Plain,
        });
        let place = Place {
            shape,
            key: Some(key),
            style,
        };
        self.pos = key.end;
        if let Some(value) = self.member_value(place) {
            let name = key.name();
            let is_taken = members.insert(key, name.clone(), value);
            self.cut_at = self.cut_at.take().filter(|_| is_taken);
            self.extend_path(name);
        }
        self.pass_clutter(place);
    }

    /// Reads the value after a key's separator: null where none is written, `None` where it was cut off.
    fn member_value(&mut self, place: Place<'t>) -> Option<Value> {
        let next = match place.is_unquoted() {
            true => past_blanks(self.text, self.pos),
            false => self.past_noise(self.pos),
        };
        let is_line = past_spaces(self.text, self.pos) < next;
        let is_apart = self.pos < next;
        self.pos = next;
        let Some(byte) = self.byte(next) else {
            self.ended = true;
            return None;
        };
        let is_missing = matches!(byte, b',' | b';')
            || self.is_closer(byte, place)
            || is_line
                && self
                    .key_at(next, place.shape)
                    .is_some_and(|key| place.is_sibling(key))
            || is_apart && self.separates_blank(next, place);
        if is_missing {
            Some(Value::Null)
        } else {
            self.value(place)
        }
    }

    /// Reads a member without a key: an element of a list, or clutter among keys.
    fn element(&mut self, shape: Shape, members: &mut Members) {
        let place = Place::element(shape);
        let Some(value) = self.value(place) else {
            return;
        };
        // Where keys can stand, what the input's end follows may be one without its value.
        let is_half_key =
            self.is_at_end() && !matches!(shape, Shape::Bracket | Shape::GoList | Shape::Call);
        if members.has_keys() || is_half_key || shape == Shape::GoMap {
            self.cut_at = None;
        } else {
            if shape != Shape::Call {
                self.extend_path(members.items.len().to_string());
            }
            members.items.push(value);
        }
        self.pass_clutter(place);
    }

    /// Reads the value that begins here; `None` where only the beginning of a number or literal is left of it.
    fn value(&mut self, place: Place<'t>) -> Option<Value> {
        if let Some(opening) = self.opening(self.pos, place) {
            let value = self.group(opening);
            // What looks like a call may be the name of a group that was cut off (`array(2) {`), or be cut itself.
            let is_half = opening.shape == Shape::Call && self.is_at_end() && self.cut_at.is_none();
            return Some(value).filter(|value| value.is_object() || !is_half);
        }
        if !place.is_unquoted()
            && let Some(end) = elision_end(self.text, self.pos)
        {
            self.pos = end;
            return Some(Value::Null);
        }
        match self.string_at(self.pos) {
            Some((quote, start)) if self.is_string(quote, start, place) => {
                Some(self.string(quote, start, place))
            }
            _ => self.unquoted(place),
        }
    }

    /// Reads a quoted string, and the pieces that `+` or a line end joins to it.
    fn string(&mut self, quote: Quote, start: usize, place: Place<'t>) -> Value {
        let mut text = String::new();
        let mut next = Some((quote, start));
        while let Some((quote, start)) = next {
            let (end, after, is_cut) = self.string_end(quote, start, place);
            let raw = self.slice(start, end);
            text += &unescape(unfold(raw).as_deref().unwrap_or(raw));
            self.pos = after;
            if is_cut {
                self.ended = true;
                self.cut_at = Some(Vec::new());
                break;
            }
            next = self.next_piece(place);
        }
        Value::String(text)
    }

    /// Reads a value without quotes: a literal, a number or a text.
    fn unquoted(&mut self, place: Place<'t>) -> Option<Value> {
        let (end, how) = self.unquoted_end(place);
        if how == End::Group {
            return Some(self.group(Opening {
                start: end,
                inside: end + 1,
                shape: Shape::Brace,
            }));
        }
        let is_outside = |c: char| c.is_whitespace() || is_invisible(c);
        let raw = self.slice(self.pos, end).trim_matches(is_outside);
        self.pos = end;
        let is_cut = how == End::Cut;
        let is_line = past_spaces(self.text, end) < past_blanks(self.text, end);
        let marked = before_mark(raw, is_cut).filter(|_| is_cut || is_line);
        if is_cut || marked.is_some() {
            self.ended = true;
            return self.half(marked.unwrap_or(raw), place);
        }
        Some(match place.style {
            _ if raw.is_empty() => Value::Null,
            Style::Listed => scalar(raw),
            _ => scalar(without_quotes(raw)),
        })
    }

    /// Returns what is left of an unquoted text that was cut: numbers and literals are dropped, since nobody sees that they are cut.
    fn half(&mut self, raw: &'t str, place: Place<'t>) -> Option<Value> {
        let kept = match place.style {
            Style::Plain => raw,
            // The last words may be the beginning of the next key.
            Style::Spaced => match raw.rsplit_once(' ') {
                Some((whole, _)) if whole.ends_with(':') => {
                    whole.trim_end_matches(|c| c != ' ').trim_end()
                }
                Some((whole, _)) => whole,
                None => raw,
            },
            Style::Listed => match raw.rsplit_once('\n') {
                Some((whole, key)) if key.trim_start().starts_with('[') => {
                    return Some(scalar(whole.trim_end()));
                }
                _ => raw,
            },
        };
        if is_half_scalar(kept) {
            return None;
        }
        self.cut_at = Some(Vec::new());
        Some(Value::from(kept))
    }
}
