//! The simulated cluster: store, API server, controllers, scheduler, kubelets, network, metrics.
//!
//! `World` owns all of it and is the only thing that knows what time it is. An actor is called with
//! a `Client` to the API, reads, decides with pure functions, and writes; what it wrote reaches the
//! other actors as changes, a moment later. This room never draws, never reads text from users
//! (that is `session`'s and `kubectl`'s work) and never asks the host for the time.

mod addresses;
mod admission;
mod api;
mod claims;
pub mod controllers;
pub mod custom_kinds;
mod decoding;
mod default_roles;
mod events;
mod first_objects;
pub mod http;
pub mod images;
pub mod kubelet;
mod log;
pub mod metrics;
pub mod network;
mod patching;
pub mod planned;
mod pod_control;
mod pod_order;
pub mod presets;
pub mod process;
mod quota;
mod rate;
pub mod rbac;
pub mod reading;
mod reviews;
mod revisions;
pub mod scheduler;
pub mod served;
mod service_pods;
mod status;
mod store;
mod subresources;
mod template_hash;
pub mod tokens;
mod trigger_times;
mod warnings;
mod work_queue;
mod world;
mod writes;

pub use api::{ApiServer, Client, Propagation};
pub use events::Note;
pub use log::ChangeLog;
pub use status::{Reason, Status};
pub use store::{Change, Key, Store, Verb};
pub use world::{EPOCH, Machines, Progress, World};
