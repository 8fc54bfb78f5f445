//! Autoscalers and their history.

use super::reference_of;
use crate::cluster::Key;
use crate::cluster::World;
use crate::cluster::controllers::hpa::{HpaController, Point, Story};
use crate::kinds::Resource;
use crate::kinds::hpa::{HorizontalPodAutoscaler, MetricSpec, MetricStatus};
use crate::view::{AutoscalerView, HpaPoint, Ref};

pub fn all(world: &World) -> Vec<AutoscalerView> {
    let controller = world
        .controller("horizontal-pod-autoscaler")
        .and_then(|one| one.as_any().downcast_ref::<HpaController>());
    let hpas = world.api().store().list::<HorizontalPodAutoscaler>();
    hpas.map(|hpa| {
        let key = Key::of(&hpa.as_ref().clone().into_object());
        one(hpa, controller.and_then(|controller| controller.story(&key)))
    })
    .collect()
}

fn one(hpa: &HorizontalPodAutoscaler, story: Option<&Story>) -> AutoscalerView {
    let target = &hpa.spec.scale_target_ref;
    AutoscalerView {
        reference: reference_of(&hpa.clone().into_object()),
        target: Ref {
            kind: target.kind.clone(),
            namespace: hpa.meta.namespace.clone(),
            name: target.name.clone(),
        },
        min: hpa.spec.min_replicas.unwrap_or(1).max(0) as u32,
        max: hpa.spec.max_replicas.max(0) as u32,
        current: hpa.status.current_replicas.max(0) as u32,
        desired: hpa.status.desired_replicas.unwrap_or_default().max(0) as u32,
        targets: targets(hpa),
        points: story.map(|story| story.points.iter().map(point).collect()).unwrap_or_default(),
        why: story.map(|story| story.why.clone()).unwrap_or_default(),
        problem: problem(hpa, story),
    }
}

fn point(point: &Point) -> HpaPoint {
    HpaPoint {
        at_us: point.at.0,
        usage: point.usage,
        target: point.target,
        current: point.current.max(0) as u32,
        desired: point.desired.max(0) as u32,
    }
}

/// A condition that is False, or what the last pass failed with.
fn problem(hpa: &HorizontalPodAutoscaler, story: Option<&Story>) -> String {
    let failing =
        hpa.status.conditions.iter().find(|one| one.kind != "ScalingLimited" && one.status == "False");
    let condition = failing.map(|one| format!("{}: {}", one.reason, one.message));
    condition.or_else(|| story.and_then(|story| story.error.clone())).unwrap_or_default()
}

/// The TARGETS column: `cpu: 62%/50%`.
pub fn targets(hpa: &HorizontalPodAutoscaler) -> String {
    let texts = hpa
        .spec
        .metrics
        .iter()
        .enumerate()
        .map(|(at, spec)| target(spec, hpa.status.current_metrics.get(at)));
    texts.collect::<Vec<_>>().join(", ")
}

fn target(spec: &MetricSpec, status: Option<&MetricStatus>) -> String {
    let Some(resource) = &spec.resource else { return format!("<unknown>/<{}>", spec.kind) };
    let current = status.and_then(|status| status.resource.as_ref()).map(|one| &one.current);
    let (read, wanted) = match resource.target.average_utilization {
        Some(percent) => (
            current.and_then(|one| one.average_utilization).map(|percent| format!("{percent}%")),
            format!("{percent}%"),
        ),
        None => (
            current.and_then(|one| one.average_value.as_ref()).map(ToString::to_string),
            resource.target.average_value.as_ref().map(ToString::to_string).unwrap_or_default(),
        ),
    };
    format!("{}: {}/{wanted}", resource.name, read.unwrap_or_else(|| "<unknown>".into()))
}
