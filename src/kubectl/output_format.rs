//! `-o` for one object: in words, by name, whole, or through a template.
//!
//! Models cli-runtime pkg/genericclioptions/print_flags.go, v1.36; templates in Go's language are not there.

use serde_json::Value;

use super::call::Answer;
use super::call::flags::Flags;
use super::{json_template, output};

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
    Columns(String),
    ColumnsFile(String),
}

const FORMATS: &str = "custom-columns,custom-columns-file,go-template,go-template-file,json,jsonpath,jsonpath-as-json,\
    jsonpath-file,kyaml,name,template,templatefile,wide,yaml";

impl Format {
    pub fn of(flags: &Flags) -> Result<Format, Answer> {
        let text = flags.value("output").unwrap_or_default();
        let (name, rest) = text.split_once('=').unwrap_or((text, ""));
        let template = || match rest {
            "" => flags.value("template").unwrap_or_default().to_owned(),
            rest => rest.to_owned(),
        };
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
            "custom-columns-file" => Format::ColumnsFile(rest.to_owned()),
            "go-template" | "template" | "go-template-file" | "templatefile" | "jsonpath-file"
            | "jsonpath-as-json" => {
                return Err(Answer::failed(&format!("error: -o {name} is not simulated")));
            }
            _ => {
                let why = format!("unable to match a printer suitable for the output format \"{text}\"");
                return Err(Answer::failed(&format!("error: {why}, allowed formats are: {FORMATS}")));
            }
        })
    }

    /// Whether it is the whole object that is printed.
    pub fn is_whole(&self) -> bool {
        matches!(self, Format::Yaml | Format::Json | Format::JsonPath(_))
    }

    /// A whole object or list; nothing for the forms that are tables.
    pub fn print(&self, document: &Value) -> Result<String, String> {
        match self {
            Format::Json => Ok(output::json(document)),
            Format::JsonPath(template) => json_template::print(template, document),
            _ => Ok(output::yaml(document)),
        }
    }
}
