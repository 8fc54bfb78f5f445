//! `md5sum`, `sha1sum`, `sha256sum`, `sha512sum`, `cksum` (RFC 1321, FIPS 180-4, POSIX `cksum`).

use md5::Md5;
use sha1::Sha1;
use sha2::{Digest, Sha256, Sha512};

use super::{Answer, Input, Options, Outcome};

pub fn md5sum(arguments: &[String], input: &Input<'_>) -> Answer {
    sums("md5sum", arguments, input, digits::<Md5>)
}

pub fn sha1sum(arguments: &[String], input: &Input<'_>) -> Answer {
    sums("sha1sum", arguments, input, digits::<Sha1>)
}

pub fn sha256sum(arguments: &[String], input: &Input<'_>) -> Answer {
    sums("sha256sum", arguments, input, digits::<Sha256>)
}

pub fn sha512sum(arguments: &[String], input: &Input<'_>) -> Answer {
    sums("sha512sum", arguments, input, digits::<Sha512>)
}

fn sums(tool: &str, arguments: &[String], input: &Input<'_>, sum: fn(&[u8]) -> String) -> Answer {
    let arguments: Vec<String> = arguments
        .iter()
        .map(|one| match one.as_str() {
            "--check" => "-c".to_owned(),
            "--status" | "--quiet" => "-q".to_owned(),
            other => other.to_owned(),
        })
        .collect();
    let options = Options::read(tool, &arguments, "cbtqws", "")?;
    let usual = ["-".to_owned()];
    let files = if options.rest.is_empty() { &usual[..] } else { &options.rest };
    let mut all = Outcome::default();
    for file in files {
        let text = match input.text(tool, std::slice::from_ref(file)) {
            Ok(text) => text,
            Err(why) => {
                all.stderr += &why.stderr;
                all.code = 1;
                continue;
            }
        };
        if options.has('c') {
            checked(tool, &text, input, sum, &mut all);
        } else {
            all.stdout += &format!("{}  {file}\n", sum(text.as_bytes()));
        }
    }
    Ok(all)
}

fn checked(tool: &str, list: &str, input: &Input<'_>, sum: fn(&[u8]) -> String, all: &mut Outcome) {
    let mut wrong = 0;
    for (wanted, file) in list.lines().filter_map(|line| line.split_once("  ")) {
        let found = input.text(tool, &[file.to_owned()]).map(|text| sum(text.as_bytes()));
        let well = found.is_ok_and(|found| found == wanted);
        wrong += usize::from(!well);
        all.stdout += &format!("{file}: {}\n", if well { "OK" } else { "FAILED" });
    }
    if wrong > 0 {
        let (s, not) = if wrong == 1 { ("", "NOT") } else { ("s", "NOT") };
        all.stderr += &format!("{tool}: WARNING: {wrong} computed checksum{s} did {not} match\n");
        all.code = 1;
    }
}

pub fn cksum(arguments: &[String], input: &Input<'_>) -> Answer {
    let text = input.text("cksum", arguments)?;
    let length = text.len();
    let mut bytes = text.into_bytes();
    let mut left = length;
    while left > 0 {
        bytes.push(left as u8);
        left >>= 8;
    }
    let step = |crc: u32, byte: &u8| {
        (0..8).fold(crc ^ (u32::from(*byte) << 24), |crc, _| {
            (crc << 1) ^ (0x04c1_1db7 & (crc >> 31).wrapping_neg())
        })
    };
    let crc = !bytes.iter().fold(0, step);
    let name = arguments.first().map_or(String::new(), |name| format!(" {name}"));
    Ok(Outcome::said(format!("{crc} {length}{name}\n")))
}

/// The digest of bytes in hexadecimal digits.
fn digits<D: Digest>(bytes: &[u8]) -> String {
    D::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digests_are_those_of_the_standards() {
        assert_eq!(digits::<Md5>(b"abc"), "900150983cd24fb0d6963f7d28e17f72");
        assert_eq!(digits::<Sha1>(b"abc"), "a9993e364706816aba3e25717850c26c9cd0d89d");
        let sha256 = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(digits::<Sha256>(b"abc"), sha256);
        assert!(digits::<Sha512>(b"").starts_with("cf83e1357eefb8bdf1542850d66d8007"));
    }
}
