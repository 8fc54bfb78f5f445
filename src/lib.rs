//! Kubarium: a Kubernetes cluster behind glass.
//!
//! ```text
//!   web ── ui ──────────────┐          the page (wasm32 only)
//!                           ▼
//!               view ◄── session       scripts, checkpoints, seek, frames for the page
//!                           │
//!                        cluster       API, controllers, scheduler, kubelets, network
//!                      ┌────┼────┐
//!                     sim  kinds  sh   time and order · API types · the shell language
//!                            │
//!                          yaml        text <-> values, with positions
//! ```
//!
//! Modules in reading order. Layers point downwards only; `tests/tidy.rs` holds them to it.

pub mod sim;
pub mod yaml;
pub mod kinds;
pub mod cluster;
pub mod kubectl;
pub mod session;
pub mod view;
pub mod ui;
#[cfg(target_arch = "wasm32")]
pub mod web;
#[cfg(not(target_arch = "wasm32"))]
pub mod conform;
