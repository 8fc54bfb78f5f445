//! Where a pod may run: affinities, tolerations, spreading. core/v1 Affinity and friends, v1.36.

use super::selector::LabelSelector;
use crate::api_struct;

api_struct! {
    /// Rules about nodes and about other pods.
    Affinity {
        /// Rules about the node.
        node_affinity "nodeAffinity": Option<NodeAffinity>,
        /// Pods to be near.
        pod_affinity "podAffinity": Option<PodAffinity>,
        /// Pods to be away from.
        pod_anti_affinity "podAntiAffinity": Option<PodAntiAffinity>,
    }
}

api_struct! {
    /// Rules about the node.
    NodeAffinity {
        /// Must hold for the pod to be scheduled.
        required "requiredDuringSchedulingIgnoredDuringExecution": Option<NodeSelector>,
        /// Adds to a node's score.
        preferred "preferredDuringSchedulingIgnoredDuringExecution": Vec<PreferredSchedulingTerm>,
    }
}

api_struct! {
    /// Terms of which one must hold.
    NodeSelector {
        /// The terms.
        node_selector_terms "nodeSelectorTerms": Vec<NodeSelectorTerm>,
    }
}

api_struct! {
    /// Requirements that must all hold; an empty term matches nothing.
    NodeSelectorTerm {
        /// On the node's labels.
        match_expressions "matchExpressions": Vec<NodeSelectorRequirement>,
        /// On the node's fields (metadata.name).
        match_fields "matchFields": Vec<NodeSelectorRequirement>,
    }
}

api_struct! {
    /// One requirement.
    NodeSelectorRequirement {
        /// The label or field.
        key "key": String,
        /// In, NotIn, Exists, DoesNotExist, Gt or Lt.
        operator "operator": String,
        /// The values compared with.
        values "values": Vec<String>,
    }
}

api_struct! {
    /// A term with a weight.
    PreferredSchedulingTerm {
        /// 1 to 100.
        weight "weight": i32,
        /// The term.
        preference "preference": NodeSelectorTerm,
    }
}

api_struct! {
    /// Rules about other pods.
    PodAffinity {
        /// Add to a node's score.
        preferred "preferredDuringSchedulingIgnoredDuringExecution": Vec<WeightedPodAffinityTerm>,
        /// Must hold.
        required "requiredDuringSchedulingIgnoredDuringExecution": Vec<PodAffinityTerm>,
    }
}

api_struct! {
    /// Pods to keep away from.
    PodAntiAffinity {
        /// Weighed rules: better if they hold.
        preferred "preferredDuringSchedulingIgnoredDuringExecution": Vec<WeightedPodAffinityTerm>,
        /// Rules that must hold.
        required "requiredDuringSchedulingIgnoredDuringExecution": Vec<PodAffinityTerm>,
    }
}

api_struct! {
    /// A pod term with a weight.
    WeightedPodAffinityTerm {
        /// The term.
        term "podAffinityTerm": PodAffinityTerm,
        /// 1 to 100.
        weight "weight": i32,
    }
}

api_struct! {
    /// Pods in a topology domain.
    PodAffinityTerm {
        /// Which pods.
        label_selector "labelSelector": Option<LabelSelector>,
        /// Namespaces, by label.
        namespace_selector "namespaceSelector": Option<LabelSelector>,
        /// Namespaces, by name.
        namespaces "namespaces": Vec<String>,
        /// Node label that names the domain.
        topology_key "topologyKey": String,
        /// Labels whose value must be the same.
        match_label_keys "matchLabelKeys": Vec<String>,
        /// Labels whose value must differ.
        mismatch_label_keys "mismatchLabelKeys": Vec<String>,
    }
}

api_struct! {
    /// A taint the pod puts up with.
    Toleration {
        /// Key of the taint; empty with Exists tolerates all.
        key "key": String,
        /// Equal (default), Exists, Lt or Gt.
        operator "operator": String,
        /// Value of the taint.
        value "value": String,
        /// NoSchedule, PreferNoSchedule, NoExecute; empty means all.
        effect "effect": String,
        /// How long a NoExecute taint is put up with.
        toleration_seconds "tolerationSeconds": Option<i64>,
    }
}

api_struct! {
    /// How pods are spread over domains.
    TopologySpreadConstraint {
        /// Largest allowed difference between domains.
        max_skew "maxSkew": i32,
        /// Node label that names the domain.
        topology_key "topologyKey": String,
        /// DoNotSchedule or ScheduleAnyway.
        when_unsatisfiable "whenUnsatisfiable": String,
        /// Which pods are counted.
        label_selector "labelSelector": Option<LabelSelector>,
        /// Fewest domains that count as spread.
        min_domains "minDomains": Option<i32>,
        /// Labels of the pod added to the selector.
        match_label_keys "matchLabelKeys": Vec<String>,
        /// Whether node affinity limits the domains: Honor (default) or Ignore.
        node_affinity_policy "nodeAffinityPolicy": Option<String>,
        /// Whether taints limit the domains: Honor or Ignore (default).
        node_taints_policy "nodeTaintsPolicy": Option<String>,
    }
}
