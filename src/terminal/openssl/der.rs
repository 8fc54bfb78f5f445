//! DER, as far as keys and certificates need it: X.690, PKCS #8 and RFC 5280.

pub const RSA: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01];
pub const SHA256_WITH_RSA: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x0b];
/// Attributes of names by their last number under 2.5.4.
const ATTRIBUTES: [(&str, u8); 6] = [("CN", 3), ("C", 6), ("L", 7), ("ST", 8), ("O", 10), ("OU", 11)];
/// Values of a text that are read.
const LIMIT_VALUES: usize = 500;

pub fn value(tag: u8, inside: &[u8]) -> Vec<u8> {
    let mut all = vec![tag];
    let length = inside.len();
    if length < 0x80 {
        all.push(length as u8);
    } else {
        let bytes = length.to_be_bytes();
        let skip = bytes.iter().take_while(|byte| **byte == 0).count();
        all.push(0x80 | (bytes.len() - skip) as u8);
        all.extend(&bytes[skip..]);
    }
    all.extend(inside);
    all
}

pub fn sequence(parts: &[Vec<u8>]) -> Vec<u8> {
    value(0x30, &parts.concat())
}

/// A number that is not negative.
pub fn integer(bytes: &[u8]) -> Vec<u8> {
    let mut inside = bytes.to_vec();
    if inside.first().is_none_or(|first| *first >= 0x80) {
        inside.insert(0, 0);
    }
    value(0x02, &inside)
}

pub fn bits(bytes: &[u8]) -> Vec<u8> {
    value(0x03, &[&[0], bytes].concat())
}

pub fn algorithm(oid: &[u8]) -> Vec<u8> {
    sequence(&[value(0x06, oid), value(0x05, &[])])
}

/// `/CN=a/O=b`; attributes that are not known are left out.
pub fn name(subject: &str) -> Vec<u8> {
    let mut parts = Vec::new();
    for pair in subject.split('/') {
        let Some((key, text)) = pair.split_once('=') else { continue };
        let Some((_, last)) = ATTRIBUTES.iter().find(|(known, _)| *known == key) else { continue };
        let tag = if key == "C" { 0x13 } else { 0x0c };
        let pair = sequence(&[value(0x06, &[0x55, 0x04, *last]), value(tag, text.as_bytes())]);
        parts.push(value(0x31, &pair));
    }
    sequence(&parts)
}

/// A value: its tag and what is inside.
pub type Read<'a> = (u8, &'a [u8]);

/// The values that follow one another.
pub fn read(mut bytes: &[u8]) -> Option<Vec<Read<'_>>> {
    let mut all = Vec::new();
    while let [tag, first, rest @ ..] = bytes {
        let count = usize::from(first & 0x7f);
        let (length, rest) = match first {
            0..0x80 => (count, rest),
            _ if count > 4 || rest.len() < count => return None,
            _ => (
                rest[..count].iter().fold(0, |so_far, byte| so_far << 8 | usize::from(*byte)),
                &rest[count..],
            ),
        };
        if rest.len() < length || all.len() >= LIMIT_VALUES {
            return None;
        }
        all.push((*tag, &rest[..length]));
        bytes = &rest[length..];
    }
    bytes.is_empty().then_some(all)
}

/// `CN=a, O=b`, as openssl 3 prints a name.
pub fn name_text(inside: &[u8]) -> Option<String> {
    let mut parts = Vec::new();
    for (_, set) in read(inside)? {
        for (_, pair) in read(set)? {
            if let [(_, oid), (_, text)] = read(pair)?.as_slice() {
                let known = ATTRIBUTES.iter().find(|(_, last)| oid.last() == Some(last));
                parts.push(format!("{}={}", known?.0, String::from_utf8_lossy(text)));
            }
        }
    }
    Some(parts.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read() {
        let whole = sequence(&[integer(&[0x80]), value(0x04, &[7; 300]), name("/CN=a/O=b/X=c")]);
        let outer = read(&whole).expect("one value");
        let inner = read(outer[0].1).expect("three values");
        assert_eq!((inner.len(), inner[0].1, inner[1].1.len()), (3, &[0, 0x80][..], 300));
        assert_eq!(name_text(inner[2].1).as_deref(), Some("CN=a, O=b"));
        assert_eq!(read(&[0x30, 0x05, 0x00]), None);
    }
}
