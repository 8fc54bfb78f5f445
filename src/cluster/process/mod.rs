//! Processes in containers: scripts that run, wait and go on, over files and the cluster's network.
//!
//! `script` reads a command line into steps and `machine` runs them; `words` makes arguments, `programs` are what images
//! bring, `disk` the files. `system` is what a process asks of the container it is in: the kubelet answers it. A kernel
//! with a shell, as far as containers of lessons need one; not modelled on code of Kubernetes.

pub mod disk;
mod machine;
mod programs;
mod script;
mod system;
mod words;

pub use machine::{Life, Process, Said};
pub use programs::is_known;
pub use system::{Done, FOREVER, Facts, NetError, System};
