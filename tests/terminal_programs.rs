//! What stands beside kubectl in the terminal: `curl` in the cluster's time, `yq`, jobs, history, files; and a shell that is
//! attached to.

#![cfg(not(target_arch = "wasm32"))]

use kubarium::session::{Action, Options, Session};

const SECOND: u64 = 1_000_000;

fn begun() -> Session {
    let mut session = Session::new(Options::default());
    session.advance(2 * SECOND, u32::MAX);
    session
}

/// Enters a line, lets so many seconds go by, and gives what was shown since.
fn run(session: &mut Session, line: &str, seconds: u64) -> String {
    let before = session.terminal().lines.len();
    session.act(Action::Terminal { line: line.to_owned() });
    session.advance(session.now_us() + seconds * SECOND, u32::MAX);
    let lines = session.terminal().lines;
    lines[before..].iter().skip(1).map(|line| line.text.clone() + "\n").collect()
}

fn shown(session: &Session) -> String {
    session.terminal().lines.into_iter().map(|line| line.text + "\n").collect()
}

#[test]
fn curl_waits_in_the_clusters_time() {
    let mut session = begun();
    run(
        &mut session,
        "kubectl create deployment web --image=nginx; kubectl expose deployment web --port=80",
        20,
    );
    let seen =
        run(&mut session, "time curl -s -o /dev/null -w '%{http_code} %{time_total}\\n' http://web", 5);
    assert!(seen.starts_with("200 0.00"), "{seen}");
    assert!(seen.contains("real\t0m0.00"), "{seen}");
    let seen = run(&mut session, "curl -i -X POST -d a=b -H 'X: y' -k -L http://web | head -n 2", 5);
    assert!(seen.starts_with("HTTP/1.1 200 OK\nContent-Length: "), "{seen}");
    assert!(run(&mut session, "curl -sv http://web 2>&1 | grep '^[<>]'", 5).contains("> GET / HTTP/1.1\n"));
    // Nobody is at this address: it is waited for as long as it is told to be.
    session.act(Action::Terminal { line: "curl --connect-timeout 3 http://10.9.9.9; echo code $?".into() });
    session.advance(session.now_us() + 2 * SECOND, u32::MAX);
    assert!(session.terminal().busy);
    session.advance(session.now_us() + 2 * SECOND, u32::MAX);
    let lines: Vec<String> = session.terminal().lines.into_iter().map(|line| line.text).collect();
    assert!(
        lines
            .ends_with(&["curl: (28) Connection timed out after 3000 milliseconds".into(), "code 28".into()]),
        "{lines:?}"
    );
    let seen = run(&mut session, "curl --connect-timeout 1 --retry 2 http://10.9.9.9", 10);
    assert!(seen.contains("Warning: Problem: timeout. Will retry in 1 second. 2 retries left.\n"), "{seen}");
    assert!(seen.contains("Will retry in 2 seconds. 1 retry left.\n") && !session.terminal().busy, "{seen}");
    session.act(Action::Terminal { line: "curl http://10.9.9.9".into() });
    session.act(Action::Interrupt);
    assert!(!session.terminal().busy);
    assert_eq!(
        run(&mut session, "curl --resolve web.test:80:127.0.0.1 http://web.test -s; echo $?", 2),
        "7\n"
    );
}

#[test]
fn yq_reads_and_edits() {
    let mut session = begun();
    let file = "# mine\nkind: Deployment\napiVersion: apps/v1\nspec:\n  replicas: 2 # few\n  template:\n    spec:\n      \
                containers:\n        - name: web\n          image: \"nginx:1.25\"\n---\nkind: Service\n";
    session.act(Action::Files { files: vec![("d.yaml".into(), file.into())] });
    let mut said = |line: &str| run(&mut session, line, 1);
    assert_eq!(said("yq '.spec.replicas' d.yaml"), "2\nnull\n");
    assert_eq!(said("yq eval '.kind' d.yaml | sort"), "Deployment\nService\n");
    assert_eq!(
        said("yq 'select(.kind == \"Deployment\") | .spec.template.spec.containers[0].image' d.yaml"),
        "nginx:1.25\n"
    );
    assert_eq!(said("yq -o json -I0 'select(.kind == \"Service\")' d.yaml"), "{\"kind\":\"Service\"}\n");
    said("yq -i '(select(.kind == \"Deployment\") | .spec.replicas) = 3' d.yaml");
    assert_eq!(said("sed -n '1p;5p' d.yaml"), "# mine\n  replicas: 3 # few\n");
    assert_eq!(
        said(
            "TAG=1.27 yq 'select(.spec) | .spec.template.spec.containers[].image = \"nginx:\" + strenv(TAG) | .spec' d.yaml"
        ),
        "replicas: 3\ntemplate:\n  spec:\n    containers:\n      - name: web\n        image: nginx:1.27\n"
    );
    assert_eq!(said("echo 'a: [1, 2]' | yq '.a + [3] | length'"), "3\n");
    assert_eq!(said("yq -n '.a.b = \"x\"'"), "a:\n  b: x\n");
    assert_eq!(said("yq . nope.yaml"), "Error: open nope.yaml: no such file or directory\n");
}

#[test]
fn jobs_history_and_files_are_bashs() {
    let mut session = begun();
    let mut said = |line: &str, seconds: u64| run(&mut session, line, seconds);
    said("sleep 3 & sleep 90 &", 0);
    assert_eq!(
        said("jobs", 0),
        "[1]-  Running                 sleep 3 &\n[2]+  Running                 sleep 90 &\n"
    );
    assert_eq!(said("kill %2; wait %2; echo $?", 1), "143\n");
    assert_eq!(said("fg %1", 5), "sleep 3\n");
    assert_eq!(said("echo one two", 0), "one two\n");
    assert_eq!(said("!! three", 0), "echo one two three\none two three\n");
    assert_eq!(said("!nothing", 0), "bash: !nothing: event not found\n");
    said("printf 'echo hi $1\\n' > run.sh; ln -s run.sh go", 0);
    assert_eq!(said("./run.sh you", 0), "bash: ./run.sh: Permission denied\n");
    assert_eq!(said("chmod +x run.sh; ./run.sh you; sh go me; readlink go", 0), "hi you\nhi me\nrun.sh\n");
    assert_eq!(
        said("diff <(kubectl get ns -o name) <(kubectl get ns -o name | tac) | head -n 1 | wc -l", 1),
        "1\n"
    );
    assert_eq!(said("tar czf a.tgz run.sh && rm run.sh && tar xzf a.tgz && cat run.sh | md5sum | cut -c1-4; date -u -d @0 +%F", 1).lines().count(), 2);
}

#[test]
fn a_shell_that_is_attached_to_is_the_containers_own() {
    let mut session = begun();
    let seen = run(&mut session, "kubectl run x -it --rm --image=busybox -- sh", 20);
    assert!(seen.contains("If you don't see a command prompt, try pressing enter.\n"), "{seen}");
    run(&mut session, "echo here", 1);
    run(&mut session, "exit 3", 60);
    let end = "Session ended, resume using 'kubectl attach x -c x -i -t' command when the pod is running\n\
               pod \"x\" deleted from default namespace\n";
    assert!(shown(&session).ends_with(end), "{}", shown(&session));
    // Its code is the container's; with no restart the pod is over.
    run(&mut session, "kubectl run y -it --image=busybox --restart=Never -- sh", 20);
    run(&mut session, "exit 3", 20);
    assert!(shown(&session).ends_with("\npod default/y terminated (Error)\n"), "{}", shown(&session));
    let state =
        run(&mut session, "kubectl get pod y -o jsonpath='{.status.phase} {..terminated.exitCode}'", 1);
    assert_eq!(state, "Failed 3\n");
    // With one it begins again, and may be attached to again.
    run(&mut session, "kubectl run z -it --image=busybox -- sh", 20);
    run(&mut session, "exit", 20);
    let state = run(&mut session, "kubectl get pod z -o jsonpath='{.status.phase} {..restartCount}'", 1);
    assert_eq!(state, "Running 1\n");
    run(&mut session, "kubectl attach z -it", 2);
    assert!(session.terminal().reads);
}
