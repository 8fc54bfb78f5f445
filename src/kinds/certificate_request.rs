//! Requests for certificates: certificates.k8s.io/v1 CertificateSigningRequest, v1.36.

use std::collections::BTreeMap;

use super::codec::Bytes;
use super::meta::ObjectMeta;
use super::time::Time;
use crate::{api_shape, api_struct};

api_struct! {
    /// Asks for a certificate.
    CertificateSigningRequest {
        /// Who it is.
        meta "metadata": ObjectMeta,
    }
    accepts {
        /// What is wanted.
        "spec": CertificateSigningRequestSpec,
        /// What is; written by the cluster.
        "status": CertificateSigningRequestStatus,
    }
}

api_shape! {
    /// What is asked for, and who asks.
    CertificateSigningRequestSpec {
        /// How long the certificate should hold.
        "expirationSeconds": i32,
        /// More that is known of who asks.
        "extra": BTreeMap<String, Vec<String>>,
        /// Groups of who asks.
        "groups": Vec<String>,
        /// The request in PEM.
        "request": Bytes,
        /// Who is to sign.
        "signerName": String,
        /// Another name of who asks that does not change.
        "uid": String,
        /// What the key is to be used for.
        "usages": Vec<String>,
        /// Who asks.
        "username": String,
    }
}

api_shape! {
    /// What became of it.
    CertificateSigningRequestStatus {
        /// The certificate in PEM.
        "certificate": Bytes,
        /// Steps and states, each True, False or Unknown.
        "conditions": Vec<CertificateSigningRequestCondition>,
    }
}

api_shape! {
    /// One decision on it.
    CertificateSigningRequestCondition {
        /// When the status last changed.
        "lastTransitionTime": Time,
        /// When it was last written.
        "lastUpdateTime": Time,
        /// For people: why.
        "message": String,
        /// For machines: why.
        "reason": String,
        /// True, False or Unknown.
        "status": String,
        /// Approved, Denied or Failed.
        "type": String,
    }
}
