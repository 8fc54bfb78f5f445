//! Projected volumes and files about the pod: `validateProjectionSources` and `validateDownwardAPIVolumeFile`
//! of core's validation.go, v1.36.
//!
//! Left out: trust bundles and pod certificates, whose gates are off, so that the server drops them.

use std::collections::BTreeSet;

use super::super::at::At;
use super::super::errors::{Errors, quote};
use super::{environment, sources, volumes};

const CONFLICT: &str = "conflicting duplicate paths";

pub(super) fn check(at: &At<'_>, errors: &mut Errors) {
    let mut paths = BTreeSet::new();
    for source in at.child("sources").items() {
        let mut found = 0;
        for name in ["secret", "configMap"] {
            let one = source.child(name);
            if one.is_set() {
                found += 1;
                files(&one, at, &mut paths, errors);
            }
        }
        let downward = source.child("downwardAPI");
        if downward.is_set() {
            found += 1;
            for file in downward.child("items").items() {
                downward_file(&file.moved(downward.path.clone()), errors);
                let path = file.text_of("path");
                if !path.is_empty() && !paths.insert(path) {
                    errors.invalid_as(&at.path, &quote(path), CONFLICT);
                }
            }
        }
        if source.has("serviceAccountToken") {
            found += 1;
            token(&source.child("serviceAccountToken"), at, errors);
        }
        if found > 1 {
            errors.forbidden(&source.path, "may not specify more than 1 volume type per source");
        }
    }
}

fn files<'a>(one: &At<'a>, volume: &At<'_>, paths: &mut BTreeSet<&'a str>, errors: &mut Errors) {
    errors.require(&one.child("name"));
    for item in one.child("items").items() {
        volumes::key_to_path(&item, errors);
        let path = item.text_of("path");
        if !path.is_empty() && !paths.insert(path) {
            errors.invalid_as(&volume.path, &quote(one.text_of("name")), CONFLICT);
        }
    }
}

fn token(token: &At<'_>, volume: &At<'_>, errors: &mut Errors) {
    let seconds = token.child("expirationSeconds");
    if seconds.number() < 600 {
        errors.invalid(&seconds, "may not specify a duration less than 10 minutes");
    }
    if seconds.number() > 1 << 32 {
        errors.invalid(&seconds, "may not specify a duration larger than 2^32 seconds");
    }
    let path = token.child("path").moved(volume.path_to("path"));
    if errors.require(&path) {
        sources::not_reserved(&path, errors);
    }
}

/// A file that says something of the pod or its containers; its errors are placed at the whole list.
pub(super) fn downward_file(file: &At<'_>, errors: &mut Errors) {
    errors.require(&file.child("path"));
    sources::not_reserved(&file.child("path"), errors);
    let (field, resource) = (file.child("fieldRef"), file.child("resourceFieldRef"));
    if field.is_set() {
        environment::field_selector(&field, environment::FILE_FIELDS, errors);
        if resource.is_set() {
            let why = "fieldRef and resourceFieldRef can not be specified simultaneously";
            errors.invalid_as(&file.path, "\"resource\"", why);
        }
    } else if resource.is_set() {
        environment::resource_selector(&resource, true, errors);
    } else {
        errors.required(&file.path, "one of fieldRef and resourceFieldRef is required");
    }
    volumes::mode(&file.child("mode"), errors);
}
