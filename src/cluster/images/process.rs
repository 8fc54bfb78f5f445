//! What a container's command line does, as far as it can be told without a shell.
//!
//! A command is read once into a `Course`: when it ends and with what code, what it prints and which
//! files it makes and removes. It knows `sleep`, `echo`, `exit`, `true`, `false`, `touch`, `rm`, `cat`
//! and `sh -c` with `;`, `&&` and an endless `while true`; any other program is taken to run for ever.
//! Steps are bounded. The shell machine of `sh` will take this over.

use super::ImageModel;
use crate::kinds::container::Container;
use crate::sim::Span;

/// Commands read of one script.
const LIMIT_STEPS: usize = 200;

/// The course of a process from its start.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Course {
    /// When it ends by itself, and its exit code.
    pub ends: Option<(Span, i32)>,
    pub prints: Vec<(Span, String)>,
    /// Files made (true) and removed (false).
    pub files: Vec<(Span, String, bool)>,
    /// The image's own server runs.
    pub serves: bool,
    /// How it takes SIGTERM.
    pub on_sigterm: Option<(Span, i32)>,
    /// The program is not in the image: the container cannot be started.
    pub missing_program: Option<String>,
    /// Programs nobody knows end at once instead of running for ever: as in a hook.
    brief: bool,
}

impl Course {
    pub fn has_file(&self, path: &str, after: Span) -> bool {
        let mut before = self.files.iter().filter(|(at, name, _)| *at <= after && name == path);
        before.next_back().is_some_and(|(_, _, made)| *made)
    }
}

/// The course of a container's process.
pub fn course(container: &Container, model: &ImageModel) -> Course {
    if container.command.is_empty() && (model.server || container.args.is_empty()) {
        return own_course(model);
    }
    let words: Vec<&str> = container.command.iter().chain(&container.args).map(String::as_str).collect();
    run(&words, model)
}

/// What a command run beside the process takes, and its exit code.
pub fn hook(words: &[&str], model: &ImageModel) -> (Span, i32) {
    let mut course = Course { brief: true, ..Course::default() };
    match words {
        ["sh" | "/bin/sh" | "bash" | "/bin/bash", "-c", script, ..] => script_course(script, &mut course),
        [program, ..] if is_known(program) || !model.shell => drop(command(words, Span::ZERO, &mut course)),
        _ => {}
    }
    course.ends.unwrap_or_default()
}

/// Without a command: the image's server, or a shell without a terminal, which ends at once.
fn own_course(model: &ImageModel) -> Course {
    let ends = (!model.server).then_some((Span::from_millis(20), 0));
    Course { ends, serves: model.server, on_sigterm: model.on_sigterm, ..Course::default() }
}

fn run(words: &[&str], model: &ImageModel) -> Course {
    let mut course = Course::default();
    match words {
        ["sh" | "/bin/sh" | "bash" | "/bin/bash", "-c", script, ..] => script_course(script, &mut course),
        [program, ..] if is_known(program) => {
            let code = command(words, Span::ZERO, &mut course).unwrap_or_default();
            let at = course.ends.take().map_or(Span::ZERO, |(at, _)| at);
            course.ends = (at != FOREVER).then_some((at, code));
        }
        [program, ..] if model.server && looks_like_server(program, model) => return own_course(model),
        [program, ..] if is_missing(program, model) => {
            course.missing_program = Some((*program).to_owned());
        }
        _ => {}
    }
    course
}

/// The end of what never ends.
const FOREVER: Span = Span(u64::MAX);

fn is_known(program: &str) -> bool {
    ["sleep", "echo", "true", "false", "exit", "cat", "touch", "rm", "date", "env"].contains(&base(program))
}

fn looks_like_server(program: &str, model: &ImageModel) -> bool {
    model.repositories.iter().any(|name| name.contains(base(program)))
}

/// A program the image does not have: of images that are a shell and its tools it is known what they hold, of
/// others a name that is nearly, but not, one that exists is taken for misspelt.
fn is_missing(program: &str, model: &ImageModel) -> bool {
    if !model.shell || program.contains('/') || TOOLS.contains(&program) {
        return false;
    }
    !model.server || crate::kinds::schema::did_you_mean(program, TOOLS.iter().copied()).is_some()
}

/// What a shell's image holds, and the programs of servers that names are likened to.
const TOOLS: &[&str] = &[
    "apk",
    "apt",
    "apt-get",
    "ash",
    "awk",
    "base64",
    "basename",
    "bash",
    "bunzip2",
    "bzip2",
    "cat",
    "chmod",
    "chown",
    "clear",
    "cp",
    "crond",
    "curl",
    "cut",
    "date",
    "dd",
    "df",
    "diff",
    "dirname",
    "dmesg",
    "dnsdomainname",
    "du",
    "echo",
    "egrep",
    "env",
    "expr",
    "false",
    "fgrep",
    "find",
    "free",
    "ftpget",
    "getopt",
    "grep",
    "gunzip",
    "gzip",
    "head",
    "hexdump",
    "hostname",
    "httpd",
    "id",
    "ifconfig",
    "install",
    "ip",
    "java",
    "kill",
    "killall",
    "less",
    "ln",
    "logger",
    "ls",
    "md5sum",
    "mkdir",
    "mkfifo",
    "mktemp",
    "more",
    "mount",
    "mv",
    "nc",
    "netstat",
    "nginx",
    "nice",
    "node",
    "nohup",
    "nslookup",
    "od",
    "perl",
    "pgrep",
    "pidof",
    "ping",
    "pkill",
    "printenv",
    "printf",
    "ps",
    "pwd",
    "python",
    "python3",
    "readlink",
    "realpath",
    "renice",
    "rm",
    "rmdir",
    "route",
    "sed",
    "seq",
    "sh",
    "sha256sum",
    "sleep",
    "sort",
    "split",
    "stat",
    "strings",
    "stty",
    "su",
    "sync",
    "tail",
    "tar",
    "tee",
    "telnet",
    "test",
    "tftp",
    "time",
    "timeout",
    "top",
    "touch",
    "tr",
    "traceroute",
    "true",
    "tty",
    "uname",
    "uniq",
    "unzip",
    "uptime",
    "usleep",
    "vi",
    "watch",
    "wc",
    "wget",
    "which",
    "whoami",
    "xargs",
    "yes",
];

fn base(program: &str) -> &str {
    program.rsplit('/').next().unwrap_or_default()
}

fn script_course(script: &str, course: &mut Course) {
    let mut at = Span::ZERO;
    let mut code = 0;
    for step in script.split([';', '\n']).take(LIMIT_STEPS) {
        let step = step.trim();
        if step.starts_with("while true")
            || step.starts_with("while :")
            || step.starts_with("until ")
            || step.starts_with("for ")
        {
            return;
        }
        for part in step.split("&&") {
            let words = shell_words(part);
            let words: Vec<&str> = words.iter().map(String::as_str).collect();
            let Some(result) = command(&words, at, course) else { continue };
            code = result;
            at = course.ends.take().map_or(at, |(end, _)| end);
            if at == FOREVER {
                return;
            }
            if words.first() == Some(&"exit") {
                course.ends = Some((at, code));
                return;
            }
            if code != 0 {
                break;
            }
        }
    }
    course.ends = Some((at, code));
}

/// Runs one command; its end is left in `course.ends`. None for an empty command.
fn command(words: &[&str], at: Span, course: &mut Course) -> Option<i32> {
    let (program, rest) = words.split_first()?;
    let mut end = at;
    let code = match base(program) {
        "sleep" => {
            end = at + sleep_span(rest.first().copied().unwrap_or_default());
            0
        }
        "echo" => {
            echo(rest, at, course);
            0
        }
        "exit" => rest.first().and_then(|text| text.parse().ok()).unwrap_or(0),
        "false" => 1,
        "touch" => files(rest, at, true, course),
        "rm" => files(rest, at, false, course),
        "cat" => i32::from(rest.iter().any(|path| !course.has_file(path, at))),
        "true" | "date" | "env" | "mkdir" | "cd" | "set" | "export" => 0,
        _ if course.brief => 0,
        _ => {
            end = FOREVER;
            0
        }
    };
    course.ends = Some((end, code));
    Some(code)
}

fn sleep_span(text: &str) -> Span {
    let (number, unit) = match text.char_indices().last() {
        Some((at, 'm')) => (&text[..at], 60),
        Some((at, 'h')) => (&text[..at], 3600),
        Some((at, 'd')) => (&text[..at], 86_400),
        Some((at, 's')) => (&text[..at], 1),
        _ => (text, 1),
    };
    if number.starts_with("inf") {
        return FOREVER;
    }
    let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
    let thousandths: u64 =
        format!("{fraction:0<3}").get(..3).and_then(|text| text.parse().ok()).unwrap_or_default();
    Span::from_millis(
        (whole.parse::<u64>().unwrap_or_default().saturating_mul(1000) + thousandths).saturating_mul(unit),
    )
}

fn echo(words: &[&str], at: Span, course: &mut Course) {
    match words.iter().position(|word| *word == ">" || *word == ">>") {
        Some(arrow) => drop(files(&words[arrow + 1..], at, true, course)),
        None => course.prints.push((at, words.join(" "))),
    }
}

fn files(paths: &[&str], at: Span, made: bool, course: &mut Course) -> i32 {
    let names = paths.iter().filter(|path| !path.starts_with('-'));
    course.files.extend(names.map(|path| (at, (*path).to_owned(), made)));
    0
}

/// Words with simple quotes taken off.
fn shell_words(text: &str) -> Vec<String> {
    let (mut words, mut word, mut quote) = (Vec::new(), None::<String>, None);
    for c in text.chars() {
        match (quote, c) {
            (Some(open), c) if c == open => quote = None,
            (None, '"' | '\'') => {
                quote = Some(c);
                word.get_or_insert_default();
            }
            (None, c) if c.is_whitespace() => words.extend(word.take()),
            (_, c) => word.get_or_insert_default().push(c),
        }
    }
    words.extend(word);
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(command: &[&str]) -> Course {
        let container = Container {
            command: command.iter().map(|word| (*word).to_owned()).collect(),
            ..Default::default()
        };
        course(&container, crate::cluster::images::model_of("busybox"))
    }

    #[test]
    fn commands_end_when_they_should() {
        assert_eq!(of(&["sleep", "5"]).ends, Some((Span::from_secs(5), 0)));
        assert_eq!(of(&["sh", "-c", "echo hi; sleep 2; exit 3"]).ends, Some((Span::from_secs(2), 3)));
        assert_eq!(of(&["sh", "-c", "while true; do echo x; sleep 1; done"]).ends, None);
        assert_eq!(of(&["sleeeep", "5"]).missing_program.as_deref(), Some("sleeeep"));
        assert_eq!(of(&[]).ends, Some((Span::from_millis(20), 0)));
    }

    #[test]
    fn hooks_end_where_processes_would_not() {
        let nginx = crate::cluster::images::model_of("nginx");
        assert_eq!(hook(&["sh", "-c", "sleep 6"], nginx), (Span::from_secs(6), 0));
        assert_eq!(hook(&["sh", "-c", "nginx -s quit; sleep 2"], nginx), (Span::from_secs(2), 0));
        assert_eq!(hook(&["nginx", "-s", "quit"], nginx), (Span::ZERO, 0));
        assert_eq!(hook(&["sh", "-c", "exit 1"], nginx), (Span::ZERO, 1));
    }

    #[test]
    fn files_come_and_go() {
        let course = of(&["/bin/sh", "-c", "touch /tmp/healthy; sleep 30; rm -f /tmp/healthy; sleep 600"]);
        assert!(course.has_file("/tmp/healthy", Span::from_secs(10)));
        assert!(!course.has_file("/tmp/healthy", Span::from_secs(31)));
    }
}
