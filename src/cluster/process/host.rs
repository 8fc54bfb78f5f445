//! A container as the shell's host: its programs, files, network and clock.

use super::disk::{Content, folder_of, normal};
use super::lasting::Programs;
use super::life::dialect;
use super::programs::{self, Call};
use super::system::{Done, System};
use crate::sh::{Dialect, Found, Host, Looked, Node, Outcome, Program, Started};
use crate::sim::{SimTime, Span};

/// Where programs are looked for.
const FOLDERS: [&str; 6] = ["/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin"];
/// Files whose names `*` looks at.
const LIMIT_FILES: usize = 5_000;
/// Programs that read what is piped into them and are no filters.
const READS_INPUT: [&str; 2] = ["dd", "nc"];
/// What `head -c` and its like find in `/dev/urandom`: as good as any.
const RANDOM: &str = "q7Zk1vXbT0mYw3RfPs9LcHd5Ga8JuNe2KiVo4Bx6Wt\n";

pub struct Hosted<'a> {
    system: &'a mut dyn System,
    programs: &'a mut Programs,
    now: SimTime,
}

impl<'a> Hosted<'a> {
    pub fn new(system: &'a mut dyn System, programs: &'a mut Programs, now: SimTime) -> Hosted<'a> {
        Hosted { system, programs, now }
    }

    fn run_program(&mut self, program: &Program<'_>) -> Done {
        let mut processes = program.processes.clone();
        if !processes.is_empty() {
            processes.extend(self.system.processes());
            processes.sort();
            processes.dedup_by_key(|(pid, _)| *pid);
        }
        let mut call = Call {
            name: base(&program.arguments[0]),
            rest: &program.arguments[1..],
            stdin: program.stdin,
            directory: program.directory,
            environment: &program.environment,
            processes: &processes,
            now: self.now,
            system: self.system,
        };
        programs::run(&mut call)
    }

    fn walk(&self, folder: &str, found: &mut Vec<String>) {
        let mut left = vec![folder.to_owned()];
        while let Some(folder) = left.pop().filter(|_| found.len() < LIMIT_FILES) {
            let names = self.system.names(&folder);
            if names.is_empty() {
                found.push(format!("{}/", folder.trim_end_matches('/')));
            }
            for name in names {
                let path = normal(&folder, &name);
                match self.system.stat(&path).is_some_and(|entry| entry.is_directory()) {
                    true => left.push(path),
                    false => found.push(path),
                }
            }
        }
    }
}

fn base(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or_default()
}

impl Host for Hosted<'_> {
    fn run(&mut self, arguments: &[String], stdin: &str) -> Option<Outcome> {
        let environment = Default::default();
        let program = Program { arguments, stdin, environment, directory: "/", processes: Vec::new() };
        self.run_at_once(&program)
    }

    fn start(&mut self, program: &Program<'_>) -> Option<Started> {
        let mut done = self.run_program(program);
        if done.takes == Span::ZERO && done.follows.is_empty() {
            return Some(Started::Ended(Outcome {
                stdout: done.stdout,
                stderr: done.stderr,
                code: done.code,
            }));
        }
        let mut first = Outcome::default();
        if !done.later {
            (first.stdout, first.stderr) =
                (std::mem::take(&mut done.stdout), std::mem::take(&mut done.stderr));
        }
        Some(match self.programs.begin(done, self.now) {
            Some(id) => Started::Running(first, id),
            None => Started::Ended(Outcome::failed(254, "fork: Resource temporarily unavailable")),
        })
    }

    fn look(&mut self, id: u64) -> Looked {
        self.programs.look(id, self.now, self.system)
    }

    fn end(&mut self, id: u64) {
        self.programs.end(id);
    }

    fn leaves(&self, program: &str) -> bool {
        matches!(program, "tar" | "gzip" | "gunzip" | "zcat" | "install" | "realpath" | "readlink")
    }

    fn mode(&self, path: &str) -> u32 {
        self.system.stat(path).map_or(0o644, |entry| entry.mode & 0o7777)
    }

    fn reads_input(&self, arguments: &[String]) -> bool {
        READS_INPUT.contains(&base(&arguments[0]))
    }

    fn does_itself(&self, arguments: &[String]) -> bool {
        base(&arguments[0]) == "tail" && programs::follows(&arguments[1..])
    }

    fn read(&self, path: &str) -> Result<String, String> {
        match path {
            "/dev/null" | "/dev/stdin" => Ok(String::new()),
            "/dev/zero" => Ok("\0".repeat(4096)),
            "/dev/urandom" | "/dev/random" => Ok(RANDOM.repeat(100)),
            path => self.system.read(path),
        }
    }

    fn write(&mut self, path: &str, text: &str, append: bool) -> Result<(), String> {
        match path {
            "/dev/null" => Ok(()),
            "/proc/1/fd/1" | "/proc/1/fd/2" | "/dev/console" => {
                self.system.print(text);
                Ok(())
            }
            path => self.system.files().write(path, text, append),
        }
    }

    fn files(&self) -> Vec<String> {
        let mut found = Vec::new();
        self.walk("/", &mut found);
        found
    }

    fn remove(&mut self, path: &str) -> Result<(), String> {
        self.system.files().remove(path)
    }

    fn is_directory(&self, path: &str) -> bool {
        self.system.stat(path).is_some_and(|entry| entry.is_directory())
    }

    fn make_directory(&mut self, path: &str) -> Result<(), String> {
        self.system.files().make_folder(path)
    }

    fn find(&self, name: &str, path: &str) -> Found {
        let places = match name.contains('/') {
            true => vec![path.to_owned()],
            false if self.system.has(name) => return Found::Program(name.to_owned()),
            false => FOLDERS.iter().map(|folder| format!("{folder}/{name}")).collect(),
        };
        for place in places {
            match self.node(&place) {
                Some(node) if node.is_directory || !node.executable => return Found::Forbidden,
                Some(_) => return Found::Script(place),
                None => {}
            }
        }
        // The programs of an image are no files here.
        let is_own =
            name.contains('/') && FOLDERS.contains(&folder_of(path).as_str()) && self.system.has(base(name));
        match is_own || self.system.is_server(base(name)) {
            true => Found::Program(base(name).to_owned()),
            false => Found::Missing,
        }
    }

    fn knows(&self, program: &str) -> bool {
        self.system.has(program)
    }

    fn node(&self, path: &str) -> Option<Node> {
        let entry = self.system.stat(path)?;
        let is_directory = entry.content == Content::Directory;
        let executable = is_directory || entry.mode & 0o111 != 0;
        Some(Node { is_directory, bytes: usize::try_from(entry.size()).unwrap_or(usize::MAX), executable })
    }

    fn dialect(&self, shell: &str) -> Dialect {
        dialect(&self.system.facts().image, shell)
    }

    fn signal(&mut self, pid: u32, signal: i32) -> bool {
        self.system.signal(pid, signal)
    }

    fn lists_processes(&self, program: &str) -> bool {
        programs::LIST_PROCESSES.contains(&base(program))
    }

    fn now(&self) -> Option<SimTime> {
        Some(self.now)
    }
}
