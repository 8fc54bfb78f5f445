//! `kubarium get KIND…` and `kubarium describe KIND NAME`: what kubectl would show of a cluster that has run.

use super::out;
use std::path::PathBuf;
use std::process::ExitCode;

use kubarium::kinds::selection::Selection;
use kubarium::kubectl::describe::WorldView;
use kubarium::kubectl::get::{self, Output, Request};
use kubarium::kubectl::printers::table;
use kubarium::session::{Session, explain};

use super::begin::Setting;

#[derive(clap::Args)]
pub struct Start {
    /// A manifest, a folder of manifests, or a script (`.kubarium`), applied before the time passes.
    #[arg(short, long)]
    filename: PathBuf,
    #[command(flatten)]
    setting: Setting,
    #[arg(short, long, default_value = "default")]
    namespace: String,
    #[arg(short = 'A', long)]
    all_namespaces: bool,
}

#[derive(clap::Args)]
pub struct Get {
    /// KIND, KIND,KIND, KIND NAME… or KIND/NAME….
    #[arg(required = true)]
    arguments: Vec<String>,
    #[command(flatten)]
    start: Start,
    /// wide, yaml, json or name.
    #[arg(short, long, default_value = "")]
    output: String,
    /// Labels the objects must have, as kubectl's -l takes them.
    #[arg(short = 'l', long, default_value = "")]
    selector: String,
    /// Fields the objects must have, for example status.phase=Running.
    #[arg(long, default_value = "")]
    field_selector: String,
    #[arg(long)]
    show_labels: bool,
    /// With -o yaml or json: who the fields belong to.
    #[arg(long)]
    show_managed_fields: bool,
    /// A label to show as a column; may be repeated.
    #[arg(short = 'L', long)]
    label_columns: Vec<String>,
    #[arg(long)]
    no_headers: bool,
}

#[derive(clap::Args)]
pub struct Explain {
    /// pod/NAME
    pod: String,
    #[command(flatten)]
    start: Start,
}

#[derive(clap::Args)]
pub struct Describe {
    /// KIND, KIND NAME… or KIND/NAME….
    #[arg(required = true)]
    arguments: Vec<String>,
    #[command(flatten)]
    start: Start,
}

impl Start {
    /// The cluster after its time; refused manifests are told of on stderr.
    fn session(&self) -> Result<Session, String> {
        let mut begun = self.setting.begin(&self.filename)?;
        begun.answers.iter().filter(|line| line.error).for_each(|line| eprintln!("{}", line.text));
        self.setting.advance(&mut begun.session);
        Ok(begun.session)
    }
}

pub fn get(arguments: &Get) -> Result<ExitCode, String> {
    let output = match arguments.output.as_str() {
        "" | "wide" => Output::Table,
        "yaml" => Output::Yaml,
        "json" => Output::Json,
        "name" => Output::Name,
        other => return Err(format!("-o takes wide, yaml, json or name, not {other}")),
    };
    let table = table::Options {
        wide: arguments.output == "wide",
        all_namespaces: arguments.start.all_namespaces,
        show_labels: arguments.show_labels,
        label_columns: arguments.label_columns.clone(),
        no_headers: arguments.no_headers,
        show_kind: false,
        ..table::Options::default()
    };
    let selection = Selection::parse(&arguments.selector, &arguments.field_selector)?;
    let namespace = arguments.start.namespace.clone();
    let show_managed_fields = arguments.show_managed_fields;
    let request = Request { namespace, output, table, selection, show_managed_fields };
    let session = arguments.start.session()?;
    Ok(answer(get::get(&WorldView(session.world()), &arguments.arguments, &request)))
}

pub fn describe(arguments: &Describe) -> Result<ExitCode, String> {
    let start = &arguments.start;
    let namespace = (!start.all_namespaces).then_some(start.namespace.as_str());
    let session = start.session()?;
    Ok(answer(get::describe(&WorldView(session.world()), &arguments.arguments, namespace)))
}

/// Why a pod is where it is.
pub fn explain(arguments: &Explain) -> Result<ExitCode, String> {
    let name = arguments.pod.strip_prefix("pods/").or(arguments.pod.strip_prefix("pod/"));
    let name = name.ok_or_else(|| format!("explain takes pod/NAME, not {}", arguments.pod))?;
    let session = arguments.start.session()?;
    Ok(answer(explain::pod(session.world(), &arguments.start.namespace, name)))
}

fn answer(answer: Result<String, String>) -> ExitCode {
    match answer {
        Ok(text) => out::print(text),
        Err(text) => {
            eprintln!("{text}");
            return ExitCode::FAILURE;
        }
    }
    ExitCode::SUCCESS
}
