//! Quantities and int-or-percent values as fields of API types.

use serde_json::Value;

use super::codec::{Codec, Printed, Typed};
use super::int_or_string::IntOrString;
use super::quantity::Quantity;
use super::schema::Type;

impl Codec for Quantity {
    fn from_value(value: &Value) -> Self {
        match value {
            Value::String(text) => Quantity::parse(text.trim()).unwrap_or_default(),
            Value::Number(number) => Quantity::parse(&number.to_string()).unwrap_or_default(),
            _ => Quantity::default(),
        }
    }
    fn to_value(&self) -> Option<Value> {
        Some(self.printed())
    }
}

impl Typed for Quantity {
    fn schema() -> Type {
        Type::Quantity
    }
}

impl Printed for Quantity {
    fn printed(&self) -> Value {
        Value::String(self.to_string())
    }
}

impl Codec for IntOrString {
    fn from_value(value: &Value) -> Self {
        match value {
            Value::String(text) => IntOrString::String(text.clone()),
            other => IntOrString::Int(i32::from_value(other)),
        }
    }
    fn to_value(&self) -> Option<Value> {
        Some(self.printed())
    }
}

impl Typed for IntOrString {
    fn schema() -> Type {
        Type::IntOrString
    }
}

impl Printed for IntOrString {
    fn printed(&self) -> Value {
        match self {
            IntOrString::Int(number) => Value::from(*number),
            IntOrString::String(text) => Value::from(text.as_str()),
        }
    }
}
