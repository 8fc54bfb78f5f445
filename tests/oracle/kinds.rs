//! Which Rust type of `k8s-openapi` is the oracle of which kind.

use k8s_openapi::api::{
    admissionregistration, apps, authentication, authorization, autoscaling, batch, certificates,
    coordination, core, discovery, flowcontrol, networking, node, policy, rbac, resource, scheduling,
    storage,
};
use k8s_openapi::apiextensions_apiserver::pkg::apis::apiextensions;
use k8s_openapi::kube_aggregator::pkg::apis::apiregistration;
use kubarium::kinds::Kind;
use schemars::generate::SchemaSettings;
use serde_json::{Map, Value};

/// A kind and its type over there.
pub struct Oracle {
    pub kind: Kind,
    /// Through the other's type and back.
    pub round_trip: fn(&Value) -> Result<Value, String>,
}

fn round_trip<T: serde::de::DeserializeOwned + serde::Serialize>(value: &Value) -> Result<Value, String> {
    let typed: T = serde_json::from_value(value.clone()).map_err(|error| error.to_string())?;
    serde_json::to_value(&typed).map_err(|error| error.to_string())
}

macro_rules! oracles {
    ($($kind:ident: $ty:ty,)*) => {
        pub fn oracles() -> Vec<Oracle> {
            vec![$(Oracle { kind: Kind::$kind, round_trip: round_trip::<$ty> }),*]
        }

        /// The schema of each kind, and the definitions they refer to.
        pub fn schema() -> (Vec<(Kind, Value)>, Map<String, Value>) {
            let mut generator = SchemaSettings::draft07().into_generator();
            let roots = vec![$((
                Kind::$kind,
                serde_json::to_value(generator.subschema_for::<$ty>()).expect("schemas are JSON"),
            )),*];
            (roots, generator.take_definitions(true))
        }
    };
}

include!("../../openapi/types.rs");
each_kind!(oracles);
