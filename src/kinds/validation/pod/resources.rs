//! Resource lists: names, amounts, requests against limits, and the pod as a whole: `validateResourceRequirements` and
//! `validatePodResources` of core's validation.go and pkg/apis/core/helper, v1.36.

use super::super::at::At;
use super::super::errors::{Errors, NEGATIVE, quote};
use super::super::text;
use crate::kinds::defaults;
use crate::kinds::quantity::Quantity;

/// A check of a resource's name.
pub type NameRule = fn(&str, &str, &mut Errors);

pub fn is_huge_page(name: &str) -> bool {
    name.starts_with("hugepages-")
}

fn is_native(name: &str) -> bool {
    !name.contains('/') || name.contains("kubernetes.io/")
}

fn is_extended(name: &str) -> bool {
    !is_native(name)
        && !name.starts_with("requests.")
        && text::qualified(&format!("requests.{name}")).is_empty()
}

/// Whether more may be promised than there is.
pub fn may_overcommit(name: &str) -> bool {
    is_native(name) && !is_huge_page(name)
}

const COUNTED: [&str; 9] = [
    "pods",
    "resourcequotas",
    "services",
    "replicationcontrollers",
    "secrets",
    "configmaps",
    "persistentvolumeclaims",
    "services.nodeports",
    "services.loadbalancers",
];

const MEASURED: [&str; 10] = [
    "cpu",
    "memory",
    "ephemeral-storage",
    "requests.cpu",
    "requests.memory",
    "requests.ephemeral-storage",
    "requests.storage",
    "limits.cpu",
    "limits.memory",
    "limits.ephemeral-storage",
];

pub fn is_standard_in_quota(name: &str) -> bool {
    let huge = is_huge_page(name) || name.starts_with("requests.hugepages-");
    COUNTED.contains(&name) || MEASURED.contains(&name) || huge
}

/// validateResourceName; says whether the name passed.
pub fn any_name(path: &str, name: &str, errors: &mut Errors) -> bool {
    let complaints = text::qualified(name);
    if !complaints.is_empty() {
        errors.complain_of(path, name, complaints);
        return false;
    }
    if !name.contains('/') && !is_standard_in_quota(name) && name != "storage" {
        errors.invalid_as(path, &quote(name), "must be a standard resource type or fully qualified");
        return false;
    }
    true
}

/// validateContainerResourceName.
pub fn container_name(path: &str, name: &str, errors: &mut Errors) {
    any_name(path, name, errors);
    if !name.contains('/') {
        if !matches!(name, "cpu" | "memory" | "ephemeral-storage") && !is_huge_page(name) {
            errors.invalid_as(path, &quote(name), "must be a standard resource for containers");
        }
    } else if !is_native(name) && !is_extended(name) {
        errors.invalid_as(path, &quote(name), "doesn't follow extended resource name standard");
    }
}

fn pod_name(path: &str, name: &str, errors: &mut Errors) {
    let supported = matches!(name, "cpu" | "memory") || is_huge_page(name);
    if any_name(path, name, errors) && !supported {
        errors.unsupported_as(path, &quote(name), &["cpu", "hugepages-", "memory"]);
    }
}

/// ValidateResourceQuantityValue.
pub fn amount(name: &str, at: &At<'_>, errors: &mut Errors) {
    let Some(amount) = at.quantity() else { return };
    let shown = quote(&amount.to_string());
    if amount.sign() < 0 {
        errors.invalid_as(&at.path, &shown, NEGATIVE);
    }
    let counted = COUNTED.contains(&name) || is_extended(name);
    if counted && amount.milli_value() % 1000 != 0 {
        errors.invalid_as(&at.path, &shown, "must be an integer");
    }
}

fn huge_page_amount(name: &str, at: &At<'_>, errors: &mut Errors) {
    let Some(amount) = at.quantity() else { return };
    let size = Quantity::parse(name.strip_prefix("hugepages-").unwrap_or_default()).ok();
    let size = size.filter(|size| size.sign() > 0 && size.milli_value() % 1000 == 0);
    let divides = size.is_some_and(|size| amount.value() % size.value().max(1) == 0);
    if !divides {
        let why = format!("{amount} is not positive integer multiple of {name}");
        errors.invalid_as(&at.path, &quote(&amount.to_string()), &why);
    }
}

/// validateResourceRequirements.
pub fn requirements(at: &At<'_>, rule: NameRule, claims: &[&str], errors: &mut Errors) {
    let (limits, requests) = (at.child("limits"), at.child("requests"));
    for (name, limit) in limits.entries() {
        rule(&limit.path, name, errors);
        amount(name, &limit, errors);
        if is_huge_page(name) {
            huge_page_amount(name, &limit, errors);
        }
    }
    for (name, request) in requests.entries() {
        rule(&request.path, name, errors);
        amount(name, &request, errors);
        against_limit(name, &request, &requests, &limits, errors);
        if is_huge_page(name) {
            huge_page_amount(name, &request, errors);
        }
    }
    let any =
        |wanted: fn(&str) -> bool| limits.entries().chain(requests.entries()).any(|(name, _)| wanted(name));
    if any(is_huge_page) && !any(|name| matches!(name, "cpu" | "memory")) {
        errors.forbidden(&at.path, "HugePages require cpu or memory");
    }
    claim_names(&at.child("claims"), claims, errors);
}

fn against_limit(name: &str, request: &At<'_>, requests: &At<'_>, limits: &At<'_>, errors: &mut Errors) {
    let Some(wanted) = request.quantity() else { return };
    let Some(limit) = limits.key(name).quantity() else {
        if !may_overcommit(name) {
            errors.required(&limits.path, "Limit must be set for non overcommitable resources");
        }
        return;
    };
    let shown = quote(&wanted.to_string());
    if wanted != limit && !may_overcommit(name) {
        errors.invalid_as(&requests.path, &shown, &format!("must be equal to {name} limit of {limit}"));
    } else if wanted > limit {
        errors.invalid_as(
            &requests.path,
            &shown,
            &format!("must be less than or equal to {name} limit of {limit}"),
        );
    }
}

/// validateResourceClaimNames.
fn claim_names(list: &At<'_>, known: &[&str], errors: &mut Errors) {
    let mut seen: Vec<String> = Vec::new();
    for claim in list.items() {
        let (name, request) = (claim.text_of("name"), claim.child("request"));
        if name.is_empty() {
            errors.required(&claim.path, "");
            continue;
        }
        if seen.iter().any(|one| one == name) {
            errors.duplicate(&claim.path, &quote(name));
        } else {
            let mut key = name.to_owned();
            if !request.text().is_empty() {
                errors.complain(&request, text::label(request.text()));
                key = format!("{name}/{}", request.text());
            }
            if seen.contains(&key) {
                errors.duplicate(&claim.path, &quote(&key));
            } else if request.text().is_empty() {
                let overlapping =
                    seen.iter().filter(|one| one.split_once('/').is_some_and(|(head, _)| head == name));
                overlapping.for_each(|_| errors.duplicate(&claim.path, &quote(name)));
            }
            seen.push(key);
        }
        unknown_claim(&claim, name, known, errors);
    }
}

fn unknown_claim(claim: &At<'_>, name: &str, known: &[&str], errors: &mut Errors) {
    if known.contains(&name) {
        return;
    }
    let mut sorted = known.to_vec();
    sorted.sort_unstable();
    let tail =
        if known.is_empty() { " which is empty".to_owned() } else { format!(": {}", sorted.join(", ")) };
    errors.not_found(
        &claim.path,
        name,
        &format!("must be one of the names in pod.spec.resourceClaims{tail}"),
    );
}

/// validatePodResources.
pub fn of_pod(spec: &At<'_>, errors: &mut Errors) {
    let at = spec.child("resources");
    if !at.is_set() {
        return;
    }
    if at.has("claims") {
        errors.forbidden(at.path_to("claims"), "claims cannot be set for Resources at pod-level");
    }
    requirements(&at, pod_name, &[], errors);
    let requests = at.child("requests");
    for (name, sum) in defaults::aggregate(spec.value, "requests") {
        let own = requests.key(&name);
        let Some(amount) = own.quantity() else { continue };
        if sum > amount {
            let why = format!("must be greater than or equal to aggregate container requests of {sum}");
            errors.invalid_as(&own.path, &quote(&amount.to_string()), &why);
        }
    }
    for (index, container) in spec.child("containers").items().enumerate() {
        for (name, limit) in container.child("resources").child("limits").entries() {
            let most = at.child("limits").key(name).quantity();
            if let (Some(limit), Some(most)) = (limit.quantity(), most.as_ref())
                && limit > *most
            {
                let path = format!("{}.containers[{index}][{name}].limits", at.path);
                let why = format!("must be less than or equal to pod limits of {most}");
                errors.invalid_as(path, &quote(&limit.to_string()), &why);
            }
        }
    }
}
