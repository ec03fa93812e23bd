//! Reads objects that are almost JSON: what a console, a REPL or a chat window made of an error body.

mod lexis;

use lexis::{
    Quote, Spot, before_mark, elision_end, is_blank, is_half_scalar, is_invisible, is_mark,
    past_blanks, past_spaces, scalar, unfold,
};
use serde_json::{Map, Value};

/// The deepest nesting that is read, serde_json's own limit; what lies deeper counts as null.
const MAX_DEPTH: usize = 128;
/// How many comments, parts of a type's name, or arrays inside each other may come before what shows that a text is no prose.
const MAX_HEAD: usize = 4;
/// The longest key, comment and type name, in bytes: looking ahead for one that does not end stays cheap.
const MAX_KEY: usize = 512;
const MAX_COMMENT: usize = 200;
const MAX_NAME: usize = 100;
/// The longest number or literal after which a separator needs no look at what follows it.
const MAX_SCALAR: usize = 40;

/// What the reader made of the text.
#[derive(Debug)]
pub(crate) struct Lenient {
    /// What was read; an object or an array.
    pub(crate) value: Value,
    /// Bytes of the text that it took.
    pub(crate) len: usize,
    /// Whether the text ended, or was cut, before the value was closed.
    pub(crate) cut: bool,
    /// The JSON Pointer of the string of which only the beginning is there.
    pub(crate) cut_at: Option<String>,
}

/// Reads the one object-like value (object, array, list) that begins at the start of `text`; None when this does not read as one.
/// Takes time linear in the bytes consumed; a refusal is decided at the first member.
pub(crate) fn read(text: &str) -> Option<Lenient> {
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
    Some(Lenient {
        value,
        len: reader.pos,
        cut: reader.ended,
        cut_at,
    })
}

/// The JSON Pointer (RFC 6901) for a path given from its innermost step outwards.
fn pointer(path: &[String]) -> String {
    let steps = path.iter().rev();
    steps
        .map(|step| format!("/{}", step.replace('~', "~0").replace('/', "~1")))
        .collect()
}

/// The bracket that a group stands in, and with it how its members are written.
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
    fn closer(self) -> u8 {
        match self {
            Self::Brace => b'}',
            Self::Bracket | Self::GoMap | Self::GoList => b']',
            Self::Paren | Self::Call => b')',
        }
    }

    fn is_go(self) -> bool {
        matches!(self, Self::GoMap | Self::GoList)
    }

    /// Whether a group without members is an object rather than a list.
    fn is_object(self) -> bool {
        matches!(self, Self::Brace | Self::GoMap)
    }
}

/// Where a group begins: with its type's name, if it has one, and after its bracket.
#[derive(Clone, Copy)]
struct Opening {
    start: usize,
    inside: usize,
    shape: Shape,
}

/// What stands between a key and its value.
#[derive(Clone, Copy, PartialEq)]
enum Sep {
    Colon,
    Equals,
    Arrow,
}

/// How a key is written.
#[derive(Clone, Copy)]
enum Spelling {
    Quoted(Quote),
    Bare,
    /// `[key] =>` of PHP, `[Symbol(key)]:` of node
    Bracketed,
    /// `:key =>` of Ruby
    Symbol,
}

/// A key with its separator.
#[derive(Clone, Copy)]
struct Key<'t> {
    raw: &'t str,
    spelling: Spelling,
    sep: Sep,
    /// Where the separator ends.
    end: usize,
}

impl Key<'_> {
    /// The name that the key spells, without the folds and the invisible characters of a paste.
    fn name(&self) -> String {
        let name = match self.spelling {
            Spelling::Quoted(quote) => {
                let lines: String = self.raw.split('\n').map(str::trim_ascii).collect();
                quote.unescape(if self.raw.contains('\n') {
                    &lines
                } else {
                    self.raw
                })
            }
            Spelling::Bracketed => {
                // print_r adds the visibility of a property: `[code:protected]`.
                let raw = if self.sep == Sep::Arrow {
                    self.raw.split(':').next()
                } else {
                    None
                };
                raw.unwrap_or(self.raw)
                    .trim_matches(['"', '\''])
                    .to_string()
            }
            Spelling::Bare | Spelling::Symbol => self.raw.to_string(),
        };
        match name.trim_matches(is_invisible) {
            trimmed if trimmed.len() == name.len() => name,
            trimmed => trimmed.to_string(),
        }
    }
}

/// Where a value stands; that decides where it ends when no quotes say so.
#[derive(Clone, Copy)]
struct Place<'t> {
    shape: Shape,
    /// The member's key and separator; None for an element of a list.
    key: Option<Key<'t>>,
    style: Style,
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

impl<'t> Place<'t> {
    fn element(shape: Shape) -> Self {
        Self {
            shape,
            key: None,
            style: if shape.is_go() {
                Style::Spaced
            } else {
                Style::Plain
            },
        }
    }

    fn sep(&self) -> Option<Sep> {
        self.key.map(|key| key.sep)
    }

    /// Whether text that begins with a quote or a bracket may still be unquoted text: these languages do not quote.
    fn is_unquoted(&self) -> bool {
        self.style != Style::Plain || self.sep() == Some(Sep::Equals)
    }

    /// Whether `key` continues the members of this place.
    fn is_sibling(&self, key: Key<'t>) -> bool {
        let is_listed = matches!(key.spelling, Spelling::Bracketed);
        self.sep().is_none_or(|sep| sep == key.sep) && (is_listed || self.style != Style::Listed)
    }
}

/// How unquoted text ends.
#[derive(Clone, Copy, PartialEq)]
enum End {
    /// Before a separator, a key or a closing bracket.
    Closed,
    /// Before the properties that node prints in braces after an error's stack.
    Group,
    /// At the end of the text, or of a line after which nothing fits.
    Cut,
}

/// The members of a group as they come in.
#[derive(Default)]
struct Members {
    map: Map<String, Value>,
    items: Vec<Value>,
    /// The items had keys: 0, 1, 2 ..., as PHP writes lists.
    indexed: bool,
    style: Option<Style>,
}

impl Members {
    /// Adds a keyed member, and says whether it was taken: the last of several wins, but a scalar does not replace an object or array.
    fn insert(&mut self, key: Key, name: String, value: Value) -> bool {
        let is_index =
            !matches!(key.spelling, Spelling::Quoted(_)) && name == self.items.len().to_string();
        if is_index && self.map.is_empty() && (self.indexed || self.items.is_empty()) {
            self.indexed = true;
            self.items.push(value);
            return true;
        }
        let is_group = |value: &Value| value.is_object() || value.is_array();
        if self.map.get(&name).is_some_and(is_group) && !is_group(&value) {
            return false;
        }
        self.map.insert(name, value);
        true
    }

    /// The object or list that the members make.
    fn into_value(mut self, shape: Shape) -> Value {
        if self.map.is_empty() && !(self.items.is_empty() && shape.is_object()) {
            return Value::Array(self.items);
        }
        if self.indexed {
            for (index, value) in self.items.into_iter().enumerate() {
                self.map.entry(index.to_string()).or_insert(value);
            }
        }
        Value::Object(self.map)
    }

    /// What a call stands for: its named arguments, its last argument where it is the only one or an object, or its text.
    fn into_argument(mut self, text: &str) -> Value {
        if !self.map.is_empty() {
            return self.into_value(Shape::Call);
        }
        let count = self.items.len();
        let last = self.items.pop().unwrap_or_default();
        if count < 2 || last.is_object() {
            last
        } else {
            Value::from(text)
        }
    }
}

/// One reading of a text. Offsets are bytes; they come from ASCII bytes and whole characters, and every slice is checked.
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

    /// The opening of the whole text: a bracket, or one of the names that PHP, Go and Symfony print before one.
    fn root(&self) -> Option<Opening> {
        let shape = match self.byte(0)? {
            b'{' => Shape::Brace,
            b'[' if self.text.starts_with("[map[") => Shape::GoList,
            b'[' => Shape::Bracket,
            _ => {
                let named = self.named(0)?;
                let known = ["map[", "Array", "array", "(object) array", "object("];
                let is_known = known.iter().any(|name| self.text.starts_with(name));
                return (named.shape == Shape::Paren || is_known && named.shape != Shape::Call)
                    .then_some(named);
            }
        };
        Some(Opening {
            start: 0,
            inside: 1,
            shape,
        })
    }

    /// Whether a group begins with something that prose does not have: a key with its separator, an object, a quoted string or a number of its own.
    fn promises(&self, opening: Opening) -> bool {
        let Opening {
            mut inside,
            mut shape,
            ..
        } = opening;
        for _ in 0..MAX_HEAD {
            let at = self.past_noise(inside);
            let Some(byte) = self.byte(at) else {
                return false;
            };
            if byte == shape.closer() {
                return true;
            }
            if let Some(key) = self.key_at(at, shape) {
                let is_list = matches!(shape, Shape::Bracket | Shape::GoList);
                return match key.spelling {
                    Spelling::Quoted(_) | Spelling::Symbol => true,
                    Spelling::Bracketed => !is_list,
                    Spelling::Bare if is_list => false,
                    Spelling::Bare => {
                        key.sep != Sep::Colon || !key.raw.starts_with(|c: char| c.is_ascii_digit())
                    }
                };
            }
            if !matches!(shape, Shape::Bracket | Shape::GoList | Shape::Paren) {
                return false;
            }
            if let Some(group) = self.opening(at, Place::element(shape)) {
                (inside, shape) = (group.inside, group.shape);
                continue;
            }
            let end = match self.string_at(at) {
                Some((quote, start)) => match quote.first_closer(self.text, start, usize::MAX) {
                    Some((_, after)) => after,
                    None => return false,
                },
                None => {
                    let is_scalar =
                        |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'+');
                    let width = self
                        .rest(at)
                        .bytes()
                        .take(MAX_KEY)
                        .take_while(is_scalar)
                        .count();
                    if scalar(self.slice(at, at + width)).is_string() {
                        return false;
                    }
                    at + width
                }
            };
            let next = self.byte(past_blanks(self.text, end));
            return next == Some(b',') || next == Some(shape.closer());
        }
        false
    }

    /// Reads the group that begins at `opening` up to and with its closing bracket.
    fn group(&mut self, opening: Opening) -> Value {
        self.pos = opening.inside;
        if self.open.len() >= MAX_DEPTH {
            self.skip_group();
            return Value::Null;
        }
        self.open.push(opening.shape);
        let mut members = Members::default();
        while self.continues(opening.shape) {
            let start = self.pos;
            match self.key_at(start, opening.shape) {
                Some(key) => self.member(key, opening.shape, &mut members),
                None => self.element(opening.shape, &mut members),
            }
            // Nothing can be made of what stands here.
            self.ended |= self.pos == start;
        }
        self.open.pop();
        match opening.shape {
            Shape::Call => {
                let argument = members.into_argument(self.slice(opening.start, self.pos));
                if let (Some(path), true) = (&mut self.cut_at, argument.is_string()) {
                    path.clear();
                }
                argument
            }
            shape => members.into_value(shape),
        }
    }

    /// Goes to the next member of a group of this shape; false, and past the closing bracket, where there is none.
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
            // Another group's bracket closes this one too; nobody's bracket ends the reading.
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

    /// Goes past a group without reading it, counting brackets: this is what keeps the depth of the recursion bounded.
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
                _ if matches!(before, b'{' | b'[' | b'(' | b',' | b':' | b'=' | b'>')
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

    /// Reads the value of `key` and what clutters it, up to the next separator.
    fn member(&mut self, key: Key<'t>, shape: Shape, members: &mut Members) {
        // The first member shows how all are written: a later one may be empty.
        let style = *members
            .style
            .get_or_insert_with(|| match (shape, key.spelling, key.sep) {
                (Shape::GoMap | Shape::GoList, ..) => Style::Spaced,
                (Shape::Paren, Spelling::Bracketed, _) => Style::Listed,
                (Shape::Brace, Spelling::Bare, Sep::Colon) if !is_blank(self.text, key.end) => {
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

    /// Reads the value after a key's separator; null where none is written, None where it was cut off.
    fn member_value(&mut self, place: Place<'t>) -> Option<Value> {
        let next = if place.is_unquoted() {
            past_blanks(self.text, self.pos)
        } else {
            self.past_noise(self.pos)
        };
        let Some(byte) = self.byte(next) else {
            self.ended = true;
            self.pos = next;
            return None;
        };
        let is_line = past_spaces(self.text, self.pos) < next;
        let is_missing = matches!(byte, b',' | b';')
            || self.is_closer(byte, place)
            || is_line
                && self
                    .key_at(next, place.shape)
                    .is_some_and(|key| place.is_sibling(key))
            || next > self.pos && self.separates_blank(next, place);
        self.pos = next;
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
        let is_keyed = members.indexed || !members.map.is_empty();
        let is_half_key =
            self.is_at_end() && !matches!(shape, Shape::Bracket | Shape::GoList | Shape::Call);
        if is_keyed || is_half_key || shape == Shape::GoMap {
            // Where keys can stand, what the input's end follows may be one without its value.
            self.cut_at = None;
        } else {
            if shape != Shape::Call {
                self.extend_path(members.items.len().to_string());
            }
            members.items.push(value);
        }
        self.pass_clutter(place);
    }

    /// Whether nothing but blanks is left.
    fn is_at_end(&self) -> bool {
        past_blanks(self.text, self.pos) >= self.text.len()
    }

    fn extend_path(&mut self, step: String) {
        if let Some(path) = &mut self.cut_at {
            path.push(step);
        }
    }

    /// Reads the value that begins here; None where only the beginning of a number or literal is left of it.
    fn value(&mut self, place: Place<'t>) -> Option<Value> {
        if let Some(opening) = self.opening(self.pos, place) {
            let value = self.group(opening);
            // What looks like a call may be the name of a group that was cut off (`array(2) {`), or be cut itself.
            let is_half = opening.shape == Shape::Call && self.is_at_end() && self.cut_at.is_none();
            return Some(value).filter(|value| value.is_object() || !is_half);
        }
        if let Some(end) = elision_end(self.text, self.pos).filter(|_| !place.is_unquoted()) {
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

    /// The group that opens at `at`, if one does.
    fn opening(&self, at: usize, place: Place<'t>) -> Option<Opening> {
        if self.string_at(at).is_some() {
            return None;
        }
        if let Some(named) = self
            .named(at)
            .filter(|named| named.shape == Shape::Paren || place.style != Style::Listed)
        {
            return Some(named);
        }
        let byte = self.byte(at)?;
        let shape = match byte {
            b'{' => Shape::Brace,
            b'[' if !place.is_unquoted() && elision_end(self.text, at).is_some() => return None,
            b'[' if place.shape.is_go() => Shape::GoList,
            b'[' => Shape::Bracket,
            b'(' => Shape::Paren,
            _ => return None,
        };
        let opening = Opening {
            start: at,
            inside: at + 1,
            shape,
        };
        // Where texts have no quotes, one may begin with a bracket: `message={0} is required`.
        let may_be_text = match byte {
            b'[' | b'(' if place.style == Style::Listed => return None,
            b'[' => false,
            b'(' => {
                !matches!(place.sep(), None | Some(Sep::Colon)) && self.byte(at + 1) != Some(b'\n')
            }
            _ => place.is_unquoted(),
        };
        (!may_be_text || self.promises(opening)).then_some(opening)
    }

    /// The group whose bracket a type's name leads to: `Array (`, `map[`, `array:2 [`, `Map(1) {`, `<ref *1> Foo {`, `Decimal(`.
    fn named(&self, start: usize) -> Option<Opening> {
        let mut at = start;
        let mut is_counted = false;
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
        for _ in 0..MAX_HEAD {
            let word = self.name_part(at)?;
            let after = at + word.len();
            let is_list_name = word.eq_ignore_ascii_case("array") || word == "Object";
            is_counted |= word.ends_with(')') || word.starts_with("<ref");
            match self.byte(after)? {
                b'{' if is_counted || self.is_body(after + 1) => {
                    return opened(after + 1, Shape::Brace);
                }
                b'[' if word == "map" => return opened(after + 1, Shape::GoMap),
                b'[' => {
                    let is_record = self
                        .bare_key(after + 1)
                        .is_some_and(|key| key.sep == Sep::Equals);
                    return if is_record {
                        opened(after + 1, Shape::Bracket)
                    } else {
                        None
                    };
                }
                b'(' if self.count_end(after).is_some() => {
                    at = self.count_end(after)?;
                    is_counted = true;
                    if self.byte(at)? == b'#' {
                        continue;
                    }
                }
                b'(' if is_list_name && !self.byte(after + 1)?.is_ascii_digit() => {
                    return opened(after + 1, Shape::Paren);
                }
                b'(' => {
                    return if self.is_argument(after + 1) {
                        opened(after + 1, Shape::Call)
                    } else {
                        None
                    };
                }
                _ => at = after,
            }
            let next = past_blanks(self.text, at);
            match self.byte(next)? {
                b'(' if is_list_name && !self.byte(after + 1)?.is_ascii_digit() => {
                    return opened(next + 1, Shape::Paren);
                }
                _ if next > past_spaces(self.text, at) => return None,
                b'[' if is_counted || word.starts_with("array:") => {
                    return opened(next + 1, Shape::Bracket);
                }
                b'{' if is_counted || self.is_body(next + 1) => {
                    return opened(next + 1, Shape::Brace);
                }
                b'[' | b'<' | b'(' | b'A'..=b'Z' if next > at || is_counted => at = next,
                _ if word == "(object)" => at = next,
                _ => return None,
            }
        }
        None
    }

    /// Where the body of a Go literal (`map[string]interface {}{`, `[]string{`) begins.
    fn go_literal(&self, at: usize) -> Option<usize> {
        let rest = self.rest(at);
        let element = rest
            .strip_prefix("map[string]")
            .or_else(|| rest.strip_prefix("[]"))?;
        let name = element.trim_start_matches('*');
        let width = name
            .bytes()
            .take(MAX_NAME)
            .take_while(|b| b.is_ascii_alphanumeric() || *b == b'.')
            .count();
        let body = name.get(width..)?;
        let body = body
            .strip_prefix(" {}")
            .or_else(|| body.strip_prefix("{}"))
            .unwrap_or(body);
        (width > 0 && body.starts_with('{')).then(|| self.text.len() - body.len() + 1)
    }

    /// One part of a type's name: a word, a tag of node's (`<ref *1>`, `[Object: null prototype]`), a count (`(2)`).
    fn name_part(&self, at: usize) -> Option<&'t str> {
        let rest = self.rest(at);
        let window = rest
            .as_bytes()
            .get(..rest.len().min(MAX_NAME))
            .unwrap_or_default();
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
            b'(' if rest.starts_with("(object)") => 8,
            b'(' => self.count_end(at)? - at,
            b'&' | b'%' | b'@' | b'#' | b'$' | b'\\' | b'_' | b'a'..=b'z' | b'A'..=b'Z' => {
                let is_word = |b: &&u8| {
                    b.is_ascii_alphanumeric()
                        || matches!(
                            b,
                            b'_' | b'.' | b'$' | b'\\' | b':' | b'#' | b'&' | b'%' | b'@'
                        )
                };
                window.iter().take_while(is_word).count()
            }
            _ => return None,
        };
        (len > 0).then(|| self.slice(at, at + len))
    }

    /// Where a parenthesised count such as `(2)` ends, or PHP's `(stdClass)`.
    fn count_end(&self, at: usize) -> Option<usize> {
        let rest = self.rest(at).strip_prefix('(')?;
        if rest.starts_with("stdClass)") {
            return Some(at + 10);
        }
        let digits = rest.bytes().take(10).take_while(u8::is_ascii_digit).count();
        let is_count = digits > 0 && rest.as_bytes().get(digits) == Some(&b')');
        // A group or string follows a count; after a value of its own (`int(401)`) none does.
        let next = self.byte(past_spaces(self.text, at + digits + 2))?;
        (is_count && matches!(next, b'{' | b'[' | b'#' | b'(')).then_some(at + digits + 2)
    }

    /// Whether the braces before `inside` are a value's body rather than a placeholder in a text (`Use {name}`).
    fn is_body(&self, inside: usize) -> bool {
        let at = past_blanks(self.text, inside);
        self.byte(at) == Some(b'}')
            || self.string_at(at).is_some()
            || self.key_at(at, Shape::Brace).is_some()
    }

    /// Whether what stands at `at` is an argument of a call rather than a remark in a text (`recipient(s)`).
    fn is_argument(&self, at: usize) -> bool {
        let at = past_blanks(self.text, at);
        let is_plain = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.');
        let word_end = at
            + self
                .rest(at)
                .bytes()
                .take(MAX_NAME)
                .take_while(is_plain)
                .count();
        let word = self.slice(at, word_end);
        let is_type = word.starts_with(|c: char| c.is_ascii_uppercase());
        match self.byte(word_end) {
            Some(b')') if !word.is_empty() => !scalar(word).is_string(),
            Some(b',') if !word.is_empty() => !scalar(word).is_string(),
            Some(b'[' | b'{' | b'(' | b')') if word.is_empty() => true,
            Some(b'<') => word.is_empty(),
            Some(b'(') => is_type,
            Some(b' ') if is_type => self.byte(word_end + 1) == Some(b'{'),
            _ => {
                self.string_at(at).is_some()
                    || self.bare_key(at).is_some_and(|key| key.sep == Sep::Equals)
            }
        }
    }

    /// The quote that opens a string at `at`, and where the string begins; the prefixes of other languages (`b'`, `@"`, `string(8) "`) are passed.
    fn string_at(&self, at: usize) -> Option<(Quote, usize)> {
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
                at + rest
                    .bytes()
                    .take(2)
                    .take_while(|b| b"bBuUrRfF@:&".contains(b))
                    .count()
            }
        };
        let quote = Quote::at(self.text, mark)?;
        Some((quote, mark + quote.width))
    }

    /// Whether a quote opens a string: where texts have no quotes, only if the string ends where its quote closes first.
    fn is_string(&self, quote: Quote, start: usize, place: Place<'t>) -> bool {
        if !place.is_unquoted() || place.style == Style::Listed {
            return place.style != Style::Listed;
        }
        let closer = quote.first_closer(self.text, start, usize::MAX);
        closer.is_none_or(|(_, after)| self.closes(after, place))
    }

    /// Reads a quoted string, and the pieces that `+` or a line end joins to it.
    fn string(&mut self, quote: Quote, start: usize, place: Place<'t>) -> Value {
        let mut text = String::new();
        let mut next = Some((quote, start));
        while let Some((quote, start)) = next {
            let (end, after, is_cut) = self.string_end(quote, start, place);
            let raw = self.slice(start, end);
            text += &quote.unescape(unfold(raw).as_deref().unwrap_or(raw));
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

    /// The string that is joined to the one before: after `+` (node), or alone on the next line (Python's pprint).
    fn next_piece(&self, place: Place<'t>) -> Option<(Quote, usize)> {
        let next = past_blanks(self.text, self.pos);
        if self.byte(next) == Some(b'+') {
            return self.string_at(past_blanks(self.text, next + 1));
        }
        if next == past_spaces(self.text, self.pos) || self.key_at(next, place.shape).is_some() {
            return None;
        }
        let (quote, start) = self.string_at(next)?;
        // Without its end it is rather a key that was cut.
        quote.first_closer(self.text, start, usize::MAX)?;
        Some((quote, start))
    }

    /// Where the string that begins at `start` ends, where the reading goes on, and whether the string was cut there.
    fn string_end(&self, quote: Quote, start: usize, place: Place<'t>) -> (usize, usize, bool) {
        let mut at = start;
        let mut line = start;
        while let Some(spot) = quote.spot(self.text, at) {
            match spot {
                Spot::Inside(next) => {
                    if self.byte(at) == Some(b'\n') {
                        if let Some(kept) = before_mark(self.slice(line, at), false) {
                            return (line + kept.len(), at, true);
                        }
                        line = next;
                    }
                    at = next;
                }
                Spot::Closer(after) => {
                    if self.closes(after, place) {
                        return (quote.mark_start(self.text, at, after), after, false);
                    }
                    if line > start && self.begins_member_value(after, place) {
                        // These are the quotes of a key on a later line: the string's own end was lost before.
                        return (line - 1, line - 1, true);
                    }
                    at = after;
                }
                Spot::Outer => return (at, at, true),
            }
        }
        let end = self.text.len();
        let last = self.slice(line, end);
        (
            before_mark(last, true).map_or(end, |kept| line + kept.len()),
            end,
            true,
        )
    }

    /// Whether what follows a quote shows that the quote closes a value there: people put quotes inside quotes.
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
            b':' | b'=' if place.key.is_none() => sep_at(self.text, next).is_some(),
            b'/' => rest.starts_with("//") || rest.starts_with("/*"),
            b'.' => ellipsis_end(self.text, next) > next + 3,
            b'>' => false,
            _ if is_mark(rest) => true,
            _ if next == after => false,
            // A key on the same line, without a comma: quoted, or glued to its value as in Go and protobuf texts.
            _ => self
                .key_at(next, place.shape)
                .is_some_and(|key| match key.spelling {
                    Spelling::Quoted(_) => true,
                    _ => self.string_at(key.end).is_some(),
                }),
        }
    }

    /// Whether text rather than a key follows a comma in an object.
    fn is_prose(&self, at: usize, shape: Shape) -> bool {
        let at = past_blanks(self.text, at);
        let is_word = self.byte(at).is_some_and(|b| b.is_ascii_alphabetic());
        is_word && self.key_at(at, shape).is_none() && word_end(self.text, at) < self.text.len()
    }

    /// Whether a colon and the beginning of a value follow.
    fn begins_member_value(&self, at: usize, place: Place<'t>) -> bool {
        let Some((Sep::Colon, end)) = sep_at(self.text, past_spaces(self.text, at)) else {
            return false;
        };
        let value = past_spaces(self.text, end);
        let is_value = |b: u8| {
            b.is_ascii_digit()
                || matches!(b, b'"' | b'\'' | b'{' | b'[' | b'-' | b't' | b'f' | b'n')
        };
        place.key.is_some() && self.byte(value).is_some_and(is_value)
    }

    /// Reads a value without quotes: a literal, a number or a text.
    fn unquoted(&mut self, place: Place<'t>) -> Option<Value> {
        let (end, how) = self.unquoted_end(place);
        let mut raw = self
            .slice(self.pos, end)
            .trim_matches(|c: char| c.is_whitespace() || is_invisible(c));
        let mut is_cut = how == End::Cut;
        self.pos = end;
        if how == End::Group {
            return Some(self.group(Opening {
                start: end,
                inside: end + 1,
                shape: Shape::Brace,
            }));
        }
        if (is_cut || past_spaces(self.text, end) < past_blanks(self.text, end))
            && let Some(kept) = before_mark(raw, is_cut)
        {
            (raw, is_cut) = (kept, true);
        }
        if !is_cut {
            return Some(if raw.is_empty() {
                Value::Null
            } else {
                scalar(if place.style == Style::Listed {
                    raw
                } else {
                    without_quotes(raw)
                })
            });
        }
        self.ended = true;
        if place.style == Style::Listed
            && let Some((whole, last)) = raw.rsplit_once('\n')
            && last.trim_start().starts_with('[')
        {
            // The next key was cut, not this value.
            return Some(scalar(whole.trim_end()));
        }
        if place.style == Style::Spaced
            && let Some((whole, _)) = raw.rsplit_once(' ')
        {
            // The last word may be the beginning of the next key.
            raw = whole
                .trim_end_matches(|c| c != ' ' && whole.ends_with(':'))
                .trim_end();
        }
        if is_half_scalar(raw) {
            return None;
        }
        self.cut_at = Some(Vec::new());
        Some(Value::from(raw))
    }

    /// Where the unquoted text at this place ends, and how.
    fn unquoted_end(&self, place: Place<'t>) -> (usize, End) {
        let start = self.pos;
        let mut depth = [0_usize; 3];
        let mut is_stack = false;
        let mut at = start;
        while let Some(byte) = self.byte(at) {
            let next = past_blanks(self.text, at);
            if next > at {
                if next >= self.text.len() {
                    return (at, End::Cut);
                }
                let is_line = next > past_spaces(self.text, at);
                is_stack |= is_line && self.rest(next).starts_with("at ");
                let end = if is_line {
                    self.line_end(at, next, place)
                } else if is_stack && self.byte(next) == Some(b'{') && self.is_body(next + 1) {
                    return (next, End::Group);
                } else {
                    let is_flat = depth.iter().all(|&d| d == 0);
                    let is_end = is_flat && self.separates_blank(next, place)
                        || self.is_scalar(start, at) && self.follows_scalar(next, place);
                    is_end.then_some(End::Closed)
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
            match byte {
                b'(' | b'[' | b'{' => depth[kind] += 1,
                b')' | b']' | b'}' if depth[kind] > 0 => depth[kind] -= 1,
                b')' | b']' | b'}' if self.is_closer(byte, place) => {
                    let is_inside = byte == b')'
                        && place.style == Style::Listed
                        && !is_blank(self.text, at.wrapping_sub(1));
                    if !is_inside {
                        return (at, End::Closed);
                    }
                }
                b',' | b';' if place.style == Style::Plain || place.shape == Shape::Brace => {
                    let is_end = match place.key {
                        None => depth.iter().all(|&d| d == 0),
                        Some(_) => self.is_scalar(start, at) || self.separates_comma(at + 1, place),
                    };
                    if is_end {
                        return (at, End::Closed);
                    }
                }
                _ => {}
            }
            at += 1;
        }
        (self.text.len(), End::Cut)
    }

    /// Whether the line that ends at `at`, before `next`, ends an unquoted text, and how; None where the text goes on.
    fn line_end(&self, at: usize, next: usize, place: Place<'t>) -> Option<End> {
        let rest = self.rest(next);
        let is_member = self
            .key_at(next, place.shape)
            .is_some_and(|key| place.is_sibling(key));
        let is_end = self
            .byte(next)
            .is_some_and(|b| matches!(b, b',' | b';') || self.is_closer(b, place))
            || place.style != Style::Listed
                && (ellipsis_end(self.text, next) > next || self.comment_end(next).is_some());
        if is_member || is_end || place.key.is_none() {
            return Some(End::Closed);
        }
        let goes_on =
            place.style == Style::Listed || self.byte(at) == Some(b'\\') || rest.starts_with("at ");
        if goes_on { None } else { Some(End::Cut) }
    }

    /// Whether the member before a comma in an object ends there: texts have commas of their own.
    fn separates_comma(&self, after: usize, place: Place<'t>) -> bool {
        let next = past_blanks(self.text, after);
        let Some(byte) = self.byte(next) else {
            return true;
        };
        next > past_spaces(self.text, after)
            || matches!(byte, b'}' | b']' | b')')
            || self
                .key_at(next, place.shape)
                .is_some_and(|key| place.is_sibling(key))
            || word_end(self.text, next) == self.text.len()
    }

    /// Whether `next`, after a blank, begins the next member where blanks separate members.
    fn separates_blank(&self, next: usize, place: Place<'t>) -> bool {
        if let Some(key) = self.key_at(next, place.shape)
            && !matches!(key.spelling, Spelling::Bare)
        {
            return place.key.is_some_and(|_| place.is_sibling(key));
        }
        let (Style::Spaced, Some(own), Some(key)) = (place.style, place.key, self.bare_key(next))
        else {
            return false;
        };
        let is_next = if place.shape == Shape::GoMap {
            // Go prints the keys of a map in order: a word with a colon that would not be in order is text.
            key.raw > own.raw
        } else {
            let initial = |text: &str| {
                text.bytes()
                    .next()
                    .map(|b| (b.is_ascii_alphabetic(), b.is_ascii_uppercase()))
            };
            initial(key.raw) == initial(own.raw)
        };
        let is_glued = next + key.raw.len() + 1 == key.end && key.sep == Sep::Colon;
        let value = past_blanks(self.text, key.end);
        let is_text = value > key.end
            && self.byte(value).is_some_and(|b| !matches!(b, b']' | b'}'))
            && self.bare_key(value).is_none();
        is_next && is_glued && !is_text
    }

    /// Whether a short text is a number or literal by itself.
    fn is_scalar(&self, start: usize, end: usize) -> bool {
        end - start <= MAX_SCALAR && !scalar(self.slice(start, end).trim()).is_string()
    }

    /// Whether what stands at `at`, after a blank, leaves a number or literal before it whole.
    fn follows_scalar(&self, at: usize, place: Place<'t>) -> bool {
        place.style == Style::Plain
            && (self.comment_end(at).is_some()
                || place.key.is_some()
                    && self
                        .key_at(at, place.shape)
                        .is_some_and(|key| place.is_sibling(key)))
    }

    /// Goes past what stands between a value and the next separator, bracket or key.
    fn pass_clutter(&mut self, place: Place<'t>) {
        let next = past_spaces(self.text, self.pos);
        let Some(byte) = self.byte(next).filter(|_| !self.ended) else {
            return;
        };
        let is_clear = matches!(byte, b',' | b';')
            || self.is_closer(byte, place)
            || is_blank(self.text, next)
            || self.comment_end(next).is_some()
            || ellipsis_end(self.text, next) > next
            || self.key_at(next, place.shape).is_some()
            || place.key.is_none()
                && (self.opening(next, place).is_some() || self.string_at(next).is_some());
        if !is_clear {
            let (end, how) = self.unquoted_end(place);
            self.pos = end;
            self.ended = how != End::Closed;
        }
    }

    /// Whether this byte closes an open group at this place.
    fn is_closer(&self, byte: u8, place: Place<'t>) -> bool {
        match byte {
            b']' | b'}' if place.shape.is_go() || place.style == Style::Listed => {
                self.is_open(byte)
            }
            b']' | b'}' => true,
            b')' => self.is_open(byte),
            _ => false,
        }
    }

    /// Whether a group is open that this byte closes.
    fn is_open(&self, byte: u8) -> bool {
        self.open.iter().any(|shape| shape.closer() == byte)
    }

    /// The key with its separator that stands at `at` in a group of this shape, if one does.
    fn key_at(&self, at: usize, shape: Shape) -> Option<Key<'t>> {
        if shape == Shape::GoList {
            return None;
        }
        // Symfony's dump marks the visibility of a property: `+"code"`, `#message`.
        let at = at
            + usize::from(
                shape == Shape::Brace && matches!(self.byte(at), Some(b'+' | b'#' | b'-' | b'~')),
            );
        if let Some(quote) = Quote::at(self.text, at) {
            let (end, after) = quote.first_closer(self.text, at + quote.width, MAX_KEY)?;
            let (sep, sep_end) = sep_at(self.text, past_blanks(self.text, after))?;
            let raw = self.slice(at + quote.width, end);
            return Some(Key {
                raw,
                spelling: Spelling::Quoted(quote),
                sep,
                end: sep_end,
            });
        }
        match self.byte(at)? {
            b'[' => self.bracketed_key(at),
            b':' => self.symbol_key(at),
            _ => {
                let key = self.bare_key(at)?;
                // `[note: text]` is prose, `[code: "X"]` and `[code => X]` are members.
                let is_member = key.sep != Sep::Colon
                    || shape != Shape::Bracket
                    || self.string_at(past_spaces(self.text, key.end)).is_some();
                is_member.then_some(key)
            }
        }
    }

    /// The unquoted word with its separator at `at`.
    fn bare_key(&self, at: usize) -> Option<Key<'t>> {
        let end = word_end(self.text, at);
        let raw = self.slice(at, end);
        if raw.is_empty() || raw.len() > MAX_KEY {
            return None;
        }
        let (sep, sep_end) = sep_at(self.text, past_spaces(self.text, end))?;
        let is_address = sep == Sep::Colon && self.rest(sep_end).starts_with("//");
        (!is_address).then_some(Key {
            raw,
            spelling: Spelling::Bare,
            sep,
            end: sep_end,
        })
    }

    /// PHP's `[key] =>` and node's `[Symbol(key)]:`.
    fn bracketed_key(&self, at: usize) -> Option<Key<'t>> {
        let window = self.rest(at + 1).as_bytes();
        let ends = |b: &u8| matches!(b, b']' | b'[' | b'{' | b'\n');
        let len = window.iter().take(MAX_NAME).position(ends)?;
        let end = at + 1 + len;
        if len == 0 || self.byte(end) != Some(b']') {
            return None;
        }
        let (sep, sep_end) = sep_at(self.text, past_spaces(self.text, end + 1))?;
        Some(Key {
            raw: self.slice(at + 1, end),
            spelling: Spelling::Bracketed,
            sep,
            end: sep_end,
        })
    }

    /// Ruby's `:key =>` and `:"key" =>`.
    fn symbol_key(&self, at: usize) -> Option<Key<'t>> {
        let key = match Quote::at(self.text, at + 1) {
            Some(_) => self.key_at(at + 1, Shape::Brace)?,
            None => Key {
                spelling: Spelling::Symbol,
                ..self.bare_key(at + 1)?
            },
        };
        (key.sep == Sep::Arrow).then_some(key)
    }

    /// Where the blanks and the comments, a few, at `at` end.
    fn past_noise(&self, at: usize) -> usize {
        let mut at = past_blanks(self.text, at);
        for _ in 0..MAX_HEAD {
            let Some(end) = self.comment_end(at) else {
                break;
            };
            at = past_blanks(self.text, end);
        }
        at
    }

    /// Where everything ends that can stand between two members: separators, comments, `... 3 more items`, Symfony's `#123`.
    fn past_separators(&self, at: usize) -> usize {
        let mut at = self.past_noise(at);
        loop {
            let next = match self.byte(at) {
                Some(b',' | b';') => at + 1,
                Some(b'#') => {
                    at + 1
                        + self
                            .rest(at + 1)
                            .bytes()
                            .take_while(u8::is_ascii_digit)
                            .count()
                }
                _ => ellipsis_end(self.text, at),
            };
            if next == at || next == at + 1 && self.byte(at) == Some(b'#') {
                return at;
            }
            at = self.past_noise(next);
        }
    }

    /// Where the short comment at `at` ends, if one is there; after `#` a blank must follow.
    fn comment_end(&self, at: usize) -> Option<usize> {
        let rest = self.rest(at);
        let window = rest
            .as_bytes()
            .get(..rest.len().min(MAX_COMMENT))
            .unwrap_or_default();
        if window.starts_with(b"/*") {
            return Some(at + 2 + window.get(2..)?.windows(2).position(|pair| pair == b"*/")? + 2);
        }
        if !(window.starts_with(b"//") || window.starts_with(b"# ")) {
            return None;
        }
        match window.iter().position(|&b| b == b'\n') {
            Some(len) => Some(at + len),
            None => (window.len() == rest.len()).then_some(self.text.len()),
        }
    }
}

/// The separator between key and value at `at`, and where it ends.
fn sep_at(text: &str, at: usize) -> Option<(Sep, usize)> {
    let bytes = text.as_bytes().get(at..)?;
    match bytes {
        [b'=', b'>', ..] => Some((Sep::Arrow, at + 2)),
        [b'=', b'=' | b'~', ..] | [b':', b':', ..] => None,
        [b'=', ..] => Some((Sep::Equals, at + 1)),
        [b':', ..] => Some((Sep::Colon, at + 1)),
        _ => None,
    }
}

/// Where the unquoted key at `at` ends.
fn word_end(text: &str, at: usize) -> usize {
    let rest = text.get(at..).unwrap_or_default();
    let is_word = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '$' | '@');
    at + rest.find(|c: char| !is_word(c)).unwrap_or(rest.len())
}

/// Where dots that stand for something left out end, with the count that node writes after them; `at` where there are none.
fn ellipsis_end(text: &str, at: usize) -> usize {
    let rest = text.get(at..).unwrap_or_default();
    let Some(after) = rest.strip_prefix("...").or_else(|| rest.strip_prefix('…')) else {
        return at;
    };
    let dots = at + rest.len() - after.len();
    let count = after.trim_start_matches(' ');
    let digits = count.bytes().take_while(u8::is_ascii_digit).count();
    let Some(unit) = count
        .get(digits..)
        .and_then(|more| more.strip_prefix(" more "))
        .filter(|_| digits > 0)
    else {
        return dots;
    };
    let word = unit.bytes().take_while(u8::is_ascii_lowercase).count();
    at + rest.len() - unit.len() + word
}

/// The text without the quotes around all of it.
fn without_quotes(text: &str) -> &str {
    let inside = |quote: char| text.strip_prefix(quote)?.strip_suffix(quote);
    inside('"').or_else(|| inside('\'')).unwrap_or(text)
}
