//! `curl` in a container; its words are those of curl 8. Servers in pods answer every method alike; the API server does not.

use super::Call;
use super::network::{PATIENCE, REQUEST};
use crate::cluster::images::Response;
use crate::cluster::network::Address;
use crate::cluster::process::curl_options::{Asked, UNTRUSTED, read};
use crate::cluster::process::system::{Done, NetError, Outgoing};

pub fn curl(call: &mut Call<'_>) -> Done {
    let asked = match read(call.rest) {
        Ok(asked) => asked,
        Err(why) => return Done::failed(2, why),
    };
    let address = match Address::parse(&asked.url) {
        Ok(address) => address,
        Err(why) => return failed(&asked, &why),
    };
    match send(call, &asked, &address) {
        Ok(response) => answered(call, &asked, response),
        Err((code, why, after)) => failed(&asked, &format!("curl: ({code}) {why}")).after(after),
    }
}

type Failure = (i32, String, crate::sim::Span);

fn send(call: &mut Call<'_>, asked: &Asked, address: &Address) -> Result<Response, Failure> {
    let limit = asked.limit.or(asked.connect_limit).map_or(PATIENCE, |limit| limit.min(PATIENCE));
    let (host, port, path) = (address.host.as_str(), address.port, address.path.as_str());
    let tls = asked.url.starts_with("https://");
    if tls && !asked.trusts() && call.system.connect(host, port).is_ok() {
        let why = UNTRUSTED.trim_start_matches("curl: (60) ");
        return Err((60, why.to_owned(), REQUEST));
    }
    let body = asked.body_with(&mut |file| call.system.read(&call.path(file)).ok());
    let (method, content_type, bearer) = (asked.method(), asked.content_type(), asked.bearer());
    let agent = "curl/8.5.0";
    let sent =
        Outgoing { host, port, path, tls, method, agent, body: &body, content_type: &content_type, bearer };
    let connect = |ms: u64| {
        format!("Failed to connect to {host} port {port} after {ms} ms: Couldn't connect to server")
    };
    let none = crate::sim::Span::ZERO;
    let response = call.system.request(&sent).map_err(|error| match error {
        NetError::UnknownHost => (6, format!("Could not resolve host: {host}"), none),
        NetError::Refused => (7, connect(0), none),
        NetError::Closed => (52, "Empty reply from server".to_owned(), none),
        NetError::TimedOut if limit < PATIENCE => {
            (28, format!("Connection timed out after {} milliseconds", limit.as_millis()), limit)
        }
        NetError::TimedOut => (28, connect(PATIENCE.as_millis()), PATIENCE),
    })?;
    let whole = asked.limit.unwrap_or(PATIENCE);
    if response.takes >= whole {
        let why =
            format!("Operation timed out after {} milliseconds with 0 bytes received", whole.as_millis());
        return Err((28, why, whole));
    }
    Ok(response)
}

/// The number in brackets is curl's exit status.
fn failed(asked: &Asked, why: &str) -> Done {
    let code = why.split(['(', ')']).nth(1).and_then(|code| code.parse().ok()).unwrap_or(1);
    match asked.silent && !asked.errors {
        true => Done::code(code),
        false => Done::failed(code, why.to_owned()),
    }
}

fn answered(call: &mut Call<'_>, asked: &Asked, response: Response) -> Done {
    let takes = REQUEST + response.takes;
    if asked.fails && response.status >= 400 {
        let why = format!("curl: (22) The requested URL returned error: {}", response.status);
        return failed(asked, &why).after(takes);
    }
    let head = format!("HTTP/1.1 {} {}\r\n\r\n", response.status, response.reason());
    let mut text = match (asked.head, asked.include) {
        (true, _) => head,
        (_, true) => head + &response.body,
        _ => response.body,
    };
    let last = asked.url.rsplit('/').next().filter(|name| asked.named && !name.is_empty());
    if let Some(file) = asked.to.as_deref().or(last).filter(|file| *file != "-") {
        let path = call.path(file);
        if file != "/dev/null"
            && let Err(why) = call.system.files().write(&path, &text, false)
        {
            return failed(asked, &format!("curl: (23) Failed to open the file {file}: {why}"));
        }
        text.clear();
    }
    if let Some(format) = &asked.write_out {
        let status = response.status.to_string();
        let filled = format.replace("%{http_code}", &status).replace("%{response_code}", &status);
        text += &crate::sh::unescape(&filled);
    }
    Done::said(text).after(takes)
}
