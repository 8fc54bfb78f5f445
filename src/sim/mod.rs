//! Time and order: the clock, the event queue, random streams, digests and limits.
//!
//! Nothing here knows of Kubernetes. Everything that happens in a simulated cluster happens at a
//! `SimTime` taken from one `Queue`; whatever looks random comes from a stream named after the actor
//! that draws from it, so that one more draw in one place changes nothing anywhere else.

mod digest;
mod queue;
mod rng;
mod time;

pub use digest::Digest;
pub use queue::Queue;
pub use rng::Rng;
pub use time::{SimTime, Span};
