//! Service accounts: core/v1 ServiceAccount, v1.36.

use super::endpoints::ObjectReference;
use super::meta::ObjectMeta;
use super::pod::LocalObjectReference;
use crate::api_struct;

api_struct! {
    /// Who pods are when they talk to the API.
    ServiceAccount {
        /// Who it is.
        meta "metadata": ObjectMeta,
        /// Whether pods get the account's token.
        automount_token "automountServiceAccountToken": Option<bool>,
    }
    accepts {
        /// Secrets that pods of the account may use.
        "secrets": Vec<ObjectReference>,
    }
    reads {
        /// Secrets for private registries that pods of the account get.
        "imagePullSecrets": Vec<LocalObjectReference>,
    }
}
