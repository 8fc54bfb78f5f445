//! What the pure halves of controllers hand to the halves that write.

/// An event that a plan asks for, about the object the controller works on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlannedEvent {
    pub warning: bool,
    pub reason: String,
    pub message: String,
}

impl PlannedEvent {
    pub fn normal(reason: &str, message: String) -> PlannedEvent {
        PlannedEvent { warning: false, reason: reason.into(), message }
    }

    pub fn warning(reason: &str, message: String) -> PlannedEvent {
        PlannedEvent { warning: true, reason: reason.into(), message }
    }
}
