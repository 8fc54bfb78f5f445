//! stateful set, v1.36.

use super::int_or_string::IntOrString;
use super::meta::ObjectMeta;
use super::persistent_volume_claim::PersistentVolumeClaim;
use super::pod::PodTemplateSpec;
use super::selector::LabelSelector;
use super::time::Time;
use crate::api_shape;
use crate::api_struct;

api_struct! {
    /// @StatefulSet
    StatefulSet {
        /// Who it is.
        meta "metadata": ObjectMeta,
    }
    accepts {
        /// @StatefulSet.spec
        "spec": StatefulSetSpec,
        /// @StatefulSet.status
        "status": StatefulSetStatus,
    }
}

api_shape! {
    /// @StatefulSetSpec
    StatefulSetSpec {
        /// @StatefulSetSpec.minReadySeconds
        "minReadySeconds": i32,
        /// @StatefulSetSpec.ordinals
        "ordinals": StatefulSetOrdinals,
        /// @StatefulSetSpec.persistentVolumeClaimRetentionPolicy
        "persistentVolumeClaimRetentionPolicy": StatefulSetPersistentVolumeClaimRetentionPolicy,
        /// @StatefulSetSpec.podManagementPolicy
        "podManagementPolicy": String,
        /// @StatefulSetSpec.replicas
        "replicas": i32,
        /// @StatefulSetSpec.revisionHistoryLimit
        "revisionHistoryLimit": i32,
        /// @StatefulSetSpec.selector
        "selector": LabelSelector,
        /// @StatefulSetSpec.serviceName
        "serviceName": String,
        /// @StatefulSetSpec.template
        "template": PodTemplateSpec,
        /// @StatefulSetSpec.updateStrategy
        "updateStrategy": StatefulSetUpdateStrategy,
        /// @StatefulSetSpec.volumeClaimTemplates
        "volumeClaimTemplates": Vec<PersistentVolumeClaim>,
    }
}

api_shape! {
    /// @StatefulSetStatus
    StatefulSetStatus {
        /// @StatefulSetStatus.availableReplicas
        "availableReplicas": i32,
        /// @StatefulSetStatus.collisionCount
        "collisionCount": i32,
        /// @StatefulSetStatus.conditions
        "conditions": Vec<StatefulSetCondition>,
        /// @StatefulSetStatus.currentReplicas
        "currentReplicas": i32,
        /// @StatefulSetStatus.currentRevision
        "currentRevision": String,
        /// @StatefulSetStatus.observedGeneration
        "observedGeneration": i64,
        /// @StatefulSetStatus.readyReplicas
        "readyReplicas": i32,
        /// @StatefulSetStatus.replicas
        "replicas": i32,
        /// @StatefulSetStatus.updateRevision
        "updateRevision": String,
        /// @StatefulSetStatus.updatedReplicas
        "updatedReplicas": i32,
    }
}

api_shape! {
    /// @StatefulSetOrdinals
    StatefulSetOrdinals {
        /// @StatefulSetOrdinals.start
        "start": i32,
    }
}

api_shape! {
    /// @StatefulSetPersistentVolumeClaimRetentionPolicy
    StatefulSetPersistentVolumeClaimRetentionPolicy {
        /// @StatefulSetPersistentVolumeClaimRetentionPolicy.whenDeleted
        "whenDeleted": String,
        /// @StatefulSetPersistentVolumeClaimRetentionPolicy.whenScaled
        "whenScaled": String,
    }
}

api_shape! {
    /// @StatefulSetUpdateStrategy
    StatefulSetUpdateStrategy {
        /// @StatefulSetUpdateStrategy.rollingUpdate
        "rollingUpdate": RollingUpdateStatefulSetStrategy,
        /// @StatefulSetUpdateStrategy.type
        "type": String,
    }
}

api_shape! {
    /// @StatefulSetCondition
    StatefulSetCondition {
        /// @StatefulSetCondition.lastTransitionTime
        "lastTransitionTime": Time,
        /// @StatefulSetCondition.message
        "message": String,
        /// @StatefulSetCondition.reason
        "reason": String,
        /// @StatefulSetCondition.status
        "status": String,
        /// @StatefulSetCondition.type
        "type": String,
    }
}

api_shape! {
    /// @RollingUpdateStatefulSetStrategy
    RollingUpdateStatefulSetStrategy {
        /// @RollingUpdateStatefulSetStrategy.maxUnavailable
        "maxUnavailable": IntOrString,
        /// @RollingUpdateStatefulSetStrategy.partition
        "partition": i32,
    }
}
