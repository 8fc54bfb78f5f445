//! A JSON value printed as spew prints the Go value decoded from it, with `%#v`.
//!
//! Models github.com/davecgh/go-spew/spew/format.go as configured in k8s.io/utils/dump `ForHash`: types in
//! parentheses where the context does not give them, every field of a struct, nil for what is empty.

use serde_json::Value;

use crate::kinds::go_types::{self, json_name};
use crate::kinds::quantity::{Format, Quantity};

const NIL: &str = "<nil>";
const ZERO_TIME: &str = "{Time:(time.Time){wall:(uint64)0 ext:(int64)0 loc:(*time.Location)<nil>}}";

/// Prints a value of one of `go_types`.
pub(super) fn print(go_type: &str, value: &Value) -> String {
    let mut out = String::new();
    typed(&mut out, go_type, value);
    out
}

fn typed(out: &mut String, go_type: &str, value: &Value) {
    out.push('(');
    out.push_str(&qualified(go_type));
    out.push(')');
    bare(out, go_type, value);
}

/// The value alone: its type has been printed or is known from around it.
fn bare(out: &mut String, go_type: &str, value: &Value) {
    if let Some(target) = go_type.strip_prefix('*') {
        return if value.is_null() { out.push_str(NIL) } else { bare(out, target, value) };
    }
    if let Some(item) = go_type.strip_prefix("[]") {
        return list(out, item, value);
    }
    match go_type {
        "map[string]string" => map(out, "string", value),
        "ResourceList" => map(out, "resource.Quantity", value),
        "string" => out.push_str(value.as_str().unwrap_or_default()),
        "bool" => out.push_str(if value.as_bool().unwrap_or_default() { "true" } else { "false" }),
        "int32" | "int64" => out.push_str(&value.as_i64().unwrap_or_default().to_string()),
        "Time" => out.push_str(ZERO_TIME),
        "resource.Quantity" => quantity(out, value),
        "intstr.IntOrString" => int_or_string(out, value),
        name => match go_types::fields(name) {
            Some(fields) => members(out, fields, value),
            None => out.push_str(value.as_str().unwrap_or_default()),
        },
    }
}

fn list(out: &mut String, item: &str, value: &Value) {
    let Some(items) = value.as_array().filter(|items| !items.is_empty()) else {
        return out.push_str(NIL);
    };
    out.push('[');
    for (at, value) in items.iter().enumerate() {
        out.push_str(if at > 0 { " " } else { "" });
        bare(out, item, value);
    }
    out.push(']');
}

fn map(out: &mut String, item: &str, value: &Value) {
    let Some(members) = value.as_object().filter(|members| !members.is_empty()) else {
        return out.push_str(NIL);
    };
    let mut names: Vec<&String> = members.keys().collect();
    names.sort();
    out.push_str("map[");
    for (at, name) in names.into_iter().enumerate() {
        out.push_str(if at > 0 { " " } else { "" });
        out.push_str(name);
        out.push(':');
        bare(out, item, &members[name]);
    }
    out.push(']');
}

fn members(out: &mut String, fields: &str, value: &Value) {
    out.push('{');
    for (at, field) in fields.split(',').enumerate() {
        let mut words = field.split_whitespace();
        let (name, go_type) = (words.next().unwrap_or_default(), words.next());
        out.push_str(if at > 0 { " " } else { "" });
        out.push_str(name);
        out.push(':');
        let json_name = words.next().map_or_else(|| json_name(name), str::to_owned);
        match go_type {
            Some(go_type) => typed(out, go_type, &value[json_name.as_str()]),
            None => typed(out, name, value),
        }
    }
    out.push('}');
}

fn quantity(out: &mut String, value: &Value) {
    let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let stored = Quantity::parse(text.trim()).unwrap_or_default().to_string();
    let read = Quantity::parse(&stored).unwrap_or_default();
    let (amount, scale) = read.small_parts().unwrap_or_default();
    let format = match read.format() {
        Format::BinarySI => "BinarySI",
        Format::DecimalExponent => "DecimalExponent",
        Format::DecimalSI => "DecimalSI",
    };
    out.push_str(&format!(
        "{{i:(resource.int64Amount){{value:(int64){amount} scale:(resource.Scale){scale}}} \
         d:(resource.infDecAmount){{Dec:(*inf.Dec)<nil>}} s:(string){} Format:(resource.Format){format}}}",
        read.as_written().unwrap_or_default(),
    ));
}

fn int_or_string(out: &mut String, value: &Value) {
    let (kind, number, text) = match value.as_str() {
        Some(text) => (1, 0, text),
        None => (0, value.as_i64().unwrap_or_default(), ""),
    };
    out.push_str(&format!("{{Type:(intstr.Type){kind} IntVal:(int32){number} StrVal:(string){text}}}"));
}

/// The type's name with its package, where it is not of the language.
fn qualified(go_type: &str) -> String {
    let name = go_type.trim_start_matches(['*', '[', ']']);
    let prefix = &go_type[..go_type.len() - name.len()];
    let package = if name.starts_with(|c: char| c.is_ascii_uppercase()) { "v1." } else { "" };
    format!("{prefix}{package}{name}")
}
