//! What the notes show their commands to give, held against what the terminal gives: `shown.txt` has the notes' outputs,
//! `compared.txt` says of each line whether it is as shown, or by which rule it differs.
//!
//! What no two clusters share is taken out of both before they are compared (`plain`): random parts of names, addresses,
//! ages, amounts, widths of columns. What v1.36 words in another way than the cluster of the note is a rule (`RULES`)
//! with its reason. A line that is neither makes the test fail.

use kubarium::session::{Action, Options, Preset, Session};
use kubarium::view::TerminalKind;

const SECOND: u64 = 1_000_000;
/// How long a command may run if it does not say so.
const USUAL_S: u64 = 8;

/// What v1.36, or a program around it, words in another way than the cluster of the note did: both wordings made one.
struct Rule {
    reason: &'static str,
    one: fn(&str) -> String,
}

const RULES: &[Rule] = &[
    Rule {
        reason: "kubectl describe of v1.36 says which container an event is about",
        one: |line| match line.split_once("spec.containers{") {
            Some((head, rest)) => head.to_owned() + rest.split_once("}: ").map_or(rest, |(_, rest)| rest),
            None => line.to_owned(),
        },
    },
    Rule {
        reason: "the kubelet of v1.36 says that the pod may use the image (KEP-2535)",
        one: |line| line.replace(" and can be accessed by the pod", ""),
    },
    Rule {
        reason: "the kubelet of v1.36 says `Container created`, `Container started`",
        one: |line| match (line.split_once(" Created container"), line.split_once(" Started container")) {
            (Some((head, _)), _) => format!("{head} Container created"),
            (_, Some((head, _))) => format!("{head} Container started"),
            _ => line.to_owned(),
        },
    },
    Rule {
        reason: "curl since 7.88 words a refused connection as one that could not be made",
        one: |line| match line.split_once("curl: (7) ") {
            Some((head, rest)) => {
                let end = rest.rsplit_once(": ").map_or(rest, |(start, _)| start);
                format!("{head}curl: (7) {end}")
            }
            None => line.to_owned(),
        },
    },
];

/// A word that differs between any two clusters as what it is.
fn plain_word(word: &str) -> String {
    let bare = word.trim_end_matches([',', '.']);
    if is_age(bare.trim_start_matches('(')) {
        return "AGE".into();
    }
    if let Some(uid) = bare.split_once('(').filter(|(_, rest)| rest.len() == 37 && rest.ends_with(')')) {
        return format!("{}(UID)", uid.0);
    }
    let amount = bare.trim_end_matches(['m', 'i', 'M', 'K', 'G']);
    if !amount.is_empty() && amount.len() < bare.len() && amount.bytes().all(|byte| byte.is_ascii_digit()) {
        return "AMOUNT".into();
    }
    without_port(&without_suffix(word))
}

/// `42m`, `6m44s`, `5.272s`, `2d4h`
fn is_age(word: &str) -> bool {
    let unit = word.ends_with(['s', 'm', 'h', 'd']) && word.starts_with(|first: char| first.is_ascii_digit());
    unit && word.chars().all(|one| one.is_ascii_digit() || matches!(one, 's' | 'm' | 'h' | 'd' | '.'))
}

/// A node port, and the address of a pod.
fn without_port(word: &str) -> String {
    let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    if let Some((head, rest)) = word.rsplit_once(':') {
        let port = &rest[..digits(rest)];
        if port.len() == 5 && port >= "30000" {
            return format!("{head}:PORT{}", &rest[5..]);
        }
    }
    match word.find("10.244.") {
        Some(at) => {
            let rest = word[at..].trim_start_matches(|one: char| one.is_ascii_digit() || one == '.');
            format!("{}POD-IP{rest}", &word[..at])
        }
        None => word.into(),
    }
}

/// What a ReplicaSet and a pod add to a name.
fn without_suffix(word: &str) -> String {
    let random = |part: &str, sizes: std::ops::RangeInclusive<usize>| {
        let safe = |byte: u8| b"bcdfghjklmnpqrstvwxz2456789".contains(&byte);
        sizes.contains(&part.len()) && part.bytes().all(safe)
    };
    match word.rsplitn(3, '-').collect::<Vec<_>>().as_slice() {
        [pod, set, head] if random(pod, 5..=5) && random(set, 8..=10) => format!("{head}-SET-POD"),
        [set, middle, head] if random(set, 9..=10) => format!("{head}-{middle}-SET"),
        _ => word.into(),
    }
}

/// A line without what no two clusters share.
fn plain(line: &str) -> String {
    let mut text = line.to_owned();
    while let Some((before, rest)) = text.split_once(" (x")
        && let Some((_, after)) = rest.split_once(')')
    {
        text = format!("{before}{after}");
    }
    let framed = text.starts_with("|--");
    let words: Vec<String> = text.split_whitespace().map(plain_word).collect();
    if framed { "|--".into() } else { words.join(" ") }
}

/// `…` and `...` stand for what the note leaves out.
fn is_left_out(line: &str) -> bool {
    matches!(line.trim(), "…" | "..." | "")
}

/// A command whose output a note shows.
struct Shown {
    place: String,
    command: String,
    lines: Vec<String>,
    given: Vec<String>,
}

struct Running {
    session: Session,
    place: String,
    files: Vec<(String, String)>,
}

impl Running {
    fn begin(place: &str, cluster: &str) -> Running {
        let preset = Preset::by_name(cluster).expect("a cluster's name");
        let mut session = Session::new(Options { preset, ..Options::default() });
        session.advance(20 * SECOND, u32::MAX);
        Running { session, place: place.to_owned(), files: Vec::new() }
    }

    fn wait(&mut self, seconds: u64) {
        let until = self.session.now_us() + seconds * SECOND;
        self.session.advance(until, u32::MAX);
    }

    /// Gives the terminal a block of a note as a file.
    fn hand(&mut self, block: &str, name: &str) {
        let (note, line) = block.split_once(':').expect("a note and a line");
        let blocks = super::blocks(&format!("{:0>3}", note));
        let found = blocks.into_iter().find(|one| one.line.to_string() == line);
        let text = found.unwrap_or_else(|| panic!("no block at {block}")).text;
        self.files.push((name.to_owned(), text));
        self.session.act(Action::Files { files: self.files.clone() });
    }

    /// What a command says within some seconds.
    fn run(&mut self, command: &str, seconds: u64) -> Vec<String> {
        let before = self.session.terminal().lines.len();
        self.session.act(Action::Terminal { line: command.to_owned() });
        self.wait(seconds);
        self.session.act(Action::Interrupt);
        let lines = self.session.terminal().lines;
        let said = lines.into_iter().skip(before);
        let said = said.filter(|line| line.kind != TerminalKind::Prompt && line.text != "^C");
        said.map(|line| line.text).collect()
    }

    /// A step before a command whose output is shown.
    fn step(&mut self, word: &str, rest: &str) {
        match (word, rest.split_once(' ')) {
            ("block", _) => {
                let name = format!("block-{}.yaml", rest.replace(':', "-"));
                self.hand(rest, &name);
                self.run(&format!("kubectl apply -f ~/{name}"), 1);
            }
            ("file", Some((block, name))) => self.hand(block, name),
            ("wait", _) => self.wait(rest.parse().expect("seconds")),
            ("run", _) => drop(self.run(rest, USUAL_S)),
            _ => panic!("{}: {word} {rest}: no such step", self.place),
        }
    }
}

/// Runs `shown.txt`.
fn run_all(text: &str) -> Vec<Shown> {
    let mut all: Vec<Shown> = Vec::new();
    let mut running: Option<Running> = None;
    for line in text.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        let (word, rest) = line.split_once(' ').unwrap_or((line, ""));
        match (word, &mut running) {
            ("==", _) => {
                let (place, cluster) = rest.split_once(' ').expect("a place and a cluster");
                running = Some(Running::begin(place, cluster));
            }
            ("|", _) => all.last_mut().expect("a command before its output").lines.push(rest.to_owned()),
            (word, Some(running)) if word.starts_with('$') => {
                let seconds = word[1..].parse().unwrap_or(USUAL_S);
                let given = running.run(rest, seconds);
                let place = running.place.clone();
                all.push(Shown { place, command: rest.to_owned(), lines: Vec::new(), given });
            }
            (word, Some(running)) => running.step(word, rest),
            (_, None) => panic!("{line}: before any cluster"),
        }
    }
    all
}

/// What is said of a line that is shown; `left` are lines that were given and not taken yet.
fn verdict(line: &str, left: &mut Vec<String>) -> Option<String> {
    if is_left_out(line) {
        return Some("left out in the note".into());
    }
    let wanted = plain(line);
    if let Some(at) = left.iter().position(|given| *given == wanted) {
        left.remove(at);
        return Some("as shown".into());
    }
    let one = |line: &str| RULES.iter().fold(line.to_owned(), |line, rule| (rule.one)(&line));
    let at = left.iter().position(|given| one(given) == one(&wanted))?;
    let given = left.remove(at);
    let tells = |rule: &&Rule| (rule.one)(&wanted) != wanted || (rule.one)(&given) != given;
    let reasons: Vec<&str> = RULES.iter().filter(tells).map(|rule| rule.reason).collect();
    Some(format!("differs: {}", reasons.join("; ")))
}

/// Every line of every note's output with what is said of it, and those of which nothing is. `told` are places, or a place
/// and a part of its lines, with what differs there for a reason of the cluster's.
pub fn compare(text: &str, told: &str) -> (String, Vec<String>) {
    let told: Vec<(&str, &str)> = told.lines().filter_map(|line| line.split_once('\t')).collect();
    let (mut report, mut open) = (String::new(), Vec::new());
    for shown in run_all(text) {
        report += &format!("{} $ {}\n", shown.place, shown.command);
        let mut left: Vec<String> = shown.given.iter().map(|line| plain(line)).collect();
        for line in &shown.lines {
            let about = |(of, _): &&(&str, &str)| match of.split_once(' ') {
                Some((place, part)) => place == shown.place && line.contains(part),
                None => *of == shown.place,
            };
            let of_cluster = told.iter().find(about).map(|(_, why)| format!("differs: {why}"));
            let verdict = verdict(line, &mut left).or(of_cluster).unwrap_or_else(|| {
                open.push(format!("{}: {line}\n{}", shown.place, shown.given.join("\n")));
                "differs: ?".into()
            });
            report += &format!("\t{verdict}\t{}\n", line.trim_end());
        }
    }
    (report, open)
}
