//! The old form of autoscalers: autoscaling/v1 HorizontalPodAutoscaler, v1.36. Objects are stored as version 2;
//! `conversion` goes between the two.

use super::hpa::CrossVersionObjectReference;
use super::meta::ObjectMeta;
use super::time::Time;
use crate::api_shape;
use crate::api_struct;

api_struct! {
    /// Scales by CPU use (version 1).
    HorizontalPodAutoscaler {
        /// Who it is.
        meta "metadata": ObjectMeta,
    }
    accepts {
        /// What is wanted.
        "spec": HorizontalPodAutoscalerSpec,
        /// What is; written by the cluster.
        "status": HorizontalPodAutoscalerStatus,
    }
}

api_shape! {
    /// What is scaled, and how far.
    HorizontalPodAutoscalerSpec {
        /// Most replicas.
        "maxReplicas": i32,
        /// Fewest replicas (default 1).
        "minReplicas": i32,
        /// What is scaled.
        "scaleTargetRef": CrossVersionObjectReference,
        /// Wanted CPU use in percent of the request (default 80).
        "targetCPUUtilizationPercentage": i32,
    }
}

api_shape! {
    /// What the autoscaler last saw and did.
    HorizontalPodAutoscalerStatus {
        /// CPU use now in percent of the request.
        "currentCPUUtilizationPercentage": i32,
        /// Replicas when last looked at.
        "currentReplicas": i32,
        /// Replicas last asked for.
        "desiredReplicas": i32,
        /// When it last scaled.
        "lastScaleTime": Time,
        /// Generation of the spec that this status speaks of.
        "observedGeneration": i64,
    }
}
