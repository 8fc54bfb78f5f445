//! Reaching into objects as kubectl sees them: JSON in which a missing field is its zero.
//!
//! `show` and the small texts beside it print a value as Go's `%v` prints the typed field; quantities go
//! through `kinds::quantity`, as apimachinery's pkg/api/resource prints them, v1.36.

use serde_json::Value;

use crate::kinds::quantity::Quantity;

/// Zero where there is nothing.
pub trait Reach {
    fn text(&self) -> &str;
    fn int(&self) -> i64;
    fn flag(&self) -> bool;
    fn is_set(&self) -> bool;
    fn items(&self) -> &[Value];
    /// The members of a mapping, by name.
    fn entries(&self) -> impl Iterator<Item = (&str, &Value)>;
    /// How many items or members there are.
    fn size(&self) -> usize;
    /// A list's texts with a separator between them.
    fn joined(&self, separator: &str) -> String;
    /// The text, or another where there is none.
    fn text_or<'a>(&'a self, other: &'a str) -> &'a str;
}

impl Reach for Value {
    fn text(&self) -> &str {
        self.as_str().unwrap_or_default()
    }

    fn int(&self) -> i64 {
        self.as_i64().unwrap_or_default()
    }

    fn flag(&self) -> bool {
        self.as_bool().unwrap_or_default()
    }

    fn is_set(&self) -> bool {
        !self.is_null()
    }

    fn items(&self) -> &[Value] {
        self.as_array().map(Vec::as_slice).unwrap_or_default()
    }

    fn entries(&self) -> impl Iterator<Item = (&str, &Value)> {
        self.as_object().into_iter().flatten().map(|(name, value)| (name.as_str(), value))
    }

    fn size(&self) -> usize {
        match self {
            Value::Array(items) => items.len(),
            Value::Object(members) => members.len(),
            _ => 0,
        }
    }

    fn joined(&self, separator: &str) -> String {
        self.items().iter().map(Reach::text).collect::<Vec<_>>().join(separator)
    }

    fn text_or<'a>(&'a self, other: &'a str) -> &'a str {
        self.as_str().unwrap_or(other)
    }
}

/// A scalar as Go's `%v` prints it, lists in brackets.
pub fn show(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Array(items) => format!("[{}]", items.iter().map(show).collect::<Vec<_>>().join(" ")),
        Value::Object(_) => {
            let pairs: Vec<String> =
                value.entries().map(|(name, one)| format!("{name}:{}", show(one))).collect();
            format!("map[{}]", pairs.join(" "))
        }
        other => other.to_string(),
    }
}

/// `IntOrString.String()`; `<nil>` where it is not set.
pub fn int_or_text(value: &Value) -> String {
    if value.is_set() { show(value) } else { "<nil>".into() }
}

pub fn quantity(value: &Value) -> Option<Quantity> {
    match value {
        Value::String(text) => Quantity::parse(text.trim()).ok(),
        Value::Number(number) => Quantity::parse(&number.to_string()).ok(),
        _ => None,
    }
}

/// The quantity's text, `0` where there is none.
pub fn quantity_text(value: &Value) -> String {
    quantity(value).unwrap_or_default().to_string()
}

/// The text of a quantity behind a pointer.
pub fn quantity_or_nil(value: &Value) -> String {
    quantity(value).map_or_else(|| "<nil>".into(), |amount| amount.to_string())
}

/// `True`, `False`, or `<unset>`.
pub fn flag_text(value: &Value) -> &'static str {
    match value.as_bool() {
        None => "<unset>",
        Some(true) => "True",
        Some(false) => "False",
    }
}

/// The controller among an object's owners.
pub fn controller(object: &Value) -> Option<&Value> {
    object["metadata"]["ownerReferences"].items().iter().find(|owner| owner["controller"].flag())
}

/// `labels.FormatLabels`: `a=b,c=d`, or `<none>`.
pub fn labels_text(labels: &Value) -> String {
    let pairs: Vec<String> =
        labels.entries().map(|(name, value)| format!("{name}={}", value.text())).collect();
    if pairs.is_empty() { "<none>".into() } else { pairs.join(",") }
}

/// RWO, ROX, RWX, RWOP, each once and in this order.
pub fn access_modes(modes: &Value) -> String {
    let known = [
        ("ReadWriteOnce", "RWO"),
        ("ReadOnlyMany", "ROX"),
        ("ReadWriteMany", "RWX"),
        ("ReadWriteOncePod", "RWOP"),
    ];
    let has = |name: &str| modes.items().iter().any(|mode| mode.text() == name);
    known.iter().filter(|(name, _)| has(name)).map(|(_, short)| *short).collect::<Vec<_>>().join(",")
}

/// The storage class of a volume or claim: the old annotation, else the field.
pub fn storage_class(object: &Value) -> &str {
    let annotation = &object["metadata"]["annotations"]["volume.beta.kubernetes.io/storage-class"];
    annotation.text_or(object["spec"]["storageClassName"].text())
}

/// Whether a StorageClass is marked as the default one.
pub fn is_default_class(object: &Value) -> bool {
    let annotations = &object["metadata"]["annotations"];
    ["storageclass.kubernetes.io/is-default-class", "storageclass.beta.kubernetes.io/is-default-class"]
        .iter()
        .any(|name| annotations[name].text() == "true")
}

/// The roles of a node, from its labels.
pub fn node_roles(node: &Value) -> String {
    let role = |(name, value)| node_role(name, Reach::text(value));
    let roles: std::collections::BTreeSet<&str> =
        node["metadata"]["labels"].entries().filter_map(role).collect();
    if roles.is_empty() { "<none>".into() } else { roles.into_iter().collect::<Vec<_>>().join(",") }
}

fn node_role<'a>(label: &'a str, value: &'a str) -> Option<&'a str> {
    match label.strip_prefix("node-role.kubernetes.io/") {
        Some(role) => Some(role).filter(|role| !role.is_empty()),
        None => Some(value).filter(|value| label == "kubernetes.io/role" && !value.is_empty()),
    }
}

/// Addresses or else names of a load balancer, sorted, each once.
pub fn load_balancer(status: &Value) -> String {
    let word = |one: &Value| [&one["ip"], &one["hostname"]].map(|value| value.text().to_owned());
    let found: std::collections::BTreeSet<String> = status["ingress"]
        .items()
        .iter()
        .filter_map(|one| word(one).into_iter().find(|word| !word.is_empty()))
        .collect();
    found.into_iter().collect::<Vec<_>>().join(",")
}

/// `net.JoinHostPort`.
pub fn host_port(host: &str, port: &str) -> String {
    if host.contains(':') { format!("[{host}]:{port}") } else { format!("{host}:{port}") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_is_missing_is_zero() {
        let object = json!({"spec": {"n": 3, "l": ["a", "b"]}});
        assert_eq!((object["spec"]["n"].int(), object["status"]["n"].int()), (3, 0));
        assert_eq!((object["spec"]["l"].joined(","), object["x"].joined(",")), ("a,b".into(), "".into()));
        assert_eq!(
            (quantity_text(&json!("1024Mi")), quantity_text(&Value::Null)),
            ("1Gi".into(), "0".into())
        );
    }

    #[test]
    fn values_print_as_go_prints_them() {
        assert_eq!(show(&json!(["a", 1, true])), "[a 1 true]");
        assert_eq!(show(&json!({"b": "2", "a": "1"})), "map[a:1 b:2]");
        assert_eq!(host_port("fd00::1", "80"), "[fd00::1]:80");
    }
}
