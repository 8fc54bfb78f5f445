//! What the editor marks: the problems of a text, each on its line with a hint.

use crate::cluster::Store;
use crate::cluster::scheduler::Registry;
use crate::cluster::scheduler::config::{self, ConfigError};
use crate::kinds::fidelity;
use crate::kubectl::Spot;
use crate::kubectl::manifest::{self, Manifest, Problem};
use crate::view::Diagnostic;

/// Problems shown at most.
const LIMIT: usize = 100;

/// The kinds that a cluster's definitions add are known too.
pub fn check(text: &str, store: &Store) -> Vec<Diagnostic> {
    let mut found: Vec<Diagnostic> =
        manifest::read_in(text, store).into_iter().flat_map(of_document).collect();
    found.truncate(LIMIT);
    found
}

/// What kube-scheduler says of its configuration.
pub fn scheduler_config(text: &str) -> Vec<Diagnostic> {
    let errors = config::read_or_default(text, &Registry::default()).err().unwrap_or_default();
    let place = |error: ConfigError| Diagnostic {
        line: error.line.max(1),
        column: 1,
        message: error.message,
        error: true,
        ..Diagnostic::default()
    };
    errors.into_iter().take(LIMIT).map(place).collect()
}

fn of_document(read: Result<Manifest, Problem>) -> Vec<Diagnostic> {
    match read {
        Err(problem) => problem
            .spots
            .into_iter()
            .map(|(spot, message, hint)| diagnostic(spot, message, hint, true))
            .collect(),
        Ok(manifest) => {
            let nameless = manifest.name.is_empty();
            let invalid = manifest
                .validate()
                .into_iter()
                .map(|(spot, message, hint)| diagnostic(spot, message, hint, true));
            let inert = not_acted_on(&manifest);
            let fields = if inert.is_some() { Vec::new() } else { manifest.unsimulated() };
            let kept = fields.into_iter().map(|(spot, path)| {
                let message = format!("{path} is accepted and kept, but Kubarium does not simulate it yet");
                diagnostic(spot, message, String::new(), false)
            });
            let twice = manifest.document.duplicates.iter().map(|path| {
                let place = manifest.document.places.nearest(path);
                let spot = place
                    .map(|at| Spot { line: at.line, column: at.column, end_column: at.end_column })
                    .unwrap_or_default();
                diagnostic(
                    spot,
                    format!("key \"{path}\" appears twice; the last one counts"),
                    String::new(),
                    false,
                )
            });
            invalid
                .filter(|_| !nameless)
                .chain(nameless.then(|| no_name(&manifest)))
                .chain(twice)
                .chain(kept)
                .chain(inert)
                .collect()
        }
    }
}

/// A warning on the kind's line where nothing acts on the kind.
fn not_acted_on(manifest: &Manifest) -> Option<Diagnostic> {
    let fidelity = fidelity::of(manifest.kind);
    let place = manifest.document.places.nearest("kind")?;
    let kind = manifest.kind.info().kind;
    (fidelity.acts == fidelity::Acts::KeptOnly).then(|| {
        let spot = Spot { line: place.line, column: place.column, end_column: place.end_column };
        let message = format!("{kind} is checked and kept, but nothing in Kubarium acts on it yet");
        diagnostic(spot, message, fidelity.note.to_owned(), false)
    })
}

fn no_name(manifest: &Manifest) -> Diagnostic {
    let place =
        manifest.document.places.nearest("metadata.name").or(manifest.document.places.nearest("kind"));
    let spot = place
        .map(|at| Spot { line: at.line, column: at.column, end_column: at.end_column })
        .unwrap_or_default();
    diagnostic(
        spot,
        "resource name may not be empty".into(),
        "add metadata: with name: below it".into(),
        true,
    )
}

fn diagnostic(spot: Spot, message: String, hint: String, error: bool) -> Diagnostic {
    Diagnostic {
        line: spot.line.max(1),
        column: spot.column.max(1),
        end_column: spot.end_column,
        message,
        hint,
        error,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_typo_is_marked_on_its_line_with_a_hint() {
        let text = "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec:\n  replcias: 2\n  selector: {matchLabels: {a: b}}\n  \
                    template: {metadata: {labels: {a: b}}, spec: {containers: [{name: c, image: nginx}]}}\n";
        let found = check(text, &Store::default());
        assert_eq!(found.len(), 1, "{found:?}");
        assert_eq!((found[0].line, found[0].column), (5, 3));
        assert_eq!(found[0].message, "unknown field \"spec.replcias\"");
        assert_eq!(found[0].hint, "did you mean \"replicas\"?");
    }
}
