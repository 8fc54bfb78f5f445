//! Programs that tell of the container: names, times, users, disks.

use super::Call;
use crate::cluster::process::system::Done;
use crate::sh::tools::date;

pub fn hostname(call: &mut Call<'_>) -> Done {
    let facts = call.system.facts();
    let text = if call.has('i') { &facts.ip } else { &facts.hostname };
    Done::said(format!("{text}\n"))
}

pub fn whoami(call: &mut Call<'_>) -> Done {
    match call.system.facts().user {
        0 => Done::said("root\n"),
        user => Done::failed(1, format!("whoami: unknown uid {user}")),
    }
}

pub fn id(call: &mut Call<'_>) -> Done {
    match (call.system.facts().user, call.has('u')) {
        (user, true) => Done::said(format!("{user}\n")),
        (0, _) if call.busybox() => Done::said("uid=0(root) gid=0(root) groups=0(root),10(wheel)\n"),
        (0, _) => Done::said("uid=0(root) gid=0(root) groups=0(root)\n"),
        (user, _) => Done::said(format!("uid={user} gid=0(root) groups=0(root)\n")),
    }
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

/// The container's clock, as `date` shows it.
pub fn date(call: &mut Call<'_>) -> Done {
    let ahead = call.now.since(call.system.now()).as_secs() as i64;
    let seconds = call.system.wall_clock().plus_seconds(ahead).0;
    let said = date::date(call.rest, seconds * 1_000_000 + (call.now.0 % 1_000_000) as i64);
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
