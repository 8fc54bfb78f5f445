//! The list of kinds, and the two enums made from it.
//!
//! A new kind is one file that declares its types, and one line here: its Rust type, API group and
//! version, plural and singular names, short names, and whether it lives in a namespace.

use std::sync::Arc;

use serde_json::{Map, Value};

use super::codec::{Codec, Extra};
use super::conversion;
use super::custom::{CustomKind, CustomResource};
use super::meta::ObjectMeta;
use super::schema::{self, Finding, Struct};

/// The names of a kind.
pub struct KindInfo {
    pub kind: &'static str,
    pub group: &'static str,
    pub version: &'static str,
    pub plural: &'static str,
    pub singular: &'static str,
    pub short: &'static [&'static str],
    pub namespaced: bool,
    /// Whether its status is a subresource, so that ordinary writes leave it alone.
    pub status: bool,
    /// Whether changes of what is wanted are counted in `metadata.generation`.
    pub generation: bool,
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

/// `apiVersion` and `kind` are the `Kind` itself, not fields of the object.
pub(super) fn drop_header(extra: &mut Extra) {
    let Some(members) = extra else { return };
    members.remove("apiVersion");
    members.remove("kind");
    if members.is_empty() {
        *extra = None;
    }
}

macro_rules! kinds {
    ($( $name:ident : $ty:ty, $group:literal $version:literal, $plural:literal $singular:literal
        [$($short:literal),*], namespaced $namespaced:literal, status $status:literal, generation $generation:literal; )*) => {
        /// A kind of the API.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Kind { $($name,)* Custom(CustomKind) }

        /// Any object of the API. Cheap to clone.
        #[derive(Clone, Debug, PartialEq)]
        pub enum Object { $($name(Arc<$ty>),)* Custom(Arc<CustomResource>) }

        impl Kind {
            /// Every kind but those that definitions add.
            pub const ALL: &'static [Kind] = &[$(Kind::$name),*];

            pub fn info(self) -> &'static KindInfo {
                match self { $( Kind::$name => {
                    const INFO: KindInfo = KindInfo {
                        kind: stringify!($name), group: $group, version: $version, plural: $plural,
                        singular: $singular, short: &[$($short),*], namespaced: $namespaced,
                        status: $status, generation: $generation,
                        table: &<$ty>::TABLE,
                    };
                    &INFO
                } )* Kind::Custom(custom) => custom.info() }
            }

            /// Reads an object of this kind; the value must have passed `schema::check`.
            pub fn read(self, value: &Value) -> Object {
                match self { $( Kind::$name => {
                    let mut object = <$ty>::from_value(value);
                    drop_header(&mut object.extra);
                    Object::$name(Arc::new(object))
                } )* Kind::Custom(custom) => Object::Custom(Arc::new(custom.read(value))) }
            }
        }

        impl Object {
            pub fn kind(&self) -> Kind {
                match self { $( Object::$name(_) => Kind::$name, )* Object::Custom(object) => Kind::Custom(object.kind) }
            }
            pub fn meta(&self) -> &ObjectMeta {
                match self { $( Object::$name(object) => &object.meta, )* Object::Custom(object) => &object.fields.meta }
            }
            pub fn meta_mut(&mut self) -> &mut ObjectMeta {
                match self {
                    $( Object::$name(object) => &mut Arc::make_mut(object).meta, )*
                    Object::Custom(object) => &mut Arc::make_mut(object).fields.meta,
                }
            }
            fn members(&self) -> Map<String, Value> {
                let value = match self { $( Object::$name(object) => object.to_value(), )* Object::Custom(object) => object.fields.to_value() };
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
    Namespace: super::namespace::Namespace, "" "v1", "namespaces" "namespace" ["ns"], namespaced false, status true, generation false;
    Node: super::node::Node, "" "v1", "nodes" "node" ["no"], namespaced false, status true, generation false;
    Pod: super::pod::Pod, "" "v1", "pods" "pod" ["po"], namespaced true, status true, generation true;
    Service: super::service::Service, "" "v1", "services" "service" ["svc"], namespaced true, status true, generation false;
    Endpoints: super::endpoints::Endpoints, "" "v1", "endpoints" "endpoints" ["ep"], namespaced true, status false, generation false;
    EndpointSlice: super::endpoints::EndpointSlice, "discovery.k8s.io" "v1", "endpointslices" "endpointslice" [], namespaced true, status false, generation true;
    Deployment: super::deployment::Deployment, "apps" "v1", "deployments" "deployment" ["deploy"], namespaced true, status true, generation true;
    ReplicaSet: super::replicaset::ReplicaSet, "apps" "v1", "replicasets" "replicaset" ["rs"], namespaced true, status true, generation true;
    HorizontalPodAutoscaler: super::hpa::HorizontalPodAutoscaler, "autoscaling" "v2", "horizontalpodautoscalers" "horizontalpodautoscaler" ["hpa"], namespaced true, status true, generation false;
    Event: super::event::Event, "" "v1", "events" "event" ["ev"], namespaced true, status false, generation false;
    ConfigMap: super::config_map::ConfigMap, "" "v1", "configmaps" "configmap" ["cm"], namespaced true, status false, generation false;
    Secret: super::secret::Secret, "" "v1", "secrets" "secret" [], namespaced true, status false, generation false;
    ServiceAccount: super::service_account::ServiceAccount, "" "v1", "serviceaccounts" "serviceaccount" ["sa"], namespaced true, status false, generation false;
    PersistentVolume: super::persistent_volume::PersistentVolume, "" "v1", "persistentvolumes" "persistentvolume" ["pv"], namespaced false, status true, generation false;
    PersistentVolumeClaim: super::persistent_volume_claim::PersistentVolumeClaim, "" "v1", "persistentvolumeclaims" "persistentvolumeclaim" ["pvc"], namespaced true, status true, generation false;
    ResourceQuota: super::resource_quota::ResourceQuota, "" "v1", "resourcequotas" "resourcequota" ["quota"], namespaced true, status true, generation false;
    LimitRange: super::limit_range::LimitRange, "" "v1", "limitranges" "limitrange" ["limits"], namespaced true, status false, generation false;
    ReplicationController: super::replication_controller::ReplicationController, "" "v1", "replicationcontrollers" "replicationcontroller" ["rc"], namespaced true, status true, generation true;
    PodTemplate: super::pod_template::PodTemplate, "" "v1", "podtemplates" "podtemplate" [], namespaced true, status false, generation true;
    Binding: super::binding::Binding, "" "v1", "bindings" "binding" [], namespaced true, status false, generation false;
    StatefulSet: super::stateful_set::StatefulSet, "apps" "v1", "statefulsets" "statefulset" ["sts"], namespaced true, status true, generation true;
    DaemonSet: super::daemon_set::DaemonSet, "apps" "v1", "daemonsets" "daemonset" ["ds"], namespaced true, status true, generation true;
    ControllerRevision: super::controller_revision::ControllerRevision, "apps" "v1", "controllerrevisions" "controllerrevision" [], namespaced true, status false, generation false;
    Job: super::job::Job, "batch" "v1", "jobs" "job" [], namespaced true, status true, generation true;
    CronJob: super::cron_job::CronJob, "batch" "v1", "cronjobs" "cronjob" ["cj"], namespaced true, status true, generation true;
    Ingress: super::ingress::Ingress, "networking.k8s.io" "v1", "ingresses" "ingress" ["ing"], namespaced true, status true, generation true;
    IngressClass: super::ingress_class::IngressClass, "networking.k8s.io" "v1", "ingressclasses" "ingressclass" [], namespaced false, status false, generation true;
    NetworkPolicy: super::network_policy::NetworkPolicy, "networking.k8s.io" "v1", "networkpolicies" "networkpolicy" ["netpol"], namespaced true, status false, generation true;
    StorageClass: super::storage_class::StorageClass, "storage.k8s.io" "v1", "storageclasses" "storageclass" ["sc"], namespaced false, status false, generation false;
    VolumeAttachment: super::volume_attachment::VolumeAttachment, "storage.k8s.io" "v1", "volumeattachments" "volumeattachment" [], namespaced false, status true, generation false;
    CSIDriver: super::csi_driver::CSIDriver, "storage.k8s.io" "v1", "csidrivers" "csidriver" [], namespaced false, status false, generation false;
    CSINode: super::csi_node::CSINode, "storage.k8s.io" "v1", "csinodes" "csinode" [], namespaced false, status false, generation false;
    CSIStorageCapacity: super::csi_storage_capacity::CSIStorageCapacity, "storage.k8s.io" "v1", "csistoragecapacities" "csistoragecapacity" [], namespaced true, status false, generation false;
    PodDisruptionBudget: super::pod_disruption_budget::PodDisruptionBudget, "policy" "v1", "poddisruptionbudgets" "poddisruptionbudget" ["pdb"], namespaced true, status true, generation true;
    PriorityClass: super::priority_class::PriorityClass, "scheduling.k8s.io" "v1", "priorityclasses" "priorityclass" ["pc"], namespaced false, status false, generation true;
    Role: super::rbac::Role, "rbac.authorization.k8s.io" "v1", "roles" "role" [], namespaced true, status false, generation false;
    ClusterRole: super::rbac::ClusterRole, "rbac.authorization.k8s.io" "v1", "clusterroles" "clusterrole" [], namespaced false, status false, generation false;
    RoleBinding: super::rbac::RoleBinding, "rbac.authorization.k8s.io" "v1", "rolebindings" "rolebinding" [], namespaced true, status false, generation false;
    ClusterRoleBinding: super::rbac::ClusterRoleBinding, "rbac.authorization.k8s.io" "v1", "clusterrolebindings" "clusterrolebinding" [], namespaced false, status false, generation false;
    Lease: super::lease::Lease, "coordination.k8s.io" "v1", "leases" "lease" [], namespaced true, status false, generation false;
    ValidatingWebhookConfiguration: super::webhook_configuration::ValidatingWebhookConfiguration, "admissionregistration.k8s.io" "v1", "validatingwebhookconfigurations" "validatingwebhookconfiguration" [], namespaced false, status false, generation true;
    MutatingWebhookConfiguration: super::webhook_configuration::MutatingWebhookConfiguration, "admissionregistration.k8s.io" "v1", "mutatingwebhookconfigurations" "mutatingwebhookconfiguration" [], namespaced false, status false, generation true;
    ValidatingAdmissionPolicy: super::admission_policy::ValidatingAdmissionPolicy, "admissionregistration.k8s.io" "v1", "validatingadmissionpolicies" "validatingadmissionpolicy" [], namespaced false, status true, generation true;
    ValidatingAdmissionPolicyBinding: super::admission_policy::ValidatingAdmissionPolicyBinding, "admissionregistration.k8s.io" "v1", "validatingadmissionpolicybindings" "validatingadmissionpolicybinding" [], namespaced false, status false, generation true;
    CustomResourceDefinition: super::custom_resource_definition::CustomResourceDefinition, "apiextensions.k8s.io" "v1", "customresourcedefinitions" "customresourcedefinition" ["crd", "crds"], namespaced false, status true, generation true;
    VerticalPodAutoscaler: super::vpa::VerticalPodAutoscaler, "autoscaling.k8s.io" "v1", "verticalpodautoscalers" "verticalpodautoscaler" ["vpa"], namespaced true, status true, generation true;
    AppModel: super::app_model::AppModel, "kubarium.dev" "v1alpha1", "appmodels" "appmodel" [], namespaced false, status false, generation true;
    NodeMetrics: super::resource_metrics::NodeMetrics, "metrics.k8s.io" "v1beta1", "nodes" "nodemetrics" [], namespaced false, status false, generation false;
    PodMetrics: super::resource_metrics::PodMetrics, "metrics.k8s.io" "v1beta1", "pods" "podmetrics" [], namespaced true, status false, generation false;
    ComponentStatus: super::component_status::ComponentStatus, "" "v1", "componentstatuses" "componentstatus" ["cs"], namespaced false, status false, generation false;
    MutatingAdmissionPolicy: super::mutating_policy::MutatingAdmissionPolicy, "admissionregistration.k8s.io" "v1", "mutatingadmissionpolicies" "mutatingadmissionpolicy" [], namespaced false, status false, generation true;
    MutatingAdmissionPolicyBinding: super::mutating_policy::MutatingAdmissionPolicyBinding, "admissionregistration.k8s.io" "v1", "mutatingadmissionpolicybindings" "mutatingadmissionpolicybinding" [], namespaced false, status false, generation true;
    APIService: super::api_service::APIService, "apiregistration.k8s.io" "v1", "apiservices" "apiservice" [], namespaced false, status true, generation false;
    SelfSubjectReview: super::identity_reviews::SelfSubjectReview, "authentication.k8s.io" "v1", "selfsubjectreviews" "selfsubjectreview" [], namespaced false, status false, generation false;
    TokenReview: super::identity_reviews::TokenReview, "authentication.k8s.io" "v1", "tokenreviews" "tokenreview" [], namespaced false, status false, generation false;
    LocalSubjectAccessReview: super::access_reviews::LocalSubjectAccessReview, "authorization.k8s.io" "v1", "localsubjectaccessreviews" "localsubjectaccessreview" [], namespaced true, status false, generation false;
    SelfSubjectAccessReview: super::access_reviews::SelfSubjectAccessReview, "authorization.k8s.io" "v1", "selfsubjectaccessreviews" "selfsubjectaccessreview" [], namespaced false, status false, generation false;
    SelfSubjectRulesReview: super::access_reviews::SelfSubjectRulesReview, "authorization.k8s.io" "v1", "selfsubjectrulesreviews" "selfsubjectrulesreview" [], namespaced false, status false, generation false;
    SubjectAccessReview: super::access_reviews::SubjectAccessReview, "authorization.k8s.io" "v1", "subjectaccessreviews" "subjectaccessreview" [], namespaced false, status false, generation false;
    CertificateSigningRequest: super::certificate_request::CertificateSigningRequest, "certificates.k8s.io" "v1", "certificatesigningrequests" "certificatesigningrequest" ["csr"], namespaced false, status true, generation false;
    FlowSchema: super::flow_control::FlowSchema, "flowcontrol.apiserver.k8s.io" "v1", "flowschemas" "flowschema" [], namespaced false, status true, generation true;
    PriorityLevelConfiguration: super::flow_control::PriorityLevelConfiguration, "flowcontrol.apiserver.k8s.io" "v1", "prioritylevelconfigurations" "prioritylevelconfiguration" [], namespaced false, status true, generation true;
    IPAddress: super::service_addresses::IPAddress, "networking.k8s.io" "v1", "ipaddresses" "ipaddress" ["ip"], namespaced false, status false, generation false;
    ServiceCIDR: super::service_addresses::ServiceCIDR, "networking.k8s.io" "v1", "servicecidrs" "servicecidr" [], namespaced false, status true, generation false;
    RuntimeClass: super::runtime_class::RuntimeClass, "node.k8s.io" "v1", "runtimeclasses" "runtimeclass" [], namespaced false, status false, generation false;
    DeviceClass: super::resource_claim::DeviceClass, "resource.k8s.io" "v1", "deviceclasses" "deviceclass" [], namespaced false, status false, generation true;
    ResourceClaim: super::resource_claim::ResourceClaim, "resource.k8s.io" "v1", "resourceclaims" "resourceclaim" [], namespaced true, status true, generation false;
    ResourceClaimTemplate: super::resource_claim::ResourceClaimTemplate, "resource.k8s.io" "v1", "resourceclaimtemplates" "resourceclaimtemplate" [], namespaced true, status false, generation false;
    ResourceSlice: super::resource_slice::ResourceSlice, "resource.k8s.io" "v1", "resourceslices" "resourceslice" [], namespaced false, status false, generation true;
    VolumeAttributesClass: super::volume_attributes_class::VolumeAttributesClass, "storage.k8s.io" "v1", "volumeattributesclasses" "volumeattributesclass" ["vac"], namespaced false, status false, generation false;
}

impl Kind {
    /// The category `all`.
    pub const IN_ALL: [Kind; 10] = [
        Kind::Pod,
        Kind::ReplicationController,
        Kind::Service,
        Kind::DaemonSet,
        Kind::Deployment,
        Kind::ReplicaSet,
        Kind::StatefulSet,
        Kind::HorizontalPodAutoscaler,
        Kind::CronJob,
        Kind::Job,
    ];

    /// The kind a manifest names with `apiVersion` and `kind`, in any version that is served.
    pub fn of_manifest(api_version: &str, kind: &str) -> Option<Kind> {
        let named = |candidate: &&Kind| {
            candidate.info().kind == kind && candidate.info().api_version() == api_version
        };
        let stored = Kind::ALL.iter().find(named).copied();
        stored.or_else(|| conversion::version(api_version, kind).map(|version| version.kind))
    }

    /// The kind a command line names: plural, singular, short name or kind, with or without group.
    pub fn of_word(word: &str) -> Option<Kind> {
        let lower = word.to_lowercase();
        let (bare, rest) = lower.split_once('.').unwrap_or((&lower, ""));
        let named = |candidate: &&Kind| {
            let info = candidate.info();
            bare == info.plural || bare == info.singular || info.short.contains(&bare)
        };
        let called = || Kind::ALL.iter().filter(named).copied();
        let versioned = |info: &KindInfo| format!("{}.{}", info.version, info.group);
        let exact = called().find(|kind| rest == kind.info().group || rest == versioned(kind.info()));
        exact.or_else(|| called().find(|kind| kind.info().group.starts_with(rest)))
    }
}

/// What the server does with a kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verbs {
    All,
    /// It is made and acted on at once, and never stored.
    Create,
    /// It is computed when somebody asks, and never stored.
    Read,
}

impl Kind {
    /// What may be done with its objects.
    pub fn verbs(self) -> Verbs {
        match self {
            Kind::Binding
            | Kind::SelfSubjectReview
            | Kind::TokenReview
            | Kind::LocalSubjectAccessReview
            | Kind::SelfSubjectAccessReview
            | Kind::SelfSubjectRulesReview
            | Kind::SubjectAccessReview => Verbs::Create,
            Kind::NodeMetrics | Kind::PodMetrics | Kind::ComponentStatus => Verbs::Read,
            _ => Verbs::All,
        }
    }

    /// Whether it is not Kubernetes' own, so that patches of it are merge patches.
    pub fn is_added(self) -> bool {
        matches!(self, Kind::VerticalPodAutoscaler | Kind::AppModel | Kind::Custom(_))
    }

    /// Takes out of an object the fields that this kind does not have.
    pub fn prune(self, object: &mut Value) {
        match self {
            Kind::Custom(custom) => custom.prune(object),
            kind => {
                let header = ["apiVersion", "kind"].map(|name| (name, object[name].take()));
                schema::prune(object, kind.info().table);
                header.into_iter().for_each(|(name, value)| object[name] = value);
            }
        }
    }

    /// What strict decoding finds in an object of this kind, which comes without `apiVersion` and `kind`.
    pub fn check(self, fields: &Value) -> Vec<Finding> {
        match self {
            Kind::Custom(custom) => custom.check(fields),
            kind => schema::check(fields, kind.info().table),
        }
    }
}

impl Object {
    /// The object as the API prints it, `apiVersion` and `kind` included.
    pub fn to_value(&self) -> Value {
        self.to_value_as(self.kind())
    }

    /// The same in the version of an equal kind: what definitions add is asked for in one version or another.
    pub fn to_value_as(&self, kind: Kind) -> Value {
        let mut members = self.members();
        let info = kind.info();
        members.insert("apiVersion".into(), Value::from(info.api_version()));
        members.insert("kind".into(), Value::from(info.kind));
        Value::Object(members)
    }
}
