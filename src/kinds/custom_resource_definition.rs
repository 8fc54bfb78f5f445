//! Definitions of further kinds: apiextensions.k8s.io/v1 CustomResourceDefinition, v1.36.

use std::collections::BTreeMap;

use serde_json::Value;

use super::codec::Bytes;
use super::meta::ObjectMeta;
use super::time::Time;
use crate::api_shape;
use crate::api_struct;

api_struct! {
    /// Adds a kind to the API.
    CustomResourceDefinition {
        /// Who it is.
        meta "metadata": ObjectMeta,
    }
    accepts {
        /// What is wanted.
        "spec": CustomResourceDefinitionSpec,
        /// What is; written by the cluster.
        "status": CustomResourceDefinitionStatus,
    }
}

api_shape! {
    /// The kind that is added.
    CustomResourceDefinitionSpec {
        /// How objects are converted between versions.
        "conversion": CustomResourceConversion,
        /// The API group.
        "group": String,
        /// Plural, singular, kind and short names.
        "names": CustomResourceDefinitionNames,
        /// Must be false: unknown fields are dropped.
        "preserveUnknownFields": bool,
        /// Whether it is in a namespace: Cluster or Namespaced.
        "scope": String,
        /// The versions, each with its schema.
        "versions": Vec<CustomResourceDefinitionVersion>,
    }
}

api_shape! {
    /// Whether the kind is there.
    CustomResourceDefinitionStatus {
        /// The names in use.
        "acceptedNames": CustomResourceDefinitionNames,
        /// Steps and states, each True, False or Unknown.
        "conditions": Vec<CustomResourceDefinitionCondition>,
        /// Generation of the spec that this status speaks of.
        "observedGeneration": i64,
        /// Versions in which objects were ever stored.
        "storedVersions": Vec<String>,
    }
}

api_shape! {
    /// Conversion between versions.
    CustomResourceConversion {
        /// None or Webhook.
        "strategy": String,
        /// The service that converts.
        "webhook": WebhookConversion,
    }
}

api_shape! {
    /// Names of a kind.
    CustomResourceDefinitionNames {
        /// Groups it is listed with, for example all.
        "categories": Vec<String>,
        /// Kind, for example Deployment.
        "kind": String,
        /// Kind of its list.
        "listKind": String,
        /// Plural name, as in URLs and in kubectl get.
        "plural": String,
        /// Abbreviations for kubectl.
        "shortNames": Vec<String>,
        /// Singular name.
        "singular": String,
    }
}

api_shape! {
    /// One version of a kind.
    CustomResourceDefinitionVersion {
        /// Columns of kubectl get.
        "additionalPrinterColumns": Vec<CustomResourceColumnDefinition>,
        /// True: requests get a warning.
        "deprecated": bool,
        /// Text of that warning.
        "deprecationWarning": String,
        /// The name.
        "name": String,
        /// Fields and their types.
        "schema": CustomResourceValidation,
        /// Fields that field selectors may use.
        "selectableFields": Vec<SelectableField>,
        /// Whether the version can be used.
        "served": bool,
        /// True for the one version in which objects are stored.
        "storage": bool,
        /// Whether status and scale are apart.
        "subresources": CustomResourceSubresources,
    }
}

api_shape! {
    /// One state of a definition.
    CustomResourceDefinitionCondition {
        /// When the status last changed.
        "lastTransitionTime": Time,
        /// For people: what happened or is wrong.
        "message": String,
        /// Generation of the spec that this status speaks of.
        "observedGeneration": i64,
        /// One word for why.
        "reason": String,
        /// What is; written by the cluster.
        "status": String,
        /// The type.
        "type": String,
    }
}

api_shape! {
    /// Conversion by a webhook.
    WebhookConversion {
        /// How the webhook is reached.
        "clientConfig": WebhookClientConfig,
        /// Versions of the review that the webhook understands.
        "conversionReviewVersions": Vec<String>,
    }
}

api_shape! {
    /// One column of kubectl get.
    CustomResourceColumnDefinition {
        /// For people: what it is.
        "description": String,
        /// A narrower format, for example int32 or date-time.
        "format": String,
        /// Where the value is, for example .spec.replicas.
        "jsonPath": String,
        /// The name.
        "name": String,
        /// 0 to show always, more to show with -o wide only.
        "priority": i32,
        /// The type.
        "type": String,
    }
}

api_shape! {
    /// The schema of a version.
    CustomResourceValidation {
        /// The schema of the objects.
        "openAPIV3Schema": JSONSchemaProps,
    }
}

api_shape! {
    /// A field that selectors may use.
    SelectableField {
        /// Where the value is, for example .spec.replicas.
        "jsonPath": String,
    }
}

api_shape! {
    /// Parts that are written apart.
    CustomResourceSubresources {
        /// Where replicas are, for kubectl scale and autoscalers.
        "scale": CustomResourceSubresourceScale,
        /// What is; written by the cluster.
        "status": Value,
    }
}

api_shape! {
    /// How a webhook is reached.
    WebhookClientConfig {
        /// Certificates that the server is checked with, in base64.
        "caBundle": Bytes,
        /// The Service that is called.
        "service": ServiceReference,
        /// Address that is called.
        "url": String,
    }
}

api_shape! {
    /// A schema: what a value may be.
    JSONSchemaProps {
        /// Reference to another schema; not allowed in definitions.
        "$ref": String,
        /// Which JSON schema this is.
        "$schema": String,
        /// Schema of further items.
        "additionalItems": Value,
        /// Schema of members that are not named.
        "additionalProperties": Value,
        /// All of these must hold.
        "allOf": Vec<JSONSchemaProps>,
        /// At least one of these must hold.
        "anyOf": Vec<JSONSchemaProps>,
        /// Value where none is given.
        "default": Value,
        /// Named schemas; not allowed in definitions.
        "definitions": BTreeMap<String, JSONSchemaProps>,
        /// Members that need others; not allowed.
        "dependencies": BTreeMap<String, Value>,
        /// For people: what it is.
        "description": String,
        /// The values that are allowed.
        "enum": Vec<Value>,
        /// An example.
        "example": Value,
        /// Whether the maximum itself is excluded.
        "exclusiveMaximum": bool,
        /// Whether the minimum itself is excluded.
        "exclusiveMinimum": bool,
        /// Documentation elsewhere.
        "externalDocs": ExternalDocumentation,
        /// A narrower format, for example int32 or date-time.
        "format": String,
        /// Identifier; not allowed in definitions.
        "id": String,
        /// Schema of the list's items.
        "items": Value,
        /// Items at most.
        "maxItems": i64,
        /// Characters at most.
        "maxLength": i64,
        /// Members at most.
        "maxProperties": i64,
        /// Largest value.
        "maximum": f64,
        /// Items at least.
        "minItems": i64,
        /// Characters at least.
        "minLength": i64,
        /// Members at least.
        "minProperties": i64,
        /// Smallest value.
        "minimum": f64,
        /// The value must be a multiple of this.
        "multipleOf": f64,
        /// This must not hold.
        "not": JSONSchemaProps,
        /// Whether null is allowed.
        "nullable": bool,
        /// Exactly one of these must hold.
        "oneOf": Vec<JSONSchemaProps>,
        /// Regular expression the text must match.
        "pattern": String,
        /// Schemas by pattern; not allowed in definitions.
        "patternProperties": BTreeMap<String, JSONSchemaProps>,
        /// The members and their schemas.
        "properties": BTreeMap<String, JSONSchemaProps>,
        /// Members that must be there.
        "required": Vec<String>,
        /// Title.
        "title": String,
        /// object, array, string, integer, number or boolean.
        "type": String,
        /// Whether items must differ.
        "uniqueItems": bool,
        /// The value is a whole object with apiVersion and kind.
        "x-kubernetes-embedded-resource": bool,
        /// The value is a whole number or text.
        "x-kubernetes-int-or-string": bool,
        /// Members that tell the items of the list apart.
        "x-kubernetes-list-map-keys": Vec<String>,
        /// atomic, set or map: how lists are merged.
        "x-kubernetes-list-type": String,
        /// atomic or granular: how mappings are merged.
        "x-kubernetes-map-type": String,
        /// Unknown members are kept.
        "x-kubernetes-preserve-unknown-fields": bool,
        /// CEL rules the value must meet.
        "x-kubernetes-validations": Vec<ValidationRule>,
    }
}

api_shape! {
    /// Where replicas are.
    CustomResourceSubresourceScale {
        /// Where the selector's text is.
        "labelSelectorPath": String,
        /// Where the wanted replicas are.
        "specReplicasPath": String,
        /// Where the present replicas are.
        "statusReplicasPath": String,
    }
}

api_shape! {
    /// A Service that is called.
    ServiceReference {
        /// The name.
        "name": String,
        /// Namespace of the object.
        "namespace": String,
        /// Path of the URL that is called.
        "path": String,
        /// The port, as a number or name.
        "port": i32,
    }
}

api_shape! {
    /// Documentation elsewhere.
    ExternalDocumentation {
        /// For people: what it is.
        "description": String,
        /// Address of the documentation.
        "url": String,
    }
}

api_shape! {
    /// A rule in CEL.
    ValidationRule {
        /// Field that the error names.
        "fieldPath": String,
        /// For people: what happened or is wrong.
        "message": String,
        /// CEL expression that gives the message.
        "messageExpression": String,
        /// Whether the rule also holds for new objects.
        "optionalOldSelf": bool,
        /// One word for why.
        "reason": String,
        /// CEL expression; self is the value.
        "rule": String,
    }
}
