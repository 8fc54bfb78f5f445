//! A port of a node serves one pod: plugins/nodeports, v1.36.

use crate::cluster::scheduler::pod_info::PodInfo;
use crate::cluster::scheduler::{Cycle, Plugin, Point, PreFilter, Refusal, hints};
use crate::cluster::store::Change;
use crate::kinds::pod::Pod;
use std::sync::Arc;

const REASON: &str = "node(s) didn't have free ports for the requested pod ports";

pub struct NodePorts;

impl Plugin for NodePorts {
    fn name(&self) -> &'static str {
        "NodePorts"
    }

    fn points(&self) -> &'static [Point] {
        &[Point::PreFilter, Point::Filter]
    }

    fn pre_filter<'a>(&'a self, cycle: &'a Cycle<'a>) -> PreFilter<'a> {
        let wanted = &cycle.info.facts.host_ports;
        if wanted.is_empty() {
            return PreFilter::Skip;
        }
        PreFilter::ask(move |node| (!node.has_free(wanted)).then(|| Refusal::resolvable(REASON)))
    }

    fn retry_on(&self, change: &Change, pod: &Pod) -> bool {
        let freed = |gone: &Arc<Pod>| conflict(&PodInfo::new(&Arc::new(pod.clone())), &PodInfo::new(gone));
        hints::node_added(change) || hints::pod_left(change).is_some_and(freed)
    }
}

fn conflict(wanted: &PodInfo, held: &PodInfo) -> bool {
    let ports = &wanted.facts.host_ports;
    held.facts.host_ports.iter().any(|taken| ports.iter().any(|port| port.conflicts(taken)))
}
