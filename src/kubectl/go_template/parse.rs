//! From a template's text to its nodes: Go's text/template/parse.

use serde_json::Value;

/// Actions within actions.
const LIMIT_DEPTH: usize = 32;

#[derive(Clone, Debug, PartialEq)]
pub enum Node {
    Text(String),
    Print(Pipe),
    If(Pipe, Vec<Node>, Vec<Node>),
    With(Pipe, Vec<Node>, Vec<Node>),
    Range(Pipe, Vec<Node>, Vec<Node>),
    Break,
    Continue,
}

/// Commands, each of which gets what the one before gave; and the variables it is given to.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Pipe {
    pub names: Vec<String>,
    /// `=` rather than `:=`.
    pub assigns: bool,
    pub commands: Vec<Vec<Operand>>,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Operand {
    Value(Value),
    Field(Vec<String>),
    Variable(String, Vec<String>),
    Nested(Pipe, Vec<String>),
    Function(String),
}

/// What ends a block.
#[derive(PartialEq)]
enum End {
    Text,
    Block,
    Else(String),
}

pub fn parse(template: &str) -> Result<Vec<Node>, String> {
    let mut pieces = pieces(template)?;
    pieces.reverse();
    match block(&mut pieces, 0)? {
        (nodes, End::Text) => Ok(nodes),
        (_, End::Block) => Err("unexpected {{end}}".into()),
        (_, End::Else(_)) => Err("unexpected {{else}}".into()),
    }
}

enum Piece {
    Text(String),
    Action(String),
}

/// Text and actions by turns; `{{-` and `-}}` take the white space beside them.
fn pieces(template: &str) -> Result<Vec<Piece>, String> {
    let mut pieces = Vec::new();
    let (mut rest, mut trims) = (template, false);
    while let Some(at) = rest.find("{{") {
        let (text, after) = (&rest[..at], &rest[at + 2..]);
        let text = if trims { text.trim_start() } else { text };
        let trims_before = after.starts_with("- ") || after.starts_with("-\n");
        pieces.push(Piece::Text(if trims_before { text.trim_end() } else { text }.to_owned()));
        let inside = if trims_before { &after[1..] } else { after };
        let end = end_of_action(inside).ok_or("unclosed action")?;
        let action = &inside[..end];
        trims = action.ends_with(" -") || action.ends_with("\n-");
        let action = if trims { &action[..action.len() - 1] } else { action };
        if !action.trim().starts_with("/*") {
            pieces.push(Piece::Action(action.trim().to_owned()));
        }
        rest = &inside[end + 2..];
    }
    pieces.push(Piece::Text(if trims { rest.trim_start() } else { rest }.to_owned()));
    Ok(pieces)
}

/// Where `}}` stands, quotes left out.
fn end_of_action(text: &str) -> Option<usize> {
    let mut quote = None;
    let mut letters = text.char_indices();
    while let Some((at, letter)) = letters.next() {
        match (quote, letter) {
            (Some('"'), '\\') => drop(letters.next()),
            (Some(open), letter) if open == letter => quote = None,
            (Some(_), _) => {}
            (None, '"' | '`') => quote = Some(letter),
            (None, '}') if text[at..].starts_with("}}") => return Some(at),
            _ => {}
        }
    }
    None
}

/// Nodes up to what ends them; `pieces` is read from its end.
fn block(pieces: &mut Vec<Piece>, depth: usize) -> Result<(Vec<Node>, End), String> {
    if depth > LIMIT_DEPTH {
        return Err("max depth exceeded".into());
    }
    let mut nodes = Vec::new();
    while let Some(piece) = pieces.pop() {
        let action = match piece {
            Piece::Text(text) if text.is_empty() => continue,
            Piece::Text(text) => {
                nodes.push(Node::Text(text));
                continue;
            }
            Piece::Action(action) => action,
        };
        let (word, rest) = action.split_once(char::is_whitespace).unwrap_or((&action, ""));
        match word {
            "end" => return Ok((nodes, End::Block)),
            "else" => return Ok((nodes, End::Else(rest.trim().to_owned()))),
            "break" => nodes.push(Node::Break),
            "continue" => nodes.push(Node::Continue),
            "if" | "with" | "range" => nodes.push(branch(word, rest, pieces, depth)?),
            "define" | "template" | "block" => return Err(format!("{{{{{word}}}}} is not simulated")),
            _ => nodes.push(Node::Print(pipe(&action)?)),
        }
    }
    Ok((nodes, End::Text))
}

fn branch(word: &str, rest: &str, pieces: &mut Vec<Piece>, depth: usize) -> Result<Node, String> {
    let pipe = pipe(rest)?;
    if pipe.commands.is_empty() {
        return Err(format!("missing value for {word}"));
    }
    let (then, end) = block(pieces, depth + 1)?;
    let other = match end {
        End::Text => return Err("unexpected EOF".into()),
        End::Block => Vec::new(),
        End::Else(rest) if rest.is_empty() => match block(pieces, depth + 1)? {
            (other, End::Block) => other,
            _ => return Err("unexpected EOF".into()),
        },
        End::Else(rest) => {
            let (word, rest) = rest.split_once(char::is_whitespace).unwrap_or((&rest, ""));
            if !matches!(word, "if" | "with") {
                return Err(format!("unexpected <{word}> in else"));
            }
            vec![branch(word, rest, pieces, depth + 1)?]
        }
    };
    Ok(match word {
        "if" => Node::If(pipe, then, other),
        "with" => Node::With(pipe, then, other),
        _ => Node::Range(pipe, then, other),
    })
}

fn pipe(text: &str) -> Result<Pipe, String> {
    let mut reading = Reading { rest: text.trim(), depth: 0 };
    let pipe = reading.pipe()?;
    match reading.rest {
        "" => Ok(pipe),
        rest => Err(format!("unexpected {rest:?} in operand")),
    }
}

struct Reading<'a> {
    rest: &'a str,
    depth: usize,
}

impl Reading<'_> {
    fn pipe(&mut self) -> Result<Pipe, String> {
        let mut pipe = Pipe::default();
        self.variables(&mut pipe);
        let mut command = Vec::new();
        loop {
            self.rest = self.rest.trim_start();
            match self.rest.chars().next() {
                None | Some(')') => break,
                Some('|') => {
                    self.rest = &self.rest[1..];
                    if command.is_empty() {
                        return Err("missing value for command".into());
                    }
                    pipe.commands.push(std::mem::take(&mut command));
                }
                Some(_) => command.push(self.operand()?),
            }
        }
        if !command.is_empty() {
            pipe.commands.push(command);
        }
        Ok(pipe)
    }

    /// `$a := `, `$a, $b := ` or `$a = `.
    fn variables(&mut self, pipe: &mut Pipe) {
        for (mark, assigns) in [(":=", false), ("=", true)] {
            let Some((left, right)) = self.rest.split_once(mark) else { continue };
            let names: Vec<String> = left.split(',').map(|name| name.trim().to_owned()).collect();
            let is_name = |name: &String| {
                name.strip_prefix('$').is_some_and(|rest| {
                    !rest.is_empty() && rest.chars().all(|one| one.is_alphanumeric() || one == '_')
                })
            };
            if names.len() <= 2 && names.iter().all(is_name) {
                (pipe.names, pipe.assigns, self.rest) = (names, assigns, right);
                return;
            }
        }
    }

    fn operand(&mut self) -> Result<Operand, String> {
        let first = self.rest.chars().next().unwrap_or_default();
        match first {
            '(' => {
                self.depth += 1;
                if self.depth > LIMIT_DEPTH {
                    return Err("max depth exceeded".into());
                }
                self.rest = &self.rest[1..];
                let pipe = self.pipe()?;
                self.rest = self.rest.strip_prefix(')').ok_or("unclosed left paren")?;
                self.depth -= 1;
                Ok(Operand::Nested(pipe, self.path()))
            }
            '.' => Ok(Operand::Field(self.path())),
            '$' => {
                self.rest = &self.rest[1..];
                let name = format!("${}", self.word());
                Ok(Operand::Variable(name, self.path()))
            }
            '"' | '`' => self.quoted(first).map(|text| Operand::Value(text.into())),
            '0'..='9' | '-' | '+' => {
                let word = self.word();
                let number = serde_json::from_str(word.trim_start_matches('+'));
                number.map(Operand::Value).map_err(|_| format!("bad number syntax: {word:?}"))
            }
            _ => match self.word().as_str() {
                "" => Err(format!("unexpected {first:?} in command")),
                "true" => Ok(Operand::Value(true.into())),
                "false" => Ok(Operand::Value(false.into())),
                "nil" => Ok(Operand::Value(Value::Null)),
                name if super::functions::NAMES.contains(&name) => Ok(Operand::Function(name.to_owned())),
                name => Err(format!("function {name:?} not defined")),
            },
        }
    }

    fn word(&mut self) -> String {
        let is_part = |one: char| one.is_alphanumeric() || matches!(one, '_' | '-' | '+');
        let end = self.rest.find(|one| !is_part(one)).unwrap_or(self.rest.len());
        let (word, rest) = self.rest.split_at(end);
        self.rest = rest;
        word.to_owned()
    }

    /// `.a.b`; the dot alone is an empty path.
    fn path(&mut self) -> Vec<String> {
        let mut path = Vec::new();
        while let Some(rest) = self.rest.strip_prefix('.') {
            self.rest = rest;
            let name = self.word();
            if name.is_empty() {
                break;
            }
            path.push(name);
        }
        path
    }

    fn quoted(&mut self, quote: char) -> Result<String, String> {
        let mut text = String::new();
        let mut letters = self.rest.char_indices().skip(1);
        while let Some((at, letter)) = letters.next() {
            match letter {
                letter if letter == quote => {
                    self.rest = &self.rest[at + 1..];
                    return Ok(text);
                }
                '\\' if quote == '"' => match letters.next().map(|(_, letter)| letter) {
                    Some('n') => text.push('\n'),
                    Some('t') => text.push('\t'),
                    Some('r') => text.push('\r'),
                    other => text.extend(other),
                },
                letter => text.push(letter),
            }
        }
        Err("unterminated quoted string".into())
    }
}
