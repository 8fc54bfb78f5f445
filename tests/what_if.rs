//! "What if", the scheduler's configuration and decisions of the past, as the page asks for them.

#![cfg(not(target_arch = "wasm32"))]

use kubarium::session::{Action, Options, Script, Session};
use kubarium::view::{DecisionTable, Ref, WhatIf};

const SECOND: u64 = 1_000_000;
const MASTER: &str = "master: TaintToleration: node(s) had untolerated taint(s)";

fn pod(name: &str, more: &str) -> String {
    format!(
        "apiVersion: v1\nkind: Pod\nmetadata: {{name: {name}}}\nspec:\n  {more}\n  containers: [{{name: c, image: nginx:1.27}}]\n"
    )
}

fn reference(name: &str) -> Ref {
    Ref { kind: "Pod".into(), namespace: "default".into(), name: name.into() }
}

fn session(texts: &[String]) -> Session {
    let mut session = Session::new(Options::default());
    session.advance(5 * SECOND, u32::MAX);
    for text in texts {
        let said = session.act(Action::Apply { file: "a.yaml".into(), text: text.clone() });
        assert!(said.iter().all(|line| !line.error), "{said:?}");
    }
    session.advance(8 * SECOND, u32::MAX);
    session
}

fn what_if(session: &Session, name: &str, commands: &[&str]) -> WhatIf {
    let commands: Vec<String> = commands.iter().map(|command| (*command).to_owned()).collect();
    session.what_if(&reference(name), &commands).expect("the pod is there")
}

/// Each node with its refusal, or with its total.
fn verdicts(table: &DecisionTable) -> Vec<String> {
    let verdict = |node: &kubarium::view::DecisionNode| match &node.refused {
        Some((plugin, why)) => format!("{}: {plugin}: {why}", node.node),
        None => format!("{}: fits", node.node),
    };
    let mut verdicts: Vec<String> = table.nodes.iter().map(verdict).collect();
    verdicts.sort();
    verdicts
}

#[test]
fn a_label_is_tried_before_it_is_given() {
    let mut session = session(&[pod("picky", "nodeSelector: {disk: ssd}")]);
    let digest = session.digest();
    let asked = what_if(&session, "picky", &[]);
    let refused = "NodeAffinity: node(s) didn't match Pod's node affinity/selector";
    assert_eq!(verdicts(&asked.after)[1], format!("worker-1: {refused}"));
    let found = asked.remedies.iter().find(|(node, _)| node == "worker-1");
    let remedy = &found.expect("a label would help").1;
    assert_eq!(remedy, "kubectl label node worker-1 disk=ssd --overwrite");
    let tried = what_if(&session, "picky", &[remedy.as_str()]);
    assert_eq!(tried.answers[0].text, "node/worker-1 labeled");
    assert_eq!(tried.before, asked.before);
    assert_eq!(tried.after.chosen, "worker-1");
    assert_eq!(
        verdicts(&tried.after),
        [MASTER.to_owned(), "worker-1: fits".to_owned(), format!("worker-2: {refused}")]
    );
    assert_eq!(session.digest(), digest, "nothing was done");

    session.act(Action::Terminal { line: remedy.clone() });
    session.advance(12 * SECOND, u32::MAX);
    assert!(
        session.inspect(&reference("picky")).decisions.last().is_some_and(|last| last.chosen == "worker-1")
    );
    let again = Script::parse(&session.script_text()).expect("the script reads back");
    let mut replayed = Session::replay(again);
    replayed.advance(12 * SECOND, u32::MAX);
    assert_eq!(replayed.digest(), session.digest());
}

#[test]
fn taints_cordons_and_mistakes() {
    let session = session(&[pod("plain", "priority: 0")]);
    let commands =
        ["kubectl taint node worker-1 gpu=yes:NoSchedule", "kubectl cordon worker-2", "kubectl tanit"];
    let asked = what_if(&session, "plain", &commands);
    assert_eq!(
        verdicts(&asked.after),
        [
            MASTER,
            "worker-1: TaintToleration: node(s) had untolerated taint(s)",
            "worker-2: NodeUnschedulable: node(s) were unschedulable",
        ]
    );
    assert!(asked.answers.iter().any(|line| line.error && line.text.contains("unknown command")));
    let mut remedies = asked.remedies.clone();
    remedies.sort();
    let remedy = |node: &str, command: &str| (node.to_owned(), command.to_owned());
    assert_eq!(
        remedies,
        [
            remedy("master", "kubectl taint node master node-role.kubernetes.io/control-plane:NoSchedule-"),
            remedy("worker-1", "kubectl taint node worker-1 gpu:NoSchedule-"),
            remedy("worker-2", "kubectl uncordon worker-2"),
        ]
    );
    assert_eq!(session.what_if(&reference("nobody"), &[]), None);
    let node = session.inspect(&reference("plain")).decisions[0].chosen.clone();
    let drained = what_if(&session, "plain", &[&format!("kubectl drain {node} --force")]);
    let said: Vec<&str> = drained.answers.iter().map(|line| line.text.as_str()).collect();
    assert!(said.contains(&"evicting pod default/plain"), "{said:?}");
}

#[test]
fn the_scheduler_is_configured_from_text() {
    let mut session = session(&[pod("waiting", "schedulerName: packing")]);
    let waits = session.inspect(&reference("waiting"));
    assert!(waits.waiting_for[0].contains("none of that name runs"), "{waits:?}");
    let wrong = "apiVersion: kubescheduler.config.k8s.io/v1\nkind: KubeSchedulerConfiguration\nprofile: []\n";
    let said = session.act(Action::ConfigureScheduler { text: wrong.into() });
    assert_eq!(
        said[0].text,
        "line 3: strict decoding error: unknown field \"profile\" (did you mean \"profiles\"?)"
    );
    assert!(said[0].error && session.check_scheduler_config(wrong)[0].line == 3);
    assert_eq!(session.scheduler().profiles.len(), 1);

    let right = wrong.replace(
        "profile: []",
        "profiles: [{schedulerName: default-scheduler}, {schedulerName: packing, pluginConfig: [{name: NodeResourcesFit, args: {scoringStrategy: {type: MostAllocated, resources: [{name: cpu, weight: 1}]}}}]}]",
    );
    let said = session.act(Action::ConfigureScheduler { text: right.clone() });
    assert_eq!(said[0].text, "kube-scheduler started with profiles: default-scheduler, packing");
    session.advance(12 * SECOND, u32::MAX);
    assert_eq!(session.scheduler().config, right);
    let decisions = session.inspect(&reference("waiting")).decisions;
    assert!(decisions.last().is_some_and(|last| !last.chosen.is_empty()), "{decisions:?}");
    let again = Script::parse(&session.script_text()).expect("the script reads back");
    let mut replayed = Session::replay(again);
    replayed.advance(12 * SECOND, u32::MAX);
    assert_eq!(replayed.digest(), session.digest());
}

#[test]
fn decisions_of_the_past_are_kept_also_of_pods_that_are_gone() {
    let mut session = session(&[pod("picky", "nodeSelector: {disk: ssd}")]);
    let queue = session.inspect(&reference("picky")).queue.expect("it waits");
    assert_eq!(
        (queue.place.as_str(), queue.plugins.as_slice()),
        ("unschedulable", &["NodeAffinity".to_owned(), "TaintToleration".to_owned()][..])
    );
    session.act(Action::Terminal { line: "kubectl label node worker-2 disk=ssd".into() });
    session.advance(30 * SECOND, u32::MAX);
    let kept = session.inspect(&reference("picky"));
    let chosen: Vec<&str> = kept.decisions.iter().map(|table| table.chosen.as_str()).collect();
    assert_eq!((chosen.as_slice(), kept.queue), (&["", "worker-2"][..], None));
    session.act(Action::Terminal { line: "kubectl delete pod picky --force --grace-period=0".into() });
    session.advance(60 * SECOND, u32::MAX);
    let gone = session.inspect(&reference("picky"));
    assert_eq!((gone.exists, gone.decisions), (false, kept.decisions));
}
