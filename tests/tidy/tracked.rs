//! Nothing in the repository depends on the machine it was made on: no folder of a machine, no host of a package registry
//! (a lockfile leaves the choice of registry to whoever installs).

use crate::{Problem, tree};

/// Split, so that this file does not hold what it looks for.
const MACHINE: &[&str] = &[
    concat!("/ro", "ot/.cargo"),
    concat!("/ro", "ot/.rustup"),
    concat!("/ro", "ot/.npm"),
    concat!("/ro", "ot/.cache"),
    concat!("/wo", "rk/main"),
    concat!("/wo", "rk/shared"),
    concat!("/ho", "me/runner"),
    concat!("/Us", "ers/"),
    concat!("C:\\Us", "ers"),
    concat!("/tmp/", "target"),
    concat!("/tmp/", "bash"),
];
const REGISTRY: &[&str] = &[
    concat!("registry.npm", "js.org"),
    concat!("registry.yarn", "pkg.com"),
    concat!("index.crates", ".io"),
    concat!("static.crates", ".io"),
    concat!("pypi", ".org"),
    concat!("files.python", "hosted.org"),
    concat!("rsproxy", ".cn"),
    concat!("index.dock", "er.io"),
];
const CRATES_IO: &str = "source = \"registry+https://github.com/rust-lang/crates.io-index\"";

pub fn check(files: &[(String, String)]) -> Vec<Problem> {
    let checkout = checkout();
    let mut found = Vec::new();
    for (path, text) in files {
        for (at, line) in text.lines().enumerate() {
            let advice = advice(path, line, checkout.as_deref());
            found.extend(advice.map(|advice| Problem::new(path, at + 1, advice)));
        }
    }
    found
}

fn advice(path: &str, line: &str, checkout: Option<&str>) -> Option<String> {
    if let Some(folder) = MACHINE.iter().copied().chain(checkout).find(|folder| line.contains(folder)) {
        return Some(format!("`{folder}` is a folder of one machine: say it relative to the project"));
    }
    if let Some(host) = REGISTRY.iter().find(|host| line.contains(*host)) {
        return Some(format!("`{host}` is a package registry: leave the choice to whoever installs"));
    }
    names_a_registry(path, line).then(|| {
        "this line chooses a package registry: take it out (npm: omit-lockfile-registry-resolved)".to_string()
    })
}

fn names_a_registry(path: &str, line: &str) -> bool {
    let line = line.trim();
    match path.rsplit('/').next().unwrap_or(path) {
        "package-lock.json" => line.starts_with("\"resolved\":"),
        ".npmrc" => line.starts_with("registry") || line.starts_with("//"),
        "Cargo.lock" => line.starts_with("source = \"registry") && line != CRATES_IO,
        "config.toml" => line.starts_with("[source") || line.starts_with("[registr"),
        _ => false,
    }
}

/// The folder of this checkout, unless its path is so short that it may mean something else (`/src`).
fn checkout() -> Option<String> {
    let root = tree::root();
    (root.components().count() > 3).then(|| root.display().to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn breaches(path: &str, text: &str) -> usize {
        check(&[(path.to_string(), text.to_string())]).len()
    }

    #[test]
    fn a_machine_and_a_registry_are_breaches() {
        for needle in MACHINE.iter().chain(REGISTRY) {
            assert_eq!(breaches("docs/a.md", &format!("see {needle}/x")), 1, "{needle}");
        }
    }

    #[test]
    fn a_chosen_registry_is_a_breach() {
        assert_eq!(breaches("www/package-lock.json", "  \"resolved\": \"https://x/y.tgz\","), 1);
        assert_eq!(breaches("www/.npmrc", "registry=https://x"), 1);
        assert_eq!(breaches("Cargo.lock", "source = \"registry+https://mirror\""), 1);
        assert_eq!(breaches(".cargo/config.toml", "[source.mirror]"), 1);
    }

    #[test]
    fn ordinary_lines_are_none() {
        assert_eq!(breaches("Cargo.lock", CRATES_IO), 0);
        assert_eq!(breaches("labs/a.md", "touch /tmp/healthy; docker pull registry.k8s.io/pause"), 0);
    }
}
