//! From usage to a number of pods.
//!
//! Models pkg/controller/podautoscaler/replica_calculator.go and metrics/utilization.go, v1.36: the ratio
//! of usage to target times the pods that count, unless the ratio is within the tolerance. Pods without
//! metrics count as using all they asked for on the way down and nothing on the way up, pods that are not
//! ready count as using nothing on the way up; if that turns the direction round, nothing happens.

use std::collections::BTreeMap;

use super::metrics::Samples;
use super::plan::HpaConfig;
use super::pods::{self, Groups};
use crate::kinds::Time;
use crate::kinds::pod::Pod;

/// How far from 1 a ratio may be.
#[derive(Clone, Copy, Debug)]
pub(super) struct Tolerance {
    pub down: f64,
    pub up: f64,
}

impl Tolerance {
    fn holds(self, ratio: f64) -> bool {
        (1.0 - self.down..=1.0 + self.up).contains(&ratio)
    }
}

/// A number of pods and the reading it follows from.
#[derive(Clone, Copy, Debug)]
pub(super) struct Proposal {
    pub replicas: i32,
    pub usage_milli: i64,
    pub utilization: Option<i32>,
}

#[derive(Debug)]
pub(super) struct Calculator<'a> {
    /// Those the target selects.
    pub pods: Vec<&'a Pod>,
    pub tolerance: Tolerance,
    pub config: &'a HpaConfig,
    pub now: Time,
    pub why: Vec<String>,
}

/// What usage is held against.
enum Measure {
    /// A percentage of the requests, given by pod.
    Utilization { percent: i32, requests: BTreeMap<String, i64> },
    /// An amount per pod.
    Average { milli: i64 },
}

struct Reading {
    ratio: f64,
    usage_milli: i64,
    utilization: Option<i32>,
}

impl Calculator<'_> {
    /// For a percentage of the request: `GetResourceReplicas`.
    pub(super) fn utilization(
        &mut self,
        current: i32,
        percent: i32,
        (resource, container): (&str, Option<&str>),
        samples: Samples,
    ) -> Result<Proposal, String> {
        let groups = self.group(&samples, resource)?;
        let usage = groups.usable(samples)?;
        let requests = pods::requests(&self.pods, container, resource)?;
        self.settle(current, usage, &groups, &Measure::Utilization { percent, requests })
    }

    /// For an amount per pod: `calcPlainMetricReplicas`.
    pub(super) fn average(
        &mut self,
        current: i32,
        milli: i64,
        resource: &str,
        samples: Samples,
    ) -> Result<Proposal, String> {
        let groups = self.group(&samples, resource)?;
        let usage = groups.usable(samples)?;
        self.settle(current, usage, &groups, &Measure::Average { milli })
    }

    /// For one amount in all: `GetObjectMetricReplicas`, `GetExternalMetricReplicas`.
    pub(super) fn total(
        &mut self,
        current: i32,
        target_milli: i64,
        usage_milli: i64,
    ) -> Result<Proposal, String> {
        let ratio = usage_milli as f64 / target_milli as f64;
        let propose = |replicas| Ok(Proposal { replicas, usage_milli, utilization: None });
        self.explain(format!("{} / target {} = {ratio:.3}", amount(usage_milli), amount(target_milli)));
        if current == 0 {
            return propose(ratio.ceil() as i32);
        }
        if self.is_tolerated(ratio, current) {
            return propose(current);
        }
        if self.pods.is_empty() {
            return Err(format!("unable to calculate ready pods: {}", no_pods()));
        }
        let is_ready = |pod: &&&Pod| pod.status.phase == "Running" && pod.is_ready();
        let ready = self.pods.iter().filter(is_ready).count();
        propose(self.rounded_up(ratio, ready, "ready"))
    }

    /// For one amount, shared by the pods there are: the `PerPod` variants.
    pub(super) fn shared(&mut self, status_replicas: i32, target_milli: i64, usage_milli: i64) -> Proposal {
        let (usage, target) = (usage_milli as f64, target_milli as f64);
        let ratio = usage / (target * f64::from(status_replicas));
        self.explain(format!(
            "{} / (target {} per pod x {status_replicas} pods) = {ratio:.3}",
            amount(usage_milli),
            amount(target_milli)
        ));
        let replicas = if self.is_tolerated(ratio, status_replicas) {
            status_replicas
        } else {
            let replicas = (usage / target).ceil() as i32;
            self.explain(format!("ceil({} / {}) = {replicas}", amount(usage_milli), amount(target_milli)));
            replicas
        };
        let share = if usage_milli == i64::MAX {
            usage_milli
        } else {
            (usage / f64::from(status_replicas)).ceil() as i64
        };
        Proposal { replicas, usage_milli: share, utilization: None }
    }

    fn group(&mut self, samples: &Samples, resource: &str) -> Result<Groups, String> {
        if self.pods.is_empty() {
            return Err(no_pods());
        }
        let groups = pods::group(&self.pods, samples, resource, self.config, self.now);
        for (what, names) in [
            ("not ready yet", &groups.unready),
            ("without metrics", &groups.missing),
            ("failed or terminating, not counted", &groups.ignored),
        ] {
            if !names.is_empty() {
                let names: Vec<&str> = names.iter().map(String::as_str).collect();
                self.explain(format!("{what}: {}", names.join(", ")));
            }
        }
        Ok(groups)
    }

    fn settle(
        &mut self,
        current: i32,
        mut usage: BTreeMap<String, i64>,
        groups: &Groups,
        measure: &Measure,
    ) -> Result<Proposal, String> {
        let first = measure.read(&usage)?;
        self.explain(measure.sentence(&usage, &first));
        let propose =
            |replicas| Proposal { replicas, usage_milli: first.usage_milli, utilization: first.utilization };
        let up_with_unready = !groups.unready.is_empty() && first.ratio > 1.0;
        if !up_with_unready && groups.missing.is_empty() {
            let tolerated = self.is_tolerated(first.ratio, current);
            return Ok(propose(if tolerated {
                current
            } else {
                self.rounded_up(first.ratio, groups.ready, "ready")
            }));
        }
        self.fill_in(&mut usage, groups, measure, first.ratio);
        let second = measure.read(&usage)?;
        self.explain(measure.sentence(&usage, &second));
        let turned = (first.ratio < 1.0 && second.ratio > 1.0) || (first.ratio > 1.0 && second.ratio < 1.0);
        if turned || self.is_tolerated(second.ratio, current) {
            return Ok(propose(self.kept(current, turned)));
        }
        let replicas = self.rounded_up(second.ratio, usage.len(), "counted");
        let turned = (second.ratio < 1.0 && replicas > current) || (second.ratio > 1.0 && replicas < current);
        Ok(propose(if turned { self.kept(current, true) } else { replicas }))
    }

    /// Gives the pods without metrics, and on the way up those not ready, an amount on the safe side.
    fn fill_in(&mut self, usage: &mut BTreeMap<String, i64>, groups: &Groups, measure: &Measure, ratio: f64) {
        for name in groups.missing.iter().filter(|_| ratio != 1.0) {
            let milli = if ratio < 1.0 { measure.full(name) } else { 0 };
            self.explain(format!("{name} has no metrics and counts as {}", amount(milli)));
            usage.insert(name.clone(), milli);
        }
        for name in groups.unready.iter().filter(|_| ratio > 1.0) {
            self.explain(format!("{name} is not ready and counts as 0"));
            usage.insert(name.clone(), 0);
        }
    }

    fn is_tolerated(&mut self, ratio: f64, current: i32) -> bool {
        let Tolerance { down, up } = self.tolerance;
        let holds = self.tolerance.holds(ratio);
        if holds {
            self.explain(format!(
                "{ratio:.3} is within {:.3} and {:.3}: {current} pods stay",
                1.0 - down,
                1.0 + up
            ));
        }
        holds
    }

    fn rounded_up(&mut self, ratio: f64, pods: usize, what: &str) -> i32 {
        let replicas = (ratio * pods as f64).ceil() as i32;
        self.explain(format!("ceil({ratio:.3} x {pods} {what} pods) = {replicas}"));
        replicas
    }

    fn kept(&mut self, current: i32, turned: bool) -> i32 {
        if turned {
            self.explain(format!("counted so, the direction would turn round: {current} pods stay"));
        }
        current
    }

    pub(super) fn explain(&mut self, sentence: String) {
        self.why.push(sentence);
    }
}

impl Measure {
    fn read(&self, usage: &BTreeMap<String, i64>) -> Result<Reading, String> {
        match self {
            Measure::Utilization { percent, requests } => {
                let (used, requested, pods) = totals(usage, requests);
                if requested == 0 {
                    return Err("no metrics returned matched known pods".into());
                }
                let utilization = (used.saturating_mul(100) / requested) as i32;
                let ratio = f64::from(utilization) / f64::from(*percent);
                Ok(Reading { ratio, usage_milli: used / pods, utilization: Some(utilization) })
            }
            Measure::Average { milli } => {
                let average = usage.values().sum::<i64>() / usage.len() as i64;
                Ok(Reading { ratio: average as f64 / *milli as f64, usage_milli: average, utilization: None })
            }
        }
    }

    /// What a pod without metrics counts as on the way down.
    fn full(&self, pod: &str) -> i64 {
        match self {
            Measure::Utilization { percent, requests } => {
                requests.get(pod).copied().unwrap_or_default() * i64::from(*percent.max(&100)) / 100
            }
            Measure::Average { milli } => *milli,
        }
    }

    fn sentence(&self, usage: &BTreeMap<String, i64>, reading: &Reading) -> String {
        let ratio = reading.ratio;
        match self {
            Measure::Utilization { percent, requests } => {
                let (used, requested, pods) = totals(usage, requests);
                let (used, requested) = (amount(used), amount(requested));
                let utilization = reading.utilization.unwrap_or_default();
                format!(
                    "{pods} pods use {used} of {requested} requested = {utilization}%; / target {percent}% = {ratio:.3}"
                )
            }
            Measure::Average { milli } => {
                let (average, target) = (amount(reading.usage_milli), amount(*milli));
                format!("{average} on average over {} pods; / target {target} = {ratio:.3}", usage.len())
            }
        }
    }
}

/// Usage and requests of the pods that have both, and how many those are.
fn totals(usage: &BTreeMap<String, i64>, requests: &BTreeMap<String, i64>) -> (i64, i64, i64) {
    let both = usage.iter().filter_map(|(name, used)| Some((*used, *requests.get(name)?)));
    both.fold((0, 0, 0), |sum, (used, requested)| (sum.0 + used, sum.1 + requested, sum.2 + 1))
}

fn no_pods() -> String {
    "no pods returned by selector while calculating replica count".into()
}

/// Thousandths as a quantity.
fn amount(milli: i64) -> String {
    use crate::kinds::quantity::{Format, Quantity};
    Quantity::from_milli(milli, Format::DecimalSI).to_string()
}
