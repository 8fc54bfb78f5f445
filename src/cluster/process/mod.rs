//! Processes in containers: shells and programs over files and the cluster's network.
//!
//! A `Process` is `sh`'s machine in a container: the shell's language, pipes, traps and text filters are `sh`'s, and this
//! room is its host (`host`): the programs images bring (`programs`), those of them that last (`lasting`), the files
//! (`disk`), whose they are (`identity`) and what is allowed whoever one is (`capabilities`). `system` is what a process asks of the container it is in: the kubelet answers it. A kernel with a shell, as
//! far as containers of lessons need one; not modelled on code of Kubernetes.

pub mod capabilities;
pub mod curl_options;
pub mod disk;
mod host;
pub mod identity;
mod lasting;
mod life;
mod programs;
mod system;

pub use capabilities::Capabilities;
pub use identity::Identity;
pub use life::{Begin, Entered, Life, Process, Said};
pub use programs::is_known;
pub use system::{Done, FOREVER, Facts, NetError, Outgoing, System};
