//! wasm-bindgen's command line, which must have the very version of the `wasm-bindgen` crate in `Cargo.lock`; then Trunk
//! uses it and downloads nothing. It brings the runner of the browser tests too.

use super::cargo_install;
use crate::proc::Result;
use crate::project;

pub fn ensure() -> Result<String> {
    let lock = project::read("Cargo.lock")?;
    let version = locked_version(&lock, "wasm-bindgen").ok_or("Cargo.lock has no wasm-bindgen")?;
    cargo_install::ensure("wasm-bindgen-cli", "wasm-bindgen", version)
}

fn locked_version<'a>(lock: &'a str, krate: &str) -> Option<&'a str> {
    let name = format!("name = \"{krate}\"");
    let mut lines = lock.lines().skip_while(|line| *line != name);
    lines.nth(1)?.strip_prefix("version = \"")?.strip_suffix('"')
}

#[cfg(test)]
mod tests {
    use super::locked_version;

    #[test]
    fn finds_the_version_of_exactly_that_crate() {
        let lock = "[[package]]\nname = \"a-b\"\nversion = \"1.0.0\"\n\n[[package]]\nname = \"a\"\nversion = \"2.1.3\"\n";
        assert_eq!(locked_version(lock, "a"), Some("2.1.3"));
        assert_eq!(locked_version(lock, "b"), None);
    }
}
