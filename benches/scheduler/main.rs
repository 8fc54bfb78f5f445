//! Pods a second, as `test/integration/scheduler_perf` of Kubernetes measures it: the scheduler and the API alone,
//! without kubelets and controllers. The workloads are those of its performance-config.yaml, v1.36.

mod workloads;

use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use workloads::{ALL, Lab};

/// Pods that are measured.
const PODS: usize = 1000;
const NODES: [usize; 3] = [100, 1000, 5000];

fn throughput(criterion: &mut Criterion) {
    for workload in ALL {
        let mut group = criterion.benchmark_group(workload.name);
        group.sample_size(10).throughput(Throughput::Elements(PODS as u64));
        for nodes in NODES {
            let lab = Lab::new(workload, nodes);
            group.bench_function(format!("{nodes} nodes"), |bencher| {
                bencher.iter_batched(
                    || lab.with_pods(PODS),
                    |mut lab| {
                        lab.schedule(PODS);
                        lab.placed()
                    },
                    BatchSize::PerIteration,
                )
            });
        }
        group.finish();
    }
}

criterion_group!(benches, throughput);
criterion_main!(benches);
