//! One Service: clients at the left, the Service in the middle, its endpoints at the right, requests moving between them.

use super::flow_lanes::{ClientLane, FlowLanes};
use super::icon::{Icon, icon};
use super::load_slider::LoadSlider;
use super::mark::mark;
use crate::ui::format::count;
use crate::ui::hooks::use_shell;
use crate::ui::lanes::{ROW, ROWS, outcomes, rows};
use crate::ui::look::split_name;
use crate::ui::scene::Shared;
use crate::ui::shell::Shell;
use crate::ui::text::{self, Msg};
use crate::view::{EndpointView, FlowView, LightState, LoadView, ServiceView};
use yew::prelude::*;

#[derive(Properties, PartialEq)]
pub struct ServiceCardProps {
    pub service: Shared<ServiceView>,
    pub load: Option<Shared<LoadView>>,
    pub recent: Shared<Vec<FlowView>>,
    pub selected: bool,
}

#[function_component(ServiceCard)]
pub fn service_card(props: &ServiceCardProps) -> Html {
    let shell = use_shell();
    let service = &props.service;
    let order = rows(service);
    let shown = &order[..order.len().min(ROWS)];
    let ready = service.endpoints.iter().filter(|endpoint| endpoint.ready).count();
    let height = shown.len().max(1) as f64 * ROW;
    html! {
        <article class={classes!("kb-service", props.selected.then_some("kb-selected"))} data-testid="service"
            data-name={service.reference.name.clone()} data-requests={service.requests_per_s.to_string()}
            data-errors={service.errors_per_s.to_string()} data-endpoints={ready.to_string()}
            aria-label={format!("Service {}", service.reference.name)}>
            { head(&shell, service) }
            if !service.problem.is_empty() { <p class="kb-problem-words">{ mark(LightState::Bad) }{ &service.problem }</p> }
            <div class="kb-flow" style={format!("--kb-flow-height: {height}px")}>
                { clients(&shell, service, &props.load) }
                <ClientLane rate={service.requests_per_s} errors={service.errors_per_s} {height} />
                <div class="kb-flow-hub">
                    <span class="kb-flow-hub-name">{ &service.reference.name }</span>
                    <span class="kb-flow-rate">{ text::per_second(shell.lang, service.requests_per_s) }</span>
                    if service.errors_per_s > 0 {
                        <span class="kb-flow-errors">{ mark(LightState::Bad) }{ text::failed_per_second(shell.lang, service.errors_per_s) }</span>
                    }
                </div>
                <FlowLanes service={service.clone()} shown={shown.to_vec()} />
                { endpoints(&shell, service, shown, order.len() - shown.len()) }
            </div>
            { words(&shell, props) }
            if !service.url.is_empty() { <LoadSlider service={service.reference.name.clone()} url={service.url.clone()} load={props.load.clone()} /> }
        </article>
    }
}

fn head(shell: &Shell, service: &ServiceView) -> Html {
    html! {
        <header class="kb-service-head">
            <button type="button" class="kb-service-name" onclick={shell.selecting(&service.reference)}>
                { icon(Icon::Waves) }<h3>{ &service.reference.name }</h3>
            </button>
            <span class="kb-chip">{ &service.kind }</span>
            <span class="kb-mono">{ &service.cluster_ip }</span>
            <span class="kb-mono">{ service.ports.join(" ") }</span>
            if !service.selector.is_empty() { <span class="kb-muted">{ shell.t(Msg::Selector) }{ " " }<span class="kb-mono">{ &service.selector }</span></span> }
        </header>
    }
}

fn clients(shell: &Shell, service: &ServiceView, load: &Option<Shared<LoadView>>) -> Html {
    let rate = load.as_ref().map_or(0, |load| load.rate);
    html! {
        <div class="kb-flow-clients">
            <span>{ shell.t(Msg::Clients) }</span>
            <span class="kb-mono kb-muted">{ &service.url }</span>
            if rate > 0 { <span class="kb-flow-rate">{ text::per_second(shell.lang, rate) }</span> }
        </div>
    }
}

fn endpoints(shell: &Shell, service: &ServiceView, shown: &[usize], more: usize) -> Html {
    if shown.is_empty() {
        return html! { <p class="kb-flow-none">{ mark(LightState::Bad) }{ shell.t(Msg::NoEndpoints) }</p> };
    }
    let row = |at: &usize| endpoint(shell, &service.endpoints[*at]);
    html! {
        <ul class="kb-endpoints" aria-label={shell.t(Msg::Endpoints)}>
            { for shown.iter().map(row) }
            if more > 0 { <li class="kb-muted">{ format!("+{more}") }</li> }
        </ul>
    }
}

fn endpoint(shell: &Shell, endpoint: &EndpointView) -> Html {
    let (light, word) = match (endpoint.ready, endpoint.terminating) {
        (_, true) => (LightState::Quiet, Msg::TerminatingWord),
        (true, false) => (LightState::Good, Msg::Ready),
        (false, false) => (LightState::Busy, Msg::NotReady),
    };
    let name = &endpoint.pod.name;
    let (inherited, own) =
        name.rsplit_once('-').map_or(("", name.as_str()), |_| split_name(name, &owner_of(name)));
    html! {
        <li key={name.clone()}>
            <button type="button" class={classes!("kb-endpoint", (!endpoint.ready).then_some("kb-endpoint-out"))} data-testid="endpoint"
                data-pod={name.clone()} data-ready={endpoint.ready.to_string()} data-requests={endpoint.requests_per_s.to_string()}
                onclick={shell.selecting(&endpoint.pod)}>
                <span class="kb-endpoint-name"><span class="kb-pod-inherited">{ inherited }</span><span class="kb-pod-own">{ own }</span></span>
                <span class="kb-endpoint-count">{ count(endpoint.requests_per_s) }<small>{ "/s" }</small></span>
                <span class="kb-endpoint-state">{ mark(light) }{ shell.t(word) }</span>
                <span class="kb-endpoint-place">{ format!("{} · {}", endpoint.address, endpoint.node) }</span>
            </button>
        </li>
    }
}

/// Endpoints name no owner; a pod's name up to its last dash does for splitting it.
fn owner_of(name: &str) -> String {
    format!("/{}", name.rsplit_once('-').map_or(name, |(base, _)| base))
}

fn words(shell: &Shell, props: &ServiceCardProps) -> Html {
    let list = outcomes(&props.recent, &props.service.reference);
    let chip = |(outcome, count, ok): &(String, u32, bool)| {
        let light = if *ok { LightState::Good } else { LightState::Bad };
        html! { <li class="kb-outcome" data-testid="outcome" data-ok={ok.to_string()}>{ mark(light) }{ text::went(shell.lang, *count, outcome) }</li> }
    };
    html! {
        <ul class="kb-outcomes">
            if list.is_empty() { <li class="kb-muted">{ shell.t(Msg::NoRequests) }</li> }
            { for list.iter().take(5).map(chip) }
        </ul>
    }
}
