//! Fairness between those who ask the server: flowcontrol.apiserver.k8s.io/v1, v1.36.

use super::meta::ObjectMeta;
use super::time::Time;
use crate::{api_shape, api_struct};

api_struct! {
    /// Sorts requests to the server into a flow of a priority level.
    FlowSchema {
        /// Who it is.
        meta "metadata": ObjectMeta,
    }
    accepts {
        /// What is wanted.
        "spec": FlowSchemaSpec,
        /// What is; written by the cluster.
        "status": FlowSchemaStatus,
    }
}

api_struct! {
    /// How many requests of a level may run at once, and how the others wait.
    PriorityLevelConfiguration {
        /// Who it is.
        meta "metadata": ObjectMeta,
    }
    accepts {
        /// What is wanted.
        "spec": PriorityLevelConfigurationSpec,
        /// What is; written by the cluster.
        "status": PriorityLevelConfigurationStatus,
    }
}

api_shape! {
    /// Which requests, and where to.
    FlowSchemaSpec {
        /// What sets the flows of this schema apart.
        "distinguisherMethod": FlowDistinguisherMethod,
        /// Which schema is asked first; lower goes first.
        "matchingPrecedence": i32,
        /// The priority level.
        "priorityLevelConfiguration": PriorityLevelConfigurationReference,
        /// Which requests it is for; one must match.
        "rules": Vec<PolicyRulesWithSubjects>,
    }
}

api_shape! {
    /// What is known of it.
    FlowSchemaStatus {
        /// Steps and states, each True, False or Unknown.
        "conditions": Vec<FlowSchemaCondition>,
    }
}

api_shape! {
    /// The share and the queues of a level.
    PriorityLevelConfigurationSpec {
        /// Shares of a level whose requests never wait.
        "exempt": ExemptPriorityLevelConfiguration,
        /// Limits of a level whose requests wait.
        "limited": LimitedPriorityLevelConfiguration,
        /// Exempt or Limited.
        "type": String,
    }
}

api_shape! {
    /// What is known of a level.
    PriorityLevelConfigurationStatus {
        /// Steps and states, each True, False or Unknown.
        "conditions": Vec<PriorityLevelConfigurationCondition>,
    }
}

api_shape! {
    /// What sets flows apart.
    FlowDistinguisherMethod {
        /// ByUser or ByNamespace.
        "type": String,
    }
}

api_shape! {
    /// A priority level.
    PriorityLevelConfigurationReference {
        /// Its name.
        "name": String,
    }
}

api_shape! {
    /// Who asks for what.
    PolicyRulesWithSubjects {
        /// Rules for paths.
        "nonResourceRules": Vec<NonResourcePolicyRule>,
        /// Rules for resources.
        "resourceRules": Vec<ResourcePolicyRule>,
        /// Who asks.
        "subjects": Vec<Subject>,
    }
}

api_shape! {
    /// One state of a flow schema.
    FlowSchemaCondition {
        /// When the status last changed.
        "lastTransitionTime": Time,
        /// For people: why.
        "message": String,
        /// For machines: why.
        "reason": String,
        /// True, False or Unknown.
        "status": String,
        /// Dangling: whether its priority level is missing.
        "type": String,
    }
}

api_shape! {
    /// A level without a limit.
    ExemptPriorityLevelConfiguration {
        /// How much of its own others may borrow, in percent.
        "lendablePercent": i32,
        /// Its share of all seats.
        "nominalConcurrencyShares": i32,
    }
}

api_shape! {
    /// A level with a limit.
    LimitedPriorityLevelConfiguration {
        /// How much it may borrow of others, in percent of its own.
        "borrowingLimitPercent": i32,
        /// How much of its own others may borrow, in percent.
        "lendablePercent": i32,
        /// What happens to requests over the limit.
        "limitResponse": LimitResponse,
        /// Its share of all seats.
        "nominalConcurrencyShares": i32,
    }
}

api_shape! {
    /// One state of a level.
    PriorityLevelConfigurationCondition {
        /// When the status last changed.
        "lastTransitionTime": Time,
        /// For people: why.
        "message": String,
        /// For machines: why.
        "reason": String,
        /// True, False or Unknown.
        "status": String,
        /// Name of the state.
        "type": String,
    }
}

api_shape! {
    /// Requests for paths.
    NonResourcePolicyRule {
        /// Paths; * at the end is a wildcard.
        "nonResourceURLs": Vec<String>,
        /// Verbs; * is all.
        "verbs": Vec<String>,
    }
}

api_shape! {
    /// Requests for resources.
    ResourcePolicyRule {
        /// Groups; * is all.
        "apiGroups": Vec<String>,
        /// Whether requests without a namespace are meant.
        "clusterScope": bool,
        /// Namespaces; * is all.
        "namespaces": Vec<String>,
        /// Resources; * is all.
        "resources": Vec<String>,
        /// Verbs; * is all.
        "verbs": Vec<String>,
    }
}

api_shape! {
    /// Who asks.
    Subject {
        /// A group.
        "group": GroupSubject,
        /// User, Group or ServiceAccount.
        "kind": String,
        /// A service account.
        "serviceAccount": ServiceAccountSubject,
        /// A user.
        "user": UserSubject,
    }
}

api_shape! {
    /// What happens to requests over the limit.
    LimitResponse {
        /// The queues, if requests wait.
        "queuing": QueuingConfiguration,
        /// Queue or Reject.
        "type": String,
    }
}

api_shape! {
    /// A group of users.
    GroupSubject {
        /// Its name; * is all.
        "name": String,
    }
}

api_shape! {
    /// A service account.
    ServiceAccountSubject {
        /// Its name; * is all.
        "name": String,
        /// Its namespace.
        "namespace": String,
    }
}

api_shape! {
    /// A user.
    UserSubject {
        /// The name; * is all.
        "name": String,
    }
}

api_shape! {
    /// Queues of a level.
    QueuingConfiguration {
        /// How many queues a flow is dealt.
        "handSize": i32,
        /// How many requests wait in a queue.
        "queueLengthLimit": i32,
        /// How many queues there are.
        "queues": i32,
    }
}
