//! Requests that read: objects and lists of them. Models handlers/get.go, v1.36.

use serde_json::{Map, Value, json};

use super::route::Route;
use super::{Refused, discovery, text};
use crate::cluster::Status;
use crate::cluster::reading::Reader;
use crate::kinds::selection::Selection;
use crate::kinds::{Kind, scale};

pub fn answer(reader: &Reader<'_>, route: &Route<'_>) -> Result<String, Refused> {
    let kind = kind(reader, route)?;
    if route.name.is_empty() {
        return list(reader, kind, route);
    }
    let found = reader.get(kind, route.namespace.unwrap_or_default(), route.name);
    let found = found.ok_or_else(|| Refused::from(Status::not_found(kind, route.name), kind, route.name))?;
    match route.sub {
        "" | "resize" | "ephemeralcontainers" => Ok(text::object(&found)),
        "status" if kind.info().status => Ok(text::object(&found)),
        "scale" => {
            scale::of(kind, &found).map(|scale| text::object(&scale)).ok_or_else(Refused::no_such_path)
        }
        "log" | "exec" | "attach" | "portforward" | "proxy" => Err(Refused::not_served(&format!(
            "/{} is not answered over HTTP here; kubectl has a command for it",
            route.sub
        ))),
        _ => Err(Refused::no_such_path()),
    }
}

/// The kind that a route is about.
pub fn kind(reader: &Reader<'_>, route: &Route<'_>) -> Result<Kind, Refused> {
    let place = (route.group, route.version);
    discovery::kind(reader.api, place, route.plural).ok_or_else(Refused::no_such_path)
}

pub fn selection(route: &Route<'_>, kind: Kind) -> Result<Selection, Refused> {
    let value = |name: &str| route.query(name).unwrap_or_default();
    Selection::parse(&value("labelSelector"), &value("fieldSelector"))
        .and_then(|selection| selection.check(kind).map(|()| selection))
        .map_err(Refused::bad_request)
}

fn list(reader: &Reader<'_>, kind: Kind, route: &Route<'_>) -> Result<String, Refused> {
    if route.query("watch").is_some_and(|watch| watch != "false" && watch != "0") {
        return Err(Refused::not_served(
            "watches over HTTP are not simulated; kubectl get --watch shows changes",
        ));
    }
    let selection = selection(route, kind)?;
    let bare = |mut object: Value| {
        let members = object.as_object_mut().map(std::mem::take).unwrap_or_default();
        let kept = members.into_iter().filter(|(name, _)| name != "kind" && name != "apiVersion");
        Value::Object(kept.collect::<Map<_, _>>())
    };
    let found = reader.list(kind, route.namespace);
    let items: Vec<Value> = found.into_iter().filter(|object| selection.selects(object)).map(bare).collect();
    let info = kind.info();
    let version = reader.api.store().version().to_string();
    Ok(text::object(&json!({
        "kind": format!("{}List", info.kind), "apiVersion": info.api_version(),
        "metadata": {"resourceVersion": version}, "items": items,
    })))
}
