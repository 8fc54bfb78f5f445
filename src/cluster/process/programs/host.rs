//! Programs that tell of the container: names, times, users, disks.

use super::Call;
use crate::cluster::process::identity::group_name;
use crate::cluster::process::system::Done;

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

/// `Sat Nov 21 20:28:18 UTC 2026`, `+%s`, `+%F %T` and the like.
pub fn date(call: &mut Call<'_>) -> Done {
    let ahead = call.now.since(call.system.now()).as_secs() as i64;
    let time = call.system.wall_clock().plus_seconds(ahead);
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

/// One operation, as scripts have it: sums, comparisons, `length`, `substr`, `TEXT : PATTERN`.
pub fn expr(call: &mut Call<'_>) -> Done {
    let words: Vec<&str> = call.rest.iter().map(String::as_str).collect();
    let sign = |truth: bool| i64::from(truth).to_string();
    let number = |text: &str| text.parse::<i64>();
    let text = match words.as_slice() {
        [one] => (*one).to_owned(),
        ["length", text] => text.chars().count().to_string(),
        ["substr", text, from, count] => {
            let (from, count) =
                (number(from).unwrap_or(0).max(1) as usize, number(count).unwrap_or(0).max(0) as usize);
            text.chars().skip(from - 1).take(count).collect()
        }
        [left, "=", right] => sign(left == right),
        [left, "!=", right] => sign(left != right),
        [left, operator, right] => match (number(left), number(right)) {
            (Ok(left), Ok(right)) => match *operator {
                "+" => left.wrapping_add(right).to_string(),
                "-" => left.wrapping_sub(right).to_string(),
                "*" => left.wrapping_mul(right).to_string(),
                "/" | "%" if right == 0 => return Done::failed(2, "expr: division by zero"),
                "/" => left.wrapping_div(right).to_string(),
                "%" => left.wrapping_rem(right).to_string(),
                "<" => sign(left < right),
                "<=" => sign(left <= right),
                ">" => sign(left > right),
                ">=" => sign(left >= right),
                _ => return Done::failed(2, "expr: syntax error"),
            },
            _ => return Done::failed(2, "expr: non-numeric argument"),
        },
        _ => return Done::failed(2, "expr: syntax error"),
    };
    let code = i32::from(text == "0" || text.is_empty());
    Done { stdout: format!("{text}\n"), code, ..Done::default() }
}
