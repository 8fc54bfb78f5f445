//! Every conformance set passes on every vector kept in `conformance/vectors`, and neither a set nor a
//! vector file is there without the other.

#![cfg(not(target_arch = "wasm32"))]

use std::collections::BTreeSet;
use std::path::PathBuf;

use kubarium::conform;

fn vectors() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/conformance/vectors")
}

#[test]
fn sets_and_files_match() {
    let sets: BTreeSet<String> = conform::sets().iter().map(|set| set.name().to_owned()).collect();
    let files: BTreeSet<String> = std::fs::read_dir(vectors())
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "jsonl"))
        .filter_map(|path| Some(path.file_stem()?.to_str()?.to_owned()))
        .collect();
    let without_file: Vec<_> = sets.difference(&files).collect();
    let without_set: Vec<_> = files.difference(&sets).collect();
    assert!(
        without_file.is_empty() && without_set.is_empty(),
        "sets without a file: {without_file:?}; files without a set: {without_set:?}"
    );
}

#[test]
fn every_vector_passes() {
    let mut failed = Vec::new();
    for set in conform::sets() {
        let path = vectors().join(set.name()).with_extension("jsonl");
        let Ok(jsonl) = std::fs::read_to_string(&path) else {
            failed.push(format!("{}: cannot read {}", set.name(), path.display()));
            continue;
        };
        let report = conform::run(*set, &jsonl);
        println!("{report}");
        if report.passed != report.total || report.total == 0 {
            failed.push(report.to_string());
        }
    }
    assert!(failed.is_empty(), "\n{}", failed.join("\n"));
}
