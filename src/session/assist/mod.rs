//! Help while a manifest is typed: what could stand at the cursor, what a word means, manifests to
//! begin with.
//!
//! Everything is read off the field tables of `kinds::schema` and an outline of the lines
//! (`outline`), so that it works on text that is not yet YAML. Nothing here looks at a cluster, and
//! every answer is bounded by the text and by `LIMIT`.

mod complete;
mod flow;
mod hover;
mod outline;
mod place;
mod templates;
mod words;

pub use complete::complete;
pub use hover::hover;
pub use templates::{appended, templates};
