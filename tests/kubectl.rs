//! kubectl in the terminal of a session: what verbs and flags say that need more than one command to be seen.

#![cfg(not(target_arch = "wasm32"))]

#[path = "common/lines.rs"]
mod lines;

use kubarium::session::{Action, Options, Session};
use kubarium::view::How;

use lines::{SECOND, run, said};

const MAP: &str =
    "printf 'apiVersion: v1\\nkind: ConfigMap\\nmetadata: {name: c}\\ndata: {a: b}\\n' > c.yaml";

fn begun() -> Session {
    let mut session = Session::new(Options::default());
    session.advance(SECOND, u32::MAX);
    session
}

#[test]
fn a_dry_run_says_so_and_changes_nothing() {
    let mut session = begun();
    said(&mut session, MAP);
    assert_eq!(
        said(&mut session, "kubectl apply -f c.yaml --dry-run=client"),
        "configmap/c created (dry run)\n"
    );
    assert_eq!(
        said(&mut session, "kubectl create -f c.yaml --dry-run=server"),
        "configmap/c created (server dry run)\n"
    );
    assert_eq!(said(&mut session, "kubectl get cm c --ignore-not-found"), "");
    said(&mut session, "kubectl apply -f c.yaml");
    assert_eq!(
        said(&mut session, "kubectl apply -f c.yaml --dry-run=client"),
        "configmap/c configured (dry run)\n"
    );
    assert_eq!(
        said(&mut session, "kubectl apply -f c.yaml --dry-run=server"),
        "configmap/c unchanged (server dry run)\n"
    );
    assert_eq!(
        said(&mut session, "kubectl label cm c x=y --dry-run=client"),
        "configmap/c labeled (dry run)\n"
    );
    assert_eq!(said(&mut session, "kubectl get cm c -o jsonpath='{.metadata.labels}'"), "");
    assert_eq!(said(&mut session, "kubectl label cm c x=y -o name"), "configmap/c\n");
    let yaml = said(&mut session, "kubectl annotate cm c note=1 -o yaml");
    assert!(yaml.contains("    note: \"1\"\n") && yaml.starts_with("apiVersion: v1\n"), "{yaml}");
    assert_eq!(
        said(&mut session, "kubectl patch cm c -p '{\"data\":{\"a\":\"z\"}}' -o jsonpath={.data.a}"),
        "z\n"
    );
}

#[test]
fn a_diff_is_what_an_apply_would_change() {
    let mut session = begun();
    said(&mut session, MAP);
    let new = said(&mut session, "kubectl diff -f c.yaml; echo $?");
    assert!(
        new.contains("+++ /tmp/MERGED-") && new.contains("@@ -0,0 +1,") && new.ends_with("\n1\n"),
        "{new}"
    );
    said(&mut session, "kubectl apply -f c.yaml");
    assert_eq!(said(&mut session, "kubectl diff -f c.yaml; echo $?"), "0\n");
    said(&mut session, "sed -i 's/a: b/a: q/' c.yaml");
    let changed = said(&mut session, "kubectl diff -f c.yaml");
    assert!(changed.contains("\n-  a: b\n+  a: q\n"), "{changed}");
    assert_eq!(said(&mut session, "kubectl get cm c -o jsonpath={.data.a}"), "b\n");
}

#[test]
fn kustomizations_are_applied_and_printed() {
    let mut session = begun();
    said(&mut session, "mkdir k");
    said(&mut session, &MAP.replace("> c.yaml", "> k/c.yaml"));
    said(&mut session, "printf 'resources: [c.yaml]\\nnamePrefix: my-\\n' > k/kustomization.yaml");
    assert!(said(&mut session, "kubectl kustomize k").contains("  name: my-c\n"));
    assert_eq!(said(&mut session, "kubectl apply -k k"), "configmap/my-c created\n");
    assert_eq!(said(&mut session, "kubectl get -k k -o name"), "configmap/my-c\n");
    assert_eq!(
        run(&mut session, "kubectl delete -k k", 1),
        "configmap \"my-c\" deleted from default namespace\n"
    );
    assert!(said(&mut session, "kubectl apply -k none").starts_with("error: unable to find one of"));
}

#[test]
fn folders_are_read_deep_where_asked() {
    let mut session = begun();
    said(&mut session, "mkdir -p f/g");
    said(&mut session, &MAP.replace("> c.yaml", "> f/g/c.yaml"));
    assert_eq!(said(&mut session, "kubectl apply -f f"), "error: the path \"f\" does not exist\n");
    assert_eq!(said(&mut session, "kubectl apply -R -f f"), "configmap/c created\n");
}

#[test]
fn templates_files_and_the_raw_api() {
    let mut session = begun();
    let template = "kubectl get nodes -o go-template='{{range .items}}{{.metadata.name}} {{end}}'";
    assert_eq!(said(&mut session, template), "master worker-1 worker-2 \n");
    said(&mut session, "echo '{.items[0].metadata.name}' > t");
    assert_eq!(said(&mut session, "kubectl get nodes -o jsonpath-file=t"), "master\n");
    assert_eq!(
        said(&mut session, "kubectl get nodes -o jsonpath-as-json={.items[0].metadata.name}"),
        "[\n    \"master\"\n]\n"
    );
    said(&mut session, "printf 'WHO\\n.metadata.name\\n' > t");
    assert!(said(&mut session, "kubectl get nodes -o custom-columns-file=t").starts_with("WHO\nmaster\n"));
    assert!(said(&mut session, "kubectl get --raw /api/v1/nodes | jq -r .kind").starts_with("NodeList"));
    assert!(said(&mut session, "kubectl get ns default --show-kind").contains("namespace/default "));
}

#[test]
fn roles_and_tokens_open_the_api() {
    let mut session = begun();
    said(&mut session, "kubectl create sa reader");
    let denied = run(&mut session, "curl -sk https://192.168.0.100:6443/api/v1/namespaces/default/pods", 1);
    assert!(denied.contains("User \\\"system:anonymous\\\" cannot list resource \\\"pods\\\""), "{denied}");
    said(&mut session, "T=$(kubectl create token reader)");
    let ask = "curl -sk -H \"Authorization: Bearer $T\" https://192.168.0.100:6443/api/v1/namespaces/default/pods | jq -r .reason,.kind";
    assert_eq!(run(&mut session, ask, 1), "Forbidden\nStatus\n");
    said(&mut session, "kubectl create rolebinding r --clusterrole=view --serviceaccount=default:reader");
    assert_eq!(run(&mut session, ask, 1), "null\nPodList\n");
    assert!(
        run(&mut session, "curl -sk -H 'Authorization: Bearer x' https://192.168.0.100:6443/api", 1)
            .contains("\"code\": 401")
    );
    let as_reader = "--as=system:serviceaccount:default:reader";
    assert_eq!(said(&mut session, &format!("kubectl auth can-i list pods {as_reader}")), "yes\n");
    assert_eq!(said(&mut session, &format!("kubectl auth can-i create pods {as_reader}")), "no\n");
    let list = said(&mut session, &format!("kubectl auth can-i --list {as_reader}"));
    assert!(
        list.lines().any(|line| line.starts_with("pods/log ") && line.ends_with("[get list watch]")),
        "{list}"
    );
    let refused = said(&mut session, &format!("kubectl run p --image=nginx {as_reader}"));
    assert!(refused.starts_with("Error from server (Forbidden): pods is forbidden: User"), "{refused}");
    let short = said(&mut session, "kubectl create token reader --duration=10s");
    assert!(short.contains("may not specify a duration less than 10 minutes"), "{short}");
}

#[test]
fn a_role_is_gathered_from_others() {
    let mut session = begun();
    said(
        &mut session,
        "kubectl create clusterrole extra --verb=get --resource=configmaps --dry-run=client -o yaml > r.yaml",
    );
    said(&mut session, "kubectl apply -f r.yaml");
    let count = "kubectl get clusterrole view -o go-template='{{len .rules}}'";
    let before = said(&mut session, count);
    run(&mut session, "kubectl label clusterrole extra rbac.authorization.k8s.io/aggregate-to-view=true", 2);
    let after = said(&mut session, count);
    let number = |text: &str| text.trim().parse::<u32>().expect("a number");
    assert_eq!(number(&after), number(&before) + 1);
}

#[test]
fn ports_lead_into_the_cluster_while_they_are_forwarded() {
    let mut session = begun();
    run(&mut session, "kubectl run web --image=nginx", 20);
    assert!(run(&mut session, "curl -s localhost:8080", 1).is_empty());
    let forwarding = run(&mut session, "kubectl port-forward pod/web 8080:80 &", 1);
    assert!(forwarding.contains("Forwarding from 127.0.0.1:8080 -> 80\n"), "{forwarding}");
    assert!(run(&mut session, "curl -s localhost:8080", 1).contains("nginx"));
    run(&mut session, "kubectl proxy &", 1);
    assert_eq!(
        run(&mut session, "curl -s localhost:8001/api/v1/namespaces/default | jq -r .kind", 1),
        "Namespace\n"
    );
}

#[test]
fn files_go_into_containers_and_out_of_them() {
    let mut session = begun();
    run(&mut session, "kubectl run web --image=nginx", 20);
    said(&mut session, "echo hello > a.txt");
    assert_eq!(said(&mut session, "kubectl cp a.txt web:/tmp/b.txt"), "");
    assert_eq!(said(&mut session, "kubectl exec web -- cat /tmp/b.txt"), "hello\n");
    assert_eq!(said(&mut session, "kubectl cp web:/tmp/b.txt c.txt; cat c.txt"), "hello\n");
    assert!(said(&mut session, "kubectl cp web:/none c.txt").contains("No such file or directory"));
}

#[test]
fn a_shell_in_a_container_reads_what_is_typed() {
    let mut session = begun();
    run(&mut session, "kubectl run web --image=nginx", 20);
    run(&mut session, "kubectl exec -it web -- sh", 1);
    assert!(session.terminal().reads && session.terminal().busy);
    run(&mut session, "cd /tmp", 1);
    run(&mut session, "X=5", 1);
    run(&mut session, "echo $X > here", 1);
    run(&mut session, "pwd; cat /tmp/here", 1);
    run(&mut session, "exit 3", 1);
    let lines: Vec<String> = session.terminal().lines.into_iter().map(|line| line.text).collect();
    assert!(!session.terminal().busy, "{lines:#?}");
    assert!(lines.iter().any(|line| line == "# pwd; cat /tmp/here"), "{lines:#?}");
    assert!(lines.windows(2).any(|pair| pair == ["/tmp", "5"]), "{lines:#?}");
    assert_eq!(lines.last().map(String::as_str), Some("command terminated with exit code 3"));
    run(&mut session, "kubectl exec -it web -- bash", 1);
    session.act(Action::Edited { text: None });
    assert!(!session.terminal().busy);
}

fn edit(session: &mut Session, change: impl Fn(&str) -> String) {
    let file = session.terminal().edit.expect("a file to edit");
    session.act(Action::Edited { text: Some(change(&file.text)) });
}

fn last(session: &Session) -> String {
    session.terminal().lines.last().map(|line| line.text.clone()).unwrap_or_default()
}

#[test]
fn objects_and_files_are_edited() {
    let mut session = begun();
    run(&mut session, "kubectl create deployment web --image=nginx", 5);
    said(&mut session, "kubectl edit deployment web");
    edit(&mut session, |text| text.replace("replicas: 1\n  rev", "replicas: 3\n  rev"));
    assert_eq!(last(&session), "deployment.apps/web edited");
    assert_eq!(said(&mut session, "kubectl get deployment web -o jsonpath={.spec.replicas}"), "3\n");
    said(&mut session, "kubectl edit deployment web");
    edit(&mut session, str::to_owned);
    assert_eq!(last(&session), "Edit cancelled, no changes made.");
    said(&mut session, "kubectl edit deployment web");
    edit(&mut session, |text| text.replace("replicas: 3\n  rev", "replicas: -1\n  rev"));
    let again = session.terminal().edit.expect("the file again");
    assert!(again.text.contains("# deployments.apps \"web\" was not valid:"), "{}", again.text);
    session.act(Action::Edited { text: None });
    assert_eq!(last(&session), "error: Edit cancelled, no valid changes were saved.");
    assert!(said(&mut session, "cat /tmp/kubectl-edit-*.yaml").contains("replicas: -1"));
    said(&mut session, "kubectl edit deployment web");
    session.act(Action::Edited { text: None });
    assert_eq!(last(&session), "Edit cancelled, no changes made.");
    said(&mut session, "vi notes.txt");
    session.act(Action::Edited { text: Some("text\n".into()) });
    assert_eq!(said(&mut session, "cat notes.txt"), "text\n");
}

#[test]
fn a_line_tells_what_it_did_and_who_reacted() {
    let mut session = begun();
    run(&mut session, "kubectl create deployment web --image=nginx --replicas=2", 20);
    run(&mut session, "kubectl scale deployment web --replicas=3", 20);
    said(&mut session, "kubectl get pods; kubectl get pod none");
    let places: Vec<u64> = session.terminal().lines.iter().filter_map(|line| line.story).collect();
    let stories: Vec<_> = places.iter().filter_map(|place| session.line_story(*place)).collect();
    let [created, scaled, asked] = stories.as_slice() else { panic!("{stories:#?}") };
    assert_eq!(created.calls[0].path, "/apis/apps/v1/namespaces/default/deployments");
    assert_eq!((created.calls[0].verb, created.changed[0].how), ("POST", How::Created));
    let actors: Vec<&str> = created.reacted.iter().map(|one| one.actor.as_str()).collect();
    for actor in ["deployment-controller", "replicaset-controller", "default-scheduler", "kubelet"] {
        assert!(actors.contains(&actor), "{actor} of {actors:?}");
    }
    assert!(scaled.changed[0].fields.contains(&"spec.replicas: 2 -> 3".to_owned()), "{scaled:#?}");
    let calls: Vec<(&str, u16)> = asked.calls.iter().map(|call| (call.verb, call.code)).collect();
    assert_eq!(calls, [("LIST", 200), ("GET", 404)], "{asked:#?}");
    assert!(asked.reacted.is_empty());
}

#[test]
fn commands_read_what_is_typed() {
    let mut session = begun();
    run(&mut session, "cat > a.txt", 1);
    assert!(session.terminal().reads);
    run(&mut session, "one", 1);
    run(&mut session, "two", 1);
    session.act(Action::Edited { text: None });
    assert!(!session.terminal().busy);
    assert_eq!(said(&mut session, "cat a.txt"), "one\ntwo\n");
    run(&mut session, "read NAME; echo hello $NAME", 1);
    assert_eq!(run(&mut session, "you", 1), "hello you\n");
    run(&mut session, "kubectl apply -f -", 1);
    run(&mut session, "{apiVersion: v1, kind: Namespace, metadata: {name: blue}}", 1);
    session.act(Action::Edited { text: None });
    assert_eq!(last(&session), "namespace/blue created");
    assert_eq!(said(&mut session, "echo x | cat"), "x\n");
}

#[test]
fn a_pod_is_run_watched_and_removed() {
    let mut session = begun();
    let seen = run(&mut session, "kubectl run t --rm -i --image=busybox --restart=Never -- echo hello", 30);
    assert_eq!(seen, "hello\npod \"t\" deleted from default namespace\n");
    assert_eq!(said(&mut session, "kubectl get pod t --ignore-not-found"), "");
    run(&mut session, "kubectl run s --rm -it --image=busybox --restart=Never -- sh", 20);
    assert!(session.terminal().reads, "{:#?}", session.terminal());
    assert!(run(&mut session, "echo in $((1 + 1))", 1).contains("in 2\n"));
    run(&mut session, "exit", 60);
    assert_eq!(last(&session), "pod \"s\" deleted from default namespace");
    assert!(
        said(&mut session, "kubectl run x --rm --image=busybox")
            .contains("--rm should only be used for attached")
    );
}

#[test]
fn a_node_and_a_copy_are_looked_into() {
    let mut session = begun();
    run(&mut session, "kubectl run web --image=nginx", 20);
    let copied = said(&mut session, "kubectl debug web --image=busybox --copy-to=copy -- sleep 100");
    assert!(copied.starts_with("Defaulting debug container name to debugger-"), "{copied}");
    session.advance(session.now_us() + 20 * SECOND, u32::MAX);
    assert!(said(&mut session, "kubectl get pod copy").contains("2/2"));
    let made = said(&mut session, "kubectl debug node/worker-1 --image=busybox");
    assert!(
        made.starts_with("Creating debugging pod node-debugger-worker-1-")
            && made.ends_with("on node worker-1.\n"),
        "{made}"
    );
}

#[test]
fn a_container_is_added_to_a_running_pod() {
    let mut session = begun();
    run(&mut session, "kubectl run web --image=nginx", 20);
    let added = said(&mut session, "kubectl debug web --image=busybox:1.36 -c dbg --target=web -- sleep 5");
    assert!(added.starts_with("Targeting container \"web\". If you don't see processes"), "{added}");
    let told = run(&mut session, "sleep 4; kubectl describe pod web", 4);
    assert!(told.contains("Ephemeral Containers:\n  dbg:\n"), "{told}");
    assert!(told.contains("spec.ephemeralContainers{dbg}: Container started\n"), "{told}");
    let state =
        "kubectl get pod web -o jsonpath='{.status.ephemeralContainerStatuses[0].state.terminated.reason}'";
    assert!(run(&mut session, &format!("sleep 5; {state}"), 6).starts_with("Completed"));
    assert!(said(&mut session, "kubectl get pod web").contains("web    1/1     Running   0 "));
    run(&mut session, "kubectl debug -it web --image=busybox -c sh", 5);
    assert!(run(&mut session, "hostname", 1).contains("web\n"));
    run(&mut session, "exit", 1);
    let again = said(&mut session, "kubectl debug web --image=busybox -c dbg");
    assert!(again.contains("existing ephemeral containers \"dbg\" may not be changed"), "{again}");
    let bare = said(&mut session, "kubectl debug web");
    assert_eq!(bare, "error: you must specify --image when not using --copy-to.\n");
}

#[test]
fn help_and_versions_are_given() {
    let mut session = begun();
    assert!(said(&mut session, "kubectl get -h").contains("--field-selector=''"));
    assert!(
        said(&mut session, "kubectl version -o json | jq -r .clientVersion.gitVersion").starts_with("v1.36")
    );
    assert!(
        said(&mut session, "kubectl label ns default --list").contains("kubernetes.io/metadata.name=default")
    );
    assert!(said(&mut session, "kubectl plugin list").contains("unable to find any kubectl plugins"));
}

#[test]
fn a_taint_is_taken_away_as_it_was_set() {
    let mut session = begun();
    assert_eq!(
        said(&mut session, "kubectl taint nodes worker-1 hw=gpu:NoSchedule"),
        "node/worker-1 tainted\n"
    );
    assert_eq!(
        said(&mut session, "kubectl taint nodes worker-1 hw=gpu:NoSchedule-"),
        "node/worker-1 untainted\n"
    );
    assert!(said(&mut session, "kubectl taint nodes worker-1 hw-").contains("taint \"hw\" not found"));
}

#[test]
fn what_is_not_in_the_files_any_more_is_pruned() {
    let mut session = begun();
    let file = |names: &str| {
        format!(
            "for n in {names}; do printf \"apiVersion: v1\\nkind: ConfigMap\\nmetadata: {{name: $n, labels: {{app: x}}}}\\n---\\n\"; done > all.yaml"
        )
    };
    said(&mut session, &file("a b"));
    said(&mut session, "kubectl apply -f all.yaml");
    said(&mut session, "kubectl create configmap by-hand");
    said(&mut session, &file("b"));
    let bare = said(&mut session, "kubectl apply -f all.yaml --prune");
    assert!(
        bare.starts_with("error: all resources selected for prune without explicitly passing --all."),
        "{bare}"
    );
    let dry = said(&mut session, "kubectl apply -f all.yaml --prune -l app=x --dry-run=client");
    assert!(dry.contains("configmap/a pruned (dry run)"), "{dry}");
    let pruned = said(&mut session, "kubectl apply -f all.yaml --prune -l app=x");
    assert_eq!(pruned, "configmap/b unchanged\nconfigmap/a pruned\n");
    let left = said(&mut session, "kubectl get cm -o name");
    assert_eq!(left, "configmap/b\nconfigmap/by-hand\nconfigmap/kube-root-ca.crt\n");
    let other =
        said(&mut session, "kubectl apply -f all.yaml --prune --all --prune-allowlist=core/v1/Nothing");
    assert_eq!(other, "error: no matches for kind \"Nothing\" in version \"v1\"\n");
    assert_eq!(
        said(&mut session, "kubectl apply -f all.yaml -l app=y"),
        "error: no objects passed to apply\n"
    );
}

#[test]
fn events_are_watched_as_they_come() {
    let mut session = begun();
    run(&mut session, "kubectl run web --image=nginx", 10);
    session.act(Action::Terminal { line: "kubectl events -w --for pod/web --types=Normal".into() });
    session.advance(session.now_us() + SECOND, u32::MAX);
    session.act(Action::Interrupt);
    let shown = session.terminal().lines.iter().map(|line| line.text.clone()).collect::<Vec<_>>().join("\n");
    assert!(shown.contains("Pod/web") && shown.contains("Container started"), "{shown}");
    let wrong = said(&mut session, "kubectl events --types=Bad");
    assert_eq!(wrong, "error: valid --types are Normal or Warning\n");
}

#[test]
fn a_pod_is_run_with_overrides() {
    let mut session = begun();
    let line =
        "kubectl run web --image=nginx --overrides='{\"spec\": {\"nodeSelector\": {\"disk\": \"ssd\"}}}'";
    assert_eq!(said(&mut session, line), "pod/web created\n");
    assert_eq!(said(&mut session, "kubectl get pod web -o jsonpath='{.spec.nodeSelector.disk}'"), "ssd\n");
}

#[test]
fn roles_and_bindings_get_what_they_lack() {
    let mut session = begun();
    said(&mut session, "kubectl create role r --verb=get --resource=pods");
    said(&mut session, "kubectl create rolebinding b --role=r --user=jane");
    let set = "kubectl set subject rolebinding b --group=devs --serviceaccount=default:default";
    assert_eq!(said(&mut session, set), "rolebinding.rbac.authorization.k8s.io/b subjects updated\n");
    let subjects = "kubectl get rolebinding b -o jsonpath='{.subjects[*].name}'";
    assert_eq!(said(&mut session, subjects), "jane devs default\n");
    said(&mut session, "kubectl create role r --verb=list --resource=pods --dry-run=client -o yaml > r.yaml");
    let done = said(&mut session, "kubectl auth reconcile -f r.yaml");
    assert!(done.starts_with("role.rbac.authorization.k8s.io/r reconciled\n"), "{done}");
    assert!(done.contains("missing rules added:\n\t\t{Verbs:[list] APIGroups:[] Resources:[pods]"), "{done}");
    let verbs = "kubectl get role r -o jsonpath='{.rules[*].verbs[0]}'";
    assert_eq!(said(&mut session, verbs), "list get\n");
    assert!(said(&mut session, "kubectl auth whoami -o yaml").contains("username: kubernetes-admin"));
}

#[test]
fn what_is_no_script_ends_with_two() {
    let mut session = begun();
    assert!(said(&mut session, "echo )").contains("unexpected token"));
    assert_eq!(said(&mut session, "echo $?"), "2\n");
}

#[test]
fn the_api_tells_of_itself() {
    let mut session = begun();
    assert_eq!(said(&mut session, "kubectl get --raw /readyz/etcd"), "ok\n");
    let verbose = said(&mut session, "kubectl get --raw '/readyz?verbose&exclude=etcd'");
    assert!(verbose.contains("[+]etcd excluded: ok\n[+]etcd-readiness ok\n"), "{verbose}");
    assert!(verbose.ends_with("[+]shutdown ok\nreadyz check passed\n"), "{verbose}");
    assert!(!said(&mut session, "kubectl get --raw /livez?verbose").contains("shutdown"));
    let group = said(&mut session, "kubectl get --raw /apis/apps");
    assert!(
        group.starts_with("{\"kind\":\"APIGroup\",\"apiVersion\":\"v1\",\"name\":\"apps\",\"versions\""),
        "{group}"
    );
    let list = said(&mut session, "kubectl get --raw /apis/apps/v1");
    // The digest of a stored kind's name is Kubernetes' own.
    let deployments =
        "\"shortNames\":[\"deploy\"],\"categories\":[\"all\"],\"storageVersionHash\":\"8aSe+NMegvE=\"";
    assert!(list.contains(deployments) && list.contains("\"name\":\"deployments/scale\""), "{list}");
    let metrics = said(&mut session, "kubectl get --raw /metrics");
    assert!(metrics.starts_with("Error from server (NotImplemented): "), "{metrics}");
    assert!(said(&mut session, "kubectl get --raw /openapi/v3").contains("/openapi/v3/apis/apps/v1?hash="));
}

#[test]
fn requests_for_certificates_are_approved_or_denied() {
    let mut session = begun();
    let file = "printf 'apiVersion: certificates.k8s.io/v1\\nkind: CertificateSigningRequest\\nmetadata: {name: joe}\\nspec: \
        {request: Zm9v, signerName: kubernetes.io/kube-apiserver-client, usages: [client auth]}\\n' > csr.yaml";
    said(&mut session, file);
    let made = said(&mut session, "kubectl apply -f csr.yaml");
    assert_eq!(made, "certificatesigningrequest.certificates.k8s.io/joe created\n");
    assert!(said(&mut session, "kubectl get csr --no-headers").trim_end().ends_with("Pending"));
    let approved = "certificatesigningrequest.certificates.k8s.io/joe approved\n";
    assert_eq!(said(&mut session, "kubectl certificate approve joe"), approved);
    assert!(said(&mut session, "kubectl get csr --no-headers").trim_end().ends_with("Approved"));
    let reason = "kubectl get csr joe -o jsonpath='{.status.conditions[*].reason}{\"\\n\"}'";
    assert_eq!(said(&mut session, reason), "KubectlApprove\n");
    assert!(said(&mut session, "kubectl certificate deny joe").contains("mutually exclusive"));
}

#[test]
fn local_changes_are_laid_over_what_the_file_says() {
    let mut session = begun();
    said(&mut session, "kubectl create deployment x --image=nginx --dry-run=client -o yaml > x.yaml");
    let before = said(&mut session, "cat x.yaml");
    let after = said(&mut session, "kubectl set image -f x.yaml nginx=nginx:1.27 --local -o yaml");
    assert_eq!(after, before.replace("image: nginx\n", "image: nginx:1.27\n"));
    assert!(
        said(&mut session, "kubectl label --local -f x.yaml tier=web -o yaml").contains("    tier: web\n")
    );
    assert!(said(&mut session, "kubectl get deployments").starts_with("No resources found"));
}

#[test]
fn what_the_cluster_is_in_is_dumped() {
    let mut session = begun();
    run(&mut session, "kubectl run p --image=busybox -- sh -c 'echo hello; sleep 100'", 20);
    let said_of =
        said(&mut session, "kubectl cluster-info dump --output-directory=/tmp/d -o yaml; ls /tmp/d/default");
    let files = "daemonsets.yaml\ndeployments.yaml\nevents.yaml\np\npods.yaml\nreplicasets.yaml\nreplication-controllers.yaml\n\
        services.yaml\n";
    assert_eq!(said_of, format!("Cluster info dumped to /tmp/d\n{files}"));
    let log = "==== START logs for container p of pod default/p ====\nhello\n==== END logs for container p of pod default/p ====\n";
    assert_eq!(said(&mut session, "cat /tmp/d/default/p/logs.txt"), log);
}

#[test]
fn what_is_not_there_yet_is_waited_for() {
    let mut session = begun();
    let late = "error: timed out waiting for the condition on pods/p\n";
    assert_eq!(run(&mut session, "kubectl wait pod/p --for=create --timeout=2s", 3), late);
    said(&mut session, "(sleep 3; kubectl run p --image=busybox -- sleep 100) > /dev/null &");
    assert!(
        run(&mut session, "kubectl wait pod/p --for=create --timeout=20s", 6)
            .contains("pod/p condition met\n")
    );
    let relaxed = run(&mut session, "kubectl wait pod/p --for=jsonpath=.status.phase=Running", 20);
    assert_eq!(relaxed, "pod/p condition met\n");
    let bare = said(&mut session, "kubectl get pods --server-print=false");
    assert!(bare.starts_with("NAME   AGE\np      "), "{bare}");
}

#[test]
fn a_debug_container_is_changed_by_a_file() {
    let mut session = begun();
    run(&mut session, "kubectl run p --image=busybox -- sleep 1000", 20);
    said(&mut session, "printf '{\"env\": [{\"name\": \"A\", \"value\": \"b\"}]}' > c.json");
    run(&mut session, "kubectl debug p --image=busybox -c dbg --custom=c.json -- sleep 100", 10);
    let env = "kubectl get pod p -o jsonpath='{.spec.ephemeralContainers[0].env}{\"\\n\"}'";
    assert_eq!(said(&mut session, env), "[{\"name\":\"A\",\"value\":\"b\"}]\n");
    said(&mut session, "echo '{\"image\": \"x\"}' > c.json");
    let refused =
        "error: name, command, image, lifecycle and volume devices are not modifiable via custom profile\n";
    assert_eq!(said(&mut session, "kubectl debug p --image=busybox --custom=c.json"), refused);
}

/// The way of the note on access to the API: a Secret that asks for a token, the token, a Role, the proxy.
#[test]
fn a_secret_gets_its_accounts_token() {
    let mut session = begun();
    run(&mut session, "kubectl create ns nm-01", 2);
    let secret = "printf 'apiVersion: v1\\nkind: Secret\\nmetadata: {name: s, namespace: nm-01, annotations: \
        {kubernetes.io/service-account.name: default}}\\ntype: kubernetes.io/service-account-token\\n' | kubectl apply -f -";
    run(&mut session, secret, 2);
    let sizes = said(&mut session, "kubectl describe secret s -n nm-01 | grep -E '^(namespace|token):'");
    assert!(sizes.contains("namespace:  5 bytes\n") && sizes.contains("token:      ey"), "{sizes}");
    said(&mut session, "TOKEN=$(kubectl get secret s -n nm-01 -o jsonpath='{.data.token}' | base64 -d)");
    let ask =
        "curl -sk -H \"Authorization: Bearer $TOKEN\" https://192.168.0.100:6443/api/v1/namespaces/nm-01/";
    let who = "User \\\"system:serviceaccount:nm-01:default\\\" cannot list resource \\\"pods\\\"";
    assert!(run(&mut session, &format!("{ask}pods"), 1).contains(who));
    said(&mut session, "kubectl create role r -n nm-01 --verb=get,list --resource=pods");
    said(&mut session, "kubectl create rolebinding b -n nm-01 --role=r --serviceaccount=nm-01:default");
    assert!(run(&mut session, &format!("{ask}pods"), 1).starts_with("{\n  \"kind\": \"PodList\""));
    assert!(run(&mut session, &format!("{ask}services"), 1).contains("services is forbidden"));
    said(&mut session, "kubectl delete secret s -n nm-01");
    assert!(run(&mut session, &format!("{ask}pods"), 1).contains("\"code\": 401"));
    said(
        &mut session,
        "kubectl proxy --port=8001 --address=192.168.0.100 --accept-hosts='^*$' > /dev/null 2>&1 &",
    );
    assert!(
        run(&mut session, "curl -s http://192.168.0.100:8001/api/v1/nodes", 1)
            .starts_with("{\n  \"kind\": \"NodeList\"")
    );
}

#[test]
fn a_recorded_command_is_the_cause_of_a_revision() {
    let mut session = begun();
    run(&mut session, "kubectl create deployment web --image=nginx", 10);
    let said_of = said(&mut session, "kubectl set image deployment/web nginx=nginx:1.27 --record");
    let deprecated = "Flag --record has been deprecated, --record will be removed in the future\n";
    assert!(
        said_of.contains(deprecated) && said_of.contains("deployment.apps/web image updated\n"),
        "{said_of}"
    );
    session.advance(session.now_us() + 10 * SECOND, u32::MAX);
    let history = said(&mut session, "kubectl rollout history deployment/web");
    assert!(
        history.contains("2         kubectl set image deployment/web nginx=nginx:1.27 --record=true\n"),
        "{history}"
    );
    assert!(said(&mut session, "kubectl get pods --record").starts_with("error: unknown flag: --record\n"));
}

#[test]
fn what_is_created_keeps_its_configuration_or_is_edited_before() {
    let mut session = begun();
    let kept = "kubectl apply view-last-applied";
    said(&mut session, "kubectl create deployment web --image=nginx --save-config");
    assert!(said(&mut session, &format!("{kept} deployment web")).contains("image: nginx"));
    said(&mut session, MAP);
    said(&mut session, "kubectl create -f c.yaml --save-config");
    assert_eq!(said(&mut session, "kubectl apply -f c.yaml"), "configmap/c unchanged\n");
    said(&mut session, "sed 's/a: b/a: z/' c.yaml > d.yaml; kubectl replace -f d.yaml --save-config");
    assert!(said(&mut session, &format!("{kept} -f c.yaml")).contains("a: z"));
    said(&mut session, "kubectl apply edit-last-applied configmap/c");
    edit(&mut session, |text| text.replace("a: z", "a: q"));
    assert_eq!(last(&session), "configmap/c edited");
    let shown = said(&mut session, &format!("{kept} configmap c"));
    assert!(shown.contains("a: q"), "{shown}");
    assert_eq!(said(&mut session, "kubectl get cm c -o jsonpath={.data.a}"), "z\n");
    said(&mut session, "sed 's/name: c/name: e/' c.yaml | kubectl create --edit -f -");
    edit(&mut session, |text| text.replace("a: b", "a: edited"));
    assert_eq!(last(&session), "configmap/e created");
    assert_eq!(said(&mut session, "kubectl get cm e -o jsonpath={.data.a}"), "edited\n");
    said(&mut session, "kubectl create --edit -f c.yaml");
    edit(&mut session, |text| text.replace("a: b", "a: again"));
    assert_eq!(last(&session), "Error from server (AlreadyExists): configmaps \"c\" already exists");
    said(&mut session, "kubectl edit cm c --output-patch");
    edit(&mut session, |text| text.replace("a: z", "a: x"));
    let lines: Vec<String> = session.terminal().lines.into_iter().map(|line| line.text).collect();
    assert!(lines.contains(&"Patch: {\"data\":{\"a\":\"x\"}}".to_owned()), "{lines:#?}");
}

#[test]
fn a_deletion_is_asked_about() {
    let mut session = begun();
    said(&mut session, MAP);
    said(&mut session, "kubectl create -f c.yaml");
    said(&mut session, "kubectl delete -i -f c.yaml");
    assert!(session.terminal().reads);
    run(&mut session, "n", 1);
    assert_eq!(last(&session), "deletion is cancelled");
    let asked =
        "You are about to delete the following 1 resource(s):\nconfigmap/c\nDo you want to continue? (y/N): ";
    assert_eq!(
        said(&mut session, "echo y | kubectl delete cm c --interactive"),
        format!("{asked}configmap \"c\" deleted from default namespace\n")
    );
}

#[test]
fn the_scale_of_an_object_is_shown_and_patched() {
    let mut session = begun();
    said(&mut session, "kubectl create deployment web --image=nginx --replicas=2");
    run(&mut session, "kubectl get deploy web", 10);
    assert_eq!(
        said(&mut session, "kubectl get deployment web --subresource=scale"),
        "NAME   DESIRED   AVAILABLE   AGE\nweb    2         2           10s\n"
    );
    let yaml = said(&mut session, "kubectl get deployment web --subresource=scale -o yaml");
    assert!(yaml.starts_with("apiVersion: autoscaling/v1\nkind: Scale\n"), "{yaml}");
    assert!(yaml.ends_with("spec:\n  replicas: 2\nstatus:\n  replicas: 2\n  selector: app=web\n"), "{yaml}");
    let patch =
        "kubectl patch deployment web --subresource=scale --type=merge -p '{\"spec\":{\"replicas\":5}}'";
    assert_eq!(said(&mut session, patch), "scale.autoscaling/web patched\n");
    assert_eq!(said(&mut session, patch), "scale.autoscaling/web patched (no change)\n");
    assert_eq!(said(&mut session, "kubectl get deployment web -o jsonpath={.spec.replicas}"), "5\n");
    assert_eq!(
        said(&mut session, "kubectl get configmaps --subresource=scale"),
        "Error from server (NotFound): the server could not find the requested resource\n"
    );
}

#[test]
fn what_a_command_leaves_in_the_background_goes_on() {
    let mut session = begun();
    run(&mut session, "kubectl run web --image=busybox -- sleep 3600", 20);
    said(
        &mut session,
        "kubectl exec web -- sh -c 'while true; do date +%s >> /tmp/ticks; sleep 5; done & echo begun'",
    );
    assert_eq!(last(&session), "begun");
    run(&mut session, "true", 21);
    let ticks = said(&mut session, "kubectl exec web -- sh -c 'wc -l < /tmp/ticks'");
    assert!(matches!(ticks.trim(), "4" | "5"), "{ticks}");
    let seen = said(&mut session, "kubectl exec web -- ps");
    assert!(seen.contains("sleep 5") && seen.contains("sleep 3600"), "{seen}");
    run(&mut session, "kubectl exec web -- sh -c 'kill $(pidof sh)'", 2);
    let before = said(&mut session, "kubectl exec web -- sh -c 'wc -l < /tmp/ticks'");
    run(&mut session, "true", 20);
    assert_eq!(said(&mut session, "kubectl exec web -- sh -c 'wc -l < /tmp/ticks'"), before);
    run(&mut session, "kubectl exec -it web -- sh", 1);
    run(&mut session, "sleep 1000 &", 1);
    run(&mut session, "exit", 1);
    assert!(said(&mut session, "kubectl exec web -- ps").contains("sleep 1000"));
}
