//! What texts may look like: apimachinery pkg/util/validation/validation.go and pkg/api/validate/content, v1.36.
//!
//! Each check answers with complaints, none if the text is fine.

use super::at::At;
use super::errors::{Errors, between, quote};

const LABEL: &str = "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must \
start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is \
'[a-z0-9]([-a-z0-9]*[a-z0-9])?')";
const SUBDOMAIN: &str = "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', \
and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is \
'[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";
const SUBDOMAIN_UNDERSCORE: &str = "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, \
'-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is \
'[a-z0-9]([-_a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-_a-z0-9]*[a-z0-9])?)*')";
const WILDCARD: &str = "a wildcard DNS-1123 subdomain must start with '*.', followed by a valid DNS subdomain, which \
must consist of lower case alphanumeric characters, '-' or '.' and end with an alphanumeric character (e.g. \
'*.example.com', regex used for validation is '\\*\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";
const DNS_1035: &str = "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an \
alphabetic character, and end with an alphanumeric character (e.g. 'my-name',  or 'abc-123', regex used for validation \
is '[a-z]([-a-z0-9]*[a-z0-9])?')";
const NAME_PART: &str = "name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end \
with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is \
'([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')";
const QUALIFIED: &str = "a valid label key must consist of alphanumeric characters, '-', '_' or '.', and must start and \
end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is \
'([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]') with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')";
const LABEL_VALUE: &str = "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', \
and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for \
validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')";
const CONFIG_KEY: &str = "a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  \
or 'KEY_NAME',  or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')";
const HTTP_HEADER: &str = "a valid HTTP header must consist of alphanumeric characters or '-' (e.g. 'X-Header-Name', \
regex used for validation is '[-A-Za-z0-9]+')";
const PERCENT: &str = "a valid percent string must be a numeric string followed by an ending '%' (e.g. '1%',  or '93%', \
regex used for validation is '[0-9]+%')";
const VARIABLE: &str = "a valid environment variable name must consist only of printable ASCII characters other than \
'='";
const DOMAIN_PATH: &str = "must be a domain-prefixed path (such as \"acme.io/foo\")";
const HTTP_PATH: &str = "Invalid path (regex used for validation is '[A-Za-z0-9/\\-._~%!$&'()*+,;=:]+')";

pub fn too_long(most: usize) -> String {
    format!("must be no more than {most} characters")
}

/// What pkg/api/validate/content says, which judges labels.
fn too_long_label(most: usize) -> String {
    format!("must be no more than {most} bytes")
}

fn length(text: &str, most: usize, complaints: &mut Vec<String>) {
    if text.len() > most {
        complaints.push(too_long(most));
    }
}

fn lower(c: u8) -> bool {
    c.is_ascii_lowercase() || c.is_ascii_digit()
}

/// Whether the ends satisfy one rule and all of it another.
fn shaped(text: &str, end: fn(u8) -> bool, inner: fn(u8) -> bool) -> bool {
    let bytes = text.as_bytes();
    match (bytes.first(), bytes.last()) {
        (Some(first), Some(last)) => end(*first) && end(*last) && bytes.iter().all(|c| inner(*c)),
        _ => false,
    }
}

pub fn is_label_shaped(text: &str) -> bool {
    shaped(text, lower, |c| lower(c) || c == b'-')
}

fn is_subdomain_shaped(text: &str) -> bool {
    text.split('.').all(is_label_shaped)
}

/// IsDNS1123Label.
pub fn label(text: &str) -> Vec<String> {
    let mut complaints = Vec::new();
    length(text, 63, &mut complaints);
    if !is_label_shaped(text) {
        let dots = is_subdomain_shaped(text);
        complaints.push(if dots { "must not contain dots" } else { LABEL }.to_owned());
    }
    complaints
}

/// IsDNS1035Label.
pub fn dns_1035(text: &str) -> Vec<String> {
    let mut complaints = Vec::new();
    length(text, 63, &mut complaints);
    if !(is_label_shaped(text) && text.starts_with(|c: char| c.is_ascii_lowercase())) {
        complaints.push(DNS_1035.to_owned());
    }
    complaints
}

/// IsDNS1123Subdomain.
pub fn subdomain(text: &str) -> Vec<String> {
    let mut complaints = Vec::new();
    length(text, 253, &mut complaints);
    if !is_subdomain_shaped(text) {
        complaints.push(SUBDOMAIN.to_owned());
    }
    complaints
}

/// IsDNS1123SubdomainWithUnderscore.
pub fn subdomain_with_underscore(text: &str) -> Vec<String> {
    let mut complaints = Vec::new();
    length(text, 253, &mut complaints);
    if !text.split('.').all(|part| shaped(part, lower, |c| lower(c) || c == b'-' || c == b'_')) {
        complaints.push(SUBDOMAIN_UNDERSCORE.to_owned());
    }
    complaints
}

/// IsWildcardDNS1123Subdomain.
pub fn wildcard(text: &str) -> Vec<String> {
    let mut complaints = Vec::new();
    length(text, 253, &mut complaints);
    if !text.strip_prefix("*.").is_some_and(is_subdomain_shaped) {
        complaints.push(WILDCARD.to_owned());
    }
    complaints
}

fn is_name_part(text: &str) -> bool {
    shaped(text, |c| c.is_ascii_alphanumeric(), |c| c.is_ascii_alphanumeric() || b"-_.".contains(&c))
}

/// IsQualifiedName: a label's key.
pub fn qualified(text: &str) -> Vec<String> {
    let mut complaints = Vec::new();
    let parts: Vec<&str> = text.split('/').collect();
    let name = match parts.as_slice() {
        [name] => name,
        [prefix, name] => {
            if prefix.is_empty() {
                complaints.push("prefix part must be non-empty".to_owned());
            } else {
                complaints.extend(subdomain(prefix).into_iter().map(|why| format!("prefix part {why}")));
            }
            name
        }
        _ => return vec![QUALIFIED.to_owned()],
    };
    if name.is_empty() {
        complaints.push("name part must be non-empty".to_owned());
    } else if name.len() > 63 {
        complaints.push(format!("name part {}", too_long_label(63)));
    }
    if !is_name_part(name) {
        complaints.push(NAME_PART.to_owned());
    }
    complaints
}

/// IsValidLabelValue.
pub fn label_value(text: &str) -> Vec<String> {
    let mut complaints = Vec::new();
    if text.len() > 63 {
        complaints.push(too_long_label(63));
    }
    if !text.is_empty() && !is_name_part(text) {
        complaints.push(LABEL_VALUE.to_owned());
    }
    complaints
}

/// IsConfigMapKey.
pub fn config_key(text: &str) -> Vec<String> {
    let mut complaints = Vec::new();
    length(text, 253, &mut complaints);
    let fine = |c: u8| c.is_ascii_alphanumeric() || b"-._".contains(&c);
    if text.is_empty() || !text.bytes().all(fine) {
        complaints.push(CONFIG_KEY.to_owned());
    }
    if text == "." {
        complaints.push("must not be '.'".to_owned());
    } else if text == ".." {
        complaints.push("must not be '..'".to_owned());
    } else if text.starts_with("..") {
        complaints.push("must not start with '..'".to_owned());
    }
    complaints
}

/// IsHTTPHeaderName.
pub fn http_header(text: &str) -> Vec<String> {
    let fine = !text.is_empty() && text.bytes().all(|c| c.is_ascii_alphanumeric() || c == b'-');
    if fine { Vec::new() } else { vec![HTTP_HEADER.to_owned()] }
}

/// IsRelaxedEnvVarName.
pub fn variable(text: &str) -> Vec<String> {
    if text.is_empty() {
        return vec!["environment variable name must be non-empty".to_owned()];
    }
    let fine = text.bytes().all(|c| (0x20..0x7f).contains(&c) && c != b'=');
    if fine { Vec::new() } else { vec![VARIABLE.to_owned()] }
}

pub fn is_percent(text: &str) -> bool {
    text.strip_suffix('%')
        .is_some_and(|digits| !digits.is_empty() && digits.bytes().all(|c| c.is_ascii_digit()))
}

/// IsValidPercent.
pub fn percent(text: &str) -> Vec<String> {
    if is_percent(text) { Vec::new() } else { vec![PERCENT.to_owned()] }
}

/// IsValidPortNum.
pub fn port_number(number: i64) -> Vec<String> {
    match (1..=65535).contains(&number) {
        true => Vec::new(),
        false => vec![between(1, 65535)],
    }
}

/// IsValidPortName.
pub fn port_name(text: &str) -> Vec<String> {
    let mut complaints = Vec::new();
    if text.len() > 15 {
        complaints.push("must be no more than 15 characters".to_owned());
    }
    if text.is_empty() || !text.bytes().all(|c| lower(c) || c == b'-') {
        complaints.push("must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)".to_owned());
    }
    if !text.bytes().any(|c| c.is_ascii_lowercase()) {
        complaints.push("must contain at least one letter (a-z)".to_owned());
    }
    if text.contains("--") {
        complaints.push("must not contain consecutive hyphens".to_owned());
    }
    if text.starts_with('-') || text.ends_with('-') {
        complaints.push("must not begin or end with a hyphen".to_owned());
    }
    complaints
}

/// IsValidPathSegmentName.
pub fn path_segment(text: &str) -> Vec<String> {
    if text == "." || text == ".." {
        return vec![format!("may not be '{text}'")];
    }
    let held = ["/", "%"].into_iter().filter(|mark| text.contains(mark));
    held.map(|mark| format!("may not contain '{mark}'")).collect()
}

/// IsDomainPrefixedPath.
pub fn domain_prefixed_path(at: &At<'_>, errors: &mut Errors) {
    if !errors.require(at) {
        return;
    }
    let parts = at.text().split_once('/').filter(|(host, path)| !host.is_empty() && !path.is_empty());
    let Some((host, path)) = parts else { return errors.invalid(at, DOMAIN_PATH) };
    errors.complain_of(&at.path, host, subdomain(host));
    let fine = |c: u8| c.is_ascii_alphanumeric() || b"/-._~%!$&'()*+,;=:".contains(&c);
    if !path.bytes().all(fine) {
        errors.invalid_as(&at.path, &quote(path), HTTP_PATH);
    }
}

/// IsFullyQualifiedName: a subdomain of at least three parts.
pub fn fully_qualified(text: &str) -> Vec<String> {
    let complaints = subdomain(text);
    if complaints.is_empty() && text.split('.').count() < 3 {
        return vec!["should be a domain with at least three segments separated by dots".to_owned()];
    }
    complaints
}

/// IsFullyQualifiedDomainName: a subdomain of at least two parts.
pub fn domain_name(text: &str) -> Vec<String> {
    let bare = text.strip_suffix('.').unwrap_or(text);
    let complaints = subdomain(bare);
    if complaints.is_empty() && bare.split('.').count() < 2 {
        return vec!["should be a domain with at least two segments separated by dots".to_owned()];
    }
    complaints
}
