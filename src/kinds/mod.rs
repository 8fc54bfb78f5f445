//! API kinds.
