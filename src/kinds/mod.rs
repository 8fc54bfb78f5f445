//! The API kinds: their fields, defaults, validation and names.
//!
//! One file per kind declares its types with `api_struct!` (see `codec`). The registry below names
//! every kind once; from that line come the `Kind` and `Object` enums and the lookups by name. This
//! room knows shapes and rules of single objects; it never looks at other objects or at time.

pub mod affinity;
pub mod codec;
pub mod container;
pub mod defaults;
pub mod deployment;
pub mod duration;
pub mod endpoints;
pub mod event;
pub mod hpa;
pub mod int_or_string;
pub mod meta;
pub mod namespace;
pub mod node;
pub mod pod;
pub mod pod_status;
pub mod probe;
pub mod qos;
pub mod quantity;
mod quantity_codec;
pub mod registry;
pub mod replicaset;
pub mod schema;
pub mod selector;
pub mod service;
pub mod time;
pub mod validation;
pub mod volume;

pub use codec::Codec;
pub use meta::{Labels, ObjectMeta, OwnerReference};
pub use registry::{Kind, KindInfo, Object, Resource};
pub use time::Time;
