//! Like pods are spread over domains: plugins/podtopologyspread, v1.36.
//!
//! `DoNotSchedule` constraints filter (`filtering`), `ScheduleAnyway` ones score (`scoring`). A pod
//! without constraints of its own gets the profile's defaults if a Service or a controller selects it.

mod constraint;
mod filtering;
mod hint;
mod scoring;

use serde_json::Value;

use crate::api_struct;
use crate::cluster::scheduler::registry::{Built, built};
use crate::cluster::scheduler::{Cycle, NodeInfo, Plugin, Point, PreFilter, Scoring};
use crate::cluster::store::Change;
use crate::kinds::Codec;
use crate::kinds::affinity::TopologySpreadConstraint;
use crate::kinds::pod::Pod;

api_struct! {
    /// Arguments of PodTopologySpread.
    PodTopologySpreadArgs {
        /// Constraints of pods that have none; their selectors come from Services and controllers.
        default_constraints "defaultConstraints": Vec<TopologySpreadConstraint>,
        /// System (default) or List.
        defaulting_type "defaultingType": String,
    }
}

pub struct PodTopologySpread {
    defaults: Vec<TopologySpreadConstraint>,
    /// Whether the defaults are Kubernetes' own.
    system: bool,
}

pub fn build(args: &Value) -> Built {
    let args = PodTopologySpreadArgs::from_value(args);
    let mut wrong = Vec::new();
    let system = match args.defaulting_type.as_str() {
        "List" => false,
        "" | "System" => {
            if !args.default_constraints.is_empty() {
                wrong.push(
                    "defaultingType: Invalid value: \"System\": when .defaultConstraints are not empty"
                        .to_owned(),
                );
            }
            true
        }
        other => {
            wrong.push(format!(
                "defaultingType: Unsupported value: \"{other}\": supported values: \"System\", \"List\""
            ));
            true
        }
    };
    wrong.extend(args.default_constraints.iter().enumerate().flat_map(|(at, one)| faults(at, one)));
    match wrong.is_empty() {
        true => {
            let defaults = if system { constraint::system_defaults() } else { args.default_constraints };
            built(PodTopologySpread { defaults, system })
        }
        false => Err(wrong),
    }
}

/// validateTopologyKey, validateWhenUnsatisfiable, validateConstraintNotRepeat in part.
fn faults(at: usize, one: &TopologySpreadConstraint) -> Vec<String> {
    let field = |name: &str| format!("defaultConstraints[{at}].{name}");
    let mut wrong = Vec::new();
    if one.max_skew <= 0 {
        wrong.push(format!(
            "{}: Invalid value: {}: must be greater than zero",
            field("maxSkew"),
            one.max_skew
        ));
    }
    if one.topology_key.is_empty() {
        wrong.push(format!("{}: Required value: can not be empty", field("topologyKey")));
    }
    if !matches!(one.when_unsatisfiable.as_str(), "DoNotSchedule" | "ScheduleAnyway") {
        wrong.push(format!(
            "{}: Unsupported value: \"{}\"",
            field("whenUnsatisfiable"),
            one.when_unsatisfiable
        ));
    }
    if one.label_selector.is_some() {
        wrong.push(format!("{}: Forbidden: constraint must not define a selector", field("labelSelector")));
    }
    wrong
}

impl Plugin for PodTopologySpread {
    fn name(&self) -> &'static str {
        "PodTopologySpread"
    }

    fn points(&self) -> &'static [Point] {
        &[Point::PreFilter, Point::Filter, Point::PreScore, Point::Score]
    }

    fn pre_filter<'a>(&'a self, cycle: &'a Cycle<'a>) -> PreFilter<'a> {
        let constraints = self.constraints(cycle, "DoNotSchedule");
        match constraints.is_empty() {
            true => PreFilter::Skip,
            false => PreFilter::Ask(Box::new(filtering::Spread::new(cycle, constraints))),
        }
    }

    fn pre_score<'a>(&'a self, cycle: &'a Cycle<'a>, nodes: &[&'a NodeInfo]) -> Option<Scoring<'a>> {
        let constraints = self.constraints(cycle, "ScheduleAnyway");
        let own = !cycle.pod().spec.topology_spread_constraints.is_empty();
        (!constraints.is_empty()).then(|| scoring::prepare(cycle, constraints, own || !self.system, nodes))
    }

    fn retry_on(&self, change: &Change, pod: &Pod) -> bool {
        hint::may_help(change, pod)
    }
}

impl PodTopologySpread {
    fn constraints(&self, cycle: &Cycle<'_>, when: &str) -> Vec<constraint::Constraint> {
        match cycle.pod().spec.topology_spread_constraints.is_empty() {
            true => constraint::defaults(cycle, &self.defaults, when),
            false => constraint::of_pod(cycle.pod(), when),
        }
    }
}
