//! The whole page: keeps what the reader chose, watches the cluster, and lays out the panes.

use super::components::{
    About, Announcer, AutoscalingView, EditorPane, EventStream, Hint, Inspector, MobileBar, NodeState,
    NodesView, SchedulerView, ServicesView, StageTabs, Terminal, TimeBar, TopBar,
};
use super::engine::{Engine, Snapshot};
use super::hooks::{use_shortcuts, use_snapshot};
use super::ports::Ports;
use super::saved::Saved;
use super::shell::Shell;
use super::state::{Bottom, Stage, UiAction, UiState, reduce};
use super::text::Msg;
use crate::session::Preset;
use crate::view::NodeView;
use std::rc::Rc;
use yew::prelude::*;

#[derive(Properties, Clone, PartialEq)]
pub struct AppProps {
    pub engine: Engine,
    pub ports: Ports,
    /// What is chosen when the page opens.
    pub state: UiState,
}

struct Chosen(Rc<UiState>);

impl Reducible for Chosen {
    type Action = UiAction;
    fn reduce(self: Rc<Self>, action: UiAction) -> Rc<Self> {
        Rc::new(Chosen(Rc::new(reduce(&self.0, action))))
    }
}

#[function_component(App)]
pub fn app(props: &AppProps) -> Html {
    let chosen = use_reducer(|| Chosen(Rc::new(props.state.clone())));
    let dispatcher = chosen.dispatcher();
    let dispatch = use_memo((), |()| Callback::from(move |action| dispatcher.dispatch(action)));
    let state = Rc::clone(&chosen.0);
    let snapshot = use_snapshot(&props.engine);
    use_shortcuts(&props.engine);
    use_document(&state);
    use_selection(&props.engine, &state);
    use_saving(&props.ports, &state, snapshot.preset);
    use_files(&dispatch, &snapshot);

    let shell = Shell {
        lang: state.lang,
        engine: props.engine.clone(),
        dispatch: (*dispatch).clone(),
        ports: props.ports.clone(),
    };
    html! {
        <ContextProvider<Shell> context={shell.clone()}>
            <a class="kb-skip" href="#kb-stage">{ shell.t(Msg::SkipToCluster) }</a>
            <div class="kb-app" data-pane={state.pane.name()} data-playing={snapshot.playing.to_string()}
                data-bottom={state.bottom.name()} data-inspecting={state.selection.is_some().to_string()}>
                <TopBar state={state.clone()} preset={snapshot.preset} pods={snapshot.scene.pods} ready={snapshot.scene.pods_ready} />
                <TimeBar clock={snapshot.scene.clock.clone()} playing={snapshot.playing} speed={snapshot.speed}
                    behind={snapshot.behind} seeking={snapshot.seeking} />
                <main class="kb-work">
                    <EditorPane state={state.clone()} />
                    { stage(&shell, &state, &snapshot) }
                    { bottom(&state, &snapshot) }
                    <Inspector inspection={snapshot.inspection.clone()} selection={state.selection.clone()}
                        can_go_back={!state.trail.is_empty()} dark={state.theme == super::state::Theme::Dark}
                        node={selected_node(&state, &snapshot)} workload={selected_workload(&state, &snapshot)}
                        asked={state.asked_node().map(str::to_string)} />
                </main>
                <MobileBar pane={state.pane} />
            </div>
            <Announcer scene={snapshot.scene.clone()} />
            if state.about { <About /> }
        </ContextProvider<Shell>>
    }
}

fn stage(shell: &Shell, state: &Rc<UiState>, snapshot: &Snapshot) -> Html {
    let scene = &snapshot.scene;
    let selection = state.selection.clone();
    let view = match state.stage {
        Stage::Nodes => html! {
            <NodesView nodes={scene.nodes.clone()} pending={scene.pending.clone()} workloads={scene.workloads.clone()} {selection} />
        },
        Stage::Services => html! {
            <ServicesView services={scene.services.clone()} loads={scene.loads.clone()} flows={scene.flows.clone()}
                now_us={scene.clock.now_us} {selection} />
        },
        Stage::Autoscaling => html! { <AutoscalingView autoscalers={scene.autoscalers.clone()} /> },
        Stage::Scheduler => html! {
            <SchedulerView now_us={scene.clock.now_us} dark={state.theme == super::state::Theme::Dark} />
        },
    };
    let alerts = scene.alerts.iter().map(|alert| html! { <p>{ alert }</p> });
    html! {
        <section class="kb-stage" id="kb-stage" tabindex="-1" aria-label={shell.t(Msg::Cluster)}>
            <StageTabs stage={state.stage} services={scene.services.len()} autoscalers={scene.autoscalers.len()} />
            <div class="kb-stage-view" id={format!("kb-view-{:?}", state.stage)} role="tabpanel" aria-label={shell.t(stage_title(state.stage))}>
                if state.hint { <Hint example={state.example.clone()} /> }
                if !scene.alerts.is_empty() {
                    <div class="kb-alerts" role="alert" aria-label={shell.t(Msg::Alerts)}>{ for alerts }</div>
                }
                { view }
            </div>
        </section>
    }
}

/// The pane under the stage.
fn bottom(state: &Rc<UiState>, snapshot: &Snapshot) -> Html {
    match state.bottom {
        Bottom::Events => html! {
            <EventStream events={snapshot.scene.events.clone()} warnings_only={state.warnings_only}
                follow={state.follow_selection} selection={state.selection.clone()} />
        },
        Bottom::Terminal => {
            let files = Rc::new(state.documents.files());
            html! { <Terminal scene={snapshot.scene.clone()} playing={snapshot.playing} {files}
            plain={state.plain_terminal} editing={state.editing.as_ref().map(|one| one.file.clone())} /> }
        }
    }
}

fn stage_title(stage: Stage) -> Msg {
    match stage {
        Stage::Nodes => Msg::Nodes,
        Stage::Services => Msg::Services,
        Stage::Autoscaling => Msg::Autoscaling,
        Stage::Scheduler => Msg::Scheduler,
    }
}

/// Status of the selected node, for its buttons.
fn selected_node(state: &UiState, snapshot: &Snapshot) -> Option<NodeState> {
    let what = state.selection.as_ref().filter(|what| what.kind == "Node")?;
    let scene = snapshot.scene.nodes.iter().find(|scene| scene.node.reference == *what)?;
    let cordoned = scene.node.status.contains("SchedulingDisabled");
    let NodeView { frozen, cut, off, slow, .. } = &*scene.node;
    Some(NodeState { cordoned, frozen: *frozen, cut: *cut, off: *off, slow: *slow })
}

/// Desired replicas of the selected workload.
fn selected_workload(state: &UiState, snapshot: &Snapshot) -> Option<u32> {
    let what = state.selection.as_ref()?;
    snapshot
        .scene
        .workloads
        .iter()
        .find(|workload| workload.reference == *what)
        .map(|workload| workload.desired)
}

/// Theme and language belong to the whole document.
#[hook]
fn use_document(state: &UiState) {
    use_effect_with((state.lang, state.theme), |(lang, theme)| {
        let root = gloo::utils::document_element();
        let set = |name, value| root.set_attribute(name, value);
        // A document element takes any attribute; there is nothing to do if it should not.
        let _ = set("lang", lang.tag()).and_then(|()| set("data-theme", theme.name()));
    });
}

#[hook]
fn use_selection(engine: &Engine, state: &UiState) {
    let engine = engine.clone();
    use_effect_with(state.selection.clone(), move |selection| engine.select(selection.clone()));
}

/// What the terminal wants edited and what it did to the files is seen in the editor.
#[hook]
fn use_files(dispatch: &Callback<UiAction>, snapshot: &Snapshot) {
    let say = dispatch.clone();
    use_effect_with(Rc::clone(&snapshot.files), move |files| {
        say.emit(UiAction::FilesChanged(files.to_vec()));
    });
    let say = dispatch.clone();
    use_effect_with(snapshot.edit.clone(), move |edit| say.emit(UiAction::Edit(edit.clone())));
}

#[hook]
fn use_saving(ports: &Ports, state: &UiState, preset: Preset) {
    let store = Rc::clone(&ports.store);
    use_effect_with(Saved::of(state, &preset.name()), move |saved| {
        store.save(&saved.to_text());
    });
}
