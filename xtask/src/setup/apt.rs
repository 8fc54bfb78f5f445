//! Debian packages, installed only by root on a machine that has apt-get: continuous integration, containers. Anyone else
//! is told what to install.

use crate::proc::{self, Result};

pub fn available() -> bool {
    let root = proc::output(proc::command("id").arg("-u")).is_ok_and(|id| id == "0");
    root && proc::find("apt-get").is_some()
}

pub fn install(packages: &[&str]) -> Result<()> {
    println!("installing {} with apt-get", packages.join(" "));
    proc::run(apt_get().arg("update"))?;
    proc::run(apt_get().args(["install", "-y", "--no-install-recommends"]).args(packages))
}

fn apt_get() -> std::process::Command {
    let mut command = proc::command("apt-get");
    command.arg("-q").env("DEBIAN_FRONTEND", "noninteractive");
    command
}
