//! DaemonSets: apps/v1 DaemonSet, v1.36.

use super::int_or_string::IntOrString;
use super::meta::ObjectMeta;
use super::pod::PodTemplateSpec;
use super::selector::LabelSelector;
use super::time::Time;
use crate::api_struct;

api_struct! {
    /// One pod on every node.
    DaemonSet {
        /// Who it is.
        meta "metadata": ObjectMeta,
        /// What is wanted.
        spec "spec": DaemonSetSpec,
        /// What is; written by the cluster.
        status "status": DaemonSetStatus,
    }
}

api_struct! {
    /// What a DaemonSet is to be.
    DaemonSetSpec {
        /// Seconds a pod must be ready to count as available.
        min_ready_seconds "minReadySeconds": i32,
        /// Old revisions that are kept (default 10).
        revision_history_limit "revisionHistoryLimit": Option<i32>,
        /// Labels of the objects that belong to it.
        selector "selector": Option<LabelSelector>,
        /// The pods that are made.
        template "template": PodTemplateSpec,
        /// How pods are replaced when the template changes.
        update_strategy "updateStrategy": DaemonSetUpdateStrategy,
    }
}

api_struct! {
    /// What a DaemonSet is.
    DaemonSetStatus {
        /// Names that were already taken; changes the hash.
        collision_count "collisionCount": Option<i32>,
        /// Steps and states, each True, False or Unknown.
        conditions "conditions": Vec<DaemonSetCondition>,
        /// Nodes that run a pod and should.
        current_number_scheduled "currentNumberScheduled": Option<i32>,
        /// Nodes that should run a pod.
        desired_number_scheduled "desiredNumberScheduled": Option<i32>,
        /// Nodes whose pod is available.
        number_available "numberAvailable": i32,
        /// Nodes that run a pod and should not.
        number_misscheduled "numberMisscheduled": Option<i32>,
        /// Nodes whose pod is ready.
        number_ready "numberReady": Option<i32>,
        /// Nodes that should have an available pod and have none.
        number_unavailable "numberUnavailable": i32,
        /// Generation of the spec that this status speaks of.
        observed_generation "observedGeneration": i64,
        /// Nodes whose pod is up to date.
        updated_number_scheduled "updatedNumberScheduled": i32,
    }
}

api_struct! {
    /// How pods are replaced.
    DaemonSetUpdateStrategy {
        /// Limits of a rolling update.
        rolling_update "rollingUpdate": Option<RollingUpdateDaemonSet>,
        /// RollingUpdate (default) or OnDelete.
        kind "type": String,
    }
}

api_struct! {
    /// One state of a DaemonSet.
    DaemonSetCondition {
        /// When the status last changed.
        last_transition_time "lastTransitionTime": Option<Time>,
        /// For people: what happened or is wrong.
        message "message": String,
        /// One word for why.
        reason "reason": String,
        /// What is; written by the cluster.
        status "status": String,
        /// The type.
        kind "type": String,
    }
}

api_struct! {
    /// Limits of a rolling update.
    RollingUpdateDaemonSet {
        /// Nodes that may run a second pod during an update, as a number or percentage (default 0).
        max_surge "maxSurge": Option<IntOrString>,
        /// Nodes that may lack a pod during an update, as a number or percentage (default 1).
        max_unavailable "maxUnavailable": Option<IntOrString>,
    }
}
