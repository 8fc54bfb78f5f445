//! `minikube tunnel`: as long as it runs, a Service of type LoadBalancer has its cluster's address as one from outside.
//!
//! Models pkg/minikube/tunnel (loadbalancer_patcher.go, reporter.go), v1.38, with a route, as on Linux. Every address of the
//! cluster is reached from the terminal with or without a route.

use serde_json::{Value, json};

use super::{Asked, PROFILE, address, must_run};
use crate::cluster::{Key, World};
use crate::kinds::patch::Patch;
use crate::kinds::service::Service;
use crate::kinds::{Kind, Resource};
use crate::kubectl::call::{Answer, Polled, Wait};
use crate::kubectl::reach::Reach;
use crate::sh::{Outcome, Started};
use crate::terminal::seat::Seat;

/// The range of the Services' addresses: --service-cluster-ip-range
const ROUTE: &str = "10.96.0.0/12";

pub fn start(seat: &mut Seat<'_>, asked: &Asked<'_>) -> Started {
    match must_run(seat, asked) {
        Ok(()) => {
            let node = address(seat);
            seat.begin(Outcome::default(), Box::new(Tunnel { node, told: None }))
        }
        Err(refused) => Started::Ended(refused),
    }
}

#[derive(Clone, Debug)]
struct Tunnel {
    node: String,
    /// The Services of the last report.
    told: Option<Vec<String>>,
}

impl Tunnel {
    fn report(&self, services: &[String]) -> String {
        format!(
            "Status:\t\n\tmachine: {PROFILE}\n\tpid: 10002\n\troute: {ROUTE} -> {}\n\tminikube: Running\n\tservices: [{}]\n    \
             errors: \n\t\tminikube: no errors\n\t\trouter: no errors\n\t\tloadbalancer emulator: no errors\n",
            self.node,
            services.join(", ")
        )
    }
}

/// The Services of type LoadBalancer that have an address in the cluster, and whether it is told outside.
fn balanced(world: &World) -> Vec<(Key, String, bool)> {
    let services = world.api().store().list::<Service>();
    let meant = services.filter(|one| one.spec.kind == "LoadBalancer" && !one.spec.cluster_ip.is_empty());
    let one = |service: &std::sync::Arc<Service>| {
        let value = Service::clone(service).into_object().to_value();
        let told = value["status"]["loadBalancer"]["ingress"].items().iter().any(|one| one["ip"].is_set());
        let key = Key::new(Kind::Service, &service.meta.namespace, &service.meta.name);
        (key, service.spec.cluster_ip.clone(), told)
    };
    meant.map(one).collect()
}

fn tell(world: &mut World, key: &Key, ingress: &Value) {
    let patch = Patch::Merge(json!({"status": {"loadBalancer": {"ingress": ingress}}}));
    // A Service that has just gone needs no address.
    let _ = world.act("minikube", |api| api.patch_status(key, &patch));
}

impl Wait for Tunnel {
    fn poll(&mut self, world: &mut World) -> Polled {
        let all = balanced(world);
        for (key, ip, _) in all.iter().filter(|(_, _, told)| !told) {
            tell(world, key, &json!([{"ip": ip, "ipMode": "VIP"}]));
        }
        let names: Vec<String> = all.iter().map(|(key, ..)| key.name.to_string()).collect();
        if self.told.as_ref() == Some(&names) {
            return Polled::More(Answer::default());
        }
        let report = self.report(&names);
        self.told = Some(names);
        Polled::More(Answer::said(report))
    }

    /// The addresses go with the route.
    fn ends(&mut self, world: &mut World) {
        for (key, ..) in balanced(world) {
            tell(world, &key, &Value::Null);
        }
    }
}
