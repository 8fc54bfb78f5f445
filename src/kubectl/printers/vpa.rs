//! VerticalPodAutoscalers: the columns of their definition in kubernetes/autoscaler, vertical-pod-autoscaler
//! deploy/vpa-v1-crd-gen.yaml.

use serde_json::Value;

use super::{Printer, age, column, name};
use crate::kinds::Time;
use crate::kubectl::reach::{Reach, show};

pub const VPA: Printer = Printer {
    columns: &[
        column("NAME"),
        column("MODE"),
        column("CPU"),
        column("MEM"),
        column("PROVIDED"),
        column("AGE"),
    ],
    row,
};

fn row(object: &Value, now: Time) -> Vec<String> {
    let status = &object["status"];
    let target = &status["recommendation"]["containerRecommendations"][0]["target"];
    let provided = status["conditions"].items().iter().find(|one| one["type"] == "RecommendationProvided");
    vec![
        name(object),
        show(&object["spec"]["updatePolicy"]["updateMode"]),
        show(&target["cpu"]),
        show(&target["memory"]),
        provided.map(|one| show(&one["status"])).unwrap_or_default(),
        age(object, now),
    ]
}
