//! A scheduler plugin of one's own: nodes labelled `quiet` take no pods but those that say they are quiet too, and
//! nodes with fewer pods are better.
//!
//! One file and one line: `Registry::default().with(quiet_hours::REGISTERED)`. A profile then enables it by name.

use kubarium::cluster::Change;
use kubarium::cluster::scheduler::{
    Cycle, NodeInfo, Normalize, Plugin, Point, PreFilter, Refusal, Registered, Scoring, built,
};
use kubarium::kinds::pod::Pod;

pub const REGISTERED: Registered = Registered::new("QuietHours", 1, |_| built(QuietHours));

const REASON: &str = "node(s) wanted quiet pods only";

struct QuietHours;

impl Plugin for QuietHours {
    fn name(&self) -> &'static str {
        "QuietHours"
    }

    fn points(&self) -> &'static [Point] {
        &[Point::PreFilter, Point::Filter, Point::PreScore, Point::Score]
    }

    fn pre_filter<'a>(&'a self, cycle: &'a Cycle<'a>) -> PreFilter<'a> {
        if cycle.pod().meta.labels.contains_key("quiet") {
            return PreFilter::Skip;
        }
        PreFilter::ask(|node| node.label("quiet").map(|_| Refusal::unresolvable(REASON)))
    }

    fn pre_score<'a>(&'a self, _cycle: &'a Cycle<'a>, _nodes: &[&'a NodeInfo]) -> Option<Scoring<'a>> {
        Some(Scoring::new(Normalize::Reversed, |node| node.pods.len() as i64))
    }

    fn retry_on(&self, change: &Change, _pod: &Pod) -> bool {
        change.key.kind == kubarium::kinds::Kind::Node
    }
}
