//! What is in a pod's volumes, and where containers see it.
//!
//! Models pkg/volume/{configmap,secret,projected,downwardapi,emptydir}, makeMounts in
//! pkg/kubelet/kubelet_pods.go and pkg/volume/util/subpath, v1.36. Content of ConfigMaps, Secrets and the pod's
//! fields is made anew at every sync; where the others' files are says `backing.rs`.

use serde_json::Value;

use super::backing::Backing;
use super::config::{self, Place, Source, lookup};
use super::container::Stage;
use super::environment::{Environment, expand};
use super::node_logs;
use super::security::fs_group;
use super::termination;
use super::tmpfs;
use crate::cluster::api::Client;
use crate::cluster::process::disk::{Disk, Mount, normal};
use crate::kinds::codec::Codec;
use crate::kinds::container::Container;
use crate::kinds::pod::Pod;
use crate::kinds::quantity::Quantity;
use crate::sim::SimTime;

/// The disk of a pod's own volume.
pub fn own_disk(pod: &Pod, volume: &str) -> String {
    format!("pod/{}/{volume}", pod.meta.uid)
}

/// A volume that is a pod's own folder.
pub struct EmptyDir {
    pub name: String,
    /// The most it may hold.
    pub limit: Option<Quantity>,
    /// medium: Memory
    pub in_memory: bool,
}

/// The volumes that are a pod's own folders.
pub fn empty_dirs(pod: &Pod) -> Vec<EmptyDir> {
    let volumes = pod.spec.volumes.iter().filter_map(Codec::to_value);
    let own = volumes.filter(|volume| volume["emptyDir"].is_object());
    let one = |volume: Value| {
        let text = |field: &str| volume["emptyDir"][field].as_str();
        EmptyDir {
            name: volume["name"].as_str().unwrap_or_default().to_owned(),
            limit: text("sizeLimit").and_then(|text| Quantity::parse(text).ok()),
            in_memory: text("medium") == Some("Memory"),
        }
    };
    own.map(one).collect()
}

/// The disk of a container's own layer; snapshots of single files are beside it.
pub fn layer(uid: &str, container: &str) -> String {
    format!("container/{uid}/{container}/")
}

pub fn node_disk(node: &str) -> String {
    format!("node/{node}")
}

/// Drops what goes with a pod.
pub fn forget(uid: &str, storage: &mut crate::cluster::process::disk::Storage) {
    storage.drop_all(&format!("pod/{uid}/"));
    storage.drop_all(&format!("container/{uid}/"));
}

/// Whether what is in a volume comes from the API.
pub fn is_content(volume: &Value) -> bool {
    ["configMap", "secret", "projected", "downwardAPI"].iter().any(|source| volume[*source].is_object())
}

/// Makes a volume ready, or says why it cannot be.
pub fn set_up(name: &str, volume: &Value, stage: &mut Stage<'_, '_>) -> Result<(), String> {
    if is_content(volume) {
        let failed = |why| format!("MountVolume.SetUp failed for volume \"{name}\" : {why}");
        let mut disk = content(volume, stage).map_err(failed)?;
        disk.add_folder_for("/", 0o777, stage.now);
        if let Some(group) = fs_group(&stage.pod) {
            disk.give_to_group(group, true);
        }
        let place = own_disk(&stage.pod, name);
        if stage.storage.get(&place) != Some(&disk) {
            stage.storage.put(&place, disk);
        }
        return Ok(());
    }
    if volume["emptyDir"]["medium"] == "Memory" {
        let room = tmpfs::room(&volume["emptyDir"], stage);
        stage.storage.disk(&own_disk(&stage.pod, name)).room = room;
    }
    match Backing::of(name, stage) {
        Some(backing) => backing.prepare(stage),
        None => Ok(()),
    }
}

/// The files of a volume whose content comes from the API.
fn content(volume: &Value, stage: &Stage<'_, '_>) -> Result<Disk, String> {
    let mut files = Files { disk: Disk::default(), at: stage.now, errors: Vec::new(), mode: 0o644 };
    let place = Place { pod: &stage.pod, pod_ip: &stage.pod_ip, node_ip: &stage.agent.ip };
    let whole = ["configMap", "secret", "downwardAPI", "projected"];
    let mode = whole.iter().find_map(|source| volume[*source]["defaultMode"].as_u64());
    files.mode = mode.map_or(0o644, |mode| mode as u32);
    for part in volume["projected"]["sources"].as_array().into_iter().flatten() {
        files.keys(Source::Secret, &part["secret"], "name", &place, stage.api);
        files.keys(Source::ConfigMap, &part["configMap"], "name", &place, stage.api);
        files.fields(&part["downwardAPI"], &place, stage.api);
        if let Some(path) = part["serviceAccountToken"]["path"].as_str() {
            let token = crate::cluster::tokens::of_pod(stage.api.store(), &stage.pod).unwrap_or_default();
            files.add(path, &token, None);
        }
    }
    files.keys(Source::ConfigMap, &volume["configMap"], "name", &place, stage.api);
    files.keys(Source::Secret, &volume["secret"], "secretName", &place, stage.api);
    files.fields(&volume["downwardAPI"], &place, stage.api);
    match files.errors.as_slice() {
        [] => Ok(files.disk),
        [single] => Err(single.clone()),
        several => Err(format!("[{}]", several.join(", "))),
    }
}

struct Files {
    disk: Disk,
    at: SimTime,
    mode: u32,
    errors: Vec<String>,
}

impl Files {
    fn add(&mut self, path: &str, text: &str, mode: Option<u64>) {
        let mode = mode.map_or(self.mode, |mode| mode as u32);
        let disk = std::mem::take(&mut self.disk);
        self.disk = disk.with_file(path, text, mode, self.at);
    }

    fn keys(&mut self, source: Source, spec: &Value, field: &str, place: &Place<'_>, api: &Client<'_>) {
        if !spec.is_object() {
            return;
        }
        let optional = spec["optional"] == true;
        let name = spec[field].as_str().unwrap_or_default();
        let data = match lookup(source, name, &place.pod.meta.namespace, api) {
            Err(_) if optional => return,
            Err(missing) => return self.errors.push(missing),
            Ok(data) => data,
        };
        let Some(items) = spec["items"].as_array().filter(|items| !items.is_empty()) else {
            return data.iter().for_each(|(key, text)| self.add(key, text, None));
        };
        for item in items {
            let key = item["key"].as_str().unwrap_or_default();
            match data.get(key) {
                Some(text) => self.add(item["path"].as_str().unwrap_or(key), text, item["mode"].as_u64()),
                None if optional => {}
                None => {
                    return self.errors.push(format!("references non-existent {} key: {key}", source.word()));
                }
            }
        }
    }

    fn fields(&mut self, spec: &Value, place: &Place<'_>, api: &Client<'_>) {
        for item in spec["items"].as_array().into_iter().flatten() {
            let path = item["path"].as_str().unwrap_or_default();
            let text = match item["fieldRef"]["fieldPath"].as_str() {
                Some(field) => config::field(field, place),
                None => config::resource(&item["resourceFieldRef"], "", place.pod, api),
            };
            match text {
                Ok(text) => self.add(path, &text, item["mode"].as_u64()),
                Err(why) => self.errors.push(why),
            }
        }
    }
}

/// Where a container sees what; snapshots of parts of what comes from the API are taken here.
pub fn mounts(
    container: &Container,
    environment: &Environment,
    stage: &mut Stage<'_, '_>,
) -> Result<Vec<Mount>, String> {
    let own = layer(&stage.pod.meta.uid, &container.name);
    stage.storage.drop_all(&own);
    let read_only = container.extra.as_deref().and_then(|extra| extra.get("securityContext"));
    let read_only = read_only.is_some_and(|context| context["readOnlyRootFilesystem"] == true);
    let mut mounts = vec![Mount { path: "/".into(), disk: own.clone(), base: "/".into(), read_only }];
    for (at, mount) in container.volume_mounts.iter().enumerate() {
        let Some(backing) = Backing::of(&mount.name, stage) else { continue };
        let Backing { mut disk, mut base, sealed, .. } = backing;
        let text =
            |field: &str| mount.extra.as_deref().and_then(|extra| extra.get(field)).and_then(Value::as_str);
        let sub = text("subPath").map(str::to_owned);
        let sub = sub.or_else(|| text("subPathExpr").map(|text| expand(text, &[&environment.values])));
        if let Some(sub) = sub.filter(|sub| !sub.is_empty()) {
            if sub.split('/').any(|part| part == "..") || sub.contains("$(") {
                return Err(format!(
                    "failed to prepare subPath for volumeMount \"{}\" of container \"{}\"",
                    mount.name, container.name
                ));
            }
            base = normal("/", &format!("{base}/{sub}"));
            if sealed && is_own(&disk) {
                let part = stage.storage.get(&disk).map(|disk| disk.part(&base)).unwrap_or_default();
                disk = format!("{own}{at}");
                base = "/".into();
                stage.storage.put(&disk, part);
            } else if stage.storage.get(&disk).is_none_or(|disk| disk.get(&base).is_none()) {
                stage.storage.disk(&disk).add_folder(&base, stage.now);
            }
        }
        let path = normal("/", &mount.mount_path);
        let of_node = disk == node_disk(&stage.agent.name);
        let logs = of_node.then(|| node_logs::mounts_below(&path, &base, &stage.agent.name));
        mounts.push(Mount { path, disk, base, read_only: mount.read_only || sealed });
        mounts.extend(logs.into_iter().flatten());
    }
    mounts.extend(termination::file(container, &own, stage.storage, stage.now));
    Ok(mounts)
}

fn is_own(disk: &str) -> bool {
    disk.starts_with("pod/")
}
