//! When a Job fails or succeeds: the policies of pkg/apis/batch/validation/validation.go, v1.36.

use std::collections::BTreeSet;

use super::at::At;
use super::errors::{Errors, quote};
use super::jobs::quoted;
use super::text;

const RULES: usize = 20;
const CONDITIONS: usize = 20;
const CODES: usize = 255;
const INDEXES: usize = 64 * 1024;

const ACTIONS: &[&str] = &["Count", "FailIndex", "FailJob", "Ignore"];
const OPERATORS: &[&str] = &["In", "NotIn"];
const STATUSES: &[&str] = &["False", "True", "Unknown"];

/// A text that must be one of some, which an error for none lists.
fn one_of(at: &At<'_>, known: &[&str], errors: &mut Errors) {
    match at.text() {
        "" => errors.required(&at.path, &format!("valid values: {}", quoted(known))),
        given if !known.contains(&given) => errors.unsupported(at, known),
        _ => {}
    }
}

/// validatePodFailurePolicy.
pub(super) fn failure(spec: &At<'_>, errors: &mut Errors) {
    let rules = spec.child("podFailurePolicy").child("rules");
    if rules.len() > RULES {
        errors.too_many(&rules.path, rules.len(), RULES);
    }
    let pod = spec.child("template").child("spec");
    let lists = ["containers", "initContainers"].map(|list| pod.child(list));
    let names: BTreeSet<&str> =
        lists.iter().flat_map(|list| list.items()).map(|container| container.text_of("name")).collect();
    rules.items().for_each(|rule| failure_rule(spec, &rule, &names, errors));
}

fn failure_rule(spec: &At<'_>, rule: &At<'_>, names: &BTreeSet<&str>, errors: &mut Errors) {
    let action = rule.child("action");
    match action.text() {
        "FailIndex" => {
            if !spec.has("backoffLimitPerIndex") {
                errors.invalid(&action, "requires the backoffLimitPerIndex to be set");
            }
        }
        _ => one_of(&action, ACTIONS, errors),
    }
    let (codes, conditions) = (rule.child("onExitCodes"), rule.child("onPodConditions"));
    if codes.is_set() {
        exit_codes(&codes, names, errors);
    }
    if conditions.len() > CONDITIONS {
        errors.too_many(&conditions.path, conditions.len(), CONDITIONS);
    }
    for pattern in conditions.items() {
        let kind = pattern.child("type");
        errors.complain(&kind, text::qualified(kind.text()));
        one_of(&pattern.child("status"), STATUSES, errors);
    }
    match (codes.is_set(), conditions.len() > 0) {
        (true, true) => {
            errors.plain(&rule.path, "specifying both OnExitCodes and OnPodConditions is not supported")
        }
        (false, false) => {
            errors.plain(&rule.path, "specifying one of OnExitCodes and OnPodConditions is required")
        }
        _ => {}
    }
}

fn exit_codes(at: &At<'_>, names: &BTreeSet<&str>, errors: &mut Errors) {
    let (operator, container) = (at.child("operator"), at.child("containerName"));
    one_of(&operator, OPERATORS, errors);
    if container.is_set() && !names.contains(container.text()) {
        errors.invalid(&container, "must be one of the container or initContainer names in the pod template");
    }
    let values = at.child("values");
    if values.len() == 0 {
        errors.invalid(&values, "at least one value is required");
    } else if values.len() > CODES {
        errors.too_many(&values.path, values.len(), CODES);
    }
    let (mut seen, mut ordered, mut last) = (BTreeSet::new(), true, i64::MIN);
    for value in values.items() {
        let code = value.number();
        if operator.text() == "In" && code == 0 {
            errors.invalid(&value, "must not be 0 for the In operator");
        }
        if !seen.insert(code) {
            errors.duplicate(&value.path, &code.to_string());
        }
        ordered &= last <= code;
        last = code;
    }
    if !ordered {
        errors.invalid(&values, "must be ordered");
    }
}

/// validateSuccessPolicy.
pub(super) fn success(spec: &At<'_>, policy: &At<'_>, errors: &mut Errors) {
    let rules = policy.child("rules");
    if rules.len() == 0 {
        errors.required(
            &rules.path,
            "at least one rules must be specified when the successPolicy is specified",
        );
    }
    if rules.len() > RULES {
        errors.too_many(&rules.path, rules.len(), RULES);
    }
    let completions = spec.child("completions").number();
    rules.items().for_each(|rule| success_rule(&rule, completions, errors));
}

fn success_rule(rule: &At<'_>, completions: i64, errors: &mut Errors) {
    let (count, indexes) = (rule.child("succeededCount"), rule.child("succeededIndexes"));
    if !count.is_set() && !indexes.is_set() {
        errors.required(&rule.path, "at least one of succeededCount or succeededIndexes must be specified");
    }
    let mut total = 0;
    if indexes.is_set() {
        if indexes.text().len() > INDEXES {
            errors.too_long(&indexes.path, INDEXES);
        }
        match count_indexes(indexes.text(), completions) {
            Ok(counted) => total = counted,
            Err(why) => errors.invalid(&indexes, &format!("error parsing succeededIndexes: {why}")),
        }
    }
    if !count.is_set() {
        return;
    }
    errors.not_negative(&count);
    if count.number() > completions {
        let why =
            format!("must be less than or equal to {completions} (the number of specified completions)");
        errors.invalid(&count, &why);
    }
    if indexes.is_set() && count.number() > total {
        let what = "the number of indexes in the specified succeededIndexes field";
        errors.invalid(&count, &format!("must be less than or equal to {total} ({what})"));
    }
}

/// How many indexes a text such as `0,2-4` names.
pub(super) fn count_indexes(text: &str, completions: i64) -> Result<i64, String> {
    let (mut total, mut last) = (0, None);
    if text.is_empty() {
        return Ok(0);
    }
    for interval in text.split(',') {
        let (first, end) = interval_of(interval, completions)?;
        if let Some(last) = last.filter(|last| *last >= first) {
            return Err(format!("non-increasing order, previous: {last}, current: {first}"));
        }
        total += end - first + 1;
        last = Some(end);
    }
    Ok(total)
}

fn interval_of(text: &str, completions: i64) -> Result<(i64, i64), String> {
    let index = |part: &str| match part.parse::<i64>() {
        Err(_) => Err(format!("cannot convert string to integer for index: {}", quote(part))),
        Ok(index) if index >= completions => Err(format!("too large index: {}", quote(part))),
        Ok(index) => Ok(index),
    };
    let parts: Vec<&str> = text.split('-').collect();
    match parts.as_slice() {
        [one] => Ok((index(one)?, index(one)?)),
        [first, last] => {
            let (first, last) = (index(first)?, index(last)?);
            match first >= last {
                true => Err(format!("non-increasing order, previous: {first}, current: {last}")),
                false => Ok((first, last)),
            }
        }
        _ => Err(format!(
            "the fragment {} violates the requirement that an index interval can have at most two parts separated by '-'",
            quote(text)
        )),
    }
}
