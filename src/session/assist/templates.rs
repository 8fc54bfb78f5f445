//! Manifests to begin with: one small, working text to a kind, in `labs/templates`.

use crate::view::Template;

macro_rules! template {
    ($kind:literal, $file:literal, $label:literal) => {
        Template {
            kind: $kind,
            label: $label,
            text: include_str!(concat!("../../../labs/templates/", $file, ".yaml")),
        }
    };
}

const TEMPLATES: &[Template] = &[
    template!("Pod", "pod", "One pod with a web server."),
    template!("Deployment", "deployment", "Two like pods, replaced step by step."),
    template!("Service", "service", "One address in front of the pods with a label."),
    template!("ConfigMap", "config-map", "Settings and a small file."),
    template!("Secret", "secret", "A name and a password."),
    template!("HorizontalPodAutoscaler", "horizontal-pod-autoscaler", "More pods when they use much CPU."),
    template!("Ingress", "ingress", "HTTP from outside to a Service, by host and path."),
    template!("Job", "job", "Work that is done once."),
    template!("CronJob", "cron-job", "A Job every minute."),
    template!("StatefulSet", "stateful-set", "Pods with names that stay, and their headless Service."),
    template!("DaemonSet", "daemon-set", "One pod on every node."),
    template!("PersistentVolumeClaim", "persistent-volume-claim", "A wish for 1Gi of storage."),
    template!("PersistentVolume", "persistent-volume", "1Gi of storage on a node's disk."),
    template!("NetworkPolicy", "network-policy", "Who may send requests to some pods."),
    template!(
        "PodDisruptionBudget",
        "pod-disruption-budget",
        "How many pods have to stay when nodes are drained."
    ),
    template!("Namespace", "namespace", "A room of its own for objects."),
    template!("ResourceQuota", "resource-quota", "How much a namespace may use."),
    template!("LimitRange", "limit-range", "Requests and limits for containers that name none."),
    template!("ServiceAccount", "service-account", "An identity for pods."),
    template!("Role", "role", "What is allowed, and to whom: a Role and its RoleBinding."),
];

pub fn templates() -> &'static [Template] {
    TEMPLATES
}

/// A text with a template behind what is there already, as a document of its own.
pub fn appended(text: &str, template: &Template) -> String {
    let kept = text.trim_end();
    let separator = if kept.is_empty() || kept.ends_with("\n---") || kept == "---" { "" } else { "---\n" };
    let line = if kept.is_empty() { "" } else { "\n" };
    format!("{kept}{line}{separator}{}", template.text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::session::{Action, Options, Session};

    #[test]
    fn every_template_applies_to_a_new_cluster_without_a_complaint() {
        for template in templates() {
            let mut session = Session::new(Options::default());
            let problems = session.check(template.text);
            assert!(problems.iter().all(|problem| !problem.error), "{}: {problems:?}", template.kind);
            let action = Action::Apply { file: "template.yaml".into(), text: template.text.into() };
            let answer = session.act(action);
            assert!(
                answer.iter().all(|line| line.text.ends_with(" created")),
                "{}: {answer:?}",
                template.kind
            );
            assert!(session.advance(60_000_000, 1_000_000), "{}", template.kind);
        }
    }

    #[test]
    fn a_template_comes_behind_what_is_there() {
        let namespace = templates().iter().find(|one| one.kind == "Namespace").expect("there is one");
        assert_eq!(appended(" \n", namespace), namespace.text);
        let both = appended("kind: Pod\n\n", namespace);
        assert_eq!(both, format!("kind: Pod\n---\n{}", namespace.text));
        assert_eq!(appended("kind: Pod\n---\n", namespace), both);
    }
}
