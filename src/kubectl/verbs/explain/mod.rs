//! `kubectl explain`: the fields of a kind. Follows kubectl pkg/explain/v2 and pkg/cmd/explain, v1.36. What is known of a type is
//! `shape`'s, how it is printed `text`'s, the words a field takes `words`'.

mod shape;
mod text;
mod words;

use super::Verb;
use crate::kinds::{Kind, conversion};
use crate::kubectl::call::flags::{Flag, Flags, OUTPUT, switch, value};
use crate::kubectl::call::{Answer, Call, Started};
use crate::kubectl::describe::WorldView;
use crate::kubectl::get;
use shape::{Part, Source};

const OWN: &[Flag] = &[switch("recursive"), value("api-version")];

pub const VERB: Verb = Verb { name: "explain", flags: &[OWN, OUTPUT], act };

fn act(call: &mut Call<'_>, flags: &Flags) -> Result<Started, Answer> {
    if flags.words.len() > 1 {
        return Err(Answer::failed("error: We accept only this format: explain RESOURCE\n"));
    }
    let [asked] = flags.words.as_slice() else {
        return Err(Answer::failed(
            "error: You must specify the type of resource to explain. Use \"kubectl api-resources\" for a complete list \
             of supported resources.\n",
        ));
    };
    let whole = asked.strip_suffix('.').unwrap_or(asked);
    let word = whole.split('.').next().unwrap_or_default();
    let kind = get::kind(&WorldView(call.world), word).map_err(|why| Answer::failed(&why))?;
    let version = match flags.value("api-version") {
        Some(named) => served(kind, named)?,
        None => kind.info().api_version(),
    };
    is_format(flags.value("output"))?;
    let path = path(kind, whole, flags.value("api-version").is_none());
    let head = head(kind, &version);
    match explained(Source::of(kind, &version), &path, flags.is_on("recursive")) {
        Some(text) => Ok(Started::Done(Answer::said(head + &text))),
        None => {
            let last = path.last().copied().unwrap_or_default();
            let refusal = Answer::failed(&format!("error: field \"{last}\" does not exist"));
            Err(Answer { stdout: head, ..refusal })
        }
    }
}

/// The fields after the resource, whose group may stand behind it. With `--api-version` it may not.
fn path(kind: Kind, whole: &str, with_group: bool) -> Vec<&str> {
    let qualified = kind.info().qualified_plural();
    let rest = match whole.strip_prefix(qualified.as_str()).filter(|_| with_group) {
        Some(rest) => rest,
        None => whole.find('.').map_or("", |dot| &whole[dot..]),
    };
    rest.split('.').skip(1).collect()
}

/// The version asked for, if the kind is served in it.
fn served(kind: Kind, named: &str) -> Result<String, Answer> {
    let info = kind.info();
    if named == info.api_version() || conversion::version(named, info.kind).is_some() {
        return Ok(named.to_owned());
    }
    let (group, version) = named.rsplit_once('/').unwrap_or(("", named));
    if group.contains('/') {
        return Err(Answer::failed(&format!("error: unexpected GroupVersion string: {named}")));
    }
    let resource = format!("{group}/{version}, Resource={}", info.plural);
    let known = Kind::ALL.iter().any(|kind| kind.info().api_version() == named);
    Err(Answer::failed(&match known {
        true => format!("error: GVR ({resource}) not found in OpenAPI schema"),
        false => format!("error: couldn't find resource for \"{resource}\""),
    }))
}

fn is_format(named: Option<&str>) -> Result<(), Answer> {
    match named {
        None | Some("plaintext") => Ok(()),
        Some("plaintext-openapiv2") => Err(Answer::failed(
            "error: kubarium serves no OpenAPI v2 document; leave --output out to see the fields of v3",
        )),
        Some(other) => Err(Answer::failed(&format!("error: unrecognized format: {other}"))),
    }
}

fn head(kind: Kind, api_version: &str) -> String {
    let (group, version) = api_version.rsplit_once('/').unwrap_or(("", api_version));
    let group = if group.is_empty() { String::new() } else { format!("GROUP:      {group}\n") };
    format!("{group}KIND:       {}\nVERSION:    {version}\n\n", kind.info().kind)
}

fn explained(kind: Source, path: &[&str], recursive: bool) -> Option<String> {
    let Some((first, rest)) = path.split_first() else {
        return Some(text::of_type(&kind.shape(), recursive));
    };
    let mut part = field(&kind, first)?;
    for name in rest {
        part = field(part.of.as_ref()?, name)?;
    }
    Some(text::of_field(&part, recursive))
}

fn field(of: &Source, name: &str) -> Option<Part> {
    of.shape().parts.into_iter().find(|part| part.name == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(kind: Kind, path: &[&str], recursive: bool) -> String {
        explained(Source::of(kind, &kind.info().api_version()), path, recursive).unwrap_or_default()
    }

    #[test]
    fn fields_are_listed_with_their_types() {
        let text = of(Kind::Pod, &[], false);
        assert!(text.contains("FIELDS:\n  apiVersion\t<string>\n    APIVersion defines"), "{text}");
        assert!(text.contains("  metadata\t<ObjectMeta>\n    Standard object's metadata."), "{text}");
        assert!(of(Kind::Pod, &[], true).contains("    containers\t<[]Container> -required-\n"));
    }

    #[test]
    fn what_a_field_holds_is_described_after_the_field() {
        let text = of(Kind::Pod, &["spec", "containers", "resources", "limits"], false);
        assert!(
            text.starts_with("FIELD: limits <map[string]Quantity>\n\n\nDESCRIPTION:\n    Limits "),
            "{text}"
        );
        assert!(text.contains("\n    Quantity is a fixed-point representation of a number."), "{text}");
        assert!(!text.contains("FIELDS:"), "{text}");
    }

    #[test]
    fn a_group_may_stand_behind_the_resource() {
        assert_eq!(path(Kind::Deployment, "deployments.apps.spec.replicas", true), ["spec", "replicas"]);
        assert_eq!(path(Kind::Deployment, "deploy.spec", true), ["spec"]);
        assert_eq!(path(Kind::Deployment, "deployments.apps.spec", false), ["apps", "spec"]);
        assert!(path(Kind::Pod, "pods", true).is_empty());
    }

    /// Types that hold themselves end.
    #[test]
    fn every_kind_can_be_explained_to_the_bottom() {
        for kind in Kind::ALL {
            assert!(of(*kind, &[], true).contains("FIELDS:"), "{}", kind.info().kind);
        }
    }
}
