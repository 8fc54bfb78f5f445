//! The set `describe`: the text of `kubectl describe`.
//!
//! Models what kubectl pkg/describe prints, v1.36. The clients behind the vectors gave back every event and
//! every pod whatever the field selector, so the cluster here does too.

use serde_json::{Value, json};

use super::objects::{defaulted, time};
use super::{Set, diff};
use crate::kinds::{Kind, Time};
use crate::kubectl::describe::{self, About, Cluster};

pub struct Describe;

impl Set for Describe {
    fn name(&self) -> &'static str {
        "describe"
    }

    fn check(&self, input: &Value, expect: &Value) -> Result<(), String> {
        let object = defaulted(None, &input["object"])?;
        let kind = kind_of(&object).ok_or("no such kind")?;
        let items = |name: &str| input[name].as_array().cloned().unwrap_or_default();
        let related: Result<Vec<Value>, String> =
            items("related").iter().map(|one| defaulted(None, one)).collect();
        let given = Given { now: time(&input["now"])?, related: related?, events: items("events") };
        let got = json!({"text": describe::describe(&given, kind, &object)});
        diff(expect, &got).map_or(Ok(()), |_| Err(first_line(&expect["text"], &got["text"])))
    }
}

fn kind_of(object: &Value) -> Option<Kind> {
    Kind::of_manifest(object["apiVersion"].as_str()?, object["kind"].as_str()?)
}

/// The first line that differs.
fn first_line(expected: &Value, got: &Value) -> String {
    let lines = |value: &Value| -> Vec<String> {
        value.as_str().unwrap_or_default().split('\n').map(str::to_owned).collect()
    };
    let (expected, got) = (lines(expected), lines(got));
    let at = (0..expected.len().max(got.len())).find(|at| expected.get(*at) != got.get(*at));
    let at = at.unwrap_or_default();
    format!("line {}: expected {:?}, got {:?}", at + 1, expected.get(at), got.get(at))
}

struct Given {
    now: Time,
    related: Vec<Value>,
    events: Vec<Value>,
}

impl Cluster for Given {
    fn now(&self) -> Time {
        self.now
    }

    fn get(&self, kind: Kind, namespace: &str, name: &str) -> Option<Value> {
        let own = Some(namespace).filter(|namespace| !namespace.is_empty());
        self.list(kind, own).into_iter().find(|one| one["metadata"]["name"] == name)
    }

    fn list(&self, kind: Kind, namespace: Option<&str>) -> Vec<Value> {
        let wanted = |one: &&Value| {
            kind_of(one) == Some(kind) && namespace.is_none_or(|name| one["metadata"]["namespace"] == name)
        };
        self.related.iter().filter(wanted).cloned().collect()
    }

    fn events(&self, _: About<'_>) -> Vec<Value> {
        self.events.clone()
    }

    fn pods_on(&self, _: &str) -> Vec<Value> {
        self.list(Kind::Pod, None)
    }
}
