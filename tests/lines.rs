//! Command lines nobody would type: drawn from kubectl's own words and the notes' commands, broken in places, and scripts
//! in containers of pieces thrown together, they neither break the terminal nor stall it. `LINES_SECONDS=1200` goes on for that long, `LINES_SEED` draws others.

#![cfg(not(target_arch = "wasm32"))]
// How long a line may take is measured by the machine's clock, not the cluster's.
#![allow(clippy::disallowed_types)]

use std::time::{Duration, Instant};

use kubarium::kinds::Kind;
use kubarium::kubectl::verbs;

#[path = "corpus/any_line.rs"]
mod corpus;

/// Lines of a plain run, lines of one session, and how long one of them may take on a slow machine.
const LINES: usize = 300;
const OF_A_SESSION: usize = 12;
const LIMIT_TIME: Duration = Duration::from_secs(30);

const PIECES: &[&str] = &[
    "'", "\"", "$(", "`", "${x", "${x:-y}", "|", "&&", "||", "<<E", "E", ">", ">>", "2>&1", "&", ";", "(",
    ")", "{", "}", "if", "then", "fi", "do", "done", "\\", "*", "$((", "))", "[[", "]]", "\n", "é", "한",
    "\u{0}", "=", "--", "-", ",", ":", "/", "..", "~", "%", "@", "#", "!", "\t",
];
const VALUES: &[&str] = &[
    "default",
    "kube-system",
    "web",
    "nginx",
    "nginx:1.25",
    "a=b",
    "a!=b,c",
    "x in (y)",
    "0",
    "-1",
    "3",
    "99999999999999999999",
    "1.5",
    "10s",
    "1h",
    "yaml",
    "json",
    "name",
    "wide",
    "jsonpath={.items[*].metadata.name}",
    "jsonpath={..}",
    "jsonpath={range .items[*]}{@}",
    "go-template={{range .items}}{{.metadata.name}}{{end}}",
    "go-template={{",
    "go-template={{len .}}",
    "custom-columns=A:.metadata.name,B:.x[",
    "custom-columns=A",
    "pod.spec.containers",
    "crd.spec.versions.schema.openAPIV3Schema",
    "/api/v1/namespaces/default/pods",
    "/apis/apps/v1/deployments?labelSelector=a%3Db&pretty=true",
    "/api/v1/namespaces/default/pods/web/binding",
    ".metadata.name",
    "{",
    "{\"spec\":{\"replicas\":2}}",
    "[{\"op\":\"add\",\"path\":\"/metadata/labels/x\",\"value\":\"y\"}]",
    "client",
    "server",
    "a.yaml",
    "k",
    ".",
    "-",
    "/",
    "http://x",
    "True",
    "false",
    "*",
    "pods/log",
    "kubernetes",
    "svc/kubernetes",
    "master",
    "worker-1",
    "8080:80",
    ":80",
    "web:/etc/hosts",
    "x y",
    "condition=Ready",
    "delete",
    "jsonpath={.x}=1",
    "/api/v1/pods?labelSelector=%",
    "한글",
];
const SETUP: &[&str] = &[
    "printf 'apiVersion: v1\\nkind: ConfigMap\\nmetadata: {name: c}\\n' > a.yaml; mkdir -p k; cp a.yaml k/",
    "printf 'resources: [a.yaml]\\nnamePrefix: p-\\n' > k/kustomization.yaml",
    "kubectl run c --image=busybox:1.36 --command -- sleep 100000; kubectl run d --image=nginx",
    "kubectl create deployment web --image=nginx --replicas=2; kubectl expose deployment web --port=80; kubectl apply -f a.yaml",
];

/// Pieces of scripts that containers run.
const SCRIPTED: &[&str] = &[
    "i=$((i+1))",
    "while true; do",
    "while read x; do",
    "for i in 1 2 3; do",
    "done",
    "if [ -f /tmp/x ]; then",
    "else",
    "fi",
    "echo $i",
    "sleep 1",
    "sleep 0.1",
    "sleep 0",
    "sleep -1",
    "&",
    "|",
    "&&",
    "||",
    ";",
    "\n",
    "wait",
    "wait $!",
    "kill $!",
    "kill 1",
    "kill -9 $$",
    "trap 'echo t' TERM",
    "trap '' INT",
    "trap 'exit 3' EXIT",
    "exit",
    "exit 300",
    "exec sleep 1",
    "exec > /tmp/x",
    "exec",
    "cat /tmp/x",
    "cat",
    "tail -f /tmp/x",
    "tail -n 3",
    "head -c 3",
    "head -n",
    "yes",
    "dd if=/dev/zero of=/tmp/z bs=1M count=9",
    "dd if=/dev/zero",
    "f() { f; }; f",
    "f() {",
    "}",
    "(",
    ")",
    "{",
    "$(",
    "`",
    "\"",
    "'",
    "cd /tmp",
    "cd ..",
    "ls -l",
    "rm -rf /",
    "rm /tmp/x",
    "mkdir -p /a/b/c",
    "cp -r / /tmp/all",
    "mv /tmp /x",
    "find / -name '*'",
    "grep -r a .",
    "sed -i s/a/b/ /tmp/x",
    "sed 's/\\(a*\\)*/\\1/g'",
    "awk '{print $2}'",
    "xargs -n1 echo",
    "xargs sh -c",
    "sh -c 'exit 4'",
    "sh",
    "bash",
    ". /tmp/x",
    "eval",
    "eval echo",
    "set -eux",
    "set -- a b c",
    "shift 9",
    "printf '%99999d' 3",
    "printf '\\0777'",
    "seq 1 100000",
    "sort -k9,9",
    "tr a-z",
    "cut -f0",
    "base64 -d",
    "wc",
    "timeout 1 yes",
    "timeout x",
    "nc -l -p 80",
    "nc web 80",
    "wget -qO- web",
    "curl web",
    "T=$(cat /var/run/secrets/kubernetes.io/serviceaccount/token)",
    "curl -sk -H \"Authorization: Bearer $T\" https://kubernetes.default.svc/api/v1/pods?labelSelector=a%3D",
    "curl -sk -X DELETE https://kubernetes.default/api/v1/namespaces/default/pods/web",
    "curl -sk --json '{\"kind\":' https://10.96.0.1/apis/apps/v1/namespaces/default/deployments",
    "curl -d @/tmp/x -X",
    "nslookup web",
    "ping -c 3 web",
    "ping web",
    "ps",
    "top -bn1",
    "killall sleep",
    "getopts ab: o",
    "read x",
    "read",
    "unset PATH",
    "IFS=,",
    "export 1=2",
    "<<E",
    "E",
    "> /proc/1/fd/1",
    "2>&1",
    "< /tmp/x",
    ">> /tmp/x",
    "> /nowhere/x",
    "*",
    "/*/*",
    "$((1/0))",
    "$((",
    "${x:?}",
    "${x#*",
    "$RANDOM",
    "한글",
    "\u{0}",
    "date +%s%N",
    "expr 1 / 0",
    "test",
    "[ 1 -eq",
    "stat -c %s /",
];

struct Draw(u64);

impl Draw {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % limit.max(1)
    }

    fn of<'a, T: ?Sized>(&mut self, all: &[&'a T]) -> &'a T {
        all[self.below(all.len())]
    }

    /// A command of kubectl made of its own words.
    fn kubectl(&mut self) -> String {
        let names: Vec<&str> = verbs::names().collect();
        let verb = self.of(&names);
        let flags = verbs::flags(verb);
        let made: Vec<&str> = verbs::creatable().collect();
        let mut line = format!("kubectl {verb}");
        for _ in 0..self.below(6) {
            let word = match self.below(6) {
                0 => Kind::ALL[self.below(Kind::ALL.len())].info().plural.to_owned(),
                1 if !flags.is_empty() => format!("--{}", self.of(&flags)),
                2 if !flags.is_empty() => format!("--{}='{}'", self.of(&flags), self.of(VALUES)),
                3 => self
                    .of(&["-f", "-n", "-o", "-l", "-A", "-w", "-it", "-k", "-R", "--", "-c", "-p", "-h"])
                    .to_owned(),
                4 if *verb == *"create" => self.of(&made).to_owned(),
                _ => format!("'{}'", self.of(VALUES)),
            };
            line = format!("{line} {word}");
        }
        line
    }

    /// A script in one of two containers.
    fn scripted(&mut self) -> String {
        let words: Vec<&str> = (0..1 + self.below(12)).map(|_| self.of(SCRIPTED)).collect();
        let script = words.join(if self.below(3) == 0 { "\n" } else { " " });
        let quoted = script.replace('\'', "'\\''");
        match self.below(4) {
            0 => format!(
                "kubectl run s{} --image=busybox --command -- sh -c '{quoted}'; sleep 20",
                self.below(99)
            ),
            1 => format!("kubectl exec -i d -- bash -c '{quoted}' < a.yaml"),
            _ => format!("kubectl exec c -- sh -c '{quoted}'"),
        }
    }

    fn line(&mut self, corpus: &[&str]) -> String {
        let mut line = match self.below(4) {
            3 => return self.scripted(),
            0 => self.of(corpus).replace("\\n", "\n"),
            1 => self.kubectl(),
            _ => format!("{} {} {}", self.kubectl(), self.of(PIECES), self.of(corpus)),
        };
        let hits = if self.below(2) == 0 { 0 } else { self.below(4) };
        let mut letters: Vec<char> = line.chars().collect();
        for _ in 0..hits {
            let (at, piece) = (self.below(letters.len() + 1), self.of(PIECES));
            letters.splice(at..at, piece.chars());
            letters.truncate(letters.len() - self.below(3).min(letters.len()));
        }
        line = letters.into_iter().collect();
        line
    }
}

/// Says which lines were typed if the test ends in the middle of them.
struct Typed(Vec<String>);

impl Drop for Typed {
    fn drop(&mut self) {
        if std::thread::panicking() {
            eprintln!("the lines of this session: {:#?}", self.0);
        }
    }
}

#[test]
fn lines_neither_break_nor_stall_the_terminal() {
    let number = |name: &str| std::env::var(name).ok().and_then(|text| text.parse::<u64>().ok());
    let until = number("LINES_SECONDS").map(|seconds| Instant::now() + Duration::from_secs(seconds));
    let mut draw = Draw(number("LINES_SEED").unwrap_or(7));
    let corpus: Vec<&str> = include_str!("notes/commands.txt")
        .lines()
        .filter_map(|line| Some(line.split_once('\t')?.1))
        .collect();
    let mut count = 0;
    while until.map_or(count < LINES, |until| Instant::now() < until) {
        let mut session = corpus::begun();
        let mut typed = Typed(Vec::new());
        SETUP.iter().for_each(|line| corpus::enter(&mut session, line));
        for _ in 0..OF_A_SESSION {
            let line = draw.line(&corpus);
            typed.0.push(line.clone());
            let begun = Instant::now();
            corpus::enter(&mut session, &line);
            assert!(corpus::stop(&mut session), "still busy after {line:?}");
            assert!(begun.elapsed() < LIMIT_TIME, "{:?} for {line:?}", begun.elapsed());
            count += 1;
        }
    }
    println!("{count} lines");
}
