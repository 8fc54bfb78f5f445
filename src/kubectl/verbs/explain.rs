//! `kubectl explain`: the fields of a kind. kubectl pkg/explain/v2, v1.36, in its form; the sentences are the field tables'.

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
    let [path] = flags.words.as_slice() else {
        return Err(Answer::failed(
            "error: You must specify the type of resource to explain. Use \"kubectl api-resources\" for a complete list \
             of supported resources.",
        ));
    };
    let mut names = path.split('.');
    let word = names.next().unwrap_or_default();
    let kind = get::kind(&WorldView(call.world), word).map_err(|why| Answer::failed(&why))?;
    let head = head(kind);
    let mut at = Place { ty: Type::Struct(kind.info().table), field: None, top: true };
    for name in names.filter(|name| !name.is_empty()) {
        at = match within(at.ty).and_then(|table| table.field(name)) {
            Some(field) => Place { ty: (field.ty)(), field: Some(field), top: false },
            None if at.top && HEADER.iter().any(|(known, _)| *known == name) => {
                return Ok(Started::Done(Answer::said(format!("{head}FIELD: {name} <string>\n\n"))));
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
    field: Option<&'static Field>,
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
        Type::Time => "Time".into(),
        Type::MicroTime => "MicroTime".into(),
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
        if let Some(field) = self.field {
            text += &format!("FIELD: {} <{}>\n\n\n", field.name, name_of(self.ty));
        }
        let own = self.field.map(|field| field.doc);
        let of_type = table.map(|table| table.doc);
        let sentences: Vec<&str> = own.into_iter().chain(of_type).collect();
        text += &format!("DESCRIPTION:\n{}    \n", wrapped(&sentences.join(" "), 4));
        let Some(table) = table else { return text + "\n" };
        text += "FIELDS:\n";
        if self.top {
            for (name, doc) in HEADER {
                text += &row(name, "string", if recursive { "" } else { doc }, 1);
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
        *text += &row(field.name, &name_of(ty), if recursive { "" } else { field.doc }, depth);
        if let Some(inner) = within(ty).filter(|inner| recursive && !around.contains(&inner.name)) {
            around.push(inner.name);
            fields(inner, recursive, around, text);
            around.pop();
        }
    }
}

fn row(name: &str, ty: &str, doc: &str, depth: usize) -> String {
    let indent = "  ".repeat(depth);
    match doc {
        "" => format!("{indent}{name}\t<{ty}>\n"),
        doc => format!("{indent}{name}\t<{ty}>\n{}\n", wrapped(doc, 2 * depth + 2)),
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
        assert!(place.explained(true).contains("    containers\t<[]Container>\n"));
    }
}
