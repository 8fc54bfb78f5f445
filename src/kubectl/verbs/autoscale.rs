//! `kubectl autoscale`: a HorizontalPodAutoscaler. kubectl pkg/cmd/autoscale, v1.36.

use serde_json::{Value, json};

use super::Verb;
use crate::kinds::Kind;
use crate::kubectl::call::flags::{CHANGES, FILES, Flag, Flags, OUTPUT, switch, value};
use crate::kubectl::call::{Answer, Call, Started, targets};
use crate::kubectl::making::{Words, make};

const OWN: &[Flag] = &[
    value("min"),
    value("max"),
    value("cpu-percent"),
    value("cpu"),
    value("memory"),
    value("name"),
    switch("save-config"),
];

pub const VERB: Verb = Verb { name: "autoscale", flags: &[OWN, FILES, CHANGES, OUTPUT], act };

const DEPRECATED: &str = "Flag --cpu-percent has been deprecated, Use --cpu with percentage or resource quantity format \
    (e.g., '70%' for utilization or '500m' for milliCPU).";

/// kubectl tries the older version after any refusal, which it has nothing to send in.
const REFUSED: &str = "error: failed to create autoscaling/v2 HPA and the configuration is incompatible with \
    autoscaling/v1: empty input";

fn act(call: &mut Call<'_>, flags: &Flags) -> Result<Started, Answer> {
    let mut answer = Answer::default();
    if flags.value("cpu-percent").is_some() {
        answer.add(Answer::warned(DEPRECATED));
    }
    match autoscale(call, flags) {
        Ok(done) => answer.add(done),
        Err(refusal) => answer.add(refusal),
    }
    Ok(Started::Done(answer))
}

fn autoscale(call: &mut Call<'_>, flags: &Flags) -> Result<Answer, Answer> {
    let number = |name: &str| flags.value(name).and_then(|text| text.parse::<i64>().ok()).unwrap_or(-1);
    let (least, most) = (number("min"), number("max"));
    if most < 1 {
        return Err(Answer::failed(&format!(
            "error: --max=MAXPODS is required and must be at least 1, max: {most}"
        )));
    }
    if most < least {
        let why = "--max=MAXPODS must be larger or equal to --min=MINPODS";
        return Err(Answer::failed(&format!("error: {why}, max: {most}, min: {least}")));
    }
    let metrics = metrics(flags)?;
    let found = targets::find(call, flags, &flags.words, None)?;
    let mut answer = Answer::default();
    for key in &found.keys {
        let info = key.kind.info();
        if !matches!(
            key.kind,
            Kind::Deployment | Kind::ReplicaSet | Kind::StatefulSet | Kind::ReplicationController
        ) {
            return Err(Answer::failed(&format!("error: cannot autoscale a {}", info.kind)));
        }
        let mut spec = json!({
            "maxReplicas": most,
            "scaleTargetRef": {"apiVersion": info.api_version(), "kind": info.kind, "name": &*key.name},
        });
        if least > 0 {
            spec["minReplicas"] = json!(least);
        }
        if !metrics.is_empty() {
            spec["metrics"] = json!(metrics);
        }
        let object = json!({
            "apiVersion": "autoscaling/v2", "kind": "HorizontalPodAutoscaler",
            "metadata": {"name": flags.value("name").unwrap_or(&key.name)}, "spec": spec,
            "status": {"currentMetrics": null, "desiredReplicas": 0},
        });
        let words = Words { manager: "kubectl-autoscale", done: "autoscaled", refused: "" };
        answer.add(make(call, flags, object, &words).map_err(|_| Answer::failed(REFUSED))?);
    }
    answer.add(found.missing);
    Ok(answer)
}

/// `70%` is of the request, `500m` an amount.
fn metrics(flags: &Flags) -> Result<Vec<Value>, Answer> {
    let percent =
        flags.value("cpu-percent").filter(|text| !text.starts_with('-')).map(|text| format!("{text}%"));
    let asked = [
        ("cpu", flags.value("cpu").map(str::to_owned).or(percent)),
        ("memory", flags.value("memory").map(str::to_owned)),
    ];
    let mut metrics = Vec::new();
    for (name, text) in asked.into_iter().filter_map(|(name, text)| Some((name, text?))) {
        let target = match text.strip_suffix('%') {
            Some(number) => {
                let wrong = |_| Answer::failed(&format!("error: invalid {name} utilization: {text}"));
                let number: i32 = number.parse().map_err(wrong)?;
                json!({"type": "Utilization", "averageUtilization": number})
            }
            None => json!({"type": "AverageValue", "averageValue": text}),
        };
        metrics.push(json!({"type": "Resource", "resource": {"name": name, "target": target}}));
    }
    Ok(metrics)
}
