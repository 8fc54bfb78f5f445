//! Changes of a part of an object: apiserver pkg/endpoints/handlers/patch.go, v1.36.
//!
//! The patched object is decoded as the request's fieldValidation asks: `Strict` refuses fields that no type
//! has, as `kubectl apply` wants it; `Warn`, which is what a request gets that asks for nothing, drops them and
//! warns, as for `kubectl patch`.

use serde_json::{Value, json};

use super::admission;
use super::api::{Client, refuse_invalid};
use super::decoding;
use super::status::{Reason, Status};
use super::store::Key;
use super::subresources::refuse_unserved;
use crate::kinds::conversion::Version;
use crate::kinds::patch::{Patch, Refusal};
use crate::kinds::{Kind, Object, defaults, scale, strategy, validation};

impl Client<'_> {
    /// Changes a part of an object, decoded strictly.
    pub fn patch(&mut self, key: &Key, patch: &Patch) -> Result<Object, Status> {
        self.patch_version(key, patch, None)
    }

    /// The same by a patch that is written in another version than the store's.
    pub fn patch_version(
        &mut self,
        key: &Key,
        patch: &Patch,
        version: Option<&Version>,
    ) -> Result<Object, Status> {
        let (kind, stored) = self.to_patch(key)?;
        let Some(version) = version else {
            let patched = patch.apply(kind, &stored).map_err(refused)?;
            decoding::refuse_misshapen(kind, &patched, patch)?;
            return self.update_object(kind.read(&patched));
        };
        let old_form = (version.from_stored)(&stored);
        let patched = patch.apply_to(version.table(), &old_form).map_err(refused)?;
        decoding::refuse_misshapen_version(version, &patched, patch)?;
        self.update_object(kind.read(&(version.to_stored)(&patched, Some(&stored))))
    }

    /// Changes a part of an object; fields that no type has are left out, with a warning.
    pub fn patch_leniently(&mut self, key: &Key, patch: &Patch) -> Result<Object, Status> {
        let patched = self.patched(key, patch)?;
        self.update_object(key.kind.read(&patched))
    }

    /// The same through the `status` subresource: the status changes, the rest stays.
    pub fn patch_status(&mut self, key: &Key, patch: &Patch) -> Result<Object, Status> {
        let mut new = self.patched(key, patch)?;
        let (kind, stored) = (key.kind, self.current(&key.kind.read(&new))?);
        if !kind.info().status {
            return Err(Status::new(Reason::NotFound, "the server could not find the requested resource"));
        }
        let old = stored.to_value();
        strategy::prepare_status_update(kind, &mut new, &old);
        refuse_invalid(kind, &key.name, validation::validate_status_update(kind, &new, &old))?;
        self.finish_write(kind.read(&new), stored)
    }

    /// Patches the Scale of an object, of which only the number of replicas can change.
    pub fn patch_scale(&mut self, key: &Key, patch: &Patch) -> Result<(), Status> {
        let (kind, stored) = self.to_patch(key)?;
        let paths = scale::paths(kind).ok_or_else(|| {
            Status::new(Reason::NotFound, "the server could not find the requested resource")
        })?;
        let before =
            json!({"spec": {"replicas": scale::at(&stored, &paths.spec).as_i64().unwrap_or_default()}});
        let patched = patch.apply(kind, &before).map_err(refused)?;
        let wanted = patched["spec"]["replicas"].as_i64().unwrap_or_default();
        let Ok(wanted) = i32::try_from(wanted) else {
            let why = format!(
                "json: cannot unmarshal number {wanted} into Go struct field ScaleSpec.spec.replicas of type int32"
            );
            return Err(Status::new(Reason::BadRequest, why));
        };
        if patched == before { Ok(()) } else { self.scale(key, wanted) }
    }

    /// Wants other resources of a pod's containers: the `resize` subresource.
    pub fn patch_resize(&mut self, key: &Key, patch: &Patch) -> Result<Object, Status> {
        if key.kind != Kind::Pod {
            return Err(Status::new(Reason::NotFound, "the server could not find the requested resource"));
        }
        let patched = self.patched(key, patch)?;
        let stored = self.current(&key.kind.read(&patched))?;
        let old = stored.to_value();
        let mut object = key.kind.read(&validation::only_resources(&patched, &old));
        defaults::set_defaults(&mut object);
        let mut new = object.to_value();
        strategy::prepare_update(key.kind, &mut new, &old);
        refuse_invalid(key.kind, &key.name, validation::validate_resize(&new, &old))?;
        let object = key.kind.read(&new);
        self.warnings.extend(admission::validate(&self.server.store, &object, Some(&stored))?);
        self.finish_write(object, stored)
    }

    /// Adds containers to a running pod to look into it: the `ephemeralcontainers` subresource.
    pub fn patch_ephemeral(&mut self, key: &Key, patch: &Patch) -> Result<Object, Status> {
        if key.kind != Kind::Pod {
            return Err(Status::new(Reason::NotFound, "the server could not find the requested resource"));
        }
        let patched = self.patched(key, patch)?;
        let stored = self.current(&key.kind.read(&patched))?;
        let old = stored.to_value();
        let mut new = old.clone();
        new["spec"]["ephemeralContainers"] = patched["spec"]["ephemeralContainers"].clone();
        let mut object = key.kind.read(&new);
        defaults::set_defaults(&mut object);
        let mut new = object.to_value();
        strategy::prepare_update(key.kind, &mut new, &old);
        refuse_invalid(key.kind, &key.name, validation::validate_ephemeral(&new, &old))?;
        let object = key.kind.read(&new);
        self.warnings.extend(admission::validate(&self.server.store, &object, Some(&stored))?);
        self.finish_write(object, stored)
    }

    fn to_patch(&self, key: &Key) -> Result<(Kind, Value), Status> {
        let kind = key.kind;
        refuse_unserved(kind)?;
        let stored = self.store().object(key).ok_or_else(|| Status::not_found(kind, &key.name))?;
        Ok((kind, stored.to_value()))
    }

    fn patched(&mut self, key: &Key, patch: &Patch) -> Result<Value, Status> {
        let (kind, stored) = self.to_patch(key)?;
        if kind.is_added() && matches!(patch, Patch::Strategic(_)) {
            let why = "the body of the request was in an unknown format - accepted media types include: \
                       application/json-patch+json, application/merge-patch+json, application/apply-patch+yaml";
            return Err(Status::new(Reason::UnsupportedMediaType, why));
        }
        let mut patched = patch.apply(kind, &stored).map_err(refused)?;
        self.warnings.extend(decoding::drop_unknown(kind, &mut patched, patch)?);
        Ok(patched)
    }
}

fn refused(refusal: Refusal) -> Status {
    match refusal {
        Refusal::Malformed(why) => Status::new(Reason::BadRequest, why),
        Refusal::Unfit => {
            let why =
                "The request is invalid: the server rejected our request due to an error in our request";
            Status::new(Reason::Invalid, why)
        }
    }
}
