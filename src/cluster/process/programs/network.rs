//! Programs that use the network: `curl`, `wget`, `nslookup`, `ping`, `nc`. Their words are those of curl 8 and busybox.

use super::{Call, span};
use crate::cluster::images::Response;
use crate::cluster::network::Address;
use crate::cluster::process::system::{Done, FOREVER, NetError};
use crate::sim::Span;

const SERVER: &str = "10.96.0.10";
/// What one request takes.
const REQUEST: Span = Span::from_millis(3);
/// Answers of one `ping`.
const LIMIT_PINGS: u64 = 1_000;
/// How long an address that does not answer is waited for.
const PATIENCE: Span = Span::from_secs(130);

fn reason(status: u16) -> &'static str {
    match status {
        200 => "OK",
        301 => "Moved Permanently",
        302 => "Found",
        400 => "Bad Request",
        403 => "Forbidden",
        404 => "Not Found",
        500 => "Internal Server Error",
        502 => "Bad Gateway",
        503 => "Service Unavailable",
        _ => "Unknown",
    }
}

/// Options with values, of curl and of wget.
const WITH_VALUE: &[&str] = &[
    "-o",
    "-O",
    "-m",
    "-T",
    "-H",
    "-X",
    "-d",
    "-w",
    "-A",
    "-t",
    "-u",
    "--max-time",
    "--connect-timeout",
    "--retry",
    "--output",
    "--header",
    "--request",
    "--data",
    "--write-out",
    "--user-agent",
    "-P",
    "-c",
    "-i",
    "--retry-delay",
];

/// Arguments that are neither options nor their values.
fn urls(call: &Call<'_>) -> Vec<String> {
    let curls = |option: &str| !(call.name == "curl" && option == "-O");
    let mut found = Vec::new();
    let mut words = call.rest.iter();
    while let Some(word) = words.next() {
        if WITH_VALUE.contains(&word.as_str()) && curls(word) {
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

fn ask(call: &mut Call<'_>, url: &str, agent: &str) -> Result<(Address, Result<Response, NetError>), String> {
    let address = Address::parse(url)?;
    let result = call.system.request(&address.host, address.port, &address.path, agent);
    Ok((address, result))
}

pub fn curl(call: &mut Call<'_>) -> Done {
    let silent = call.has('s') || call.rest.iter().any(|word| word == "--silent");
    let tells = !silent || call.has('S');
    let fails = call.has('f') || call.rest.iter().any(|word| word == "--fail");
    let limit = limit(call, &["-m", "--max-time", "--connect-timeout"]);
    let Some(url) = urls(call).into_iter().next() else {
        return Done::failed(2, "curl: (2) no URL specified");
    };
    let failed = |code: i32, why: String| match tells {
        true => Done::failed(code, format!("curl: ({code}) {why}")),
        false => Done::code(code),
    };
    let (address, result) = match ask(call, &url, "curl/8.5.0") {
        Err(why) => return Done::failed(3, why),
        Ok(asked) => asked,
    };
    let (host, port) = (&address.host, address.port);
    let connect = |ms: u64| {
        format!("Failed to connect to {host} port {port} after {ms} ms: Couldn't connect to server")
    };
    let response = match result {
        Err(NetError::UnknownHost) => return failed(6, format!("Could not resolve host: {host}")),
        Err(NetError::Refused) => return failed(7, connect(0)),
        Err(NetError::Closed) => return failed(52, "Empty reply from server".to_owned()),
        Err(NetError::TimedOut) if limit < PATIENCE => {
            return failed(28, format!("Connection timed out after {} milliseconds", limit.as_millis()))
                .after(limit);
        }
        Err(NetError::TimedOut) => return failed(28, connect(PATIENCE.as_millis())).after(PATIENCE),
        Ok(response) => response,
    };
    let whole = self::limit(call, &["-m", "--max-time"]);
    if response.takes >= whole {
        let why =
            format!("Operation timed out after {} milliseconds with 0 bytes received", whole.as_millis());
        return failed(28, why).after(whole);
    }
    let takes = REQUEST + response.takes;
    if fails && response.status >= 400 {
        return failed(22, format!("The requested URL returned error: {}", response.status)).after(takes);
    }
    let head = format!("HTTP/1.1 {} {}\r\n\r\n", response.status, reason(response.status));
    let mut text = match (call.has('I'), call.has('i')) {
        (true, _) => head,
        (_, true) => head + &response.body,
        _ => response.body,
    };
    if let Some(file) = call.value("-o").or_else(|| call.value("--output")).map(str::to_owned) {
        let path = call.path(&file);
        if file != "/dev/null"
            && let Err(why) = call.system.files().write(&path, &text, false)
        {
            return failed(23, format!("Failed to open the file {file}: {why}"));
        }
        text.clear();
    }
    if let Some(format) = call.value("-w").or_else(|| call.value("--write-out")) {
        text += &format.replace("%{http_code}", &response.status.to_string()).replace("\\n", "\n");
    }
    Done::said(text).after(takes)
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
    let (address, result) = match ask(call, &url, "Wget") {
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
                format!("{told}wget: server returned error: HTTP/1.1 {status} {}", reason(status)),
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
    match call.system.request(host, port, &path, "") {
        Ok(response) => Done::said(format!(
            "HTTP/1.1 {} {}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{}",
            response.status,
            reason(response.status),
            response.body.len(),
            response.body
        ))
        .after(REQUEST),
        Err(_) => Done::code(1),
    }
}
