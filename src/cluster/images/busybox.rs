//! Images that are a shell and its tools: without a command the shell finds no terminal and ends.

use super::ImageModel;

pub const MODEL: ImageModel = ImageModel {
    repositories: &["busybox", "alpine", "ubuntu", "debian", "centos", "curlimages/curl", "bash"],
    size_bytes: 4_000_000,
    rest_cpu_milli: 0,
    rest_memory_bytes: 1 << 20,
    ..ImageModel::BASE
};
