//! The geometry of a Service's picture: lanes from the Service to its endpoints, how many dots travel on each, and what
//! became of the requests of the last moments.

use crate::view::{FlowView, Ref, ServiceView};
use std::collections::BTreeMap;

/// Height of an endpoint's row and width of the lanes, as in the style sheet.
pub const ROW: f64 = 48.0;
pub const SPAN: f64 = 120.0;
/// More rows than this are summed up in words.
pub const ROWS: usize = 24;

/// A curve from the Service (at the left, in the middle) to a row.
pub fn lane(row: usize, rows: usize) -> String {
    let from = rows as f64 * ROW / 2.0;
    let to = (row as f64 + 0.5) * ROW;
    let bend = SPAN / 2.0;
    format!("M0 {from:.1}C{bend:.1} {from:.1} {bend:.1} {to:.1} {SPAN:.1} {to:.1}")
}

/// Dots for a rate: one for a trickle, a few more for each doubling, never a crowd.
pub fn dots(rate: u32) -> u32 {
    match rate {
        0 => 0,
        _ => (rate.ilog2() / 2 + 1).min(5),
    }
}

/// What became of a service's requests: outcome and number, most frequent first.
pub fn outcomes(flows: &[FlowView], service: &Ref) -> Vec<(String, u32, bool)> {
    let mut counts: BTreeMap<(&str, bool), u32> = BTreeMap::new();
    for flow in flows.iter().filter(|flow| flow.service == *service) {
        *counts.entry((&flow.outcome, flow.ok)).or_insert(0) += flow.count;
    }
    let mut list: Vec<(String, u32, bool)> =
        counts.into_iter().map(|((outcome, ok), count)| (outcome.to_string(), count, ok)).collect();
    list.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    list
}

/// Endpoints in the order of the picture: ready ones first, then by address, so that rows do not jump about.
pub fn rows(service: &ServiceView) -> Vec<usize> {
    let mut order: Vec<usize> = (0..service.endpoints.len()).collect();
    order.sort_by_key(|at| {
        let endpoint = &service.endpoints[*at];
        (endpoint.terminating, endpoint.pod.name.clone())
    });
    order
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lane_ends_in_the_middle_of_its_row() {
        assert_eq!(lane(0, 1), "M0 24.0C60.0 24.0 60.0 24.0 120.0 24.0");
        assert!(lane(1, 2).ends_with("120.0 72.0"));
    }

    #[test]
    fn dots_grow_slowly() {
        assert_eq!([0, 1, 3, 4, 70, 100_000].map(dots), [0, 1, 1, 2, 4, 5]);
    }

    #[test]
    fn outcomes_are_summed_for_one_service() {
        let service = Ref { name: "web".to_string(), ..Ref::default() };
        let flow = |outcome: &str, count, ok, service: &Ref| FlowView {
            outcome: outcome.to_string(),
            count,
            ok,
            service: service.clone(),
            ..FlowView::default()
        };
        let flows = [
            flow("200", 2, true, &service),
            flow("connection refused", 7, false, &service),
            flow("200", 3, true, &service),
            flow("200", 9, true, &Ref::default()),
        ];
        let expected = [("connection refused".to_string(), 7, false), ("200".to_string(), 5, true)];
        assert_eq!(outcomes(&flows, &service), expected);
    }
}
