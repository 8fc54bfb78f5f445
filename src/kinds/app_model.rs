//! AppModels: kubarium.dev/v1alpha1, what a user says of an image: how its program starts, answers, uses the machine
//! and ends. Not of Kubernetes; containers whose image an AppModel names behave as it says.

use serde_json::{Value, json};

use super::meta::ObjectMeta;
use super::quantity::Quantity;
use crate::api_struct;

api_struct! {
    /// What the program of an image does.
    AppModel {
        /// Who it is.
        meta "metadata": ObjectMeta,
        /// What the program does.
        spec "spec": AppModelSpec,
    }
}

api_struct! {
    /// What a program does.
    AppModelSpec {
        /// Images it is about: a repository, or one with a tag, which goes before.
        images "images": Vec<String>,
        /// Their registry gives them only to pods whose imagePullSecrets have a name and a password for it.
        private "private": bool,
        /// Bytes that are pulled (default: 60M).
        size "size": Option<Quantity>,
        /// Milliseconds from its start until it listens (default: 0).
        start_millis "startMillis": i64,
        /// Ports it listens on (default: the container's declared ports).
        ports "ports": Vec<i32>,
        /// What it answers, by path; the first that fits counts. Without any it answers 200 to all.
        routes "routes": Vec<AppRoute>,
        /// CPU it uses.
        cpu "cpu": Option<AppCpu>,
        /// Memory it holds.
        memory "memory": Option<AppMemory>,
        /// Lines it prints.
        logs "logs": Option<AppLogs>,
        /// Files of the image.
        files "files": Vec<AppFile>,
        /// How it ends by itself (default: never).
        exit "exit": Option<AppExit>,
        /// How it takes SIGTERM (default: it ends at once with 0).
        stop "stop": Option<AppStop>,
    }
}

api_struct! {
    /// What is answered on a path.
    AppRoute {
        /// The path; with a `*` at its end every path that begins so.
        path "path": String,
        /// Answers; of those whose time has come the last counts.
        responses "responses": Vec<AppResponse>,
    }
}

api_struct! {
    /// An answer, and from when on.
    AppResponse {
        /// Seconds after the start from which on it is given (default: 0).
        from_second "fromSecond": i64,
        /// Only while the container's switch `answer otherwise` is on, and then before all others.
        switched "switched": bool,
        /// HTTP status (default: 200).
        status "status": Option<i32>,
        /// Milliseconds until it comes (default: 0).
        latency_millis "latencyMillis": i64,
        /// Its text; `$POD` and `$IP` are the pod's.
        body "body": String,
    }
}

api_struct! {
    /// CPU of a program.
    AppCpu {
        /// At rest (default: 1m).
        rest "rest": Option<Quantity>,
        /// Millionths of a second that a request costs (default: 500).
        per_request_micros "perRequestMicros": Option<i64>,
    }
}

api_struct! {
    /// Memory of a program.
    AppMemory {
        /// At rest (default: 24Mi).
        rest "rest": Option<Quantity>,
        /// More for each request of the last second.
        per_request "perRequest": Option<Quantity>,
        /// Never given back, for each second.
        leak_per_second "leakPerSecond": Option<Quantity>,
        /// Never given back, for each request.
        leak_per_request "leakPerRequest": Option<Quantity>,
    }
}

api_struct! {
    /// Lines of a program.
    AppLogs {
        /// At its start.
        start "start": Vec<String>,
        /// Whether it prints a line for each request (default: no).
        requests "requests": bool,
    }
}

api_struct! {
    /// A file of an image.
    AppFile {
        /// Its absolute path.
        path "path": String,
        /// What is in it.
        text "text": String,
    }
}

api_struct! {
    /// The end of a program.
    AppExit {
        /// Seconds after its start.
        after_seconds "afterSeconds": i64,
        /// Its exit code.
        code "code": i32,
    }
}

api_struct! {
    /// What a program does on SIGTERM.
    AppStop {
        /// It goes on until it is killed.
        ignore "ignore": bool,
        /// Milliseconds until it has ended.
        after_millis "afterMillis": i64,
        /// Its exit code.
        code "code": i32,
    }
}

/// What values may be, as a definition would say it.
pub fn schema() -> Value {
    let whole = json!({"minimum": 0, "maximum": 86_400_000});
    let response = json!({"properties": {
        "fromSecond": whole, "latencyMillis": whole,
        "status": {"minimum": 100, "maximum": 599},
        "body": {"maxLength": 65_536},
    }});
    let route = json!({"required": ["path", "responses"], "properties": {
        "path": {"pattern": "^/", "maxLength": 1024},
        "responses": {"minItems": 1, "maxItems": 50, "items": response},
    }});
    let file = json!({"required": ["path"], "properties": {
        "path": {"pattern": "^/.", "maxLength": 1024},
        "text": {"maxLength": 65_536},
    }});
    let code = json!({"minimum": 0, "maximum": 255});
    json!({"required": ["spec"], "properties": {"spec": {"required": ["images"], "properties": {
        "images": {"minItems": 1, "maxItems": 50, "items": {"minLength": 1, "maxLength": 255}},
        "startMillis": whole,
        "ports": {"maxItems": 50, "items": {"minimum": 1, "maximum": 65_535}},
        "routes": {"maxItems": 100, "items": route},
        "cpu": {"properties": {"perRequestMicros": whole}},
        "logs": {"properties": {"start": {"maxItems": 100, "items": {"maxLength": 4096}}}},
        "files": {"maxItems": 100, "items": file},
        "exit": {"required": ["afterSeconds"], "properties": {"afterSeconds": whole, "code": code}},
        "stop": {"properties": {"afterMillis": whole, "code": code}},
    }}}})
}
