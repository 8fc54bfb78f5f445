//! `kubectl replace -f`: kubectl pkg/cmd/replace, v1.36. With `--force` the objects are
//! deleted, within their grace period, and made anew once they are gone.

use super::Verb;
use crate::cluster::{Client, Key, Propagation, Status, World};
use crate::kinds::Object;
use crate::kubectl::apply::{LAST_APPLIED, Line, annotated, key_in, refused_in_file, warned};
use crate::kubectl::call::flags::{CHANGES, FILES, Flag, Flags, OUTPUT, switch, value};
use crate::kubectl::call::{Answer, Call, Polled, Started, Wait, namespace, targets};
use crate::kubectl::delete::sentence;
use crate::kubectl::manifest::{self, Manifest};
use crate::kubectl::raw;
use crate::sim::{SimTime, Span};

const OWN: &[Flag] = &[
    switch("force"),
    switch("save-config"),
    switch("validate"),
    value("grace-period"),
    value("raw"),
    value("timeout"),
    Flag { long: "cascade", short: None, alone: Some("background") },
];

pub const VERB: Verb = Verb { name: "replace", flags: &[OWN, FILES, CHANGES, OUTPUT], act };

fn act(call: &mut Call<'_>, flags: &Flags) -> Result<Started, Answer> {
    if flags.all("filename").is_empty() {
        return Err(Answer::failed("error: must specify one of -f and -k"));
    }
    if let Some(sent) = raw::sent(call, flags, "PUT")? {
        return Ok(sent);
    }
    let force = flags.is_on("force");
    for needs_force in ["grace-period", "timeout"] {
        if flags.value(needs_force).is_some() && !force {
            return Err(Answer::failed(&format!("error: --{needs_force} must have --force specified")));
        }
    }
    let mut answer = Answer::default();
    let mut given = Vec::new();
    for (name, text) in targets::named_files(call, flags)? {
        for one in manifest::read_in(&text, call.world.api().store()) {
            match one {
                Ok(manifest) if force => given.push(Given::new(call, flags, &name, manifest)),
                Ok(manifest) => {
                    answer.add(Given::new(call, flags, &name, manifest).replace(call.world));
                }
                Err(problem) => answer.add(Answer::failed(&problem.text.replace("FILE", &name))),
            }
        }
    }
    if !force {
        return Ok(Started::Done(answer));
    }
    let mut waiting = Anew { until: call.world.now() + PATIENCE, given, gone: Vec::new() };
    answer.add(waiting.begin(call, grace(flags)));
    Ok(Started::Waiting(answer, Box::new(waiting)))
}

/// How long the objects' end is waited for: forceReplace's default.
const PATIENCE: Span = Span::from_secs(300);

/// The grace period of the deletion: the object's own if none is given, and never none at all.
fn grace(flags: &Flags) -> Option<i64> {
    let given = flags.value("grace-period").and_then(|text| text.parse::<i64>().ok());
    given.filter(|seconds| *seconds >= 0).map(|seconds| seconds.max(1))
}

/// An object of a file.
#[derive(Clone, Debug)]
struct Given {
    file: String,
    key: Key,
    manifest: Manifest,
}

impl Given {
    fn new(call: &Call<'_>, flags: &Flags, file: &str, mut manifest: Manifest) -> Given {
        let place = namespace(call, flags).to_owned();
        manifest.place_in(&place);
        if flags.is_on("save-config") || manifest.object.meta().annotation(LAST_APPLIED).is_some() {
            manifest.object = manifest.with(&annotated(&manifest));
        }
        Given { file: file.to_owned(), key: key_in(&manifest, &place), manifest }
    }

    fn replace(&self, world: &mut World) -> Answer {
        self.write(world, |api, object| api.update_object(object).map(drop))
    }

    fn make(&self, world: &mut World) -> Answer {
        self.write(world, |api, object| api.create_object(object).map(drop))
    }

    fn write(
        &self,
        world: &mut World,
        write: impl FnOnce(&mut Client<'_>, Object) -> Result<(), Status>,
    ) -> Answer {
        let lines = world.act("kubectl", |api| {
            api.manager = Some("kubectl-replace");
            let result = write(api, self.manifest.object.clone());
            let mut lines: Vec<Line> = warned(api).collect();
            lines.push(match result {
                Ok(()) => Line::said(format!("{} replaced", self.manifest.qualified_name())),
                Err(status) => refused_in_file(&status, &self.file).replacing(),
            });
            lines
        });
        Answer::of_lines(lines)
    }
}

/// Waits until all objects are gone, then makes them anew.
#[derive(Clone, Debug)]
struct Anew {
    until: SimTime,
    given: Vec<Given>,
    gone: Vec<(Key, String)>,
}

impl Anew {
    fn begin(&mut self, call: &mut Call<'_>, grace: Option<i64>) -> Answer {
        let mut answer = Answer::default();
        for one in &self.given {
            let Some(object) = call.world.api().store().object(&one.key) else { continue };
            let uid = object.meta().uid.to_string();
            match call.world.act("kubectl", |api| api.delete(&one.key, grace, Propagation::Background)) {
                Ok(()) => {
                    answer.stdout += &format!("{}\n", sentence(&one.key, "deleted"));
                    self.gone.push((one.key.clone(), uid));
                }
                Err(status) => answer.add(Answer::failed(&status.to_string())),
            }
        }
        answer
    }
}

impl Wait for Anew {
    fn poll(&mut self, world: &mut World) -> Polled {
        let is_there = |(key, uid): &(Key, String)| {
            world.api().store().object(key).is_some_and(|object| object.meta().uid == *uid)
        };
        if self.gone.iter().any(is_there) {
            return match world.now() >= self.until {
                true => Polled::Done(Answer::failed("error: timed out waiting for the condition")),
                false => Polled::More(Answer::default()),
            };
        }
        let mut answer = Answer::default();
        self.given.iter().for_each(|one| answer.add(one.make(world)));
        Polled::Done(answer)
    }
}
