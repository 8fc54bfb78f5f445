//! Pods with gates do not enter the queue: plugins/schedulinggates, v1.36.

use crate::cluster::scheduler::Plugin;
use crate::cluster::scheduler::Point;
use crate::kinds::pod::Pod;

pub struct SchedulingGates;

impl Plugin for SchedulingGates {
    fn name(&self) -> &'static str {
        "SchedulingGates"
    }

    fn points(&self) -> &'static [Point] {
        &[Point::PreEnqueue]
    }

    fn keeps_out(&self, pod: &Pod) -> Option<&'static str> {
        (!pod.spec.scheduling_gates.is_empty()).then_some("waiting for scheduling gates")
    }
}
