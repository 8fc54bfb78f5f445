//! HorizontalPodAutoscalers: pkg/apis/autoscaling/validation/validation.go, v1.36.

use super::Findings;
use crate::kinds::hpa::{HPAScalingRules, HorizontalPodAutoscaler, MetricSpec, MetricTarget};

pub(super) fn hpa(one: &HorizontalPodAutoscaler, findings: &mut Findings) {
    let spec = &one.spec;
    let least = spec.min_replicas.unwrap_or(1);
    if least < 1 {
        findings.invalid("spec.minReplicas", least, "must be greater than or equal to 1");
    }
    if spec.max_replicas < 1 {
        findings.push("spec.maxReplicas", "Required value: must be set and greater than 0".into());
    }
    if spec.max_replicas < least {
        findings.invalid(
            "spec.maxReplicas",
            spec.max_replicas,
            "must be greater than or equal to `minReplicas`",
        );
    }
    for (name, value) in [("kind", &spec.scale_target_ref.kind), ("name", &spec.scale_target_ref.name)] {
        if value.is_empty() {
            findings.required(&format!("spec.scaleTargetRef.{name}"));
        }
    }
    for (at, metric) in spec.metrics.iter().enumerate() {
        self::metric(metric, &format!("spec.metrics[{at}]"), findings);
    }
    if let Some(behavior) = &spec.behavior {
        rules(&behavior.scale_up, "spec.behavior.scaleUp", findings);
        rules(&behavior.scale_down, "spec.behavior.scaleDown", findings);
    }
}

fn metric(metric: &MetricSpec, path: &str, findings: &mut Findings) {
    let kinds = ["ContainerResource", "External", "Object", "Pods", "Resource"];
    match metric.kind.as_str() {
        "" => {
            return findings
                .push(&format!("{path}.type"), "Required value: must specify a metric source type".into());
        }
        kind => findings.one_of(&format!("{path}.type"), kind, &kinds),
    }
    if let Some(resource) = &metric.resource {
        if resource.name.is_empty() {
            findings.push(
                &format!("{path}.resource.name"),
                "Required value: must specify a resource name".into(),
            );
        }
        target(&resource.target, &format!("{path}.resource.target"), findings);
    }
}

fn target(target: &MetricTarget, path: &str, findings: &mut Findings) {
    match target.kind.as_str() {
        "" => {
            findings.push(&format!("{path}.type"), "Required value: must specify a metric target type".into())
        }
        kind => findings.one_of(&format!("{path}.type"), kind, &["Utilization", "Value", "AverageValue"]),
    }
    if target.average_utilization.is_some_and(|percent| percent < 1) {
        let percent = target.average_utilization.unwrap_or_default();
        findings.invalid(&format!("{path}.averageUtilization"), percent, "must be greater than 0");
    }
    if target.average_utilization.is_none() && target.average_value.is_none() {
        let detail = "Required value: must set either a target raw value or a target utilization";
        findings.push(&format!("{path}.averageUtilization"), detail.into());
    }
}

fn rules(rules: &Option<HPAScalingRules>, path: &str, findings: &mut Findings) {
    let Some(rules) = rules else { return };
    if let Some(window) = rules.stabilization_window_seconds.filter(|window| !(0..=3600).contains(window)) {
        let why = if window < 0 {
            "must be greater than or equal to zero"
        } else {
            "must be less than or equal to 3600"
        };
        findings.invalid(&format!("{path}.stabilizationWindowSeconds"), window, why);
    }
    for (at, policy) in rules.policies.iter().enumerate() {
        let path = format!("{path}.policies[{at}]");
        findings.one_of(&format!("{path}.type"), &policy.kind, &["Percent", "Pods"]);
        if policy.value <= 0 {
            findings.invalid(&format!("{path}.value"), policy.value, "must be greater than zero");
        }
        if policy.period_seconds <= 0 {
            findings.invalid(
                &format!("{path}.periodSeconds"),
                policy.period_seconds,
                "must be greater than zero",
            );
        }
    }
}
