//! How things are told apart at a glance: an owner's letter and hue, the part of a pod's name that is its own, the words
//! and marks of the traffic light. Nothing is told by colour alone.

use crate::ui::scene::Scene;
use crate::view::{ContainerView, LightState, PodView, Ref};
use std::collections::BTreeMap;

/// How many hues the style sheet has (`--kb-hue-0` …).
pub const HUES: u32 = 8;

/// The hue and the letter of an owner (`Deployment/web`); a bare pod has its own name's letter and no hue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Badge {
    pub hue: Option<u32>,
    pub letter: String,
}

pub fn badge(pod: &PodView) -> Badge {
    let name = pod.owner.split_once('/').map_or(pod.reference.name.as_str(), |(_, name)| name);
    // The control plane's are told apart by what follows.
    let name = name.strip_prefix("kube-").unwrap_or(name);
    let letter = name.chars().next().unwrap_or('?').to_uppercase().to_string();
    let hue = (!pod.owner.is_empty()).then(|| hue(&pod.owner));
    Badge { hue, letter }
}

/// Stable from run to run and from page to page: only the name decides.
fn hue(owner: &str) -> u32 {
    owner.bytes().fold(7u32, |sum, byte| sum.wrapping_mul(31).wrapping_add(u32::from(byte))) % HUES
}

/// Splits a pod's name into what it has from its owner and what is its own: `web-5d8c9f7b64-` and `x2kq9`.
pub fn split_name<'a>(name: &'a str, owner: &str) -> (&'a str, &'a str) {
    let base = owner.split_once('/').map_or("", |(_, name)| name);
    let inherited = !base.is_empty() && name.starts_with(base) && name.len() > base.len();
    match name.rfind('-') {
        Some(at) if inherited => name.split_at(at + 1),
        _ => ("", name),
    }
}

pub fn light_class(light: LightState) -> &'static str {
    match light {
        LightState::Good => "good",
        LightState::Busy => "busy",
        LightState::Bad => "bad",
        LightState::Quiet => "quiet",
    }
}

/// One kind of probe on a card: its letter, its last results, and how the last one ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProbeRow {
    pub letter: char,
    pub name: &'static str,
    /// Oldest first, at most `PROBE_DOTS`.
    pub results: Vec<bool>,
}

pub const PROBE_DOTS: usize = 6;

pub fn probe_rows(containers: &[ContainerView]) -> Vec<ProbeRow> {
    let row = |(letter, name)| {
        let all = containers.iter().flat_map(|container| &container.probes);
        let mut results: Vec<bool> = all.filter(|(kind, _)| *kind == letter).map(|(_, ok)| *ok).collect();
        results.drain(..results.len().saturating_sub(PROBE_DOTS));
        ProbeRow { letter, name, results }
    };
    let kinds = [('S', "startup"), ('R', "readiness"), ('L', "liveness")];
    kinds.into_iter().map(row).filter(|row| !row.results.is_empty()).collect()
}

/// The revisions of each owner in the order they are met get a pattern: the newest is plain. Which one is newest the
/// card cannot know, so the one with most pods is plain and the others are striped.
pub fn plain_revisions<'a>(pods: impl Iterator<Item = &'a PodView>) -> BTreeMap<String, String> {
    let mut counts: BTreeMap<(&str, &str), u32> = BTreeMap::new();
    for pod in pods.filter(|pod| !pod.owner.is_empty()) {
        *counts.entry((&pod.owner, &pod.revision)).or_insert(0) += 1;
    }
    let mut plain: BTreeMap<&str, (u32, &str)> = BTreeMap::new();
    for ((owner, revision), count) in counts {
        let best = plain.entry(owner).or_insert((0, ""));
        if count > best.0 {
            *best = (count, revision);
        }
    }
    plain.into_iter().map(|(owner, (_, revision))| (owner.to_string(), revision.to_string())).collect()
}

/// A name for keys: `Pod/default/web`.
pub fn ref_key(what: &Ref) -> String {
    format!("{}/{}/{}", what.kind, what.namespace, what.name)
}

/// The objects on the page by their names; of several with one name the first.
pub fn names(scene: &Scene) -> BTreeMap<String, Ref> {
    let nodes = scene.nodes.iter().map(|one| &one.node.reference);
    let pods = scene.placed_pods().chain(scene.pending.iter().map(|one| &one.pod)).map(|pod| &pod.reference);
    let services = scene.services.iter().map(|service| &service.reference);
    let workloads = scene.workloads.iter().map(|workload| &workload.reference);
    let mut names = BTreeMap::new();
    for what in workloads.chain(pods).chain(services).chain(nodes) {
        names.entry(what.name.clone()).or_insert_with(|| what.clone());
    }
    names
}

/// Whether a key names this object, without making one.
pub fn is_key_of(key: &str, what: &Ref) -> bool {
    let inside = key.strip_suffix(what.name.as_str()).and_then(|rest| rest.strip_suffix('/'));
    let kind = inside
        .and_then(|rest| rest.strip_suffix(what.namespace.as_str()))
        .and_then(|rest| rest.strip_suffix('/'));
    kind == Some(what.kind.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pod(name: &str, owner: &str, revision: &str) -> PodView {
        let reference =
            Ref { kind: "Pod".to_string(), namespace: "default".to_string(), name: name.to_string() };
        PodView { reference, owner: owner.to_string(), revision: revision.to_string(), ..PodView::default() }
    }

    #[test]
    fn cards_of_one_owner_share_letter_and_hue() {
        let (a, b) =
            (badge(&pod("web-1-a", "Deployment/web", "")), badge(&pod("web-2-b", "Deployment/web", "")));
        assert_eq!(a, b);
        assert_eq!(a.letter, "W");
        assert_eq!(badge(&pod("curl", "", "")), Badge { hue: None, letter: "C".to_string() });
    }

    #[test]
    fn a_key_names_one_object() {
        let pod = pod("web-1", "", "").reference;
        assert!(is_key_of(&ref_key(&pod), &pod));
        assert!(!is_key_of("Pod/default/my-web-1", &pod));
        assert!(!is_key_of("Pod/kube-system/web-1", &pod));
    }

    #[test]
    fn a_name_is_split_at_its_own_part() {
        assert_eq!(split_name("web-5d8-x2", "Deployment/web"), ("web-5d8-", "x2"));
        assert_eq!(split_name("webapl", ""), ("", "webapl"));
        assert_eq!(split_name("etcd-control-plane", "Node/control-plane"), ("", "etcd-control-plane"));
    }

    #[test]
    fn probes_are_grouped_by_kind_and_bounded() {
        let probes = (0..9).map(|at| ('R', at > 3)).chain([('L', true)]).collect();
        let rows = probe_rows(&[ContainerView { probes, ..ContainerView::default() }]);
        assert_eq!(rows.len(), 2);
        assert_eq!(rows[0].results, [false, true, true, true, true, true]);
        assert_eq!((rows[1].letter, rows[1].results.len()), ('L', 1));
    }

    #[test]
    fn the_revision_with_most_pods_is_plain() {
        let pods = [
            pod("a", "Deployment/web", "1"),
            pod("b", "Deployment/web", "2"),
            pod("c", "Deployment/web", "2"),
        ];
        assert_eq!(plain_revisions(pods.iter())["Deployment/web"], "2");
    }
}
