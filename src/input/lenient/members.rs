//! The members of a group while it is read, and the value that they make.

use serde_json::{Map, Value};

use super::keys::{Key, Spelling};
use super::{Shape, Style};

/// The members of a group as they come in.
#[derive(Default)]
pub(super) struct Members {
    map: Map<String, Value>,
    pub(super) items: Vec<Value>,
    /// The items had keys: 0, 1, 2 ..., as PHP writes lists.
    is_indexed: bool,
    pub(super) style: Option<Style>,
}

impl Members {
    /// Returns true if a member with a key came in.
    pub(super) fn has_keys(&self) -> bool {
        self.is_indexed || !self.map.is_empty()
    }

    /// Adds a member and says whether it was taken: the last of several wins, but a scalar does not replace an object or array.
    pub(super) fn insert(&mut self, key: Key, name: String, value: Value) -> bool {
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

    /// Returns the object or list that the members make.
    pub(super) fn into_value(mut self, shape: Shape) -> Value {
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

    /// Returns what a call stands for: its named arguments, its last argument where it is the only one or an object, or its text.
    pub(super) fn into_argument(mut self, text: &str) -> Value {
        if self.has_keys() {
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
