//! The list of kinds, and the two enums made from it.
//!
//! A new kind is one file that declares its types, and one line here: its Rust type, API group and
//! version, plural and singular names, short names, and whether it lives in a namespace.

use std::sync::Arc;

use serde_json::{Map, Value};

use super::codec::Codec;
use super::meta::ObjectMeta;
use super::schema::Struct;

/// The names of a kind.
pub struct KindInfo {
    pub kind: &'static str,
    pub group: &'static str,
    pub version: &'static str,
    pub plural: &'static str,
    pub singular: &'static str,
    pub short: &'static [&'static str],
    pub namespaced: bool,
    pub table: &'static Struct,
}

impl KindInfo {
    /// `v1`, or `apps/v1`.
    pub fn api_version(&self) -> String {
        if self.group.is_empty() {
            self.version.to_owned()
        } else {
            format!("{}/{}", self.group, self.version)
        }
    }

    /// `pod`, or `deployment.apps`: how kubectl names it in its results.
    pub fn qualified_singular(&self) -> String {
        self.qualified(self.singular)
    }

    /// `pods`, or `deployments.apps`: how the server names it in its errors.
    pub fn qualified_plural(&self) -> String {
        self.qualified(self.plural)
    }

    fn qualified(&self, name: &str) -> String {
        if self.group.is_empty() { name.to_owned() } else { format!("{name}.{}", self.group) }
    }
}

/// A typed object that the store can hold.
pub trait Resource: Codec + Clone + 'static {
    const KIND: Kind;
    fn meta(&self) -> &ObjectMeta;
    fn meta_mut(&mut self) -> &mut ObjectMeta;
    fn of(object: &Object) -> Option<&Arc<Self>>;
    fn into_object(self) -> Object;
}

macro_rules! kinds {
    ($( $name:ident : $ty:ty, $group:literal $version:literal, $plural:literal $singular:literal
        [$($short:literal),*], namespaced $namespaced:literal; )*) => {
        /// A kind of the API.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Kind { $($name),* }

        /// Any object of the API. Cheap to clone.
        #[derive(Clone, Debug, PartialEq)]
        pub enum Object { $($name(Arc<$ty>)),* }

        impl Kind {
            pub const ALL: &'static [Kind] = &[$(Kind::$name),*];

            pub fn info(self) -> &'static KindInfo {
                match self { $( Kind::$name => {
                    const INFO: KindInfo = KindInfo {
                        kind: stringify!($name), group: $group, version: $version, plural: $plural,
                        singular: $singular, short: &[$($short),*], namespaced: $namespaced,
                        table: &<$ty>::TABLE,
                    };
                    &INFO
                } )* }
            }

            /// Reads an object of this kind; the value must have passed `schema::check`.
            pub fn read(self, value: &Value) -> Object {
                match self { $( Kind::$name => Object::$name(Arc::new(<$ty>::from_value(value))) ),* }
            }
        }

        impl Object {
            pub fn kind(&self) -> Kind {
                match self { $( Object::$name(_) => Kind::$name ),* }
            }
            pub fn meta(&self) -> &ObjectMeta {
                match self { $( Object::$name(object) => &object.meta ),* }
            }
            pub fn meta_mut(&mut self) -> &mut ObjectMeta {
                match self { $( Object::$name(object) => &mut Arc::make_mut(object).meta ),* }
            }
            fn members(&self) -> Map<String, Value> {
                let value = match self { $( Object::$name(object) => object.to_value() ),* };
                match value { Some(Value::Object(members)) => members, _ => Map::new() }
            }
        }

        $( impl Resource for $ty {
            const KIND: Kind = Kind::$name;
            fn meta(&self) -> &ObjectMeta { &self.meta }
            fn meta_mut(&mut self) -> &mut ObjectMeta { &mut self.meta }
            fn of(object: &Object) -> Option<&Arc<Self>> {
                match object { Object::$name(object) => Some(object), _ => None }
            }
            fn into_object(self) -> Object { Object::$name(Arc::new(self)) }
        } )*
    };
}

kinds! {
    Namespace: super::namespace::Namespace, "" "v1", "namespaces" "namespace" ["ns"], namespaced false;
    Node: super::node::Node, "" "v1", "nodes" "node" ["no"], namespaced false;
    Pod: super::pod::Pod, "" "v1", "pods" "pod" ["po"], namespaced true;
    Service: super::service::Service, "" "v1", "services" "service" ["svc"], namespaced true;
    Endpoints: super::endpoints::Endpoints, "" "v1", "endpoints" "endpoints" ["ep"], namespaced true;
    EndpointSlice: super::endpoints::EndpointSlice, "discovery.k8s.io" "v1", "endpointslices" "endpointslice" [], namespaced true;
    Deployment: super::deployment::Deployment, "apps" "v1", "deployments" "deployment" ["deploy"], namespaced true;
    ReplicaSet: super::replicaset::ReplicaSet, "apps" "v1", "replicasets" "replicaset" ["rs"], namespaced true;
    HorizontalPodAutoscaler: super::hpa::HorizontalPodAutoscaler, "autoscaling" "v2", "horizontalpodautoscalers" "horizontalpodautoscaler" ["hpa"], namespaced true;
    Event: super::event::Event, "" "v1", "events" "event" ["ev"], namespaced true;
}

impl Kind {
    /// The kind a manifest names with `apiVersion` and `kind`.
    pub fn of_manifest(api_version: &str, kind: &str) -> Option<Kind> {
        let named = |candidate: &&Kind| {
            candidate.info().kind == kind && candidate.info().api_version() == api_version
        };
        Kind::ALL.iter().find(named).copied()
    }

    /// The kind a command line names: plural, singular, short name or kind, with or without group.
    pub fn of_word(word: &str) -> Option<Kind> {
        let lower = word.to_lowercase();
        let bare = lower.split('.').next().unwrap_or_default();
        let named = |candidate: &&Kind| {
            let info = candidate.info();
            bare == info.plural || bare == info.singular || info.short.contains(&bare)
        };
        Kind::ALL.iter().find(named).copied()
    }
}

impl Object {
    /// The object as the API prints it, `apiVersion` and `kind` included.
    pub fn to_value(&self) -> Value {
        let mut members = self.members();
        let info = self.kind().info();
        members.insert("apiVersion".into(), Value::from(info.api_version()));
        members.insert("kind".into(), Value::from(info.kind));
        Value::Object(members)
    }
}
