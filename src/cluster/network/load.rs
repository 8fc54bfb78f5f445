//! Load generators: so many requests a second to one address, sent in ticks of a second.
//!
//! A rate profile is a list of steps; the rate of the last step that has begun holds. A tick spreads its
//! requests over the ready endpoints as random picks would on average, the remainder at random.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::resolve::{self, Address};
use super::{Flow, Network};
use crate::cluster::kubelet::Kubelets;
use crate::cluster::store::{Key, Store};
use crate::sim::{Rng, SimTime, Span};

pub const TICK: Span = Span::from_secs(1);
/// Ticks kept.
const LIMIT_TICKS: usize = 240;
/// Requests a second a generator sends at most.
pub const LIMIT_RATE: u32 = 100_000;

/// One second of a generator.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LoadTick {
    pub at: SimTime,
    pub sent: u64,
    pub failed: u64,
    pub by_pod: BTreeMap<Key, u64>,
}

#[derive(Clone, Debug)]
pub struct Load {
    pub name: String,
    pub url: String,
    /// Steps of (start, requests a second), in order.
    pub profile: Vec<(SimTime, u32)>,
    pub ticks: VecDeque<LoadTick>,
    pub service: Option<Key>,
    next_at: SimTime,
}

impl Load {
    pub fn new(name: String, url: String, at: SimTime, rate: u32) -> Load {
        Load {
            name,
            url,
            profile: vec![(at, rate.min(LIMIT_RATE))],
            ticks: VecDeque::new(),
            service: None,
            next_at: at + TICK,
        }
    }

    pub fn rate(&self, at: SimTime) -> u32 {
        self.profile.iter().rev().find(|(start, _)| *start <= at).map_or(0, |(_, rate)| *rate)
    }

    /// Changes the rate from a moment on.
    pub fn set_rate(&mut self, at: SimTime, rate: u32) {
        self.profile.retain(|(start, _)| *start < at);
        self.profile.push((at, rate.min(LIMIT_RATE)));
    }

    fn is_idle(&self, now: SimTime) -> bool {
        self.profile.iter().all(|(start, rate)| *rate == 0 || *start > now) && self.rate(now) == 0
    }
}

impl Network {
    /// Makes, changes or (with rate 0) stops a generator.
    pub fn set_load(&mut self, name: &str, url: &str, rate: u32, now: SimTime) -> Result<(), String> {
        if let Some(load) = self.loads.iter_mut().find(|load| load.name == name) {
            load.url = url.to_owned();
            load.next_at = load.next_at.max(now);
            load.set_rate(now, rate);
            return Ok(());
        }
        if self.loads.len() >= super::LIMIT_LOADS {
            return Err(format!("at most {} load generators run at once", super::LIMIT_LOADS));
        }
        self.loads.push(Load::new(name.to_owned(), url.to_owned(), now, rate));
        Ok(())
    }

    pub fn next_time(&self) -> Option<SimTime> {
        self.loads.iter().filter(|load| !load.is_idle(load.next_at)).map(|load| load.next_at).min()
    }

    /// Sends what is due.
    pub fn run(&mut self, store: &Store, kubelets: &mut Kubelets, now: SimTime) {
        for at in 0..self.loads.len() {
            if self.loads[at].next_at > now {
                continue;
            }
            let (rate, url) = (self.loads[at].rate(now), self.loads[at].url.clone());
            let sent = Sent { url: &url, count: u64::from(rate), cut: &self.cut };
            let (tick, service) = tick(&sent, store, kubelets, &mut self.rng, now);
            self.note_tick(&tick, &service);
            let load = &mut self.loads[at];
            load.next_at = now + TICK;
            load.service = service;
            load.ticks.push_back(tick);
            if load.ticks.len() > LIMIT_TICKS {
                load.ticks.pop_front();
            }
        }
    }

    fn note_tick(&mut self, tick: &LoadTick, service: &Option<Key>) {
        for (pod, count) in &tick.by_pod {
            self.note(Flow {
                at: tick.at,
                service: service.clone(),
                pod: Some(pod.clone()),
                count: *count,
                ok: true,
                outcome: "200".into(),
            });
        }
        if tick.failed > 0 {
            let outcome = "connection refused".into();
            self.note(Flow {
                at: tick.at,
                service: service.clone(),
                pod: None,
                count: tick.failed,
                ok: false,
                outcome,
            });
        }
    }
}

/// What a generator sends in one tick, and the nodes that nobody reaches.
struct Sent<'a> {
    url: &'a str,
    count: u64,
    cut: &'a BTreeSet<String>,
}

fn tick(
    sent: &Sent<'_>,
    store: &Store,
    kubelets: &mut Kubelets,
    rng: &mut Rng,
    now: SimTime,
) -> (LoadTick, Option<Key>) {
    let (url, count) = (sent.url, sent.count);
    let mut tick = LoadTick { at: now, sent: count, ..Default::default() };
    let target = Address::parse(url).ok().and_then(|address| resolve::resolve(&address, store).ok());
    let Some(target) = target.filter(|target| !target.endpoints.is_empty()) else {
        let service = Address::parse(url)
            .ok()
            .and_then(|address| resolve::resolve(&address, store).ok())
            .and_then(|target| target.service);
        tick.failed = count;
        return (tick, service);
    };
    let pods = target.endpoints.len() as u64;
    let offset = rng.below(pods);
    for (at, (pod, port)) in target.endpoints.iter().enumerate() {
        let extra = u64::from((at as u64 + pods - offset) % pods < count % pods);
        let share = count / pods + extra;
        let uid = store.object(pod).map(|object| object.meta().uid.clone()).unwrap_or_default();
        let worker = kubelets.worker_mut(&uid).filter(|worker| !sent.cut.contains(&worker.node));
        let answered = share > 0 && worker.is_some_and(|worker| worker.bulk(*port, share, now));
        match answered {
            true => drop(tick.by_pod.insert(pod.clone(), share)),
            false => tick.failed += share,
        }
    }
    (tick, target.service)
}
