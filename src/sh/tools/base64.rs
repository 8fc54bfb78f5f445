//! `base64` and `base64 -d`.

use super::{Answer, Input, Options, Outcome};

const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
/// Letters of a line, unless `-w` says otherwise.
const WIDTH: usize = 76;

pub fn base64(arguments: &[String], input: &Input<'_>) -> Answer {
    let long = |one: &String| match one.as_str() {
        "--decode" | "-D" => "-d".to_owned(),
        other => other.strip_prefix("--wrap=").map_or(other.to_owned(), |width| format!("-w{width}")),
    };
    let arguments: Vec<String> = arguments.iter().map(long).collect();
    let options = Options::read("base64", &arguments, "di", "w")?;
    let text = input.text("base64", &options.rest)?;
    if options.has('d') {
        return decode(&text).map(Outcome::said).ok_or_else(|| Outcome::failed(1, "base64: invalid input"));
    }
    let coded = encode(text.as_bytes());
    let width = options.value('w').map_or(Ok(WIDTH), str::parse);
    let width = width.map_err(|_| Outcome::failed(1, "base64: invalid wrap size"))?;
    if width == 0 {
        return Ok(Outcome::said(coded));
    }
    let lines = coded.as_bytes().chunks(width).map(|line| String::from_utf8_lossy(line).into_owned() + "\n");
    Ok(Outcome::said(lines.collect::<String>()))
}

pub fn encode(bytes: &[u8]) -> String {
    let mut coded = String::new();
    for part in bytes.chunks(3) {
        let whole =
            part.iter().fold(0u32, |whole, byte| (whole << 8) | u32::from(*byte)) << (8 * (3 - part.len()));
        for at in 0..4 {
            let letter = LETTERS[(whole >> (18 - 6 * at)) as usize & 63];
            coded.push(if at <= part.len() { char::from(letter) } else { '=' });
        }
    }
    coded
}

/// None where it is not base64; bytes that are no text are shown as such.
pub fn decode(text: &str) -> Option<String> {
    let mut bytes = Vec::new();
    let (mut whole, mut bits) = (0u32, 0);
    for letter in text.bytes().filter(|one| !one.is_ascii_whitespace() && *one != b'=') {
        let value = LETTERS.iter().position(|one| *one == letter)? as u32;
        whole = (whole << 6 | value) & 0xff_ffff;
        bits += 6;
        if bits >= 8 {
            bits -= 8;
            bytes.push((whole >> bits) as u8);
        }
    }
    Some(String::from_utf8_lossy(&bytes).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_and_back() {
        for (text, coded) in
            [("", ""), ("a", "YQ=="), ("ab", "YWI="), ("abc", "YWJj"), ("mypassword", "bXlwYXNzd29yZA==")]
        {
            assert_eq!(encode(text.as_bytes()), coded);
            assert_eq!(decode(coded).as_deref(), Some(text));
        }
        assert_eq!(decode("*"), None);
    }
}
