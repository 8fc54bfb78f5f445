//! What a process may do without being asked who it is: capabilities(7) of Linux, by their numbers.
//!
//! The usual set is that of containerd 2 (oci.defaultUnixCaps). A process of another user than root has none in effect.

use std::fmt;

/// By number: CAP_CHOWN is 0.
const NAMES: [&str; 41] = [
    "CHOWN",
    "DAC_OVERRIDE",
    "DAC_READ_SEARCH",
    "FOWNER",
    "FSETID",
    "KILL",
    "SETGID",
    "SETUID",
    "SETPCAP",
    "LINUX_IMMUTABLE",
    "NET_BIND_SERVICE",
    "NET_BROADCAST",
    "NET_ADMIN",
    "NET_RAW",
    "IPC_LOCK",
    "IPC_OWNER",
    "SYS_MODULE",
    "SYS_RAWIO",
    "SYS_CHROOT",
    "SYS_PTRACE",
    "SYS_PACCT",
    "SYS_ADMIN",
    "SYS_BOOT",
    "SYS_NICE",
    "SYS_RESOURCE",
    "SYS_TIME",
    "SYS_TTY_CONFIG",
    "MKNOD",
    "LEASE",
    "AUDIT_WRITE",
    "AUDIT_CONTROL",
    "SETFCAP",
    "MAC_OVERRIDE",
    "MAC_ADMIN",
    "SYSLOG",
    "WAKE_ALARM",
    "BLOCK_SUSPEND",
    "AUDIT_READ",
    "PERFMON",
    "BPF",
    "CHECKPOINT_RESTORE",
];

pub const CHOWN: u64 = 1;
pub const DAC_OVERRIDE: u64 = 1 << 1;
pub const DAC_READ_SEARCH: u64 = 1 << 2;
pub const FOWNER: u64 = 1 << 3;
pub const KILL: u64 = 1 << 5;
pub const SYS_TIME: u64 = 1 << 25;

/// A set of capabilities.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Capabilities(u64);

impl Default for Capabilities {
    /// CHOWN, DAC_OVERRIDE, FSETID, FOWNER, MKNOD, NET_RAW, SETGID, SETUID, SETFCAP, SETPCAP, NET_BIND_SERVICE,
    /// SYS_CHROOT, KILL, AUDIT_WRITE
    fn default() -> Capabilities {
        Capabilities(0xa804_25fb)
    }
}

impl Capabilities {
    pub const NONE: Capabilities = Capabilities(0);
    pub const ALL: Capabilities = Capabilities((1 << NAMES.len()) - 1);

    pub fn has(self, capability: u64) -> bool {
        self.0 & capability != 0
    }

    /// `ALL` first, then what is added, then what is dropped; names nobody knows are passed over.
    pub fn changed<'a>(self, add: &[&'a str], drop: &[&'a str]) -> Capabilities {
        let all = |names: &[&str]| names.iter().any(|name| name.eq_ignore_ascii_case("ALL"));
        let mut set = if all(add) { Capabilities::ALL } else { self };
        if all(drop) {
            set = Capabilities::NONE;
        }
        let bits = |names: &[&str]| names.iter().filter_map(|name| bit(name)).fold(0, |set, one| set | one);
        Capabilities((set.0 | bits(add)) & !bits(drop))
    }
}

fn bit(name: &str) -> Option<u64> {
    let at = NAMES.iter().position(|known| known.eq_ignore_ascii_case(name))?;
    Some(1 << at)
}

impl fmt::Display for Capabilities {
    /// As /proc/PID/status has it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}

impl fmt::Debug for Capabilities {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The two sets of the task "Configure a Security Context for a Pod or Container", and the usual ones beside it.
    #[test]
    fn sets_are_those_of_the_lesson() {
        let usual = Capabilities::default();
        assert_eq!(usual.to_string(), "00000000a80425fb");
        assert_eq!(usual.changed(&["NET_ADMIN", "SYS_TIME"], &[]).to_string(), "00000000aa0435fb");
        assert_eq!(usual.changed(&["NET_BIND_SERVICE"], &["ALL"]).to_string(), "0000000000000400");
        assert_eq!(usual.changed(&["CAP_NET_ADMIN"], &["chown"]).to_string(), "00000000a80425fa");
        assert_eq!(Capabilities::ALL.to_string(), "000001ffffffffff");
    }
}
