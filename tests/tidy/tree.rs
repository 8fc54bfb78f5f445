//! The files the rules look at: Rust sources under `src/`, and every text file git tracks or would track.

use crate::code::{Token, tokens};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A Rust file: its path from the project's folder (with `/`), its text, and its code without comments and strings.
pub struct Source {
    pub path: String,
    pub text: String,
    pub tokens: Vec<Token>,
}

impl Source {
    pub fn new(path: &str, text: &str) -> Source {
        Source { path: path.to_string(), text: text.to_string(), tokens: tokens(text) }
    }

    /// Where the file sits in the crate: `src/sim/queue.rs` is `["sim", "queue"]`, `src/lib.rs` is `[]`.
    pub fn module(&self) -> Vec<String> {
        let inside = self.path.strip_prefix("src/").unwrap_or(&self.path);
        let stem = inside.strip_suffix(".rs").unwrap_or(inside);
        let mut names: Vec<String> = stem.split('/').map(String::from).collect();
        let root = names.len() == 1 && (names[0] == "lib" || names[0] == "main");
        if root || names.last().is_some_and(|name| name == "mod") {
            names.pop();
        }
        names
    }

    /// The top-level module the file belongs to; `main` and `bin` for the two programs, nothing for `src/lib.rs`.
    pub fn room(&self) -> Option<String> {
        if self.path == "src/main.rs" { Some("main".to_string()) } else { self.module().into_iter().next() }
    }
}

pub fn sources() -> Vec<Source> {
    let mut found = Vec::new();
    collect(&root().join("src"), &mut found);
    found.sort();
    assert!(!found.is_empty(), "no Rust files under src/");
    found.iter().map(|file| Source::new(&relative(file), &read(file))).collect()
}

/// Text files that are, or are about to be, in the repository, with their path from the project's folder.
pub fn tracked_files() -> Vec<(String, String)> {
    let listing = Command::new("git")
        .current_dir(root())
        .args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"])
        .output()
        .expect("this rule asks git which files are tracked");
    assert!(listing.status.success(), "git ls-files failed: {}", String::from_utf8_lossy(&listing.stderr));
    let names = String::from_utf8_lossy(&listing.stdout).into_owned();
    names.split('\0').filter(|name| !name.is_empty()).filter_map(text_file).collect()
}

fn text_file(name: &str) -> Option<(String, String)> {
    let bytes = fs::read(root().join(name)).ok()?;
    (!bytes.contains(&0)).then(|| (name.to_string(), String::from_utf8_lossy(&bytes).into_owned()))
}

pub fn root() -> PathBuf {
    std::env::var_os("CARGO_MANIFEST_DIR")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from)
}

fn collect(dir: &Path, found: &mut Vec<PathBuf>) {
    let entries = fs::read_dir(dir).unwrap_or_else(|error| panic!("{}: {error}", dir.display()));
    for path in entries.filter_map(|entry| entry.ok().map(|entry| entry.path())) {
        if path.is_dir() {
            collect(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

fn relative(file: &Path) -> String {
    let inside = file.strip_prefix(root()).unwrap_or(file);
    inside.components().map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/")
}

fn read(file: &Path) -> String {
    fs::read_to_string(file).unwrap_or_else(|error| panic!("{}: {error}", file.display()))
}

#[test]
fn a_file_knows_its_module() {
    let module = |path: &str| Source::new(path, "").module().join("::");
    assert_eq!(module("src/sim/mod.rs"), "sim");
    assert_eq!(module("src/cluster/scheduler/queue.rs"), "cluster::scheduler::queue");
    assert_eq!(module("src/lib.rs"), "");
    assert_eq!(Source::new("src/main.rs", "").room().as_deref(), Some("main"));
    assert_eq!(Source::new("src/bin/kubarium/main.rs", "").room().as_deref(), Some("bin"));
}
