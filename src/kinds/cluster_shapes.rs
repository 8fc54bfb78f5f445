//! cluster shapes, v1.36.

use super::codec::MicroTime;
use super::time::Time;
use crate::api_shape;

api_shape! {
    /// @NodeConfigSource
    NodeConfigSource {
        /// @NodeConfigSource.configMap
        "configMap": ConfigMapNodeConfigSource,
    }
}

api_shape! {
    /// @NodeConfigStatus
    NodeConfigStatus {
        /// @NodeConfigStatus.active
        "active": NodeConfigSource,
        /// @NodeConfigStatus.assigned
        "assigned": NodeConfigSource,
        /// @NodeConfigStatus.error
        "error": String,
        /// @NodeConfigStatus.lastKnownGood
        "lastKnownGood": NodeConfigSource,
    }
}

api_shape! {
    /// @NodeDaemonEndpoints
    NodeDaemonEndpoints {
        /// @NodeDaemonEndpoints.kubeletEndpoint
        "kubeletEndpoint": DaemonEndpoint,
    }
}

api_shape! {
    /// @NodeFeatures
    NodeFeatures {
        /// @NodeFeatures.supplementalGroupsPolicy
        "supplementalGroupsPolicy": bool,
    }
}

api_shape! {
    /// @NodeRuntimeHandler
    NodeRuntimeHandler {
        /// @NodeRuntimeHandler.features
        "features": NodeRuntimeHandlerFeatures,
        /// @NodeRuntimeHandler.name
        "name": String,
    }
}

api_shape! {
    /// @AttachedVolume
    AttachedVolume {
        /// @AttachedVolume.devicePath
        "devicePath": String,
        /// @AttachedVolume.name
        "name": String,
    }
}

api_shape! {
    /// @ConfigMapNodeConfigSource
    ConfigMapNodeConfigSource {
        /// @ConfigMapNodeConfigSource.kubeletConfigKey
        "kubeletConfigKey": String,
        /// @ConfigMapNodeConfigSource.name
        "name": String,
        /// @ConfigMapNodeConfigSource.namespace
        "namespace": String,
        /// @ConfigMapNodeConfigSource.resourceVersion
        "resourceVersion": String,
        /// @ConfigMapNodeConfigSource.uid
        "uid": String,
    }
}

api_shape! {
    /// @DaemonEndpoint
    DaemonEndpoint {
        /// @DaemonEndpoint.Port
        "Port": i32,
    }
}

api_shape! {
    /// @NodeSwapStatus
    NodeSwapStatus {
        /// @NodeSwapStatus.capacity
        "capacity": i64,
    }
}

api_shape! {
    /// @NodeRuntimeHandlerFeatures
    NodeRuntimeHandlerFeatures {
        /// @NodeRuntimeHandlerFeatures.recursiveReadOnlyMounts
        "recursiveReadOnlyMounts": bool,
        /// @NodeRuntimeHandlerFeatures.userNamespaces
        "userNamespaces": bool,
    }
}

api_shape! {
    /// @NamespaceCondition
    NamespaceCondition {
        /// @NamespaceCondition.lastTransitionTime
        "lastTransitionTime": Time,
        /// @NamespaceCondition.message
        "message": String,
        /// @NamespaceCondition.reason
        "reason": String,
        /// @NamespaceCondition.status
        "status": String,
        /// @NamespaceCondition.type
        "type": String,
    }
}

api_shape! {
    /// @SessionAffinityConfig
    SessionAffinityConfig {
        /// @SessionAffinityConfig.clientIP
        "clientIP": ClientIPConfig,
    }
}

api_shape! {
    /// @Condition
    Condition {
        /// @Condition.lastTransitionTime
        "lastTransitionTime": Time,
        /// @Condition.message
        "message": String,
        /// @Condition.observedGeneration
        "observedGeneration": i64,
        /// @Condition.reason
        "reason": String,
        /// @Condition.status
        "status": String,
        /// @Condition.type
        "type": String,
    }
}

api_shape! {
    /// @ClientIPConfig
    ClientIPConfig {
        /// @ClientIPConfig.timeoutSeconds
        "timeoutSeconds": i32,
    }
}

api_shape! {
    /// @PortStatus
    PortStatus {
        /// @PortStatus.error
        "error": String,
        /// @PortStatus.port
        "port": i32,
        /// @PortStatus.protocol
        "protocol": String,
    }
}

api_shape! {
    /// @EventSeries
    EventSeries {
        /// @EventSeries.count
        "count": i32,
        /// @EventSeries.lastObservedTime
        "lastObservedTime": MicroTime,
    }
}

api_shape! {
    /// @EndpointHints
    EndpointHints {
        /// @EndpointHints.forNodes
        "forNodes": Vec<ForNode>,
        /// @EndpointHints.forZones
        "forZones": Vec<ForZone>,
    }
}

api_shape! {
    /// @ForNode
    ForNode {
        /// @ForNode.name
        "name": String,
    }
}

api_shape! {
    /// @ForZone
    ForZone {
        /// @ForZone.name
        "name": String,
    }
}
