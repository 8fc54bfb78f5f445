//! What the API answers when it refuses: apimachinery pkg/api/errors, v1.36.
//!
//! The text is what kubectl prints after `Error from server (Reason): `.

use crate::kinds::Kind;
use crate::kinds::validation::{self, FieldError};

/// A refusal.
#[derive(Clone, Debug, PartialEq)]
pub struct Status {
    pub reason: Reason,
    pub message: String,
    /// What the server itself says, where kubectl says it in other words: of an object that is invalid.
    pub sentence: Option<String>,
    /// The field errors of an `Invalid` answer.
    pub causes: Vec<FieldError>,
    /// The cause of another sort of answer, in words.
    pub cause: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    NotFound,
    AlreadyExists,
    Conflict,
    Invalid,
    Forbidden,
    BadRequest,
    TooManyRequests,
    MethodNotAllowed,
    UnsupportedMediaType,
    /// An error without a reason.
    Unknown,
}

impl Reason {
    pub fn name(self) -> &'static str {
        match self {
            Reason::NotFound => "NotFound",
            Reason::AlreadyExists => "AlreadyExists",
            Reason::Conflict => "Conflict",
            Reason::Invalid => "Invalid",
            Reason::Forbidden => "Forbidden",
            Reason::BadRequest => "BadRequest",
            Reason::TooManyRequests => "TooManyRequests",
            Reason::MethodNotAllowed => "MethodNotAllowed",
            Reason::UnsupportedMediaType => "UnsupportedMediaType",
            Reason::Unknown => "",
        }
    }

    /// What kubectl begins an answer of this sort with.
    pub fn heading(self) -> String {
        match self.name() {
            "" => "Error from server".into(),
            name => format!("Error from server ({name})"),
        }
    }
}

impl std::fmt::Display for Status {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.reason {
            Reason::Invalid => f.write_str(&self.message),
            reason => write!(f, "{}: {}", reason.heading(), self.message),
        }
    }
}

impl Status {
    /// The server's own message.
    pub fn sentence(&self) -> &str {
        self.sentence.as_deref().unwrap_or(&self.message)
    }

    pub fn new(reason: Reason, message: impl Into<String>) -> Status {
        Status { reason, message: message.into(), sentence: None, causes: Vec::new(), cause: None }
    }

    pub fn method_not_allowed() -> Status {
        let why = "the server does not allow this method on the requested resource";
        Status::new(Reason::MethodNotAllowed, why)
    }

    pub fn not_found(kind: Kind, name: &str) -> Status {
        Status::new(Reason::NotFound, format!("{} \"{name}\" not found", kind.info().qualified_plural()))
    }

    pub fn already_exists(kind: Kind, name: &str) -> Status {
        Status::new(
            Reason::AlreadyExists,
            format!("{} \"{name}\" already exists", kind.info().qualified_plural()),
        )
    }

    pub fn conflict(kind: Kind, name: &str) -> Status {
        let plural = kind.info().qualified_plural();
        let advice =
            "the object has been modified; please apply your changes to the latest version and try again";
        Status::new(
            Reason::Conflict,
            format!("Operation cannot be fulfilled on {plural} \"{name}\": {advice}"),
        )
    }

    pub fn forbidden(kind: Kind, name: &str, why: &str) -> Status {
        Status::new(
            Reason::Forbidden,
            format!("{} \"{name}\" is forbidden: {why}", kind.info().qualified_plural()),
        )
    }

    /// `The Pod "x" is invalid: …`, one line for one error, a list for more.
    pub fn invalid(kind: Kind, name: &str, causes: Vec<FieldError>) -> Status {
        let mut lines: Vec<String> = Vec::new();
        for line in causes.iter().map(FieldError::line) {
            if !lines.contains(&line) {
                lines.push(line);
            }
        }
        let list = match lines.as_slice() {
            [one] => one.clone(),
            many => many.iter().map(|line| format!("\n* {line}")).collect(),
        };
        let message = format!("The {} \"{name}\" is invalid: {list}", kind.info().kind);
        let sentence = Some(validation::status_message(kind, name, &causes));
        Status { causes, sentence, ..Status::new(Reason::Invalid, message) }
    }
}
