//! service account, v1.36.

use super::endpoints::ObjectReference;
use super::meta::ObjectMeta;
use super::pod::LocalObjectReference;
use crate::api_struct;

api_struct! {
    /// @ServiceAccount
    ServiceAccount {
        /// Who it is.
        meta "metadata": ObjectMeta,
    }
    accepts {
        /// @ServiceAccount.automountServiceAccountToken
        "automountServiceAccountToken": bool,
        /// @ServiceAccount.imagePullSecrets
        "imagePullSecrets": Vec<LocalObjectReference>,
        /// @ServiceAccount.secrets
        "secrets": Vec<ObjectReference>,
    }
}
