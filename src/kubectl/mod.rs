//! kubectl: what it reads, does through the API, and prints.
//!
//! `manifest` turns text into objects or into the server's refusal with its place in the text; `apply`
//! and `delete` do what `kubectl apply -f` and `kubectl delete -f` do; `columns` has the words of
//! `kubectl get`. The verbs of the terminal will stand beside them, one file each. This room changes
//! the cluster only through its API.

pub mod apply;
pub mod columns;
pub mod delete;
pub mod manifest;
mod merge;

pub use manifest::{Manifest, Problem, Spot};
