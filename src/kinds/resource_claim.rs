//! Devices that pods ask for: resource.k8s.io/v1 DeviceClass, ResourceClaim and ResourceClaimTemplate, v1.36.

use std::collections::BTreeMap;

use serde_json::Value;

use super::affinity::NodeSelector;
use super::cluster_shapes::Condition;
use super::meta::ObjectMeta;
use super::quantity::Quantity;
use super::time::Time;
use crate::{api_shape, api_struct};

api_struct! {
    /// Names a sort of devices.
    DeviceClass {
        /// Who it is.
        meta "metadata": ObjectMeta,
    }
    accepts {
        /// What is wanted.
        "spec": DeviceClassSpec,
    }
}

api_struct! {
    /// Asks for devices.
    ResourceClaim {
        /// Who it is.
        meta "metadata": ObjectMeta,
    }
    accepts {
        /// What is wanted.
        "spec": ResourceClaimSpec,
        /// What is; written by the cluster.
        "status": ResourceClaimStatus,
    }
}

api_struct! {
    /// A claim that is made for each pod.
    ResourceClaimTemplate {
        /// Who it is.
        meta "metadata": ObjectMeta,
    }
    accepts {
        /// What is wanted.
        "spec": ResourceClaimTemplateSpec,
    }
}

api_shape! {
    /// Which devices are of the sort.
    DeviceClassSpec {
        /// Settings of the devices.
        "config": Vec<DeviceClassConfiguration>,
        /// Extended resource that also asks for such devices.
        "extendedResourceName": String,
        /// Expressions that all must be true of a device.
        "selectors": Vec<DeviceSelector>,
    }
}

api_shape! {
    /// The devices asked for.
    ResourceClaimSpec {
        /// The devices.
        "devices": DeviceClaim,
    }
}

api_shape! {
    /// The devices given.
    ResourceClaimStatus {
        /// The devices given.
        "allocation": AllocationResult,
        /// What drivers say of the devices.
        "devices": Vec<AllocatedDeviceStatus>,
        /// Who may use the claim.
        "reservedFor": Vec<ResourceClaimConsumerReference>,
    }
}

api_shape! {
    /// The claim that is made.
    ResourceClaimTemplateSpec {
        /// Labels and annotations of the claim.
        "metadata": ObjectMeta,
        /// What is wanted.
        "spec": ResourceClaimSpec,
    }
}

api_shape! {
    /// Settings of devices of a sort.
    DeviceClassConfiguration {
        /// Settings for one driver.
        "opaque": OpaqueDeviceConfiguration,
    }
}

api_shape! {
    /// Which devices.
    DeviceSelector {
        /// An expression of a device.
        "cel": CELDeviceSelector,
    }
}

api_shape! {
    /// Devices and what must be true of them.
    DeviceClaim {
        /// Settings of the devices.
        "config": Vec<DeviceClaimConfiguration>,
        /// What must be true of several.
        "constraints": Vec<DeviceConstraint>,
        /// The devices, one by one.
        "requests": Vec<DeviceRequest>,
    }
}

api_shape! {
    /// What was given.
    AllocationResult {
        /// When it was given.
        "allocationTimestamp": Time,
        /// The devices.
        "devices": DeviceAllocationResult,
        /// The nodes from which they can be reached.
        "nodeSelector": NodeSelector,
    }
}

api_shape! {
    /// What a driver says of a device.
    AllocatedDeviceStatus {
        /// Steps and states, each True, False or Unknown.
        "conditions": Vec<Condition>,
        /// What only the driver understands.
        "data": Value,
        /// The device.
        "device": String,
        /// The driver.
        "driver": String,
        /// The device as a network interface.
        "networkData": NetworkDeviceData,
        /// The pool of the device.
        "pool": String,
        /// Which share of the device it is.
        "shareID": String,
    }
}

api_shape! {
    /// Who may use a claim.
    ResourceClaimConsumerReference {
        /// Group of the user.
        "apiGroup": String,
        /// Name of the user.
        "name": String,
        /// Resource of the user.
        "resource": String,
        /// UID of the user.
        "uid": String,
    }
}

api_shape! {
    /// Settings that only a driver understands.
    OpaqueDeviceConfiguration {
        /// The driver.
        "driver": String,
        /// The settings.
        "parameters": Value,
    }
}

api_shape! {
    /// An expression of a device.
    CELDeviceSelector {
        /// A CEL expression.
        "expression": String,
    }
}

api_shape! {
    /// Settings of devices asked for.
    DeviceClaimConfiguration {
        /// Settings for one driver.
        "opaque": OpaqueDeviceConfiguration,
        /// The requests that are meant; empty is all.
        "requests": Vec<String>,
    }
}

api_shape! {
    /// What must be true of several devices.
    DeviceConstraint {
        /// An attribute that all have different.
        "distinctAttribute": String,
        /// An attribute that all have alike.
        "matchAttribute": String,
        /// The requests that are meant; empty is all.
        "requests": Vec<String>,
    }
}

api_shape! {
    /// One request of a claim.
    DeviceRequest {
        /// What is asked for.
        "exactly": ExactDeviceRequest,
        /// What is asked for, the best first.
        "firstAvailable": Vec<DeviceSubRequest>,
        /// Name within the claim.
        "name": String,
    }
}

api_shape! {
    /// The devices given.
    DeviceAllocationResult {
        /// Their settings.
        "config": Vec<DeviceAllocationConfiguration>,
        /// Each device.
        "results": Vec<DeviceRequestAllocationResult>,
    }
}

api_shape! {
    /// A network interface.
    NetworkDeviceData {
        /// Its hardware address.
        "hardwareAddress": String,
        /// Its name.
        "interfaceName": String,
        /// Its addresses.
        "ips": Vec<String>,
    }
}

api_shape! {
    /// Devices of one sort.
    ExactDeviceRequest {
        /// Whether devices in use may be looked at too.
        "adminAccess": bool,
        /// ExactCount (default) or All.
        "allocationMode": String,
        /// How much of a device is asked for.
        "capacity": CapacityRequirements,
        /// How many.
        "count": i64,
        /// The sort.
        "deviceClassName": String,
        /// Expressions that all must be true of a device.
        "selectors": Vec<DeviceSelector>,
        /// Taints of devices that are borne.
        "tolerations": Vec<DeviceToleration>,
    }
}

api_shape! {
    /// One of several wishes.
    DeviceSubRequest {
        /// ExactCount (default) or All.
        "allocationMode": String,
        /// How much of a device is asked for.
        "capacity": CapacityRequirements,
        /// How many.
        "count": i64,
        /// The sort.
        "deviceClassName": String,
        /// Name within the request.
        "name": String,
        /// Expressions that all must be true of a device.
        "selectors": Vec<DeviceSelector>,
        /// Taints of devices that are borne.
        "tolerations": Vec<DeviceToleration>,
    }
}

api_shape! {
    /// Settings of devices given.
    DeviceAllocationConfiguration {
        /// Settings for one driver.
        "opaque": OpaqueDeviceConfiguration,
        /// The requests that are meant; empty is all.
        "requests": Vec<String>,
        /// FromClass or FromClaim.
        "source": String,
    }
}

api_shape! {
    /// One device given.
    DeviceRequestAllocationResult {
        /// Whether devices in use may be looked at too.
        "adminAccess": bool,
        /// What must be true before the pod is bound.
        "bindingConditions": Vec<String>,
        /// What forbids to bind the pod.
        "bindingFailureConditions": Vec<String>,
        /// How much of the device is taken.
        "consumedCapacity": BTreeMap<String, Quantity>,
        /// The device.
        "device": String,
        /// The driver.
        "driver": String,
        /// The pool of the device.
        "pool": String,
        /// The request it is for.
        "request": String,
        /// Which share of the device it is.
        "shareID": String,
        /// Taints of devices that are borne.
        "tolerations": Vec<DeviceToleration>,
    }
}

api_shape! {
    /// Amounts of a device.
    CapacityRequirements {
        /// The amounts.
        "requests": BTreeMap<String, Quantity>,
    }
}

api_shape! {
    /// A taint that is borne.
    DeviceToleration {
        /// NoSchedule, NoExecute or None.
        "effect": String,
        /// Key of the taint.
        "key": String,
        /// Exists or Equal.
        "operator": String,
        /// How long NoExecute is borne.
        "tolerationSeconds": i64,
        /// Value of the taint.
        "value": String,
    }
}
