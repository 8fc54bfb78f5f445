//! daemon set, v1.36.

use super::int_or_string::IntOrString;
use super::meta::ObjectMeta;
use super::pod::PodTemplateSpec;
use super::selector::LabelSelector;
use super::time::Time;
use crate::api_shape;
use crate::api_struct;

api_struct! {
    /// @DaemonSet
    DaemonSet {
        /// Who it is.
        meta "metadata": ObjectMeta,
    }
    accepts {
        /// @DaemonSet.spec
        "spec": DaemonSetSpec,
        /// @DaemonSet.status
        "status": DaemonSetStatus,
    }
}

api_shape! {
    /// @DaemonSetSpec
    DaemonSetSpec {
        /// @DaemonSetSpec.minReadySeconds
        "minReadySeconds": i32,
        /// @DaemonSetSpec.revisionHistoryLimit
        "revisionHistoryLimit": i32,
        /// @DaemonSetSpec.selector
        "selector": LabelSelector,
        /// @DaemonSetSpec.template
        "template": PodTemplateSpec,
        /// @DaemonSetSpec.updateStrategy
        "updateStrategy": DaemonSetUpdateStrategy,
    }
}

api_shape! {
    /// @DaemonSetStatus
    DaemonSetStatus {
        /// @DaemonSetStatus.collisionCount
        "collisionCount": i32,
        /// @DaemonSetStatus.conditions
        "conditions": Vec<DaemonSetCondition>,
        /// @DaemonSetStatus.currentNumberScheduled
        "currentNumberScheduled": i32,
        /// @DaemonSetStatus.desiredNumberScheduled
        "desiredNumberScheduled": i32,
        /// @DaemonSetStatus.numberAvailable
        "numberAvailable": i32,
        /// @DaemonSetStatus.numberMisscheduled
        "numberMisscheduled": i32,
        /// @DaemonSetStatus.numberReady
        "numberReady": i32,
        /// @DaemonSetStatus.numberUnavailable
        "numberUnavailable": i32,
        /// @DaemonSetStatus.observedGeneration
        "observedGeneration": i64,
        /// @DaemonSetStatus.updatedNumberScheduled
        "updatedNumberScheduled": i32,
    }
}

api_shape! {
    /// @DaemonSetUpdateStrategy
    DaemonSetUpdateStrategy {
        /// @DaemonSetUpdateStrategy.rollingUpdate
        "rollingUpdate": RollingUpdateDaemonSet,
        /// @DaemonSetUpdateStrategy.type
        "type": String,
    }
}

api_shape! {
    /// @DaemonSetCondition
    DaemonSetCondition {
        /// @DaemonSetCondition.lastTransitionTime
        "lastTransitionTime": Time,
        /// @DaemonSetCondition.message
        "message": String,
        /// @DaemonSetCondition.reason
        "reason": String,
        /// @DaemonSetCondition.status
        "status": String,
        /// @DaemonSetCondition.type
        "type": String,
    }
}

api_shape! {
    /// @RollingUpdateDaemonSet
    RollingUpdateDaemonSet {
        /// @RollingUpdateDaemonSet.maxSurge
        "maxSurge": IntOrString,
        /// @RollingUpdateDaemonSet.maxUnavailable
        "maxUnavailable": IntOrString,
    }
}
