//! `-o` for one object: in words, by name, whole, or through a template.
//!
//! Models cli-runtime pkg/genericclioptions/print_flags.go, v1.36.

use serde_json::Value;

use super::call::flags::Flags;
use super::call::{Answer, Call};
use super::{go_template, json_template, output};

/// The formats whose template is in a file, and those they stand for.
const FILES: [(&str, &str); 4] = [
    ("custom-columns-file", "custom-columns"),
    ("go-template-file", "go-template"),
    ("jsonpath-file", "jsonpath"),
    ("templatefile", "go-template"),
];

/// A template that is in a file takes the file's place.
pub fn with_files(call: &Call<'_>, mut flags: Flags) -> Result<Flags, Answer> {
    let text = flags.value("output").unwrap_or_default();
    let (name, path) = text.split_once('=').unwrap_or((text, flags.value("template").unwrap_or_default()));
    let Some((_, plain)) = FILES.iter().find(|(known, _)| *known == name) else { return Ok(flags) };
    let whole = call.files.text(path).map_err(|_| {
        Answer::failed(&format!(
            "error: error reading --template {path}, open {path}: no such file or directory\n"
        ))
    })?;
    let template = match *plain {
        "custom-columns" => columns_of_file(&whole),
        _ => whole,
    };
    flags.set("output", format!("{plain}={template}"));
    Ok(flags)
}

/// Headings on the first line, their paths on the second.
fn columns_of_file(text: &str) -> String {
    let mut lines = text.lines();
    let headings = lines.next().unwrap_or_default().split_whitespace();
    let paths = lines.next().unwrap_or_default().split_whitespace();
    headings.zip(paths).map(|(heading, path)| format!("{heading}:{path}")).collect::<Vec<_>>().join(",")
}

/// How an object is printed.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Format {
    /// The verb's own words, or a table.
    #[default]
    Words,
    Wide,
    Name,
    Yaml,
    Json,
    JsonPath(String),
    /// As `JsonPath`, every result as JSON.
    JsonPathAsJson(String),
    GoTemplate(String),
    Columns(String),
}

const FORMATS: &str = "custom-columns,custom-columns-file,go-template,go-template-file,json,jsonpath,jsonpath-as-json,\
    jsonpath-file,kyaml,name,template,templatefile,wide,yaml";

const FORMATS_OF_OBJECTS: &str = "go-template,go-template-file,json,jsonpath,jsonpath-as-json,jsonpath-file,kyaml,name,template,\
    templatefile,yaml";

fn unknown(text: &str, allowed: &str) -> Answer {
    let why = format!("unable to match a printer suitable for the output format \"{text}\"");
    Answer::failed(&format!("error: {why}, allowed formats are: {allowed}"))
}

impl Format {
    pub fn of(flags: &Flags) -> Result<Format, Answer> {
        let text = flags.value("output").unwrap_or_default();
        let (name, rest) = text.split_once('=').unwrap_or((text, ""));
        let template = || match rest {
            "" => flags.value("template").unwrap_or_default().to_owned(),
            rest => rest.to_owned(),
        };
        // Only tables have these forms.
        let of_tables = name == "wide" || name.starts_with("custom-columns");
        if of_tables && flags.knows("dry-run") {
            return Err(unknown(text, FORMATS_OF_OBJECTS));
        }
        Ok(match name {
            "" => Format::Words,
            "wide" => Format::Wide,
            "name" => Format::Name,
            "yaml" | "kyaml" => Format::Yaml,
            "json" => Format::Json,
            "jsonpath" if template().is_empty() => {
                return Err(Answer::failed("error: template format specified but no template given"));
            }
            "jsonpath" => Format::JsonPath(template()),
            "custom-columns" if rest.is_empty() => {
                return Err(Answer::failed(
                    "error: custom-columns format specified but no custom columns given",
                ));
            }
            "custom-columns" => Format::Columns(rest.to_owned()),
            "go-template" | "template" | "jsonpath-as-json" if template().is_empty() => {
                return Err(Answer::failed("error: template format specified but no template given"));
            }
            "go-template" | "template" => Format::GoTemplate(template()),
            "jsonpath-as-json" => Format::JsonPathAsJson(template()),
            _ if flags.knows("dry-run") => return Err(unknown(text, FORMATS_OF_OBJECTS)),
            _ => return Err(unknown(text, FORMATS)),
        })
    }

    /// Whether it is the whole object that is printed.
    pub fn is_whole(&self) -> bool {
        matches!(
            self,
            Format::Yaml
                | Format::Json
                | Format::JsonPath(_)
                | Format::JsonPathAsJson(_)
                | Format::GoTemplate(_)
        )
    }

    /// A whole object or list; nothing for the forms that are tables.
    pub fn print(&self, document: &Value) -> Result<String, String> {
        match self {
            Format::Json => Ok(output::json(document)),
            Format::JsonPath(template) => json_template::print(template, document),
            Format::JsonPathAsJson(path) => json_template::as_json(path, document),
            Format::GoTemplate(template) => go_template::print(template, document),
            _ => Ok(output::yaml(document)),
        }
    }
}
