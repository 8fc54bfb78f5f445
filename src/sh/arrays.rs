//! bash's arrays: by number, and by name (`declare -A`).

use std::collections::BTreeMap;
use std::sync::Arc;

use super::state::{LIMIT_NAMES, LIMIT_VALUE, State};

/// Elements of an array.
const LIMIT_ELEMENTS: usize = 10_000;
/// References to references.
const LIMIT_STEPS: usize = 8;
/// Lists of bash's hash table for arrays by name (arrayfunc and assoc.h, 5.2: ASSOC_HASH_BUCKETS).
const BUCKETS: u32 = 1024;

#[derive(Clone, Debug, PartialEq)]
pub enum Array {
    Numbered(BTreeMap<i64, String>),
    /// In the order in which the names were first used.
    Named(Vec<(String, String)>),
}

impl Default for Array {
    fn default() -> Array {
        Array::Numbered(BTreeMap::new())
    }
}

impl Array {
    pub fn first(&self) -> Option<&str> {
        self.get("0")
    }

    fn get(&self, at: &str) -> Option<&str> {
        match self {
            Array::Numbered(all) => {
                let at: i64 = at.parse().ok()?;
                let last = all.last_key_value().map_or(-1, |(last, _)| *last);
                all.get(&if at < 0 { last + 1 + at } else { at }).map(String::as_str)
            }
            Array::Named(all) => all.iter().find(|(name, _)| name == at).map(|(_, value)| value.as_str()),
        }
    }

    fn set(&mut self, at: &str, value: &str) -> Option<()> {
        match self {
            Array::Numbered(all) => {
                let at: i64 = at.parse().ok()?;
                let last = all.last_key_value().map_or(-1, |(last, _)| *last);
                let at = if at < 0 { last + 1 + at } else { at };
                if at < 0 {
                    return None;
                }
                all.insert(at, value.to_owned());
            }
            Array::Named(all) => match all.iter_mut().find(|(name, _)| name == at) {
                Some((_, held)) => value.clone_into(held),
                None => all.push((at.to_owned(), value.to_owned())),
            },
        }
        Some(())
    }

    fn remove(&mut self, at: &str) {
        match self {
            Array::Numbered(all) => {
                let last = all.last_key_value().map_or(-1, |(last, _)| *last);
                if let Ok(at) = at.parse::<i64>() {
                    all.remove(&if at < 0 { last + 1 + at } else { at });
                }
            }
            Array::Named(all) => all.retain(|(name, _)| name != at),
        }
    }

    fn len(&self) -> usize {
        match self {
            Array::Numbered(all) => all.len(),
            Array::Named(all) => all.len(),
        }
    }

    /// Keys and values, in bash's order: arrays by name have that of its hash table.
    pub fn entries(&self) -> Vec<(String, String)> {
        match self {
            Array::Numbered(all) => all.iter().map(|(at, value)| (at.to_string(), value.clone())).collect(),
            Array::Named(all) => {
                let mut sorted: Vec<(u32, usize)> =
                    all.iter().enumerate().map(|(at, (name, _))| (bucket(name), usize::MAX - at)).collect();
                sorted.sort_unstable();
                sorted.into_iter().map(|(_, at)| all[usize::MAX - at].clone()).collect()
            }
        }
    }

    pub fn next(&self) -> i64 {
        match self {
            Array::Numbered(all) => all.last_key_value().map_or(0, |(last, _)| last + 1),
            Array::Named(_) => 0,
        }
    }
}

/// FNV-1, as lib/hash.c has it.
fn bucket(name: &str) -> u32 {
    name.bytes().fold(2_166_136_261_u32, |hash, byte| hash.wrapping_mul(16_777_619) ^ u32::from(byte))
        % BUCKETS
}

impl State {
    /// What a name stands for.
    pub(super) fn meant<'a>(&'a self, name: &'a str) -> &'a str {
        let mut name = name;
        for _ in 0..LIMIT_STEPS {
            match self.references.get(name) {
                Some(other) => name = other,
                None => break,
            }
        }
        name
    }

    pub(super) fn array(&self, name: &str) -> Option<&Array> {
        self.arrays.get(self.meant(name))
    }

    pub(super) fn is_named(&self, name: &str) -> bool {
        matches!(self.array(name), Some(Array::Named(_)))
    }

    /// An array's keys and values; a variable is an array of one.
    pub(super) fn entries(&mut self, name: &str) -> Vec<(String, String)> {
        let numbered =
            |all: Vec<String>| all.into_iter().enumerate().map(|(at, one)| (at.to_string(), one)).collect();
        match name {
            "PIPESTATUS" => return numbered(self.pipe_codes.iter().map(i32::to_string).collect()),
            "FUNCNAME" => return numbered(self.calls.iter().rev().cloned().collect()),
            _ => {}
        }
        match self.array(name) {
            Some(array) => array.entries(),
            None => self.find(name).map(|value| vec![("0".to_owned(), value.to_owned())]).unwrap_or_default(),
        }
    }

    pub(super) fn element(&mut self, name: &str, at: &str) -> Option<String> {
        match self.array(name) {
            Some(array) => array.get(at).map(str::to_owned),
            None => self.entries(name).into_iter().find(|(key, _)| key == at).map(|(_, value)| value),
        }
    }

    pub(super) fn set_element(&mut self, name: &str, at: &str, value: &str) -> Result<(), String> {
        let name = &self.meant(name).to_owned();
        if self.is_protected(name) {
            return Err(self.dialect.read_only(name));
        }
        let before = self.variables().get(name).cloned();
        let full = self.array(name).is_some_and(|array| array.len() >= LIMIT_ELEMENTS);
        if full || value.len() > LIMIT_VALUE || self.arrays.len() >= LIMIT_NAMES {
            return Err(format!("{name}: there is no room for more elements"));
        }
        if before.is_some() {
            self.unset(name);
        }
        let array = Arc::make_mut(&mut self.arrays).entry(name.clone()).or_default();
        before.and_then(|before| array.set("0", &before));
        array.set(at, value).ok_or_else(|| format!("{name}[{at}]: bad array subscript"))
    }

    pub(super) fn set_array(&mut self, name: &str, array: Array) -> Result<(), String> {
        let name = &self.meant(name).to_owned();
        if self.is_protected(name) {
            return Err(self.dialect.read_only(name));
        }
        if self.arrays.len() >= LIMIT_NAMES || array.len() > LIMIT_ELEMENTS {
            return Err(format!("{name}: there is no room for more elements"));
        }
        if self.variables().contains_key(name) {
            self.unset(name);
        }
        Arc::make_mut(&mut self.arrays).insert(name.clone(), array);
        Ok(())
    }

    pub(super) fn unset_element(&mut self, name: &str, at: &str) {
        let name = &self.meant(name).to_owned();
        if let Some(array) = Arc::make_mut(&mut self.arrays).get_mut(name) {
            array.remove(at);
        }
    }
}
