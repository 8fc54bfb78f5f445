//! Manifests to begin with: one small, working text to a kind, in `labs/templates`.

use crate::view::Template;

macro_rules! template {
    ($kind:literal, $file:literal, $en:literal, $ko:literal) => {
        Template {
            kind: $kind,
            about_en: $en,
            about_ko: $ko,
            text: include_str!(concat!("../../../labs/templates/", $file, ".yaml")),
        }
    };
}

const TEMPLATES: &[Template] = &[
    template!("Pod", "pod", "One pod with a web server", "웹 서버 파드 하나"),
    template!(
        "Deployment",
        "deployment",
        "Two like pods, replaced step by step",
        "단계적으로 교체되는 같은 파드 2개"
    ),
    template!(
        "Service",
        "service",
        "One address in front of the pods with a label",
        "라벨이 같은 파드들 앞의 주소 하나"
    ),
    template!("ConfigMap", "config-map", "Settings and a small file", "설정값과 작은 파일"),
    template!("Secret", "secret", "A name and a password", "이름과 비밀번호"),
    template!(
        "HorizontalPodAutoscaler",
        "horizontal-pod-autoscaler",
        "More pods when they use much CPU",
        "CPU를 많이 쓰면 파드를 늘림"
    ),
    template!(
        "Ingress",
        "ingress",
        "HTTP from outside to a Service, by host and path",
        "호스트와 경로로 밖에서 서비스까지"
    ),
    template!("Job", "job", "Work that is done once", "한 번 끝내는 작업"),
    template!("CronJob", "cron-job", "A Job every minute", "1분마다 만드는 Job"),
    template!(
        "StatefulSet",
        "stateful-set",
        "Pods with names that stay, and their headless Service",
        "이름이 유지되는 파드와 헤드리스 서비스"
    ),
    template!("DaemonSet", "daemon-set", "One pod on every node", "노드마다 파드 하나"),
    template!(
        "PersistentVolumeClaim",
        "persistent-volume-claim",
        "A wish for 1Gi of storage",
        "1Gi 저장 공간 요청"
    ),
    template!(
        "PersistentVolume",
        "persistent-volume",
        "1Gi of storage on a node's disk",
        "노드 디스크의 1Gi 저장 공간"
    ),
    template!(
        "NetworkPolicy",
        "network-policy",
        "Who may send requests to some pods",
        "누가 파드에 요청을 보낼 수 있는지"
    ),
    template!(
        "PodDisruptionBudget",
        "pod-disruption-budget",
        "How many pods have to stay when nodes are drained",
        "노드를 비울 때 남아야 할 파드 수"
    ),
    template!("Namespace", "namespace", "A room of its own for objects", "오브젝트를 나누어 담는 공간"),
    template!(
        "ResourceQuota",
        "resource-quota",
        "How much a namespace may use",
        "네임스페이스가 쓸 수 있는 양"
    ),
    template!(
        "LimitRange",
        "limit-range",
        "Requests and limits for containers that name none",
        "적지 않은 컨테이너의 요청과 제한"
    ),
    template!("ServiceAccount", "service-account", "An identity for pods", "파드의 신원"),
    template!(
        "Role",
        "role",
        "What is allowed, and to whom: a Role and its RoleBinding",
        "허용하는 일과 대상: Role과 RoleBinding"
    ),
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
