//! Formats of texts that the server checks: kube-openapi pkg/validation/strfmt with the list of
//! apiextensions-apiserver pkg/apiserver/validation/formats.go, v1.36. Other formats say nothing.

use std::net::{Ipv4Addr, Ipv6Addr};

use super::patterns;
use crate::kinds::base64;
use crate::kinds::time::Time;

/// Whether a text has a format; nothing for formats that are not checked.
pub fn fits(format: &str, text: &str) -> Option<bool> {
    let like = |pattern: &str| patterns::matches(pattern, text);
    Some(match format {
        "date-time" | "datetime" => Time::parse(text).is_some(),
        "date" => Time::parse(&format!("{text}T00:00:00Z")).is_some(),
        "ipv4" => text.parse::<Ipv4Addr>().is_ok(),
        "ipv6" => text.parse::<Ipv6Addr>().is_ok(),
        "cidr" => is_network(text),
        "byte" => base64::decode(text).is_ok(),
        "mac" => like(r"^([0-9A-Fa-f]{2}[:-]){5}[0-9A-Fa-f]{2}$"),
        "uuid" => like(r"(?i)^[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}$"),
        "uuid3" => like(r"(?i)^[0-9a-f]{8}-?[0-9a-f]{4}-?3[0-9a-f]{3}-?[0-9a-f]{4}-?[0-9a-f]{12}$"),
        "uuid4" => like(r"(?i)^[0-9a-f]{8}-?[0-9a-f]{4}-?4[0-9a-f]{3}-?[89ab][0-9a-f]{3}-?[0-9a-f]{12}$"),
        "uuid5" => like(r"(?i)^[0-9a-f]{8}-?[0-9a-f]{4}-?5[0-9a-f]{3}-?[89ab][0-9a-f]{3}-?[0-9a-f]{12}$"),
        "email" => like(r"^[^@\s]+@[^@\s]+$"),
        "uri" => like(r"^[A-Za-z][A-Za-z0-9+.-]*:.+$") || text.starts_with('/'),
        "hexcolor" => like("^#?([0-9a-fA-F]{3}|[0-9a-fA-F]{6})$"),
        "duration" => like(
            r"^[-+]?([0-9.]+ *(ns|us|µs|ms|s|m|h|d|w|nanos?|micros?|millis?|secs?|seconds?|mins?|minutes?|hrs?|hours?|days?|weeks?) *)+$|^0$",
        ),
        "hostname" => like(
            r"^([A-Za-z0-9]([A-Za-z0-9-]{0,62}[A-Za-z0-9])?\.)*[A-Za-z0-9]([A-Za-z0-9-]{0,62}[A-Za-z0-9])?\.?$",
        ),
        _ => return None,
    })
}

fn is_network(text: &str) -> bool {
    let Some((address, bits)) = text.split_once('/') else { return false };
    let most = match (address.parse::<Ipv4Addr>(), address.parse::<Ipv6Addr>()) {
        (Ok(_), _) => 32,
        (_, Ok(_)) => 128,
        _ => return false,
    };
    bits.parse::<u8>().is_ok_and(|bits| bits <= most)
}

/// Whether the server knows a format; one that it does not know is as none.
pub fn is_known(format: &str) -> bool {
    let of_numbers = ["int32", "int64", "float", "double"].contains(&format);
    let of_texts = ["password", "isbn", "isbn10", "isbn13", "creditcard", "ssn", "rgbcolor", "bsonobjectid"];
    of_numbers || of_texts.contains(&format) || fits(format, "").is_some()
}
