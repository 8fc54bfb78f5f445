//! Programs that tell of processes and of the machine: `ps`, `top`, `pidof`, `killall`, `free`, `nproc`, `uptime`.
//!
//! What a machine has is what minikube's has; the processes are the container's.

use std::sync::Arc;

use super::Call;
use crate::cluster::process::system::{Done, FOREVER};
use crate::sh::signals;
use crate::sim::Span;

const CORES: u64 = 2;
/// In KiB.
const MEMORY: u64 = 8_139_460;
const FREE: u64 = 4_230_112;

pub fn ps(call: &mut Call<'_>) -> Done {
    let busybox = call.busybox();
    let who = &call.system.facts().who;
    let user = who.user_name(who.user).map_or(who.user.to_string(), str::to_owned);
    let shown = call.processes.iter().map(|(pid, line)| (pid, line.replace(char::is_control, " ")));
    let lines: String = shown
        .map(|(pid, line)| match busybox {
            true => format!("{pid:>5} {user:<9} 0:00 {line}\n"),
            false => format!("{user:<8} {pid:>7}  0.0  0.0   7060  3600 ?        S    00:00   0:00 {line}\n"),
        })
        .collect();
    let head = match busybox {
        true => "PID   USER     TIME  COMMAND\n",
        false => "USER         PID %CPU %MEM    VSZ   RSS TTY      STAT START   TIME COMMAND\n",
    };
    Done::said(format!("{head}{lines}"))
}

/// One picture; without `-n` it goes on with one every five seconds.
pub fn top(call: &mut Call<'_>) -> Done {
    let used = MEMORY - FREE;
    let mut text = format!(
        "Mem: {used}K used, {FREE}K free, 8856K shrd, 325636K buff, 1787034K cached\n\
         CPU:   1% usr   0% sys   0% nic  98% idle   0% io   0% irq   0% sirq\n\
         Load average: 0.08 0.05 0.01 1/125 {}\n  PID  PPID USER     STAT   VSZ %VSZ CPU %CPU COMMAND\n",
        call.processes.last().map_or(1, |(pid, _)| *pid)
    );
    for (pid, line) in call.processes {
        let parent = u32::from(*pid != 1);
        text += &format!("{pid:>5} {parent:>5} root     S     4404   0%   0   0% {line}\n");
    }
    let once = call.rest.iter().any(|word| word.trim_start_matches('-').contains('n'));
    Done { stdout: text, takes: if once { Span::ZERO } else { FOREVER }, ..Done::default() }
}

fn is_called(line: &str, name: &str) -> bool {
    line.split(' ').next().and_then(|first| first.rsplit('/').next()) == Some(name)
}

fn named<'a>(call: &'a Call<'_>) -> Vec<&'a (u32, Arc<str>)> {
    let names = call.plain();
    let whole = call.has('f') && call.name != "pidof";
    let meant = |line: &str| {
        names.iter().any(|name| if whole { line.contains(name.as_str()) } else { is_called(line, name) })
    };
    let own = |line: &str| is_called(line, call.name);
    call.processes.iter().filter(|(_, line)| meant(line) && !own(line)).collect()
}

pub fn pidof(call: &mut Call<'_>) -> Done {
    let joint = if call.name == "pidof" { " " } else { "\n" };
    let all: Vec<String> = named(call).iter().map(|(pid, _)| pid.to_string()).collect();
    match all.is_empty() {
        true => Done::code(1),
        false => Done::said(all.join(joint) + "\n"),
    }
}

pub fn killall(call: &mut Call<'_>) -> Done {
    let flag = call.rest.iter().find_map(|word| signals::number(word.strip_prefix('-')?));
    let all: Vec<u32> = named(call).iter().map(|(pid, _)| *pid).collect();
    if all.is_empty() {
        let why = call.plain().first().map(|name| format!("killall: {name}: no process killed"));
        return why.filter(|_| call.name == "killall").map_or(Done::code(1), |why| Done::failed(1, why));
    }
    for pid in all {
        call.system.signal(pid, flag.unwrap_or(signals::TERMINATE));
    }
    Done::default()
}

pub fn free(call: &mut Call<'_>) -> Done {
    let unit = if call.has('m') { 1024 } else { 1 };
    let [total, used, free] = [MEMORY, MEMORY - FREE - 2_112_670, FREE].map(|amount| amount / unit);
    let [shared, cached, available] = [8856, 2_112_670, 5_870_112].map(|amount: u64| amount / unit);
    Done::said(format!(
        "              total        used        free      shared  buff/cache   available\n\
         Mem:    {total:>11} {used:>11} {free:>11} {shared:>11} {cached:>11} {available:>11}\n\
         Swap:             0           0           0\n"
    ))
}

pub fn nproc(_call: &mut Call<'_>) -> Done {
    Done::said(format!("{CORES}\n"))
}

pub fn uptime(call: &mut Call<'_>) -> Done {
    let (text, minutes) = (call.system.wall_clock().to_string(), call.now.as_secs() / 60);
    let time = text.get(11..19).unwrap_or_default();
    Done::said(format!(" {time} up {minutes} min,  0 users,  load average: 0.08, 0.05, 0.01\n"))
}
