//! Whether bytes are a JSON object, and what Go's encoding/json says if they are not (its scanner, go1.26).

/// Nesting deeper than this is refused, as the scanner does.
const DEPTH: usize = 10_000;

/// Reads a JSON object, or says what is wrong.
pub fn object(bytes: &[u8]) -> Result<(), String> {
    let mut scanner = Scanner { bytes, at: 0 };
    scanner.document()?;
    let first = bytes.iter().find(|c| !is_space(**c)).copied().unwrap_or_default();
    let found = match first {
        b'{' | b'n' => return Ok(()),
        b'[' => "array",
        b'"' => "string",
        b't' | b'f' => "bool",
        _ => "number",
    };
    Err(format!("json: cannot unmarshal {found} into Go value of type map[string]interface {{}}"))
}

fn is_space(c: u8) -> bool {
    matches!(c, b' ' | b'\t' | b'\r' | b'\n')
}

struct Scanner<'a> {
    bytes: &'a [u8],
    at: usize,
}

/// What a closed value is followed by.
enum Open {
    Object,
    Array,
}

impl Scanner<'_> {
    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn skip(&mut self) {
        while self.peek().is_some_and(is_space) {
            self.at += 1;
        }
    }

    /// The error for what stands here.
    fn fail<T>(&self, context: &str) -> Result<T, String> {
        match self.peek() {
            None => Err("unexpected end of JSON input".to_owned()),
            Some(c) => Err(format!("invalid character {} {context}", quoted(c))),
        }
    }

    fn document(&mut self) -> Result<(), String> {
        let mut open: Vec<Open> = Vec::new();
        self.skip();
        loop {
            let closed = self.value(&mut open)?;
            if !closed {
                continue;
            }
            loop {
                self.skip();
                match (open.last(), self.peek()) {
                    (None, None) => return Ok(()),
                    (None, _) => return self.fail("after top-level value"),
                    (Some(Open::Object), Some(b',')) => {
                        self.at += 1;
                        self.skip();
                        self.key()?;
                        break;
                    }
                    (Some(Open::Array), Some(b',')) => {
                        self.at += 1;
                        self.skip();
                        break;
                    }
                    (Some(Open::Object), Some(b'}')) | (Some(Open::Array), Some(b']')) => {
                        self.at += 1;
                        open.pop();
                    }
                    (Some(Open::Object), _) => return self.fail("after object key:value pair"),
                    (Some(Open::Array), _) => return self.fail("after array element"),
                }
            }
        }
    }

    /// Reads a value; an object or list that is not empty is only opened.
    fn value(&mut self, open: &mut Vec<Open>) -> Result<bool, String> {
        match self.peek() {
            Some(b'{') => {
                self.at += 1;
                self.skip();
                if self.peek() == Some(b'}') {
                    self.at += 1;
                    return Ok(true);
                }
                open.push(Open::Object);
                self.deep(open)?;
                self.key()?;
                Ok(false)
            }
            Some(b'[') => {
                self.at += 1;
                self.skip();
                if self.peek() == Some(b']') {
                    self.at += 1;
                    return Ok(true);
                }
                open.push(Open::Array);
                self.deep(open)?;
                Ok(false)
            }
            Some(b'"') => self.string().map(|()| true),
            Some(b't') => self.word("true").map(|()| true),
            Some(b'f') => self.word("false").map(|()| true),
            Some(b'n') => self.word("null").map(|()| true),
            Some(b'-' | b'0'..=b'9') => self.number().map(|()| true),
            _ => self.fail("looking for beginning of value"),
        }
    }

    fn deep(&self, open: &[Open]) -> Result<(), String> {
        if open.len() > DEPTH { Err("exceeded max depth".to_owned()) } else { Ok(()) }
    }

    fn key(&mut self) -> Result<(), String> {
        if self.peek() != Some(b'"') {
            return self.fail("looking for beginning of object key string");
        }
        self.string()?;
        self.skip();
        if self.peek() != Some(b':') {
            return self.fail("after object key");
        }
        self.at += 1;
        self.skip();
        Ok(())
    }

    fn string(&mut self) -> Result<(), String> {
        self.at += 1;
        loop {
            match self.peek() {
                Some(b'"') => {
                    self.at += 1;
                    return Ok(());
                }
                Some(b'\\') => self.escape()?,
                Some(c) if c >= 0x20 => self.at += 1,
                _ => return self.fail("in string literal"),
            }
        }
    }

    fn escape(&mut self) -> Result<(), String> {
        self.at += 1;
        match self.peek() {
            Some(b'b' | b'f' | b'n' | b'r' | b't' | b'\\' | b'/' | b'"') => self.at += 1,
            Some(b'u') => {
                self.at += 1;
                for _ in 0..4 {
                    if !self.peek().is_some_and(|c| c.is_ascii_hexdigit()) {
                        return self.fail("in \\u hexadecimal character escape");
                    }
                    self.at += 1;
                }
            }
            _ => return self.fail("in string escape code"),
        }
        Ok(())
    }

    fn word(&mut self, word: &str) -> Result<(), String> {
        for expected in word.chars() {
            if self.peek() != Some(expected as u8) {
                return self.fail(&format!("in literal {word} (expecting '{expected}')"));
            }
            self.at += 1;
        }
        Ok(())
    }

    fn digits(&mut self, context: &str) -> Result<(), String> {
        if !self.peek().is_some_and(|c| c.is_ascii_digit()) {
            return self.fail(context);
        }
        while self.peek().is_some_and(|c| c.is_ascii_digit()) {
            self.at += 1;
        }
        Ok(())
    }

    fn number(&mut self) -> Result<(), String> {
        if self.peek() == Some(b'-') {
            self.at += 1;
        }
        match self.peek() {
            Some(b'0') => self.at += 1,
            _ => self.digits("in numeric literal")?,
        }
        if self.peek() == Some(b'.') {
            self.at += 1;
            self.digits("after decimal point in numeric literal")?;
        }
        if matches!(self.peek(), Some(b'e' | b'E')) {
            self.at += 1;
            if matches!(self.peek(), Some(b'+' | b'-')) {
                self.at += 1;
            }
            self.digits("in exponent of numeric literal")?;
        }
        Ok(())
    }
}

fn quoted(c: u8) -> String {
    match c {
        b'\'' => "'\\''".to_owned(),
        b'"' => "'\"'".to_owned(),
        _ => {
            let text = super::errors::quote(&char::from(c).to_string());
            format!("'{}'", &text[1..text.len() - 1])
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn speaks_as_go_does() {
        for (text, why) in [
            ("not json", "invalid character 'o' in literal null (expecting 'u')"),
            ("", "unexpected end of JSON input"),
            ("{\"a\": 1,}", "invalid character '}' looking for beginning of object key string"),
            ("[1 2]", "invalid character '2' after array element"),
            ("{} x", "invalid character 'x' after top-level value"),
            ("[]", "json: cannot unmarshal array into Go value of type map[string]interface {}"),
            ("{\"a\" 1}", "invalid character '1' after object key"),
        ] {
            assert_eq!(Err(why.to_owned()), object(text.as_bytes()), "{text}");
        }
        for text in ["{}", "null", " {\"a\": [1, {\"b\": -0.5e+3}], \"c\": \"\\u00e9\"} "] {
            assert_eq!(Ok(()), object(text.as_bytes()), "{text}");
        }
    }
}
