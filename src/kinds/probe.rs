//! Probes and lifecycle hooks: core/v1 Probe and Lifecycle, v1.36.

use super::int_or_string::IntOrString;
use crate::api_struct;

api_struct! {
    /// A periodic check of a container.
    Probe {
        /// Run a command in the container; exit code 0 is success.
        exec "exec": Option<ExecAction>,
        /// Ask over HTTP; 200 to 399 is success.
        http_get "httpGet": Option<HTTPGetAction>,
        /// Open a TCP connection.
        tcp_socket "tcpSocket": Option<TCPSocketAction>,
        /// Seconds after the container started before the first check.
        initial_delay_seconds "initialDelaySeconds": i32,
        /// Seconds a check may take (default 1).
        timeout_seconds "timeoutSeconds": i32,
        /// Seconds between checks (default 10).
        period_seconds "periodSeconds": i32,
        /// Successes in a row that turn the result good (default 1).
        success_threshold "successThreshold": i32,
        /// Failures in a row that turn the result bad (default 3).
        failure_threshold "failureThreshold": i32,
        /// Replaces the pod's grace period when this probe kills the container.
        termination_grace_period_seconds "terminationGracePeriodSeconds": Option<i64>,
        /// Ask a gRPC health service.
        grpc "grpc": Option<GRPCAction>,
    }
}

api_struct! {
    /// A command run in the container.
    ExecAction {
        /// Program and arguments, without a shell.
        command "command": Vec<String>,
    }
}

api_struct! {
    /// An HTTP request.
    HTTPGetAction {
        /// Path of the request.
        path "path": String,
        /// Number or name of the container's port.
        port "port": IntOrString,
        /// Host to ask; the pod's own address if empty.
        host "host": String,
        /// HTTP or HTTPS.
        scheme "scheme": String,
        /// Headers to send.
        http_headers "httpHeaders": Vec<HTTPHeader>,
    }
}

api_struct! {
    /// A header of a request.
    HTTPHeader {
        /// Its name.
        name "name": String,
        /// Its value.
        value "value": String,
    }
}

api_struct! {
    /// A TCP connection.
    TCPSocketAction {
        /// Number or name of the container's port.
        port "port": IntOrString,
        /// Host to connect to; the pod's own address if empty.
        host "host": String,
    }
}

api_struct! {
    /// A gRPC health check.
    GRPCAction {
        /// Port number.
        port "port": i32,
    }
    accepts {
        /// Name of the service.
        "service": String,
    }
}

api_struct! {
    /// Hooks of a container.
    Lifecycle {}
    accepts {
        /// Signal that stops the container.
        "stopSignal": String,
    }
    reads {
        /// After the container was created.
        "postStart": LifecycleHandler,
        /// Before the container is stopped.
        "preStop": LifecycleHandler,
    }
}

api_struct! {
    /// One hook.
    LifecycleHandler {}
    reads {
        /// Ask over HTTP.
        "httpGet": HTTPGetAction,
        /// Legacy, not implemented upstream.
        "tcpSocket": TCPSocketAction,
        /// Run a command.
        "exec": ExecAction,
        /// Wait.
        "sleep": SleepAction,
    }
}

api_struct! {
    /// A pause.
    SleepAction {}
    reads {
        /// How long.
        "seconds": i64,
    }
}
