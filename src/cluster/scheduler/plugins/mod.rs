//! The scheduler's plugins, one file each, in the default profile's order.
//!
//! A new plugin is one file and one line here. Plugins do not know of one another; node selectors and
//! tolerations, which several need, are matched in `scheduler::matching`.

mod balanced_allocation;
mod node_affinity;
mod node_name;
mod node_resources_fit;
mod node_unschedulable;
mod pod_topology_spread;
mod taint_toleration;

use super::framework::Plugin;

/// pkg/scheduler/apis/config/v1/default_plugins.go, v1.36
const DEFAULT_PROFILE: &[&dyn Plugin] = &[
    &node_unschedulable::NodeUnschedulable,
    &node_name::NodeName,
    &taint_toleration::TaintToleration,
    &node_affinity::NodeAffinity,
    &node_resources_fit::NodeResourcesFit,
    &pod_topology_spread::PodTopologySpread,
    &balanced_allocation::NodeResourcesBalancedAllocation,
];

pub fn all() -> &'static [&'static dyn Plugin] {
    DEFAULT_PROFILE
}
