//! The browser entry: mounts the page.

#[cfg(target_arch = "wasm32")]
fn main() {
    console_error_panic_hook::set_once();
}

#[cfg(not(target_arch = "wasm32"))]
fn main() {
    eprintln!("kubarium-page runs in a browser: `cargo xtask serve` builds and serves it");
}
