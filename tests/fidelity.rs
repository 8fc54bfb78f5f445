//! docs/fidelity.md and the page's copy are what the field tables say. `UPDATE_GOLDENS=1` writes them anew.

#![cfg(not(target_arch = "wasm32"))]

use std::path::PathBuf;

use kubarium::kinds::fidelity;

fn hold(file: &str, text: &str) {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(file);
    if std::env::var_os("UPDATE_GOLDENS").is_some() {
        std::fs::write(&path, text).expect("the file can be written");
    }
    let written = std::fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(written, text, "{file} is out of date: run with UPDATE_GOLDENS=1");
}

#[test]
fn the_document_is_what_the_tables_say() {
    hold("docs/fidelity.md", &fidelity::document());
}

#[test]
fn the_page_is_what_the_tables_say() {
    hold("www/fidelity.html", &fidelity::page());
}
