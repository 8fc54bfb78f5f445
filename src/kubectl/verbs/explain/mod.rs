//! `kubectl explain`: the fields of a kind. kubectl pkg/explain/v2/templates/plaintext.tmpl, v1.36, in its form; the sentences
//! are the field tables', what is required and which words there are is Kubernetes' (`facts`).

mod facts;

use super::Verb;
use crate::kinds::Kind;
use crate::kinds::schema::{Field, Struct, Type};
use crate::kubectl::call::flags::{Flag, Flags, OUTPUT, switch, value};
use crate::kubectl::call::{Answer, Call, Started};
use crate::kubectl::describe::WorldView;
use crate::kubectl::get;

const OWN: &[Flag] = &[switch("recursive"), value("api-version")];

pub const VERB: Verb = Verb { name: "explain", flags: &[OWN, OUTPUT], act };

/// Letters to a line of a description, its indentation left out.
const WIDTH: usize = 76;

fn act(call: &mut Call<'_>, flags: &Flags) -> Result<Started, Answer> {
    if flags.words.len() > 1 {
        return Err(Answer::failed("error: We accept only this format: explain RESOURCE"));
    }
    let [path] = flags.words.as_slice() else {
        return Err(Answer::failed(
            "error: You must specify the type of resource to explain. Use \"kubectl api-resources\" for a complete list \
             of supported resources.\n",
        ));
    };
    let mut names = path.split('.');
    let word = names.next().unwrap_or_default();
    let kind = get::kind(&WorldView(call.world), word).map_err(|why| Answer::failed(&why))?;
    let head = head(kind);
    let mut at = Place { ty: Type::Struct(kind.info().table), field: None, top: true };
    for name in names.filter(|name| !name.is_empty()) {
        let found = within(at.ty).and_then(|table| table.field(name).map(|field| (table, field)));
        at = match found {
            Some((table, field)) => Place { ty: (field.ty)(), field: Some((table, field)), top: false },
            None if at.top && HEADER.iter().any(|(known, _)| *known == name) => {
                let doc = HEADER.iter().find(|(known, _)| *known == name).map_or("", |(_, doc)| doc);
                let doc = wrapped(doc, 4);
                let text = format!("{head}FIELD: {name} <string>\n\n\nDESCRIPTION:\n{doc}    \n\n");
                return Ok(Started::Done(Answer::said(text)));
            }
            None => {
                let refusal = Answer::failed(&format!("error: field \"{name}\" does not exist"));
                return Err(Answer { stdout: head, ..refusal });
            }
        };
    }
    Ok(Started::Done(Answer::said(head + &at.explained(flags.is_on("recursive")))))
}

fn head(kind: Kind) -> String {
    let info = kind.info();
    let group = if info.group.is_empty() { String::new() } else { format!("GROUP:      {}\n", info.group) };
    format!("{group}KIND:       {}\nVERSION:    {}\n\n", info.kind, info.version)
}

/// The two fields every object begins with.
const HEADER: [(&str, &str); 2] =
    [("apiVersion", "Group and version of the kind."), ("kind", "Name of the kind.")];

struct Place {
    ty: Type,
    /// The field, and the type it is of.
    field: Option<(&'static Struct, &'static Field)>,
    /// Whether it is the object itself.
    top: bool,
}

/// The table of what a type is or holds.
fn within(ty: Type) -> Option<&'static Struct> {
    match ty {
        Type::Struct(table) => Some(table),
        Type::List(of) | Type::Map(of) => within(of()),
        _ => None,
    }
}

fn name_of(ty: Type) -> String {
    match ty {
        Type::String | Type::Bytes => "string".into(),
        Type::Bool => "boolean".into(),
        Type::Int32 | Type::Int64 => "integer".into(),
        Type::Float => "number".into(),
        Type::Quantity => "Quantity".into(),
        Type::IntOrString => "IntOrString".into(),
        Type::Time | Type::MicroTime => "string".into(),
        Type::Any => "Object".into(),
        Type::List(of) => format!("[]{}", name_of(of())),
        Type::Map(of) => format!("map[string]{}", name_of(of())),
        Type::Struct(table) => table.name.into(),
    }
}

impl Place {
    fn explained(&self, recursive: bool) -> String {
        let table = within(self.ty);
        let mut text = String::new();
        let words = self.field.map_or(&[][..], |(owner, field)| facts::words(owner, field.name));
        if let Some((_, field)) = self.field {
            text += &format!("FIELD: {} <{}>\n", field.name, name_of(self.ty));
            if !words.is_empty() {
                text +=
                    &format!("ENUM:{}", words.iter().map(|word| format!("\n    {word}")).collect::<String>());
            }
            text += "\n\n";
        }
        let own = self.field.map(|(_, field)| field.doc);
        let of_type = table.map(|table| table.doc).filter(|doc| Some(*doc) != own);
        let sentences: Vec<&str> = own.into_iter().chain(of_type).collect();
        text += &format!("DESCRIPTION:\n{}    \n", wrapped(&sentences.join(" "), 4));
        if !words.is_empty() {
            let each = words.iter().map(|word| format!("     - `\"{}\"`\n", word.trim_matches('"')));
            text += &format!("    Possible enum values:\n{}    \n", each.collect::<String>());
        }
        let Some(table) = table else { return text + "\n" };
        text += "FIELDS:\n";
        if self.top {
            for (name, doc) in HEADER {
                text += &row(name, "<string>", if recursive { "" } else { doc }, 1);
            }
        }
        fields(table, recursive, &mut vec![table.name], &mut text);
        text + "\n"
    }
}

/// `around` are the types this one is within: none is shown within itself.
fn fields(table: &'static Struct, recursive: bool, around: &mut Vec<&'static str>, text: &mut String) {
    let depth = around.len();
    let mut sorted: Vec<&Field> = table.fields.iter().collect();
    sorted.sort_by_key(|field| field.name);
    for field in sorted {
        let ty = (field.ty)();
        let mark = if facts::is_required(table, field.name) { " -required-" } else { "" };
        let words = facts::words(table, field.name);
        let listed = if words.is_empty() { String::new() } else { listed(words, depth) };
        let about = format!("<{}>{mark}{listed}", name_of(ty));
        *text += &row(field.name, &about, if recursive { "" } else { field.doc }, depth);
        if let Some(inner) = within(ty).filter(|inner| recursive && !around.contains(&inner.name)) {
            around.push(inner.name);
            fields(inner, recursive, around, text);
            around.pop();
        }
    }
}

/// Words shown of a field among others.
const SHOWN: usize = 4;

/// The line that names the words a field takes.
fn listed(words: &[&str], depth: usize) -> String {
    let more = if words.len() > SHOWN { ", ...." } else { "" };
    format!("\n{}enum: {}{more}", "  ".repeat(depth), words[..words.len().min(SHOWN)].join(", "))
}

fn row(name: &str, about: &str, doc: &str, depth: usize) -> String {
    let indent = "  ".repeat(depth);
    match doc {
        "" => format!("{indent}{name}\t{about}\n"),
        doc => format!("{indent}{name}\t{about}\n{}\n", wrapped(doc, 2 * depth + 2)),
    }
}

fn wrapped(text: &str, indent: usize) -> String {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match lines.last_mut().filter(|line| line.chars().count() + 1 + word.chars().count() <= WIDTH) {
            Some(line) => {
                line.push(' ');
                line.push_str(word);
            }
            None => lines.push(word.to_owned()),
        }
    }
    lines.iter().map(|line| format!("{:indent$}{line}\n", "")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_listed_with_their_types() {
        let place = Place { ty: Type::Struct(Kind::Pod.info().table), field: None, top: true };
        let text = place.explained(false);
        assert!(text.contains("FIELDS:\n  apiVersion\t<string>\n"), "{text}");
        assert!(text.contains("  metadata\t<ObjectMeta>\n"), "{text}");
        assert!(place.explained(true).contains("    containers\t<[]Container> -required-\n"));
    }
}
