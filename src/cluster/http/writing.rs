//! Requests that change something. Models handlers/{create,update,patch,delete}.go and pkg/registry/core/pod/storage, v1.36.

use serde_json::{Value, json};

use super::route::Route;
use super::{Answer, Call, Refused, reading, refusal, text};
use crate::cluster::api::{Client, Propagation};
use crate::cluster::reading::Reader;
use crate::cluster::{Key, Status, decoding};
use crate::kinds::patch::Patch;
use crate::kinds::{Kind, Object, Verbs};
use crate::yaml;

pub fn answer(client: &mut Client<'_>, call: &Call<'_>, route: &Route<'_>) -> Answer {
    let reader = Reader { api: client.server, now: client.now() };
    let kind = reading::kind(&reader, route)?;
    if kind.verbs() == Verbs::Read {
        return Err(Refused::method_not_allowed());
    }
    if route.query("dryRun").is_some() {
        return Err(Refused::not_served(
            "dry runs over HTTP are not simulated; kubectl --dry-run=server makes one",
        ));
    }
    client.manager = MANAGERS.into_iter().find(|name| call.agent.starts_with(name)).or(Some("unknown"));
    match (call.method, route.name) {
        ("POST", "") => create(client, call, route, kind),
        ("POST", _) => create_below(client, call, route, kind),
        ("PUT", name) if !name.is_empty() => replace(client, call, route, kind),
        ("PATCH", name) if !name.is_empty() => patch(client, call, route, kind),
        ("DELETE", "") => delete_all(client, call, route, kind),
        ("DELETE", _) if route.sub.is_empty() => delete(client, call, route, kind),
        _ => Err(Refused::method_not_allowed()),
    }
}

/// Who writes, where no `fieldManager` is said: the program's name before its version.
const MANAGERS: [&str; 3] = ["curl", "Wget", "kubectl"];

fn key(route: &Route<'_>, kind: Kind) -> Key {
    Key::new(kind, route.namespace.unwrap_or_default(), route.name)
}

fn create(client: &mut Client<'_>, call: &Call<'_>, route: &Route<'_>, kind: Kind) -> Answer {
    let value = decoded(call, route, kind)?;
    let name = value["metadata"]["name"].as_str().unwrap_or_default().to_owned();
    let made =
        client.create_object(kind.read(&value)).map_err(|status| Refused::from(status, kind, &name))?;
    Ok((201, text::object(&made.to_value())))
}

fn create_below(client: &mut Client<'_>, call: &Call<'_>, route: &Route<'_>, kind: Kind) -> Answer {
    let refused = |status: Status| Refused::from(status, kind, route.name);
    let namespace = route.namespace.unwrap_or_default();
    match (kind, route.sub) {
        (Kind::Pod, "binding") => {
            let mut value = body(call, "Binding")?;
            if value["metadata"]["name"].is_null() {
                value["metadata"]["name"] = route.name.into();
            }
            value["metadata"]["namespace"] = namespace.into();
            client.create_object(Kind::Binding.read(&value)).map_err(refused)?;
        }
        (Kind::Pod, "eviction") => {
            let grace = body(call, "Eviction")?["deleteOptions"]["gracePeriodSeconds"].as_i64();
            client.evict(namespace, route.name, grace).map_err(refused)?;
        }
        (Kind::ServiceAccount, "token") => {
            return Err(Refused::not_served(
                "tokens are not asked for over HTTP here; kubectl create token makes one",
            ));
        }
        _ => return Err(Refused::no_such_path()),
    }
    Ok((201, refusal::success(route, "", 201)))
}

fn replace(client: &mut Client<'_>, call: &Call<'_>, route: &Route<'_>, kind: Kind) -> Answer {
    let refused = |status: Status| Refused::from(status, kind, route.name);
    let key = key(route, kind);
    if route.sub == "scale" {
        let wanted = body(call, "Scale")?["spec"]["replicas"].clone();
        let patch = Patch::Merge(json!({"spec": {"replicas": wanted}}));
        client.patch_scale(&key, &patch).map_err(refused)?;
        return read_again(client, route);
    }
    let value = decoded(call, route, kind)?;
    let named = value["metadata"]["name"].as_str().unwrap_or_default();
    if named != route.name {
        return Err(Refused::bad_request(format!(
            "the name of the object ({named}) does not match the name on the URL ({})",
            route.name
        )));
    }
    let done = match route.sub {
        "" => client.update_object(kind.read(&value)),
        "status" => client.patch_status(&key, &Patch::Merge(value)),
        "resize" => client.patch_resize(&key, &Patch::Merge(value)),
        "ephemeralcontainers" => client.patch_ephemeral(&key, &Patch::Merge(value)),
        _ => return Err(Refused::no_such_path()),
    };
    Ok((200, text::object(&done.map_err(refused)?.to_value())))
}

fn patch(client: &mut Client<'_>, call: &Call<'_>, route: &Route<'_>, kind: Kind) -> Answer {
    let refused = |status: Status| Refused::from(status, kind, route.name);
    let key = key(route, kind);
    let wrong = |why: String| Refused::bad_request(why);
    let json = || {
        serde_json::from_str::<Value>(call.body)
            .map_err(|error| wrong(format!("error decoding patch: {error}")))
    };
    let patch = match call.content_type.split(';').next().unwrap_or_default().trim() {
        "application/json-patch+json" => Patch::Json(json()?),
        "application/merge-patch+json" => Patch::Merge(json()?),
        "application/strategic-merge-patch+json" => Patch::Strategic(json()?),
        "application/apply-patch+yaml" => return apply(client, call, route, kind),
        _ => return Err(unsupported(PATCHES)),
    };
    let done = match route.sub {
        "" => client.patch_leniently(&key, &patch),
        "status" => client.patch_status(&key, &patch),
        "resize" => client.patch_resize(&key, &patch),
        "ephemeralcontainers" => client.patch_ephemeral(&key, &patch),
        "scale" => {
            client.patch_scale(&key, &patch).map_err(refused)?;
            return read_again(client, route);
        }
        _ => return Err(Refused::no_such_path()),
    };
    Ok((200, text::object(&done.map_err(refused)?.to_value())))
}

fn apply(client: &mut Client<'_>, call: &Call<'_>, route: &Route<'_>, kind: Kind) -> Answer {
    let Some(manager) = route.query("fieldManager") else {
        let why = "PatchOptions.meta.k8s.io \"\" is invalid: fieldManager: Required value: is required for apply patch";
        return Err(Refused { is_invalid: true, ..Refused::new(422, "Invalid", why) });
    };
    let config = of_yaml(call.body)?;
    let force = route.query("force").is_some_and(|force| force == "true" || force == "1");
    let key = key(route, kind);
    let is_new = client.store().object(&key).is_none();
    let done = client.apply(&key, &config, &manager, force);
    let done = done.map_err(|status| Refused::from(status, kind, route.name))?;
    Ok((if is_new { 201 } else { 200 }, text::object(&done.to_value())))
}

fn delete(client: &mut Client<'_>, call: &Call<'_>, route: &Route<'_>, kind: Kind) -> Answer {
    let (key, (grace, propagation)) = (key(route, kind), options(call, route)?);
    let uid = client.store().object(&key).map(|object| object.meta().uid.to_string()).unwrap_or_default();
    client.delete(&key, grace, propagation).map_err(|status| Refused::from(status, kind, route.name))?;
    match client.store().object(&key) {
        Some(left) => Ok((200, text::object(&left.to_value()))),
        None => Ok((200, refusal::success(route, &uid, 200))),
    }
}

fn delete_all(client: &mut Client<'_>, call: &Call<'_>, route: &Route<'_>, kind: Kind) -> Answer {
    if kind == Kind::Namespace || kind.info().namespaced && route.namespace.is_none() {
        return Err(Refused::method_not_allowed());
    }
    let (grace, propagation) = options(call, route)?;
    let selection = reading::selection(route, kind)?;
    let is_meant = |object: &Object| {
        let meta = object.meta();
        route.namespace.is_none_or(|namespace| meta.namespace == namespace)
            && selection.selects(&object.to_value())
    };
    let all = client.store().objects(kind).filter(|(_, object)| is_meant(object));
    let keys: Vec<Key> = all.map(|(key, _)| key.clone()).collect();
    for key in &keys {
        client.delete(key, grace, propagation).map_err(|status| Refused::from(status, kind, &key.name))?;
    }
    read_again(client, &Route { query: "", ..*route })
}

/// What the path leads to now.
fn read_again(client: &Client<'_>, route: &Route<'_>) -> Answer {
    let reader = Reader { api: client.server, now: client.now() };
    Ok((200, reading::answer(&reader, route)?))
}

/// Seconds of grace, and what becomes of what the object owns: a body of DeleteOptions, or the query.
fn options(call: &Call<'_>, route: &Route<'_>) -> Result<(Option<i64>, Propagation), Refused> {
    let value = if call.body.trim().is_empty() { Value::Null } else { body(call, "DeleteOptions")? };
    let text = |name: &str| value[name].as_str().map(str::to_owned).or_else(|| route.query(name));
    let grace = value["gracePeriodSeconds"].as_i64();
    let grace = grace.or_else(|| route.query("gracePeriodSeconds").and_then(|text| text.parse().ok()));
    let propagation = match text("propagationPolicy").as_deref() {
        None | Some("Background" | "") => Propagation::Background,
        Some("Foreground") => Propagation::Foreground,
        Some("Orphan") => Propagation::Orphan,
        Some(other) => {
            let why = format!(
                "DeleteOptions.meta.k8s.io \"\" is invalid: propagationPolicy: Unsupported value: \"{other}\": supported \
                 values: \"Foreground\", \"Background\", \"Orphan\", \"nil\""
            );
            return Err(Refused { is_invalid: true, ..Refused::new(422, "Invalid", why) });
        }
    };
    Ok((grace, propagation))
}

const BODIES: &str = "application/json, application/yaml, application/vnd.kubernetes.protobuf";
const PATCHES: &str = "application/json-patch+json, application/merge-patch+json, \
                       application/strategic-merge-patch+json, application/apply-patch+yaml, application/apply-patch+cbor";

fn unsupported(accepted: &str) -> Refused {
    let why = format!(
        "the body of the request was in an unknown format - accepted media types include: {accepted}"
    );
    Refused::new(415, "UnsupportedMediaType", why)
}

/// The body as an object.
fn body(call: &Call<'_>, expected: &str) -> Result<Value, Refused> {
    match call.content_type.split(';').next().unwrap_or_default().trim() {
        "" | "application/json" => {
            serde_json::from_str(call.body).map_err(|error| unrecognized(expected, &error))
        }
        "application/yaml" => of_yaml(call.body),
        _ => Err(unsupported(BODIES)),
    }
}

fn unrecognized(expected: &str, error: &serde_json::Error) -> Refused {
    let why = format!("couldn't get version/kind; json parse error: {error}");
    Refused::bad_request(format!("the object provided is unrecognized (must be of type {expected}): {why}"))
}

fn of_yaml(text: &str) -> Result<Value, Refused> {
    match yaml::read(text).into_iter().next() {
        Some(Ok(document)) => Ok(document.value),
        Some(Err(error)) => Err(Refused::bad_request(format!("error decoding YAML: {error}"))),
        None => Err(Refused::bad_request("the body of the request is empty")),
    }
}

/// The object that a body holds, of the kind that the path says and in its namespace.
fn decoded(call: &Call<'_>, route: &Route<'_>, kind: Kind) -> Result<Value, Refused> {
    let info = kind.info();
    let mut value = body(call, info.kind)?;
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let (version, said) = (text(&value["apiVersion"]), text(&value["kind"]));
    if !version.is_empty() && version != info.api_version() {
        return Err(Refused::bad_request(format!(
            "the API version in the data ({version}) does not match the expected API version ({})",
            info.api_version()
        )));
    }
    if !said.is_empty() && said != info.kind {
        return Err(Refused::bad_request(format!(
            "{said} in version \"{}\" cannot be handled as a {}: no kind \"{said}\" is kept at this path",
            info.version, info.kind
        )));
    }
    let place = route.namespace.unwrap_or_default();
    let namespace = text(&value["metadata"]["namespace"]);
    if !namespace.is_empty() && namespace != place {
        return Err(Refused::bad_request(
            "the namespace of the provided object does not match the namespace sent on the request",
        ));
    }
    if !value["metadata"].is_object() {
        value["metadata"] = json!({});
    }
    if info.namespaced {
        value["metadata"]["namespace"] = place.into();
    }
    decoding::drop_unknown(kind, &mut value, &Patch::Merge(Value::Null))
        .map_err(|status| Refused::from(status, kind, route.name))?;
    Ok(value)
}
