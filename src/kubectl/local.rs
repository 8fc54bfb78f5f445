//! `--local`: what a verb would make of what files say, without the server. kubectl pkg/cmd/{set,label,patch}, v1.36.
//!
//! The verb acts on a copy of the cluster in which the files' objects are; what it changed there is laid over what the files
//! say, so that nothing a server adds is in the answer.

use serde_json::{Map, Value};

use super::apply::key_in;
use super::call::flags::Flags;
use super::call::{Answer, Call, Started, namespace, targets};
use super::describe::{Cluster, WorldView};
use super::manifest;
use super::output_format::Format;
use crate::cluster::{Key, World};
use crate::kinds::Kind;

type Act = fn(&mut Call<'_>, &Flags) -> Result<Started, Answer>;

const NO_FILES: &str = "error: you must specify resources by --filename when --local is set.\nExample resource \
    specifications include:\n   '-f rsrc.yaml'\n   '--filename=rsrc.json'";

/// Runs a verb on files alone.
pub fn act(call: &Call<'_>, flags: &Flags, act: Act) -> Result<Started, Answer> {
    let files = targets::named_files(call, flags)?;
    if files.is_empty() {
        return Err(Answer::failed(NO_FILES));
    }
    let mut copy = call.world.clone();
    let mut written: Vec<(Key, Value)> = Vec::new();
    for (path, text) in files {
        for one in manifest::read_in(&text, copy.api().store()) {
            let one = one.map_err(|problem| Answer::failed(&problem.text.replace("FILE", &path)))?;
            let key = key_in(&one, namespace(call, flags));
            put(&mut copy, &key, &one.value);
            written.push((key, one.value));
        }
    }
    let before: Vec<Value> = written.iter().map(|(key, _)| held(&copy, key)).collect();
    let mut inner = Call::new(&mut copy, call.files, call.namespace);
    (inner.stdin, inner.deep) = (call.stdin, call.deep);
    let answer = match act(&mut inner, flags)? {
        Started::Done(answer) | Started::Waiting(answer, _) => answer,
    };
    let format = Format::of(flags)?;
    if !format.is_whole() {
        return Ok(Started::Done(answer));
    }
    let mut shown = Answer { stdout: String::new(), ..answer };
    let mut texts = Vec::new();
    for ((key, mut own), before) in written.into_iter().zip(before) {
        graft(&mut own, &before, &held(&copy, &key));
        texts.push(format.print(&own).map_err(|why| Answer::failed(&why))?);
    }
    shown.stdout = texts.join(if format == Format::Yaml { "---\n" } else { "" });
    Ok(Started::Done(shown))
}

fn held(world: &World, key: &Key) -> Value {
    WorldView(world).get(key.kind, &key.namespace, &key.name).unwrap_or_default()
}

/// Puts an object into the copy, and its namespace if it needs one.
fn put(copy: &mut World, key: &Key, value: &Value) {
    if !key.namespace.is_empty() {
        let made = Kind::Namespace.read(&serde_json::json!({"metadata": {"name": &*key.namespace}}));
        // It may be there already.
        let _ = copy.act("kubectl", |api| api.create_object(made));
    }
    // What the server would refuse the verb does not find.
    let _ = copy.act("kubectl", |api| api.apply(key, value, "kubectl-local", true));
}

/// Changes what is written as something else was changed.
fn graft(own: &mut Value, before: &Value, after: &Value) {
    match (own, before, after) {
        (Value::Object(own), Value::Object(before), Value::Object(after)) => {
            graft_members(own, before, after)
        }
        (Value::Array(own), Value::Array(before), Value::Array(after)) if own.len() == before.len() => {
            own.truncate(after.len());
            for (at, new) in after.iter().enumerate() {
                match (own.get_mut(at), before.get(at)) {
                    (Some(own), Some(old)) => graft(own, old, new),
                    _ => own.push(new.clone()),
                }
            }
        }
        (own, before, after) if before != after => *own = after.clone(),
        _ => {}
    }
}

fn graft_members(own: &mut Map<String, Value>, before: &Map<String, Value>, after: &Map<String, Value>) {
    own.retain(|name, _| !before.contains_key(name) || after.contains_key(name));
    for (name, new) in after.iter().filter(|(name, new)| before.get(*name) != Some(new)) {
        // The server's own notes.
        if matches!(
            name.as_str(),
            "generation" | "resourceVersion" | "managedFields" | "uid" | "creationTimestamp"
        ) {
            continue;
        }
        match (own.get_mut(name), before.get(name)) {
            (Some(own), Some(old)) => graft(own, old, new),
            _ => drop(own.insert(name.clone(), new.clone())),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_was_changed_is_laid_over_what_is_written() {
        let mut own = json!({"spec": {"containers": [{"name": "a", "image": "x"}]}});
        let before =
            json!({"spec": {"containers": [{"name": "a", "image": "x", "policy": "Always"}]}, "status": {}});
        let mut after = before.clone();
        after["spec"]["containers"][0]["image"] = json!("y");
        after["spec"]["containers"][0]["env"] = json!([{"name": "A"}]);
        graft(&mut own, &before, &after);
        assert_eq!(
            own,
            json!({"spec": {"containers": [{"name": "a", "image": "y", "env": [{"name": "A"}]}]}})
        );
    }
}
