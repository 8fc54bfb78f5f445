//! `cargo xtask serve`: builds the page and serves it on this machine, building again after each change. A browser is
//! opened when there is one to open; the address is printed in any case.

use crate::options::Options;
use crate::proc::{self, Result};
use crate::{dist, project, setup, wasm};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::process::{Command, Stdio};
use std::time::Duration;

const FIRST_PORT: u16 = 8080;
const PORTS_TRIED: u16 = 20;

pub fn run(options: &Options) -> Result<()> {
    let port = port(options)?;
    setup::ensure(dist::NEEDS)?;
    let address = format!("http://127.0.0.1:{port}/");
    announce_when_up(port, address, !options.has("no-open"));
    // Not `dist/`: that folder is the release build, to upload.
    let dist = project::target().join("xtask").join("serve");
    std::fs::create_dir_all(&dist).map_err(|error| format!("{}: {error}", dist.display()))?;
    let mut trunk = wasm::command("trunk");
    trunk.arg("serve").arg("--dist").arg(dist);
    trunk.args(["--skip-version-check", "--port", &port.to_string()]);
    if options.has("release") {
        trunk.arg("--release");
    }
    proc::run(&mut trunk)
}

fn port(options: &Options) -> Result<u16> {
    match options.value("port") {
        Some(text) => text.parse().map_err(|_| format!("--port takes a number up to 65535, not `{text}`")),
        None => (FIRST_PORT..FIRST_PORT + PORTS_TRIED)
            .find(|port| is_free(*port))
            .ok_or_else(|| "no free port found; choose one with --port".to_string()),
    }
}

fn is_free(port: u16) -> bool {
    TcpListener::bind((Ipv4Addr::LOCALHOST, port)).is_ok()
}

fn announce_when_up(port: u16, address: String, open: bool) {
    std::thread::spawn(move || {
        while TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_err() {
            std::thread::sleep(Duration::from_millis(300));
        }
        println!("\nKubarium is at {address} (Ctrl-C stops it)\n");
        if open && has_screen() {
            open_browser(&address);
        }
    });
}

fn has_screen() -> bool {
    let set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    cfg!(any(target_os = "macos", windows)) || set("DISPLAY") || set("WAYLAND_DISPLAY")
}

fn open_browser(address: &str) {
    let mut opener = if cfg!(target_os = "macos") {
        Command::new("open")
    } else if cfg!(windows) {
        let mut start = Command::new("cmd");
        start.args(["/C", "start", ""]);
        start
    } else {
        Command::new("xdg-open")
    };
    let _ = opener.arg(address).stdout(Stdio::null()).stderr(Stdio::null()).spawn();
}
