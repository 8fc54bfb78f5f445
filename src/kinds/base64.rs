//! Base64 as Go's encoding/base64 `StdEncoding` reads it, with its errors.

/// For addresses: other letters, and no padding.
pub fn encode_url(bytes: &[u8]) -> String {
    encode(bytes).trim_end_matches('=').replace('+', "-").replace('/', "_")
}

/// How many bytes a text stands for.
pub fn decoded_length(text: &str) -> usize {
    text.trim_end_matches('=').len() * 3 / 4
}

/// The bytes of a text, or the position at which it cannot be read.
pub fn decode(text: &str) -> Result<Vec<u8>, usize> {
    let source = text.as_bytes();
    let letters: Vec<(usize, u8)> =
        source.iter().copied().enumerate().filter(|(_, c)| !matches!(c, b'\n' | b'\r')).collect();
    let mut bytes = Vec::with_capacity(decoded_length(text));
    let mut quantum: Vec<u8> = Vec::with_capacity(4);
    for (order, (at, c)) in letters.iter().enumerate() {
        if *c == b'=' {
            padding(&quantum, &letters[order..], source.len())?;
            flush(&quantum, &mut bytes);
            return Ok(bytes);
        }
        quantum.push(value(*c).ok_or(*at)?);
        if quantum.len() == 4 {
            flush(&quantum, &mut bytes);
            quantum.clear();
        }
    }
    if quantum.is_empty() { Ok(bytes) } else { Err(source.len() - quantum.len()) }
}

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// The text that stands for bytes.
pub fn encode(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let bits =
            chunk.iter().fold(0_u32, |bits, byte| bits << 8 | u32::from(*byte)) << (8 * (3 - chunk.len()));
        for place in 0..4 {
            let letter = ALPHABET[(bits >> (18 - 6 * place) & 63) as usize];
            text.push(if place <= chunk.len() { char::from(letter) } else { '=' });
        }
    }
    text
}

fn value(c: u8) -> Option<u8> {
    match c {
        b'A'..=b'Z' => Some(c - b'A'),
        b'a'..=b'z' => Some(c - b'a' + 26),
        b'0'..=b'9' => Some(c - b'0' + 52),
        b'+' => Some(62),
        b'/' => Some(63),
        _ => None,
    }
}

/// Checks what follows from the first `=` on.
fn padding(quantum: &[u8], rest: &[(usize, u8)], length: usize) -> Result<(), usize> {
    let end = match (quantum.len(), rest) {
        (2, [_]) => return Err(length),
        (2, [_, (_, b'='), ..]) => 2,
        (2, [_, (at, _), ..]) => return Err(at.saturating_sub(1)),
        (3, _) => 1,
        (_, [(at, _), ..]) => return Err(*at),
        (_, []) => return Err(length),
    };
    rest.get(end).map_or(Ok(()), |(at, _)| Err(*at))
}

fn flush(quantum: &[u8], bytes: &mut Vec<u8>) {
    let bits =
        quantum.iter().fold(0_u32, |bits, six| bits << 6 | u32::from(*six)) << (6 * (4 - quantum.len()));
    let [_, first, second, third] = bits.to_be_bytes();
    bytes.extend([first, second, third].into_iter().take(quantum.len().saturating_sub(1)));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn writes_what_it_reads() {
        for text in ["", "a", "ab", "abc", "admin", "비밀번호"] {
            assert_eq!(decode(&encode(text.as_bytes())), Ok(text.as_bytes().to_vec()));
        }
        assert_eq!(encode(b"admin"), "YWRtaW4=");
    }

    #[test]
    fn reads_and_refuses() {
        assert_eq!(Ok(b"not json".to_vec()), decode("bm90IGpz\nb24="));
        assert_eq!(Ok(b"1".to_vec()), decode("MQ=="));
        assert_eq!(Ok(Vec::new()), decode(""));
        for (text, at) in
            [("plain", 4), ("a b", 1), ("MQ=", 3), ("MQ=x", 2), ("MQ==MQ==", 4), ("=", 0), ("!", 0)]
        {
            assert_eq!(Err(at), decode(text), "{text}");
        }
    }
}
