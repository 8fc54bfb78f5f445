//! DaemonSets: apps/v1 DaemonSet, v1.36.

use super::int_or_string::IntOrString;
use super::meta::ObjectMeta;
use super::pod::PodTemplateSpec;
use super::selector::LabelSelector;
use super::time::Time;
use crate::api_shape;
use crate::api_struct;

api_struct! {
    /// One pod on every node.
    DaemonSet {
        /// Who it is.
        meta "metadata": ObjectMeta,
    }
    accepts {
        /// What is wanted.
        "spec": DaemonSetSpec,
        /// What is; written by the cluster.
        "status": DaemonSetStatus,
    }
}

api_shape! {
    /// What a DaemonSet is to be.
    DaemonSetSpec {
        /// Seconds a pod must be ready to count as available.
        "minReadySeconds": i32,
        /// Old revisions that are kept (default 10).
        "revisionHistoryLimit": i32,
        /// Labels of the objects that belong to it.
        "selector": LabelSelector,
        /// The pods that are made.
        "template": PodTemplateSpec,
        /// How pods are replaced when the template changes.
        "updateStrategy": DaemonSetUpdateStrategy,
    }
}

api_shape! {
    /// What a DaemonSet is.
    DaemonSetStatus {
        /// Names that were already taken; changes the hash.
        "collisionCount": i32,
        /// Steps and states, each True, False or Unknown.
        "conditions": Vec<DaemonSetCondition>,
        /// Nodes that run a pod and should.
        "currentNumberScheduled": i32,
        /// Nodes that should run a pod.
        "desiredNumberScheduled": i32,
        /// Nodes whose pod is available.
        "numberAvailable": i32,
        /// Nodes that run a pod and should not.
        "numberMisscheduled": i32,
        /// Nodes whose pod is ready.
        "numberReady": i32,
        /// Nodes that should have an available pod and have none.
        "numberUnavailable": i32,
        /// Generation of the spec that this status speaks of.
        "observedGeneration": i64,
        /// Nodes whose pod is up to date.
        "updatedNumberScheduled": i32,
    }
}

api_shape! {
    /// How pods are replaced.
    DaemonSetUpdateStrategy {
        /// Limits of a rolling update.
        "rollingUpdate": RollingUpdateDaemonSet,
        /// RollingUpdate (default) or OnDelete.
        "type": String,
    }
}

api_shape! {
    /// One state of a DaemonSet.
    DaemonSetCondition {
        /// When the status last changed.
        "lastTransitionTime": Time,
        /// For people: what happened or is wrong.
        "message": String,
        /// One word for why.
        "reason": String,
        /// What is; written by the cluster.
        "status": String,
        /// The type.
        "type": String,
    }
}

api_shape! {
    /// Limits of a rolling update.
    RollingUpdateDaemonSet {
        /// Nodes that may run a second pod during an update, as a number or percentage (default 0).
        "maxSurge": IntOrString,
        /// Nodes that may lack a pod during an update, as a number or percentage (default 1).
        "maxUnavailable": IntOrString,
    }
}
