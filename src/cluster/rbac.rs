//! Whether somebody may do something: plugin/pkg/auth/authorizer/rbac (rbac.go) and pkg/registry/rbac/validation (rule.go),
//! v1.36.
//!
//! Requests over HTTP with a token are held against it (`http`), and it answers those who ask; kubectl's own are the
//! administrator's. Rules only allow. ClusterRoleBindings are asked first, then the RoleBindings of the request's namespace; the first rule
//! that allows ends it, and roles that are missing are named if none does.

use super::store::Store;
use crate::kinds::rbac::{ClusterRole, ClusterRoleBinding, PolicyRule, Role, RoleBinding, RoleRef, Subject};

/// Who asks.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct User {
    pub name: String,
    pub groups: Vec<String>,
}

/// What is asked for.
#[derive(Clone, Debug, PartialEq)]
pub enum Request {
    Resource(ResourceRequest),
    Path { verb: String, path: String },
}

/// Something of the API. Empty where it does not apply.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ResourceRequest {
    pub verb: String,
    pub group: String,
    pub resource: String,
    pub subresource: String,
    pub namespace: String,
    pub name: String,
}

/// The answer, with its reason; a refusal has one only if roles were missing.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Verdict {
    pub allowed: bool,
    pub reason: String,
}

/// Roles and who has them.
pub trait Grants {
    fn cluster_bindings(&self) -> Vec<&ClusterRoleBinding>;
    fn bindings(&self, namespace: &str) -> Vec<&RoleBinding>;
    /// The rules of a role, or that it is missing.
    fn rules(&self, role: &RoleRef, namespace: &str) -> Result<&[PolicyRule], String>;
}

impl Grants for Store {
    fn cluster_bindings(&self) -> Vec<&ClusterRoleBinding> {
        self.list::<ClusterRoleBinding>().map(|one| &**one).collect()
    }

    fn bindings(&self, namespace: &str) -> Vec<&RoleBinding> {
        let all = self.list::<RoleBinding>().map(|one| &**one);
        all.filter(|one| one.meta.namespace == namespace).collect()
    }

    fn rules(&self, role: &RoleRef, namespace: &str) -> Result<&[PolicyRule], String> {
        let missing = |what: &str| format!("{what}.rbac.authorization.k8s.io \"{}\" not found", role.name);
        match role.kind.as_str() {
            "Role" => self
                .get::<Role>(namespace, &role.name)
                .map(|role| role.rules.as_slice())
                .ok_or_else(|| missing("role")),
            _ => self
                .get::<ClusterRole>("", &role.name)
                .map(|role| role.rules.as_slice())
                .ok_or_else(|| missing("clusterrole")),
        }
    }
}

/// The group that may do everything: authorization/authorizerfactory NewPrivilegedGroups.
const MASTERS: &str = "system:masters";

/// The cluster's answer: what its roles say, unless the user may do everything.
pub fn decide(store: &Store, user: &User, request: &Request) -> Verdict {
    if user.groups.iter().any(|group| group == MASTERS) {
        return Verdict { allowed: true, reason: String::new() };
    }
    authorize(store, user, request)
}

/// Authorize
pub fn authorize(grants: &dyn Grants, user: &User, request: &Request) -> Verdict {
    let namespace = match request {
        Request::Resource(request) => request.namespace.as_str(),
        Request::Path { .. } => "",
    };
    let mut question = Question { grants, user, request, missing: Vec::new() };
    let everywhere = grants.cluster_bindings().into_iter().find_map(|one| {
        let binding = format!("ClusterRoleBinding \"{}\"", one.meta.name);
        question.ask(&binding, &one.role_ref, &one.subjects, "")
    });
    let here = if namespace.is_empty() { Vec::new() } else { grants.bindings(namespace) };
    let found = everywhere.or_else(|| {
        here.into_iter().find_map(|one| {
            let binding = format!("RoleBinding \"{}/{}\"", one.meta.name, one.meta.namespace);
            question.ask(&binding, &one.role_ref, &one.subjects, namespace)
        })
    });
    match found {
        Some(reason) => Verdict { allowed: true, reason },
        None => Verdict { allowed: false, reason: aggregate(question.missing) },
    }
}

/// RulesFor: everything a user may do in a namespace.
pub fn rules_for(grants: &dyn Grants, user: &User, namespace: &str) -> Vec<PolicyRule> {
    let has = |subjects: &[Subject], place: &str| subjects.iter().any(|one| is_meant(one, user, place));
    let mut rules = Vec::new();
    let everywhere = grants.cluster_bindings().into_iter();
    for binding in everywhere.filter(|binding| has(&binding.subjects, "")) {
        rules.extend(grants.rules(&binding.role_ref, "").unwrap_or_default().iter().cloned());
    }
    let here = grants.bindings(namespace).into_iter();
    for binding in here.filter(|binding| has(&binding.subjects, namespace)) {
        rules.extend(grants.rules(&binding.role_ref, namespace).unwrap_or_default().iter().cloned());
    }
    rules
}

struct Question<'a> {
    grants: &'a dyn Grants,
    user: &'a User,
    request: &'a Request,
    missing: Vec<String>,
}

impl Question<'_> {
    /// The reason why a binding allows it, if it does.
    fn ask(
        &mut self,
        binding: &str,
        role: &RoleRef,
        subjects: &[Subject],
        namespace: &str,
    ) -> Option<String> {
        let subject = subjects.iter().find(|subject| is_meant(subject, self.user, namespace))?;
        let rules = self.grants.rules(role, namespace).map_err(|error| self.missing.push(error)).ok()?;
        let who = describe(subject, namespace);
        rules
            .iter()
            .any(|rule| allows(rule, self.request))
            .then(|| format!("RBAC: allowed by {binding} of {} \"{}\" to {who}", role.kind, role.name))
    }
}

/// Each error once, in brackets if there are several: utilerrors.Aggregate.
fn aggregate(errors: Vec<String>) -> String {
    let mut distinct: Vec<String> = Vec::new();
    for error in errors {
        if !distinct.contains(&error) {
            distinct.push(error);
        }
    }
    match distinct.as_slice() {
        [] => String::new(),
        [one] => format!("RBAC: {one}"),
        many => format!("RBAC: [{}]", many.join(", ")),
    }
}

/// appliesToUser
fn is_meant(subject: &Subject, user: &User, namespace: &str) -> bool {
    match subject.kind.as_str() {
        "User" => user.name == subject.name,
        "Group" => user.groups.contains(&subject.name),
        "ServiceAccount" => {
            let namespace = if subject.namespace.is_empty() { namespace } else { &subject.namespace };
            !namespace.is_empty()
                && user.name == format!("system:serviceaccount:{namespace}:{}", subject.name)
        }
        _ => false,
    }
}

/// describeSubject
fn describe(subject: &Subject, namespace: &str) -> String {
    if subject.kind == "ServiceAccount" {
        let namespace = if subject.namespace.is_empty() { namespace } else { &subject.namespace };
        return format!("{} \"{}/{namespace}\"", subject.kind, subject.name);
    }
    format!("{} \"{}\"", subject.kind, subject.name)
}

/// RuleAllows
fn allows(rule: &PolicyRule, request: &Request) -> bool {
    let listed = |list: &[String], wanted: &str| list.iter().any(|one| one == "*" || one == wanted);
    match request {
        Request::Resource(request) => {
            listed(&rule.verbs, &request.verb)
                && listed(&rule.api_groups, &request.group)
                && rule.resources.iter().any(|one| is_resource(one, request))
                && (rule.resource_names.is_empty() || rule.resource_names.contains(&request.name))
        }
        Request::Path { verb, path } => {
            listed(&rule.verbs, verb) && rule.non_resource_urls.iter().any(|one| is_path(one, path))
        }
    }
}

/// ResourceMatches: `*` is everything, `*/scale` a subresource of everything.
fn is_resource(listed: &str, request: &ResourceRequest) -> bool {
    if listed == "*" || listed == request.qualified() {
        return true;
    }
    !request.subresource.is_empty() && listed.strip_prefix("*/") == Some(&request.subresource)
}

/// NonResourceURLMatches
fn is_path(listed: &str, path: &str) -> bool {
    listed == "*" || listed == path || listed.ends_with('*') && path.starts_with(listed.trim_end_matches('*'))
}

impl ResourceRequest {
    /// `deployments/scale`
    fn qualified(&self) -> String {
        match self.subresource.as_str() {
            "" => self.resource.clone(),
            subresource => format!("{}/{subresource}", self.resource),
        }
    }
}

/// What the server answers to a request that is not allowed: endpoints/handlers/responsewriters errors.go.
pub fn forbidden(user: &User, request: &Request, reason: &str) -> String {
    let because = if reason.is_empty() { String::new() } else { format!(": {reason}") };
    let user = &user.name;
    match request {
        Request::Path { verb, path } => {
            format!("forbidden: User \"{user}\" cannot {verb} path \"{path}\"{because}")
        }
        Request::Resource(request) => {
            let group = &request.group;
            let kind = match group.as_str() {
                "" => request.resource.clone(),
                group => format!("{}.{group}", request.resource),
            };
            let what = if request.name.is_empty() { kind } else { format!("{kind} \"{}\"", request.name) };
            let place = match request.namespace.as_str() {
                "" => "at the cluster scope".to_owned(),
                namespace => format!("in the namespace \"{namespace}\""),
            };
            format!(
                "{what} is forbidden: User \"{user}\" cannot {} resource \"{}\" in API group \"{group}\" {place}{because}",
                request.verb,
                request.qualified()
            )
        }
    }
}
