//! The shell's host: kubectl and the other programs at a world, and the terminal's files.

use std::collections::BTreeMap;

use super::editor::Editor;
use super::story::Stories;
use super::{HOME, LIMIT_FILE, LIMIT_FILES, curl, identity, minikube, programs};
use crate::cluster::World;
use crate::cluster::presets::Preset;
use crate::kubectl::call::{self, Answer, Call, Files, Polled, Wait};
use crate::kubectl::verbs;
use crate::sh::{Host, Looked, Outcome, Program, Started, full_path};
use crate::sim::SimTime;

/// Links to links.
const LIMIT_LINKS: usize = 8;

/// A terminal at a world.
pub struct Seat<'a> {
    pub world: &'a mut World,
    pub files: &'a mut BTreeMap<String, String>,
    pub links: &'a mut BTreeMap<String, String>,
    pub modes: &'a mut BTreeMap<String, u32>,
    pub written: &'a mut BTreeMap<String, SimTime>,
    pub namespace: &'a mut String,
    pub programs: &'a mut BTreeMap<u64, Box<dyn Wait>>,
    pub next_program: &'a mut u64,
    pub history: &'a [String],
    pub stories: &'a mut Stories,
}

/// The name of a file, as the terminal keeps it, from its name from the root.
pub fn key(path: &str) -> &str {
    path.strip_prefix(HOME).and_then(|rest| rest.strip_prefix('/')).unwrap_or(path)
}

fn outcome(answer: Answer) -> Outcome {
    Outcome { stdout: answer.stdout, stderr: answer.stderr, code: answer.code }
}

impl Host for Seat<'_> {
    fn run(&mut self, arguments: &[String], stdin: &str) -> Option<Outcome> {
        let program = Program {
            arguments,
            stdin,
            environment: BTreeMap::new(),
            directory: HOME,
            processes: Vec::new(),
        };
        self.run_at_once(&program)
    }

    fn start(&mut self, program: &Program<'_>) -> Option<Started> {
        match program.arguments[0].as_str() {
            "kubectl" | "k" | "kubectl.exe" => Some(self.kubectl(program)),
            "curl" => Some(match curl::begin(self, program) {
                Ok(request) => self.begin(Outcome::default(), request),
                Err(refusal) => Started::Ended(refusal),
            }),
            "vi" | "vim" | "nano" | "emacs" => Some(self.editor(program)),
            "minikube" => Some(minikube::start(self, program)),
            _ => programs::run(self, program).map(Started::Ended),
        }
    }

    fn look(&mut self, id: u64) -> Looked {
        let Some(waits) = self.programs.get_mut(&id) else { return Looked::Ended(Outcome::default()) };
        let (polled, left) = (waits.poll(self.world), waits.leaves());
        if let Some((path, text)) = left
            && let Err(why) = self.write(&path, &text, false)
        {
            self.programs.remove(&id);
            return Looked::Ended(Outcome::failed(1, &format!("{path}: {why}")));
        }
        match polled {
            Polled::More(answer) => Looked::Running(outcome(answer)),
            Polled::Done(answer) => {
                self.programs.remove(&id);
                Looked::Ended(outcome(answer))
            }
        }
    }

    fn end(&mut self, id: u64) {
        self.programs.remove(&id);
    }

    /// kubectl does where it is told to.
    fn reads_input(&self, arguments: &[String]) -> bool {
        let reads = |one: &String| {
            matches!(
                one.as_str(),
                "-" | "-f-"
                    | "--filename=-"
                    | "-i"
                    | "-it"
                    | "-ti"
                    | "--stdin"
                    | "--interactive"
                    | "/dev/stdin"
            )
        };
        matches!(arguments[0].as_str(), "kubectl" | "k") && arguments.iter().any(reads)
            || programs::reads_input(&arguments[0])
    }

    fn reads_typed(&self, arguments: &[String]) -> bool {
        let reads = |one: &String| matches!(one.as_str(), "-" | "-f-" | "--filename=-" | "/dev/stdin");
        matches!(arguments[0].as_str(), "kubectl" | "k") && arguments.iter().any(reads)
    }

    fn read(&self, path: &str) -> Result<String, String> {
        let path = &self.followed(path);
        match self.files.get(key(path)) {
            Some(text) => Ok(text.clone()),
            None if path == "/etc/hostname" => Ok("kubarium\n".into()),
            None => identity::file(path, self.world.preset())
                .map(str::to_owned)
                .ok_or_else(|| "No such file or directory".into()),
        }
    }

    fn write(&mut self, path: &str, text: &str, append: bool) -> Result<(), String> {
        let path = &self.followed(path);
        let name = key(path);
        let so_far = self.files.get(name).map_or(0, String::len);
        let full = self.files.len() >= LIMIT_FILES * 2 && !self.files.contains_key(name);
        if full || text.len() + if append { so_far } else { 0 } > LIMIT_FILE {
            return Err("No space left on device".into());
        }
        let file = self.files.entry(name.to_owned()).or_default();
        if !append {
            file.clear();
        }
        file.push_str(text);
        self.written.insert(name.to_owned(), self.world.now());
        Ok(())
    }

    fn link(&self, path: &str) -> Option<String> {
        self.links.get(key(path)).cloned()
    }

    fn make_link(&mut self, to: &str, path: &str, symbolic: bool) -> Result<(), String> {
        if !symbolic {
            // The same text under another name: changes of one are none of the other.
            let text = self.read(to)?;
            return self.write(path, &text, false);
        }
        if self.links.len() >= LIMIT_FILES {
            return Err("No space left on device".into());
        }
        self.links.insert(key(path).to_owned(), to.to_owned());
        Ok(())
    }

    fn changed(&self, path: &str) -> Option<SimTime> {
        self.written.get(key(path)).copied()
    }

    fn mode(&self, path: &str) -> u32 {
        let usual = if self.is_directory(path) { 0o755 } else { 0o644 };
        self.modes.get(key(path)).copied().unwrap_or(usual)
    }

    fn set_mode(&mut self, path: &str, mode: u32) -> Result<(), String> {
        if self.modes.len() < LIMIT_FILES * 2 {
            self.modes.insert(key(path).to_owned(), mode);
        }
        Ok(())
    }

    fn remove(&mut self, path: &str) -> Result<(), String> {
        if self.links.remove(key(path)).is_some() {
            return Ok(());
        }
        self.modes.remove(key(path));
        self.written.remove(key(path));
        self.files.remove(key(path)).map(drop).ok_or_else(|| "No such file or directory".into())
    }

    /// A directory is there through the files in it: an empty one by a file without a name.
    fn files(&self) -> Vec<String> {
        let full =
            |name: &String| if name.starts_with('/') { name.clone() } else { format!("{HOME}/{name}") };
        self.files.keys().chain(self.links.keys()).map(full).collect()
    }

    fn is_directory(&self, path: &str) -> bool {
        let inside = format!("{}/", path.trim_end_matches('/'));
        matches!(path, "/" | "/tmp" | "/etc" | HOME)
            || self.files().iter().any(|file| file.starts_with(&inside))
    }

    fn make_directory(&mut self, path: &str) -> Result<(), String> {
        self.write(&format!("{}/", path.trim_end_matches('/')), "", true)
    }

    fn now(&self) -> Option<SimTime> {
        Some(self.world.now())
    }
}

impl Seat<'_> {
    /// Where symbolic links lead.
    fn followed(&self, path: &str) -> String {
        let mut path = path.to_owned();
        for _ in 0..LIMIT_LINKS {
            let Some(to) = self.links.get(key(&path)) else { break };
            let folder = path.rsplit_once('/').map_or("/", |(folder, _)| folder);
            path = full_path(folder, to);
        }
        path
    }

    /// What kubectl answers.
    pub fn ask(&mut self, words: &[&str]) -> Outcome {
        let arguments: Vec<String> = ["kubectl"].iter().chain(words).map(|word| (*word).to_owned()).collect();
        self.run(&arguments, "").unwrap_or_default()
    }

    /// Opens a file in the page's editor.
    fn editor(&mut self, program: &Program<'_>) -> Started {
        let named = program.arguments[1..].iter().find(|one| !one.starts_with(['-', '+']));
        let Some(name) = named else {
            let why = format!("{}: name a file: there is no editor without one here", program.arguments[0]);
            return Started::Ended(Outcome::failed(1, &why));
        };
        let path = full_path(program.directory, name);
        let text = self.read(&path).unwrap_or_default();
        self.begin(Outcome::default(), Box::new(Editor::new(&program.arguments[0], path, text)))
    }

    pub fn begin(&mut self, said: Outcome, waits: Box<dyn Wait>) -> Started {
        let id = *self.next_program;
        *self.next_program += 1;
        self.programs.insert(id, waits);
        Started::Running(said, id)
    }

    pub fn kubectl(&mut self, program: &Program<'_>) -> Started {
        let preset = self.world.preset();
        let files = FileList { files: self.files, directory: program.directory, preset };
        let namespace = if self.namespace.is_empty() { "default" } else { self.namespace.as_str() };
        let mut call = Call::new(self.world, &files, namespace);
        call.stdin = program.stdin;
        let started = verbs::start(&mut call, &program.arguments[1..]);
        let (reads, chosen, written) = (call.take_reads(), call.chosen, call.written);
        if let Some(namespace) = chosen {
            *self.namespace = namespace;
        }
        for (path, text) in written {
            if let Err(why) = self.write(&full_path(program.directory, &path), &text, false) {
                return Started::Ended(Outcome::failed(1, &format!("error: open {path}: {why}")));
            }
        }
        let (call::Started::Done(said) | call::Started::Waiting(said, _)) = &started;
        self.stories.add(reads, &said.stderr);
        match started {
            call::Started::Done(answer) => Started::Ended(outcome(answer)),
            call::Started::Waiting(said, waits) => self.begin(outcome(said), waits),
        }
    }
}

/// Only keeps which programs are to end: for Ctrl-C, which needs no world.
#[derive(Default)]
pub struct Ended {
    pub programs: Vec<u64>,
}

impl Host for Ended {
    fn run(&mut self, _arguments: &[String], _stdin: &str) -> Option<Outcome> {
        None
    }

    fn read(&self, _path: &str) -> Result<String, String> {
        Err("Interrupted system call".into())
    }

    fn write(&mut self, _path: &str, _text: &str, _append: bool) -> Result<(), String> {
        Ok(())
    }

    fn end(&mut self, id: u64) {
        self.programs.push(id);
    }
}

/// The files as kubectl's `-f` sees them from a directory.
pub struct FileList<'a> {
    pub files: &'a BTreeMap<String, String>,
    pub directory: &'a str,
    /// What the cluster was made as: it decides which files are there without having been written.
    pub preset: Option<Preset>,
}

impl Files for FileList<'_> {
    fn manifests(&self, path: &str, deep: bool) -> Result<Vec<(String, String)>, String> {
        if path.starts_with("http://") || path.starts_with("https://") {
            return Err(format!(
                "error: unable to read URL \"{path}\": the simulator has no network; put the manifest into a file"
            ));
        }
        let full = full_path(self.directory, path);
        let name = key(&full);
        let text = self.files.get(name).map(String::as_str).or_else(|| identity::file(&full, self.preset));
        if let Some(text) = text {
            return Ok(vec![(path.to_owned(), text.to_owned())]);
        }
        let folder = if full == HOME { String::new() } else { format!("{}/", name.trim_end_matches('/')) };
        let shown = if matches!(path, "." | "./") {
            String::new()
        } else {
            format!("{}/", path.trim_end_matches('/'))
        };
        let is_manifest = |name: &str| [".yaml", ".yml", ".json"].iter().any(|end| name.ends_with(end));
        let inside = self.files.iter().filter_map(|(name, text)| {
            let rest = name.strip_prefix(folder.as_str())?;
            ((deep || !rest.contains('/')) && is_manifest(rest))
                .then(|| (format!("{shown}{rest}"), text.clone()))
        });
        let found: Vec<_> = inside.collect();
        if found.is_empty() { Err(format!("error: the path \"{path}\" does not exist")) } else { Ok(found) }
    }
}
