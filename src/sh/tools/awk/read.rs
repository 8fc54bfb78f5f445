//! From a program's text to its rules (POSIX `awk`, "Grammar").

use std::collections::BTreeMap;
use std::sync::Arc;

use regex_lite::Regex;

use super::tokens::{Token, tokens};
use super::{Expression, FUNCTIONS, Function, Operator, Rule, Source, Statement, Target, When};

/// Expressions and statements within one another.
const LIMIT_DEPTH: usize = 40;
/// Operators of one expression.
const LIMIT_OPERATORS: usize = 150;

type Read<T> = Result<T, String>;

/// What a program is made of.
pub struct Program {
    pub rules: Vec<Rule>,
    pub functions: BTreeMap<String, Function>,
}

pub fn program(program: &str) -> Read<Program> {
    let mut reader = Reader { tokens: tokens(program)?, at: 0, depth: 0, operators: 0, no_greater: false };
    let mut read = Program { rules: Vec::new(), functions: BTreeMap::new() };
    reader.gaps();
    while reader.at < reader.tokens.len() {
        if reader.takes_name("function") || reader.takes_name("func") {
            let (name, function) = reader.function()?;
            read.functions.insert(name, function);
        } else {
            read.rules.push(reader.rule()?);
        }
        reader.gaps();
    }
    Ok(read)
}

struct Reader {
    tokens: Vec<Token>,
    at: usize,
    depth: usize,
    /// Operators since the statement began.
    operators: usize,
    /// In `print a > b` a `>` does not compare.
    no_greater: bool,
}

/// From what binds loosest; `in`, matching and joining are in between.
const COMPARISONS: [(&str, Operator); 6] = [
    ("<", Operator::Less),
    ("<=", Operator::LessEqual),
    ("==", Operator::Equal),
    ("!=", Operator::NotEqual),
    (">", Operator::Greater),
    (">=", Operator::GreaterEqual),
];
const SUMS: [(&str, Operator); 2] = [("+", Operator::Add), ("-", Operator::Subtract)];
const PRODUCTS: [(&str, Operator); 3] =
    [("*", Operator::Multiply), ("/", Operator::Divide), ("%", Operator::Remainder)];
const ASSIGNMENTS: [(&str, Option<Operator>); 7] = [
    ("=", None),
    ("+=", Some(Operator::Add)),
    ("-=", Some(Operator::Subtract)),
    ("*=", Some(Operator::Multiply)),
    ("/=", Some(Operator::Divide)),
    ("%=", Some(Operator::Remainder)),
    ("^=", Some(Operator::Power)),
];

impl Reader {
    fn looks(&self, sign: &str) -> bool {
        matches!(self.tokens.get(self.at), Some(Token::Sign(one)) if *one == sign)
    }

    fn takes(&mut self, sign: &str) -> bool {
        let there = self.looks(sign);
        self.at += usize::from(there);
        there
    }

    fn needs(&mut self, sign: &str) -> Read<()> {
        if self.takes(sign) { Ok(()) } else { Err(self.wrong()) }
    }

    fn takes_name(&mut self, name: &str) -> bool {
        let there = matches!(self.tokens.get(self.at), Some(Token::Name(one)) if one == name);
        self.at += usize::from(there);
        there
    }

    fn gaps(&mut self) {
        while self.looks("\n") || self.looks(";") {
            self.at += 1;
        }
    }

    fn lines(&mut self) {
        while self.takes("\n") {}
    }

    fn wrong(&self) -> String {
        match self.tokens.get(self.at) {
            None => "syntax error at end of program".into(),
            Some(Token::Sign(sign)) => format!("syntax error near {sign}"),
            Some(Token::Name(name)) => format!("syntax error near {name}"),
            Some(Token::Text(text) | Token::Regex(text)) => format!("syntax error near {text}"),
            Some(Token::Number(number)) => format!("syntax error near {number}"),
        }
    }

    fn deeper<T>(&mut self, read: impl FnOnce(&mut Self) -> Read<T>) -> Read<T> {
        if self.depth >= LIMIT_DEPTH {
            return Err("too much within one another".into());
        }
        self.depth += 1;
        let found = read(self);
        self.depth -= 1;
        found
    }

    fn count(&mut self) -> Read<()> {
        self.operators += 1;
        if self.operators > LIMIT_OPERATORS { Err("too many operators".into()) } else { Ok(()) }
    }

    fn rule(&mut self) -> Read<Rule> {
        self.operators = 0;
        let when = match () {
            () if self.takes_name("BEGIN") => When::Begin,
            () if self.takes_name("END") => When::End,
            () if self.looks("{") => When::Always,
            () => {
                let first = self.expression()?;
                if self.takes(",") { When::Between(first, self.expression()?) } else { When::Holds(first) }
            }
        };
        let body = match self.looks("{") {
            true => self.block()?,
            false if matches!(when, When::Begin | When::End) => return Err(self.wrong()),
            false => Statement::Print(Vec::new(), None),
        };
        Ok(Rule { when, body })
    }

    /// After `function`.
    fn function(&mut self) -> Read<(String, Function)> {
        let name = self.word()?;
        self.needs("(")?;
        let mut parameters = Vec::new();
        while !self.takes(")") {
            parameters.push(self.word()?);
            if !self.takes(",") {
                self.needs(")")?;
                break;
            }
            self.lines();
        }
        self.lines();
        let body = self.block()?;
        Ok((name, Function { parameters, body }))
    }

    fn word(&mut self) -> Read<String> {
        let Some(Token::Name(name)) = self.tokens.get(self.at).cloned() else { return Err(self.wrong()) };
        self.at += 1;
        Ok(name)
    }

    fn block(&mut self) -> Read<Statement> {
        self.needs("{")?;
        let mut all = Vec::new();
        self.gaps();
        while !self.takes("}") {
            all.push(self.statement()?);
            self.gaps();
        }
        Ok(Statement::Block(all))
    }

    /// A statement after a condition, perhaps on the next line.
    fn body(&mut self) -> Read<Box<Statement>> {
        self.lines();
        if self.takes(";") {
            return Ok(Box::new(Statement::Block(Vec::new())));
        }
        Ok(Box::new(self.statement()?))
    }

    fn statement(&mut self) -> Read<Statement> {
        self.operators = 0;
        self.deeper(|reader| match () {
            () if reader.looks("{") => reader.block(),
            () if reader.takes_name("if") => reader.condition(),
            () if reader.takes_name("while") => {
                reader.needs("(")?;
                let condition = reader.expression()?;
                reader.needs(")")?;
                Ok(Statement::While(condition, reader.body()?, false))
            }
            () if reader.takes_name("do") => {
                let body = reader.body()?;
                reader.gaps();
                if !reader.takes_name("while") {
                    return Err(reader.wrong());
                }
                reader.needs("(")?;
                let condition = reader.expression()?;
                reader.needs(")")?;
                Ok(Statement::While(condition, body, true))
            }
            () if reader.takes_name("for") => reader.for_loop(),
            () => reader.simple(),
        })
    }

    fn condition(&mut self) -> Read<Statement> {
        self.needs("(")?;
        let condition = self.expression()?;
        self.needs(")")?;
        let then = self.body()?;
        let before = self.at;
        self.gaps();
        if self.takes_name("else") {
            return Ok(Statement::If(condition, then, Some(self.body()?)));
        }
        self.at = before;
        Ok(Statement::If(condition, then, None))
    }

    fn for_loop(&mut self) -> Read<Statement> {
        self.needs("(")?;
        if let [Token::Name(name), Token::Name(word), Token::Name(array), Token::Sign(")")] =
            self.tokens.get(self.at..self.at + 4).unwrap_or_default()
            && word == "in"
        {
            let (name, array) = (name.clone(), array.clone());
            self.at += 4;
            return Ok(Statement::ForIn(name, array, self.body()?));
        }
        let begin = if self.looks(";") { None } else { Some(Box::new(self.simple()?)) };
        self.needs(";")?;
        self.lines();
        let condition = if self.looks(";") { None } else { Some(self.expression()?) };
        self.needs(";")?;
        self.lines();
        let step = if self.looks(")") { None } else { Some(Box::new(self.simple()?)) };
        self.needs(")")?;
        Ok(Statement::For(begin, condition, step, self.body()?))
    }

    fn simple(&mut self) -> Read<Statement> {
        Ok(match () {
            () if self.takes_name("print") => {
                let given = self.printed()?;
                Statement::Print(given, self.target()?)
            }
            () if self.takes_name("printf") => {
                let given = self.printed()?;
                Statement::Printf(given, self.target()?)
            }
            () if self.takes_name("return") => {
                Statement::Return(if self.ends() { None } else { Some(self.expression()?) })
            }
            () if self.takes_name("next") => Statement::Next,
            () if self.takes_name("break") => Statement::Break,
            () if self.takes_name("continue") => Statement::Continue,
            () if self.takes_name("exit") => {
                Statement::Exit(if self.ends() { None } else { Some(self.expression()?) })
            }
            () if self.takes_name("delete") => {
                let Some(Token::Name(name)) = self.tokens.get(self.at).cloned() else {
                    return Err(self.wrong());
                };
                self.at += 1;
                Statement::Delete(name, if self.takes("[") { Some(self.list("]")?) } else { None })
            }
            () => Statement::Plain(self.expression()?),
        })
    }

    fn ends(&self) -> bool {
        self.at >= self.tokens.len() || [";", "\n", "}", ")"].iter().any(|sign| self.looks(sign))
    }

    fn printed(&mut self) -> Read<Vec<Expression>> {
        let mut all = Vec::new();
        let grouped = self.looks("(") && self.group_ends_the_statement();
        if grouped {
            self.at += 1;
            all = self.list(")")?;
        } else if !self.ends() && ![">", ">>", "|"].iter().any(|sign| self.looks(sign)) {
            self.no_greater = true;
            let listed = self.expressions();
            self.no_greater = false;
            all = listed?;
        }
        Ok(all)
    }

    /// `> "file"`, `>> "file"`, `| "command"`.
    fn target(&mut self) -> Read<Option<Target>> {
        let Some(sign) = [">>", ">", "|"].into_iter().find(|sign| self.takes(sign)) else { return Ok(None) };
        let to = self.deeper(Self::joined)?;
        Ok(Some(Target { sign, to }))
    }

    /// `print (a, b)`, but not `print (a) b`.
    fn group_ends_the_statement(&self) -> bool {
        let mut open = 0;
        for (place, token) in self.tokens.iter().enumerate().skip(self.at) {
            match token {
                Token::Sign("(") => open += 1,
                Token::Sign(")") => open -= 1,
                _ => {}
            }
            if open == 0 {
                let next = self.tokens.get(place + 1);
                return matches!(next, None | Some(Token::Sign(";" | "\n" | "}" | ">" | ">>" | "|")));
            }
        }
        false
    }

    fn expressions(&mut self) -> Read<Vec<Expression>> {
        let mut all = vec![self.expression()?];
        while self.takes(",") {
            self.lines();
            all.push(self.expression()?);
        }
        Ok(all)
    }

    fn list(&mut self, end: &str) -> Read<Vec<Expression>> {
        if self.takes(end) {
            return Ok(Vec::new());
        }
        let greater = std::mem::take(&mut self.no_greater);
        let all = self.expressions();
        self.no_greater = greater;
        let all = all?;
        self.needs(end)?;
        Ok(all)
    }

    fn expression(&mut self) -> Read<Expression> {
        self.deeper(|reader| {
            let left = reader.choice()?;
            let is_place =
                matches!(left, Expression::Variable(_) | Expression::Field(_) | Expression::Element(..));
            let found = ASSIGNMENTS.iter().find(|(sign, _)| is_place && reader.looks(sign));
            let Some((_, operator)) = found else { return Ok(left) };
            reader.at += 1;
            reader.lines();
            Ok(Expression::Assign(Box::new(left), *operator, Box::new(reader.expression()?)))
        })
    }

    fn choice(&mut self) -> Read<Expression> {
        let condition = self.either()?;
        if !self.takes("?") {
            return Ok(condition);
        }
        let yes = self.expression()?;
        self.needs(":")?;
        let no = self.expression()?;
        Ok(Expression::Choose(Box::new(condition), Box::new(yes), Box::new(no)))
    }

    fn either(&mut self) -> Read<Expression> {
        let mut left = self.both()?;
        while self.takes("||") {
            self.count()?;
            self.lines();
            left = Expression::Binary(Operator::Or, Box::new(left), Box::new(self.both()?));
        }
        Ok(left)
    }

    fn both(&mut self) -> Read<Expression> {
        let mut left = self.membership()?;
        while self.takes("&&") {
            self.count()?;
            self.lines();
            left = Expression::Binary(Operator::And, Box::new(left), Box::new(self.membership()?));
        }
        Ok(left)
    }

    fn membership(&mut self) -> Read<Expression> {
        let mut left = self.matching()?;
        while self.takes_name("in") {
            self.count()?;
            let Some(Token::Name(array)) = self.tokens.get(self.at).cloned() else {
                return Err(self.wrong());
            };
            self.at += 1;
            left = Expression::Has(array, vec![left]);
        }
        Ok(left)
    }

    fn matching(&mut self) -> Read<Expression> {
        let mut left = self.comparison()?;
        while self.looks("~") || self.looks("!~") {
            self.count()?;
            let wanted = self.looks("~");
            self.at += 1;
            left = Expression::Matches(Box::new(left), Box::new(self.comparison()?), wanted);
        }
        Ok(left)
    }

    fn comparison(&mut self) -> Read<Expression> {
        let mut left = self.joined()?;
        while self.looks("|")
            && matches!(self.tokens.get(self.at + 1), Some(Token::Name(name)) if name == "getline")
        {
            self.count()?;
            self.at += 2;
            let place = self.get_place()?;
            left = Expression::GetLine(Some((Source::Command, Box::new(left))), place);
        }
        let found = COMPARISONS.iter().find(|(sign, _)| self.looks(sign));
        match found {
            Some((sign, operator)) if !(self.no_greater && *sign == ">") => {
                self.at += 1;
                Ok(Expression::Binary(*operator, Box::new(left), Box::new(self.joined()?)))
            }
            _ => Ok(left),
        }
    }

    /// The variable that `getline` reads into.
    fn get_place(&mut self) -> Read<Option<Box<Expression>>> {
        let begins = match self.tokens.get(self.at) {
            Some(Token::Name(name)) => !FUNCTIONS.contains(&name.as_str()) && name != "in",
            Some(Token::Sign(sign)) => *sign == "$",
            _ => false,
        };
        Ok(if begins { Some(Box::new(self.deeper(Self::one)?)) } else { None })
    }

    fn joined(&mut self) -> Read<Expression> {
        let mut left = self.level(&SUMS)?;
        while self.begins_value() {
            self.count()?;
            left = Expression::Binary(Operator::Join, Box::new(left), Box::new(self.level(&SUMS)?));
        }
        Ok(left)
    }

    fn begins_value(&self) -> bool {
        match self.tokens.get(self.at) {
            Some(Token::Sign(sign)) => matches!(*sign, "$" | "!" | "(" | "-" | "+" | "++" | "--"),
            Some(Token::Name(name)) => name != "in",
            Some(_) => true,
            None => false,
        }
    }

    fn level(&mut self, operators: &[(&str, Operator)]) -> Read<Expression> {
        let sums = operators.len() == SUMS.len();
        let mut left = if sums { self.level(&PRODUCTS)? } else { self.unary()? };
        while let Some((_, operator)) = operators.iter().find(|(sign, _)| self.looks(sign)) {
            self.at += 1;
            self.count()?;
            let right = if sums { self.level(&PRODUCTS)? } else { self.unary()? };
            left = Expression::Binary(*operator, Box::new(left), Box::new(right));
        }
        Ok(left)
    }

    fn unary(&mut self) -> Read<Expression> {
        self.deeper(|reader| match () {
            () if reader.takes("!") => Ok(Expression::Not(Box::new(reader.unary()?))),
            () if reader.takes("-") => Ok(Expression::Minus(Box::new(reader.unary()?))),
            () if reader.takes("+") => reader.unary(),
            () => reader.power(),
        })
    }

    fn power(&mut self) -> Read<Expression> {
        let base = self.stepped()?;
        match self.takes("^") {
            true => Ok(Expression::Binary(Operator::Power, Box::new(base), Box::new(self.unary()?))),
            false => Ok(base),
        }
    }

    fn stepped(&mut self) -> Read<Expression> {
        for (sign, by) in [("++", 1.0), ("--", -1.0)] {
            if self.takes(sign) {
                return Ok(Expression::Step(Box::new(self.one()?), by, true));
            }
        }
        let place = self.one()?;
        for (sign, by) in [("++", 1.0), ("--", -1.0)] {
            let is_place =
                matches!(place, Expression::Variable(_) | Expression::Field(_) | Expression::Element(..));
            if is_place && self.takes(sign) {
                return Ok(Expression::Step(Box::new(place), by, false));
            }
        }
        Ok(place)
    }

    fn one(&mut self) -> Read<Expression> {
        let Some(token) = self.tokens.get(self.at).cloned() else { return Err(self.wrong()) };
        self.at += 1;
        Ok(match token {
            Token::Number(number) => Expression::Number(number),
            Token::Text(text) => Expression::Text(text),
            Token::Regex(text) => {
                let regex = Regex::new(&crate::sh::tools::posix(&text))
                    .map_err(|_| format!("bad regular expression {text}"))?;
                Expression::Regex(Arc::new(regex))
            }
            Token::Sign("$") => Expression::Field(Box::new(self.deeper(Self::stepped)?)),
            Token::Sign("(") => self.group()?,
            Token::Name(name) => self.named(name)?,
            Token::Sign(_) => {
                self.at -= 1;
                return Err(self.wrong());
            }
        })
    }

    /// `(a)`, or `(a, b) in array`.
    fn group(&mut self) -> Read<Expression> {
        let mut all = self.list(")")?;
        if all.len() == 1 {
            return Ok(all.remove(0));
        }
        let array = match self.takes_name("in") {
            true => self.tokens.get(self.at).cloned(),
            false => None,
        };
        let Some(Token::Name(array)) = array else { return Err(self.wrong()) };
        self.at += 1;
        Ok(Expression::Has(array, all))
    }

    fn named(&mut self, name: String) -> Read<Expression> {
        if name == "getline" {
            let place = self.get_place()?;
            let from =
                if self.takes("<") { Some((Source::File, Box::new(self.deeper(Self::one)?))) } else { None };
            return Ok(Expression::GetLine(from, place));
        }
        if let Some(function) = FUNCTIONS.iter().find(|one| **one == name) {
            let given = if self.takes("(") { self.list(")")? } else { Vec::new() };
            return Ok(Expression::Call(function, given));
        }
        if self.takes("[") {
            return Ok(Expression::Element(name, self.list("]")?));
        }
        let reserved = ["else", "if", "while", "for", "do", "print", "printf", "in", "return", "function"];
        if reserved.contains(&name.as_str()) {
            self.at -= 1;
            return Err(self.wrong());
        }
        if self.takes("(") {
            return Ok(Expression::Own(name, self.list(")")?));
        }
        Ok(Expression::Variable(name))
    }
}
