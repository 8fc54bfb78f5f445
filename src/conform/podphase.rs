//! The set `podphase`: the phase and the conditions a kubelet gives a pod, and which of its containers that
//! ended start again.

use serde_json::{Map, Value, json};

use super::{Set, diff};
use crate::cluster::kubelet::{generate_conditions, phase, should_restart};
use crate::kinds::codec::Codec;
use crate::kinds::pod::Pod;
use crate::kinds::pod_status::{ContainerStatus, PodCondition};
use crate::kinds::{Kind, Resource, defaults};

pub struct PodPhase;

impl Set for PodPhase {
    fn name(&self) -> &'static str {
        "podphase"
    }

    fn check(&self, input: &Value, expect: &Value) -> Result<(), String> {
        let mut value = input["pod"].clone();
        defaults::apply(Kind::Pod, &mut value);
        let object = Kind::Pod.read(&value);
        let pod = Pod::of(&object).ok_or("not a pod")?;
        let list = |field: &str| {
            let list = input[field].as_array().cloned().unwrap_or_default();
            list.iter().map(ContainerStatus::from_value).collect::<Vec<_>>()
        };
        let statuses = [list("initContainerStatuses"), list("containerStatuses")].concat();
        let is = |field: &str| input[field] == true;
        let phase = phase(&pod.spec, &statuses, is("podIsTerminal"), is("podHasInitialized"));
        let conditions = generate_conditions(&pod.spec, &statuses, phase, &pod.status.conditions);
        let mut got = json!({"phase": phase, "conditions": conditions.iter().map(shown).collect::<Vec<_>>()});
        let again = again(pod, &statuses);
        if !again.is_empty() {
            got["containerShouldRestart"] = Value::Object(again);
        }
        diff(expect, &got).map_or(Ok(()), Err)
    }
}

fn shown(condition: &PodCondition) -> Value {
    let mut value = json!({"type": condition.kind, "status": condition.status});
    for (name, text) in [("reason", &condition.reason), ("message", &condition.message)] {
        if !text.is_empty() {
            value[name] = json!(text);
        }
    }
    value
}

fn again(pod: &Pod, statuses: &[ContainerStatus]) -> Map<String, Value> {
    let one = |status: &ContainerStatus| {
        let code = status.state.terminated.as_ref()?.exit_code.unwrap_or_default();
        let container = pod.container_named(&status.name)?;
        let again = !pod.meta.is_terminating() && should_restart(container, &pod.spec, code);
        Some((status.name.clone(), json!(again)))
    };
    statuses.iter().filter_map(one).collect()
}
