//! `curl` at the terminal: the request is made when it begins, and its answer comes when the cluster's time has come so
//! far. Words and status codes are those of curl 8. Methods, bodies and headers reach the API server; servers in pods answer every
//! method alike. Accepted and without effect: `-L` (nothing redirects), `-u`, `-A`.

use super::seat::Seat;
use super::{api_server, identity};
use crate::cluster::World;
use crate::cluster::http::{self, Call, Who};
use crate::cluster::images::Response;
use crate::cluster::network::Address;
use crate::cluster::process::curl_options::{Asked, UNTRUSTED, read};
use crate::kubectl::call::{Answer, Forward, Polled, Wait};
use crate::sh::{Host, Outcome, Program, full_path};
use crate::sim::{SimTime, Span};

/// What a connection takes to be made.
const CONNECT: Span = Span::from_millis(1);
/// How long an address that does not answer is waited for (Linux: tcp_syn_retries 6).
const PATIENCE: Span = Span::from_secs(130);
/// The longest pause between two tries (curl: 1 s, then twice as long, at most ten minutes).
const LONGEST_PAUSE: Span = Span::from_secs(600);

/// Who answers.
#[derive(Clone, Debug)]
enum Target {
    World(String),
    /// The API server, asked with a token or as the administrator.
    Api(String, Option<String>),
    /// The API server's port, asked without TLS.
    Plain,
    Nobody(String),
    /// Whoever answers at the address that /etc/hosts has for a name, which is what errors call it.
    Named(Box<Target>, String, String),
}

/// A request to this machine goes where a port is forwarded to, one to the API server is answered by it, others go to the
/// cluster's network.
fn target(seat: &Seat<'_>, url: &str, who: (&Asked, bool)) -> Target {
    let Ok(address) = Address::parse(url) else { return Target::World(url.to_owned()) };
    let Some(ip) = host_in_file(seat, &address.host) else { return target_at(seat, url, &address, who) };
    let scheme = url.split_once("://").map_or("http", |(scheme, _)| scheme);
    let to = format!("{scheme}://{ip}:{}{}", address.port, address.path);
    let (host, address) = (address.host.clone(), Address { host: ip.clone(), ..address });
    Target::Named(Box::new(target_at(seat, &to, &address, who)), ip, host)
}

/// The address that /etc/hosts has for a name.
fn host_in_file(seat: &Seat<'_>, host: &str) -> Option<String> {
    let text = seat.read("/etc/hosts").ok()?;
    let lines = text.lines().map(|line| line.split('#').next().unwrap_or_default());
    let mut found = lines.filter_map(|line| {
        let mut words = line.split_whitespace();
        let ip = words.next()?;
        words.any(|name| name == host).then(|| ip.to_owned())
    });
    found.next()
}

fn target_at(seat: &Seat<'_>, url: &str, address: &Address, (told, is_admin): (&Asked, bool)) -> Target {
    let plain = Target::World(url.to_owned());
    let Ok(port) = u16::try_from(address.port) else { return plain };
    let asked =
        |is_admin: bool| Target::Api(address.path.clone(), (!is_admin).then(|| told.bearer().to_owned()));
    let direct = |is_admin: bool| match (url.starts_with("https://"), told.trusts()) {
        (false, _) => Target::Plain,
        (true, false) => Target::Nobody(UNTRUSTED.to_owned()),
        (true, true) => asked(is_admin),
    };
    if matches!(address.host.as_str(), "localhost" | "127.0.0.1" | "[::1]") {
        let all = seat.programs.values().rev().flat_map(|program| program.forwards().to_vec());
        let meant = |forward: &Forward| match forward {
            Forward::Port(local, _) | Forward::Api(local) => *local == port,
            Forward::ApiAt(local, host) => *local == port && host == "0.0.0.0",
        };
        return match { all }.find(meant) {
            Some(Forward::Port(_, to)) => Target::World(format!("{to}{}", address.path)),
            Some(Forward::Api(_) | Forward::ApiAt(..)) => asked(true),
            None if port == api_server::port(seat.world) => direct(false),
            None => {
                let host = &address.host;
                Target::Nobody(format!(
                    "curl: (7) Failed to connect to {host} port {port} after 0 ms: Could not connect to server"
                ))
            }
        };
    }
    let proxy = Forward::ApiAt(port, address.host.clone());
    if seat.programs.values().any(|program| program.forwards().contains(&proxy)) {
        return asked(true);
    }
    if api_server::is_at(seat.world, &address.host, port) { direct(is_admin) } else { plain }
}

/// What is sent: the method, the body and what it is said to be.
type Sent<'a> = (&'a str, &'a str, &'a str);

fn ask(world: &mut World, target: &Target, sent: Sent<'_>) -> Result<Response, String> {
    match target {
        Target::World(url) => world.curl(url).result,
        Target::Api(path, token) => {
            let (method, body, content_type) = sent;
            let who = token.as_deref().map_or(Who::Admin, Who::Token);
            let call = Call { method, path, body, content_type, agent: "curl/8.5.0", who };
            Ok(world.act("kubectl", |client| http::serve(client, &call)))
        }
        Target::Plain => Ok(Response::new(400, http::NOT_TLS)),
        Target::Nobody(why) => Err(why.clone()),
        Target::Named(target, ip, host) => ask(world, target, sent).map_err(|why| why.replacen(ip, host, 1)),
    }
}

/// A request whose answer is asked for at once: `wget`.
pub fn request(seat: &mut Seat<'_>, url: &str) -> Result<Response, String> {
    let target = target(seat, url, (&Asked { insecure: true, ..Asked::default() }, false));
    ask(seat.world, &target, ("GET", "", ""))
}

/// A request on its way.
#[derive(Clone, Debug)]
pub struct Request {
    asked: Asked,
    target: Target,
    body: String,
    content_type: String,
    /// Where it is begun: relative names of files begin there.
    directory: String,
    tried: u32,
    begun: SimTime,
    /// What comes of it, and when; none between two tries.
    comes: Option<(SimTime, Result<Response, String>)>,
    again: SimTime,
    left: Option<(String, String)>,
}

/// Begins, or is refused.
pub fn begin(seat: &mut Seat<'_>, program: &Program<'_>) -> Result<Box<Request>, Outcome> {
    let asked = read(&program.arguments[1..]).map_err(|why| Outcome::failed(2, &why))?;
    let certificate = asked.cert.as_ref().map(|path| seat.read(&full_path(program.directory, path)));
    if let Some(Err(_)) = certificate {
        let why = "curl: (58) could not load PEM client certificate from the given file";
        return Err(Outcome::failed(58, why));
    }
    let is_admin = certificate.is_some_and(|text| text.is_ok_and(|text| identity::is_admins(&text)));
    let url = resolved(&asked);
    let target = target(seat, &url, (&asked, is_admin));
    let body = asked.body_with(&mut |file| seat.read(&full_path(program.directory, file)).ok());
    let content_type = asked.content_type();
    let now = seat.world.now();
    let mut request = Request {
        asked,
        target,
        body,
        content_type,
        directory: program.directory.to_owned(),
        tried: 0,
        begun: now,
        comes: None,
        again: now,
        left: None,
    };
    request.send(seat.world);
    Ok(Box::new(request))
}

/// The address with what `--resolve` says of it.
fn resolved(asked: &Asked) -> String {
    let Ok(address) = Address::parse(&asked.url) else { return asked.url.clone() };
    let wanted = format!("{}:{}:", address.host, address.port);
    match asked.resolve.iter().find_map(|one| one.trim_start_matches('+').strip_prefix(&wanted)) {
        Some(ip) => asked.url.replacen(&address.host, ip, 1),
        None => asked.url.clone(),
    }
}

impl Request {
    fn send(&mut self, world: &mut World) {
        let now = world.now();
        (self.begun, self.tried) = (now, self.tried + 1);
        let sent = (self.asked.method(), self.body.as_str(), self.content_type.as_str());
        let result = ask(world, &self.target, sent);
        let limit = self.asked.limit.unwrap_or(PATIENCE);
        let late = |limit: Span, what: &str| {
            let ms = limit.as_millis();
            (now + limit, Err(format!("curl: (28) {what} after {ms} milliseconds")))
        };
        self.comes = Some(match result {
            Err(why) if why.contains("(28)") => {
                let wait = self.asked.connect_limit.unwrap_or(PATIENCE).min(limit);
                if wait < PATIENCE { late(wait, "Connection timed out") } else { (now + PATIENCE, Err(why)) }
            }
            Err(why) => (now, Err(why)),
            Ok(answer) if self.asked.limit.is_some_and(|limit| CONNECT + answer.takes > limit) => {
                let (at, why) = late(limit, "Operation timed out");
                (at, why.map_err(|why| why + " with 0 bytes received"))
            }
            Ok(answer) => (now + CONNECT + answer.takes, Ok(answer)),
        });
    }

    /// What may go well another time: no answer in time, or one that says so.
    fn may_be_tried_again(&self, result: &Result<Response, String>) -> bool {
        let passing = match result {
            Ok(answer) => matches!(answer.status, 408 | 429 | 500 | 502 | 503 | 504),
            Err(why) => why.contains("(28)") || (self.asked.retries_refused && why.contains("(7)")),
        };
        passing && self.tried <= self.asked.retries
    }

    fn try_later(&mut self, now: SimTime, result: &Result<Response, String>) -> Answer {
        let pause = match self.asked.pause {
            Some(pause) => pause,
            None => Span::from_secs(1 << (self.tried - 1).min(16)).min(LONGEST_PAUSE),
        };
        self.again = now + pause;
        if self.asked.silent {
            return Answer::default();
        }
        let left = self.asked.retries - self.tried + 1;
        let seconds = pause.as_secs();
        let (s, ies) = (if seconds == 1 { "" } else { "s" }, if left == 1 { "y" } else { "ies" });
        let what = match result {
            Ok(_) => "HTTP error",
            Err(why) if why.contains("(7)") => "connection refused",
            Err(_) => "timeout",
        };
        Answer::warned(&format!(
            "Warning: Problem: {what}. Will retry in {seconds} second{s}. {left} retr{ies} left."
        ))
    }

    fn finished(&mut self, result: Result<Response, String>, took: Span) -> Answer {
        let asked = &self.asked;
        let answer = match result {
            Ok(answer) => answer,
            Err(why) => return self.no_answer(&why, took),
        };
        let mut said = Answer::default();
        let head = headers(&answer);
        if asked.verbose {
            said.stderr += &self.talk(&head);
        }
        if asked.fails && answer.status >= 400 {
            let why = format!("curl: (22) The requested URL returned error: {}", answer.status);
            let mut failed = self.no_answer(&why, took);
            failed.stderr = said.stderr + &failed.stderr;
            failed.stdout = self.written_out(&answer, took);
            return failed;
        }
        let told = self.written_out(&answer, took);
        let body = match (asked.head, asked.include) {
            (true, _) => head,
            (false, true) => head + &answer.body,
            (false, false) => answer.body,
        };
        let last = asked.url.rsplit('/').next().filter(|_| asked.named).map(str::to_owned);
        match asked.to.clone().or(last).as_deref() {
            Some("/dev/null") => {}
            Some(path) if !path.is_empty() && path != "-" => {
                self.left = Some((full_path(&self.directory, path), body))
            }
            _ => said.stdout = body,
        }
        said.stdout += &told;
        said
    }

    /// The number in brackets is curl's exit status.
    fn no_answer(&self, why: &str, took: Span) -> Answer {
        let code = why.split(['(', ')']).nth(1).and_then(|code| code.parse().ok()).unwrap_or(1);
        let shown = if self.asked.silent && !self.asked.errors { String::new() } else { format!("{why}\n") };
        Answer { stdout: self.written_out(&Response::new(0, ""), took), stderr: shown, code }
    }

    fn written_out(&self, answer: &Response, took: Span) -> String {
        let Some(format) = &self.asked.write_out else { return String::new() };
        let seconds = |span: Span| format!("{}.{:06}", span.0 / 1_000_000, span.0 % 1_000_000);
        let connect = if answer.status == 0 { Span::ZERO } else { CONNECT };
        let status = format!("{:03}", answer.status);
        let known = [
            ("%{http_code}", status.clone()),
            ("%{response_code}", status),
            ("%{time_total}", seconds(took)),
            ("%{time_starttransfer}", seconds(took)),
            ("%{time_connect}", seconds(connect)),
            ("%{time_namelookup}", seconds(Span::ZERO)),
            ("%{size_download}", answer.body.len().to_string()),
            ("%{url}", self.asked.url.clone()),
            ("%{url_effective}", self.asked.url.clone()),
            ("%{num_redirects}", "0".to_owned()),
            ("%{http_version}", "1.1".to_owned()),
            ("%{method}", self.asked.method().to_owned()),
            ("%%", "%".to_owned()),
        ];
        let filled = known.iter().fold(format.clone(), |text, (name, value)| text.replace(name, value));
        crate::sh::unescape(&filled)
    }

    /// `-v`
    fn talk(&self, head: &str) -> String {
        let Ok(Address { host, port, path, .. }) = Address::parse(&self.asked.url) else {
            return String::new();
        };
        let shown = if port == 80 { host.clone() } else { format!("{host}:{port}") };
        let mut text = format!("*   Trying {host}:{port}...\n* Connected to {host} ({host}) port {port}\n");
        text += &format!(
            "> {} {path} HTTP/1.1\n> Host: {shown}\n> User-Agent: curl/8.5.0\n> Accept: */*\n",
            self.asked.method()
        );
        text.extend(self.asked.headers.iter().map(|header| format!("> {header}\n")));
        text += "> \n";
        text.extend(head.lines().map(|line| format!("< {line}\n")));
        text + &format!("* Connection #0 to host {host} left intact\n")
    }
}

fn headers(answer: &Response) -> String {
    let (status, length) = (answer.status, answer.body.len());
    format!("HTTP/1.1 {status} {}\r\nContent-Length: {length}\r\n\r\n", answer.reason())
}

impl Wait for Request {
    fn poll(&mut self, world: &mut World) -> Polled {
        let now = world.now();
        let Some((at, _)) = &self.comes else {
            if now >= self.again {
                self.send(world);
                return self.poll_once(world);
            }
            return Polled::More(Answer::default());
        };
        if now < *at {
            return Polled::More(Answer::default());
        }
        self.poll_once(world)
    }

    fn leaves(&mut self) -> Option<(String, String)> {
        self.left.take()
    }

    fn wakes(&self) -> Option<SimTime> {
        Some(self.comes.as_ref().map_or(self.again, |(at, _)| *at))
    }
}

impl Request {
    fn poll_once(&mut self, world: &mut World) -> Polled {
        let now = world.now();
        match self.comes.take_if(|(at, _)| *at <= now) {
            None => Polled::More(Answer::default()),
            Some((_, result)) if self.may_be_tried_again(&result) => {
                Polled::More(self.try_later(now, &result))
            }
            Some((_, result)) => {
                let took = now.since(self.begun);
                Polled::Done(self.finished(result, took))
            }
        }
    }
}
