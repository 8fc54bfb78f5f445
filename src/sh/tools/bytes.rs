//! `hexdump`, `xxd`, `od`: bytes as numbers.

use super::{Answer, Input, Options, Outcome};

/// Bytes of a line.
const ROW: usize = 16;
/// Bytes a line may have (`xxd -c`).
const LIMIT_ROW: usize = 256;

fn visible(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| if (32..127).contains(byte) { char::from(*byte) } else { '.' }).collect()
}

/// Words of two bytes, the low one first.
fn words(bytes: &[u8]) -> Vec<u16> {
    bytes.chunks(2).map(|pair| u16::from(pair[0]) | (u16::from(*pair.get(1).unwrap_or(&0)) << 8)).collect()
}

pub fn hexdump(arguments: &[String], input: &Input<'_>) -> Answer {
    let options = Options::read("hexdump", arguments, "Cvbxdco", "nse")?;
    let text = input.text("hexdump", &options.rest)?;
    let most = options.value('n').and_then(|most| most.parse().ok()).unwrap_or(usize::MAX);
    let bytes = &text.as_bytes()[..text.len().min(most)];
    let mut out = String::new();
    for (at, row) in bytes.chunks(ROW).enumerate() {
        let place = at * ROW;
        if options.has('C') {
            let half = |part: &[u8]| part.iter().map(|byte| format!(" {byte:02x}")).collect::<String>();
            let (left, right) = row.split_at(row.len().min(8));
            let numbers = format!("{:<24} {}", half(left), half(right));
            out += &format!("{place:08x} {numbers:<49}  |{}|\n", visible(row));
        } else {
            let numbers: String = words(row).iter().map(|word| format!(" {word:04x}")).collect();
            out += &format!("{place:07x}{numbers:<40}\n");
        }
    }
    if !bytes.is_empty() {
        out += &if options.has('C') {
            format!("{:08x}\n", bytes.len())
        } else {
            format!("{:07x}\n", bytes.len())
        };
    }
    Ok(Outcome::said(out))
}

pub fn xxd(arguments: &[String], input: &Input<'_>) -> Answer {
    let options = Options::read("xxd", arguments, "rpuib", "clsg")?;
    let text = input.text("xxd", &options.rest)?;
    if options.has('r') {
        let body = |line: &str| match options.has('p') {
            true => line.to_owned(),
            false => line
                .split_once(": ")
                .map_or("", |(_, rest)| rest.split("  ").next().unwrap_or_default())
                .to_owned(),
        };
        let digits: Vec<u32> = text
            .lines()
            .flat_map(|line| body(line).chars().filter_map(|one| one.to_digit(16)).collect::<Vec<_>>())
            .collect();
        let bytes: Vec<u8> = digits.chunks_exact(2).map(|pair| (pair[0] * 16 + pair[1]) as u8).collect();
        return Ok(Outcome::said(String::from_utf8_lossy(&bytes).into_owned()));
    }
    let most = options.value('l').and_then(|most| most.parse().ok()).unwrap_or(usize::MAX);
    let bytes = &text.as_bytes()[..text.len().min(most)];
    let usual = if options.has('p') { 30 } else { ROW };
    let width = options.value('c').and_then(|width| width.parse().ok()).unwrap_or(usual).clamp(1, LIMIT_ROW);
    let digit = |byte: &u8| if options.has('u') { format!("{byte:02X}") } else { format!("{byte:02x}") };
    let mut out = String::new();
    for (at, row) in bytes.chunks(width).enumerate() {
        if options.has('p') {
            out += &format!("{}\n", row.iter().map(digit).collect::<String>());
            continue;
        }
        let numbers: String =
            row.chunks(2).map(|pair| format!("{} ", pair.iter().map(digit).collect::<String>())).collect();
        let columns = width * 2 + width.div_ceil(2) + 1;
        out += &format!("{:08x}: {numbers:<columns$}{}\n", at * width, visible(row));
    }
    Ok(Outcome::said(out))
}

pub fn od(arguments: &[String], input: &Input<'_>) -> Answer {
    let options = Options::read("od", arguments, "cxbdv", "AtNjw")?;
    let text = input.text("od", &options.rest)?;
    let most = options.value('N').and_then(|most| most.parse().ok()).unwrap_or(usize::MAX);
    let bytes = &text.as_bytes()[..text.len().min(most)];
    let kind = match options.value('t') {
        Some(kind) => kind.to_owned(),
        None if options.has('c') => "c".into(),
        None if options.has('x') => "x2".into(),
        None if options.has('b') => "o1".into(),
        None if options.has('d') => "u2".into(),
        None => "o2".into(),
    };
    let address = |at: usize| match options.value('A') {
        Some("n") => String::new(),
        Some("x") => format!("{at:06x}"),
        Some("d") => format!("{at:07}"),
        _ => format!("{at:07o}"),
    };
    let cells = |row: &[u8]| -> String {
        match kind.as_str() {
            "c" => row.iter().map(|byte| format!("{:>4}", named(*byte))).collect(),
            "x1" => row.iter().map(|byte| format!(" {byte:02x}")).collect(),
            "o1" | "b" => row.iter().map(|byte| format!(" {byte:03o}")).collect(),
            "u1" => row.iter().map(|byte| format!("{byte:>4}")).collect(),
            "d1" => row.iter().map(|byte| format!("{:>5}", *byte as i8)).collect(),
            "x2" => words(row).iter().map(|word| format!(" {word:04x}")).collect(),
            "u2" | "d2" => words(row).iter().map(|word| format!("{word:>6}")).collect(),
            _ => words(row).iter().map(|word| format!(" {word:06o}")).collect(),
        }
    };
    let mut out = String::new();
    for (at, row) in bytes.chunks(ROW).enumerate() {
        out += &format!("{}{}\n", address(at * ROW), cells(row));
    }
    if options.value('A') != Some("n") {
        out += &format!("{}\n", address(bytes.len()));
    }
    Ok(Outcome::said(out))
}

fn named(byte: u8) -> String {
    match byte {
        0 => "\\0".into(),
        7 => "\\a".into(),
        8 => "\\b".into(),
        9 => "\\t".into(),
        10 => "\\n".into(),
        11 => "\\v".into(),
        12 => "\\f".into(),
        13 => "\\r".into(),
        32..=126 => char::from(byte).to_string(),
        other => format!("{other:03o}"),
    }
}
