//! kubectl: what it reads, does through the API, and prints.
//!
//! `manifest` turns text into objects or into the server's refusal with its place in the text; `apply`,
//! `server_side`, `create`, `patch` and `delete` do what those verbs of kubectl do; `get` answers `kubectl get` with
//! `printers` (tables) and `output` (YAML, JSON), and `kubectl describe` with `describe`; `columns` has the
//! words of a table that the page shows too. `verbs` are what the terminal runs, one file each. This room changes
//! the cluster only through its API.

pub mod apply;
mod attaching;
pub mod call;
pub mod columns;
mod containers_of;
mod cordoning;
pub mod create;
mod custom_columns;
pub mod delete;
pub mod describe;
mod dump;
mod editing;
pub mod get;
mod go_template;
pub mod inside;
mod json_path;
mod json_template;
pub mod kubeconfig;
mod kustomize;
mod last_applied;
mod local;
mod making;
pub mod manifest;
mod moment;
pub mod output;
mod output_format;
pub mod patch;
pub mod pods_of;
mod printed;
pub mod printers;
mod prune;
pub mod raw;
pub mod reach;
mod record;
pub mod rollout_status;
mod scale_of;
mod selectors;
pub mod server_side;
mod sorting;
pub mod tabwriter;
mod time_out;
pub mod unreachable;
pub mod usage;
pub mod verbs;

pub use manifest::{Manifest, Problem, Spot};
