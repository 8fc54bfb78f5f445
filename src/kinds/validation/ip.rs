//! Addresses and ranges: apimachinery pkg/util/validation/ip.go and `ValidateNonSpecialIP` of core, v1.36.
//!
//! Texts are read as generously as upstream reads them (leading zeros), then refused for it.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use super::at::At;
use super::errors::{Errors, quote};

const BAD_ADDRESS: &str = "must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)";
const BAD_RANGE: &str = "must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)";

/// ParseIPSloppy: leading zeros do no harm.
pub fn parse(text: &str) -> Option<IpAddr> {
    if let Ok(address) = text.parse() {
        return Some(address);
    }
    let (head, tail) = text.rsplit_once(':').map_or(("", text), |(head, tail)| (head, tail));
    let octets: Vec<&str> = tail.split('.').collect();
    let fine = |octet: &&&str| (1..=5).contains(&octet.len()) && octet.bytes().all(|c| c.is_ascii_digit());
    if octets.len() != 4 || octets.iter().filter(fine).count() != 4 {
        return None;
    }
    let plain: Option<Vec<String>> =
        octets.iter().map(|octet| Some(octet.parse::<u8>().ok()?.to_string())).collect();
    let plain = plain?.join(".");
    if head.is_empty() && !text.contains(':') {
        return plain.parse().ok();
    }
    format!("{head}:{plain}").parse().ok()
}

/// An address and the length of its prefix.
pub fn parse_range(text: &str) -> Option<(IpAddr, u8)> {
    let (address, length) = text.split_once('/')?;
    let address = parse(address)?;
    let digits = (1..=3).contains(&length.len()) && length.bytes().all(|c| c.is_ascii_digit());
    let length: u8 = length.parse().ok().filter(|_| digits)?;
    let most = if address.is_ipv4() { 32 } else { 128 };
    (length <= most).then_some((address, length))
}

/// Whether the first range holds the second one and is larger.
pub fn holds(outer: (IpAddr, u8), inner: (IpAddr, u8)) -> bool {
    same_family(outer.0, inner.0) && outer.1 < inner.1 && masked(outer.0, outer.1) == masked(inner.0, outer.1)
}

fn same_family(a: IpAddr, b: IpAddr) -> bool {
    a.is_ipv4() == b.is_ipv4()
}

fn masked(address: IpAddr, length: u8) -> IpAddr {
    match address {
        IpAddr::V4(four) => {
            let mask = u32::MAX.checked_shl(32 - u32::from(length.min(32))).unwrap_or(0);
            IpAddr::V4(Ipv4Addr::from(u32::from(four) & mask))
        }
        IpAddr::V6(six) => {
            let mask = u128::MAX.checked_shl(128 - u32::from(length.min(128))).unwrap_or(0);
            IpAddr::V6(Ipv6Addr::from(u128::from(six) & mask))
        }
    }
}

fn is_mapped(address: IpAddr) -> bool {
    matches!(address, IpAddr::V6(six) if six.to_ipv4_mapped().is_some())
}

/// Whether there are two addresses of different families, both readable.
pub fn dual_stack<'a>(texts: impl Iterator<Item = &'a str>) -> bool {
    let families: Vec<Option<bool>> =
        texts.map(|text| parse(text).map(|address| address.is_ipv4())).collect();
    families.contains(&Some(true)) && families.contains(&Some(false)) && !families.contains(&None)
}

pub fn address(at: &At<'_>, errors: &mut Errors) -> Option<IpAddr> {
    let text = at.text();
    let Some(read) = parse(text) else {
        errors.invalid_as(&at.path, &quote(text), BAD_ADDRESS);
        return None;
    };
    if text.parse::<IpAddr>().is_err() {
        errors.invalid_as(&at.path, &quote(text), "must not have leading 0s");
    } else if is_mapped(read) {
        errors.invalid_as(&at.path, &quote(text), "must not be an IPv4-mapped IPv6 address");
    }
    Some(read)
}

pub fn range(at: &At<'_>, errors: &mut Errors) -> Option<(IpAddr, u8)> {
    range_text(&at.path, at.text(), errors)
}

pub fn range_text(path: &str, text: &str, errors: &mut Errors) -> Option<(IpAddr, u8)> {
    let Some((read, length)) = parse_range(text) else {
        errors.invalid_as(path, &quote(text), BAD_RANGE);
        return None;
    };
    let (written, prefix) = text.split_once('/').unwrap_or_default();
    let why = if written.parse::<IpAddr>().is_err() || (prefix.len() > 1 && prefix.starts_with('0')) {
        "must not have leading 0s in IP or prefix length"
    } else if is_mapped(read) {
        "must not have an IPv4-mapped IPv6 address"
    } else if masked(read, length) != read {
        "must not have bits set beyond the prefix length"
    } else {
        return Some((read, length));
    };
    errors.invalid_as(path, &quote(text), why);
    Some((read, length))
}

/// Addresses that mean something only on one machine are not endpoints.
pub fn not_special(at: &At<'_>, errors: &mut Errors) {
    let text = at.text();
    let Some(read) = parse(text) else {
        return errors.invalid_as(&at.path, &quote(text), "must be a valid IP address");
    };
    if read.is_unspecified() {
        errors.invalid(at, &format!("may not be unspecified ({text})"));
    }
    if read.is_loopback() {
        errors.invalid(at, "may not be in the loopback range (127.0.0.0/8, ::1/128)");
    }
    if is_link_local(read) {
        errors.invalid(at, "may not be in the link-local range (169.254.0.0/16, fe80::/10)");
    }
    if is_link_local_multicast(read) {
        errors.invalid(at, "may not be in the link-local multicast range (224.0.0.0/24, ff02::/10)");
    }
}

fn is_link_local(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(four) => four.is_link_local(),
        IpAddr::V6(six) => six.is_unicast_link_local(),
    }
}

fn is_link_local_multicast(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(four) => four.octets()[..3] == [224, 0, 0],
        IpAddr::V6(six) => six.segments()[0] & 0xff0f == 0xff02,
    }
}
