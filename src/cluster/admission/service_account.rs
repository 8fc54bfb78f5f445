//! Pods act as an account, `default` unless they name one, and get its token: plugin/pkg/admission/serviceaccount,
//! v1.36.
//!
//! The token, the cluster's certificate and the namespace are one projected volume, mounted in every container that
//! mounts nothing there itself. Deviation: an account `default` that its controller has not made yet does not hold a
//! pod back, where upstream refuses it.

use std::sync::Arc;

use serde_json::Value;

use crate::cluster::status::Status;
use crate::cluster::store::Store;
use crate::kinds::container::{Container, VolumeMount};
use crate::kinds::pod::{Pod, PodSpec};
use crate::kinds::service_account::ServiceAccount;
use crate::kinds::volume::{Projected, Volume};
use crate::kinds::{Kind, Object};
use crate::sim::Rng;

const DEFAULT: &str = "default";
const MIRROR: &str = "kubernetes.io/config.mirror";
const MOUNT_PATH: &str = "/var/run/secrets/kubernetes.io/serviceaccount";
const VOLUME_PREFIX: &str = "kube-api-access-";

pub fn admit(store: &Store, object: &mut Object, names: &mut Rng) -> Result<(), Status> {
    let Object::Pod(pod) = object else { return Ok(()) };
    if pod.meta.annotation(MIRROR).is_some() {
        return Ok(());
    }
    let pod = Arc::make_mut(pod);
    let account = account(store, pod)?;
    let spec = Arc::make_mut(&mut pod.spec);
    if spec.service_account.is_empty() {
        spec.service_account = spec.service_account_name.clone();
    }
    if wants_token(spec, account.as_deref()) {
        mount_token(spec, names);
    }
    pull_secrets(spec, account.as_deref());
    Ok(())
}

/// The pod's account; its name is filled in.
fn account(store: &Store, pod: &mut Pod) -> Result<Option<Arc<ServiceAccount>>, Status> {
    let spec = Arc::make_mut(&mut pod.spec);
    if spec.service_account_name.is_empty() {
        spec.service_account_name = DEFAULT.to_owned();
    }
    let (namespace, name) = (&pod.meta.namespace, spec.service_account_name.as_str());
    let found = store.get::<ServiceAccount>(namespace, name).cloned();
    if name != DEFAULT && found.is_none() {
        let why = format!(
            "error looking up service account {namespace}/{name}: serviceaccount \"{name}\" not found"
        );
        return Err(Status::forbidden(Kind::Pod, &pod.meta.name, &why));
    }
    Ok(found)
}

fn kept<'a>(extra: &'a crate::kinds::codec::Extra, name: &str) -> Option<&'a Value> {
    extra.as_ref().and_then(|extra| extra.get(name))
}

/// What the pod says counts, then what its account says.
fn wants_token(spec: &PodSpec, account: Option<&ServiceAccount>) -> bool {
    spec.automount_token.or(account.and_then(|account| account.automount_token)).unwrap_or(true)
}

fn mount_token(spec: &mut PodSpec, names: &mut Rng) {
    let ours = |volume: &&Volume| volume.name.starts_with(VOLUME_PREFIX);
    let held = spec.volumes.iter().find(ours).map(|volume| volume.name.clone());
    let name = held.clone().unwrap_or_else(|| format!("{VOLUME_PREFIX}{}", names.name_suffix(5)));
    let mut needed = false;
    for container in spec.init_containers.iter_mut().chain(spec.containers.iter_mut()) {
        needed |= mount(container, &name);
    }
    if needed && held.is_none() {
        spec.volumes.push(Volume { name, projected: Some(Projected::token()), ..Default::default() });
    }
}

/// Mounts the volume, unless something is mounted there.
fn mount(container: &mut Container, volume: &str) -> bool {
    let taken = container.volume_mounts.iter().any(|mount| mount.mount_path == MOUNT_PATH);
    if !taken {
        let (name, mount_path) = (volume.to_owned(), MOUNT_PATH.to_owned());
        container.volume_mounts.push(VolumeMount { name, mount_path, read_only: true, extra: None });
    }
    !taken
}

/// The secrets of the account for private registries, if the pod names none.
fn pull_secrets(spec: &mut PodSpec, account: Option<&ServiceAccount>) {
    const FIELD: &str = "imagePullSecrets";
    let named = kept(&spec.extra, FIELD).and_then(Value::as_array).is_some_and(|list| !list.is_empty());
    let secrets = account.and_then(|account| kept(&account.extra, FIELD)).filter(|_| !named);
    if let Some(secrets) = secrets.filter(|list| list.as_array().is_some_and(|list| !list.is_empty())) {
        spec.extra.get_or_insert_default().insert(FIELD.into(), secrets.clone());
    }
}
