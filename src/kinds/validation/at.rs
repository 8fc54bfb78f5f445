//! A place in an object: a value together with its path, as apimachinery pkg/util/validation/field
//! `Path` prints it, v1.36.

use serde_json::Value;

use crate::kinds::edit;
use crate::kinds::quantity::Quantity;

static NOTHING: Value = Value::Null;

/// See the module's head.
#[derive(Clone)]
pub struct At<'a> {
    pub value: &'a Value,
    pub path: String,
}

impl<'a> At<'a> {
    /// The whole object.
    pub fn root(value: &'a Value) -> At<'a> {
        At { value, path: String::new() }
    }

    /// A member, or nothing at that path.
    pub fn child(&self, name: &str) -> At<'a> {
        At { value: self.value.get(name).unwrap_or(&NOTHING), path: self.path_to(name) }
    }

    /// A member, under a path that names it otherwise.
    pub fn child_as(&self, name: &str, shown: &str) -> At<'a> {
        At { value: self.value.get(name).unwrap_or(&NOTHING), path: self.path_to(shown) }
    }

    /// A member of a mapping with free keys, or nothing.
    pub fn key(&self, name: &str) -> At<'a> {
        At { value: self.value.get(name).unwrap_or(&NOTHING), path: format!("{}[{name}]", self.path) }
    }

    /// The same value at another path.
    pub fn moved(&self, path: impl Into<String>) -> At<'a> {
        At { value: self.value, path: path.into() }
    }

    /// The path of a member, whether there is one or not.
    pub fn path_to(&self, name: &str) -> String {
        if self.path.is_empty() { name.to_owned() } else { format!("{}.{name}", self.path) }
    }

    pub fn items(&self) -> impl Iterator<Item = At<'a>> + use<'a> {
        let path = self.path.clone();
        let items = self.value.as_array().into_iter().flatten().enumerate();
        items.map(move |(at, value)| At { value, path: format!("{path}[{at}]") })
    }

    /// The members of a mapping with free keys.
    pub fn entries(&self) -> impl Iterator<Item = (&'a str, At<'a>)> + use<'a> {
        let path = self.path.clone();
        let members = self.value.as_object().into_iter().flatten();
        members.map(move |(key, value)| (key.as_str(), At { value, path: format!("{path}[{key}]") }))
    }

    /// How many items or members there are.
    pub fn len(&self) -> usize {
        match self.value {
            Value::Array(items) => items.len(),
            Value::Object(members) => members.len(),
            _ => 0,
        }
    }

    /// Whether the place holds anything but null.
    pub fn is_set(&self) -> bool {
        !self.value.is_null()
    }

    /// Whether a member is there.
    pub fn has(&self, name: &str) -> bool {
        self.value.get(name).is_some_and(|member| !member.is_null())
    }

    /// The text here, or the empty one.
    pub fn text(&self) -> &'a str {
        self.value.as_str().unwrap_or_default()
    }

    /// The text of a member.
    pub fn text_of(&self, name: &str) -> &'a str {
        edit::text(self.value, name)
    }

    pub fn int(&self) -> Option<i64> {
        self.value.as_i64()
    }

    /// The number here, or zero.
    pub fn number(&self) -> i64 {
        self.int().unwrap_or(0)
    }

    pub fn is_true(&self) -> bool {
        *self.value == Value::Bool(true)
    }

    pub fn is_false(&self) -> bool {
        *self.value == Value::Bool(false)
    }

    pub fn quantity(&self) -> Option<Quantity> {
        edit::quantity(self.value)
    }

    /// The texts of a list.
    pub fn texts(&self) -> impl Iterator<Item = &'a str> + use<'a> {
        self.value.as_array().into_iter().flatten().filter_map(Value::as_str)
    }
}
