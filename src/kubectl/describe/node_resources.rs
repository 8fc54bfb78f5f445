//! What the pods of a node ask for: `describeNodeResource` of describe.go, v1.36.

use serde_json::Value;

use super::pod_requests::{Amounts, StatusResources, limits, merge_sum, requests};
use super::{Cluster, Writer, age};
use crate::kinds::quantity::Quantity;
use crate::kubectl::reach::{Reach, quantity};

pub fn describe(w: &mut Writer, node: &Value, pods: &[Value], cluster: &dyn Cluster) {
    let status = &node["status"];
    let allocatable =
        if status["allocatable"].size() > 0 { &status["allocatable"] } else { &status["capacity"] };
    w.field(0, "Non-terminated Pods", format!("({} in total)", pods.len()));
    w.rows(
        1,
        &[
            "Namespace\tName\t\tCPU Requests\tCPU Limits\tMemory Requests\tMemory Limits\tAge",
            "---------\t----\t\t------------\t----------\t---------------\t-------------\t---",
        ],
    );
    pods.iter().for_each(|pod| one_pod(w, pod, allocatable, cluster));
    totals(w, pods, allocatable);
}

fn amount(amounts: &Amounts, name: &str) -> Quantity {
    amounts.get(name).cloned().unwrap_or_default()
}

/// CPU counts in thousandths, the rest in whole units.
fn units(name: &str, amount: &Quantity) -> i64 {
    if name == "cpu" { amount.milli_value() } else { amount.value() }
}

/// `250m (6%)`; `nothing` is the percentage of nothing.
fn share(name: &str, amounts: &Amounts, allocatable: &Value, nothing: f64) -> String {
    let amount = amount(amounts, name);
    let all = units(name, &quantity(&allocatable[name]).unwrap_or_default());
    let percent = if all == 0 { nothing } else { units(name, &amount) as f64 / all as f64 * 100.0 };
    let percent = if percent.is_finite() { percent as i64 } else { i64::MIN };
    format!("{amount} ({percent}%)")
}

fn one_pod(w: &mut Writer, pod: &Value, allocatable: &Value, cluster: &dyn Cluster) {
    let meta = &pod["metadata"];
    let (requests, limits) = (requests(pod, StatusResources::Used), limits(pod, StatusResources::Used));
    let share = |name: &str, amounts: &Amounts| share(name, amounts, allocatable, f64::NAN);
    let cells = [
        meta["namespace"].text().to_owned(),
        meta["name"].text().to_owned(),
        String::new(),
        share("cpu", &requests),
        share("cpu", &limits),
        share("memory", &requests),
        share("memory", &limits),
        age(&meta["creationTimestamp"], cluster),
    ];
    w.write(1, format!("{}\n", cells.join("\t")));
}

fn totals(w: &mut Writer, pods: &[Value], allocatable: &Value) {
    let (mut all_requests, mut all_limits) = (Amounts::new(), Amounts::new());
    for pod in pods {
        merge_sum(&mut all_requests, &requests(pod, StatusResources::Unused));
        merge_sum(&mut all_limits, &limits(pod, StatusResources::Unused));
    }
    w.write(0, "Allocated resources:\n  (Total limits may be over 100 percent, i.e., overcommitted.)\n");
    w.rows(1, &["Resource\tRequests\tLimits", "--------\t--------\t------"]);
    let standard = ["cpu", "memory", "ephemeral-storage"];
    let is_huge = |name: &&str| name.starts_with("hugepages-");
    let names = || allocatable.entries().map(|(name, _)| name);
    for name in standard.into_iter().chain(names().filter(is_huge)) {
        let (requests, limits) =
            (share(name, &all_requests, allocatable, 0.0), share(name, &all_limits, allocatable, 0.0));
        w.write(1, format!("{name}\t{requests}\t{limits}\n"));
    }
    let is_extended = |name: &&str| !is_huge(name) && !standard.contains(name) && *name != "pods";
    for name in names().filter(is_extended) {
        let (requests, limits) = (amount(&all_requests, name), amount(&all_limits, name));
        w.write(1, format!("{name}\t{requests}\t{limits}\n"));
    }
}
