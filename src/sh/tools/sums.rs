//! `md5sum`, `sha1sum`, `sha256sum`, `sha512sum`, `cksum` (RFC 1321, FIPS 180-4, POSIX `cksum`).

use super::{Answer, Input, Options, Outcome};

pub fn md5sum(arguments: &[String], input: &Input<'_>) -> Answer {
    sums("md5sum", arguments, input, md5)
}

pub fn sha1sum(arguments: &[String], input: &Input<'_>) -> Answer {
    sums("sha1sum", arguments, input, sha1)
}

pub fn sha256sum(arguments: &[String], input: &Input<'_>) -> Answer {
    sums("sha256sum", arguments, input, sha256)
}

pub fn sha512sum(arguments: &[String], input: &Input<'_>) -> Answer {
    sums("sha512sum", arguments, input, sha512)
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

/// A message filled up to whole blocks, its length in bits last.
fn padded(bytes: &[u8], block: usize, little: bool) -> Vec<u8> {
    let mut all = bytes.to_vec();
    all.push(0x80);
    let tail = block / 8;
    while all.len() % block != block - tail {
        all.push(0);
    }
    let bits = (bytes.len() as u64).wrapping_mul(8);
    if tail > 8 {
        all.extend([0; 8]);
    }
    all.extend(if little { bits.to_le_bytes() } else { bits.to_be_bytes() });
    all
}

fn hex(words: &[u32], little: bool) -> String {
    let bytes = |word: &u32| if little { word.to_le_bytes() } else { word.to_be_bytes() };
    words.iter().flat_map(bytes).map(|byte| format!("{byte:02x}")).collect()
}

pub fn md5(bytes: &[u8]) -> String {
    const TURNS: [[u32; 4]; 4] = [[7, 12, 17, 22], [5, 9, 14, 20], [4, 11, 16, 23], [6, 10, 15, 21]];
    let sines: Vec<u32> = (1..=64).map(|at| (f64::from(at).sin().abs() * 4_294_967_296.0) as u32).collect();
    let mut sum: [u32; 4] = [0x6745_2301, 0xefcd_ab89, 0x98ba_dcfe, 0x1032_5476];
    for block in padded(bytes, 64, true).chunks(64) {
        let word = |at: usize| {
            u32::from_le_bytes([block[4 * at], block[4 * at + 1], block[4 * at + 2], block[4 * at + 3]])
        };
        let [mut a, mut b, mut c, mut d] = sum;
        for at in 0..64 {
            let (mixed, place) = match at / 16 {
                0 => ((b & c) | (!b & d), at),
                1 => ((d & b) | (!d & c), (5 * at + 1) % 16),
                2 => (b ^ c ^ d, (3 * at + 5) % 16),
                _ => (c ^ (b | !d), (7 * at) % 16),
            };
            let turned = a.wrapping_add(mixed).wrapping_add(sines[at]).wrapping_add(word(place));
            (a, d, c) = (d, c, b);
            b = b.wrapping_add(turned.rotate_left(TURNS[at / 16][at % 4]));
        }
        for (held, more) in sum.iter_mut().zip([a, b, c, d]) {
            *held = held.wrapping_add(more);
        }
    }
    hex(&sum, true)
}

pub fn sha1(bytes: &[u8]) -> String {
    let mut sum: [u32; 5] = [0x6745_2301, 0xefcd_ab89, 0x98ba_dcfe, 0x1032_5476, 0xc3d2_e1f0];
    for block in padded(bytes, 64, false).chunks(64) {
        let mut words: Vec<u32> =
            block.chunks(4).map(|one| u32::from_be_bytes([one[0], one[1], one[2], one[3]])).collect();
        for at in 16..80 {
            words.push((words[at - 3] ^ words[at - 8] ^ words[at - 14] ^ words[at - 16]).rotate_left(1));
        }
        let [mut a, mut b, mut c, mut d, mut e] = sum;
        for (at, word) in words.iter().enumerate() {
            let (mixed, constant) = match at / 20 {
                0 => ((b & c) | (!b & d), 0x5a82_7999),
                1 => (b ^ c ^ d, 0x6ed9_eba1),
                2 => ((b & c) | (b & d) | (c & d), 0x8f1b_bcdc_u32),
                _ => (b ^ c ^ d, 0xca62_c1d6),
            };
            let next = a
                .rotate_left(5)
                .wrapping_add(mixed)
                .wrapping_add(e)
                .wrapping_add(constant)
                .wrapping_add(*word);
            (e, d, c, b, a) = (d, c, b.rotate_left(30), a, next);
        }
        for (held, more) in sum.iter_mut().zip([a, b, c, d, e]) {
            *held = held.wrapping_add(more);
        }
    }
    hex(&sum, false)
}

/// The first primes: SHA-2's constants are the fractions of their roots.
fn primes(count: usize) -> Vec<u64> {
    (2..)
        .filter(|one| (2..*one).take_while(|by| by * by <= *one).all(|by| one % by != 0))
        .take(count)
        .collect()
}

/// The first 64 bits after the point of a prime's square or cube root, in whole numbers.
fn fraction(prime: u64, power: u32) -> u64 {
    // The greatest r with r^power <= prime << (64 * power), bit by bit; its low 64 bits are the fraction.
    let mut root: u128 = 0;
    for bit in (0..68).rev() {
        let next = root | (1 << bit);
        if fits(next, power, prime) {
            root = next;
        }
    }
    root as u64
}

/// Whether `value^power <= prime << (64 * power)`, in limbs of 32 bits.
fn fits(value: u128, power: u32, prime: u64) -> bool {
    let limbs =
        |value: u128| -> Vec<u64> { (0..4).map(|at| (value >> (32 * at)) as u64 & 0xffff_ffff).collect() };
    let mut product = vec![1u64];
    for _ in 0..power {
        let mut next = vec![0u64; product.len() + 5];
        for (i, one) in product.iter().enumerate() {
            let mut carry = 0u64;
            for (j, other) in limbs(value).iter().enumerate() {
                let sum = next[i + j] + one * other + carry;
                next[i + j] = sum & 0xffff_ffff;
                carry = sum >> 32;
            }
            next[i + 4] += carry;
        }
        product = next;
    }
    let mut wanted = vec![0u64; 2 * power as usize];
    wanted.extend([prime & 0xffff_ffff, prime >> 32]);
    let length = product.len().max(wanted.len());
    product.resize(length, 0);
    wanted.resize(length, 0);
    product.iter().rev().le(wanted.iter().rev())
}

pub fn sha256(bytes: &[u8]) -> String {
    let primes = primes(64);
    let constants: Vec<u32> = primes.iter().map(|prime| (fraction(*prime, 3) >> 32) as u32).collect();
    let mut sum: Vec<u32> = primes[..8].iter().map(|prime| (fraction(*prime, 2) >> 32) as u32).collect();
    for block in padded(bytes, 64, false).chunks(64) {
        let mut words: Vec<u32> =
            block.chunks(4).map(|one| u32::from_be_bytes([one[0], one[1], one[2], one[3]])).collect();
        for at in 16..64 {
            let (one, other) = (words[at - 15], words[at - 2]);
            let one = one.rotate_right(7) ^ one.rotate_right(18) ^ (one >> 3);
            let other = other.rotate_right(17) ^ other.rotate_right(19) ^ (other >> 10);
            words.push(words[at - 16].wrapping_add(one).wrapping_add(words[at - 7]).wrapping_add(other));
        }
        let mut now = sum.clone();
        for at in 0..64 {
            let (a, e) = (now[0], now[4]);
            let first = now[7]
                .wrapping_add(e.rotate_right(6) ^ e.rotate_right(11) ^ e.rotate_right(25))
                .wrapping_add((e & now[5]) ^ (!e & now[6]))
                .wrapping_add(constants[at])
                .wrapping_add(words[at]);
            let second = (a.rotate_right(2) ^ a.rotate_right(13) ^ a.rotate_right(22))
                .wrapping_add((a & now[1]) ^ (a & now[2]) ^ (now[1] & now[2]));
            now.rotate_right(1);
            now[4] = now[4].wrapping_add(first);
            now[0] = first.wrapping_add(second);
        }
        for (held, more) in sum.iter_mut().zip(now) {
            *held = held.wrapping_add(more);
        }
    }
    hex(&sum, false)
}

pub fn sha512(bytes: &[u8]) -> String {
    let primes = primes(80);
    let constants: Vec<u64> = primes.iter().map(|prime| fraction(*prime, 3)).collect();
    let mut sum: Vec<u64> = primes[..8].iter().map(|prime| fraction(*prime, 2)).collect();
    for block in padded(bytes, 128, false).chunks(128) {
        let word = |one: &[u8]| one.iter().fold(0u64, |word, byte| (word << 8) | u64::from(*byte));
        let mut words: Vec<u64> = block.chunks(8).map(word).collect();
        for at in 16..80 {
            let (one, other) = (words[at - 15], words[at - 2]);
            let one = one.rotate_right(1) ^ one.rotate_right(8) ^ (one >> 7);
            let other = other.rotate_right(19) ^ other.rotate_right(61) ^ (other >> 6);
            words.push(words[at - 16].wrapping_add(one).wrapping_add(words[at - 7]).wrapping_add(other));
        }
        let mut now = sum.clone();
        for at in 0..80 {
            let (a, e) = (now[0], now[4]);
            let first = now[7]
                .wrapping_add(e.rotate_right(14) ^ e.rotate_right(18) ^ e.rotate_right(41))
                .wrapping_add((e & now[5]) ^ (!e & now[6]))
                .wrapping_add(constants[at])
                .wrapping_add(words[at]);
            let second = (a.rotate_right(28) ^ a.rotate_right(34) ^ a.rotate_right(39))
                .wrapping_add((a & now[1]) ^ (a & now[2]) ^ (now[1] & now[2]));
            now.rotate_right(1);
            now[4] = now[4].wrapping_add(first);
            now[0] = first.wrapping_add(second);
        }
        for (held, more) in sum.iter_mut().zip(now) {
            *held = held.wrapping_add(more);
        }
    }
    sum.iter().map(|word| format!("{word:016x}")).collect()
}
