//! `--raw`: a request sent to a path of the API as it is. kubectl pkg/rawhttp and the checks of pkg/cmd/{create,replace,delete}, v1.36.

use super::call::flags::Flags;
use super::call::{Answer, Call as Asked, Started, targets};
use crate::cluster::World;
use crate::cluster::http::{self, Call, Who};

/// `kubectl get --raw PATH`.
pub fn get(world: &World, path: &str) -> Result<String, Answer> {
    http::get(world.api(), world.now(), path).map_err(|refused| Answer::failed(&refused.sentence()))
}

/// `kubectl create|replace|delete --raw PATH -f FILE`, if that is what is asked for.
pub fn sent(call: &mut Asked<'_>, flags: &Flags, method: &str) -> Result<Option<Started>, Answer> {
    let Some(path) = flags.value("raw").filter(|path| !path.is_empty()) else { return Ok(None) };
    refuse_conflicts(flags, method)?;
    if !path.starts_with('/') {
        let why = format!("error: --raw must be a valid URL path: parse \"{path}\": invalid URI for request");
        return Err(Answer::failed(&why));
    }
    let file = targets::named_files(call, flags)?.pop().map(|(_, text)| text).unwrap_or_default();
    let request = Call { method, path, body: &file, content_type: "", agent: "kubectl", who: Who::Admin };
    let done = call.world.act("kubectl", |client| http::sent(client, &request));
    match done {
        Ok(text) => Ok(Some(Started::Done(Answer::said(text)))),
        Err(refused) => Err(Answer::failed(&refused.sentence())),
    }
}

fn refuse_conflicts(flags: &Flags, method: &str) -> Result<(), Answer> {
    let files = flags.all("filename");
    let given = |name: &str| flags.value(name).is_some_and(|value| !value.is_empty());
    let is_url = |file: &String| file.starts_with("http://") || file.starts_with("https://");
    let why = match () {
        () if flags.is_on("edit") => "--raw and --edit are mutually exclusive",
        () if files.len() > 1 || files.is_empty() && method != "DELETE" => {
            "--raw can only use a single local file or stdin"
        }
        () if files.iter().any(is_url) => "--raw cannot read from a url",
        () if flags.is_on("recursive") => "--raw and --recursive are mutually exclusive",
        () if given("selector") => "--raw and --selector (-l) are mutually exclusive",
        () if given("output") => "--raw and --output are mutually exclusive",
        () => return Ok(()),
    };
    Err(Answer::failed(&format!("error: {why}")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cluster::presets::Preset;

    fn ask(path: &str) -> String {
        let world = World::new(Preset::Minikube, 1);
        http::get(world.api(), world.now(), path).unwrap_or_else(|refused| refused.body())
    }

    #[test]
    fn paths_lead_to_lists_objects_and_discovery() {
        assert!(ask("/version").contains("\"gitVersion\": \"v1.36.2\""));
        assert!(
            ask("/api/v1/nodes").starts_with("{\"kind\":\"NodeList\",\"apiVersion\":\"v1\",\"metadata\"")
        );
        assert!(ask("/api/v1/namespaces/default/services/kubernetes").contains("10.96.0.1"));
        assert!(ask("/apis/apps/v1").contains("\"shortNames\":[\"deploy\"]"));
        let filtered = ask("/api/v1/namespaces?fieldSelector=metadata.name%3Ddefault");
        assert!(filtered.contains("\"name\":\"default\"") && !filtered.contains("kube-system"), "{filtered}");
        assert!(ask("/api/v1/namespaces/default/pods/x").contains("pods \\\"x\\\" not found"));
        assert!(ask("/nothing").contains("\"code\":404"));
    }
}
