//! `awk` as POSIX has it. Commands it runs (`system`, `| getline`, `print | "sort"`) find the shell and its tools, and nothing
//! of the cluster.
//!
//! `read` makes rules of a program's `tokens` and `run` does them. What a program may cost is bounded.

mod functions;
mod read;
mod run;
mod streams;
mod tokens;
mod value;

use std::sync::Arc;

use regex_lite::Regex;

use super::{Answer, Input, Options, Outcome};

/// Operators of two sides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Operator {
    Add,
    Subtract,
    Multiply,
    Divide,
    Remainder,
    Power,
    Join,
    Less,
    LessEqual,
    Equal,
    NotEqual,
    Greater,
    GreaterEqual,
    And,
    Or,
}

#[derive(Clone, Debug)]
enum Expression {
    Number(f64),
    Text(String),
    Regex(Arc<Regex>),
    Variable(String),
    Field(Box<Expression>),
    /// An array's element; several indices are joined.
    Element(String, Vec<Expression>),
    /// With an operator before the `=`, or none.
    Assign(Box<Expression>, Option<Operator>, Box<Expression>),
    /// `++x`, `x--`: by how much, and whether the new value counts.
    Step(Box<Expression>, f64, bool),
    Binary(Operator, Box<Expression>, Box<Expression>),
    Not(Box<Expression>),
    Minus(Box<Expression>),
    Matches(Box<Expression>, Box<Expression>, bool),
    Choose(Box<Expression>, Box<Expression>, Box<Expression>),
    Has(String, Vec<Expression>),
    Call(&'static str, Vec<Expression>),
    /// A function of the program's own.
    Own(String, Vec<Expression>),
    /// From the input, a file or a command, into a place or the line.
    GetLine(Option<(Source, Box<Expression>)>, Option<Box<Expression>>),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Source {
    File,
    Command,
}

/// Where `print` goes.
#[derive(Clone, Debug)]
struct Target {
    sign: &'static str,
    to: Expression,
}

#[derive(Clone, Debug)]
struct Function {
    parameters: Vec<String>,
    body: Statement,
}

#[derive(Clone, Debug)]
enum Statement {
    Print(Vec<Expression>, Option<Target>),
    Printf(Vec<Expression>, Option<Target>),
    Return(Option<Expression>),
    Plain(Expression),
    If(Expression, Box<Statement>, Option<Box<Statement>>),
    /// The body runs once before the condition is looked at.
    While(Expression, Box<Statement>, bool),
    For(Option<Box<Statement>>, Option<Expression>, Option<Box<Statement>>, Box<Statement>),
    ForIn(String, String, Box<Statement>),
    Block(Vec<Statement>),
    Delete(String, Option<Vec<Expression>>),
    Next,
    Exit(Option<Expression>),
    Break,
    Continue,
}

#[derive(Clone, Debug)]
enum When {
    Begin,
    End,
    Always,
    Holds(Expression),
    /// From a line for which the first holds to one for which the second does.
    Between(Expression, Expression),
}

#[derive(Clone, Debug)]
struct Rule {
    when: When,
    body: Statement,
}

/// Functions a program may call.
const FUNCTIONS: [&str; 22] = [
    "atan2", "close", "cos", "exp", "fflush", "gsub", "index", "int", "length", "log", "match", "rand",
    "sin", "split", "sprintf", "sqrt", "srand", "sub", "substr", "system", "tolower", "toupper",
];

pub fn awk(arguments: &[String], input: &Input<'_>) -> Answer {
    let options = Options::read("awk", arguments, "", "Fvf")?;
    let usage = || Outcome::failed(1, "usage: awk [-F fs] 'program' [file...]");
    let (program, files) = match options.value('f') {
        Some(path) => (input.text("awk", &[path.to_owned()])?, options.rest.as_slice()),
        None => {
            let (program, files) = options.rest.split_first().ok_or_else(usage)?;
            (program.clone(), files)
        }
    };
    let refused = |why: String| Outcome::failed(2, &format!("awk: {why}"));
    let read::Program { rules, functions } = read::program(&program).map_err(refused)?;
    let mut run = run::Run::new(&rules, &functions, input);
    if let Some(separator) = options.value('F') {
        run.set("FS", &crate::sh::unescape(if separator == "t" { "\t" } else { separator }));
    }
    let given = options.given.iter().filter(|(letter, _)| *letter == 'v');
    given
        .filter_map(|(_, text)| text.split_once('='))
        .for_each(|(name, value)| run.set(name, &crate::sh::unescape(value)));
    run.arguments(files);
    let ended = run.all();
    let code = ended.as_ref().copied().unwrap_or(2);
    let stderr = ended.err().map_or(String::new(), |why| format!("awk: {why}\n"));
    run.close_all();
    Ok(Outcome { stdout: run.printed, stderr: run.warned + &stderr, code })
}

#[cfg(test)]
mod tests {
    use super::*;

    const PODS: &str = "a 1/1 Running\nb 0/1 Pending\nc 0/1 Pending\n";

    fn run(program: &str) -> String {
        let input = Input::new(PODS, &|_| Err(String::new()));
        let outcome = awk(&[program.to_owned()], &input).unwrap_or_else(|refusal| refusal);
        outcome.stdout + &outcome.stderr
    }

    #[test]
    fn what_tutorials_write() {
        assert_eq!(run("/Pending/{print $1; exit}"), "b\n");
        assert_eq!(run("NR>1 {print $1, $NF}"), "b Pending\nc Pending\n");
        assert_eq!(run("$3==\"Running\"{print $1 \"!\"}"), "a!\n");
        assert_eq!(run("!/a/"), "b 0/1 Pending\nc 0/1 Pending\n");
        assert_eq!(run("/Pending/ && /c/{print $1}"), "c\n");
        assert_eq!(run("/a/ || /Pending/ && $1==\"c\" {print $1}"), "a\nc\n");
        assert_eq!(run("END{print NR}"), "3\n");
    }

    #[test]
    fn programs_of_some_length() {
        for (program, expected) in [
            ("{n[$3]++} END {for (k in n) print k, n[k]}", "Pending 2\nRunning 1\n"),
            ("BEGIN {for (i = 1; i <= 3; i++) s += i; print s, s / 4, 2 ^ 10, 7 % 4}", "6 1.5 1024 3\n"),
            (
                "{split($2, p, \"/\"); t += p[2]} END {printf \"%d of %5.1f|%-3s|\\n\", t, t / 2, \"x\"}",
                "3 of   1.5|x  |\n",
            ),
            ("BEGIN {OFS = \"-\"} {$2 = \"\"; print}", "a--Running\nb--Pending\nc--Pending\n"),
            ("{gsub(/[0-9]/, \"<&>\", $2); print $2}", "<1>/<1>\n<0>/<1>\n<0>/<1>\n"),
            ("NR == 1, /b/ {print $1}", "a\nb\n"),
            (
                "BEGIN {x = \"a\"; x = x x; print length(x), toupper(substr(x \"bc\", 2, 2)), index(\"hello\", \"l\")}",
                "2 AB 3\n",
            ),
            ("BEGIN {while (i < 5) { i++; if (i == 2) continue; if (i == 4) break; print i } }", "1\n3\n"),
            ("$3 ~ /^Run/ {print \"yes\"; next} {print \"no\"}", "yes\nno\nno\n"),
            ("END {print (NR > 2 ? \"many\" : \"few\"); exit 3}", "many\n"),
            (
                "BEGIN {print 1e6, 0.1 + 0.2, 1 / 3, -2, 1 \" \" 2, !0, 10 < 9, \"10\" < \"9\"}",
                "1000000 0.3 0.333333 -2 1 2 1 0 1\n",
            ),
            (
                "BEGIN {if (!(\"x\" in a)) print \"none\"; a[1, 2] = 3; delete a[1, 2]; print length(\"é\")}",
                "none\n1\n",
            ),
        ] {
            assert_eq!(run(program), expected, "{program}");
        }
        assert_eq!(run("BEGIN {printf \"%s\\n\", sprintf(\"%03d\", 7)}"), "007\n");
    }

    #[test]
    fn bad_programs_are_refused_and_endless_ones_end() {
        for program in [
            "{",
            "BEGIN {print",
            "BEGIN {while (1) x++}",
            "function f(x) {return f(x)} BEGIN {f(1)}",
            "BEGIN {f(1)}",
            "/a",
            "{$(-1) = 2}",
            "}",
        ] {
            assert!(run(program).contains("awk: "), "{program}: {}", run(program));
        }
        assert_eq!(run(&format!("BEGIN {{print {}1}}", "1+".repeat(140))), "141\n");
        assert!(run(&format!("BEGIN {{print {}1}}", "1+".repeat(450))).contains("awk: "));
        assert!(run(&format!("BEGIN {{print {}1{}}}", "(".repeat(300), ")".repeat(300))).contains("awk: "));
        assert!(run(&format!("BEGIN {{x = {}1{}}}", "(".repeat(5000), ")".repeat(5000))).contains("awk: "));
        assert!(run("BEGIN {x = \"aaaaaaaa\"; while (1) x = x x}").contains("awk: "));
    }
}
