//! Whom processes run as, and what they may do with files: user and group ids, as the kernel looks at them.

use super::capabilities::{self, Capabilities};
use super::disk::Entry;

/// What is to be done with a file; the bits of its mode.
pub const READ: u32 = 4;
pub const WRITE: u32 = 2;

const STICKY: u32 = 0o1000;
pub const SET_GROUP: u32 = 0o2000;

/// Owner and group of a file.
pub type Owner = (u32, u32);

/// Names of users and groups that any image has.
const NAMES: [(u32, &str, &str); 4] = [
    (0, "root", "root"),
    (1, "daemon", "daemon"),
    (33, "www-data", "www-data"),
    (65534, "nobody", "nogroup"),
];

/// A process's user, group and other groups.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Identity {
    pub user: u32,
    pub group: u32,
    /// In order, without the first group.
    pub groups: Vec<u32>,
    /// The image's name for the user, if it has one of its own.
    pub name: Option<&'static str>,
    /// What its processes may be given.
    pub bounds: Capabilities,
}

impl Identity {
    pub fn is_root(&self) -> bool {
        self.user == 0
    }

    /// What is in effect: nothing of another user than root.
    pub fn capabilities(&self) -> Capabilities {
        if self.is_root() { self.bounds } else { Capabilities::NONE }
    }

    pub fn can(&self, capability: u64) -> bool {
        self.capabilities().has(capability)
    }

    fn is_in(&self, group: u32) -> bool {
        self.group == group || self.groups.contains(&group)
    }

    /// All groups in the kernel's order.
    pub fn all_groups(&self) -> Vec<u32> {
        let mut all: Vec<u32> = self.groups.iter().copied().chain([self.group]).collect();
        all.sort_unstable();
        all.dedup();
        all
    }

    /// Whether the bits of a file's mode that concern the user allow something.
    pub fn may(&self, entry: &Entry, what: u32) -> bool {
        let (owner, group) = entry.owner;
        let shift = match (owner == self.user, self.is_in(group)) {
            (true, _) => 6,
            (_, true) => 3,
            _ => 0,
        };
        let overrides =
            self.can(capabilities::DAC_OVERRIDE) || (what == READ && self.can(capabilities::DAC_READ_SEARCH));
        overrides || (entry.mode >> shift) & what == what
    }

    /// Whether a file may be taken out of a folder.
    pub fn may_remove(&self, entry: &Entry, folder: &Entry) -> bool {
        let sticks = folder.mode & STICKY != 0 && entry.owner.0 != self.user && folder.owner.0 != self.user;
        self.may(folder, WRITE) && (self.can(capabilities::FOWNER) || !sticks)
    }

    /// Whose a new file in a folder is.
    pub fn owner_in(&self, folder: &Entry) -> Owner {
        let inherits = folder.mode & SET_GROUP != 0;
        (self.user, if inherits { folder.owner.1 } else { self.group })
    }

    /// Groups as `id` prints them.
    pub fn group_texts(&self) -> Vec<String> {
        self.all_groups().into_iter().map(|group| both(group, group_name(group))).collect()
    }

    pub fn user_name(&self, user: u32) -> Option<&'static str> {
        self.name.filter(|_| user == self.user).or_else(|| name_of(user, false))
    }
}

impl std::fmt::Display for Identity {
    /// `uid=1000 gid=3000 groups=2000,3000`
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (user, group) =
            (both(self.user, self.user_name(self.user)), both(self.group, group_name(self.group)));
        write!(f, "uid={user} gid={group} groups={}", self.group_texts().join(","))
    }
}

fn both(number: u32, name: Option<&str>) -> String {
    name.map_or(number.to_string(), |name| format!("{number}({name})"))
}

fn name_of(number: u32, group: bool) -> Option<&'static str> {
    let named = NAMES.iter().find(|(own, ..)| *own == number);
    named.map(|(_, user, of_group)| if group { *of_group } else { *user })
}

pub fn group_name(group: u32) -> Option<&'static str> {
    name_of(group, true)
}

/// The number behind a name, or the number itself.
pub fn number_of(text: &str, group: bool) -> Option<u32> {
    let named = NAMES.iter().find(|(_, user, of_group)| text == if group { *of_group } else { *user });
    named.map(|(number, ..)| *number).or_else(|| text.parse().ok())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cluster::process::disk::Content;
    use crate::sim::SimTime;

    fn folder(mode: u32, owner: Owner) -> Entry {
        Entry { content: Content::Directory, mode, owner, at: SimTime::ZERO }
    }

    #[test]
    fn the_bits_of_whoever_it_is_count() {
        let user = Identity { user: 1000, group: 3000, groups: vec![2000], ..Identity::default() };
        assert!(!user.may(&folder(0o755, (0, 0)), WRITE));
        assert!(user.may(&folder(0o2775, (0, 2000)), WRITE));
        assert!(!user.may(&folder(0o077, (1000, 0)), READ), "the owner's bits and no others");
        assert!(Identity::default().may(&folder(0, (1000, 1000)), WRITE));
        let bare = Identity { bounds: Capabilities::NONE, ..Identity::default() };
        assert!(!bare.may(&folder(0o700, (1000, 1000)), READ), "root without DAC_OVERRIDE is anybody");
        assert_eq!(user.owner_in(&folder(0o2777, (0, 2000))), (1000, 2000));
        assert_eq!(user.owner_in(&folder(0o1777, (0, 0))), (1000, 3000));
        let of_another = folder(0o755, (5, 5));
        assert!(!user.may_remove(&of_another, &folder(0o1777, (0, 0))));
        assert!(user.may_remove(&of_another, &folder(0o777, (0, 0))));
    }
}
