//! The shell, from wherever a component stands in the tree.

use crate::ui::shell::Shell;
use yew::prelude::*;

#[hook]
pub fn use_shell() -> Shell {
    use_context::<Shell>().expect("App provides the shell to everything below it")
}
