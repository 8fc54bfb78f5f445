//! ClusterRoles that are gathered from others: `aggregationRule`.
//!
//! Models pkg/controller/clusterroleaggregation/clusterroleaggregation_controller.go, v1.36; it writes with an update
//! where upstream applies.

use super::{Controller, Requeue};
use crate::cluster::api::Client;
use crate::cluster::status::Status;
use crate::cluster::store::{Change, Key, Store};
use crate::kinds::Kind;
use crate::kinds::rbac::{AggregationRule, ClusterRole, PolicyRule};

#[derive(Clone, Debug)]
pub struct ClusterRoleAggregationController;

impl Controller for ClusterRoleAggregationController {
    fn name(&self) -> &'static str {
        "clusterrole-aggregation-controller"
    }

    /// Any role may be gathered into those that gather.
    fn watches(&self, change: &Change, store: &Store, keys: &mut Vec<Key>) {
        if change.key.kind == Kind::ClusterRole {
            let gathering = store.list::<ClusterRole>().filter(|role| role.aggregation_rule.is_some());
            keys.extend(gathering.map(|role| Key::new(Kind::ClusterRole, "", &role.meta.name)));
        }
    }

    fn reconcile(&mut self, key: &Key, api: &mut Client<'_>) -> Result<Requeue, Status> {
        let Some(role) = api.store().by_key::<ClusterRole>(key) else { return Ok(Requeue::Done) };
        let Some(rule) = &role.aggregation_rule else { return Ok(Requeue::Done) };
        let rules = gathered(rule, &role.meta.name, api.store());
        if rules != role.rules {
            let role = ClusterRole { rules, ..(**role).clone() };
            api.update(role)?;
        }
        Ok(Requeue::Done)
    }
}

/// Each rule once, by the names of the roles they come from.
fn gathered(rule: &AggregationRule, own: &str, store: &Store) -> Vec<PolicyRule> {
    let mut rules: Vec<PolicyRule> = Vec::new();
    for selector in &rule.cluster_role_selectors {
        let selected = store
            .list::<ClusterRole>()
            .filter(|role| role.meta.name != own && selector.matches(&role.meta.labels));
        for rule in selected.flat_map(|role| &role.rules) {
            if !rules.contains(rule) {
                rules.push(rule.clone());
            }
        }
    }
    rules
}
