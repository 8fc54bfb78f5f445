//! Text <-> values.
