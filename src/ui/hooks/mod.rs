//! Hooks that several components share.

mod editor;
mod keyboard;
mod shell;
mod snapshot;

pub use editor::{EditorProps, Handle, use_editor};
pub use keyboard::use_shortcuts;
pub use shell::use_shell;
pub use snapshot::use_snapshot;
