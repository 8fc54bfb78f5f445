//! A Deployment of many pods on an empty cluster, until all are Ready. The native bench and the browser's
//! measurement share it.

use kubarium::kinds::pod::Pod;
use kubarium::session::{Action, Options, Preset, Session};

/// Pods and nodes.
pub const SIZES: [(u32, u32); 2] = [(100, 10), (1000, 20)];

/// Simulated time that is enough for any of them.
const LIMIT_SECONDS: u64 = 600;

/// Runs until all pods are Ready and says how much simulated time it took, in microseconds.
pub fn start(pods: u32, nodes: u32) -> u64 {
    let mut session = Session::new(Options { preset: Preset::Workers(nodes), seed: 1 });
    let refused = session.act(Action::Apply { file: "crowd.yaml".into(), text: manifest(pods) });
    assert!(refused.iter().all(|line| !line.error), "{refused:?}");
    for second in 1..=LIMIT_SECONDS {
        while !session.advance(second * 1_000_000, 10_000) {}
        if ready(&session) == pods as usize {
            return session.now_us();
        }
    }
    panic!("{} of {pods} pods are Ready after {LIMIT_SECONDS} s", ready(&session));
}

fn ready(session: &Session) -> usize {
    session.world().api().store().list::<Pod>().filter(|pod| pod.is_ready()).count()
}

fn manifest(pods: u32) -> String {
    format!(
        "apiVersion: apps/v1\nkind: Deployment\nmetadata: {{name: crowd}}\nspec:\n  replicas: {pods}\n  \
         selector: {{matchLabels: {{app: crowd}}}}\n  template:\n    metadata: {{labels: {{app: crowd}}}}\n    spec:\n      \
         containers:\n      - name: main\n        image: nginx:1.27\n        resources: {{requests: {{cpu: 100m, memory: 64Mi}}}}\n        \
         readinessProbe: {{httpGet: {{path: /, port: 80}}, periodSeconds: 5}}\n"
    )
}
