//! What the verbs that make an object share: `--dry-run`, `-o`, and the words they answer with.
//!
//! Models the ends of kubectl pkg/cmd/create/*.go, pkg/cmd/run, pkg/cmd/expose and pkg/cmd/autoscale, v1.36.

use serde_json::{Value, json};

use super::apply::with_last_applied;
use super::call::flags::Flags;
use super::call::{Answer, Call, namespace};
use super::output;
use super::output_format::Format;
use super::reach::Reach;
use crate::cluster::{Client, Status};
use crate::kinds::{Kind, Object};

/// `--dry-run`
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DryRun {
    None,
    Client,
    Server,
}

impl DryRun {
    pub fn of(flags: &Flags) -> Result<DryRun, Answer> {
        match flags.value("dry-run") {
            None | Some("none" | "false") => Ok(DryRun::None),
            Some("client" | "unchanged" | "true") => Ok(DryRun::Client),
            Some("server") => Ok(DryRun::Server),
            Some(other) => {
                let known = "Must be \"none\", \"server\", or \"client\"";
                Err(Answer::failed(&format!("error: Invalid dry-run value ({other}). {known}.")))
            }
        }
    }

    /// What stands behind a result.
    pub fn note(self) -> &'static str {
        match self {
            DryRun::None => "",
            DryRun::Client => " (dry run)",
            DryRun::Server => " (server dry run)",
        }
    }
}

/// How a verb speaks of what it makes.
pub struct Words {
    pub manager: &'static str,
    /// `created`, `exposed`
    pub done: &'static str,
    /// What stands before a refusal; nothing where it is passed on as the server's.
    pub refused: &'static str,
}

impl Words {
    pub const fn created(refused: &'static str) -> Words {
        Words { manager: "kubectl-create", done: "created", refused }
    }

    pub fn refusal(&self, status: &Status) -> Answer {
        Answer::failed(&match self.refused {
            "" => status.to_string(),
            refused => format!("error: {refused}{}", status.sentence()),
        })
    }
}

/// Makes the object that `value` describes, `apiVersion` and `kind` included, in the namespace of the call.
pub fn make(call: &mut Call<'_>, flags: &Flags, mut value: Value, words: &Words) -> Result<Answer, Answer> {
    let (dry_run, format) = (DryRun::of(flags)?, Format::of(flags)?);
    let (version, name) = (value["apiVersion"].text().to_owned(), value["kind"].text().to_owned());
    let unknown =
        || Answer::failed(&format!("error: no matches for kind \"{name}\" in version \"{version}\""));
    let kind = Kind::of_manifest(&version, &name).ok_or_else(unknown)?;
    if kind.info().namespaced && flags.value("namespace").is_some() {
        value["metadata"]["namespace"] = json!(namespace(call, flags));
    }
    let value = if flags.is_on("save-config") { with_last_applied(value) } else { value };
    let mut answer = Answer::default();
    let made = match dry_run {
        DryRun::Client => value,
        _ => {
            let mut sent = value.clone();
            if kind.info().namespaced {
                sent["metadata"]["namespace"] = json!(namespace(call, flags));
            }
            let manager = words.manager;
            let (made, warnings) = tried(call, dry_run, |api| {
                api.manager = Some(manager);
                (api.create_object(kind.read(&sent)), std::mem::take(&mut api.warnings))
            });
            warnings.iter().for_each(|text| answer.add(Answer::warned(&format!("Warning: {text}"))));
            match made {
                Ok(made) => Object::to_value(&made),
                Err(status) => {
                    answer.add(words.refusal(&status));
                    return Err(answer);
                }
            }
        }
    };
    let line = format!("{}/{}", kind.info().qualified_singular(), made["metadata"]["name"].text());
    answer.stdout += &match format {
        Format::Words => format!("{line} {}{}\n", words.done, dry_run.note()),
        Format::Name => format!("{line}\n"),
        other => other.print(&output::without_managers(made)).map_err(|why| Answer::failed(&why))?,
    };
    Ok(answer)
}

/// Acts, or sees what acting would do.
pub fn tried<T>(call: &mut Call<'_>, dry_run: DryRun, action: impl FnOnce(&mut Client<'_>) -> T) -> T {
    match dry_run {
        DryRun::Server => call.world.clone().act("kubectl", action),
        _ => call.world.act("kubectl", action),
    }
}
