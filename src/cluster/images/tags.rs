//! Which tags there are, as far as it can be known without a registry: a version that was never made, or a word that is no
//! tag of an official image, cannot be pulled.
//!
//! By the tags that Docker Hub has of its official images, late in 2025. Of other images any tag is there, but one that
//! says itself that it is not (`doesnotexist`, `nope`). Patch levels and what follows a version are not looked at.

use super::Reference;

/// The newest minor version of each major one.
const VERSIONS: &[(&str, &[(u32, u32)])] = &[
    ("alpine", &[(2, 7), (3, 23)]),
    ("busybox", &[(1, 37)]),
    ("debian", &[(7, 11), (8, 11), (9, 13), (10, 13), (11, 11), (12, 12), (13, 2)]),
    ("golang", &[(1, 25)]),
    ("haproxy", &[(1, 9), (2, 9), (3, 3)]),
    ("httpd", &[(2, 4)]),
    ("mariadb", &[(5, 5), (10, 11), (11, 8), (12, 1)]),
    ("memcached", &[(1, 6)]),
    ("mongo", &[(2, 6), (3, 7), (4, 4), (5, 0), (6, 0), (7, 0), (8, 2)]),
    ("mysql", &[(5, 7), (8, 4), (9, 5)]),
    ("nginx", &[(1, 29)]),
    ("python", &[(2, 7), (3, 14)]),
    ("rabbitmq", &[(3, 13), (4, 2)]),
    ("redis", &[(2, 8), (3, 2), (4, 0), (5, 0), (6, 2), (7, 4), (8, 4)]),
    ("tomcat", &[(6, 0), (7, 0), (8, 5), (9, 0), (10, 1), (11, 0)]),
    ("ubuntu", &[(14, 4), (16, 4), (18, 4), (20, 4), (22, 4), (23, 10), (24, 10), (25, 10), (26, 4)]),
    ("wordpress", &[(3, 9), (4, 9), (5, 9), (6, 9)]),
];
/// Images with one number to a release, and the newest.
const RELEASES: &[(&str, u32)] = &[("node", 25), ("postgres", 18)];

/// Words that are tags of official images.
const WORDS: &[&str] = &[
    "alpine",
    "apache",
    "beta",
    "bionic",
    "bookworm",
    "bullseye",
    "buster",
    "cli",
    "current",
    "devel",
    "edge",
    "experimental",
    "focal",
    "fpm",
    "glibc",
    "hydrogen",
    "innovation",
    "iron",
    "jammy",
    "jod",
    "jre",
    "krypton",
    "latest",
    "lts",
    "mainline",
    "management",
    "musl",
    "noble",
    "oldstable",
    "oracle",
    "otel",
    "perl",
    "php",
    "plucky",
    "questing",
    "rolling",
    "sid",
    "slim",
    "stable",
    "stretch",
    "testing",
    "trixie",
    "trusty",
    "uclibc",
    "unstable",
    "xenial",
];
/// What people write who want a tag that is not there.
const ABSENT: &[&str] = &[
    "absent",
    "bad",
    "badtag",
    "broken",
    "doesnotexist",
    "doesntexist",
    "fake",
    "invalid",
    "missing",
    "nonexistent",
    "nope",
    "nosuch",
    "nosuchtag",
    "notag",
    "notexist",
    "notfound",
    "typo",
    "unknown",
    "wrong",
];

/// Whether an image has a tag.
pub fn exists(reference: &Reference<'_>) -> bool {
    let (name, tag) = (reference.repository, reference.tag);
    let word: String = tag.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_lowercase();
    if ABSENT.contains(&word.as_str()) {
        return false;
    }
    let versions = VERSIONS.iter().find(|(known, _)| *known == name).map(|(_, versions)| *versions);
    let newest = RELEASES.iter().find(|(known, _)| *known == name).map(|(_, newest)| *newest);
    if versions.is_none() && newest.is_none() {
        return true;
    }
    let first = tag.split(['-', '_']).next().unwrap_or_default();
    let letters = first.trim_end_matches(|one: char| one.is_ascii_digit() || one == '.');
    if WORDS.contains(&letters) {
        return true;
    }
    let mut parts = first.split('.');
    let Some(Ok(major)) = parts.next().map(str::parse::<u32>) else { return false };
    // `3.14rc1`
    let minor = parts.next().map(|text| {
        let digits: String = text.chars().take_while(char::is_ascii_digit).collect();
        digits.parse::<u32>().unwrap_or(u32::MAX)
    });
    match (versions, newest) {
        (Some(versions), _) => {
            versions.iter().any(|(own, last)| *own == major && minor.is_none_or(|minor| minor <= *last))
        }
        (None, newest) => newest.is_some_and(|newest| (1..=newest).contains(&major)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_there_or_not() {
        let all = |images: &[&str], there: bool| {
            for image in images {
                let reference = Reference::parse(image).expect("a reference");
                assert_eq!(exists(&reference), there, "{image}");
            }
        };
        let there = [
            "nginx",
            "nginx:1.16.1",
            "nginx:1.25-alpine",
            "nginx:stable-perl",
            "nginx:alpine3.20",
            "busybox:1.28",
            "redis:7.2",
            "ubuntu:24.04",
            "ubuntu:jammy",
            "python:3.13rc1-slim",
            "node:20-alpine",
            "postgres:16.4",
            "mysql:8.0.36",
            "debian:12-slim",
            "acme/shop:v9",
            "kubetm/app:v2",
            "traefik:v3",
            "mongo:7",
            "alpine:3.19",
        ];
        all(&there, true);
        let absent = [
            "nginx:1.161",
            "nginx:1.91",
            "nginx:9.99",
            "nginx:v1",
            "nginx:doesnotexist",
            "busybox:nope",
            "redis:99",
            "ubuntu:latst",
            "acme/shop:does-not-exist",
            "postgres:160",
            "nginx:1.x",
        ];
        all(&absent, false);
    }
}
