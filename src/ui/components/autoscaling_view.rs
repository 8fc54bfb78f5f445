//! Every autoscaler of the cluster.

use super::autoscaler_card::AutoscalerCard;
use crate::ui::hooks::use_shell;
use crate::ui::scene::Shared;
use crate::ui::text::Msg;
use crate::view::AutoscalerView;
use yew::prelude::*;

#[derive(Properties, PartialEq)]
pub struct AutoscalingViewProps {
    pub autoscalers: Vec<Shared<AutoscalerView>>,
}

#[function_component(AutoscalingView)]
pub fn autoscaling_view(props: &AutoscalingViewProps) -> Html {
    let shell = use_shell();
    if props.autoscalers.is_empty() {
        return html! {
            <div class="kb-empty"><h3>{ shell.t(Msg::NoAutoscalers) }</h3><p>{ shell.t(Msg::NoAutoscalersHint) }</p></div>
        };
    }
    let card = |autoscaler: &Shared<AutoscalerView>| {
        let key = format!("{}/{}", autoscaler.reference.namespace, autoscaler.reference.name);
        html! { <AutoscalerCard {key} autoscaler={autoscaler.clone()} /> }
    };
    html! { <div class="kb-autoscalers">{ for props.autoscalers.iter().map(card) }</div> }
}
