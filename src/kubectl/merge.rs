//! The three-way merge of `kubectl apply`: what was applied last, what is applied now, what is live.
//!
//! Models kubectl's patcher (pkg/cmd/apply/patcher.go) with apimachinery's strategicpatch, v1.36:
//! fields that were applied before and are no longer go; fields applied now are set; all else stays.
//! Lists whose items have a merge key are merged by it, others are replaced.

use serde_json::{Map, Value};

/// patchMergeKey of the lists that have one, by the field's name.
const MERGE_KEYS: &[(&str, &str)] = &[
    ("containers", "name"),
    ("initContainers", "name"),
    ("ephemeralContainers", "name"),
    ("env", "name"),
    ("volumes", "name"),
    ("volumeMounts", "mountPath"),
    ("volumeDevices", "devicePath"),
    ("imagePullSecrets", "name"),
    ("hostAliases", "ip"),
    ("topologySpreadConstraints", "topologyKey"),
    ("ownerReferences", "uid"),
    ("conditions", "type"),
];

/// `live` with the change from `last` to `now` made to it.
pub fn three_way(last: &Value, now: &Value, live: &Value) -> Value {
    match (now, live) {
        (Value::Object(now), Value::Object(live)) => {
            let none = Map::new();
            Value::Object(members(last.as_object().unwrap_or(&none), now, live))
        }
        _ => now.clone(),
    }
}

fn members(
    last: &Map<String, Value>,
    now: &Map<String, Value>,
    live: &Map<String, Value>,
) -> Map<String, Value> {
    let mut merged = live.clone();
    for name in last.keys().filter(|name| !now.contains_key(*name)) {
        merged.remove(name);
    }
    for (name, value) in now {
        if value.is_null() {
            merged.remove(name);
            continue;
        }
        let before = last.get(name).unwrap_or(&Value::Null);
        let value = match (merge_key(name, value), live.get(name)) {
            (Some(key), Some(Value::Array(live))) => list(key, before, value, live),
            (None, Some(live)) if value.is_object() => three_way(before, value, live),
            _ => value.clone(),
        };
        merged.insert(name.clone(), value);
    }
    merged
}

/// The key that tells the items of a list apart; a Service's ports go by `port`, a container's by `containerPort`.
fn merge_key(name: &str, value: &Value) -> Option<&'static str> {
    let items = value.as_array()?;
    if name == "ports" {
        let has = |key: &str| !items.is_empty() && items.iter().all(|item| item.get(key).is_some());
        return ["containerPort", "port"].into_iter().find(|key| has(key));
    }
    MERGE_KEYS.iter().find(|(field, _)| *field == name).map(|(_, key)| *key)
}

fn list(key: &str, last: &Value, now: &Value, live: &[Value]) -> Value {
    let (last, now) = (items(last), items(now));
    let find =
        |list: &[Value], wanted: &Value| list.iter().find(|item| item.get(key) == Some(wanted)).cloned();
    let mut merged = Vec::new();
    for item in now {
        let Some(id) = item.get(key) else {
            return Value::Array(now.to_vec());
        };
        let before = find(last, id).unwrap_or_default();
        merged.push(find(live, id).map_or_else(|| item.clone(), |live| three_way(&before, item, &live)));
    }
    for item in live {
        let id = item.get(key).unwrap_or(&Value::Null);
        let applied = find(now, id).is_some() || find(last, id).is_some();
        if !applied {
            merged.push(item.clone());
        }
    }
    Value::Array(merged)
}

fn items(value: &Value) -> &[Value] {
    value.as_array().map(Vec::as_slice).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_others_set_stays_and_what_is_no_longer_applied_goes() {
        let last = json!({"a": 1, "b": 2, "m": {"x": 1}});
        let now = json!({"a": 3, "m": {"y": 1}});
        let live = json!({"a": 1, "b": 2, "c": 9, "m": {"x": 1, "z": 1}});
        assert_eq!(three_way(&last, &now, &live), json!({"a": 3, "c": 9, "m": {"y": 1, "z": 1}}));
    }

    #[test]
    fn containers_are_merged_by_name() {
        let last = json!({"containers": [{"name": "a", "image": "x"}, {"name": "old"}]});
        let now = json!({"containers": [{"name": "a", "image": "y"}]});
        let live = json!({"containers": [{"name": "a", "image": "x", "tty": true}, {"name": "old"}, {"name": "injected"}]});
        let expected =
            json!({"containers": [{"name": "a", "image": "y", "tty": true}, {"name": "injected"}]});
        assert_eq!(three_way(&last, &now, &live), expected);
    }
}
