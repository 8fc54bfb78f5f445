//! `kubectl create -f`: every document of a file is made, and refused if it is there already.
//!
//! Models kubectl pkg/cmd/create, v1.36.

use super::apply::{Line, annotated, refused_in_file, result_name, together, warned};
use super::manifest::{self, Manifest, Problem};
use crate::cluster::{Client, World};

const MANAGER: &str = "kubectl-create";

/// Creates what a file's text describes.
pub fn create(world: &mut World, file: &str, text: &str) -> Vec<Line> {
    create_in(world, "default", file, text, false)
}

/// The same in the namespace of a context; `saves` keeps the configuration for a later `apply`.
pub fn create_in(world: &mut World, namespace: &str, file: &str, text: &str, saves: bool) -> Vec<Line> {
    let mut read = manifest::read_in(text, world.api().store());
    if read.is_empty() {
        return vec![Line::refused("error: no objects passed to create".into())];
    }
    read.iter_mut().flatten().for_each(|manifest| manifest.place_in(namespace));
    world.act("kubectl", |api| {
        api.manager = Some(MANAGER);
        together(read.into_iter().flat_map(|one| create_one(one, file, saves, api)).collect())
    })
}

fn create_one(read: Result<Manifest, Problem>, file: &str, saves: bool, api: &mut Client<'_>) -> Vec<Line> {
    let manifest = match read {
        Ok(manifest) => manifest,
        Err(problem) => return vec![Line::refused(problem.text.replace("FILE", file))],
    };
    let object = if saves { manifest.with(&annotated(&manifest)) } else { manifest.object.clone() };
    let result = api.create_object(object);
    let mut lines: Vec<Line> = warned(api).collect();
    lines.push(match result {
        Ok(made) => Line::said(format!("{} created", result_name(&manifest.named(&made.meta().name)))),
        Err(status) => refused_in_file(&status, file),
    });
    lines
}
