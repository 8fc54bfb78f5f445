//! Programs that tell of the container: names, times, users, processes.

use super::{Call, span};
use crate::cluster::process::system::{Done, FOREVER};
use crate::sim::Span;

/// Numbers of one `seq`.
const LIMIT_SEQ: usize = 10_000;

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

/// `env`, `env A=B command`, `printenv NAME`.
pub fn env(call: &mut Call<'_>) -> Done {
    let named = call.plain();
    if call.name == "printenv" && !named.is_empty() {
        let values: Vec<String> = named.iter().filter_map(|name| call.process.variable(name)).collect();
        let code = i32::from(values.len() < named.len());
        return Done {
            stdout: values.iter().map(|value| format!("{value}\n")).collect(),
            code,
            ..Done::default()
        };
    }
    let first = named.iter().position(|word| !word.contains('='));
    if let Some(first) = first {
        let line: Vec<String> = named[first..].iter().map(|word| (*word).clone()).collect();
        let mut inner = call.process.clone();
        named[..first]
            .iter()
            .filter_map(|word| word.split_once('='))
            .for_each(|(name, value)| inner.set(name, value));
        return inner.nested(&line, call.system);
    }
    let order = call.process.variable("\u{0}order").unwrap_or_default();
    let variables = call.process.variables();
    let mut names: Vec<&str> = order.split(' ').filter(|name| variables.contains_key(*name)).collect();
    let later: Vec<&str> = variables
        .keys()
        .map(String::as_str)
        .filter(|name| !names.contains(name) && !name.starts_with('\u{0}'))
        .collect();
    names.extend(later);
    Done::said(names.iter().map(|name| format!("{name}={}\n", variables[*name])).collect::<String>())
}

pub fn kill(call: &mut Call<'_>) -> Done {
    let signal = call.rest.iter().find_map(|word| word.strip_prefix('-')).unwrap_or("TERM").to_owned();
    let ones: Vec<String> = call.rest.iter().filter(|word| !word.starts_with('-')).cloned().collect();
    for one in &ones {
        match one.as_str() {
            "1" => call.system.kill_main(&signal),
            other => return Done::failed(1, format!("sh: can't kill pid {other}: No such process")),
        }
    }
    Done::default()
}

pub fn ps(call: &mut Call<'_>) -> Done {
    let main = call.system.facts().main.join(" ");
    let own = format!("{} {}", call.name, call.rest.join(" "));
    Done::said(match call.busybox() {
        true => format!(
            "PID   USER     TIME  COMMAND\n    1 root      0:00 {main}\n   12 root      0:00 {}\n",
            own.trim()
        ),
        false => format!(
            "USER         PID %CPU %MEM    VSZ   RSS TTY      STAT START   TIME COMMAND\n\
             root           1  0.0  0.1  11400  7200 ?        Ss   00:00   0:00 {main}\n\
             root          12  0.0  0.0   7060  1600 ?        R    00:00   0:00 {}\n",
            own.trim()
        ),
    })
}

pub fn which(call: &mut Call<'_>) -> Done {
    let found: Vec<String> = call
        .rest
        .iter()
        .filter(|name| call.system.has(name))
        .map(|name| format!("/usr/bin/{name}\n"))
        .collect();
    Done { code: i32::from(found.len() < call.rest.len()), stdout: found.concat(), ..Done::default() }
}

/// `Sat Nov 21 20:28:18 UTC 2026`, `+%s`, `+%F %T` and the like.
pub fn date(call: &mut Call<'_>) -> Done {
    let time = call.system.wall_clock();
    let text = time.to_string();
    let part = |from: usize, to: usize| text.get(from..to).unwrap_or_default().to_owned();
    let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let days = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"];
    let month = months[(part(5, 7).parse::<usize>().unwrap_or(1).clamp(1, 12)) - 1];
    let weekday = days[time.0.div_euclid(86_400).rem_euclid(7) as usize];
    let format = call.rest.iter().find_map(|word| word.strip_prefix('+'));
    let format = format.unwrap_or(if call.has('I') { "%F" } else { "%a %b %e %T UTC %Y" });
    let mut shown = String::new();
    let mut letters = format.chars();
    while let Some(one) = letters.next() {
        if one != '%' {
            shown.push(one);
            continue;
        }
        shown += &match letters.next() {
            Some('Y') => part(0, 4),
            Some('m') => part(5, 7),
            Some('d') => part(8, 10),
            Some('e') => format!("{:>2}", part(8, 10).trim_start_matches('0')),
            Some('H') => part(11, 13),
            Some('M') => part(14, 16),
            Some('S') => part(17, 19),
            Some('F') => part(0, 10),
            Some('T') => part(11, 19),
            Some('s') => time.0.to_string(),
            Some('b') => month.to_owned(),
            Some('a') => weekday.to_owned(),
            Some('Z') => "UTC".into(),
            Some('z') => "+0000".into(),
            Some('N') => "000000000".into(),
            Some(other) => other.to_string(),
            None => String::new(),
        };
    }
    Done::said(format!("{shown}\n"))
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

pub fn seq(call: &mut Call<'_>) -> Done {
    let numbers: Vec<i64> = call.rest.iter().filter_map(|word| word.parse().ok()).collect();
    let (first, step, last) = match numbers.as_slice() {
        [last] => (1, 1, *last),
        [first, last] => (*first, 1, *last),
        [first, step, last] => (*first, *step, *last),
        _ => return Done::code(1),
    };
    let goes_on = |one: &i64| if step < 0 { *one >= last } else { *one <= last };
    let all = std::iter::successors(Some(first), |one| one.checked_add(step.max(-i64::MAX)));
    let all = all.take(if step == 0 { 0 } else { LIMIT_SEQ }).take_while(goes_on);
    Done::said(all.map(|one| format!("{one}\n")).collect::<String>())
}

pub fn expr(call: &mut Call<'_>) -> Done {
    let number = |at: usize| call.rest.get(at).and_then(|text| text.parse::<i64>().ok()).unwrap_or_default();
    let value = match call.rest.get(1).map(String::as_str) {
        Some("+") => number(0).wrapping_add(number(2)),
        Some("-") => number(0).wrapping_sub(number(2)),
        Some("*") => number(0).wrapping_mul(number(2)),
        Some("/") => number(0).checked_div(number(2)).unwrap_or_default(),
        Some("%") => number(0).checked_rem(number(2)).unwrap_or_default(),
        _ => number(0),
    };
    Done { stdout: format!("{value}\n"), code: i32::from(value == 0), ..Done::default() }
}

pub fn printf(call: &mut Call<'_>) -> Done {
    let Some((format, values)) = call.rest.split_first() else { return Done::code(1) };
    let mut values = values.iter();
    let mut text = String::new();
    loop {
        let before = values.len();
        let mut letters = format.chars();
        while let Some(one) = letters.next() {
            match one {
                '\\' => text.push(match letters.next() {
                    Some('n') => '\n',
                    Some('t') => '\t',
                    Some(other) => other,
                    None => '\\',
                }),
                '%' => match letters.find(|one| one.is_ascii_alphabetic() || *one == '%') {
                    Some('%') => text.push('%'),
                    _ => text.push_str(values.next().map_or("", String::as_str)),
                },
                _ => text.push(one),
            }
        }
        if values.len() == 0 || values.len() == before {
            return Done::said(text);
        }
    }
}

/// `timeout 5 command`
pub fn timeout(call: &mut Call<'_>) -> Done {
    let mut rest: Vec<String> = call.rest.to_vec();
    rest.retain(|word| word != "-t" && word != "-s");
    let Some((limit, line)) = rest.split_first() else { return Done::code(1) };
    let limit = span(limit);
    let done = call.process.nested(line, call.system);
    match done.takes > limit && limit < FOREVER {
        true => Done {
            code: if call.busybox() { 143 } else { 124 },
            takes: limit.max(Span::from_millis(1)),
            ..done
        },
        false => done,
    }
}
