//! Reads XML bodies as the tree that JSON bodies are: elements are members, repeated ones a list, attributes `@name`, text
//! beside other content `#text`. Entities are not expanded but for the predefined ones (XML 1.0, section 4.6), so that a small
//! body stays small.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use serde_json::{Map, Value};

/// How deeply elements may be nested.
const MAX_DEPTH: usize = 64;

/// How many places of a text are tried as the beginning of a document.
const MAX_STARTS: usize = 16;

/// Elements that begin pages for people, and parts of them, by the length of their names: those of HTML and SVG that no API
/// names an error by.
const MARKUP: [&str; 10] = [
    "a b g i p q s u",
    "br dd dl dt em h1 h2 h3 h4 h5 h6 hr li ol td th tr tt ul",
    "big col del dfn div img ins kbd nav pre sub sup svg use wbr",
    "abbr area base body cite code font form head html link main mark meta path rect samp span",
    "aside audio embed input label small style table tbody tfoot thead title video",
    "button canvas center circle figure footer header iframe legend option script select strike strong",
    "article caption details polygon section summary",
    "colgroup fieldset noscript",
    "",
    "blockquote figcaption",
];

/// Returns true for the name of an element of pages for people, in whatever case.
pub(crate) fn is_markup(name: &[u8]) -> bool {
    let names = name.len().checked_sub(1).and_then(|at| MARKUP.get(at));
    let mut names = names.map_or([].chunks(1), |names| {
        names.as_bytes().chunks(name.len() + 1)
    });
    names.any(|known| known[..name.len()].eq_ignore_ascii_case(name))
}

/// An XML document in a text.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Found {
    /// The document as a tree with the root element as its only member.
    pub(super) value: Value,
    /// Where it begins.
    pub(super) start: usize,
    /// Where it ends.
    pub(super) end: usize,
}

/// Finds the first XML document in a text: an element with other elements or attributes in it that is not markup.
pub(super) fn find(text: &str) -> Option<Found> {
    let starts = memchr::memchr_iter(b'<', text.as_bytes());
    let is_start = |at: &usize| {
        let next = text.as_bytes().get(at + 1);
        next.is_some_and(|b| b.is_ascii_alphabetic() || *b == b'?')
    };
    let mut starts = starts.filter(is_start).take(MAX_STARTS);
    starts.find_map(|start| {
        let (value, length) = read(&text[start..])?;
        let end = start + length;
        Some(Found { value, start, end })
    })
}

/// Reads the XML document that a text begins with, and its length.
fn read(text: &str) -> Option<(Value, usize)> {
    let mut reader = Reader::from_str(text);
    let mut open: Vec<Element> = Vec::new();
    loop {
        match reader.read_event().ok()? {
            Event::Start(start) => {
                if open.len() >= MAX_DEPTH {
                    return None;
                }
                open.push(Element::new(&start)?);
            }
            Event::Empty(start) => {
                let element = Element::new(&start)?;
                match open.last_mut() {
                    Some(parent) => parent.add(element),
                    None => return done(element, &reader),
                }
            }
            Event::End(_) => {
                let element = open.pop()?;
                match open.last_mut() {
                    Some(parent) => parent.add(element),
                    None => return done(element, &reader),
                }
            }
            Event::Text(text) => {
                let text: &str = &text;
                match open.last_mut() {
                    Some(element) => element.text.push_str(text),
                    None if text.trim().is_empty() => {}
                    None => return None,
                }
            }
            Event::CData(data) => {
                let data: &str = &data;
                open.last_mut()?.text.push_str(data);
            }
            Event::GeneralRef(reference) => {
                let element = open.last_mut()?;
                match reference.resolve_char_ref() {
                    Ok(Some(c)) => element.text.push(c),
                    _ => element.text.push(match &*reference {
                        "lt" => '<',
                        "gt" => '>',
                        "amp" => '&',
                        "quot" => '"',
                        "apos" => '\'',
                        _ => return None,
                    }),
                }
            }
            Event::Decl(_) | Event::PI(_) | Event::Comment(_) => {}
            // A document type may define entities, and pages for people have one.
            Event::DocType(_) | Event::Eof => return None,
        }
    }
}

/// Returns a root element as a document, unless it is markup or holds nothing but text.
fn done(root: Element, reader: &Reader<&[u8]>) -> Option<(Value, usize)> {
    if is_markup(root.name.as_bytes()) || root.members.is_empty() {
        return None;
    }
    let length = usize::try_from(reader.buffer_position()).ok()?;
    let mut document = Map::new();
    document.insert(root.name.clone(), root.into_value());
    Some((Value::Object(document), length))
}

/// An element that is being read.
struct Element {
    name: String,
    members: Map<String, Value>,
    text: String,
}

impl Element {
    /// Reads a start tag; a namespace prefix is dropped.
    fn new(start: &BytesStart<'_>) -> Option<Self> {
        let name = start.local_name().into_inner().to_owned();
        let mut members = Map::new();
        for attribute in start.attributes() {
            let attribute = attribute.ok()?;
            let key = attribute.key.into_inner();
            let value = attribute
                .normalized_value(quick_xml::XmlVersion::Implicit1_0)
                .ok()?;
            members.insert(format!("@{key}"), value.into_owned().into());
        }
        Some(Self {
            name,
            members,
            text: String::new(),
        })
    }

    /// Adds a child; one of the same name makes a list.
    fn add(&mut self, child: Self) {
        let name = child.name.clone();
        let value = child.into_value();
        match self.members.get_mut(&name) {
            None => {
                self.members.insert(name, value);
            }
            Some(Value::Array(list)) => list.push(value),
            Some(known) => {
                let first = std::mem::take(known);
                *known = Value::Array(vec![first, value]);
            }
        }
    }

    /// Returns the element as a value: its text alone, or an object.
    fn into_value(mut self) -> Value {
        let text = self.text.trim();
        if self.members.is_empty() {
            return text.into();
        }
        if !text.is_empty() {
            let text = text.to_owned();
            self.members.insert("#text".to_owned(), text.into());
        }
        Value::Object(self.members)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::find;

    #[test]
    fn xml_is_read_as_a_tree() {
        let text = "curl: body: <?xml version=\"1.0\"?>\n<a:Error xmlns:a=\"u\"><Code>NoSuchKey</Code><Message>It&apos;s &lt;gone&gt; &#33;</Message><Item n=\"1\"/><Item>x</Item></a:Error> rest";
        let found = find(text).unwrap();
        assert_eq!(
            found.value,
            json!({"Error": {"@xmlns:a": "u", "Code": "NoSuchKey", "Message": "It's <gone> !", "Item": [{"@n": "1"}, "x"]}})
        );
        assert_eq!(&text[found.end..], " rest");
    }

    #[test]
    fn pages_and_broken_documents_are_left_alone() {
        for text in [
            "<html><body><h1>502</h1></body></html>",
            "<!DOCTYPE html><html><head/></html>",
            "<!DOCTYPE a [<!ENTITY x \"y\">]><a><b>&x;</b></a>",
            "<a><b>&unknown;</b></a>",
            "<a><b></a>",
            "a < b and c > d",
            "<Error>text alone</Error>",
            "",
        ] {
            assert_eq!(find(text), None, "{text}");
        }
        let deep = "<a>".repeat(1000) + &"</a>".repeat(1000);
        assert_eq!(find(&deep), None);
    }
}
