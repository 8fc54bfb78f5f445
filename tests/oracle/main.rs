//! The field tables held against the `k8s-openapi` crate, which is made from Kubernetes' own OpenAPI
//! document of v1.36: no field of a supported kind is missing, none is of another type, and an object
//! filled at random comes out of both the same.

#![cfg(not(target_arch = "wasm32"))]

mod kinds;
mod random;
mod shape;

use kubarium::kinds::Kind;

/// Kinds that are not in the document: they are custom resources, or another server's.
const NOT_IN_OPENAPI: &[Kind] =
    &[Kind::VerticalPodAutoscaler, Kind::AppModel, Kind::NodeMetrics, Kind::PodMetrics];

#[test]
fn every_kind_has_an_oracle() {
    let known: Vec<Kind> = kinds::oracles().iter().map(|oracle| oracle.kind).collect();
    let missing: Vec<&Kind> =
        Kind::ALL.iter().filter(|kind| !known.contains(kind) && !NOT_IN_OPENAPI.contains(kind)).collect();
    assert!(missing.is_empty(), "no oracle for {missing:?}");
}

#[test]
fn no_field_is_missing_or_of_another_type() {
    let mut wrong = Vec::new();
    let (roots, definitions) = kinds::schema();
    for (kind, root) in roots {
        shape::compare(kind, &root, &definitions, &mut wrong);
    }
    wrong.sort();
    wrong.dedup();
    assert!(wrong.is_empty(), "{} differences:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn random_objects_come_out_the_same() {
    let (roots, definitions) = kinds::schema();
    for oracle in kinds::oracles() {
        let root = &roots.iter().find(|(kind, _)| *kind == oracle.kind).expect("same list").1;
        for seed in 0..20 {
            let object = random::object(oracle.kind, root, &definitions, seed);
            let expected = (oracle.round_trip)(&object)
                .unwrap_or_else(|error| panic!("{:?}: {error}\n{object:#}", oracle.kind));
            let got = oracle.kind.read(&object).to_value();
            let difference = kubarium::conform::diff(&expected, &got);
            assert_eq!(difference, None, "{:?}, seed {seed}", oracle.kind);
        }
    }
}
