//! Where the files of a volume are: on the pod's own disk, a node's, a server's, or one of its PersistentVolume.
//!
//! Models pkg/volume/hostpath, pkg/volume/local and pkg/volume/nfs, v1.36, as far as it matters who sees whose files: a
//! `hostPath` or `local` volume is a folder of its node, whoever comes to it by which name; an NFS export is the same for
//! all nodes. Deviation: any server of NFS is there and has whatever is asked for.

use std::sync::Arc;

use serde_json::Value;

use super::container::Stage;
use super::security::fs_group;
use super::volumes::{is_content, node_disk, own_disk};
use crate::cluster::claims::PROVISIONED_BY;
use crate::cluster::process::disk::{Storage, normal};
use crate::cluster::store::{Change, Verb};
use crate::kinds::Resource;
use crate::kinds::codec::Codec;
use crate::kinds::persistent_volume::PersistentVolume;
use crate::kinds::persistent_volume_claim::PersistentVolumeClaim;

/// Folders every node has.
const OF_NODES: [&str; 10] = [
    "/",
    "/var/log",
    "/var/log/pods",
    "/var/log/containers",
    "/etc",
    "/tmp",
    "/var/lib",
    "/run",
    "/sys",
    "/proc",
];

/// What a volume of a pod stands for.
pub struct Backing {
    /// The disk, and where on it.
    pub disk: String,
    pub base: String,
    /// Nobody may write there.
    pub sealed: bool,
    /// The volume source: the pod's, or its PersistentVolume's.
    source: Value,
    volume: Option<Arc<PersistentVolume>>,
    /// Its name in events: the PersistentVolume's if there is one.
    name: String,
}

impl Backing {
    /// None while a claim has no volume.
    pub fn of(name: &str, stage: &Stage<'_, '_>) -> Option<Backing> {
        let pod = &stage.pod;
        let own = pod.spec.volumes.iter().find(|volume| volume.name == name)?.to_value()?;
        let claim = match own["ephemeral"].is_object() {
            true => Some(format!("{}-{name}", pod.meta.name)),
            false => own["persistentVolumeClaim"]["claimName"].as_str().map(str::to_owned),
        };
        let Some(claim) = claim else {
            let usual = (own_disk(pod, name), is_content(&own));
            return Some(Backing::on(own, name.to_owned(), None, usual, stage));
        };
        let store = stage.api.store();
        let claim = store.get::<PersistentVolumeClaim>(&pod.meta.namespace, &claim)?;
        let volume = store.get::<PersistentVolume>("", &claim.spec.volume_name)?.clone();
        let read_only = own["persistentVolumeClaim"]["readOnly"] == true;
        let (name, source) = (volume.meta.name.clone(), volume.spec.to_value().unwrap_or_default());
        let usual = (format!("pv/{name}"), read_only);
        Some(Backing::on(source, name, Some(volume), usual, stage))
    }

    fn on(
        source: Value,
        name: String,
        volume: Option<Arc<PersistentVolume>>,
        (usual, sealed): (String, bool),
        stage: &Stage<'_, '_>,
    ) -> Backing {
        let (disk, base) = place(&source, &stage.agent.name).unwrap_or((usual, "/".into()));
        let sealed = sealed || source["nfs"]["readOnly"] == true;
        Backing { disk, base, sealed, source, volume, name }
    }

    fn is(&self, field: &str) -> bool {
        self.source[field].is_object()
    }

    /// Makes its folder ready, or says why it cannot be.
    pub fn prepare(&self, stage: &mut Stage<'_, '_>) -> Result<(), String> {
        let provisioned =
            self.volume.as_ref().is_some_and(|volume| volume.meta.annotation(PROVISIONED_BY).is_some());
        if self.is("hostPath") && !provisioned {
            let why = host_path(&self.source["hostPath"], stage);
            return why
                .map_err(|why| format!("MountVolume.SetUp failed for volume \"{}\" : {why}", self.name));
        }
        let known = self.folder_is_there(stage.storage);
        if self.is("local") && !known {
            return Err(format!(
                "MountVolume.NewMounter initialization failed for volume \"{}\" : path \"{}\" does not exist",
                self.name, self.base
            ));
        }
        let from_driver = self.is("csi") || self.is("awsElasticBlockStore") || self.is("gcePersistentDisk");
        if !known {
            // Disks of drivers are formatted with a folder of root's; the others are anybody's.
            let mode = if from_driver { 0o755 } else { 0o777 };
            stage.storage.disk(&self.disk).add_folder_for(&self.base, mode, stage.now);
        }
        let manages = !self.is("hostPath") && !self.is("nfs") && !self.is("local") && !self.sealed;
        if let Some(group) = fs_group(&stage.pod).filter(|_| manages) {
            stage.storage.disk(&self.disk).give_to_group(group, false);
        }
        Ok(())
    }

    fn folder_is_there(&self, storage: &Storage) -> bool {
        let held = storage.get(&self.disk);
        let found = held.is_some_and(|disk| match self.base.as_str() {
            "/" => disk.has_root(),
            base => disk.get(base).is_some(),
        });
        found || (self.disk.starts_with("node/") && OF_NODES.contains(&self.base.as_str()))
    }
}

/// The disk and the folder of a source that more than one pod may come to.
fn place(source: &Value, node: &str) -> Option<(String, String)> {
    let path = |of: &Value| of["path"].as_str().map(|path| normal("/", path));
    if let Some(path) = path(&source["hostPath"]).or_else(|| path(&source["local"])) {
        return Some((node_disk(node), path));
    }
    let server = source["nfs"]["server"].as_str()?;
    Some((format!("nfs/{server}"), path(&source["nfs"])?))
}

/// Files that a change of a PersistentVolume takes with it: it is deleted with what is on it, or emptied for the next.
pub fn reclaim(change: &Change, nodes: &[String], storage: &mut Storage) {
    let old = change.old.as_ref().and_then(PersistentVolume::of);
    let new = change.new.as_ref().and_then(PersistentVolume::of);
    let policy = |volume: &PersistentVolume| volume.spec.reclaim_policy.clone();
    let gone = match (old, new, change.verb) {
        (Some(old), _, Verb::Deleted) if policy(old) == "Delete" => old,
        (Some(old), Some(new), _)
            if policy(new) == "Recycle" && old.spec.claim_ref.is_some() && new.spec.claim_ref.is_none() =>
        {
            old
        }
        _ => return,
    };
    let source = gone.spec.to_value().unwrap_or_default();
    let mut places: Vec<(String, String)> = nodes.iter().filter_map(|node| place(&source, node)).collect();
    if places.is_empty() {
        places.push((format!("pv/{}", gone.meta.name), "/".into()));
    }
    places.dedup();
    for (disk, base) in places {
        if storage.get(&disk).is_some() {
            storage.disk(&disk).empty(&base);
        }
    }
}

/// checkType in pkg/volume/hostpath/host_path.go
fn host_path(spec: &Value, stage: &mut Stage<'_, '_>) -> Result<(), String> {
    let path = normal("/", spec["path"].as_str().unwrap_or_default());
    let node = node_disk(&stage.agent.name);
    let found = stage.storage.get(&node).and_then(|disk| disk.get(&path));
    let known = found.is_some() || OF_NODES.contains(&path.as_str());
    let is_folder = known && found.is_none_or(|entry| entry.is_directory());
    let failed = |what: &str| Err(format!("hostPath type check failed: {path} is not {what}"));
    match spec["type"].as_str().unwrap_or_default() {
        "Directory" if !is_folder => failed("a directory"),
        "File" if !known || is_folder => failed("a file"),
        "Socket" => failed("a socket file"),
        "CharDevice" => failed("a character device"),
        "BlockDevice" => failed("a block device"),
        "DirectoryOrCreate" if known && !is_folder => failed("a directory"),
        "FileOrCreate" if is_folder => failed("a file"),
        "DirectoryOrCreate" | "FileOrCreate" | "" if known => Ok(()),
        "FileOrCreate" => {
            let disk = std::mem::take(stage.storage.disk(&node));
            stage.storage.put(&node, disk.with_file(&path, "", 0o644, stage.now));
            Ok(())
        }
        "DirectoryOrCreate" | "" => {
            stage.storage.disk(&node).add_folder(&path, stage.now);
            Ok(())
        }
        _ => Ok(()),
    }
}
