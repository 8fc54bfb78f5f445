//! Which container of a pod is meant: kubectl pkg/cmd/util/podcmd/podcmd.go, v1.36.

use serde_json::Value;

use super::call::Answer;
use super::reach::Reach;

/// Names in `containers`, `initContainers` or `ephemeralContainers`.
pub fn names(pod: &Value, list: &str) -> Vec<String> {
    pod["spec"][list].items().iter().map(|one| one["name"].text().to_owned()).collect()
}

/// Every name, in the order kubectl looks for one.
pub fn all(pod: &Value) -> Vec<String> {
    ["containers", "initContainers", "ephemeralContainers"].iter().flat_map(|list| names(pod, list)).collect()
}

/// The container that is meant where none is named, and what kubectl says of the choice.
pub fn default(pod: &Value, said: &mut Answer) -> String {
    let own = names(pod, "containers");
    let annotated = pod["metadata"]["annotations"]["kubectl.kubernetes.io/default-container"].text();
    if own.iter().any(|name| name == annotated) {
        return annotated.to_owned();
    }
    let first = own.first().cloned().unwrap_or_default();
    let marked = |list: &str, mark: &str| -> Vec<String> {
        names(pod, list).iter().map(|name| format!("{name} ({mark})")).collect()
    };
    let all = [own, marked("ephemeralContainers", "ephem"), marked("initContainers", "init")].concat();
    if all.len() > 1 {
        said.add(Answer::warned(&format!("Defaulted container \"{first}\" out of: {}", all.join(", "))));
    }
    first
}
