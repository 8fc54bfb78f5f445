//! Trunk, which builds the page from `index.html` and serves it.

use super::cargo_install;
use crate::proc::Result;

const VERSION: &str = "0.21.14";

pub fn ensure() -> Result<String> {
    cargo_install::ensure("trunk", "trunk", VERSION)
}
