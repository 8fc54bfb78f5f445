//! A form for an AppModel: what an image's program does, written into a manifest that is applied.

use crate::session::Action;
use crate::ui::hooks::use_shell;
use crate::ui::text::Msg;
use crate::view::ResultLine;
use web_sys::HtmlInputElement;
use yew::prelude::*;

#[derive(Properties, PartialEq)]
pub struct AppModelFormProps {
    pub image: String,
}

/// What is typed, by field.
#[derive(Clone, Debug, PartialEq)]
pub struct Draft {
    pub image: String,
    pub start_seconds: String,
    pub port: String,
    pub path: String,
    pub status: String,
    pub body: String,
    pub fails_after: String,
    pub memory_mib: String,
    pub leak_mib: String,
    pub exit_after: String,
    pub exit_code: String,
}

impl Draft {
    pub fn new(image: &str) -> Draft {
        Draft {
            image: image.to_string(),
            start_seconds: "0".into(),
            port: "8080".into(),
            path: "/*".into(),
            status: "200".into(),
            body: "hello".into(),
            fails_after: String::new(),
            memory_mib: "32".into(),
            leak_mib: String::new(),
            exit_after: String::new(),
            exit_code: "1".into(),
        }
    }

    /// The manifest; numbers that are none are written as they are, for the server to refuse.
    pub fn manifest(&self) -> String {
        let number = |text: &str, times: i64| match text.trim().parse::<i64>() {
            Ok(number) => number.saturating_mul(times).to_string(),
            Err(_) => quoted(text),
        };
        let mut text = format!(
            "apiVersion: kubarium.dev/v1alpha1\nkind: AppModel\nmetadata:\n  name: {}\nspec:\n  images: [{}]\n  \
             startMillis: {}\n  ports: [{}]\n  routes:\n  - path: {}\n    responses:\n    - status: {}\n      body: {}\n",
            name_of(&self.image),
            quoted(&self.image),
            number(&self.start_seconds, 1000),
            number(&self.port, 1),
            quoted(&self.path),
            number(&self.status, 1),
            quoted(&self.body),
        );
        if !self.fails_after.trim().is_empty() {
            text += &format!("    - fromSecond: {}\n      status: 500\n", number(&self.fails_after, 1));
        }
        text += &format!("  memory:\n    rest: {}Mi\n", self.memory_mib.trim());
        if !self.leak_mib.trim().is_empty() {
            text += &format!("    leakPerSecond: {}Mi\n", self.leak_mib.trim());
        }
        if !self.exit_after.trim().is_empty() {
            let (after, code) = (number(&self.exit_after, 1), number(&self.exit_code, 1));
            text += &format!("  exit:\n    afterSeconds: {after}\n    code: {code}\n");
        }
        text
    }
}

fn quoted(text: &str) -> String {
    format!("{:?}", text.trim())
}

/// A name made of the image's.
fn name_of(image: &str) -> String {
    let name: String =
        image.to_lowercase().chars().map(|one| if one.is_ascii_alphanumeric() { one } else { '-' }).collect();
    let name = name.trim_matches('-');
    if name.is_empty() {
        "app".into()
    } else {
        name.chars().take(60).collect::<String>().trim_matches('-').into()
    }
}

#[function_component(AppModelForm)]
pub fn app_model_form(props: &AppModelFormProps) -> Html {
    let shell = use_shell();
    let draft = use_state(|| Draft::new(&props.image));
    let answer = use_state(Vec::<ResultLine>::new);
    let field = |label: Msg, name: &'static str, value: &str, set: fn(&mut Draft, String)| {
        let draft = draft.clone();
        let oninput = move |event: InputEvent| {
            let input: Option<HtmlInputElement> = event.target_dyn_into();
            let mut next = (*draft).clone();
            set(&mut next, input.map(|input| input.value()).unwrap_or_default());
            draft.set(next);
        };
        html! {
            <label class="kb-field"><span>{ shell.t(label) }</span>
                <input type="text" class="kb-mono" data-testid={format!("app-{name}")} value={value.to_string()} {oninput}
                    spellcheck="false" autocapitalize="off" autocomplete="off" />
            </label>
        }
    };
    let onsubmit = {
        let (shell, draft, answer) = (shell.clone(), draft.clone(), answer.clone());
        move |event: SubmitEvent| {
            event.prevent_default();
            answer.set(shell.act(Action::Apply { file: "app-model.yaml".into(), text: draft.manifest() }));
        }
    };
    let said = |line: &ResultLine| html! { <span class={if line.error { "bad" } else { "" }}>{ line.text.trim_end().to_string() }{ "\n" }</span> };
    html! {
        <details class="kb-fold" data-testid="app-model">
            <summary>{ shell.t(Msg::DescribeImage) }</summary>
            <p class="kb-muted">{ shell.t(Msg::DescribeImageHint) }</p>
            <form class="kb-app-form" {onsubmit} aria-label={shell.t(Msg::DescribeImage)}>
                { field(Msg::Image, "image", &draft.image, |draft, text| draft.image = text) }
                { field(Msg::StartsIn, "start", &draft.start_seconds, |draft, text| draft.start_seconds = text) }
                { field(Msg::PortNumber, "port", &draft.port, |draft, text| draft.port = text) }
                { field(Msg::PathAsked, "path", &draft.path, |draft, text| draft.path = text) }
                { field(Msg::StatusCode, "status", &draft.status, |draft, text| draft.status = text) }
                { field(Msg::AnswerText, "body", &draft.body, |draft, text| draft.body = text) }
                { field(Msg::FailsAfter, "fails", &draft.fails_after, |draft, text| draft.fails_after = text) }
                { field(Msg::MemoryAtRest, "memory", &draft.memory_mib, |draft, text| draft.memory_mib = text) }
                { field(Msg::LeaksEachSecond, "leak", &draft.leak_mib, |draft, text| draft.leak_mib = text) }
                { field(Msg::EndsAfter, "exit", &draft.exit_after, |draft, text| draft.exit_after = text) }
                { field(Msg::ExitCode, "code", &draft.exit_code, |draft, text| draft.exit_code = text) }
                <button type="submit" class="kb-plain" data-testid="app-apply">{ shell.t(Msg::Apply) }</button>
                if !answer.is_empty() {
                    <pre class="kb-curl-answer" role="status" data-testid="app-answer">{ for answer.iter().map(said) }</pre>
                }
            </form>
        </details>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::session::{Options, Preset, Session};

    #[test]
    fn what_is_typed_becomes_a_model_the_server_takes() {
        let mut draft = Draft::new("Acme/Shop:v1");
        draft.leak_mib = "2".into();
        draft.fails_after = "40".into();
        draft.exit_after = "60".into();
        let mut session = Session::new(Options { preset: Preset::ThreeNodes, seed: 1 });
        let apply = |text: String| Action::Apply { file: "app-model.yaml".into(), text };
        let said = session.act(apply(draft.manifest()));
        assert_eq!(said[0].text, "appmodel.kubarium.dev/acme-shop-v1 created");
        draft.port = "many \"doors\"".into();
        assert!(session.act(apply(draft.manifest())).iter().all(|line| line.error));
    }
}
