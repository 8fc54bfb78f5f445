//! Small line icons, drawn with the colour of the text around them. They never stand alone: a button that holds only an
//! icon has a name of its own.

use yew::prelude::*;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Icon {
    Play,
    Pause,
    Step,
    ToStart,
    Back,
    Sun,
    Moon,
    Close,
    Plus,
    Minus,
    Copy,
    Trash,
    Chevron,
    Info,
    Pencil,
    Server,
    Bulb,
    Send,
    Files,
    Waves,
    Bell,
    Lens,
    Clock,
    Check,
    Prompt,
}

impl Icon {
    fn path(self) -> &'static str {
        match self {
            Icon::Play => "M5 3.2v9.6L13 8z",
            Icon::Pause => "M5.2 3.5v9M10.8 3.5v9",
            Icon::Prompt => "M2 3h12v10H2zM4.5 6l2.2 2-2.2 2M8.5 10.5h3",
            Icon::Step => "M3.5 3.5v9L10 8zM12.5 3.5v9",
            Icon::ToStart => "M12.5 3.5v9L6 8zM3.5 3.5v9",
            Icon::Back => "M9.5 3.5 5 8l4.5 4.5",
            Icon::Sun => {
                "M8 5.2a2.8 2.8 0 1 0 0 5.6 2.8 2.8 0 0 0 0-5.6M8 1.2v1.5M8 13.3v1.5M1.2 8h1.5M13.3 8h1.5M3.2 3.2l1 1M11.8 11.8l1 1M3.2 12.8l1-1M11.8 4.2l1-1"
            }
            Icon::Moon => "M13.2 9.6A5.6 5.6 0 0 1 6.4 2.8a5.6 5.6 0 1 0 6.8 6.8z",
            Icon::Close => "m4 4 8 8M12 4l-8 8",
            Icon::Plus => "M8 3.2v9.6M3.2 8h9.6",
            Icon::Minus => "M3.2 8h9.6",
            Icon::Copy => "M5.5 5.5h7v8h-7zM3.5 10.5v-8h7",
            Icon::Trash => "M3 4.5h10M6.5 4.5v-2h3v2M4.5 4.5l.6 9h5.8l.6-9M6.8 7v4M9.2 7v4",
            Icon::Chevron => "m4.5 6.2 3.5 3.6 3.5-3.6",
            Icon::Info => "M8 1.8a6.2 6.2 0 1 0 0 12.4A6.2 6.2 0 0 0 8 1.8M8 7.2v4M8 4.7v.1",
            Icon::Pencil => "m3 13 .7-3L10.6 3l2.4 2.4-7 6.9zM9.3 4.4l2.3 2.3",
            Icon::Server => "M2.5 3h11v4h-11zM2.5 9h11v4h-11zM5 5h.1M5 11h.1",
            Icon::Bulb => "M6 11.2c0-1.6-2-2.4-2-5a4 4 0 0 1 8 0c0 2.6-2 3.4-2 5zM6.4 13.6h3.2",
            Icon::Send => "M2.5 8h10M8.6 4l4 4-4 4",
            Icon::Files => "M4 2h5l3 3v9H4zM9 2v3h3M6 8.5h4M6 11h4",
            Icon::Waves => {
                "M1.5 5.5c2-2 3.3-2 4.5-.5s2.5 1.5 4 0 2.8-1 4.5.5M1.5 10.5c2-2 3.3-2 4.5-.5s2.5 1.5 4 0 2.8-1 4.5.5"
            }
            Icon::Bell => "M4 11V7a4 4 0 0 1 8 0v4l1 1.5H3zM6.8 14.2h2.4",
            Icon::Lens => "M7 2.5a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9M10.4 10.4l3.3 3.3",
            Icon::Clock => "M8 1.8a6.2 6.2 0 1 0 0 12.4A6.2 6.2 0 0 0 8 1.8M8 4.5V8l2.5 1.6",
            Icon::Check => "m3.5 8.5 3 3 6-7",
        }
    }

    fn is_solid(self) -> bool {
        matches!(self, Icon::Play)
    }
}

pub fn icon(icon: Icon) -> Html {
    let class = if icon.is_solid() { "kb-icon kb-icon-solid" } else { "kb-icon" };
    html! {
        <svg {class} viewBox="0 0 16 16" width="16" height="16" aria-hidden="true" focusable="false">
            <path d={icon.path()} />
        </svg>
    }
}

/// The wordmark's sign: a glass tank with water and three bubbles.
pub fn sign() -> Html {
    html! {
        <svg class="kb-sign" viewBox="0 0 32 32" width="28" height="28" aria-hidden="true" focusable="false">
            <path class="kb-sign-water" d="M4.5 14c3-2.4 5.5-2.4 8 0s5.5 2.4 8 0c2.3-2.2 4.6-2.2 7 0v9.5L16 30 4.5 23.5z" />
            <path class="kb-sign-glass" d="M16 2 28 8.7v14.6L16 30 4 23.3V8.7z" />
            <circle class="kb-sign-lamp" cx="12" cy="20" r="2.4" />
            <circle class="kb-sign-bubble" cx="18.5" cy="21.5" r="1.7" />
            <circle class="kb-sign-bubble" cx="19" cy="16.8" r="1.1" />
        </svg>
    }
}
