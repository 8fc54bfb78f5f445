//! The object as `kubectl get -o yaml` prints it, to read and to copy.

use super::icon::{Icon, icon};
use crate::ui::hooks::{EditorProps, use_editor, use_shell};
use crate::ui::text::Msg;
use gloo::timers::callback::Timeout;
use std::rc::Rc;
use yew::prelude::*;

#[derive(Properties, PartialEq)]
pub struct YamlViewProps {
    pub yaml: String,
    pub name: String,
    pub dark: bool,
}

#[function_component(YamlView)]
pub fn yaml_view(props: &YamlViewProps) -> Html {
    let shell = use_shell();
    let copied = use_state(|| None::<Rc<Timeout>>);
    let no_problems = use_memo((), |()| Vec::new());
    let (parent, _) = use_editor(&EditorProps {
        document: 0,
        text: props.yaml.clone(),
        label: format!("{}: YAML", props.name),
        dark: props.dark,
        read_only: true,
        manifest: true,
        diagnostics: no_problems,
        on_change: Callback::noop(),
        on_run: Callback::noop(),
    });
    let copy = {
        let (store, yaml, copied) = (Rc::clone(&shell.ports.store), props.yaml.clone(), copied.clone());
        move |_| {
            store.copy(&yaml);
            let reset = copied.clone();
            copied.set(Some(Rc::new(Timeout::new(2000, move || reset.set(None)))));
        }
    };
    let (label, drawn) =
        if copied.is_some() { (Msg::Copied, Icon::Check) } else { (Msg::CopyYaml, Icon::Copy) };
    html! {
        <div class="kb-yaml" data-testid="yaml">
            <button type="button" class="kb-plain" data-testid="copy-yaml" onclick={copy}>{ icon(drawn) }{ shell.t(label) }</button>
            <div ref={parent} class="kb-yaml-text"></div>
        </div>
    }
}
