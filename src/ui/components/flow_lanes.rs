//! The moving requests: dots on the curves from a Service to its endpoints, and from its clients to it. The dots stand
//! for the rate, not one for each request; how many there were is said in numbers beside them.

use crate::ui::lanes::{ROW, SPAN, dots, lane};
use crate::ui::scene::Shared;
use crate::view::ServiceView;
use yew::prelude::*;

/// One dot's way, in real time.
const WAY_MS: u32 = 1400;

#[derive(Properties, PartialEq)]
pub struct FlowLanesProps {
    pub service: Shared<ServiceView>,
    /// Which endpoints have a row, in order.
    pub shown: Vec<usize>,
}

#[function_component(FlowLanes)]
pub fn flow_lanes(props: &FlowLanesProps) -> Html {
    let rows = props.shown.len();
    let height = rows.max(1) as f64 * ROW;
    let draw = |(row, at): (usize, &usize)| {
        let endpoint = &props.service.endpoints[*at];
        let path = lane(row, rows);
        let class = if endpoint.ready { "kb-lane" } else { "kb-lane kb-lane-out" };
        html! {
            <g key={endpoint.pod.name.clone()}>
                <path {class} d={path.clone()} />
                { for moving(&path, dots(endpoint.requests_per_s), row, true) }
            </g>
        }
    };
    html! {
        <svg class="kb-lanes" width={SPAN.to_string()} height={height.to_string()} viewBox={format!("0 0 {SPAN} {height}")} aria-hidden="true">
            { for props.shown.iter().enumerate().map(draw) }
        </svg>
    }
}

#[derive(Properties, PartialEq)]
pub struct ClientLaneProps {
    pub rate: u32,
    pub errors: u32,
    pub height: f64,
}

#[function_component(ClientLane)]
pub fn client_lane(props: &ClientLaneProps) -> Html {
    let middle = props.height / 2.0;
    let path = format!("M0 {middle:.1}H{SPAN}");
    html! {
        <svg class="kb-lanes kb-lanes-in" width={SPAN.to_string()} height={props.height.to_string()}
            viewBox={format!("0 0 {SPAN} {}", props.height)} aria-hidden="true">
            <path class="kb-lane" d={path.clone()} />
            { for moving(&path, dots(props.rate.saturating_sub(props.errors)), 0, true) }
            { for moving(&path, dots(props.errors), 1, false) }
        </svg>
    }
}

fn moving(path: &str, count: u32, phase: usize, ok: bool) -> Vec<Html> {
    let dot = |at: u32| {
        // Lanes are out of step with one another, or the dots would march in rows.
        let offset = u32::try_from(phase % 7).unwrap_or(0) * 190;
        let delay = (WAY_MS * at / count.max(1) + offset) % WAY_MS;
        let style = format!(
            "offset-path: path('{path}'); animation-delay: -{delay}ms; animation-duration: {WAY_MS}ms"
        );
        if ok {
            html! { <circle class="kb-request" r="3" {style} /> }
        } else {
            html! { <path class="kb-request kb-request-failed" d="M-3 -3 3 3M3 -3 -3 3" {style} /> }
        }
    };
    (0..count).map(dot).collect()
}
