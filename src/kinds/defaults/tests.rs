//! Defaults of one object of many kinds, and that a second time changes nothing.

use serde_json::{Value, json};

use super::apply;
use crate::kinds::registry::Kind;

fn defaulted(kind: Kind, mut object: Value) -> Value {
    apply(kind, &mut object);
    let once = object.clone();
    apply(kind, &mut object);
    assert_eq!(once, object);
    object
}

#[test]
fn every_kind_bears_an_empty_object() {
    for kind in Kind::ALL {
        defaulted(*kind, json!({}));
    }
}

#[test]
fn volumes_of_a_pod() {
    let volumes = json!([
        {"name": "a"},
        {"name": "b", "hostPath": {"path": "/x"}},
        {"name": "c", "projected": {"sources": [{"serviceAccountToken": {"path": "t"}}]}},
        {"name": "d", "ephemeral": {"volumeClaimTemplate": {"spec": {"accessModes": ["ReadWriteOnce"]}}}},
    ]);
    let pod = defaulted(Kind::Pod, json!({"spec": {"containers": [], "volumes": volumes}}));
    let volumes = &pod["spec"]["volumes"];
    assert_eq!(json!({}), volumes[0]["emptyDir"]);
    assert_eq!("", volumes[1]["hostPath"]["type"]);
    assert_eq!(420, volumes[2]["projected"]["defaultMode"]);
    assert_eq!(3600, volumes[2]["projected"]["sources"][0]["serviceAccountToken"]["expirationSeconds"]);
    assert_eq!("Filesystem", volumes[3]["ephemeral"]["volumeClaimTemplate"]["spec"]["volumeMode"]);
}

#[test]
fn the_resources_of_a_whole_pod() {
    let containers = json!([
        {"name": "a", "image": "a", "resources": {"limits": {"cpu": "500m", "hugepages-2Mi": "4Mi"}}},
        {"name": "b", "image": "a:1", "resources": {"requests": {"cpu": "0.0001"}}},
    ]);
    let spec = json!({"containers": containers, "resources": {"limits": {"cpu": "2", "memory": "1Gi"}}});
    let pod = defaulted(Kind::Pod, json!({"spec": spec}));
    let expected = json!({
        "limits": {"cpu": "2", "memory": "1Gi", "hugepages-2Mi": "4Mi"},
        "requests": {"cpu": "501m", "memory": "1Gi", "hugepages-2Mi": "4Mi"},
    });
    assert_eq!(expected, pod["spec"]["resources"]);
    assert_eq!("1m", pod["spec"]["containers"][1]["resources"]["requests"]["cpu"]);
    assert_eq!("Always", pod["spec"]["containers"][0]["imagePullPolicy"]);
}

#[test]
fn jobs_and_services() {
    let job = defaulted(Kind::Job, json!({"spec": {"backoffLimitPerIndex": 1, "podFailurePolicy": {}}}));
    assert_eq!(i32::MAX, job["spec"]["backoffLimit"]);
    assert_eq!("Failed", job["spec"]["podReplacementPolicy"]);
    let service = defaulted(Kind::Service, json!({"spec": {"type": "NodePort", "ports": [{"port": 80}]}}));
    let expected = json!({
        "type": "NodePort", "ports": [{"port": 80, "protocol": "TCP", "targetPort": 80}],
        "sessionAffinity": "None", "externalTrafficPolicy": "Cluster", "internalTrafficPolicy": "Cluster",
    });
    assert_eq!(expected, service["spec"]);
}
