//! Schemas and what is said of objects that do not fit them.

use serde_json::{Value, json};

use super::CustomKind;
use crate::kinds::Kind;

fn kind(schema: Value) -> CustomKind {
    let definition = json!({"spec": {
        "group": "example.com", "scope": "Namespaced",
        "names": {"plural": "widgets", "singular": "widget", "kind": "Widget"},
        "versions": [{"name": "v1", "schema": {"openAPIV3Schema": schema}}],
    }});
    CustomKind::of(&definition, "v1").expect("there is room")
}

fn spec(properties: Value) -> Value {
    json!({"type": "object", "properties": {"spec": {"type": "object", "properties": properties}}})
}

/// What is said of a `spec`.
fn said(properties: Value, given: Value) -> Vec<String> {
    let errors = kind(spec(properties)).validate(&json!({"spec": given}), None);
    errors.iter().map(|error| error.line()).collect()
}

#[test]
fn wrong_types_and_missing_fields_are_said_as_the_server_says_them() {
    let size = json!({"size": {"type": "integer"}});
    assert_eq!(
        said(size.clone(), json!({"size": "3"})),
        [r#"spec.size: Invalid value: "string": spec.size in body must be of type integer: "string""#]
    );
    assert_eq!(
        said(size.clone(), json!({"size": null})),
        [r#"spec.size: Invalid value: "null": spec.size in body must be of type integer: "null""#]
    );
    assert!(said(size, json!({"size": 3.0})).is_empty());
    let required =
        json!({"type": "object", "properties": {"spec": {"type": "object", "required": ["size"]}}});
    let errors = kind(required).validate(&json!({"spec": {}}), None);
    assert_eq!(errors[0].line(), "spec.size: Required value");
    let either = json!({"port": {"x-kubernetes-int-or-string": true}});
    assert!(said(either.clone(), json!({"port": "web"})).is_empty());
    assert_eq!(
        said(either, json!({"port": true})),
        [
            r#"spec.port: Invalid value: "boolean": spec.port in body must be of type integer,string: "boolean""#
        ]
    );
}

#[test]
fn limits_patterns_and_lists_of_values_hold() {
    for (schema, given, expected) in [
        (
            json!({"type": "integer", "maximum": 5}),
            json!(6),
            "Invalid value: 6: spec.x in body should be less than or equal to 5",
        ),
        (
            json!({"type": "integer", "minimum": 1}),
            json!(0),
            "Invalid value: 0: spec.x in body should be greater than or equal to 1",
        ),
        (
            json!({"type": "number", "minimum": 0.5, "exclusiveMinimum": true}),
            json!(0.5),
            "Invalid value: 0.5: spec.x in body should be greater than 0.5",
        ),
        (
            json!({"type": "integer", "multipleOf": 4}),
            json!(6),
            "Invalid value: 6: spec.x in body should be a multiple of 4",
        ),
        (
            json!({"type": "string", "pattern": "^a+$"}),
            json!("ab"),
            "Invalid value: \"ab\": spec.x in body should match '^a+$'",
        ),
        (
            json!({"type": "string", "minLength": 3}),
            json!("ab"),
            "Invalid value: \"ab\": spec.x in body should be at least 3 chars long",
        ),
        (json!({"type": "string", "maxLength": 1}), json!("ab"), "Too long: may not be more than 1 bytes"),
        (
            json!({"type": "string", "enum": ["a", "b"]}),
            json!("c"),
            "Unsupported value: \"c\": supported values: \"a\", \"b\"",
        ),
        (
            json!({"type": "string", "format": "ipv4"}),
            json!("c"),
            "Invalid value: \"c\": spec.x in body must be of type ipv4: \"c\"",
        ),
        (
            json!({"type": "array", "minItems": 1}),
            json!([]),
            "Invalid value: 0: spec.x in body should have at least 1 items",
        ),
        (json!({"type": "array", "maxItems": 1}), json!([1, 2]), "Too many: 2: must have at most 1 items"),
        (
            json!({"type": "object", "minProperties": 1}),
            json!({}),
            "Invalid value: 1: spec.x in body should have at least 1 properties",
        ),
    ] {
        assert_eq!(said(json!({"x": schema}), json!({"x": given})), [format!("spec.x: {expected}")]);
    }
}

#[test]
fn items_and_free_members_have_schemas_too() {
    let list = json!({"list": {"type": "array", "items": {"type": "object", "required": ["name"]}}});
    assert_eq!(said(list, json!({"list": [{"name": 1}, {}]})), ["spec.list[1].name: Required value"]);
    let free = json!({"free": {"type": "object", "additionalProperties": {"type": "string"}}});
    assert_eq!(
        said(free, json!({"free": {"a": "b", "c": 1}})),
        [r#"spec.free.c: Invalid value: "integer": spec.free.c in body must be of type string: "integer""#]
    );
    let set = json!({"set": {"type": "array", "x-kubernetes-list-type": "set", "items": {"type": "string"}}});
    assert_eq!(said(set, json!({"set": ["a", "a", "a"]})), [r#"spec.set[1]: Duplicate value: "a""#]);
}

#[test]
fn one_of_several_schemas_must_fit() {
    let one = json!({"one": {"type": "object", "oneOf": [{"required": ["a"]}, {"required": ["b"]}]}});
    assert_eq!(
        said(one.clone(), json!({"one": {"a": 1, "b": 1}})),
        [
            r#"<nil>: Invalid value: "": "spec.one" must validate one and only one schema (oneOf). Found 2 valid alternatives"#
        ]
    );
    assert_eq!(
        said(one, json!({"one": {}})),
        [
            r#"<nil>: Invalid value: "": "spec.one" must validate one and only one schema (oneOf). Found none valid"#,
            "spec.one.a: Required value"
        ]
    );
}

#[test]
fn what_an_update_does_not_change_is_left_alone() {
    let kind = kind(spec(json!({"a": {"type": "integer", "maximum": 1}, "b": {"type": "integer"}})));
    let old = json!({"spec": {"a": 2, "b": 1}});
    assert!(kind.validate(&json!({"spec": {"a": 2, "b": 3}}), Some(&old)).is_empty());
    assert_eq!(kind.validate(&json!({"spec": {"a": 3, "b": 3}}), Some(&old)).len(), 1);
}

#[test]
fn unknown_fields_are_found_and_defaults_filled_in() {
    let open = json!({"type": "object", "x-kubernetes-preserve-unknown-fields": true});
    let kind = kind(spec(json!({"size": {"type": "integer", "default": 2}, "open": open})));
    let fields = json!({"metadata": {"name": "a"}, "spec": {"siez": 1, "open": {"any": 1}}, "other": 1});
    let found: Vec<String> = kind.check(&fields).into_iter().map(|finding| finding.path).collect();
    assert_eq!(found, ["other", "spec.siez"]);
    let mut object = json!({"spec": {"size": null}});
    kind.defaults(&mut object);
    assert_eq!(object, json!({"spec": {"size": 2}}));
}

#[test]
fn kinds_are_told_apart_by_their_names() {
    let (one, two) =
        (kind(spec(json!({"a": {"type": "string"}}))), kind(spec(json!({"b": {"type": "string"}}))));
    assert_eq!(Kind::Custom(one), Kind::Custom(two));
    assert!(Kind::Custom(one) > Kind::CustomResourceDefinition);
    assert_eq!(format!("{one:?}"), "widgets.example.com");
}
