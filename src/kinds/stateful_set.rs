//! StatefulSets: apps/v1 StatefulSet, v1.36.

use super::int_or_string::IntOrString;
use super::meta::ObjectMeta;
use super::persistent_volume_claim::PersistentVolumeClaim;
use super::pod::PodTemplateSpec;
use super::selector::LabelSelector;
use super::time::Time;
use crate::api_shape;
use crate::api_struct;

api_struct! {
    /// Pods with numbers, lasting names and storage of their own.
    StatefulSet {
        /// Who it is.
        meta "metadata": ObjectMeta,
    }
    accepts {
        /// What is wanted.
        "spec": StatefulSetSpec,
        /// What is; written by the cluster.
        "status": StatefulSetStatus,
    }
}

api_shape! {
    /// What a StatefulSet is to be.
    StatefulSetSpec {
        /// Seconds a pod must be ready to count as available.
        "minReadySeconds": i32,
        /// Where counting begins.
        "ordinals": StatefulSetOrdinals,
        /// Whether claims stay when pods go.
        "persistentVolumeClaimRetentionPolicy": StatefulSetPersistentVolumeClaimRetentionPolicy,
        /// OrderedReady (default) or Parallel.
        "podManagementPolicy": String,
        /// How many pods (default 1).
        "replicas": i32,
        /// Old revisions that are kept (default 10).
        "revisionHistoryLimit": i32,
        /// Labels of the objects that belong to it.
        "selector": LabelSelector,
        /// Headless Service that gives the pods their names.
        "serviceName": String,
        /// The pods that are made.
        "template": PodTemplateSpec,
        /// How pods are replaced when the template changes.
        "updateStrategy": StatefulSetUpdateStrategy,
        /// Claims that each pod gets.
        "volumeClaimTemplates": Vec<PersistentVolumeClaim>,
    }
}

api_shape! {
    /// What a StatefulSet is.
    StatefulSetStatus {
        /// Pods that are available.
        "availableReplicas": i32,
        /// Names that were already taken; changes the hash.
        "collisionCount": i32,
        /// Steps and states, each True, False or Unknown.
        "conditions": Vec<StatefulSetCondition>,
        /// Pods of the current revision.
        "currentReplicas": i32,
        /// Revision before the update.
        "currentRevision": String,
        /// Generation of the spec that this status speaks of.
        "observedGeneration": i64,
        /// Pods that are ready.
        "readyReplicas": i32,
        /// Pods there are.
        "replicas": i32,
        /// Revision of the update.
        "updateRevision": String,
        /// Pods of the new revision.
        "updatedReplicas": i32,
    }
}

api_shape! {
    /// Where counting begins.
    StatefulSetOrdinals {
        /// First number (default 0).
        "start": i32,
    }
}

api_shape! {
    /// Whether claims stay.
    StatefulSetPersistentVolumeClaimRetentionPolicy {
        /// When the StatefulSet is deleted: Retain (default) or Delete.
        "whenDeleted": String,
        /// When it is scaled down: Retain (default) or Delete.
        "whenScaled": String,
    }
}

api_shape! {
    /// How pods are replaced.
    StatefulSetUpdateStrategy {
        /// Limits of a rolling update.
        "rollingUpdate": RollingUpdateStatefulSetStrategy,
        /// RollingUpdate (default) or OnDelete.
        "type": String,
    }
}

api_shape! {
    /// One state of a StatefulSet.
    StatefulSetCondition {
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
    RollingUpdateStatefulSetStrategy {
        /// Pods that may be missing during an update, as a number or percentage (default 1).
        "maxUnavailable": IntOrString,
        /// Pods below this number keep the old revision.
        "partition": i32,
    }
}
