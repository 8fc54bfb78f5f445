//! A pod's containers from inside: what runs and ran, what it uses and may use, its variables, files and output, and
//! switches that break it.

use super::app_model_form::AppModelForm;
use super::mark::marked;
use crate::session::{Action, Switch};
use crate::ui::chart::{HEIGHT, WIDTH, line};
use crate::ui::format::{clock, cpu, memory, moment};
use crate::ui::shell::Shell;
use crate::ui::text::{self, Msg};
use crate::view::{Amounts, Inspection, PastRun, ProcessView, Role, UsagePoint};
use yew::prelude::*;

pub fn containers(shell: &Shell, seen: &Inspection) -> Html {
    html! { <div class="kb-containers">{ for seen.processes.iter().map(|one| container(shell, seen, one)) }</div> }
}

fn container(shell: &Shell, seen: &Inspection, one: &ProcessView) -> Html {
    let role = match one.role {
        Role::Main => None,
        Role::Init => Some(Msg::InitContainer),
        Role::Sidecar => Some(Msg::Sidecar),
    };
    html! {
        <section class="kb-container" data-testid="container" data-name={one.name.clone()} key={one.name.clone()}>
            <h3>{ &one.name }{ for role.map(|role| html! { <span class="kb-kind">{ shell.t(role) }</span> }) }</h3>
            { marked(one.light, &one.state) }
            <p class="kb-mono kb-muted">{ &one.image }</p>
            <p class="kb-muted">{ shell.t(Msg::RunsAs) }{" "}<span class="kb-mono" data-testid="runs-as">{ &one.runs_as }</span></p>
            if one.generic { <p class="kb-note" data-testid="generic">{ shell.t(Msg::GenericImage) }</p> }
            if one.modelled { <p class="kb-note">{ shell.t(Msg::ModelledImage) }</p> }
            { usage(shell, one) }
            if seen.exists && one.running { { open_shell(shell, seen, one) } }
            if seen.exists { { switches(shell, seen, one) } }
            { folded(shell, Msg::EndedBefore, one.past.len(), "past", history(shell, &one.past)) }
            { folded(shell, Msg::Variables, one.variables.len(), "variables", variables(&one.variables)) }
            { folded(shell, Msg::FilesInside, one.files.len(), "files", files(&one.files)) }
            { folded(shell, Msg::Log, one.log.len(), "log", html! { <pre class="kb-log">{ one.log.join("\n") }</pre> }) }
            if one.generic || one.modelled {
                <AppModelForm image={one.image.clone()} />
            }
        </section>
    }
}

/// A shell in the container, in the terminal.
fn open_shell(shell: &Shell, seen: &Inspection, one: &ProcessView) -> Html {
    let (pod, namespace) = (&seen.reference.name, &seen.reference.namespace);
    let line = format!("kubectl exec -it {pod} -n {namespace} -c {} -- sh", one.name);
    let shell_ = shell.clone();
    html! {
        <div class="kb-actions">
            <button type="button" class="kb-plain" title={shell.t(Msg::OpenShellHint)} data-testid="open-shell"
                onclick={move |_| shell_.run_and_go(&line)}>{ shell.t(Msg::OpenShell) }</button>
        </div>
    }
}

/// A part that opens; nothing if it is empty.
fn folded(shell: &Shell, title: Msg, count: usize, testid: &'static str, inside: Html) -> Html {
    if count == 0 {
        return html! {};
    }
    html! {
        <details class="kb-fold" data-testid={format!("container-{testid}")}>
            <summary>{ shell.t(title) }<span class="kb-muted">{ format!(" {count}") }</span></summary>
            { inside }
        </details>
    }
}

fn history(shell: &Shell, past: &[PastRun]) -> Html {
    let row = |run: &PastRun| {
        let started = run.started_us.map_or("–".to_string(), moment);
        html! {
            <>
                <tr><td>{ run.number }</td><td>{ started }</td><td>{ moment(run.finished_us) }</td><td>{ run.code }</td><td>{ &run.reason }</td></tr>
                <tr class="kb-row-note">
                    <td></td>
                    <td colspan="4">
                        { text::exit_code(shell.lang, run.code, &run.reason) }
                        if !run.message.is_empty() {
                            <p class="kb-last-words" data-testid="termination-message">
                                <b>{ shell.t(Msg::LastWords) }</b>{ " " }<span class="kb-mono">{ &run.message }</span>
                            </p>
                        }
                    </td>
                </tr>
            </>
        }
    };
    let head = |title| html! { <th scope="col">{ shell.t(title) }</th> };
    html! {
        <table class="kb-table kb-mono">
            <thead><tr>{ for [Msg::Instance, Msg::StartedAt, Msg::EndedAt, Msg::ExitCode, Msg::Reason].map(head) }</tr></thead>
            <tbody>{ for past.iter().rev().map(row) }</tbody>
        </table>
    }
}

fn variables(all: &[(String, String)]) -> Html {
    let row = |(name, value): &(String, String)| html! { <div class="kb-fact"><dt>{ name }</dt><dd class="kb-mono">{ value }</dd></div> };
    html! { <dl>{ for all.iter().map(row) }</dl> }
}

fn files(all: &[(String, u64)]) -> Html {
    let row = |(path, bytes): &(String, u64)| html! { <li class="kb-mono">{ path }<span class="kb-muted">{ format!(" {bytes} B") }</span></li> };
    html! { <ul class="kb-file-list">{ for all.iter().map(row) }</ul> }
}

/// CPU and memory over time, with the limit as a line.
fn usage(shell: &Shell, one: &ProcessView) -> Html {
    let Some(last) = one.usage.last().filter(|_| one.running) else {
        return html! { <p class="kb-muted">{ limits(shell, one.requests, one.limits) }</p> };
    };
    let pick_cpu = |point: &UsagePoint| point.cpu;
    let pick_memory = |point: &UsagePoint| point.memory;
    html! {
        <figure class="kb-chart" data-testid="usage" aria-label={text::usage(shell.lang, &one.name, &cpu(last.cpu), &memory(last.memory))}>
            { plot(shell, Msg::Cpu, &one.usage, pick_cpu, one.limits.cpu, cpu) }
            { plot(shell, Msg::Memory, &one.usage, pick_memory, one.limits.memory, memory) }
            <div class="kb-chart-times" aria-hidden="true"><span>{ clock(one.usage[0].at_us) }</span><span>{ clock(last.at_us) }</span></div>
            <figcaption class="kb-muted">{ limits(shell, one.requests, one.limits) }</figcaption>
            if one.waits_percent > 0 {
                <p class="kb-throttled" data-testid="throttled">{ text::waits_for_cpu(shell.lang, one.waits_percent) }</p>
            }
        </figure>
    }
}

fn limits(shell: &Shell, requests: Amounts, limits: Amounts) -> String {
    let words = |amounts: Amounts| {
        let parts = [amounts.cpu.map(cpu), amounts.memory.map(memory)];
        let said: Vec<String> = parts.into_iter().flatten().collect();
        if said.is_empty() { shell.t(Msg::NoneSet).to_string() } else { said.join(", ") }
    };
    format!("{}: {} · {}: {}", shell.t(Msg::Requested), words(requests), shell.t(Msg::Limited), words(limits))
}

fn plot(
    shell: &Shell,
    name: Msg,
    points: &[UsagePoint],
    pick: fn(&UsagePoint) -> u64,
    limit: Option<u64>,
    write: fn(u64) -> String,
) -> Html {
    let places: Vec<(u64, u64)> = points.iter().map(|point| (point.at_us, pick(point))).collect();
    let (path, top, limit_y) = line(&places, limit);
    let now = points.last().map_or(0, pick);
    html! {
        <div class="kb-plot kb-plot-low">
            <div class="kb-legend"><b class="kb-caps">{ shell.t(name) }</b><span>{ write(now) }</span></div>
            <div class="kb-plot-area">
                <span class="kb-plot-top" aria-hidden="true">{ write(top) }</span><span class="kb-plot-zero" aria-hidden="true">{ "0" }</span>
                <svg viewBox={format!("0 0 {WIDTH} {HEIGHT}")} preserveAspectRatio="none" aria-hidden="true">
                    if let Some(y) = limit_y { <line class="kb-line kb-line-target" x1="0" x2={WIDTH.to_string()} y1={y.clone()} y2={y} /> }
                    <path class="kb-line kb-line-usage" d={path} />
                </svg>
            </div>
        </div>
    }
}

/// What a switch is called, and what it does.
fn words(switch: Switch) -> (Msg, Msg) {
    match switch {
        Switch::FailReadiness => (Msg::FailReadiness, Msg::FailReadinessHint),
        Switch::FailLiveness => (Msg::FailLiveness, Msg::FailLivenessHint),
        Switch::Crash => (Msg::CrashIt, Msg::CrashHint),
        Switch::Hang => (Msg::HangIt, Msg::HangHint),
        Switch::LeakMemory => (Msg::LeakMemory, Msg::LeakHint),
        Switch::BurnCpu => (Msg::BurnCpu, Msg::BurnHint),
        Switch::SlowDown => (Msg::SlowDown, Msg::SlowHint),
        Switch::CutNetwork => (Msg::CutNetwork, Msg::CutPodHint),
        Switch::AnswerOtherwise => (Msg::AnswerOtherwise, Msg::AnswerOtherwiseHint),
    }
}

fn switches(shell: &Shell, seen: &Inspection, one: &ProcessView) -> Html {
    let offered = |switch: &Switch| *switch != Switch::AnswerOtherwise || one.modelled;
    let button = |switch: Switch| {
        let on = one.switches.iter().any(|(name, on)| *name == switch.name() && *on);
        let (label, hint) = words(switch);
        let action = Action::Switch {
            namespace: seen.reference.namespace.clone(),
            pod: seen.reference.name.clone(),
            container: one.name.clone(),
            switch,
            on: !on,
        };
        let shell_ = shell.clone();
        let pressed = (switch != Switch::Crash).then(|| on.to_string());
        let class = if on { "kb-plain kb-switch kb-switch-on" } else { "kb-plain kb-switch" };
        html! {
            <button type="button" {class} aria-pressed={pressed} title={shell.t(hint)} data-testid={format!("switch-{}", switch.name())}
                onclick={move |_| { shell_.act(action.clone()); }}>
                { shell.t(label) }if on { <span>{ " · " }{ shell.t(Msg::On) }</span> }
            </button>
        }
    };
    html! {
        <div class="kb-switches" role="group" aria-label={shell.t(Msg::Break)}>
            <h4 class="kb-caps">{ shell.t(Msg::Break) }</h4>
            <div class="kb-actions">{ for Switch::ALL.into_iter().filter(offered).map(button) }</div>
        </div>
    }
}
