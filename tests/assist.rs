//! Help in the editor meets every kind of text: each prefix of real manifests, the cursor everywhere, and noise.
//! Nothing panics, nothing is unbounded, and nothing takes long.

#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::disallowed_types, reason = "a test may look at the clock to see that the engine is quick")]

use std::time::{Duration, Instant};

use kubarium::session::assist::{complete, hover, templates};
use kubarium::session::examples;
use kubarium::sim::Rng;

const MOST: usize = 200;
/// What a key press may cost, generous for slow machines and unoptimised builds.
const PATIENCE: Duration = Duration::from_millis(500);

fn texts() -> Vec<&'static str> {
    let of_examples = examples().iter().flat_map(|example| example.files.iter().map(|(_, text)| *text));
    of_examples.chain(templates().iter().map(|template| template.text)).collect()
}

fn ask(text: &str, line: u32, column: u32) {
    assert!(complete(text, line, column).len() <= MOST);
    hover(text, line, column);
}

#[test]
fn every_prefix_is_answered() {
    for text in texts() {
        for (end, _) in text.char_indices() {
            let typed = &text[..end];
            let column = typed.rsplit('\n').next().unwrap_or_default().chars().count() as u32 + 1;
            ask(typed, typed.matches('\n').count() as u32 + 1, column);
        }
    }
}

#[test]
fn every_place_is_answered() {
    for text in texts() {
        for (at, line) in text.lines().enumerate() {
            (0..line.chars().count() as u32 + 3).for_each(|column| ask(text, at as u32 + 1, column));
        }
        ask(text, 0, 0);
        ask(text, u32::MAX, u32::MAX);
    }
}

/// Every field that stands in a working manifest can be explained.
#[test]
fn every_field_of_a_working_manifest_is_explained() {
    for text in texts() {
        for (at, line) in text.lines().enumerate() {
            let begins = line.len() - line.trim_start_matches([' ', '-']).len();
            let Some(colon) = line.find(": ").or(line.strip_suffix(':').map(str::len)) else { continue };
            if line.starts_with("---") || line[..colon].contains('[') {
                continue;
            }
            let found = hover(text, at as u32 + 1, begins as u32 + 1);
            assert!(found.is_some_and(|found| !found.documentation.is_empty()), "{line:?} in\n{text}");
        }
    }
}

#[test]
fn noise_is_answered() {
    let pieces = [
        "- ",
        "-",
        ":",
        ": ",
        "\n",
        "  ",
        "kind: Pod\n",
        "spec:",
        "---\n",
        "\"",
        "'",
        "{",
        "[",
        "|",
        "#",
        "한글",
        "😀",
        "\t",
        "\r\n",
        "containers:\n",
        "metadata:",
        "a",
        "restartPolicy: ",
    ];
    let mut rng = Rng::new(7, "noise");
    for _ in 0..3000 {
        let count = rng.below(20);
        let text: String = (0..count).map(|_| pieces[rng.below(pieces.len() as u64) as usize]).collect();
        for line in 0..4 {
            ask(&text, line, rng.below(12) as u32);
        }
    }
}

#[test]
fn long_texts_are_quick() {
    let deep: String = (0..900).map(|depth| format!("{}a:\n", " ".repeat(depth))).collect();
    let dashes = format!("{}\n", "- ".repeat(200_000));
    let wide = "kind: Pod\nspec:\n  containers:\n  - name: a\n".repeat(10_000);
    for text in [deep, dashes, wide, "x".repeat(4 << 20), "---\n".repeat(500_000)] {
        let started = Instant::now();
        ask(&text, 1, 1);
        ask(&text, text.matches('\n').count() as u32, 8);
        assert!(started.elapsed() < PATIENCE * 4, "{:?}", started.elapsed());
    }
}
