//! The browser entry: mounts the page.

#[cfg(target_arch = "wasm32")]
fn main() {
    kubarium::web::start();
}

#[cfg(not(target_arch = "wasm32"))]
fn main() {
    eprintln!("kubarium-page runs in a browser: `cargo xtask serve` builds and serves it");
}
