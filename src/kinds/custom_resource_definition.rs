//! custom resource definition, v1.36.

use std::collections::BTreeMap;

use serde_json::Value;

use super::codec::Bytes;
use super::meta::ObjectMeta;
use super::time::Time;
use crate::api_shape;
use crate::api_struct;

api_struct! {
    /// @CustomResourceDefinition
    CustomResourceDefinition {
        /// Who it is.
        meta "metadata": ObjectMeta,
    }
    accepts {
        /// @CustomResourceDefinition.spec
        "spec": CustomResourceDefinitionSpec,
        /// @CustomResourceDefinition.status
        "status": CustomResourceDefinitionStatus,
    }
}

api_shape! {
    /// @CustomResourceDefinitionSpec
    CustomResourceDefinitionSpec {
        /// @CustomResourceDefinitionSpec.conversion
        "conversion": CustomResourceConversion,
        /// @CustomResourceDefinitionSpec.group
        "group": String,
        /// @CustomResourceDefinitionSpec.names
        "names": CustomResourceDefinitionNames,
        /// @CustomResourceDefinitionSpec.preserveUnknownFields
        "preserveUnknownFields": bool,
        /// @CustomResourceDefinitionSpec.scope
        "scope": String,
        /// @CustomResourceDefinitionSpec.versions
        "versions": Vec<CustomResourceDefinitionVersion>,
    }
}

api_shape! {
    /// @CustomResourceDefinitionStatus
    CustomResourceDefinitionStatus {
        /// @CustomResourceDefinitionStatus.acceptedNames
        "acceptedNames": CustomResourceDefinitionNames,
        /// @CustomResourceDefinitionStatus.conditions
        "conditions": Vec<CustomResourceDefinitionCondition>,
        /// @CustomResourceDefinitionStatus.observedGeneration
        "observedGeneration": i64,
        /// @CustomResourceDefinitionStatus.storedVersions
        "storedVersions": Vec<String>,
    }
}

api_shape! {
    /// @CustomResourceConversion
    CustomResourceConversion {
        /// @CustomResourceConversion.strategy
        "strategy": String,
        /// @CustomResourceConversion.webhook
        "webhook": WebhookConversion,
    }
}

api_shape! {
    /// @CustomResourceDefinitionNames
    CustomResourceDefinitionNames {
        /// @CustomResourceDefinitionNames.categories
        "categories": Vec<String>,
        /// @CustomResourceDefinitionNames.kind
        "kind": String,
        /// @CustomResourceDefinitionNames.listKind
        "listKind": String,
        /// @CustomResourceDefinitionNames.plural
        "plural": String,
        /// @CustomResourceDefinitionNames.shortNames
        "shortNames": Vec<String>,
        /// @CustomResourceDefinitionNames.singular
        "singular": String,
    }
}

api_shape! {
    /// @CustomResourceDefinitionVersion
    CustomResourceDefinitionVersion {
        /// @CustomResourceDefinitionVersion.additionalPrinterColumns
        "additionalPrinterColumns": Vec<CustomResourceColumnDefinition>,
        /// @CustomResourceDefinitionVersion.deprecated
        "deprecated": bool,
        /// @CustomResourceDefinitionVersion.deprecationWarning
        "deprecationWarning": String,
        /// @CustomResourceDefinitionVersion.name
        "name": String,
        /// @CustomResourceDefinitionVersion.schema
        "schema": CustomResourceValidation,
        /// @CustomResourceDefinitionVersion.selectableFields
        "selectableFields": Vec<SelectableField>,
        /// @CustomResourceDefinitionVersion.served
        "served": bool,
        /// @CustomResourceDefinitionVersion.storage
        "storage": bool,
        /// @CustomResourceDefinitionVersion.subresources
        "subresources": CustomResourceSubresources,
    }
}

api_shape! {
    /// @CustomResourceDefinitionCondition
    CustomResourceDefinitionCondition {
        /// @CustomResourceDefinitionCondition.lastTransitionTime
        "lastTransitionTime": Time,
        /// @CustomResourceDefinitionCondition.message
        "message": String,
        /// @CustomResourceDefinitionCondition.observedGeneration
        "observedGeneration": i64,
        /// @CustomResourceDefinitionCondition.reason
        "reason": String,
        /// @CustomResourceDefinitionCondition.status
        "status": String,
        /// @CustomResourceDefinitionCondition.type
        "type": String,
    }
}

api_shape! {
    /// @WebhookConversion
    WebhookConversion {
        /// @WebhookConversion.clientConfig
        "clientConfig": WebhookClientConfig,
        /// @WebhookConversion.conversionReviewVersions
        "conversionReviewVersions": Vec<String>,
    }
}

api_shape! {
    /// @CustomResourceColumnDefinition
    CustomResourceColumnDefinition {
        /// @CustomResourceColumnDefinition.description
        "description": String,
        /// @CustomResourceColumnDefinition.format
        "format": String,
        /// @CustomResourceColumnDefinition.jsonPath
        "jsonPath": String,
        /// @CustomResourceColumnDefinition.name
        "name": String,
        /// @CustomResourceColumnDefinition.priority
        "priority": i32,
        /// @CustomResourceColumnDefinition.type
        "type": String,
    }
}

api_shape! {
    /// @CustomResourceValidation
    CustomResourceValidation {
        /// @CustomResourceValidation.openAPIV3Schema
        "openAPIV3Schema": JSONSchemaProps,
    }
}

api_shape! {
    /// @SelectableField
    SelectableField {
        /// @SelectableField.jsonPath
        "jsonPath": String,
    }
}

api_shape! {
    /// @CustomResourceSubresources
    CustomResourceSubresources {
        /// @CustomResourceSubresources.scale
        "scale": CustomResourceSubresourceScale,
        /// @CustomResourceSubresources.status
        "status": Value,
    }
}

api_shape! {
    /// @WebhookClientConfig
    WebhookClientConfig {
        /// @WebhookClientConfig.caBundle
        "caBundle": Bytes,
        /// @WebhookClientConfig.service
        "service": ServiceReference,
        /// @WebhookClientConfig.url
        "url": String,
    }
}

api_shape! {
    /// @JSONSchemaProps
    JSONSchemaProps {
        /// @JSONSchemaProps.$ref
        "$ref": String,
        /// @JSONSchemaProps.$schema
        "$schema": String,
        /// @JSONSchemaProps.additionalItems
        "additionalItems": Value,
        /// @JSONSchemaProps.additionalProperties
        "additionalProperties": Value,
        /// @JSONSchemaProps.allOf
        "allOf": Vec<JSONSchemaProps>,
        /// @JSONSchemaProps.anyOf
        "anyOf": Vec<JSONSchemaProps>,
        /// @JSONSchemaProps.default
        "default": Value,
        /// @JSONSchemaProps.definitions
        "definitions": BTreeMap<String, JSONSchemaProps>,
        /// @JSONSchemaProps.dependencies
        "dependencies": BTreeMap<String, Value>,
        /// @JSONSchemaProps.description
        "description": String,
        /// @JSONSchemaProps.enum
        "enum": Vec<Value>,
        /// @JSONSchemaProps.example
        "example": Value,
        /// @JSONSchemaProps.exclusiveMaximum
        "exclusiveMaximum": bool,
        /// @JSONSchemaProps.exclusiveMinimum
        "exclusiveMinimum": bool,
        /// @JSONSchemaProps.externalDocs
        "externalDocs": ExternalDocumentation,
        /// @JSONSchemaProps.format
        "format": String,
        /// @JSONSchemaProps.id
        "id": String,
        /// @JSONSchemaProps.items
        "items": Value,
        /// @JSONSchemaProps.maxItems
        "maxItems": i64,
        /// @JSONSchemaProps.maxLength
        "maxLength": i64,
        /// @JSONSchemaProps.maxProperties
        "maxProperties": i64,
        /// @JSONSchemaProps.maximum
        "maximum": f64,
        /// @JSONSchemaProps.minItems
        "minItems": i64,
        /// @JSONSchemaProps.minLength
        "minLength": i64,
        /// @JSONSchemaProps.minProperties
        "minProperties": i64,
        /// @JSONSchemaProps.minimum
        "minimum": f64,
        /// @JSONSchemaProps.multipleOf
        "multipleOf": f64,
        /// @JSONSchemaProps.not
        "not": JSONSchemaProps,
        /// @JSONSchemaProps.nullable
        "nullable": bool,
        /// @JSONSchemaProps.oneOf
        "oneOf": Vec<JSONSchemaProps>,
        /// @JSONSchemaProps.pattern
        "pattern": String,
        /// @JSONSchemaProps.patternProperties
        "patternProperties": BTreeMap<String, JSONSchemaProps>,
        /// @JSONSchemaProps.properties
        "properties": BTreeMap<String, JSONSchemaProps>,
        /// @JSONSchemaProps.required
        "required": Vec<String>,
        /// @JSONSchemaProps.title
        "title": String,
        /// @JSONSchemaProps.type
        "type": String,
        /// @JSONSchemaProps.uniqueItems
        "uniqueItems": bool,
        /// @JSONSchemaProps.x-kubernetes-embedded-resource
        "x-kubernetes-embedded-resource": bool,
        /// @JSONSchemaProps.x-kubernetes-int-or-string
        "x-kubernetes-int-or-string": bool,
        /// @JSONSchemaProps.x-kubernetes-list-map-keys
        "x-kubernetes-list-map-keys": Vec<String>,
        /// @JSONSchemaProps.x-kubernetes-list-type
        "x-kubernetes-list-type": String,
        /// @JSONSchemaProps.x-kubernetes-map-type
        "x-kubernetes-map-type": String,
        /// @JSONSchemaProps.x-kubernetes-preserve-unknown-fields
        "x-kubernetes-preserve-unknown-fields": bool,
        /// @JSONSchemaProps.x-kubernetes-validations
        "x-kubernetes-validations": Vec<ValidationRule>,
    }
}

api_shape! {
    /// @CustomResourceSubresourceScale
    CustomResourceSubresourceScale {
        /// @CustomResourceSubresourceScale.labelSelectorPath
        "labelSelectorPath": String,
        /// @CustomResourceSubresourceScale.specReplicasPath
        "specReplicasPath": String,
        /// @CustomResourceSubresourceScale.statusReplicasPath
        "statusReplicasPath": String,
    }
}

api_shape! {
    /// @ServiceReference
    ServiceReference {
        /// @ServiceReference.name
        "name": String,
        /// @ServiceReference.namespace
        "namespace": String,
        /// @ServiceReference.path
        "path": String,
        /// @ServiceReference.port
        "port": i32,
    }
}

api_shape! {
    /// @ExternalDocumentation
    ExternalDocumentation {
        /// @ExternalDocumentation.description
        "description": String,
        /// @ExternalDocumentation.url
        "url": String,
    }
}

api_shape! {
    /// @ValidationRule
    ValidationRule {
        /// @ValidationRule.fieldPath
        "fieldPath": String,
        /// @ValidationRule.message
        "message": String,
        /// @ValidationRule.messageExpression
        "messageExpression": String,
        /// @ValidationRule.optionalOldSelf
        "optionalOldSelf": bool,
        /// @ValidationRule.reason
        "reason": String,
        /// @ValidationRule.rule
        "rule": String,
    }
}
