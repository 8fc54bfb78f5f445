//! `kubectl proxy`: the API at a port of this machine. kubectl pkg/cmd/proxy, v1.36.

use super::Verb;
use crate::cluster::World;
use crate::kubectl::call::flags::{Flag, Flags, short_value, switch, value};
use crate::kubectl::call::{Answer, Call, Forward, Polled, Started, Wait};

const OWN: &[Flag] = &[
    short_value("port", 'p'),
    value("address"),
    value("api-prefix"),
    value("accept-hosts"),
    value("accept-paths"),
    value("reject-paths"),
    short_value("www", 'w'),
    switch("disable-filter"),
];

pub const VERB: Verb = Verb { name: "proxy", flags: &[OWN], act };

/// `--port`
const PORT: u16 = 8001;

fn act(_: &mut Call<'_>, flags: &Flags) -> Result<Started, Answer> {
    let text = flags.value("port").unwrap_or_default();
    let port = if text.is_empty() { Some(PORT) } else { text.parse().ok() };
    let Some(port) = port else {
        return Err(Answer::failed(&format!(
            "error: invalid argument \"{text}\" for \"-p, --port\" flag: strconv.ParseInt: parsing \"{text}\": invalid syntax"
        )));
    };
    let address = flags.value("address").unwrap_or("127.0.0.1");
    let said = Answer::said(format!("Starting to serve on {address}:{port}\n"));
    let forward = match address {
        "127.0.0.1" | "localhost" | "" => Forward::Api(port),
        address => Forward::ApiAt(port, address.to_owned()),
    };
    Ok(Started::Waiting(said, Box::new(Serving { forwards: [forward] })))
}

#[derive(Clone, Debug)]
struct Serving {
    forwards: [Forward; 1],
}

impl Wait for Serving {
    fn poll(&mut self, _: &mut World) -> Polled {
        Polled::More(Answer::default())
    }

    fn forwards(&self) -> &[Forward] {
        &self.forwards
    }
}
