//! Writes the document that `src/lib.rs` reads: the descriptions, types and required fields of Kubernetes v1.36, as `k8s-openapi`
//! carries them. Lines:
//!
//! - `! API_VERSION KIND DEFINITION`: which definition a kind has,
//! - `= DEFINITION TYPE DESCRIPTION`: a definition; TYPE is `object` or the JSON type,
//! - `NAME TYPE MARK DESCRIPTION`: a field of the definition above; MARK is `required` or `-`.
//!
//! Columns are parted by tabs; a line break or tab inside of a description is written with a backslash.

use std::fmt::Write;
use std::path::PathBuf;

use k8s_openapi::Resource;
use k8s_openapi::api::{
    admissionregistration, apps, authentication, authorization, autoscaling, batch, certificates,
    coordination, core, discovery, events, flowcontrol, networking, node, policy, rbac, resource, scheduling,
    storage,
};
use k8s_openapi::apiextensions_apiserver::pkg::apis::apiextensions;
use k8s_openapi::kube_aggregator::pkg::apis::apiregistration;
use schemars::generate::SchemaSettings;
use serde_json::{Map, Value};

include!("types.rs");

macro_rules! document {
    ($($kind:ident: $ty:ty,)*) => {
        fn document() -> (Vec<Root>, Map<String, Value>) {
            let mut generator = SchemaSettings::draft07().into_generator();
            let roots = vec![
                $(Root::new::<$ty>(generator.subschema_for::<$ty>().to_value()),)*
                Root::new::<events::v1::Event>(generator.subschema_for::<events::v1::Event>().to_value()),
                Root::new::<autoscaling::v1::HorizontalPodAutoscaler>(
                    generator.subschema_for::<autoscaling::v1::HorizontalPodAutoscaler>().to_value(),
                ),
            ];
            (roots, generator.take_definitions(true))
        }
    };
}

each_kind!(document);

struct Root {
    api_version: &'static str,
    kind: &'static str,
    definition: String,
}

impl Root {
    fn new<T: Resource>(schema: Value) -> Root {
        let definition = referred(&schema).expect("a kind is a definition").to_owned();
        Root { api_version: T::API_VERSION, kind: T::KIND, definition }
    }
}

fn referred(schema: &Value) -> Option<&str> {
    schema["$ref"].as_str()?.rsplit('/').next()
}

/// The type of a field: `[]` and `map[string]` before what it holds, a definition's name or a JSON type.
fn type_of(schema: &Value) -> String {
    if schema["items"].is_object() {
        return format!("[]{}", type_of(&schema["items"]));
    }
    if schema["additionalProperties"].is_object() {
        return format!("map[string]{}", type_of(&schema["additionalProperties"]));
    }
    if let Some([only]) = schema["allOf"].as_array().map(Vec::as_slice) {
        return type_of(only);
    }
    match (referred(schema), schema["type"].as_str()) {
        (Some(name), _) => name.to_owned(),
        (None, Some("object") | None) => "Object".to_owned(),
        (None, Some(json)) => json.to_owned(),
    }
}

/// Columns, parted by tabs.
fn line(columns: [&str; 4]) -> String {
    let escape = |text: &str| text.replace('\\', "\\\\").replace('\n', "\\n").replace('\t', "\\t");
    columns.map(escape).join("\t") + "\n"
}

/// The other crate says of every object that its metadata is required; the API server's document says it of none.
const ALWAYS: &str = "metadata";

/// The API server's document has these as either of two types, and so as none.
const NEITHER: [&str; 1] = ["io.k8s.apimachinery.pkg.api.resource.Quantity"];

fn definition(name: &str, schema: &Value) -> String {
    let json = schema["type"].as_str().filter(|_| !NEITHER.contains(&name)).unwrap_or("object");
    let mut text = line(["=", name, json, schema["description"].as_str().unwrap_or_default()]);
    let required = schema["required"].as_array().map(Vec::as_slice).unwrap_or_default();
    for (field, of) in schema["properties"].as_object().into_iter().flatten() {
        let mark =
            if field != ALWAYS && required.contains(&Value::from(field.as_str())) { "required" } else { "-" };
        text += &line([field, &type_of(of), mark, of["description"].as_str().unwrap_or_default()]);
    }
    text
}

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=types.rs");
    let (roots, definitions) = document();
    let mut text = String::new();
    for Root { api_version, kind, definition } in roots {
        writeln!(text, "!\t{api_version}\t{kind}\t{definition}").expect("text can be written to");
    }
    for (name, schema) in &definitions {
        text += &definition(name, schema);
    }
    let out = PathBuf::from(std::env::var_os("OUT_DIR").expect("cargo gives a folder")).join("document.txt");
    std::fs::write(out, text).expect("the folder can be written to");
}
