//! The horizontal pod autoscaler: as many pods as the metrics ask for, within limits and not in haste.
//!
//! Models pkg/controller/podautoscaler (horizontal.go, replica_calculator.go, metrics/client.go,
//! metrics/utilization.go), v1.36. `reconcile` is one `reconcileAutoscaler`: it reads the autoscaler, the
//! scale of its target, the pods and the metrics, and answers with the size to set, the status, the events
//! and every step of the arithmetic. What upstream's controller remembers between passes is `HpaMemory`.
//!
//! Deviations: HPAScaleToZero (off by default) is not simulated; how long samples are kept in memory
//! follows the policies of the current pass only.

mod behavior;
mod calculator;
mod conditions;
mod controller;
mod memory;
mod metrics;
mod plan;
mod pods;
mod reconcile;
mod sources;
mod stabilization;
#[cfg(test)]
mod tests;

pub use controller::{HpaController, Point, Story};
pub use memory::{HpaMemory, Recommendation, ScaleEvent};
pub use metrics::{ContainerUsage, CustomMetric, ExternalMetric, Metrics, PodMetrics};
pub use plan::{HpaConfig, HpaInput, HpaPlan, SYNC_PERIOD_SECONDS, Scale, after_failed_rescale};
pub use reconcile::reconcile;
