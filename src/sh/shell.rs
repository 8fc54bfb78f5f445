//! Runs a text to its end at once, on a host whose programs take no time.

use std::collections::BTreeMap;

use super::host::{Host, Outcome};
use super::machine::{Machine, Progress, Stream};
use super::{LIMIT_COMMANDS, LIMIT_OUTPUT};

/// Steps between two looks at programs that run.
const STEPS: usize = 100_000;
/// Looks at programs that do not end.
const LIMIT_LOOKS: usize = 10_000;

/// A shell with its variables.
pub struct Shell<'a> {
    host: &'a mut dyn Host,
    pub variables: BTreeMap<String, String>,
    /// How the last command ended: `$?`.
    pub code: i32,
}

impl<'a> Shell<'a> {
    pub fn new(host: &'a mut dyn Host) -> Shell<'a> {
        Shell { host, variables: BTreeMap::new(), code: 0 }
    }

    /// Reads and runs a text.
    pub fn line(&mut self, text: &str) -> Outcome {
        let mut machine = Machine::new("sh");
        machine.state_mut().replace_variables(std::mem::take(&mut self.variables));
        machine.state_mut().code = self.code;
        machine.limit_commands(LIMIT_COMMANDS);
        let outcome = run(&mut machine, self.host, text);
        self.variables = machine.state().variables().clone();
        self.code = outcome.code;
        outcome
    }
}

fn run(machine: &mut Machine, host: &mut dyn Host, text: &str) -> Outcome {
    if let Err(fault) = machine.enter(text) {
        return Outcome::failed(2, &format!("sh: {}", fault.message));
    }
    let mut outcome = Outcome::default();
    for _ in 0..LIMIT_LOOKS {
        let progress = machine.go(host, STEPS);
        for (stream, text) in machine.take_printed() {
            let place = if stream == Stream::Out { &mut outcome.stdout } else { &mut outcome.stderr };
            if place.len() + text.len() <= LIMIT_OUTPUT {
                place.push_str(&text);
            }
        }
        if let Progress::Done(code) = progress {
            outcome.code = code;
            return outcome;
        }
    }
    machine.interrupt(host);
    outcome.code = 130;
    outcome
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Default)]
    struct Echo(BTreeMap<String, String>);

    impl Host for Echo {
        fn run(&mut self, arguments: &[String], stdin: &str) -> Option<Outcome> {
            match arguments[0].as_str() {
                "args" => Some(Outcome::said(format!("{:?}{stdin}\n", &arguments[1..]))),
                "fail" => Some(Outcome::failed(3, "failed")),
                _ => None,
            }
        }

        fn read(&self, path: &str) -> Result<String, String> {
            self.0.get(path).cloned().ok_or_else(|| "No such file or directory".into())
        }

        fn write(&mut self, path: &str, text: &str, append: bool) -> Result<(), String> {
            let file = self.0.entry(path.to_owned()).or_default();
            *file = if append { format!("{file}{text}") } else { text.to_owned() };
            Ok(())
        }

        fn files(&self) -> Vec<String> {
            self.0.keys().cloned().collect()
        }
    }

    fn run(line: &str) -> (String, String, i32) {
        let mut host = Echo::default();
        let Outcome { stdout, stderr, code } = Shell::new(&mut host).line(line);
        (stdout, stderr, code)
    }

    #[test]
    fn words_are_expanded_and_split() {
        assert_eq!(
            run("x='a  b'; args $x \"$x\" '$x' $none \"\"").0,
            "[\"a\", \"b\", \"a  b\", \"$x\", \"\"]\n"
        );
        assert_eq!(run("args $(echo a b)c \"$(echo a b)\"").0, "[\"a\", \"bc\", \"a b\"]\n");
        assert_eq!(run("fail; args $?").0, "[\"3\"]\n");
        let changes =
            "x=a.tar.gz; args ${x%.*} ${x%%.*} ${x#*.} ${x##*.} ${x/a/b} ${#x} ${y:-d} ${x:2:3} ${x^^}";
        let expected =
            r#"["a.tar", "a", "tar.gz", "gz", "b.tar.gz", "8", "d", "tar", "A.TAR.GZ"]"#.to_owned() + "\n";
        assert_eq!(run(changes).0, expected);
        assert_eq!(
            run("args `echo a` $((1 + 2 * 3)) {1..3} ~").0,
            "[\"a\", \"7\", \"1\", \"2\", \"3\", \"\"]\n"
        );
    }

    #[test]
    fn pipes_joints_and_files() {
        assert_eq!(run("echo b a | tr ' ' '\\n' | sort").0, "a\nb\n");
        assert_eq!(run("fail && echo no || echo yes").0, "yes\n");
        assert_eq!(run("echo a > f; echo b >> f; cat < f").0, "a\nb\n");
        assert_eq!(run("fail 2>&1 | cat").0, "failed\n");
        assert_eq!(run("fail 2>/dev/null; fail >f 2>&1; cat f").0, "failed\n");
        assert_eq!(run("nothing"), (String::new(), "sh: nothing: command not found\n".into(), 127));
        assert_eq!(run("! fail").2, 0);
        assert_eq!(run("cat nowhere 2>&1; < nowhere").2, 1);
    }

    #[test]
    fn compound_commands() {
        for (line, expected) in [
            ("if fail 2>/dev/null; then echo a; elif true; then echo b; else echo c; fi", "b\n"),
            ("for x in 1 2 '3 4'; do echo \"<$x>\"; done", "<1>\n<2>\n<3 4>\n"),
            ("x=0; while [ $x -lt 3 ]; do x=$((x+1)); [ $x = 2 ] && continue; echo $x; done", "1\n3\n"),
            ("until [[ $x == aaa ]]; do x=a$x; done; echo $x", "aaa\n"),
            ("case a.yaml in *.json) echo j;; *.yml|*.yaml) echo y;; esac", "y\n"),
            (
                "f() { local x=$1; shift; echo $x $# \"$@\"; return 3; }; x=o; f a b c; echo $? $x",
                "a 2 b c\n3 o\n",
            ),
            ("(x=1; echo $x); echo \"<$x>\"; { y=2; }; echo $y", "1\n<>\n2\n"),
            ("for ((i=0;i<3;i++)); do echo -n $i; done; ((i==3)) && echo !", "012!\n"),
            ("for x in 1 2; do for y in a b; do [ $y = b ] && continue 2; echo $x$y; done; done", "1a\n2a\n"),
            ("while true; do echo x; break; done; set -e; false; echo no", "x\n"),
            ("cat <<EOF\na $((1+1))\nEOF\necho b", "a 2\nb\n"),
            ("cat <<'EOF' | tr a b\n$x a\nEOF\n", "$x b\n"),
            ("printf 'a b\\nc d\\n' | while read x y; do echo $y $x; done", "b a\nd c\n"),
            ("echo a b c | xargs -n 1 echo -", "- a\n- b\n- c\n"),
            ("trap 'echo bye' EXIT; echo hi; exit 3", "hi\nbye\n"),
            ("echo a > x.txt; echo b > y.txt; cat *.txt; [ -f x.txt ] && echo is", "a\nb\nis\n"),
            ("while true; do echo y; done | head -2", "y\ny\n"),
            ("sleep 1 & wait; echo done", "done\n"),
            ("eval 'x=1; echo $x'; x=2 eval 'echo $x'; unset x; echo ${x-none}", "1\n2\nnone\n"),
            ("set -- a b; echo $1 $#; cat <<< \"$2\"", "a 2\nb\n"),
        ] {
            assert_eq!(run(line).0, expected, "{line}");
        }
    }

    #[test]
    fn endless_growth_is_bounded() {
        let line = format!("x=aaaaaaaaaaaaaaaa; {}", "x=$x$x; ".repeat(60));
        assert!(run(&format!("{line} echo $x")).0.len() <= LIMIT_OUTPUT + 1);
        for line in
            ["while true; do :; done", "f() { f; }; f", "f() { f | f; }; f", "f() { f & f & }; f; wait"]
        {
            let (_, stderr, code) = run(line);
            assert!(code != 0 && stderr.len() < 100_000 || line.contains('&'), "{line}: {code} {stderr}");
        }
    }
}
