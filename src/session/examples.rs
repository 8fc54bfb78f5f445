//! The examples of the page's menu: small systems to begin with.

use super::Preset;

/// A system to apply, and what to try with it.
#[derive(Clone, Copy, Debug)]
pub struct Example {
    pub id: &'static str,
    pub title_en: &'static str,
    pub title_ko: &'static str,
    pub about_en: &'static str,
    pub about_ko: &'static str,
    pub preset: Preset,
    /// Name and text.
    pub files: &'static [(&'static str, &'static str)],
    /// A load generator to start with: address and requests a second.
    pub load: Option<(&'static str, u32)>,
}

macro_rules! manifest {
    ($name:literal) => {
        ($name, include_str!(concat!("../../labs/examples/", $name)))
    };
}

const EXAMPLES: &[Example] = &[
    Example {
        id: "web",
        title_en: "A web server behind a Service",
        title_ko: "서비스 뒤의 웹 서버",
        about_en: "Two nginx pods and a NodePort Service. Change replicas and apply, delete a pod, or send a request.",
        about_ko: "nginx 파드 2개와 NodePort 서비스입니다. replicas를 바꿔 적용하거나, 파드를 지우거나, 요청을 보내 보세요.",
        preset: Preset::ThreeNodes,
        files: &[manifest!("web.yaml")],
        load: Some(("192.168.0.100:30080", 20)),
    },
    Example {
        id: "probes",
        title_en: "Health checks: ready late, sick early",
        title_ko: "헬스 체크: 늦게 준비되고 곧 아픈 파드",
        about_en: "Ready 20 s after its start, unhealthy after 40 s: watch the probes, the restarts and the growing back-off.",
        about_ko: "시작 20초 뒤에 준비되고 40초 뒤부터 비정상이 됩니다. 프로브와 재시작, 늘어나는 대기 시간을 지켜보세요.",
        preset: Preset::Minikube,
        files: &[manifest!("probes.yaml")],
        load: None,
    },
    Example {
        id: "autoscaling",
        title_en: "Autoscaling on CPU",
        title_ko: "CPU로 자동 확장",
        about_en: "Load makes two pods grow; stop the load and wait five minutes. Play it at 60x or faster.",
        about_ko: "부하가 걸리면 파드가 2개에서 늘어납니다. 부하를 멈추고 5분을 기다려 보세요. 60배속 이상을 권합니다.",
        preset: Preset::ThreeNodes,
        files: &[manifest!("autoscaling.yaml")],
        load: Some(("192.168.0.100:30001", 70)),
    },
    Example {
        id: "rollout",
        title_en: "A rolling update",
        title_ko: "롤링 업데이트",
        about_en: "Four replicas of v1. Change the image to kubetm/app:v2, apply, and watch old and new pods change places.",
        about_ko: "v1 파드 4개입니다. 이미지를 kubetm/app:v2로 바꿔 적용하고 새 파드로 교체되는 과정을 보세요.",
        preset: Preset::ThreeNodes,
        files: &[manifest!("rollout.yaml")],
        load: Some(("192.168.0.100:30002", 20)),
    },
    Example {
        id: "pending",
        title_en: "Why is my pod Pending?",
        title_ko: "파드가 왜 Pending일까?",
        about_en: "A node selector no node has, and a request no node can hold. Click the pods to see every plugin's verdict.",
        about_ko: "어느 노드에도 없는 라벨과 어느 노드에도 들어가지 않는 요청입니다. 파드를 눌러 플러그인별 판단을 확인하세요.",
        preset: Preset::ThreeNodes,
        files: &[manifest!("pending.yaml")],
        load: None,
    },
];

pub fn examples() -> &'static [Example] {
    EXAMPLES
}

/// A KubeSchedulerConfiguration to begin with.
#[derive(Clone, Copy, Debug)]
pub struct SchedulerExample {
    pub id: &'static str,
    pub title_en: &'static str,
    pub title_ko: &'static str,
    pub about_en: &'static str,
    pub about_ko: &'static str,
    pub text: &'static str,
}

const SCHEDULERS: &[SchedulerExample] = &[
    SchedulerExample {
        id: "default",
        title_en: "The default",
        title_ko: "기본 설정",
        about_en: "One profile with every default plugin.",
        about_ko: "기본 플러그인을 모두 쓰는 프로필 하나입니다.",
        text: include_str!("../../labs/scheduler/default.yaml"),
    },
    SchedulerExample {
        id: "packing",
        title_en: "A second scheduler that packs",
        title_ko: "노드를 채우는 두 번째 스케줄러",
        about_en: "Pods with schedulerName packing-scheduler fill one node before the next.",
        about_ko: "schedulerName이 packing-scheduler인 파드는 한 노드를 채운 뒤 다음 노드로 갑니다.",
        text: include_str!("../../labs/scheduler/packing.yaml"),
    },
    SchedulerExample {
        id: "preferences",
        title_en: "Preferences count more",
        title_ko: "선호 조건을 더 중요하게",
        about_en: "Preferred node and pod affinity weigh ten times as much.",
        about_ko: "선호하는 노드·파드 어피니티의 가중치를 10배로 올립니다.",
        text: include_str!("../../labs/scheduler/preferences.yaml"),
    },
];

pub fn scheduler_examples() -> &'static [SchedulerExample] {
    SCHEDULERS
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_example_applies_without_a_complaint() {
        for example in examples() {
            let mut session =
                super::super::Session::new(super::super::Options { preset: example.preset, seed: 1 });
            for (file, text) in example.files {
                assert_eq!(session.check(text), [], "{file}");
                let action = super::super::Action::Apply { file: (*file).into(), text: (*text).into() };
                assert!(session.act(action).iter().all(|line| !line.error), "{file}");
            }
        }
    }

    #[test]
    fn the_schedulers_to_begin_with_start() {
        for example in SCHEDULERS {
            assert_eq!(crate::session::diagnostics::scheduler_config(example.text), [], "{}", example.id);
        }
    }
}
