//! The terminal as part of a session: what is on its screen is the same in slices, after going back, and replayed.

#![cfg(not(target_arch = "wasm32"))]

use kubarium::session::{Action, Options, Script, Session};
use kubarium::view::Ref;

const SECOND: u64 = 1_000_000;

fn enter(session: &mut Session, line: &str) {
    let answer = session.act(Action::Terminal { line: line.to_owned() });
    assert!(answer.is_empty(), "{answer:?}");
}

/// A few commands, some of which wait, up to a minute.
fn typed() -> Session {
    let mut session = Session::new(Options::default());
    session.advance(2 * SECOND, u32::MAX);
    enter(&mut session, "kubectl create deployment web --image=nginx --replicas=3");
    enter(&mut session, "kubectl rollout status deployment/web");
    session.advance(30 * SECOND + 123_457, u32::MAX);
    enter(&mut session, "kubectl get pods");
    enter(&mut session, "kubectl get pods -w");
    session.advance(40 * SECOND, u32::MAX);
    let what = Ref { kind: "Deployment".into(), namespace: "default".into(), name: "web".into() };
    session.act(Action::Scale { what, replicas: 1 });
    session.advance(50 * SECOND, u32::MAX);
    session.act(Action::Interrupt);
    enter(&mut session, "sleep 3");
    session.advance(60 * SECOND, u32::MAX);
    session
}

fn seen(session: &Session) -> (String, Vec<(String, u64)>) {
    let screen = session.terminal();
    (session.digest(), screen.lines.into_iter().map(|line| (line.text, line.at_us)).collect())
}

#[test]
fn replays_slices_and_seeking_show_the_same_screen() {
    let live = typed();
    let expected = seen(&live);
    assert!(expected.1.len() > 10, "{expected:#?}");
    let script = Script::parse(&live.script_text()).expect("its own script");
    for budget in [1, 7, 250, u32::MAX] {
        let mut replayed = Session::replay(script.clone());
        while !replayed.advance(60 * SECOND, budget) {}
        assert_eq!(seen(&replayed), expected, "in slices of {budget}");
    }
    let mut session = live;
    for at in [35 * SECOND, 5 * SECOND + 1, 45 * SECOND, 60 * SECOND] {
        session.seek(at);
        while !session.advance_seek(100) {}
    }
    assert_eq!(seen(&session), expected);
}

#[test]
fn files_are_recorded_when_they_change() {
    let mut session = Session::new(Options::default());
    let files =
        vec![("a.yaml".to_owned(), "apiVersion: v1\nkind: Namespace\nmetadata: {name: a}\n".to_owned())];
    session.act(Action::Files { files: files.clone() });
    session.act(Action::Files { files });
    enter(&mut session, "kubectl apply -f a.yaml");
    assert_eq!(session.script().entries.len(), 2);
    assert_eq!(session.terminal().lines.last().map(|line| line.text.as_str()), Some("namespace/a created"));
}

fn screen_of(lines: &[&str], seconds: u64) -> Vec<String> {
    let mut session = Session::new(Options::default());
    session.advance(SECOND, u32::MAX);
    for line in lines {
        enter(&mut session, line);
        session.advance(session.now_us() + seconds * SECOND, u32::MAX);
    }
    session.act(Action::Interrupt);
    session.terminal().lines.into_iter().map(|line| line.text).collect()
}

#[test]
fn programs_take_the_clusters_time() {
    let seen = screen_of(&["for x in 1 2 3; do echo $x $(date +%s); sleep 2; done"], 10);
    let stamps: Vec<u64> = seen[1..].iter().filter_map(|line| line.split_once(' ')?.1.parse().ok()).collect();
    assert_eq!(stamps.iter().map(|at| at - stamps[0]).collect::<Vec<_>>(), [0, 2, 4], "{seen:?}");
    let seen = screen_of(
        &["kubectl create deployment w --image=nginx", "timeout 5 kubectl get pods -w | grep w- | head -1"],
        20,
    );
    assert!(seen.last().is_some_and(|line| line.starts_with("w-")), "{seen:?}");
    let seen = screen_of(&["watch -n 1 date +%s"], 5);
    assert_eq!(seen.iter().filter(|line| line.starts_with("Every 1.0s")).count(), 1, "{seen:?}");
    let seen = screen_of(&["sleep 5 && echo late &", "echo now"], 4);
    assert_eq!(seen.last().map(String::as_str), Some("late"), "{seen:?}");
}

#[test]
fn lines_go_on_until_they_are_whole() {
    let lines = ["cat <<EOF > a.yaml", "apiVersion: v1", "kind: Namespace", "metadata: {name: blue}", "EOF"];
    let all = [&lines[..], &["kubectl apply -f a.yaml", "ls", "foo"]].concat();
    let seen = screen_of(&all, 1);
    assert!(
        seen.contains(&"> EOF".to_owned()) && seen.contains(&"namespace/blue created".to_owned()),
        "{seen:?}"
    );
    assert!(seen.contains(&"a.yaml".to_owned()), "{seen:?}");
    assert_eq!(seen.last().map(String::as_str), Some("bash: foo: command not found"));
}

#[test]
fn tab_completes_verbs_kinds_names_and_files() {
    let mut session = Session::new(Options::default());
    session.advance(SECOND, u32::MAX);
    enter(&mut session, "kubectl create namespace blue; touch web.yaml");
    let offers = |line: &str| session.complete(line, line.chars().count()).candidates;
    assert_eq!(offers("kubectl roll"), ["rollout"]);
    assert!(offers("k get deploy").contains(&"deployments".to_owned()));
    assert_eq!(offers("kubectl describe ns bl"), ["blue"]);
    assert_eq!(offers("kubectl get pods -n bl"), ["blue"]);
    assert_eq!(offers("kubectl apply -f w"), ["web.yaml"]);
    assert!(offers("kubectl get pods --all-n").contains(&"--all-namespaces".to_owned()));
    assert_eq!(session.complete("kubectl rollout st", 18).start, 16);
}

/// Any line at all is answered, and Ctrl-C ends what it began.
#[test]
fn hostile_lines_neither_break_nor_stall_it() {
    let corpus: Vec<&str> = include_str!("notes/commands.txt")
        .lines()
        .filter_map(|line| Some(line.split_once('\t')?.1))
        .collect();
    let pieces = [
        "'", "\"", "$(", "`", "${x", "|", "&&", "<<E", ">", "&", ";", "(", "{", "if", "do", "\\", "*", "$((",
        "[[", "\n",
    ];
    let mut state: u64 = 7;
    let mut draw = |below: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % below
    };
    let mut session = Session::new(Options::default());
    session.advance(SECOND, u32::MAX);
    for _ in 0..400 {
        let mut line: Vec<char> = corpus[draw(corpus.len())].chars().collect();
        for _ in 0..draw(4) {
            let at = draw(line.len() + 1);
            let piece = pieces[draw(pieces.len())];
            line.splice(at..at, piece.chars());
            line.truncate(line.len() - draw(3).min(line.len()));
        }
        let line: String = line.into_iter().collect();
        session.act(Action::Terminal { line: line.clone() });
        session.complete(&line, draw(line.chars().count() + 1));
        session.advance(session.now_us() + SECOND / 4, u32::MAX);
        session.act(Action::Interrupt);
        assert!(!session.terminal().busy, "{line}");
    }
}

/// What a line prints, after some time.
fn said(session: &mut Session, line: &str, seconds: u64) -> String {
    let before = session.terminal().lines.len();
    session.act(Action::Terminal { line: line.to_owned() });
    session.advance(session.now_us() + seconds * SECOND, u32::MAX);
    session.terminal().lines[before + 1..].iter().map(|line| format!("{}\n", line.text)).collect()
}

#[test]
fn a_chart_is_installed_changed_and_taken_away() {
    let mut session = Session::new(Options::default());
    session.advance(SECOND, u32::MAX);
    assert!(said(&mut session, "helm install x a/b", 0).ends_with("repo a not found\n"));
    said(&mut session, "helm repo add nginx https://kubernetes.github.io/ingress-nginx", 0);
    assert!(said(&mut session, "helm install x nginx/other", 0).contains("no chart name found"));
    let line =
        "helm upgrade -i web nginx/ingress-nginx -n edge --create-namespace --set controller.replicaCount=2";
    let made = said(&mut session, line, 60);
    assert!(made.starts_with("Release \"web\" does not exist. Installing it now.\nNAME: web\n"), "{made}");
    let deployment = "kubectl get deploy -n edge -o name";
    assert_eq!(said(&mut session, deployment, 0), "deployment.apps/web-ingress-nginx-controller\n");
    let ready = "kubectl get deploy -n edge -o jsonpath='{.items[0].status.readyReplicas}'";
    assert!(said(&mut session, ready, 0).starts_with('2'));
    said(&mut session, "helm upgrade web nginx/ingress-nginx -n edge", 30);
    assert!(said(&mut session, "helm history web -n edge", 0).contains("superseded"));
    assert!(said(&mut session, ready, 0).starts_with('1'));
    assert_eq!(
        said(&mut session, "helm rollback web -n edge", 20),
        "Rollback was a success! Happy Helming!\n"
    );
    assert!(said(&mut session, "helm ls -A", 0).contains(" 3 "));
    assert_eq!(said(&mut session, "helm uninstall web -n edge", 400), "release \"web\" uninstalled\n");
    let left = said(&mut session, "kubectl get all,sa,secret,ingressclass -n edge -o name", 0);
    assert_eq!(left, "serviceaccount/default\n");
}

#[test]
fn keys_and_certificates_have_their_form() {
    let mut session = Session::new(Options::default());
    session.advance(SECOND, u32::MAX);
    let make = "openssl req -x509 -nodes -days 1 -newkey rsa:1024 -keyout k -out c -subj /CN=a.example/O=b";
    assert_eq!(said(&mut session, make, 0), "-----\n");
    assert_eq!(said(&mut session, "kubectl create secret tls s --key k --cert c", 0), "secret/s created\n");
    let dates = said(&mut session, "openssl x509 -in c -noout -subject -enddate", 0);
    assert_eq!(dates, "notAfter=Jan 16 10:00:01 2026 GMT\nsubject=CN=a.example, O=b\n");
    assert!(said(&mut session, "openssl x509 -in k -noout -subject", 0).starts_with("Unable to load"));
    assert_eq!(said(&mut session, "openssl rand -hex 8 | wc -c", 0), "17\n");
    let admin =
        "grep client-certificate-data /etc/kubernetes/admin.conf | awk '{print $2}' | base64 -d > a.crt";
    said(&mut session, admin, 0);
    let nodes = "curl -sk --cert a.crt https://192.168.0.100:6443/api/v1/nodes";
    assert!(said(&mut session, nodes, 1).starts_with("{\n  \"kind\": \"NodeList\""));
}

#[test]
fn contexts_are_made_used_and_taken_away() {
    let mut session = Session::new(Options::default());
    session.advance(SECOND, u32::MAX);
    let make = "kubectl config set-context dev --cluster=kubernetes --user=kubernetes-admin --namespace=dev";
    assert_eq!(said(&mut session, make, 0), "Context \"dev\" created.\n");
    assert_eq!(said(&mut session, "kubectl config use-context dev", 0), "Switched to context \"dev\".\n");
    assert_eq!(said(&mut session, "kubectl get pods", 0), "No resources found in dev namespace.\n");
    let gone = said(&mut session, "kubectl config delete-context dev", 0);
    assert!(gone.contains("warning: this removed your active context"), "{gone}");
    assert_eq!(said(&mut session, "kubectl config current-context", 0), "dev\n");
    said(&mut session, "kubectx kubernetes-admin@kubernetes", 0);
    assert_eq!(said(&mut session, "kubectl get pods", 0), "No resources found in default namespace.\n");
    said(&mut session, "kubens kube-public", 0);
    assert!(said(&mut session, "cat ~/.kube/config", 0).contains("namespace: kube-public\n"));
    let missing = said(&mut session, "kubectl config rename-context a b", 0);
    assert_eq!(missing, "error: cannot rename the context \"a\", it's not in /root/.kube/config\n");
}
