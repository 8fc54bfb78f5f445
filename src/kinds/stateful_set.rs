//! StatefulSets: apps/v1 StatefulSet, v1.36.

use super::int_or_string::IntOrString;
use super::meta::ObjectMeta;
use super::persistent_volume_claim::PersistentVolumeClaim;
use super::pod::PodTemplateSpec;
use super::selector::LabelSelector;
use super::time::Time;
use crate::api_struct;

api_struct! {
    /// Pods with numbers, lasting names and storage of their own.
    StatefulSet {
        /// Who it is.
        meta "metadata": ObjectMeta,
        /// What is wanted.
        spec "spec": StatefulSetSpec,
        /// What is; written by the cluster.
        status "status": StatefulSetStatus,
    }
}

api_struct! {
    /// What a StatefulSet is to be.
    StatefulSetSpec {
        /// Seconds a pod must be ready to count as available.
        min_ready_seconds "minReadySeconds": i32,
        /// Where counting begins.
        ordinals "ordinals": Option<StatefulSetOrdinals>,
        /// Whether claims stay when pods go.
        retention "persistentVolumeClaimRetentionPolicy": Option<StatefulSetPersistentVolumeClaimRetentionPolicy>,
        /// OrderedReady (default) or Parallel.
        pod_management_policy "podManagementPolicy": String,
        /// How many pods (default 1).
        replicas "replicas": Option<i32>,
        /// Old revisions that are kept (default 10).
        revision_history_limit "revisionHistoryLimit": Option<i32>,
        /// Labels of the objects that belong to it.
        selector "selector": Option<LabelSelector>,
        /// Headless Service that gives the pods their names.
        service_name "serviceName": String,
        /// The pods that are made.
        template "template": PodTemplateSpec,
        /// How pods are replaced when the template changes.
        update_strategy "updateStrategy": StatefulSetUpdateStrategy,
        /// Claims that each pod gets.
        claim_templates "volumeClaimTemplates": Vec<PersistentVolumeClaim>,
    }
}

api_struct! {
    /// What a StatefulSet is.
    StatefulSetStatus {
        /// Pods that are available.
        available_replicas "availableReplicas": Option<i32>,
        /// Names that were already taken; changes the hash.
        collision_count "collisionCount": Option<i32>,
        /// Steps and states, each True, False or Unknown.
        conditions "conditions": Vec<StatefulSetCondition>,
        /// Pods of the current revision.
        current_replicas "currentReplicas": i32,
        /// Revision before the update.
        current_revision "currentRevision": String,
        /// Generation of the spec that this status speaks of.
        observed_generation "observedGeneration": i64,
        /// Pods that are ready.
        ready_replicas "readyReplicas": i32,
        /// Pods there are.
        replicas "replicas": Option<i32>,
        /// Revision of the update.
        update_revision "updateRevision": String,
        /// Pods of the new revision.
        updated_replicas "updatedReplicas": i32,
    }
}

api_struct! {
    /// Where counting begins.
    StatefulSetOrdinals {
        /// First number (default 0).
        start "start": i32,
    }
}

api_struct! {
    /// Whether claims stay.
    StatefulSetPersistentVolumeClaimRetentionPolicy {
        /// When the StatefulSet is deleted: Retain (default) or Delete.
        when_deleted "whenDeleted": String,
        /// When it is scaled down: Retain (default) or Delete.
        when_scaled "whenScaled": String,
    }
}

api_struct! {
    /// How pods are replaced.
    StatefulSetUpdateStrategy {
        /// Limits of a rolling update.
        rolling_update "rollingUpdate": Option<RollingUpdateStatefulSetStrategy>,
        /// RollingUpdate (default) or OnDelete.
        kind "type": String,
    }
}

api_struct! {
    /// One state of a StatefulSet.
    StatefulSetCondition {
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
    RollingUpdateStatefulSetStrategy {
        /// Pods below this number keep the old revision.
        partition "partition": Option<i32>,
    }
    accepts {
        /// Pods that may be missing during an update, as a number or percentage (default 1).
        "maxUnavailable": IntOrString,
    }
}
