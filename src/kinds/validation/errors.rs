//! Field errors and how they read: apimachinery pkg/util/validation/field/errors.go, v1.36.

use serde_json::Value;

use super::at::At;

/// What sort of error a field has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    Required,
    Invalid,
    NotSupported,
    Duplicate,
    NotFound,
    Forbidden,
    TooLong,
    TooMany,
    TypeInvalid,
}

impl Reason {
    /// As in `details.causes[].reason` of an answer.
    pub fn name(self) -> &'static str {
        match self {
            Reason::Required => "FieldValueRequired",
            Reason::Invalid => "FieldValueInvalid",
            Reason::NotSupported => "FieldValueNotSupported",
            Reason::Duplicate => "FieldValueDuplicate",
            Reason::NotFound => "FieldValueNotFound",
            Reason::Forbidden => "FieldValueForbidden",
            Reason::TooLong => "FieldValueTooLong",
            Reason::TooMany => "FieldValueTooMany",
            Reason::TypeInvalid => "FieldValueTypeInvalid",
        }
    }
}

/// One field error, as the server prints it.
#[derive(Clone, Debug, PartialEq)]
pub struct FieldError {
    pub reason: Reason,
    /// Path with list positions: `spec.template.spec.containers[0].name`.
    pub field: String,
    /// `Required value: …`, `Invalid value: "x": …` and so on.
    pub detail: String,
}

impl FieldError {
    /// The field and what is wrong with it.
    pub fn line(&self) -> String {
        format!("{}: {}", self.field, self.detail)
    }

    pub fn invalid(field: &str, shown: &str, why: &str) -> FieldError {
        FieldError {
            reason: Reason::Invalid,
            field: field.to_owned(),
            detail: format!("Invalid value: {shown}: {why}"),
        }
    }
}

/// Field errors in the order they are found.
#[derive(Default)]
pub struct Errors(pub Vec<FieldError>);

impl Errors {
    fn push(&mut self, reason: Reason, field: &str, detail: String) {
        self.0.push(FieldError { reason, field: field.to_owned(), detail });
    }

    pub fn required(&mut self, field: impl AsRef<str>, why: &str) {
        let detail =
            if why.is_empty() { "Required value".to_owned() } else { format!("Required value: {why}") };
        self.push(Reason::Required, field.as_ref(), detail);
    }

    /// `Required value` where a text is empty.
    pub fn require(&mut self, at: &At<'_>) -> bool {
        let missing = at.text().is_empty();
        if missing {
            self.required(&at.path, "");
        }
        !missing
    }

    pub fn invalid(&mut self, at: &At<'_>, why: &str) {
        self.invalid_as(&at.path, &show(at.value), why);
    }

    /// With a value that is shown otherwise.
    pub fn invalid_as(&mut self, field: impl AsRef<str>, shown: &str, why: &str) {
        self.0.push(FieldError::invalid(field.as_ref(), shown, why));
    }

    /// Without a value.
    pub fn plain(&mut self, field: impl AsRef<str>, why: &str) {
        self.push(Reason::Invalid, field.as_ref(), format!("Invalid value: {why}"));
    }

    /// One error for each complaint about a text.
    pub fn complain(&mut self, at: &At<'_>, complaints: Vec<String>) {
        self.complain_of(&at.path, at.text(), complaints);
    }

    pub fn complain_of(&mut self, field: impl AsRef<str>, text: &str, complaints: Vec<String>) {
        for why in complaints {
            self.invalid_as(field.as_ref(), &quote(text), &why);
        }
    }

    pub fn forbidden(&mut self, field: impl AsRef<str>, why: &str) {
        self.push(Reason::Forbidden, field.as_ref(), format!("Forbidden: {why}"));
    }

    pub fn duplicate(&mut self, field: impl AsRef<str>, shown: &str) {
        self.push(Reason::Duplicate, field.as_ref(), format!("Duplicate value: {shown}"));
    }

    pub fn not_found(&mut self, field: impl AsRef<str>, text: &str, why: &str) {
        let tail = if why.is_empty() { String::new() } else { format!(": {why}") };
        self.push(Reason::NotFound, field.as_ref(), format!("Not found: {}{tail}", quote(text)));
    }

    pub fn too_long(&mut self, field: impl AsRef<str>, most: usize) {
        self.push(Reason::TooLong, field.as_ref(), format!("Too long: may not be more than {most} bytes"));
    }

    pub fn too_many(&mut self, field: impl AsRef<str>, count: usize, most: usize) {
        self.push(
            Reason::TooMany,
            field.as_ref(),
            format!("Too many: {count}: must have at most {most} items"),
        );
    }

    pub fn unsupported(&mut self, at: &At<'_>, supported: &[&str]) {
        self.unsupported_as(&at.path, &show(at.value), supported);
    }

    pub fn unsupported_as(&mut self, field: impl AsRef<str>, shown: &str, supported: &[&str]) {
        let list: Vec<String> = supported.iter().map(|one| quote(one)).collect();
        let detail = format!("Unsupported value: {shown}: supported values: {}", list.join(", "));
        self.push(Reason::NotSupported, field.as_ref(), detail);
    }

    /// A text that is there must be one of these.
    pub fn one_of(&mut self, at: &At<'_>, supported: &[&str]) {
        if at.is_set() && !supported.contains(&at.text()) {
            self.unsupported(at, supported);
        }
    }

    /// A text must be there and be one of these.
    pub fn one_of_required(&mut self, at: &At<'_>, supported: &[&str]) {
        if self.require(at) {
            self.one_of(at, supported);
        }
    }

    pub fn not_negative(&mut self, at: &At<'_>) {
        if at.number() < 0 {
            self.invalid(at, NEGATIVE);
        }
    }

    pub fn between(&mut self, at: &At<'_>, least: i64, most: i64) {
        if !(least..=most).contains(&at.number()) {
            self.invalid_as(&at.path, &at.number().to_string(), &between(least, most));
        }
    }

    pub fn immutable(&mut self, at: &At<'_>, old: &Value) {
        if !crate::kinds::semantic::equal(at.value, old) {
            self.invalid(at, IMMUTABLE);
        }
    }
}

pub const NEGATIVE: &str = "must be greater than or equal to 0";
pub const IMMUTABLE: &str = "field is immutable";

pub fn between(least: i64, most: i64) -> String {
    format!("must be between {least} and {most}, inclusive")
}

/// A value as an error names it.
pub fn show(value: &Value) -> String {
    match value {
        Value::String(text) => quote(text),
        other => json(other),
    }
}

/// JSON as Go writes it, which escapes what HTML would read.
pub fn json(value: &Value) -> String {
    let text = value.to_string();
    match text.contains(['<', '>', '&']) {
        true => text.replace('<', "\\u003c").replace('>', "\\u003e").replace('&', "\\u0026"),
        false => text,
    }
}

/// Go's `%q`.
pub fn quote(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for c in text.chars() {
        match c {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            '\t' => quoted.push_str("\\t"),
            '\r' => quoted.push_str("\\r"),
            '\u{7}' => quoted.push_str("\\a"),
            '\u{8}' => quoted.push_str("\\b"),
            '\u{b}' => quoted.push_str("\\v"),
            '\u{c}' => quoted.push_str("\\f"),
            c if (c as u32) < 0x20 || c == '\u{7f}' => quoted.push_str(&format!("\\x{:02x}", c as u32)),
            c if c.is_control() => quoted.push_str(&format!("\\u{:04x}", c as u32)),
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}
