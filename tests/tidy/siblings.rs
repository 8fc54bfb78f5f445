//! Controllers, scheduler plugins, kubectl verbs and images do not import one another: they share through the module above
//! them, so that each can be read, added and removed alone.

use crate::Problem;
use crate::paths::paths;
use crate::tree::Source;
use std::collections::BTreeSet;

const FOLDERS: &[&[&str]] = &[
    &["cluster", "controllers"],
    &["cluster", "scheduler", "plugins"],
    &["kubectl", "verbs"],
    &["cluster", "images"],
];

pub fn check(sources: &[Source]) -> Vec<Problem> {
    FOLDERS.iter().flat_map(|folder| check_folder(sources, folder)).collect()
}

fn check_folder(sources: &[Source], folder: &[&str]) -> Vec<Problem> {
    let siblings: BTreeSet<String> =
        sources.iter().filter_map(|source| member(&source.module(), folder)).collect();
    let mut found = Vec::new();
    for source in sources {
        let Some(own) = member(&source.module(), folder) else {
            continue;
        };
        for path in paths(source) {
            let other = member(&path.names, folder).filter(|other| *other != own && siblings.contains(other));
            if let Some(other) = other {
                let above = folder.join("::");
                let advice =
                    format!("`{own}` may not import its sibling `{other}`: move what both need to `{above}`");
                found.push(Problem::new(&source.path, path.line, advice));
            }
        }
    }
    found.dedup();
    found
}

/// The name right below the folder.
fn member(module: &[String], folder: &[&str]) -> Option<String> {
    let inside = module.len() > folder.len() && module.iter().zip(folder).all(|(name, part)| name == part);
    inside.then(|| module[folder.len()].clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn breaches(text: &str) -> usize {
        let sources = [
            Source::new("src/cluster/controllers/mod.rs", "mod deployment; mod job;"),
            Source::new("src/cluster/controllers/job/mod.rs", ""),
            Source::new("src/cluster/controllers/deployment.rs", text),
        ];
        check(&sources).len()
    }

    #[test]
    fn a_sibling_is_not_imported_however_it_is_spelt() {
        assert_eq!(breaches("use super::job::plan;"), 1);
        assert_eq!(breaches("use crate::cluster::controllers::{Key, job};"), 1);
        assert_eq!(breaches("fn f() { crate::cluster::controllers::job::plan() }"), 1);
    }

    #[test]
    fn the_parent_and_oneself_are_free() {
        assert_eq!(breaches("use super::Key; use self::plan; mod tests { use super::plan; }"), 0);
    }
}
