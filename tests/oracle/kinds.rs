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

oracles! {
    Namespace: core::v1::Namespace,
    Node: core::v1::Node,
    Pod: core::v1::Pod,
    Service: core::v1::Service,
    Endpoints: core::v1::Endpoints,
    EndpointSlice: discovery::v1::EndpointSlice,
    Deployment: apps::v1::Deployment,
    ReplicaSet: apps::v1::ReplicaSet,
    HorizontalPodAutoscaler: autoscaling::v2::HorizontalPodAutoscaler,
    Event: core::v1::Event,
    ConfigMap: core::v1::ConfigMap,
    Secret: core::v1::Secret,
    ServiceAccount: core::v1::ServiceAccount,
    PersistentVolume: core::v1::PersistentVolume,
    PersistentVolumeClaim: core::v1::PersistentVolumeClaim,
    ResourceQuota: core::v1::ResourceQuota,
    LimitRange: core::v1::LimitRange,
    ReplicationController: core::v1::ReplicationController,
    PodTemplate: core::v1::PodTemplate,
    Binding: core::v1::Binding,
    StatefulSet: apps::v1::StatefulSet,
    DaemonSet: apps::v1::DaemonSet,
    ControllerRevision: apps::v1::ControllerRevision,
    Job: batch::v1::Job,
    CronJob: batch::v1::CronJob,
    Ingress: networking::v1::Ingress,
    IngressClass: networking::v1::IngressClass,
    NetworkPolicy: networking::v1::NetworkPolicy,
    StorageClass: storage::v1::StorageClass,
    VolumeAttachment: storage::v1::VolumeAttachment,
    CSIDriver: storage::v1::CSIDriver,
    CSINode: storage::v1::CSINode,
    CSIStorageCapacity: storage::v1::CSIStorageCapacity,
    PodDisruptionBudget: policy::v1::PodDisruptionBudget,
    PriorityClass: scheduling::v1::PriorityClass,
    Role: rbac::v1::Role,
    ClusterRole: rbac::v1::ClusterRole,
    RoleBinding: rbac::v1::RoleBinding,
    ClusterRoleBinding: rbac::v1::ClusterRoleBinding,
    Lease: coordination::v1::Lease,
    ValidatingWebhookConfiguration: admissionregistration::v1::ValidatingWebhookConfiguration,
    MutatingWebhookConfiguration: admissionregistration::v1::MutatingWebhookConfiguration,
    ValidatingAdmissionPolicy: admissionregistration::v1::ValidatingAdmissionPolicy,
    ValidatingAdmissionPolicyBinding: admissionregistration::v1::ValidatingAdmissionPolicyBinding,
    CustomResourceDefinition: apiextensions::v1::CustomResourceDefinition,
    ComponentStatus: core::v1::ComponentStatus,
    MutatingAdmissionPolicy: admissionregistration::v1::MutatingAdmissionPolicy,
    MutatingAdmissionPolicyBinding: admissionregistration::v1::MutatingAdmissionPolicyBinding,
    APIService: apiregistration::v1::APIService,
    SelfSubjectReview: authentication::v1::SelfSubjectReview,
    TokenReview: authentication::v1::TokenReview,
    LocalSubjectAccessReview: authorization::v1::LocalSubjectAccessReview,
    SelfSubjectAccessReview: authorization::v1::SelfSubjectAccessReview,
    SelfSubjectRulesReview: authorization::v1::SelfSubjectRulesReview,
    SubjectAccessReview: authorization::v1::SubjectAccessReview,
    CertificateSigningRequest: certificates::v1::CertificateSigningRequest,
    FlowSchema: flowcontrol::v1::FlowSchema,
    PriorityLevelConfiguration: flowcontrol::v1::PriorityLevelConfiguration,
    IPAddress: networking::v1::IPAddress,
    ServiceCIDR: networking::v1::ServiceCIDR,
    RuntimeClass: node::v1::RuntimeClass,
    DeviceClass: resource::v1::DeviceClass,
    ResourceClaim: resource::v1::ResourceClaim,
    ResourceClaimTemplate: resource::v1::ResourceClaimTemplate,
    ResourceSlice: resource::v1::ResourceSlice,
    VolumeAttributesClass: storage::v1::VolumeAttributesClass,
}
