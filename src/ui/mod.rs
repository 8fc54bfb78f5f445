//! The page: what is on screen and how it answers to the reader. The parts without a browser (the reducer, the scene, the
//! words, the charts' geometry) compile everywhere and are tested natively; the components need one.

pub mod announce;
pub mod assist;
pub mod beginning;
pub mod chart;
pub mod documents;
pub mod editing;
pub mod format;
pub mod lanes;
pub mod look;
pub mod saved;
pub mod scene;
pub mod state;
pub mod text;
pub mod typing;

#[cfg(target_arch = "wasm32")]
mod app;
#[cfg(target_arch = "wasm32")]
mod components;
#[cfg(target_arch = "wasm32")]
mod engine;
#[cfg(target_arch = "wasm32")]
mod hooks;
#[cfg(target_arch = "wasm32")]
mod ports;
#[cfg(target_arch = "wasm32")]
mod shell;

#[cfg(target_arch = "wasm32")]
pub use app::{App, AppProps};
#[cfg(target_arch = "wasm32")]
pub use engine::{Engine, Snapshot};
#[cfg(target_arch = "wasm32")]
pub use ports::{
    EditorHandle, EditorPort, EditorSetup, Ports, ScreenHandle, ScreenPort, ScreenSetup, StorePort,
};
