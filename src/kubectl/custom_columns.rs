//! `-o custom-columns=NAME:.metadata.name,...`: kubectl pkg/cmd/get/customcolumn.go, v1.36.

use serde_json::Value;

use super::reach::show;
use super::{json_path, tabwriter};

/// The table, or kubectl's refusal of its columns.
pub fn print(spec: &str, objects: &[Value], headers: bool) -> Result<String, String> {
    let column = |part: &str| match part.split_once(':') {
        Some((name, path)) => {
            let wrong = || {
                format!(
                    "error: unexpected path string, expected a 'name1.name2' or '.name1.name2' or '{{name1.name2}}' or '{{.name1.name2}}': {path}"
                )
            };
            Ok((name.to_owned(), json_path::parse(path).ok_or_else(wrong)?))
        }
        None => {
            Err(format!("error: unexpected custom-columns spec: {part}, expected <header>:<json-path-expr>"))
        }
    };
    let columns = spec.split(',').map(column).collect::<Result<Vec<_>, String>>()?;
    let mut text = String::new();
    if headers {
        let names: Vec<&str> = columns.iter().map(|(name, _)| name.as_str()).collect();
        text += &format!("{}\n", names.join("\t"));
    }
    for object in objects {
        let cells: Vec<String> = columns.iter().map(|(_, steps)| cell(object, steps)).collect();
        text += &format!("{}\n", cells.join("\t"));
    }
    Ok(tabwriter::align(&text, tabwriter::TABLE))
}

/// Several values stand side by side with commas.
fn cell(object: &Value, steps: &[json_path::Step]) -> String {
    let found = json_path::follow(object, steps);
    match found.is_empty() {
        true => "<none>".into(),
        false => found.into_iter().map(show).collect::<Vec<_>>().join(","),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn columns_are_paths_with_names() {
        let pods = [json!({"metadata": {"name": "a"}, "spec": {"c": [{"n": "x"}, {"n": "y"}]}})];
        let text = print("NAME:.metadata.name,CS:{.spec.c[*].n},NODE:.spec.nodeName", &pods, true);
        assert_eq!(text, Ok("NAME   CS    NODE\na      x,y   <none>\n".into()));
        assert!(print("NAME", &pods, true).unwrap_err().contains("unexpected custom-columns spec: NAME"));
    }
}
