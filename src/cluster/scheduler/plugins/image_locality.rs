//! Nodes that have the images already are better: plugins/imagelocality, v1.36.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::cluster::scheduler::framework::MAX_SCORE;
use crate::cluster::scheduler::{Cycle, NodeInfo, Normalize, Plugin, Point, Scoring};

const MEGABYTE: i64 = 1024 * 1024;
const MIN_THRESHOLD: i64 = 23 * MEGABYTE;
const MAX_CONTAINER_THRESHOLD: i64 = 1000 * MEGABYTE;

pub struct ImageLocality;

impl Plugin for ImageLocality {
    fn name(&self) -> &'static str {
        "ImageLocality"
    }

    fn points(&self) -> &'static [Point] {
        &[Point::Score]
    }

    fn pre_score<'a>(&'a self, cycle: &'a Cycle<'a>, _nodes: &[&'a NodeInfo]) -> Option<Scoring<'a>> {
        let spec = &cycle.pod().spec;
        let containers = spec.init_containers.iter().chain(&spec.containers).map(|one| one.image.as_str());
        let volumes = spec.volumes.iter().filter_map(|volume| volume.image.as_ref());
        let images: Vec<&str> = containers.chain(volumes.map(|image| image.reference.as_str())).collect();
        let most = MAX_CONTAINER_THRESHOLD * images.len() as i64;
        let nodes = cycle.cache.nodes().len();
        let held: Vec<(i64, &BTreeSet<Arc<str>>)> = images
            .iter()
            .filter_map(|image| cycle.cache.image(&with_tag(image)))
            .map(|image| (spread(image.size, image.nodes.len(), nodes), &image.nodes))
            .collect();
        Some(Scoring::new(Normalize::AsIs, move |node| {
            let here = held.iter().filter(|(_, nodes)| nodes.contains(node.name()));
            let sum = here.fold(0i64, |sum, (size, _)| sum.saturating_add(*size));
            MAX_SCORE * (sum.max(MIN_THRESHOLD).min(most) - MIN_THRESHOLD) / (most - MIN_THRESHOLD)
        }))
    }
}

/// scaledImageScore: the size, less where few nodes have the image.
fn spread(size: i64, holders: usize, nodes: usize) -> i64 {
    (size as f64 * (holders as f64 / nodes as f64)) as i64
}

/// normalizedImageName
fn with_tag(image: &str) -> String {
    let tagged = image.rfind(':') > image.rfind('/');
    if tagged { image.to_owned() } else { format!("{image}:latest") }
}
