//! Messages with values in them: one function each, with both languages side by side.

use super::Lang;

pub fn pods_ready(lang: Lang, ready: u32, all: u32) -> String {
    lang.pick(format!("{ready} of {all} pods ready"), format!("파드 {all}개 중 {ready}개 준비됨"))
}

/// What stands over the editor while a command waits for it.
pub fn edited_for(lang: Lang, command: &str, subject: &str) -> String {
    lang.pick(format!("{command}: you are editing {subject}"), format!("{command}: {subject} 편집 중"))
}

/// The same, for whoever hears it and not sees it.
pub fn edit_label(lang: Lang, command: &str, subject: &str) -> String {
    lang.pick(
        format!("{subject}, edited for {command}. Control S saves and closes; Escape and then Shift Tab leads to the buttons."),
        format!("{command} 명령으로 {subject} 편집 중. Ctrl+S로 저장하고 닫고, Esc를 누른 뒤 Shift+Tab으로 버튼에 갑니다."),
    )
}

/// What the terminal says meanwhile.
pub fn waits_for_edit(lang: Lang, command: &str, subject: &str) -> String {
    lang.pick(
        format!("{command} waits until you save and close {subject} in the editor. Ctrl C here leaves it without saving."),
        format!("{command} 명령이 편집기에서 {subject} 저장하고 닫기를 기다립니다. 여기서 Ctrl C를 누르면 저장하지 않고 닫습니다."),
    )
}

pub fn workers(lang: Lang, count: u32) -> String {
    lang.pick(format!("{count} workers"), format!("워커 {count}개"))
}

pub fn usage(lang: Lang, container: &str, cpu: &str, memory: &str) -> String {
    lang.pick(
        format!("{container} uses {cpu} CPU and {memory} of memory"),
        format!("{container}: CPU {cpu}, 메모리 {memory} 사용 중"),
    )
}

pub fn waits_for_cpu(lang: Lang, percent: u64) -> String {
    lang.pick(
        format!("Throttled: it wants more CPU than its limit or its node gives, and waits {percent}% of the time. Its answers come later."),
        format!("CPU 제한(throttling): 한도나 노드가 주는 것보다 많은 CPU를 원해 시간의 {percent}%를 기다립니다. 응답이 늦어집니다."),
    )
}

/// What an exit code says; nothing is known of a program's own.
pub fn exit_code(lang: Lang, code: i32, reason: &str) -> String {
    let (english, korean) = match (code, reason) {
        (_, "OOMKilled") => (
            "SIGKILL (128 + 9): the kernel killed it, it held more memory than its limit or than the node had.",
            "SIGKILL(128 + 9): 메모리가 한도나 노드의 양을 넘어 커널이 종료했습니다.",
        ),
        (_, "StartError") => (
            "The program could not be started: it is not there, or may not be run.",
            "프로그램을 시작하지 못했습니다. 파일이 없거나 실행 권한이 없습니다.",
        ),
        (0, _) => ("It ended by itself and says that all went well.", "스스로 끝났고 성공했다고 알렸습니다."),
        (126, _) => (
            "The shell found the program and may not run it.",
            "셸이 프로그램을 찾았지만 실행 권한이 없습니다.",
        ),
        (127, _) => ("The shell did not find the program.", "셸이 프로그램을 찾지 못했습니다."),
        (130, _) => ("SIGINT (128 + 2): it was interrupted.", "SIGINT(128 + 2): 중단되었습니다."),
        (137, _) => (
            "SIGKILL (128 + 9): it did not end within the grace period, or was killed at once.",
            "SIGKILL(128 + 9): 유예 시간 안에 끝나지 않았거나 바로 강제 종료되었습니다.",
        ),
        (143, _) => (
            "SIGTERM (128 + 15): it was asked to end and did.",
            "SIGTERM(128 + 15): 종료 요청을 받고 끝났습니다.",
        ),
        (255, "Unknown") => ("Its machine went off.", "노드의 전원이 꺼졌습니다."),
        _ => ("A failure, in the program's own numbers.", "실패입니다. 번호의 뜻은 프로그램이 정합니다."),
    };
    lang.pick(english, korean).to_owned()
}

pub fn speed(lang: Lang, times: u32) -> String {
    lang.pick(format!("{times} times as fast"), format!("{times}배속"))
}

pub fn line(lang: Lang, line: u32) -> String {
    lang.pick(format!("line {line}"), format!("{line}번째 줄"))
}

pub fn bookmark(lang: Lang, clock: &str, label: &str) -> String {
    lang.pick(format!("Go to {clock}: {label}"), format!("{clock}로 가기: {label}"))
}

pub fn problems_found(lang: Lang, count: usize) -> String {
    match (lang, count) {
        (Lang::En, 1) => "1 problem".to_string(),
        (Lang::En, _) => format!("{count} problems"),
        (Lang::Ko, _) => format!("문제 {count}개"),
    }
}

pub fn restarts(lang: Lang, count: u32) -> String {
    match (lang, count) {
        (Lang::En, 1) => "1 restart".to_string(),
        (Lang::En, _) => format!("{count} restarts"),
        (Lang::Ko, _) => format!("재시작 {count}번"),
    }
}

/// How a tie between nodes was decided.
pub fn drawn_among(lang: Lang, count: u32) -> String {
    lang.pick(
        format!("{count} nodes had the highest total: one of them was drawn."),
        format!("총점이 가장 높은 노드가 {count}개라서 그중 하나를 무작위로 골랐습니다."),
    )
}

/// What the scheduler says of one node for a pod.
pub fn refuses(lang: Lang, node: &str, plugin: &str, why: &str) -> String {
    lang.pick(
        format!("{node} refuses it. {plugin}: {why}"),
        format!("{node} 노드가 거절합니다. {plugin}: {why}"),
    )
}

pub fn fits_best(lang: Lang, node: &str, total: i64) -> String {
    lang.pick(
        format!("{node} fits and has the highest total, {total}."),
        format!("{node} 노드에 들어갈 수 있고, 총점이 {total}점으로 가장 높습니다."),
    )
}

pub fn fits_as_well(lang: Lang, node: &str, total: i64, tied: u32) -> String {
    lang.pick(
        format!(
            "{node} fits and shares the highest total, {total}, with others: one of {tied} would be drawn."
        ),
        format!(
            "{node}에 들어갈 수 있고, 총점 {total}점이 가장 높은 노드 {tied}개 중 하나가 무작위로 뽑힙니다."
        ),
    )
}

pub fn fits_but(lang: Lang, node: &str, total: i64, best: &str, most: i64) -> String {
    lang.pick(
        format!("{node} fits with a total of {total}, but {best} has more: {most}."),
        format!(
            "{node} 노드에도 들어갈 수 있지만(총점 {total}점) {best} 노드의 총점이 {most}점으로 더 높습니다."
        ),
    )
}

pub fn was_refused(lang: Lang, plugin: &str) -> String {
    lang.pick(format!("refused by {plugin}"), format!("{plugin} 플러그인이 거절"))
}

/// How often a waiting pod was tried, and until when it waits at the longest.
pub fn tried_times(lang: Lang, attempts: u32, until: &str) -> String {
    let until = if until.is_empty() {
        String::new()
    } else {
        lang.pick(format!(", next at {until} at the latest"), format!(", 늦어도 {until}에 다시 시도"))
    };
    match (lang, attempts) {
        (Lang::En, 1) => format!("tried once{until}"),
        (Lang::En, _) => format!("tried {attempts} times{until}"),
        (Lang::Ko, _) => format!("{attempts}번 시도{until}"),
    }
}

pub fn woken(lang: Lang, plugin: &str, object: &str) -> String {
    lang.pick(
        format!("{plugin} saw a change of {object} that may help"),
        format!("{plugin}: {object}의 변화가 도움이 될 수 있음"),
    )
}

/// The rule by which preemption chose, in the scheduler's words or the reader's.
pub fn preemption_rule(lang: Lang, rule: &str) -> String {
    let korean = match rule {
        "the only candidate" => "유일한 후보",
        "fewest budgets violated" => "PodDisruptionBudget 위반이 가장 적음",
        "least important of the highest victims" => "가장 중요한 희생 파드의 우선순위가 가장 낮음",
        "smallest sum of priorities" => "우선순위의 합이 가장 작음",
        "fewest victims" => "희생 파드가 가장 적음",
        "victims that started last" => "희생 파드가 가장 늦게 시작됨",
        "the first of equals" => "모두 같아서 첫 번째",
        other => other,
    };
    lang.pick(rule, korean).to_owned()
}

/// Victims that a PodDisruptionBudget would have kept.
pub fn budget_violations(lang: Lang, count: u32) -> String {
    lang.pick(
        format!(" {count} against a PodDisruptionBudget"),
        format!(" PodDisruptionBudget 위반 {count}개"),
    )
}

pub fn pods(lang: Lang, count: usize, limit: u32) -> String {
    lang.pick(format!("{count} of at most {limit} pods"), format!("파드 {count}개 (최대 {limit}개)"))
}

pub fn per_second(lang: Lang, rate: u32) -> String {
    lang.pick(format!("{rate}/s"), format!("초당 {rate}"))
}

pub fn failed_per_second(lang: Lang, rate: u32) -> String {
    lang.pick(format!("{rate}/s fail"), format!("초당 {rate} 실패"))
}

/// The spoken version of a resource bar.
pub fn resource(lang: Lang, name: &str, used: &str, requested: &str, allocatable: &str) -> String {
    lang.pick(
        format!("{name}: {used} used, {requested} requested of {allocatable}"),
        format!("{name}: {allocatable} 중 사용 {used}, 요청 {requested}"),
    )
}

pub fn probes_spoken(lang: Lang, kind: &str, passed: usize, failed: usize) -> String {
    lang.pick(
        format!("{kind}: {passed} passed, {failed} failed"),
        format!("{kind}: 성공 {passed}, 실패 {failed}"),
    )
}

/// How near a probe is to changing its mind; past the threshold only the number matters.
pub fn in_a_row(lang: Lang, count: u32, threshold: u32) -> String {
    if count >= threshold {
        return lang.pick(format!("{count} in a row"), format!("연속 {count}번"));
    }
    lang.pick(format!("{count} of {threshold} in a row"), format!("연속 {threshold}번 중 {count}번"))
}

pub fn scale_to(lang: Lang, name: &str, desired: u32) -> String {
    lang.pick(format!("{name}: {desired} replicas wanted"), format!("{name}: 레플리카 {desired}개 목표"))
}

pub fn workload(lang: Lang, ready: u32, desired: u32) -> String {
    lang.pick(format!("{ready} of {desired} ready"), format!("{desired}개 중 {ready}개 준비됨"))
}

pub fn more_pods(lang: Lang, count: usize) -> String {
    lang.pick(format!("{count} more wait"), format!("{count}개가 더 기다립니다"))
}

pub fn older_events(lang: Lang, count: usize) -> String {
    lang.pick(format!("Show {count} older"), format!("이전 {count}개 보기"))
}

pub fn went(lang: Lang, count: u32, outcome: &str) -> String {
    lang.pick(format!("{count} × {outcome}"), format!("{outcome} {count}번"))
}

/// What a screen reader says of an autoscaler's chart.
pub fn chart(lang: Lang, name: &str, targets: &str, current: u32, desired: u32) -> String {
    lang.pick(
        format!("{name}: {targets}, {current} replicas now, {desired} desired"),
        format!("{name}: {targets}, 현재 레플리카 {current}개, 목표 {desired}개"),
    )
}

pub fn between(lang: Lang, min: u32, max: u32) -> String {
    lang.pick(format!("between {min} and {max}"), format!("최소 {min}, 최대 {max}"))
}

pub fn said_ready(lang: Lang, name: &str) -> String {
    lang.pick(format!("Pod {name} is ready."), format!("파드 {name} 준비됨."))
}

pub fn said_many_ready(lang: Lang, count: usize) -> String {
    lang.pick(format!("{count} pods became ready."), format!("파드 {count}개 준비됨."))
}

pub fn said_not_ready(lang: Lang, name: &str, status: &str) -> String {
    lang.pick(
        format!("Pod {name} is no longer ready: {status}."),
        format!("파드 {name} 준비 상태가 풀림: {status}."),
    )
}

pub fn said_many_not_ready(lang: Lang, count: usize) -> String {
    lang.pick(format!("{count} pods are no longer ready."), format!("파드 {count}개의 준비 상태가 풀림."))
}

pub fn said_restart(lang: Lang, name: &str, count: u32) -> String {
    lang.pick(
        format!("Pod {name} restarted, {count} in all."),
        format!("파드 {name} 재시작, 모두 {count}번."),
    )
}

pub fn said_scaled(lang: Lang, name: &str, from: u32, to: u32) -> String {
    lang.pick(
        format!("{name} goes from {from} to {to} replicas."),
        format!("{name} 레플리카 {from}개에서 {to}개로."),
    )
}

pub fn said_node(lang: Lang, name: &str, status: &str) -> String {
    lang.pick(format!("Node {name} is {status}."), format!("노드 {name} 상태 {status}."))
}
