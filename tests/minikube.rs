//! minikube in the terminal: what a reader does to its machine, and what kubectl says meanwhile.

#![cfg(not(target_arch = "wasm32"))]

#[path = "common/lines.rs"]
mod lines;

use kubarium::session::{Action, Options, Preset, Session};

use lines::{SECOND, run, said};

fn begun() -> Session {
    let mut session = Session::new(Options { preset: Preset::Minikube, ..Options::default() });
    session.advance(20 * SECOND, u32::MAX);
    session
}

#[test]
fn a_start_of_what_runs_says_so_and_changes_nothing() {
    let mut session = begun();
    let text = run(&mut session, "minikube start", 60);
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines[0], "😄  minikube v1.38.0 on Ubuntu 24.04");
    assert_eq!(lines[1], "✨  Using the docker driver based on existing profile");
    assert_eq!(
        lines.last().copied(),
        Some(
            "🏄  Done! kubectl is now configured to use \"minikube\" cluster and \"default\" namespace by default"
        )
    );
    let plain = run(&mut session, "MINIKUBE_IN_STYLE=false minikube start", 60);
    assert!(plain.starts_with("* minikube v1.38.0") && plain.contains("  - Using image "), "{plain}");
    assert_eq!(said(&mut session, "kubectl get nodes -o name"), "node/minikube\n");
    let status = said(&mut session, "minikube status; echo $?");
    let expected = "minikube\ntype: Control Plane\nhost: Running\nkubelet: Running\napiserver: Running\nkubeconfig: \
        Configured\n\n0\n";
    assert_eq!(status, expected);
}

#[test]
fn the_context_is_minikubes() {
    let mut session = begun();
    assert_eq!(said(&mut session, "kubectl config current-context"), "minikube\n");
    let contexts = "CURRENT   NAME       CLUSTER    AUTHINFO   NAMESPACE\n*         minikube   minikube   minikube   default\n";
    assert_eq!(said(&mut session, "kubectl config get-contexts"), contexts);
    let info = said(&mut session, "kubectl cluster-info");
    assert!(info.starts_with("Kubernetes control plane is running at https://192.168.49.2:8443\n"), "{info}");
    let files = "curl -s --cert ~/.minikube/profiles/minikube/client.crt -k https://192.168.49.2:8443/version | grep gitVersion";
    assert_eq!(run(&mut session, files, 1), "  \"gitVersion\": \"v1.36.2\",\n");
}

#[test]
fn a_stopped_cluster_answers_nobody_until_it_is_started() {
    let mut session = begun();
    run(&mut session, "kubectl create deployment web --image=nginx --replicas=2", 20);
    let stopped = "✋  Stopping node \"minikube\"  ...\n🛑  Powering off \"minikube\" via SSH ...\n🛑  1 node stopped.\n";
    assert_eq!(run(&mut session, "minikube stop", 400), stopped);
    let status = said(&mut session, "minikube status; echo $?");
    assert_eq!(
        status,
        "minikube\ntype: Control Plane\nhost: Stopped\nkubelet: Stopped\napiserver: Stopped\nkubeconfig: Stopped\n\n7\n"
    );
    let refused =
        "The connection to the server localhost:8080 was refused - did you specify the right host or port?\n";
    for line in [
        "kubectl get pods",
        "kubectl delete deployment web",
        "kubectl logs x",
        "kubectl describe node minikube",
    ] {
        let text = said(&mut session, line);
        assert!(
            text.ends_with(refused) && text.matches("memcache.go:265] \"Unhandled Error\"").count() == 5,
            "{text}"
        );
    }
    assert_eq!(said(&mut session, "kubectl config get-contexts -o name"), "");
    assert_eq!(
        said(&mut session, "minikube ip; echo $?"),
        "🤷  The control-plane node minikube host is not running: state=Stopped\n👉  To start a cluster, run: \"minikube \
         start\"\n83\n"
    );
    let text = run(&mut session, "minikube start", 60);
    assert!(text.contains("🔄  Restarting existing docker container for \"minikube\" ...\n"), "{text}");
    let ready = run(&mut session, "kubectl wait --for=condition=Available deployment/web --timeout=60s", 30);
    assert_eq!(ready, "deployment.apps/web condition met\n");
    // Nobody looked at the node while everything was off: its pods are those that were there.
    let restarts = "kubectl get pods --no-headers | awk '{print $4}' | sort -u";
    assert_eq!(said(&mut session, restarts), "1\n");
}

#[test]
fn with_its_context_kept_there_is_no_route() {
    let mut session = begun();
    said(&mut session, "minikube stop --keep-context-active");
    let text = said(&mut session, "kubectl get pods 2>&1 | tail -1");
    let why = "Unable to connect to the server: dial tcp 192.168.49.2:8443: connect: no route to host\n";
    assert_eq!(text, why);
    assert_eq!(said(&mut session, "kubectl version 2>/dev/null | head -1"), "Client Version: v1.36.2\n");
    let local = "kubectl create deployment x --image=nginx --dry-run=client -o name";
    assert_eq!(said(&mut session, local), "deployment.apps/x\n");
}

#[test]
fn a_deleted_cluster_is_made_anew() {
    let mut session = begun();
    run(&mut session, "kubectl create deployment web --image=nginx", 20);
    let text = said(&mut session, "minikube delete");
    assert!(text.ends_with("💀  Removed all traces of the \"minikube\" cluster.\n"), "{text}");
    assert!(said(&mut session, "minikube status").starts_with("🤷  Profile \"minikube\" not found."));
    let text = run(&mut session, "minikube start", 90);
    assert!(text.contains("🔥  Creating docker container") && text.ends_with("by default\n"), "{text}");
    assert_eq!(said(&mut session, "kubectl get deployments"), "No resources found in default namespace.\n");
    run(&mut session, "kubectl create deployment new --image=nginx", 30);
    assert_eq!(said(&mut session, "kubectl get pods --no-headers | awk '{print $2, $3}'"), "1/1 Running\n");
}

#[test]
fn a_tunnel_gives_addresses_while_it_runs() {
    let mut session = begun();
    run(&mut session, "kubectl create deployment web --image=nginx", 20);
    said(&mut session, "kubectl expose deployment web --port=80 --type=LoadBalancer");
    let outside = "kubectl get service web --no-headers | awk '{print $4}'";
    assert_eq!(said(&mut session, outside), "<pending>\n");
    let text = run(&mut session, "minikube tunnel", 5);
    assert!(
        text.contains("\troute: 10.96.0.0/12 -> 192.168.49.2\n") && text.contains("services: [web]"),
        "{text}"
    );
    let ip = "kubectl get service web -o jsonpath='{.spec.clusterIP} {.status.loadBalancer.ingress[0].ip}{\"\\n\"}'";
    session.act(Action::Interrupt);
    assert_eq!(said(&mut session, outside), "<pending>\n");
    run(&mut session, "minikube tunnel > /dev/null &", 5);
    let both = said(&mut session, ip);
    let (inner, outer) = both.trim().split_once(' ').expect("two addresses");
    assert_eq!(inner, outer);
    assert!(run(&mut session, &format!("curl -s http://{outer}"), 1).contains("Welcome to nginx!"));
}

#[test]
fn services_and_addons_are_listed() {
    let mut session = begun();
    said(&mut session, "kubectl create deployment web --image=nginx");
    said(&mut session, "kubectl expose deployment web --port=80 --type=NodePort");
    let early = said(&mut session, "minikube service web; echo $?");
    assert!(
        early.contains("❌  Exiting due to SVC_UNREACHABLE: service not available: no running pod for service web found\n119"),
        "{early}"
    );
    session.advance(session.now_us() + 20 * SECOND, u32::MAX);
    let url = said(&mut session, "minikube service web --url");
    assert!(url.starts_with("http://192.168.49.2:3"), "{url}");
    assert!(run(&mut session, "curl -s $(minikube service web --url)", 1).contains("Welcome to nginx!"));
    let list = said(&mut session, "minikube service list -n default");
    assert!(
        list.contains("| default   | kubernetes | No node port |                           |\n"),
        "{list}"
    );
    let cluster_ip = said(&mut session, "minikube service kubernetes");
    assert!(cluster_ip.contains("😿  service default/kubernetes has no node port\n"), "{cluster_ip}");
    let grep = "minikube addons list | grep -E '\\| (ingress|metrics-server) '";
    assert!(
        said(&mut session, grep)
            .contains("| ingress                     | minikube | disabled     | Kubernetes")
    );
    let enabled = run(&mut session, "minikube addons enable ingress", 60);
    assert!(
        enabled.ends_with("🔎  Verifying ingress addon...\n🌟  The 'ingress' addon is enabled\n"),
        "{enabled}"
    );
    assert!(
        said(&mut session, grep)
            .contains("| ingress                     | minikube | enabled ✅   | Kubernetes")
    );
    let pods = said(&mut session, "minikube kubectl -- get pods -n ingress-nginx --no-headers");
    assert!(pods.starts_with("ingress-nginx-controller-") && pods.contains("1/1   Running"), "{pods}");
    run(&mut session, "minikube addons disable ingress", 60);
    assert_eq!(
        said(&mut session, "kubectl get pods -n ingress-nginx"),
        "No resources found in ingress-nginx namespace.\n"
    );
    let profiles = said(&mut session, "minikube profile list");
    assert!(
        profiles
            .contains("| minikube | docker | docker  | 192.168.49.2 | 8443 | v1.36.2 | OK     |     1 | *"),
        "{profiles}"
    );
}
