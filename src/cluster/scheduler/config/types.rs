//! The fields of a configuration: kubescheduler.config.k8s.io/v1 types.go, v1.36.

use serde_json::Value;

use crate::api_struct;

api_struct! {
    /// How the scheduler is run.
    KubeSchedulerConfiguration {
        /// The schedulers that run, each with its plugins.
        profiles "profiles": Vec<KubeSchedulerProfile>,
        /// Share of the nodes that is enough to find, in percent; 0 for Kubernetes' own choice.
        percentage "percentageOfNodesToScore": Option<i32>,
        /// Seconds a pod that found no node waits at first (default 1).
        initial_backoff "podInitialBackoffSeconds": Option<i64>,
        /// Seconds it waits at most (default 10).
        max_backoff "podMaxBackoffSeconds": Option<i64>,
    }
    accepts {
        /// kubescheduler.config.k8s.io/v1
        "apiVersion": String,
        /// KubeSchedulerConfiguration
        "kind": String,
        /// Nodes that are looked at at the same time.
        "parallelism": i32,
        /// How one of several schedulers is chosen.
        "leaderElection": Value,
        /// How the API server is reached.
        "clientConnection": Value,
        /// Whether a profile of the program can be taken.
        "enableProfiling": bool,
        /// Whether it shows contention.
        "enableContentionProfiling": bool,
        /// Whether the caches are filled only by the leader.
        "delayCacheUntilActive": bool,
        /// Programs that are asked over the network.
        "extenders": Vec<Value>,
    }
}

api_struct! {
    /// One scheduler.
    KubeSchedulerProfile {
        /// Pods with this schedulerName are its own.
        scheduler_name "schedulerName": Option<String>,
        /// Overrides that of all profiles.
        percentage "percentageOfNodesToScore": Option<i32>,
        /// Plugins that are added or taken away.
        plugins "plugins": Option<Plugins>,
        /// Arguments of plugins.
        plugin_config "pluginConfig": Vec<PluginConfig>,
    }
}

api_struct! {
    /// Plugins by extension point.
    Plugins {
        /// At every point they have a part in.
        multi_point "multiPoint": Option<PluginSet>,
        /// Before a pod enters the queue.
        pre_enqueue "preEnqueue": Option<PluginSet>,
        /// The order of the queue.
        queue_sort "queueSort": Option<PluginSet>,
        /// Before nodes are tried.
        pre_filter "preFilter": Option<PluginSet>,
        /// Which nodes a pod may go to.
        filter "filter": Option<PluginSet>,
        /// When no node was found.
        post_filter "postFilter": Option<PluginSet>,
        /// Before nodes are scored.
        pre_score "preScore": Option<PluginSet>,
        /// Which node is best.
        score "score": Option<PluginSet>,
    }
    accepts {
        /// When a node was chosen.
        "reserve": PluginSet,
        /// Before binding: yes, no or wait.
        "permit": PluginSet,
        /// Before binding: what must be done.
        "preBind": PluginSet,
        /// Binding.
        "bind": PluginSet,
        /// After binding.
        "postBind": PluginSet,
    }
}

api_struct! {
    /// Plugins in addition to the default ones, and default ones that are not wanted.
    PluginSet {
        /// In addition, or again with another weight.
        enabled "enabled": Vec<PluginRef>,
        /// Not wanted; * for all.
        disabled "disabled": Vec<PluginRef>,
    }
}

api_struct! {
    /// A plugin by name.
    PluginRef {
        /// Its name.
        name "name": String,
        /// Weight of its scores.
        weight "weight": Option<i32>,
    }
}

api_struct! {
    /// Arguments of a plugin.
    PluginConfig {
        /// Its name.
        name "name": String,
        /// The arguments, by the plugin's own type.
        args "args": Value,
    }
}
