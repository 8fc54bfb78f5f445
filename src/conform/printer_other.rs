//! The set `printer-other`: `kubectl get` of every kind but pods.
//!
//! Models what pkg/printers/internalversion and cli-runtime's table printer print, v1.36.

use serde_json::Value;

use super::{Set, printer_pod};

pub struct PrinterOther;

impl Set for PrinterOther {
    fn name(&self) -> &'static str {
        "printer-other"
    }

    fn check(&self, input: &Value, expect: &Value) -> Result<(), String> {
        printer_pod::check(input, expect)
    }
}
