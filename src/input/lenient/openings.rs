//! Where a group or string begins: brackets and quotes with the names and prefixes that languages print before them.

use super::keys::{Sep, Spelling};
use super::lexis::{Quote, elision_end, past_blanks, past_spaces, scalar};
use super::{MAX_HEAD, MAX_NAME, Place, Reader, Shape, Style};
use crate::sanitize::char_floor;

/// The longest error in brackets before the members of one.
const MAX_HEADING: usize = 256;

/// Where a group begins: with its type's name, if it has one, and after its bracket.
#[derive(Clone, Copy)]
pub(super) struct Opening {
    pub(super) start: usize,
    pub(super) inside: usize,
    pub(super) shape: Shape,
}

/// Returns the length of the error in brackets that old versions of Node print before its members: `{ [Error: no] code: 2 }`.
pub(in crate::input) fn heading_length(text: &str) -> usize {
    let near = &text[..char_floor(text, MAX_HEADING)];
    let heading = near.trim_start();
    let inside = heading.strip_prefix('[');
    let inside = inside.filter(|rest| rest.starts_with(|c: char| c.is_ascii_uppercase()));
    let inside = inside.and_then(|rest| rest.split(['\n', ']']).next());
    let is_error = |inside: &str| {
        let name = inside.split(':').next().unwrap_or_default();
        name.ends_with("Error") && name.bytes().all(|b| b.is_ascii_alphanumeric())
    };
    let inside = inside.filter(|inside| is_error(inside) && inside.len() + 2 <= heading.len());
    inside.map_or(0, |inside| near.len() - heading.len() + inside.len() + 2)
}

impl<'t> Reader<'t> {
    /// Returns the opening of the whole text: a bracket, or one of the names that PHP, Go and Symfony print before one.
    pub(super) fn root(&self) -> Option<Opening> {
        let shape = match self.byte(0)? {
            b'{' => Shape::Brace,
            b'[' if self.text.starts_with("[map[") => Shape::GoList,
            b'[' => Shape::Bracket,
            _ => {
                let named = self.named(0)?;
                let names = ["map[", "array", "(object) array", "object("];
                let is_known = names.iter().any(|name| self.text.starts_with(name));
                let is_root = is_known && named.shape != Shape::Call
                    || named.shape == Shape::Paren
                    || self.is_typed(named);
                return is_root.then_some(named);
            }
        };
        let inside = match shape {
            Shape::Brace => 1 + heading_length(self.rest(1)),
            _ => 1,
        };
        Some(Opening {
            start: 0,
            inside,
            shape,
        })
    }

    /// Returns true if a group is a value with the name of its type, and its members with theirs: `ApiError(code=X)`.
    fn is_typed(&self, named: Opening) -> bool {
        let is_upper = self
            .byte(named.start)
            .is_some_and(|b| b.is_ascii_uppercase());
        let key = self.bare_key(named.inside);
        is_upper && key.is_some_and(|key| key.sep == Sep::Equals)
    }

    /// Returns true if a group begins with something that prose does not have: a key with its separator,
    /// an object, a whole string, number or literal.
    pub(super) fn promises(&self, opening: Opening) -> bool {
        let Opening {
            mut inside,
            mut shape,
            ..
        } = opening;
        for _ in 0..MAX_HEAD {
            let at = self.past_noise(inside);
            if self.byte(at) == Some(shape.closer()) {
                return true;
            }
            let is_list = matches!(shape, Shape::Bracket | Shape::GoList);
            if let Some(key) = self.key_at(at, shape) {
                let is_time =
                    || key.sep == Sep::Colon && key.raw.starts_with(|c: char| c.is_ascii_digit());
                return match key.spelling {
                    Spelling::Quoted | Spelling::Symbol => true,
                    Spelling::Bracketed => !is_list,
                    Spelling::Bare => !is_list && !is_time(),
                };
            }
            if !is_list && shape != Shape::Paren {
                return false;
            }
            match self.opening(at, Place::element(shape)) {
                Some(group) => (inside, shape) = (group.inside, group.shape),
                None => return self.is_whole_element(at, shape),
            }
        }
        false
    }

    /// Returns true if a string, number or literal is at `at`, and then a comma or the end of its list.
    fn is_whole_element(&self, at: usize, list: Shape) -> bool {
        let end = match self.string_at(at) {
            Some((quote, start)) => quote
                .first_closer(self.text, start, usize::MAX)
                .map(|(_, after)| after),
            None => {
                let is_part = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'+');
                let width = self
                    .rest(at)
                    .bytes()
                    .take(super::MAX_KEY)
                    .take_while(is_part)
                    .count();
                let is_text = scalar(self.slice(at, at + width)).is_string();
                (!is_text).then_some(at + width)
            }
        };
        let next = end.and_then(|end| self.byte(past_blanks(self.text, end)));
        next.is_some_and(|byte| byte == b',' || byte == list.closer())
    }

    /// Returns the group that opens at `at`.
    pub(super) fn opening(&self, at: usize, place: Place<'t>) -> Option<Opening> {
        if self.string_at(at).is_some() {
            return None;
        }
        let is_listed = place.style == Style::Listed;
        if let Some(named) = self.named(at)
            && (named.shape == Shape::Paren || !is_listed)
        {
            return Some(named);
        }
        // Where texts have no quotes, one may begin with a bracket: `message={0} is required`.
        let (shape, may_be_text) = match self.byte(at)? {
            b'{' => (Shape::Brace, place.is_unquoted()),
            b'[' | b'(' if is_listed => return None,
            b'[' if !place.is_unquoted() && elision_end(self.text, at).is_some() => return None,
            b'[' if place.shape.is_go() => (Shape::GoList, false),
            b'[' => (Shape::Bracket, false),
            b'(' => {
                let is_line = self.byte(at + 1) == Some(b'\n');
                (
                    Shape::Paren,
                    !is_line && !matches!(place.sep(), None | Some(Sep::Colon)),
                )
            }
            _ => return None,
        };
        let opening = Opening {
            start: at,
            inside: at + 1,
            shape,
        };
        (!may_be_text || self.promises(opening)).then_some(opening)
    }

    /// Returns the group whose bracket a type's name leads to: `Array (`, `map[`, `array:2 [`, `Map(1) {`,
    /// `<ref *1> Foo {`, `Decimal(`.
    fn named(&self, start: usize) -> Option<Opening> {
        let opened = |inside: usize, shape: Shape| {
            Some(Opening {
                start,
                inside,
                shape,
            })
        };
        if let Some(inside) = self.go_literal(start) {
            return opened(inside, Shape::Brace);
        }
        let mut at = start;
        let mut is_counted = false;
        for _ in 0..MAX_HEAD {
            let word = self.name_part(at)?;
            // `Success:false Error:{...}` of Go: a value, and then a key.
            if !scalar(word).is_string() {
                return None;
            }
            let after = at + word.len();
            let is_list = word.eq_ignore_ascii_case("array") || word == "Object";
            is_counted |= word.ends_with(')') || word.starts_with("<ref");
            at = after;
            match self.byte(after)? {
                b'{' if is_counted || self.is_body(after + 1) => {
                    return opened(after + 1, Shape::Brace);
                }
                b'[' if word == "map" => return opened(after + 1, Shape::GoMap),
                b'[' => {
                    let key = self.bare_key(after + 1)?;
                    return if key.sep == Sep::Equals {
                        opened(after + 1, Shape::Bracket)
                    } else {
                        None
                    };
                }
                b'(' => match self.count_end(after) {
                    Some(end) => {
                        at = end;
                        is_counted = true;
                    }
                    None if is_list && !self.byte(after + 1)?.is_ascii_digit() => {
                        return opened(after + 1, Shape::Paren);
                    }
                    None if self.is_argument(after + 1) => return opened(after + 1, Shape::Call),
                    None => return None,
                },
                _ => {}
            }
            let next = past_blanks(self.text, at);
            match self.byte(next)? {
                b'(' if is_list => return opened(next + 1, Shape::Paren),
                _ if next > past_spaces(self.text, at) => return None,
                b'[' if is_counted || word.starts_with("array:") => {
                    return opened(next + 1, Shape::Bracket);
                }
                b'{' if is_counted || self.is_body(next + 1) => {
                    return opened(next + 1, Shape::Brace);
                }
                b'[' | b'<' | b'(' | b'#' | b'A'..=b'Z' if next > at || is_counted => at = next,
                _ if word == "(object)" => at = next,
                _ => return None,
            }
        }
        None
    }

    /// Returns where the body of a Go literal (`map[string]interface {}{`, `[]string{`) begins.
    fn go_literal(&self, at: usize) -> Option<usize> {
        let rest = self.rest(at);
        let name = rest
            .strip_prefix("map[string]")
            .or_else(|| rest.strip_prefix("[]"))?;
        let is_name = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'*');
        let width = name.bytes().take(MAX_NAME).take_while(is_name).count();
        let body = name.get(width..)?;
        let body = body
            .strip_prefix(" {}")
            .or_else(|| body.strip_prefix("{}"))
            .unwrap_or(body);
        (width > 0 && body.starts_with('{')).then(|| self.text.len() - body.len() + 1)
    }

    /// Returns one part of a type's name: a word, a tag of node's (`<ref *1>`, `[Object: null prototype]`), a count (`(2)`).
    fn name_part(&self, at: usize) -> Option<&'t str> {
        let rest = self.rest(at);
        let window = rest.as_bytes().get(..rest.len().min(MAX_NAME))?;
        let len = match window.first()? {
            b'<' if rest.starts_with("<ref *") => window.iter().position(|&b| b == b'>')? + 1,
            b'[' => {
                let is_tag = |b: &&u8| b.is_ascii_alphanumeric() || b" _$.:()".contains(b);
                let end = 1 + window.iter().skip(1).take_while(is_tag).count();
                match window.get(end..)? {
                    [b']', b'{', ..] | [b']', b' ', b'{', ..] => end + 1,
                    _ => return None,
                }
            }
            b'(' if rest.starts_with("(object)") => "(object)".len(),
            b'(' => self.count_end(at)? - at,
            first if first.is_ascii_alphabetic() || b"&%@#$\\_".contains(first) => {
                let is_word = |b: &&u8| b.is_ascii_alphanumeric() || b"_.$\\:#&%@".contains(b);
                window.iter().take_while(is_word).count()
            }
            _ => return None,
        };
        Some(self.slice(at, at + len))
    }

    /// Returns where a count in parentheses such as `(2)` ends, or PHP's `(stdClass)`, if a body follows.
    fn count_end(&self, at: usize) -> Option<usize> {
        let rest = self.rest(at).strip_prefix('(')?;
        let width = match rest.strip_prefix("stdClass") {
            Some(_) => "stdClass".len(),
            None => rest.bytes().take(10).take_while(u8::is_ascii_digit).count(),
        };
        let end = at + width + 2;
        let is_count = width > 0 && self.byte(end - 1) == Some(b')');
        // After a value of its own, `int(401)`, nothing more comes.
        let next = self.byte(past_spaces(self.text, end))?;
        (is_count && matches!(next, b'{' | b'[' | b'#' | b'(')).then_some(end)
    }

    /// Returns true if the braces before `inside` are a value's body rather than a placeholder in a text (`Use {name}`).
    pub(super) fn is_body(&self, inside: usize) -> bool {
        let at = past_blanks(self.text, inside);
        self.byte(at) == Some(b'}')
            || self.string_at(at).is_some()
            || self.key_at(at, Shape::Brace).is_some()
    }

    /// Returns true if what is at `at` is an argument of a call rather than a remark in a text (`recipient(s)`).
    fn is_argument(&self, at: usize) -> bool {
        let at = past_blanks(self.text, at);
        let is_part = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.');
        let width = self
            .rest(at)
            .bytes()
            .take(MAX_NAME)
            .take_while(is_part)
            .count();
        let word = self.slice(at, at + width);
        let is_type = word.starts_with(|c: char| c.is_ascii_uppercase());
        match self.byte(at + width) {
            Some(b')' | b',') if width > 0 => !scalar(word).is_string(),
            Some(b'[' | b'{' | b'(' | b')' | b'<') if width == 0 => true,
            Some(b'(') => is_type,
            Some(b' ') if is_type => self.byte(at + width + 1) == Some(b'{'),
            _ => {
                let key = self.bare_key(at);
                self.string_at(at).is_some() || key.is_some_and(|key| key.sep == Sep::Equals)
            }
        }
    }

    /// Returns the quote that opens a string at `at`, and where the string begins.
    /// The prefixes of some languages (`b'`, `@"`, `string(8) "`) are passed.
    pub(super) fn string_at(&self, at: usize) -> Option<(Quote, usize)> {
        let rest = self.rest(at);
        let mark = match rest.strip_prefix("string(") {
            Some(count) => {
                let digits = count
                    .bytes()
                    .take(10)
                    .take_while(u8::is_ascii_digit)
                    .count();
                past_spaces(self.text, at + "string(".len() + digits + 1)
            }
            None => {
                let prefix = rest
                    .bytes()
                    .take(2)
                    .take_while(|b| b"bBuUrRfF@:&".contains(b));
                at + prefix.count()
            }
        };
        let quote = Quote::at(self.text, mark)?;
        Some((quote, mark + quote.width))
    }
}
