//! A small lexer: Rust text to words and marks with their lines, leaving out comments and what strings say, so that a rule
//! about code is not tripped by prose.

/// A word, a number, `::`, or one other mark; a string or character literal is `""`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    pub line: usize,
    pub text: String,
}

impl Token {
    pub fn is(&self, text: &str) -> bool {
        self.text == text
    }

    pub fn is_word(&self) -> bool {
        self.text.starts_with(|first: char| first.is_alphabetic() || first == '_')
    }
}

pub fn tokens(text: &str) -> Vec<Token> {
    let mut lexer = Lexer { text: text.chars().collect(), at: 0, line: 1, found: Vec::new() };
    while lexer.at < lexer.text.len() {
        lexer.next();
    }
    lexer.found
}

struct Lexer {
    text: Vec<char>,
    at: usize,
    line: usize,
    found: Vec<Token>,
}

impl Lexer {
    fn next(&mut self) {
        match self.peek(0) {
            '/' if self.peek(1) == '/' => self.skip_until('\n'),
            '/' if self.peek(1) == '*' => self.block_comment(),
            '"' => self.string(),
            '\'' => self.quote(),
            ':' if self.peek(1) == ':' => self.mark("::"),
            c if c.is_alphanumeric() || c == '_' => self.word(),
            c if c.is_whitespace() => self.advance(),
            c => self.mark(&c.to_string()),
        }
    }

    fn peek(&self, ahead: usize) -> char {
        self.text.get(self.at + ahead).copied().unwrap_or('\0')
    }

    fn advance(&mut self) {
        if self.peek(0) == '\n' {
            self.line += 1;
        }
        self.at += 1;
    }

    fn mark(&mut self, text: &str) {
        self.found.push(Token { line: self.line, text: text.to_string() });
        self.at += text.len().min(text.chars().count());
    }

    fn literal(&mut self, line: usize) {
        self.found.push(Token { line, text: "\"\"".to_string() });
    }

    fn skip_until(&mut self, end: char) {
        while self.at < self.text.len() && self.peek(0) != end {
            self.advance();
        }
    }

    fn block_comment(&mut self) {
        let mut depth = 0;
        while self.at < self.text.len() {
            match (self.peek(0), self.peek(1)) {
                ('/', '*') => depth += 1,
                ('*', '/') => depth -= 1,
                _ => {
                    self.advance();
                    continue;
                }
            }
            self.at += 2;
            if depth == 0 {
                return;
            }
        }
    }

    fn string(&mut self) {
        let line = self.line;
        self.advance();
        while self.at < self.text.len() && self.peek(0) != '"' {
            if self.peek(0) == '\\' {
                self.advance();
            }
            self.advance();
        }
        self.advance();
        self.literal(line);
    }

    /// A character literal, or a lifetime.
    fn quote(&mut self) {
        let line = self.line;
        if self.peek(1) == '\\' {
            self.at += 3;
            self.skip_until('\'');
            self.advance();
            self.literal(line);
        } else if self.peek(2) == '\'' {
            self.advance();
            self.advance();
            self.advance();
            self.literal(line);
        } else {
            self.mark("'");
        }
    }

    fn word(&mut self) {
        let start = self.at;
        while self.peek(0).is_alphanumeric() || self.peek(0) == '_' {
            self.at += 1;
        }
        let text: String = self.text[start..self.at].iter().collect();
        let raw = matches!(text.as_str(), "r" | "br" | "cr");
        match self.peek(0) {
            '"' if raw => self.raw_string(0),
            '#' if raw && self.raw_hashes().is_some() => self.raw_string(self.raw_hashes().unwrap_or(0)),
            '"' | '\'' if matches!(text.as_str(), "b" | "c") => {}
            _ => self.found.push(Token { line: self.line, text }),
        }
    }

    /// How many `#` stand before the quote of a raw string, if this is one (and not `r#type`).
    fn raw_hashes(&self) -> Option<usize> {
        let hashes = self.text[self.at..].iter().take_while(|c| **c == '#').count();
        (self.peek(hashes) == '"').then_some(hashes)
    }

    fn raw_string(&mut self, hashes: usize) {
        let line = self.line;
        self.at += hashes + 1;
        while self.at < self.text.len() {
            let closes = self.peek(0) == '"' && (1..=hashes).all(|ahead| self.peek(ahead) == '#');
            self.advance();
            if closes {
                self.at += hashes;
                break;
            }
        }
        self.literal(line);
    }
}

#[cfg(test)]
mod tests {
    use super::tokens;

    fn words(text: &str) -> String {
        tokens(text).iter().map(|token| token.text.clone()).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn comments_and_strings_say_nothing() {
        assert_eq!(words("a // HashMap\n/* b /* c */ d */ e"), "a e");
        assert_eq!(words(r##"f("HashMap \" x", r#"a "b" c"#, b"d", '"', '\'', '\u{1F}')"##), {
            r#"f ( "" , "" , "" , "" , "" , "" )"#
        });
    }

    #[test]
    fn lifetimes_and_paths_are_marks() {
        assert_eq!(words("fn f<'a>(x: &'a crate::B)"), "fn f < ' a > ( x : & ' a crate :: B )");
    }

    #[test]
    fn lines_are_counted_through_strings_and_comments() {
        let found = tokens("\"a\nb\" /* \n */ x");
        assert_eq!((found[0].line, found[1].line), (1, 3));
    }
}
