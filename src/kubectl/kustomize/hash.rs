//! The suffix of generated names: api/hasher of kustomize, ten letters of a SHA-256 (FIPS 180-4).

use serde_json::{Value, json};

/// The suffix of a ConfigMap or Secret.
pub fn suffix(value: &Value) -> String {
    let or_empty = |field: &str| if value[field].is_null() { json!("") } else { value[field].clone() };
    let mut held = json!({
        "kind": value["kind"], "name": value["metadata"]["name"], "data": or_empty("data"),
    });
    if value["kind"] == "Secret" {
        held["type"] = or_empty("type");
    } else if !value["binaryData"].is_null() {
        held["binaryData"] = value["binaryData"].clone();
    }
    let letter = |one: char| match one {
        '0' => 'g',
        '1' => 'h',
        '3' => 'k',
        'a' => 'm',
        'e' => 't',
        one => one,
    };
    sha256(held.to_string().as_bytes()).chars().take(10).map(letter).collect()
}

/// The first 32 bits of the fractional parts of the roots of the first primes: square roots to begin with, cube roots
/// for the rounds.
fn constants() -> ([u32; 8], [u32; 64]) {
    let mut primes = (2u64..).filter(|n| (2..*n).take_while(|d| d * d <= *n).all(|d| n % d != 0));
    let primes: [u64; 64] = std::array::from_fn(|_| primes.next().unwrap_or_default());
    let begin = std::array::from_fn(|at| root_bits(u128::from(primes[at]) << 64, 2));
    let rounds = std::array::from_fn(|at| root_bits(u128::from(primes[at]) << 96, 3));
    (begin, rounds)
}

/// The low 32 bits of the largest whole number whose power is not above the value.
fn root_bits(value: u128, power: u32) -> u32 {
    let (mut low, mut high) = (0u128, 1u128 << 40);
    while high - low > 1 {
        let middle = low.midpoint(high);
        match middle.checked_pow(power).filter(|found| *found <= value) {
            Some(_) => low = middle,
            None => high = middle,
        }
    }
    low as u32
}

pub fn sha256(bytes: &[u8]) -> String {
    let (mut state, rounds) = constants();
    let mut padded = bytes.to_vec();
    padded.push(0x80);
    while padded.len() % 64 != 56 {
        padded.push(0);
    }
    padded.extend((bytes.len() as u64 * 8).to_be_bytes());
    for block in padded.chunks_exact(64) {
        mix(&mut state, &rounds, block);
    }
    state.iter().map(|word| format!("{word:08x}")).collect()
}

fn mix(state: &mut [u32; 8], rounds: &[u32; 64], block: &[u8]) {
    let mut words = [0u32; 64];
    for (word, bytes) in words.iter_mut().zip(block.chunks_exact(4)) {
        *word = bytes.iter().fold(0, |word, byte| word << 8 | u32::from(*byte));
    }
    for at in 16..64 {
        let (a, b) = (words[at - 15], words[at - 2]);
        let small = a.rotate_right(7) ^ a.rotate_right(18) ^ (a >> 3);
        let large = b.rotate_right(17) ^ b.rotate_right(19) ^ (b >> 10);
        words[at] = words[at - 16].wrapping_add(small).wrapping_add(words[at - 7]).wrapping_add(large);
    }
    let [mut a, mut b, mut c, mut d, mut e, mut f, mut g, mut h] = *state;
    for at in 0..64 {
        let one = e.rotate_right(6) ^ e.rotate_right(11) ^ e.rotate_right(25);
        let choice = (e & f) ^ (!e & g);
        let first = h.wrapping_add(one).wrapping_add(choice).wrapping_add(rounds[at]).wrapping_add(words[at]);
        let zero = a.rotate_right(2) ^ a.rotate_right(13) ^ a.rotate_right(22);
        let second = zero.wrapping_add((a & b) ^ (a & c) ^ (b & c));
        (h, g, f, e, d, c, b, a) = (g, f, e, d.wrapping_add(first), c, b, a, first.wrapping_add(second));
    }
    for (word, new) in state.iter_mut().zip([a, b, c, d, e, f, g, h]) {
        *word = word.wrapping_add(new);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digests_are_those_of_the_standard() {
        assert_eq!(sha256(b"abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assert_eq!(sha256(b""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    }
}
