//! `kubectl delete`: it waits until the objects are gone, unless told not to.

use super::Verb;
use crate::cluster::{Key, Propagation, World};
use crate::kubectl::call::flags::{
    CHANGES, FILES, Flag, Flags, OUTPUT, SELECTION, short_switch, switch, value,
};
use crate::kubectl::call::{Answer, Call, Polled, Started, Wait, Wants, targets};
use crate::kubectl::delete::sentence;
use crate::kubectl::making::DryRun;

use crate::kubectl::raw;

const OWN: &[Flag] = &[
    value("grace-period"),
    switch("force"),
    switch("now"),
    switch("ignore-not-found"),
    value("raw"),
    value("timeout"),
    switch("wait"),
    Flag { long: "cascade", short: None, alone: Some("background") },
    short_switch("interactive", 'i'),
];

pub const VERB: Verb = Verb { name: "delete", flags: &[OWN, FILES, CHANGES, SELECTION, OUTPUT], act };

const FORCED: &str = "Warning: Immediate deletion does not wait for confirmation that the running resource has been \
    terminated. The resource may continue to run on the cluster indefinitely.\n";

fn act(call: &mut Call<'_>, flags: &Flags) -> Result<Started, Answer> {
    if let Some(sent) = raw::sent(call, flags, "DELETE")? {
        return Ok(sent);
    }
    let propagation = match flags.value("cascade").unwrap_or("background") {
        "background" | "true" => Propagation::Background,
        "orphan" | "false" => Propagation::Orphan,
        "foreground" => Propagation::Foreground,
        other => {
            return Err(Answer::failed(&format!(
                "error: invalid cascade value ({other}). Must be \"background\", \"foreground\", or \"orphan\""
            )));
        }
    };
    refuse_conflicts(flags)?;
    let force = flags.is_on("force");
    let grace = match (flags.value("grace-period"), flags.is_on("now"), force) {
        (Some(seconds), ..) => Some(seconds.parse::<i64>().map_err(|_| {
            let why = format!("strconv.ParseInt: parsing \"{seconds}\": invalid syntax");
            Answer::failed(&format!(
                "error: invalid argument \"{seconds}\" for \"--grace-period\" flag: {why}"
            ))
        })?),
        (None, true, _) => Some(1),
        (None, false, true) => Some(0),
        (None, false, false) => None,
    };
    let grace = grace.filter(|seconds| *seconds >= 0);
    if grace == Some(0) && !force && flags.value("grace-period").is_some() {
        // kubectl then waits for the pod to end by itself after all.
        return delete(call, flags, Some(1), propagation, false);
    }
    delete(call, flags, grace, propagation, force)
}

/// Flags that do not go together.
fn refuse_conflicts(flags: &Flags) -> Result<(), Answer> {
    let given = |name: &str| flags.value(name).is_some_and(|value| !value.is_empty());
    let grace = flags.value("grace-period").and_then(|text| text.parse::<i64>().ok()).unwrap_or(-1);
    let why = match () {
        () if flags.is_on("now") && grace != -1 => "--now and --grace-period cannot be specified together",
        () if flags.is_on("all") && (given("selector") || given("field-selector")) => {
            "setting 'all' parameter but found a non empty selector. "
        }
        () if flags.is_on("force") && grace > 0 => {
            "--force and --grace-period greater than 0 cannot be specified together"
        }
        () => return Ok(()),
    };
    Err(Answer::failed(&format!("error: {why}")))
}

fn delete(
    call: &mut Call<'_>,
    flags: &Flags,
    grace: Option<i64>,
    propagation: Propagation,
    force: bool,
) -> Result<Started, Answer> {
    if flags.words.is_empty() && flags.all("filename").is_empty() {
        return Err(Answer::failed(targets::NOTHING_NAMED));
    }
    let dry_run = DryRun::of(flags)?;
    let found = targets::find(call, flags, &flags.words, None)?;
    let mut answer = Answer::default();
    if dry_run != DryRun::None {
        for key in &found.keys {
            answer.stdout += &format!("{}{}\n", sentence(key, "deleted"), dry_run.note());
        }
        answer.add(found.missing);
        return Ok(Started::Done(answer));
    }
    let plan = Plan {
        keys: found.keys,
        missing: if flags.is_on("ignore-not-found") { Answer::default() } else { found.missing },
        grace,
        propagation,
        force,
        waits: flags.value("wait") != Some("false"),
    };
    match flags.is_on("interactive") {
        true => Ok(plan.confirmed(call.stdin, call.world)),
        false => Ok(plan.start(call.world)),
    }
}

/// What is to be deleted, and how.
#[derive(Clone, Debug)]
struct Plan {
    keys: Vec<Key>,
    missing: Answer,
    grace: Option<i64>,
    propagation: Propagation,
    force: bool,
    waits: bool,
}

impl Plan {
    fn start(&self, world: &mut World) -> Started {
        let (answer, gone) = self.carry_out(world);
        match !self.waits || gone.is_over(world) {
            true => Started::Done(answer),
            false => Started::Waiting(answer, Box::new(gone)),
        }
    }

    fn carry_out(&self, world: &mut World) -> (Answer, Gone) {
        let mut answer = Answer::default();
        if self.force {
            answer.stderr += FORCED;
        }
        let mut gone = Vec::new();
        for key in &self.keys {
            let uid = world.api().store().object(key).map(|object| object.meta().uid.to_string());
            match world.act("kubectl", |api| api.delete(key, self.grace, self.propagation)) {
                Ok(()) => {
                    let word = if self.force { "force deleted" } else { "deleted" };
                    answer.stdout += &format!("{}\n", sentence(key, word));
                    gone.push((key.clone(), uid.unwrap_or_default()));
                }
                Err(status) => answer.add(Answer::failed(&status.to_string())),
            }
        }
        answer.add(self.missing.clone());
        if self.keys.is_empty() && answer.code == 0 && answer.stdout.is_empty() {
            answer.stdout += "No resources found\n";
        }
        let code = answer.code;
        (answer, Gone { keys: gone, code })
    }

    /// `-i`: lists what would go, and asks.
    fn confirmed(self, stdin: &str, world: &mut World) -> Started {
        if self.keys.is_empty() {
            return self.start(world);
        }
        let count = self.keys.len();
        let mut asked = Answer::said(format!("You are about to delete the following {count} resource(s):\n"));
        for key in &self.keys {
            asked.stdout += &format!("{}/{}\n", key.kind.info().qualified_singular(), key.name);
        }
        asked.stdout += "Do you want to continue? (y/N): ";
        let mut confirm = Confirm { plan: self, given: None, gone: None };
        if stdin.is_empty() {
            return Started::Waiting(asked, Box::new(confirm));
        }
        confirm.give(Some(stdin.to_owned()));
        match confirm.poll(world) {
            Polled::Done(answer) => {
                asked.add(answer);
                Started::Done(asked)
            }
            Polled::More(answer) => {
                asked.add(answer);
                Started::Waiting(asked, Box::new(confirm))
            }
        }
    }
}

/// Waits for the user's word, then for the objects' end.
#[derive(Clone, Debug)]
struct Confirm {
    plan: Plan,
    given: Option<Option<String>>,
    gone: Option<Gone>,
}

impl Wait for Confirm {
    fn poll(&mut self, world: &mut World) -> Polled {
        if let Some(gone) = &mut self.gone {
            return gone.poll(world);
        }
        let Some(given) = self.given.take() else { return Polled::More(Answer::default()) };
        let word = given.as_deref().and_then(|line| line.split_whitespace().next()).unwrap_or_default();
        if !word.eq_ignore_ascii_case("y") {
            return Polled::Done(Answer::said("deletion is cancelled\n"));
        }
        let (answer, gone) = self.plan.carry_out(world);
        if !self.plan.waits || gone.is_over(world) {
            return Polled::Done(answer);
        }
        self.gone = Some(gone);
        Polled::More(answer)
    }

    fn wants(&self) -> Wants {
        if self.gone.is_none() { Wants::Lines } else { Wants::Nothing }
    }

    fn give(&mut self, text: Option<String>) {
        self.given = Some(text);
    }
}

/// Waits until none of the objects is there, or another one has its name.
#[derive(Clone, Debug)]
struct Gone {
    keys: Vec<(Key, String)>,
    code: i32,
}

impl Gone {
    fn is_over(&self, world: &World) -> bool {
        let store = world.api().store();
        let is_there =
            |(key, uid): &(Key, String)| store.object(key).is_some_and(|object| object.meta().uid == *uid);
        !self.keys.iter().any(is_there)
    }
}

impl Wait for Gone {
    fn poll(&mut self, world: &mut World) -> Polled {
        match self.is_over(world) {
            true => Polled::Done(Answer { code: self.code, ..Answer::default() }),
            false => Polled::More(Answer::default()),
        }
    }
}
