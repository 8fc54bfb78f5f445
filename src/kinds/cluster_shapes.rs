//! Parts of nodes, Services, endpoints and events that are only kept: core/v1 and discovery.k8s.io/v1, v1.36.

use super::codec::MicroTime;
use super::time::Time;
use crate::api_shape;

api_shape! {
    /// Where a kubelet's configuration comes from.
    NodeConfigSource {
        /// Keys of a ConfigMap.
        "configMap": ConfigMapNodeConfigSource,
    }
}

api_shape! {
    /// Which configuration a kubelet uses.
    NodeConfigStatus {
        /// The configuration in use.
        "active": NodeConfigSource,
        /// The configuration that is to be used.
        "assigned": NodeConfigSource,
        /// Why the configuration cannot be used.
        "error": String,
        /// The configuration to fall back to.
        "lastKnownGood": NodeConfigSource,
    }
}

api_shape! {
    /// Where a node's daemons listen.
    NodeDaemonEndpoints {
        /// Where the kubelet listens.
        "kubeletEndpoint": DaemonEndpoint,
    }
}

api_shape! {
    /// What a node's runtime can do.
    NodeFeatures {
        /// Whether the runtime knows the policy for supplemental groups.
        "supplementalGroupsPolicy": bool,
    }
}

api_shape! {
    /// One runtime of a node.
    NodeRuntimeHandler {
        /// What the runtime can do.
        "features": NodeRuntimeHandlerFeatures,
        /// The name.
        "name": String,
    }
}

api_shape! {
    /// A volume that is attached to a node.
    AttachedVolume {
        /// Path of the device.
        "devicePath": String,
        /// The name.
        "name": String,
    }
}

api_shape! {
    /// A ConfigMap with a kubelet's configuration.
    ConfigMapNodeConfigSource {
        /// Key that holds the kubelet's configuration.
        "kubeletConfigKey": String,
        /// The name.
        "name": String,
        /// Namespace of the object.
        "namespace": String,
        /// Version the object must have.
        "resourceVersion": String,
        /// UID of the object.
        "uid": String,
    }
}

api_shape! {
    /// Where a daemon listens.
    DaemonEndpoint {
        /// Port number.
        "Port": i32,
    }
}

api_shape! {
    /// Swap space of a node.
    NodeSwapStatus {
        /// Swap space in bytes.
        "capacity": i64,
    }
}

api_shape! {
    /// What one runtime can do.
    NodeRuntimeHandlerFeatures {
        /// Whether mounts can be read-only with all below them.
        "recursiveReadOnlyMounts": bool,
        /// Whether pods can have user ids of their own.
        "userNamespaces": bool,
    }
}

api_shape! {
    /// One state of a namespace.
    NamespaceCondition {
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
    /// How clients stay with a pod.
    SessionAffinityConfig {
        /// Stickiness by the client's address.
        "clientIP": ClientIPConfig,
    }
}

api_shape! {
    /// One state.
    Condition {
    }
    reads {
        /// When the status last changed.
        "lastTransitionTime": Time,
        /// For people: what happened or is wrong.
        "message": String,
        /// Generation of the spec that this status speaks of.
        "observedGeneration": i64,
        /// One word for why.
        "reason": String,
        /// What is; written by the cluster.
        "status": String,
        /// The type.
        "type": String,
    }
}

api_shape! {
    /// How long clients stay with a pod.
    ClientIPConfig {
        /// Seconds a client stays with its pod (default 10800).
        "timeoutSeconds": i32,
    }
}

api_shape! {
    /// State of a port of a load balancer.
    PortStatus {
        /// Why the port could not be opened.
        "error": String,
        /// The port, as a number or name.
        "port": i32,
        /// TCP (default), UDP or SCTP.
        "protocol": String,
    }
}

api_shape! {
    /// An event that repeats.
    EventSeries {
        /// How often it happened.
        "count": i32,
        /// When it was last seen.
        "lastObservedTime": MicroTime,
    }
}

api_shape! {
    /// Who should use an endpoint.
    EndpointHints {
        /// Nodes whose clients should use this endpoint.
        "forNodes": Vec<ForNode>,
        /// Zones whose clients should use this endpoint.
        "forZones": Vec<ForZone>,
    }
}

api_shape! {
    /// A node.
    ForNode {
        /// The name.
        "name": String,
    }
}

api_shape! {
    /// A zone.
    ForZone {
        /// The name.
        "name": String,
    }
}
