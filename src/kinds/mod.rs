//! The API kinds: their fields, defaults, validation and names.
//!
//! One file per kind declares its types with `api_struct!` (see `codec`). The registry below names
//! every kind once; from that line come the `Kind` and `Object` enums and the lookups by name. This
//! room knows shapes and rules of single objects; it never looks at other objects or at time.

pub mod admission_policy;
pub mod affinity;
pub mod base64;
pub mod binding;
pub mod cluster_shapes;
pub mod codec;
pub mod config_map;
pub mod container;
pub mod controller_revision;
pub mod cron;
pub mod cron_job;
pub mod csi_driver;
pub mod csi_node;
pub mod custom_resource_definition;
pub mod daemon_set;
pub mod defaults;
pub mod deployment;
pub mod duration;
pub mod edit;
pub mod endpoints;
pub mod event;
pub mod eviction;
pub mod hpa;
pub mod hpa_v1;
pub mod ingress;
pub mod ingress_class;
pub mod int_or_string;
pub mod job;
pub mod lease;
pub mod limit_range;
pub mod meta;
pub mod namespace;
pub mod network_policy;
pub mod node;
pub mod persistent_volume;
pub mod persistent_volume_claim;
pub mod persistent_volume_sources;
pub mod pod;
pub mod pod_disruption_budget;
pub mod pod_shapes;
pub mod pod_status;
pub mod pod_template;
pub mod priority_class;
pub mod probe;
pub mod qos;
pub mod quantity;
mod quantity_codec;
pub mod rbac;
pub mod registry;
pub mod replicaset;
pub mod replication_controller;
pub mod resource_quota;
pub mod schema;
pub mod secret;
pub mod selector;
pub mod semantic;
pub mod service;
pub mod service_account;
pub mod stateful_set;
pub mod storage_class;
pub mod strategy;
pub mod time;
pub mod time_zones;
pub mod validation;
pub mod volume;
pub mod volume_attachment;
pub mod volume_sources;
pub mod webhook_configuration;

pub use codec::Codec;
pub use meta::{Labels, ObjectMeta, OwnerReference};
pub use registry::{Kind, KindInfo, Object, Resource};
pub use time::Time;
