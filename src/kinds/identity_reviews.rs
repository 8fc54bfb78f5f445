//! Who somebody is: authentication.k8s.io/v1, v1.36. Answered at once, and never stored.

use std::collections::BTreeMap;

use super::meta::ObjectMeta;
use crate::{api_shape, api_struct};

api_struct! {
    /// Asks who the one who asks is.
    SelfSubjectReview {
        /// Who it is.
        meta "metadata": ObjectMeta,
    }
    accepts {
        /// What is; written by the cluster.
        "status": SelfSubjectReviewStatus,
    }
}

api_struct! {
    /// Asks whose a token is.
    TokenReview {
        /// Who it is.
        meta "metadata": ObjectMeta,
    }
    accepts {
        /// What is wanted.
        "spec": TokenReviewSpec,
        /// What is; written by the cluster.
        "status": TokenReviewStatus,
    }
}

api_shape! {
    /// The answer.
    SelfSubjectReviewStatus {
        /// Who it is.
        "userInfo": UserInfo,
    }
}

api_shape! {
    /// The token.
    TokenReviewSpec {
        /// For whom the token must be.
        "audiences": Vec<String>,
        /// The token.
        "token": String,
    }
}

api_shape! {
    /// The answer.
    TokenReviewStatus {
        /// For whom the token is.
        "audiences": Vec<String>,
        /// Whether the token is good.
        "authenticated": bool,
        /// Why it could not be told.
        "error": String,
        /// Whose it is.
        "user": UserInfo,
    }
}

api_shape! {
    /// Somebody who may come to the API.
    UserInfo {
        /// More that the authenticator knows.
        "extra": BTreeMap<String, Vec<String>>,
        /// Groups.
        "groups": Vec<String>,
        /// Another name that does not change.
        "uid": String,
        /// The name.
        "username": String,
    }
}
