//! The scheduler itself: its configuration and the profiles that came of it.

use crate::cluster::scheduler::{Point, Profile};
use crate::session::Session;
use crate::session::action::Action;
use crate::view::{ProfileView, SchedulerView};

pub fn scheduler(session: &Session) -> SchedulerView {
    let done = session.script.entries[..session.cursor].iter().rev();
    let config = done.clone().find_map(|entry| match &entry.action {
        Action::ConfigureScheduler { text } => Some(text.clone()),
        _ => None,
    });
    let profiles = session.world.scheduler().profiles().map(|one| profile(one)).collect();
    SchedulerView { config: config.unwrap_or_default(), profiles }
}

fn profile(profile: &Profile) -> ProfileView {
    let filters =
        profile.pre_filters().filter(|(plugin, asked)| *asked && plugin.points().contains(&Point::Filter));
    let scorers = profile.scorers().filter(|(plugin, _)| plugin.points().contains(&Point::Score));
    let posts = profile.post_filters().filter(|plugin| plugin.points().contains(&Point::PostFilter));
    ProfileView {
        name: profile.name.clone(),
        filters: filters.map(|(plugin, _)| plugin.name().to_owned()).collect(),
        post_filters: posts.map(|plugin| plugin.name().to_owned()).collect(),
        scorers: scorers
            .filter(|(_, weight)| *weight != 0)
            .map(|(plugin, weight)| (plugin.name().to_owned(), weight))
            .collect(),
    }
}
