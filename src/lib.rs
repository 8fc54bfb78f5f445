//! Kubarium: a Kubernetes cluster behind glass.
//!
//! ```text
//!   web ── ui ──────────────┐          the page (wasm32 only)
//!                           ▼
//!               view ◄── session       scripts, checkpoints, seeking, frames for the page
//!                           │
//!                        kubectl       manifests, apply and delete, the words of `kubectl get`
//!                           │
//!                        cluster       API, controllers, scheduler, kubelets, images, network
//!                      ┌────┴────┐
//!                     sim      kinds   time and chance · API types
//!                                │
//!                              yaml    text <-> values, with positions
//! ```
//!
//! Read it from the bottom up. Layers point downwards only; `tests/tidy/` holds them to it. `conform` stands
//! beside them and compares the engine with what the real Kubernetes answered.

pub mod cluster;
#[cfg(not(target_arch = "wasm32"))]
pub mod conform;
pub mod kinds;
pub mod kubectl;
pub mod session;
pub mod sh;
pub mod sim;
pub mod terminal;
pub mod ui;
pub mod view;
#[cfg(target_arch = "wasm32")]
pub mod web;
pub mod yaml;
