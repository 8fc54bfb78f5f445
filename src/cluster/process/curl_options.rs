//! The command line of `curl` 8, for the terminal and for containers.

use crate::sim::Span;

/// Most times that a request is made again.
const LIMIT_RETRIES: u32 = 100;

/// What curl says of a server whose certificate it does not trust, as the cluster's own are.
pub const UNTRUSTED: &str = "curl: (60) SSL certificate problem: unable to get local issuer certificate
More details here: https://curl.se/docs/sslcerts.html

curl failed to verify the legitimacy of the server and therefore could not
establish a secure connection to it. To learn more about this situation and
how to fix it, please visit the web page mentioned above.";

/// What curl is told to do.
#[derive(Clone, Debug, Default)]
pub struct Asked {
    pub url: String,
    pub to: Option<String>,
    pub write_out: Option<String>,
    pub head: bool,
    pub include: bool,
    pub verbose: bool,
    pub silent: bool,
    pub errors: bool,
    pub fails: bool,
    pub named: bool,
    pub method: Option<String>,
    pub body: Option<String>,
    pub headers: Vec<String>,
    /// The file of a certificate.
    pub cert: Option<String>,
    /// The longest it may take, and the connection.
    pub limit: Option<Span>,
    pub connect_limit: Option<Span>,
    pub retries: u32,
    pub pause: Option<Span>,
    pub retries_refused: bool,
    /// `HOST:PORT:ADDRESS`
    pub resolve: Vec<String>,
    /// Whoever answers is believed.
    pub insecure: bool,
    /// The file of an authority.
    pub authority: Option<String>,
    /// Whether the body is said to be JSON.
    pub json: bool,
}

/// Options that take a value which means nothing here.
const PASSED: [&str; 13] = [
    "-u",
    "--user",
    "-A",
    "--user-agent",
    "--key",
    "-e",
    "--referer",
    "-F",
    "--form",
    "-b",
    "--cookie",
    "-c",
    "--retry-max-time",
];

pub fn read(rest: &[String]) -> Result<Asked, String> {
    let mut asked = Asked::default();
    let mut rest = rest.iter();
    while let Some(one) = rest.next() {
        let Some(letters) = one.strip_prefix('-').filter(|letters| !letters.is_empty()) else {
            one.clone_into(&mut asked.url);
            continue;
        };
        if let Some(long) = letters.strip_prefix('-') {
            let (name, inline) =
                long.split_once('=').map_or((long, None), |(name, value)| (name, Some(value.to_owned())));
            let flag = format!("--{name}");
            let mut value = || inline.clone().or_else(|| rest.next().cloned()).ok_or(missing(&flag));
            match letter_of(name) {
                Some(letter) if VALUED.contains(letter) => asked.valued(letter, value()?),
                Some(letter) => asked.switch(letter),
                None => asked.long(name, &mut value)?,
            }
            continue;
        }
        if PASSED.contains(&one.as_str()) {
            rest.next();
            continue;
        }
        for (at, letter) in letters.char_indices() {
            if VALUED.contains(letter) {
                let here = &letters[at + letter.len_utf8()..];
                let value = if here.is_empty() { rest.next().cloned() } else { Some(here.to_owned()) };
                asked.valued(letter, value.ok_or(missing(&format!("-{letter}")))?);
                break;
            }
            asked.switch(letter);
        }
    }
    if asked.url.is_empty() {
        return Err("curl: (2) no URL specified".into());
    }
    Ok(asked)
}

fn missing(flag: &str) -> String {
    format!(
        "curl: option {flag}: requires parameter\ncurl: try 'curl --help' or 'curl --manual' for more information"
    )
}

/// Letters that take a value.
const VALUED: &str = "owmHXdETr";

fn letter_of(name: &str) -> Option<char> {
    Some(match name {
        "output" => 'o',
        "write-out" => 'w',
        "max-time" => 'm',
        "header" => 'H',
        "request" => 'X',
        "data" | "data-raw" | "data-binary" => 'd',
        "cert" => 'E',
        "head" => 'I',
        "include" => 'i',
        "verbose" => 'v',
        "silent" => 's',
        "show-error" => 'S',
        "fail" => 'f',
        "remote-name" => 'O',
        "insecure" => 'k',
        "location" => 'L',
        _ => return None,
    })
}

impl Asked {
    fn switch(&mut self, letter: char) {
        match letter {
            'I' => self.head = true,
            'i' => self.include = true,
            'f' => self.fails = true,
            's' => self.silent = true,
            'S' => self.errors = true,
            'O' => self.named = true,
            'v' => self.verbose = true,
            'k' => self.insecure = true,
            _ => {}
        }
    }

    fn valued(&mut self, letter: char, value: String) {
        match letter {
            'o' => self.to = Some(value),
            'w' => self.write_out = Some(value),
            'm' => self.limit = crate::sh::duration(&value),
            'H' => self.headers.push(value),
            'X' => self.method = Some(value),
            'd' => self.add_body(&value),
            'E' => self.cert = Some(value),
            _ => {}
        }
    }

    fn long(&mut self, name: &str, value: &mut dyn FnMut() -> Result<String, String>) -> Result<(), String> {
        match name {
            "url" => self.url = value()?,
            "cacert" => self.authority = Some(value()?),
            "json" => {
                self.json = true;
                self.add_body(&value()?);
            }
            "connect-timeout" => self.connect_limit = crate::sh::duration(&value()?),
            "retry" => self.retries = value()?.parse().unwrap_or(0).min(LIMIT_RETRIES),
            "retry-delay" => self.pause = crate::sh::duration(&value()?),
            "retry-connrefused" | "retry-all-errors" => self.retries_refused = true,
            "resolve" => self.resolve.push(value()?),
            name if PASSED.contains(&format!("--{name}").as_str()) => drop(value()?),
            _ => {}
        }
        Ok(())
    }

    fn add_body(&mut self, part: &str) {
        self.body = Some(match self.body.take() {
            Some(before) => format!("{before}&{part}"),
            None => part.to_owned(),
        });
    }

    /// The body, where `@FILE` stands for what a file holds.
    pub fn body_with(&self, read: &mut dyn FnMut(&str) -> Option<String>) -> String {
        let body = self.body.as_deref().unwrap_or_default();
        match body.strip_prefix('@') {
            Some(file) => read(file).unwrap_or_default(),
            None => body.to_owned(),
        }
    }

    /// What the body is said to be; empty without a body.
    pub fn content_type(&self) -> String {
        let said = self.headers.iter().find_map(|header| {
            let (name, value) = header.split_once(':')?;
            name.trim().eq_ignore_ascii_case("content-type").then(|| value.trim().to_owned())
        });
        let usual = match (&self.body, self.json) {
            (None, _) => "",
            (Some(_), true) => "application/json",
            (Some(_), false) => "application/x-www-form-urlencoded",
        };
        said.unwrap_or_else(|| usual.to_owned())
    }

    /// Whether the certificate of a server that the cluster's authority vouches for is taken.
    pub fn trusts(&self) -> bool {
        self.insecure || self.authority.is_some()
    }

    /// The token of an `Authorization` header.
    pub fn bearer(&self) -> &str {
        let token = |header: &String| -> Option<usize> {
            let (name, value) = header.split_once(':')?;
            let bare = value.trim().strip_prefix("Bearer ")?;
            name.eq_ignore_ascii_case("authorization").then_some(header.len() - bare.len())
        };
        self.headers.iter().find_map(|header| Some(header[token(header)?..].trim())).unwrap_or_default()
    }

    pub fn method(&self) -> &str {
        match (&self.method, self.head, &self.body) {
            (Some(method), ..) => method,
            (None, true, _) => "HEAD",
            (None, false, Some(_)) => "POST",
            _ => "GET",
        }
    }
}
