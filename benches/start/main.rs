//! From `kubectl apply` to all pods Ready, in CPU time: 100 pods on 10 nodes, 1,000 pods on 20.

mod crowd;

use criterion::{Criterion, criterion_group, criterion_main};

fn start(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("start");
    group.sample_size(10);
    for (pods, nodes) in crowd::SIZES {
        group.bench_function(format!("{pods} pods"), |bencher| bencher.iter(|| crowd::start(pods, nodes)));
    }
    group.finish();
}

criterion_group!(benches, start);
criterion_main!(benches);
