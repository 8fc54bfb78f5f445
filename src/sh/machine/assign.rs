//! `name=value`, `name[at]=value`, `name=(...)`.

use super::task::{Before, Task};
use crate::sh::arithmetic;
use crate::sh::arrays::Array;
use crate::sh::ast::{Assignment, Word};
use crate::sh::expand::Expansion;
use crate::sh::host::Host;

impl Task {
    /// `name=value`, `name[at]=value`, `name=(...)`.
    pub(super) fn assign(
        &mut self,
        one: &Assignment,
        outputs: &[String],
        host: &dyn Host,
    ) -> Result<(), String> {
        let Assignment { name, at, list, appends, value } = one;
        let files = || host.files();
        let mut expansion = Expansion { state: &mut self.state, outputs, files: &files };
        if let Some(list) = list {
            return assign_list(&mut expansion, name, list, *appends);
        }
        let mut value = expansion.text(value)?;
        if value.contains('~') && !value.contains('/') && value == "~" {
            expansion.state.get("HOME").clone_into(&mut value);
        }
        let key = at.as_ref().map(|at| expansion.key(name, at)).transpose()?;
        let state = expansion.state;
        let before = match &key {
            Some(key) => state.element(name, key).unwrap_or_default(),
            None => state.get(name).to_owned(),
        };
        let value = match (state.integers.contains(state.meant(name)), *appends) {
            (true, true) => arithmetic::value(&format!("{before}+({value})"), state)?.to_string(),
            (true, false) => arithmetic::value(&value, state)?.to_string(),
            (false, true) => before + &value,
            (false, false) => value,
        };
        match key {
            Some(key) => state.set_element(name, &key, &value),
            None => state.set(name, &value),
        }
    }

    pub fn variable_before(&self, name: &str) -> Before {
        let exported = self.state.is_exported(name);
        let array = self.state.array(name).cloned();
        Before { name: name.to_owned(), value: self.state.find(name).map(str::to_owned), array, exported }
    }
}

/// An array takes a list's place, or grows by it.
fn assign_list(
    expansion: &mut Expansion<'_>,
    name: &str,
    list: &[(Option<Word>, Word)],
    appends: bool,
) -> Result<(), String> {
    let mut all = Vec::new();
    for (at, word) in list {
        match at {
            Some(at) => all.push((Some(expansion.key(name, at)?), expansion.text(word)?)),
            None => all.extend(expansion.fields(word)?.into_iter().map(|value| (None, value))),
        }
    }
    let state = &mut *expansion.state;
    if !appends {
        let empty = if state.is_named(name) { Array::Named(Vec::new()) } else { Array::default() };
        state.set_array(name, empty)?;
    }
    let mut next = state.array(name).map_or(i64::from(state.find(name).is_some()), Array::next);
    for (at, value) in all {
        let key = at.unwrap_or_else(|| next.to_string());
        next = key.parse::<i64>().unwrap_or_default() + 1;
        state.set_element(name, &key, &value)?;
    }
    Ok(())
}
