//! The module paths a file names: `crate::…`, `self::…`, `super::…` (with `{…}` groups spelt out), made absolute. In the
//! programs, which are crates of their own, the library's paths begin with `kubarium::`.

use crate::code::Token;
use crate::tree::Source;

/// A path from the root of the library: `crate::sim::{SimTime}` is `["sim", "SimTime"]`.
#[derive(Debug, PartialEq, Eq)]
pub struct Path {
    pub line: usize,
    pub names: Vec<String>,
}

pub fn paths(source: &Source) -> Vec<Path> {
    let file = source.module();
    let mut inline: Vec<Option<String>> = Vec::new();
    let mut found = Vec::new();
    for (at, token) in source.tokens.iter().enumerate() {
        match token.text.as_str() {
            "{" => inline.push(opened_module(&source.tokens, at)),
            "}" => drop(inline.pop()),
            "crate" | "self" | "super" | "kubarium" if starts_path(&source.tokens, at) => {
                let here: Vec<String> =
                    file.iter().cloned().chain(inline.iter().flatten().cloned()).collect();
                let spelt = spell_out(&source.tokens, at);
                found.extend(spelt.into_iter().filter_map(|path| absolute(path, &here)));
            }
            _ => {}
        }
    }
    found
}

/// The name in `mod name {`.
fn opened_module(tokens: &[Token], brace: usize) -> Option<String> {
    let [word, name] = tokens.get(brace.checked_sub(2)?..brace)? else {
        return None;
    };
    word.is("mod").then(|| name.text.clone())
}

fn starts_path(tokens: &[Token], at: usize) -> bool {
    let follows = tokens.get(at + 1).is_some_and(|next| next.is("::"));
    let before = at.checked_sub(1).is_some_and(|before| tokens[before].is("::"));
    follows && !before
}

fn spell_out(tokens: &[Token], at: usize) -> Vec<Path> {
    let mut found = Vec::new();
    tree(tokens, at, &[], &mut found);
    found
}

/// Reads one use-tree and returns where it ends.
fn tree(tokens: &[Token], mut at: usize, prefix: &[String], found: &mut Vec<Path>) -> usize {
    let mut names = prefix.to_vec();
    let mut line = tokens.get(at).map_or(0, |token| token.line);
    while let Some(token) = tokens.get(at) {
        if token.is("{") {
            return group(tokens, at + 1, &names, found);
        }
        if !token.is_word() && !token.is("*") {
            break;
        }
        names.push(token.text.clone());
        line = token.line;
        at += 1;
        if !tokens.get(at).is_some_and(|next| next.is("::")) {
            break;
        }
        at += 1;
    }
    found.push(Path { line, names });
    at
}

fn group(tokens: &[Token], mut at: usize, prefix: &[String], found: &mut Vec<Path>) -> usize {
    while let Some(token) = tokens.get(at) {
        if token.is("}") {
            return at + 1;
        }
        let starts = token.is_word() || token.is("*") || token.is("{");
        let renamed = at.checked_sub(1).is_some_and(|before| tokens[before].is("as"));
        at = if starts && !renamed && !token.is("as") { tree(tokens, at, prefix, found) } else { at + 1 };
    }
    at
}

fn absolute(path: Path, here: &[String]) -> Option<Path> {
    let mut base = here.to_vec();
    let mut names = path.names.into_iter().peekable();
    while let Some(step) =
        names.next_if(|name| matches!(name.as_str(), "crate" | "kubarium" | "self" | "super"))
    {
        match step.as_str() {
            "super" => drop(base.pop()?),
            "self" => {}
            _ => base.clear(),
        }
    }
    base.extend(names.filter(|name| name != "self"));
    (!base.is_empty()).then_some(Path { line: path.line, names: base })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(path: &str, text: &str) -> Vec<String> {
        paths(&Source::new(path, text)).iter().map(|path| path.names.join("::")).collect()
    }

    #[test]
    fn groups_are_spelt_out() {
        let text = "use crate::{sim::{self, Time as T}, yaml::*};\nlet x = crate::view::Card::new();";
        assert_eq!(found("src/ui/a.rs", text), ["sim", "sim::Time", "yaml::*", "view::Card::new"]);
    }

    #[test]
    fn super_is_followed_through_inline_modules() {
        let text = "use super::b; mod tests { use super::c; use super::super::super::sim; }";
        assert_eq!(found("src/cluster/a.rs", text), ["cluster::b", "cluster::a::c", "sim"]);
    }

    #[test]
    fn the_programs_name_the_library() {
        assert_eq!(found("src/main.rs", "kubarium::web::start()"), ["web::start"]);
    }
}
