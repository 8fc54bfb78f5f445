//! Objects out of vectors: read, and defaulted as the API server does.

use std::sync::Arc;

use serde_json::Value;

use crate::cluster::planned::PlannedEvent;
use crate::kinds::{Kind, Resource, Time, defaults};

pub fn object<T: Resource>(value: &Value) -> Result<Arc<T>, String> {
    let mut object = T::KIND.read(value);
    defaults::set_defaults(&mut object);
    T::of(&object).cloned().ok_or_else(|| format!("not a {:?}", T::KIND))
}

/// Nothing where the vector has no such list.
pub fn list<T: Resource>(value: &Value) -> Result<Vec<Arc<T>>, String> {
    value.as_array().into_iter().flatten().map(object).collect()
}

pub fn time(value: &Value) -> Result<Time, String> {
    value.as_str().and_then(Time::parse).ok_or_else(|| format!("not a time: {value}"))
}

/// An event as the vectors write it.
pub fn event(event: &PlannedEvent) -> String {
    let kind = if event.warning { "Warning" } else { "Normal" };
    format!("{kind} {} {}", event.reason, event.message)
}

/// An object as the API prints it after defaulting; its kind is its own, or given where lists leave it out.
pub fn defaulted(kind: Option<Kind>, value: &Value) -> Result<Value, String> {
    let text = |name: &str| value[name].as_str().unwrap_or_default();
    let own = Kind::of_manifest(text("apiVersion"), text("kind"));
    let kind = kind.or(own).ok_or_else(|| format!("no kind {} {}", text("apiVersion"), text("kind")))?;
    let mut object = kind.read(value);
    defaults::set_defaults(&mut object);
    Ok(object.to_value())
}
