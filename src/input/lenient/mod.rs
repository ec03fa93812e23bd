//! Reads objects that are almost JSON: what a console, a REPL or a chat window made of an error body.
//!
//! One grammar for all languages: a group is a bracket, members and the bracket that closes it; a member is a value,
//! with or without a key; a value is a group, a string or unquoted text. What differs is how they are written
//! (`keys`, `openings`) and how one tells where they end (`endings`).

mod endings;
mod keys;
mod lexis;
mod openings;

pub(super) use openings::heading_length;

use serde_json::{Map, Value};

use endings::End;
use keys::{Key, Sep, Spelling};
use lexis::{
    Quote, before_mark, elision_end, is_blank, is_half_scalar, is_invisible, is_mark, past_blanks,
    past_spaces, scalar, unescape, unfold, without_quotes,
};
use openings::Opening;

/// The deepest nesting that is read, serde_json's own limit; what lies deeper counts as null.
const MAX_DEPTH: usize = 128;
/// How many comments, parts of a type's name, or arrays inside each other may come before what shows that a text is no prose.
const MAX_HEAD: usize = 4;
/// The longest key, comment and type's name, in bytes: a look ahead for one that does not end stays cheap.
const MAX_KEY: usize = 512;
const MAX_COMMENT: usize = 200;
const MAX_NAME: usize = 100;
/// The longest number or literal after which a separator needs no look at what follows it.
const MAX_SCALAR: usize = 40;

/// What the reader made of the text.
#[derive(Debug)]
pub(crate) struct Lenient {
    /// What was read: an object or an array.
    pub(crate) value: Value,
    /// Bytes of the text that it took.
    pub(crate) len: usize,
    /// Whether the text ended, or was cut, before the value was closed.
    pub(crate) cut: bool,
    /// JSON Pointer of the string of which only the beginning is there.
    pub(crate) cut_at: Option<String>,
}

/// Reads the object-like value (object, array, list) that begins at the start of a text; `None` when this does not read as one.
///
/// The time is linear in the bytes consumed; a refusal looks no further than the first member.
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

/// Writes a path, given from its innermost step outwards, as a JSON Pointer (RFC 6901).
fn pointer(path: &[String]) -> String {
    let escaped = |step: &String| format!("/{}", step.replace('~', "~0").replace('/', "~1"));
    path.iter().rev().map(escaped).collect()
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
    /// Gives the bracket that closes the group.
    fn closer(self) -> u8 {
        match self {
            Self::Brace => b'}',
            Self::Bracket | Self::GoMap | Self::GoList => b']',
            Self::Paren | Self::Call => b')',
        }
    }

    /// Says whether blanks alone stand between the members.
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
    /// Gives the place of a value without a key.
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

    /// Gives the separator before the value.
    fn sep(&self) -> Option<Sep> {
        self.key.map(|key| key.sep)
    }

    /// Says whether text that begins with a quote or a bracket may be unquoted text all the same.
    fn is_unquoted(&self) -> bool {
        self.style != Style::Plain || self.sep() == Some(Sep::Equals)
    }

    /// Says whether a key is written like the one of this place.
    fn is_sibling(&self, key: Key<'t>) -> bool {
        let is_alike = self.style != Style::Listed || key.spelling == Spelling::Bracketed;
        is_alike && self.sep().is_none_or(|sep| sep == key.sep)
    }
}

/// The members of a group as they come in.
#[derive(Default)]
struct Members {
    map: Map<String, Value>,
    items: Vec<Value>,
    /// The items had keys: 0, 1, 2 ..., as PHP writes lists.
    is_indexed: bool,
    style: Option<Style>,
}

impl Members {
    /// Says whether a member with a key came in.
    fn has_keys(&self) -> bool {
        self.is_indexed || !self.map.is_empty()
    }

    /// Adds a member and says whether it was taken: the last of several wins, but a scalar does not replace an object or array.
    fn insert(&mut self, key: Key, name: String, value: Value) -> bool {
        let is_index = key.spelling != Spelling::Quoted && name == self.items.len().to_string();
        if is_index && self.map.is_empty() && (self.is_indexed || self.items.is_empty()) {
            self.is_indexed = true;
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

    /// Gives the object or list that the members make.
    fn into_value(mut self, shape: Shape) -> Value {
        let is_object = matches!(shape, Shape::Brace | Shape::GoMap);
        if self.map.is_empty() && !(self.items.is_empty() && is_object) {
            return Value::Array(self.items);
        }
        if self.is_indexed {
            for (index, value) in self.items.into_iter().enumerate() {
                self.map.entry(index.to_string()).or_insert(value);
            }
        }
        Value::Object(self.map)
    }

    /// Gives what a call stands for: its named arguments, its last argument where it is the only one or an object, or its text.
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

    /// Says whether nothing but blanks is left.
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
            // Nothing can be made of what stands here.
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

    /// Gives what is left of an unquoted text that was cut: numbers and literals are dropped, since nobody sees that they are cut.
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

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use serde_json::{Value, json};

    use super::{Lenient, read};
    use crate::clock::running;

    /// Reads a text that is not cut.
    fn whole(text: &str) -> Option<Value> {
        let lenient = read(text)?;
        (!lenient.cut && lenient.cut_at.is_none()).then_some(lenient.value)
    }

    fn check_all(table: &[(&str, Value)]) {
        for (text, value) in table {
            assert_eq!(whole(text).as_ref(), Some(value), "{text}");
        }
    }

    fn check_cut(text: &str, value: &Value, cut_at: Option<&str>) {
        let found = read(text).map(|lenient| (lenient.value, lenient.cut, lenient.cut_at));
        let cut_at = cut_at.map(str::to_string);
        assert_eq!(found, Some((value.clone(), true, cut_at)), "{text}");
    }

    #[test]
    fn a_python_repr_reads_as_json() {
        check_all(&[
            (
                r#"{'success': False, 'data': None, 'error': {'code': 'INTERNAL_003', 'message': 'Provider (SMS/WhatsApp)', 'details': None}, 'ok': True}"#,
                json!({"success": false, "data": null, "error": {"code": "INTERNAL_003", "message": "Provider (SMS/WhatsApp)", "details": null}, "ok": true}),
            ),
            (
                r#"{'error': "Event 'order-shipped' not found"}"#,
                json!({"error": "Event 'order-shipped' not found"}),
            ),
            (
                r#"{'m': 'It\'s "odd" – ok\n', 't': (1, 'x'), 's': {'q'}, 'b': b"it's \xe2\x80\x99", 'f': nan}"#,
                json!({"m": "It's \"odd\" – ok\n", "t": [1, "x"], "s": ["q"], "b": "it's ’", "f": null}),
            ),
            (
                "{'at': datetime.datetime(2026, 11, 18, 9, 41), 'n': Decimal('1.5'), 'od': OrderedDict([('a', 1)]), 'dd': defaultdict(<class 'list'>, {'to': ['x']}), 'r': <Response [404]>, 'code': 'X'}",
                json!({"at": "datetime.datetime(2026, 11, 18, 9, 41)", "n": "1.5", "od": [["a", 1]], "dd": {"to": ["x"]}, "r": "<Response [404]>", "code": "X"}),
            ),
            (
                "{'error': {'code': 'X',\n           'message': 'Insufficient account '\n                      'balance. '},\n 'success': False}",
                json!({"error": {"code": "X", "message": "Insufficient account balance. "}, "success": false}),
            ),
            (
                r#"{\n "error": {\n  "message": "it\'s",\n  "status": 401\n }\n}'"#,
                json!({"error": {"message": "it's", "status": 401}}),
            ),
        ]);
    }

    #[test]
    fn what_node_inspects_reads_as_json() {
        check_all(&[
            (
                "{\n  error: {\n    code: 'NO_SESSION',\n    message: 'This API key is not linked.',\n    status: 403\n  }\n}",
                json!({"error": {"code": "NO_SESSION", "message": "This API key is not linked.", "status": 403}}),
            ),
            (
                "{ a: [Object], b: [Function: fn], [Symbol(k)]: 1, 'x-y': undefined, l: [ 'GET', [Array] ], n: 12n }",
                json!({"a": null, "b": null, "Symbol(k)": 1, "x-y": null, "l": ["GET", null], "n": 12}),
            ),
            (
                "{\n  e: ApiError: bad\n      at Object.<anonymous> (/a.js:5:16)\n      at node:internal/main/run_main_module:28:49 {\n    code: 'AUTH_002',\n    status: 401\n  },\n  m: Map(1) { 'a' => { b: 1 } },\n  s: Set(1) { 'x' },\n  p: [Object: null prototype] { q: 1 },\n  buf: <Buffer 7b 22>,\n  re: /a,b/g,\n  w: Foo { x: 1 },\n  r: <ref *1> Bar { self: [Circular *1] },\n  arr: [\n     0,  1,\n     2,\n    ... 3 more items\n  ],\n  h: 'GET / HTTP/1.1\\r\\n' +\n    'Host: x',\n  d: 1970-01-01T00:00:00.000Z\n}",
                json!({"e": {"code": "AUTH_002", "status": 401}, "m": {"a": {"b": 1}}, "s": ["x"], "p": {"q": 1}, "buf": "<Buffer 7b 22>",
                    "re": "/a,b/g", "w": {"x": 1}, "r": {"self": null}, "arr": [0, 1, 2], "h": "GET / HTTP/1.1\r\nHost: x", "d": "1970-01-01T00:00:00.000Z"}),
            ),
            (
                "{ // JSON5\n  code: 'X', /* two */ n: .5, hex: 0xFF, big: 1_000, \"status\": 401 // last\n}",
                json!({"code": "X", "n": 0.5, "hex": 255, "big": 1000, "status": 401}),
            ),
        ]);
    }

    #[test]
    fn a_ruby_hash_reads_as_json() {
        check_all(&[
            (
                r##"{"success"=>false, :error=>{:code=>"AUTH_002", "message"=>"It's \"bad\" \#{x}", :status=>401, :details=>nil, :list=>["a", :b, 1.5], :"odd key"=>1}, :t=>1970-01-01 00:00:00 UTC, :s=>#<struct S code="A", message="b, c: d">}"##,
                json!({"success": false, "error": {"code": "AUTH_002", "message": "It's \"bad\" #{x}", "status": 401, "details": null,
                    "list": ["a", "b", 1.5], "odd key": 1}, "t": "1970-01-01 00:00:00 UTC", "s": "#<struct S code=\"A\", message=\"b, c: d\">"}),
            ),
            (
                r#"{error: {code: "AUTH_002", "odd key": nil}}"#,
                json!({"error": {"code": "AUTH_002", "odd key": null}}),
            ),
        ]);
    }

    #[test]
    fn a_java_map_keeps_the_commas_of_its_texts() {
        check_all(&[
            (
                "{error={code=AUTH_002, message=Invalid, or expired API key (see https://docs.example.com/a?b=c), status=401, details=null, errors=[phone: must not be blank, x]}}",
                json!({"error": {"code": "AUTH_002", "message": "Invalid, or expired API key (see https://docs.example.com/a?b=c)",
                    "status": 401, "details": null, "errors": ["phone: must not be blank", "x"]}}),
            ),
            (
                "{error=ApiError[code=AUTH_002, message=Invalid or expired, status=401], status=401 UNAUTHORIZED, at=Wed Nov 18 09:41:27 UTC 2026}",
                json!({"error": {"code": "AUTH_002", "message": "Invalid or expired", "status": 401}, "status": "401 UNAUTHORIZED", "at": "Wed Nov 18 09:41:27 UTC 2026"}),
            ),
            (
                "{message={0} is required, code=(none), e=ApiError(code=X, message=recipient(s) unknown)}",
                json!({"message": "{0} is required", "code": "(none)", "e": {"code": "X", "message": "recipient(s) unknown"}}),
            ),
        ]);
    }

    #[test]
    fn a_go_map_keeps_the_blanks_and_colons_of_its_texts() {
        check_all(&[
            (
                "map[error:map[big:1.2345678e+07 code:AUTH_002 doc_url: list:[map[a:1] map[a:2]] message:Invalid phone: +1 at https://x.y/z (see a:b) nil:<nil> phone:[The phone is required.] status:401] success:false z:]",
                json!({"error": {"big": 12345678.0, "code": "AUTH_002", "doc_url": null, "list": [{"a": 1}, {"a": 2}],
                    "message": "Invalid phone: +1 at https://x.y/z (see a:b)", "nil": null, "phone": ["The phone is required."], "status": 401}, "success": false, "z": null}),
            ),
            (
                "{Code:AUTH_002 Message:Invalid or expired: API key Status:401 Empty: Err:<nil> M:map[a:b c d:1]}",
                json!({"Code": "AUTH_002", "Message": "Invalid or expired: API key", "Status": 401, "Empty": null, "Err": null, "M": {"a": "b c", "d": 1}}),
            ),
            (
                r#"map[string]interface {}{"code":"AUTH_002", "phone":[]interface {}{"a, b"}, "status":401}"#,
                json!({"code": "AUTH_002", "phone": ["a, b"], "status": 401}),
            ),
            (
                r#"map["code":"AUTH_002" "message":"it \"is\""]"#,
                json!({"code": "AUTH_002", "message": "it \"is\""}),
            ),
        ]);
    }

    #[test]
    fn what_php_prints_reads_as_json() {
        let value = json!({"error": {"code": "AUTH_002", "message": "Invalid (see [docs], x => y)", "details": {"phone": ["Required.", "b"]}, "status": 401}});
        check_all(&[
            (
                "Array\n(\n    [error] => stdClass Object\n        (\n            [code] => AUTH_002\n            [message] => Invalid (see [docs], x => y)\n            [details] => Array\n                (\n                    [phone] => Array\n                        (\n                            [0] => Required.\n                            [1] => b\n                        )\n\n                )\n\n            [status] => 401\n        )\n\n)\n",
                value.clone(),
            ),
            (
                "array(1) {\n  [\"error\"]=>\n  array(4) {\n    [\"code\"]=>\n    string(8) \"AUTH_002\"\n    [\"message\"]=>\n    string(28) \"Invalid (see [docs], x => y)\"\n    [\"details\"]=>\n    object(stdClass)#3 (1) {\n      [\"phone\"]=>\n      array(2) {\n        [0]=>\n        string(9) \"Required.\"\n        [1]=>\n        string(1) \"b\"\n      }\n    }\n    [\"status\"]=>\n    int(401)\n  }\n}\n",
                value.clone(),
            ),
            (
                "array (\n  'error' => \n  array (\n    'code' => 'AUTH_002',\n    'message' => 'Invalid (see [docs], x => y)',\n    'details' => \n    array (\n      'phone' => \n      array (\n        0 => 'Required.',\n        1 => 'b',\n      ),\n    ),\n    'status' => 401,\n  ),\n)",
                value.clone(),
            ),
            (
                "array:1 [▼\n  \"error\" => array:4 [▼\n    \"code\" => \"AUTH_002\"\n    \"message\" => \"Invalid (see [docs], x => y)\"\n    \"details\" => {#12 ▼\n      +\"phone\": array:2 [\n        0 => \"Required.\"\n        1 => \"b\"\n      ]\n    }\n    \"status\" => 401\n  ]\n]",
                value,
            ),
            (
                "ApiError Object\n(\n    [code:protected] => X\n    [message:ApiError:private] => a\nb\n    [empty] => \n)\n",
                json!({"code": "X", "message": "a\nb", "empty": null}),
            ),
        ]);
    }

    #[test]
    fn quotes_inside_quotes_are_told_from_the_end() {
        check_all(&[
            (
                "{“error”: {“code”: “BUSINESS_003”, “message”: “Don’t say “no”, ok”}}",
                json!({"error": {"code": "BUSINESS_003", "message": "Don’t say “no”, ok"}}),
            ),
            (
                r#"{"message": "Field "to", which is required", "code": "X"}"#,
                json!({"message": "Field \"to\", which is required", "code": "X"}),
            ),
            (
                "{'error': 'Event 'order-shipped' not found'}",
                json!({"error": "Event 'order-shipped' not found"}),
            ),
            (r#"{"a": "x" "b": 1}"#, json!({"a": "x", "b": 1})),
            (
                "{\"a\": \"x\"\n \"b\": 1\n c: `y`;}",
                json!({"a": "x", "b": 1, "c": "y"}),
            ),
        ]);
    }

    #[test]
    fn blanks_that_nobody_sees_are_passed() {
        check_all(&[
            (
                "{\u{a0}\"\u{200b}code\u{200d}\"\u{2003}:\u{feff} \"X\",\u{2060}\u{a0}\n\u{200b}status\u{200b}: 401\u{a0}}",
                json!({"code": "X", "status": 401}),
            ),
            (
                r#"{"m": "Failed. \ud83d", "ok": "\ud83d\ude00\x1b\033\u{e9}\q"}"#,
                json!({"m": "Failed. \u{fffd}", "ok": "😀\u{1b}\u{1b}éq"}),
            ),
            (
                "{\"error\n   code\": \"AUTH_\n  002\", \"m\": \"two\nlines\"}",
                json!({"errorcode": "AUTH_002", "m": "two\nlines"}),
            ),
        ]);
    }

    #[test]
    fn a_cut_text_keeps_the_beginning_of_strings_and_nothing_else() {
        let kept = json!({"success": false});
        for tail in [
            "\"status\":5",
            "\"status\":50\n",
            "\"ok\":tru",
            "\"mess",
            "\"message\"",
            "\"message\":",
            "mess",
            "status: 5",
            "",
        ] {
            check_cut(&format!("{{\"success\":false,{tail}"), &kept, None);
        }
        check_cut(
            r#"{"success":false,"error":{"code":"AUTH_0"#,
            &json!({"success": false, "error": {"code": "AUTH_0"}}),
            Some("/error/code"),
        );
        check_cut(
            r#"{"a/b":{"to":["x","requi"#,
            &json!({"a/b": {"to": ["x", "requi"]}}),
            Some("/a~1b/to/1"),
        );
        check_cut(
            "{error={code=AUTH_0",
            &json!({"error": {"code": "AUTH_0"}}),
            Some("/error/code"),
        );
        check_cut(
            "map[error:map[code:AUTH_002 mes",
            &json!({"error": {"code": "AUTH_002"}}),
            Some("/error/code"),
        );
        check_cut(
            "{error={status=40\nprose follows",
            &json!({"error": {}}),
            None,
        );
    }

    #[test]
    fn a_truncation_mark_is_the_end_of_a_cut_text() {
        for mark in [
            "(truncated...)",
            "... (truncated)",
            "…",
            "[truncated]",
            "<truncated>",
            "...[Truncated 12 chars]",
            "(truncated...)\n",
            "…\nmore prose, \"a\": 1}",
        ] {
            check_cut(
                &format!("{{\"error\":{{\"code\":\"X\",\"message\":\"Connect it from {mark}"),
                &json!({"error": {"code": "X", "message": "Connect it from"}}),
                Some("/error/message"),
            );
        }
        assert_eq!(
            whole("{\"m\": \"Loading… (truncated)\"}"),
            Some(json!({"m": "Loading… (truncated)"}))
        );
    }

    #[test]
    fn brackets_of_other_groups_close_what_they_can() {
        let lenient = read("{\"a\": [{\"b\": 1], \"c\": 2} tail");
        assert_eq!(
            lenient.map(|l| (l.value, l.len, l.cut)),
            Some((json!({"a": [{"b": 1}], "c": 2}), 24, false))
        );
        let lenient = read("{\"a\": {\"b\": 1]}");
        assert_eq!(
            lenient.map(|l| (l.value, l.len, l.cut)),
            Some((json!({"a": {"b": 1}}), 13, true))
        );
        let lenient = read("{\"code\": \"X\", \"code\": \"Y\", \"e\": {\"f\": 1}, \"e\": 2}");
        assert_eq!(
            lenient.map(|l| l.value),
            Some(json!({"code": "Y", "e": {"f": 1}}))
        );
    }

    #[test]
    fn prose_is_refused() {
        for text in [
            "{foo bar baz}",
            "[WARN] something happened",
            "[2026-11-18 09:41] x",
            "[09:41:27,123] x",
            "{ [5 bytes data]",
            "[info]",
            "[pid=12] x",
            "[[WARN]] x",
            "[note: see \"x\"]",
            "[\"quoted\" prose]",
            "[a, b]",
            "{ return x; }",
            "{id}",
            "{09:41:27}",
            "{\"a\" \"b\"}",
            "{",
            "[",
            "{\"",
            "{\"a",
            "",
            "map[string]interface{}",
            "Array of strings",
            "{{{{",
            "{%",
            "null",
            "\"text\"",
        ] {
            assert!(read(text).is_none(), "{text}: {:?}", read(text));
        }
        check_all(&[
            ("{}", json!({})),
            ("[ ]", json!([])),
            ("[1] [x: y]", json!([1])),
            ("map[]", json!({})),
            ("Array\n(\n)", json!([])),
        ]);
    }

    #[test]
    fn strict_json_reads_as_serde_json_reads_it() {
        let body = json!({"a": [1, -0.5, 1e30, null, true, "é\u{1f600}\u{7}\"\\/{}[]:,=>'"], "": {"x\ny": []}, "0": "b", "z": "//, (truncated)"});
        for text in [body.to_string(), format!("{body:#}")] {
            let lenient = read(&text);
            assert_eq!(
                lenient.map(|l| (l.value, l.len, l.cut)),
                Some((body.clone(), text.len(), false))
            );
        }
    }

    #[test]
    fn depth_is_bounded_and_time_linear() {
        let size = 1 << 16;
        for head in [
            "",
            "{\"a\":",
            "{\"a\":\"",
            "{a=",
            "[",
            "map[a:",
            "Array\n(\n[a] => ",
        ] {
            for unit in [
                "{", "[", "(", "{\"a\":", "{a={", "\"", "\\", "'", "“", "«", ",", "\n", " ", "a(",
                "(2) ", "/*", "{\n//", "map[a:", "[1,", "…\n", "\"\n", " a:", "'+",
            ] {
                let mut text = head.to_string();
                text.extend(std::iter::repeat_n(unit, size / unit.len()));
                let start = running();
                let _ = read(&text);
                let taken = running() - start;
                assert!(
                    taken < Duration::from_secs(2),
                    "{head:?} {unit:?} {taken:?}"
                );
            }
        }
    }

    #[test]
    fn nothing_panics_wherever_a_text_begins_and_ends() {
        let text = "x {'a': [b'\\xe2', “é”, Map(1) { 'a' => …\n Foo(…) }, \\ud83d, [a] => map[a:b é:1], {k=v, é=ü\u{a0}}, '🤔\\";
        for start in (0..text.len()).filter(|&at| text.is_char_boundary(at)) {
            for end in (start..=text.len()).filter(|&at| text.is_char_boundary(at)) {
                let part = &text[start..end];
                for text in [
                    part.to_string(),
                    format!("{{a: {part}"),
                    format!("{{\"a\": \"{part}"),
                    format!("map[a:{part}"),
                ] {
                    let Some(Lenient {
                        value, len, cut_at, ..
                    }) = read(&text)
                    else {
                        continue;
                    };
                    assert!(text.is_char_boundary(len), "{text}");
                    let cut = cut_at.map(|path| value.pointer(&path).is_some_and(Value::is_string));
                    assert!(cut.unwrap_or(true), "{text}");
                }
            }
        }
    }
}
