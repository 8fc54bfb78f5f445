//! What tells of the server itself: APIServices (kube-aggregator pkg/registry/apiservice/etcd), component statuses, flow
//! schemas and priority levels, requests for certificates (printers.go), v1.36.

use serde_json::Value;

use super::{Printer, age, column, name, or_none};
use crate::kinds::Time;
use crate::kinds::duration::human_duration;
use crate::kubectl::reach::{Reach, show};

pub const API_SERVICE: Printer = Printer {
    columns: &[column("NAME"), column("SERVICE"), column("AVAILABLE"), column("AGE")],
    row: api_service,
};

pub const COMPONENT_STATUS: Printer = Printer {
    columns: &[column("NAME"), column("STATUS"), column("MESSAGE"), column("ERROR")],
    row: component,
};

pub const FLOW_SCHEMA: Printer = Printer {
    columns: &[
        column("NAME"),
        column("PRIORITYLEVEL"),
        column("MATCHINGPRECEDENCE"),
        column("DISTINGUISHERMETHOD"),
        column("AGE"),
        column("MISSINGPL"),
    ],
    row: flow_schema,
};

pub const PRIORITY_LEVEL: Printer = Printer {
    columns: &[
        column("NAME"),
        column("TYPE"),
        column("NOMINALCONCURRENCYSHARES"),
        column("QUEUES"),
        column("HANDSIZE"),
        column("QUEUELENGTHLIMIT"),
        column("AGE"),
    ],
    row: priority_level,
};

pub const CERTIFICATE_REQUEST: Printer = Printer {
    columns: &[
        column("NAME"),
        column("AGE"),
        column("SIGNERNAME"),
        column("REQUESTOR"),
        column("REQUESTEDDURATION"),
        column("CONDITION"),
    ],
    row: certificate_request,
};

/// Of IPAddress and ServiceCIDR.
pub const ADDRESS: Printer =
    Printer { columns: &[column("NAME"), column("PARENTREF"), column("AGE")], row: address };

pub const ADDRESS_RANGE: Printer = Printer {
    columns: &[column("NAME"), column("CIDRS"), column("AGE")],
    row: |object, now| {
        let ranges: Vec<&str> = object["spec"]["cidrs"].items().iter().map(Reach::text).collect();
        vec![name(object), ranges.join(","), age(object, now)]
    },
};

pub const RUNTIME_CLASS: Printer = Printer {
    columns: &[column("NAME"), column("HANDLER"), column("AGE")],
    row: |object, now| vec![name(object), object["handler"].text().to_owned(), age(object, now)],
};

pub const ATTRIBUTES_CLASS: Printer = Printer {
    columns: &[column("NAME"), column("DRIVERNAME"), column("AGE")],
    row: |object, now| vec![name(object), object["driverName"].text().to_owned(), age(object, now)],
};

/// Of device classes and templates of claims.
pub const AGED: Printer = Printer {
    columns: &[column("NAME"), column("AGE")],
    row: |object, now| vec![name(object), age(object, now)],
};

pub const RESOURCE_CLAIM: Printer = Printer {
    columns: &[column("NAME"), column("STATE"), column("AGE")],
    row: |object, now| vec![name(object), claim_state(object), age(object, now)],
};

pub const RESOURCE_SLICE: Printer = Printer {
    columns: &[column("NAME"), column("NODE"), column("DRIVER"), column("POOL"), column("AGE")],
    row: |object, now| {
        let spec = &object["spec"];
        let node = spec["nodeName"].text_or("<unset>").to_owned();
        let (driver, pool) = (spec["driver"].text().to_owned(), spec["pool"]["name"].text().to_owned());
        vec![name(object), node, driver, pool, age(object, now)]
    },
};

fn condition<'a>(object: &'a Value, ty: &str) -> Option<&'a Value> {
    object["status"]["conditions"].items().iter().find(|one| one["type"] == *ty)
}

fn api_service(object: &Value, now: Time) -> Vec<String> {
    let service = &object["spec"]["service"];
    let place = match service.is_set() {
        true => format!("{}/{}", service["namespace"].text(), service["name"].text()),
        false => "Local".into(),
    };
    let available = match condition(object, "Available") {
        Some(one) if one["status"] == "True" => "True".to_owned(),
        Some(one) => format!("{} ({})", one["status"].text(), one["reason"].text()),
        None => "Unknown".into(),
    };
    vec![name(object), place, available, age(object, now)]
}

fn component(object: &Value, _: Time) -> Vec<String> {
    let healthy = object["conditions"].items().iter().find(|one| one["type"] == "Healthy");
    let (status, message, error) = match healthy {
        Some(one) if one["status"] == "True" => ("Healthy", one["message"].text(), one["error"].text()),
        Some(one) => ("Unhealthy", one["message"].text(), one["error"].text()),
        None => ("Unknown", "", ""),
    };
    vec![name(object), status.into(), message.into(), error.into()]
}

fn flow_schema(object: &Value, now: Time) -> Vec<String> {
    let spec = &object["spec"];
    let missing = condition(object, "Dangling").map_or("?", |one| one["status"].text());
    vec![
        name(object),
        or_none(&spec["priorityLevelConfiguration"]["name"]),
        show(&spec["matchingPrecedence"]),
        or_none(&spec["distinguisherMethod"]["type"]),
        age(object, now),
        missing.to_owned(),
    ]
}

fn priority_level(object: &Value, now: Time) -> Vec<String> {
    let number = |value: &Value| if value.is_set() { show(value) } else { "<none>".into() };
    let spec = &object["spec"];
    let part = if spec["type"] == "Exempt" { &spec["exempt"] } else { &spec["limited"] };
    let queuing = &part["limitResponse"]["queuing"];
    vec![
        name(object),
        spec["type"].text().to_owned(),
        number(&part["nominalConcurrencyShares"]),
        number(&queuing["queues"]),
        number(&queuing["handSize"]),
        number(&queuing["queueLengthLimit"]),
        age(object, now),
    ]
}

fn certificate_request(object: &Value, now: Time) -> Vec<String> {
    let spec = &object["spec"];
    let duration = spec["expirationSeconds"].as_i64();
    let duration = duration
        .map_or_else(|| "<none>".to_owned(), |seconds| human_duration(seconds.saturating_mul(1_000_000)));
    vec![
        name(object),
        age(object, now),
        or_none(&spec["signerName"]),
        spec["username"].text().to_owned(),
        duration,
        request_state(object),
    ]
}

fn request_state(object: &Value) -> String {
    let has = |ty: &str| condition(object, ty).is_some();
    let mut words: Vec<&str> = match (has("Denied"), has("Approved")) {
        (true, _) => vec!["Denied"],
        (_, true) => vec!["Approved"],
        _ => vec!["Pending"],
    };
    if has("Failed") {
        words.push("Failed");
    }
    if !object["status"]["certificate"].text().is_empty() {
        words.push("Issued");
    }
    words.join(",")
}

fn address(object: &Value, now: Time) -> Vec<String> {
    let parent = &object["spec"]["parentRef"];
    let mut place = parent["resource"].text().to_lowercase();
    if !parent["group"].text().is_empty() {
        place = format!("{place}.{}", parent["group"].text());
    }
    for part in ["namespace", "name"].map(|field| parent[field].text()).iter().filter(|part| !part.is_empty())
    {
        place = format!("{place}/{part}");
    }
    vec![name(object), if parent.is_set() { place } else { "<none>".into() }, age(object, now)]
}

fn claim_state(object: &Value) -> String {
    let mut words = Vec::new();
    if object["metadata"]["deletionTimestamp"].is_set() {
        words.push("deleted");
    }
    let status = &object["status"];
    if !status["allocation"].is_set() {
        words.push("pending");
    } else {
        words.push("allocated");
        if status["reservedFor"].size() > 0 {
            words.push("reserved");
        }
    }
    words.join(",")
}
