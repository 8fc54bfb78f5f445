//! When the program breaks: a card over the page with what happened, the script that makes it happen again, and a way to
//! start over. A broken program may not be asked anything, so the script is kept here after each act.

use super::store::copy;
use crate::ui::text::Lang;
use gloo::events::EventListener;
use std::cell::RefCell;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, HtmlTextAreaElement};

thread_local! {
    static SCRIPT: RefCell<String> = const { RefCell::new(String::new()) };
}

/// Keeps the script for the card.
pub fn remember(script: String) {
    SCRIPT.with(|kept| kept.replace(script));
}

pub fn install() {
    // Yew would put its own hook in place of one set past it.
    yew::set_custom_panic_hook(Box::new(|info| {
        console_error_panic_hook::hook(info);
        let script = SCRIPT.with(|kept| kept.try_borrow().map(|script| script.clone()).unwrap_or_default());
        show(&format!("{info}\n\n{script}"));
    }));
}

struct Words {
    title: &'static str,
    text: &'static str,
    copy: &'static str,
    restart: &'static str,
}

fn words() -> Words {
    let tag = gloo::utils::document_element().get_attribute("lang").unwrap_or_default();
    let lang = Lang::from_tag(&tag).unwrap_or_default();
    Words {
        title: lang.pick("The simulator broke", "시뮬레이터가 멈췄습니다"),
        text: lang.pick(
            "This is a bug in Kubarium, not in your files. The script below makes it happen again; please send it with a report. Your files are kept.",
            "파일이 아니라 Kubarium의 버그입니다. 아래 스크립트로 다시 일어나게 할 수 있으니 신고할 때 함께 보내 주세요. 파일은 남아 있습니다.",
        ),
        copy: lang.pick("Copy the script", "스크립트 복사"),
        restart: lang.pick("Restart", "다시 시작"),
    }
}

fn show(report: &str) {
    let document = gloo::utils::document();
    if document.get_element_by_id("kb-crash").is_some() {
        return;
    }
    let words = words();
    let veil = element("div", "kb-veil kb-crash", "");
    veil.set_id("kb-crash");
    let card = element("div", "kb-dialog", "");
    let _ = card
        .set_attribute("role", "alertdialog")
        .and_then(|()| card.set_attribute("aria-label", words.title));
    let area = element("textarea", "kb-crash-script", "");
    if let Some(area) = area.dyn_ref::<HtmlTextAreaElement>() {
        area.set_value(report);
        area.set_read_only(true);
    }
    let _ = area.set_attribute("aria-label", words.copy);
    let buttons = element("div", "kb-actions", "");
    let report = report.to_string();
    button(&buttons, "kb-plain", words.copy, move || copy(&report));
    button(&buttons, "kb-primary", words.restart, || {
        // The address may hold what broke; the page itself is always there.
        let _ = gloo::utils::window().location().reload();
    });
    for part in [&element("h2", "", words.title), &element("p", "", words.text), &area, &buttons] {
        let _ = card.append_child(part);
    }
    let _ = veil.append_child(&card);
    let _ = gloo::utils::body().append_child(&veil);
    if let Some(restart) =
        buttons.last_element_child().and_then(|button| button.dyn_into::<HtmlElement>().ok())
    {
        let _ = restart.focus();
    }
}

fn element(name: &str, class: &str, text: &str) -> Element {
    let element = gloo::utils::document().create_element(name).expect("a document makes elements");
    element.set_class_name(class);
    if !text.is_empty() {
        element.set_text_content(Some(text));
    }
    element
}

fn button(parent: &Element, class: &str, label: &str, act: impl Fn() + 'static) {
    let button = element("button", class, label);
    // The card stays until the page goes, and so does its listener.
    EventListener::new(&button, "click", move |_| act()).forget();
    let _ = parent.append_child(&button);
}
