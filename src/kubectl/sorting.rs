//! `--sort-by`: kubectl pkg/cmd/get/sorter.go, v1.36. Texts are compared with the numbers in them as numbers.

use std::cmp::Ordering;

use serde_json::Value;

use super::json_path;
use super::reach::quantity;

/// Sorts objects by a field; those without it come first.
pub fn sort(objects: &mut [Value], path: &str) -> Result<(), String> {
    let steps = json_path::parse(path).filter(|steps| !steps.is_empty());
    let steps = steps.ok_or_else(|| format!("error: unexpected path string: {path}"))?;
    let held = |object: &Value| json_path::follow(object, &steps).first().map(|value| (*value).clone());
    if !objects.is_empty() && objects.iter().all(|object| held(object).is_none()) {
        let path = path.trim_matches(['{', '}']);
        return Err(format!(
            "error: couldn't find any field with path \"{{{path}}}\" in the list of objects"
        ));
    }
    objects.sort_by(|a, b| match (held(a), held(b)) {
        (Some(a), Some(b)) => compare(&a, &b),
        (a, b) => a.is_some().cmp(&b.is_some()),
    });
    Ok(())
}

fn compare(a: &Value, b: &Value) -> Ordering {
    match (a, b) {
        (Value::String(x), Value::String(y)) => match (quantity(a), quantity(b)) {
            (Some(a), Some(b)) => a.cmp(&b),
            _ => natural(x, y),
        },
        _ => a.as_f64().partial_cmp(&b.as_f64()).unwrap_or(Ordering::Equal),
    }
}

/// `web-2` before `web-10`.
fn natural(a: &str, b: &str) -> Ordering {
    let (mut a, mut b) = (a, b);
    loop {
        let number =
            |text: &str| text.len() - text.trim_start_matches(|one: char| one.is_ascii_digit()).len();
        let (x, y) = (number(a), number(b));
        let order = match (x > 0 && y > 0, a.chars().next(), b.chars().next()) {
            (true, ..) => {
                let (p, q) = (a[..x].trim_start_matches('0'), b[..y].trim_start_matches('0'));
                (a, b) = (&a[x..], &b[y..]);
                p.len().cmp(&q.len()).then_with(|| p.cmp(q))
            }
            (false, Some(p), Some(q)) => {
                (a, b) = (&a[p.len_utf8()..], &b[q.len_utf8()..]);
                p.cmp(&q)
            }
            (false, p, q) => return p.is_some().cmp(&q.is_some()),
        };
        if order.is_ne() {
            return order;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn numbers_in_names_count_as_numbers() {
        let mut all = [json!({"n": "web-10"}), json!({"n": "web-9"}), json!({"x": 1})];
        assert_eq!(sort(&mut all, "{.n}"), Ok(()));
        assert_eq!(all, [json!({"x": 1}), json!({"n": "web-9"}), json!({"n": "web-10"})]);
        assert!(sort(&mut all, ".none").is_err());
    }
}
