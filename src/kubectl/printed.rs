//! `--dry-run` and `-o` of the verbs that change objects: what they say of each object, or the object itself.
//!
//! Models how kubectl's commands end in cli-runtime's printers (pkg/genericclioptions/print_flags.go), v1.36. A dry run
//! of either kind asks a copy of the cluster, so that one of the client's is validated by the server too.

use serde_json::Value;

use super::call::flags::Flags;
use super::call::{Answer, Call, Started};
use super::describe::{Cluster, WorldView};
use super::making::DryRun;
use super::output_format::Format;
use super::{get, local, output};
use crate::cluster::World;

type Act = fn(&mut Call<'_>, &Flags) -> Result<Started, Answer>;

/// Verbs that see to both themselves.
const OWN: [&str; 4] = ["autoscale", "delete", "expose", "run"];

/// Runs a verb of a name.
pub fn act(call: &mut Call<'_>, flags: &Flags, name: &str, act: Act) -> Result<Started, Answer> {
    if flags.is_on("local") && name != "wait" {
        return local::act(call, flags, act);
    }
    let own = OWN.contains(&name) || name == "create" && !flags.words.is_empty();
    if own || !flags.knows("dry-run") {
        return act(call, flags);
    }
    let (dry_run, format) = (DryRun::of(flags)?, Format::of(flags)?);
    if dry_run == DryRun::None && format == Format::Words {
        return act(call, flags);
    }
    let mut copy = (dry_run != DryRun::None).then(|| call.world.clone());
    let mut inner = Call::new(copy.as_mut().unwrap_or(call.world), call.files, call.namespace);
    (inner.stdin, inner.deep) = (call.stdin, call.deep);
    let before = inner.world.api().store().version();
    let started = act(&mut inner, flags);
    let reads = inner.take_reads();
    let started = started?;
    let show = Show { world: inner.world, flags, place: call.namespace, before, dry_run, format: &format };
    let answered = match started {
        Started::Done(answer) => Started::Done(show.answer(answer, name)?),
        Started::Waiting(answer, _) if dry_run != DryRun::None => Started::Done(show.answer(answer, name)?),
        waiting => waiting,
    };
    reads.into_iter().for_each(|read| call.asks(read));
    Ok(answered)
}

struct Show<'a> {
    world: &'a World,
    flags: &'a Flags,
    /// The namespace of the context.
    place: &'a str,
    before: u64,
    dry_run: DryRun,
    format: &'a Format,
}

impl Show<'_> {
    fn answer(&self, answer: Answer, name: &str) -> Result<Answer, Answer> {
        let mut shown = Answer { stdout: String::new(), ..answer };
        let mut objects = Vec::new();
        for line in answer.stdout.lines() {
            let said = line.split_once(' ').filter(|(what, _)| what.contains('/'));
            let object = said.filter(|_| self.format.is_whole()).and_then(|(what, _)| self.object(what));
            match (said, object) {
                (_, Some(object)) => objects.push(output::without_managers(object)),
                (Some((what, _)), None) if *self.format == Format::Name => {
                    shown.stdout += &format!("{what}\n")
                }
                (Some((what, word)), None) => {
                    let word = if self.is_guess(name) {
                        word.replace("unchanged", "configured")
                    } else {
                        word.into()
                    };
                    shown.stdout += &format!("{what} {word}{}\n", self.dry_run.note());
                }
                (None, None) => shown.stdout += &format!("{line}\n"),
            }
        }
        if self.is_guess(name) {
            let of_client = |line: &&str| !line.starts_with("Warning: resource ");
            shown.stderr = shown.stderr.lines().filter(of_client).map(|line| format!("{line}\n")).collect();
        }
        shown.stdout += &self.whole(&objects, name).map_err(|why| Answer::failed(&why))?;
        Ok(shown)
    }

    /// `apply` of the client's does not compare with what is there.
    fn is_guess(&self, name: &str) -> bool {
        name == "apply" && self.dry_run == DryRun::Client && !self.flags.is_on("server-side")
    }

    fn whole(&self, objects: &[Value], name: &str) -> Result<String, String> {
        if name == "apply" && objects.len() > 1 {
            return self.format.print(&output::document(objects, false));
        }
        let texts = objects.iter().map(|object| self.format.print(object));
        let texts: Vec<String> = texts.collect::<Result<_, _>>()?;
        Ok(texts.join(if *self.format == Format::Yaml { "---\n" } else { "" }))
    }

    /// The object a line names, in the namespace it was changed in.
    fn object(&self, what: &str) -> Option<Value> {
        let (word, name) = what.split_once('/')?;
        let view = WorldView(self.world);
        let kind = get::kind(&view, word).ok()?;
        let changed = self.world.api().store().log().since(self.before);
        let changed = changed.filter(|change| change.key.kind == kind && *change.key.name == *name).last();
        let call_place = self.flags.value("namespace").unwrap_or(self.place);
        let place = changed.map_or(call_place, |change| &change.key.namespace);
        view.get(kind, if kind.info().namespaced { place } else { "" }, name)
    }
}
