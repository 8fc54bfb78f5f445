//! hpa v1, v1.36.

use super::hpa::CrossVersionObjectReference;
use super::meta::ObjectMeta;
use super::time::Time;
use crate::api_shape;
use crate::api_struct;

api_struct! {
    /// @HorizontalPodAutoscaler
    HorizontalPodAutoscaler {
        /// Who it is.
        meta "metadata": ObjectMeta,
    }
    accepts {
        /// @HorizontalPodAutoscaler.spec
        "spec": HorizontalPodAutoscalerSpec,
        /// @HorizontalPodAutoscaler.status
        "status": HorizontalPodAutoscalerStatus,
    }
}

api_shape! {
    /// @HorizontalPodAutoscalerSpec
    HorizontalPodAutoscalerSpec {
        /// @HorizontalPodAutoscalerSpec.maxReplicas
        "maxReplicas": i32,
        /// @HorizontalPodAutoscalerSpec.minReplicas
        "minReplicas": i32,
        /// @HorizontalPodAutoscalerSpec.scaleTargetRef
        "scaleTargetRef": CrossVersionObjectReference,
        /// @HorizontalPodAutoscalerSpec.targetCPUUtilizationPercentage
        "targetCPUUtilizationPercentage": i32,
    }
}

api_shape! {
    /// @HorizontalPodAutoscalerStatus
    HorizontalPodAutoscalerStatus {
        /// @HorizontalPodAutoscalerStatus.currentCPUUtilizationPercentage
        "currentCPUUtilizationPercentage": i32,
        /// @HorizontalPodAutoscalerStatus.currentReplicas
        "currentReplicas": i32,
        /// @HorizontalPodAutoscalerStatus.desiredReplicas
        "desiredReplicas": i32,
        /// @HorizontalPodAutoscalerStatus.lastScaleTime
        "lastScaleTime": Time,
        /// @HorizontalPodAutoscalerStatus.observedGeneration
        "observedGeneration": i64,
    }
}
