//! Manifests: from text to objects, or to the words in which kubectl or the server refuses them.
//!
//! Models kubectl's resource builder (cli-runtime pkg/resource) and the server's strict decoding, v1.36:
//! first the text, then `kind` and `apiVersion`, then whether the server knows them, then the fields.

use serde_json::Value;

use crate::cluster::{Store, custom_kinds};
use crate::kinds::conversion::{self, Version};
use crate::kinds::schema::{self, Finding};
use crate::kinds::{Kind, Object, custom, defaults, edit, fidelity, strategy, validation};
use crate::yaml::{self, Document, Place};

/// One object of a file, read but not yet sent.
#[derive(Clone, Debug, PartialEq)]
pub struct Manifest {
    pub kind: Kind,
    pub name: String,
    /// As written, `apiVersion` and `kind` included.
    pub value: Value,
    pub object: Object,
    pub document: Document,
}

/// Where in the text a problem is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Spot {
    pub line: u32,
    pub column: u32,
    pub end_column: u32,
}

/// A document that is refused.
#[derive(Clone, Debug, PartialEq)]
pub struct Problem {
    /// kubectl's line, with `FILE` for the file's name.
    pub text: String,
    /// What the line is about, each with its own message and hint.
    pub spots: Vec<(Spot, String, String)>,
    /// The object, if only its fields are wrong: then the server is asked, and may answer otherwise.
    pub misshapen: Option<Box<Manifest>>,
}

/// Finds a kind that was added to the cluster, by `apiVersion` and `kind`.
pub type Added<'a> = &'a dyn Fn(&str, &str) -> Result<Option<Kind>, String>;

/// Every document of a text, read or refused, without kinds that were added.
pub fn read(text: &str) -> Vec<Result<Manifest, Problem>> {
    read_with(text, &|_, _| Ok(None))
}

/// The same with the kinds that definitions in a cluster add.
pub fn read_in(text: &str, store: &Store) -> Vec<Result<Manifest, Problem>> {
    read_with(text, &|api_version, kind| custom_kinds::of_manifest(store, api_version, kind))
}

pub fn read_with(text: &str, added: Added<'_>) -> Vec<Result<Manifest, Problem>> {
    yaml::read(text).into_iter().flat_map(|read| documents(read, added)).collect()
}

fn documents(read: Result<Document, yaml::SyntaxError>, added: Added<'_>) -> Vec<Result<Manifest, Problem>> {
    match read {
        Err(error) => {
            let spot = Spot { line: error.line, column: error.column, end_column: 0 };
            let spots = vec![(spot, error.message.clone(), error.hint.clone())];
            vec![Err(Problem { text: format!("error: error parsing FILE: {error}"), spots, misshapen: None })]
        }
        Ok(document) => items(document).into_iter().map(|one| manifest(one, added)).collect(),
    }
}

/// A `List` stands for its items.
fn items(document: Document) -> Vec<Document> {
    let is_list = document.value["kind"] == "List" && document.value["items"].is_array();
    if !is_list {
        return vec![document];
    }
    let values = document.value["items"].as_array().cloned().unwrap_or_default();
    values.into_iter().map(|value| Document { value, ..document.clone() }).collect()
}

fn manifest(document: Document, added: Added<'_>) -> Result<Manifest, Problem> {
    let kind = kind_of(&document, added)?;
    let version = version_of(&document.value);
    let mut fields = document.value.clone();
    if let Some(members) = fields.as_object_mut() {
        members.remove("apiVersion");
        members.remove("kind");
    }
    let findings = version.map_or_else(|| kind.check(&fields), |other| schema::check(&fields, other.table()));
    let object = stored_form(kind, version, &document.value, None);
    let name = object.meta().name.clone();
    let manifest = Manifest { kind, name, value: document.value.clone(), object, document };
    if findings.is_empty() {
        return Ok(manifest);
    }
    let problem = refused(&manifest.document, kind, &findings);
    let of_metadata = problem.text.starts_with("error: unable to decode");
    Err(Problem { misshapen: (!of_metadata).then(|| Box::new(manifest)), ..problem })
}

/// The version a manifest is written in, if it is not the one in the store.
fn version_of(value: &Value) -> Option<&'static Version> {
    conversion::version(value["apiVersion"].as_str()?, value["kind"].as_str()?)
}

fn stored_form(kind: Kind, version: Option<&Version>, value: &Value, stored: Option<&Value>) -> Object {
    match version {
        Some(version) => kind.read(&(version.to_stored)(value, stored)),
        None => kind.read(value),
    }
}

fn kind_of(document: &Document, added: Added<'_>) -> Result<Kind, Problem> {
    let Some(members) = document.value.as_object() else {
        return Err(invalid_data(
            document,
            "invalid object to validate",
            "a manifest is a mapping that begins with apiVersion and kind",
        ));
    };
    let text = |name: &str| members.get(name).and_then(Value::as_str).unwrap_or_default();
    let (api_version, kind) = (text("apiVersion"), text("kind"));
    match (api_version, kind) {
        ("", "") => Err(invalid_data(
            document,
            "[apiVersion not set, kind not set]",
            "begin with apiVersion: and kind:",
        )),
        ("", _) => Err(invalid_data(document, "apiVersion not set", &api_version_hint(kind))),
        (_, "") => Err(invalid_data(document, "kind not set", "say what this is, for example kind: Pod")),
        _ => match Kind::of_manifest(api_version, kind) {
            Some(kind) => Ok(kind),
            None => match added(api_version, kind) {
                Ok(Some(kind)) => Ok(kind),
                Ok(None) => Err(unknown_kind(document, api_version, kind)),
                Err(why) => Err(invalid_data(document, &why, "")),
            },
        },
    }
}

fn api_version_hint(kind: &str) -> String {
    let known = Kind::ALL.iter().find(|known| known.info().kind == kind);
    known.map_or_else(String::new, |known| {
        format!("for {kind} it is apiVersion: {}", known.info().api_version())
    })
}

fn invalid_data(document: &Document, what: &str, hint: &str) -> Problem {
    let tail = "if you choose to ignore these errors, turn validation off with --validate=false";
    let text = format!("error: error validating \"FILE\": error validating data: {what}; {tail}");
    let spot = Spot { line: first_line(document), column: 1, end_column: 0 };
    Problem { text, spots: vec![(spot, what.to_owned(), hint.to_owned())], misshapen: None }
}

/// The line of the document's first key.
fn first_line(document: &Document) -> u32 {
    let keys = document.value.as_object().into_iter().flat_map(|members| members.keys());
    keys.filter_map(|key| document.places.of(key))
        .map(|place| place.line)
        .min()
        .unwrap_or(document.first_line)
}

fn unknown_kind(document: &Document, api_version: &str, kind: &str) -> Problem {
    let meta = |name: &str| document.value["metadata"][name].as_str().unwrap_or_default().to_owned();
    let message = format!("no matches for kind \"{kind}\" in version \"{api_version}\"");
    let text = format!(
        "error: resource mapping not found for name: \"{}\" namespace: \"{}\" from \"FILE\": {message}\nensure CRDs are installed first",
        meta("name"),
        meta("namespace")
    );
    let elsewhere = Kind::ALL.iter().find(|known| known.info().kind == kind);
    let hint = match elsewhere {
        Some(known) => format!("{kind} is served as apiVersion: {}", known.info().api_version()),
        None => {
            schema::did_you_mean(kind, Kind::ALL.iter().map(|known| known.info().kind)).unwrap_or_else(|| {
                format!("Kubarium does not simulate {kind} yet; the fidelity page lists what it does")
            })
        }
    };
    let path = if elsewhere.is_some() { "apiVersion" } else { "kind" };
    Problem { text, spots: vec![(spot(document, path), message, hint)], misshapen: None }
}

fn spot(document: &Document, path: &str) -> Spot {
    let place = document.places.nearest(path).unwrap_or(Place {
        line: first_line(document),
        column: 1,
        end_column: 0,
    });
    Spot { line: place.line, column: place.column, end_column: place.end_column }
}

/// The server's refusal: the first wrong type, else every unknown field. Metadata kubectl reads itself.
fn refused(document: &Document, kind: Kind, findings: &[Finding]) -> Problem {
    let info = kind.info();
    let wrong = findings.iter().find(|finding| finding.problem.is_wrong_type());
    let what = match wrong {
        Some(finding) => finding.problem.sentence(&finding.path),
        None => {
            let unknown: Vec<String> =
                findings.iter().map(|finding| finding.problem.sentence(&finding.path)).collect();
            format!("strict decoding error: {}", unknown.join(", "))
        }
    };
    let of_metadata = wrong.is_some_and(|finding| finding.path.starts_with("metadata"));
    let text = match of_metadata {
        true => format!("error: unable to decode \"FILE\": {what}"),
        false => format!(
            "Error from server (BadRequest): error when creating \"FILE\": {kind} in version \"{version}\" cannot be handled as a {kind}: {what}",
            kind = info.kind,
            version = version_of(&document.value).map_or(info.version, Version::short_name),
        ),
    };
    let spots = findings.iter().map(|finding| {
        let message = finding.problem.sentence(&finding.path);
        (spot(document, &finding.path), message, finding.hint.clone().unwrap_or_default())
    });
    Problem { text, spots: spots.collect(), misshapen: None }
}

impl Manifest {
    /// The version it is written in, if it is not the one in the store.
    pub fn version(&self) -> Option<&'static Version> {
        version_of(&self.value)
    }

    /// Puts it into a namespace unless it names one.
    pub fn place_in(&mut self, namespace: &str) {
        if self.kind.info().namespaced && self.object.meta().namespace.is_empty() && namespace != "default" {
            if let Some(meta) = self.value.get_mut("metadata").and_then(Value::as_object_mut) {
                meta.insert("namespace".into(), namespace.into());
            }
            self.object.meta_mut().namespace = namespace.to_owned();
        }
    }

    /// An object made of another value in the manifest's version.
    pub fn with(&self, value: &Value) -> Object {
        stored_form(self.kind, self.version(), value, None)
    }

    /// The same under the name that the server made.
    pub fn named(&self, name: &str) -> Manifest {
        Manifest { name: name.to_owned(), ..self.clone() }
    }

    /// What validation would say of the object, placed in the text; nothing if it is fine.
    pub fn validate(&self) -> Vec<(Spot, String, String)> {
        let mut value = self.object.to_value();
        if let Some(meta) = value.get_mut("metadata").filter(|_| self.kind.info().namespaced) {
            edit::or_text(meta, "namespace", "default");
            edit::or_text(meta, "uid", "unknown");
        }
        defaults::apply(self.kind, &mut value);
        strategy::prepare_create(self.kind, &mut value);
        validation::validate(self.kind, &value).into_iter().map(|cause| self.placed(&cause)).collect()
    }

    /// A field error with its place and a hint.
    pub fn placed(&self, cause: &validation::FieldError) -> (Spot, String, String) {
        (spot(&self.document, &cause.field), format!("{}: {}", cause.field, cause.detail), String::new())
    }

    /// Fields that are accepted but not simulated, each once.
    pub fn unsimulated(&self) -> Vec<(Spot, String)> {
        let value = self.object.to_value();
        let paths = match self.kind {
            Kind::CustomResourceDefinition => custom::not_run(&value),
            kind if fidelity::is_read_whole(kind) => Vec::new(),
            kind => schema::unsimulated(&value, kind.info().table),
        };
        paths.into_iter().map(|path| (spot(&self.document, &path), path)).collect()
    }

    /// `web.apps/deployment` the other way round: `deployment.apps/web`.
    pub fn qualified_name(&self) -> String {
        let info = self.kind.info();
        match self.version().and_then(|version| version.api_version.split_once('/')) {
            Some((group, _)) => format!("{}.{group}/{}", info.singular, self.name),
            None => format!("{}/{}", info.qualified_singular(), self.name),
        }
    }
}
