//! What a Job's policy makes of a failed pod: pkg/controller/job/pod_failure_policy.go, v1.36.

use crate::kinds::job::{PodFailurePolicy, PodFailurePolicyOnExitCodesRequirement, PodFailurePolicyRule};
use crate::kinds::pod::Pod;
use crate::kinds::pod_status::ContainerStatus;

/// What the first rule that matches says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// With the message of the Job's failure.
    FailJob(String),
    FailIndex,
    Ignore,
    Count,
}

impl Verdict {
    /// Whether the failure counts towards the limits.
    pub fn counts(&self) -> bool {
        *self != Verdict::Ignore
    }
}

/// Count without a policy, or where no rule matches.
pub fn judge(policy: Option<&PodFailurePolicy>, pod: &Pod) -> Verdict {
    let rules = policy.into_iter().flat_map(|policy| policy.rules.iter().enumerate());
    rules.filter_map(|(index, rule)| judge_by(rule, index, pod)).next().unwrap_or(Verdict::Count)
}

fn judge_by(rule: &PodFailurePolicyRule, index: usize, pod: &Pod) -> Option<Verdict> {
    let ended = rule.on_exit_codes.as_ref().and_then(|codes| matching_container(codes, pod));
    let name = pod.meta.full_name();
    let by_code = ended.and_then(|(container, code)| {
        verdict(rule, || {
            format!(
                "Container {} for pod {name} failed with exit code {code} matching {} rule at index {index}",
                container.name, rule.action
            )
        })
    });
    by_code.or_else(|| {
        let condition = pod.status.conditions.iter().find(|held| {
            rule.on_pod_conditions.iter().any(|one| (&one.kind, &one.status) == (&held.kind, &held.status))
        })?;
        verdict(rule, || {
            let kind = &condition.kind;
            format!("Pod {name} has condition {kind} matching {} rule at index {index}", rule.action)
        })
    })
}

fn verdict(rule: &PodFailurePolicyRule, message: impl Fn() -> String) -> Option<Verdict> {
    match rule.action.as_str() {
        "FailJob" => Some(Verdict::FailJob(message())),
        "FailIndex" => Some(Verdict::FailIndex),
        "Ignore" => Some(Verdict::Ignore),
        "Count" => Some(Verdict::Count),
        _ => None,
    }
}

/// Main containers before init containers; a success is no failure whatever the rule lists.
fn matching_container<'a>(
    rule: &PodFailurePolicyOnExitCodesRequirement,
    pod: &'a Pod,
) -> Option<(&'a ContainerStatus, i32)> {
    let statuses = pod.status.container_statuses.iter().chain(&pod.status.init_container_statuses);
    let named =
        statuses.filter(|status| rule.container_name.as_ref().is_none_or(|name| *name == status.name));
    let mut ended =
        named.filter_map(|status| Some((status, status.state.terminated.as_ref()?.exit_code.unwrap_or(0))));
    ended.find(|(_, code)| *code != 0 && (rule.operator == "In") == rule.values.contains(code))
}
