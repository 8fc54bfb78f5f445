//! Why a request is not answered as it was meant: apimachinery's Status, v1.36.

use serde_json::{Value, json};

use super::route::{Asked, Route};
use super::text;
use crate::cluster::{Reason, Status};
use crate::kinds::Kind;

/// The HTTP status and the Status object's parts.
#[derive(Clone, Debug, PartialEq)]
pub struct Refused {
    pub code: u16,
    pub reason: &'static str,
    pub message: String,
    /// Null where there are none.
    pub details: Value,
    /// Whether kubectl prints the message alone.
    pub is_invalid: bool,
}

impl Refused {
    pub fn new(code: u16, reason: &'static str, message: impl Into<String>) -> Refused {
        Refused { code, reason, message: message.into(), details: Value::Null, is_invalid: false }
    }

    /// Something that a real server would answer.
    pub fn not_served(why: &str) -> Refused {
        Refused::new(501, "NotImplemented", why)
    }

    pub fn no_such_path() -> Refused {
        Refused::new(404, "NotFound", "the server could not find the requested resource")
    }

    pub fn method_not_allowed() -> Refused {
        Refused::of(&Status::method_not_allowed())
    }

    pub fn unauthorized() -> Refused {
        Refused::new(401, "Unauthorized", "Unauthorized")
    }

    pub fn bad_request(why: impl Into<String>) -> Refused {
        Refused::new(400, "BadRequest", why)
    }

    pub fn forbidden(asked: &Asked<'_>, message: String) -> Refused {
        let details = match asked {
            Asked::Resource(route) => details(route.group, route.plural, route.name),
            Asked::Path { .. } => json!({}),
        };
        Refused { details, ..Refused::new(403, "Forbidden", message) }
    }

    /// An answer of the API about an object of a kind.
    pub fn from(status: Status, kind: Kind, name: &str) -> Refused {
        let info = kind.info();
        match status.reason {
            Reason::Invalid => {
                let cause = |cause: &crate::kinds::validation::FieldError| json!({"reason": cause.reason.name(), "message": cause.detail, "field": cause.field});
                let causes: Vec<Value> = status.causes.iter().map(cause).collect();
                let mut details = details(info.group, info.kind, name);
                details["causes"] = Value::from(causes);
                let refused = Refused::of(&status);
                Refused { details, is_invalid: true, ..refused }
            }
            Reason::BadRequest | Reason::Unknown => Refused::of(&status),
            _ => {
                let details = details(info.group, info.plural, name);
                Refused { details, ..Refused::of(&status) }
            }
        }
    }

    fn of(status: &Status) -> Refused {
        Refused::new(code(status.reason), status.reason.name(), status.sentence())
    }

    /// The body that the server answers with.
    pub fn body(&self) -> String {
        let status = json!({
            "kind": "Status", "apiVersion": "v1", "metadata": {}, "status": "Failure",
            "message": self.message, "reason": self.reason, "code": self.code,
        });
        status_text(status, &self.details)
    }

    /// The way kubectl says it.
    pub fn sentence(&self) -> String {
        match (self.is_invalid, self.reason) {
            (true, _) => self.message.clone(),
            (false, "") => format!("Error from server: {}", self.message),
            (false, reason) => format!("Error from server ({reason}): {}", self.message),
        }
    }
}

/// A Status that says that something was done.
pub fn success(route: &Route<'_>, uid: &str, code: u16) -> String {
    let mut details = details(route.group, route.plural, route.name);
    if !uid.is_empty() {
        details["uid"] = uid.into();
    }
    let mut status = json!({"kind": "Status", "apiVersion": "v1", "metadata": {}, "status": "Success"});
    if code == 201 {
        status["code"] = code.into();
        details = Value::Null;
    }
    status_text(status, &details)
}

fn status_text(mut status: Value, details: &Value) -> String {
    if !details.is_null() {
        status["details"] = details.clone();
    }
    let order = ["kind", "apiVersion", "metadata", "status", "message", "reason", "details", "code"];
    let mut body = text::ordered(&status, &order);
    if !details.is_null() {
        let inner = text::ordered(details, &["name", "group", "kind", "uid", "causes"]);
        body = body.replacen(&details.to_string(), inner.trim_end(), 1);
    }
    body
}

fn details(group: &str, kind: &str, name: &str) -> Value {
    let named = [("name", name), ("group", group), ("kind", kind)];
    named
        .into_iter()
        .filter(|(_, value)| !value.is_empty())
        .map(|(key, value)| (key, Value::from(value)))
        .collect()
}

fn code(reason: Reason) -> u16 {
    match reason {
        Reason::NotFound => 404,
        Reason::AlreadyExists | Reason::Conflict => 409,
        Reason::Invalid => 422,
        Reason::Forbidden => 403,
        Reason::BadRequest => 400,
        Reason::TooManyRequests => 429,
        Reason::MethodNotAllowed => 405,
        Reason::UnsupportedMediaType => 415,
        Reason::Unknown => 500,
    }
}
