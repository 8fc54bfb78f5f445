//! `kubectl patch KIND NAME -p PATCH`: kubectl pkg/cmd/patch, v1.36.

use super::apply::{Line, warned};
use crate::cluster::{Client, Key, Reason, Status, World};
use crate::kinds::patch::Patch;
use crate::yaml;

const MANAGER: &str = "kubectl-patch";

/// `--type`
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Form {
    #[default]
    Strategic,
    Merge,
    Json,
}

impl Form {
    const ALL: [Form; 3] = [Form::Strategic, Form::Merge, Form::Json];

    pub fn name(self) -> &'static str {
        match self {
            Form::Strategic => "strategic",
            Form::Merge => "merge",
            Form::Json => "json",
        }
    }

    pub fn by_name(name: &str) -> Option<Form> {
        Form::ALL.into_iter().find(|form| form.name() == name.to_lowercase())
    }

    fn media_type(self) -> &'static str {
        match self {
            Form::Strategic => "application/strategic-merge-patch+json",
            Form::Merge => "application/merge-patch+json",
            Form::Json => "application/json-patch+json",
        }
    }
}

/// What stands after the object's name.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Options {
    /// The patch, in YAML or JSON.
    pub text: String,
    pub form: Form,
    /// `--subresource`
    pub part: Part,
}

/// The part of an object that is changed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Part {
    #[default]
    Whole,
    Status,
    /// The resources of a pod's containers.
    Resize,
    /// The containers added to a running pod.
    Ephemeral,
    /// The number of replicas.
    Scale,
}

impl Part {
    pub fn name(self) -> &'static str {
        match self {
            Part::Whole => "",
            Part::Status => "status",
            Part::Resize => "resize",
            Part::Ephemeral => "ephemeralcontainers",
            Part::Scale => "scale",
        }
    }

    pub fn by_name(name: &str) -> Option<Part> {
        [Part::Whole, Part::Status, Part::Resize, Part::Ephemeral, Part::Scale]
            .into_iter()
            .find(|part| part.name() == name)
    }
}

/// Changes a part of an object.
pub fn patch(world: &mut World, key: &Key, options: &Options) -> Vec<Line> {
    let value = match yaml::read(&options.text).into_iter().next() {
        Some(Ok(document)) => document.value,
        Some(Err(error)) => {
            return vec![Line::refused(format!("error: unable to parse {:?}: {error}", options.text))];
        }
        None => {
            let why = "must specify --patch or --patch-file containing the contents of the patch";
            return vec![Line::refused(format!("error: {why}"))];
        }
    };
    let patch = match options.form {
        Form::Strategic => Patch::Strategic(value),
        Form::Merge => Patch::Merge(value),
        Form::Json => Patch::Json(value),
    };
    world.act("kubectl", |api| {
        api.manager = Some(MANAGER);
        send(api, key, &patch, options)
    })
}

fn send(api: &mut Client<'_>, key: &Key, patch: &Patch, options: &Options) -> Vec<Line> {
    let before = api.store().version();
    let result = match options.part {
        Part::Scale => api.patch_scale(key, patch),
        Part::Status => api.patch_status(key, patch).map(drop),
        Part::Resize => api.patch_resize(key, patch).map(drop),
        Part::Ephemeral => api.patch_ephemeral(key, patch).map(drop),
        Part::Whole => api.patch_leniently(key, patch).map(drop),
    };
    let mut lines: Vec<Line> = warned(api).collect();
    let name = match options.part {
        Part::Scale => format!("scale.autoscaling/{}", key.name),
        _ => format!("{}/{}", key.kind.info().qualified_singular(), key.name),
    };
    lines.push(match result {
        Ok(()) if api.store().version() == before => Line::said(format!("{name} patched (no change)")),
        Ok(()) => Line::said(format!("{name} patched")),
        Err(status) => Line::refused(refusal(key, options.form, &status)),
    });
    lines
}

fn refusal(key: &Key, form: Form, status: &Status) -> String {
    let info = key.kind.info();
    match status.reason {
        Reason::UnsupportedMediaType => format!(
            "error: {} is not supported by {}, Kind={}: {}",
            form.media_type(),
            info.api_version(),
            info.kind,
            status.message
        ),
        _ => status.to_string(),
    }
}
