//! The set `qos`: the quality-of-service class of a pod, after defaulting.

use serde_json::{Value, json};

use super::{Set, diff};
use crate::kinds::{Kind, defaults, qos};

pub struct Qos;

impl Set for Qos {
    fn name(&self) -> &'static str {
        "qos"
    }

    fn check(&self, input: &Value, expect: &Value) -> Result<(), String> {
        let mut pod = input["pod"].clone();
        defaults::apply(Kind::Pod, &mut pod);
        diff(expect, &json!({"qosClass": qos::class(&pod["spec"])})).map_or(Ok(()), Err)
    }
}
