//! Takes out of a text what chance or the machine decides: random suffixes, UIDs, addresses, digests, absolute times.

use std::sync::LazyLock;

use regex_lite::Regex;

/// What is replaced, in this order, and by what. The alphabet of suffixes and hashes is that of
/// apimachinery pkg/util/rand.
static RULES: LazyLock<Vec<(Regex, &'static str)>> = LazyLock::new(|| {
    let rules = [
        (r"sha256:[0-9a-f]{64}", "DIGEST"),
        (r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", "UID"),
        (r#""?resourceVersion"?: "\d+""#, "resourceVersion: RV"),
        (r"\bapiserver-[a-z2-7]{26}", "apiserver-HOST"),
        (r"\b3[0-2]\d{3}(/(TCP|UDP|SCTP))", "NODEPORT$1"),
        (r"\b\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d+ [+-]\d{4}", "TIME"),
        (r"/tmp/(LIVE|MERGED)-\d+", "/tmp/$1-N"),
        (r"\beyJ[\w.-]+", "<token>"),
        (r"X509SHA256=[0-9a-f]{64}", "X509SHA256=DIGEST"),
        (r"\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)", "TIME"),
        (r"\b(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d \w{3} \d{4} \d\d:\d\d:\d\d [+-]\d{4}", "TIME"),
        (r"\b\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}\b", "IP"),
        (r"default-scheduler-[a-z-]+", "SCHEDULER"),
        (r"containerd://[0-9a-f]{64}", "CONTAINER"),
        (r"\.[0-9a-f]{16}\b", ".EVENT"),
        (r"-[bcdfghjklmnpqrstvwxz2456789]{8,10}-[bcdfghjklmnpqrstvwxz2456789]{5}\b", "-HASH-RAND"),
        (r"-[bcdfghjklmnpqrstvwxz2456789]{8,10}\b", "-HASH"),
        (r"-[bcdfghjklmnpqrstvwxz2456789]{5}\b", "-RAND"),
        (r"pod-template-hash=[bcdfghjklmnpqrstvwxz2456789]+", "pod-template-hash=HASH"),
        (r"\b\d+(\.\d+)?(ms|s) \(\d+(\.\d+)?(ms|s) including waiting\)\. Image size: \d+ bytes", "PULLED"),
    ];
    rules.map(|(pattern, word)| (Regex::new(pattern).expect("a pattern of this file"), word)).into()
});

static AGE: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"^(\d+y)?(\d+d)?(\d+h)?(\d+m)?(\d+s)?$").expect("a pattern of this file"));

pub fn text(text: &str) -> String {
    RULES.iter().fold(text.to_owned(), |text, (pattern, word)| pattern.replace_all(&text, *word).into_owned())
}

/// The lines of an answer, each as words: the widths of columns depend on names. The rows of a table are put into
/// an order that does not depend on them either.
pub fn lines(answer: &str) -> Vec<Vec<String>> {
    let normal = text(answer);
    let lines: Vec<&str> = normal.lines().collect();
    let mut all = Vec::new();
    let mut rows: Vec<Vec<String>> = Vec::new();
    let is_table = |line: &str| {
        let first = line.split_whitespace().next().unwrap_or_default();
        matches!(first, "NAME" | "LAST" | "NAMESPACE")
    };
    let mut inside = false;
    for line in lines {
        let words: Vec<String> = line.split_whitespace().map(str::to_owned).collect();
        if inside && !words.is_empty() {
            rows.push(words);
            continue;
        }
        inside = is_table(line);
        flush(&mut rows, &mut all);
        all.push(words);
    }
    flush(&mut rows, &mut all);
    all
}

fn flush(rows: &mut Vec<Vec<String>>, all: &mut Vec<Vec<String>>) {
    let key = |row: &Vec<String>| {
        let (ages, words): (Vec<String>, Vec<String>) =
            row.iter().cloned().partition(|word| age(word).is_some());
        (words, ages.iter().filter_map(|word| age(word)).collect::<Vec<_>>())
    };
    rows.sort_by_cached_key(key);
    all.append(rows);
}

pub fn is_age(word: &str) -> bool {
    age(word).is_some()
}

/// Seconds of an age like `3m20s`.
fn age(word: &str) -> Option<u64> {
    let bare = word.trim_matches(['(', ')', ',']);
    if bare.is_empty() || !AGE.is_match(bare) {
        return None;
    }
    let (mut total, mut number) = (0, 0);
    for one in bare.chars() {
        match one.to_digit(10) {
            Some(digit) => number = number * 10 + u64::from(digit),
            None => {
                let unit = match one {
                    'y' => 31_536_000,
                    'd' => 86_400,
                    'h' => 3600,
                    'm' => 60,
                    _ => 1,
                };
                total += number * unit;
                number = 0;
            }
        }
    }
    Some(total)
}

/// Equal words, or ages a second or a tenth apart.
pub fn same_word(left: &str, right: &str) -> bool {
    if left == right {
        return true;
    }
    match (age(left), age(right)) {
        (Some(left), Some(right)) => left.abs_diff(right) <= 1.max(left.max(right) / 10),
        _ => false,
    }
}

pub fn same_line(left: &[String], right: &[String]) -> bool {
    left.len() == right.len() && left.iter().zip(right).all(|(left, right)| same_word(left, right))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chance_is_taken_out() {
        let pods = "NAME AGE\nweb-5b4c954c9d-zzzzz   9s   10.244.0.1\nweb-5b4c954c9d-bbbbb 10s 10.244.0.2\n";
        let other = "NAME   AGE\nweb-6f9b8db744-k6wz5 9s 10.244.1.1\nweb-6f9b8db744-rmb7r 9s 10.244.1.2\n";
        let (left, right) = (lines(pods), lines(other));
        assert!(left.iter().zip(&right).all(|(left, right)| same_line(left, right)), "{left:?} {right:?}");
        assert_eq!(text("kube-api-access-69gqf at 2026-11-21T00:58:28Z"), "kube-api-access-RAND at TIME");
        assert!(
            same_word("(x3", "(x3")
                && same_word("4m", "4m2s")
                && !same_word("4m", "6m")
                && !same_word("1", "2")
        );
    }
}
