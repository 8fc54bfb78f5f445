//! From cells to the text of `kubectl get`: cli-runtime pkg/printers/tableprinter.go and kubectl
//! pkg/cmd/get/get.go, v1.36.

use serde_json::Value;

use super::Column;
use crate::kinds::{Kind, Time};
use crate::kubectl::reach::{Reach, labels_text};
use crate::kubectl::tabwriter;

/// What the flags of `kubectl get` ask for.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// `-o wide`.
    pub wide: bool,
    /// `-A`.
    pub all_namespaces: bool,
    /// `--show-labels`.
    pub show_labels: bool,
    /// `-L`, each a column.
    pub label_columns: Vec<String>,
    /// `--no-headers`.
    pub no_headers: bool,
    /// `--show-kind`.
    pub show_kind: bool,
    /// `--server-print=false`: only names and ages.
    pub bare: bool,
    /// `--output-watch-events`
    pub events: bool,
}

/// The objects of one kind.
#[derive(Clone, Debug)]
pub struct Table {
    pub kind: Kind,
    pub objects: Vec<Value>,
}

/// The tables with an empty line between them; nothing where there are no objects.
pub fn print(tables: &[Table], options: &Options, now: Time) -> String {
    let named = options.show_kind || tables.iter().any(|table| table.kind != tables[0].kind);
    let texts: Vec<String> = tables
        .iter()
        .filter(|table| !table.objects.is_empty())
        .map(|table| one(table, named, options, now))
        .collect();
    texts.join(if options.no_headers { "" } else { "\n" })
}

fn one(table: &Table, named: bool, options: &Options, now: Time) -> String {
    let columns = super::columns(table.kind);
    let mut text = String::new();
    if !options.no_headers {
        line(&headings(table.kind, &columns, options), &mut text);
    }
    for object in super::in_order(table.kind, &table.objects) {
        line(&row((table.kind, &columns), object, named, options, now), &mut text);
    }
    tabwriter::align(&text, tabwriter::TABLE)
}

/// A table that grows as time goes on: its columns never get narrower, and its headings come once.
#[derive(Clone, Debug)]
pub struct Stream {
    options: Options,
    rows: tabwriter::Growing,
    begun: bool,
    /// What happened to the next objects.
    pub event: &'static str,
}

impl Stream {
    pub fn new(options: Options) -> Stream {
        Stream { options, rows: tabwriter::Growing::default(), begun: false, event: "ADDED" }
    }

    /// The next rows.
    pub fn print(&mut self, kind: Kind, objects: &[Value], now: Time) -> String {
        let columns = super::columns(kind);
        let mut rows: Vec<Vec<String>> = Vec::new();
        if !objects.is_empty() && !std::mem::replace(&mut self.begun, true) && !self.options.no_headers {
            rows.push(headings(kind, &columns, &self.options));
        }
        let row = |object| row((kind, &columns), object, false, &self.options, now);
        rows.extend(objects.iter().map(row));
        if self.options.events {
            let first = |cells: &mut Vec<String>, head: bool| {
                cells.insert(0, if head { "EVENT".into() } else { format!("{:<8}", self.event) });
            };
            let headed = rows.len() > objects.len();
            rows.iter_mut().enumerate().for_each(|(at, cells)| first(cells, headed && at == 0));
        }
        self.rows.rows(&rows)
    }
}

fn line(cells: &[String], text: &mut String) {
    text.push_str(&cells.join("\t"));
    text.push('\n');
}

fn with_namespace(kind: Kind, options: &Options) -> bool {
    options.all_namespaces && kind.info().namespaced
}

fn shown<T>(
    columns: &[Column],
    cells: impl IntoIterator<Item = T>,
    options: &Options,
) -> impl Iterator<Item = T> {
    let (wide, bare) = (options.wide, options.bare);
    let visible = move |(column, _): &(&Column, T)| match bare {
        true => matches!(column.name, "NAME" | "AGE"),
        false => wide || !column.wide,
    };
    columns.iter().zip(cells).filter(visible).map(|(_, cell)| cell)
}

fn headings(kind: Kind, columns: &[Column], options: &Options) -> Vec<String> {
    let own = columns.iter().map(|column| column.name.to_uppercase());
    let label = |label: &String| label.rsplit('/').next().unwrap_or_default().to_uppercase();
    let mut names: Vec<String> = Vec::new();
    names.extend(with_namespace(kind, options).then(|| "NAMESPACE".to_owned()));
    names.extend(shown(columns, own, options));
    names.extend(options.label_columns.iter().map(label));
    names.extend(options.show_labels.then(|| "LABELS".to_owned()));
    names
}

fn row(
    (kind, columns): (Kind, &[Column]),
    object: &Value,
    named: bool,
    options: &Options,
    now: Time,
) -> Vec<String> {
    let meta = &object["metadata"];
    let mut own = super::row(kind, object, now);
    if let Some(at) = columns.iter().position(|column| named && column.name == "NAME") {
        own[at] = format!("{}/{}", kind.info().qualified_singular(), own[at]);
    }
    let label = |label: &String| meta["labels"][label].text().to_owned();
    let mut cells: Vec<String> = Vec::new();
    cells.extend(with_namespace(kind, options).then(|| meta["namespace"].text().to_owned()));
    cells.extend(shown(columns, own, options));
    cells.extend(options.label_columns.iter().map(label));
    cells.extend(options.show_labels.then(|| labels_text(&meta["labels"])));
    cells.into_iter().map(one_line).collect()
}

/// A cell ends at its first line break; terminal escapes are made visible.
fn one_line(cell: String) -> String {
    let text = match cell.find(['\u{c}', '\n', '\r']) {
        Some(end) => format!("{}...", &cell[..end]),
        None => cell,
    };
    text.replace('\u{1b}', "^[")
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn config(name: &str) -> Value {
        json!({"metadata": {"name": name, "namespace": "default", "labels": {"x/app": "web"}}})
    }

    #[test]
    fn several_kinds_are_named_and_set_apart() {
        let tables = [
            Table { kind: Kind::ConfigMap, objects: vec![config("a")] },
            Table { kind: Kind::Secret, objects: vec![] },
            Table { kind: Kind::ServiceAccount, objects: vec![config("b")] },
        ];
        let text = print(&tables, &Options::default(), Time(0));
        assert_eq!(
            text,
            "NAME          DATA   AGE\nconfigmap/a   0      <unknown>\n\n\
             NAME               AGE\nserviceaccount/b   <unknown>\n"
        );
    }

    #[test]
    fn labels_and_namespaces_are_columns() {
        let tables = [Table { kind: Kind::ServiceAccount, objects: vec![config("b")] }];
        let options = Options {
            all_namespaces: true,
            show_labels: true,
            label_columns: vec!["x/app".into(), "tier".into()],
            ..Options::default()
        };
        assert_eq!(
            print(&tables, &options, Time(0)),
            "NAMESPACE   NAME   AGE         APP   TIER   LABELS\n\
             default     b      <unknown>   web          x/app=web\n"
        );
    }
}
