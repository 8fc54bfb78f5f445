//! Services and the way of requests through them: who asks, which pods answer, what comes back.

use super::curl_box::CurlBox;
use super::service_card::ServiceCard;
use crate::ui::hooks::use_shell;
use crate::ui::scene::Shared;
use crate::ui::text::Msg;
use crate::view::{FlowView, LoadView, Ref, ServiceView};
use yew::prelude::*;

/// Outcomes of this many simulated microseconds are summed up in words.
const RECENT_US: u64 = 3_000_000;
const RECENT_FLOWS: usize = 400;

#[derive(Properties, PartialEq)]
pub struct ServicesViewProps {
    pub services: Vec<Shared<ServiceView>>,
    pub loads: Vec<Shared<LoadView>>,
    pub flows: Shared<Vec<FlowView>>,
    pub now_us: u64,
    pub selection: Option<Ref>,
}

#[function_component(ServicesView)]
pub fn services_view(props: &ServicesViewProps) -> Html {
    let shell = use_shell();
    let recent = use_recent(&props.flows, props.now_us);
    if props.services.is_empty() {
        return html! {
            <div class="kb-empty"><h3>{ shell.t(Msg::NoServices) }</h3><p>{ shell.t(Msg::NoServicesHint) }</p></div>
        };
    }
    let card = |service: &Shared<ServiceView>| {
        let load = props.loads.iter().find(|load| is_for(load, service)).cloned();
        let selected = props.selection.as_ref() == Some(&service.reference);
        let key = format!("{}/{}", service.reference.namespace, service.reference.name);
        html! { <ServiceCard {key} service={service.clone()} {load} recent={recent.clone()} {selected} /> }
    };
    let first_url = props.services.iter().map(|service| service.url.clone()).find(|url| !url.is_empty());
    html! {
        <div class="kb-services">
            <CurlBox suggestion={first_url.unwrap_or_default()} />
            { for props.services.iter().map(card) }
        </div>
    }
}

/// A generator belongs to the Service whose name it bears or whose address it asks.
fn is_for(load: &LoadView, service: &ServiceView) -> bool {
    let asked = load.url.trim_start_matches("http://");
    load.name == service.reference.name
        || (!service.url.is_empty() && asked.starts_with(service.url.trim_start_matches("http://")))
}

/// Flows of the last simulated seconds. Each scene brings only those since the one before.
#[hook]
fn use_recent(flows: &Shared<Vec<FlowView>>, now_us: u64) -> Shared<Vec<FlowView>> {
    let kept = use_mut_ref(|| (Shared::new(Vec::<FlowView>::new()), None::<Shared<Vec<FlowView>>>));
    let mut slot = kept.borrow_mut();
    if slot.1.as_ref() != Some(flows) {
        let old =
            slot.0.iter().filter(|flow| flow.at_us <= now_us && now_us - flow.at_us <= RECENT_US).cloned();
        let mut all: Vec<FlowView> = old.chain(flows.iter().cloned()).collect();
        all.drain(..all.len().saturating_sub(RECENT_FLOWS));
        let before = slot.0.clone();
        *slot = (Shared::keep(all, Some(&before)), Some(flows.clone()));
    }
    slot.0.clone()
}
