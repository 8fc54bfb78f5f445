//! Memory in the browser's local storage, which a browser may refuse, and the clipboard.

use crate::ui::StorePort;
use web_sys::Storage;

const KEY: &str = "kubarium";

pub struct BrowserStore;

impl StorePort for BrowserStore {
    fn load(&self) -> Option<String> {
        storage()?.get_item(KEY).ok().flatten()
    }

    fn save(&self, text: &str) -> bool {
        storage().is_some_and(|storage| storage.set_item(KEY, text).is_ok())
    }

    fn copy(&self, text: &str) {
        copy(text);
    }
}

/// None where the page may not keep anything: private windows, sandboxed frames.
fn storage() -> Option<Storage> {
    gloo::utils::window().local_storage().ok().flatten()
}

/// The clipboard is there only on secure pages; elsewhere nothing happens, and the text can still be selected.
pub fn copy(text: &str) {
    let window = gloo::utils::window();
    if window.is_secure_context() {
        // A refused permission is the reader's choice.
        let _ = window.navigator().clipboard().write_text(text);
    }
}
