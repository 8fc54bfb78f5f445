//! Conformance: what the engine answers, held against what Kubernetes v1.36 answered.
//!
//! A set is one file of vectors, one JSON object `{"id", "tags", "input", "expect"}` a line, and one
//! `Set` here that computes the same answer from `input` and compares. This room only asks the engine; no
//! other room calls it. A new set is a file beside this one and a line in `sets`.

use std::fmt;

use serde_json::Value;

mod crontab_next;
mod daemonset_node;
mod deployment_rolling;
mod describe;
mod duration_age;
mod hpa;
mod int_or_percent;
mod job_backoff;
mod labelselector;
mod objects;
mod podphase;
mod printer_other;
mod printer_pod;
mod qos;
mod quantity;
mod rbac;
pub mod replay;
mod replicaset_scale_down;
mod rollout_status;
mod scheduler;
mod scheduler_filter_score;
mod scheduler_preemption;
mod statefulset;
mod taint_eviction;
mod validation;

const DIFFERENCES_SHOWN: usize = 8;
const FAILURES_SHOWN: usize = 10;

pub trait Set {
    /// The vector file's name, without its ending.
    fn name(&self) -> &'static str;

    /// An error lists how the engine's answer differs.
    fn check(&self, input: &Value, expect: &Value) -> Result<(), String>;
}

pub fn sets() -> &'static [&'static dyn Set] {
    &[
        &crontab_next::CrontabNext,
        &daemonset_node::DaemonSetNode,
        &deployment_rolling::DeploymentRolling,
        &describe::Describe,
        &duration_age::DurationAge,
        &hpa::Hpa,
        &int_or_percent::IntOrPercent,
        &job_backoff::JobBackoff,
        &labelselector::LabelSelectors,
        &podphase::PodPhase,
        &qos::Qos,
        &printer_other::PrinterOther,
        &printer_pod::PrinterPod,
        &quantity::Quantities,
        &rbac::Rbac,
        &replicaset_scale_down::ReplicaSetScaleDown,
        &rollout_status::RolloutStatus,
        &scheduler_filter_score::SchedulerFilterScore,
        &scheduler_preemption::SchedulerPreemption,
        &taint_eviction::TaintEviction,
        &statefulset::StatefulSets,
        &validation::Validation,
    ]
}

#[derive(Clone, Debug)]
pub struct Failure {
    pub id: String,
    pub difference: String,
}

#[derive(Clone, Debug)]
pub struct Report {
    pub set: &'static str,
    pub passed: usize,
    pub total: usize,
    pub failures: Vec<Failure>,
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: passed {} of {}", self.set, self.passed, self.total)?;
        for failure in self.failures.iter().take(FAILURES_SHOWN) {
            write!(f, "\n{}\n  {}", failure.id, failure.difference.replace('\n', "\n  "))?;
        }
        Ok(())
    }
}

pub fn run(set: &dyn Set, jsonl: &str) -> Report {
    let mut report = Report { set: set.name(), passed: 0, total: 0, failures: Vec::new() };
    for (index, line) in jsonl.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        report.total += 1;
        match check_line(set, index + 1, line) {
            Ok(()) => report.passed += 1,
            Err(failure) => report.failures.push(failure),
        }
    }
    report
}

fn check_line(set: &dyn Set, number: usize, line: &str) -> Result<(), Failure> {
    let malformed = |difference: String| Failure { id: format!("line {number}"), difference };
    let vector: Value = serde_json::from_str(line).map_err(|error| malformed(error.to_string()))?;
    let field = |name: &str| vector.get(name).ok_or_else(|| malformed(format!("no {name}")));
    let (input, expect) = (field("input")?, field("expect")?);
    let id = field("id")?.as_str().ok_or_else(|| malformed("id is not a string".to_owned()))?;
    set.check(input, expect).map_err(|difference| Failure { id: id.to_owned(), difference })
}

/// The first paths at which two values differ, one a line.
pub fn diff(expected: &Value, got: &Value) -> Option<String> {
    let mut lines = Vec::new();
    compare("", Some(expected), Some(got), &mut lines);
    (!lines.is_empty()).then(|| lines.join("\n"))
}

fn compare(path: &str, expected: Option<&Value>, got: Option<&Value>, lines: &mut Vec<String>) {
    if lines.len() >= DIFFERENCES_SHOWN {
        return;
    }
    match (expected, got) {
        (Some(Value::Object(expected)), Some(Value::Object(got))) => {
            let added = got.keys().filter(|key| !expected.contains_key(*key));
            for key in expected.keys().chain(added) {
                compare(&format!("{path}.{key}"), expected.get(key), got.get(key), lines);
            }
        }
        (Some(Value::Array(expected)), Some(Value::Array(got))) => {
            for index in 0..expected.len().max(got.len()) {
                compare(&format!("{path}[{index}]"), expected.get(index), got.get(index), lines);
            }
        }
        (Some(Value::Number(expected)), Some(Value::Number(got))) if same_number(expected, got) => {}
        _ if expected == got => {}
        _ => lines.push(difference(path, expected, got)),
    }
}

fn difference(path: &str, expected: Option<&Value>, got: Option<&Value>) -> String {
    let show = |value: Option<&Value>| value.map_or("nothing".to_owned(), Value::to_string);
    let path = if path.is_empty() { "." } else { path };
    format!("{path}: expected {}, got {}", show(expected), show(got))
}

/// Integers are the same when equal; otherwise the last bit may differ, as it may from reading JSON.
fn same_number(expected: &serde_json::Number, got: &serde_json::Number) -> bool {
    if expected == got {
        return true;
    }
    if !(expected.is_f64() || got.is_f64()) {
        return false;
    }
    match (expected.as_f64(), got.as_f64()) {
        (Some(a), Some(b)) => (a - b).abs() <= f64::EPSILON * a.abs().max(b.abs()),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    struct Doubles;

    impl Set for Doubles {
        fn name(&self) -> &'static str {
            "doubles"
        }

        fn check(&self, input: &Value, expect: &Value) -> Result<(), String> {
            let got = json!({"twice": input.as_i64().unwrap_or(0) * 2});
            diff(expect, &got).map_or(Ok(()), Err)
        }
    }

    #[test]
    fn reports_what_differs() {
        let vectors = r#"
{"id": "a", "input": 2, "expect": {"twice": 4}}
{"id": "b", "input": 3, "expect": {"twice": [7], "more": null}}
{"id": "c", "input": 3
{"id": "d", "input": 3}
"#;
        let expected = "doubles: passed 1 of 4
b
  .more: expected null, got nothing
  .twice: expected [7], got 6
line 4
  EOF while parsing an object at line 1 column 22
line 5
  no expect";
        assert_eq!(expected, run(&Doubles, vectors).to_string());
    }

    #[test]
    fn stops_after_eight_differences() {
        let (expected, got) =
            (json!([0, 0, 0, 0, 0, 0, 0, 0, 0, 0]), json!([0.0, 1, 1, 1, 1, 1, 1, 1, 1, 1]));
        assert_eq!(8, diff(&expected, &got).unwrap().lines().count());
        assert_eq!(None, diff(&got, &got));
    }
}
