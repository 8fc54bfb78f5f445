//! Programs that use the network: `wget`, `nslookup`, `ping`, `nc`. Their words are those of busybox.

use super::{Call, span};
use crate::cluster::images::Response;
use crate::cluster::network::Address;
use crate::cluster::process::system::{Done, FOREVER, NetError, Outgoing};
use crate::sim::Span;

const SERVER: &str = "10.96.0.10";
/// What one request takes.
pub(super) const REQUEST: Span = Span::from_millis(3);
/// Answers of one `ping`.
const LIMIT_PINGS: u64 = 1_000;
/// How long an address that does not answer is waited for.
pub(super) const PATIENCE: Span = Span::from_secs(130);

/// Options with values.
const WITH_VALUE: &[&str] = &[
    "-o",
    "-O",
    "-T",
    "-X",
    "-w",
    "-A",
    "-t",
    "-u",
    "--connect-timeout",
    "--header",
    "--user-agent",
    "-P",
    "-c",
    "-i",
];

/// Arguments that are neither options nor their values.
fn urls(call: &Call<'_>) -> Vec<String> {
    let mut found = Vec::new();
    let mut words = call.rest.iter();
    while let Some(word) = words.next() {
        if WITH_VALUE.contains(&word.as_str()) {
            words.next();
        } else if !word.starts_with('-') {
            found.push(word.clone());
        }
    }
    found
}

fn limit(call: &Call<'_>, options: &[&str]) -> Span {
    options.iter().find_map(|option| call.value(option)).map_or(PATIENCE, span).min(PATIENCE)
}

/// The token of `--header 'Authorization: Bearer …'`.
fn bearer(call: &Call<'_>) -> String {
    let header = call.value("--header").unwrap_or_default();
    header.split_once("Bearer ").map(|(_, token)| token.trim().to_owned()).unwrap_or_default()
}

fn ask(call: &mut Call<'_>, url: &str) -> Result<(Address, Result<Response, NetError>), String> {
    let address = Address::parse(url)?;
    let bearer = bearer(call);
    let (host, path) = (address.host.as_str(), address.path.as_str());
    let tls = url.starts_with("https://");
    let sent = Outgoing {
        host,
        port: address.port,
        path,
        tls,
        method: "GET",
        agent: "Wget",
        bearer: &bearer,
        ..Outgoing::default()
    };
    let result = call.system.request(&sent);
    Ok((address, result))
}

pub fn wget(call: &mut Call<'_>) -> Done {
    let quiet = call.has('q');
    let limit = limit(call, &["-T", "--timeout"]);
    let target = call.rest.iter().find_map(|word| {
        let at = word.find('O').filter(|_| word.starts_with('-') && !word.starts_with("--"))?;
        Some(word[at + 1..].to_owned())
    });
    let target = target.map(|value| match value.is_empty() {
        true => call.value("-O").or_else(|| call.value("-qO")).unwrap_or("-").to_owned(),
        false => value,
    });
    let candidates = urls(call);
    let Some(url) = candidates.into_iter().rfind(|word| Some(word) != target.as_ref()) else {
        return Done::failed(1, "wget: missing URL");
    };
    let (address, result) = match ask(call, &url) {
        Err(_) => return Done::failed(1, format!("wget: not an http or ftp url: {url}")),
        Ok(asked) => asked,
    };
    let (host, port) = (address.host.clone(), address.port);
    let ip = call.system.look_up(&host).and_then(|(_, all)| all.into_iter().next()).unwrap_or_default();
    let mut told = if quiet { String::new() } else { format!("Connecting to {host} ({ip}:{port})\n") };
    let failed = |why: String, takes| Done { stderr: why + "\n", code: 1, ..Done::default() }.after(takes);
    let response = match result {
        Err(NetError::UnknownHost) => return failed(format!("wget: bad address '{host}'"), REQUEST),
        Err(NetError::Refused) => {
            return failed(
                format!("{told}wget: can't connect to remote host ({ip}): Connection refused"),
                REQUEST,
            );
        }
        Err(NetError::TimedOut) => return failed(format!("{told}wget: download timed out"), limit),
        Err(NetError::Closed) => {
            return failed(
                format!("{told}wget: error getting response: Resource temporarily unavailable"),
                REQUEST,
            );
        }
        Ok(response) if response.takes >= limit => {
            return failed(format!("{told}wget: download timed out"), limit);
        }
        Ok(response) if response.status >= 400 => {
            let status = response.status;
            return failed(
                format!("{told}wget: server returned error: HTTP/1.1 {status} {}", response.reason()),
                REQUEST + response.takes,
            );
        }
        Ok(response) => response,
    };
    let takes = REQUEST + response.takes;
    let spider = call.rest.iter().any(|word| word == "--spider");
    let last = address.path.rsplit('/').next().filter(|name| !name.is_empty()).unwrap_or("index.html");
    let file = target.unwrap_or_else(|| last.to_owned());
    if file == "-" || file == "/dev/stdout" || spider {
        let body = if spider { String::new() } else { response.body };
        return Done { stdout: body, stderr: told, ..Done::default() }.after(takes);
    }
    let path = call.path(&file);
    if let Err(why) = call.system.files().write(&path, &response.body, false) {
        return failed(format!("{told}wget: can't open '{file}': {why}"), takes);
    }
    if !quiet {
        told += &format!("saving to '{file}'\n'{file}' saved\n");
    }
    Done { stderr: told, ..Done::default() }.after(takes)
}

pub fn nslookup(call: &mut Call<'_>) -> Done {
    let Some(name) = call.plain().first().map(|name| (*name).clone()) else { return Done::code(1) };
    let old = call.system.facts().image.contains(":1.28");
    match (call.system.look_up(&name), old) {
        (Some((full, all)), true) => {
            let each: String =
                all.iter().enumerate().map(|(at, ip)| format!("Address {}: {ip} {full}\n", at + 1)).collect();
            Done::said(format!(
                "Server:    {SERVER}\nAddress 1: {SERVER} kube-dns.kube-system.svc.cluster.local\n\nName:      {name}\n{each}"
            ))
        }
        (None, true) => Done {
            stdout: format!(
                "Server:    {SERVER}\nAddress 1: {SERVER} kube-dns.kube-system.svc.cluster.local\n\n"
            ),
            stderr: format!("nslookup: can't resolve '{name}'\n"),
            code: 1,
            takes: REQUEST,
            later: true,
            ..Done::default()
        },
        (Some((full, all)), false) => {
            let each: String = all.iter().map(|ip| format!("Name:\t{full}\nAddress: {ip}\n")).collect();
            Done::said(format!("Server:\t\t{SERVER}\nAddress:\t{SERVER}:53\n\n{each}\n"))
        }
        (None, false) => Done {
            stdout: format!(
                "Server:\t\t{SERVER}\nAddress:\t{SERVER}:53\n\n** server can't find {name}: NXDOMAIN\n\n\
                 ** server can't find {name}: NXDOMAIN\n\n"
            ),
            code: 1,
            takes: REQUEST,
            later: true,
            ..Done::default()
        },
    }
}

pub fn getent(call: &mut Call<'_>) -> Done {
    let name = call.rest.last().cloned().unwrap_or_default();
    match call.system.look_up(&name) {
        Some((full, all)) => {
            Done::said(all.iter().map(|ip| format!("{ip:<15} {full}  {full} {name}\n")).collect::<String>())
        }
        None => Done::code(2),
    }
}

pub fn ping(call: &mut Call<'_>) -> Done {
    let count: u64 = call.value("-c").and_then(|text| text.parse().ok()).unwrap_or(LIMIT_PINGS);
    let count = count.min(LIMIT_PINGS);
    let name = urls(call).pop().unwrap_or_default();
    let Some((_, all)) = call.system.look_up(&name) else {
        return Done::failed(1, format!("ping: bad address '{name}'"));
    };
    let ip = all.first().cloned().unwrap_or_default();
    let answers = call.system.connect(&ip, 0) != Err(NetError::TimedOut);
    let head = format!("PING {name} ({ip}): 56 data bytes\n");
    let answered = if answers { count } else { 0 };
    let line =
        |at: u64| (Span::from_secs(at), format!("64 bytes from {ip}: seq={at} ttl=64 time=0.080 ms\n"));
    let parts = (0..answered).map(line).collect();
    let (got, loss) = if answers { (count, 0) } else { (0, 100) };
    let mut text = format!(
        "\n--- {name} ping statistics ---\n{count} packets transmitted, {got} packets received, {loss}% packet loss\n"
    );
    if answers {
        text += "round-trip min/avg/max = 0.080/0.080/0.080 ms\n";
    }
    // Nobody who does not stop it counts them.
    let takes = match call.value("-c") {
        Some(_) => Span::from_secs(count.saturating_sub(1)).max(REQUEST),
        None => FOREVER,
    };
    let mut parts: Vec<(Span, String)> = parts;
    parts.insert(0, (Span::ZERO, head));
    Done { stdout: text, code: i32::from(!answers), takes, later: true, parts, ..Done::default() }
}

pub fn nc(call: &mut Call<'_>) -> Done {
    if call.has('l') {
        return Done::lasting(FOREVER);
    }
    let words = urls(call);
    let (host, port) =
        (words.first().cloned().unwrap_or_default(), words.get(1).and_then(|port| port.parse().ok()));
    let limit = limit(call, &["-w"]);
    let verbose = call.has('v');
    let port = port.unwrap_or(0);
    match call.system.connect(&host, port) {
        Ok(()) if call.stdin.starts_with("GET ") => spoken(call, &host, port),
        Ok(()) if verbose => Done { stderr: format!("{host} ({host}:{port}) open\n"), ..Done::default() },
        Ok(()) => Done::default(),
        Err(NetError::UnknownHost) => Done::failed(1, format!("nc: bad address '{host}'")),
        Err(NetError::Closed) => Done::code(0),
        Err(NetError::Refused) => Done::failed(1, format!("nc: {host} ({host}:{port}): Connection refused")),
        Err(NetError::TimedOut) => {
            Done::failed(1, format!("nc: {host} ({host}:{port}): Connection timed out")).after(limit)
        }
    }
}

/// What a server says to what was piped in.
fn spoken(call: &mut Call<'_>, host: &str, port: i32) -> Done {
    let path = call.stdin.split_whitespace().nth(1).unwrap_or("/").to_owned();
    let sent = Outgoing { host, port, path: &path, method: "GET", ..Outgoing::default() };
    match call.system.request(&sent) {
        Ok(response) => Done::said(format!(
            "HTTP/1.1 {} {}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{}",
            response.status,
            response.reason(),
            response.body.len(),
            response.body
        ))
        .after(REQUEST),
        Err(_) => Done::code(1),
    }
}
