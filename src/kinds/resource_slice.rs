//! Devices that drivers have: resource.k8s.io/v1 ResourceSlice, v1.36.

use std::collections::BTreeMap;

use super::affinity::NodeSelector;
use super::meta::ObjectMeta;
use super::quantity::Quantity;
use super::time::Time;
use crate::{api_shape, api_struct};

api_struct! {
    /// Devices that a driver has.
    ResourceSlice {
        /// Who it is.
        meta "metadata": ObjectMeta,
    }
    accepts {
        /// What is wanted.
        "spec": ResourceSliceSpec,
    }
}

api_shape! {
    /// The devices of a part of a pool.
    ResourceSliceSpec {
        /// Whether every node reaches them.
        "allNodes": bool,
        /// The devices.
        "devices": Vec<Device>,
        /// The driver.
        "driver": String,
        /// The node that reaches it.
        "nodeName": String,
        /// The nodes from which they can be reached.
        "nodeSelector": NodeSelector,
        /// Whether each device says which nodes reach it.
        "perDeviceNodeSelection": bool,
        /// The pool.
        "pool": ResourcePool,
        /// Amounts that devices share.
        "sharedCounters": Vec<CounterSet>,
    }
}

api_shape! {
    /// A device.
    Device {
        /// Whether every node reaches it.
        "allNodes": bool,
        /// Whether it can be shared.
        "allowMultipleAllocations": bool,
        /// What it is like.
        "attributes": BTreeMap<String, DeviceAttribute>,
        /// What must be true before the pod is bound.
        "bindingConditions": Vec<String>,
        /// What forbids to bind the pod.
        "bindingFailureConditions": Vec<String>,
        /// Whether it is bound to the node it is given on.
        "bindsToNode": bool,
        /// What it has.
        "capacity": BTreeMap<String, DeviceCapacity>,
        /// What it takes of shared amounts.
        "consumesCounters": Vec<DeviceCounterConsumption>,
        /// Name within the pool.
        "name": String,
        /// What it takes of the node itself.
        "nodeAllocatableResourceMappings": BTreeMap<String, NodeAllocatableResourceMapping>,
        /// The node that reaches it.
        "nodeName": String,
        /// The nodes from which they can be reached.
        "nodeSelector": NodeSelector,
        /// Reasons not to use it.
        "taints": Vec<DeviceTaint>,
    }
}

api_shape! {
    /// Devices that a driver manages together.
    ResourcePool {
        /// Which version of the pool it is.
        "generation": i64,
        /// Name of the pool.
        "name": String,
        /// How many parts the pool has.
        "resourceSliceCount": i64,
    }
}

api_shape! {
    /// Amounts that devices share.
    CounterSet {
        /// The amounts.
        "counters": BTreeMap<String, Counter>,
        /// Name of the set.
        "name": String,
    }
}

api_shape! {
    /// What a device is like, in one of several types.
    DeviceAttribute {
        /// True or false.
        "bool": bool,
        /// Several of these.
        "bools": Vec<bool>,
        /// A number.
        "int": i64,
        /// Several numbers.
        "ints": Vec<i64>,
        /// A text.
        "string": String,
        /// Several texts.
        "strings": Vec<String>,
        /// A version, as semver.org has it.
        "version": String,
        /// Several versions.
        "versions": Vec<String>,
    }
}

api_shape! {
    /// What a device has of something.
    DeviceCapacity {
        /// How it can be asked for.
        "requestPolicy": CapacityRequestPolicy,
        /// How much.
        "value": Quantity,
    }
}

api_shape! {
    /// What a device takes of shared amounts.
    DeviceCounterConsumption {
        /// The set of amounts.
        "counterSet": String,
        /// The amounts.
        "counters": BTreeMap<String, Counter>,
    }
}

api_shape! {
    /// What a device takes of its node.
    NodeAllocatableResourceMapping {
        /// How much for each device or unit.
        "allocationMultiplier": Quantity,
        /// The amount of the device it depends on.
        "capacityKey": String,
    }
}

api_shape! {
    /// A reason not to use a device.
    DeviceTaint {
        /// NoSchedule, NoExecute or None.
        "effect": String,
        /// Key of the taint.
        "key": String,
        /// When it was added.
        "timeAdded": Time,
        /// Value of the taint.
        "value": String,
    }
}

api_shape! {
    /// An amount.
    Counter {
        /// How much.
        "value": Quantity,
    }
}

api_shape! {
    /// How an amount can be asked for.
    CapacityRequestPolicy {
        /// What is taken if nothing is asked for.
        "default": Quantity,
        /// Least, most and step.
        "validRange": CapacityRequestPolicyRange,
        /// The amounts that can be asked for.
        "validValues": Vec<Quantity>,
    }
}

api_shape! {
    /// Bounds of an amount.
    CapacityRequestPolicyRange {
        /// The most.
        "max": Quantity,
        /// The least.
        "min": Quantity,
        /// What lies between two amounts.
        "step": Quantity,
    }
}
