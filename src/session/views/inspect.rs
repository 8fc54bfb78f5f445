//! The inspector: one object, explained.

use std::sync::Arc;

use super::{age_s, decision, events, pods, probes, processes, reference, why};
use crate::cluster::{Change, Key, Verb, World};
use crate::kinds::duration::human_duration;
use crate::kinds::node::Node;
use crate::kinds::pod::Pod;
use crate::kinds::{Kind, Object, ObjectMeta};
use crate::kubectl::columns;
use crate::kubectl::output::without_managers;
use crate::session::action::key_of;
use crate::view::{Fact, Inspection, LightState, Ref, Section};
use crate::yaml::to_yaml;

/// Lines of output and of causes shown.
const LIMIT_LOG: usize = 60;
const LIMIT_CAUSES: usize = 24;

pub fn inspect(world: &World, what: &Ref) -> Inspection {
    let mut shown = Inspection { reference: what.clone(), ..Inspection::default() };
    shown.events = events::about(world, what);
    let Some(key) = key_of(world, what) else { return shown };
    shown.causes = causes(world, &key);
    let Some(object) = world.api().store().object(&key) else {
        shown.headline = format!("{key} is not here at this moment");
        if key.kind == Kind::Pod {
            shown.decisions = decision::of_pod(world, None, &format!("{}/{}", key.namespace, key.name));
        }
        return shown;
    };
    shown.exists = true;
    shown.yaml = to_yaml(&without_managers(object.to_value()));
    shown.sections = vec![meta_section(world, object.meta())];
    describe(world, object, &mut shown);
    shown
}

fn describe(world: &World, object: &Object, shown: &mut Inspection) {
    match object {
        Object::Pod(pod) => describe_pod(world, pod, shown),
        Object::Node(node) => describe_node(world, node, shown),
        Object::Deployment(one) => {
            let waiting = why::deployment(one);
            shown.light = if waiting.is_empty() { LightState::Good } else { LightState::Busy };
            shown.headline =
                format!("{} of {} pods available", one.status.available_replicas, one.replicas());
            shown.waiting_for = Some(waiting).filter(|text| !text.is_empty()).into_iter().collect();
            let conditions = one
                .status
                .conditions
                .iter()
                .map(|c| fact(&c.kind, &format!("{} ({}): {}", c.status, c.reason, c.message)));
            shown.sections.push(section("Conditions", conditions.collect()));
        }
        Object::Service(service) => {
            let problem = why::service(world, service);
            shown.light = if problem.is_empty() { LightState::Good } else { LightState::Bad };
            shown.headline = format!(
                "{} with {} ready endpoints",
                service.spec.kind,
                why::ready_endpoints(world, service)
            );
            shown.waiting_for = Some(problem).filter(|text| !text.is_empty()).into_iter().collect();
        }
        Object::HorizontalPodAutoscaler(hpa) => {
            shown.headline = format!(
                "{} pods, {} wanted",
                hpa.status.current_replicas,
                hpa.status.desired_replicas.unwrap_or_default()
            );
            shown.light = LightState::Good;
            let conditions = hpa
                .status
                .conditions
                .iter()
                .map(|c| fact(&c.kind, &format!("{} ({}): {}", c.status, c.reason, c.message)));
            shown.sections.push(section("Conditions", conditions.collect()));
        }
        Object::ReplicaSet(set) => {
            shown.headline = format!("{} of {} pods ready", set.status.ready_replicas, set.replicas());
            shown.light =
                if set.status.ready_replicas == set.replicas() { LightState::Good } else { LightState::Busy };
        }
        other => shown.headline = other.kind().info().kind.to_owned(),
    }
}

fn fact(name: &str, value: &str) -> Fact {
    Fact { name: name.into(), value: value.into(), link: None }
}

fn section(title: &str, facts: Vec<Fact>) -> Section {
    Section { title: title.into(), facts }
}

fn meta_section(world: &World, meta: &ObjectMeta) -> Section {
    let mut facts =
        vec![fact("Age", &human_duration(age_s(world, meta.creation_timestamp) as i64 * 1_000_000))];
    if !meta.namespace.is_empty() {
        facts.push(fact("Namespace", &meta.namespace));
    }
    if !meta.labels.is_empty() {
        let labels: Vec<String> = meta.labels.iter().map(|(key, value)| format!("{key}={value}")).collect();
        facts.push(fact("Labels", &labels.join(", ")));
    }
    if let Some(owner) = meta.controller() {
        let link =
            Ref { kind: owner.kind.clone(), namespace: meta.namespace.clone(), name: owner.name.clone() };
        facts.push(Fact {
            name: "Controlled by".into(),
            value: format!("{}/{}", owner.kind, owner.name),
            link: Some(link),
        });
    }
    section("Object", facts)
}

fn describe_pod(world: &World, pod: &Arc<Pod>, shown: &mut Inspection) {
    let columns = columns::pod(pod);
    shown.light = pods::light(pod, &columns.status);
    shown.headline = format!(
        "{}, {}/{} ready, {} restarts",
        columns.status, columns.ready, columns.total, columns.restarts
    );
    shown.waiting_for = why::pod(world, pod);
    shown.decisions = decision::of_pod(world, Some(&pod.meta.uid), "");
    shown.queue = decision::queue(world, &pod.meta.uid);
    shown.probes = probes::of_pod(world, &pod.meta.uid);
    shown.processes = processes::of_pod(world, pod);
    shown.log = log(world, &pod.meta.uid);
    let mut facts = Vec::new();
    if !pod.spec.node_name.is_empty() {
        let link = Ref { kind: "Node".into(), namespace: String::new(), name: pod.spec.node_name.clone() };
        facts.push(Fact { name: "Node".into(), value: pod.spec.node_name.clone(), link: Some(link) });
    }
    if !pod.status.pod_ip.is_empty() {
        facts.push(fact("IP", &pod.status.pod_ip));
    }
    facts.push(fact("QoS class", &pod.status.qos_class));
    for condition in &pod.status.conditions {
        let reason =
            if condition.reason.is_empty() { String::new() } else { format!(" ({})", condition.reason) };
        facts.push(fact(&condition.kind, &format!("{}{reason}", condition.status)));
    }
    shown.sections.push(section("Pod", facts));
    shown.sections.extend(
        pod.status
            .init_container_statuses
            .iter()
            .chain(&pod.status.container_statuses)
            .map(container_section),
    );
}

fn container_section(status: &crate::kinds::pod_status::ContainerStatus) -> Section {
    let mut facts = vec![
        fact("Image", status.image.as_deref().unwrap_or_default()),
        fact("State", &pods::state_word(status)),
        fact("Ready", if status.is_ready() { "true" } else { "false" }),
        fact("Restart count", &status.restarts().to_string()),
    ];
    if let Some(last) = &status.last_state.terminated {
        facts.push(fact(
            "Last state",
            &format!("terminated: {} ({})", last.reason, last.exit_code.unwrap_or_default()),
        ));
    }
    section(&format!("Container {}", status.name), facts)
}

fn log(world: &World, uid: &str) -> Vec<String> {
    let Some(worker) = world.kubelets().worker(uid) else { return Vec::new() };
    let Some(run) = worker.containers.iter().find(|run| !run.init) else { return Vec::new() };
    let skip = run.log.len().saturating_sub(LIMIT_LOG);
    run.log.iter().skip(skip).map(|line| line.text.clone()).collect()
}

fn describe_node(world: &World, node: &Node, shown: &mut Inspection) {
    let pods = world.api().store().pods_on(&node.meta.name).count();
    shown.headline = format!("{}, {pods} pods", columns::node_status(node));
    shown.light = if node.is_ready() { LightState::Good } else { LightState::Bad };
    let mut facts = vec![fact("Address", node.internal_ip()), fact("Pod CIDR", &node.spec.pod_cidr)];
    facts.extend(
        node.status
            .allocatable
            .iter()
            .map(|(name, amount)| fact(&format!("Allocatable {name}"), &amount.to_string())),
    );
    facts.extend(node.spec.taints.iter().map(|taint| fact("Taint", &why::taint_text(taint))));
    shown.sections.push(section("Node", facts));
    let conditions =
        node.status.conditions.iter().map(|c| fact(&c.kind, &format!("{} ({})", c.status, c.reason)));
    shown.sections.push(section("Conditions", conditions.collect()));
}

/// The changes of an object, each with the change that made its writer act.
fn causes(world: &World, key: &Key) -> Vec<String> {
    let log = world.api().store().log();
    let mut lines: Vec<String> = log
        .iter()
        .rev()
        .filter(|change| change.key == *key)
        .take(LIMIT_CAUSES)
        .map(|change| cause_line(world, change))
        .collect();
    lines.reverse();
    lines
}

fn cause_line(world: &World, change: &Change) -> String {
    let verb = match change.verb {
        Verb::Added => "created",
        Verb::Modified => "changed",
        Verb::Deleted => "removed",
    };
    let because = change.cause.and_then(|version| world.api().store().log().find(version));
    let because = because
        .filter(|cause| cause.key != change.key)
        .map(|cause| format!(", because of {}", reference(&cause.key).kind + "/" + &cause.key.name));
    format!("{} {} {verb} it{}", change.at, change.actor, because.unwrap_or_default())
}
