//! Whom a container's processes run as and what they may do, and what a pod refuses of that.
//!
//! Models convertToRuntimeSecurityContext and verifyRunAsNonRoot in pkg/kubelet/kuberuntime/security_context.go, v1.36, and what
//! containerd 2 makes of capabilities. It lets everybody bind low ports and ping (enable_unprivileged_ports,
//! enable_unprivileged_icmp), so that neither needs a capability. Images' users are in `images::contents`.

use serde_json::Value;

use super::container::{ContainerRun, Stage};
use super::worker::PodWorker;
use crate::cluster::images::contents::{User, user};
use crate::cluster::images::{Reference, Start};
use crate::cluster::process::{Capabilities, Identity, capabilities, disk};
use crate::kinds::container::Container;
use crate::kinds::pod::Pod;

/// A field of the container's security context, or else of the pod's.
fn effective(field: &str, pod: &Pod, container: &Container) -> Option<Value> {
    let of = |extra: Option<&serde_json::Map<String, Value>>| {
        extra
            .and_then(|extra| extra.get("securityContext")?.get(field))
            .filter(|value| !value.is_null())
            .cloned()
    };
    of(container.extra.as_deref()).or_else(|| of(pod.spec.extra.as_deref()))
}

fn number(value: &Value) -> Option<u32> {
    value.as_u64().and_then(|number| u32::try_from(number).ok())
}

/// The user and the groups of a container's processes. A user that is asked for by number is in the group root
/// if no group is asked for; the groups of the pod are added.
pub fn identity(pod: &Pod, container: &str, image: &str) -> Identity {
    let Some(container) = pod.container_named(container) else { return Identity::default() };
    let asked = |field| effective(field, pod, container).as_ref().and_then(number);
    let (own, name) = match user(image) {
        User::Number(number) => (number, None),
        User::Name(name) => {
            (NAMED.iter().find(|(own, _)| *own == name).map_or(1000, |(_, number)| *number), Some(name))
        }
    };
    let user = asked("runAsUser");
    let usual = if user.is_none() { own } else { 0 };
    let context = pod.spec.extra.as_deref().and_then(|extra| extra.get("securityContext"));
    let more = context.and_then(|context| context["supplementalGroups"].as_array()).into_iter().flatten();
    let more = more.filter_map(number).chain(fs_group(pod));
    let name = name.filter(|_| user.is_none_or(|user| user == own));
    Identity {
        user: user.unwrap_or(own),
        group: asked("runAsGroup").unwrap_or(usual),
        groups: more.collect(),
        name,
        bounds: capabilities_of(container),
    }
}

/// A privileged container has all, another the usual ones with those that it adds and without those that it drops.
fn capabilities_of(container: &Container) -> Capabilities {
    let context = container.extra.as_deref().and_then(|extra| extra.get("securityContext"));
    let Some(context) = context else { return Capabilities::default() };
    if context["privileged"] == true {
        return Capabilities::ALL;
    }
    let names = |list: &str| -> Vec<&str> {
        let all = context["capabilities"][list].as_array();
        all.into_iter().flatten().filter_map(Value::as_str).collect()
    };
    Capabilities::default().changed(&names("add"), &names("drop"))
}

impl PodWorker {
    /// Whom a container's processes run as.
    pub fn identity(&self, run: &ContainerRun) -> Identity {
        identity(&self.pod, &run.name, &run.image)
    }
}

impl PodWorker {
    /// Finds out what an image's own server lacks to start. Root with all it usually has and a file system of its own lacks nothing.
    pub(super) fn note_privileges(&mut self, at: usize, stage: &mut Stage<'_, '_>) {
        let run = &self.containers[at];
        let (who, mounts) = (run.who.clone(), run.mounts.clone());
        let sealed = mounts.iter().any(|mount| mount.path == "/" && mount.read_only);
        if !sealed && who.can(capabilities::CHOWN) && who.can(capabilities::DAC_OVERRIDE) {
            self.containers[at].lacks = None;
            return;
        }
        self.ensure_layer(at, stage.storage, stage.now);
        let storage = &*stage.storage;
        let start = Start {
            repository: Reference::parse(&run.image)
                .filter(|one| one.on_hub)
                .map_or("", |one| one.repository),
            is_root: who.is_root(),
            may_chown: who.can(capabilities::CHOWN),
            may_write: &|folder| disk::may_write(&who, storage, &mounts, folder),
        };
        self.containers[at].lacks = (run.model().lacks)(&start);
    }
}

/// The group that volumes are given to.
pub fn fs_group(pod: &Pod) -> Option<u32> {
    number(pod.spec.extra.as_deref()?.get("securityContext")?.get("fsGroup")?)
}

/// The numbers of users that images name, by their /etc/passwd.
const NAMED: [(&str, u32); 3] = [("curl_user", 100), ("jenkins", 1000), ("nobody", 65534)];

/// Refuses a container that would run as root though it may not.
pub fn verify_non_root(pod: &Pod, container: &Container) -> Result<(), String> {
    if effective("runAsNonRoot", pod, container) != Some(Value::Bool(true)) {
        return Ok(());
    }
    let asked = effective("runAsUser", pod, container).and_then(|user| user.as_i64());
    let why = match (asked, user(&container.image)) {
        (Some(0), _) => "container's runAsUser breaks non-root policy".to_owned(),
        (Some(_), _) | (None, User::Number(1..)) => return Ok(()),
        (None, User::Number(_)) => "container has runAsNonRoot and image will run as root".to_owned(),
        (None, User::Name(name)) => format!(
            "container has runAsNonRoot and image has non-numeric user ({name}), cannot verify user is non-root"
        ),
    };
    let meta = &pod.meta;
    Err(format!(
        "{why} (pod: \"{}_{}({})\", container: {})",
        meta.name, meta.namespace, meta.uid, container.name
    ))
}
