//! What a container's command line means for its image: the image's own server, a script, or a program that is not there.
//!
//! Scripts and known programs run as a `process`; any other program is taken to run for ever.

use super::{ImageModel, has};
use crate::cluster::process;
use crate::kinds::container::Container;
use crate::sim::Span;

/// The course of a process from its start.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Course {
    /// When it ends by itself, and its exit code.
    pub ends: Option<(Span, i32)>,
    /// The command line that runs, where it is one that is understood.
    pub line: Vec<String>,
    /// The command line that reads from its terminal for ever.
    pub reads: Vec<String>,
    /// The image's own server runs.
    pub serves: bool,
    /// How it takes SIGTERM.
    pub on_sigterm: Option<(Span, i32)>,
    /// Why the program cannot be started: it is not in the image, or may not be run. The runtime's words.
    pub missing_program: Option<String>,
    /// Bytes of memory it takes in its first second.
    pub takes_memory: u64,
}

/// A file of the container that is to be run, and whether it may be.
pub type FileAt<'a> = &'a dyn Fn(&str) -> Option<bool>;

/// The course of a container's process; its command and arguments are expanded.
pub fn course(container: &Container, model: &ImageModel, file: FileAt<'_>) -> Course {
    let mut course = asked_course(container, model, file);
    if waits_for_input(container, &course) {
        course.ends = None;
        course.reads = match std::mem::take(&mut course.line) {
            line if line.is_empty() => vec!["sh".to_owned()],
            line => line,
        };
    }
    if course.serves {
        let wanted = wanted_memory(&container.args).or_else(|| wanted_memory(&container.command));
        course.takes_memory = wanted.unwrap_or_default();
    }
    course
}

/// A shell whose input stays open reads from it for ever.
fn waits_for_input(container: &Container, course: &Course) -> bool {
    let open =
        container.extra.as_deref().and_then(|extra| extra.get("stdin")).is_some_and(|stdin| *stdin == true);
    let reads = match course.line.as_slice() {
        [] => !course.serves && course.missing_program.is_none(),
        [program] => matches!(base(program), "sh" | "bash" | "ash" | "cat"),
        _ => false,
    };
    open && reads
}

/// `--vm-bytes 150M`, `-mem-total 150Mi`: bytes.
fn wanted_memory(words: &[String]) -> Option<u64> {
    let at =
        words.iter().position(|word| matches!(word.trim_start_matches('-'), "vm-bytes" | "mem-total"))?;
    let text = words.get(at + 1)?.trim_end_matches(['i', 'B']);
    let (number, unit) = match text.char_indices().last()? {
        (end, 'G' | 'g') => (&text[..end], 1 << 30),
        (end, 'M' | 'm') => (&text[..end], 1 << 20),
        (end, 'K' | 'k') => (&text[..end], 1 << 10),
        _ => (text, 1),
    };
    number.parse::<u64>().ok()?.checked_mul(unit)
}

fn asked_course(container: &Container, model: &ImageModel, file: FileAt<'_>) -> Course {
    let is_program =
        |first: &String| is_understood(first) || (first.starts_with('/') && file(first).is_some());
    let runs_arguments = container.args.first().is_some_and(|first| is_program(first) || !model.server);
    if container.command.is_empty() && !runs_arguments {
        return own_course(model);
    }
    let words: Vec<String> = container.command.iter().chain(&container.args).cloned().collect();
    run(words, &container.image, model, file)
}

/// Without a command: the image's server or script, or a shell without a terminal, which ends at once.
fn own_course(model: &ImageModel) -> Course {
    if let Some(script) = model.script {
        return Course { line: ["sh", "-c", script].map(str::to_owned).to_vec(), ..Course::default() };
    }
    let ends = (!model.server).then_some((Span::from_millis(20), 0));
    Course { ends, serves: model.server, on_sigterm: model.on_sigterm, ..Course::default() }
}

fn run(words: Vec<String>, image: &str, model: &ImageModel, file: FileAt<'_>) -> Course {
    let Some(program) = words.first() else { return own_course(model) };
    let starts = |entrypoint: &[&str]| {
        !entrypoint.is_empty()
            && words.iter().zip(entrypoint).filter(|(word, own)| word == *own).count() == entrypoint.len()
    };
    if model.server && (model.is_own_program(program) || starts(model.entrypoint)) {
        return own_course(model);
    }
    let there = if program.contains('/') { file(program) } else { None };
    if there == Some(true) {
        return Course { line: words, ..Course::default() };
    }
    let why = match there {
        Some(_) => Some("permission denied".to_owned()),
        None => missing(program, image, model),
    };
    if let Some(why) = why {
        return Course { missing_program: Some(format!("\"{program}\": {why}")), ..Course::default() };
    }
    match is_understood(program) {
        true => Course { line: words, ..Course::default() },
        false => Course::default(),
    }
}

fn is_understood(program: &str) -> bool {
    process::is_known(base(program))
}

impl ImageModel {
    /// Whether a program is the image's own server.
    pub fn is_own_program(&self, program: &str) -> bool {
        let program = base(program);
        // `nginx` of nginxdemos/hello; but neither `sh` of a shop nor `cat` of a catalog.
        let begins = |name: &str| name.split(['/', '-', '_']).any(|word| word.starts_with(program));
        let named =
            |name: &&str| name.rsplit('/').next() == Some(program) || (program.len() > 3 && begins(name));
        !program.is_empty() && self.server && self.repositories.iter().any(named)
    }
}

/// What the runtime says of a program that the image does not have.
pub fn missing(program: &str, image: &str, model: &ImageModel) -> Option<String> {
    let known = is_understood(program) && !has(image, program);
    match program.contains('/') {
        true => known.then(|| format!("stat {program}: no such file or directory")),
        false => {
            (known || is_missing(program, model)).then(|| "executable file not found in $PATH".to_owned())
        }
    }
}

/// A program the image does not have: of images that are a shell and its tools it is known what they hold, of
/// others a name that is nearly, but not, one that exists is taken for misspelt.
fn is_missing(program: &str, model: &ImageModel) -> bool {
    if program.starts_with('-') {
        return true;
    }
    if !model.shell || program.contains('/') || TOOLS.contains(&program) || is_understood(program) {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn command_lines_are_told_apart() {
        let of = |image: &str, command: &[&str]| {
            let command = command.iter().map(|word| (*word).to_owned()).collect();
            let container = Container { command, ..Default::default() };
            let container = Container { image: image.to_owned(), ..container };
            course(&container, crate::cluster::images::model_of(image), &|path| {
                (path == "/run.sh").then_some(false)
            })
        };
        assert_eq!(of("busybox", &["sleep", "5"]).line, ["sleep", "5"]);
        let why = |image: &str, command: &[&str]| of(image, command).missing_program;
        let missing = "\"sleeeep\": executable file not found in $PATH";
        assert_eq!(why("busybox", &["sleeeep", "5"]).as_deref(), Some(missing));
        let missing = "\"/bin/bash\": stat /bin/bash: no such file or directory";
        assert_eq!(why("nginx:alpine", &["/bin/bash", "-c", "true"]).as_deref(), Some(missing));
        assert_eq!(why("nginx", &["/bin/bash", "-c", "true"]), None);
        assert_eq!(why("nginx", &["/run.sh"]).as_deref(), Some("\"/run.sh\": permission denied"));
        assert_eq!(of("busybox", &[]).ends, Some((Span::from_millis(20), 0)));
        assert!(of("nginx", &["nginx", "-g", "daemon off;"]).serves);
        assert!(of("nginx", &[]).serves);
        assert_eq!(of("acme/shop", &["/app/run"]), Course::default());
    }
}
