//! What the control plane makes when it first starts, besides roles: the accounts of its controllers, priority levels
//! and flow schemas, the range of Services.
//!
//! Models controller-manager's client builder (an account to a controller, made when it starts), k8s.io/apiserver
//! pkg/apis/flowcontrol/bootstrap/default.go and pkg/controlplane/controller/defaultservicecidr, v1.36.

use serde_json::{Value, json};

use super::api::Client;
use super::status::Status;
use crate::kinds::Kind;

/// As `kubectl get serviceaccounts -n kube-system` lists them on a cluster without add-ons.
const ACCOUNTS: &str = "attachdetach-controller bootstrap-signer certificate-controller \
    clusterrole-aggregation-controller cronjob-controller daemon-set-controller deployment-controller \
    device-taint-eviction-controller disruption-controller endpoint-controller endpointslice-controller \
    endpointslicemirroring-controller ephemeral-volume-controller expand-controller generic-garbage-collector \
    horizontal-pod-autoscaler job-controller legacy-service-account-token-cleaner namespace-controller node-controller \
    persistent-volume-binder pod-garbage-collector pv-protection-controller pvc-protection-controller \
    replicaset-controller replication-controller resource-claim-controller resourcequota-controller \
    root-ca-cert-publisher service-account-controller service-cidrs-controller statefulset-controller token-cleaner \
    ttl-after-finished-controller ttl-controller validatingadmissionpolicy-status-controller \
    volumeattributesclass-protection-controller";

/// Name, shares, percent that may be lent, then queues, hand size and length of the queues that wait.
type Level = (&'static str, i32, i32, Option<(i32, i32, i32)>);

const LEVELS: [Level; 7] = [
    ("system", 30, 33, Some((64, 6, 50))),
    ("node-high", 40, 25, Some((64, 6, 50))),
    ("leader-election", 10, 0, Some((16, 4, 50))),
    ("workload-high", 40, 50, Some((128, 6, 50))),
    ("workload-low", 100, 90, Some((128, 6, 50))),
    ("global-default", 20, 50, Some((128, 6, 50))),
    ("catch-all", 5, 0, None),
];

const USER: &str = "ByUser";
const NAMESPACE: &str = "ByNamespace";

/// --service-cluster-ip-range, as kubeadm sets it.
const SERVICE_RANGE: &str = "10.96.0.0/12";

/// Makes them.
pub fn build(api: &mut Client<'_>) -> Result<(), Status> {
    for name in ACCOUNTS.split_whitespace() {
        make(api, Kind::ServiceAccount, json!({"metadata": {"name": name, "namespace": "kube-system"}}))?;
    }
    make(api, Kind::PriorityLevelConfiguration, exempt())?;
    LEVELS.iter().try_for_each(|one| make(api, Kind::PriorityLevelConfiguration, level(one)))?;
    schemas().into_iter().try_for_each(|schema| make(api, Kind::FlowSchema, schema))?;
    let now = api.wall_clock().to_string();
    make(api, Kind::ServiceCIDR, service_range(&now))
}

/// With its status at once: nobody was there to see it come later.
fn make(api: &mut Client<'_>, kind: Kind, value: Value) -> Result<(), Status> {
    let made = api.create_object(kind.read(&value))?;
    let mut whole = made.to_value();
    match value.get("status") {
        Some(status) => whole["status"] = status.clone(),
        None => return Ok(()),
    }
    api.finish_write(kind.read(&whole), made).map(drop)
}

fn meta(name: &str) -> Value {
    json!({"name": name, "annotations": {"apf.kubernetes.io/autoupdate-spec": "true"}})
}

fn exempt() -> Value {
    json!({
        "metadata": meta("exempt"),
        "spec": {"type": "Exempt", "exempt": {"lendablePercent": 0, "nominalConcurrencyShares": 0}},
    })
}

fn level((name, shares, lendable, queues): &Level) -> Value {
    let response = match queues {
        Some((queues, hand, length)) => json!({
            "type": "Queue",
            "queuing": {"handSize": hand, "queueLengthLimit": length, "queues": queues},
        }),
        None => json!({"type": "Reject"}),
    };
    json!({
        "metadata": meta(name),
        "spec": {
            "type": "Limited",
            "limited": {
                "lendablePercent": lendable, "limitResponse": response, "nominalConcurrencyShares": shares,
            },
        },
    })
}

fn schemas() -> Vec<Value> {
    let leaders =
        [user("system:kube-controller-manager"), user("system:kube-scheduler"), account("kube-system")];
    let nodes = || vec![group("system:nodes")];
    let leases = rule(&["get", "create", "update"], &["coordination.k8s.io"], &["leases"], &["*"], false);
    let of_nodes = |resources: &[&str]| rule(&["*"], &[""], resources, &["*"], true);
    let heartbeats = [
        of_nodes(&["nodes", "nodes/status"]),
        rule(&["*"], &["coordination.k8s.io"], &["leases"], &["*"], false),
    ];
    vec![
        everything("exempt", "exempt", 1, None, vec![group("system:masters")]),
        schema(
            "probes",
            "exempt",
            2,
            None,
            json!([{
                "nonResourceRules": [{"nonResourceURLs": ["/healthz", "/readyz", "/livez"], "verbs": ["get"]}],
                "subjects": [group("system:unauthenticated"), group("system:authenticated")],
            }]),
        ),
        schema(
            "system-leader-election",
            "leader-election",
            100,
            Some(USER),
            json!([
                {"resourceRules": [leases], "subjects": leaders},
            ]),
        ),
        schema(
            "system-node-high",
            "node-high",
            400,
            Some(USER),
            json!([
                {"resourceRules": heartbeats, "subjects": nodes()},
            ]),
        ),
        everything("system-nodes", "system", 500, Some(USER), nodes()),
        everything(
            "kube-controller-manager",
            "workload-high",
            800,
            Some(NAMESPACE),
            vec![user("system:kube-controller-manager")],
        ),
        everything(
            "kube-scheduler",
            "workload-high",
            800,
            Some(NAMESPACE),
            vec![user("system:kube-scheduler")],
        ),
        everything(
            "kube-system-service-accounts",
            "workload-high",
            900,
            Some(NAMESPACE),
            vec![account("kube-system")],
        ),
        everything(
            "service-accounts",
            "workload-low",
            9000,
            Some(USER),
            vec![group("system:serviceaccounts")],
        ),
        everything("global-default", "global-default", 9900, Some(USER), everybody()),
        everything("catch-all", "catch-all", 10000, Some(USER), everybody()),
    ]
}

fn everybody() -> Vec<Value> {
    vec![group("system:unauthenticated"), group("system:authenticated")]
}

/// A schema for every request of these.
fn everything(name: &str, level: &str, precedence: i32, by: Option<&str>, subjects: Vec<Value>) -> Value {
    let rules = json!([{
        "nonResourceRules": [{"nonResourceURLs": ["*"], "verbs": ["*"]}],
        "resourceRules": [rule(&["*"], &["*"], &["*"], &["*"], true)],
        "subjects": subjects,
    }]);
    schema(name, level, precedence, by, rules)
}

fn schema(name: &str, level: &str, precedence: i32, by: Option<&str>, rules: Value) -> Value {
    let mut spec = json!({
        "matchingPrecedence": precedence, "priorityLevelConfiguration": {"name": level}, "rules": rules,
    });
    if let Some(by) = by {
        spec["distinguisherMethod"] = json!({"type": by});
    }
    let message = format!(
        "This FlowSchema references the PriorityLevelConfiguration object named {level:?} and it exists"
    );
    let found = json!({"type": "Dangling", "status": "False", "reason": "Found", "message": message});
    json!({"metadata": meta(name), "spec": spec, "status": {"conditions": [found]}})
}

fn rule(verbs: &[&str], groups: &[&str], resources: &[&str], namespaces: &[&str], cluster: bool) -> Value {
    let mut rule =
        json!({"apiGroups": groups, "namespaces": namespaces, "resources": resources, "verbs": verbs});
    if cluster {
        rule["clusterScope"] = json!(true);
    }
    rule
}

fn user(name: &str) -> Value {
    json!({"kind": "User", "user": {"name": name}})
}

fn group(name: &str) -> Value {
    json!({"group": {"name": name}, "kind": "Group"})
}

/// Every account of a namespace.
fn account(namespace: &str) -> Value {
    json!({"kind": "ServiceAccount", "serviceAccount": {"name": "*", "namespace": namespace}})
}

fn service_range(now: &str) -> Value {
    json!({
        "metadata": {"name": "kubernetes", "finalizers": ["networking.k8s.io/service-cidr-finalizer"]},
        "spec": {"cidrs": [SERVICE_RANGE]},
        "status": {"conditions": [{
            "type": "Ready", "status": "True", "reason": "", "lastTransitionTime": now,
            "message": "Kubernetes Service CIDR is ready",
        }]},
    })
}
