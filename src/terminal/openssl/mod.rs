//! openssl, as tutorials use it: `req -x509`, `genrsa`, `x509 -noout`, `rand`, `base64`, `version`.
//!
//! Keys and certificates have the form of real ones and carry the names and times they were asked for. Their numbers come from
//! the moment and the subject and are no key at all: nothing here encrypts, and nothing is kept secret.

mod der;

use std::collections::BTreeMap;

use jiff::tz::TimeZone;
use jiff::{Span, Timestamp};

use super::seat::Seat;
use crate::cluster::EPOCH;
use crate::kinds::base64;
use crate::sh::{Host, Outcome, full_path};
use crate::sim::Rng;

const VERSION: &str = "OpenSSL 3.0.15 3 Sep 2024 (Library: OpenSSL 3.0.15 3 Sep 2024)\n";
/// Bits of a key, and bytes of `rand`, that are made at most.
const LIMIT_BITS: usize = 8192;
const LIMIT_RANDOM: usize = 1 << 16;
const LIMIT_DAYS: i64 = 365_000;
const WITH_VALUE: [&str; 14] = [
    "-days",
    "-newkey",
    "-keyout",
    "-out",
    "-in",
    "-subj",
    "-config",
    "-addext",
    "-key",
    "-inform",
    "-outform",
    "-extensions",
    "-set_serial",
    "-CAkey",
];

/// Flags with their values, and the other words.
struct Asked {
    flags: BTreeMap<String, String>,
    words: Vec<String>,
}

impl Asked {
    fn read(rest: &[String]) -> Asked {
        let mut asked = Asked { flags: BTreeMap::new(), words: Vec::new() };
        let mut rest = rest.iter();
        while let Some(one) = rest.next() {
            if !one.starts_with('-') {
                asked.words.push(one.clone());
                continue;
            }
            let value = if WITH_VALUE.contains(&one.as_str()) { rest.next().cloned() } else { None };
            asked.flags.insert(one.clone(), value.unwrap_or_default());
        }
        asked
    }

    fn has(&self, flag: &str) -> bool {
        self.flags.contains_key(flag)
    }

    fn text(&self, flag: &str) -> Option<&str> {
        self.flags.get(flag).map(String::as_str).filter(|text| !text.is_empty())
    }
}

pub fn run(seat: &mut Seat<'_>, rest: &[String], stdin: &str, directory: &str) -> Outcome {
    let Some((what, rest)) = rest.split_first() else {
        return Outcome::failed(
            1,
            "openssl: what is to be done? for example: openssl req -x509 -nodes -newkey rsa:2048 ...",
        );
    };
    let asked = Asked::read(rest);
    let done = match what.as_str() {
        "req" if asked.has("-x509") => request(seat, &asked, directory),
        "genrsa" => generate(seat, &asked, directory),
        "x509" => show(seat, &asked, stdin, directory),
        "rand" => random(seat, &asked, directory),
        "base64" => coded(seat, &asked, stdin, directory),
        "version" => Ok(Outcome::said(VERSION)),
        other => Ok(Outcome::said(format!(
            "openssl: not here: `openssl {other}` would work on keys; the ones here are stand-ins: req -x509, genrsa, x509 -noout, \
             rand and base64 are there\n"
        ))),
    };
    done.unwrap_or_else(|why| Outcome::failed(1, &why))
}

fn now(seat: &Seat<'_>) -> Timestamp {
    let us = EPOCH.0.saturating_mul(1_000_000).saturating_add(seat.world.now().0 as i64);
    Timestamp::from_microsecond(us).unwrap_or(Timestamp::UNIX_EPOCH)
}

/// Chance of this moment and these words.
fn chance(seat: &Seat<'_>, words: &str) -> Rng {
    Rng::new(seat.world.now().0, words)
}

fn bytes(chance: &mut Rng, count: usize) -> Vec<u8> {
    (0..count).map(|_| chance.below(256) as u8).collect()
}

fn pem(kind: &str, der: &[u8]) -> String {
    let text = base64::encode(der);
    let lines: Vec<&str> =
        text.as_bytes().chunks(64).filter_map(|line| std::str::from_utf8(line).ok()).collect();
    format!("-----BEGIN {kind}-----\n{}\n-----END {kind}-----\n", lines.join("\n"))
}

/// The first block of this kind.
fn unpem(text: &str, kind: &str) -> Option<Vec<u8>> {
    let inside = text.split(&format!("-----BEGIN {kind}-----")).nth(1)?;
    let inside = inside.split("-----END").next()?;
    base64::decode(&inside.split_whitespace().collect::<String>()).ok()
}

/// A key's numbers: odd, and with their highest bit set.
struct Key {
    modulus: Vec<u8>,
    private: Vec<u8>,
}

const EXPONENT: [u8; 3] = [1, 0, 1];

impl Key {
    fn new(chance: &mut Rng, bits: usize) -> Key {
        let number = |chance: &mut Rng, count: usize| {
            let mut all = bytes(chance, count.max(1));
            let last = all.len() - 1;
            all[0] |= 0x80;
            all[last] |= 1;
            all
        };
        let count = bits.clamp(512, LIMIT_BITS) / 8;
        let modulus = number(chance, count);
        let mut parts = vec![der::integer(&[0]), der::integer(&modulus), der::integer(&EXPONENT)];
        parts.push(der::integer(&number(chance, count)));
        parts.extend((0..5).map(|_| der::integer(&number(chance, count / 2))));
        let rsa = der::sequence(&parts);
        let private = der::sequence(&[der::integer(&[0]), der::algorithm(der::RSA), der::value(0x04, &rsa)]);
        Key { modulus, private }
    }

    fn public(&self) -> Vec<u8> {
        let numbers = der::sequence(&[der::integer(&self.modulus), der::integer(&EXPONENT)]);
        der::sequence(&[der::algorithm(der::RSA), der::bits(&numbers)])
    }
}

fn bits(text: Option<&str>) -> Result<usize, String> {
    let text = text.unwrap_or("rsa:2048");
    let number = text.strip_prefix("rsa:").unwrap_or(text);
    if text == "rsa" {
        return Ok(2048);
    }
    match number.parse::<usize>() {
        Ok(number) if (512..=LIMIT_BITS).contains(&number) => Ok(number),
        _ => Err(format!("req: Unknown algorithm or size {text}: keys here are rsa:512 to rsa:{LIMIT_BITS}")),
    }
}

/// UTCTime up to 2049, GeneralizedTime from then on: RFC 5280 4.1.2.5.
fn time(moment: Timestamp) -> Vec<u8> {
    let zoned = moment.to_zoned(TimeZone::UTC);
    let (tag, format) = if zoned.year() < 2050 { (0x17, "%y%m%d%H%M%SZ") } else { (0x18, "%Y%m%d%H%M%SZ") };
    der::value(tag, jiff::fmt::strtime::format(format, &zoned).unwrap_or_default().as_bytes())
}

fn write(seat: &mut Seat<'_>, directory: &str, to: Option<&str>, text: &str) -> Result<String, String> {
    match to {
        None | Some("-" | "/dev/stdout") => Ok(text.to_owned()),
        Some(path) => seat
            .write(&full_path(directory, path), text, false)
            .map(|()| String::new())
            .map_err(|why| format!("Can't open \"{path}\" for writing, {why}")),
    }
}

/// A certificate and a key for a name, always the same: valid for a year from the beginning of all clusters.
pub fn stand_in(subject: &str) -> (String, String) {
    let from = Timestamp::from_second(EPOCH.0).unwrap_or(Timestamp::UNIX_EPOCH);
    let mut chance = Rng::new(0, subject);
    let key = Key::new(&mut chance, 2048);
    (certify(&mut chance, &key, subject, (from, 365)), pem("PRIVATE KEY", &key.private))
}

/// A certificate that signs itself, for so many days.
fn certify(chance: &mut Rng, key: &Key, subject: &str, (from, days): (Timestamp, i64)) -> String {
    let until = from.checked_add(Span::new().hours(days.saturating_mul(24))).unwrap_or(from);
    let name = der::name(subject);
    let signature = der::algorithm(der::SHA256_WITH_RSA);
    let serial = bytes(chance, 20);
    let body = der::sequence(&[
        der::value(0xa0, &der::integer(&[2])),
        der::integer(&[&[0x5a], &serial[1..]].concat()),
        signature.clone(),
        name.clone(),
        der::sequence(&[time(from), time(until)]),
        name,
        key.public(),
    ]);
    let signed = der::bits(&bytes(chance, key.modulus.len()));
    pem("CERTIFICATE", &der::sequence(&[body, signature, signed]))
}

fn request(seat: &mut Seat<'_>, asked: &Asked, directory: &str) -> Result<Outcome, String> {
    let Some(subject) = asked.text("-subj") else {
        return Err("openssl: the names of the certificate would be asked for; give them with -subj \"/CN=example.com\"".into());
    };
    if !subject.starts_with('/') {
        return Err(format!(
            "req: subject name is expected to be in the format /type0=value0/type1=value1/type2=... where characters may be \
             escaped by \\. This name is not in that format: '{subject}'"
        ));
    }
    let days = asked.text("-days").unwrap_or("30").parse::<i64>();
    let days = days.map_err(|_| "req: Can't parse the number of -days".to_owned())?.clamp(0, LIMIT_DAYS);
    let mut chance = chance(seat, subject);
    let key = Key::new(&mut chance, bits(asked.text("-newkey"))?);
    let certificate = certify(&mut chance, &key, subject, (now(seat), days));
    let private = pem("PRIVATE KEY", &key.private);
    let keyout = asked.text("-keyout").unwrap_or("privkey.pem");
    let mut stdout = String::new();
    if asked.text("-key").is_none() {
        stdout += &write(seat, directory, Some(keyout), &private)?;
    }
    stdout += &write(seat, directory, asked.text("-out"), &certificate)?;
    Ok(Outcome { stdout, stderr: "-----\n".into(), code: 0 })
}

fn generate(seat: &mut Seat<'_>, asked: &Asked, directory: &str) -> Result<Outcome, String> {
    let bits = bits(asked.words.first().map(String::as_str))?;
    let key = Key::new(&mut chance(seat, "genrsa"), bits);
    let text = pem("PRIVATE KEY", &key.private);
    write(seat, directory, asked.text("-out"), &text).map(Outcome::said)
}

/// What a certificate says.
struct Certificate {
    serial: String,
    issuer: String,
    subject: String,
    from: String,
    until: String,
}

fn certificate(der: &[u8]) -> Option<Certificate> {
    let whole = der::read(der)?;
    let outer = der::read(whole.first()?.1)?;
    let body = der::read(outer.first()?.1)?;
    let [_, serial, _, issuer, validity, subject, ..] = body.as_slice() else { return None };
    let times = der::read(validity.1)?;
    let [from, until] = times.as_slice() else { return None };
    let hex = serial.1.iter().map(|byte| format!("{byte:02X}")).collect();
    Some(Certificate {
        serial: hex,
        issuer: der::name_text(issuer.1)?,
        subject: der::name_text(subject.1)?,
        from: shown(from)?,
        until: shown(until)?,
    })
}

/// `Jan 15 10:00:20 2026 GMT`
fn shown((tag, text): &der::Read<'_>) -> Option<String> {
    let text = std::str::from_utf8(text).ok()?;
    let whole = if *tag == 0x17 { format!("20{text}") } else { text.to_owned() };
    let moment = jiff::civil::DateTime::strptime("%Y%m%d%H%M%SZ", &whole).ok()?;
    jiff::fmt::strtime::format("%b %e %H:%M:%S %Y GMT", moment).ok()
}

fn input(seat: &Seat<'_>, asked: &Asked, stdin: &str, directory: &str) -> Result<String, String> {
    match asked.text("-in") {
        None => Ok(stdin.to_owned()),
        Some(path) => seat
            .read(&full_path(directory, path))
            .map_err(|why| format!("Could not open file or uri for loading certificate from {path}: {why}")),
    }
}

fn show(seat: &Seat<'_>, asked: &Asked, stdin: &str, directory: &str) -> Result<Outcome, String> {
    let text = input(seat, asked, stdin, directory)?;
    let found = unpem(&text, "CERTIFICATE").and_then(|der| certificate(&der));
    let found = found.ok_or_else(|| "Unable to load certificate".to_owned())?;
    let mut said = String::new();
    for flag in asked.flags.keys() {
        said += &match flag.as_str() {
            "-subject" => format!("subject={}\n", found.subject),
            "-issuer" => format!("issuer={}\n", found.issuer),
            "-serial" => format!("serial={}\n", found.serial),
            "-dates" => format!("notBefore={}\nnotAfter={}\n", found.from, found.until),
            "-startdate" => format!("notBefore={}\n", found.from),
            "-enddate" => format!("notAfter={}\n", found.until),
            "-text" => format!(
                "Certificate:\n    Data:\n        Version: 3 (0x2)\n        Serial Number: {}\n        Signature Algorithm: \
                 sha256WithRSAEncryption\n        Issuer: {}\n        Validity\n            Not Before: {}\n            Not After : \
                 {}\n        Subject: {}\n",
                found.serial, found.issuer, found.from, found.until, found.subject
            ),
            _ => continue,
        };
    }
    if !asked.has("-noout") {
        said += &text;
    }
    Ok(Outcome::said(said))
}

fn random(seat: &mut Seat<'_>, asked: &Asked, directory: &str) -> Result<Outcome, String> {
    let count = asked.words.first().and_then(|word| word.parse::<usize>().ok());
    let count = count.filter(|count| *count <= LIMIT_RANDOM);
    let count = count.ok_or_else(|| format!("rand: give a number of bytes, {LIMIT_RANDOM} at most"))?;
    let drawn = bytes(&mut chance(seat, &format!("rand {}", seat.history.len())), count);
    let text = match (asked.has("-hex"), asked.has("-base64")) {
        (false, true) => folded(&base64::encode(&drawn)),
        _ => drawn.iter().map(|byte| format!("{byte:02x}")).collect::<String>() + "\n",
    };
    write(seat, directory, asked.text("-out"), &text).map(Outcome::said)
}

/// Lines of 64 letters.
fn folded(text: &str) -> String {
    let lines = text.as_bytes().chunks(64).filter_map(|line| std::str::from_utf8(line).ok());
    lines.map(|line| format!("{line}\n")).collect()
}

fn coded(seat: &mut Seat<'_>, asked: &Asked, stdin: &str, directory: &str) -> Result<Outcome, String> {
    let text = input(seat, asked, stdin, directory)?;
    let made = match (asked.has("-d"), asked.has("-A")) {
        (true, _) => {
            let bare: String = text.split_whitespace().collect();
            let bytes = base64::decode(&bare).map_err(|_| "error reading input file".to_owned())?;
            String::from_utf8_lossy(&bytes).into_owned()
        }
        (false, true) => base64::encode(text.as_bytes()),
        (false, false) => folded(&base64::encode(text.as_bytes())),
    };
    write(seat, directory, asked.text("-out"), &made).map(Outcome::said)
}
