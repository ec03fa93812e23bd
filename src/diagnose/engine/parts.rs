//! Large documents in parts: what is found in each is kept, and not what each object in it may mean.

use serde_json::{Map, Value};

use crate::diagnose::clip;
use crate::input::{Body, Response};

/// How many objects and lists of a document are read at once.
const MAX_CONTAINERS: usize = 10_000;

/// The same where the document is cut: every object may then be the beginning of many shapes.
const MAX_CUT: usize = 2_500;

/// The longest text that is read whole, unless it may hold objects itself: it is copied for each way to read a body.
const MAX_TEXT: usize = 128 * 1024;

/// How much is read of a longer one: more than is said.
const MAX_SHOWN: usize = 16 * 1024;

/// How many members of what is around a part go with it.
const MAX_CONTEXT: usize = 64;

/// Calls a function with a response or, where its body is a large document, with each part of it.
pub(super) fn each(response: &Response, mut take: impl FnMut(&Response)) {
    let is_cut = response.is_cut || response.cut_at.is_some();
    let most = if is_cut { MAX_CUT } else { MAX_CONTAINERS };
    let value = match &response.body {
        Body::Json(value) if has_more(value, &mut most.clone()) || has_long(value) => value,
        _ => return take(response),
    };
    let part = |value: Value| Response {
        status: response.status,
        headers: response.headers.clone(),
        body: Body::Json(value),
        request: response.request.clone(),
        time: response.time.clone(),
        line: response.line,
        is_told: response.is_told,
        is_elided: response.is_elided,
        ..Response::default()
    };
    let mut splitter = Splitter {
        open: Vec::new(),
        most,
        left: most,
        is_split: false,
        take: &mut |value| take(&part(value)),
    };
    let rest = splitter.copy(None, value);
    let is_split = splitter.is_split;
    take(&Response {
        is_cut: response.is_cut || (is_cut && is_split),
        cut_at: response.cut_at.clone().filter(|_| !is_split),
        ..part(rest)
    });
}

/// Returns true if a text is too long to be read whole.
fn is_long(text: &str) -> bool {
    text.len() > MAX_TEXT && memchr::memchr(b'{', text.as_bytes()).is_none()
}

/// Returns true if a value holds a text that is too long to be read whole.
fn has_long(value: &Value) -> bool {
    match value {
        Value::Object(members) => members.values().any(has_long),
        Value::Array(items) => items.iter().any(has_long),
        Value::String(text) => is_long(text),
        _ => false,
    }
}

/// Returns a copy of a value, of a text that is too long its beginning.
fn copied(value: &Value) -> Value {
    match value {
        Value::String(text) if is_long(text) => Value::String(clip::begun(text, MAX_SHOWN)),
        value => value.clone(),
    }
}

/// Returns true if a value has more objects and lists than are left, those in its texts included.
fn has_more(value: &Value, left: &mut usize) -> bool {
    match left.checked_sub(own(value)) {
        Some(rest) => *left = rest,
        None => return true,
    }
    match value {
        Value::Object(members) => members.values().any(|inner| has_more(inner, left)),
        Value::Array(items) => items.iter().any(|inner| has_more(inner, left)),
        _ => false,
    }
}

/// Returns how many objects and lists a value is itself, or holds in its text.
fn own(value: &Value) -> usize {
    match value {
        Value::Object(_) | Value::Array(_) => 1,
        Value::String(text) => memchr::memchr2_iter(b'{', b'[', text.as_bytes()).count(),
        _ => 0,
    }
}

/// An object or a list that is copied.
struct Open<'v> {
    /// Its name in the object around it.
    name: Option<&'v str>,
    source: &'v Value,
    copy: Value,
}

/// Copies a document part by part.
struct Splitter<'v, 'f> {
    open: Vec<Open<'v>>,
    most: usize,
    left: usize,
    /// Whether a part was passed on.
    is_split: bool,
    take: &'f mut dyn FnMut(Value),
}

impl<'v> Splitter<'v, '_> {
    /// Copies a value; of one that is too large what is left after the last part.
    fn copy(&mut self, name: Option<&'v str>, value: &'v Value) -> Value {
        let own = own(value);
        if own > self.left && own > 0 && !self.open.is_empty() {
            self.flush();
        }
        self.left = self.left.saturating_sub(own);
        if !value.is_object() && !value.is_array() {
            return copied(value);
        }
        self.open.push(Open {
            name,
            source: value,
            copy: context(value, usize::MAX),
        });
        match value {
            Value::Object(members) => {
                for (name, inner) in members.iter().filter(|(_, inner)| is_container(inner)) {
                    let inner = self.copy(Some(name), inner);
                    self.put(Some(name), inner);
                }
            }
            Value::Array(items) => {
                for inner in items {
                    let inner = self.copy(None, inner);
                    self.put(None, inner);
                }
            }
            _ => {}
        }
        self.open.pop().map_or(Value::Null, |open| open.copy)
    }

    /// Puts a value into the innermost one that is open.
    fn put(&mut self, name: Option<&str>, value: Value) {
        if let Some(open) = self.open.last_mut() {
            put(&mut open.copy, name, value);
        }
    }

    /// Passes on what was copied so far. What is open goes on with what is around the next values.
    fn flush(&mut self) {
        self.left = self.most;
        self.is_split = true;
        let mut part: Option<(Option<&str>, Value)> = None;
        for open in self.open.iter_mut().rev() {
            let fresh = context(open.source, MAX_CONTEXT);
            let mut copy = std::mem::replace(&mut open.copy, fresh);
            if let Some((name, inner)) = part {
                put(&mut copy, name, inner);
            }
            part = Some((open.name, copy));
        }
        if let Some((_, part)) = part {
            (self.take)(part);
        }
    }
}

/// Returns an object with the members of another that are no containers, at most so many; for a list an empty one.
fn context(value: &Value, most: usize) -> Value {
    match value {
        Value::Object(members) => {
            let plain = members.iter().filter(|(_, inner)| !is_container(inner));
            let plain = plain
                .take(most)
                .map(|(name, inner)| (name.clone(), copied(inner)));
            Value::Object(plain.collect::<Map<_, _>>())
        }
        _ => Value::Array(Vec::new()),
    }
}

/// Puts a value into an object or a list.
fn put(container: &mut Value, name: Option<&str>, value: Value) {
    match (container, name) {
        (Value::Object(members), Some(name)) => drop(members.insert(name.to_owned(), value)),
        (Value::Array(items), _) => items.push(value),
        _ => {}
    }
}

/// Returns true if a value is, or holds in its text, an object or a list.
fn is_container(value: &Value) -> bool {
    own(value) > 0
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{MAX_CONTAINERS, each};
    use crate::input::{Body, Response};

    /// Returns the parts of a body.
    fn parts(body: Value) -> Vec<Value> {
        let response = Response {
            body: Body::Json(body),
            ..Response::default()
        };
        let mut parts = Vec::new();
        each(&response, |part| {
            let Body::Json(value) = &part.body else {
                panic!("{part:?}")
            };
            parts.push(value.clone());
        });
        parts
    }

    #[test]
    fn a_document_of_usual_size_is_one_part() {
        let body = json!({"b": [1, {"c": 2}], "a": vec![json!({}); MAX_CONTAINERS - 4]});
        assert!(parts(body.clone()) == [body]);
    }

    #[test]
    fn of_a_long_text_the_beginning_is_read() {
        let body = json!({"message": "x".repeat(1 << 20), "code": 7});
        let [part] = parts(body).try_into().unwrap();
        assert!(part["message"].as_str().unwrap().len() < 20_000);
        assert_eq!(part["code"], 7);
    }

    #[test]
    fn objects_in_texts_count_too() {
        let texts = vec![json!("{\"a\": [1]}"); MAX_CONTAINERS];
        let parts = parts(json!({ "logs": texts }));
        assert_eq!(parts.len(), 3);
        let count = |part: &Value| part["logs"].as_array().unwrap().len();
        assert_eq!(parts.iter().map(count).sum::<usize>(), MAX_CONTAINERS);
    }

    #[test]
    fn every_value_of_a_large_document_is_in_one_part_with_what_is_around_it() {
        let errors: Vec<Value> = (0..3 * MAX_CONTAINERS).map(|n| json!({"n": n})).collect();
        let parts = parts(json!({"data": {"errors": errors, "of": 7}, "success": true}));
        assert_eq!(parts.len(), 4);
        let mut seen = Vec::new();
        for part in &parts {
            assert_eq!(part["success"], true);
            assert_eq!(part["data"]["of"], 7);
            let errors = part["data"]["errors"].as_array().unwrap();
            assert!(errors.len() <= MAX_CONTAINERS);
            seen.extend(errors.iter().map(|error| error["n"].as_u64().unwrap()));
        }
        assert!(seen.iter().copied().eq(0..3 * MAX_CONTAINERS as u64));
    }
}
