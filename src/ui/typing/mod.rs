//! Typing into the terminal, without a browser: the line and its history (`line`), keys as a terminal sends them
//! (`keys`), and what is written to the screen so that it shows what the session's terminal shows (`paint`, `width`).

mod keys;
mod line;
mod paint;
mod width;

pub use keys::{Key, keys};
pub use line::{Asked, Line};
pub use paint::{Input, Painter};
