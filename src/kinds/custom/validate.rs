//! An object against its schema: kube-openapi pkg/validation/validate and the field errors that
//! apiextensions-apiserver pkg/apiserver/validation/validation.go makes of what it finds, v1.36.
//!
//! An update leaves alone what it does not change, as pkg/apiserver/validation/ratcheting.go does.

use serde_json::Value;

use super::{formats, lists, patterns};
use crate::kinds::schema::MAX_DEPTH;
use crate::kinds::validation::errors::{quote, show};
use crate::kinds::validation::{FieldError, Reason};

/// The field that errors name which are about several fields.
const NOWHERE: &str = "<nil>";

/// Errors of an object, in the order of the schema's fields.
pub fn against(schema: &Value, object: &Value, old: Option<&Value>) -> Vec<FieldError> {
    let mut check = Check::default();
    check.value(schema, object, old, "", 0);
    check.errors
}

/// The same of a value that stands at a path; the errors' words name what is within the value only.
pub fn against_at(schema: &Value, value: &Value, path: &str) -> Vec<FieldError> {
    let placed = |error: FieldError| {
        let field = match error.field.as_str() {
            NOWHERE => path.to_owned(),
            inner => format!("{path}.{inner}"),
        };
        FieldError { field, ..error }
    };
    against(schema, value, None).into_iter().map(placed).collect()
}

/// What is said when errors keep the rules in CEL from being tried.
pub fn unchecked_rules(errors: &[FieldError]) -> Option<FieldError> {
    let blocks = [Reason::Required, Reason::TooLong, Reason::TooMany, Reason::TypeInvalid];
    errors.iter().any(|error| blocks.contains(&error.reason)).then(|| {
        let why = "some validation rules were not checked because the object was invalid; correct the existing \
                   errors to complete validation";
        FieldError::invalid(NOWHERE, "\"\"", why)
    })
}

#[derive(Default)]
struct Check {
    errors: Vec<FieldError>,
    /// Checks that went well: of several alternatives the one with the most is taken to be meant.
    passed: usize,
}

impl Check {
    fn push(&mut self, reason: Reason, path: &str, detail: String) {
        let field = if path.is_empty() { NOWHERE } else { path.trim_start_matches('.') };
        self.errors.push(FieldError { reason, field: field.to_owned(), detail });
    }

    /// `Invalid value: 9: spec.size in body should be …`
    fn invalid(&mut self, path: &str, shown: &str, should: &str) {
        let detail = format!("Invalid value: {shown}: {path} in body {should}");
        self.push(Reason::Invalid, path, detail);
    }

    /// An error about the whole of something.
    fn composite(&mut self, path: &str, what: &str) {
        self.errors.push(FieldError::invalid(NOWHERE, "\"\"", &format!("{} must {what}", quote(path))));
    }

    fn value(&mut self, schema: &Value, value: &Value, old: Option<&Value>, path: &str, depth: usize) {
        if depth > MAX_DEPTH || old == Some(value) || !schema.is_object() {
            return;
        }
        let before = self.errors.len();
        self.of_type(schema, value, path);
        if !value.is_null() {
            self.alternatives(schema, value, path, depth);
        }
        match value {
            Value::String(text) => self.text(schema, text, path),
            Value::Number(_) => self.number(schema, value, path),
            Value::Array(items) => self.list(schema, items, old, path, depth),
            _ => {}
        }
        self.among(schema, value, path);
        if value.is_object() {
            self.object(schema, value, old, path, depth);
        }
        self.passed += usize::from(self.errors.len() == before);
    }

    fn of_type(&mut self, schema: &Value, value: &Value, path: &str) {
        let int_or_string = schema["x-kubernetes-int-or-string"] == true;
        let ty = if int_or_string { "integer,string" } else { schema["type"].as_str().unwrap_or_default() };
        let has = |name: &str| ty.split(',').any(|one| one == name);
        if value.is_null() {
            if !ty.is_empty() && schema["nullable"] != true {
                self.wrong_type(path, ty, "null");
            }
            return;
        }
        let format = schema["format"].as_str().filter(|format| formats::is_known(format));
        let (given, given_format) = kind_of(value);
        let whole = value.as_f64().is_some_and(|number| number.fract() == 0.0);
        let fits = has(given)
            || (given == "number" && whole && has("integer"))
            || (given == "integer" && has("number"));
        let listed = value.is_string() || value.is_array();
        match format {
            Some(format) if !listed && !fits && format != given_format => {
                self.wrong_type(path, format, given_format);
            }
            Some(_) if listed && !has("number") && !has("integer") => {}
            _ if !fits && (!ty.is_empty() || format.is_some()) => self.wrong_type(path, ty, given),
            _ => {}
        }
    }

    fn wrong_type(&mut self, path: &str, ty: &str, given: &str) {
        let detail = format!(
            "Invalid value: {given}: {path} in body must be of type {ty}: {given}",
            given = quote(given)
        );
        self.push(Reason::TypeInvalid, path, detail);
    }

    fn text(&mut self, schema: &Value, text: &str, path: &str) {
        let (count, shown) = (text.chars().count() as i64, quote(text));
        if let Some(most) = schema["maxLength"].as_i64().filter(|most| count > *most) {
            self.push(Reason::TooLong, path, format!("Too long: may not be more than {most} bytes"));
        } else if let Some(least) = schema["minLength"].as_i64().filter(|least| count < *least) {
            self.invalid(path, &shown, &format!("should be at least {least} chars long"));
        } else if let Some(pattern) = schema["pattern"].as_str().filter(|one| !patterns::matches(one, text)) {
            self.invalid(path, &shown, &format!("should match '{pattern}'"));
        }
        if let Some(format) = schema["format"].as_str()
            && formats::fits(format, text) == Some(false)
        {
            let detail = format!("Invalid value: {shown}: {path} in body must be of type {format}: {shown}");
            self.push(Reason::TypeInvalid, path, detail);
        }
    }

    fn number(&mut self, schema: &Value, value: &Value, path: &str) {
        let (Some(number), shown) = (value.as_f64(), value.to_string()) else { return };
        let limit = |name: &str| {
            let limit = schema[name].as_f64()?;
            Some(if value.is_f64() { limit } else { limit.trunc() })
        };
        if let Some(factor) = limit("multipleOf").filter(|factor| *factor > 0.0) {
            let times = if factor < 1.0 { 1.0 / factor * number } else { number / factor };
            if times.fract() != 0.0 {
                self.invalid(path, &shown, &format!("should be a multiple of {factor}"));
            }
        }
        if let Some(most) = limit("maximum") {
            match schema["exclusiveMaximum"] == true {
                true if number >= most => self.invalid(path, &shown, &format!("should be less than {most}")),
                false if number > most => {
                    self.invalid(path, &shown, &format!("should be less than or equal to {most}"));
                }
                _ => {}
            }
        }
        if let Some(least) = limit("minimum") {
            match schema["exclusiveMinimum"] == true {
                true if number <= least => {
                    self.invalid(path, &shown, &format!("should be greater than {least}"));
                }
                false if number < least => {
                    self.invalid(path, &shown, &format!("should be greater than or equal to {least}"));
                }
                _ => {}
            }
        }
    }

    fn list(&mut self, schema: &Value, items: &[Value], old: Option<&Value>, path: &str, depth: usize) {
        let is_map = schema["x-kubernetes-list-type"] == "map";
        for (at, item) in items.iter().enumerate() {
            let same = |held: &&Value| lists::keys_of(schema, held) == lists::keys_of(schema, item);
            let old = old.filter(|_| is_map).and_then(Value::as_array).and_then(|old| old.iter().find(same));
            self.value(&schema["items"], item, old, &format!("{path}[{at}]"), depth + 1);
        }
        let count = items.len() as i64;
        if let Some(least) = schema["minItems"].as_i64().filter(|least| count < *least) {
            self.invalid(path, &count.to_string(), &format!("should have at least {least} items"));
        }
        if let Some(most) = schema["maxItems"].as_i64().filter(|most| count > *most) {
            self.push(Reason::TooMany, path, format!("Too many: {count}: must have at most {most} items"));
        }
        let twice = items.iter().enumerate().any(|(at, item)| items[..at].contains(item));
        if schema["uniqueItems"] == true && twice {
            self.invalid(path, "\"\"", "shouldn't contain duplicates");
        }
    }

    fn among(&mut self, schema: &Value, value: &Value, path: &str) {
        let Some(allowed) = schema["enum"].as_array().filter(|allowed| !allowed.is_empty()) else { return };
        let same = |one: &Value| {
            one == value || (one.is_number() && value.is_number() && one.as_f64() == value.as_f64())
        };
        if !allowed.iter().any(same) {
            let text = |one: &Value| quote(&one.as_str().map_or_else(|| one.to_string(), str::to_owned));
            let list: Vec<String> = allowed.iter().map(text).collect();
            let detail = format!("Unsupported value: {}: supported values: {}", show(value), list.join(", "));
            self.push(Reason::NotSupported, path, detail);
        }
    }

    fn object(&mut self, schema: &Value, value: &Value, old: Option<&Value>, path: &str, depth: usize) {
        let Some(members) = value.as_object() else { return };
        let count = members.len() as i64;
        if let Some(least) = schema["minProperties"].as_i64().filter(|least| count < *least) {
            return self.invalid(
                path,
                &least.to_string(),
                &format!("should have at least {least} properties"),
            );
        }
        if let Some(most) = schema["maxProperties"].as_i64().filter(|most| count > *most) {
            let detail = format!("Too many: {count}: must have at most {most} items");
            return self.push(Reason::TooMany, path, detail);
        }
        let properties = &schema["properties"];
        for (name, member) in members.iter().filter(|(name, _)| properties.get(name).is_none()) {
            let held = old.and_then(|old| old.get(name));
            let others = &schema["additionalProperties"];
            self.value(others, member, held, &format!("{path}.{name}"), depth + 1);
        }
        for (name, inner) in properties.as_object().into_iter().flatten() {
            let Some(member) = members.get(name) else { continue };
            let path = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
            self.value(inner, member, old.and_then(|old| old.get(name)), &path, depth + 1);
        }
        for name in schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str) {
            if !members.contains_key(name) {
                self.push(Reason::Required, &format!("{path}.{name}"), "Required value".to_owned());
            }
        }
    }

    /// anyOf, oneOf, allOf and not.
    fn alternatives(&mut self, schema: &Value, value: &Value, path: &str, depth: usize) {
        let tried = |name: &str| -> Vec<Check> {
            let alternatives = schema[name].as_array().into_iter().flatten();
            alternatives.map(|one| Check::of(one, value, path, depth + 1)).collect()
        };
        let (any, one, all) = (tried("anyOf"), tried("oneOf"), tried("allOf"));
        let valid = |all: &[Check]| all.iter().filter(|one| one.errors.is_empty()).count();
        if !any.is_empty() && valid(&any) == 0 {
            self.composite(path, "validate at least one schema (anyOf)");
            self.errors.extend(nearest(any));
        }
        if !one.is_empty() && valid(&one) != 1 {
            let found = match valid(&one) {
                0 => "Found none valid".to_owned(),
                many => format!("Found {many} valid alternatives"),
            };
            self.composite(path, &format!("validate one and only one schema (oneOf). {found}"));
            if valid(&one) == 0 {
                self.errors.extend(nearest(one));
            }
        }
        let (good, count) = (valid(&all), all.len());
        self.errors.extend(all.into_iter().flat_map(|one| one.errors));
        if good != count {
            let tail = if good == 0 { ". None validated" } else { "" };
            self.composite(path, &format!("validate all the schemas (allOf){tail}"));
        }
        if schema["not"].is_object() && Check::of(&schema["not"], value, path, depth + 1).errors.is_empty() {
            self.composite(path, "not validate the schema (not)");
        }
    }

    fn of(schema: &Value, value: &Value, path: &str, depth: usize) -> Check {
        let mut check = Check::default();
        check.value(schema, value, None, path, depth);
        check
    }
}

/// The errors of the alternative that most was right of; of several the first.
fn nearest(alternatives: Vec<Check>) -> Vec<FieldError> {
    let most = alternatives.iter().map(|one| one.passed).max();
    alternatives.into_iter().find(|one| Some(one.passed) == most).map(|one| one.errors).unwrap_or_default()
}

/// The type of a value in JSON schema, and its format in Go.
fn kind_of(value: &Value) -> (&'static str, &'static str) {
    match value {
        Value::Null => ("null", ""),
        Value::Bool(_) => ("boolean", ""),
        Value::Number(number) if number.is_f64() => ("number", "float64"),
        Value::Number(_) => ("integer", "int64"),
        Value::String(_) => ("string", ""),
        Value::Array(_) => ("array", ""),
        Value::Object(_) => ("object", ""),
    }
}
