//! How an API type is declared once and read, printed and described from that one place.
//!
//! `api_struct!` takes the fields a type has: those the simulator acts on become Rust fields, those
//! it only accepts are listed under `accepts` and kept verbatim in `extra`; those under `reads` are kept so too, and acted on, so nothing a user wrote
//! is lost. From the same list come the codec (`Codec`) and the field table (`schema::Struct`),
//! which strict decoding, completion, `explain` and the fidelity page read.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::{Map, Value};

use super::schema::Type;

/// Reading and printing of one API type. Reading is lenient: `schema::check` has refused bad input before.
pub trait Codec: Typed + Sized {
    fn from_value(value: &Value) -> Self;
    /// The value to print, or `None` where Go's `omitempty` would leave the field out.
    fn to_value(&self) -> Option<Value>;
}

/// Something a field can hold, known by its type in the field tables.
pub trait Typed {
    fn schema() -> Type;
}

/// Fields that are accepted and printed back but not simulated.
pub type Extra = Option<Box<Map<String, Value>>>;

/// The members of `value` that are not in `typed`.
pub fn rest_of(value: &Value, typed: &[&str]) -> Extra {
    let members = value.as_object()?;
    let kept: Map<String, Value> = members
        .iter()
        .filter(|(name, value)| !value.is_null() && !typed.contains(&name.as_str()))
        .map(|(name, value)| (name.clone(), value.clone()))
        .collect();
    (!kept.is_empty()).then(|| Box::new(kept))
}

impl Codec for String {
    fn from_value(value: &Value) -> Self {
        value.as_str().unwrap_or_default().to_owned()
    }
    fn to_value(&self) -> Option<Value> {
        (!self.is_empty()).then(|| Value::String(self.clone()))
    }
}

impl Typed for String {
    fn schema() -> Type {
        Type::String
    }
}

impl Codec for bool {
    fn from_value(value: &Value) -> Self {
        value.as_bool().unwrap_or_default()
    }
    fn to_value(&self) -> Option<Value> {
        self.then_some(Value::Bool(true))
    }
}

impl Typed for bool {
    fn schema() -> Type {
        Type::Bool
    }
}

impl Codec for i32 {
    fn from_value(value: &Value) -> Self {
        value.as_i64().and_then(|wide| i32::try_from(wide).ok()).unwrap_or_default()
    }
    fn to_value(&self) -> Option<Value> {
        (*self != 0).then(|| Value::from(*self))
    }
}

impl Typed for i32 {
    fn schema() -> Type {
        Type::Int32
    }
}

impl Codec for i64 {
    fn from_value(value: &Value) -> Self {
        value.as_i64().unwrap_or_default()
    }
    fn to_value(&self) -> Option<Value> {
        (*self != 0).then(|| Value::from(*self))
    }
}

impl Typed for i64 {
    fn schema() -> Type {
        Type::Int64
    }
}

impl<T: Codec + Printed> Codec for Option<T> {
    fn from_value(value: &Value) -> Self {
        (!value.is_null()).then(|| T::from_value(value))
    }
    fn to_value(&self) -> Option<Value> {
        self.as_ref().map(Printed::printed)
    }
}

impl<T: Typed> Typed for Option<T> {
    fn schema() -> Type {
        T::schema()
    }
}

/// A value behind a Go pointer is printed even when it is zero.
pub trait Printed {
    fn printed(&self) -> Value;
}

impl Printed for String {
    fn printed(&self) -> Value {
        Value::String(self.clone())
    }
}
impl Printed for bool {
    fn printed(&self) -> Value {
        Value::Bool(*self)
    }
}
impl Printed for i32 {
    fn printed(&self) -> Value {
        Value::from(*self)
    }
}
impl Printed for i64 {
    fn printed(&self) -> Value {
        Value::from(*self)
    }
}

impl<T: Codec> Codec for Vec<T> {
    fn from_value(value: &Value) -> Self {
        value.as_array().map(|items| items.iter().map(T::from_value).collect()).unwrap_or_default()
    }
    fn to_value(&self) -> Option<Value> {
        let print = |item: &T| item.to_value().unwrap_or_else(|| T::schema().zero());
        (!self.is_empty()).then(|| Value::Array(self.iter().map(print).collect()))
    }
}

impl<T: Typed> Typed for Vec<T> {
    fn schema() -> Type {
        Type::List(T::schema)
    }
}

impl<T: Codec> Codec for BTreeMap<String, T> {
    fn from_value(value: &Value) -> Self {
        let read = |(name, item): (&String, &Value)| (name.clone(), T::from_value(item));
        value.as_object().map(|members| members.iter().map(read).collect()).unwrap_or_default()
    }
    fn to_value(&self) -> Option<Value> {
        let print = |(name, item): (&String, &T)| {
            (name.clone(), item.to_value().unwrap_or_else(|| T::schema().zero()))
        };
        (!self.is_empty()).then(|| Value::Object(self.iter().map(print).collect()))
    }
}

impl<T: Typed> Typed for BTreeMap<String, T> {
    fn schema() -> Type {
        Type::Map(T::schema)
    }
}

impl<T: Codec> Codec for Arc<T> {
    fn from_value(value: &Value) -> Self {
        Arc::new(T::from_value(value))
    }
    fn to_value(&self) -> Option<Value> {
        T::to_value(self)
    }
}

impl<T: Typed> Typed for Arc<T> {
    fn schema() -> Type {
        T::schema()
    }
}

impl Codec for Value {
    fn from_value(value: &Value) -> Self {
        value.clone()
    }
    fn to_value(&self) -> Option<Value> {
        (!self.is_null()).then(|| self.clone())
    }
}

impl Typed for Value {
    fn schema() -> Type {
        Type::Any
    }
}

impl Typed for f64 {
    fn schema() -> Type {
        Type::Float
    }
}

/// A moment with microseconds, as leases and events have it.
pub struct MicroTime;

impl Typed for MicroTime {
    fn schema() -> Type {
        Type::MicroTime
    }
}

/// Bytes are kept in their base64 text; only their schema differs from a string's.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Bytes(pub String);

impl Codec for Bytes {
    fn from_value(value: &Value) -> Self {
        Bytes(String::from_value(value))
    }
    fn to_value(&self) -> Option<Value> {
        self.0.to_value()
    }
}

impl Typed for Bytes {
    fn schema() -> Type {
        Type::Bytes
    }
}

/// Declares an API type: see the module's head.
#[macro_export]
macro_rules! api_struct {
    (
        $(#[doc = $sdoc:literal])*
        $name:ident {
            $( $(#[doc = $fdoc:literal])* $field:ident $json:literal : $ty:ty, )*
        }
        $( accepts {
            $( $(#[doc = $adoc:literal])* $ajson:literal : $aty:ty, )*
        } )?
        $( reads {
            $( $(#[doc = $rdoc:literal])* $rjson:literal : $rty:ty, )*
        } )?
    ) => {
        $(#[doc = $sdoc])*
        #[derive(Clone, Debug, Default, PartialEq)]
        pub struct $name {
            $( $(#[doc = $fdoc])* pub $field: $ty, )*
            /// Fields that are accepted and kept but not simulated.
            pub extra: $crate::kinds::codec::Extra,
        }

        impl $crate::kinds::codec::Codec for $name {
            fn from_value(value: &serde_json::Value) -> Self {
                $name {
                    $( $field: value.get($json).map($crate::kinds::codec::Codec::from_value).unwrap_or_default(), )*
                    extra: $crate::kinds::codec::rest_of(value, &[$($json),*]),
                }
            }
            fn to_value(&self) -> Option<serde_json::Value> {
                #[allow(unused_mut)]
                let mut members = self.extra.as_deref().cloned().unwrap_or_default();
                $( if let Some(value) = $crate::kinds::codec::Codec::to_value(&self.$field) {
                    members.insert($json.to_owned(), value);
                } )*
                Some(serde_json::Value::Object(members))
            }
        }

        impl $crate::kinds::codec::Typed for $name {
            fn schema() -> $crate::kinds::schema::Type {
                $crate::kinds::schema::Type::Struct(&<$name>::TABLE)
            }
        }

        impl $crate::kinds::codec::Printed for $name {
            fn printed(&self) -> serde_json::Value {
                $crate::kinds::codec::Codec::to_value(self).unwrap_or_default()
            }
        }

        impl $name {
            /// The field table of this type.
            pub const TABLE: $crate::kinds::schema::Struct = $crate::kinds::schema::Struct {
                name: stringify!($name),
                doc: concat!($($sdoc),*),
                fields: &[
                    $( $crate::kinds::schema::Field {
                        name: $json,
                        doc: concat!("", $($fdoc),*),
                        ty: <$ty as $crate::kinds::codec::Typed>::schema,
                        simulated: true,
                    }, )*
                    $( $( $crate::kinds::schema::Field {
                        name: $ajson,
                        doc: concat!("", $($adoc),*),
                        ty: <$aty as $crate::kinds::codec::Typed>::schema,
                        simulated: false,
                    }, )* )?
                    $( $( $crate::kinds::schema::Field {
                        name: $rjson,
                        doc: concat!("", $($rdoc),*),
                        ty: <$rty as $crate::kinds::codec::Typed>::schema,
                        simulated: true,
                    }, )* )?
                ],
            };
        }
    };
}

/// Declares an API type that is accepted and kept but never read: only its field table exists.
#[macro_export]
macro_rules! api_shape {
    (
        $(#[doc = $sdoc:literal])*
        $name:ident {
            $( $(#[doc = $fdoc:literal])* $json:literal : $ty:ty, )*
        }
        $( reads {
            $( $(#[doc = $rdoc:literal])* $rjson:literal : $rty:ty, )*
        } )?
    ) => {
        $(#[doc = $sdoc])*
        pub struct $name;

        impl $crate::kinds::codec::Typed for $name {
            fn schema() -> $crate::kinds::schema::Type {
                $crate::kinds::schema::Type::Struct(&<$name>::TABLE)
            }
        }

        impl $name {
            /// The field table of this type.
            pub const TABLE: $crate::kinds::schema::Struct = $crate::kinds::schema::Struct {
                name: stringify!($name),
                doc: concat!($($sdoc),*),
                fields: &[
                    $( $crate::kinds::schema::Field {
                        name: $json,
                        doc: concat!("", $($fdoc),*),
                        ty: <$ty as $crate::kinds::codec::Typed>::schema,
                        simulated: false,
                    }, )*
                    $( $( $crate::kinds::schema::Field {
                        name: $rjson,
                        doc: concat!("", $($rdoc),*),
                        ty: <$rty as $crate::kinds::codec::Typed>::schema,
                        simulated: true,
                    }, )* )?
                ],
            };
        }
    };
}
