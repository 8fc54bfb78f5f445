//! `-k FOLDER` and `kubectl kustomize`: the manifests a kustomization makes of its files. kustomize v5.8, as kubectl
//! v1.36 has it.
//!
//! `transform` changes what the resources say, `references` follows names that change, `generate` makes ConfigMaps and
//! Secrets. Left out, and refused by name: components, helm charts, replacements, remote resources, validators.

mod generate;
pub mod hash;
mod references;
mod transform;

use serde_json::Value;

use super::call::Files;
use super::reach::Reach;
use crate::yaml;

const NAMES: [&str; 3] = ["kustomization.yaml", "kustomization.yml", "Kustomization"];
/// Kustomizations within kustomizations.
const LIMIT_DEPTH: usize = 16;
const LIMIT_RESOURCES: usize = 2_000;
const LEFT_OUT: [&str; 8] = [
    "components",
    "crds",
    "generators",
    "helmCharts",
    "openapi",
    "replacements",
    "transformers",
    "validators",
];
/// The kinds that come first, and the last, in kustomize's legacy order.
const FIRST: [&str; 22] = [
    "Namespace",
    "ResourceQuota",
    "StorageClass",
    "CustomResourceDefinition",
    "ServiceAccount",
    "PodSecurityPolicy",
    "Role",
    "ClusterRole",
    "RoleBinding",
    "ClusterRoleBinding",
    "ConfigMap",
    "Secret",
    "Endpoints",
    "Service",
    "LimitRange",
    "PriorityClass",
    "PersistentVolume",
    "PersistentVolumeClaim",
    "Deployment",
    "StatefulSet",
    "CronJob",
    "PodDisruptionBudget",
];
const LAST: [&str; 2] = ["MutatingWebhookConfiguration", "ValidatingWebhookConfiguration"];

/// A resource, and what it was called before its name was changed.
#[derive(Clone, Debug, PartialEq)]
struct Resource {
    value: Value,
    original: String,
    /// Its name ends in a hash of what it holds.
    hashed: bool,
}

impl Resource {
    fn kind(&self) -> &str {
        self.value["kind"].text()
    }

    fn name(&self) -> &str {
        self.value["metadata"]["name"].text()
    }
}

/// The manifests, in the order of the files.
pub fn build(files: &dyn Files, folder: &str) -> Result<String, String> {
    Ok(text(&resources(files, folder, 0)?))
}

/// The same in the order that `kubectl kustomize` prints.
pub fn print(files: &dyn Files, folder: &str) -> Result<String, String> {
    let mut all = resources(files, folder, 0)?;
    let place = |kind: &str| match FIRST.iter().position(|known| *known == kind) {
        Some(at) => (0, at),
        None => (1, LAST.iter().position(|known| *known == kind).map_or(0, |at| at + 1)),
    };
    all.sort_by(|a, b| {
        let key = |one: &Resource| (place(one.kind()), one.kind().to_owned(), one.name().to_owned());
        key(a).cmp(&key(b))
    });
    Ok(text(&all))
}

fn text(all: &[Resource]) -> String {
    all.iter().map(|one| yaml::to_yaml(&one.value)).collect::<Vec<_>>().join("---\n")
}

fn join(folder: &str, path: &str) -> String {
    match folder.trim_end_matches('/') {
        "" | "." => path.to_owned(),
        folder => format!("{folder}/{path}"),
    }
}

fn kustomization(files: &dyn Files, folder: &str) -> Result<Value, String> {
    let found = NAMES.iter().find_map(|name| files.text(&join(folder, name)).ok());
    let text = found.ok_or_else(|| {
        format!("error: unable to find one of 'kustomization.yaml', 'kustomization.yml' or 'Kustomization' in directory '{folder}'")
    })?;
    match yaml::read(&text).into_iter().next() {
        Some(Ok(document)) => Ok(document.value),
        Some(Err(why)) => Err(format!("error: invalid Kustomization: {why}")),
        None => Err("error: kustomization.yaml is empty".into()),
    }
}

fn resources(files: &dyn Files, folder: &str, depth: usize) -> Result<Vec<Resource>, String> {
    if depth > LIMIT_DEPTH {
        return Err(format!("error: accumulating resources: cycle detected: {folder}"));
    }
    let wanted = kustomization(files, folder)?;
    if let Some(field) = LEFT_OUT.iter().find(|field| wanted.get(**field).is_some()) {
        return Err(format!("error: {field} of a kustomization is not simulated"));
    }
    let mut all = Vec::new();
    for path in wanted["resources"].items().iter().chain(wanted["bases"].items()) {
        all.extend(accumulate(files, folder, path.text(), depth)?);
        if all.len() > LIMIT_RESOURCES {
            return Err(format!("error: a kustomization makes at most {LIMIT_RESOURCES} resources here"));
        }
    }
    generate::add(files, folder, &wanted, &mut all)?;
    transform::apply(files, folder, &wanted, &mut all)?;
    references::follow(&mut all);
    Ok(all)
}

/// A file's resources, or those of a kustomization in another folder.
fn accumulate(files: &dyn Files, folder: &str, path: &str, depth: usize) -> Result<Vec<Resource>, String> {
    if path.contains("://") || path.starts_with("github.com/") {
        return Err(format!("error: accumulating resources: {path}: the simulator has no network"));
    }
    let full = normal(&join(folder, path));
    let is_folder = !path.ends_with(".yaml") && !path.ends_with(".yml") && !path.ends_with(".json");
    if is_folder {
        return resources(files, &full, depth + 1);
    }
    let missing = |_| {
        format!(
            "error: accumulating resources: accumulation err='accumulating resources from '{path}': evalsymlink failure on '{full}' : lstat {full}: no such file or directory'"
        )
    };
    let mut found = Vec::new();
    for document in yaml::read(&files.text(&full).map_err(missing)?) {
        let value =
            document.map_err(|why| format!("error: accumulating resources from '{path}': {why}"))?.value;
        if value["kind"].text().is_empty() || value["metadata"]["name"].text().is_empty() {
            return Err(format!(
                "error: accumulating resources from '{path}': missing metadata.name or kind in object"
            ));
        }
        let original = value["metadata"]["name"].text().to_owned();
        found.push(Resource { value, original, hashed: false });
    }
    Ok(found)
}

/// `a/../b` is `b`.
fn normal(path: &str) -> String {
    let mut steps: Vec<&str> = Vec::new();
    for step in path.split('/') {
        match step {
            "." => {}
            ".." if steps.last().is_some_and(|last| *last != ".." && !last.is_empty()) => drop(steps.pop()),
            step => steps.push(step),
        }
    }
    if steps.is_empty() { ".".into() } else { steps.join("/") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    struct Folder(BTreeMap<&'static str, &'static str>);

    impl Files for Folder {
        fn manifests(&self, path: &str, _: bool) -> Result<Vec<(String, String)>, String> {
            let text = self.0.get(path).ok_or("no such file")?;
            Ok(vec![(path.to_owned(), (*text).to_owned())])
        }
    }

    const BASE: &str = "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec:\n  replicas: 1\n  selector:\n    matchLabels: {app: web}\n  template:\n    metadata:\n      labels: {app: web}\n    spec:\n      containers:\n      - name: c\n        image: nginx:1.25\n        envFrom:\n        - configMapRef: {name: settings}\n";

    #[test]
    fn an_overlay_changes_its_base() {
        let folder = Folder(BTreeMap::from([
            (
                "base/kustomization.yaml",
                "resources: [web.yaml]\nconfigMapGenerator:\n- name: settings\n  literals: [A=b]\n",
            ),
            ("base/web.yaml", BASE),
            (
                "prod/kustomization.yaml",
                "resources: [../base]\nnamePrefix: prod-\nnamespace: shop\nreplicas: [{name: web, count: 3}]\nimages: [{name: nginx, newTag: '1.26'}]\nlabels:\n- pairs: {env: prod}\npatches:\n- patch: |-\n    - op: add\n      path: /metadata/annotations\n      value: {a: b}\n  target: {kind: Deployment}\n",
            ),
        ]));
        let text = build(&folder, "prod").expect("builds");
        assert!(text.contains("name: prod-web\n") && text.contains("namespace: shop\n"), "{text}");
        assert!(text.contains("replicas: 3\n") && text.contains("image: nginx:1.26\n"), "{text}");
        assert!(text.contains("annotations:\n    a: b\n") && text.contains("env: prod\n"), "{text}");
        let map =
            text.lines().find_map(|line| line.trim().strip_prefix("name: prod-settings-")).expect("a map");
        assert_eq!(map.len(), 10, "{text}");
        assert_eq!(text.matches(&format!("prod-settings-{map}")).count(), 2, "{text}");
        assert!(build(&folder, "none").unwrap_err().contains("unable to find one of"));
    }
}
