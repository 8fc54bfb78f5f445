//! The scheduler in a whole cluster: preemption, gates, profiles, and a plugin from outside.

#![cfg(not(target_arch = "wasm32"))]

#[path = "../examples/scheduler_plugin/quiet_hours.rs"]
mod quiet_hours;

use kubarium::cluster::presets::Preset;
use kubarium::cluster::scheduler::config;
use kubarium::cluster::scheduler::{Decision, Place, Registry};
use kubarium::cluster::{Progress, World};
use kubarium::kinds::Kind;
use kubarium::kinds::event::Event;
use kubarium::kinds::pod::Pod;
use kubarium::sim::SimTime;
use serde_json::{Value, json};

struct Lab {
    world: World,
    millis: u64,
}

impl Lab {
    fn new(preset: Preset) -> Lab {
        Lab { world: World::new(preset, 1), millis: 0 }.after(5)
    }

    fn after(mut self, seconds: u64) -> Lab {
        self.wait(seconds);
        self
    }

    fn wait(&mut self, seconds: u64) {
        self.wait_millis(seconds * 1000);
    }

    fn wait_millis(&mut self, millis: u64) {
        self.millis += millis;
        let reached = self.world.advance(SimTime(self.millis * 1000), 10_000_000);
        assert_eq!(reached, Progress::Reached);
    }

    fn create(&mut self, kind: Kind, value: Value) {
        let made = self.world.act("user", |api| api.create_object(kind.read(&value)));
        assert!(made.is_ok(), "{made:?}");
    }

    fn pod(&self, name: &str) -> Option<&Pod> {
        self.world.api().store().get::<Pod>("default", name).map(|pod| &**pod)
    }

    fn node_of(&self, name: &str) -> &str {
        self.pod(name).map_or("gone", |pod| &pod.spec.node_name)
    }

    fn events(&self, reason: &str) -> Vec<String> {
        let all = self.world.api().store().list::<Event>().filter(|event| event.reason == reason);
        all.map(|event| event.message.clone()).collect()
    }

    fn decision(&self, name: &str) -> &Decision {
        let uid = &self.pod(name).expect("the pod is there").meta.uid;
        self.world.scheduler().decision(uid).expect("the pod was decided about")
    }
}

fn pod(name: &str, cpu: &str, more: Value) -> Value {
    let container = json!({"name": "main", "image": "nginx:1.27", "resources": {"requests": {"cpu": cpu}}});
    let mut pod = json!({"metadata": {"name": name}, "spec": {"containers": [container]}});
    for (field, value) in more.as_object().into_iter().flatten() {
        pod["spec"][field] = value.clone();
    }
    pod
}

fn class(name: &str, value: i64) -> Value {
    json!({"metadata": {"name": name}, "value": value})
}

#[test]
fn an_important_pod_takes_the_place_of_another() {
    let mut lab = Lab::new(Preset::Workers(2));
    lab.create(Kind::PriorityClass, class("high", 1000));
    let whole = lab.world.scheduler().node_infos().next().expect("a node").allocatable.cpu_milli;
    let most = format!("{}m", whole * 2 / 3);
    lab.create(Kind::Pod, pod("a", &most, json!({})));
    lab.create(Kind::Pod, pod("b", &most, json!({})));
    lab.wait(10);
    let important = json!({"priorityClassName": "high"});
    lab.create(Kind::Pod, pod("important", &most, important));
    lab.wait_millis(50);
    let waiting = lab.pod("important").expect("it waits").clone();
    let node = waiting.status.nominated_node_name.clone();
    assert!(!node.is_empty(), "{:?}", waiting.status);
    let expected = "0/2 nodes are available: 2 Insufficient cpu.";
    assert_eq!(lab.events("FailedScheduling"), [expected]);
    assert_eq!(lab.events("Preempted"), [format!("Preempted by pod {} on node {node}", waiting.meta.uid)]);
    let preemption = lab.decision("important").preemption.as_ref().expect("preemption was tried");
    assert_eq!((preemption.candidates.len(), preemption.node()), (2, Some(node.as_str())));
    let victim = preemption.candidate().expect("chosen").victims[0].name.clone();
    let condition =
        lab.pod(&victim).and_then(|pod| pod.status.condition("DisruptionTarget")).expect("marked");
    assert_eq!(condition.reason, "PreemptionByScheduler");
    assert_eq!(condition.message, "default-scheduler: preempting to accommodate a higher priority pod");
    lab.wait(60);
    assert_eq!((lab.node_of("important"), lab.node_of(&victim)), (node.as_str(), "gone"));
    assert_eq!(lab.pod("important").expect("it runs").status.nominated_node_name, "");
}

#[test]
fn a_pod_that_may_not_preempt_says_so() {
    let mut lab = Lab::new(Preset::Workers(1));
    let most = format!(
        "{}m",
        lab.world.scheduler().node_infos().next().expect("a node").allocatable.cpu_milli - 500
    );
    lab.create(Kind::Pod, pod("a", &most, json!({})));
    lab.wait(10);
    lab.create(
        Kind::PriorityClass,
        json!({"metadata": {"name": "polite"}, "value": 1000, "preemptionPolicy": "Never"}),
    );
    lab.create(Kind::Pod, pod("polite", &most, json!({"priorityClassName": "polite"})));
    lab.wait(5);
    let expected = "0/1 nodes are available: 1 Insufficient cpu. no new claims to deallocate, preemption: not \
                    eligible due to preemptionPolicy=Never.";
    assert_eq!(lab.events("FailedScheduling"), [expected]);
    assert_eq!(lab.events("Preempted"), [""; 0]);
}

#[test]
fn gates_and_foreign_schedulers_keep_pods_out() {
    let mut lab = Lab::new(Preset::Workers(1));
    lab.create(Kind::Pod, pod("gated", "10m", json!({"schedulingGates": [{"name": "wait"}]})));
    lab.create(Kind::Pod, pod("foreign", "10m", json!({"schedulerName": "nobody"})));
    lab.wait(400);
    let condition = lab.pod("gated").and_then(|pod| pod.status.condition("PodScheduled")).expect("said");
    assert_eq!((condition.status.as_str(), condition.reason.as_str()), ("False", "SchedulingGated"));
    let places: Vec<&Place> = lab.world.scheduler().pending().map(|pending| &pending.place).collect();
    assert_eq!(places, [&Place::Gated("SchedulingGates")]);
    assert_eq!((lab.node_of("gated"), lab.node_of("foreign")), ("", ""));
    assert_eq!(lab.events("FailedScheduling"), [""; 0]);
    let mut opened = lab.pod("gated").expect("there").clone();
    std::sync::Arc::make_mut(&mut opened.spec).scheduling_gates.clear();
    assert!(lab.world.act("user", |api| api.update(opened)).is_ok());
    lab.wait(5);
    assert!(!lab.node_of("gated").is_empty());
}

#[test]
fn a_change_that_helps_wakes_a_pod_and_is_named() {
    let mut lab = Lab::new(Preset::Workers(1));
    lab.create(Kind::Pod, pod("picky", "10m", json!({"nodeSelector": {"disk": "ssd"}})));
    lab.wait(3);
    let refusers = lab.world.scheduler().pending().map(|pending| pending.place.clone()).next();
    assert_eq!(refusers, Some(Place::Unschedulable(vec!["NodeAffinity"])));
    let mut node = lab
        .world
        .api()
        .store()
        .list::<kubarium::kinds::node::Node>()
        .next()
        .expect("a node")
        .as_ref()
        .clone();
    node.meta.labels.insert("disk".into(), "ssd".into());
    assert!(lab.world.act("user", |api| api.update(node)).is_ok());
    let woken = lab.world.scheduler().pending().next().expect("it is tried again");
    assert_eq!(woken.woken_by, Some("NodeAffinity"));
    assert!(woken.cause.is_some());
    lab.wait(3);
    assert!(!lab.node_of("picky").is_empty());
}

#[test]
fn a_plugin_from_outside_is_one_file_and_one_line() {
    let registry = Registry::default().with(quiet_hours::REGISTERED);
    let text = "apiVersion: kubescheduler.config.k8s.io/v1\nkind: KubeSchedulerConfiguration\nprofiles:\n\
                - schedulerName: default-scheduler\n- schedulerName: careful\n  plugins:\n    \
                multiPoint: {enabled: [{name: QuietHours, weight: 4}]}\n";
    let mut lab = Lab::new(Preset::Workers(2));
    lab.world.configure_scheduler(config::read(text, &registry).expect("the configuration is valid"));
    for at in 0..2 {
        let all = lab.world.api().store().list::<kubarium::kinds::node::Node>();
        let mut node = {
            let mut all = all;
            all.nth(at)
        }
        .expect("a node")
        .as_ref()
        .clone();
        node.meta.labels.insert("quiet".into(), "yes".into());
        assert!(lab.world.act("user", |api| api.update(node)).is_ok());
    }
    lab.create(Kind::Pod, pod("plain", "10m", json!({})));
    lab.create(Kind::Pod, pod("careful", "10m", json!({"schedulerName": "careful"})));
    lab.wait(3);
    assert!(!lab.node_of("plain").is_empty());
    let expected = "0/2 nodes are available: 2 node(s) wanted quiet pods only. no new claims to deallocate, \
                    preemption: 0/2 nodes are available: 2 Preemption is not helpful for scheduling.";
    assert_eq!(lab.decision("careful").message, expected);
    let mut quiet = pod("quiet", "10m", json!({"schedulerName": "careful"}));
    quiet["metadata"]["labels"] = json!({"quiet": "yes"});
    lab.create(Kind::Pod, quiet);
    lab.wait(3);
    let decision = lab.decision("quiet");
    assert_eq!(decision.profile, "careful");
    let column = decision.columns.iter().find(|column| column.plugin == "QuietHours").expect("it scores");
    assert_eq!(column.weight, 4);
}

#[test]
fn room_made_for_a_pod_is_kept_for_it() {
    let mut lab = Lab::new(Preset::Workers(1));
    lab.create(Kind::PriorityClass, class("high", 1000));
    let whole = lab.world.scheduler().node_infos().next().expect("a node").allocatable.cpu_milli;
    let most = format!("{}m", whole * 2 / 3);
    let mut slow = pod("slow", &most, json!({}));
    slow["spec"]["containers"][0]["image"] = json!("busybox:1.37");
    slow["spec"]["containers"][0]["command"] = json!(["sleep", "3600"]);
    lab.create(Kind::Pod, slow);
    lab.wait(10);
    lab.create(Kind::Pod, pod("important", &most, json!({"priorityClassName": "high"})));
    lab.wait(2);
    assert!(lab.pod("slow").expect("it takes its time").meta.is_terminating());
    lab.create(Kind::Pod, pod("small", &format!("{}m", whole / 6), json!({})));
    lab.create(Kind::Pod, pod("large", &most, json!({})));
    lab.wait(10);
    assert_eq!((lab.node_of("important"), lab.node_of("large")), ("", ""));
    lab.wait(60);
    assert_eq!((lab.node_of("slow"), lab.node_of("large")), ("gone", ""));
    assert!(!lab.node_of("important").is_empty() && !lab.node_of("small").is_empty());
    assert_eq!(lab.events("Preempted").len(), 1);
}
