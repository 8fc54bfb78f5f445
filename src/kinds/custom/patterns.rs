//! Regular expressions of schemas, read as Go's regexp reads them: kube-openapi pkg/validation/validate/rexp.go,
//! v1.36. Classes of Unicode letters (`\p{L}`) are not understood and match everything.

/// Whether a text has a match, or all is well with an expression that cannot be read.
pub fn matches(pattern: &str, text: &str) -> bool {
    regex_lite::Regex::new(pattern).map_or(true, |pattern| pattern.is_match(text))
}
