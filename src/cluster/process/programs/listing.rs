//! `ls`, `find`, `stat`: what is there.

use super::Call;
use crate::cluster::process::disk::Entry;
use crate::cluster::process::identity::group_name;
use crate::cluster::process::system::Done;
use crate::kinds::Time;

/// Files `find` goes through.
const LIMIT_FOUND: usize = 5000;

fn mode_text(entry: &Entry) -> String {
    let bit = |mask: u32, letter: char| if entry.mode & mask != 0 { letter } else { '-' };
    let letters = ['r', 'w', 'x'].into_iter().cycle();
    let mut bits: Vec<char> = (0..9).rev().zip(letters).map(|(at, letter)| bit(1 << at, letter)).collect();
    for (mask, at, set) in [(0o4000, 2, 's'), (0o2000, 5, 's'), (0o1000, 8, 't')] {
        if entry.mode & mask != 0 {
            bits[at] = if bits[at] == 'x' { set } else { set.to_ascii_uppercase() };
        }
    }
    let kind = if entry.is_directory() { 'd' } else { '-' };
    format!("{kind}{}", bits.into_iter().collect::<String>())
}

/// `Nov 21 20:28`
fn moment(time: Time) -> String {
    let text = time.to_string();
    let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let month: usize = text.get(5..7).and_then(|month| month.parse().ok()).unwrap_or(1);
    let day: u32 = text.get(8..10).and_then(|day| day.parse().ok()).unwrap_or(1);
    format!(
        "{} {day:>2} {}",
        months.get(month.saturating_sub(1)).unwrap_or(&"Jan"),
        text.get(11..16).unwrap_or("00:00")
    )
}

fn line(call: &Call<'_>, name: &str, entry: &Entry) -> String {
    if !call.has('l') {
        return format!("{name}\n");
    }
    let ago = call.system.now().since(entry.at).as_secs() as i64;
    let when = moment(call.system.wall_clock().plus_seconds(-ago));
    let links = if entry.is_directory() { 2 } else { 1 };
    let (size, mode) = (entry.size(), mode_text(entry));
    let (user, group) = owners(call, entry);
    match call.busybox() {
        true => format!("{mode}    {links} {user:<8} {group:<8} {size:>9} {when} {name}\n"),
        false => format!("{mode} {links} {user} {group} {size:>4} {when} {name}\n"),
    }
}

/// Owner and group, by name if they have one and names are wanted.
fn owners(call: &Call<'_>, entry: &Entry) -> (String, String) {
    let (user, group) = entry.owner;
    let names = !call.has('n');
    let text =
        |number: u32, name: Option<&str>| name.filter(|_| names).map_or(number.to_string(), str::to_owned);
    (text(user, call.system.facts().who.user_name(user)), text(group, group_name(group)))
}

pub fn ls(call: &mut Call<'_>) -> Done {
    let mut names: Vec<String> = call.plain().into_iter().cloned().collect();
    if names.is_empty() {
        names.push(".".into());
    }
    // Files come before folders.
    names.sort();
    let is_folder = |name: &String, call: &mut Call<'_>| {
        let path = call.path(name);
        !call.has('d') && call.system.files().stat(&path).is_some_and(|entry| entry.is_directory())
    };
    let (folders, mut ordered): (Vec<String>, Vec<String>) =
        names.into_iter().partition(|name| is_folder(name, call));
    ordered.extend(folders);
    let names = ordered;
    let (all, several) = (call.has('a'), names.len() > 1);
    let mut done = Done::default();
    for name in &names {
        let path = call.path(name);
        let Some(entry) = call.system.files().stat(&path) else {
            let gone = "No such file or directory";
            let why = if call.busybox() {
                format!("ls: {name}: {gone}\n")
            } else {
                format!("ls: cannot access '{name}': {gone}\n")
            };
            done.stderr += &why;
            done.code = if call.busybox() { 1 } else { 2 };
            continue;
        };
        if !entry.is_directory() || call.has('d') {
            done.stdout += &line(call, name, &entry);
            continue;
        }
        if several {
            let gap = if done.stdout.is_empty() { "" } else { "\n" };
            done.stdout += &format!("{gap}{name}:\n");
        }
        let mut inside = call.system.files().list(&path);
        inside.retain(|name| all || !name.starts_with('.'));
        if all {
            inside.splice(0..0, [".".to_owned(), "..".to_owned()]);
        }
        if call.has('l') {
            done.stdout += &format!("total {}\n", inside.len() * 4);
        }
        for inner in inside {
            let place = crate::cluster::process::disk::normal(&path, &inner);
            let Some(entry) = call.system.files().stat(&place) else { continue };
            done.stdout += &line(call, &inner, &entry);
        }
    }
    done
}

pub fn find(call: &mut Call<'_>) -> Done {
    let first =
        call.rest.first().filter(|word| !word.starts_with('-')).map_or(".", String::as_str).to_owned();
    let pattern = call.value("-name").map(str::to_owned);
    let kind = call.value("-type").map(str::to_owned);
    let begin = call.path(&first);
    if call.system.files().stat(&begin).is_none() {
        return Done::failed(1, format!("find: {first}: No such file or directory"));
    }
    let files = call.system.files();
    let (mut left, mut text) = (vec![(first, begin)], String::new());
    for _ in 0..LIMIT_FOUND {
        let Some((shown, path)) = left.pop() else { break };
        let Some(entry) = files.stat(&path) else { continue };
        if entry.is_directory() {
            let below = files.list(&path).into_iter().rev();
            left.extend(below.map(|name| {
                (
                    format!("{}/{name}", shown.trim_end_matches('/')),
                    format!("{}/{name}", path.trim_end_matches('/')),
                )
            }));
        }
        let last = path.rsplit('/').next().unwrap_or_default();
        let named = pattern.as_ref().is_none_or(|like| crate::sh::pattern::matches(like, last));
        let of_kind = kind.as_ref().is_none_or(|kind| (kind == "d") == entry.is_directory());
        if named && of_kind {
            text += &format!("{shown}\n");
        }
    }
    Done::said(text)
}

pub fn stat(call: &mut Call<'_>) -> Done {
    let format = call.value("-c").map(str::to_owned);
    let mut names: Vec<String> = call.plain().into_iter().cloned().collect();
    names.retain(|name| Some(name) != format.as_ref());
    let mut done = Done::default();
    for name in names {
        let path = call.path(&name);
        match (call.system.files().stat(&path), &format) {
            (Some(entry), Some(format)) => {
                let kind = if entry.is_directory() { "directory" } else { "regular file" };
                let text = format.replace("%s", &entry.size().to_string()).replace("%n", &name);
                let text = text
                    .replace("%a", &format!("{:o}", entry.mode))
                    .replace("%F", kind)
                    .replace("%U", &owners(call, &entry).0)
                    .replace("%G", &owners(call, &entry).1)
                    .replace("%u", &entry.owner.0.to_string())
                    .replace("%g", &entry.owner.1.to_string());
                done.stdout += &(text + "\n");
            }
            (None, _) => {
                done.stderr += &format!("stat: can't stat '{name}': No such file or directory\n");
                done.code = 1;
            }
            (Some(entry), None) => {
                let kind = if entry.is_directory() { "directory" } else { "regular file" };
                done.stdout += &format!(
                    "  File: {name}\n  Size: {}\t{kind}\nAccess: ({:04o}/{})  Uid: ({:>5}/{:>8})   Gid: ({:>5}/{:>8})\n",
                    entry.size(),
                    entry.mode,
                    mode_text(&entry),
                    entry.owner.0,
                    owners(call, &entry).0,
                    entry.owner.1,
                    owners(call, &entry).1
                );
            }
        }
    }
    done
}
