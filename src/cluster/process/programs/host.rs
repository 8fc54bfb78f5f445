//! Programs that tell of the container: names, times, users, disks.

use super::Call;
use crate::cluster::process::capabilities;
use crate::cluster::process::identity::group_name;
use crate::cluster::process::system::Done;
use crate::sh::tools::date;

pub fn hostname(call: &mut Call<'_>) -> Done {
    let facts = call.system.facts();
    let text = if call.has('i') { &facts.ip } else { &facts.hostname };
    Done::said(format!("{text}\n"))
}

pub fn whoami(call: &mut Call<'_>) -> Done {
    let who = &call.system.facts().who;
    match who.user_name(who.user) {
        Some(name) => Done::said(format!("{name}\n")),
        None if call.busybox() => Done::failed(1, format!("whoami: unknown uid {}", who.user)),
        None => Done::failed(1, format!("whoami: cannot find name for user ID {}", who.user)),
    }
}

/// `id`, `id -u`, `id -g`, `id -G`, with `-n` names.
pub fn id(call: &mut Call<'_>) -> Done {
    let who = call.system.facts().who.clone();
    let (user, group) = (who.user, who.group);
    let named = |number: u32, name: Option<&str>| name.map_or(number.to_string(), str::to_owned);
    let names = call.has('n');
    let group_text = |group: u32| named(group, group_name(group).filter(|_| names));
    if call.has('u') {
        return Done::said(format!("{}\n", named(user, who.user_name(user).filter(|_| names))));
    }
    if call.has('g') {
        return Done::said(format!("{}\n", group_text(group)));
    }
    if call.has('G') {
        let all: Vec<String> = who.all_groups().into_iter().map(group_text).collect();
        return Done::said(format!("{}\n", all.join(" ")));
    }
    let more = if who.is_root() && call.busybox() { ",10(wheel)" } else { "" };
    Done::said(format!("{who}{more}\n"))
}

pub fn uname(call: &mut Call<'_>) -> Done {
    let name = &call.system.facts().hostname;
    let text = match (call.has('a'), call.has('n'), call.has('r'), call.has('m')) {
        (true, ..) => format!("Linux {name} 6.1.0 #1 SMP x86_64 GNU/Linux"),
        (_, true, ..) => name.clone(),
        (_, _, true, _) => "6.1.0".into(),
        (_, _, _, true) => "x86_64".into(),
        _ => "Linux".into(),
    };
    Done::said(format!("{text}\n"))
}

/// `printenv`, `printenv NAME`.
pub fn printenv(call: &mut Call<'_>) -> Done {
    let named = call.plain();
    if named.is_empty() {
        let lines = call.environment.iter().map(|(name, value)| format!("{name}={value}\n"));
        return Done::said(lines.collect::<String>());
    }
    let values: Vec<&str> = named.iter().filter_map(|name| call.variable(name)).collect();
    let code = i32::from(values.len() < named.len());
    Done { stdout: values.iter().map(|value| format!("{value}\n")).collect(), code, ..Done::default() }
}

/// The container's clock, as `date` shows it. Setting it is for those who may, and nothing comes of it.
pub fn date(call: &mut Call<'_>) -> Done {
    let sets = |word: &str| matches!(word, "-s" | "--set") || word.starts_with("--set=");
    let is_set = call.rest.iter().any(|word| sets(word));
    let given = |word: &String| match word.strip_prefix("--set=") {
        Some(given) => format!("--date={given}"),
        None if sets(word) => "-d".to_owned(),
        None => word.clone(),
    };
    let rest: Vec<String> = call.rest.iter().map(given).collect();
    let ahead = call.now.since(call.system.now()).as_secs() as i64;
    let seconds = call.system.wall_clock().plus_seconds(ahead).0;
    let mut said = date::date(&rest, seconds * 1_000_000 + (call.now.0 % 1_000_000) as i64);
    if is_set && said.code == 0 && !call.system.facts().who.can(capabilities::SYS_TIME) {
        let (verb, code) = if call.busybox() { ("can't", 0) } else { ("cannot", 1) };
        said.stderr = format!("date: {verb} set date: Operation not permitted\n");
        said.code = code;
    }
    Done { stdout: said.stdout, stderr: said.stderr, code: said.code, ..Done::default() }
}

pub fn df(_call: &mut Call<'_>) -> Done {
    Done::said(
        "Filesystem           1K-blocks      Used Available Use% Mounted on\n\
         overlay               61202244  12240448  45820472  21% /\n",
    )
}

pub fn du(call: &mut Call<'_>) -> Done {
    let name = call.plain().first().map_or(".".to_owned(), |name| (*name).clone());
    Done::said(format!("4\t{name}\n"))
}

pub fn mount(call: &mut Call<'_>) -> Done {
    let lines = call.system.files().mounts.iter().map(|mount| {
        let kind = if mount.path == "/" { "overlay" } else { "ext4" };
        let way = if mount.read_only { "ro" } else { "rw" };
        format!("{kind} on {} type {kind} ({way},relatime)\n", mount.path)
    });
    Done::said(lines.collect::<String>())
}
