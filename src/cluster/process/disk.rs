//! Files: disks, and the one tree a container sees of them.
//!
//! A disk is a container's own layer, a volume or a node's file system. `FileSystem` joins them at their mount
//! points, as the mount namespace the runtime makes for a container does. Disks are bounded in files and bytes.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::capabilities;
use super::identity::{Identity, Owner, READ, SET_GROUP, WRITE};
use crate::sim::SimTime;

/// Files of a disk, bytes of a file and of a disk.
const LIMIT_FILES: usize = 2000;
const LIMIT_FILE: usize = 1 << 20;
const LIMIT_DISK: usize = 4 << 20;

const NOT_FOUND: &str = "No such file or directory";
const IS_DIRECTORY: &str = "Is a directory";
const READ_ONLY: &str = "Read-only file system";
const DENIED: &str = "Permission denied";
const NOT_OWNER: &str = "Operation not permitted";
const FULL: &str = "No space left on device";

#[derive(Clone, Debug, PartialEq)]
pub enum Content {
    Directory,
    File(Arc<str>),
    /// So many bytes that nobody reads.
    Blank(u64),
}

#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    pub content: Content,
    pub mode: u32,
    pub owner: Owner,
    pub at: SimTime,
}

impl Entry {
    fn folder(mode: u32, at: SimTime) -> Entry {
        Entry { content: Content::Directory, mode, owner: (0, 0), at }
    }

    pub fn is_directory(&self) -> bool {
        self.content == Content::Directory
    }

    /// Bytes it takes here.
    fn held(&self) -> usize {
        if matches!(self.content, Content::Blank(_)) { 0 } else { self.size() as usize }
    }

    pub fn size(&self) -> u64 {
        match &self.content {
            Content::Directory => 4096,
            Content::File(text) => text.len() as u64,
            Content::Blank(bytes) => *bytes,
        }
    }
}

/// Files by their absolute paths; folders above them are there of themselves.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Disk {
    entries: BTreeMap<String, Entry>,
    /// The most bytes it holds, if it is not the whole of a machine's.
    pub room: Option<u64>,
}

impl Disk {
    pub fn with_file(mut self, path: &str, text: &str, mode: u32, at: SimTime) -> Disk {
        let entry = Entry { content: Content::File(text.into()), mode, owner: (0, 0), at };
        self.entries.insert(normal("/", path), entry);
        self
    }

    /// The files below a path, from there: paths and bytes.
    pub fn files_below(&self, path: &str) -> impl Iterator<Item = (String, u64)> + use<'_> {
        let own = self.entries.get(path).filter(|entry| !entry.is_directory());
        let own = own.map(|entry| (String::new(), entry.size()));
        let prefix = path.trim_end_matches('/').to_owned();
        let files = self.below(path).filter(|(_, entry)| !entry.is_directory());
        own.into_iter().chain(
            files.map(move |(name, entry)| {
                (name.strip_prefix(&prefix).unwrap_or(name).to_owned(), entry.size())
            }),
        )
    }

    /// Bytes of its files.
    pub fn size(&self) -> u64 {
        let files = self.entries.values().filter(|entry| !entry.is_directory());
        files.map(|entry| entry.size()).sum()
    }

    pub fn add_folder(&mut self, path: &str, at: SimTime) {
        self.add_folder_for(path, 0o755, at);
    }

    pub fn add_folder_for(&mut self, path: &str, mode: u32, at: SimTime) {
        self.entries.insert(path.to_owned(), Entry::folder(mode, at));
    }

    /// Whether its own folder was made.
    pub fn has_root(&self) -> bool {
        self.entries.contains_key("/")
    }

    /// Gives all of it to a group, as volumes are for `fsGroup`: pkg/volume/volume_linux.go changeFilePermission.
    pub fn give_to_group(&mut self, group: u32, read_only: bool) {
        let root = self.get("/").unwrap_or_else(|| Entry::folder(0o755, SimTime::ZERO));
        self.entries.entry("/".into()).or_insert(root);
        for entry in self.entries.values_mut() {
            let bits = if read_only { 0o440 } else { 0o660 };
            entry.owner.1 = group;
            entry.mode |= if entry.is_directory() { bits | 0o110 | SET_GROUP } else { bits };
        }
    }

    fn below<'a>(&'a self, path: &str) -> impl Iterator<Item = (&'a String, &'a Entry)> + use<'a> {
        let prefix = if path == "/" { "/".to_owned() } else { format!("{path}/") };
        let range = self.entries.range(prefix.clone()..);
        let inside = range.take_while(move |(name, _)| name.starts_with(&prefix));
        inside.filter(|(name, _)| *name != "/")
    }

    pub fn get(&self, path: &str) -> Option<Entry> {
        let folder = || Entry::folder(0o755, SimTime::ZERO);
        let own = self.entries.get(path).cloned();
        own.or_else(|| (path == "/" || self.below(path).next().is_some()).then(folder))
    }

    fn put(&mut self, path: &str, entry: Entry) -> Result<(), &'static str> {
        let held: usize = self.entries.values().map(Entry::held).sum();
        let fits = self.entries.len() < LIMIT_FILES && held + entry.held() <= LIMIT_DISK;
        let before = self.entries.get(path).map_or(0, Entry::size);
        let after = (self.size() - before).saturating_add(entry.size());
        let bursts = !entry.is_directory() && self.room.is_some_and(|room| after > room);
        if !fits || bursts || entry.held() > LIMIT_FILE {
            return Err(FULL);
        }
        self.entries.insert(path.to_owned(), entry);
        Ok(())
    }

    /// Takes away all that is below a folder.
    pub fn empty(&mut self, path: &str) {
        let all: Vec<String> = self.below(path).map(|(name, _)| name.clone()).collect();
        all.iter().for_each(|name| drop(self.entries.remove(name)));
    }

    fn remove(&mut self, path: &str) {
        self.empty(path);
        self.entries.remove(path);
    }

    /// The names directly in a folder.
    fn names(&self, path: &str) -> Vec<String> {
        let skip = if path == "/" { 1 } else { path.len() + 1 };
        let mut names: Vec<String> = self
            .below(path)
            .filter_map(|(name, _)| Some(name.get(skip..)?.split('/').next()?.to_owned()))
            .collect();
        names.dedup();
        names
    }

    /// A part of the disk as a disk of its own: a folder's files, or one file as its root.
    pub fn part(&self, base: &str) -> Disk {
        let mut part = Disk::default();
        let own = self.entries.get(base).map(|entry| (String::from("/"), entry.clone()));
        let skip = if base == "/" { 0 } else { base.len() };
        let below = self.below(base).map(|(name, entry)| (name[skip..].to_owned(), entry.clone()));
        part.entries.extend(own.into_iter().chain(below));
        part
    }
}

/// The disks of a cluster, by who has them and what they are for.
#[derive(Clone, Debug, Default)]
pub struct Storage {
    disks: BTreeMap<String, Arc<Disk>>,
}

impl Storage {
    pub fn put(&mut self, name: &str, disk: Disk) {
        self.disks.insert(name.to_owned(), Arc::new(disk));
    }

    pub fn get(&self, name: &str) -> Option<&Disk> {
        self.disks.get(name).map(|disk| &**disk)
    }

    /// Bytes of a disk's files.
    pub fn size(&self, name: &str) -> u64 {
        self.disks.get(name).map_or(0, |disk| disk.size())
    }

    pub fn disk(&mut self, name: &str) -> &mut Disk {
        Arc::make_mut(self.disks.entry(name.to_owned()).or_default())
    }

    /// Drops the disks whose names begin so.
    pub fn drop_all(&mut self, prefix: &str) {
        let range = self.disks.range(prefix.to_owned()..);
        let names: Vec<String> =
            range.take_while(|(name, _)| name.starts_with(prefix)).map(|(name, _)| name.clone()).collect();
        names.iter().for_each(|name| drop(self.disks.remove(name)));
    }
}

/// A disk, or a part of it, at a place in a container.
#[derive(Clone, Debug, PartialEq)]
pub struct Mount {
    pub path: String,
    pub disk: String,
    pub base: String,
    pub read_only: bool,
}

/// What a container sees: its mounts, the one at `/` among them.
pub struct FileSystem<'a> {
    pub storage: &'a mut Storage,
    pub mounts: &'a [Mount],
    /// Who looks and writes.
    pub who: &'a Identity,
    pub now: SimTime,
}

/// Looks a path up among mounts: the mount, and the path on its disk.
fn locate<'m>(mounts: &'m [Mount], path: &str) -> Option<(&'m Mount, String)> {
    let inside = |mount: &&Mount| {
        mount.path == "/"
            || path.strip_prefix(&mount.path).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    let mount = mounts.iter().filter(inside).max_by_key(|mount| mount.path.len())?;
    let rest = if mount.path == "/" { path } else { &path[mount.path.len()..] };
    Some((mount, normal("/", &format!("{}/{rest}", mount.base))))
}

/// What is at a path.
pub fn stat(storage: &Storage, mounts: &[Mount], path: &str) -> Option<Entry> {
    let (mount, inner) = locate(mounts, path)?;
    let is_point = mounts.iter().any(|one| one.path.starts_with(&format!("{}/", path.trim_end_matches('/'))));
    let found = storage.get(&mount.disk).and_then(|disk| disk.get(&inner));
    let folder = Entry::folder(0o755, SimTime::ZERO);
    found.or_else(|| (is_point || mount.path == path).then_some(folder))
}

pub fn read(storage: &Storage, mounts: &[Mount], path: &str) -> Result<String, String> {
    match stat(storage, mounts, path).map(|entry| entry.content) {
        None => Err(NOT_FOUND.into()),
        Some(Content::Directory) => Err(IS_DIRECTORY.into()),
        Some(Content::File(text)) => Ok(text.to_string()),
        Some(Content::Blank(_)) => Ok(String::new()),
    }
}

/// What somebody finds in a file.
pub fn read_as(who: &Identity, storage: &Storage, mounts: &[Mount], path: &str) -> Result<String, String> {
    match stat(storage, mounts, path) {
        Some(entry) if !who.may(&entry, READ) => Err(DENIED.into()),
        _ => read(storage, mounts, path),
    }
}

/// Whether somebody may make files in a folder, or the number and the words the kernel has for it.
pub fn may_write(
    who: &Identity,
    storage: &Storage,
    mounts: &[Mount],
    folder: &str,
) -> Result<(), &'static str> {
    let entry = stat(storage, mounts, folder).unwrap_or(Entry::folder(0o755, SimTime::ZERO));
    match locate(mounts, folder) {
        Some((mount, _)) if mount.read_only => Err("30: Read-only file system"),
        _ if !who.may(&entry, WRITE) => Err("13: Permission denied"),
        _ => Ok(()),
    }
}

/// The names in a folder.
pub fn list(storage: &Storage, mounts: &[Mount], path: &str) -> Vec<String> {
    let Some((mount, inner)) = locate(mounts, path) else { return Vec::new() };
    let mut names = storage.get(&mount.disk).map(|disk| disk.names(&inner)).unwrap_or_default();
    let prefix = format!("{}/", path.trim_end_matches('/'));
    let points = mounts.iter().filter_map(|one| one.path.strip_prefix(&prefix)?.split('/').next());
    names.extend(points.filter(|name| !name.is_empty()).map(str::to_owned));
    names.sort();
    names.dedup();
    names
}

impl FileSystem<'_> {
    pub fn stat(&self, path: &str) -> Option<Entry> {
        stat(self.storage, self.mounts, path)
    }

    pub fn read(&self, path: &str) -> Result<String, String> {
        read_as(self.who, self.storage, self.mounts, path)
    }

    pub fn list(&self, path: &str) -> Vec<String> {
        list(self.storage, self.mounts, path)
    }

    /// The disk a path may be written on.
    fn writable(&mut self, path: &str) -> Result<(&mut Disk, String), String> {
        let (mount, inner) = locate(self.mounts, path).ok_or(NOT_FOUND)?;
        if mount.read_only {
            return Err(READ_ONLY.into());
        }
        Ok((self.storage.disk(&mount.disk), inner))
    }

    /// The kernel looks at the mount before it looks at whose a file is.
    fn not_sealed(&self, path: &str) -> Result<(), String> {
        let sealed = locate(self.mounts, path).is_some_and(|(mount, _)| mount.read_only);
        if sealed { Err(READ_ONLY.into()) } else { Ok(()) }
    }

    /// Whose a file that is made at a path is: the folder has to be there, and theirs to write.
    fn owner_of_new(&self, path: &str) -> Result<Owner, String> {
        match self.stat(&folder_of(path)) {
            Some(entry) if entry.is_directory() && !self.who.may(&entry, WRITE) => Err(DENIED.into()),
            Some(entry) if entry.is_directory() => Ok(self.who.owner_in(&entry)),
            Some(_) => Err("Not a directory".into()),
            None => Err(NOT_FOUND.into()),
        }
    }

    pub fn write(&mut self, path: &str, text: &str, append: bool) -> Result<(), String> {
        let before = self.stat(path);
        if before.as_ref().is_some_and(Entry::is_directory) {
            return Err(IS_DIRECTORY.into());
        }
        if before.is_some() || self.stat(&folder_of(path)).is_some() {
            self.not_sealed(path)?;
        }
        let (mode, owner) = match before {
            Some(entry) if !self.who.may(&entry, WRITE) => return Err(DENIED.into()),
            Some(entry) => (entry.mode, entry.owner),
            None => (0o644, self.owner_of_new(path)?),
        };
        let held =
            if append { read(self.storage, self.mounts, path).unwrap_or_default() } else { String::new() };
        let now = self.now;
        let (disk, inner) = self.writable(path)?;
        let content = Content::File(format!("{held}{text}").into());
        Ok(disk.put(&inner, Entry { content, mode, owner, at: now })?)
    }

    /// A file of so many bytes that nobody reads.
    /// Bytes that a file may have where it is, if its disk is not as large as a machine's.
    pub fn room_for(&self, path: &str) -> Option<u64> {
        let (mount, inner) = locate(self.mounts, path)?;
        let disk = self.storage.get(&mount.disk)?;
        let before = disk.get(&inner).filter(|entry| !entry.is_directory()).map_or(0, |entry| entry.size());
        Some(disk.room?.saturating_sub(disk.size() - before))
    }

    pub fn write_blank(&mut self, path: &str, bytes: u64) -> Result<(), String> {
        self.write(path, "", false)?;
        let written = self.stat(path).ok_or(NOT_FOUND)?;
        let (disk, inner) = self.writable(path)?;
        Ok(disk.put(&inner, Entry { content: Content::Blank(bytes), ..written })?)
    }

    pub fn make_folder(&mut self, path: &str) -> Result<(), String> {
        if self.stat(path).is_some() {
            return Err("File exists".into());
        }
        if self.stat(&folder_of(path)).is_some() {
            self.not_sealed(path)?;
        }
        let owner = self.owner_of_new(path)?;
        let inherited = self.stat(&folder_of(path)).map_or(0, |folder| folder.mode & SET_GROUP);
        let made = Entry { owner, ..Entry::folder(0o755 | inherited, self.now) };
        let (disk, inner) = self.writable(path)?;
        Ok(disk.put(&inner, made)?)
    }

    pub fn remove(&mut self, path: &str) -> Result<(), String> {
        let entry = self.stat(path).ok_or(NOT_FOUND)?;
        let above = self.stat(&folder_of(path)).ok_or(NOT_FOUND)?;
        self.not_sealed(path)?;
        if !self.who.may_remove(&entry, &above) {
            return Err(DENIED.into());
        }
        if self.mounts.iter().any(|mount| mount.path == path) {
            return Err("Device or resource busy".into());
        }
        let (disk, inner) = self.writable(path)?;
        disk.remove(&inner);
        // A folder stays when what was in it goes.
        let folder = folder_of(&inner);
        let (disk, _) = self.writable(path)?;
        if disk.get(&folder).is_none() {
            disk.put(&folder, above)?;
        }
        Ok(())
    }

    pub fn set_mode(&mut self, path: &str, mode: u32) -> Result<(), String> {
        let mut entry = self.stat(path).ok_or(NOT_FOUND)?;
        if !self.who.can(capabilities::FOWNER) && entry.owner.0 != self.who.user {
            return Err(NOT_OWNER.into());
        }
        entry.mode = mode;
        let (disk, inner) = self.writable(path)?;
        Ok(disk.put(&inner, entry)?)
    }

    /// Only who may do so gives files away; an owner gives them to a group it is in.
    pub fn set_owner(&mut self, path: &str, user: Option<u32>, group: Option<u32>) -> Result<(), String> {
        let mut entry = self.stat(path).ok_or(NOT_FOUND)?;
        let own = entry.owner.0 == self.who.user && user.is_none_or(|user| user == entry.owner.0);
        let within = own && group.is_none_or(|group| self.who.all_groups().contains(&group));
        if !self.who.can(capabilities::CHOWN) && !within {
            return Err(NOT_OWNER.into());
        }
        entry.owner = (user.unwrap_or(entry.owner.0), group.unwrap_or(entry.owner.1));
        let (disk, inner) = self.writable(path)?;
        Ok(disk.put(&inner, entry)?)
    }
}

pub fn folder_of(path: &str) -> String {
    match path.rsplit_once('/') {
        Some(("", _)) | None => "/".into(),
        Some((folder, _)) => folder.into(),
    }
}

/// An absolute path without `.`, `..` and doubled slashes.
pub fn normal(folder: &str, path: &str) -> String {
    let whole = if path.starts_with('/') { path.to_owned() } else { format!("{folder}/{path}") };
    let mut parts: Vec<&str> = Vec::new();
    for part in whole.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    format!("/{}", parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn disks_join_at_their_mount_points() {
        let mut storage = Storage::default();
        storage.put("root", Disk::default().with_file("/etc/os-release", "x", 0o644, SimTime::ZERO));
        storage.put("conf", Disk::default().with_file("/a.txt", "1", 0o644, SimTime::ZERO));
        let mount = |path: &str, disk: &str, read_only| Mount {
            path: path.into(),
            disk: disk.into(),
            base: "/".into(),
            read_only,
        };
        let mounts =
            [mount("/", "root", false), mount("/etc/conf", "conf", true), mount("/data", "data", false)];
        let root = Identity::default();
        let mut files = FileSystem { storage: &mut storage, mounts: &mounts, who: &root, now: SimTime::ZERO };
        assert_eq!(files.list("/"), ["data", "etc"]);
        assert_eq!(files.list("/etc"), ["conf", "os-release"]);
        assert_eq!(files.read("/etc/conf/a.txt").as_deref(), Ok("1"));
        assert_eq!(files.write("/etc/conf/b", "2", false), Err(READ_ONLY.into()));
        assert_eq!(files.write("/data/x", "2\n", true), Ok(()));
        assert_eq!(files.write("/data/y/x", "2\n", true), Err(NOT_FOUND.into()));
        assert_eq!(files.remove("/data/x"), Ok(()));
        assert_eq!(files.list("/data"), Vec::<String>::new());
        assert_eq!(normal("/a/b", "../c//./d"), "/a/c/d");
    }
}
