//! A document as nodes over its text: one arena, filled by one walk, read by handles. Values stay where they are in the text
//! until somebody asks for them.

mod walk;

use std::borrow::Cow;

use serde_json::Value;

pub(crate) use walk::walk;

/// No node.
const NONE: u32 = u32::MAX;

/// The type of a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Null,
    True,
    False,
    Number,
    String,
    Array,
    Object,
}

/// A value in the arena.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Cell {
    /// The value in the text; of a string what is between its quotes.
    start: u32,
    end: u32,
    /// The name, between its quotes; empty for an element.
    name_start: u32,
    name_end: u32,
    /// The next member or element of the same container.
    next: u32,
    kind: Kind,
    /// Whether the value is a string with escapes.
    is_escaped: bool,
    /// Whether the name has escapes.
    is_name_escaped: bool,
    /// Whether the input ends within the value.
    is_cut: bool,
}

/// A document: its text, and its values in the order in which they begin.
#[derive(Debug, Clone, Default)]
pub(crate) struct Doc<'t> {
    text: Cow<'t, str>,
    cells: Vec<Cell>,
}

impl<'t> Doc<'t> {
    /// Reads a text that is one JSON value and nothing else; `None` for any other.
    pub(crate) fn read(text: &'t str) -> Option<Self> {
        let mut doc = Self {
            text: Cow::Borrowed(text),
            cells: Vec::new(),
        };
        let end = walk(text, 0, &mut doc.cells)?;
        // What JSON takes for blanks, and no form feed.
        let is_blank = |byte: u8| matches!(byte, b' ' | b'\n' | b'\r' | b'\t');
        text[end..].bytes().all(is_blank).then_some(doc)
    }

    /// Returns the root.
    pub(crate) fn root(&self) -> Node<'_> {
        Node { doc: self, at: 0 }
    }

    /// Marks the values that the input ends within: those on the way to a JSON Pointer, or without one every container.
    pub(crate) fn cut(&mut self, pointer: Option<&str>) {
        let Some(pointer) = pointer else {
            for cell in &mut self.cells {
                cell.is_cut = matches!(cell.kind, Kind::Object | Kind::Array);
            }
            return;
        };
        let mut on_the_way = vec![0];
        let mut node = self.root();
        for token in pointer.split('/').skip(1) {
            let name = token.replace("~1", "/").replace("~0", "~");
            let Some(next) = node.step(&name) else { break };
            on_the_way.push(next.at);
            node = next;
        }
        for at in on_the_way {
            if let Some(cell) = self.cells.get_mut(at as usize) {
                cell.is_cut = true;
            }
        }
    }
}

impl From<&Value> for Doc<'static> {
    fn from(value: &Value) -> Self {
        let text = value.to_string();
        let mut cells = Vec::new();
        // A value that serde wrote can be read, unless it is nested more deeply than any document may be.
        if walk(&text, 0, &mut cells).is_none() {
            cells.clear();
        }
        Self {
            text: Cow::Owned(text),
            cells,
        }
    }
}

/// A value of a document.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Node<'d> {
    doc: &'d Doc<'d>,
    at: u32,
}

impl<'d> Node<'d> {
    /// Returns the value in the arena.
    #[inline]
    fn cell(self) -> Option<&'d Cell> {
        self.doc.cells.get(self.at as usize)
    }

    /// Returns the type.
    #[inline]
    pub(crate) fn kind(self) -> Kind {
        self.cell().map_or(Kind::Null, |cell| cell.kind)
    }

    /// Returns true for an object.
    pub(crate) fn is_object(self) -> bool {
        self.kind() == Kind::Object
    }

    /// Returns true for an object or an array.
    pub(crate) fn is_container(self) -> bool {
        matches!(self.kind(), Kind::Object | Kind::Array)
    }

    /// Returns true if the input ends within the value.
    #[inline]
    pub(crate) fn is_cut(self) -> bool {
        self.cell().is_some_and(|cell| cell.is_cut)
    }

    /// Returns the value as it is written; of a string what is between its quotes.
    #[inline]
    pub(crate) fn raw(self) -> &'d str {
        let doc = self.doc;
        let span = self.cell().map(|c| c.start as usize..c.end as usize);
        span.and_then(|span| doc.text.get(span)).unwrap_or_default()
    }

    /// Returns the text of a string.
    pub(crate) fn text(self) -> Option<Cow<'d, str>> {
        let cell = self.cell().filter(|cell| cell.kind == Kind::String)?;
        Some(if cell.is_escaped {
            Cow::Owned(walk::unescaped(self.raw()))
        } else {
            Cow::Borrowed(self.raw())
        })
    }

    /// Returns a number without sign or fraction.
    pub(crate) fn number(self) -> Option<u64> {
        match self.kind() {
            Kind::Number => self.raw().parse().ok(),
            _ => None,
        }
    }

    /// Returns true if the value is a string that may have so many bytes.
    #[inline]
    pub(crate) fn may_be_text(self, length: usize) -> bool {
        self.cell().is_some_and(|cell| {
            let is_long = cell.is_escaped || (cell.end - cell.start) as usize == length;
            cell.kind == Kind::String && is_long
        })
    }

    /// Returns true if the value is a string and equals `text`.
    pub(crate) fn is_text(self, text: &str) -> bool {
        self.text().is_some_and(|own| own == text)
    }

    /// Returns the member's name; empty for an element.
    #[inline]
    pub(crate) fn name(self) -> Cow<'d, str> {
        let Some(cell) = self.cell() else {
            return Cow::Borrowed("");
        };
        let span = cell.name_start as usize..cell.name_end as usize;
        let raw = self.doc.text.get(span).unwrap_or_default();
        if cell.is_name_escaped {
            Cow::Owned(walk::unescaped(raw))
        } else {
            Cow::Borrowed(raw)
        }
    }

    /// Returns true if the member has a name.
    #[inline]
    fn is_named(self, name: &str) -> bool {
        self.cell().is_some_and(|cell| {
            let length = (cell.name_end - cell.name_start) as usize;
            // Most names differ in length.
            match cell.is_name_escaped {
                true => self.name() == name,
                false => length == name.len() && self.name() == name,
            }
        })
    }

    /// Iterates over the members of an object or the elements of an array.
    #[inline]
    pub(crate) fn children(self) -> Children<'d> {
        let cell = self.cell().filter(|_| self.is_container());
        // A first child follows its container, and begins within it.
        let first = self.at + 1;
        let child = self.doc.cells.get(first as usize);
        let is_own = cell
            .zip(child)
            .is_some_and(|(own, child)| child.start < own.end);
        Children {
            doc: self.doc,
            at: if is_own { first } else { NONE },
        }
    }

    /// Returns the member with a name: the last one, where a name occurs twice.
    pub(crate) fn get(self, name: &str) -> Option<Node<'d>> {
        if !self.is_object() {
            return None;
        }
        self.children().filter(|child| child.is_named(name)).last()
    }

    /// Returns the member with a name, or the element with a number.
    pub(crate) fn step(self, token: &str) -> Option<Node<'d>> {
        match self.kind() {
            Kind::Object => self.get(token),
            Kind::Array if token == "0" || !token.starts_with(['0', '+']) => {
                self.children().nth(token.parse().ok()?)
            }
            _ => None,
        }
    }

    /// Returns the first texts of a list of texts, joined; `None` for an empty list and where another value is among them.
    pub(crate) fn texts(self, most: usize) -> Option<String> {
        let texts: Option<Vec<_>> = self.children().take(most).map(Self::text).collect();
        let texts = texts.filter(|texts| !texts.is_empty())?;
        Some(texts.join("; "))
    }

    /// Returns the text of a string or a number, without blanks around it; `None` for what is empty or of another type.
    pub(crate) fn plain(self) -> Option<Cow<'d, str>> {
        match self.kind() {
            Kind::String => {
                let text = match self.text()? {
                    Cow::Borrowed(text) => Cow::Borrowed(text.trim()),
                    Cow::Owned(text) => Cow::Owned(text.trim().to_owned()),
                };
                (!text.is_empty()).then_some(text)
            }
            Kind::Number => Some(plain_number(self.raw())),
            _ => None,
        }
    }
}

/// Returns a number as people write it: no exponent, no `.0`.
fn plain_number(raw: &str) -> Cow<'_, str> {
    if raw.bytes().any(|b| matches!(b, b'e' | b'E')) {
        let number: f64 = raw.parse().unwrap_or_default();
        return Cow::Owned(number.to_string());
    }
    Cow::Borrowed(raw.strip_suffix(".0").unwrap_or(raw))
}

/// The members of an object, or the elements of an array.
#[derive(Debug, Clone)]
pub(crate) struct Children<'d> {
    doc: &'d Doc<'d>,
    at: u32,
}

impl<'d> Iterator for Children<'d> {
    type Item = Node<'d>;

    #[inline]
    fn next(&mut self) -> Option<Node<'d>> {
        let cell = self.doc.cells.get(self.at as usize)?;
        let node = Node {
            doc: self.doc,
            at: self.at,
        };
        self.at = cell.next;
        Some(node)
    }
}

#[cfg(test)]
mod tests {
    use super::{Doc, Kind};

    #[test]
    fn values_are_read_where_they_are() {
        let text = r#"{"a":[1,"x\n",{"b":null}],"c\u0064":true,"a":2.0}"#;
        let doc = Doc::read(text).unwrap();
        let root = doc.root();
        assert_eq!(root.children().count(), 3);
        // Of two members with the same name the last counts.
        assert_eq!(root.get("a").unwrap().plain().unwrap(), "2");
        let list = root.children().next().unwrap();
        assert_eq!(list.step("1").unwrap().text().unwrap(), "x\n");
        assert_eq!(list.step("2").unwrap().get("b").unwrap().kind(), Kind::Null);
        assert_eq!(root.get("cd").unwrap().kind(), Kind::True);
        for container in ["{}", "[]", r#"{"a":{},"b":[]}"#] {
            let doc = Doc::read(container).unwrap();
            let inner = doc.root().children().flat_map(super::Node::children);
            assert_eq!(inner.count(), 0, "{container}");
        }
    }

    #[test]
    fn a_cut_is_marked_on_the_way_to_it() {
        let mut doc = Doc::read(r#"{"a":{"b":"x","c":{}},"d":{}}"#).unwrap();
        doc.cut(Some("/a/b"));
        let root = doc.root();
        let a = root.get("a").unwrap();
        assert!(root.is_cut() && a.is_cut() && a.get("b").unwrap().is_cut());
        assert!(!a.get("c").unwrap().is_cut() && !root.get("d").unwrap().is_cut());
    }
}
