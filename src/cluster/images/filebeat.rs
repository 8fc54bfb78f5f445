//! kodekloud/filebeat-configured and elastic/filebeat: read logs and send them on. Deviation: nothing is sent; that they read is
//! all they say.

use super::ImageModel;
use crate::sim::Span;

pub const MODEL: ImageModel = ImageModel {
    repositories: &["kodekloud/filebeat-configured", "beats/filebeat", "elastic/filebeat"],
    size_bytes: 110_000_000,
    server: true,
    rest_cpu_milli: 3,
    rest_memory_bytes: 60 << 20,
    on_sigterm: Some((Span::from_millis(300), 0)),
    start_log: &[
        "INFO\tinstance/beat.go\tSetup Beat: filebeat",
        "INFO\tlog/input.go\tConfigured paths: [/var/log/event-simulator/*.log]",
    ],
    ..ImageModel::BASE
};
