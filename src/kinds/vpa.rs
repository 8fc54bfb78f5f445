//! VerticalPodAutoscalers: autoscaling.k8s.io/v1, of kubernetes/autoscaler vertical-pod-autoscaler
//! pkg/apis/autoscaling.k8s.io/v1/types.go. Kept, but not acted on.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::hpa::CrossVersionObjectReference;
use super::meta::ObjectMeta;
use super::quantity::Quantity;
use super::time::Time;
use crate::{api_shape, api_struct};

api_struct! {
    /// Sets the requests of a workload's pods by what they use.
    VerticalPodAutoscaler {
        /// Who it is.
        meta "metadata": ObjectMeta,
    }
    accepts {
        /// What is wanted.
        "spec": VerticalPodAutoscalerSpec,
        /// What is; written by the recommender.
        "status": VerticalPodAutoscalerStatus,
    }
}

api_shape! {
    /// What an autoscaler is to do.
    VerticalPodAutoscalerSpec {
        /// The workload whose pods it looks after.
        "targetRef": CrossVersionObjectReference,
        /// Whether and how pods are changed.
        "updatePolicy": PodUpdatePolicy,
        /// Limits, by container.
        "resourcePolicy": PodResourcePolicy,
        /// The recommender that is asked (default: the common one).
        "recommenders": Vec<VerticalPodAutoscalerRecommenderSelector>,
    }
}

api_shape! {
    /// A recommender by name.
    VerticalPodAutoscalerRecommenderSelector {
        /// The name.
        "name": String,
    }
}

api_shape! {
    /// Whether and how pods are changed.
    PodUpdatePolicy {
        /// Off, Initial, Recreate, InPlaceOrRecreate or Auto.
        "updateMode": String,
        /// Replicas that must be alive before a pod is evicted.
        "minReplicas": i32,
        /// What must hold for a pod to be evicted.
        "evictionRequirements": Vec<EvictionRequirement>,
        /// Seconds after which a quick run out of memory raises the recommendation.
        "evictAfterOOMSeconds": i32,
    }
}

api_shape! {
    /// When a pod may be evicted.
    EvictionRequirement {
        /// cpu, memory or both.
        "resources": Vec<String>,
        /// TargetHigherThanRequests or TargetLowerThanRequests.
        "changeRequirement": String,
    }
}

api_shape! {
    /// Limits, by container.
    PodResourcePolicy {
        /// One to a container; `*` for the others.
        "containerPolicies": Vec<ContainerResourcePolicy>,
    }
}

api_shape! {
    /// Limits of one container.
    ContainerResourcePolicy {
        /// The container, or `*`.
        "containerName": String,
        /// Auto (default) or Off.
        "mode": String,
        /// Least that is recommended.
        "minAllowed": BTreeMap<String, Quantity>,
        /// Most that is recommended.
        "maxAllowed": BTreeMap<String, Quantity>,
        /// cpu, memory or both (default).
        "controlledResources": Vec<String>,
        /// RequestsAndLimits (default) or RequestsOnly.
        "controlledValues": String,
        /// By what part a memory recommendation grows after a container ran out of it.
        "oomBumpUpRatio": Quantity,
        /// By what amount it grows at least.
        "oomMinBumpUp": Quantity,
    }
}

api_shape! {
    /// What the recommender last said.
    VerticalPodAutoscalerStatus {
        /// What it recommends.
        "recommendation": RecommendedPodResources,
        /// RecommendationProvided and others.
        "conditions": Vec<VerticalPodAutoscalerCondition>,
    }
}

api_shape! {
    /// Recommendations, by container.
    RecommendedPodResources {
        /// One to a container.
        "containerRecommendations": Vec<RecommendedContainerResources>,
    }
}

api_shape! {
    /// The recommendation for one container.
    RecommendedContainerResources {
        /// The container.
        "containerName": String,
        /// What it should request.
        "target": BTreeMap<String, Quantity>,
        /// Less than this is likely too little.
        "lowerBound": BTreeMap<String, Quantity>,
        /// More than this is likely wasted.
        "upperBound": BTreeMap<String, Quantity>,
        /// The recommendation before the limits.
        "uncappedTarget": BTreeMap<String, Quantity>,
    }
}

api_shape! {
    /// One condition.
    VerticalPodAutoscalerCondition {
        /// Its type.
        "type": String,
        /// True, False or Unknown.
        "status": String,
        /// When it last changed.
        "lastTransitionTime": Time,
        /// One word for why.
        "reason": String,
        /// For people: why.
        "message": String,
    }
}

/// What its definition says of values, in deploy/vpa-v1-crd-gen.yaml.
pub fn schema() -> Value {
    let policy = json!({"properties": {
        "mode": {"enum": ["Auto", "Off"]},
        "controlledValues": {"enum": ["RequestsAndLimits", "RequestsOnly"]},
    }});
    let requirement = json!({"required": ["changeRequirement", "resources"], "properties": {
        "changeRequirement": {"enum": ["TargetHigherThanRequests", "TargetLowerThanRequests"]},
        "resources": {"minItems": 1},
    }});
    let modes = json!(["Off", "Initial", "Recreate", "InPlaceOrRecreate", "Auto"]);
    json!({"required": ["spec"], "properties": {"spec": {"required": ["targetRef"], "properties": {
        "targetRef": {"required": ["kind", "name"]},
        "recommenders": {"items": {"required": ["name"]}},
        "resourcePolicy": {"properties": {"containerPolicies": {"items": policy}}},
        "updatePolicy": {"properties": {
            "updateMode": {"enum": modes},
            "evictionRequirements": {"items": requirement},
        }},
    }}}})
}
