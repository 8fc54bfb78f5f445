//! Templates in Go's language, `{{range .items}}{{.metadata.name}}{{"\n"}}{{end}}`: text/template as `-o go-template`
//! runs it (cli-runtime pkg/printers/template.go), v1.36.
//!
//! `parse` has the language, `functions` what pipelines may call. Left out: `define`, `template` and `block`, methods,
//! and functions of their own; everything is JSON.

mod functions;
mod parse;

use serde_json::Value;

use super::reach::show;
use parse::{Node, Operand, Pipe};

/// Bytes a template may print.
const LIMIT_OUTPUT: usize = 4 << 20;
/// Nodes one run may visit.
const LIMIT_STEPS: usize = 1 << 20;

/// What a template prints of an object; or kubectl's refusal.
pub fn print(template: &str, object: &Value) -> Result<String, String> {
    let nodes = parse::parse(template)
        .map_err(|why| format!("error: error parsing template {template}, template: output:1: {why}"))?;
    let mut run = Run { variables: vec![("$".into(), object.clone())], text: String::new(), steps: 0 };
    match run.all(&nodes, object) {
        Ok(_) => Ok(run.text),
        Err(why) => Err(format!(
            "error: error executing template {template:?}: template: output:1: {why}\n{}template was:\n\t{template}\n\
             raw data was:\n\t{object}\nobject given to template engine was:\n\t{}\n",
            run.text,
            show(object)
        )),
    }
}

struct Run {
    variables: Vec<(String, Value)>,
    text: String,
    steps: usize,
}

/// Why a run of nodes is left.
#[derive(Clone, Copy, PartialEq)]
enum Left {
    Through,
    Break,
    Continue,
}

impl Run {
    fn all(&mut self, nodes: &[Node], dot: &Value) -> Result<Left, String> {
        let depth = self.variables.len();
        let mut left = Left::Through;
        for node in nodes {
            self.steps += 1;
            if self.text.len() > LIMIT_OUTPUT || self.steps > LIMIT_STEPS {
                return Err("it prints too much".into());
            }
            left = self.one(node, dot)?;
            if left != Left::Through {
                break;
            }
        }
        self.variables.truncate(depth);
        Ok(left)
    }

    fn one(&mut self, node: &Node, dot: &Value) -> Result<Left, String> {
        match node {
            Node::Text(text) => self.text += text,
            Node::Print(pipe) => {
                let value = self.pipe(pipe, dot)?;
                if pipe.names.is_empty() {
                    self.text += &functions::printed(&value);
                }
            }
            Node::If(pipe, then, other) => {
                let depth = self.variables.len();
                let holds = functions::is_true(&self.pipe(pipe, dot)?);
                let left = self.all(if holds { then } else { other }, dot);
                self.variables.truncate(depth);
                return left;
            }
            Node::With(pipe, then, other) => {
                let depth = self.variables.len();
                let value = self.pipe(pipe, dot)?;
                let left = match functions::is_true(&value) {
                    true => self.all(then, &value),
                    false => self.all(other, dot),
                };
                self.variables.truncate(depth);
                return left;
            }
            Node::Range(pipe, body, other) => return self.range(pipe, body, other, dot),
            Node::Break => return Ok(Left::Break),
            Node::Continue => return Ok(Left::Continue),
        }
        Ok(Left::Through)
    }

    fn range(&mut self, pipe: &Pipe, body: &[Node], other: &[Node], dot: &Value) -> Result<Left, String> {
        let bare = Pipe { names: Vec::new(), ..pipe.clone() };
        let over = self.pipe(&bare, dot)?;
        let pairs: Vec<(Value, Value)> = match &over {
            Value::Array(items) => {
                items.iter().enumerate().map(|(at, item)| (Value::from(at), item.clone())).collect()
            }
            Value::Object(members) => {
                members.iter().map(|(name, one)| (Value::from(name.as_str()), one.clone())).collect()
            }
            Value::Null => Vec::new(),
            other => return Err(format!("executing \"output\": range can't iterate over {}", show(other))),
        };
        if pairs.is_empty() {
            return self.all(other, dot);
        }
        for (key, item) in pairs {
            let depth = self.variables.len();
            match pipe.names.as_slice() {
                [one] => self.variables.push((one.clone(), item.clone())),
                [first, second, ..] => {
                    self.variables.push((first.clone(), key));
                    self.variables.push((second.clone(), item.clone()));
                }
                [] => {}
            }
            let left = self.all(body, &item)?;
            self.variables.truncate(depth);
            if left == Left::Break {
                break;
            }
        }
        Ok(Left::Through)
    }

    /// The value of a pipeline, which goes into its variable too.
    fn pipe(&mut self, pipe: &Pipe, dot: &Value) -> Result<Value, String> {
        let mut value = None;
        for command in &pipe.commands {
            value = Some(self.command(command, value, dot)?);
        }
        let value = value.unwrap_or_default();
        if let Some(name) = pipe.names.first() {
            match self.variables.iter_mut().rev().find(|(known, _)| pipe.assigns && known == name) {
                Some(known) => known.1 = value.clone(),
                None => self.variables.push((name.clone(), value.clone())),
            }
        }
        Ok(value)
    }

    fn command(&mut self, words: &[Operand], piped: Option<Value>, dot: &Value) -> Result<Value, String> {
        let Some((first, rest)) = words.split_first() else { return Ok(piped.unwrap_or_default()) };
        let Operand::Function(name) = first else { return self.operand(first, dot) };
        // These two stop at the first operand that decides.
        if matches!(name.as_str(), "and" | "or") {
            let mut last = Value::Null;
            for word in rest {
                last = self.operand(word, dot)?;
                if functions::is_true(&last) == (name == "or") {
                    return Ok(last);
                }
            }
            return Ok(piped.unwrap_or(last));
        }
        let mut values: Vec<Value> =
            rest.iter().map(|word| self.operand(word, dot)).collect::<Result<_, _>>()?;
        values.extend(piped);
        functions::call(name, &values)
    }

    fn operand(&mut self, operand: &Operand, dot: &Value) -> Result<Value, String> {
        match operand {
            Operand::Value(value) => Ok(value.clone()),
            Operand::Field(path) => Ok(field(dot, path)),
            Operand::Variable(name, path) => {
                let known = self.variables.iter().rev().find(|(known, _)| known == name);
                let (_, value) = known.ok_or_else(|| format!("undefined variable {name:?}"))?;
                Ok(field(value, path))
            }
            Operand::Nested(pipe, path) => {
                let value = self.pipe(pipe, dot)?;
                Ok(field(&value, path))
            }
            Operand::Function(name) => functions::call(name, &[]),
        }
    }
}

fn field(value: &Value, path: &[String]) -> Value {
    path.iter().fold(value, |value, name| &value[name.as_str()]).clone()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn run(template: &str) -> String {
        let pod = |name: &str, phase: &str| json!({"metadata": {"name": name, "labels": {"app": "web"}}, "status": {"phase": phase}});
        let list =
            json!({"items": [pod("a", "Running"), pod("b", "Pending")], "data": {"k": "dmFs"}, "n": 3});
        print(template, &list).unwrap_or_else(|why| why)
    }

    #[test]
    fn the_language_of_tutorials() {
        assert_eq!(run("{{range .items}}{{.metadata.name}}{{\"\\n\"}}{{end}}"), "a\nb\n");
        assert_eq!(run("{{range $i, $p := .items}}{{$i}}={{$p.metadata.name}} {{end}}"), "0=a 1=b ");
        assert_eq!(
            run(
                "{{range .items}}{{if eq .status.phase \"Running\"}}{{.metadata.name}}{{else}}-{{end}}{{end}}"
            ),
            "a-"
        );
        assert_eq!(run("{{ .data.k | base64decode }}"), "val");
        assert_eq!(
            run("{{len .items}} {{ index .data \"k\" }} {{(index .items 1).metadata.name}}"),
            "2 dmFs b"
        );
        assert_eq!(run("{{with .missing}}x{{else}}none{{end}}"), "none");
        assert_eq!(run("{{ .missing }}"), "<no value>");
        assert_eq!(run("a {{- \" b \" -}} c"), "a b c");
        assert_eq!(run("{{printf \"%s-%d %v\" \"x\" .n .n}}"), "x-3 3");
        assert_eq!(run("{{$x := 1}}{{range .items}}{{$x = 2}}{{end}}{{$x}}"), "2");
        assert_eq!(run("{{if and .n (not .missing)}}yes{{end}}{{if or .missing (gt .n 2)}}!{{end}}"), "yes!");
        assert_eq!(
            run("{{range .items}}{{range $k, $v := .metadata.labels}}{{$k}}:{{$v}};{{end}}{{end}}"),
            "app:web;app:web;"
        );
    }

    #[test]
    fn what_cannot_be_read_is_refused() {
        assert!(run("{{range .items}}").starts_with("error: error parsing template"));
        assert!(run("{{nothing .items}}").contains("function \"nothing\" not defined"));
        assert!(run("{{.items | index}}").starts_with("error: error executing template"));
        assert!(run("{{end}}").starts_with("error: error parsing template"));
    }
}
