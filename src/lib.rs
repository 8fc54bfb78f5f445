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

pub mod cluster;
#[cfg(not(target_arch = "wasm32"))]
pub mod conform;
pub mod kinds;
pub mod kubectl;
pub mod session;
pub mod sim;
pub mod ui;
pub mod view;
#[cfg(target_arch = "wasm32")]
pub mod web;
pub mod yaml;
