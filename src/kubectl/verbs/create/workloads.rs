//! `kubectl create deployment`, `job` and `cronjob`: kubectl pkg/cmd/create/create_{deployment,job,cronjob}.go, v1.36.

use serde_json::{Map, Value, json};

use super::Request;
use crate::cluster::Key;
use crate::kinds::Kind;
use crate::kubectl::call::flags::{Flag, value};
use crate::kubectl::call::{Answer, Call, namespace, targets};
use crate::kubectl::describe::{Cluster, WorldView};
use crate::kubectl::get;
use crate::kubectl::making::Words;
use crate::kubectl::reach::Reach;

pub(super) const FLAGS: &[Flag] =
    &[value("image"), value("port"), value("from"), value("schedule"), value("restart")];

pub(super) fn deployment(_: &Call<'_>, asked: &Request<'_>) -> Result<(Value, Words), Answer> {
    asked.required("image")?;
    let images = asked.list("image");
    if images.len() > 1 && !asked.command.is_empty() {
        return Err(Answer::failed("error: cannot specify multiple --image options and command"));
    }
    let mut containers: Vec<Value> = Vec::new();
    for image in images {
        let mut container = json!({"name": container_name(image), "image": image, "resources": {}});
        if !asked.command.is_empty() {
            container["command"] = json!(asked.command);
        }
        containers.push(container);
    }
    if let Some(port) = asked.flags.value("port").and_then(|port| port.parse::<i32>().ok()) {
        containers[0]["ports"] = json!([{"containerPort": port}]);
    }
    let replicas = asked.flags.value("replicas").unwrap_or("1");
    let replicas: i32 = replicas.parse().map_err(|_| {
        let why = format!("strconv.ParseInt: parsing {replicas:?}: invalid syntax");
        Answer::failed(&format!("error: invalid argument {replicas:?} for \"-r, --replicas\" flag: {why}"))
    })?;
    let labels = json!({"app": asked.name});
    let object = json!({
        "apiVersion": "apps/v1", "kind": "Deployment",
        "metadata": {"name": asked.name, "labels": labels},
        "spec": {
            "replicas": replicas,
            "selector": {"matchLabels": labels},
            "strategy": {},
            "template": {"metadata": {"labels": labels}, "spec": {"containers": containers}},
        },
        "status": {},
    });
    Ok((object, Words::created("failed to create deployment: ")))
}

/// The last part of an image's name, without tag and digest, made fit to be a name.
fn container_name(image: &str) -> String {
    let last = image.rsplit('/').next().unwrap_or_default();
    let bare = last.split([':', '@']).next().unwrap_or_default().to_lowercase();
    bare.chars().map(|one| if one.is_ascii_alphanumeric() || one == '-' { one } else { '-' }).collect()
}

fn pod(name: &str, image: &str, command: &[String], restart: &str) -> Value {
    let mut container = json!({"name": name, "image": image, "resources": {}});
    if !command.is_empty() {
        container["command"] = json!(command);
    }
    json!({"metadata": {}, "spec": {"containers": [container], "restartPolicy": restart}})
}

pub(super) fn job(call: &Call<'_>, asked: &Request<'_>) -> Result<(Value, Words), Answer> {
    let words = Words::created("failed to create job: ");
    let flags = asked.flags;
    match (flags.value("image"), flags.value("from")) {
        (Some(_), Some(_)) | (None, None) => {
            Err(Answer::failed("error: either --image or --from must be specified"))
        }
        (Some(image), None) => {
            let template = pod(asked.name, image, asked.command, "Never");
            let object = json!({
                "apiVersion": "batch/v1", "kind": "Job", "metadata": {"name": asked.name},
                "spec": {"template": template}, "status": {},
            });
            Ok((object, words))
        }
        (None, Some(_)) if !asked.command.is_empty() => {
            Err(Answer::failed("error: cannot specify --from and command"))
        }
        (None, Some(from)) => Ok((job_from(call, asked, from)?, words)),
    }
}

fn job_from(call: &Call<'_>, asked: &Request<'_>, from: &str) -> Result<Value, Answer> {
    let view = WorldView(call.world);
    let Some((word, name)) = from.split_once('/') else {
        return Err(Answer::failed("error: the from must be in the form of kind/name"));
    };
    let kind = get::kind(&view, word).map_err(|why| Answer::failed(&why))?;
    let key = Key::new(kind, namespace(call, asked.flags), name);
    let Some(source) = view.get(kind, &key.namespace, name) else {
        return Err(targets::missing(&key));
    };
    if kind != Kind::CronJob {
        return Err(Answer::failed("error: from must be an existing cronjob"));
    }
    let template = &source["spec"]["jobTemplate"];
    let mut annotations: Map<String, Value> =
        template["metadata"]["annotations"].as_object().cloned().unwrap_or_default();
    annotations.insert("cronjob.kubernetes.io/instantiate".into(), json!("manual"));
    let mut object = json!({
        "apiVersion": "batch/v1", "kind": "Job",
        "metadata": {
            "name": asked.name,
            "annotations": annotations,
            "ownerReferences": [{
                "apiVersion": "batch/v1", "kind": "CronJob", "name": name,
                "uid": source["metadata"]["uid"], "controller": true,
            }],
        },
        "spec": template["spec"],
        "status": {},
    });
    if template["metadata"]["labels"].size() > 0 {
        object["metadata"]["labels"] = template["metadata"]["labels"].clone();
    }
    Ok(object)
}

pub(super) fn cron_job(_: &Call<'_>, asked: &Request<'_>) -> Result<(Value, Words), Answer> {
    let image = asked.required("image")?;
    let schedule = asked.required("schedule")?;
    let restart = asked.flags.value("restart").filter(|text| !text.is_empty()).unwrap_or("OnFailure");
    let template = pod(asked.name, image, asked.command, restart);
    let object = json!({
        "apiVersion": "batch/v1", "kind": "CronJob", "metadata": {"name": asked.name},
        "spec": {
            "schedule": schedule,
            "jobTemplate": {"metadata": {"name": asked.name}, "spec": {"template": template}},
        },
        "status": {},
    });
    Ok((object, Words::created("failed to create cronjob: ")))
}
