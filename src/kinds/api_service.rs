//! Who serves which group: apiregistration.k8s.io/v1 APIService, v1.36.

use super::codec::Bytes;
use super::meta::ObjectMeta;
use super::time::Time;
use crate::{api_shape, api_struct};

api_struct! {
    /// Says who serves a version of a group: this server, or another behind a Service.
    APIService {
        /// Who it is.
        meta "metadata": ObjectMeta,
    }
    accepts {
        /// What is wanted.
        "spec": APIServiceSpec,
        /// What is; written by the cluster.
        "status": APIServiceStatus,
    }
}

api_shape! {
    /// Who serves which group and version.
    APIServiceSpec {
        /// Certificates of the authority that the other server is held against, in PEM.
        "caBundle": Bytes,
        /// The group.
        "group": String,
        /// Which group goes first where several have a kind of the same name; higher goes first.
        "groupPriorityMinimum": i32,
        /// Whether the certificate of the other server is not looked at.
        "insecureSkipTLSVerify": bool,
        /// The Service of the other server; none where this server serves it.
        "service": ServiceReference,
        /// The version.
        "version": String,
        /// Which version of the group goes first; higher goes first.
        "versionPriority": i32,
    }
}

api_shape! {
    /// Whether it can be reached.
    APIServiceStatus {
        /// Steps and states, each True, False or Unknown.
        "conditions": Vec<APIServiceCondition>,
    }
}

api_shape! {
    /// A Service.
    ServiceReference {
        /// Name of the Service.
        "name": String,
        /// Namespace of the Service.
        "namespace": String,
        /// Port of the Service; 443 if not given.
        "port": i32,
    }
}

api_shape! {
    /// One state of it.
    APIServiceCondition {
        /// When the status last changed.
        "lastTransitionTime": Time,
        /// For people: why.
        "message": String,
        /// For machines: why.
        "reason": String,
        /// True, False or Unknown.
        "status": String,
        /// Available.
        "type": String,
    }
}
