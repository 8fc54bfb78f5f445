//! Time and order: the clock, the event queue, random streams, digests and limits.
