//! Like pods are spread over domains: plugins/podtopologyspread, v1.36.
//!
//! `DoNotSchedule` constraints filter (`filtering`), `ScheduleAnyway` ones score (`scoring`). A pod
//! without constraints of its own gets the system defaults if a Service or a controller selects it.

mod constraint;
mod filtering;
mod hint;
mod scoring;

use crate::cluster::scheduler::{Cycle, Plugin, Prepared};
use crate::cluster::store::Change;
use crate::kinds::pod::Pod;

pub struct PodTopologySpread;

impl Plugin for PodTopologySpread {
    fn name(&self) -> &'static str {
        "PodTopologySpread"
    }

    fn weight(&self) -> i64 {
        2
    }

    fn prepare<'a>(&self, cycle: &'a Cycle<'a>) -> Prepared<'a> {
        let hard = constraint::of_pod(cycle.pod, "DoNotSchedule");
        let soft = constraint::soft_or_default(cycle);
        let mut prepared = Prepared::default();
        if !hard.is_empty() {
            prepared = filtering::prepare(cycle, hard);
        }
        if soft.constraints.is_empty() {
            return prepared;
        }
        prepared.with_pre_score(move |nodes| Some(scoring::prepare(cycle, soft, nodes)))
    }

    fn retry_on(&self, change: &Change, pod: &Pod) -> bool {
        hint::may_help(change, pod)
    }
}
