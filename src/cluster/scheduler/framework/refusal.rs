//! Why a node is refused: framework.Status of a code that rejects, v1.36.

use std::sync::Arc;

/// Why a plugin refuses a node.
#[derive(Clone, Debug, PartialEq)]
pub struct Refusal {
    pub reasons: Reasons,
    /// True where removing other pods would not help (UnschedulableAndUnresolvable).
    pub unresolvable: bool,
}

/// One reason known beforehand, or some that are not.
#[derive(Clone, Debug, PartialEq)]
pub enum Reasons {
    One(&'static str),
    Many(Arc<[String]>),
}

impl Refusal {
    pub fn unresolvable(reason: &'static str) -> Refusal {
        Refusal { reasons: Reasons::One(reason), unresolvable: true }
    }

    pub fn resolvable(reason: &'static str) -> Refusal {
        Refusal { reasons: Reasons::One(reason), unresolvable: false }
    }

    /// A reason that names something.
    pub fn because(reason: String) -> Refusal {
        Refusal { reasons: Reasons::Many([reason].into()), unresolvable: true }
    }

    /// The status code's name.
    pub fn code(&self) -> &'static str {
        if self.unresolvable { "UnschedulableAndUnresolvable" } else { "Unschedulable" }
    }
}

impl Reasons {
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        let (one, many): (Option<&str>, &[String]) = match self {
            Reasons::One(reason) => (Some(reason), &[]),
            Reasons::Many(reasons) => (None, reasons),
        };
        one.into_iter().chain(many.iter().map(String::as_str))
    }

    pub fn join(&self, between: &str) -> String {
        self.iter().collect::<Vec<_>>().join(between)
    }
}
