//! The scheduler's plugins, one file each, in the default profile's order.
//!
//! A new plugin is one file and one line here. Plugins do not know of one another; what several need (node
//! selectors, tolerations, claims, amounts) is matched and counted in the files above them.

mod default_preemption;
mod dynamic_resources;
mod image_locality;
mod inter_pod_affinity;
mod node_affinity;
mod node_name;
mod node_ports;
mod node_resources_balanced_allocation;
mod node_resources_fit;
mod node_unschedulable;
mod node_volume_limits;
mod pod_topology_spread;
mod scheduling_gates;
mod taint_toleration;
mod volume_binding;
mod volume_restrictions;
mod volume_zone;

use super::registry::{Registered, built};

/// pkg/scheduler/apis/config/v1/default_plugins.go, v1.36
const DEFAULT_PROFILE: &[Registered] = &[
    Registered::new("SchedulingGates", 0, |_| built(scheduling_gates::SchedulingGates)),
    Registered::new("NodeUnschedulable", 0, |_| built(node_unschedulable::NodeUnschedulable)),
    Registered::new("NodeName", 0, |_| built(node_name::NodeName)),
    Registered::new("TaintToleration", 3, |_| built(taint_toleration::TaintToleration)),
    Registered::new("NodeAffinity", 2, node_affinity::build)
        .with_args(&node_affinity::NodeAffinityArgs::TABLE),
    Registered::new("NodePorts", 0, |_| built(node_ports::NodePorts)),
    Registered::new("NodeResourcesFit", 1, node_resources_fit::build)
        .with_args(&node_resources_fit::NodeResourcesFitArgs::TABLE),
    Registered::new("VolumeRestrictions", 0, |_| built(volume_restrictions::VolumeRestrictions)),
    Registered::new("NodeVolumeLimits", 0, |_| built(node_volume_limits::NodeVolumeLimits)),
    Registered::new("VolumeBinding", 0, volume_binding::build)
        .with_args(&volume_binding::VolumeBindingArgs::TABLE),
    Registered::new("VolumeZone", 0, |_| built(volume_zone::VolumeZone)),
    Registered::new("PodTopologySpread", 2, pod_topology_spread::build)
        .with_args(&pod_topology_spread::PodTopologySpreadArgs::TABLE),
    Registered::new("InterPodAffinity", 2, inter_pod_affinity::build)
        .with_args(&inter_pod_affinity::InterPodAffinityArgs::TABLE),
    Registered::new("DynamicResources", 2, |_| built(dynamic_resources::DynamicResources)),
    Registered::new("DefaultPreemption", 0, default_preemption::build)
        .with_args(&default_preemption::DefaultPreemptionArgs::TABLE),
    Registered::new("NodeResourcesBalancedAllocation", 1, node_resources_balanced_allocation::build)
        .with_args(&node_resources_balanced_allocation::NodeResourcesBalancedAllocationArgs::TABLE),
    Registered::new("ImageLocality", 1, |_| built(image_locality::ImageLocality)),
];

pub fn all() -> &'static [Registered] {
    DEFAULT_PROFILE
}
