//! `kubectl expose`: a Service for what selects pods. kubectl pkg/cmd/expose and pkg/polymorphichelpers, v1.36.

use serde_json::{Map, Value, json};

use super::Verb;
use crate::kinds::Kind;
use crate::kubectl::call::flags::{CHANGES, FILES, Flag, Flags, OUTPUT, short_value, switch, value};
use crate::kubectl::call::{Answer, Call, Started, targets};
use crate::kubectl::describe::{Cluster, WorldView};
use crate::kubectl::making::{Words, make};
use crate::kubectl::reach::Reach;

const OWN: &[Flag] = &[
    value("port"),
    switch("save-config"),
    value("target-port"),
    value("protocol"),
    value("name"),
    value("type"),
    value("selector"),
    value("cluster-ip"),
    value("external-ip"),
    value("load-balancer-ip"),
    value("session-affinity"),
    value("overrides"),
    short_value("labels", 'l'),
];

pub const VERB: Verb = Verb { name: "expose", flags: &[OWN, FILES, CHANGES, OUTPUT], act };

fn act(call: &mut Call<'_>, flags: &Flags) -> Result<Started, Answer> {
    let found = targets::find(call, flags, &flags.words, None)?;
    let mut answer = Answer::default();
    for key in &found.keys {
        let object = WorldView(call.world).get(key.kind, &key.namespace, &key.name).unwrap_or_default();
        let service = service(key.kind, &object, flags)?;
        let words = Words { manager: "kubectl-expose", done: "exposed", refused: "" };
        answer.add(make(call, flags, service, &words)?);
    }
    answer.add(found.missing);
    Ok(Started::Done(answer))
}

fn service(kind: Kind, object: &Value, flags: &Flags) -> Result<Value, Answer> {
    let selector = selector(kind, object, flags)?;
    let ports = ports(kind, object, flags)?;
    let name = flags.value("name").unwrap_or(object["metadata"]["name"].text());
    let mut meta = json!({"name": name});
    let labels = match flags.value("labels") {
        Some(text) => pairs(text),
        None => object["metadata"]["labels"].clone(),
    };
    if labels.size() > 0 {
        meta["labels"] = labels;
    }
    let mut spec = json!({"ports": ports, "selector": selector});
    let copied = [
        ("type", "type"),
        ("cluster-ip", "clusterIP"),
        ("load-balancer-ip", "loadBalancerIP"),
        ("session-affinity", "sessionAffinity"),
    ];
    for (flag, field) in copied {
        if let Some(text) = flags.value(flag).filter(|text| !text.is_empty()) {
            spec[field] = json!(text);
        }
    }
    if let Some(address) = flags.value("external-ip") {
        spec["externalIPs"] = json!([address]);
    }
    Ok(json!({
        "apiVersion": "v1", "kind": "Service", "metadata": meta, "spec": spec, "status": {"loadBalancer": {}},
    }))
}

fn pairs(text: &str) -> Value {
    let pairs = text.split(',').filter_map(|pair| pair.split_once('='));
    Value::Object(pairs.map(|(name, value)| (name.to_owned(), json!(value))).collect::<Map<_, _>>())
}

/// MapBasedSelectorForObject
fn selector(kind: Kind, object: &Value, flags: &Flags) -> Result<Value, Answer> {
    if let Some(text) = flags.value("selector").filter(|text| !text.is_empty()) {
        return Ok(pairs(text));
    }
    let spec = &object["spec"];
    match kind {
        Kind::Pod if object["metadata"]["labels"].size() == 0 => Err(Answer::failed(
            "error: couldn't retrieve selectors via --selector flag or introspection: the pod has no labels and cannot \
             be exposed",
        )),
        Kind::Pod => Ok(object["metadata"]["labels"].clone()),
        Kind::Service if spec["selector"].size() == 0 => Err(Answer::failed(
            "error: couldn't retrieve selectors via --selector flag or introspection: the service has no pod selector set",
        )),
        Kind::Service | Kind::ReplicationController => Ok(spec["selector"].clone()),
        Kind::Deployment | Kind::ReplicaSet if spec["selector"]["matchExpressions"].size() > 0 => {
            Err(Answer::failed(
                "error: couldn't retrieve selectors via --selector flag or introspection: couldn't convert expressions - \
                 \"matchExpressions\" to map-based selector format",
            ))
        }
        Kind::Deployment | Kind::ReplicaSet => Ok(spec["selector"]["matchLabels"].clone()),
        other => Err(Answer::failed(&format!("error: cannot expose a {}", other.info().kind))),
    }
}

/// The ports that were asked for, or those that the object speaks of.
fn ports(kind: Kind, object: &Value, flags: &Flags) -> Result<Vec<Value>, Answer> {
    let protocol = flags.value("protocol");
    let known: Vec<(i64, String)> = match kind {
        Kind::Service => object["spec"]["ports"].items().iter().map(|one| held(one, "port")).collect(),
        Kind::Pod => of_containers(&object["spec"]),
        _ => of_containers(&object["spec"]["template"]["spec"]),
    };
    let asked: Vec<i64> = match flags.value("port") {
        Some(text) => text.split(',').filter_map(|port| port.trim().parse().ok()).collect(),
        None => known.iter().map(|(port, _)| *port).collect(),
    };
    if asked.is_empty() {
        return Err(Answer::failed(
            "error: couldn't find port via --port flag or introspection\nSee 'kubectl expose -h' for help and examples",
        ));
    }
    let several = asked.len() > 1;
    let one = |(at, port): (usize, &i64)| {
        let own = known.iter().find(|(known, _)| known == port).map(|(_, protocol)| protocol.as_str());
        let target = flags.value("target-port").filter(|text| !text.is_empty());
        let target = match target {
            Some(text) => text.parse::<i64>().map_or_else(|_| json!(text), |number| json!(number)),
            None => json!(port),
        };
        let protocol = protocol.or(own).unwrap_or("TCP");
        let mut one = json!({"port": port, "protocol": protocol, "targetPort": target});
        if several {
            one["name"] = json!(format!("port-{}", at + 1));
        }
        one
    };
    Ok(asked.iter().enumerate().map(one).collect())
}

fn held(port: &Value, field: &str) -> (i64, String) {
    (port[field].int(), port["protocol"].text_or("TCP").to_owned())
}

fn of_containers(spec: &Value) -> Vec<(i64, String)> {
    let ports = spec["containers"].items().iter().flat_map(|one| one["ports"].items());
    ports.map(|port| held(port, "containerPort")).collect()
}
