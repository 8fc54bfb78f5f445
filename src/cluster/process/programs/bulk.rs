//! Programs that make many bytes: `dd`, `fallocate`, `truncate`, `yes`. Of such bytes only their number is kept.

use super::Call;
use crate::cluster::process::system::{Done, FOREVER};
use crate::sim::Span;

/// Bytes a second of a disk, and of memory.
const DISK: u64 = 200 << 20;
/// A file of one `dd`.
const LIMIT_BYTES: u64 = 1 << 40;
/// Lines of `yes` before it goes on without end.
const LINES: usize = 1_000;

/// `512`, `4k`, `10M`, `1G`
fn bytes(text: &str) -> Option<u64> {
    let end = text.find(|one: char| !one.is_ascii_digit()).unwrap_or(text.len());
    let unit: u64 = match text[end..].trim_end_matches(['B', 'b', 'i']) {
        "" => 1,
        "k" | "K" => 1 << 10,
        "m" | "M" => 1 << 20,
        "g" | "G" => 1 << 30,
        _ => return None,
    };
    text[..end].parse::<u64>().ok()?.checked_mul(unit)
}

pub fn dd(call: &mut Call<'_>) -> Done {
    let value = |name: &str| call.rest.iter().find_map(|word| word.strip_prefix(name)?.strip_prefix('='));
    let size = value("bs").map_or(Some(512), bytes);
    let Some(size) = size else {
        return Done::failed(1, format!("dd: invalid number '{}'", value("bs").unwrap_or_default()));
    };
    let count = value("count").map(bytes).unwrap_or(None);
    let (from, to) = (value("if").map(str::to_owned), value("of").map(str::to_owned));
    let endless = matches!(from.as_deref(), Some("/dev/zero" | "/dev/urandom" | "/dev/random"));
    let text = match &from {
        None => call.stdin.to_owned(),
        Some(_) if endless => String::new(),
        Some(path) => match call.system.read(&call.path(path)) {
            Ok(text) => text,
            Err(why) => return Done::failed(1, format!("dd: can't open '{path}': {why}")),
        },
    };
    if endless && count.is_none() {
        return Done { takes: FOREVER, busy: true, ..Done::default() };
    }
    let whole = (text.len() as u64).div_ceil(size.max(1));
    let blocks = count.unwrap_or(whole).min(if endless { u64::MAX } else { whole });
    let total =
        blocks.saturating_mul(size).min(LIMIT_BYTES).min(if endless { u64::MAX } else { text.len() as u64 });
    let target = to.as_deref().map(|path| call.path(path));
    let room = target.and_then(|path| call.system.files().room_for(&path));
    if let Some((room, path)) = room.zip(to.as_deref()).filter(|(room, _)| endless && *room < total) {
        return fills_up(call, path, (size.max(1), room));
    }
    let mut done = Done::default();
    let written = match to.as_deref() {
        None => {
            done.stdout = if endless { String::new() } else { text };
            Ok(())
        }
        Some("/dev/null") => Ok(()),
        Some(path) => {
            let path = call.path(path);
            match endless {
                true => call.system.files().write_blank(&path, total),
                false => call.system.files().write(&path, &text, false),
            }
        }
    };
    if let Err(why) = written {
        return Done::failed(1, format!("dd: can't open '{}': {why}", to.unwrap_or_default()));
    }
    let takes = Span::from_micros((total.saturating_mul(1_000_000) / DISK).max(100));
    let seconds = takes.0 as f64 / 1e6;
    done.stderr = format!(
        "{blocks}+0 records in\n{blocks}+0 records out\n{total} bytes ({:.1}MB) copied, {seconds:.6} seconds, {:.1}MB/s\n",
        total as f64 / 1_048_576.0,
        total as f64 / 1_048_576.0 / seconds,
    );
    done.after(takes)
}

/// Writes what there is room for, and says that it was not all.
fn fills_up(call: &mut Call<'_>, name: &str, (size, room): (u64, u64)) -> Done {
    let path = call.path(name);
    let blocks = room / size;
    if let Err(why) = call.system.files().write_blank(&path, room) {
        return Done::failed(1, format!("dd: can't open '{name}': {why}"));
    }
    Done::failed(
        1,
        format!(
            "dd: error writing '{name}': No space left on device\n{}+0 records in\n{blocks}+0 records out\n{room} bytes ({:.1}MB) copied",
            blocks + 1,
            room as f64 / 1_048_576.0
        ),
    )
}

/// `fallocate -l 10M FILE`, `truncate -s 10M FILE`
pub fn fallocate(call: &mut Call<'_>) -> Done {
    let size = call.value("-l").or_else(|| call.value("-s")).and_then(bytes);
    let (Some(size), Some(name)) = (size, call.rest.last()) else {
        return Done::failed(1, format!("{}: you need to specify a length", call.name));
    };
    let path = call.path(name);
    match call.system.files().write_blank(&path, size.min(LIMIT_BYTES)) {
        Ok(()) => Done::default(),
        Err(why) => Done::failed(1, format!("{}: {name}: {why}", call.name)),
    }
}

pub fn yes(call: &mut Call<'_>) -> Done {
    let text = if call.rest.is_empty() { "y".to_owned() } else { call.rest.join(" ") };
    Done { stdout: format!("{text}\n").repeat(LINES), takes: FOREVER, busy: true, ..Done::default() }
}
