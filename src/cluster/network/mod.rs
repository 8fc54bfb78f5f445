//! Requests on their way: from an address to a Service, an endpoint, a pod.
//!
//! Models what DNS and kube-proxy (pkg/proxy, iptables mode, v1.36) do to a connection: node ports on any
//! node, cluster IPs, external IPs, Service names, pod addresses; a ready endpoint is picked at random,
//! and a Service without one refuses. Single requests go one by one (`route`), load in ticks (`load`).

mod load;
mod resolve;

pub use load::{Load, LoadTick};
pub use resolve::{Address, RouteError, Target, behind, resolve, url_of};

use std::collections::{BTreeSet, VecDeque};

use super::images::{Request, Response};
use super::kubelet::{ConnectError, Kubelets};
use super::store::{Key, Store};
use crate::kinds::Time;
use crate::sim::{Rng, SimTime};

/// One request, or a bundle of like ones, and where it ended.
#[derive(Clone, Debug, PartialEq)]
pub struct Flow {
    pub at: SimTime,
    pub service: Option<Key>,
    pub pod: Option<Key>,
    pub count: u64,
    pub ok: bool,
    /// `200`, `connection refused` …
    pub outcome: String,
}

/// Where requests from outside the cluster seem to come from: the first node's bridge.
const OUTSIDE: &str = "10.244.0.1";
/// Flows kept for the page.
const LIMIT_FLOWS: usize = 400;
/// Load generators at once.
pub const LIMIT_LOADS: usize = 16;

#[derive(Clone, Debug)]
pub struct Network {
    pub(super) loads: Vec<Load>,
    flows: VecDeque<Flow>,
    /// Nodes that nobody reaches.
    cut: BTreeSet<String>,
    rng: Rng,
}

/// The answer to a single request.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    pub result: Result<Response, String>,
    pub service: Option<Key>,
    pub pod: Option<Key>,
}

impl Network {
    pub fn new(seed: u64) -> Network {
        Network {
            loads: Vec::new(),
            flows: VecDeque::new(),
            cut: BTreeSet::new(),
            rng: Rng::new(seed, "network"),
        }
    }

    pub fn flows(&self) -> impl Iterator<Item = &Flow> {
        self.flows.iter()
    }

    /// Whether nobody reaches a node.
    pub fn is_cut(&self, node: &str) -> bool {
        self.cut.contains(node)
    }

    pub(super) fn set_cut(&mut self, node: &str, cut: bool) {
        match cut {
            true => drop(self.cut.insert(node.to_owned())),
            false => drop(self.cut.remove(node)),
        }
    }

    pub fn loads(&self) -> &[Load] {
        &self.loads
    }

    pub(super) fn note(&mut self, flow: Flow) {
        self.flows.push_back(flow);
        if self.flows.len() > LIMIT_FLOWS {
            self.flows.pop_front();
        }
    }

    /// Sends one GET request; errors are in curl's words.
    pub fn curl(
        &mut self,
        url: &str,
        store: &Store,
        kubelets: &mut Kubelets,
        moment: (SimTime, Time),
    ) -> Answer {
        let now = moment.0;
        let answer = self.send(url, store, kubelets, moment);
        let outcome = match &answer.result {
            Ok(response) => response.status.to_string(),
            Err(error) => error.clone(),
        };
        let ok = answer.result.as_ref().is_ok_and(|response| response.status < 500);
        self.note(Flow {
            at: now,
            service: answer.service.clone(),
            pod: answer.pod.clone(),
            count: 1,
            ok,
            outcome,
        });
        answer
    }

    fn send(&mut self, url: &str, store: &Store, kubelets: &mut Kubelets, moment: (SimTime, Time)) -> Answer {
        let failed = |service, error: String| Answer { result: Err(error), service, pod: None };
        let address = match Address::parse(url) {
            Ok(address) => address,
            Err(error) => return failed(None, error),
        };
        let target = match resolve::resolve(&address, store) {
            Ok(target) => target,
            Err(error) => return failed(None, error.curl_text(&address)),
        };
        if target.endpoints.is_empty() {
            return failed(target.service, RouteError::Refused.curl_text(&address));
        }
        let pick = self.rng.below(target.endpoints.len() as u64) as usize;
        let (pod, port) = target.endpoints[pick].clone();
        let request = Request {
            method: "GET",
            path: &address.path,
            host: &address.host,
            agent: "curl/8.5.0",
            from: OUTSIDE,
        };
        let uid = store.object(&pod).map(|object| object.meta().uid.clone()).unwrap_or_default();
        let cut = kubelets.worker(&uid).is_some_and(|worker| self.cut.contains(&worker.node));
        let sent =
            if cut { Err(ConnectError::Unreachable) } else { kubelets.request(&uid, port, &request, moment) };
        let result = match sent {
            Ok(response) => Ok(response),
            Err(ConnectError::Refused) => Err(RouteError::Refused.curl_text(&address)),
            Err(ConnectError::Closed) => Err("curl: (52) Empty reply from server".into()),
            Err(ConnectError::Unreachable) => Err(RouteError::NoRoute.curl_text(&address)),
        };
        Answer { result, service: target.service, pod: Some(pod) }
    }
}
