//! `kubectl set resources`: kubectl pkg/cmd/set/set_resources.go, v1.36.

use serde_json::{Map, Value, json};

use super::{pod_spec, selects, stored, within};
use crate::cluster::Key;
use crate::kinds::quantity::Quantity;
use crate::kubectl::call::flags::Flags;
use crate::kubectl::call::{Answer, Call, Started, targets};
use crate::kubectl::reach::Reach;

pub(super) fn resources(call: &mut Call<'_>, flags: &Flags, rest: &[String]) -> Result<Started, Answer> {
    targets::refuse_nothing(flags, rest)?;
    let (limits, requests) = (amounts(flags.value("limits"))?, amounts(flags.value("requests"))?);
    if limits.is_empty() && requests.is_empty() {
        return Err(Answer::failed(
            "error: you must specify an update to requests or limits (in the form of --requests/--limits)",
        ));
    }
    let mut wanted = json!({});
    for (field, amounts) in [("limits", limits), ("requests", requests)] {
        if !amounts.is_empty() {
            wanted[field] = Value::Object(amounts);
        }
    }
    let found = targets::find(call, flags, rest, None)?;
    let mut answer = Answer::default();
    for key in &found.keys {
        answer.add(change(call, key, flags.value("containers").unwrap_or("*"), &wanted));
    }
    answer.add(found.missing);
    Ok(Started::Done(answer))
}

/// `cpu=200m,memory=512Mi`
fn amounts(text: Option<&str>) -> Result<Map<String, Value>, Answer> {
    let mut amounts = Map::new();
    for pair in text.into_iter().flat_map(|text| text.split(',')).filter(|pair| !pair.is_empty()) {
        let wrong = || {
            Answer::failed(&format!("error: invalid argument syntax {pair}, expected <resource>=<quantity>"))
        };
        let (name, amount) = pair.split_once('=').ok_or_else(wrong)?;
        let amount = Quantity::parse(amount).map_err(|_| {
            let why =
                "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'";
            Answer::failed(&format!("error: {why}"))
        })?;
        amounts.insert(name.to_owned(), json!(amount.to_string()));
    }
    Ok(amounts)
}

fn change(call: &mut Call<'_>, key: &Key, pattern: &str, wanted: &Value) -> Answer {
    let object = stored(call, key);
    let path = pod_spec(key.kind);
    let Some(spec) = object.pointer(path) else {
        return Answer::failed(&format!("error: {} has no containers", targets::called(key)));
    };
    let named = spec["containers"].items().iter().filter(|one| selects(pattern, one["name"].text()));
    let (mut containers, mut changed) = (Vec::new(), false);
    for container in named {
        let holds = |field: &str| {
            wanted[field].entries().all(|(name, amount)| container["resources"][field][name] == *amount)
        };
        changed |= !(holds("limits") && holds("requests"));
        containers.push(json!({"name": container["name"], "resources": wanted}));
    }
    if containers.is_empty() {
        return Answer::failed(&format!("error: unable to find container named {pattern}"));
    }
    if !changed {
        return Answer::default();
    }
    let patch = within(path, json!({"containers": containers}));
    super::send(call, key, patch, "resource requirements updated")
}
