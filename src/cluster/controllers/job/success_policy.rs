//! Whether enough indexes have succeeded for the Job to be done: pkg/controller/job/success_policy.go, v1.36.

use super::indexes::Indexes;
use crate::kinds::job::{SuccessPolicy, SuccessPolicyRule};

/// The message of the success, if a rule is met.
pub fn met(policy: Option<&SuccessPolicy>, completions: usize, succeeded: &Indexes) -> Option<String> {
    let rules = &policy.filter(|_| succeeded.total() > 0)?.rules;
    let index = rules.iter().position(|rule| is_met(rule, completions, succeeded))?;
    Some(format!("Matched rules at index {index}"))
}

fn is_met(rule: &SuccessPolicyRule, completions: usize, succeeded: &Indexes) -> bool {
    let enough = |count: usize, wanted: i32| usize::try_from(wanted).is_ok_and(|wanted| count >= wanted);
    let Some(text) = &rule.succeeded_indexes else {
        return rule.succeeded_count.is_some_and(|wanted| enough(succeeded.total(), wanted));
    };
    let required = Indexes::parse(text, completions);
    if required.total() == 0 {
        return false;
    }
    let there = required.shared_with(succeeded);
    there == required.total() || rule.succeeded_count.is_some_and(|wanted| enough(there, wanted))
}
